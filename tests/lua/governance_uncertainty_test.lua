-- governance_uncertainty_test.lua - governance.uncertainty: the figures of NumPy and of the research, errors that are
-- errors, levels, measurements and their sample sizes, weeks, bad input.

local tap = require "solon.tap"
local array = require "solon.array"
local governance = require "solon.governance"
local index = require "solon.index"
local t = tap.new()

local function within(got, want, absolute, name) return t:near(got, want, { absolute = absolute, relative = 0 }, name) end

-- ---- the source text's population -------------------------------------------------------------------

-- tests/reference/uncertainty_reference.py: 4e6 draws of NumPy (standard errors 0.02 to 0.05); the research's figures come
-- from fewer draws, with errors up to 1.1, 1.4 and 3 points.
local cases = {
  -- quantiles and mean, probabilities of levels 0 to 3; the research's quantiles
  { "scale 0.15, independent", { sigma_scale = 0.15 }, { nu = math.huge }, { 41.860, 90.018, 136.083, 89.5350, 0.15014, 0.47980, 0.35468, 0.01539 }, { 41.7, 90.8, 135.5 } },
  { "rate 0.15, independent", { sigma_rate = 0.15 }, { nu = math.huge }, { 21.948, 58.211, 110.257, 61.1319, 0.02507, 0.21532, 0.63825, 0.12136 }, { 21.7, 58.7, 109.6 } },
  { "rate 0.15, nu 4", { sigma_rate = 0.15 }, { nu = 4, rho = 0.3, rho_sigma = -0.3 }, { 18.572, 60.640, 127.459, 64.9828, 0.07016, 0.23000, 0.55733, 0.14251 }, { 18.6, 60.7, 127.4 } },
}
for _, case in ipairs(cases) do
  local name, population, options, numpy, research = table.unpack(case)
  for _, sequence in ipairs { "sobol", "philox" } do
    options.sequence, options.draws = sequence, 262144
    local u = governance.uncertainty(governance.population(population), options)
    for k, q in ipairs { "q05", "q50", "q95" } do
      local error = u[q .. "_error"]
      within(u[q], numpy[k], 4 * error + 0.12, string.format("%s, %s: %s is NumPy's", name, sequence, q))
      within(u[q], research[k], ({ 1.1, 1.4, 3.0 })[k], string.format("%s, %s: %s is the research's", name, sequence, q))
    end
    within(u.mean, numpy[4], 4 * u.mean_error + 0.08, name .. ": mean")
    for level = 0, 3 do within(u.probability[level], numpy[5 + level], 4 * u.probability_error[level] + 0.001, name .. ": level " .. level) end
    within(u.probability[0] + u.probability[1] + u.probability[2] + u.probability[3], 1, 1e-12, "the levels are all there is")
  end
end

-- ---- errors are errors ------------------------------------------------------------------------------

local population = governance.population { sigma_rate = 0.15 }
for _, sequence in ipairs { "sobol", "philox" } do
  local reference = governance.uncertainty(population, { draws = 1 << 20, seed = 99 })
  local squares, runs = { q05 = 0, q50 = 0, q95 = 0, mean = 0 }, 40
  for seed = 1, runs do
    local u = governance.uncertainty(population, { draws = 2048, seed = seed, sequence = sequence })
    for name, sum in pairs(squares) do squares[name] = sum + ((u[name] - reference[name]) / u[name .. "_error"]) ^ 2 end
  end
  for _, name in ipairs { "q05", "q50", "q95", "mean" } do
    local z = math.sqrt(squares[name] / runs)
    t:ok(z > 0.6 and z < 1.5, string.format("%s: deviations of %s are as large as the stated errors (ratio %.2f)", sequence, name, z))
  end
end
local even = governance.uncertainty(population, { draws = 16384 })
local independent = governance.uncertainty(population, { draws = 16384, sequence = "philox" })
t:ok(even.mean_error < independent.mean_error / 8, "the mean over Sobol nets is far more exact")
t:ok(even.q50_error < independent.q50_error / 1.5, "and the median more exact")
t:ok(governance.uncertainty(population, { seed = 5 }).q50 == governance.uncertainty(population, { seed = 5 }).q50, "the same seed, the same result")
t:ok(governance.uncertainty(population, { seed = 5 }).q50 ~= governance.uncertainty(population, { seed = 6 }).q50, "another seed, another result")

-- ---- one week ---------------------------------------------------------------------------------------

local week = { capacity = 0.7, visibility = 0.65, loyalty = 0.6, skepticism = 0.55, sigma = 3 }
local point = index.evaluate { capacity = 0.7, visibility = 0.65, loyalty = 0.6, skepticism = 0.55, sigma = 3, out = "index" }.index
local few, many, certain = governance.uncertainty(week, { n_eff = 20 }), governance.uncertainty(week, { n_eff = 2000 }),
  governance.uncertainty(week, { n_eff = 4e6 })
