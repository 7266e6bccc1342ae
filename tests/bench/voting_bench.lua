-- voting_bench.lua - replays of 34 seasons against the same in NumPy in the same run, and the lattice.
--
--   build/bin/solon tests/bench/voting_bench.lua
--
-- The contest is the published one with votes A where ../shared/data/dwts is present; else 34 seasons
-- repeated from tests/reference/voting_values.lua.  The peer is tests/reference/replay_numpy.py under
-- $PYTHON, python3 or /usr/bin/python3, whichever has NumPy; both print the welfare they found.

require "solon.array"
local measure = require "support.measure"
local replay_peer = require "support.replay_peer"
local voting = require "solon.voting"

-- The twelve made-up seasons over and over, numbered 1 .. 34.
local function repeated(columns)
  local c = { season = {}, placement = {}, withdrew = {}, contestant = {}, week = {}, total = {}, judges = {}, share = {} }
  local first = {} -- entries of each made-up season: contestants from .. to
  for i, number in ipairs(columns.season) do
    if i == 1 or number ~= columns.season[i - 1] then first[#first + 1] = i end
  end
  first[#first + 1] = #columns.season + 1
  for season = 1, 34 do
    local k = (season - 1) % (#first - 1) + 1
    local shift = #c.season - first[k] + 1
    for i = first[k], first[k + 1] - 1 do
      local at = #c.season + 1
      c.season[at], c.placement[at], c.withdrew[at] = season, columns.placement[i], columns.withdrew[i]
    end
    for r, i in ipairs(columns.contestant) do
      if i >= first[k] and i < first[k + 1] then
        local at = #c.week + 1
        c.contestant[at] = i + shift
        for _, name in ipairs { "week", "total", "judges", "share" } do c[name][at] = columns[name][r] end
      end
    end
  end
  return c
end

local columns = dofile("tests/lua/support/real_contest.lua")
local source = "the published contest, votes A"
if not columns then
  columns, source = repeated(dofile("tests/reference/voting_values.lua").columns), "made-up seasons"
end
local seasons = voting.seasons(columns)

local points = 2000
local theta = { theta1 = {}, theta2 = 0, theta3 = 1, theta4 = 0.15, theta5 = 0, threads = 1 }
for i = 1, points do theta.theta1[i] = 0.1 + 0.8 * (i - 1) / points end
local welfare = seasons:replay({ 0.5, 0, 1, 0.15, 0 }).welfare
local replay = measure.best(function() seasons:evaluate(theta) end, 15) / points
print(string.format("%s: %s", source, tostring(seasons)))
print(string.format("one replay          %8.2f us   (welfare %.12f)", replay * 1e6, welfare))
local numpy, numpy_welfare = replay_peer(columns)
if numpy then
  print(string.format("the same in NumPy   %8.2f us   (welfare %.12f)", numpy * 1e6, numpy_welfare))
  print(string.format("ratio               %8.1f", numpy / replay))
else
  print("no python3 with NumPy: no peer")
end
for threads = 1, 2 do
  local count
  local seconds = measure.best(function() count = seasons:lattice({ threads = threads }).count end, 3)
  print(string.format("lattice of %d points on %d thread%s: %.2f s, %.2f us a point", count, threads,
    threads > 1 and "s" or "", seconds, seconds / count * 1e6))
end
