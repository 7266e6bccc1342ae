-- report.lua - inferred votes told: the summary table, the diagnostics as data, the files, the lines a person reads.

local array = require "solon.array"
local draws = require "solon.mechanism.hidden.draws"
local infer = require "solon.mechanism.hidden.infer"
local json = require "solon.json"
local records = require "solon.frame.records"

local report = {}

local columns = { "season", "week", "celebrity_name", "field", "mean", "median", "low", "high", "width", "r_hat", "effective_size" }

--- vote_summary.csv: a row per contestant-week; no R-hat and effective size where a share cannot vary.
function report.summary(inferred) return records.frame(inferred.summary, columns, records.nan) end

local function exception(row)
  return { season = row.season, week = row.week, celebrity_name = row.celebrity_name, r_hat = row.r_hat,
    effective_size = row.effective_size }
end

local function list_of(rows, make)
  local list = {}
  for i, row in ipairs(rows) do list[i] = make and make(row) or row end
  return json.array(list)
end

-- How wide the 95 % intervals are: over all contestant-weeks, and the means by season.
local function widths(contest, inferred)
  local all, by_season = {}, {}
  for _, row in ipairs(inferred.summary) do
    all[#all + 1] = row.width
    by_season[row.season] = by_season[row.season] or {}
    table.insert(by_season[row.season], row.width)
  end
  local quartiles, seasons = array.quantile(all, { 0, 0.25, 0.5, 0.75, 1 }), {}
  for s, season in ipairs(contest.seasons) do
    seasons[s] = { season = season.season, mean = array.mean(by_season[season.season]) }
  end
  return { mean = array.mean(all), least = quartiles[1], lower_quartile = quartiles[2], median = quartiles[3],
    upper_quartile = quartiles[4], largest = quartiles[5], by_season = json.array(seasons) }
end

local function chains(contest, inferred)
  local list = {}
  for s, one in ipairs(inferred.found) do
    local worst, least = infer.worst(one.r_hat, one.effective_size)
    list[s] = { season = contest.seasons[s].season, rounds = one.rounds, thin = one.thin, worst_r_hat = worst,
      least_effective_size = least }
  end
  return json.array(list)
end

local function miss(found)
  return { season = found.season, week = found.week, recorded = json.array(found.recorded), replayed = json.array(found.out) }
end

local function reproduction(found)
  return { count = found.count, of = found.of, misses = list_of(found.misses, miss) }
end

local function model(options, rules_name)
  return { rules = rules_name, chains = options.chains, draws = options.draws, warmup = options.warmup, thin = options.thin,
    rounds = options.rounds, initial_deviation = options.initial_deviation, step_deviation = options.step_deviation,
    choice_slope = options.choice_slope, order_final = options.order_final, seed = options.seed }
end

--- The content of diagnostics.json.
function report.diagnostics(contest, inferred, rules_name)
  local c = inferred.consistency
  return {
    contest = { sha256 = contest.sha256, counts = contest.counts, notes = json.array(table.move(contest.notes, 1, #contest.notes, 1, {})) },
    model = model(inferred.options, rules_name),
    criterion = { r_hat_below = infer.R_HAT, effective_size_at_least = infer.EFFECTIVE_SIZE },
    shares = #inferred.summary, worst_r_hat = inferred.worst_r_hat, least_effective_size = inferred.least_effective_size,
    exceptions = { count = #inferred.exceptions, list = list_of(inferred.exceptions, exception) },
    seasons = chains(contest, inferred),
    infeasible = { count = #inferred.infeasible, list = list_of(inferred.infeasible) },
    consistency = { draws = c.draws, decisions = c.decisions, feasible = c.feasible, explained_by_every_draw = c.consistent,
      violations = json.array(c.violations) },
    interval_width = widths(contest, inferred),
    reproduced_by_mean = { historical = reproduction(inferred.reproduced), own_rules = reproduction(inferred.reproduced_own_rules) },
  }
end

--- The files of an inference: the draws, the summary, the diagnostics.
function report.write(ctx, contest, inferred, rules_name)
  ctx.write_frame("draws.parquet", draws.frame(inferred.votes.draws, inferred.options.chains, inferred.summary))
  ctx.write_frame("vote_summary.csv", report.summary(inferred))
  ctx.write_json("diagnostics.json", report.diagnostics(contest, inferred, rules_name))
end

local function told(weeks)
  local parts = {}
  for i = 1, math.min(#weeks, 12) do parts[i] = string.format("S%dW%d", weeks[i].season, weeks[i].week) end
  return #weeks == 0 and "" or ": " .. table.concat(parts, " ") .. (#weeks > 12 and " …" or "")
end

--- The summary a person reads.
function report.lines(contest, inferred, rules_name)
  local c, o, w = inferred.consistency, inferred.options, widths(contest, inferred)
  local again = 0
  for _, one in ipairs(inferred.found) do again = again + (one.rounds > 1 and 1 or 0) end
  local lines = {
    string.format("Votes of %d contestant-weeks inferred under the rules '%s': %d chains of %d draws.", #inferred.summary,
      rules_name, o.chains, o.draws),
    string.format("Chains: %s; %d shares miss R-hat < %.2f and %d effective draws; %d seasons run again with more thinning.",
      infer.told(inferred.worst_r_hat, inferred.least_effective_size), #inferred.exceptions, infer.R_HAT,
      infer.EFFECTIVE_SIZE, again),
    string.format("Decisions: %d recorded, %d that no shares explain%s; %d of the other %d explained by every draw (checked).",
      c.decisions, #inferred.infeasible, told(inferred.infeasible), c.consistent, c.feasible),
    string.format("95 %% intervals: mean width %.3f, median %.3f, from %.3f to %.3f.", w.mean, w.median, w.least, w.largest),
  }
  for _, one in ipairs { { "the historical rules", inferred.reproduced }, { "the inference's own rules", inferred.reproduced_own_rules } } do
    local name, found = one[1], one[2]
    lines[#lines + 1] = string.format("Posterior mean under %s: the recorded exits in %d of %d elimination weeks%s.", name,
      found.count, found.of, #found.misses > 0 and "; missed" .. told(found.misses) or "")
  end
  return lines
end

return report
