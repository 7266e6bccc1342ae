-- inputs.lua - the inputs of a function that is studied: names and distributions, given as quantile functions.

local array = require "solon.array"
local check = require "solon.frame.check"
local random = require "solon.random"

local inputs = {}

-- Distributions whose quantiles at 0 and 1 are finite.
local bounded = { beta = true, constant = true, triangular = true, uniform = true }

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

-- A distribution as random.quantile takes it, which also checks it.
local function read_distribution(input, who, i)
  local distribution = {}
  for key, value in pairs(input) do
    if key ~= "name" then distribution[key] = value end
  end
  local ok, message = pcall(random.quantile, distribution, 0.5)
  if not ok then fail(who, i, "%s", tostring(message):match("%((.*)%)") or tostring(message)) end
  return function(u) return random.quantile(distribution, u) end, bounded[input.distribution] or false
end

--- A list of { name, quantile, bounded } and the list of names; raises in the name of `who` (argument 2).
function inputs.read(given, who)
  check.type(given, "table of inputs", 2, who, 4)
  if #given == 0 then check.fail(2, who, "list of inputs expected, got " .. (next(given) == nil and "an empty table" or "a table of named fields"), 4) end
  local list, names, seen = {}, {}, {}
  for i, input in ipairs(given) do
    if type(input) ~= "table" then fail(who, i, "table expected, got %s", check.got(input)) end
    local name = input.name
    if type(name) ~= "string" or name == "" then fail(who, i, "name expected, got %s", check.got(name)) end
    if seen[name] then fail(who, i, "name '%s' is taken by input %d", name, seen[name]) end
    seen[name] = i
    local quantile, ends
    if type(input.distribution) == "function" then
      quantile, ends = read_function(input.distribution, who, name), false
    else
      quantile, ends = read_distribution(input, who, i)
    end
    list[i], names[i] = { name = name, quantile = quantile, bounded = ends }, name
  end
  return list, names
end

return inputs
