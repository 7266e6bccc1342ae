-- doc/mechanism.lua - documentation of solon.mechanism.

local votes_option = { "options.votes", "votes", "from mechanism.votes or mechanism.simulate", default = "every share 1/n" }
local weights_option = { "options.weights", "weights", "from mechanism.weights", default = "0.4, 0.3, 0.3" }
local sq_results = { "sq_results", "table", "season results under the status quo" }
local opt_results = { "opt_results", "table", "season results of the same seasons under the proposal" }

-- Two simulated seasons under two mechanisms, for examples.
local two_runs = [[
local contest, votes = mechanism.simulate { seasons = 2 }
local sq = mechanism.replay(contest, mechanism.status_quo(), { votes = votes }).results
local opt = mechanism.replay(contest, mechanism.optimal_as_published(), { votes = votes }).results
]]

return {
  module = "solon.mechanism",
  summary = "The design of contests in which judges score and the public votes: loading the published table and votes, replay "
    .. "under other rules, search for the best parameters, honest checks of the optimum and of the difference.",
  functions = {
    {
      name = "load",
      signature = "mechanism.load(path) -> contest | nil, message, code",
      summary = "Reads the contest's wide CSV as published: one row per contestant, a column per week and judge.",
      arguments = { { "path", "string", "a CSV file with celebrity_name, season, results, placement and weekX_judgeY_score" } },
      returns = {
        { "contest.seasons", "table", "one entry per season: season, weeks, judges (per week), contestants, eliminated and withdrew (per week), finalists" },
        { "contest.counts", "table", "contestants, seasons, season_weeks, contestant_weeks, elimination_weeks, eliminations, no_elimination_weeks, withdrawals, finalists" },
        { "contest.notes", "table", "what was decided against a label, in words" },
        { "contest.sha256", "string", "of the file" },
      },
      nan = "tokens such as nan and inf are refused, with file, line, column and value",
      formula = "a score is positive; 0 means already out, N/A no such judge or week; each score is put on the nearest 1/72 when it is one cut to four places; a finalist has a score in the season's last week",
      errors = { { [[mechanism.load(1)]], "string expected, got number" } },
      example = [[
local contest, message = mechanism.load("no such file.csv")
print(contest, message:find("no such file.csv", 1, true) ~= nil)  --> nil	true]],
    },
    {
      name = "votes",
      signature = "mechanism.votes(contest [, path [, options]]) -> votes | nil, message, code",
      summary = "Reads shares of the public vote for every contestant-week of a contest: a column of estimates, draws of a posterior, or estimates with intervals.",
      arguments = {
        { "contest", "contest", "from mechanism.load" },
        { "path", "string", "a .parquet file of draws (chain, draw, season, week, celebrity_name, share); or a CSV file with season, week, celebrity_name and columns of shares; nil: every share is 1/n" },
        { "options.column", "string", "the CSV's column of shares; with intervals the point", default = "f_mean" },
        { "options.low", "string", "the CSV's column with the lower ends of central 95 % intervals: draws are made" },
        { "options.high", "string", "the column with the upper ends" },
        { "options.draws", "integer", "how many draws: at most so many of those in the file, evenly spaced over chains and draws; or made from the intervals", default = 200 },
        { "options.seed", "integer", "of the draws from intervals", default = 0 },
      },
      returns = {
        { "votes.shares", "table", "[season][contestant][week] in the contest's order; means where there are draws" },
        { "votes.draws", "array", "matrix, a row a draw, a column a contestant-week (seasons, contestants, weeks in the contest's order); nil without draws" },
        { "votes.notes", "table", "weeks divided by their sum, rows ignored" },
        { "votes.description", "string", "where the shares come from" }, { "votes.sha256", "string", "of the file" },
      },
      nan = "shares outside [0, 1], NaN, missing and repeated keys are refused, with line, column and value",
      formula = "a week's sum within 1e-6 of 1 is left; within [0.5, 1.5] the week is divided by it, and a note says so; else refused. Draws from an interval: p exp(z s), z standard normal, s = log(p / low) / 1.96 below and log(high / p) / 1.96 above, so that p is the median and low, high the 2.5 % and 97.5 % points; independent of each other, then divided by the week's sum",
      errors = { { [[mechanism.votes(1)]], "contest expected, got number" },
        { [[mechanism.votes(mechanism.simulate{seasons = 1}, "x.csv", {colum = "f"})]], "did you mean 'column'?" },
        { [[mechanism.votes(mechanism.simulate{seasons = 1}, "x.csv", {low = "f_ci_low"})]], "come together" },
        { [[mechanism.votes(mechanism.simulate{seasons = 1}, "x.csv", {draws = 10})]], "option 'draws'" } },
      example = [[
local contest = mechanism.simulate { seasons = 1 }
print(mechanism.votes(contest).description)  --> none given: every share is 1/n of the week's n contestants]],
    },
    {
      name = "infer_votes",
      signature = "mechanism.infer_votes(contest [, options]) -> record",
      summary = "Infers the shares of votes that were never published from who left: draws of their posterior, season by season, run on until the chains have mixed.",
      arguments = {
        { "contest", "contest", "from mechanism.load" },
        { "options.rules", "string or table", "a preset's name or a list of rules per season (no theta)", default = "comap" },
        { "options.chains", "integer", "independent chains, 2 to 64", default = 4 },
        { "options.draws", "integer", "kept of each chain, at least 4", default = 1000 },
        { "options.warmup", "integer", "sweeps before the first kept draw", default = 500 },
        { "options.thin", "integer", "sweeps from draw to draw in the first round", default = 2 },
        { "options.rounds", "integer", "runs of a season at most, 1 to 5; each run after a miss is thinned four times as much", default = 3 },
        { "options.initial_deviation", "number", "prior deviation of a log-worth in the first week, in [0.001, 10]", default = 1 },
        { "options.step_deviation", "number", "prior deviation of its step from week to week, in [0.001, 10]", default = 0.5 },
        { "options.choice_slope", "number", "how strongly the judges' save follows the mean scores, per point, in [0, 50]", default = 1 },
        { "options.order_final", "boolean", "whether the final's order is part of the record", default = true },
        { "options.seed", "integer", "of all draws", default = 0 },
        { "options.keep", "integer", "how many draws, evenly spaced, votes.draws holds", default = "all" },
        { "options.jobs", "integer", "workers; the result does not depend on it", default = 1 },
        { "options.map", "function", "what runs the seasons, as ctx.map of a protocol does, in place of jobs", default = "a farm" },
      },
      returns = {
        { "votes", "votes", "as from mechanism.votes: draws, and shares that are the means of all draws" },
        { "summary", "table", "per contestant-week: season, week, celebrity_name, field, mean, median, low and high (central 95 %), width, r_hat, effective_size, exception" },
        { "infeasible", "table", "list of {season, week, decision, names}: decisions that no shares explain, left out of the likelihood; the others stay" },
        { "exceptions", "table", "those of summary with R-hat >= 1.01 or fewer than 400 effective draws after the last round" },
        { "worst_r_hat", "number", "largest R-hat; nil when no share varies" },
        { "least_effective_size", "number", "smallest effective size; nil when no share varies" },
        { "consistency", "table", "counted from the shares: draws, decisions, feasible, consistent (feasible decisions that every draw explains), violations" },
        { "reproduced", "table", "static replay of the posterior means under historical: count, of, misses" },
        { "reproduced_own_rules", "table", "the same under options.rules" },
        { "found", "table", "per season: draws (all of them), rounds, thin, diagnostics" },
      },
      formula = "as seasons:infer; low and high are the 2.5 % and 97.5 % quantiles of all draws (type 7)",
      source = "core/voting/posterior.h, core/inference/chain.h (Vehtari et al. 2021), core/voting/consistency.h",
      errors = { { [[mechanism.infer_votes(1)]], "contest expected, got number" },
        { [[mechanism.infer_votes(mechanism.simulate{seasons = 1}, {chains = 1})]], "chains: integer from 2 to 64 expected, got 1" },
        { [[mechanism.infer_votes(mechanism.simulate{seasons = 1}, {step_deviation = 0})]], "step_deviation" },
        { [[mechanism.infer_votes(mechanism.simulate{seasons = 1}, {draw = 10})]], "did you mean 'draws'?" } },
      example = [[
local contest = mechanism.simulate { seasons = 1 }
local inferred = mechanism.infer_votes(contest, { chains = 2, draws = 20, warmup = 20, rounds = 1 })
print(inferred.votes.draws:shape())                                               --> 40	55
print(inferred.consistency.feasible, inferred.consistency.consistent)             --> 7	7
print(inferred.reproduced.count, inferred.reproduced.of, #inferred.infeasible)    --> 6	6	0]],
    },
    {
      name = "simulate",
      signature = "mechanism.simulate([options]) -> contest, votes",
      summary = "Makes up seasons and estimated votes for them, for examples and tests.",
      arguments = {
        { "options.seasons", "integer", "1 to 12; numbered 1 to 8, then from 28", default = 10 },
        { "options.seed", "integer", "of all draws", default = 1 },
      },
      returns = { { "contest", "contest", "as from mechanism.load" }, { "votes", "votes", "the true shares with noise" } },
      errors = { { [[mechanism.simulate{seasons = 13}]], "integer from 1 to 12 expected, got 13" } },
      example = [[
local contest, votes = mechanism.simulate { seasons = 2 }
print(contest)  --> contest: 20 contestants in 2 seasons, 16 season-weeks, 107 contestant-weeks, 13 elimination weeks
print(votes)    --> votes: column 'f_mean', 107 contestant-weeks]],
    },
    {
      name = "parameters",
      signature = "mechanism.parameters(theta1, theta2, theta3, theta4, theta5) -> parameters",
      summary = "Makes the parameters of a mechanism, each checked against its domain.",
      arguments = {
        { "theta1", "number", "weight of the judges, [0.1, 0.9]" },
        { "theta2", "integer", "fan value: 0 plurality, 1 Borda, 2 approval" },
        { "theta3", "number", "discount of a fan value per week of age, [0.5, 1]" },
        { "theta4", "number", "threshold of the judges' save, [0, 0.2]" },
        { "theta5", "integer", "ties: 0 fans, 1 judges, 2 chance" },
      },
      returns = { { "parameters", "parameters", "fields theta1 to theta5; methods to_array and feasible" } },
      errors = { { [[mechanism.parameters(5, 0, 1, 0, 0)]], "theta1: number from 0.1 to 0.9 expected, got 5" },
        { [[mechanism.parameters(0.5, 1.5, 1, 0, 0)]], "theta2: integer from 0 to 2 expected, got 1.5" } },
      example = [[
print(mechanism.parameters(0.35, 1, 0.85, 0.08, 1))
--> theta1 0.35 (judges), theta2 1 (borda), theta3 0.85 (discount), theta4 0.08 (save), theta5 1 (ties: judge)]],
    },
    {
      name = "status_quo",
      signature = "mechanism.status_quo() -> parameters",
      summary = "Gives the source text's status quo (0.5, 0, 1.0, 0.15, 0), which is no rule the show ever had.",
      arguments = {},
      returns = { { "parameters", "parameters", "the same every time" } },
      example = [[print(mechanism.status_quo().theta4)  --> 0.15]],
    },
    {
      name = "optimal_as_published",
      signature = "mechanism.optimal_as_published() -> parameters",
      summary = "Gives the optimum the source text prints, (0.35, 1, 0.85, 0.08, 1); the data do not bear it out.",
      arguments = {},
      returns = { { "parameters", "parameters", "the same every time" } },
      example = [[print(mechanism.optimal_as_published().theta1)  --> 0.35]],
    },
    {
      name = "from_array",
      signature = "mechanism.from_array(values) -> parameters",
      summary = "Makes parameters from five numbers, each checked; categories must be whole.",
      arguments = { { "values", "table or array", "five numbers" } },
      returns = { { "parameters", "parameters", "as from mechanism.parameters" } },
      errors = { { [[mechanism.from_array{0.35, 2.6, 0.85, 0.08, 1}]], "theta2: integer from 0 to 2 expected, got 2.6" },
        { [[mechanism.from_array{1, 2}]], "5 numbers expected, got 2" } },
      example = [[print(mechanism.from_array({ 0.5, 0, 1, 0.15, 0 }) == mechanism.status_quo())  --> true]],
    },
    {
      name = "from_array_as_published",
      signature = "mechanism.from_array_as_published(values) -> parameters",
      summary = "Makes parameters as the source text does: categories rounded half to even, nothing checked.",
      arguments = { { "values", "table or array", "five numbers" } },
      returns = { { "parameters", "parameters", "possibly outside every domain; see its method feasible" } },
      errors = { { [[mechanism.from_array_as_published("x")]], "table expected, got string" } },
      example = [[
local p = mechanism.from_array_as_published { 0.35, 2.6, 0.85, 0.08, 0.5 }
print(p.theta2, p.theta5, p:feasible())  --> 3	0	false]],
    },
    {
      name = "weights",
      signature = "mechanism.weights([options]) -> weights",
      summary = "Makes the weights of the three utilities in welfare: each at least 0, together 1 within 1e-6.",
      arguments = {
        { "options.omega_fan", "number", "of engagement", default = 0.4 },
        { "options.omega_judge", "number", "of fairness", default = 0.3 },
        { "options.omega_producer", "number", "of the producer's utility", default = 0.3 },
      },
      returns = { { "weights", "weights", "the three fields" } },
      errors = { { [[mechanism.weights{omega_fan = 0.5}]], "weights that sum to 1 expected" },
        { [[mechanism.weights{omega_fan = -0.1, omega_judge = 0.8}]], "omega_fan: number from 0 to 1 expected, got -0.1" } },
      example = [[print(mechanism.weights())  --> weights: fans 0.4, judges 0.3, producer 0.3]],
    },
    {
      name = "season_result",
      signature = "mechanism.season_result(values) -> season result",
      summary = "Makes the result of one season under one mechanism; mechanism.replay gives them filled.",
      arguments = {
        { "values.season_id", "integer", "the season's number" },
        { "values.eliminations", "table", "names voted off, in order" },
        { "values.fairness_score", "number", "tau_b of skill and finishing order" },
        { "values.engagement_score", "number", "(1 + tau_b of popularity and finishing order) / 2" },
        { "values.producer_score", "number", "1 less the fraction of single cuts in which judges were asked" },
        { "values.exit_weeks", "table", "[name] = last week; for counterfactual_table" },
        { "values.weekly", "table", "[week] = whether the exits agree with the judges; for McNemar's test" },
        { "values.ranking", "table", "{ name, place, skill } of everybody; for the dependent correlations" },
      },
      returns = { { "season result", "table", "the same fields" } },
      errors = { { [[mechanism.season_result{season_id = 1, fairness_score = "high"}]], "fairness_score: number expected, got string" } },
      example = [[
print(mechanism.season_result { season_id = 1, fairness_score = 0.5, engagement_score = 0.6, producer_score = 0.7 })
--> season 1: fairness 0.5000, engagement 0.6000, producer 0.7000, voted off: ]],
    },
    {
      name = "compute_welfare",
      signature = "mechanism.compute_welfare(parameters, results [, weights]) -> number",
      summary = "Computes W, the weighted mean of the three utilities over season results.",
      arguments = {
        { "parameters", "parameters", "of the mechanism that gave the results; W follows from the results alone" },
        { "results", "table", "season results" },
        { "weights", "weights", "from mechanism.weights", default = "0.4, 0.3, 0.3" },
      },
      returns = { { "number", "W; NaN without any season (the source text gives 0)" } },
      formula = "W = omega_fan mean(engagement) + omega_judge mean(fairness) + omega_producer mean(producer)",
      errors = { { [[mechanism.compute_welfare({0.5}, {})]], "mechanism parameters expected, got table" },
        { [[mechanism.compute_welfare(mechanism.status_quo(), {1})]], "season result expected at 1, got number" } },
      example = [[
local result = mechanism.season_result { season_id = 1, fairness_score = 0.5, engagement_score = 0.6, producer_score = 0.7 }
print(string.format("%.2f", mechanism.compute_welfare(mechanism.status_quo(), { result })))  --> 0.60]],
    },
    {
      name = "replay",
      signature = "mechanism.replay(contest, rule [, options]) -> record",
      summary = "Replays every season of a contest under a mechanism or under the show's rules.",
      arguments = {
        { "contest", "contest", "from mechanism.load" },
        { "rule", "parameters, string or table", "a mechanism; \"historical\", \"comap\", \"broadcast\"; or rules as solon.voting takes them" },
        votes_option,
        { "options.mode", "string", "\"dynamic\", \"static\" or \"first_divergence\"", default = "dynamic" },
        { "options.seed", "integer", "of ties decided by chance", default = 0 },
        { "options.draws", "integer", "over which such ties are averaged", default = 100 },
        weights_option,
        { "options.seasons", "seasons", "the kernel's seasons of the same contest and votes, where many rules are replayed" },
      },
      returns = { { "record", "what seasons:replay of solon.voting gives, with its trace; with mode \"dynamic\" also `results`, a season result each" } },
      source = "core/voting/replay.h states every convention",
      errors = { { [[mechanism.replay({}, "historical")]], "contest expected, got table" },
        { [[mechanism.replay(mechanism.simulate{seasons = 1}, "historical", {mode = "quick"})]], "mode: static, first_divergence, dynamic expected, got 'quick'" } },
      example = [[
local contest, votes = mechanism.simulate { seasons = 2 }
local run = mechanism.replay(contest, "historical", { votes = votes, mode = "static" })
print(run.reproduced, run.elimination_weeks)  --> 13	13
run = mechanism.replay(contest, mechanism.status_quo(), { votes = votes })
print(#run.results, string.format("%.4f", run.welfare))  --> 2	0.5417]],
    },
    {
      name = "axioms",
      signature = "mechanism.axioms(contest [, options]) -> study",
      summary = "Measures rules by the axioms on every recorded week with an exit: how many extra votes save the loser, whether "
        .. "more votes or a higher score can hurt, whether it matters to the others that somebody is there twice; at the votes "
        .. "given and over draws of them.",
      arguments = {
        { "contest", "contest", "from mechanism.load" },
        { "options.votes", "votes", "from mechanism.votes or mechanism.infer_votes; votes.draws, a matrix with a row a draw, makes probabilities and intervals", default = "every share 1/n" },
        { "options.rules", "table", "a list of presets' names and of { name =, rule = }, a rule being what mechanism.replay takes", default = "the three presets, the source text's status quo and optimum" },
        { "options.draws", "integer", "how many of votes.draws, evenly spaced over them", default = 100 },
        { "options.jobs", "integer", "threads, 1 to 256; never changes a result", default = 1 },
        { "options.map", "function", "what runs the tasks, as ctx.map of a protocol does", default = "farm.map" },
      },
      returns = {
        { "rows", "table", "one per rule and season-week: season, week, rule, eliminated (names), recorded (exactly those of the record), field (its size), votes_needed (least extra votes that save one of them, a fraction of all cast; inf: none do), transfer and transfer_from (moved from one who stays), by_votes and by_score (how many stay, but would leave with more), by_fewer_votes and by_lower_score (how many leave, but would stay with less), clones_even and clones_any (how many contestants' cloning matters to the others with an even, with some split), spoiler, team, crowd (lengths of the splits that fail so, summed over contestants). With draws: same_probability (of the same exits), votes_needed_mean (over draws in which some number saves), _low, _high (5 % and 95 % points), impossible_probability, transfer_mean, _low, _high, by_votes_probability, by_score_probability, by_fewer_votes_probability, by_lower_score_probability, clones_even_probability (of any in that week), clones_even_mean, _low, _high" },
        { "summary", "table", "one per rule: weeks, recorded_weeks, votes_needed and transfer (median week), by_votes_weeks, by_score_weeks, by_fewer_votes_weeks, by_lower_score_weeks, clones_even_weeks, and parts of all contestant-weeks tested: clones_even, clones_any, spoiler, team, crowd (the last three for a split drawn uniformly); over draws each with _mean, _low, _high; ties, where they were by chance" },
        { "draws", "integer", "how many draws were looked at" },
        { "study:frame()", "frame", "the rows" },
        { "study:tables()", "table", "tables as solon.report takes them" },
        { "study:lines()", "table", "texts, one a rule; tostring joins them" },
      },
      formula = "each recorded week by itself; clones have the same judges' totals, share the votes and count as one; ties by chance have no margin: such a rule is looked at with ties given to the fans",
      source = "core/voting/margin.h and clone.h; Tideman (1987)",
      errors = { { [[mechanism.axioms({})]], "contest expected, got table" },
        { [[mechanism.axioms(mechanism.simulate{seasons = 1}, {rules = {}})]], "list of rules expected, got none" },
        { [[mechanism.axioms(mechanism.simulate{seasons = 1}, {rules = {{name = "x"}}})]], "rules[1]: preset's name or { name =, rule = } expected" },
        { [[mechanism.axioms(mechanism.simulate{seasons = 1}, {rules = {"comap", "comap"}})]], "a second rule named 'comap'" },
        { [[mechanism.axioms(mechanism.simulate{seasons = 1}, {rule = {}})]], "did you mean 'rules'" } },
      example = [[
local contest, votes = mechanism.simulate { seasons = 2 }
local study = mechanism.axioms(contest, { votes = votes, rules = { "historical" } })
local first = study.rows[1]
print(#study.rows, first.season, first.week, first.by_votes)  --> 13	1	2	0
print(study.summary[1].by_votes_weeks, study.summary[1].by_score_weeks)  --> 0	0]],
    },
    {
      name = "search",
      signature = "mechanism.search(contest [, options]) -> table",
      summary = "Searches the parameters for the largest welfare: all points of a lattice in every cell of categories, then finer lattices around the best. With draws of the votes welfare is the mean over the draws.",
      arguments = {
        { "contest", "contest", "from mechanism.load" }, votes_option, weights_option,
        { "options.seed", "integer", "of ties decided by chance", default = 0 },
        { "options.draws", "integer", "over which such ties are averaged", default = 20 },
        { "options.jobs", "integer", "threads; never changes a result", default = 1 },
        { "options.keep", "integer", "how many of the best points to give, at least 10", default = 1000 },
        { "options.thin", "integer", "every k-th value of each coordinate only", default = "1, with draws of the votes 2" },
        { "options.rounds", "integer", "of refinement, 0 to 3", default = 3 },
        { "options.vote_draws", "integer", "at most so many of the draws of the votes, evenly spaced", default = 200 },
        { "options.resamples", "integer", "of the seasons, shared out among the draws; for mechanism.assess", default = 2000 },
        { "options.map", "function", "what runs the tasks, such as ctx.map of a protocol", default = "solon.farm" },
        { "options.once", "function", "what keeps finished parts, such as ctx.once of a protocol", default = "keeps nothing" },
        { "options.progress", "function", "is called with a fraction done and a text, such as ctx.progress", default = "none" },
      },
      returns = {
        { "best", "parameters", "the best point; equal welfare goes to the smallest (theta2, theta5, theta4, theta3, theta1)" },
        { "welfare", "number", "there" },
        { "rows", "table", "the best points and the best of each cell: rank, theta1 to theta5, welfare, utilities, imputed" },
        { "cells", "table", "the best lattice point of each of the nine cells" },
        { "plateaus", "table", "coordinate, low, high: how far each of theta1, theta3, theta4 moves before W changes" },
        { "evaluated", "integer", "points in all" },
        { "evaluate", "function", "list of points -> list of W, for mechanism.verify_optimum" },
        { "seasons", "seasons", "the kernel's, with the shares of the votes" },
        { "ensemble", "ensemble", "with draws of the votes: the seasons under each of them; the fields below too" },
        { "surface", "table", "utilities over the lattice, by season: columns theta1 to theta5, welfare, engagement, fairness, producer, imputed; matrices engagement_by_season …; by_draw and joint {welfare, point}: the best under each draw, and of each resample of the seasons under one draw" },
        { "methods", "table", "the best by each method: method, theta1 to theta5, welfare, evaluations, status" },
      },
      formula = "theta1 0.10 to 0.90 by 0.01, theta3 0.50 to 1.00 by 0.02, theta4 0.00 to 0.20 by 0.01, each of theta2 and theta5; then 21 x 21 x 21 points around the best at a tenth, a hundredth and a thousandth of these steps",
      sweep = false, -- the example takes a tenth of a second, and its work lies in other modules that are swept
      errors = { { [[mechanism.search({})]], "contest expected, got table" },
        { [[mechanism.search(mechanism.simulate{seasons = 1}, {thinn = 2})]], "did you mean 'thin'?" } },
      example = [[
local contest, votes = mechanism.simulate { seasons = 2 }
local found = mechanism.search(contest, { votes = votes, thin = 20, rounds = 0 })
print(found.best)
--> theta1 0.7 (judges), theta2 1 (borda), theta3 0.9 (discount), theta4 0.0 (save), theta5 0 (ties: fan)
print(string.format("%.4f", found.welfare), found.evaluated)  --> 0.7311	270]],
    },
    {
      name = "assess",
      signature = "mechanism.assess(contest, search [, options]) -> record",
      summary = "Says how sure the best mechanism of a search is: Pareto set, weights of the stakeholders, which seasons and which votes it depends on, and what it gains.",
      arguments = {
        { "contest", "contest", "that was searched" },
        { "search", "table", "from mechanism.search; without draws of the votes its shares are one draw" },
        { "options.rules", "string or table", "the show's own rules, a second baseline, as for mechanism.replay", default = '"historical"' },
        { "options.steps", "integer", "weights of the sweep are multiples of 1/steps", default = 10 },
        { "options.thin", "integer", "without draws of the votes: of the lattice, as for mechanism.search", default = 2 },
        { "options.resamples", "integer", "without draws of the votes: of the seasons", default = 2000 },
        { "options.map", "function", "as for mechanism.search", default = "that of the search" },
        { "options.once", "function", "as for mechanism.search", default = "that of the search" },
        { "options.progress", "function", "as for mechanism.search", default = "that of the search" },
      },
      returns = {
        { "proposed", "table", "the best mechanism over the draws: welfare, engagement, fairness, producer, imputed, each mean, low, high (95%); by_season, a matrix draws x seasons of welfare; status_quo and rules the same" },
        { "gain", "table", "status_quo and rules: mean, and intervals votes, seasons, joint, each low, high (95%), standard_error, positive (share above 0); what does not vary has no interval" },
        { "curse", "table", "status_quo and rules: apparent, in_bag and out_of_bag (mean, low, median, high: 90%), optimism, corrected, left_out (mean, standard_error); one season has neither out_of_bag nor left_out" },
        { "distributions", "table", "leave_one_out, season_bootstrap and, with draws of the votes, vote_draw, joint: where the best mechanism lies: count, distinct, theta1, theta3, theta4 (low, median, high: 90%), theta2, theta5 (shares of 0, 1, 2)" },
        { "stability", "table", "rows: kind, item, theta1 to theta5, welfare, gain_in, gain_all, gain_out" },
        { "pareto", "table", "rows: theta1 to theta5, the utilities, welfare, points, simplex_share" },
        { "weights", "table", "rows: omega_fan, omega_judge, omega_producer, theta1 to theta5, welfare, status_quo, gain, gain_low, gain_high" },
        { "cells", "table", "theta2, theta5, share (of all weights for which it is best), points" },
        { "methods", "table", "the best by each method, side by side" },
        { "sweep", "record", "from ensemble:sweep: welfare along theta1 at the best mechanism, by its exact steps" },
        { "perfect_information", "number", "what knowing the votes before choosing would be worth; nil without draws" },
        { "surface", "table", "as from mechanism.search" },
      },
      formula = "optimism = mean over resamples of the gain on the seasons that chose less the gain on all; joint intervals draw seasons with replacement and for each a draw of its votes",
      source = "Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 17",
      nan = "gain_out is NaN where no season was left out, gain_low and gain_high with one draw of the votes",
      sweep = false, -- as mechanism.search
      errors = { { [[mechanism.assess({})]], "contest expected, got table" },
        { [[mechanism.assess(mechanism.simulate{seasons = 1}, 1)]], "result of search expected, got number" } },
      example = [[
local contest, votes = mechanism.simulate { seasons = 2 }
local found = mechanism.search(contest, { votes = votes, thin = 20, rounds = 0 })
local sure = mechanism.assess(contest, found, { thin = 20, resamples = 50 })
print(string.format("%.4f", sure.gain.status_quo.mean), #sure.pareto, sure.distributions.leave_one_out.count)  --> 0.1894	25	2]],
    },
    {
      name = "verify_optimum",
      signature = "mechanism.verify_optimum(parameters, evaluate [, options]) -> table",
      summary = "Checks whether a point can be a maximum over the box: slopes over a finite step, multipliers at bounds, curvature of what is free.",
      arguments = {
        { "parameters", "parameters", "the point" },
        { "evaluate", "function", "takes a list of points (five numbers each), gives the list of their welfare" },
        { "options.step", "number", "of the differences", default = 0.01 },
        { "options.tol", "number", "of residual and eigenvalues", default = 0.01 },
      },
      returns = {
        { "status", "string", "\"satisfied\", \"violated\" or, where welfare does not change within the step, \"no information\"" },
        { "coordinates", "table", "of theta1, theta3, theta4: gradient, slack_lower, slack_upper, multiplier_lower, multiplier_upper, residual, flat" },
        { "stationarity_residual", "number", "max |P(x + g) - x|, P the projection on the box" },
        { "hessian_eigenvalues", "table", "over the coordinates without a multiplier, ascending" },
        { "stationarity", "boolean or string", "and primal_feasibility, second_order, kkt_satisfied: as the source text names them" },
      },
      formula = "mu_upper = max(g, 0) at an upper bound, mu_lower = max(-g, 0) at a lower one",
      errors = { { [[mechanism.verify_optimum({}, print)]], "mechanism parameters expected, got table" },
        { [[mechanism.verify_optimum(mechanism.status_quo(), 1)]], "function expected, got number" } },
      example = [[
-- welfare grows with theta1 up to its upper bound: a maximum there, carried by a multiplier
local function evaluate(points)
  local w = {}
  for i, point in ipairs(points) do w[i] = point[1] - (point[3] - 0.75) ^ 2 - (point[4] - 0.1) ^ 2 end
  return w
end
local check = mechanism.verify_optimum(mechanism.parameters(0.9, 0, 0.75, 0.1, 0), evaluate)
print(check.status, string.format("%.3f", check.coordinates[1].multiplier_upper))  --> satisfied	1.000]],
    },
    {
      name = "certify",
      signature = "mechanism.certify(objective, point, bounds [, options]) -> certificate",
      summary = "Says whether a point can be a maximum of an objective over a box: satisfied, violated or no information, with reasons.",
      arguments = {
        { "objective", "function", "objective(columns, draw): a column of values per coordinate; gives a value per point and, if it knows them, a second list with the standard error of each. The same draw must give the same noise" },
        { "point", "table or array", "d numbers within the bounds" },
        { "bounds", "table", "low and high, d numbers each" },
        { "options.names", "table", "of the coordinates", default = "x1 .. xd" },
        { "options.draws", "integer", "over which the objective is averaged", default = 1 },
        { "options.kernel", "table", "half-widths of a uniform box over which it is averaged too, at most a quarter of the bounds' widths", default = "none" },
        { "options.kernel_pairs", "integer", "pairs of opposite offsets in that box", default = 32 },
        { "options.seed", "integer", "of the offsets", default = 0 },
        { "options.steps", "table", "of the differences, as shares of the bounds' widths, each from 1e-6 to 0.2; with two or more the bias of each is known", default = "{0.0125, 0.025, 0.05}" },
        { "options.tol", "number", "of slopes per width of the bounds, in units of max(1, |W|)", default = 0.01 },
        { "options.curvature_tol", "number", "of curvatures per squared width, in the same units", default = 1e-4 },
        { "options.gain_tol", "number", "what another cell may gain, in the same units", default = 0.001 },
        { "options.confidence", "number", "of every \"satisfied\" and of every \"violated\", 0.5 to 0.9999", default = 0.95 },
        { "options.cells", "table", "{ label, value [, standard_error] } of the best point found in each cell of the categories", default = "none" },
        { "options.cell", "string", "the label of the point's own cell; needed with cells" },
        { "options.plateau", "function", "plateau(point, i) gives low, high: where a hard objective stays what it is at the point", default = "none" },
      },
      returns = {
        { "verdict", "string", "\"satisfied\", \"violated\" or \"no information\"; smoothed: the same of the smoothed objective alone" },
        { "conditions", "table", "name, verdict, text of each: feasibility, stationarity, dual sign, complementarity, second order and what else was asked" },
        { "scopes", "table", "the same judged with errors over other replicates (certify_rule); the first is the verdict's" },
        { "reasons", "table", "what speaks against the point or keeps the answer open, in words" },
        { "feasible", "boolean", "true: a point outside the bounds is an error" },
        { "value", "number", "W, the smoothed objective, and value_se its standard error" },
        { "coordinates", "table", "name, value, distance_lower, distance_upper, gradient, gradient_se, multiplier_lower, multiplier_upper, multiplier_se, bias (of the step), slope, slope_se (per width), residual, flat" },
        { "residual", "number", "max |P(x + g) - x| in units of the box, g / max(1, |W|); dual_violation and complementarity beside it" },
        { "eigenvalues", "table", "value, standard_error, vector, in_cone: of the Hessian in units of the box over the coordinates of the critical cone, ascending; cone names them; curvature is the largest within the cone" },
        { "strict", "boolean", "every eigenvalue surely negative: sufficient, not only necessary" },
        { "steps", "table", "all of these for each step; the step of least bias^2 + error^2 answers, unless another contradicts it" },
        { "categories", "table", "best, runner_up, gap, own, own_rank, order, verdict; nil without cells" },
        { "hard", "table", "plateaus, neighbours (gain and standard_error just beyond each end), verdict; nil without plateau" },
      },
      nan = "values of the objective that are NaN or infinite raise, with the point",
      formula = "g and the Hessian by differences with common random numbers, errors from their spread over replicates in at most 30 batches of neighbours; satisfied when the one-sided limit of a quantity lies within tolerance, violated when it is beyond tolerance at the other limit (Bonferroni over questions of a kind), else no information",
      errors = { { [[mechanism.certify(1, {0}, {low = {0}, high = {1}})]], "function expected, got number" },
        { [[mechanism.certify(print, {2}, {low = {0}, high = {1}})]], "point[1]: number from 0.0 to 1.0 expected, got 2.0" },
        { [[mechanism.certify(print, {0.5}, {low = {0, 0}, high = {1}})]], "low: 1 numbers expected, got 2" },
        { [[mechanism.certify(function() return {0/0} end, {0.5}, {low = {0}, high = {1}})]], "values expected, got 1" } },
      example = [[
-- grows beyond its upper bound: a maximum there, carried by a multiplier
local function objective(columns)
  local values = {}
  for k, x in ipairs(columns[1]) do values[k] = -(x - 1.5) ^ 2 end
  return values
end
local box = { low = { 0 }, high = { 1 } }
local certificate = mechanism.certify(objective, { 1 }, box)
print(certificate.verdict, string.format("%.2f", certificate.coordinates[1].multiplier_upper))  --> satisfied	1.00
print(mechanism.certify(objective, { 0.5 }, box).verdict)                                       --> violated]],
    },
    {
      name = "certify_rule",
      signature = "mechanism.certify_rule(seasons, parameters [, options]) -> certificate",
      summary = "Certifies the parameters of a mechanism as a maximum of welfare over draws of the votes: theta1, theta3, theta4 by mechanism.certify, categories by enumeration, the whole line of theta1 and the plateaus around the point exactly.",
      arguments = {
        { "seasons", "seasons or ensemble", "from voting.seasons, seasons:ensemble or the fields of mechanism.search" },
        { "parameters", "parameters", "the point" },
        weights_option,
        { "options.seed", "integer", "of ties decided by chance", default = 0 },
        { "options.draws", "integer", "over which such ties are averaged", default = 20 },
        { "options.cells", "table", "the best point of each cell of categories, such as the field of mechanism.search", default = "sought on a lattice" },
        { "options.thin", "integer", "that lattice is every k-th value of the one of mechanism.search", default = 10 },
        { "options.surface", "table", "of mechanism.search: how many of its points are nearly as good", default = "none" },
        { "options.statistics", "table", "plain data to be kept beside the certificate", default = "none" },
        { "options.steps", "table", "as in mechanism.certify", default = "{0.025, 0.05, 0.1}" },
        { "options.tol", "number", "as in mechanism.certify", default = 0.01 },
        { "options.curvature_tol", "number", "as in mechanism.certify", default = 1e-4 },
        { "options.gain_tol", "number", "as in mechanism.certify", default = 0.001 },
        { "options.confidence", "number", "as in mechanism.certify", default = 0.95 },
        { "options.threads", "integer", "at most so many", default = "the program's" },
      },
      returns = {
        { "certificate", "as from mechanism.certify; cells are labelled theta2/theta5" },
        { "scopes", "table", "draws: is it a maximum of the mean over draws; votes: of these seasons under one draw, which may be the true votes; seasons: of seasons like these, which are the sampling unit" },
        { "line", "table", "the best step along theta1: best_low, best_high, best_welfare, gain, standard_error, plateaus, verdict" },
        { "flatness", "table", "with surface: points within several distances of the best, and how many are not surely worse" },
        { "published", "table", "verify_kkt_as_published at a tiny step and at each step" },
      },
      formula = "without draws of the votes there is no noise in the first scope: its standard errors are 0",
      sweep = false, -- the example replays a thousand mechanisms, and its work lies in other modules that are swept
      errors = { { [[mechanism.certify_rule({}, mechanism.status_quo())]], "seasons or ensemble expected, got table" },
        { [[mechanism.certify_rule(mechanism.search(mechanism.simulate{seasons = 1}, {thin = 20, rounds = 0}).seasons, 1)]],
          "mechanism parameters expected, got number" } },
      example = [[
local contest, votes = mechanism.simulate { seasons = 2 }
local found = mechanism.search(contest, { votes = votes, thin = 20, rounds = 0 })
local certificate = mechanism.certify_rule(found.seasons, mechanism.status_quo())
print(certificate.verdict, certificate.categories.own, certificate.categories.best)  --> violated	0/0	1/0]],
    },
    {
      name = "verify_kkt_as_published",
      signature = "mechanism.verify_kkt_as_published(parameters, gradient, hessian [, tol]) -> table",
      summary = "Checks optimality as the source text does: norm of the gradient, bounds, eigenvalues; it has no multipliers and passes every plateau.",
      arguments = {
        { "parameters", "parameters", "the point" }, { "gradient", "table or array", "five numbers" },
        { "hessian", "table", "five rows of five numbers, symmetric" },
        { "tol", "number", "of the norm and of the eigenvalues", default = 0.01 },
      },
      returns = {
        { "stationarity", "boolean", "norm of the gradient below tol" }, { "gradient_norm", "number", "Euclidean" },
        { "primal_feasibility", "boolean", "every parameter in its domain" },
        { "second_order", "boolean", "every eigenvalue at most tol" }, { "hessian_eigenvalues", "table", "ascending" },
        { "kkt_satisfied", "boolean", "all three" },
      },
      errors = { { [[mechanism.verify_kkt_as_published(mechanism.status_quo(), {0}, {})]], "5 numbers expected, got 1 entries" },
        { [[mechanism.verify_kkt_as_published({}, {}, {})]], "mechanism parameters expected, got table" } },
      example = [[
local flat, zero = { 0, 0, 0, 0, 0 }, {}
for i = 1, 5 do zero[i] = { 0, 0, 0, 0, 0 } end
print(mechanism.verify_kkt_as_published(mechanism.status_quo(), flat, zero).kkt_satisfied)  --> true]],
    },
    {
      name = "run_statistical_tests",
      signature = "mechanism.run_statistical_tests(sq_results, opt_results [, options]) -> table",
      summary = "Tests the difference of two mechanisms on the same seasons: paired sign flips, McNemar's test of weekly outcomes by seasons, dependent correlations.",
      arguments = { sq_results, opt_results, { "options.seed", "integer", "of drawn sign flips", default = 0 }, weights_option },
      returns = {
        { "permutation", "table", "fairness: observed_diff, p_value, standard_error (its Monte Carlo error), permutations, n, seasons_up, seasons_down, seasons_equal, favours, sign_test_p_value, wilcoxon_p_value" },
        { "permutation_welfare", "table", "the same of W, permutation_engagement of engagement" },
        { "mcnemar", "table", "b, c (weeks in which only the proposal, only the status quo removes none but the judges' lowest), both, neither, ties, weeks, favours, chi2, p_value and standard_error (sign flips of the seasons' b - c), p_value_exact (McNemar's, weeks as independent)" },
        { "fisher_z", "table", "z and p_value of Steiger's test of r_proposed against r_status_quo, which share skill; williams_t, williams_p_value, difference with Zou's interval, n, favours" },
        { "significant", "boolean", "of each test: p_value_holm < 0.05" },
      },
      nan = "what cannot be tested has p_value 1 and is not significant",
      formula = "p_value_holm adjusts the five p-values; sign flips exact up to 2^20 patterns of signs, else (count + 1) / (100000 + 1)",
      errors = { { [[mechanism.run_statistical_tests({}, 1)]], "list of season results expected, got number" },
        { two_runs .. [[mechanism.run_statistical_tests(sq, {})]], "2 season results expected, got 0" } },
      example = two_runs .. [[
local tests = mechanism.run_statistical_tests(sq, opt)
print(tests.permutation.p_value, tests.permutation.permutations)      --> 0.5	4
print(tests.mcnemar.b, tests.mcnemar.c, tests.mcnemar.p_value)        --> 0	2	1.0
print(string.format("%.4f", tests.fisher_z.p_value))                  --> 0.0015]],
    },
    {
      name = "run_statistical_tests_as_published",
      signature = "mechanism.run_statistical_tests_as_published(sq_results, opt_results [, options]) -> table",
      summary = "Runs the source text's three tests literally: none of them fits the question.",
      arguments = { sq_results, opt_results,
        { "options.seed", "integer", "of the shuffles; the source text has none", default = 0 },
        { "options.permutations", "integer", "shuffles", default = 10000 } },
      returns = {
        { "mcnemar", "table", "chi2, p_value, significant: seasons with changed order and higher (b) or not higher (c) fairness" },
        { "fisher_z", "table", "z, p_value, significant: mean correlations as if of n independent pairs; NaN up to three seasons" },
        { "permutation", "table", "observed_diff, p_value, significant: seasons shuffled as if unpaired" },
      },
      errors = { { [[mechanism.run_statistical_tests_as_published({}, {}, {sed = 1})]], "did you mean 'seed'?" } },
      example = two_runs .. [[
local tests = mechanism.run_statistical_tests_as_published(sq, opt, { permutations = 100 })
print(tests.mcnemar.chi2, tests.mcnemar.significant)  --> 0.5	false]],
    },
    {
      name = "nested_tests",
      signature = "mechanism.nested_tests(contest, surface [, options]) -> table",
      summary = "Tests the best mechanism against the status quo on seasons that did not choose it: each season is replayed under the best of the others.",
      arguments = {
        { "contest", "contest", "from mechanism.load" },
        { "surface", "table", "of mechanism.assess, or theta1 to theta5 (arrays, an entry per point) and engagement_by_season, fairness_by_season, producer_by_season (points x seasons)" },
        votes_option, weights_option,
        { "options.folds", "integer", "that the seasons are dealt into, at least 2", default = "one per season" },
        { "options.seed", "integer", "of the folds, sign flips and ties decided by chance", default = 0 },
        { "options.draws", "integer", "over which such ties are averaged", default = 20 },
        { "options.vote_draws", "integer", "at most so many of the votes' draws, evenly spaced", default = 40 },
        { "options.mode", "string", "of the replay whose weekly outcomes are compared, as in mechanism.replay", default = "dynamic" },
        { "options.progress", "function", "called with the finished part, 0 to 1", default = "none" },
      },
      returns = {
        { "status", "string", "\"ok\", or that one season leaves none to choose on (then nothing else)" },
        { "nested", "table", "tests (as mechanism.run_statistical_tests, of means over draws), over_draws (of each draw alone: effect and p_value with low 5%, median, high 95%, share_favouring_status_quo, share_below_0_05; nil for one draw), as_published (the literal tests, first draw)" },
        { "apparent", "table", "the same with one mechanism chosen on all seasons and judged on them; apparent_choice" },
        { "gain_nested", "number", "mean gain in W on held-out seasons; gain_apparent on the choosing ones; optimism their difference; gain_nested_by_utility what engagement, fairness, producer add to it" },
        { "choices", "table", "of each fold: held_out (seasons), theta1 to theta5, welfare_of_others, equally_good_points" },
        { "distinct_choices", "integer", "different mechanisms among them" },
        { "rows", "table", "of each season: its utilities under the status quo and held out" },
      },
      nan = "what cannot be tested has p_value 1 and is not significant",
      formula = "theta*(-s) = argmax of mean W over seasons other than s, equal ones by the smallest (theta2, theta5, theta4, theta3, theta1); pairs (W_s(status quo), W_s(theta*(-s))); with draws Rubin's rules for the correlations",
      source = "Stone 1974, J. Roy. Statist. Soc. B 36; Rubin 1987, Multiple Imputation for Nonresponse in Surveys",
      sweep = false, -- the example replays hundreds of mechanisms, and its work lies in other modules that are swept
      errors = { { [[mechanism.nested_tests({})]], "contest expected, got table" },
        { [[mechanism.nested_tests(mechanism.simulate{seasons = 2}, 1)]], "surface expected, got number" },
        { [[mechanism.nested_tests(mechanism.simulate{seasons = 2}, {}, {fold = 2})]], "did you mean 'folds'?" } },
      example = [[
local contest, votes = mechanism.simulate { seasons = 3 }
local search = mechanism.search(contest, { votes = votes, thin = 20, rounds = 0 })
local surface = mechanism.assess(contest, search, { thin = 20, resamples = 1 }).surface
local found = mechanism.nested_tests(contest, surface, { votes = votes })
print(#found.choices, found.nested.tests.permutation_welfare.p_value)  --> 3	0.25
print(found.gain_nested < found.gain_apparent)                         --> true]],
    },
    {
      name = "counterfactual_table",
      signature = "mechanism.counterfactual_table(sq_results, opt_results [, season_ids]) -> table",
      summary = "Lists what changes in each season; counts contestants whose exit week differs.",
      arguments = { sq_results, opt_results, { "season_ids", "table", "numbers of the seasons", default = "those of the results" } },
      returns = { { "rows", "table", "season, elimination_changes, delta_fairness, delta_engagement, sq_eliminations, opt_eliminations (first three), elimination_changes_as_published" } },
      errors = { { [[mechanism.counterfactual_table({}, {}, {1})]], "0 season numbers expected, got 1" } },
      example = two_runs .. [[
local row = mechanism.counterfactual_table(sq, opt)[2]
print(row.season, row.elimination_changes, row.elimination_changes_as_published)  --> 2	5	4]],
    },
    {
      name = "counterfactual_table_as_published",
      signature = "mechanism.counterfactual_table_as_published(sq_results, opt_results [, season_ids]) -> table",
      summary = "Makes the source text's table: elimination_changes counts positions at which two lists differ, so one swap shifts all behind it.",
      arguments = { sq_results, opt_results, { "season_ids", "table", "numbers of the seasons", default = "those of the results" } },
      returns = { { "rows", "table", "season, elimination_changes, delta_fairness, delta_engagement, sq_eliminations, opt_eliminations" } },
      errors = { { [[mechanism.counterfactual_table_as_published(1, {})]], "list of season results expected, got number" } },
      example = [[
local function result(names)
  return mechanism.season_result { season_id = 1, eliminations = names, fairness_score = 0, engagement_score = 0, producer_score = 0 }
end
local rows = mechanism.counterfactual_table_as_published({ result { "a", "b", "c", "d", "e" } }, { result { "b", "c", "d", "e", "a" } })
print(rows[1].elimination_changes)  --> 5]],
    },
    {
      name = "describe",
      signature = "mechanism.describe(parameters) -> string",
      summary = "Says in a paragraph what a mechanism does.",
      arguments = { { "parameters", "parameters", "of the mechanism" } },
      returns = { { "string", "a name and five sentences" } },
      errors = { { [[mechanism.describe(1)]], "mechanism parameters expected, got number" } },
      example = [[
print(mechanism.describe(mechanism.status_quo()):match("^[%a%s-]+ mechanism"))  --> The Weighted Score-Plurality Hybrid mechanism]],
    },
    {
      name = "report",
      signature = "mechanism.report(study) -> report",
      summary = "Makes the report of a study of a mechanism: figures, tables and text from plain records, each part optional but the mechanisms.",
      arguments = {
        { "study.mechanisms", "table", "list of { name, role (proposed, status_quo, published, historical), theta1 .. theta5, welfare, engagement, fairness, producer, imputed }" },
        { "study.title", "string", "and subtitle", default = "Study of a mechanism" },
        { "study.lines", "table", "texts: what the data are; so summary, votes_lines, stability, axioms_lines, notes, each in its section" },
        { "study.surface", "table", "columns theta1 .. theta5, welfare, engagement, fairness, producer over a lattice" },
        { "study.pareto", "table", "rows with engagement, fairness, producer, or positions in the surface" },
        { "study.seasons", "table", "rows season, delta_welfare, delta_fairness, delta_engagement (each with _low, _high), elimination_changes" },
        { "study.timelines", "table", "list of { season, weeks, contestants = list of { name, placement, recorded, status_quo, proposed, proposed_place } }; timeline_seasons: which to show" },
        { "study.vote_summary", "table", "rows season, week, celebrity_name, mean, low, high; vote_seasons: which to show in detail" },
        { "study.gain", "table", "mean, and votes, seasons, joint as mechanism.assess gives for the status quo; gain_rules for the show's own rules; so curse, curse_rules, weights" },
        { "study.bootstrap", "table", "list of { name, theta1 .. theta5 as columns }" },
        { "study.certificate", "table", "as mechanism.certify gives" },
        { "study.tests", "table", "as mechanism.run_statistical_tests gives, or rows test, statistic, p_value, p_value_holm, significant, note" },
        { "study.nested", "table", "as mechanism.nested_tests gives" },
        { "study.axioms", "table", "list of tables as report:table takes them, or tables() of mechanism.axioms" },
        { "study.claims", "table", "records of claims" },
      },
      returns = { { "report", "of solon.report: html(), text(), save(path)" } },
      errors = { { [[mechanism.report(1)]], "study expected, got number" },
        { [[mechanism.report { mechanisms = {} }]], "list of one or more expected" },
        { [[mechanism.report { mechanism = {} }]], "did you mean 'mechanisms'?" } },
      example = [[
local r = mechanism.report { mechanisms = {
  { name = "proposal", role = "proposed", welfare = 0.785, engagement = 0.761, fairness = 0.603, producer = 1 } } }
print(r)  --> report: Study of a mechanism (1 section, 0 figures, 1 table)]],
    },
  },
}
