-- compare.lua - whether two versions of an output agree: the same bytes, or the same text with numbers
-- within a relative tolerance.

local system = require "solon.native.system"

local compare = {}

-- A number at position `at`, its end; nil when there is none.  A digit inside a word is no number.
local function number_at(text, at)
  local from, to = text:find("^[+-]?%d+%.?%d*[eE][+-]?%d+", at)
  if not from then from, to = text:find("^[+-]?%d+%.?%d*", at) end
  return from and tonumber(text:sub(from, to)), to
end

local function line_of(text, at)
  local _, count = text:sub(1, at - 1):gsub("\n", "")
  return count + 1
end

local function excerpt(text, at)
  local from = at
  while from > 1 and text:sub(from - 1, from - 1) ~= "\n" and at - from < 30 do from = from - 1 end
  return (text:match("^[^\n]*", from):sub(1, 60))
end

local function first_difference(a, b)
  local low, high = 0, math.min(#a, #b)
  while low < high do -- longest common prefix by bisection
    local middle = (low + high + 1) // 2
    if a:sub(low + 1, middle) == b:sub(low + 1, middle) then low = middle else high = middle - 1 end
  end
  return low + 1
end

local function relative(x, y)
  if x == y then return 0 end
  return math.abs(x - y) / math.max(math.abs(x), math.abs(y))
end

-- The largest relative difference between numbers of two texts; nil, position when the rest differs.
local function largest_difference(a, b)
  local i, j, largest = 1, 1, 0
  while i <= #a and j <= #b do
    local before = a:sub(i - 1, i - 1)
    local x, x_end, y, y_end
    if not before:find("[%w_.]") then
      x, x_end = number_at(a, i)
      y, y_end = number_at(b, j)
    end
    if x and y then
      largest = math.max(largest, relative(x, y))
      i, j = x_end + 1, y_end + 1
    elseif a:byte(i) == b:byte(j) then
      i, j = i + 1, j + 1
    else
      return nil, i
    end
  end
  if i <= #a or j <= #b then return nil, i end
  return largest
end

--- Verdict "same", "within tolerance" or "differs", and a line of detail (nil when same).
function compare.texts(want, got, tolerance)
  if want == got then return "same" end
  local at = first_difference(want, got)
  local where = string.format("line %d: '%s' became '%s'", line_of(want, at), excerpt(want, at), excerpt(got, at))
  local largest = largest_difference(want, got)
  if not largest then return "differs", where end
  local size = string.format("largest relative difference %.2g", largest)
  if tolerance and tolerance > 0 and largest <= tolerance then return "within tolerance", size end
  return "differs", where .. "; " .. size
end

--- The same for files; a file that cannot be read is "missing".
function compare.files(want_path, got_path, tolerance)
  local want, problem = system.read_file(want_path)
  if not want then return "missing", problem end
  local got, other = system.read_file(got_path)
  if not got then return "missing", other end
  if want ~= got and (want:find("\0", 1, true) or got:find("\0", 1, true)) then
    return "differs", string.format("binary files, first at byte %d", first_difference(want, got))
  end
  return compare.texts(want, got, tolerance)
end

return compare
