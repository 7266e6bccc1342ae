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
for name, test in pairs { one = inference.one_sample_t_test { 1e308, -1e308, 1e308 },
  two = inference.two_sample_t_test({ 1e200, 2e200, 4e200 }, { 1, 2, 4 }), paired = inference.paired_t_test({ 1e308, 1e300 }, { -1e308, 1 }) } do
  t:ok(test.status == "degenerate" and test.p_value ~= test.p_value, name .. ": squares beyond the largest double are degenerate, not ok")
end
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
t:raises(function() inference.sign_flip_test({ 1, 2 }, { confidence = 0.9 }) end, "unknown option 'confidence'",
  "a sign-flip test has no interval and takes no level of one")
t:raises(function() inference.permutation_test({ 1, 2 }, { 3 }, { confidence = 0.9 }) end, "unknown option 'confidence'",
  "nor does a permutation test")
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

-- ---- means, signs, ranks -------------------------------------------------------------------------------------

local function shift(values, scale, offset)
  local moved = {}
  for i, v in ipairs(values) do moved[i] = v * scale + offset end
  return moved
end
local long = shift(column(60, 0.6180339887498949, 0.3), 1, -0.4)
local many_a, many_b = column(55, 0.7548776662466927), shift(column(60, 0.5698402909980532), 1.2, 0)
local samples = {
  darwin = { darwin }, long = { long }, zeros = { { 0, 0, 1, -1, 2, 3, 4, 5.5, 5.5, -2 } },
  small = { a, b }, many = { many_a, many_b }, ties = { { 1, 2, 2, 3, 5, 5, 8 }, { 2, 3, 4, 5, 5, 9 } },
}
for _, case in ipairs(reference.samples) do
  local x, y = table.unpack(samples[case.data])
  if case.test == "paired_t_test" then y = table.move(y, 1, #x, 1, {}) end
  local options = { alternative = case.alternative, method = case.method, null_value = case.null_value }
  local got
  if y then got = inference[case.test](x, y, options) else got = inference[case.test](x, options) end
  local label = table.concat({ case.test, case.data, case.alternative, case.method }, " ")
  t:near(got.statistic, case.statistic, { absolute = 1e-12 }, label .. ": statistic")
  t:near(got.p_value, case.p_value, { relative = 1e-11 }, label .. ": p-value")
  if case.estimate then t:near(got.estimate, case.estimate, label .. ": estimate") end
  if case.lower then
    t:near(got.lower, case.lower, { relative = 1e-11, absolute = 1e-12 }, label .. ": lower")
    t:near(got.upper, case.upper, { relative = 1e-11, absolute = 1e-12 }, label .. ": upper")
  end
end
t:near(inference.one_sample_t_test(darwin).p_value, 0.0497029440, digits(9), "Darwin's maize by t")
t:equal(inference.wilcoxon_signed_rank(darwin).p_value, 0.041259765625, "Darwin's maize by signed ranks, exact")
t:equal(inference.sign_test(darwin).p_value, 242 / 2 ^ 15, "Darwin's maize by signs") -- 2 (1 + 15 + 105)
t:equal(inference.two_sample_t_test({ 1e9 + 1, 1e9 + 2, 1e9 + 3 }, { 1e9 + 2, 1e9 + 3, 1e9 + 4 }).statistic,
  inference.two_sample_t_test({ 1, 2, 3 }, { 2, 3, 4 }).statistic, "a large common mean changes nothing")
t:near(inference.one_sample_t_test({ 1e30, 1.0000001e30, 1.0000002e30 }).p_value,
  inference.one_sample_t_test({ 1, 1.0000001, 1.0000002 }).p_value, { relative = 1e-8 }, "neither does a large unit")

-- exact distributions with ties, by counting all patterns
local function signed_rank_by_counting(ranks, observed)
  local below, above = 0, 0
  for bits = 0, (1 << #ranks) - 1 do
    local sum = 0
    for i = 1, #ranks do if bits >> (i - 1) & 1 == 1 then sum = sum + ranks[i] end end
    if sum <= observed then below = below + 1 end
    if sum >= observed then above = above + 1 end
  end
  return math.min(1, 2 * math.min(below, above) / (1 << #ranks))
end
t:equal(inference.wilcoxon_signed_rank({ 1, 1, -2, 3, 3, 3, -5 }, { method = "exact" }).p_value,
  signed_rank_by_counting({ 1.5, 1.5, 3, 5, 5, 5, 7 }, 18), "signed ranks with ties, exact")
do
  local x, y = { 1, 2, 2, 5 }, { 2, 3, 5, 5, 7, 1 }
  local ranks, below, above, all = { 1.5, 4, 4, 8, 4, 6, 8, 8, 10, 1.5 }, 0, 0, 0
  for i = 1, 7 do for j = i + 1, 8 do for k = j + 1, 9 do for l = k + 1, 10 do
    local u = ranks[i] + ranks[j] + ranks[k] + ranks[l] - 10
    all = all + 1
    if u <= 7.5 then below = below + 1 end
    if u >= 7.5 then above = above + 1 end
  end end end end
  local test = inference.wilcoxon_rank_sum(x, y, { method = "exact" })
  t:equal(test.statistic, 7.5, "rank sum with ties: U")
  t:near(test.p_value, math.min(1, 2 * math.min(below, above) / all), "rank sum with ties, exact")
  local swapped = inference.wilcoxon_rank_sum(y, x, { method = "exact" })
  t:near(swapped.p_value, test.p_value, "rank sum: samples exchanged")
  t:equal(swapped.estimate, -test.estimate, "rank sum: the shift changes sign")
  t:equal(swapped.lower, -test.upper, "rank sum: the interval mirrors")
  t:near(inference.wilcoxon_rank_sum(y, x, { method = "exact", alternative = "less" }).p_value,
    inference.wilcoxon_rank_sum(x, y, { method = "exact", alternative = "greater" }).p_value, "rank sum: one-sided, exchanged")
end
-- the median of all averages by sorting them
do
  local averages = {}
  for i = 1, 60 do for j = i, 60 do averages[#averages + 1] = 0.5 * long[i] + 0.5 * long[j] end end
  table.sort(averages)
  t:near(inference.wilcoxon_signed_rank(long).estimate, 0.5 * averages[915] + 0.5 * averages[916], "Hodges-Lehmann of 60 values")
  local tiny = inference.wilcoxon_signed_rank({ 3, 1, 2 })
  t:ok(tiny.lower == -math.huge and tiny.upper == math.huge and tiny.estimate == 2, "three values reach no 95% interval: infinite")
end

local nothing = {
  { "one_sample_t_test", { {} } }, { "one_sample_t_test", { { 1 } } }, { "one_sample_t_test", { { 2, 2, 2 } } },
  { "one_sample_t_test", { { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 } } },
  { "paired_t_test", { {}, {} } }, { "paired_t_test", { { 1, 2, 3 }, { 0, 1, 2 } } },
  { "paired_t_test", { { 0.3, 0.6, 0.9 }, { 0.2, 0.5, 0.8 } } },
  { "two_sample_t_test", { {}, { 1, 2 } } }, { "two_sample_t_test", { { 1 }, { 1, 2 } } },
  { "two_sample_t_test", { { 1, 1, 1 }, { 2, 2, 2 } } },
  { "two_sample_t_test", { { 1 }, { 2 }, { method = "pooled" } } },
}
for _, case in ipairs(nothing) do
  local got = inference[case[1]](table.unpack(case[2]))
  t:ok(got.status == "degenerate" and got.p_value ~= got.p_value and got.statistic ~= got.statistic,
    case[1] .. ": degenerate, NaN")
end
for _, case in ipairs { { "sign_test", { {} } }, { "sign_test", { { 0, 0 } } }, { "wilcoxon_signed_rank", { {} } },
  { "wilcoxon_signed_rank", { { 0, 0, 0 } } }, { "wilcoxon_rank_sum", { {}, { 1 } } }, { "wilcoxon_rank_sum", { { 1 }, {} } },
  { "wilcoxon_rank_sum", { { 4, 4, 4 }, { 4, 4 } } } } do
  local got = inference[case[1]](table.unpack(case[2]))
  t:ok(got.status == "degenerate" and got.p_value == 1, case[1] .. ": degenerate, p 1")
end
for _, name in ipairs { "one_sample_t_test", "paired_t_test", "two_sample_t_test", "sign_test", "wilcoxon_signed_rank", "wilcoxon_rank_sum" } do
  t:raises(function() inference[name]({ 1, 0 / 0, 2 }, { 1, 2, 3 }) end, "element 2 is nan", name .. ": NaN")
  t:raises(function() inference[name]("x", { 1 }) end, "array or table of numbers expected", name .. ": a string")
end
t:raises(function() inference.paired_t_test({ 1, 2 }, { 1 }) end, "length 2 expected, got 1", "paired columns of two lengths")
t:raises(function() inference.one_sample_t_test({ 1, 2 }, { null_value = 1 / 0 }) end, "finite number expected", "infinite null value")
t:raises(function() inference.one_sample_t_test({ 1, 2 }, { alternative = "larger" }) end, "unknown choice 'larger'", "unknown alternative")
t:raises(function() inference.wilcoxon_signed_rank(long, { method = "exact" }) end, "fewer than 50 values", "exact signed ranks of 60")
t:raises(function() inference.wilcoxon_rank_sum(many_a, { 1, 2 }, { method = "exact" }) end, "fewer than 50 values", "exact rank sum of 55")

-- ---- regression ----------------------------------------------------------------------------------------------

local array = require "solon.array"
local x1, x2 = column(25, 0.6180339887498949), column(25, 0.7548776662466927)
local noise, response = column(25, 0.4142135623730951), {}
for i = 1, 25 do response[i] = 2 + x1[i] - 3 * x2[i] + noise[i] end
for name, options in pairs { plain = {}, origin = { intercept = false } } do
  local want, fit = reference.regressions[name], inference.linear_regression(response, { x1, x2 }, options)
  for _, field in ipairs { "coefficients", "standard_errors", "t_values", "p_values", "lower", "upper" } do
    for i, value in ipairs(want[field]) do
      t:near(fit[field][i], value, { relative = 1e-10 }, name .. ": " .. field .. " " .. i)
    end
  end
  for _, field in ipairs { "residual_sd", "r_squared", "adjusted_r_squared", "f_statistic", "f_p_value" } do
    t:near(fit[field], want[field], { relative = 1e-11 }, name .. ": " .. field)
  end
end

-- NIST StRD, Longley (certified values; the data are public domain, Longley 1967, JASA 62)
local longley = {
  { 60323, 83.0, 234289, 2356, 1590, 107608, 1947 }, { 61122, 88.5, 259426, 2325, 1456, 108632, 1948 },
  { 60171, 88.2, 258054, 3682, 1616, 109773, 1949 }, { 61187, 89.5, 284599, 3351, 1650, 110929, 1950 },
  { 63221, 96.2, 328975, 2099, 3099, 112075, 1951 }, { 63639, 98.1, 346999, 1932, 3594, 113270, 1952 },
  { 64989, 99.0, 365385, 1870, 3547, 115094, 1953 }, { 63761, 100.0, 363112, 3578, 3350, 116219, 1954 },
  { 66019, 101.2, 397469, 2904, 3048, 117388, 1955 }, { 67857, 104.6, 419180, 2822, 2857, 118734, 1956 },
  { 68169, 108.4, 442769, 2936, 2798, 120445, 1957 }, { 66513, 110.8, 444546, 4681, 2637, 121950, 1958 },
  { 68655, 112.6, 482704, 3813, 2552, 123366, 1959 }, { 69564, 114.2, 502601, 3931, 2514, 125368, 1960 },
  { 69331, 115.7, 518173, 4806, 2572, 127852, 1961 }, { 70551, 116.9, 554894, 4007, 2827, 130081, 1962 },
}
local employed, regressors = {}, { {}, {}, {}, {}, {}, {} }
for i, row in ipairs(longley) do
  employed[i] = row[1]
  for j = 1, 6 do regressors[j][i] = row[j + 1] end
end
local fit = inference.linear_regression(employed, regressors)
local certified = { { -3482258.63459582, 890420.383607373 }, { 15.0618722713733, 84.9149257747669 },
  { -0.358191792925910e-1, 0.334910077722432e-1 }, { -2.02022980381683, 0.488399681651699 },
  { -1.03322686717359, 0.214274163161675 }, { -0.511041056535807e-1, 0.226073200069370 }, { 1829.15146461355, 455.478499142212 } }
for i, pair in ipairs(certified) do
  t:near(fit.coefficients[i], pair[1], { relative = 1e-8 }, "Longley: coefficient " .. i)
  t:near(fit.standard_errors[i], pair[2], { relative = 1e-8 }, "Longley: standard error " .. i)
end
t:near(fit.residual_sd, 304.854073561965, { relative = 1e-10 }, "Longley: residual standard deviation")
t:near(fit.r_squared, 0.995479004577296, { relative = 1e-12 }, "Longley: R squared")
t:near(fit.f_statistic, 330.285339234588, { relative = 1e-9 }, "Longley: F")
-- Wampler 1, NIST StRD: an exact polynomial of degree 5
do
  local powers, y = { {}, {}, {}, {}, {} }, {}
  for x = 0, 20 do
    y[x + 1] = 1 + x + x ^ 2 + x ^ 3 + x ^ 4 + x ^ 5
    for j = 1, 5 do powers[j][x + 1] = x ^ j end
  end
  local exact_fit = inference.linear_regression(y, powers)
  for i = 1, 6 do t:near(exact_fit.coefficients[i], 1, { relative = 1e-7 }, "Wampler 1: coefficient " .. i) end
  t:equal(exact_fit.status, "degenerate", "a perfect fit leaves no errors to estimate")
  t:ok(exact_fit.p_values[2] ~= exact_fit.p_values[2], "and no p-values")
end
local twice = shift(x1, 2, 1)
local deficient = inference.linear_regression(response, { x1, twice, x2 })
local full = inference.linear_regression(response, { x1, x2 })
t:equal(deficient.status, "singular", "a dependent column is reported")
t:equal(deficient.rank, 3, "the rank is 3")
t:ok(deficient.coefficients[3] ~= deficient.coefficients[3], "its coefficient is NaN")
t:near(deficient.coefficients[4], full.coefficients[3], "the others are those without it")
t:near(deficient.standard_errors[4], full.standard_errors[3], "so are their errors")
t:equal(deficient.degrees_of_freedom, full.degrees_of_freedom, "and the degrees of freedom")
t:near(deficient.adjusted_r_squared, full.adjusted_r_squared, "adjusted R squared counts the rank")
t:raises(function() inference.linear_regression(response, { x1, twice }, { strict = true }) end, "singular", "strict raises")
for label, y in pairs { constant = { 2, 2, 2, 2 }, rounded = { 0.1, 0.1, 0.1, 0.1 } } do
  local flat = inference.linear_regression(y, { { 1, 2, 3, 5 } })
  t:ok(flat.status == "degenerate" and flat.p_values[2] ~= flat.p_values[2] and flat.r_squared ~= flat.r_squared,
    label .. " response: degenerate")
end
t:equal(inference.linear_regression({ 1, 3 }, { { 1, 2 } }).status, "degenerate", "as many coefficients as observations")
t:equal(inference.linear_regression({}, { {} }).status, "degenerate", "no observations")
t:near(inference.linear_regression({ 1, 2, 4 }, {}).coefficients[1], 7 / 3, "the intercept alone is the mean")
t:near(inference.linear_regression({ 1, 3, 2, 5, 4 }, { 1, 2, 3, 4, 5 }).coefficients[2], 0.8, "one column without a table around it")
t:near(inference.linear_regression({ 1, 3, 2, 5, 4 }, array.new { 1, 2, 3, 4, 5 }).coefficients[2], 0.8, "an array")
t:raises(function() inference.linear_regression({ 1, 2 }, { { 1, 2 }, { 1 } }) end, "length 2 expected, got 1", "columns of two lengths")
t:raises(function() inference.linear_regression({ 1, 0 / 0 }, { { 1, 2 } }) end, "element 2 is nan", "NaN in y")
t:raises(function() inference.linear_regression({ 1, 2 }, {}, { intercept = false }) end, "at least one regressor", "no regressors")
t:raises(function() inference.linear_regression({ 1, 2 }, 5) end, "array or table of numbers expected", "a number as regressor")

-- ---- adjusted p-values ---------------------------------------------------------------------------------------

for _, name in ipairs { "holm", "benjamini_hochberg" } do
  local got = inference[name](reference.adjusted.p)
  for i, want in ipairs(reference.adjusted[name]) do t:near(got[i], want, name .. " " .. i) end
  t:equal(#inference[name]({}), 0, name .. ": no tests")
  t:equal(inference[name]({ 0.03 })[1], 0.03, name .. ": one test")
  t:raises(function() inference[name]({ 0.1, 1.5 }) end, "element 2 is 1.5", name .. ": not a probability")
  t:raises(function() inference[name]({ 0.1, -1 }) end, "element 2 is -1", name .. ": negative")
  local p = array.new { 0.01, 0.02 }
  t:ok(rawequal(inference[name](p, { out = p }), p), name .. ": out may be the input")
  t:ok(p[1] >= 0.01 and p[2] >= 0.02, name .. ": never below the input")
end

t:done()
