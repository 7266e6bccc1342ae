-- calibration_coverage.lua - how often the intervals of a calibration hold the epsilon 0.35 and the mu 0.1 with which
-- hindcasts were simulated, and how wide they are: by the scores, by standard errors, by percentiles of blocks, of each
-- parameter alone and of both together; for several lengths and ways in which a week's error resembles the last's.
--
--   build/bin/solon tests/bench/calibration_coverage.lua [hindcasts] [weeks,...] [errors,...] [weeks of a block]
--
-- Errors: a number is what a Laplace error keeps of the last one's (as governance.hindcast has it); "ma13" the mean of 13
-- independent ones; "noisy" one that keeps 0.95 plus an independent one of the same size.  All are 8.5 points in the mean.
--
-- Recorded, 500 hindcasts each, blocks of 13 weeks, 199 resamples: cover in % of intervals of 95 % and mean width; epsilon alone
-- in three ways, mu alone, then epsilon and mu with the other unknown, by the scores.
--
--   weeks errors  scores       standard error percentile     mu, scores     both: epsilon  both: mu
--     104     0    97.6 0.1748    98.2 0.1767    87.2 0.1339    97.0 0.0247    97.6 0.3398    97.8 0.0477
--     104   0.5    97.0 0.2828    96.4 0.2942    87.8 0.2200    97.0 0.0414    98.8 0.4063    98.0 0.0603
--     104   0.8    98.2 0.4270    95.2 0.4431    83.6 0.3237    97.0 0.0652    98.4 0.4658    99.2 0.0753
--     104   0.9    96.2 0.5121    90.2 0.5376    76.2 0.3741    97.0 0.0828    98.8 0.5006    98.2 0.0852
--     104  0.95    95.2 0.5512    83.0 0.5860    62.4 0.3826    95.2 0.0915    99.0 0.5177    98.2 0.0921
--     104  ma13    98.2 0.5554    91.8 0.5407    84.2 0.3927    98.2 0.0924    99.0 0.5243    98.8 0.0918
--     104 noisy    69.0 0.3233    76.8 0.4085    62.0 0.2814    70.2 0.0481    93.2 0.4130    90.0 0.0640
--     156     0    98.0 0.1358    98.2 0.1343    91.8 0.1088    96.6 0.0193    97.8 0.2527    98.2 0.0357
--     156   0.5    95.4 0.2219    96.2 0.2290    89.2 0.1828    96.2 0.0329    98.8 0.3033    98.8 0.0459
--     156   0.8    95.2 0.3441    93.2 0.3642    85.0 0.2710    95.2 0.0518    98.4 0.3610    98.0 0.0571
--     156   0.9    94.8 0.4269    86.8 0.4636    77.4 0.3198    94.0 0.0667    98.8 0.3878    95.8 0.0653
--     156  0.95    93.4 0.4762    81.4 0.5277    64.6 0.3395    93.4 0.0768    98.2 0.4083    95.4 0.0721
--     156  ma13    98.8 0.4653    91.0 0.4421    81.8 0.3292    98.4 0.0754    99.2 0.4058    99.4 0.0712
--     156 noisy    73.6 0.2804    79.4 0.3707    64.2 0.2478    70.4 0.0424    94.2 0.3240    90.8 0.0520
--     208     0    97.4 0.1122    97.6 0.1102    91.8 0.0926    97.2 0.0159    97.4 0.2048    97.6 0.0292
--     208   0.5    95.0 0.1904    95.0 0.1881    90.6 0.1574    96.0 0.0284    98.2 0.2500    97.6 0.0386
--     208   0.8    95.4 0.2936    92.8 0.3042    84.4 0.2324    94.6 0.0455    97.6 0.2955    98.4 0.0489
--     208   0.9    94.4 0.3747    88.8 0.3976    75.4 0.2750    94.8 0.0591    97.0 0.3233    97.2 0.0561
--     208  0.95    93.8 0.4282    80.0 0.4788    65.8 0.2954    94.2 0.0696    96.2 0.3431    96.2 0.0629
--     208  ma13   100.0 0.4130    93.2 0.3926    86.0 0.2867    99.2 0.0664    99.6 0.3441    98.8 0.0612
--     208 noisy    78.8 0.2626    83.0 0.3477    71.6 0.2242    79.0 0.0402    94.8 0.2801    91.2 0.0459
--
-- Percentiles of blocks are too narrow because blocks break what persists: the more so the longer it does.  At independence
-- blocks of one week (fourth argument 1) hold what they should: neither the percentiles nor the weighted median's steps
-- are at fault.  Standard errors with quantiles of t repair little of it.  The tests of the scores hold, but for errors whose
-- slow part hides behind as much noise: the lag-one autocorrelation does not show it, and 9 to 14 cosines reach too far up.

