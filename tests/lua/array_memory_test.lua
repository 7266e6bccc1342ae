-- array_memory_test.lua - the memory behind large arrays: huge pages where Linux has them, the count
-- of bytes in use, the limit, and the peak of many temporaries.

local array = require "solon.array"
local tap = require "solon.tap"
local testing = require "solon.native.testing"
local t = tap.new()
local megabyte = 1 << 20

-- The text of a file of /proc or /sys; nil where there is none.
local function kernel_file(path)
  local file = io.open(path)
  local text = file and file:read("a")
  if file then file:close() end
  return text
end

-- A sanitizer brings an allocator of its own, which spreads blocks and holds freed ones back: what the
-- kernel tells of it says nothing about Solon's.
local silent = "this kernel does not tell"
local instrumented = (kernel_file("/proc/self/maps") or ""):find("libasan", 1, true)
if instrumented then silent = "a sanitizer's allocator" end

-- 1,000 temporaries of 8 MB: what the process needs at most, by its own count and by the kernel's;
-- first in this file, as the kernel tells only the peak since the start
local function kernel_peak()
  local kilobytes = (kernel_file("/proc/self/status") or ""):match("VmHWM:%s*(%d+)")
  return not instrumented and kilobytes and tonumber(kilobytes) * 1024
end
local x, sum = array.zeros(1000000), 0
for i = 1, 1000 do
  local temporary = x + i
  sum = sum + temporary[1000000]
end
t:equal(sum, 500500.0, "a thousand temporaries of 8 MB")
local _, counted = testing.memory()
t:ok(counted <= 48 * megabyte, "need at most 48 MB by Solon's count")
local resident = kernel_peak()
if resident then
  t:ok(resident <= 64 * megabyte, "and 64 MB by the kernel's")
else
  t:skip(silent, "and 64 MB by the kernel's")
end

-- The process's bytes on mappings that were asked to have huge pages; nil where the kernel has none.
local function advised()
  local maps = kernel_file("/sys/kernel/mm/transparent_hugepage/enabled") and kernel_file("/proc/self/smaps")
  if instrumented or not maps or not maps:find("VmFlags:", 1, true) then return nil end
  local total, size = 0, 0
  for line in maps:gmatch("[^\n]+") do
    size = tonumber(line:match("^Size:%s*(%d+)")) or size
    if line:find("^VmFlags:.* hg") then total = total + size * 1024 end
  end
  return total
end

local before = advised()
local names = { "a column of 80 MB lies on huge pages", "columns of 1 MB do not", "a table of 64 MB does" }
if before then
  local column = array.zeros(10 * megabyte)
  local large = advised()
  t:ok(large - before >= 80 * megabyte, names[1])
  local columns = {}
  for i = 1, 20 do columns[i] = array.zeros(megabyte // 8) end
  t:equal(advised(), large, names[2])
  local numbers = {}
  for i = 1, 4 * megabyte do numbers[i] = i end
  t:ok(advised() - large >= 64 * megabyte, names[3])
  t:equal(#column, 10 * megabyte, "the column is still there")
else
  for _, name in ipairs(names) do t:skip(instrumented and silent or "this kernel has no transparent huge pages", name) end
end

-- counted by their sizes, and given back
collectgarbage()
collectgarbage("stop")
local used = testing.memory()
local column = array.zeros(3 * megabyte)
local more = testing.memory() - used
t:ok(more >= 24 * megabyte and more < 24 * megabyte + 6000, "24 MB are counted as 24 MB and the room to spread columns")
column = nil
collectgarbage()
collectgarbage("restart")
t:ok(testing.memory() - used < 1000, "and given back")

-- freed columns of 80 MB serve the next ones: with the same values and the same count
local ones, right = array.ones(10 * megabyte), 0
for i = 1, 10 do
  if (ones + i):sum() == (1 + i) * 10.0 * megabyte then right = right + 1 end
end
t:equal(right, 10, "ten temporaries of 80 MB hold what they should")
t:equal(array.zeros(10 * megabyte):sum(), 0.0, "zeros in its place")
ones = nil
collectgarbage()
t:ok(testing.memory() - used < 1000, "they are not counted when they are gone")

-- a refused column raises, leaves the count alone, and the next one succeeds
used = testing.memory()
for point = 0, 1 do
  testing.fail_after(point)
  local ok = pcall(array.zeros, 3 * megabyte)
  testing.fail_never()
  t:ok(not ok, "allocation " .. point .. " of a large column is refused")
end
collectgarbage()
t:ok(testing.memory() - used < 1000, "refusals leave the count alone")

t:done()
