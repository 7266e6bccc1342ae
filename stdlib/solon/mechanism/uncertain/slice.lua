-- slice.lua - what one worker does in a search over draws of the votes: utilities over slices of a lattice, season by
-- season, averaged over the draws, and what is best under each single draw.

local array = require "solon.array"
local choose = require "solon.mechanism.uncertain.choose"
local voting = require "solon.voting"

local slice = {}

local problem, ensemble, singles

--- Called once in each worker.  shared: columns (of solon.voting.seasons), shares (draws x rows), weights, seed, draws
--- (of ties), counts (season resamples, a fixed number per draw; see surface.lua).
function slice.setup(shared)
  problem = shared
  local seasons = voting.seasons(shared.columns)
  ensemble, singles = seasons:ensemble(shared.shares), nil
end

-- The draws one by one, for what has to be known of each.
local function single_draws()
  if singles then return singles end
  singles = {}
  local seasons = voting.seasons(problem.columns)
  for d = 1, (problem.shares:shape()) do singles[d] = seasons:ensemble(problem.shares[{ d, d }]) end
  return singles
end

local function lattice_of(votes, task, by_season)
  return votes:lattice {
    theta1 = task.theta1, theta2 = task.theta2, theta3 = task.theta3, theta4 = task.theta4, theta5 = task.theta5,
    weights = problem.weights, seed = problem.seed, draws = problem.draws, threads = 1, by_season = by_season,
  }
end

-- Weightings of the seasons whose best points are wanted under draw d: all alike, then its resamples.
local function weightings(d)
  local per_draw, seasons = problem.per_draw, select(2, problem.counts:shape())
  local rows = array.full(1 / seasons, per_draw + 1, seasons)
  if per_draw > 0 then
    rows[{ 2, per_draw + 1 }] = problem.counts[{ (d - 1) * per_draw + 1, d * per_draw }] / seasons
  end
  return rows
end

local utilities = { "engagement", "fairness", "producer" }
local means = { "welfare", "engagement", "fairness", "producer", "imputed" }

local function add(sums, name, values)
  sums[name] = sums[name] and sums[name]:axpy(1, values) or values:copy()
end

--- Over the product of the task's grids, in the order theta2, theta5, theta4, theta3, theta1 (the fastest): welfare,
--- engagement, fairness, producer, imputed (columns: means over the draws, with the bits of an ensemble's evaluation);
--- engagement_by_season, fairness_by_season, producer_by_season (points x seasons, means over the draws); best[d] and
--- place[d], sequences over the weightings of draw d (all seasons alike, then each of its resamples): the largest welfare
--- and its point.
function slice.surface(task)
  local sums, best, place = {}, {}, {}
  local draws = single_draws()
  for d, votes in ipairs(draws) do
    local found = lattice_of(votes, task, true)
    local welfare
    for _, name in ipairs(means) do add(sums, name, found[name]) end
    for j, name in ipairs(utilities) do
      local values = found[name .. "_by_season"]
      add(sums, name .. "_by_season", values)
      welfare = welfare and welfare:axpy(problem.weights[j], values) or values * problem.weights[j]
    end
    best[d], place[d] = choose.best(welfare, weightings(d))
  end
  local result = { best = best, place = place }
  for name, sum in pairs(sums) do result[name] = sum / #draws end
  return result
end

--- Mean welfare over the product of the task's grids, in the same order, as a sequence.
function slice.welfare(task) return lattice_of(ensemble, task, false).welfare:totable() end

return slice
