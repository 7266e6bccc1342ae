-- claims/init.lua - every number the source text prints, computed.  Most are about the published contest, so on any
-- other file they cannot be: they are computed there by the source text's own formulas (its corrected ones are in
-- the recommendation), with the votes of the run, at the optimum and the status quo it prints; over draws of the
-- votes welfare and utilities are means, and what counts or tests seasons is that of the mean votes.  What its numbers
-- say about each other is in claims_printed.lua.

local claims_printed = require "solon.mechanism.claims.printed"
local counterfactual = require "solon.mechanism.counterfactual"
local optimality = require "solon.mechanism.certificate.optimality"
local over_draws = require "solon.mechanism.uncertain.over_draws"
local parameters = require "solon.mechanism.parameters"
local published = require "solon.mechanism.published"
local replay = require "solon.mechanism.replay"

local claims = {}

local PUBLISHED = "ea99caec6ea243bdb450a1971a95ba8a95701a93be7ff29f0ba3c57d72ddff52"

-- A utility of one run, or its difference from another's, with a word on the draws it is a mean over.
local function value_of(found, run, name, from)
  if not found.over_draws then return found[run][name] - (from and found[from][name] or 0) end
  local runs = found.over_draws
  local value = from and over_draws.difference(runs[run], runs[from], name) or runs[run][name]
  return value.mean, string.format("mean over draws of the votes, 95%% of them in [%.4f, %.4f]", value.low, value.high)
end

local function performance(claim, found)
  local sq, opt = "status_quo", "optimal_as_published"
  claim("welfare-status-quo", value_of(found, sq, "welfare"))
  claim("welfare-proposed", value_of(found, opt, "welfare"))
  claim("welfare-improvement", value_of(found, opt, "welfare", sq))
  claim("fairness-delta", value_of(found, opt, "fairness", sq))
  claim("engagement-delta", value_of(found, opt, "engagement", sq))
  local best = found.search.best
  claim("optimal-theta1", best.theta1)
  claim("optimal-theta2", best.theta2)
  claim("optimal-theta3", best.theta3)
  claim("optimal-theta4", best.theta4)
  claim("optimal-theta5", best.theta5)
  local there = value_of(found, opt, "welfare")
  claim("optimum-is-best", there >= found.search.welfare,
    string.format("W is %.4f there and %.4f at the best point found", there, found.search.welfare))
end

local function changes(claim, found)
  local rows = counterfactual.table(found.status_quo.results, found.optimal_as_published.results)
  local counted, literal = counterfactual.summary(rows), counterfactual.summary(rows, "elimination_changes_as_published")
  claim("seasons-analyzed", counted.seasons_analyzed)
  claim("elimination-changes", counted.total_elimination_changes)
  claim("elimination-changes-by-position", literal.total_elimination_changes)
  claim("seasons-with-changes", counted.seasons_with_changes)
  claim("seasons-with-changes-by-position", literal.seasons_with_changes)
  claim("average-changes", literal.average_changes_per_season)
end

local function tests(claim, found)
  local literal = published.run_statistical_tests(found.status_quo.results, found.optimal_as_published.results, { seed = found.seed })
  local m, z, p = literal.mcnemar, literal.fisher_z, literal.permutation
  local function in_favour(id, test, effect)
    claim(id, test.significant and effect > 0, test.significant and effect < 0 and "significant against it" or nil)
  end
  claim("mcnemar-chi2", m.chi2, string.format("b = %d, c = %d", m.b, m.c))
  claim("mcnemar-p", m.p_value)
  in_favour("mcnemar-significant", m, m.b - m.c)
  claim("fisher-z-of-seasons", z.z)
  claim("fisher-z-p", z.p_value)
  in_favour("fisher-z-significant", z, z.z)
  claim("permutation-diff", p.observed_diff)
  claim("permutation-p", p.p_value)
  in_favour("permutation-significant", p, p.observed_diff)
end

local function kkt(claim, found)
  local optimum = parameters.optimal_as_published()
  local gradient, hessian = optimality.embed(optimality.verify(optimum, found.search.evaluate))
  local check = published.verify_kkt(optimum, gradient, hessian)
  claim("gradient-norm-of-differences", check.gradient_norm, "differences over 0.01; W is a step function")
  for i, value in ipairs(check.hessian_eigenvalues) do
    claim("hessian-eigenvalue-" .. i, math.abs(value) < 1e-9 and 0.0 or value) -- rounding of what is 0
  end
  claim("stationarity", check.stationarity)
  claim("second-order", check.second_order)
  claim("kkt-satisfied", check.kkt_satisfied)
end

local function status_quo(claim, contest, found)
  local run = replay.run(contest, parameters.status_quo(), { seasons = found.seasons, seed = found.seed, mode = "static" })
  claim("status-quo-is-current", run.reproduced == run.elimination_weeks,
    string.format("it reproduces %d of %d elimination weeks", run.reproduced, run.elimination_weeks))
end

--- The claims that need the published contest, by id in the order in which they are computed.
claims.of_contest = { "welfare-status-quo", "welfare-proposed", "welfare-improvement", "fairness-delta", "engagement-delta",
  "optimal-theta1", "optimal-theta2", "optimal-theta3", "optimal-theta4", "optimal-theta5", "optimum-is-best", "seasons-analyzed",
  "elimination-changes", "elimination-changes-by-position", "seasons-with-changes", "seasons-with-changes-by-position",
  "average-changes", "mcnemar-chi2", "mcnemar-p", "mcnemar-significant", "fisher-z-of-seasons", "fisher-z-p",
  "fisher-z-significant", "permutation-diff", "permutation-p", "permutation-significant", "gradient-norm-of-differences",
  "hessian-eigenvalue-1", "hessian-eigenvalue-2", "hessian-eigenvalue-3", "hessian-eigenvalue-4", "hessian-eigenvalue-5",
  "stationarity", "second-order", "kkt-satisfied", "status-quo-is-current" }

-- Those of them that are about W, and so about its weights.
local of_welfare = { ["optimum-is-best"] = true, ["gradient-norm-of-differences"] = true, stationarity = true,
  ["second-order"] = true, ["kkt-satisfied"] = true }
local function is_of_welfare(id)
  return of_welfare[id] or id:find("^welfare%-") ~= nil or id:find("^optimal%-theta") ~= nil or id:find("^hessian%-") ~= nil
end

-- The claim function of a run whose weights are not those of the source text: its welfare is another one.
local function with_other_weights(claim)
  return function(id, value, reason)
    if is_of_welfare(id) then return claim(id, nil, "the weights are not the source text's") end
    return claim(id, value, reason)
  end
end

--- Computes each claim: claim(id, value [, reason]) as ctx.claim of a protocol; found as in recommendation.
function claims.compute(claim, contest, found)
  claims_printed.compute(claim)
  if contest.sha256 ~= PUBLISHED then
    for _, id in ipairs(claims.of_contest) do claim(id, nil, "these are not the published seasons") end
    return
  end
  local w, stated = found.weights, parameters.weights()
  if w.omega_fan ~= stated.omega_fan or w.omega_judge ~= stated.omega_judge or w.omega_producer ~= stated.omega_producer then
    claim = with_other_weights(claim)
  end
  performance(claim, found)
  changes(claim, found)
  tests(claim, found)
  kkt(claim, found)
  status_quo(claim, contest, found)
end

return claims
