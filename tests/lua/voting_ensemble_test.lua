-- voting_ensemble_test.lua - welfare over draws of the votes against the loop over the draws.
local array = require "solon.array"
local tap = require "solon.tap"
local voting = require "solon.voting"
local random = require "solon.random"
local t = tap.new()

local reference = dofile("tests/reference/voting_values.lua")
local made = voting.seasons(reference.columns)
local rows = made:info().contestant_weeks
local season_count = made:info().seasons

-- Shares drawn around the reference's; some draws with many equal shares, so that ties occur.
local draw_count = 7
local stream = random.stream(11, "ensemble test")
local shares = array.zeros(draw_count, rows)
for d = 1, draw_count do
  for r = 1, rows do
    local u = stream:uniform()
    shares:set(d, r, d % 3 == 0 and math.ceil(u * 3) / 3 or 0.05 + u)
  end
end
local ensemble = made:ensemble(shares)
t:same({ ensemble:info().count, ensemble:info().seasons, ensemble:info().rows }, { draw_count, season_count, rows },
  "size of the ensemble")

local fields = { "welfare", "engagement", "fairness", "producer", "imputed" }

-- Mechanisms of every kind.
local theta = { theta1 = {}, theta2 = {}, theta3 = {}, theta4 = {}, theta5 = {}, seed = 9, draws = 12 }
for i = 1, 40 do
  theta.theta1[i] = i % 5 == 0 and 0.5 or stream:uniform()
  theta.theta2[i] = i % 3
  theta.theta3[i] = i % 4 == 0 and 1 or 0.5 + stream:uniform() / 2
  theta.theta4[i] = i % 2 == 0 and 0 or stream:uniform() * 0.2
  theta.theta5[i] = i // 3 % 3
end

-- ---- the list against the loop: the same bits -------------------------------------------------------

local function options(from, more)
  local o = {}
  for k, v in pairs(from) do o[k] = v end
  for k, v in pairs(more or {}) do o[k] = v end
  return o
end

local all = ensemble:evaluate(options(theta, { by_season = true, by_draw = true, threads = 1 }))
local one = {} -- each draw's own evaluation
for d = 1, draw_count do one[d] = ensemble:draw(d):evaluate(theta) end
for _, name in ipairs(fields) do
  local same, same_draws = true, true
  for i = 1, #theta.theta1 do
    local sum = 0
    for d = 1, draw_count do
      sum = sum + one[d][name]:get(i)
      if name ~= "imputed" and all[name .. "_by_draw"]:get(i, d) ~= one[d][name]:get(i) then same_draws = false end
    end
    if sum / draw_count ~= all[name]:get(i) then same = false end
  end
  t:ok(same, name .. ": the mean over draws has the bits of the loop")
  t:ok(same_draws, name .. ": each draw has the bits of its own evaluation")
end

-- ---- by season: rows average to the total, and single seasons agree with replays --------------------

for _, name in ipairs { "engagement", "fairness", "producer" } do
  local worst, off = 0, 0
  local m = all[name .. "_by_season"]
  for i = 1, #theta.theta1 do
    worst = math.max(worst, math.abs(m:row(i):sum() / season_count - all[name]:get(i)))
  end
  t:ok(worst < 1e-14, name .. ": rows of by_season average to the total (off by " .. worst .. ")")
  for i = 1, #theta.theta1, 7 do
    local mean = array.zeros(season_count)
    for d = 1, draw_count do
      local r = ensemble:draw(d):replay({ theta.theta1[i], theta.theta2[i], theta.theta3[i], theta.theta4[i],
        theta.theta5[i] }, { seed = theta.seed, draws = theta.draws })
      mean = mean + r.by_season[name]
    end
    for s = 1, season_count do off = math.max(off, math.abs(mean:get(s) / draw_count - m:get(i, s))) end
  end
  t:ok(off == 0, name .. ": by_season has the bits of the replays (off by " .. off .. ")")
end

-- ---- the lattice against the list, threads ----------------------------------------------------------

