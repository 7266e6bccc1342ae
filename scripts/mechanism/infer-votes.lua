return protocol {
  name = "infer-votes",
  version = "1.0.0",
  api = 1,
  title = "The votes behind a judged contest, inferred from who left",
  description = [[
The public's votes are secret; who left, and the judges' scores, are not.  For every season this draws weekly vote shares
from their posterior given the recorded exits, and says how sure one can be of each.

  unknowns    a worth w > 0 per contestant and week in which he took part; his share of the week's vote
              is w over the sum of the worths in the week's field
  prior       log w is a random walk, contestants independent: N(0, initial_deviation^2) in the first
              week, steps N(0, step_deviation^2)
  likelihood  of a week with exits: 1 if the recorded exits have the lowest combined scores under the
              season's rule, else 0.  Where the rule has the judges' save and one leaves: 0 unless he
              is among the lowest two; else the chance that the judges send him, e, and not the
              other, o: 1 / (1 + exp(choice_slope (mean_e - mean_o))), mean = points per judge.
              Of the final (--order-final): 1 if the combined scores order the finalists as placed
  sampler     Gibbs draws of single worths, exact piece by piece, with shifts, swaps and levels of
              several; nothing to tune (core/voting/posterior.h).  --chains chains of --draws kept
              draws, --thin sweeps apart after --warmup sweeps
  criterion   R-hat < 1.01 and at least 400 effective draws for every share.  A season with a share
              that misses is run again with four times the thinning, up to --rounds runs in all;
              what still misses is counted and listed

What comes out is as good as these assumptions.  Exits bound shares, they do not fix them: the intervals are wide, and
the prior decides much of where in them the mean lies.  Voters are assumed not to react to scores or rules beyond the
random walk, judges' saves to follow the logistic choice, withdrawals to say nothing, and every vote of a week to count
for that week's decision (weeks without exits carry over only where a rule of --rules-file says so).

A decision that no shares can explain under the rules (also the final of more than eight under ranks) is reported as
infeasible and left out of the likelihood; all others stay.  That every draw written explains every feasible decision is
not taken from the sampler's word but counted from the shares.

Rules: comap (ranks added in seasons 1-2 and from 28, percents in 3-27; from 28 the judges choose who leaves of the bottom
two), historical (the same without the choice), broadcast (the choice in 28-31 only), or --rules-file as in
mechanism-replay.  Without --seasons simulated seasons that come with Solon are used.]],
  authors = { "Solon's authors" },
  license = "GPL-3.0-or-later",
  categories = { "mechanism", "inference" },
  seed = 1,
  params = {
    chains = { type = "integer", min = 2, max = 64, default = 4, doc = "independent chains" },
    draws = { type = "integer", min = 4, max = 1000000, default = 1000, unit = "draws", doc = "kept of each chain" },
    warmup = { type = "integer", min = 0, max = 1000000, default = 500, unit = "sweeps", doc = "before the first kept draw" },
    thin = { type = "integer", min = 1, max = 1000, default = 2, unit = "sweeps", doc = "from draw to draw in the first round" },
    rounds = { type = "integer", min = 1, max = 5, default = 3, doc = "runs of a season at most, each thinned four times as much" },
    initial_deviation = { type = "number", min = 0.001, max = 10, default = 1, doc = "prior deviation of a log-worth in the first week" },
    step_deviation = { type = "number", min = 0.001, max = 10, default = 0.5, doc = "prior deviation of its step from week to week" },
    choice_slope = { type = "number", min = 0, max = 50, default = 1, unit = "per point",
      doc = "how strongly the judges' save follows the scores; 0: a coin" },
    order_final = { type = "boolean", default = true, doc = "the final's order is part of the record" },
    rules = { type = "enum", values = { "comap", "historical", "broadcast" }, default = "comap", doc = "preset of the rules per season" },
  },
  inputs = {
    seasons = { format = "csv", default = "../fixtures/seasons.csv", doc = "the contest's published wide table" },
    rules_file = { format = "json", optional = true, doc = "rules per season, in place of a preset" },
  },
  outputs = {
    ["draws.parquet"] = { format = "parquet", tolerance = 1e-9, doc = "every kept draw of every share",
      columns = { chain = "integer", draw = "integer", season = "integer", week = "integer", celebrity_name = "string",
        share = "number" } },
    ["vote_summary.csv"] = { format = "csv", tolerance = 1e-9, doc = "a row per contestant-week: mean, median, 95 % interval, diagnostics",
      columns = { season = "integer", week = "integer", celebrity_name = "string", field = "integer", mean = "number",
        median = "number", low = "number", high = "number", width = "number", r_hat = "number?", effective_size = "number?" } },
    ["diagnostics.json"] = { format = "json", tolerance = 1e-9,
      doc = "chains, exceptions, infeasible decisions, consistency of the draws, interval widths, reproduction" },
  },
  tests = {
    quick = { params = { draws = 150, warmup = 50, thin = 3, rounds = 1 },
      golden = { ["vote_summary.csv"] = "vote_summary.csv", ["diagnostics.json"] = "diagnostics.json" } },
  },
  run = function(ctx)
    local mechanism = require "solon.mechanism"
    local report = require "solon.mechanism.hidden.report"
    local run_inputs = require "solon.mechanism.study.inputs"

    local contest, message = mechanism.load(ctx.inputs.seasons.path)
    if not contest then error(message, 0) end
    local rules, rules_name = run_inputs.rules(ctx, contest)
    for _, line in ipairs(run_inputs.contest_lines(ctx, contest)) do ctx.print(line) end
    local options = { rules = rules, seed = ctx.seed, map = ctx.map }
    for _, name in ipairs { "chains", "draws", "warmup", "thin", "rounds", "initial_deviation", "step_deviation",
      "choice_slope", "order_final" } do
      options[name] = ctx.params[name]
    end
    local inferred = mechanism.infer_votes(contest, options)
    ctx.progress(1, "writing")
    report.write(ctx, contest, inferred, rules_name)
    for _, line in ipairs(report.lines(contest, inferred, rules_name)) do ctx.print(line) end
  end,
}
