-- cell.lua - what a table, a fact or a sentence of a report holds: text, numbers in a format, badges.

local check = require "solon.frame.check"

local cell = {}

cell.tones = { "bad", "good", "neutral", "warning" }
cell.badge = { __name = "solon.report.badge", __tostring = function(b) return "[" .. b.text .. "]" end }

cell.MISSING = "–"

--- A minus sign in place of the hyphen before a number.
local function minus(text) return (text:gsub("^(%s*)%-(%.?%d)", "%1−%2"):gsub("e%-(%d)", "e−%1")) end

--- A number in a form of string.format (nil: integers whole, others to four digits).
function cell.number(value, form)
  if value ~= value then return cell.MISSING end
  if value == math.huge then return "∞" elseif value == -math.huge then return "−∞" end
  if not form then form = math.type(value) == "integer" and "%d" or "%.4g" end
  if form:find("%%[%-+ 0#]*%d*d") then value = math.floor(value + 0.5) end
  local text = minus(string.format(form, value))
  return (text:gsub("^−([0.]*%%?)$", "%1")) -- a negative number that rounds to 0 is 0
end

--- One value as { text =, tone =, number = whether it is one }.  format: a form, or function(value, row).
function cell.make(value, format, row)
  if type(format) == "function" then value, format = format(value, row), nil end
  if value == nil then return { text = cell.MISSING } end
  if type(value) == "number" then return { text = cell.number(value, format), number = true } end
  if debug.getmetatable(value) == cell.badge then return { text = value.text, tone = value.tone } end
  return { text = tostring(value) }
end

--- Raises unless the form takes one number.
function cell.check_format(format, where, name, level)
  if format == nil or type(format) == "function" then return end
  if type(format) ~= "string" or not pcall(string.format, format, 1) or select(2, format:gsub("%%[^%%]", "")) ~= 1 then
    check.fail(1, name, where .. ": form for one number, as %.3f, or function expected, got " .. tostring(format), level + 1)
  end
end

return cell
