-- governance_sensitivity_test.lua - what the index depends on, against figures made with other software.

local governance = require "solon.governance"
local index = require "solon.index"
local tap = require "solon.tap"
local t = tap.new()

local names = { "C", "V", "T", "sigma", "epsilon", "mu", "k", "theta" }

-- ---- Sobol: total indices by tests/reference/governance_sobol.py, errors below 4e-5 (SALib 1.5 to its errors: 0.084, 0.074,
-- 0.684, 0.264, 0.004, 0.039, 0.019, 0.003) ----------------------------------------------------------

local study = governance.sensitivity { n = 16384, outer = 400 }
local totals, held = { 0.082948, 0.073491, 0.682512, 0.264141, 0.004087, 0.039937, 0.018115, 0.002978 }, 0
for i, name in ipairs(names) do
  t:equal(study.sobol.names[i], name, "factor " .. i)
  t:near(study.sobol.total[i], totals[i], { absolute = 3e-3 }, name .. ": total index")
  if study.sobol.total_low[i] <= totals[i] and totals[i] <= study.sobol.total_high[i] then held = held + 1 end
  t:ok(study.sobol.first[i] <= study.sobol.total[i], name .. ": first order at most the total")
end
t:ok(held >= 7, "intervals hold " .. held .. " of 8 totals")
t:ok(tostring(study):find("t intervals at 95 % from 8 independent scramblings", 1, true), "where the intervals come from is told")
t:equal(study.sobol.converged, true, "Sobol indices converged")
t:equal(study.sobol.n, 16384, "samples are told")
t:equal(study.sobol.runs, 163840, "runs are told")
t:ok(study.sobol.estimator:find("Saltelli (2010)", 1, true), "the estimator is told")
t:ok(study.sobol.total[5] < study.sobol.total[7], "epsilon matters less than k: the reverse of the source text")

-- ---- one way, at the means of the source text's distributions: 57.68 ---------------------------

local half = { mu = 2.31, theta = 1.81, k = 1.23, epsilon = 0.73 }
t:near(study.one_way.value, 57.678358619595684, { relative = 1e-13 }, "the index at the base point")
for _, row in ipairs(study.one_way.rows) do
  if half[row.name] then t:near(row.half_range, half[row.name], { absolute = 6e-3 }, row.name .. ": half range of 10 %") end
  if row.name == "V" then t:equal(row.half_range, 0.0, "V does not move the index where the gate binds") end
end
t:equal(table.concat(study.one_way.ranking, " ", 1, 2), "T sigma", "ranking by half range")
t:equal(study.one_way.base[4][2], 20 / 3, "the base point is told")

-- ---- two ways ----------------------------------------------------------------------------------