t:equal(few.index, point, "the index at the measurements")
t:ok(few.q95 - few.q05 > 8 * (many.q95 - many.q05), "a hundred times the sample is about a tenth of the width")
within(certain.q05, point, 0.1, "a sample without end is certainty")
within(certain.q95, point, 0.1, "on both sides")
t:ok(few.q05 < few.q25 and few.q25 < few.q50 and few.q50 < few.q75 and few.q75 < few.q95, "quantiles rise")
local together = governance.uncertainty(week, { n_eff = 20, rho = 0.8 })
t:ok(together.q95 - together.q05 > 1.2 * (few.q95 - few.q05), "inputs that err together widen the interval")
within(governance.uncertainty(week, { n_eff = 50, centre = "mean" }).marginals.capacity.a, 35, 1e-12, "centred by the mean")
within(governance.uncertainty(week, { n_eff = 50 }).marginals.capacity.b, 16, 1e-12, "centred by the mode")
local ends = governance.uncertainty({ capacity = 1, visibility = 1, loyalty = 0, skepticism = 0, sigma = 0 }, { centre = "mean" })
t:equal(ends.q95, 0.0, "no trust, no index")
t:equal(ends.probability[3], 1.0, "which is an emergency for certain")
local full = governance.uncertainty({ capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0 }, { centre = "mean" })
t:equal(full.saturated, 1.0, "all ones are at the ceiling")
t:equal(full.probability[0], 1.0, "and normal")

-- an index of exactly 30 is high alert, even if rounding left it a little lower
local edge = { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = (202.5 / 30 - 1) * 10 }
t:equal(governance.uncertainty(edge, { centre = "mean" }).probability[2], 1.0, "30 belongs to the better level")

