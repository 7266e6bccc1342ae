-- shapley.lua - Shapley effects: the variance shared out among inputs that may depend on each other.

local array = require "solon.array"
local check = require "solon.frame.check"
local inputs_of = require "solon.sensitivity.inputs"
local model = require "solon.sensitivity.model"
local native = require "solon.native.sensitivity"
local random = require "solon.random"
local settings = require "solon.sensitivity.settings"
local text = require "solon.sensitivity.table_text"

local shapley = {}

local options_known = {
  correlation = "any", nu = "any", method = { "exact", "random" }, outer = "any", inner = "any", orders = "any",
  variance_runs = "any", seed = "any", confidence = "any", tolerance = "any", strict = "boolean",
}
local exact_limit, input_limit = 16, 64
local batch_runs = 1 << 16 -- runs in one call of the function, about

local function read_correlation(value, count)
  if value == nil then return array.identity(count) end
  local matrix = array.is_array(value) and value or type(value) == "table" and type(value[1]) == "table" and array.new(value)
  if not matrix then check.fail(3, "shapley", "option 'correlation': matrix expected, got " .. check.got(value), 4) end
  local rows, columns = matrix:shape()
  if rows ~= count or columns ~= count then
    check.fail(3, "shapley", string.format("option 'correlation': %d x %d matrix expected, got %d x %d", count, count, rows, columns or 1), 4)
  end
  for i = 1, count do
    for k = 1, i do
      local r = matrix:get(i, k)
      if not (r == matrix:get(k, i) and r >= -1 and r <= 1 and (i ~= k or r == 1)) then
        check.fail(3, "shapley", string.format("option 'correlation': symmetric matrix with 1 on the diagonal expected, got %g at (%d, %d) and %g at (%d, %d)",
          r, i, k, matrix:get(k, i), k, i), 4)
      end
    end
  end
  return matrix
end

-- Degrees of freedom; 0 stands for the normal copula.
local function read_nu(nu)
  if nu == nil or nu == math.huge then return 0 end
  if type(nu) ~= "number" or not (nu >= 0.5 and nu <= 1e6) then
    check.fail(3, "shapley", "option 'nu': number in [0.5, 1e6] or math.huge expected, got " .. (type(nu) == "number" and tostring(nu) or check.got(nu)), 4)
  end
  return nu
end

local function read_options(options, count)
  options = check.options(options, options_known, 3, "shapley", 3)
  local method = options.method or (count <= 10 and "exact" or "random")
  local most = method == "exact" and exact_limit or input_limit
  if count > most then
    check.fail(2, "shapley", string.format("at most %d inputs expected for method '%s', got %d", most, method, count), 3)
  end
  if method == "exact" and options.orders ~= nil then check.fail(3, "shapley", "option 'orders': only for method 'random'", 3) end
  return {
    method = method, correlation = read_correlation(options.correlation, count),
    nu = read_nu(options.nu),
    outer = settings.integer(options, "outer", method == "exact" and 1000 or 1, method == "exact" and 2 or 1, 1 << 24, "shapley", 3),
    inner = settings.integer(options, "inner", 3, 2, 1 << 20, "shapley", 3),
    orders = settings.integer(options, "orders", 1000, 2, 1 << 24, "shapley", 3),
    variance_runs = settings.integer(options, "variance_runs", 1 << 14, 2, 1 << 30, "shapley", 3),
    seed = settings.seed(options, "shapley", 3),
    confidence = settings.number(options, "confidence", 0.95, 0, 1, "shapley", 3),
    tolerance = settings.number(options, "tolerance", 0.05, 0, math.huge, "shapley", 3),
    strict = options.strict,
  }
end

-- The values of f on points drawn for the sets: `order` sets x inputs, `given` how many lead.
local function values_of(f, list, names, o, order, given, outer, inner, first)
  local design = native.shapley_points(order, given, outer, inner, o.correlation, o.nu, o.seed, first)
  if not design then check.fail(3, "shapley", "option 'correlation': positive definite matrix expected", 4) end
  for i, input in ipairs(list) do design[i] = input.quantile(design[i]) end
  return model.values(f, design, names, "shapley", 4)
