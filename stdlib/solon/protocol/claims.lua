-- claims.lua - what a source text states beside what was computed, with a verdict.
--
-- Verdicts:
--   agrees          |computed - stated| <= tolerance (texts and booleans: equal)
--   differs         computed, and not so
--   impossible      no data could give the stated value: it lies outside the range of the quantity, or the
--                   run has shown so; `reason` says which
--   not_computable  the run could not compute the quantity; `reason` says why

local show = require("solon.protocol.head").show

local claims = {}

claims.verdicts = { "agrees", "differs", "impossible", "not_computable" }

local function outside(value, range)
  return type(value) == "number" and range and (value < range[1] or value > range[2])
end

local function finite(value)
  return type(value) ~= "number" or value - value == 0
end

local function agrees(claim, computed)
  if type(claim.stated) == "number" and type(computed) == "number" then
    return math.abs(computed - claim.stated) <= (claim.tolerance or 0)
  end
  return computed == claim.stated
end

--- Judges one claim { id, quantity, stated, tolerance, possible, source } by the computed value (nil: not
--- computable).  reason: why, in words, or { impossible = words } where the stated value cannot be.
function claims.judge(claim, computed, reason)
  local proof = type(reason) == "table" and reason.impossible or nil
  reason = proof or reason
  if not finite(computed) then computed, reason = nil, reason or "the computed value is " .. tostring(computed) end
  local record = {
    id = claim.id, quantity = claim.quantity, stated = claim.stated, tolerance = claim.tolerance,
    source = claim.source, computed = computed, reason = reason,
  }
  if type(computed) == "number" and type(claim.stated) == "number" then record.difference = computed - claim.stated end
  if outside(claim.stated, claim.possible) then
    record.verdict = "impossible"
    record.reason = reason or string.format("outside [%s, %s]", show(claim.possible[1]), show(claim.possible[2]))
  elseif proof then
    record.verdict = "impossible"
  elseif computed == nil then
    record.verdict = "not_computable"
  else
    record.verdict = agrees(claim, computed) and "agrees" or "differs"
  end
  return record
end

local function cell(value)
  if math.type(value) == "float" then return string.format("%.6g", value) end
  return value == nil and "-" or tostring(value)
end

--- The records as lines of a table: stated, computed, verdict, quantity.
function claims.lines(records)
  local width = { stated = 14, computed = 14 }
  for _, r in ipairs(records) do
    for column, least in pairs(width) do width[column] = math.max(least, #cell(r[column])) end
  end
  local format = string.format("%%-14s %%%ds %%%ds  %%s%%s", width.stated, width.computed)
  local lines = { string.format(format, "verdict", "stated", "computed", "quantity", "") }
  for _, r in ipairs(records) do
    local reason = r.reason and " (" .. r.reason .. ")" or ""
    lines[#lines + 1] = string.format(format, r.verdict, cell(r.stated), cell(r.computed), r.quantity, reason)
  end
  return lines
end

return claims
