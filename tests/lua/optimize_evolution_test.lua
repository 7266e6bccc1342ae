-- optimize_evolution_test.lua - optimize.differential_evolution: known minima, what the objective
-- sees, what the result may depend on, and objectives that fail.
local array = require "solon.array"
local optimize = require "solon.optimize"
local tap = require "solon.tap"
local functions = require "support.test_functions"
local t = tap.new()

local batch, times = functions.batch, functions.times
local evolve = optimize.differential_evolution

-- name, function, coordinates, bounds, published minimum, coordinate of the minimum, strategy
local known = {
  { "Rosenbrock", functions.rosenbrock, 3, -5, 10, 0, 1 },
  { "Rastrigin", functions.rastrigin, 3, -5.12, 5.12, 0, 0 },
  { "Ackley", functions.ackley, 3, -32.768, 32.768, 0, 0 },
  { "Hartmann 6", functions.hartmann6, 6, 0, 1, -3.32237, nil, "rand1" },
}
for _, case in ipairs(known) do
  local name, f, d, low, high, minimum, at, strategy = table.unpack(case, 1, 8)
  local r = evolve(batch(f), times(d, low), times(d, high), { seed = 1, strategy = strategy })
  t:equal(r.status, "converged", name .. ": converges")
  t:near(r.value, minimum, { absolute = 5e-6 }, name .. ": minimum")
  if at then t:near(r.x[1], at, { absolute = 1e-5 }, name .. ": where") end
  t:same({ r.population:shape() }, { 15 * d, d }, name .. ": the members come too")
  t:equal(r.evaluations, 15 * d * (r.generations + 1), name .. ": every evaluation is counted")
  t:equal(r.values:min(), r.value, name .. ": the best of them is the result")
end

