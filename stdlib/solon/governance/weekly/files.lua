-- files.lua - a weekly run as files: the whole series, and the last week by the names of the source text.

local arguments = require "solon.mechanism.arguments"
local crisis = require "solon.governance.weekly.crisis"
local data_module = require "solon.governance.data.series"
local frame = require "solon.frame"
local missing = require "solon.governance.data.missing"
local overrides = require "solon.governance.data.overrides"
local parameters_module = require "solon.governance.parameters"
local run_module = require "solon.governance.weekly.run"
local validate = require "solon.governance.data.validate"

local weekly_files = {}

-- Column of the file, field of the run.
local COLUMNS = {
  { "C", "capacity" }, { "V", "visibility" }, { "T_loyalty", "loyalty" }, { "Z_skepticism", "skepticism" }, { "tier", "tier" },
  { "survey_age_days", "survey_age" }, { "C_age_weeks", "capacity_age" }, { "T_comp", "trust" }, { "S_pot", "potential" },
  { "F_gate", "gate" }, { "F_syn", "synergy" }, { "F_vol", "volatility" }, { "core", "core" }, { "sigma_hist", "sigma" },
  { "sigma_uncapped", "sigma_uncapped" }, { "S_raw", "raw" }, { "S_KPI", "index" }, { "S_resilience", "resilience" },
  { "gaming_score", "gaming" }, { "slack", "slack" }, { "bottleneck", "bottleneck" }, { "level", "level" },
  { "S_KPI_official", "official" }, { "official_less_computed", "difference" }, { "C_measured", "measured" },
  { "C_override", "override" }, { "S_KPI_without_override", "index_without_override" },
}

-- What is written to 1e-9 points: a smaller difference is rounding.
local ROUNDED = { difference = true }

local WHOLE = { tier = true, survey_age = true, capacity_age = true, bottleneck = true, level = true }

