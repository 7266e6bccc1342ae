-- tables.lua - the mechanisms compared, and how rules fare by the axioms.

local common = require "solon.mechanism.report.common"

local tables = {}

-- A utility with its interval, where it has one; a line may end before the bracket, not inside it.
local function interval(name)
  return function(value, row)
    if not value or value ~= value then return nil end
    local low, high = row[name .. "_low"], row[name .. "_high"]
    local text = string.format("%.3f", value) .. (low and high and string.format(" (%.3f\u{A0}to\u{A0}%.3f)", low, high) or "")
    return (text:gsub("%-(%d)", "−%1"))
  end
end

local function category(words)
  return function(value) return value and words[math.tointeger(value)] end
end

local function parameter(value) return value and common.short(value) end

--- The mechanisms compared.  study.mechanisms: list of { name, role, theta1 .. theta5, welfare, engagement, fairness, producer,
--- imputed }, each utility with _low and _high where there is an interval.
function tables.mechanisms(report, study)
  local rules = { { name = "name", title = "Mechanism" }, { name = "theta1", title = "θ₁", format = parameter, align = "right" },
    { name = "theta2", title = "Votes", format = category(common.aggregation) }, { name = "theta3", title = "θ₃", format = parameter, align = "right" },
    { name = "theta4", title = "θ₄", format = parameter, align = "right" }, { name = "theta5", title = "Ties", format = category(common.ties) } }
  local values, intervals = {}, false
  for _, one in ipairs(study.mechanisms) do intervals = intervals or one.welfare_low ~= nil end
  for _, name in ipairs { "welfare", "engagement", "fairness", "producer" } do
    values[#values + 1] = { name = name, title = name:gsub("^%l", string.upper), format = interval(name), align = "right" }
  end
  values[#values + 1] = { name = "imputed", title = "Imputed", format = "%.1f" }
  if intervals then -- too wide for one table
    report:table { caption = "The mechanisms compared: parameters", rows = study.mechanisms, columns = rules }
    table.insert(values, 1, { name = "name", title = "Mechanism" })
    rules = values
  else
    table.move(values, 1, #values, #rules + 1, rules)
  end
  report:table { caption = "The mechanisms compared: utilities" .. (intervals and " with 95% intervals over the draws of the votes, where they were replayed" or ""),
    rows = study.mechanisms, columns = rules,
    note = "Imputed: contestant-weeks of those who stay longer than on the show, whose scores and votes had to be carried on." }
end

-- A table of few rows and many columns with its columns as rows: long titles then have room.
local function turned(given)
  local rows, columns = {}, { { name = 1, title = given.columns[1].title or given.columns[1].name } }
  for j, row in ipairs(given.rows) do columns[j + 1] = { name = j + 1, title = tostring(row[given.columns[1].name]), align = "right" } end
  for i = 2, #given.columns do
    local column = given.columns[i]
    local name = column.name or column
    rows[i - 1] = { column.title or name }
    for j, row in ipairs(given.rows) do rows[i - 1][j + 1] = row[name] end
  end
  return { caption = given.caption, note = given.note, rows = rows, columns = columns }
end

--- Tables as solon.report takes them; wide ones are turned.  study.axioms: list of them (as mechanism.axioms gives by tables()).
function tables.axioms(report, study)
  for _, one in ipairs(study.axioms) do
    local wide = one.rows and type(one.columns) == "table" and type(one.columns[1]) == "table" and #one.columns > 9
      and #one.rows < #one.columns
    report:table(wide and turned(one) or one)
  end
end

return tables
