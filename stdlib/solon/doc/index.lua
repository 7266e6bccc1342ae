local trust_weights = "w_loyalty (0.6), w_skepticism (0.4)"
local parameters_note = "numbers inside their domains, or columns: w_C (0.25), w_T (0.40), w_V (0.35), w_loyalty (0.6), "
  .. "w_skepticism (0.4), all in [0, 1], the last two with a sum of at most 1; k (2) in [1e-6, 200], theta (0.85) in [0, 1], epsilon (0.35) "
  .. "and mu (0.10) in [0, 1e6], scale (150) in [1e-9, 1e9]; sigma_window, a whole number of at least 2, is checked and concerns whoever computes sigma"

local function parameters_argument(names)
  return { "options.parameters", "table", "of them " .. names .. " are looked at, each a number or a column", default = "the specification's" }
end
local out_argument = { "options.out", "array", "where the results go", default = "a new array" }
local step_nan = "A NaN, or a value outside [0, 1] (sigma: below 0), gives NaN."

return {
  module = "solon.index",
  summary = "The governance index: capacity, visibility, trust and volatility aggregated without compensation, over whole columns.",
  functions = {
    {
      name = "evaluate",
      signature = "index.evaluate { capacity =, visibility =, loyalty =, skepticism =, sigma = [, options] } -> record",
      summary = "Computes the governance index and all its parts, row by row, in one pass.",
      arguments = {
        { "capacity", "number, array or table of numbers", "C, in [0, 1]" },
        { "visibility", "number, array or table of numbers", "V, in [0, 1]" },
        { "loyalty", "number, array or table of numbers", "T_loyalty, in [0, 1]" },
        { "skepticism", "number, array or table of numbers", "Z_skepticism, in [0, 1]" },
        { "sigma", "number, array or table of numbers", "standard deviation of the index's past, points; at least 0, never capped" },
        { "parameters", "table", parameters_note, default = "the specification's" },
        { "out", "string or table", "the columns wanted: a name, a list of names, or arrays to write into by name, which may not share memory "
          .. "with an input", default = "all columns" },
        { "rho", "number", "potential by the generalised mean (CES) of this exponent; 0: the product of powers; -math.huge: the smallest pillar", default = 0 },
        { "power", "number", "exponent of a soft minimum of potential and gate, at most -0.01; -math.huge: the minimum", default = "-math.huge" },
        { "normalised", "boolean", "divide the synergy by 1 + epsilon: raw is then at most 1 and nothing is clipped", default = false },
        { "floors", "table", "of capacity, visibility, trust, in [0, 1]: a pillar x below its floor f multiplies the potential by x / f "
          .. "(the smallest such factor)", default = "none" },
      },
      returns = {
        { "rows", "integer", "number of rows" },
        { "index", "array", "min(scale, unclipped), points" },
        { "raw", "array", "min(potential, gate) * synergy * volatility" },
        { "unclipped", "array", "scale * raw, points" },
        { "resilience", "array", "scale * min(potential, gate) * volatility: the index without synergy, points" },
        { "gaming", "array", "(index - resilience) / scale, without cancellation; at most epsilon / (1 + epsilon)" },
        { "trust", "array", "w_loyalty * loyalty + w_skepticism * skepticism" },
        { "potential", "array", "C^w_C T^w_T V^w_V" },
        { "gate", "array", "the normalised sigmoid of trust" },
        { "synergy", "array", "1 + epsilon C T" },
        { "volatility", "array", "1 / (1 + mu sigma)" },
        { "bottleneck", "array", "-1: the potential binds, 1: the gate binds, 0: they agree within 1e-12" },
        { "saturated", "array", "1 where raw is above 1 (by more than 1e-12) and the clip cuts something off, else 0" },
        { "slack", "array", "potential - gate" },
        { "invalid", "integer", "rows with a value outside its domain (an infinite sigma too)" },
        { "missing", "integer", "other rows with a NaN" },
      },
      nan = "A row with a NaN or a value outside its domain is NaN in every column, and is counted.",
      formula = "index = min(scale, scale min(P, F) (1 + epsilon C T) / (1 + mu sigma)), P = C^w_C T^w_T V^w_V, "
        .. "F = E c / (D + E), E = e^(kT) - 1, D = e^(k theta) + 1, c = (D + e^k - 1) / (e^k - 1)",
      source = "the specification of the SG index, version 4.0; the gate with the sign of its program",
      notes = "Columns have one length; numbers hold for every row. If all are numbers, parameters too, the fields are numbers. The bits of a row depend on nothing "
        .. "but its values, not on the columns asked for or on the CPU. The relative error is below 4e-15 (rho and power: 1e-13), for subnormal values too.",
      errors = {
        { [[index.evaluate({ capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0 }, { rho = -1 })]], "options stand in the table of inputs" },
        { [[index.evaluate { capacity = "high" }]], "capacity: number, array or table of numbers expected, got string" },
        { [[index.evaluate { capacity = { 1, 0 }, visibility = { 1 } }]], "visibility: length 2 expected (that of capacity), got 1" },
        { [[index.evaluate { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0, parameters = { k = 0 } }]], "parameter 'k': number in [1e-06, 200] expected, got 0" },
        { [[index.evaluate { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0, parameters = { epsilom = 0 } }]], "did you mean 'epsilon'" },
        { [[index.evaluate { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0, out = "gat" }]], "unknown column 'gat'" },
        { [[index.evaluate { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0, power = 2 }]], "power: number <= -0.01 expected, got 2" },
      },
      example = [[
local r = index.evaluate { capacity = { 0.6, 0.2 }, visibility = { 0.6, 1 }, loyalty = { 0.6, 1 }, skepticism = { 0.6, 1 }, sigma = 0,
  out = { "index", "bottleneck" } }
print(("%.6f %.6f"):format(r.index[1], r.index[2]))  --> 89.713039 107.332819
print(r.bottleneck)  --> array(2) {1.0, -1.0}
print(index.evaluate { capacity = 0.6, visibility = 0.6, loyalty = 0.6, skepticism = 0.6, sigma = 10, out = "volatility" }.volatility)  --> 0.5]],
    },
    {
      name = "gradient",
      signature = "index.gradient { capacity =, visibility =, loyalty =, skepticism =, sigma = [, options] } -> record",
      summary = "Partial derivatives of the index by its inputs and its parameters, row by row.",
      arguments = {
        { "capacity", "number, array or table of numbers", "this and visibility, loyalty, skepticism, sigma as for index.evaluate" },
        { "parameters", "table", "as for index.evaluate; so are rho, power, normalised, floors", default = "the specification's" },
        { "out", "string or table", "the derivatives wanted: a name, a list of names, or arrays to write into by name", default = "all" },
      },
      returns = {
        { "rows", "integer", "number of rows" },
        { "capacity", "array", "points for a unit of capacity; so visibility, loyalty, skepticism" },
        { "sigma", "array", "points for a point of sigma" },
        { "w_C", "array", "points for a unit of the parameter, the others held; so w_T, w_V, w_loyalty, w_skepticism, k, theta, epsilon, mu, scale" },
        { "invalid", "integer", "as for index.evaluate" },
        { "missing", "integer", "as for index.evaluate" },
      },
      nan = "A row with a NaN or a value outside its domain is NaN in every column.",
      formula = "chain rule through the formulae of index.evaluate; for example dP/dC = w_C P / C, dF/dT = k c D e^(kT) / (D + E)^2",
      notes = "0 where the index is clipped (scale: 1 there). Where potential and gate tie, the potential's derivatives. At a pillar of 0 the limit "
        .. "from above, which is infinite where the potential binds. Numbers for numbers, as index.evaluate.",
      errors = {
        { [[index.gradient { capacity = 1 }]], "visibility: number, array or table of numbers expected, got nil" },
        { [[index.gradient { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0, out = { "index" } }]], "unknown column 'index'" },
      },
      example = [[
local g = index.gradient { capacity = 0.6, visibility = 0.6, loyalty = 0.6, skepticism = 0.6, sigma = 0 }
print(("%.6f %.1f %.6f"):format(g.capacity, g.visibility, g.epsilon))  --> 16.731562 0.0 28.682677
print(index.gradient { capacity = 1, visibility = 1, loyalty = 1, skepticism = 1, sigma = 0, out = "capacity" }.capacity)  --> 0.0]],
    },
    {
      name = "trust",
      signature = "index.trust(loyalty, skepticism [, options]) -> array or number",
      summary = "Composite trust: the weighted sum of loyalty and skepticism.",
      arguments = {
        { "loyalty", "number, array or table of numbers", "in [0, 1]" },
        { "skepticism", "number, array or table of numbers", "in [0, 1]" },
        parameters_argument(trust_weights), out_argument,
      },
      returns = { { "array or number", "w_loyalty loyalty + w_skepticism skepticism; a number when all arguments are" } },
      nan = step_nan,
      errors = { { [[index.trust(1, "x")]], "skepticism: number, array or table of numbers expected, got string" } },
      example = [[
print(index.trust({ 1, 0 }, { 0, 1 }))  --> array(2) {0.6, 0.4}]],
    },
    {
      name = "potential",
      signature = "index.potential(capacity, trust, visibility [, options]) -> array or number",
      summary = "Potential: the product of powers of the pillars (Cobb-Douglas), or their generalised mean.",
      arguments = {
        { "capacity", "number, array or table of numbers", "in [0, 1]" },
        { "trust", "number, array or table of numbers", "composite trust, in [0, 1]" },
        { "visibility", "number, array or table of numbers", "in [0, 1]" },
        parameters_argument("w_C, w_T, w_V"),
        { "options.rho", "number", "exponent of the generalised mean, as in index.evaluate", default = 0 },
        { "options.floors", "table", "as in index.evaluate", default = "none" },
        out_argument,
      },
      returns = { { "array or number", "C^w_C T^w_T V^w_V, with 0^0 = 1; a number when all arguments are" } },
      nan = step_nan,
      formula = "rho ~= 0: ((w_C C^rho + w_T T^rho + w_V V^rho) / W)^(W / rho), W = w_C + w_T + w_V",
      errors = { { [[index.potential(1, 1)]], "visibility: number, array or table of numbers expected, got nil" } },
      example = [[
print(index.potential({ 0.0625, 0 }, 1, 1))  --> array(2) {0.5, 0.0}
print(index.potential(0.25, 1, 1, { rho = -math.huge }))  --> 0.25]],
    },
    {
      name = "gate",
      signature = "index.gate(trust [, options]) -> array or number",
      summary = "The trust gate: a sigmoid about theta, scaled to be 0 at trust 0 and 1 at trust 1, both exactly.",
      arguments = {
        { "trust", "number, array or table of numbers", "composite trust, in [0, 1]" },
        parameters_argument("k, theta"), out_argument,
      },
      returns = { { "array or number", "in [0, 1]; a number when all arguments are" } },
      nan = step_nan,
      formula = "(g(k (T - theta)) - g(-k theta)) / (g(k (1 - theta)) - g(-k theta)), g(x) = 1 / (1 + e^-x), computed without the cancellation of these differences",
      errors = { { [[index.gate(1, { parameters = { theta = 2 } })]], "parameter 'theta': number in [0, 1] expected, got 2" } },
      example = [[
print(index.gate { 0, 1 })  --> array(2) {0.0, 1.0}
print(("%.12f"):format(index.gate(0.85)))  --> 0.822746311841]],
    },
    {
      name = "synergy",
      signature = "index.synergy(capacity, trust [, options]) -> array or number",
      summary = "Synergy of capacity and trust.",
      arguments = {
        { "capacity", "number, array or table of numbers", "in [0, 1]" },
        { "trust", "number, array or table of numbers", "composite trust, in [0, 1]" },
        parameters_argument("epsilon"), out_argument,
      },
      returns = { { "array or number", "1 + epsilon C T; a number when all arguments are" } },
      nan = step_nan,
      errors = { { [[index.synergy({ 1 }, { 1, 1 })]], "trust: length 1 expected (that of capacity), got 2" } },
      example = [[
print(index.synergy(1, { 0, 1 }))  --> array(2) {1.0, 1.35}
print(index.synergy(1, 1, { parameters = { epsilon = { 0, 0.5 } } }))  --> array(2) {1.0, 1.5}]],
    },
    {
      name = "volatility",
      signature = "index.volatility(sigma [, options]) -> array or number",
      summary = "The penalty for volatility.",
      arguments = {
        { "sigma", "number, array or table of numbers", "standard deviation of the index's past, points; at least 0" },
        parameters_argument("mu"), out_argument,
      },
      returns = { { "array or number", "1 / (1 + mu sigma), in (0, 1]; a number when all arguments are" } },
      nan = step_nan,
      errors = { { [[index.volatility(0, { mu = 1 })]], "unknown option 'mu'" } },
      example = [[
print(index.volatility { 0, 10 })  --> array(2) {1.0, 0.5}]],
    },
    {
      name = "ces",
      signature = "index.ces(columns, weights, rho [, options]) -> array or number",
      summary = "The generalised mean of columns, row by row: the aggregator of constant elasticity of substitution.",
      arguments = {
        { "columns", "table", "each a number, array or table of numbers; values finite and at least 0" },
        { "weights", "array or table of numbers", "one for each column, finite, at least 0, one of them above" },
        { "rho", "number", "1: arithmetic, 0: geometric, -1: harmonic mean; -math.huge: minimum, math.huge: maximum. The elasticity is 1 / (1 - rho)" },
        out_argument,
      },
      returns = { { "array or number", "a number when all columns are" } },
      nan = "A NaN, infinite or negative value gives NaN.",
      formula = "(sum w_i x_i^rho / sum w_i)^(1 / rho)",
      source = "Hardy, Littlewood and Polya, Inequalities (1934), chapter 2; Arrow, Chenery, Minhas and Solow, Review of Economics and Statistics 43 (1961) 225-250",
      notes = "A zero gives 0 for rho <= 0. The weights need not sum to 1. The same bits on every CPU.",
      errors = {
        { [[index.ces({}, {}, 0)]], "1 to 1000 columns expected, got 0" },
        { [[index.ces({ 1, 2 }, { 1 }, 0)]], "a weight for each of 2 columns expected, got 1" },
        { [[index.ces({ 1, 2 }, { 1, -1 }, 0)]], "weight 2: finite number of at least 0 expected, got -1" },
      },
      example = [[
print(index.ces({ 1, { 4, 9 } }, { 1, 1 }, 1))  --> array(2) {2.5, 5.0}
print(("%.6f"):format(index.ces({ 2, 8 }, { 1, 1 }, 0)), index.ces({ 2, 8 }, { 1, 1 }, -math.huge))  --> 4.000000	2.0]],
    },
    {
      name = "soft_minimum",
      signature = "index.soft_minimum(a, b, power [, options]) -> array or number",
      summary = "A minimum that increases strictly in both: the generalised mean of a negative power.",
      arguments = {
        { "a", "number, array or table of numbers", "finite, at least 0" },
        { "b", "number, array or table of numbers", "finite, at least 0" },
        { "power", "number", "at most -0.01; -8 stays within 9.1 percent of the minimum, -math.huge is the minimum" },
        out_argument,
      },
      returns = { { "array or number", "between min(a, b) and 2^(-1 / power) min(a, b); a number when a and b are" } },
      nan = "A NaN, infinite or negative value gives NaN.",
      formula = "((a^power + b^power) / 2)^(1 / power)",
      errors = {
        { [[index.soft_minimum(1, 1, 8)]], "number of at most -0.01 expected, got 8" },
        { [[index.soft_minimum(1, "x", -8)]], "b: number, array or table of numbers expected, got string" },
      },
      example = [[
print(("%.6f"):format(index.soft_minimum(0.5, 1, -8)))  --> 0.544988
print(index.soft_minimum({ 0.5, 0 }, { 0.5, 1 }, -8))  --> array(2) {0.5, 0.0}]],
    },
    {
      name = "parameters",
      signature = "index.parameters() -> record",
      summary = "The parameters of the specification, by name.",
      arguments = {},
      returns = { { "w_C", "number", "0.25; and so on: w_T, w_V, w_loyalty, w_skepticism, k, theta, epsilon, mu, scale" } },
      example = [[
local p = index.parameters()
print(p.w_C, p.k, p.scale)  --> 0.25	2.0	150.0]],
    },
  },
}
