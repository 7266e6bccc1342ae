-- array_test.lua - construction, indexing, views, arithmetic and reductions of solon.array.
-- Values of elementary functions and statistics are compared with references in tests/core; here the
-- way from Lua and back is tested.

local array = require "solon.array"
local tap = require "solon.tap"
local t = tap.new()
local nan = 0 / 0

local function same(a, want, name) return t:same(a:totable(), want, name) end

-- construction
same(array.new { 1, 2, 3 }, { 1, 2, 3 }, "from a table")
same(array.new {}, {}, "from an empty table")
same(array.new { { 1, 2 }, { 3, 4 } }, { { 1, 2 }, { 3, 4 } }, "from nested tables")
same(array.new { array.new { 1, 2 }, { 3, 4 } }, { { 1, 2 }, { 3, 4 } }, "from rows of either kind")
t:raises(function() array.new { 1, "2" } end, "number expected at position 2, got string", "strings are not numbers")
t:raises(function() array.new { { 1, 2 }, { 3 } } end, "row 2: length 2 expected as in row 1, got 1", "ragged rows")
t:raises(function() array.new { { 1, 2 }, 3 } end, "row 2: table or array expected, got number", "mixed rows")
t:raises(function() array.new() end, "array or table of numbers expected, got no value", "new needs an argument")
same(array.zeros(2), { 0, 0 }, "zeros")
same(array.ones(1, 2), { { 1, 1 } }, "ones, matrix")
same(array.full(7, 2), { 7, 7 }, "full")
same(array.identity(2), { { 1, 0 }, { 0, 1 } }, "identity")
t:raises(function() array.zeros(-1) end, "integer in [0, 281474976710656] expected, got -1", "negative size")
t:raises(function() array.zeros(2 ^ 47) end, "memory", "a size beyond memory is a memory error")
same(array.range(1, 4), { 1, 2, 3, 4 }, "range")
same(array.range(4, 1, -1.5), { 4, 2.5, 1 }, "range downwards")
same(array.range(2, 1), {}, "empty range")
t:equal(#array.range(0, 1, 0.1), 11, "range reaches its end in spite of rounding")
t:raises(function() array.range(1, 2, 0) end, "step other than 0", "step 0")
same(array.linspace(0, 1, 5), { 0, 0.25, 0.5, 0.75, 1 }, "linspace")
same(array.generate(3, function(i) return i * i end), { 1, 4, 9 }, "generate")
t:raises(function() array.generate(3, function() return "x" end) end, "must return a number, got string for 1", "generate checks")

-- elements
local a = array.new { 10, 20, 30 }
t:equal(a[1], 10.0, "first")
t:equal(a[-1], 30.0, "last")
t:equal(a[4], nil, "beyond the end is nil, as in tables")
t:raises(function() return a[0] end, "index in 1 .. 3 or -3 .. -1 expected, got 0", "index 0")
t:raises(function() return a[1.5] end, "integer expected, got 1.5", "index 1.5")
t:raises(function() return a[-4] end, "got -4", "index before the start")
t:equal(a[2.0], 20.0, "a float with an integer value indexes")
t:raises(function() return a[true] end, "index, slice {from, to, step} or method name expected, got boolean", "index true")
a[2] = 25
t:equal(a[2], 25.0, "assignment")
t:raises(function() a[4] = 1 end, "got 4", "assignment beyond the end")
t:raises(function() a[1] = "x" end, "number expected, got string", "assignment of a string")
local seen = {}
for i, value in ipairs(a) do seen[i] = value end
t:same(seen, { 10, 25, 30 }, "ipairs")
t:equal(#a, 3, "length")
local m = array.new { { 1, 2, 3 }, { 4, 5, 6 } }
t:equal(#m, 2, "length of a matrix is its rows")
t:equal(m:get(2, -1), 6.0, "get")
m:set(1, 1, -1)
t:equal(m:get(1, 1), -1.0, "set")
t:equal(m[1][2], 2.0, "row by []")
t:same({ m:shape() }, { 2, 3 }, "shape")
t:equal(m:size(), 6, "size")
t:raises(function() return m:get(1, 4) end, "index in 1 .. 3", "column out of range")

-- views share storage
local v = a[{ 2, 3 }]
same(v, { 25, 30 }, "slice")
v[1] = 99
t:equal(a[2], 99.0, "a view writes through")
same(a[{ -1, 1, -1 }], { 30, 99, 10 }, "backwards")
same(a[{ 1, 3, 2 }], { 10, 30 }, "every second")
same(a[{ 2, 1 }], {}, "an empty slice")
same(a[{ nil, 2 }], { 10, 99 }, "from the start")
same(a:slice(2), { 99, 30 }, "slice to the end")
t:raises(function() return a[{ 1, 5 }] end, "slice end 5 outside an array of length 3", "slice beyond the end")
t:raises(function() return a[{ 1, 2, 0 }] end, "slice step: nonzero integer expected, got 0", "step 0")
t:raises(function() return a[{ "x" }] end, "slice {from, to, step} holds integers, got x", "slice of strings")
a[{ 1, 2 }] = 0
same(a, { 0, 0, 30 }, "assignment to a slice, number")
a[{ 1, 2 }] = { 5, 6 }
same(a, { 5, 6, 30 }, "assignment to a slice, elements")
t:raises(function() a[{ 1, 2 }] = { 5, 6, 7 } end, "length 2 expected, got 3", "assignment of another length")
local shifted = array.range(1, 5)
shifted[{ 2, 5 }] = shifted[{ 1, 4 }]
same(shifted, { 1, 1, 2, 3, 4 }, "overlapping assignment takes the old elements")
same(m:column(2), { 2, 5 }, "column")
same(m:row(-1), { 4, 5, 6 }, "row")
same(m:transpose(), { { -1, 4 }, { 2, 5 }, { 3, 6 } }, "transpose")
same(m:diagonal(), { -1, 5 }, "diagonal")
m:transpose():set(3, 1, 33)
t:equal(m:get(1, 3), 33.0, "transpose is a view")
m[2] = { 7, 8, 9 }
same(m, { { -1, 2, 33 }, { 7, 8, 9 } }, "assignment to a row")
same(m:reshape(3, 2), { { -1, 2 }, { 33, 7 }, { 8, 9 } }, "reshape")
same(m:reshape(6), { -1, 2, 33, 7, 8, 9 }, "reshape to one dimension")
t:raises(function() m:reshape(4) end, "shape of 6 elements expected, got 4", "reshape to another size")
t:raises(function() m:transpose():reshape(6) end, "do not lie in order", "reshape of a strided view")
same(m:transpose():copy():reshape(6), { -1, 7, 2, 8, 33, 9 }, "reshape of its copy")
t:raises(function() return a:row(1) end, "matrix expected, got an array of 3 elements", "row of a column")
local copy = a:copy()
copy[1] = 1000
t:equal(a[1], 5.0, "a copy is apart")
do
  local view = array.range(1, 1000)[{ 500, 501 }]
  collectgarbage()
  collectgarbage()
  same(view, { 500, 501 }, "a view keeps its storage alive")
end

-- equality
t:ok(a ~= a:copy(), "== is identity")
t:ok(a:equals(a:copy()), "equals compares elements")
t:ok(array.new { 1, nan }:equals { 1, nan }, "NaN agrees with NaN")
t:ok(not array.new { 1, 2 }:equals { 1, 2.5 }, "different elements")
t:ok(array.new { 1, 2 }:equals({ 1, 2.5 }, 0.5), "within a tolerance")
t:ok(not array.new { 1, 2 }:equals { 1, 2, 3 }, "different lengths")
t:ok(not array.new { 1, 2 }:equals(7), "another type")

-- arithmetic
local x = array.new { 1, 2, 3 }
same(x + 1, { 2, 3, 4 }, "array + number")
same(1 - x, { 0, -1, -2 }, "number - array")
same(x * x, { 1, 4, 9 }, "array * array")
same(x / { 2, 2, 2 }, { 0.5, 1, 1.5 }, "a table is an operand")
same(x // 2, { 0, 1, 1 }, "//")
same(array.new { 5.5, -5.5, 5.5, -5.5 } % array.new { 2, 2, -2, -2 }, { 5.5 % 2, -5.5 % 2, 5.5 % -2, -5.5 % -2 }, "% is Lua's")
same(x ^ 2, { 1, 4, 9 }, "^")
same(-x, { -1, -2, -3 }, "unary minus")
same(m * m:transpose():transpose(), { { 1, 4, 1089 }, { 49, 64, 81 } }, "matrices, elementwise")
t:raises(function() return x + array.new { 1, 2 } end, "length 3 expected as in argument #1, got 2", "lengths must match")
t:raises(function() return x + m end, "length 3 expected as in argument #1, got 2 x 3", "shapes must match")
t:raises(function() return x + "1" end, "number, array or table of numbers expected, got string", "no strings")
t:equal(array.add(1, 2), 3.0, "numbers alone give a number")
local out = array.zeros(3)
t:ok(array.multiply(x, 2, { out = out }) == out, "out is the result")
same(out, { 2, 4, 6 }, "out is written")
array.add(out, 1, { out = out })
same(out, { 3, 5, 7 }, "in place")
t:raises(function() array.add(x, 1, { out = array.zeros(2) }) end, "shape 3 x 1 expected, got 2 x 1", "out of another shape")
t:raises(function() array.add(1, 1, { out = out }) end, "option 'out' needs", "out for numbers alone")
t:raises(function() array.add(x, 1, { uot = out }) end, "did you mean 'out'", "a misspelt option")
local w = array.range(1, 6)
array.add(w[{ 1, 5 }], 0, { out = w[{ 2, 6 }] })
same(w, { 1, 1, 2, 3, 4, 5 }, "out that overlaps an operand")
array.add(w[{ 1, 3 }], 0, { out = w[{ -1, 1, -2 }] })
same(w, { 1, 2, 2, 1, 4, 1 }, "out that is a strided view")
local y = array.new { 1, 1, 1 }
t:ok(y:axpy(2, x) == y, "axpy gives its array")
same(y, { 3, 5, 7 }, "axpy")
t:raises(function() y:axpy(2, { 1 }) end, "length 3 expected", "axpy of another length")
local g = array.zeros(6)
g[{ 1, 6, 2 }]:axpy(1, x)
same(g, { 1, 0, 2, 0, 3, 0 }, "axpy on a strided view")

-- masks
same(x:gt(1), { 0, 1, 1 }, "gt")
same(array.lt(2, x), { 0, 0, 1 }, "lt with a number first")
same(x:eq { 1, 0, nan }, { 1, 0, 0 }, "eq with NaN is 0")
same(x:ne { 1, 0, nan }, { 0, 1, 1 }, "ne with NaN is 1")
same(x:ge(2) & x:le(2), { 0, 1, 0 }, "&")
same(x:lt(2) | x:gt(2), { 1, 0, 1 }, "|")
same(x:lt(2) ~ x:lt(3), { 0, 1, 0 }, "~")
same(~x:lt(2), { 0, 1, 1 }, "not")
same(array.new { nan, 0, 1 }:logical_and(1), { nan, 0, 1 }, "NaN in a mask stays")
same(array.where(x:gt(1), x, 0), { 0, 2, 3 }, "where")
same(array.where(array.new { 1, nan, 0 }, 5, x), { 5, nan, 3 }, "where with NaN in the mask")
same(x:select(x:gt(1)), { 2, 3 }, "select")
t:raises(function() x:select { 1, nan, 0 } end, "mask is NaN at position 2", "a NaN cannot choose")
same(x:gt(1):positions(), { 2, 3 }, "positions")
t:equal(x:gt(1):count(), 2, "count")
t:ok(x:gt(2):any() and not x:gt(3):any() and x:gt(0):all() and not x:gt(1):all(), "any and all")
same(array.clip({ -1, 0.5, nan, 7 }, 0, 1), { 0, 0.5, nan, 1 }, "clip")
t:raises(function() array.clip(x, 2, 1) end, "upper limit of at least 2", "clip with crossed limits")

-- reductions
t:equal(x:sum(), 6.0, "sum")
t:equal(array.sum {}, 0.0, "sum of nothing")
t:equal(array.product {}, 1.0, "product of nothing")
t:equal(array.mean {}, nan, "mean of nothing is NaN")
t:equal(array.min {}, nan, "min of nothing is NaN")
t:equal(array.argmin {}, nil, "argmin of nothing is nil")
t:equal(array.variance { 1 }, nan, "variance of one element is NaN")
t:equal(array.variance { 5, 5, 5 }, 0.0, "variance of a constant is 0")
t:equal(x:variance(), 1.0, "variance")
t:equal(x:variance { population = true }, 2 / 3, "population variance")
t:equal(x:mean(), 2.0, "mean")
t:equal(x:max(), 3.0, "max")
t:equal(x:argmax(), 3, "argmax")
t:equal(array.sum { 1, nan }, nan, "NaN propagates through sum")
t:equal(array.max { 1, nan, 7 }, nan, "NaN propagates through max")
t:equal(array.argmax { 1, nan, 7 }, 2, "argmax gives the position of NaN")
t:equal(array.sum({ 1, nan, 2 }, { skipna = true }), 3.0, "skipna")
t:equal(array.argmax({ 1, nan, 7 }, { skipna = true }), 3, "argmax with skipna counts all positions")
t:equal(array.mean({ nan }, { skipna = true }), nan, "nothing left")
t:equal(array.quantile({ 1, 2, 3, 4 }, 0.5), 2.5, "quantile")
t:equal(array.quantile({ 1, nan, 3, 4 }, 0.5), nan, "quantile of NaN")
t:equal(array.median({ 1, nan, 3 }, { skipna = true }), 2.0, "median with skipna")
t:raises(function() array.quantile(x, 1.5) end, "probability in [0, 1] expected, got 1.5", "quantile of 1.5")
t:raises(function() array.sum(x, { skipnan = true }) end, "did you mean 'skipna'", "a misspelt option")
local s = array.new { { 1, 2 }, { 3, nan } }
same(s:sum { by = "column" }, { 4, nan }, "sum by column")
same(s:sum { by = "row", skipna = true }, { 3, 3 }, "sum by row")
t:raises(function() x:sum { by = "row" } end, "matrix expected", "by row of a column")
same(x:cumulative_sum(), { 1, 3, 6 }, "cumulative sum")
same(array.cumulative_product { 1, 2, 3, 4 }, { 1, 2, 6, 24 }, "cumulative product")
same(array.cumulative_max { 1, 3, 2, nan, 5 }, { 1, 3, 3, nan, nan }, "cumulative max")
same(array.cumulative_min { 3, 4, 2 }, { 3, 3, 2 }, "cumulative min")

-- order
same(array.sort { 3, nan, 1, 2 }, { 1, 2, 3, nan }, "sort puts NaN last")
same(array.sort({ 3, nan, 1 }, { descending = true }), { 3, 1, nan }, "descending too")
same(array.order { 3, 1, 2, 1 }, { 2, 4, 3, 1 }, "order is stable")
same(array.order({ 1, 3, 1, 3 }, { descending = true }), { 2, 4, 1, 3 }, "descending order is stable")
same(array.order { 0.0, -0.0, -1 }, { 3, 1, 2 }, "zeros are equal")
same(array.rank { 10, 20, 20, 30 }, { 1, 2.5, 2.5, 4 }, "average ranks")
same(array.rank({ 10, 20, 20, 30 }, { ties = "min" }), { 1, 2, 2, 4 }, "min ranks")
same(array.rank({ 10, 20, 20, 30 }, { ties = "max" }), { 1, 3, 3, 4 }, "max ranks")
same(array.rank({ 10, 20, 20, 30 }, { ties = "dense" }), { 1, 2, 2, 3 }, "dense ranks")
same(array.rank({ 10, 20, 20, 30 }, { ties = "ordinal" }), { 1, 2, 3, 4 }, "ordinal ranks")
same(array.rank({ 10, 20, 20, nan }, { ties = "min", descending = true }), { 3, 1, 1, nan }, "descending ranks; NaN has none")
t:raises(function() array.rank(x, { ties = "mim" }) end, "did you mean 'min'", "an unknown tie rule")
t:equal(array.search({ 1, 2, 2, 3 }, 2), 2, "search, left")
t:equal(array.search({ 1, 2, 2, 3 }, 2, { side = "right" }), 4, "search, right")
same(array.search({ 1, 2 }, { 0, 9, nan }), { 1, 3, 3 }, "search of many")
local values, counts = array.unique { 2, 1, 2, nan, nan }
same(values, { 1, 2, nan }, "unique")
same(counts, { 1, 2, 2 }, "unique: counts")
same(array.take(x, { 3, -1, 1 }), { 3, 3, 1 }, "take")
t:raises(function() array.take(x, { 1, 4 }) end, "expected at position 2, got 4", "take beyond the end")
same(x:reverse(), { 3, 2, 1 }, "reverse")
same(array.concatenate(x, { 9 }, x[{ 1, 0 }]), { 1, 2, 3, 9 }, "concatenate")
same(array.concatenate(array.identity(1), array.new { { 5 } }), { { 1 }, { 5 } }, "concatenate matrices")

-- printing
t:equal(tostring(x), "array(3) {1.0, 2.0, 3.0}", "short array")
t:equal(tostring(array.range(1, 100)), "array(100) {1.0, 2.0, 3.0, 4.0, ..., 98.0, 99.0, 100.0}", "long array")
t:equal(tostring(array.identity(2)), "array(2 x 2)\n{{1.0, 0.0},\n {0.0, 1.0}}", "matrix")
t:equal(tostring(array.new { 0.1, nan, 1 / 0 }), "array(3) {0.1, nan, inf}", "special values")

t:done()
