-- sensitivity.lua - what the governance index depends on: Sobol, Shapley and Morris over the ranges of measures and
-- parameters, and single and paired changes around a stated base point.
--
-- Eight factors: capacity C, visibility V, composite trust T, volatility sigma; epsilon, mu, k, theta.  T stands for
-- loyalty and skepticism alike (both have its value), so that one factor is one source of uncertainty.

local array = require "solon.array"
local check = require "solon.frame.check"
local index = require "solon.index"
local parameters = require "solon.governance.parameters"
local records = require "solon.frame.records"
local solon_sensitivity = require "solon.sensitivity"

local sensitivity = {}

-- The factors in their order: the ranges of the global analysis, the base point (means of the source text's Beta(4, 2),
-- Beta(3, 2), Beta(5, 3) and of its exponential distribution of rate 0.15; parameters come from the registry), and how far
-- a change of the base point may go.
sensitivity.factors = {
  { name = "C", low = 0.1, high = 1, base = 2 / 3, least = 0, most = 1 },
  { name = "V", low = 0.1, high = 1, base = 0.6, least = 0, most = 1 },
  { name = "T", low = 0.1, high = 1, base = 0.625, least = 0, most = 1 },
  { name = "sigma", low = 0, high = 20, base = 20 / 3, least = 0, most = math.huge },
  { name = "epsilon", low = 0.2, high = 0.5, parameter = true, least = 0, most = 10 },
  { name = "mu", low = 0.05, high = 0.15, parameter = true, least = 0, most = 10 },
  { name = "k", low = 1, high = 4, parameter = true, least = 1e-6, most = 100 },
  { name = "theta", low = 0.7, high = 0.95, parameter = true, least = 0, most = 1 },
}

local MEASURES = 4 -- the first factors; the copula ties them

local names, position = {}, {}
for i, factor in ipairs(sensitivity.factors) do names[i], position[factor.name] = factor.name, i end

local known = {
  parameters = "table", base = "table", ranges = "table", change = "number", n = "any", first = "string", total = "string",
  interval = { "scramblings", "bootstrap" }, scramblings = "any", bootstrap = "any", confidence = "any", tolerance = "any", trajectories = "any", levels = "any", rho = "number",
  rho_sigma = "number", nu = "any", correlation = "any", outer = "any", seed = "any", threads = "any",
}

local function fail(...) check.fail(1, "sensitivity", string.format(...), 4) end

local function finite(value) return type(value) == "number" and value - value == 0 end

