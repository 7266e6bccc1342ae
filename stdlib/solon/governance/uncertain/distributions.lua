-- distributions.lua - what is believed of the index's inputs: the population of the source text, or this week's
-- measurements with their effective sample sizes; how they hang together.

local arguments = require "solon.mechanism.arguments"
local check = require "solon.frame.check"

local distributions = {}

--- The inputs, in the order of the correlation matrix.
distributions.inputs = { "capacity", "visibility", "loyalty", "skepticism", "sigma" }
local pillars = { "capacity", "visibility", "loyalty", "skepticism" }

local function beta(a, b) return { distribution = "beta", a = a, b = b } end

--- The source text's marginals: capacity Beta(4, 2), visibility Beta(3, 2), trust Beta(5, 3), sigma exponential with 0.15,
--- which it leaves open whether rate or scale.  Skepticism has none there: by default it is loyalty itself, so that
--- composite trust has the stated marginal.
function distributions.population(options)
  options = arguments.options(options, { "sigma_rate", "sigma_scale", "skepticism" }, 1, "population")
  if (options.sigma_rate == nil) == (options.sigma_scale == nil) then
    check.fail(1, "population", "either sigma_rate (1 / mean) or sigma_scale (mean) expected, got "
      .. (options.sigma_rate and "both" or "none"), 3)
  end
  local name = options.sigma_rate and "rate" or "scale"
  local value = arguments.number(options.sigma_rate or options.sigma_scale, 1e-9, 1e9, 1, "population", "sigma_" .. name)
  local skepticism = options.skepticism
  if skepticism == nil then skepticism = "loyalty" end
  return { capacity = beta(4, 2), visibility = beta(3, 2), loyalty = beta(5, 3), skepticism = skepticism,
    sigma = { distribution = "exponential", [name] = value } }
end

local NUMBERS = { beta = { "a", "b" }, exponential = { "rate", "scale" }, uniform = { "low", "high" }, normal = { "mean", "standard_deviation" },
  triangular = { "low", "mode", "high" }, constant = { "value" } }

--- A distribution in words: "beta(a 4, b 2)".
function distributions.describe(one)
  if type(one) == "string" then return "as " .. one end
  if one.distribution == "constant" then return string.format("%.6g", one.value) end
  local parts = {}
  for _, name in ipairs(NUMBERS[one.distribution]) do
    if one[name] then parts[#parts + 1] = string.format("%s %.6g", name, one[name]) end
  end
  return one.distribution .. "(" .. table.concat(parts, ", ") .. ")"
end

-- A share x measured with an effective sample size n: Beta(1 + x n, 1 + (1 - x) n), the belief after x n of n agreed when
-- nothing was known before, with its mode at x; centre "mean": Beta(x n, (1 - x) n), with its mean at x, constant at 0 and 1.
local function measured(x, n, centre)
  if centre == "mode" then return beta(1 + x * n, 1 + (1 - x) * n) end
  local a, b = x * n, (1 - x) * n
  if a < 1e-3 or b < 1e-3 then return { distribution = "constant", value = x } end
  return beta(a, b)
end

--- Effective sample sizes by name, from a number for all or a table of some (the others 100).
function distributions.sizes(given, position, name)
  local sizes = {}
  if type(given) ~= "table" then
    local n = given == nil and 100.0 or arguments.number(given, 1e-3, 5e6, position, name, "n_eff")
    for _, pillar in ipairs(pillars) do sizes[pillar] = n end
    return sizes
  end
  arguments.options(given, pillars, position, name)
  for _, pillar in ipairs(pillars) do
    sizes[pillar] = given[pillar] == nil and 100.0 or arguments.number(given[pillar], 1e-3, 5e6, position, name, "n_eff." .. pillar)
  end
  return sizes
end

--- The distributions of a table of measurements (numbers) and distributions; the point it is centred on, by name.
function distributions.of(subject, settings, position, name)
  arguments.options(subject, distributions.inputs, position, name)
  local out, point = {}, {}
  for _, input in ipairs(distributions.inputs) do
    local given = subject[input]
    if type(given) == "number" then
      point[input] = arguments.number(given, 0, input == "sigma" and 1e6 or 1, position, name, input)
      out[input] = input == "sigma" and { distribution = "constant", value = point[input] }
        or measured(point[input], settings.n_eff[input], settings.centre)
    elseif input == "skepticism" and given == "loyalty" then
      out[input], point[input] = given, point.loyalty
    elseif type(given) == "table" and NUMBERS[given.distribution] then
      out[input] = given
    else
      check.fail(position, name, string.format("%s: number or distribution%s expected, got %s", input,
        input == "skepticism" and ", or 'loyalty'," or "", type(given) == "string" and "'" .. given .. "'" or check.got(given)), 4)
    end
  end
  return out, point
end

--- Names of the variables drawn: skepticism is none where it is loyalty.
function distributions.variables(out)
  local names = {}
  for _, input in ipairs(distributions.inputs) do
    if type(out[input]) == "table" then names[#names + 1] = input end
  end
  return names
end

--- The correlation matrix of the variables: as given, or rho between pillars and rho_sigma between each and sigma.
function distributions.correlation(names, settings)
  if settings.correlation then return settings.correlation end
  local rows = {}
  for i, a in ipairs(names) do
    rows[i] = {}
    for j, b in ipairs(names) do
      rows[i][j] = i == j and 1.0 or (a == "sigma" or b == "sigma") and settings.rho_sigma or settings.rho
    end
  end
  return rows
end

-- At the edge itself the matrix is singular but for rounding.
local MARGIN = 1e-9

--- What is wrong with rho between the four pillars and rho_sigma between each and sigma, or nil: with them the matrix must
--- be positive definite.
function distributions.no_correlation(rho, rho_sigma)
  local n = #pillars
  if rho <= -1 / (n - 1) or rho >= 1 then
    return string.format("no %d measures have a correlation of %.6g each: more than -1/%d and less than 1 expected", n, rho, n - 1)
  end
  local most = math.sqrt((1 + (n - 1) * rho) / n)
  if math.abs(rho_sigma) > most * (1 - MARGIN) then
    return string.format("no volatility has a correlation of %.6g with each of %d measures that have %.6g each: less than %.6g from 0 expected",
      rho_sigma, n, rho, most)
  end
end

return distributions
