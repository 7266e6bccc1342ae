-- random_points_test.lua - samples of points: random.sobol from Lua.  The sequence itself is tested in tests/core.

local tap = require "solon.tap"
local random = require "solon.random"
local t = tap.new()

-- ---- sobol ----------------------------------------------------------------------------------------

local plain = random.sobol(4, 3, { scramble = false })
t:equal(#plain, 4, "as many points as asked for")
t:equal(plain[1][3], 0.0, "the plain sequence starts at the origin")
t:equal(plain[3][2], 0.25, "third point, second dimension")

local whole, part = random.sobol(100, 5, { seed = 8 }), random.sobol(30, 5, { seed = 8, skip = 70 })
local same = true
for i = 1, 30 do
  for d = 1, 5 do same = same and part[i][d] == whole[70 + i][d] end
end
t:ok(same, "skip gives the later points of the same sequence")
t:ok(random.sobol(1, 1, { seed = -1 })[1][1] ~= random.sobol(1, 1, { seed = 1 })[1][1], "a negative seed is a seed")
local wide, narrow = random.sobol(16, 128, { seed = 8 }), random.sobol(16, 5, { seed = 8 })
t:equal(wide[16][5], narrow[16][5], "a dimension does not depend on how many there are")
t:equal(#random.sobol(0, 2, { seed = 1 }), 0, "no points are an empty matrix")

t:raises(function() random.sobol(-1, 2, { seed = 1 }) end, "bad argument #1 to 'sobol'", "a negative number of points raises")
t:raises(function() random.sobol(4, 129, { seed = 1 }) end, "integer in [1, 128] expected, got 129", "too many dimensions raise")
t:raises(function() random.sobol(4, 0, { seed = 1 }) end, "integer in [1, 128] expected, got 0", "no dimensions raise")
t:raises(function() random.sobol(4, 2) end, "option 'seed'", "scrambling wants a seed")
t:raises(function() random.sobol(4, 2, { seed = 1, scramble = false }) end, "has no effect", "a seed without scrambling raises")
t:raises(function() random.sobol(4, 2, { seed = 1, skip = 1.5 }) end, "option 'skip'", "half a skip raises")
t:raises(function() random.sobol(4, 2, { seed = 1, skip = 1 << 52 }) end, "beyond 2^52", "points beyond the last raise")
t:raises(function() random.sobol(4, 2, { sed = 1 }) end, "unknown option 'sed'", "an unknown option raises")

t:done()
