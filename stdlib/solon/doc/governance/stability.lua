-- doc/governance/stability.lua - documentation of the stability of an index that feeds on its own past.

local inputs = { "inputs", "table", "core = B in points (a number, list or array), or C, V, T_loyalty and Z_skepticism, from which B, the index before volatility and clip, is computed" }
local parameter_option = { "options.parameters", "table", "a registry, or parameters by name", default = "the source text's" }
local ddof_option = { "options.ddof", "integer", "0 or 1: the divisor is n - ddof", default = 1 }

return {
  {
    name = "feedback_threshold",
    signature = "governance.feedback_threshold([window [, options]]) -> table",
    summary = "Gives the gain mu B above which an index divided by 1 + mu sd(its last n values) is unstable.",
    arguments = { { "window", "integer", "n, at least 2", default = 24 }, ddof_option },
    returns = {
      { "threshold", "number", "least gain with a growing disturbance" },
      { "growth", "number", "its growth a week at the threshold" },
      { "bound", "number", "largest deviation of n values in [-1, 1]: the recursion contracts where mu min(B, scale) bound < 1" },
    },
    formula = "near the fixed point S = B a gap d obeys d_t = mu B sd(d_{t-1} ... d_{t-n}); d_t = g^t solves it where mu B = 1 / sd(g^-1 ... g^-n); the threshold is the least right side over g > 1",
    source = "derived here; 4.065598685240478 for n = 24 by mpmath with 50 digits (tests/reference/stability_reference.py)",
    errors = { { [[governance.feedback_threshold(1)]], "integer from 2 to 100000 expected, got 1" },
      { [[governance.feedback_threshold(24, { dof = 0 })]], "did you mean 'ddof'?" } },
    example = [[
local t = governance.feedback_threshold()
print(string.format("%.10f %.6f", t.threshold, t.growth))  --> 4.0655986852 1.127298]],
  },
  {
    name = "stability",
    signature = "governance.stability(inputs [, options]) -> record",
    summary = "Says for each week whether the index would be stable if its volatility came from its own past.",
    arguments = { inputs, parameter_option, ddof_option },
    returns = {
      { "verdicts", "table", "per week: contracts (every past is forgotten), no growing solution (a disturbance dies out in the end), held by the clip (B > scale), unstable, not testable (B missing)" },
      { "verdict", "string", "of the last week" },
      { "core, gain, growth, amplification, release", "array", "B; mu B; growth a week where unstable; how far a disturbance grows before it dies out; the sigma at which the clip lets go" },
      { "threshold, critical_core, critical_mu, contracting_mu", "number", "of mu B; of B; the mu at which B = scale becomes unstable, and below which nothing is" },
      { "counts", "table", "weeks by verdict" }, { "lines", "table", "the verdict in words" },
    },
    nan = "a missing B is not testable",
    source = "the source text's appendix C states the opposite (\"no feedback loop, asymptotically stable\")",
    errors = { { [[governance.stability({ C = 0.5 })]], "is missing" }, { [[governance.stability(1)]], "table with core" } },
    example = [[
local s = governance.stability { core = { 5, 40, 41, 140.1 } }
print(table.concat(s.verdicts, ", "))  --> contracts, no growing solution, unstable, unstable
print(string.format("%.3f %.2f", s.critical_core, s.growth[4]))  --> 40.656 2.97]],
  },
  {
    name = "simulate_feedback",
    signature = "governance.simulate_feedback(inputs [, options]) -> table",
    summary = "Runs the index on from a disturbed past, with its volatility taken from itself or from its core.",
    arguments = { inputs,
      { "options.weeks", "integer", "to run, for constant inputs", default = 60 },
      { "options.disturbance", "number", "added to the last value of the past, points", default = 0 },
      { "options.past", "array", "the sigma_window values before (of B / (1 + epsilon) when sigma_from is core)", default = "the fixed point, the last disturbed" },
      { "options.sigma_from", "string", "published (the index's own past) or core (feed-forward, cannot feed back)", default = "published" },
      { "options.settled_within", "number", "points", default = 1 }, parameter_option, ddof_option },
    returns = {
      { "index, core, past", "array", "the path, B, and what came before" },
      { "minimum, minimum_week, final, excursion", "number", "of the path; excursion: largest distance from min(B, scale)" },
      { "settled_week", "integer", "first week from which the path stays within settled_within of min(B, scale); nil: not in these weeks" },
    },
    nan = "a missing B leaves the weeks that look back on it missing",
    errors = { { [[governance.simulate_feedback({ core = 100 }, { week = 3 })]], "did you mean 'weeks'?" },
      { [[governance.simulate_feedback({ core = { 1, 2 } }, { weeks = 3 })]], "only for constant inputs" },
      { [[governance.simulate_feedback({ core = 1 }, { past = { 1 } })]], "24 values expected, got 1" } },
    example = [[
local inputs = { C = 0.8, V = 0.8, T_loyalty = 0.8, Z_skepticism = 0.8 }
local path = governance.simulate_feedback(inputs, { weeks = 36, disturbance = -1e-9 })
print(string.format("%.1f -> %.1f", path.core[1], path.final))  --> 140.1 -> 22.3
local safe = governance.simulate_feedback(inputs, { disturbance = -10, sigma_from = "core" })
print(string.format("%.1f %.1f %d", safe.minimum, safe.final, safe.settled_week))  --> 116.4 140.1 25]],
  },
  {
    name = "stability_study",
    signature = "governance.stability_study(weeks, core [, options]) -> record",
    summary = "Judges a series of cores and simulates on from its last: governance.stability with what governance.report shows.",
    arguments = { { "weeks", "table", "labels" }, { "core", "array", "B a week" },
      { "options.disturbance", "number", "points", default = 1e-9 }, parameter_option },
    returns = { { "weeks, product, threshold, verdict, paths, lines", "any", "for governance.report; product is mu B" },
      { "feed_back, feed_forward", "table", "the two simulations" },
      { "others", "any", "as governance.stability gives them" } },
    nan = "a missing B is not testable; the simulation starts from the last that is there",
    errors = { { [[governance.stability_study({ "a" }, { 1, 2 })]], "1 values expected, one a week, got 2" } },
    example = [[
local s = governance.stability_study({ "2026-W01", "2026-W02" }, { 100, 120 })
print(s.verdict, #s.paths)  --> unstable	2
print(string.format("%.1f %.1f", s.feed_back.minimum, s.feed_forward.minimum))  --> 22.7 120.0]],
  },
  {
    name = "stability_population",
    signature = "governance.stability_population([options]) -> table",
    summary = "Gives the share of the source text's own population whose index is unstable with constant inputs.",
    arguments = { { "options.draws", "integer", "of the population", default = 100000 }, { "options.seed", "integer", "of the draws", default = 0 },
      parameter_option, ddof_option },
    returns = { { "unstable, unstable_error", "number", "share above the threshold and not held by the clip, with its standard error" },
      { "above_threshold, held_by_clip", "number", "shares" }, { "mean_core", "number", "points" } },
    formula = "C from Beta(4, 2), V from Beta(3, 2), composite trust from Beta(5, 3), independent (appendix D without its copula)",
    errors = { { [[governance.stability_population { draws = 0 }]], "integer from 1 to" } },
    example = [[print(string.format("%.2f", governance.stability_population().unstable))  --> 0.94]],
  },
}