local grid = study.two_way[1]
for _, point in ipairs { { 1, 1 }, { 3, 4 }, { #grid.first.values, #grid.second.values } } do
  local row, column = point[1], point[2]
  local wanted = index.evaluate { capacity = 2 / 3, visibility = 0.6, loyalty = 0.625, skepticism = 0.625, sigma = 20 / 3,
    parameters = { epsilon = grid.first.values[row], mu = grid.second.values[column] }, out = "index" }.index
  t:equal(grid.values:get(row, column), wanted, "grid value " .. row .. ", " .. column)
end
t:equal(study.two_way[3].values:min(), 150.0, "near the optimum without volatility all is clipped")

-- ---- Shapley, Morris ---------------------------------------------------------------------------

local sum = 0
for _, share in ipairs(study.shapley.share) do sum = sum + share end
t:near(sum, 1, { relative = 1e-12 }, "Shapley effects sum to 1")
t:ok(study.shapley.share[3] > study.shapley.share[4] and study.shapley.share[4] > study.shapley.share[1], "trust, volatility, capacity")
local free = governance.sensitivity { n = 64, outer = 1000, rho = 0, rho_sigma = 0, nu = math.huge }
for i, name in ipairs(names) do
  local low, high = study.sobol.first[i] - 0.02, study.sobol.total[i] + 0.02
  t:ok(free.shapley.share[i] > low and free.shapley.share[i] < high, name .. ": with independent factors between first order and total")
end
local effects, largest = study.morris.rows, 1
for i, row in ipairs(effects) do if row.mu_star > effects[largest].mu_star then largest = i end end
t:equal(names[largest], "T", "Morris: trust moves the index most")
t:ok(effects[4].mu < 0 and effects[6].mu < 0 and effects[5].mu > 0, "Morris: the signs of sigma, mu and epsilon")

-- ---- tables and text ---------------------------------------------------------------------------

for _, name in ipairs { "sobol", "shapley", "morris", "one_way" } do t:equal(study:frame(name):rows(), 8, name .. ": a row for each factor") end
t:equal(study:frame("two_way"):rows(), 7 * 5 + 6 * 7 + 3 * 5, "two_way: a row for each point")
t:raises(function() study:frame("x") end, "sobol, shapley, morris, one_way or two_way expected", "an unknown table")
local shown = tostring(study)
for _, part in ipairs { "163840 runs", "t copula with nu = 4", "100 trajectories", "converged", "C [0.1, 1]" } do
  t:ok(shown:find(part, 1, true), "the study says " .. part)
end
t:equal(tostring(governance.sensitivity { n = 64, outer = 10, threads = 1 }), tostring(governance.sensitivity { n = 64, outer = 10, threads = 2 }),
  "threads do not matter")
local few = governance.sensitivity { n = 32, outer = 4 }
t:equal(few.converged, false, "32 base points: not converged")
t:ok(tostring(few):find("not converged: ", 1, true), "and it says so")

-- ---- options -----------------------------------------------------------------------------------

local plain = governance.sensitivity { interval = "bootstrap", bootstrap = 50, outer = 10 }
t:ok(tostring(plain):find("50 bootstrap resamples of the base points", 1, true), "the bootstrap can be had, and is told")
local even, wide = governance.sensitivity { outer = 10 }.sobol, plain.sobol
for i, name in ipairs(names) do
  t:ok(even.total_high[i] - even.total_low[i] < 0.7 * (wide.total_high[i] - wide.total_low[i]), name .. ": scramblings give a narrower interval")
end

local moved = governance.sensitivity { n = 64, outer = 10, parameters = { epsilon = 0.5, scale = 100 }, base = { C = 1, V = 1, T = 1, sigma = 0 }, change = 0.2 }
t:equal(moved.one_way.value, 100.0, "scale and base point are taken")
for _, row in ipairs(moved.one_way.rows) do
  if row.name == "T" then t:equal(row.high, 1.0, "a change stays within the domain") end
  if row.name == "epsilon" then t:near(row.low, 0.4, { relative = 1e-15 }, "the registry's epsilon is the base") end
  t:ok(row.name ~= "sigma", "no relative change of 0")
end
for _, case in ipairs {
  { { ranges = { C = { 0.5, 0.5 } } }, "C { low, high } within [0, 1]" }, { { ranges = { Z = { 0, 1 } } }, "got 'Z'" },
  { { base = { T = 1.5 } }, "T in [0, 1] expected, got 1.5" }, { { base = { sigma = 0 / 0 } }, "sigma in [0, inf] expected" },
  { { change = 1 }, "number in (0, 1)" }, { { parameters = { epsilon = -1 } }, "epsilon" },
  { { scramblings = 3 }, "integer from 2 that divides 8192 points" }, { { n = 8, scramblings = 8 }, "leaves two each expected, got 8" },
  { { bootstrap = 50 }, "option 'bootstrap': has no effect with interval 'scramblings'" }, { { interval = "jackknife" }, "option 'interval'" },
  { { interval = "bootstrap", scramblings = 8 }, "option 'scramblings': has no effect with interval 'bootstrap'" },
  { { rho = 1.5 }, "option 'rho': number in (-1, 1) expected, got 1.5" }, { { rho = 1.0 }, "option 'rho': number in (-1, 1) expected, got 1.0" }, { { n = 1, interval = "bootstrap" }, "option 'n'" },
} do
  t:raises(function() governance.sensitivity(case[1]) end, case[2], "sensitivity refuses: " .. case[2])
end

local page = governance.report { sensitivity = study }:html()
t:ok(page:find("Saltelli", 1, true) and page:find("Shapley", 1, true) and page:find("Morris", 1, true), "the report shows it")
t:done()
