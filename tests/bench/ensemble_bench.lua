-- ensemble_bench.lua - a lattice over 200 draws of the hidden votes, against the loop over replays here and
-- in NumPy, and the exact sweep of theta1.
--
--   build/bin/solon tests/bench/ensemble_bench.lua [draws]
--
-- Needs the published contest (../shared/data/dwts); the draws are inferred in the same run.  The loop
-- evaluates a sample of the lattice's points on each draw's own seasons; it and the NumPy replay are scaled
-- to all points and draws.

local array = require "solon.array"
local measure = require "support.measure"
local replay_peer = require "support.replay_peer"
local voting = require "solon.voting"

local columns = dofile("tests/lua/support/real_contest.lua")
if not columns then
  print("no ../shared/data/dwts: nothing to measure")
  os.exit(0)
end
local draws = tonumber(arg[1]) or 200
local seasons = voting.seasons(columns)
local votes = seasons:infer("comap", { chains = 2, draws = (draws + 1) // 2, seed = 1 })
local ensemble = seasons:ensemble(votes.draws:slice(1, draws))
print(string.format("%s, %.0f MB", tostring(ensemble), ensemble:info().bytes / 1e6))

local grids = { theta1 = array.range(0.1, 0.9, 0.02), theta3 = array.linspace(0.5, 1, 14),
  theta4 = array.range(0, 0.2, 0.02), threads = 2 }
local lattice
local processor = os.clock()
local seconds = measure.best(function() lattice = ensemble:lattice(grids) end, 1)
print(string.format("lattice of %d points x %d draws on two threads: %.1f s (%.1f s of processor time)", lattice.count,
  draws, seconds, os.clock() - processor))
local by_season = measure.best(function()
  grids.by_season = true
  ensemble:lattice(grids)
end, 1)
print(string.format("the same with means by season: %.1f s", by_season))

-- every 131st point, on a tenth of the draws
local sample = { theta1 = {}, theta2 = {}, theta3 = {}, theta4 = {}, theta5 = {}, threads = 2 }
for i = 1, lattice.count, 131 do
  local point = voting.lattice_point(lattice, i)
  for k = 1, 5 do sample["theta" .. k][#sample.theta1 + (k == 1 and 1 or 0)] = point["theta" .. k] end
end
local some = math.max(1, draws // 10)
local loop = measure.best(function()
  for d = 1, some do ensemble:draw(d):evaluate(sample) end
end, 1) / #sample.theta1 / some
print(string.format("loop over replays:  %8.2f us a point and draw, %.0f s for all; ratio %.0f", loop * 1e6,
  loop * lattice.count * draws, loop * lattice.count * draws / seconds))
local numpy = replay_peer(columns)
if numpy then
  print(string.format("replays in NumPy:   %8.2f us a point and draw, %.0f s for all; ratio %.0f", numpy * 1e6,
    numpy * lattice.count * draws, numpy * lattice.count * draws / seconds))
else
  print("no python3 with NumPy: no peer")
end

local sweep
seconds = measure.best(function()
  sweep = ensemble:sweep { theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0, threads = 2 }
end, 3)
print(string.format("sweep of theta1: %d exact intervals in %.2f s, as many points by evaluation %.0f s; ratio %.0f",
  sweep.count, seconds, loop * sweep.count * draws, loop * sweep.count * draws / seconds))
