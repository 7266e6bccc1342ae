-- infer_test.lua - seasons:infer: what every draw must satisfy, and what it must not depend on.
require "solon.array"
local tap = require "solon.tap"
local voting = require "solon.voting"
local t = tap.new()

-- Two seasons, rows given out of order: 4 and 3 contestants, the second with a judges' favourite
-- whom no votes could have sent home in week 1.
local columns = {
  season = { 3, 3, 3, 3, 5, 5, 5 }, placement = { 1, 2, 3, 4, 3, 1, 2 },
  contestant = { 7, 6, 5, 6, 7, 1, 2, 3, 4, 3, 2, 1, 1, 2 },
  week = { 1, 1, 1, 2, 2, 1, 1, 1, 1, 2, 2, 2, 3, 3 },
  total = { 1, 1, 30, 20, 21, 24, 22, 27, 25, 26, 23, 24, 28, 27 },
  judges = { 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 },
}
local seasons = voting.seasons(columns)
local small = { chains = 3, draws = 40, warmup = 20, thin = 1, seed = 4 }

local function options(changes)
  local all = {}
  for key, value in pairs(small) do all[key] = value end
  for key, value in pairs(changes) do all[key] = value end
  return all
end

local votes = seasons:infer("historical", small)
local rows, count = votes.draws:shape()
t:same({ rows, count, votes.chains, votes.draws_per_chain }, { 120, 14, 3, 40 }, "shape of the draws")
t:equal(#votes.infeasible, 1, "one decision is infeasible")
t:same({ votes.infeasible[1].season, votes.infeasible[1].week }, { 5, 1 }, "and named")
t:ok(votes.worst_r_hat >= votes.r_hat:get(1) and votes.least_effective_size <= votes.effective_size:get(1),
  "the worst of the diagnostics")

local off, reproduced = 0, 0
for draw = 1, rows do
  local share, sum = votes.draws:row(draw), {}
  for r = 1, count do
    local key = columns.season[columns.contestant[r]] .. "/" .. columns.week[r]
    sum[key] = (sum[key] or 0) + share:get(r)
  end
  for _, key in ipairs { "3/1", "3/2", "3/3", "5/1", "5/2" } do off = math.max(off, math.abs(sum[key] - 1)) end
  local replay = seasons:with_shares(share):replay("historical", { mode = "static" })
  reproduced = reproduced + (replay.reproduced == 2 and replay.misses[1].season == 5 and 1 or 0)
end
t:ok(off < 1e-12, "shares sum to 1 in every week of every draw")
t:equal(reproduced, rows, "every draw reproduces every exit but the infeasible one")

-- the draws depend on neither threads nor what else is drawn
local threaded = seasons:infer("historical", options { threads = 2 })
t:ok(votes.draws:equals(threaded.draws) and votes.r_hat:equals(threaded.r_hat), "the same with two threads")
local one = seasons:infer("historical", options { season = 3, chains = 1 })
t:same(one.row:totable(), { 6, 7, 8, 9, 10, 11, 12, 13, 14 }, "rows of one season, in the order given")
local same = true
for draw = 1, 40 do
  for k = 1, 9 do same = same and one.draws:get(draw, k) == votes.draws:get(draw, k + 5) end
end
t:ok(same, "one season, one chain: the same draws as among others")
t:ok(not votes.draws:equals(seasons:infer("historical", options { seed = 5 }).draws), "another seed, other draws")

-- a contestant alone in the field has all votes, and no diagnostics
local lone = voting.seasons { season = { 1, 1 }, placement = { 1, 2 }, contestant = { 1, 2, 1 }, week = { 1, 1, 2 },
  total = { 20, 22, 25 }, judges = { 3, 3, 3 } }
local alone = lone:infer("historical", small)
t:ok(alone.draws:get(7, 3) == 1 and alone.r_hat:get(3) ~= alone.r_hat:get(3), "a field of one")
t:ok(alone.worst_r_hat == alone.worst_r_hat, "is left out of the worst")

t:raises(function() seasons:infer("historical", { chains = 0 }) end, "chains", "no chains")
t:raises(function() seasons:infer("historical", { draws = 3 }) end, "draws", "too few draws to tell")
t:raises(function() seasons:infer("historical", { initial_deviation = 0 / 0 }) end, "initial_deviation", "NaN")
t:raises(function() seasons:infer("historical", { choice_slope = -1 }) end, "choice_slope", "a negative slope")
t:raises(function() seasons:infer({ combine = "rank", judge_weight = 1 }) end, "judge_weight", "judges alone")

t:done()
