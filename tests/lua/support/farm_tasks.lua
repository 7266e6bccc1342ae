-- farm_tasks.lua - what the tests of the farm let their workers do.
local tasks = {}
local shared

function tasks.setup(value) shared = value end

function tasks.identity(task) return task end

function tasks.scaled(task, index) return task * shared.factor + index end

-- Later tasks finish first: order of completion is not order of tasks.
function tasks.slow_first(task, index)
  local sum = 0
  for i = 1, 200000 // index do sum = sum + i % 7 end
  return task
end

function tasks.fail_on_even(task)
  if task % 2 == 0 then error("even: " .. task) end
  return task
end


function tasks.maybe_forever(loop) while loop do end end

-- A stochastic method of NLopt, whose generator lies outside Solon.
function tasks.stochastic_minimum(seed)
  local functions = require "support.test_functions"
  return require("solon.optimize").minimize(functions.rastrigin, nil, functions.times(3, -5), functions.times(3, 4),
    { method = "crs2_lm", seed = seed, population = 200, max_evaluations = 3000 }).x
end

function tasks.closure() return function() end end

function tasks.nested() return require("solon.farm").map { module = "math", call = "sqrt", tasks = { 1 } } end

return tasks
