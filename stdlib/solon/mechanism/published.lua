-- published.lua - two functions of the source text as it prints them, errors and all, so that its
-- claims can be computed and set beside the corrected figures.  What is wrong with each is said at it;
-- the corrections are in certificate/optimality.lua and difference/comparison.lua.

local arguments = require "solon.mechanism.arguments"
local array = require "solon.array"
local inference = require "solon.inference"
local parameters = require "solon.mechanism.parameters"
local random = require "solon.random"
local welfare = require "solon.mechanism.welfare"

local published = {}

local function numbers(values, count, what, position, name)
  if (type(values) ~= "table" and type(values) ~= "userdata") or #values ~= count then
    error(string.format("bad argument #%d to '%s' (%s expected, got %s)", position, name, what,
      type(values) == "table" and #values .. " entries" or type(values)), 3)
  end
  local out = {}
  for i = 1, count do out[i] = arguments.number(values[i], -math.huge, math.huge, position, name) end
  return out
end

--- ||gradient|| < tol, bounds, eigenvalues of the Hessian <= tol: nothing about multipliers, so a
--- maximum at a bound with a gradient pointing outwards fails; a plateau (every derivative 0) passes,
--- and so does a saddle flatter than tol; derivatives are taken by categories.
function published.verify_kkt(params, gradient, hessian, tol)
  local name = "verify_kkt_as_published"
  if not parameters.is(params) then
    error(string.format("bad argument #1 to '%s' (mechanism parameters expected, got %s)", name, type(params)), 2)
  end
  gradient = numbers(gradient, 5, "5 numbers", 2, name)
  local rows = {}
  if type(hessian) ~= "table" or #hessian ~= 5 then
    error(string.format("bad argument #3 to '%s' (5 rows of 5 numbers expected, got %s)", name, type(hessian)), 2)
  end
  for i = 1, 5 do rows[i] = numbers(hessian[i], 5, "5 rows of 5 numbers", 3, name) end
  tol = arguments.number(tol or 1e-2, 0, math.huge, 4, name)

  local sum = 0.0
  for i = 1, 5 do sum = sum + gradient[i] * gradient[i] end
  local eigenvalues = array.eigen_symmetric(array.new(rows), { vectors = false }):totable()
  table.sort(eigenvalues)
  local result = { gradient_norm = math.sqrt(sum), hessian_eigenvalues = eigenvalues }
  result.stationarity = result.gradient_norm < tol
  result.primal_feasibility = params:feasible()
  result.second_order = eigenvalues[5] <= tol
  result.kkt_satisfied = result.stationarity and result.primal_feasibility and result.second_order
  return result
end

local function same_names(a, b)
  if #a ~= #b then return false end
  for i = 1, #a do
    if a[i] ~= b[i] then return false end
  end
  return true
end

-- A count of seasons whose order changed and whose fairness rose (b) or did not (c): no paired binary
-- outcome, so no McNemar test; unchanged fairness counts against the proposal.
local function mcnemar(sq, opt, alpha)
  local b, c = 0, 0
  for i = 1, #sq do
    if not same_names(sq[i].eliminations, opt[i].eliminations) then
      if opt[i].fairness_score > sq[i].fairness_score then b = b + 1 else c = c + 1 end
    end
  end
  if b + c == 0 then return { chi2 = 0.0, p_value = 1.0, significant = false, b = b, c = c } end
  local chi2 = (math.abs(b - c) - 1) ^ 2 / (b + c)
  local p = inference.normal_p_value(math.sqrt(chi2))
  return { chi2 = chi2, p_value = p, significant = p < alpha, b = b, c = c }
end

-- Fisher's z of two mean Kendall correlations, as if they were Pearson correlations of n independent
-- pairs each; n is the number of seasons.  n <= 3 divides by zero: NaN here.
local function fisher_z(sq, opt, alpha)
  local function transformed(results)
    local r = math.max(-0.999, math.min(0.999, welfare.mean(results, "fairness_score")))
    return 0.5 * math.log((1 + r) / (1 - r))
  end
  local n = #sq
  local z = n > 3 and (transformed(opt) - transformed(sq)) / math.sqrt(2 / (n - 3)) or 0 / 0
  local p = inference.normal_p_value(z)
  return { z = z, p_value = p, significant = p < alpha }
end

-- Shuffles all 2n values as if seasons were not paired; the count may be 0, and n = 0 gives p = 0.
local function permutation(sq, opt, draws, seed, alpha)
  local n, pooled = #sq, {}
  for i = 1, n do pooled[i], pooled[n + i] = sq[i].fairness_score, opt[i].fairness_score end
  local observed = welfare.mean(opt, "fairness_score") - welfare.mean(sq, "fairness_score")
  local stream = random.stream(seed, "mechanism.published.permutation", 0)
  local reached = 0
  for _ = 1, draws do
    local order = stream:permutation(2 * n)
    local first, second = 0.0, 0.0
    for i = 1, n do first, second = first + pooled[order[i]], second + pooled[order[n + i]] end
    if math.abs(first / n - second / n) >= math.abs(observed) then reached = reached + 1 end
  end
  return { observed_diff = observed, p_value = reached / draws, significant = reached / draws < alpha }
end

--- The source text's three tests of two lists of season results.  options: seed (the source text has
--- none), permutations = 10000.
function published.run_statistical_tests(sq_results, opt_results, options)
  local name = "run_statistical_tests_as_published"
  welfare.check_pair(sq_results, opt_results, name)
  options = arguments.options(options, { "seed", "permutations" }, 3, name)
  local seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 3, name, "seed")
  local draws = arguments.integer(options.permutations or 10000, 1, 10000000, 3, name, "permutations")
  local alpha = 0.05
  return {
    mcnemar = mcnemar(sq_results, opt_results, alpha),
    fisher_z = fisher_z(sq_results, opt_results, alpha),
    permutation = permutation(sq_results, opt_results, draws, seed, alpha),
  }
end

return published
