-- hindcast.lua - weekly data as what the fits of epsilon and mu need: for every complete week the recorded index and
-- the two columns in which the computed one is a line in epsilon, or a hyperbola in mu.

local array = require "solon.array"
local check = require "solon.frame.check"
local index = require "solon.index"
local native = require "solon.native.hindcast"
local volatility = require "solon.governance.weekly.volatility"

local hindcast = {}

local FEWEST = 8 -- weeks that a fit takes

local INPUTS = { "C", "V", "T_loyalty", "Z_skepticism" }

local function column(data, field, name)
  local values = data[field]
  if values == nil then check.fail(1, name, "weekly data with a column '" .. field .. "' expected, it has none", 4) end
  values = array.new(values)
  if #values ~= #array.new(data.C) then
    check.fail(1, name, string.format("column '%s': %d weeks expected as in 'C', got %d", field, #array.new(data.C), #values), 4)
  end
  return values
end

-- Ranges of what is not missing.
local function check_range(values, field, high, name)
  for i = 1, #values do
    if values[i] < 0 or values[i] > high then
      check.fail(1, name, string.format("column '%s', week %d: number from 0 to %g expected, got %g", field, i, high, values[i]), 4)
    end
  end
end

-- The columns, those with sigma last; sigma is that recorded, else the deviation of the recorded index's own past.
local function columns_of(data, values, name)
  if type(data) ~= "table" then check.fail(1, name, "weekly data expected, got " .. type(data), 3) end
  local columns = {}
  for _, field in ipairs(INPUTS) do
    columns[field] = column(data, field, name)
    check_range(columns[field], field, 1, name)
  end
  columns.S_KPI_official = column(data, "S_KPI_official", name)
  check_range(columns.S_KPI_official, "S_KPI_official", values.scale, name)
  local recorded = data.sigma_hist ~= nil
  columns.sigma_hist = recorded and column(data, "sigma_hist", name)
    or volatility.sigma(columns.S_KPI_official, math.tointeger(values.sigma_window))
  check_range(columns.sigma_hist, "sigma_hist", math.huge, name)
  return columns, recorded and "recorded" or "computed from the recorded index"
end

--- Whether capacity was set by hand in week i: a guess, which no fit takes for a measurement.
function hindcast.by_hand(data, i) return data.C_override ~= nil and data.C_override[i] == data.C_override[i] end

-- Numbers of the weeks in which nothing is missing, and nothing was set by hand.
local function complete(columns, data)
  local rows = {}
  for i = 1, #columns.C do
    local whole = not hindcast.by_hand(data, i)
    for _, values in pairs(columns) do whole = whole and values[i] == values[i] end
    if whole then rows[#rows + 1] = i end
  end
  return rows
end

-- The index before the clip with some parameters replaced.
local function unclipped(columns, values, changes)
  local changed = {}
  for key, value in pairs(values) do changed[key] = value end
  for key, value in pairs(changes) do changed[key] = value end
  return index.evaluate { capacity = columns.C, visibility = columns.V, loyalty = columns.T_loyalty, skepticism = columns.Z_skepticism,
    sigma = columns.sigma_hist, parameters = changed, out = { "unclipped", "index" } }
end

--- Why weekly data allow no hindcast, or nil.
function hindcast.why_not(data, values)
  if not data.S_KPI_official then return "the data have no S_KPI_official" end
  local official, whole = array.new(data.S_KPI_official), 0
  local sigma = data.sigma_hist or volatility.sigma(official, math.tointeger(values.sigma_window))
  for i = 1, data.count do
    if official[i] > values.scale then return string.format("S_KPI_official is above %g in %s", values.scale, data.weeks[i]) end
    local sum = data.C[i] + data.V[i] + data.T_loyalty[i] + data.Z_skepticism[i] + official[i] + sigma[i]
    if sum == sum and not hindcast.by_hand(data, i) then whole = whole + 1 end
  end
  if whole < FEWEST then return string.format("%d week%s everything it takes, %d are needed", whole, whole == 1 and " has" or "s have", FEWEST) end
end

--- The hindcast of data: weeks kept, left out, and the functions below.
function hindcast.new(data, values, name)
  local columns, sigma_from = columns_of(data, values, name)
  local rows = complete(columns, data)
  if #rows < FEWEST then
    check.fail(1, name, string.format("at least %d complete weeks expected, got %d of %d", FEWEST, #rows, #columns.C), 3)
  end
  local whole = {}
  for field, given in pairs(columns) do whole[field] = array.take(given, rows) end
  local base = unclipped(whole, values, { epsilon = 0.0 }).unclipped
  local calm = unclipped(whole, values, { epsilon = 0.0, mu = 0.0 }).unclipped
  return { columns = whole, rows = rows, count = #rows, left_out = #columns.C - #rows, sigma_from = sigma_from, values = values,
    actual = whole.S_KPI_official, scale = values.scale, sigma = whole.sigma_hist,
    base = base, gain = unclipped(whole, values, { epsilon = 1.0 }).unclipped - base,
    core = unclipped(whole, values, { mu = 0.0 }).unclipped,
    calm = calm, calm_gain = unclipped(whole, values, { epsilon = 1.0, mu = 0.0 }).unclipped - calm }
end

--- Mean absolute error of the index with some parameters replaced, over all weeks or those of `rows`.
function hindcast.error(self, changes, rows)
  local misses = array.abs(self.actual - unclipped(self.columns, self.values, changes).index)
  return array.mean(rows and array.take(misses, rows) or misses)
end

--- The recorded index less the computed one.
function hindcast.residuals(self, changes) return self.actual - unclipped(self.columns, self.values, changes).index end

local FITS = { epsilon = native.fit_synergy, mu = native.fit_volatility }

--- The parameter's minimiser in [low, high], with weights of the weeks: { x, error, flat, depends }.
function hindcast.fit(self, parameter, low, high, weights)
  local base, gain = self.base, self.gain
  if parameter == "mu" then base, gain = self.core, self.sigma end
  local x, error, flat, depends = FITS[parameter](self.actual, base, gain, self.scale, low, high, weights)
  return { x = x, error = error, flat = flat, depends = depends }
end

--- Both parameters at once: epsilon, mu, error; task as of core/index/pair.h.
function hindcast.fit_pair(self, task, weights)
  task.scale = self.scale
  return native.fit_pair(self.actual, self.calm, self.calm_gain, self.sigma, task, weights)
end

--- The values of a parameter that the tests of the scores do not reject, around that in the task: low, high.
function hindcast.score_interval(self, task)
  task.scale = self.scale
  return native.score_interval(self.actual, self.calm, self.calm_gain, self.sigma, task)
end

--- Which pairs of values are not rejected by both tests of the scores: a matrix of ones and zeros, a row for each epsilon.
function hindcast.score_lattice(self, task, epsilons, mus)
  task.scale, task.parameter = self.scale, "both"
  return native.score_lattice(self.actual, self.calm, self.calm_gain, self.sigma, task, epsilons, mus)
end

return hindcast
