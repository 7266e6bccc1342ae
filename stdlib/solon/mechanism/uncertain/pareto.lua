-- pareto.lua - the mechanisms that no other one beats for one stakeholder without losing for another.
--
-- A point dominates another when none of its three utilities is smaller and one is larger.  Utilities are compared on a
-- grid of 1e-12, so that equal outcomes stay equal whatever their last bits.  Points with equal utilities are one
-- member of the set, represented by the first of them and counted in `points`.

local array = require "solon.array"

local pareto = {}

local GRID = 1e12

-- Utilities as whole multiples of 1/GRID.
local function units(column) return array.round(column * GRID):totable() end

-- Whether a staircase of (fairness, producer) pairs has one at least as large in both.  Pairs are kept in descending
-- order of fairness, so producer ascends.
local function covered(stairs, fairness, producer)
  local low, high = 1, #stairs -- the last pair with a fairness >= this one has the largest producer among those
  while low <= high do
    local middle = (low + high) // 2
    if stairs[middle][1] >= fairness then low = middle + 1 else high = middle - 1 end
  end
  return high >= 1 and stairs[high][2] >= producer, high + 1
end

-- Puts a pair that is not covered on the staircase and takes away those it covers.
local function step(stairs, fairness, producer, at)
  local from = at
  while from > 1 and stairs[from - 1][1] == fairness do from = from - 1 end
  local to = at
  while stairs[to] and stairs[to][2] <= producer do to = to + 1 end
  for _ = from, to - 1 do table.remove(stairs, from) end
  table.insert(stairs, from, { fairness, producer })
end

--- Positions of the non-dominated points and how many points share the utilities of each, in descending order of the
--- first utility, then of the second, the third, and ascending position; three arrays of equal length.
function pareto.set(first, second, third)
  local a, b, c = units(first), units(second), units(third)
  local order = {}
  for i = 1, #a do order[i] = i end
  table.sort(order, function(i, j)
    if a[i] ~= a[j] then return a[i] > a[j] end
    if b[i] ~= b[j] then return b[i] > b[j] end
    if c[i] ~= c[j] then return c[i] > c[j] end
    return i < j
  end)
  local members, points, stairs = {}, {}, {}
  local last
  for _, i in ipairs(order) do
    if last and a[i] == a[last] and b[i] == b[last] and c[i] == c[last] then
      points[#points] = points[#points] + 1
    else
      local is_covered, at = covered(stairs, b[i], c[i])
      last = nil
      if not is_covered then
        step(stairs, b[i], c[i], at)
        members[#members + 1], points[#points + 1], last = i, 1, i
      end
    end
  end
  return members, points
end

return pareto
