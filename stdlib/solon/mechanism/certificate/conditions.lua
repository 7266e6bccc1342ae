-- conditions.lua - the conditions of first and second order of a maximum over a box, from derivatives with errors.
--
-- In units of the box (u = (x - l) / (u - l), so that no answer depends on the units of x), divided by max(1, |W|):
--
--   multipliers      mu_upper = max(g, 0) where x = u, mu_lower = max(-g, 0) where x = l, else 0
--   stationarity     |P(x + g) - x| of coordinates off the bounds, P the projection on the box
--   dual sign        the slope into the box of coordinates at a bound: their multiplier would have the wrong sign
--   complementarity  max mu * distance to its bound: a coordinate within 1e-4 of the box's width of a bound counts as at it
--   second order     the largest curvature in the critical cone: coordinates off the bounds move freely, those at a
--                    bound inwards if their multiplier is 0 within tolerance and error
--
-- The largest curvature of a quadratic form on such a cone is attained at an eigenvector of a principal submatrix that
-- lies in the cone (coordinates at a bound are in the submatrix or stay), so all of them are looked at.

local array = require "solon.array"
local smoothed = require "solon.mechanism.certificate.smoothed"
local verdict = require "solon.mechanism.certificate.verdict"

local conditions = {}

local ROUNDING = 1e-12
local AT_BOUND = 1e-4 -- of the box's width: far within any step, so nearer is not told from the bound
local LIMIT_OF_FACES = 12 -- coordinates at a bound whose faces are enumerated

-- The residual |P(u + g) - u| for a slope g, signed.
local function projected(u, g) return math.max(0.0, math.min(1.0, u + g)) - u end

-- The least and the largest residual for slopes from a to b.
local function residual_range(u, a, b)
  local p, q = projected(u, a), projected(u, b)
  return (p <= 0 and q >= 0) and 0.0 or math.min(math.abs(p), math.abs(q)), math.max(math.abs(p), math.abs(q))
end

local function judge_coordinate(problem, entry, g, se, scale, sure, suspicious)
  local inward = entry.at_lower and g or entry.at_upper and -g
  if inward then return verdict.at_most(inward / scale, se / scale, problem.tol, sure, suspicious) end
  local u = entry.distance_lower / (entry.distance_lower + entry.distance_upper)
  local least = residual_range(u, (g - suspicious * se) / scale, (g + suspicious * se) / scale)
  if least > problem.tol then return verdict.VIOLATED end
  local _, most = residual_range(u, (g - sure * se) / scale, (g + sure * se) / scale)
  return most <= problem.tol and verdict.SATISFIED or verdict.UNKNOWN
end

local function objection(entry)
  return string.format("%s: slope %.4g (standard error %.2g)%s %s", entry.name, entry.gradient, entry.gradient_se,
    entry.at_lower and " at the lower bound" or entry.at_upper and " at the upper bound" or "",
    entry.first_order == verdict.VIOLATED and "can be followed inside the box" or "is too uncertain for the tolerance")
end

local function coordinate(problem, at, i, width)
  local x, g = problem.x[i], at.gradient[i]
  local entry = { name = problem.names[i], value = x, gradient = g, gradient_se = at.gradient_se[i],
    distance_lower = x - problem.low[i], distance_upper = problem.high[i] - x, flat = at.flat[i] }
  entry.at_lower, entry.at_upper = entry.distance_lower <= AT_BOUND * width, entry.distance_upper <= AT_BOUND * width
  entry.multiplier_lower = entry.at_lower and math.max(-g, 0.0) or 0.0
  entry.multiplier_upper = entry.at_upper and math.max(g, 0.0) or 0.0
  entry.multiplier_se = (entry.at_lower or entry.at_upper) and entry.gradient_se or 0.0
  return entry
end

