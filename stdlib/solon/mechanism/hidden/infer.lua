-- infer.lua - the hidden votes of a whole contest: chains of every season, run again with more thinning where
-- they have not mixed, put together as votes with a summary.
--
-- The record's parts are plain data, in the order of replay.columns (seasons, contestants, weeks) where there is
-- an entry per contestant-week.  Model and sampler: core/voting/posterior.h.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local replay = require "solon.mechanism.replay"
local votes_module = require "solon.mechanism.data.votes"
local workers = require "solon.mechanism.workers"

local infer = {}

--- What a share's chains have to reach.
infer.R_HAT, infer.EFFECTIVE_SIZE = 1.01, 400

local THINNER = 4 -- a season that misses is run again with so many times the thinning

local NAME = "infer_votes"

local known_options = { "rules", "chains", "draws", "warmup", "thin", "rounds", "initial_deviation", "step_deviation",
  "choice_slope", "order_final", "seed", "keep", "jobs", "map" }

-- ---- options -----------------------------------------------------------------------------------------------

local function read_options(options)
  options = arguments.options(options, known_options, 2, NAME)
  local function integer(name, missing, low, high)
    local value = options[name]
    if value == nil then value = missing end
    return arguments.integer(value, low, high, 2, NAME, name)
  end
  local function number(name, missing, low, high)
    local value = options[name]
    if value == nil then value = missing end
    return arguments.number(value, low, high, 2, NAME, name)
  end
  local given = {
    chains = integer("chains", 4, 2, 64), draws = integer("draws", 1000, 4, 1000000),
    warmup = integer("warmup", 500, 0, 1000000), thin = integer("thin", 2, 1, 1000),
    rounds = integer("rounds", 3, 1, 5), seed = integer("seed", 0, math.mininteger, math.maxinteger),
    initial_deviation = number("initial_deviation", 1, 1e-3, 10),
    step_deviation = number("step_deviation", 0.5, 1e-3, 10), choice_slope = number("choice_slope", 1, 0, 50),
    order_final = options.order_final == nil and true or options.order_final, rules = options.rules or "comap",
  }
  arguments.type(given.order_final, "boolean", 2, NAME)
  given.keep = integer("keep", given.chains * given.draws, 1, given.chains * given.draws)
  local jobs = integer("jobs", 1, 1, 256)
  given.map = options.map or workers.map(jobs)
  return given
end

-- ---- chains ------------------------------------------------------------------------------------------------

local function task_of(season, given, thin)
  return { season = season.season, chains = given.chains, draws = given.draws, warmup = given.warmup, thin = thin,
    seed = given.seed, initial_deviation = given.initial_deviation, step_deviation = given.step_deviation,
    choice_slope = given.choice_slope, order_final = given.order_final }
end

-- A share that never varies (one contestant in the field) has no diagnostics and misses nothing.
local function misses(found, k)
  return found.r_hat[k] >= infer.R_HAT or found.effective_size[k] < infer.EFFECTIVE_SIZE
end

local function has_miss(found)
  for k = 1, #found.row do
    if misses(found, k) then return true end
  end
  return false
end

-- Seasons with the longest work first, so that no worker is left with one of them at the end.
local function by_work(contest)
  local order, weight = {}, {}
  for s, season in ipairs(contest.seasons) do
    order[s], weight[s] = s, 0
    for _, person in ipairs(season.contestants) do weight[s] = weight[s] + person.last_week end
  end
  table.sort(order, function(a, b)
    if weight[a] ~= weight[b] then return weight[a] > weight[b] end
    return a < b
  end)
  return order
end

