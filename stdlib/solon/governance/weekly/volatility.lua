-- volatility.lua - sigma_hist: the sample standard deviation of the weeks before, with n - 1.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"

local volatility = {}

local NAN = 0 / 0

--- The sample standard deviation of values[first..last]; NaN when one is missing.  Distances are taken from the
--- first value, so that equal values give exactly 0: a rounding error there would be amplified from week to week
--- where sigma is taken from the index itself.
function volatility.deviation(values, first, last)
  local origin, n = values[first], last - first + 1
  local sum = 0.0
  for i = first, last do sum = sum + (values[i] - origin) end
  local mean, squares = sum / n, 0.0
  for i = first, last do
    local distance = values[i] - origin - mean
    squares = squares + distance * distance
  end
  return math.sqrt(squares / (n - 1))
end

--- sigma of week t from the `window` values before it; NaN before there are so many (warm-up) or where one of
--- them is missing.
function volatility.at(values, t, window)
  if t <= window then return NAN end
  return volatility.deviation(values, t - window, t - 1)
end

--- sigma of every week of a history, as an array; week t never sees its own value.
function volatility.sigma(values, window)
  if type(values) ~= "table" and not array.is_array(values) then
    error(string.format("bad argument #1 to 'sigma' (array or table of numbers expected, got %s)", type(values)), 2)
  end
  window = arguments.integer(window or 24, 2, 520, 2, "sigma")
  values = array.new(values)
  local out = {}
  for t = 1, #values do out[t] = volatility.at(values, t, window) end
  return array.new(out)
end

return volatility
