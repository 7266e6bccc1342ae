-- doc/governance/calibration.lua - documentation of calibration, of simulated hindcasts, of the source text's claims and literal formulas.

local data = { "data", "weekly data", "columns C, V, T_loyalty, Z_skepticism, S_KPI_official (the recorded index) and, where recorded, "
  .. "sigma_hist: of governance.load, or a table of arrays; NaN is missing" }
local values = { "options.parameters", "registry or table", "all parameters but those that are fitted", default = "the source text's" }
local grid = { "options.grid", "table", "values of epsilon to try", default = "the printed ones: 0, 0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6" }
local data_errors = function(name, slip, known)
  return {
    { "governance." .. name .. "(1)", "weekly data expected, got number" },
    { "governance." .. name .. "(governance.hindcast(), { " .. slip .. " = 3 })", "did you mean '" .. known .. "'?" },
    { "governance." .. name .. "{ C = { 1 } }", "column 'V' expected, it has none" },
  }
end

return {
  {
    name = "calibrate",
    signature = "governance.calibrate(data [, options]) -> calibration",
    summary = "Fits epsilon and mu to a recorded index, and says how sure they are and whether the data tell them at all.",
    arguments = { data, values, grid,
      { "options.epsilon_high", "number", "epsilon is sought in [0, this]", default = 1 },
      { "options.mu_high", "number", "mu is sought in [0, this]", default = 1 },
      { "options.epsilon_width", "number", "an interval wider than this makes epsilon weakly identified", default = 0.1 },
      { "options.mu_width", "number", "the same for mu", default = 0.05 },
      { "options.folds", "integer", "contiguous blocks of weeks left out in turn, 2 .. 100", default = 5 },
      { "options.interval", "string", "scores: the values that tests of the scores do not reject; standard-error: t times standard errors over resampled blocks; "
        .. "percentile: of resampled blocks", default = "scores" },
      { "options.block", "integer", "weeks of a resampled block, at most a quarter of all", default = 13 },
      { "options.replicates", "integer", "of the bootstrap, at least 19", default = 999 },
      { "options.confidence", "number", "of the interval", default = 0.95 },
      { "options.seed", "integer", "replicate r is drawn from stream (seed, \"governance calibrate NAME\", r - 1), NAME epsilon, mu or pair", default = 1 },
      { "options.progress", "function", "called with the fraction done", default = "none" } },
    returns = {
      { "grid", "record", "epsilon, error: the best of the grid; rows of both" },
      { "epsilon", "record", "estimate (the exact minimiser, mu as in the parameters), error (MAE, pp), flat_to, low, high, standard_error (of blocks), effective_weeks, effective_error (standard-error alone), "
        .. "near_low and near_high (errors within 1 % of the least), default, default_error, validation, status, doubts" },
      { "mu", "record", "the same of mu, epsilon as in the parameters" },
      { "joint", "record", "epsilon and mu fitted together, error, epsilon_low, epsilon_high, mu_low, mu_high (with the other unknown), epsilon_error, mu_error and "
        .. "correlation over resampled blocks, status, doubts, replicates" },
      { "weeks", "integer", "complete weeks; left_out: the others" },
      { "sigma_from", "string", "recorded, or computed from the recorded index" },
      { "circular", "boolean", "the recorded index is the computed one within 0.5 pp: the fit tells nothing" },
      { "curves", "table", "per parameter grid, mae and more; with folds and lines what governance.report takes" },
      { "lines", "table", "for a terminal" },
    },
    nan = "A week with a missing value is left out and counted.",
    formula = "min over x of mean |S_KPI_official - index(x)|; scores: the connected x around it with S^2 / V at most the square of t (V from K = 0.4 n^(2/3) "
      .. "cosines, K degrees of freedom) or of the normal quantile (V from the lag-one autocorrelation of the misses at x), S the sum of the signs of the "
      .. "misses times the slopes; both: x for which some value of the other parameter passes; standard-error: the larger of t(n / block - 1) standard_error "
      .. "and t(effective_weeks - 1) effective_error, effective_error = sqrt(n / effective_weeks) times the error over resampled single weeks",
    source = "Lazarus, Lewis, Stock and Watson, Journal of Business & Economic Statistics 36 (2018); Gutenbrunner et al., Journal of Nonparametric Statistics 2 "
      .. "(1993); Kuensch, Annals of Statistics 17 (1989)",
    notes = "Weakly identified: the interval is wider than the width, errors within 1 % of the least span more than it, the estimate lies on a bound, or no "
      .. "week depends on it; both together: an interval with the other unknown is wider, a bound, or a correlation beyond 0.95. effective_weeks is n / (1 + 2 "
      .. "sum of the autocorrelations of the scores, up to the first that is not positive). In 500 simulated hindcasts of 208 weeks with misses of "
      .. "persistence 0, 0.8 and 0.9, intervals of 95 % held the true epsilon in 97, 95 and 94 % (scores), 98, 93 and 89 % (standard-error) and 92, 84 and 75 % "
      .. "(percentile); of both together in 97 to 98 %; where a drift that keeps 0.95 hides behind as much independent noise, only 69 % (scores) and 77 % "
      .. "(standard-error) in 104 weeks. tests/bench/calibration_coverage.lua has more.",
    errors = data_errors("calibrate", "folts", "folds"),
    example = [[
local data = governance.hindcast { weeks = 208, epsilon = 0.35, error = 8.5, persistence = 0.9 }
local found = governance.calibrate(data, { replicates = 99 })
print(found.grid.epsilon, found.epsilon.status)  --> 0.4	weakly identified]],
  },
  {
    name = "calibrate_grid",
    signature = "governance.calibrate_grid(data [, options]) -> record",
    summary = "Searches epsilon on the printed grid by the mean absolute error, as the source text does.",
    arguments = { data, values, grid },
    returns = { { "epsilon", "number", "the best; of equals the first" }, { "error", "number", "its MAE, pp" },
      { "rows", "table", "epsilon and error of each" } },
    nan = "A week with a missing value is left out.",
    errors = data_errors("calibrate_grid", "grit", "grid"),
    example = [[
print(governance.calibrate_grid(governance.hindcast { epsilon = 0.2, error = 0 }).epsilon)  --> 0.2]],
  },
  {
    name = "hindcast",
    signature = "governance.hindcast([options]) -> weekly data",
    summary = "Simulates weeks with inputs and a recorded index whose epsilon and mu are known.",
    arguments = {
      { "options.weeks", "integer", "how many", default = 208 },
      { "options.epsilon", "number", "of the index underneath", default = "that of the parameters" },
      { "options.mu", "number", "of the index underneath", default = "that of the parameters" },
      { "options.error", "number", "mean absolute error of the recorded index, pp, before it is held in [0, scale]", default = 8.5 },
      { "options.persistence", "number", "what a week's error keeps of the last one's, in [0, 0.999]", default = 0 },
      { "options.seed", "integer", "of all streams", default = 1 },
      { "options.parameters", "registry or table", "of the index underneath", default = "the source text's" } },
    returns = { { "C, V, T_loyalty, Z_skepticism, sigma_hist, S_KPI_official", "array", "a value a week" }, { "count", "integer", "weeks" } },
    formula = "C Beta(4, 2), V Beta(3, 2), T and Z Beta(5, 3), sigma exponential with rate 0.15; errors Laplace",
    errors = { { "governance.hindcast { persistence = 1 }", "option 'persistence': number from 0 to 0.999 expected" },
      { "governance.hindcast { week = 3 }", "did you mean 'weeks'?" } },
    example = [[
local data = governance.hindcast { weeks = 52, error = 0 }
print(data.count, #data.S_KPI_official)  --> 52	52]],
  },
  {
    name = "claims",
    signature = "governance.claims() -> records | nil, message, code",
    summary = "Computes every number and property the source text states about the index, and judges it.",
    arguments = {},
    returns = { { "records", "table", "in the order of the text: id, quantity, stated, tolerance, source, computed, verdict (agrees, differs, impossible, "
      .. "not_computable), reason, difference" } },
    notes = "None needs data. They stand in the head of the protocol governance-index, which reports them with every run.",
    errors = { { "governance.claims(1)", "no argument expected, got number" } },
    example = [[
for _, claim in ipairs(governance.claims()) do
  if claim.id == "plateau-trust" then print(claim.verdict, claim.stated, ("%.6f"):format(claim.computed)) end
end  --> differs	1.0	0.812833]],
  },
  {
    name = "gate_as_published",
    signature = "governance.gate_as_published(trust) -> number",
    summary = "Computes the gate by the printed formula with the printed constants g0 = 0.1544 and g1 = 0.5744: it falls as trust rises.",
    arguments = { { "trust", "number", "composite trust" } },
    returns = { { "number", "clipped to [0, 1]" } },
    nan = "NaN gives NaN.",
    notes = "The constants belong to the sigmoid of the other sign. index.gate is what is meant.",
    errors = { { "governance.gate_as_published('high')", "number expected, got string" } },
    example = [[
print(governance.gate_as_published(0), ("%.4f"):format(governance.gate_as_published(1)))  --> 1.0	0.6456]],
  },
  {
    name = "decayed_trust_as_published",
    signature = "governance.decayed_trust_as_published(trust, days) -> number",
    summary = "Carries trust forward from a survey by the printed formula, which lets it decay to nothing.",
    arguments = { { "trust", "number", "at the survey" }, { "days", "number", "since then" } },
    returns = { { "number", "trust e^(-0.005 days)" } },
    nan = "NaN gives NaN.",
    notes = "governance.fill decays to the mean before instead.",
    errors = { { "governance.decayed_trust_as_published(0.5)", "number expected, got nil" } },
    example = [[
print(("%.4f"):format(governance.decayed_trust_as_published(0.6, 365)))  --> 0.0967]],
  },
}
