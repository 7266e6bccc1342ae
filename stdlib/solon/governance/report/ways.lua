-- ways.lua - the index as one parameter moves, and as two do: a tornado and a map.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"
local sensitivity = require "solon.governance.report.sensitivity"

local ways = {}

-- A tornado: from the index at a parameter's lower end to that at its upper end, the widest on top.
local function add_one_way(report, one)
  local rows = common.rows(one.rows)
  local names, swing = {}, {}
  for i, row in ipairs(rows) do names[i], swing[i] = row.name, math.abs(row.high_value - row.low_value) end
  local order = sensitivity.ranked(swing)
  local y, base, low, high = {}, {}, {}, {}
  for k, i in ipairs(order) do
    y[k], base[k], low[k], high[k] = #order + 1 - k, one.base, rows[i].low_value, rows[i].high_value
  end
  local least, greatest = common.extent({ one.base }, low, high)
  local pad = math.max(0.06 * (greatest - least), 0.01)
  report:figure(plot.scene { width = common.WIDTH, height = math.max(150, 90 + 26 * #rows), y = sensitivity.name_axis(names, order),
    x = { label = "index, points", limits = { least - pad, greatest + pad } },
    layers = { { mark = "span", colour = "orange", width = 13, y = y, low = base, high = low, name = "at the lower end" },
      { mark = "span", colour = "blue", width = 13, y = y, low = base, high = high, name = "at the upper end" },
      { mark = "rule", colour = "black", x = one.base } } }, {
    caption = string.format("The index as one value moves and the others stay, around %.2f points%s.", one.base, one.at and " at " .. one.at or ""),
    description = "Tornado of one-way sensitivities." })
  report:table { caption = "One-way sensitivity", rows = rows, columns = { { name = "name", title = "Value", format = sensitivity.sign },
    { name = "low", title = "Lower end" }, { name = "high", title = "Upper end" }, { name = "low_value", title = "Index at lower", format = "%.3f" },
    { name = "high_value", title = "Index at upper", format = "%.3f" } } }
end

-- A map of the index over two values.
local function add_two_way(report, two)
  local x, y, value = {}, {}, common.column(two.value)
  local columns, rows = common.column(two.x), common.column(two.y)
  for j = 1, #rows do
    for i = 1, #columns do x[#x + 1], y[#y + 1] = columns[i], rows[j] end
  end
  report:figure(plot.scene { width = 640, height = 420, x = { label = sensitivity.sign(two.x_name) }, y = { label = sensitivity.sign(two.y_name) },
    layers = { { mark = "heat", name = "index", x = x, y = y, value = value } } }, {
    caption = string.format("The index over %s and %s%s.", sensitivity.sign(two.x_name), sensitivity.sign(two.y_name), two.at and ", at " .. two.at or ""),
    description = "Map of the index over two values." })
end

--- Adds the figures.  one_way { base, at, rows = { name, low, high, low_value, high_value } }; two_way { x_name, y_name, x, y, value
--- (row by row of y), at }, or a list of such.
function ways.add(report, given)
  if given.one_way then add_one_way(report, given.one_way) end
  local maps = given.two_way
  if maps and maps.value then maps = { maps } end
  for _, two in ipairs(maps or {}) do add_two_way(report, two) end
end

return ways
