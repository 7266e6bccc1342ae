-- governance_data_test.lua - weekly data and registries: what is read, and every way to be wrong, told by line and
-- column; weeks of the ISO calendar; decimals compared as written.

local tap = require "solon.tap"
local governance = require "solon.governance"
local decimal = require "solon.governance.data.decimal"
local system = require "solon.native.system"
local week = require "solon.governance.data.week"
local t = tap.new()

local directory = assert(system.temporary_directory())
local cleanup <close> = system.cleanup(directory)

local function write(name, text)
  local path = directory .. "/" .. name
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

-- ---- weeks ----------------------------------------------------------------------------------------------

-- dates and labels from Python's datetime.date.isocalendar
for _, case in ipairs {
  { "2026-W01", "2025-12-29", "2026-Q1-Week1" }, { "2026-W02", "2026-01-05", "2026-Q1-Week2" },
  { "2026-W13", "2026-03-23", "2026-Q1-Week13" }, { "2026-W14", "2026-03-30", "2026-Q2-Week1" },
  { "2026-W53", "2026-12-28", "2026-Q4-Week14" }, { "2020-W53", "2020-12-28", "2020-Q4-Week14" },
  { "2021-W01", "2021-01-04", "2021-Q1-Week1" }, { "2024-W09", "2024-02-26", "2024-Q1-Week9" },
  { "2025-W52", "2025-12-22", "2025-Q4-Week13" }, { "2000-W09", "2000-02-28", "2000-Q1-Week9" },
} do
  local by_label, by_date = week.parse(case[1]), week.parse(case[2])
  t:equal(by_label.date, case[2], case[1] .. " begins on " .. case[2])
  t:equal(by_date.label, case[1], case[2] .. " is " .. case[1])
  t:equal(by_label.stem, case[3], case[1] .. " names files " .. case[3])
end
t:equal(week.parse("1970-01-05").monday, 4, "days count from 1970-01-01")
for _, case in ipairs {
  { "2025-W53", "is no week of its year, which has 52" }, { "2026-W54", "is no week of its year, which has 53" },
  { "2026-W00", "is no week of its year" }, { "2026-01-06", "is not a Monday; that of its week is 2026-01-05" },
  { "2026-03-01", "that of its week is 2026-02-23" },
  { "2026-02-30", "is no date" }, { "2026-13-01", "is no date" }, { "2025-02-29", "is no date" }, { "2026W02", "is no week (" },
  { "", "is no week (" }, { "2026-W2", "is no week (" },
} do
  local found, wrong = week.parse(case[1])
  t:ok(found == nil and wrong:find(case[2], 1, true), "'" .. case[1] .. "' " .. case[2])
end
do -- every Monday of thirty years: label and date name the same week, numbers are consecutive
  local good, monday = true, week.parse("2000-01-03").monday
  local before = week.from_monday(monday - 7)
  for _ = 1, 30 * 52 do
    local one = week.from_monday(monday)
    good = good and week.parse(one.label).monday == monday and week.parse(one.date).monday == monday
      and one.number == before.number + 1
    before, monday = one, monday + 7
  end
  t:ok(good, "labels and dates of 1,560 weeks read back")
end

-- ---- decimals -------------------------------------------------------------------------------------------

for _, case in ipairs {
  { "0.35", "0.350" }, { "0.35", "35e-2" }, { "0.35", ".35" }, { "0.35", "+0.35" }, { "24", "24.0" }, { "24", "2.4e1" },
  { "0", "-0.00" }, { "0", "0e5" }, { "1500", "1.5E3" },
} do
  t:equal(decimal.canonical(case[1]), decimal.canonical(case[2]), case[1] .. " and " .. case[2] .. " are the same decimal")
end
t:ok(decimal.canonical("0.35") ~= decimal.canonical("0.350000000000000001"), "0.350000000000000001 is another decimal")
t:equal(tonumber("0.35"), tonumber("0.350000000000000001"), "although the same double")
t:ok(decimal.canonical("0.1") ~= decimal.canonical("-0.1"), "the sign counts")
for _, text in ipairs { "", ".", "nan", "inf", "0x10", "1e", "e5", "1 2", "--1", "1.2.3", "24w", "1e99999" } do
  t:equal(decimal.canonical(text), nil, "'" .. text .. "' is no decimal")