-- what the objective sees
local seen, shapes = {}, true
local function watched(points)
  local n, d = points:shape()
  shapes = shapes and n == 24 and d == 2
  seen[#seen + 1] = points
  return points:column(1) * points:column(1) + points:column(2)
end
local r = evolve(watched, array.new { -1, 2 }, array.new { 1, 5 }, { population = 24, seed = 3 })
local inside = true
for _, points in ipairs(seen) do
  inside = inside and points:column(1):min() >= -1 and points:column(1):max() <= 1
    and points:column(2):min() >= 2 and points:column(2):max() <= 5
end
t:ok(shapes, "matrices of population x coordinates")
t:ok(inside, "no point outside the box")
t:ok(not seen[1]:equals(seen[2]), "each generation in a matrix of its own")
t:near(r.x[2], 2, { absolute = 1e-6 }, "a minimum on a face is reached")

-- repeatable, and independent of other work
local function quadratic(points) return (points:column(1) - 0.25) * (points:column(1) - 0.25) end
local one = evolve(quadratic, { 0 }, { 1 }, { seed = 7 })
local inner
local two = evolve(function(points)
  inner = inner or evolve(quadratic, { 0 }, { 1 }, { seed = 8 })
  return quadratic(points)
end, { 0 }, { 1 }, { seed = 7 })
t:ok(one.population:equals(two.population) and one.values:equals(two.values), "same seed, same bits, also with a search inside")
t:ok(not one.population:equals(inner.population), "another seed, another search")
local negative = evolve(function(points) return 0 - quadratic(points) end, { 0 }, { 1 }, { seed = 7, maximize = true })
t:ok(negative.population:equals(one.population) and negative.value == -one.value, "maximize mirrors")

-- options
local calls, last = 0, 0
local limited = evolve(quadratic, { 0 }, { 1 }, { generations = 3, progress = function(fraction, text)
  calls, last = calls + 1, fraction
  t:ok(text:find("generation %d, best "), "progress says what was found: " .. text)
end })
t:same({ calls, last, limited.status, limited.generations }, { 4, 1.0, "limit", 3 }, "progress after each generation")
t:equal(evolve(quadratic, { 0 }, { 1 }, { target = 0.01 }).status, "target", "a target ends it")
t:equal(evolve(quadratic, { 0.5 }, { 0.5 }).status, "converged", "a box of one point")
local given = evolve(quadratic, { 0 }, { 1 }, { points = { 0.25 }, generations = 0 })
t:same({ given.x[1], given.value }, { 0.25, 0.0 }, "a given point is among the first")
local rows = evolve(watched, { -1, 2 }, { 1, 5 }, { population = 24, generations = 0,
  points = array.new { { 0, 2 }, { 1, 3 } } })
t:equal(rows.value, 2.0, "or several, as rows")
local whole = evolve(batch(function(x) return math.abs(x[1] - 3.4) + x[2] ^ 2 end), { -9, -1 }, { 9, 1 },
  { integer = { true, false }, seed = 1 })
t:equal(whole.x[1], 3.0, "an integer coordinate")
t:near(whole.x[2], 0, { absolute = 1e-6 }, "beside a real one")
t:ok(evolve(quadratic, { 0 }, { 1 }, { strategy = "rand1", weight = 0.7, crossover = 1 }).value < 1e-12, "rand1, one weight")

-- a step function: the search ends on its best plateau, and says that it is one
local step = evolve(batch(function(x) return math.floor(10 * x[1]) == 3 and 1 or 0 end), { 0 }, { 1 }, { maximize = true, patience = 20 })
t:same({ step.status, step.value }, { "stalled", 1.0 }, "a plateau")
t:ok(step.x_spread > 0.01 and step.x[1] >= 0.3 and step.x[1] < 0.4, "whose members keep apart")

-- NaN
local part = evolve(batch(function(x) return x[1] < 0.5 and 0 / 0 or x[1] end), { 0 }, { 1 })
t:near(part.value, 0.5, { absolute = 1e-6 }, "NaN is worse than every number")
local none = evolve(function(points) return array.new(times((points:shape()), 0 / 0)) end, { 0 }, { 1 }, { patience = 5 })
t:ok(none.status == "undefined" and none.value ~= none.value, "nothing but NaN: undefined")
t:raises(function() evolve(quadratic, { 0 }, { 1 }, { generations = 1, strict = true }) end, "ended after 1 generations: limit", "strict")

-- objectives that fail: their error is the error of the search
local token = {}
local ok, err = pcall(evolve, function() error(token) end, { 0 }, { 1 })
t:ok(not ok and err == token, "an error in the objective arrives as it is")
t:raises(function() evolve(function() return nil end, { 0 }, { 1 }) end, "returns 20 values expected, it returned nil", "nothing returned")
t:raises(function() evolve(function() return 1 end, { 0 }, { 1 }) end, "it returned number", "a number returned")
t:raises(function() evolve(function() return array.new { 1, 2 } end, { 0 }, { 1 }) end, "it returned 2", "too few values")
t:raises(function() evolve(function(p) local v = times((p:shape()), 1) v[4] = "1" return v end, { 0 }, { 1 }) end,
  "number 4 is a string", "a string among the values")
local co = coroutine.wrap(function() return evolve(function() coroutine.yield() end, { 0 }, { 1 }) end)
t:raises(co, "yield", "the objective cannot yield")

-- bad input
local function refused(part, low, high, options, f)
  t:raises(function() evolve(f or quadratic, low, high, options) end, part, "refused: " .. part)
end
refused("function expected, got number", { 0 }, { 1 }, nil, 3)
refused("array or table of numbers expected, got string", "0", { 1 })
refused("at least one coordinate", {}, {})
refused("finite bounds", { 0 / 0 }, { 1 })
refused("finite bounds", { 0 }, { math.huge })
refused("number expected at position 1", { true }, { 1 })
refused("option 'population'", { 0 }, { 1 }, { population = 3 })
refused("option 'generations'", { 0 }, { 1 }, { generations = -1 })
refused("unknown choice 'best2'", { 0 }, { 1 }, { strategy = "best2" })
refused("option 'crossover'", { 0 }, { 1 }, { crossover = 1.5 })
refused("weights 0 < low <= high <= 2 expected, got 1 and 0.5", { 0 }, { 1 }, { weight = { 1, 0.5 } })
refused("two numbers expected", { 0 }, { 1 }, { weight = { 1 } })
refused("option 'weight': number expected", { 0 }, { 1 }, { weight = "1" })
refused("option 'integer': 1 booleans expected, got 2", { 0 }, { 1 }, { integer = { true, true } })
refused("boolean expected at position 1", { 0 }, { 1 }, { integer = { 1 } })
refused("whole bounds expected", { 0.5 }, { 1 }, { integer = { true } })
refused("coordinate 1 of point 1", { 0 }, { 1 }, { points = { 2 } })
refused("1 coordinates expected, got 2", { 0 }, { 1 }, { points = { 0, 0 } })
refused("option 'points': array or table", { 0 }, { 1 }, { points = 1 })
refused("option 'progress': function expected", { 0 }, { 1 }, { progress = 1 })
refused("option 'x_tolerance'", { 0 }, { 1 }, { x_tolerance = -1 })
refused("option 'value_tolerance'", { 0 }, { 1 }, { value_tolerance = 0 / 0 })

t:done()
