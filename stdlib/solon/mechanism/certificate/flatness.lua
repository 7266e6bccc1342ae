-- flatness.lua - how many points of a searched lattice are nearly as good as its best: a top that is wide says little
-- about where in it the best point lies.

local array = require "solon.array"
local inference = require "solon.inference"
local parameters = require "solon.mechanism.parameters"

local flatness = {}

local EPSILONS = { 0.001, 0.002, 0.005, 0.01, 0.02, 0.05 }

-- The points within epsilon of the best: how many, and between which values of each parameter they lie.
local function within(surface, gap, epsilon)
  local inside = array.positions(array.le(gap, epsilon))
  local row = { epsilon = epsilon, count = #inside, share = #inside / #gap, low = {}, high = {} }
  for _, name in ipairs(parameters.names) do
    local values = surface[name]:take(inside)
    row.low[name], row.high[name] = values:min(), values:max()
  end
  return row
end

-- How many points are not surely worse than the best, judged by paired differences of the seasons, each point by itself.
local function not_surely_worse(surface, confidence)
  local columns, seasons = {}, select(2, surface.engagement_by_season:shape())
  if seasons < 2 then return nil end
  for k = 1, seasons do
    local welfare = 0.0
    for j, name in ipairs { "engagement", "fairness", "producer" } do
      welfare = surface[name .. "_by_season"]:column(k) * surface.weights[j] + welfare
    end
    columns[k] = welfare[surface.best] - welfare
  end
  local mean, square = 0.0, 0.0
  for _, gap in ipairs(columns) do mean = gap / seasons + mean end
  for _, gap in ipairs(columns) do square = (gap - mean) ^ 2 + square end
  local errors = (square / ((seasons - 1) * seasons)) ^ 0.5
  return array.count(array.le(mean, errors * inference.t_quantile(1 - confidence, seasons - 1)))
end

--- Of a surface (uncertain/surface.lua): { points, best_welfare, within = { epsilon, count, share, low, high }, not_surely_worse }.
function flatness.of(surface, confidence)
  local gap = surface.welfare[surface.best] - surface.welfare
  local out = { points = #gap, best_welfare = surface.welfare[surface.best], within = {},
    not_surely_worse = not_surely_worse(surface, confidence) }
  for k, epsilon in ipairs(EPSILONS) do out.within[k] = within(surface, gap, epsilon) end
  return out
end

return flatness
