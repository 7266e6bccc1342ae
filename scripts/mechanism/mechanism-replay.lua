return protocol {
  name = "mechanism-replay",
  version = "1.0.0",
  api = 1,
  title = "Replay of a judged and voted contest under a set of rules",
  description = [[
Runs every season of a contest again under given rules and says in how many elimination weeks the contestants voted
off are the recorded ones, which weeks miss and why.

  --replay static            the recorded field every week, each cut compared with the record
  --replay first-divergence  the field follows the rules up to the first week with other exits
  --replay dynamic           the field follows the rules to the end; who stays longer than on the
                             show keeps his last judge deviation and share (imputed)

Rules: historical (ranks added in seasons 1-2 and from 28, percents in 3-27), comap (historical, and from season 28 the
judges choose who leaves of the bottom two), broadcast (that save in seasons 28-31 only); or a file of rules
(--rules-file), a JSON list with the fields of voting.rules:

  [{"from": 1, "to": 2, "combine": "rank"}, {"from": 3, "combine": "percent", "save": true}]

Without --votes every share is 1/n of the week's n contestants.  Without --seasons simulated seasons and votes that come
with Solon are used.]],
  authors = { "Solon's authors" },
  license = "GPL-3.0-or-later",
  categories = { "mechanism", "replay" },
  seed = 1,
  params = {
    votes_column = { type = "string", default = "f_mean", doc = "column of the votes file that holds the shares" },
    rules = { type = "enum", values = { "historical", "comap", "broadcast" }, default = "historical",
      doc = "preset of the rules per season" },
    replay = { type = "enum", values = { "static", "first-divergence", "dynamic" }, default = "dynamic",
      doc = "what happens after a cut that differs from the record" },
  },
  inputs = {
    seasons = { format = "csv", default = "../fixtures/seasons.csv", doc = "the contest's published wide table" },
    votes = { format = "csv", default = "../fixtures/votes.csv", default_with = "seasons",
      doc = "shares of the votes by season, week and celebrity_name" },
    rules_file = { format = "json", optional = true, doc = "rules per season, in place of a preset" },
  },
  outputs = {
    ["replay.json"] = { format = "json", doc = "weeks reproduced, misses and why", tolerance = 1e-9 },
    ["replay.csv"] = { format = "csv", doc = "every contestant of every cut", tolerance = 1e-9,
      columns = { season = "integer", week = "integer", contestant = "string", judge = "number?", fan = "number?",
        combined = "number?", out = "integer", recorded = "integer" } },
  },
  tests = {
    static = { params = { replay = "static" }, golden = { ["replay.json"] = "static.json" } },
  },
  run = function(ctx)
    local mechanism = require "solon.mechanism"
    local report = require "solon.mechanism.study.replay_report"
    local run_inputs = require "solon.mechanism.study.inputs"

    local contest = run_inputs.contest(ctx)
    local votes = run_inputs.votes(ctx, contest)
    local rules, rules_name = run_inputs.rules(ctx, contest)
    for _, line in ipairs(run_inputs.contest_lines(ctx, contest)) do ctx.print(line) end
    for _, line in ipairs(run_inputs.vote_lines(votes)) do ctx.print(line) end
    local mode = ctx.params.replay:gsub("%-", "_")
    local run = mechanism.replay(contest, rules, { votes = votes, mode = mode, seed = ctx.seed })
    local summary = report.summary(contest, votes, run, { rules = rules_name, replay = ctx.params.replay, seed = ctx.seed })
    ctx.write_json("replay.json", summary)
    ctx.write_frame("replay.csv", report.cuts(run))
    for _, line in ipairs(report.lines(summary)) do ctx.print(line) end
  end,
}
