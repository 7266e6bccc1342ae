-- random_test.lua - the Lua side of solon.random: names, positions, shapes, options, bad input.
-- Distributions and bits are tested in tests/core.

local tap = require "solon.tap"
local array = require "solon.array"
local random = require "solon.random"
local t = tap.new()

local function values(a)
  local list = {}
  for i = 1, #a do list[i] = a[i] end
  return list
end

-- published vectors of Random123 (kat_vectors, philox4x32 10)
t:same(random.philox({ 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, { 0xffffffff, 0xffffffff }),
  { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd }, "published vector of ones")
t:same(random.philox({ 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, { 0xa4093822, 0x299f31d0 }),
  { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 }, "published vector of pi")

-- each method: a column is its single draws, and leaves the stream at the same place
local methods = {
  uniform = {}, normal = {}, exponential = {}, gamma = { 0.4 }, beta = { 0.5, 3 }, binomial = { 50, 0.4 },
  poisson = { 12 }, integer = { -3, 9 }, categorical = { { 1, 2, 0, 4 } },
}
local names = {}
for name in pairs(methods) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  local single, column = random.stream(5, name, 2), random.stream(5, name, 2)
  local arguments = methods[name]
  local last = { table.unpack(arguments) }
  last[#last + 1] = 300
  local got, same = column[name](column, table.unpack(last)), true
  for i = 1, 300 do same = same and got[i] == single[name](single, table.unpack(arguments)) end
  t:ok(same and #got == 300, name .. ": a column is its single draws")
  t:equal(tostring(column), tostring(single), name .. ": and ends at the same position")
  last[#last] = 0
  t:equal(#column[name](column, table.unpack(last)), 0, name .. ": no values are an empty array")
  last[#last] = -1
  t:raises(function() column[name](column, table.unpack(last)) end, "integer", name .. ": a negative count raises")
  last[#last] = 2.5
  t:raises(function() column[name](column, table.unpack(last)) end, "integer expected, got 2.5", name .. ": half a count raises")
  last[#last] = 3
  last[#last + 1] = { wrong = 1 }
  t:raises(function() column[name](column, table.unpack(last)) end, "unknown option 'wrong'", name .. ": an unknown option raises")
  local out = array.new { 0, 0, 0 }
  last[#last] = { out = out }
  local again = random.stream(5, name, 2)
  t:ok(again[name](again, table.unpack(last)) == out and out[3] == got[3], name .. ": writes to out")
  last[#last] = { out = array.new { 0 } }
  t:raises(function() column[name](column, table.unpack(last)) end, "option 'out'", name .. ": out of another length raises")
  t:raises(function() column[name]("no stream") end, "random.stream expected, got string", name .. ": bad self raises")
end
t:equal(math.type(random.stream(1):integer(1, 6)), "integer", "a single integer is an integer")
t:equal(math.type(random.stream(1):uniform()), "float", "a single uniform is a float")

-- more than one chunk
local long = random.stream(9):normal(10000)
local s = random.stream(9)
s:seek(2 * 9999)
t:equal(s:normal(), long[10000], "the last of a long column lies where seek says")

-- names
local function first(...) return random.stream(...):bits() end
t:ok(first(1) ~= first(2), "seeds differ")
t:ok(first(-1) ~= first(1), "a negative seed is a seed")
t:ok(first(1, "a") ~= first(1, "b"), "purposes differ")
t:ok(first(1, "a", 0) ~= first(1, "a", 1), "indexes differ")
t:ok(first(1, "a", 1) ~= first(1, "a", (1 << 32) + 1), "indexes beyond 32 bits differ")
t:equal(first(1), first(1, "stream", 0), "defaults are purpose 'stream', index 0")
t:raises(function() random.stream() end, "integer expected, got no value", "a seed is needed")
t:raises(function() random.stream(1.5) end, "integer expected, got 1.5", "a seed is an integer")
t:raises(function() random.stream(1, 2) end, "string expected", "a purpose is a string")

-- position, clone, restore, children
s = random.stream(3, "p", 7)
s:uniform(5)
s:seek(s:position() + 1) -- an odd word
local text, twin = tostring(s), s:clone()
local restored = random.restore(text)
t:equal(tostring(restored), text, "restore gives the stream of the text")
local a, b, c = s:bits(), twin:bits(), restored:bits()
t:ok(a == b and a == c, "original, clone and restored go on alike")
t:ok(s:split(1):bits() == twin:split(1):bits() and s:split(1):bits() ~= s:split(2):bits(), "children by number")
t:ok(s:substream("x"):bits() ~= s:substream("y"):bits(), "children by name")
t:ok(s:substream("x"):substream("y"):bits() ~= s:substream("y"):substream("x"):bits(), "grandchildren")
t:ok(random.stream(1):split(1):bits() ~= random.stream(2):split(1):bits(), "children of other parents")
t:ok(random.stream(1, "a", 1):split(1):bits() ~= random.stream(1, "a", 2):split(1):bits(), "children of siblings")
local child = s:split(4)
child:normal(3)
t:equal(random.restore(tostring(child)):bits(), child:bits(), "a child can be restored")
t:raises(function() random.restore(text .. "x") end, "text of a stream", "restore refuses more text")
t:raises(function() random.restore((text:gsub("seed=", "seed= "))) end, "text of a stream", "restore refuses a blank")
t:raises(function() random.restore((text:gsub("index=%d+", "index=99999999999999999999"))) end, "text of a stream", "restore refuses an index beyond 2^63")
t:raises(function() random.restore((text:gsub("position=", "position=-"))) end, "text of a stream", "restore refuses a negative position")
t:raises(function() random.restore(text .. "\0x") end, "text of a stream", "restore refuses a zero byte")
t:raises(function() random.restore("") end, "text of a stream", "restore refuses nothing")
t:raises(function() random.restore(12) end, "string expected", "restore refuses a number")
t:raises(function() s:seek(-1) end, "integer", "seek refuses a negative position")

-- options
s = random.stream(4)
local u = s:uniform(1000, { low = 2, high = 3 })
t:ok(array.min(u) >= 2 and array.max(u) <= 3, "uniform between its ends")
t:raises(function() s:uniform(1, { high = 0 / 0 }) end, "finite", "uniform refuses NaN")
t:raises(function() s:uniform(1, { low = -1e308, high = 1e308 }) end, "expected", "uniform refuses an infinite width")
t:near(random.stream(4):normal(nil, { mean = 3, standard_deviation = 0 }), 3, "normal without spread")
t:raises(function() s:normal(1, { mean = 1 / 0 }) end, "finite", "normal refuses an infinite mean")
t:near(random.stream(4):gamma(3, nil, { scale = 5 }), 5 * random.stream(4):gamma(3), "gamma scales")
t:near(random.stream(4):gamma(3, nil, { log = true }), math.log(random.stream(4):gamma(3)), "log gamma")
t:raises(function() s:gamma(3, 1, { scale = 2, log = true }) end, "excludes", "log and scale exclude each other")
t:raises(function() s:gamma(0 / 0) end, "number in (0", "gamma refuses NaN")
t:raises(function() s:gamma(1e16) end, "number in (0", "gamma refuses 1e16")
t:raises(function() s:beta(0, 1) end, "number in (0", "beta refuses 0")
t:raises(function() s:binomial(-1, 0.5) end, "integer", "binomial refuses -1 trials")
t:raises(function() s:binomial(1, 0 / 0) end, "number in [0, 1]", "binomial refuses NaN")
t:raises(function() s:poisson(1 / 0) end, "expected", "poisson refuses an infinite mean")
t:raises(function() s:integer(1, 1 << 60) end, "integer", "integer refuses what an array cannot hold")
t:equal(s:integer(5, 5), 5, "one possible integer")
for _, weights in ipairs { {}, { 0, 0 }, { 1, 0 / 0 }, { 1, 1 / 0 }, { -1, 2 } } do
  t:raises(function() s:categorical(weights) end, "weights", "categorical refuses bad weights")
end
t:raises(function() s:categorical(3) end, "array or table", "categorical refuses a number")
t:raises(function() s:categorical { "a" } end, "number expected at position 1", "categorical refuses names")

-- Dirichlet shapes
local rows = s:dirichlet({ 1, 2, 3 }, 4)
t:equal(#rows, 4, "Dirichlet rows")
t:near(array.sum(s:dirichlet { 0.01, 0.01 }), 1, "one row sums to 1")
t:raises(function() s:dirichlet {} end, "at least one", "Dirichlet refuses no parameters")
t:raises(function() s:dirichlet { 1, -1 } end, "position 2", "Dirichlet names the bad place")

-- permutations, shuffles, choices
local p = values(random.stream(6):permutation(200))
table.sort(p)
local complete = true
for i = 1, 200 do complete = complete and p[i] == i end
t:ok(complete, "a permutation holds each number once")
t:equal(#s:permutation(0), 0, "a permutation of nothing")
local words = { "a", "b", "c", "d", "e" }
local shuffled = random.stream(6):shuffle(words)
local order = random.stream(6):permutation(5)
local follows = true
for i = 1, 5 do follows = follows and shuffled[i] == words[order[i]] end
t:ok(follows, "shuffle follows the permutation")
t:equal(table.concat(words), "abcde", "shuffle leaves the original alone")
t:same(values(random.stream(6):shuffle(array.new { 1, 2, 3, 4, 5 })), values(order), "an array shuffles like a table")
t:equal(#s:shuffle {}, 0, "shuffling nothing")
t:same(values(random.stream(6):choice(5, 5)), values(order), "choosing all is the permutation")
t:equal(math.type(s:choice(10)), "integer", "choice of a number gives an integer")
t:equal(s:choice { "x" }, "x", "choice of one member")
t:equal(s:choice(array.new { 2.5 }), 2.5, "choice of an array gives a number")
t:equal(#s:choice({ "x", "y" }, 7, { replace = true }), 7, "with replacement more than there are")
t:equal(#s:choice(0, 0), 0, "nothing of nothing")
t:equal(s:choice({ "x", "y" }, nil, { weights = { 0, 1 } }), "y", "weights decide")
t:same(s:choice({ "x", "y", "z" }, 2, { weights = { 0, 1e-300, 1 } }), { "z", "y" }, "weights without replacement")
t:raises(function() s:choice({ "x", "y" }, 2, { weights = { 0, 1 } }) end, "at most 1 members have weight", "too few weights above 0")
t:raises(function() s:choice({ "x", "y" }, 1, { weights = { 1 } }) end, "length 2 expected, got 1", "weights of another length")
t:raises(function() s:choice({ "x", "y" }, 1, { weights = { 1, -1 } }) end, "finite weights", "negative weights")
t:raises(function() s:choice("xyz") end, "expected, got string", "choice refuses a string")
t:raises(function() s:choice(3, 4) end, "without replacement", "choice refuses more than there are")

t:done()
