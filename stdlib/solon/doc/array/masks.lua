-- Documentation of solon.array: comparisons, logical operations, choosing by a mask.
local operand = "number, array or table of numbers; arrays have one shape"
local out = { "options.out", "array", "where to write the result; may be an operand, may overlap one" }

local function comparison(name, symbol, example_result, nan)
  return {
    name = name,
    signature = "array." .. name .. "(a, b [, options]) -> array",
    summary = "Gives 1 where a " .. symbol .. " b and 0 elsewhere.",
    arguments = { { "a", "operand", operand }, { "b", "operand", operand }, out },
    returns = { { "array", "mask of 0 and 1; a number when both operands are numbers" } },
    nan = nan or "Comparisons with NaN are false: 0.",
    errors = { { "array." .. name .. "({ 1, 2 }, { 1 })", "length 2 expected as in argument #1, got 1" } },
    example = "print(array." .. name .. "({ 1, 2, 3 }, 2))  --> array(3) {" .. example_result .. "}",
  }
end

local function logical(name, operator, summary, example_result)
  return {
    name = name,
    signature = "a " .. operator .. " b, array." .. name .. "(a, b [, options]) -> array",
    summary = summary,
    arguments = { { "a", "operand", operand }, { "b", "operand", operand }, out },
    returns = { { "array", "mask of 0 and 1; a number when both operands are numbers" } },
    nan = "NaN gives NaN, whatever the other operand is, so that a mask keeps its missing values.",
    errors = { { "array." .. name .. "({ 1, 2 }, { 1 })", "length 2 expected as in argument #1, got 1" } },
    example = "print(array." .. name .. "({ 0, 0, 1, 1 }, { 0, 1, 0, 1 }))  --> array(4) {" .. example_result .. "}",
  }
end

local mask = { "mask", "array or table", "nonzero is true" }
local nan_mask = "A mask that holds NaN raises."

return {
  comparison("lt", "<", "1.0, 0.0, 0.0"),
  comparison("le", "<=", "1.0, 1.0, 0.0"),
  comparison("gt", ">", "0.0, 0.0, 1.0"),
  comparison("ge", ">=", "0.0, 1.0, 1.0"),
  comparison("eq", "==", "0.0, 1.0, 0.0"),
  comparison("ne", "~=", "1.0, 0.0, 1.0", "NaN differs from everything: 1."),
  logical("logical_and", "&", "Gives 1 where both are nonzero.", "0.0, 0.0, 0.0, 1.0"),
  logical("logical_or", "|", "Gives 1 where one or both are nonzero.", "0.0, 1.0, 1.0, 1.0"),
  logical("logical_xor", "~", "Gives 1 where exactly one is nonzero.", "0.0, 1.0, 1.0, 0.0"),
  {
    name = "where",
    signature = "array.where(mask, a, b [, options]) -> array",
    summary = "Takes a where the mask is nonzero and b where it is 0.",
    arguments = { { "mask", "operand", operand }, { "a", "operand", operand }, { "b", "operand", operand }, out },
    returns = { { "array", "new, or options.out" } },
    nan = "NaN in the mask gives NaN; NaN in the operand not taken has no effect.",
    errors = { { [[array.where(1, 2, 3)]], "array expected for the mask or a choice, got three numbers" } },
    example = [[
local x = array.new { -1, 2, -3 }
print(array.where(x:lt(0), 0, x))  --> array(3) {0.0, 2.0, 0.0}]],
  },
  {
    name = "clip",
    signature = "array.clip(x, low, high [, options]) -> array",
    summary = "Limits every element to [low, high].",
    arguments = { { "x", "operand", operand }, { "low", "number", "not NaN" }, { "high", "number", "at least low" }, out },
    returns = { { "array", "new, or options.out; a number when x is a number" } },
    nan = "NaN stays NaN.",
    errors = { { [[array.clip({ 1 }, 2, 1)]], "upper limit of at least 2 expected, got 1" } },
    example = [[print(array.clip({ -1, 0.5, 7 }, 0, 1))  --> array(3) {0.0, 0.5, 1.0}]],
  },
  {
    name = "select",
    signature = "array.select(x, mask) -> array",
    summary = "Keeps the elements where the mask is nonzero, in order.",
    arguments = { { "x", "array or table", "any" }, { "mask", "array or table", "as many elements; nonzero is true" } },
    returns = { { "array", "new, one dimension" } },
    nan = nan_mask,
    errors = { { [[array.select({ 1, 2 }, { 1 })]], "length 2 expected, got 1" },
      { [[array.select({ 1, 2 }, { 1, 0/0 })]], "mask is NaN at position 2" } },
    example = [[
local x = array.new { 5, -1, 7 }
print(x:select(x:gt(0)))  --> array(2) {5.0, 7.0}]],
  },
  {
    name = "positions",
    signature = "array.positions(mask) -> array",
    summary = "Gives the positions, from 1, where the mask is nonzero.",
    arguments = { mask },
    returns = { { "array", "ascending" } },
    nan = nan_mask,
    errors = { { [[array.positions(1)]], "array or table of numbers expected, got number" } },
    example = [[print(array.positions { 0, 1, 1 })  --> array(2) {2.0, 3.0}]],
  },
  {
    name = "count",
    signature = "array.count(mask) -> integer",
    summary = "Counts the nonzero elements.",
    arguments = { mask },
    returns = { { "integer", "how many" } },
    nan = nan_mask,
    errors = { { [[array.count { 0/0 }]], "mask is NaN at position 1" } },
    example = [[print(array.count { 0, 1, 1 })  --> 2]],
  },
  {
    name = "any",
    signature = "array.any(mask) -> boolean",
    summary = "Tells whether some element is nonzero; false for an empty mask.",
    arguments = { mask },
    returns = { { "boolean", "" } },
    nan = nan_mask,
    errors = { { [[array.any { 0/0 }]], "mask is NaN at position 1" } },
    example = [[print(array.any { 0, 1 }, array.any {})  --> true	false]],
  },
  {
    name = "all",
    signature = "array.all(mask) -> boolean",
    summary = "Tells whether every element is nonzero; true for an empty mask.",
    arguments = { mask },
    returns = { { "boolean", "" } },
    nan = nan_mask,
    errors = { { [[array.all { 0/0 }]], "mask is NaN at position 1" } },
    example = [[print(array.all { 0, 1 }, array.all {})  --> false	true]],
  },
}
