-- replay_peer.lua - the replay in NumPy (tests/reference/replay_numpy.py) on a contest's columns.

local measure = require "support.measure"

local function write_contest(columns, path)
  local file = assert(io.open(path, "w"))
  file:write(#columns.season, " ", #columns.week, "\n")
  for i = 1, #columns.season do
    file:write(columns.season[i], " ", columns.placement[i], " ", columns.withdrew[i], "\n")
  end
  for r = 1, #columns.week do
    file:write(string.format("%d %d %.17g %d %.17g\n", columns.contestant[r], columns.week[r], columns.total[r],
      columns.judges[r], columns.share[r]))
  end
  file:close()
end

-- Seconds a replay takes in NumPy, and its welfare; nil without NumPy.
return function(columns)
  local python = measure.python("numpy")
  if not python then return nil end
  local path = os.tmpname()
  write_contest(columns, path)
  local pipe = assert(io.popen(python .. " tests/reference/replay_numpy.py time " .. path))
  local seconds, welfare = pipe:read("n", "n")
  pipe:close()
  os.remove(path)
  return seconds, welfare
end
