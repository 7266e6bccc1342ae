-- uncertainty.lua - how well the index is known, by Monte Carlo: inputs drawn from a t copula with given marginals, the
-- index of each draw, quantiles with their Monte Carlo errors, probabilities of the crisis levels.
--
-- The default draws are 16 independent scramblings of a Sobol net: estimates are those of all draws, and their errors
-- come from the spread between the scramblings.  With independent draws ("philox") the error of a quantile comes from
-- the order statistics one binomial standard deviation below and above it, which needs no density.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local crisis = require "solon.governance.weekly.crisis"
local distributions = require "solon.governance.uncertain.distributions"
local index = require "solon.index"
local parameters_module = require "solon.governance.parameters"
local random = require "solon.random"
local run_module = require "solon.governance.weekly.run"

local uncertainty = {}

local NAN = 0 / 0
local REPLICATES = 16
local BINS = 60
-- Levels see the index rounded to 1e-9: half of that below an edge still counts as above it.
local HALF = 5e-10

local PROBABILITIES = { 0.05, 0.25, 0.5, 0.75, 0.95 }
local NAMES = { "q05", "q25", "q50", "q75", "q95" }

local OPTIONS = { "draws", "nu", "correlation", "rho", "rho_sigma", "seed", "sequence", "n_eff", "centre", "decay", "parameters", "keep",
  "weekly_draws" }

local function check_options(options)
  options = arguments.options(options, OPTIONS, 2, "uncertainty")
  local settings = {
    draws = arguments.integer(options.draws or 65536, 64, 1 << 26, 2, "uncertainty", "draws"),
    weekly_draws = arguments.integer(options.weekly_draws or 16384, 64, 1 << 26, 2, "uncertainty", "weekly_draws"),
    nu = options.nu == math.huge and math.huge or arguments.number(options.nu or 4, 0.5, 1e6, 2, "uncertainty", "nu"),
    rho = arguments.number(options.rho or 0, -1, 1, 2, "uncertainty", "rho"),
    rho_sigma = arguments.number(options.rho_sigma or 0, -1, 1, 2, "uncertainty", "rho_sigma"),
    seed = arguments.integer(options.seed or 1, math.mininteger, math.maxinteger, 2, "uncertainty", "seed"),
    sequence = arguments.choice(options.sequence or "sobol", { "sobol", "philox" }, 2, "uncertainty", "sequence"),
    centre = arguments.choice(options.centre or "mode", { "mode", "mean" }, 2, "uncertainty", "centre"),
    decay = arguments.number(options.decay or 0.005, 0, 10, 2, "uncertainty", "decay"),
    n_eff = distributions.sizes(options.n_eff, 2, "uncertainty"),
    parameters = parameters_module.from(options.parameters, 2, "uncertainty"),
    correlation = options.correlation,
    keep = options.keep and true or false,
  }
  if options.correlation ~= nil and (options.rho or options.rho_sigma) then
    error("bad argument #2 to 'uncertainty' (correlation: excludes rho and rho_sigma)", 3)
  end
  if options.keep ~= nil and type(options.keep) ~= "boolean" then
    error(string.format("bad argument #2 to 'uncertainty' (keep: boolean expected, got %s)", type(options.keep)), 3)
  end
  return settings
end

-- A matrix of draws, and in how many equal blocks of independent scramblings.
local function draw(out, names, settings, count)
  local marginals = {}
  for i, name in ipairs(names) do marginals[i] = out[name] end
  local options = { n = count, seed = settings.seed, marginals = marginals, nu = settings.nu, sequence = settings.sequence,
    correlation = distributions.correlation(names, settings) }
  if settings.sequence == "sobol" then
    options.n = count // REPLICATES * REPLICATES
    options.block = options.n // REPLICATES
  end
  local ok, draws = pcall(random.copula, options)
  if ok then return draws end
  if type(draws) == "table" and draws.code ~= "bad_argument" then error(draws, 0) end
  error((tostring(draws):gsub("^.-bad argument #1 to '[^']*'", "bad argument #2 to 'uncertainty'"):gsub("\n.*", "")), 4)
end

-- The index of every draw.
local function evaluate(draws, names, out, parameters)
  local columns = {}
  for i, name in ipairs(names) do columns[name] = draws:column(i) end
  if out.skepticism == "loyalty" then columns.skepticism = columns.loyalty end
  return index.evaluate { capacity = columns.capacity, visibility = columns.visibility, loyalty = columns.loyalty,
    skepticism = columns.skepticism, sigma = columns.sigma, parameters = parameters, out = "index" }
end

