-- Documentation of solon.array: operators and other functions of two operands.
local operand = "number, array or table of numbers; arrays have one shape"
local out = { "options.out", "array", "where to write the result; may be an operand, may overlap one" }

local function binary(name, operator, summary, example, more)
  local left = operator and operator .. ", " or ""
  local entry = {
    name = name,
    signature = left .. "array." .. name .. "(a, b [, options]) -> array",
    summary = summary,
    arguments = { { "a", "operand", operand }, { "b", "operand", operand }, out },
    returns = { { "array", "new, or options.out; a number when both operands are numbers" } },
    nan = "NaN gives NaN.",
    errors = { { "array." .. name .. "({ 1, 2, 3 }, { 1, 2 })", "length 3 expected as in argument #1, got 2" },
      { "array." .. name .. [[({ 1, 2, 3 }, "1")]], "number, array or table of numbers expected, got string" } },
    example = example,
  }
  for key, value in pairs(more or {}) do entry[key] = value end
  return entry
end

return {
  binary("add", "a + b", "Adds element by element.", [[print(array.new { 1, 2 } + 10)  --> array(2) {11.0, 12.0}]]),
  binary("subtract", "a - b", "Subtracts element by element.", [[print(1 - array.new { 1, 2 })  --> array(2) {0.0, -1.0}]]),
  binary("multiply", "a * b", "Multiplies element by element; matmul is the product of matrices.",
    [[print(array.new { 1, 2 } * array.new { 3, 4 })  --> array(2) {3.0, 8.0}]]),
  binary("divide", "a / b", "Divides element by element; by 0 gives inf, -inf or NaN.",
    [[print(array.new { 1, 0 } / 0 == nil, array.new { 1, -1 } / 0)  --> false	array(2) {inf, -inf}]]),
  binary("floor_divide", "a // b", "Gives floor(a / b) element by element.",
    [[print(array.new { 7, -7 } // 2)  --> array(2) {3.0, -4.0}]]),
  binary("modulo", "a % b", "Gives the remainder with the sign of b, as Lua's %.",
    [[print(array.new { 5, -5 } % 3)  --> array(2) {2.0, 1.0}]]),
  binary("power", "a ^ b", "Raises a to the power b; a ^ 2 is a * a.",
    [[print(array.new { 1, 2, 3 } ^ 2)  --> array(3) {1.0, 4.0, 9.0}]],
    { nan = "NaN gives NaN, but x ^ 0 = 1 and 1 ^ y = 1 for every x and y, as in C." }),
  binary("minimum", nil, "Gives the smaller of a and b.", [[print(array.minimum({ 1, 5 }, 3))  --> array(2) {1.0, 3.0}]]),
  binary("maximum", nil, "Gives the larger of a and b.", [[print(array.maximum({ 1, 5 }, 3))  --> array(2) {3.0, 5.0}]]),
  binary("atan2", nil, "Gives the angle of the point (b, a) in radians, in [-pi, pi].",
    [[print(array.atan2(1, { 1, -1 }) / math.pi)  --> array(2) {0.25, 0.75}]]),
  binary("hypot", nil, "Gives sqrt(a^2 + b^2) without overflow on the way.", [[print(array.hypot({ 3, 3e300 }, { 4, 4e300 }))  --> array(2) {5.0, 5e+300}]]),
  {
    name = "axpy",
    signature = "array.axpy(y, alpha, x) -> y",
    summary = "Adds alpha x to y in place, without a temporary array.",
    arguments = { { "y", "array", "changed" }, { "alpha", "number", "any" }, { "x", "array or table", "of the shape of y" } },
    returns = { { "array", "y itself" } },
    nan = "NaN gives NaN.",
    formula = "y_i = y_i + alpha x_i, the product rounded before it is added",
    errors = { { [[array.zeros(2):axpy(1, { 1 })]], "length 2 expected as in argument #1, got 1" } },
    example = [[print(array.ones(2):axpy(2, { 1, 2 }))  --> array(2) {3.0, 5.0}]],
  },
  {
    name = "eval",
    signature = "array.eval(expression [, variables [, options]]) -> array",
    summary = "Evaluates arithmetic on columns written as text, block by block: faster than a chain of operators, without temporaries.",
    arguments = {
      { "expression", "string", "Lua's operators or, and, < <= > >= == ~=, + - * / // %, not, -, ^ with Lua's precedence; numbers, pi, inf, nan; every elementwise function by name, where(mask, a, b), clip(x, low, high)" },
      { "variables", "table", "value of each name: number, array or table; arrays have one shape" },
      out,
      { "options.threads", "integer", "at most so many threads; the result does not depend on it", default = 1 },
    },
    returns = { { "array", "new, or options.out; a number when no array takes part" } },
    nan = "As the single operations: arithmetic keeps NaN, comparisons with it are 0.",
    errors = { { [[array.eval("1 +")]], "expression, column 4: a value expected at the end" },
      { [[array.eval("a + b", { a = 1 })]], "variable 'b' of the expression is missing" },
      { [[array.eval("sgmoid(1)")]], "did you mean 'sigmoid'?" } },
    example = [[
local x = array.new { -1, 0, 1 }
print(array.eval("a*x + b/(1 + exp(-c*x))", { x = x, a = 1, b = 2, c = 0 }))  --> array(3) {0.0, 1.0, 2.0}
print(array.eval("where(x > 0 and x < 9, x, -x)", { x = x }))                 --> array(3) {1.0, -0.0, 1.0}]],
  },
}
