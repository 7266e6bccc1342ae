-- replay.lua - the seasons of a contest under another mechanism: from the loaded contest to the kernel of
-- solon.voting and back to season results.

local arguments = require "solon.mechanism.arguments"
local outcomes = require "solon.mechanism.outcomes"
local parameters = require "solon.mechanism.parameters"
local votes_module = require "solon.mechanism.data.votes"
local voting = require "solon.voting"
local welfare = require "solon.mechanism.welfare"

local replay = {}

replay.modes = { "static", "first_divergence", "dynamic" }

--- The columns solon.voting.seasons takes, one entry per contestant and one per contestant-week; without
--- votes shares are equal.
function replay.columns(contest, votes)
  votes = votes or votes_module.equal(contest)
  local columns = { name = {}, season = {}, placement = {}, withdrew = {}, contestant = {}, week = {}, total = {},
    judges = {}, share = {}, snap = 0 } -- totals are on the grid already
  local n, row = 0, 0
  for s, season in ipairs(contest.seasons) do
    for i, person in ipairs(season.contestants) do
      n = n + 1
      columns.name[n], columns.season[n] = person.name, season.season
      columns.placement[n], columns.withdrew[n] = person.placement, person.exit == "withdrew" and 1 or 0
      for week = 1, person.last_week do
        row = row + 1
        columns.contestant[row], columns.week[row] = n, week
        columns.total[row], columns.judges[row] = person.totals[week], person.judges[week]
        columns.share[row] = votes.shares[s][i][week]
      end
    end
  end
  return columns
end

--- The seasons of a contest with votes (nil: equal shares) as the kernel holds them.
function replay.seasons(contest, votes)
  return voting.seasons(replay.columns(contest, votes))
end

-- What the kernel takes for a rule: a preset's name, a list of rules per season, or five numbers.
local function kernel_rule(rule, position, name)
  if parameters.is(rule) then return rule:to_array() end
  if type(rule) == "string" or type(rule) == "table" then return rule end
  error(string.format("bad argument #%d to '%s' (mechanism parameters, name of a preset or list of rules expected, got %s)",
    position, name, type(rule)), 3)
end

-- Names voted off before the final in order of exit, and everybody's exit week, season by season.
local function exits(contest, by_contestant)
  local out, n = {}, 0
  for s, season in ipairs(contest.seasons) do
    local entry = { eliminations = {}, exit_weeks = {} }
    local gone = {}
    for _, person in ipairs(season.contestants) do
      n = n + 1
      local week = math.tointeger(by_contestant.exit_week[n])
      entry.exit_weeks[person.name] = week
      if week < season.weeks and person.exit ~= "withdrew" then
        gone[#gone + 1] = { name = person.name, week = week, place = by_contestant.place[n], row = n }
      end
    end
    table.sort(gone, function(a, b)
      if a.week ~= b.week then return a.week < b.week end
      if a.place ~= b.place then return a.place > b.place end
      return a.row < b.row
    end)
    for k, person in ipairs(gone) do entry.eliminations[k] = person.name end
    out[s] = entry
  end
  return out
end

-- Skill and place of everybody who did not withdraw.
local function rankings(contest, by_contestant)
  local out, n = {}, 0
  for s, season in ipairs(contest.seasons) do
    local skills = outcomes.skills(season)
    out[s] = {}
    for i, person in ipairs(season.contestants) do
      n = n + 1
      if person.exit ~= "withdrew" then
        table.insert(out[s], { name = person.name, place = by_contestant.place[n], skill = skills[i] })
      end
    end
  end
  return out
end

-- Weekly outcomes are read off the judges' values J of a mechanism; the show's rules have ranks or percents
-- there, and no test asks for theirs.
local function season_results(contest, run, with_weeks)
  local results, left = {}, exits(contest, run.by_contestant)
  local ranking = rankings(contest, run.by_contestant)
  local weekly = with_weeks and outcomes.weekly(run.trace) or {}
  for s, season in ipairs(contest.seasons) do
    results[s] = welfare.season_result {
      season_id = season.season, eliminations = left[s].eliminations, exit_weeks = left[s].exit_weeks,
      weekly = weekly[season.season], ranking = ranking[s],
      fairness_score = run.by_season.fairness[s], engagement_score = run.by_season.engagement[s],
      producer_score = run.by_season.producer[s],
    }
  end
  return results
end

local known_options = { "votes", "mode", "seed", "draws", "weights", "seasons" }

--- Replays a contest under a rule: the kernel's record with its trace, and with mode "dynamic" its `results`, a list of
--- season results.  options.seasons: what replay.seasons gave, where many rules are replayed.
function replay.run(contest, rule, options)
  if type(contest) ~= "table" or not contest.seasons then
    error("bad argument #1 to 'replay' (contest expected, got " .. type(contest) .. ")", 2)
  end
  options = arguments.options(options, known_options, 3, "replay")
  local mode = arguments.choice(options.mode or "dynamic", replay.modes, 3, "replay", "mode")
  local weights = options.weights or parameters.weights()
  local seasons = options.seasons or replay.seasons(contest, options.votes)
  local run = seasons:replay(kernel_rule(rule, 2, "replay"), {
    mode = mode, seed = options.seed, draws = options.draws, trace = true,
    weights = { weights.omega_fan, weights.omega_judge, weights.omega_producer },
  })
  if mode == "dynamic" then run.results = season_results(contest, run, parameters.is(rule)) end
  return run
end

return replay
