-- own_index.lua - an index of one's own, from its pillars to how sure a ranking is: aggregation without compensation,
-- what it depends on, and what uncertain measurements do to it.  Made-up scores of four cities.

local array = require "solon.array"
local frame = require "solon.frame"
local index = require "solon.index"
local random = require "solon.random"
local sensitivity = require "solon.sensitivity"

local PILLARS = { "health", "courts", "press", "budget" }
local WEIGHTS = { 0.3, 0.3, 0.2, 0.2 }

local cities = frame.new {
  { name = "city", values = { "Abdera", "Byblos", "Corinth", "Dion" } },
  { name = "health", values = { 0.8, 0.9, 0.5, 0.4 } },
  { name = "courts", values = { 0.7, 0.2, 0.5, 0.9 } },
  { name = "press", values = { 0.6, 0.8, 0.5, 0.3 } },
  { name = "budget", values = { 0.9, 0.7, 0.5, 0.6 } },
}

-- The harmonic mean of the pillars (a CES of exponent -1), which a low pillar pulls down, held under a gate of the courts by
-- a soft minimum; 100 is best.  columns: one for each pillar.
local function score(columns)
  local mean = index.ces(columns, WEIGHTS, -1)
  local gate = index.gate(columns[2], { parameters = { k = 6, theta = 0.5 } })
  return 100 * index.soft_minimum(mean, gate, -8)
end

local columns = {}
for i, name in ipairs(PILLARS) do columns[i] = cities:column(name) end
local points = score(columns)
print(cities:with_column("score", array.round(points)):sort("score", { descending = true }))

-- A floor under the courts: below it the score shrinks in proportion.
local FLOOR = 0.4
local floored = points * array.minimum(columns[2] / FLOOR, 1)
print("with a floor of 0.4 under the courts", array.round(floored))

-- What the score depends on, over the whole range of every pillar.  The function is called with a matrix: a column a pillar.
local function of_matrix(m) return score { m:column(1), m:column(2), m:column(3), m:column(4) } end
local inputs = {}
for i, name in ipairs(PILLARS) do inputs[i] = { name = name, distribution = "uniform", low = 0, high = 1 } end
print(sensitivity.sobol(of_matrix, inputs, { n = 4096, scrambles = 16 }))

-- What surveys of 100 people each leave open: Dion and Corinth drawn again from Beta distributions about what was measured, the
-- pillars tied by a t copula; how often is Dion really ahead?
local RHO = { { 1, 0.3, 0.3, 0.3 }, { 0.3, 1, 0.3, 0.3 }, { 0.3, 0.3, 1, 0.3 }, { 0.3, 0.3, 0.3, 1 } }
local function draws(row, seed)
  local marginals = {}
  for i, name in ipairs(PILLARS) do
    local x = cities:row(row)[name]
    marginals[i] = { distribution = "beta", a = 1 + 100 * x, b = 1 + 100 * (1 - x) }
  end
  return of_matrix(random.copula { n = 16384, seed = seed, marginals = marginals, correlation = RHO, nu = 4, sequence = "sobol" })
end
local dion, corinth = draws(4, 1), draws(3, 2)
for _, one in ipairs { { "Dion", dion }, { "Corinth", corinth } } do
  local q = array.quantile(one[2], { 0.05, 0.5, 0.95 })
  print(string.format("%-7s %.1f, 90 %% interval %.1f to %.1f", one[1], q[2], q[1], q[3]))
end
print(string.format("Dion ahead of Corinth with probability %.2f", array.mean(array.gt(dion, corinth))))