local kept = governance.uncertainty(week, { draws = 4096, keep = true })
t:equal(#kept.draws, 4096, "draws are kept on demand")
t:ok(few.draws == nil, "and not otherwise")
within(array.quantile(kept.draws, 0.5), kept.q50, 1e-12, "the median is theirs")
within(array.sum(kept.histogram.counts), 4096, 0, "the histogram counts them all")
local area = 0
for k = 1, #kept.density.x - 1, 2 do area = area + kept.density.y[k] * (kept.density.x[k + 1] - kept.density.x[k]) end
within(area, 1, 1e-12, "the density has area 1")
t:equal(tostring(kept), table.concat(kept.lines, "\n"), "prints its lines")
local strict = governance.uncertainty(week, { parameters = { mu = 0 } })
t:ok(strict.index > point, "parameters count")
local by_matrix = governance.uncertainty(population, { correlation = { { 1, .3, .3, -.3 }, { .3, 1, .3, -.3 }, { .3, .3, 1, -.3 }, { -.3, -.3, -.3, 1 } } })
t:equal(by_matrix.q50, governance.uncertainty(population, { rho = 0.3, rho_sigma = -0.3 }).q50, "a matrix or its two numbers")
t:ok(by_matrix.lines[4]:find("capacity-sigma -0.30", 1, true) ~= nil, "a matrix is told by its elements")

-- ---- weeks --------------------------------------------------------------------------------------------

local labels, C, V, T, Z, S = {}, {}, {}, {}, {}, {}
for i = 1, 30 do
  labels[i] = string.format("2026-W%02d", i)
  C[i], V[i], Z[i], S[i] = 0.7 + 0.01 * (i % 3), 0.6, 0.55, 0.6
  T[i] = i <= 27 and 0.6 or false -- the survey stops
end
local run = governance.run(governance.series { week = labels, C = C, V = V, T_loyalty = T, Z_skepticism = Z, Sentiment = S, Search = S, FX = S })
local fan = governance.uncertainty(run, { weekly_draws = 1024, draws = 4096 })
t:equal(#fan.q05, 30, "one value a week")
t:ok(fan.q05[10] ~= fan.q05[10], "no quantile in the warm-up")
t:ok(fan.q05[27] < run.index[27] and run.index[27] < fan.q95[27], "the fan surrounds the index")
t:equal(fan.last.week, "2026-W30", "the last week in full")
t:ok(fan.q05[30] == fan.last.q05 and fan.level3[30] == fan.last.probability[3], "and the same in the fan")
t:ok(fan.count[30] == 4096 and fan.count[29] == 1024 and fan.count[10] == 0, "of as many draws as it says")
within(fan.level0[27] + fan.level1[27] + fan.level2[27] + fan.level3[27], 1, 1e-12, "levels week by week")
local function width(k) return fan.q95[k] - fan.q05[k] end
t:ok(width(30) > width(27), "an old survey is a wide interval")
local steady = governance.uncertainty(run, { weekly_draws = 1024, draws = 4096, decay = 0 })
within(steady.last.marginals.loyalty.a + steady.last.marginals.loyalty.b, 102, 1e-9, "without decay its age does not count")
local cold = governance.uncertainty(governance.run(governance.series { week = { "2026-W02" }, C = { .5 }, V = { .5 }, T_loyalty = { .5 },
  Z_skepticism = { .5 } }))
t:ok(cold.last == nil and cold.lines[1]:find("No week has an index", 1, true) ~= nil, "a run in its warm-up has no uncertainty to tell")
t:raises(function() governance.uncertainty(run, { parameters = {} }) end, "a weekly run has its own", "a run has its parameters")

-- ---- bad input ----------------------------------------------------------------------------------------

local function refuses(change, options, says, name)
  local inputs = { capacity = 0.7, visibility = 0.65, loyalty = 0.6, skepticism = 0.55, sigma = 3 }
  for key, value in pairs(change) do inputs[key] = value end
  t:raises(function() governance.uncertainty(inputs, options) end, says, name)
end
refuses({ capacity = -0.1 }, nil, "capacity: number from 0 to 1 expected, got -0.1", "a negative share raises")
refuses({ loyalty = 0 / 0 }, nil, "loyalty: number from 0 to 1 expected", "NaN raises")
refuses({ sigma = -1 }, nil, "sigma: number from 0", "a negative sigma raises")
refuses({ visibility = "high" }, nil, "visibility: number or distribution expected, got 'high'", "a word raises")
refuses({ capacity = "loyalty" }, nil, "capacity: number or distribution expected", "only skepticism can be loyalty")
refuses({ visibility = { distribution = "gamma" } }, nil, "visibility: number or distribution", "an unknown distribution raises")
refuses({ visibility = { distribution = "beta", a = 1 } }, nil, "option 'b': number expected", "half a distribution raises")
refuses({ visibility = { distribution = "normal", mean = 0.5, standard_deviation = 1 } }, nil, "draws are outside the inputs' ranges", "draws outside [0, 1] raise")
refuses({ tust = 1 }, nil, "unknown option 'tust'", "an unknown input raises")
refuses({}, { draws = 10 }, "draws: integer from 64", "too few draws raise")
refuses({}, { nu = 0.1 }, "nu: number from 0.5", "nu too small raises")
refuses({}, { rho = 2 }, "rho: number from -1 to 1", "rho of 2 raises")
refuses({}, { rho = -0.5 }, "positive definite", "an impossible rho raises")
refuses({}, { rho = 0.1, correlation = { { 1 } } }, "excludes rho", "rho and a matrix raise")
refuses({}, { correlation = { { 1 } } }, "5 x 5 matrix expected", "a small matrix raises")
refuses({}, { n_eff = -1 }, "n_eff: number from", "a negative sample raises")
refuses({}, { n_eff = { capacity = "x" } }, "n_eff.capacity: number expected, got string", "a sample in words raises")
refuses({}, { n_eff = { sigma = 3 } }, "unknown option 'sigma'", "sigma has no sample size")
refuses({}, { sequence = "halton" }, "sequence: sobol, philox expected", "an unknown sequence raises")
refuses({}, { centre = "median" }, "centre: mode, mean expected", "an unknown centre raises")
refuses({}, { parameters = { epsilom = 1 } }, "epsilon", "an unknown parameter raises")
refuses({}, { keep = 1 }, "keep: boolean expected", "keep is a boolean")
t:raises(function() governance.uncertainty() end, "got nil", "nothing raises")
t:raises(function() governance.population { sigma_rate = 1, sigma_scale = 1 } end, "got both", "rate and scale raise")

-- ---- correlations that measures can have -----------------------------------------------------------------

do
  local distributions = require "solon.governance.uncertain.distributions"
  for _, case in ipairs { { 0.3, -0.3 }, { 0, 0.499 }, { 0.99, 0.9 }, { -0.33, 0.0499 }, { 0, 0 } } do
    t:equal(distributions.no_correlation(case[1], case[2]), nil, case[1] .. " and " .. case[2] .. " can be")
    t:ok(pcall(governance.uncertainty, governance.population { sigma_rate = 0.15, skepticism = { distribution = "beta", a = 5, b = 3 } },
      { rho = case[1], rho_sigma = case[2], draws = 64 }), "and are drawn")
  end
  for _, case in ipairs { { 1, 0 }, { -1 / 3, 0 }, { -0.9, 0 }, { 0.3, -1 }, { -0.33, -0.05 }, { 0, 0.5 } } do
    t:ok(distributions.no_correlation(case[1], case[2]), case[1] .. " and " .. case[2] .. " cannot")
  end
end

t:done()
