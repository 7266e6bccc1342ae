-- run.lua - a whole study as governance-index runs it: the weeks, then everything there is to know about them, then
-- the report.  Each step finds in `study` what the steps before it left, and writes its outputs.

local audit = require "solon.governance.audit"
local calibrate = require "solon.governance.calibrate"
local claims = require "solon.governance.claims"
local distributions = require "solon.governance.uncertain.distributions"
local hindcast = require "solon.governance.calibrate.hindcast"
local overrides = require "solon.governance.data.overrides"
local report = require "solon.governance.report"
local run_weekly = require "solon.governance.study.weekly"
local sensitivity = require "solon.governance.uncertain.sensitivity"
local stability = require "solon.governance.uncertain.stability"
local study_files = require "solon.governance.study.files"
local uncertainty = require "solon.governance.uncertain.uncertainty"
local validate = require "solon.governance.data.validate"

local run_study = {}

-- What a study leaves out, or says with a caution.
local function caution(study, text)
  study.cautions[#study.cautions + 1] = text
  study.ctx.print(text)
end

-- ---- uncertainty and sensitivity -----------------------------------------------------------------------------

local function measure_uncertainty(study)
  local ctx, p = study.ctx, study.ctx.params
  ctx.progress(0, "uncertainty")
  study.uncertainty = uncertainty.run(study.run, { seed = ctx.seed, draws = p.draws, weekly_draws = p.weekly_draws, nu = p.nu, rho = p.rho,
    rho_sigma = p.rho_sigma })
  ctx.write_frame("uncertainty.csv", study_files.uncertainty(study.uncertainty))
end

-- Refuses options of the sensitivity before anything is computed.
local function check_sensitivity(p)
  local fits, option, problem = sensitivity.interval { n = p.sobol_n, interval = p.sobol_interval, scramblings = p.sobol_scramblings, bootstrap = p.sobol_bootstrap }
  if not fits then error(string.format("--sobol-%s: %s", option, problem), 0) end
end

-- Over the ranges of solon.governance.uncertain.sensitivity, around what was measured last.
local function measure_sensitivity(study)
  local ctx, p, run = study.ctx, study.ctx.params, study.run
  ctx.progress(0, "sensitivity")
  local base
  for t = run.count, 1, -1 do
    if run.status[t] == "ok" then
      base = { C = run.capacity[t], V = run.visibility[t], T = run.trust[t], sigma = run.sigma[t] }
      break
    end
  end
  study.sensitivity = sensitivity.run { parameters = run.parameters, base = base, n = p.sobol_n, interval = p.sobol_interval,
    scramblings = p.sobol_scramblings, bootstrap = p.sobol_bootstrap, seed = ctx.seed, threads = ctx.jobs,
    rho = p.rho, rho_sigma = p.rho_sigma, nu = p.nu }
  ctx.write_frame("sobol.csv", study.sensitivity:frame "sobol")
end

-- ---- audit, gaming, stability ------------------------------------------------------------------------------

-- The audit with its gaming detection.
local function audit_weeks(study)
  local ctx, p = study.ctx, study.ctx.params
  ctx.progress(0, "audit")
  study.audit = audit.run(study.data, study.registry, { deployed = study.deployed, sigma = p.official_sigma, sigma_cap = p.sigma_cap,
    decay = p.decay, survey_decay = p["lambda"], prior = p.prior_trust, survey_days = p.survey_days, seed = ctx.seed,
    false_alarm = p.false_alarm })
  ctx.write_frame("audit.csv", study_files.audit(study.audit))
end

local function judge_stability(study)
  study.stability = stability.study(study.run.weeks, study.audit.core, { parameters = study.registry.parameters })
  study.ctx.write_frame("stability.csv", stability.frame(study.stability))
end

-- ---- calibration -------------------------------------------------------------------------------------------

local function calibrate_parameters(study)
  local ctx, values = study.ctx, study.registry.parameters
  local reason = hindcast.why_not(study.data, values)
  if reason then return caution(study, "No calibration: " .. reason .. ".") end
  study.calibration = calibrate.run(study.data, { parameters = values, seed = ctx.seed, replicates = ctx.params.replicates,
    progress = function(done) ctx.progress(done, "calibration") end })
  if study.calibration.circular then
    caution(study, "Calibration: the official values are the formula's own to within 0.5 points, so it tells nothing of the world.")
  end
  ctx.write_frame("calibration.csv", study_files.calibration(study.calibration))
end

-- ---- claims ------------------------------------------------------------------------------------------------

-- Computes the claims of the source text and keeps their records for the report.
local function compute_claims(study)
  study.claims = {}
  study.ctx.progress(0, "claims")
  claims.compute(function(...)
    local record = study.ctx.claim(...)
    study.claims[#study.claims + 1] = record
    return record
  end)
end

-- ---- report ------------------------------------------------------------------------------------------------

local CAUTIONS = {
  "The index is a choice of inputs, weights and forms; what it says of a country is not more certain than they are.",
  "Crisis levels are edges on a scale; a week near one may be on either side of it by what is not known of its measurements.",
}

-- What the data and the parameters are.
local function lines_of(study)
  local data, registry, run = study.data, study.registry, study.run
  local lines = { string.format("%d weeks, %s to %s", run.count, run.weeks[1], run.weeks[run.count]),
    "volatility taken from " .. ({ core = "the unpenalised core", published = "the published index, which feeds back",
      reported = "the column sigma_hist" })[run.settings.sigma] }
  if study.ctx.inputs.data.bundled then table.insert(lines, 1, "made-up weeks that come with Solon") end
  lines[#lines + 1] = string.format("outliers, %s: %d of %d values", validate.rule(run.validation.settings), #run.validation.outliers,
    run.validation.checked)
  if run.overrides then lines[#lines + 1] = overrides.summary(run.overrides):gsub("%.$", ""):gsub("^C", "c") end
  if data.sha256 then lines[#lines + 1] = "data: sha256 begins " .. data.sha256:sub(1, 16) end
  if registry.sha256 then lines[#lines + 1] = "registry: sha256 begins " .. registry.sha256:sub(1, 16) end
  for _, note in ipairs(data.notes) do lines[#lines + 1] = note end
  for _, note in ipairs(registry.notes) do lines[#lines + 1] = note end
  return lines
end

local function notes_of(study)
  local notes = {}
  table.move(study.cautions, 1, #study.cautions, 1, notes)
  return table.move(CAUTIONS, 1, #CAUTIONS, #notes + 1, notes)
end

-- Why official values may differ from those computed.
local function summary_of(study)
  if not study.data.S_KPI_official or study.ctx.params.sigma == study.ctx.params.official_sigma then return nil end
  return { "Volatility is not taken here from what the official values take it from, so they differ: --sigma published computes the source "
    .. "text's rule, in which the index feeds on its own past." }
end

-- The records of the sensitivity with the ranges in words: the report shows the rest as figures.
local function sensitivity_of(study)
  local found = study.sensitivity
  if not found then return nil end
  local ranges = {}
  for i, input in ipairs(found.inputs) do ranges[i] = string.format("%s %g to %g", input.name, input.low, input.high) end
  return { sobol = found.sobol, shapley = found.shapley, morris = found.morris, one_way = found.one_way, two_way = found.two_way,
    lines = { "Ranges: " .. table.concat(ranges, ", ") .. "; T stands for loyalty and skepticism alike." } }
end

-- The study as the report takes it.
local function parts_of(study)
  return { title = "A governance index, week by week", subtitle = string.format("%s to %s", study.run.dates[1], study.run.dates[study.run.count]),
    lines = lines_of(study), summary = summary_of(study), run = study.run, uncertainty = study.uncertainty, sensitivity = sensitivity_of(study), stability = study.stability,
    gaming = study.audit and study.audit.gaming, source_gaps = study.audit and study.audit.sources, calibration = study.calibration, audit = study.audit,
    claims = study.claims, notes = notes_of(study) }
end

local function write_report(study)
  local parts = parts_of(study)
  study.ctx.write("report.html", report.build(parts):html())
  parts.run, parts.claims = nil, nil -- the lines of the weekly run are printed; those of the claims end the summary
  for _, line in ipairs(report.told(parts)) do study.ctx.print(line) end
end

-- Parameters of the parts that --study weeks leaves out.
local OF_WHOLE = { "draws", "weekly_draws", "nu", "rho", "rho_sigma", "sobol_n", "sobol_interval", "sobol_scramblings",
  "sobol_bootstrap", "official_sigma", "false_alarm", "replicates" }

-- Says which parameters were changed and have no effect beside others.
local function note_without_effect(ctx)
  local p = ctx.params
  local function note(beside, names)
    local changed = {}
    for _, name in ipairs(names) do
      if p[name] ~= ctx.defaults[name] then changed[#changed + 1] = "--" .. name:gsub("_", "-") end
    end
    if #changed > 0 then ctx.print(string.format("Note: with %s no effect: %s.", beside, table.concat(changed, ", "))) end
  end
  if p.study == "weeks" then note("--study weeks", OF_WHOLE) end
  if p.decay == "published" then note("--decay published", { "prior_trust" }) end
end

-- Correlations that no measures can have stop the run before it begins.
local function check_correlations(p)
  local wrong = p.study == "whole" and distributions.no_correlation(p.rho, p.rho_sigma)
  if wrong then error(string.format("--rho %.6g, --rho-sigma %.6g: %s", p.rho, p.rho_sigma, wrong), 0) end
end

--- The whole study of a run of governance-index, or its weeks alone.
function run_study.run(ctx)
  check_sensitivity(ctx.params)
  check_correlations(ctx.params)
  note_without_effect(ctx)
  local study = run_weekly.run(ctx)
  study.ctx, study.cautions = ctx, {}
  if ctx.params.study == "whole" then
    measure_uncertainty(study)
    measure_sensitivity(study)
    audit_weeks(study)
    judge_stability(study)
    calibrate_parameters(study)
    compute_claims(study)
  end
  write_report(study)
end

return run_study
