-- time.lua - dates on an axis: their day numbers, and ticks where a calendar has them.
--
-- A coordinate is a number of days since 1970-01-01 (a fraction is a time of day); the calendar is the proleptic
-- Gregorian one of ISO 8601, whose weeks begin on Monday and whose week 1 has the year's first Thursday.  No time zone
-- and no locale takes part.

local time = {}

local MONTHS = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }
local EPOCH = 2440588 -- the Julian day number of 1970-01-01

--- The day number of a date; months beyond 12 run on into later years.
function time.of_date(year, month, day)
  year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
  local early = (14 - month) // 12 -- years begin in March, so that a leap day is their last
  local y, m = year + 4800 - early, month + 12 * early - 3
  return day + (153 * m + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 - 32045 - EPOCH
end

time.first, time.last = time.of_date(1, 1, 1), time.of_date(10000, 1, 1) -- what an axis may show

--- Year, month and day of a day number.
function time.date(days)
  local a = math.floor(days) + EPOCH + 32044
  local century = (4 * a + 3) // 146097
  local c = a - 146097 * century // 4
  local year = (4 * c + 3) // 1461
  local e = c - 1461 * year // 4
  local month = (5 * e + 2) // 153
  return 100 * century + year - 4800 + month // 10, month + 3 - 12 * (month // 10), e - (153 * month + 2) // 5 + 1
end

-- The Monday of a year's first week.
local function first_monday(year)
  local fourth = time.of_date(year, 1, 4)
  return fourth - (fourth + 3) % 7
end

--- The day number of "2024-03-04", or of the Monday of week "2024-W10"; nil for other texts and for days that are none.
function time.parse(text)
  local year, month, day = text:match("^(%d%d%d%d)-(%d%d)-(%d%d)$")
  if year then
    year, month, day = math.tointeger(year), math.tointeger(month), math.tointeger(day)
    local days = time.of_date(year, month, day)
    local y, m, d = time.date(days)
    if y == year and m == month and d == day then return days end
    return nil
  end
  local week
  year, week = text:match("^(%d%d%d%d)-W(%d%d)$")
  if not year then return nil end
  local days = first_monday(math.tointeger(year)) + 7 * (math.tointeger(week) - 1)
  if week == "00" or days >= first_monday(math.tointeger(year) + 1) then return nil end
  return days
end

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
