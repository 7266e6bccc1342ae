-- formula.lua - claims of the source text's sections 1 to 5: why the smaller of two, and the five components.

local array = require "solon.array"
local index_module = require "solon.index"
local optimize = require "solon.optimize"
local point = require "solon.governance.claims.point"
local published = require "solon.governance.published"

local formula = {}

local at, index = point.at, point.index

local function examples(claim)
  claim("low-trust-example-arithmetic", 0.1 * 1.3 * 150)
  local trust = optimize.root(function(x) return at(1, 1, x).gate - 0.1 end, 0, 1).x
  local there = at(1, 1, trust)
  claim("low-trust-example", there.index, { impossible = string.format(
    "the gate is 0.1 at trust %.6f; there the potential is at most %.4f and the synergy at most %.4f", trust,
    there.potential, there.synergy) })
  claim("v3-example", nil, string.format("its weights are not stated; equal ones give %.3f", (0.9 + 0.1 + 1.0) / 3))
  claim("v3-example-potential", at(1, 1, 0).potential, { impossible = "without trust the potential is 0" })
  claim("v3-example-gate", at(1, 1, 0).gate, { impossible = "without trust the gate is 0" })
  claim("non-compensatory-standard", nil, "about a handbook, no number; it describes both kinds")
  claim("kepner-tregoe-non-compensatory", nil, "about a method, no number; its wants are a weighted sum")
  claim("electre-non-compensatory", nil, "about a method, no number; its vetoes bound compensation, its weights allow some")
  claim("ratings-non-compensatory", nil, "about a practice, no number and no source")
  claim("weighted-sum-violates-theory", nil, "about a theory, no number; a weighted sum is its additive value model")
end

-- All results where loyalty and skepticism differ.
local function all_of(capacity, visibility, loyalty, skepticism)
  local columns = index_module.evaluate { capacity = { capacity }, visibility = { visibility }, loyalty = { loyalty },
    skepticism = { skepticism }, sigma = 0.0 }
  return { index = columns.index[1], trust = columns.trust[1] }
end

local function bottlenecks(claim)
  claim("no-capacity", index(0, 1, 1))
  claim("no-visibility", index(1, 0, 1))
  claim("no-trust", index(1, 1, 0))
  local free = all_of(1, 1, 0, 1)
  claim("no-loyalty", free.index, string.format("skepticism alone gives a composite of %.1f", free.trust))
  local why = "the potential is compensatory"
  claim("low-capacity", index(0.1, 1, 1), why)
  claim("very-low-capacity", index(0.01, 1, 1), why)
  claim("very-low-visibility", index(1, 0.01, 1), why)
  local low = index(1, 1, 0.1)
  claim("low-trust-is-crisis", low < 30, string.format("the index is %.2f", low))
end

-- Slope of a result in trust, at C = V = 1.
local function slope(name, trust)
  local h = 1e-5
  return (at(1, 1, trust + h)[name] - at(1, 1, trust - h)[name]) / (2 * h)
end

local function potential(claim)
  claim("weights-sum", 0.25 + 0.40 + 0.35)
  local early, late = slope("potential", 0.2), slope("potential", 0.8)
  claim("returns-to-trust", late > early and "increasing" or late < early and "diminishing" or "constant",
    string.format("slope %.4f at trust 0.2 and %.4f at 0.8", early, late))
  claim("potential-minimum", at(0, 0, 0).potential)
  claim("potential-maximum", at(1, 1, 1).potential)
end

local function constants(claim)
  local g, k, theta = published.logistic, 2.0, 0.85
  local g0, g1 = g(k * theta), g(-k * (1 - theta))
  claim("gate-g0", g0, "printed is the sigmoid of the other sign")
  claim("gate-g0-of-other-sign", g(-k * theta), "0.1545 when rounded")
  claim("gate-g1", g1, "printed is the sigmoid of the other sign")
  claim("gate-g1-of-other-sign", g(k * (1 - theta)))
  claim("gate-delta-g", g1 - g0, "the magnitude is right, the sign is not")
  claim("gate-delta-g-of-printed", published.g1 - published.g0)
