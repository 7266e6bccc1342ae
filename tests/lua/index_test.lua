-- index_test.lua - solon.index against the reference points, and properties of the index.

local tap = require "solon.tap"
local index = require "solon.index"
local array = require "solon.array"
local random = require "solon.random"
local t = tap.new()

local columns = { "index", "raw", "unclipped", "resilience", "gaming", "trust", "potential", "gate", "synergy", "volatility", "bottleneck",
  "saturated", "slack" }

local function evaluate(c, v, l, z, s, more)
  local arguments = { capacity = c, visibility = v, loyalty = l, skepticism = z, sigma = s }
  for name, value in pairs(more or {}) do arguments[name] = value end
  return index.evaluate(arguments)
end

local function relative(got, want)
  return want == 0 and math.abs(got) or math.abs(got - want) / math.abs(want)
end

-- ---- the reference points: mpmath, 60 digits ------------------------------------------------------

local function reference_points(path)
  local file = io.open(path)
  if not file then return nil end
  local names, data = nil, {}
  for line in file:lines() do
    local fields = {}
    for value in (line:gsub('"[^"]*"', "quoted") .. ","):gmatch("([^,]*),") do fields[#fields + 1] = value end
    if names then
      for i, name in ipairs(names) do table.insert(data[name], tonumber(fields[i]) or fields[i]) end
    else
      names = fields
      for _, name in ipairs(names) do data[name] = {} end
    end
  end
  file:close()
  return data
end

local points = reference_points("../shared/data/index/reference_points.csv")
if points then
  local r = evaluate(points.C, points.V, points.T, points.Z, points.sigma)
  local named = { T_comp = "trust", S_pot = "potential", F_gate = "gate", F_syn = "synergy", F_vol = "volatility", S_raw = "raw",
    S_KPI = "index", S_resilience = "resilience", gaming = "gaming", S_unclipped = "unclipped" }
  t:equal(#points.C, 62, "62 reference points")
  for _, column in ipairs { "T_comp", "S_pot", "F_gate", "F_syn", "F_vol", "S_raw", "S_KPI", "S_resilience", "gaming", "S_unclipped" } do
    local worst = 0
    for i, want in ipairs(points[column]) do worst = math.max(worst, relative(r[named[column]][i], want)) end
    t:ok(worst <= 1e-13, ("%s agrees with its reference points: %.2g"):format(column, worst))
  end
  local sign, agree = { pot = -1, tie = 0, gate = 1 }, true
  for i, name in ipairs(points.bottleneck) do
    agree = agree and r.bottleneck[i] == sign[name] and r.saturated[i] == points.saturated[i]
  end
  t:ok(agree, "bottleneck and saturation agree with the reference points")
else
  t:skip("../shared/data/index/reference_points.csv is absent", "reference points")
end

-- ---- values of our own: mpmath, 700 digits (tests/reference/index_values.py) -----------------------

local inputs = { "capacity", "visibility", "loyalty", "skepticism", "sigma" }
local parameters = { "w_C", "w_T", "w_V", "w_loyalty", "w_skepticism", "k", "theta", "epsilon", "mu", "scale" }
local computed = { "index", "raw", "unclipped", "resilience", "gaming", "trust", "potential", "gate", "synergy", "volatility", "slack" }

local function arguments_of(case)
  local arguments = { parameters = {} }
  for i, name in ipairs(inputs) do arguments[name] = case.x[i] end
  for i, name in ipairs(parameters) do arguments.parameters[name] = case.p[i] end
  for name, value in pairs(case.options or {}) do arguments[name] = value end
  return arguments
end

local cases = dofile("tests/reference/index_values.lua")
local worst = { plain = 0, options = 0, gradient = 0, k = 0 }
local counted = 0
for _, case in ipairs(cases) do
  local arguments = arguments_of(case)
  local r, kind = index.evaluate(arguments), case.options and "options" or "plain"
  for i, name in ipairs(computed) do
    local want = case.columns[i]
    -- a difference of two columns: its error is absolute
    worst[kind] = math.max(worst[kind], name == "slack" and math.abs(r[name] - want) or relative(r[name], want))
  end
  if case.gradient then
    local g = index.gradient(arguments)
    for i, want in ipairs(case.gradient) do
      local name = inputs[i] or parameters[i - #inputs]
      if name == "k" then
        worst.k = math.max(worst.k, math.abs(g.k - want) / arguments.parameters.scale * math.min(1, arguments.parameters.k))
      else
        worst.gradient = math.max(worst.gradient, math.abs(g[name] - want) / math.max(math.abs(want), 1e-10))
      end
      counted = counted + 1
    end
  end
end
t:ok(#cases > 250 and counted > 2000, "there are reference values")
t:ok(worst.plain < 4e-15, ("all columns agree with mpmath to 4e-15: %.2g"):format(worst.plain))
t:ok(worst.options < 1e-13, ("with options to 1e-13: %.2g"):format(worst.options))
t:ok(worst.gradient < 1e-12, ("derivatives to 1e-12: %.2g"):format(worst.gradient))
t:ok(worst.k < 1e-15, ("that by k to 1e-15 of the scale over min(1, k): %.2g"):format(worst.k))

-- ---- exact values ---------------------------------------------------------------------------------

t:equal(index.gate(0), 0.0, "the gate is 0 at trust 0")
t:equal(index.gate(1), 1.0, "the gate is 1 at trust 1")
t:equal(evaluate(1, 1, 1, 1, 0).index, 150.0, "150 at the corner of ones")
t:equal(evaluate(0, 1, 1, 1, 0).index, 0.0, "0 without capacity")
t:equal(evaluate(1, 0, 1, 1, 0).index, 0.0, "0 without visibility")
t:equal(evaluate(1, 1, 0, 0, 0).index, 0.0, "0 without trust")
t:equal(evaluate(1, 1, 1, 1, 60).volatility, 1 / 7, "sigma is not capped at 50")

for _, k in ipairs { 1e-6, 0.01, 0.7, 2, 3.3, 12, 200 } do
  for _, theta in ipairs { 0, 0.3, 0.85, 1 } do
    local with = { parameters = { k = k, theta = theta } }
    if index.gate(1, with) ~= 1 or index.gate(0, with) ~= 0 then t:ok(false, ("gate exact for k %g, theta %g"):format(k, theta)) end
  end
end
t:equal(index.potential(1, 1, 1), 1.0, "the potential of ones is 1")
t:equal(index.potential(0, 1, 1, { parameters = { w_C = 0 } }), 1.0, "0^0 is 1: a pillar without weight does not matter")
t:equal(evaluate(0, 1, 1, 1, 0, { parameters = { w_C = 0 } }).potential, 1.0, "in evaluate too")
local corner = evaluate(1, 1, 1, 1, 3.5)
t:ok(corner.saturated == 0 and math.abs(corner.gaming - 7 / 27) < 1e-15, "gaming reaches 7/27 where the clip begins, and no more")

-- ---- zeros and subnormal numbers ------------------------------------------------------------------

local least = 0x1p-1074
local tiny = evaluate(1, 1, least, least, 0)
t:equal(tiny.trust, least, "a subnormal trust stays")
t:ok(relative(tiny.potential, 2.0 ^ -429 * 2.0 ^ -0.6) < 1e-15, "the potential of a subnormal trust")
-- F of tiny T is T k c / (D + 0)
local D, E1 = math.exp(1.7) + 1, math.exp(2) - 1
local slope = 2 * ((D + E1) / E1) / D
local t2 = 0x1p-1070
t:ok(math.abs(evaluate(1, 1, t2, t2, 0).index - 150 * slope * t2) <= least, "the index of a subnormal trust, to one last place")
t:ok(relative(evaluate(1, 1, least, least, 0).index, 150 * slope * least) < 0.006, "the lift keeps digits that the gate alone would lose")
t:equal(evaluate(least, least, least, least, 0).potential, least, "subnormal pillars all alike")
t:equal(evaluate(0, 0, 0, 0, 0).index, 0.0, "all zero")
t:equal(string.format("%g", evaluate(-0.0, -0.0, -0.0, -0.0, -0.0).index), "0", "zeros with a sign are zeros")

-- ---- rows that are not valid ----------------------------------------------------------------------

local nan, infinite = 0 / 0, math.huge
local bad = evaluate({ 0.5, nan, 1.5, 0.5, 0.5, 0.5, 0.5, nan }, { 0.5, 0.5, 0.5, nan, 0.5, 0.5, 0.5, 0.5 },
  { 0.5, 0.5, 0.5, 0.5, -0.1, 0.5, 0.5, 0.5 }, 0.5, { 1, 1, 1, 1, 1, -1, infinite, -1 })
t:equal(bad.missing, 2, "rows with NaN are missing")
t:equal(bad.invalid, 5, "rows outside the domain are invalid, also where something else is missing")
local only_first = true
for _, name in ipairs(columns) do
  for row = 1, 8 do only_first = only_first and (bad[name][row] == bad[name][row]) == (row == 1) end
end
t:ok(only_first, "every column of such a row is NaN, and no other")
for _, name in ipairs(inputs) do
  for _, value in ipairs { nan, -1e-300, infinite, -infinite } do
    for place = 1, 300, 23 do -- in stages, single vectors and the rest
      local arguments = { capacity = 0.5, visibility = 0.5, loyalty = 0.5, skepticism = 0.5, sigma = 5, out = "index" }
      arguments[name] = array.zeros(300) + 0.5
      arguments[name][place] = value
      local r = index.evaluate(arguments)
      local lost = r.index[place] == r.index[place] or r.missing + r.invalid ~= 1 or r.missing == 1 ~= (value ~= value)
      if lost then t:ok(false, ("%s = %g in row %d is noticed"):format(name, value, place)) end
    end
  end
end
local by_row = evaluate(0.5, 0.5, 0.5, 0.5, 0, { parameters = { k = { 2, -1, nan, 2 }, w_loyalty = { 0.6, 0.6, 0.6, 0.7 } } })
t:ok(by_row.invalid == 2 and by_row.missing == 1 and by_row.index[1] == evaluate(0.5, 0.5, 0.5, 0.5, 0).index,
  "parameters by rows: bad ones make the row invalid")

-- ---- one way or the other, the same bits ----------------------------------------------------------

local s = random.stream(7)
local n = 3001
local c, v, l, z, sigma = s:uniform(n), s:uniform(n), s:uniform(n), s:uniform(n), s:exponential(n) * 10
for i = 1, n, 97 do c[i] = 0; v[(i * 7) % n + 1] = 1e-310; l[(i * 11) % n + 1] = 0; z[(i * 11) % n + 1] = 0 end
local all = evaluate(c, v, l, z, sigma)
local function same(a, b)
  for i = 1, #a do if a[i] ~= b[i] then return false end end
  return #a == #b
end
t:ok(same(evaluate(c, v, l, z, sigma, { out = "index" }).index, all.index), "the index alone has the same bits")
local standard = {}
for _, name in ipairs(parameters) do standard[name] = array.zeros(n) + index.parameters()[name] end
local general = evaluate(c, v, l, z, sigma, { parameters = standard })
for _, name in ipairs(columns) do t:ok(same(general[name], all[name]), name .. ": parameters as columns give the same bits") end
local row_by_row = true
for i = 1, n, 13 do
  local one = evaluate(c[i], v[i], l[i], z[i], sigma[i])
  for _, name in ipairs(columns) do row_by_row = row_by_row and one[name] == all[name][i] end
end
t:ok(row_by_row, "a row alone gives the same bits")
t:ok(same(index.trust(l, z), all.trust) and same(index.potential(c, all.trust, v), all.potential)
  and same(index.gate(all.trust), all.gate) and same(index.synergy(c, all.trust), all.synergy)
  and same(index.volatility(sigma), all.volatility), "the steps on their own give the same bits")
local given = array.zeros(n)
t:ok(index.evaluate { capacity = c, visibility = v, loyalty = l, skepticism = z, sigma = sigma, out = { gate = given } }.gate == given
  and same(given, all.gate), "given arrays are written to")
local wide = array.zeros(n, 2)
index.evaluate { capacity = c, visibility = v, loyalty = l, skepticism = z, sigma = sigma, out = { index = wide:column(2) } }
t:ok(same(wide:column(2), all.index) and wide:column(1):sum() == 0, "and columns of matrices")
t:raises(function() index.evaluate { capacity = c, visibility = v, loyalty = l, skepticism = z, sigma = sigma, out = { index = c } } end,
  "lies in the memory of an input", "an input is no output")

-- ---- properties -----------------------------------------------------------------------------------

local function holds(count, property)
  for i = 1, count do if not property(i) then return false end end
  return true
end
t:ok(holds(n, function(i)
  return all.index[i] == math.min(150, all.unclipped[i]) and all.index[i] >= all.resilience[i] and all.gaming[i] >= 0
    and all.gaming[i] <= 7 / 27 + 1e-15
end), "index = min(150, unclipped) >= resilience; 0 <= gaming <= 7/27")
t:ok(holds(n, function(i) return math.abs(all.gaming[i] - (all.index[i] - all.resilience[i]) / 150) < 2e-15 end), "gaming is the part of synergy")
t:ok(holds(n, function(i)
  local slack = all.slack[i]
  return all.bottleneck[i] == (math.abs(slack) <= 1e-12 and 0 or slack > 0 and 1 or -1)
end), "the bottleneck is the sign of the slack")
for name, sign in pairs { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = -1 } do
  local arguments = { capacity = c, visibility = v, loyalty = l, skepticism = z, sigma = sigma, out = "index" }
  arguments[name] = name == "sigma" and sigma + 0.5 or arguments[name] * 0.5 + 0.5
  local moved = index.evaluate(arguments).index
  t:ok(holds(n, function(i) return sign * (moved[i] - all.index[i]) >= -1e-12 end), "monotone in " .. name)
end
-- S(epsilon) - S(0) = scale epsilon min(P, F) U C T where nothing is clipped; no test with epsilon = 0 could see it
local with, without = evaluate(0.6, 0.6, 0.6, 0.6, 0), evaluate(0.6, 0.6, 0.6, 0.6, 0, { parameters = { epsilon = 0 } })
t:ok(math.abs(with.index - without.index - 150 * 0.35 * with.gate * 0.36) < 1e-12 and with.index - without.index > 10, "the synergy of 0.6, 0.6 is 10.04 points")
t:ok(without.index == without.resilience and without.gaming == 0, "without epsilon the index is the resilience")

-- ---- options --------------------------------------------------------------------------------------

local normal = evaluate(c, v, l, z, sigma, { normalised = true })
t:ok(holds(n, function(i) return normal.raw[i] <= 1 and normal.saturated[i] == 0 and normal.index[i] == normal.unclipped[i] end),
  "normalised: never above 1, never clipped")
t:equal(evaluate(1, 1, 1, 1, 0, { normalised = true }).index, 150.0, "normalised: 150 at the corner of ones")
local soft = evaluate(c, v, l, z, 0, { power = -8, out = { "resilience" } }).resilience
local hard = evaluate(c, v, l, z, 0, { out = { "resilience" } }).resilience
t:ok(holds(n, function(i) return soft[i] >= hard[i] * (1 - 1e-14) and soft[i] <= hard[i] * (2 ^ 0.125 + 1e-14) end), "the soft minimum lies within 9.1 percent of the minimum")
t:ok(evaluate(0.5, 0.9, 0.5, 0.5, 0, { power = -8 }).index > evaluate(0.5, 0.8, 0.5, 0.5, 0, { power = -8 }).index, "and sees visibility where the gate binds")
t:equal(evaluate(0.5, 0.9, 0.5, 0.5, 0).index, evaluate(0.5, 0.8, 0.5, 0.5, 0).index, "which the minimum does not")
t:equal(evaluate(0.2, 0.9, 0.5, 0.5, 0, { rho = -math.huge }).potential, 0.2, "rho -inf: the smallest pillar")
t:equal(evaluate(0.2, 0.9, 0.5, 0.5, 0, { rho = math.huge }).potential, 0.9, "rho inf: the largest")
t:ok(relative(evaluate(0.2, 0.9, 0.5, 0.5, 0, { rho = 1 }).potential, 0.25 * 0.2 + 0.4 * 0.5 + 0.35 * 0.9) < 1e-14, "rho 1: the weighted sum")
t:ok(relative(evaluate(0.2, 0.9, 0.5, 0.5, 0, { rho = 1e-9 }).potential, evaluate(0.2, 0.9, 0.5, 0.5, 0).potential) < 1e-8, "rho near 0 is near the product")
t:equal(evaluate(0, 0.9, 0.5, 0.5, 0, { rho = -1 }).potential, 0.0, "rho < 0: a zero gives 0")
t:ok(evaluate(0, 0.9, 0.5, 0.5, 0, { rho = 0.5 }).potential > 0.3, "rho > 0: a zero is made good")
local floors = { floors = { capacity = 0.4, trust = 0.2 } }
t:ok(relative(evaluate(0.1, 0.9, 0.5, 0.5, 0, floors).potential, evaluate(0.1, 0.9, 0.5, 0.5, 0).potential / 4) < 1e-15, "a pillar at a quarter of its floor quarters the potential")
t:equal(evaluate(0.4, 0.9, 0.5, 0.5, 0, floors).potential, evaluate(0.4, 0.9, 0.5, 0.5, 0).potential, "at its floor it does nothing")
for pillar, point in pairs { capacity = { 0.3, 1, 1 }, visibility = { 1, 0.3, 1 }, trust = { 1, 1, 0.3 } } do
  local low, high, share = point[1], point[2], point[3]
  local plain, floored = evaluate(low, high, share, share, 0), evaluate(low, high, share, share, 0, { floors = { [pillar] = 0.6 } })
  t:ok(relative(floored.potential, plain.potential / 2) < 1e-15, "a floor of " .. pillar .. " alone counts")
end
t:ok(evaluate(0.5, 0.9, 0.5, 0.5, 0, { power = -0.01 }).index > 0, "power may be -0.01")
t:raises(function() evaluate(0.5, 0.9, 0.5, 0.5, 0, { power = -0.009 }) end, "power: number <= -0.01 expected", "not nearer to 0")
do -- ends of domains are valid, beside a row that is not and in one that is missing
  local found = evaluate({ 0, 1, 2, nan, 0.5 }, { 0, 1, 0.5, 0.5, 0.5 }, { 0, 1, 0.5, 0.5, 0.5 }, { 0, 1, 0.5, 0.5, 0.5 }, { 0, 0, 0, 0, 0 },
    { parameters = { epsilon = { 0, 1e6, 1, 1, 1e6 + 1 }, mu = { 0, 1e6, 0, 0, 0 }, theta = { 0, 1, 1, 0, 0 } } })
  t:equal(found.invalid, 2, "two rows are invalid")
  t:equal(found.missing, 1, "one has nothing where a number should be")
  t:ok(found.index[1] == 0 and found.index[2] == 150 and found.index[3] ~= found.index[3] and found.index[5] ~= found.index[5], "the ends count")
end
t:raises(function() evaluate(1, 1, 1, 1, 0, { floors = { loyalty = 0.5 } }) end, "unknown option 'loyalty'", "floors are of pillars")
t:raises(function() evaluate(1, 1, 1, 1, 0, { floors = { trust = 2 } }) end, "'trust'", "floors lie in [0, 1]")
t:raises(function() evaluate(1, 1, 1, 1, 0, { rho = nan }) end, "rho: number expected, got nan", "rho is no NaN")
t:raises(function() evaluate(1, 1, 1, 1, 0, { parameters = { w_loyalty = 0.7 } }) end, "a sum of at most 1 expected, got 1.1", "weights of trust")
t:raises(function() evaluate(1, 1, 1, 1, 0, { parameters = { sigma_window = 1 } }) end, "sigma_window", "the window is checked")
t:equal(evaluate(1, 1, 1, 1, 0, { parameters = { sigma_window = 24 } }).index, 150.0, "and else not looked at")
t:equal(evaluate({}, {}, {}, {}, {}).rows, 0, "no rows")

-- ---- gradients at the edges -----------------------------------------------------------------------

local function gradient(c1, v1, l1, z1, s1, more)
  local arguments = { capacity = c1, visibility = v1, loyalty = l1, skepticism = z1, sigma = s1 }
  for name, value in pairs(more or {}) do arguments[name] = value end
  return index.gradient(arguments)
end
local clipped = gradient(1, 1, 1, 1, 0)
t:ok(clipped.capacity == 0 and clipped.loyalty == 0 and clipped.sigma == 0 and clipped.k == 0 and clipped.scale == 1, "0 where clipped, but for the scale")
local tie = gradient(1, 1, 1, 1, 10)
t:ok(math.abs(tie.capacity - 150 / 2 * (0.25 * 1.35 + 0.35)) < 1e-12 and math.abs(tie.visibility - 75 * 1.35 * 0.35) < 1e-12 and tie.theta == 0,
  "on a tie the potential's branch")
t:equal(gradient(0, 1, 1, 1, 0).capacity, math.huge, "infinite where a power below 1 starts")
t:equal(gradient(0, 0, 1, 1, 0).capacity, 0.0, "0 where another pillar is 0 too")
t:equal(gradient(0.5, 0.9, 0.5, 0.5, 0).visibility, 0.0, "0 by visibility where the gate binds")
t:ok(gradient(0.5, nan, 0.5, 0.5, 0).capacity ~= gradient(0.5, nan, 0.5, 0.5, 0).capacity, "NaN for NaN")
t:equal(gradient({ 0.5, nan, 2 }, 0.5, 0.5, 0.5, 0).invalid, 1, "invalid rows are counted")
t:ok(math.abs(gradient(0, 1, 0.5, 0.5, 0, { rho = 1 }).capacity - 0.25 * 150) < 1e-10 or index.evaluate { capacity = 0, visibility = 1, loyalty = 0.5,
  skepticism = 0.5, sigma = 0, rho = 1 }.bottleneck == 1, "a sum rises from 0 by its weight")

-- ---- means of columns -----------------------------------------------------------------------------

t:ok(relative(index.ces({ 0.2, 0.5, 0.9 }, { 0.25, 0.4, 0.35 }, -1), 1 / (0.25 / 0.2 + 0.4 / 0.5 + 0.35 / 0.9)) < 1e-14, "harmonic mean")
t:ok(relative(index.ces({ 1e300, 1e-300 }, { 1, 1 }, 20), 1e300 * 2 ^ -0.05) < 1e-13, "large powers do not overflow")
t:equal(index.ces({ 0, 5 }, { 0, 1 }, -2), 5.0, "a zero without weight does not matter")
t:raises(function() index.ces({ 1, 2 }, { 0, 0 }, 1) end, "a positive weight expected", "weights of nothing")
t:raises(function() index.ces({ 1, 2 }, { 1.7e308, 1.7e308 }, 1) end, "a positive weight expected", "weights beyond all numbers")
t:ok(index.ces({ -1, 5 }, { 1, 1 }, 1) ~= index.ces({ -1, 5 }, { 1, 1 }, 1), "negative values give NaN")
t:ok(relative(index.ces({ 2, 8 }, { 3, 3 }, 1e-10), 4) < 1e-9, "small rho cancels nothing")
t:equal(index.soft_minimum(0.3, 0.3, -8), 0.3, "the soft minimum of equals")
t:ok(relative(index.soft_minimum(0.2, 0.7, -8), ((0.2 ^ -8 + 0.7 ^ -8) / 2) ^ (-1 / 8)) < 1e-14, "the soft minimum by its formula")

-- ---- the levels -----------------------------------------------------------------------------------

local program = [=[
local index, random = require "solon.index", require "solon.random"
local s, n = random.stream(3), 1017
local c, v, l, z, sigma = s:uniform(n), s:uniform(n), s:uniform(n), s:uniform(n), s:exponential(n) * 10
for i = 1, n, 41 do c[i] = 0; v[(i * 7) % n + 1] = 1e-310; l[(i * 5) % n + 1] = 0 / 0; z[(i * 3) % n + 1] = 2 end
local results = {}
local function add(record, names)
  for _, name in ipairs(names) do
    for i = 1, n do results[#results + 1] = string.format("%a", record[name][i]) end
  end
end
local all = { "index", "raw", "unclipped", "resilience", "gaming", "trust", "potential", "gate", "synergy", "volatility", "slack" }
local function evaluate(more)
  local arguments = { capacity = c, visibility = v, loyalty = l, skepticism = z, sigma = sigma }
  for name, value in pairs(more) do arguments[name] = value end
  return index.evaluate(arguments), arguments
end
add(evaluate { out = "index" }, { "index" })
add(evaluate {}, all)
add(evaluate { parameters = { k = s:uniform(n) * 20 + 0.1, epsilon = s:uniform(n), theta = s:uniform(n) } }, all)
add(evaluate { normalised = true, floors = { visibility = 0.5 } }, all)
local _, arguments = evaluate {}
add(index.gradient(arguments), { "capacity", "loyalty", "sigma", "k", "w_T" })
if not arg[1] then add(evaluate { rho = -2, power = -8 }, all) end
io.write(table.concat(results, "\n"))
]=]

local function output(level, argument)
  local file = os.tmpname()
  local handle = assert(io.open(file, "w"))
  handle:write(program)
  handle:close()
  local pipe = assert(io.popen("SOLON_CPU_LEVEL=" .. level .. " " .. (os.getenv("SOLON") or "build/bin/solon") .. " " .. file .. " " .. argument))
  local text = pipe:read("a")
  pipe:close()
  os.remove(file)
  return text
end

local best, short = output("best", ""), output("best", "without-sleef")
t:ok(#best > 100000 and #short < #best, "the program prints its numbers")
for _, level in ipairs { "baseline", "avx2", "avx512" } do t:ok(output(level, "") == best, level .. " gives the same bits") end
t:ok(output("plain", "without-sleef") == short, "plain gives the same bits, default rho and power")

t:done()
