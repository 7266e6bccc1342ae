-- redesign.lua - what would another rule have changed?  Four simulated seasons, replayed under the status
-- quo of the source text and under a rule without a judges' save.

local mechanism = require "solon.mechanism"

local contest, votes = mechanism.simulate { seasons = 4 }
print(contest)

local before = mechanism.status_quo()
local after = mechanism.parameters(0.6, 0, 0.6, 0, 0)
local sq = mechanism.replay(contest, before, { votes = votes })
local new = mechanism.replay(contest, after, { votes = votes })
print(string.format("welfare %.4f -> %.4f, fairness %.4f -> %.4f", sq.welfare, new.welfare, sq.fairness, new.fairness))

for _, row in ipairs(mechanism.counterfactual_table(sq.results, new.results)) do
  print(string.format("season %d: %d leave in another week, fairness %+.3f", row.season, row.elimination_changes, row.delta_fairness))
end

local tests = mechanism.run_statistical_tests(sq.results, new.results)
print(string.format("sign flips p = %.4f (%d patterns): four seasons cannot say much", tests.permutation.p_value, tests.permutation.permutations))
print(mechanism.describe(after))
