-- svg.lua - writes scenes as a self-contained SVG text: sheet, axes, legends; the marks are marks.lua's.

local colour = require "solon.plot.colour"
local marks = require "solon.plot.marks"
local scale = require "solon.plot.scale"
local write = require "solon.plot.write"

local put, escape = write.put, write.escape
local ink = colour.ink

local svg = {}

local BAR = 100 -- height of a colour bar

-- Rows of the legend and its width.  A layer of values has a bar of its colours.
local function legend_rows(s)
  local rows, width = {}, 0
  if not s.legend then return rows, 0 end
  for i, layer in ipairs(s.layers) do
    if layer.value and layer.value[1] then
      local range = colour.range(layer)
      if range[2] >= range[1] then
        if layer.name then rows[#rows + 1] = { text = layer.name, height = 18 } end
        rows[#rows + 1] = { text = string.format("%.4g", range[2]), range = range, height = BAR + 14 }
      end
    elseif layer.name then
      rows[#rows + 1] = { text = layer.name, colour = colour.of(layer, i), layer = layer, height = 18 }
    end
  end
  for _, row in ipairs(rows) do width = math.max(width, (row.colour and 44 or 26) + write.width(row.text, 12)) end
  return rows, width
end

local function colour_bar(out, row, x, top)
  local low, high = row.range[1], row.range[2]
  local steps = high > low and 32 or 1
  for k = 0, steps - 1 do
    local level = steps == 1 and colour.levels // 2 or math.floor((1 - k / (steps - 1)) * (colour.levels - 1) + 0.5)
    put(out, '<rect x="%n" y="%n" width="14" height="%n" fill="%s" shape-rendering="crispEdges"/>', x, top + BAR * k / steps,
      BAR / steps, colour.level(level))
  end
  local labels = high > low and { { high, 0 }, { (low + high) / 2, 0.5 }, { low, 1 } } or { { high, 0.5 } }
  for _, label in ipairs(labels) do
    put(out, '<text x="%n" y="%n">%s</text>', x + 20, top + BAR * label[2] + 4, string.format("%.4g", label[1]))
  end
end

local function key(out, row, x, y)
  local layer, mark = row.layer, row.layer.mark
  if mark == "points" then
    marks.marker(out, layer.shape or "circle", x + 9, y, math.min(layer.size or 3, 7), row.colour)
  elseif mark == "interval" then
    put(out, '<path d="M%n,%nV%nM%n,%nH%nM%n,%nH%n" fill="none" stroke="%s" stroke-width="1.5"/>', x + 9, y - 6, y + 6, x + 6, y - 6,
      x + 12, x + 6, y + 6, x + 12, row.colour)
  elseif mark ~= "text" then
    local wide = mark == "bars" or mark == "ribbon" or mark == "heat"
    put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="%s" stroke-width="%s"%s/>', x, y, x + 18, y, row.colour,
      wide and 10 or write.short(layer.width or 2),
      mark == "ribbon" and string.format(' stroke-opacity="%s"', write.short(layer.opacity or 0.25)) or mark == "rule" and ' stroke-dasharray="5 3"' or "")
  end
end

local function draw_legend(out, rows, x, top)
  local y = top + 10
  for _, row in ipairs(rows) do
    if row.range then
      colour_bar(out, row, x, y - 4)
    else
      if row.colour then key(out, row, x, y) end
      put(out, '<text x="%n" y="%n">%s</text>', x + (row.colour and 24 or 0), y + 4, escape(row.text))
    end
    y = y + row.height
  end
end

-- Ticks thinned until labels do not meet along x.
local function x_ticks(axis, room)
  local ordinal = axis.scale == "ordinal"
  for count = ordinal and #axis.categories or 8, 1, -1 do
    local ticks, labels = scale.ticks(axis, count)
    local widest = 0
    for _, label in ipairs(labels) do widest = math.max(widest, write.width(label, 12)) end
    if #ticks * (widest + (ordinal and 6 or 12)) <= room or count == 1 then return ticks, labels end
  end
end

local function draw_axes(out, s, p, xt, xl, yt, yl)
  for i, v in ipairs(yt) do
    local y = p.y(v)
    put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="%s"/>', p.left, y, p.right, y, ink.grid)
    put(out, '<text x="%n" y="%n" text-anchor="end">%s</text>', p.left - 8, y + 4, escape(yl[i]))
  end
  for i, v in ipairs(xt) do
    local x = p.x(v)
    put(out, '<line x1="%n" y1="%n" x2="%n" y2="%n" stroke="%s"/>', x, p.bottom, x, p.bottom + 5, ink.axis)
    -- a label at an end of the axis stays on the sheet
    local half = write.width(xl[i], 12) / 2
    x = math.max(p.origin + half, math.min(x, p.origin + s.width - 2 - half))
    put(out, '<text x="%n" y="%n" text-anchor="middle">%s</text>', x, p.bottom + 19, escape(xl[i]))
  end
  local middle = (p.top + p.bottom) / 2
  put(out, '<text x="%n" y="%n" text-anchor="middle">%s</text>', (p.left + p.right) / 2, p.bottom + 38, escape(s.x.label))
  if s.y.label ~= "" then
    put(out, '<text x="%n" y="%n" text-anchor="middle" transform="rotate(-90 %n %n)">%s</text>', p.origin + 16, middle,
      p.origin + 16, middle, escape(s.y.label))
  end
end

-- A title stands over the panel's left edge; a long one begins further left, then is set smaller.
local function draw_title(out, s, x, y, from)
  if s.title == "" then return end
  local size = math.max(9, math.min(s.width < 480 and 12.5 or 15, (s.width - 16) / write.width(s.title, 1.06)))
  local room = from + s.width - 8 - 1.06 * write.width(s.title, size) -- bold is wider
  put(out, '<text x="%n" y="%n" font-size="%s" font-weight="bold">%s</text>', math.max(from + 4, math.min(x, room)), y, write.short(size),
    escape(s.title))
end

-- What of a panel's layout depends on its content: ticks of y, the width of their labels, the legend.
local function measure(s)
  local m = { top = s.title == "" and 18 or s.width < 480 and 32 or 40, bottom = s.x.label ~= "" and 50 or 30, labels = 0 }
  local room = s.height - m.top - m.bottom
  m.yt, m.yl = scale.ticks(s.y, s.y.scale == "ordinal" and math.max(2, room // 14) or math.max(3, math.min(8, room // 22)))
  for _, label in ipairs(m.yl) do m.labels = math.max(m.labels, write.width(label, 12)) end
  m.rows, m.legend = legend_rows(s)
  m.left = 18 + m.labels + (s.y.label ~= "" and 18 or 0)
  return m
end

local function panel(out, one, id)
  local s, m, ox, oy = one.scene, one.measure, one.x, one.y
  local p = { scene = s, origin = ox, left = ox + m.left, top = oy + m.top, bottom = oy + s.height - m.bottom }
  p.right = math.max(p.left + 40, ox + s.width - 22 - m.legend)
  function p.x(v) return p.left + (p.right - p.left) * scale.place(s.x, v) end
  function p.y(v) return p.bottom - (p.bottom - p.top) * scale.place(s.y, v) end
  draw_title(out, s, p.left, p.top - 12, ox)
  local xt, xl = x_ticks(s.x, p.right - p.left)
  draw_axes(out, s, p, xt, xl, m.yt, m.yl)
  put(out, '<clipPath id="%s"><rect x="%n" y="%n" width="%n" height="%n"/></clipPath>', id, p.left, p.top - 4,
    p.right - p.left + 8, p.bottom - p.top + 8)
  put(out, '<g clip-path="url(#%s)">', id)
  for i, layer in ipairs(s.layers) do marks[layer.mark](out, layer, p, colour.of(layer, i)) end
  put(out, '</g>')
  put(out, '<path d="M%n,%nV%nH%n" fill="none" stroke="%s"/>', p.left, p.top, p.bottom, p.right, ink.axis)
  draw_legend(out, m.rows, p.right + 16, p.top)
end

-- Places of scenes in rows of `columns`: a column is as wide as its widest scene, a row as high as its highest, and
-- the axes of a column stand below each other.  Gives the panels, the width and the height of the sheet.
local function arrange(scenes, columns)
  local widths, heights, lefts, panels = {}, {}, {}, {}
  for i, s in ipairs(scenes) do
    local c, r = (i - 1) % columns + 1, (i - 1) // columns + 1
    panels[i] = { scene = s, measure = measure(s), column = c, row = r }
    widths[c], heights[r] = math.max(widths[c] or 0, s.width), math.max(heights[r] or 0, s.height)
    lefts[c] = math.max(lefts[c] or 0, panels[i].measure.left)
  end
  local x, y = {}, {}
  local width, height = 0, 0
  for c = 1, #widths do x[c], width = width, width + widths[c] end
  for r = 1, #heights do y[r], height = height, height + heights[r] end
  for _, one in ipairs(panels) do
    one.x, one.y, one.measure.left = x[one.column], y[one.row], lefts[one.column]
  end
  return panels, width, height
end

local function first_of(list, otherwise) return #list > 0 and table.concat(list, "; ") or otherwise end

--- The SVG text of scenes in rows of `columns`.  options: id, the beginning of every id in it; title and description for
--- readers who do not see it.
function svg.write(scenes, columns, options)
  local panels, width, height = arrange(scenes, columns)
  local out, titles, names, seen = {}, {}, {}, {}
  for _, one in ipairs(panels) do
    if one.scene.title ~= "" then titles[#titles + 1] = one.scene.title end
    for _, layer in ipairs(one.scene.layers) do
      local name = layer.mark .. (layer.name and " " .. layer.name or "")
      if not seen[name] then names[#names + 1], seen[name] = name, true end
    end
  end
  local id = options.id or "plot"
  put(out, '<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" '
    .. 'aria-labelledby="%s-title %s-desc" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="%s">', width, height,
    width, height, id, id, ink.text)
  put(out, '<title id="%s-title">%s</title>', id, escape(options.title or first_of(titles, "Plot")))
  put(out, '<desc id="%s-desc">%s</desc>', id, escape(options.description or first_of(names, "no data")))
  put(out, '<rect width="%s" height="%s" fill="%s"/>', width, height, ink.paper)
  for k, one in ipairs(panels) do panel(out, one, id .. "-panel" .. k) end
  out[#out + 1] = "</svg>\n"
  return table.concat(out, "\n")
end

return svg
