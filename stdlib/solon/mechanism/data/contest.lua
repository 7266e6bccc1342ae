-- contest.lua - the contest's published wide table: one row per contestant, one column per week and
-- judge.  What the table means is decided here, once:
--
--   * a row belongs to (season, name); names alone repeat.  Names lose Unicode blanks at their ends.
--   * a score is a positive number, `0` means "already out", `N/A` (or nothing) "no such judge or week".
--   * scores are means over dances cut to four places, so equal totals differ as read; each is put back
--     on the nearest 1/72 (every published one is a cut k/72), and others stay as they are.
--   * the last week of a season is the last week with a score; who has one then is a finalist, whatever
--     `results` says; who withdrew is no elimination; everybody else leaves after the last scored week.
--   * scales change between weeks (two to four judges, bonus points): only totals within a week compare,
--     and judges are in order of scoring, so no series of one judge exists.

local cells = require "solon.mechanism.data.cells"
local system = require "solon.native.system"
local problem = require "solon.mechanism.data.problem"
local text = require "solon.mechanism.data.text"

local contest = {}

-- The distance from k/72 within which a token counts as that fraction cut (not rounded) to four places.
local CUT = 1.01e-4

-- Far beyond any bonus: scores above 10 are published, a larger number is a slip.
local HIGHEST = 1000

-- Contestants and weeks of one season, as in core/voting/season.h.
local LARGEST = 64

--- A score as published on the nearest 1/72, when it is one cut to four places.
function contest.snap(score)
  local k = math.floor(score * 72 + 0.5)
  local exact = k / 72
  return math.abs(exact - score) <= CUT and exact or score
end

local function whole(where, value)
  local number = value:match("^%d+$") and math.tointeger(tonumber(value))
  if not number or number < 1 or number > 1000000 then
    where.value = value
    problem.raise(where, "is not a whole number from 1 to 1000000")
  end
  return number
end

-- nil: no such judge or week; 0: out; else the score.
local function score(where, value)
  if value == "N/A" or value == "" then return nil end
  local number = value:match("^%d+%.?%d*$") and tonumber(value)
  if not number or number > HIGHEST then
    where.value = value
    problem.raise(where, "is not a score (a number from 0 to 1000, 0 for 'already out', N/A for 'no such judge')")
  end
  return number + 0.0
end

-- Positions of the columns: fixed[name], and weeks[w] = list of positions by judge.
local function find_columns(table_read)
  local where = { path = table_read.path, line = 1 }
  local fixed, weeks = cells.columns(table_read, { "celebrity_name", "season", "results", "placement" }), {}
  for position, name in ipairs(table_read.header) do
    local week, judge = name:match("^week(%d%d?)_judge(%d%d?)_score$")
    if week then
      week, judge = math.tointeger(tonumber(week)), math.tointeger(tonumber(judge))
      weeks[week] = weeks[week] or {}
      table.insert(weeks[week], { judge = judge, position = position, name = name })
    elseif name:find("^week%d") then -- a misspelt column would be a judge fewer, without a word
      where.column = name
      problem.raise(where, "is not of the form weekN_judgeM_score")
    end
  end
  if not weeks[1] then problem.raise(where, "no columns of scores (week1_judge1_score …)") end
  local count = 0
  for _ in pairs(weeks) do count = count + 1 end
  for week = 1, count do
    if not weeks[week] then problem.raise(where, "columns of week %d are missing between other weeks", week) end
    table.sort(weeks[week], function(a, b) return a.judge < b.judge end)
    for judge, column in ipairs(weeks[week]) do
      if column.judge ~= judge then problem.raise(where, "column 'week%d_judge%d_score' is missing", week, judge) end
    end
  end
  return fixed, weeks
end

-- The total of one week and the number of judges; nil when the row has no score in that week.
local function week_total(where, row, columns)
  local total, judges, zeros = 0.0, 0, 0
  for _, column in ipairs(columns) do
    where.column = column.name
    local value = score(where, row[column.position])
    if value == 0 then
      zeros = zeros + 1
    elseif value then
      total, judges = total + contest.snap(value), judges + 1
    end
    if zeros > 0 and judges > 0 then
      where.column, where.value = nil, nil
      problem.raise(where, "week columns up to '%s' mix a score with 0 ('already out')", column.name)
    end
  end
  where.column = nil
  if judges > 0 then return total, judges end
