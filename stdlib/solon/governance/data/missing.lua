-- missing.lua - what stands in for values that a week does not have.
--
-- Trust: tier 0 is the week's own survey (T_loyalty); without one
--   tier 1  T_synthetic = 0.4 Sentiment + 0.3 Search + 0.3 FX
--   tier 2  one of the three is missing: the other two by their weights, scaled to 1
--   tier 3  the last survey carried forward with decay, d days old, lambda = 0.005 a day
--             "prior"      prior + (last - prior) e^(-lambda d)   nothing known moves towards what is usual
--             "published"  last e^(-lambda d)                     the source text's: silence becomes distrust
--   tier 4  no survey, or one older than survey_days: the index is frozen and the steering committee alerted
-- Capacity: what was set by hand (C_override) for this week, else measured, else the last measured value, flagged.  A
-- value set by hand holds for its own week alone; the weeks after it carry what was measured.
-- Visibility and skepticism have no substitute: frozen, too.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local data_module = require "solon.governance.data.series"

local missing = {}

local NAN = 0 / 0

missing.sources = { { name = "Sentiment", weight = 0.4 }, { name = "Search", weight = 0.3 }, { name = "FX", weight = 0.3 } }

--- Tiers in words.
missing.tiers = {
  [0] = "survey", "synthetic of three sources", "synthetic of two", "last survey with decay", "none (frozen)",
}

missing.option_names = { "decay", "lambda", "prior", "survey_days" }

--- Options with their defaults, checked.
function missing.options(options, position, name)
  options = arguments.options(options, missing.option_names, position, name)
  return {
    decay = arguments.choice(options.decay or "prior", { "prior", "published" }, position, name, "decay"),
    lambda = arguments.number(options.lambda or 0.005, 0, 10, position, name, "lambda"),
    -- 5/8 is the mean of Beta(5, 3), the source text's own distribution of trust
    prior = arguments.number(options.prior or 0.625, 0, 1, position, name, "prior"),
    survey_days = arguments.number(options.survey_days or 140, 0, 1e6, position, name, "survey_days"),
  }
end

-- A survey `days` old.
local function decayed(last, days, settings)
  local kept = math.exp(-settings.lambda * days)
  if settings.decay == "published" then return last * kept end
  return settings.prior + (last - settings.prior) * kept
end

-- T_synthetic of a week and its tier; nil with fewer than two sources.
local function synthetic(data, i)
  local sum, weight, count = 0.0, 0.0, 0
  for _, source in ipairs(missing.sources) do
    local value = data[source.name] and data[source.name][i] or NAN
    if value == value then sum, weight, count = sum + source.weight * value, weight + source.weight, count + 1 end
  end
  if count == 3 then return sum, 1 end
  if count == 2 then return sum / weight, 2 end
end

-- The trust of week i, its tier, and what it comes from in words.
local function trust(data, i, survey, settings)
  local own = data.T_loyalty[i]
  if own == own then return own, 0 end
  local value, tier = synthetic(data, i)
  if value then return value, tier end
  local days = survey and data.mondays[i] - survey.monday
  if not days or days > settings.survey_days then return NAN, 4 end
  return decayed(survey.value, days, settings), 3
end

-- Capacity of a series: as used, without what was set by hand, and weeks since it was measured.  Where it never was, a value
-- set by hand counts as old as the series: it is no better known than one carried so long.
local function fill_capacity(data, result)
  local used, without, ages, last, age = {}, {}, {}, NAN, NAN
  for i = 1, data.count do
    local measured, by_hand = data.C[i], data.C_override and data.C_override[i] or NAN
    if measured == measured then last, age = measured, 0 else age = age + 1 end
    used[i], without[i], ages[i] = last, last, age
    if by_hand == by_hand then
      used[i], ages[i] = by_hand, age == age and age or i
    end
  end
  result.capacity, result.capacity_without, result.capacity_age = array.new(used), array.new(without), array.new(ages)
  result.override = data.C_override
end

--- Fills a series: { loyalty, capacity, visibility, skepticism (arrays, NaN where nothing stands in), tier, survey_age
--- (days since the last survey), capacity_age (weeks since it was measured), capacity_without (what was set by hand),
--- override (what was set by hand, nil without the column), frozen (list: false or why) }.
function missing.fill(data, options)
  if not data_module.is(data) then
    error(string.format("bad argument #1 to 'fill' (weekly data expected, got %s)", type(data)), 2)
  end
  local settings = missing.options(options, 2, "fill")
  local result = { settings = settings, frozen = {} }
  local loyalty, tier, survey_age, survey = {}, {}, {}, nil
  fill_capacity(data, result)
  for i = 1, data.count do
    if data.T_loyalty[i] == data.T_loyalty[i] then survey = { value = data.T_loyalty[i], monday = data.mondays[i] } end
    loyalty[i], tier[i] = trust(data, i, survey, settings)
    survey_age[i] = survey and data.mondays[i] - survey.monday or NAN
    local absent = {}
    if tier[i] == 4 then absent[#absent + 1] = "T (tier 4)" end
    if result.capacity[i] ~= result.capacity[i] then absent[#absent + 1] = "C" end
    if data.V[i] ~= data.V[i] then absent[#absent + 1] = "V" end
    if data.Z_skepticism[i] ~= data.Z_skepticism[i] then absent[#absent + 1] = "Z" end
    result.frozen[i] = #absent > 0 and "no " .. table.concat(absent, ", ") or false
  end
  result.loyalty, result.tier, result.survey_age = array.new(loyalty), array.new(tier), array.new(survey_age)
  result.visibility, result.skepticism = data.V, data.Z_skepticism
  return result
end

return missing
