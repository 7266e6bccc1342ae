-- study.lua - the records of a search, an assessment and an inference brought into the shapes of a study.

local array = require "solon.array"
local parameters = require "solon.mechanism.parameters"

local study = {}

local thetas = { "theta1", "theta2", "theta3", "theta4", "theta5" }

-- Run of compare, name, role, and the assessment's record of the same.
local compared = {
  { "proposed", "proposal", "proposed", "proposed" }, { "status_quo", "status quo (source text)", "status_quo", "status_quo" },
  { "optimal_as_published", "optimum printed in the source text", "published" }, { "historical", "the show's own rules", "historical", "rules" },
}

local function interval(values)
  local q = array.quantile(values, { 0.025, 0.975 })
  return { mean = array.mean(values), low = q[1], high = q[2] }
end

local function rules_of(found)
  return { proposed = found.search.best, status_quo = parameters.status_quo(), optimal_as_published = parameters.optimal_as_published() }
end

-- The runs of a rule under every draw of the votes, nil where there is one set of votes only.
local function over_draws(found, rule)
  local ensemble, problem = found.search.ensemble, found.search.problem
  if not ensemble or ensemble:info().count < 2 then return nil end
  local runs = {}
  for d = 1, ensemble:info().count do
    runs[d] = ensemble:draw(d):replay(rule:to_array(), { seed = problem.seed, draws = problem.draws, weights = problem.weights })
  end
  return runs
end

local function values_of(runs, pick)
  local values = {}
  for d, run in ipairs(runs) do values[d] = pick(run) end
  return values
end

-- Means and intervals over the draws where there are any, else the run with the votes given: two kinds of numbers that
-- must not stand side by side.
local function mechanisms(found, assessment, drawn)
  local list, rules = {}, rules_of(found)
  for k, entry in ipairs(compared) do
    local one, rule = { name = entry[2], role = entry[3] }, rules[entry[1]]
    local sure = not rule and assessment and assessment.draws > 1 and assessment[entry[4]]
    for _, name in ipairs { "welfare", "engagement", "fairness", "producer", "imputed" } do
      one[name] = found[entry[1]][name]
      local part = drawn[entry[1]] and interval(values_of(drawn[entry[1]], function(run) return run[name] end)) or sure and sure[name]
      if part then
        one[name] = part.mean
        if name ~= "imputed" then one[name .. "_low"], one[name .. "_high"] = part.low, part.high end
      end
    end
    for _, name in ipairs(thetas) do one[name] = rule and rule[name] end
    list[k] = one
  end
  return list
end

local function set(row, name, values)
  local part = interval(values)
  row[name], row[name .. "_low"], row[name .. "_high"] = part.mean, part.low, part.high
end

-- How many of a season's contestants leave in another week, under each draw; at: where the season's contestants begin.
local function exits_changed(before, after, at, count)
  local values = {}
  for d, run in ipairs(after) do
    local changed, old = 0, before[d].by_contestant.exit_week
    for n = at + 1, at + count do
      if run.by_contestant.exit_week[n] ~= old[n] then changed = changed + 1 end
    end
    values[d] = changed + 0.0
  end
  return values
end

