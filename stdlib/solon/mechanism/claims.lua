-- claims.lua - the numbers the source text prints, computed.  They are about the published contest, so on
-- any other file they cannot be.

local counterfactual = require "solon.mechanism.counterfactual"

local claims = {}

local PUBLISHED = "ea99caec6ea243bdb450a1971a95ba8a95701a93be7ff29f0ba3c57d72ddff52"

--- Computes each claim: claim(id, value [, reason]) as ctx.claim of a protocol; found as in recommendation.
function claims.compute(claim, contest, found)
  local function transformed(r) return 0.5 * math.log((1 + r) / (1 - r)) end
  claim("fisher-z", (transformed(0.484) - transformed(0.427)) / math.sqrt(2 / 31))
  claim("gradient-norm", math.sqrt(0.002 ^ 2 + 0.001 ^ 2 + 0.003 ^ 2 + 0.001 ^ 2))
  local sq, opt = found.status_quo, found.optimal_as_published
  local changes = counterfactual.summary(counterfactual.table(sq.results, opt.results))
  local of_contest = {
    { "welfare-status-quo", sq.welfare }, { "welfare-proposed", opt.welfare },
    { "welfare-improvement", opt.welfare - sq.welfare }, { "fairness-delta", opt.fairness - sq.fairness },
    { "engagement-delta", opt.engagement - sq.engagement }, { "elimination-changes", changes.total_elimination_changes },
    { "seasons-with-changes", changes.seasons_with_changes },
  }
  for _, entry in ipairs(of_contest) do
    if contest.sha256 == PUBLISHED then claim(entry[1], entry[2])
    else claim(entry[1], nil, "these are not the published seasons") end
  end
end

return claims
