-- text.lua - draws a scene with characters: braille cells of 2 x 4 dots, or plain ASCII.

local colours = require "solon.plot.colour"
local scale = require "solon.plot.scale"

local text = {}

local BITS = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } }
local ASCII = { "*", "o", "+", "x", "#", "%" }
local COLOURS = { 34, 31, 32, 35, 33, 36 }

local function round(v) return math.floor(v + 0.5) end

local function new_canvas(s, columns, rows)
  local c = { dots = {}, owner = {}, letters = {}, columns = columns, rows = rows, layer = 1 }
  function c.x(v) return scale.place(s.x, v) * (2 * columns - 1) end
  function c.y(v) return (1 - scale.place(s.y, v)) * (4 * rows - 1) end
  function c.dot(x, y)
    x, y = round(x), round(y)
    if x < 0 or y < 0 or x >= 2 * columns or y >= 4 * rows then return end
    local cell = (y // 4) * columns + x // 2
    c.dots[cell] = (c.dots[cell] or 0) | BITS[y % 4 + 1][x % 2 + 1]
    c.owner[cell] = c.layer
  end
  function c.letter(x, y, letter)
    local column, row = round(x) // 2, round(y) // 4
    if column < 0 or row < 0 or column >= columns or row >= rows then return end
    c.letters[row * columns + column], c.owner[row * columns + column] = letter, c.layer
  end
  return c
end

local function clamp(v, limit) return math.max(-limit, math.min(2 * limit, v)) end

local function segment(c, x1, y1, x2, y2)
  x1, x2, y1, y2 = clamp(x1, 2000), clamp(x2, 2000), clamp(y1, 2000), clamp(y2, 2000)
  local n = math.max(1, round(math.max(math.abs(x2 - x1), math.abs(y2 - y1))))
  for k = 0, n do c.dot(x1 + (x2 - x1) * k / n, y1 + (y2 - y1) * k / n) end
end

local draw = {}

function draw.line(c, layer)
  local px, py
  for i, x in ipairs(layer.x) do
    local y = layer.y[i]
    if x ~= x or y ~= y then
      px = nil
    else
      local cx, cy = c.x(x), c.y(y)
      if px and layer.mark == "step" then
        segment(c, px, py, cx, py)
        px, py = cx, py
      end
      segment(c, px or cx, py or cy, cx, cy)
      px, py = cx, cy
    end
    if not px then py = nil end
  end
end
draw.step = draw.line

local GLYPH = { circle = "●", ring = "○", square = "■", diamond = "◆", triangle = "▲", cross = "✕" }
local ASCII_GLYPH = { circle = "@", ring = "O", square = "S", diamond = "D", triangle = "A", cross = "X" }

-- A point with a shape is a character, which also shows on a map; one without is a dot.
function draw.points(c, layer, _, ascii)
  local glyph = (ascii and ASCII_GLYPH or GLYPH)[layer.shape]
  for i, x in ipairs(layer.x) do
    local y = layer.y[i]
    if x == x and y == y then
      if glyph then c.letter(c.x(x), c.y(y), glyph) else c.dot(c.x(x), c.y(y)) end
    end
  end
end

function draw.bars(c, layer, s)
  local base, half = c.y(s.y.scale == "linear" and 0.0 or s.y.low), 0.8 * (layer.half_x or 0)
  for i, x in ipairs(layer.x) do
    local y = layer.y[i]
    if x == x and y == y then
      for column = round(c.x(x - half)), round(c.x(x + half)) do segment(c, column, base, column, c.y(y)) end
    end
  end
end

function draw.ribbon(c, layer)
  local edge = { mark = "line", x = layer.x }
  edge.y = layer.low
  draw.line(c, edge)
  edge.y = layer.high
  draw.line(c, edge)
end

function draw.interval(c, layer)
  for i, x in ipairs(layer.x) do
    local a, b = layer.low[i], layer.high[i]
    if x == x and a == a and b == b then segment(c, c.x(x), c.y(a), c.x(x), c.y(b)) end
  end
end

function draw.span(c, layer)
  for i, y in ipairs(layer.y) do
    local a, b = layer.low[i], layer.high[i]
    if y == y and a == a and b == b then segment(c, c.x(a), c.y(y), c.x(b), c.y(y)) end
  end
end

function draw.rule(c, layer)
  for _, v in ipairs(layer.x or layer.y) do
    if v == v and layer.x then for y = 0, 4 * c.rows - 1, 2 do c.dot(c.x(v), y) end end
    if v == v and layer.y then for x = 0, 2 * c.columns - 1, 2 do c.dot(x, c.y(v)) end end
  end
end

function draw.text(c, layer)
  for i, x in ipairs(layer.x) do
    local y, k = layer.y[i], 0
    if x == x and y == y then
      for _, code in utf8.codes(layer.text[i]) do
        c.letter(c.x(x) + 2 * k, c.y(y), utf8.char(code))
        k = k + 1
      end
    end
  end
end

function draw.heat(c, layer, _, ascii)
  local range = colours.range(layer)
  local low, high = range[1], range[2]
  local shades = ascii and { ".", ":", "+", "#" } or { "░", "▒", "▓", "█" }
  for i, x in ipairs(layer.x) do
    local y, v = layer.y[i], layer.value[i]
    if x == x and y == y and v == v then
      local shade = shades[1 + math.max(0, math.min(3, math.floor(4 * (high > low and (v - low) / (high - low) or 0.5))))]
      local across, up = layer.edges_x[x], layer.edges_y[y]
      local right, bottom = math.min(c.x(across[2]), 2 * c.columns), math.min(c.y(up[1]), 4 * c.rows)
      for column = math.max(0, round(c.x(across[1]))), right, 2 do
        for row = math.max(0, round(c.y(up[2]))), bottom, 4 do c.letter(column, row, shade) end
      end
    end
  end
end

local function cell_text(c, cell, ascii, colour)
  local glyph = c.letters[cell]
  if not glyph then
    local dots = c.dots[cell]
    if not dots then return " " end
    glyph = ascii and ASCII[(c.owner[cell] - 1) % #ASCII + 1] or utf8.char(0x2800 + dots)
  end
  if not colour then return glyph end
  return string.format("\27[%dm%s\27[0m", COLOURS[(c.owner[cell] - 1) % #COLOURS + 1], glyph)
end

local function bottom_labels(s, c, margin)
  local ticks, labels = scale.ticks(s.x, math.max(2, c.columns // 14))
  local line, used = "", 0
  for i, v in ipairs(ticks) do
    local size = utf8.len(labels[i])
    local start = math.max(0, margin + 1 + round(c.x(v)) // 2 - size // 2)
    start = math.max(0, math.min(start, margin + 1 + c.columns - size))
    if used == 0 or start > used then
      line = line .. string.rep(" ", start - used) .. labels[i]
      used = start + size
    end
  end
  return line
end

-- The keys of the layers with names, in lines of at most `width` characters; a longer key has a line of its own.
local function legend(s, width, ascii, colour)
  local lines, size = {}, 0
  if not s.legend then return lines end
  for i, layer in ipairs(s.layers) do
    if layer.name then
      local key = layer.shape and (ascii and ASCII_GLYPH or GLYPH)[layer.shape]
        or ascii and layer.mark ~= "heat" and layer.mark ~= "text" and ASCII[(i - 1) % #ASCII + 1] or layer.mark
      local part = key .. " " .. layer.name
      local n = utf8.len(part)
      if colour then part = string.format("\27[%dm%s\27[0m", COLOURS[(i - 1) % #COLOURS + 1], part) end
      if #lines > 0 and size + 3 + n <= width then
        lines[#lines], size = lines[#lines] .. "   " .. part, size + 3 + n
      else
        lines[#lines + 1], size = part, n
      end
    end
  end
  return lines
end

--- The lines of the drawing, joined by newlines.
function text.write(s, width, height, ascii, colour)
  local ticks, labels = scale.ticks(s.y, math.max(2, height // 4))
  local margin = 0
  for _, label in ipairs(labels) do margin = math.max(margin, utf8.len(label)) end
  local c = new_canvas(s, math.max(8, width - margin - 1), height)
  for i, layer in ipairs(s.layers) do
    c.layer = i
    draw[layer.mark](c, layer, s, ascii)
  end
  local at = {}
  for i, v in ipairs(ticks) do at[math.max(0, math.min(height - 1, round(c.y(v)) // 4))] = labels[i] end
  local out = {}
  local function add(line) out[#out + 1] = (line:gsub(" +$", "")) end
  if s.title ~= "" then add(s.title) end
  if s.y.label ~= "" then add(s.y.label) end
  for row = 0, height - 1 do
    local label, cells = at[row] or "", {}
    for column = 0, c.columns - 1 do cells[column + 1] = cell_text(c, row * c.columns + column, ascii, colour) end
    add(string.rep(" ", margin - utf8.len(label)) .. label .. (ascii and "|" or at[row] and "┤" or "│") .. table.concat(cells))
  end
  add(string.rep(" ", margin) .. (ascii and "+" or "└") .. string.rep(ascii and "-" or "─", c.columns))
  add(bottom_labels(s, c, margin))
  if s.x.label ~= "" then add(string.rep(" ", margin + 1 + math.max(0, (c.columns - utf8.len(s.x.label)) // 2)) .. s.x.label) end
  for _, line in ipairs(legend(s, width, ascii, colour)) do add(line) end
  return table.concat(out, "\n")
end

return text
