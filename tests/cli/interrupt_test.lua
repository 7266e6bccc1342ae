-- interrupt_test.lua - real signals: whatever runs, Ctrl-C ends it within 100 ms, with status 130 and a
-- message; the time limit does the same with status 124.

local tap = require "solon.tap"
local process = require "process"
local t = tap.new()
local run, quote = process.run, process.quote

local LIMIT, AFTER, ATTEMPTS, MORE = 0.1, 0.2, 3, 10

-- Seconds from the signal to the end; the best of a few attempts, and of more where these are too slow, since the
-- machine may be busy.
local function latency(name, code, options)
  local best, got = math.huge, nil
  local words = options and options.words or "-e " .. quote(code)
  for attempt = 1, MORE do
    got = run("SOLON " .. words, { signal = "INT", after = options and options.after or AFTER, stdin = options and options.stdin })
    best = math.min(best, got.seconds - (options and options.after or AFTER))
    if best <= LIMIT / 2 or got.status ~= 130 or (attempt >= ATTEMPTS and best <= LIMIT) then break end
  end
  t:equal(got.status, 130, name .. ": status 130")
  if not t:ok(best <= LIMIT, string.format("%s: ends within %d ms", name, LIMIT * 1000)) then
    t:note(string.format("  %.0f ms", best * 1000))
  end
  if not t:ok(got.errors:find("interrupted", 1, true), name .. ": says so") then t:note(got.errors) end
  return got
end

local got = latency("a loop", "while true do end")
t:equal(got.errors, "solon: (-e):1: interrupted\n", "the message tells where")
t:equal(got.output, "", "nothing on standard output")
latency("a loop that catches errors", "while true do pcall(function() while true do end end) end")
latency("nested pcalls", "local function f() while true do pcall(f) end end f()")
latency("xpcall with a handler", "while true do xpcall(function() while true do end end, function(m) return m end) end")
latency("a loop in a coroutine", "coroutine.wrap(function() while true do end end)()")
latency("a loop of coroutines", "while true do coroutine.wrap(function() coroutine.yield() end)() end")
latency("a coroutine in a coroutine", [[
  while true do coroutine.resume(coroutine.create(function()
    coroutine.resume(coroutine.create(function() while true do end end)) while true do end end)) end]])
latency("a coroutine that is closed", [[
  local co = coroutine.create(function()
    local x <close> = setmetatable({}, { __close = function() while true do end end }) coroutine.yield() end)
  coroutine.resume(co) coroutine.close(co)]])
latency("table.sort with a comparison", [[
  table.sort(setmetatable({}, { __len = function() return 1e8 end, __index = function(_, i) return i end, __newindex = function() end }),
    function(a, b) return a < b end)]])
latency("string.gsub with a function", "while true do (('x'):rep(1e5)):gsub('x', function(c) return c end) end")
local pipe = process.directory .. "/pipe"
os.execute("mkfifo " .. quote(pipe))
latency("reading standard input", "io.read('a')", { stdin = "<>" .. quote(pipe) })
got = latency("a pattern that takes for ever", "string.find(('a'):rep(1e5), ('a*'):rep(10) .. 'b')")
t:ok(got.errors:find("in a function that cannot be stopped", 1, true), "which cannot be stopped, only ended")
latency("a method of NLopt", [[
  while true do pcall(require("solon.optimize").minimize, function(x) return math.sin(1e6 * x[1]) end, { 0.5, 0.5 }, { 0, 0 }, { 1, 1 },
    { method = "nelder_mead", x_tolerance = 0, max_evaluations = 2000000000 }) end]])
latency("differential evolution", [[
  require("solon.optimize").differential_evolution(function(points) return require("solon.array").new(points:column(1)) end,
    { 0, 0 }, { 1, 1 }, { generations = 2000000000, patience = 0, x_tolerance = 0, population = 10000 })]])
latency("allocation", "local t = {} while true do for i = 1, 1e4 do t[i] = {} end end")

