-- json_test.lua - strictness, round trips, deterministic bytes, files.
local tap = require "solon.tap"
local json = require "solon.json"
local array = require "solon.array"
local t = tap.new()

-- Texts that RFC 8259 refuses (the n_ cases of its test suites are of these kinds), or that we refuse
-- by our own rules, and a part of the message.
local refused = {
  { "", "end of the text" }, { "  ", "end of the text" }, { "{", "end of the text" }, { "[", "end of the text" },
  { "[1,]", "column 4" }, { "[,1]", "a value expected" }, { "[1 2]", "',' or ']'" }, { "[1", "',' or ']'" },
  { "[1}", "',' or ']'" }, { '{"a":1', "',' or '}'" }, { '{"a":1,}', "key in double quotes" }, { '{"a"}', "':'" },
  { "{a:1}", "key in double quotes" }, { "{'a':1}", "key in double quotes" }, { '{"a":}', "a value expected" },
  { "01", "leading zero" }, { "-01", "leading zero" }, { "1.", "digit expected" }, { ".5", "a value expected" },
  { "1e", "digit expected" }, { "1e+", "digit expected" }, { "+1", "a value expected" }, { "-", "digit expected" },
  { "0x10", "the end of the text" }, { "NaN", "a value" }, { "Infinity", "a value" }, { "-Infinity", "digit" }, { "1_000", "the end" },
  { "tru", "a value" }, { "True", "a value" }, { "nul", "a value" }, { "[1]x", "the end of the text" }, { "1 2", "the end of the text" },
  { '"a', "'\"' expected" }, { '"\t"', "control character" }, { '"\n"', "control character" }, { '"\\x"', "unknown escape" }, { '"\\', "escape" },
  { '"\\u12"', "hexadecimal" }, { '"\\u12g4"', "hexadecimal" }, { '"\\ud800"', "surrogate" }, { '"\\udc00"', "surrogate" },
  { '"\\ud800\\u0041"', "surrogate" }, { '"\\u0000"', "\\u0000" }, { '"\xff"', "ill-formed UTF-8" }, { '"\xc0\x80"', "ill-formed UTF-8" },
  { '"\xed\xa0\x80"', "ill-formed UTF-8" }, { '"\xf4\x90\x80\x80"', "ill-formed UTF-8" }, { "\xff", "byte 0xFF" }, { "[1,\f2]", "byte 0x0C" },
  { '{"a":1,"a":2}', "appears twice" }, { '[{"b":{"x":1,"y":2,"x":3}}]', "'x' appears twice" }, { '{"\\u0061":1,"a":2}', "appears twice" },
  { "18446744073709551617", "neither 64 bits nor a double" }, { "1e400", "range" }, { "-1e999", "range" }, { ("1"):rep(64), "63 characters" },
  { "// x\n1", "a value" }, { "[1, 2\n,\n  x]", "line 3, column 3" }, { "\0", "byte 0x00" }, { "1\0", "byte 0x00" },
}
for _, case in ipairs(refused) do
  t:raises(function() json.parse(case[1]) end, case[2], string.format("refuses %q", case[1]:sub(1, 30)))
end
t:raises(function() json.parse(("["):rep(201) .. ("]"):rep(201)) end, "too deep", "refuses 201 levels")
t:ok(json.parse(("["):rep(200) .. ("]"):rep(200)), "takes 200 levels")
t:raises(function() json.parse(("["):rep(10) .. ("]"):rep(10), { max_depth = 9 }) end, "too deep", "max_depth")
t:ok(json.parse(("["):rep(512) .. ("]"):rep(512), { max_depth = 512 }), "takes 512 levels when asked")

t:same(json.parse(' {"a" : [ ] , "b":{"c":null}}\r\n').a, {}, "blanks")
t:equal(json.parse("\xef\xbb\xbf[7]")[1], 7, "byte-order mark")
t:equal(json.parse("\xef\xbb\xbf7"), 7, "byte-order mark before a single digit")
t:equal(json.parse('"\\u00e9\\ud83d\\ude00\\n\\/"'), "é😀\n/", "escapes")
t:equal(math.type(json.parse("1")), "integer", "1 is an integer")
t:equal(math.type(json.parse("1.0")), "float", "1.0 is a float")
t:equal(math.type(json.parse("1e0")), "float", "1e0 is a float")
t:equal(json.parse("9007199254740993"), 9007199254740993, "2^53 + 1 stays exact")
t:equal(json.parse("-9223372036854775808"), math.mininteger, "the smallest integer")
t:equal(json.parse("100000000000000000000"), 1e20, "a large integer that is a double")
t:equal(1 / json.parse("-0.0"), -math.huge, "-0.0")
t:equal(json.parse("1e-400"), 0.0, "underflow rounds to 0")
t:ok(json.parse("null") == json.null and tostring(json.null) == "null", "null")

-- Round trips to the bit, over doubles of every magnitude (a fixed generator, so the same each run).
local state, bad = 88172645463325252, 0
for _ = 1, 5000 do
  state = state ~ (state << 13); state = state ~ (state >> 7); state = state ~ (state << 17)
  local x = string.unpack("d", string.pack("i8", state))
  if x == x and math.abs(x) < math.huge and json.parse(json.write(x)) ~= x then bad = bad + 1 end
