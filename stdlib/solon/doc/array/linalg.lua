-- Documentation of solon.array: products, systems, factors, eigenvalues.
local strict = { "options.strict", "boolean", "raise when the status is not \"ok\"", default = false }
local blas = "OpenBLAS (serial): repeatable on one class of CPU, last bits may differ between classes"

return {
  {
    name = "dot",
    signature = "array.dot(x, y) -> number",
    summary = "Gives the sum of the products of corresponding elements.",
    arguments = { { "x", "array or table", "any" }, { "y", "array or table", "as many elements" } },
    returns = { { "number", "0 for no elements" } },
    nan = "NaN gives NaN.",
    formula = "sum x_i y_i, each product rounded, added in a fixed tree",
    errors = { { [[array.dot({ 1, 2 }, { 1 })]], "length 2 expected, got 1" } },
    example = [[print(array.dot({ 1, 2, 3 }, { 4, 5, 6 }))  --> 32.0]],
  },
  {
    name = "matmul",
    signature = "array.matmul(a, b [, options]) -> array",
    summary = "Gives the product of two matrices, or of a matrix and a column.",
    arguments = { { "a", "array", "matrix, or a column that counts as one row" }, { "b", "array", "matrix or column with as many rows as a has columns" },
      { "options.out", "array", "where to write the result; may overlap a and b" } },
    returns = { { "array", "matrix; one dimension when a or b has one" } },
    nan = "NaN and infinities go through by the rules of arithmetic.",
    source = blas,
    errors = { { [[array.matmul(array.identity(2), { 1, 2, 3 })]], "2 rows expected, got 3" },
      { [[array.matmul({ 1 }, { 2 })]], "dot multiplies columns" } },
    example = [[
local m = array.new { { 1, 2 }, { 3, 4 } }
print(m:matmul { 1, 1 }, array.matmul({ 1, 1 }, m))  --> array(2) {3.0, 7.0}	array(2) {4.0, 6.0}]],
  },
  {
    name = "outer",
    signature = "array.outer(x, y) -> array",
    summary = "Gives the matrix of all products x_i y_j.",
    arguments = { { "x", "array or table", "any" }, { "y", "array or table", "any" } },
    returns = { { "array", "#x rows, #y columns" } },
    nan = "NaN gives NaN.",
    errors = { { [[array.outer({ 1 }, 2)]], "array or table of numbers expected, got number" } },
    example = [[print(array.outer({ 1, 2 }, { 3, 4 })[2])  --> array(2) {6.0, 8.0}]],
  },
  {
    name = "solve",
    signature = "array.solve(a, b [, options]) -> x, status, reciprocal_condition",
    summary = "Solves the linear system a x = b.",
    arguments = { { "a", "array", "square matrix" }, { "b", "array or table", "column, or matrix of right-hand sides" },
      { "options.out", "array", "where to write x; may be an argument" }, strict },
    returns = {
      { "array", "x, in the shape of b" },
      { "string", "\"ok\"; \"singular\": x is NaN, or has no certain digit when reciprocal_condition is above 0; \"degenerate\": NaN or infinite input, x is NaN" },
      { "number", "1 / (|a| |a^-1|) in the 1-norm, estimated: about -log10 of it is the number of digits lost" },
    },
    formula = "LU factorisation with partial pivoting",
    source = "condition: Higham 1988; " .. blas,
    errors = { { [[array.solve(array.zeros(2, 3), { 1, 2 })]], "square matrix expected, got 2 x 3" },
      { [[array.solve(array.zeros(2, 2), { 1, 2 }, { strict = true })]], "singular" } },
    example = [[
print(array.new { { 2, 0 }, { 0, 4 } }:solve { 2, 2 })  --> array(2) {1.0, 0.5}	ok	0.5
print(array.new { { 1, 2 }, { 2, 4 } }:solve { 1, 2 })  --> array(2) {nan, nan}	singular	0.0]],
  },
  {
    name = "cholesky",
    signature = "array.cholesky(a [, options]) -> factor, status",
    summary = "Gives the lower triangular factor of a symmetric positive definite matrix: a = factor factor'.",
    arguments = { { "a", "array", "symmetric matrix, to 1e-10 of its largest element" }, { "options.out", "array", "where to write the factor; may be the argument" }, strict },
    returns = { { "array", "lower triangular" },
      { "string", "\"ok\"; \"singular\": not positive definite, factor NaN; \"degenerate\": NaN or infinite input" } },
    source = blas,
    errors = { { [[array.cholesky(array.new { { 1, 2 }, { 3, 9 } })]], "symmetric matrix expected, but (2, 1) is 3 and (1, 2) is 2" } },
    example = [[
print(array.new { { 4, 2 }, { 2, 5 } }:cholesky())
--> array(2 x 2)
--> {{2.0, 0.0},
-->  {1.0, 2.0}}	ok]],
  },
  {
    name = "cholesky_solve",
    signature = "array.cholesky_solve(factor, b [, options]) -> x",
    summary = "Solves a x = b with the factor that cholesky gave for a.",
    arguments = { { "factor", "array", "lower triangular, from cholesky" }, { "b", "array or table", "column, or matrix of right-hand sides" },
      { "options.out", "array", "where to write x; may be an argument" } },
    returns = { { "array", "x, in the shape of b" } },
    nan = "NaN gives NaN.",
    source = blas,
    errors = { { [[array.cholesky_solve(array.identity(2), { 1 })]], "2 rows expected, got 1" } },
    example = [[
local factor = array.new { { 4, 2 }, { 2, 5 } }:cholesky()
print(factor:cholesky_solve { 8, 12 })  --> array(2) {1.0, 2.0}]],
  },
  {
    name = "eigen_symmetric",
    signature = "array.eigen_symmetric(a [, options]) -> values, vectors, status",
    summary = "Gives the eigenvalues of a symmetric matrix in ascending order, and its eigenvectors.",
    arguments = { { "a", "array", "symmetric matrix, to 1e-10 of its largest element" },
      { "options.vectors", "boolean", "compute the vectors too; nil when false", default = true }, strict },
    returns = { { "array", "eigenvalues, ascending" },
      { "array", "unit eigenvectors as columns, each with its largest component positive" },
      { "string", "\"ok\"; \"not_converged\"; \"degenerate\": NaN or infinite input, results NaN" } },
    source = "Golub and Van Loan 2013, section 8.3: tridiagonal reduction and implicit QR steps, on OpenBLAS",
    errors = { { [[array.eigen_symmetric(array.zeros(2, 3))]], "square matrix expected, got 2 x 3" } },
    example = [[
local values, vectors, status = array.new { { 2, 0 }, { 0, 1 } }:eigen_symmetric()
print(values, vectors:column(2), status)  --> array(2) {1.0, 2.0}	array(2) {1.0, 0.0}	ok]],
  },
}
