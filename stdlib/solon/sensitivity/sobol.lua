-- sobol.lua - first-order, total and second-order Sobol indices of a function of independent inputs.

local array = require "solon.array"
local check = require "solon.frame.check"
local inference = require "solon.inference"
local inputs_of = require "solon.sensitivity.inputs"
local model = require "solon.sensitivity.model"
local native = require "solon.native.sensitivity"
local random = require "solon.random"
local resample = require "solon.resample"
local settings = require "solon.sensitivity.settings"
local text = require "solon.sensitivity.table_text"

local sobol = {}

local options_known = {
  n = "any", first = { "saltelli", "jansen", "janon", "martinez" }, total = { "jansen", "sobol", "janon", "martinez" },
  second_order = "boolean", bootstrap = "any", scrambles = "any", confidence = "any", interval = { "normal", "percentile" }, seed = "any",
  sequence = { "sobol", "philox" }, tolerance = "any", threads = "any", strict = "boolean",
}

local first_names = {
  saltelli = "Saltelli (2010)", jansen = "Jansen (1999)", janon = "Janon and Monod (2014)", martinez = "Martinez (2011)",
}
local total_names = {
  jansen = "Jansen (1999)", sobol = "Sobol (2007)", janon = "Janon and Monod (2014)", martinez = "Martinez (2011)",
}

local sequence_limit = 128 -- dimensions that random.sobol has

-- Independent scramblings take the place of the bootstrap.
local function check_scrambles(o, options)
  if not o.scrambles then return end
  if o.sequence ~= "sobol" then check.fail(3, "sobol", "option 'scrambles': only for sequence 'sobol'", 4) end
  for _, name in ipairs { "bootstrap", "interval" } do
    if options[name] ~= nil then check.fail(3, "sobol", string.format("option '%s': has no effect beside 'scrambles'", name), 4) end
  end
  if o.n % o.scrambles ~= 0 or o.n // o.scrambles < 2 then
    check.fail(3, "sobol", string.format("option 'scrambles': divisor of n = %d that leaves two points or more expected, got %d", o.n, o.scrambles), 4)
  end
  o.bootstrap, o.interval = nil, "t"
end

