-- info.lua - `solon info NAME|FILE [--json]`: the head of a protocol, read without running it.

local describe = require "solon.protocol.describe"
local library = require "solon.protocol.library"

local USAGE = "usage: solon info NAME|FILE.lua [--json]"

local function fail(message)
  io.stderr:write("solon info: ", message, "\n")
  return 2
end

return function(arguments)
  local name, as_json
  for _, word in ipairs(arguments) do
    if word == "--help" then print(USAGE) return 0
    elseif word == "--json" then as_json = true
    elseif word:find("^%-") then return fail("unknown option '" .. word .. "'; " .. USAGE)
    elseif name then return fail("one protocol at a time; " .. USAGE)
    else name = word end
  end
  if not name then return fail(USAGE) end
  local protocol, message = library.load(name)
  if not protocol then return fail(message) end
  if as_json then
    local record = { hash = protocol.source.hash, kind = protocol.source.kind, path = protocol.source.path }
    for key, value in pairs(protocol.head) do record[key] = value end
    print(require("solon.json").write(record, { indent = 2 }))
  else
    print(table.concat(describe.lines(protocol), "\n"))
  end
  return 0
end
