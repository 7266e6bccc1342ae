-- spread.lua - how well a fitted parameter is known: an interval by resampled blocks of weeks, the weeks that count as
-- independent, and the values that fit nearly as well.

local array = require "solon.array"
local hindcast = require "solon.governance.calibrate.hindcast"
local inference = require "solon.inference"
local random = require "solon.random"

local spread = {}

-- How often each week occurs in blocks of `length` weeks, drawn with replacement until there are n weeks.
local function draw_weights(stream, n, length)
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
    out[r] = hindcast.fit(cast, parameter, o.low, o.high, draw_weights(stream, cast.count, o.block)).x
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

--- The interval of an estimate: its half is the larger of t times the standard error over resampled blocks (t with as many
--- degrees of freedom as blocks, less one) and t times that over resampled single weeks, times sqrt(n / effective weeks) (t
--- with the effective weeks less one).  Percentiles of the blocks alone are too narrow where few of them are independent.
function spread.interval(found, cast, parameter, o)
  local n, tail = cast.count, (1 - o.confidence) / 2
  local single = {}
  for key, value in pairs(o) do single[key] = value end
  single.block = 1
  found.block, found.replicates = o.block, spread.replicates(cast, parameter, o)
  found.effective_weeks = spread.effective_weeks(cast, parameter, found.estimate)
  found.standard_error = array.standard_deviation(found.replicates)
  found.effective_error = array.standard_deviation(spread.replicates(cast, parameter, single)) * math.sqrt(n / found.effective_weeks)
  local half = math.max(inference.t_quantile(tail, math.max(1, n / o.block - 1)) * found.standard_error,
    inference.t_quantile(tail, math.max(1, found.effective_weeks - 1)) * found.effective_error)
  found.low, found.high = math.max(o.low, found.estimate - half), math.min(o.high, found.estimate + half)
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
