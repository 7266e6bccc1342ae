-- simulate.lua - made-up seasons in the published wide format, and votes for them: for examples, tests and
-- a first look without data.  Contestants have a skill and a popularity; judges score dances from 1 to 10
-- (means over dances are cut to four places, as published); the public votes in proportion to
-- exp(popularity + judges + noise); the show's historical rules decide who leaves.  The votes given are
-- estimates: the true shares with noise.

local arguments = require "solon.mechanism.arguments"
local contest = require "solon.mechanism.data.contest"
local random = require "solon.random"
local votes = require "solon.mechanism.data.votes"

local simulate = {}

local first_names = { "Ada", "Bram", "Cleo", "Dov", "Edda", "Finn", "Gwen", "Hugo", "Ines", "Jory", "Kaya", "Lars", "Mina",
  "Nils", "Orla", "Paz", "Quin", "Rhea", "Sven", "Tess", "Ugo", "Vera", "Wim", "Xenia", "Yann", "Zora" }
local last_names = { "Archer", "Brook", "Carver", "Dale", "Ember", "Fenn", "Grove", "Harrow", "Isley", "Jarrow", "Kestrel",
  "Lark", "Marsh", "North", "Oakes", "Pike", "Quarry", "Reed", "Stone", "Thorne", "Umber", "Vale", "Wren", "Yarrow" }
local partners = { "Alex Step", "Bo Turner", "Cam Heel", "Dana Frame", "Eli Sway/Fay Lift (week 2)", "Gus Promenade" }
local industries = { "Actor/Actress", "Athlete", "Singer/Rapper", "TV Personality", "Social Media Personality",
  "Social media personality" }

local WEEK_COLUMNS, JUDGES, FINALISTS = 11, 4, 3

