-- stability.lua - whether an index whose volatility comes from its own past is stable: mu B against the threshold.

local badge = require("solon.report").badge
local common = require "solon.governance.report.common"
local plot = require "solon.plot"

local stability = {}

local COLOURS = { "blue", "orange", "green", "pink", "amber", "sky", "black" }

local TONE = { contracts = "good", ["no growing solution"] = "good", ["feed-forward"] = "good", ["held by the clip"] = "warning", unstable = "bad" }

local ORDER = { "contracts", "no growing solution", "held by the clip", "unstable", "not testable" }

-- Simulated paths of the index.
local function add_paths(report, given, scale)
  local layers, longest = {}, 2
  for k, one in ipairs(given.paths) do
    local x, y = {}, common.column(one.values)
    for i = 1, #y do x[i] = i end
    longest = math.max(longest, #y)
    layers[k] = { mark = "line", colour = COLOURS[(k - 1) % #COLOURS + 1], width = 1.8, x = x, y = y, name = one.name }
  end
  report:figure(plot.scene { width = common.WIDTH, height = 340, layers = layers, x = { label = "week", limits = { 1, longest } },
    y = common.index_axis(scale) }, {
    caption = given.paths_caption or "The index with constant inputs, from one past: what volatility taken from its own past makes of it.",
    description = "Simulated paths of the index." })
end

-- mu B of every week against the threshold.
local function add_gain(report, given, threshold)
  local at, axis = common.week_axis(given.weeks)
  local gain = common.column(given.gain, #at)
  local _, top = common.extent(gain, { threshold })
  local first, last = common.ends(axis)
  report:figure(plot.scene { width = common.WIDTH, height = 240, x = axis, y = { label = "μB", limits = { 0, 1.08 * top } }, layers = {
    { mark = "ribbon", colour = "orange", opacity = 0.12, x = { first, last }, low = { threshold, threshold }, high = { 1.08 * top, 1.08 * top },
      name = "a disturbance grows" },
    { mark = "rule", colour = "orange", y = threshold, name = string.format("threshold %.4f", threshold) },
    { mark = "line", colour = "blue", width = 1.8, x = at, y = gain, name = "μB" } } }, {
    caption = "μ times the index before its penalty, week by week: above the threshold an index that takes its volatility from its own past is unstable.",
    description = "Line of mu B over weeks and the threshold." })
end

-- How many weeks have each verdict.
local function add_counts(report, counts)
  local rows, sum = {}, 0
  for _, verdict in ipairs(ORDER) do sum = sum + (counts[verdict] or 0) end
  for _, verdict in ipairs(ORDER) do
    if (counts[verdict] or 0) > 0 then
      rows[#rows + 1] = { verdict = badge(verdict, TONE[verdict] or "neutral"), weeks = counts[verdict], share = sum > 0 and 100 * counts[verdict] / sum or nil }
    end
  end
  if #rows == 0 then return end
  report:table { caption = "Weeks by verdict, were volatility taken from the published index", rows = rows, columns = { { name = "verdict", title = "Verdict" },
    { name = "weeks", title = "Weeks" }, { name = "share", title = "Share, %", format = "%.1f" } } }
end

--- mu B and the threshold in words, or nil.
function stability.product(given)
  local gain = given.last and given.last.gain
  if type(gain) ~= "number" or gain ~= gain then return nil end
  return string.format("μB = %.3f, threshold %.4f", gain, given.threshold or common.THRESHOLD)
end

--- Adds the part.  given: fields of what governance.stability_study gives, each optional: verdict, last, gain, threshold, counts, lines,
--- weeks, paths = list of { name, values }, paths_caption; scale: of the index.
function stability.add(report, given, scale)
  local threshold = given.threshold or common.THRESHOLD
  if type(given.verdict) == "string" then
    report:facts { { "volatility from the published index, last week", badge(given.verdict, TONE[given.verdict] or "neutral"), stability.product(given) } }
  end
  if given.lines and #given.lines > 0 then report:list(given.lines) end
  if given.weeks and #given.weeks > 0 and given.gain then add_gain(report, given, threshold) end
  if given.paths and #given.paths > 0 then add_paths(report, given, scale) end
  if given.counts then add_counts(report, given.counts) end
end

return stability
