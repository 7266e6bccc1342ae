-- data.lua - plain data as one line of text that reads back exactly, for journals and identities.
--
-- Values: nil, booleans, numbers (integers and floats stay what they are, every bit of a float is kept),
-- strings, arrays, and tables of these with strings and numbers as keys.  An array stands there as a table
-- whose only key is ARRAY and whose value is "ROWS " or "ROWSxCOLUMNS " and the elements as
-- solon.native.packed writes them: a matrix of millions is text of 10 2/3 bytes an element.

local native = require "solon.native.head"
local packed = require "solon.native.packed"
local sorted_keys = require("solon.protocol.head").sorted_keys

local data = {}

local array_metatable = getmetatable(require("solon.array").new { 0 })

local DEEPEST = 30

local ARRAY = "\0array"

local function number_text(value)
  if math.type(value) == "integer" then return string.format("%q", value) end
  if value ~= value then return "0/0" end
  if value == math.huge then return "1e999" end
  if value == -math.huge then return "-1e999" end
  return string.format("%a", value)
end

local append

local function append_table(parts, value, depth)
  if depth > DEEPEST then error("tables are nested too deep or contain themselves", 0) end
  parts[#parts + 1] = "{"
  local length = #value
  for i = 1, length do
    append(parts, value[i], depth + 1)
    parts[#parts + 1] = ","
  end
  for _, key in ipairs(sorted_keys(value)) do
    if not (math.type(key) == "integer" and key >= 1 and key <= length) then
      if type(key) ~= "string" and type(key) ~= "number" then
        error("keys are strings or numbers, got a " .. type(key), 0)
      elseif key == ARRAY then
        error("the key '\\0array' is reserved", 0)
      end
      parts[#parts + 1] = "["
      append(parts, key, depth + 1)
      parts[#parts + 1] = "]="
      append(parts, value[key], depth + 1)
      parts[#parts + 1] = ","
    end
  end
  parts[#parts + 1] = "}"
end

local function append_array(parts, value)
  local text, rows, columns = packed.pack(value)
  parts[#parts + 1] = string.format('{["\\0array"]="%d%s ', rows, columns and "x" .. columns or "")
  parts[#parts + 1] = text
  parts[#parts + 1] = '"}'
end

function append(parts, value, depth)
  local kind = type(value)
  if kind == "number" then parts[#parts + 1] = number_text(value)
  elseif kind == "string" then parts[#parts + 1] = string.format("%q", value):gsub("\\\n", "\\n"):gsub("\r", "\\r")
  elseif kind == "boolean" or kind == "nil" then parts[#parts + 1] = tostring(value)
  elseif kind == "table" then append_table(parts, value, depth)
  else
    if getmetatable(value) ~= array_metatable then error("plain data expected, got a " .. kind, 0) end
    append_array(parts, value)
  end
end

--- One line of text; raises "plain data expected …" for anything else.
function data.encode(value)
  local parts = {}
  append(parts, value, 0)
  return table.concat(parts)
end

local function array_of(text)
  if type(text) ~= "string" then return nil end
  local rows, columns, stop = text:match("^(%d+)x?(%d*) ()")
  return rows and packed.unpack(text:sub(stop), math.tointeger(rows), columns ~= "" and math.tointeger(columns) or nil)
end

-- The value with the tables that stand for arrays replaced; raises when one is damaged.
local function restore(value)
  if type(value) ~= "table" then return value end
  local text = value[ARRAY]
  if text ~= nil then return array_of(text) or error("damaged array", 0) end
  for key, part in pairs(value) do
    if type(part) == "table" then value[key] = restore(part) end
  end
  return value
end

--- The value of a line, and true; nil, false when the text is damaged.
function data.decode(text)
  local value, detail = native.read("return " .. text, "=journal", 1000000000, 1 << 36)
  if value == nil and type(detail) == "string" then return nil, false end
  local whole, restored = pcall(restore, value)
  if not whole then return nil, false end
  return restored, true
end

return data
