-- uncertainty.lua - claims of the source text's appendix D: the interval of an index whose inputs are drawn.

local array = require "solon.array"
local index_module = require "solon.index"
local point = require "solon.governance.claims.point"
local random = require "solon.random"

local uncertainty = {}

local DRAWS = 1 << 18
local INPUTS = { "C", "V", "T_loyalty", "Z_skepticism", "sigma" }
local UNCORRELATED = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } }
local CORRELATED = { { 1, 0.3, 0.3, -0.3 }, { 0.3, 1, 0.3, -0.3 }, { 0.3, 0.3, 1, -0.3 }, { -0.3, -0.3, -0.3, 1 } }

-- The index, sorted, of draws of C, V, T, sigma joined by a t copula of nu 4; sigma exponential.
local function draw(sigma, correlation)
  local inputs = random.copula { n = DRAWS, correlation = correlation, nu = 4, seed = 1, sequence = "sobol",
    marginals = { { distribution = "beta", a = 4, b = 2 }, { distribution = "beta", a = 3, b = 2 },
      { distribution = "beta", a = 5, b = 3 }, sigma } }
  local trust = inputs:column(3)
  return array.sort(index_module.evaluate { capacity = inputs:column(1), visibility = inputs:column(2), loyalty = trust, skepticism = trust,
    sigma = inputs:column(4) }.index)
end

local function interval(claim, suffix, values)
  claim("interval-low" .. suffix, array.quantile(values, 0.05))
  claim("interval-middle" .. suffix, array.quantile(values, 0.50))
  claim("interval-high" .. suffix, array.quantile(values, 0.95))
end

-- Draws for a standard error of 0.1 pp of a quantile: p (1 - p) (dq/dp)^2 / 0.1^2.
local function draws_needed(values, p)
  local slope = (array.quantile(values, p + 0.005) - array.quantile(values, p - 0.005)) / 0.01
  return math.ceil(p * (1 - p) * (slope / 0.1) ^ 2)
end

local function skewness(a, b) return 2 * (b - a) * math.sqrt(a + b + 1) / ((a + b + 2) * math.sqrt(a * b)) end

--- Computes them; claim as ctx.claim of a protocol.
function uncertainty.compute(claim)
  claim("interval-point", point.at_means(0.15))
  interval(claim, "", draw({ distribution = "exponential", scale = 0.15 }, UNCORRELATED))
  interval(claim, "-of-rate", draw({ distribution = "exponential", rate = 0.15 }, UNCORRELATED))
  local correlated = draw({ distribution = "exponential", rate = 0.15 }, CORRELATED)
  interval(claim, "-of-correlated", correlated)
  claim("interval-draws", draws_needed(correlated, 0.95), "the interval is printed to 0.1 pp")
  local a, b = 5, 3
  claim("trust-centred", a / (a + b))
  claim("trust-symmetric", skewness(a, b))
  claim("visibility-more-skewed", math.abs(skewness(3, 2)) > math.abs(skewness(5, 3)), string.format("skewness %.3f and %.3f",
    skewness(3, 2), skewness(5, 3)))
  claim("marginals", #INPUTS, "skepticism has none")
  claim("interval-width", nil, "the text gives nu and no correlations; those used here are none, and 0.3, with sigma -0.3")
end

return uncertainty
