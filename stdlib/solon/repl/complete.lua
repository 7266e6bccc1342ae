-- complete.lua - what could stand at the cursor: session variables, globals, fields and methods,
-- module names after require, options inside a call's braces.  Never runs code of the values: fields
-- are read raw, and __index is followed only where it is a table.

local embedded = require "solon.native.embedded"
local help = require "solon.help"

local complete = {}

local keywords = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local",
  "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" }

local function starts(text, prefix) return text:sub(1, #prefix) == prefix end

local function module_names()
  local names = {}
  for _, name in ipairs(embedded.names()) do
    if not name:find("^solon%.native%.") and not name:find("^solon%.doc%.") and not name:find("^solon%.command%.") then
      names[#names + 1] = name
    end
  end
  for _, short_name in ipairs(help.modules) do names[#names + 1] = help.module(short_name).module end
  return names
end

local function is_module(name)
  for _, known in ipairs(help.modules) do
    if known == name then return true end
  end
  return false
end

-- The table in which fields of a value are looked up, apart from the value itself.
local function index_of(value)
  local metatable = debug.getmetatable(value)
  local index = type(metatable) == "table" and rawget(metatable, "__index")
  return type(index) == "table" and index or nil
end

-- The value of a path such as "a.b.c", or nil.
local function resolve(session, path)
  local first, rest = path:match("^([%a_][%w_]*)(.*)$")
  if not first then return nil end
  local value = session:value(first)
  if value == nil and is_module(first) then value = require(help.module(first).module) end
  for name in rest:gmatch("[.:]([%a_][%w_]*)") do
    local found = type(value) == "table" and rawget(value, name) or nil
    if found == nil and value ~= nil and index_of(value) then found = rawget(index_of(value), name) end
    value = found
  end
  return value
end

local function add_fields(found, value, before, prefix, functions_only)
  local depth = 0
  while value ~= nil and depth < 10 do
    if type(value) == "table" then
      for name, field in next, value do
        if type(name) == "string" and name:find("^[%a_][%w_]*$") and starts(name, prefix)
          and not (functions_only and type(field) ~= "function") then
          found[before .. name] = true
        end
      end
    end
    value, depth = index_of(value), depth + 1
  end
end

-- Inside `name{ ...` or `name(..., { ...`: the options of that function.
local function add_options(found, line, prefix)
  local name = line:match("([%a_][%w_]*%.[%a_][%w_.]*)%s*{[^{}]*$") or line:match("([%a_][%w_]*%.[%a_][%w_.]*)%s*%([^{}]*{[^{}]*$")
  local entry = name and help.entry(name)
  for _, argument in ipairs(entry and entry.arguments or {}) do
    local option = argument[1]:match("^options%.([%w_]+)$")
    if option and starts(option, prefix) then found[option] = true end
  end
end

local function add_names(found, session, prefix)
  for _, list in ipairs { keywords, help.modules, session:names() } do
    for _, name in ipairs(list) do
      if starts(name, prefix) then found[name] = true end
    end
  end
  add_fields(found, session.globals, "", prefix)
end

local function add_modules(found, prefix)
  for _, name in ipairs(module_names()) do
    if starts(name, prefix) then found[name] = true end
  end
end

--- The candidates for line:sub(first, last), sorted; each is the whole word.
function complete.candidates(session, line, first, last)
  local mark, word = line:sub(first, last):match("^(%?*)(.*)$")
  local before, found = line:sub(1, first - 1), {}
  local path, separator, prefix = word:match("^(.*)([.:])([%w_]*)$")
  if before:find("require%s*%(?%s*[\"']$") then
    add_modules(found, word)
  elseif path then
    add_fields(found, resolve(session, path), path .. separator, prefix, separator == ":")
  else
    add_options(found, before, word)
    add_names(found, session, word)
  end
  local list = {}
  for name in pairs(found) do list[#list + 1] = mark .. name end
  table.sort(list)
  return list
end

return complete