end

local function result_kind(where, value)
  local week = value:match("^Eliminated Week (%d+)$")
  if week then return "eliminated", math.tointeger(tonumber(week)) end
  if value == "Withdrew" then return "withdrew" end
  if value:match("^%d+%a%a Place$") then return "placed" end
  where.column, where.value = "results", value
  problem.raise(where, "is none of '1st Place' …, 'Eliminated Week N', 'Withdrew'")
end

-- The scores of one row, without holes: fills person.totals, person.judges, person.last_week.
local function read_scores(where, row, weeks, person)
  local ended
  for week, columns in ipairs(weeks) do
    local total, judges = week_total(where, row, columns)
    if total then
      if ended then
        problem.raise(where, "'%s' has a score in week %d but none in week %d", person.name, week, ended)
      end
      person.totals[week], person.judges[week], person.last_week = total, judges, week
    else
      ended = ended or week
    end
  end
  if person.last_week == 0 then problem.raise(where, "'%s' has no score in any week", person.name) end
end

local optional = {
  partner = "ballroom_partner", industry = "celebrity_industry", homestate = "celebrity_homestate",
  country = "celebrity_homecountry/region", age = "celebrity_age_during_season",
}

local function read_person(table_read, row, fixed, weeks)
  local where = { path = table_read.path, line = row.line }
  local function cell(name)
    where.column = name
    return text.trim(row[fixed[name]])
  end
  local person = { line = row.line, totals = {}, judges = {}, last_week = 0 }
  person.name = text.name(cell("celebrity_name"))
  if person.name == "" then problem.raise(where, "the name is empty") end
  person.season = whole(where, cell("season"))
  person.placement = whole(where, cell("placement"))
  person.result = cell("results")
  person.result_kind, person.result_week = result_kind(where, person.result)
  for field, name in pairs(optional) do
    if fixed[name] then person[field] = cell(name) end
  end
  person.age = person.age and person.age ~= "" and whole({ path = where.path, line = row.line, column = optional.age }, person.age) or nil
  if person.partner then person.partner_key = text.partner_key(person.partner) end
  if person.industry then person.industry_key = text.industry_key(person.industry) end
  where.column = nil
  read_scores(where, row, weeks, person)
  return person
end

