-- model.lua - the function that is studied: called on a block of points, its values checked.

local array = require "solon.array"
local check = require "solon.frame.check"

local model = {}

local is_array = array.is_array

-- "x1 = 0.5, x2 = 3": one point of a design (inputs x points).
local function show_point(design, names, position)
  local parts = {}
  for i, name in ipairs(names) do parts[i] = string.format("%s = %.6g", name, design:get(i, position)) end
  return table.concat(parts, ", ")
end

--- The values of f on a design (inputs x points, so that f gets its transpose: one row a point) as an
--- array; raises in the name of the public function `who` unless they are finite numbers, one a point.
function model.values(f, design, names, who, level)
  level = (level or 2) + 1
  local _, count = design:shape()
  local y = f(design:transpose())
  if type(y) == "table" then
    for i = 1, #y do
      if type(y[i]) ~= "number" then
        check.fail(1, who, string.format("function that returns %d numbers expected, number %d is a %s", count, i, type(y[i])), level)
      end
    end
    y = array.new(y)
  end
  if not is_array(y) then
    check.fail(1, who, string.format("function that returns an array of %d numbers expected, it returned %s", count, check.got(y)), level)
  end
  if y:size() ~= count then
    check.fail(1, who, string.format("function that returns %d numbers for as many points expected, it returned %d", count, y:size()), level)
  end
  y = y:reshape(count)
  -- a sum is finite if all are; only if it is not (it may overflow) each is looked at
  local sum = y:sum()
  if sum - sum ~= 0 then
    local bad = y:is_finite():logical_not()
    local number = bad:count()
    if number > 0 then
      local first = math.tointeger(bad:positions()[1])
      check.fail(1, who, string.format("function with finite values expected, got %s at %s (%d of %d points are not finite)",
        y[first], show_point(design, names, first), number, count), level)
    end
  end
  return y
end

--- Raises unless f can be called.
function model.check(f, who)
  if type(f) ~= "function" and not (debug.getmetatable(f) and debug.getmetatable(f).__call) then
    check.fail(1, who, "function expected, got " .. check.got(f), 3)
  end
end

return model