--- First order: { coordinates, residual, dual_violation, complementarity, stationarity, dual_sign, first_order,
--- first_reasons }.
function conditions.first_order(problem, at, sample)
  local out = { coordinates = {}, residual = 0.0, dual_violation = 0.0, complementarity = 0.0,
    stationarity = verdict.SATISFIED, dual_sign = verdict.SATISFIED, first_reasons = {} }
  local sure, suspicious = sample:critical(problem.confidence), sample:critical(problem.confidence, 2 * #problem.x)
  for i = 1, #problem.x do
    local width = problem.high[i] - problem.low[i]
    local entry = coordinate(problem, at, i, width)
    local g = entry.gradient * width
    entry.slope, entry.slope_se = g, entry.gradient_se * width
    entry.residual = math.abs(projected(entry.distance_lower / width, g / at.scale))
    entry.first_order = judge_coordinate(problem, entry, g, entry.slope_se, at.scale, sure, suspicious)
    local at_bound = entry.at_lower or entry.at_upper
    local which = at_bound and "dual_sign" or "stationarity"
    out[which] = verdict.both(out[which], entry.first_order)
    if entry.first_order ~= verdict.SATISFIED then out.first_reasons[#out.first_reasons + 1] = objection(entry) end
    out.coordinates[i] = entry
    out.residual = math.max(out.residual, entry.residual)
    if at_bound then out.dual_violation = math.max(out.dual_violation, (entry.at_lower and g or -g) / at.scale) end
    out.complementarity = math.max(out.complementarity, entry.multiplier_lower * entry.distance_lower,
      entry.multiplier_upper * entry.distance_upper)
  end
  out.slack = verdict.at_most(out.complementarity / at.scale, 0.0, problem.tol, sure, suspicious)
  out.first_order = verdict.both(out.stationarity, out.dual_sign)
  return out
end

-- Coordinates that move freely, and those at a bound that may move inwards, with the sign of inwards.
local function critical_cone(problem, at, coordinates, sample)
  local free, edge, inward, sure = {}, {}, {}, sample:critical(problem.confidence)
  for i, entry in ipairs(coordinates) do
    local slope = (entry.multiplier_lower + entry.multiplier_upper) * (problem.high[i] - problem.low[i])
    if not (entry.at_lower or entry.at_upper) then
      free[#free + 1] = i
    elseif slope <= problem.tol * at.scale + sure * entry.slope_se and #edge < LIMIT_OF_FACES then
      edge[#edge + 1], inward[i] = i, entry.at_lower and 1 or -1
    end
  end
  return free, edge, inward
end

-- Eigenvalues and vectors (over all coordinates) of the submatrix of the Hessian in box units.
local function eigenpairs(problem, hessian, members)
  local rows = {}
  for a, i in ipairs(members) do
    rows[a] = {}
    for b, j in ipairs(members) do
      rows[a][b] = hessian[i][j] * (problem.high[i] - problem.low[i]) * (problem.high[j] - problem.low[j])
    end
  end
  local values, vectors = array.eigen_symmetric(array.new(rows))
  local pairs_of = {}
  for k = 1, #members do
    local vector = {}
    for i = 1, #problem.x do vector[i] = 0.0 end
    for a, i in ipairs(members) do vector[i] = vectors:get(a, k) end
    pairs_of[k] = { value = values[k], vector = vector }
  end
  return pairs_of
end

-- Whether a direction or its opposite points inwards at every bound it leaves.
local function in_cone(vector, inward)
  local plus, minus = true, true
  for i, along in ipairs(vector) do
    if inward[i] then
      plus, minus = plus and along * inward[i] >= -ROUNDING, minus and along * inward[i] <= ROUNDING
    end
  end
  return plus or minus
end

local function add_error(problem, plan, sample, pair)
  local scaled = {}
  for i, along in ipairs(pair.vector) do scaled[i] = along * (problem.high[i] - problem.low[i]) end
  local _, se = sample:estimate(smoothed.along(plan, scaled))
  pair.standard_error = se
  return pair
end

-- The eigenvector of the largest curvature in the cone, over the faces of the coordinates at a bound.
local function steepest(problem, hessian, free, edge, inward)
  local best
  for face = 0, (1 << #edge) - 1 do
    local members = table.move(free, 1, #free, 1, {})
    for k, i in ipairs(edge) do
      if face & 1 << k - 1 ~= 0 then members[#members + 1] = i end
    end
    for _, pair in ipairs(#members > 0 and eigenpairs(problem, hessian, members) or {}) do
      if in_cone(pair.vector, inward) and (not best or pair.value > best.value) then best = pair end
    end
  end
  return best
end

--- Second order: { cone (names), eigenvalues (of the Hessian over the cone's coordinates, ascending, vectors in the
--- order of the cone), curvature (the largest in the cone, its vector over all coordinates, and error;
--- nil when nothing may move), second_order, strict, second_reasons }.
function conditions.second_order(problem, at, sample, plan, coordinates)
  local free, edge, inward = critical_cone(problem, at, coordinates, sample)
  local members = table.move(free, 1, #free, 1, {})
  table.move(edge, 1, #edge, #members + 1, members)
  table.sort(members)
  local out = { cone = {}, eigenvalues = {}, second_order = verdict.SATISFIED, strict = true, second_reasons = {} }
  for k, i in ipairs(members) do out.cone[k] = problem.names[i] end
  if #members == 0 then return out end
  for k, pair in ipairs(eigenpairs(problem, at.hessian, members)) do
    out.eigenvalues[k] = add_error(problem, plan, sample, pair)
    pair.in_cone = in_cone(pair.vector, inward)
    local vector = {}
    for position, i in ipairs(members) do vector[position] = pair.vector[i] end
    pair.vector = vector -- in the order of the cone
  end
  table.sort(out.eigenvalues, function(a, b) return a.value < b.value end)
  local top = steepest(problem, at.hessian, free, edge, inward)
  if not top then return out end
  add_error(problem, plan, sample, top)
  out.curvature = top
  local sure, suspicious = sample:critical(problem.confidence), sample:critical(problem.confidence, #members * (#members + 1) // 2)
  local value, se, limit = top.value / at.scale, top.standard_error / at.scale, problem.curvature_tol
  out.second_order = verdict.at_most(value, se, limit, sure, suspicious)
  out.strict = value + sure * se < -limit
  if out.second_order ~= verdict.SATISFIED then
    out.second_reasons[1] = string.format("curvature %.4g (standard error %.2g) in the critical cone %s", top.value,
      top.standard_error, out.second_order == verdict.VIOLATED and "is upward" or "is too uncertain")
  end
  return out
end

return conditions
