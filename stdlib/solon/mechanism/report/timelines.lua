-- timelines.lua - who would have gone when: the record, the status quo and the proposal.

local plot = require "solon.plot"

local timelines = {}

local SHOWN = 6 -- seasons, unless the study says which

local function changes(season)
  local n = 0
  for _, person in ipairs(season.contestants) do if person.proposed and person.proposed ~= person.recorded then n = n + 1 end end
  return n
end

local function winner(season, field)
  for _, person in ipairs(season.contestants) do if person[field] == 1 then return person.name end end
end

-- The lists of marks where a rule's exit differs from the record.
local function marks(people, field, offset)
  local x, y = {}, {}
  for i, person in ipairs(people) do
    if person[field] and person[field] ~= person.recorded then
      x[#x + 1], y[#y + 1] = person[field], #people + 1 - i + offset
    end
  end
  return x, y
end

local function title_of(season)
  local won, would = winner(season, "placement"), winner(season, "proposed_place")
  local title = string.format("Season %d", season.season)
  if won and would then title = title .. (won == would and ": " .. won .. " wins either way" or ": " .. won .. "; proposal: " .. would) end
  return title
end

local function scene(season, rows, named)
  local people = table.move(season.contestants, 1, #season.contestants, 1, {})
  local position = {}
  for i, person in ipairs(people) do position[person] = i end
  table.sort(people, function(a, b)
    local pa, pb = a.placement or -a.recorded, b.placement or -b.recorded
    if pa ~= pb then return pa < pb end
    return position[a] < position[b]
  end)
  local n, ticks, labels, x, y = #people, {}, {}, {}, {}
  for i, person in ipairs(people) do
    local at = n + 1 - i
    ticks[i], labels[i] = at, person.name
    for _, end_of in ipairs { { 0.6, at }, { person.recorded, at }, { 0 / 0, 0 / 0 } } do x[#x + 1], y[#y + 1] = end_of[1], end_of[2] end
  end
  local layers = { { mark = "line", colour = "silver", width = 5, x = x, y = y, name = named and "on the show" or nil } }
  local qx, qy = marks(people, "status_quo", 0.2)
  local px, py = marks(people, "proposed", -0.2)
  layers[2] = { mark = "points", shape = "diamond", colour = "pink", size = 3.6, x = qx, y = qy, name = named and "status quo" or nil }
  layers[3] = { mark = "points", shape = "circle", colour = "orange", size = 3.6, x = px, y = py, name = named and "proposal" or nil }
  local weeks, week_labels = {}, {}
  for week = 1, season.weeks do weeks[week], week_labels[week] = week, string.format("%d", week) end
  return plot.scene { title = title_of(season), width = named and 860 or 450, height = math.max(120, 70 + 17 * rows), layers = layers,
    x = { label = "week", limits = { 0.5, season.weeks + 0.5 }, ticks = weeks, labels = week_labels },
    y = { limits = { n + 0.5 - rows, n + 0.6 }, ticks = ticks, labels = labels } }
end

-- The seasons to show: those asked for, or those with the most changes, in order.
local function chosen(study)
  local list, wanted = {}, nil
  if study.timeline_seasons then
    wanted = {}
    for _, season in ipairs(study.timeline_seasons) do wanted[season] = true end
  end
  for _, season in ipairs(study.timelines) do
    if not wanted or wanted[season.season] then list[#list + 1] = season end
  end
  if not wanted and #list > SHOWN then
    table.sort(list, function(a, b)
      local ca, cb = changes(a), changes(b)
      if ca ~= cb then return ca > cb end
      return a.season < b.season
    end)
    for i = #list, SHOWN + 1, -1 do list[i] = nil end
  end
  table.sort(list, function(a, b) return a.season < b.season end)
  return list
end

--- Adds the figure.  study.timelines: { season, weeks, contestants = list of { name, placement, recorded, status_quo, proposed
--- (exit weeks), proposed_place } }.  study.timeline_seasons: which to show.
function timelines.add(report, study)
  local list = chosen(study)
  if #list == 0 then return end
  local scenes = {}
  for k, season in ipairs(list) do
    -- as many rows as its neighbour has, so that names stand side by side
    local first = k - (k - 1) % 2
    local rows = math.max(#list[first].contestants, #(list[first + 1] or season).contestants)
    scenes[k] = scene(season, rows, #list == 1)
  end
  report:figure(plot.grid { scenes = scenes, columns = #list == 1 and 1 or 2 }, {
    caption = "How long each contestant stayed on the show (grey), best placed first. A mark shows the week in which a rule would have "
      .. "sent a contestant home when that is another week: diamonds the status quo, circles the proposal (in the last week: stays to the end)."
      .. (#list < #study.timelines and not study.timeline_seasons and " Shown are the seasons in which the proposal changes most." or "")
      .. (study.timelines_note and " " .. study.timelines_note or ""),
    description = "Lines of weeks on the show per contestant, with marks at other exit weeks." })
end

return timelines
