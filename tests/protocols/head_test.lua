-- head_test.lua - what the reader of heads accepts, and what it says about the rest.

local tap = require "solon.tap"
local head = require "solon.protocol.head"
local native = require "solon.native.head"
local t = tap.new()

local GOOD = [[
return protocol {
  name = "good", version = "1.2.3", api = 1, title = "A title", description = "Text.", authors = { "A" },
  license = "MIT", categories = { "x" },
  params = { alpha = { type = "number", min = 0, max = 1, default = 0.5, doc = "d" } },
  inputs = { data = { format = "csv", columns = { v = "number?" }, doc = "d" } },
  outputs = { ["o.csv"] = { format = "csv", doc = "d" } },
  claims = { { id = "c", quantity = "q", stated = 1 } },
  tests = { smoke = { params = { alpha = 0.1 }, inputs = { data = "x.csv" }, golden = { ["o.csv"] = "g.csv" } } },
  run = function(ctx) os.exit(3) end,
}]]

local function read(text) return head.read(text, "@test.lua") end

-- The message for GOOD with one part replaced (plain text).
local function message_for(from, to)
  local at, stop = GOOD:find(from, 1, true)
  local found, message = read(GOOD:sub(1, at - 1) .. to .. GOOD:sub(stop + 1))
  return found and "accepted" or message
end

local function refuses(from, to, part)
  local message = message_for(from, to)
  if not t:ok(message:find(part, 1, true), part) then t:note(message) end
end

local good, problem = read(GOOD)
t:ok(good ~= nil, "a good head is accepted") ; if problem then t:note(problem) end
t:equal(good.params.alpha.default, 0.5, "its content arrives")
t:equal(good.run, nil, "run is not part of the data")
t:equal(good.seed, 1, "the seed has a default")

refuses('name = "good", ', "", "head: missing field 'name'")
refuses('run = function(ctx) os.exit(3) end,', "", "head: missing field 'run'")
refuses('run = function(ctx) os.exit(3) end,', "run = 1,", "head.run: function expected, got 1")
refuses('"1.2.3"', '"1.2"', "head.version: a version such as '1.0.0' expected, got '1.2'")
refuses("api = 1", "api = 2", "head.api: this Solon knows level 1, got 2")
refuses('"A title"', '"two\\nlines"', "head.title: one line expected")
refuses("title =", "titel =", "unknown field 'titel'")
refuses("title =", "titel =", "did you mean 'title'?")
refuses('{ "A" }', '"A"', "head.authors: sequence of strings expected, got 'A'")
refuses('"number", min', '"nummber", min', "params.alpha.type: one of boolean, enum, integer, number, string expected, got 'nummber'")
refuses("default = 0.5", "default = 2", "params.alpha.default: number in [0, 1] expected, got 2")
refuses("default = 0.5", "defualt = 0.5", "did you mean 'default'?")
refuses("min = 0, max = 1", "min = 2, max = 1", "params.alpha: min is above max")
refuses("alpha = { type = \"number\", min = 0, max = 1,", "alpha = { type = \"enum\",", "params.alpha: missing field 'values'")
refuses("alpha = { type", "Alpha = { type", "params.Alpha: lower-case letters")
refuses("alpha = { type", "seed = { type", "params.seed: the name is an option of every run")
refuses("alpha = { type", "data = { type", "the name is used twice")
refuses('"number?"', '"float"', "inputs.data.columns: type of column 'v'")
refuses('["o.csv"] = { f', '["../o.csv"] = { f', "outputs.../o.csv: a file name without folder expected")
refuses('["o.csv"] = { f', '["manifest.json"] = { f', "Solon writes this file itself")
refuses('["o.csv"] = { f', '["{week.csv"] = { f', "outputs.{week.csv: {name} with letters in the braces expected")
refuses('["o.csv"] = { f', '["{week}_o.csv"] = { f', "tests.smoke.golden: 'o.csv' is not declared")
refuses('alpha = 0.1', 'beta = 0.1', "'beta' is not declared")
refuses('id = "c", ', "", "claims[1]: missing field 'id'")
refuses('categories = { "x" }', 'categories = { os.time() }', "nothing but 'protocol' exists")
refuses('"Text."', '("x"):rep(9)', "attempt to index a string value")
refuses("return protocol {", "while true do end return protocol {", "computes for too long")
refuses("return protocol {", "local s = 'x' while true do s = s .. s end return protocol {", "not enough memory")
refuses("return protocol", "return", "a protocol file ends with 'return protocol { … }'")
refuses("return protocol {", "return protocol {{", "test.lua:")
refuses("api = 1,", "api = 1, { 2 },", "unknown field '1'")

