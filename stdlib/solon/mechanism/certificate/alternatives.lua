-- alternatives.lua - a point against others that derivatives do not see: the best of other cells of categories, and the
-- neighbouring plateaus of a hard (step) objective.  Gains are differences to the point within each replicate.

local verdict = require "solon.mechanism.certificate.verdict"

local alternatives = {}

local ROUNDING = 1e-12

-- Whether a gain is at most `limit`; gains of one kind share the chance of a false alarm.
local function judge(entry, sample, against, limit, questions)
  return verdict.at_most(entry.gain, entry.standard_error, math.max(limit, ROUNDING) * against.scale, sample:critical(against.confidence),
    sample:critical(against.confidence, questions))
end

--- Cells of categories: entries { label, value, gain (to the point), standard_error }, one of them labelled `own`.
--- against: { scale = max(1, |W|), confidence, gain_tol }.
---   Gives { best, own, own_rank, runner_up, gap (of the point's cell to the best other; negative when another is ahead), gap_se,
--- order, verdict } and adds reasons.
function alternatives.categories(entries, own, sample, against, reasons)
  local order, position = table.move(entries, 1, #entries, 1, {}), {}
  for k, entry in ipairs(entries) do position[entry] = k end
  table.sort(order, function(a, b)
    if a.value ~= b.value then return a.value > b.value end
    return position[a] < position[b]
  end)
  local out = { best = order[1].label, own = own, order = order, verdict = verdict.SATISFIED }
  for k, entry in ipairs(order) do
    local same = entry.label == own
    if same then out.own_rank = k end
    if not same and not out.runner_up then out.runner_up, out.gap, out.gap_se = entry.label, -entry.gain, entry.standard_error end
    entry.verdict = judge(entry, sample, against, against.gain_tol, #entries)
    -- nothing to prefer between a point and its own cell's best unless that is surely better
    if same and entry.verdict == verdict.UNKNOWN then entry.verdict = verdict.SATISFIED end
    if entry.verdict == verdict.VIOLATED then
      reasons[#reasons + 1] = string.format("cell %s reaches %.6g, %.4g above the point", entry.label, entry.value, entry.gain)
    elseif entry.verdict == verdict.UNKNOWN then
      reasons[#reasons + 1] = string.format("cell %s differs from the point by %.4g (standard error %.2g)", entry.label,
        entry.gain, entry.standard_error)
    end
    out.verdict = verdict.both(out.verdict, entry.verdict)
  end
  return out
end

--- The plateau around the point in each coordinate and points just beyond its ends: plateaus, neighbours, points; or
--- nil and what is wrong with the function plateau(point, i).
function alternatives.plateaus(problem, plateau)
  local plateaus, neighbours, points = {}, {}, { problem.x }
  for i, x in ipairs(problem.x) do
    local low, high = plateau(table.move(problem.x, 1, #problem.x, 1, {}), i)
    if type(low) ~= "number" or type(high) ~= "number" or not (low <= x and x <= high) then
      return nil, string.format("plateau: an interval around %s expected for %s, got %s to %s", x, problem.names[i],
        tostring(low), tostring(high))
    end
    local beyond = 1e-9 * (problem.high[i] - problem.low[i])
    plateaus[i] = { name = problem.names[i], low = low, high = high }
    for _, value in ipairs { low - beyond, high + beyond } do
      if value > problem.low[i] and value < problem.high[i] then
        points[#points + 1] = table.move(problem.x, 1, #problem.x, 1, {})
        points[#points][i] = value
        neighbours[#neighbours + 1] = { name = problem.names[i], at = value }
      end
    end
  end
  return plateaus, neighbours, points
end

--- Whether no neighbouring plateau is better; `sample` is of the points given by alternatives.plateaus.
function alternatives.hard(plateaus, neighbours, sample, against, reasons)
  local out = { verdict = #neighbours > 0 and verdict.SATISFIED or verdict.UNKNOWN, plateaus = plateaus, neighbours = {} }
  for k, place in ipairs(neighbours) do
    local entry = { name = place.name, at = place.at }
    entry.gain, entry.standard_error = sample:estimate { { k + 1, 1 }, { 1, -1 } }
    entry.verdict = judge(entry, sample, against, 0.0, #neighbours)
    if entry.verdict == verdict.VIOLATED then
      reasons[#reasons + 1] = string.format("the plateau beyond %s = %.6g is better by %.4g", entry.name, entry.at, entry.gain)
    end
    out.neighbours[k], out.verdict = entry, verdict.both(out.verdict, entry.verdict)
  end
  return out
end

return alternatives
