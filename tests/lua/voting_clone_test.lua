-- voting_clone_test.lua - independence of clones: by hand, and against replays of contests that hold the clone.
require "solon.array"
local tap = require "solon.tap"
local voting = require "solon.voting"
local t = tap.new()

-- ---- one week by hand ------------------------------------------------------------------------------

-- A week with these totals and shares, in which `out` leave (the last ones), then a final.
local function week(total, share, out)
  local n = #total
  local c = { season = {}, placement = {}, contestant = {}, week = {}, total = {}, judges = {}, share = {} }
  for i = 1, n do
    c.season[i], c.placement[i] = 1, i
    for w = 1, i <= n - out and 2 or 1 do
      local r = #c.week + 1
      c.contestant[r], c.week[r], c.total[r], c.judges[r], c.share[r] = i, w, total[i], 3, share[i]
    end
  end
  return voting.seasons(c)
end

local function entry(result, contestant)
  for r = 1, result.fails do
    if result.contestant:get(r) == contestant then
      return { even = result.even[r], spoiler = result.spoiler:get(r), team = result.team:get(r), crowd = result.crowd:get(r),
        least = result.least:get(r), leaves = result.leaves:get(r) }
    end
  end
end

-- votes alone (plurality): 0.45, 0.35, 0.2.  Split evenly the first has 0.225 twice and stays; the second 0.175
-- twice and leaves: the spoiler effect of plurality.
local fans = { combine = "percent", judge_weight = 0 }
local three = week({ 20, 20, 20 }, { 0.45, 0.35, 0.2 }, 1)
local c = three:clones(fans)
t:same({ c.tested, c.fails, c.fails_even }, { 3, 2, 1 }, "plurality: two of three fail for some split, one for the even one")
local second = entry(c, 2)
t:same({ second.even, second.spoiler, second.team, second.crowd, second.least }, { "spoiler", 1.0, 0.0, 0.0, 0.0 },
  "every split of the second spoils: one clone is below 0.2")
t:near(entry(c, 1).spoiler, 2 * 0.2 / 0.45, { absolute = 1e-15 }, "the first: lambda below 0.2 / 0.45")
t:equal(entry(c, 3), nil, "a clone of the loser leaves as the loser does")

-- judges alone: clones are level with each other, nobody else's order changes
c = week({ 24, 22, 20 }, { 0.45, 0.35, 0.2 }, 1):clones { combine = "percent", judge_weight = 1 }
t:equal(c.fails, 0, "the judges alone are independent of clones")
c = week({ 28, 24, 20, 16 }, { 0.1, 0.2, 0.3, 0.4 }, 1):clones { combine = "rank", judge_weight = 1 }
t:equal(c.fails, 0, "and with ranks")

-- Two leave: both clones of the last leave, and count as one: so does the next lowest.
c = week({ 20, 20, 20, 20 }, { 0.4, 0.3, 0.2, 0.1 }, 2):clones(fans)
t:equal(entry(c, 4), nil, "with two exits both clones of the last count as one")
t:equal(entry(c, 3), nil, "and for the second last: his clones and the last")

-- Borda points of the ranking by shares: a clone splits the share, so cloning harms as under plurality (on ranked
-- ballots it would help); 5 : 4 : 3 with the judges level.
c = week({ 20, 20, 20 }, { 5, 4, 3 }, 1):clones { 0.1, 1, 0, 0, 0 }
t:same({ entry(c, 1).even, entry(c, 2).even }, { "spoiler", "spoiler" }, "Borda by shares: the split vote harms")
t:equal(entry(c, 3), nil, "and does not help the last")

