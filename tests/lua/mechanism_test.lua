-- mechanism_test.lua - parameters, welfare, checks of an optimum, tests of a difference, replay, search.
-- The first five bear the names of the source text's unit tests.

local tap = require "solon.tap"
local mechanism = require "solon.mechanism"
local t = tap.new()

local function results(count, fairness, engagement, producer)
  local list = {}
  for i = 1, count do
    list[i] = mechanism.season_result { season_id = i, fairness_score = fairness, engagement_score = engagement,
      producer_score = producer }
  end
  return list
end

local function negative_identity()
  local rows = {}
  for i = 1, 5 do
    rows[i] = { 0, 0, 0, 0, 0 }
    rows[i][i] = -1
  end
  return rows
end

-- ---- the source text's five ------------------------------------------------------------------------

do
  t:equal(mechanism.parameters(0.35, 1, 0.85, 0.08, 1).theta1, 0.35, "test_mechanism_params_creation")
end

do
  t:ok(mechanism.status_quo().theta1 ~= mechanism.optimal_as_published().theta1, "test_status_quo_vs_optimal")
end

do
  local welfare = mechanism.compute_welfare(mechanism.optimal_as_published(), results(10, 0.5, 0.6, 0.7))
  t:ok(math.type(welfare) == "float" and welfare >= 0 and welfare <= 1, "test_welfare_computation")
  t:near(welfare, 0.4 * 0.6 + 0.3 * 0.5 + 0.3 * 0.7, "test_welfare_computation: the value")
end

do
  local check = mechanism.verify_kkt_as_published(mechanism.optimal_as_published(), { 0, 0, 0, 0, 0 }, negative_identity())
  t:ok(check.kkt_satisfied, "test_kkt_verification")
end

do
  local sq, opt = results(20, 0.4, 0.5, 0.6), results(20, 0.5, 0.6, 0.7)
  for _, run in ipairs { mechanism.run_statistical_tests, mechanism.run_statistical_tests_as_published } do
    local tests = run(sq, opt)
    t:ok(tests.mcnemar and tests.fisher_z and tests.permutation, "test_statistical_tests_structure")
  end
  -- values of the printed program on this input, by Python 3.11 with SciPy 1.10: chi2 0, p 1; z 0.365, p 0.714; p 0
  local literal = mechanism.run_statistical_tests_as_published(sq, opt)
  t:equal(literal.mcnemar.p_value, 1.0, "as published: no order changed, so McNemar says nothing")
  t:near(literal.fisher_z.p_value, 0.7144, { absolute = 1e-3 }, "as published: Fisher's z of the means")
  t:equal(literal.permutation.p_value, 0.0, "as published: a p-value of 0")
  local tests = mechanism.run_statistical_tests(sq, opt)
  t:near(tests.permutation.p_value, 2 / 2 ^ 20, "twenty equal differences: 2 of 2^20 sign patterns")
  t:equal(tests.mcnemar.p_value, 1.0, "no weekly outcomes: p = 1")
  t:equal(tests.fisher_z.significant, false, "no finishing orders: not significant")
end

-- ---- parameters --------------------------------------------------------------------------------------

t:same(mechanism.status_quo():to_array(), { 0.5, 0, 1.0, 0.15, 0 }, "status quo")
t:same(mechanism.from_array({ 0.35, 1, 0.85, 0.08, 1 }):to_array(), mechanism.optimal_as_published():to_array(), "from_array")
for _, case in ipairs { { 0.5, 0 }, { 1.5, 2 }, { 2.5, 2 }, { 2.6, 3 }, { -0.6, -1 }, { 0.4, 0 } } do
  t:equal(mechanism.from_array_as_published({ 0.5, case[1], 1, 0, 0 }).theta2, case[2],
    "as published: " .. case[1] .. " rounds half to even, unchecked")
