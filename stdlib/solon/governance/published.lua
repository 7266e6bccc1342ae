-- published.lua - formulas of the source text taken literally where they differ from what they are meant to do: the
-- gate with its printed constants, its parallel metrics with their parameters written into the code, its test of
-- synergy, the levels of its crisis protocol.  What they are meant to do is in solon.index.

local check = require "solon.frame.check"

local published = {}

--- The printed constants of the gate: those of the sigmoid with its sign turned.
published.g0, published.g1, published.delta_g = 0.1544, 0.5744, 0.4200

function published.logistic(x) return 1 / (1 + math.exp(-x)) end

local function number(value, position, name)
  if type(value) ~= "number" then check.fail(position, name, "number expected, got " .. type(value), 3) end
  return value
end

--- The gate by the printed formula with the printed constants, clipped: it falls.
function published.gate(trust)
  number(trust, 1, "gate_as_published")
  local value = (published.logistic(-2.0 * (trust - 0.85)) - published.g0) / published.delta_g
  if value ~= value then return value end
  return math.max(0.0, math.min(1.0, value))
end

--- Trust that is carried forward from a survey: it decays to nothing.
function published.decayed_trust(trust, days)
  number(trust, 1, "decayed_trust_as_published")
  number(days, 2, "decayed_trust_as_published")
  return trust * math.exp(-0.005 * days)
end

--- Test 5, "synergy": S(1,1,1,1) - (S(1,1,0,0) + S(0,1,1,1)), of a function of C, V, T, Z, sigma.
function published.synergy_effect(index)
  return index(1, 1, 1, 1, 0) - (index(1, 1, 0, 0, 0) + index(0, 1, 1, 1, 0))
end

--- The parallel metrics' resilience: epsilon apart, parameters of the registry do not reach it.
function published.resilience(capacity, visibility, trust, sigma)
  local g0, g1 = published.logistic(1.7), published.logistic(-0.3)
  local gate = (published.logistic(-2.0 * (trust - 0.85)) - g0) / (g1 - g0)
  local potential = capacity ^ 0.25 * trust ^ 0.40 * visibility ^ 0.35
  return 150 * math.min(potential, math.max(0, math.min(1, gate))) / (1 + 0.10 * sigma)
end

--- The levels of the crisis protocol that hold an index, by its printed bounds.
function published.levels(index)
  local list = {}
  if index > 120 then list[#list + 1] = 0 end
  if index >= 80 and index <= 120 then list[#list + 1] = 1 end
  if index >= 30 and index <= 80 then list[#list + 1] = 2 end
  if index < 30 then list[#list + 1] = 3 end
  return list
end

return published
