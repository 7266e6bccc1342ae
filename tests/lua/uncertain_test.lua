-- uncertain_test.lua - search over draws of the votes: surfaces, Pareto sets, weights, stability, gains, against plain loops.

local array = require "solon.array"
local choose = require "solon.mechanism.uncertain.choose"
local farm = require "solon.farm"
local gain = require "solon.mechanism.uncertain.gain"
local mechanism = require "solon.mechanism"
local methods = require "solon.mechanism.uncertain.methods"
local pareto = require "solon.mechanism.uncertain.pareto"
local random = require "solon.random"
local resamples = require "solon.mechanism.uncertain.resamples"
local stability = require "solon.mechanism.uncertain.stability"
local surface = require "solon.mechanism.uncertain.surface"
local tap = require "solon.tap"
local told = require "solon.mechanism.uncertain.told"
local weights = require "solon.mechanism.uncertain.weights"
local t = tap.new()

-- Numbers on a coarse grid, so that many are equal.
local function coarse(stream, n, levels)
  local values = {}
  for i = 1, n do values[i] = stream:integer(0, levels) / levels end
  return array.new(values)
end

local function matrix(stream, rows, columns, levels)
  local m = array.zeros(rows, columns)
  for i = 1, rows do m[i] = coarse(stream, columns, levels) end
  return m
end

-- ---- the best rows under many weightings -------------------------------------------------------------

local function plain_best(values, weighting)
  local rows, columns = values:shape()
  local best, place = -math.huge, nil
  for i = 1, rows do
    local sum = 0.0
    for j = 1, columns do sum = sum + values:get(i, j) * weighting[j] end
    if sum > best + 1e-12 then best, place = sum, i end
  end
  return best, place
end

do
  local stream = random.stream(1, "choose")
  local values, weighting = matrix(stream, 60, 4, 3), matrix(stream, 75, 4, 5)
  local best, place = choose.best(values, weighting)
  local same = true
  for r = 1, 75 do
    local value, position = plain_best(values, weighting:row(r))
    same = same and math.abs(value - best[r]) < 1e-12 and position == place[r]
  end
  t:ok(same, "best rows as by a plain loop, the first of equal ones")
  local positions, worst = {}, 0.0
  for r = 1, 75 do
    local a, i = choose.best(values[{ 1, 30 }], weighting[{ r, r }])
    local b, j = choose.best(values[{ 31, 60 }], weighting[{ r, r }])
    local value
    value, positions[r] = choose.merge({ b[1], a[1] }, { j[1] + 30, i[1] })
    worst = math.max(worst, math.abs(value - best[r]))
  end
  t:same(positions, place, "the same from two parts, in any order")
  t:ok(worst < 1e-12, "with the same values")
end

-- ---- the Pareto set ----------------------------------------------------------------------------------

local function dominated(a, b, c, i)
  for k = 1, #a do
    if a[k] >= a[i] and b[k] >= b[i] and c[k] >= c[i] and (a[k] > a[i] or b[k] > b[i] or c[k] > c[i]) then return true end
  end
  return false
end