end
for i, bad in ipairs { { 0.05, 0, 1, 0, 0 }, { 0.5, 3, 1, 0, 0 }, { 0.5, 0, 0.4, 0, 0 }, { 0.5, 0, 1, 0.3, 0 }, { 0.5, 0, 1, 0, -1 },
  { 0 / 0, 0, 1, 0, 0 }, { 0.5, 0, 1, 1 / 0, 0 }, { "0.5", 0, 1, 0, 0 } } do
  t:raises(function() mechanism.parameters(table.unpack(bad, 1, 5)) end, "theta", "parameters out of their domain, " .. i)
end
t:raises(function() mechanism.weights { omega_fan = 1.2, omega_judge = -0.1, omega_producer = -0.1 } end, "from 0 to 1", "a negative weight")
t:raises(function() mechanism.weights { omega_fans = 1 } end, "did you mean 'omega_fan'?", "an unknown weight")
t:near(mechanism.compute_welfare(mechanism.status_quo(), results(2, 1, 0, 0),
  mechanism.weights { omega_fan = 0, omega_judge = 1, omega_producer = 0 }), 1, "other weights")
t:ok(mechanism.compute_welfare(mechanism.status_quo(), {}) ~= 0, "no seasons: not a welfare of 0")

-- ---- the optimum ---------------------------------------------------------------------------------------

local function check(point, welfare)
  return mechanism.verify_optimum(mechanism.parameters(table.unpack(point)), function(points)
    local w = {}
    for i, p in ipairs(points) do w[i] = welfare(p[1], p[3], p[4]) end
    return w
  end)
end

