-- claims_test.lua - the claims of the mechanism text: every declared one is computed, and what the printed numbers
-- say about each other.  Reference values: SciPy by tests/reference/claims_reference.py.

local tap = require "solon.tap"
local claims = require "solon.mechanism.claims"
local judge = require "solon.protocol.claims"
local mechanism = require "solon.mechanism"
local protocol = require "solon.protocol"
local recommendation = require "solon.mechanism.study.recommendation"
local t = tap.new()

local declared = {}
local head = protocol.load("mechanism-search").head
for _, claim in ipairs(head.claims) do declared[claim.id] = claim end

-- Runs the claims; the records by id.  A claim that is not declared, or computed twice, fails.
local function records_of(contest, found)
  local records, once = {}, true
  claims.compute(function(id, value, reason)
    if not declared[id] or records[id] then
      once = false
      t:note("claim " .. id .. (declared[id] and " computed twice" or " is not declared"))
      return
    end
    records[id] = judge.judge(declared[id], value, reason)
  end, contest, found)
  t:ok(once, "every claim computed is declared, and computed once")
  local missing = {}
  for _, claim in ipairs(head.claims) do
    if not records[claim.id] then missing[#missing + 1] = claim.id end
  end
  t:same(missing, {}, "every claim declared is computed")
  return records
end

-- ---- on another contest ----------------------------------------------------------------------------------

local contest, votes = mechanism.simulate { seasons = 4 }
local records = records_of(contest, nil)
local of_contest = {}
for _, id in ipairs(claims.of_contest) do
  of_contest[id] = true
  t:equal(records[id].verdict, "not_computable", id .. " needs the published contest")
  t:equal(records[id].reason, "these are not the published seasons", "and says so")
end
t:equal(records["status-quo-tiebreaker"].verdict, "not_computable", "nobody knows the show's rule for ties")

for id, want in pairs {
  ["welfare-improvement-of-printed"] = { 0.054, "agrees" },
  ["welfare-improvement-of-deltas"] = { 0.0311, "differs" },
  ["fairness-delta-of-correlations"] = { 0.057, "agrees" },
  ["average-changes-of-printed"] = { 4.764705882352941, "agrees" },
  ["mcnemar-chi2-attainable"] = { 12.5, "impossible" },
  ["mcnemar-chi2-of-28-seasons"] = { 12.892857142857142, "impossible" },
  ["mcnemar-p-of-printed-chi2"] = { 0.00041799181991965153, "agrees" },
  ["fisher-z"] = { 0.2833575069642456, "differs" },
  ["fisher-z-p-of-correlations"] = { 0.7769027985648999, "differs" },
  ["fisher-z-p-of-printed-z"] = { 0.020888154123902165, "agrees" },
  ["fisher-z-seasons-needed"] = { 2064, "differs" }, -- 2063.23 rounded up
  ["gradient-norm"] = { 0.003872983346207417, "differs" },
  ["judge-weight-percent"] = { 35, "agrees" }, ["fan-weight-percent"] = { 65, "agrees" }, ["decay-percent"] = { 15, "agrees" },
  ["status-quo-judge-weight"] = { 0.5, "agrees" }, ["status-quo-discount"] = { 0, "differs" }, ["status-quo-save"] = { 0, "differs" },
  ["stakeholder-weights-sum"] = { 1, "agrees" }, ["unit-test-params-creation"] = { 0.35, "agrees" },
} do
  t:near(records[id].computed, want[1], { relative = 1e-12, absolute = 1e-15 }, id)
  t:equal(records[id].verdict, want[2], id .. ": verdict")
end
for id, verdict in pairs {
  ["fisher-z-significant-of-correlations"] = "differs", ["kkt-tells-an-optimum"] = "differs", ["welfare-within-0-1"] = "differs",
  ["permutation-tests"] = "differs", ["status-quo-aggregation"] = "differs", ["mechanism-name"] = "agrees",
  ["stationarity-of-printed"] = "agrees", ["primal-feasibility"] = "agrees", ["second-order-of-printed"] = "agrees",
  ["kkt-satisfied-of-printed"] = "agrees", ["unit-test-welfare"] = "agrees", ["unit-test-kkt"] = "agrees",
  ["unit-test-statistics"] = "agrees", ["unit-test-status-quo-vs-optimal"] = "agrees",
} do
  t:equal(records[id].verdict, verdict, id)
end
t:ok(records["mcnemar-chi2-attainable"].reason:find("nearest is b = 17, c = 1", 1, true), "the nearest counts are named")

-- ---- as on the published contest -------------------------------------------------------------------------

do
  local search = mechanism.search(contest, { votes = votes, thin = 20, rounds = 0 })
  local found = recommendation.compare(contest, search, { votes = votes, rules = "historical", seed = 1, draws = 20, mode = "dynamic" })
  local genuine = contest.sha256
  contest.sha256 = "ea99caec6ea243bdb450a1971a95ba8a95701a93be7ff29f0ba3c57d72ddff52"
  local all = records_of(contest, found)
  contest.sha256 = genuine
  for id in pairs(of_contest) do t:ok(all[id].computed ~= nil, id .. " is computed on the published contest") end
  t:equal(all["welfare-proposed"].computed, found.optimal_as_published.welfare, "welfare of the printed optimum")
  t:equal(all["optimum-is-best"].computed, found.optimal_as_published.welfare >= search.welfare, "compared with the best")
  local literal = mechanism.run_statistical_tests_as_published(found.status_quo.results, found.optimal_as_published.results, { seed = 1 })
  t:equal(all["permutation-p"].computed, literal.permutation.p_value, "p of the literal permutation test")
  t:equal(all["mcnemar-chi2"].computed, literal.mcnemar.chi2, "chi-square of the literal test")
  t:equal(all["fisher-z-significant"].computed, literal.fisher_z.significant and literal.fisher_z.z > 0,
    "significant counts only in favour of the optimum")
  t:equal(all["average-changes"].computed, all["elimination-changes-by-position"].computed / 4, "changes per season")
end

-- ---- verdicts ----------------------------------------------------------------------------------------------

do
  local claim = { id = "x", quantity = "q", stated = 2.5 }
  local shown = judge.judge(claim, 2, { impossible = "a count is whole" })
  t:same({ shown.verdict, shown.reason, shown.computed, shown.difference }, { "impossible", "a count is whole", 2, -0.5 },
    "shown to be impossible")
  t:equal(judge.judge(claim, nil, { impossible = "a count is whole" }).verdict, "impossible", "also with nothing computed")
  t:equal(judge.judge(claim, 2.5, "by hand").verdict, "agrees", "a remark changes no verdict")
  t:equal(judge.judge({ stated = "plurality" }, "rank").verdict, "differs", "words that differ")
  t:equal(judge.judge({ stated = true }, true).verdict, "agrees", "what is true")
  t:equal(judge.judge({ stated = true }, 1).verdict, "differs", "a number is not true")
  local lines = judge.lines { judge.judge({ quantity = "name", stated = "a name of thirty-two characters." }, "short"),
    judge.judge({ quantity = "n", stated = 1 }, 1, "as it should be") }
  t:equal(lines[1]:find("quantity", 1, true), lines[2]:find("name$"), "columns are as wide as what stands in them")
  t:equal(lines[1]:find("quantity", 1, true), lines[3]:find("n (as it should be)", 1, true), "in every line, remarks behind")
end

t:done()
