-- printed.lua - what the numbers the source text prints say about each other, whatever the contest: sums,
-- p-values, attainable statistics, its own unit tests.

local description = require "solon.mechanism.description"
local inference = require "solon.inference"
local parameters = require "solon.mechanism.parameters"
local published = require "solon.mechanism.published"
local voting = require "solon.voting"
local welfare = require "solon.mechanism.welfare"

local claims_printed = {}

-- What is printed; correlations and gradient stand in the texts beside the specification.
local printed = {
  welfare = { 0.558, 0.612 }, engagement_delta = 0.035, fairness_delta = 0.057, correlations = { 0.427, 0.484 },
  seasons = 34, changes = 162, seasons_with_changes = 28, chi2 = 12.45, z = 2.31, gradient_norm = 0.0029,
  gradient = { 0.002, -0.001, 0.003, -0.001, 0.0 }, eigenvalues = { -0.152, -0.083, -0.031, 0.0, 0.0 },
}

-- (|b - c| - 1)^2 / (b + c) nearest to a value, over low <= b + c <= high: the value, b, c with b >= c.
local function nearest_chi_square(value, low, high)
  local best, b_best, c_best
  for n = low, high do
    for c = 0, n // 2 do
      local chi2 = (n - 2 * c - 1) ^ 2 / n
      if n > 0 and (not best or math.abs(chi2 - value) < math.abs(best - value)) then best, b_best, c_best = chi2, n - c, c end
    end
  end
  return best, b_best, c_best
end

local function performance(claim)
  local gain = printed.welfare[2] - printed.welfare[1]
  claim("welfare-improvement-of-printed", gain)
  local two = 0.4 * printed.engagement_delta + 0.3 * printed.fairness_delta
  claim("welfare-improvement-of-deltas", two, string.format("the other %.4f, or %.4f of the producer's utility, is nowhere stated",
    gain - two, (gain - two) / 0.3))
  claim("fairness-delta-of-correlations", printed.correlations[2] - printed.correlations[1])
end

local function mcnemar(claim)
  local chi2, b, c = nearest_chi_square(printed.chi2, 1, printed.seasons)
  claim("mcnemar-chi2-attainable", chi2, { impossible = string.format(
    "no whole b + c <= %d gives it; nearest is b = %d, c = %d", printed.seasons, b, c) })
  chi2, b, c = nearest_chi_square(printed.chi2, printed.seasons_with_changes, printed.seasons_with_changes)
  claim("mcnemar-chi2-of-28-seasons", chi2, { impossible = string.format(
    "b + c is the number of seasons that change, %d; nearest is b = %d, c = %d", printed.seasons_with_changes, b, c) })
  claim("mcnemar-p-of-printed-chi2", inference.normal_p_value(math.sqrt(printed.chi2)))
end

local function transformed(r) return 0.5 * math.log((1 + r) / (1 - r)) end

local function fisher_z(claim)
  local r, n = printed.correlations, printed.seasons
  local difference = transformed(r[2]) - transformed(r[1])
  local z = difference / math.sqrt(2 / (n - 3))
  claim("fisher-z", z)
  claim("fisher-z-p-of-correlations", inference.normal_p_value(z))
  claim("fisher-z-significant-of-correlations", inference.normal_p_value(z) < 0.05)
  claim("fisher-z-p-of-printed-z", inference.normal_p_value(printed.z))
  claim("fisher-z-seasons-needed", math.ceil(3 + 2 * (printed.z / difference) ^ 2))
  claim("permutation-tests", "fairness", "the code permutes fairness scores; its comment says welfare")
end

-- Zero derivatives, those of any plateau, at a point that is no optimum of anything.
local function plateau_passes()
  local flat, zeros = { 0, 0, 0, 0, 0 }, {}
  for i = 1, 5 do zeros[i] = { 0, 0, 0, 0, 0 } end
  return published.verify_kkt(parameters.new(0.123, 0, 0.6, 0.11, 2), flat, zeros).kkt_satisfied
end

