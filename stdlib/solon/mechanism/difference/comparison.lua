-- comparison.lua - tests of the difference between two mechanisms replayed on the same seasons, with known
-- votes; what the tests are stands in paired.lua.

local arguments = require "solon.mechanism.arguments"
local paired = require "solon.mechanism.difference.paired"
local parameters = require "solon.mechanism.parameters"
local welfare = require "solon.mechanism.welfare"

local comparison = {}

--- Weights given in options, or the usual ones; raises when they are none.
function comparison.weights(given, position, name)
  if given == nil then return parameters.weights() end
  if not parameters.is_weights(given) then
    error(string.format("bad argument #%d to '%s' (weights: weights expected, got %s)", position, name, type(given)), 3)
  end
  return given
end

--- The five tests of two lists of season results.  options: seed of the drawn sign flips, weights of W.
function comparison.run_statistical_tests(sq_results, opt_results, options)
  local name = "run_statistical_tests"
  welfare.check_pair(sq_results, opt_results, name)
  options = arguments.options(options, { "seed", "weights" }, 3, name)
  local seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 3, name, "seed")
  return paired.tests({ { sq = sq_results, opt = opt_results } },
    { seed = seed, weights = comparison.weights(options.weights, 3, name) })
end

return comparison
