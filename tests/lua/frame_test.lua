-- frame_test.lua - reading CSV in good and bad shape, types that hold for every row, SQL, relations,
-- writing.
local tap = require "solon.tap"
local frame = require "solon.frame"
local array = require "solon.array"
local system = require "solon.native.system"
local t = tap.new()

local directory = assert(system.temporary_directory())

local function file(name, content)
  local path = directory .. "/" .. name
  local handle = assert(io.open(path, "wb"))
  handle:write(content)
  handle:close()
  return path
end

local function read(content, options, name)
  return frame.read(file(name or "t.csv", content), options)
end

local function types_of(f) return f and table.concat(f:types(), " ") end

local function show(values)
  local texts = {}
  for i, value in ipairs(values) do texts[i] = tostring(value) end
  return table.concat(texts, "|")
end

local function values(f, name) return show(f:values(name)) end

-- ---- CSV: dialect ------------------------------------------------------------------------------

local f = read("a,b\n1,x\n2,y\n")
t:equal(f:rows() .. " " .. table.concat(f:names(), " ") .. " " .. types_of(f), "2 a b integer text", "plain file")
f = read("\xef\xbb\xbfa,b\r\n1,\"x \"\"q\"\" y\"\r\n2,\r\n3,\"\"\r\n")
t:equal(show(f:names()), "a|b", "the byte-order mark is no part of the first name")
t:equal(values(f, "b"), 'x "q" y|false|', "doubled quotes, missing and empty text differ")
t:equal(values(read("a,b\n1,2\n3,4"), "b"), "2|4", "no newline at the end")
t:equal(values(read('a,b\n1,"x\ny"\n2,"p,q"\n'), "b"), "x\ny|p,q", "line ends and commas in quotes")
t:equal(values(read('a;b\n1,5;2\n', { delimiter = ";", decimal = "," }), "a"), "1.5", "semicolons and decimal commas")
t:equal(types_of(read("a\tb\n1\tx\n", nil, "t.tsv")), "integer text", "tabs")
t:equal(show(read("1,2\n3,4\n", { header = false }):names()), "column1|column2", "no header")
t:equal(values(read("1,2\n3,4\n", { header = false }), "column1"), "1|3", "no header: the first row is data")
t:equal(show(read("# made today\n\na,b\n1,2\n", { skip = 2 }):names()), "a|b", "skip")
t:equal(show(read("a,A,a,,x\n1,2,3,4,5\n"):names()), "a|A_2|a_3|column4|x", "repeated and empty names")
t:equal(show(read('"a ""1""",b\n1,2\n'):names()), 'a "1"|b', "quoted names")
t:equal(values(read("a,b\n'x,1\n", { quote = "" }), "a"), "'x", "no quotes")
t:equal(values(read("a\nx\xe9\n", { encoding = "latin-1" }), "a"), "xé", "latin-1")
t:equal(values(read("a\nDwight\xc2\xa0\n Floyd \n"), "a"), "Dwight\xc2\xa0| Floyd ", "blanks of a text are kept")
t:equal(values(frame.read(file("a[1]*.csv", "a\n7\n")), "a"), "7", "a path is no pattern")
t:equal(values(frame.read(file("it's.csv", "a\n7\n")), "a"), "7", "a quote in a path")
t:equal(values(frame.read(file("t.dat", "a\n7\n"), { format = "csv" }), "a"), "7", "options.format")

-- ---- CSV: types --------------------------------------------------------------------------------

local function kind(cells, options) return types_of(read("v\n" .. table.concat(cells, "\n") .. "\n", options)) end
t:equal(kind { "1", "-2", "+3", "0" }, "integer", "integer")
t:equal(kind { "1", "2.5" }, "number", "integers and fractions")
t:equal(kind { "1e3", ".5", "5.", "-1.5E-3" }, "number", "ways to write numbers")
t:equal(kind { "1", "nan", "-inf", "Infinity" }, "number", "nan and inf")
t:equal(kind { "true", "FALSE" }, "boolean", "boolean")
t:equal(kind { "true", "1" }, "text", "true and 1")
t:equal(kind { "2024-02-29", "1999-12-31" }, "date", "dates")
t:equal(kind { "2023-02-29" }, "text", "no such day")
t:equal(kind { "2024-01-01", "2024-01-01 10:30", "2024-01-01T10:30:15.25" }, "timestamp", "dates and timestamps")
t:equal(kind { "01002", "90210" }, "text", "codes with leading zeros stay text")
t:equal(kind { "0.5", "00.5" }, "number", "a fraction may have leading zeros")
t:equal(kind { "1", "N/A" }, "text", "N/A")
t:equal(kind({ "1", "N/A", "" }, { null = "N/A" }), "integer", "N/A as missing")
t:equal(kind { "2024_01", "2024_02" }, "text", "underscores make no number")
t:equal(kind { "0x10", "1" }, "text", "no hexadecimal")
t:equal(kind { "1,5" }, nil, "too many fields is a bad row, not a type")
t:equal(kind { '"1"', '"2"' }, "integer", "quotes do not make text")
t:equal(kind { "1", '""' }, "text", "an empty quoted field is text")
t:equal(kind({ "1", '""' }, { quoted_null = true }), "integer", "unless quoted_null")
t:equal(kind { "12345678901234567890" }, "text", "integers beyond 64 bits stay text")
t:equal(kind { "1e400" }, "number", "beyond the range of doubles is inf")
t:equal(kind {}, "text", "no rows")