local function kkt(claim)
  local square = 0.0
  for _, slope in ipairs(printed.gradient) do square = square + slope * slope end
  claim("gradient-norm", math.sqrt(square))
  local diagonal = {}
  for i = 1, 5 do
    diagonal[i] = { 0, 0, 0, 0, 0 }
    diagonal[i][i] = printed.eigenvalues[i]
  end
  local check = published.verify_kkt(parameters.optimal_as_published(), { printed.gradient_norm, 0, 0, 0, 0 }, diagonal)
  claim("stationarity-of-printed", check.stationarity)
  claim("primal-feasibility", check.primal_feasibility)
  claim("second-order-of-printed", check.second_order)
  claim("kkt-satisfied-of-printed", check.kkt_satisfied)
  claim("kkt-tells-an-optimum", not plateau_passes(), "zero derivatives, as on every plateau of a step function, pass anywhere")
end

local function description_of(claim)
  local optimum = parameters.optimal_as_published()
  claim("average-changes-of-printed", printed.changes / printed.seasons)
  claim("mechanism-name", description.name(optimum))
  claim("judge-weight-percent", 100 * optimum.theta1)
  claim("fan-weight-percent", 100 * (1 - optimum.theta1))
  claim("decay-percent", 100 * (1 - optimum.theta3))
end

-- The status quo of the source text beside the show's rules.
local function status_quo(claim)
  local weight, combine, save, carry, kinds = nil, nil, 0.0, 0.0, {}
  for _, rule in ipairs(voting.rules "historical") do
    weight = rule.judge_weight
    if rule.save then save = nil end
    if rule.carry then carry = nil end
    if rule.combine ~= combine then
      combine = rule.combine
      kinds[#kinds + 1] = string.format("%s from season %d", combine, math.tointeger(rule.from))
    end
  end
  claim("status-quo-judge-weight", weight)
  claim("status-quo-aggregation", "rank or share", table.concat(kinds, ", "))
  claim("status-quo-discount", carry, "no week's votes counted in a later elimination")
  claim("status-quo-save", save, "no save by a threshold existed; from season 28 the judges chose among two by rule")
  claim("status-quo-tiebreaker", nil, "the show's rule for ties is not known")
end

local function results(count, fairness, engagement, producer)
  local list = {}
  for i = 1, count do
    list[i] = welfare.season_result { season_id = i, fairness_score = fairness, engagement_score = engagement, producer_score = producer }
  end
  return list
end

local function unit_tests(claim)
  local optimum = parameters.optimal_as_published()
  claim("unit-test-params-creation", parameters.new(0.35, 1, 0.85, 0.08, 1).theta1)
  claim("unit-test-status-quo-vs-optimal", parameters.status_quo().theta1 ~= optimum.theta1)
  local w = welfare.compute_welfare(optimum, results(10, 0.5, 0.6, 0.7))
  claim("unit-test-welfare", math.type(w) == "float" and w >= 0 and w <= 1)
  claim("welfare-within-0-1", welfare.compute_welfare(optimum, results(1, -1, 0, 0)) >= 0,
    "fairness is a correlation: at -1, with the other utilities 0, W is -0.3")
  local minus = {}
  for i = 1, 5 do
    minus[i] = { 0, 0, 0, 0, 0 }
    minus[i][i] = -1
  end
  claim("unit-test-kkt", published.verify_kkt(optimum, { 0, 0, 0, 0, 0 }, minus).kkt_satisfied)
  local tests = published.run_statistical_tests(results(20, 0.4, 0.5, 0.6), results(20, 0.5, 0.6, 0.7))
  claim("unit-test-statistics", tests.mcnemar ~= nil and tests.fisher_z ~= nil and tests.permutation ~= nil)
  claim("stakeholder-weights-sum", 0.4 + 0.3 + 0.3)
end

--- Computes the claims that need no contest; claim as ctx.claim of a protocol.
function claims_printed.compute(claim)
  performance(claim)
  mcnemar(claim)
  fisher_z(claim)
  kkt(claim)
  description_of(claim)
  status_quo(claim)
  unit_tests(claim)
end

return claims_printed
