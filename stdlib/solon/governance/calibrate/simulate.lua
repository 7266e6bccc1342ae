-- simulate.lua - hindcasts whose epsilon and mu are known: weeks with inputs and a recorded index that is the computed
-- one plus errors, independent or persistent.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local index = require "solon.index"
local parameters = require "solon.governance.parameters"
local random = require "solon.random"

local simulate = {}

local OPTIONS = { "weeks", "epsilon", "mu", "error", "persistence", "seed", "parameters" }

-- Laplace errors, each keeping `persistence` of the last, scaled so that their mean absolute value is `size`.
local function errors(stream, weeks, size, persistence)
  local sides, sizes = stream:uniform(weeks), stream:exponential(weeks)
  local list, last, sum = {}, 0.0, 0.0
  for i = 1, weeks do
    local fresh = sides[i] < 0.5 and -sizes[i] or sizes[i]
    last = i == 1 and fresh or persistence * last + math.sqrt(1 - persistence * persistence) * fresh
    list[i], sum = last, sum + math.abs(last)
  end
  local factor = sum > 0 and size * weeks / sum or 0.0
  for i = 1, weeks do list[i] = list[i] * factor end
  return array.new(list)
end

--- Weekly data { C, V, T_loyalty, Z_skepticism, sigma_hist, S_KPI_official, count }, from the source text's marginals.
function simulate.hindcast(options)
  local name = "hindcast"
  options = arguments.options(options, OPTIONS, 1, name)
  local number, integer = arguments.readers(options, 1, name)
  local weeks, seed = integer("weeks", 208, 1, 1000000), integer("seed", 1, 0, math.maxinteger)
  local persistence = number("persistence", 0.0, 0, 0.999)
  local values = {}
  for key, value in pairs(parameters.from(options.parameters, 1, name)) do values[key] = value end
  values.epsilon, values.mu = number("epsilon", values.epsilon, 0, 10), number("mu", values.mu, 0, 10)
  local function stream(purpose) return random.stream(seed, "governance hindcast " .. purpose) end
  local data = { count = weeks, C = stream("C"):beta(4, 2, weeks), V = stream("V"):beta(3, 2, weeks),
    T_loyalty = stream("T"):beta(5, 3, weeks), Z_skepticism = stream("Z"):beta(5, 3, weeks),
    sigma_hist = stream("sigma"):exponential(weeks) / 0.15 }
  local true_index = index.evaluate { capacity = data.C, visibility = data.V, loyalty = data.T_loyalty,
    skepticism = data.Z_skepticism, sigma = data.sigma_hist, parameters = values, out = { "index" } }.index
  data.S_KPI_official = array.clip(true_index + errors(stream("errors"), weeks, number("error", 8.5, 0, 1e6), persistence), 0, values.scale)
  return data
end

return simulate
