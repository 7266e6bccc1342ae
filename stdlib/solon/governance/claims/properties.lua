-- properties.lua - claims of the source text's section 6 and appendix A: monotone, bounded, no plateau, elasticities.

local array = require "solon.array"
local index_module = require "solon.index"
local optimize = require "solon.optimize"
local point = require "solon.governance.claims.point"
local random = require "solon.random"

local properties = {}

local at, index = point.at, point.index

local INPUTS = { "capacity", "visibility", "loyalty", "skepticism" }

-- Points of the unit cube and sigma in [0, 50], the same in every run.
local function cloud(n)
  local stream = random.stream(1, "governance claims")
  local inputs = {}
  for _, name in ipairs(INPUTS) do inputs[name] = stream:uniform(n) end
  inputs.sigma = stream:uniform(n) * 50
  return inputs
end

-- The largest fall of the index when one input rises by 0.01 (or up to 1).
local function largest_fall(n)
  local inputs, worst = cloud(n), 0.0
  local before = index_module.evaluate(inputs).index
  for _, name in ipairs(INPUTS) do
    local moved = {}
    for key, values in pairs(inputs) do moved[key] = values end
    moved[name] = array.clip(inputs[name] + 0.01, 0, 1)
    worst = math.max(worst, array.max(before - index_module.evaluate(moved).index))
  end
  return worst
end

-- Share of the unit cube of the four inputs, sigma 0, where V changes the index.
local function visibility_share(n)
  local inputs = cloud(n)
  inputs.sigma = 0.0
  local found = index_module.evaluate(inputs)
  return array.count(array.lt(found.potential, found.gate) * array.lt(found.unclipped, 150)) / n
end

-- dS_raw/dC and what the proof has for it at a point where the potential is the smaller.
local function proof(claim)
  local there, h = at(0.5, 0.5, 0.75, 1), 1e-6
  local whole = (at(0.5 + h, 0.5, 0.75, 1).raw - at(0.5 - h, 0.5, 0.75, 1).raw) / (2 * h)
  local printed = 0.25 * there.potential / 0.5 * there.synergy * there.volatility
  claim("monotone-proof", math.abs(whole - printed) < 1e-6, string.format(
    "synergy depends on C, too: %.4f at C = V = 0.5, trust 0.75, sigma 1; the proof has %.4f", whole, printed))
end

local function monotone(claim)
  local flat = "C = V = T = 0.9 and above give 150"
  claim("monotone-capacity", index(0.95, 1, 1) > index(0.9, 1, 1) and index(0.6, 0, 1) > index(0.5, 0, 1),
    flat .. ", and 0 where V or T is 0")
  local share = visibility_share(1 << 18)
  claim("monotone-visibility", index(0.6, 0.9, 0.4) > index(0.6, 0.8, 0.4), "V does not matter where the gate is the smaller")
  claim("monotone-loyalty", index(1, 1, 0.95) > index(1, 1, 0.9), flat)
  claim("monotone-skepticism", index(1, 1, 0.95) > index(1, 1, 0.9), flat)
  local fall = largest_fall(65536)
  claim("never-decreasing", fall <= 1e-12, string.format("65,536 points, largest fall %.1e", fall))
  claim("visibility-matters", share, "elsewhere the gate is the smaller, or the index is 150")
  claim("monotone-volatility", index(1, 1, 1, 3) < index(1, 1, 1, 0), "all ones stay at 150 up to sigma 3.5")
  claim("volatility-falls", at(1, 1, 1, 3).volatility < at(1, 1, 1, 0).volatility)
end

local function range(claim)
  local top = at(1, 1, 1)
  claim("raw-maximum", top.raw, "steps 3 to 5 give no more than 1.35")
  claim("unclipped-maximum", top.unclipped, "only the clip keeps it at 150")
  claim("index-minimum", index(0, 0, 0, 50))
  claim("index-maximum", top.index)
end

-- Where along a path the unclipped index reaches 150.
local function saturation(path)
  return optimize.root(function(x) return path(x).unclipped - 150 end, 0.01, 1).x
end

local function plateau(claim)
  claim("plateau-trust", saturation(function(x) return at(1, 1, x) end))
  claim("plateau-capacity", saturation(function(x) return at(x, 1, 1) end))
  claim("plateau-visibility", saturation(function(x) return at(1, x, 1) end))
  claim("plateau-diagonal", saturation(function(x) return at(x, x, x) end))
  claim("trust-matters-without-capacity", index(0, 1, 0.9) > index(0, 1, 0.1), "the index is 0 for every trust")
end

local function appendix(claim)
  claim("returns-to-scale", at(0.8, 0.6, 0.4).potential / at(0.4, 0.3, 0.2).potential)
  local h = 1e-4
  local function elasticity(c)
    return math.log(at(c * (1 + h), 1, 1).potential / at(c * (1 - h), 1, 1).potential) / math.log((1 + h) / (1 - h))
  end
  claim("elasticity-of-capacity", elasticity(0.5))
  local low, high = elasticity(0.2) * at(0.2, 1, 1).potential / 0.2, elasticity(0.8) * at(0.8, 1, 1).potential / 0.8
  local first, second = at(0.2, 1, 1).potential - at(0.1, 1, 1).potential, at(0.9, 1, 1).potential - at(0.8, 1, 1).potential
  local of_trust = at(1, 1, 0.2).potential - at(1, 1, 0.1).potential > at(1, 1, 0.9).potential - at(1, 1, 0.8).potential
  local of_visibility = at(1, 0.2, 1).potential - at(1, 0.1, 1).potential > at(1, 0.9, 1).potential - at(1, 0.8, 1).potential
  claim("diminishing-returns", first > second and of_trust and of_visibility, string.format(
    "C from 0.1 to 0.2 adds %.4f, from 0.8 to 0.9 %.4f, V = T = 1", first, second))
  local logarithm = 0.25 * math.log(0.3) + 0.40 * math.log(0.7) + 0.35 * math.log(0.5)
  claim("log-linear", math.abs(math.log(at(0.3, 0.5, 0.7).potential) - logarithm) < 1e-14)
  claim("derivative-constant", math.abs(low - high) < 1e-6, string.format(
    "the elasticity is; dS_pot/dC is %.3f at C = 0.2 and %.3f at 0.8, V = T = 1", low, high))
end

--- Computes them; claim as ctx.claim of a protocol.
function properties.compute(claim)
  proof(claim)
  monotone(claim)
  range(claim)
  plateau(claim)
  appendix(claim)
end

return properties
