-- plateau.lua - how far one parameter can move before welfare changes.
--
-- Welfare is a step function of theta1, theta3 and theta4.  From a point outwards the parameter is tried at
-- steps of 1e-5, and the first step that changes welfare is bisected to 1e-12; a change and its
-- reversal within one step are not seen.

local parameters = require "solon.mechanism.parameters"

local plateau = {}

local STEP, FIRST_BATCH, BATCH, ROUNDING = 1e-5, 4, 256, 1e-12 -- batches double from the first to the largest

-- The last value from x towards `bound` (direction 1 or -1) at which welfare is still `level`.
local function edge(x, bound, direction, level, welfare_at)
  local last, count, batch = x, 0, FIRST_BATCH
  while true do
    local tried = {}
    for i = 1, batch do
      local value = x + direction * STEP * (count + i)
      if (value - bound) * direction >= 0 then value = bound end
      tried[i] = value
      if value == bound then break end
    end
    for i, welfare in ipairs(welfare_at(tried)) do
      if welfare ~= level then
        local inside, outside = last, tried[i]
        while math.abs(outside - inside) > ROUNDING do
          local middle = 0.5 * (inside + outside)
          if welfare_at({ middle })[1] == level then inside = middle else outside = middle end
        end
        return inside
      end
      last = tried[i]
    end
    if last == bound then return bound end
    count, batch = count + #tried, math.min(2 * batch, BATCH)
  end
end

--- The interval of one coordinate (1, 3 or 4) around a point over which welfare stays what it is there:
--- { coordinate, low, high }.  evaluate(points) gives the welfare of each of a list of points.
function plateau.around(params, coordinate, evaluate)
  local point = params:to_array()
  local function welfare_at(values)
    local points = {}
    for i, value in ipairs(values) do
      points[i] = table.move(point, 1, 5, 1, {})
      points[i][coordinate] = value
    end
    return evaluate(points)
  end
  local x = point[coordinate]
  local level = welfare_at({ x })[1]
  return { coordinate = parameters.names[coordinate],
    low = x == parameters.low[coordinate] and x or edge(x, parameters.low[coordinate], -1, level, welfare_at),
    high = x == parameters.high[coordinate] and x or edge(x, parameters.high[coordinate], 1, level, welfare_at) }
end

return plateau