f = read("i\n9007199254740993\n-9223372036854775808\n1\n")
t:equal(types_of(f) .. values(f, "i"), "integer9007199254740993|-9223372036854775808|1", "large integers are exact")
f = read("x\nNaN\n\n1\ninf\n-inf\n")
t:equal(values(f, "x"), "nan|false|1.0|inf|-inf", "NaN and missing differ")
t:same({ f:is_null("x")[1], f:is_null("x")[2] }, { 0, 1 }, "is_null tells them apart")
t:ok(f:column("x")[2] ~= f:column("x")[2], "a missing number is NaN in the array")
f = read("b\ntrue\n\nfalse\n")
t:equal(values(f, "b") .. show { f:column("b")[1], f:column("b")[3] }, "true|false|false1.0|0.0", "booleans")
f = read("d,s\n2024-01-31,2024-01-31T08:00:00.500\n")
t:equal(f:row(1).d .. " / " .. f:row(1).s, "2024-01-31 / 2024-01-31 08:00:00.5", "dates and timestamps as text")
for _, text in ipairs { "0.1", "0.16849102024066667", "1.7976931348623157e308", "5e-324", "123456789012345678", "0.30000000000000004", "2.2250738585072011e-308" } do
  t:equal(read("x\n" .. text .. "\n0.5\n"):column("x")[1], tonumber(text) + 0.0, text .. " is read to the bit")
end

-- What comes after the sample must fit, too: the type is the narrowest of all rows.
local function late(first, last)
  local cells = {}
  for i = 1, 30 do cells[i] = first end
  cells[31] = last
  local g = read("v,w\n" .. table.concat(cells, ",1\n") .. ",1\n", { sample = 10 })
  return g:types()[1] .. " " .. tostring(g:row(31).v) .. " " .. tostring(g:row(1).v)
end
t:equal(late("1", "2.5"), "number 2.5 1.0", "integer, later a fraction")
t:equal(late("1", "N/A"), "text N/A 1", "integer, later text")
t:equal(late("1.5", "N/A"), "text N/A 1.5", "number, later text")
t:equal(late("1", "9007199254740993"), "integer 9007199254740993 1", "integer, later a large one")
t:equal(late("1", "12345678901234567890"), "text 12345678901234567890 1", "integer, later one beyond 64 bits")
t:equal(late("", "7"), "integer 7 nil", "missing, later integer")
t:equal(late("", "2024-01-01"), "date 2024-01-01 nil", "missing, later a date")
t:equal(late("true", "maybe"), "text maybe true", "boolean, later text")
t:equal(late("2024-01-01", "2024-01-01 10:00:00"), "timestamp 2024-01-01 10:00:00 2024-01-01 00:00:00", "date, later a timestamp")
t:equal(late("true", "yes"), "text yes true", "boolean, later yes")
t:equal(late("true", "1"), "text 1 true", "boolean, later 1")
t:equal(late("2024-01-01", "soon"), "text soon 2024-01-01", "date, later text")

-- Declared types.
t:equal(types_of(read("a,b\n1,2\n", { types = { a = "text", b = "number" } })), "text number", "options.types")
t:equal(types_of(read("a,b\n1,2\n", { all_text = true })), "text text", "options.all_text")
t:equal(types_of(read("a,b\n1,2\n", { columns = { { "a", "number" }, { "b" } } })), "number integer", "options.columns")
local ok, message, code = read("a,b\n1,2\n", { columns = { { "a", "number" }, { "c", "number" } } })
t:ok(ok == nil and code == "bad_syntax" and message:find("column 2 is 'b', options.columns says 'c'", 1, true), "the header is checked")
ok, message = read("a,b\n1,2\n", { columns = { { "a", "number" } } })
t:ok(ok == nil and message:find("has 2 fields, options.columns has 1", 1, true), "the number of columns is checked")
ok, message = read("a,b\n1,2\n", { types = { c = "number" } })
t:ok(ok == nil and message:find("'c', which is not there", 1, true), "a type for no column")

