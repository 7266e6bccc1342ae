-- nested.lua - the difference between the status quo and the best mechanism, tested on seasons that did not
-- choose it.
--
-- A mechanism chosen as the best of all seasons looks better on them than it is.  So for each season (or
-- fold of seasons) the best point theta* of a surface is chosen on the others alone, and the held-out
-- season is replayed under it and under the status quo.  These pairs, one per season, are tested; beside
-- them stand the apparent tests (one theta* of all seasons, judged on the same seasons), their difference
-- (the optimism), and the source text's tests of either, literally.
--
-- Where votes are draws of a posterior, W of the surface is a mean over them, the pairs are means over an
-- evenly spaced subsample of them, and `over_draws` says what each draw alone would have shown: how often
-- the sign turns, how the p-values spread.
--
-- Choices share most of their seasons, so the pairs are not quite independent; what is held out is never
-- looked at by its own choice, which is what removes the optimism.

local arguments = require "solon.mechanism.arguments"
local array = require "solon.array"
local comparison = require "solon.mechanism.difference.comparison"
local outcomes = require "solon.mechanism.outcomes"
local paired = require "solon.mechanism.difference.paired"
local parameters = require "solon.mechanism.parameters"
local published = require "solon.mechanism.published"
local random = require "solon.random"
local replay = require "solon.mechanism.replay"
local voting = require "solon.voting"

local nested = {}

local UTILITIES = { "engagement", "fairness", "producer" }
local ORDER = { "theta2", "theta5", "theta4", "theta3", "theta1" } -- which of equal points is taken: the smallest

local function check_contest(contest, name)
  if type(contest) ~= "table" or not contest.seasons then
    error("bad argument #1 to '" .. name .. "' (contest expected, got " .. type(contest) .. ")", 3)
  end
end

-- ---- the surface -------------------------------------------------------------------------------------------

local function bad_surface(format, ...)
  error("bad argument #2 to 'nested_tests' (" .. string.format(format, ...) .. ")", 4)
end

-- Welfare of each point, a column per season; raises unless the surface fits the contest.
local function welfare_columns(surface, seasons, weights)
  if type(surface) ~= "table" then bad_surface("surface expected, got %s", type(surface)) end
  for _, coordinate in ipairs(parameters.names) do
    if not array.is_array(surface[coordinate]) then
      bad_surface("field '%s': array expected, got %s", coordinate, type(surface[coordinate]))
    end
  end
  local points = surface.theta1:size()
  if points == 0 then bad_surface("a surface with points expected, got none") end
  for _, utility in ipairs(UTILITIES) do
    local field = utility .. "_by_season"
    local matrix = surface[field]
    if not array.is_array(matrix) then bad_surface("field '%s': array expected, got %s", field, type(matrix)) end
    local rows, columns = matrix:shape()
    if rows ~= points or columns ~= seasons then
      bad_surface("field '%s': %d points x %d seasons expected, got %d x %d", field, points, seasons, rows, columns or 1)
    end
  end
  local list = {}
  for s = 1, seasons do
    list[s] = weights.omega_fan * surface.engagement_by_season:column(s) + weights.omega_judge * surface.fairness_by_season:column(s)
      + weights.omega_producer * surface.producer_by_season:column(s)
  end
  return list
end

-- ---- choosing ------------------------------------------------------------------------------------------------