local function plain_set(a, b, c)
  local count, first = {}, {}
  for i = 1, #a do
    if not dominated(a, b, c, i) then
      local key = string.format("%.12f/%.12f/%.12f", a[i], b[i], c[i])
      first[key], count[key] = first[key] or i, (count[key] or 0) + 1
    end
  end
  local members = {}
  for key, i in pairs(first) do members[#members + 1] = { i, count[key] } end
  table.sort(members, function(x, y) return x[1] < y[1] end)
  return members
end

for _, levels in ipairs { 3, 12, 1000 } do
  local stream = random.stream(levels, "pareto")
  local a, b, c = coarse(stream, 300, levels), coarse(stream, 300, levels), coarse(stream, 300, levels)
  local members, points = pareto.set(a, b, c)
  local found, descending = {}, true
  for k, i in ipairs(members) do
    found[k] = { i, points[k] }
    descending = descending and (k == 1 or a[members[k - 1]] >= a[i])
  end
  table.sort(found, function(x, y) return x[1] < y[1] end)
  t:same(found, plain_set(a, b, c), "Pareto set of 300 points on " .. levels .. " levels")
  t:ok(descending, "sorted by the first utility")
end
do
  local x = array.new { 0.1 + 0.2, 0.3, 0.2 }
  local members, points = pareto.set(x, x, x)
  t:same({ members, points }, { { 1 }, { 2 } }, "utilities that differ in the last bit are equal")
end

-- ---- weights -----------------------------------------------------------------------------------------

-- A surface of given utilities in two cells of categories.
local function surface_of(a, b, c)
  local n = #a
  local found = { count = n, engagement = a, fairness = b, producer = c, theta5 = array.zeros(n), theta2 = array.zeros(n),
    grid = { theta2 = { 0, 1 }, theta5 = { 0 } } }
  for i = n // 2 + 1, n do found.theta2[i] = 1 end
  return found
end

do
  local lattice, centres = weights.lattice(10), weights.centres(7)
  t:same({ lattice:shape() }, { 66, 3 }, "weights of steps of 0.1")
  t:same({ centres:shape() }, { 49, 3 }, "centres of 49 triangles")
  local off = (lattice:sum { by = "row" } - 1):abs():max() + (centres:sum { by = "row" } - 1):abs():max()
  t:ok(off < 1e-14 and centres:min() > 0 and lattice:min() == 0, "each sums to 1")
  t:near(centres:mean { by = "column" }[1], 1 / 3, "centres are spread evenly")

  local stream = random.stream(5, "weights")
  local a, b, c = coarse(stream, 200, 50), coarse(stream, 200, 50), coarse(stream, 200, 50)
  local found = surface_of(a, b, c)
  local members = pareto.set(a, b, c)
  local utilities, agrees = array.zeros(200, 3), true
  for i = 1, 200 do utilities[i] = { a[i], b[i], c[i] } end
  for _, row in ipairs(weights.sweep(found, members, 10)) do
    local best, place = plain_best(utilities, { row.omega_fan, row.omega_judge, row.omega_producer })
    local inside = row.omega_fan > 0 and row.omega_judge > 0 and row.omega_producer > 0
    agrees = agrees and math.abs(best - row.welfare) < 1e-12 and (place == row.point or not inside)
  end
  t:ok(agrees, "the sweep finds the best of all points, not only of the set")
  local shares, cells = weights.shares(found, members)
  local total = 0.0
  for _, i in ipairs(members) do total = total + (shares[i] or 0) end
  t:near(total, 1, "shares of the triangle sum to 1")
  t:near(cells[1].share + cells[2].share, 1, "those of the cells too")

  -- three corners, each best for its stakeholder, and equal treatment in the middle: a third each
  local corners = surface_of(array.new { 1, 0, 0, 0.2 }, array.new { 0, 1, 0, 0.2 }, array.new { 0, 0, 1, 0.2 })
  local third = weights.shares(corners, (pareto.set(corners.engagement, corners.fairness, corners.producer)))
  t:near(third[1], 1 / 3, { absolute = 0.01 }, "a corner is best in a third of the triangle")
  t:equal(third[4], nil, "what no weights prefer has no share")
end

-- ---- stability ---------------------------------------------------------------------------------------

do
  local stream = random.stream(9, "stability")
  local by_season, base = matrix(stream, 80, 6, 4), coarse(stream, 6, 4)
  local counts = resamples.counts(6, 40, 3)
  t:ok(counts:sum { by = "row" }:equals(array.full(6, 40)), "a resample has as many seasons as there are")
  t:ok(counts:equals(resamples.counts(6, 50, 3)[{ 1, 40 }]), "a resample does not depend on how many there are")
  local agrees, without = true, stability.leave_one_out(6)
  for _, weighting in ipairs { counts, without } do
    local points, welfare = stability.choices(by_season, weighting)
    local gains = stability.gains(by_season, points, base, weighting)
    for r, point in ipairs(points) do
      -- the seasons written out one after the other, as often as they count
      local listed, outside = {}, {}
      for s = 1, 6 do
        for _ = 1, math.tointeger(weighting:get(r, s)) do listed[#listed + 1] = s end
        if weighting:get(r, s) == 0 then outside[#outside + 1] = s end
      end
      local best, place = -math.huge, nil
      for i = 1, 80 do
        local sum = 0.0
        for _, s in ipairs(listed) do sum = sum + by_season:get(i, s) end
        if sum / #listed > best + 1e-12 then best, place = sum / #listed, i end
      end
      local function mean(seasons)
        local sum = 0.0
        for _, s in ipairs(seasons) do sum = sum + by_season:get(place, s) - base[s] end
        return sum / #seasons
      end
      local out = mean(outside)
      agrees = agrees and place == point and math.abs(best - welfare[r]) < 1e-12
        and math.abs(mean(listed) - gains.inside[r]) < 1e-12 and math.abs(mean { 1, 2, 3, 4, 5, 6 } - gains.all[r]) < 1e-12
        and (out ~= out and gains.outside[r] ~= gains.outside[r] or math.abs(out - gains.outside[r]) < 1e-12)
    end
  end
  t:ok(agrees, "choices and gains as with the seasons written out")
  local points = stability.choices(by_season, counts)
  local gains = stability.gains(by_season, points, base, counts)
  local left = stability.gains(by_season, (stability.choices(by_season, without)), base, without)
  local curse = stability.curse(0.5, gains, left)
  t:near(curse.corrected, 0.5 - (array.mean(gains.inside) - array.mean(gains.all)), "the curse is taken off")
  t:ok(curse.in_bag.mean > curse.out_of_bag.mean, "seasons that chose flatter the choice")
  t:near(curse.left_out.mean, array.mean(left.outside), "mean over the seasons left out")
end

do -- two points, each best for one season: known frequencies
  local by_season = array.new { { 1, 0 }, { 0, 1 } }
  local points = stability.choices(by_season, array.new { { 2, 0 }, { 0, 2 }, { 1, 1 } })
  t:same(points, { 1, 2, 1 }, "equal welfare: the first point")
  local found = { theta1 = array.new { 0.2, 0.4 }, theta3 = array.new { 0.5, 0.5 }, theta4 = array.new { 0, 0.1 },
    theta2 = array.new { 0, 2 }, theta5 = array.new { 1, 1 } }
  local d = stability.distribution(found, points)
  t:same({ d.count, d.distinct, d.theta1.median, d.theta5[2] }, { 3, 2, 0.2, 1.0 }, "their distribution")
  t:near(d.theta2[1], 2 / 3, "frequency of a category")
end

-- ---- gains -------------------------------------------------------------------------------------------

do
  local counts = resamples.counts(5, 200, 1)
  local constant = gain.intervals(array.full(0.25, 8, 5), counts, 1)
  t:same({ constant.mean, constant.joint.low, constant.joint.high, constant.votes.positive }, { 0.25, 0.25, 0.25, 1.0 },
    "a gain that never varies")
  local by_draw, by_season = array.zeros(8, 5), array.zeros(8, 5)
  for d = 1, 8 do
    for s = 1, 5 do
      by_draw:set(d, s, d)
      by_season:set(d, s, s)
    end
  end
  local votes_vary, seasons_vary = gain.intervals(by_draw, counts, 1), gain.intervals(by_season, counts, 1)
  t:near(votes_vary.seasons.high - votes_vary.seasons.low, 0, { absolute = 1e-12 }, "only votes vary: no interval over seasons")
  t:ok(votes_vary.votes.low > 1 and votes_vary.votes.high < 8 and votes_vary.votes.high > 7, "quantiles over draws")
  t:near(seasons_vary.votes.high - seasons_vary.votes.low, 0, { absolute = 1e-12 }, "only seasons vary: no interval over votes")
  t:near(seasons_vary.joint.standard_error, math.sqrt(2 / 5), { absolute = 0.06 }, "standard error of a mean of five")
  t:equal(gain.intervals(array.full(1, 1, 5), counts, 1).votes, nil, "one draw: nothing over votes")
  t:same(resamples.spread(7, 3), { 1, 4, 7 }, "three of seven, evenly spaced")
  t:same(resamples.spread(2, 3), { 1, 2 }, "all where there are fewer")
end

-- ---- the surface -------------------------------------------------------------------------------------

local contest, votes = mechanism.simulate { seasons = 3 }

-- Votes with draws: the shares with noise, week by week.
local function with_draws(count)
  local columns = require("solon.mechanism.replay").columns(contest, votes)
  local stream, draws = random.stream(4, "draws"), array.zeros(count, #columns.share)
  for d = 1, count do
    local sums, row = {}, {}
    for r, share in ipairs(columns.share) do
      row[r] = share * math.exp(0.6 * stream:normal())
      local key = columns.season[columns.contestant[r]] .. "/" .. columns.week[r]
      row[r], sums[key] = row[r], (sums[key] or 0) + row[r]
    end
    for r in ipairs(row) do row[r] = row[r] / sums[columns.season[columns.contestant[r]] .. "/" .. columns.week[r]] end
    draws[d] = row
  end
  local all = {}
  for key, value in pairs(votes) do all[key] = value end
  all.draws = draws
  return setmetatable(all, getmetatable(votes))
end

local drawn = with_draws(6)
local settings = { votes = drawn, thin = 20, rounds = 1, resamples = 13, draws = 3, seed = 2 }
local function with(changes)
  local all = {}
  for key, value in pairs(settings) do all[key] = value end
  for key, value in pairs(changes) do all[key] = value end
  return all
end
local found = mechanism.search(contest, settings)

do
  local s, e = found.surface, found.ensemble
  t:same({ s.count, s.draws, s.per_draw, #s.joint.point, #s.season }, { 9 * 5 * 3 * 2, 6, 2, 12, 3 }, "size of the surface")
  local thetas = { weights = s.weights, seed = 2, draws = 3, by_season = true, by_draw = true }
  for j = 1, 5 do thetas["theta" .. j] = s["theta" .. j] end
  local plain = e:evaluate(thetas)
  for _, name in ipairs { "welfare", "engagement", "fairness", "producer", "imputed" } do
    t:ok(s[name]:equals(plain[name]), name .. " has the bits of an evaluation")
  end
  for _, name in ipairs { "engagement_by_season", "fairness_by_season", "producer_by_season" } do
    t:ok(s[name]:equals(plain[name], 1e-14), name .. " as evaluated")
  end
  t:equal(s.best, plain.welfare:argmax(), "the best point")
  local chosen, values = {}, true
  for d = 1, 6 do
    local column = plain.welfare_by_draw:column(d)
    chosen[d] = column:ge(column:max() - 1e-12):argmax()
    values = values and math.abs(column:max() - s.by_draw.welfare[d]) < 1e-12
  end
  t:same(s.by_draw.point, chosen, "the best point of each draw")
  t:ok(values, "and its welfare")
  -- resamples under single draws, draw by draw
  local agrees = true
  for r = 1, 12 do
    thetas.by_draw = false
    local d = 1 + (r - 1) // s.per_draw
    local share = drawn.draws[{ d, d }]
    local one = found.seasons:ensemble(share):evaluate(thetas)
    local welfare = one.engagement_by_season * s.weights[1] + one.fairness_by_season * s.weights[2]
      + one.producer_by_season * s.weights[3]
    local best, place = plain_best(welfare, s.counts:row(r) / 3)
    agrees = agrees and math.abs(best - s.joint.welfare[r]) < 1e-12 and place == s.joint.point[r]
  end
  t:ok(agrees, "the best point of each resample under its draw")
  t:ok(surface.welfare_by_season(s):mean { by = "row" }:equals(s.welfare, 1e-14), "welfare by season")
  t:equal(surface.parameters(s, 1), mechanism.parameters(0.1, 0, 0.5, 0, 0), "the first point")
end

-- ---- the search --------------------------------------------------------------------------------------

-- What of a search can be compared: numbers and rows.
local function content(search)
  return { search.best:to_array(), search.welfare, search.rows, search.cells, search.plateaus, search.methods,
    search.surface.by_draw, search.surface.joint, search.surface.welfare:totable() }
end

do
  t:same(content(mechanism.search(contest, with { jobs = 2 })), content(found), "the same with two jobs")
  t:ok(found.rows[1].welfare >= found.lattice_best.welfare, "the best of all methods is no worse than the lattice's")
  t:equal(found.welfare, found.rows[1].welfare, "and is the first row")
  t:equal(found.welfare, found.evaluate({ found.best:to_array() })[1], "with the welfare of an evaluation")
  local names = {}
  for i, row in ipairs(found.methods) do names[i] = row.method end
  t:same({ names[1], names[2], names[3], names[6] },
    { "lattice", "finer lattices", "differential evolution", "exact theta1 and lines" }, "methods side by side")
  local most = -math.huge
  for _, row in ipairs(found.methods) do most = math.max(most, row.welfare) end
  t:ok(most - found.welfare <= 1e-9, "no method found a better one")
  local sweep = methods.sweep(found.ensemble, found.problem, found.best)
  t:ok(sweep.best_welfare - found.welfare <= 1e-9, "theta1 cannot be better, whatever its value")
  t:equal(methods.best { { welfare = 1 }, { welfare = 1 + 1e-10 }, { welfare = 2 } }.welfare, 2, "the best of methods")
end

do -- one draw, the votes themselves: the search without draws
  local columns = require("solon.mechanism.replay").columns(contest, votes)
  local one = with_draws(1)
  one.draws[1] = columns.share
  local plain = mechanism.search(contest, { votes = votes, thin = 10, rounds = 0, draws = 3 })
  local single = mechanism.search(contest, { votes = one, thin = 10, rounds = 0, draws = 3, resamples = 3 })
  t:same(single.lattice_best, plain.lattice_best, "one draw of the votes: the best of the lattice is that of the votes")
  t:same(single.cells, plain.cells, "cell by cell")
  local few = mechanism.search(contest, with { vote_draws = 2, rounds = 0 })
  t:equal(few.vote_draws, 2, "fewer draws on request")
end

do -- killed and resumed: what is finished is not done again
  local kept, done = {}, 0
  local function map_until(limit)
    return function(work)
      local results = {}
      for i, task in ipairs(work.tasks) do
        local key = work.key .. "/" .. i
        if kept[key] == nil then
          if done == limit then error("killed", 0) end
          done = done + 1
          kept[key] = farm.map { module = work.module, call = work.call, tasks = { task }, shared = work.shared }[1]
        end
        results[i] = kept[key]
      end
      return results
    end
  end
  local function once(key, compute)
    if kept[key] == nil then kept[key] = compute() end
    return kept[key]
  end
  t:raises(function() mechanism.search(contest, with { map = map_until(5), once = once }) end, "killed", "a search is killed")
  t:equal(done, 5, "after five units")
  local resumed = mechanism.search(contest, with { map = map_until(-1), once = once })
  t:same(content(resumed), content(found), "resumed: the same result")
  local before = done
  mechanism.search(contest, with { map = map_until(done), once = once })
  t:equal(done, before, "nothing is done twice")
end

-- ---- the assessment ----------------------------------------------------------------------------------

do
  local a = mechanism.assess(contest, found, { steps = 5 })
  t:same({ a.draws, a.seasons, #a.weights }, { 6, 3, 21 }, "what was assessed")
  t:equal(#a.stability, 3 + 12 + 6 + 12, "choices of all kinds")
  t:near(a.proposed.welfare.mean, found.welfare, { absolute = 1e-12 }, "welfare of the proposal")
  t:near(a.gain.status_quo.mean, a.proposed.welfare.mean - a.status_quo.welfare.mean, { absolute = 1e-12 }, "its gain")
  t:near(a.curse.rules.apparent, a.gain.rules.mean, { absolute = 1e-12 }, "over the show's own rules too")
  t:ok(a.perfect_information >= -1e-12, "knowing the votes does no harm")
  for _, name in ipairs { "pareto", "weights", "stability" } do
    t:equal(told.frame(a, name):rows(), #a[name], "table " .. name)
  end
  local consistent, sq = true, mechanism.status_quo()
  for _, row in ipairs(a.weights) do
    local omega = { row.omega_fan, row.omega_judge, row.omega_producer }
    local run = found.ensemble:evaluate { theta1 = { row.theta1, sq.theta1 }, theta2 = { row.theta2, sq.theta2 },
      theta3 = { row.theta3, sq.theta3 }, theta4 = { row.theta4, sq.theta4 }, theta5 = { row.theta5, sq.theta5 },
      weights = omega, seed = 2, draws = 3, by_draw = true }
    local q = array.quantile(run.welfare_by_draw:row(1) - run.welfare_by_draw:row(2), { 0.025, 0.975 })
    consistent = consistent and math.abs(run.welfare[1] - run.welfare[2] - row.gain) < 1e-12
      and math.abs(q[1] - row.gain_low) < 1e-12 and math.abs(q[2] - row.gain_high) < 1e-12
  end
  t:ok(consistent, "gains for each weighting and their intervals, evaluated afresh")
  t:ok(tostring(a):find("Gain over the status quo", 1, true), "told in words")
  t:same(tostring(mechanism.assess(contest, mechanism.search(contest, with { jobs = 2 }), { steps = 5 })), tostring(a),
    "the same from two jobs")

  local plain = mechanism.search(contest, { votes = votes, thin = 20, rounds = 1 })
  local b = mechanism.assess(contest, plain, { thin = 20, resamples = 20 })
  t:same({ b.draws, b.perfect_information, b.distributions.joint }, { 1, nil, nil }, "votes without draws")
  t:near(b.proposed.welfare.mean, plain.welfare, { absolute = 1e-12 }, "are one draw")
  t:raises(function() mechanism.assess(contest, {}) end, "result of search expected", "no search")
  t:raises(function() mechanism.assess(contest, found, { step = 1 }) end, "did you mean 'steps'", "unknown option")
end

t:done()
