-- optimize_bench.lua - differential evolution against SciPy's in the same run: how many of the seeds
-- reach the target, how many evaluations they need, and how long all of them take.
--
--   build/bin/solon tests/bench/optimize_bench.lua
--
-- Both use best1, 15 members a coordinate, crossover 0.7, weights drawn from [0.5, 1], a latin hypercube,
-- whole generations, and stop at the target or after 1,000 generations.  (SciPy draws one weight for a
-- generation, Solon one for each trial, and SciPy redraws coordinates outside the box.)  SciPy's objectives
-- are NumPy over the whole generation, Solon's are Lua, point by point.  The peer is SciPy under $PYTHON,
-- python3 or /usr/bin/python3, whichever has it.

require "solon.array"
local measure = require "support.measure"
local optimize = require "solon.optimize"

local loaded, functions = pcall(dofile, "tests/lua/support/test_functions.lua")
if not loaded then error("run from the root of the project: " .. tostring(functions), 0) end

local SEEDS = 20
-- name, function, coordinates, bounds, target, the same in NumPy for x of shape (coordinates, points)
local cases = {
  { "Rosenbrock 2", functions.rosenbrock, 2, -5, 10, 1e-6, "np.sum(100*(x[1:]-x[:-1]**2)**2+(1-x[:-1])**2, axis=0)" },
  { "Rosenbrock 5", functions.rosenbrock, 5, -5, 10, 1e-6, "np.sum(100*(x[1:]-x[:-1]**2)**2+(1-x[:-1])**2, axis=0)" },
  { "Rastrigin 5", functions.rastrigin, 5, -5.12, 5.12, 1e-6, "10*len(x)+np.sum(x**2-10*np.cos(2*np.pi*x), axis=0)" },
  { "Ackley 10", functions.ackley, 10, -32.768, 32.768, 1e-6,
    "-20*np.exp(-0.2*np.sqrt(np.mean(x**2, axis=0)))-np.exp(np.mean(np.cos(2*np.pi*x), axis=0))+20+np.exp(1)" },
  { "Hartmann 6", functions.hartmann6, 6, 0, 1, -3.3223,
    "-np.sum(w[:, None]*np.exp(-np.sum(a[:, :, None]*(x[None]-p[:, :, None])**2, axis=1)), axis=0)" },
}

local PEER = [=[
import time
import numpy as np
from scipy.optimize import differential_evolution
w = np.array([1, 1.2, 3, 3.2])
a = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
p = 1e-4 * np.array([[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
                     [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]])
def run(f, d, low, high, target):
    reached, evaluations, total, start = 0, 0, 0, time.perf_counter()
    for seed in range(1, %d + 1):
        count = 0
        def counted(x):
            nonlocal count
            count += x.shape[1]
            return f(x)
        r = differential_evolution(counted, [(low, high)] * d, seed=seed, init="latinhypercube", popsize=15, recombination=0.7,
                                   mutation=(0.5, 1), tol=0, polish=False, updating="deferred", vectorized=True,
                                   callback=lambda x, convergence: bool(f(x[:, None])[0] <= target))
        total += count
        if r.fun <= target: reached, evaluations = reached + 1, evaluations + count
    seconds = time.perf_counter() - start
    print(reached); print(evaluations / max(1, reached)); print(total); print(seconds)
]=]

local program = { PEER:format(SEEDS) }
for _, case in ipairs(cases) do
  program[#program + 1] = ("run(lambda x: %s, %d, %.17g, %.17g, %.17g)"):format(case[7], case[3], case[4], case[5], case[6])
end
local peer = measure.peer("scipy", table.concat(program, "\n"))

local function run(f, d, low, high, target)
  local reached, evaluations, total = 0, 0, 0
  for seed = 1, SEEDS do
    local r = optimize.differential_evolution(functions.batch(f), functions.times(d, low), functions.times(d, high),
      { seed = seed, target = target, x_tolerance = 0, patience = 0 })
    total = total + r.evaluations
    if r.status == "target" then reached, evaluations = reached + 1, evaluations + r.evaluations end
  end
  return reached, evaluations / math.max(1, reached), total
end

if not peer then print("SciPy not found: no peer") end
print(("%-14s %19s %27s %35s"):format("", "seeds that reach it", "evaluations of those", "microseconds an evaluation"))
print(("%-14s %9s %9s %9s %9s %7s %13s %13s %7s"):format("target", "Solon", "SciPy", "Solon", "SciPy", "ratio", "Solon", "SciPy", "ratio"))
for i, case in ipairs(cases) do
  local reached, evaluations, total
  local seconds = measure.best(function() reached, evaluations, total = run(table.unpack(case, 2, 6)) end, 1)
  local time, at = seconds / total * 1e6, 4 * i
  local theirs = peer and { peer[at - 3], peer[at - 2], peer[at] / peer[at - 1] * 1e6 } or {}
  local function show(value, format) return value and format:format(value) or "-" end
  print(("%-14s %9s %9s %9.0f %9s %7s %13.3f %13s %7s"):format(case[1], ("%d/%d"):format(reached, SEEDS),
    show(theirs[1], "%d/" .. SEEDS), evaluations, show(theirs[2], "%.0f"), show(peer and theirs[2] / evaluations, "%.2f"), time,
    show(theirs[3], "%.3f"), show(peer and theirs[3] / time, "%.1f")))
end
