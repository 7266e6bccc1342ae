-- steps.lua - what changes around a stated base point: one input at a time, or two on a grid.

local array = require "solon.array"
local check = require "solon.frame.check"
local model = require "solon.sensitivity.model"
local system = require "solon.native.system"
local text = require "solon.sensitivity.table_text"

local steps = {}

local function finite(value) return type(value) == "number" and value - value == 0 end

-- The base point, a list of { name, value }: names, values and the place of each name.
local function read_base(base, who)
  check.type(base, "table of the base point", 2, who, 4)
  if #base == 0 then check.fail(2, who, "list of { name, value } expected, got " .. (next(base) == nil and "an empty table" or "a table of named fields"), 4) end
  local names, values, place = {}, {}, {}
  for i, pair in ipairs(base) do
    if type(pair) ~= "table" or type(pair[1]) ~= "string" or not finite(pair[2]) then
      check.fail(2, who, string.format("entry %d: { name, finite number } expected", i), 4)
    end
    if place[pair[1]] then check.fail(2, who, string.format("entry %d: name '%s' is taken by entry %d", i, pair[1], place[pair[1]]), 4) end
    names[i], values[i], place[pair[1]] = pair[1], pair[2] + 0.0, i
  end
  return names, values, place
end

local function find(name, names, place, who)
  if place[name] then return place[name] end
  local near = type(name) == "string" and system.nearest(name, names)
  check.fail(3, who, string.format("name of the base point expected, got %s%s", type(name) == "string" and "'" .. name .. "'" or check.got(name),
    near and "; did you mean '" .. near .. "'?" or ""), 5)
end