end

-- ---- data -----------------------------------------------------------------------------------------------

local HEADER = "week,C,V,T_loyalty,Z_skepticism\n"

local function refused(text, ...)
  local path = write("data.csv", text)
  local data, message, code = governance.load(path)
  local good = data == nil and code ~= nil
  for _, part in ipairs { ... } do good = good and message:find(part, 1, true) ~= nil end
  if not t:ok(good, "refused: " .. table.concat({ ... }, " … ")) then t:note(tostring(message)) end
end

do
  local data = assert(governance.load(write("good.csv", "week,C,V,T_loyalty,Z_skepticism,Sentiment,remarks\n"
    .. "2026-W02,0.5,0.6,,0.8,NA,x\n2026-01-12,1,0,0.25,1e-1, 0.5 ,y\n")))
  t:equal(data.count, 2, "two weeks")
  t:same(data.weeks, { "2026-W02", "2026-W03" }, "labels, whichever way they are written")
  t:same(data.dates, { "2026-01-05", "2026-01-12" }, "Mondays")
  t:equal(data.C[1], 0.5, "a value")
  t:equal(data.T_loyalty[1], 0 / 0, "an empty cell is missing")
  t:equal(data.Sentiment[1], 0 / 0, "NA is missing")
  t:equal(data.Sentiment[2], 0.5, "blanks around a number do not matter")
  t:equal(data.Z_skepticism[2], 0.1, "exponents are read")
  t:equal(data.FX, nil, "a column that is not there is nil")
  t:same(data.notes, { "column 'remarks' is not used" }, "other columns are noted")
  local nameless = assert(governance.load(write("nameless.csv", "week,C,V,T_loyalty,Z_skepticism,, column7,\" \",remarks\n2026-W02,.5,.6,.7,.8,1,2,3,4\n")))
  t:same(nameless.notes, { "columns 'column7', 'remarks' are not used", "columns 6, 8 have no name and are not used" }, "those without a name by position")
  nameless = assert(governance.load(write("nameless.csv", "week,C,V,T_loyalty,Z_skepticism,\n2026-W02,.5,.6,.7,.8,1\n")))
  t:same(nameless.notes, { "column 6 has no name and is not used" }, "one of them")
  t:equal(#data.sha256, 64, "the file's hash")
end
refused(HEADER .. "2026-W02,1.2,1,1,1\n", "data.csv:2: column 'C': value '1.2' is outside [0, 1]")
refused(HEADER .. "2026-W02,1,1,1,1\n2026-W03,1,-0.1,1,1\n", "data.csv:3: column 'V': value '-0.1' is outside [0, 1]")
refused(HEADER .. "2026-W02,1,1,nan,1\n", ":2: column 'T_loyalty': value 'nan' is not a decimal number in [0, 1] (an empty cell is a missing value)")
refused(HEADER .. "2026-W02,1,1,inf,1\n", ":2: column 'T_loyalty': value 'inf' is not")
refused(HEADER .. "2026-W02,1,1,1,0x1\n", ":2: column 'Z_skepticism': value '0x1' is not")
refused("week,C,V,T_loyalty,Z_skepticism,sigma_hist\n2026-W02,1,1,1,1,-1\n", ":2: column 'sigma_hist': value '-1' is outside [0, 1000000]")
refused("week,C,V,T_loyalty,Z_skepticism,S_KPI_official\n2026-W02,1,1,1,1,-1\n", "column 'S_KPI_official': value '-1' is outside [0, 1000000]")
refused(HEADER .. "2026-W02,1,1,1,1\n2026-W02,1,1,1,1\n", ":3: column 'week': value '2026-W02' stands already in line 2")
refused(HEADER .. "2026-W02,1,1,1,1\n2026-01-05,1,1,1,1\n", ":3: column 'week': value '2026-01-05' stands already in line 2")
refused(HEADER .. "2026-W02,1,1,1,1\n2026-W04,1,1,1,1\n", ":3: column 'week': value '2026-W04' follows 2026-W02: 1 week (2026-W03) missing")
refused(HEADER .. "2025-W51,1,1,1,1\n2026-W02,1,1,1,1\n", "2 weeks (2025-W52 …) missing")
refused(HEADER .. "2026-W03,1,1,1,1\n2026-W02,1,1,1,1\n", ":3: column 'week': value '2026-W02' stands after 2026-W03; weeks must be in order")
refused(HEADER .. "2026-01-06,1,1,1,1\n", ":2: column 'week': value '2026-01-06' is not a Monday")
refused(HEADER .. "week 2,1,1,1,1\n", "value 'week 2' is no week (2026-W02, or the date of its Monday, 2026-01-05)")
refused("week,C,V,T_loyalty\n2026-W02,1,1,1\n", ":1: no column 'Z_skepticism'")
refused("week,C,V,T_loyalty,Z_skepticism,Sentimant\n2026-W02,1,1,1,1,1\n", ":1: column 'Sentimant': is unknown; did you mean 'Sentiment'?")
refused("week,C,V,C,T_loyalty,Z_skepticism\n2026-W02,1,1,1,1,1\n", "column 'C' is there twice")
refused(HEADER, "no weeks")
refused(HEADER .. "2026-W02,1,1,1\n", "data.csv:2:")
do
  local data, message, code = governance.load(directory .. "/none.csv")
  t:ok(data == nil and message:find("none.csv", 1, true) and code == "absent" or code == "io", "no such file")
end

do -- a byte order mark, line ends of two bytes, empty lines: as other programs write them
  local data = assert(governance.load(write("bom.csv", "\xef\xbb\xbfweek,C,V,T_loyalty,Z_skepticism\r\n2026-W02,1,1,1,1\r\n\r\n2026-W03,0,1,1,1\r\n")))
  t:equal(data.count, 2, "byte order mark, CR LF and an empty line")
  refused("week,C,V,T_loyalty,Z_skepticism\r\n2026-W02,1,1,1,1\r\n\r\n2026-W03,2,1,1,1\r\n", "data.csv:4: column 'C': value '2'")
end

-- files of other habits, and slips: told with what is expected
refused("week;C;V;T_loyalty;Z_skepticism\n2026-W02;1;1;1;1\n", "data.csv:1: columns are separated by ';'; commas expected, and decimal points")
refused("week;C;V;T_loyalty;Z_skepticism\n2026-W02;0,5;0,5;1;1\n", "data.csv:1: columns are separated by ';'")
refused("week\tC\tV\tT_loyalty\tZ_skepticism\n2026-W02\t1\t1\t1\t1\n", "data.csv:1: columns are separated by tabs")
refused(HEADER .. "2026-W02,1,1,1,1\n2026-W03,1,1\n", 'data.csv:3: 3 cells, 5 expected as in the header: "2026-W03,1,1"')
refused(HEADER .. "2026-W02,1,1,1,1,1\n", 'data.csv:2: 6 cells, 5 expected as in the header: "2026-W02,1,1,1,1,1"')
refused(HEADER .. '2026-W02,"1,1,1,1\n2026-W03,1,1,1,1\n', [[data.csv:2: a quote that is never closed: "2026-W02,"1,1,1,1\x0a2026-W03,1,1,1,1]])
refused(HEADER .. "2026-W02,1,1,1,\xe9\n", "data.csv:2: text that is not UTF-8")
refused("\n\n", "line 1 is blank; the names of the columns are expected there")
refused("", "the file is empty")
refused("week,C,V,T_loyalty,Z_skepticism,FX,FX\n2026-W02,1,1,1,1,1,0\n", ":1: column 'FX' is there twice")
refused("week,C,V,T_loyalty,Z_skepticism,FX, FX\n2026-W02,1,1,1,1,1,0\n", ":1: column 'FX' is there twice")
refused("week,C,V,T_loyalty,Z_skepticism,sigma_hist\n2026-W02,1,1,1,1,1e999\n", ":2: column 'sigma_hist': value '1e999' is outside [0, 1000000]")
refused("week,C,V,T_loyalty,Z_skepticism,S_KPI_official\n2026-W02,1,1,1,1,1e308\n", "value '1e308' is outside [0, 1000000]")
refused(HEADER .. "0000-W02,1,1,1,1\n", ":2: column 'week': value '0000-W02' is outside the years 1900 to 2999")
refused(HEADER .. "0202-W02,1,1,1,1\n", "value '0202-W02' is outside the years")
refused(HEADER .. "9999-W52,1,1,1,1\n", "value '9999-W52' is outside the years")
refused(HEADER .. "2026-W02,\27[31m1,1,1,1\n", [[:2: column 'C': value '\x1b[31m1' is not a decimal number]])
refused(HEADER .. "2026-W02," .. ("9"):rep(5000) .. ",1,1,1\n", "value '" .. ("9"):rep(80) .. "…' is outside [0, 1]")
refused("week,C,V,T_loyalty,Z_skepticism,C_override\n2026-W02,1,1,1,1,1.5\n", ":2: column 'C_override': value '1.5' is outside [0, 1]")
refused("week,C,V,T_loyalty,Z_skepticism,C_overide\n2026-W02,1,1,1,1,1\n", "did you mean 'C_override'?")
refused("week,C,V,T_loyalty,Z_skepticism,C_override,C_override_reason\n2026-W02,1,1,1,1,,why\n",
  ":2: column 'C_override_reason': value 'why' stands without a C_override")
refused("week,C,V,T_loyalty,Z_skepticism,C_override_reason\n2026-W02,1,1,1,1,\n", ":1: column 'C_override_reason': stands without a column C_override")
do
  local header = "week,C,V,T_loyalty,Z_skepticism,"
  local names, values = {}, {}
  for i = 1, 300 do names[i], values[i] = "x" .. i, "1" end
  local data = assert(governance.load(write("wide.csv", header .. table.concat(names, ",") .. "\n2026-W02,1,1,1,1," .. table.concat(values, ",") .. "\n")))
  t:same(data.notes, { "columns 'x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8' and 292 more are not used" }, "300 columns are one note")
  data = assert(governance.load(write("blanks.csv", "week , C,\tV,T_loyalty , Z_skepticism \n2026-W02,0.5,0.25,1,0\n")))
  t:equal(data.V[1], 0.25, "blanks around names do not matter")
  data = assert(governance.load(write("override.csv", header .. 'C_override,C_override_reason\n2026-W02,,1,1,1,0.5,"strike, ""late""\n payroll"\n2026-W03,1,1,1,1,,\n')))
  t:equal(data.C_override[1], 0.5, "capacity set by hand")
  t:same(data.C_override_reason, { 'strike, "late"  payroll', false }, "and why, on one line")
end

do -- damaged files are read or refused with a message, never worse
  local text = "week,C,V,T_loyalty,Z_skepticism,Sentiment\n2026-W02,0.5,0.25,,1,0.5\n2026-W03,1,0,0.75,1,\n2026-01-19,0.1,1e-1,0.5,0,1\n"
  local stream = require("solon.random").stream(7, "damage", 0)
  local bytes = { "", ",", "\n", '"', "1", "0", "2", "-", "e", "9", ".", "\0", "\xff", "W" }
  local good, read_count = true, 0
  for _ = 1, 200 do
    local damaged = text
    for _ = 1, stream:integer(1, 2) do
      local at = stream:integer(1, #damaged)
      damaged = damaged:sub(1, at - 1) .. bytes[stream:integer(1, #bytes)] .. damaged:sub(at + 1)
    end
    local ok, data, message, code = pcall(governance.load, write("damaged.csv", damaged))
    if not ok or (data == nil and not (message and code)) then
      good = false
      t:note(string.format("%q: %s", damaged, data))
    end
    if ok and data then
      read_count = read_count + 1
      for _, name in ipairs { "C", "V", "T_loyalty", "Z_skepticism" } do
        for i = 1, data.count do
          local value = data[name][i]
          good = good and (value ~= value or value >= 0 and value <= 1)
        end
      end
    end
  end
  t:ok(good, "200 damaged files: read with values in their range, or refused with message and code")
  t:ok(read_count > 5 and read_count < 190, "some of either (" .. read_count .. " read)")
end

do -- the same rules in memory, told by row
  local function columns(changes)
    local made = { week = { "2026-W02", "2026-W03" }, C = { 1, 1 }, V = { 1, 1 }, T_loyalty = { 1, 0 / 0 }, Z_skepticism = { 1, false } }
    for name, value in pairs(changes) do made[name] = value end
    return made
  end
  local data = governance.series(columns {})
  t:ok(data.T_loyalty[2] ~= data.T_loyalty[2] and data.Z_skepticism[2] ~= data.Z_skepticism[2], "NaN and false are missing")
  for _, case in ipairs {
    { { C = { 1, 1.5 } }, "row 2: column 'C': value '1.5' is outside [0, 1]" },
    { { C = { 1, "x" } }, "row 2: column 'C': number expected, got string" },
    { { week = { "2026-W02", "2026-W02" } }, "row 2: column 'week': value '2026-W02' stands already in row 1" },
    { { week = { "2026-W02", "2026-W05" } }, "2 weeks (2026-W03 …) missing" },
    { { week = {} }, "no weeks" },
    { { sigma = { 1, 1 } }, "unknown option 'sigma'" },
    { { C = 1 }, "column 'C': array or table expected, got number" },
  } do
    t:raises(function() governance.series(columns(case[1])) end, case[2], "series: " .. case[2])
  end
end

-- ---- registry -------------------------------------------------------------------------------------------

local TABLE = {
  { "w_C", "0.25", "A" }, { "w_T", "0.40", "A" }, { "w_V", "0.35", "A" }, { "w_loyalty", "0.6", "A" }, { "w_skepticism", "0.4", "A" },
  { "k", "2.0", "B" }, { "theta", "0.85", "B" }, { "epsilon", "0.35", "C" }, { "mu", "0.10", "C" }, { "sigma_window", "24", "D" },
  { "scale", "150", "D" },
}

-- A registry with some values changed (a list { value, class }; false leaves the row out) and lines added at the end.
local function registry_text(changes, added)
  local lines = { "Parameter,Value,Class,Source,Update" }
  for _, row in ipairs(TABLE) do
    local change = changes[row[1]]
    if change ~= false then
      lines[#lines + 1] = table.concat({ row[1], change and change[1] or row[2], change and change[2] or row[3], "Theory", "Never" }, ",")
    end
  end
  return table.concat(lines, "\n") .. "\n" .. (added or "")
end

local function registry_refused(changes, part, added)
  local registry, message = governance.registry(write("registry.csv", registry_text(changes, added)))
  if not t:ok(registry == nil and message:find(part, 1, true), "registry refused: " .. part) then t:note(tostring(message)) end
end

do
  local registry = assert(governance.registry("scripts/governance/fixtures/2026-01-09_SG-v4.0_Parameters.csv"))
  t:equal(tostring(registry.parameters), tostring(governance.parameters()), "the bundled registry holds the source text's values")
  t:equal(#registry.rows, 11, "eleven parameters")
  t:equal(registry.rows[8].class .. registry.rows[8].source .. registry.rows[8].update, "CDataQ1", "class, source and update as written")
  t:equal(math.type(registry.parameters.sigma_window), "integer", "the window is a whole number")
  t:equal(#registry.notes, 0, "nothing to note")
  registry = assert(governance.registry(write("registry.csv", registry_text { w_loyalty = false, w_skepticism = false })))
  t:equal(registry.parameters.w_loyalty, 0.6, "trust weights may be left out")
  t:equal(#registry.notes, 2, "which is noted")
end
do
  local registry = assert(governance.registry(write("registry.csv", registry_text { scale = { "100", "D" } })))
  t:same(registry.notes, { "scale is 100: the levels keep their edges 30, 80 and 120 points, so that none better than 1 can be reached" }, "another scale is noted")
end
registry_refused({ mu = false }, "parameter 'mu' is missing")
registry_refused({ mu = { "abc" } }, "registry.csv:10: column 'Value': value 'abc' of mu is not a decimal number")
registry_refused({ sigma_window = { "24w" } }, "column 'Value': value '24w' of sigma_window is not a decimal number")
registry_refused({ sigma_window = { "24.5" } }, "value '24.5' of sigma_window is not a whole number")
registry_refused({ theta = { "1.85" } }, ":8: column 'Value': value '1.85' of theta is outside [0, 1]")
registry_refused({ epsilon = { "-0.1" } }, "value '-0.1' of epsilon is outside")
registry_refused({ w_C = { "0.26" } }, "weights that sum to 1 expected, got w_C = 0.26, w_T = 0.4, w_V = 0.35")
registry_refused({ w_loyalty = { "0.7" } }, "got w_loyalty = 0.7, w_skepticism = 0.4")
registry_refused({ mu = { "0.1", "E" } }, ":10: column 'Class': value 'E' of mu is no class; known: A (fundamental)")
registry_refused({}, ":13: column 'Parameter': value 'mu' stands already in line 10", "mu,0.2,C,Data,Q1\n")
registry_refused({}, ":13: column 'Parameter': value 'my' is no parameter", "my,0.2,C,Data,Q1\n")
registry_refused({}, "did you mean 'epsilon'?", "epsilom,0.2,C,Data,Q1\n")
do
  local registry, message = governance.registry(write("registry.csv", "Parameter,Value\nmu,0.1\n"))
  t:ok(registry == nil and message:find("no column 'Class'", 1, true), "a registry needs all its columns")
end

do -- what is deployed
  local registered = assert(governance.registry(write("registry.csv", registry_text {})))
  local function deployed(text) return assert(governance.registry(write("deployed.csv", text), { deployed = true })) end
  local all = "Parameter,Value\n"
  for _, row in ipairs(TABLE) do all = all .. row[1] .. "," .. row[2] .. "0e0\n" end
  local other = deployed(all:gsub("240e0", "24"):gsub("1500e0", "150"))
  local same = governance.compare_registries(registered, other)
  t:ok(same.equal, "zeros at the end do not matter") 
  t:equal(same.compared, 11, "eleven compared")
  local differs = governance.compare_registries(registered, deployed(registry_text { epsilon = { "0.350000000000000001" }, w_C = { "0.26" } }))
  t:equal(differs.equal, false, "decimals are compared, not doubles")
  t:equal(#differs.differences, 2, "two differ")
  t:equal(differs.differences[1].text, "w_C: 0.25 in the registry, 0.26 deployed", "in the order of the parameters, naming both values")
  t:equal(differs.differences[2].text, "epsilon: 0.35 in the registry, 0.350000000000000001 deployed", "with every digit")
  local short = governance.compare_registries(registered, deployed(registry_text { mu = false }))
  t:equal(tostring(short), "mu: 0.10 in the registry, not deployed", "a parameter that is not deployed differs")
  local bad, message = governance.registry(write("deployed.csv", "Parameter,Value\nmy,1\n"), { deployed = true })
  t:ok(bad == nil and message:find("did you mean 'mu'", 1, true), "unknown names are refused there, too")
end

-- ---- parameters -----------------------------------------------------------------------------------------

do
  local p = governance.parameters { w_C = 0.3, w_T = 0.3, w_V = 0.4 }
  t:equal(p.w_V, 0.4, "changed")
  t:equal(p.mu, 0.1, "and not changed")
  t:raises(function() governance.parameters { w_C = 0.3 } end, "weights that sum to 1", "weights that do not add to 1")
  t:raises(function() governance.parameters { sigma_window = 1 } end, "sigma_window: integer from 2 to 520", "a window of 1")
  t:raises(function() governance.parameters { mu = 0 / 0 } end, "mu: number from 0 to 10", "NaN")
end

t:done()
