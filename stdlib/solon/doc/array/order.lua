-- Documentation of solon.array: sorting, ranking, searching, rearranging.
local x = { "x", "array or table", "a matrix counts as one column, row by row" }
local descending = { "options.descending", "boolean", "from the largest", default = false }
local out = { "options.out", "array", "where to write the result; may be x" }

return {
  {
    name = "sort",
    signature = "array.sort(x [, options]) -> array",
    summary = "Gives the elements in ascending or descending order.",
    arguments = { x, descending, out },
    returns = { { "array", "new, or options.out; one dimension" } },
    nan = "NaN comes last, ascending or descending.",
    errors = { { [[array.sort({ 1 }, { ascending = true })]], "unknown option 'ascending'" } },
    example = [[print(array.sort { 3, 1, 0/0, 2 })  --> array(4) {1.0, 2.0, 3.0, nan}]],
  },
  {
    name = "order",
    signature = "array.order(x [, options]) -> array",
    summary = "Gives the positions that sort x; equal elements keep their order.",
    arguments = { x, descending, out },
    returns = { { "array", "permutation of 1 .. n: x:take(x:order()) is sorted" } },
    nan = "NaN comes last, ascending or descending.",
    errors = { { [[array.order(1)]], "array or table of numbers expected, got number" } },
    example = [[
local x = array.new { 30, 10, 20, 10 }
print(x:order())          --> array(4) {2.0, 4.0, 3.0, 1.0}
print(x:take(x:order()))  --> array(4) {10.0, 10.0, 20.0, 30.0}]],
  },
  {
    name = "rank",
    signature = "array.rank(x [, options]) -> array",
    summary = "Gives the rank of each element, from 1 for the smallest (the largest with descending).",
    arguments = { x, { "options.ties", "string",
      "how equal elements share ranks: \"average\", \"min\" (competition ranks), \"max\", \"dense\" (min without gaps), \"ordinal\" (by position)", default = "average" },
      descending, out },
    returns = { { "array", "ranks" } },
    nan = "NaN has no rank: NaN; the others are ranked among themselves.",
    errors = { { [[array.rank({ 1 }, { ties = "mim" })]], "did you mean 'min'?" } },
    example = [[
print(array.rank { 10, 20, 20, 30 })                      --> array(4) {1.0, 2.5, 2.5, 4.0}
print(array.rank({ 10, 20, 20, 30 }, { ties = "min" }))   --> array(4) {1.0, 2.0, 2.0, 4.0}
print(array.rank({ 10, 20, 20, 30 }, { ties = "dense", descending = true }))  --> array(4) {3.0, 2.0, 2.0, 1.0}]],
  },
  {
    name = "search",
    signature = "array.search(sorted, values [, options]) -> integer or array",
    summary = "Finds, by bisection, where each value would be inserted to keep the array sorted.",
    arguments = { { "sorted", "array or table", "ascending, NaN last; not checked" }, { "values", "number, array or table", "what to look for" },
      { "options.side", "string", "\"left\": before equal elements, \"right\": after them", default = "left" },
      { "options.out", "array", "where to write the result" } },
    returns = { { "integer", "position in 1 .. n + 1; an array when values is one" } },
    nan = "NaN sorts as the largest value.",
    errors = { { [[array.search({ 1 }, 1, { side = "middle" })]], "unknown choice 'middle'; known: left, right" } },
    example = [[
print(array.search({ 1, 2, 2, 3 }, 2), array.search({ 1, 2, 2, 3 }, 2, { side = "right" }))  --> 2	4
print(array.search({ 1, 2 }, { 0, 1.5, 9 }))  --> array(3) {1.0, 2.0, 3.0}]],
  },
  {
    name = "unique",
    signature = "array.unique(x) -> values, counts",
    summary = "Gives the distinct elements in ascending order, and how often each occurs.",
    arguments = { x },
    returns = { { "array", "distinct elements" }, { "array", "how often each occurs" } },
    nan = "All NaN are one value, the last.",
    errors = { { [[array.unique("x")]], "array or table of numbers expected, got string" } },
    example = [[print(array.unique { 2, 1, 2 })  --> array(2) {1.0, 2.0}	array(2) {1.0, 2.0}]],
  },
  {
    name = "take",
    signature = "array.take(x, positions [, options]) -> array",
    summary = "Gives the elements at the positions, in their order.",
    arguments = { x, { "positions", "array or table", "whole numbers from 1, or negative from the end" }, { "options.out", "array", "where to write the result" } },
    returns = { { "array", "as many elements as positions" } },
    nan = "NaN is no position and raises.",
    errors = { { [[array.take({ 1, 2 }, { 3 })]], "index in 1 .. 2 or -2 .. -1 expected at position 1, got 3" } },
    example = [[print(array.take({ 10, 20, 30 }, { 3, 1, -1 }))  --> array(3) {30.0, 10.0, 30.0}]],
  },
  {
    name = "reverse",
    signature = "array.reverse(a) -> view",
    summary = "Gives a view from the last element (row of a matrix) to the first.",
    arguments = { { "a", "array", "any" } },
    returns = { { "array", "a view; copy() makes it independent" } },
    errors = { { [[array.reverse { 1, 2 }]], "array expected, got table" } },
    example = [[print(array.new { 1, 2, 3 }:reverse())  --> array(3) {3.0, 2.0, 1.0}]],
  },
  {
    name = "concatenate",
    signature = "array.concatenate(a, ...) -> array",
    summary = "Puts columns one after the other, or matrices of one width one below the other.",
    arguments = { { "a, ...", "array or table", "all of one dimension, or all matrices of as many columns" } },
    returns = { { "array", "new" } },
    errors = { { [[array.concatenate({ 1 }, array.identity(2))]], "array of one dimension expected as in argument #1" } },
    example = [[print(array.concatenate({ 1, 2 }, { 3 }))  --> array(3) {1.0, 2.0, 3.0}]],
  },
}
