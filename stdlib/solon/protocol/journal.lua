-- journal.lua - results of finished work units, kept so that a killed run goes on where it was.
--
-- Each line is one unit {key, value} as text of solon.protocol.data.  A line that does not read back
-- ends the journal: it and what follows are cut off.

local system = require "solon.native.system"
local data = require "solon.protocol.data"

local Journal = {}
Journal.__index = Journal

local SYNC_SECONDS = 1

--- Opens the journal, holding its lock; nil, message when another run holds it.
local function open(path)
  local handle, message, code = system.journal(path)
  if not handle then return nil, message, code end
  local text, problem = system.read_file(path, 1 << 40)
  if not text then return nil, problem, "io" end
  local units, count, good = {}, 0, 0
  for line, stop in text:gmatch("([^\n]*)\n()") do
    local unit, readable = data.decode(line)
    if not readable or type(unit) ~= "table" or unit[1] == nil then break end
    units[unit[1]] = unit
    count, good = count + 1, stop - 1
  end
  if good < #text then assert(handle:truncate(good)) end
  return setmetatable({ path = path, handle = handle, units = units, resumed = count, count = count,
    synced_at = system.wall_clock() }, Journal)
end

--- Whether the unit is finished, and its value.
function Journal:get(key)
  local unit = self.units[key]
  return unit ~= nil, unit and unit[2]
end

--- Stores the value of a finished unit; returns it as a later run would read it.
function Journal:put(key, value)
  local ok, line = pcall(data.encode, { key, value })
  if not ok then error(string.format("value of unit '%s': %s", tostring(key), tostring(line)), 0) end
  local now = system.wall_clock()
  local sync = now - self.synced_at >= SYNC_SECONDS
  if sync then self.synced_at = now end
  local done, message = self.handle:append(line, sync)
  if not done then error(message, 0) end
  local unit = data.decode(line)
  self.units[key], self.count = unit, self.count + 1
  return unit[2]
end

function Journal:close() self.handle:close() end

return { open = open }
