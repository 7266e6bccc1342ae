-- language_test.lua - what Solon changes in Lua's own libraries: numbers that read back, text chunks
-- only, the locale of numbers, coroutines that behave as Lua's do.

local tap = require "solon.tap"
local process = require "process"
local t = tap.new()

-- numbers as text
for _, value in ipairs { 0.1, 0.1 + 0.2, 1 / 3, 2 ^ 53, 1e15, 1e16, 1e300, 5e-324, -0.0, 123456789.123 } do
  local text = tostring(value)
  t:equal(tonumber(text), value, text .. " reads back")
  t:equal(math.type(tonumber(text)), "float", text .. " is still a float")
end
t:equal(tostring(1), "1", "integers have no point")
t:equal(tostring(-0.0), "-0.0", "minus zero")
t:equal(tostring(0 / 0), "nan", "NaN has no sign")
t:equal(tostring(math.huge) .. tostring(-math.huge), "inf-inf", "infinities")
t:equal(tostring(setmetatable({}, { __tostring = function() return "own" end })), "own", "__tostring")
t:equal(tostring(setmetatable({}, { __name = "thing" })):match("^thing: "), "thing: ", "__name")
t:raises(function() tostring() end, "value expected", "tostring()")

local path = process.write("written", "")
local file = assert(io.open(path, "w"))
t:equal(file:write(0.1 + 0.2, " ", 3, " ", "text", "\n"), file, "file:write gives the file")
file:close()
t:equal(io.open(path):read("a"), "0.30000000000000004 3 text\n", "file:write")
t:raises(function() file:write("x") end, "closed file", "a closed file")
t:raises(function() io.stdout:write({}) end, "bad argument #1 to 'write' (string expected, got table)", "a table")
io.output(path)
t:equal(io.write(1 / 3), io.output(), "io.write gives the file")
io.close()
io.output(io.stdout)
t:equal(io.open(path):read("n"), 1 / 3, "io.write")
local full = assert(io.open("/dev/full", "w"))
full:setvbuf("no")
local done, message, code = full:write("x")
t:ok(done == nil and message:find("No space") and math.type(code) == "integer", "a full disk: nil, message, number")
t:equal(process.run("SOLON -e 'print(0.1 + 0.2, nil, true, 1e15) io.write(2^53)'").output,
  "0.30000000000000004\tnil\ttrue\t1e+15\n9007199254740992.0", "print and io.write")

