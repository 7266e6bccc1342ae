-- options.lua - parameters and inputs of a run from the words of a command line.

local head = require "solon.protocol.head"

local options = {}

local LARGEST_INTEGER = 1 << 53 -- JSON readers keep integers exactly up to here

local function dashed(name) return "--" .. name:gsub("_", "-") end
options.dashed = dashed

--- Every option of a protocol as on the command line, sorted.
function options.known(protocol)
  local known = {}
  for _, name in ipairs(head.reserved) do known[#known + 1] = "--" .. name end
  for name in pairs(protocol.head.params) do known[#known + 1] = dashed(name) end
  for name in pairs(protocol.head.inputs) do known[#known + 1] = dashed(name) end
  table.sort(known)
  return known
end

local function decimal(text)
  return text:find("^[+-]?%d*%.?%d*[eE]?[+-]?%d*$") and text:find("%d") and tonumber(text) or nil
end

--- The text as a value of the parameter's type; nil, message.
function options.parse_value(parameter, text)
  local value
  if parameter.type == "boolean" then
    if text == "true" then value = true elseif text == "false" then value = false else
      return nil, string.format("true or false expected, got '%s'", text)
    end
  elseif parameter.type == "number" or parameter.type == "integer" then
    value = decimal(text)
    if not value then return nil, string.format("%s expected, got '%s'", parameter.type, text) end
    if parameter.type == "number" then value = value + 0.0
    else value = math.tointeger(value) or value end
  else
    value = text
  end
  local problem = options.problem(parameter, value)
  if problem then return nil, problem end
  return value
end

--- What is wrong with a value, or nil.
function options.problem(parameter, value)
  local problem = head.value_problem(parameter, value)
  if problem then return problem end
  if math.type(value) == "integer" and (value > LARGEST_INTEGER or value < -LARGEST_INTEGER) then
    return string.format("integer within 2^53 expected, got %d", value)
  end
  if value == math.huge or value == -math.huge then return "finite number expected" end
end

local function whole(text, low)
  local value = text:find("^%d+$") and math.tointeger(tonumber(text))
  return value and value >= low and value <= LARGEST_INTEGER and value or nil
end

-- The options every run has; each takes (settings, text) and returns a message when the text is wrong.
local common = {
  out = function(settings, text)
    if text == "" then return "directory expected" end
    settings.out = text
  end,
  seed = function(settings, text)
    settings.seed = whole(text, 0)
    if not settings.seed then return string.format("integer in [0, 2^53] expected, got '%s'", text) end
  end,
  jobs = function(settings, text)
    settings.jobs = whole(text, 1)
    if not settings.jobs or settings.jobs > 1024 then return string.format("integer in [1, 1024] expected, got '%s'", text) end
  end,
}

local function set_input(settings, protocol, name, path)
  local declared = protocol.head.inputs
  if not declared[name] then
    local known = head.sorted_keys(declared)
    return string.format("'%s' is no input of %s; inputs: %s%s", name, protocol.head.name,
      #known > 0 and table.concat(known, ", ") or "none", head.suggestion(name, known))
  end
  if settings.inputs[name] then return "given twice" end
  if path == "" then return "file expected" end
  settings.inputs[name] = path
end

function common.input(settings, text, protocol)
  local name, path = text:match("^([^=]+)=(.*)$")
  if not name then return string.format("NAME=FILE expected, got '%s'", text) end
  return set_input(settings, protocol, name, path)
end

local function set_parameter(settings, protocol, name, text)
  if settings.params[name] ~= nil then return "given twice" end
  local value, problem = options.parse_value(protocol.head.params[name], text)
  if problem then return problem end
  settings.params[name] = value
end

local FLAGS = { help = true, quiet = true }

--- Settings { params, inputs, out, seed, jobs, quiet, help } from the words after the protocol's name; nil,
--- message when a word is unknown or ill-typed.
function options.read(protocol, words)
  local settings, seen = { params = {}, inputs = {} }, {}
  local params, inputs = protocol.head.params, protocol.head.inputs
  local i = 1
  while i <= #words do
    local word = words[i]
    local option, text = word:match("^(%-%-[^=]+)=(.*)$")
    option = option or word
    local name = option:match("^%-%-(.+)$")
    if not name then return nil, string.format("unexpected argument '%s'", word) end
    name = name:gsub("-", "_")
    if FLAGS[name] and not text then
      settings[name] = true
    elseif not (common[name] or params[name] or inputs[name]) then
      local known = options.known(protocol)
      local near = head.suggestion(dashed(name), known)
      return nil, string.format("unknown option '%s' of %s%s `solon info %s` explains them", option, protocol.head.name,
        near ~= "" and near or "; known: " .. table.concat(known, ", ") .. ";", protocol.source.kind == "file" and protocol.source.path or protocol.head.name)
    else
      local following = words[i + 1]
      local switch = params[name] and params[name].type == "boolean"
      if not text and switch and following ~= "true" and following ~= "false" then text = "true"
      elseif not text then
        if not following or following:find("^%-%-") then return nil, option .. ": a value is missing" end
        text, i = following, i + 1
      end
      local problem
      if seen[name] and name ~= "input" then problem = "given twice"
      elseif common[name] then problem = common[name](settings, text, protocol)
      elseif params[name] then problem = set_parameter(settings, protocol, name, text)
      else problem = set_input(settings, protocol, name, text) end
      if problem then return nil, option .. ": " .. problem end
      seen[name] = true
    end
    i = i + 1
  end
  return settings
end

--- All parameters with their values: given ones checked, defaults filled in; nil, message.
function options.complete(protocol, given)
  local values, wrong = {}, {}
  for _, name in ipairs(head.sorted_keys(given)) do
    local parameter = protocol.head.params[name]
    if not parameter then
      local known = head.sorted_keys(protocol.head.params)
      wrong[#wrong + 1] = string.format("unknown parameter '%s' of %s; known: %s%s", name, protocol.head.name,
        #known > 0 and table.concat(known, ", ") or "none", head.suggestion(name, known))
    else
      local value = given[name]
      if parameter.type == "number" and math.type(value) == "integer" then value = value + 0.0 end
      local problem = options.problem(parameter, value)
      if problem then wrong[#wrong + 1] = string.format("parameter '%s': %s", name, problem) end
      values[name] = value
    end
  end
  for _, name in ipairs(head.sorted_keys(protocol.head.params)) do
    local parameter = protocol.head.params[name]
    if values[name] == nil then
      local default = parameter.default
      if parameter.type == "number" and default then default = default + 0.0 end
      values[name] = default
      if default == nil and not parameter.optional then
        wrong[#wrong + 1] = string.format("parameter %s is required (%s)", dashed(name), parameter.doc)
      end
    end
  end
  if #wrong > 0 then return nil, table.concat(wrong, "\n") end
  return values
end

return options
