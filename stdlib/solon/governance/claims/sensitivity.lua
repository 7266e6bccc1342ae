-- sensitivity.lua - claims of the source text's section 16: its one-way and its multi-way table.

local array = require "solon.array"
local index_module = require "solon.index"
local optimize = require "solon.optimize"
local point = require "solon.governance.claims.point"
local sobol = require "solon.sensitivity"

local sensitivity = {}

local at, index = point.at, point.index
local DEFAULT = { epsilon = 0.35, mu = 0.10, k = 2.0, theta = 0.85 }
local NAMES = { "epsilon", "mu", "k", "theta" }
local MEAN_SIGMA = 1 / 0.15 -- of the exponential with rate 0.15

-- The index at mean inputs and sigma.
local function at_means(parameters) return point.at_means(MEAN_SIGMA, parameters) end

-- Half of the index's range when a parameter moves by 10 % either way: where at_means is, or another base point.
local function half_range(name, base)
  local function there(factor) return (base or at_means) { [name] = factor * DEFAULT[name] } end
  return math.abs(there(1.1) - there(0.9)) / 2
end

local function ratio(sigma, up, down)
  return index(1, 1, 1, sigma, { epsilon = up * 0.35 }) / index(1, 1, 1, sigma, { epsilon = down * 0.35 })
end

local function epsilon(claim)
  local why = "the synergy is at most 1.35, so 10 % of epsilon are at most 2.7 % of the index"
  claim("sensitivity-epsilon-ratio", ratio(10, 1.1, 0.9), { impossible = why })
  local sigma = 10 * (202.5 / 47 - 1) -- all ones give 47 there
  local half = (index(1, 1, 1, sigma, { epsilon = 0.385 }) - index(1, 1, 1, sigma, { epsilon = 0.315 })) / 2
  claim("sensitivity-epsilon", half, { impossible = why })
  local h = 1e-5
  claim("sensitivity-epsilon-elasticity", math.log(ratio(10, 1 + h, 1 - h)) / math.log((1 + h) / (1 - h)), { impossible = why })
end

-- The printed index at parameters moved by 10 %.
local PRINTED = {
  { { epsilon = 0.315 }, 45 }, { { epsilon = 0.385 }, 50 }, { { mu = 0.09 }, 47 }, { { mu = 0.11 }, 43 },
  { { k = 1.8 }, 48 }, { { k = 2.2 }, 46 },
}

