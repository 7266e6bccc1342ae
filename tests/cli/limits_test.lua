-- limits_test.lua - --max-memory: a clean message and status 1, wherever the limit is met.

local tap = require "solon.tap"
local process = require "process"
local t = tap.new()
local run, quote = process.run, process.quote

local function limited(name, limit, code, status, part)
  local got = run("SOLON --max-memory " .. limit .. " -e " .. quote(code))
  t:equal(got.status, status, name .. ": status " .. status)
  if not t:ok((got.output .. got.errors):find(part, 1, true), name .. ": " .. part) then t:note(got.output .. got.errors) end
end

limited("tables", "20M", "local t = {} for i = 1, 1e9 do t[i] = { i } end", 1, "not enough memory (--max-memory 20M)\n")
limited("a string", "20M", "print(#('x'):rep(1e9))", 1, "not enough memory")
limited("an array", "20M", "local a = require('solon.array') local list = {} for i = 1, 1000 do list[i] = a.new({ 1, 2, 3 }) end print('few bytes are fine')", 0, "few bytes are fine")
limited("after an error", "30M", "print(pcall(string.rep, 'x', 1e9)) local t = {} for i = 1, 1000 do t[i] = i end print(#t)", 0, "false\tnot enough memory\n1000")
limited("temporaries", "30M", "for i = 1, 200 do local s = ('x'):rep(1e6 + i) end print('collected')", 0, "collected")
limited("a coroutine", "20M", "coroutine.wrap(function() local t = {} for i = 1, 1e9 do t[i] = {} end end)()", 1, "not enough memory")
limited("so little that nothing starts", "1K", "print(1)", 1, "solon: not enough memory")
limited("a limit in fractions", "0.5G", "print(1)", 0, "1")
limited("a limit with a small letter", "40m", "print(1)", 0, "1")

process.write("hungry.lua", "return { eat = function(n) local t = {} for i = 1, 1e9 do t[i] = { i } end end }")
local script = process.write("farm.lua", [[print(pcall(require("solon.farm").map, { module = "hungry", call = "eat", tasks = { 1, 2 }, jobs = 2 }))]])
local got = run("SOLON --max-memory 40M " .. quote(script))
t:equal(got.status, 0, "a farm survives a worker without memory")
t:ok(got.output:find("^false\t.*task 1: not enough memory"), "and names the task")

got = run("SOLON run mechanism-search --max-memory=3M --out " .. quote(process.directory .. "/out"))
t:equal(got.status, 1, "a protocol without memory fails")
if not t:ok(got.errors:find("not enough memory", 1, true), "and says why") then t:note(got.errors) end
t:ok(not io.open(process.directory .. "/out/results_6_v2.csv"), "without an output")

local found, frame = pcall(require, "solon.frame")
if found and frame.sql then
  limited("DuckDB", "150M", "print(require('solon.frame').sql('SELECT count(DISTINCT hash(range)) AS n FROM range(100000000)'))", 1, "not enough memory")
else
  t:skip("there is no solon.frame", "DuckDB's memory")
end

-- every allocation of a small program refused in turn: always the same clean end
local code = quote("local t = setmetatable({}, { __index = table }) for i = 1, 50 do t:insert(tostring(i / 3)) end print(#t:concat(' '))")
local want = run("SOLON -e " .. code).output
t:ok(tonumber(want), "it has an answer")
local clean, runs = true, 0
for kib = 8, 200, 8 do
  got = run("SOLON --max-memory " .. kib .. "K -e " .. code)
  runs = runs + 1
  if not (got.status == 0 and got.output == want and got.errors == ""
      or got.status == 1 and got.output == "" and got.errors:find("^solon: not enough memory")) then
    clean = false
    t:note(kib .. " KiB: status " .. tostring(got.status) .. " " .. got.output .. got.errors)
  end
end
t:ok(clean, runs .. " limits each give the answer or the message")

process.clean()
t:done()
