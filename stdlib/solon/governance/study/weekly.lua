-- weekly.lua - the weekly part of the protocol governance-index: reads the files, runs the weeks, writes.

local data_module = require "solon.governance.data.series"
local registry_module = require "solon.governance.data.registry"
local run_module = require "solon.governance.weekly.run"
local weekly_files = require "solon.governance.weekly.files"

local run_weekly = {}

local function must(value, message)
  if not value then error(message, 0) end
  return value
end

--- The registry of a run and what is deployed, if given: a difference stops the run, naming both values.
function run_weekly.registry(ctx)
  local registry, deployed = must(registry_module.load(ctx.inputs.registry.path)), nil
  if ctx.inputs.deployed then
    deployed = must(registry_module.load(ctx.inputs.deployed.path, { deployed = true }))
    local comparison = registry_module.compare(registry, deployed)
    if not comparison.equal then
      local input = ctx.inputs.registry
      error(string.format("'%s' differs from the registry %s\n  %s", ctx.inputs.deployed.path,
        input.bundled and "that comes with Solon" or "'" .. input.path .. "'",
        tostring(comparison):gsub("\n", "\n  ")), 0)
    end
    ctx.print(string.format("Deployed parameters: %s.", tostring(comparison)))
  end
  return registry, deployed
end

--- The options of governance.run from the parameters of a run.
function run_weekly.options(ctx)
  local p = ctx.params
  return { sigma = p.sigma, sigma_cap = p.sigma_cap, decay = p.decay, lambda = p["lambda"], prior = p.prior_trust,
    survey_days = p.survey_days, hysteresis = p.hysteresis, dwell = p.dwell, gaming_threshold = p.gaming_threshold,
    outlier_threshold = p.outlier_threshold, outlier_smallest = p.outlier_smallest, outlier_window = p.outlier_window }
end

--- Data, registry and run, with their files written and the summary printed.
function run_weekly.run(ctx)
  local registry, deployed = run_weekly.registry(ctx)
  local data = must(data_module.load(ctx.inputs.data.path))
  if ctx.params.sigma == "reported" and not data.sigma_hist then
    error(string.format("--sigma reported: '%s' has no column sigma_hist", ctx.inputs.data.path), 0)
  end
  if ctx.inputs.data.bundled then ctx.print "Made-up weeks that come with Solon (give --data for real ones)." end
  for _, note in ipairs(data.notes) do ctx.print("Note: " .. note .. ".") end
  for _, note in ipairs(registry.notes) do ctx.print("Note: " .. note .. ".") end
  local run = run_module.run(data, registry, run_weekly.options(ctx))
  local stem, last = run.stems[run.count], run.count
  ctx.write_frame("metrics.csv", weekly_files.metrics(run))
  ctx.write_frame(stem .. "_Raw_Data.csv", weekly_files.raw(data, last, last))
  ctx.write_frame(stem .. "_Computed_Metrics.csv", weekly_files.metrics(run, last, last))
  ctx.write(stem .. "_Audit_Report.txt", weekly_files.report(run, data, registry))
  for _, line in ipairs(run.lines) do ctx.print(line) end
  return { data = data, registry = registry, deployed = deployed, run = run }
end

return run_weekly