do
  local inside = check({ 0.5, 0, 0.75, 0.1, 0 }, function(a, b, c) return -(a - 0.5) ^ 2 - 2 * (b - 0.75) ^ 2 - 3 * (c - 0.1) ^ 2 end)
  t:equal(inside.status, "satisfied", "a quadratic with its maximum inside")
  for i, want in ipairs { -6, -4, -2 } do t:near(inside.hessian_eigenvalues[i], want, { relative = 1e-6 }, "its curvature " .. i) end
  local bound = check({ 0.9, 0, 0.75, 0.1, 0 }, function(a, b, c) return -(a - 1.4) ^ 2 - (b - 0.75) ^ 2 - (c - 0.1) ^ 2 end)
  t:equal(bound.status, "satisfied", "a maximum beyond a bound")
  t:near(bound.coordinates[1].multiplier_upper, 1.01, { relative = 1e-9 }, "with the slope as its multiplier")
  t:equal(#bound.hessian_eigenvalues, 2, "and curvature over the free coordinates only")
  local gradient = { bound.coordinates[1].gradient, 0, 0, 0, 0 }
  t:equal(mechanism.verify_kkt_as_published(mechanism.parameters(0.9, 0, 0.75, 0.1, 0), gradient, negative_identity()).kkt_satisfied,
    false, "which the published check refuses")
  local inward = check({ 0.9, 0, 0.75, 0.1, 0 }, function(a, b, c) return -a - (b - 0.75) ^ 2 - (c - 0.1) ^ 2 end)
  t:equal(inward.status, "violated", "a gradient that points inward at a bound")
  local saddle = check({ 0.5, 0, 0.75, 0.1, 0 }, function(a, b, c) return (a - 0.5) ^ 2 - (b - 0.75) ^ 2 - (c - 0.1) ^ 2 end)
  t:same({ saddle.stationarity, saddle.second_order, saddle.status }, { true, false, "violated" }, "a saddle")
  local flat = check({ 0.5, 0, 0.75, 0.1, 0 }, function() return 0.7 end)
  t:same({ flat.status, flat.kkt_satisfied }, { "no information", "no information" }, "a constant says nothing")
  local zeros = {}
  for i = 1, 5 do zeros[i] = { 0, 0, 0, 0, 0 } end
  t:equal(mechanism.verify_kkt_as_published(mechanism.parameters(0.123, 0, 0.6, 0.11, 2), { 0, 0, 0, 0, 0 }, zeros).kkt_satisfied,
    true, "which the published check passes")
  local step = check({ 0.5, 0, 0.75, 0.1, 0 }, function(a) return a >= 0.495 and a < 0.505 and 1 or 0.9 end)
  t:equal(step.coordinates[1].flat, false, "a step within reach is no plateau")
  t:equal(step.coordinates[2].flat, true, "a coordinate without effect is one")
end

-- ---- replay and search -------------------------------------------------------------------------------------

local contest, votes = mechanism.simulate { seasons = 3, seed = 4 }

do
  local a = mechanism.replay(contest, mechanism.status_quo(), { votes = votes })
  local b = mechanism.replay(contest, mechanism.status_quo(), { votes = votes })
  local changes, difference = 0, 0.0
  for _, row in ipairs(mechanism.counterfactual_table(a.results, b.results)) do
    changes = changes + row.elimination_changes + row.elimination_changes_as_published
    difference = difference + math.abs(row.delta_fairness) + math.abs(row.delta_engagement)
  end
  t:same({ changes, difference }, { 0, 0.0 }, "a rule replayed against itself gives no difference")
  local tests = mechanism.run_statistical_tests(a.results, b.results)
  t:same({ tests.mcnemar.p_value, tests.fisher_z.p_value, tests.permutation.p_value }, { 1.0, 1.0, 1.0 }, "and p-values of 1")
  t:near(mechanism.compute_welfare(mechanism.status_quo(), a.results), a.welfare, "welfare of the results is that of the replay")
  local voted_off = 0
  for _, result in ipairs(a.results) do voted_off = voted_off + #result.eliminations end
  t:ok(voted_off > 0 and voted_off <= contest.counts.eliminations, "somebody is voted off, and nobody too many")
end

do
  local equal = mechanism.replay(contest, "historical")
  t:ok(equal.welfare == equal.welfare, "without votes shares are equal")
  t:raises(function() mechanism.replay(contest, 7) end, "got number", "a rule that is none")
  t:raises(function() mechanism.replay(contest, "historical", { vote = votes }) end, "did you mean 'votes'?", "unknown option")
end

do
  local one = mechanism.search(contest, { votes = votes, thin = 10, jobs = 1, keep = 20 })
  local two = mechanism.search(contest, { votes = votes, thin = 10, jobs = 3, keep = 20 })
  t:same(two.rows, one.rows, "the number of workers changes nothing")
  t:equal(one.rows[1].rank, 1, "ranks begin at 1")
  local ordered, cells = true, {}
  for i, row in ipairs(one.rows) do
    if i > 1 then ordered = ordered and row.welfare <= one.rows[i - 1].welfare and row.rank > one.rows[i - 1].rank end
    cells[row.theta2 * 3 + row.theta5] = true
  end
  t:ok(ordered, "rows are in order of welfare")
  local count = 0
  for _ in pairs(cells) do count = count + 1 end
  t:equal(count, 9, "the best of every cell is there")
  t:ok(one.welfare >= one.lattice_best.welfare, "refinement does not lose")
  local again = mechanism.replay(contest, one.best, { votes = votes })
  t:near(again.welfare, one.welfare, "the best point replays to its welfare")
  for i, interval in ipairs(one.plateaus) do
    local coordinate, top = ({ 1, 3, 4 })[i], ({ 0.9, 1.0, 0.2 })[i]
    local x = one.best:to_array()[coordinate]
    t:ok(interval.low <= x and x <= interval.high, "the plateau of " .. interval.coordinate .. " holds the point")
    local inside = one.best:to_array()
    inside[coordinate] = 0.5 * (interval.low + interval.high)
    t:equal(one.evaluate({ inside })[1], one.welfare, "nothing changes inside it")
    if interval.high < top then
      inside[coordinate] = interval.high + 1e-9
      t:ok(one.evaluate({ inside })[1] ~= one.welfare, "something does beyond it")
    end
  end
  local equal = mechanism.search(contest, { thin = 20, rounds = 0 })
  t:ok(equal.welfare == equal.welfare, "without votes a search takes equal shares")
  t:raises(function() mechanism.search(contest, { jobs = 0 }) end, "jobs", "no workers")
end

t:done()
