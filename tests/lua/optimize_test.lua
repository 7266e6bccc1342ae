-- optimize_test.lua - optimize.minimize, root and minimize_scalar: SciPy's and published optima,
-- multipliers, bounds, repeatability, and functions that fail.
local array = require "solon.array"
local optimize = require "solon.optimize"
local tap = require "solon.tap"
local functions = require "support.test_functions"
local reference = dofile("tests/reference/optimize_values.lua")
local t = tap.new()

local minimize, times, huge = optimize.minimize, functions.times, math.huge
local rosenbrock, rosenbrock_gradient = functions.rosenbrock, functions.rosenbrock_gradient

local function close(x, want, absolute, name)
  local worst = 0
  for j = 1, #want do worst = math.max(worst, math.abs(x[j] - want[j])) end
  if not t:ok(worst <= absolute, name) then t:note(("off by %g"):format(worst)) end
end

-- every method on Rosenbrock's valley: how far it gets with 20,000 evaluations
local methods = { { "direct", 1e-8 }, { "direct_l", 1e-8 }, { "crs2_lm", 1e-5 }, { "isres", 1e-4 }, { "esch", 1 },
  { "nelder_mead", 1e-12 }, { "subplex", 1e-12 }, { "cobyla", 1e-6 }, { "bobyqa", 1e-12 }, { "lbfgs", 1e-12 },
  { "truncated_newton", 1e-12 }, { "slsqp", 1e-12 }, { "mma", 1e-6 }, { "ccsaq", 1e-6 } }
for _, method in ipairs(methods) do
  local name, accuracy = method[1], method[2]
  local inside, start = true, not name:find("^direct") and { -1.2, 1 } or nil
  local r = minimize(function(x)
    inside = inside and x[1] >= -2 and x[1] <= 2 and x[2] >= -2 and x[2] <= 3
    return rosenbrock(x)
  end, start, { -2, -2 }, { 2, 3 }, { method = name, max_evaluations = 20000 })
  t:near(r.value, 0, { absolute = accuracy }, name .. ": Rosenbrock")
  t:ok(inside, name .. ": never outside the box, not even for differences")
  t:equal(r.value, rosenbrock(r.x), name .. ": the value is that of the point")
  local mirrored = minimize(function(x) return -rosenbrock(x) end, start, { -2, -2 }, { 2, 3 },
    { method = name, max_evaluations = 20000, maximize = true })
  t:ok(mirrored.x:equals(r.x) and mirrored.value == -r.value, name .. ": maximize mirrors, bit for bit")
end

