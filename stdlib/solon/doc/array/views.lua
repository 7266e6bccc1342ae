-- Documentation of solon.array: elements, views, copies.
return {
  {
    name = "length",
    signature = "#a, array.length(a) -> integer",
    summary = "Gives the number of elements, or of rows of a matrix.",
    arguments = { { "a", "array", "any" } },
    returns = { { "integer", "elements or rows" } },
    errors = { { [[array.length {}]], "array expected, got table" } },
    example = [[print(#array.new { 4, 5, 6 })  --> 3]],
  },
  {
    name = "shape",
    signature = "array.shape(a) -> rows [, columns]",
    summary = "Gives the number of rows, and of columns of a matrix.",
    arguments = { { "a", "array", "any" } },
    returns = { { "integer", "rows" }, { "integer", "columns; absent for one dimension" } },
    errors = { { [[array.shape(1)]], "array expected, got number" } },
    example = [[print(array.zeros(2, 3):shape())  --> 2	3]],
  },
  {
    name = "size",
    signature = "array.size(a) -> integer",
    summary = "Gives the number of elements, rows times columns.",
    arguments = { { "a", "array", "any" } },
    returns = { { "integer", "elements" } },
    errors = { { [[array.size(nil)]], "array expected, got nil" } },
    example = [[print(array.zeros(2, 3):size())  --> 6]],
  },
  {
    name = "get",
    signature = "a[i], array.get(a, i [, j]) -> number",
    summary = "Reads one element: position i of a column, row i and column j of a matrix.  m[i] is row i as a view.",
    arguments = { { "a", "array", "any" }, { "i", "integer", "from 1, or negative from the end" },
      { "j", "integer", "column, of a matrix" } },
    returns = { { "number", "the element" } },
    errors = { { [[array.new { 1, 2 }:get(3)]], "index in 1 .. 2 or -2 .. -1 expected, got 3" },
      { [[array.new { 1, 2 }[0] ]], "index in 1 .. 2 or -2 .. -1 expected, got 0" } },
    example = [[
local m = array.new { { 1, 2 }, { 3, 4 } }
print(m:get(2, -1), m[2][1])  --> 4.0	3.0
local a = array.new { 7, 8 }
print(a[1], a[-1], a[3])      --> 7.0	8.0	nil]],
  },
  {
    name = "set",
    signature = "a[i] = v, array.set(a, i [, j], v) -> a",
    summary = "Writes one element.  Slow in long loops: prefer functions over whole arrays.",
    arguments = { { "a", "array", "any" }, { "i", "integer", "from 1, or negative from the end" },
      { "j", "integer", "column, of a matrix" }, { "v", "number", "the new value" } },
    returns = { { "array", "a itself" } },
    errors = { { [[array.zeros(2):set(3, 1)]], "index in 1 .. 2" }, { [[array.zeros(2):set(1, "x")]], "number expected, got string" } },
    example = [[
local a = array.zeros(3)
a[2] = 5
print(a:set(-1, 9))  --> array(3) {0.0, 5.0, 9.0}]],
  },
  {
    name = "slice",
    signature = "a[{from, to, step}], array.slice(a [, from [, to [, step]]]) -> view",
    summary = "Gives a view of the elements (rows of a matrix) between two positions, both included; assignment to such a slice writes them.",
    arguments = { { "a", "array", "any" }, { "from", "integer", "negative from the end; default the first in the direction of step" },
      { "to", "integer", "default the last" }, { "step", "integer", "not 0", default = 1 } },
    returns = { { "array", "a view; empty when from lies behind to" } },
    errors = { { [[array.zeros(2):slice(1, 5)]], "slice end 5 outside an array of length 2" },
      { [[array.zeros(2)[{ 1, 2, 0 }] ]], "slice step: nonzero integer expected, got 0" } },
    example = [[
local a = array.range(1, 6)
print(a[{ 2, 4 }], a[{ -1, 1, -2 }])  --> array(3) {2.0, 3.0, 4.0}	array(3) {6.0, 4.0, 2.0}
a[{ 1, 3 }] = 0
print(a)                              --> array(6) {0.0, 0.0, 0.0, 4.0, 5.0, 6.0}]],
  },
  {
    name = "row",
    signature = "m[i], array.row(m, i) -> view",
    summary = "Gives row i of a matrix as a view.",
    arguments = { { "m", "array", "matrix" }, { "i", "integer", "from 1, or negative from the end" } },
    returns = { { "array", "a view of one dimension" } },
    errors = { { [[array.zeros(2):row(1)]], "matrix expected, got an array of 2 elements" } },
    example = [[print(array.new { { 1, 2 }, { 3, 4 } }:row(2))  --> array(2) {3.0, 4.0}]],
  },
  {
    name = "column",
    signature = "array.column(m, j) -> view",
    summary = "Gives column j of a matrix as a view.",
    arguments = { { "m", "array", "matrix" }, { "j", "integer", "from 1, or negative from the end" } },
    returns = { { "array", "a view of one dimension" } },
    errors = { { [[array.zeros(2, 2):column(3)]], "index in 1 .. 2 or -2 .. -1 expected, got 3" } },
    example = [[print(array.new { { 1, 2 }, { 3, 4 } }:column(-1))  --> array(2) {2.0, 4.0}]],
  },
  {
    name = "diagonal",
    signature = "array.diagonal(m) -> view",
    summary = "Gives the diagonal of a matrix as a view.",
    arguments = { { "m", "array", "matrix" } },
    returns = { { "array", "a view of min(rows, columns) elements" } },
    errors = { { [[array.zeros(2):diagonal()]], "matrix expected" } },
    example = [[print(array.new { { 1, 2 }, { 3, 4 } }:diagonal())  --> array(2) {1.0, 4.0}]],
  },
  {
    name = "transpose",
    signature = "array.transpose(m) -> view",
    summary = "Gives the transposed matrix as a view.",
    arguments = { { "m", "array", "matrix" } },
    returns = { { "array", "a view, columns x rows" } },
    errors = { { [[array.zeros(2):transpose()]], "matrix expected" } },
    example = [[print(array.new { { 1, 2 }, { 3, 4 } }:transpose():row(1))  --> array(2) {1.0, 3.0}]],
  },
  {
    name = "reshape",
    signature = "array.reshape(a, rows [, columns]) -> view",
    summary = "Gives the same elements, row by row, in another shape, as a view.",
    arguments = { { "a", "array", "its elements lie in order (no strided view)" }, { "rows", "integer", "at least 0" },
      { "columns", "integer", "absent: one dimension" } },
    returns = { { "array", "a view" } },
    errors = { { [[array.zeros(6):reshape(4)]], "shape of 6 elements expected, got 4" },
      { [[array.zeros(2, 3):transpose():reshape(6)]], "do not lie in order" } },
    example = [[
print(array.range(1, 4):reshape(2, 2))
--> array(2 x 2)
--> {{1.0, 2.0},
-->  {3.0, 4.0}}]],
  },
  {
    name = "copy",
    signature = "array.copy(a) -> array",
    summary = "Copies the elements into a new array.",
    arguments = { { "a", "array", "any" } },
    returns = { { "array", "new, of the same shape" } },
    errors = { { [[array.copy {}]], "array expected, got table" } },
    example = [[
local a = array.zeros(2)
local b = a:copy()
b[1] = 1
print(a, b)  --> array(2) {0.0, 0.0}	array(2) {1.0, 0.0}]],
  },
  {
    name = "totable",
    signature = "array.totable(a) -> table",
    summary = "Copies the elements into a Lua table; a matrix gives a table of rows.",
    arguments = { { "a", "array", "any" } },
    returns = { { "table", "floats" } },
    errors = { { [[array.totable("x")]], "array expected, got string" } },
    example = [[print(table.concat(array.new { 1, 2 }:totable(), " "))  --> 1.0 2.0]],
  },
  {
    name = "assign",
    signature = "a[{from, to, step}] = values, m[i] = values, array.assign(a, values) -> a",
    summary = "Writes a number, or as many elements as the array has, over its elements.",
    arguments = { { "a", "array", "any, views included" }, { "values", "number, array or table", "one number for all, or the elements row by row" } },
    returns = { { "array", "a itself" } },
    errors = { { [[array.zeros(2):assign { 1, 2, 3 }]], "length 2 expected, got 3" } },
    example = [[
local m = array.zeros(2, 2)
m:column(1):assign { 5, 6 }
print(m:column(1), m:column(2):assign(1))  --> array(2) {5.0, 6.0}	array(2) {1.0, 1.0}]],
  },
  {
    name = "equals",
    signature = "array.equals(a, b [, tolerance]) -> boolean",
    summary = "Tells whether two arrays have the same shape and elements; == on arrays is identity.",
    arguments = { { "a", "array", "any" }, { "b", "any", "an array or table of numbers; anything else is not equal" },
      { "tolerance", "number", "largest absolute difference", default = 0 } },
    returns = { { "boolean", "whether they agree" } },
    nan = "NaN agrees with NaN.",
    errors = { { [[array.zeros(2):equals({ 0, 0 }, -1)]], "number in [0, inf] expected, got -1" } },
    example = [[
local a = array.new { 1, 2 }
print(a == a:copy(), a:equals { 1, 2 }, a:equals({ 1, 2.5 }, 0.5))  --> false	true	true]],
  },
}
