-- marks.lua - the marks of a scene as elements of SVG.

local colour = require "solon.plot.colour"
local write = require "solon.plot.write"

local number, put, escape = write.number, write.put, write.escape

local marks = {}

local function path_of(xs, ys, step)
  local parts, pen = {}, false
  for i = 1, #xs do
    local x, y = xs[i], ys[i]
    if x ~= x or y ~= y then
      pen = false
    else
      if pen and step then parts[#parts + 1] = "H" .. number(x) end
      parts[#parts + 1] = (pen and "L" or "M") .. number(x) .. "," .. number(y)
      pen = true
    end
  end
  return table.concat(parts)
end

local function places(values, place)
  local list = {}
  for i, v in ipairs(values) do list[i] = place(v) end
  return list
end

function marks.line(out, layer, p, fill)
  local path = path_of(places(layer.x, p.x), places(layer.y, p.y), layer.mark == "step")
  if path ~= "" then
    put(out, '<path d="%s" fill="none" stroke="%s" stroke-width="%s" stroke-linejoin="round" stroke-linecap="round"/>', path, fill,
      write.short(layer.width or 2))
  end
end
marks.step = marks.line

-- Corners of shapes around the origin, for a radius of 1.
local corners = {
  square = { { -0.9, -0.9 }, { 0.9, -0.9 }, { 0.9, 0.9 }, { -0.9, 0.9 } },
  diamond = { { 0, -1.25 }, { 1.25, 0 }, { 0, 1.25 }, { -1.25, 0 } },
  triangle = { { 0, -1.2 }, { 1.1, 0.8 }, { -1.1, 0.8 } },
}

--- One marker of a shape; `edge` is the colour of its outline.
function marks.marker(out, shape, x, y, radius, fill, edge)
  if shape == "ring" then
    put(out, '<circle cx="%n" cy="%n" r="%n" fill="none" stroke="%s" stroke-width="2"/>', x, y, radius, fill)
  elseif shape == "cross" then
    put(out, '<path d="M%n,%nL%n,%nM%n,%nL%n,%n" stroke="%s" stroke-width="2" fill="none"/>', x - radius, y - radius, x + radius,
      y + radius, x - radius, y + radius, x + radius, y - radius, fill)
  else
    local outline = edge and string.format(' stroke="%s" stroke-width="0.8"', edge) or ""
    if not corners[shape] then
      put(out, '<circle cx="%n" cy="%n" r="%n" fill="%s"%s/>', x, y, radius, fill, outline)
      return
    end
    local parts = {}
    for k, corner in ipairs(corners[shape]) do
      parts[k] = (k == 1 and "M" or "L") .. number(x + radius * corner[1]) .. "," .. number(y + radius * corner[2])
    end
    put(out, '<path d="%sZ" fill="%s"%s/>', table.concat(parts), fill, outline)
  end
end

function marks.points(out, layer, p, fill)
  local range = layer.value and colour.range(layer)
  for i, x in ipairs(layer.x) do
    local y, v = layer.y[i], layer.value and layer.value[i] or 0.0
    if x == x and y == y and v == v then
      local own = range and colour.level(colour.level_of(v, range)) or fill
      -- an outline sets markers apart from what lies below; small ones are dots
      local edge = (layer.size or 3) > 3 and (range and colour.ink.axis or layer.shape and colour.ink.paper)
      marks.marker(out, layer.shape or "circle", p.x(x), p.y(y), layer.size or 3, own, edge)
    end
  end
end

function marks.bars(out, layer, p, fill)
  local half, base = 0.8 * (layer.half_x or 0), p.scene.y.scale == "linear" and 0.0 or p.scene.y.low
  for i, x in ipairs(layer.x) do
    local y = layer.y[i]
    if x == x and y == y then
      local left, right = p.x(x - half), p.x(x + half)
      if left == right or p.scene.x.scale == "log" then left, right = p.x(x) - 4, p.x(x) + 4 end
      local top, bottom = math.min(p.y(base), p.y(y)), math.max(p.y(base), p.y(y))
      put(out, '<rect x="%n" y="%n" width="%n" height="%n" fill="%s"/>', math.min(left, right), top, math.abs(right - left),
        bottom - top, fill)
    end
  end
end

-- Cells of one level are one path: a map of thousands of cells stays small.
function marks.heat(out, layer, p)
  local range, cells = colour.range(layer), {}
  for i, x in ipairs(layer.x) do
    local y, v = layer.y[i], layer.value[i]
    if x == x and y == y and v == v then
      local across, up, k = layer.edges_x[x], layer.edges_y[y], colour.level_of(v, range)
      local left = number(p.x(across[1]))
      cells[k] = cells[k] or {}
      table.insert(cells[k], string.format("M%s,%sH%sV%sH%sZ", left, number(p.y(up[1])), number(p.x(across[2])), number(p.y(up[2])), left))
    end
  end
  for k = 0, colour.levels - 1 do
    if cells[k] then
      put(out, '<path d="%s" fill="%s" shape-rendering="crispEdges"/>', table.concat(cells[k]), colour.level(k))
    end
  end
end

function marks.ribbon(out, layer, p, fill)
  local run = {}
  local function finish()
    if #run > 0 then
      local parts = {}
      for k, i in ipairs(run) do
        parts[k] = (k == 1 and "M" or "L") .. number(p.x(layer.x[i])) .. "," .. number(p.y(layer.high[i]))
      end
      for k = #run, 1, -1 do
        parts[#parts + 1] = "L" .. number(p.x(layer.x[run[k]])) .. "," .. number(p.y(layer.low[run[k]]))
      end
      put(out, '<path d="%sZ" fill="%s" fill-opacity="%s"/>', table.concat(parts), fill, write.short(layer.opacity or 0.25))
    end
    run = {}
  end
  for i, x in ipairs(layer.x) do
    if x + layer.low[i] + layer.high[i] ~= x + layer.low[i] + layer.high[i] then finish() else run[#run + 1] = i end
  end
  finish()
end

function marks.interval(out, layer, p, fill)
  for i, x in ipairs(layer.x) do
    local a, b = layer.low[i], layer.high[i]
    if x == x and a == a and b == b then
      local c, y1, y2 = p.x(x), p.y(a), p.y(b)
      put(out, '<path d="M%n,%nV%nM%n,%nH%nM%n,%nH%n" fill="none" stroke="%s" stroke-width="1.5"/>',
        c, y1, y2, c - 3, y1, c + 3, c - 3, y2, c + 3, fill)
    end
  end
end

-- A bar that lies: its ends are where its values are, whatever its width.
function marks.span(out, layer, p, fill)
  for i, y in ipairs(layer.y) do
    local a, b = layer.low[i], layer.high[i]
    if y == y and a == a and b == b then
      put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="%s" stroke-width="%s"/>', p.x(a), p.y(y), p.x(b), p.y(y), fill,
        write.short(layer.width or 8))
    end
  end
end

function marks.rule(out, layer, p, stroke)
  for _, v in ipairs(layer.x or layer.y) do
    if v == v then
      local x1, x2, y1, y2 = p.left, p.right, p.top, p.bottom
      if layer.x then x1, x2 = p.x(v), p.x(v) else y1, y2 = p.y(v), p.y(v) end
      put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="%s" stroke-width="1.5" stroke-dasharray="5 3"/>', x1, y1, x2, y2, stroke)
    end
  end
end

-- Above its point, or beside it; a border in the colour of the paper keeps it legible on a map.
local beside = { middle = { 0, -7, "middle" }, left = { 8, 4, "start" }, right = { -8, 4, "end" } }

function marks.text(out, layer, p)
  local place = beside[layer.align or "middle"]
  for i, x in ipairs(layer.x) do
    local y = layer.y[i]
    if x == x and y == y then
      put(out, '<text x="%n" y="%n" text-anchor="%s" fill="%s" stroke="%s" stroke-width="3" stroke-linejoin="round" '
        .. 'paint-order="stroke">%s</text>', p.x(x) + place[1], p.y(y) + place[2], place[3],
        colour.named[layer.colour] or colour.ink.text, colour.ink.paper, escape(layer.text[i]))
    end
  end
end

return marks
