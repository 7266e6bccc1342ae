-- inference_test.lua - solon.inference: McNemar, correlations and permutation tests against published and
-- computed reference values, degenerate input, and invariances.
--
-- Unless another source is named, references are of R 4.2.2, SciPy 1.10.1 and statsmodels 0.13.5, computed by
-- tests/reference/inference_reference.R and .py.

local tap = require "solon.tap"
local inference = require "solon.inference"
local t = tap.new()

-- The tolerance of a value printed to so many significant digits.
local function digits(count) return { relative = 5.1 * 10 ^ -count } end

-- A fixed sequence without any generator: digits of the golden ratio's multiples.
local function column(n, step, shift)
  local values = {}
  for i = 1, n do values[i] = (i * step + (shift or 0)) % 1 end
  return values
end

-- ---- McNemar -------------------------------------------------------------------------------------------------

local function mcnemar_p(b, c, method) return inference.mcnemar(b, c, { method = method }).p_value end

-- statsmodels mcnemar(exact=True), R mcnemar.test; mid-p by hand from the binomial
local r_example = { { 794, 150 }, { 86, 570 } }
local corrected = inference.mcnemar(r_example, { method = "corrected" })
t:near(corrected.statistic, 16.817797, digits(7), "R's approval example: corrected chi-square")
t:near(corrected.p_value, 4.114562e-05, digits(6), "R's approval example: its p-value")
local plain = inference.mcnemar(r_example, { method = "chi_square" })
t:near(plain.statistic, 17.355932, digits(7), "R's approval example: chi-square")
t:near(plain.p_value, 3.099293e-05, digits(6), "R's approval example: its p-value")
t:near(inference.mcnemar(r_example).p_value, 3.715936e-05, digits(6), "R's approval example: exact")
t:equal(plain.n, 1600, "a table tells the number of pairs")
t:equal(mcnemar_p(10, 2), 0.03857421875, "(10, 2) exact is a dyadic fraction")
t:equal(mcnemar_p(10, 2, "mid_p"), 0.0224609375, "(10, 2) mid-p")
t:near(inference.mcnemar(10, 2, { method = "corrected" }).statistic, 4.083333, digits(6), "(10, 2) corrected")
t:near(mcnemar_p(10, 2, "corrected"), 0.0433081428, digits(9), "(10, 2) corrected p")
t:near(inference.mcnemar(10, 2, { method = "chi_square" }).statistic, 16 / 3, "(10, 2) chi-square")
t:near(mcnemar_p(10, 2, "chi_square"), 0.0209213353, digits(9), "(10, 2) chi-square p")
t:near(mcnemar_p(25, 4), 1.037158e-04, digits(6), "(25, 4) exact")
t:near(inference.mcnemar(25, 4, { method = "corrected" }).statistic, 13.793103, digits(7), "(25, 4) corrected")
t:near(mcnemar_p(25, 4, "corrected"), 2.040840e-04, digits(6), "(25, 4) corrected p")
t:equal(mcnemar_p(6, 0), 0.03125, "(6, 0) exact")
t:near(inference.mcnemar(6, 0, { method = "corrected" }).statistic, 25 / 6, "(6, 0) corrected")
t:near(mcnemar_p(6, 0, "corrected"), 0.0412268333, digits(9), "(6, 0) corrected p")
t:equal(mcnemar_p(1, 0), 1.0, "(1, 0) exact")
t:equal(inference.mcnemar(1, 0, { method = "corrected" }).statistic, 0.0, "(1, 0) corrected")
t:equal(mcnemar_p(1, 0, "corrected"), 1.0, "(1, 0) corrected p")
t:equal(inference.mcnemar(7, 7, { method = "corrected" }).statistic, 0.0, "(7, 7): no correction where b = c, as R")
t:equal(mcnemar_p(7, 7, "corrected"), 1.0, "(7, 7) p")
t:equal(mcnemar_p(7, 7, "mid_p"), 1.0, "(7, 7) mid-p")
for _, method in ipairs { "exact", "mid_p", "corrected", "chi_square" } do
  local none = inference.mcnemar(0, 0, { method = method })
  t:ok(none.p_value == 1 and none.status == "degenerate", "(0, 0) is degenerate with p 1: " .. method)
  t:equal(mcnemar_p(12, 5, method), mcnemar_p(5, 12, method), "two-sided p is symmetric: " .. method)
  local up = inference.mcnemar(12, 5, { method = method, alternative = "greater" }).p_value
  local down = inference.mcnemar(5, 12, { method = method, alternative = "less" }).p_value
  t:ok(up == down and up < 0.5, "one-sided p mirrors: " .. method)
