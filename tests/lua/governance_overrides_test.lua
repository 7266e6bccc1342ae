-- governance_overrides_test.lua - capacity set by hand is never silent; parameters of the outliers; gaps of sources.  Numbers
-- from tests/reference/governance_overrides.py, which computes them from the definitions with NumPy and pandas.

local array = require "solon.array"
local governance = require "solon.governance"
local tap = require "solon.tap"
local week = require "solon.governance.data.week"
local t = tap.new()

local NAN = 0 / 0
local reference = dofile "tests/reference/governance_overrides.lua"

-- The bundled weeks with columns added, as the reference adds them.
local function columns(with_overrides)
  local loaded, made = assert(governance.load "scripts/governance/fixtures/weekly.csv"), {}
  made.week = loaded.weeks
  for _, name in ipairs { "C", "V", "T_loyalty", "Z_skepticism", "Sentiment", "Search", "FX", "S_KPI_official", "sigma_hist" } do
    made[name] = loaded[name]
  end
  for _, name in ipairs { "C_payroll", "V_third_party", "Z_consensus" } do made[name] = {} end
  for i = 1, loaded.count do
    local capacity = made.C[i] == made.C[i] and made.C[i] or 0.75
    made.C_payroll[i] = capacity + 0.01 * ((37 * i) % 11 - 5) / 5
    made.V_third_party[i] = 0.9 * made.V[i] + 0.05 + 0.01 * ((53 * i) % 13 - 6) / 6
    made.Z_consensus[i] = 0.8 * made.Z_skepticism[i] + 0.1 + 0.01 * ((29 * i) % 7 - 3) / 3
  end
  made.C_payroll[40], made.C_payroll[107], made.V[110], made.FX[119] = NAN, NAN, NAN, NAN
  for _, i in ipairs { 112, 116, 117, 118, 119 } do made.T_loyalty[i] = NAN end
  if with_overrides then
    made.C_override, made.C_override_reason = array.full(NAN, loaded.count), {}
    for i, value in pairs { [35] = 0.65, [39] = 0.9, [70] = 0.9, [120] = 0.95, [126] = 0.8 } do made.C_override[i] = value end
    made.C_override_reason[35], made.C_override_reason[70] = "strike;\npayroll late", "field report"
    made.C_override_reason[126] = "estimate of the committee"
    for i = 1, loaded.count do made.C_override_reason[i] = made.C_override_reason[i] or false end
  end
  return made
end

local data = governance.series(columns(true))
local run = governance.run(data)

-- ---- overrides: numbers ----------------------------------------------------------------------------------

