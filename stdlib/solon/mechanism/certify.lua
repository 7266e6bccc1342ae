-- certify.lua - whether a point can be a maximum of an objective over a box, and how sure that is.
--
-- With g the gradient of the smoothed objective W (smoothed.lua), [l, u] the box and P the projection on it:
--
--   multipliers      mu_upper = max(g, 0) where x = u, mu_lower = max(-g, 0) where x = l, else 0
--   residual         max |P(x + g) - x| / max(1, |W|): a slope out of the box at a bound is carried by its
--                    multiplier; a slope into the box, or any slope inside it, is an objection
--   complementarity  max mu * distance to its bound; dual violation: the steepest slope into the box
--   second order     the Hessian on the critical cone: coordinates off the bounds, and those at a bound
--                    whose multiplier is zero within tolerance and error, which may move inwards only
--
-- Each quantity has an interval of two standard errors.  A condition is satisfied when its whole interval lies
-- within tolerance, violated when none of it does, and otherwise the answer is "no information"; so it is when
-- nothing changes within any step, and when step sizes contradict each other.  Of a hard (step) objective the
-- exact plateau around the point can be given: its neighbours refute the point when one is better.

local arguments = require "solon.mechanism.arguments"
local array = require "solon.array"
local smoothed = require "solon.mechanism.smoothed"

local certify = {}

local NAME = "certify"
local SATISFIED, VIOLATED, UNKNOWN = "satisfied", "violated", "no information"
local ROUNDING = 1e-12
local known = { "names", "draws", "kernel", "kernel_pairs", "seed", "steps", "tol", "curvature_tol", "cells", "cell", "plateau" }

local function fail(position, format, ...)
  error(string.format("bad argument #%d to '%s' (%s)", position, NAME, string.format(format, ...)), 4)
end

local function is_list(values) return type(values) == "table" or type(values) == "userdata" end

