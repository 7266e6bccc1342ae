-- gaming.lua - charts of the residuals of inputs against independent proxies: their EWMA between its limits.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"

local gaming = {}

-- A limit as a column: a number, or one per week.
local function limit(value, count, otherwise)
  if value == nil then value = otherwise end
  if type(value) == "number" then
    local out = {}
    for i = 1, count do out[i] = value end
    return out
  end
  return common.column(value, count)
end

local function scene(chart, weeks)
  local at, axis = common.week_axis(chart.weeks or weeks)
  local n = #at
  local ewma = common.column(chart.ewma, n)
  local high = limit(chart.high, n, common.NAN)
  local low = limit(chart.low, n, common.NAN)
  local layers, alarms = {}, { mark = "points", colour = "orange", size = 3.6, shape = "diamond", x = {}, y = {}, name = "alarm" }
  layers[1] = { mark = "ribbon", colour = "green", opacity = 0.15, x = at, low = low, high = high, name = "limits" }
  if chart.residual then
    layers[2] = { mark = "points", colour = "grey", size = 1.6, x = at, y = common.column(chart.residual, n), name = "residual" }
  end
  layers[#layers + 1] = { mark = "line", colour = "blue", width = 2, x = at, y = ewma, name = "EWMA" }
  for i, v in ipairs(ewma) do
    if v > high[i] or v < low[i] then alarms.x[#alarms.x + 1], alarms.y[#alarms.y + 1] = at[i], v end
  end
  if #alarms.x > 0 then layers[#layers + 1] = alarms end
  layers[#layers + 1] = { mark = "rule", colour = "grey", y = 0 }
  return plot.scene { title = chart.name, width = common.WIDTH, height = 230, x = axis, y = { label = "residual" }, layers = layers }, #alarms.x
end

local function rate(value)
  return type(value) == "number" and string.format("%.2f %%", 100 * value) or nil
end

--- Adds the figure and its table.  given: weeks; charts = list of { name, ewma, high, low (numbers or columns), residual, weeks,
--- lambda, width (L), false_alarm_rate, note }; lines.
function gaming.add(report, given)
  common.paragraphs(report, given.lines)
  local scenes, rows = {}, {}
  for k, chart in ipairs(given.charts or {}) do
    local alarms
    scenes[k], alarms = scene(chart, given.weeks or {})
    rows[k] = { name = chart.name, lambda = chart.lambda, width = chart.width, alarms = alarms, rate = rate(chart.false_alarm_rate), note = chart.note }
  end
  if #scenes == 0 then return end
  report:figure(plot.grid { scenes = scenes, columns = 1 }, {
    caption = "Residuals of inputs against independent proxies, exponentially weighted, and the limits they keep when nobody games.",
    description = "Lines of weighted residuals between their limits." })
  report:table { caption = "Monitored inputs", rows = rows, columns = { { name = "name", title = "Input" }, { name = "lambda", title = "λ" },
    { name = "width", title = "L" }, { name = "alarms", title = "Weeks beyond" }, { name = "rate", title = "False alarms", align = "right" },
    { name = "note", title = "Remark" } }, note = "False alarms: share of clean stretches of the same length with an alarm." }
end

return gaming