-- A table by factor: unknown names are errors.
local function by_factor(given, option)
  local sorted = {}
  for name in pairs(given or {}) do sorted[#sorted + 1] = tostring(name) end
  table.sort(sorted)
  for _, name in ipairs(sorted) do
    if not position[name] then fail("option '%s': factors are %s, got '%s'", option, table.concat(names, ", "), name) end
  end
  return given or {}
end

local function read_base(given, values)
  given = by_factor(given, "base")
  local base = {}
  for i, factor in ipairs(sensitivity.factors) do
    local value = given[factor.name]
    if value == nil then value = factor.parameter and values[factor.name] or factor.base end
    if not finite(value) or value < factor.least or value > factor.most then
      fail("option 'base': %s in [%g, %g] expected, got %s", factor.name, factor.least, factor.most, tostring(value))
    end
    base[i] = { factor.name, value }
  end
  return base
end

local function read_ranges(given)
  given = by_factor(given, "ranges")
  local inputs = {}
  for i, factor in ipairs(sensitivity.factors) do
    local range = given[factor.name] or { factor.low, factor.high }
    local low, high = range[1], range[2]
    if not (finite(low) and finite(high) and low < high and low >= factor.least and high <= factor.most) then
      fail("option 'ranges': %s { low, high } within [%g, %g] expected, got { %s, %s }", factor.name, factor.least, factor.most,
        tostring(low), tostring(high))
    end
    inputs[i] = { name = factor.name, distribution = "uniform", low = low, high = high }
  end
  return inputs
end

-- The index as a function of the eight factors; everything else from the registry.
local function model_of(values)
  local fixed = {}
  for _, name in ipairs(parameters.names) do fixed[name] = values[name] end
  return function(points)
    local trust = points:column(3)
    fixed.epsilon, fixed.mu, fixed.k, fixed.theta = points:column(5), points:column(6), points:column(7), points:column(8)
    return index.evaluate { capacity = points:column(1), visibility = points:column(2), loyalty = trust, skepticism = trust,
      sigma = points:column(4), parameters = fixed, out = "index" }.index
  end
end

-- rho between capacity, visibility and trust, rho_sigma between each of them and the volatility; parameters independent.
local function correlation_of(options)
  if options.correlation ~= nil then return options.correlation end
  for _, option in ipairs { "rho", "rho_sigma" } do
    local r = options[option]
    if r and not (r > -1 and r < 1) then fail("option '%s': number in (-1, 1) expected, got %s", option, r) end
  end
  local matrix = array.identity(#names)
  for i = 1, MEASURES do
    for k = 1, i - 1 do
      local r = i == position.sigma and (options.rho_sigma or -0.3) or options.rho or 0.3
      matrix:set(i, k, r)
      matrix:set(k, i, r)
    end
  end
  return matrix
end

-- Every factor by the same share down and up, as far as its domain goes.
local function changes_of(base, share)
  local changes = {}
  for i, factor in ipairs(sensitivity.factors) do
    local value = base[i][2]
    if value ~= 0 then
      changes[#changes + 1] = { factor.name, low = math.max(factor.least, value * (1 - share)), high = math.min(factor.most, value * (1 + share)) }
    end
  end
  return changes
end

-- The base point with some factors moved.
local function moved(base, changes)
  local point = {}
  for i, pair in ipairs(base) do point[i] = { pair[1], changes[pair[1]] or pair[2] } end
  return point
end

local SCRAMBLINGS = 8

--- How sensitivity.sobol is to find its intervals, of options interval, scramblings, bootstrap and n; or nil, the option
--- that is wrong and why.
function sensitivity.interval(options)
  local way = options.interval or "scramblings"
  local other = way == "scramblings" and "bootstrap" or "scramblings"
  if options[other] ~= nil then return nil, other, string.format("has no effect with interval '%s'", way) end
  if way == "bootstrap" then return { bootstrap = options.bootstrap } end
  local count, n = options.scramblings or SCRAMBLINGS, options.n or 8192
  if math.type(count) ~= "integer" or count < 2 or math.type(n) == "integer" and (n % count ~= 0 or n // count < 2) then
    return nil, "scramblings", string.format("integer from 2 that divides %s points and leaves two each expected, got %s", n, tostring(count))
  end
  return { scrambles = count }
end

local function interval_of(options)
  local interval, option, problem = sensitivity.interval(options)
  if not interval then fail("option '%s': %s", option, problem) end
  return interval
end

local NEAR_OPTIMUM = { C = 0.9, V = 0.9, T = 0.9, sigma = 0 } -- where the source text's table of pairs stands

local function steps(low, high, count) return array.linspace(low, high, count):totable() end

local function grids(f, base)
  local epsilon, mu = { "epsilon", steps(0.2, 0.5, 7) }, { "mu", steps(0.05, 0.15, 5) }
  return {
    solon_sensitivity.two_way(f, base, { epsilon, mu }),
    solon_sensitivity.two_way(f, base, { { "theta", steps(0.7, 0.95, 6) }, { "k", steps(1, 4, 7) } }),
    solon_sensitivity.two_way(f, moved(base, NEAR_OPTIMUM), { { "epsilon", { 0.3, 0.35, 0.4 } }, mu }),
  }
end

-- ---- the record ------------------------------------------------------------------------------------

local Study = {}
Study.__index = Study
Study.__name = "governance sensitivity"

-- The columns of a table with a row a factor.
local BY_FACTOR = {
  sobol = { "first", "first_error", "first_low", "first_high", "total", "total_error", "total_low", "total_high" },
  shapley = { "share", "error", "low", "high", "first", "first_error", "total", "total_error" },
  morris = { "mean_absolute_effect", "mean_absolute_effect_low", "mean_absolute_effect_high", "mean_effect", "mean_effect_low", "mean_effect_high",
    "effect_deviation", "effect_deviation_low", "effect_deviation_high" },
  one_way = { "base", "low", "high", "value_low", "value_high", "half_range", "elasticity" },
}

-- Morris's mu and sigma are names of factors here: their columns have names of their own.
local MORRIS = { mean_absolute_effect = "mu_star", mean_effect = "mu", effect_deviation = "sigma" }

local function field_of(column)
  local stem = column:gsub("_low$", ""):gsub("_high$", "")
  return MORRIS[stem] and MORRIS[stem] .. column:sub(#stem + 1) or column
end

local function factor_frame(found, keys)
  local list = {}
  for i, row in ipairs(found) do
    list[i] = { factor = row.name }
    for _, key in ipairs(keys) do list[i][key] = row[field_of(key)] end
  end
  return records.frame(list, { "factor", table.unpack(keys) })
end

local function two_way_frame(study)
  local list = {}
  for number, s in ipairs(study.two_way) do
    for i, y in ipairs(s.first.values) do
      for k, x in ipairs(s.second.values) do
        list[#list + 1] = { table = number, first = s.first.name, first_value = y, second = s.second.name, second_value = x,
          index = s.values:get(i, k), interaction = s.interaction:get(i, k) }
      end
    end
  end
  return records.frame(list, { "table", "first", "first_value", "second", "second_value", "index", "interaction" })
end

--- A table of the study as a frame: sobol, shapley, morris, one_way or two_way.
function Study:frame(name)
  if BY_FACTOR[name] then return factor_frame(self[name].rows, BY_FACTOR[name]) end
  if name == "two_way" then return two_way_frame(self) end
  error("bad argument #1 to 'frame' (sobol, shapley, morris, one_way or two_way expected, got " .. tostring(name) .. ")", 2)
end

function Study:__tostring() return table.concat(self.lines, "\n") end

local function append(lines, title, result)
  if #lines > 0 then lines[#lines + 1] = "" end
  lines[#lines + 1] = title
  for _, line in ipairs(result:lines()) do lines[#lines + 1] = "  " .. line end
end

local function tell(study)
  local lines = {}
  local ranges = {}
  for i, input in ipairs(study.inputs) do ranges[i] = string.format("%s [%g, %g]", input.name, input.low, input.high) end
  append(lines, "Variance of the index over " .. table.concat(ranges, ", ") .. ", all uniform and independent", study.sobol)
  append(lines, "The same ranges, the measures tied by a copula", study.shapley)
  append(lines, "Screening over the same ranges, effects in points of the index", study.morris)
  append(lines, string.format("Each factor by %g %% down and up, within its domain; values and half ranges in points of the index", 100 * study.change), study.one_way)
  append(lines, "Synergy and volatility penalty at the base point", study.two_way[1])
  append(lines, "Threshold and slope of the gate at the base point", study.two_way[2])
  append(lines, "Synergy and volatility penalty near the optimum, where the source text has its table", study.two_way[3])
  return lines
end

--- governance.sensitivity([options])
function sensitivity.run(options)
  options = check.options(options, known, 1, "sensitivity", 3)
  local values = parameters.from(options.parameters, 1, "sensitivity")
  local base, inputs = read_base(options.base, values), read_ranges(options.ranges)
  local change = options.change or 0.1
  if not (change > 0 and change < 1) then fail("option 'change': number in (0, 1) expected, got %s", change) end
  local f, interval = model_of(values), interval_of(options)
  local seed = options.seed or 0
  local study = setmetatable({
    sobol = solon_sensitivity.sobol(f, inputs, { n = options.n, first = options.first, total = options.total, bootstrap = interval.bootstrap,
      scrambles = interval.scrambles, confidence = options.confidence, tolerance = options.tolerance, seed = seed, threads = options.threads }),
    shapley = solon_sensitivity.shapley(f, inputs, { correlation = correlation_of(options), nu = options.nu or 4, outer = options.outer,
      confidence = options.confidence, tolerance = options.tolerance, seed = seed }),
    morris = solon_sensitivity.morris(f, inputs, { trajectories = options.trajectories, levels = options.levels, confidence = options.confidence, seed = seed }),
    one_way = solon_sensitivity.one_way(f, base, changes_of(base, change)),
    two_way = grids(f, base), inputs = inputs, base = base, change = change, seed = seed,
  }, Study)
  study.converged = study.sobol.converged and study.shapley.converged
  study.lines = tell(study)
  return study
end

return sensitivity
