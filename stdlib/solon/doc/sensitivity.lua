-- Entries that several functions share.
local model = { "f", "function", "of a matrix with one row a point and one column an input (in the order of the inputs); returns an array or "
  .. "table of as many finite numbers. It is called on whole blocks of points; columns lie together in memory" }
local distributions = "{ name =, distribution =, ... } with the distributions of random.quantile (uniform with low and high; beta with a and b; "
  .. "exponential with rate or scale; normal with mean and standard_deviation; triangular with low, mode and high; constant), or with a function "
  .. "as distribution that turns an array of probabilities into quantiles"
local inputs = { "inputs", "table", "a list of " .. distributions }
local seed = { "options.seed", "integer", "names the random points and resamples", default = 0 }
local confidence = { "options.confidence", "number", "of the intervals, in (0, 1)", default = 0.95 }
local tolerance = { "options.tolerance", "number", "half the width that an interval may have", default = 0.05 }
local strict = { "options.strict", "boolean", "raise unless converged", default = false }
local base = { "base", "table", "the base point, a list of { name, value } in the order of f's columns" }
local nan = "A value of f that is NaN or infinite raises and names the first such point."

return {
  module = "solon.sensitivity",
  summary = "Which inputs of a function its output depends on: Sobol indices, Morris screening, Shapley effects of dependent inputs, "
    .. "and changes around a base point. Every result prints its estimator, its sample size and whether it converged.",
  functions = {
    {
      name = "sobol",
      signature = "sensitivity.sobol(f, inputs [, options]) -> record",
      summary = "Estimates first-order, total and second-order Sobol indices of independent inputs with bootstrap intervals.",
      arguments = {
        model, inputs,
        { "options.n", "integer", "base points; runs of f are n (d + 2), with second order n (2 d + 2). Powers of two keep the balance of "
          .. "the Sobol sequence", default = 8192 },
        { "options.first", "string", "estimator of the first order: saltelli, jansen, janon or martinez", default = "saltelli" },
        { "options.total", "string", "estimator of the total: jansen, sobol, janon or martinez", default = "jansen" },
        { "options.second_order", "boolean", "also the index of every pair", default = false },
        { "options.bootstrap", "integer", "resamples of the base points", default = 100 },
        { "options.scrambles", "integer", "in place of the bootstrap: n is divided among so many independent scramblings of the Sobol "
          .. "sequence, whose spread gives t intervals; they are narrower, for they see how even the points are. 16 is a good number",
          default = "none" },
        confidence,
        { "options.interval", "string", "normal (bias corrected) or percentile", default = "normal" },
        { "options.sequence", "string", "sobol: scrambled, up to 64 inputs; philox: independent points", default = "sobol" },
        seed, tolerance,
        { "options.threads", "integer", "for the bootstrap; the bits do not depend on it", default = "those of the host" },
        strict,
      },
      returns = {
        { "rows", "table", "for each input: name; first, first_error, first_low, first_high; total and the same; interaction "
          .. "{ estimate, error, low, high } = total - first; negative: an estimate is below 0" },
        { "first", "array", "first-order indices, with first_low and first_high; nil without variance" },
        { "total", "array", "total indices, with total_low and total_high" },
        { "estimator", "string", "the names of the estimators" },
        { "second", "table", "pairs { name, name, index =, error =, low =, high = }, when asked for" },
        { "sum_first", "table", "{ estimate, error, low, high } of the sum of the first-order indices" },
        { "mean", "number", "of f, over the two base samples" },
        { "variance", "number", "the same" },
        { "converged", "boolean", "by the rule" },
        { "rule", "string", "what converged means" },
        { "problems", "table", "what speaks against it, one line each" },
        { "status", "string", "converged, not converged, or no variance (f is constant: no indices)" },
        { "runs", "integer", "values of f computed" },
        { "n", "integer", "base points; also first_estimator, total_estimator, sequence, seed, bootstrap, scrambles, interval, confidence, tolerance" },
        { "lines", "method", "the result as lines for a terminal" },
      },
      nan = nan,
      formula = "first: E b (c - a) / V (saltelli), 1 - E (b - c)^2 / 2V (jansen), pooled moments of b and c (janon), their correlation "
        .. "(martinez); total: E (a - c)^2 / 2V (jansen), E a (a - c) / V (sobol); c = f(A with one column from B). The bootstrap takes the "
        .. "points as independent, which for a scrambled sequence is on the safe side; options.scrambles measures what is left",
      source = "Saltelli et al., Computer Physics Communications 181 (2010); Jansen, Computer Physics Communications 117 (1999); Janon et al., "
        .. "ESAIM Probability and Statistics 18 (2014)",
      errors = {
        { [[sensitivity.sobol(print, {})]], "list of inputs expected, got an empty table" },
        { [[sensitivity.sobol(print, { { name = "x", distribution = "unifrom", low = 0, high = 1 } })]], "did you mean 'uniform'" },
        { [[sensitivity.sobol(function() return { 1, 2 } end, { { name = "x", distribution = "uniform", low = 0, high = 1 } }, { n = 4 })]],
          "function that returns 4 numbers for as many points expected, it returned 2" },
        { [[sensitivity.sobol(print, { { name = "x", distribution = "uniform", low = 0, high = 1 } }, { nn = 4 })]], "did you mean 'n'" },
      },
      example = [[
local function f(m) return m:column(1) * 2 + m:column(2) end
local inputs = {
  { name = "x", distribution = "uniform", low = 0, high = 1 },
  { name = "y", distribution = "uniform", low = 0, high = 1 },
}
local s = sensitivity.sobol(f, inputs, { n = 1024 })
print(string.format("%.2f %.2f", s.first[1], s.total[2]))  --> 0.80 0.20
print(s.converged, s.runs)  --> false	4096
print(s.problems[1])  --> first order of x: interval 0.139 wide, more than 0.1
s = sensitivity.sobol(f, inputs, { n = 1024, scrambles = 16 })
print(s.converged, s.rows[1].first_high - s.rows[1].first_low < 0.03)  --> true	true]],
    },
    {
      name = "morris",
      signature = "sensitivity.morris(f, inputs [, options]) -> record",
      summary = "Screens inputs by the effects of single changes along random trajectories.",
      arguments = {
        model, inputs,
        { "options.trajectories", "integer", "how many; runs of f are trajectories (d + 1)", default = 100 },
        { "options.levels", "integer", "values of each input, even", default = 4 },
        { "options.bootstrap", "integer", "resamples of the trajectories", default = 1000 },
        { "options.tail", "number", "inputs without bounds run from their quantile at tail to that at 1 - tail", default = 0.005 },
        confidence, seed,
        { "options.strict", "boolean", "raise when no input has an effect", default = false },
      },
      returns = {
        { "rows", "table", "for each input: name; mu (mean effect), mu_star (mean magnitude), sigma (spread: interactions or curvature), "
          .. "each also with _error, _low, _high" },
        { "status", "string", "ok, or no effects" },
        { "runs", "integer", "values of f computed" },
        { "trajectories", "integer", "as asked; also levels, tail, seed, bootstrap, confidence, names" },
        { "lines", "method", "the result as lines for a terminal" },
      },
      nan = nan,
      formula = "effect = (f(x + delta e_i) - f(x)) / delta on the unit cube, delta = levels / (2 (levels - 1))",
      source = "Morris, Technometrics 33 (1991); Campolongo, Cariboni and Saltelli, Environmental Modelling and Software 22 (2007)",
      errors = { { [[sensitivity.morris(print, { { name = "x", distribution = "uniform", low = 0, high = 1 } }, { levels = 3 })]],
        "even integer expected, got 3" } },
      example = [[
local inputs = {
  { name = "x", distribution = "uniform", low = 0, high = 1 },
  { name = "y", distribution = "uniform", low = 0, high = 1 },
}
local s = sensitivity.morris(function(m) return m:column(1) * 2 - m:column(2) end, inputs)
for _, row in ipairs(s.rows) do print(string.format("%s %.3f %.3f", row.name, row.mu, row.mu_star)) end
--> x 2.000 2.000
--> y -1.000 1.000]],
    },
    {
      name = "shapley",
      signature = "sensitivity.shapley(f, inputs [, options]) -> record",
      summary = "Shares the variance of f out among inputs that may depend on each other, by Shapley effects.",
      arguments = {
        model, inputs,
        { "options.correlation", "matrix", "of the copula (of the normal or t variables behind the inputs)", default = "independent inputs" },
        { "options.nu", "number", "degrees of freedom of a t copula", default = "normal copula" },
        { "options.method", "string", "exact: every set of inputs, up to 16; random: random orders of the inputs, up to 64",
          default = "exact up to 10 inputs" },
        { "options.outer", "integer", "draws of what is given, for each set", default = "1000; 1 for random orders" },
        { "options.inner", "integer", "draws of the rest for each of these", default = 3 },
        { "options.orders", "integer", "random orders", default = 1000 },
        { "options.variance_runs", "integer", "runs for mean and variance", default = 16384 },
        confidence, seed, tolerance, strict,
      },
      returns = {
        { "rows", "table", "for each input: name, share, error, low, high, negative; with the exact method also first (its share of the "
          .. "variance alone, with what correlates with it), total (what it leaves when all others are known), and their errors" },
        { "share", "array", "the shares; they sum to 1" },
        { "mean", "number", "of f" },
        { "variance", "number", "of f" },
        { "converged", "boolean", "by the rule" },
        { "rule", "string", "what converged means" },
        { "problems", "table", "what speaks against it, one line each" },
        { "status", "string", "converged, not converged, or no variance" },
        { "runs", "integer", "values of f computed" },
        { "method", "string", "also outer, inner, orders, variance_runs, seed, nu, confidence, tolerance, names" },
        { "lines", "method", "the result as lines for a terminal" },
      },
      nan = nan,
      formula = "share_i Var f = mean over orders of c(P + i) - c(P), P the inputs before i, c(J) = E Var(f | inputs outside J); errors by the "
        .. "delta method from the spread of the conditional variances",
      source = "Owen, SIAM/ASA Journal on Uncertainty Quantification 2 (2014); Song, Nelson and Staum, the same 4 (2016)",
      errors = {
        { [[sensitivity.shapley(print, { { name = "x", distribution = "uniform", low = 0, high = 1 } }, { correlation = { { 1, 0 }, { 0, 1 } } })]],
          "1 x 1 matrix expected, got 2 x 2" },
        { [[sensitivity.shapley(print, { { name = "x", distribution = "normal", mean = 0, standard_deviation = -1 } })]], "standard_deviation" },
      },
      example = [[
local inputs = {
  { name = "x", distribution = "normal", mean = 0, standard_deviation = 1 },
  { name = "y", distribution = "normal", mean = 0, standard_deviation = 1 },
}
local s = sensitivity.shapley(function(m) return m:column(1) + m:column(2) end, inputs,
  { correlation = { { 1, 0.5 }, { 0.5, 1 } } })
print(string.format("%.2f %.2f", s.share[1], s.share[2]), s.status)  --> 0.50 0.50	converged]],
    },
    {
      name = "one_way",
      signature = "sensitivity.one_way(f, base, changes) -> record",
      summary = "Changes one input at a time around a base point.",
      arguments = {
        model, base,
        { "changes", "number or table", "0.1: every input whose base value is not 0 by 10 % down and up; or a list of { name, relative = }, "
          .. "{ name, absolute = } or { name, low =, high = }" },
      },
      returns = {
        { "value", "number", "f at the base point" },
        { "base", "table", "the base point" },
        { "rows", "table", "for each change: name, base, low, high, value_low, value_high, change_low, change_high, half_range "
          .. "(|value_high - value_low| / 2), slope, elasticity (slope x base / value; nil where value is 0)" },
        { "ranking", "table", "names by half_range, the largest first" },
        { "lines", "method", "the result as lines for a terminal" },
      },
      nan = nan,
      errors = {
        { [[sensitivity.one_way(print, { x = 1 }, 0.1)]], "list of { name, value } expected, got a table of named fields" },
        { [[sensitivity.one_way(print, { { "x", 1 } }, { { "y", relative = 0.1 } })]], "name of the base point expected, got 'y'" },
        { [[sensitivity.one_way(print, { { "x", 0 } }, { { "x", relative = 0.1 } })]], "relative to a base value other than 0 expected" },
      },
      example = [[
local r = sensitivity.one_way(function(m) return m:column(1) ^ 2 * m:column(2) end, { { "x", 3 }, { "y", 2 } }, 0.1)
print(r.value, r.rows[1].value_high - r.value > 3.7, r.ranking[1])  --> 18.0	true	x]],
    },
    {
      name = "two_way",
      signature = "sensitivity.two_way(f, base, grid) -> record",
      summary = "Changes two inputs together on a grid, the others at the base point.",
      arguments = { model, base, { "grid", "table", "two axes { name, values }: the first goes down the rows, the second across" } },
      returns = {
        { "values", "matrix", "f on the grid" },
        { "interaction", "matrix", "f(x, y) - f(x, base) - f(base, y) + f(base): 0 where the effects add" },
        { "value", "number", "f at the base point" },
        { "base", "table", "the base point" },
        { "first", "table", "{ name =, values = } of the rows" },
        { "second", "table", "of the columns" },
        { "lines", "method", "the result as lines for a terminal" },
      },
      nan = nan,
      errors = { { [[sensitivity.two_way(print, { { "x", 1 } }, { { "x", { 1, 2 } }, { "x", { 1, 2 } } })]], "two different inputs expected" } },
      example = [[
local r = sensitivity.two_way(function(m) return m:column(1) * m:column(2) end, { { "x", 1 }, { "y", 1 } },
  { { "x", { 1, 2 } }, { "y", { 1, 3 } } })
print(r.values:get(2, 2), r.interaction:get(2, 2))  --> 6.0	2.0]],
    },
  },
}
