-- cpu_level_test.lua - the whole program gives the same numbers at every CPU level that has fused
-- multiply-add: SOLON_CPU_LEVEL forces the level, and a digest of many results is compared.

local tap = require "solon.tap"
local t = tap.new()

local program = [[
local array = require "solon.array"
local x = array.range(1, 20011):sin() * 30
local results = { x:sum(), x:mean(), x:variance(), x:dot(x:reverse():copy()), x:min(), x:quantile(0.3) }
for _, name in ipairs { "exp", "log1p", "sin", "tanh", "sigmoid", "cbrt" } do
  local y = (name == "log1p" and x:abs() or x)[name](x:abs())
  for i = 1, #y, 501 do results[#results + 1] = y[i] end
  results[#results + 1] = y:sum()
end
results[#results + 1] = array.eval("where(x > 0, x^1.7, exp(x)) + atan2(x, 3) % 0.7", { x = x }):sum()
for i, value in ipairs(results) do results[i] = string.format("%a", value) end
io.write(table.concat(results, " "))
]]

local function output(level)
  local file = os.tmpname()
  local handle = assert(io.open(file, "w"))
  handle:write(program)
  handle:close()
  local pipe = assert(io.popen("SOLON_CPU_LEVEL=" .. level .. " " .. (os.getenv("SOLON") or "build/bin/solon") .. " " .. file))
  local text = pipe:read("a")
  pipe:close()
  os.remove(file)
  return text
end

local function has_fused_multiply_add()
  for line in io.lines("/proc/cpuinfo") do
    if line:find("^flags") then return line:find(" fma ", 1, true) ~= nil end
  end
end

local best = output("best") -- no such level: the CPU's best
t:ok(#best > 1000, "the program prints its numbers")
if has_fused_multiply_add() then
  -- a level the CPU lacks falls back to its best one
  for _, level in ipairs { "baseline", "avx2", "avx512" } do
    t:equal(output(level), best, level .. " gives the same bits")
  end
  -- the other CPU class agrees up to the last digits: shown by a comparison that is not of bits
  local plain, difference = output("plain"), 0
  local others = best:gmatch("%S+")
  for value in plain:gmatch("%S+") do
    local other = tonumber(others())
    difference = math.max(difference, math.abs(tonumber(value) - other) / math.max(1, math.abs(other)))
  end
  t:ok(difference < 1e-12, "plain agrees to 1e-12")
else
  t:skip("no fused multiply-add", "levels")
end
t:done()
