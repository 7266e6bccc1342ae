-- protocol.lua - protocols: Lua files with a declared head that anyone can run, check and run again.
--
-- Reading a head never runs the protocol's code (protocol/head.lua); running one gives a directory with
-- its outputs and a manifest (protocol/runner.lua); what its run function receives is protocol/context.lua.

local claims = require "solon.protocol.claims"
local head = require "solon.protocol.head"
local library = require "solon.protocol.library"

local protocol = {}

local function bad(position, name, expected, value)
  error(string.format("bad argument #%d to '%s' (%s expected, got %s)", position, name, expected, type(value)), 3)
end

local function check_settings(position, name, settings, known)
  if settings == nil then return {} end
  if type(settings) ~= "table" then bad(position, name, "table of options", settings) end
  for _, key in ipairs(head.sorted_keys(settings)) do
    if not known[key] then
      local names = head.sorted_keys(known)
      error(string.format("bad argument #%d to '%s' (unknown option '%s'; known: %s%s)", position, name, tostring(key),
        table.concat(names, ", "), head.suggestion(key, names)), 3)
    elseif type(settings[key]) ~= known[key] then
      error(string.format("bad argument #%d to '%s' (option '%s': %s expected, got %s)", position, name, key, known[key],
        type(settings[key])), 3)
    end
  end
  return settings
end

--- The names of the protocols inside Solon, sorted.
function protocol.names()
  return (library.names())
end

--- Reads and checks a protocol without running any of its code.
function protocol.load(name)
  if type(name) ~= "string" then bad(1, "load", "string", name) end
  return library.load(name)
end

local function loaded(value, caller)
  if type(value) == "string" then return library.load(value) end
  if type(value) ~= "table" or not value.head or not value.source then bad(1, caller, "protocol or its name", value) end
  return value
end

local RUN_OPTIONS = { params = "table", inputs = "table", seed = "number", jobs = "number", out = "string", quiet = "boolean",
  print = "function" }

--- Runs a protocol into a run directory.
function protocol.run(which, settings)
  if type(which) ~= "string" and type(which) ~= "table" then bad(1, "run", "protocol or its name", which) end
  settings = check_settings(2, "run", settings, RUN_OPTIONS)
  local found, message, code = loaded(which, "run")
  if not found then return nil, message, code end
  return require("solon.protocol.runner").run(found, settings)
end

--- Runs a finished run again and compares the outputs.
function protocol.verify(directory, settings)
  if type(directory) ~= "string" then bad(1, "verify", "string", directory) end
  settings = check_settings(2, "verify", settings, { inputs = "table", jobs = "number", quiet = "boolean" })
  return require("solon.protocol.verify").directory(directory, settings)
end

--- Runs the tests in a protocol's head, reporting to a counter of solon.tap.
function protocol.test(which, t)
  if type(which) ~= "string" and type(which) ~= "table" then bad(1, "test", "protocol or its name", which) end
  if type(t) ~= "table" or type(t.ok) ~= "function" then bad(2, "test", "counter of solon.tap", t) end
  local found, message, code = loaded(which, "test")
  if not found then return nil, message, code end
  require("solon.protocol.selftest").run(found, t)
  return true
end

--- Judges a stated value by the computed one.
function protocol.claim(claim, computed, reason)
  if type(claim) ~= "table" then bad(1, "claim", "table with field 'stated'", claim) end
  if claim.stated == nil then error("bad argument #1 to 'claim' (field 'stated' is missing)", 2) end
  return claims.judge(claim, computed, reason)
end

return protocol
