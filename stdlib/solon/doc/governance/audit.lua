-- doc/governance/audit.lua - documentation of the quarterly audit, of what it can find, and of gaming.

local parameter_option = { "options.parameters", "table", "a registry, or parameters by name", default = "the source text's" }

local watch_options = {
  { "options.targets", "table", "list of { target = column, proxies = { columns } }", default = "T_loyalty against Sentiment, Search, FX; where the data have them C against C_payroll, V against V_third_party, Z_skepticism against Z_consensus" },
  { "options.lambda", "number", "weight of the newest residual", default = 0.25 },
  { "options.limit", "number", "the limit itself, such as 3.6", default = "by bootstrap" },
  { "options.false_alarm", "number", "wanted chance of an alarm in a window without gaming", default = 0.05 },
  { "options.replicates", "integer", "bootstrapped windows for the limit, and as many for its measured rate", default = 20000 },
  { "options.block", "integer", "weeks that are resampled together", default = "the strictest of 1, half a window, a window" },
  { "options.two_sided", "boolean", "look for deflation too", default = false },
  { "options.baseline", "integer", "weeks before the window to learn from", default = "all" },
  { "options.seed", "integer", "of the bootstrap", default = 0 },
}

local function with(first, rest)
  local out = {}
  for _, list in ipairs { first, rest } do
    for _, one in ipairs(list) do out[#out + 1] = one end
  end
  return out
end

-- A series that gives an audit something to do: 60 weeks, published by the source text's rules but for one.
local sixty = [[
local random = require "solon.random"
local stream, columns = random.stream(1, "weeks"), { week = {} }
for _, name in ipairs { "C", "V", "T_loyalty", "Z_skepticism", "Sentiment", "Search", "FX" } do
  columns[name] = stream:uniform(60) * 0.02 + 0.3
end
local monday = os.time { year = 2024, month = 1, day = 1, hour = 12 }
for i = 1, 60 do columns.week[i] = os.date("%Y-%m-%d", monday + (i - 1) * 7 * 86400) end
]]

return {
  {
    name = "audit",
    signature = "governance.audit(data [, registry [, options]]) -> record",
    summary = "Audits a quarter of published weeks in four steps: parameters, reproduction, gaming, volatility window; each with the tolerances as published and as exact.",
    arguments = with({
      { "data", "weekly data", "from governance.load or governance.series, with S_KPI_official and sigma_hist" },
      { "registry", "registry", "from governance.registry, or parameters by name", default = "the source text's" },
      { "options.deployed", "registry", "from governance.registry(path, { deployed = true })", default = "none: step 1 is not testable" },
      { "options.data_sha256, options.registry_sha256", "string", "sealed hashes of the files", default = "none" },
      { "options.sigma", "string", "what the published sigma is declared to come from: published (the index's past) or core", default = "published" },
      { "options.sigma_cap", "number", "points", default = 50 },
      { "options.weeks", "integer", "to reproduce", default = 13 },
      { "options.gaming_weeks", "integer", "watched for gaming", default = 26 },
      { "options.decay, options.survey_decay, options.prior, options.survey_days", "any", "decay, lambda, prior, survey_days of governance.fill", default = "published decay, else as there" },
    }, watch_options),
    returns = {
      { "rows", "table", "{ step, check, basis (published or exact), tolerance, value, reachable, verdict, note }" },
      { "steps", "table", "per step the worst published and exact verdict" },
      { "verdict, published, exact", "string", "the worst of all: pass, fail, not testable" },
      { "weeks", "table", "per reproduced week what was published and what comes out" },
      { "gaming", "record", "of governance.detect_gaming" }, { "sources", "record", "of governance.source_gaps, with sigma as reported, else derived" },
      { "overrides", "table", "capacity set by hand as in governance.run, nil without the column; those of the gaming window outside the rules or without a reason fail step 3" }, { "reachable", "table", "of governance.reachable" },
      { "core", "array", "the index before volatility and clip" },
      { "first_week, last_week, lines", "any", "the weeks reproduced, and the steps in words" },
    },
    nan = "a week without a value to compare makes its check not testable, which is never a pass",
    formula = "exact: 1e-9 points, with sigma derived from the published history (n - 1); where all published values are rounded to d decimals, what half a unit of the last can do. A threshold that no input can cross is not testable",
    notes = "The source text's \"weeks -13 to 0\" are 14 weeks; here 13 are reproduced.",
    errors = { { [[governance.audit(1)]], "weekly data expected, got number" },
      { [[governance.audit(governance.series { week = { "2026-W01" }, C = { 1 }, V = { 1 }, T_loyalty = { 1 }, Z_skepticism = { 1 } }, nil, { week = 1 })]],
        "did you mean 'weeks'?" } },
    example = sixty .. [[
local index = require "solon.index"
columns.sigma_hist = require("solon.array").full(2.0, 60)
columns.S_KPI_official = index.evaluate { capacity = columns.C, visibility = columns.V, loyalty = columns.T_loyalty,
  skepticism = columns.Z_skepticism, sigma = 2.0, out = { "index" } }.index
local a = governance.audit(governance.series(columns), nil, { replicates = 1000 })
for _, row in ipairs(a.rows) do
  if row.step == 2 then print(row.basis, row.tolerance, row.verdict) end
end
--> published	0.5	pass
--> exact	1e-09	fail]],
  },
  {
    name = "reachable",
    signature = "governance.reachable([registry]) -> table",
    summary = "Says of each threshold of the source text whether any inputs can cross it, and what the extreme is.",
    arguments = { { "registry", "registry", "or parameters by name", default = "the source text's" } },
    returns = { { "rows", "table", "{ id, check, threshold, reachable, extreme, note }, also by id: gaming_score, gap_points, average_gap, correlation, reproduction, sigma, sigma_cap, level_0, level_1, level_2" } },
    formula = "largest gaming score epsilon / (1 + epsilon); largest sigma (scale / 2) sqrt(n / (n - 1)); level with edge e impossible once sigma > (scale (1 + epsilon) / e - 1) / mu",
    errors = { { [[governance.reachable(1)]], "registry or table of parameters expected, got number" } },
    example = [[
local r = governance.reachable()
print(r.gaming_score.reachable, string.format("%.6f", r.gaming_score.extreme))  --> false	0.259259
print(governance.reachable({ epsilon = 0.43 }).gaming_score.reachable)  --> true
print(r.level_0.note)  --> impossible for any inputs once sigma > 6.875]],
  },
  {
    name = "detect_gaming",
    signature = "governance.detect_gaming(data [, options]) -> record",
    summary = "Watches inputs for values higher than independent proxies say: regression on the weeks before, then an EWMA of the residuals with a bootstrapped limit.",
    arguments = with({ { "data", "table", "weekly data" }, { "options.window", "integer", "weeks watched, the last ones", default = 26 } },
      watch_options),
    returns = {
      { "verdict", "string", "fail (an alarm), not testable, pass: the worst of the targets" },
      { "targets", "table", "per target: verdict, reason, limit, maximum, first_alarm, alarms, false_alarm and false_alarm_error (the largest over the blocks), weeks, predicted, residual, statistic, residual_sd, baseline_used, window_used, blocks" },
      { "charts, lines", "table", "for governance.report, and words" },
    },
    nan = "weeks with a missing target or proxy are left out; fewer than 20 before or 8 in the window: not testable",
    formula = "z_t = lambda r_t + (1 - lambda) z_{t-1}; statistic z_t / sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^2t)); the limit is the quantile of its maximum over windows drawn from residuals that leave their own block out, coefficients estimated anew",
    source = "Roberts 1959, Control chart tests based on geometric moving averages",
    notes = "false_alarm is measured on bootstrapped windows. On simulated weeks where 5 % are wanted after 78 weeks of baseline, governance.gaming_power measures 5 % with independent residuals and 7 % where proxies see a persistent truth with error.",
    errors = { { [[governance.detect_gaming(1)]], "table expected, got number" }, { [[governance.detect_gaming({}, { lamda = 1 })]], "did you mean 'lambda'?" } },
    example = sixty .. [[
columns.T_loyalty = (columns.Sentiment + columns.Search + columns.FX) / 3 + stream:normal(60) * 0.01
print(governance.detect_gaming(governance.series(columns), { replicates = 1000 }).verdict)  --> pass
for i = 40, 60 do columns.T_loyalty[i] = columns.T_loyalty[i] + 0.05 end
print(governance.detect_gaming(governance.series(columns), { replicates = 1000 }).targets[1].first_alarm)  --> 2024-W40]],
  },
  {
    name = "source_gaps",
    signature = "governance.source_gaps(data, run, detection) -> record",
    summary = "Leaves one source out: the index points that each watched week owes to one of its sources.",
    arguments = { { "data", "weekly data", "from governance.load or governance.series" }, { "run", "weekly run", "governance.run of these data" },
      { "detection", "record", "governance.detect_gaming of these data: its weeks are those tested" } },
    returns = {
      { "records", "table", "C, V, T_loyalty, Z_skepticism, Sentiment, Search, FX: { source, replaced_by, verdict (tested or not testable), reason (why not, with weeks), tested (weeks), largest, largest_week, mean, weeks, used, replaced, gap (arrays, NaN where not testable) }" },
      { "weeks", "table", "per week { week, gap, source }: the largest gap and whose it is" }, { "lines", "table", "in words" },
    },
    nan = "a week in which a source has no value, or nothing can replace it, has no gap",
    formula = "S(x) - S(x with x_i replaced), both with the sigma of the run: an input by its prediction from its proxies within [0, 1], a source of T_synthetic by the other two over the sum of their weights",
    notes = "A gap has no threshold. Where the trust gate binds, visibility is worth nothing, whoever reports it.",
    errors = { { [[governance.source_gaps(1)]], "weekly data expected, got number" },
      { [[governance.source_gaps(governance.series { week = { "2026-W01" }, C = { 1 }, V = { 1 }, T_loyalty = { 1 }, Z_skepticism = { 1 } }, {})]],
        "weekly run expected, got table" } },
    example = sixty .. [[
columns.T_loyalty = (columns.Sentiment + columns.Search + columns.FX) / 3 + stream:normal(60) * 0.01
for i = 40, 60 do columns.T_loyalty[i] = columns.T_loyalty[i] + 0.05 end
local data = governance.series(columns)
local gaps = governance.source_gaps(data, governance.run(data), governance.detect_gaming(data, { replicates = 1000 }))
print(gaps.lines[1])  --> C: not testable (no proxy: the data have no column C_payroll)
print(gaps.lines[3])
--> T_loyalty replaced by Sentiment, Search, FX: at most 5.60 pp (2025-W02), mean 2.82, in 26 of 26 weeks]],
  },
  {
    name = "gaming_power",
    signature = "governance.gaming_power([options]) -> table",
    summary = "Measures on simulated weeks how often gaming of a given size raises an alarm, and how often the source text's own audit does.",
    arguments = {
      { "options.shifts", "table", "how much too high the survey is reported", default = "0, 0.02, 0.05, 0.10" },
      { "options.studies", "integer", "simulated", default = 2000 }, { "options.baseline", "integer", "weeks", default = 78 },
      { "options.window", "integer", "weeks", default = 26 }, { "options.lambda", "number", "of the EWMA", default = 0.25 },
      { "options.limit", "number", "for all studies", default = "by bootstrap for each" },
      { "options.false_alarm", "number", "wanted", default = 0.05 }, { "options.replicates", "integer", "of each bootstrap", default = 999 },
      { "options.level, options.deviation, options.persistence", "number", "of the latent trust, an AR(1)", default = "0.6, 0.05, 0.9" },
      { "options.noise, options.proxy_noise, options.proxies", "number", "errors of survey and proxies, and how many of these", default = "0.02, 0.03, 3" },
      { "options.two_sided", "boolean", "look for deflation too", default = false }, { "options.seed", "integer", "of all draws", default = 0 }, parameter_option,
    },
    returns = { { "rows", "table", "per shift: detected and as_published, each with its standard error _error" },
      { "mean_limit, limit_from, studies, window, baseline, lines", "any", "what was done" } },
    errors = { { [[governance.gaming_power { studies = 1 }]], "integer from 10 to 1000000 expected, got 1" } },
    sweep = false,
    example = [[
local p = governance.gaming_power { studies = 200, limit = 3.6, shifts = { 0, 0.1 } }
print(p.rows[1].detected < 0.1, p.rows[2].detected, p.rows[2].as_published)  --> true	1.0	0.0]],
  },
}