end
t:equal(inference.mcnemar(12, 5, { alternative = "greater" }).p_value, 9402 / 2 ^ 17, "P(X >= 12) of 17")
-- R: binom.test(10, 12)$conf.int, as odds
local interval = inference.mcnemar(10, 2)
t:near(interval.lower, 1.06552784349944, digits(13), "odds ratio interval, lower end")
t:near(interval.upper, 46.9328354523946, digits(13), "odds ratio interval, upper end")
t:near(mcnemar_p(1000, 0, "chi_square"), 2 * 0.5 * 1.795832784800726e-219, digits(13), "chi-square tail at 1e-219") -- mpmath
t:near(mcnemar_p(900, 0), 2 ^ -899, "exact tail at 1e-271")
local pairs_test = inference.mcnemar({ 1, 1, 0, 0, 1, 1 }, { 0, 0, 1, 0, 1, 0 })
t:ok(pairs_test.b == 3 and pairs_test.c == 1 and pairs_test.n == 6, "pairs are counted")
t:equal(inference.mcnemar({}, {}).status, "degenerate", "no pairs")
t:raises(function() inference.mcnemar({ 1, 0 }, { 1, 0 / 0 }) end, "pair 2 is (0, ", "NaN among pairs")
t:raises(function() inference.mcnemar({ 1, 0 }, { 1 }) end, "length 2 expected, got 1", "columns of two lengths")
t:raises(function() inference.mcnemar({ { 1, 2 }, { 3 } }) end, "{{a, b}, {c, d}}", "a ragged table")
t:raises(function() inference.mcnemar({ { 1, 2 }, { -3, 1 } }) end, "count >= 0", "a negative count")
t:raises(function() inference.mcnemar(0, 0, { strict = true }) end, "no information", "strict raises")

-- ---- correlations --------------------------------------------------------------------------------------------

local seven, mixed = { 1, 2, 3, 4, 5, 6, 7 }, { 1, 3, 2, 4, 6, 5, 7 }
local kendall = inference.kendall(seven, mixed)
t:near(kendall.estimate, 17 / 21, "tau of 19 against 2 pairs")
t:near(kendall.p_value, 0.0107142857, digits(9), "its exact p")
t:near(inference.spearman(seven, mixed).estimate, 0.9285714286, digits(9), "rho of the same")
t:near(inference.kendall({ 1, 2, 2, 4, 5 }, { 2, 1, 3, 3, 5 }).estimate, 2 / 3, "tau-b with ties")
t:equal(inference.kendall(seven, seven).estimate, 1.0, "perfect agreement is exactly 1")
t:equal(inference.kendall({ 1, 1, 2 }, { 1, 1, 2 }).estimate, 1.0, "with ties, too")
t:equal(inference.spearman(seven, { 7, 6, 5, 4, 3, 2, 1 }).p_value, 2 / 5040, "the extreme order has p = 2 / n!")

local x30, y30 = column(30, 0.6180339887498949), column(30, 0.7548776662466927)
local x12, y12 = column(12, 0.6180339887498949), column(12, 0.4142135623730951)
local tied_x, tied_y = {}, {}
for i = 1, 40 do tied_x[i], tied_y[i] = i * 7 % 11, (i * 5 % 13 + i % 11) // 2 end
local reference = dofile("tests/reference/inference_values.lua")
for _, case in ipairs(reference.correlations) do
  local x, y
  if case.data == "x30" then x, y = x30, y30
  elseif case.data == "x12" then x, y = x12, y12
  elseif case.data == "seven" then x, y = seven, mixed
  else x, y = tied_x, tied_y end
  local got = inference[case.test](x, y, { method = case.method, alternative = case.alternative })
  local label = case.test .. " " .. case.data .. " " .. (case.method or "") .. " " .. case.alternative
  t:near(got.estimate, case.estimate, label .. ": estimate")
  t:near(got.p_value, case.p_value, { relative = 1e-11 }, label .. ": p-value")
  if case.lower then
    t:near(got.lower, case.lower, label .. ": lower")
    t:near(got.upper, case.upper, label .. ": upper")
  end
