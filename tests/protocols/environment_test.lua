-- environment_test.lua - what a protocol's code sees, and what its context refuses.

local tap = require "solon.tap"
local shell = require "support.shell"
local protocol = require "solon.protocol"
local data = require "solon.protocol.data"
local environment = require "solon.protocol.environment"
local t = tap.new()

local root = shell.directory()
local number = 0

local HEAD = [[
return protocol {
  name = "p%d", version = "1.0.0", api = 1, title = "T", description = "D", authors = { "A" }, license = "MIT",
  categories = { "test" }, outputs = { ["o.txt"] = { format = "text", doc = "d", optional = true },
  ["t.csv"] = { format = "csv", columns = { a = "number" }, doc = "d", optional = true } },
  params = { n = { type = "integer", optional = true, doc = "d" } },
  inputs = { i = { format = "text", optional = true, doc = "d" } },
  permissions = { read = { "]] .. root .. [[/allowed" }, write = { "]] .. root .. [[/allowed" } },
  claims = { { id = "one", quantity = "q", stated = 1, tolerance = 0.1 } },
  run = function(ctx) %s end,
}]]

-- Runs the code as the body of run(ctx); the lines printed, or nil and the message.
local function run(code)
  number = number + 1
  local path, lines = string.format("%s/p%d.lua", root, number), {}
  shell.write(path, string.format(HEAD, number, (code:gsub("%%", "%%%%"))):gsub("%%%%", "%%"))
  local result, message = protocol.run(path, { out = root .. "/out" .. number, quiet = true, print = function(line) lines[#lines + 1] = line end })
  if not result then return nil, message end
  return lines[1], result
end

local function prints(code, want, name) t:equal((run(code)) or select(2, run(code)), want, name or code) end

local function refuses(code, part)
  local found, message = run(code)
  if not t:ok(found == nil and tostring(message):find(part, 1, true), code .. ": " .. part) then t:note(tostring(message)) end
end

refuses("io.open('/etc/passwd')", "protocols have no global 'io'")
refuses("os.execute('true')", "protocols have no global 'os'")
refuses("os.exit(0)", "hint: time and host do not belong in results")
refuses("debug.getinfo(1)", "protocols have no global 'debug'")
refuses("local x = package.path", "protocols have no global 'package'")
refuses("local x = strign", "did you mean 'string'?")
refuses("math.random()", "hint: ctx.random(purpose, index) gives a seeded stream")
refuses("math.randomseed(1)", "math.random has no seed")
refuses("require 'solon.native.system'", "internal to Solon")
refuses("require 'solon.command.run'", "internal to Solon")
refuses("require 'solon.http'", "needs permissions.net")
refuses("require 'somewhere'", "module 'somewhere' not found")
refuses("load('\\27Lua')()", "nil value")
prints("ctx.print(load('return 1 + 1')())", "2")
prints("ctx.print(select(2, load('\\27Lua')))", "attempt to load a binary chunk (mode is 't')")
prints("ctx.print(pcall(load('return io')))", run("ctx.print(pcall(load('return io')))"))
refuses("load('return io.open')()", "protocols have no global 'io'")
prints("string.format = nil ctx.print(type(string.format))", "nil", "the string table is the protocol's own")
t:equal(string.format("%d", 1), "1", "and ours is untouched")
prints("x = 1 ctx.print(_G.x)", "1", "globals are the protocol's own")
t:equal(rawget(_G, "x"), nil, "and ours are untouched")
prints("print('one', 2)", "one\t2", "print is part of the summary")

-- pairs in sorted order
local list = {}
for key in environment.pairs { b = 1, a = 2, [10] = 3, [2] = 4, [1.5] = 5, ["10"] = 6 } do list[#list + 1] = tostring(key) end
t:equal(table.concat(list, " "), "1.5 2 10 10 a b", "pairs: numbers first, in order, then strings")
local seen = 0
local cleared = { a = 1, b = 2, c = 3 }
for _ in environment.pairs(cleared) do cleared.b = nil seen = seen + 1 end
t:equal(seen, 2, "pairs: an entry cleared on the way is not visited")
t:raises(function() for _ in environment.pairs(1) do break end end, "bad argument", "pairs of a number")

-- ---- the context ----------------------------------------------------------------------------------

refuses("ctx.write('x.txt', '')", "'x.txt' is not among the declared outputs: o.txt, t.csv")
refuses("ctx.write('o.txt', 1)", "bad argument #2 to 'write' (string expected, got number)")
refuses("ctx.output()", "bad argument #1 to 'output' (string expected, got nil)")
refuses("ctx.output('o.txt')", "ended without writing its output 'o.txt'")
refuses("ctx.write('t.csv', 'b\\n1\\n')", "output 't.csv' lacks the declared column 'a'")
refuses("ctx.read_text('i')", "input 'i' was not given")
refuses("ctx.read_text('j')", "'j' is not among the declared inputs: i")
refuses("ctx.progress('x')", "bad argument #1 to 'progress' (number expected, got string)")
refuses("ctx.log(nil)", "bad argument #1 to 'log'")
refuses("ctx.random(1)", "bad argument #1 to 'random' (string expected, got number)")
refuses("ctx.random('a', -1)", "integer >= 0 expected, got -1")
refuses("ctx.once({}, print)", "bad argument #1 to 'once'")
refuses("ctx.once('a')", "bad argument #2 to 'once' (function expected, got nil)")
refuses("ctx.once('a', function() return print end)", "value of unit 'a': plain data expected, got a function")
refuses("ctx.once('a', function() local t = {} t.t = t return t end)", "nested too deep")
refuses("ctx.map { key = 'a' }", "bad argument #1 to 'map' (option '")
refuses("ctx.map { kye = 'a' }", "did you mean 'key'?")
refuses("ctx.claim('two', 1)", "'two' is not among the declared claims")
refuses("ctx.read_file('/etc/passwd')", "permissions.read of the protocol's head do not include '/etc/passwd'")
refuses("ctx.read_file('" .. root .. "/allowed/../p1.lua')", "permissions.read")
refuses("ctx.write_file('/tmp/x', '')", "permissions.write")
refuses("error { code = 1 }", "table:")
refuses("error('because', 0)", "because")
refuses("nonesuch()", "p" .. number + 1 .. ".lua:9:")
shell.run("mkdir " .. root .. "/allowed && echo hello > " .. root .. "/allowed/f")
prints("ctx.print((ctx.read_file('" .. root .. "/allowed/f'):gsub('%s', '')))", "hello")
prints("ctx.print(ctx.params.n, ctx.seed, ctx.inputs.i)", "nil\t1\tnil", "an optional parameter and input are nil")
prints("ctx.print(ctx.random('a', 3):uniform() == ctx.random('a', 3):uniform(), ctx.random('a', 4):uniform() == ctx.random('a', 3):uniform())",
  "true\tfalse", "streams are named by purpose and index")
prints("local n = 0 for i = 1, 2 do ctx.once('k', function() n = n + 1 return {n} end) end ctx.print(n)", "1", "once computes once")
prints("ctx.print(ctx.once('k', function() return nil end), ctx.once('k', error))", "nil\tnil", "nil is a value too")
local _, result = run("ctx.write_frame('t.csv', require('solon.frame').new { { name = 'a', values = { 1.5, 2 } } })")
t:equal(result and shell.read(result.directory .. "/t.csv"), "a\n1.5\n2.0\n", "a frame as an output")
t:equal(result and result.manifest.outputs["t.csv"].rows, 2, "its rows in the manifest")
_, result = run("ctx.write('t.csv', 'a,b\\n\"x\\ny\",1\\nz,2\\n') ctx.write_json = nil")
t:equal(result and result.manifest.outputs["t.csv"].rows, 2, "a newline within quotes is no row")
_, result = run("ctx.claim('one', 1.05)")
t:equal(result.claims[1].verdict, "agrees", "claim within its tolerance")
_, result = run("")
t:equal(result.claims[1].verdict, "not_computable", "a claim not computed says so")

-- ---- plain data -----------------------------------------------------------------------------------

local function round_trip(value)
  local back, readable = data.decode(data.encode(value))
  return readable and back
end
for _, value in ipairs { 0.1, -0.0, 1e-310, 1.7976931348623157e308, math.maxinteger, math.mininteger, math.huge, -math.huge, 3, 3.0,
  "a\nb\r\0\"\\\200]]", "", true } do
  local back = round_trip(value)
  t:ok(back == value and math.type(back) == math.type(value) and (value ~= 0 or 1 / back == 1 / value), "exactly: " .. data.encode(value))
  t:ok(not data.encode(value):find("[\n\r]"), "on one line")
end
t:ok(round_trip(0 / 0) ~= round_trip(0 / 0), "NaN")
t:same(round_trip { 1, 2, { a = { b = "c" } }, [7] = false }, { 1, 2, { a = { b = "c" } }, [7] = false }, "tables")
t:equal(data.encode { b = 1, a = 2 }, '{["a"]=2,["b"]=1,}', "keys in order")
do
  local array = require "solon.array"
  local function matches(a, name)
    local back = round_trip { a, inner = { x = a } }
    local one, other = back[1], back.inner.x
    t:equal(getmetatable(one), getmetatable(a), name .. " stays an array")
    t:equal(tostring(one), tostring(a), name .. ": shape and elements")
    t:equal(tostring(other), tostring(a), name .. ": inside a table too")
    t:same(one:totable(), a:totable(), name .. ": every bit")
  end
  matches(array.new { 1, 2.5, -0.0, 1 / 0, 1e-310 }, "a vector")
  matches(array.new {}, "an empty vector")
  matches(array.new { { 1, 2, 3 }, { 4, 5, 6 } }, "a matrix")
  matches(array.new { { 1, 2, 3 }, { 4, 5, 6 } }:transpose(), "a view")
  local bits = round_trip(array.new { 0 / 0 })
  t:ok(bits[1] ~= bits[1], "NaN in an array")
  local big = array.zeros(1000, 2000)
  local text = data.encode(big)
  t:ok(#text < 11 * 2000000 and not text:find("[\n\r]"), "two million elements on one line")
  t:equal(select("#", data.decode(text):shape()), 2, "and back")
  t:raises(function() data.encode { ["\0array"] = 1 } end, "reserved", "a table that would read as an array")
  for _, damaged in ipairs { '{["\\0array"]="2 AAAA"}', '{["\\0array"]="1x AAAAAAAA8D8="}x', '{["\\0array"]=7}',
    '{["\\0array"]="1 AAAAAAAA8D8!"}', '{["\\0array"]="-1 "}', '{["\\0array"]="99999999999999999999x2 "}' } do
    t:equal(select(2, data.decode(damaged)), false, "damaged array: " .. damaged:gsub("%c", "?"))
  end
end
t:raises(function() data.encode { [{}] = 1 } end, "keys are", "a table as a key")
for _, damaged in ipairs { "{", "x + 1", "1 + {}", "{1}}", "\0" } do
  t:equal(select(2, data.decode(damaged)), false, "damaged: " .. damaged:gsub("%c", "?"))
end

-- ---- lines on a terminal -----------------------------------------------------------------------------

do
  local wrap = require "solon.protocol.wrap"
  local long = "  audit    " .. ("twelve checks "):rep(6) .. "end"
  t:equal(wrap.text(long, 0), long, "no terminal breaks nothing")
  t:equal(wrap.text(long, 120), long, "nor one that is wide enough")
  local text = wrap.text(long .. "\n\nshort  line\n", 50)
  local widest = 0
  for line in text:gmatch("[^\n]*") do widest = math.max(widest, #line) end
  t:ok(widest <= 50 and text:find("\n      %w") and text:find("\n\nshort  line\n$"), "breaks at blanks, goes on indented, leaves short lines alone")
  t:equal(text:gsub("%s+", " "), (long .. " short line "):gsub("%s+", " "), "and loses no word")
  t:equal(wrap.text(("x"):rep(60) .. " y", 50), ("x"):rep(60) .. "\n    y", "a word stays whole")
end

-- ---- claims ---------------------------------------------------------------------------------------

local function verdict(claim, computed, reason) return protocol.claim(claim, computed, reason).verdict end
t:equal(verdict({ stated = 1 }, 1), "agrees", "equal")
t:equal(verdict({ stated = 1, tolerance = 0.1 }, 1.2), "differs", "beyond the tolerance")
t:equal(verdict({ stated = 1 }, nil, "no data"), "not_computable", "nothing computed")
t:equal(verdict({ stated = 1 }, 0 / 0), "not_computable", "NaN computed")
t:equal(verdict({ stated = 1.2, possible = { 0, 1 } }, 0.5), "impossible", "outside the range")
t:equal(verdict({ stated = "percent" }, "percent"), "agrees", "texts")
t:equal(verdict({ stated = true }, false), "differs", "booleans")
t:equal(verdict({ stated = "0.5" }, 0.5), "differs", "a text is no number")
do
  local claims = require "solon.protocol.claims"
  local records = {}
  for i = 1, 3 do records[i] = claims.judge({ quantity = "q" .. i, stated = 1 }, i) end
  local lines, long = claims.summary(records, "claims.txt")
  t:same({ #lines, long }, { 4, false }, "a short table is the summary itself")
  for i = 4, 50 do records[i] = claims.judge({ quantity = "q" .. i, stated = 1 }, i) end
  lines, long = claims.summary(records, "claims.txt")
  t:same({ #lines, long }, { 1, true }, "a long one stands in a file")
  t:equal(lines[1], "Claims of the source text, 50: 1 agrees, 49 differ; each in claims.txt.", "and the summary says how the claims fared")
  for i = 1, 50 do records[i] = claims.judge({ quantity = "q" .. i, stated = 1 }, nil, "not computed in this run") end
  t:same((claims.summary(records, "claims.txt")), { "not computable: 50 claims (not computed in this run)" }, "one line where nothing was computed")
end
t:done()
