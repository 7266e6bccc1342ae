-- over_draws.lua - one mechanism, or the show's own rules, under every draw of the votes.

local array = require "solon.array"

local over_draws = {}

over_draws.names = { "welfare", "engagement", "fairness", "producer", "imputed" }
local utilities = { "engagement", "fairness", "producer" }

--- Mean and 2.5 and 97.5% quantiles of numbers: { mean, low, high }.
function over_draws.interval(values)
  local q = array.quantile(values, { 0.025, 0.975 })
  return { mean = array.mean(values), low = q[1], high = q[2] }
end

--- Replays a rule (as seasons:replay takes it) under every draw of an ensemble.  problem: seed, draws (of ties), weights.
--- Gives welfare, engagement, fairness, producer, imputed as { mean, low, high } over the draws; by_draw, the same names
--- with a number per draw; by_season, welfare as a matrix draws x seasons.
function over_draws.replay(rule, ensemble, problem)
  local info = ensemble:info()
  local result = { by_season = array.zeros(info.count, info.seasons), by_draw = {} }
  for _, name in ipairs(over_draws.names) do result.by_draw[name] = {} end
  for d = 1, info.count do
    local one = ensemble:draw(d):replay(rule, { seed = problem.seed, draws = problem.draws, weights = problem.weights })
    for _, name in ipairs(over_draws.names) do result.by_draw[name][d] = one[name] end
    local row = result.by_season:row(d)
    for j, name in ipairs(utilities) do row:axpy(problem.weights[j], one.by_season[name]) end
  end
  for _, name in ipairs(over_draws.names) do result[name] = over_draws.interval(result.by_draw[name]) end
  return result
end

--- What one result of replay has more than another, draw by draw: { mean, low, high }.
function over_draws.difference(one, other, name)
  return over_draws.interval(array.new(one.by_draw[name]) - array.new(other.by_draw[name]))
end

return over_draws
