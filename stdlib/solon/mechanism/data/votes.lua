-- votes.lua - shares of the public vote for every contestant-week of a contest.
--
-- A votes file is a table keyed by `season`, `week` and `celebrity_name` with one column of shares;
-- other columns are ignored, and so are rows of seasons the contest does not hold and rows of share 0
-- in weeks after a contestant's exit.  Every contestant-week needs exactly one share in [0, 1].
--
-- Shares of a week should sum to 1.  Sums within 1e-6 of 1 are left as they are; sums within [0.5, 1.5]
-- (medians, rounded figures) are divided by their sum, and the votes say in how many weeks and by how
-- much; anything further off is an error, because the column then is no column of shares.
--
-- Votes may carry draws: votes.draws, a matrix with a row a draw and a column a contestant-week in the order of
-- replay.columns; votes.shares are then their means.  They come from a Parquet file of draws (hidden/draws.lua) or
-- from columns that hold the ends of intervals (hidden/interval.lua).

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local cells = require "solon.mechanism.data.cells"
local check = require "solon.frame.check"
local draws_file = require "solon.mechanism.hidden.draws"
local interval = require "solon.mechanism.hidden.interval"
local system = require "solon.native.system"
local problem = require "solon.mechanism.data.problem"
local text = require "solon.mechanism.data.text"

local votes = {}

local EXACT, LOW, HIGH = 1e-6, 0.5, 1.5

local Votes = {}
Votes.__index = Votes
Votes.__name = "votes"

