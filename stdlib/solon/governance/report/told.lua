-- told.lua - a study of the governance index in a few lines of a terminal: at most 25, one to three for each part.

local audit = require "solon.governance.report.audit"
local common = require "solon.governance.report.common"
local sensitivity = require "solon.governance.report.sensitivity"
local stability = require "solon.governance.report.stability"

local told = {}

-- A label and what is said of it, in two columns.
local function line(label, ...) return string.format("%-15s%s", label, string.format(...)) end

-- Weeks at each level, best first.
local function levels(run)
  local weeks = {}
  for i = 1, #run.weeks do
    local level = common.level_of(run, i)
    if level then weeks[level.level] = (weeks[level.level] or 0) + 1 end
  end
  local parts = {}
  for _, level in ipairs(common.levels) do parts[#parts + 1] = string.format("%s %d", level.name, weeks[level.level] or 0) end
  return table.concat(parts, ", ")
end

-- The lowest week, and the weeks that are not plain.
local function tell_run(out, run)
  local last, lowest, without, warm, imputed, frozen = common.last(run.index), nil, 0, 0, 0, 0
  for i, v in ipairs(run.index) do
    if v ~= v then without = without + 1 elseif not lowest or v < run.index[lowest] then lowest = i end
    local status, tier = run.status and run.status[i], run.tier and run.tier[i]
    if type(status) == "string" and status:find("warm", 1, true) then warm = warm + 1 end
    if tier == 4 then frozen = frozen + 1 elseif tier and tier >= 2 then imputed = imputed + 1 end
  end
  out[#out + 1] = line("weeks", "%d, %s to %s; %d without a value", #run.weeks, run.weeks[1] or "none", run.weeks[#run.weeks] or "none", without)
  if last then
    local level = common.level_of(run, last)
    out[#out + 1] = line("index", "%.2f in %s: level %d, %s", run.index[last], run.weeks[last], level.level, level.name)
    if run.resilience and run.resilience[last] == run.resilience[last] then out[#out + 1] = line("resilience", "%.2f, without synergy", run.resilience[last]) end
    out[#out + 1] = line("lowest", "%.2f in %s", run.index[lowest], run.weeks[lowest])
    out[#out + 1] = line("levels", "%s (weeks)", levels(run))
  end
  if run.tier or run.status then
    out[#out + 1] = line("not plain", "warm-up %d, trust imputed %d, frozen %d%s (weeks)", warm, imputed, frozen,
      run.overrides and string.format(", capacity set by hand %d", #run.overrides) or "")
  end
end

local function tell_uncertainty(out, given)
  local last = given.last
  if not last then return end
  if last.q05 and last.q95 then
    out[#out + 1] = line("uncertainty", "%.1f to %.1f (5 %% and 95 %%)%s", last.q05, last.q95, last.week and " in " .. tostring(last.week) or "")
  end
  if last.probability then
    local parts = {}
    for _, level in ipairs(common.levels) do
      if last.probability[level.level] then parts[#parts + 1] = string.format("%s %.1f %%", level.name, 100 * last.probability[level.level]) end
    end
    out[#out + 1] = line("probability", "%s", table.concat(parts, ", "))
  end
end

-- The inputs that matter most by the first measure there is, and whether it may be believed.
local function tell_sensitivity(out, given)
  for _, one in ipairs { { "sobol", "total", "share of variance, Sobol total", "%s %.2f" },
    { "shapley", "share", "share of variance, Shapley", "%s %.2f" }, { "morris", "mu_star", "mean |effect| in points, Morris mu*", "%s %.2f" } } do
    local record = given[one[1]]
    local rows = record and common.rows(record.rows or {})
    if rows and #rows > 0 then
      local values = sensitivity.column(rows, one[2])
      local order, parts = sensitivity.ranked(values), {}
      for k = 1, math.min(4, #order) do parts[k] = string.format(one[4], rows[order[k]].name, values[order[k]]) end
      out[#out + 1] = line("depends on", "%s (%s%s)", table.concat(parts, ", "), one[3], record.converged == false and ", not converged" or "")
      return
    end
  end
end

local function tell_stability(out, given)
  if type(given.verdict) ~= "string" then return end
  local product = stability.product(given)
  out[#out + 1] = line("feedback", "volatility from the published index: %s%s", given.verdict, product and ", " .. product:gsub("μB", "mu B") or "")
end

-- The first targets with a line each; those beyond are counted, never dropped.
local function tell_gaming(out, given)
  local targets, most = given.targets or {}, 4
  for k, target in ipairs(targets) do
    if k > most then
      out[#out + 1] = line("", "and %s more, in report.html", common.count(#targets - most, "input"))
      break
    end
    out[#out + 1] = line(k == 1 and "gaming" or "", "%s: %s%s", target.target, target.verdict or "not judged",
      target.alarms and target.alarms > 0 and string.format(", %s beyond the limit since %s", common.count(target.alarms, "week"), tostring(target.first_alarm))
        or target.verdict == "not testable" and target.reason and ", " .. target.reason or "")
  end
end

local function tell_calibration(out, given)
  local label = "calibration"
  for _, name in ipairs { "epsilon", "mu" } do
    local found = given[name]
    if found and found.estimate then
      out[#out + 1] = line(label, "%s %.4f%s%s%s", name, found.estimate,
        found.low and found.high and string.format(" [%.3f, %.3f]", found.low, found.high) or "", found.status and ", " .. found.status or "", given.circular and ", but circular" or "")
      label = ""
    end
  end
  local joint = given.joint
  if joint and joint.epsilon_low then
    out[#out + 1] = line(label, "together epsilon %.4f [%.3f, %.3f], mu %.4f [%.3f, %.3f], %s%s", joint.epsilon, joint.epsilon_low,
      joint.epsilon_high, joint.mu, joint.mu_low, joint.mu_high, joint.status, given.circular and ", but circular" or "")
  end
end

local MOST_FAILURES = 3

-- How the audit went, and what failed.
local function tell_audit(out, given)
  local rows, failed = common.rows(given.rows or given), {}
  out[#out + 1] = line("audit", "%s", audit.summary(rows))
  for _, row in ipairs(rows) do
    if row.verdict == "fail" or row.verdict == false then failed[#failed + 1] = (row.step and "step " .. row.step .. ", " or "") .. tostring(row.check) end
  end
  for k = 1, math.min(MOST_FAILURES, #failed) do out[#out + 1] = line("", "fail: %s", failed[k]) end
  if #failed > MOST_FAILURES then out[#out + 1] = line("", "fail: %d more", #failed - MOST_FAILURES) end
end

local function tell_claims(out, claims)
  local counts, parts = {}, {}
  for _, record in ipairs(claims) do counts[record.verdict] = (counts[record.verdict] or 0) + 1 end
  for _, verdict in ipairs { "agrees", "differs", "impossible", "not_computable" } do
    if counts[verdict] then parts[#parts + 1] = string.format("%d %s", counts[verdict], (verdict:gsub("_", " "))) end
  end
  out[#out + 1] = line("claims", "%d: %s", #claims, table.concat(parts, ", "))
end

--- The lines.  study: as the report takes it, its run with plain columns.
function told.lines(study)
  local out = {}
  if study.run then tell_run(out, study.run) end
  if study.uncertainty then tell_uncertainty(out, study.uncertainty) end
  if study.sensitivity then tell_sensitivity(out, study.sensitivity) end
  if study.stability then tell_stability(out, study.stability) end
  if study.gaming then tell_gaming(out, study.gaming) end
  if study.calibration then tell_calibration(out, study.calibration) end
  if study.audit then tell_audit(out, study.audit) end
  if study.claims then tell_claims(out, study.claims) end
  return out
end

return told
