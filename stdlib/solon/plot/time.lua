-- time.lua - dates on an axis: ticks where a calendar has them.
--
-- A coordinate is a number of days since 1970-01-01 (calendar.lua); a fraction is a time of day.

local calendar = require "solon.calendar"

local time = {}

local MONTHS = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }

time.of_date, time.date, time.parse = calendar.of_date, calendar.date, calendar.parse
time.first, time.last = time.of_date(1, 1, 1), time.of_date(10000, 1, 1) -- what an axis may show

--- A day number as ISO 8601 writes it in UTC.
function time.iso(days)
  local whole = math.floor(days)
  local year, month, day = time.date(whole)
  local seconds = math.min(86399, math.floor((days - whole) * 86400 + 0.5))
  return string.format("%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60)
end

local function day_ticks(low, high, step)
  local ticks = {}
  -- weeks begin on Monday; day 4 is one
  local first = math.ceil((low - 4) / step) * step + 4
  for at = first, math.floor(high), step do ticks[#ticks + 1] = at end
  return ticks
end

local function month_ticks(low, high, step)
  local ticks = {}
  local year, month = time.date(low)
  local k = (12 * year + month - 1) // step * step
  while true do
    local at = time.of_date(k // 12, k % 12 + 1, 1)
    if at > high then return ticks end
    if at >= low then ticks[#ticks + 1] = at end
    k = k + step
  end
end

-- Steps from fine to coarse: how many days or months, and about how many days that is.
local STEPS = { { day_ticks, 1, 1 }, { day_ticks, 7, 7 }, { day_ticks, 14, 14 }, { month_ticks, 1, 30 }, { month_ticks, 2, 61 },
  { month_ticks, 3, 91 }, { month_ticks, 6, 182 } }

local function ticks_of(low, high, count)
  for _, one in ipairs(STEPS) do
    if (high - low) / one[3] <= count then return one[1](low, high, one[2]), one[1] == month_ticks end
  end
  local years = 1
  while (high - low) / (365.25 * years) > count do years = years * (tostring(years):find("^2") and 2.5 or 2) // 1 | 0 end
  return month_ticks(low, high, 12 * years), true, true
end

--- About `count` ticks of an axis and their labels; the first, and the first of a year, say the year.
function time.ticks(low, high, count)
  local ticks, months, years = ticks_of(low, high, count)
  local labels, before = {}, nil
  for i, at in ipairs(ticks) do
    local year, month, day = time.date(at)
    local name = months and MONTHS[month] or string.format("%d %s", day, MONTHS[month])
    labels[i] = years and tostring(year) or year ~= before and string.format("%s %d", name, year) or name
    before, ticks[i] = year, at + 0.0
  end
  return ticks, labels
end

return time
