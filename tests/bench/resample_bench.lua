-- resample_bench.lua - bootstrap and random columns against NumPy and SciPy in the same run: milliseconds
-- and the ratio.
--
--   build/bin/solon tests/bench/resample_bench.lua
--
-- The peer is NumPy and SciPy under $PYTHON, python3 or /usr/bin/python3, whichever has them.  Each
-- figure is the best of several runs, on one thread unless the case says otherwise.

local random = require "solon.random"
local resample = require "solon.resample"
local measure = require "support.measure"

local s = random.stream(1)
local rows, million = 1500, 1000000
local x = s:normal(rows)
local y = x + s:normal(rows)

local function bootstrap(data, statistic, replicates, threads)
  local options = { replicates = replicates, threads = threads, method = "percentile" }
  return function() resample.bootstrap(data, statistic, options) end
end

-- name, Solon's work, NumPy's work as statements
local draws = "rng.integers(0, n, (500, n))"
local cases = {
  { "mean, 1500 x 10,000, against scipy.stats.bootstrap", bootstrap(x, "mean", 10000, 1),
    "stats.bootstrap((x,), np.mean, n_resamples=10000, method='percentile', random_state=rng, batch=500)" },
  { "mean, 1500 x 10,000, against a NumPy loop", bootstrap(x, "mean", 10000, 1),
    "for _ in range(20): x[" .. draws .. "].mean(axis=1)" },
  { "the same on two threads", bootstrap(x, "mean", 10000, 2), "for _ in range(20): x[" .. draws .. "].mean(axis=1)" },
  { "median, 1500 x 2,000", bootstrap(x, "median", 2000, 1), "for _ in range(4): np.median(x[" .. draws .. "], axis=1)" },
  { "correlation, 1500 x 2,000", bootstrap({ x, y }, "correlation", 2000, 1), "for _ in range(4): correlation(" .. draws .. ")" },
  { "1e6 uniform", function() s:uniform(million) end, "rng.random(1000000)" },
  { "1e6 normal", function() s:normal(million) end, "rng.standard_normal(1000000)" },
  { "1e6 exponential", function() s:exponential(million) end, "rng.standard_exponential(1000000)" },
  { "1e6 gamma(2.5)", function() s:gamma(2.5, million) end, "rng.standard_gamma(2.5, 1000000)" },
  { "1e6 binomial(100, 0.3)", function() s:binomial(100, 0.3, million) end, "rng.binomial(100, 0.3, 1000000)" },
  { "1e6 of 1500 categories", function() s:categorical(x:exp(), million) end, "rng.choice(n, 1000000, p=np.exp(x) / np.exp(x).sum())" },
  { "permutation of 1e6", function() s:permutation(million) end, "rng.permutation(1000000)" },
}

-- The peer's best time of each case in seconds; nil without NumPy.
local function peer_times()
  local code = { [[
import time
import numpy as np
from scipy import stats
rng = np.random.default_rng(1)
n = 1500
x = rng.standard_normal(n)
y = x + rng.standard_normal(n)
def correlation(i):
    a, b = x[i], y[i]
    a = a - a.mean(axis=1, keepdims=True)
    b = b - b.mean(axis=1, keepdims=True)
    return (a * b).sum(axis=1) / np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
def best(code):
    work, times = compile(code, "case", "exec"), []
    for _ in range(3):
        start = time.perf_counter()
        exec(work, globals())
        times.append(time.perf_counter() - start)
    return min(times)
]] }
  for i, case in ipairs(cases) do code[i + 1] = string.format("print(repr(best(%q)))", case[3]) end
  return measure.peer("numpy, scipy", table.concat(code, "\n"))
end

local peers = peer_times()
print(string.format("%-55s %10s %10s %8s", "case", "Solon ms", "peer ms", "ratio"))
for i, case in ipairs(cases) do
  local ours, theirs = measure.best(case[2], 5), peers and peers[i]
  print(string.format("%-55s %10.2f %10s %8s", case[1], ours * 1e3, theirs and string.format("%.2f", theirs * 1e3) or "-",
    theirs and string.format("%.2f", ours / theirs) or "-"))
end
if not peers then print("no Python with NumPy and SciPy: peers SKIPPED") end
