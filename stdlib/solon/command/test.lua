-- test.lua - `solon test [NAME|FILE …]`: the tests in the heads of protocols, as TAP; all when none is named.

local library = require "solon.protocol.library"
local selftest = require "solon.protocol.selftest"
local tap = require "solon.tap"

local USAGE = [[
usage: solon test [--update] [NAME|FILE.lua …]
Runs the tests in the heads of protocols (of all inside Solon when none is named), each with one worker
and with two, and compares the outputs with the golden files.  With --update the golden files of
protocols in files are written anew.]]

local function fail(message)
  io.stderr:write("solon test: ", message, "\n")
  return 2
end

return function(arguments)
  local names, update = {}, false
  for _, word in ipairs(arguments) do
    if word == "--help" then print(USAGE) return 0
    elseif word == "--update" then update = true
    elseif word:find("^%-") then return fail("unknown option '" .. word .. "'\n" .. USAGE)
    else names[#names + 1] = word end
  end
  if update and #names == 0 then return fail("--update needs the file of a protocol\n" .. USAGE) end
  if #names == 0 then names = library.names() end
  local t = tap.new()
  for _, name in ipairs(names) do
    local protocol, message = library.load(name)
    if protocol and update and protocol.source.kind ~= "file" then
      return fail("--update writes beside a file; '" .. name .. "' lies inside Solon")
    elseif protocol then selftest.run(protocol, t, update)
    else
      t:ok(false, name .. ": has a valid head")
      t:note(message)
    end
  end
  return t:done { exit = false } and 0 or 1
end
