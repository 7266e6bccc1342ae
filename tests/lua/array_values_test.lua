-- array_values_test.lua - statistics, order, linear algebra and expressions of solon.array against
-- references by R, SciPy, NumPy and mpmath (tests/reference/array_values.py), and their properties.

local array = require "solon.array"
local tap = require "solon.tap"
local t = tap.new()
local reference = dofile("tests/reference/array_values.lua")
local nan = 0 / 0
local x = array.new(reference.x)

local function near(got, want, tolerance, name)
  local difference = (got - want):abs():max()
  if not t:ok(difference <= tolerance, name) then t:note("largest difference " .. difference) end
end

-- statistics
t:near(x:sum(), reference.sum, { relative = 1e-15 }, "sum")
t:near(x:mean(), reference.mean, { relative = 1e-15 }, "mean")
t:near(x:variance(), reference.variance, { relative = 1e-15 }, "variance")
t:near(x:standard_deviation(), reference.standard_deviation, { relative = 1e-15 }, "standard deviation")
t:equal(x[{ 1, 3 }]:product(), reference.product, "product")
t:equal(x:median(), reference.median, "median")
for kind, values in ipairs(reference.quantiles) do
  near(x:quantile(reference.p, { type = kind }), array.new(values), 1e-13, "quantiles of type " .. kind .. " as in R")
end
for ties, ranks in pairs(reference.ranks) do
  t:ok(x:rank { ties = ties }:equals(ranks), "ranks with ties " .. ties .. " as in SciPy")
end
local sorted = x:sort()
t:ok(sorted:search(reference.probes):equals(reference.search_left), "search, left, as in NumPy")
t:ok(sorted:search(reference.probes, { side = "right" }):equals(reference.search_right), "search, right, as in NumPy")

-- one quantile is found by selection, several by sorting: the same bits, whatever the data
local function selection_agrees(data, name)
  local sorted_data, agree = data:sort(), true
  for kind = 1, 9 do
    for _, p in ipairs { 0, 0.001, 0.1, 0.25, 1 / 3, 0.5, 0.77, 0.9999, 1 } do
      agree = agree and data:quantile(p, { type = kind }) == sorted_data:quantile({ p }, { type = kind })[1]
    end
  end
  t:ok(agree, "selection agrees with sorting: " .. name)
end
local ramp = array.range(1, 20000)
selection_agrees(ramp:sin() * 1e3, "a wave")
selection_agrees((ramp * 0.37):sin():round(), "three values")
selection_agrees(array.full(2.5, 3000), "one value")
selection_agrees(array.where((ramp % 2):eq(0), 1e-300, ramp), "two clusters far apart")
selection_agrees(array.where((ramp % 2):eq(0), ramp, -1e300), "two clusters, the other way")
selection_agrees(1 + ramp * 2 ^ -40, "values that share their first bits")
selection_agrees(ramp[{ 1, 700 }], "few values")
t:equal(array.quantile({ -1 / 0, 5 }, 0.25), -1 / 0, "an infinite neighbour")
t:equal(array.quantile({ -1 / 0, 1 / 0 }, 0.5), nan, "two infinite neighbours")
t:equal(array.quantile({ -1.7e308, 1.7e308 }, 0.5), 0.0, "a difference beyond the largest number")
t:equal(array.median {}, nan, "median of nothing")
t:equal(array.median({ nan, nan }, { skipna = true }), nan, "median of nothing left")

-- order on more data than one chunk, with ties, both zeros, infinities and NaN
local n = 9001
local state = 1
local big = array.generate(n, function(i)
  state = state * 16807 % 2147483647
  if i % 97 == 0 then return nan end
  if i % 89 == 0 then return i % 2 == 0 and 1 / 0 or -1 / 0 end
  if i % 7 == 0 then return state % 2 == 0 and 0.0 or -0.0 end
  return (state % 2001 - 1000) / 8
end)
for _, descending in ipairs { false, true } do
  local order = big:order { descending = descending }
  local values = big:take(order)
  local ok = values:equals(big:sort { descending = descending })
  local stable, reached_nan = true, false
  for i = 1, n - 1 do
    local a, b = values[i], values[i + 1]
    if a ~= a then reached_nan = true end
    if reached_nan and b == b then ok = false end
    if a == b or (a ~= a and b ~= b) then stable = stable and order[i] < order[i + 1]
    elseif b == b then ok = ok and (a < b) ~= descending end
  end
  t:ok(ok, "order sorts, descending = " .. tostring(descending))
  t:ok(stable, "order is stable, descending = " .. tostring(descending))
  t:ok(order:sort():equals(array.range(1, n)), "order is a permutation")
