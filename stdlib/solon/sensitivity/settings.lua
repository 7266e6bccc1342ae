-- settings.lua - checks of the options that the functions of solon.sensitivity share.

local check = require "solon.frame.check"

local settings = {}

local function fail(who, position, name, wanted, value)
  check.fail(position, who, string.format("option '%s': %s expected, got %s", name, wanted,
    type(value) == "number" and tostring(value) or check.got(value)), 4)
end

--- An integer option in [low, high], or `missing`.
function settings.integer(options, name, missing, low, high, who, position)
  local value = options[name]
  if value == nil then return missing end
  local whole = type(value) == "number" and math.tointeger(value)
  if not whole or whole < low or whole > high then
    fail(who, position, name, string.format("integer from %d to %d", low, high), value)
  end
  return whole
end

--- A number option in the open interval (low, high), or `missing`.
function settings.number(options, name, missing, low, high, who, position)
  local value = options[name]
  if value == nil then return missing end
  if type(value) ~= "number" or not (value > low and value < high) then
    fail(who, position, name, string.format("number in (%g, %g)", low, high), value)
  end
  return value
end

--- The seed: any integer, 0 by default.
function settings.seed(options, who, position)
  return settings.integer(options, "seed", 0, math.mininteger, math.maxinteger, who, position)
end

--- Raises in strict mode when a result is not good.
function settings.strict(options, good, who, text)
  if options.strict and not good then error(string.format("%s: %s", who, text), 3) end
end

return settings
