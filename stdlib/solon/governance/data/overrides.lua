-- overrides.lua - capacity set by hand: in which weeks, in place of what, by which rule, with what effect, and why.
--
-- The source text lets the steering committee estimate capacity where staff data are missing (section 14, case 2), and
-- enables manual overrides at level 3 (section 15).  Any other override - of a capacity that was measured, in a week whose
-- week before was not at level 3 - is outside its rules: it counts all the same, and is told as what it is.

local array = require "solon.array"
local crisis = require "solon.governance.weekly.crisis"

local overrides = {}

--- The rules in words.
overrides.rules = { unavailable = "C unavailable", emergency = "level 3 the week before", unknown = "level of the week before unknown",
  outside = "outside the rules: C measured, no level 3 the week before" }

--- Levels as those who set capacity saw them: of the published index (nil for none), else of the computed one.
function overrides.levels(official, computed, options)
  return crisis.levels(official and array.where(array.eq(official, official), official, computed) or computed, options)
end

-- The rule that covers week t.
local function rule_of(data, level, t)
  if data.C[t] ~= data.C[t] then return "unavailable" end
  local before = t > 1 and level[t - 1] or 0 / 0
  if before ~= before then return "unknown" end
  return before == 3 and "emergency" or "outside"
end

--- The overrides of weekly data: a list of { row, week, value, instead (nil when nothing was known), age (weeks since that was
--- measured), effect (points of the index, nil without one), reason (nil without one), rule }.  level: by week, NaN where
--- unknown; effect: an array, NaN where there is none.
function overrides.list(data, filled, level, effect)
  local list = {}
  for t = 1, data.count do
    local value = filled.override and filled.override[t] or 0 / 0
    if value == value then
      local instead = filled.capacity_without[t]
      list[#list + 1] = { row = t, week = data.weeks[t], value = value, instead = instead == instead and instead or nil,
        age = filled.capacity_age[t], effect = effect[t] == effect[t] and effect[t] or nil,
        reason = data.C_override_reason and data.C_override_reason[t] or nil, rule = rule_of(data, level, t) }
    end
  end
  return list
end

--- What an override replaced, in words.
function overrides.replaced(one)
  if not one.instead then return "nothing known" end
  if one.age == 0 then return string.format("%.6g measured", one.instead) end
  local weeks = math.tointeger(one.age)
  return string.format("%.6g of %d week%s ago", one.instead, weeks, weeks == 1 and "" or "s")
end

--- An override in one line.
function overrides.describe(one)
  return string.format("C set by hand to %.6g in place of %s (%s)%s; %s", one.value, overrides.replaced(one), overrides.rules[one.rule],
    one.effect and string.format(", S_KPI %+.2f", one.effect) or "", one.reason and "reason: " .. one.reason or "no reason given")
end

local function count_of(list, test)
  local n = 0
  for _, one in ipairs(list) do
    if test(one) then n = n + 1 end
  end
  return n
end

--- Overrides that are outside the rules, of which the rule is unknown, and without a reason.
function overrides.counts(list)
  return { outside = count_of(list, function(one) return one.rule == "outside" end),
    unknown = count_of(list, function(one) return one.rule == "unknown" end),
    unexplained = count_of(list, function(one) return not one.reason end) }
end

--- All of them in one line.
function overrides.summary(list)
  local counts, largest = overrides.counts(list), nil
  for _, one in ipairs(list) do
    if one.effect and (not largest or math.abs(one.effect) > math.abs(largest.effect)) then largest = one end
  end
  return string.format("Capacity set by hand: %d week%s, %d outside the rules, %d without a reason%s.", #list, #list == 1 and "" or "s",
    counts.outside, counts.unexplained, largest and string.format("; most in %s, S_KPI %+.2f", largest.week, largest.effect) or "")
end

return overrides
