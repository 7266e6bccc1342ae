-- gain.lua - an interval on what a proposal gains over a baseline, over seasons and over draws of the votes.
--
-- gains is a matrix draws x seasons: the welfare of the proposal less that of the baseline, season by season under each
-- draw.  Votes: the mean over seasons varies with the draw.  Seasons: the mean over draws varies with the resample of the
-- seasons.  Both: seasons are drawn with replacement, and for each season drawn a draw of its votes, since the votes of
-- different seasons are independent given the data.  Intervals are 2.5% to 97.5% quantiles; they do not know that the
-- proposal was chosen on these seasons (see stability.curse).

local array = require "solon.array"
local random = require "solon.random"

local gain = {}

local LEVELS = { 0.025, 0.975 }

local function interval(values)
  local q = array.quantile(values, LEVELS)
  local above = 0
  for _, value in ipairs(values) do
    if value > 0 then above = above + 1 end
  end
  return { low = q[1], high = q[2], standard_error = #values > 1 and array.standard_deviation(values) or 0.0,
    positive = above / #values }
end

local function jointly(gains, resamples, seed)
  local draws, seasons = gains:shape()
  local values, means = gains:reshape(draws * seasons):totable(), {}
  for r = 1, resamples do
    local stream, sum = random.stream(seed, "joint gain", r), 0.0
    for _ = 1, seasons do
      local s, d = stream:integer(1, seasons), stream:integer(1, draws)
      sum = sum + values[(d - 1) * seasons + s]
    end
    means[r] = sum / seasons
  end
  return interval(means)
end

--- { mean, votes, seasons, joint }: each but the mean { low, high, standard_error, positive (share above 0) }.
--- counts: resamples of the seasons.  What does not vary has no interval: votes is nil with one draw, seasons with one
--- season, joint with either.
function gain.intervals(gains, counts, seed)
  local draws, seasons = gains:shape()
  local by_season = gains:mean { by = "column" }
  local result = { mean = by_season:mean() }
  if draws > 1 then result.votes = interval(gains:mean { by = "row" }:totable()) end
  if seasons > 1 then result.seasons = interval((array.matmul(counts, by_season) / seasons):totable()) end
  if draws > 1 and seasons > 1 then result.joint = jointly(gains, (counts:shape()), seed) end
  return result
end

return gain
