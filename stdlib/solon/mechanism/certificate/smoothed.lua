-- smoothed.lua - value, gradient and Hessian of a smoothed objective at a point of a box, as linear combinations of
-- values at the points of a stencil (sample.lua gives them their standard errors).
--
-- With step h, z the point and c the point moved inwards until c - h and c + h lie in the box, the derivative is that
-- of the parabola through the values at c - h, c, c + h, taken at z:
--
--     g = (f(c + h) - f(c - h)) / 2h + (z - c) (f(c + h) - 2 f(c) + f(c - h)) / h^2
--
-- inside the box the central difference, at a bound the one-sided difference of second order; both are exact for a
-- quadratic, and their bias is of order h^2 (h^2 f''' / 6 inside, h^2 f''' / 3 at a bound).  Second differences are
-- centred at c in their own coordinates, at z in the others.  With a kernel of half-widths w the stencil keeps to [l + w, u - w], so that no point outside the
-- box is asked for.

local smoothed = {}

local function copy(x) return table.move(x, 1, #x, 1, {}) end

local function moved(x, i, delta, j, delta_j)
  local y = copy(x)
  y[i] = y[i] + delta
  if j then y[j] = y[j] + delta_j end
  return y
end

-- Collects points, each once: coefficients of equal points must meet.
local function collector(low, high)
  local points, position = {}, {}
  return points, function(point)
    local parts = {}
    for i, value in ipairs(point) do
      point[i] = math.max(low[i], math.min(high[i], value)) -- a sum may leave the box by its rounding
      parts[i] = string.format("%.15g", point[i])
    end
    local key = table.concat(parts, " ")
    if not position[key] then
      points[#points + 1] = point
      position[key] = #points
    end
    return position[key]
  end
end

--- The stencil for steps h (one per coordinate): points, and combinations value, gradient[i], hessian[i][j] of them;
--- around[i] are the points that tell whether anything changes along coordinate i.
function smoothed.stencil(problem, h)
  local low, high, z, c, d = {}, {}, {}, {}, #problem.x
  for i = 1, d do
    local w = problem.kernel and problem.kernel[i] or 0.0
    low[i], high[i] = problem.low[i] + w, problem.high[i] - w
    z[i] = math.max(low[i], math.min(high[i], problem.x[i]))
    c[i] = math.max(low[i] + h[i], math.min(high[i] - h[i], problem.x[i]))
  end
  local points, add = collector(low, high)
  local at = add(copy(z))
  local plan = { points = points, value = { { at, 1 } }, gradient = {}, hessian = {}, around = {} }
  for i = 1, d do
    plan.hessian[i] = {}
    local off, square = z[i] - c[i], h[i] * h[i]
    local near = moved(z, i, -off)
    local below, middle, above = add(moved(near, i, -h[i])), add(near), add(moved(near, i, h[i]))
    plan.gradient[i] = { { above, 0.5 / h[i] + off / square }, { below, -0.5 / h[i] + off / square }, { middle, -2 * off / square } }
    plan.hessian[i][i] = { { above, 1 / square }, { middle, -2 / square }, { below, 1 / square } }
    plan.around[i] = { at, below, middle, above }
    for j = 1, i - 1 do
      local weight, centre = 0.25 / (h[i] * h[j]), moved(near, j, c[j] - z[j])
      plan.hessian[i][j] = { { add(moved(centre, i, h[i], j, h[j])), weight }, { add(moved(centre, i, h[i], j, -h[j])), -weight },
        { add(moved(centre, i, -h[i], j, h[j])), -weight }, { add(moved(centre, i, -h[i], j, -h[j])), weight } }
      plan.hessian[j][i] = plan.hessian[i][j]
    end
  end
  return plan
end

--- The combination that is the curvature along a vector: v' H v with v over all coordinates.
function smoothed.along(plan, v)
  local sum, order = {}, {}
  for i = 1, #v do
    for j = 1, #v do
      for _, term in ipairs(plan.hessian[i][j]) do
        if not sum[term[1]] then
          sum[term[1]], order[#order + 1] = 0.0, term[1]
        end
        sum[term[1]] = sum[term[1]] + v[i] * v[j] * term[2]
      end
    end
  end
  local terms = {}
  for k, point in ipairs(order) do terms[k] = { point, sum[point] } end
  return terms
end

--- Estimates of all derivatives from a sample of the stencil's points: { value, value_se, gradient, gradient_se,
--- hessian, hessian_se, flat (per coordinate) }.
function smoothed.derivatives(plan, sample)
  local out = { gradient = {}, gradient_se = {}, hessian = {}, hessian_se = {}, flat = {} }
  out.value, out.value_se = sample:estimate(plan.value)
  for i, terms in ipairs(plan.gradient) do
    out.gradient[i], out.gradient_se[i] = sample:estimate(terms)
    out.flat[i] = sample:flat(plan.around[i])
    out.hessian[i], out.hessian_se[i] = {}, {}
    for j, entry in ipairs(plan.hessian[i]) do out.hessian[i][j], out.hessian_se[i][j] = sample:estimate(entry) end
  end
  return out
end

return smoothed
