-- resamples.lua - seasons drawn with replacement: how often each season is in each resample.

local array = require "solon.array"
local random = require "solon.random"

local resamples = {}

--- A matrix of `count` rows, one column per season: how often the season is in the resample; each row sums to the
--- number of seasons.  Row r comes from the stream (seed, "season bootstrap", r).
function resamples.counts(seasons, count, seed)
  local rows = {}
  for r = 1, count do
    local row, stream = {}, random.stream(seed, "season bootstrap", r)
    for s = 1, seasons do row[s] = 0 end
    for _ = 1, seasons do
      local s = stream:integer(1, seasons)
      row[s] = row[s] + 1
    end
    rows[r] = row
  end
  return array.new(rows)
end

--- `count` of n things evenly spaced, first and last among them: their positions, all of them when count >= n.
function resamples.spread(n, count)
  local positions = {}
  if count >= n then
    for i = 1, n do positions[i] = i end
  elseif count == 1 then
    positions[1] = 1
  else
    for i = 1, count do positions[i] = 1 + (i - 1) * (n - 1) // (count - 1) end
  end
  return positions
end

return resamples
