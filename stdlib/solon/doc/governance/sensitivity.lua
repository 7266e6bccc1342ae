-- doc/governance/sensitivity.lua - documentation of governance.sensitivity.

return {
  {
    name = "sensitivity",
    signature = "governance.sensitivity([options]) -> record",
    summary = "Tells what the index depends on: Sobol, Shapley and Morris over the ranges of its four measures and four parameters, and changes around a stated base point.",
    arguments = {
      { "options.parameters", "table", "a registry, parameters or values of some of them; weights and scale stay at these", default = "the source text's" },
      { "options.ranges", "table", "{ low, high } by factor: C, V, T, sigma, epsilon, mu, k, theta", default = "C, V, T [0.1, 1], sigma [0, 20], epsilon [0.2, 0.5], mu [0.05, 0.15], k [1, 4], theta [0.7, 0.95]" },
      { "options.base", "table", "values of the base point by factor", default = "C 2/3, V 0.6, T 0.625, sigma 20/3 (means of the source text's distributions), parameters as given" },
      { "options.change", "number", "share by which each factor moves down and up in the one-way table, within its domain", default = 0.1 },
      { "options.n", "integer", "base points of the Sobol indices", default = 8192 },
      { "options.first", "string", "estimator of the first order, as for sensitivity.sobol", default = "saltelli" },
      { "options.total", "string", "estimator of the total", default = "jansen" },
      { "options.interval", "string", "of the Sobol indices: scramblings, from independent scramblings of the points, or bootstrap, which takes the points as "
        .. "independent and is three to four times as wide", default = "scramblings" },
      { "options.scramblings", "integer", "among which n is divided; a divisor of n", default = 8 },
      { "options.bootstrap", "integer", "resamples of the points, with interval bootstrap", default = 100 },
      { "options.trajectories", "integer", "of Morris", default = 100 },
      { "options.levels", "integer", "of Morris", default = 4 },
      { "options.rho", "number", "correlation of C, V and T behind the Shapley effects", default = 0.3 },
      { "options.rho_sigma", "number", "correlation of each of them with sigma", default = -0.3 },
      { "options.correlation", "matrix", "8 x 8, in place of both", default = "none" },
      { "options.nu", "number", "degrees of freedom of the t copula", default = 4 },
      { "options.outer", "integer", "outer draws of the Shapley effects, for each set of factors", default = 1000 },
      { "options.confidence", "number", "of the intervals", default = 0.95 },
      { "options.tolerance", "number", "half the width an interval of a share may have", default = 0.05 },
      { "options.seed", "integer", "names the random points", default = 0 },
      { "options.threads", "integer", "for the bootstrap; the bits do not depend on it", default = "those of the host" },
    },
    returns = {
      { "sobol", "record", "of sensitivity.sobol" },
      { "shapley", "record", "of sensitivity.shapley" },
      { "morris", "record", "of sensitivity.morris" },
      { "one_way", "record", "of sensitivity.one_way, at the base point" },
      { "two_way", "table", "three records of sensitivity.two_way: epsilon and mu, theta and k at the base point; epsilon and mu at C = V = T = 0.9, sigma = 0" },
      { "base", "table", "the base point; also inputs (the ranges), change, seed" },
      { "converged", "boolean", "Sobol and Shapley both" },
      { "lines", "table", "the study for a terminal" },
      { "frame", "method", "study:frame(name): sobol, shapley, morris, one_way or two_way as a frame" },
    },
    notes = "T stands for loyalty and skepticism alike. Sobol and Morris take all factors as independent; Shapley ties C, V, T and sigma by a t copula with uniform margins over the same ranges.",
    source = "Saltelli et al. (2010); Song, Nelson and Staum (2016); Morris (1991); section 16 of the source text for the one-way and two-way tables",
    errors = {
      { [[governance.sensitivity { ranges = { C = { 0, 2 } } }]], "C { low, high } within [0, 1] expected" },
      { [[governance.sensitivity { base = { capacity = 1 } }]], "factors are C, V, T, sigma, epsilon, mu, k, theta, got 'capacity'" },
      { [[governance.sensitivity { n = 1000, scramblings = 3 }]], "integer from 2 that divides 1000 points" },
      { [[governance.sensitivity { chnage = 0.1 }]], "did you mean 'change'" },
    },
    sweep = false,
    example = [[
local study = governance.sensitivity { n = 4096, outer = 50, tolerance = 0.2 }
print(string.format("%.1f %.1f", study.sobol.total[3], study.sobol.total[4]))  --> 0.7 0.3
print(string.format("%.2f, mu %.2f", study.one_way.value, study.one_way.rows[6].half_range))  --> 57.68, mu 2.31]],
  },
}