local function same_bits(a, b)
  for name, value in pairs(a) do
    if type(value) == "userdata" then
      local x, y = value:totable(), b[name]:totable()
      if #x ~= #y then return false, name end
      for i, row in ipairs(x) do
        if type(row) == "number" then
          if row ~= y[i] then return false, name .. " " .. i end
        else
          for j, v in ipairs(row) do if v ~= y[i][j] then return false, name .. " " .. i end end
        end
      end
    end
  end
  return true
end

local grids = { theta1 = { 0, 0.9, 0.37, 0.5, 0.1, 0.5, 1 }, theta2 = { 2, 0, 1 }, theta3 = { 0.5, 1, 0.8, 0 },
  theta4 = { 0.05, 0, 0.2, 0.1, 0.1, 2 }, theta5 = { 1, 0, 2 }, seed = 3, draws = 15, by_season = true, by_draw = true }
local lattice = ensemble:lattice(options(grids, { threads = 1 }))
local list = options(grids)
for k = 1, 5 do list["theta" .. k] = {} end
for i = 1, lattice.count do
  local point = voting.lattice_point(lattice, i)
  for k = 1, 5 do list["theta" .. k][i] = point["theta" .. k] end
end
list.threads = 2
local listed = ensemble:evaluate(list)
t:ok(same_bits(listed, lattice), "a lattice has the bits of the list of its points")
for threads = 2, 4, 2 do
  t:ok(same_bits(ensemble:lattice(options(grids, { threads = threads })), lattice),
    "a lattice has the same bits on one thread and on " .. threads)
  t:ok(same_bits(ensemble:evaluate(options(theta, { by_season = true, by_draw = true, threads = threads })), all),
    "a list has the same bits on one thread and on " .. threads)
end
local best = 1
for i = 2, lattice.count do if lattice.welfare:get(i) > lattice.welfare:get(best) then best = i end end
t:equal(lattice.best, best, "best is the first of the largest")
t:equal(lattice.count, 7 * 3 * 4 * 6 * 3, "count is the product")

-- more thresholds than one vector of counts holds
local long = { theta1 = { 0.7, 0.45 }, theta2 = { 1, 2 }, theta3 = { 1 }, theta4 = {}, theta5 = { 2, 0 }, seed = 8, draws = 6 }
for i = 1, 37 do long.theta4[i] = (i * 17 % 37) / 37 * 0.6 end
local long_lattice, long_list = ensemble:lattice(long), options(long)
for k = 1, 5 do long_list["theta" .. k] = {} end
for i = 1, long_lattice.count do
  local point = voting.lattice_point(long_lattice, i)
  for k = 1, 5 do long_list["theta" .. k][i] = point["theta" .. k] end
end
t:ok(same_bits(ensemble:evaluate(long_list), long_lattice), "a lattice of 37 thresholds has the bits of the list")

-- courses that the tree of random ties does not hold are replayed one by one
local many = { theta1 = { 0.2, 0.6 }, theta2 = { 2 }, theta3 = { 1 }, theta4 = { 0, 0.1 }, theta5 = { 2 } }
local level = { season = {}, placement = {}, contestant = {}, week = {}, total = {}, judges = {} }
for i = 1, 20 do -- one leaves a week, and everybody is always level: 19 random ties
  level.season[i], level.placement[i] = 1, 21 - i
  for week = 1, i do
    local at = #level.week + 1
    level.contestant[at], level.week[at], level.total[at], level.judges[at] = i, week, 20, 3
  end