-- Placements 1..n, equal ones allowed as in a competition (1, 2, 2, 4); a gap means rows are missing.
local function check_placements(path, season)
  local places = {}
  for i, person in ipairs(season.contestants) do places[i] = person.placement end
  table.sort(places)
  for i, place in ipairs(places) do
    if place ~= i and place ~= places[i - 1] then
      problem.raise({ path = path, column = "placement" },
        "season %d has %d contestants but placement %d is %d: rows are missing (a file cut short?) or wrong",
        season.season, #places, i, place)
    end
  end
end

-- Weeks of the season, judges of each week, who is a finalist, who leaves when.
local function settle_season(path, season, notes)
  season.weeks = 0
  for _, person in ipairs(season.contestants) do season.weeks = math.max(season.weeks, person.last_week) end
  if #season.contestants > LARGEST or season.weeks > LARGEST then
    problem.raise({ path = path }, "season %d has %d contestants in %d weeks; at most %d of either can be replayed",
      season.season, #season.contestants, season.weeks, LARGEST)
  end
  season.judges, season.eliminated, season.withdrew, season.finalists = {}, {}, {}, {}
  for week = 1, season.weeks do season.eliminated[week], season.withdrew[week] = {}, {} end
  for i, person in ipairs(season.contestants) do
    for week = 1, person.last_week do
      season.judges[week] = season.judges[week] or person.judges[week]
      if season.judges[week] ~= person.judges[week] then
        problem.raise({ path = path, line = person.line },
          "'%s' has %d scores in week %d, others of season %d have %d", person.name, person.judges[week], week,
          season.season, season.judges[week])
      end
    end
    if person.result_kind == "withdrew" then
      person.exit = "withdrew"
      table.insert(season.withdrew[person.last_week], i)
    elseif person.last_week == season.weeks then
      person.exit = "final"
      table.insert(season.finalists, i)
    else
      person.exit = "eliminated"
      table.insert(season.eliminated[person.last_week], i)
    end
    if person.result_week and person.result_week ~= person.last_week then
      notes[#notes + 1] = string.format("season %d, %s: '%s', but the last scored week is %d; taken as the exit",
        season.season, person.name, person.result, person.last_week)
    end
  end
  -- the order of several exits of one week is that of the placements, the worst first
  for week = 1, season.weeks do
    table.sort(season.eliminated[week], function(a, b)
      local pa, pb = season.contestants[a].placement, season.contestants[b].placement
      if pa ~= pb then return pa > pb end
      return a < b
    end)
  end
  check_placements(path, season)
end

local function count(result)
  local total = { contestants = 0, seasons = #result.seasons, season_weeks = 0, contestant_weeks = 0,
    elimination_weeks = 0, eliminations = 0, no_elimination_weeks = 0, withdrawals = 0, finalists = 0 }
  for _, season in ipairs(result.seasons) do
    total.contestants = total.contestants + #season.contestants
    total.season_weeks = total.season_weeks + season.weeks
    total.finalists = total.finalists + #season.finalists
    for _, person in ipairs(season.contestants) do
      total.contestant_weeks = total.contestant_weeks + person.last_week
      if person.exit == "withdrew" then total.withdrawals = total.withdrawals + 1 end
    end
    for week = 1, season.weeks - 1 do
      local k = #season.eliminated[week]
      total.eliminations = total.eliminations + k
      local field = k > 0 and "elimination_weeks" or "no_elimination_weeks"
      total[field] = total[field] + 1
    end
  end
  return total
end

local Contest = {}
Contest.__index = Contest
Contest.__name = "contest"

function Contest:__tostring()
  local c = self.counts
  local lines = { string.format(
    "contest: %d contestants in %d seasons, %d season-weeks, %d contestant-weeks, %d elimination weeks",
    c.contestants, c.seasons, c.season_weeks, c.contestant_weeks, c.elimination_weeks) }
  for _, note in ipairs(self.notes) do lines[#lines + 1] = "  " .. note end
  return table.concat(lines, "\n")
end

local function build(table_read)
  local path = table_read.path
  local fixed, weeks = find_columns(table_read)
  local result = setmetatable({ path = path, seasons = {}, notes = {} }, Contest)
  local by_number, seen = {}, {}
  for _, row in ipairs(table_read.rows) do
    local person = read_person(table_read, row, fixed, weeks)
    local key = person.season .. "\0" .. person.name
    if seen[key] then
      problem.raise({ path = path, line = row.line }, "season %d, '%s' stands already in line %d", person.season,
        person.name, seen[key])
    end
    seen[key] = row.line
    local season = by_number[person.season]
    if not season then
      season = { season = person.season, contestants = {} }
      by_number[person.season] = season
      table.insert(result.seasons, season)
    end
    table.insert(season.contestants, person)
  end
  if #result.seasons == 0 then problem.raise({ path = path }, "the table has no rows") end
  table.sort(result.seasons, function(a, b) return a.season < b.season end)
  for _, season in ipairs(result.seasons) do settle_season(path, season, result.notes) end
  result.counts = count(result)
  return result
end

local function read(path)
  local result = build(cells.read(path))
  result.sha256 = system.sha256_file(path)
  return result
end

--- Reads the contest's wide CSV: a contest, or nil, message, code.
function contest.load(path)
  if type(path) ~= "string" then
    error("bad argument #1 to 'load' (string expected, got " .. type(path) .. ")", 2)
  end
  return problem.guard(read, path)
end

--- A contest from a table of text in memory, { path = a name for messages, header, rows }.
function contest.from_cells(table_read) return problem.guard(build, table_read) end

return contest
