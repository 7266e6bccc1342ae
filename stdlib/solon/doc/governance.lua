-- doc/governance.lua - documentation of solon.governance, in parts by theme.
local functions = {}
for _, part in ipairs { "weekly", "audit", "stability", "calibration", "sensitivity", "report", "uncertainty" } do
  for _, entry in ipairs(require("solon.doc.governance." .. part)) do functions[#functions + 1] = entry end
end
return {
  module = "solon.governance",
  summary = "The governance index week by week: data, registry of parameters, missing values, volatility, crisis levels, audit, stability, report.",
  functions = functions,
}
