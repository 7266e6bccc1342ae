-- study.lua - the records of a search, an assessment and an inference brought into the shapes of a study.

local array = require "solon.array"
local parameters = require "solon.mechanism.parameters"

local study = {}

local utilities = { "welfare", "engagement", "fairness", "producer" }
local thetas = { "theta1", "theta2", "theta3", "theta4", "theta5" }

-- Run of compare, name, role, and the assessment's record of the same.
local compared = {
  { "proposed", "proposal", "proposed", "proposed" }, { "status_quo", "status quo (source text)", "status_quo", "status_quo" },
  { "optimal_as_published", "optimum printed in the source text", "published" }, { "historical", "the show's own rules", "historical", "rules" },
}

local function mechanisms(found, assessment)
  local list, rules = {}, { proposed = found.search.best }
  rules.status_quo, rules.optimal_as_published = parameters.status_quo(), parameters.optimal_as_published()
  for k, entry in ipairs(compared) do
    local run, sure, rule = found[entry[1]], assessment and entry[4] and assessment[entry[4]], rules[entry[1]]
    local one = { name = entry[2], role = entry[3], imputed = run.imputed }
    for _, name in ipairs(utilities) do
      one[name] = run[name]
      -- a run with the mean votes is another number than the mean over draws: an interval belongs to the latter
      if sure and assessment.draws > 1 then
        one[name], one[name .. "_low"], one[name .. "_high"] = sure[name].mean, sure[name].low, sure[name].high
      end
    end
    for _, name in ipairs(thetas) do one[name] = rule and rule[name] end
    list[k] = one
  end
  return list
end

-- Rows of the table of seasons, with the change in welfare and its interval over the draws of the votes.
local function seasons(found, assessment)
  local rows = {}
  local change = assessment and assessment.proposed.by_season - assessment.status_quo.by_season
  for s, entry in ipairs(found.table) do
    local row = { season = entry.season, elimination_changes = entry.elimination_changes, delta_fairness = entry.delta_fairness,
      delta_engagement = entry.delta_engagement }
    if change then
      local values = change:column(s):totable()
      row.delta_welfare = array.mean(values)
      if #values > 1 then
        local q = array.quantile(values, { 0.025, 0.975 })
        row.delta_welfare_low, row.delta_welfare_high = q[1], q[2]
      end
    end
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
  local found, assessment = parts.found, parts.assessment
  local result = { mechanisms = mechanisms(found, assessment), seasons = seasons(found, assessment),
    timelines = timelines(parts.contest, found) }
  if assessment then
    result.surface, result.pareto, result.weights = assessment.surface, assessment.pareto, assessment.weights
    result.gain, result.curse = assessment.gain.status_quo, assessment.curse.status_quo
    result.bootstrap = choices(assessment)
  end
  local votes = parts.votes
  if votes and votes.summary then result.vote_summary = votes.summary
  elseif votes and votes.draws then result.vote_summary = study.vote_summary(parts.contest, votes.draws) end
  return result
end

return study
