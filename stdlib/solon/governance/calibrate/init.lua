-- init.lua - epsilon and mu from recorded values of the index: the source text's grid, the exact minimiser of the
-- mean absolute error, its interval, its error on weeks it was not fitted to, and whether the data tell it at all.
--
-- A parameter is weakly identified when its interval is wider than `width` (by default 0.1 for epsilon, a step of the
-- printed grid; 0.05 for mu, half the range its experts give), when the values whose mean absolute error is
-- within 1 % of the least span more than that, when it lies on a bound, or when no week depends on it.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local check = require "solon.frame.check"
local hindcast = require "solon.governance.calibrate.hindcast"
local pair = require "solon.governance.calibrate.pair"
local parameters = require "solon.governance.parameters"
local spread = require "solon.governance.calibrate.spread"
local told = require "solon.governance.calibrate.told"

local calibrate = {}

--- The grid the source text prints.
calibrate.published_grid = { 0.0, 0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6 }

local OPTIONS = { "parameters", "grid", "epsilon_high", "mu_high", "epsilon_width", "mu_width", "folds", "interval", "block", "replicates",
  "confidence", "seed", "progress" }

local function settings(options, name)
  options = arguments.options(options, OPTIONS, 2, name)
  local function given(field, missing, low, high, kind)
    local value = options[field] == nil and missing or options[field]
    return arguments[kind or "number"](value, low, high, 2, name, "option '" .. field .. "'")
  end
  return {
    values = parameters.from(options.parameters, 2, name), grid = options.grid or calibrate.published_grid,
    epsilon = { low = 0.0, high = given("epsilon_high", 1.0, 1e-6, 10), width = given("epsilon_width", 0.1, 0, 10) },
    mu = { low = 0.0, high = given("mu_high", 1.0, 1e-6, 10), width = given("mu_width", 0.05, 0, 10) },
    interval = arguments.choice(options.interval or spread.ways[1], spread.ways, 2, name, "option 'interval'"),
    folds = given("folds", 5, 2, 100, "integer"), block = given("block", 13, 1, 1000000, "integer"),
    replicates = given("replicates", 999, 19, 1000000, "integer"), confidence = given("confidence", 0.95, 0.01, 0.9999),
    seed = given("seed", 1, 0, math.maxinteger, "integer"), progress = options.progress or function() end,
  }
end

-- ---- the printed grid ------------------------------------------------------------------------------

local function grid_of(cast, points, name)
  arguments.type(points, "table", 2, name)
  if #points == 0 then check.fail(2, name, "option 'grid': at least one value expected", 3) end
  local rows, best = {}, nil
  for i, epsilon in ipairs(points) do
    arguments.number(epsilon, 0, 10, 2, name, "option 'grid': value " .. i)
    rows[i] = { epsilon = epsilon + 0.0, error = hindcast.error(cast, { epsilon = epsilon }) }
    if not best or rows[i].error < best.error then best = rows[i] end
  end
  return { rows = rows, epsilon = best.epsilon, error = best.error }
end

--- The grid search as printed: { epsilon, error, rows }.
function calibrate.grid(data, options)
  local name = "calibrate_grid"
  options = arguments.options(options, { "parameters", "grid" }, 2, name)
  local values = parameters.from(options.parameters, 2, name)
  return grid_of(hindcast.new(data, values, name), options.grid or calibrate.published_grid, name)
end

-- ---- one parameter ---------------------------------------------------------------------------------

