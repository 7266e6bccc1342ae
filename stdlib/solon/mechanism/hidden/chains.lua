-- chains.lua - what one worker of an inference does: all chains of one season, and what its draws say.

local array = require "solon.array"
local voting = require "solon.voting"

local chains = {}

local seasons, rules

--- Called once in each worker: { columns of solon.voting.seasons, rules per season or a preset's name }.
function chains.setup(shared)
  seasons, rules = voting.seasons(shared.columns), shared.rules
end

-- Mean, median and central 95 % interval of each column of the draws.
local function summarise(draws)
  local _, columns = draws:shape()
  local summary = { mean = array.zeros(columns), low = array.zeros(columns), median = array.zeros(columns),
    high = array.zeros(columns) }
  for k = 1, columns do
    local column = draws:column(k):copy()
    local quantiles = array.quantile(column, { 0.025, 0.5, 0.975 })
    summary.mean[k] = array.mean(column)
    summary.low[k], summary.median[k], summary.high[k] = quantiles[1], quantiles[2], quantiles[3]
  end
  return summary
end

--- task: { season, chains, draws, warmup, thin, seed, and the prior }.
function chains.season(task)
  local found = seasons:infer(rules, { season = task.season, chains = task.chains, draws = task.draws,
    warmup = task.warmup, thin = task.thin, seed = task.seed, initial_deviation = task.initial_deviation,
    step_deviation = task.step_deviation, choice_slope = task.choice_slope, order_final = task.order_final, threads = 1 })
  local explained = seasons:consistency(rules, found.draws, { season = task.season, order_final = task.order_final })
  local infeasible = {}
  for i, week in ipairs(found.infeasible) do infeasible[i] = week.week end
  local result = summarise(found.draws)
  result.season, result.thin, result.draws = task.season, task.thin, found.draws
  result.row, result.r_hat, result.effective_size = found.row, found.r_hat, found.effective_size
  result.infeasible, result.decision_week, result.consistent = infeasible, explained.week, explained.consistent
  return result
end

return chains
