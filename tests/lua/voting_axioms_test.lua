-- voting_axioms_test.lua - which rules keep which axiom: small weeks decided by voting.combine and voting.cut with the
-- votes and scores changed, against seasons:margins and seasons:violations; and the known facts as examples.
require "solon.array"
local tap = require "solon.tap"
local voting = require "solon.voting"
local t = tap.new()

-- A week with these totals and shares in which one leaves (the last in the record), then a final.
local function week(total, share)
  local n = #total
  local c = { season = {}, placement = {}, contestant = {}, week = {}, total = {}, judges = {}, share = {} }
  for i = 1, n do
    c.season[i], c.placement[i] = 1, i
    for w = 1, i < n and 2 or 1 do
      local r = #c.week + 1
      c.contestant[r], c.week[r], c.total[r], c.judges[r], c.share[r] = i, w, total[i], 3, share[i]
    end
  end
  return voting.seasons(c)
end

local state = 99
local function chance(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return (state >> 8) % n
end

-- ---- against recomputed cuts -----------------------------------------------------------------------

local function changed(list, i, by)
  local out = table.move(list, 1, #list, 1, {})
  out[i] = out[i] + by
  return out
end

local function lists(v)
  local found = {}
  for r = 1, v.season:length() do
    local key = ("%d %d"):format(math.tointeger(v.contestant:get(r)), math.tointeger(v.votes:get(r)))
    found[key] = { less = v.less:get(r) == 1, change = v.change:get(r), at = v.at:get(r) }
  end
  return found
end

local function scaled(values)
  local low, high, out = math.min(table.unpack(values)), math.max(table.unpack(values)), {}
  for i, x in ipairs(values) do out[i] = high - low <= 1e-12 and 0.5 or (x - low) / (high - low) end
  return out
end

-- A mechanism in its first week, as core/voting/replay.h states it.
local function mechanism_decider(theta)
  local fan_value = ({ [0] = voting.plurality, voting.borda, voting.approval })[theta[2]]
  return function(total, share)
    local judges, fans, combined = scaled(total), scaled(fan_value(share):totable()), {}
    if theta[2] == 1 then -- points to the nearest 2^-44, as replay.h has them
      local points = fan_value(share):totable()
      for i, x in ipairs(points) do points[i] = (x + 0x1.8p8) - 0x1.8p8 end
      fans = scaled(points)
    end
    for i = 1, #total do combined[i] = theta[1] * judges[i] + (1 - theta[1]) * fans[i] end
    local ties = theta[5] == 0 and "fan" or "judge"
    local low = voting.cut(combined, 1, { ties = ties, fan = share, judge = total }).out[1]
    local other
    for i = 1, #total do
      if i ~= low and (other == nil or combined[i] < combined[other]) then other = i end
    end
    return combined[other] - combined[low] < theta[4] and total[other] < total[low] and other or low
  end
end

-- Who leaves, by the pieces of solon.voting; a save by hand: of the lowest and the next, the smaller total.
local function decider(rule)
  if rule[1] then return mechanism_decider(rule) end
  local pieces = { combine = rule.combine, ranks = rule.ranks, judge_weight = rule.judge_weight }
  return function(total, share)
    local combined = voting.combine(total, share, pieces)
    local options = { ties = "fan", fan = share, judge = total }
    local low = voting.cut(combined, 1, options).out[1]
    if not rule.save then return low end
    local other = voting.cut(combined, 2, options).out[2]
    return total[other] < total[low] and other or low
  end
end

local function check(rule, weeks)
  local leaves = decider(rule)
  local count = { margins = 0, missed = 0, unreal = 0, more_votes = 0, more_points = 0, fewer_votes = 0, fewer_points = 0 }
  for _ = 1, weeks do
    local n = 3 + chance(4)
    local total, share, sum = {}, {}, 0
    for i = 1, n do
      total[i], share[i] = 9 + chance(21), 1 + chance(30)
      sum = sum + share[i]
    end
    local seasons, gone = week(total, share), leaves(total, share)
    local m, found = seasons:margins(rule), lists(seasons:violations(rule))
    if math.tointeger(m.contestant:get(1)) ~= gone then count.margins = count.margins + 1 end
    local needed = m.votes_needed:get(1)
    for step = 1, 60 do -- off the places where votes are level: shares are whole numbers
      local votes = step * step / 23 + 0.0137
      local stays = leaves(total, changed(share, gone, votes)) ~= gone
      if stays and votes / sum < needed then count.margins = count.margins + 1 end
    end
    if needed < math.huge and leaves(total, changed(share, gone, needed * sum + 1e-7)) == gone then count.margins = count.margins + 1 end
    for i = 1, n do
      local stays, less = i ~= gone, i == gone
      local sign = less and -1 or 1
      -- by votes
      local v, seen = found[i .. " 1"], nil
      for step = 1, 60 do
        local votes = less and share[i] * (step - 0.37) / 60 or step * step / 23 + 0.0137
        if (leaves(total, changed(share, i, sign * votes)) == i) == stays then seen = seen or votes / sum end
      end
      if seen and not (v and v.change <= seen and v.less == less) then count.missed = count.missed + 1 end
      if v and (leaves(total, changed(share, i, sign * v.at * sum)) == i) ~= stays then count.unreal = count.unreal + 1 end
      if v then
        local name = less and "fewer_votes" or "more_votes"
        count[name] = count[name] + 1
      end
      -- by points, in the kernel's own steps
      v, seen = found[i .. " 0"], nil
      for points = 1, less and total[i] - 3 or 30 - total[i] do
        if not seen and (leaves(changed(total, i, sign * points), share) == i) == stays then seen = points end
      end
      if seen ~= (v and v.change) then count.missed = count.missed + 1 end
      if v then
        local name = less and "fewer_points" or "more_points"
        count[name] = count[name] + 1
      end
    end
  end
  return count
end

local rules = {
  { "rank", { combine = "rank" } }, { "percent", { combine = "percent" } },
  { "average rank", { combine = "rank", ranks = "average" } }, { "dense rank", { combine = "rank", ranks = "dense" } },
  { "percent, fans 0.7", { combine = "percent", judge_weight = 0.3 } },
  { "plurality", { 0.5, 0, 0, 0, 0 } }, { "plurality with save", { 0.5, 0, 0, 0.2, 0 } }, { "borda", { 0.5, 1, 0, 0, 0 } },
  { "borda with save", { 0.5, 1, 0, 0.2, 0 } }, { "approval with save", { 0.4, 2, 0, 0.3, 1 } },
  { "rank with save", { combine = "rank", save = true } }, { "percent with save", { combine = "percent", save = true } },
}
for _, case in ipairs(rules) do
  local name, rule = case[1], case[2]
  local c = check(rule, 120)
  t:equal(c.margins, 0, name .. ": margins, by recomputed cuts")
  t:equal(c.missed, 0, name .. ": no violation that recomputed cuts show is missed")
  t:equal(c.unreal, 0, name .. ": every violation is one")
  print(("# %s: hurt by votes %d, points %d; helped by fewer votes %d, points %d"):format(name, c.more_votes, c.more_points,
    c.fewer_votes, c.fewer_points))
  if rule[4] and rule[4] > 0 then
    if rule[2] ~= 1 then -- Borda: too rare to be met here
      t:ok(c.more_votes + c.fewer_votes > 0, name .. ": a judges' save breaks monotonicity in votes")
    end
  elseif not rule.save then
    t:equal(c.more_votes + c.more_points + c.fewer_votes + c.fewer_points, 0, name .. ": monotone in votes and scores")
  elseif rule.combine == "rank" then
    t:ok(c.more_votes > 0 and c.fewer_votes > 0, name .. ": a judges' save breaks monotonicity in votes")
    t:equal(c.more_points + c.fewer_points, 0, name .. ": but not in scores")
  else
    -- with i's votes two others come closer only if the one ahead has more of them, and never change places so that
    -- the judges' favourite of the two falls behind
    t:equal(c.more_votes + c.fewer_votes, 0, name .. ": monotone in votes")
    t:ok(c.more_points + c.fewer_points > 0, name .. ": a judges' save breaks monotonicity in scores")
  end
end

-- ---- examples --------------------------------------------------------------------------------------

local function only(v, votes, less)
  local out = {}
  for r = 1, v.season:length() do
    if v.votes:get(r) == votes and v.less:get(r) == less then
      out[#out + 1] = { math.tointeger(v.contestant:get(r)), v.change:get(r), v.at:get(r) }
    end
  end
  return out
end

-- Rank with save.  Judges' ranks 1 2 3 4, fans' 1 3 4 2: sums 2 5 7 6.  The lowest two are 3 and 4, and the judges send 4.
-- With 10 to 20 more votes 3 passes 2: sums 2 6 6 6, the fans' tie rule puts 2 and 3 lowest, and the judges send 3.
local save = { combine = "rank", save = true }
local four = week({ 30, 27, 24, 18 }, { 40, 20, 10, 30 })
local v = only(four:violations(save), 1, 0)
t:equal(#v, 1, "rank with save: more votes vote off one who stays")
t:same({ v[1][1], four:margins(save).contestant:get(1) }, { 3, 4.0 }, "the third, in place of the fourth")
t:near(v[1][2], 0.1, { absolute = 1e-15 }, "from a tenth more of the votes on")
t:ok(v[1][3] > 0.1 and v[1][3] < 0.2, "up to two tenths")
t:equal(four:violations({ combine = "rank" }).season:length(), 0, "without the save nobody is hurt")

-- The mirror image: with 15 votes more he would be the one who leaves, and fewer would save him.
v = only(week({ 30, 27, 24, 18 }, { 40, 20, 25, 30 }):violations(save), 1, 1)
t:same({ #v, v[1] and v[1][1] }, { 1, 3 }, "and one who leaves would stay with fewer votes")

-- Percent with save: the fourth leaves of the bottom two.  Eight points less for him raise the parts of the others, most
-- of those whom the judges favour; the first becomes the other of the lowest two, and the judges send him.
local percent_save = { combine = "percent", save = true }
v = only(week({ 14, 23, 11, 22, 27 }, { 27, 7, 16, 3, 14 }):violations(percent_save), 0, 1)
t:same({ #v, v[1] and v[1][1], v[1] and v[1][2] }, { 1, 4, 8.0 }, "percent with save: a lower score saves the loser")

-- ---- the real contest, where it is at hand ---------------------------------------------------------

-- Every violation by votes is one in a static replay with the votes changed by so much.
local real = dofile("tests/lua/support/real_contest.lua")
if real then
  local all = voting.seasons(real)
  local row, sums = {}, {}
  for r = 1, #real.week do
    local season = real.season[real.contestant[r]]
    row[real.contestant[r] .. " " .. real.week[r]] = r
    sums[season .. " " .. real.week[r]] = (sums[season .. " " .. real.week[r]] or 0) + real.share[r]
  end
  local function leaves(contest, rule, contestant, season, w)
    for _, cut in ipairs(contest:replay(rule, { mode = "static", trace = true }).trace) do
      if cut.season == season and cut.week == w then
        for _, name in ipairs(cut.out) do if name == real.name[contestant] then return true end end
      end
    end
    return false
  end
  local expected = { -- by more and by fewer votes, each found true below
    { "historical", 0, 0 }, { "comap", 1, 0 }, { "broadcast", 0, 0 },
    { { 0.5, 0, 1, 0.15, 0 }, 3, 3, "the source text's status quo" },
    { { 0.35, 1, 0.85, 0.08, 1 }, 2, 0, "the source text's optimum" },
    { { 0.6, 0, 0.56, 0, 0 }, 1, 0, "memory without a save" }, { { 0.6, 0, 0, 0, 0 }, 0, 0, "neither" } }
  for _, case in ipairs(expected) do
    local rule, name = case[1], case[4] or case[1]
    local found, unreal = all:violations(rule), 0
    for r = 1, found.season:length() do
      local i, w = math.tointeger(found.contestant:get(r)), math.tointeger(found.week:get(r))
      local less, season = found.less:get(r) == 1, math.tointeger(found.season:get(r))
      local share, k = table.move(real.share, 1, #real.share, 1, {}), row[i .. " " .. w]
      share[k] = share[k] + (less and -1 or 1) * found.at:get(r) * sums[season .. " " .. w]
      if found.votes:get(r) ~= 1 or leaves(all, rule, i, season, w) ~= less
        or leaves(all:with_shares(share), rule, i, season, w) == less then
        unreal = unreal + 1
      end
    end
    t:same({ unreal, found.by_votes, found.by_fewer_votes, found.by_score + found.by_lower_score }, { 0, case[2], case[3], 0 },
      name .. ": violations of the real contest, each one true")
  end
else
  t:skip("no ../shared/data/dwts", "the real contest")
end

t:done()
