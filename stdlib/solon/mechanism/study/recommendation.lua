-- recommendation.lua - the final recommendation as data, with every key of the source text's schema.
-- Every number is computed.  Where the source text's formula is wrong its key holds the corrected figure
-- and <key>_as_published the literal one.

local comparison = require "solon.mechanism.difference.comparison"
local counterfactual = require "solon.mechanism.counterfactual"
local description = require "solon.mechanism.description"
local json = require "solon.json"
local optimality = require "solon.mechanism.certificate.optimality"
local outcomes = require "solon.mechanism.outcomes"
local over_draws = require "solon.mechanism.uncertain.over_draws"
local paired = require "solon.mechanism.difference.paired"
local parameters = require "solon.mechanism.parameters"
local published = require "solon.mechanism.published"
local replay = require "solon.mechanism.replay"

local recommendation = {}

local function utilities(run)
  return { welfare = run.welfare, engagement = run.engagement, fairness = run.fairness, producer = run.producer,
    imputed_contestant_weeks = run.imputed }
end

-- Means over draws of the votes, with the interval that holds 95% of the draws.
local function utilities_over_draws(run)
  local out = { interval_95 = {} }
  for _, name in ipairs(over_draws.names) do
    local key = name == "imputed" and "imputed_contestant_weeks" or name
    out[key], out.interval_95[key] = run[name].mean, json.array { run[name].low, run[name].high }
  end
  return out
end

local function performance_over_draws(found)
  local runs, out = found.over_draws, { vote_draws = found.search.vote_draws, interval_95 = {} }
  for key, name in pairs { welfare_improvement = "welfare", fairness_delta = "fairness", engagement_delta = "engagement",
    producer_delta = "producer" } do
    local difference = over_draws.difference(runs.proposed, runs.status_quo, name)
    out[key], out.interval_95[key] = difference.mean, json.array { difference.low, difference.high }
  end
  out.welfare_status_quo, out.welfare_proposed = runs.status_quo.welfare.mean, runs.proposed.welfare.mean
  out.status_quo, out.proposed = utilities_over_draws(runs.status_quo), utilities_over_draws(runs.proposed)
  out.optimal_as_published = utilities_over_draws(runs.optimal_as_published)
  out.historical_rules = utilities_over_draws(runs.historical)
  return out
end

local function performance(found)
  if found.over_draws then return performance_over_draws(found) end
  return {
    welfare_status_quo = found.status_quo.welfare,
    welfare_proposed = found.proposed.welfare,
    welfare_improvement = found.proposed.welfare - found.status_quo.welfare,
    fairness_delta = found.proposed.fairness - found.status_quo.fairness,
    engagement_delta = found.proposed.engagement - found.status_quo.engagement,
    producer_delta = found.proposed.producer - found.status_quo.producer,
    status_quo = utilities(found.status_quo),
    proposed = utilities(found.proposed),
    optimal_as_published = utilities(found.optimal_as_published),
    historical_rules = utilities(found.historical),
  }
end

