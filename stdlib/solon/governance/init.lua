-- init.lua - solon.governance: the governance index week by week, its audit, calibration and uncertainty.
-- This is the list of public functions; each lies in the file of its subject.

local crisis = require "solon.governance.crisis"
local data = require "solon.governance.data"
local missing = require "solon.governance.missing"
local parameters = require "solon.governance.parameters"
local registry = require "solon.governance.registry"
local report = require "solon.governance.report"
local run = require "solon.governance.run"
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
  report = report.build,
  told = report.told,
  run = run.run,
  metrics = weekly_files.metrics,
}