-- gradients given, differences, and what they cost
local exact = minimize(rosenbrock, { -1.2, 1 }, nil, nil, { gradient = rosenbrock_gradient })
local numeric = minimize(rosenbrock, { -1.2, 1 })
close(exact.x, { 1, 1 }, 1e-7, "slsqp, unbounded, gradient given")
close(numeric.x, { 1, 1 }, 1e-6, "slsqp, unbounded, differences")
t:ok(exact.evaluations < numeric.evaluations / 3, "differences cost evaluations")
t:ok(exact.stationarity < 1e-5 and #exact.gradient == 2, "stationary")
local five = minimize(rosenbrock, times(5, -1), times(5, -huge), times(5, huge), { method = "lbfgs", gradient = rosenbrock_gradient })
close(five.x, times(5, 1), 1e-6, "lbfgs, five coordinates, infinite bounds")

-- a minimum on a bound: the multiplier is the slope there
local box = minimize(rosenbrock, { -1.2, 0, 0 }, times(3, -2), times(3, 0.5), { method = "lbfgs", gradient = rosenbrock_gradient })
close(box.x, reference.rosenbrock_in_box.x, 1e-6, "L-BFGS-B of SciPy: the same point on a bound")
t:near(box.value, reference.rosenbrock_in_box.value, { relative = 1e-10 }, "and value")
t:near(box.high_multipliers[1], -rosenbrock_gradient(box.x:totable())[1], { relative = 1e-9 }, "multiplier of the upper bound")
t:same({ box.high_multipliers[2], box.low_multipliers[1] }, { 0.0, 0.0 }, "none where no bound is met")
local fixed = minimize(function(x) return (x[1] - 1) ^ 2 + (x[2] - 2) ^ 2 end, { 0, 5 }, { -9, 5 }, { 9, 5 }, { method = "subplex" })
close(fixed.x, { 1, 5 }, 1e-6, "low = high fixes a coordinate")

-- Hock and Schittkowski's problems 71 and 43
local hs71 = {
  f = function(x) return x[1] * x[4] * (x[1] + x[2] + x[3]) + x[3] end,
  product = function(x) return 25 - x[1] * x[2] * x[3] * x[4] end,
  sphere = function(x) return x[1] ^ 2 + x[2] ^ 2 + x[3] ^ 2 + x[4] ^ 2 - 40 end,
  gradient = function(x) return { x[4] * (2 * x[1] + x[2] + x[3]), x[1] * x[4], x[1] * x[4] + 1, x[1] * (x[1] + x[2] + x[3]) } end,
  product_gradient = function(x) return { -x[2] * x[3] * x[4], -x[1] * x[3] * x[4], -x[1] * x[2] * x[4], -x[1] * x[2] * x[3] } end,
  sphere_gradient = function(x) return array.new { 2 * x[1], 2 * x[2], 2 * x[3], 2 * x[4] } end,
}
local function solve71(method, given)
  return minimize(hs71.f, { 1, 5, 5, 1 }, times(4, 1), times(4, 5), { method = method, seed = method == "isres" and 1 or nil,
    gradient = given and hs71.gradient, max_evaluations = method == "isres" and 40000 or nil,
    inequalities = { given and { hs71.product, gradient = hs71.product_gradient } or { hs71.product, tolerance = 1e-6 } },
    equalities = { given and { hs71.sphere, gradient = hs71.sphere_gradient } or { hs71.sphere, tolerance = method == "isres" and 1e-2 or 1e-6 } } })
end
local slsqp = solve71("slsqp", true)
close(slsqp.x, reference.hs71.x, 1e-6, "HS71, slsqp")
t:near(slsqp.value, reference.hs71.value, { relative = 1e-8 }, "HS71: SciPy's value")
t:ok(slsqp.violation <= 1e-8, "HS71: constraints hold")
-- published with Ipopt (Waechter and Biegler 2006, tutorial): 1.0879, 0.55229, 0.16147
t:near(slsqp.low_multipliers[1], 1.0879, { absolute = 5e-5 }, "HS71: multiplier of x1 >= 1")
t:near(slsqp.inequality_multipliers[1], 0.55229, { absolute = 5e-6 }, "HS71: multiplier of the product")
t:near(slsqp.equality_multipliers[1], 0.16147, { absolute = 5e-6 }, "HS71: multiplier of the sphere")
t:ok(slsqp.stationarity < 1e-5, "HS71: stationary with them")
close(solve71("slsqp").x, reference.hs71.x, 1e-5, "HS71, slsqp, differences")
close(solve71("cobyla").x, reference.hs71.x, 1e-4, "HS71, cobyla")
local swarm = solve71("isres")
t:ok(swarm.status ~= "infeasible" and swarm.value < 18, "HS71, isres comes near: " .. swarm.value)

local hs43 = {
  function(x) return -(8 - x[1] ^ 2 - x[2] ^ 2 - x[3] ^ 2 - x[4] ^ 2 - x[1] + x[2] - x[3] + x[4]) end,
  function(x) return -(10 - x[1] ^ 2 - 2 * x[2] ^ 2 - x[3] ^ 2 - 2 * x[4] ^ 2 + x[1] + x[4]) end,
  function(x) return -(5 - 2 * x[1] ^ 2 - x[2] ^ 2 - x[3] ^ 2 - 2 * x[1] + x[2] + x[4]) end,
}
local function f43(x) return x[1] ^ 2 + x[2] ^ 2 + 2 * x[3] ^ 2 + x[4] ^ 2 - 5 * x[1] - 5 * x[2] - 21 * x[3] + 7 * x[4] end
for _, case in ipairs { { "slsqp", 1e-5 }, { "mma", 1e-3 }, { "ccsaq", 1e-3 }, { "cobyla", 1e-4 } } do
  local name, absolute = case[1], case[2]
  local r = minimize(f43, times(4, 0), nil, nil, { method = name, inequalities = hs43 })
  close(r.x, { 0, 1, 2, -1 }, absolute, "HS43, " .. name)
  t:near(r.value, -44, { absolute = absolute }, "HS43, " .. name .. ": minimum")
end
local r43 = minimize(f43, times(4, 0), nil, nil, { inequalities = hs43 })
t:near(r43.inequality_multipliers[1], 1, { absolute = 1e-4 }, "HS43: multipliers 1, 0, 2")
t:near(r43.inequality_multipliers[3], 2, { absolute = 1e-4 }, "HS43: the third")
t:equal(r43.inequality_multipliers[2], 0.0, "HS43: the second constraint is not active")

-- global methods; seeds
local direct = minimize(functions.hartmann6, nil, times(6, 0), times(6, 1), { method = "direct_l", max_evaluations = 5000 })
t:near(direct.value, reference.hartmann6.value, { absolute = 1e-3 }, "DIRECT finds the valley of Hartmann 6")
local polished = minimize(functions.hartmann6, direct.x, times(6, 0), times(6, 1), { method = "bobyqa" })
close(polished.x, reference.hartmann6.x, 1e-5, "BOBYQA its lowest point")
local function crs(seed, f) return minimize(f or functions.rastrigin, nil, times(3, -5), times(3, 4), { method = "crs2_lm", seed = seed, population = 60 }) end
local first = crs(4)
minimize(functions.ackley, nil, { -9 }, { 9 }, { method = "esch", seed = 9, max_evaluations = 100 })
local again = crs(4)
t:ok(first.x:equals(again.x) and first.evaluations == again.evaluations, "same seed, same bits, whatever ran between")
t:ok(not first.x:equals(crs(5).x), "another seed, another run")
t:ok(not first.x:equals(crs(4 + (1 << 40)).x), "the high bits of a seed count")
t:raises(function() crs(1, function() return crs(2).value end) end, "cannot run inside the objective", "no stochastic run inside another")
t:equal(crs(4, function(x) minimize(rosenbrock, { 0, 0 }) return functions.rastrigin(x) end).value, first.value, "others may")

local task = require "support.farm_tasks".stochastic_minimum
local threaded = require("solon.farm").map { module = "support.farm_tasks", call = "stochastic_minimum", tasks = { 1, 2, 3, 4 }, jobs = 4 }
local same = true
for seed = 1, 4 do same = same and threaded[seed]:equals(task(seed)) end
t:ok(same, "threads that draw at the same time do not disturb each other")

-- ends
t:equal(minimize(rosenbrock, { -1, 1 }, nil, nil, { method = "nelder_mead", target = 0.5 }).status, "target", "a target")
local short = minimize(rosenbrock, { -1, 1 }, nil, nil, { method = "bobyqa", max_evaluations = 10 })
t:same({ short.status, short.evaluations }, { "limit", 11 }, "the limit, and the value of the last point")
t:equal(minimize(function(x) local s = 0 for i = 1, 2000 do s = s + i end return x[1] end, nil, { 0, 0 }, { 1, 1 },
  { method = "direct", max_seconds = 0.05, max_evaluations = 2000000000 }).reason, "max_seconds have passed", "seconds")
t:equal(minimize(rosenbrock, { -1, 1 }, nil, nil, { method = "nelder_mead", value_tolerance = 1 }).reason,
  "the value changes by less than its tolerance", "value_tolerance")
local impossible = minimize(function(x) return x[1] end, { 0.5 }, { 0 }, { 1 }, { inequalities = { function(x) return x[1] + 1 end } })
t:equal(impossible.status, "infeasible", "constraints that cannot hold")
t:ok(impossible.violation >= 1, "and by how much")
t:raises(function() minimize(rosenbrock, { -1, 1 }, nil, nil, { method = "bobyqa", max_evaluations = 10, strict = true }) end,
  "max_evaluations are used up", "strict")
local undefined = minimize(function(x) return math.log(x[1]) end, { 1 })
t:ok(undefined.status == "undefined" and undefined.value ~= undefined.value, "NaN ends a method that models the function")
for _, name in ipairs { "cobyla", "bobyqa", "lbfgs", "slsqp", "mma" } do
  local r = minimize(function(x) return x[1] < 0.4 and math.huge or x[1] + x[2] end, { 0.9, 0.5 }, { 0, 0 }, { 1, 1 }, { method = name })
  t:equal(r.status, "undefined", name .. ": and so does an infinity")
end
for _, name in ipairs { "direct_l", "crs2_lm", "nelder_mead", "subplex" } do
  local r = minimize(function(x) return x[1] < 0.3 and 0 / 0 or x[1] + x[2] ^ 2 end, not name:find("direct") and { 0.9, 0.5 } or nil,
    { 0, -1 }, { 1, 2 }, { method = name, max_evaluations = 3000 })
  t:near(r.value, 0.3, { absolute = 1e-3 }, name .. ": NaN counts as worst")
end

-- functions that fail
local token, calls = {}, 0
for _, method in ipairs(methods) do
  local name = method[1]
  calls = 0
  local ok, err = pcall(minimize, function(x)
    calls = calls + 1
    if calls > 3 then error(token) end
    return rosenbrock(x)
  end, not name:find("^direct") and { -1.2, 1 } or nil, { -2, -2 }, { 2, 3 }, { method = name })
  t:ok(not ok and err == token and calls == 4, name .. ": an error in f arrives as it is, and at once")
end
t:raises(function() minimize(function() end, { 0 }) end, "f: function that returns a number expected, it returned nil", "nothing returned")
t:raises(function() minimize(rosenbrock, { 0, 0 }, nil, nil, { gradient = function() return 1 end }) end, "gradient of f: array or table", "a number as gradient")
t:raises(function() minimize(rosenbrock, { 0, 0 }, nil, nil, { gradient = function() return { 1 } end }) end, "2 numbers expected, it returned 1", "a short gradient")
t:raises(function() minimize(rosenbrock, { 0, 0 }, nil, nil, { inequalities = { function() return "1" end } }) end, "an inequality: function", "a constraint's string")
t:raises(function() minimize(rosenbrock, { 0, 0 }, nil, nil, { equalities = { function() error("inside", 0) end } }) end, "inside", "a constraint's error")
t:raises(coroutine.wrap(function() return minimize(function() coroutine.yield() end, { 0 }) end), "yield", "f cannot yield")

-- bad input
local function refused(part, ...)
  local arguments = table.pack(...)
  t:raises(function() minimize(table.unpack(arguments, 1, arguments.n)) end, part, "refused: " .. part)
end
refused("function expected, got nil", nil, { 0 })
refused("array or table of numbers expected", rosenbrock, 1)
refused("length 2 expected, got 1", rosenbrock, { 0, 0 }, { 0 })
refused("coordinate 1: bounds low <= high", rosenbrock, { 0 }, { 1 }, { 0 })
refused("coordinate 1: bounds low <= high", rosenbrock, { 0 }, { 0 / 0 }, { 1 })
refused("coordinate 1 of the start", rosenbrock, { 2 }, { 0 }, { 1 })
refused("coordinate 1 of the start", rosenbrock, { 0 / 0 })
refused("a start is needed", rosenbrock, nil, { 0 }, { huge })
refused("method 'crs2_lm' needs finite bounds", rosenbrock, { 0 }, { 0 }, { huge }, { method = "crs2_lm" })
refused("nil expected: method 'direct'", rosenbrock, { 0 }, { 0 }, { 1 }, { method = "direct" })
refused("needs at least 2 coordinates", rosenbrock, { 0, 0 }, { 0, 0 }, { 0, 1 }, { method = "bobyqa" })
refused("did you mean 'slsqp'", rosenbrock, { 0 }, nil, nil, { method = "slqsp" })
refused("method 'bobyqa' takes no inequalities", rosenbrock, { 0, 0 }, nil, nil, { method = "bobyqa", inequalities = { print } })
refused("method 'mma' takes no equalities", rosenbrock, { 0, 0 }, nil, nil, { method = "mma", equalities = { print } })
refused("method 'slsqp' has no population", rosenbrock, { 0, 0 }, nil, nil, { population = 30 })
refused("option 'seed': method 'slsqp' draws nothing", rosenbrock, { 0, 0 }, nil, nil, { seed = 30 })
refused("method 'slsqp' takes no initial step", rosenbrock, { 0, 0 }, nil, nil, { initial_step = 0.1 })
refused("initial step > 0 expected", rosenbrock, { 0, 0 }, nil, nil, { method = "subplex", initial_step = -1 })
refused("option 'initial_step': 2 numbers expected", rosenbrock, { 0, 0 }, nil, nil, { method = "subplex", initial_step = { 1 } })
refused("option 'initial_step': number or numbers", rosenbrock, { 0, 0 }, nil, nil, { method = "subplex", initial_step = "1" })
refused("population in [4,", rosenbrock, { 0, 0 }, { 0, 0 }, { 1, 1 }, { method = "isres", population = 3 })
refused("option 'x_tolerance'", rosenbrock, { 0 }, nil, nil, { x_tolerance = -1 })
refused("option 'max_evaluations'", rosenbrock, { 0 }, nil, nil, { max_evaluations = 0 })
refused("option 'gradient': function expected", rosenbrock, { 0 }, nil, nil, { gradient = 1 })
refused("option 'inequalities': table of functions", rosenbrock, { 0 }, nil, nil, { inequalities = print })
refused("expected at position 2", rosenbrock, { 0 }, nil, nil, { inequalities = { print, 1 } })
refused("expected at position 1", rosenbrock, { 0 }, nil, nil, { equalities = { { print, tolerance = -1 } } })
refused("expected at position 1", rosenbrock, { 0 }, nil, nil, { equalities = { { print, tolerence = 1 } } })
refused("expected at position 1", rosenbrock, { 0 }, nil, nil, { equalities = { { print, gradient = 1 } } })
refused("expected at position 1", rosenbrock, { 0 }, nil, nil, { equalities = { { gradient = print } } })

-- roots
local roots = {
  { "cosine", function(x) return math.cos(x) - x end, 0, 1 }, { "cubic", function(x) return x ^ 3 - 2 * x - 5 end, 2, 3 },
  { "exponential", function(x) return math.exp(-x) - 1e-6 end, 0, 100 },
}
for _, case in ipairs(roots) do
  local name, f, low, high = table.unpack(case)
  local r = optimize.root(f, low, high)
  t:near(r.x, reference["root_" .. name].x[1], { relative = 1e-12 }, "root: " .. name)
  t:ok(r.low <= r.x and r.x <= r.high and (r.status == "converged" or r.status == "exact"), "root: bracketed")
  t:near(optimize.root(function(x) return -f(x) end, low, high).x, r.x, { relative = 1e-12 }, "root: of -f")
end
t:equal(optimize.root(function(x) return x end, 0, 1).status, "exact", "a root at the end")
t:equal(optimize.root(function(x) return x - 1 end, 0, 1).x, 1.0, "or at the other")
local jump = optimize.root(function(x) return x < 0.3 and -1 or 1 end, 0, 1)
t:near(jump.x, 0.3, { absolute = 1e-11 }, "a jump across 0 is found too")
local none = optimize.root(function(x) return x ^ 2 + 1 end, 0, 1)
t:ok(none.status == "no_sign_change" and none.x ~= none.x, "no change of sign")
t:equal(optimize.root(function(x) return x < 0.5 and -1 or 0 / 0 end, 0, 1).status, "undefined", "NaN")
t:equal(optimize.root(math.exp, -1, 1, { max_evaluations = 3 }).status, "no_sign_change", "exp has none")
t:equal(optimize.root(function(x) return x ^ 9 end, -1, 2, { max_evaluations = 5 }).status, "limit", "the limit")
t:raises(function() optimize.root(math.exp, -1, 1, { strict = true }) end, "no_sign_change", "strict")
t:raises(function() optimize.root(function() error(token) end, 0, 1) end, "table", "an error in f")
t:raises(function() optimize.root(math.sin, 1, 1) end, "finite interval low < high", "an empty interval")
t:raises(function() optimize.root(math.sin, 0, huge) end, "finite interval", "an infinite one")
t:raises(function() optimize.root(tostring, 0, 1) end, "f: function that returns a number expected, it returned string", "a string")
t:raises(function() optimize.root(math.sin, 0, 1, { x_tolerance = 0 / 0 }) end, "x_tolerance", "a NaN tolerance")

-- minima on a line
local lines = { { "logarithm", function(x) return x * math.log(x) end, 0.01, 2 }, { "sine", function(x) return math.sin(x) + x / 4 end, 0.5, 6 } }
for _, case in ipairs(lines) do
  local name, f, low, high = table.unpack(case)
  local r = optimize.minimize_scalar(f, low, high)
  local want = reference["minimum_" .. name]
  t:near(r.x, want.x[1], { relative = 1e-7 }, "minimum: " .. name)
  t:near(r.value, want.value, { relative = 1e-14 }, "minimum: " .. name .. ", value")
  t:equal(r.status, "converged", "minimum: " .. name .. ", status")
end
local scalar = optimize.minimize_scalar
t:same({ scalar(function(x) return x end, 2, 5).x, scalar(function(x) return x end, 2, 5).status }, { 2.0, "bound" }, "at the left end")
t:same({ scalar(function(x) return x end, 2, 5, { maximize = true }).value }, { 5.0 }, "at the right end")
t:near(scalar(function(x) return math.abs(x - 0.001) end, 0, 5).x, 0.001, { absolute = 1e-8 }, "beside an end, and with an edge")
t:equal(scalar(function(x) return math.abs(math.floor(x) - 2) end, 0, 5).status, "plateau", "a plateau")
t:near(scalar(function(x) return x < 1 and 0 / 0 or x end, 0, 5).x, 1, { absolute = 1e-6 }, "at the edge of NaN")
t:equal(scalar(function() return 0 / 0 end, 0, 1).status, "undefined", "NaN alone")
t:equal(scalar(math.sin, 0, 6, { max_evaluations = 12 }).status, "limit", "the limit")
local wave = function(x) return math.cos(3 * x) + 0.01 * x * x end
t:ok(scalar(wave, -9, 9, { grid = 60 }).value <= scalar(wave, -9, 9, { grid = 2 }).value, "a finer scan finds no worse minimum")
t:raises(function() scalar(math.sin, 2, 1) end, "finite interval low < high", "ends exchanged")
t:raises(function() scalar(math.sin, 0, 1, { grid = 1 }) end, "grid", "no scan")
t:raises(function() scalar(math.sin, 0, 1, { grid = 100, max_evaluations = 50 }) end, "a scan of 2 to", "a scan beyond the limit")
t:raises(function() scalar(error, 0, 1) end, "0", "an error in f")

t:done()