-- Every change as { place, low, high }.
local function read_changes(changes, names, values, place)
  if type(changes) == "number" then
    local all = {}
    for i, name in ipairs(names) do
      if values[i] ~= 0 then all[#all + 1] = { name, relative = changes } end
    end
    changes = all
  end
  check.type(changes, "table of changes or number", 3, "one_way", 4)
  local list = {}
  for i, change in ipairs(changes) do
    if type(change) ~= "table" then check.fail(3, "one_way", string.format("change %d: table expected, got %s", i, check.got(change)), 4) end
    local at = find(change[1], names, place, "one_way")
    local low, high = change.low, change.high
    if low == nil and high == nil then
      local step = change.absolute or finite(change.relative) and change.relative * math.abs(values[at])
      if not finite(step) or step == 0 then
        check.fail(3, "one_way", string.format("change %d ('%s'): low and high, absolute, or relative to a base value other than 0 expected", i, change[1]), 4)
      end
      low, high = values[at] - step, values[at] + step
    end
    if not (finite(low) and finite(high) and low ~= high) then
      check.fail(3, "one_way", string.format("change %d ('%s'): two different finite numbers low and high expected", i, change[1]), 4)
    end
    list[i] = { at = at, low = low + 0.0, high = high + 0.0 }
  end
  return list
end

-- A design (inputs x points) of `count` copies of the base point.
local function copies(values, count)
  local design = array.zeros(#values, count)
  for i, value in ipairs(values) do design[i] = value end
  return design
end

-- "C = 0.5, V = 0.6".
local function point_text(base)
  local parts = {}
  for i, pair in ipairs(base) do parts[i] = string.format("%s = %.6g", pair[1], pair[2]) end
  return table.concat(parts, ", ")
end

local OneWay = {}
OneWay.__index = OneWay
OneWay.__name = "one-way sensitivity"

--- The result as lines for a terminal.
function OneWay:lines()
  local lines = { string.format("one-way changes at %s: value %.6g", point_text(self.base), self.value) }
  local cells, values, ranges = {}, {}, {}
  for i, row in ipairs(self.rows) do
    values[2 * i - 1], values[2 * i], ranges[i] = row.value_low, row.value_high, row.half_range
  end
  local of_values, of_ranges = text.format(6, values), text.format(5, ranges)
  for i, row in ipairs(self.rows) do
    local of_inputs = text.format(5, { row.low, row.high }) -- each input has a unit of its own
    cells[i] = { row.name, text.number(row.low, of_inputs), text.number(row.high, of_inputs), text.number(row.value_low, of_values),
      text.number(row.value_high, of_values), text.number(row.half_range, of_ranges), text.number(row.elasticity) }
  end
  for _, line in ipairs(text.lines({ "input", "low", "high", "value at low", "at high", "half range", "elasticity" }, cells)) do
    lines[#lines + 1] = line
  end
  return lines
end

function OneWay:__tostring() return table.concat(self:lines(), "\n") end

--- sensitivity.one_way(f, base, changes)
function steps.one_way(f, base, changes)
  model.check(f, "one_way")
  local names, values, place = read_base(base, "one_way")
  local list = read_changes(changes, names, values, place)
  local design = copies(values, 1 + 2 * #list)
  for i, change in ipairs(list) do
    design:set(change.at, 2 * i, change.low)
    design:set(change.at, 2 * i + 1, change.high)
  end
  local y = model.values(f, design, names, "one_way")
  local rows = {}
  for i, change in ipairs(list) do
    local low, high = y[2 * i], y[2 * i + 1]
    local slope = (high - low) / (change.high - change.low)
    rows[i] = {
      name = names[change.at], base = values[change.at], low = change.low, high = change.high, value_low = low, value_high = high,
      change_low = low - y[1], change_high = high - y[1], half_range = math.abs(high - low) / 2, slope = slope,
      elasticity = y[1] ~= 0 and slope * values[change.at] / y[1] or nil,
    }
  end
  local ranking = {}
  for i = 1, #rows do ranking[i] = i end
  table.sort(ranking, function(p, q)
    if rows[p].half_range ~= rows[q].half_range then return rows[p].half_range > rows[q].half_range end
    return p < q
  end)
  for i, p in ipairs(ranking) do ranking[i] = rows[p].name end
  local point = {}
  for i, name in ipairs(names) do point[i] = { name, values[i] } end
  return setmetatable({ base = point, value = y[1], rows = rows, ranking = ranking }, OneWay)
end

-- The two axes of a grid as { at, name, values }.
local function read_grid(grid, names, place)
  check.type(grid, "table of two axes", 3, "two_way", 4)
  if #grid ~= 2 then check.fail(3, "two_way", string.format("two axes expected, got %d", #grid), 4) end
  local axes = {}
  for k, axis in ipairs(grid) do
    if type(axis) ~= "table" or type(axis[2]) ~= "table" and not array.is_array(axis[2]) then
      check.fail(3, "two_way", string.format("axis %d: { name, values } expected", k), 4)
    end
    local list = {}
    for i = 1, #axis[2] do
      if not finite(axis[2][i]) then check.fail(3, "two_way", string.format("axis %d: finite numbers expected, got %s", k, tostring(axis[2][i])), 4) end
      list[i] = axis[2][i] + 0.0
    end
    if #list == 0 then check.fail(3, "two_way", string.format("axis %d: at least one value expected", k), 4) end
    axes[k] = { at = find(axis[1], names, place, "two_way"), name = axis[1], values = list }
  end
  if axes[1].at == axes[2].at then check.fail(3, "two_way", string.format("two different inputs expected, got '%s' twice", axes[1].name), 4) end
  return axes[1], axes[2]
end

local TwoWay = {}
TwoWay.__index = TwoWay
TwoWay.__name = "two-way sensitivity"

--- The result as lines for a terminal.
function TwoWay:lines()
  local lines = { string.format("%s down, %s across; base point %s: value %.6g", self.first.name, self.second.name,
    point_text(self.base), self.value) }
  local head, cells = { "" }, {}
  for k, value in ipairs(self.second.values) do head[k + 1] = string.format("%.6g", value) end
  for i, value in ipairs(self.first.values) do
    cells[i] = { string.format("%.6g", value) }
    for k = 1, #self.second.values do cells[i][k + 1] = text.number(self.values:get(i, k), "%.6g") end
  end
  for _, line in ipairs(text.lines(head, cells)) do lines[#lines + 1] = line end
  return lines
end

function TwoWay:__tostring() return table.concat(self:lines(), "\n") end

--- sensitivity.two_way(f, base, grid)
function steps.two_way(f, base, grid)
  model.check(f, "two_way")
  local names, values, place = read_base(base, "two_way")
  local first, second = read_grid(grid, names, place)
  local rows, columns = #first.values, #second.values
  -- the grid, the base point, then the base point with one of the two changed
  local design = copies(values, rows * columns + 1 + rows + columns)
  for i, x in ipairs(first.values) do
    for k, z in ipairs(second.values) do
      design:set(first.at, (i - 1) * columns + k, x)
      design:set(second.at, (i - 1) * columns + k, z)
    end
    design:set(first.at, rows * columns + 1 + i, x)
  end
  for k, z in ipairs(second.values) do design:set(second.at, rows * columns + 1 + rows + k, z) end
  local y = model.values(f, design, names, "two_way")
  local at = rows * columns + 1
  local result, interaction = y[{ 1, at - 1 }]:copy():reshape(rows, columns), array.zeros(rows, columns)
  for i = 1, rows do
    for k = 1, columns do
      interaction:set(i, k, result:get(i, k) - y[at + i] - y[at + rows + k] + y[at])
    end
  end
  local point = {}
  for i, name in ipairs(names) do point[i] = { name, values[i] } end
  return setmetatable({
    base = point, value = y[at], first = { name = first.name, values = first.values },
    second = { name = second.name, values = second.values }, values = result, interaction = interaction,
  }, TwoWay)
end

return steps