local tasks = process.write("tasks.lua", "return { loop = function(n) while n > 0 do pcall(function() while true do end end) end end }")
local farm = process.write("farm.lua", [[require("solon.farm").map { module = "tasks", call = "loop", tasks = { 1, 1, 1 }, jobs = 2 }]])
latency("a farm", nil, { words = quote(farm), after = AFTER })
t:ok(tasks, "the farm's module lies beside its script")

local out = process.directory .. "/out"
latency("a protocol on the farm", nil, { words = "run mechanism-search --jobs 2 --out " .. quote(out), after = 0.4 })
t:ok(not io.open(out .. "/results_6_v2.csv"), "an interrupted run leaves no output behind")

latency("a matrix product", "local array = require 'solon.array' local a = array.zeros(6000, 6000) array.matmul(a, a)", { after = 0.4 })
local wave = "local array = require 'solon.array' local n = 1500 local m = array.range(1, n * n):sin():reshape(n, n) "
latency("eigenvalues", wave .. "m = m + m:transpose() while true do m:eigen_symmetric() end", { after = 0.4 })
latency("a linear system", wave .. "while true do m:solve(m) end", { after = 0.4 })
latency("a long expression", [[
  local array = require 'solon.array' local x, t = array.range(1, 1e7), {}
  for i = 1, 60 do t[i] = "sin(x + " .. i .. ")" end
  array.eval(table.concat(t, "+"), { x = x })]], { after = 0.4 })

local found, frame = pcall(require, "solon.frame")
if found and frame.sql then
  latency("a DuckDB query", "require('solon.frame').sql('SELECT count(*) FROM range(10000000000) a WHERE a.range % 7 = 3')", { after = 0.5 })
  latency("a DuckDB join", "require('solon.frame').sql('SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3')", { after = 0.5 })
  latency("a DuckDB operation that does not look", [=[require('solon.frame').sql([[
    SELECT regexp_matches(repeat('ab', 40000000), '(a|b)*c'), regexp_matches(repeat('ab', 40000000), '(a|b)*d'),
      regexp_matches(repeat('ab', 40000000), '(a|b)*e'), regexp_matches(repeat('ab', 40000000), '(a|b)*f')]])]=])
else
  t:skip("there is no solon.frame", "a DuckDB query")
end

-- an ignored signal stays ignored
local busy = process.write("busy.lua", "local t = os.clock() while os.clock() - t < 0.4 do end print(1)")
got = run("SOLON " .. quote(busy) .. " & pid=$!; sleep 0.2; kill -INT $pid; wait $pid") -- a shell's background job ignores it
t:equal(got.output, "1\n", "an ignored SIGINT stays ignored")

-- the time limit
local function timed(name, words, status, part, most)
  for attempt = 1, MORE do
    got = run("SOLON " .. words)
    if got.seconds < most then break end
  end
  t:equal(got.status, status, name .. ": status")
  if not t:ok(got.errors:find(part, 1, true), name .. ": says " .. part) then t:note(got.errors) end
  if not t:ok(got.seconds < most, name .. ": in time") then t:note(got.seconds) end
end
timed("time limit", "--max-seconds 0.2 -e 'while true do pcall(function() while true do end end) end'", 124, "time limit reached", 0.8)
timed("time limit with =", "--max-seconds=0.2 -e 'while true do end'", 124, "(-e):1: time limit reached", 0.8)
timed("time limit in a farm", "--max-seconds 0.3 " .. quote(farm), 124, "time limit reached", 0.9)
timed("time limit where nothing can stop", [[--max-seconds 0.2 -e 'string.find(("a"):rep(1e5), ("a*"):rep(10) .. "b")']], 124,
  "in a function that cannot be stopped", 0.8)
timed("time limit among a protocol's parameters", "run mechanism-search --max-seconds 0.3 --out " .. quote(out .. "2"), 124, "time limit reached", 0.9)
got = run("SOLON --max-seconds 5 -e 'print(1)'")
t:equal(got.output, "1\n", "a limit not reached changes nothing")
t:equal(got.status, 0, "nor the status")

process.clean()
t:done()
