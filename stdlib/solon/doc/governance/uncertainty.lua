-- doc/governance/uncertainty.lua - documentation of what is believed of the inputs, and the uncertainty of the index.

local sigma_note = "one of the two; the source text does not say which its 0.15 is, and the median of the index differs by 32 points"

return {
  {
    name = "population",
    signature = "governance.population { sigma_rate = or sigma_scale = [, skepticism =] } -> inputs",
    summary = "Gives the source text's marginal distributions of the inputs, for governance.uncertainty.",
    arguments = {
      { "options.sigma_rate", "number", "sigma is exponential with mean 1 / rate: " .. sigma_note },
      { "options.sigma_scale", "number", "sigma is exponential with this mean: " .. sigma_note },
      { "options.skepticism", "table, number or string", "its distribution, which the source text lacks; 'loyalty': equal to loyalty in every draw, "
        .. "so that composite trust has the stated Beta(5, 3)", default = "loyalty" },
    },
    returns = { { "inputs", "capacity Beta(4, 2), visibility Beta(3, 2), loyalty Beta(5, 3), skepticism, sigma" } },
    errors = {
      { [[governance.population()]], "either sigma_rate (1 / mean) or sigma_scale (mean) expected, got none" },
      { [[governance.population { sigma_rate = 0 }]], "sigma_rate: number from" },
      { [[governance.population { sigma = 0.15 }]], "unknown option 'sigma'" },
    },
    example = [[
local inputs = governance.population { sigma_scale = 0.15 }
print(inputs.capacity.a, inputs.capacity.b, inputs.sigma.scale, inputs.skepticism)  --> 4	2	0.15	loyalty]],
  },
  {
    name = "uncertainty",
    signature = "governance.uncertainty(subject [, options]) -> record",
    summary = "How well the index is known: its distribution when the inputs are, and its quantiles with their Monte Carlo errors.",
    arguments = {
      { "subject", "table", "a weekly run of governance.run, or inputs capacity, visibility, loyalty, skepticism, sigma: each a measurement (a "
        .. "number) or a distribution as in random.quantile; skepticism = 'loyalty' makes the two equal" },
      { "options.n_eff", "number or table", "effective sample size of the measurements, of all or by name (capacity, visibility, loyalty, skepticism)",
        default = 100 },
      { "options.centre", "string", "mode: a measurement x becomes Beta(1 + x n, 1 + (1 - x) n), its mode at x; mean: Beta(x n, (1 - x) n)",
        default = "mode" },
      { "options.nu", "number", "degrees of freedom of the t copula, from 0.5; math.huge: the normal copula", default = 4 },
      { "options.rho", "number", "correlation between any two of the four pillars", default = 0 },
      { "options.rho_sigma", "number", "correlation of each pillar with sigma", default = 0 },
      { "options.correlation", "table or array", "the whole matrix instead, in the order of the inputs (without skepticism where it is loyalty)" },
      { "options.draws", "integer", "draws of the index", default = 65536 },
      { "options.weekly_draws", "integer", "draws for each week of a run before the last with an index, which has `draws`", default = 16384 },
      { "options.sequence", "string", "sobol: 16 independently scrambled Sobol nets; philox: independent draws", default = "sobol" },
      { "options.seed", "integer", "names the draws; the weeks of a run share theirs, so that they are comparable", default = 1 },
      { "options.decay", "number", "weekly run: n_eff of loyalty and capacity shrinks by this rate per day of age of the last survey or report",
        default = 0.005 },
      { "options.parameters", "table", "registry or parameters of the index; a weekly run has its own", default = "the specification's" },
      { "options.keep", "boolean", "keep the drawn values as record.draws", default = false },
    },
    returns = {
      { "q05, q25, q50, q75, q95, mean", "number", "of the index, points; each with its Monte Carlo standard error (q05_error ...)" },
      { "probability", "table", "of the crisis levels 0 to 3, and probability_error" },
      { "saturated", "number", "probability of the ceiling, and saturated_error" },
      { "index", "number", "at the measurements; nil when an input is a distribution" },
      { "density", "table", "x, y: outline of the histogram, its area 1; histogram holds edges and counts" },
      { "marginals, variables, correlation, nu, count, sequence, seed", "any", "what was assumed" },
      { "lines", "table", "all that in words" },
      { "weeks, count, q05 .. q95, level0 .. level3, index, last", "any", "of a weekly run: arrays with one value a week, NaN where the week has no index; "
        .. "count: how many draws they are of; last is the record of the last week that has one" },
    },
    formula = "error of a quantile: standard deviation of the 16 nets' quantiles / 4; philox: half the distance of the order statistics "
      .. "one binomial standard deviation to either side",
    source = "the specification's appendix D, with the marginal of skepticism, rate or scale, nu and the correlations stated",
    notes = "nu is finite by default, so even with all correlations 0 extremes come together; independent inputs are nu = math.huge, rho = 0.",
    errors = {
      { [[governance.uncertainty(1)]], "weekly run or table of inputs expected, got number" },
      { [[governance.uncertainty { capacity = 2, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0 }]], "capacity: number from 0 to 1 expected, got 2" },
      { [[governance.uncertainty { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1 }]], "sigma: number or distribution expected, got no value" },
      { [[governance.uncertainty(governance.population { sigma_rate = 0.15 }, { rho = -0.9 })]], "positive definite matrix expected" },
      { [[governance.uncertainty(governance.population { sigma_rate = 0.15 }, { n_ef = 3 })]], "did you mean 'n_eff'" },
    },
    example = [[
local week = { capacity = 0.7, visibility = 0.65, loyalty = 0.6, skepticism = 0.55, sigma = 3 }
local u = governance.uncertainty(week, { n_eff = { loyalty = 400 }, rho = 0.3 })
print(("%.2f: %.1f to %.1f, high alert %.3f"):format(u.index, u.q05, u.q95, u.probability[2]))  --> 67.06: 59.4 to 74.7, high alert 0.995
print(u.q05_error < 0.1, u.lines[4])  --> true	Copula: Student t, nu 4; correlation 0.30 between pillars.]],
  },
}
