-- tests.lua - claims of the source text's sections 8 and 9: its sanity checks and its five tests.

local point = require "solon.governance.claims.point"
local published = require "solon.governance.published"
local index_module = require "solon.index"

local tests = {}

local at, index = point.at, point.index
local NO_SYNERGY = { epsilon = 0.0 }

-- C, V, trust, sigma, expected index, tolerance of the table of sanity checks.
local SANITY = { { 1, 1, 1, 0, 150.0, 0.5 }, { 0, 0, 0, 0, 0.0, 0.1 }, { 1, 1, 0.85, 0, 123.5, 1.0 }, { 1, 1, 0.5, 0, 48.0, 2.0 },
  { 1, 1, 1, 20, 50.0, 1.0 } }

local function checks(claim)
  claim("check-all-optimal", index(1, 1, 1))
  claim("check-all-zero", index(0, 0, 0))
  local threshold = at(1, 1, 0.85)
  claim("check-trust-threshold", threshold.index)
  claim("check-trust-threshold-without-synergy", index(1, 1, 0.85, 0, NO_SYNERGY))
  claim("check-trust-threshold-unclipped", threshold.unclipped)
  claim("check-trust-threshold-potential", threshold.potential)
  claim("check-trust-threshold-numerator", published.logistic(0) - published.logistic(-1.7))
  claim("check-trust-threshold-gate", threshold.gate)
  claim("check-trust-threshold-synergy", threshold.synergy)
  claim("check-trust-threshold-raw", threshold.raw, "1.068 when rounded")
  claim("check-trust-threshold-logistic", 150 * math.min(threshold.potential, published.logistic(0)) * threshold.synergy)
  claim("check-trust-threshold-corrected", threshold.unclipped)
  claim("check-low-trust", index(1, 1, 0.5))
  claim("check-low-trust-without-synergy", index(1, 1, 0.5, 0, NO_SYNERGY), "it is not what brings 48 about")
  claim("check-high-volatility", index(1, 1, 1, 20))
  claim("check-high-volatility-without-synergy", index(1, 1, 1, 20, NO_SYNERGY))
  local passing = 0
  for _, row in ipairs(SANITY) do
    if math.abs(index(row[1], row[2], row[3], row[4]) - row[5]) <= row[6] then passing = passing + 1 end
  end
  claim("checks-passing", passing, "all ones and all zeros do")
  claim("saturates-before-ones", index(1, 1, 0.85) == 150, "so property 3 is false")
end

-- A test of five printed values: each is a claim, and that they rise (fall) strictly is one.
local function series(claim, name, steps, value, falls)
  local passes, last = true, nil
  for _, x in ipairs(steps) do
    local computed = value(x)
    claim((string.format("%s-%s", name, x):gsub("%.", "-")), computed)
    if last and not (falls and computed < last or not falls and computed > last) then passes = false end
    last = computed
  end
  claim(name:match "^test%-%d" .. "-passes", passes, not passes and "the clip holds the last values at 150" or nil)
end

local function all(capacity, visibility, loyalty, skepticism, sigma, parameters)
  return index_module.evaluate { capacity = { capacity }, visibility = { visibility }, loyalty = { loyalty }, skepticism = { skepticism },
    sigma = { sigma }, parameters = parameters }.index[1]
end

local function synergy(claim)
  local effect = published.synergy_effect(all)
  claim("test-5-synergy", effect, "the other two corners are 0 with or without synergy")
  local with, without = at(1, 1, 1), at(1, 1, 1, 0, NO_SYNERGY)
  claim("test-5-synergy-at-ones", with.unclipped - without.unclipped)
  claim("test-5-synergy-at-ones-clipped", with.index - without.index, "the clip hides it")
  claim("test-5-passes", effect > 0)
  local none = published.synergy_effect(function(c, v, t, z, sigma) return all(c, v, t, z, sigma, NO_SYNERGY) end)
  claim("test-5-detects", not (none > 0), string.format("at epsilon 0 its effect is %g pp, too", none))
end

--- Computes them; claim as ctx.claim of a protocol.
function tests.compute(claim)
  checks(claim)
  local fifths = { 0.2, 0.4, 0.6, 0.8, 1 }
  series(claim, "test-1-capacity", fifths, function(x) return index(x, 1, 1) end)
  series(claim, "test-2-visibility", fifths, function(x) return index(1, x, 1) end)
  series(claim, "test-3-trust", fifths, function(x) return index(1, 1, x) end)
  series(claim, "test-4-volatility", { 0, 5, 10, 20, 30 }, function(x) return index(1, 1, 1, x) end, true)
  synergy(claim)
end

return tests
