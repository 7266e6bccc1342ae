-- vega.lua - writes a scene as a Vega-Lite 5 specification.

local colour = require "solon.plot.colour"
local json = require "solon.json"
local time = require "solon.plot.time"

local vega = {}

local MARK = { line = "line", points = "point", step = "line", bars = "bar", ribbon = "area", interval = "rule",
  heat = "rect", rule = "rule", span = "rule", text = "text" }

local SHAPE = { circle = "circle", ring = "circle", square = "square", diamond = "diamond", triangle = "triangle-up", cross = "cross" }

local function ramp()
  local list = json.array()
  for k = 0, 8 do list[k + 1] = colour.level(k * (colour.levels - 1) // 8) end
  return list
end

local function channel(axis, field)
  local ordinal = axis.scale == "ordinal"
  local dates = axis.scale == "time"
  local c = json.object { { "field", field }, { "type", ordinal and "ordinal" or dates and "temporal" or "quantitative" } }
  c.title = axis.label
  if ordinal then
    c.sort = json.array(table.move(axis.categories, 1, #axis.categories, 1, {}))
  else
    if axis.ticks and not dates then
      -- labels by position: an expression over two lists, both written as JSON
      local at, labels = json.array(axis.ticks), json.array(axis.labels)
      c.axis = json.object { { "values", at }, { "labelExpr", json.write(labels) .. "[indexof(" .. json.write(at) .. ", datum.value)]" } }
    end
    local domain = dates and { time.iso(axis.low), time.iso(axis.high) } or { axis.low, axis.high }
    c.scale = json.object { { "type", dates and "utc" or axis.scale }, { "domain", domain }, { "nice", false } }
  end
  return c
end

local function values(s, layer)
  local rows = json.array()
  for i = 1, #(layer.x or layer.y) do
    local row = json.object()
    for _, field in ipairs { "x", "y", "low", "high", "value", "text" } do
      local v = layer[field] and layer[field][i]
      local axis = field == "x" and s.x or field == "y" and s.y or (field == "low" or field == "high") and (layer.mark == "span" and s.x or s.y)
      if v ~= nil and v == v then
        if axis and axis.scale == "ordinal" then v = axis.categories[v // 1 | 0] end
        if axis and axis.scale == "time" then v = time.iso(v) end
        row[field] = v
      end
    end
    rows[i] = row
  end
  return rows
end

local function layer_of(s, layer, index)
  local encoding = json.object()
  if layer.x then encoding.x = channel(s.x, "x") end
  if layer.mark == "span" then
    encoding.x, encoding.x2 = channel(s.x, "low"), json.object { { "field", "high" } }
    encoding.y = channel(s.y, "y")
  elseif layer.low then
    encoding.y = channel(s.y, "low")
    encoding.y2 = json.object { { "field", "high" } }
  elseif layer.y then
    encoding.y = channel(s.y, "y")
  end
  local own = colour.of(layer, index)
  if layer.value then
    encoding.color = json.object { { "field", "value" }, { "type", "quantitative" }, { "title", layer.name or "" },
      { "scale", json.object { { "range", ramp() } } } }
    if layer.range then encoding.color.scale.domain = json.array(layer.range) end
  else
    encoding.color = json.object { { "value", own } }
    if layer.name then encoding.color = json.object { { "datum", layer.name }, { "scale", json.object {
      { "domain", { layer.name } }, { "range", { own } } } }, { "type", "nominal" } } end
  end
  if layer.mark == "text" then encoding.text = json.object { { "field", "text" }, { "type", "nominal" } } end
  local mark = json.object { { "type", MARK[layer.mark] } }
  if layer.mark == "step" then mark.interpolate = "step-after" end
  if layer.mark == "ribbon" then mark.opacity = layer.opacity or 0.25 end
  if layer.mark == "points" then
    mark.filled = layer.shape ~= "ring"
    mark.shape = SHAPE[layer.shape]
    if layer.size then mark.size = math.pi * layer.size ^ 2 end
  end
  if layer.width or layer.mark == "span" then mark.strokeWidth = layer.width or 8 end
  if layer.align then mark.align = layer.align == "middle" and "center" or layer.align end
  return json.object { { "data", json.object { { "values", values(s, layer) } } }, { "mark", mark }, { "encoding", encoding } }
end

local function view(s)
  local layers = json.array()
  for i, layer in ipairs(s.layers) do layers[i] = layer_of(s, layer, i) end
  return { { "title", s.title }, { "width", s.width }, { "height", s.height }, { "layer", layers },
    { "resolve", json.object { { "scale", json.object { { "color", "independent" } } } } } }
end

--- The specification of one scene, or of several in rows of `columns`.
function vega.write(scenes, columns)
  local top = { { "$schema", "https://vega.github.io/schema/vega-lite/v5.json" } }
  if not columns then
    for _, pair in ipairs(view(scenes[1])) do top[#top + 1] = pair end
  else
    local list = json.array()
    for i, s in ipairs(scenes) do list[i] = json.object(view(s)) end
    top[2], top[3] = { "concat", list }, { "columns", columns }
  end
  return json.write(json.object(top))
end

return vega
