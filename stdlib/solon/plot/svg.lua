-- svg.lua - writes a scene as a self-contained SVG text; coordinates have two decimals, so bytes are stable.

local scale = require "solon.plot.scale"

local svg = {}

-- Okabe and Ito's palette, told apart with every common colour vision; yellow left out on white.
svg.palette = { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000" }

local function escape(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

local function number(v)
  local text = string.format("%.2f", math.max(-1e6, math.min(1e6, v)))
  return text == "-0.00" and "0.00" or text
end

-- %n in the form stands for a coordinate, %s for text.
local function put(out, form, ...)
  local arguments, k = { ... }, 0
  out[#out + 1] = form:gsub("%%([ns])", function(kind)
    k = k + 1
    return kind == "n" and number(arguments[k]) or tostring(arguments[k])
  end)
end

local function text_width(text, size) return 0.58 * size * utf8.len(text) end

local function colour_of(index) return svg.palette[(index - 1) % #svg.palette + 1] end

-- From white-yellow to dark blue, lightness falling evenly.
local function heat_colour(t)
  local a, b = { 237, 248, 217 }, { 8, 48, 107 }
  local part = {}
  for i = 1, 3 do part[i] = math.floor(a[i] + (b[i] - a[i]) * t + 0.5) end
  return string.format("#%02x%02x%02x", part[1], part[2], part[3])
end

local draw = {}

local function path_of(xs, ys, step)
  local parts, pen, last = {}, false, nil
  for i = 1, #xs do
    local x, y = xs[i], ys[i]
    if x ~= x or y ~= y then
      pen = false
    else
      if pen and step then parts[#parts + 1] = "H" .. number(x) end
      parts[#parts + 1] = (pen and "L" or "M") .. number(x) .. "," .. number(y)
      pen, last = true, y
    end
  end
  return table.concat(parts), last
end

local function places(values, place)
  local list = {}
  for i, v in ipairs(values) do list[i] = place(v) end
  return list
end

function draw.line(out, layer, p, colour)
  local path = path_of(places(layer.x, p.x), places(layer.y, p.y), layer.mark == "step")
  if path ~= "" then
    put(out, '<path d="%s" fill="none" stroke="%s" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>', path, colour)
  end
end
draw.step = draw.line

function draw.points(out, layer, p, colour)
  for i, x in ipairs(layer.x) do
    local y = layer.y[i]
    if x == x and y == y then put(out, '<circle cx="%n" cy="%n" r="3" fill="%s"/>', p.x(x), p.y(y), colour) end
  end
end

local function box(out, x1, y1, x2, y2, colour)
  put(out, '<rect x="%n" y="%n" width="%n" height="%n" fill="%s"/>', math.min(x1, x2), math.min(y1, y2),
    math.abs(x2 - x1), math.abs(y2 - y1), colour)
end

function draw.bars(out, layer, p, colour)
  local half, base = 0.8 * (layer.half_x or 0), p.scene.y.scale == "linear" and 0.0 or p.scene.y.low
  for i, x in ipairs(layer.x) do
    local y = layer.y[i]
    if x == x and y == y then
      local left, right = p.x(x - half), p.x(x + half)
      if left == right or p.scene.x.scale == "log" then left, right = p.x(x) - 4, p.x(x) + 4 end
      box(out, left, p.y(base), right, p.y(y), colour)
    end
  end
end

function draw.heat(out, layer, p)
  local low, high = svg.heat_range(layer)
  for i, x in ipairs(layer.x) do
    local y, v = layer.y[i], layer.value[i]
    if x == x and y == y and v == v then
      local hx, hy = layer.half_x or 0.5, layer.half_y or 0.5
      box(out, p.x(x - hx), p.y(y - hy), p.x(x + hx), p.y(y + hy), heat_colour(high > low and (v - low) / (high - low) or 0.5))
    end
  end
end

function draw.ribbon(out, layer, p, colour)
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
      put(out, '<path d="%sZ" fill="%s" fill-opacity="0.25"/>', table.concat(parts), colour)
    end
    run = {}
  end
  for i, x in ipairs(layer.x) do
    if x + layer.low[i] + layer.high[i] ~= x + layer.low[i] + layer.high[i] then finish() else run[#run + 1] = i end
  end
  finish()
end

function draw.interval(out, layer, p, colour)
  for i, x in ipairs(layer.x) do
    local a, b = layer.low[i], layer.high[i]
    if x == x and a == a and b == b then
      local c, y1, y2 = p.x(x), p.y(a), p.y(b)
      put(out, '<path d="M%n,%nV%nM%n,%nH%nM%n,%nH%n" fill="none" stroke="%s" stroke-width="1.5"/>',
        c, y1, y2, c - 4, y1, c + 4, c - 4, y2, c + 4, colour)
    end
  end
end

function draw.rule(out, layer, p, colour)
  for _, v in ipairs(layer.x or layer.y) do
    if v == v then
      local x1, x2, y1, y2 = p.left, p.right, p.top, p.bottom
      if layer.x then x1, x2 = p.x(v), p.x(v) else y1, y2 = p.y(v), p.y(v) end
      put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="%s" stroke-width="1.5" stroke-dasharray="5 3"/>', x1, y1, x2, y2, colour)
    end
  end
end

function draw.text(out, layer, p)
  for i, x in ipairs(layer.x) do
    local y = layer.y[i]
    if x == x and y == y then
      put(out, '<text x="%n" y="%n" text-anchor="middle" fill="#222222">%s</text>', p.x(x), p.y(y) - 6, escape(layer.text[i]))
    end
  end
end

--- The least and greatest value of a heat map.
function svg.heat_range(layer)
  local low, high = math.huge, -math.huge
  for _, v in ipairs(layer.value) do if v == v then low, high = math.min(low, v), math.max(high, v) end end
  return low, high
end

local function legend_rows(s)
  local rows, width = {}, 0
  for i, layer in ipairs(s.layers) do
    if layer.mark == "heat" and layer.value[1] then
      local low, high = svg.heat_range(layer)
      if high >= low then
        if layer.name then rows[#rows + 1] = { text = layer.name } end
        rows[#rows + 1] = { text = string.format("%.4g", high), colour = heat_colour(high > low and 1 or 0.5), mark = "bars" }
        if high > low then
          rows[#rows + 1] = { text = string.format("%.4g", (low + high) / 2), colour = heat_colour(0.5), mark = "bars" }
          rows[#rows + 1] = { text = string.format("%.4g", low), colour = heat_colour(0), mark = "bars" }
        end
      end
    elseif layer.name then
      rows[#rows + 1] = { text = layer.name, colour = colour_of(i), mark = layer.mark }
    end
  end
  for _, row in ipairs(rows) do width = math.max(width, 44 + text_width(row.text, 12)) end
  return rows, width
end

local function draw_legend(out, rows, x, top)
  for k, row in ipairs(rows) do
    local y = top + 18 * k - 8
    if row.colour then
      local wide = row.mark == "bars" or row.mark == "ribbon"
      if row.mark == "points" then
        put(out, '<circle cx="%n" cy="%n" r="3" fill="%s"/>', x + 9, y, row.colour)
      else
        put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="%s" stroke-width="%s"%s/>', x, y, x + 18, y, row.colour,
          wide and 10 or 2, row.mark == "ribbon" and ' stroke-opacity="0.25"' or row.mark == "rule" and ' stroke-dasharray="5 3"' or "")
      end
    end
    put(out, '<text x="%n" y="%n">%s</text>', x + (row.colour and 24 or 0), y + 4, escape(row.text))
  end
end

-- Ticks thinned until labels do not meet along x.
local function x_ticks(axis, room)
  for count = 8, 1, -1 do
    local ticks, labels = scale.ticks(axis, count)
    local widest = 0
    for _, label in ipairs(labels) do widest = math.max(widest, text_width(label, 12)) end
    if #ticks * (widest + 12) <= room or count == 1 then return ticks, labels end
  end
end

local function draw_axes(out, s, p, xt, xl, yt, yl)
  for i, v in ipairs(yt) do
    local y = p.y(v)
    put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="#e4e4e4"/>', p.left, y, p.right, y)
    put(out, '<text x="%n" y="%n" text-anchor="end">%s</text>', p.left - 8, y + 4, escape(yl[i]))
  end
  for i, v in ipairs(xt) do
    local x = p.x(v)
    put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="#444444"/>', x, p.bottom, x, p.bottom + 5)
    put(out, '<text x="%n" y="%n" text-anchor="middle">%s</text>', x, p.bottom + 19, escape(xl[i]))
  end
  local middle = (p.top + p.bottom) / 2
  put(out, '<text x="%n" y="%n" text-anchor="middle">%s</text>', (p.left + p.right) / 2, p.bottom + 40, escape(s.x.label))
  if s.y.label ~= "" then
    put(out, '<text x="%n" y="%n" text-anchor="middle" transform="rotate(-90 %n %n)">%s</text>', p.origin + 16, middle,
      p.origin + 16, middle, escape(s.y.label))
  end
end

local function panel(out, s, ox, oy, id)
  local yt, yl = scale.ticks(s.y, math.max(2, math.min(8, s.height // 50)))
  local widest = 0
  for _, label in ipairs(yl) do widest = math.max(widest, text_width(label, 12)) end
  local rows, legend = legend_rows(s)
  local p = { scene = s, origin = ox, left = ox + 18 + widest + (s.y.label ~= "" and 18 or 0),
    top = oy + (s.title ~= "" and 40 or 18), bottom = oy + s.height - (s.x.label ~= "" and 52 or 32) }
  p.right = math.max(p.left + 40, ox + s.width - 22 - legend)
  function p.x(v) return p.left + (p.right - p.left) * scale.place(s.x, v) end
  function p.y(v) return p.bottom - (p.bottom - p.top) * scale.place(s.y, v) end
  if s.title ~= "" then
    put(out, '<text x="%n" y="%n" font-size="15" font-weight="bold">%s</text>', p.left, oy + 24, escape(s.title))
  end
  local xt, xl = x_ticks(s.x, p.right - p.left)
  draw_axes(out, s, p, xt, xl, yt, yl)
  put(out, '<clipPath id="panel%s"><rect x="%n" y="%n" width="%n" height="%n"/></clipPath>', id, p.left, p.top,
    p.right - p.left, p.bottom - p.top)
  put(out, '<g clip-path="url(#panel%s)">', id)
  for i, layer in ipairs(s.layers) do draw[layer.mark](out, layer, p, colour_of(i)) end
  put(out, '</g>')
  put(out, '<path d="M%n,%nV%nH%n" fill="none" stroke="#444444"/>', p.left, p.top, p.bottom, p.right)
  draw_legend(out, rows, p.right + 16, p.top)
end

--- The SVG text of panels { scene =, x =, y = } on a sheet.
function svg.write(panels, width, height)
  local out, titles, marks = {}, {}, {}
  for _, one in ipairs(panels) do
    if one.scene.title ~= "" then titles[#titles + 1] = one.scene.title end
    for _, layer in ipairs(one.scene.layers) do
      marks[#marks + 1] = layer.mark .. (layer.name and " " .. layer.name or "")
    end
  end
  put(out, '<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" '
    .. 'font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#222222">', width, height, width, height)
  put(out, '<title>%s</title>', escape(#titles > 0 and table.concat(titles, "; ") or "Plot"))
  put(out, '<desc>%s</desc>', escape(#marks > 0 and table.concat(marks, "; ") or "no data"))
  put(out, '<rect width="%s" height="%s" fill="#ffffff"/>', width, height)
  for id, one in ipairs(panels) do panel(out, one.scene, one.x, one.y, id) end
  out[#out + 1] = "</svg>\n"
  return table.concat(out, "\n")
end

return svg
