-- inference_bench.lua - tests of solon.inference against SciPy and statsmodels in the same run:
-- milliseconds a call and the ratio.
--
--   build/bin/solon tests/bench/inference_bench.lua
--
-- The peer is SciPy (statsmodels for the regression) under $PYTHON, python3 or /usr/bin/python3, whichever
-- has it.  Each figure is the best of several runs, on one thread.

local array = require "solon.array"
local inference = require "solon.inference"
local measure = require "support.measure"

local function column(n, step, shift)
  return array.generate(n, function(i) return (i * step + (shift or 0)) % 1 end)
end

local x, y = column(34, 0.6180339887498949, 0.1), column(34, 0.7548776662466927)
local d = x - y
local d20 = array.new(d:slice(1, 20))
local big_x, big_y = column(100000, 0.6180339887498949), column(100000, 0.7548776662466927)
local a, b = column(49, 0.6180339887498949), column(49, 0.7548776662466927)
local columns = {}
for j = 1, 10 do columns[j] = column(100000, math.sqrt(j + 1.5)) end
local simulate = { method = "monte_carlo", permutations = 10000, seed = 1 }

-- name, Solon's work, SciPy's work (the same names, np, stats and sm are in scope)
local cases = {
  { "10,000 permutations of 2 x 34 values", function() return inference.permutation_test(x, y, simulate) end,
    "stats.permutation_test((x, y), difference, n_resamples=10000, vectorized=True, random_state=1)" },
  { "10,000 sign flips of 34 pairs", function() return inference.sign_flip_test(d, simulate) end,
    "stats.permutation_test((d,), total, permutation_type='samples', n_resamples=10000, vectorized=True, random_state=1)" },
  { "all 2^20 sign flips of 20 pairs", function() return inference.sign_flip_test(d20) end,
    "stats.permutation_test((d[:20],), total, permutation_type='samples', n_resamples=2**20, vectorized=True)" },
  { "Kendall, 100,000 values", function() return inference.kendall(big_x, big_y) end, "stats.kendalltau(big_x, big_y)" },
  { "Spearman, 100,000 values", function() return inference.spearman(big_x, big_y) end, "stats.spearmanr(big_x, big_y)" },
  { "Pearson, 100,000 values", function() return inference.pearson(big_x, big_y) end, "stats.pearsonr(big_x, big_y)" },
  { "Welch t, 100,000 values", function() return inference.two_sample_t_test(big_x, big_y) end,
    "stats.ttest_ind(big_x, big_y, equal_var=False)" },
  { "exact rank sum, 49 + 49 values", function() return inference.wilcoxon_rank_sum(a, b) end,
    "stats.mannwhitneyu(a, b, method='exact')" },
  { "regression, 100,000 x 11", function() return inference.linear_regression(big_y, columns) end,
    "sm.OLS(big_y, sm.add_constant(columns)).fit().pvalues" },
  { "exact McNemar, 260 pairs", function() return inference.mcnemar(25, 4) end,
    "sm_mcnemar([[100, 25], [4, 131]], exact=True).pvalue" },
}

-- The peer's best time of each case, in order; nil without SciPy.
local function peer_times()
  local code = { [[
import os
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"): os.environ[name] = "1"
import time, warnings
warnings.simplefilter("ignore")
import numpy as np
from scipy import stats
import statsmodels.api as sm
from statsmodels.stats.contingency_tables import mcnemar as sm_mcnemar
def column(n, step, shift=0): return (np.arange(1, n + 1) * step + shift) % 1
def difference(x, y, axis): return np.mean(x, axis=axis) - np.mean(y, axis=axis)
def total(d, axis): return np.sum(d, axis=axis)
x, y = column(34, 0.6180339887498949, 0.1), column(34, 0.7548776662466927)
d = x - y
big_x, big_y = column(100000, 0.6180339887498949), column(100000, 0.7548776662466927)
a, b = column(49, 0.6180339887498949), column(49, 0.7548776662466927)
columns = np.column_stack([column(100000, np.sqrt(j + 1.5)) for j in range(1, 11)])
def best(work):
    best, runs, start = 1e9, 0, time.perf_counter()
    while runs < 3 or time.perf_counter() - start < 0.3:
        before = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - before)
        runs += 1
    return best
]] }
  for _, case in ipairs(cases) do code[#code + 1] = ("print(best(lambda: %s))"):format(case[3]) end
  return measure.peer("scipy, statsmodels", table.concat(code, "\n"))
end

local peer = peer_times()
if not peer then print("SciPy and statsmodels not found: no peer") end
print(("%-40s %12s %12s %8s"):format("milliseconds a call", "Solon", "SciPy", "ratio"))
for i, case in ipairs(cases) do
  local mine, theirs = measure.best(case[2], 5, 0.3), peer and peer[i]
  print(("%-40s %12.4f %12s %8s"):format(case[1], mine * 1e3, theirs and ("%.4f"):format(theirs * 1e3) or "-",
    theirs and ("%.1f"):format(theirs / mine) or "-"))
end
