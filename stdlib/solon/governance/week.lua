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

--- The week a text names; nil, what is wrong with it.
function week.parse(text)
  local is_week, is_date = text:find("^%d%d%d%d%-W%d%d$"), text:find("^%d%d%d%d%-%d%d%-%d%d$")
  if not is_week and not is_date then return nil, "is no week (2026-W02, or the date of its Monday, 2026-01-05)" end
  local days = calendar.parse(text)
  if not days then return nil, is_week and "is no week of its year" or "is no date" end
  if (days + 3) % 7 ~= 0 then return nil, "is not a Monday" end
  return week.from_monday(days)
end

return week