-- Contiguous folds: fitted without a fold, tried on it.  The forward split fits the first 60 % and tries the rest.
local function splits(n, folds)
  local list = {}
  local function split(label, first, last)
    local weights, rows = array.ones(n), {}
    for i = first, last do
      weights[i], rows[#rows + 1] = 0, i
    end
    list[#list + 1] = { label = label, weights = weights, rows = rows }
  end
  for k = 1, folds do split("fold " .. k, (k - 1) * n // folds + 1, k * n // folds) end
  split("forward", math.ceil(0.6 * n) + 1, n)
  return list
end

local function validate(cast, parameter, bounds, folds)
  local result, sum, published, weeks = { rows = {} }, 0.0, 0.0, 0
  for i, split in ipairs(splits(cast.count, folds)) do
    local fitted = hindcast.fit(cast, parameter, bounds.low, bounds.high, split.weights)
    local row = { split = split.label, weeks = #split.rows, estimate = fitted.x, fitted_error = fitted.error,
      error = hindcast.error(cast, { [parameter] = fitted.x }, split.rows), default_error = hindcast.error(cast, {}, split.rows) }
    result.rows[i] = row
    if split.label ~= "forward" then
      sum, published, weeks = sum + #split.rows * row.error, published + #split.rows * row.default_error, weeks + #split.rows
    end
  end
  result.error, result.default_error = sum / weeks, published / weeks
  return result
end

-- The error along the parameter, for a figure.
local function curve(cast, parameter, bounds)
  local points = array.linspace(bounds.low, bounds.high, 101)
  return { grid = points, error = array.generate(#points, function(i) return hindcast.error(cast, { [parameter] = points[i] }) end) }
end

-- Why a parameter is not known well: a list, empty when it is.
local function doubts(found, bounds)
  local list = {}
  if not found.depends then return { "no week depends on it" } end
  if found.high - found.low > bounds.width then
    list[#list + 1] = string.format("its interval is %.3f wide, more than %g", found.high - found.low, bounds.width)
  end
  if found.near_high - found.near_low > bounds.width then
    list[#list + 1] = string.format("errors within 1 %% of the least from %.3f to %.3f", found.near_low, found.near_high)
  end
  if found.estimate <= bounds.low or found.estimate >= bounds.high then
    list[#list + 1] = string.format("it lies on the bound %g", found.estimate)
  end
  return list
end

local function estimate(cast, parameter, o)
  local bounds = o[parameter]
  local fitted = hindcast.fit(cast, parameter, bounds.low, bounds.high)
  local found = { estimate = fitted.x, flat_to = fitted.flat, depends = fitted.depends,
    error = hindcast.error(cast, { [parameter] = fitted.x }), default = cast.values[parameter],
    default_error = hindcast.error(cast, {}) }
  spread.interval(found, cast, parameter, { replicates = o.replicates, seed = o.seed, low = bounds.low, high = bounds.high,
    confidence = o.confidence, interval = o.interval, block = o.block })
  found.near_low, found.near_high = spread.nearly_as_good(cast, parameter, found.estimate, bounds)
  found.curve = curve(cast, parameter, bounds)
  found.validation = validate(cast, parameter, bounds, o.folds)
  found.doubts = doubts(found, bounds)
  found.status = #found.doubts > 0 and "weakly identified" or "identified"
  return found
end

local Calibration = { __name = "calibration" }

function Calibration:__tostring() return table.concat(self.lines, "\n") end

--- Calibrates epsilon and mu on weekly data with a recorded index.
function calibrate.run(data, options)
  local o = settings(options, "calibrate")
  local cast = hindcast.new(data, o.values, "calibrate")
  o.block = math.min(o.block, math.max(1, cast.count // 4))
  local result = setmetatable({ weeks = cast.count, left_out = cast.left_out, sigma_from = cast.sigma_from, parameters = o.values,
    confidence = o.confidence, interval = o.interval }, Calibration)
  result.grid = grid_of(cast, o.grid, "calibrate")
  o.progress(0.1)
  result.epsilon = estimate(cast, "epsilon", o)
  o.progress(0.3)
  result.mu = estimate(cast, "mu", o)
  o.progress(0.6)
  result.joint = pair.calibrate(cast, o, result.mu.standard_error)
  result.circular = result.epsilon.default_error < 0.5 -- the tolerance of the source text's reproduction test
  o.progress(1)
  result.lines = told.lines(result)
  result.curves, result.folds = told.curves(result)
  return result
end

return calibrate
