-- optimality.lua - whether a point can be a maximum of welfare over the box, honestly.
--
-- Welfare is a step function of theta1, theta3, theta4 (and categories have no derivative), so its
-- derivative is 0 almost everywhere and says nothing.  Differences over a step of 0.01 span many
-- breakpoints and measure the slope of the steps.  With g the central differences inside the box (at a
-- bound the step is taken inwards only), x the point and [l, u] the box:
--
--   multipliers      mu_upper = max(g, 0) where x = u, mu_lower = max(-g, 0) where x = l, else 0
--   stationarity     residual max |P(x + g) - x| <= tol max(1, |W|), P the projection on the box: a slope
--                    that points out of the box at a bound is no objection, its multiplier carries it
--   second order     eigenvalues of the Hessian over the coordinates that may move (those without a
--                    multiplier) <= tol
--   no information   a coordinate in which welfare does not change within the step; when that is so for
--                    all three, nothing is satisfied or violated

local arguments = require "solon.mechanism.arguments"
local array = require "solon.array"
local parameters = require "solon.mechanism.parameters"

local optimality = {}

local coordinates = { 1, 3, 4 } -- theta1, theta3, theta4
local AT_BOUND = 1e-12

local function moved(x, i, delta, j, delta_j)
  local y = { x[1], x[2], x[3], x[4], x[5] }
  y[i] = y[i] + delta
  if j then y[j] = y[j] + delta_j end
  return y
end

local function clamp(i, value)
  return math.max(parameters.low[i], math.min(parameters.high[i], value))
end

-- The points at which welfare is needed: per coordinate two of the gradient and the centre of the
-- second difference (shifted inwards at a bound), and four per pair.
local function stencil(x, step)
  local points, count = {}, 0
  local function add(point)
    count = count + 1
    points[count] = point
    return count
  end
  local centre = { x[1], x[2], x[3], x[4], x[5] }
  for _, i in ipairs(coordinates) do
    centre[i] = math.max(parameters.low[i] + step, math.min(parameters.high[i] - step, x[i]))
  end
  local plan = { at = add(x), centre = add(centre), pairs = {} }
  for _, i in ipairs(coordinates) do
    local below, above = clamp(i, x[i] - step), clamp(i, x[i] + step)
    plan[i] = { width = above - below, below = add(moved(x, i, below - x[i])), above = add(moved(x, i, above - x[i])),
      minus = add(moved(centre, i, -step)), plus = add(moved(centre, i, step)) }
  end
  for a = 1, 3 do
    for b = a + 1, 3 do
      local i, j = coordinates[a], coordinates[b]
      plan.pairs[#plan.pairs + 1] = { a = a, b = b,
        pp = add(moved(centre, i, step, j, step)), pm = add(moved(centre, i, step, j, -step)),
        mp = add(moved(centre, i, -step, j, step)), mm = add(moved(centre, i, -step, j, -step)) }
    end
  end
  return points, plan
end

local function hessian_of(plan, w, step)
  local hessian = { {}, {}, {} }
  for a, i in ipairs(coordinates) do
    hessian[a][a] = (w[plan[i].plus] - 2 * w[plan.centre] + w[plan[i].minus]) / (step * step)
  end
  for _, pair in ipairs(plan.pairs) do
    local value = (w[pair.pp] - w[pair.pm] - w[pair.mp] + w[pair.mm]) / (4 * step * step)
    hessian[pair.a][pair.b], hessian[pair.b][pair.a] = value, value
  end
  return hessian
end

local function eigenvalues_of(hessian, free)
  local rows = {}
  for a, i in ipairs(free) do
    rows[a] = {}
    for b, j in ipairs(free) do rows[a][b] = hessian[i][j] end
  end
  if #rows == 0 then return {} end
  local values = array.eigen_symmetric(array.new(rows), { vectors = false }):totable()
  table.sort(values)
  return values
end

-- One coordinate: slope, distances to the bounds, multipliers, part of the residual.
local function first_order(x, i, plan, w)
  local entry = { coordinate = parameters.names[i] }
  local below, above, at = w[plan[i].below], w[plan[i].above], w[plan.at]
  entry.gradient = (above - below) / plan[i].width
  entry.slack_lower, entry.slack_upper = x[i] - parameters.low[i], parameters.high[i] - x[i]
  entry.multiplier_lower = entry.slack_lower <= AT_BOUND and math.max(-entry.gradient, 0) or 0.0
  entry.multiplier_upper = entry.slack_upper <= AT_BOUND and math.max(entry.gradient, 0) or 0.0
  entry.residual = math.abs(clamp(i, x[i] + entry.gradient) - x[i])
  entry.flat = below == at and above == at
  return entry
end

--- verify(params, evaluate [, options]): evaluate takes a list of points (five numbers each) and gives
--- their welfare; options: step = 0.01, tol = 0.01.  `status` is "satisfied", "violated" or "no information".
function optimality.verify(params, evaluate, options)
  if not parameters.is(params) then
    error("bad argument #1 to 'verify_optimum' (mechanism parameters expected, got " .. type(params) .. ")", 2)
  end
  arguments.type(evaluate, "function", 2, "verify_optimum")
  options = arguments.options(options, { "step", "tol" }, 3, "verify_optimum")
  local step = arguments.number(options.step or 0.01, 1e-9, 0.05, 3, "verify_optimum", "step")
  local tol = arguments.number(options.tol or 0.01, 0, math.huge, 3, "verify_optimum", "tol")
  local x = params:to_array()
  local points, plan = stencil(x, step)
  local w = evaluate(points)
  local result = { step = step, tolerance = tol, welfare = w[plan.at], coordinates = {},
    primal_feasibility = params:feasible(), gradient = {}, stationarity_residual = 0.0 }
  local free, flat, square = {}, 0, 0.0
  for a, i in ipairs(coordinates) do
    local entry = first_order(x, i, plan, w)
    result.coordinates[a], result.gradient[a] = entry, entry.gradient
    result.stationarity_residual = math.max(result.stationarity_residual, entry.residual)
    square = square + entry.gradient * entry.gradient
    if entry.multiplier_lower == 0 and entry.multiplier_upper == 0 then free[#free + 1] = a end
    if entry.flat then flat = flat + 1 end
  end
  result.gradient_norm = math.sqrt(square)
  result.hessian = hessian_of(plan, w, step)
  result.hessian_eigenvalues = eigenvalues_of(result.hessian, free)
  result.free_coordinates = {}
  for k, a in ipairs(free) do result.free_coordinates[k] = parameters.names[coordinates[a]] end
  if flat == 3 then
    result.status = "no information"
    result.stationarity, result.second_order, result.kkt_satisfied = "no information", "no information", "no information"
    return result
  end
  result.stationarity = result.stationarity_residual <= tol * math.max(1, math.abs(result.welfare))
  result.second_order = #free == 0 or result.hessian_eigenvalues[#free] <= tol
  result.kkt_satisfied = result.primal_feasibility and result.stationarity and result.second_order
  result.status = result.kkt_satisfied and "satisfied" or "violated"
  return result
end

--- The 5-vector and 5x5 matrix the source text's check takes: categories have differences of 0.
function optimality.embed(result)
  local gradient, hessian = { 0.0, 0.0, 0.0, 0.0, 0.0 }, {}
  for i = 1, 5 do hessian[i] = { 0.0, 0.0, 0.0, 0.0, 0.0 } end
  for a, i in ipairs(coordinates) do
    gradient[i] = result.gradient[a]
    for b, j in ipairs(coordinates) do hessian[i][j] = result.hessian[a][b] end
  end
  return gradient, hessian
end

return optimality
