-- array_size_bench.lua - arrays of 1e4, 1e6 and 1e7 elements against NumPy in the same run: what a new
-- column costs where the memory behind it does, and array.eval over one to five columns.
--
--   build/bin/solon tests/bench/array_size_bench.lua [ELEMENTS ...]
--
-- Nanoseconds an element and the ratio; each figure is the best of several runs on one thread. The peer is
-- NumPy as in array_bench.lua.

local array = require "solon.array"
local measure = require "support.measure"

-- name, Solon's work, NumPy's work (x, y, z, u, v, out, into and n are in scope of both)
local cases = {
  { "x + y", "x + y", "x + y" },
  { "x + y, out", "array.add(x, y, into)", "np.add(x, y, out=out)" },
  { "copy", "x:copy()", "x.copy()" },
  { "zeros", "array.zeros(n)", "np.full(n, 0.0)" },
  { "where(x < y, x, y)", "array.where(x:lt(y), x, y)", "np.where(x < y, x, y)" },
  { "a*x + b/(1+exp(-c*x)), operators", "1.5 * x + 2 / (1 + array.exp(-0.5 * x))", "1.5*x + 2/(1 + np.exp(-0.5*x))" },
  { "the same by eval", "array.eval('1.5*x + 2/(1 + exp(-0.5*x))', columns)", "1.5*x + 2/(1 + np.exp(-0.5*x))" },
  { "eval x*y - z, out", "array.eval('x*y - z', columns, into)", "np.subtract(np.multiply(x, y, out=out), z, out=out)" },
  { "eval x+y+z+u+v", "array.eval('x+y+z+u+v', columns)", "x+y+z+u+v" },
  { "eval x+y+z+u+v, out", "array.eval('x+y+z+u+v', columns, into)",
    "np.add(np.add(np.add(np.add(x, y, out=out), z, out=out), u, out=out), v, out=out)" },
}

local function peer_times(n)
  local code = { "n = " .. n, [[
import os
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"): os.environ[name] = "1"
import time
import numpy as np
i = np.arange(1, n + 1)
x = (i * 7919 % 200003) / 10000 - 10
y = (i * 104729 % 199999) / 10000 - 10
z, u, v, out = x + 1, x + 2, x + 3, np.zeros(n)
def best(work):
    least, runs, start = 1e9, 0, time.perf_counter()
    while runs < 7 or time.perf_counter() - start < 0.3:
        before = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - before)
        runs += 1
    print(repr(least))]] }
  for _, case in ipairs(cases) do code[#code + 1] = "best(lambda: " .. case[3] .. ")" end
  return measure.peer("numpy", table.concat(code, "\n"))
end

local function bench(n)
  local peers = peer_times(n)
  local i = array.range(1, n)
  local columns = { x = i * 7919 % 200003 / 10000 - 10, y = i * 104729 % 199999 / 10000 - 10 }
  for k, name in ipairs { "z", "u", "v" } do columns[name] = columns.x + k end
  local scope = setmetatable({ array = array, n = n, columns = columns, into = { out = array.zeros(n) } }, { __index = columns })
  print(string.format("%-44s %10s %10s %7s", string.format("%d elements, ns each", n), "Solon", "NumPy", "ratio"))
  for k, case in ipairs(cases) do
    local work = assert(load("return " .. case[2], case[1], "t", scope))
    local mine = measure.best(work, 7, 0.3) / n * 1e9
    local peer = peers and peers[k] and peers[k] / n * 1e9
    print(string.format("%-44s %10.3f %10s %7s", case[1], mine, peer and string.format("%.3f", peer) or "-",
      peer and string.format("%.2f", mine / peer) or "-"))
  end
  if not peers then print("no NumPy found: set PYTHON") end
end

for _, n in ipairs(#arg > 0 and arg or { 10000, 1000000, 10000000 }) do bench(math.tointeger(tonumber(n))) end
