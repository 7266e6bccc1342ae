-- csv_bench.lua - reading CSV of numbers against pandas in the same run: MB/s, seconds and the ratio.
--
--   build/bin/solon tests/bench/csv_bench.lua [rows]
--
-- The file has five columns of 6 to 17 digits (default 1,000,000 rows, about 90 MB).  The goal is 350 MB/s
-- with declared types on two threads.  The peer is pandas.read_csv (C engine) under $PYTHON, python3 or
-- /usr/bin/python3, whichever has it.  Each figure is the best of five runs, wall clock.

local frame = require "solon.frame"
local measure = require "support.measure"
local system = require "solon.native.system"

local rows = math.tointeger(tonumber(arg[1] or 1000000))
local directory = assert(system.temporary_directory())
local path = directory .. "/numbers.csv"

local function make_file()
  local file = assert(io.open(path, "wb"))
  file:write("a,b,c,d,e\n")
  local lines = {}
  for i = 1, rows do
    lines[#lines + 1] = string.format("%.17g,%.6f,%.15g,%d.5,%.17g\n", math.sin(i) * 100, i * 0.001, math.cos(i), i, math.sqrt(i))
    if #lines == 10000 or i == rows then
      file:write(table.concat(lines))
      lines = {}
    end
  end
  file:close()
  return system.file_size(path) / 1e6
end

local function best_of(runs, work)
  local best = math.huge
  for _ = 1, runs do
    collectgarbage()
    best = math.min(best, measure.best(work, 1))
  end
  return best
end

local function peer_time(python)
  local program = string.format([[
import time, pandas
best = 1e9
for _ in range(5):
    t = time.perf_counter(); f = pandas.read_csv("%s", dtype="float64", float_precision="round_trip"); best = min(best, time.perf_counter() - t)
quick = 1e9
for _ in range(5):
    t = time.perf_counter(); f = pandas.read_csv("%s"); quick = min(quick, time.perf_counter() - t)
print(best, quick, repr(float(f["a"].sum())))
]], path, path)
  local pipe = assert(io.popen(python .. " -c '" .. program .. "'"))
  local exact, quick = pipe:read("n", "n")
  pipe:close()
  return exact, quick
end

local size = make_file()
local columns = {}
for j, name in ipairs { "a", "b", "c", "d", "e" } do columns[j] = { name, "number" } end

print(string.format("CSV of %d rows x 5 numbers, %.1f MB", rows, size))
local function show(what, seconds) print(string.format("%-44s %7.3f s  %7.1f MB/s", what, seconds, size / seconds)) end
local declared = best_of(5, function() assert(frame.read(path, { columns = columns, threads = 2 })) end)
show("Solon, declared types, 2 threads", declared)
show("Solon, declared types, 1 thread", best_of(5, function() assert(frame.read(path, { columns = columns, threads = 1 })) end))
local found = best_of(5, function() assert(frame.read(path, { threads = 2 })) end)
show("Solon, types found, 2 threads", found)
local f = assert(frame.read(path, { threads = 2 }))
local written = best_of(3, function() assert(f:write(directory .. "/out.csv")) end)
show("Solon, writing", written)

local python = measure.python("pandas")
if python then
  local exact, quick = peer_time(python)
  show("pandas, float64, round_trip (as exact)", exact)
  show("pandas, default (not exact)", quick)
  print(string.format("Solon is %.1f times as fast as pandas round_trip, %.1f times as fast as its default", exact / declared, quick / declared))
else
  print("no Python with pandas found: no peer measured")
end
print(string.format("goal 350 MB/s: %s", size / declared >= 350 and "met" or "missed"))
system.remove(directory)