-- ---- CSV: bad rows -----------------------------------------------------------------------------

local function bad(content, options, name)
  options = options or {}
  options.bad_rows = "report"
  local g, list = read(content, options, name)
  local texts = {}
  for i, row in ipairs(type(list) == "table" and list or {}) do texts[i] = string.format("%s:%s", row.line or "row " .. row.row, row.text) end
  return g and g:rows() .. " " .. table.concat(texts, " / ") or list
end
t:equal(bad "a,b\n1,x\n", "1 ", "no bad rows")
t:equal(bad "a,b\n1,x\n2,y,z\n3\n4,w\n", "2 3:2,y,z / 4:3", "too many and too few fields, by line")
t:equal(bad 'a,b\n1,"x\ny"\n2,z,w\n', "1 4:2,z,w", "lines are physical lines")
t:equal(bad '\xef\xbb\xbfa,b\r\n1,x\r\n2\r\n3,z\r\n', "2 3:2", "lines with byte-order mark and CRLF")
t:equal(bad 'a,b\n1,x\n2,"un', '1 3:2,"un', "a quote without an end (truncated file)")
t:equal(bad("a,b\n1,x\nq,y\n", { types = { a = "number" } }), "1 3:q,y", "a value that does not fit its type")
t:equal(bad("a,b\n1,x\n2.5,y\n3,z\n", { types = { a = "integer" } }), "2 row 2:2.5", "2.5 is no integer (it is not rounded)")
t:equal(bad("a,b\n1,x\n1e300,y\n", { types = { a = "integer" } }), "1 row 2:1e+300", "1e300 is no 64-bit integer")
t:equal(bad("a,b\n9007199254740993,x\n0.5,y\n", { types = { a = "integer" } }), "1 row 2:0.5", "a large integer and a fraction declared integer")
t:equal(bad("a,b\n2024-01-01,x\n2024-01-01 10:00,y\n", { types = { a = "date" } }), "1 row 2:2024-01-01 10:00:00", "a time of day in a date column (it is not cut off)")
t:equal(bad("a,b\n1,x\nfalse,y\nyes,z\n", { types = { a = "boolean" } }), "2 row 3:yes", "yes is no boolean")
t:equal(bad("a,b\n1,\xff\n2,y\n"), "1 2:1,?", "bytes that are no UTF-8")
f, message, code = read("a,b\n1,x\n2,y,z\n3\n")
t:ok(f == nil and code == "bad_syntax" and message:find("line 3: Expected Number of Columns: 2 Found: 3", 1, true)
  and message:find("(and 1 more bad row;", 1, true) and message:find('"2,y,z"', 1, true), "by default a bad row fails the read: " .. tostring(message))
