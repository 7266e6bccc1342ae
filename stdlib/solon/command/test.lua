-- test.lua - `solon test [NAME|FILE …]`: the tests in the heads of protocols, as TAP; all when none is named.

local library = require "solon.protocol.library"
local selftest = require "solon.protocol.selftest"
local tap = require "solon.tap"

local USAGE = "usage: solon test [NAME|FILE.lua …]"

return function(arguments)
  local names = {}
  for _, word in ipairs(arguments) do
    if word == "--help" then print(USAGE) return 0
    elseif word:find("^%-") then
      io.stderr:write("solon test: unknown option '", word, "'; ", USAGE, "\n")
      return 2
    end
    names[#names + 1] = word
  end
  if #names == 0 then names = library.names() end
  local t = tap.new()
  for _, name in ipairs(names) do
    local protocol, message = library.load(name)
    if protocol then selftest.run(protocol, t)
    else
      t:ok(false, name .. ": has a valid head")
      t:note(message)
    end
  end
  return t:done { exit = false } and 0 or 1
end
