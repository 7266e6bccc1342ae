return protocol {
  name = "mechanism-search",
  version = "2.0.0",
  api = 1,
  title = "Search for the mechanism that serves fans, judges and producer best",
  description = [[
Searches the five parameters of a judged and voted contest for the largest welfare W over all its seasons, and says how
sure the answer is.  In one run:

  votes        without --votes the hidden votes are inferred from who left, as infer-votes does (draws of their
               posterior); or a file of draws, of estimates with intervals, or of estimates
  search       every point of a lattice of theta1, theta3, theta4 in each of the nine cells of theta2 and theta5,
               finer lattices around the best, exact line searches, differential evolution; over --vote-draws draws
               of the votes W is their mean, all mechanisms under the same draws
  sureness     Pareto set of the three utilities, sweep of their weights, leave-one-season-out, --resamples
               resamples of the seasons, the best under each draw, intervals of the gain
  certificate  first- and second-order conditions of the smoothed W with errors, multipliers at bounds,
               categories by enumeration, exact plateaus: satisfied, violated or no information
  tests        status quo against the best, on seasons that did not choose it; the source text's own tests beside
  axioms       per week and rule: extra votes that save the loser, monotonicity, clones
  claims       every number the source text prints: stated, computed, verdict
  report       report.html, self-contained

  theta1  weight of the judges                  [0.1, 0.9]
  theta2  fan value: 0 plurality, 1 Borda, 2 approval
  theta3  discount of a week's fan value        [0.5, 1.0]
  theta4  threshold of the judges' save         [0, 0.2]
  theta5  ties: 0 fans, 1 judges, 2 chance

Definitions, all within the week's field of those still taking part:

  judges      J = (total - lowest) / (highest - lowest) of the judges' totals; 0.5 where
              all are equal (within 0.001; totals are put on the grid of 72nds they are cut from)
  fans        theta2 = 0: the share of the votes
              theta2 = 1: Borda points of the ranking of shares, scaled to 0 ... 1
              theta2 = 2: 1 if the share is at least 1/n, else 0
              added up over a contestant's weeks, a week of age a weighted by theta3^a, then
              scaled like J: V
  combined    C = theta1 J + (1 - theta1) V; the k lowest leave, k the number voted off that
              week on the show
  ties        theta5 = 0: the smaller share leaves, then the smaller total; 1: the smaller
              total, then the smaller share; 2: chance, the mean over --tie-draws draws of --seed
  save        where one leaves and the two lowest C differ by less than theta4, the judges are
              asked: of these two the one with the smaller total leaves
  phantoms    who stays longer than on the show keeps the deviation from the judges' mean and
              the share of his last week (imputed contestant-weeks); who withdrew leaves as he did
  engagement  U_fan = (1 + tau_b(mean share relative to 1/n, -place)) / 2
  fairness    U_judge = tau_b(mean weekly z score of the judges' totals, -place)
  producer    U_prod = 1 - (single cuts in which the judges were asked) / (single cuts)
  welfare     W = --omega-fan engagement + --omega-judge fairness + --omega-producer producer, each the
              mean over seasons; the weights are 0.4, 0.3, 0.3 unless told and sum to 1;
              who withdrew is left out of tau

The statistical tests and the check of the optimum are those of solon.mechanism; see
`solon help mechanism.run_statistical_tests` and `solon help mechanism.verify_optimum`.

Equal W goes to the smallest (theta2, theta5, theta4, theta3, theta1); the interval of each parameter over which nothing
changes is reported.  Welfare needs to know who finishes where and always comes from dynamic replays; --replay says in
which replay the weekly outcomes of two mechanisms are compared (McNemar's test).

A --votes file is a .parquet file of draws (chain, draw, season, week, celebrity_name, share), or a CSV file with the
column of shares --votes-column; with --votes-low and --votes-high, columns of 95 % intervals, draws are made from these.
Without --seasons simulated seasons that come with Solon are used.]],
  authors = { "Solon's authors" },
  license = "GPL-3.0-or-later",
  categories = { "mechanism", "search" },
  seed = 1,
  params = {
    votes_column = { type = "string", default = "f_mean", doc = "column of a CSV file of votes that holds the shares" },
    votes_low = { type = "string", optional = true, doc = "column with the lower ends of their 95 % intervals" },
    votes_high = { type = "string", optional = true, doc = "column with the upper ends" },
    omega_fan = { type = "number", min = 0, max = 1, default = 0.4, doc = "weight of engagement in welfare" },
    omega_judge = { type = "number", min = 0, max = 1, default = 0.3, doc = "weight of fairness" },
    omega_producer = { type = "number", min = 0, max = 1, default = 0.3, doc = "weight of the producer's utility" },
    vote_draws = { type = "integer", min = 2, max = 10000, default = 200, unit = "draws", doc = "of the votes that the search uses" },
    axiom_draws = { type = "integer", min = 1, max = 10000, default = 100, unit = "draws", doc = "of the votes that the axioms are measured on" },
    vote_rules = { type = "enum", values = { "comap", "historical", "broadcast" }, default = "comap",
      doc = "rules under which votes are inferred" },
    chains = { type = "integer", min = 2, max = 64, default = 4, doc = "of the inference" },
    posterior_draws = { type = "integer", min = 4, max = 1000000, default = 1000, unit = "draws", doc = "kept of each chain" },
    warmup = { type = "integer", min = 0, max = 1000000, default = 500, unit = "sweeps", doc = "before the first kept draw" },
    thin = { type = "integer", min = 1, max = 1000, default = 2, unit = "sweeps", doc = "from draw to draw in the first round" },
    rounds = { type = "integer", min = 1, max = 5, default = 3, doc = "runs of a season at most, each thinned four times as much" },
    resamples = { type = "integer", min = 1, max = 1000000, default = 2000, doc = "of the seasons" },
    rules = { type = "enum", values = { "historical", "comap", "broadcast" }, default = "historical",
      doc = "the show's own rules, reported beside the status quo" },
    replay = { type = "enum", values = { "static", "first-divergence", "dynamic" }, default = "dynamic",
      doc = "replay in which weekly outcomes are compared" },
    tie_draws = { type = "integer", min = 1, max = 10000, default = 20, unit = "draws", doc = "for ties decided by chance" },
  },
  inputs = {
    seasons = { format = "csv", default = "../fixtures/seasons.csv", doc = "the contest's published wide table" },
    votes = { format = "table", optional = true, doc = "draws or shares of the votes by season, week and celebrity_name" },
    rules_file = { format = "json", optional = true, doc = "rules per season, in place of a preset" },
  },
  outputs = {
    ["results_6_v2.csv"] = { format = "csv", tolerance = 1e-9,
      doc = "the best 1,000 points and the best of each cell; rank counts all points evaluated",
      columns = { rank = "integer", theta1 = "number", theta2 = "integer", theta3 = "number", theta4 = "number",
        theta5 = "integer", welfare = "number", engagement = "number", fairness = "number", producer = "number",
        imputed = "number" } },
    ["counterfactual_analysis_6_v2.csv"] = { format = "csv", tolerance = 1e-9,
      doc = "status quo against proposal, one row per season",
      columns = { season = "integer", elimination_changes = "integer", delta_fairness = "number",
        delta_engagement = "number", sq_eliminations = "string", opt_eliminations = "string",
        elimination_changes_as_published = "integer" } },
    ["results_6_v2_recommendation.json"] = { format = "json", tolerance = 1e-9, doc = "the recommendation" },
    ["pareto.csv"] = { format = "csv", tolerance = 1e-9, doc = "mechanisms of the lattice that no other beats in all three utilities" },
    ["weights.csv"] = { format = "csv", tolerance = 1e-9, doc = "the best mechanism for every weighting of the stakeholders, and its gain" },
    ["stability.csv"] = { format = "csv", tolerance = 1e-9,
      doc = "the best mechanism without each season, on resampled seasons, under each draw of the votes, and its gains" },
    ["certificate.json"] = { format = "json", tolerance = 1e-6, doc = "whether the best is an optimum" },
    ["axioms.csv"] = { format = "csv", tolerance = 1e-9, doc = "each rule in each week with an exit" },
    ["draws.parquet"] = { format = "parquet", optional = true, tolerance = 1e-9, doc = "inferred votes: every kept draw of every share" },
    ["vote_summary.csv"] = { format = "csv", optional = true, tolerance = 1e-9, doc = "inferred votes: mean and interval of every share" },
    ["diagnostics.json"] = { format = "json", optional = true, tolerance = 1e-9, doc = "inferred votes: chains, infeasible decisions, reproduction" },
    ["report.html"] = { format = "html", tolerance = 1e-6, doc = "all of it on one page, with figures" },
  },
  claims = {
    { id = "welfare-status-quo", quantity = "welfare of the status quo",
      stated = 0.558, tolerance = 5e-4, source = "performance" },
    { id = "welfare-proposed", quantity = "welfare of the printed optimum",
      stated = 0.612, tolerance = 5e-4, source = "performance" },
    { id = "welfare-improvement", quantity = "gain of the printed optimum",
      stated = 0.054, tolerance = 5e-4, source = "performance" },
    { id = "welfare-improvement-of-printed", quantity = "0.612 - 0.558",
      stated = 0.054, tolerance = 5e-4, source = "performance" },
    { id = "welfare-improvement-of-deltas", quantity = "gain from the printed deltas, 0.4 x 0.035 + 0.3 x 0.057",
      stated = 0.054, tolerance = 1e-3, source = "performance" },
    { id = "fairness-delta", quantity = "fairness, printed optimum less status quo",
      stated = 0.057, tolerance = 5e-4, source = "performance" },
    { id = "fairness-delta-of-correlations", quantity = "0.484 - 0.427, the printed correlations",
      stated = 0.057, tolerance = 1e-3, source = "performance" },
    { id = "engagement-delta", quantity = "engagement, printed optimum less status quo",
      stated = 0.035, tolerance = 5e-4, source = "performance" },
    { id = "optimal-theta1", quantity = "theta1 of the best mechanism found",
      stated = 0.35, tolerance = 5e-3, source = "optimal_parameters" },
    { id = "optimal-theta2", quantity = "theta2 of the best mechanism found",
      stated = 1, source = "optimal_parameters" },
    { id = "optimal-theta3", quantity = "theta3 of the best mechanism found",
      stated = 0.85, tolerance = 5e-3, source = "optimal_parameters" },
    { id = "optimal-theta4", quantity = "theta4 of the best mechanism found",
      stated = 0.08, tolerance = 5e-3, source = "optimal_parameters" },
    { id = "optimal-theta5", quantity = "theta5 of the best mechanism found",
      stated = 1, source = "optimal_parameters" },
    { id = "optimum-is-best", quantity = "no mechanism found is better than the printed optimum",
      stated = true, source = "optimal_parameters" },
    { id = "seasons-analyzed", quantity = "seasons of the contest", stated = 34, source = "counterfactual_summary" },
    { id = "elimination-changes", quantity = "contestants whose exit changes",
      stated = 162, source = "counterfactual_summary" },
    { id = "elimination-changes-by-position", quantity = "differing positions of the lists of exits",
      stated = 162, source = "counterfactual_summary" },
    { id = "seasons-with-changes", quantity = "seasons with changed exits",
      stated = 28, source = "counterfactual_summary" },
    { id = "seasons-with-changes-by-position", quantity = "seasons with a differing position",
      stated = 28, source = "counterfactual_summary" },
    { id = "average-changes", quantity = "differing positions per season",
      stated = 4.8, tolerance = 0.05, source = "counterfactual_summary" },
    { id = "average-changes-of-printed", quantity = "162 / 34",
      stated = 4.8, tolerance = 0.05, source = "counterfactual_summary" },
    { id = "mcnemar-chi2", quantity = "chi-square of the printed test of seasons",
      stated = 12.45, tolerance = 5e-3, source = "statistical_tests" },
    { id = "mcnemar-chi2-attainable", quantity = "(|b - c| - 1)^2 / (b + c) nearest to 12.45, b + c at most 34",
      stated = 12.45, tolerance = 5e-3, source = "statistical_tests" },
    { id = "mcnemar-chi2-of-28-seasons", quantity = "the same with b + c = 28, the changed seasons",
      stated = 12.45, tolerance = 5e-3, source = "statistical_tests" },
    { id = "mcnemar-p", quantity = "p of the printed test of seasons",
      stated = 0.0004, tolerance = 5e-5, source = "statistical_tests" },
    { id = "mcnemar-p-of-printed-chi2", quantity = "p of chi-square 12.45 with one degree of freedom",
      stated = 0.0004, tolerance = 5e-5, source = "statistical_tests" },
    { id = "mcnemar-significant", quantity = "the printed test of seasons favours the optimum significantly",
      stated = true, source = "statistical_tests" },
    { id = "fisher-z", quantity = "z of the printed correlations 0.427, 0.484 by the printed formula, n = 34",
      stated = 2.31, tolerance = 5e-3, source = "statistical_tests" },
    { id = "fisher-z-of-seasons", quantity = "z of the mean fairness of the seasons by the printed formula",
      stated = 2.31, tolerance = 5e-3, source = "statistical_tests" },
    { id = "fisher-z-p", quantity = "p of that z of the seasons",
      stated = 0.021, tolerance = 5e-4, source = "statistical_tests" },
    { id = "fisher-z-p-of-correlations", quantity = "p of the printed correlations by the printed formula",
      stated = 0.021, tolerance = 5e-4, source = "statistical_tests" },
    { id = "fisher-z-p-of-printed-z", quantity = "p of z = 2.31",
      stated = 0.021, tolerance = 5e-4, source = "statistical_tests" },
    { id = "fisher-z-seasons-needed", quantity = "seasons that give the printed correlations z = 2.31",
      stated = 34, source = "statistical_tests" },
    { id = "fisher-z-significant", quantity = "that z favours the optimum significantly",
      stated = true, source = "statistical_tests" },
    { id = "fisher-z-significant-of-correlations", quantity = "the printed correlations differ significantly by the printed formula",
      stated = true, source = "statistical_tests" },
    { id = "permutation-diff", quantity = "difference of mean fairness in the permutation test",
      stated = 0.057, tolerance = 5e-4, source = "statistical_tests" },
    { id = "permutation-p", quantity = "p of the printed permutation test",
      stated = 0.003, tolerance = 5e-4, source = "statistical_tests" },
    { id = "permutation-significant", quantity = "the printed permutation test favours the optimum significantly",
      stated = true, source = "statistical_tests" },
    { id = "permutation-tests", quantity = "what the permutation test compares",
      stated = "welfare", source = "comment in run_statistical_tests" },
    { id = "gradient-norm", quantity = "norm of the printed gradient",
      stated = 0.0029, tolerance = 5e-5, source = "kkt_verification" },
    { id = "gradient-norm-of-differences", quantity = "norm of the gradient at the printed optimum",
      stated = 0.0029, tolerance = 5e-5, source = "kkt_verification" },
    { id = "hessian-eigenvalue-1", quantity = "eigenvalue 1 of the Hessian at the printed optimum",
      stated = -0.152, tolerance = 5e-4, source = "kkt_verification" },
    { id = "hessian-eigenvalue-2", quantity = "eigenvalue 2 of the Hessian at the printed optimum",
      stated = -0.083, tolerance = 5e-4, source = "kkt_verification" },
    { id = "hessian-eigenvalue-3", quantity = "eigenvalue 3 of the Hessian at the printed optimum",
      stated = -0.031, tolerance = 5e-4, source = "kkt_verification" },
    { id = "hessian-eigenvalue-4", quantity = "eigenvalue 4 of the Hessian at the printed optimum",
      stated = 0.0, tolerance = 5e-4, source = "kkt_verification" },
    { id = "hessian-eigenvalue-5", quantity = "eigenvalue 5 of the Hessian at the printed optimum",
      stated = 0.0, tolerance = 5e-4, source = "kkt_verification" },
    { id = "stationarity", quantity = "the printed check of the gradient passes at the printed optimum",
      stated = true, source = "kkt_verification" },
    { id = "second-order", quantity = "the printed check of the Hessian passes there",
      stated = true, source = "kkt_verification" },
    { id = "kkt-satisfied", quantity = "the printed check of optimality passes there",
      stated = true, source = "kkt_verification" },
    { id = "stationarity-of-printed", quantity = "the printed norm is below 0.01",
      stated = true, source = "kkt_verification" },
    { id = "primal-feasibility", quantity = "the printed optimum lies in its box",
      stated = true, source = "kkt_verification" },
    { id = "second-order-of-printed", quantity = "the printed eigenvalues are at most 0.01",
      stated = true, source = "kkt_verification" },
    { id = "kkt-satisfied-of-printed", quantity = "the printed norm, box and eigenvalues pass the printed check",
      stated = true, source = "kkt_verification" },
    { id = "kkt-tells-an-optimum", quantity = "the printed check passes only where an optimum can be",
      stated = true, source = "verify_kkt_conditions" },
    { id = "mechanism-name", quantity = "name of the printed mechanism",
      stated = "Weighted Rank-Score Hybrid", source = "mechanism_name" },
    { id = "judge-weight-percent", quantity = "weight of the judges, percent",
      stated = 35, tolerance = 0.5, source = "mechanism_description" },
    { id = "fan-weight-percent", quantity = "weight of the fans, percent",
      stated = 65, tolerance = 0.5, source = "mechanism_description" },
    { id = "decay-percent", quantity = "weekly decay of votes, percent",
      stated = 15, tolerance = 0.5, source = "mechanism_description" },
    { id = "status-quo-judge-weight", quantity = "weight of the judges in the show's rules",
      stated = 0.5, source = "MechanismParams.status_quo" },
    { id = "status-quo-aggregation", quantity = "fan value in the show's rules",
      stated = "plurality", source = "MechanismParams.status_quo" },
    { id = "status-quo-discount", quantity = "weight of last week's votes in the show's rules",
      stated = 1.0, source = "MechanismParams.status_quo" },
    { id = "status-quo-save", quantity = "threshold of the judges' save in the show's rules",
      stated = 0.15, source = "MechanismParams.status_quo" },
    { id = "status-quo-tiebreaker", quantity = "who decides ties in the show's rules",
      stated = "fan", source = "MechanismParams.status_quo" },
    { id = "status-quo-is-current", quantity = "the status quo reproduces every recorded elimination",
      stated = true, source = "MechanismParams.status_quo" },
    { id = "unit-test-params-creation", quantity = "theta1 of MechanismParams(0.35, 1, 0.85, 0.08, 1)",
      stated = 0.35, source = "TestModel6" },
    { id = "unit-test-status-quo-vs-optimal", quantity = "status quo and optimum differ in theta1",
      stated = true, source = "TestModel6" },
    { id = "unit-test-welfare", quantity = "welfare of the mock results lies in [0, 1]",
      stated = true, source = "TestModel6" },
    { id = "welfare-within-0-1", quantity = "welfare of any results is at least 0",
      stated = true, source = "TestModel6" },
    { id = "unit-test-kkt", quantity = "a zero gradient and Hessian -I pass the printed check",
      stated = true, source = "TestModel6" },
    { id = "unit-test-statistics", quantity = "the printed tests give all three results",
      stated = true, source = "TestModel6" },
    { id = "stakeholder-weights-sum", quantity = "0.4 + 0.3 + 0.3",
      stated = 1.0, tolerance = 1e-6, source = "StakeholderWeights" },
  },
  tests = {
    estimates = { inputs = { votes = "../fixtures/votes.csv" }, params = { resamples = 200 },
      golden = { ["counterfactual_analysis_6_v2.csv"] = "counterfactual.csv",
        ["results_6_v2_recommendation.json"] = "recommendation.json" } },
    inferred = { params = { chains = 2, posterior_draws = 60, warmup = 50, rounds = 1, vote_draws = 20, axiom_draws = 10, resamples = 100 },
      golden = { ["stability.csv"] = "stability.csv", ["certificate.json"] = "certificate.json", ["axioms.csv"] = "axioms.csv" } },
  },
  run = function(ctx) require("solon.mechanism.study.run").run(ctx) end,
}
