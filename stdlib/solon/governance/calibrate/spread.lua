-- spread.lua - how well a fitted parameter is known: intervals by tests of the scores or by resampled blocks of weeks, the
-- weeks that count as independent, and the values that fit nearly as well.

local array = require "solon.array"
local hindcast = require "solon.governance.calibrate.hindcast"
local inference = require "solon.inference"
local random = require "solon.random"

local spread = {}

--- Ways to an interval; the first is the default.  What they hold: tests/bench/calibration_coverage.lua.
spread.ways = { "scores", "standard-error", "percentile" }

--- How often each week occurs in blocks of `length` weeks, drawn with replacement until there are n weeks.
function spread.draw_weights(stream, n, length)
  local weights, left = array.zeros(n), n
  while left > 0 do
    local start = stream:integer(1, n - length + 1)
    for i = start, start + math.min(length, left) - 1 do weights[i] = weights[i] + 1 end
    left = left - length
  end
  return weights
end

--- Estimates on `replicates` resamples of whole blocks (moving blocks, Kuensch 1989), as an array.
function spread.replicates(cast, parameter, o)
  local out = array.zeros(o.replicates)
  for r = 1, o.replicates do
    local stream = random.stream(o.seed, "governance calibrate " .. parameter, r - 1)
    out[r] = hindcast.fit(cast, parameter, o.low, o.high, spread.draw_weights(stream, cast.count, o.block)).x
  end
  return out
end

-- What a week adds to the slope of the error in the parameter, away from the clip: the model's slope times the side.
local function scores(cast, parameter, estimate)
  local side = hindcast.residuals(cast, { [parameter] = estimate })
  local steep = parameter == "epsilon" and cast.gain
    or cast.core * cast.sigma / ((cast.sigma * estimate + 1) * (cast.sigma * estimate + 1))
  return array.generate(cast.count, function(i) return side[i] > 0 and steep[i] or side[i] < 0 and -steep[i] or 0.0 end)
end

--- Weeks that count as independent: n / (1 + 2 sum of the scores' autocorrelations up to the first that is not positive),
--- at most n.
function spread.effective_weeks(cast, parameter, estimate)
  local x, n = scores(cast, parameter, estimate), cast.count
  x = x - array.mean(x)
  local zero, sum = array.dot(x, x), 0.0
  if not (zero > 0) then return n + 0.0 end
  for lag = 1, n // 2 do
    local r = array.dot(x[{ 1, n - lag }], x[{ lag + 1, n }]) / zero
    if r <= 0 then break end
    sum = sum + r
  end
  return n / (1 + 2 * sum)
end

-- ---- one parameter ---------------------------------------------------------------------------------

--- What the tests of core/index/score.h take for n weeks: terms of the series, and limits of one parameter's squares.
function spread.limits(n, confidence)
  local tail, terms = (1 - confidence) / 2, math.min(n - 1, math.max(4, math.floor(0.4 * n ^ (2 / 3) + 0.5)))
  return { terms = terms, series_limit = inference.t_quantile(tail, terms) ^ 2, phi_limit = inference.t_quantile(tail, math.huge) ^ 2 }
end

--- All values up to the first on each side that both tests of the scores reject: low, high.
function spread.by_scores(found, cast, parameter, o)
  local task = spread.limits(cast.count, o.confidence)
  task.parameter, task.low, task.high = parameter, o.low, o.high
  task.epsilon, task.mu = cast.values.epsilon, cast.values.mu
  task[parameter] = found.estimate
  return hindcast.score_interval(cast, task)
end

-- Half is the larger of t times the standard error over resampled blocks (t with as many degrees of freedom as blocks, less
-- one) and t times that over resampled single weeks, times sqrt(n / effective weeks) (t with the effective weeks less one).
local function by_standard_error(found, cast, parameter, o)
  local n, tail, single = cast.count, (1 - o.confidence) / 2, {}
  for key, value in pairs(o) do single[key] = value end
  single.block = 1
  found.effective_error = array.standard_deviation(spread.replicates(cast, parameter, single)) * math.sqrt(n / found.effective_weeks)
  local half = math.max(inference.t_quantile(tail, math.max(1, n / o.block - 1)) * found.standard_error,
    inference.t_quantile(tail, math.max(1, found.effective_weeks - 1)) * found.effective_error)
  return math.max(o.low, found.estimate - half), math.min(o.high, found.estimate + half)
end

--- The interval of equal tails.
function spread.percentiles(replicates, confidence)
  return array.quantile(replicates, (1 - confidence) / 2), array.quantile(replicates, (1 + confidence) / 2)
end

local WAYS = {
  scores = spread.by_scores, ["standard-error"] = by_standard_error,
  percentile = function(found, _, _, o) return spread.percentiles(found.replicates, o.confidence) end,
}

--- The interval of an estimate by o.interval, with the standard error over resampled blocks.
function spread.interval(found, cast, parameter, o)
  found.interval, found.block, found.replicates = o.interval, o.block, spread.replicates(cast, parameter, o)
  found.effective_weeks = spread.effective_weeks(cast, parameter, found.estimate)
  found.standard_error = array.standard_deviation(found.replicates)
  found.low, found.high = WAYS[o.interval](found, cast, parameter, o)
end

--- The values around the estimate whose error is at most 1 % above the least, on a lattice of 400 steps.
function spread.nearly_as_good(cast, parameter, estimate, o)
  local limit, step = 1.01 * hindcast.error(cast, { [parameter] = estimate }), (o.high - o.low) / 400
  local low, high = estimate, estimate
  while low - step >= o.low and hindcast.error(cast, { [parameter] = low - step }) <= limit do low = low - step end
  while high + step <= o.high and hindcast.error(cast, { [parameter] = high + step }) <= limit do high = high + step end
  return low, high
end

return spread
