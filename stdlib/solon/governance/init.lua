-- init.lua - solon.governance: the governance index week by week, its audit, calibration and uncertainty.
-- This is the list of public functions; each lies in the file of its subject:
--
--   what goes in   data, week, registry, decimal, parameters, validate, missing, overrides
--   week by week   run, volatility, crisis, weekly_files
--   audit          audit, gaming, gaming_power, source_gaps, reach, audit_files
--   how sure       uncertainty, distributions, sensitivity, stability
--   calibrate      epsilon and mu from recorded or simulated weeks
--   claims         what the source text says; published: its formulas taken literally
--   report         all of it as a page
--   run_…          what the protocols do; study_files: the tables of the whole study

local audit = require "solon.governance.audit"
local calibrate = require "solon.governance.calibrate"
local claims = require "solon.governance.claims"
local crisis = require "solon.governance.crisis"
local data = require "solon.governance.data"
local distributions = require "solon.governance.distributions"
local gaming = require "solon.governance.gaming"
local gaming_power = require "solon.governance.gaming_power"
local missing = require "solon.governance.missing"
local parameters = require "solon.governance.parameters"
local published = require "solon.governance.published"
local reach = require "solon.governance.reach"
local registry = require "solon.governance.registry"
local report = require "solon.governance.report"
local run = require "solon.governance.run"
local sensitivity = require "solon.governance.sensitivity"
local simulate = require "solon.governance.calibrate.simulate"
local source_gaps = require "solon.governance.source_gaps"
local stability = require "solon.governance.stability"
local uncertainty = require "solon.governance.uncertainty"
local validate = require "solon.governance.validate"
local volatility = require "solon.governance.volatility"
local weekly_files = require "solon.governance.weekly_files"

return {
  load = data.load,
  series = data.series,
  registry = registry.load,
  compare_registries = registry.compare,
  parameters = parameters.new,
  validate = validate.run,
  fill = missing.fill,
  sigma = volatility.sigma,
  crisis_level = crisis.level,
  crisis_levels = crisis.levels,
  claims = claims.all,
  calibrate = calibrate.run,
  calibrate_grid = calibrate.grid,
  hindcast = simulate.hindcast,
  gate_as_published = published.gate,
  decayed_trust_as_published = published.decayed_trust,
  sensitivity = sensitivity.run,
  audit = audit.run,
  detect_gaming = gaming.detect,
  gaming_power = gaming_power.run,
  source_gaps = source_gaps.run,
  reachable = reach.rows,
  feedback_threshold = stability.threshold,
  stability = stability.judge,
  stability_study = stability.study,
  stability_population = stability.population,
  simulate_feedback = stability.simulate,
  report = report.build,
  told = report.told,
  run = run.run,
  population = distributions.population,
  uncertainty = uncertainty.run,
  metrics = weekly_files.metrics,
}