end

local function gate(claim)
  claim("gate-at-0", at(1, 1, 0).gate)
  claim("gate-at-threshold", at(1, 1, 0.85).gate)
  claim("gate-at-1", at(1, 1, 1).gate)
  local why = "with the constants of the other sign the gate falls"
  claim("gate-with-printed-constants-at-0", published.gate(0), why)
  claim("gate-with-printed-constants-at-threshold", published.gate(0.85))
  claim("gate-with-printed-constants-at-1", published.gate(1), why)
  claim("gate-with-printed-constants-increases", published.gate(1) > published.gate(0.85))
  local trust, least = array.linspace(0, 1, 1001), math.huge
  local values = array.generate(#trust, function(i) return at(1, 1, trust[i]).gate end)
  for i = 2, #trust do least = math.min(least, (values[i] - values[i - 1]) / (trust[i] - trust[i - 1])) end
  claim("gate-increases", least > 0)
  claim("gate-no-plateau", least > 0, string.format("slopes %.3f at 0, %.4f at 0.85, %.3f at 1; nearly straight: %.4f at trust 0.5",
    slope("gate", 1e-5), slope("gate", 0.85), slope("gate", 1 - 1e-5), at(1, 1, 0.5).gate))
  claim("gate-is-probability", nil, "no model of acceptance and no data on it are stated")
end

local function synergy(claim)
  claim("synergy-minimum", at(0, 1, 0).synergy)
  claim("synergy-without-trust", at(1, 1, 0).synergy)
  claim("synergy-without-capacity", at(0, 1, 1).synergy)
  claim("synergy-maximum", at(1, 1, 1).synergy)
  claim("synergy-symmetric", at(0.3, 1, 0.7).synergy == at(0.7, 1, 0.3).synergy)
  claim("synergy-exponential", math.exp(0.35), "5 % too large")
  local half, whole = at(0.4, 0.3, 0.2), at(0.8, 0.6, 0.4)
  local growth = whole.potential * whole.synergy / (half.potential * half.synergy)
  claim("synergy-returns", growth > 2, string.format("it is %.4f times as much at 0.8, 0.6, 0.4 as at half of each", growth))
end

-- Half of the 24 values at either end of the scale.
local function largest_sigma()
  return array.standard_deviation(array.generate(24, function(i) return i <= 12 and 0.0 or 150.0 end))
end

local function volatility(claim)
  claim("volatility-at-0", at(1, 1, 1, 0).volatility)
  claim("volatility-at-10", at(1, 1, 1, 10).volatility)
  claim("volatility-at-50", at(1, 1, 1, 50).volatility)
  local sigma = largest_sigma()
  claim("sigma-maximum", sigma, "12 values of 0 and 12 of 150")
  claim("volatility-minimum", at(1, 1, 1, sigma).volatility)
  local calm, moved = array.full(140.0, 24), array.full(140.0, 24)
  moved[24] = 130.0
  local same = index(0.8, 0.8, 0.8, array.standard_deviation(calm)) == index(0.8, 0.8, 0.8, array.standard_deviation(moved))
  claim("no-feedback", same, "sigma is that of the index's own past")
  claim("basel-150", nil, "Basel III has no scale of 150")
  claim("chosen-not-zeroed", math.max(index(0, 1, 1), index(1, 0, 1), index(1, 1, 0)) > 0,
    "C, V or trust at 0 makes it 0, as section 3 wants")
end

--- Computes them; claim as ctx.claim of a protocol.
function formula.compute(claim)
  examples(claim)
  bottlenecks(claim)
  potential(claim)
  constants(claim)
  gate(claim)
  synergy(claim)
  volatility(claim)
end

return formula
