-- mechanism_real_test.lua - both protocols on the contest's own file and one published estimate of its votes.
-- Reference figures: counts and reproduction from the published analyses; welfare of the two printed rules,
-- of (0.60, plurality, 0.56, 0) and their utilities from an independent implementation of the same definitions.

local tap = require "solon.tap"
local shell = require "support.shell"
local json = require "solon.json"
local frame = require "solon.frame"
local t = tap.new()

local SEASONS, VOTES = shell.real_contest(t, "both protocols on the real seasons", "2026_MCM_Problem_C_Data.csv",
  "fan_votes_a.csv")

local root = shell.directory()
local DATA = string.format("--seasons %s --votes %s --quiet ", SEASONS, VOTES)

local function run(protocol, name, arguments)
  local status, _, err = shell.solon_run(string.format("run %s %s --out %s/%s %s", protocol, DATA, root, name, arguments))
  if not t:equal(status, 0, protocol .. " " .. arguments) then t:note(err) end
end

local function read(name, file) return json.parse(shell.read(root .. "/" .. name .. "/" .. file)) end

-- ---- replay ---------------------------------------------------------------------------------------------

run("mechanism-replay", "historical", "--rules historical --replay static")
local historical = read("historical", "replay.json")
t:same({ historical.reproduced, historical.elimination_weeks, #historical.misses }, { 256, 260, 4 },
  "the historical rules reproduce 256 of 260 weeks")
local c = historical.contest.counts
t:same({ c.contestants, c.seasons, c.season_weeks, c.contestant_weeks }, { 421, 34, 335, 2777 }, "the contest's counts")
run("mechanism-replay", "comap", "--rules comap --replay static")
t:equal(read("comap", "replay.json").reproduced, 250, "and with the save 250")
t:equal(assert(frame.read(root .. "/historical/replay.csv")):rows(), 2777, "a row for every contestant-week")

-- ---- search ---------------------------------------------------------------------------------------------

run("mechanism-search", "one", "--jobs 1")
run("mechanism-search", "four", "--jobs 4")
for _, name in ipairs { "results_6_v2.csv", "counterfactual_analysis_6_v2.csv", "results_6_v2_recommendation.json", "pareto.csv",
  "weights.csv", "stability.csv", "certificate.json", "axioms.csv", "report.html", "claims.json", "summary.txt" } do
  t:ok(shell.read(root .. "/one/" .. name) == shell.read(root .. "/four/" .. name), "the same bytes with one worker and four: " .. name)
end
local status, text, err = shell.solon_run("verify " .. root .. "/four --jobs 2")
if not t:equal(status, 0, "solon verify, with two workers") then t:note(text .. err) end

local advice = read("one", "results_6_v2_recommendation.json")
local p = advice.performance
local near = { absolute = 5e-5, relative = 0 }
t:near(p.status_quo.welfare, 0.6962, near, "status quo: welfare")
t:near(p.status_quo.engagement, 0.7964, near, "status quo: engagement")
t:near(p.status_quo.fairness, 0.5325, near, "status quo: fairness")
t:near(p.status_quo.producer, 0.7264, near, "status quo: producer")
t:near(p.optimal_as_published.welfare, 0.6327, near, "the printed optimum: welfare")
t:near(p.optimal_as_published.engagement, 0.8072, near, "the printed optimum: engagement")
t:near(p.optimal_as_published.fairness, 0.3491, near, "the printed optimum: fairness")
t:near(p.optimal_as_published.producer, 0.6837, near, "the printed optimum: producer")
t:equal(p.optimal_as_published.imputed_contestant_weeks, 202, "the printed optimum: imputed contestant-weeks")
local best = advice.method.cell_bests[1]
t:same({ best.theta1, best.theta2, best.theta3, best.theta4, best.theta5 }, { 0.6, 0, 0.56, 0.0, 0 }, "the best lattice point")
t:near(best.welfare, 0.7852, near, "its welfare")
t:ok(p.welfare_proposed >= best.welfare, "refinement does not lose")
t:equal(advice.counterfactual_summary.seasons_analyzed, 34, "34 seasons")
t:equal(assert(frame.read(root .. "/one/counterfactual_analysis_6_v2.csv")):rows(), 34, "a row for each")

-- ---- claims ---------------------------------------------------------------------------------------------

local verdicts = {}
for _, claim in ipairs(read("one", "claims.json")) do verdicts[claim.id] = claim end
t:equal(verdicts["welfare-proposed"].verdict, "differs", "claim: the printed welfare is not what its rule gives")
t:ok(verdicts["fairness-delta"].computed < 0, "claim: fairness falls where it is said to rise")
t:near(verdicts["fisher-z"].computed, 0.2834, near, "claim: the printed correlations have z = 0.2834, not 2.31")
t:near(verdicts["gradient-norm"].computed, 0.003873, { absolute = 5e-7, relative = 0 }, "claim: the norm of the printed gradient")
for id, want in pairs {
  ["seasons-analyzed"] = "agrees", ["mcnemar-chi2"] = "differs", ["mcnemar-chi2-attainable"] = "impossible",
  ["mcnemar-p-of-printed-chi2"] = "agrees", ["fisher-z-p-of-printed-z"] = "agrees", ["optimum-is-best"] = "differs",
  ["mcnemar-significant"] = "differs", ["kkt-satisfied"] = "differs", ["status-quo-is-current"] = "differs",
} do
  t:equal(verdicts[id].verdict, want, "claim: " .. id)
end
-- the printed formula of z on these votes gives p 0.37 in an independent implementation
t:near(verdicts["fisher-z-p"].computed, 0.37, { absolute = 5e-3, relative = 0 }, "claim: p of the printed z on the real seasons")

-- ---- one command, votes inferred --------------------------------------------------------------------------

local FEW = "--chains 2 --posterior-draws 50 --warmup 50 --rounds 1 --vote-draws 10 --axiom-draws 5 --resamples 50 --quiet "
for _, jobs in ipairs { 1, 2 } do
  local code, _, message = shell.solon_run(string.format("run mechanism-search --seasons %s %s --jobs %d --out %s/inferred%d", SEASONS,
    FEW, jobs, root, jobs))
  if not t:equal(code, 0, "mechanism-search without votes, " .. jobs .. " workers") then t:note(message) end
end
for _, name in ipairs { "draws.parquet", "vote_summary.csv", "results_6_v2.csv", "results_6_v2_recommendation.json", "stability.csv",
  "certificate.json", "axioms.csv", "report.html" } do
  local one = shell.read(root .. "/inferred1/" .. name)
  t:ok(one and one == shell.read(root .. "/inferred2/" .. name), "the same bytes with one worker and two: " .. name)
end
local diagnostics = read("inferred1", "diagnostics.json")
t:same({ diagnostics.infeasible.count, diagnostics.consistency.feasible, diagnostics.consistency.explained_by_every_draw },
  { 0, 294, 294 }, "every draw explains every decision")
local gain = read("inferred1", "results_6_v2_recommendation.json").sureness.gain.status_quo
t:ok(gain.joint.low > 0, "the gain over the status quo is surely above 0 under the inferred votes")

t:done()
