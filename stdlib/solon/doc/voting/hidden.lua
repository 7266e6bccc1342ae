-- Documentation of solon.voting: hidden votes.  Called with the text that makes a small season for the examples.
return function(small)
  return {
    {
      name = "seasons:infer",
      signature = "seasons:infer(rule [, options]) -> record",
      summary = "Infers the weekly shares of a vote that was never published from who left, under a rule per season: draws of their posterior by a sampler every draw of which reproduces every decision that any shares explain.",
      arguments = {
        { "rule", "string or table", "a preset's name or rules, as in seasons:replay (no theta); ties fan or judge, judge_weight below 1" },
        { "options.chains", "integer", "independent chains", default = 4 },
        { "options.draws", "integer", "draws kept a chain, at least 4", default = 1000 },
        { "options.warmup", "integer", "sweeps of a chain before its first draw", default = 500 },
        { "options.thin", "integer", "sweeps a draw", default = 2 },
        { "options.seed", "integer", "seed; a chain depends on it, its season and its number alone", default = 0 },
        { "options.threads", "integer", "at most so many threads; the draws do not depend on it", default = "the program's" },
        { "options.season", "integer", "the number of one season to infer", default = "all" },
        { "options.initial_deviation", "number", "prior deviation of a log-worth in the first week, in [0.001, 10]", default = 1 },
        { "options.step_deviation", "number", "prior deviation of its step from week to week, in [0.001, 10]", default = 0.5 },
        { "options.choice_slope", "number", "how strongly the judges' save follows the mean scores, per point, in [0, 50]; 0: a coin", default = 1 },
        { "options.order_final", "boolean", "whether the final's places are part of the record that the draws reproduce", default = true },
      },
      returns = {
        { "chains", "integer", "as asked" },
        { "draws_per_chain", "integer", "as asked" },
        { "draws", "array", "matrix of shares: a row a draw, chain by chain; a column a contestant-week, in the order in which the rows were given; with all seasons a row is what seasons:with_shares takes" },
        { "row", "array", "which of the rows given each column is" },
        { "r_hat", "array", "split R-hat of each column: near 1 when the chains agree; NaN where the share cannot vary" },
        { "effective_size", "array", "effective number of independent draws of each column (for its mean)" },
        { "worst_r_hat", "number", "largest R-hat" },
        { "least_effective_size", "number", "smallest effective size" },
        { "infeasible", "table", "list of {season, week}: decisions that no shares explain, left out of the likelihood; also the final of a rank rule with more than 8 finalists" },
      },
      formula = "share = w / sum of w in the field; log w a random walk: N(0, initial^2), steps N(0, step^2); likelihood 1 if the exits are the lowest of the combined scores, else 0; with a save of two lowest e and o: 1 / (1 + exp(slope (mean_e - mean_o))) for e to go",
      source = "core/voting/posterior.h states model and sampler, core/inference/chain.h the diagnostics (Vehtari et al. 2021)",
      errors = {
        { small .. "return seasons:infer('historical', {season = 7})", "no season 7" },
        { small .. "return seasons:infer({0.5, 0, 1, 0.15, 1})", "rules expected, got theta" },
        { small .. "return seasons:infer({combine = 'rank', ties = 'random'})", "fan or judge ties" },
        { small .. "return seasons:infer('historical', {step_deviation = 0})", "step_deviation" },
        { small .. "return seasons:infer('historical', {draw = 10})", "did you mean 'draws'" },
      },
      example = small .. [[
local votes = seasons:infer("historical", { chains = 2, draws = 20, warmup = 10, seed = 1 })
print(#votes.infeasible, votes.draws:shape())       --> 0	40	5
local first = seasons:with_shares(votes.draws:row(1))
print(first:replay("historical", { mode = "static" }).reproduced)  --> 1]],
    },
    {
      name = "seasons:consistency",
      signature = "seasons:consistency(rule, draws [, options]) -> record",
      summary = "Counts for every recorded decision the draws of votes under which it could have come about under a rule.",
      arguments = {
        { "rule", "string or table", "as in seasons:infer" },
        { "draws", "array", "matrix of shares above 0: a row a draw, a column a contestant-week in the order in which the rows were given, as seasons:infer gives it" },
        { "options.season", "integer", "the number of the one season whose contestant-weeks the columns are", default = "all" },
        { "options.order_final", "boolean", "whether the final's order is a decision", default = true },
      },
      returns = {
        { "draws", "integer", "how many were given" },
        { "season", "array", "season number of each recorded decision: weeks with exits by vote, and finals" },
        { "week", "array", "its week, from 1" },
        { "consistent", "array", "number of draws that explain it: the exits are the lowest; with a save, the exit is among the lowest two; the finalists stand in the order of their places" },
      },
      source = "core/voting/consistency.h",
      errors = {
        { small .. "return seasons:consistency('historical', require('solon.array').zeros(2, 3))", "5 contestant-weeks expected, got 3" },
        { small .. "return seasons:consistency('historical', require('solon.array').zeros(2, 5))", "not positive" },
        { small .. "return seasons:consistency('historical', require('solon.array').ones(2, 5), {sesson = 1})", "did you mean 'season'" },
      },
      example = small .. [[
local array = require "solon.array"
local draws = array.new { { 0.5, 0.4, 0.1, 0.6, 0.4 }, { 0.1, 0.3, 0.6, 0.3, 0.7 } }
local found = seasons:consistency("historical", draws)
print(found.week, found.consistent)  --> array(2) {1.0, 2.0}	array(2) {1.0, 1.0}]],
    },
  }
end