function Votes:__tostring()
  local lines = { "votes: " .. self.description }
  for _, note in ipairs(self.notes) do lines[#lines + 1] = "  " .. note end
  return table.concat(lines, "\n")
end

-- shares[s][i][w] in the order of the contest: seasons, contestants, weeks.
local function empty_shares(contest)
  local shares = {}
  for s, season in ipairs(contest.seasons) do
    shares[s] = {}
    for i in ipairs(season.contestants) do shares[s][i] = {} end
  end
  return shares
end

--- Equal shares of every week: what is assumed where no votes are given.
function votes.equal(contest)
  local shares = empty_shares(contest)
  for s, season in ipairs(contest.seasons) do
    local field = {}
    for _, person in ipairs(season.contestants) do
      for week = 1, person.last_week do field[week] = (field[week] or 0) + 1 end
    end
    for i, person in ipairs(season.contestants) do
      for week = 1, person.last_week do shares[s][i][week] = 1 / field[week] end
    end
  end
  return setmetatable({ shares = shares, id = "equal", notes = {},
    description = "none given: every share is 1/n of the week's n contestants" }, Votes)
end

local function whole(where, value)
  local number = tonumber(value)
  local integer = value:match("^%d+%.?0*$") and number and math.tointeger(number)
  if not integer or integer < 1 then
    where.value = value
    problem.raise(where, "is not a whole number of at least 1")
  end
  return integer
end

local function share_of(where, value)
  local number = value:match("^[%d.][%d.eE+-]*$") and tonumber(value)
  if not number or number > 1 then
    where.value = value
    problem.raise(where, "is not a share (a number from 0 to 1)")
  end
  return number + 0.0
end

-- season number -> position, and names of each season -> position.
local function index_contest(contest)
  local seasons = {}
  for s, season in ipairs(contest.seasons) do
    local names = {}
    for i, person in ipairs(season.contestants) do names[person.name] = i end
    seasons[season.season] = { position = s, names = names }
  end
  return seasons
end

local function place_rows(table_read, found, column, contest, shares, notes)
  local seasons, lines, foreign, after = index_contest(contest), {}, 0, 0
  for _, row in ipairs(table_read.rows) do
    local where = { path = table_read.path, line = row.line }
    local function cell(name)
      where.column = name
      return text.trim(row[found[name]])
    end
    local number = whole(where, cell("season"))
    local week = whole(where, cell("week"))
    local name = text.name(cell("celebrity_name"))
    local known = seasons[number]
    if not known then
      foreign = foreign + 1
    else
      local i = known.names[name]
      if not i then
        where.value = name
        problem.raise(where, "is nobody of season %d", number)
      end
      local share = share_of(where, cell(column))
      local key = known.position << 40 | i << 20 | week
      if lines[key] then
        where.column = nil
        problem.raise(where, "season %d, week %d, '%s' stands already in line %d", number, week, name, lines[key])
      end
      lines[key] = row.line
      if week <= contest.seasons[known.position].contestants[i].last_week then
        shares[known.position][i][week] = share
      elseif share > 0 then
        where.value = row[found[column]]
        problem.raise(where, "is a share of '%s' in week %d of season %d, after the last scored week %d", name, week,
          number, contest.seasons[known.position].contestants[i].last_week)
      else
        after = after + 1
      end
    end
  end
  if foreign > 0 then notes[#notes + 1] = foreign .. " rows of seasons that are not in the contest ignored" end
  if after > 0 then notes[#notes + 1] = after .. " rows of share 0 after a contestant's exit ignored" end
end

local function check_complete(path, contest, shares)
  local missing = {}
  for s, season in ipairs(contest.seasons) do
    for i, person in ipairs(season.contestants) do
      for week = 1, person.last_week do
        if not shares[s][i][week] then
          missing[#missing + 1] = string.format("season %d week %d %s", season.season, week, person.name)
        end
      end
    end
  end
  if #missing > 0 then
    problem.raise({ path = path }, "%d of %d contestant-weeks have no share: %s", #missing,
      contest.counts.contestant_weeks, text.some(missing, 3))
  end
end

-- Divides the shares of weeks that do not sum to 1; tells how many and how far off.
local function normalise(path, contest, shares, notes)
  local changed, least, most = {}, math.huge, -math.huge
  for s, season in ipairs(contest.seasons) do
    for week = 1, season.weeks do
      local sum = 0.0
      for i in ipairs(season.contestants) do sum = sum + (shares[s][i][week] or 0) end
      if sum < LOW or sum > HIGH then
        problem.raise({ path = path }, "shares of season %d week %d sum to %.6g, not to 1", season.season, week, sum)
      end
      if math.abs(sum - 1) > EXACT then
        changed[#changed + 1] = string.format("S%dW%d", season.season, week)
        least, most = math.min(least, sum), math.max(most, sum)
        for i in ipairs(season.contestants) do
          if shares[s][i][week] then shares[s][i][week] = shares[s][i][week] / sum end
        end
      end
    end
  end
  if #changed > 0 then
    notes[#notes + 1] = string.format("shares of %d of %d season-weeks summed to %.6g … %.6g and were divided by their sum (%s)",
      #changed, contest.counts.season_weeks, least, most, text.some(changed, 3))
  end
end

local function build(table_read, contest, column)
  local path = table_read.path
  local found = cells.columns(table_read, { "season", "week", "celebrity_name", column })
  local result = setmetatable({ path = path, column = column, id = column, notes = {}, shares = empty_shares(contest) }, Votes)
  place_rows(table_read, found, column, contest, result.shares, result.notes)
  check_complete(path, contest, result.shares)
  normalise(path, contest, result.shares, result.notes)
  result.description = string.format("column '%s', %d contestant-weeks", column, contest.counts.contestant_weeks)
  return result
end

--- Votes with one share per contestant-week in the order of replay.columns; fields: draws, id, description, notes ….
function votes.from_rows(contest, rows, fields)
  local result, r = { shares = empty_shares(contest), notes = {} }, 0
  for name, value in pairs(fields) do result[name] = value end
  for s, season in ipairs(contest.seasons) do
    for i, person in ipairs(season.contestants) do
      for week = 1, person.last_week do
        r = r + 1
        result.shares[s][i][week] = rows[r]
      end
    end
  end
  return setmetatable(result, Votes)
end

local function means(draws)
  local _, columns = draws:shape()
  local list = {}
  for c = 1, columns do list[c] = array.mean(draws:column(c)) end
  return list
end

-- ---- files of draws and of intervals ------------------------------------------------------------------------

local function read_draws(path, contest, options)
  local draws, total = draws_file.read(path, contest, options.draws or 200)
  return votes.from_rows(contest, means(draws), { path = path, id = "draws", draws = draws, sha256 = system.sha256_file(path),
    description = string.format("%d of %d draws, evenly spaced", (draws:shape()), total) })
end

-- The contestant-weeks with what three columns of the table say about them; notes tell of ignored rows and of points
-- that do not sum to 1.
local function interval_cells(table_read, contest, options, notes)
  local columns, list = {}, {}
  for k, column in ipairs { options.column, options.low, options.high } do
    local found = cells.columns(table_read, { "season", "week", "celebrity_name", column })
    columns[k] = empty_shares(contest)
    place_rows(table_read, found, column, contest, columns[k], k == 1 and notes or {})
    check_complete(table_read.path, contest, columns[k])
  end
  for s, season in ipairs(contest.seasons) do
    for i, person in ipairs(season.contestants) do
      for week = 1, person.last_week do
        list[#list + 1] = { season = season.season, week = week, name = person.name, point = columns[1][s][i][week],
          low = columns[2][s][i][week], high = columns[3][s][i][week] }
      end
    end
  end
  normalise(table_read.path, contest, columns[1], notes)
  return list
end

local function build_interval(table_read, contest, options)
  local notes = {}
  local list = interval_cells(table_read, contest, options, notes)
  local count = options.draws or 200
  local draws = interval.draw(table_read.path, list, count, options.seed or 0)
  return votes.from_rows(contest, means(draws), { path = table_read.path, column = options.column, id = options.column,
    draws = draws, notes = notes, description = string.format(
      "%d draws from column '%s' with 95 %% intervals '%s' to '%s', %d contestant-weeks", count, options.column,
      options.low, options.high, contest.counts.contestant_weeks) })
end

local function read_table(path, contest, options)
  local table_read = cells.read(path)
  local result = options.low and build_interval(table_read, contest, options) or build(table_read, contest, options.column)
  result.sha256 = system.sha256_file(path)
  return result
end

--- Votes from a table of text in memory, { path = a name for messages, header, rows }.
function votes.from_cells(table_read, contest, column) return problem.guard(build, table_read, contest, column) end

local known_options = { "column", "low", "high", "draws", "seed" }

-- Options that the kind of votes cannot look at are refused.
local function check_options(options, path)
  options = arguments.options(options, known_options, 3, "votes")
  local parquet = type(path) == "string" and path:lower():find("%.parquet$") ~= nil
  local function bad(format, ...) check.fail(3, "votes", string.format(format, ...), 4) end
  for _, name in ipairs { "column", "low", "high" } do
    if options[name] ~= nil then arguments.type(options[name], "string", 3, "votes") end
    if parquet and options[name] ~= nil then bad("option '%s': a file of draws has no such choice", name) end
  end
  if (options.low == nil) ~= (options.high == nil) then bad("options 'low' and 'high' come together") end
  if options.draws ~= nil then
    arguments.integer(options.draws, 1, 1000000, 3, "votes", "draws")
    if not parquet and not options.low then bad("option 'draws': a file of draws, or 'low' and 'high', expected with it") end
  end
  if options.seed ~= nil then
    arguments.integer(options.seed, math.mininteger, math.maxinteger, 3, "votes", "seed")
    if not options.low then bad("option 'seed': 'low' and 'high' expected with it") end
  end
  return { column = options.column or "f_mean", low = options.low, high = options.high, draws = options.draws,
    seed = options.seed }, parquet
end

--- Reads a votes file for a contest; see `help mechanism.votes`.  Without a path the shares are equal.  Gives votes,
--- or nil, message, code.
function votes.load(contest, path, options)
  if type(contest) ~= "table" or not contest.seasons then
    error("bad argument #1 to 'votes' (contest expected, got " .. type(contest) .. ")", 2)
  end
  local chosen, parquet = check_options(options, path)
  if path == nil then return votes.equal(contest) end
  arguments.type(path, "string", 2, "votes")
  return problem.guard(parquet and read_draws or read_table, path, contest, chosen)
end

return votes