-- What is estimated from sorted values, as a list: five quantiles, mean, probability of levels 0 to 3, of the ceiling.
local function estimate(sorted, scale)
  local n = #sorted
  local list = array.quantile(sorted, PROBABILITIES):totable()
  list[6] = sorted:mean()
  local last = n
  for level = 0, 2 do
    local below = array.search(sorted, crisis.bands[3 - level] - HALF) - 1
    list[7 + level] = (last - below) / n
    last = below
  end
  list[10] = last / n
  list[11] = (n + 1 - array.search(sorted, scale - HALF)) / n
  return list
end

-- Errors from the spread of the estimates of blocks.
local function block_errors(values, scale)
  local each, blocks = #values // REPLICATES, {}
  for r = 1, REPLICATES do blocks[r] = estimate(array.sort(values:slice((r - 1) * each + 1, r * each)), scale) end
  local errors = {}
  for k = 1, 11 do
    local column = {}
    for r = 1, REPLICATES do column[r] = blocks[r][k] end
    errors[k] = array.standard_deviation(column) / math.sqrt(REPLICATES)
  end
  return errors
end

-- Errors of independent draws: order statistics, and the binomial.
local function independent_errors(sorted, list)
  local n, errors = #sorted, {}
  for k, p in ipairs(PROBABILITIES) do
    local spread = math.sqrt(n * p * (1 - p))
    local low = math.max(1, math.floor(n * p - spread + 0.5))
    local high = math.min(n, math.ceil(n * p + spread + 0.5))
    errors[k] = (sorted[high] - sorted[low]) / 2
  end
  errors[6] = array.standard_deviation(sorted) / math.sqrt(n)
  for k = 7, 11 do errors[k] = math.sqrt(list[k] * (1 - list[k]) / n) end
  return errors
end

-- Shares of equal bins from 0 to the scale, and their outline as a density.
local function histogram(sorted, scale)
  local edges, counts, x, y = {}, {}, {}, {}
  local before = 0
  for k = 0, BINS do edges[k + 1] = scale * k / BINS end
  for k = 1, BINS do
    local upto = k == BINS and #sorted or array.search(sorted, edges[k + 1]) - 1
    counts[k] = upto - before
    before = upto
    local height = counts[k] / #sorted * BINS / scale
    x[2 * k - 1], x[2 * k], y[2 * k - 1], y[2 * k] = edges[k], edges[k + 1], height, height
  end
  return { edges = array.new(edges), counts = array.new(counts) }, { x = array.new(x), y = array.new(y) }
end

local Uncertainty = { __name = "uncertainty of the index" }
function Uncertainty:__tostring() return table.concat(self.lines, "\n") end

local function fill(record, list, errors)
  for k, name in ipairs(NAMES) do record[name], record[name .. "_error"] = list[k], errors[k] end
  record.mean, record.mean_error = list[6], errors[6]
  record.probability, record.probability_error = {}, {}
  for level = 0, 3 do record.probability[level], record.probability_error[level] = list[7 + level], errors[7 + level] end
  record.saturated, record.saturated_error = list[11], errors[11]
end