-- Who leaves with a cloned evenly, by the pieces of solon.voting.
local function by_hand(total, share, a, rule)
  local totals, shares = {}, {}
  for i = 1, #total do
    totals[#totals + 1], shares[#shares + 1] = total[i], i == a and share[i] / 2 or share[i]
    if i == a then totals[#totals + 1], shares[#shares + 1] = total[i], share[i] / 2 end
  end
  local cut = voting.cut(voting.combine(totals, shares, rule), 1, { ties = "fan", fan = shares, judge = totals })
  local out = cut.out[1]
  return out > a and out - 1 or out
end

-- ---- against voting.combine and voting.cut on all small weeks --------------------------------------

local totals = { { 20, 21, 22 }, { 22, 21, 20 }, { 20, 20, 21 }, { 21, 20, 22 }, { 20, 20, 20 } }
local shares, weeks, wrong, teams = {}, 0, 0, 0
for x = 1, 5 do for y = 1, 5 do for z = 1, 5 do shares[#shares + 1] = { x, y, z } end end end
for _, rule in ipairs { { combine = "rank" }, { combine = "percent" }, { combine = "rank", ranks = "average" },
  { combine = "rank", ranks = "dense" } } do
  for _, total in ipairs(totals) do
    for _, share in ipairs(shares) do
      local found = week(total, share, 1):clones(rule)
      local plain = voting.cut(voting.combine(total, share, rule), 1, { ties = "fan", fan = share, judge = total }).out[1]
      for a = 1, 3 do
        local out = by_hand(total, share, a, rule)
        local expected = out == plain and "none" or out == a and "spoiler" or plain == a and "team" or "crowd"
        local e = entry(found, a)
        weeks = weeks + 1
        if expected == "team" and rule.combine == "rank" then teams = teams + 1 end
        if (e and e.even or "none") ~= expected then wrong = wrong + 1 end
      end
    end
  end
end
t:equal(wrong, 0, weeks .. " small weeks cloned evenly, by voting.combine and voting.cut")
t:ok(teams > 0, "ranks by competition: level clones push others down and can save the loser (" .. teams .. " weeks)")

-- ---- against replays of seasons with the clone in them ---------------------------------------------

local state = 4711
local function chance(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return (state >> 8) % n
end

-- A season of 7: one leaves in weeks 1 and 2, nobody in week 3, two in week 4; the final is week 5.
local last = { 5, 5, 5, 4, 4, 2, 1 }
local function season()
  local total, share = {}, {}
  for i = 1, 7 do
    total[i], share[i] = {}, {}
    for w = 1, last[i] do total[i][w], share[i][w] = 14 + chance(14), 1 + chance(400) end
  end
  return total, share
end

-- The season up to week w with k exits in it, as columns; who is recorded to leave in week w does not matter to
-- static replay, only how many, so it is never the one cloned.
local function columns(total, share, w, k, a, split)
  local c = { name = {}, season = {}, placement = {}, contestant = {}, week = {}, total = {}, judges = {}, share = {} }
  local function add(i, name, factor, leaves)
    local n = #c.season + 1
    c.season[n], c.placement[n], c.name[n] = 1, n, name
    local to = math.min(last[i], w)
    if last[i] >= w and not leaves then to = w + 1 end
    for u = 1, to do
      local r = #c.week + 1
      c.contestant[r], c.week[r], c.total[r], c.judges[r] = n, u, total[i][math.min(u, last[i])], 3
      c.share[r] = share[i][math.min(u, last[i])] * factor
    end
  end
  local gone = 0
  for i = 1, 7 do
    local leaves = last[i] >= w and i ~= a and gone < k
    if leaves then gone = gone + 1 end
    add(i, tostring(i), i == a and split or 1, leaves)
    if i == a then add(i, tostring(i), 1 - split, false) end
  end
  return voting.seasons(c)
end

local function leavers(contest, rule, w)
  for _, cut in ipairs(contest:replay(rule, { mode = "static", trace = true }).trace) do
    if cut.week == w then return cut.out end
  end
end

local function set_of(names)
  local set, count = {}, 0
  for _, name in ipairs(names) do
    if not set[name] then set[name], count = true, count + 1 end
  end
  return set, count
end

local function effect(total, share, rule, w, k, a, split)
  local plain = set_of(leavers(columns(total, share, w, k), rule, w))
  local set, count = set_of(leavers(columns(total, share, w, k, a, split), rule, w))
  if count < k then set = set_of(leavers(columns(total, share, w, k + 1, a, split), rule, w)) end
  local same, name = true, tostring(a)
  for i = 1, 7 do same = same and plain[tostring(i)] == set[tostring(i)] end
  if same then return "none" end
  return plain[name] == set[name] and "crowd" or set[name] and "spoiler" or "team"
end

local rules = {
  { "percent", { combine = "percent" } }, { "percent carried", { combine = "percent", carry = true } },
  { "rank", { combine = "rank" } }, { "average rank carried", { combine = "rank", ranks = "average", carry = true } },
  { "rank with save", { combine = "rank", save = true, ties = "judge" } },
  { "percent with save by position", { combine = "percent", save = true, ties = "position" } },
  { "plurality", { 0.5, 0, 0, 0, 0 } }, { "plurality with memory", { 0.4, 0, 0.9, 0.15, 1 } },
  { "borda", { 0.5, 1, 0, 0, 0 } }, { "borda with memory", { 0.5, 1, 0.7, 0.1, 0 } },
  { "approval with memory", { 0.4, 2, 0.5, 0.05, 0 } },
}
local exits = { 1, 1, 0, 2 }
local steps = 40
for _, case in ipairs(rules) do
  local name, rule = case[1], case[2]
  local even, off, edge, pairs_seen = 0, 0, 0, 0
  local kinds = { spoiler = 0, team = 0, crowd = 0 }
  for _ = 1, 3 do
    local total, share = season()
    for w = 1, 4 do
      local k = exits[w]
      local contest = columns(total, share, w, k)
      local found = contest:clones(rule)
      for a = 1, 7 do
        if k > 0 and last[a] >= w then
          pairs_seen = pairs_seen + 1
          local e
          for r = 1, found.fails do
            if found.week:get(r) == w and found.contestant:get(r) == a then
              e = { even = found.even[r], least = found.least:get(r), spoiler = found.spoiler:get(r),
                team = found.team:get(r), crowd = found.crowd:get(r) }
            end
          end
          e = e or { even = "none", least = 0.5, spoiler = 0, team = 0, crowd = 0 }
          if e.even ~= effect(total, share, rule, w, k, a, 0.5) then even = even + 1 end
          local length = { none = 0, spoiler = 0, team = 0, crowd = 0 }
          for step = 1, steps do
            local kind = effect(total, share, rule, w, k, a, (step - 0.5) / steps / 2)
            length[kind] = length[kind] + 1 / steps
          end
          for _, kind in ipairs { "spoiler", "team", "crowd" } do
            if e[kind] > 0 then kinds[kind] = kinds[kind] + 1 end
            if math.abs(length[kind] - e[kind]) > 3 / steps then off = off + 1 end
          end
          if e.least < 0.5 then
            if effect(total, share, rule, w, k, a, e.least + 1e-9) == "none" then edge = edge + 1 end
            if e.least > 1e-9 and effect(total, share, rule, w, k, a, e.least - 1e-9) ~= "none" then edge = edge + 1 end
          end
        end
      end
    end
  end
  t:equal(even, 0, ("%s: even splits of %d contestants and weeks"):format(name, pairs_seen))
  t:equal(off, 0, ("%s: lengths of failing splits (%d spoilers, %d teams, %d crowds)"):format(name, kinds.spoiler,
    kinds.team, kinds.crowd))
  t:equal(edge, 0, name .. ": the first failing split is where it is said to be")
end

-- ---- misuse and the real contest -------------------------------------------------------------------

t:raises(function() three:clones { 0.5, 0, 1, 0, 2 } end, "got random", "random ties")
t:raises(function() three:clones() end, "preset name, rules or theta expected", "no rule")
local crowded = { season = {}, placement = {}, contestant = {}, week = {}, total = {}, judges = {} }
for i = 1, 64 do
  crowded.season[i], crowded.placement[i], crowded.contestant[i], crowded.week[i] = 1, i, i, 1
  crowded.total[i], crowded.judges[i] = 20, 3
end
t:raises(function() voting.seasons(crowded):clones("historical") end, "no room for a clone", "64 contestants and a clone")

local real = dofile("tests/lua/support/real_contest.lua")
if real then
  local all = voting.seasons(real)
  for _, case in ipairs { { "historical" }, { "comap" }, { { 0.35, 1, 0.85, 0.08, 1 }, "theta" } } do
    local found = all:clones(case[1])
    t:equal(found.tested, 2239, (case[2] or case[1]) .. ": contestants and weeks of the real contest")
    print(("# %s: %d fail for some split, %d for the even one"):format(case[2] or case[1], found.fails, found.fails_even))
  end
else
  t:skip("no ../shared/data/dwts", "the real contest")
end

t:done()
