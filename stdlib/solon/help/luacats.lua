-- luacats.lua - the modules as LuaCATS definition files, which language servers read for completion
-- and checking in editors.

local help = require "solon.help"

local luacats = {}

-- Words of the documentation that are types of the annotation language, and what the rest becomes.
local types = { number = "number", integer = "integer", string = "string", boolean = "boolean", table = "table",
  ["function"] = "function", any = "any", ["nil"] = "nil" }

local function type_of(text)
  local parts, seen = {}, {}
  for word in tostring(text):gsub(",", " "):gmatch("[%a_]+") do
    if word ~= "or" and word ~= "of" and word ~= "a" and word ~= "an" then
      local known = types[word] or (word == "array" and "solon.array") or "any"
      if not seen[known] then parts[#parts + 1] = known end
      seen[known] = true
    end
  end
  if seen.any or #parts == 0 then return "any" end
  return table.concat(parts, "|")
end

local keywords = { ["end"] = true, ["repeat"] = true, ["function"] = true, ["in"] = true, ["not"] = true, ["or"] = true }

local function comment(text) return "--- " .. tostring(text):gsub("\n", "\n--- ") end

-- Options become one table parameter; positional arguments keep their order.
local function parameters(entry)
  local names, lines, options = {}, {}, nil
  for _, argument in ipairs(entry.arguments or {}) do
    local option = argument[1]:match("^options%.(.+)$")
    if option then
      options = options or {}
      options[#options + 1] = option .. "?: " .. type_of(argument[2])
    elseif argument[1]:find("^[%a_][%w_]*$") and not keywords[argument[1]] then
      names[#names + 1] = argument[1]
      local optional = entry.signature:find("%[[^%]]*%f[%w_]" .. argument[1] .. "%f[^%w_]") and "?" or ""
      lines[#lines + 1] = "---@param " .. argument[1] .. optional .. " " .. type_of(argument[2]) .. " " .. tostring(argument[3] or ""):gsub("\n", " ")
    end
  end
  if options then
    local only = #names == 0 and not entry.signature:find("%[%s*,?%s*options")
    lines[#lines + 1] = "---@param options" .. (only and "" or "?") .. " { " .. table.concat(options, ", ") .. " }"
    names[#names + 1] = "options"
  end
  return names, lines
end

local function add_entry(lines, class, entry)
  local names, notes = parameters(entry)
  lines[#lines + 1] = "\n" .. comment(entry.summary)
  table.move(notes, 1, #notes, #lines + 1, lines)
  for _, result in ipairs(entry.returns or {}) do
    lines[#lines + 1] = "---@return " .. type_of(#result >= 3 and result[2] or result[1])
  end
  local owner, separator, name = entry.name:match("^([%w_]+)([.:])([%w_]+)$")
  if not owner then owner, separator, name = class, ".", entry.name end
  lines[#lines + 1] = "function " .. owner .. separator .. name .. "(" .. table.concat(names, ", ") .. ") end"
end

--- The definition file of one module.
function luacats.module(short_name)
  local document = help.module(short_name)
  local local_name = short_name:gsub("[^%w_]", "_") .. (keywords[short_name] and "_" or "")
  local lines = { "---@meta " .. document.module, "\n" .. comment(document.summary), "---@class " .. document.module, "local " .. local_name .. " = {}" }
  local owners = { [local_name] = true }
  for _, entry in ipairs(document.functions) do
    local owner = entry.name:match("^([%w_]+)[.:]")
    if owner and not owners[owner] then
      owners[owner] = true
      lines[#lines + 1] = "\n---@class solon." .. short_name .. "." .. owner .. "\nlocal " .. owner .. " = {}"
    end
    add_entry(lines, local_name, entry)
  end
  lines[#lines + 1] = "\nreturn " .. local_name
  return table.concat(lines, "\n") .. "\n"
end

--- All files as a sequence of { name, text }.
function luacats.files()
  local files = {}
  for _, name in ipairs(help.modules) do files[#files + 1] = { name .. ".lua", luacats.module(name) } end
  return files
end

return luacats