end

-- Costs of sets and the variances of these estimates; member(s) gives order and number given of set s.
local function costs_of(f, list, names, o, count, member)
  local cost, error_of = array.zeros(count), array.zeros(count)
  local size = math.max(1, batch_runs // (o.outer * o.inner))
  for from = 1, count, size do
    local to = math.min(from + size - 1, count)
    local order, given = array.zeros(to - from + 1, #list), array.zeros(to - from + 1)
    for s = from, to do
      local row, k = member(s)
      order[s - from + 1] = row
      given[s - from + 1] = k
    end
    -- set 0 of the stream is the sample for the variance
    local values = values_of(f, list, names, o, order, given, o.outer, o.inner, from)
    local c, e = native.shapley_costs(values, o.outer, o.inner)
    cost[{ from, to }] = c
    error_of[{ from, to }] = e
  end
  return cost, error_of
end

-- All sets: number m has the inputs of its bits as members, which come last in the order.
local function by_sets(f, list, names, o, variance, variance_error)
  local d = #list
  local all = (1 << d) - 1
  local cost, error_of = array.zeros(all + 1), array.zeros(all + 1)
  if all > 1 then
    cost[{ 2, all }], error_of[{ 2, all }] = costs_of(f, list, names, o, all - 1, function(m)
      local row, members = {}, {}
      for i = 0, d - 1 do
        local to = m >> i & 1 == 1 and members or row
        to[#to + 1] = i
      end
      local given = #row
      table.move(members, 1, #members, given + 1, row)
      return row, given
    end)
  end
  cost[all + 1], error_of[all + 1] = variance, variance_error
  local share, share_error = native.shapley_exact(d, cost, error_of)
  -- what costs of one input, and of all but one, say by themselves
  local function ratio(m)
    local c = m == 0 and 0 or cost[m + 1] / variance
    local e = (m == 0 and 0 or error_of[m + 1]) + c * c * variance_error
    return c, math.sqrt(e) / variance
  end
  local total, total_error, first, first_error = {}, {}, {}, {}
  for i = 1, d do
    total[i], total_error[i] = ratio(1 << i - 1)
    first[i], first_error[i] = ratio(all ~ (1 << i - 1))
    first[i] = 1 - first[i]
  end
  if d == 1 then total[1], total_error[1] = 1.0, 0.0 end
  return share, share_error, { total = total, total_error = total_error, first = first, first_error = first_error }, (all - 1) * o.outer * o.inner
end

local function by_orders(f, list, names, o, variance, variance_error)
  local d = #list
  local orders = array.zeros(o.orders, d)
  for p = 1, o.orders do orders[p] = random.stream(o.seed, "shapley order", p - 1):permutation(d) - 1 end
  local count = o.orders * (d - 1)
  local cost = costs_of(f, list, names, o, count, function(s)
    local p, k = (s - 1) // (d - 1) + 1, (s - 1) % (d - 1) + 1
    return orders[p], d - k
  end)
  local share, share_error = native.shapley_random(orders, cost, variance, variance_error)
  return share, share_error, nil, count * o.outer * o.inner
end

local Result = {}
Result.__index = Result
Result.__name = "shapley effects"

--- The result as lines for a terminal; estimator and sample size are always among them.
function Result:lines()
  local lines = {
    string.format("Shapley effects: %d inputs under a %s, %d runs, seed %d", #self.names,
      self.nu and string.format("t copula with nu = %g", self.nu) or "normal copula", self.runs, self.seed),
    string.format("double loop of %d x %d for %s, variance from %d runs; intervals at %g %% by the delta method", self.outer, self.inner,
      self.method == "exact" and "every set of inputs" or string.format("%d random orders", self.orders), self.variance_runs,
      100 * self.confidence),
  }
  if self.status == "no variance" then
    lines[#lines + 1] = string.format("the function is constant (%.6g): there is no variance to share out", self.mean)
    return lines
  end
  local cells = {}
  for i, row in ipairs(self.rows) do
    cells[i] = { row.name, text.interval(row.share, row.low, row.high), text.number(row.error) }
    if row.first then
      cells[i][4], cells[i][5] = text.number(row.first), text.number(row.total)
    end
  end
  local head = self.method == "exact" and { "input", "share of variance", "error", "alone", "given the others" }
    or { "input", "share of variance", "error" }
  for _, line in ipairs(text.lines(head, cells)) do lines[#lines + 1] = line end
  for _, row in ipairs(self.rows) do
    if row.negative then
      lines[#lines + 1] = "a share near 0 may be estimated below it, within its error"
      break
    end
  end
  lines[#lines + 1] = string.format("mean %.6g, variance %.6g", self.mean, self.variance)
  lines[#lines + 1] = self.status .. (self.converged and "" or ": " .. table.concat(self.problems, "; "))
  return lines
end

function Result:__tostring() return table.concat(self:lines(), "\n") end

local rule = "converged: no interval is wider than 2 x %g, and no share is below 0 by more than twice its interval"

local function find_problems(result)
  local problems = {}
  for _, row in ipairs(result.rows) do
    local width = row.high - row.low
    if not (width <= 2 * result.tolerance) then
      problems[#problems + 1] = string.format("%s: interval %.3g wide, more than %.3g", row.name, width, 2 * result.tolerance)
    end
    if row.share + 2 * (row.high - row.share) < 0 then
      problems[#problems + 1] = string.format("%s: %.3g is negative beyond its error", row.name, row.share)
    end
  end
  return problems
end

local function fill(result, share, share_error, parts, o)
  local z = random.quantile({ distribution = "normal", mean = 0, standard_deviation = 1 }, 0.5 + o.confidence / 2)
  for i, name in ipairs(result.names) do
    local row = { name = name, share = share[i], error = share_error[i], low = share[i] - z * share_error[i],
      high = share[i] + z * share_error[i], negative = share[i] < 0 }
    for key, values in pairs(parts or {}) do row[key] = values[i] end
    result.rows[i] = row
  end
  result.share = share
  result.problems = find_problems(result)
  result.converged = #result.problems == 0
  result.status = result.converged and "converged" or "not converged"
end

--- sensitivity.shapley(f, inputs [, options])
function shapley.run(f, inputs, options)
  model.check(f, "shapley")
  local list, names = inputs_of.read(inputs, "shapley")
  local o = read_options(options, #list)
  local everything = {}
  for i = 1, #list do everything[i] = i - 1 end
  local sample = values_of(f, list, names, o, everything, { 0 }, o.variance_runs, 1, 0)
  local low, high = sample:min(), sample:max()
  local result = setmetatable({
    names = names, method = o.method, outer = o.outer, inner = o.inner, orders = o.method == "random" and o.orders or nil,
    variance_runs = o.variance_runs, runs = o.variance_runs, seed = o.seed, nu = o.nu > 0 and o.nu or nil,
    confidence = o.confidence, tolerance = o.tolerance, rule = string.format(rule, o.tolerance), mean = sample:mean(),
    variance = 0.0, rows = {}, problems = { "the function does not vary" }, converged = false, status = "no variance",
  }, Result)
  -- rounding of a constant is no variance
  if high - low > 1e-13 * math.max(math.abs(low), math.abs(high)) then
    local variance, variance_error = native.shapley_variance(sample)
    local share, share_error, parts, runs = (o.method == "exact" and by_sets or by_orders)(f, list, names, o, variance, variance_error)
    result.variance, result.runs = variance, runs + o.variance_runs
    fill(result, share, share_error, parts, o)
  end
  settings.strict(o, result.converged, "shapley", result.status .. ": " .. table.concat(result.problems, "; "))
  return result
end

return shapley
