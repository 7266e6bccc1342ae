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

-- one draw is the seasons themselves
local single = made:with_shares(shares:row(2))
local alone = made:ensemble(shares:slice(2, 2))
local one_draw, plain = alone:lattice(grids),
  single:lattice { theta1 = grids.theta1, theta2 = grids.theta2, theta3 = grids.theta3, theta4 = grids.theta4,
    theta5 = grids.theta5, seed = 3, draws = 15 }
t:ok(same_bits(plain, one_draw), "an ensemble of one draw is the seasons with its shares")

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
shares:set(1, 1, 99)
t:ok(same_bits(ensemble:lattice(grids), lattice), "shares are copied")
ensemble = nil
t:done()
