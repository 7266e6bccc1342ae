-- common.lua - what the figures of a governance index share: columns, the axis of weeks, the bands of the crisis levels.

local crisis = require "solon.governance.weekly.crisis"
local records = require "solon.frame.records"
local time = require "solon.plot.time"

local common = {}

common.NAN = 0 / 0
common.WIDTH = 920 -- of a figure that fills the page

--- The largest mu B at which an index whose volatility comes from its own 24 past weeks stands still: the least of
--- 1 / std(lambda^-1 .. lambda^-24) over lambda > 1.
common.THRESHOLD = 4.065598685240481

--- The scale of the source text, where a study does not say its own.
common.SCALE = 150

--- The crisis levels from best to worst: half-open bands of the index in points.  They do not move with the scale: the source
--- text gives them in points, and so the levels are computed.
common.levels = {
  { level = 0, name = "normal", low = 120, high = math.huge, colour = "green" },
  { level = 1, name = "alert", low = 80, high = 120, colour = "sky" },
  { level = 2, name = "high alert", low = 30, high = 80, colour = "amber" },
  { level = 3, name = "emergency", low = 0, high = 30, colour = "orange" },
}

--- The level of a week: as the run says, else that of its index; nil where it has neither.
function common.level_of(run, i)
  local level = run.level and run.level[i] or run.index[i] and crisis.level(run.index[i])
  return level and common.levels[level + 1]
end

--- The band of a level on a scale, in words: the scale is the upper end of the band that it lies in, and belongs to it; bands
--- beyond it are not reached.
function common.band_text(level, scale)
  if level.low > scale then return "beyond the scale" end
  if level.high > scale then return string.format("[%d, %.6g]", level.low, scale) end
  return string.format("[%d, %d)", level.low, level.high)
end

--- The spelled-out name of a level with its band.
function common.level_text(level, scale)
  return string.format("%d %s %s", level.level, level.name, common.band_text(level, scale))
end

--- The levels with a band on a scale: { level, low, high }, best first; the uppermost ends with the scale.
function common.bands_of(scale)
  local bands = {}
  for _, level in ipairs(common.levels) do
    if level.low < scale then bands[#bands + 1] = { level = level, low = level.low, high = math.min(level.high, scale) } end
  end
  return bands
end

--- A column as a sequence of numbers: arrays, sequences and sequences with holes; `count` fixes its length, and what is no
--- number is NaN.  nil gives nil.
function common.column(values, count)
  if values == nil then return nil end
  if type(values) == "userdata" then values = values:totable() end
  local out = {}
  for i = 1, count or #values do
    local v = values[i]
    out[i] = type(v) == "number" and v + 0.0 or type(v) == "boolean" and (v and 1.0 or 0.0) or common.NAN
  end
  return out
end

--- Rows of a frame or a list of records.
common.rows = records.list

--- Where weeks stand on an axis, and that axis: days where every label is a date or a week of ISO 8601, else positions.
function common.week_axis(weeks, label)
  local at, dated = {}, true
  for i, week in ipairs(weeks) do
    at[i] = type(week) == "string" and time.parse(week)
    dated = dated and at[i] ~= nil and at[i] ~= false
  end
  if dated and #weeks > 0 then
    local last = at[#at]
    return at, { scale = "time", label = label, limits = { at[1] - 3.5, math.max(last, at[1] + 7) + 3.5 } }
  end
  local ticks, labels = {}, {}
  local step = math.max(1, math.ceil(#weeks / 6))
  for i = 1, #weeks do
    at[i] = i
    if (i - 1) % step == 0 then ticks[#ticks + 1], labels[#labels + 1] = i, tostring(weeks[i]) end
  end
  return at, { label = label, limits = { 0.5, math.max(#weeks, 1) + 0.5 }, ticks = ticks, labels = labels }
end

--- The ends of an axis of weeks.
function common.ends(axis) return axis.limits[1], axis.limits[2] end

--- The layers that shade the levels across an axis, best first, as the legend has them.
function common.bands(axis, scale, opacity)
  local layers = {}
  local first, last = common.ends(axis)
  for k, band in ipairs(common.bands_of(scale)) do
    layers[k] = { mark = "ribbon", colour = band.level.colour, opacity = opacity or 0.22, name = common.level_text(band.level, scale),
      x = { first, last }, low = { band.low, band.low }, high = { band.high, band.high } }
  end
  return layers
end

--- An axis of the index from 0 to its scale, whose ticks are the ends of the levels that are far enough apart to be read.
function common.index_axis(scale)
  local ticks, labels, apart = { 0 }, { "0" }, 0.06 * scale
  for _, edge in ipairs { 30, 80, 120 } do
    if edge - ticks[#ticks] >= apart and scale - edge >= apart then ticks[#ticks + 1], labels[#labels + 1] = edge, tostring(edge) end
  end
  if scale - ticks[#ticks] > 0.6 * scale and #ticks > 1 then
    ticks[#ticks + 1], labels[#labels + 1] = scale / 2, string.format("%.6g", scale / 2)
  end
  ticks[#ticks + 1], labels[#labels + 1] = scale, string.format("%.6g", scale)
  return { label = "index, points", limits = { 0, scale }, ticks = ticks, labels = labels }
end

--- A ribbon over the weeks that a test picks, from low to high; nil when it picks none.
function common.stretch(at, picks, low, high)
  local layer, any = { mark = "ribbon", x = {}, low = {}, high = {} }, false
  local function add(x, l, h)
    local k = #layer.x + 1
    layer.x[k], layer.low[k], layer.high[k] = x, l, h
  end
  for i, x in ipairs(at) do
    if picks(i) then
      any = true
      local left = i > 1 and (x - at[i - 1]) / 2 or i < #at and (at[i + 1] - x) / 2 or 0.5
      local right = i < #at and (at[i + 1] - x) / 2 or left
      add(x - left, low, high)
      add(x + right, low, high)
    else
      add(x, common.NAN, common.NAN)
    end
  end
  return any and layer or nil
end

--- Whether any of a column is a number that is not NaN.
function common.any(values)
  for _, v in ipairs(values or {}) do if v == v then return true end end
  return false
end

--- The least and greatest of several lists, or nil.
function common.extent(...)
  local low, high
  for _, list in ipairs { ... } do
    for _, v in ipairs(list) do if v == v then low, high = math.min(low or v, v), math.max(high or v, v) end end
  end
  return low, high
end

--- The last position whose value is a number.
function common.last(values)
  for i = #values, 1, -1 do if values[i] == values[i] then return i end end
end

--- "3 weeks", "1 week".
function common.count(n, word) return string.format("%d %s%s", n, word, n == 1 and "" or "s") end

--- Signs of the parameters and inputs, as the source text writes them.
common.signs = { epsilon = "ε", mu = "μ", theta = "θ", sigma = "σ", k = "k" }

--- Sentences as paragraphs; lines that a program has laid out, with blanks between columns, as they are.
function common.paragraphs(report, lines)
  if type(lines) == "string" then lines = { lines } end
  if not lines or #lines == 0 then return end
  local laid_out = false
  for _, line in ipairs(lines) do laid_out = laid_out or line:find("^ ") or line:find("%S   +%S") end
  if laid_out then
    report:verbatim(lines)
  else
    for _, line in ipairs(lines) do report:paragraph((line:gsub("([ (])%-(%.?%d)", "%1−%2"))) end
  end
end

return common