-- The point of largest mean welfare over the seasons that are in: { theta =, welfare =, equals = how many
-- points are as good }.  Equal points give equal bits, because every point is added up in the same order.
local function choose(surface, columns, held_out)
  local sum, count
  for s, column in ipairs(columns) do
    if not held_out[s] then
      sum, count = sum and sum + column or column, (count or 0) + 1
    end
  end
  local best, at = sum:max(), nil
  local equals = array.positions(array.eq(sum, best))
  for k = 1, #equals do
    local candidate = math.tointeger(equals[k])
    if at then
      for _, coordinate in ipairs(ORDER) do
        local a, b = surface[coordinate][candidate], surface[coordinate][at]
        if a ~= b then
          if a < b then at = candidate end
          break
        end
      end
    else
      at = candidate
    end
  end
  local theta = {}
  for i, coordinate in ipairs(parameters.names) do theta[i] = surface[coordinate][at] end
  return { theta = parameters.from_array(theta), welfare = best / count, equals = #equals }
end

-- Fold of each season: its own where folds is nil, else seeded and of even size.
local function folds_of(seasons, folds, seed)
  local fold = {}
  if not folds or folds >= seasons then
    for s = 1, seasons do fold[s] = s end
    return fold, seasons
  end
  local order = random.stream(seed, "mechanism.nested.folds", 0):permutation(seasons)
  for k = 1, seasons do fold[math.tointeger(order[k])] = (k - 1) % folds + 1 end
  return fold, folds
end

-- ---- replaying -----------------------------------------------------------------------------------------------

-- The votes as an ensemble of at most so many draws; one where they are no draws.
local function ensemble_of(contest, votes, count)
  local columns = replay.columns(contest, votes)
  local shares = votes and votes.draws
  if shares then
    local rows = {}
    for k, d in ipairs(paired.subsample((shares:shape()), count)) do rows[k] = shares:row(d):totable() end
    shares = array.new(rows)
  else
    shares = array.new { columns.share }
  end
  return voting.seasons(columns):ensemble(shares)
end

-- Gives run(theta, d): the season results of one mechanism under one draw, each replayed once.
local function runner(contest, ensemble, problem)
  local known, seasons = {}, {}
  return function(theta, d)
    local key = table.concat(theta:to_array(), " ")
    known[key] = known[key] or {}
    if not known[key][d] then
      seasons[d] = seasons[d] or ensemble:draw(d)
      local options = { seasons = seasons[d], seed = problem.seed, draws = problem.draws }
      local results = replay.run(contest, theta, options).results
      if problem.mode ~= "dynamic" then
        options.mode = problem.mode
        outcomes.replace(results, replay.run(contest, theta, options).trace)
      end
      known[key][d] = results
    end
    return known[key][d]
  end
end

-- The pairs of each draw, with chosen[s] the mechanism that season s is replayed under.
local function pairs_of(run, draws, chosen, progress)
  local status_quo, list = parameters.status_quo(), {}
  for d = 1, draws do
    local sq, opt = run(status_quo, d), {}
    for s, theta in ipairs(chosen) do opt[s] = run(theta, d)[s] end
    list[d] = { sq = sq, opt = opt }
    progress(d / draws)
  end
  return list
end

-- ---- the tests ------------------------------------------------------------------------------------------------

-- The literal tests of the first draw: the source text knows no others.
local function literal(draws, seed)
  return published.run_statistical_tests(draws[1].sq, draws[1].opt, { seed = seed })
end

local function evidence(draws, options)
  return { tests = paired.tests(draws, options), over_draws = paired.over_draws(draws, options),
    as_published = literal(draws, options.seed) }
end

local function mean_gain(evidence_of) return evidence_of.tests.permutation_welfare.observed_diff end

-- What each utility adds to the gain, weighted as in W.
local function gain_by_utility(rows, weights)
  local parts = {}
  for utility, weight in pairs { engagement = weights.omega_fan, fairness = weights.omega_judge, producer = weights.omega_producer } do
    local sum = 0.0
    for _, row in ipairs(rows) do sum = sum + row[utility .. "_held_out"] - row[utility .. "_status_quo"] end
    parts[utility] = weight * sum / #rows
  end
  return parts
end

-- ---- the whole -------------------------------------------------------------------------------------------------

local known_options = { "votes", "weights", "folds", "seed", "draws", "vote_draws", "mode", "progress" }

local function problem_of(options, name)
  local problem = { votes = options.votes, weights = comparison.weights(options.weights, 3, name) }
  problem.seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 3, name, "seed")
  problem.draws = arguments.integer(options.draws or 20, 1, 1000000, 3, name, "draws")
  problem.vote_draws = arguments.integer(options.vote_draws or 40, 1, 1000000, 3, name, "vote_draws")
  problem.folds = options.folds and arguments.integer(options.folds, 2, 1000000, 3, name, "folds")
  problem.mode = arguments.choice(options.mode or "dynamic", replay.modes, 3, name, "mode")
  problem.progress = options.progress or function() end
  arguments.type(problem.progress, "function", 3, name)
  return problem
