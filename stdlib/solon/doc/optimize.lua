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
        { "options.population", "integer", "members, at least 4", default = "15 for each coordinate, at least 20" },
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
  },
}
