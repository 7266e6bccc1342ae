-- calendar.lua - dates as numbers of days, for axes and for weekly data.
--
-- A date is a number of days since 1970-01-01; the calendar is the proleptic Gregorian one of ISO 8601, whose weeks begin
-- on Monday and whose week 1 has the year's first Thursday.  No time zone and no locale takes part.

local calendar = {}

local EPOCH = 2440588 -- the Julian day number of 1970-01-01

--- The day number of a date; months beyond 12 run on into later years.
function calendar.of_date(year, month, day)
  year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
  local early = (14 - month) // 12 -- years begin in March, so that a leap day is their last
  local y, m = year + 4800 - early, month + 12 * early - 3
  return day + (153 * m + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 - 32045 - EPOCH
end

--- Year, month and day of a day number.
function calendar.date(days)
  local a = math.floor(days) + EPOCH + 32044
  local century = (4 * a + 3) // 146097
  local c = a - 146097 * century // 4
  local year = (4 * c + 3) // 1461
  local e = c - 1461 * year // 4
  local month = (5 * e + 2) // 153
  return 100 * century + year - 4800 + month // 10, month + 3 - 12 * (month // 10), e - (153 * month + 2) // 5 + 1
end

--- The Monday of a year's first week.
function calendar.first_monday(year)
  local fourth = calendar.of_date(year, 1, 4)
  return fourth - (fourth + 3) % 7
end

--- The day number of "2024-03-04", or of the Monday of week "2024-W10"; nil for other texts and for days that are none.
function calendar.parse(text)
  local year, month, day = text:match("^(%d%d%d%d)-(%d%d)-(%d%d)$")
  if year then
    year, month, day = math.tointeger(year), math.tointeger(month), math.tointeger(day)
    local days = calendar.of_date(year, month, day)
    local y, m, d = calendar.date(days)
    if y == year and m == month and d == day then return days end
    return nil
  end
  local week
  year, week = text:match("^(%d%d%d%d)-W(%d%d)$")
  if not year then return nil end
  local days = calendar.first_monday(math.tointeger(year)) + 7 * (math.tointeger(week) - 1)
  if week == "00" or days >= calendar.first_monday(math.tointeger(year) + 1) then return nil end
  return days
end

return calendar
