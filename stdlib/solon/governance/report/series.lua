-- series.lua - the index week by week between the bands of the crisis levels, and how long it was in each.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"

local series = {}

local TIERS = { [2] = { "triangle", "blue", "a source dropped" }, [3] = { "diamond", "blue", "carried forward" },
  [4] = { "square", "black", "frozen" } }

local function is_warm_up(run, i)
  local status = run.status and run.status[i]
  return type(status) == "string" and status:find("warm", 1, true) ~= nil
end

-- Weeks of each imputing tier as marks on the line, or at its foot where the index has no value.
local function tier_layers(run, at, index, layers)
  for tier = 2, 4 do
    local x, y = {}, {}
    for i, week in ipairs(at) do
      if run.tier and run.tier[i] == tier then x[#x + 1], y[#y + 1] = week, index[i] == index[i] and index[i] or 0.02 * run.scale end
    end
    local style = TIERS[tier]
    if #x > 0 then
      layers[#layers + 1] = { mark = "points", shape = style[1], colour = style[2], size = 3.6, x = x, y = y,
        name = string.format("tier %d: %s", tier, style[3]) }
    end
  end
end

local function scene(run, at, axis, index)
  local layers = common.bands(axis, run.scale)
  local warm = common.stretch(at, function(i) return is_warm_up(run, i) end, 0, run.scale)
  if warm then
    warm.colour, warm.opacity, warm.name = "grey", 0.35, "warm-up: σ not known"
    layers[#layers + 1] = warm
  end
  if common.any(run.resilience) then
    layers[#layers + 1] = { mark = "line", colour = "grey", width = 1.4, x = at, y = run.resilience, name = "resilience" }
  end
  layers[#layers + 1] = { mark = "line", colour = "black", width = 2.2, x = at, y = index, name = "index" }
  if common.any(run.official) then
    layers[#layers + 1] = { mark = "points", colour = "pink", shape = "ring", size = 2.6, x = at, y = run.official, name = "official" }
  end
  tier_layers(run, at, index, layers)
  return plot.scene { width = common.WIDTH, height = 400, x = axis, y = common.index_axis(run.scale), layers = layers }
end

-- Weeks and share at each level.
local function level_rows(run)
  local weeks, known = { [0] = 0, 0, 0, 0 }, 0
  for i = 1, #run.weeks do
    local one = common.level_of(run, i)
    if one then weeks[one.level], known = weeks[one.level] + 1, known + 1 end
  end
  local rows = {}
  for k, one in ipairs(common.levels) do
    rows[k] = { level = string.format("%d, %s", one.level, one.name), band = common.band_text(one, run.scale),
      weeks = weeks[one.level], share = known > 0 and 100 * weeks[one.level] / known or nil }
  end
  return rows
end

-- How far the official values are from those computed.
local function official_text(run, index)
  local worst, week, both = -1, nil, 0
  for i, v in ipairs(run.official) do
    if v == v and index[i] == index[i] then
      both = both + 1
      if math.abs(v - index[i]) > worst then worst, week = math.abs(v - index[i]), run.weeks[i] end
    end
  end
  if both == 0 then return "No week has both an official and a computed value." end
  if worst < 1e-9 then return string.format("Official and computed values agree to 1e-9 points (%s with both).", common.count(both, "week")) end
  return string.format("Official and computed values differ by at most %.3g points (%s; %s with both).", worst, week, common.count(both, "week"))
end

--- Adds the figure of the index and the table of its levels.  run: weeks, index, and optionally resilience, official, level,
--- tier, status.
function series.add(report, run)
  local at, axis = common.week_axis(run.weeks)
  report:figure(scene(run, at, axis, run.index), {
    caption = "The index week by week between the bands of the crisis levels, as " .. (run.source or "computed")
      .. ". Gaps are weeks without a value; marks are weeks whose trust was neither surveyed nor known from all of its sources.",
    description = "A line of the index over weeks on shaded bands of the crisis levels." })
  if common.any(run.official) then report:paragraph(official_text(run, run.index)) end
  report:table { caption = "Weeks at each crisis level", rows = level_rows(run), columns = {
    { name = "level", title = "Level" }, { name = "band", title = "Index" }, { name = "weeks", title = "Weeks" },
    { name = "share", title = "Share, %", format = "%.1f" } }, note = "Bands are half-open, of the index rounded to 1e-9." }
end

return series
