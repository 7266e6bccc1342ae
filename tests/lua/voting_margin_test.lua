-- voting_margin_test.lua - margins by hand, and against replays with the votes changed by that much.
require "solon.array"
local tap = require "solon.tap"
local voting = require "solon.voting"
local t = tap.new()

-- ---- by hand ---------------------------------------------------------------------------------------

local function small()
  return { name = { "Ann", "Bob", "Cy" }, season = { 1, 1, 1 }, placement = { 1, 2, 3 },
    contestant = { 1, 2, 3, 1, 2 }, week = { 1, 1, 1, 2, 2 }, total = { 27, 21, 24, 28, 25 },
    judges = { 3, 3, 3, 3, 3 }, share = { 0.5, 0.4, 0.1, 0.6, 0.4 } }
end
local seasons = voting.seasons(small())
-- percent: 1/3 + (0.1 + t)/(1 + t) = 21/72 + 0.4/(1 + t) at t = 0.3 - 1/24 over 1 + 1/24
local m = seasons:margins { combine = "percent" }
t:same({ m.exits, m.possible, m.impossible, m.recorded:get(1) }, { 1, 1, 0, 1 }, "one exit, as recorded")
t:near(m.votes_needed:get(1), (0.3 - 1 / 24) / (1 + 1 / 24), { absolute = 1e-15 }, "percent: extra votes")
t:near(m.transfer:get(1), (0.3 - 1 / 24) / 2, { absolute = 1e-15 }, "percent: moved from the next lowest")
t:equal(m.from:get(1), 2.0, "from Bob")
-- rank: Bob 3 + 2, Cy 2 + 3, level; the fans' tie rule lets Cy go until he has Bob's 0.4
m = seasons:margins("historical")
t:near(m.votes_needed:get(1), 0.3, { absolute = 1e-15 }, "rank: extra votes")
t:near(m.transfer:get(1), 0.15, { absolute = 1e-15 }, "rank: moved")
-- the judges alone: Bob leaves, and no votes help
m = seasons:margins { combine = "percent", judge_weight = 1 }
t:same({ m.contestant:get(1), m.votes_needed:get(1), m.transfer:get(1), m.recorded:get(1), m.impossible },
  { 2.0, math.huge, math.huge, 0.0, 1 }, "no votes against the judges alone")
t:ok(m.from:get(1) ~= m.from:get(1), "and nobody to take them from")
m = seasons:margins { 0, 0, 0, 0, 0 }
t:near(m.votes_needed:get(1), 0.3, { absolute = 1e-12 }, "votes alone: the next lowest's votes")
m = seasons:margins { 0.5, 2, 0, 0, 0 }
-- approval: Ann and Bob approved, Cy not; V = 1, 1, 0 and J = 1, 0, 1/2, so C = 1, 1/2, 1/4
t:same(m.contestant:totable(), { 3.0 }, "approval: Cy leaves")
t:near(m.votes_needed:get(1), 0.2, { absolute = 1e-12 }, "approval: at t = 3 0.4 - 1 Bob falls below the average")

-- ---- against the replay, on seasons of chance ------------------------------------------------------

