-- mechanism_report_test.lua - the report of a study: whole with every part, whole without any one of them.

local tap = require "solon.tap"
local mechanism = require "solon.mechanism"
local xml = dofile("tests/lua/support/xml.lua")
local t = tap.new()
local nan = 0 / 0

-- More columns than a page is wide: such a table is turned.
local wide_table = { caption = "wide", rows = { { rule = "comap" }, { rule = "broadcast" } }, columns = { { name = "rule", title = "rule" } } }
for k = 1, 10 do
  wide_table.columns[k + 1] = { name = "f" .. k, title = "figure " .. k }
  for r, row in ipairs(wide_table.rows) do row["f" .. k] = string.format("%d.%d", r, k) end
end

-- A study of two seasons, with names and values that ask for care.
local function study()
  local surface = { theta1 = {}, theta2 = {}, theta3 = {}, theta4 = {}, theta5 = {}, welfare = {}, engagement = {}, fairness = {}, producer = {} }
  for theta2 = 0, 2 do
    for theta5 = 0, 1 do
      for _, theta4 in ipairs { 0.0, 0.2 } do
        for _, theta3 in ipairs { 0.5, 0.82, 1.0 } do
          for _, theta1 in ipairs { 0.1, 0.5, 0.9 } do
            local k = #surface.theta1 + 1
            surface.theta1[k], surface.theta2[k], surface.theta3[k], surface.theta4[k], surface.theta5[k] = theta1, theta2, theta3, theta4, theta5
            surface.engagement[k], surface.fairness[k], surface.producer[k] = 1 - theta1, theta1, 1 - theta4
            surface.welfare[k] = 0.7 - (theta1 - 0.5) ^ 2 - 0.1 * theta2 - theta4
          end
        end
      end
    end
  end
  local people = { { name = [["A" <&> B]], placement = 1, recorded = 3, status_quo = 3, proposed = 2, proposed_place = 2 },
    { name = "Cy", placement = 2, recorded = 3, status_quo = 3, proposed = 3, proposed_place = 1 },
    { name = "Di", placement = 3, recorded = 1, status_quo = 2, proposed = 1, proposed_place = 3 } }
  local votes = {}
  for season = 1, 2 do
    for _, person in ipairs(people) do
      for week = 1, person.recorded do
        votes[#votes + 1] = { season = season, week = week, celebrity_name = person.name, mean = 0.3, low = 0.1 / season, high = 0.6 }
      end
    end
  end
  local choices = { name = "4 resamples", theta1 = { 0.5, 0.5, 0.1, 0.9 }, theta2 = { 0, 0, 1, 2 }, theta3 = { 0.5, 1, 1, 1 },
    theta4 = { 0, 0, 0, 0.2 }, theta5 = { 0, 1, 2, 0 } }
  return {
    title = "A <study>", subtitle = "of & for", lines = { "theta1 & others" }, summary = { "theta1 matters" }, votes_lines = { "from exits" },
    mechanisms = {
      { name = "proposal", role = "proposed", theta1 = 0.5, theta2 = 0, theta3 = 0.82, theta4 = 0.0, theta5 = 0, welfare = 0.7, welfare_low = 0.6,
        welfare_high = 0.8, engagement = 0.5, fairness = 0.5, producer = 1, imputed = 3 },
      { name = "status quo", role = "status_quo", theta1 = 0.5, theta2 = 0, theta3 = 1.0, theta4 = 0.15, theta5 = 0, welfare = 0.6,
        engagement = 0.4, fairness = -0.5, producer = 0.9 },
      { name = "rules", role = "historical", welfare = 0.65, engagement = 0.5, fairness = 0.4, producer = nan } },
    surface = surface, pareto = { { engagement = 0.9, fairness = 0.1, producer = 1 }, { engagement = 0.1, fairness = 0.9, producer = 1 } },
    seasons = { { season = 1, delta_welfare = 0.1, delta_welfare_low = -0.1, delta_welfare_high = 0.3, delta_fairness = nan, elimination_changes = 1 },
      { season = 2, delta_welfare = -0.1, delta_welfare_low = -0.2, delta_welfare_high = 0.0, delta_fairness = 0.1, elimination_changes = 0 } },
    timelines = { { season = 1, weeks = 3, contestants = people }, { season = 2, weeks = 3, contestants = people } },
    vote_summary = votes, bootstrap = { choices, { name = "positions", point = { 1, 2, 30 } } },
    gain = { mean = 0.1, votes = { low = -0.1, high = 0.2, standard_error = 0.1, positive = 0.9 }, seasons = { low = 0, high = 0.2, standard_error = 0.1, positive = 1 } },
    curse = { apparent = 0.1, out_of_bag = { mean = 0.05, low = -0.1, median = 0.05, high = 0.1 }, corrected = 0.04, left_out = { mean = 0.03, standard_error = 0.02 } },
    weights = { { omega_fan = 0, omega_judge = 1, omega_producer = 0, gain = 0.1, gain_low = 0.01 },
      { omega_fan = 1, omega_judge = 0, omega_producer = 0, gain = 0.2, gain_low = -0.01 }, { omega_fan = 0, omega_judge = 0, omega_producer = 1, gain = 0 } },
    stability = { "Gain", "  over seasons   0.1" },
    certificate = mechanism.certify(function(columns)
      local values = {}
      for k, x in ipairs(columns[1]) do values[k] = -(x - 1.5) ^ 2 end
      return values
    end, { 1 }, { low = { 0 }, high = { 1 } }, { names = { "theta1" }, cells = { { label = "0/0", value = -0.25 }, { label = "1/0", value = -0.5 } }, cell = "0/0" }),
    tests = { mcnemar = { chi2 = 1, p_value = 0.3, p_value_holm = 0.9, significant = false },
      fisher_z = { z = nan, p_value = 1, significant = false }, permutation_as_published = { observed_diff = 0.1, p_value = 1e-9, significant = true } },
    nested = { status = "ok", folds = 2, distinct_choices = 1, gain_nested = 0.01, gain_apparent = 0.02, optimism = 0.01,
      nested = { tests = { permutation = { observed_diff = -0.1, p_value = 0.5, p_value_holm = 1, significant = false } } },
      apparent = { tests = { permutation = { observed_diff = 0.1, p_value = 0.01, p_value_holm = 0.02, significant = true } } } },
    axioms = { wide_table, { caption = "votes that save", rows = { { rule = "a", median = 0.1 } }, columns = { "rule", "median" } } }, axioms_lines = { "axioms" },
    claims = { { quantity = "W", stated = 0.6, computed = 0.7, verdict = "differs" } }, notes = { "beware" },
  }
end

local whole = mechanism.report(study())
local page = whole:html()
t:equal(xml.fault(page), nil, "a page with every part is well-formed")
t:equal(mechanism.report(study()):html(), page, "the same bytes")
t:ok(not page:find("%f[%a]nan%f[%A]") and not page:find("%f[%a]inf%f[%A]"), "no NaN in words or coordinates")
t:ok(page:find("&quot;A&quot; &lt;&amp;&gt; B", 1, true), "names escaped")
t:ok(page:find("θ₁ matters", 1, true), "parameters by their signs")
for _, part in ipairs { "Season 1: &quot;A&quot; &lt;&amp;&gt; B; proposal: Cy", "0.700 (0.600\u{A0}to\u{A0}0.800)", '<span class="badge good">satisfied</span>',
  "1 claim: 1 differs.", "4 resamples", "as published", "&lt; 0.0001", "corrected for the winner",
  "On seasons held out", "<pre>Gain\n  over seasons   0.1</pre>", "−0.1000", '<th scope="row" class="short">figure 10</th><td class="right short">1.10</td><td class="right short">2.10</td>' } do
  t:ok(page:find(part, 1, true), "the page says " .. part)
end
local lines = whole:text { width = 100 }
t:ok(utf8.len(lines) and lines:find("The welfare surface", 1, true), "the same for a terminal")

-- without any one part
local names = {}
for name in pairs(study()) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  local less = study()
  less[name] = nil
  if name == "surface" then less.bootstrap[2] = nil end -- its positions are those of the surface
  if name == "mechanisms" then
    t:raises(function() mechanism.report(less) end, "mechanisms: list of one or more", "mechanisms are needed")
  else
    t:equal(xml.fault(mechanism.report(less):html()), nil, "whole without " .. name)
  end
end

-- a certificate with conditions and scopes
do
  local conditions = { { name = "stationarity", verdict = "satisfied", text = "steepest theta1" }, { name = "categories", verdict = "no information", text = "none" } }
  local one = { mechanisms = study().mechanisms, certificate = { verdict = "no information", conditions = conditions, reasons = {},
    scopes = { { name = "draws", meaning = "the mean", conditions = conditions }, { name = "seasons", meaning = "others", conditions = { conditions[2] } } },
    flatness = { points = 100, not_surely_worse = 40, within = { { epsilon = 0.01, count = 12, share = 0.12 } } } } }
  local html = mechanism.report(one):html()
  t:equal(xml.fault(html), nil, "a certificate with conditions")
  t:ok(html:find("steepest θ₁", 1, true) and html:find("For seasons", 1, true) and html:find("40 of 100", 1, true), "all of it")
  one.nested = { status = "one season leaves none to choose on" }
  t:ok(mechanism.report(one):html():find("not possible: one season", 1, true), "tests that could not be made")
end

-- parts with nothing, or little, in them
local bare = { mechanisms = { { name = "rules", role = "historical", welfare = 1, engagement = 1, fairness = 1, producer = 1 } } }
local function with(name, value)
  local one = { mechanisms = bare.mechanisms }
  one[name] = value
  return xml.fault(mechanism.report(one):html())
end
t:equal(with("title", "t"), nil, "mechanisms alone")
t:equal(with("vote_summary", {}), nil, "no votes")
t:equal(with("seasons", {}), nil, "no seasons")
t:equal(with("timelines", {}), nil, "no timelines")
t:equal(with("bootstrap", { { name = "none", theta1 = {} } }), nil, "no choices")
t:equal(with("claims", {}), nil, "no claims")
t:equal(with("tests", {}), nil, "no tests")
t:equal(with("pareto", { { engagement = 0.5, fairness = 0.5, producer = 0.5 } }), nil, "a front of one point")
t:equal(with("vote_summary", { { season = 7, week = 1, celebrity_name = "A", mean = 1, low = 1, high = 1 } }), nil, "one contestant-week")
t:equal(with("surface", { theta1 = { 0.5 }, theta2 = { 2 }, theta3 = { 1 }, theta4 = { 0 }, theta5 = { 0 }, welfare = { 0.5 } }), nil, "a surface of one point")
t:raises(function() mechanism.report { mechanisms = bare.mechanisms, surfac = {} } end, "did you mean 'surface'?", "unknown parts")

-- a study from the records of a search, with and without draws of the votes
do
  local parts_of = require("solon.mechanism.report").study
  local recommendation = require "solon.mechanism.study.recommendation"
  local contest, votes = mechanism.simulate { seasons = 2 }
  local function made(given)
    local search = mechanism.search(contest, { votes = given, thin = 20, rounds = 0, draws = 2, vote_draws = 3, resamples = 9, keep = 10 })
    local assessment = mechanism.assess(contest, search, { thin = 20, resamples = 9, steps = 4 })
    local found = recommendation.compare(contest, search, { votes = given, rules = "historical", seed = 0, draws = 2, mode = "dynamic" })
    return parts_of { contest = contest, found = found, assessment = assessment, votes = given }, assessment, found
  end
  local plain, _, found = made(votes)
  t:equal(plain.mechanisms[1].welfare_low, nil, "one set of votes has no intervals")
  t:equal(plain.vote_summary, nil, "and no summary")
  t:same({ plain.mechanisms[2].welfare, plain.seasons[1].elimination_changes },
    { found.status_quo.welfare, found.table[1].elimination_changes }, "numbers of the runs")
  t:equal(xml.fault(mechanism.report(plain):html()), nil, "its page")

  local drawn = mechanism.infer_votes(contest, { chains = 2, draws = 20, warmup = 20, rounds = 1 }).votes
  local study_of, assessment = made(drawn)
  local proposal, printed = study_of.mechanisms[1], study_of.mechanisms[3]
  t:ok(math.abs(proposal.welfare - assessment.proposed.welfare.mean) < 1e-12, "the proposal's welfare is that of the assessment")
  t:ok(math.abs(study_of.mechanisms[2].fairness_low - assessment.status_quo.fairness.low) < 1e-12, "so is the status quo's interval")
  t:ok(printed.welfare_low and printed.welfare_low <= printed.welfare_high, "the printed optimum is replayed over the draws too")
  local sum = 0.0
  for _, row in ipairs(study_of.seasons) do
    sum = sum + row.delta_welfare / #study_of.seasons
    t:ok(row.delta_welfare_low <= row.delta_welfare_high and row.elimination_changes >= 0, "season " .. row.season .. " has intervals")
  end
  t:ok(math.abs(sum - assessment.gain.status_quo.mean) < 1e-12, "the seasons' changes are the gain")
  t:equal(#study_of.vote_summary, contest.counts.contestant_weeks, "a summary of every share")
  local html = mechanism.report(study_of):html()
  t:equal(xml.fault(html), nil, "the page of a study with draws")
  t:ok(html:find("Replayed with the mean of the votes.", 1, true) and html:find("draws of the votes: share of the choices", 1, true), "what it says of draws")
end

t:done()
