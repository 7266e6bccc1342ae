-- welfare.lua - what one season gives its three stakeholders, and the welfare of a list of seasons.

local arguments = require "solon.mechanism.arguments"
local parameters = require "solon.mechanism.parameters"

local welfare = {}

local Result = {}
Result.__index = Result
Result.__name = "season result"

function Result:__tostring()
  return string.format("season %d: fairness %.4f, engagement %.4f, producer %.4f, voted off: %s", self.season_id,
    self.fairness_score, self.engagement_score, self.producer_score, table.concat(self.eliminations, ", "))
end

local fields = { "season_id", "eliminations", "fairness_score", "engagement_score", "producer_score",
  "exit_weeks", "weekly", "ranking" }

--- A season under one mechanism: { season_id =, eliminations = {names in order}, fairness_score =,
--- engagement_score =, producer_score = } and, for the comparisons that need them, exit_weeks = {[name] =
--- last week}, weekly = {[week] = agrees with the judges}, ranking = {{name =, place =, skill =} …}.
function welfare.season_result(values)
  arguments.type(values, "table", 1, "season_result")
  arguments.options(values, fields, 1, "season_result")
  arguments.type(values.eliminations or {}, "table", 1, "season_result")
  local result = {
    season_id = arguments.integer(values.season_id, 0, 1 << 31, 1, "season_result", "season_id"),
    eliminations = values.eliminations or {},
    exit_weeks = values.exit_weeks, weekly = values.weekly, ranking = values.ranking,
  }
  for i = 3, 5 do
    local name = fields[i]
    local value = values[name]
    if type(value) ~= "number" then
      error(string.format("bad argument #1 to 'season_result' (%s: number expected, got %s)", name, type(value)), 2)
    end
    result[name] = value + 0.0
  end
  return setmetatable(result, Result)
end

-- Raises unless the argument is a sequence of season results.
local function check_results(results, position, name)
  if type(results) ~= "table" or getmetatable(results) == Result then
    error(string.format("bad argument #%d to '%s' (list of season results expected, got %s)", position, name,
      getmetatable(results) == Result and "one season result" or type(results)), 4)
  end
  for i, result in ipairs(results) do
    if getmetatable(result) ~= Result then
      error(string.format("bad argument #%d to '%s' (season result expected at %d, got %s)", position, name, i, type(result)), 4)
    end
  end
end

--- Raises unless arguments 1 and 2 of the public function are sequences of season results of one length.
function welfare.check_pair(sq_results, opt_results, name)
  check_results(sq_results, 1, name)
  check_results(opt_results, 2, name)
  if #opt_results ~= #sq_results then
    error(string.format("bad argument #2 to '%s' (%d season results expected, got %d)", name, #sq_results, #opt_results), 3)
  end
end

--- The mean of one score over seasons; NaN when there are none.
function welfare.mean(results, field)
  local sum = 0.0
  for _, result in ipairs(results) do sum = sum + result[field] end
  return sum / #results
end

--- W = omega_fan mean(engagement) + omega_judge mean(fairness) + omega_producer mean(producer).
--- The parameters only say which mechanism made the results; W follows from the results alone.
function welfare.compute_welfare(params, results, weights)
  if not parameters.is(params) then
    error("bad argument #1 to 'compute_welfare' (mechanism parameters expected, got " .. type(params) .. ")", 2)
  end
  check_results(results, 2, "compute_welfare")
  if weights == nil then
    weights = parameters.weights()
  elseif not parameters.is_weights(weights) then
    error("bad argument #3 to 'compute_welfare' (weights expected, got " .. type(weights) .. ")", 2)
  end
  return weights.omega_fan * welfare.mean(results, "engagement_score")
    + weights.omega_judge * welfare.mean(results, "fairness_score")
    + weights.omega_producer * welfare.mean(results, "producer_score")
end

return welfare