-- Root of the mean square of what the six would have to move by, of base points in the rows of a matrix.
local function distances(bases)
  local trust, sum = bases:column(3), 0.0
  for _, row in ipairs(PRINTED) do
    local there = index_module.evaluate { capacity = bases:column(1), visibility = bases:column(2), loyalty = trust, skepticism = trust,
      sigma = bases:column(4), parameters = row[1] }.index
    sum = (there - row[2]) * (there - row[2]) + sum
  end
  return array.sqrt(sum / #PRINTED)
end

local function one_base(claim)
  local best = optimize.differential_evolution(distances, { 0, 0, 0, 0 }, { 1, 1, 1, 30 }, { seed = 1, generations = 300 })
  claim("sensitivity-one-base", best.value, { impossible = string.format(
    "no base point comes nearer than C %.2f, V %.2f, trust %.2f, sigma %.1f", best.x[1], best.x[2], best.x[3], best.x[4]) })
end

-- Base points that give the printed indices of mu and of k.  47 and 43: 1 + mu sigma in their inverse ratio; the trust is what
-- makes it so much.  48 and 46: the gates in their ratio; the sigma is what makes it so much.
local function attainable(claim)
  local sigma = 4 / (0.11 * 43 - 0.09 * 47)
  local trust = optimize.root(function(x) return index(1, 1, x, sigma, { mu = 0.09 }) - 47 end, 0, 0.8).x
  claim("sensitivity-mu", half_range("mu", function(p) return index(1, 1, trust, sigma, p) end), string.format(
    "the text does not state its base point; it can be sigma %.1f with trust %.3f, the rest 1; at mean inputs and sigma %.2f", sigma, trust,
    half_range "mu"))
  local function gate(x, k) return at(1, 1, x, 0, { k = k }).gate end
  trust = optimize.root(function(x) return gate(x, 1.8) / gate(x, 2.2) - 48 / 46 end, 0.05, 0.9).x
  sigma = optimize.root(function(x) return index(1, 1, trust, x, { k = 1.8 }) - 48 end, 0, 50).x
  claim("sensitivity-k", half_range("k", function(p) return index(1, 1, trust, sigma, p) end), string.format(
    "the text does not state its base point; it can be sigma %.1f with trust %.3f, the rest 1; at mean inputs and sigma %.2f", sigma, trust,
    half_range "k"))
end

local function order(claim)
  local most, least, parts = NAMES[1], NAMES[1], {}
  for i, name in ipairs(NAMES) do
    if half_range(name) > half_range(most) then most = name end
    if half_range(name) < half_range(least) then least = name end
    parts[i] = string.format("%s %.2f pp", name, half_range(name))
  end
  local ranges = table.concat(parts, ", ")
  claim("sensitivity-most", most, ranges .. string.format(
    "; by the text's own 47 and 43 the elasticity to mu is %.2f, and that to epsilon is at most %.2f",
    math.log(47 / 43) / math.log(0.11 / 0.09), 0.35 / 1.35))
  claim("sensitivity-least", least, ranges)
end

-- Inputs and parameters over wide ranges, none more likely than another; trust as one input.
local RANGES = { { "capacity", 0.1, 1 }, { "visibility", 0.1, 1 }, { "trust", 0.1, 1 }, { "sigma", 0, 20 }, { "epsilon", 0.2, 0.5 },
  { "mu", 0.05, 0.15 }, { "k", 1, 4 }, { "theta", 0.7, 0.95 } }

local function whole_range(claim)
  local inputs = {}
  for i, range in ipairs(RANGES) do inputs[i] = { name = range[1], distribution = "uniform", low = range[2], high = range[3] } end
  local function model(m)
    local trust = m:column(3)
    return index_module.evaluate { capacity = m:column(1), visibility = m:column(2), loyalty = trust, skepticism = trust, sigma = m:column(4),
      parameters = { epsilon = m:column(5), mu = m:column(6), k = m:column(7), theta = m:column(8) }, out = { "index" } }.index
  end
  local total = sobol.sobol(model, inputs, { n = 8192, seed = 1, bootstrap = 2 }).total
  local most, parts = 5, {}
  for i, range in ipairs(RANGES) do
    parts[i] = string.format("%s %.3f", range[1], total[i])
    if i > 5 and total[i] > total[most] then most = i end
  end
  claim("sensitivity-most-widely", RANGES[most][1], "total Sobol indices " .. table.concat(parts, ", "))
end

local function multi_way(claim)
  local function near_optimum(value, sigma) return at(0.9, 0.9, 0.9, sigma, { epsilon = value }) end
  for _, value in ipairs { 0.30, 0.35, 0.40 } do
    local there = near_optimum(value, 0)
    claim((string.format("multi-way-%.2f", value):gsub("%.", "-")), there.index, string.format("%.2f before the clip", there.unclipped))
  end
  local sigma = optimize.root(function(x) return near_optimum(0.35, x).unclipped - 148 end, 0, 10).x
  claim("multi-way-0-30-of-148", near_optimum(0.30, sigma).index, { impossible = string.format(
    "sigma %.4f; whatever sigma and skepticism, 0.30 gives at least %.4f of what 0.35 gives, and 142.5 is %.4f of 147.5", sigma,
    at(0.9, 0.9, 0.94, 0, { epsilon = 0.30 }).synergy / at(0.9, 0.9, 0.94, 0, { epsilon = 0.35 }).synergy, 142.5 / 147.5) })
  claim("multi-way-0-40-of-148", near_optimum(0.40, sigma).index)
  local most, parts = NAMES[1], {}
  local function there(p) return at(0.9, 0.9, 0.9, sigma, p).unclipped end
  for i, name in ipairs(NAMES) do
    if half_range(name, there) > half_range(most, there) then most = name end
    parts[i] = string.format("%s %.2f pp", name, half_range(name, there))
  end
  claim("sensitivity-near-optimum", most, table.concat(parts, ", ") .. ", before the clip")
end

--- Computes them; claim as ctx.claim of a protocol.
function sensitivity.compute(claim)
  epsilon(claim)
  attainable(claim)
  order(claim)
  whole_range(claim)
  one_base(claim)
  multi_way(claim)
end

return sensitivity