local state = 12345
local function chance(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return (state >> 8) % n
end

local function made(count, size)
  local c = { season = {}, placement = {}, contestant = {}, week = {}, total = {}, judges = {}, share = {} }
  local row = {}
  for s = 1, count do
    for i = 1, size do
      c.season[#c.season + 1], c.placement[#c.placement + 1] = s, i
      local last = i <= 2 and size - 1 or size - i + 1
      if i == 4 then last = last + 1 end -- a double exit after a week without one
      for w = 1, last do
        local r = #c.week + 1
        c.contestant[r], c.week[r], c.total[r], c.judges[r] = #c.season, w, 12 + chance(16), 3
        c.share[r] = 1 + chance(1000)
        row[#c.season .. " " .. w] = r
      end
    end
  end
  return c, row
end

local function leaves(contest, rule, name, season, week)
  for _, cut in ipairs(contest:replay(rule, { mode = "static", trace = true }).trace) do
    if cut.season == season and cut.week == week then
      for _, out in ipairs(cut.out) do if out == name then return true end end
      return false
    end
  end
end

local columns, row = made(3, 7)
local contest = voting.seasons(columns)
local function sum_of(season, week)
  local sum = 0
  for r = 1, #columns.week do
    if columns.week[r] == week and columns.season[columns.contestant[r]] == season then sum = sum + columns.share[r] end
  end
  return sum
end
local function with_votes(season, week, who, votes, from)
  local share, sum = table.move(columns.share, 1, #columns.share, 1, {}), sum_of(season, week)
  local r = row[who .. " " .. math.tointeger(week)]
  share[r] = share[r] + votes * sum
  if from then
    r = row[from .. " " .. math.tointeger(week)]
    share[r] = math.max(0, share[r] - votes * sum)
  end
  return contest:with_shares(share)
end

local rules = {
  { "percent", { combine = "percent" } }, { "percent carried", { combine = "percent", carry = true } },
  { "rank", { combine = "rank" } }, { "average rank carried", { combine = "rank", ranks = "average", carry = true } },
  { "rank with save", { combine = "rank", save = true, ties = "judge" } },
  { "percent with save", { combine = "percent", save = true } },
  { "plurality", { 0.5, 0, 0, 0, 0 } }, { "plurality with memory", { 0.4, 0, 0.9, 0.1, 1 } },
  { "borda", { 0.5, 1, 0.7, 0.1, 0 } }, { "approval", { 0.4, 2, 0.5, 0, 0 } },
}
local integer = math.tointeger
for _, case in ipairs(rules) do
  local name, rule = case[1], case[2]
  local all = contest:margins(rule)
  local wrong, moved, early = 0, 0, 0
  for r = 1, all.exits do
    local s, w, i = all.season:get(r), all.week:get(r), integer(all.contestant:get(r))
    local needed, transfer = all.votes_needed:get(r), all.transfer:get(r)
    local function stays(votes, from) return not leaves(with_votes(s, w, i, votes, from), rule, tostring(i), s, w) end
    if needed < math.huge then
      if not stays(needed + 1e-9) or (needed > 1e-9 and stays(needed - 1e-9)) then wrong = wrong + 1 end
    end
    local end_of_scan = math.min(needed, 20)
    for step = 1, 12 do -- nothing smaller does
      if stays(end_of_scan * (step - 0.5) / 12) then early = early + 1 end
    end
    if transfer < math.huge then
      local from = integer(all.from:get(r))
      if not stays(transfer + 1e-9, from) or (transfer > 1e-9 and stays(transfer - 1e-9, from)) then moved = moved + 1 end
    end
  end
  t:ok(all.exits >= 12, name .. ": " .. all.exits .. " exits, " .. all.possible .. " can be saved")
  t:equal(wrong, 0, name .. ": a little more saves, a little less does not")
  t:equal(moved, 0, name .. ": the same of votes moved")
  t:equal(early, 0, name .. ": no smaller number of votes saves")

  local v = contest:violations(rule)
  wrong = 0
  for r = 1, v.season:length() do
    local s, w, i = v.season:get(r), v.week:get(r), integer(v.contestant:get(r))
    local other
    local less = v.less:get(r) == 1
    local sign = less and -1 or 1
    if v.votes:get(r) == 1 then
      other = with_votes(s, w, i, sign * v.at:get(r))
    else
      local k = row[i .. " " .. integer(w)]
      local kept = columns.total[k]
      columns.total[k] = kept + sign * v.at:get(r)
      other = voting.seasons(columns)
      columns.total[k] = kept
    end
    if leaves(contest, rule, tostring(i), s, w) ~= less or leaves(other, rule, tostring(i), s, w) == less then wrong = wrong + 1 end
  end
  t:equal(wrong, 0, ("%s: %d violations by votes, %d by scores, %d by fewer votes, %d by lower scores are real"):format(name,
    v.by_votes, v.by_score, v.by_fewer_votes, v.by_lower_score))
  if not rule.save and rule.combine then t:equal(v.season:length(), 0, name .. ": monotone") end
end

-- ---- the real contest, where it is at hand ---------------------------------------------------------

local real = dofile("tests/lua/support/real_contest.lua")
if real then
  local all = voting.seasons(real)
  for _, case in ipairs { { "historical" }, { "comap" }, { { 0.5, 0, 1, 0.15, 0 }, "theta" } } do
    local name = case[2] or case[1]
    local margins, v = all:margins(case[1]), all:violations(case[1])
    t:equal(margins.exits, 293, name .. ": exits of the real contest")
    print(("# %s: %d exits can be saved by votes, %d cannot; violations: %d by votes, %d by scores"):format(name,
      margins.possible, margins.impossible, v.by_votes, v.by_score))
    if name == "historical" then t:equal(v.by_votes + v.by_score, 0, "the historical rules are monotone") end
    t:equal(v.season:length(), v.by_votes + v.by_score + v.by_fewer_votes + v.by_lower_score, name .. ": violations add up")
  end
else
  t:skip("no ../shared/data/dwts", "the real contest")
end

-- ---- misuse ----------------------------------------------------------------------------------------

t:raises(function() seasons:margins { 0.5, 0, 1, 0, 2 } end, "got random", "random ties have no margin")
t:raises(function() seasons:violations("comap", { step = 0 }) end, "step", "a step of nothing")
t:raises(function() seasons:violations("comap", { stop = 1 }) end, "did you mean 'step'", "an unknown option")

t:done()
