-- test_functions.lua - functions with known minima, for tests and benchmarks of solon.optimize.  Each
-- takes a table of coordinates; batch(f) takes a matrix of points, as differential evolution gives it.

local functions = {}

--- Minimum 0 at (1, ..., 1).
function functions.rosenbrock(x)
  local sum = 0
  for j = 1, #x - 1 do sum = sum + 100 * (x[j + 1] - x[j] ^ 2) ^ 2 + (1 - x[j]) ^ 2 end
  return sum
end

function functions.rosenbrock_gradient(x)
  local g = {}
  for j = 1, #x do g[j] = 0 end
  for j = 1, #x - 1 do
    g[j] = g[j] - 400 * x[j] * (x[j + 1] - x[j] ^ 2) - 2 * (1 - x[j])
    g[j + 1] = g[j + 1] + 200 * (x[j + 1] - x[j] ^ 2)
  end
  return g
end

--- Minimum 0 at the origin, among about 11^d local minima in [-5.12, 5.12]^d.
function functions.rastrigin(x)
  local sum = 10 * #x
  for j = 1, #x do sum = sum + x[j] ^ 2 - 10 * math.cos(2 * math.pi * x[j]) end
  return sum
end

--- Minimum 0 at the origin, usually in [-32.768, 32.768]^d.
function functions.ackley(x)
  local squares, cosines = 0, 0
  for j = 1, #x do squares, cosines = squares + x[j] ^ 2, cosines + math.cos(2 * math.pi * x[j]) end
  return -20 * math.exp(-0.2 * math.sqrt(squares / #x)) - math.exp(cosines / #x) + 20 + math.exp(1)
end

local weight = { 1, 1.2, 3, 3.2 }
local a = { { 10, 3, 17, 3.5, 1.7, 8 }, { 0.05, 10, 17, 0.1, 8, 14 }, { 3, 3.5, 1.7, 10, 17, 8 }, { 17, 8, 0.05, 10, 0.1, 14 } }
local p = { { 1312, 1696, 5569, 124, 8283, 5886 }, { 2329, 4135, 8307, 3736, 1004, 9991 },
  { 2348, 1451, 3522, 2883, 3047, 6650 }, { 4047, 8828, 8732, 5743, 1091, 381 } }

--- Dixon and Szego (1978): six coordinates in [0, 1], minimum -3.32237 at
--- (0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573).
function functions.hartmann6(x)
  local sum = 0
  for i = 1, 4 do
    local distance = 0
    for j = 1, 6 do distance = distance + a[i][j] * (x[j] - 1e-4 * p[i][j]) ^ 2 end
    sum = sum - weight[i] * math.exp(-distance)
  end
  return sum
end

--- A function of one point, as a function of a matrix of points.
function functions.batch(f)
  return function(points)
    local values = {}
    for i = 1, (points:shape()) do values[i] = f(points:row(i):totable()) end
    return values
  end
end

--- A table of n equal numbers.
function functions.times(n, value)
  local t = {}
  for i = 1, n do t[i] = value end
  return t
end

return functions