end
local all_level = voting.seasons(level)
for _, case in ipairs { { "1030 draws", 1030, ensemble }, { "19 ties", 10, all_level:ensemble(array.ones(2, #level.week)) } } do
  local name, of = case[1], case[3]
  many.draws = case[2]
  local grid = of:lattice(many)
  local by_list = of:evaluate { theta1 = { 0.2, 0.6, 0.2, 0.6 }, theta2 = 2, theta3 = 1, theta4 = { 0, 0, 0.1, 0.1 }, theta5 = 2,
    draws = many.draws }
  t:ok(same_bits(by_list, grid), "random ties, " .. name .. ": a lattice has the bits of the list")
end

-- one draw is the seasons themselves
local single = made:with_shares(shares:row(2))
local alone = made:ensemble(shares:slice(2, 2))
local one_draw, plain = alone:lattice(grids),
  single:lattice { theta1 = grids.theta1, theta2 = grids.theta2, theta3 = grids.theta3, theta4 = grids.theta4,
    theta5 = grids.theta5, seed = 3, draws = 15 }
t:ok(same_bits(plain, one_draw), "an ensemble of one draw is the seasons with its shares")

-- ---- the sweep of theta1 ----------------------------------------------------------------------------

-- The interval of a sweep that holds x.
local function interval_of(sweep, x)
  local low, high = 1, sweep.count
  while low < high do
    local middle = (low + high) // 2
    if x < sweep.breaks:get(middle + 1) then high = middle else low = middle + 1 end
  end
  return low
end

-- Off by at most: the welfare evaluated at each theta1 against the sweep's.
local function off_by(of, sweep, rest, x)
  local theta = options(rest, { theta1 = x })
  theta.low, theta.high = nil, nil
  local values = of:evaluate(theta).welfare
  local worst = 0
  for i = 1, #x do
    worst = math.max(worst, math.abs(values:get(i) - sweep.welfare:get(interval_of(sweep, x[i]))))
  end
  return worst
end

local function check_sweep(of, rest, name)
  local sweep = of:sweep(rest)
  local ordered, wide = sweep.breaks:get(1) == (rest.low or 0.1) and sweep.breaks:get(-1) == (rest.high or 0.9), 0
  local inside = {}
  for i = 1, sweep.count do
    local low, high = sweep.breaks:get(i), sweep.breaks:get(i + 1)
    ordered = ordered and low < high
    if i > 1 then
      ordered = ordered and (sweep.engagement:get(i) ~= sweep.engagement:get(i - 1)
        or sweep.fairness:get(i) ~= sweep.fairness:get(i - 1) or sweep.producer:get(i) ~= sweep.producer:get(i - 1))
    end
    if high - low > 1e-9 then
      wide = wide + 1
      for _, x in ipairs { low + 1e-11, low + (high - low) / 2, high - 1e-11 } do inside[#inside + 1] = x end
    end
  end
  t:ok(ordered, name .. ": breaks ascend from low to high and each is a change")
  local off = off_by(of, sweep, rest, inside)
  t:ok(wide > 10 and off < 1e-13, name .. ": welfare in the middle of " .. wide .. " intervals and beside their ends (off by "
    .. off .. ")")
  local anywhere, best = {}, -math.huge
  for i = 1, 500 do anywhere[i] = sweep.breaks:get(1) + (sweep.breaks:get(-1) - sweep.breaks:get(1)) * stream:uniform() end
  off = off_by(of, sweep, rest, anywhere)
  t:ok(off < 1e-13, name .. ": welfare at 500 random points (off by " .. off .. ")")
  for i = 1, sweep.count do best = math.max(best, sweep.welfare:get(i)) end
  t:ok(sweep.welfare:get(sweep.best) == best and sweep.best_welfare == best
    and sweep.best_low == sweep.breaks:get(sweep.best) and sweep.best_high == sweep.breaks:get(sweep.best + 1),
    name .. ": best is the largest")
  return sweep
end

local several = made:ensemble(shares:slice(1, 3)) -- its third draw has many ties
for _, rest in ipairs {
  { theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0 },
  { theta2 = 0, theta3 = 0.8, theta4 = 0.1, theta5 = 1, low = 0, high = 1 },
  { theta2 = 1, theta3 = 1, theta4 = 0.07, theta5 = 0 },
  { theta2 = 1, theta3 = 1, theta4 = 0, theta5 = 2, seed = 4, draws = 9 },
  { theta2 = 2, theta3 = 1, theta4 = 0.2, theta5 = 2, seed = 5, draws = 13, low = 0.3, high = 0.7 },
  { theta2 = 2, theta3 = 0.5, theta4 = 0, theta5 = 1 },
} do
  check_sweep(several, rest, string.format("sweep %d %g %g %d", rest.theta2, rest.theta3, rest.theta4, rest.theta5))
end
local rest = { theta2 = 0, theta3 = 1, theta4 = 0.1, theta5 = 0, threads = 1 }
local sweep = check_sweep(single, rest, "sweep of one set of votes")
local fine = {}
for i = 0, 4000 do fine[#fine + 1] = 0.1 + 0.8 * (i + 0.5) / 4001 end
local largest = single:evaluate(options(rest, { theta1 = fine })).welfare:max()
t:ok(largest <= sweep.best_welfare + 1e-13, "no point of a fine grid is better than the best interval")
t:ok(same_bits(sweep, alone:sweep(rest)), "the sweep of an ensemble of one draw is the seasons' sweep")
local wide = ensemble:sweep(rest)
for threads = 2, 4, 2 do
  t:ok(same_bits(wide, ensemble:sweep(options(rest, { threads = threads }))), "a sweep has the same bits on one thread and on " .. threads)
end
local parts, middle_points = {}, { 0.12345, 0.4321, 0.61803, 0.87654 }
for d = 1, draw_count do parts[d] = ensemble:draw(d):sweep(rest) end
local worst = 0
for _, x in ipairs(middle_points) do
  local mean = 0
  for d = 1, draw_count do mean = mean + parts[d].welfare:get(interval_of(parts[d], x)) / draw_count end
  worst = math.max(worst, math.abs(mean - wide.welfare:get(interval_of(wide, x))))
end
t:ok(worst < 1e-14, "the sweep of an ensemble is the mean of its draws' sweeps (off by " .. worst .. ")")
local nested = true
for _, x in ipairs(middle_points) do
  local p = single:plateau({ x, 0, 1, 0.1, 0 }, 1)
  local i = interval_of(sweep, x)
  nested = nested and p.low >= sweep.breaks:get(i) - 1e-12 and p.high <= sweep.breaks:get(i + 1) + 1e-12
end
t:ok(nested, "a plateau of theta1 lies within an interval of the sweep")

-- ---- bad input --------------------------------------------------------------------------------------

t:raises(function() made:ensemble(array.zeros(0, rows)) end, "at least one draw", "no draw")
t:raises(function() made:ensemble(array.zeros(2, rows - 1)) end, "columns expected", "a column too few")
t:raises(function() made:ensemble(array.zeros(2, rows)) end, "draw 1: season 1 week 1: shares sum to 0", "no votes")
local bad = shares:copy()
bad:set(3, 4, 0 / 0)
t:raises(function() made:ensemble(bad) end, "draw 3: share[4]", "a share that is no number")
t:raises(function() ensemble:draw(0) end, "integer in [1, 7]", "draw 0")
t:raises(function() ensemble:evaluate { theta1 = { 0.5, 0 / 0 }, theta2 = 0, theta3 = 1, theta4 = 0, theta5 = 0 } end,
  "theta1[2]", "NaN as theta1")
t:raises(function() ensemble:lattice { by_draw = 1 } end, "by_draw", "by_draw no boolean")
t:raises(function() ensemble.evaluate(made, theta) end, "ensemble expected", "seasons are no ensemble")
t:raises(function() made:sweep { theta2 = 0, theta3 = 0 / 0, theta4 = 0, theta5 = 0 } end, "theta3", "NaN as theta3")
t:raises(function() made:sweep { theta2 = 1.5, theta3 = 1, theta4 = 0, theta5 = 0 } end, "theta2", "theta2 between categories")
t:raises(function() made:sweep { theta2 = 1, theta3 = 1, theta4 = 0, theta5 = 0, low = 0.6, high = 0.4 } end,
  "low < high", "low above high")
shares:set(1, 1, 99)
t:ok(same_bits(ensemble:lattice(grids), lattice), "shares are copied")
ensemble = nil
t:done()
