-- decimal.lua - numbers as they are written.  Two texts are the same decimal when the digits are, whatever
-- the zeros and the exponent; 0.35 and 0.350000000000000001 are the same double but not the same decimal.

local decimal = {}

--- The canonical text of a decimal ("35e-2"), or nil when it is none.
function decimal.canonical(text)
  local mantissa, exponent = text:match("^([^eE]+)[eE]([+-]?%d%d?%d?)$")
  mantissa, exponent = mantissa or text, exponent or "0"
  local sign, whole, fraction = mantissa:match("^([+-]?)(%d*)%.?(%d*)$")
  if not sign or whole .. fraction == "" then return nil end
  local digits, power = (whole .. fraction):gsub("^0+", ""), math.tointeger(tonumber(exponent)) - #fraction
  local kept = digits:gsub("0+$", "")
  if kept == "" then return "0" end
  return string.format("%s%se%d", sign == "-" and "-" or "", kept, power + #digits - #kept)
end

--- The number of a decimal, or nil when the text is none.
function decimal.number(text)
  return decimal.canonical(text) and tonumber(text) + 0.0 or nil
end

return decimal