t:equal(bad("a,b\n1,x\n2,y,z,u,v\n"), "1 3:2,y,z,u,v", "a row with three fields too many is one bad row")
f, message = read("a,b\n1,x\n2,y,z,u,v\n")
t:ok(f == nil and not message:find("more bad", 1, true), "and counts as one: " .. tostring(message))
f, message = read("a,b\n1,2\nx,y\nz,3\n", { types = { a = "number", b = "number" } })
t:ok(f == nil and message:find("(and 1 more bad row;", 1, true), "two misfits of a row are one bad row: " .. tostring(message))
local many = { "a,b" }
for i = 1, 30000 do many[#many + 1] = i % 10000 == 7 and "bad" or i .. "," .. i end
t:equal(bad(table.concat(many, "\n"), { threads = 2 }), "29997 8:bad / 10008:bad / 20008:bad", "bad rows far apart, two threads")

for _, case in ipairs { { "", "empty" }, { "\xef\xbb\xbf", "empty" }, { '"a,b\n1,2\n', "without an end" } } do
  ok, message, code = read(case[1])
  t:ok(ok == nil and code == "bad_syntax" and message:find(case[2], 1, true), string.format("%q: %s", case[1], tostring(message)))
end
ok, message, code = read("a,b\r\n1,2\n3,4\r\n")
t:ok(ok ~= nil or code == "bad_syntax" and message:find("line ends", 1, true), "mixed line ends: read or refused, said why: " .. tostring(message))
ok, message, code = frame.read(directory .. "/none.csv")
t:ok(ok == nil and code == "io" and message:find("No such file", 1, true), "missing file: " .. tostring(message))
ok, message, code = frame.read(directory, { format = "csv" })
t:ok(ok == nil and code == "io" and message:find("directory", 1, true), "a directory: " .. tostring(message))
t:equal(read("a,b\n"):rows(), 0, "a header alone is an empty frame")

-- Any number of threads gives the same frame.
local rows = { "k,x,s" }
for i = 1, 60000 do rows[#rows + 1] = string.format("%d,%.17g,%s", i, math.sin(i) * 1e3, i % 7 == 0 and "" or "s" .. i % 100) end
local big = file("big.csv", table.concat(rows, "\n") .. "\n")
local one, two = frame.read(big, { threads = 1 }), frame.read(big, { threads = 2 })
one:write(directory .. "/one.csv")
two:write(directory .. "/two.csv")
local function bytes(path) return assert(io.open(path, "rb")):read("a") end
t:ok(bytes(directory .. "/one.csv") == bytes(directory .. "/two.csv"), "one and two threads read the same rows in the same order")
t:equal(one:column("x")[60000], math.sin(60000) * 1e3, "the last row")

-- ---- the published contest file, when it is there ----------------------------------------------

local dwts = "../shared/data/dwts/"
if system.exists(dwts .. "fan_votes_a.csv") then
  local contest = frame.read(dwts .. "2026_MCM_Problem_C_Data.csv", { all_text = true })
  t:equal(contest:rows() .. "x" .. #contest:names(), "421x53", "the contest file as text")
  t:equal(contest:names()[1], "celebrity_name", "its byte-order mark")
  local counts = { number = 0, zero = 0, na = 0, decimal = 0 }
  for week = 1, 11 do
    for judge = 1, 4 do
      for _, cell in ipairs(contest:strings(string.format("week%d_judge%d_score", week, judge))) do
        local key = cell == "N/A" and "na" or cell:find("%.") and "decimal" or cell == "0" and "zero" or "number"
        counts[key] = counts[key] + 1
      end
    end
  end
  -- research: 12,168 integers (4,671 of them 0), 1,615 decimals, 4,741 N/A
  t:same(counts, { number = 12168 - 4671, zero = 4671, na = 4741, decimal = 1615 }, "its cells")
  local scores = frame.read(dwts .. "2026_MCM_Problem_C_Data.csv", { null = "N/A" })
  t:equal(scores:types()[10], "number", "its scores as numbers")
  local snooki = contest:filter((function()
    local mask = {}
    for i, name in ipairs(contest:strings("celebrity_name")) do mask[i] = name:find("Snooki", 1, true) and 1 or 0 end
    return mask
  end)())
  t:equal(snooki:row(1).celebrity_name, 'Nicole "Snooki" Polizzi', "its doubled quotes")
  local votes = frame.read(dwts .. "fan_votes_a.csv")
  t:equal(votes:rows() .. " " .. values(votes:head(1), "f_mean"), "2777 0.16849102024066667", "the votes file")
else
  t:skip("../shared/data/dwts is absent", "the contest file")
end

-- ---- columns and rows --------------------------------------------------------------------------

local people = frame.new {
  { name = "n", values = { "a", "b", "a", false } }, { name = "x", values = { 4, 0 / 0, 2.5, 1 }, null = { false, false, false, true } },
  { name = "i", values = { 1, 2, math.maxinteger, 4 } }, { name = "b", values = { true, false, true, true } },
}
t:equal(types_of(people), "text number integer boolean", "types from values")
t:equal(people:row(3).i, math.maxinteger, "integers are exact")
t:equal(people:row(-1).x, nil, "missing is nil in a row")
local column = people:column("x")
local changed = people:with_column("x", { 9, 9, 9, 9 })
t:equal(people:column("x")[1] .. changed:column("x")[1], "4.09.0", "with_column leaves the old frame alone")
t:equal(show(people:with_column("y", array.new { 1, 2, 3, 4 }, { type = "integer" }):types()), "text|number|integer|boolean|integer", "array as integers")
t:equal(values(people:take { 3, 3, 1 }, "n"), "a|a|a", "take repeats")
t:equal(people:filter { 0, 0, 0, 0 }:rows(), 0, "an empty filter")
t:equal(tostring(people:filter { 0, 0, 0, 0 }):match("^[^\n]+"), "frame: 0 rows, 4 columns", "an empty frame prints")
t:equal(values(people:filter { 0, 0, 0, 0 }:sort("n"), "n"), "", "an empty frame sorts")
local wide = {}
for j = 1, 60 do wide[j] = { name = "column_with_a_long_name_" .. j, values = { ("é"):rep(60) } } end
for line in tostring(frame.new(wide)):gmatch("[^\n]+") do
  if utf8.len(line) > 100 then t:ok(false, "a wide frame prints narrow lines: " .. line) end
end
t:ok(column ~= nil, "wide frame printed")
for _, case in ipairs {
  { function() frame.new { { name = "x", values = { 1, 2 }, type = "text" } } end, "string or false expected at position 1, got number" },
  { function() frame.new { { name = "x", values = { 1.5 }, type = "integer" } } end, "integer expected at position 1" },
  { function() frame.new { { name = "x", values = array.new { 1.5 }, type = "integer" } } end, "integer expected at position 1, got 1.5" },
  { function() frame.new { { name = "x", values = { "\xff" } } } end, "not UTF-8" },
  { function() frame.new { { name = "x", values = { 1 }, null = { 1, 0 } } } end, "length 1 expected, got 2" },
  { function() frame.new { { name = "x", values = { 1 }, typ = "text" } } end, "unknown field 'typ'" },
  { function() frame.new { { name = "x", values = { 1 }, type = "float" } } end, "unknown type 'float'" },
  { function() frame.new { { name = "", values = { 1 } } } end, "column name expected" },
  { function() frame.new { { values = { 1 } } } end, "column name expected" },
  { function() frame.new { { name = "x" } } end, "array or table of values expected" },
  { function() people:column() end, "column name expected, got no value" },
  { function() people.column({}, "x") end, "frame expected, got table" },
  { function() people:filter { 1 } end, "mask of 1 elements for a frame with 4 rows" },
  { function() people:take { 1.5 } end, "row number" },
  { function() people:row(0) end, "row 0 of a frame with 4 rows" },
  { function() people:row("a") end, "integer expected, got string" },
} do t:raises(case[1], case[2], case[2]) end

-- ---- SQL ---------------------------------------------------------------------------------------

local numbers = frame.new { { name = "k", values = { "a", "b", "a" } }, { name = "x", values = { 0.1, 0.2, 0.3 } }, { name = "d", values = { "2024-01-03", "2024-01-01", false }, type = "date" } }
local result = frame.sql("SELECT k, sum(x) AS s, count(d) AS n, min(d) + 1 AS next FROM t GROUP BY k ORDER BY k", { tables = { t = numbers } })
t:equal(types_of(result), "text number integer date", "types of a result")
t:equal(result:row(1).s, 0.1 + 0.3, "a sum")
t:equal(values(frame.sql("SELECT d FROM t ORDER BY d NULLS FIRST", { tables = { t = numbers } }), "d"), "false|2024-01-01|2024-01-03", "dates are dates in SQL")
t:equal(types_of(frame.sql("SELECT 1::UTINYINT a, 2::HUGEINT b, 18446744073709551615::UBIGINT c, 1.50::DECIMAL(9,2) d, 1::FLOAT e, 'x'::ENUM('y','x') f, NULL g, true h, '2024-01-01'::TIMESTAMP_S i")),
  "integer integer number number number text integer boolean timestamp", "types of many kinds")
t:equal(frame.sql("SELECT (-5)::HUGEINT a"):row(1).a, -5, "a negative HUGEINT")
t:equal(values(frame.sql("SELECT i::HUGEINT * 5000000000000000000 AS h FROM range(3) r(i) ORDER BY i"), "h"), "0.0|5e+18|1e+19", "a column that outgrows 64 bits becomes numbers")
t:equal(frame.sql("SELECT sum(d) AS s FROM (VALUES (0.10), (0.25)) v(d)"):row(1).s, 0.35, "decimals")
t:equal(values(frame.sql("SELECT * FROM a JOIN b USING (k) ORDER BY k, y", { tables = {
  a = numbers:select { "k" }, b = frame.new { { name = "k", values = { "a", "c" } }, { name = "y", values = { 1, 2 } } } } }), "y"), "1|1", "two tables")
t:equal(frame.sql("SELECT ? AS a, ? AS b, ? AS c", { parameters = { "it's", 2, true } }):row(1).a, "it's", "positional parameters")
t:equal(frame.sql("SELECT $a IS NULL AS n", { parameters = { a = require("solon.json").null } }):row(1).n, true, "null as a parameter")
t:equal(frame.sql('SELECT count(*) AS n FROM "odd name"', { tables = { ["odd name"] = numbers } }):row(1).n, 3, "odd table names")
t:equal(frame.sql("SELECT count(*) AS n FROM t", { tables = { t = numbers:filter { 0, 0, 0 } } }):row(1).n, 0, "an empty table")
t:equal(frame.sql(string.format("SELECT count(*) AS n FROM '%s'", big)):row(1).n, 60000, "a file")
t:equal(frame.sql("SELECT a.i AS i FROM range(5) a(i) ORDER BY 1"):rows(), 5, "ORDER BY 1")
t:equal(frame.sql("SELECT i FROM range(5) a(i)", { unordered = true }):rows(), 5, "unordered when asked")
for _, case in ipairs {
  { "SELECT i FROM range(5) a(i)", "no stated order" }, { "SELECT i FROM range(5) a(i) LIMIT 1", "no stated order" },
  { "SELECT * FROM (SELECT i FROM range(5) a(i) ORDER BY i)", "no stated order" },
  { "SELECT row_number() OVER (ORDER BY i) AS r FROM range(5) a(i)", "no stated order" },
  { "SELECT i FROM range(3) a(i) UNION ALL SELECT 7", "no stated order" },
  { "SELECT current_timestamp", "clock" }, { "SELECT uuid()", "chance" }, { "SELECT 1 WHERE random() < 2", "chance" },
  { "SELECT i FROM range(5) a(i) USING SAMPLE 2 ORDER BY i", "SAMPLE" },
  { "", "empty" }, { "SELECT 1; SELECT 2", "one statement expected, got 2" }, { "SELECT FROM", "Parser Error" },
  { "SELECT x FROM nowhere", "nowhere does not exist" }, { "SELECT 'x'::INTEGER AS a", "Could not convert" }, { "SELECT 1 AS a, 2 AS A", "two columns" },
  { "CREATE TABLE q (a INTEGER)", "only queries" }, { "SET threads = 2", "only queries" }, { "COPY (SELECT 1) TO 'x'", "only queries" }, { "ATTACH 'x'", "only queries" },
  { "INSTALL httpfs", "only queries" }, { "SELECT [1] AS l", "column 'l' has a type that a frame cannot hold" }, { "SELECT solon_frame(0)", "solon_frame" },
  { "SELECT * FROM solon_frame(0)", "no such frame" },
} do t:raises(function() assert(frame.sql(case[1])) end, case[2], "SQL refused: " .. case[1]) end
t:raises(function() frame.sql("SELECT $a", { parameters = { b = 1 } }) end, "parameter $a of the query has no value", "parameter missing")
t:raises(function() frame.sql("SELECT $a", { parameters = { a = 1, b = 1 } }) end, "2 parameters given", "parameter left over")
t:raises(function() frame.sql("SELECT ?", { parameters = { {} } }) end, "parameter 1", "a table as parameter")
ok, message, code = frame.sql("SELECT * FROM 'nowhere.csv' ORDER BY 1")
t:ok(ok == nil and code == "io", "a file that is not there: " .. tostring(message))
ok, message, code = frame.sql("SELECT * FROM read_csv('https://example.com/x.csv') ORDER BY 1")
t:ok(ok == nil and code == "io", "no network: " .. tostring(message))

-- ---- relations ---------------------------------------------------------------------------------

local s = frame.new { { name = "g", values = { "b", "a", "b", false, "a" } }, { name = "x", values = { 2, 0 / 0, 1, 3, 5 }, null = { 0, 0, 0, 0, 1 } }, { name = "i", values = { 1, 2, 3, 4, 5 } } }
t:equal(values(s:sort("g"), "i"), "2|5|1|3|4", "sort is stable, missing last")
t:equal(values(s:sort("x"), "i"), "3|1|4|2|5", "NaN after numbers, missing last")
t:equal(values(s:sort("x", { descending = true }), "i"), "4|1|3|2|5", "also descending")
t:equal(values(s:sort({ "g", "i" }, { descending = { "i" } }), "i"), "5|2|3|1|4", "mixed directions")
local g = s:group("g", { { "n", "count" }, { "nx", "count", "x" }, { "sum", "sum", "x" }, { "sd", "sd", "i" }, { "first", "first", "x" }, { "last", "last", "i" }, { "u", "distinct", "i" } })
t:equal(values(g, "g") .. " " .. values(g, "n") .. " " .. values(g, "nx"), "a|b|false 2|2|1 1|2|1", "groups and counts")
t:equal(values(g, "sum") .. " " .. values(g, "first") .. " " .. values(g, "last"), "nan|3.0|3.0 nan|2.0|3.0 5|3|4", "sum with NaN, first, last")
t:near(g:row(1).sd, math.sqrt(4.5), "standard deviation (n - 1)")
t:equal(g:row(3).sd, nil, "of one value: missing")
t:equal(s:group({}, { { "m", "mean", "i" } }):row(1).m, 3.0, "one group of all")
t:equal(s:group({ "g" }, {}):rows(), 3, "keys alone")
t:equal(s:filter { 0, 0, 0, 0, 0 }:group({}, { { "n", "count" }, { "s", "sum", "x" } }):row(1).n, 0, "an empty frame has one group of none")
local long = {}
for i = 1, 200000 do long[i] = math.sin(i) end
local l = frame.new { { name = "x", values = array.new(long) } }
local sums = {}
for i = 1, 3 do sums[i] = string.format("%a", l:group({}, { { "s", "sum", "x" } }):row(1).s) end
t:ok(sums[1] == sums[2] and sums[2] == sums[3], "sums repeat to the bit")

local right = frame.new { { name = "g", values = { "b", "c", "b" } }, { name = "y", values = { 10, 20, 30 } }, { name = "x", values = { 7, 8, 9 } } }
local j = s:join(right, "g")
t:equal(show(j:names()) .. " " .. values(j, "i") .. " " .. values(j, "y") .. " " .. values(j, "x_2"), "g|x|i|y|x_2 1|1|3|3 10|30|10|30 7|9|7|9", "inner join")
t:equal(values(s:join(right, "g", { kind = "left" }), "y"), "10|30|false|10|30|false|false", "left join keeps order and rows")
j = s:join(right, "g", { kind = "full" })
t:equal(values(j, "g") .. " " .. values(j, "i"), "b|b|a|b|b|false|a|c 1|1|2|3|3|4|5|false", "full join; missing keys match nothing")
t:raises(function() s:join(right, "q") end, "no column 'q'", "join on no column")
t:raises(function() s:join(right, "g", { kind = "outer" }) end, "one of inner, left, full", "join of no kind")
t:raises(function() s:join(right, "g", { suffix = "" }) end, "two columns would be called 'x'", "join with equal names")

-- ---- writing -----------------------------------------------------------------------------------

local path = directory .. "/out.csv"
local odd = frame.new {
  { name = "text, \"odd\"", values = { "plain", "a,b", 'say "x"', "line\nend", "", " blank", false, "é", "N/A" } },
  { name = "x", values = { 1, 0.1 + 0.2, 1e300, 5e-324, -0.0, 0 / 0, 1 / 0, 2.5, 3 }, null = { 0, 0, 0, 0, 0, 0, 0, 1, 0 } },
  { name = "i", values = { 1, 2, 3, 4, 5, 6, 7, math.mininteger, math.maxinteger } },
}
t:equal(odd:write(path), true, "write CSV")
t:equal(bytes(path), '"text, ""odd""",x,i\nplain,1.0,1\n"a,b",0.30000000000000004,2\n"say ""x""",1e+300,3\n"line\nend",5e-324,4\n"",-0.0,5\n'
  .. '" blank",nan,6\n,inf,7\né,,-9223372036854775808\nN/A,3.0,9223372036854775807\n', "its bytes")
local back = frame.read(path)
t:equal(types_of(back), "text number integer", "types come back")
local same = true
for i, row in odd:each_row() do
  local other = back:row(i)
  for _, name in ipairs(odd:names()) do
    local a, b = row[name], other[name]
    if not (a == b or a ~= a and b ~= b) then same = false t:note(name .. " " .. tostring(a) .. " " .. tostring(b)) end
  end
end
t:ok(same, "values come back to the bit")
odd:write(path, { null = "N/A", delimiter = ";", header = false })
t:ok(bytes(path):find('\n"N/A";3.0;', 1, true) and bytes(path):find("\nN/A;inf", 1, true), "a text equal to options.null is quoted")
local parquet = directory .. "/out.parquet"
t:equal(odd:write(parquet), true, "write Parquet")
local first_bytes = bytes(parquet)
odd:write(parquet)
t:ok(bytes(parquet) == first_bytes, "Parquet bytes repeat")
t:equal(values(frame.read(parquet), "i") .. types_of(frame.read(parquet)), values(odd, "i") .. "text number integer", "Parquet comes back")
io.open(parquet, "wb"):write(first_bytes:sub(1, #first_bytes // 2)):close()
ok, message, code = frame.read(parquet)
t:ok(ok == nil and code == "bad_syntax", "a truncated Parquet file: " .. tostring(message))
local lines = directory .. "/out.jsonl"
local plain = odd:take { 1, 2, 3, 4, 5, 8 }
t:equal(plain:write(lines), true, "write JSON lines")
t:equal(bytes(lines):match("^[^\n]+"), '{"text, \\"odd\\"":"plain","x":1.0,"i":1}', "its first line")
t:equal(values(frame.read(lines), "x"), values(plain, "x"), "JSON lines come back")
t:raises(function() odd:write(lines) end, "row 6 holds NaN", "NaN in JSON lines")
t:raises(function() odd:write(lines, { nan = "null" }) end, "row 7 holds an infinite number", "infinity in JSON lines")
t:ok(bytes(lines):find('"i":1}', 1, true), "a refused write leaves the old file")
ok, message, code = read('{"a": 1}\n{"a": \n', nil, "bad.jsonl")
t:ok(ok == nil and code == "bad_syntax" and message:find("Malformed JSON", 1, true), "broken JSON lines: " .. tostring(message))
t:equal(values(read('{"a": 1, "b": [1, {"c": 2}]}\n{"a": 2.5, "b": null}\n', nil, "t.jsonl"), "b"), '[1,{"c":2}]|false', "nested JSON as text")
t:equal(values(read('[{"a": 1}, {"a": 2}]', nil, "t.json"), "a"), "1|2", "a JSON array of objects")
for _, format in ipairs { "csv", "jsonl", "parquet" } do
  ok, message, code = plain:write("/dev/full", { format = format })
  t:ok(ok == nil and code == "io", format .. " to a full disk: " .. tostring(message))
  ok, message, code = plain:write(directory .. "/no/where", { format = format })
  t:ok(ok == nil and code == "io", format .. " to no directory: " .. tostring(message))
end
local left = {}
for _, name in ipairs(system.list_directory(directory)) do
  if name:sub(1, 1) == "." then left[#left + 1] = name end
end
t:equal(#left, 0, "no temporary file is left behind")

-- ---- without DuckDB, and in many universes -----------------------------------------------------

local solon = os.getenv("SOLON") or "build/bin/solon"
local pipe = assert(io.popen("SOLON_DUCKDB_LIBRARY=/no/such.so " .. solon .. [==[ -e '
local frame = require "solon.frame"
print(frame.sql("SELECT 1"))
print(select(3, frame.read("LICENSE", { format = "csv" })))
print(pcall(function() return frame.new { { name = "x", values = { 1 } } }:sort("x") end))' 2>&1]==]))
local output = pipe:read("a")
pipe:close()
t:ok(output:find("^nil\tDuckDB cannot be loaded %(/no/such.so: cannot open [^\n]*\tunavailable\nunavailable\nfalse\t[^\n]*DuckDB cannot be loaded"),
  "a library that is not there is named: " .. output)
local farm = require "solon.farm"
local function many(jobs)
  return table.concat(farm.map { module = "support.frame_tasks", call = "grouped", tasks = { 1, 2, 3, 4, 5, 6 }, jobs = jobs }, "\n")
end
local json = require "solon.json"
local echoed = farm.map { module = "support.frame_tasks", call = "echo", jobs = 2, tasks = { odd, odd:filter { 0, 0, 0, 0, 0, 0, 0, 0, 0 },
  json.parse('{"z":[],"a":[1,null,{"y":{},"b":[[]]}]}', { ordered = true }), json.null } }
t:equal(tostring(echoed[1]), tostring(odd), "a frame travels between universes")
t:equal(show(echoed[1]:group("text, \"odd\"", { { "n", "count" } }):values("n")), "1|1|1|1|1|1|1|1|1", "and works there and back")
t:equal(echoed[2]:rows() .. " " .. types_of(echoed[2]), "0 text number integer", "also an empty one")
t:equal(json.write(echoed[3]), '{"z":[],"a":[1,null,{"y":{},"b":[[]]}]}', "JSON lists and ordered objects travel")
t:ok(echoed[4] == json.null, "null travels")
t:equal(many(3), many(1), "queries in three universes at once give what one gives")
system.remove(directory)
-- a column is not a field, and a frame stays what it is
do
  local f = frame.new { { name = "health", values = { 1, 2 } } }
  t:raises(function() return f.health end, "columns are taken with f:column(name)", "a column asked for as a field")
  t:raises(function() return f:colum "health" end, "did you mean 'column'?", "a method misspelt")
  t:raises(function() f.score = { 1, 2 } end, 'f:with_column("score", values) gives another one', "a field set")
  t:equal(f:names()[2], nil, "which left it as it was")
end

-- misuse is blamed on the line outside the standard library that led there, whatever lies between
for _, case in ipairs {
  { "plot.scene", function() local s = require("solon.plot").scene { layers = { { mark = "lien" } } } return s end },
  { "report:table", function() local r = require("solon.report").new({ title = "t" }):table { rows = { {} } } return r end },
  { "governance.uncertainty", function() local u = require("solon.governance").uncertainty { capacity = 2 } return u end },
} do
  local _, message = pcall(case[2])
  t:ok(tostring(message):find("^tests/lua/frame_test%.lua:%d+: bad argument"), case[1] .. " blames its caller")
end

t:done()
