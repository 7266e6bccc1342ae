-- pair.lua - epsilon and mu fitted together: estimates, how they vary together over resampled blocks of weeks, and an
-- interval of each with the other unknown.

local array = require "solon.array"
local hindcast = require "solon.governance.calibrate.hindcast"
local random = require "solon.random"
local spread = require "solon.governance.calibrate.spread"

local inference = require "solon.inference"

local pair = {}

local PARAMETERS = { "epsilon", "mu" }

-- Both fitted, mu anywhere in its bounds.
local function fit(cast, o, scan, tolerance, weights)
  return hindcast.fit_pair(cast, { epsilon_high = o.epsilon.high, mu_low = o.mu.low, mu_high = o.mu.high, scan = scan, tolerance = tolerance }, weights)
end

-- Estimates on resamples of whole blocks of weeks: two arrays.  mu is first sought within six of its standard errors, as
-- known with epsilon fixed, around the estimate; where it ends at the edge, in all its bounds.
local function replicates(cast, o, mu, mu_error)
  local out = { epsilon = array.zeros(o.replicates), mu = array.zeros(o.replicates) }
  local half = math.max(6 * mu_error, 1e-6 * o.mu.high)
  local low, high, fine = math.max(o.mu.low, mu - half), math.min(o.mu.high, mu + half), half / 1000
  local near = { epsilon_high = o.epsilon.high, mu_low = low, mu_high = high, scan = 8, tolerance = fine }
  for r = 1, o.replicates do
    local weights = spread.draw_weights(random.stream(o.seed, "governance calibrate pair", r - 1), cast.count, o.block)
    local epsilon, x = hindcast.fit_pair(cast, near, weights)
    if x - low < 2 * fine and low > o.mu.low or high - x < 2 * fine and high < o.mu.high then epsilon, x = fit(cast, o, 32, fine, weights) end
    out.epsilon[r], out.mu[r] = epsilon, x
  end
  return out
end

local function correlation(x, y)
  x, y = x - array.mean(x), y - array.mean(y)
  local size = math.sqrt(array.dot(x, x) * array.dot(y, y))
  return size > 0 and array.dot(x, y) / size or 0.0
end

-- ---- intervals ---------------------------------------------------------------------------------------

local CELLS = 48 -- of a lattice on each side

-- The first and last row, and column, of a lattice that have an accepted point; nil when none has.
local function extent(accepted)
  local first, last = {}, {}
  for i = 1, #accepted do
    local row = accepted[i]
    for k = 1, #row do
      if row[k] == 1 then
        first.epsilon, last.epsilon = first.epsilon or i, i
        first.mu, last.mu = math.min(first.mu or k, k), math.max(last.mu or k, k)
      end
    end
  end
  return first.epsilon and first, last
end

-- A box of values for the next lattice: wider on sides that the accepted points touch, drawn in to them on the others;
-- false when it would be much the same.
local function next_box(box, first, last, o)
  local out, moved = {}, false
  for _, name in ipairs(PARAMETERS) do
    local low, high = box[name][1], box[name][2]
    local width = high - low
    local cell = width / CELLS
    local left = first[name] == 1 and low - width / 2 or low + (first[name] - 3) * cell
    local right = last[name] == CELLS + 1 and high + width / 2 or low + (last[name] + 1) * cell
    left, right = math.max(o[name].low, left), math.min(o[name].high, right)
    moved = moved or left < low or right > high or right - left < 0.5 * width
    out[name] = { left, right }
  end
  return moved and out
end

-- For each parameter the values that are compatible with the records for some value of the other, on a lattice around the
-- estimate; its ends are taken half a cell further out.
local function by_scores(found, cast, o)
  local task, box = spread.limits(cast.count, o.confidence), {}
  for _, name in ipairs(PARAMETERS) do
    local half = math.max(4 * found[name .. "_error"], 1e-6 * o[name].high)
    box[name] = { math.max(o[name].low, found[name] - half), math.min(o[name].high, found[name] + half) }
  end
  local first, last
  for _ = 1, 12 do
    first, last = extent(hindcast.score_lattice(cast, task, array.linspace(box.epsilon[1], box.epsilon[2], CELLS + 1),
      array.linspace(box.mu[1], box.mu[2], CELLS + 1)))
    local wanted = first and next_box(box, first, last, o)
    if not wanted then break end
    box = wanted
  end
  for _, name in ipairs(PARAMETERS) do
    local low, cell = box[name][1], (box[name][2] - box[name][1]) / CELLS
    local from, to = first and low + (first[name] - 1.5) * cell or found[name], first and low + (last[name] - 0.5) * cell or found[name]
    found[name .. "_low"] = math.max(o[name].low, math.min(found[name], from))
    found[name .. "_high"] = math.min(o[name].high, math.max(found[name], to))
  end
end

local function by_replicates(found, cast, o)
  local tail = (1 - o.confidence) / 2
  for _, name in ipairs(PARAMETERS) do
    if o.interval == "percentile" then
      found[name .. "_low"], found[name .. "_high"] = spread.percentiles(found.replicates[name], o.confidence)
    else
      local half = inference.t_quantile(tail, math.max(1, cast.count / o.block - 1)) * found[name .. "_error"]
      found[name .. "_low"] = math.max(o[name].low, found[name] - half)
      found[name .. "_high"] = math.min(o[name].high, found[name] + half)
    end
  end
end

local function doubts(found, o)
  local list = {}
  for _, name in ipairs(PARAMETERS) do
    local width = found[name .. "_high"] - found[name .. "_low"]
    if width > o[name].width then
      list[#list + 1] = string.format("with the other unknown the interval of %s is %.3f wide, more than %g", name, width, o[name].width)
    end
    if found[name] <= o[name].low or found[name] >= o[name].high then
      list[#list + 1] = string.format("%s lies on the bound %g", name, found[name])
    end
  end
  if math.abs(found.correlation) > 0.95 then
    list[#list + 1] = string.format("their estimates vary together, correlation %.3f: the data tell a combination of them", found.correlation)
  end
  return list
end

--- Both parameters at once, settings as in calibrate.run; mu_error: the standard error of mu alone.
function pair.calibrate(cast, o, mu_error)
  local found = {}
  found.epsilon, found.mu = fit(cast, o, 100, 1e-12 * o.mu.high)
  found.error = hindcast.error(cast, { epsilon = found.epsilon, mu = found.mu })
  found.replicates = replicates(cast, o, found.mu, mu_error)
  for _, name in ipairs(PARAMETERS) do found[name .. "_error"] = array.standard_deviation(found.replicates[name]) end
  found.correlation = correlation(found.replicates.epsilon, found.replicates.mu)
  if o.interval == "scores" then by_scores(found, cast, o) else by_replicates(found, cast, o) end
  found.doubts = doubts(found, o)
  found.status = #found.doubts > 0 and "weakly identified" or "identified"
  return found
end

return pair
