-- init.lua - solon.governance: the governance index week by week, its audit, calibration and uncertainty.
-- This is the list of public functions; each lies in the file of its subject.

local calibrate = require "solon.governance.calibrate"
local crisis = require "solon.governance.crisis"
local data = require "solon.governance.data"
local missing = require "solon.governance.missing"
local parameters = require "solon.governance.parameters"
local published = require "solon.governance.published"
local registry = require "solon.governance.registry"
local report = require "solon.governance.report"
local run = require "solon.governance.run"
local simulate = require "solon.governance.calibrate.simulate"
local sensitivity = require "solon.governance.sensitivity"
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
  calibrate = calibrate.run,
  calibrate_grid = calibrate.grid,
  hindcast = simulate.hindcast,
  gate_as_published = published.gate,
  decayed_trust_as_published = published.decayed_trust,
  sensitivity = sensitivity.run,
  report = report.build,
  told = report.told,
  run = run.run,
  metrics = weekly_files.metrics,
}
