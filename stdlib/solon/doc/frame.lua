local people = [==[
local f = frame.new {
  { name = "name", values = { "Ada", "Bo", "Cy", "Di" } },
  { name = "team", values = { "x", "y", "x", false } },
  { name = "score", values = { 7.5, 9.0, 0/0, 6.25 }, null = { 0, 0, 1, 0 } },
}
]==]

local name_error = function(call) return { [[frame.new { { name = "score", values = { 1 } } }:]] .. call, "no column 'scor'; did you mean 'score'?" } end

return {
  module = "solon.frame",
  summary = "Tables of named, typed columns: read and written as CSV, Parquet and JSON lines, queried with SQL (DuckDB).",
  notes = "A frame never changes; every operation gives a new one, and columns are shared. Types: number (float64), integer (int64), boolean, text, date (YYYY-MM-DD) and timestamp (YYYY-MM-DD hh:mm:ss). A missing value (SQL's NULL) differs from NaN, which is a number. Column names must differ by more than the case of ASCII letters. All queries run on one thread, so sums have the same bits every time.",
  classes = { frame = function() return require("solon.frame").new { { name = "x", values = { 1 } } } end },
  functions = {
    {
      name = "new",
      signature = "frame.new(columns) -> frame",
      summary = "Makes a frame from a list of columns.",
      arguments = {
        { "columns", "table", "a list of { name =, values = [, type =] [, null =] }; values: an array, or a table of numbers, strings or booleans of one kind; type: number, integer, boolean, text, date or timestamp, found from the values when absent (an array is number; all integers make integer); null: mask with a nonzero number or true where a value is missing; false among strings is missing, too" },
      },
      returns = { { "frame", "the columns, all of one length" } },
      nan = "stays NaN in a number column; it is not missing",
      errors = {
        { [[frame.new {}]], "at least one column expected" },
        { [[frame.new { { name = "x", values = { 1, "a" } } }]], "column 'x': value 2 is a string among values of type integer" },
        { [[frame.new { { name = "x", values = { 1 } }, { name = "y", values = { 1, 2 } } }]], "column 'y' has 2 rows, column 'x' has 1" },
        { [[frame.new { { name = "x", values = { 1 } }, { name = "X", values = { 1 } } }]], "column 'X' appears twice" },
        { [[frame.new(1)]], "table of columns expected, got number" },
      },
      example = [==[
print(frame.new { { name = "week", values = { 1, 2 } }, { name = "share", values = { 0.25, 0.5 } } })
--> frame: 2 rows, 2 columns
-->      week   share
-->   integer  number
-->         1    0.25
-->         2     0.5]==],
    },
    {
      name = "read",
      signature = "frame.read(path [, options]) -> frame [, bad rows] | nil, message, code",
      summary = "Reads a CSV, Parquet or JSON-lines file.",
      arguments = {
        { "path", "string", "the file; .csv .tsv .tab .txt .parquet .jsonl .ndjson .json tell the format, .gz and .zst may follow a text format" },
        { "options.format", "string", "csv, parquet, jsonl or json (an array of objects)" },
        { "options.threads", "integer", "how many threads read; the result does not depend on it", default = 1 },
        { "options.delimiter", "string", "CSV: the byte between fields", default = "comma, tab for .tsv and .tab" },
        { "options.header", "boolean", "CSV: whether the first record holds the names; without: column1, column2 …", default = true },
        { "options.types", "table", "CSV: column name -> type for columns whose type shall not be found from the data" },
        { "options.columns", "table", "CSV: list of { name, type } of all columns; checked against the header" },
        { "options.all_text", "boolean", "CSV: every column is text, as written", default = false },
        { "options.null", "string or table", "CSV: texts that mean a missing value, besides an empty unquoted field" },
        { "options.quoted_null", "boolean", "CSV: whether quoted fields can be missing, too", default = false },
        { "options.decimal", "string", "CSV: decimal mark, . or ,", default = "." },
        { "options.quote", "string", "CSV: the quote, doubled inside a quoted field; empty for none", default = '"' },
        { "options.skip", "integer", "CSV: lines before the header", default = 0 },
        { "options.sample", "integer", "CSV: rows from which types are found first", default = 20000 },
        { "options.encoding", "string", "CSV: utf-8, utf-16 or latin-1", default = "utf-8" },
        { "options.bad_rows", "string", "CSV: error: a bad row fails the whole read; report: the good rows, and a second result lists the bad ones as { line =, column =, text =, message = }", default = "error" },
      },
      returns = {
        { "frame", "the rows in the order of the file; nil, message and code (io, bad_syntax) when there is no such file or its content is broken" },
        { "bad rows", "with bad_rows = \"report\": a list, empty when every row is good" },
      },
      notes = "CSV types: the narrowest of integer, number, boolean, date, timestamp and text that fits every row (a column without any value is text). A code such as 007 is text; so are integers beyond 64 bits. Integers up to 64 bits are exact. Beyond the first `sample` rows a whole number in an integer column may be written in any way (7, 7.0, 007). Bad rows are those with too many or too few fields, an unfinished quote, bytes that are not in the encoding, or a value that does not fit a type given in options. Empty names become columnN, repeated ones get _2, _3. Nested Parquet and JSON values are read as JSON text, times and other types as text.",
      errors = {
        { [[frame.read("x.csv", { delimeter = ";" })]], "unknown option 'delimeter'" },
        { [[frame.read("x.csv", { types = { a = "float" } })]], "unknown type 'float'" },
        { [[frame.read("x.dat")]], "the extension of 'x.dat' tells no format" },
        { [[frame.read("x.parquet", { header = false })]], "option 'header' is for CSV files" },
        { [[frame.read(1)]], "string expected, got number" },
      },
      example = [==[
local path = (os.getenv("TMPDIR") or "/tmp") .. "/solon-example.csv"
local file <close> = assert(io.open(path, "w"))
file:write("week,share\n1,0.25\n2,N/A\n3\n"):flush()
local f, bad = frame.read(path, { null = "N/A", bad_rows = "report" })
print(f)
--> frame: 2 rows, 2 columns
-->      week      share
-->   integer     number
-->            1 missing
-->         1       0.25
-->         2          -
print(bad[1].line, bad[1].text, bad[1].message)  --> 4	3	Expected Number of Columns: 2 Found: 1
os.remove(path)]==],
    },
    {
      name = "sql",
      signature = "frame.sql(query [, options]) -> frame | nil, message, code",
      summary = "Runs one query in DuckDB's SQL over frames and files.",
      arguments = {
        { "query", "string", "SELECT, WITH, FROM or VALUES; files are read as FROM 'file.parquet' or read_csv(...)" },
        { "options.tables", "table", "table name in the query -> frame" },
        { "options.parameters", "table", "values for ? (a list) or for $name (by name): numbers, strings, booleans, json.null" },
        { "options.unordered", "boolean", "allow several rows without ORDER BY", default = false },
      },
      returns = { { "frame", "the result; nil, message and the code io when a file cannot be read" } },
      notes = "A result must not depend on chance: a query that gives several rows, or has a LIMIT, needs an ORDER BY at its outermost level, and random(), now() and their like are refused. Whole numbers of any width are integers (numbers when beyond 64 bits), decimals are numbers; CAST lists, structures, times and blobs. A file named in a query is read by DuckDB's own rules, which guess the dialect of CSV and round 2.5 to 3 in a BIGINT column; frame.read does neither.",
      errors = {
        { [[frame.sql("SELECT * FROM range(3)")]], "the query gives 3 rows in no stated order" },
        { [[frame.sql("SELECT random()")]], "'random' makes the result depend on chance" },
        { [[frame.sql("SELEC 1")]], "Parser Error" },
        { [[frame.sql("CREATE TABLE t (a INTEGER)")]], "only queries" },
        { [[frame.sql("SELECT ?", { parameters = {} })]], "parameter $1 of the query has no value" },
        { [[frame.sql("SELECT 1", { tables = { t = 1 } })]], "'t' is a number, not a frame" },
        { [[frame.sql()]], "string expected, got no value" },
      },
      example = people .. [==[
print(frame.sql("SELECT team, count(*) AS n FROM t WHERE name <> $skip GROUP BY team ORDER BY team",
  { tables = { t = f }, parameters = { skip = "Cy" } }))
--> frame: 3 rows, 2 columns
-->   team             n
-->   text       integer
-->   1 missing
-->   x                1
-->   y                1
-->   -                1]==],
    },
    {
      name = "frame:rows",
      signature = "f:rows() -> integer",
      summary = "The number of rows.",
      arguments = {},
      returns = { { "integer", "rows" } },
      example = people .. [==[print(f:rows())  --> 4]==],
    },
    {
      name = "frame:names",
      signature = "f:names() -> table",
      summary = "The names of the columns in order.",
      arguments = {},
      returns = { { "table", "a new list of strings" } },
      example = people .. [==[print(table.concat(f:names(), " "))  --> name team score]==],
    },
    {
      name = "frame:types",
      signature = "f:types() -> table",
      summary = "The types of the columns in order.",
      arguments = {},
      returns = { { "table", "a list of number, integer, boolean, text, date, timestamp" } },
      example = people .. [==[print(table.concat(f:types(), " "))  --> text text number]==],
    },
    {
      name = "frame:has",
      signature = "f:has(name) -> boolean",
      summary = "Whether there is a column of that name.",
      arguments = { { "name", "string", "a name" } },
      returns = { { "boolean", "whether it is there" } },
      errors = { { [[frame.new { { name = "x", values = { 1 } } }:has(1)]], "string expected, got number" } },
      example = people .. [==[print(f:has("team"), f:has("Team"))  --> true	false]==],
    },
    {
      name = "frame:column",
      signature = "f:column(name) -> array",
      summary = "The numbers of a column as a new array; take it once, outside a loop.",
      arguments = { { "name", "string", "a number, integer or boolean column" } },
      returns = { { "array", "float64; a missing value is NaN (is_null tells it from NaN), integers beyond 2^53 are rounded, booleans are 0 and 1" } },
      errors = {
        { [[frame.new { { name = "x", values = { "a" } } }:column("x")]], "column 'x' is text, not numbers" },
        name_error [[column("scor")]],
      },
      example = people .. [==[print(f:column("score")[2])  --> 9.0]==],
    },
    {
      name = "frame:strings",
      signature = "f:strings(name [, missing]) -> table",
      summary = "The strings of a column as a table.",
      arguments = {
        { "name", "string", "a text, date or timestamp column" },
        { "missing", "any", "what stands for a missing value", default = false },
      },
      returns = { { "table", "a list with one string per row" } },
      errors = { { [[frame.new { { name = "x", values = { 1 } } }:strings("x")]], "column 'x' is integer, not text" }, name_error [[strings("scor")]] },
      example = people .. [==[print(table.unpack(f:strings("team")))  --> x	y	x	false]==],
    },
    {
      name = "frame:values",
      signature = "f:values(name [, missing]) -> table",
      summary = "The values of any column as a table; integers stay exact.",
      arguments = {
        { "name", "string", "a column" },
        { "missing", "any", "what stands for a missing value", default = false },
      },
      returns = { { "table", "a list with one value per row" } },
      errors = { name_error [[values("scor")]] },
      example = people .. [==[print(table.unpack(f:values("score", "none")))  --> 7.5	9.0	none	6.25]==],
    },
    {
      name = "frame:codes",
      signature = "f:codes(name) -> array, table",
      summary = "A text column as codes and the list of strings they point at, for grouping in kernels.",
      arguments = { { "name", "string", "a text, date or timestamp column" } },
      returns = {
        { "array", "per row the position of its string in the list; NaN where missing" },
        { "table", "the distinct strings in order of first appearance; after filter and take some may be unused" },
      },
      errors = { { [[frame.new { { name = "x", values = { 1 } } }:codes("x")]], "column 'x' is integer, not text" } },
      example = people .. [==[
local codes, list = f:codes("team")
print(codes[1], codes[2], codes[3], list[1], list[2])  --> 1.0	2.0	1.0	x	y]==],
    },
    {
      name = "frame:is_null",
      signature = "f:is_null(name) -> array",
      summary = "A mask: 1 where the value is missing, else 0.",
      arguments = { { "name", "string", "a column" } },
      returns = { { "array", "one number per row" } },
      nan = "NaN is not missing",
      errors = { name_error [[is_null("scor")]] },
      example = people .. [==[print(f:is_null("score")[2], f:is_null("score")[3])  --> 0.0	1.0]==],
    },
    {
      name = "frame:row",
      signature = "f:row(i) -> table",
      summary = "One row as a table by column name.",
      arguments = { { "i", "integer", "from 1; negative from the end" } },
      returns = { { "table", "a missing value is nil" } },
      errors = { { [[frame.new { { name = "x", values = { 1 } } }:row(2)]], "row 2 of a frame with 1 rows" } },
      example = people .. [==[print(f:row(-1).name, f:row(3).score)  --> Di	nil]==],
    },
    {
      name = "frame:each_row",
      signature = "for i, row in f:each_row() do",
      summary = "Iterates over row numbers and row tables.",
      arguments = {},
      returns = { { "iterator", "i and the table that f:row(i) gives" } },
      example = people .. [==[
for i, row in f:each_row() do
  if row.score then print(i, row.name) end
end
--> 1	Ada
--> 2	Bo
--> 4	Di]==],
    },
    {
      name = "frame:select",
      signature = "f:select(names) -> frame",
      summary = "The named columns, in that order.",
      arguments = { { "names", "table", "a list of column names" } },
      returns = { { "frame", "shares the columns" } },
      errors = { name_error [[select { "scor" }]], { [[frame.new { { name = "x", values = { 1 } } }:select {}]], "at least one column name" } },
      example = people .. [==[print(table.concat(f:select { "score", "name" }:names(), " "))  --> score name]==],
    },
    {
      name = "frame:with_column",
      signature = "f:with_column(name, values [, options]) -> frame",
      summary = "The frame with a column added at its end, or replaced in its place.",
      arguments = {
        { "name", "string", "of the column" },
        { "values", "array or table", "one per row, as for new" },
        { "options.type", "string", "as for new" },
        { "options.null", "array or table", "as for new" },
      },
      returns = { { "frame", "shares the other columns" } },
      errors = {
        { [[frame.new { { name = "x", values = { 1 } } }:with_column("y", { 1, 2 })]], "2 values for a frame with 1 rows" },
        { [[frame.new { { name = "x", values = { 1 } } }:with_column("y", 1)]], "column 'y': array or table of values expected, got number" },
      },
      example = people .. [==[print(f:with_column("rank", { 2, 1, 4, 3 }):row(2).rank)  --> 1]==],
    },
    {
      name = "frame:filter",
      signature = "f:filter(mask) -> frame",
      summary = "The rows where the mask is not 0.",
      arguments = { { "mask", "array or table of numbers", "one number per row" } },
      returns = { { "frame", "the rows in order" } },
      nan = "NaN in the mask raises",
      errors = {
        { [[frame.new { { name = "x", values = { 1 } } }:filter { 1, 0 }]], "mask of 2 elements for a frame with 1 rows" },
        { [[frame.new { { name = "x", values = { 1 } } }:filter { 0/0 }]], "the mask is NaN at position 1" },
      },
      example = people .. [==[print(f:filter { 1, 0, 0, 1 }:row(2).name)  --> Di]==],
    },
    {
      name = "frame:take",
      signature = "f:take(positions) -> frame",
      summary = "The rows at the given positions, in that order.",
      arguments = { { "positions", "array or table of numbers", "from 1; a position may repeat" } },
      returns = { { "frame", "one row per position" } },
      errors = {
        { [[frame.new { { name = "x", values = { 1 } } }:take { 2 }]], "row number in [0, 1] expected, got 2" },
        { [[frame.new { { name = "x", values = { 1 } } }:take { 0 }]], "positions start at 1" },
      },
      example = people .. [==[print(table.unpack(f:take { 4, 1, 1 }:strings("name")))  --> Di	Ada	Ada]==],
    },
    {
      name = "frame:head",
      signature = "f:head([count]) -> frame",
      summary = "The first rows.",
      arguments = { { "count", "integer", "how many", default = 6 } },
      returns = { { "frame", "at most count rows" } },
      errors = { { [[frame.new { { name = "x", values = { 1 } } }:head(-1)]], "integer >= 0 expected, got -1" } },
      example = people .. [==[print(f:head(2):rows())  --> 2]==],
    },
    {
      name = "frame:sort",
      signature = "f:sort(names [, options]) -> frame",
      summary = "The rows in the order of the named columns; equal rows keep their order.",
      arguments = {
        { "names", "string or table", "a column name or a list of them" },
        { "options.descending", "boolean or table", "true: all descending; or the list of names that are", default = false },
      },
      returns = { { "frame", "all rows" } },
      nan = "after all numbers and before missing values, in both directions; text is ordered by its bytes",
      errors = { name_error [[sort("scor")]], { [[frame.new { { name = "x", values = { 1 } } }:sort("x", { descending = { "y" } })]], "'y' is not sorted by" } },
      example = people .. [==[print(table.unpack(f:sort("score", { descending = true }):strings("name")))  --> Bo	Ada	Di	Cy]==],
    },
    {
      name = "frame:group",
      signature = "f:group(keys, aggregates) -> frame",
      summary = "One row per group of rows that are equal in the key columns, ordered by the keys.",
      arguments = {
        { "keys", "string or table", "a column name or a list of them; an empty list makes one group of all rows" },
        { "aggregates", "table", "a list of { new name, aggregate, column }; aggregates: count (rows; with a column: values that are not missing), sum, mean, min, max, median, sd and variance (n - 1), distinct (number of different values), first, last" },
      },
      returns = { { "frame", "the keys and the aggregates; missing values are skipped, and an aggregate of none is missing (a count is 0)" } },
      nan = "is a value: sums and means become NaN, max is NaN; NaN keys form one group",
      source = "DuckDB's aggregates on one thread, so repeatable to the bit",
      errors = {
        { [[frame.new { { name = "x", values = { 1 } } }:group("x", { { "m", "average", "x" } })]], "unknown aggregate 'average'" },
        { [[frame.new { { name = "x", values = { "a" } } }:group({}, { { "m", "mean", "x" } })]], "mean of column 'x', which is text" },
        name_error [[group("scor", {})]],
      },
      example = people .. [==[
print(f:group("team", { { "n", "count" }, { "best", "max", "score" } }))
--> frame: 3 rows, 3 columns
-->   team             n    best
-->   text       integer  number
-->   1 missing
-->   x                2     7.5
-->   y                1       9
-->   -                1    6.25]==],
    },
    {
      name = "frame:join",
      signature = "f:join(other, keys [, options]) -> frame",
      summary = "The rows of two frames that are equal in the key columns, side by side, in the order of the first, then of the second frame.",
      arguments = {
        { "other", "frame", "the second frame" },
        { "keys", "string or table", "names of columns that both frames have" },
        { "options.kind", "string", "inner: pairs only; left: also rows of the first without partner; full: also rows of the second without partner, at the end", default = "inner" },
        { "options.suffix", "string", "added to names of the second frame that the first has, too", default = "_2" },
      },
      returns = { { "frame", "the columns of the first frame, then those of the second without the keys" } },
      nan = "NaN keys are equal to each other; missing keys are equal to nothing",
      errors = {
        { [[frame.new { { name = "x", values = { 1 } } }:join(1, "x")]], "frame expected, got number" },
        { [[frame.new { { name = "x", values = { 1 } } }:join(frame.new { { name = "x", values = { "a" } } }, "x")]], "column 'x' is integer in one frame and text in the other" },
      },
      example = people .. [==[
local teams = frame.new { { name = "team", values = { "y", "x" } }, { name = "city", values = { "Oslo", "Rome" } } }
print(table.unpack(f:join(teams, "team", { kind = "left" }):strings("city", "none")))  --> Rome	Oslo	Rome	none]==],
    },
    {
      name = "frame:write",
      signature = "f:write(path [, options]) -> true | nil, message, code",
      summary = "Writes the frame to a file, which appears whole or keeps its old content.",
      arguments = {
        { "path", "string", "the file; .csv .tsv .tab .parquet .jsonl .ndjson tell the format" },
        { "options.format", "string", "csv, parquet or jsonl" },
        { "options.delimiter", "string", "CSV: the byte between fields", default = "comma, tab for .tsv and .tab" },
        { "options.header", "boolean", "CSV: whether the first line holds the names", default = true },
        { "options.null", "string", "CSV: the text of a missing value", default = "nothing between the delimiters" },
        { "options.nan", "string", "JSON lines: error or null", default = "error" },
      },
      returns = { { "boolean", "true; nil, message and the code io when the operating system refuses" } },
      nan = "nan in CSV; JSON lines refuse it unless options.nan is null; infinities are inf and -inf in CSV",
      notes = "Equal frames give equal bytes. Numbers are written with the fewest of 15, 16 or 17 digits that read back as the same double, and recognisably as floats (1.0). An empty text is quoted, so that it differs from a missing value.",
      errors = {
        { [[frame.new { { name = "x", values = { 1 } } }:write("x.dat")]], "the extension of 'x.dat' tells no format" },
        { [[frame.new { { name = "x", values = { 0/0 } } }:write("/tmp/x.jsonl")]], "column 'x', row 1 holds NaN" },
        { [[frame.new { { name = "x", values = { 1 } } }:write("x.parquet", { header = false })]], "option 'header' is for csv files" },
      },
      example = people .. [==[print(f:write("/nowhere/at/all.csv"))  --> nil	cannot write '/nowhere/at/all.csv': No such file or directory	io]==],
    },
  },
}
