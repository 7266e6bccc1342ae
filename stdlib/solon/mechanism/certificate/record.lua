-- record.lua - the record of a certificate: its conditions, as text and as plain data.

local verdict = require "solon.mechanism.certificate.verdict"

local certificate = {}

local Certificate = {}
Certificate.__index = Certificate
Certificate.__name = "certificate"

local meaning = {
  draws = "the objective as the mean over its draws: errors are those of that mean",
  votes = "the same seasons with their true votes: the spread of a single draw",
  seasons = "other seasons like these: seasons are the sampling unit",
}

local function condition(name, answer, format, ...)
  return { name = name, verdict = answer, text = string.format(format, ...) }
end

-- + 0.0 takes the sign from a zero
local function signed(value, se) return string.format("%.4g (standard error %.2g)", value + 0.0, se) end

-- The conditions of one scope, each with its answer and its figures.
local function conditions_of(scope)
  local first, second = scope.first, scope.second
  local steepest, bound = nil, nil
  for _, entry in ipairs(first.coordinates) do
    if entry.at_lower or entry.at_upper then
      bound = bound or entry
    elseif not steepest or entry.residual > steepest.residual then
      steepest = entry
    end
  end
  local list = { condition("feasibility", verdict.SATISFIED, "within the bounds") }
  local function add(...) list[#list + 1] = condition(...) end
  if steepest then
    add("stationarity", scope.stationarity, "residual %.3g; steepest %s, slope %s; step %g", steepest.residual, steepest.name,
      signed(steepest.gradient, steepest.gradient_se), first.step)
  else
    add("stationarity", scope.stationarity, "every coordinate is at a bound")
  end
  if bound then
    local parts = {}
    for _, entry in ipairs(first.coordinates) do
      if entry.at_lower or entry.at_upper then
        parts[#parts + 1] = string.format("%s at its %s bound, multiplier %s", entry.name, entry.at_lower and "lower" or "upper",
          signed(entry.at_lower and -entry.gradient or entry.gradient, entry.gradient_se))
      end
    end
    add("dual sign", scope.dual_sign, "%s", table.concat(parts, "; "))
  else
    add("dual sign", verdict.SATISFIED, "no bound is active")
  end
  add("complementarity", first.slack, "largest multiplier times distance to its bound %.3g", first.complementarity)
  if second.curvature then
    add("second order", scope.second_order, "largest curvature in the critical cone of %s %s, in units of the box; step %g",
      table.concat(second.cone, ", "), signed(second.curvature.value, second.curvature.standard_error), second.step)
  else
    add("second order", scope.second_order, "no direction is left to move in")
  end
  if scope.categories then
    local c = scope.categories
    add("categories", c.verdict, "best %s; %s against %s", c.best, c.gap and signed(c.gap, c.gap_se) or "no gap", c.runner_up or "nothing")
  end
  if scope.hard then add("neighbouring plateaus", scope.hard.verdict, "%d neighbours", #scope.hard.neighbours) end
  return list
end

--- The record of the judgements of all scopes, the first of which is the verdict's.
function certificate.new(problem, scopes)
  local main = scopes[1]
  local out = { feasible = true, draws = problem.draws, tolerance = problem.tol, curvature_tolerance = problem.curvature_tol,
    gain_tolerance = problem.gain_tol, confidence = problem.confidence, scopes = scopes }
  for _, scope in ipairs(scopes) do
    scope.meaning, scope.conditions = meaning[scope.name], conditions_of(scope)
  end
  for _, key in ipairs { "verdict", "smoothed", "reasons", "steps", "hard", "categories", "conditions" } do out[key] = main[key] end
  for _, key in ipairs { "value", "value_se", "coordinates", "residual", "dual_violation", "complementarity", "step" } do
    out[key] = main.first[key]
  end
  for _, key in ipairs { "eigenvalues", "cone", "strict", "hessian", "curvature" } do out[key] = main.second[key] end
  out.curvature_step = main.second.step
  return setmetatable(out, Certificate)
end

--- Adds the best point along a line through the point: { plateaus, best_low, best_high, best_welfare, gain, standard_error,
--- verdict }.
function certificate.add_line(self, line)
  self.line = line
  self.conditions[#self.conditions + 1] = condition("whole line of theta1", line.verdict,
    "best of %d steps: W %.6g for %.6g to %.6g, %s above the point", line.plateaus, line.best_welfare, line.best_low,
    line.best_high, signed(line.gain, line.standard_error))
  if line.verdict == verdict.VIOLATED then self.reasons[#self.reasons + 1] = "a point on the line of theta1 is better" end
  self.verdict = verdict.both(self.verdict, line.verdict)
  self.scopes[1].verdict = self.verdict
end

-- ---- text ----------------------------------------------------------------------------------------------------------

local function add_lines(lines, format, ...) lines[#lines + 1] = string.format(format, ...) end

local function step_lines(lines, self)
  for _, step in ipairs(self.steps) do
    local parts = {}
    for _, c in ipairs(step.coordinates) do
      parts[#parts + 1] = string.format("%s %.4g (error %.2g, bias %.2g)", c.name, c.gradient, c.gradient_se, c.bias)
    end
    add_lines(lines, "  step %g of the width: slopes %s; %s", step.step, table.concat(parts, ", "), step.flat and "nothing changes"
      or string.format("first order %s, second order %s", step.first_order, step.second_order))
  end
end

local function eigenvalue_text(self)
  local values = {}
  for k, e in ipairs(self.eigenvalues) do values[k] = string.format("%.4g (%.2g)", e.value, e.standard_error) end
  return #values > 0 and table.concat(values, ", ") or "none"
end

local function flatness_lines(lines, flatness)
  for _, row in ipairs(flatness.within) do
    add_lines(lines, "  within %g of the best: %d of %d lattice points (%.3g %%)", row.epsilon, row.count, flatness.points,
      100 * row.share)
  end
  if flatness.not_surely_worse then
    add_lines(lines, "  not surely worse over seasons: %d of %d lattice points", flatness.not_surely_worse, flatness.points)
  end
end

local function published_lines(lines, self)
  for _, p in ipairs(self.published or {}) do
    add_lines(lines, "  check as published, differences over %g of the width: gradient norm %.4g, kkt_satisfied %s", p.step,
      p.gradient_norm, p.kkt_satisfied)
  end
end

--- Verdict and conditions: the part for a terminal.
function certificate.summary(self)
  local lines = {}
  add_lines(lines, "certificate: %s (W = %.6g, standard error %.2g)", self.verdict, self.value, self.value_se)
  for _, c in ipairs(self.conditions) do add_lines(lines, "  %-22s %-15s %s", c.name, c.verdict, c.text) end
  published_lines(lines, self)
  return lines
end

--- Everything a person reads.
function certificate.lines(self)
  local lines = certificate.summary(self)
  for k = 2, #self.scopes do
    add_lines(lines, "  for %s: %s", self.scopes[k].meaning, self.scopes[k].verdict)
    for _, c in ipairs(self.scopes[k].conditions) do
      if c.verdict ~= verdict.SATISFIED then add_lines(lines, "    %-20s %-15s %s", c.name, c.verdict, c.text) end
    end
  end
  add_lines(lines, "  eigenvalues on the critical cone (in units of the box, with standard errors): %s", eigenvalue_text(self))
  step_lines(lines, self)
  for _, p in ipairs(self.hard and self.hard.plateaus or {}) do
    add_lines(lines, "  %s: W constant from %.8g to %.8g", p.name, p.low, p.high)
  end
  if self.flatness then flatness_lines(lines, self.flatness) end
  for _, reason in ipairs(self.reasons) do add_lines(lines, "  because %s", reason) end
  return lines
end

function Certificate:__tostring() return table.concat(certificate.lines(self), "\n") end

-- ---- plain data ----------------------------------------------------------------------------------------------------

local function step_data(step)
  return { step = step.step, steps = step.steps, points = step.points, value = step.value, value_se = step.value_se,
    coordinates = step.coordinates, residual = step.residual, dual_violation = step.dual_violation,
    complementarity = step.complementarity, stationarity = step.stationarity, dual_sign = step.dual_sign,
    second_order = step.second_order, strict = step.strict, flat = step.flat, cone = step.cone, eigenvalues = step.eigenvalues,
    curvature = step.curvature, hessian = step.hessian, hessian_se = step.hessian_se, gradient_error = step.gradient_error,
    curvature_error = step.curvature_error, reasons = { first_order = step.first_reasons, second_order = step.second_reasons } }
end

local function scope_data(scope)
  local steps = {}
  for k, step in ipairs(scope.steps) do steps[k] = step_data(step) end
  return { name = scope.name, meaning = scope.meaning, verdict = scope.verdict, smoothed = scope.smoothed,
    conditions = scope.conditions, reasons = scope.reasons, first_order_step = scope.first.step,
    second_order_step = scope.second.step, steps = steps, categories = scope.categories, hard = scope.hard }
end

--- Everything as tables, strings, booleans and finite numbers, for a JSON file.
function certificate.data(self)
  local scopes = {}
  for k, scope in ipairs(self.scopes) do scopes[k] = scope_data(scope) end
  return { verdict = self.verdict, conditions = self.conditions, reasons = self.reasons, feasible = self.feasible,
    value = self.value, value_se = self.value_se, tolerance = self.tolerance, curvature_tolerance = self.curvature_tolerance,
    gain_tolerance = self.gain_tolerance, confidence = self.confidence, draws = self.draws, scopes = scopes, line = self.line, flatness = self.flatness,
    published = self.published, statistics = self.statistics, point = self.point }
end

return certificate
