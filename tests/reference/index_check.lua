-- index_check.lua DIR - what the product says, for index_check.py: points with all columns and gradients, thresholds,
-- what audits can reach, false alarms, quantiles, sensitivities, weekly runs, as JSON files in DIR.

local array = require "solon.array"
local governance = require "solon.governance"
local index = require "solon.index"
local json = require "solon.json"
local random = require "solon.random"
local sensitivity = require "solon.sensitivity"

local directory = assert(arg[1], "directory expected")
local WEEKLY = "scripts/governance/fixtures/weekly.csv"

local function plain(value)
  if array.is_array(value) then value = value:totable() end
  if type(value) == "table" then
    local out = #value > 0 and json.array {} or json.object {}
    for key, one in pairs(value) do
      if type(one) ~= "function" then out[type(key) == "string" and key or #value > 0 and key or tostring(key)] = plain(one) end
    end
    return out
  end
  if type(value) == "number" and value - value ~= 0 then return value ~= value and "nan" or value > 0 and "inf" or "-inf" end
  return value
end

local function write(name, value) assert(json.write_file(directory .. "/" .. name .. ".json", plain(value))) end

-- ---- points: random ones, ties, clipped ones, edges, with parameters that vary from group to group ---------

local function points()
  local groups = {}
  local function group(parameters, rows)
    local inputs = {}
    for k, name in ipairs { "capacity", "visibility", "loyalty", "skepticism", "sigma" } do
      inputs[name] = {}
      for i, row in ipairs(rows) do inputs[name][i] = row[k] end
    end
    inputs.parameters = parameters
    local columns, slopes = index.evaluate(inputs), index.gradient(inputs)
    inputs.parameters = nil
    groups[#groups + 1] = { parameters = parameters, inputs = inputs, columns = columns, slopes = slopes }
  end
  local stream = random.stream(2026, "index check")
  local default = { w_C = 0.25, w_T = 0.40, w_V = 0.35, w_loyalty = 0.6, w_skepticism = 0.4, k = 2.0, theta = 0.85, epsilon = 0.35,
    mu = 0.10, scale = 150.0 }
  local function cube(n)
    local rows = {}
    for i = 1, n do
      rows[i] = { stream:uniform(), stream:uniform(), stream:uniform(), stream:uniform(), 30 * stream:uniform() }
    end
    return rows
  end
  group(default, cube(200))
  local clipped = {}
  for i = 1, 30 do clipped[i] = { 0.95 + 0.05 * stream:uniform(), 0.95, 0.93, 0.97, 0.2 * stream:uniform() } end
  group(default, clipped)
  group(default, { { 1, 1, 1, 1, 5 }, { 1, 1, 1, 1, 40 }, { 0.5, 1, 1, 1, 0 }, { 1, 0.5, 1, 1, 2 }, { 0.9, 0.5, 0, 1, 2 }, { 0.9, 0.5, 1, 0, 2 } })
  for _ = 1, 20 do
    local w, v, l = { stream:uniform() + 0.1, stream:uniform() + 0.1, stream:uniform() + 0.1 }, nil, 0.3 + 0.4 * stream:uniform()
    local sum = w[1] + w[2] + w[3]
    v = 1 - w[1] / sum - w[2] / sum
    group({ w_C = w[1] / sum, w_T = w[2] / sum, w_V = v, w_loyalty = l, w_skepticism = 1 - l, k = 0.1 + 12 * stream:uniform(),
      theta = stream:uniform(), epsilon = 2 * stream:uniform(), mu = 0.3 * stream:uniform(), scale = 10 + 300 * stream:uniform() }, cube(10))
  end
  return groups
end

write("points", points())

-- ---- feedback, reach, false alarms ------------------------------------------------------------------------

local thresholds = {}
for _, window in ipairs { 2, 3, 4, 8, 13, 24, 26, 52, 104 } do
  for ddof = 0, 1 do
    local found = governance.feedback_threshold(window, { ddof = ddof })
    thresholds[#thresholds + 1] = { window = window, ddof = ddof, threshold = found.threshold, growth = found.growth, bound = found.bound }
  end
end
local paths = {}
for _, core in ipairs { 30.0, 40.0, 41.5, 60.0, 110.0, 149.0 } do
  local found = governance.simulate_feedback({ core = core }, { weeks = 150, disturbance = -0.5 })
  paths[#paths + 1] = { core = core, index = found.index, verdict = governance.stability({ core = core }).verdict }
end
write("feedback", { thresholds = thresholds, paths = paths })

local reach = {}
for _, change in ipairs { {}, { epsilon = 0.5 }, { mu = 0.02 }, { scale = 100.0, epsilon = 0.2 }, { sigma_window = 7 } } do
  local rows = {}
  for _, row in ipairs(governance.reachable(governance.parameters(change))) do
    rows[row.id] = { reachable = row.reachable, extreme = row.extreme, threshold = row.threshold }
  end
  reach[#reach + 1] = { change = next(change) and change or nil, rows = rows }
end
write("reach", reach)

local alarms = {}
for _, wanted in ipairs { 0.05, 0.10, 0.20 } do
  local found = governance.gaming_power { shifts = { 0.0, 0.02, 0.05 }, studies = 1500, false_alarm = wanted, replicates = 499, seed = 7 }
  alarms[#alarms + 1] = { wanted = wanted, rows = found.rows, limit = found.mean_limit }
end
local fixed = governance.gaming_power { shifts = { 0.0, 0.02, 0.05, 0.10 }, studies = 4000, limit = 3.6, seed = 8 }
write("alarms", { calibrated = alarms, fixed = fixed.rows })

-- ---- quantiles under copulas ------------------------------------------------------------------------------

local copulas = {}
local matrix = { { 1, 0.5, 0.2, 0.1, -0.4 }, { 0.5, 1, 0.3, 0, -0.1 }, { 0.2, 0.3, 1, 0.6, -0.5 }, { 0.1, 0, 0.6, 1, -0.2 },
  { -0.4, -0.1, -0.5, -0.2, 1 } }
for _, case in ipairs { { nu = 4, sequence = "philox" }, { nu = 4, sequence = "sobol" }, { nu = 7.5, sequence = "philox" }, { nu = math.huge, sequence = "philox" } } do
  local subject = { capacity = { distribution = "beta", a = 4, b = 2 }, visibility = { distribution = "beta", a = 3, b = 2 },
    loyalty = { distribution = "beta", a = 5, b = 3 }, skepticism = { distribution = "beta", a = 2, b = 5 },
    sigma = { distribution = "exponential", rate = 0.15 } }
  local u = governance.uncertainty(subject, { draws = 1 << 20, nu = case.nu, sequence = case.sequence, correlation = matrix, seed = 3 })
  local one = { nu = case.nu, sequence = case.sequence, mean = u.mean, mean_error = u.mean_error, probability = {} }
  for _, name in ipairs { "q05", "q25", "q50", "q75", "q95" } do one[name], one[name .. "_error"] = u[name], u[name .. "_error"] end
  for level = 0, 3 do one.probability[level + 1] = u.probability[level] end
  copulas[#copulas + 1] = one
end
write("copulas", { correlation = matrix, cases = copulas })

-- ---- sensitivity ------------------------------------------------------------------------------------------

local RANGES = { { "capacity", 0.1, 1 }, { "visibility", 0.1, 1 }, { "trust", 0.1, 1 }, { "sigma", 0, 20 }, { "epsilon", 0.2, 0.5 },
  { "mu", 0.05, 0.15 }, { "k", 1, 4 }, { "theta", 0.7, 0.95 } }
local function model(m)
  return index.evaluate { capacity = m:column(1), visibility = m:column(2), loyalty = m:column(3), skepticism = m:column(3), sigma = m:column(4),
    parameters = { epsilon = m:column(5), mu = m:column(6), k = m:column(7), theta = m:column(8) }, out = "index" }.index
end
local inputs = {}
for i, range in ipairs(RANGES) do inputs[i] = { name = range[1], distribution = "uniform", low = range[2], high = range[3] } end
local function rows_of(found, names)
  local rows = {}
  for i, row in ipairs(found.rows) do
    rows[i] = {}
    for _, name in ipairs(names) do rows[i][name] = row[name] end
  end
  return rows
end
local sobol = sensitivity.sobol(model, inputs, { n = 1 << 15, second_order = true, scrambles = 16, seed = 4 })
local morris = sensitivity.morris(model, inputs, { trajectories = 20000, seed = 4 })
-- a linear function of three dependent normal variables, whose effects Owen and Prieur (2017) give in closed form
local function linear(m) return m:column(1) + m:column(2) * 2 + m:column(3) * 3 end
local normals = {}
for i, deviation in ipairs { 1.0, 2.0, 0.5 } do
  normals[i] = { name = "x" .. i, distribution = "normal", mean = 0, standard_deviation = deviation }
end
local dependent = { { 1, 0.5, -0.3 }, { 0.5, 1, 0.4 }, { -0.3, 0.4, 1 } }
local shapley_linear = sensitivity.shapley(linear, normals, { correlation = dependent, outer = 20000, variance_runs = 1 << 18, seed = 4 })
-- the index of four dependent inputs
local population = { { name = "C", distribution = "beta", a = 4, b = 2 }, { name = "V", distribution = "beta", a = 3, b = 2 },
  { name = "T", distribution = "beta", a = 5, b = 3 }, { name = "sigma", distribution = "exponential", rate = 0.15 } }
local between = { { 1, 0.3, 0.3, -0.3 }, { 0.3, 1, 0.3, -0.3 }, { 0.3, 0.3, 1, -0.3 }, { -0.3, -0.3, -0.3, 1 } }
local function of_population(m)
  return index.evaluate { capacity = m:column(1), visibility = m:column(2), loyalty = m:column(3), skepticism = m:column(3), sigma = m:column(4),
    out = "index" }.index
end
local shapley = sensitivity.shapley(of_population, population, { correlation = between, outer = 20000, variance_runs = 1 << 18, seed = 4 })
local pairs_of = {}
for i, pair in ipairs(sobol.second) do pairs_of[i] = { pair[1], pair[2], pair.index, pair.error } end
write("sensitivity", { variance = sobol.variance, mean = sobol.mean,
  sobol = rows_of(sobol, { "name", "first", "first_error", "total", "total_error" }), second = pairs_of,
  morris = rows_of(morris, { "name", "mu", "mu_error", "mu_star", "mu_star_error", "sigma", "sigma_error" }),
  linear = { shares = rows_of(shapley_linear, { "name", "share", "error", "first", "total" }), variance = shapley_linear.variance },
  shapley = { shares = rows_of(shapley, { "name", "share", "error" }), variance = shapley.variance } })

-- ---- weekly runs ------------------------------------------------------------------------------------------

local data = assert(governance.load(WEEKLY))
local runs = {}
for _, case in ipairs { { "core", {} }, { "published", { sigma = "published", decay = "published" } },
  { "reported", { sigma = "reported", sigma_cap = 12 } },
  { "other", { hysteresis = 5, dwell = 3, lambda = 0.02, prior = 0.4, survey_days = 30 } } } do
  local found = governance.run(data, nil, case[2])
  local columns = {}
  for _, column in ipairs { "capacity", "loyalty", "tier", "trust", "potential", "gate", "synergy", "volatility", "core", "sigma", "sigma_uncapped", "raw",
    "unclipped", "index", "resilience", "gaming", "slack", "bottleneck", "level", "survey_age", "capacity_age", "status" } do columns[column] = found[column] end
  runs[case[1]] = columns
end
write("weekly", runs)
