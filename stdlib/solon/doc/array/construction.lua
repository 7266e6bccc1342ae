-- Documentation of solon.array: construction.
return {
  {
    name = "new",
    signature = "array.new(source) -> array",
    summary = "Makes an array from a table of numbers, a matrix from a table of rows, or a copy of an array.",
    arguments = { { "source", "table or array", "numbers, or rows of one length (tables or arrays)" } },
    returns = { { "array", "a new array; a matrix when the source holds rows" } },
    errors = { { [[array.new { 1, "2" }]], "number expected at position 2, got string" },
      { [[array.new { { 1, 2 }, { 3 } }]], "row 2: length 2 expected as in row 1, got 1" } },
    example = [[
print(array.new { 1, 2, 3 })        --> array(3) {1.0, 2.0, 3.0}
print(array.new { { 1, 2 }, { 3, 4 } }:shape())  --> 2	2]],
  },
  {
    name = "zeros",
    signature = "array.zeros(rows [, columns]) -> array",
    summary = "Makes an array of zeros; a matrix when columns is given.",
    arguments = { { "rows", "integer", "at least 0" }, { "columns", "integer", "at least 0; absent: one dimension" } },
    returns = { { "array", "all 0" } },
    errors = { { [[array.zeros(-1)]], "integer in [0, 281474976710656] expected, got -1" } },
    example = [[print(array.zeros(3))  --> array(3) {0.0, 0.0, 0.0}]],
  },
  {
    name = "ones",
    signature = "array.ones(rows [, columns]) -> array",
    summary = "Makes an array of ones; a matrix when columns is given.",
    arguments = { { "rows", "integer", "at least 0" }, { "columns", "integer", "at least 0; absent: one dimension" } },
    returns = { { "array", "all 1" } },
    errors = { { [[array.ones(1.5)]], "integer expected, got 1.5" } },
    example = [[print(array.ones(2):sum())  --> 2.0]],
  },
  {
    name = "full",
    signature = "array.full(value, rows [, columns]) -> array",
    summary = "Makes an array whose elements all have one value.",
    arguments = { { "value", "number", "any, NaN included" }, { "rows", "integer", "at least 0" },
      { "columns", "integer", "at least 0; absent: one dimension" } },
    returns = { { "array", "all equal to value" } },
    errors = { { [[array.full("x", 2)]], "number expected, got string" } },
    example = [[print(array.full(0.5, 3))  --> array(3) {0.5, 0.5, 0.5}]],
  },
  {
    name = "identity",
    signature = "array.identity(n) -> array",
    summary = "Makes the n x n identity matrix.",
    arguments = { { "n", "integer", "at least 0" } },
    returns = { { "array", "1 on the diagonal, else 0" } },
    errors = { { [[array.identity("x")]], "integer expected, got string" } },
    example = [[
print(array.identity(2))
--> array(2 x 2)
--> {{1.0, 0.0},
-->  {0.0, 1.0}}]],
  },
  {
    name = "range",
    signature = "array.range(from, to [, step]) -> array",
    summary = "Makes the numbers from from up (or down) to to, both included, in steps, like Lua's for.",
    arguments = { { "from", "number", "finite" }, { "to", "number", "finite" },
      { "step", "number", "finite, not 0", default = 1 } },
    returns = { { "array", "element i is from + (i - 1) step, rounded once; the end is reached in spite of rounding in step" } },
    errors = { { [[array.range(1, 2, 0)]], "step other than 0 expected" } },
    example = [[
print(array.range(1, 4))        --> array(4) {1.0, 2.0, 3.0, 4.0}
print(#array.range(0, 1, 0.1))  --> 11]],
  },
  {
    name = "linspace",
    signature = "array.linspace(from, to, n) -> array",
    summary = "Makes n equally spaced numbers from from to to, both included.",
    arguments = { { "from", "number", "finite" }, { "to", "number", "finite" }, { "n", "integer", "at least 2" } },
    returns = { { "array", "n elements; the last is exactly to" } },
    errors = { { [[array.linspace(0, 1, 1)]], "integer in [2, 281474976710656] expected, got 1" } },
    example = [[print(array.linspace(0, 1, 5))  --> array(5) {0.0, 0.25, 0.5, 0.75, 1.0}]],
  },
  {
    name = "generate",
    signature = "array.generate(n, f) -> array",
    summary = "Makes the array of f(1) to f(n).",
    arguments = { { "n", "integer", "at least 0" }, { "f", "function", "takes the position, gives a number" } },
    returns = { { "array", "n elements" } },
    errors = { { [[array.generate(2, function() end)]], "function must return a number, got nil for 1" } },
    example = [[print(array.generate(4, function(i) return i * i end))  --> array(4) {1.0, 4.0, 9.0, 16.0}]],
  },
  {
    name = "is_array",
    signature = "array.is_array(value) -> boolean",
    summary = "Tells whether a value is an array.",
    arguments = { { "value", "any", "anything but nothing" } },
    returns = { { "boolean", "true for arrays, views and matrices" } },
    errors = { { [[array.is_array()]], "value expected" } },
    example = [[print(array.is_array(array.zeros(2)), array.is_array { 0, 0 })  --> true	false]],
  },
}
