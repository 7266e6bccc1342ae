-- scene.lua - checks the description of a picture and makes it plain data that every writer reads.

local check = require "solon.frame.check"
local colour = require "solon.plot.colour"
local scale = require "solon.plot.scale"
local system = require "solon.native.system"
local time = require "solon.plot.time"

local scene = {}

scene.metatable = { __name = "solon.plot.scene", __tostring = function(s)
  return string.format("plot scene: %d layer%s", #s.layers, #s.layers == 1 and "" or "s")
end }

-- Fields of each mark; a rule has x or y.
local FIELDS = {
  line = { "x", "y" }, points = { "x", "y" }, step = { "x", "y" }, bars = { "x", "y" },
  ribbon = { "x", "low", "high" }, interval = { "x", "low", "high" }, heat = { "x", "y", "value" },
  rule = {}, span = { "y", "low", "high" }, text = { "x", "y", "text" },
}
-- What a mark may say besides its fields.
local STYLE = {
  line = { "width" }, step = { "width" }, ribbon = { "opacity" }, span = { "width" }, heat = { "range" }, text = { "align" },
  points = { "range", "shape", "size", "value" },
}
local SHAPES = { "circle", "cross", "diamond", "ring", "square", "triangle" }
local ALIGN = { "left", "middle", "right" }
local MARKS = { "bars", "heat", "interval", "line", "points", "ribbon", "rule", "span", "step", "text" }
local LARGEST = 1e300 -- differences of coordinates stay finite

-- The axis of a field: what lies between low and high stands upright, but a span lies.
local function axis_of(mark, field)
  if field == "x" or field == "y" then return field end
  if field == "low" or field == "high" then return mark == "span" and "x" or "y" end
end

local function fail(text) check.fail(1, "scene", text, 0) end

local function utf8_text(value, what)
  if type(value) ~= "string" then fail(what .. ": string expected, got " .. check.got(value)) end
  if not utf8.len(value) then fail(what .. ": text in UTF-8 expected") end
  if value:find("[%z\1-\31\127]") then fail(what .. ": text without control characters expected") end
  return value
end

local function values_of(value, what)
  if type(value) == "userdata" and check.got(value) == "array" then return value:totable() end
  if type(value) ~= "table" then fail(what .. ": array or table expected, got " .. check.got(value)) end
  local copy = {}
  for i = 1, #value do copy[i] = value[i] end
  return copy
end

local function options(given, known, what)
  if type(given) ~= "table" then fail(what .. ": table expected, got " .. check.got(given)) end
  local unknown
  for name in pairs(given) do
    local found = false
    for _, one in ipairs(known) do found = found or one == name end
    if not found and (unknown == nil or tostring(name) < tostring(unknown)) then unknown = name end
  end
  if unknown == nil then return end
  local near = type(unknown) == "string" and system.nearest(unknown, known)
  fail(string.format("%s: unknown option '%s'; known: %s%s", what, tostring(unknown), table.concat(known, ", "),
    near and "; did you mean '" .. near .. "'?" or ""))
end

-- A date of an axis of time as its day number; anything else as it is.
local function dated(value, axis, what)
  if axis == nil or axis.scale ~= "time" then return value end
  if type(value) == "number" and (value < time.first or value > time.last) then
    fail(string.format("%s: a day in the years 1 to 9999 expected, got day %.14g", what, value))
  end
  if type(value) ~= "string" then return value end
  return time.parse(value) or fail(string.format("%s: date as 2024-03-04 or week as 2024-W10 expected, got '%s'", what, value))
end

-- Ticks at given places, with given labels.
local function make_ticks(axis, given, name)
  if given.ticks == nil and given.labels == nil then return end
  if given.ticks == nil or given.labels == nil then fail(name .. ": ticks and labels come together") end
  if axis.scale == "ordinal" then fail(name .. ".ticks: an ordinal axis takes categories") end
  axis.ticks, axis.labels = values_of(given.ticks, name .. ".ticks"), values_of(given.labels, name .. ".labels")
  if #axis.ticks ~= #axis.labels then
    fail(string.format("%s.labels: %d texts, but there are %d ticks", name, #axis.labels, #axis.ticks))
  end
  for i, v in ipairs(axis.ticks) do
    v = dated(v, axis, name .. ".ticks[" .. i .. "]")
    if type(v) ~= "number" or v ~= v or math.abs(v) > LARGEST then fail(name .. ".ticks[" .. i .. "]: finite number expected") end
    axis.ticks[i] = v + 0.0
    utf8_text(axis.labels[i], name .. ".labels[" .. i .. "]")
  end
end

local function make_axis(given, name)
  given = given or {}
  options(given, { "categories", "label", "labels", "limits", "scale", "ticks" }, name)
  local axis = { label = utf8_text(given.label or "", name .. ".label"), scale = given.scale, codes = {} }
  if axis.scale ~= nil and axis.scale ~= "linear" and axis.scale ~= "log" and axis.scale ~= "ordinal"
    and axis.scale ~= "time" then
    fail(string.format("%s.scale: one of linear, log, ordinal, time expected, got %s", name, tostring(axis.scale)))
  end
  if given.categories then
    axis.scale, axis.categories = axis.scale or "ordinal", values_of(given.categories, name .. ".categories")
    for k, category in ipairs(axis.categories) do axis.codes[utf8_text(category, name .. ".categories")] = k end
  end
  if given.limits ~= nil then
    local limits = values_of(given.limits, name .. ".limits")
    for i = 1, 2 do
      local v = dated(limits[i], axis, name .. ".limits")
      limits[i] = v
      if type(v) ~= "number" or v ~= v or math.abs(v) > LARGEST then fail(name .. ".limits: two finite numbers expected") end
    end
    if #limits ~= 2 or limits[1] >= limits[2] then fail(name .. ".limits: { lower, upper } expected") end
    if axis.scale == "ordinal" then fail(name .. ".limits: an ordinal axis takes categories") end
    if axis.scale == "log" and limits[1] <= 0 then fail(name .. ".limits: a logarithmic axis needs positive limits") end
    axis.limits = { limits[1] + 0.0, limits[2] + 0.0 }
  end
  make_ticks(axis, given, name)
  return axis
end

-- Numbers as floats; strings of an ordinal axis as codes.
local function encode(values, axis, what)
  for i, v in ipairs(values) do
    v = dated(v, axis, what .. "[" .. i .. "]")
    if axis and type(v) == "string" then
      if axis.scale == nil then axis.scale = "ordinal" end
    end
    if axis and axis.scale == "ordinal" then
      v = utf8_text(type(v) == "number" and string.format("%.14g", v) or v, what .. "[" .. i .. "]")
      axis.categories = axis.categories or {}
      if not axis.codes[v] then
        axis.categories[#axis.categories + 1] = v
        axis.codes[v] = #axis.categories
      end
      v = axis.codes[v]
    end
    if type(v) ~= "number" then fail(string.format("%s[%d]: number expected, got %s", what, i, check.got(v))) end
    if math.abs(v) > LARGEST then fail(string.format("%s[%d]: finite number up to 1e300 expected, got %.14g", what, i, v)) end
    if axis and axis.scale == "log" and v <= 0 then
      fail(string.format("%s[%d]: a logarithmic axis needs positive numbers, got %.14g", what, i, v))
    end
    values[i] = v + 0.0
  end
  return values
end

local function choice(value, known, what)
  if value == nil then return nil end
  for _, one in ipairs(known) do if one == value then return value end end
  fail(string.format("%s: one of %s expected, got %s", what, table.concat(known, ", "), tostring(value)))
end

local function number_in(value, low, high, what)
  if value == nil then return nil end
  if type(value) ~= "number" or not (value >= low and value <= high) then
    fail(string.format("%s: number in [%g, %g] expected, got %s", what, low, high, tostring(value)))
  end
  return value
end

local colours = {}
for name in pairs(colour.named) do colours[#colours + 1] = name end
table.sort(colours)

-- Colour, shape and size of a layer, and the values that colour its points.
local function make_style(layer, given, where)
  layer.colour = choice(given.colour, colours, where .. ".colour")
  layer.shape = choice(given.shape, SHAPES, where .. ".shape")
  layer.align = choice(given.align, ALIGN, where .. ".align")
  layer.width = number_in(given.width, 0.1, 20, where .. ".width")
  layer.opacity = number_in(given.opacity, 0.01, 1, where .. ".opacity")
  layer.size = number_in(given.size, 0.5, 30, where .. ".size")
  if given.mark == "points" and given.value ~= nil then
    layer.value = encode(values_of(given.value, where .. ".value"), nil, where .. ".value")
    if #layer.value ~= #layer.x then
      fail(string.format("%s.value: %d values, but x has %d", where, #layer.value, #layer.x))
    end
  end
  if given.range ~= nil then
    local range = values_of(given.range, where .. ".range")
    if #range ~= 2 or not number_in(range[1], -LARGEST, LARGEST, where .. ".range[1]")
      or not number_in(range[2], -LARGEST, LARGEST, where .. ".range[2]") or range[1] > range[2] then
      fail(where .. ".range: { least, greatest } expected")
    end
    layer.range = { range[1] + 0.0, range[2] + 0.0 }
  end
end

local function known_options(mark, fields)
  local known = { "colour", "mark", "name", table.unpack(fields) }
  for _, one in ipairs(STYLE[mark] or {}) do known[#known + 1] = one end
  return known
end

local function make_layer(given, index, axes)
  local where = "layer " .. index
  if type(given) ~= "table" then fail(where .. ": table expected, got " .. check.got(given)) end
  local fields = FIELDS[given.mark]
  if not fields then
    local near = type(given.mark) == "string" and system.nearest(given.mark, MARKS)
    fail(string.format("%s: unknown mark '%s'; known: %s%s", where, tostring(given.mark), table.concat(MARKS, ", "),
      near and "; did you mean '" .. near .. "'?" or ""))
  end
  if given.mark == "rule" then
    if (given.x == nil) == (given.y == nil) then fail(where .. ": a rule takes x or y") end
    fields = { given.x ~= nil and "x" or "y" }
  end
  options(given, known_options(given.mark, fields), where)
  local layer = { mark = given.mark, name = given.name and utf8_text(given.name, where .. ".name") }
  for _, field in ipairs(fields) do
    local what = where .. "." .. field
    local value = given[field]
    if given.mark == "rule" and type(value) == "number" then value = { value } end
    local values = values_of(value, what)
    if field == "text" then
      for i, v in ipairs(values) do utf8_text(v, what .. "[" .. i .. "]") end
    else
      encode(values, axes[axis_of(given.mark, field)], what)
    end
    layer[field] = values
    if #values ~= #layer[fields[1]] then
      fail(string.format("%s: %d values, but %s has %d", what, #values, fields[1], #layer[fields[1]]))
    end
  end
  make_style(layer, given, where)
  return layer
end

-- Half the smallest distance between different values: half the width of bars and cells.
local function half_gap(values)
  local sorted, gap = {}, nil
  for _, v in ipairs(values) do if v == v then sorted[#sorted + 1] = v end end
  table.sort(sorted)
  for i = 2, #sorted do
    local d = sorted[i] - sorted[i - 1]
    if d > 0 and (not gap or d < gap) then gap = d end
  end
  return (gap or 1.0) / 2
end

-- Where the cell of each value of a map begins and ends: half way to its neighbours, so that uneven grids leave no holes.
local function cell_edges(values, half)
  local sorted, edges, seen = {}, {}, {}
  for _, v in ipairs(values) do
    if v == v and not seen[v] then sorted[#sorted + 1], seen[v] = v, true end
  end
  table.sort(sorted)
  for i, v in ipairs(sorted) do
    local below, above = sorted[i - 1], sorted[i + 1]
    local low, high = below and (v - below) / 2, above and (above - v) / 2
    edges[v] = { v - (low or high or half), v + (high or low or half) }
  end
  return edges
end

local function unit_edges(values)
  local edges = {}
  for _, v in ipairs(values) do if v == v then edges[v] = { v - 0.5, v + 0.5 } end end
  return edges
end

local function finish_axis(axis, name, layers)
  axis.codes = nil
  axis.scale = axis.scale or "linear"
  local low, high, pad_low, pad_high = nil, nil, true, true
  local function see(v)
    if v == v then low, high = math.min(low or v, v), math.max(high or v, v) end
  end
  for _, layer in ipairs(layers) do
    for _, field in ipairs { "x", "y", "low", "high" } do
      if axis_of(layer.mark, field) == name and layer[field] then
        local half = 0.0
        if (axis.scale == "linear" or axis.scale == "time") and (layer.mark == "heat" or layer.mark == "bars" and name == "x") then
          half = half_gap(layer[field])
          layer["half_" .. name] = half
          if layer.mark == "heat" then
            pad_low, pad_high = false, false
            layer["edges_" .. name] = cell_edges(layer[field], half)
          end
        elseif layer.mark == "heat" or layer.mark == "bars" then
          layer["half_" .. name] = 0.5
          if layer.mark == "heat" then layer["edges_" .. name] = unit_edges(layer[field]) end
        end
        local edges = layer["edges_" .. name]
        for _, v in ipairs(layer[field]) do
          if edges and v == v then
            see(edges[v][1])
            see(edges[v][2])
          else
            see(v - half)
            see(v + half)
          end
        end
      end
    end
    if layer.mark == "bars" and name == "y" and axis.scale == "linear" then see(0.0) end
  end
  for _, layer in ipairs(layers) do
    if layer.mark == "bars" and name == "y" then
      if low == 0 then pad_low = false end
      if high == 0 then pad_high = false end
    end
  end
  if axis.scale == "ordinal" then
    axis.categories = axis.categories or {}
    axis.low, axis.high = 0.5, math.max(#axis.categories, 1) + 0.5
  elseif axis.limits then
    axis.low, axis.high = axis.limits[1], axis.limits[2]
  else
    axis.low, axis.high = scale.domain(axis.scale, low, high, pad_low, pad_high)
  end
end

local function size(value, default, what)
  if value == nil then return default end
  if math.type(value) ~= "integer" or value < 120 or value > 10000 then
    fail(what .. ": integer in [120, 10000] expected, got " .. tostring(value))
  end
  return value
end

--- The checked scene.
function scene.new(given)
  check.type(given, "table", 1, "scene", 0)
  options(given, { "height", "layers", "legend", "title", "width", "x", "y" }, "scene")
  local x, y = make_axis(given.x, "x"), make_axis(given.y, "y")
  local s = { title = utf8_text(given.title or "", "title"), x = x, y = y, layers = {},
    legend = given.legend ~= false, width = size(given.width, 640, "width"), height = size(given.height, 400, "height") }
  if given.legend ~= nil and type(given.legend) ~= "boolean" then
    fail("legend: boolean expected, got " .. check.got(given.legend))
  end
  for i, layer in ipairs(values_of(given.layers or {}, "layers")) do
    s.layers[i] = make_layer(layer, i, { x = x, y = y })
  end
  finish_axis(x, "x", s.layers)
  finish_axis(y, "y", s.layers)
  return setmetatable(s, scene.metatable)
end

return scene
