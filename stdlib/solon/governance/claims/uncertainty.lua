-- uncertainty.lua - claims of the source text's appendix D: the interval of an index whose inputs are drawn.

local array = require "solon.array"
local index_module = require "solon.index"
local point = require "solon.governance.claims.point"
local random = require "solon.random"

local uncertainty = {}

local DRAWS = 1 << 17
local INDEPENDENT = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } }
local DEPENDENT = { { 1, 0.3, 0.3, -0.3 }, { 0.3, 1, 0.3, -0.3 }, { 0.3, 0.3, 1, -0.3 }, { -0.3, -0.3, -0.3, 1 } }

-- The index, sorted, of draws of C, V, T, sigma; sigma exponential.
local function draw(sigma, correlation, nu)
  local inputs = random.copula { n = DRAWS, correlation = correlation, nu = nu, seed = 1, sequence = "sobol",
    marginals = { { "beta", 4, 2 }, { "beta", 3, 2 }, { "beta", 5, 3 }, sigma } }
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

--- Computes them; claim as ctx.claim of a protocol.
function uncertainty.compute(claim)
  claim("interval-point", point.at_means(0.15))
  local by_scale = draw({ "exponential", scale = 0.15 }, INDEPENDENT)
  interval(claim, "", by_scale)
  interval(claim, "-of-rate", draw({ "exponential", rate = 0.15 }, INDEPENDENT))
  interval(claim, "-of-copula", draw({ "exponential", rate = 0.15 }, DEPENDENT, 4))
  claim("interval-draws", draws_needed(by_scale, 0.95), "1,000 draws leave an error of pp, printed to 0.1")
  local a, b = 5, 3
  claim("trust-centred", a / (a + b))
  claim("trust-symmetric", 2 * (b - a) * math.sqrt(a + b + 1) / ((a + b + 2) * math.sqrt(a * b)))
  claim("skepticism-marginal", nil, "the text gives it none")
  claim("copula-correlations", nil, "the text gives nu and no correlations; those used here are 0.3, with sigma -0.3")
end

return uncertainty
