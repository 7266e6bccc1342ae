-- doc/inference.lua - documentation of solon.inference.

local alternative = { "options.alternative", "string",
  "\"two_sided\", \"less\" or \"greater\": which departures count against the null hypothesis", default = "two_sided" }
local confidence = { "options.confidence", "number", "level of the interval, between 0 and 1", default = 0.95 }
local strict = { "options.strict", "boolean", "raise instead of returning a degenerate result", default = false }

local p_value = { "p_value", "number", "probability, under the null hypothesis, of data at least as extreme" }
local lower = { "lower", "number", "lower end of the interval of the estimate" }
local upper = { "upper", "number", "upper end" }
local n = { "n", "integer", "observations used" }
local status = { "status", "string", "\"ok\", or \"degenerate\": the data carry no information (see nan)" }

local t_fields = {
  { "statistic", "number", "t" }, { "degrees_of_freedom", "number", "of t" }, p_value,
  { "estimate", "number", "mean, mean difference or difference of means" }, { "standard_error", "number", "of the estimate" },
  lower, upper, n, { "m", "integer", "size of the second sample, if any" }, status,
}

return {
  module = "solon.inference",
  summary = "Classical tests with exact small samples, right tails down to 1e-300 and defined degenerate outcomes.",
  functions = {
    {
      name = "mcnemar",
      signature = "inference.mcnemar(first, second [, options]) or (b, c [, options]) or ({{a, b}, {c, d}} [, options]) -> record",
      summary = "Tests whether two paired yes/no outcomes succeed equally often, from the pairs, the discordant counts or the 2 x 2 table.",
      arguments = {
        { "first", "array or table", "0 or 1 for each pair; or b, the number of pairs with first 1 and second 0; or the 2 x 2 table of counts, first outcome in rows" },
        { "second", "array or table", "0 or 1 for each pair; or c, the number of pairs with first 0 and second 1" },
        { "options.method", "string", "\"exact\" (binomial), \"mid_p\", \"chi_square\", or \"corrected\" (chi-square with continuity correction, 0 when b = c)", default = "exact" },
        alternative, confidence, strict,
      },
      returns = {
        { "statistic", "number", "chi-square, or the smaller discordant count (one-sided: b)" }, p_value,
        { "estimate", "number", "odds ratio b / c" }, lower, upper,
        { "b", "integer", "pairs with first 1, second 0" }, { "c", "integer", "pairs with first 0, second 1" },
        { "n", "integer", "all pairs, when known" }, status,
      },
      nan = "values other than 0 and 1 raise; b + c = 0 is degenerate with p_value 1",
      formula = "exact p = min(1, 2 P(X <= min(b, c))), X binomial(b + c, 1/2); chi-square (|b - c| - 1)^2 / (b + c) or (b - c)^2 / (b + c)",
      source = "McNemar 1947, Psychometrika 12; mid-p: Fagerland, Lydersen and Laake 2013, BMC Med. Res. Methodol. 13",
      errors = {
        { [[inference.mcnemar({1, 0, 2}, {1, 1, 0})]], "pair 3 is (2, 0)" },
        { [[inference.mcnemar(10, -1)]], "integer in [0," },
        { [[inference.mcnemar("x", 1)]], "column of 0 and 1, count or 2 x 2 table expected" },
        { [[inference.mcnemar(10, 2, {method = "exakt"})]], "did you mean 'exact'?" },
      },
      example = [[
local test = inference.mcnemar(10, 2)
print(test.p_value, test.estimate)             --> 0.03857421875	5.0
print(inference.mcnemar(0, 0).status)          --> degenerate
local corrected = inference.mcnemar({{794, 150}, {86, 570}}, {method = "corrected"})
print(string.format("%.6f", corrected.statistic))  --> 16.817797]],
    },
    {
      name = "pearson",
      signature = "inference.pearson(x, y [, options]) -> record",
      summary = "Computes Pearson's correlation and tests it against zero.",
      arguments = {
        { "x", "array or table", "finite numbers" }, { "y", "array or table", "as many" }, alternative, confidence, strict,
      },
      returns = {
        { "statistic", "number", "t" }, p_value, { "estimate", "number", "r" }, lower, upper, n,
        { "degrees_of_freedom", "number", "n - 2" }, status,
      },
      nan = "NaN and infinite values raise; a constant column, or n < 3, is degenerate with p_value NaN",
      formula = "t = r sqrt((n - 2) / (1 - r^2)); interval tanh(atanh r -+ z / sqrt(n - 3)), NaN for n = 3",
      source = "Fisher 1915, 1921",
      errors = {
        { [[inference.pearson({1, 2, 3}, {1, 2})]], "length 3 expected, got 2" },
        { [[inference.pearson({1, 2, 0/0}, {1, 2, 3})]], "element 3 is nan" },
      },
      example = [[
local test = inference.pearson({1, 2, 3, 4}, {1, 3, 2, 5})
print(string.format("%.6f %.6f", test.estimate, test.p_value))  --> 0.831522 0.168478
print(inference.pearson({1, 1, 1}, {1, 2, 3}).status)           --> degenerate]],
    },
    {
      name = "spearman",
      signature = "inference.spearman(x, y [, options]) -> record",
      summary = "Computes Spearman's rank correlation and tests it against zero.",
      arguments = {
        { "x", "array or table", "numbers" }, { "y", "array or table", "as many" },
        { "options.method", "string", "\"auto\", \"exact\" (n <= 10, no ties) or \"asymptotic\" (t)", default = "auto" },
        alternative, confidence, strict,
      },
      returns = {
        { "statistic", "number", "sum of squared rank differences" }, p_value, { "estimate", "number", "rho, from midranks" },
        lower, upper, n, { "t", "number", "only when asymptotic" }, status,
      },
      nan = "NaN raises; a constant column is degenerate with p_value NaN",
      formula = "exact: all n! orders; asymptotic: t = rho sqrt((n - 2) / (1 - rho^2)), p not below 2 / n!; interval by z with variance 1.06 / (n - 3)",
      source = "Spearman 1904; Fieller, Hartley and Pearson 1957, Biometrika 44",
      errors = {
        { [[inference.spearman({1, 2, 2}, {1, 2, 3}, {method = "exact"})]], "an exact Spearman p-value needs n <= 10 without ties" },
        { [[inference.spearman({1, 2}, {1, 0/0})]], "element 2 is nan" },
      },
      example = [[
local test = inference.spearman({1, 2, 3, 4, 5, 6, 7}, {1, 3, 2, 4, 6, 5, 7})
print(string.format("%.10f %.10f", test.estimate, test.p_value))  --> 0.9285714286 0.0067460317]],
    },
    {
      name = "kendall",
      signature = "inference.kendall(x, y [, options]) -> record",
      summary = "Computes Kendall's tau-b and tests it against zero.",
      arguments = {
        { "x", "array or table", "numbers" }, { "y", "array or table", "as many" },
        { "options.method", "string", "\"auto\", \"exact\" (n < 50, no ties) or \"asymptotic\" (normal, variance for ties)", default = "auto" },
        alternative, confidence, strict,
      },
      returns = {
        { "statistic", "number", "concordant minus discordant pairs" }, p_value, { "estimate", "number", "tau-b" },
        lower, upper, n, { "z", "number", "only when asymptotic" },
        { "concordant", "integer", "pairs in the same order" }, { "discordant", "integer", "pairs in opposite order" },
        { "tied_first", "integer", "pairs tied in x" }, { "tied_second", "integer", "pairs tied in y" }, status,
      },
      nan = "NaN raises; a constant column is degenerate with p_value NaN",
      formula = "tau-b = (C - D) / sqrt((P - Tx)(P - Ty)), P = n (n - 1) / 2; interval by z with variance 0.437 / (n - 4)",
      source = "Kendall 1938, 1945; counting: Knight 1966, JASA 61",
      errors = {
        { [[inference.kendall({1, 2, 2}, {1, 2, 3}, {method = "exact"})]], "an exact Kendall p-value needs n < 50 without ties" },
        { [[inference.kendall(1, {1})]], "array or table of numbers expected, got number" },
      },
      example = [[
local test = inference.kendall({1, 2, 3, 4, 5, 6, 7}, {1, 3, 2, 4, 6, 5, 7})
print(string.format("%.10f %.10f", test.estimate, test.p_value))  --> 0.8095238095 0.0107142857]],
    },
    {
      name = "fisher_z",
      signature = "inference.fisher_z(r, n [, options]) -> record",
      summary = "Tests one given correlation against a value by Fisher's z.",
      arguments = {
        { "r", "number", "correlation in [-1, 1]" }, { "n", "integer", "observations behind it" },
        { "options.null_value", "number", "between -1 and 1", default = 0 },
        { "options.coefficient", "string", "\"pearson\", \"spearman\" or \"kendall\": decides the variance of z", default = "pearson" },
        alternative, confidence, strict,
      },
      returns = { { "statistic", "number", "z" }, p_value, { "estimate", "number", "r" }, lower, upper, status },
      nan = "NaN raises; n <= 3 (Kendall 4) or |r| = 1 is degenerate with p_value NaN",
      formula = "z = (atanh r - atanh null) / sqrt(variance), variance 1 / (n - 3), 1.06 / (n - 3), 0.437 / (n - 4)",
      source = "Fisher 1921; Fieller, Hartley and Pearson 1957",
      errors = { { [[inference.fisher_z(1.2, 30)]], "number in [-1, 1] expected, got 1.2" },
        { [[inference.fisher_z(0.5, 2.5)]], "integer expected, got 2.5" } },
      example = [[
print(string.format("%.6f", inference.fisher_z(0.5, 28).statistic))  --> 2.746531
print(inference.fisher_z(0.9, 3).status)                             --> degenerate]],
    },
    {
      name = "fisher_z_two",
      signature = "inference.fisher_z_two(r1, n1, r2, n2 [, options]) -> record",
      summary = "Compares correlations of two independent samples by Fisher's z.",
      arguments = {
        { "r1", "number", "correlation in [-1, 1]" }, { "n1", "integer", "observations behind it" },
        { "r2", "number", "correlation in [-1, 1]" }, { "n2", "integer", "observations behind it" },
        { "options.coefficient", "string", "\"pearson\", \"spearman\" or \"kendall\"", default = "pearson" },
        alternative, confidence, strict,
      },
      returns = { { "statistic", "number", "z" }, p_value, { "estimate", "number", "r1 - r2" }, lower, upper, status },
      nan = "NaN raises; n <= 3 (Kendall 4) or |r| = 1 is degenerate with p_value NaN",
      formula = "z = (atanh r1 - atanh r2) / sqrt(variance1 + variance2); interval of r1 - r2 by Zou's method",
      source = "Fisher 1921; Zou 2007, Psychological Methods 12. For correlations on the same observations use dependent_correlations",
      errors = { { [[inference.fisher_z_two(0.5, 30, 2, 30)]], "number in [-1, 1] expected, got 2" } },
      example = [[
local test = inference.fisher_z_two(0.5, 103, 0.3, 103)
print(string.format("%.10f %.10f", test.statistic, test.p_value))  --> 1.6955468856 0.0899717239]],
    },
    {
      name = "dependent_correlations",
      signature = "inference.dependent_correlations(r12, r13, r23, n [, options]) -> record",
      summary = "Compares two correlations that share a variable, measured on the same observations.",
      arguments = {
        { "r12", "number", "correlation of variables 1 and 2" }, { "r13", "number", "of 1 and 3" },
        { "r23", "number", "of 2 and 3, the two that are compared" }, { "n", "integer", "observations" },
        { "options.method", "string", "\"williams\" (t), \"steiger\" (z) or \"meng\" (z)", default = "williams" },
        alternative, confidence, strict,
      },
      returns = {
        { "statistic", "number", "t or z" }, { "degrees_of_freedom", "number", "n - 3, for Williams" }, p_value,
        { "estimate", "number", "r12 - r13" }, lower, upper, status,
      },
      nan = "NaN, and values no data can have together, raise; n <= 3 or a correlation of -1 or 1 is degenerate with p_value NaN",
      formula = "t = (r12 - r13) sqrt((n - 1)(1 + r23) / (2 (n - 1)/(n - 3) |R| + m^2 (1 - r23)^3)), m = (r12 + r13) / 2; the interval is Zou's, whatever the method",
      source = "Williams 1959; Steiger 1980, Psychological Bulletin 87; Meng, Rosenthal and Rubin 1992, ibid. 111; Zou 2007",
      errors = { { [[inference.dependent_correlations(0.9, -0.9, 0.9, 20)]], "no data have the correlations" },
        { [[inference.dependent_correlations(0.9, 0.9, 0.9, 20, {method = "zou"})]], "unknown choice 'zou'" } },
      example = [[
local test = inference.dependent_correlations(0.4, 0.6, 0.1, 103)
print(string.format("%.10f %.10f", test.statistic, test.p_value))  --> -1.9032508341 0.0598836281]],
    },
    {
      name = "normal_p_value",
      signature = "inference.normal_p_value(z [, options]) -> number",
      summary = "Gives the p-value of a standard normal statistic, right to 1e-12 relative down to 1e-300.",
      arguments = { { "z", "number", "the statistic" }, alternative },
      returns = { { "number", "2 P(Z > |z|), P(Z < z) or P(Z > z)" } },
      nan = "NaN gives NaN",
      errors = { { [[inference.normal_p_value("x")]], "number expected, got string" },
        { [[inference.normal_p_value(1, {alternative = "above"})]], "unknown choice 'above'" } },
      example = [[print(string.format("%.10f", inference.normal_p_value(1.6955468856)))  --> 0.0899717239]],
    },
    {
      name = "t_p_value",
      signature = "inference.t_p_value(t, degrees_of_freedom [, options]) -> number",
      summary = "Gives the p-value of a statistic with Student's distribution.",
      arguments = { { "t", "number", "the statistic" },
        { "degrees_of_freedom", "number", "above 0, not necessarily whole; infinite: the normal distribution" }, alternative },
      returns = { { "number", "2 P(T > |t|), P(T < t) or P(T > t)" } },
      nan = "a t of NaN gives NaN; degrees of freedom that are NaN raise",
      errors = { { [[inference.t_p_value(1, 0)]], "degrees of freedom > 0 expected" },
        { [[inference.t_p_value(1, 5, {alternative = "above"})]], "unknown choice 'above'" } },
      example = [[print(string.format("%.10f", inference.t_p_value(2.1479874613, 14)))  --> 0.0497029440]],
    },
    {
      name = "t_quantile",
      signature = "inference.t_quantile(p, degrees_of_freedom) -> number",
      summary = "Gives the t that Student's t exceeds with probability p: the critical value of a one-sided test or limit.",
      arguments = { { "p", "number", "between 0 and 1: the upper tail" }, { "degrees_of_freedom", "number", "above 0; infinite: the normal distribution" } },
      returns = { { "number", "t with P(T > t) = p" } },
      nan = "NaN raises",
      errors = { { [[inference.t_quantile(0, 5)]], "between 0 and 1 expected, got 0" },
        { [[inference.t_quantile(0.05, 0)]], "number > 0 expected, got 0" } },
      example = [[print(string.format("%.6f", inference.t_quantile(0.025, 10)))  --> 2.228139]],
    },
    {
      name = "sign_flip_test",
      signature = "inference.sign_flip_test(differences [, options]) -> record",
      summary = "Tests paired differences against symmetry about zero by flipping their signs.",
      arguments = {
        { "differences", "array or table", "finite numbers, first minus second of each pair" },
        { "options.method", "string", "\"auto\", \"exact\" or \"monte_carlo\"", default = "auto" },
        { "options.permutations", "integer", "of Monte Carlo", default = 10000 },
        { "options.seed", "integer", "of Monte Carlo", default = 0 },
        { "options.exact_limit", "integer", "auto is exact up to so many of the 2^n patterns", default = 1048576 },
        { "options.two_sided_rule", "string", "\"absolute\": |T| >= |observed|; \"doubled\": twice the smaller tail", default = "absolute" },
        { "options.threads", "integer", "the result does not depend on it", default = 1 },
        alternative, strict,
      },
      returns = {
        { "statistic", "number", "sum of the differences" }, p_value,
        { "standard_error", "number", "of p_value by Monte Carlo; 0 when exact" }, { "estimate", "number", "mean difference" },
        { "count", "integer", "patterns at least as extreme" }, { "permutations", "integer", "patterns visited" },
        { "seed", "integer", "of Monte Carlo" }, n, status,
      },
      nan = "NaN and infinite values raise; no differences, or none but zeros, is degenerate with p_value 1; zeros change nothing",
      formula = "exact count / 2^n, Monte Carlo (count + 1) / (permutations + 1); sums within 1e-14 of the sum of |differences| count as ties",
      source = "Fisher 1935; Phipson and Smyth 2010",
      errors = {
        { [[inference.sign_flip_test({1, 0/0})]], "element 2 is nan" },
        { [[inference.sign_flip_test({1, 2}, {sed = 1})]], "did you mean 'seed'?" },
      },
      example = [[
local test = inference.sign_flip_test {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48}
print(test.statistic, test.p_value, test.count)  --> 314.0	0.05267333984375	1726
print(inference.sign_flip_test({}).p_value)      --> 1.0]],
    },
    {
      name = "permutation_test",
      signature = "inference.permutation_test(x, y [, options]) -> record",
      summary = "Tests the difference of two means by exchanging values between the samples.",
      arguments = {
        { "x", "array or table", "finite numbers" }, { "y", "array or table", "finite numbers, any count" },
        { "options.method", "string", "\"auto\", \"exact\" or \"monte_carlo\"", default = "auto" },
        { "options.permutations", "integer", "of Monte Carlo", default = 10000 },
        { "options.seed", "integer", "of Monte Carlo", default = 0 },
        { "options.exact_limit", "integer", "auto is exact up to so many choices of n from n + m", default = 1048576 },
        { "options.two_sided_rule", "string", "\"absolute\": |T| >= |observed|; \"doubled\": twice the smaller tail", default = "absolute" },
        { "options.threads", "integer", "the result does not depend on it", default = 1 },
        alternative, strict,
      },
      returns = {
        { "statistic", "number", "mean of x minus mean of y" }, p_value,
        { "standard_error", "number", "of p_value by Monte Carlo; 0 when exact" }, { "estimate", "number", "the same difference" },
        { "count", "integer", "choices at least as extreme" }, { "permutations", "integer", "choices visited" },
        { "seed", "integer", "of Monte Carlo" }, { "n", "integer", "size of x" }, { "m", "integer", "size of y" }, status,
      },
      nan = "NaN and infinite values raise; an empty sample, or all values equal, is degenerate with p_value 1",
      formula = "exact count / C(n + m, n), Monte Carlo (count + 1) / (permutations + 1); tie tolerance as in sign_flip_test",
      source = "Pitman 1937; Phipson and Smyth 2010",
      errors = {
        { [[inference.permutation_test({1, 2}, {1/0})]], "element 1 is inf" },
        { [[inference.permutation_test({1, 2}, {3}, {permutations = 0})]], "option 'permutations': integer in [1," },
      },
      example = [[
local test = inference.permutation_test({1, 2, 3.5, 4, 9, 10}, {3, 5, 8, 11, 12.5})
print(test.count, test.permutations)  --> 106	462]],
    },
    {
      name = "one_sample_t_test",
      signature = "inference.one_sample_t_test(x [, options]) -> record",
      summary = "Tests the mean of a sample against a value.",
      arguments = {
        { "x", "array or table", "finite numbers" },
        { "options.null_value", "number", "the mean under the null hypothesis", default = 0 },
        alternative, confidence, strict,
      },
      returns = t_fields,
      nan = "NaN and infinite values raise; n < 2, or values constant up to rounding, is degenerate with p_value NaN",
      formula = "t = (mean - null_value) / (s / sqrt(n)), n - 1 degrees of freedom",
      source = "Student 1908",
      errors = { { [[inference.one_sample_t_test({1, 2, 0/0})]], "element 3 is nan" },
        { [[inference.one_sample_t_test({1, 2}, {mu = 1})]], "unknown option 'mu'" } },
      example = [[
local test = inference.one_sample_t_test {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48}
print(string.format("%.6f %.10f", test.statistic, test.p_value))  --> 2.147987 0.0497029440
print(inference.one_sample_t_test({3, 3, 3}).status)              --> degenerate]],
    },
    {
      name = "paired_t_test",
      signature = "inference.paired_t_test(x, y [, options]) -> record",
      summary = "Tests the mean of paired differences x - y.",
      arguments = {
        { "x", "array or table", "finite numbers" }, { "y", "array or table", "as many" },
        { "options.null_value", "number", "the mean difference under the null hypothesis", default = 0 },
        alternative, confidence, strict,
      },
      returns = t_fields,
      nan = "NaN and infinite values raise; n < 2, or differences constant up to rounding, is degenerate with p_value NaN",
      formula = "one_sample_t_test of x - y",
      source = "Student 1908",
      errors = { { [[inference.paired_t_test({1, 2, 3}, {1, 2})]], "length 3 expected, got 2" } },
      example = [[
local test = inference.paired_t_test({5, 7, 6, 9}, {4, 5, 6, 6})
print(test.estimate, test.degrees_of_freedom)  --> 1.5	3.0]],
    },
    {
      name = "two_sample_t_test",
      signature = "inference.two_sample_t_test(x, y [, options]) -> record",
      summary = "Tests the difference of the means of two independent samples.",
      arguments = {
        { "x", "array or table", "finite numbers" }, { "y", "array or table", "finite numbers, any count" },
        { "options.method", "string", "\"welch\" (variances of their own) or \"pooled\"", default = "welch" },
        { "options.null_value", "number", "the difference under the null hypothesis", default = 0 },
        alternative, confidence, strict,
      },
      returns = t_fields,
      nan = "NaN and infinite values raise; fewer than two values in a sample (pooled: three in all), or constant samples, is degenerate with p_value NaN",
      formula = "Welch: se^2 = sx^2/n + sy^2/m, df = se^4 / ((sx^2/n)^2/(n-1) + (sy^2/m)^2/(m-1)); pooled: df = n + m - 2",
      source = "Student 1908; Satterthwaite 1946; Welch 1947, Biometrika 34",
      errors = { { [[inference.two_sample_t_test({1, 2}, {1, 1/0})]], "element 2 is inf" },
        { [[inference.two_sample_t_test({1, 2}, {1, 2}, {method = "equal"})]], "unknown choice 'equal'" } },
      example = [[
local test = inference.two_sample_t_test({1, 2, 3.5, 4, 9, 10}, {3, 5, 8, 11, 12.5})
print(string.format("%.6f %.6f %.6f", test.statistic, test.degrees_of_freedom, test.p_value))  --> -1.275938 8.393477 0.236152]],
    },
    {
      name = "sign_test",
      signature = "inference.sign_test(x [, options]) -> record",
      summary = "Tests whether values lie as often above as below a value, exactly.",
      arguments = {
        { "x", "array or table", "numbers, such as paired differences" },
        { "options.null_value", "number", "the median under the null hypothesis", default = 0 },
        alternative, confidence, strict,
      },
      returns = {
        { "statistic", "number", "values above" }, p_value, { "estimate", "number", "share above, of those not equal" },
        lower, upper, { "positive", "integer", "values above" }, { "negative", "integer", "values below" },
        { "zeros", "integer", "values equal, dropped" }, n, status,
      },
      nan = "NaN raises; no value above or below is degenerate with p_value 1",
      formula = "min(1, 2 P(X <= min(positive, negative))), X binomial(positive + negative, 1/2); interval of Clopper and Pearson",
      source = "Arbuthnot 1710; Clopper and Pearson 1934, Biometrika 26",
      errors = { { [[inference.sign_test({0/0})]], "element 1 is nan" } },
      example = [[
local test = inference.sign_test {3, 1, 4, 0, 5, -2, 6}
print(test.positive, test.zeros, test.p_value)  --> 5	1	0.21875]],
    },
    {
      name = "wilcoxon_signed_rank",
      signature = "inference.wilcoxon_signed_rank(x [, options]) -> record",
      summary = "Tests symmetry about a value by signed ranks.",
      arguments = {
        { "x", "array or table", "finite numbers, such as paired differences" },
        { "options.null_value", "number", "the centre under the null hypothesis", default = 0 },
        { "options.method", "string", "\"auto\" (exact below 50 values without ties and zeros), \"exact\" (also with ties) or \"asymptotic\"", default = "auto" },
        alternative, confidence, strict,
      },
      returns = {
        { "statistic", "number", "V, the sum of positive ranks" }, { "z", "number", "only when asymptotic" }, p_value,
        { "estimate", "number", "median of all averages of two values (Hodges and Lehmann)" }, lower, upper, n,
        { "zeros", "integer", "values equal to null_value, dropped" }, status,
      },
      nan = "NaN and infinite values raise; no value, or none but null_value, is degenerate with p_value 1; an end the sample is too small for is infinite",
      formula = "asymptotic: variance n(n+1)(2n+1)/24 - sum(t^3 - t)/48, continuity correction 1/2",
      source = "Wilcoxon 1945, Biometrics Bulletin 1; Hodges and Lehmann 1963",
      errors = { { [[inference.wilcoxon_signed_rank({1, 1/0})]], "element 2 is inf" } },
      example = [[
local test = inference.wilcoxon_signed_rank {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48}
print(test.statistic, test.p_value)               --> 96.0	0.041259765625
print(test.estimate, test.lower, test.upper)      --> 25.0	4.0	41.5]],
    },
    {
      name = "wilcoxon_rank_sum",
      signature = "inference.wilcoxon_rank_sum(x, y [, options]) -> record",
      summary = "Tests whether one of two independent samples tends to larger values (Mann-Whitney).",
      arguments = {
        { "x", "array or table", "finite numbers" }, { "y", "array or table", "finite numbers, any count" },
        { "options.null_value", "number", "the shift of x under the null hypothesis", default = 0 },
        { "options.method", "string", "\"auto\" (exact below 50 values in each sample without ties), \"exact\" (also with ties) or \"asymptotic\"", default = "auto" },
        alternative, confidence, strict,
      },
      returns = {
        { "statistic", "number", "U, the pairs with x above y, ties half" }, { "z", "number", "only when asymptotic" }, p_value,
        { "estimate", "number", "median of all differences x - y" }, lower, upper,
        { "n", "integer", "size of x" }, { "m", "integer", "size of y" }, status,
      },
      nan = "NaN and infinite values raise; an empty sample, or all values equal, is degenerate with p_value 1; an end the samples are too small for is infinite",
      formula = "asymptotic: variance nm/12 (N + 1 - sum(t^3 - t)/(N(N-1))), N = n + m, continuity correction 1/2",
      source = "Wilcoxon 1945; Mann and Whitney 1947; Hodges and Lehmann 1963",
      errors = { { [[inference.wilcoxon_rank_sum({1}, {0/0})]], "element 1 is nan" } },
      example = [[
local test = inference.wilcoxon_rank_sum({1, 2, 3.5, 4, 9, 10}, {3, 5, 8, 11, 12.5})
print(test.statistic, test.estimate, test.lower, test.upper)  --> 8.0	-2.75	-9.0	4.0]],
    },
    {
      name = "weighted_median",
      signature = "inference.weighted_median(x [, weights]) -> number, lower, upper",
      summary = "Gives the value with half of the weight on either side of it.",
      arguments = { { "x", "array or table", "numbers" },
        { "weights", "array or table", "one a value, finite, none negative; values of weight 0 do not count", default = "all 1" } },
      returns = { { "number", "the middle of the interval of weighted medians; NaN when there is no weight" },
        { "lower", "number", "its lower end" }, { "upper", "number", "its upper end" } },
      nan = "NaN raises.",
      formula = "all m for which sum |x - m| w is least",
      errors = { { [[inference.weighted_median({ 1, 2 }, { 1, -1 })]], "no negative weight expected, element 2 is -1" },
        { [[inference.weighted_median({ 1, 0/0 })]], "element 2 is nan" } },
      example = [[
print(inference.weighted_median({ 1, 2, 10 }, { 1, 1, 3 }))  --> 10.0	10.0	10.0
print(inference.weighted_median({ 1, 2, 4, 10 }))  --> 3.0	2.0	4.0]],
    },
    {
      name = "holm",
      signature = "inference.holm(p [, options]) -> array",
      summary = "Adjusts p-values so that the chance of any false rejection stays below the level (Holm).",
      arguments = {
        { "p", "array or table", "p-values in [0, 1]" },
        { "options.out", "array", "where to write; may be p itself", default = "a new array" },
      },
      returns = { { "array", "adjusted p-values, in the order given" } },
      nan = "NaN (a degenerate test) stays NaN and does not count as a test",
      formula = "running maximum of (m - i + 1) p_(i), at most 1",
      source = "Holm 1979, Scandinavian Journal of Statistics 6",
      errors = { { [[inference.holm({0.1, 1.5})]], "element 2 is 1.5; a p-value lies in [0, 1]" } },
      example = [[
local adjusted = inference.holm {0.01, 0.04, 0.03}
print(adjusted[1], adjusted[2], adjusted[3])  --> 0.03	0.06	0.06]],
    },
    {
      name = "benjamini_hochberg",
      signature = "inference.benjamini_hochberg(p [, options]) -> array",
      summary = "Adjusts p-values so that the expected share of false rejections stays below the level.",
      arguments = {
        { "p", "array or table", "p-values in [0, 1]" },
        { "options.out", "array", "where to write; may be p itself", default = "a new array" },
      },
      returns = { { "array", "adjusted p-values, in the order given" } },
      nan = "NaN (a degenerate test) stays NaN and does not count as a test",
      formula = "running minimum from the largest of m p_(i) / i",
      source = "Benjamini and Hochberg 1995, JRSS B 57",
      errors = { { [[inference.benjamini_hochberg({-0.1})]], "element 1 is -0.1; a p-value lies in [0, 1]" } },
      example = [[
local adjusted = inference.benjamini_hochberg {0.01, 0.04, 0.03}
print(adjusted[1], adjusted[2], adjusted[3])  --> 0.03	0.04	0.04]],
    },
    {
      name = "linear_regression",
      signature = "inference.linear_regression(y, x [, options]) -> record",
      summary = "Fits a linear model by least squares, with standard errors, t tests and intervals.",
      arguments = {
        { "y", "array or table", "finite responses" },
        { "x", "array or table", "a matrix with a column for each regressor, a table of columns, or one column" },
        { "options.intercept", "boolean", "put a constant first", default = true },
        confidence,
        { "options.strict", "boolean", "raise when the status is not \"ok\"", default = false },
      },
      returns = {
        { "coefficients", "array", "the intercept first, if any" }, { "standard_errors", "array", "of each" },
        { "t_values", "array", "coefficient / standard error" }, { "p_values", "array", "two-sided" },
        { "lower", "array", "interval ends" }, { "upper", "array", "interval ends" },
        { "covariance", "array", "matrix, of the coefficients" }, { "residuals", "array", "y minus fitted" },
        { "residual_sd", "number", "sqrt(RSS / degrees_of_freedom)" },
        { "r_squared", "number", "1 - RSS / TSS; TSS about the mean, without intercept about 0" },
        { "adjusted_r_squared", "number", "1 - (1 - R^2)(n - 1) / df; without intercept n for n - 1" },
        { "f_statistic", "number", "all slopes zero" }, { "f_p_value", "number", "its p-value" },
        { "degrees_of_freedom", "number", "n - rank" }, { "rank", "integer", "coefficients estimated" }, n,
        { "status", "string", "\"ok\"; \"singular\": columns that depend on earlier ones have coefficient NaN; \"degenerate\": no errors can be estimated (n <= rank, constant y, perfect fit), p-values NaN" },
      },
      nan = "NaN and infinite values raise",
      formula = "Householder QR; a column is dependent when less than 1e-10 of its length is left beside the earlier ones",
      source = "Golub 1965; checked on NIST StRD Longley and Wampler 1",
      errors = { { [[inference.linear_regression({1, 2, 3}, {{1, 2}})]], "length 3 expected, got 2" },
        { [[inference.linear_regression({1, 2}, {{1, 0/0}})]], "element 2 is nan" } },
      example = [[
local fit = inference.linear_regression({1, 3, 2, 5, 4}, {{1, 2, 3, 4, 5}})
print(string.format("%.4f %.4f %.6f", fit.coefficients[1], fit.coefficients[2], fit.p_values[2]))  --> 0.6000 0.8000 0.104088
print(string.format("%.2f %.2f", fit.r_squared, fit.adjusted_r_squared))  --> 0.64 0.52]],
    },
  },
}
