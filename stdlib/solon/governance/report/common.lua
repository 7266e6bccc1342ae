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

--- The crisis levels from best to worst: half-open bands of the index in points, but the best has its upper end too.
common.levels = {
  { level = 0, name = "normal", low = 120, high = 150, colour = "green", bracket = "]" },
  { level = 1, name = "alert", low = 80, high = 120, colour = "sky", bracket = ")" },
  { level = 2, name = "high alert", low = 30, high = 80, colour = "amber", bracket = ")" },
  { level = 3, name = "emergency", low = 0, high = 30, colour = "orange", bracket = ")" },
}

--- The level of a week: as the run says, else that of its index; nil where it has neither.
function common.level_of(run, i)
  local level = run.level and run.level[i] or run.index[i] and crisis.level(run.index[i])
  return level and common.levels[level + 1]
end

--- The spelled-out name of a level with its band.
function common.level_text(level)
  return string.format("%d %s [%d, %d%s", level.level, level.name, level.low, level.high, level.bracket)
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
function common.bands(axis, opacity)
  local layers = {}
  local first, last = common.ends(axis)
  for k, level in ipairs(common.levels) do
    layers[k] = { mark = "ribbon", colour = level.colour, opacity = opacity or 0.22, name = common.level_text(level), x = { first, last },
      low = { level.low, level.low }, high = { level.high, level.high } }
  end
  return layers
end

--- An axis of the index whose ticks are the ends of the levels.
function common.index_axis(label)
  return { label = label or "index, points", limits = { 0, 150 }, ticks = { 0, 30, 80, 120, 150 }, labels = { "0", "30", "80", "120", "150" } }
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
