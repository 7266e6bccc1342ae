-- judgement.lua - one answer from derivatives at several step sizes.
--
-- A small step has little bias and much noise, a large one the reverse.  The bias of an estimate D(h) of order h^2
-- is read off two steps, D(h) - D(k) over 1 - (k / h)^2; the step whose gradient has the least bias^2 + se^2 (the worst
-- coordinate decides) answers for first order, that of the curvatures for second order.  Another step that says the
-- opposite takes the answer away.  A step at which nothing changes has none.

local conditions = require "solon.mechanism.certificate.conditions"
local smoothed = require "solon.mechanism.certificate.smoothed"
local verdict = require "solon.mechanism.certificate.verdict"

local judgement = {}

--- Steps in the units of the coordinates for a share of the box's width.
function judgement.steps(problem, share)
  local steps = {}
  for i = 1, #problem.x do
    local width = problem.high[i] - problem.low[i]
    steps[i] = math.min(share * width, width / 2 - (problem.kernel and problem.kernel[i] or 0.0))
  end
  return steps
end

--- Everything at one step, from a sample of its stencil.
function judgement.at_step(problem, share, steps, plan, sample)
  local at = smoothed.derivatives(plan, sample)
  at.scale = math.max(1.0, math.abs(at.value))
  local out = conditions.first_order(problem, at, sample)
  for key, value in pairs(conditions.second_order(problem, at, sample, plan, out.coordinates)) do out[key] = value end
  out.step, out.steps, out.value, out.value_se, out.scale = share, steps, at.value, at.value_se, at.scale
  out.gradient, out.hessian, out.hessian_se, out.points = at.gradient, at.hessian, at.hessian_se, #plan.points
  out.flat = true
  for _, flat in ipairs(at.flat) do out.flat = out.flat and flat end
  if out.flat then
    out.stationarity, out.dual_sign, out.first_order = verdict.UNKNOWN, verdict.UNKNOWN, verdict.UNKNOWN
    out.second_order, out.strict = verdict.UNKNOWN, false
    out.first_reasons = { "the objective does not change within the step: derivatives of 0 say nothing" }
    out.second_reasons = {}
  end
  out.verdict = verdict.both(out.first_order, out.second_order)
  return out
end

-- Bias of an estimate at step h, read off the estimate at step k.
local function bias_of(value, other, h, k) return (value - other) / (1 - (k / h) ^ 2) end

-- Adds bias and total error of gradient and curvatures, in units of the box, to each step.
local function add_errors(problem, results)
  for s, result in ipairs(results) do
    local other = results[s + 1] or results[s - 1]
    result.gradient_error, result.curvature_error = 0.0, 0.0
    for i, entry in ipairs(result.coordinates) do
      local width = problem.high[i] - problem.low[i]
      entry.bias = other and bias_of(entry.gradient, other.gradient[i], result.steps[i], other.steps[i]) or 0.0
      local bent = other and bias_of(result.hessian[i][i], other.hessian[i][i], result.steps[i], other.steps[i]) or 0.0
      entry.curvature, entry.curvature_se, entry.curvature_bias = result.hessian[i][i], result.hessian_se[i][i], bent
      result.gradient_error = math.max(result.gradient_error, width * math.sqrt(entry.bias ^ 2 + entry.gradient_se ^ 2))
      result.curvature_error = math.max(result.curvature_error, width * width * math.sqrt(bent ^ 2 + entry.curvature_se ^ 2))
    end
  end
end

local function least(results, key)
  local best
  for _, result in ipairs(results) do
    if not result.flat and (not best or result[key] < best[key]) then best = result end
  end
  return best or results[1]
end

-- The chosen step's answer to one condition, unless another step contradicts it.
local function settle(results, chosen, condition, reasons)
  local answer = chosen[condition]
  for _, result in ipairs(results) do
    local opposite = answer == verdict.SATISFIED and verdict.VIOLATED or verdict.SATISFIED
    if answer ~= verdict.UNKNOWN and not result.flat and result[condition] == opposite then
      reasons[#reasons + 1] = string.format("%s: the step sizes contradict each other (%s at %g, %s at %g)",
        condition:gsub("_", " "), answer, chosen.step, opposite, result.step)
      return verdict.UNKNOWN
    end
  end
  return answer
end

--- One judgement from the results of all steps (ascending): { steps, first, second (the results that answer),
--- stationarity, dual_sign, second_order, smoothed (the worst of the three), reasons }.
function judgement.settle(problem, results)
  add_errors(problem, results)
  local out = { steps = results, first = least(results, "gradient_error"), second = least(results, "curvature_error"), reasons = {} }
  for _, reason in ipairs(out.first.first_reasons) do out.reasons[#out.reasons + 1] = string.format("step %g: %s", out.first.step, reason) end
  for _, reason in ipairs(out.second.second_reasons) do
    out.reasons[#out.reasons + 1] = string.format("step %g: %s", out.second.step, reason)
  end
  out.stationarity = settle(results, out.first, "stationarity", out.reasons)
  out.dual_sign = settle(results, out.first, "dual_sign", out.reasons)
  out.second_order = settle(results, out.second, "second_order", out.reasons)
  out.smoothed = verdict.both(verdict.both(out.stationarity, out.dual_sign), out.second_order)
  return out
end

return judgement
