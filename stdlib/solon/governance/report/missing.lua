-- missing.lua - what was missing, and how it was filled: weeks at each tier, the stretches that were imputed, and every week
-- whose capacity was set by hand.

local common = require "solon.governance.report.common"
local overrides = require "solon.governance.data.overrides"

local missing = {}

local MEANING = { [0] = "the week's own survey", "synthetic, three sources", "synthetic, two sources, reweighted", "last survey carried forward with decay",
  "none: index frozen, alert" }

local LONGEST = 40 -- stretches that are listed

local function tier_rows(run)
  local weeks, known = { [0] = 0, 0, 0, 0, 0 }, 0
  for i = 1, #run.weeks do
    local tier = run.tier[i]
    if weeks[tier] then weeks[tier], known = weeks[tier] + 1, known + 1 end
  end
  local rows = {}
  for tier = 0, 4 do
    rows[tier + 1] = { tier = tier, meaning = MEANING[tier], weeks = weeks[tier], share = known > 0 and 100 * weeks[tier] / known or nil }
  end
  return rows
end

-- Adds what a week says of itself to what its stretch says; counts that rise from week to week, and the tier, are left out.
local function remark(stretch, flags)
  if type(flags) ~= "table" then flags = { flags } end
  for _, flag in ipairs(flags) do
    local text = tostring(flag):gsub(" %d+$", "")
    if not text:find("^T tier") and not stretch.seen[text] then
      stretch.seen[text] = true
      stretch.flags = stretch.flags == "" and text or stretch.flags .. "; " .. text
    end
  end
end

-- Stretches of weeks of one tier and status; the index is that of the last.
local function stretches(run)
  local rows, more = {}, 0
  for i, week in ipairs(run.weeks) do
    local tier, status, last = run.tier[i], run.status and run.status[i] or "", rows[#rows]
    if tier and tier >= 2 then
      if not (last and last.at == i - 1 and last.tier == tier and last.status == status) then
        last = #rows < LONGEST and { from = tostring(week), weeks = 0, tier = tier, status = status, flags = "", seen = {} } or nil
        rows[#rows + 1] = last
      end
      if last then
        last.at, last.to, last.weeks, last.index = i, tostring(week), last.weeks + 1, run.index and run.index[i]
        remark(last, run.flags and run.flags[i])
      else
        more = more + 1
      end
    end
  end
  return rows, more
end

-- All of them: an override is never left out of a report.
local function add_overrides(report, list)
  if #list == 0 then return report:paragraph "No week's capacity was set by hand." end
  local rows = {}
  for i, one in ipairs(list) do
    rows[i] = { week = tostring(one.week), value = one.value, replaced = overrides.replaced(one), effect = one.effect,
      rule = overrides.rules[one.rule], reason = one.reason or "none given" }
  end
  report:table { caption = "Weeks whose capacity was set by hand", rows = rows, columns = { { name = "week", title = "Week" },
    { name = "value", title = "C", format = "%.4g" }, { name = "replaced", title = "In place of" },
    { name = "effect", title = "Effect on S_KPI, pp", format = "%+.2f" }, { name = "rule", title = "Rule" },
    { name = "reason", title = "Reason" } },
    note = "An override holds for its own week. Its effect is that week's index less the index without it, with the same volatility." }
end

--- Adds the tables.  run: weeks, tier (0 to 4 each week), and optionally index, status, flags, overrides.
function missing.add(report, run)
  if run.overrides then add_overrides(report, run.overrides) end
  report:table { caption = "Where trust comes from: weeks at each tier", rows = tier_rows(run), columns = { { name = "tier", title = "Tier" },
    { name = "meaning", title = "Meaning" }, { name = "weeks", title = "Weeks" }, { name = "share", title = "Share, %", format = "%.1f" } } }
  local rows, more = stretches(run)
  if #rows == 0 then return end
  report:table { caption = "Stretches of weeks whose trust was imputed", rows = rows, columns = { { name = "from", title = "From" },
    { name = "to", title = "To" }, { name = "weeks", title = "Weeks" }, { name = "tier", title = "Tier" },
    { name = "index", title = "Index at the end", format = "%.2f" }, { name = "status", title = "Status" }, { name = "flags", title = "Remarks" } },
    note = more > 0 and "And " .. common.count(more, "week") .. " more." or nil }
end

return missing
