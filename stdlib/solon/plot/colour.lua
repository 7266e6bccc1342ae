-- colour.lua - the colours of pictures: a palette for layers, a ramp for values, and the ink of everything else.
-- A style sheet may replace any of them by its value in dark surroundings (report/style.lua does).

local colour = {}

-- Okabe and Ito's palette, told apart with every common colour vision; yellow left out on white.
colour.palette = { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000" }

colour.named = { blue = "#0072B2", orange = "#D55E00", green = "#009E73", pink = "#CC79A7", amber = "#E69F00", sky = "#56B4E9",
  black = "#000000", grey = "#8a8a8a", silver = "#cfcfcf" }

colour.ink = { text = "#222222", axis = "#444444", grid = "#e4e4e4", paper = "#ffffff" }

-- From pale yellow over green and blue to near black: lightness falls all the way, so that grey copies keep the order.
local stops = { { 247, 246, 205 }, { 153, 212, 174 }, { 52, 150, 178 }, { 30, 84, 148 }, { 13, 28, 78 } }

colour.levels = 64

--- The colour of level 0 .. levels - 1 of the ramp.
function colour.level(k)
  local at = k / (colour.levels - 1) * (#stops - 1)
  local i = math.min(math.floor(at) + 1, #stops - 1)
  local part, t = {}, at - (i - 1)
  for c = 1, 3 do part[c] = math.floor(stops[i][c] + (stops[i + 1][c] - stops[i][c]) * t + 0.5) end
  return string.format("#%02x%02x%02x", part[1], part[2], part[3])
end

--- The level of a value in { low, high }; values beyond take the end.
function colour.level_of(value, range)
  if range[2] <= range[1] then return colour.levels // 2 end
  local t = math.max(0, math.min(1, (value - range[1]) / (range[2] - range[1])))
  return math.floor(t * (colour.levels - 1) + 0.5)
end

--- The least and greatest of a layer's values: what its colours span, unless it gives a range.
function colour.range(layer)
  if layer.range then return layer.range end
  local low, high = math.huge, -math.huge
  for _, v in ipairs(layer.value) do if v == v then low, high = math.min(low, v), math.max(high, v) end end
  return { low, high }
end

--- The colour of the index-th layer.
function colour.of(layer, index)
  return colour.named[layer.colour] or colour.palette[(index - 1) % #colour.palette + 1]
end

return colour
