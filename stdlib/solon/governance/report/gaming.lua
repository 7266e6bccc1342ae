-- gaming.lua - charts of inputs against independent proxies: the weighted residuals, and the limit they keep when nobody games.

local audit = require "solon.governance.report.audit"
local common = require "solon.governance.report.common"
local plot = require "solon.plot"

local gaming = {}

local function name_of(target)
  return target.target .. (target.proxies and #target.proxies > 0 and " against " .. table.concat(target.proxies, ", ") or "")
end

local function scene(target, weeks)
  local at, axis = common.week_axis(target.weeks or weeks)
  local statistic, limit = common.column(target.statistic, #at), target.limit
  local first, last = common.ends(axis)
  local least, greatest = common.extent(statistic, { 0, limit })
  local pad = 0.08 * math.max(greatest - least, 1e-9)
  local alarms = { mark = "points", colour = "orange", size = 3.8, shape = "diamond", x = {}, y = {}, name = "alarm" }
  for i, v in ipairs(statistic) do
    if v > limit then alarms.x[#alarms.x + 1], alarms.y[#alarms.y + 1] = at[i], v end
  end
  local floor = least - pad
  local layers = { { mark = "ribbon", colour = "green", opacity = 0.15, x = { first, last }, low = { floor, floor }, high = { limit, limit }, name = "no alarm" },
    { mark = "rule", colour = "orange", y = limit, name = string.format("limit %.2f", limit) },
    { mark = "line", colour = "blue", width = 2, x = at, y = statistic, name = "EWMA statistic" } }
  if #alarms.x > 0 then layers[#layers + 1] = alarms end
  return plot.scene { title = name_of(target), width = common.WIDTH, height = 240, x = axis, layers = layers,
    y = { label = "standard errors", limits = { floor, greatest + pad } } }
end

local function percent(value, row)
  if type(value) ~= "number" then return nil end
  local error_of = row.false_alarm_error
  return string.format("%.1f %%", 100 * value) .. (error_of and string.format(" (s.e. %.1f)", 100 * error_of) or "")
end

--- Adds the figure and its table.  given: as governance.detect_gaming gives: targets = list of { target, proxies, weeks, statistic,
--- limit, lambda, alarms, first_alarm, false_alarm, false_alarm_error, verdict, reason }.
function gaming.add(report, given)
  local scenes, rows = {}, {}
  for k, target in ipairs(given.targets or {}) do
    if target.statistic and target.limit and #(target.weeks or {}) > 0 then scenes[#scenes + 1] = scene(target) end
    rows[k] = { name = name_of(target), lambda = target.lambda, alarms = target.alarms, first = target.first_alarm and tostring(target.first_alarm),
      false_alarm = target.false_alarm, false_alarm_error = target.false_alarm_error, verdict = target.verdict, reason = target.reason }
  end
  if #scenes > 0 then
    report:figure(plot.grid { scenes = scenes, columns = 1 }, {
      caption = "What inputs say beyond their proxies: residuals in standard errors, exponentially weighted.  Above the limit an input is "
        .. "reported higher than its proxies explain.",
      description = "Lines of weighted residuals and their limits." })
  end
  if #rows == 0 then return end
  report:table { caption = "Inputs watched for gaming", rows = rows, columns = { { name = "name", title = "Input" }, { name = "lambda", title = "λ" },
    { name = "alarms", title = "Weeks beyond" }, { name = "first", title = "First" }, { name = "false_alarm", title = "False alarms", format = percent, align = "right" },
    { name = "verdict", title = "Verdict", format = function(v) return v and audit.badge(v) end }, { name = "reason", title = "Why" } },
    note = "False alarms: share of windows without gaming, drawn from the baseline's residuals, with an alarm." }
end

--- Adds the table of the gaps of sources.  given: as governance.source_gaps gives: records = list of { source, replaced_by,
--- verdict, reason, tested, largest, largest_week, mean }.
function gaming.add_sources(report, given)
  local rows = {}
  for i, one in ipairs(given.records or {}) do
    rows[i] = { source = one.source, by = table.concat(one.replaced_by or {}, ", "), tested = one.tested, mean = one.tested > 0 and one.mean or nil,
      largest = one.tested > 0 and one.largest or nil, week = one.largest_week, verdict = one.verdict, reason = one.reason }
  end
  if #rows == 0 then return end
  report:table { caption = "One source left out: index points that are owed to it", rows = rows, columns = { { name = "source", title = "Source" },
    { name = "by", title = "Replaced by" }, { name = "tested", title = "Weeks" }, { name = "mean", title = "Mean, pp", format = "%.2f" },
    { name = "largest", title = "Largest, pp", format = "%.2f" }, { name = "week", title = "In" }, { name = "verdict", title = "Verdict" },
    { name = "reason", title = "Why not" } },
    note = "An input is replaced by what its proxies predict, a source of synthetic trust by the other two; volatility stays. A gap has no threshold." }
end

return gaming
