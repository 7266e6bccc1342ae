-- init.lua - the quarterly audit in its four steps, each with the tolerances as published and as exact.
--
--   1 parameters     deployed values against the registry, as exact decimals; hashes of the files, where sealed ones are given
--   2 reproduction   the index of the last 13 weeks from the inputs: with the sigma reported (0.5 pp), and with sigma
--                    derived anew from the history (1e-9 pp)
--   3 gaming         the source text's three thresholds over 26 weeks, inputs monitored against proxies (gaming.lua), and
--                    capacity set by hand: by the source text's rules, and with a reason (overrides.lua)
--   4 volatility     sigma of the last week from the 24 before it (0.1 pp), and of all 13 weeks (1e-9 pp)
--
-- Verdicts have three values.  "not testable" - too few weeks, a missing value, an index held by the clip, an undefined
-- correlation, a threshold that nothing can cross - is never a pass.  "last 13 weeks" are 13; the source text's
-- "weeks -13 to 0" would be 14.
--
-- Where the published history is rounded to d decimals (all its values are), nothing derived from it can be exact to 1e-9:
-- the exact tolerance is then what half a unit of the last decimal can do, and the note says so.

local arguments = require "solon.mechanism.arguments"
local array = require "solon.array"
local check = require "solon.frame.check"
local data_module = require "solon.governance.data.series"
local gaming = require "solon.governance.audit.gaming"
local index = require "solon.index"
local missing = require "solon.governance.data.missing"
local native = require "solon.native.governance"
local overrides = require "solon.governance.data.overrides"
local parameters = require "solon.governance.parameters"
local reach = require "solon.governance.audit.reach"
local registry_module = require "solon.governance.data.registry"
local source_gaps = require "solon.governance.audit.source_gaps"

local audit = {}

local NAN = 0 / 0
local EXACT = 1e-9

audit.option_names = { "deployed", "sigma", "sigma_cap", "weeks", "gaming_weeks", "targets", "lambda", "limit", "false_alarm",
  "replicates", "block", "two_sided", "baseline", "seed", "data_sha256", "registry_sha256", "decay", "survey_decay", "prior", "survey_days" }