-- The changes season by season, over the draws of the votes where there are any.
local function seasons(contest, found, drawn)
  local rows, at = {}, 0
  local before, after, weights = drawn.status_quo, drawn.proposed, found.search.problem.weights
  for s, entry in ipairs(found.table) do
    local row = { season = entry.season }
    if before then
      local function change(pick)
        local values = {}
        for d, run in ipairs(after) do values[d] = pick(run) - pick(before[d]) end
        return values
      end
      set(row, "delta_fairness", change(function(run) return run.by_season.fairness[s] end))
      set(row, "delta_engagement", change(function(run) return run.by_season.engagement[s] end))
      set(row, "delta_welfare", change(function(run)
        local u = run.by_season
        return weights[1] * u.engagement[s] + weights[2] * u.fairness[s] + weights[3] * u.producer[s]
      end))
      set(row, "elimination_changes", exits_changed(before, after, at, #contest.seasons[s].contestants))
    else
      local old, new = found.status_quo.by_season, found.proposed.by_season
      row.elimination_changes, row.delta_fairness, row.delta_engagement = entry.elimination_changes, entry.delta_fairness, entry.delta_engagement
      row.delta_welfare = weights[1] * entry.delta_engagement + weights[2] * entry.delta_fairness
        + weights[3] * (new.producer[s] - old.producer[s])
    end
    at = at + #contest.seasons[s].contestants
    rows[s] = row
  end
  return rows
end

local function timelines(contest, found)
  local list, n = {}, 0
  for s, season in ipairs(contest.seasons) do
    local entry = { season = season.season, weeks = season.weeks, contestants = {} }
    for i, person in ipairs(season.contestants) do
      n = n + 1
      entry.contestants[i] = { name = person.name, placement = person.placement, recorded = person.last_week,
        status_quo = found.status_quo.results[s].exit_weeks[person.name], proposed = found.proposed.results[s].exit_weeks[person.name],
        proposed_place = found.proposed.by_contestant.place[n] }
    end
    list[s] = entry
  end
  return list
end

local kinds = { { "season_bootstrap", "resamples of the seasons" }, { "vote_draw", "draws of the votes" },
  { "joint", "resamples of the seasons, each under one draw of the votes" } }

local function choices(assessment)
  local list = {}
  for _, kind in ipairs(kinds) do
    local set = { name = kind[2] }
    for _, name in ipairs(thetas) do set[name] = {} end
    for _, row in ipairs(assessment.stability) do
      if row.kind == kind[1] then
        for _, name in ipairs(thetas) do table.insert(set[name], row[name]) end
      end
    end
    if #set.theta1 > 0 then
      set.name = string.format("%d %s", #set.theta1, kind[2])
      list[#list + 1] = set
    end
  end
  return list
end

--- Rows { season, week, celebrity_name, mean, low, high } of draws of the votes (draws x contestant-weeks, in the order of
--- the contest), with 95% intervals.
function study.vote_summary(contest, draws)
  local rows, column = {}, 0
  for _, season in ipairs(contest.seasons) do
    for _, person in ipairs(season.contestants) do
      for week = 1, person.last_week do
        column = column + 1
        local values = draws:column(column):copy()
        local q = array.quantile(values, { 0.025, 0.975 })
        rows[column] = { season = season.season, week = week, celebrity_name = person.name, mean = values:mean(), low = q[1], high = q[2] }
      end
    end
  end
  return rows
end

--- A study of what there is.  parts: contest and found (of recommendation.compare), and optionally assessment (of
--- mechanism.assess) and votes (with draws or a summary).  Further fields of a study are the caller's to add.
function study.of(parts)
  local found, assessment, drawn = parts.found, parts.assessment, {}
  for name, rule in pairs(rules_of(found)) do drawn[name] = over_draws(found, rule) end
  local result = { mechanisms = mechanisms(found, assessment, drawn), seasons = seasons(parts.contest, found, drawn),
    timelines = timelines(parts.contest, found), timelines_note = drawn.proposed and "Replayed with the mean of the votes." or nil }
  if assessment then
    result.surface, result.pareto, result.weights = assessment.surface, assessment.pareto, assessment.weights
    result.gain, result.curse = assessment.gain.status_quo, assessment.curse.status_quo
    result.gain_rules, result.curse_rules = assessment.gain.rules, assessment.curse.rules
    result.bootstrap = choices(assessment)
  end
  local votes = parts.votes
  if votes and votes.summary then result.vote_summary = votes.summary
  elseif votes and votes.draws then result.vote_summary = study.vote_summary(parts.contest, votes.draws) end
  return result
end

return study
