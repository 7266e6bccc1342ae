-- reach.lua - whether the audit's thresholds can be crossed at all, and by what.
--
-- Gaming score.  With u = min(S_pot, F_gate) F_vol in [0, 1] and s = F_syn the score is min(1, u s) - u: it rises in u up
-- to u = 1 / s, where it is 1 - 1 / s, and falls from there.  s is at most 1 + epsilon, so the largest score is
-- epsilon / (1 + epsilon), 7/27 = 0.259 for epsilon 0.35.  It is attained where u = 1 / (1 + epsilon) at C = T = 1.
-- Sigma.  The largest deviation of n values in [0, scale] has half of them at each end.
-- Levels.  Before the clip the index is at most scale (1 + epsilon) / (1 + mu sigma).

local array = require "solon.array"
local index = require "solon.index"
local native = require "solon.native.governance"
local parameters = require "solon.governance.parameters"

local reach = {}

--- The source text's thresholds.
reach.published = { gaming = 0.30, gap_points = 30, average_gap = 20, correlation = 0.85, reproduction = 0.5, sigma = 0.1, sigma_cap = 50,
  levels = { 120, 80, 30 } }

local function evaluate(values, inputs, out)
  inputs.parameters, inputs.out = values, out
  return index.evaluate(inputs)
end

-- The largest gaming score, and points (C, V, T = Z, sigma) where it is attained.
local function largest_gaming(values)
  local largest = values.epsilon / (1 + values.epsilon)
  local points = {}
  if values.mu > 0 then points[1] = { C = 1.0, V = 1.0, T = 1.0, sigma = values.epsilon / values.mu } end
  if values.w_V > 0 then points[#points + 1] = { C = 1.0, V = (1 + values.epsilon) ^ (-1 / values.w_V), T = 1.0, sigma = 0.0 } end
  return largest, points
end

-- Correlation of index and resilience where the gate binds and only capacity moves, with trust all but still: honest weeks.
local function honest_correlation(values)
  local n = 26
  local swing = array.linspace(0, 1, n)
  local wobble = array.generate(n, function(i) return (i % 2 == 0 and 1 or -1) * 1e-4 end)
  local made = evaluate(values, { capacity = swing * 0.4 + 0.6, visibility = array.ones(n), loyalty = wobble + 0.6,
    skepticism = wobble + 0.6, sigma = 0.0 }, { "index", "resilience" })
  local a, b = made.index - made.index:mean(), made.resilience - made.resilience:mean()
  return array.dot(a, b) / math.sqrt(array.dot(a, a) * array.dot(b, b))
end

-- The index of one point.
local function one(values, C, V, T, sigma, name)
  return evaluate(values, { capacity = { C }, visibility = { V }, loyalty = { T }, skepticism = { T }, sigma = { sigma } }, { name })[name][1]
end

local function add_correlation(values, add)
  local limit, correlation = reach.published.correlation, honest_correlation(values)
  local crossed, note = correlation <= limit, nil
  if correlation ~= correlation then
    correlation, note = nil, "undefined with these parameters where capacity alone rises: index or resilience is constant"
  else
    note = string.format("%s by honest weeks: capacity alone rising while the gate binds gives %.3f; undefined where the clip holds the index",
      crossed and "crossed" or "not crossed", correlation)
  end
  add("correlation", "correlation <= 0.85", limit, crossed, correlation, note)
end

local function gaming_rows(values, add)
  local largest, points = largest_gaming(values)
  local at = {}
  for i, p in ipairs(points) do at[i] = string.format("(C %.6g, V %.6g, T = Z %.6g, sigma %.6g)", p.C, p.V, p.T, p.sigma) end
  local limit = reach.published.gaming
  add("gaming_score", "gaming score > 0.30", limit, largest > limit, largest, string.format(
    "largest value epsilon / (1 + epsilon) = %.6f, attained at %s; it would take epsilon > %.4f", largest, table.concat(at, " and "),
    limit / (1 - limit)))
  local points_limit = reach.published.gap_points
  add("gap_points", "gap > 30 pp", points_limit, largest * values.scale > points_limit, largest * values.scale,
    string.format("a score of %.2f, not 0.30; only where C and T are both high", points_limit / values.scale))
  local gap = one(values, 0.8, 0.8, 0.8, 0.5, "index") - one(values, 0.8, 0.8, 0.8, 0.5, "resilience")
  add("average_gap", "average gap >= 20 pp", reach.published.average_gap, largest * values.scale > reach.published.average_gap,
    largest * values.scale, string.format("%s: C = V = T = Z = 0.8 with sigma 0.5 has a gap of %.2f pp",
      gap >= reach.published.average_gap and "crossed by health" or "not crossed by health", gap))
  add_correlation(values, add)
end

local function tolerance_rows(values, add)
  -- means of Beta(4, 2), Beta(3, 2), Beta(5, 3), and of the exponential of rate 0.15: the source text's appendix D
  local C, V, T, sigma = 4 / 6, 3 / 5, 5 / 8, 1 / 0.15
  local slope = one(values, C, V, T, sigma, "resilience") * C * T -- d index / d epsilon below the clip
  add("reproduction", "reproduction differs by 0.5 pp", reach.published.reproduction, true, nil,
    slope * parameters.by_name.epsilon.high > reach.published.reproduction
      and string.format("too loose: hides a drift of epsilon of %.3f at the means of appendix D", reach.published.reproduction / slope)
      or "too loose: hides any epsilon at the means of appendix D")
  local moved = values.scale - values.scale / (1 + values.mu * reach.published.sigma)
  add("sigma", "sigma differs by 0.1 pp", reach.published.sigma, true, nil, string.format(
    "contradicts the 0.5 pp of the reproduction: 0.1 in sigma moves an index of %g by %.3f pp", values.scale, moved))
  local largest = values.scale / 2 * native.deviation_bound(values.sigma_window, 1)
  add("sigma_cap", "sigma > 50 pp", reach.published.sigma_cap, largest > reach.published.sigma_cap, largest,
    string.format("%d values in [0, %g] deviate by up to %.4f", values.sigma_window, values.scale, largest))
end

local function level_rows(values, add)
  local names = { "level 0 (index > 120)", "level 1 or better (index > 80)", "better than level 3 (index > 30)" }
  for i, edge in ipairs(reach.published.levels) do
    local top = values.scale * (1 + values.epsilon)
    local sigma = values.mu > 0 and (top / edge - 1) / values.mu or math.huge
    local possible = values.scale > edge and sigma >= 0
    add("level_" .. i - 1, names[i], edge, possible, possible and sigma or nil,
      not possible and "impossible for any inputs" or values.mu == 0 and "possible at any sigma"
        or string.format("impossible for any inputs once sigma > %.6g", sigma))
  end
end

--- Rows { id, check, threshold, reachable, extreme, note } for a registry or parameters.
function reach.rows(registry)
  local values = parameters.from(registry, 1, "reachable")
  local rows = {}
  local function add(id, check, threshold, reachable, extreme, note)
    rows[#rows + 1] = { id = id, check = check, threshold = threshold, reachable = reachable, extreme = extreme, note = note }
    rows[id] = rows[#rows]
  end
  gaming_rows(values, add)
  tolerance_rows(values, add)
  level_rows(values, add)
  return rows
end

return reach
