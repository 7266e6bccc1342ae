-- governance_audit_test.lua - the quarterly audit, what its thresholds can find, and gaming.

local array = require "solon.array"
local governance = require "solon.governance"
local index = require "solon.index"
local optimize = require "solon.optimize"
local random = require "solon.random"
local week = require "solon.governance.data.week"
local tap = require "solon.tap"
local t = tap.new()

local NAN = 0 / 0
local WEEKS = 104

-- ---- thresholds ----------------------------------------------------------------------------------

local reachable = governance.reachable()
t:equal(reachable.gaming_score.reachable, false, "a gaming score of 0.30 cannot be")
t:near(reachable.gaming_score.extreme, 7 / 27, { relative = 1e-15 }, "the largest is 7/27")

-- by search: nothing beats 7/27, and the search comes to it
local function gaming_of(p)
  return index.evaluate { capacity = p[1], visibility = p[2], loyalty = p[3], skepticism = p[4], sigma = p[5], out = "gaming" }.gaming
end
for seed = 1, 3 do
  local found = optimize.differential_evolution(function(p)
    return -index.evaluate { capacity = p:column(1), visibility = p:column(2), loyalty = p:column(3), skepticism = p:column(4),
      sigma = p:column(5), out = "gaming" }.gaming
  end, { 0, 0, 0, 0, 0 }, { 1, 1, 1, 1, 50 }, { seed = seed })
  t:near(-found.value, 7 / 27, { absolute = 1e-9 }, "differential evolution, seed " .. seed)
end
local n = 200000
local stream = random.stream(1, "gaming search")
local drawn = index.evaluate { capacity = stream:uniform(n), visibility = stream:uniform(n), loyalty = stream:uniform(n),
  skepticism = stream:uniform(n), sigma = stream:uniform(n) * 50, out = "gaming" }.gaming
t:ok(drawn:max() <= 7 / 27 + 1e-15, "none of 200,000 random points is above it")
t:near(gaming_of { 1, 1, 1, 1, 3.5 }, 7 / 27, { relative = 1e-14 }, "attained at (1, 1, 1, 1, 3.5)")
t:near(gaming_of { 1, 1.35 ^ (-1 / 0.35), 1, 1, 0 }, 7 / 27, { relative = 1e-14 }, "and at (1, 0.424246, 1, 1, 0)")
for _, epsilon in ipairs { 0.1, 0.42, 0.43, 1.0 } do
  local rows = governance.reachable { epsilon = epsilon }
  t:near(rows.gaming_score.extreme, epsilon / (1 + epsilon), { relative = 1e-15 }, "largest score at epsilon " .. epsilon)
  t:equal(rows.gaming_score.reachable, epsilon > 3 / 7, "reachable from 3/7 on")
end
t:near(reachable.sigma_cap.extreme, 76.613087768287389, { relative = 1e-14 }, "the largest sigma")
t:near(reachable.level_0.extreme, 6.875, { relative = 1e-14 }, "sigma beyond which level 0 is impossible")
t:near(reachable.level_1.extreme, 15.3125, { relative = 1e-14 }, "level 1")
t:near(reachable.level_2.extreme, 57.5, { relative = 1e-14 }, "better than level 3")
t:ok(reachable.sigma.note:find("1.485", 1, true), "0.1 in sigma moves the index by 1.485 pp")
t:ok(reachable.reproduction.note:find("0.024", 1, true), "0.5 pp hide 0.024 in epsilon")
t:ok(reachable.correlation.reachable and reachable.correlation.extreme < 0.2, "honest weeks break the correlation")
t:equal(governance.reachable({ mu = 0 }).level_0.reachable, true, "without a penalty any level can be had")

do -- whatever the parameters, the notes hold no number that is none
  for _, changes in ipairs { { epsilon = 0 }, { mu = 0 }, { k = 100 }, { epsilon = 0, mu = 0, k = 100 }, { scale = 1e-6 }, { theta = 0, k = 100 },
    { w_C = 0, w_T = 1, w_V = 0 }, { epsilon = 10, mu = 10 } } do
    local good = true
    for _, row in ipairs(governance.reachable(changes)) do
      good = good and not row.note:find "%f[%a]nan%f[%A]" and not row.note:find "%f[%a]inf%f[%A]" and row.extreme == row.extreme
    end
    t:ok(good, "notes of " .. tostring(governance.parameters(changes)))
  end
  t:equal(governance.reachable({ mu = 0 }).level_0.note, "possible at any sigma", "without a penalty no sigma stops level 0")
  t:ok(governance.reachable({ epsilon = 0 }).average_gap.note:find("not crossed by health", 1, true), "without synergy there is no gap")
  t:ok(governance.reachable({ epsilon = 0 }).correlation.note:find("not crossed by honest weeks", 1, true), "and index and resilience are one")
