-- audit.lua - the audit as the protocol index-audit runs it: reads the files, audits, writes.

local audit = require "solon.governance.audit"
local audit_files = require "solon.governance.audit.files"
local data_module = require "solon.governance.data.series"
local gaming_power = require "solon.governance.audit.gaming_power"
local overrides = require "solon.governance.data.overrides"
local registry_module = require "solon.governance.data.registry"
local stability_module = require "solon.governance.uncertain.stability"

local run_audit = {}

local function must(value, message)
  if not value then error(message, 0) end
  return value
end

--- The options of governance.audit from the parameters of a run.
function run_audit.options(params, seed, deployed)
  return { deployed = deployed, sigma = params.sigma, sigma_cap = params.sigma_cap, weeks = params.weeks, gaming_weeks = params.gaming_weeks,
    decay = params.decay, survey_decay = params.survey_decay, prior = params.prior_trust, survey_days = params.survey_days,
    lambda = params.ewma_weight, limit = params.limit, false_alarm = params.false_alarm, replicates = params.replicates,
    two_sided = params.two_sided, seed = seed, data_sha256 = params.data_sha256, registry_sha256 = params.registry_sha256 }
end

-- How often gaming would be found in windows such as these.
local function power_of(ctx, registry)
  if ctx.params.power_studies == 0 then return nil end
  return gaming_power.run { studies = ctx.params.power_studies, window = ctx.params.gaming_weeks, lambda = ctx.params.ewma_weight,
    limit = ctx.params.limit, false_alarm = ctx.params.false_alarm, two_sided = ctx.params.two_sided, seed = ctx.seed,
    parameters = registry.parameters }
end

-- A title with its lines below, when there are any.
local function section(ctx, title, lines)
  if #lines == 0 then return end
  ctx.print("\n" .. title)
  for _, line in ipairs(lines) do ctx.print("  " .. line) end
end

local function print_lines(ctx, data, result, power, stability)
  if ctx.inputs.data.bundled then ctx.print "Made-up weeks that come with Solon (give --data for real ones)." end
  for _, note in ipairs(data.notes) do ctx.print("Note: " .. note .. ".") end
  ctx.print(string.format("Audit of %s to %s: %s (as published %s, exact %s).", result.first_week, result.last_week, result.verdict,
    result.published, result.exact))
  for _, line in ipairs(result.lines) do ctx.print(line) end
  for _, row in ipairs(result.rows) do
    if row.verdict == "fail" then ctx.print(string.format("FAIL, step %d, %s: %s", row.step, row.check, row.note or "")) end
  end
  if result.overrides then ctx.print(overrides.summary(result.overrides)) end
  ctx.print("Every check, with why it is not testable: " .. data.stems[data.count] .. "_Audit_Report.txt.")
  section(ctx, "Inputs against their proxies", result.gaming.lines)
  section(ctx, "Without one source: index points that are owed to it", result.sources.lines)
  section(ctx, "Simulated weeks with T_loyalty raised by a shift: share in which an alarm rises", power and power.lines or {})
  section(ctx, "Whether the gaming flag can rise", { result.reachable.gaming_score.check .. ": " .. result.reachable.gaming_score.note })
  section(ctx, "Stability", stability.lines)
end

--- Audits the files of a run.
function run_audit.run(ctx)
  local data = must(data_module.load(ctx.inputs.data.path))
  local registry = must(registry_module.load(ctx.inputs.registry.path))
  local deployed = ctx.inputs.deployed and must(registry_module.load(ctx.inputs.deployed.path, { deployed = true }))
  local result = audit.run(data, registry, run_audit.options(ctx.params, ctx.seed, deployed))
  ctx.progress(0.5, "power")
  local power = power_of(ctx, registry)
  local stability = stability_module.study(data.weeks, result.core, { parameters = registry.parameters })
  local hashes = { data = data.sha256, registry = registry.sha256, deployed = deployed and deployed.sha256 }
  ctx.write_json("audit.json", audit_files.json(result, stability, power, hashes))
  ctx.write_frame("gaming.csv", audit_files.gaming(result, data))
  ctx.write_frame("source_gaps.csv", audit_files.source_gaps(result.sources))
  ctx.write_frame("stability.csv", stability_module.frame(stability, true))
  ctx.write(data.stems[data.count] .. "_Audit_Report.txt", audit_files.report(result, stability, power, hashes))
  print_lines(ctx, data, result, power, stability)
end

return run_audit