-- [position of the season] = what its last run gave; rounds of growing thinning.
local function run_chains(contest, columns, given)
  local found, pending, thin = {}, by_work(contest), given.thin
  local shared = { columns = columns, rules = given.rules }
  for round = 1, given.rounds do
    local tasks = {}
    for i, s in ipairs(pending) do tasks[i] = task_of(contest.seasons[s], given, thin) end
    local results = given.map { key = "chains round " .. round, module = "solon.mechanism.hidden.chains", call = "season",
      tasks = tasks, shared = shared,
      text = round == 1 and "chains" or string.format("%d seasons again, thinned by %d", #tasks, thin) }
    local again = {}
    for i, s in ipairs(pending) do
      found[s] = results[i]
      found[s].rounds = round
      if has_miss(results[i]) then again[#again + 1] = s end
    end
    if #again == 0 then break end
    pending, thin = again, thin * THINNER
  end
  return found
end

-- ---- putting together --------------------------------------------------------------------------------------

-- One entry per contestant-week: what it is.
local function cells(contest)
  local list = {}
  for s, season in ipairs(contest.seasons) do
    local field = {}
    for _, person in ipairs(season.contestants) do
      for week = 1, person.last_week do field[week] = (field[week] or 0) + 1 end
    end
    for _, person in ipairs(season.contestants) do
      for week = 1, person.last_week do
        list[#list + 1] = { position = s, season = season.season, week = week, celebrity_name = person.name, field = field[week] }
      end
    end
  end
  return list
end

local function fill_summary(summary, found)
  for _, one in ipairs(found) do
    for k = 1, #one.row do
      local row = summary[math.tointeger(one.row[k])]
      row.mean, row.median, row.low, row.high = one.mean[k], one.median[k], one.low[k], one.high[k]
      row.width = row.high - row.low
      row.r_hat, row.effective_size, row.exception = one.r_hat[k], one.effective_size[k], misses(one, k)
    end
  end
end

-- Positions of `count` of `total` draws, evenly spaced.
local function spaced(count, total)
  local positions = {}
  for k = 1, count do positions[k] = (2 * k - 1) * total // (2 * count) + 1 end
  return positions
end

local function put_together(found, count, positions, rows)
  local draws, every = array.zeros(#positions, rows), #positions == count
  for _, one in ipairs(found) do
    for k = 1, #one.row do
      local column = one.draws:column(k)
      draws:column(math.tointeger(one.row[k])):assign(every and column or array.take(column:copy(), positions))
    end
  end
  return draws
end

local function names_of(season, who)
  local names = {}
  for i, at in ipairs(who) do names[i] = season.contestants[at].name end
  return names
end

local function infeasible_weeks(contest, found)
  local list = {}
  for s, one in ipairs(found) do
    local season = contest.seasons[s]
    for _, week in ipairs(one.infeasible) do
      local final = week == season.weeks
      list[#list + 1] = { season = season.season, week = week, decision = final and "final" or "elimination",
        names = names_of(season, final and season.finalists or season.eliminated[week]) }
    end
  end
  return list
end

-- Whether the draws explain what they should, counted from their shares.
local function consistency(contest, found, given)
  local result = { draws = given.chains * given.draws, decisions = 0, feasible = 0, consistent = 0, violations = {} }
  for s, one in ipairs(found) do
    local infeasible = {}
    for _, week in ipairs(one.infeasible) do infeasible[week] = true end
    for i = 1, #one.decision_week do
      local week = math.tointeger(one.decision_week[i])
      result.decisions = result.decisions + 1
      if not infeasible[week] then
        result.feasible = result.feasible + 1
        if one.consistent[i] == result.draws then result.consistent = result.consistent + 1
        else
          result.violations[#result.violations + 1] = { season = contest.seasons[s].season, week = week,
            draws = math.tointeger(result.draws - one.consistent[i]) }
        end
      end
    end
  end
  return result
end

local function reproduced(contest, rules, votes)
  local run = replay.run(contest, rules, { votes = votes, mode = "static" })
  return { count = math.tointeger(run.reproduced), of = math.tointeger(run.elimination_weeks), misses = run.misses, run = run }
end

local function exceptions(summary)
  local list = {}
  for _, row in ipairs(summary) do
    if row.exception then list[#list + 1] = row end
  end
  return list
end

--- The largest R-hat and the least effective size of a sequence of each; nil where no share varies.
function infer.worst(r_hats, effective_sizes)
  local r_hat, size
  for k = 1, #r_hats do
    if r_hats[k] == r_hats[k] and not (r_hat and r_hat >= r_hats[k]) then r_hat = r_hats[k] end
    if effective_sizes[k] == effective_sizes[k] and not (size and size <= effective_sizes[k]) then size = effective_sizes[k] end
  end
  return r_hat, size
end

local function worst_of_all(summary)
  local r_hats, sizes = {}, {}
  for r, row in ipairs(summary) do r_hats[r], sizes[r] = row.r_hat, row.effective_size end
  return infer.worst(r_hats, sizes)
end

--- "worst R-hat 1.0031, least effective size 812", or that no share varies.
function infer.told(r_hat, size)
  return r_hat and string.format("worst R-hat %.4f, least effective size %.0f", r_hat, size) or "no share varies"
end

local Inferred = { __name = "inferred votes" }
Inferred.__index = Inferred

function Inferred:__tostring()
  local c = self.consistency
  return string.format("inferred votes: %d draws of %d contestant-weeks\n  %s, %d exceptions\n"
    .. "  %d of %d feasible decisions explained by every draw, %d infeasible", c.draws, #self.summary,
    infer.told(self.worst_r_hat, self.least_effective_size), #self.exceptions, c.consistent, c.feasible, #self.infeasible)
end

--- Infers the votes of a contest; see `help mechanism.infer_votes`.
function infer.run(contest, options)
  if type(contest) ~= "table" or not contest.seasons then
    error("bad argument #1 to 'infer_votes' (contest expected, got " .. type(contest) .. ")", 2)
  end
  local given = read_options(options)
  local columns, summary = replay.columns(contest), cells(contest)
  local found = run_chains(contest, columns, given)
  fill_summary(summary, found)
  local total, means = given.chains * given.draws, {}
  for r, row in ipairs(summary) do means[r] = row.mean end
  local positions = spaced(given.keep, total)
  local result = setmetatable({ options = given, summary = summary, found = found, positions = positions }, Inferred)
  result.votes = votes_module.from_rows(contest, means, { draws = put_together(found, total, positions, #summary),
    id = "inferred", description = string.format("inferred from the recorded exits: posterior means of %d draws", total) })
  result.infeasible, result.consistency = infeasible_weeks(contest, found), consistency(contest, found, given)
  result.exceptions = exceptions(summary)
  result.worst_r_hat, result.least_effective_size = worst_of_all(summary)
  result.reproduced = reproduced(contest, "historical", result.votes)
  result.reproduced_own_rules = reproduced(contest, given.rules, result.votes)
  return result
end

return infer
