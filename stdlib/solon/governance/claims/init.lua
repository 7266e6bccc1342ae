-- init.lua - every number the source text prints about the index, computed.  None needs the data of a run: they are
-- about the formula.  Its statements lie in the head of the protocol governance-index, one claim each, and are computed
-- section by section in claims/.

local judge = require "solon.protocol.claims"
local protocol = require "solon.protocol"

local claims = {}

claims.sections = { "formula", "properties", "calibration", "tests", "audit", "sensitivity", "convergence", "uncertainty" }

--- Computes each claim: claim(id, value [, reason]) as ctx.claim of a protocol.
function claims.compute(claim)
  for _, section in ipairs(claims.sections) do require("solon.governance.claims." .. section).compute(claim) end
end

local Records = { __name = "claims" }

function Records:__tostring() return table.concat(judge.lines(self), "\n") end

--- The judged claims, in the order of the head: { id, quantity, stated, tolerance, computed, verdict, reason, … }.
function claims.all(...)
  if select("#", ...) > 0 then error("bad argument #1 to 'claims' (no argument expected, got " .. type((...)) .. ")", 2) end
  local found, message, code = protocol.load "governance-index"
  if not found then return nil, message, code end
  local declared, values = {}, {}
  for _, claim in ipairs(found.head.claims) do declared[claim.id] = claim end
  claims.compute(function(id, value, reason)
    if not declared[id] then error("claim '" .. id .. "' is not in the head of governance-index") end
    values[id] = { value = value, reason = reason }
    return judge.judge(declared[id], value, reason)
  end)
  local records = setmetatable({}, Records)
  for i, claim in ipairs(found.head.claims) do
    local known = values[claim.id] or { reason = "nothing computes it" }
    records[i] = judge.judge(claim, known.value, known.reason)
  end
  return records
end

return claims
