return {
  module = "solon.json",
  summary = "JSON, read strictly (RFC 8259) and written so that numbers read back to the bit and equal values give equal bytes.",
  functions = {
    {
      name = "parse",
      signature = "json.parse(text [, options]) -> value",
      summary = "Reads one JSON value; numbers without fraction and exponent become integers, null becomes json.null.",
      arguments = {
        { "text", "string", "UTF-8; blanks around the value and a byte-order mark in front are allowed" },
        { "options.max_depth", "integer", "how deep arrays and objects may be nested, 1 to 512", default = 200 },
        { "options.ordered", "boolean", "objects keep the order of their keys, for pairs and for writing", default = false },
      },
      returns = { { "value", "string, integer, float, boolean, json.null, or a table; lists remember that they are lists" } },
      notes = "Refused: whatever RFC 8259 refuses, text after the value, repeated keys, ill-formed UTF-8, lone surrogates, \\u0000, integers that fit neither 64 bits nor a double, numbers beyond the range of doubles or of more than 63 characters.",
      errors = {
        { [[json.parse("[1,]")]], "line 1, column 4: a value expected, got ']'" },
        { [[json.parse('{"a": 1, "a": 2}')]], "the key 'a' appears twice" },
        { [[json.parse(1)]], "string expected, got number" },
        { [[json.parse("1", { depth = 3 })]], "unknown option 'depth'" },
      },
      example = [==[
local v = json.parse('{"name": "rank", "theta": [0.35, 1, null]}')
print(v.name, v.theta[1], v.theta[2], v.theta[3])  --> rank	0.35	1	null
print(v.theta[3] == json.null)  --> true]==],
    },
    {
      name = "write",
      signature = "json.write(value [, options]) -> string",
      summary = "Writes a value as JSON; the keys of objects are sorted by their bytes unless the object is ordered.",
      arguments = {
        { "value", "any", "nil-free tables, strings, numbers, booleans, json.null, arrays (a matrix is a list of rows), result records" },
        { "options.indent", "integer", "blanks per level, 0 to 16; 0 writes one line", default = 0 },
        { "options.nan", "string", "what NaN does: error or null; infinite numbers are always refused", default = "error" },
      },
      returns = { { "string", "the text, without a newline at the end" } },
      notes = "Floats are written with the fewest of 15, 16 or 17 digits that read back as the same double, and recognisably as floats (1.0). An empty table is an object unless json.array made it a list. Refused with the path of the culprit: NaN, infinite numbers, functions, mixed keys, holes, tables that contain themselves, strings that are not UTF-8 or hold a zero byte.",
      errors = {
        { [[json.write({ a = { 0/0 } })]], "cannot write $.a[1]: NaN" },
        { [[json.write({ 1, x = 2 })]], "keys must be all strings, or 1..n without holes" },
        { [[json.write(print)]], "a function" },
        { [[json.write(1, { indent = -1 })]], "option 'indent': integer in [0, 16] expected, got -1" },
      },
      example = [==[
print(json.write { welfare = 0.1 + 0.2, theta = { 1, 0.5 } })  --> {"theta":[1,0.5],"welfare":0.30000000000000004}
print(json.write({ a = {} }, { indent = 2 }))
--> {
-->   "a": {}
--> }]==],
    },
    {
      name = "read_file",
      signature = "json.read_file(path [, options]) -> value | nil, message, code",
      summary = "Reads a file (at most 1 GiB) that holds one JSON value.",
      arguments = {
        { "path", "string", "the file" },
        { "options.max_depth", "integer", "as for parse", default = 200 },
        { "options.ordered", "boolean", "as for parse", default = false },
      },
      returns = { { "value", "as for parse; nil, message and the code io or bad_syntax when the file cannot be read or is not JSON" } },
      errors = { { [[json.read_file()]], "string expected, got no value" } },
      example = [==[
print(json.read_file("nowhere.json"))  --> nil	cannot read 'nowhere.json': No such file or directory	io]==],
    },
    {
      name = "write_file",
      signature = "json.write_file(path, value [, options]) -> true | nil, message, code",
      summary = "Writes a value and a newline to a file, which appears whole or keeps its old content.",
      arguments = {
        { "path", "string", "the file" },
        { "value", "any", "as for write" },
        { "options.indent", "integer", "as for write", default = 0 },
        { "options.nan", "string", "as for write", default = "error" },
      },
      returns = { { "boolean", "true; nil, message and the code io when the operating system refuses" } },
      errors = { { [[json.write_file("x.json", { print })]], "cannot write $[1]: a function" } },
      example = [==[
print(json.write_file("/nowhere/at/all.json", { 1 }))  --> nil	cannot write '/nowhere/at/all.json': No such file or directory	io]==],
    },
    {
      name = "array",
      signature = "json.array([list]) -> table",
      summary = "Marks a table as a list, so that it is written as a list even when it is empty.",
      arguments = { { "list", "table", "without metatable; a new empty table when absent" } },
      returns = { { "table", "the same table" } },
      errors = { { [[json.array(1)]], "table expected, got number" } },
      example = [==[print(json.write { json.array(), {} })  --> [[],{}]]==],
    },
    {
      name = "object",
      signature = "json.object([pairs]) -> table",
      summary = "An object that keeps the order of its keys, for pairs and for writing; keys set later come last.",
      arguments = { { "pairs", "table", "a list of { key, value }" } },
      returns = { { "table", "a table with these fields" } },
      errors = {
        { [[json.object { { "a", 1 }, { "a", 2 } }]], "the key 'a' appears twice" },
        { [[json.object { { 1, 2 } }]], "string expected as key at position 1" },
      },
      example = [==[
local o = json.object { { "welfare", 0.5 }, { "rank", 1 } }
o.best = true
print(json.write(o))  --> {"welfare":0.5,"rank":1,"best":true}]==],
    },
  },
}