-- A copy that owns all its tables.
local function copied(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in pairs(value) do copy[key] = copied(item) end
  return copy
end

-- The literal results beside the corrected ones, test by test; over draws of the votes where there are any (the literal
-- ones at the mean votes), and the tests on seasons held out where they were made.
local function statistical_tests(found)
  local seed = found.seed
  local tests
  if found.pairs then
    local options = { seed = seed, weights = found.weights }
    tests = paired.tests(found.pairs, options)
    tests.vote_draws, tests.over_draws = #found.pairs, paired.over_draws(found.pairs, options)
  else
    tests = comparison.run_statistical_tests(found.status_quo.results, found.proposed.results,
      { seed = seed, weights = found.weights })
  end
  if found.nested then tests.held_out = copied(found.nested) end
  local literal = published.run_statistical_tests(found.status_quo.results, found.proposed.results, { seed = seed })
  for _, name in ipairs { "mcnemar", "fisher_z", "permutation" } do tests[name .. "_as_published"] = literal[name] end
  return tests
end

local function kkt_verification(found)
  local check = optimality.verify(found.search.best, found.search.evaluate)
  local gradient, hessian = optimality.embed(check)
  local literal = published.verify_kkt(found.search.best, gradient, hessian)
  for _, name in ipairs { "stationarity", "gradient_norm", "primal_feasibility", "second_order", "hessian_eigenvalues",
    "kkt_satisfied" } do
    check[name .. "_as_published"] = literal[name]
  end
  check.gradient_as_published = gradient
  check.plateaus = found.search.plateaus
  check.hessian_eigenvalues, check.free_coordinates = json.array(check.hessian_eigenvalues), json.array(check.free_coordinates)
  return check
end

local function counterfactual_summary(rows)
  local summary = counterfactual.summary(rows)
  local literal = counterfactual.summary(rows, "elimination_changes_as_published")
  for _, name in ipairs { "total_elimination_changes", "seasons_with_changes", "average_changes_per_season" } do
    summary[name .. "_as_published"] = literal[name]
  end
  return summary
end

local function method(found)
  local s = found.search
  return {
    votes = s.vote_draws and string.format("welfare and utilities are means over %d draws of the votes; exits, tests and the "
      .. "table of seasons are those of the mean votes", s.vote_draws) or nil,
    search = string.format("exhaustive: 9 cells of theta2 x theta5 times a lattice of theta1 x theta3 x theta4 (%d points), "
      .. "then three finer lattices around the best (%d points evaluated in all)%s; ties in W go to the smallest "
      .. "(theta2, theta5, theta4, theta3, theta1)", s.lattice_points, s.evaluated,
      s.methods and ", line searches and differential evolution from there" or ""),
    random_ties = string.format("theta5 = 2 is the mean over %d draws of seed %d", s.draws, s.seed),
    seed = s.seed,
    cell_bests = s.cells,
    status_quo = parameters.status_quo():to_array(),
    statistical_tests = "paired sign flips of the season differences of welfare, fairness and engagement; McNemar's weeks in "
      .. "which exactly one mechanism removes only contestants among the lowest judge totals, signs flipped by season; Steiger's "
      .. "test of two correlations that share skill; significant after Holm's adjustment of all five. The proposal was chosen on "
      .. "the same seasons, so its advantage is overstated",
    kkt = "central differences of W, step 0.01, inside the box; a slope out of the box at a bound is carried by its "
      .. "multiplier; theta2 and theta5 are compared by enumeration; 'no information' where W does not change",
    weights = { fan = found.weights.omega_fan, judge = found.weights.omega_judge, producer = found.weights.omega_producer },
    data = found.data,
    historical_rules = found.rules,
    weekly_outcomes = found.mode .. " replay",
  }
end

local DRAWS_TESTED = 40 -- evenly spaced: each is replayed with its traces

-- Season results of the status quo and the proposal under draws of the votes.
local function pairs_over_draws(contest, search, options)
  local list = {}
  for k, d in ipairs(paired.subsample(search.ensemble:info().count, DRAWS_TESTED)) do
    local base = { seasons = search.ensemble:draw(d), seed = options.seed, draws = options.draws }
    local function results(rule)
      base.mode = nil
      local out = replay.run(contest, rule, base).results
      if options.mode ~= "dynamic" then
        base.mode = options.mode
        outcomes.replace(out, replay.run(contest, rule, base).trace)
      end
      return out
    end
    list[k] = { sq = results(parameters.status_quo()), opt = results(search.best) }
  end
  return list
end

--- Replays the status quo, the proposal, the optimum printed in the source text and the show's own rules,
--- and compares them.  options: votes, weights, rules, seed, draws, mode (of the weekly outcomes).  After a search over draws of
--- the votes the replays are those of the mean votes, over_draws holds all four under every draw, and pairs the season
--- results of status quo and proposal under some of them.
function recommendation.compare(contest, search, options)
  local weights = options.weights or parameters.weights()
  local base = { votes = options.votes, weights = weights, seed = options.seed, draws = options.draws, seasons = search.seasons }
  local function run(rule, mode)
    base.mode = mode
    return replay.run(contest, rule, base)
  end
  local found = {
    search = search, weights = weights, seed = options.seed, mode = options.mode, seasons = search.seasons,
    status_quo = run(parameters.status_quo()), proposed = run(search.best),
    optimal_as_published = run(parameters.optimal_as_published()), historical = run(options.rules),
  }
  if options.mode ~= "dynamic" then
    outcomes.replace(found.status_quo.results, run(parameters.status_quo(), options.mode).trace)
    outcomes.replace(found.proposed.results, run(search.best, options.mode).trace)
  end
  if search.ensemble then
    local function replay_draws(rule) return over_draws.replay(rule, search.ensemble, search.problem) end
    found.over_draws = {
      status_quo = replay_draws(parameters.status_quo():to_array()), proposed = replay_draws(search.best:to_array()),
      optimal_as_published = replay_draws(parameters.optimal_as_published():to_array()), historical = replay_draws(options.rules),
    }
    found.pairs = pairs_over_draws(contest, search, options)
  end
  found.table = counterfactual.table(found.status_quo.results, found.proposed.results)
  return found
end

-- A copy of the value with null in place of NaN (a test that could not be made), which JSON has no number for.
local function without_nan(value)
  if value ~= value then return json.null end
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in pairs(value) do copy[key] = without_nan(item) end
  return setmetatable(copy, getmetatable(value))
end

local function listed(values) return json.array(table.move(values, 1, #values, 1, {})) end

-- What other files say at length: gains with their intervals, and the certificate's verdict.
local function sureness(found)
  local a, c = found.assessment, found.certificate
  return a and { gain = a.gain, optimism = a.curse,
    certificate = { verdict = c.verdict, conditions = listed(c.conditions), reasons = listed(c.reasons) } }
end

--- The content of the recommendation file from what `compare` found, with data and rules described; and, if they are
--- among it, found.nested (what nested.run gave), found.assessment and found.certificate.
function recommendation.build(found)
  local best = found.search.best
  return {
    model_version = "6_v2",
    mechanism_name = description.name(best),
    optimal_parameters = {
      theta1_judge_weight = best.theta1, theta2_aggregation = best.theta2, theta3_discount = best.theta3,
      theta4_save_threshold = best.theta4, theta5_tiebreaker = best.theta5,
    },
    performance = performance(found),
    statistical_tests = without_nan(statistical_tests(found)),
    kkt_verification = kkt_verification(found),
    counterfactual_summary = counterfactual_summary(found.table),
    mechanism_description = description.text(best),
    sureness = without_nan(sureness(found)),
    method = method(found),
  }
end

return recommendation
