-- infer_bench.lua - hidden votes: effective draws a second, against random-walk Metropolis in NumPy in the same run.
--
--   build/bin/solon tests/bench/infer_bench.lua
--
-- One made-up season by percent and by rank, four chains, the model of both the same; the peer is
-- tests/reference/infer_numpy.py.  Draws that hang together are worth less than their number, so the samplers are
-- compared by effective draws of the share that mixes worst, and of the mean share, per second of processor time;
-- how far the posterior means of both are apart is printed as a check.  Then all seasons of the published contest, if ../shared/data/dwts is there.

require "solon.array"
local measure = require "support.measure"
local mechanism = require "solon.mechanism"
local replay = require "solon.mechanism.replay"
local voting = require "solon.voting"

local SWEEPS, WARMUP, STEP = 3000, 500, 0.8

local contest = mechanism.simulate { seasons = 1 }
local columns = replay.columns(contest)

local function write_season(path, share)
  local file = assert(io.open(path, "w"))
  file:write(#columns.season, " ", #columns.week, "\n", table.concat(columns.placement, " "), "\n")
  for r = 1, #columns.week do
    file:write(string.format("%d %d %.17g %d %.17g\n", columns.contestant[r], columns.week[r], columns.total[r],
      columns.judges[r], share[r]))
  end
  file:close()
end

local function infer(rule, draws)
  local seasons = voting.seasons(columns)
  return seasons:infer({ combine = rule }, { chains = 4, draws = draws, warmup = WARMUP, thin = 1, seed = 1, threads = 1 })
end

local function mean_of(column)
  local sum, n = 0, #column
  for k = 1, n do sum = sum + column[k] end
  return sum / n
end

local function peer(rule, start)
  local python = measure.python("numpy")
  if not python then return nil end
  local path = os.tmpname()
  write_season(path, start)
  local pipe = assert(io.popen(string.format("%s tests/reference/infer_numpy.py %s %s 4 %d %d %g", python, path, rule,
    SWEEPS, WARMUP, STEP)))
  local found = { seconds = pipe:read("n"), least = pipe:read("n"), mean = pipe:read("n"), shares = {} }
  for r = 1, #columns.week do found.shares[r] = pipe:read("n") end
  pipe:close()
  os.remove(path)
  return found
end

for _, rule in ipairs { "percent", "rank" } do
  local found
  local before = os.clock()
  for _ = 1, 3 do found = infer(rule, SWEEPS) end
  local seconds = (os.clock() - before) / 3 * SWEEPS / (SWEEPS + WARMUP)
  local least, mean = found.least_effective_size, mean_of(found.effective_size)
  print(string.format("%-8s %d contestant-weeks, 4 chains of %d sweeps", rule, #columns.week, SWEEPS))
  print(string.format("  Solon  %8.3f s  %9.1f effective draws a second of the worst share, %9.1f in the mean", seconds,
    least / seconds, mean / seconds))
  local numpy = peer(rule, found.draws:row(-1))
  if numpy then
    local off = 0
    for r = 1, #columns.week do off = math.max(off, math.abs(numpy.shares[r] - mean_of(found.draws:column(r)))) end
    print(string.format("  NumPy  %8.3f s  %9.1f                                          , %9.1f", numpy.seconds,
      numpy.least / numpy.seconds, numpy.mean / numpy.seconds))
    print(string.format("  ratio            %9.1f                                          , %9.1f   (means differ by at most %.4f)",
      least / seconds / (numpy.least / numpy.seconds), mean / seconds / (numpy.mean / numpy.seconds), off))
  else
    print("  no python3 with NumPy: no peer")
  end
end

local real = mechanism.load("../shared/data/dwts/2026_MCM_Problem_C_Data.csv")
if real then
  for jobs = 1, 2 do
    local found
    local seconds = measure.best(function() found = mechanism.infer_votes(real, { seed = 1, jobs = jobs }) end, 1)
    print(string.format("34 seasons, 4 chains of 1,000 draws, %d worker%s: %.1f s (worst R-hat %.4f, least effective size %.0f, %d exceptions)",
      jobs, jobs > 1 and "s" or "", seconds, found.worst_r_hat, found.least_effective_size, #found.exceptions))
  end
else
  print("no ../shared/data/dwts: the published contest was not timed")
end
