-- parameters.lua - the parameters of the governance index: names, defaults and domains, in one place.
--
--   w_C w_T w_V               exponents of capacity, trust and visibility in the potential; their sum is 1
--   w_loyalty w_skepticism    weights of the composite trust; their sum is 1
--   k theta                   slope and threshold of the trust gate
--   epsilon                   synergy of capacity and trust
--   mu                        volatility penalty per percentage point
--   sigma_window              earlier weeks the volatility is taken from
--   scale                     the index of a perfect week

local arguments = require "solon.mechanism.arguments"

local parameters = {}

--- Order, default and domain of every parameter.
parameters.list = {
  { name = "w_C", default = 0.25, low = 0, high = 1 },
  { name = "w_T", default = 0.40, low = 0, high = 1 },
  { name = "w_V", default = 0.35, low = 0, high = 1 },
  { name = "w_loyalty", default = 0.6, low = 0, high = 1 },
  { name = "w_skepticism", default = 0.4, low = 0, high = 1 },
  { name = "k", default = 2.0, low = 1e-6, high = 100 },
  { name = "theta", default = 0.85, low = 0, high = 1 },
  { name = "epsilon", default = 0.35, low = 0, high = 10 },
  { name = "mu", default = 0.10, low = 0, high = 10 },
  { name = "sigma_window", default = 24, low = 2, high = 520, integer = true },
  { name = "scale", default = 150.0, low = 1e-6, high = 1e6 },
}

-- Weights that add to 1.
local SUMS = { { "w_C", "w_T", "w_V" }, { "w_loyalty", "w_skepticism" } }

parameters.names, parameters.by_name = {}, {}
for i, spec in ipairs(parameters.list) do
  parameters.names[i], parameters.by_name[spec.name] = spec.name, spec
end

-- Sums of decimals that are 1 on paper are 1 within this as binary numbers.
local ROUNDING = 1e-12

--- What is wrong with the sums of weights, or nil.
function parameters.wrong_sum(values)
  for _, group in ipairs(SUMS) do
    local sum, shown = 0.0, {}
    for i, name in ipairs(group) do
      sum, shown[i] = sum + values[name], string.format("%s = %s", name, values[name])
    end
    if math.abs(sum - 1) > ROUNDING then
      return string.format("weights that sum to 1 expected, got %s (sum %s)", table.concat(shown, ", "), sum)
    end
  end
end

local Parameters = { __name = "governance parameters" }

function Parameters:__tostring()
  local parts = {}
  for i, name in ipairs(parameters.names) do parts[i] = string.format("%s %s", name, self[name]) end
  return table.concat(parts, ", ")
end

--- The source text's values, with some of them replaced.
function parameters.new(changes)
  changes = arguments.options(changes, parameters.names, 1, "parameters")
  local values = {}
  for _, spec in ipairs(parameters.list) do
    local value = changes[spec.name]
    if value == nil then value = spec.default end
    local check = spec.integer and arguments.integer or arguments.number
    values[spec.name] = check(value, spec.low, spec.high, 1, "parameters", spec.name)
  end
  local wrong = parameters.wrong_sum(values)
  if wrong then error("bad argument #1 to 'parameters' (" .. wrong .. ")", 2) end
  return setmetatable(values, Parameters)
end

--- Parameters from a registry, a table of values (those left out have their default) or nil.
function parameters.from(value, position, name)
  if value == nil then return parameters.new() end
  if type(value) ~= "table" then
    error(string.format("bad argument #%d to '%s' (registry or table of parameters expected, got %s)", position, name, type(value)), 3)
  end
  if getmetatable(value) == Parameters then return value end
  if type(value.parameters) == "table" then value = value.parameters end
  if getmetatable(value) == Parameters then return value end
  local ok, made = pcall(parameters.new, value)
  if not ok then
    error((tostring(made):gsub("^.-bad argument #1 to 'parameters'", string.format("bad argument #%d to '%s'", position, name))), 3)
  end
  return made
end

return parameters