local function read_options(options, count)
  options = check.options(options, options_known, 3, "sobol", 3)
  local o = {
    n = settings.integer(options, "n", 8192, 2, 1 << 30, "sobol", 3),
    first = options.first or "saltelli",
    total = options.total or "jansen",
    second_order = options.second_order or false,
    bootstrap = settings.integer(options, "bootstrap", 100, 2, 1 << 20, "sobol", 3),
    confidence = settings.number(options, "confidence", 0.95, 0, 1, "sobol", 3),
    tolerance = settings.number(options, "tolerance", 0.05, 0, math.huge, "sobol", 3),
    interval = options.interval or "normal",
    seed = settings.seed(options, "sobol", 3),
    sequence = options.sequence or (2 * count <= sequence_limit and "sobol" or "philox"),
    scrambles = settings.integer(options, "scrambles", nil, 2, 1 << 20, "sobol", 3),
    threads = settings.integer(options, "threads", nil, 1, 256, "sobol", 3),
    strict = options.strict,
  }
  if o.sequence == "sobol" and 2 * count > sequence_limit then
    check.fail(3, "sobol", string.format("option 'sequence': 'philox' expected for %d inputs, the Sobol sequence has dimensions for %d",
      count, sequence_limit // 2), 3)
  end
  check_scrambles(o, options)
  return o
end

-- Uniform numbers, 2 x inputs rows of n: the inputs of sample A, then those of B.
local function uniforms(o, count)
  if o.scrambles then
    local u, size = array.zeros(o.n, 2 * count), o.n // o.scrambles
    for part = 1, o.scrambles do
      local seed = random.stream(o.seed, "sobol scrambles", part - 1):bits()
      u[{ (part - 1) * size + 1, part * size }] = random.sobol(size, 2 * count, { seed = seed })
    end
    return u:transpose()
  end
  if o.sequence == "sobol" then return random.sobol(o.n, 2 * count, { seed = o.seed }):transpose() end
  local u = array.zeros(2 * count, o.n)
  for j = 1, 2 * count do u[j] = random.stream(o.seed, "sobol points", j - 1):uniform(o.n) end
  return u
end

local function samples(o, inputs)
  local u = uniforms(o, #inputs)
  local a, b = array.zeros(#inputs, o.n), array.zeros(#inputs, o.n)
  for i, input in ipairs(inputs) do
    a[i] = input.quantile(u[i])
    b[i] = input.quantile(u[#inputs + i])
  end
  return a, b
end

-- The values of f on A, B, every AB_i and, for second order, every BA_i.
local function run_model(f, a, b, inputs, names, second_order)
  local blocks = {}
  local function add(design) blocks[#blocks + 1] = model.values(f, design, names, "sobol", 4) end
  add(a:copy())
  add(b:copy())
  for _, pair in ipairs(second_order and { { a, b }, { b, a } } or { { a, b } }) do
    for i = 1, #inputs do
      local mixed = pair[1]:copy()
      mixed[i] = pair[2][i]
      add(mixed)
    end
  end
  return blocks
end

-- Interval and standard error of one estimate from its replicates.
local function summary(estimate, replicates, o)
  if o.scrambles then
    local err = replicates:standard_deviation() / math.sqrt(o.scrambles)
    local half = inference.t_quantile((1 - o.confidence) / 2, o.scrambles - 1) * err
    return { estimate = estimate, error = err, low = estimate - half, high = estimate + half }
  end
  local interval = resample.interval(replicates, estimate, { method = o.interval, confidence = o.confidence })
  return { estimate = estimate, error = interval.standard_error, low = interval.low, high = interval.high }
end

local function rows_of(names, estimates, replicates, o)
  local rows, d = {}, #names
  for i, name in ipairs(names) do
    local first = summary(estimates[i], replicates[i], o)
    local total = summary(estimates[d + i], replicates[d + i], o)
    rows[i] = {
      name = name,
      first = first.estimate, first_error = first.error, first_low = first.low, first_high = first.high,
      total = total.estimate, total_error = total.error, total_low = total.low, total_high = total.high,
      interaction = summary(estimates[d + i] - estimates[i], replicates[d + i] - replicates[i], o),
      negative = first.estimate < 0 or total.estimate < 0,
    }
  end
  return rows
end

local function pairs_of(names, estimates, replicates, o)
  local list, at = {}, 2 * #names
  for i = 1, #names do
    for k = i + 1, #names do
      at = at + 1
      local s = summary(estimates[at], replicates[at], o)
      list[#list + 1] = { names[i], names[k], index = s.estimate, error = s.error, low = s.low, high = s.high }
    end
  end
  return list
end

local function sum_of_first(estimates, replicates, d, o)
  local sum, replicate = 0, replicates[1]:copy()
  for i = 1, d do sum = sum + estimates[i] end
  for i = 2, d do replicate:axpy(1, replicates[i]) end
  return summary(sum, replicate, o)
end

local rule = "converged: no interval of a first-order or total index is wider than 2 x %g; none is below 0, no first-order index "
  .. "is above its total, and their sum is not above 1, by more than twice the interval to that side"

-- Several things are looked at, so that a single interval is often missed by chance; twice the interval is not.
local function surely_below(value, low, high, bound) return value + 2 * (high - value) < bound and low < bound end

-- What speaks against the estimates, one line each.
local function find_problems(result)
  local problems, limit = {}, 2 * result.tolerance
  local function say(...) problems[#problems + 1] = string.format(...) end
  for _, row in ipairs(result.rows) do
    for _, kind in ipairs { "first", "total" } do
      local label = kind == "first" and "first order" or "total"
      local value, low, high = row[kind], row[kind .. "_low"], row[kind .. "_high"]
      if not (high - low <= limit) then say("%s of %s: interval %.3g wide, more than %.3g", label, row.name, high - low, limit) end
      if surely_below(value, low, high, 0) then say("%s of %s: %.3g is negative beyond its error", label, row.name, value) end
    end
    local gap = row.interaction
    if surely_below(gap.estimate, gap.low, gap.high, 0) then
      say("first order of %s: %.4g above its total %.4g beyond the error", row.name, row.first, row.total)
    end
  end
  local sum = result.sum_first
  if surely_below(-sum.estimate, -sum.high, -sum.low, -1) then say("first-order indices sum to %.4g, more than 1 beyond the error", sum.estimate) end
  return problems
end

local Result = {}
Result.__index = Result
Result.__name = "sobol indices"

--- The result as lines for a terminal; estimator and sample size are always among them.
function Result:lines()
  local lines = {
    string.format("Sobol indices: %d inputs, n = %d, %d runs, %s points, seed %d", #self.names, self.n, self.runs,
      self.sequence == "sobol" and "scrambled Sobol" or "Philox", self.seed),
    string.format("%s; %s intervals at %g %% from %s", self.estimator, self.interval, 100 * self.confidence,
      self.scrambles and string.format("%d independent scramblings", self.scrambles)
        or string.format("%d bootstrap resamples of the base points", self.bootstrap)),
  }
  if self.status == "no variance" then
    lines[#lines + 1] = string.format("the function is constant (%.6g): there is no variance to share out", self.mean)
    return lines
  end
  local cells = {}
  for i, row in ipairs(self.rows) do
    cells[i] = { row.name, text.interval(row.first, row.first_low, row.first_high), text.interval(row.total, row.total_low, row.total_high),
      row.negative and "negative" or "" }
  end
  for _, line in ipairs(text.lines({ "input", "first", "total", "" }, cells)) do lines[#lines + 1] = line end
  lines[#lines + 1] = string.format("sum of first order %s; mean %.6g, variance %.6g",
    text.interval(self.sum_first.estimate, self.sum_first.low, self.sum_first.high), self.mean, self.variance)
  if self.second then
    cells = {}
    for i, pair in ipairs(self.second) do cells[i] = { pair[1] .. " x " .. pair[2], text.interval(pair.index, pair.low, pair.high) } end
    for _, line in ipairs(text.lines({ "pair", "second order" }, cells)) do lines[#lines + 1] = line end
  end
  lines[#lines + 1] = self.status .. (self.converged and "" or ": " .. table.concat(self.problems, "; "))
  return lines
end

function Result:__tostring() return table.concat(self:lines(), "\n") end

local function report(o, names, blocks)
  local mean, variance, estimates, replicates = native.variance(blocks, #names, {
    second_order = o.second_order, first = o.first, total = o.total, replicates = o.bootstrap, batches = o.scrambles, seed = o.seed, threads = o.threads,
  })
  local result = setmetatable({
    names = names, n = o.n, runs = #blocks * o.n, sequence = o.sequence, seed = o.seed,
    estimator = string.format("first order by %s, total by %s", first_names[o.first], total_names[o.total]), first_estimator = o.first, total_estimator = o.total, interval = o.interval, confidence = o.confidence,
    bootstrap = o.bootstrap, scrambles = o.scrambles, tolerance = o.tolerance, rule = string.format(rule, o.tolerance),
    mean = mean, variance = variance, rows = {}, problems = {}, converged = false, status = "no variance",
  }, Result)
  if not estimates then
    result.variance = 0.0
    result.problems[1] = "the function does not vary"
    return result
  end
  result.rows = rows_of(names, estimates, replicates, o)
  result.first, result.total = estimates[{ 1, #names }]:copy(), estimates[{ #names + 1, 2 * #names }]:copy()
  for _, key in ipairs { "first_low", "first_high", "total_low", "total_high" } do
    local row = result.rows
    result[key] = array.generate(#names, function(i) return row[i][key] end)
  end
  result.sum_first = sum_of_first(estimates, replicates, #names, o)
  if o.second_order then result.second = pairs_of(names, estimates, replicates, o) end
  result.problems = find_problems(result)
  result.converged = #result.problems == 0
  result.status = result.converged and "converged" or "not converged"
  return result
end

--- sensitivity.sobol(f, inputs [, options])
function sobol.run(f, inputs, options)
  model.check(f, "sobol")
  local list, names = inputs_of.read(inputs, "sobol")
  local o = read_options(options, #list)
  local a, b = samples(o, list)
  local result = report(o, names, run_model(f, a, b, list, names, o.second_order))
  settings.strict(o, result.converged, "sobol", result.status .. ": " .. table.concat(result.problems, "; "))
  return result
end

return sobol
