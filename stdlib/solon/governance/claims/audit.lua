-- audit.lua - claims of the source text's sections 10 to 15: gaming, audit, code, missing data, crisis levels.

local index_module = require "solon.index"
local optimize = require "solon.optimize"
local point = require "solon.governance.claims.point"
local published = require "solon.governance.published"

local audit = {}

local at, index = point.at, point.index
local FLAG = 0.30

-- The largest gaming score over a lattice of the cube and of sigma, which holds (1, 1, 1, 3.5).
local function largest_gaming()
  local c, v, t, sigma = {}, {}, {}, {}
  for i = 0, 10 do
    for j = 0, 10 do
      for k = 0, 10 do
        for s = 0, 10 do
          local row = #c + 1
          c[row], v[row], t[row], sigma[row] = i / 10, j / 10, k / 10, s / 2
        end
      end
    end
  end
  local gaming = index_module.evaluate { capacity = c, visibility = v, loyalty = t, skepticism = t, sigma = sigma }.gaming
  local most = 0.0
  for i = 1, #c do most = math.max(most, gaming[i]) end
  return most
end

local function gaming(claim)
  local example = at(0.95, 0.85, 0.30, 0)
  claim("gaming-example-index", example.index)
  claim("gaming-example-resilience", example.resilience)
  claim("gaming-example-gap", example.index - example.resilience)
  claim("gaming-example-flag", example.gaming > FLAG, string.format("its score is %.5f", example.gaming))
  claim("gaming-example-printed-flag", 33 / 150 > FLAG, "33 pp are a score of 0.22")
  claim("gaming-threshold", FLAG * 150)
  claim("gaming-reachable", largest_gaming(), { impossible = "the score is at most epsilon / (1 + epsilon) = 7/27; the flag never rises" })
  claim("gaming-epsilon-needed", FLAG / (1 - FLAG), "epsilon / (1 + epsilon) > 0.30")
end

local function steps(claim)
  claim("audit-iterrows", nil, "code, no number; it stops before it compares: iterrows yields pairs, which no column's name indexes")
  claim("audit-weeks", 0 - -13 + 1, "weeks -13 and 0 both count")
  local drift = point.at_means(1 / 0.15, { epsilon = 0.37 }) - point.at_means(1 / 0.15)
  claim("audit-reproduction-tolerance", drift > 0.5, string.format("the index moves by %.2f pp; 0.5 are allowed", drift))
  local healthy = at(0.8, 0.8, 0.8, 0.5)
  local gap = healthy.index - healthy.resilience
  claim("audit-gap-healthy", gap < 20, string.format("the gap is %.1f pp", gap))
  local constant = index(0.9, 0.9, 0.9) == 150 and index(1, 1, 1) == 150
  claim("audit-correlation-healthy", not constant, constant and "the index is 150 throughout, and the correlation no number" or nil)
  claim("audit-window", -1 - -24 + 1)
  local full = 1.35 ^ (-1 / 0.35) -- V at which C = T = 1 give 150
  claim("audit-sigma-tolerance", index(1, full, 1, 0) - index(1, full, 1, 0.1), "at an index of 150 and sigma 0")
end

local function code(claim)
  local faster = { mu = 0.20 }
  local there = at(0.6, 0.6, 0.6, 10, faster).resilience
  local literal = published.resilience(0.6, 0.6, 0.6, 10)
  claim("pseudocode-parallel-parameters", math.abs(there - literal) < 1e-9, string.format(
    "parameters are written into them: at mu 0.20 resilience %.2f, theirs %.2f", there, literal))
  claim("pseudocode-caps-sigma", index(1, 1, 1, 60) == index(1, 1, 1, 50), "only section 14 caps it")
  local missing = index(0 / 0, 1, 1)
  claim("pseudocode-missing", missing == missing, "a missing input gives a missing index")
end

local function missing_data(claim)
  local weights = { 0.4, 0.3, 0.3 }
  claim("synthetic-weights-sum", weights[1] + weights[2] + weights[3])
  local restored = true
  for dropped = 1, 3 do
    local rest, sum = 1 - weights[dropped], 0.0
    for i, w in ipairs(weights) do
      if i ~= dropped then sum = sum + w / rest end
    end
    restored = restored and math.abs(sum - 1) < 1e-12
  end
  claim("synthetic-weights-reweighted", restored)
  claim("half-life", math.log(2) / 0.005)
  claim("half-life-lambda", math.log(2) / 140)
  local mean, before = point.mean, point.at_means(1 / 0.15)
  for _, days in ipairs { 30, 90, 365 } do
    local there = index_module.evaluate { capacity = { mean.capacity }, visibility = { mean.visibility },
      loyalty = { published.decayed_trust(mean.trust, days) }, skepticism = { mean.trust }, sigma = { 1 / 0.15 } }
    claim("carried-forward-" .. days, before - there.index[1], string.format("from %.2f to %.2f: the decay makes a fall of its own",
      before, there.index[1]))
  end
  claim("extreme-volatility-penalty", 100 * (1 - at(1, 1, 1, 50).volatility))
end

-- The largest sigma at which all inputs at 1 exceed a level's bound.
local function largest_sigma(bound)
  return optimize.root(function(sigma) return at(1, 1, 1, sigma).unclipped - bound end, 0, 100).x
end

local function levels(claim)
  claim("levels-of-80", #published.levels(80), "80 is in 80-120 and in 30-80")
  local ranges, bounds = table.concat({ 50, 100 }, ", "), table.concat({ 30, 80, 120 }, ", ")
  claim("levels-match-ranges", ranges == bounds, string.format("ranges part at %s, levels at %s", ranges, bounds))
  claim("level-0-largest-sigma", largest_sigma(120), "beyond it no inputs do")
  claim("level-1-largest-sigma", largest_sigma(80), "beyond it no inputs do")
end

--- Computes them; claim as ctx.claim of a protocol.
function audit.compute(claim)
  gaming(claim)
  steps(claim)
  code(claim)
  missing_data(claim)
  levels(claim)
end

return audit
