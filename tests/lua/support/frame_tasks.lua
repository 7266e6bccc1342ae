-- frame_tasks.lua - a query and its data, for frame_test.lua to run in many universes at once.
local frame = require "solon.frame"

local tasks = {}

--- The CSV text of a grouped frame that task k makes.
function tasks.grouped(k)
  local keys, values = {}, {}
  for i = 1, 5000 do keys[i], values[i] = i % 7, math.sin(i * k) end
  local f = frame.new { { name = "g", values = keys }, { name = "x", values = values } }
  local g = f:group("g", { { "sum", "sum", "x" } })
  local best = frame.sql("SELECT g FROM t ORDER BY sum DESC LIMIT 1", { tables = { t = g } })
  return string.format("%d %a", best:row(1).g, g:row(3).sum)
end

--- Gives back what it is given: a value that crosses between universes twice.
function tasks.echo(value) return value end

return tasks
