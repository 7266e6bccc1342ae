-- ways.lua - the index as one parameter moves, and as two do: a tornado and a map.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"
local sensitivity = require "solon.governance.report.sensitivity"

local ways = {}

-- The base point in words, but for the values that move.
local function at(record, moves)
  local parts = {}
  for _, pair in ipairs(record.base or {}) do
    if not (moves and moves[pair[1]]) then parts[#parts + 1] = string.format("%s = %.4g", sensitivity.sign(pair[1]), pair[2]) end
  end
  return #parts > 0 and " at " .. table.concat(parts, ", ") or ""
end

-- A tornado: from the index at a value's lower end to that at its upper end, the widest on top.
local function add_one_way(report, one)
  local rows = common.rows(one.rows)
  if #rows == 0 then return end
  local low, high, swing = sensitivity.column(rows, "value_low"), sensitivity.column(rows, "value_high"), {}
  for i = 1, #rows do swing[i] = math.abs(high[i] - low[i]) end
  local order = sensitivity.ranked(swing)
  local y, base = {}, {}
  for k, i in ipairs(order) do y[i], base[i] = #order + 1 - k, one.value end
  local least, greatest = common.extent({ one.value }, low, high)
  local pad = math.max(0.06 * (greatest - least), 0.01)
  report:figure(plot.scene { width = common.WIDTH, height = math.max(150, 90 + 26 * #rows), y = sensitivity.name_axis(rows, order),
    x = { label = "index, points", limits = { least - pad, greatest + pad } },
    layers = { { mark = "span", colour = "orange", width = 13, y = y, low = base, high = low, name = "at the lower end" },
      { mark = "span", colour = "blue", width = 13, y = y, low = base, high = high, name = "at the upper end" },
      { mark = "rule", colour = "black", x = one.value } } }, {
    caption = string.format("The index as one value moves and the others stay, around %.2f points%s.", one.value, at(one)),
    description = "Tornado of one-way sensitivities." })
  report:table { caption = "One-way sensitivity", rows = rows, columns = { { name = "name", title = "Value", format = sensitivity.sign },
    { name = "low", title = "Lower end", format = "%.4f" }, { name = "high", title = "Upper end", format = "%.4f" }, { name = "value_low", title = "Index at lower, points", format = "%.3f" },
    { name = "value_high", title = "Index at upper, points", format = "%.3f" } } }
end

-- A value of a matrix, or of a list of lists.
local function entry(values, i, k)
  if type(values) == "userdata" then return values:get(i, k) end
  return values[i] and values[i][k] or common.NAN
end

-- Ticks at the values themselves, where there is room for all of them.
local function axis_of(label, values)
  if #values > 14 then return { label = label } end
  local labels = {}
  for i, v in ipairs(values) do labels[i] = string.format("%.4g", v) end
  return { label = label, ticks = values, labels = labels }
end

-- A map of the index over two values; a sentence where it is the same throughout.
local function add_two_way(report, two)
  local x, y, value = {}, {}, {}
  local columns, rows = common.column(two.first.values), common.column(two.second.values)
  for i = 1, #columns do
    for k = 1, #rows do x[#x + 1], y[#y + 1], value[#value + 1] = columns[i], rows[k], entry(two.values, i, k) end
  end
  local across, up = sensitivity.sign(two.first.name), sensitivity.sign(two.second.name)
  local least, greatest = common.extent(value)
  local where = at(two, { [two.first.name] = true, [two.second.name] = true })
  if least and greatest - least <= 1e-9 * math.max(1, math.abs(greatest)) then
    local x1, x2 = common.extent(columns)
    local y1, y2 = common.extent(rows)
    report:paragraph(string.format("Over %s from %.4g to %.4g and %s from %.4g to %.4g%s the index is %.6g throughout.", across, x1, x2, up, y1, y2, where, least))
    return
  end
  report:figure(plot.scene { width = 640, height = 420, x = axis_of(across, columns), y = axis_of(up, rows),
    layers = { { mark = "heat", name = "index, points", x = x, y = y, value = value } } }, {
    caption = string.format("The index over %s and %s%s.", across, up, where),
    description = "Map of the index over two values." })
end

--- Adds the figures, of records as solon.sensitivity gives them.  one_way { value, base = { { name, value } }, rows = { name, low,
--- high, value_low, value_high } }; two_way { first = { name, values }, second, values (first by second), base }, or a list of such.
function ways.add(report, given)
  if given.one_way then add_one_way(report, given.one_way) end
  local maps = given.two_way
  if maps and maps.values then maps = { maps } end
  for _, two in ipairs(maps or {}) do add_two_way(report, two) end
end

return ways
