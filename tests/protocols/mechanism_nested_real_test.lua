-- mechanism_nested_real_test.lua - tests on seasons held out, on the contest's own file: with one published
-- estimate of its votes, and with draws of votes inferred here.

local tap = require "solon.tap"
local shell = require "support.shell"
local mechanism = require "solon.mechanism"
local nested_report = require "solon.mechanism.difference.nested_report"
local paired = require "solon.mechanism.difference.paired"
local replay = require "solon.mechanism.replay"
local t = tap.new()

local SEASONS, VOTES = shell.real_contest(t, "tests on held-out seasons of the real contest", "2026_MCM_Problem_C_Data.csv",
  "fan_votes_a.csv")

local contest = assert(mechanism.load(SEASONS))
local estimate = assert(mechanism.votes(contest, VOTES))

local function check(found, what)
  t:equal(#found.choices, 34, what .. ": every season is held out")
  t:ok(found.optimism > 0, what .. ": choosing and judging on the same seasons flatters")
  t:ok(found.gain_nested > 0 and found.gain_nested < found.gain_apparent, what .. ": a smaller gain is left")
  for _, name in ipairs(paired.names) do
    local test = found.nested.tests[name]
    t:ok(test.p_value > 0 and test.p_value <= test.p_value_holm and test.p_value_holm <= 1, what .. ": p of " .. name)
  end
  local m = found.nested.tests.mcnemar
  t:near(m.b + m.c + m.ties, 260, { absolute = 1e-9 }, what .. ": 260 weeks")
  for _, line in ipairs(nested_report.lines(found)) do t:note(line) end
end

local chosen = mechanism.search(contest, { votes = estimate, thin = 20, rounds = 0 })
local surface = mechanism.assess(contest, chosen, { thin = 4, resamples = 1 }).surface
local one = mechanism.nested_tests(contest, surface, { votes = estimate })
check(one, "one estimate")
-- paired permutation of fairness on these votes: p below 5e-5 where the pooled one is far larger (apparent tests)
t:ok(one.apparent.tests.permutation.p_value <= 5e-5, "pairing sharpens the test of fairness")
t:ok(one.apparent.as_published.permutation.p_value > one.apparent.tests.permutation.p_value, "which pooling blurs")

t:equal(one.nested.tests.permutation_engagement.favours, "status quo", "with this estimate the gain is paid by the fans")

local inferred = replay.seasons(contest):infer("comap", { chains = 2, draws = 20, warmup = 200, seed = 1 })
local several = { shares = estimate.shares, draws = inferred.draws }
local searched = mechanism.search(contest, { votes = several, vote_draws = 20, thin = 5, rounds = 0 })
local over = mechanism.nested_tests(contest, searched.surface, { votes = several, vote_draws = 20 })
check(over, "20 draws")
t:equal(over.vote_draws, 20, "20 of the draws are used")
t:equal(over.nested.over_draws.draws, 20, "and each alone is tested")
t:ok(over.gain_nested_by_utility.producer > 0.8 * over.gain_nested, "with them most of the gain is the producer's: no save is asked for")

t:done()
