-- doc/governance/report.lua - documentation of the report of a study of the index.

local study_arguments = {
  { "study.run", "table", "weeks (labels), index, and by week any of resilience, official, trust, potential, gate, synergy, volatility, sigma, level, tier, status, flags", default = "none" },
  { "study.uncertainty", "table", "weeks with columns q05, q25, q50, q75, q95, index; last = { week, index, draws or density, probability, q05 .. q95 with _error }; lines", default = "none" },
  { "study.sensitivity", "table", "sobol, shapley, morris, one_way, two_way (or a list of them) as solon.sensitivity gives them; lines", default = "none" },
  { "study.stability", "table", "verdict, last, gain, threshold, counts, lines, weeks, paths = list of { name, values }, as governance.stability_study gives them", default = "none" },
  { "study.gaming", "table", "targets = list of { target, proxies, weeks, statistic, limit, lambda, alarms, first_alarm, false_alarm, verdict, reason }, as governance.detect_gaming gives", default = "none" },
  { "study.source_gaps", "table", "records, as governance.source_gaps gives", default = "none" },
  { "study.calibration", "table", "epsilon, mu, grid, joint as governance.calibrate gives them", default = "none" },
  { "study.audit", "table", "rows step, check, basis, tolerance, value, verdict (pass, fail, not testable), note, or what governance.audit gives", default = "none" },
  { "study.claims", "table", "records of claims", default = "none" },
}

local with_text = { { "study.title", "string", "and subtitle; lines, summary and notes are lists of texts", default = "A governance index" } }
for _, one in ipairs(study_arguments) do with_text[#with_text + 1] = one end

local errors = function(name)
  return { { "governance." .. name .. "(1)", "table expected, got number" },
    { "governance." .. name .. " { rum = {} }", "did you mean 'run'?" },
    { "governance." .. name .. " { run = { weeks = {} } }", "run.index: array or list of numbers expected" } }
end

local two = [[
local run = { weeks = { "2026-W02", "2026-W03" }, index = { 121.5, 79.25 } }
]]

return {
  {
    name = "report",
    signature = "governance.report(study) -> report",
    summary = "Makes the report of a study of the index: figures, tables and text from plain records, each part optional.",
    arguments = with_text,
    returns = { { "report", "of solon.report: html(), text(), save(path)" } },
    nan = "A gap in a figure, a dash in a table.",
    notes = "Weeks are dates (2026-01-05) or weeks of ISO 8601 (2026-W02) and stand on an axis of time; other labels stand side by side.",
    errors = errors "report",
    example = two .. [[print(governance.report { run = run })  --> report: A governance index (1 section, 1 figure, 1 table)]],
  },
  {
    name = "told",
    signature = "governance.told(study) -> lines",
    summary = "Tells a study of the index in at most 25 lines of a terminal.",
    arguments = study_arguments,
    returns = { { "lines", "list of strings" } },
    nan = "A week without a value.",
    errors = errors "told",
    example = two .. [[print(governance.told({ run = run })[2])  --> index          79.25 in 2026-W03: level 2, high alert]],
  },
}
