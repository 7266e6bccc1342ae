-- memory_test.lua - memory refused at many points of a run: a memory error, and no output left behind.

local tap = require "solon.tap"
local shell = require "support.shell"
local protocol = require "solon.protocol"
local testing = require "solon.native.testing"
local t = tap.new()

local root = shell.directory()
local found = assert(protocol.load "compare-groups")
local number = 0

local function run()
  number = number + 1
  return protocol.run(found, { params = { permutations = 9 }, jobs = 1, out = root .. "/run" .. number, quiet = true,
    print = function() end })
end

assert(run()) -- modules and DuckDB are loaded now
local count, points, clean, tidy = 0, 0, true, true
while true do
  collectgarbage()
  testing.fail_after(count)
  local ok, result, message = pcall(run)
  local refused = testing.fail_never()
  if not refused then
    t:ok(ok and result, "a run with enough memory succeeds")
    break
  end
  collectgarbage() -- closes what an error left open
  local text = tostring(not ok and result or message)
  if ok and result or not text:find("memory", 1, true) then
    clean = false
    t:note(string.format("allocation %d: %s", count, text))
  end
  local names = shell.names(root .. "/run" .. number) or ""
  if names:find("comparison.csv", 1, true) then
    tidy = false
    t:note(string.format("allocation %d leaves %s", count, names))
  end
  points = points + 1
  count = count + 1 + count // 25
end
t:ok(clean, string.format("memory refused at %d points gives a memory error", points))
t:ok(tidy, "and no output")
t:done()
