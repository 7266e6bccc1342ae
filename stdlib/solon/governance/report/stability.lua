-- stability.lua - whether an index whose volatility comes from its own past can stand still: mu B against the threshold.

local badge = require("solon.report").badge
local common = require "solon.governance.report.common"
local plot = require "solon.plot"

local stability = {}

local COLOURS = { "blue", "orange", "green", "pink", "amber", "sky", "black" }

local TONE = { stable = "good", unstable = "bad" }

-- Simulated paths of the index with constant inputs.
local function add_paths(report, given)
  local layers, longest = {}, 1
  for k, path in ipairs(given.paths) do
    local x, y = {}, common.column(path.values)
    for i = 1, #y do x[i] = i end
    longest = math.max(longest, #y)
    layers[k] = { mark = "line", colour = COLOURS[(k - 1) % #COLOURS + 1], width = 1.8, x = x, y = y, name = path.name }
  end
  report:figure(plot.scene { width = common.WIDTH, height = 340, layers = layers, x = { label = "week", limits = { 1, math.max(longest, 2) } },
    y = common.index_axis() }, {
    caption = given.paths_caption or "The index with constant inputs, as published: its volatility is that of its own past.",
    description = "Simulated paths of the index." })
end

-- Products over the weeks against the threshold.
local function add_product(report, given, threshold)
  local at, axis = common.week_axis(given.weeks)
  local product = common.column(given.product, #at)
  local _, top = common.extent(product, { threshold })
  report:figure(plot.scene { width = common.WIDTH, height = 220, x = axis, y = { label = "μB", limits = { 0, 1.08 * top } }, layers = {
    { mark = "line", colour = "blue", width = 1.8, x = at, y = product, name = "μB" },
    { mark = "rule", colour = "orange", y = threshold, name = string.format("threshold %.4f", threshold) } } }, {
    caption = "μ times the index before the penalty, week by week: above the threshold a disturbance grows.",
    description = "Line of mu B over weeks and the threshold." })
end

--- Adds the part.  Each optional: verdict ("stable", "unstable" or other words), product (number), threshold, weeks with product as
--- a column, paths = list of { name, values }, paths_caption, rows = list of { name, product, verdict, note }, lines.
function stability.add(report, given)
  local threshold = given.threshold or common.THRESHOLD
  common.paragraphs(report, given.lines)
  if type(given.verdict) == "string" then
    report:facts { { "an index that feeds on its own past", badge(given.verdict, TONE[given.verdict] or "neutral"),
      type(given.product) == "number" and string.format("μB = %.3f, threshold %.4f", given.product, threshold) or nil } }
  end
  if given.weeks and given.product and type(given.product) ~= "number" then add_product(report, given, threshold) end
  if given.paths and #given.paths > 0 then add_paths(report, given) end
  if given.rows and #given.rows > 0 then
    report:table { caption = "Verdicts of stability", rows = given.rows, columns = { { name = "name", title = "Case" },
      { name = "product", title = "μB", format = "%.4f" }, { name = "verdict", title = "Verdict", format = function(v)
        return v and badge(v, TONE[v] or "neutral")
      end }, { name = "note", title = "Remark" } } }
  end
end

return stability
