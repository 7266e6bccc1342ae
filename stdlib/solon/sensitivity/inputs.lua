-- inputs.lua - the inputs of a function that is studied: names and distributions, given as quantile functions.

local array = require "solon.array"
local check = require "solon.frame.check"
local native = require "solon.native.sensitivity"
local system = require "solon.native.system"

local inputs = {}

local function finite(value) return type(value) == "number" and value - value == 0 end

-- Each: parameter names, a check, the quantiles at an array of probabilities, whether the support is bounded.
local kinds = {
  uniform = {
    fields = { "low", "high" }, bounded = true,
    valid = function(p) return p.low < p.high, "low below high" end,
    quantile = function(p) return function(u) return u * (p.high - p.low) + p.low end end,
  },
  triangular = {
    fields = { "low", "mode", "high" }, bounded = true,
    valid = function(p) return p.low < p.high and p.low <= p.mode and p.mode <= p.high, "low <= mode <= high, low below high" end,
    quantile = function(p)
      local width, cut = p.high - p.low, (p.mode - p.low) / (p.high - p.low)
      return function(u)
        local left = (u * (width * (p.mode - p.low))):sqrt() + p.low
        local right = p.high - ((1 - u) * (width * (p.high - p.mode))):sqrt()
        return array.where(u:lt(cut), left, right)
      end
    end,
  },
  normal = {
    fields = { "mean", "sd" }, bounded = false,
    valid = function(p) return p.sd > 0, "sd above 0" end,
    quantile = function(p) return function(u) return native.normal_quantile(u) * p.sd + p.mean end end,
  },
  exponential = {
    fields = { "mean" }, bounded = false,
    valid = function(p) return p.mean > 0, "mean above 0" end,
    quantile = function(p) return function(u) return u:negate():log1p() * -p.mean end end,
  },
}
local names_of_kinds = { "exponential", "normal", "triangular", "uniform" }

local function fail(who, i, format, ...)
  check.fail(2, who, string.format("input %d: ", i) .. string.format(format, ...), 5)
end

local function read_function(quantile, who, name)
  return function(u)
    local x = quantile(u)
    if not array.is_array(x) or x:size() ~= u:size() then
      check.fail(2, who, string.format("input '%s': quantile function that returns an array of %d numbers expected, it returned %s", name,
        u:size(), array.is_array(x) and x:size() .. " numbers" or check.got(x)), 4)
    end
    return x
  end
end

local function read_kind(input, who, i)
  local kind = kinds[input.distribution]
  if not kind then
    local near = type(input.distribution) == "string" and system.nearest(input.distribution, names_of_kinds)
    fail(who, i, "distribution %s or a quantile function expected, got %s%s", table.concat(names_of_kinds, ", "),
      type(input.distribution) == "string" and "'" .. input.distribution .. "'" or check.got(input.distribution),
      near and "; did you mean '" .. near .. "'?" or "")
  end
  local parameters, known = {}, { name = true, distribution = true }
  for _, field in ipairs(kind.fields) do
    if not finite(input[field]) then fail(who, i, "%s: finite number '%s' expected, got %s", input.distribution, field, tostring(input[field])) end
    parameters[field], known[field] = input[field], true
  end
  local unknown = {}
  for field in pairs(input) do
    if not known[field] then unknown[#unknown + 1] = tostring(field) end
  end
  table.sort(unknown)
  if unknown[1] then fail(who, i, "unknown field '%s'; %s has %s", unknown[1], input.distribution, table.concat(kind.fields, ", ")) end
  local good, wanted = kind.valid(parameters)
  if not good then fail(who, i, "%s: %s expected", input.distribution, wanted) end
  return kind.quantile(parameters), kind.bounded
end

--- A list of { name, quantile, bounded } and the list of names; raises in the name of `who` (argument 2).
function inputs.read(given, who)
  check.type(given, "table of inputs", 2, who, 4)
  if #given == 0 then check.fail(2, who, "list of inputs expected, got an empty table", 4) end
  local list, names, seen = {}, {}, {}
  for i, input in ipairs(given) do
    if type(input) ~= "table" then fail(who, i, "table expected, got %s", check.got(input)) end
    local name = input.name
    if type(name) ~= "string" or name == "" then fail(who, i, "name expected, got %s", check.got(name)) end
    if seen[name] then fail(who, i, "name '%s' is taken by input %d", name, seen[name]) end
    seen[name] = i
    local quantile, bounded
    if type(input.distribution) == "function" then
      quantile, bounded = read_function(input.distribution, who, name), false
    else
      quantile, bounded = read_kind(input, who, i)
    end
    list[i], names[i] = { name = name, quantile = quantile, bounded = bounded }, name
  end
  return list, names
end

return inputs
