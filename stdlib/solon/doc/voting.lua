-- Two seasons small enough to follow by hand, in scope of no example: each example makes its own.
local small = [[
local seasons = voting.seasons {
  name = { "Ann", "Bob", "Cy" }, season = { 1, 1, 1 }, placement = { 1, 2, 3 },
  contestant = { 1, 2, 3, 1, 2 }, week = { 1, 1, 1, 2, 2 },
  total = { 27, 21, 24, 28, 25 }, judges = { 3, 3, 3, 3, 3 },
  share = { 0.5, 0.4, 0.1, 0.6, 0.4 } }
]]

local batch_arguments = {
  { "options.weights", "array", "three weights >= 0 of engagement, fairness, producer in W", default = "{0.4, 0.3, 0.3}" },
  { "options.seed", "integer", "seed of random ties (theta5 = 2)", default = 0 },
  { "options.draws", "integer", "draws averaged where a random tie occurs", default = 100 },
}

local draws = small .. [[
local ensemble = seasons:ensemble(require("solon.array").new {
  { 0.5, 0.4, 0.1, 0.6, 0.4 }, { 0.1, 0.4, 0.5, 0.6, 0.4 } })
]]

local by_arguments = {
  { "options.by_season", "boolean", "also the means over draws of each season's utilities", default = false },
  { "options.by_draw", "boolean", "also the values of each draw", default = false },
}

