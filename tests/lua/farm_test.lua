-- farm_test.lua - ordered results from threads, whatever their number; values that travel; failures.
local tap = require "solon.tap"
local farm = require "solon.farm"
local array = require "solon.array"
local t = tap.new()

local function map(call, tasks, more)
  local options = { module = "support.farm_tasks", call = call, tasks = tasks }
  for name, value in pairs(more or {}) do options[name] = value end
  return farm.map(options)
end

-- values come back as they were sent
local value = { 1, 2.5, -0.0, 1e308, math.mininteger, "text\0zero", true, false, { a = { b = { "deep" } } }, [1.5] = "float key", [true] = 1 }
local back = map("identity", { value }, { jobs = 1 })[1]
t:same(back, value, "a table travels there and back")
t:equal(1 / back[3], -math.huge, "minus zero keeps its sign")
t:equal(math.type(back[5]), "integer", "integers stay integers")
t:equal(math.type(map("identity", { 1.0 })[1]), "float", "floats stay floats")
t:ok(map("identity", { 0 / 0 })[1] ~= 0, "NaN travels")
local column = map("identity", { array.new { 1, 2, 3 } })[1]
t:equal(#column, 3, "an array travels")
t:equal(map("identity", { ("x"):rep(1e6) })[1], ("x"):rep(1e6), "a long string travels")
t:same(map("identity", {}), {}, "no task, no result")
t:equal(map("identity", { false })[1], false, "false is a result")

-- what cannot travel is refused, with the path
local loop = {}
loop.self = loop
for _, case in ipairs {
  { { f = { g = print } }, "tasks[1].f.g: a function" },
  { coroutine.create(print), "tasks[1]: a coroutine" },
  { io.stdout, "tasks[1]: a userdata" },
  { setmetatable({}, {}), "tasks[1]: a table with a metatable" },
  { loop, "a table that contains itself" },
  { { [print] = 1 }, "tasks[1][function]: a function" },
} do
  t:raises(function() map("identity", { case[1] }) end, case[2], "refused: " .. case[2])
end
t:raises(function() map("closure", { 1 }) end, "task 1: the result: a function", "a result that cannot travel names its task")

-- order and number of threads
local tasks, want = {}, {}
for i = 1, 50 do tasks[i], want[i] = i, i * 3 + i end
for _, jobs in ipairs { 1, 2, 4, 64 } do
  t:same(map("scaled", tasks, { jobs = jobs, shared = { factor = 3 } }), want, jobs .. " threads: results in task order")
end
local seen, done = {}, {}
map("slow_first", tasks, {
  jobs = 4,
  on_result = function(index, result) seen[#seen + 1] = { index, result } end,
  progress = function(completed, all) done[#done + 1] = completed; assert(all == 50) end,
})
local ordered = #seen == 50
for i, pair in ipairs(seen) do ordered = ordered and pair[1] == i and pair[2] == i end
t:ok(ordered, "on_result is called in task order")
local rising = done[#done] == 50
for i = 2, #done do rising = rising and done[i] > done[i - 1] end
t:ok(rising, "progress rises to the number of tasks")

-- failures
for _, jobs in ipairs { 1, 2, 8 } do
  t:raises(function() map("fail_on_even", { 1, 3, 5, 6, 7, 8, 10 }, { jobs = jobs }) end, "even: 6",
    jobs .. " threads: the first failing task is reported")
end
t:raises(function() map("identity", { 1, 2, 3 }, { on_result = function() error("enough") end }) end, "enough",
  "an error in on_result ends the farm")
t:raises(function() map("identity", { 1 }, { jobs = 0 }) end, "option 'jobs': integer in [1, 256] expected, got 0", "jobs = 0")
t:raises(function() farm.map { module = "no.such.module", call = "f", tasks = { 1 } } end, "a worker could not start: module 'no.such.module' not found",
  "a missing module")
t:raises(function() farm.map { module = "math", call = "sqrt", tasks = { 1 }, shared = 1 } end, "no function 'setup'", "shared without setup")
t:raises(function() farm.map { module = "math", tasks = { 1 } } end, "option 'call': string expected", "no call")
t:raises(function() farm.map { module = "math", call = "sqrt" } end, "option 'tasks': table expected, got nil", "no tasks")
t:raises(function() map("nested", { 1 }) end, "cannot be started by a task", "a farm within a farm")

local ok, message = pcall(map, "fail_on_even", { 2 })
t:ok(not ok and type(message) == "table" and message.code == "task_failed", "the error has a code")

-- closing stops workers that loop: on_result raises while the other thread is in an endless loop
t:raises(function()
  farm.map { module = "support.farm_tasks", call = "maybe_forever", tasks = { false, true }, jobs = 2,
    on_result = function() error("stop here") end }
end, "stop here", "an endless task is stopped when the farm ends early")

t:done()
