-- missing.lua - what was missing, and how it was filled: weeks at each tier, and the stretches that were imputed.

local common = require "solon.governance.report.common"

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

-- A text of what a week's row says of itself.
local function remark(value)
  if type(value) == "table" then return table.concat(value, "; ") end
  return value and tostring(value) or ""
end

-- Stretches of weeks of one tier that say the same of themselves; the index is that of the last.
local function stretches(run)
  local rows, more = {}, 0
  for i, week in ipairs(run.weeks) do
    local tier = run.tier[i]
    if tier and tier >= 2 then
      local status, flags, last = remark(run.status and run.status[i]), remark(run.flags and run.flags[i]), rows[#rows]
      if last and last.at == i - 1 and last.tier == tier and last.status == status and last.flags == flags then
        last.at, last.to, last.weeks, last.index = i, tostring(week), last.weeks + 1, run.index and run.index[i]
      elseif #rows < LONGEST then
        rows[#rows + 1] = { at = i, from = tostring(week), to = tostring(week), weeks = 1, tier = tier, index = run.index and run.index[i],
          status = status, flags = flags }
      else
        more = more + 1
      end
    end
  end
  return rows, more
end

--- Adds the tables.  run: weeks, tier (0 to 4 each week), and optionally index, status, flags.
function missing.add(report, run)
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
