-- files.lua - what the protocol index-audit writes: the audit as data and as a text, gaming and stability as tables.

local overrides = require "solon.governance.data.overrides"
local records = require "solon.frame.records"

local audit_files = {}

-- A number for JSON, which has neither NaN nor infinities.
local function plain(value)
  if type(value) ~= "number" or value == value and math.abs(value) < math.huge then return value end
end

local function copy(row, names)
  local out = {}
  for _, name in ipairs(names) do out[name] = plain(row[name]) end
  return out
end

local function copies(rows, names)
  local out = {}
  for i, row in ipairs(rows) do out[i] = copy(row, names) end
  return out
end

local WATCHED = { "target", "proxies", "verdict", "reason", "limit", "limit_from", "maximum", "first_alarm", "alarms", "false_alarm",
  "false_alarm_error", "false_alarm_wanted", "lambda", "two_sided", "blocks", "replicates", "baseline_used", "window_used", "residual_sd" }

--- The content of audit.json.
function audit_files.json(result, stability, power, hashes)
  local parameters = {}
  for name, value in pairs(result.parameters) do parameters[name] = value end
  return {
    verdict = result.verdict, as_published = result.published, exact = result.exact, first_week = result.first_week,
    last_week = result.last_week, hashes = hashes, parameters = parameters, steps = result.steps,
    checks = copies(result.rows, { "step", "check", "basis", "tolerance", "value", "reachable", "verdict", "note" }),
    weeks = copies(result.weeks, { "week", "S_KPI_official", "S_KPI", "S_KPI_derived", "sigma_hist", "sigma_derived" }),
    thresholds = copies(result.reachable, { "id", "check", "threshold", "reachable", "extreme", "note" }),
    gaming = copies(result.gaming.targets, WATCHED),
    source_gaps = copies(result.sources.records, { "source", "replaced_by", "verdict", "reason", "tested", "largest", "largest_week", "mean" }),
    overrides = result.overrides and copies(result.overrides, { "week", "value", "instead", "age", "effect", "rule", "reason" }) or nil,
    power = power and copies(power.rows, { "shift", "detected", "detected_error", "as_published", "as_published_error" }) or nil,
    stability = { verdict = stability.verdict, threshold = stability.threshold, critical_core = stability.critical_core,
      critical_mu = stability.critical_mu, contracting_mu = stability.contracting_mu, weeks = stability.counts,
      lowest_after_disturbance = stability.feed_back and stability.feed_back.minimum,
      lowest_feed_forward = stability.feed_forward and stability.feed_forward.minimum },
  }
end

--- The weeks watched for gaming, a row per target and week.
function audit_files.gaming(result, data)
  local rows = {}
  for _, one in ipairs(result.gaming.targets) do
    for k, label in ipairs(one.predicted and one.weeks or {}) do
      local reported = data[one.target][data.count - #one.weeks + k]
      rows[#rows + 1] = { week = label, target = one.target, reported = reported, predicted = one.predicted[k], residual = one.residual[k],
        statistic = one.statistic[k], limit = one.limit,
        alarm = one.limit and one.statistic[k] > one.limit and 1 or 0 }
    end
  end
  return records.frame(rows, { { "week", "text" }, { "target", "text" }, { "reported", "number" }, { "predicted", "number" }, { "residual", "number" },
    { "statistic", "number" }, { "limit", "number" }, { "alarm", "integer" } }, records.not_finite)
end

--- The gaps of sources, a row per source that can be tested and week.
function audit_files.source_gaps(gaps)
  local rows = {}
  for _, one in ipairs(gaps.records) do
    for k, label in ipairs(one.tested > 0 and one.weeks or {}) do
      rows[#rows + 1] = { week = label, source = one.source, used = one.used[k], replaced = one.replaced[k], gap = one.gap[k] }
    end
  end
  return records.frame(rows, { { "week", "text" }, { "source", "text" }, { "used", "number" }, { "replaced", "number" }, { "gap", "number" } },
    records.not_finite)
end

local function number(value) return value == nil and "-" or type(value) == "number" and string.format("%.6g", value) or tostring(value) end

local function add_rows(out, result, step)
  for _, row in ipairs(result.rows) do
    if row.step == step then
      out[#out + 1] = string.format("  %-12s  %-9s  %s", row.verdict, row.basis, row.check)
      local threshold = row.tolerance and string.format(", threshold %s, %s", number(row.tolerance),
        row.reachable and "can be crossed" or "can never be crossed") or ""
      out[#out + 1] = string.format("                           found %s%s", number(row.value), threshold)
      if row.note then out[#out + 1] = "                           " .. row.note end
    end
  end
end

--- The report as a text.
function audit_files.report(result, stability, power, hashes)
  local out = { string.format("Audit of the governance index, %s to %s", result.first_week, result.last_week), "",
    string.format("Verdict: %s (as published %s, exact %s).  Not testable is never a pass.", result.verdict, result.published, result.exact),
    "data      " .. (hashes.data or "-"), "registry  " .. (hashes.registry or "-") }
  for _, step in ipairs(result.steps) do
    out[#out + 1] = ""
    out[#out + 1] = string.format("Step %d: %s", step.step, step.name)
    add_rows(out, result, step.step)
  end
  out[#out + 1] = ""
  out[#out + 1] = "Inputs against proxies"
  for _, line in ipairs(result.gaming.lines) do out[#out + 1] = "  " .. line end
  for _, line in ipairs(power and power.lines or {}) do out[#out + 1] = "  simulated gaming, " .. line end
  out[#out + 1] = ""
  out[#out + 1] = "Leave one source out: index points owed to it"
  for _, line in ipairs(result.sources.lines) do out[#out + 1] = "  " .. line end
  if result.overrides then
    out[#out + 1] = ""
    out[#out + 1] = overrides.summary(result.overrides)
    for _, one in ipairs(result.overrides) do out[#out + 1] = string.format("  %s  %s", one.week, overrides.describe(one)) end
  end
  out[#out + 1] = ""
  out[#out + 1] = "Thresholds: can they be crossed at all?"
  for _, row in ipairs(result.reachable) do
    out[#out + 1] = string.format("  %-5s  %s: %s", row.reachable and "yes" or "never", row.check, row.note)
  end
  out[#out + 1] = ""
  out[#out + 1] = "Stability"
  for _, line in ipairs(stability.lines) do out[#out + 1] = "  " .. line end
  return table.concat(out, "\n") .. "\n"
end

return audit_files
