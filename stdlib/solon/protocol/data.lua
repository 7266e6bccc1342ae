-- data.lua - plain data as one line of text that reads back exactly, for journals and identities.
--
-- Values: nil, booleans, numbers (integers and floats stay what they are, every bit of a float is kept),
-- strings, and tables of these with strings and numbers as keys; an array becomes a table of numbers.

local native = require "solon.native.head"
local sorted_keys = require("solon.protocol.head").sorted_keys

local data = {}

local array_metatable = getmetatable(require("solon.array").new { 0 })

local DEEPEST = 30

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

function append(parts, value, depth)
  local kind = type(value)
  if kind == "number" then parts[#parts + 1] = number_text(value)
  elseif kind == "string" then parts[#parts + 1] = string.format("%q", value):gsub("\\\n", "\\n"):gsub("\r", "\\r")
  elseif kind == "boolean" or kind == "nil" then parts[#parts + 1] = tostring(value)
  elseif kind == "table" then append_table(parts, value, depth)
  else
    local convert = kind == "userdata" and getmetatable(value) == array_metatable and value.totable
    if not convert then error("plain data expected, got a " .. kind, 0) end
    append_table(parts, value:totable(), depth)
  end
end

--- One line of text; raises "plain data expected …" for anything else.
function data.encode(value)
  local parts = {}
  append(parts, value, 0)
  return table.concat(parts)
end

--- The value of a line, and true; nil, false when the text is damaged.
function data.decode(text)
  local value, detail = native.read("return " .. text, "=journal", 1000000000, 1 << 32)
  if value == nil and type(detail) == "string" then return nil, false end
  return value, true
end

return data
