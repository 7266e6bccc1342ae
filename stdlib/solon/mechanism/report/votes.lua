-- votes.lua - how well the hidden votes are known: intervals by week for some seasons, their widths for all.

local common = require "solon.mechanism.report.common"
local plot = require "solon.plot"

local votes = {}

local SHOWN = 2 -- seasons in detail unless the study says which

-- Rows by season, seasons in order: { season =, widths = sorted, people = in order of appearance }.
local function by_season(rows)
  local list, index = {}, {}
  for _, row in ipairs(rows) do
    local entry = index[row.season]
    if not entry then
      entry = { season = row.season, widths = {}, people = {}, of = {}, weeks = 0, field = {} }
      index[row.season], list[#list + 1] = entry, entry
    end
    local person = entry.of[row.celebrity_name]
    if not person then
      person = { name = row.celebrity_name, week = {}, mean = {}, low = {}, high = {}, position = #entry.people + 1 }
      entry.of[row.celebrity_name], entry.people[#entry.people + 1] = person, person
    end
    local k = #person.week + 1
    person.week[k], person.mean[k], person.low[k], person.high[k] = row.week, row.mean, row.low, row.high
    entry.weeks = math.max(entry.weeks, row.week)
    entry.field[row.week] = (entry.field[row.week] or 0) + 1
    if row.high == row.high and row.low == row.low then entry.widths[#entry.widths + 1] = row.high - row.low end
  end
  table.sort(list, function(a, b) return a.season < b.season end)
  for _, entry in ipairs(list) do table.sort(entry.widths) end
  return list, index
end

local function overview(list)
  local names, median, low, high = {}, {}, {}, {}
  for k, entry in ipairs(list) do
    names[k] = string.format("%d", entry.season)
    local known = #entry.widths > 0
    median[k] = known and common.quantile(entry.widths, 0.5) or 0 / 0
    low[k] = known and common.quantile(entry.widths, 0.25) or 0 / 0
    high[k] = known and common.quantile(entry.widths, 0.75) or 0 / 0
  end
  local _, top = common.extent(high)
  return plot.scene { width = 860, height = 230, x = { label = "season", categories = names },
    y = { label = "width of the interval", limits = { 0, top > 0 and 1.05 * top or 1 } }, legend = false,
    layers = { { mark = "interval", colour = "grey", x = names, low = low, high = high },
      { mark = "points", colour = "blue", size = 4, x = names, y = median } } }
end

local function integers(n, most)
  local ticks, labels, step = {}, {}, math.max(1, math.ceil(n / most))
  for k = 1, n, step do ticks[#ticks + 1], labels[#labels + 1] = k, string.format("%d", k) end
  return ticks, labels
end

-- One contestant, over the share 1/n that an even split of the week's votes would give (grey).
local function person_panel(person, entry, top)
  local weeks, even = entry.weeks, {}
  for k, week in ipairs(person.week) do even[k] = 1 / entry.field[week] end
  local ticks, labels = integers(weeks, 6)
  local layers = { [3] = { mark = "line", colour = "grey", width = 1, x = person.week, y = even } }
  if #person.week > 1 then
    layers[1] = { mark = "ribbon", colour = "blue", x = person.week, low = person.low, high = person.high }
    layers[2] = { mark = "line", colour = "blue", x = person.week, y = person.mean }
  else
    layers[1] = { mark = "interval", colour = "blue", x = person.week, low = person.low, high = person.high }
    layers[2] = { mark = "points", colour = "blue", x = person.week, y = person.mean }
  end
  return plot.scene { title = person.name, width = 215, height = 140, x = { limits = { 0.6, weeks + 0.4 }, ticks = ticks, labels = labels },
    y = { limits = { 0, top } }, layers = layers }
end

-- A season as small multiples on one scale, those who stayed longest first.
local function season_grid(entry)
  local people, top = {}, 0
  for i, person in ipairs(entry.people) do
    people[i] = person
    local _, most = common.extent(person.high)
    top = math.max(top, most)
  end
  table.sort(people, function(a, b)
    local la, lb = a.week[#a.week], b.week[#b.week]
    if la ~= lb then return la > lb end
    return a.position < b.position
  end)
  local scenes = {}
  for i, person in ipairs(people) do scenes[i] = person_panel(person, entry, math.max(1.04 * top, 1e-6)) end
  return plot.grid { scenes = scenes, columns = 4 }
end

-- The seasons with the narrowest and the widest intervals.
local function chosen(study, list)
  if study.vote_seasons then return study.vote_seasons end
  local known = {}
  for _, entry in ipairs(list) do if #entry.widths > 0 then known[#known + 1] = entry end end
  table.sort(known, function(a, b)
    local wa, wb = common.quantile(a.widths, 0.5), common.quantile(b.widths, 0.5)
    if wa ~= wb then return wa < wb end
    return a.season < b.season
  end)
  local seasons = {}
  for k = 1, math.min(SHOWN, #known) do seasons[k] = known[k == 1 and 1 or #known].season end
  return seasons
end

--- Adds the figures.  study.vote_summary: rows with season, week, celebrity_name, mean, low, high (95%).
--- study.vote_seasons: which seasons to show in detail.
function votes.add(report, study)
  local list, index = by_season(common.rows(study.vote_summary))
  if #list == 0 then return end
  if #list > 1 then
    report:figure(overview(list), {
      caption = "How wide the 95% intervals of the vote shares are: median over the contestant-weeks of a season, and the middle half.",
      description = "Median and quartiles of interval widths by season." })
  end
  for _, season in ipairs(chosen(study, list)) do
    local entry = index[season]
    if entry then
      report:figure(season_grid(entry), {
        caption = string.format("Season %d: share of the votes by week, posterior mean and 95%% interval; "
          .. "the thin line is an even split. Those who stayed longest come "
          .. "first; all panels have the same scales.", season),
        description = "Small multiples, one panel per contestant: share of the votes by week." })
    end
  end
end

return votes
