-- seasons.lua - what the proposal changes, season by season.

local common = require "solon.mechanism.report.common"
local plot = require "solon.plot"

local seasons = {}

local function names_of(rows)
  local names = {}
  for i, row in ipairs(rows) do names[i] = string.format("%d", row.season) end
  return names
end

-- One panel of bars with intervals where the rows have them.
local function panel(rows, names, field, label, colour, last)
  local values, low, high, count = {}, {}, {}, 0
  for i, row in ipairs(rows) do
    values[i] = row[field] or 0 / 0
    low[i], high[i] = row[field .. "_low"] or 0 / 0, row[field .. "_high"] or 0 / 0
    if low[i] == low[i] and high[i] == high[i] then count = count + 1 end
  end
  local layers = { { mark = "bars", colour = colour, x = names, y = values } }
  if count > 0 then layers[2] = { mark = "interval", colour = "black", x = names, low = low, high = high } end
  return plot.scene { width = 860, height = last and 200 or 180, title = label, x = { label = last and "season" or "", categories = names },
    layers = layers }
end

local fields = {
  { "delta_welfare", "Change in welfare", "blue" }, { "delta_fairness", "Change in fairness", "green" },
  { "delta_engagement", "Change in engagement", "sky" }, { "elimination_changes", "Contestants whose exit week changes", "grey" },
}

--- Adds the figure.  study.seasons: rows with season and any of delta_welfare, delta_fairness, delta_engagement,
--- elimination_changes, each with _low and _high where there is an interval.
function seasons.add(report, study)
  local rows = common.rows(study.seasons)
  local names, scenes, present, interval, plain = names_of(rows), {}, {}, false, false
  for _, field in ipairs(fields) do
    for _, row in ipairs(rows) do
      if row[field[1]] and not present[field[1]] then present[field[1]], present[#present + 1] = true, field end
      if row[field[1] .. "_low"] then interval = true elseif row[field[1]] then plain = true end
    end
  end
  for k, field in ipairs(present) do scenes[k] = panel(rows, names, field[1], field[2], field[3], k == #present) end
  if #scenes == 0 then return end
  report:figure(plot.grid { scenes = scenes, columns = 1 }, {
    caption = "The proposal less the status quo in each season." .. (interval and " Whiskers: 95% intervals over the draws of the votes, bars and counts their mean." or "")
      .. (interval and plain and " Panels without whiskers: at the mean votes." or ""),
    description = "Bars by season." })
end

return seasons