-- formats
for _, case in ipairs {
  { "0.30000000000000004", "%s", 0.1 + 0.2 }, { "|       0.5|0.5  |", "|%10s|%-5s|", 0.5, 0.5 }, { "5% 0.1 %", "%d%% %s %%", 5, 0.1 },
  { "0.33 0x1p-1 7", "%.2f %a %i", 1 / 3, 0.5, 7 }, { "a\0b 0.1", "a\0b %s", 0.1 }, { "3 nil true", "%s %s %s", 3, nil, true }, { "", "" },
  { "own 0.1", "%s %s", setmetatable({}, { __tostring = function() return "own" end }), 0.1 },
} do t:equal(string.format(table.unpack(case, 2, 6)), case[1], "format " .. case[2]:gsub("%z", "\\0")) end
t:equal(("%s"):format(1 / 3), "0.3333333333333333", "the method")
t:raises(function() string.format("%d", "x") end, "language_test.lua", "an error in a format has its position")
t:raises(function() string.format("%d", "x") end, "bad argument #2 to 'format' (number expected, got string)", "and names the function")
t:raises(function() string.format("%y", 1) end, "invalid conversion '%y'", "an unknown conversion")
t:raises(function() string.format("%s") end, "bad argument #2 to 'format' (no value)", "a missing argument")
t:raises(function() string.format("%", 1) end, "invalid conversion", "an unfinished conversion")
t:raises(function() string.format() end, "bad argument #1 to 'format'", "no format")
t:equal(table.concat({ 1, 0.1 + 0.2, "x", 2 ^ 53 }, " "), "1 0.30000000000000004 x 9007199254740992.0", "concat")
t:equal(table.concat({}, ","), "", "concat of nothing")
t:equal(table.concat({ 1, 2, 3 }, ", ", 2), "2, 3", "concat from")
t:equal(table.concat({ 1, 2, 3 }, ", ", 2, 2), "2", "concat from to")
t:equal(table.concat({ 1 }, ",", 3, 2), "", "concat of an empty range")
t:equal(table.concat({ [math.maxinteger] = "last" }, ",", math.maxinteger, math.maxinteger), "last", "concat at the end of integers")
t:equal(table.concat(require("solon.array").new { 1, 2.5 }, ";"), "1.0;2.5", "concat of an array")
t:equal(table.concat(setmetatable({}, { __index = function(_, i) return i / 2 end, __len = function() return 3 end }), " "), "0.5 1.0 1.5", "concat by metamethods")
t:raises(function() table.concat({ 1, {} }) end, "invalid value (at index 2) in table for 'concat'", "a table in the list")
t:raises(function() table.concat(1) end, "bad argument #1 to 'concat' (table expected, got number)", "no list")
t:raises(function() table.concat("x") end, "bad argument #1 to 'concat' (table expected, got string)", "nor a string")
t:equal(#table.concat({ ("x"):rep(5000), 0.5, ("y"):rep(5000) }, ("-"):rep(3000)), 16003, "a long concat")

-- chunks
t:equal(load("return ...", "name", "t")(5), 5, "load text")
t:equal(load("return x", "name", "t", { x = 3 })(), 3, "load with an environment")
t:equal(load("return x", "name", nil, { x = 4 })(), 4, "load with an environment and no mode")
t:equal(load(coroutine.wrap(function() coroutine.yield("return ") coroutine.yield("7") end))(), 7, "load by pieces")
t:equal(select(2, load("x =")), '[string "x ="]:1: unexpected symbol near <eof>', "load reports syntax")
local chunk, why = load(string.dump(function() end))
t:ok(chunk == nil and why:find("binary chunk"), "load refuses a precompiled chunk")
chunk, why = load(string.dump(function() end), "name", "bt")
t:ok(chunk == nil and why:find("binary chunk"), "also when mode allows it")
chunk, why = load("return 1", "name", "b")
t:ok(chunk == nil and why:find("text chunks only"), "mode b")
t:raises(function() load() end, "bad argument #1 to 'load'", "load()")
path = process.write("chunk.lua", "return 1 + 1, ...")
t:equal(loadfile(path)(), 2, "loadfile")
t:equal(dofile(path), 2, "dofile")
t:raises(function() dofile(path .. ".no") end, "cannot open", "dofile of nothing")
t:equal(loadfile(process.write("env.lua", "return y"), "t", { y = 9 })(), 9, "loadfile with an environment")
process.write("binary", string.dump(function() end))
t:raises(function() dofile(process.directory .. "/binary") end, "binary chunk", "dofile of a precompiled chunk")
local inside = coroutine.wrap(function() return dofile(process.write("yield.lua", "return coroutine.yield(1) + 1")) end)
t:equal(inside(), 1, "a file may yield")
t:equal(inside(5), 6, "and go on")

-- locale
t:equal(os.setlocale(nil, "numeric"), "C", "the locale of numbers is C")
t:equal(os.setlocale("C.UTF-8", "numeric"), nil, "and cannot be changed")
t:equal(os.setlocale("C.UTF-8"), nil, "nor together with the others")
t:equal(os.setlocale("C", "all"), "C", "C is always possible")
t:equal(process.run("LC_ALL=de_DE.UTF-8 SOLON -e 'print(1.5, tonumber(\"1.5\"), string.format(\"%.1f\", 0.5))'").output,
  "1.5\t1.5\t0.5\n", "nor from outside")

-- coroutines
local co = coroutine.create(function(a, b)
  local c = coroutine.yield(a + b)
  local d, e = coroutine.yield(c * 2)
  return d, e, "end"
end)
local function same(got, want, name) t:same(got, want, name) end
same({ coroutine.resume(co, 1, 2) }, { true, 3 }, "resume")
same({ coroutine.resume(co, 5) }, { true, 10 }, "resume again")
same({ coroutine.resume(co, 7, 8) }, { true, 7, 8, "end" }, "return")
same({ coroutine.resume(co) }, { false, "cannot resume dead coroutine" }, "a dead coroutine")
t:equal(coroutine.status(co), "dead", "status")
same({ coroutine.resume(coroutine.running()) }, { false, "cannot resume non-suspended coroutine" }, "the running one")
t:raises(function() coroutine.resume(1) end, "bad argument #1 to 'resume' (coroutine expected", "no coroutine")
co = coroutine.create(function() error("inside", 0) end)
same({ coroutine.resume(co) }, { false, "inside" }, "an error")
local object = {}
local ok, got = pcall(coroutine.wrap(function() error(object) end))
t:ok(not ok and got == object, "wrap raises the same object")
ok, got = pcall(coroutine.wrap(function() error("text") end))
t:ok(not ok and got:find("text"), "wrap raises text")
local wrapped = coroutine.wrap(function(...) return select("#", ...), ... end)
same({ wrapped(1, nil, 3) }, { 3, 1, nil, 3 }, "wrap passes nil")
t:raises(wrapped, "cannot resume dead coroutine", "a dead wrap")
local closed = false
co = coroutine.create(function()
  local guard <close> = setmetatable({}, { __close = function() closed = true end })
  coroutine.yield()
end)
coroutine.resume(co)
same({ coroutine.close(co) }, { true }, "close")
t:ok(closed, "close runs what waits to be closed")
co = coroutine.create(function()
  local guard <close> = setmetatable({}, { __close = function() error("in close", 0) end })
  coroutine.yield()
end)
coroutine.resume(co)
same({ coroutine.close(co) }, { false, "in close" }, "an error while closing")
t:raises(function() coroutine.close(coroutine.running()) end, "cannot close a running coroutine", "closing oneself")
local outer
outer = coroutine.create(function()
  return coroutine.resume(coroutine.create(function() return pcall(coroutine.close, outer) end))
end)
same({ coroutine.resume(outer) }, { true, true, false, "cannot close a normal coroutine" }, "closing a caller")
t:equal(select("#", coroutine.resume(coroutine.create(function() return table.unpack({}, 1, 1000) end))), 1001, "many results")
t:ok(not coroutine.resume(coroutine.create(function() return table.unpack({}, 1, 1e7) end)), "too many results are an error")
local function nest(n)
  if n == 0 then return "bottom" end
  return coroutine.wrap(nest)(n - 1)
end
t:equal(nest(100), "bottom", "a hundred nested coroutines")
t:ok(not pcall(nest, 1000), "a thousand are an error, not a crash")

process.clean()
t:done()