end
local values, counts = big:unique()
t:equal(counts:sum(), n + 0.0, "unique counts every element")
t:ok(values:equals(values:sort()), "unique is sorted")
t:equal(big:rank { ties = "min" }:is_nan():count(), n // 97, "NaN have no rank")

-- sums do not depend on how the data lie in memory
local strided = array.zeros(n, 2)
local clean = array.where(big:is_finite(), big, 0.1)
strided:column(1):assign(clean)
t:equal(strided:column(1):sum(), clean:sum(), "a strided view has the same sum")
t:equal(clean:reverse():reverse():sum(), clean:sum(), "reversed twice")
t:equal(array.concatenate(clean, { nan }):sum { skipna = true }, clean:sum(), "skipna gives the sum of the rest")

-- linear algebra
local a = array.new(reference.system)
local solution, status, condition = a:solve(reference.right_hand_side)
near(solution, array.new(reference.solution), 1e-14, "solve")
t:equal(status, "ok", "its status")
-- the estimate of the inverse's norm is a lower bound, so this is an upper one
t:ok(condition >= reference.reciprocal_condition * (1 - 1e-12) and condition <= 3 * reference.reciprocal_condition, "reciprocal condition number")
local inverse = a:solve(array.identity(6))
near(a:matmul(inverse), array.identity(6), 1e-14, "solve with several right-hand sides")
local b = array.new(reference.right_hand_side)
a:solve(b, { out = b })
near(b, array.new(reference.solution), 1e-14, "solve in place")
local spd = array.new(reference.positive_definite)
near(a:matmul(a:transpose()), spd, 0, "matmul of integers is exact")
local factor = spd:cholesky()
near(factor, array.new(reference.cholesky), 1e-13, "cholesky")
near(factor:cholesky_solve(spd:matmul { 1, 2, 3, 4, 5, 6 }), array.range(1, 6), 1e-12, "cholesky_solve")
local eigenvalues, vectors, eigen_status = spd:eigen_symmetric()
near(eigenvalues, array.new(reference.eigenvalues), 1e-12, "eigenvalues")
near(vectors:transpose(), array.new(reference.eigenvectors), 1e-13, "eigenvectors")
t:equal(eigen_status, "ok", "their status")
near((spd:eigen_symmetric { vectors = false }), array.new(reference.eigenvalues), 1e-12, "eigenvalues alone")
for _, name in ipairs { "first", "second" } do -- out may be any of the inputs
  local m, r = a:copy(), array.identity(6)
  local want, _, want_condition = a:solve(r)
  local got, _, got_condition = m:solve(r, { out = name == "first" and m or r })
  t:ok(got:equals(want) and got_condition == want_condition, "solve into its " .. name .. " argument")
  local f, i = factor:copy(), array.identity(6)
  t:ok(f:cholesky_solve(i, { out = name == "first" and f or i }):equals(factor:cholesky_solve(array.identity(6))), "cholesky_solve into its " .. name .. " argument")
  local p, q = a:copy(), spd:copy()
  t:ok(p:matmul(q, { out = name == "first" and p or q }):equals(a:matmul(spd)), "matmul into its " .. name .. " argument")
end
local places = array.new { 3, 1, 2, 2 }
t:same(array.take(array.new { 10, 20, 30 }, places[{ 1, 3 }], { out = places[{ 2, 4 }] }):totable(), { 30, 10, 20 }, "take into what overlaps its positions")
local target = array.zeros(6, 6)
t:ok(array.matmul(a, a, { out = target }) == target and target:equals(a:matmul(a)), "matmul into out")
local wide = array.range(1, 6):reshape(2, 3)
t:same(wide:matmul(wide:transpose()):totable(), { { 14, 32 }, { 32, 77 } }, "matmul with a transposed view")
t:same(wide:matmul { 1, 0, 1 }:totable(), { 4, 10 }, "matrix times column")
t:same(array.matmul({ 1, 1 }, wide):totable(), { 5, 7, 9 }, "row times matrix")
t:same(array.matmul(array.zeros(2, 0), array.zeros(0, 2)):totable(), { { 0, 0 }, { 0, 0 } }, "nothing inside gives zeros")
t:same(array.outer({ 1, 2 }, { 3, 4 }):totable(), { { 3, 4 }, { 6, 8 } }, "outer")
t:equal(array.dot({ 1, 2, nan }, { 1, 1, 0 }), nan, "NaN propagates through dot")
t:raises(function() wide:solve { 1, 2 } end, "square matrix expected, got 2 x 3", "solve of a rectangle")
t:raises(function() a:solve { 1, 2 } end, "6 rows expected, got 2", "solve with too few values")
t:raises(function() wide:matmul(wide) end, "3 rows expected, got 2", "matmul of shapes that do not fit")
t:raises(function() a:cholesky() end, "symmetric matrix expected", "cholesky of an asymmetric matrix")

-- degenerate systems have defined outcomes
local singular = array.new { { 1, 2 }, { 2, 4 } }
local nothing, why, zero = singular:solve { 1, 2 }
t:ok(nothing:is_nan():all() and why == "singular" and zero == 0, "a singular system")
t:raises(function() singular:solve({ 1, 2 }, { strict = true }) end, "singular", "strict raises")
local hilbert = array.generate(14 * 14, function(k) return 1 / ((k - 1) // 14 + (k - 1) % 14 + 1) end):reshape(14, 14)
local _, ill, tiny = hilbert:solve(array.ones(14))
t:ok(ill == "singular" and tiny > 0 and tiny < 2 ^ -52, "the Hilbert matrix of order 14 has no certain digit")
t:equal(select(2, array.new { { 1, nan }, { nan, 1 } }:solve { 1, 2 }), "degenerate", "NaN in a system")
t:equal(select(2, array.new { { 1, 2 }, { 2, 1 } }:cholesky()), "singular", "an indefinite matrix")
t:equal(select(2, array.new { { nan } }:cholesky()), "degenerate", "NaN in cholesky")
t:equal(select(3, array.new { { nan } }:eigen_symmetric()), "degenerate", "NaN in eigen_symmetric")
t:equal(#array.zeros(0, 0):eigen_symmetric(), 0, "no eigenvalues")
t:equal(select(2, array.zeros(0, 0):solve {}), "ok", "an empty system")

-- expressions agree with operators bit for bit
local u = array.linspace(-3, 3, 5001)
local v = array.linspace(2, 5, 5001)
local names = { u = u, v = v, a = 2.5, pi2 = math.pi * 2 }
local cases = {
  ["u + v*a - u/v"] = u + v * 2.5 - u / v,
  ["-u^2"] = -(u ^ 2),
  ["2^-u"] = 2 ^ -u,
  ["a^u^2"] = 2.5 ^ (u ^ 2),
  ["u // 0.7 + u % 0.7"] = u // 0.7 + u % 0.7,
  ["u > 0 and v < 4 or not (u >= -1)"] = (u:gt(0) & v:lt(4)) | ~u:ge(-1),
  ["u == 0"] = u:eq(0),
  ["u ~= 0"] = u:ne(0),
  ["u <= v"] = u:le(v),
  ["where(u > 0, sqrt(abs(u)), exp(v))"] = array.where(u:gt(0), u:abs():sqrt(), v:exp()),
  ["clip(u, -1, 1)"] = u:clip(-1, 1),
  ["hypot(u, v) + atan2(u, v)"] = u:hypot(v) + u:atan2(v),
  ["sin(pi2 * u) * sin(pi2 * u)"] = (math.pi * 2 * u):sin() * (math.pi * 2 * u):sin(),
  ["(u + 1) * (u + 1) * (v - (u + 1))"] = (u + 1) * (u + 1) * (v - (u + 1)),
  ["1e1 + .5 + 2. + u"] = 1e1 + .5 + 2. + u,
  ["u"] = u,
}
local texts = {}
for text in pairs(cases) do texts[#texts + 1] = text end
table.sort(texts)
for _, text in ipairs(texts) do
  t:ok(array.eval(text, names):equals(cases[text]), "eval " .. text)
  local target = u:copy()
  array.eval(text, { u = target, v = v, a = 2.5, pi2 = math.pi * 2 }, { out = target })
  t:ok(target:equals(cases[text]), "eval in place " .. text)
end
-- at the ends of blocks and of slabs the elements are those of whole columns
for _, size in ipairs { 1, 127, 128, 129, 255, 257, 65535, 65536, 65537, 131073 } do
  local p, q, r = array.range(1, size):sin(), array.range(1, size):cos(), array.range(size, 1, -1):sqrt()
  local whole = array.where(p:lt(q), p + q + r, p * 2 - r ^ 2)
  local got = array.eval("where(p < q, p + q + r, p * 2 - r ^ 2)", { p = p, q = q, r = r })
  array.eval("where(p < q, p + q + r, p * 2 - r ^ 2)", { p = p, q = q, r = r }, { out = r })
  t:ok(got:equals(whole) and r:equals(whole), "eval of " .. size .. " elements")
end
t:equal(array.eval("2^3^2 - -2^2 + 7 // 2 + 5 % 3"), 2 ^ 3 ^ 2 - -2 ^ 2 + 7 // 2 + 5 % 3, "precedence as in Lua")
t:equal(array.eval("1 - 2 - 3 * 4 / 2"), 1 - 2 - 3 * 4 / 2, "to the left")
t:equal(array.eval("1 < 2 and 2 < 3 or nan > 1"), 1.0, "numbers alone give a number")
t:ok(array.eval("a * 0 + inf", names) == 1 / 0, "inf")
t:ok(array.eval("u * v", { u = { 1, 2 }, v = { 3, 4 } }):equals { 3, 8 }, "tables are columns")
t:ok(array.eval("m + 1", { m = array.identity(2) }):equals(array.identity(2) + 1), "matrices keep their shape")
t:equal(#array.eval("u + 1", { u = {} }), 0, "an empty column")
t:ok(array.eval("u*u - 1", { u = u }, { threads = 3 }):equals(u * u - 1), "threads")
local syntax = {
  { "1 +", "column 4: a value expected at the end" }, { "1 2", "column 3: operator expected near '2'" },
  { "(1", "')' expected at the end" }, { "u $ 1", "operator expected near '$'" }, { "", "column 1: a value expected" },
  { "1 < 2 < 3", "comparisons do not chain" }, { "foo(1)", "unknown function 'foo'" },
  { "sgmoid(1)", "did you mean 'sigmoid'" }, { "exp(1, 2)", "exp takes 1 argument, got 2" }, { "exp()", "exp takes 1 argument, got 0" },
  { "1e", "malformed number near '1e'" }, { "0x10", "malformed number" }, { "1..2", "malformed number" },
  { "u and", "a value expected at the end" }, { "and u", "a value expected near 'and'" },
  { ("("):rep(200), "nested more than 100 deep" }, { ("-"):rep(200) .. "1", "nested more than 100 deep" },
  { "u\0", "operator expected" }, { "u+" .. ("sin(u)+"):rep(300) .. "v", "more than 256 operations" }, { ("x"):rep(80), "a name has at most 63 letters" },
}
for _, case in ipairs(syntax) do
  t:raises(function() array.eval(case[1], names) end, case[2], "bad expression: " .. case[2])
end
local long = {}
for i = 1, 300 do long[i] = "u*" .. i end
t:raises(function() array.eval(table.concat(long, "+"), names) end, "more than 128 constants", "too many constants")
t:raises(function() array.eval("u + w", names) end, "variable 'w' of the expression is missing", "a missing variable")
t:raises(function() array.eval("u + w", { u = u, w = { 1 } }) end, "variable 'u' has 5001 elements, 'w' has 1", "lengths that differ")
t:raises(function() array.eval("u", { u = "x" }) end, "variable 'u': number, array or table of numbers expected, got string", "a string")
t:raises(function() array.eval("1", {}, { out = u }) end, "option 'out' needs an expression with an array", "out for a number")
t:raises(function() array.eval(1) end, "string expected, got number", "no text")

t:done()
