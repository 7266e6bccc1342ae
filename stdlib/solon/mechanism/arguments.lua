-- arguments.lua - argument checks of the functions of solon.mechanism, in the words of the C modules.

local check = require "solon.frame.check"

local arguments = {}

local function show(value)
  if type(value) == "string" then return "'" .. value .. "'" end
  if type(value) == "number" then return tostring(value) end
  return type(value)
end

-- Blames the caller of the public function that checks.
local function bad(position, name, format, ...)
  check.fail(position, name, string.format(format, ...), 4)
end

--- Raises unless the value has the type.
function arguments.type(value, wanted, position, name)
  return check.type(value, wanted, position, name, 3)
end

--- A finite number in [low, high]; label names it where the argument is a table of several.
function arguments.number(value, low, high, position, name, label)
  label = label and label .. ": " or ""
  if type(value) ~= "number" then bad(position, name, "%snumber expected, got %s", label, type(value)) end
  if not (value >= low and value <= high) or value == math.huge or value == -math.huge then
    bad(position, name, "%snumber from %s to %s expected, got %s", label, low, high, value)
  end
  return value + 0.0
end

--- An integer in [low, high] (a float with an integral value counts).
function arguments.integer(value, low, high, position, name, label)
  label = label and label .. ": " or ""
  local whole = type(value) == "number" and math.tointeger(value)
  if not whole or whole < low or whole > high then
    bad(position, name, "%sinteger from %s to %s expected, got %s", label, low, high, show(value))
  end
  return whole
end

--- One of the strings of a list.
function arguments.choice(value, choices, position, name, label)
  for _, choice in ipairs(choices) do
    if value == choice then return value end
  end
  bad(position, name, "%s%s expected, got %s", label and label .. ": " or "", table.concat(choices, ", "), show(value))
end

--- A last table of options: nil counts as none; unknown names raise and name the nearest known one.
function arguments.options(options, known, position, name)
  local any = {}
  for _, option in ipairs(known) do any[option] = "any" end
  return check.options(options, any, position, name, 3)
end

--- number(option, default, low, high) and integer(…) of a table of options; one that has neither value nor default is nil.
function arguments.readers(options, position, name)
  local function reader(check_value)
    return function(option, default, low, high)
      local value = options[option]
      if value == nil then value = default end
      if value == nil then return nil end
      return check_value(value, low, high, position, name, "option '" .. option .. "'")
    end
  end
  return reader(arguments.number), reader(arguments.integer)
end

return arguments
