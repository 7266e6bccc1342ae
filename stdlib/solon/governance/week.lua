-- week.lua - weeks of the ISO calendar: "2026-W02" and "2026-01-05", its Monday, are the same week.

local week = {}

-- Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant's days_from_civil).
local function days_of(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = year // 400
  local of_era = year - era * 400
  local of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
  return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
end

local function date_of(days)
  local z = days + 719468
  local era = z // 146097
  local of_era = z - era * 146097
  local year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
  local of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
  local m = (5 * of_year + 2) // 153
  local month = m < 10 and m + 3 or m - 9
  return year_of_era + era * 400 + (month <= 2 and 1 or 0), month, of_year - (153 * m + 2) // 5 + 1
end

-- The Monday of the first week of a year: the week with January 4.
local function first_monday(year)
  local fourth = days_of(year, 1, 4)
  return fourth - (fourth + 3) % 7
end

local Week = { __name = "week" }

--- The week whose Monday is that many days after 1970-01-01: { monday, number (of weeks, consecutive), label, date,
--- year, week, stem }.  The stem names files: quarter and week of the quarter, 13 weeks each, a 53rd in the fourth.
function week.from_monday(monday)
  local year = date_of(monday + 3)
  local within = (monday - first_monday(year)) // 7 + 1
  local quarter = math.min((within - 1) // 13, 3)
  return setmetatable({
    monday = monday, number = (monday - 4) // 7, year = year, week = within,
    label = string.format("%04d-W%02d", year, within),
    date = string.format("%04d-%02d-%02d", date_of(monday)),
    stem = string.format("%04d-Q%d-Week%d", year, quarter + 1, within - 13 * quarter),
  }, Week)
end

--- The week a text names; nil, what is wrong with it.
function week.parse(text)
  local year, within = text:match("^(%d%d%d%d)%-W(%d%d)$")
  if year then
    year, within = math.tointeger(tonumber(year)), math.tointeger(tonumber(within))
    local monday = first_monday(year) + 7 * (within - 1)
    if within < 1 or monday >= first_monday(year + 1) then return nil, "is no week of its year" end
    return week.from_monday(monday)
  end
  local y, m, d = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  if not y then return nil, "is no week (2026-W02, or the date of its Monday, 2026-01-05)" end
  y, m, d = math.tointeger(tonumber(y)), math.tointeger(tonumber(m)), math.tointeger(tonumber(d))
  if m < 1 or m > 12 or d < 1 then return nil, "is no date" end
  local days = days_of(y, m, d)
  local back_year, back_month, back_day = date_of(days)
  if back_year ~= y or back_month ~= m or back_day ~= d then return nil, "is no date" end
  if (days + 3) % 7 ~= 0 then return nil, "is not a Monday" end
  return week.from_monday(days)
end

return week
