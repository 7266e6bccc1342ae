-- init.lua - solon.governance: the governance index week by week, its audit, calibration and uncertainty.
-- This is the list of public functions; each lies in the file of its subject:
--
--   data/        what goes in: series, week, registry, decimal, validate, missing, overrides
--   weekly/      week by week: run, volatility, crisis, files
--   audit/       the quarterly audit, gaming, source_gaps, reach
--   uncertain/   how sure: uncertainty, distributions, sensitivity, stability
--   calibrate/   epsilon and mu from recorded or simulated weeks
--   claims/      what the source text says; published.lua: its formulas taken literally
--   report/      all of it as a page
--   study/       what the protocols do, and the files that they write

local audit = require "solon.governance.audit"
local calibrate = require "solon.governance.calibrate"
local claims = require "solon.governance.claims"
local crisis = require "solon.governance.weekly.crisis"
local data = require "solon.governance.data.series"
local distributions = require "solon.governance.uncertain.distributions"
local gaming = require "solon.governance.audit.gaming"
local gaming_power = require "solon.governance.audit.gaming_power"
local missing = require "solon.governance.data.missing"
local parameters = require "solon.governance.parameters"
local published = require "solon.governance.published"
local reach = require "solon.governance.audit.reach"
local registry = require "solon.governance.data.registry"
local report = require "solon.governance.report"
local run = require "solon.governance.weekly.run"
local sensitivity = require "solon.governance.uncertain.sensitivity"
local simulate = require "solon.governance.calibrate.simulate"
local source_gaps = require "solon.governance.audit.source_gaps"
local stability = require "solon.governance.uncertain.stability"
local uncertainty = require "solon.governance.uncertain.uncertainty"
local validate = require "solon.governance.data.validate"
local volatility = require "solon.governance.weekly.volatility"
local weekly_files = require "solon.governance.weekly.files"

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