-- Values first..last of a column with a mask of the missing ones.
local function part(run, field, first, last)
  local source, values, null = run[field], {}, {}
  for i = first, last do
    local value = source[i]
    local absent = value ~= value
    null[#null + 1] = absent and 1 or 0
    values[#values + 1] = absent and 0 or WHOLE[field] and math.tointeger(value) or ROUNDED[field] and crisis.rounded(value) or value
  end
  return values, null
end

local function texts(list, first, last, text_of)
  local out = {}
  for i = first, last do out[#out + 1] = text_of and text_of(list[i]) or list[i] end
  return out
end

local function reasons(list, first, last)
  local null = texts(list, first, last, function(reason) return reason and 0 or 1 end)
  return { name = "C_override_reason", values = texts(list, first, last, function(reason) return reason or "" end), null = null, type = "text" }
end

--- Every week of a run (or those from first to last) as a frame; missing numbers are missing values.
function weekly_files.metrics(run, first, last)
  if not run_module.is(run) then
    error(string.format("bad argument #1 to 'metrics' (weekly run expected, got %s)", type(run)), 2)
  end
  first = arguments.integer(first or 1, 1, run.count, 2, "metrics")
  last = arguments.integer(last or run.count, first, run.count, 3, "metrics")
  local columns = { { name = "week", values = texts(run.weeks, first, last) }, { name = "date", values = texts(run.dates, first, last) } }
  for _, column in ipairs(COLUMNS) do
    if run[column[2]] then
      local values, null = part(run, column[2], first, last)
      columns[#columns + 1] = { name = column[1], values = values, null = null, type = WHOLE[column[2]] and "integer" or "number" }
    end
  end
  if run.override_reason then columns[#columns + 1] = reasons(run.override_reason, first, last) end
  columns[#columns + 1] = { name = "status", values = texts(run.status, first, last) }
  columns[#columns + 1] = { name = "flags", values = texts(run.flags, first, last, function(flags) return table.concat(flags, "; ") end) }
  return frame.new(columns)
end

--- The measurements of weeks first..last as they were given.
function weekly_files.raw(data, first, last)
  local columns = { { name = "week", values = texts(data.weeks, first, last) } }
  for _, column in ipairs(data_module.columns) do
    if data[column.name] then
      local values, null = part(data, column.name, first, last)
      columns[#columns + 1] = { name = column.name, values = values, null = null, type = "number" }
    end
  end
  if data.C_override_reason then columns[#columns + 1] = reasons(data.C_override_reason, first, last) end
  return frame.new(columns)
end

local BINDING = { [-1] = "potential", [0] = "both (a tie)", "trust gate" }

local function shown(value) return value == value and string.format("%.6f", value) or "missing" end

-- Where sigma comes from, in words.
local function sigma_source(run)
  local source = run.settings.sigma
  return source == "core" and "from the unpenalised core" or source == "published" and "from the published index, as published"
    or "as reported"
end

local function add_components(lines, run, t)
  local function add(name, field) lines[#lines + 1] = string.format("  %-14s %s", name, shown(run[field][t])) end
  lines[#lines + 1] = "Inputs as used"
  add("C", "capacity"); add("V", "visibility"); add("T_loyalty", "loyalty"); add("Z_skepticism", "skepticism")
  lines[#lines + 1] = string.format("  T from         tier %d: %s", math.tointeger(run.tier[t]), missing.tiers[math.tointeger(run.tier[t])])
  local by_hand = run.overrides and run.overrides.by_row[t]
  if by_hand then
    lines[#lines + 1] = "  C from         the steering committee, by hand, in place of " .. overrides.replaced(by_hand)
    lines[#lines + 1] = "  by the rule    " .. overrides.rules[by_hand.rule]
    lines[#lines + 1] = "  reason         " .. (by_hand.reason or "none given")
  elseif run.capacity_age[t] > 0 then
    lines[#lines + 1] = string.format("  C from         %d weeks ago", math.tointeger(run.capacity_age[t]))
  end
  lines[#lines + 1], lines[#lines + 2] = "", "Components"
  add("T_comp", "trust"); add("S_pot", "potential"); add("F_gate", "gate"); add("F_syn", "synergy"); add("F_vol", "volatility")
  local binding = BINDING[math.tointeger(run.bottleneck[t])]
  if binding then
    lines[#lines + 1] = string.format("  bottleneck     %s, slack %.6f", binding, math.abs(run.slack[t]))
  end
  lines[#lines + 1] = string.format("  sigma_hist     %s (%s)%s", shown(run.sigma[t]), sigma_source(run),
    run.sigma_uncapped[t] > run.sigma[t] and string.format(", capped from %.6f", run.sigma_uncapped[t]) or "")
end

-- The note on the gaming flag: what the score can reach at all.
local function gaming_note(run)
  local epsilon = run.parameters.epsilon
  local most = epsilon / (1 + epsilon)
  if run.settings.gaming_threshold >= most then
    return string.format("the flag at %.2f cannot be raised: the score is at most epsilon / (1 + epsilon) = %.6f",
      run.settings.gaming_threshold, most)
  end
  return string.format("the flag is raised above %.2f; the score is at most epsilon / (1 + epsilon) = %.6f",
    run.settings.gaming_threshold, most)
end

local function add_result(lines, run, t)
  local level = math.tointeger(run.level[t])
  lines[#lines + 1], lines[#lines + 2] = "", "Result"
  lines[#lines + 1] = "  S_KPI          " .. shown(run.index[t])
  local by_hand = run.overrides and run.overrides.by_row[t]
  if by_hand then
    lines[#lines + 1] = string.format("                 %s without what was set by hand", shown(run.index_without_override[t]))
  end
  lines[#lines + 1] = "  S_resilience   " .. shown(run.resilience[t])
  lines[#lines + 1] = string.format("  gaming_score   %s; %s", shown(run.gaming[t]), gaming_note(run))
  lines[#lines + 1] = "  status         " .. run.status[t]
  if level then
    lines[#lines + 1] = string.format("  level          %d, %s: %s", level, crisis.names[level], crisis.actions[level])
  end
  if run.official and run.official[t] == run.official[t] then
    lines[#lines + 1] = string.format("  S_KPI_official %.6f, less computed %s", run.official[t], shown(run.difference[t]))
  end
  lines[#lines + 1] = "  flags          " .. (#run.flags[t] > 0 and table.concat(run.flags[t], "; ") or "none")
end

-- At most 40 alerts, the last ones.
local function add_alerts(lines, run)
  lines[#lines + 1], lines[#lines + 2] = "", string.format("Alerts of the series: %d", #run.alerts)
  local first = math.max(1, #run.alerts - 39)
  if first > 1 then lines[#lines + 1] = "  (the last 40; flags of all weeks stand in metrics.csv)" end
  for i = first, #run.alerts do
    lines[#lines + 1] = string.format("  %s  %s", run.alerts[i].week, run.alerts[i].text)
  end
end

-- Every override of the series: none is silent.
local function add_overrides(lines, run)
  if not run.overrides then return end
  lines[#lines + 1], lines[#lines + 2] = "", overrides.summary(run.overrides)
  for _, one in ipairs(run.overrides) do lines[#lines + 1] = string.format("  %s  %s", one.week, overrides.describe(one)) end
end

local function add_outliers(lines, run)
  lines[#lines + 1], lines[#lines + 2] = "", "Outliers of the last 13 weeks"
  lines[#lines + 1] = string.format("  %s: %d in the whole series", validate.rule(run.validation.settings), #run.validation.outliers)
  local any = false
  for _, one in ipairs(run.validation.outliers) do
    if one.row > run.count - 13 then
      any = true
      lines[#lines + 1] = string.format("  %s  %s %.6g, median before %.6g, %.1f deviations", one.week, one.column, one.value,
        one.median, one.distance)
    end
  end
  if not any then lines[#lines + 1] = "  none" end
end

--- The report of the last week, as text.
function weekly_files.report(run, data, registry)
  local t = run.count
  local lines = { string.format("SG index, week %s (%s)", run.weeks[t], run.dates[t]), "" }
  add_components(lines, run, t)
  add_result(lines, run, t)
  lines[#lines + 1], lines[#lines + 2] = "", "Parameters"
  for _, name in ipairs(parameters_module.names) do
    lines[#lines + 1] = string.format("  %-14s %s", name, run.parameters[name])
  end
  for _, note in ipairs(registry and registry.notes or {}) do lines[#lines + 1] = "  note: " .. note end
  add_alerts(lines, run)
  add_overrides(lines, run)
  add_outliers(lines, run)
  lines[#lines + 1], lines[#lines + 2] = "", "Files"
  if data.sha256 then lines[#lines + 1] = "  data           sha256 " .. data.sha256 end
  if registry and registry.sha256 then lines[#lines + 1] = "  registry       sha256 " .. registry.sha256 end
  return table.concat(lines, "\n") .. "\n"
end

return weekly_files
