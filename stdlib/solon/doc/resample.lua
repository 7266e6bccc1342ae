-- Entries that several functions share.
local data = { "data", "array, table of numbers or table of columns", "one column, or several: { x, y }" }
local names = "mean, proportion, median, quantile, variance, standard_deviation of one column; covariance, correlation, "
  .. "slope (of y on x), difference_of_means, ratio_of_means, weighted_mean (weights second) of two"
local paired = { "options.paired", "boolean", "row i of one column belongs to row i of the other; false: independent samples, "
  .. "resampled each on its own (difference_of_means, ratio_of_means, functions)", default = true }
local clusters = { "options.clusters", "array or table", "a label (number or string) per row: whole clusters are drawn" }
local block = { "options.block", "integer", "rows of a block, 1 .. rows: neighbouring rows are drawn together" }
local block_kind = { "options.block_kind", "string", "moving (blocks wholly inside), circular (ends joined), stationary "
  .. "(geometric lengths with mean block, ends joined)", default = "moving" }
local probability = { "options.probability", "number", "of the quantile, in [0, 1]; needed for it and only there" }
local strict = { "options.strict", "boolean", "raise where the status is degenerate", default = false }
local confidence = { "options.confidence", "number", "in (0, 1)", default = 0.95 }
local interpolation = { "options.interpolation", "string", "of the replicates' quantiles: normal (R's boot) or linear (type 7, SciPy); method normal takes none",
  default = "normal" }
local nan = "NaN among the data makes a statistic NaN; NaN and infinite replicates are left out of the interval and counted."

