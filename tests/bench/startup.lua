-- startup.lua - how long an empty program takes, from the shell's fork to the end: the median of 20,
-- beside Lua's own interpreter where it is installed.
--
--   build/bin/solon tests/bench/startup.lua

local system = require "solon.native.system"

local function median_milliseconds(command)
  local times = {}
  for i = 1, 21 do
    local start = system.wall_clock()
    if not os.execute(command) then return nil end
    times[i] = 1000 * (system.wall_clock() - start)
  end
  table.remove(times, 1) -- the first run reads the program from disk
  table.sort(times)
  return (times[10] + times[11]) / 2
end

local executable = os.getenv("SOLON") or "build/bin/solon"
local shell = median_milliseconds(":")
local solon = median_milliseconds(executable .. " -e ''")
local lua = median_milliseconds("lua5.4 -e '' 2>/dev/null")
print(string.format("solon -e ''      %6.2f ms   (limit 5 ms; of these the shell that starts it: %.2f ms)", solon, shell))
if lua then print(string.format("lua5.4 -e ''     %6.2f ms   ratio %.2f", lua, solon / lua))
else print("lua5.4 is not installed: no ratio") end
os.exit(solon <= 5)