local function read_options(options, name)
  options = arguments.options(options, audit.option_names, 3, name)
  local settings = {
    deployed = options.deployed, data_sha256 = options.data_sha256, registry_sha256 = options.registry_sha256,
    sigma = arguments.choice(options.sigma or "published", { "published", "core" }, 3, name, "option 'sigma'"),
    sigma_cap = arguments.number(options.sigma_cap == nil and 50 or options.sigma_cap, 0, 1e6, 3, name, "option 'sigma_cap'"),
    weeks = arguments.integer(options.weeks or 13, 1, 10000, 3, name, "option 'weeks'"),
    gaming_weeks = arguments.integer(options.gaming_weeks or 26, 2, 10000, 3, name, "option 'gaming_weeks'"),
    fill = { decay = options.decay or "published", lambda = options.survey_decay, prior = options.prior, survey_days = options.survey_days },
    gaming = { window = options.gaming_weeks or 26 },
  }
  for _, option in ipairs { "targets", "lambda", "limit", "false_alarm", "replicates", "block", "two_sided", "baseline", "seed" } do
    settings.gaming[option] = options[option]
  end
  for _, option in ipairs { "data_sha256", "registry_sha256" } do
    local hash = options[option]
    if hash ~= nil and not (type(hash) == "string" and #hash == 64 and not hash:find "%X") then
      check.fail(3, name, string.format("option '%s': 64 hexadecimal digits expected, got %s", option,
        type(hash) == "string" and "'" .. hash .. "'" or check.got(hash)), 3)
    end
  end
  return settings
end

-- ---- what the weeks say ---------------------------------------------------------------------------

local function column(data, name) return data[name] or array.full(NAN, data.count) end

-- Decimals of a column: the least d up to 12 at which every value is rounded; nil where they are not.
local function decimals_of(values)
  for d = 0, 12 do
    local rounded, any = true, false
    for _, value in ipairs(values:totable()) do
      if value == value then
        any = true
        rounded = rounded and tonumber(string.format("%." .. d .. "f", value)) == value
      end
    end
    if rounded and any then return d end
  end
end

local function evaluate(filled, sigma, values, out)
  return index.evaluate { capacity = filled.capacity, visibility = filled.visibility, loyalty = filled.loyalty,
    skepticism = filled.skepticism, sigma = sigma, parameters = values, out = out }
end

local function capped(sigma, cap) return array.where(array.gt(sigma, cap), cap, sigma) end

-- A frozen week keeps the last core, as in the weekly run.
local function carried(core)
  local out, last = core:copy(), NAN
  for t = 1, #out do
    if out[t] == out[t] then last = out[t] else out[t] = last end
  end
  return out
end

-- Everything the steps look at, recomputed.
local function study_of(data, values, settings)
  local study = { data = data, values = values, settings = settings, count = data.count }
  study.filled = missing.fill(data, settings.fill)
  study.official, study.reported = column(data, "S_KPI_official"), column(data, "sigma_hist")
  study.core = evaluate(study.filled, 0.0, values, { "unclipped" }).unclipped
  local history = settings.sigma == "published" and study.official or carried(study.core) / (1 + values.epsilon)
  study.derived = native.trailing_deviation(history, values.sigma_window, 1)
  study.from_official = native.trailing_deviation(study.official, values.sigma_window, 1)
  study.by_reported = evaluate(study.filled, capped(study.reported, settings.sigma_cap), values,
    { "index", "resilience", "gaming", "synergy", "saturated" })
  study.by_derived = evaluate(study.filled, capped(study.derived, settings.sigma_cap), values, { "index" })
  local index_decimals, sigma_decimals = decimals_of(study.official), decimals_of(study.reported)
  local half_index = index_decimals and 0.5 * 10.0 ^ -index_decimals or 0.0
  local half_sigma = sigma_decimals and 0.5 * 10.0 ^ -sigma_decimals or 0.0
  local bound = native.deviation_bound(values.sigma_window, 1)
  study.sigma_slack = math.max(EXACT, half_sigma + (settings.sigma == "published" and half_index * bound or 0) + 1e-12)
  local through_sigma = settings.sigma == "published" and values.mu * values.scale * half_index * bound or 0
  study.index_slack = math.max(EXACT, half_index + through_sigma + 1e-12)
  if index_decimals then study.rounding = string.format("published to %d decimals", index_decimals) end
  return study
end

-- Worst distance of two columns over weeks, and what was not there: verdict, largest, note.
local function compare(study, a, b, first, tolerance)
  local largest, week, absent, beyond = NAN, nil, 0, 0
  for t = first, study.count do
    local distance = t >= 1 and math.abs(a[t] - b[t]) or NAN
    if distance ~= distance then
      absent = absent + 1
    else
      if not (largest >= distance) then largest, week = distance, study.data.weeks[t] end
      if distance > tolerance then beyond = beyond + 1 end
    end
  end
  local weeks = study.count - first + 1
  local note = absent > 0 and string.format("%d of %d weeks have no value to compare", absent, weeks) or nil
  if beyond > 0 then
    note = string.format("%d of %d weeks differ, most in %s", beyond, weeks, week) .. (note and "; " .. note or "")
  end
  return beyond > 0 and "fail" or absent > 0 and "not testable" or "pass", largest, note
end

local function joined(...)
  local given, parts = table.pack(...), {}
  for i = 1, given.n do
    if given[i] then parts[#parts + 1] = given[i] end
  end
  return #parts > 0 and table.concat(parts, "; ") or nil
end

-- ---- the steps ------------------------------------------------------------------------------------

local function hash_row(add, what, wanted, got)
  if wanted == nil then
    add(1, "hash of the " .. what, "exact", nil, got, true, "not testable", "no sealed hash given to compare with")
  elseif got == nil then
    add(1, "hash of the " .. what, "exact", nil, nil, true, "not testable", "not read from a file")
  else
    local same = wanted:lower() == got
    add(1, "hash of the " .. what, "exact", wanted:lower(), got, true, same and "pass" or "fail", not same and "the file has changed" or nil)
  end
end

-- How many differences are none of the numbers: what the source text's comparison of floats would pass.
local function equal_as_numbers(differences)
  local count = 0
  for _, one in ipairs(differences) do
    if one.registered and one.deployed and tonumber(one.registered) == tonumber(one.deployed) then count = count + 1 end
  end
  return count
end

local function audit_parameters(study, registry, add)
  local deployed, what = study.settings.deployed, "deployed parameters equal the registry"
  if deployed == nil or type(registry) ~= "table" or registry.rows == nil then
    local why = deployed == nil and "no deployed configuration given" or "no registry given"
    add(1, what .. " as numbers", "published", 0, nil, true, "not testable", why)
    add(1, what .. " as decimals", "exact", 0, nil, true, "not testable", why)
  else
    local found = registry_module.compare(registry, deployed)
    local texts = {}
    for i, one in ipairs(found.differences) do texts[i] = one.text end
    local numbers = #texts - equal_as_numbers(found.differences)
    add(1, what .. " as numbers", "published", 0, numbers, true, numbers == 0 and "pass" or "fail",
      string.format("%d parameters", found.compared))
    add(1, what .. " as decimals", "exact", 0, #texts, true, found.equal and "pass" or "fail",
      found.equal and string.format("%d parameters", found.compared) or table.concat(texts, "; "))
  end
  hash_row(add, "data", study.settings.data_sha256, study.data.sha256)
  hash_row(add, "registry", study.settings.registry_sha256, type(registry) == "table" and registry.sha256 or nil)
end

local function audit_reproduction(study, rows, add)
  local first = study.count - study.settings.weeks + 1
  local tolerance = reach.published.reproduction
  local verdict, largest, note = compare(study, study.by_reported.index, study.official, first, tolerance)
  add(2, "index reproduced with the reported sigma", "published", tolerance, largest, true, verdict, joined(note, rows.reproduction.note))
  verdict, largest, note = compare(study, study.by_derived.index, study.official, first, study.index_slack)
  add(2, "index reproduced with sigma derived anew", "exact", study.index_slack, largest, true, verdict, joined(note, study.rounding))
end

local function correlation_of(a, b)
  local x, y = a - a:mean(), b - b:mean()
  return array.dot(x, y) / math.sqrt(array.dot(x, x) * array.dot(y, y))
end

-- Correlation, average gap and largest score over the weeks that have both series; NaN where there are fewer than two.
local function figures(study, first)
  local official, resilience = study.official[{ first, study.count }], study.by_reported.resilience[{ first, study.count }]
  local present = array.positions(array.eq(official - resilience, official - resilience))
  if #present < 2 then return NAN, NAN, NAN end
  official, resilience = official:take(present), resilience:take(present)
  return correlation_of(official, resilience), (official - resilience):mean(), (official - resilience):max() / study.values.scale
end

-- Why the published thresholds of step 3 say nothing about the window, or nil.
local function untestable(study, first)
  if first < 1 then return string.format("only %d weeks, %d are needed", study.count, study.settings.gaming_weeks) end
  local saturated, absent = 0, 0
  for t = first, study.count do
    local gap = study.official[t] - study.by_reported.resilience[t]
    if gap ~= gap then absent = absent + 1 elseif study.official[t] >= study.values.scale then saturated = saturated + 1 end
  end
  if absent > 0 then return string.format("%d weeks have no published index, sigma or inputs", absent) end
  if saturated > 0 then return string.format("the clip holds the index in %d weeks and hides the gap", saturated) end
end

local function audit_published_gaming(study, rows, add)
  local first = study.count - study.settings.gaming_weeks + 1
  local why, limits = untestable(study, first), reach.published
  local correlation, gap, score = figures(study, math.max(1, first))
  local function judge(id, name, limit, value, passes, extra)
    local row = rows[id]
    local verdict, note = "not testable", why
    if not why and value ~= value then
      note = "undefined: one of the two series is constant"
    elseif not why and not row.reachable then
      note = "nothing can cross it"
    elseif not why then
      verdict, note = passes and "pass" or "fail", extra
    end
    add(3, name, "published", limit, value, row.reachable, verdict, joined(note, row.note))
  end
  judge("correlation", "correlation of index and resilience", limits.correlation, correlation, correlation > limits.correlation)
  judge("average_gap", "average gap of index and resilience, pp", limits.average_gap, gap, gap < limits.average_gap)
  judge("gaming_score", "largest gaming score", limits.gaming, score, score <= limits.gaming)
end

local function audit_gaming(study, add)
  local found = gaming.detect(study.data, study.settings.gaming)
  for _, one in ipairs(found.targets) do
    local rate = one.false_alarm and string.format("false alarms %.2f %% +- %.2f in such windows", 100 * one.false_alarm,
      100 * one.false_alarm_error)
    add(3, "residuals of " .. one.target .. " against " .. table.concat(one.proxies, ", "), "exact", one.limit, one.maximum, true,
      one.verdict, joined(one.verdict == "not testable" and one.reason, one.first_alarm and "alarm first in " .. one.first_alarm, rate))
  end
  return found
end

local function overrides_of(study)
  local without = { capacity = study.filled.capacity_without, visibility = study.filled.visibility, loyalty = study.filled.loyalty,
    skepticism = study.filled.skepticism }
  local effect = study.by_derived.index - evaluate(without, capped(study.derived, study.settings.sigma_cap), study.values, { "index" }).index
  return overrides.list(study.data, study.filled, overrides.levels(study.official, study.by_derived.index), effect)
end

-- Overrides of the weeks watched for gaming; nothing where the data have no such column.
local function audit_overrides(study, add)
  if not study.filled.override then return nil end
  local all, watched = overrides_of(study), {}
  for _, one in ipairs(all) do
    if one.row > study.count - study.settings.gaming_weeks then watched[#watched + 1] = one end
  end
  local counts, outside, unexplained, told = overrides.counts(watched), {}, {}, string.format("%d in the window", #watched)
  for _, one in ipairs(watched) do
    if one.rule == "outside" then outside[#outside + 1] = one.week end
    if not one.reason then unexplained[#unexplained + 1] = one.week end
  end
  add(3, "capacity set by hand outside the rules, weeks", "published", 0, counts.outside, true,
    counts.outside > 0 and "fail" or counts.unknown > 0 and "not testable" or "pass",
    joined(told, #outside > 0 and table.concat(outside, ", "),
      counts.unknown > 0 and string.format("in %d the level of the week before is unknown", counts.unknown)))
  add(3, "capacity set by hand without a reason, weeks", "exact", 0, counts.unexplained, true, counts.unexplained > 0 and "fail" or "pass",
    joined(told, #unexplained > 0 and table.concat(unexplained, ", ")))
  return all
end

-- What the gaps of sources are taken from: the inputs as used, sigma as reported, else as derived.
local function used_in(study)
  local sigma = array.where(array.eq(study.reported, study.reported), study.reported, study.derived)
  return { capacity = study.filled.capacity, visibility = study.filled.visibility, loyalty = study.filled.loyalty,
    skepticism = study.filled.skepticism, tier = study.filled.tier, sigma = capped(sigma, study.settings.sigma_cap), parameters = study.values }
end

local function audit_volatility(study, rows, add)
  local tolerance = reach.published.sigma
  local verdict, largest, note = compare(study, study.from_official, study.reported, study.count, tolerance)
  local declared = study.settings.sigma == "core" and "sigma is declared to come from the core" or nil
  add(4, "sigma of the last week from the published history", "published", tolerance, largest, true, verdict, joined(note, declared, rows.sigma.note))
  verdict, largest, note = compare(study, study.derived, study.reported, study.count - study.settings.weeks + 1, study.sigma_slack)
  add(4, "sigma of every audited week derived anew", "exact", study.sigma_slack, largest, true, verdict,
    joined(note, declared, study.rounding))
end

-- ---- the record -----------------------------------------------------------------------------------

local Audit = { __name = "audit" }

function Audit:__tostring() return table.concat(self.lines, "\n") end

local STEPS = { "parameters", "reproduction", "gaming", "volatility window" }

local function worst_of(rows, step, basis)
  local verdicts = {}
  for _, row in ipairs(rows) do
    if (not step or row.step == step) and (not basis or row.basis == basis) then verdicts[#verdicts + 1] = row.verdict end
  end
  return #verdicts > 0 and gaming.worst(verdicts) or nil
end

local function describe(result)
  for step, name in ipairs(STEPS) do
    local one = { step = step, name = name, published = worst_of(result.rows, step, "published"), exact = worst_of(result.rows, step, "exact") }
    result.steps[step] = one
    result.lines[step] = string.format("Audit step %d, %s: %s", step, name, joined(
      one.published and "as published " .. one.published, one.exact and "exact " .. one.exact))
  end
  result.published, result.exact = worst_of(result.rows, nil, "published"), worst_of(result.rows, nil, "exact")
  result.verdict = worst_of(result.rows)
end

local function week_rows(study)
  local list = {}
  for t = math.max(1, study.count - study.settings.weeks + 1), study.count do
    list[#list + 1] = { week = study.data.weeks[t], S_KPI_official = study.official[t], S_KPI = study.by_reported.index[t],
      S_KPI_derived = study.by_derived.index[t], sigma_hist = study.reported[t], sigma_derived = study.derived[t] }
  end
  return list
end

--- Audits weekly data under a registry (or parameters): { rows, steps, verdict, published, exact, weeks, gaming, sources,
--- overrides, reachable, parameters, lines }.
function audit.run(data, registry, options)
  local name = "audit"
  if not data_module.is(data) then check.fail(1, name, "weekly data expected, got " .. type(data), 2) end
  local values = parameters.from(registry, 2, name)
  local settings = read_options(options, name)
  local study = study_of(data, values, settings)
  local reachable = reach.rows(values)
  local result = setmetatable({ rows = {}, steps = {}, lines = {}, parameters = values, settings = settings, reachable = reachable,
    first_week = data.weeks[math.max(1, data.count - settings.weeks + 1)], last_week = data.weeks[data.count] }, Audit)
  local function add(step, what, basis, tolerance, value, can, verdict, note)
    if value ~= value then value = nil end
    result.rows[#result.rows + 1] = { step = step, check = what, basis = basis, tolerance = tolerance, value = value, reachable = can,
      verdict = verdict, note = note }
  end
  audit_parameters(study, registry, add)
  audit_reproduction(study, reachable, add)
  audit_published_gaming(study, reachable, add)
  result.gaming = audit_gaming(study, add)
  result.overrides = audit_overrides(study, add)
  result.sources = source_gaps.of(data, used_in(study), result.gaming)
  audit_volatility(study, reachable, add)
  result.weeks, result.core = week_rows(study), study.core
  describe(result)
  return result
end

return audit
