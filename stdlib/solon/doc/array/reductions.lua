-- Documentation of solon.array: one number from a column, quantiles, running results.
local skipna = { "options.skipna", "boolean", "leave NaN out", default = false }
local by = { "options.by", "string", "\"row\" or \"column\": one result for each row or column of a matrix" }

local function reduction(name, summary, example, more)
  local entry = {
    name = name,
    signature = "array." .. name .. "(x [, options]) -> number",
    summary = summary,
    arguments = { { "x", "array or table", "all elements count, of a matrix too" }, skipna, by },
    returns = { { "number", "an array with options.by" } },
    nan = "NaN gives NaN unless skipna.",
    errors = { { "array." .. name .. "(1)", "array or table of numbers expected, got number" },
      { "array." .. name .. "({ 1 }, { skipnan = true })", "did you mean 'skipna'?" },
      { "array." .. name .. "({ 1 }, { by = 'row' })", "array expected, got table" } },
    example = example,
  }
  for key, value in pairs(more or {}) do entry[key] = value end
  return entry
end

local function position(name, which)
  return {
    name = name,
    signature = "array." .. name .. "(x [, options]) -> integer",
    summary = "Gives the position of the first " .. which .. " element.",
    arguments = { { "x", "array or table", "any" }, skipna },
    returns = { { "integer", "from 1; nil when x is empty, or holds only NaN with skipna" } },
    nan = "The position of the first NaN, unless skipna.",
    errors = { { "array." .. name .. "('x')", "array or table of numbers expected, got string" } },
    example = "print(array." .. name .. " { 5, 1, 9, 1, 9 })  --> " .. (which == "smallest" and 2 or 3),
  }
end

local function running(name, summary, example, formula)
  return {
    name = name,
    signature = "array." .. name .. "(x [, options]) -> array",
    summary = summary,
    arguments = { { "x", "array or table", "a matrix counts row by row" }, { "options.out", "array", "where to write the result; may be x" } },
    returns = { { "array", "of the shape of x" } },
    nan = "From the first NaN on all is NaN.",
    formula = formula,
    errors = { { "array." .. name .. "(1)", "array or table of numbers expected, got number" } },
    example = example,
  }
end

return {
  reduction("sum", "Adds the elements; 0 for none.", [[
print(array.sum { 1, 2, 3 })                                --> 6.0
print(array.sum({ 1, 0/0, 3 }, { skipna = true }))          --> 4.0
print(array.new { { 1, 2 }, { 3, 4 } }:sum { by = "column" })  --> array(2) {4.0, 6.0}]],
    { formula = "pairwise in a fixed tree: the bits depend on the elements only, the error grows with log n" }),
  reduction("product", "Multiplies the elements; 1 for none.", [[print(array.product { 2, 3, 4 })  --> 24.0]]),
  reduction("mean", "Gives the arithmetic mean; NaN for no elements.", [[print(array.mean { 1, 2, 6 })  --> 3.0]]),
  reduction("min", "Gives the smallest element; NaN for none.", [[print(array.min { 3, 1, 2 })  --> 1.0]]),
  reduction("max", "Gives the largest element; NaN for none.", [[print(array.max { 3, 1, 2 })  --> 3.0]]),
  reduction("variance", "Gives the sample variance; NaN for fewer than two elements.", [[
print(array.variance { 1, 3 })                          --> 2.0
print(array.variance({ 1, 3 }, { population = true }))  --> 1.0]], {
    arguments = { { "x", "array or table", "all elements count, of a matrix too" },
      { "options.population", "boolean", "divide by n instead of n - 1", default = false }, skipna, by },
    formula = "sum (x - mean)^2 / (n - 1), in two passes with correction",
    source = "Chan, Golub and LeVeque 1983",
  }),
  reduction("standard_deviation", "Gives the square root of the variance.", [[print(array.standard_deviation { 1, 3, 5 })  --> 2.0]], {
    arguments = { { "x", "array or table", "all elements count, of a matrix too" },
      { "options.population", "boolean", "divide by n instead of n - 1", default = false }, skipna, by },
  }),
  position("argmin", "smallest"),
  position("argmax", "largest"),
  {
    name = "quantile",
    signature = "array.quantile(x, p [, options]) -> number or array",
    summary = "Gives the quantiles of the elements at the probabilities p.",
    arguments = { { "x", "array or table", "any order" }, { "p", "number, array or table", "probabilities in [0, 1]" },
      { "options.type", "integer", "definition 1 to 9 of Hyndman and Fan, numbered as in R", default = 7 }, skipna },
    returns = { { "number", "an array when p is one; NaN for no elements" } },
    nan = "NaN gives NaN unless skipna.",
    formula = "type 7: linear between the order statistics, at position 1 + (n - 1) p",
    source = "Hyndman and Fan 1996, The American Statistician 50, 361-365",
    errors = { { [[array.quantile({ 1, 2 }, 1.5)]], "probability in [0, 1] expected, got 1.5" },
      { [[array.quantile({ 1, 2 }, 0.5, { type = 10 })]], "integer in [1, 9] expected, got 10" } },
    example = [[
print(array.quantile({ 1, 2, 3, 4 }, 0.25))                 --> 1.75
print(array.quantile({ 1, 2, 3, 4 }, 0.25, { type = 6 }))   --> 1.25
print(array.quantile({ 1, 2, 3, 4 }, { 0, 0.5, 1 }))        --> array(3) {1.0, 2.5, 4.0}]],
  },
  {
    name = "median",
    signature = "array.median(x [, options]) -> number",
    summary = "Gives the middle element, or the mean of the two in the middle; NaN for none.",
    arguments = { { "x", "array or table", "any order" }, skipna },
    returns = { { "number", "" } },
    nan = "NaN gives NaN unless skipna.",
    errors = { { [[array.median("x")]], "array or table of numbers expected, got string" } },
    example = [[print(array.median { 9, 1, 5 }, array.median { 1, 2 })  --> 5.0	1.5]],
  },
  running("cumulative_sum", "Gives the running totals.", [[print(array.cumulative_sum { 1, 2, 3 })  --> array(3) {1.0, 3.0, 6.0}]],
    "with Neumaier's correction: each total is as good as one added up in twice the precision"),
  running("cumulative_product", "Gives the running products.", [[print(array.cumulative_product { 2, 3, 4 })  --> array(3) {2.0, 6.0, 24.0}]]),
  running("cumulative_min", "Gives the smallest element so far.", [[print(array.cumulative_min { 3, 4, 1 })  --> array(3) {3.0, 3.0, 1.0}]]),
  running("cumulative_max", "Gives the largest element so far.", [[print(array.cumulative_max { 1, 3, 2 })  --> array(3) {1.0, 3.0, 3.0}]]),
}