do
  local outputs = { ["{week}_Raw.csv"] = { doc = "raw" }, ["o.csv"] = { doc = "o" }, ["{any}"] = { doc = "any" } }
  local function declared_of(name) return select(2, head.output(outputs, name)) end
  t:equal(declared_of("2026-Q1-Week1_Raw.csv"), "{week}_Raw.csv", "{week} stands for letters, digits and -")
  t:equal(declared_of("o.csv"), "o.csv", "a name without braces for itself")
  t:equal(declared_of("oxcsv"), "{any}", "in which a point is a point")
  t:equal(declared_of("a/b_Raw.csv"), nil, "never for a folder")
  t:equal(declared_of("{week}_Raw.csv"), nil, "nor for the braces themselves")
  t:equal(declared_of("manifest.json"), nil, "nor for Solon's own files")
end

t:ok(select(2, read("\27Lua")):find("binary chunk", 1, true), "precompiled chunks are refused")
t:ok(select(2, read("return protocol()")):find("protocol expects one table", 1, true), "protocol() wants a table")
t:ok(select(2, read("local p = protocol{} p.p = p return p")):find("contain themselves", 1, true), "a cycle is refused")
t:ok(select(2, read("")):find("return protocol", 1, true), "an empty file")

-- copying into this universe survives a refusal of memory at any point
local testing = require "solon.native.testing"
local count, clean = 0, true
repeat
  testing.fail_after(count)
  local ok, message = pcall(native.read, GOOD, "=x", 100000, 1000000)
  local refused = testing.fail_never()
  clean = clean and (ok or tostring(message):find("memory", 1, true) ~= nil)
  count = count + 1
until not refused
t:ok(clean and count > 10, "memory refused at any of " .. count .. " points gives a memory error")
t:raises(function() native.read(1) end, "string expected", "bad argument")

-- damaged texts: whatever happens, the answer is a head or a message
local stream = require("solon.random").stream(1, "damage")
local answered = 0
for i = 1, 3000 do
  local text = GOOD
  for _ = 1, stream:integer(1, 4) do
    local at = stream:integer(1, #text)
    local middle = i % 3 == 0 and "" or i % 3 == 1 and string.char(stream:integer(0, 255)) or text:sub(stream:integer(1, #text)):sub(1, 20)
    text = text:sub(1, at - 1) .. middle .. text:sub(at + stream:integer(0, 5))
  end
  local ok, found, message = pcall(read, text)
  if ok and (type(found) == "table" or type(message) == "string") then answered = answered + 1
  else t:note(text) t:note(tostring(found)) end
end
t:equal(answered, 3000, "damaged heads are answered")

-- ---- values of parameters -------------------------------------------------------------------------

local options = require "solon.protocol.options"
local function parsed(parameter, text)
  local value, message = options.parse_value(parameter, text)
  if value == nil then return message end
  return value
end
t:equal(parsed({ type = "integer" }, "12"), 12, "integer")
t:equal(parsed({ type = "integer" }, "1e3"), 1000, "an integer in exponent form")
t:equal(math.type(parsed({ type = "number" }, "3")), "float", "a number is a float")
t:equal(parsed({ type = "integer" }, "0x10"), "integer expected, got '0x10'", "no hexadecimal")
t:equal(parsed({ type = "integer" }, "9007199254740993"), "integer within 2^53 expected, got 9007199254740993", "too large")
t:equal(parsed({ type = "number" }, "nan"), "number expected, got 'nan'", "nan")
t:equal(parsed({ type = "number" }, "1e999"), "finite number expected", "infinite")
t:equal(parsed({ type = "number" }, ""), "number expected, got ''", "empty")
t:equal(parsed({ type = "number", min = 1 }, "0"), "number >= 1 expected, got 0", "below the range")
t:equal(parsed({ type = "boolean" }, "yes"), "true or false expected, got 'yes'", "boolean")
t:equal(parsed({ type = "enum", values = { "rank", "percent" } }, "rnak"),
  "one of rank, percent expected, got 'rnak'; did you mean 'rank'?", "enum")
t:done()
