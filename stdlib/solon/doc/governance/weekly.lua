-- doc/governance/weekly.lua - documentation of the weekly run: data, registry, missing values, sigma, levels.

-- Five weeks: the survey stops after the second, sources drop out one by one.
local five = [[
local data = governance.series {
  week = { "2026-W02", "2026-W03", "2026-W04", "2026-W05", "2026-W06" },
  C = { 0.7, 0.7, false, 0.7, 0.7 }, V = { 0.6, 0.6, 0.6, 0.6, 0.6 },
  T_loyalty = { 0.6, 0.58, false, false, false }, Z_skepticism = { 0.5, 0.5, 0.5, 0.5, 0.5 },
  Sentiment = { 0.5, 0.5, 0.5, 0.5, false }, Search = { 0.6, 0.6, 0.6, false, false }, FX = { 0.7, 0.7, 0.7, 0.7, 0.7 } }
]]

local fill_arguments = {
  { "options.decay", "string", "prior: an old survey moves to options.prior; published: to zero", default = "prior" },
  { "options.lambda", "number", "decay per day", default = 0.005 },
  { "options.prior", "number", "where trust moves without news", default = 0.625 },
  { "options.survey_days", "number", "age in days beyond which a survey counts no longer", default = 140 },
}

local entries = {
  {
    name = "load",
    signature = "governance.load(path) -> data | nil, message, code",
    summary = "Reads a CSV file of weekly measurements, one row a week without gaps.",
    arguments = { { "path", "string", "columns week (2026-W02 or the date of its Monday), C, V, T_loyalty, Z_skepticism in [0, 1]; optional Sentiment, Search, FX in [0, 1], S_KPI_official and sigma_hist in [0, 1000000], C_override in [0, 1] (capacity set by hand) with C_override_reason (text), C_payroll, V_third_party, Z_consensus in [0, 1] (proxies of C, V, Z_skepticism); an empty cell is a missing value" } },
    returns = {
      { "data.count", "integer", "weeks" }, { "data.weeks", "table", "labels such as 2026-W02" },
      { "data.dates", "table", "their Mondays" }, { "data.mondays", "table", "as days after 1970-01-01" },
      { "data.stems", "table", "for names of files: 2026-Q1-Week2" },
      { "data.C", "array", "and the other columns by their names, NaN where missing; nil for an optional column that is not there; C_override_reason is a list, false where there is none" },
      { "data.notes", "table", "columns that are not used, by name, or by position where they have none" }, { "data.sha256", "string", "of the file" },
    },
    nan = "texts such as nan are refused; values outside their range, gaps, repeated and unordered weeks are errors with line, column and value",
    errors = { { [[governance.load(1)]], "string expected, got number" } },
    example = [[
local data, message = governance.load("no such file.csv")
print(data, message:find("no such file.csv", 1, true) ~= nil)  --> nil	true]],
  },
  {
    name = "series",
    signature = "governance.series(columns) -> data",
    summary = "The same data from columns in memory.",
    arguments = { { "columns", "table", "week (a list of texts), C, V, T_loyalty, Z_skepticism and the optional columns of governance.load, each an array or table; NaN, false and nil are missing values" } },
    returns = { { "data", "as from governance.load, without sha256" } },
    nan = "is a missing value",
    errors = {
      { [[governance.series{week = {"2026-W02"}, C = {2}, V = {1}, T_loyalty = {1}, Z_skepticism = {1}}]], "row 1: column 'C': value '2' is outside [0, 1]" },
      { [[governance.series{week = {"2026-W02", "2026-W04"}, C = {1, 1}, V = {1, 1}, T_loyalty = {1, 1}, Z_skepticism = {1, 1}}]], "row 2: column 'week': value '2026-W04' follows 2026-W02: 1 week (2026-W03) missing" },
      { [[governance.series{week = {"2026-W02"}, C = {1}, V = {1}, T_loyalty = {1}, Z_skepticism = {1}, C_override = {false}, C_override_reason = {"strike"}}]],
        "row 1: column 'C_override_reason': value 'strike' stands without a C_override" },
      { [[governance.series{week = {"2026-W02"}}]], "column 'C' is missing" },
      { [[governance.series(1)]], "table of options expected, got number" },
    },
    example = five .. [[
print(data)  --> weekly data: 5 weeks, 2026-W02 to 2026-W06; missing values: C 1, T_loyalty 3, Sentiment 1, Search 2
print(data.dates[1], data.stems[1])  --> 2026-01-05	2026-Q1-Week2]],
  },
  {
    name = "registry",
    signature = "governance.registry(path [, options]) -> registry | nil, message, code",
    summary = "Reads the registry of parameters.",
    arguments = {
      { "path", "string", "a CSV file with Parameter, Value, Class (A to D), Source, Update" },
      { "options.deployed", "boolean", "a list of deployed values: only Parameter and Value are needed, only names and decimals are checked", default = false },
    },
    returns = {
      { "registry.parameters", "table", "name -> value, as governance.parameters" },
      { "registry.rows", "table", "{ parameter, value, text, class, source, update, line } in the order of the file" },
      { "registry.notes", "table", "what was taken from elsewhere" }, { "registry.sha256", "string", "of the file" },
    },
    notes = "Unknown, repeated and missing parameters, unknown classes, values outside their range and weights that do not add to 1 are errors with line and column. The two trust weights may be left out, as in the source text.",
    errors = { { [[governance.registry(1)]], "string expected, got number" },
      { [[governance.registry("x.csv", {deploy = true})]], "did you mean 'deployed'?" } },
    example = [==[
local path = (os.getenv("TMPDIR") or "/tmp") .. "/solon-registry.csv"
local file <close> = assert(io.open(path, "w"))
file:write("Parameter,Value,Class,Source,Update\nepsilom,0.35,C,Data,Q1\n"):flush()
local registry, message = governance.registry(path)
print(message:match("csv(.*); known"))  --> :2: column 'Parameter': value 'epsilom' is no parameter
os.remove(path)]==],
  },
  {
    name = "compare_registries",
    signature = "governance.compare_registries(registry, deployed) -> record",
    summary = "Compares what is deployed with the registry, as exact decimals.",
    arguments = { { "registry", "registry", "from governance.registry" }, { "deployed", "registry", "from governance.registry with deployed = true" } },
    returns = {
      { "equal", "boolean", "whether every value is the same decimal: 0.35, 0.350 and 35e-2 are, 0.350000000000000001 is not" },
      { "compared", "integer", "parameters in either" },
      { "differences", "table", "{ parameter, registered, deployed (texts, nil where absent), text }" },
    },
    errors = { { [[governance.compare_registries({}, {})]], "registry expected, got table" } },
    example = [==[
local folder = os.getenv("TMPDIR") or "/tmp"
local function write(name, value)
  local file <close> = assert(io.open(folder .. name, "w"))
  file:write("Parameter,Value\nepsilon,", value, "\n"):flush()
  return assert(governance.registry(folder .. name, { deployed = true }))
end
print(governance.compare_registries(write("/solon-a.csv", "0.35"), write("/solon-b.csv", "0.3500")))
--> 1 parameters, all equal as decimals
print(governance.compare_registries(write("/solon-a.csv", "0.35"), write("/solon-b.csv", "0.36")))
--> epsilon: 0.35 in the registry, 0.36 deployed
os.remove(folder .. "/solon-a.csv")
os.remove(folder .. "/solon-b.csv")]==],
  },
  {
    name = "parameters",
    signature = "governance.parameters([changes]) -> parameters",
    summary = "The parameters of the index: the source text's values, with some of them replaced.",
    arguments = { { "changes", "table", "name -> value: w_C w_T w_V w_loyalty w_skepticism k theta epsilon mu sigma_window scale", default = "none" } },
    returns = { { "parameters", "a table of the eleven values; exponents and trust weights add to 1" } },
    errors = {
      { [[governance.parameters{epsilom = 0.3}]], "did you mean 'epsilon'?" },
      { [[governance.parameters{w_C = 0.3}]], "weights that sum to 1 expected, got w_C = 0.3, w_T = 0.4, w_V = 0.35" },
      { [[governance.parameters{mu = -1}]], "mu: number from 0 to 10 expected, got -1" },
    },
    example = [[
print(governance.parameters { epsilon = 0.3 })
--> w_C 0.25, w_T 0.4, w_V 0.35, w_loyalty 0.6, w_skepticism 0.4, k 2.0, theta 0.85, epsilon 0.3, mu 0.1, sigma_window 24, scale 150.0]],
  },
  {
    name = "validate",
    signature = "governance.validate(data [, options]) -> record",
    summary = "Flags values that are far from the weeks before (ranges are checked when data are read).",
    arguments = {
      { "data", "data", "from governance.load or governance.series" },
      { "options.threshold", "number", "deviations from the median that are too many", default = 5 },
      { "options.smallest", "number", "a deviation counts as at least this", default = 0.01 },
      { "options.window", "integer", "weeks before, 2 to 520, of which at least half must have a value", default = 12 },
    },
    returns = { { "checked", "integer", "values with enough weeks before them" }, { "settings", "table", "threshold, smallest, window" },
      { "outliers", "table", "{ row, week, column, value, median, deviation, distance }" } },
    formula = "|x - median| / max(1.4826 MAD, smallest) > threshold, median and median absolute deviation of the values in the `window` weeks before",
    source = "Hampel, The influence curve and its role in robust estimation, JASA 69 (1974)",
    errors = { { [[governance.validate({})]], "weekly data expected, got table" },
      { five .. [[return governance.validate(data, {window = 1})]], "window: integer from 2 to 520 expected, got 1" } },
    example = [==[
local columns = { week = {}, C = {}, V = {}, T_loyalty = {}, Z_skepticism = {} }
for i = 1, 8 do
  columns.week[i] = string.format("2026-W%02d", i)
  columns.C[i], columns.V[i], columns.T_loyalty[i], columns.Z_skepticism[i] = 0.7, i == 8 and 0.9 or 0.6, 0.6, 0.5
end
print(governance.validate(governance.series(columns)))
--> 8 values checked, 1 outliers
--> 2026-W08 V: 0.9, 30.0 deviations from the median 0.6 of the weeks before]==],
  },
  {
    name = "fill",
    signature = "governance.fill(data [, options]) -> record",
    summary = "What stands in for missing values: trust by tiers 0 to 4, capacity by what was set by hand for that week, else by the last value.",
    arguments = { { "data", "data", "from governance.load or governance.series" }, table.unpack(fill_arguments) },
    returns = {
      { "loyalty", "array", "NaN in tier 4" }, { "capacity", "array", "C_override of the week, else measured, else the last measured value" },
      { "visibility", "array", "as measured" }, { "skepticism", "array", "as measured" },
      { "tier", "array", "0 survey, 1 three sources, 2 two sources, 3 last survey with decay, 4 none" },
      { "survey_age", "array", "days since the last survey" }, { "capacity_age", "array", "weeks since capacity was measured" },
      { "capacity_without, override", "array", "capacity without what was set by hand, and that (nil without the column)" },
      { "frozen", "table", "per week false, or what is missing without a substitute" },
    },
    formula = "T_synthetic = 0.4 Sentiment + 0.3 Search + 0.3 FX, with one missing the other two over the sum of their weights; decay: prior + (last - prior) exp(-lambda days), as published last exp(-lambda days)",
    errors = { { [[governance.fill({})]], "weekly data expected, got table" },
      { five .. [[return governance.fill(data, {decay = "zero"})]], "decay: prior, published expected, got 'zero'" } },
    example = five .. [[
local filled = governance.fill(data)
for i = 1, 5 do print(data.weeks[i], filled.tier[i], filled.loyalty[i], filled.capacity_age[i]) end
--> 2026-W02	0.0	0.6	0.0
--> 2026-W03	0.0	0.58	0.0
--> 2026-W04	1.0	0.59	1.0
--> 2026-W05	2.0	0.5857142857142857	0.0
--> 2026-W06	3.0	0.584485396483618	0.0]],
  },
  {
    name = "sigma",
    signature = "governance.sigma(values [, window]) -> array",
    summary = "The volatility of every week: the sample standard deviation of the weeks before it.",
    arguments = { { "values", "array", "an index or its core by week" }, { "window", "integer", "weeks, 2 to 520", default = 24 } },
    returns = { { "array", "NaN in the first `window` weeks (warm-up)" } },
    nan = "a missing value among the weeks before gives NaN",
    formula = "sqrt(sum (S_i - mean)^2 / (n - 1)) over i = t - n … t - 1; equal values give exactly 0",
    errors = { { [[governance.sigma(1)]], "array or table of numbers expected" },
      { [[governance.sigma({1, 2}, 1)]], "integer from 2 to 520 expected, got 1" } },
    example = [[print(governance.sigma({ 1, 2, 4, 8 }, 2))  --> array(4) {nan, nan, 0.7071067811865476, 1.4142135623730951}]],
  },
  {
    name = "crisis_level",
    signature = "governance.crisis_level(index [, options]) -> integer | nil",
    summary = "The crisis level of one value of the index.",
    arguments = { { "index", "number", "percentage points" }, { "options.bands", "table", "three edges", default = "30, 80, 120" } },
    returns = { { "integer", "3 below 30, 2 below 80, 1 below 120, else 0; nil for NaN" } },
    formula = "half-open bands [0, 30) [30, 80) [80, 120) [120, 150] of the index rounded to 1e-9",
    errors = { { [[governance.crisis_level("x")]], "number expected, got string" },
      { [[governance.crisis_level(1, {bands = {1, 2}})]], "three increasing numbers expected" } },
    example = [[print(governance.crisis_level(80), governance.crisis_level(79.999999), governance.crisis_level(80 - 1e-12))  --> 1	2	1]],
  },
  {
    name = "crisis_levels",
    signature = "governance.crisis_levels(values [, options]) -> array",
    summary = "The crisis levels of a series, with hysteresis.",
    arguments = {
      { "values", "array", "the index by week" },
      { "options.hysteresis", "number", "percentage points above an edge that a better level needs", default = 0 },
      { "options.dwell", "integer", "weeks a level stands before a better one", default = 1 },
      { "options.bands", "table", "three edges", default = "30, 80, 120" },
    },
    returns = { { "array", "0 to 3; NaN where the index is missing" } },
    notes = "A worse level holds at once, whatever the options.",
    errors = { { [[governance.crisis_levels(1)]], "array or table of numbers expected" },
      { [[governance.crisis_levels({1}, {dwell = 0})]], "dwell: integer from 1 to 520 expected, got 0" } },
    example = [[
print(governance.crisis_levels { 85, 79, 81, 86 })  --> array(4) {1.0, 2.0, 1.0, 1.0}
print(governance.crisis_levels({ 85, 79, 81, 86 }, { hysteresis = 5 }))  --> array(4) {1.0, 2.0, 2.0, 1.0}]],
  },
  {
    name = "run",
    signature = "governance.run(data [, registry [, options]]) -> run",
    summary = "The weekly run: substitutes, sigma, index, parallel metrics, crisis level and flags of every week.",
    arguments = {
      { "data", "data", "from governance.load or governance.series" },
      { "registry", "registry", "from governance.registry; or a table of parameters", default = "governance.parameters()" },
      { "options.sigma", "string", "core: from the unpenalised core; published: from S_KPI_official, else the index itself (sigma_hist while there are too few weeks); reported: the column sigma_hist", default = "core" },
      { "options.sigma_cap", "number", "largest sigma that counts, percentage points", default = 50 },
      { "options.hysteresis", "number", "as in governance.crisis_levels", default = 0 },
      { "options.dwell", "integer", "as in governance.crisis_levels", default = 1 },
      { "options.gaming_threshold", "number", "gaming score above which a week is flagged", default = 0.30 },
      { "options.outlier_threshold, options.outlier_smallest, options.outlier_window", "number", "threshold, smallest, window of governance.validate", default = "5, 0.01, 12" },
      table.unpack(fill_arguments),
    },
    returns = {
      { "count", "integer", "weeks" }, { "weeks", "table", "labels; also dates and stems" },
      { "capacity", "array", "as used; also visibility, loyalty, skepticism, and tier, survey_age, capacity_age as from governance.fill" },
      { "trust", "array", "T_comp; also potential, gate, synergy, slack, bottleneck as from index.evaluate: there in warm-up, too; NaN in a frozen week" },
      { "volatility", "array", "F_vol; also raw, unclipped as from index.evaluate; NaN where sigma or anything else is missing" },
      { "core", "array", "scale min(potential, gate) synergy / (1 + epsilon); a frozen week keeps the last one" },
      { "sigma", "array", "as used, at most sigma_cap; sigma_uncapped is before the cap; NaN in warm-up" },
      { "index", "array", "S_KPI; in a frozen week the last one; NaN in warm-up" },
      { "resilience", "array", "scale min(potential, gate) volatility" }, { "gaming", "array", "(index - resilience) / scale" },
      { "level", "array", "0 to 3" }, { "status", "table", "ok, warm-up, frozen, missing (frozen before any index), or no sigma (a reported sigma that is not there)" },
      { "flags", "table", "per week a list of texts" }, { "alerts", "table", "{ row, week, text }: what a person must act on" },
      { "official", "array", "S_KPI_official, nil without; difference is official less index" },
      { "overrides", "table", "capacity set by hand, nil without the column C_override: { row, week, value, instead, age (weeks since that was measured), effect (points), reason, rule (unavailable: C is missing; emergency: level 3 the week before, by S_KPI_official where given; unknown; outside) }; also override, measured, index_without_override (arrays)" },
      { "validation", "record", "from governance.validate" }, { "counts", "table", "weeks by status" },
      { "lines", "table", "a summary for the terminal" }, { "parameters", "table", "and settings: what the run was made with" },
    },
    nan = "missing values are filled by the tiers of governance.fill; what stays missing freezes the week",
    formula = "sigma_t = sample standard deviation of the sigma_window weeks before t; index = index.evaluate",
    notes = "With sigma = \"published\" the index feeds back on itself and is unstable for mu times its level above 4.0656 (constant weeks stay constant, but any disturbance grows).",
    errors = {
      { [[governance.run({})]], "weekly data expected, got table" },
      { five .. [[return governance.run(data, {epsilom = 1})]], "did you mean 'epsilon'?" },
      { five .. [[return governance.run(data, nil, {sigma = "reported"})]], "'reported' needs the column sigma_hist" },
    },
    example = five .. [[
local run = governance.run(data, { sigma_window = 3 })
for i = 1, 5 do print(run.weeks[i], string.format("%.3f %.3f", run.core[i], run.index[i]):gsub("-?nan", "missing"), table.concat(run.flags[i], "; ")) end
--> 2026-W02	61.517 missing	warm-up
--> 2026-W03	59.706 missing	warm-up
--> 2026-W04	60.609 missing	warm-up; T tier 1; C carried 1
--> 2026-W05	60.221 74.550	T tier 2
--> 2026-W06	60.110 77.633	T tier 3]],
  },
  {
    name = "metrics",
    signature = "governance.metrics(run [, first [, last]]) -> frame",
    summary = "The weeks of a run as a table, with the column names of the source text.",
    arguments = { { "run", "run", "from governance.run" }, { "first", "integer", "row", default = 1 }, { "last", "integer", "row", default = "the last" } },
    returns = { { "frame", "week, date, inputs as used, components, core, sigma_hist, S_KPI, S_resilience, gaming_score, level, status, flags; with C_override also C_measured, C_override, S_KPI_without_override, C_override_reason" } },
    nan = "is a missing value of the frame",
    errors = { { [[governance.metrics({})]], "weekly run expected, got table" } },
    example = five .. [[
local table_of_weeks = governance.metrics(governance.run(data, { sigma_window = 3 }))
print(table_of_weeks:rows(), table_of_weeks:row(5).tier, table_of_weeks:row(1).S_KPI)  --> 5	3	nil]],
  },
}

return entries
