-- nested_test.lua - paired tests over draws of the votes, and tests on seasons held out.  Reference values:
-- SciPy, statsmodels and NumPy by tests/reference/paired_reference.py and published_tests_reference.py.

local tap = require "solon.tap"
local array = require "solon.array"
local mechanism = require "solon.mechanism"
local nested = require "solon.mechanism.difference.nested"
local nested_report = require "solon.mechanism.difference.nested_report"
local paired = require "solon.mechanism.difference.paired"
local replay = require "solon.mechanism.replay"
local t = tap.new()

-- ---- the paired tests against SciPy and statsmodels ------------------------------------------------------

local SEASONS, DRAWS, WEEKS, PEOPLE = 9, 3, 6, 7

local function made_up(s, d, proposed)
  local weekly, ranking = {}, {}
  for w = 1, WEEKS do
    if proposed then weekly[w] = (2 * s + w + d) % 4 > 0 else weekly[w] = (s * w + d) % 3 == 0 end
  end
  for i = 1, PEOPLE do
    ranking[i] = { name = "P" .. i, skill = ((3 * i + s) % PEOPLE) ^ 2 / 10 + i,
      place = ((proposed and 3 + d or 5) * i + s) % PEOPLE + 1 }
  end
  return mechanism.season_result { season_id = s, weekly = weekly, ranking = ranking,
    fairness_score = proposed and ((5 * s + d) % 13) / 16 or ((7 * s + 3 * d) % 11) / 20,
    engagement_score = proposed and ((3 * s + 2 * d) % 7) / 8 or ((4 * s + d) % 9) / 10,
    producer_score = proposed and 0.9 or ((2 * s + d) % 5) / 5 }
end

