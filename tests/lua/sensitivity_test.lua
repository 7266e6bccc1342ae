-- sensitivity_test.lua - solon.sensitivity against functions whose indices are known in closed form.

local array = require "solon.array"
local sensitivity = require "solon.sensitivity"
local tap = require "solon.tap"
local t = tap.new()

local function uniforms(count, low, high)
  local inputs = {}
  for i = 1, count do inputs[i] = { name = "x" .. i, distribution = "uniform", low = low, high = high } end
  return inputs
end

local function inside(value, row, key, name)
  -- three interval widths: far beyond chance, near enough to fail on a wrong formula
  local width = row[key .. "_high"] - row[key .. "_low"]
  t:near(row[key], value, { absolute = 1.5 * width + 1e-12 }, name)
end

-- ---- Ishigami and Homma (1990), a = 7, b = 0.1 ------------------------------------------------

local pi = math.pi
local function ishigami(m)
  local x1, x2, x3 = m:column(1), m:column(2), m:column(3)
  return x1:sin() + x2:sin() ^ 2 * 7 + x3 ^ 4 * 0.1 * x1:sin()
end
-- variance parts in closed form: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = b^2 pi^8 (1/18 - 1/50)
local v1, v2, v13 = (1 + 0.1 * pi ^ 4 / 5) ^ 2 / 2, 49 / 8, 0.01 * pi ^ 8 * (1 / 18 - 1 / 50)
local v = v1 + v2 + v13
local ishigami_first, ishigami_total = { v1 / v, v2 / v, 0 }, { (v1 + v13) / v, v2 / v, v13 / v }
local ishigami_inputs = uniforms(3, -pi, pi)

for _, case in ipairs {
  { "saltelli", "jansen", "sobol", 8e-3 }, { "jansen", "sobol", "sobol", 8e-3 }, { "janon", "janon", "sobol", 8e-3 },
  { "martinez", "martinez", "sobol", 8e-3 }, { "saltelli", "jansen", "philox", 0.03 }, { "janon", "sobol", "philox", 0.03 },
} do
  local s = sensitivity.sobol(ishigami, ishigami_inputs, { n = 16384, first = case[1], total = case[2], sequence = case[3], second_order = true, seed = 3 })
  local label = "ishigami, " .. table.concat(case, " ", 1, 3)
  for i = 1, 3 do
    t:near(s.first[i], ishigami_first[i], { absolute = case[4] }, label .. ": first " .. i)
    t:near(s.total[i], ishigami_total[i], { absolute = case[4] }, label .. ": total " .. i)
    inside(ishigami_first[i], s.rows[i], "first", label .. ": first within its interval " .. i)
    inside(ishigami_total[i], s.rows[i], "total", label .. ": total within its interval " .. i)
  end
  t:near(s.second[2].index, v13 / v, { absolute = 2 * case[4] }, label .. ": pair 1, 3")
  t:near(s.second[1].index, 0, { absolute = 2 * case[4] }, label .. ": pair 1, 2")
  t:near(s.variance, v, { relative = 0.03 }, label .. ": variance")
  t:equal(s.runs, 8 * 16384, label .. ": runs")
  t:equal(s.status, "converged", label .. ": status")
end

-- ---- Sobol's g function: product of (|4 x - 2| + a) / (1 + a) ----------------------------------

local g_a = { 0, 1, 4.5, 9, 99, 99 }
local function g_function(m)
  local y
  for i, a in ipairs(g_a) do
    local factor = ((m:column(i) * 4 - 2):abs() + a) / (1 + a)
    y = y and y * factor or factor
  end
  return y
end
local g_part, g_all = {}, 1 -- V_i = 1 / (3 (1 + a)^2); V = product of (1 + V_i) - 1
for i, a in ipairs(g_a) do
  g_part[i] = 1 / (3 * (1 + a) ^ 2)
  g_all = g_all * (1 + g_part[i])
