-- array_memory.lua - peak memory of 1,000 temporaries of 8 MB each; the goal is 64 MB.
--
--   build/bin/solon tests/bench/array_memory.lua

local array = require "solon.array"

-- The process's peak resident size in MB so far.
local function peak()
  for line in io.lines("/proc/self/status") do
    local kilobytes = line:match("^VmHWM:%s*(%d+)")
    if kilobytes then return tonumber(kilobytes) / 1024 end
  end
end

local start = os.clock()
local x = array.zeros(1000000)
local before = peak()
for i = 1, 1000 do
  local temporary = x + i
  assert(temporary[1] == i)
end
print(string.format("1,000 temporaries of 8 MB: peak %.1f MB (%.1f MB before), %.2f s; goal 64 MB: %s",
  peak(), before, os.clock() - start, peak() <= 64 and "met" or "missed"))
