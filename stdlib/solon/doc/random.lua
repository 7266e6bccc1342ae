-- Entries that several methods share.
local count = { "n", "integer", "how many values; absent or nil: one number instead of an array" }
local out = { "options.out", "array", "an array of n elements to write to instead of a new one" }

return {
  module = "solon.random",
  summary = "Named streams of random numbers (Philox4x32-10) and the distributions drawn from them. The same "
    .. "stream gives the same bits on every machine, and an array of n values holds what n single draws give.",
  classes = { stream = function() return require("solon.random").stream(1) end },
  functions = {
    {
      name = "stream",
      signature = "random.stream(seed [, purpose [, index]]) -> stream",
      summary = "Starts the stream named by a seed, a purpose and an index; streams of different names are independent.",
      arguments = {
        { "seed", "integer", "any 64-bit integer" },
        { "purpose", "string", "what the numbers are for, so that two uses of one seed share no bits", default = "stream" },
        { "index", "integer", "number of the work item, >= 0, so that results do not depend on who does it", default = 0 },
      },
      returns = { { "stream", "at its first value" } },
      formula = "key = seed; counter = (block, index mod 2^32, FNV-1a(purpose) xor index / 2^32)",
      source = "Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC11; library Random123",
      errors = { { [[random.stream("x")]], "integer expected, got string" }, { [[random.stream(1, "a", -1)]], "integer >= 0" } },
      example = [[
local s = random.stream(7, "demo")
print(s:normal(), s:integer(1, 6))  --> -0.8068155098477553	2]],
    },
    {
      name = "restore",
      signature = "random.restore(text) -> stream",
      summary = "Makes the stream that tostring(stream) described, at the same position.",
      arguments = { { "text", "string", "what tostring gave" } },
      returns = { { "stream", "continues where the described one stood" } },
      errors = { { [[random.restore("seed 7")]], "text of a stream expected" } },
      example = [[
local s = random.stream(7)
s:uniform(100)
print(random.restore(tostring(s)):bits() == s:bits())  --> true]],
    },
    {
      name = "philox",
      signature = "random.philox(counter, key) -> table",
      summary = "Applies Philox4x32-10 to one counter, as the published test vectors do.",
      arguments = {
        { "counter", "table", "4 integers in [0, 2^32)" },
        { "key", "table", "2 integers in [0, 2^32)" },
      },
      returns = { { "table", "4 integers in [0, 2^32)" } },
      source = "kat_vectors of Random123",
      errors = { { [[random.philox({ 1 }, { 0, 0 })]], "4 words expected, got 1" } },
      example = [[
local block = random.philox({ 0, 0, 0, 0 }, { 0, 0 })
print(string.format("%x %x %x %x", table.unpack(block)))  --> 6627e8d5 e169c58d bc57ac4c 9b00dbd8]],
    },
    {
      name = "sobol",
      signature = "random.sobol(n, d [, options]) -> array",
      summary = "Gives n points of Sobol's low-discrepancy sequence in d dimensions, scrambled: each is uniform on the "
        .. "unit cube, and together they fill it far more evenly than independent draws.",
      arguments = {
        { "n", "integer", "how many points; powers of two keep the balance of the whole sequence" },
        { "d", "integer", "dimensions, 1 .. 128" },
        { "options.seed", "integer", "names the scrambling; needed unless scramble is false. Several seeds give independent "
          .. "samples, whose spread is the error bar" },
        { "options.scramble", "boolean", "nested uniform (Owen) scrambling; false: the published points, the first of them "
          .. "the origin", default = true },
        { "options.skip", "integer", "how many points to pass over first, so that blocks of one sequence can be made apart",
          default = 0 },
      },
      returns = { { "array", "n x d, in (0, 1); in [0, 1) without scrambling. Same seed, same points, on every machine" } },
      formula = "points in Gray-code order; digit i of a coordinate flipped by a keyed hash of (seed, dimension, digits before i)",
      source = "Joe and Kuo, SIAM Journal on Scientific Computing 30 (2008); Owen, Randomly permuted (t,m,s)-nets and "
        .. "(t,s)-sequences (1995); hash after Laine and Karras, Computer Graphics Forum 30 (2011)",
      errors = { { [[random.sobol(8, 200, { seed = 1 })]], "integer in [1, 128] expected, got 200" },
        { [[random.sobol(8, 2)]], "option 'seed': integer expected for a scrambled sequence" },
        { [[random.sobol(8, 2, { scramble = false, skip = -1 })]], "option 'skip'" } },
      example = [[
local x = random.sobol(4, 2, { scramble = false })
print(x[2][1], x[3][1], x[4][1], x[4][2])  --> 0.5	0.75	0.25	0.75
local y = random.sobol(1024, 5, { seed = 1 })
print(#y, math.abs(y:mean() - 0.5) < 1e-5)  --> 1024	true]],
    },
    {
      name = "copula",
      signature = "random.copula(options) -> array",
      summary = "Draws dependent variables with given distributions, joined by a normal or Student t copula.",
      arguments = {
        { "options.n", "integer", "how many draws" },
        { "options.marginals", "table", "1 .. 127 distributions, as in random.quantile" },
        { "options.seed", "integer", "draw i depends on it and on i alone" },
        { "options.correlation", "array or table of rows", "correlation matrix of the normal or t variables behind the draws: "
          .. "symmetric, 1 on the diagonal, positive definite; absent: the identity" },
        { "options.nu", "number", "degrees of freedom of the t copula, in [0.5, 1e6]; small ones make extremes come together; "
          .. "math.huge: the normal copula", default = "math.huge" },
        { "options.sequence", "string", "'philox': independent draws; 'sobol': scrambled Sobol points, each a draw of the same "
          .. "distribution, together far more even", default = "philox" },
        { "options.block", "integer", "sobol: every so many draws a new, independent scrambling starts, at most 4096 of them; "
          .. "their spread gives the error of an estimate", default = "one scrambling" },
        { "options.skip", "integer", "number of the first draw, from 0", default = 0 },
        { "options.threads", "integer", "at most so many threads; the result does not depend on it" },
      },
      returns = { { "array", "n x d; same seed, same draws, on every machine" } },
      formula = "t = sqrt(nu / W) L z with L L' = correlation, W chi-square of nu; draw_j = quantile_j(T_nu(t_j)); all by inversion",
      source = "Demarta and McNeil, The t copula and related copulas, International Statistical Review 73 (2005)",
      errors = {
        { [[random.copula { n = 2, seed = 1, marginals = { { distribution = "exponential" } } }]], "either 'rate' (1 / mean) or 'scale' (mean)" },
        { [[random.copula { n = 2, seed = 1, marginals = { { distribution = "beta", a = 0, b = 2 } } }]], "marginal 1: 'a': number in [0.001, 1e7]" },
        { [[
local u = { distribution = "uniform", low = 0, high = 1 }
random.copula { n = 2, seed = 1, marginals = { u, u, u }, correlation = { { 1, .9, 0 }, { .9, 1, .9 }, { 0, .9, 1 } } }]],
          "leading 3 x 3 part is not" } },
      example = [[
local x = random.copula { n = 1000, seed = 7, nu = 4, correlation = { { 1, 0.5 }, { 0.5, 1 } }, sequence = "sobol",
  marginals = { { distribution = "beta", a = 4, b = 2 }, { distribution = "exponential", scale = 0.15 } } }
print(#x, math.abs(x:column(1):mean() - 4 / 6) < 1e-3, math.abs(x:column(2):mean() - 0.15) < 1e-3)  --> 1000	true	true]],
    },
    {
      name = "quantile",
      signature = "random.quantile(distribution, p) -> number or array",
      summary = "Gives quantiles of a distribution described by a table.",
      arguments = {
        { "distribution", "table", "{ distribution = name, parameters }: constant (value), uniform (low, high), normal (mean, "
          .. "standard_deviation), exponential (rate = 1 / mean, or scale = mean), triangular (low, mode, high), beta (a, b, in "
          .. "[0.001, 1e7])" },
        { "p", "number, array or table of numbers", "probabilities in [0, 1]; NaN gives NaN" },
      },
      returns = { { "number or array", "as p; relative error below 1e-13 in the body" } },
      formula = "beta: Halley's steps on the logarithm of the tail, which is concave in log(x / (1 - x)); never more than 100 of them",
      source = "tails: Didonato and Morris, ACM Transactions on Mathematical Software 18 (1992)",
      errors = { { [[random.quantile({ distribution = "beta", a = 1, b = 2 }, 1.5)]], "probability in [0, 1] expected, got 1.5" },
        { [[random.quantile({ distribution = "bata", a = 1, b = 2 }, 0.5)]], "beta" },
        { [[random.quantile({ distribution = "beta", a = 1 }, 0.5)]], "option 'b': number expected, got nil" } },
      example = [[
print(random.quantile({ distribution = "beta", a = 4, b = 2 }, 0.05))  --> 0.3425916819988613
print(random.quantile({ distribution = "exponential", rate = 0.15 }, 0.5))  --> 4.620981203732969]],
    },
    {
      name = "stream:clone",
      signature = "stream:clone() -> stream",
      summary = "Makes a second stream at the same position that moves on its own.",
      arguments = {},
      returns = { { "stream", "gives the values this one would give" } },
      example = [[
local s = random.stream(7)
print(s:clone():bits() == s:bits())  --> true]],
    },
    {
      name = "stream:split",
      signature = "stream:split(index) -> stream",
      summary = "Gives child number `index` of a stream; the child does not depend on what was drawn from the parent.",
      arguments = { { "index", "integer", "number of the child, >= 0" } },
      returns = { { "stream", "the child, at its first value" } },
      formula = "the child is stream (seed', \"split\", index), seed' = two words of a reserved block of the parent",
      errors = { { [[random.stream(1):split()]], "integer expected, got no value" } },
      example = [[
local s = random.stream(7)
local before = s:split(3):bits()
s:normal(10)
print(s:split(3):bits() == before, s:split(4):bits() == before)  --> true	false]],
    },
    {
      name = "stream:substream",
      signature = "stream:substream(name [, index]) -> stream",
      summary = "Gives a named child of a stream, one of a family; it does not depend on what was drawn from the parent.",
      arguments = {
        { "name", "string", "what the child is for" },
        { "index", "integer", "number within the family, >= 0", default = 0 },
      },
      returns = { { "stream", "the child, at its first value" } },
      formula = "the child is stream (seed', name, index), seed' = two words of a reserved block of the parent",
      errors = { { [[random.stream(1):substream(2)]], "string expected, got number" } },
      example = [[
local s = random.stream(7)
print(s:substream("votes", 1):integer(1, 1000), s:substream("judges", 1):integer(1, 1000))  --> 996	287]],
    },
    {
      name = "stream:position",
      signature = "stream:position() -> integer",
      summary = "Tells how many 32-bit words have been drawn.",
      arguments = {},
      returns = { { "integer", "words since the start" } },
      example = [[
local s = random.stream(7)
s:normal(10)
print(s:position())  --> 20]],
    },
    {
      name = "stream:seek",
      signature = "stream:seek(position) -> stream",
      summary = "Moves a stream to a position, forward or back, in constant time.",
      arguments = { { "position", "integer", "32-bit words since the start, 0 .. 2^62" } },
      returns = { { "stream", "the stream itself" } },
      errors = { { [[random.stream(1):seek(-1)]], "integer in [0," } },
      example = [[
local s = random.stream(7)
local normals = s:normal(10)
print(s:seek(2 * 4):normal() == normals[5])  --> true]],
    },
    {
      name = "stream:bits",
      signature = "stream:bits() -> integer",
      summary = "Draws 64 uniform bits.",
      arguments = {},
      returns = { { "integer", "any 64-bit integer, as two words, the low one first" } },
      example = [[print(string.format("%x", random.stream(7):bits()))  --> 4b29a3688a5c7155]],
    },
    {
      name = "stream:uniform",
      signature = "stream:uniform([n [, options]]) -> number or array",
      summary = "Draws from the uniform distribution on (low, high).",
      arguments = {
        count,
        { "options.low", "number", "lower end", default = 0 },
        { "options.high", "number", "upper end, above low", default = 1 },
        out,
      },
      returns = { { "number or array", "never 0 or 1 with the default ends; else rounding may give an end" } },
      formula = "low + (high - low) (k + 1/2) / 2^52, k of 52 bits; two words a value",
      errors = { { [[random.stream(1):uniform(2, { low = 3 })]], "number above low = 3 expected" },
        { [[random.stream(1):uniform(-1)]], "integer in [0," } },
      example = [[print(random.stream(7):uniform(), #random.stream(7):uniform(1000))  --> 0.2936041002488866	1000]],
    },
    {
      name = "stream:normal",
      signature = "stream:normal([n [, options]]) -> number or array",
      summary = "Draws from the normal distribution, by inversion.",
      arguments = {
        count,
        { "options.mean", "number", "mean", default = 0 },
        { "options.standard_deviation", "number", "standard deviation, >= 0", default = 1 },
        out,
      },
      returns = { { "number or array", "monotone in the two words each takes; tails exact to 9.1 standard deviations" } },
      formula = "quantile((k + 1/2) / 2^64), k of 64 bits",
      source = "quantile: Wichura, algorithm AS 241, Applied Statistics 37 (1988)",
      errors = { { [[random.stream(1):normal(1, { sd = 2 })]], "unknown option 'sd'" },
        { [[random.stream(1):normal(1, { standard_deviation = -2 })]], "number >= 0 expected" } },
      example = [[
local x = random.stream(7):normal(1000, { mean = 10, standard_deviation = 2 })
print(#x, x[1])  --> 1000	8.914227723315028]],
    },
    {
      name = "stream:exponential",
      signature = "stream:exponential([n [, options]]) -> number or array",
      summary = "Draws from the exponential distribution, by inversion.",
      arguments = { count, { "options.mean", "number", "mean, above 0", default = 1 }, out },
      returns = { { "number or array", "above 0; monotone in the two words each takes" } },
      formula = "-mean log(1 - p), p = (k + 1/2) / 2^64, k of 64 bits",
      errors = { { [[random.stream(1):exponential(1, { mean = 0 })]], "number above 0 expected, got 0" } },
      example = [[print(random.stream(7):exponential())  --> 0.3475794341385736]],
    },
    {
      name = "stream:gamma",
      signature = "stream:gamma(shape [, n [, options]]) -> number or array",
      summary = "Draws from the gamma distribution.",
      arguments = {
        { "shape", "number", "in (0, 1e15]" },
        count,
        { "options.scale", "number", "above 0", default = 1 },
        { "options.log", "boolean", "give the logarithm of the value, which does not underflow for small shapes", default = false },
        out,
      },
      returns = { { "number or array", ">= 0; values below 5e-324 come out as 0 (half of them at shape 0.001)" } },
      formula = "density x^(shape-1) exp(-x / scale) / (Gamma(shape) scale^shape)",
      source = "Marsaglia and Tsang, ACM Transactions on Mathematical Software 26 (2000)",
      errors = { { [[random.stream(1):gamma(0)]], "number in (0, 1e+15] expected, got 0" },
        { [[random.stream(1):gamma("2")]], "number expected, got string" } },
      example = [[
print(random.stream(7):gamma(2.5))  --> 1.4617757624109715
print(random.stream(7):gamma(0.0001, nil, { log = true }))  --> -14532.544890053621]],
    },
    {
      name = "stream:beta",
      signature = "stream:beta(a, b [, n [, options]]) -> number or array",
      summary = "Draws from the beta distribution.",
      arguments = {
        { "a", "number", "in (0, 1e15]" },
        { "b", "number", "in (0, 1e15]" },
        count,
        out,
      },
      returns = { { "number or array", "in [0, 1]; an end itself where the value lies closer to it than a double can show" } },
      formula = "density proportional to x^(a-1) (1-x)^(b-1)",
      errors = { { [[random.stream(1):beta(1, -1)]], "expected, got -1" } },
      example = [[print(random.stream(7):beta(2, 3))  --> 0.20787337477833617]],
    },
    {
      name = "stream:dirichlet",
      signature = "stream:dirichlet(alpha [, n]) -> array",
      summary = "Draws shares that sum to 1 from the Dirichlet distribution.",
      arguments = {
        { "alpha", "array or table of numbers", "k parameters in [0, 1e15], at least one above 0; 0 gives a share of exactly 0" },
        { "n", "integer", "how many rows; absent or nil: one array of k shares" },
      },
      returns = { { "array", "k shares, or n x k" } },
      formula = "gammas of shapes alpha, divided by their sum (by logarithms, so small alphas do no harm)",
      errors = { { [[random.stream(1):dirichlet({ 0, 0 })]], "at least one number above 0 expected" } },
      example = [[
local share = random.stream(7):dirichlet { 1, 2, 3 }
print(share[1], share[2], share[3])  --> 0.07510028832800046	0.666735714047846	0.25816399762415343]],
    },
    {
      name = "stream:binomial",
      signature = "stream:binomial(trials, p [, n [, options]]) -> integer or array",
      summary = "Draws numbers of successes.",
      arguments = {
        { "trials", "integer", "0 .. 2^40" },
        { "p", "number", "probability of success, in [0, 1]" },
        count,
        out,
      },
      returns = { { "integer or array", "0 .. trials" } },
      source = "Hormann, Journal of Statistical Computation and Simulation 46 (1993); inversion where trials min(p, 1-p) < 10",
      errors = { { [[random.stream(1):binomial(10, 1.5)]], "number in [0, 1] expected, got 1.5" } },
      example = [[print(random.stream(7):binomial(100, 0.3))  --> 27]],
    },
    {
      name = "stream:poisson",
      signature = "stream:poisson(mean [, n [, options]]) -> integer or array",
      summary = "Draws from the Poisson distribution.",
      arguments = { { "mean", "number", "in [0, 2^50]" }, count, out },
      returns = { { "integer or array", ">= 0" } },
      source = "Hormann, Insurance: Mathematics and Economics 12 (1993); inversion where mean < 10",
      errors = { { [[random.stream(1):poisson(-1)]], "expected, got -1" } },
      example = [[print(random.stream(7):poisson(20))  --> 17]],
    },
    {
      name = "stream:integer",
      signature = "stream:integer(low, high [, n [, options]]) -> integer or array",
      summary = "Draws integers from low to high, all equally likely (without bias).",
      arguments = {
        { "low", "integer", "smallest value" },
        { "high", "integer", "largest value, >= low; both within 2^52 of 0" },
        count,
        out,
      },
      returns = { { "integer or array", "low .. high" } },
      source = "Lemire, ACM Transactions on Modeling and Computer Simulation 29 (2019)",
      errors = { { [[random.stream(1):integer(6, 1)]], "integer in [6," } },
      example = [[
local s = random.stream(7)
print(s:integer(1, 6), s:integer(1, 6), s:integer(1, 6))  --> 2	3	5]],
    },
    {
      name = "stream:categorical",
      signature = "stream:categorical(weights [, n [, options]]) -> integer or array",
      summary = "Draws categories with probability proportional to weights.",
      arguments = {
        { "weights", "array or table of numbers", "finite, >= 0, not all 0; they need not sum to 1" },
        count,
        out,
      },
      returns = { { "integer or array", "places 1 .. #weights; one of weight 0 is never drawn" } },
      source = "alias method: Walker (1977), set-up of Vose, IEEE Transactions on Software Engineering 17 (1991)",
      errors = { { [[random.stream(1):categorical({ 1, -1 })]], "finite weights >= 0 with a positive sum expected" } },
      example = [[
local a = random.stream(7):categorical({ 1, 0, 3 }, 8)
print(a[1], a[2], a[3], a[4])  --> 3.0	3.0	3.0	3.0]],
    },
    {
      name = "stream:permutation",
      signature = "stream:permutation(n) -> array",
      summary = "Draws an order of 1 .. n, all orders equally likely.",
      arguments = { { "n", "integer", ">= 0" } },
      returns = { { "array", "each of 1 .. n once" } },
      source = "Fisher and Yates",
      errors = { { [[random.stream(1):permutation(2.5)]], "integer expected, got 2.5" } },
      example = [[
local p = random.stream(7):permutation(4)
print(p[1], p[2], p[3], p[4])  --> 2.0	3.0	4.0	1.0]],
    },
    {
      name = "stream:shuffle",
      signature = "stream:shuffle(values) -> array or table",
      summary = "Gives the values of an array or table in random order, all orders equally likely; the original stays.",
      arguments = { { "values", "array or table", "a sequence of any values" } },
      returns = { { "array or table", "the same members, in the order of stream:permutation" } },
      errors = { { [[random.stream(1):shuffle(3)]], "array or table expected, got number" } },
      example = [[print(table.concat(random.stream(7):shuffle { "a", "b", "c", "d" }, " "))  --> b c d a]],
    },
    {
      name = "stream:choice",
      signature = "stream:choice(population [, k [, options]]) -> value, array or table",
      summary = "Draws members of a population, with or without replacement, equally likely or by weight.",
      arguments = {
        { "population", "array, table or integer", "the members; an integer n stands for 1 .. n" },
        { "k", "integer", "how many; absent or nil: one member itself" },
        { "options.replace", "boolean", "a member may come again", default = false },
        { "options.weights", "array or table of numbers", "one per member, finite, >= 0; without replacement the draws are successive, "
          .. "each in proportion to the weights of what is left" },
      },
      returns = { { "value, array or table", "a member, or k of them in the order drawn: a table from a table, else an array" } },
      source = "weights without replacement: Efraimidis and Spirakis, Information Processing Letters 97 (2006)",
      errors = { { [[random.stream(1):choice({ "a", "b" }, 3)]], "at most 2 members to choose without replacement, got 3" },
        { [[random.stream(1):choice({}, 1)]], "at least one member expected" } },
      example = [[
local s = random.stream(7)
print(s:choice { "red", "green", "blue" })  --> red
print(table.concat(s:choice({ "red", "green", "blue" }, 2, { weights = { 1, 1, 0 } }), " "))  --> red green]],
    },
  },
}