end

for _, name in ipairs { "pearson", "spearman", "kendall" } do
  local test = inference[name]
  local flat = test({ 2, 2, 2, 2 }, { 1, 2, 3, 4 })
  t:ok(flat.status == "degenerate" and flat.estimate ~= flat.estimate and flat.p_value ~= flat.p_value,
    name .. ": a constant column is degenerate, NaN")
  t:equal(test({}, {}).status, "degenerate", name .. ": empty")
  t:equal(test({ 1 }, { 1 }).status, "degenerate", name .. ": one observation")
  local two = test({ 1, 2 }, { 1, 2 })
  t:ok(not (two.p_value < 0.05), name .. ": two observations are never significant")
  local forward, backward = test(x30, y30), test(y30, x30)
  t:near(forward.p_value, backward.p_value, name .. ": symmetric")
  local negative = {}
  for i = 1, 30 do negative[i] = -y30[i] end
  t:near(test(x30, negative).estimate, -forward.estimate, name .. ": changes sign with y")
  t:near(test(x30, negative, { alternative = "less" }).p_value, test(x30, y30, { alternative = "greater" }).p_value,
    name .. ": and the tail with it")
  t:raises(function() test({ 1, 1, 1 }, { 1, 2, 3 }, { strict = true }) end, "no information", name .. ": strict")
  t:raises(function() test({ 1, 2, 0 / 0 }, { 1, 2, 3 }) end, "element 3 is nan", name .. ": NaN")
  t:raises(function() test({ 1, 2, 3 }, { 1, 2, 3 }, { confidence = 1 }) end, "between 0 and 1", name .. ": confidence")
end
local shifted = {}
for i = 1, 30 do shifted[i] = 1e9 + x30[i] end
t:near(inference.pearson(shifted, y30).estimate, inference.pearson(x30, y30).estimate, { relative = 1e-6 },
  "pearson withstands a large mean")
