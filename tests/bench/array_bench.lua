-- array_bench.lua - array kernels against NumPy in the same run: nanoseconds an element and the ratio.
--
--   build/bin/solon tests/bench/array_bench.lua
--
-- The peer is NumPy (SciPy for expit) under $PYTHON, python3 or /usr/bin/python3, whichever has it.
-- Each figure is the best of several runs.  One thread, unless the case says otherwise.

local array = require "solon.array"
local measure = require "support.measure"

local million = 1000000
local x = array.generate(million, function(i) return (i * 7919 % 200003) / 10000 - 10 end)
local y = array.generate(million, function(i) return (i * 104729 % 199999) / 10000 - 10 end)
local out = array.zeros(million)
local into = { out = out }
local probe = array.range(1, 300 * 300):sin():reshape(300, 300)

-- name, elements, Solon's work, NumPy's work (x, y, out, m and the module names are in scope)
local cases = {
  { "sum", million, function() return x:sum() end, "x.sum()" },
  { "mean", million, function() return x:mean() end, "x.mean()" },
  { "variance", million, function() return x:variance() end, "x.var(ddof=1)" },
  { "max", million, function() return x:max() end, "x.max()" },
  { "dot", million, function() return x:dot(y) end, "x.dot(y)" },
  { "add, out", million, function() return array.add(x, y, into) end, "np.add(x, y, out=out)" },
  { "axpy in place", million, function() return out:axpy(1e-9, x) end, "np.add(out, 1e-9 * x, out=out)" },
  { "exp, out", million, function() return array.exp(x, into) end, "np.exp(x, out=out)" },
  { "log, out", million, function() return array.log(x, into) end, "np.log(x, out=out)" },
  { "sin, out", million, function() return array.sin(x, into) end, "np.sin(x, out=out)" },
  { "tanh, out", million, function() return array.tanh(x, into) end, "np.tanh(x, out=out)" },
  { "power 1.5, out", million, function() return array.power(x, 1.5, into) end, "np.power(x, 1.5, out=out)" },
  { "sigmoid, out", million, function() return array.sigmoid(x, into) end, "special.expit(x, out=out)" },
  { "a*x + b/(1+exp(-c*x)), operators", million,
    function() return 1.5 * x + 2 / (1 + array.exp(-0.5 * x)) end, "1.5*x + 2/(1 + np.exp(-0.5*x))" },
  { "the same by eval", million,
    function() return array.eval("a*x + b/(1+exp(-c*x))", { x = x, a = 1.5, b = 2, c = 0.5 }, into) end,
    "1.5*x + 2/(1 + np.exp(-0.5*x))" },
  { "lt and where", million, function() return array.where(x:lt(y), x, y) end, "np.where(x < y, x, y)" },
  { "cumulative sum", million, function() return x:cumulative_sum(into) end, "np.cumsum(x, out=out)" },
  { "sort", million, function() return x:sort() end, "np.sort(x)" },
  { "order", million, function() return x:order() end, "np.argsort(x, kind='stable')" },
  { "median", million, function() return x:median() end, "np.median(x)" },
  { "matmul 300 x 300 (per product)", 300 ^ 3, function() return probe:matmul(probe) end, "m @ m" },
  { "solve 300 x 300 (per n^3)", 300 ^ 3, function() return probe:solve(probe) end, "np.linalg.solve(m, m)" },
  { "eigenvalues 300 x 300 (per n^3)", 300 ^ 3, function() return (probe + probe:transpose()):eigen_symmetric() end, "np.linalg.eigh(m + m.T)" },
}

-- NumPy's best time of each case, in order; nil without NumPy.
local function peer_times()
  local code = { [[
import os
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"): os.environ[name] = "1"
import time
import numpy as np
from scipy import special
np.seterr(all="ignore")
i = np.arange(1, 1000001)
x = (i * 7919 % 200003) / 10000 - 10
y = (i * 104729 % 199999) / 10000 - 10
out = np.zeros(1000000)
m = np.sin(np.arange(1, 90001, dtype=float)).reshape(300, 300)
def best(work):
    least, runs, start = 1e9, 0, time.process_time()
    while runs < 5 or time.process_time() - start < 0.2:
        before = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - before)
        runs += 1
    print(repr(least))
]] }
  for _, case in ipairs(cases) do code[#code + 1] = "best(lambda: " .. case[4] .. ")\n" end
  return measure.peer("numpy, scipy", table.concat(code))
end

local peers = peer_times()
print(string.format("%-36s %10s %10s %7s", "ns an element", "Solon", "NumPy", "ratio"))
for i, case in ipairs(cases) do
  local mine = measure.best(case[3], 5, 0.2) / case[2] * 1e9
  local peer = peers and peers[i] and peers[i] / case[2] * 1e9
  print(string.format("%-36s %10.3f %10s %7s", case[1], mine, peer and string.format("%.3f", peer) or "-",
    peer and string.format("%.2f", mine / peer) or "-"))
end
if not peers then print("no NumPy found: set PYTHON") end
