-- verify.lua - `solon verify DIR [--NAME FILE …] [--jobs N] [--quiet]`: runs a finished run again and compares.

local verify = require "solon.protocol.verify"

local USAGE = [[
usage: solon verify DIR [--INPUT FILE …] [--jobs N] [--quiet]
Runs the run in DIR again and compares every output: byte by byte on the same class of processor, within the
tolerance each output declares on another.  --INPUT says where an input lies now.]]

local function fail(status, message)
  io.stderr:write("solon verify: ", message, "\n")
  return status
end

-- Takes one option into the settings; a message when it is wrong.
local function set(settings, name, value)
  if name == "jobs" then
    settings.jobs = value:find("^%d+$") and math.tointeger(tonumber(value)) or nil
    if not settings.jobs or settings.jobs < 1 or settings.jobs > 1024 then return "--jobs: integer in [1, 1024] expected, got '" .. value .. "'" end
    return nil
  end
  if name == "input" then
    local input, file = value:match("^([^=]+)=(.*)$")
    if not input then return "--input: NAME=FILE expected, got '" .. value .. "'" end
    name, value = input, file
  end
  settings.inputs[name:gsub("-", "_")] = value
end

-- Settings and directory from the words, as `solon run` takes them; nil, message.
local function read_words(words)
  local settings, directory, i = { inputs = {} }, nil, 1
  while i <= #words do
    local name, value = words[i]:match("^%-%-([^=]+)=(.*)$")
    name = name or words[i]:match("^%-%-(.+)$")
    if not name then
      if directory then return nil, "one directory at a time\n" .. USAGE end
      directory = words[i]
    elseif name == "quiet" and not value then
      settings.quiet = true
    else
      if not value then
        i = i + 1
        value = words[i]
      end
      if not value then return nil, "--" .. name .. ": a value is missing\n" .. USAGE end
      local problem = set(settings, name, value)
      if problem then return nil, problem end
    end
    i = i + 1
  end
  if not directory then return nil, USAGE end
  return settings, directory
end

return function(arguments)
  for _, word in ipairs(arguments) do
    if word == "--help" then
      print(USAGE)
      return 0
    end
  end
  local settings, directory = read_words(arguments)
  if not settings then return fail(2, directory) end
  local result, message = verify.directory(directory, settings)
  if not result then return fail(1, message) end
  local width = 6
  for _, output in ipairs(result.outputs) do width = math.max(width, #output.name) end
  for _, output in ipairs(result.outputs) do
    local line = string.format("%-" .. width .. "s  %-16s %s", output.name, output.verdict, output.detail or "")
    print((line:gsub(" +$", "")))
  end
  print(string.format("%s: %s%s", result.directory, result.passed and "verified" or "NOT verified",
    result.same_class and "" or string.format(" (by tolerance: the run was on %s)", result.cpu_class)))
  return result.passed and 0 or 1
end
