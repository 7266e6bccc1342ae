-- surface.lua - welfare over theta1 and theta3 as maps: the cell of the best point, and the three ways votes count.

local common = require "solon.mechanism.report.common"
local plot = require "solon.plot"

local surface = {}

local NEAR = 1e-9

-- The value of a column nearest to the wanted one.
local function nearest(column, wanted)
  local best
  for _, v in ipairs(column) do
    if not best or math.abs(v - wanted) < math.abs(best - wanted) - NEAR then best = v end
  end
  return best
end

-- The points of one slice: theta1, theta3, welfare.
local function slice(columns, theta2, theta4, theta5)
  local out = { theta1 = {}, theta3 = {}, welfare = {} }
  for i, v in ipairs(columns.theta2) do
    if v == theta2 and columns.theta5[i] == theta5 and math.abs(columns.theta4[i] - theta4) < NEAR then
      local k = #out.theta1 + 1
      out.theta1[k], out.theta3[k], out.welfare[k] = columns.theta1[i], columns.theta3[i], columns.welfare[i]
    end
  end
  return out
end

local function columns_of(given)
  local columns = {}
  for _, name in ipairs { "theta1", "theta2", "theta3", "theta4", "theta5", "welfare" } do columns[name] = common.column(given[name]) end
  return columns
end

-- The marks of the mechanisms that have parameters, in a panel of one theta2 (nil: all).
local function add_marks(layers, study, theta2, named)
  for _, role in ipairs(common.roles) do
    local m = common.of_role(study, role)
    if m and m.theta1 and (theta2 == nil or m.theta2 == theta2) then
      layers[#layers + 1] = { mark = "points", shape = common.shape[role], colour = common.colour[role], size = 6,
        x = { m.theta1 }, y = { m.theta3 }, name = named and string.format("%s, W = %.3f", m.name, m.welfare) or nil }
    end
  end
  return layers
end

--- The best point of the surface as a mechanism where the study names none.
local function centre(study, columns)
  local best = common.of_role(study, "proposed")
  if best and best.theta1 then return best end
  local at = 1
  for i, v in ipairs(columns.welfare) do if v > columns.welfare[at] then at = i end end
  return { theta2 = columns.theta2[at], theta4 = columns.theta4[at], theta5 = columns.theta5[at] }
end

local function scene(points, layers, options)
  table.insert(layers, 1, { mark = "heat", name = options.name, x = points.theta1, y = points.theta3, value = points.welfare,
    range = options.range })
  return plot.scene { title = options.title, width = options.width, height = options.height, legend = options.legend,
    x = { label = options.small and common.theta.theta1 or common.meaning.theta1 },
    y = { label = options.small and common.theta.theta3 or common.meaning.theta3 }, layers = layers }
end

--- Adds both figures.  study.surface: columns theta1 .. theta5 and welfare, one entry per point of a lattice.
function surface.add(report, study)
  local columns = columns_of(study.surface)
  local best = centre(study, columns)
  local theta4 = nearest(columns.theta4, best.theta4)
  local own = slice(columns, best.theta2, theta4, best.theta5)
  report:figure(scene(own, add_marks({}, study, nil, true), { name = "welfare", width = 860, height = 440 }), {
    caption = string.format("Welfare over the judges' weight and the discount, where votes count by %s, %s and θ₄ = %s, "
      .. "as at the proposal. Marks of other mechanisms stand at their θ₁ and θ₃; what they reach with their own θ₂, θ₄ and θ₅ "
      .. "is the W beside their names.", common.aggregation[best.theta2], common.ties_go[best.theta5], common.short(theta4)),
    description = "Heat map of welfare: horizontally the weight of the judges, vertically the discount of past weeks." })
  local panels, low, high = {}, math.huge, -math.huge
  for theta2 = 0, 2 do
    local points = slice(columns, theta2, theta4, best.theta5)
    if #points.welfare > 0 then
      local a, b = common.extent(points.welfare)
      low, high = math.min(low, a), math.max(high, b)
      panels[#panels + 1] = { theta2 = theta2, points = points }
    end
  end
  if #panels < 2 then return end
  local scenes = {}
  for k, panel in ipairs(panels) do
    local title = "θ₂ = " .. panel.theta2 .. ", " .. common.aggregation[panel.theta2]
    scenes[k] = scene(panel.points, add_marks({}, study, panel.theta2), { title = title, width = k == #panels and 346 or 266, height = 270, small = true,
      range = { low, high }, legend = k == #panels })
  end
  report:figure(plot.grid { scenes = scenes, columns = #scenes }, {
    caption = "The same for each way of counting votes, all on one scale of colours. A mark stands in the panel of its own θ₂.",
    description = "Three heat maps of welfare by the weight of the judges and the discount." })
end

return surface