-- The correlations that are not 0, or their two values.
local function correlations(record)
  if record.rho then
    local known = record.marginals.sigma.distribution == "constant"
    return string.format("correlation %.2f between pillars%s", record.rho, known and "" or string.format(", %.2f with sigma", record.rho_sigma))
  end
  local shown = {}
  for i, row in ipairs(record.correlation) do
    for j = 1, i - 1 do
      if row[j] ~= 0 then shown[#shown + 1] = string.format("%s-%s %.2f", record.variables[j], record.variables[i], row[j]) end
    end
  end
  return #shown > 0 and "correlations " .. table.concat(shown, ", ") or "no correlations"
end

local function copula_line(record)
  return string.format("Copula: %s; %s.", record.nu == math.huge and "normal" or string.format("Student t, nu %.6g", record.nu),
    correlations(record))
end

local function describe(record)
  local lines, levels, inputs = {}, {}, {}
  lines[1] = string.format("%s: 90 %% interval %.1f to %.1f, median %.1f, mean %.1f; Monte Carlo errors %.2f, %.2f, %.2f, %.2f.",
    record.index and string.format("S_KPI %.1f as measured", record.index) or "S_KPI", record.q05, record.q95, record.q50, record.mean,
    record.q05_error, record.q95_error, record.q50_error, record.mean_error)
  for level = 0, 3 do levels[level + 1] = string.format("%s %.1f %%", crisis.names[level], 100 * record.probability[level]) end
  lines[2] = "Probability of the levels: " .. table.concat(levels, ", ") .. string.format("; at the ceiling %.1f %%.", 100 * record.saturated)
  for i, name in ipairs(distributions.inputs) do inputs[i] = name .. " " .. distributions.describe(record.marginals[name]) end
  lines[3] = "Inputs: " .. table.concat(inputs, ", ") .. "."
  lines[4] = copula_line(record)
  lines[5] = string.format("Draws: %d, %s, seed %d.", record.count,
    record.sequence == "sobol" and REPLICATES .. " scrambled Sobol nets" or "independent", record.seed)
  record.lines = lines
  return record
end

-- One distribution of the index.
local function once(out, point, settings, count)
  local names = distributions.variables(out)
  local draws = draw(out, names, settings, count)
  local evaluated = evaluate(draws, names, out, settings.parameters)
  if evaluated.invalid > 0 then
    error(string.format("bad argument #1 to 'uncertainty' (%d of %d draws are outside the inputs' ranges: distributions within [0, 1], "
      .. "sigma at least 0, expected)", evaluated.invalid, #draws), 3)
  end
  local values, scale = evaluated.index, settings.parameters.scale
  local sorted = array.sort(values)
  local list = estimate(sorted, scale)
  local errors = settings.sequence == "sobol" and block_errors(values, scale) or independent_errors(sorted, list)
  local record = setmetatable({ marginals = out, variables = names, count = #values, nu = settings.nu, sequence = settings.sequence,
    seed = settings.seed, parameters = settings.parameters }, Uncertainty)
  if not settings.correlation then record.rho, record.rho_sigma = settings.rho, settings.rho_sigma end
  record.correlation = array.new(distributions.correlation(names, settings)):totable()
  fill(record, list, errors)
  record.histogram, record.density = histogram(sorted, scale)
  if settings.keep then record.draws = values end
  if point and point.capacity and point.visibility and point.loyalty and point.skepticism and point.sigma then
    record.index = index.evaluate { capacity = point.capacity, visibility = point.visibility, loyalty = point.loyalty,
      skepticism = point.skepticism, sigma = point.sigma, parameters = settings.parameters, out = "index" }.index
  end
  return describe(record)
end

-- ---- weeks ----------------------------------------------------------------------------------------

-- Settings of week t: an old survey, or capacity carried forward, counts for less.
local function of_week(run, t, settings)
  local sizes = {}
  for name, n in pairs(settings.n_eff) do sizes[name] = n end
  local survey, carried = run.survey_age[t], 7 * run.capacity_age[t]
  if survey == survey then sizes.loyalty = math.max(1e-3, sizes.loyalty * math.exp(-settings.decay * survey)) end
  if carried == carried then sizes.capacity = math.max(1e-3, sizes.capacity * math.exp(-settings.decay * carried)) end
  return setmetatable({ n_eff = sizes }, { __index = settings })
end

local function week_inputs(run, t, settings)
  return distributions.of({ capacity = run.capacity[t], visibility = run.visibility[t], loyalty = run.loyalty[t],
    skepticism = run.skepticism[t], sigma = run.sigma[t] }, settings, 1, "uncertainty")
end

local function fan(run, settings)
  settings.parameters = run.parameters
  local columns, record = { count = {} }, setmetatable({ weeks = run.weeks, index = run.index }, Uncertainty)
  local last -- week with an index: it has the finer draws, everywhere
  for t = 1, run.count do last = run.status[t] == "ok" and t or last end
  for _, name in ipairs(NAMES) do columns[name], columns[name .. "_error"] = {}, {} end
  for level = 0, 3 do columns["level" .. level] = {} end
  for t = 1, run.count do
    local known = run.status[t] == "ok"
    local one
    if known then
      local of = of_week(run, t, settings)
      local out, point = week_inputs(run, t, of)
      one = once(out, point, of, t == last and settings.draws or settings.weekly_draws)
      if t == last then record.last = one end
    end
    columns.count[t] = known and one.count or 0
    for _, name in ipairs(NAMES) do
      columns[name][t], columns[name .. "_error"][t] = known and one[name] or NAN, known and one[name .. "_error"] or NAN
    end
    for level = 0, 3 do columns["level" .. level][t] = known and one.probability[level] or NAN end
  end
  for name, column in pairs(columns) do record[name] = array.new(column) end
  record.lines = { "No week has an index: nothing to be uncertain about." }
  if last then
    record.last.week = run.weeks[last]
    record.lines = { string.format("Last week with an index, %s:", run.weeks[last]) }
    for _, line in ipairs(record.last.lines) do table.insert(record.lines, line) end
  end
  return record
end

--- The uncertainty of the index: of a weekly run, week by week; or of one set of inputs, each a measurement (a number,
--- taken as measured with an effective sample size) or a distribution.
function uncertainty.run(subject, options)
  local is_run = run_module.is(subject)
  if type(subject) ~= "table" then
    error(string.format("bad argument #1 to 'uncertainty' (weekly run or table of inputs expected, got %s)", type(subject)), 2)
  end
  local settings = check_options(options)
  if is_run then
    if options and options.parameters ~= nil then
      error("bad argument #2 to 'uncertainty' (parameters: a weekly run has its own)", 2)
    end
    return fan(subject, settings)
  end
  local out, point = distributions.of(subject, settings, 1, "uncertainty")
  return once(out, point, settings, settings.draws)
end

return uncertainty