end

-- The choice of each fold with its seasons held out, and of each season the mechanism chosen without it.
local function choices_of(contest, surface, columns, problem)
  local fold, count = folds_of(#columns, problem.folds, problem.seed)
  local choices, chosen, distinct, seen = {}, {}, 0, {}
  for f = 1, count do
    local out, numbers = {}, {}
    for s = 1, #columns do
      if fold[s] == f then
        out[s] = true
        numbers[#numbers + 1] = contest.seasons[s].season
      end
    end
    local choice = choose(surface, columns, out)
    local theta = choice.theta
    choices[f] = { held_out = numbers, theta1 = theta.theta1, theta2 = theta.theta2, theta3 = theta.theta3,
      theta4 = theta.theta4, theta5 = theta.theta5, welfare_of_others = choice.welfare, equally_good_points = choice.equals }
    local key = table.concat(theta:to_array(), " ")
    if not seen[key] then seen[key], distinct = true, distinct + 1 end
    for s in pairs(out) do chosen[s] = theta end
  end
  return choices, chosen, distinct
end

-- One row per season: what each mechanism gave it, means over draws.
local function rows_of(draws)
  local rows = {}
  for s, first in ipairs(draws[1].sq) do
    local row = { season = first.season_id }
    for _, utility in ipairs(UTILITIES) do
      local before, after = 0.0, 0.0
      for _, draw in ipairs(draws) do
        before, after = before + draw.sq[s][utility .. "_score"], after + draw.opt[s][utility .. "_score"]
      end
      row[utility .. "_status_quo"], row[utility .. "_held_out"] = before / #draws, after / #draws
    end
    rows[s] = row
  end
  return rows
end

--- The tests on seasons held out.  surface: theta1 ... theta5 (arrays, an entry per point) and
--- engagement_by_season, fairness_by_season, producer_by_season (points x seasons).
function nested.run(contest, surface, options)
  local name = "nested_tests"
  check_contest(contest, name)
  local problem = problem_of(arguments.options(options, known_options, 3, name), name)
  local columns = welfare_columns(surface, #contest.seasons, problem.weights)
  local result = { seasons = #columns, points = surface.theta1:size() }
  if #columns < 2 then
    result.status = "one season: none is left to choose on"
    return result
  end
  result.status = "ok"
  local ensemble = ensemble_of(contest, problem.votes, problem.vote_draws)
  local draws, run = ensemble:info().count, runner(contest, ensemble, problem)
  local choices, chosen, distinct = choices_of(contest, surface, columns, problem)
  local best, all = choose(surface, columns, {}), {}
  for s = 1, #columns do all[s] = best.theta end
  local held_out = pairs_of(run, draws, chosen, function(part) problem.progress(0.9 * part) end)
  local apparent = pairs_of(run, draws, all, function(part) problem.progress(0.9 + 0.1 * part) end)
  result.vote_draws, result.folds, result.choices, result.distinct_choices = draws, #choices, choices, distinct
  result.nested, result.apparent = evidence(held_out, problem), evidence(apparent, problem)
  result.apparent_choice = best.theta:to_array()
  result.gain_nested, result.gain_apparent = mean_gain(result.nested), mean_gain(result.apparent)
  result.optimism = result.gain_apparent - result.gain_nested
  result.rows = rows_of(held_out)
  result.gain_nested_by_utility = gain_by_utility(result.rows, problem.weights)
  return result
end

return nested
