-- smoothed.lua - value, gradient and Hessian of a smoothed objective, with standard errors.
--
-- The objective is averaged over draws (the caller's noise, such as vote draws) and, when a kernel width is
-- given, over a uniform box around the point.  All points of a stencil see the same draws and the same
-- kernel offsets (common random numbers), so each draw and pair of offsets is a replicate of every difference, and the
-- spread over replicates gives the standard errors.  Offsets come in pairs of opposite sign, which leaves
-- the kernel's mean at the point.
--
-- No point outside the box is asked for: with kernel half-widths w the stencil keeps to [l + w, u - w],
-- and at a bound the first difference is a secant taken inwards, the second difference is centred one step inside.

local random = require "solon.random"

local smoothed = {}

local function copy(x) return table.move(x, 1, #x, 1, {}) end

local function offsets_of(problem)
  local pairs_of, d = {}, #problem.x
  if not problem.kernel then return { { (function(zero) for i = 1, d do zero[i] = 0.0 end return zero end)({}) } } end
  local stream = random.stream(problem.seed, "mechanism.certify.kernel", 0)
  for k = 1, problem.kernel_pairs do
    local up, down = {}, {}
    for i = 1, d do
      up[i] = problem.kernel[i] * (2 * stream:uniform() - 1)
      down[i] = -up[i]
    end
    pairs_of[k] = { up, down }
  end
  return pairs_of
end

local function place(columns, j)
  local parts = {}
  for i, column in ipairs(columns) do parts[i] = string.format("%.12g", column[j]) end
  return "(" .. table.concat(parts, ", ") .. ")"
end

-- The objective of all points of one draw: values, or nil and what is wrong with them.
local function call(objective, columns, draw)
  local values, count = objective(columns, draw), #columns[1]
  if type(values) ~= "table" and type(values) ~= "userdata" then
    return nil, string.format("objective: sequence of %d numbers expected, got %s", count, type(values))
  elseif #values ~= count then
    return nil, string.format("objective: %d values expected, got %d", count, #values)
  end
  for j = 1, count do
    local value = values[j]
    if type(value) ~= "number" then
      return nil, string.format("objective: number expected at %s, got %s", place(columns, j), type(value))
    elseif value ~= value or value == math.huge or value == -math.huge then
      return nil, string.format("objective: finite number expected at %s, got %s", place(columns, j), value)
    end
  end
  return values
end

--- Values of a list of points: { replicate = { value of each point } }, or nil and a message.  Without
--- `kernel` the points themselves, one replicate per draw.
function smoothed.values(problem, points, hard)
  local offsets = offsets_of(hard and { x = problem.x } or problem)
  local columns, d = {}, #problem.x
  for i = 1, d do
    local column = {}
    for _, pair in ipairs(offsets) do
      for _, offset in ipairs(pair) do
        for _, point in ipairs(points) do column[#column + 1] = point[i] + offset[i] end
      end
    end
    columns[i] = column
  end
  local replicates = {}
  for draw = 1, problem.draws do
    local values, message = call(problem.objective, columns, draw)
    if not values then return nil, message end
    local position = 0
    for _, pair in ipairs(offsets) do
      local row = {}
      for j = 1, #points do
        local sum = 0.0
        for side = 1, #pair do sum = sum + values[position + (side - 1) * #points + j] end
        row[j] = sum / #pair
      end
      position = position + #pair * #points
      replicates[#replicates + 1] = row
    end
  end
  return replicates
end

--- Mean over replicates of f(row) and its standard error (0 for a single replicate: nothing varies).
function smoothed.mean(replicates, f)
  local n, mean, square = 0, 0.0, 0.0
  for _, row in ipairs(replicates) do
    local value = f(row)
    n = n + 1
    local change = value - mean
    mean = mean + change / n
    square = square + change * (value - mean)
  end
  return mean, n > 1 and math.sqrt(square / (n - 1) / n) or 0.0
end

-- Points and where each lies: z the point kept a kernel width off the bounds, c the same kept a step off too.
local function stencil(problem, steps)
  local points, z, c, d = {}, {}, {}, #problem.x
  local low, high = {}, {}
  local function add(point)
    points[#points + 1] = point
    return #points
  end
  local function moved(base, i, delta, j, delta_j)
    local y = copy(base)
    y[i] = y[i] + delta
    if j then y[j] = y[j] + delta_j end
    return y
  end
  for i = 1, d do
    local w = problem.kernel and problem.kernel[i] or 0.0
    low[i], high[i] = problem.low[i] + w, problem.high[i] - w
    z[i] = math.max(low[i], math.min(high[i], problem.x[i]))
    c[i] = math.max(low[i] + steps[i], math.min(high[i] - steps[i], problem.x[i]))
  end
  local plan = { at = add(z), centre = add(c), cross = {} }
  for i = 1, d do
    local below, above = copy(z), copy(z)
    below[i], above[i] = math.max(low[i], z[i] - steps[i]), math.min(high[i], z[i] + steps[i])
    plan[i] = { width = above[i] - below[i], below = add(below), above = add(above),
      minus = add(moved(c, i, -steps[i])), plus = add(moved(c, i, steps[i])) }
    for j = 1, i - 1 do
      plan.cross[#plan.cross + 1] = { i = i, j = j,
        pp = add(moved(c, i, steps[i], j, steps[j])), pm = add(moved(c, i, steps[i], j, -steps[j])),
        mp = add(moved(c, i, -steps[i], j, steps[j])), mm = add(moved(c, i, -steps[i], j, -steps[j])) }
    end
  end
  return points, plan
end

-- The Hessian of one replicate.
local function hessian(plan, row, steps)
  local h = {}
  for i, entry in ipairs(plan) do
    h[i] = h[i] or {}
    h[i][i] = (row[entry.plus] - 2 * row[plan.centre] + row[entry.minus]) / (steps[i] * steps[i])
  end
  for _, p in ipairs(plan.cross) do
    local value = (row[p.pp] - row[p.pm] - row[p.mp] + row[p.mm]) / (4 * steps[p.i] * steps[p.j])
    h[p.i][p.j], h[p.j][p.i] = value, value
  end
  return h
end

--- Derivatives by differences of the given steps (one per coordinate): { value, value_se, gradient,
--- gradient_se, hessian, hessians (per replicate), flat (per coordinate) }, or nil and a message.
function smoothed.derivatives(problem, steps)
  local points, plan = stencil(problem, steps)
  local replicates, message = smoothed.values(problem, points)
  if not replicates then return nil, message end
  local result = { gradient = {}, gradient_se = {}, hessian = {}, hessians = {}, flat = {} }
  result.value, result.value_se = smoothed.mean(replicates, function(row) return row[plan.at] end)
  for r, row in ipairs(replicates) do result.hessians[r] = hessian(plan, row, steps) end
  for i, entry in ipairs(plan) do
    result.gradient[i], result.gradient_se[i] = smoothed.mean(replicates,
      function(row) return (row[entry.above] - row[entry.below]) / entry.width end)
    local flat = true
    for _, row in ipairs(replicates) do
      flat = flat and row[entry.above] == row[plan.at] and row[entry.below] == row[plan.at]
        and row[entry.plus] == row[plan.centre] and row[entry.minus] == row[plan.centre]
    end
    result.flat[i] = flat
    result.hessian[i] = {}
    for j = 1, #plan do
      result.hessian[i][j] = smoothed.mean(result.hessians, function(h) return h[i][j] end)
    end
  end
  return result
end

return smoothed
