-- week.lua - weeks of the ISO calendar: "2026-W02" and "2026-01-05", its Monday, are the same week.

local calendar = require "solon.calendar"

local week = {}

local Week = { __name = "week" }

--- The week whose Monday is that many days after 1970-01-01: { monday, number (of weeks, consecutive), label, date,
--- year, week, stem }.  The stem names files: quarter and week of the quarter, 13 weeks each, a 53rd in the fourth.
function week.from_monday(monday)
  local year = calendar.date(monday + 3)
  local within = (monday - calendar.first_monday(year)) // 7 + 1
  local quarter = math.min((within - 1) // 13, 3)
  return setmetatable({
    monday = monday, number = (monday - 4) // 7, year = year, week = within,
    label = string.format("%04d-W%02d", year, within),
    date = string.format("%04d-%02d-%02d", calendar.date(monday)),
    stem = string.format("%04d-Q%d-Week%d", year, quarter + 1, within - 13 * quarter),
  }, Week)
end

-- Years beyond these are slips of the pen.
local FIRST, LAST = 1900, 2999

--- The week a text names; nil, what is wrong with it.
function week.parse(text)
  local is_week, is_date = text:find("^%d%d%d%d%-W%d%d$"), text:find("^%d%d%d%d%-%d%d%-%d%d$")
  if not is_week and not is_date then return nil, "is no week (2026-W02, or the date of its Monday, 2026-01-05)" end
  local days = calendar.parse(text)
  if not days and is_week then
    local year = math.tointeger(text:match "^%d+")
    return nil, string.format("is no week of its year, which has %d", (calendar.first_monday(year + 1) - calendar.first_monday(year)) // 7)
  end
  if not days then return nil, "is no date" end
  if (days + 3) % 7 ~= 0 then return nil, "is not a Monday; that of its week is " .. week.from_monday(days - (days + 3) % 7).date end
  local found = week.from_monday(days)
  if found.year < FIRST or found.year > LAST then return nil, string.format("is outside the years %d to %d", FIRST, LAST) end
  return found
end

return week
