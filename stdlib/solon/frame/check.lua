-- check.lua - argument checks of the modules written in Lua (frame, json, mechanism), with messages in the
-- host's style.
-- `level` counts from the function that calls the check, as in error(): 2 blames its caller.  A line of the standard library
-- is never blamed (a tail call or a helper between shifts the levels): then it is the first line outside that led there.

local system = require "solon.native.system"

local check = {}

local function got(value)
  local metatable = debug.getmetatable(value)
  local name = type(metatable) == "table" and rawget(metatable, "__name")
  return type(name) == "string" and name or value == nil and "no value" or type(value)
end

-- The first level from `level` on whose line is Lua outside the standard library; `level` itself where there is none.
-- Levels count from the caller, as in error().
local function outside(level)
  local at, info = level + 1, debug.getinfo(level + 1, "S")
  while info do
    if info.what ~= "C" and not info.short_src:find("^solon/") then return at - 1 end
    at = at + 1
    info = debug.getinfo(at, "S")
  end
  return level
end

--- Raises "bad argument #n to 'f' (…)".
function check.fail(position, name, text, level)
  error(string.format("bad argument #%d to '%s' (%s)", position, name, text), outside((level or 2) + 1))
end

--- The value must have one of the types named in `wanted` ("table of options" checks for a table).
function check.type(value, wanted, position, name, level)
  if type(value) ~= wanted:match("^%a+") then
    check.fail(position, name, wanted .. " expected, got " .. got(value), (level or 2) + 1)
  end
  return value
end

--- A table of options whose names are among `known` (name -> type, or list of choices); nil gives {}.
function check.options(options, known, position, name, level)
  level = (level or 2) + 1
  if options == nil then return {} end
  check.type(options, "table of options", position, name, level)
  local names = {}
  for option in pairs(known) do names[#names + 1] = option end
  table.sort(names)
  for option, value in pairs(options) do
    local wanted = known[option]
    if wanted == nil then
      local near = type(option) == "string" and system.nearest(option, names)
      check.fail(position, name, string.format("unknown option '%s'; known: %s%s", tostring(option),
        table.concat(names, ", "), near and "; did you mean '" .. near .. "'?" or ""), level)
    end
    if type(wanted) == "table" then
      local found = false
      for _, choice in ipairs(wanted) do found = found or choice == value end
      if not found then
        check.fail(position, name, string.format("option '%s': one of %s expected, got %s", option,
          table.concat(wanted, ", "), tostring(value)), level)
      end
    elseif wanted ~= "any" and type(value) ~= wanted and not (wanted == "integer" and math.type(value) == "integer") then
      check.fail(position, name, string.format("option '%s': %s expected, got %s", option, wanted, got(value)), level)
    end
  end
  return options
end

check.got = got

return check
