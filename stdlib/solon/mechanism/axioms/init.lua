-- axioms/init.lua - how rules fare by the axioms on a recorded contest: how many extra votes save the loser, whether support
-- can hurt, whether it matters to the others that somebody is there twice; per season-week and rule, at the votes given
-- and over draws of them.
--
-- Every week is taken by itself with its recorded field (core/voting/margin.h and clone.h say how).  Over draws a mean of
-- votes needed is over the draws in which some number saves; low and high are the 5 % and 95 % points, the smallest value
-- that at least so many of the draws do not exceed, inf where nothing saves.  Ties by chance have no margin: such a rule
-- is looked at with its ties given to the fans, and says so.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local measure = require "solon.mechanism.axioms.measure"
local parameters = require "solon.mechanism.parameters"
local replay = require "solon.mechanism.replay"
local told = require "solon.mechanism.axioms.told"
local voting = require "solon.voting"
local workers = require "solon.mechanism.workers"

local axioms = {}

local NAME = "axioms"
local DRAWS_PER_TASK = 10

-- ---- rules -------------------------------------------------------------------------------------------------

local function default_rules()
  return { "historical", "comap", "broadcast", { name = "status quo (source text)", rule = parameters.status_quo() },
    { name = "optimum (source text)", rule = parameters.optimal_as_published() } }
end

-- The rule as the kernel takes it, ties by chance given to the fans; and whether they were.
local function settled(rule)
  if type(rule) == "string" then return rule, false end
  if parameters.is(rule) then rule = rule:to_array() end
  local out, random = {}, false
  if type(rule[1]) == "number" or rule.theta1 ~= nil then
    for i, name in ipairs(parameters.names) do
      out[i] = rule[i]
      if out[i] == nil then out[i] = rule[name] end
    end
    random = out[5] == 2 or out[5] == "random"
    if random then out[5] = 0 end
    return out, random
  end
  local list = rule.combine ~= nil and { rule } or rule
  for i, one in ipairs(list) do
    out[i] = one
    if type(one) == "table" and one.ties == "random" then
      out[i], random = {}, true
      for field, value in pairs(one) do out[i][field] = value end
      out[i].ties = "fan"
    end
  end
  return out, random
end

local function check_rules(rules)
  if rules == nil then rules = default_rules() end
  if type(rules) ~= "table" or #rules == 0 then
    error(string.format("bad argument #2 to '%s' (option 'rules': list of rules expected, got %s)", NAME,
      type(rules) == "table" and "none" or type(rules)), 3)
  end
  local out, seen = {}, {}
  for i, item in ipairs(rules) do
    local entry = type(item) == "string" and { name = item, rule = item } or item
    local known = type(entry) == "table" and (type(entry.rule) == "string" or type(entry.rule) == "table")
    if not known or type(entry.name) ~= "string" then
      error(string.format("bad argument #2 to '%s' (rules[%d]: preset's name or { name =, rule = } expected)", NAME, i), 3)
    end
    if seen[entry.name] then
      error(string.format("bad argument #2 to '%s' (rules[%d]: a second rule named '%s')", NAME, i, entry.name), 3)
    end
    seen[entry.name] = true
    local rule, random = settled(entry.rule)
    out[i] = { name = entry.name, rule = rule, random = random }
  end
  return out
end

-- ---- numbers over draws ------------------------------------------------------------------------------------

