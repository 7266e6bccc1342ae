-- stability.lua - how far the best mechanism depends on which seasons were aired and on which votes were drawn.
--
--   leave_one_out   the best point without each season, and what it gives on the season left out
--   bootstrap       the best point of each resample of the seasons, and what it gives on the seasons not in it
--   distribution    categories and quantiles of a list of best points
--
-- A gain is the welfare of a point less that of a baseline on the same seasons.  The gain of a point on the seasons that
-- chose it is too high (the winner's curse); on seasons that had no say it is not.

local array = require "solon.array"
local choose = require "solon.mechanism.uncertain.choose"

local stability = {}

stability.quantiles = { 0.05, 0.5, 0.95 }

-- weights . gains, over a sequence of gains by season; the weights need not sum to 1.
local function mean_gain(row, base, weight_of)
  local sum, total = 0.0, 0.0
  for s = 1, #base do
    local weight = weight_of(s)
    if weight > 0 then sum, total = sum + weight * (row[s] - base[s]), total + weight end
  end
  return total > 0 and sum / total or 0 / 0
end

--- For each season: { season, point (best without it), welfare (of it on the others), gain_in (on the others), gain_out
--- (on the season itself) }.  by_season: points x seasons; base: welfare of the baseline by season.  Nil for one season.
function stability.leave_one_out(by_season, base, numbers)
  local seasons = #numbers
  if seasons < 2 then return nil end
  local weights = array.full(1 / (seasons - 1), seasons, seasons)
  for s = 1, seasons do weights:set(s, s, 0) end
  local best, place = choose.best(by_season, weights)
  local rows = {}
  for s = 1, seasons do
    local row = by_season:row(place[s])
    rows[s] = { season = numbers[s], point = place[s], welfare = best[s],
      gain_in = mean_gain(row, base, function(k) return k == s and 0 or 1 end), gain_out = row[s] - base[s] }
  end
  return rows
end

--- For each row of counts (resamples x seasons): { point, welfare (on the resample), gain_in (on the resample), gain_all
--- (of the same point on all seasons), gain_out (on the seasons not in it; NaN where there are none) }.
function stability.bootstrap(by_season, base, counts)
  local resamples, seasons = counts:shape()
  local best, place = choose.best(by_season, counts / seasons)
  local rows = {}
  for r = 1, resamples do
    local row, count = by_season:row(place[r]):totable(), counts:row(r)
    rows[r] = { point = place[r], welfare = best[r],
      gain_in = mean_gain(row, base, function(s) return count[s] end),
      gain_all = mean_gain(row, base, function() return 1 end),
      gain_out = mean_gain(row, base, function(s) return count[s] == 0 and 1 or 0 end) }
  end
  return rows
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
    local q = surface[name]:take(points):quantile(stability.quantiles)
    result[name] = { low = q[1], median = q[2], high = q[3] }
  end
  result.theta2, result.theta5 = shares_of(surface.theta2, points), shares_of(surface.theta5, points)
  return result
end

-- Mean and 5, 50, 95% of the numbers of a field, NaN left out.
local function spread(rows, field)
  local values = {}
  for _, row in ipairs(rows) do
    if row[field] == row[field] then values[#values + 1] = row[field] end
  end
  if #values == 0 then return { mean = 0 / 0, low = 0 / 0, median = 0 / 0, high = 0 / 0 } end
  local q = array.quantile(values, stability.quantiles)
  return { mean = array.mean(values), low = q[1], median = q[2], high = q[3] }
end

--- The winner's curse: apparent (the gain of the proposal on all seasons, which chose it); in_bag and out_of_bag (mean
--- and 5, 50, 95% over resamples); optimism, the mean over resamples of gain_in - gain_all (Efron); corrected, apparent
--- less optimism; left_out { mean, standard_error } of the gains on left-out seasons.
function stability.curse(apparent, bootstrap, left_out)
  local optimism = 0.0
  for _, row in ipairs(bootstrap) do optimism = optimism + (row.gain_in - row.gain_all) / #bootstrap end
  local result = { apparent = apparent, in_bag = spread(bootstrap, "gain_in"), out_of_bag = spread(bootstrap, "gain_out"),
    optimism = optimism, corrected = apparent - optimism }
  if left_out then
    local gains = {}
    for s, row in ipairs(left_out) do gains[s] = row.gain_out end
    result.left_out = { mean = array.mean(gains), standard_error = array.standard_deviation(gains) / math.sqrt(#gains) }
  end
  return result
end

return stability
