-- show.lua - values as a person wants to read them: tables with sorted keys, to a limited depth and
-- length; strings quoted; numbers so that they read back.

local help = require "solon.help"

local show = {}

local WIDTH, DEPTH, ITEMS = 100, 4, 30

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then
  true until while]]):gmatch("%a+") do keywords[word] = true end

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\\"] = "\\\\", ['"'] = '\\"' }

local function quoted(text)
  return '"' .. text:gsub('[%c\\"]', function(c) return escapes[c] or string.format("\\x%02x", c:byte()) end) .. '"'
end

-- Numbers before strings before the rest, each in order.
local function key_before(a, b)
  local ta, tb = type(a), type(b)
  if ta ~= tb then
    local order = { number = 1, string = 2 }
    return (order[ta] or 3) < (order[tb] or 3) or (order[ta] or 3) == (order[tb] or 3) and ta < tb
  end
  if ta == "number" or ta == "string" then return a < b end
  return tostring(a) < tostring(b)
end

local value_text

local function key_text(key, seen, depth)
  if type(key) == "string" and key:find("^[%a_][%w_]*$") and not keywords[key] then return key end
  return "[" .. value_text(key, seen, depth) .. "]"
end

local function items_of(value, seen, depth)
  local items, length = {}, rawlen(value)
  for i = 1, math.min(length, ITEMS) do items[i] = value_text(rawget(value, i), seen, depth) end
  if length > ITEMS then items[#items + 1] = string.format("... %d more", length - ITEMS) end
  local keys = {}
  for key in next, value do
    if not (math.type(key) == "integer" and key >= 1 and key <= length) then keys[#keys + 1] = key end
  end
  table.sort(keys, key_before)
  for i = 1, math.min(#keys, ITEMS) do
    items[#items + 1] = key_text(keys[i], seen, depth) .. " = " .. value_text(rawget(value, keys[i]), seen, depth)
  end
  if #keys > ITEMS then items[#items + 1] = string.format("... %d more fields", #keys - ITEMS) end
  return items
end

-- On one line when that is short, else one item a line.
local function table_text(value, seen, depth)
  if seen[value] then return "<contains itself>" end
  if depth > DEPTH then return next(value) == nil and "{}" or "{...}" end
  seen[value] = true
  local items = items_of(value, seen, depth + 1)
  seen[value] = nil
  if #items == 0 then return "{}" end
  local line = "{ " .. table.concat(items, ", ") .. " }"
  if utf8.len(line) and utf8.len(line) + 2 * depth <= WIDTH and not line:find("\n", 1, true) then return line end
  return "{\n" .. (table.concat(items, ",\n"):gsub("[^\n]+", "  %0")) .. "\n}"
end

function value_text(value, seen, depth)
  if type(value) == "string" then return quoted(value) end
  if type(value) ~= "table" then return tostring(value) end
  local metatable = debug.getmetatable(value)
  if type(metatable) == "table" and rawget(metatable, "__tostring") then return tostring(value) end
  return table_text(value, seen, depth)
end

-- A documented module in a line: a list of addresses would say less.
local function module_text(value)
  for _, name in ipairs(help.modules) do
    if package.loaded["solon." .. name] == value then
      return string.format("module solon.%s: ?%s lists its functions, Tab after %s. names them", name, name, name)
    end
  end
end

--- The text of one value.
function show.value(value)
  return type(value) == "table" and module_text(value) or value_text(value, {}, 0)
end

--- The text of several results: side by side when each is one line.
function show.results(results)
  local parts, separator = {}, "\t"
  for i = 1, results.n do
    parts[i] = show.value(results[i])
    if parts[i]:find("\n", 1, true) then separator = "\n" end
  end
  return table.concat(parts, separator)
end

return show
