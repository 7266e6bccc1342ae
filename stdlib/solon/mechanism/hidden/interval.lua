-- interval.lua - draws of votes from an estimate with an interval per contestant-week.
--
-- Of each contestant-week a point p and a central 95 % interval [low, high] are given, 0 < low <= p <= high <= 1.
-- A draw of its share, before normalisation, is p exp(z s) with z standard normal and
--
--     s = log(p / low) / 1.959964 where z < 0,    s = log(high / p) / 1.959964 where z >= 0,
--
-- so that p is the median, and low and high are the 2.5 % and 97.5 % points, exactly.  Then the shares of each week
-- are divided by their sum, which moves these points a little.  A file of intervals says nothing of how shares
-- depend on each other: contestants and weeks are drawn independently.
--
-- Streams: purpose "votes interval", index = the contestant-week in the order of replay.columns, from 0.

local array = require "solon.array"
local problem = require "solon.mechanism.data.problem"
local random = require "solon.random"

local interval = {}

local Z = 1.9599639845400545 -- 97.5 % point of the standard normal

local ROUNDING = 1e-9 -- a point may lie outside its interval by so much of itself

local function check(where, cell)
  local p, low, high = cell.point, cell.low, cell.high
  if not (low > 0 and low <= p * (1 + ROUNDING) and high >= p * (1 - ROUNDING)) then
    problem.raise(where, "season %d week %d %s: 0 < low <= share <= high expected, got low %s, share %s, high %s",
      cell.season, cell.week, cell.name, low, p, high)
  end
end

--- A matrix of `count` draws.  cells: per contestant-week { season, week, name, point, low, high }.  Raises problems.
function interval.draw(path, cells, count, seed)
  local matrix, sums, weeks = array.zeros(count, #cells), {}, {}
  for c, cell in ipairs(cells) do
    check({ path = path }, cell)
    local z = random.stream(seed, "votes interval", c - 1):normal(count)
    local below = math.max(0, math.log(cell.point / cell.low)) / Z
    local above = math.max(0, math.log(cell.high / cell.point)) / Z
    local share = array.eval("p * exp(z * where(z < 0, below, above))", { p = cell.point, z = z, below = below, above = above })
    matrix:column(c):assign(share)
    local key = cell.season << 20 | cell.week
    weeks[c] = key
    sums[key] = sums[key] and sums[key] + share or share
  end
  for c = 1, #cells do
    matrix:column(c):assign(array.divide(matrix:column(c):copy(), sums[weeks[c]]))
  end
  return matrix
end

return interval