local function numbers(values, count, position, label)
  if not is_list(values) then fail(position, "%s: %s numbers expected, got %s", label, count or "a list of", type(values)) end
  if #values == 0 or (count and #values ~= count) then
    fail(position, "%s: %s numbers expected, got %d", label, count or "at least 1", #values)
  end
  local out = {}
  for i = 1, #values do
    local value = values[i]
    if type(value) ~= "number" or value ~= value or value == math.huge or value == -math.huge then
      fail(position, "%s[%d]: finite number expected, got %s", label, i, type(value) == "number" and value or type(value))
    end
    out[i] = value + 0.0
  end
  return out
end

-- The point and its box, checked against each other.
local function geometry(point, box)
  local x = numbers(point, nil, 2, "point")
  if type(box) ~= "table" then fail(3, "bounds: table with low and high expected, got %s", type(box)) end
  local low, high = numbers(box.low, #x, 3, "low"), numbers(box.high, #x, 3, "high")
  for i = 1, #x do
    if not (low[i] < high[i]) then fail(3, "low[%d] < high[%d] expected, got %s and %s", i, i, low[i], high[i]) end
    if x[i] < low[i] or x[i] > high[i] then
      fail(2, "point[%d]: number from %s to %s expected, got %s", i, low[i], high[i], x[i])
    end
  end
  return x, low, high
end

local function kernel_of(options, d, low, high)
  if options.kernel == nil then return nil end
  local kernel = numbers(options.kernel, d, 4, "kernel")
  for i = 1, d do
    if kernel[i] < 0 or kernel[i] > (high[i] - low[i]) / 4 then
      fail(4, "kernel[%d]: number from 0 to a quarter of the bounds' width expected, got %s", i, kernel[i])
    end
  end
  return kernel
end

local function steps_of(options)
  local steps = numbers(options.steps or { 0.0125, 0.025, 0.05 }, nil, 4, "steps")
  for i, step in ipairs(steps) do
    if step < 1e-6 or step > 0.2 then fail(4, "steps[%d]: number from 1e-06 to 0.2 expected, got %s", i, step) end
  end
  table.sort(steps)
  return steps
end

local function names_of(options, d)
  local names = {}
  if options.names ~= nil and (type(options.names) ~= "table" or #options.names ~= d) then
    fail(4, "names: %d strings expected, got %s", d, type(options.names) == "table" and #options.names or type(options.names))
  end
  for i = 1, d do names[i] = options.names and tostring(options.names[i]) or "x" .. i end
  return names
end

local function cells_of(options)
  if options.cells == nil then return nil end
  if type(options.cells) ~= "table" then fail(4, "cells: table expected, got %s", type(options.cells)) end
  local own
  for k, cell in ipairs(options.cells) do
    if type(cell) ~= "table" or type(cell.label) ~= "string" then fail(4, "cells[%d]: label and value expected", k) end
    numbers({ cell.value, cell.standard_error }, cell.standard_error and 2 or 1, 4, "cells." .. cell.label)
    if cell.label == options.cell then own = cell end
  end
  if not own then fail(4, "cell: the label of one of the cells expected, got %s", tostring(options.cell)) end
  return options.cells
end

-- The interval of |P(x + g) - x| for g within two standard errors.
local function residual_interval(x, low, high, g, se)
  local function signed(slope) return math.max(low, math.min(high, x + slope)) - x end
  local a, b = signed(g - 2 * se), signed(g + 2 * se)
  local least = (a <= 0 and b >= 0) and 0.0 or math.min(math.abs(a), math.abs(b))
  return least, math.max(math.abs(a), math.abs(b))
end

local function three_valued(least, most, limit)
  if least > limit then return VIOLATED end
  return most <= limit and SATISFIED or UNKNOWN
end

-- The worst of two answers.
local function both(a, b)
  if a == VIOLATED or b == VIOLATED then return VIOLATED end
  return (a == UNKNOWN or b == UNKNOWN) and UNKNOWN or SATISFIED
end

local function first_order(problem, at, reasons)
  local out = { coordinates = {}, residual = 0.0, dual_violation = 0.0, complementarity = 0.0, first_order = SATISFIED }
  for i, x in ipairs(problem.x) do
    local low, high, g, se = problem.low[i], problem.high[i], at.gradient[i], at.gradient_se[i]
    local near = ROUNDING * (high - low)
    local entry = { name = problem.names[i], value = x, gradient = g, gradient_se = se, distance_lower = x - low,
      distance_upper = high - x, flat = at.flat[i] }
    entry.at_lower, entry.at_upper = x - low <= near, high - x <= near
    entry.multiplier_lower = entry.at_lower and math.max(-g, 0.0) or 0.0
    entry.multiplier_upper = entry.at_upper and math.max(g, 0.0) or 0.0
    local least, most = residual_interval(x, low, high, g, se)
    entry.residual = math.abs(math.max(low, math.min(high, x + g)) - x) / at.scale
    entry.first_order = three_valued(least / at.scale, most / at.scale, problem.tol)
    if entry.first_order ~= SATISFIED then
      reasons[#reasons + 1] = string.format("%s: slope %.4g (standard error %.2g)%s %s", entry.name, g, se,
        entry.at_lower and " at the lower bound" or entry.at_upper and " at the upper bound" or "",
        entry.first_order == VIOLATED and "can be followed inside the box" or "is too uncertain for the tolerance")
    end
    local inward = entry.at_lower and g or entry.at_upper and -g or 0.0
    out.coordinates[i] = entry
    out.residual = math.max(out.residual, entry.residual)
    out.dual_violation = math.max(out.dual_violation, inward)
    out.complementarity = math.max(out.complementarity, entry.multiplier_lower * entry.distance_lower,
      entry.multiplier_upper * entry.distance_upper)
    out.first_order = both(out.first_order, entry.first_order)
  end
  return out
end

-- Coordinates in which the point may move to first order, and the inward sign of those at a bound.
local function critical_cone(problem, at, coordinates)
  local cone, inward = {}, {}
  for i, entry in ipairs(coordinates) do
    local multiplier = entry.multiplier_lower + entry.multiplier_upper
    local zero = multiplier <= problem.tol * at.scale + 2 * entry.gradient_se
    if not (entry.at_lower or entry.at_upper) then
      cone[#cone + 1] = i
    elseif zero then
      cone[#cone + 1], inward[#cone + 1] = i, entry.at_lower and 1 or -1
    end
  end
  return cone, inward
end

-- Whether a direction or its opposite points inwards at every bound.
local function in_cone(vector, inward, size)
  local plus, minus = true, true
  for k = 1, size do
    local along = inward[k] and vector[k] * inward[k] or 0.0
    plus, minus = plus and along >= -ROUNDING, minus and along <= ROUNDING
  end
  return plus or minus
end

local function curvature(hessian, cone, vector)
  local sum = 0.0
  for a, i in ipairs(cone) do
    for b, j in ipairs(cone) do sum = sum + vector[a] * hessian[i][j] * vector[b] end
  end
  return sum
end

local function second_order(problem, at, coordinates, reasons)
  local cone, inward = critical_cone(problem, at, coordinates)
  local out = { eigenvalues = {}, cone = {}, second_order = SATISFIED, strict = true }
  for k, i in ipairs(cone) do out.cone[k] = problem.names[i] end
  if #cone == 0 then return out end
  local rows = {}
  for a, i in ipairs(cone) do
    rows[a] = {}
    for b, j in ipairs(cone) do rows[a][b] = at.hessian[i][j] end
  end
  local values, vectors = array.eigen_symmetric(array.new(rows))
  values = values:totable()
  for k = 1, #cone do
    local vector = vectors:column(k):totable()
    local _, se = smoothed.mean(at.hessians, function(h) return curvature(h, cone, vector) end)
    out.eigenvalues[k] = { value = values[k], standard_error = se, vector = vector, in_cone = in_cone(vector, inward, #cone) }
  end
  table.sort(out.eigenvalues, function(a, b) return a.value < b.value end)
  for _, entry in ipairs(out.eigenvalues) do
    local least, most = entry.value - 2 * entry.standard_error, entry.value + 2 * entry.standard_error
    local limit = problem.curvature_tol * at.scale
    local answer = three_valued(least, most, limit)
    if answer == VIOLATED and not entry.in_cone then answer = UNKNOWN end
    if most >= -limit then out.strict = false end
    if answer ~= SATISFIED then
      reasons[#reasons + 1] = string.format("curvature %.4g (standard error %.2g) on the critical cone %s", entry.value,
        entry.standard_error, answer == VIOLATED and "is upward" or "is too uncertain, or upward only along the box's edge")
    end
    out.second_order = both(out.second_order, answer)
  end
  return out
end

-- Everything at one step size (a share of the box's width).
local function at_step(problem, step)
  local steps, reasons = {}, {}
  for i = 1, #problem.x do
    steps[i] = math.min(step * (problem.high[i] - problem.low[i]),
      (problem.high[i] - problem.low[i]) / 2 - (problem.kernel and problem.kernel[i] or 0.0))
  end
  local at, message = smoothed.derivatives(problem, steps)
  if not at then return nil, message end
  at.scale = math.max(1.0, math.abs(at.value))
  local out = first_order(problem, at, reasons)
  local second = second_order(problem, at, out.coordinates, reasons)
  out.eigenvalues, out.cone, out.second_order, out.strict = second.eigenvalues, second.cone, second.second_order, second.strict
  out.step, out.steps, out.value, out.value_se, out.hessian, out.reasons = step, steps, at.value, at.value_se, at.hessian, reasons
  out.verdict, out.flat = both(out.first_order, out.second_order), true
  for i = 1, #problem.x do out.flat = out.flat and at.flat[i] end
  if out.flat then
    out.verdict, out.first_order, out.second_order, out.strict = UNKNOWN, UNKNOWN, UNKNOWN, false
    out.reasons = { "the objective does not change within the step: derivatives of 0 say nothing" }
  end
  return out
end

-- One answer of several step sizes.  Steps within a plateau have nothing to say; the others must agree.
local function agree(results, reasons)
  local seen, shown = {}, nil
  for _, result in ipairs(results) do
    if not result.flat then
      seen[result.verdict] = true
      if not shown or result.verdict == VIOLATED then shown = result end
    end
  end
  shown = shown or results[1]
  for _, reason in ipairs(shown.reasons) do reasons[#reasons + 1] = string.format("step %g: %s", shown.step, reason) end
  if seen[SATISFIED] and seen[VIOLATED] then
    reasons[#reasons + 1] = "the step sizes contradict each other"
    return UNKNOWN, shown
  end
  if seen[VIOLATED] then return VIOLATED, shown end
  if seen[UNKNOWN] or not seen[SATISFIED] then return UNKNOWN, shown end
  return SATISFIED, shown
end

-- The plateau of the hard objective around the point, coordinate by coordinate, and W just beyond its ends.
local function hard_certificate(problem, plateau, reasons)
  local out, points = { verdict = SATISFIED, plateaus = {}, neighbours = {} }, { problem.x }
  for i, x in ipairs(problem.x) do
    local low, high = plateau(table.move(problem.x, 1, #problem.x, 1, {}), i)
    if type(low) ~= "number" or type(high) ~= "number" or not (low <= x and x <= high) then
      return nil, string.format("plateau: an interval around %s expected for %s, got %s to %s", x, problem.names[i],
        tostring(low), tostring(high))
    end
    local beyond = 1e-9 * (problem.high[i] - problem.low[i])
    out.plateaus[i] = { name = problem.names[i], low = low, high = high }
    for _, value in ipairs { low - beyond, high + beyond } do
      if value > problem.low[i] and value < problem.high[i] then
        points[#points + 1] = table.move(problem.x, 1, #problem.x, 1, {})
        points[#points][i] = value
        out.neighbours[#points - 1] = { name = problem.names[i], at = value }
      end
    end
  end
  local replicates, message = smoothed.values(problem, points, true)
  if not replicates then return nil, message end
  for k, neighbour in ipairs(out.neighbours) do
    neighbour.gain, neighbour.standard_error = smoothed.mean(replicates, function(row) return row[k + 1] - row[1] end)
    local limit = ROUNDING * math.max(1.0, math.abs(replicates[1][1]))
    neighbour.verdict = three_valued(neighbour.gain - 2 * neighbour.standard_error,
      neighbour.gain + 2 * neighbour.standard_error, limit)
    if neighbour.verdict == VIOLATED then
      reasons[#reasons + 1] = string.format("the plateau beyond %s = %.6g is better by %.4g", neighbour.name, neighbour.at, neighbour.gain)
    end
    out.verdict = both(out.verdict, neighbour.verdict)
  end
  if #out.neighbours == 0 then out.verdict = UNKNOWN end
  return out
end

-- Enumeration of categories: the best cell, the gap to the runner-up, and whether the point's own is the best.
local function categories(problem, cells, own_label, value, value_se, reasons)
  local order, own_rank = table.move(cells, 1, #cells, 1, {}), nil
  local position = {}
  for k, cell in ipairs(cells) do position[cell] = k end
  table.sort(order, function(a, b)
    if a.value ~= b.value then return a.value > b.value end
    return position[a] < position[b]
  end)
  for k, cell in ipairs(order) do
    if cell.label == own_label then own_rank = k end
  end
  local out = { best = order[1].label, own = own_label, own_rank = own_rank, order = order, verdict = SATISFIED,
    gap = order[2] and order[1].value - order[2].value or nil, runner_up = order[2] and order[2].label or nil }
  for _, cell in ipairs(order) do
    local se = math.sqrt(value_se ^ 2 + (cell.standard_error or 0.0) ^ 2)
    local answer = three_valued(cell.value - value - 2 * se, cell.value - value + 2 * se, ROUNDING * math.max(1.0, math.abs(value)))
    if cell.label == own_label and answer == UNKNOWN then answer = SATISFIED end
    if answer == VIOLATED then
      reasons[#reasons + 1] = string.format("cell %s reaches %.6g, the point %.6g", cell.label, cell.value, value)
    end
    out.verdict = both(out.verdict, answer)
  end
  return out
end

local Certificate = {}
Certificate.__index = Certificate
Certificate.__name = "certificate"

function Certificate:__tostring()
  local lines = { string.format("certificate: %s (W = %.6g, standard error %.2g)", self.verdict, self.value, self.value_se) }
  local function add(...) lines[#lines + 1] = "  " .. string.format(...) end
  for _, step in ipairs(self.steps) do
    add("step %g: %s, residual %.3g, first order %s, second order %s", step.step, step.verdict, step.residual, step.first_order, step.second_order)
  end
  for _, c in ipairs(self.coordinates) do
    add("%s = %.6g (%.3g above the lower bound, %.3g below the upper): slope %.4g (standard error %.2g), multipliers %.4g lower, %.4g upper%s",
      c.name, c.value, c.distance_lower, c.distance_upper, c.gradient, c.gradient_se, c.multiplier_lower, c.multiplier_upper,
      c.flat and ", flat" or "")
  end
  local values = {}
  for k, e in ipairs(self.eigenvalues) do values[k] = string.format("%.4g (%.2g)", e.value, e.standard_error) end
  add("critical cone: %s; curvature %s", #self.cone > 0 and table.concat(self.cone, ", ") or "the point alone",
    #values > 0 and table.concat(values, ", ") or "none")
  if self.categories then
    add("categories: %s, best %s%s", self.categories.verdict, self.categories.best,
      self.categories.gap and string.format(", %.4g ahead of %s", self.categories.gap, self.categories.runner_up) or "")
  end
  if self.hard then
    add("hard objective: %s", self.hard.verdict)
    for _, p in ipairs(self.hard.plateaus) do add("  %s constant from %.6g to %.6g", p.name, p.low, p.high) end
  end
  for _, reason in ipairs(self.reasons) do add("because %s", reason) end
  return table.concat(lines, "\n")
end

local function prepare(objective, point, box, options)
  local x, low, high = geometry(point, box)
  if options.plateau ~= nil and type(options.plateau) ~= "function" then
    fail(4, "plateau: function expected, got %s", type(options.plateau))
  end
  return { objective = objective, x = x, low = low, high = high, names = names_of(options, #x),
    kernel = kernel_of(options, #x, low, high), cells = cells_of(options), step_list = steps_of(options) }
end

local function raise(message) error(string.format("bad argument #1 to '%s' (%s)", NAME, message), 3) end

--- certify(objective, point, bounds [, options]): see doc/mechanism.lua.
function certify.run(objective, point, box, options)
  arguments.type(objective, "function", 1, NAME)
  options = arguments.options(options, known, 4, NAME)
  local problem = prepare(objective, point, box, options)
  problem.draws = arguments.integer(options.draws or 1, 1, 1000000, 4, NAME, "draws")
  problem.kernel_pairs = arguments.integer(options.kernel_pairs or 32, 2, 100000, 4, NAME, "kernel_pairs")
  problem.seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 4, NAME, "seed")
  problem.tol = arguments.number(options.tol or 0.01, 0, math.huge, 4, NAME, "tol")
  problem.curvature_tol = arguments.number(options.curvature_tol or 1e-4, 0, math.huge, 4, NAME, "curvature_tol")

  local results, reasons = {}, {}
  for k, step in ipairs(problem.step_list) do
    local result, message = at_step(problem, step)
    if not result then raise(message) end
    results[k] = result
  end
  local smooth, shown = agree(results, reasons)
  local out = setmetatable({ feasible = true, steps = results, smoothed = smooth, draws = problem.draws, reasons = reasons,
    tolerance = problem.tol, curvature_tolerance = problem.curvature_tol }, Certificate)
  for _, key in ipairs { "value", "value_se", "coordinates", "residual", "dual_violation", "complementarity", "eigenvalues",
    "cone", "strict", "hessian", "step" } do out[key] = shown[key] end
  out.verdict = smooth
  if options.plateau then
    local hard, message = hard_certificate(problem, options.plateau, reasons)
    if not hard then raise(message) end
    out.hard = hard
    if hard.verdict == VIOLATED then out.verdict = VIOLATED end
  end
  if problem.cells then
    local own = smoothed.values(problem, { problem.x }, true)
    local value, se = smoothed.mean(own, function(row) return row[1] end)
    out.categories = categories(problem, problem.cells, options.cell, value, se, reasons)
    out.verdict = both(out.verdict, out.categories.verdict)
  end
  return out
end

return certify