local function point(sorted, fraction) return sorted[math.max(1, math.ceil(fraction * #sorted - 1e-9))] end

-- mean (of the finite ones; nil: none), low and high of a list, and the part of it that is infinite.
local function spread(values)
  local sum, finite, sorted = 0.0, 0, table.move(values, 1, #values, 1, {})
  for _, value in ipairs(values) do
    if value < math.huge then sum, finite = sum + value, finite + 1 end
  end
  table.sort(sorted)
  return { mean = finite > 0 and sum / finite or nil, low = point(sorted, 0.05), high = point(sorted, 0.95),
    impossible = 1 - finite / #values }
end

local function median(values)
  local sorted = table.move(values, 1, #values, 1, {})
  table.sort(sorted)
  local half = #sorted // 2
  if #sorted % 2 == 1 or sorted[half] == sorted[half + 1] then return sorted[half + 1] end -- two infinities have no middle
  return sorted[half] + (sorted[half + 1] - sorted[half]) / 2
end

-- Of the draws so many as are wanted, evenly spaced over all.
local function chosen(draws, wanted, rows)
  local is_matrix, total, columns = pcall(array.shape, draws)
  if not is_matrix or columns ~= rows then
    error(string.format("bad argument #2 to '%s' (votes.draws: matrix with %d columns expected, got %s)", NAME, rows,
      is_matrix and "one of shape " .. table.concat({ total, columns }, " x ") or type(draws)), 3)
  end
  local out, count = {}, math.min(total, wanted)
  for d = 1, count do out[d] = draws:row((2 * d - 1) * total // (2 * count) + 1):totable() end
  return array.new(out), count
end

-- by[quantity][k]: the list of values of week k over the draws.
local function collect(results, weeks, count)
  local by = {}
  for _, name in ipairs(measure.quantities) do
    by[name] = {}
    for k = 1, weeks do by[name][k] = {} end
    local d = 0
    for _, result in ipairs(results) do
      local values = type(result[name]) == "table" and result[name] or result[name]:totable()
      for at = 1, #values, weeks do
        d = d + 1
        for k = 1, weeks do by[name][k][d] = values[at + k - 1] end
      end
    end
    assert(d == count)
  end
  return by
end

-- ---- rows and summaries ------------------------------------------------------------------------------------

local function names_of(list, names)
  local out = {}
  for i, contestant in ipairs(list) do out[i] = names[contestant] end
  return table.concat(out, "; ")
end

local function sorted_keys(set)
  local list = {}
  for key in pairs(set) do list[#list + 1] = key end
  table.sort(list)
  return list
end

-- What one rule does at the votes given: rows, one per week with exits.
local function rows_at_point(rule, study)
  local at, weeks, exits, margins = measure.week_by_week(study.seasons, rule.rule)
  local transfer_from, recorded, least = {}, {}, {}
  local of = {}
  for k = 1, #weeks.season do of[weeks.season[k] * 65536 + weeks.week[k]], recorded[k] = k, true end
  for r = 1, margins.exits do
    local k = of[margins.season:get(r) * 65536 + margins.week:get(r)]
    if margins.recorded:get(r) ~= 1 then recorded[k] = false end
    local moved = margins.transfer:get(r)
    if moved < (least[k] or math.huge) then
      least[k], transfer_from[k] = moved, study.columns.name[math.tointeger(margins.from:get(r))]
    end
  end
  local rows = {}
  for k = 1, #weeks.season do
    rows[k] = {
      season = math.tointeger(weeks.season[k]), week = math.tointeger(weeks.week[k]), rule = rule.name,
      eliminated = names_of(sorted_keys(exits[k]), study.columns.name), recorded = recorded[k],
      votes_needed = at.votes_needed[k], transfer = at.transfer[k], transfer_from = transfer_from[k],
      by_votes = at.by_votes[k], by_score = at.by_score[k], by_fewer_votes = at.by_fewer_votes[k],
      by_lower_score = at.by_lower_score[k], field = study.field(weeks.season[k], weeks.week[k]),
      clones_even = at.clones_even[k], clones_any = at.clones_any[k],
      spoiler = at.spoiler[k], team = at.team[k], crowd = at.crowd[k],
    }
  end
  return rows, { weeks = weeks, exits = exits }
end

local function part(values, holds)
  local count = 0
  for _, value in ipairs(values) do
    if holds(value) then count = count + 1 end
  end
  return count / #values
end

local function positive(value) return value > 0 end

-- Counts of contestants in a week; of these the weeks with any are told.
local counted = { "by_votes", "by_score", "by_fewer_votes", "by_lower_score", "clones_even" }

local function add_draws_to_rows(rows, by)
  for k, row in ipairs(rows) do
    local needed, moved, even = spread(by.votes_needed[k]), spread(by.transfer[k]), spread(by.clones_even[k])
    row.same_probability = part(by.same[k], positive)
    row.votes_needed_mean, row.votes_needed_low, row.votes_needed_high = needed.mean, needed.low, needed.high
    row.impossible_probability = needed.impossible
    row.transfer_mean, row.transfer_low, row.transfer_high = moved.mean, moved.low, moved.high
    for _, name in ipairs(counted) do row[name .. "_probability"] = part(by[name][k], positive) end
    row.clones_even_mean, row.clones_even_low, row.clones_even_high = even.mean, even.low, even.high
  end
end

-- The figures of one rule over all weeks; get(name, k) gives a quantity of week k.
local function totals(get, fields)
  local out = { clones_even = 0, clones_any = 0, spoiler = 0.0, team = 0.0, crowd = 0.0 }
  for _, name in ipairs(counted) do out[name .. "_weeks"] = 0 end
  local needed, moved, tested = {}, {}, 0
  for k, field in ipairs(fields) do
    needed[k], moved[k], tested = get("votes_needed", k), get("transfer", k), tested + field
    for _, name in ipairs(counted) do
      if get(name, k) > 0 then out[name .. "_weeks"] = out[name .. "_weeks"] + 1 end
    end
    for _, name in ipairs { "clones_even", "clones_any", "spoiler", "team", "crowd" } do out[name] = out[name] + get(name, k) end
  end
  for _, name in ipairs { "clones_even", "clones_any", "spoiler", "team", "crowd" } do out[name] = out[name] / tested end
  out.votes_needed, out.transfer, out.tested = median(needed), median(moved), tested
  return out
end

local summarised = { "votes_needed", "transfer", "by_votes_weeks", "by_score_weeks", "by_fewer_votes_weeks",
  "by_lower_score_weeks", "clones_even_weeks", "clones_even", "clones_any", "spoiler", "team", "crowd" }

local function summary_of(rule, rows, by, draws)
  local fields, recorded = {}, 0
  for k, row in ipairs(rows) do
    fields[k] = row.field
    if row.recorded then recorded = recorded + 1 end
  end
  local out = totals(function(name, k) return rows[k][name] end, fields)
  out.rule, out.weeks, out.recorded_weeks, out.draws = rule.name, #rows, recorded, draws
  out.ties = rule.random and "random, taken as the fans'" or nil
  if not by then return out end
  local over = {}
  for _, name in ipairs(summarised) do over[name] = {} end
  for d = 1, draws do
    local one = totals(function(name, k) return by[name][k][d] end, fields)
    for _, name in ipairs(summarised) do over[name][d] = one[name] end
  end
  for _, name in ipairs(summarised) do
    local s = spread(over[name])
    out[name .. "_mean"], out[name .. "_low"], out[name .. "_high"] = s.mean, s.low, s.high
  end
  return out
end

-- ---- the study ---------------------------------------------------------------------------------------------

local function tasks_of(rules, references, count)
  local tasks = {}
  for i, rule in ipairs(rules) do
    local exits = {}
    for k, set in ipairs(references[i].exits) do exits[k] = sorted_keys(set) end
    for from = 1, count, DRAWS_PER_TASK do
      tasks[#tasks + 1] = { rule = rule.rule, weeks = references[i].weeks, exits = exits, from = from,
        to = math.min(from + DRAWS_PER_TASK - 1, count) }
    end
  end
  return tasks
end

local function size_of_field(contest)
  local sizes = {}
  for _, season in ipairs(contest.seasons) do
    for _, person in ipairs(season.contestants) do
      for week = 1, person.last_week do
        local key = season.season * 65536 + week
        sizes[key] = (sizes[key] or 0) + 1
      end
    end
  end
  return function(season, week) return sizes[math.tointeger(season) * 65536 + math.tointeger(week)] end
end

local known = { "votes", "rules", "draws", "jobs", "map" }

--- Measures rules by the axioms on a contest.  options:
---   votes   as for replay; votes.draws (a matrix, a row a draw) makes probabilities and intervals
---   rules   list of presets' names and of { name =, rule = } (default: the presets, the source text's two mechanisms)
---   draws   how many of votes.draws, evenly spaced over them (100)
---   jobs    threads (1); never changes a result
---   map     what runs the tasks, as ctx.map of a protocol does (default: farm.map)
--- Gives { rows, summary, frame(), lines(), tables() }; see solon help mechanism.axioms.
function axioms.run(contest, options)
  if type(contest) ~= "table" or not contest.seasons then
    error("bad argument #1 to '" .. NAME .. "' (contest expected, got " .. type(contest) .. ")", 2)
  end
  options = arguments.options(options, known, 2, NAME)
  local rules = check_rules(options.rules)
  local wanted = arguments.integer(options.draws or 100, 1, 1000000, 2, NAME, "draws")
  local map = options.map or workers.map(arguments.integer(options.jobs or 1, 1, 256, 2, NAME, "jobs"))
  local columns = replay.columns(contest, options.votes)
  local study = { columns = columns, seasons = voting.seasons(columns), field = size_of_field(contest) }
  local per_rule, references = {}, {}
  for i, rule in ipairs(rules) do per_rule[i], references[i] = rows_at_point(rule, study) end
  local results, count = nil, 0
  if options.votes and options.votes.draws and #per_rule[1] > 0 then
    local draws
    draws, count = chosen(options.votes.draws, wanted, #columns.share)
    results = map { key = NAME, module = "solon.mechanism.axioms.measure", call = "draws",
      tasks = tasks_of(rules, references, count), shared = { columns = columns, draws = draws }, text = "axioms" }
  end
  local out, per_task = { rows = {}, summary = {}, draws = count }, (count + DRAWS_PER_TASK - 1) // DRAWS_PER_TASK
  for i, rule in ipairs(rules) do
    local rows = per_rule[i]
    local by = results and collect(table.move(results, (i - 1) * per_task + 1, i * per_task, 1, {}), #rows, count)
    if by then add_draws_to_rows(rows, by) end
    out.summary[i] = #rows > 0 and summary_of(rule, rows, by, count) or { rule = rule.name, weeks = 0, draws = 0 }
    table.move(rows, 1, #rows, #out.rows + 1, out.rows)
  end
  return told.attach(out)
end

return axioms