return {
  module = "solon.resample",
  summary = "Bootstrap and jackknife: rows, clusters or blocks drawn with replacement, and the intervals of what comes out.",
  functions = {
    {
      name = "bootstrap",
      signature = "resample.bootstrap(data, statistic [, options]) -> record",
      summary = "Draws replicates of a statistic and gives its standard error, bias and confidence interval.",
      arguments = {
        data,
        { "statistic", "string or function", names .. ". A function gets the resampled columns as arrays (or row numbers, see "
          .. "options.indices) and returns a number; for method studentized also its standard error" },
        { "options.replicates", "integer", "how many", default = 9999 },
        { "options.seed", "integer", "replicate r is drawn from stream (seed, \"bootstrap\", r - 1)", default = 0 },
        { "options.method", "string", "normal, percentile, basic, bca or studentized (bootstrap-t)", default = "bca" },
        confidence, interpolation, paired, clusters, block, block_kind, probability,
        { "options.inner", "integer", "second-level resamples for the standard error of a studentized median or quantile", default = 50 },
        { "options.threads", "integer", "threads for a named statistic; the bits do not depend on it", default = "those of the host" },
        { "options.indices", "boolean", "a function gets an array of row numbers (independent samples: one for each) instead of data",
          default = false },
        strict,
      },
      returns = {
        { "estimate", "number", "the statistic of the data" },
        { "bias", "number", "mean of the replicates minus the estimate" },
        { "standard_error", "number", "standard deviation of the replicates" },
        { "low", "number", "lower end; NaN where undefined" },
        { "high", "number", "upper end" },
        { "confidence", "number", "as asked" },
        { "method", "string", "as asked" },
        { "z0", "number", "bca: bias correction" },
        { "acceleration", "number", "bca: from the jackknife over rows, clusters or blocks" },
        { "low_level", "number", "level at which the replicates' lower quantile was taken" },
        { "high_level", "number", "and the upper" },
        { "undefined", "integer", "replicates (or t values) that are NaN or infinite" },
        { "status", "string", "ok; partial: some replicates undefined; extreme: too few replicates for this level; "
          .. "degenerate: constant or too little data, no interval" },
        { "replicates", "array", "all of them, in order" },
        { "estimate_standard_error", "number", "studentized: of the estimate, by influence values (median, quantile: that of the replicates)" },
        { "standard_errors", "array", "studentized: of each replicate" },
        { "jackknife", "array", "bca: the statistic without each unit" },
      },
      nan = nan,
      formula = "bca: quantiles at Phi(z0 + (z0 + z) / (1 - a (z0 + z))); studentized: t - se(t) q_u, u = (t* - t) / se(t*)",
      source = "Efron (1987); Davison and Hinkley, Bootstrap Methods and their Application (1997), chapter 5",
      errors = {
        { [[resample.bootstrap({ 1, 2 }, "meen")]], "did you mean 'mean'" },
        { [[resample.bootstrap({ 1, 2 }, "correlation")]], "two columns of 'correlation' expected, got 1" },
        { [[resample.bootstrap({ { 1, 2 }, { 1 } }, "difference_of_means")]], "independent samples need paired = false" },
        { [[resample.bootstrap({ 1, 2 }, "mean", { confidence = 95 })]], "number in (0, 1) expected, got 95" },
      },
      example = [[
local x = { 3, 5, 1, 9, 2, 8, 4, 7.5, 6, 20 }
local b = resample.bootstrap(x, "mean", { seed = 1, replicates = 1999, confidence = 0.9 })
print(b.estimate, b.low, b.high, b.status)  --> 6.55	4.6	10.618434623559416	ok
b = resample.bootstrap(x, function(a) return a:max() - a:min() end, { replicates = 199, method = "percentile" })
print(b.estimate, b.low, b.high)  --> 19.0	5.000000000000002	19.0]],
    },
    {
      name = "jackknife",
      signature = "resample.jackknife(data, statistic [, options]) -> record",
      summary = "Computes a statistic without each row, cluster or block in turn, and the estimates made from that.",
      arguments = {
        data,
        { "statistic", "string or function", names .. ", or a function as for bootstrap" },
        paired, clusters,
        { "options.block", "integer", "rows of a block: units are the neighbouring blocks 1 .. block, block + 1 .. 2 block, ..." },
        probability,
        { "options.indices", "boolean", "a function gets row numbers instead of data", default = false },
      },
      returns = {
        { "estimate", "number", "the statistic of the data" },
        { "bias", "number", "(n - 1)(mean of the values - estimate)" },
        { "standard_error", "number", "sqrt((n - 1)/n sum (value - mean)^2)" },
        { "acceleration", "number", "for bca; NaN when the values do not vary" },
        { "units", "integer", "n: rows, clusters or blocks" },
        { "status", "string", "ok or degenerate" },
        { "values", "array", "the statistic without each unit; independent samples one after the other" },
      },
      nan = nan,
      source = "Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 11",
      errors = { { [[resample.jackknife("x", "mean")]], "table of columns expected, got string" },
        { [[resample.jackknife({ 1, 2 }, "mean", { block = 3 })]], "integer in [1, 2] expected, got 3" } },
      example = [[
local j = resample.jackknife({ 1, 2, 3, 4, 10 }, "mean")
print(j.standard_error, j.bias, j.values[5])  --> 1.5811388300841898	0.0	2.5]],
    },
    {
      name = "interval",
      signature = "resample.interval(replicates, estimate [, options]) -> record",
      summary = "Makes a confidence interval from given replicates of a statistic.",
      arguments = {
        { "replicates", "array or table of numbers", "the statistic in each resample" },
        { "estimate", "number", "the statistic of the data" },
        { "options.method", "string", "normal, percentile, basic, bca or studentized", default = "percentile" },
        confidence, interpolation,
        { "options.jackknife", "array, or table of two", "for bca: the statistic without each unit (two independent samples: one array each)" },
        { "options.standard_errors", "array", "for studentized: of each replicate" },
        { "options.standard_error", "number", "for studentized: of the estimate" },
        strict,
      },
      returns = {
        { "estimate", "number", "as given" },
        { "bias", "number", "mean of the replicates minus the estimate" },
        { "standard_error", "number", "standard deviation of the replicates" },
        { "low", "number", "lower end; NaN where undefined" },
        { "high", "number", "upper end" },
        { "confidence", "number", "as asked" },
        { "method", "string", "as asked" },
        { "z0", "number", "bca: bias correction" },
        { "acceleration", "number", "bca" },
        { "low_level", "number", "level at which the lower quantile was taken" },
        { "high_level", "number", "and the upper" },
        { "undefined", "integer", "replicates left out" },
        { "status", "string", "ok, partial, extreme or degenerate" },
      },
      nan = nan,
      source = "Davison and Hinkley (1997), chapter 5; agrees with R's boot.ci (normal) and SciPy's bootstrap (linear)",
      errors = { { [[resample.interval({ 1, 2, 3 }, 2, { method = "bca" })]], "option 'jackknife': values needed" },
        { [[resample.interval({ 1, 2, 3 }, "2")]], "number expected, got string" } },
      example = [[
local replicates = {}
for i = 1, 99 do replicates[i] = i end
local ci = resample.interval(replicates, 52, { confidence = 0.9 })
print(ci.low, ci.high, ci.bias)  --> 5.0	95.0	-2.0]],
    },
    {
      name = "statistic",
      signature = "resample.statistic(data, name [, options]) -> number",
      summary = "Computes one of the named statistics.",
      arguments = { data, { "name", "string", names }, paired, probability },
      returns = { { "number", "NaN where undefined: no rows, fewer than two where n - 1 divides, constant data in a correlation" } },
      nan = "NaN among the data gives NaN.",
      formula = "quantile by linear interpolation at 1 + (n - 1) p (type 7); variance and covariance over n - 1",
      errors = { { [[resample.statistic({ 1, 2 }, "quantile")]], "option 'probability': number in [0, 1] expected" },
        { [[resample.statistic({ { 1, 2 }, { -1, 1 } }, "weighted_mean")]], "weights >= 0 expected" } },
      example = [[
print(resample.statistic({ 1, 2, 3, 10 }, "median"))  --> 2.5
print(resample.statistic({ { 1, 2, 3 }, { 2, 4, 7 } }, "slope"))  --> 2.5]],
    },
    {
      name = "indices",
      signature = "resample.indices(rows [, options]) -> array",
      summary = "Gives the rows that a replicate of bootstrap draws, in their order.",
      arguments = {
        { "rows", "integer", "how many rows the data have" },
        { "options.replicate", "integer", "which replicate, from 1", default = 1 },
        { "options.seed", "integer", "as for bootstrap", default = 0 },
        clusters, block, block_kind,
      },
      returns = { { "array", "row numbers from 1" } },
      errors = { { [[resample.indices(3, { clusters = { 1, 2 } })]], "3 labels expected, got 2" },
        { [[resample.indices(-1)]], "integer in [0," } },
      example = [[
local rows = resample.indices(6, { block = 2, replicate = 3 })
print(rows[1], rows[2], rows[3], rows[4], rows[5], rows[6])  --> 5.0	6.0	1.0	2.0	2.0	3.0]],
    },
  },
}