end

-- ---- a series ------------------------------------------------------------------------------------

-- 104 weeks published by the source text's rules; change(columns) may spoil the inputs before, spoil(columns) what is published.
local function series(level, change, spoil)
  local columns = { week = {} }
  for i = 1, WEEKS do columns.week[i] = week.from_monday(week.parse("2024-W01").monday + 7 * (i - 1)).label end
  local trust = random.stream(4, "trust"):normal(WEEKS) * 0.01 + level
  columns.C = random.stream(4, "C"):normal(WEEKS) * 0.01 + level
  columns.V = random.stream(4, "V"):normal(WEEKS) * 0.01 + level
  columns.Z_skepticism = random.stream(4, "Z"):normal(WEEKS) * 0.01 + level
  columns.T_loyalty = trust + random.stream(4, "survey"):normal(WEEKS) * 0.01
  for _, name in ipairs { "Sentiment", "Search", "FX" } do columns[name] = trust + random.stream(4, name):normal(WEEKS) * 0.01 end
  for _, name in ipairs { "C", "V", "Z_skepticism", "T_loyalty", "Sentiment", "Search", "FX" } do
    columns[name] = array.clip(columns[name], 0, 1)
  end
  if change then change(columns) end
  columns.S_KPI_official, columns.sigma_hist = array.zeros(WEEKS), array.zeros(WEEKS)
  for i = 1, WEEKS do
    local sigma = i > 24 and governance.sigma(array.concatenate(columns.S_KPI_official[{ i - 24, i - 1 }], array.zeros(1)), 24)[25] or 0.0
    columns.sigma_hist[i] = sigma
    columns.S_KPI_official[i] = index.evaluate { capacity = columns.C[i], visibility = columns.V[i], loyalty = columns.T_loyalty[i],
      skepticism = columns.Z_skepticism[i], sigma = sigma, out = "index" }.index
  end
  if spoil then spoil(columns) end
  return governance.series(columns)
end

local QUICK = { replicates = 2000 }
local function audit(data, options, registry)
  options = options or {}
  options.replicates = 2000
  return governance.audit(data, registry, options)
end

local function find(found, what, basis)
  for _, row in ipairs(found.rows) do
    if row.check:find(what, 1, true) and row.basis == basis then return row end
  end
  error("no row " .. what)
end

