-- Documentation of solon.array: functions of one operand, element by element.
--   name, what it gives, argument of the example, printed result, more
local functions = {
  { "negate", "-x; also the unary operator -a", "3", "-3" },
  { "abs", "the magnitude of x", "-3", "3" },
  { "sqrt", "the square root, correctly rounded; NaN below 0", "9", "3" },
  { "cbrt", "the cube root", "27", "3" },
  { "square", "x * x", "3", "9" },
  { "reciprocal", "1 / x", "4", "0.25" },
  { "exp", "e^x", "1", "2.718281828" },
  { "exp2", "2^x", "10", "1024" },
  { "expm1", "e^x - 1 without loss near 0", "1e-10", "1e-10" },
  { "log", "the natural logarithm; -inf at 0, NaN below", "10", "2.302585093" },
  { "log1p", "log(1 + x) without loss near 0", "1e-5", "9.99995e-06" },
  { "log2", "the logarithm to base 2", "8", "3" },
  { "log10", "the logarithm to base 10", "1000", "3" },
  { "sin", "the sine of x radians", "1", "0.8414709848" },
  { "cos", "the cosine of x radians", "1", "0.5403023059" },
  { "tan", "the tangent of x radians", "1", "1.557407725" },
  { "asin", "the arc sine in radians; NaN outside [-1, 1]", "1", "1.570796327" },
  { "acos", "the arc cosine in radians; NaN outside [-1, 1]", "0", "1.570796327" },
  { "atan", "the arc tangent in radians", "1", "0.7853981634" },
  { "sinh", "the hyperbolic sine", "1", "1.175201194" },
  { "cosh", "the hyperbolic cosine", "1", "1.543080635" },
  { "tanh", "the hyperbolic tangent", "1", "0.761594156" },
  { "floor", "the largest integer not above x", "-1.5", "-2" },
  { "ceil", "the smallest integer not below x", "1.5", "2" },
  { "round", "the nearest integer, halves to the even one", "2.5", "2" },
  { "truncate", "the integer part, towards 0", "-1.5", "-1" },
  { "sign", "-1, 0 or 1", "-7", "-1" },
  { "sigmoid", "1 / (1 + e^-x), to full relative precision at both ends", "0", "0.5" },
  { "logit", "log(p / (1 - p)), to full relative precision also near 1/2; -inf at 0, inf at 1, NaN outside [0, 1]", "0.75", "1.098612289" },
  { "logical_not", "1 where x is 0, 0 where it is not; also the unary operator ~a", "0", "1" },
  { "is_nan", "1 where x is NaN, else 0", "0/0", "1", nan = "NaN gives 1." },
  { "is_finite", "1 where x is finite, 0 where it is infinite or NaN", "1/0", "0", nan = "NaN gives 0." },
}

local entries = {}
for i, f in ipairs(functions) do
  local name, gives, argument, result = table.unpack(f)
  entries[i] = {
    name = name,
    signature = "array." .. name .. "(x [, options]) -> array",
    summary = "Gives, element by element, " .. gives .. ".",
    arguments = { { "x", "array, table or number", "any" },
      { "options.out", "array", "where to write the result; may be x, may overlap it" } },
    returns = { { "array", "new, or options.out; a number when x is a number" } },
    nan = f.nan or "NaN gives NaN.",
    source = "error at most 1 unit in the last place (sigmoid, logit: 3; sinh, cosh beyond 708: 2); the same bits on every CPU with fused multiply-add",
    errors = { { "array." .. name .. [[("x")]], "number, array or table of numbers expected, got string" },
      { "array." .. name .. "({ 1 }, { uot = 1 })", "did you mean 'out'?" } },
    example = "print(('%.10g'):format(array." .. name .. "(" .. argument .. ")), #array." .. name .. "({ 1, 1 }))  --> " .. result .. "\t2",
  }
end
return entries
