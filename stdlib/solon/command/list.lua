-- list.lua - `solon list [WORD …] [--json]`: the protocols inside Solon, those that contain every word in
-- name, title or categories.

local json = require "solon.json"
local library = require "solon.protocol.library"
local system = require "solon.native.system"

local USAGE = "usage: solon list [WORD …] [--json]"

local function matches(protocol, words)
  local head = protocol.head
  local text = (head.name .. " " .. head.title .. " " .. table.concat(head.categories, " ")):lower()
  for _, word in ipairs(words) do
    if not text:find(word:lower(), 1, true) then return false end
  end
  return true
end

local function show(protocols)
  local width, terminal = 4, system.terminal_width "stdout"
  for _, protocol in ipairs(protocols) do width = math.max(width, #protocol.head.name) end
  for _, protocol in ipairs(protocols) do
    local head = protocol.head
    local line = string.format("%-" .. width .. "s  %s", head.name, head.title)
    local categories = "[" .. table.concat(head.categories, ", ") .. "]"
    local fits = terminal == 0 or utf8.len(line) + 1 + #categories <= terminal
    print(fits and line .. " " .. categories or line)
  end
end

return function(arguments)
  local words, as_json = {}, false
  for _, word in ipairs(arguments) do
    if word == "--help" then print(USAGE) return 0
    elseif word == "--json" then as_json = true
    elseif word:find("^%-") then
      io.stderr:write("solon list: unknown option '", word, "'; ", USAGE, "\n")
      return 2
    else words[#words + 1] = word end
  end
  local found, records, broken = {}, json.array {}, false
  for _, name in ipairs((library.names())) do
    local protocol, message = library.load(name)
    if not protocol then
      io.stderr:write("solon list: ", message, "\n")
      broken = true
    elseif matches(protocol, words) then
      local head = protocol.head
      found[#found + 1] = protocol
      records[#records + 1] = { name = head.name, version = head.version, title = head.title, categories = head.categories,
        hash = protocol.source.hash }
    end
  end
  if as_json then print(json.write(records, { indent = 2 })) else show(found) end
  return broken and 1 or 0
end