end
do
  local s = sensitivity.sobol(g_function, uniforms(6, 0, 1), { n = 16384, seed = 5 })
  for i = 1, 6 do
    t:near(s.first[i], g_part[i] / (g_all - 1), { absolute = 0.01 }, "g function: first " .. i)
    t:near(s.total[i], g_part[i] * (g_all / (1 + g_part[i])) / (g_all - 1), { absolute = 0.01 }, "g function: total " .. i)
  end
  t:near(s.mean, 1, { absolute = 1e-3 }, "g function: mean")
  t:near(s.variance, g_all - 1, { relative = 0.01 }, "g function: variance")
end

-- ---- additive, dummy, constant, scaled ---------------------------------------------------------

local function additive(m) return m:column(1) * 3 + m:column(2):exp() end
do
  local s = sensitivity.sobol(additive, uniforms(3, 0, 1), { n = 8192 })
  for i = 1, 3 do t:near(s.first[i], s.total[i], { absolute = 0.01 }, "additive: first is total " .. i) end
  t:near(s.sum_first.estimate, 1, { absolute = 0.01 }, "additive: first orders sum to 1")
  t:equal(s.total[3], 0.0, "an input without influence has total 0")
  t:equal(s.first[3], 0.0, "and first order 0")
  t:equal(s.rows[3].total_high, 0.0, "and no interval")
  local far = sensitivity.sobol(function(m) return additive(m) * 1e180 - 1e184 end, uniforms(3, 0, 1), { n = 8192 })
  t:near(far.first[1], s.first[1], { relative = 1e-9 }, "indices do not depend on scale and place of the function")
  t:ok(s.first[1] ~= far.first[2], "and are not all alike")
  for _, first in ipairs { "jansen", "janon", "martinez" } do
    local other = sensitivity.sobol(additive, uniforms(3, 0, 1), { first = first, total = first, n = 1024 })
    t:equal(other.total[3], 0.0, first .. ": an input without influence has total 0")
  end
