-- doc/governance.lua - documentation of solon.governance, in parts by theme.
local functions = {}
for _, part in ipairs { "weekly", "audit", "stability", "calibration", "sensitivity", "report", "uncertainty" } do
  for _, entry in ipairs(require("solon.doc.governance." .. part)) do functions[#functions + 1] = entry end
end
return {
  module = "solon.governance",
  summary = "The governance index week by week: data, registry of parameters, missing values, volatility, crisis levels, audit, stability, report.",
  functions = functions,
  guide = [==[
A study from two files to a page (solon run governance-index does this and more in one command):

  local governance = require "solon.governance"
  local data = assert(governance.load "weekly.csv")
  local registry = assert(governance.registry "parameters.csv")
  local run = governance.run(data, registry)
  print(run)
  local study = { run = run, uncertainty = governance.uncertainty(run, { rho = 0.3 }), audit = governance.audit(data, registry) }
  study.gaming = study.audit.gaming
  study.sensitivity = governance.sensitivity { parameters = run.parameters }
  for _, line in ipairs(governance.told(study)) do print(line) end
  assert(governance.report(study):save "study.html")

The columns of the files are in solon info governance-index. An index of other pillars and forms is made of the parts in
solon.index, solon.random and solon.sensitivity: see examples/own_index.lua.]==],
}
