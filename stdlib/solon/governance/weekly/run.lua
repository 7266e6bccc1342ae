-- run.lua - the weekly run: substitutes for missing values, sigma, the index and its parallel metrics, the
-- crisis level, and what deserves a look, week by week.
--
-- sigma of a week comes from the `sigma_window` weeks before it, by options.sigma from
--   "core"       the unpenalised index over its largest value, scale min(S_pot, F_gate) F_syn / (1 + epsilon): it does
--                not depend on sigma, so nothing feeds back
--   "published"  the index itself, S_KPI_official where the week has one, else as computed: the source text's rule;
--                until there are so many weeks, sigma_hist of the week where given
--   "reported"   the column sigma_hist
-- Above sigma_cap it is cut to the cap and flagged.  A week without a sigma has trust, potential, gate, synergy and what follows
-- from them, the bottleneck and the slack; what takes in sigma is missing there, and so is everything of a frozen week.
--
-- Where capacity was set by hand (C_override) the index is also computed without it, with the same sigma: the difference is
-- the effect of the override, which is flagged and alerted whatever its size.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local crisis = require "solon.governance.weekly.crisis"
local data_module = require "solon.governance.data.series"
local index = require "solon.index"
local missing = require "solon.governance.data.missing"
local overrides = require "solon.governance.data.overrides"
local parameters_module = require "solon.governance.parameters"
local validate = require "solon.governance.data.validate"
local volatility = require "solon.governance.weekly.volatility"

local run = {}

local NAN = 0 / 0

-- Published decimals are taken as the computed index within this many points.
local SAME = 1e-6

run.option_names = { "sigma", "sigma_cap", "hysteresis", "dwell", "gaming_threshold", "outlier_threshold", "outlier_smallest",
  "outlier_window" }