end
t:equal(bad, 0, "5000 random doubles survive a round trip")
for _, x in ipairs { 0.1 + 0.2, 5e-324, 1.7976931348623157e308, 2^53, -0.0, 1/3, math.maxinteger, math.mininteger } do
  local back = json.parse(json.write(x))
  t:ok(back == x and math.type(back) == math.type(x), "round trip of " .. tostring(x))
end

t:equal(json.write { b = 1, a = 2, ["a.b"] = 3, A = 4 }, '{"A":4,"a":2,"a.b":3,"b":1}', "keys sorted by bytes")
t:equal(json.write "\"\\\n\x01\x7fé", '"\\"\\\\\\n\\u0001\x7fé"', "strings")
t:equal(json.write { array.new { 1, 2.5 }, json.array(), {}, true, json.null }, '[[1.0,2.5],[],{},true,null]', "lists")
t:equal(json.write({ 1, { a = 1 } }, { indent = 1 }), '[\n 1,\n {\n  "a": 1\n }\n]', "indent")
t:equal(json.write({ 0/0 }, { nan = "null" }), "[null]", "NaN as null when asked")
t:raises(function() json.write({ math.huge }, { nan = "null" }) end, "infinite", "infinity is refused even then")
t:raises(function() json.write { x = { 1, 0/0 } } end, "$.x[2]", "NaN names its path")
t:raises(function() json.write(array.new { 1, 0/0 }) end, "$[2]", "NaN in an array names its place")
t:raises(function() json.write { nil, 2 } end, "without holes", "hole")
t:raises(function() json.write { [1.5] = 1 } end, "keys must be", "float key")
t:raises(function() json.write { [true] = 1 } end, "keys must be", "boolean key")
t:raises(function() json.write(setmetatable({ "a", x = 1 }, getmetatable(json.array()))) end, "keys must be", "list with a key")
t:raises(function() json.write { "a\0b" } end, "zero byte", "zero byte")
t:raises(function() json.write { ["\xff"] = 1 } end, "not UTF-8", "key that is not UTF-8")
t:raises(function() json.write { coroutine.create(print) } end, "a thread", "thread")
t:raises(function() json.write { io.stdout } end, "a userdata", "userdata")
t:raises(function() json.write() end, "value expected, got no value", "no value")
t:raises(function() json.write(nil) end, "nil", "nil")
local loop = {}
loop.a = { { loop } }
t:raises(function() json.write(loop) end, "$.a[1][1]: a table that contains itself", "cycle")
local shared = { 1 }
t:equal(json.write { shared, shared }, "[[1],[1]]", "the same table twice is no cycle")
local deep = {}
for _ = 1, 600 do deep = { deep } end
t:raises(function() json.write(deep) end, "too deep", "too deep to write")

local text = '{"z":1,"a":{"y":[],"b":{}},"m":[1.5,null]}'
t:equal(json.write(json.parse(text, { ordered = true })), text, "ordered objects round-trip byte for byte")
local o = json.object { { "b", 1 }, { "a", 2 } }
o.c, o.b = 3, nil
t:equal(json.write(o), '{"a":2,"c":3}', "a removed key goes")
o.b = 4
local order = {}
for k in pairs(o) do order[#order + 1] = k end
t:equal(table.concat(order), "bac", "a key that comes back takes its old place; pairs keeps the order")
t:raises(function() o[1] = 2 end, "keys of an ordered object are strings", "keys of ordered objects")
t:raises(function() json.object { { "a" } } end, "has no value", "pair without value")
t:raises(function() json.array(json.array()) end, "metatable already", "array twice")

-- Files.
local directory = assert(require("solon.native.system").temporary_directory())
local path = directory .. "/x.json"
t:equal(json.write_file(path, { 1, 2 }), true, "write_file")
t:equal(io.open(path):read("a"), "[1,2]\n", "its bytes")
t:same(json.read_file(path), { 1, 2 }, "read_file")
local ok, message, code = json.write_file("/dev/full", { 1 })
t:ok(ok == nil and code == "io" and message:find("No space left", 1, true), "a full disk: " .. tostring(message))
ok, message, code = json.write_file(directory .. "/no/such/x.json", { 1 })
t:ok(ok == nil and code == "io" and message:find("No such file", 1, true), "no directory: " .. tostring(message))
t:raises(function() json.write_file(path, { 0/0 }) end, "NaN", "bad value")
t:equal(io.open(path):read("a"), "[1,2]\n", "the old content stays")
io.open(path, "w"):write('{"a": tru}'):close()
ok, message, code = json.read_file(path)
t:ok(ok == nil and code == "bad_syntax" and message:find("line 1, column 7", 1, true), "a file that is not JSON: " .. tostring(message))
ok, message, code = json.read_file(directory)
t:ok(ok == nil and code == "io", "a directory: " .. tostring(message))
require("solon.native.system").remove(directory)
t:done()
