-- stability.lua - how far the best mechanism depends on which seasons were aired and on which votes were drawn.
--
-- A choice is the best point of a surface when seasons count unequally: each season left out in turn, or as often as it
-- is in a resample.  A gain is the welfare of a point less that of a baseline on the same seasons.  The gain of a point on
-- the seasons that chose it is too high (the winner's curse); on seasons that had no say in the choice it is not.

local array = require "solon.array"
local choose = require "solon.mechanism.uncertain.choose"

local stability = {}

local QUANTILES = { 0.05, 0.5, 0.95 }

--- How often each season counts when each is left out in turn: S x S, 1 but 0 on the diagonal.
function stability.leave_one_out(seasons) return 1 - array.identity(seasons) end

--- For each row of counts (choices x seasons) the best point of by_season (points x seasons) and its mean welfare, each
--- season counted so often; two sequences.
function stability.choices(by_season, counts)
  local rows = counts:shape()
  local weights = counts:copy()
  for r = 1, rows do weights[r] = counts:row(r) / counts:row(r):sum() end
  local welfare, points = choose.best(by_season, weights)
  return points, welfare
end

local function mean_gain(gains, weight)
  local total = weight:sum()
  return total > 0 and array.dot(gains, weight) / total or 0 / 0
end

--- What each choice gains over a baseline (welfare by season): three sequences, `inside` on the seasons that chose, each
--- as often as it counts; `all` on all seasons; `outside` on those that do not count, NaN where there are none.
function stability.gains(by_season, points, base, counts)
  local result, seasons = { inside = {}, all = {}, outside = {} }, #base
  local ones = array.ones(seasons)
  for r, point in ipairs(points) do
    local gains, count = by_season:row(point) - base, counts:row(r)
    result.inside[r], result.all[r] = mean_gain(gains, count), mean_gain(gains, ones)
    result.outside[r] = mean_gain(gains, count:eq(0))
  end
  return result
end

local function shares_of(column, points)
  local shares = { 0, 0, 0 }
  for _, i in ipairs(points) do
    local category = math.tointeger(column[i]) + 1
    shares[category] = shares[category] + 1 / #points
  end
  return shares
end

--- What a list of best points (positions in a surface) says: count, distinct (points), theta1, theta3, theta4 ({ low,
--- median, high } at 5, 50 and 95%), theta2 and theta5 (shares of the categories 0, 1, 2).
function stability.distribution(surface, points)
  local result = { count = #points, distinct = #(array.unique(points)) }
  for _, name in ipairs { "theta1", "theta3", "theta4" } do
    local q = surface[name]:take(points):quantile(QUANTILES)
    result[name] = { low = q[1], median = q[2], high = q[3] }
  end
  result.theta2, result.theta5 = shares_of(surface.theta2, points), shares_of(surface.theta5, points)
  return result
end

-- Mean and 5, 50, 95% of numbers, NaN left out; nothing where there is no other.
local function spread(numbers)
  if array.is_nan(numbers):sum() == #numbers then return nil end
  local q = array.quantile(numbers, QUANTILES, { skipna = true })
  return { mean = array.mean(numbers, { skipna = true }), low = q[1], median = q[2], high = q[3] }
end

--- The winner's curse.  apparent: the gain of the proposal on all seasons, which chose it; bootstrap and left_out: the
--- gains of the choices of resamples and of all seasons but one.  Gives apparent; in_bag and out_of_bag { mean, low,
--- median, high } over the resamples; optimism, the mean of in-bag gains less gains on all seasons (Efron); corrected,
--- apparent less optimism; and left_out { mean, standard_error } over the seasons left out.  One season is in every
--- resample and leaves none to choose on: out_of_bag and left_out are nil.
function stability.curse(apparent, bootstrap, left_out)
  local optimism = array.mean(bootstrap.inside) - array.mean(bootstrap.all)
  return { apparent = apparent, in_bag = spread(bootstrap.inside), out_of_bag = spread(bootstrap.outside),
    optimism = optimism, corrected = apparent - optimism,
    left_out = left_out and { mean = array.mean(left_out.outside),
      standard_error = array.standard_deviation(left_out.outside) / math.sqrt(#left_out.outside) } }
end

return stability
