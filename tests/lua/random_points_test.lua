-- random_points_test.lua - samples of points: random.sobol, random.copula and random.quantile from Lua.  Sequence, copula
-- and quantiles themselves are tested in tests/core.

local tap = require "solon.tap"
local random = require "solon.random"
local t = tap.new()

-- ---- sobol ----------------------------------------------------------------------------------------

local plain = random.sobol(4, 3, { scramble = false })
t:equal(#plain, 4, "as many points as asked for")
t:equal(plain[1][3], 0.0, "the plain sequence starts at the origin")
t:equal(plain[3][2], 0.25, "third point, second dimension")

local whole, part = random.sobol(100, 5, { seed = 8 }), random.sobol(30, 5, { seed = 8, skip = 70 })
local same = true
for i = 1, 30 do
  for d = 1, 5 do same = same and part[i][d] == whole[70 + i][d] end
end
t:ok(same, "skip gives the later points of the same sequence")
t:ok(random.sobol(1, 1, { seed = -1 })[1][1] ~= random.sobol(1, 1, { seed = 1 })[1][1], "a negative seed is a seed")
local wide, narrow = random.sobol(16, 128, { seed = 8 }), random.sobol(16, 5, { seed = 8 })
t:equal(wide[16][5], narrow[16][5], "a dimension does not depend on how many there are")
t:equal(#random.sobol(0, 2, { seed = 1 }), 0, "no points are an empty matrix")

t:raises(function() random.sobol(-1, 2, { seed = 1 }) end, "bad argument #1 to 'sobol'", "a negative number of points raises")
t:raises(function() random.sobol(4, 129, { seed = 1 }) end, "integer in [1, 128] expected, got 129", "too many dimensions raise")
t:raises(function() random.sobol(4, 0, { seed = 1 }) end, "integer in [1, 128] expected, got 0", "no dimensions raise")
t:raises(function() random.sobol(4, 2) end, "option 'seed'", "scrambling wants a seed")
t:raises(function() random.sobol(4, 2, { seed = 1, scramble = false }) end, "has no effect", "a seed without scrambling raises")
t:raises(function() random.sobol(4, 2, { seed = 1, skip = 1.5 }) end, "option 'skip'", "half a skip raises")
t:raises(function() random.sobol(4, 2, { seed = 1, skip = 1 << 52 }) end, "beyond 2^52", "points beyond the last raise")
t:raises(function() random.sobol(4, 2, { sed = 1 }) end, "unknown option 'sed'", "an unknown option raises")

-- ---- copula ---------------------------------------------------------------------------------------

local beta, exponential = { distribution = "beta", a = 4, b = 2 }, { distribution = "exponential", rate = 4 }
local marginals = { beta, exponential, { distribution = "constant", value = 7 } }
local options = { n = 5000, seed = 3, nu = 4, marginals = marginals, correlation = { { 1, .4, 0 }, { .4, 1, 0 }, { 0, 0, 1 } } }
local draws = random.copula(options)
t:ok(#draws == 5000 and draws:shape() == 5000, "as many draws as asked for")
t:near(draws:column(2):mean(), 0.25, { absolute = 0.02 }, "a rate is one over the mean")
t:equal(draws[5000][3], 7.0, "a constant is constant")
options.correlation = require("solon.array").new(options.correlation)
local again = random.copula(options)
t:ok(again[5000][1] == draws[5000][1], "the correlation may be an array")
options.skip, options.n = 4999, 1
t:equal(random.copula(options)[1][2], draws[5000][2], "a draw does not depend on those before it")
options.skip, options.n = nil, 0
t:equal(#random.copula(options), 0, "no draws are an empty matrix")

local function refuses(change, says, name)
  local bad = { n = 10, seed = 1, marginals = { beta, exponential } }
  for _, key in ipairs { "n", "seed", "marginals", "correlation", "nu", "sequence", "skip", "sed" } do
    if change[key] ~= nil then bad[key] = change[key] or nil end
  end
  t:raises(function() random.copula(bad) end, says, name)
end
refuses({ seed = false }, "option 'seed': integer expected, got nil", "a seed is needed")
refuses({ n = false }, "option 'n': integer expected, got nil", "a number of draws is needed")
refuses({ n = -1 }, "option 'n'", "a negative number of draws raises")
refuses({ sed = 1 }, "unknown option 'sed'", "an unknown option raises")
refuses({ nu = 0 }, "'nu': number in [0.5, 1e6] or infinity expected, got 0", "nu of 0 raises")
refuses({ nu = 0 / 0 }, "'nu'", "nu of NaN raises")
refuses({ sequence = "halton" }, "'sequence'", "an unknown sequence raises")
refuses({ marginals = {} }, "1 to 127 distributions expected, got 0", "no marginals raise")
refuses({ marginals = { 3 } }, "table describing a distribution expected, got number", "a number is no marginal")
refuses({ marginals = { {} } }, "option 'distribution'", "a marginal has a name")
refuses({ marginals = { { distribution = "gamma", a = 1 } } }, "gamma", "an unknown distribution raises")
refuses({ marginals = { { distribution = "beta", a = 1, b = 2, rate = 3 } } }, "unknown option 'rate'", "a parameter of another distribution raises")
refuses({ marginals = { { distribution = "beta", a = 1, c = 2 } } }, "unknown option 'c'", "an unknown parameter raises")
refuses({ marginals = { { distribution = "beta", a = 1e8, b = 2 } } }, "marginal 1: 'a': number in [0.001, 1e7]", "a shape beyond the range raises")
refuses({ marginals = { { distribution = "exponential" } } }, "got none", "an exponential wants rate or scale")
refuses({ marginals = { { distribution = "exponential", rate = 1, scale = 1 } } }, "got both", "and not both")
refuses({ marginals = { { distribution = "exponential", rate = -1 } } }, "option 'rate': number above 0", "a negative rate raises")
refuses({ correlation = 0.3 }, "2 x 2 matrix expected, got number", "a number is no correlation matrix")
refuses({ correlation = { { 1, 0 } } }, "another number of rows", "a row too few raises")
refuses({ correlation = { { 1, 0 }, { 0 } } }, "row 2 of 2 numbers", "a short row raises")
refuses({ correlation = { { 1, "x" }, { 0, 1 } } }, "number expected at row 1, column 2", "a string raises")
refuses({ correlation = { { 1, 1 }, { 1, 1 } } }, "leading 2 x 2 part", "a singular matrix raises")
refuses({ correlation = { { 1, .2 }, { .3, 1 } } }, "symmetric matrix expected", "an asymmetric matrix raises")

-- ---- quantile -------------------------------------------------------------------------------------

t:near(random.quantile(beta, 0.05), 0.34259168199886130, { absolute = 1e-15 }, "a beta quantile of mpmath")
local q = random.quantile({ distribution = "triangular", low = 0, mode = 1, high = 4 }, { 0, 0.25, 0.5, 1 })
t:equal(q[1], 0.0, "the lower end")
t:equal(q[2], 1.0, "the mode of a triangular distribution")
t:near(q[3], 4 - math.sqrt(6), { absolute = 1e-15 }, "its median")
t:equal(q[4], 4.0, "the upper end")
t:equal(random.quantile(exponential, 1), math.huge, "an exponential has no upper end")
t:equal(random.quantile(exponential, 0), 0.0, "but a lower one")
t:near(random.quantile({ distribution = "exponential", scale = 0.15 }, 0.5), 0.15 * math.log(2), { absolute = 1e-16 }, "a scale is the mean")
t:near(random.quantile({ distribution = "normal", mean = 1, standard_deviation = 2 }, 0.975), 1 + 2 * 1.9599639845400543, { absolute = 1e-14 }, "normal")
t:near(random.quantile({ distribution = "uniform", low = -1, high = 3 }, 0.75), 2, { absolute = 1e-15 }, "uniform")
t:equal(random.quantile({ distribution = "constant", value = 3 }, 0.2), 3.0, "constant")
local nan = random.quantile(beta, 0 / 0)
t:ok(nan ~= nan, "NaN gives NaN")
t:near(random.quantile({ distribution = "beta", a = 1e6, b = 1e6 }, 0.5), 0.5, { absolute = 1e-15 }, "a million trials return at once")
t:raises(function() random.quantile(beta, -0.1) end, "probability in [0, 1] expected, got -0.1", "a negative probability raises")
t:raises(function() random.quantile(beta, "x") end, "bad argument #2", "a string is no probability")
t:raises(function() random.quantile("beta", 0.5) end, "table describing a distribution expected", "a name alone raises")

t:done()