t:equal(inference.pearson({ 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, { 1, 2, 3, 4, 5, 7 }).status, "degenerate",
  "a constant whose mean rounds is constant")
t:near(inference.pearson({ 1e200, 2e200, 4e200 }, { 1, 2, 4 }).estimate, 1, "pearson does not overflow")
t:equal(inference.kendall({ 1, 2, 1 / 0 }, { 1, 2, 3 }).estimate, 1.0, "ranks accept infinity")

-- merge-sort counting agrees with counting all pairs
do
  local n, concordant, discordant, tied_first, tied_second = 301, 0, 0, 0, 0
  local x, y = {}, {}
  for i = 1, n do x[i], y[i] = i * 37 % 53, i * 71 % 29 end
  for i = 1, n do
    for j = i + 1, n do
      local dx, dy = x[i] - x[j], y[i] - y[j]
      if dx * dy > 0 then concordant = concordant + 1 elseif dx * dy < 0 then discordant = discordant + 1 end
      if dx == 0 then tied_first = tied_first + 1 end
      if dy == 0 then tied_second = tied_second + 1 end
    end
  end
  local got = inference.kendall(x, y)
  t:same({ got.concordant, got.discordant, got.tied_first, got.tied_second },
    { concordant, discordant, tied_first, tied_second }, "301 observations with ties: all pairs counted")
end

-- ---- comparison of correlations ------------------------------------------------------------------------------

local independent = inference.fisher_z_two(0.5, 103, 0.3, 103)
t:near(independent.statistic, 1.6955468856, digits(10), "Fisher z .5 / .3, n 103")
t:near(independent.p_value, 0.0899717239, digits(9), "its p")
-- the source text of the contest prints z = 2.31, p = 0.021 for these; its own formula gives
local contest = inference.fisher_z_two(0.484, 34, 0.427, 34)
t:near(contest.statistic, 0.2834, digits(4), "Fisher z of 0.484 and 0.427, n 34")
t:near(contest.p_value, 0.777, digits(3), "its p")
local function dependent(method) return inference.dependent_correlations(0.4, 0.6, 0.1, 103, { method = method }) end
t:near(dependent("williams").statistic, -1.9032508341, digits(10), "Williams t (psych agrees)")
t:near(dependent("williams").p_value, 0.0598836281, digits(9), "Williams p")
t:near(dependent("meng").statistic, -1.88324748, digits(9), "Meng z")
t:near(dependent("meng").p_value, 0.05966684, digits(7), "Meng p")
t:near(dependent("steiger").statistic, -1.88686516, digits(9), "Steiger z")
t:near(dependent("steiger").p_value, 0.05917846, digits(7), "Steiger p")
local small = inference.dependent_correlations(0.62, 0.55, 0.80, 12)
t:near(small.statistic, 0.4249197710, digits(9), "Williams n 12")
t:near(small.p_value, 0.6808735782, digits(9), "its p")
-- Zou 2007, Table 3 example: r12 .396, r13 .179, r23 .088, n 66 -> (-.093, .517)
local zou = inference.dependent_correlations(0.396, 0.179, 0.088, 66)
t:near(zou.lower, -0.093, { absolute = 0.0006 }, "Zou's published interval, lower end")
t:near(zou.upper, 0.517, { absolute = 0.0006 }, "Zou's published interval, upper end")
for _, method in ipairs { "williams", "steiger", "meng" } do
  local a = inference.dependent_correlations(0.3, 0.5, 0.2, 40, { method = method })
  local b = inference.dependent_correlations(0.5, 0.3, 0.2, 40, { method = method })
  t:near(a.statistic, -b.statistic, method .. ": antisymmetric")
  t:near(a.lower, -b.upper, method .. ": its interval, too")
  t:equal(inference.dependent_correlations(0.5, 0.5, 0.2, 40, { method = method }).p_value, 1.0, method .. ": equal r, p 1")
  for _, n in ipairs { 0, 1, 3 } do
    local none = inference.dependent_correlations(0.3, 0.5, 0.2, n, { method = method })
    t:ok(none.status == "degenerate" and none.p_value ~= none.p_value, method .. ": degenerate at n = " .. n)
  end
  t:equal(inference.dependent_correlations(0.5, 0.5, 1, 40, { method = method }).status, "degenerate", method .. ": r23 = 1")
end
for _, n in ipairs { 0, 2, 3 } do
  local none = inference.fisher_z(0.9, n)
  t:ok(none.status == "degenerate" and none.p_value ~= none.p_value, "fisher_z: degenerate at n = " .. n)
  t:equal(inference.fisher_z_two(0.9, n, 0.1, 100).status, "degenerate", "fisher_z_two: degenerate at n = " .. n)
end
t:equal(inference.fisher_z(1, 30).status, "degenerate", "fisher_z: r = 1")
t:equal(inference.fisher_z(0.9, 4, { coefficient = "kendall" }).status, "degenerate", "fisher_z: Kendall at n = 4")
t:raises(function() inference.fisher_z(0 / 0, 10) end, "number in [-1, 1]", "fisher_z: NaN")
t:raises(function() inference.fisher_z(0.5, 10, { null_value = 1 }) end, "between -1 and 1", "fisher_z: null value 1")
t:near(inference.fisher_z(0.5, 30, { coefficient = "spearman" }).statistic,
  inference.fisher_z(0.5, 30).statistic / math.sqrt(1.06), "Spearman's variance of z")

-- ---- permutation tests ---------------------------------------------------------------------------------------

local darwin = { 49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48 } -- Fisher 1935, maize
t:equal(inference.sign_flip_test(darwin, { alternative = "greater" }).p_value, 863 / 32768, "Darwin's maize, one-sided")
t:equal(inference.sign_flip_test(darwin).p_value, 1726 / 32768, "Darwin's maize, two-sided")
t:equal(inference.sign_flip_test({ 1, 2, 3, 4, 5, 6 }).p_value, 2 / 64, "six positive differences")
local scaled, zeros = {}, {}
for i, d in ipairs(darwin) do scaled[i] = 0.1 * d; zeros[2 * i - 1], zeros[2 * i] = d, 0 end
t:equal(inference.sign_flip_test(scaled).count, 1726, "ties survive rounding: the same count for differences / 10")
for i, d in ipairs(darwin) do scaled[i] = 1e300 * d end
t:equal(inference.sign_flip_test(scaled).count, 1726, "and near the largest double")
for i, d in ipairs(darwin) do scaled[i] = 1e-310 * d end
t:equal(inference.sign_flip_test(scaled).count, 1726, "and among subnormal ones")
t:equal(inference.sign_flip_test(zeros).p_value, 1726 / 32768, "zeros change nothing")
for _, d in ipairs { {}, { 0 }, { 0, 0, 0 } } do
  local none = inference.sign_flip_test(d)
  t:ok(none.p_value == 1 and none.status == "degenerate", "sign flips of " .. #d .. " zeros: degenerate, p 1")
end
local seeded = inference.sign_flip_test(darwin, { method = "monte_carlo", permutations = 100000, seed = 5 })
t:ok(math.abs(seeded.p_value - 1726 / 32768) < 4 * seeded.standard_error, "Monte Carlo agrees within its error")
t:near(seeded.p_value, (seeded.count + 1) / 100001, "p = (count + 1) / (permutations + 1)")
t:near(seeded.standard_error, math.sqrt(seeded.p_value * (1 - seeded.p_value) / 100000), "its standard error")
local first, second = column(34, 0.6180339887498949), column(34, 0.7548776662466927, 0.2)
for _, threads in ipairs { 1, 2, 4 } do
  t:equal(inference.permutation_test(first, second, { seed = 3, permutations = 20001, threads = threads }).count,
    inference.permutation_test(first, second, { seed = 3, permutations = 20001 }).count, threads .. " threads, the same count")
end
t:ok(inference.permutation_test(first, second, { seed = 3 }).count ~= inference.permutation_test(first, second, { seed = 4 }).count,
  "another seed, another count")
local never = inference.sign_flip_test(column(60, 0.01, 1), { permutations = 999 })
t:near(never.p_value, 1 / 1000, "p is never 0")
t:equal(never.count, 0, "no pattern reached it")

-- scipy.stats.permutation_test (exact), which doubles the smaller tail
local a, b = { 1, 2, 3.5, 4, 9, 10 }, { 3, 5, 8, 11, 12.5 }
t:near(inference.permutation_test(a, b, { two_sided_rule = "doubled" }).p_value, 0.22510822510822512, "two samples, doubled")
t:near(inference.permutation_test(a, b, { alternative = "less" }).p_value, 0.11255411255411256, "two samples, less")
t:near(inference.permutation_test(b, a, { alternative = "greater" }).p_value, 0.11255411255411256, "samples exchanged")
t:equal(inference.permutation_test(a, b).count, inference.permutation_test(b, a).count, "two-sided count is symmetric")
local exact = inference.permutation_test(a, b).p_value
local sampled = inference.permutation_test(a, b, { method = "monte_carlo", permutations = 200000, seed = 11 })
t:ok(math.abs(sampled.p_value - exact) < 4 * sampled.standard_error, "two samples: Monte Carlo agrees with exact")
t:equal(inference.permutation_test({ 5 }, { 1, 2, 3 }).p_value, 1 / 4, "one against three") -- |T| of 5 is largest
t:equal(inference.permutation_test({ 1, 2, 3 }, { 5 }).p_value, 1 / 4, "three against one")
for _, case in ipairs { { {}, { 1, 2 } }, { { 1 }, {} }, { {}, {} }, { { 3, 3 }, { 3, 3, 3 } } } do
  local none = inference.permutation_test(case[1], case[2])
  t:ok(none.p_value == 1 and none.status == "degenerate", "two samples of " .. #case[1] .. " and " .. #case[2] .. ": degenerate")
end
t:raises(function() inference.permutation_test(first, second, { method = "exact" }) end, "more than the exact limit", "exact beyond the limit")
t:raises(function() inference.sign_flip_test(first, { method = "exact" }) end, "more than the exact limit", "2^34 is too many")
t:raises(function() inference.sign_flip_test({ 1, 1 / 0 }) end, "element 2 is inf", "infinite difference")
t:equal(inference.sign_flip_test(column(21, 0.37, 0.1), { exact_limit = 2 ^ 21 | 0 }).permutations, 2 ^ 21 | 0, "more than 2^20 patterns")

t:done()