local honest = audit(series(0.5))
t:equal(find(honest, "reported sigma", "published").verdict, "pass", "honest weeks are reproduced")
t:equal(find(honest, "derived anew", "exact").verdict, "pass", "to 1e-9")
t:ok(find(honest, "derived anew", "exact").value < 1e-11, "in fact to rounding")
t:equal(find(honest, "sigma of every", "exact").verdict, "pass", "so is sigma")
t:equal(find(honest, "sigma of the last", "published").verdict, "pass", "and by the published tolerance")
t:equal(find(honest, "largest gaming score", "published").verdict, "not testable", "a threshold nothing crosses is not testable")
t:equal(find(honest, "largest gaming score", "published").reachable, false, "and says so")
t:equal(find(honest, "residuals of T_loyalty", "exact").verdict, "pass", "no gaming")
t:equal(find(honest, "as decimals", "exact").verdict, "not testable", "no deployed file: not testable")
t:equal(honest.verdict, "not testable", "so the whole is not a pass")
t:equal(#honest.weeks, 13, "13 weeks, not 14")
t:equal(honest.steps[2].exact, "pass", "step 2 exact")
t:ok(tostring(honest):find("Audit step 4, volatility window: as published pass; exact pass", 1, true), "in words")

-- a hidden change of the published index: 0.4 pp is within 0.5, not within 1e-9
local hidden = audit(series(0.5, nil, function(c) c.S_KPI_official[100] = c.S_KPI_official[100] + 0.4 end))
t:equal(find(hidden, "reported sigma", "published").verdict, "pass", "0.4 pp pass the published tolerance")
t:equal(find(hidden, "derived anew", "exact").verdict, "fail", "not the exact one")
t:ok(find(hidden, "derived anew", "exact").note:find("most in 2025%-W48"), "which names the week")

-- divisor n instead of n - 1 in the last sigma: within 0.1 where sigma is small
local divisor = audit(series(0.5, nil, function(c) c.sigma_hist[WEEKS] = c.sigma_hist[WEEKS] * math.sqrt(23 / 24) end))
t:equal(find(divisor, "sigma of the last", "published").verdict, "pass", "the published tolerance does not see the divisor")
t:equal(find(divisor, "sigma of every", "exact").verdict, "fail", "the exact one does")

-- rounding: three decimals published
local rounded = audit(series(0.5, nil, function(c)
  for i = 1, WEEKS do
    c.S_KPI_official[i] = tonumber(string.format("%.3f", c.S_KPI_official[i]))
    c.sigma_hist[i] = tonumber(string.format("%.3f", c.sigma_hist[i]))
  end
end))
t:equal(find(rounded, "derived anew", "exact").verdict, "pass", "rounding to three decimals is no difference")
t:ok(find(rounded, "derived anew", "exact").note:find("published to 3 decimals", 1, true), "and is said")
t:ok(find(rounded, "derived anew", "exact").tolerance < 0.01, "at a tolerance of its size")

t:equal(find(rounded, "sigma of every", "exact").verdict, "pass", "nor that of sigma")
t:ok(find(rounded, "sigma of every", "exact").tolerance > 5e-4 and find(rounded, "sigma of every", "exact").tolerance < 2e-3,
  "whose tolerance is half a unit and what the index's rounding can do")

-- how many weeks differ, and which the most
local two = audit(series(0.5, nil, function(c)
  c.S_KPI_official[WEEKS - 6] = c.S_KPI_official[WEEKS - 6] + 2
  c.S_KPI_official[WEEKS - 2] = c.S_KPI_official[WEEKS - 2] + 3
end))
t:equal(find(two, "reported sigma", "published").note:match "^[^;]+", "2 of 13 weeks differ, most in " .. two.weeks[11].week, "two weeks differ")
local one_week = find(audit(series(0.5, nil, function(c) c.S_KPI_official[WEEKS] = c.S_KPI_official[WEEKS] + 2 end)), "reported sigma", "published")
t:ok(one_week.verdict == "fail" and one_week.note:find("1 of 13 weeks differ", 1, true), "one week differs")

-- missing values are never a pass
local gap = audit(series(0.5, nil, function(c) c.S_KPI_official[95] = NAN end))
t:equal(find(gap, "reported sigma", "published").verdict, "not testable", "a week without a published index")
t:equal(find(gap, "average gap", "published").verdict, "not testable", "nor is the gap")
local both = audit(series(0.5, nil, function(c)
  c.S_KPI_official[95] = NAN
  c.S_KPI_official[98] = c.S_KPI_official[98] + 1
end))
t:equal(find(both, "reported sigma", "published").verdict, "fail", "a failure stands before what is missing")
local nothing = governance.audit(governance.series { week = { "2026-W01" }, C = { 0.5 }, V = { 0.5 }, T_loyalty = { 0.5 }, Z_skepticism = { 0.5 } })
for _, row in ipairs(nothing.rows) do t:equal(row.verdict, "not testable", "one week: " .. row.check .. ", " .. row.basis) end

-- saturation: the published thresholds are not testable, though nothing is wrong
local saturated = audit(series(0.97))
t:equal(find(saturated, "average gap", "published").verdict, "not testable", "the clip hides the gap")
t:ok(find(saturated, "average gap", "published").note:find("clip holds the index", 1, true), "and the note says why")
t:equal(find(saturated, "correlation", "published").verdict, "not testable", "nor the correlation")

-- a healthy system fails the published gap: feed-forward sigma 0.5 at 0.8
local healthy = audit(series(0.8, nil, function(c)
  for i = 1, WEEKS do
    c.sigma_hist[i] = 0.5
    c.S_KPI_official[i] = index.evaluate { capacity = c.C[i], visibility = c.V[i], loyalty = c.T_loyalty[i], skepticism = c.Z_skepticism[i],
      sigma = 0.5, out = "index" }.index
  end
end))
t:equal(find(healthy, "average gap", "published").verdict, "fail", "health fails the published gap")
t:near(find(healthy, "average gap", "published").value, 24.4, { absolute = 1 }, "of 24 pp")

-- sigma declared from the core
local core = series(0.6)
local sigma_core = governance.sigma(index.evaluate { capacity = core.C, visibility = core.V, loyalty = core.T_loyalty,
  skepticism = core.Z_skepticism, sigma = 0, out = "unclipped" }.unclipped / 1.35, 24)
for i = 25, WEEKS do
  core.sigma_hist[i] = sigma_core[i]
  core.S_KPI_official[i] = index.evaluate { capacity = core.C[i], visibility = core.V[i], loyalty = core.T_loyalty[i],
    skepticism = core.Z_skepticism[i], sigma = sigma_core[i], out = "index" }.index
end
local declared = audit(core, { sigma = "core" })
t:equal(find(declared, "sigma of every", "exact").verdict, "pass", "sigma from the core is derived from the core")
t:equal(find(declared, "derived anew", "exact").verdict, "pass", "and the index from it")
t:equal(find(audit(core), "sigma of every", "exact").verdict, "fail", "declared published, it differs")

-- hashes
local hashes = audit(series(0.5), { data_sha256 = string.rep("0", 64) })
t:equal(find(hashes, "hash of the data", "exact").verdict, "not testable", "a series in memory has no hash")
do
  local data = assert(governance.load "scripts/governance/fixtures/weekly.csv")
  local registry = assert(governance.registry "scripts/governance/fixtures/2026-01-09_SG-v4.0_Parameters.csv")
  local right = audit(data, { data_sha256 = data.sha256:upper(), registry_sha256 = string.rep("0", 64), deployed = registry }, registry)
  local same, other = find(right, "hash of the data", "exact"), find(right, "hash of the registry", "exact")
  t:ok(same.verdict == "pass" and same.note == nil, "a file with its hash passes, without a word")
  t:ok(other.verdict == "fail" and other.note == "the file has changed", "another hash fails")
  t:equal(find(right, "as decimals", "exact").verdict, "pass", "what is deployed is the registry")
  t:equal(find(right, "as decimals", "exact").note, "11 parameters", "all of it")
  t:equal(find(audit(data, { deployed = registry }), "as decimals", "exact").note, "no registry given", "without a registry nothing is compared")
  t:equal(find(audit(data, {}, registry), "as decimals", "exact").note, "no deployed configuration given", "nor without what is deployed")
end

-- ---- gaming --------------------------------------------------------------------------------------

local function gamed(shift, from)
  local data = series(0.5, function(c)
    for i = from or WEEKS - 25, WEEKS do c.T_loyalty[i] = math.min(1, c.T_loyalty[i] + shift) end
  end)
  return governance.detect_gaming(data, QUICK), data
end
t:equal(gamed(0).verdict, "pass", "honest trust")
local caught, inflated = gamed(0.05)
t:equal(caught.verdict, "fail", "trust inflated by 0.05 is found")
t:ok(governance.source_gaps(inflated, governance.run(inflated), caught).records[3].mean > 2, "and costs points when it is replaced by its proxies")
t:ok(tostring(caught):find("alarm first in 2025-W2", 1, true), "the first alarm is named: " .. tostring(caught))
t:equal(gamed(-0.05).verdict, "pass", "deflation is not looked for")
t:near(gamed(0).targets[1].false_alarm, 0.05, { absolute = 0.02 }, "the measured false-alarm rate is the wanted one")
t:ok(gamed(0).targets[1].false_alarm_error < 0.006, "with its error")
t:equal(#caught.charts, 1, "a chart for the report")
local strict = governance.detect_gaming(series(0.5), { limit = 3.6, replicates = 2000 })
t:equal(strict.targets[1].limit, 3.6, "a limit given")
t:ok(strict.targets[1].false_alarm < gamed(0).targets[1].false_alarm, "is stricter here")
local short = governance.detect_gaming(series(0.5), { window = 90, replicates = 200 })
t:equal(short.verdict, "not testable", "14 weeks are no baseline")
local no_proxy = series(0.5)
no_proxy.Sentiment, no_proxy.Search, no_proxy.FX = nil, nil, nil
t:equal(governance.detect_gaming(no_proxy, QUICK).verdict, "not testable", "no proxies")
t:equal(governance.detect_gaming(series(0.5), { targets = { { target = "C", proxies = { "V", "Z_skepticism" } } }, replicates = 500 }).targets[1].target, "C",
  "other inputs can be watched")
t:same(gamed(0.05).targets[1].limit, caught.targets[1].limit, "the same limit twice")
t:raises(function() audit(series(0.5), { data_sha256 = 5 }) end, "option 'data_sha256': 64 hexadecimal digits expected, got number", "a hash that is no text")
t:raises(function() audit(series(0.5), { registry_sha256 = ("0"):rep(63) .. "g" }) end, "option 'registry_sha256': 64 hexadecimal", "a hash with another letter")
t:raises(function() governance.detect_gaming(series(0.5), { targets = { { target = "C" } } }) end, "targets", "targets without proxies")

-- the document's audit sees nothing of this, the monitor does: 300 studies, limit 3.6
local power = governance.gaming_power { studies = 300, limit = 3.6 }
t:ok(power.rows[1].detected < 0.12, "false alarms at limit 3.6: " .. power.lines[1])
t:ok(power.rows[3].detected > 0.97, "0.05 is found: " .. power.lines[3])
t:equal(power.rows[4].detected, 1.0, "0.10 always")
for k = 1, 4 do t:equal(power.rows[k].as_published, 0.0, "the published audit flags none at shift " .. power.rows[k].shift) end
local calibrated = governance.gaming_power { studies = 300, shifts = { 0.0 }, deviation = 0, false_alarm = 0.10, replicates = 499 }
t:ok(math.abs(calibrated.rows[1].detected - 0.10) < 0.06, "a calibrated limit keeps 10 % in independent weeks: " .. calibrated.lines[1])

t:done()