table.move(missing.option_names, 1, #missing.option_names, #run.option_names + 1, run.option_names)

-- Columns of the kernel into which sigma does not enter, and those into which it does.
local COMPONENTS = { "trust", "potential", "gate", "synergy", "bottleneck", "slack" }
local METRICS = { "volatility", "raw", "unclipped", "index", "resilience", "gaming" }

local function check_options(options)
  options = arguments.options(options, run.option_names, 3, "run")
  local of_missing = {}
  for _, name in ipairs(missing.option_names) do of_missing[name] = options[name] end
  return {
    sigma = arguments.choice(options.sigma or "core", { "core", "published", "reported" }, 3, "run", "sigma"),
    sigma_cap = arguments.number(options.sigma_cap or 50, 0, 1e6, 3, "run", "sigma_cap"),
    hysteresis = arguments.number(options.hysteresis or 0, 0, 1e6, 3, "run", "hysteresis"),
    dwell = arguments.integer(options.dwell or 1, 1, 520, 3, "run", "dwell"),
    gaming_threshold = arguments.number(options.gaming_threshold or 0.30, 0, 1, 3, "run", "gaming_threshold"),
    missing = missing.options(of_missing, 3, "run"),
    validate = validate.options({ threshold = options.outlier_threshold, smallest = options.outlier_smallest,
      window = options.outlier_window }, 3, "run"),
  }
end

-- The kernel on all weeks.
local function evaluate(filled, sigma, parameters, out)
  return index.evaluate { capacity = filled.capacity, visibility = filled.visibility, loyalty = filled.loyalty,
    skepticism = filled.skepticism, sigma = sigma, parameters = parameters, out = out }
end

-- The kernel on one week: its index.
local function evaluate_week(filled, t, sigma, parameters)
  return index.evaluate { capacity = filled.capacity[t], visibility = filled.visibility[t], loyalty = filled.loyalty[t],
    skepticism = filled.skepticism[t], sigma = sigma, parameters = parameters, out = "index" }.index
end

-- What does not depend on sigma: the components, and the unpenalised index.
local function evaluate_without_sigma(filled, parameters)
  return evaluate(filled, 0, parameters, table.move(COMPONENTS, 1, #COMPONENTS, 2, { "unclipped" }))
end

-- The unpenalised core over its largest value; a frozen week keeps the last one.
local function core_of(unclipped, filled, parameters)
  local core, last = {}, NAN
  for t = 1, #filled.frozen do
    if not filled.frozen[t] then last = unclipped[t] / (1 + parameters.epsilon) end
    core[t] = last
  end
  return array.new(core)
end

-- sigma week by week from what was published before, which in turn needs sigma.
local function published_sigma(data, filled, parameters, cap)
  local history, sigma, last = {}, {}, NAN
  for t = 1, data.count do
    sigma[t] = volatility.at(history, t, parameters.sigma_window)
    if sigma[t] ~= sigma[t] and data.sigma_hist then sigma[t] = data.sigma_hist[t] end
    local official = data.S_KPI_official and data.S_KPI_official[t] or NAN
    if not filled.frozen[t] and sigma[t] == sigma[t] then
      last = official == official and last or evaluate_week(filled, t, math.min(sigma[t], cap), parameters)
    end
    if official == official then last = official end
    history[t] = last
  end
  return array.new(sigma)
end

local function sigma_of(data, filled, parameters, settings, core)
  if settings.sigma == "core" then return volatility.sigma(core, parameters.sigma_window) end
  if settings.sigma == "reported" then return data.sigma_hist end
  return published_sigma(data, filled, parameters, settings.sigma_cap)
end

local function capped(sigma, cap)
  local out = {}
  for t, value in ipairs(sigma) do out[t] = value > cap and cap or value end
  return array.new(out)
end

-- What a week is, and the index of a frozen week: the last one.
local function settle(result, filled)
  local last, values = NAN, {}
  result.status = {}
  for t = 1, result.count do
    local value = result.index[t]
    if filled.frozen[t] then
      value = last
      result.status[t] = last == last and "frozen" or "missing"
    elseif result.sigma[t] ~= result.sigma[t] then
      result.status[t] = result.settings.sigma == "reported" and "no sigma" or "warm-up"
    else
      result.status[t], last = "ok", value
    end
    values[t] = value
  end
  result.index = array.new(values)
end

-- What a week deserves attention for; alerts are those a person must act on.
local function flag(result, filled, settings, outliers)
  result.flags, result.alerts = {}, {}
  for t = 1, result.count do
    local flags = {}
    local function add(text, alert)
      flags[#flags + 1] = text
      if alert then table.insert(result.alerts, { row = t, week = result.weeks[t], text = alert }) end
    end
    if result.status[t] == "warm-up" or result.status[t] == "no sigma" then add(result.status[t]) end
    if filled.frozen[t] then
      add(result.status[t] == "frozen" and "frozen" or "no index", string.format("index %s (%s): alert the steering committee",
        result.status[t] == "frozen" and "frozen" or "missing", filled.frozen[t]))
    end
    if filled.tier[t] > 0 then add(string.format("T tier %d", filled.tier[t])) end
    local by_hand = result.overrides and result.overrides.by_row[t]
    if by_hand then
      add("C set by hand", overrides.describe(by_hand))
    elseif filled.capacity_age[t] > 0 then
      local weeks = math.tointeger(filled.capacity_age[t])
      add(string.format("C carried %d", weeks), string.format("C unavailable, value of %d week%s ago used: escalate", weeks,
        weeks == 1 and "" or "s"))
    end
    if result.sigma_uncapped[t] > settings.sigma_cap then
      add("sigma capped", string.format("sigma %.2f above the cap %s: verify the data, alert governance",
        result.sigma_uncapped[t], settings.sigma_cap))
    end
    if result.official and result.official[t] > result.parameters.scale then
      add("official beyond scale", string.format("S_KPI_official %.4f above the scale %s", result.official[t], result.parameters.scale))
    end
    for _, name in ipairs(outliers[t] or {}) do add("outlier " .. name) end
    if result.gaming[t] > settings.gaming_threshold then
      add("gaming", string.format("gaming score %.4f above %s: investigate", result.gaming[t], settings.gaming_threshold))
    end
    result.flags[t] = flags
  end
end

local function outliers_by_row(found)
  local rows = {}
  for _, one in ipairs(found.outliers) do
    rows[one.row] = rows[one.row] or {}
    table.insert(rows[one.row], one.column)
  end
  return rows
end

local function difference(official, computed)
  local out = {}
  for t, value in ipairs(official) do out[t] = value - computed[t] end
  return array.new(out)
end

local Run = { __name = "weekly run" }

function Run:__tostring() return table.concat(self.lines, "\n") end

-- The index without what was set by hand, NaN where nothing was; and the list of overrides.
local function compare_overrides(result, data, filled)
  local values, without = {}, evaluate({ capacity = filled.capacity_without, visibility = filled.visibility, loyalty = filled.loyalty,
    skepticism = filled.skepticism }, result.sigma, result.parameters, { "index" }).index
  for t = 1, result.count do
    values[t] = filled.override[t] == filled.override[t] and result.status[t] == "ok" and without[t] or NAN
  end
  result.override, result.measured, result.index_without_override = filled.override, data.C, array.new(values)
  result.override_reason = data.C_override_reason or nil
  local held = { hysteresis = result.settings.hysteresis, dwell = result.settings.dwell }
  result.overrides = overrides.list(data, filled, overrides.levels(result.official, result.index, held), result.index - result.index_without_override)
  result.overrides.by_row = {}
  for _, one in ipairs(result.overrides) do result.overrides.by_row[one.row] = one end
end

-- What was published against what was computed.
local function official_line(result)
  local compared, differing, largest, where = 0, 0, 0.0, nil
  for t, value in ipairs(result.difference) do
    if value == value then
      compared = compared + 1
      if math.abs(value) > SAME then differing = differing + 1 end
      if math.abs(value) > largest then largest, where = math.abs(value), result.weeks[t] end
    end
  end
  local why = differing > 0 and result.settings.sigma == "core" and " (sigma is of the core here, the source text's is --sigma published)" or ""
  return string.format("Published: %d of %d weeks differ from this computation%s%s.", differing, compared,
    where and string.format(", most in %s, by %.2f points", where, largest) or "", why)
end

--- True for a run made here.
function run.is(value) return getmetatable(value) == Run end

local function describe(result)
  local counts = { ok = 0, ["warm-up"] = 0, ["no sigma"] = 0, frozen = 0, missing = 0 }
  for _, status in ipairs(result.status) do counts[status] = counts[status] + 1 end
  result.counts = counts
  local last, lines = result.count, {}
  lines[1] = string.format("Weeks: %d, %s to %s: %d computed, %d %s, %d frozen, %d without an index.", last, result.weeks[1],
    result.weeks[last], counts.ok, counts["warm-up"] + counts["no sigma"],
    result.settings.sigma == "reported" and "without a sigma" or "warm-up", counts.frozen, counts.missing)
  local tiers = {}
  for tier = 0, 4 do
    local n = 0
    for _, one in ipairs(result.tier) do if one == tier then n = n + 1 end end
    if n > 0 then tiers[#tiers + 1] = string.format("%d %s", n, missing.tiers[tier]) end
  end
  lines[2] = "Trust: " .. table.concat(tiers, ", ") .. "."
  local value, level = result.index[last], result.level[last]
  if value == value then
    lines[3] = string.format("%s: S_KPI %.2f, level %d (%s); S_resilience %.2f, sigma %.2f, status %s%s.", result.weeks[last],
      value, math.tointeger(level), crisis.names[math.tointeger(level)], result.resilience[last], result.sigma[last],
      result.status[last], #result.flags[last] > 0 and "; " .. table.concat(result.flags[last], ", ") or "")
  else
    local others = {}
    for _, flag in ipairs(result.flags[last]) do
      if flag ~= result.status[last] then others[#others + 1] = flag end
    end
    lines[3] = string.format("%s: no index, status %s%s.", result.weeks[last], result.status[last],
      #others > 0 and ": " .. table.concat(others, ", ") or "")
  end
  if result.official then lines[#lines + 1] = official_line(result) end
  if result.overrides then lines[#lines + 1] = overrides.summary(result.overrides) end
  lines[#lines + 1] = string.format("Alerts: %d, of the last 13 weeks %d.", #result.alerts, result.recent_alerts)
  result.lines = lines
end

local function count_recent(result)
  local n = 0
  for _, alert in ipairs(result.alerts) do
    if alert.row > result.count - 13 then n = n + 1 end
  end
  return n
end

--- Runs a series under the parameters of a registry (or a table of parameters, or nil for the defaults).
function run.run(data, registry, options)
  if not data_module.is(data) then
    error(string.format("bad argument #1 to 'run' (weekly data expected, got %s)", type(data)), 2)
  end
  local parameters = parameters_module.from(registry, 2, "run")
  local settings = check_options(options)
  if settings.sigma == "reported" and not data.sigma_hist then
    error("bad argument #3 to 'run' (sigma: 'reported' needs the column sigma_hist)", 2)
  end
  local filled = missing.fill(data, options and settings.missing)
  local result = setmetatable({ count = data.count, weeks = data.weeks, dates = data.dates, stems = data.stems,
    parameters = parameters, settings = settings, capacity = filled.capacity, visibility = filled.visibility,
    loyalty = filled.loyalty, skepticism = filled.skepticism, tier = filled.tier, survey_age = filled.survey_age,
    capacity_age = filled.capacity_age, official = data.S_KPI_official }, Run)
  local unpenalised = evaluate_without_sigma(filled, parameters)
  for _, name in ipairs(COMPONENTS) do result[name] = unpenalised[name] end
  result.core = core_of(unpenalised.unclipped, filled, parameters)
  result.sigma_uncapped = sigma_of(data, filled, parameters, settings, result.core)
  result.sigma = capped(result.sigma_uncapped, settings.sigma_cap)
  local computed = evaluate(filled, result.sigma, parameters, METRICS)
  for _, name in ipairs(METRICS) do result[name] = computed[name] end
  settle(result, filled)
  result.level = crisis.levels(result.index, { hysteresis = settings.hysteresis, dwell = settings.dwell })
  if result.official then result.difference = difference(result.official, result.index) end
  result.validation = validate.run(data, settings.validate)
  if filled.override then compare_overrides(result, data, filled) end
  flag(result, filled, settings, outliers_by_row(result.validation))
  result.recent_alerts = count_recent(result)
  describe(result)
  return result
end

return run
