return {
  module = "solon.optimize",
  summary = "The best point of a box, of a region or of a line: differential evolution, NLopt's methods, roots.",
  functions = {
    {
      name = "differential_evolution",
      signature = "optimize.differential_evolution(f, low, high [, options]) -> record",
      summary = "Searches a box for the best point of a function that needs neither be smooth nor continuous.",
      arguments = {
        { "f", "function", "gets a matrix with a point in each row, returns an array or table with the value of each; "
          .. "NaN counts as worst" },
        { "low", "array or table of numbers", "least value of each coordinate; finite" },
        { "high", "array or table of numbers", "largest value of each coordinate; low = high fixes a coordinate" },
        { "options.maximize", "boolean", "larger values are better", default = false },
        { "options.seed", "integer", "of all draws; the result depends on the seed, the options and f alone", default = 0 },
        { "options.population", "integer", "members, 4 to 100000", default = "15 for each coordinate, at least 20" },
        { "options.generations", "integer", "at most so many after the first", default = 1000 },
        { "options.strategy", "string", "best1: trials start from the best member; rand1: from a drawn one, slower and less "
          .. "easily misled (of 100 seeds on Hartmann's function in six coordinates best1 found the minimum with 39, rand1 with 94, at 2.7 times the evaluations)",
          default = "best1" },
        { "options.weight", "number or { low, high }", "factor F of the difference of two members, in (0, 2]; of two, drawn between them "
          .. "for each trial", default = "{ 0.5, 1 }" },
        { "options.crossover", "number", "probability that a coordinate comes from the mutant, in [0, 1]", default = 0.7 },
        { "options.integer", "table of booleans", "true: that coordinate takes whole numbers only", default = "none" },
        { "options.points", "array, table or matrix", "a point, or several as rows, that the first generation shall hold", default = "none" },
        { "options.x_tolerance", "number", "converged when no coordinate's range over the members is more than this part of its bounds' distance",
          default = 1e-7 },
        { "options.value_tolerance", "number", "converged when the values of the members differ by no more", default = "not looked at" },
        { "options.patience", "integer", "stalled when the best value has not improved in so many generations; 0: never", default = 100 },
        { "options.target", "number", "stop when a value is at least as good", default = "none" },
        { "options.progress", "function", "called after each generation with the fraction done of the generations allowed, and a text", default = "none" },
        { "options.strict", "boolean", "raise where the status is limit or undefined", default = false },
      },
      returns = {
        { "x", "array", "the best point" },
        { "value", "number", "its value" },
        { "status", "string", "converged; stalled (as on a plateau); target; limit: generations used up; undefined: all values NaN or infinitely bad" },
        { "evaluations", "integer", "points evaluated: population * (generations + 1)" },
        { "generations", "integer", "after the first" },
        { "x_spread", "number", "largest range of a coordinate over the members, as part of its bounds' distance; large on a plateau" },
        { "value_spread", "number", "worst less best value of the members" },
        { "population", "matrix", "the members, one a row" },
        { "values", "array", "their values" },
      },
      nan = "A value NaN counts as worst; NaN among the bounds raises.",
      formula = "mutant = base + F (b - c); a coordinate is the mutant's with probability CR, outside the box reflected at its faces; "
        .. "the trial replaces the member when it is as good or better",
      source = "Storn and Price, Journal of Global Optimization 11 (1997) 341-359; first generation a latin hypercube",
      notes = "The whole generation goes to f at once, so that f may use kernels over columns and threads. An error in f ends the "
        .. "search and is raised as it is. Each matrix is new: f may keep it. No "
        .. "search of this kind is sure to find the best of many minima: run several seeds and compare.",
      errors = {
        { [[optimize.differential_evolution(print, { 0, 0 }, { 1 })]], "length 2 expected, got 1" },
        { [[optimize.differential_evolution(print, { 2 }, { 1 })]], "coordinate 1: finite bounds low <= high expected, got 2 and 1" },
        { [[optimize.differential_evolution(function() return { 1 } end, { 0 }, { 1 })]], "function that returns 20 values expected, it returned 1" },
        { [[optimize.differential_evolution(print, { 0 }, { 1 }, { maximise = true })]], "did you mean 'maximize'" },
      },
      example = [[
local function valley(p) -- Rosenbrock's, over all points at once
  local x, y = p:column(1), p:column(2)
  return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x)
end
local r = optimize.differential_evolution(valley, { -2, -2 }, { 2, 2 }, { seed = 1 })
print(r.status, ("%.6f %.6f"):format(r.x[1], r.x[2]))  --> converged	1.000000 1.000000]],
    },
    {
      name = "minimize",
      signature = "optimize.minimize(f, start, low, high [, options]) -> record",
      summary = "Minimises a function of several variables, with bounds and constraints, by a method of NLopt.",
      arguments = {
        { "f", "function", "gets the point as an array, returns a number" },
        { "start", "array, table of numbers or nil", "where to begin, inside the bounds; nil: the middle of the box (always, for direct and direct_l)" },
        { "low", "array, table of numbers or nil", "bounds, -math.huge where there is none; nil: none at all" },
        { "high", "array, table of numbers or nil", "bounds, math.huge where there is none" },
        { "options.method", "string", "global, in a finite box: direct, direct_l, crs2_lm, isres, esch; local, by values: nelder_mead, subplex, cobyla, "
          .. "bobyqa; local, for smooth functions: lbfgs, truncated_newton, slsqp, mma, ccsaq", default = "slsqp" },
        { "options.maximize", "boolean", "maximises f instead", default = false },
        { "options.gradient", "function", "gets the point, returns the partial derivatives of f", default = "differences inside the bounds, where the method needs them" },
        { "options.inequalities", "table", "functions c with c(x) <= 0; each a function or { function, gradient = function, tolerance = 1e-8 }. "
          .. "For cobyla, isres, slsqp, mma, ccsaq", default = "none" },
        { "options.equalities", "table", "functions h with h(x) = 0, in the same form. For cobyla, isres, slsqp", default = "none" },
        { "options.x_tolerance", "number", "stop when a step is smaller than this part of x, or of the bounds' distance in every coordinate", default = 1e-8 },
        { "options.value_tolerance", "number", "stop when the value changes by less", default = "not looked at" },
        { "options.relative_value_tolerance", "number", "stop when the value changes by less than this part of it", default = "not looked at" },
        { "options.target", "number", "stop when the value is at least as good", default = "none" },
        { "options.max_evaluations", "integer", "of f by the method, those for differences not counted", default = 10000 },
        { "options.max_seconds", "number", "of wall-clock time; the result then depends on the machine", default = "none" },
        { "options.population", "integer", "crs2_lm, isres, esch: points kept, at least coordinates + 2", default = "NLopt's choice" },
        { "options.initial_step", "number or array", "nelder_mead, subplex, cobyla, bobyqa: size of the first step", default = "NLopt's choice, from the bounds" },
        { "options.seed", "integer", "crs2_lm, isres, esch: of their draws", default = 0 },
        { "options.strict", "boolean", "raise unless the status is converged or target", default = false },
      },
      returns = {
        { "x", "array", "the best point found, inside the bounds" },
        { "value", "number", "f(x)" },
        { "status", "string", "converged; target; limit: evaluations or seconds used up; roundoff; failed: the method found no way to go on, which "
          .. "line searches say near the limit of rounding too (look at stationarity); infeasible: a constraint does not hold; undefined: a value or derivative "
          .. "at x is not finite" },
        { "reason", "string", "the same in more words" },
        { "evaluations", "integer", "calls of f, those for differences included" },
        { "method", "string", "as asked" },
        { "violation", "number", "with constraints: largest c(x) or |h(x)|, at least 0" },
        { "gradient", "array", "of f at x; this and what follows where the method uses derivatives or a gradient is given" },
        { "low_multipliers", "array", "mu of each lower bound; 0 where x is not at it" },
        { "high_multipliers", "array", "nu of each upper bound" },
        { "inequality_multipliers", "array", "a of each inequality; 0 where c(x) < 0" },
        { "equality_multipliers", "array", "b of each equality" },
        { "stationarity", "number", "largest remainder of the formula below in a coordinate away from its bounds; NaN where the gradients of the "
          .. "active constraints are dependent there" },
      },
      nan = "Global methods, nelder_mead and subplex take NaN as infinitely bad and go on; the others, which build models of f, "
        .. "stop with status undefined at the first value or derivative that is NaN or infinite.",
      formula = "at an optimum grad f + sum a grad c + sum b grad h - mu + nu = 0 with a, mu, nu >= 0 (maximize: -f for f); "
        .. "a and b by least squares over the coordinates away from their bounds",
      source = "Johnson, The NLopt nonlinear-optimization package; multipliers by Solon",
      notes = "direct and direct_l run until max_evaluations, and direct works long between evaluations where many values are equal. crs2_lm, mma and ccsaq may stop early in a curved valley: go on from there with another method. "
        .. "An error in a function ends the run and is raised as it is. A stochastic method cannot run inside the objective of another.",
      errors = {
        { [[optimize.minimize(print, { 0 }, { 1 }, { 0 })]], "coordinate 1: bounds low <= high expected, got 1 and 0" },
        { [[optimize.minimize(print, { 2 }, { 0 }, { 1 })]], "coordinate 1 of the start: number in [0, 1] expected, got 2" },
        { [[optimize.minimize(print, { 0 }, nil, nil, { method = "direct_l" })]], "nil expected: method 'direct_l' starts in the middle of the box" },
        { [[optimize.minimize(print, { 0 }, nil, nil, { method = "lbfgs", equalities = { print } })]], "takes no equalities" },
      },
      example = [[
-- the point of the disc x^2 + y^2 <= 2 that is nearest to (2, 2)
local r = optimize.minimize(function(p) return (p[1] - 2) ^ 2 + (p[2] - 2) ^ 2 end, { 0, 0 }, nil, nil,
  { inequalities = { function(p) return p[1] ^ 2 + p[2] ^ 2 - 2 end } })
print(r.status, ("%.5f %.5f %.5f"):format(r.x[1], r.x[2], r.value))  --> converged	1.00000 1.00000 2.00000
print(("%.4f"):format(r.inequality_multipliers[1]))  --> 1.0000]],
    },
    {
      name = "root",
      signature = "optimize.root(f, low, high [, options]) -> record",
      summary = "Finds where a function of one variable changes its sign, by Brent's method.",
      arguments = {
        { "f", "function", "of a number, returns a number" },
        { "low", "number", "one end, where f has one sign" },
        { "high", "number", "the other, where it has the other" },
        { "options.x_tolerance", "number", "width of the bracket at the end", default = 1e-12 },
        { "options.relative_x_tolerance", "number", "added to it, times the least |x| in the bracket; the sum is at least 2^-50 |x|", default = 1e-15 },
        { "options.max_evaluations", "integer", "of f, at least 3", default = 200 },
        { "options.strict", "boolean", "raise unless there is a root", default = false },
      },
      returns = {
        { "x", "number", "the root; NaN when there is none" },
        { "value", "number", "f(x), which at a jump is not near 0" },
        { "status", "string", "converged; exact: f(x) is 0; limit; no_sign_change: both ends have one sign; undefined: NaN or infinite values" },
        { "evaluations", "integer", "of f" },
        { "low", "number", "the bracket at the end" },
        { "high", "number", "its other end" },
      },
      nan = "A NaN or infinite value ends the search with status undefined.",
      source = "Brent, Algorithms for Minimization without Derivatives (1973), chapter 4; by GSL",
      errors = {
        { [[optimize.root(math.sin, 2, 1)]], "finite interval low < high expected, got 2 and 1" },
        { [[optimize.root(1, 0, 1)]], "function expected, got number" },
      },
      example = [[
local r = optimize.root(function(x) return x * x - 2 end, 0, 2)
print(r.status, ("%.12f"):format(r.x))  --> converged	1.414213562373
print(optimize.root(math.exp, 0, 1).status)  --> no_sign_change]],
    },
    {
      name = "minimize_scalar",
      signature = "optimize.minimize_scalar(f, low, high [, options]) -> record",
      summary = "Finds a minimum of a function of one variable on an interval: a scan, then Brent's method.",
      arguments = {
        { "f", "function", "of a number, returns a number" },
        { "low", "number", "left end" },
        { "high", "number", "right end" },
        { "options.maximize", "boolean", "finds a maximum instead", default = false },
        { "options.grid", "integer", "equal intervals of the scan, at least 2; with several minima, make it fine enough to tell them apart", default = 10 },
        { "options.x_tolerance", "number", "width of the bracket at the end", default = 1e-9 },
        { "options.relative_x_tolerance", "number", "added to it, times the least |x| in the bracket; the sum is at least 2^-24 |x|", default = 0 },
        { "options.max_evaluations", "integer", "of f, more than grid", default = 1000 },
        { "options.strict", "boolean", "raise where the status is limit or undefined", default = false },
      },
      returns = {
        { "x", "number", "where the least value was found" },
        { "value", "number", "f(x)" },
        { "status", "string", "converged; bound: at an end of the interval or of where f is a number; plateau: equal values around x; limit; undefined" },
        { "evaluations", "integer", "of f" },
        { "low", "number", "the bracket at the end" },
        { "high", "number", "its other end" },
      },
      nan = "NaN is passed over in the scan; if all of it is NaN, x is NaN.",
      source = "Brent, Algorithms for Minimization without Derivatives (1973), chapter 5; by GSL",
      errors = {
        { [[optimize.minimize_scalar(math.sin, 0, 1, { grid = 1 })]], "option 'grid': integer in [2, 2147483647] expected, got 1" },
        { [[optimize.minimize_scalar(math.sin, 1, 0)]], "finite interval low < high expected, got 1 and 0" },
      },
      example = [[
local r = optimize.minimize_scalar(function(x) return x * math.log(x) end, 0.01, 2)
print(r.status, ("%.6f %.6f"):format(r.x, r.value))  --> converged	0.367879 -0.367879
print(optimize.minimize_scalar(math.exp, 0, 1).status)  --> bound]],
    },
  },
}
