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

local MANY = 4 -- claims that cannot be computed for one and the same reason are told in one line
local WIDE = 120 -- characters of a line; a reason beyond that stands on its own line

-- How many claims each reason keeps from being computed.
local function obstacles(records)
  local count = {}
  for _, r in ipairs(records) do
    if r.verdict == "not_computable" and r.reason then count[r.reason] = (count[r.reason] or 0) + 1 end
  end
  return count
end

--- The records as lines of a table: verdict, stated, computed, quantity, reason.
function claims.lines(records)
  local width, count, told = { stated = 14, computed = 14 }, obstacles(records), {}
  for _, r in ipairs(records) do
    for column, least in pairs(width) do width[column] = math.max(least, #cell(r[column])) end
  end
  local format = string.format("%%-14s %%%ds %%%ds  %%s", width.stated, width.computed)
  local lines, last = { string.format(format, "verdict", "stated", "computed", "quantity") }, {}
  for _, r in ipairs(records) do
    local reason = r.reason and "(" .. r.reason .. ")"
    local line = string.format(format, (r.verdict:gsub("_", " ")), cell(r.stated), cell(r.computed), r.quantity)
    if r.verdict == "not_computable" and (count[r.reason] or 0) >= MANY then
      if not told[r.reason] then last[#last + 1] = string.format("not computable: %d claims (%s)", count[r.reason], r.reason) end
      told[r.reason] = true
    else
      local fits = reason and #line + #reason < WIDE
      lines[#lines + 1] = fits and line .. " " .. reason or line
      if reason and not fits then lines[#lines + 1] = "      " .. reason end
    end
  end
  if #lines == 1 and #last > 0 then return last end
  return table.move(last, 1, #last, #lines + 1, lines)
end

--- How many claims have each verdict, in words: "48 agree, 107 differ, …".
function claims.tally(records)
  local count, parts = {}, {}
  for _, r in ipairs(records) do count[r.verdict] = (count[r.verdict] or 0) + 1 end
  for _, verdict in ipairs(claims.verdicts) do
    local n, words = count[verdict], { agrees = "agree", differs = "differ" }
    if n then parts[#parts + 1] = n .. " " .. (n > 1 and words[verdict] or verdict:gsub("_", " ")) end
  end
  return table.concat(parts, ", ")
end

local LONG = 40 -- lines of a table that would push the results of a run off the terminal

--- What the end of a run says of its claims: their table, or, where it is long, how they fared and `file`, which then is to
--- hold it (second value).
function claims.summary(records, file)
  local lines = claims.lines(records)
  if #lines <= LONG then return lines, false end
  return { string.format("Claims of the source text, %d: %s; each in %s.", #records, claims.tally(records), file) }, true
end

return claims
