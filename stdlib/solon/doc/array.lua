-- The documentation of solon.array, in parts by theme.
local functions = {}
for _, part in ipairs { "construction", "views", "arithmetic", "elementary", "masks", "reductions", "order", "linalg" } do
  for _, entry in ipairs(require("solon.doc.array." .. part)) do functions[#functions + 1] = entry end
end
return {
  module = "solon.array",
  summary = [[Columns and matrices of float64: construction, views, arithmetic, masks, statistics, order, linear algebra.

Every function whose first argument is an array is also its method: array.sum(a) is a:sum().  Where an
array is read, a Lua table of numbers will do.  Indexes count from 1, negative ones from the end; reading
beyond the end gives nil, as with tables, so ipairs works; writing there raises.  Elements are always floats.

Operators: + - * / // % ^ and unary - work element by element on arrays of one shape and on numbers;
& | ~ are the logical operations on masks (columns of 0 and 1).  == is identity; a:equals(b) compares.
Lua's < must give a boolean, so comparisons of elements are functions: a:lt(b).

NaN: arithmetic and reductions let it through; skipna = true leaves it out of a reduction; comparisons
with it are false; logical operations keep it; a mask that holds one cannot choose and raises; sorting
puts it last; it has no rank.

Views ([{from, to, step}], row, column, transpose, reshape, reverse, diagonal) share storage; operators
and functions give new arrays unless options.out names one.  Results have the same bits for every number
of threads and on every CPU with fused multiply-add (products and systems of matrices: on CPUs of one class).]],
  functions = functions,
}