t:equal(#run.overrides, #reference.overrides, "five weeks are set by hand")
for i, row in ipairs(reference.overrides) do
  local one, at = run.overrides[i], row[1]
  t:equal(one.row, at, "week " .. at)
  t:near(run.index[at], row[2], { relative = 1e-12 }, "its index")
  t:near(run.index_without_override[at], row[3], { relative = 1e-12 }, "and without what was set by hand")
  t:near(one.effect, row[2] - row[3], { absolute = 1e-10 }, "their difference")
  local expected = data.C[at] ~= data.C[at] and "unavailable" or row[4] == 3 and "emergency" or "outside"
  t:equal(one.rule, expected, "by the rule " .. expected)
end
t:equal(run.index_without_override[34], NAN, "no other week has an index without an override")
t:same({ run.overrides[1].rule, run.overrides[2].rule, run.overrides[3].rule, run.overrides[4].rule, run.overrides[5].rule },
  { "unavailable", "emergency", "emergency", "outside", "unavailable" }, "all three rules occur")

-- ---- overrides: told everywhere -----------------------------------------------------------------------------

t:same(run.flags[35], { "C set by hand" }, "flagged in its week, in place of: carried")
t:same(run.flags[36], { "C carried 2" }, "the week after carries what was measured, not what was set by hand")
t:equal(run.capacity[36], data.C[34], "which is week 34's")
local alerts = {}
for _, alert in ipairs(run.alerts) do alerts[alert.row] = alert.text end
t:equal(alerts[35], "C set by hand to 0.65 in place of 0.7175 of 1 week ago (C unavailable), S_KPI -0.87; reason: strike; payroll late",
  "alerted with value, rule, effect and reason on one line")
t:equal(alerts[39], "C set by hand to 0.9 in place of 0.722 measured (level 3 the week before), S_KPI +2.32; no reason given", "without a reason")
t:equal(alerts[120], "C set by hand to 0.95 in place of 0.776 measured (outside the rules: C measured, no level 3 the week before), "
  .. "S_KPI +2.91; no reason given", "outside the rules")
t:ok(tostring(run):find("Capacity set by hand: 5 weeks, 1 outside the rules, 2 without a reason; most in 2025-W45, S_KPI +2.91.", 1, true), "summed up")
local metrics = governance.metrics(run)
local row = metrics:row(120)
t:same({ row.C, row.C_measured, row.C_override, row.C_override_reason, row.flags }, { 0.95, data.C[120], 0.95, nil, "C set by hand" },
  "the table has what was used, measured and set")
t:equal(metrics:row(35).C_override_reason, "strike; payroll late", "and the reason")
t:near(row.S_KPI - row.S_KPI_without_override, run.overrides[4].effect, { absolute = 1e-12 }, "and the index without")
t:equal(metrics:row(34).C_override, nil, "nothing in other weeks")
local page = governance.report({ run = run }):html()
for _, one in ipairs(run.overrides) do t:ok(page:find(one.week, 1, true), "the report names " .. one.week) end
t:ok(page:find("Weeks whose capacity was set by hand", 1, true) and page:find("estimate of the committee", 1, true), "with reasons")
t:ok(table.concat(governance.told { run = run }, "\n"):find("capacity set by hand 5", 1, true), "and so does the terminal")

do -- an override in the last week is in the words of that week's report
  local weekly_files = require "solon.governance.weekly.files"
  local short = governance.series { week = { "2026-W02", "2026-W03", "2026-W04", "2026-W05" }, C = { 0.7, 0.72, 0.7, NAN }, V = { .6, .6, .6, .6 },
    T_loyalty = { .6, .6, .6, .6 }, Z_skepticism = { .5, .5, .5, .5 }, C_override = { NAN, NAN, NAN, 0.4 }, C_override_reason = { [4] = "fire" } }
  local text = weekly_files.report(governance.run(short, { sigma_window = 2 }), short)
  for _, part in ipairs { "C from         the steering committee, by hand, in place of 0.7 of 1 week ago", "by the rule    C unavailable",
    "reason         fire", "without what was set by hand", "flags          C set by hand", "Capacity set by hand: 1 week, 0 outside the rules, 0 without a reason" } do
    t:ok(text:find(part, 1, true), "weekly report: " .. part)
  end
  local raw = weekly_files.raw(short, 4, 4):row(1)
  t:same({ raw.C, raw.C_override, raw.C_override_reason }, { nil, 0.4, "fire" }, "the raw data keep it, too")
end

do -- nothing was ever measured; a frozen week; warm-up
  local never = governance.series { week = { "2026-W02", "2026-W03", "2026-W04", "2026-W05" }, C = { NAN, NAN, NAN, NAN }, V = { .6, .6, .6, NAN },
    T_loyalty = { .6, .6, .6, .6 }, Z_skepticism = { .5, .5, .5, .5 }, C_override = { 0.5, 0.6, 0.7, 0.4 } }
  local filled = governance.fill(never)
  t:same(filled.capacity:totable(), { 0.5, 0.6, 0.7, 0.4 }, "set by hand without any measurement")
  t:same(filled.capacity_age:totable(), { 1, 2, 3, 4 }, "counts as old as the series")
  t:equal(filled.capacity_without[3], NAN, "and nothing would stand in")
  local told = governance.run(never, { sigma_window = 2 })
  t:equal(told.overrides[3].effect, nil, "so it has no effect to tell")
  t:ok(told.alerts[3].text:find("in place of nothing known (C unavailable); no reason given", 1, true), "but is alerted")
  t:equal(told.status[4], "frozen", "a frozen week stays frozen")
  t:ok(table.concat(told.flags[4], ","):find("C set by hand", 1, true), "and is flagged all the same")
end

do -- the column without values, and no column: nothing changes
  local plain, empty = columns(false), columns(false)
  empty.C_override = array.full(NAN, #empty.week)
  local a, b = governance.run(governance.series(plain)), governance.run(governance.series(empty))
  local same = true
  for i = 1, a.count do same = same and (a.index[i] == b.index[i] or a.index[i] ~= a.index[i] and b.index[i] ~= b.index[i]) end
  t:ok(same, "a column without values leaves the index as it is")
  t:equal(a.overrides, nil, "no column, no overrides")
  t:equal(#b.overrides, 0, "an empty column, an empty list")
  t:ok(tostring(b):find("Capacity set by hand: 0 weeks", 1, true), "and it is said that there are none")
  local names = table.concat(governance.metrics(a):names(), " ")
  t:ok(not names:find("override", 1, true) and not names:find("C_measured", 1, true), "nor columns for them")
end

do -- the uncertainty of an override is that of the last measurement's age
  local function spread(capacity, by_hand)
    local one = { week = {}, C = {}, V = {}, T_loyalty = {}, Z_skepticism = {}, C_override = {} }
    for i = 1, 40 do
      one.week[i] = week.from_monday(week.parse("2026-W02").monday + 7 * (i - 1)).label
      one.C[i], one.V[i], one.T_loyalty[i], one.Z_skepticism[i] = i < 30 and 0.5 or capacity, 0.9, 0.6, 0.6
      one.C_override[i] = i >= 30 and by_hand or NAN
    end
    local last = governance.uncertainty(governance.run(governance.series(one)), { draws = 4096, weekly_draws = 64 }).last
    return last.q95 - last.q05
  end
  local carried, by_hand, measured = spread(NAN, nil), spread(NAN, 0.5), spread(0.5, nil)
  t:equal(by_hand, carried, "as wide as carried forward")
  t:ok(by_hand > measured, "wider than measured")
end

-- calibration takes no guess for a measurement
t:equal(governance.calibrate_grid(governance.series(columns(false))).rows[1].error ~= governance.calibrate_grid(data).rows[1].error, true,
  "weeks set by hand are left out of a calibration")

-- ---- overrides: mistakes ------------------------------------------------------------------------------------

for _, case in ipairs {
  { { C_override = { 1.5 } }, "column 'C_override': value '1.5' is outside [0, 1]" },
  { { C_override = { -0.1 } }, "column 'C_override': value '-0.1' is outside [0, 1]" },
  { { C_override = { NAN }, C_override_reason = { "why" } }, "column 'C_override_reason': value 'why' stands without a C_override" },
  { { C_override_reason = { "why" } }, "C_override_reason: stands without a column C_override" },
  { { C_override = { 0.5 }, C_override_reason = { 3 } }, "column 'C_override_reason': string expected, got number" },
} do
  local one = { week = { "2026-W02" }, C = { 1 }, V = { 1 }, T_loyalty = { 1 }, Z_skepticism = { 1 } }
  for name, values in pairs(case[1]) do one[name] = values end
  t:raises(function() governance.series(one) end, case[2], "refused: " .. case[2])
end

-- ---- outliers -------------------------------------------------------------------------------------------------

do
  local settings = { threshold = 4, smallest = 0.02, window = 8 }
  local found = governance.validate(data, settings)
  t:equal(found.checked, reference.checked, "values checked with 8 weeks before them")
  t:equal(#found.outliers, #reference.outliers, "outliers beyond 4 deviations of at least 0.02")
  for i, one in ipairs(reference.outliers) do
    t:ok(found.outliers[i].row == one[1] and found.outliers[i].column == one[2], "in week " .. one[1] .. " " .. one[2])
    t:near(found.outliers[i].distance, one[3], { relative = 1e-12 }, "at its distance")
  end
  local by_run = governance.run(data, nil, { outlier_threshold = 4, outlier_smallest = 0.02, outlier_window = 8 })
  t:equal(#by_run.validation.outliers, #reference.outliers, "the weekly run takes the same settings")
  t:same(by_run.validation.settings, settings, "and says which")
  t:equal(governance.validate(data, { threshold = 1e6 }).outliers[1], nil, "nothing is a million deviations away")
  for name, case in pairs { threshold = { -1, "threshold: number from 0" }, smallest = { 0, "smallest: number from 1e-12" }, window = { 1, "window: integer from 2" } } do
    t:raises(function() governance.validate(data, { [name] = case[1] }) end, case[2], "refused: " .. name)
  end
end

-- ---- gaps of sources ----------------------------------------------------------------------------------------

local QUICK = { replicates = 200 }
do
  local detection = governance.detect_gaming(data, QUICK)
  t:equal(#detection.targets, 4, "with proxies for all, all four inputs are watched")
  local gaps = governance.source_gaps(data, run, detection)
  t:equal(#gaps.records, 7, "four inputs and three sources")
  for _, one in ipairs(gaps.records) do
    local want, worst, tested = reference.gaps[one.source], 0, 0
    for k = 1, 26 do
      local absent = want[k] ~= want[k]
      if absent ~= (one.gap[k] ~= one.gap[k]) then worst = math.huge end
      if not absent then worst, tested = math.max(worst, math.abs(one.gap[k] - want[k])), tested + 1 end
    end
    t:ok(worst < 1e-9, one.source .. ": the gaps of 26 weeks are NumPy's, and missing where they are: " .. worst)
    t:equal(one.tested, tested, "so many weeks are tested")
    local largest, sum = -math.huge, 0
    for k = 1, 26 do
      if want[k] == want[k] then largest, sum = math.max(largest, want[k]), sum + want[k] end
    end
    t:near(one.largest, largest, { absolute = 1e-9 }, "the largest")
    t:near(one.mean, sum / tested, { absolute = 1e-9 }, "the mean")
  end
  local by = {}
  for _, one in ipairs(gaps.records) do by[one.source] = one end
  t:equal(by.C.reason, "3 of 26 weeks: another input is missing; 1 of 26 weeks: a proxy is missing", "reasons of C are told")
  t:equal(by.Sentiment.reason, "3 of 26 weeks: no T_synthetic; 18 of 26 weeks: the survey stands above it; 2 of 26 weeks: one source would remain", "and of Sentiment")
  t:equal(by.Search.reason,
    "3 of 26 weeks: no T_synthetic; 18 of 26 weeks: the survey stands above it; 1 of 26 weeks: no Search; 1 of 26 weeks: one source would remain", "and of Search")
  for k, one in ipairs(gaps.weeks) do
    local most = NAN
    for _, record in ipairs(gaps.records) do
      local gap = record.gap[k]
      if gap == gap and not (most >= gap) then most = gap end
    end
    if not (one.gap == most or one.gap ~= one.gap and most ~= most) then t:ok(false, "largest gap of week " .. k) end
  end
  local told = table.concat(governance.told { gaming = detection }, "\n")
  for _, name in ipairs { "C", "V", "T_loyalty", "Z_skepticism" } do t:ok(told:find(name .. ": ", 1, true), "the terminal tells of " .. name) end
  local many = { targets = {} }
  for i = 1, 9 do many.targets[i] = { target = "input" .. i, verdict = "pass" } end
  t:ok(table.concat(governance.told { gaming = many }, "\n"):find("and 5 inputs more", 1, true), "of more than four the rest is counted")
  t:ok(governance.report({ source_gaps = gaps }):html():find("One source left out", 1, true), "a table of the report")
end

do -- what cannot be tested says why
  local plain = governance.series(columns(false))
  plain.C_payroll, plain.V_third_party, plain.Z_consensus, plain.Search = nil, nil, nil, nil
  local detection = governance.detect_gaming(plain, QUICK)
  local gaps = governance.source_gaps(plain, governance.run(plain), detection)
  for _, case in ipairs {
    { 1, "C: not testable (no proxy: the data have no column C_payroll)" },
    { 2, "V: not testable (no proxy: the data have no column V_third_party)" },
    { 4, "Z_skepticism: not testable (no proxy: the data have no column Z_consensus)" },
    { 6, "Search: not testable (the data have no column Search)" },
  } do t:equal(gaps.lines[case[1]], case[2], case[2]) end
  t:ok(gaps.lines[5]:find("one source would remain", 1, true), "with two sources neither can be left out: " .. gaps.lines[5])
  local short = governance.detect_gaming(plain, { replicates = 200, window = 120 })
  t:ok(governance.source_gaps(plain, governance.run(plain), short).lines[3]:find("not testable (only 8 weeks before the window; 20 are needed)", 1, true),
    "nor an input without a baseline")
  local other = governance.detect_gaming(data, { replicates = 200, targets = { { target = "C", proxies = { "V", "Z_skepticism" } } } })
  gaps = governance.source_gaps(data, run, other)
  t:equal(gaps.records[1].verdict, "tested", "a target of one's own has its gap")
  t:equal(gaps.lines[2], "V: not testable (not among the targets)", "others do not")
  t:raises(function() governance.source_gaps({}, run, detection) end, "weekly data expected, got table", "no data")
  t:raises(function() governance.source_gaps(data, {}, detection) end, "weekly run expected, got table", "no run")
  t:raises(function() governance.source_gaps(data, run, {}) end, "gaming detection expected, got table", "no detection")
end

-- ---- the audit --------------------------------------------------------------------------------------------------

do
  local function rows_of(given)
    local audit, rows = governance.audit(given, nil, QUICK), {}
    for _, one in ipairs(audit.rows) do
      if one.check:find("set by hand", 1, true) then rows[#rows + 1] = one end
    end
    return rows, audit
  end
  local rows, audit = rows_of(data)
  t:equal(#rows, 2, "two checks of capacity set by hand")
  t:same({ rows[1].basis, rows[1].value, rows[1].verdict, rows[1].note }, { "published", 1, "fail", "2 in the window; 2025-W45" }, "outside the rules")
  t:same({ rows[2].basis, rows[2].value, rows[2].verdict, rows[2].note }, { "exact", 1, "fail", "2 in the window; 2025-W45" }, "without a reason")
  t:equal(#audit.overrides, 5, "all of them are kept")
  t:equal(#audit.sources.records, 7, "with the gaps of sources")
  local good = columns(true)
  good.C_override[120] = NAN
  rows = rows_of(governance.series(good))
  t:same({ rows[1].verdict, rows[2].verdict }, { "pass", "pass" }, "by the rules and with reasons: pass")
  t:equal(#rows_of(governance.series(columns(false))), 0, "no column, no checks")
  good = columns(true) -- the level of the week before cannot be known: V missing without any published index
  good.S_KPI_official[119], good.V[119] = NAN, NAN
  rows = rows_of(governance.series(good))
  t:equal(rows[1].verdict, "not testable", "an unknown level is not testable")
  t:ok(rows[1].note:find("in 1 the level of the week before is unknown", 1, true), "and says so")
end

t:done()
