-- scale.lua - domains, ticks and tick labels of an axis.
--
-- Ticks are multiples of 1, 2 or 5 times a power of ten (Heckbert, Nice numbers for graph labels,
-- Graphics Gems, 1990); on a logarithmic axis powers of ten, with 2 and 5 between when decades are few.

local time = require "solon.plot.time"

local scale = {}

local function tidy(text)
  return (text:gsub("e%+?(%-?)0*(%d+)$", "e%1%2"):gsub("^%-(0%.?0*)$", "%1"))
end

-- The step 1, 2, 5 x 10^k nearest to `size`, and k.
local function nice_step(size)
  local exponent = math.floor(math.log(size, 10))
  local part = size / 10.0 ^ exponent
  local digit = part < 1.5 and 1 or part < 3.5 and 2 or part < 7.5 and 5 or 10
  if digit == 10 then digit, exponent = 1, exponent + 1 end
  return tonumber(string.format("%de%d", digit, exponent)), exponent
end

local function linear_ticks(low, high, count)
  local step, exponent = nice_step((high - low) / math.max(count - 1, 1))
  local ticks, labels = {}, {}
  local largest = math.max(math.abs(low), math.abs(high))
  local top = math.floor(math.log(largest, 10) + 1e-9)
  local scientific = top >= 6 or exponent < -5
  local form = scientific and string.format("%%.%de", math.min(math.max(top - exponent, 0), 15))
    or string.format("%%.%df", math.max(-exponent, 0))
  local slack = 1e-9 * step
  for k = math.ceil((low - slack) / step), math.floor((high + slack) / step) do
    local value = tonumber(string.format("%.15g", k * step)) + 0.0
    ticks[#ticks + 1] = value
    labels[#labels + 1] = value == 0 and "0" or tidy(string.format(form, value))
  end
  return ticks, labels
end

local function log_ticks(low, high, count)
  local first, last = math.floor(math.log(low, 10) - 1e-9), math.ceil(math.log(high, 10) + 1e-9)
  local stride = math.max(1, math.ceil(math.log(high / low, 10) / count - 1e-9))
  local digits = last - first <= 3 and { 1, 2, 5 } or { 1 }
  local ticks, labels = {}, {}
  for exponent = first, last do
    if exponent % stride == 0 then
      for _, digit in ipairs(digits) do
        local value = tonumber(string.format("%de%d", digit, exponent)) + 0.0
        if value >= low * (1 - 1e-12) and value <= high * (1 + 1e-12) then
          ticks[#ticks + 1] = value
          labels[#labels + 1] = tidy(string.format("%.6g", value))
        end
      end
    end
  end
  if #ticks < 2 then return linear_ticks(low, high, count) end
  return ticks, labels
end

--- The ticks of an axis { scale =, low =, high =, categories = } and their labels, about `count` of them, or those it gives.
function scale.ticks(axis, count)
  if axis.ticks then return axis.ticks, axis.labels end
  if axis.scale == "log" then return log_ticks(axis.low, axis.high, count) end
  if axis.scale == "time" then return time.ticks(axis.low, axis.high, count) end
  if axis.scale == "linear" then return linear_ticks(axis.low, axis.high, count) end
  local ticks, labels = {}, {}
  local stride = math.max(1, math.ceil(#axis.categories / math.max(count, 1)))
  for k = 1, #axis.categories, stride do
    ticks[#ticks + 1], labels[#labels + 1] = k + 0.0, axis.categories[k]
  end
  return ticks, labels
end

--- The place of a value on an axis: 0 at its lower end, 1 at its upper end.
function scale.place(axis, value)
  if axis.scale == "log" then
    if value <= 0 then return 0.0 end
    return math.log(value / axis.low) / math.log(axis.high / axis.low)
  end
  return (value - axis.low) / (axis.high - axis.low)
end

--- Ends of an axis that show every value from low to high (nil when there are none).
function scale.domain(kind, low, high, pad_low, pad_high)
  if not low then
    if kind == "log" then return 1.0, 10.0 end
    return 0.0, 1.0
  end
  if kind == "log" then
    if math.log(high / low) < 1e-9 then return low / 2, high * 2 end
    local pad = (high / low) ^ 0.03
    return low / pad, high * pad
  end
  local largest = math.max(math.abs(low), math.abs(high))
  if high - low <= 1e-9 * largest or largest < 1e-290 then
    local half = largest < 1e-290 and 1.0 or 0.1 * largest
    return low - half, high + half
  end
  local pad = 0.04 * (high - low)
  return low - (pad_low and pad or 0), high + (pad_high and pad or 0)
end

return scale
