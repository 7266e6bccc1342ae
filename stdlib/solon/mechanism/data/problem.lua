-- problem.lua - what is wrong with an input file, told by file, line, column and value.
--
-- Reading a file of the world is not misuse: the loaders return nil, message, code.  Inside they stop
-- at the first problem by raising it; `guard` turns that into the three values.

local text = require "solon.mechanism.data.text"

local problem = {}
local Problem = {}

--- The value that carries a message and code to `guard`.
function problem.new(message, code) return setmetatable({ message = message, code = code }, Problem) end

--- Stops the reading.  where: { path =, line =, column =, value = }, all optional but path.
function problem.raise(where, format, ...)
  local place = where.path
  if where.line then place = place .. ":" .. where.line end
  if where.column then place = place .. ": column '" .. text.printable(where.column) .. "'" end
  local message = string.format(format, ...)
  if where.value ~= nil then message = string.format("value '%s' %s", text.printable(text.shorten(tostring(where.value))), message) end
  error(problem.new(place .. ": " .. message, where.code or "bad_data"), 0)
end

--- Calls f(...): its results, or nil, message, code when it raised a problem.  Other errors pass through.
function problem.guard(f, ...)
  local results = table.pack(pcall(f, ...))
  if results[1] then return table.unpack(results, 2, results.n) end
  local raised = results[2]
  if getmetatable(raised) ~= Problem then error(raised, 0) end
  return nil, raised.message, raised.code
end

return problem