local draws = {}
for d = 0, DRAWS - 1 do
  local draw = { sq = {}, opt = {} }
  for s = 1, SEASONS do draw.sq[s], draw.opt[s] = made_up(s, d, false), made_up(s, d, true) end
  draws[#draws + 1] = draw
end

do
  local tests = paired.tests(draws, { seed = 1, weights = mechanism.weights() })
  local near = { relative = 1e-11 }
  t:near(tests.permutation_welfare.observed_diff, 0.17569444444444446, near, "welfare: mean difference")
  t:equal(tests.permutation_welfare.p_value, 0.00390625, "welfare: sign flips (SciPy)")
  t:near(tests.permutation.observed_diff, 0.1412037037037037, near, "fairness: mean difference")
  t:equal(tests.permutation.p_value, 0.06640625, "fairness: sign flips (SciPy)")
  t:near(tests.permutation_engagement.observed_diff, -0.025, { relative = 1e-10 }, "engagement: mean difference")
  t:equal(tests.permutation_engagement.p_value, 0.72265625, "engagement: sign flips (SciPy)")
  t:equal(tests.permutation_engagement.favours, "status quo", "and its direction")
  t:near(tests.permutation.sign_test_p_value, 0.1796875, near, "fairness: exact sign test (SciPy)")
  t:near(tests.permutation.wilcoxon_p_value, 0.09765625, near, "fairness: Wilcoxon's test (SciPy)")
  local m = tests.mcnemar
  t:near(m.b, (18 + 31 + 33) / 3, "McNemar: b, mean over draws")
  t:near(m.c, (8 + 3 + 4) / 3, "McNemar: c")
  t:near(m.b + m.c + m.ties, SEASONS * WEEKS, "McNemar: b, c and ties are all weeks")
  t:equal(m.p_value, 0.00390625, "McNemar: signs of seasons flipped (SciPy)")
  t:near(m.p_value_exact, 1.0843941709026694e-06, near, "McNemar: exact p, median over draws (statsmodels)")
  t:equal(m.standard_error, 0.0, "2^9 patterns: no Monte Carlo error")
  local f = tests.fisher_z
  t:near(f.z, -0.49301215577583346, near, "correlations: Rubin's rules")
  t:near(f.degrees_of_freedom, 2.756598406543987, near, "correlations: degrees of freedom")
  t:near(f.p_value, 0.6585770878450949, near, "correlations: p")
  t:ok(f.share_of_variance_from_votes > 0.8 and f.share_of_variance_from_votes < 1, "most of the variance lies between draws")
  for i, want in ipairs { 0.01953125, 0.19921875, 1, 0.01953125, 1 } do
    t:near(tests[paired.names[i]].p_value_holm, want, near, "Holm: " .. paired.names[i] .. " (statsmodels)")
  end
  local first = paired.tests({ draws[1] }, { seed = 1, weights = mechanism.weights() })
  t:near(first.fisher_z.z, -3.00784732699866, near, "one draw: Steiger's z")
  t:near(first.fisher_z.p_value, 0.0026310527967902606, near, "one draw: its p")
  t:same({ first.mcnemar.b, first.mcnemar.c }, { 18, 8 }, "one draw: whole counts")
  t:near(first.mcnemar.p_value_exact, 0.07551869750022888, near, "one draw: McNemar's exact test")
  local same = paired.tests({ draws[3] }, { seed = 1, weights = mechanism.weights() }).fisher_z
  t:same({ same.z, same.p_value, same.significant }, { 0.0, 1.0, false }, "the same finishing orders: no difference")
  local swapped = {}
  for d, draw in ipairs(draws) do swapped[d] = { sq = draw.opt, opt = draw.sq } end
  local mirrored = paired.tests(swapped, { seed = 1, weights = mechanism.weights() })
  for _, name in ipairs(paired.names) do
    t:near(mirrored[name].p_value, tests[name].p_value, near, "exchanging the mechanisms keeps p: " .. name)
    t:near(paired.effect(name, mirrored[name]), -paired.effect(name, tests[name]), { relative = 1e-9, absolute = 1e-12 },
      "and turns the effect: " .. name)
  end
end

do -- Monte Carlo: the error is stated, and p is never 0
  local sq, opt = {}, {}
  for s = 1, 30 do
    sq[s] = mechanism.season_result { season_id = s, fairness_score = 0, engagement_score = 0, producer_score = 0 }
    opt[s] = mechanism.season_result { season_id = s, fairness_score = 0.1 + s / 100, engagement_score = (s % 3 - 1) / 10, producer_score = 0 }
  end
  local tests = mechanism.run_statistical_tests(sq, opt, { seed = 3 })
  t:near(tests.permutation.p_value, 1 / 100001, "the least p of 100,000 drawn patterns is not 0")
  t:ok(tests.permutation.standard_error > 0, "and its Monte Carlo error is stated")
  t:equal(tests.permutation_engagement.seasons_equal, 10, "unchanged seasons are counted")
  t:same(mechanism.run_statistical_tests(sq, opt, { seed = 3 }), tests, "the same seed, the same p")
  local none = mechanism.run_statistical_tests({}, {})
  for _, name in ipairs(paired.names) do
    t:same({ none[name].p_value, none[name].significant, none[name].favours }, { 1.0, false, "neither" }, "no seasons: " .. name)
  end
  t:raises(function() mechanism.run_statistical_tests(sq, opt, { weights = 1 }) end, "weights expected", "weights that are none")
end

-- ---- the source text's own tests, literally -----------------------------------------------------------------

local function literal(count, sq_fairness, opt_fairness, changed)
  local sq, opt = {}, {}
  for s = 1, count do
    sq[s] = mechanism.season_result { season_id = s, eliminations = { "A", "B" }, fairness_score = sq_fairness(s),
      engagement_score = 0, producer_score = 0 }
    opt[s] = mechanism.season_result { season_id = s, eliminations = changed(s) and { "B", "A" } or { "A", "B" },
      fairness_score = opt_fairness(s), engagement_score = 0, producer_score = 0 }
  end
  return mechanism.run_statistical_tests_as_published(sq, opt, { seed = 1, permutations = 40000 })
end

do
  local near = { relative = 1e-11 }
  local nine = literal(9, function(s) return ((7 * s) % 11) / 20 end, function(s) return ((5 * s) % 13) / 16 end,
    function(s) return s % 3 ~= 0 end)
  t:same({ nine.mcnemar.b, nine.mcnemar.c, nine.mcnemar.chi2 }, { 5, 1, 1.5 }, "as published: seasons counted")
  t:near(nine.mcnemar.p_value, 0.22067136191984324, near, "as published: p of chi-square (SciPy)")
  t:near(nine.fisher_z.z, 0.20643901859117036, near, "as published: z (NumPy)")
  t:near(nine.fisher_z.p_value, 0.8364479947433358, near, "as published: its p (SciPy)")
  t:near(nine.permutation.p_value, 0.2769, { absolute = 0.01, relative = 0 }, "as published: pooled permutation (SciPy, both drawn)")
  local half = function() return 0.5 end
  local ties = literal(34, half, half, function() return true end)
  t:near(ties.mcnemar.p_value, 1.5185595523520037e-08, near, "as published: fairness unchanged in all seasons is significant (SciPy)")
  local none = literal(0, half, half, half)
  t:same({ none.permutation.p_value, none.permutation.significant }, { 0.0, true }, "as published: no seasons, significant")
  t:ok(none.fisher_z.z ~= none.fisher_z.z and literal(3, half, half, half).fisher_z.z ~= 0, "as published: up to three seasons no z")
end

-- ---- seasons held out --------------------------------------------------------------------------------------

-- The utilities of every thin-th value of the lattice of a search.
local function surface_of(contest, votes, thin)
  local found = mechanism.search(contest, { votes = votes, thin = 20, rounds = 0 })
  return mechanism.assess(contest, found, { thin = thin, resamples = 1, steps = 1 }).surface
end

local contest, votes = mechanism.simulate { seasons = 6, seed = 3 }
local surface = surface_of(contest, votes, 10)
local W = { 0.4, 0.3, 0.3 }

local function welfare_of(point, season)
  return W[1] * surface.engagement_by_season[point][season] + W[2] * surface.fairness_by_season[point][season]
    + W[3] * surface.producer_by_season[point][season]
end

local function theta(point)
  return { surface.theta1[point], surface.theta2[point], surface.theta3[point], surface.theta4[point], surface.theta5[point] }
end

do -- the surface says what a replay of the point says
  for _, point in ipairs { 1, 100, surface.theta1:size() } do
    local run = mechanism.replay(contest, mechanism.from_array(theta(point)), { votes = votes, draws = 20 })
    for s = 1, 6 do
      t:near(surface.fairness_by_season[point][s], run.by_season.fairness[s], "surface: fairness of point " .. point .. ", season " .. s)
    end
  end
end

local found = mechanism.nested_tests(contest, surface, { votes = votes })

do
  local status_quo = mechanism.replay(contest, mechanism.status_quo(), { votes = votes, draws = 20 })
  local gain = 0.0
  for s, choice in ipairs(found.choices) do
    t:same(choice.held_out, { contest.seasons[s].season }, "season " .. s .. " is held out")
    local best, at = -math.huge, nil
    for point = 1, surface.theta1:size() do
      local sum = 0.0
      for other = 1, 6 do
        if other ~= s then sum = sum + welfare_of(point, other) end
      end
      if sum > best + 1e-12 then best, at = sum, point end
    end
    t:same({ choice.theta1, choice.theta2, choice.theta3, choice.theta4, choice.theta5 }, mechanism.from_array(theta(at)):to_array(),
      "its mechanism is the best of the others")
    t:near(choice.welfare_of_others, best / 5, "with their welfare")
    t:near(found.rows[s].fairness_held_out, surface.fairness_by_season[at][s], "the season is replayed under it")
    t:near(found.rows[s].engagement_status_quo, status_quo.by_season.engagement[s], "and under the status quo")
    local quo = W[1] * status_quo.by_season.engagement[s] + W[2] * status_quo.by_season.fairness[s]
      + W[3] * status_quo.by_season.producer[s]
    gain = gain + (welfare_of(at, s) - quo) / 6
  end
  t:near(found.gain_nested, gain, "the gain is the mean over held-out seasons")
  local best = mechanism.replay(contest, mechanism.from_array(found.apparent_choice), { votes = votes, draws = 20 })
  t:near(found.gain_apparent, best.welfare - status_quo.welfare, "the apparent gain is that of the best of all")
  t:near(found.optimism, found.gain_apparent - found.gain_nested, "optimism is the difference")
  local part = found.gain_nested_by_utility
  t:near(part.engagement + part.fairness + part.producer, found.gain_nested, "the utilities' parts add up to the gain")
  t:ok(found.optimism >= 0, "and here choosing on the judged seasons flatters")
  t:equal(found.nested.over_draws, nil, "one set of votes: nothing over draws")
  t:ok(found.nested.as_published.permutation.p_value, "the literal tests stand beside")
  for _, name in ipairs(paired.names) do
    t:ok(found.nested.tests[name].p_value_holm >= found.nested.tests[name].p_value, "Holm does not lower p: " .. name)
  end
  t:same(mechanism.nested_tests(contest, surface, { votes = votes }), found, "the same again")
  local text = table.concat(nested_report.lines(found), "\n")
  t:ok(text:find("apparent %+") and text:find("McNemar held out: b ="), "lines for people")
end

do -- folds
  local three = mechanism.nested_tests(contest, surface, { votes = votes, folds = 3, seed = 5 })
  local seen = {}
  for _, choice in ipairs(three.choices) do
    t:equal(#choice.held_out, 2, "three folds of six seasons hold two each")
    for _, number in ipairs(choice.held_out) do seen[#seen + 1] = number end
  end
  table.sort(seen)
  t:same(seen, { 1, 2, 3, 4, 5, 6 }, "every season is held out once")
  local all = mechanism.nested_tests(contest, surface, { votes = votes, folds = 100 })
  t:same(all.choices, found.choices, "more folds than seasons: one each")
end

do -- draws of the votes
  local share = array.new(replay.columns(contest, votes).share)
  local once = { shares = votes.shares, draws = array.new { share:totable() } }
  t:same(mechanism.nested_tests(contest, surface, { votes = once }), found, "one draw is a set of votes")
  local other = mechanism.votes(contest) -- equal shares
  local two = { shares = votes.shares, draws = array.new { share:totable(), replay.columns(contest, other).share } }
  local both = mechanism.nested_tests(contest, surface, { votes = two })
  t:equal(both.vote_draws, 2, "two draws")
  local equal = mechanism.nested_tests(contest, surface, { votes = other })
  t:near(both.gain_nested, 0.5 * (found.gain_nested + equal.gain_nested), "gains are means over draws")
  local spread = both.nested.over_draws.permutation_welfare
  local low, high = math.min(found.gain_nested, equal.gain_nested), math.max(found.gain_nested, equal.gain_nested)
  t:near(spread.effect.low, low + 0.05 * (high - low), { relative = 1e-9 }, "quantiles of each draw's effect")
  t:near(spread.effect.median, 0.5 * (low + high), { relative = 1e-9 }, "and their median")
  local one = mechanism.nested_tests(contest, surface, { votes = two, vote_draws = 1 })
  t:near(one.gain_nested, found.gain_nested, "a subsample of one")
  t:ok(table.concat(nested_report.lines(both), "\n"):find("each of 2 draws", 1, true), "the lines say what draws alone would show")
end

-- ---- degenerate --------------------------------------------------------------------------------------------

local function quo_surface(count)
  local sq, one = mechanism.status_quo():to_array(), { 0, 0, 0, 0, 0 }
  local made = {}
  for i in ipairs(one) do made["theta" .. i] = array.new { sq[i] } end
  for _, utility in ipairs { "engagement", "fairness", "producer" } do made[utility .. "_by_season"] = array.zeros(1, count) end
  return made
end

do
  local same = mechanism.nested_tests(contest, quo_surface(6), { votes = votes })
  t:equal(same.gain_nested, 0.0, "only the status quo to choose: no gain")
  for _, name in ipairs(paired.names) do
    t:same({ same.nested.tests[name].p_value, same.nested.tests[name].significant, same.nested.tests[name].favours },
      { 1.0, false, "neither" }, "all differences 0: " .. name)
  end
  for count = 1, 3 do
    local small, small_votes = mechanism.simulate { seasons = count }
    local lattice = surface_of(small, small_votes, 20)
    local result = mechanism.nested_tests(small, lattice, { votes = small_votes })
    if count == 1 then
      t:equal(result.status, "one season: none is left to choose on", "one season")
      t:ok(nested_report.lines(result)[1]:find("not possible", 1, true), "and the lines say so")
    else
      t:ok(result.nested.tests.permutation_welfare.p_value >= 2 / 2 ^ count, count .. " seasons: p is at least 2/2^n")
      for _, name in ipairs(paired.names) do
        local test = result.nested.tests[name]
        t:ok(test.p_value == test.p_value, count .. " seasons: " .. name .. " has a p")
      end
      t:ok(#nested_report.lines(result) > 5, count .. " seasons: lines")
    end
  end
end

-- ---- bad input ---------------------------------------------------------------------------------------------

for name, case in pairs {
  ["no array"] = { { theta1 = 1 }, "field 'theta1': array expected, got number" },
  ["no matrix"] = { { theta1 = array.zeros(1), theta2 = array.zeros(1), theta3 = array.zeros(1), theta4 = array.zeros(1),
    theta5 = array.zeros(1) }, "field 'engagement_by_season': array expected, got nil" },
  ["other seasons"] = { quo_surface(5), "1 points x 6 seasons expected, got 1 x 5" },
} do
  t:raises(function() mechanism.nested_tests(contest, case[1], { votes = votes }) end, case[2], "a surface with " .. name)
end
t:raises(function() mechanism.nested_tests(contest, surface, { folds = 1 }) end, "folds: integer from 2", "one fold")
t:raises(function() mechanism.nested_tests(contest, surface, { mode = "fast" }) end, "mode: static, first_divergence, dynamic", "no such replay")
t:raises(function() nested.run(contest, surface, { vote_draws = 0 }) end, "vote_draws: integer from 1", "no draws")

t:done()
