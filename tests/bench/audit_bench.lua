-- audit_bench.lua - the recursion of an index that feeds on its past, and the bootstrap of a monitored input, against
-- NumPy over whole arrays in the same run, one thread each.
--
--   build/bin/solon tests/bench/audit_bench.lua
--
-- Both peers do the same arithmetic: deviations of 24 weeks by two passes; refitted baselines by a product with the same
-- orthonormal basis.  Printed with each ratio: how far the results are apart.

local array = require "solon.array"
local measure = require "support.measure"
local native = require "solon.native.governance"

local PATHS, WEEKS = 100000, 60
local core = array.linspace(0, 200, PATHS)
local start = array.zeros(24, PATHS)
for week = 1, 24 do start:row(week):assign(array.clip(core, 0, 150)) end
start:row(24):assign(array.clip(core, 0, 150) - 1e-6)

local found
local feedback = measure.best(function() found = native.feedback(start, core:reshape(1, PATHS), WEEKS, 0.1, 150, 1) end, 3, 1)

local REPLICATES, BASELINE, WINDOW = 20000, 78, 26
local random = require "solon.random"
local proxies = random.stream(1, "bench"):normal((BASELINE + WINDOW) * 3):reshape(BASELINE + WINDOW, 3)
local value = random.stream(2, "bench"):normal(BASELINE + WINDOW)
local options = { block = 4, replicates = REPLICATES, seed = 1 }
local monitor
local bootstrap = measure.best(function() monitor = native.follow(value, proxies, BASELINE, options) end, 3, 1)

local function literal(values)
  local list = {}
  for i, x in ipairs(values:totable()) do list[i] = string.format("%.17g", x) end
  return "[" .. table.concat(list, ",") .. "]"
end

local peer = measure.peer("numpy", string.format([[
import time
import numpy as np
paths, weeks = %d, %d
core = np.linspace(0, 200, paths)
index = np.empty((24 + weeks, paths))
def run():
    index[:24] = np.minimum(core, 150)
    index[23] -= 1e-6
    for t in range(weeks):
        index[24 + t] = np.minimum(150, core / (1 + 0.1 * index[t:24 + t].std(axis=0, ddof=1)))
best = 1e9
for _ in range(3):
    before = time.perf_counter()
    run()
    best = min(best, time.perf_counter() - before)
print(best)
print(index[24 + 11].sum())
n, m, count, block, w = %d, %d, %d, 4, 0.25
e0 = np.array(%s)
proxies = np.array(%s).reshape(n + m, 3)
x = np.column_stack([np.ones(n + m), proxies])
q, r = np.linalg.qr(x[:n])
window = x[n:] @ np.linalg.inv(r)
se = np.sqrt(w / (2 - w) * (1 - (1 - w) ** (2 * np.arange(1, m + 1))))
def bootstrap():
    rng = np.random.default_rng(1)
    starts = rng.integers(0, n, (count, (n + m) // block))
    at = (starts[:, :, None] + np.arange(block)).reshape(count, -1) %% n
    e = e0[at]
    c = e[:, :n] @ q
    sd = np.sqrt(((e[:, :n] ** 2).sum(axis=1) - (c ** 2).sum(axis=1)) / (n - 4))
    residual = (e[:, n:] - c @ window.T) / sd[:, None]
    z, largest = np.zeros(count), np.full(count, -np.inf)
    for t in range(m):
        z = w * residual[:, t] + (1 - w) * z
        largest = np.maximum(largest, z / se[t])
    return np.quantile(largest, 0.95)
best = 1e9
for _ in range(3):
    before = time.perf_counter()
    limit = bootstrap()
    best = min(best, time.perf_counter() - before)
print(best)
print(limit)
]], PATHS, WEEKS, BASELINE, WINDOW, REPLICATES, literal(monitor.left_out), literal(proxies:reshape((BASELINE + WINDOW) * 3))))

print(string.format("feedback, %d paths x %d weeks: %.1f ns a path and week", PATHS, WEEKS, feedback / (PATHS * WEEKS) * 1e9))
print(string.format("bootstrap, %d windows of %d after %d weeks: %.2f us each", REPLICATES, WINDOW, BASELINE, bootstrap / REPLICATES * 1e6))
if not peer or #peer < 4 then
  print "no NumPy here: no ratios"
  return
end
print(string.format("NumPy %.1f ns, ratio %.1f; sums of week 12 differ by %.2g", peer[1] / (PATHS * WEEKS) * 1e9, peer[1] / feedback,
  math.abs(peer[2] / found:row(36):sum() - 1)))
print(string.format("NumPy %.2f us, ratio %.1f; limits %.3f and %.3f", peer[3] / REPLICATES * 1e6, peer[3] / bootstrap,
  array.quantile(monitor.bootstrap, 0.95), peer[4]))
