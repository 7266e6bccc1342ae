-- choose.lua - the best rows of a table under many weightings of its columns.
--
-- Values that differ by no more than TOLERANCE are equal, and of equal ones the first row is chosen: rows that stand
-- for the same outcomes then give the same choice however a product was rounded.

local array = require "solon.array"

local choose = { TOLERANCE = 1e-12 }

local CHUNK = 32 -- weightings multiplied at a time

--- For each row w of `weights` (R x k) the largest entry of values w (`values` n x k, n >= 1) and the first row that
--- attains it: two sequences of R numbers.
function choose.best(values, weights)
  local columns = values:transpose():copy()
  local best, position = {}, {}
  local count, n = weights:shape(), values:shape()
  local mask = array.zeros(n)
  for from = 1, count, CHUNK do
    local to = math.min(from + CHUNK - 1, count)
    local products = array.matmul(weights[{ from, to }], columns)
    for r = from, to do
      local row = products:row(r - from + 1)
      local largest = row:max()
      best[r] = largest
      position[r] = row:ge(largest - choose.TOLERANCE, { out = mask }):argmax()
    end
  end
  return best, position
end

--- One choice from the choices in several parts of a table: values[j] and positions[j] (in the whole table) of part j.
function choose.merge(values, positions)
  local largest = -math.huge
  for _, value in ipairs(values) do largest = math.max(largest, value) end
  local first
  for j, value in ipairs(values) do
    if value >= largest - choose.TOLERANCE and (not first or positions[j] < first) then first = positions[j] end
  end
  return largest, first
end

return choose
