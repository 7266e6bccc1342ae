-- audit.lua - the table of the quarterly audit: what was checked, whether it can fail at all, and what came of it.

local badge = require("solon.report").badge
local common = require "solon.governance.report.common"

local audit = {}

local TONE = { pass = "good", fail = "bad", ["not testable"] = "warning" }

--- The badge of a verdict: pass, fail or not testable.
function audit.badge(verdict) return badge((verdict:gsub("_", " ")), TONE[verdict:gsub("_", " ")] or "neutral") end

local function verdict(value)
  if type(value) == "boolean" then value = value and "pass" or "fail" end
  return value and audit.badge(value)
end

local function plain(value)
  if type(value) == "boolean" then return value and "yes" or "never" end
  if type(value) == "number" then return value ~= 0 and math.abs(value) < 1e-9 and "< 1e-9" or string.format("%.4g", value) end
  if type(value) == "string" and value:find("^%x+$") and #value > 16 then return value:sub(1, 12) .. "…" end -- a hash
  return value
end

local function stepped(check, row) return row.step and string.format("%d  %s", row.step, check) or check end

-- Which thresholds of the source text anything can cross.
local function add_reach(report, rows)
  report:table { caption = "Whether the source text's thresholds can be crossed", rows = rows, columns = { { name = "check", title = "Threshold" },
    { name = "reachable", title = "Reachable", format = plain }, { name = "extreme", title = "Most extreme value", format = "%.6g" },
    { name = "note", title = "Remark" } } }
end

--- How many checks of each verdict, in words.
function audit.summary(rows)
  local counts = { pass = 0, fail = 0, ["not testable"] = 0 }
  for _, row in ipairs(rows) do
    local value = row.verdict
    if type(value) == "boolean" then value = value and "pass" or "fail" end
    value = tostring(value):gsub("_", " ")
    if counts[value] then counts[value] = counts[value] + 1 end
  end
  return string.format("%s: %d pass, %d fail, %d not testable.", common.count(#rows, "check"), counts.pass, counts.fail, counts["not testable"])
end

--- Adds the tables.  given: rows { step, check, basis (published or exact), tolerance, value, reachable, verdict (pass, fail, not
--- testable), note }, or a record with such rows and optionally reachable, rows { check, reachable, extreme, note }, as
--- governance.audit gives.
function audit.add(report, given)
  local rows = common.rows(given.rows or given)
  if #rows > 0 then
    report:paragraph(audit.summary(rows))
    local columns = { { name = "check", title = "Step and check", format = stepped }, { name = "basis", title = "Tolerance" },
      { name = "tolerance", title = "Threshold", format = plain, align = "right" }, { name = "value", title = "Found", format = plain, align = "right" },
      { name = "verdict", title = "Verdict", format = verdict }, { name = "note", title = "Remark" } }
    report:table { caption = "The quarterly audit", rows = rows, columns = columns, note = "Not testable is never a pass." }
  end
  if given.reachable then add_reach(report, given.reachable) end
end

return audit
