return protocol {
  name = "index-sensitivity",
  version = "1.0.0",
  api = 1,
  title = "What the governance index depends on",
  description = [[
Says which measures and parameters move the governance index, and how sure that is.  Eight factors:

  C, V, T   capacity, visibility and composite trust (loyalty and skepticism alike)    [0.1, 1]
  sigma     volatility of the last 24 weeks, points                                    [0, 20]
  epsilon   synergy of capacity and trust                                              [0.2, 0.5]
  mu        volatility penalty per point                                               [0.05, 0.15]
  k, theta  slope and threshold of the trust gate                                      [1, 4], [0.7, 0.95]

  Sobol     share of the variance of the index over these ranges, all factors independent and uniform: of a factor
            alone (first order), and with all its interactions (total); --points n, n (8 + 2) evaluations;
            intervals from --scramblings independent scramblings of the Sobol points, or by a bootstrap over the points,
            which takes them as independent and is three to four times as wide
  Shapley   shares that add up to 1 when C, V, T and sigma depend on each other: a t copula with --nu degrees of
            freedom, correlation --rho between C, V and T, --rho-sigma between each of them and sigma
  Morris    mean size (mu*), mean and standard deviation of the effects of single steps along random trajectories
  one way   each factor by --change down and up from the base point, within its domain
  two way   epsilon and mu, theta and k around the base point; epsilon and mu at C = V = T = 0.9, sigma = 0

  uncertainty  the distribution of the index under the same copula: at the base point, measured with an effective sample
            size of --n-eff, and for the source text's population, whose sigma is exponential with rate 0.15 or with mean
            0.15 (the text does not say which); quantiles with their Monte Carlo errors, probabilities of the levels

The base point is --capacity, --visibility, --trust, --sigma and the registry's parameters; by default the means of the
source text's distributions.  The estimator, the number of evaluations and whether the shares converged are in
sensitivity.json and in what is printed; converged means that no interval of a share is wider than twice --tolerance, none
is below 0 and no first order above its total by more than twice the interval.

The source text's tables say that the index depends most on epsilon and least on k; both are claims here.]],
  authors = { "Solon's authors" },
  license = "GPL-3.0-or-later",
  categories = { "governance", "sensitivity" },
  seed = 1,
  params = {
    points = { type = "integer", min = 2, max = 16777216, default = 8192, doc = "base points of the Sobol indices; a power of two is best" },
    first = { type = "enum", values = { "saltelli", "jansen", "janon", "martinez" }, default = "saltelli", doc = "estimator of the first order" },
    total = { type = "enum", values = { "jansen", "sobol", "janon", "martinez" }, default = "jansen", doc = "estimator of the total" },
    interval = { type = "enum", values = { "scramblings", "bootstrap" }, default = "scramblings", doc = "where the intervals of the Sobol indices come from" },
    scramblings = { type = "integer", min = 2, max = 4096, optional = true, doc = "among which the points are divided, a divisor of --points; 8 unless given" },
    bootstrap = { type = "integer", min = 2, max = 1000000, optional = true, doc = "resamples of the points, with --interval bootstrap; 100 unless given" },
    trajectories = { type = "integer", min = 2, max = 1000000, default = 100, doc = "of Morris" },
    outer = { type = "integer", min = 2, max = 1000000, default = 2000, doc = "outer draws of the Shapley effects for each of 254 sets of factors" },
    rho = { type = "number", min = -0.99, max = 0.99, default = 0.3, doc = "correlation of C, V and T in the copula" },
    rho_sigma = { type = "number", min = -0.99, max = 0.99, default = -0.3, doc = "correlation of each of them with sigma" },
    nu = { type = "number", min = 1, max = 1000000, default = 4, doc = "degrees of freedom of the copula" },
    n_eff = { type = "number", min = 1, max = 10000000, default = 100, doc = "effective sample size of the measurements at the base point" },
    draws = { type = "integer", min = 64, max = 67108864, default = 65536, doc = "draws of each distribution of the index" },
    change = { type = "number", min = 0.0001, max = 0.99, default = 0.1, doc = "share by which a factor moves in the one-way table" },
    confidence = { type = "number", min = 0.5, max = 0.9999, default = 0.95, doc = "of the intervals" },
    tolerance = { type = "number", min = 0.000001, max = 1, default = 0.05, doc = "half the width that an interval of a share may have" },
    capacity = { type = "number", min = 0, max = 1, default = 0.6666666666666666, doc = "of the base point: mean of Beta(4, 2)" },
    visibility = { type = "number", min = 0, max = 1, default = 0.6, doc = "of the base point: mean of Beta(3, 2)" },
    trust = { type = "number", min = 0, max = 1, default = 0.625, doc = "of the base point: mean of Beta(5, 3)" },
    sigma = { type = "number", min = 0, max = 1000000, default = 6.666666666666667, unit = "pp", doc = "of the base point: mean of the exponential distribution of rate 0.15" },
  },
  inputs = {
    registry = { format = "csv", default = "../fixtures/2026-01-09_SG-v4.0_Parameters.csv", doc = "the registry of parameters" },
  },
  outputs = {
    ["sobol.csv"] = { format = "csv", tolerance = 1e-9, doc = "first-order and total index of each factor",
      columns = { factor = "string", first = "number", first_error = "number", first_low = "number", first_high = "number", total = "number",
        total_error = "number", total_low = "number", total_high = "number" } },
    ["shapley.csv"] = { format = "csv", tolerance = 1e-9, doc = "Shapley effect of each factor; alone (first) and given the others (total)",
      columns = { factor = "string", share = "number", error = "number", low = "number", high = "number", first = "number", first_error = "number",
        total = "number", total_error = "number" } },
    ["morris.csv"] = { format = "csv", tolerance = 1e-9, doc = "elementary effects of each factor, points of the index per whole range: mean size (mu*), mean, standard deviation",
      columns = { factor = "string", mean_absolute_effect = "number", mean_absolute_effect_low = "number", mean_absolute_effect_high = "number",
        mean_effect = "number", mean_effect_low = "number", mean_effect_high = "number", effect_deviation = "number",
        effect_deviation_low = "number", effect_deviation_high = "number" } },
    ["one_way.csv"] = { format = "csv", tolerance = 1e-9, doc = "the index in points as one factor moves; half_range in points, elasticity without unit",
      columns = { factor = "string", base = "number", low = "number", high = "number", value_low = "number", value_high = "number",
        half_range = "number", elasticity = "number?" } },
    ["two_way.csv"] = { format = "csv", tolerance = 1e-9, doc = "the index as two factors move, three tables; interaction against single moves",
      columns = { table = "integer", first = "string", first_value = "number", second = "string", second_value = "number", index = "number",
        interaction = "number" } },
    ["uncertainty.csv"] = { format = "csv", tolerance = 1e-9, doc = "the distribution of the index at the base point and for the source text's population",
      columns = { case = "string", index = "number?", q05 = "number", q05_error = "number", q25 = "number", q25_error = "number", q50 = "number",
        q50_error = "number", q75 = "number", q75_error = "number", q95 = "number", q95_error = "number", mean = "number", mean_error = "number",
        level0 = "number", level1 = "number", level2 = "number", level3 = "number" } },
    ["sensitivity.json"] = { format = "json", tolerance = 1e-9, doc = "Sobol, Shapley, Morris, one way and two way with estimators, evaluations and convergence" },
  },
  claims = {
    { id = "most-sensitive", quantity = "parameter with the largest effect of 10 % at the base point", stated = "epsilon", source = "section 16" },
    { id = "least-sensitive", quantity = "parameter with the smallest effect of 10 % at the base point", stated = "k", source = "section 16" },
    { id = "most-important", quantity = "parameter with the largest total Sobol index", stated = "epsilon", source = "section 16" },
    { id = "epsilon-half-range", quantity = "effect of 10 % of epsilon, half the range, points", stated = 2.5, tolerance = 0.05, source = "section 16" },
    { id = "mu-half-range", quantity = "effect of 10 % of mu, half the range, points", stated = 2.0, tolerance = 0.05, source = "section 16" },
    { id = "k-half-range", quantity = "effect of 10 % of k, half the range, points", stated = 1.0, tolerance = 0.05, source = "section 16" },
    { id = "near-optimum-low", quantity = "index at C = V = T = 0.9, sigma = 0, epsilon = 0.30", stated = 142, tolerance = 0.5, source = "section 16" },
    { id = "near-optimum-middle", quantity = "the same with epsilon = 0.35", stated = 148, tolerance = 0.5, source = "section 16" },
    { id = "near-optimum-high", quantity = "the same with epsilon = 0.40", stated = 150, tolerance = 0.5, source = "section 16" },
  },
  tests = {
    bundled = { params = { points = 1024, outer = 50, draws = 4096 },
      golden = { ["sobol.csv"] = "sobol.csv", ["shapley.csv"] = "shapley.csv", ["morris.csv"] = "morris.csv", ["one_way.csv"] = "one_way.csv", ["two_way.csv"] = "two_way.csv",
        ["uncertainty.csv"] = "uncertainty.csv" } },
    other = { params = { points = 256, outer = 10, draws = 1024, first = "janon", total = "sobol", interval = "bootstrap", trust = 0.9, change = 0.2 }, seed = 7,
      golden = { ["sobol.csv"] = "other_sobol.csv", ["one_way.csv"] = "other_one_way.csv" } },
  },
  run = function(ctx) require("solon.governance.study.sensitivity").run(ctx) end,
}