end
for _, value in ipairs { 3.3, 0, -1e300 } do
  local s = sensitivity.sobol(function(m) return array.full(value, #m) end, uniforms(2, 0, 1), { n = 64 })
  t:equal(s.status, "no variance", "constant " .. value .. ": no variance")
  t:equal(s.first, nil, "and no indices")
  t:equal(#s.rows, 0, "and no rows")
  t:ok(tostring(s):find("no variance to share out", 1, true), "and says so")
  t:ok(not tostring(s):find("nan", 1, true), "without NaN")
end
t:raises(function()
  sensitivity.sobol(function(m) return array.full(1, #m) end, uniforms(2, 0, 1), { n = 64, strict = true })
end, "no variance", "strict raises without variance")
t:equal(sensitivity.sobol(function(m) return m:column(1) * 0.1 + 0.3 - m:column(1) * 0.1 end, uniforms(1, 0, 1), { n = 64 }).status,
  "no variance", "rounding of a constant is no variance")

-- ---- distributions -----------------------------------------------------------------------------

do
  -- variances: normal 4, exponential 9, triangular(0, 1, 4) (16 + 1 + 0 - 0 - 4 - 0) / 18, uniform 1/3 by a quantile function,
  -- Beta(4, 2) times 10: 100 * 8 / (36 * 7), a constant 0
  local variances = { 4, 9, 13 / 18, 1 / 3, 800 / 252, 0 }
  local sum = 4 + 9 + 13 / 18 + 1 / 3 + 800 / 252
  local inputs = {
    { name = "n", distribution = "normal", mean = 5, standard_deviation = 2 }, { name = "e", distribution = "exponential", scale = 3 },
    { name = "t", distribution = "triangular", low = 0, mode = 1, high = 4 }, { name = "q", distribution = function(u) return u * 2 end },
    { name = "b", distribution = "beta", a = 4, b = 2 }, { name = "c", distribution = "constant", value = 7 },
  }
  local f = function(m) return m:column(1) + m:column(2) + m:column(3) + m:column(4) + m:column(5) * 10 + m:column(6) end
  local s = sensitivity.sobol(f, inputs, { n = 16384 })
  for i = 1, 6 do t:near(s.first[i], variances[i] / sum, { absolute = 0.01 }, "distributions: " .. inputs[i].name) end
  t:near(s.mean, 5 + 3 + 5 / 3 + 1 + 20 / 3 + 7, { relative = 2e-3 }, "distributions: mean")
  local shares = sensitivity.shapley(f, inputs, { outer = 3000 })
  for i = 1, 6 do t:near(shares.share[i], variances[i] / sum, { absolute = 0.03 }, "distributions: shapley " .. inputs[i].name) end
end

-- ---- same bits, honest printing ----------------------------------------------------------------

do
  local one = sensitivity.sobol(ishigami, ishigami_inputs, { n = 5000, threads = 1, sequence = "philox" })
  local two = sensitivity.sobol(ishigami, ishigami_inputs, { n = 5000, threads = 2, sequence = "philox" })
  t:equal(tostring(one), tostring(two), "threads do not matter")
  t:equal(one.rows[1].first_low, two.rows[1].first_low, "to the last bit")
  t:ok(one.first[1] ~= sensitivity.sobol(ishigami, ishigami_inputs, { n = 5000, seed = 1, sequence = "philox" }).first[1], "seeds matter")
  local shown = tostring(one)
  for _, part in ipairs { "n = 5000", "25000 runs", "Saltelli (2010)", "Jansen (1999)", "converged", "100 bootstrap" } do
    t:ok(shown:find(part, 1, true), "the printed result says " .. part)
  end
  local few = sensitivity.sobol(ishigami, ishigami_inputs, { n = 64 })
  t:equal(few.status, "not converged", "64 base points: not converged")
  t:ok(#few.problems > 0 and tostring(few):find("not converged: ", 1, true), "and it says why")
  t:raises(function() sensitivity.sobol(ishigami, ishigami_inputs, { n = 64, strict = true }) end, "not converged", "strict raises")
  local percentile = sensitivity.sobol(ishigami, ishigami_inputs, { n = 5000, sequence = "philox", interval = "percentile" })
  t:near(percentile.rows[2].first_low, one.rows[2].first_low, { absolute = 0.02 }, "percentile intervals are near normal ones")
end

-- ---- coverage of the intervals (independent points) ---------------------------------------------

do
  local inside_first, inside_total, runs = 0, 0, 200
  for seed = 1, runs do
    local s = sensitivity.sobol(ishigami, ishigami_inputs, { n = 512, seed = seed, sequence = "philox" })
    local row = s.rows[1]
    if row.first_low <= v1 / v and v1 / v <= row.first_high then inside_first = inside_first + 1 end
    if row.total_low <= (v1 + v13) / v and (v1 + v13) / v <= row.total_high then inside_total = inside_total + 1 end
  end
  -- 95 % of 200 is 190, binomial standard deviation 3.1; bootstrap intervals of ratios err a little to the short side
  t:ok(inside_first >= 178 and inside_first <= 199, "first order: intervals cover, " .. inside_first .. " of 200")
  t:ok(inside_total >= 176 and inside_total <= 199, "total: intervals cover, " .. inside_total .. " of 200")
end

-- ---- independent scramblings: narrower intervals that cover too ----------------------------------

do
  local cover, runs, width, plain_width = 0, 200, 0, 0
  for seed = 1, runs do
    local s = sensitivity.sobol(ishigami, ishigami_inputs, { n = 2048, seed = seed, scrambles = 16 })
    for i = 1, 3 do
      local row = s.rows[i]
      if row.first_low <= ishigami_first[i] and ishigami_first[i] <= row.first_high then cover = cover + 1 end
      if row.total_low <= ishigami_total[i] and ishigami_total[i] <= row.total_high then cover = cover + 1 end
    end
    width = width + s.rows[3].total_high - s.rows[3].total_low
    if seed <= 10 then
      local row = sensitivity.sobol(ishigami, ishigami_inputs, { n = 2048, seed = seed }).rows[3]
      plain_width = plain_width + row.total_high - row.total_low
    end
  end
  t:ok(cover >= 0.92 * 6 * runs and cover <= 0.98 * 6 * runs, "scramblings: intervals cover, " .. cover .. " of " .. 6 * runs)
  t:ok(width / runs < 0.9 * plain_width / 10, string.format("scramblings: narrower than the bootstrap, %.4f and %.4f", width / runs, plain_width / 10))
  local good = 0
  for seed = 1, 100 do
    if sensitivity.sobol(additive, uniforms(3, 0, 1), { n = 1024, scrambles = 16, seed = seed }).converged then good = good + 1 end
  end
  t:ok(good >= 99, "additive: chance alone raises no alarm, " .. good .. " of 100 converged")
  -- a function that is not the same from call to call has no indices, and must not pass for converged
  local call = 0
  local restless = sensitivity.sobol(function(m)
    call = call + 1
    return m:column(1) * (call == 1 and 1 or 3)
  end, uniforms(2, 0, 1), { n = 4096 })
  t:equal(restless.converged, false, "a function that changes its mind: not converged")
  local s = sensitivity.sobol(additive, uniforms(3, 0, 1), { n = 1024, scrambles = 8 })
  t:equal(s.rows[3].total_high, 0.0, "scramblings: no interval for an input without influence")
  t:ok(tostring(s):find("8 independent scramblings", 1, true), "scramblings: the result says so")
  local function refuse(options) return function() sensitivity.sobol(additive, uniforms(2, 0, 1), options) end end
  t:raises(refuse { n = 1024, scrambles = 7 }, "divisor of n = 1024", "scramblings that do not divide n")
  t:raises(refuse { n = 1024, scrambles = 8, bootstrap = 50 }, "no effect beside 'scrambles'", "a bootstrap beside them")
  t:raises(refuse { n = 1024, scrambles = 8, sequence = "philox" }, "only for sequence 'sobol'", "scramblings of independent points")
end

-- ---- Morris ------------------------------------------------------------------------------------

do
  local s = sensitivity.morris(function(m) return m:column(1) * 2 - m:column(2) * 5 + m:column(3) * m:column(4) end, uniforms(5, 0, 1),
    { trajectories = 200 })
  local r = s.rows
  t:near(r[1].mu, 2, { relative = 1e-12 }, "linear input: mu is the slope")
  t:near(r[1].sigma, 0, { absolute = 1e-12 }, "linear input: sigma 0")
  t:near(r[2].mu, -5, { relative = 1e-12 }, "negative slope: mu")
  t:near(r[2].mu_star, 5, { relative = 1e-12 }, "negative slope: mu_star")
  t:near(r[3].mu, 0.5, { absolute = 0.08 }, "product: mu is the mean of the other factor")
  -- the other factor is uniform on the levels 0, 1/3, 2/3, 1: standard deviation sqrt(5) / 6
  t:near(r[3].sigma, math.sqrt(5) / 6, { absolute = 0.05 }, "product: sigma is its spread")
  t:equal(r[5].mu_star, 0.0, "an input without influence: mu_star 0")
  t:ok(r[3].mu_low < r[3].mu and r[3].mu < r[3].mu_high, "intervals hold the estimates")
  t:equal(s.runs, 1200, "runs")
  local flat = sensitivity.morris(function(m) return array.full(2, #m) end, uniforms(2, 0, 1))
  t:equal(flat.status, "no effects", "a constant has no effects")
  local normal = sensitivity.morris(function(m) return m:column(1) end, { { name = "z", distribution = "normal", mean = 0, standard_deviation = 1 } }, { levels = 2 })
  -- from the quantile at 0.005 to that at 0.995, 2 x 2.5758293 (R: qnorm)
  t:near(normal.rows[1].mu, 2 * 2.5758293035489004, { relative = 1e-12 }, "an input without bounds runs between its tails")
end

-- ---- one way, two ways -------------------------------------------------------------------------

do
  local f = function(m) return m:column(1) ^ 2 * m:column(2) + m:column(3) end
  local base = { { "x", 3 }, { "y", 2 }, { "z", 0 } }
  local r = sensitivity.one_way(f, base, 0.1)
  t:equal(#r.rows, 2, "a base value of 0 has no relative change")
  t:equal(r.value, 18.0, "value at the base point")
  t:near(r.rows[1].value_low, 2.7 ^ 2 * 2, { relative = 1e-14 }, "10 % down")
  t:near(r.rows[1].value_high, 3.3 ^ 2 * 2, { relative = 1e-14 }, "10 % up")
  t:near(r.rows[1].half_range, (3.3 ^ 2 - 2.7 ^ 2), { relative = 1e-13 }, "half range")
  t:near(r.rows[1].elasticity, 2, { relative = 1e-12 }, "elasticity of a square")
  t:equal(table.concat(r.ranking, " "), "x y", "ranking")
  local z = sensitivity.one_way(f, base, { { "z", low = -1, high = 2 }, { "y", absolute = 1 } }).rows
  t:equal(z[1].value_high, 20.0, "explicit bounds")
  t:equal(z[2].value_low, 9.0, "absolute change")
  local w = sensitivity.two_way(f, base, { { "x", { 1, 3 } }, { "z", { 0, 5, 7 } } })
  t:equal(w.values:get(1, 3), 9.0, "grid value")
  t:near(w.interaction:max(), 0, { absolute = 1e-12 }, "x and z do not interact")
  local xy = sensitivity.two_way(f, base, { { "x", { 1, 3 } }, { "y", array.new { 2, 5 } } })
  t:equal(xy.interaction:get(1, 2), (5.0 - 45 - 2 + 18), "x and y do")
  t:equal(xy.interaction:get(2, 1), 0.0, "at the base point there is none")
end

-- ---- Shapley: linear functions of normal inputs (Owen and Prieur 2017, section 4) --------------

local function normals(sds)
  local inputs = {}
  for i, sd in ipairs(sds) do inputs[i] = { name = "z" .. i, distribution = "normal", mean = 0, standard_deviation = sd } end
  return inputs
end
local function total(m)
  local _, d = m:shape()
  local y = m:column(1)
  for i = 2, d do y = y + m:column(i) end
  return y
end
do
  -- two inputs: share_1 = (s1^2 (1 - r^2/2) + r s1 s2 + s2^2 r^2/2) / V; the third is independent of them
  local s1, s2, s3, r = 1, 2, 1.5, -0.6
  local variance = s1 ^ 2 + s2 ^ 2 + 2 * r * s1 * s2 + s3 ^ 2
  local share = {
    (s1 ^ 2 * (1 - r ^ 2 / 2) + r * s1 * s2 + s2 ^ 2 * r ^ 2 / 2) / variance,
    (s2 ^ 2 * (1 - r ^ 2 / 2) + r * s1 * s2 + s1 ^ 2 * r ^ 2 / 2) / variance, s3 ^ 2 / variance,
  }
  local correlation = { { 1, r, 0 }, { r, 1, 0 }, { 0, 0, 1 } }
  for _, method in ipairs { "exact", "random" } do
    local s = sensitivity.shapley(total, normals { s1, s2, s3 }, { correlation = correlation, method = method,
      outer = method == "exact" and 10000 or nil, orders = method == "random" and 10000 or nil, seed = 2 })
    for i = 1, 3 do
      t:near(s.share[i], share[i], { absolute = 4 * s.rows[i].error }, method .. ": share " .. i .. " of dependent inputs")
      t:ok(s.rows[i].error < 0.012, method .. ": error of share " .. i .. " is small")
    end
    t:near(s.share:sum(), 1, { relative = 1e-12 }, method .. ": shares sum to 1")
    t:near(s.variance, variance, { relative = 0.03 }, method .. ": variance")
    if method == "exact" then
      -- alone: cov(Y, X1)^2 / (V1 V); given the others: s1^2 (1 - r^2) / V
      t:near(s.rows[1].first, (s1 + r * s2) ^ 2 / variance, { absolute = 0.02 }, "first order of a dependent input")
      t:near(s.rows[1].total, s1 ^ 2 * (1 - r ^ 2) / variance, { absolute = 0.02 }, "what it leaves given the others")
    end
  end
  local copula = sensitivity.shapley(total, normals { 1, 1 }, { correlation = { { 1, 0.5 }, { 0.5, 1 } }, nu = 3, outer = 4000 })
  t:near(copula.share[1], 0.5, { absolute = 4 * copula.rows[1].error }, "t copula: exchangeable inputs share alike")
  t:ok(tostring(copula):find("t copula with nu = 3", 1, true), "and the result says so")
end
do
  local s = sensitivity.shapley(ishigami, ishigami_inputs, { outer = 8000 })
  local wanted = { (v1 + v13 / 2) / v, v2 / v, v13 / 2 / v } -- independent: an interaction is shared equally
  for i = 1, 3 do t:near(s.share[i], wanted[i], { absolute = 4 * s.rows[i].error }, "ishigami: share " .. i) end
  local constant = sensitivity.shapley(function(m) return array.full(7, #m) end, normals { 1, 1 })
  t:equal(constant.status, "no variance", "constant: no variance")
  t:equal(#constant.rows, 0, "and no rows")
  local one = sensitivity.shapley(function(m) return m:column(1) end, normals { 2 })
  t:near(one.share[1], 1, { absolute = 1e-12 }, "a single input has all")
end

-- ---- functions and inputs that are not good ----------------------------------------------------

local two = uniforms(2, 0, 1)
for _, case in ipairs {
  { function() return { 1 } end, "returned 1" }, { function() end, "it returned no value" }, { function() return "x" end, "it returned string" },
  { function(m) return array.full(0 / 0, #m) end, "(16 of 16 points are not finite)" },
  { function(m)
    local y = m:column(1):copy()
    y[7] = math.huge
    return y
  end, "(1 of 16 points are not finite)" },
  { function() error("my own error", 0) end, "my own error" },
  { function(m)
    local y = m:column(1):totable()
    y[2] = "a"
    return y
  end, "number 2 is a string" },
} do
  t:raises(function() sensitivity.sobol(case[1], two, { n = 16 }) end, case[2], "sobol: " .. case[2])
end
local function study(inputs, options) return function() sensitivity.sobol(total, inputs, options) end end
t:raises(study({ { name = "x" } }), "input 1: option 'distribution'", "an input without distribution")
t:raises(study({ { name = "x", distribution = "uniform", low = 1, high = 1 } }), "low", "an empty range")
t:raises(study({ { name = "x", distribution = "uniform", low = 0, high = 0 / 0 } }), "high", "NaN in a range")
t:raises(study({ { name = "x", distribution = "uniform", low = 0, high = 1, hi = 2 } }), "unknown option 'hi'", "an unknown field")
t:raises(study({ two[1], two[1] }), "name 'x1' is taken", "one name twice")
t:raises(study({ { name = "x", distribution = function() return 1 end } }, { n = 4 }), "quantile function", "a bad quantile function")
t:raises(study(two, { n = 1 }), "option 'n': integer from 2", "n of 1")
t:raises(study(two, { confidence = 95 }), "option 'confidence'", "confidence in percent")
t:raises(study(uniforms(65, 0, 1), { sequence = "sobol" }), "'philox' expected for 65 inputs", "too many inputs for the sequence")
t:raises(function() sensitivity.shapley(total, two, { correlation = { { 1, 1 }, { 1, 1 } } }) end, "positive definite", "a singular correlation")
t:raises(function() sensitivity.shapley(total, two, { correlation = { { 1, 0.2 }, { 0.3, 1 } } }) end, "symmetric", "an asymmetric correlation")
t:raises(function() sensitivity.shapley(total, two, { nu = 0 }) end, "option 'nu'", "no degrees of freedom")
t:raises(function() sensitivity.shapley(total, two, { orders = 5 }) end, "only for method 'random'", "an option without effect")

-- ---- tables for a terminal -------------------------------------------------------------------------------
local format = require("solon.sensitivity.table_text").format
t:equal(format(4, { 14, -76.5, 0.1 }), "%.2f", "as many decimals as the largest has")
t:equal(format(4, { 123456 }), "%.0f", "none for large numbers")
t:equal(format(4, { 1e-7 }), "%.3e", "powers for tiny ones")
t:equal(format(4, { 0 / 0, math.huge }), "%.3f", "nothing finite")

t:done()
