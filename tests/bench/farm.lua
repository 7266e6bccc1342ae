-- farm.lua - what a task on the farm costs, and how two threads share work that takes time; beside
-- Python's multiprocessing.Pool where python3 is installed.
--
--   build/bin/solon tests/bench/farm.lua

local farm = require "solon.farm"
local measure = require "support.measure"

local TASKS = 20000

local function seconds(work) return measure.best(work, 3) end

local tasks = {}
for i = 1, TASKS do tasks[i] = i end
local each = 1e6 / TASKS * seconds(function() farm.map { module = "math", call = "sqrt", tasks = tasks, jobs = 2 } end)
local start = 1e6 * seconds(function() farm.map { module = "math", call = "sqrt", tasks = { 1 }, jobs = 1 } end)
print(string.format("a task that does nothing  %8.2f us", each))
print(string.format("a farm of one thread      %8.0f us, universe and all", start))

local python = io.popen([[python3 -c '
import math, time
from multiprocessing import Pool
with Pool(2) as pool:
    best = 1e9
    for _ in range(3):
        t = time.perf_counter()
        pool.map(math.sqrt, range(]] .. TASKS .. [[), chunksize=1)
        best = min(best, time.perf_counter() - t)
print(best / ]] .. TASKS .. [[ * 1e6)' 2>/dev/null]])
local peer = tonumber(python:read("a"))
python:close()
if peer then print(string.format("multiprocessing.Pool      %8.2f us  ratio %.2f", peer, each / peer))
else print("python3 is not installed: no ratio") end

-- two tasks of some hundred milliseconds each
local function busy(jobs)
  return seconds(function()
    farm.map { module = "bench_tasks", call = "busy", tasks = { 2e7, 2e7 }, jobs = jobs }
  end)
end
local one, two = busy(1), busy(2)
print(string.format("two equal tasks           %8.3f s on one thread, %.3f s on two: %.2f times as fast (%d processors)", one, two, one / two, farm.cores()))