local function with(list, ...)
  local all = { ... }
  for _, item in ipairs(list) do all[#all + 1] = item end
  return all
end

local document = {
  module = "solon.voting",
  summary = "Contests in which judges score and the public votes: combination rules, tie policies, and seasons replayed under other rules.",
  classes = {
    seasons = function()
      return require("solon.voting").seasons { season = { 1 }, placement = { 1 }, contestant = { 1 }, week = { 1 },
        total = { 20 }, judges = { 3 } }
    end,
    ensemble = function()
      return require("solon.voting").seasons { season = { 1 }, placement = { 1 }, contestant = { 1 }, week = { 1 },
        total = { 20 }, judges = { 3 } }:ensemble(require("solon.array").new { { 1 } })
    end,
  },
  functions = {
    {
      name = "seasons",
      signature = "voting.seasons{name=, season=, placement=, withdrew=, contestant=, week=, total=, judges=, share=, snap=} -> seasons",
      summary = "Builds the seasons of a contest from columns: four with one entry per contestant, five with one entry per contestant-week.",
      arguments = {
        { "name", "table", "names of the contestants", default = "their positions" },
        { "season", "array", "season number of each contestant, ascending" },
        { "placement", "array", "final place, integer >= 1; ties allowed" },
        { "withdrew", "array", "1 for those who left of themselves, else 0", default = "nobody" },
        { "contestant", "array", "position (from 1) in the columns above, one entry per contestant-week with a score" },
        { "week", "array", "1, 2, ...; every contestant has all weeks up to his last" },
        { "total", "array", "judges' total of that week" },
        { "judges", "array", "number of judges, the same for all of a season-week" },
        { "share", "array", "share of the public vote, >= 0, any scale within a week", default = "equal shares" },
        { "snap", "number", "totals within 1e-3 of a multiple of 1/snap become it (published decimals are truncated); 0 keeps them", default = 72 },
      },
      returns = { { "seasons", "the contest; who was voted off when follows from the last week of each contestant" } },
      formula = "voted off in week w: last week w, before the final, not withdrawn",
      errors = {
        { [[voting.seasons{season = {1}}]], "field 'placement' missing" },
        { [[voting.seasons{season = {1}, placement = {1}, contestant = {1}, week = {2}, total = {20}, judges = {3}}]], "has no row but has later ones" },
        { [[voting.seasons{season = {1}, placement = {1}, contestant = {1}, week = {1}, total = {0/0}, judges = {3}}]], "total[1]" },
        { [[voting.seasons{season = {1}, placement = {1}, contestant = {1}, week = {1}, total = {20}, judges = {3}, share = {0}}]], "shares sum to 0" },
        { [[voting.seasons{seson = {1}}]], "did you mean 'season'" },
      },
      example = small .. [[
print(seasons)                          --> 1 seasons, 3 contestants, 5 contestant-weeks
print(seasons:info().elimination_weeks) --> 1]],
    },
    {
      name = "seasons:info",
      signature = "seasons:info() -> record",
      summary = "Counts seasons, contestants, weeks and eliminations.",
      arguments = {},
      returns = {
        { "seasons", "integer", "number of seasons" },
        { "contestants", "integer", "number of contestants" },
        { "season_weeks", "integer", "weeks over all seasons" },
        { "contestant_weeks", "integer", "rows given" },
        { "elimination_weeks", "integer", "weeks before the finals in which somebody was voted off" },
        { "single", "integer", "weeks that vote off one" },
        { "double", "integer", "weeks that vote off two" },
        { "more", "integer", "weeks that vote off more" },
        { "no_elimination", "integer", "weeks before the finals that vote off nobody" },
        { "withdrawals", "integer", "contestants who withdrew" },
      },
      example = small .. [[
local info = seasons:info()
print(info.contestants, info.single, info.no_elimination)  --> 3	1	0]],
    },
    {
      name = "seasons:columns",
      signature = "seasons:columns() -> table",
      summary = "Gives the columns of the contestants, with what is derived from their weeks.",
      arguments = {},
      returns = {
        { "name", "table", "names" },
        { "season", "array", "season numbers" },
        { "placement", "array", "final places" },
        { "withdrew", "array", "1 or 0" },
        { "last_week", "array", "last week in which he took part" },
        { "skill", "array", "mean over his weeks of the z-score of total/judges in the field (population deviation)" },
        { "popularity", "array", "mean over his weeks of n share / sum of shares: 1 is average" },
      },
      example = small .. [[
local c = seasons:columns()
print(c.last_week)   --> array(3) {2.0, 2.0, 1.0}
print(string.format("%.2f", c.popularity:get(1)))  --> 1.35]],
    },
    {
      name = "seasons:with_shares",
      signature = "seasons:with_shares(share) -> seasons",
      summary = "Makes the same seasons with other votes, such as one draw of a posterior.",
      arguments = { { "share", "array", "one share per contestant-week, in the order in which the rows were given" } },
      returns = { { "seasons", "new seasons; the old ones stay as they are" } },
      errors = { { [[voting.seasons{season = {1}, placement = {1}, contestant = {1}, week = {1}, total = {20}, judges = {3}}:with_shares{1, 2}]], "length 1 expected, got 2" } },
      example = small .. [[
local other = seasons:with_shares { 0.1, 0.4, 0.5, 0.6, 0.4 }
print(string.format("%.2f", other:columns().popularity:get(1)))  --> 0.75]],
    },
    {
      name = "seasons:sweep",
      signature = "seasons:sweep{theta2=, theta3=, theta4=, theta5= [, low=, high=, weights=, seed=, draws=, threads=]} -> record",
      summary = "Finds every step of welfare as a function of theta1, the other parameters fixed: exact breaks from roots, nothing sampled.",
      arguments = with(batch_arguments,
        { "theta2", "integer", "fan value: 0 plurality, 1 borda, 2 approval" },
        { "theta3", "number", "discount in [0, 1]" },
        { "theta4", "number", "save threshold >= 0" },
        { "theta5", "integer", "tie rule: 0 fan, 1 judge, 2 random" },
        { "low", "number", "least theta1", default = 0.1 },
        { "high", "number", "greatest theta1", default = 0.9 },
        { "threads", "integer", "at most so many threads", default = "the program's" }),
      returns = {
        { "breaks", "array", "count + 1 values of theta1, ascending, from low to high" },
        { "welfare", "array", "on each open interval between breaks; likewise engagement, fairness, producer" },
        { "count", "integer", "number of intervals; neighbours differ in some utility" },
        { "best", "integer", "the first interval of the largest welfare" },
        { "best_low", "number", "its lower end" },
        { "best_high", "number", "its upper end" },
        { "best_welfare", "number", "its welfare" },
      },
      formula = "C_i = theta1 J_i + (1 - theta1) V_i is affine while the course holds: decisions change at roots of C_i - C_j and of C_(2) - C_(1) - theta4 only; at a break itself a tie rule decides",
      source = "core/voting/sweep.h",
      errors = {
        { small .. "return seasons:sweep{theta2 = 0, theta3 = 1, theta4 = 0}", "field 'theta5' missing" },
        { small .. "return seasons:sweep{theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0, low = 0.5, high = 0.5}", "low < high expected" },
        { small .. "return seasons:sweep{theta1 = 0.5, theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0}", "did you mean 'theta" },
      },
      example = small .. [[
local s = seasons:sweep { theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0 }
for i = 1, s.count do print(string.format("%.4f %.4f", s.breaks:get(i), s.welfare:get(i))) end
--> 0.1000 0.8000
--> 0.6000 0.8667]],
    },
    {
      name = "seasons:ensemble",
      signature = "seasons:ensemble([shares]) -> ensemble",
      summary = "Holds many draws of the votes of the same seasons, such as a posterior's, for welfare averaged over them.",
      arguments = { { "shares", "array", "matrix: a row a draw, a column a contestant-week in the order in which the rows were given",
        default = "one draw: the shares the seasons hold" } },
      returns = { { "ensemble", "with methods info, draw, evaluate, lattice; shares are copied" } },
      errors = {
        { small .. "return seasons:ensemble(require('solon.array').new{{1, 2}})", "5 columns expected" },
        { small .. "return seasons:ensemble(require('solon.array').new{{1, 2, 1, 1, 1}, {1, 1, 1, 1, -1}})", "draw 2: share[5]" },
        { small .. "return seasons:ensemble({1, 2, 3, 4, 5})", "array expected, got table" },
      },
      example = draws .. [[
print(ensemble)  --> 2 draws of the votes of 1 seasons]],
    },
    {
      name = "ensemble:info",
      signature = "ensemble:info() -> record",
      summary = "Counts draws and seasons of an ensemble.",
      arguments = {},
      returns = {
        { "count", "integer", "number of draws" },
        { "seasons", "integer", "number of seasons" },
        { "contestants", "integer", "number of contestants" },
        { "rows", "integer", "contestant-weeks, the columns of the matrix of shares" },
        { "bytes", "integer", "memory of the draws" },
      },
      example = draws .. [[
local info = ensemble:info()
print(info.count, info.seasons, info.rows)  --> 2	1	5]],
    },
    {
      name = "ensemble:draw",
      signature = "ensemble:draw(index) -> seasons",
      summary = "Gives the seasons under one draw of the votes.",
      arguments = { { "index", "integer", "1 .. number of draws" } },
      returns = { { "seasons", "as seasons:with_shares makes them" } },
      errors = { { draws .. "return ensemble:draw(3)", "integer in [1, 2] expected, got 3" } },
      example = draws .. [[
print(string.format("%.2f", ensemble:draw(2):columns().popularity:get(1)))  --> 0.75]],
    },
    {
      name = "ensemble:evaluate",
      signature = "ensemble:evaluate{theta1=, theta2=, theta3=, theta4=, theta5= [, weights=, seed=, draws=, threads=, by_season=, by_draw=]} -> record",
      summary = "Computes welfare and utilities of mechanisms as means over the draws of the votes; the bits are those of a loop over ensemble:draw(i):evaluate and do not depend on threads.",
      arguments = with(batch_arguments,
        { "theta1", "array or number", "judges' weights in [0, 1]; a number stands for a column of it" },
        { "theta2", "array or number", "fan values: 0 plurality, 1 borda, 2 approval" },
        { "theta3", "array or number", "discounts in [0, 1]" },
        { "theta4", "array or number", "save thresholds >= 0" },
        { "theta5", "array or number", "tie rules: 0 fan, 1 judge, 2 random; the same random streams in every draw of the votes" },
        { "threads", "integer", "at most so many threads", default = "the program's" },
        by_arguments[1], by_arguments[2]),
      returns = {
        { "welfare", "array", "mean over draws of W of each mechanism" },
        { "engagement", "array", "mean over draws of the mean over seasons" },
        { "fairness", "array", "the same" },
        { "producer", "array", "the same" },
        { "imputed", "array", "mean over draws of imputed contestant-weeks" },
        { "engagement_by_season", "array", "with by_season: matrix, a row a mechanism, a column a season; likewise fairness_by_season, producer_by_season" },
        { "welfare_by_draw", "array", "with by_draw: matrix, a row a mechanism, a column a draw; likewise engagement_by_draw, fairness_by_draw, producer_by_draw" },
      },
      formula = "(1/D) sum over draws d of weights . (1/S) sum over seasons of (engagement, fairness, producer); added in the order of seasons, then of draws",
      errors = {
        { draws .. "return ensemble:evaluate{theta1 = {0.5}}", "field 'theta2' missing" },
        { draws .. "return ensemble:evaluate{theta1 = 1, theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0, by_seasons = true}", "did you mean 'by_season'" },
      },
      example = draws .. [[
local r = ensemble:evaluate { theta1 = { 0, 1 }, theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0, by_draw = true }
print(r.welfare)              --> array(2) {0.7000000000000001, 0.8}
print(r.welfare_by_draw:row(1))  --> array(2) {0.8, 0.6000000000000001}]],
    },
    {
      name = "ensemble:lattice",
      signature = "ensemble:lattice([{theta1=, theta2=, theta3=, theta4=, theta5=, weights=, seed=, draws=, threads=, by_season=, by_draw=}]) -> record",
      summary = "Evaluates the product of five grids over all draws of the votes, much faster than a list: replays that take the same course are one.",
      arguments = with(batch_arguments,
        { "theta1", "array", "grid", default = "0.10 .. 0.90 by 0.01" },
        { "theta2", "array", "grid", default = "{0, 1, 2}" },
        { "theta3", "array", "grid", default = "0.50 .. 1.00 by 0.02" },
        { "theta4", "array", "grid", default = "0.00 .. 0.20 by 0.01" },
        { "theta5", "array", "grid", default = "{0, 1, 2}" },
        { "threads", "integer", "at most so many threads", default = "the program's" },
        by_arguments[1], by_arguments[2]),
      returns = {
        { "welfare", "array", "one entry per point, in the order of seasons:lattice" },
        { "engagement", "array", "this and the other fields as in ensemble:evaluate, the same bits" },
        { "count", "integer", "number of points" },
        { "best", "integer", "the first of the largest welfares" },
        { "grid", "table", "the five grids; voting.lattice_point takes the record" },
      },
      errors = {
        { draws .. "return ensemble:lattice{theta1 = {}}", "at least one value" },
        { draws .. "return ensemble:lattice{theta5 = {3}}", "theta5[1]" },
      },
      example = draws .. [[
local l = ensemble:lattice { theta1 = { 0.2, 0.8 }, theta2 = { 0 }, theta3 = { 1 }, theta4 = { 0 }, theta5 = { 0 } }
print(l.count, l.best, l.welfare)  --> 2	2	array(2) {0.7000000000000001, 0.8}]],
    },
    {
      name = "ensemble:sweep",
      signature = "ensemble:sweep{theta2=, theta3=, theta4=, theta5= [, low=, high=, weights=, seed=, draws=, threads=]} -> record",
      summary = "Finds every step of mean welfare as a function of theta1: the steps of all draws and seasons, merged.",
      arguments = with(batch_arguments,
        { "theta2", "integer", "fan value: 0 plurality, 1 borda, 2 approval" },
        { "theta3", "number", "discount in [0, 1]" },
        { "theta4", "number", "save threshold >= 0" },
        { "theta5", "integer", "tie rule: 0 fan, 1 judge, 2 random" },
        { "low", "number", "least theta1", default = 0.1 },
        { "high", "number", "greatest theta1", default = 0.9 },
        { "threads", "integer", "at most so many threads", default = "the program's" }),
      returns = {
        { "breaks", "array", "count + 1 values of theta1, ascending, from low to high" },
        { "welfare", "array", "on each open interval between breaks; likewise engagement, fairness, producer" },
        { "count", "integer", "number of intervals; neighbours differ in some utility" },
        { "best", "integer", "the first interval of the largest welfare" },
        { "best_low", "number", "its lower end" },
        { "best_high", "number", "its upper end" },
        { "best_welfare", "number", "its welfare" },
      },
      formula = "C_i = theta1 J_i + (1 - theta1) V_i is affine while the course holds: decisions change at roots of C_i - C_j and of C_(2) - C_(1) - theta4 only; at a break itself a tie rule decides",
      source = "core/voting/sweep.h",
      errors = {
        { draws .. "return ensemble:sweep{theta2 = 0, theta3 = 1, theta4 = -1, theta5 = 0}", "theta4" },
        { draws .. "return ensemble:sweep{theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 2, draws = 100000}", "at most 65536" },
      },
      example = draws .. [[
local s = ensemble:sweep { theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0 }
print(s.count, string.format("%.4f %.4f", s.best_low, s.best_welfare))  --> 4	0.6000 0.8000]],
    },
    {
      name = "rules",
      signature = "voting.rules(preset [, options]) -> table",
      summary = "Gives a preset of the show's rules per season, as a list that can be edited and passed to seasons:replay.",
      arguments = {
        { "preset", "string", "historical: rank in seasons 1-2 and from 28, percent in 3-27, no save; comap: the same with the judges' save from 28; broadcast: the save in 28-31 only, and scores and votes of weeks without elimination carried to the next cut" },
        { "options.late", "string", "combination from season 28: rank or percent", default = "rank" },
        { "options.carry", "boolean", "carry weeks without elimination", default = "true for broadcast, else false" },
      },
      returns = { { "table", "list of {from, to, combine, save, carry, ties, ranks, judge_weight}; the first that covers a season holds" } },
      source = "seasons 1-27: the show's published rules; from 28: the assumption of COMAP's statement; save in 28-31: press of the time",
      errors = {
        { [[voting.rules("historic")]], "did you mean 'historical'" },
        { [[voting.rules("comap", {late = "borda"})]], "unknown choice 'borda'" },
      },
      example = [[
for _, r in ipairs(voting.rules("comap")) do print(r.from, r.to, r.combine, r.save) end
--> 1.0	2.0	rank	false
--> 3.0	27.0	percent	false
--> 28.0	31.0	rank	true
--> 32.0	inf	rank	true]],
    },
    {
      name = "seasons:replay",
      signature = "seasons:replay(rule [, options]) -> record",
      summary = "Runs every season again under a rule per season or under a mechanism theta, and reports exits, places and utilities.",
      arguments = with({
        { "options.mode", "string", "dynamic: the field follows the rule, contestants who were out in the record are imputed and counted; static: the recorded field every week; first_divergence: dynamic up to the first week with other exits", default = "dynamic" },
        { "options.trace", "boolean", "list every week: scores, ties, save, imputed", default = false },
      }, { "rule", "string or table", "a preset's name; a list of rules as from voting.rules; one rule for all seasons {combine=, save=, carry=, ties=, ranks=, judge_weight=}; or theta = {theta1, theta2, theta3, theta4, theta5}, by name or position: judges' weight in [0, 1], fan value 0 plurality 1 borda 2 approval, discount in [0, 1], save threshold >= 0, ties 0 fan 1 judge 2 random" }, table.unpack(batch_arguments)),
      returns = {
        { "mode", "string", "as asked" },
        { "welfare", "number", "W = weights . (engagement, fairness, producer); utilities are means over seasons (and over draws where a random tie occurs); NaN unless dynamic" },
        { "engagement", "number", "(1 + tau_b(popularity, -place)) / 2" },
        { "fairness", "number", "tau_b(skill, -place)" },
        { "producer", "number", "1 - share of single eliminations in which the judges were asked" },
        { "imputed", "number", "contestant-weeks with imputed score and vote" },
        { "elimination_weeks", "integer", "weeks with a vote-off" },
        { "reproduced", "integer", "of these, weeks with exactly the recorded exits" },
        { "changed_contestants", "integer", "contestants whose last week differs from the record (dynamic)" },
        { "changed_seasons", "integer", "seasons with such a contestant" },
        { "seasons_with_ties", "integer", "seasons in which the tie rule decided something" },
        { "by_season", "table", "arrays season, engagement, fairness, producer, imputed, single_cuts, judge_cuts, first_divergence (week, NaN: none), elimination_weeks, reproduced, changed" },
        { "by_contestant", "table", "arrays exit_week and place (dynamic; of draw 0)" },
        { "misses", "table", "list of {season, week, out, recorded}: weeks whose exits differ, names in order of position" },
        { "trace", "table", "list of {season, week, k, final, save, decided, field, imputed, tied, bottom_two, out, recorded, judge, fan, combined}; judge, fan, combined are arrays in the order of field" },
      },
      formula = "theta: J = (total - min)/(max - min) in the field (0.5 if flat), A := theta3 A + v(theta2), V = A scaled in the field the same way, C = theta1 J + (1 - theta1) V, the lowest leave; with one to leave and C(2) - C(1) < theta4 the judges choose the smaller total of the bottom two",
      source = "core/voting/replay.h states every convention",
      errors = {
        { small .. "return seasons:replay('histrical')", "did you mean 'historical'" },
        { small .. "return seasons:replay{0.5, 0, 1, 0.15, 3}", "theta5" },
        { small .. "return seasons:replay{{from = 2, combine = 'rank'}}", "no rule covers season 1" },
        { small .. "return seasons:replay('comap', {mode = 'fast'})", "unknown choice 'fast'" },
      },
      example = small .. [[
local r = seasons:replay("historical")
print(r.reproduced, r.elimination_weeks)            --> 1	1
local theta = { theta1 = 0.9, theta2 = "plurality", theta3 = 1, theta4 = 0, theta5 = "fan" }
r = seasons:replay(theta, { trace = true })
print(r.misses[1].out[1], r.misses[1].recorded[1])  --> Bob	Cy
print(r.by_contestant.place, r.imputed)             --> array(3) {1.0, 3.0, 2.0}	1.0
print(r.trace[1].combined)                          --> array(3) {1.0, 0.075, 0.45}]],
    },
    {
      name = "seasons:margins",
      signature = "seasons:margins(rule) -> record",
      summary = "Finds for everybody whom a rule votes off how many extra votes would have saved him, in every recorded week by itself.",
      arguments = { { "rule", "string or table", "as in seasons:replay, without random ties" } },
      returns = {
        { "exits", "integer", "contestants voted off under the rule with the recorded fields" },
        { "possible", "integer", "of these, those whom some number of votes saves" },
        { "impossible", "integer", "those whom none does" },
        { "season", "array", "season number, one entry per exit" },
        { "week", "array", "week, from 1" },
        { "contestant", "array", "position in the contestants' columns" },
        { "recorded", "array", "1 when the record voted him off in this week too, else 0" },
        { "votes_needed", "array", "anything a little above it saves him: extra votes as a fraction of all cast that week; inf: impossible" },
        { "transfer", "array", "the same for votes moved from one who stays to him, the least over those; inf: impossible" },
        { "from", "array", "from whom; NaN: nobody" },
      },
      formula = "shares (p + t e_i) / (1 + t), or p + t (e_i - e_j); breakpoints in closed form, the cut decided between neighbours",
      source = "core/voting/margin.h states every convention",
      errors = {
        { small .. "return seasons:margins{0.5, 0, 1, 0.15, 2}", "got random" },
        { small .. "return seasons:margins('histrical')", "did you mean 'historical'" },
      },
      example = small .. [[
local m = seasons:margins { combine = "percent" }
print(m.contestant:get(1), string.format("%.3f", m.votes_needed:get(1)))        --> 3.0	0.248
print(m.from:get(1), string.format("%.3f", m.transfer:get(1)))                  --> 2.0	0.129
print(seasons:margins({ combine = "percent", judge_weight = 1 }).impossible)    --> 1]],
    },
    {
      name = "seasons:violations",
      signature = "seasons:violations(rule [, options]) -> record",
      summary = "Lists the recorded weeks in which support hurts: a contestant stays but would leave with more votes or a higher judges' total, or leaves but would stay with fewer votes or a lower total.",
      arguments = {
        { "rule", "string or table", "as in seasons:replay, without random ties" },
        { "options.step", "number", "totals are changed by it, twice it, ...; in [0.01, 1000]", default = 1 },
        { "options.least", "number", "the lowest score of one judge, where lowering ends", default = 1 },
        { "options.most", "number", "the highest score of one judge, where raising ends", default = 10 },
      },
      returns = {
        { "by_votes", "integer", "those who stay, but would leave with more votes; every number of extra votes is covered" },
        { "by_score", "integer", "those who stay, but would leave with a higher total" },
        { "by_fewer_votes", "integer", "those who leave, but would stay with fewer votes" },
        { "by_lower_score", "integer", "those who leave, but would stay with a lower total" },
        { "season", "array", "season number, one entry per violation" },
        { "week", "array", "week, from 1" },
        { "contestant", "array", "position in the contestants' columns" },
        { "votes", "array", "1 by votes, 0 by judges' total" },
        { "less", "array", "1 when he leaves and less of it saves him, 0 when he stays and more votes him off" },
        { "change", "array", "lower end of the first interval of such votes (a fraction of all cast); or the least such points" },
        { "at", "array", "a number of votes within that interval, or the same points" },
      },
      formula = "monotone: who stays with p stays with (p + t e_i) / (1 + t), t > 0, and with a higher total",
      source = "core/voting/margin.h",
      errors = {
        { small .. "return seasons:violations({0.5, 0, 1, 0.15, 2})", "got random" },
        { small .. "return seasons:violations('comap', {step = 0})", "step" },
      },
      example = small .. [[
local v = seasons:violations { combine = "percent" }
print(v.by_votes, v.by_score)  --> 0	0]],
    },
    {
      name = "seasons:clones",
      signature = "seasons:clones(rule) -> record",
      summary = "Tests every contestant of every recorded week with an exit for independence of clones: is the fate of the others changed when he is there twice, with the same judges' totals and his votes split?",
      arguments = { { "rule", "string or table", "as in seasons:replay, without random ties" } },
      returns = {
        { "tested", "integer", "pairs of contestant and week looked at" },
        { "fails", "integer", "of these, pairs that fail for some split of the votes" },
        { "fails_even", "integer", "pairs that fail when the votes are split evenly" },
        { "season", "array", "season number, one entry per failing pair" },
        { "week", "array", "week, from 1" },
        { "contestant", "array", "position in the contestants' columns" },
        { "leaves", "array", "1 when he leaves without cloning, else 0" },
        { "spoiler", "array", "length of the splits lambda in (0, 1) at which a clone leaves though he stays without cloning" },
        { "team", "array", "length of those at which neither clone leaves though he leaves without cloning" },
        { "crowd", "array", "length of those at which he fares as before but another leaves than without cloning" },
        { "least", "array", "lower end of the first failing interval of (0, 1/2); 1/2: the even split alone" },
        { "even", "table", "what happens with an even split: none, spoiler, team or crowd" },
      },
      formula = "clones share the votes as lambda : 1 - lambda in this and all earlier weeks and count as one: people leave in the rule's order until k different contestants have left",
      source = "core/voting/clone.h states every convention; T. N. Tideman, Social Choice and Welfare 4 (1987) 185-206",
      errors = {
        { small .. "return seasons:clones{0.5, 0, 1, 0.15, 2}", "got random" },
        { small .. "return seasons:clones('histrical')", "did you mean 'historical'" },
      },
      example = small .. [[
local c = seasons:clones { combine = "percent", judge_weight = 0 }
-- votes 0.5, 0.4, 0.1: a clone of Ann leaves if he has less than 0.1 of her 0.5
print(c.tested, c.fails, c.contestant)             --> 3	2	array(2) {1.0, 2.0}
print(string.format("%.2f", c.spoiler:get(1)))     --> 0.40
print(c.even[1])                                   --> none]],
    },
    {
      name = "seasons:evaluate",
      signature = "seasons:evaluate{theta1=, theta2=, theta3=, theta4=, theta5= [, weights=, seed=, draws=, threads=]} -> record",
      summary = "Computes welfare and utilities of many mechanisms by dynamic replay; results do not depend on threads.",
      arguments = with(batch_arguments,
        { "theta1", "array or number", "judges' weights in [0, 1]; a number stands for a column of it" },
        { "theta2", "array or number", "fan values: 0 plurality, 1 borda, 2 approval" },
        { "theta3", "array or number", "discounts in [0, 1]" },
        { "theta4", "array or number", "save thresholds >= 0" },
        { "theta5", "array or number", "tie rules: 0 fan, 1 judge, 2 random" },
        { "threads", "integer", "at most so many threads", default = "the program's" }),
      returns = {
        { "welfare", "array", "W of each mechanism" },
        { "engagement", "array", "mean over seasons" },
        { "fairness", "array", "mean over seasons" },
        { "producer", "array", "mean over seasons" },
        { "imputed", "array", "imputed contestant-weeks over all seasons" },
      },
      errors = {
        { small .. "return seasons:evaluate{theta1 = {0.5}}", "field 'theta2' missing" },
        { small .. "return seasons:evaluate{theta1 = {0.5, 2}, theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0}", "theta1[2]" },
        { small .. "return seasons:evaluate{theta1 = 1, theta2 = 0.5, theta3 = 1, theta4 = 0, theta5 = 0}", "0, 1 or 2 expected" },
      },
      example = small .. [[
local e = seasons:evaluate { theta1 = { 0, 0.5, 1 }, theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0 }
print(e.welfare)  --> array(3) {0.8, 0.8, 0.8666666666666667}]],
    },
    {
      name = "seasons:lattice",
      signature = "seasons:lattice([{theta1=, theta2=, theta3=, theta4=, theta5=, weights=, seed=, draws=, threads=, by_season=}]) -> record",
      summary = "Evaluates the product of five grids, much faster than a list: replays that take the same course are one.",
      arguments = with(batch_arguments,
        { "theta1", "array", "grid", default = "0.10 .. 0.90 by 0.01" },
        { "theta2", "array", "grid", default = "{0, 1, 2}" },
        { "theta3", "array", "grid", default = "0.50 .. 1.00 by 0.02" },
        { "theta4", "array", "grid", default = "0.00 .. 0.20 by 0.01" },
        { "theta5", "array", "grid", default = "{0, 1, 2}" },
        { "threads", "integer", "at most so many threads", default = "the program's" },
        by_arguments[1]),
      returns = {
        { "welfare", "array", "one entry per point: theta2 slowest, then theta5, theta4, theta3, theta1 fastest" },
        { "engagement", "array", "as in seasons:evaluate, the same bits" },
        { "fairness", "array", "the same" },
        { "producer", "array", "the same" },
        { "imputed", "array", "the same" },
        { "engagement_by_season", "array", "with by_season: matrix, a row a point, a column a season; likewise fairness_by_season, producer_by_season" },
        { "count", "integer", "number of points" },
        { "best", "integer", "the first of the largest welfares, so with ascending grids the smallest (theta2, theta5, theta4, theta3, theta1)" },
        { "grid", "table", "the five grids" },
      },
      errors = {
        { small .. "return seasons:lattice{theta1 = {}}", "at least one value" },
        { small .. "return seasons:lattice{theta6 = {1}}", "did you mean 'theta" },
      },
      example = small .. [[
local l = seasons:lattice { theta1 = { 0.2, 0.8 }, theta2 = { 0 }, theta3 = { 1 }, theta4 = { 0, 0.1 }, theta5 = { 0 } }
print(l.count, l.best, l.welfare)  --> 4	2	array(4) {0.8, 0.8666666666666667, 0.8, 0.8666666666666667}]],
    },
    {
      name = "lattice_point",
      signature = "voting.lattice_point(lattice, index) -> table",
      summary = "Gives the theta of one point of a lattice.",
      arguments = {
        { "lattice", "record", "result of seasons:lattice" },
        { "index", "integer", "1 .. count" },
      },
      returns = { { "table", "theta1 .. theta5 by name, as seasons:replay takes them" } },
      errors = {
        { [[voting.lattice_point({}, 1)]], "lattice expected" },
        { small .. "return voting.lattice_point(seasons:lattice{theta1 = {1}, theta2 = {0}, theta3 = {1}, theta4 = {0}, theta5 = {0}}, 2)", "integer in [1, 1]" },
      },
      example = small .. [[
local l = seasons:lattice { theta1 = { 0.2, 0.8 }, theta2 = { 0 }, theta3 = { 1 }, theta4 = { 0, 0.1 }, theta5 = { 0 } }
local theta = voting.lattice_point(l, 4)
print(theta.theta1, theta.theta4)  --> 0.8	0.1]],
    },
    {
      name = "seasons:plateau",
      signature = "seasons:plateau(theta, coordinate [, options]) -> record",
      summary = "Finds how far theta1, theta3 or theta4 moves before any exit, place or judges' decision changes: W is constant on that interval.",
      arguments = {
        { "theta", "table", "a mechanism, as for seasons:replay" },
        { "coordinate", "integer", "1, 3 or 4" },
        { "options.low", "number", "least value looked at", default = "0.1, 0.5, 0 (the source text's box)" },
        { "options.high", "number", "greatest value looked at", default = "0.9, 1, 0.2" },
        { "options.seed", "integer", "seed of random ties; draw 0 counts", default = 0 },
      },
      returns = {
        { "low", "number", "lower end; exact to rounding for theta1 and theta4 (there exclusive)" },
        { "high", "number", "upper end; for theta3 found by steps of 1e-3 and bisection" },
      },
      formula = "C_i - C_j = V_i - V_j + theta1 ((J_i - V_i) - (J_j - V_j))",
      errors = {
        { small .. "return seasons:plateau({0.5, 0, 1, 0, 0}, 2)", "theta2 is a category" },
        { small .. "return seasons:plateau({0.95, 0, 1, 0, 0}, 1)", "outside [0.1, 0.9]" },
        { small .. "return seasons:plateau('comap', 1)", "theta expected" },
      },
      example = small .. [[
local p = seasons:plateau({ 0.3, 0, 1, 0, 0 }, 1)
print(string.format("%.4f %.4f", p.low, p.high))  --> 0.1000 0.6000]],
    },
    {
      name = "rank",
      signature = "voting.rank(scores [, options]) -> array",
      summary = "Ranks scores, 1 for the largest.",
      arguments = {
        { "scores", "array", "finite numbers" },
        { "options.ties", "string", "competition 1,2,2,4; average 1,2.5,2.5,4; dense 1,2,2,3", default = "competition" },
        { "options.tolerance", "number", "neighbours in order no farther apart are tied (1e-3 for judge totals)", default = 0 },
      },
      returns = { { "array", "ranks" } },
      nan = "NaN and infinities raise",
      errors = {
        { [[voting.rank{1, 0/0}]], "finite number expected at position 2" },
        { [[voting.rank({1, 2}, {ties = "competiton"})]], "did you mean 'competition'" },
      },
      example = [[
print(voting.rank({ 27, 24, 24.0003, 20 }, { tolerance = 1e-3 }))  --> array(4) {1.0, 2.0, 2.0, 4.0}]],
    },
    {
      name = "percent",
      signature = "voting.percent(scores) -> array",
      summary = "Divides scores by their sum; equal parts when the sum is 0.",
      arguments = { { "scores", "array", "finite numbers >= 0" } },
      returns = { { "array", "fractions that sum to 1" } },
      nan = "NaN and infinities raise",
      errors = { { [[voting.percent{1, -1}]], "number >= 0 expected at position 2" } },
      example = [[print(voting.percent { 30, 10 })  --> array(2) {0.75, 0.25}]],
    },
    {
      name = "plurality",
      signature = "voting.plurality(votes) -> array",
      summary = "Gives each his share of the votes (theta2 = 0).",
      arguments = { { "votes", "array", "finite numbers >= 0" } },
      returns = { { "array", "shares that sum to 1; equal when there are no votes" } },
      nan = "NaN and infinities raise",
      errors = { { [[voting.plurality{}]], "at least one score" } },
      example = [[print(voting.plurality { 3, 1 })  --> array(2) {0.75, 0.25}]],
    },
    {
      name = "borda",
      signature = "voting.borda(votes) -> array",
      summary = "Gives Borda points of the ranking by votes, scaled to [0, 1] (theta2 = 1).",
      arguments = { { "votes", "array", "finite numbers" } },
      returns = { { "array", "points" } },
      formula = "(number below + half the number level) / (n - 1); 1 for a single one",
      nan = "NaN and infinities raise",
      errors = { { [[voting.borda("x")]], "array or table of numbers expected" } },
      example = [[print(voting.borda { 0.5, 0.2, 0.2, 0.1, 0 })  --> array(5) {1.0, 0.625, 0.625, 0.25, 0.0}]],
    },
    {
      name = "approval",
      signature = "voting.approval(votes) -> array",
      summary = "Gives 1 to those with at least an equal share of the votes, else 0 (theta2 = 2).",
      arguments = { { "votes", "array", "finite numbers >= 0" } },
      returns = { { "array", "zeros and ones" } },
      formula = "[n share >= 1], to 1e-12",
      nan = "NaN and infinities raise",
      errors = { { [[voting.approval{1, 1/0}]], "finite number expected" } },
      example = [[print(voting.approval { 0.5, 0.3, 0.2 })  --> array(3) {1.0, 0.0, 0.0}]],
    },
    {
      name = "combine",
      signature = "voting.combine(judges, fans [, options]) -> array",
      summary = "Combines judges' totals and fans' votes of one week; larger is better.",
      arguments = {
        { "judges", "array", "totals; >= 0 is meant for percent" },
        { "fans", "array", "votes or shares, >= 0" },
        { "options.combine", "string", "rank: minus the weighted sum of ranks; percent: the weighted sum of fractions", default = "rank" },
        { "options.ranks", "string", "ties of ranks, as voting.rank", default = "competition" },
        { "options.judge_weight", "number", "w in [0, 1]; the fans have 1 - w", default = 0.5 },
        { "options.tolerance", "number", "judges' totals no farther apart share a rank", default = 1e-3 },
      },
      returns = { { "array", "combined scores" } },
      source = "COMAP's statement of the contest: season 1 week 4 (rank), season 5 week 9 (percent)",
      nan = "NaN and infinities raise",
      errors = {
        { [[voting.combine({1, 2}, {1})]], "length 2 expected, got 1" },
        { [[voting.combine({1}, {1}, {combine = "borda"})]], "unknown choice 'borda'" },
      },
      example = [[
print(voting.combine({ 25, 20, 21, 26 }, { 1.1, 3.7, 3.2, 2 }))  --> array(4) {-3.0, -2.5, -2.5, -2.0}]],
    },
    {
      name = "cut",
      signature = "voting.cut(combined, k [, options]) -> record",
      summary = "Finds the k who leave, breaking ties at the cut by a stated rule.",
      arguments = {
        { "combined", "array", "finite numbers, larger is better" },
        { "k", "integer", "1 .. n" },
        { "options.ties", "string", "position: the earlier leaves; fan: the fewer votes, then the smaller judges' total; judge: the reverse; random: drawn", default = "position" },
        { "options.fan", "array", "votes, for ties" },
        { "options.judge", "array", "judges' totals, for ties (compared to 1e-3)" },
        { "options.tolerance", "number", "combined scores no farther above the lowest are level", default = 0 },
        { "options.seed", "integer", "seed of random ties", default = 0 },
        { "options.draw", "integer", "which draw of that seed", default = 0 },
      },
      returns = {
        { "out", "table", "positions in the order of leaving" },
        { "tied", "table", "positions level at the cut, empty when scores decided" },
        { "decided", "string", "score, or the tie rule" },
      },
      nan = "NaN and infinities raise",
      errors = {
        { [[voting.cut({1, 2}, 3)]], "integer in [1, 2]" },
        { [[voting.cut({1, 1}, 1, {ties = "fan"})]], "needs the option 'fan'" },
      },
      example = [[
local c = voting.cut({ 3, 1, 1, 2 }, 1, { ties = "fan", fan = { 0.4, 0.3, 0.1, 0.2 } })
print(c.out[1], #c.tied, c.decided)  --> 3	2	fan]],
    },
  },
}

for _, entry in ipairs(require("solon.doc.voting.hidden")(small)) do
  document.functions[#document.functions + 1] = entry
end

return document