local array = require "solon.array"
local governance = require "solon.governance"
local hindcast = require "solon.governance.calibrate.hindcast"
local pair = require "solon.governance.calibrate.pair"
local random = require "solon.random"
local spread = require "solon.governance.calibrate.spread"

local count = tonumber(arg[1] or 500)
local function list(text)
  local out = {}
  for part in text:gmatch "[^,]+" do out[#out + 1] = tonumber(part) or part end
  return out
end
local lengths, kinds = list(arg[2] or "104,156,208"), list(arg[3] or "0,0.5,0.8,0.9,0.95,ma13,noisy")

local TRUE, RANGE, REPLICATES, BLOCK = { epsilon = 0.35, mu = 0.1 }, { low = 0.0, high = 1.0 }, 199, tonumber(arg[4] or 13)

local function laplace(stream, n)
  local sides, sizes = stream:uniform(n), stream:exponential(n)
  return array.generate(n, function(i) return sides[i] < 0.5 and -sizes[i] or sizes[i] end)
end

local MADE = {
  ma13 = function(stream, n)
    local fresh = laplace(stream, n + 12)
    return array.generate(n, function(i) return array.mean(fresh[{ i, i + 12 }]) end)
  end,
  noisy = function(stream, n)
    local fresh, noise, last = laplace(stream, n), laplace(stream, n), nil
    return array.generate(n, function(i)
      last = last and 0.95 * last + math.sqrt(1 - 0.95 ^ 2) * fresh[i] or fresh[i]
      return last + noise[i]
    end)
  end,
}

-- Weeks of governance.hindcast with these errors.
local function simulate(weeks, kind, seed)
  if type(kind) == "number" then return governance.hindcast { weeks = weeks, persistence = kind, seed = seed } end
  local data = governance.hindcast { weeks = weeks, error = 0, seed = seed }
  local errors = MADE[kind](random.stream(seed, "calibration coverage " .. kind), weeks)
  data.S_KPI_official = array.clip(data.S_KPI_official + errors * (8.5 / array.mean(array.abs(errors))), 0, 150)
  return data
end

local function tally() return { hits = 0, width = 0 } end

local function note(into, low, high, truth)
  if low <= truth and truth <= high then into.hits = into.hits + 1 end
  into.width = into.width + (high - low) / count
end

local function settings(way, parameter)
  return { replicates = REPLICATES, seed = 1, low = RANGE.low, high = RANGE.high, confidence = 0.95, interval = way, block = BLOCK, parameter = parameter }
end

-- One row: weeks, errors, and for each interval its cover and mean width.
local function row(weeks, kind)
  local found = { scores = tally(), error = tally(), percentile = tally(), mu = tally(), epsilon_pair = tally(), mu_pair = tally() }
  for seed = 1, count do
    local cast = hindcast.new(simulate(weeks, kind, seed), governance.parameters(), "coverage")
    local epsilon = { estimate = hindcast.fit(cast, "epsilon", 0, 1).x }
    spread.interval(epsilon, cast, "epsilon", settings "percentile")
    note(found.percentile, epsilon.low, epsilon.high, TRUE.epsilon)
    spread.interval(epsilon, cast, "epsilon", settings "standard-error")
    note(found.error, epsilon.low, epsilon.high, TRUE.epsilon)
    local low, high = spread.by_scores({ estimate = epsilon.estimate }, cast, "epsilon", settings "scores")
    note(found.scores, low, high, TRUE.epsilon)
    low, high = spread.by_scores({ estimate = hindcast.fit(cast, "mu", 0, 1).x }, cast, "mu", settings "scores")
    note(found.mu, low, high, TRUE.mu)
    local both = pair.calibrate(cast, { epsilon = { low = 0.0, high = 1.0, width = 1 }, mu = { low = 0.0, high = 1.0, width = 1 }, replicates = 19, seed = 1,
      block = BLOCK, confidence = 0.95, interval = "scores" }, (high - low) / 4)
    note(found.epsilon_pair, both.epsilon_low, both.epsilon_high, TRUE.epsilon)
    note(found.mu_pair, both.mu_low, both.mu_high, TRUE.mu)
  end
  local cells = { string.format("%5d %5s", weeks, kind) }
  for _, name in ipairs { "scores", "error", "percentile", "mu", "epsilon_pair", "mu_pair" } do
    cells[#cells + 1] = string.format("%5.1f %6.4f", 100 * found[name].hits / count, found[name].width)
  end
  print(table.concat(cells, "   "))
end

print(string.format("%d hindcasts each; cover in %% and mean width of intervals of 95 %%; blocks of %d weeks, %d resamples", count, BLOCK, REPLICATES))
print "weeks errors  scores       standard error percentile     mu, scores     both: epsilon  both: mu"
for _, weeks in ipairs(lengths) do
  for _, kind in ipairs(kinds) do row(weeks, kind) end
end
