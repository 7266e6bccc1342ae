-- axioms/measure.lua - how one rule fares by the axioms, week by week, under one set of votes; and what one worker does
-- for many draws of the votes.

local array = require "solon.array"
local voting = require "solon.voting"

local measure = {}

--- The quantities of a week, in this order everywhere:
---   same            1 when exactly those leave who leave in `exits` (the reference), else 0
---   votes_needed    least over those who leave: extra votes that save him, a fraction of all cast; inf: none do
---   transfer        the same for votes moved from one who stays
---   by_votes        contestants who stay, but would leave with more votes
---   by_score        contestants who stay, but would leave with a higher total
---   by_fewer_votes  contestants who leave, but would stay with fewer votes
---   by_lower_score  contestants who leave, but would stay with a lower total
---   clones_even     contestants whose cloning with an even split matters to the others
---   clones_any      the same for some split
---   spoiler, team, crowd   sums over contestants of the length of the splits that fail so
measure.quantities = { "same", "votes_needed", "transfer", "by_votes", "by_score", "by_fewer_votes",
  "by_lower_score", "clones_even", "clones_any", "spoiler", "team", "crowd" }

-- season * 2^16 + week -> position among the weeks with exits.
local function positions(weeks)
  local of = {}
  for k = 1, #weeks.season do of[weeks.season[k] * 65536 + weeks.week[k]] = k end
  return of
end

-- Calls visit(entry, week position) for the entries of a record with columns season and week.
local function each(record, of, visit)
  local season, week = record.season:totable(), record.week:totable()
  for r = 1, #season do visit(r, of[season[r] * 65536 + week[r]]) end
end

local function add_margins(out, margins, of, exits)
  local contestant = margins.contestant:totable()
  local needed, transfer = margins.votes_needed:totable(), margins.transfer:totable()
  each(margins, of, function(r, k)
    out.votes_needed[k] = math.min(out.votes_needed[k], needed[r])
    out.transfer[k] = math.min(out.transfer[k], transfer[r])
    if not exits[k][contestant[r]] then out.same[k] = 0 end
  end)
end

local function add_violations(out, violations, of)
  local by_votes, less = violations.votes:totable(), violations.less:totable()
  each(violations, of, function(r, k)
    local name = less[r] == 0 and (by_votes[r] == 1 and "by_votes" or "by_score")
      or by_votes[r] == 1 and "by_fewer_votes" or "by_lower_score"
    out[name][k] = out[name][k] + 1
  end)
end

local function add_clones(out, clones, of)
  local spoiler, team, crowd = clones.spoiler:totable(), clones.team:totable(), clones.crowd:totable()
  each(clones, of, function(r, k)
    out.clones_any[k] = out.clones_any[k] + 1
    if clones.even[r] ~= "none" then out.clones_even[k] = out.clones_even[k] + 1 end
    out.spoiler[k], out.team[k] = out.spoiler[k] + spoiler[r], out.team[k] + team[r]
    out.crowd[k] = out.crowd[k] + crowd[r]
  end)
end

--- Sequences by quantity over the weeks.  weeks: sequences season and week; exits[k][contestant]: true for those who
--- leave in the reference; both are found with the margins when nil, and given back.
function measure.week_by_week(seasons, rule, weeks, exits)
  local margins = seasons:margins(rule)
  if not weeks then
    weeks, exits = { season = {}, week = {}, size = {} }, {}
    local season, week, contestant = margins.season:totable(), margins.week:totable(), margins.contestant:totable()
    for r = 1, #season do
      local k = #weeks.season
      if k == 0 or weeks.season[k] ~= season[r] or weeks.week[k] ~= week[r] then
        k = k + 1
        weeks.season[k], weeks.week[k], exits[k] = season[r], week[r], {}
      end
      exits[k][contestant[r]] = true
    end
  end
  local of, out = positions(weeks), {}
  for _, name in ipairs(measure.quantities) do
    local start = name == "same" and 1 or (name == "votes_needed" or name == "transfer") and math.huge or 0
    out[name] = {}
    for k = 1, #weeks.season do out[name][k] = start end
  end
  add_margins(out, margins, of, exits)
  add_violations(out, seasons:violations(rule), of)
  add_clones(out, seasons:clones(rule), of)
  return out, weeks, exits, margins
end

-- ---- a worker ----------------------------------------------------------------------------------------------

local seasons, draws

--- Called once in each worker.  shared: columns of solon.voting.seasons, and draws, a matrix with a row a draw.
function measure.setup(shared)
  seasons, draws = voting.seasons(shared.columns), shared.draws
end

--- Of draws task.from .. task.to under task.rule: an array by quantity, the weeks of a draw side by side.  task.exits[k]
--- lists who leaves in the reference.
function measure.draws(task)
  local exits, out = {}, {}
  for k, list in ipairs(task.exits) do
    exits[k] = {}
    for _, contestant in ipairs(list) do exits[k][contestant] = true end
  end
  for _, name in ipairs(measure.quantities) do out[name] = {} end
  for d = task.from, task.to do
    local one = measure.week_by_week(seasons:with_shares(draws:row(d)), task.rule, task.weeks, exits)
    for _, name in ipairs(measure.quantities) do
      table.move(one[name], 1, #exits, #out[name] + 1, out[name])
    end
  end
  for _, name in ipairs(measure.quantities) do out[name] = array.new(out[name]) end
  return out
end

return measure