-- Numbers of exits by votes in the weeks before the final: the first week may have none, a later one two.
local function schedule(weeks, skip_first)
  local k = {}
  for week = 1, weeks - 1 do k[week] = 1 end
  if skip_first then k[1], k[weeks // 2] = 0, 2 end
  return k
end

local function standardised(values, field)
  local n, mean, square = #field, 0.0, 0.0
  for _, i in ipairs(field) do mean = mean + values[i] end
  mean = mean / n
  for _, i in ipairs(field) do square = square + (values[i] - mean) ^ 2 end
  local deviation, out = math.sqrt(square / n), {}
  for _, i in ipairs(field) do out[i] = deviation > 0 and (values[i] - mean) / deviation or 0.0 end
  return out
end

-- Scores of one contestant in one week as 72nds, one per judge: means over dances.
local function judge_scores(stream, skill, week, judges, dances)
  local scores = {}
  for judge = 1, judges do
    local sum = 0
    for _ = 1, dances do
      local score = math.floor(6.0 + 1.1 * skill + 0.2 * week + 0.7 * stream:normal() + 0.5)
      sum = sum + math.max(1, math.min(10, score))
    end
    scores[judge] = 72 * sum // dances
  end
  return scores
end

-- A score as published: whole, or cut to four places.
local function token(seventy_seconds)
  if seventy_seconds % 72 == 0 then return string.format("%d", seventy_seconds // 72) end
  local cut = math.floor(seventy_seconds * 10000 // 72)
  return (string.format("%d.%04d", cut // 10000, cut % 10000):gsub("0+$", ""))
end

local function shares_of(stream, season, field, judged)
  local shares, sum = {}, 0.0
  for _, i in ipairs(field) do
    season.mood[i] = 0.7 * (season.mood[i] or 0.0) + 0.25 * stream:normal()
    shares[i] = math.exp(season.popularity[i] + 0.25 * judged[i] + season.mood[i])
    sum = sum + shares[i]
  end
  for _, i in ipairs(field) do shares[i] = shares[i] / sum end
  return shares
end

-- 1 for the largest; equal ones share the better rank.
local function ranks(values, field)
  local out = {}
  for _, i in ipairs(field) do
    out[i] = 1
    for _, j in ipairs(field) do
      if values[j] > values[i] then out[i] = out[i] + 1 end
    end
  end
  return out
end

-- Combined scores by the historical rules, larger is better.
local function combined(number, totals, shares, field)
  local out = {}
  if number <= 2 or number >= 28 then
    local a, b = ranks(totals, field), ranks(shares, field)
    for _, i in ipairs(field) do out[i] = -(a[i] + b[i]) end
  else
    local sum = 0
    for _, i in ipairs(field) do sum = sum + totals[i] end
    for _, i in ipairs(field) do out[i] = totals[i] / sum + shares[i] end
  end
  return out
end

-- The field from worst to best.
local function order(scores, shares, field)
  local sorted = table.move(field, 1, #field, 1, {})
  table.sort(sorted, function(a, b)
    if scores[a] ~= scores[b] then return scores[a] < scores[b] end
    return shares[a] < shares[b]
  end)
  return sorted
end

local function new_season(number, stream, used)
  local weeks = 6 + stream:integer(0, 2)
  local season = { number = number, weeks = weeks, k = schedule(weeks, number % 3 == 1), people = {}, popularity = {},
    skill = {}, mood = {}, withdraws = number % 4 == 3 and 2 or nil }
  local n = weeks - 1 + FINALISTS + (season.withdraws and 1 or 0)
  for i = 1, n do
    local name
    repeat
      name = first_names[stream:integer(1, #first_names)] .. " " .. last_names[stream:integer(1, #last_names)]
    until not used[name]
    used[name] = true
    if i == 2 then name = name:gsub(" ", ' "Twinkle" ', 1) end -- quotes, as some published names have
    season.people[i] = { name = name, partner = partners[stream:integer(1, #partners)],
      industry = industries[stream:integer(1, #industries)], age = stream:integer(18, 70), scores = {}, shares = {} }
    season.skill[i], season.popularity[i] = stream:normal(), 0.7 * stream:normal()
  end
  return season
end

-- Who is gone after the week: those voted off, the worst first, and in one season somebody withdraws.
local function leave(season, week, sorted)
  local gone, place = {}, #sorted
  if season.withdraws == week then
    local i = sorted[#sorted // 2 + 1]
    gone[i] = true
    season.people[i].result, season.people[i].placement = "Withdrew", place
    place = place - 1
  end
  local k = season.k[week]
  for _, i in ipairs(sorted) do
    if k == 0 then break end
    if not gone[i] then
      gone[i] = true
      season.people[i].result, season.people[i].placement = "Eliminated Week " .. week, place
      k, place = k - 1, place - 1
    end
  end
  return gone
end

local ordinals = { "1st Place", "2nd Place", "3rd Place" }

local function play(season, stream)
  local field = {}
  for i in ipairs(season.people) do field[i] = i end
  for week = 1, season.weeks do
    local judges = (season.number >= 5 and week > season.weeks - 3) and 4 or 3
    local dances = week > season.weeks - 2 and 3 or week > season.weeks // 2 and 2 or 1
    local totals = {}
    for _, i in ipairs(field) do
      local scores = judge_scores(stream, season.skill[i], week, judges, dances)
      season.people[i].scores[week] = scores
      totals[i] = 0
      for _, score in ipairs(scores) do totals[i] = totals[i] + score end
    end
    local shares = shares_of(stream, season, field, standardised(totals, field))
    for _, i in ipairs(field) do season.people[i].shares[week] = shares[i] end
    local sorted = order(combined(season.number, totals, shares, field), shares, field)
    if week == season.weeks then
      for place = 1, #sorted do
        local person = season.people[sorted[#sorted + 1 - place]]
        person.result, person.placement = ordinals[place], place
      end
    else
      local gone, left = leave(season, week, sorted), {}
      for _, i in ipairs(field) do
        if not gone[i] then left[#left + 1] = i end
      end
      field = left
    end
  end
end

local function header()
  local names = { "celebrity_name", "ballroom_partner", "celebrity_industry", "celebrity_homestate",
    "celebrity_homecountry/region", "celebrity_age_during_season", "season", "results", "placement" }
  for week = 1, WEEK_COLUMNS do
    for judge = 1, JUDGES do names[#names + 1] = string.format("week%d_judge%d_score", week, judge) end
  end
  return names
end

-- The judges' columns of a row: scores, 0 after the exit, N/A for judges and weeks that were not.
local function add_scores(row, season, person)
  for week = 1, WEEK_COLUMNS do
    local scores = person.scores[week]
    local judges = 0
    for _, other in ipairs(season.people) do judges = math.max(judges, other.scores[week] and #other.scores[week] or 0) end
    for judge = 1, JUDGES do
      row[#row + 1] = judge > judges and "N/A" or scores and token(scores[judge]) or "0"
    end
  end
end

-- The true shares with noise, summing to 1.
local function estimates(season, week, stream)
  local noisy, sum = {}, 0.0
  for i, person in ipairs(season.people) do
    if person.shares[week] then
      noisy[i] = person.shares[week] * math.exp(0.12 * stream:normal())
      sum = sum + noisy[i]
    end
  end
  for i, value in pairs(noisy) do noisy[i] = value / sum end
  return noisy
end

local numbers = { 1, 2, 3, 4, 5, 6, 7, 8, 28, 29, 30, 31 }

--- Two tables of text, { header, rows } each: the contest and the votes (columns season, week,
--- celebrity_name, f_mean).  options: seed = 1, seasons = 10 (at most 12; numbered 1 … 8, then from 28).
function simulate.tables(options)
  options = arguments.options(options, { "seed", "seasons" }, 1, "simulate")
  local seed = arguments.integer(options.seed or 1, 0, math.maxinteger, 1, "simulate", "seed")
  local count = arguments.integer(options.seasons or 10, 1, #numbers, 1, "simulate", "seasons")
  local wide = { header = header(), rows = {} }
  local long = { header = { "season", "week", "celebrity_name", "f_mean" }, rows = {} }
  local used = {}
  for s = 1, count do
    local stream = random.stream(seed, "mechanism.simulate", s)
    local season = new_season(numbers[s], stream, used)
    play(season, stream)
    for _, person in ipairs(season.people) do
      local row = { person.name, person.partner, person.industry, "", "United States", tostring(person.age),
        tostring(season.number), person.result, tostring(person.placement) }
      add_scores(row, season, person)
      wide.rows[#wide.rows + 1] = row
    end
    for week = 1, season.weeks do
      local shares = estimates(season, week, stream)
      for i, person in ipairs(season.people) do
        if shares[i] then
          long.rows[#long.rows + 1] = { tostring(season.number), tostring(week), person.name, string.format("%.9f", shares[i]) }
        end
      end
    end
  end
  return wide, long
end

local function with_lines(made, name)
  for i, row in ipairs(made.rows) do row.line = i + 1 end
  made.path = name
  return made
end

--- A simulated contest and votes for it.  options as for `tables`.
function simulate.contest(options)
  local contest_table, votes_table = simulate.tables(options)
  local made = assert(contest.from_cells(with_lines(contest_table, "simulated seasons")))
  return made, assert(votes.from_cells(with_lines(votes_table, "simulated votes"), made, "f_mean"))
end

return simulate
