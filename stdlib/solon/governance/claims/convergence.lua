-- convergence.lua - claims of the source text's appendix C: that the index settles, whose volatility is that of its own past.

local array = require "solon.array"
local index_module = require "solon.index"
local optimize = require "solon.optimize"
local point = require "solon.governance.claims.point"

local convergence = {}

local WINDOW = 24

-- Size of dS/dsigma where C = T = 1, by V: all ones, or what gives exactly 150 at sigma 0.
local FULL = 1.35 ^ (-1 / 0.35)
local function slope(visibility, sigma)
  return -index_module.gradient { capacity = 1, visibility = visibility, loyalty = 1, skepticism = 1, sigma = sigma, out = "sigma" }.sigma
end

-- The least mu B with a growing solution: 1 / max over g > 1 of sd(g^-1 ... g^-24).
local function threshold()
  local function gain(growth) return 1 / array.standard_deviation(array.generate(WINDOW, function(i) return growth ^ -i end)) end
  return optimize.minimize_scalar(gain, 1.001, 2).value
end

-- The index by weeks at C = V = T = Z = x with sigma from its own past, of which the last value is disturbed.
local function lowest(x, disturbance, weeks)
  local fixed = point.index(x, x, x, 0)
  local past, least = array.full(fixed, WINDOW), math.huge
  past[WINDOW] = fixed + disturbance
  for week = 1, weeks do
    local now = point.index(x, x, x, array.standard_deviation(past))
    least = math.min(least, now)
    past[(week - 1) % WINDOW + 1] = now
  end
  return least
end

--- Computes them; claim as ctx.claim of a protocol.
function convergence.compute(claim)
  claim("convergence-slope", slope(FULL, 0), "at an index of 150 and sigma 0")
  claim("convergence-slope-sigma", optimize.root(function(sigma) return slope(1, sigma) - 1 end, 5, 50).x,
    string.format("all ones; %.2f where sigma 0 gives exactly 150", optimize.root(function(sigma) return slope(FULL, sigma) - 1 end, 0, 50).x))
  local least, mu, core = threshold(), 0.10, point.at(0.8, 0.8, 0.8).unclipped
  claim("convergence-stable", mu * core <= least, string.format(
    "a disturbance grows where mu S is above %.4f; it is %.2f there", least, mu * core))
  claim("convergence-largest-stable", least / mu)
  claim("convergence-shock", lowest(0.8, 1e-9, 104), "sigma is that of the index's own past")
end

return convergence
