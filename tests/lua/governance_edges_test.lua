-- governance_edges_test.lua - what defaults are, where domains end, what counts as one: the small numbers of the index's
-- workflows that other tests would let slip.  Reference values: tests/reference/index_check.py and NumPy.

local tap = require "solon.tap"
local array = require "solon.array"
local gaming = require "solon.governance.audit.gaming"
local governance = require "solon.governance"
local native = require "solon.native.governance"
local parameters = require "solon.governance.parameters"
local published = require "solon.governance.published"
local random = require "solon.random"
local system = require "solon.native.system"
local week = require "solon.governance.data.week"
local t = tap.new()

local NAN = 0 / 0
local directory = assert(system.temporary_directory())
local cleanup <close> = system.cleanup(directory)

local function write(name, text)
  local path = directory .. "/" .. name
  local file <close> = assert(io.open(path, "wb"))
  file:write(text)
  return path
end

-- `count` weeks of columns given as functions of the row.
local function series(count, columns)
  local data, monday = { week = {} }, week.parse("2024-W01").monday
  for i = 1, count do data.week[i] = week.from_monday(monday + 7 * (i - 1)).label end
  for name, f in pairs(columns) do
    data[name] = {}
    for i = 1, count do data[name][i] = type(f) == "function" and f(i) or f end
  end
  return governance.series(data)
end

local function steady(x, more)
  local columns = { C = x, V = x, T_loyalty = x, Z_skepticism = x }
  for name, f in pairs(more or {}) do columns[name] = f end
  return columns
end

-- ---- parameters: defaults and ends of their domains ---------------------------------------------------------

for _, case in ipairs {
  { "w_C", 0.25, 0, 1 }, { "w_T", 0.40, 0, 1 }, { "w_V", 0.35, 0, 1 }, { "w_loyalty", 0.6, 0, 1 }, { "w_skepticism", 0.4, 0, 1 },
  { "k", 2, 1e-6, 100 }, { "theta", 0.85, 0, 1 }, { "epsilon", 0.35, 0, 10 }, { "mu", 0.10, 0, 10 }, { "sigma_window", 24, 2, 520 },
  { "scale", 150, 1e-6, 1e6 },
} do
  local name, default, low, high = table.unpack(case)
  local spec = parameters.by_name[name]
  t:same({ governance.parameters()[name] + 0.0, spec.low + 0.0, spec.high + 0.0 }, { default + 0.0, low + 0.0, high + 0.0 }, name .. ": default and domain")
  if not name:find "^w_" then
    t:equal(governance.parameters({ [name] = high })[name], high, name .. " may be as large as " .. high)
    t:raises(function() governance.parameters { [name] = high + 1 } end, name .. ": ", name .. " may be no larger")
  end
end
t:raises(function() governance.parameters { w_loyalty = 0.6 + 3e-12 } end, "sum to 1", "weights off by 3e-12")
t:ok(governance.parameters { w_loyalty = 0.6 + 3e-13 }, "3e-13 are rounding")

do -- registries at the ends of domains
  local head = "Parameter,Value,Class,Source,Update\n"
  local rows = { "w_C,0.25,A,s,u", "w_T,0.40,A,s,u", "w_V,0.35,A,s,u", "k,2.0,B,s,u", "theta,0,B,s,u", "epsilon,0,C,s,u", "mu,10,C,s,u",
    "sigma_window,520,D,s,u", "scale,150,D,s,u" }
  local registry = assert(governance.registry(write("ends.csv", head .. table.concat(rows, "\n") .. "\n")))
  t:same({ registry.parameters.theta, registry.parameters.epsilon, registry.parameters.mu, registry.parameters.sigma_window }, { 0.0, 0.0, 10.0, 520 },
    "values at the ends of their domains")
  rows[7] = "mu,10.000001,C,s,u"
  local _, message = governance.registry(write("beyond.csv", head .. table.concat(rows, "\n") .. "\n"))
  t:ok(message and message:find("outside [0, 10]", 1, true), "beyond is told: " .. tostring(message))
  local deployed = assert(governance.registry(write("one.csv", "Parameter,Value\nmu,0.1\n"), { deployed = true }))
  t:equal(#deployed.rows, 1, "a deployed list of one")
end

-- ---- weekly data --------------------------------------------------------------------------------------------

for _, name in ipairs { "C", "V", "T_loyalty", "Z_skepticism", "Sentiment", "Search", "FX" } do
  t:ok(series(2, steady(0.5, { [name] = 1.0 })), name .. " may be 1")
  t:raises(function() series(2, steady(0.5, { [name] = 1.5 })) end, "is outside [0, 1]", name .. " may not be 1.5")
  t:raises(function() series(2, steady(0.5, { [name] = -0.1 })) end, "is outside [0, 1]", name .. " may not be negative")
end
t:ok(series(2, steady(0.5, { S_KPI_official = 1e6, sigma_hist = 1e6 })), "what was published is as large as the largest scale")
t:raises(function() series(2, steady(0.5, { sigma_hist = -1.0 })) end, "is outside [0, 1000000]", "and not negative")
t:raises(function() series(2, steady(0.5, { S_KPI_official = 1000001.0 })) end, "is outside [0, 1000000]", "nor larger")
t:equal(tostring(series(3, steady(0.5))), "weekly data: 3 weeks, 2024-W01 to 2024-W03; missing values: none", "data in words")
t:equal(week.parse("1970-W02").number, 0, "weeks count from the first that begins after 1970-01-01")

-- Outliers look 12 weeks back, no further: values before are far off, one within would make a spread.
do
  local columns = steady(0.5, { V = function(i) return i == 20 and 0.70 or i == 7 and 0.9 or i <= 13 and 0.5 + 0.02 * i or 0.5 - 0.02 * (i - 13) end })
  -- rows 8 to 19: 0.66 … 0.76, 0.48 … 0.38: median 0.57, MAD 0.14
  local wide = governance.validate(series(20, columns), { threshold = 0 }).outliers
  t:equal(wide[#wide].row, 20, "a threshold of 0 flags what is off the median at all")
  t:near(wide[#wide].median, 0.57, { absolute = 1e-12 }, "median of the 12 weeks before")
  t:near(wide[#wide].deviation, 0.14 * 1.4826022185056018, { absolute = 1e-12 }, "their deviation")
end

-- ---- the weekly run in words, and its defaults ----------------------------------------------------------------

do
  local official = function(i) return i >= 28 and (i == 30 and 90.0 or 80.0) or NAN end
  local columns = steady(0.6, { S_KPI_official = official, T_loyalty = function(i) return (i == 31 or i == 32) and NAN or 0.6 end,
    C = function(i) return i == 20 and NAN or 0.6 end })
  local run = governance.run(series(40, columns))
  local worst = 0.0
  for i = 28, 40 do worst = math.max(worst, math.abs(official(i) - run.index[i])) end
  local function tells(run, part, name)
    if not t:ok(tostring(run):find(part, 1, true), name) then t:note(tostring(run)) end
  end
  tells(run, "38 survey", "weeks with a survey are counted")
  tells(run, "2 last survey with decay", "so are weeks without")
  tells(run, "13 of 13 weeks differ", "and weeks published otherwise")
  tells(run, string.format("by %.2f", worst), "most of all by so much")
  tells(run, "Alerts: 1, of the last 13 weeks 0", "the carried capacity of week 20 alerts")
  tells(governance.run(series(32, columns)), "Alerts: 1, of the last 13 weeks 1", "week 20 is the first of the last 13 of 32")
  tells(governance.run(series(33, columns)), "Alerts: 1, of the last 13 weeks 0", "and not of 33")
  t:ok(run.lines[3]:find("level 1 (alert)", 1, true), "the level has its name")
  local same = governance.run(series(30, steady(0.6, { S_KPI_official = 89.7130392952534 })))
  tells(same, "0 of 6 weeks differ", "equal values do not differ")
end
for x, words in pairs { [0.9] = "level 0 (normal operations)", [0.5] = "level 2 (high alert)", [0.2] = "level 3 (emergency)" } do
  t:ok(governance.run(series(25, steady(x))).lines[3]:find(words, 1, true), words)
end
do -- by default no hysteresis and no dwell; both are handed on
  local function x(i) return (i == 30 or i == 33) and 0.5 or 0.6 end
  local data = series(40, { C = x, V = x, T_loyalty = x, Z_skepticism = x })
  local plain = governance.run(data, nil, { sigma_cap = 0 })
  t:ok(plain.level[29] == 1 and plain.level[30] == 2 and plain.level[31] == 1, "a better level holds at once")
  t:same(plain.level:totable(), governance.crisis_levels(plain.index):totable(), "as crisis_levels has it")
  local late = governance.run(data, nil, { sigma_cap = 0, dwell = 3 })
  t:same({ late.level[30], late.level[31], late.level[32], late.level[33], late.level[34] }, { 2, 2, 2, 2, 1 }, "a dwell of three weeks")
  t:equal(governance.run(data, nil, { sigma_cap = 0, hysteresis = 10 }).level[40], 2, "10 points above 80 are never reached")
  t:equal(governance.run(data).settings.sigma_cap, 50, "sigma is capped at 50")
end

-- ---- the literal formulas -------------------------------------------------------------------------------------

t:same({ published.g0, published.g1, published.delta_g }, { 0.1544, 0.5744, 0.42 }, "the printed constants")
t:near(published.gate(0.9), 0.7633828869549047, { relative = 1e-14 }, "the printed gate")
t:equal(published.gate(0.5), 1.0, "is clipped")
t:near(published.resilience(0.9, 0.8, 0.7, 5), 64.54926236821514, { relative = 1e-14 }, "resilience where the gate binds")
t:near(published.resilience(0.3, 0.2, 0.9, 10), 30.296961799361814, { relative = 1e-14 }, "and where the potential does")
t:near(published.decayed_trust(0.6, 7), 0.6 * 0.96560541625756646, { relative = 1e-14 }, "a week of decay")
for at, levels in pairs { [0] = { 3 }, [29.5] = { 3 }, [30] = { 2 }, [30.5] = { 2 }, [79] = { 2 }, [80] = { 1, 2 }, [80.5] = { 1 }, [120] = { 1 }, [120.5] = { 0 } } do
  t:same(published.levels(at), levels, "printed levels of " .. at)
end
do -- test 5 asks for the corners it says
  local asked = {}
  published.synergy_effect(function(...)
    asked[#asked + 1] = table.concat({ ... }, " ")
    return 0
  end)
  t:same(asked, { "1 1 1 1 0", "1 1 0 0 0", "0 1 1 1 0" }, "corners of test 5")
  t:equal(published.synergy_effect(function(c, _, trust) return 10 * c + trust + 100 * c * trust end), 100, "what two have beyond their sum")
end

-- ---- what audits can reach ------------------------------------------------------------------------------------

do
  local rows = governance.reachable()
  local thresholds = {}
  for _, row in ipairs(rows) do thresholds[row.id] = row.threshold end
  t:same(thresholds, { gaming_score = 0.30, gap_points = 30, average_gap = 20, correlation = 0.85, reproduction = 0.5, sigma = 0.1, sigma_cap = 50,
    level_0 = 120, level_1 = 80, level_2 = 30 }, "the printed thresholds")
  t:ok(rows.gaming_score.note:find("epsilon > 0.4286", 1, true), "3/7 is what it would take")
  t:near(rows.correlation.extreme, 0.0775, { absolute = 5e-5 }, "the correlation of honest weeks is NumPy's")
  t:ok(not governance.reachable({ scale = 20 }).sigma_cap.reachable, "a scale of 20 has no sigma of 50")
  t:ok(not governance.reachable({ scale = 100 }).level_0.reachable, "nor one of 100 an index above 120")
  t:ok(not governance.reachable({ epsilon = 0.1 }).average_gap.reachable, "epsilon 0.1 has no gap of 20 pp")
end

-- ---- the monitor ------------------------------------------------------------------------------------------------

do
  local n = 104
  local trust = random.stream(9, "trust"):normal(n) * 0.02 + 0.5
  local function noisy(name) return random.stream(9, name):normal(n) * 0.01 + trust end
  local loyalty, first, second = noisy "T", noisy "A", noisy "B"
  for i = n - 9, n do loyalty[i] = loyalty[i] + 0.08 end
  loyalty[n - 20] = NAN
  local data = series(n, { C = 0.6, V = 0.7, Z_skepticism = 0.5, T_loyalty = function(i) return loyalty[i] end, Sentiment = function(i) return first[i] end,
    Search = function(i) return second[i] end, sigma_hist = 4.0 })
  local found = governance.detect_gaming(data, { replicates = 500 })
  local one = found.targets[1]
  local above, first_above = 0, nil
  for i, value in ipairs(one.statistic) do
    if value > one.limit then above, first_above = above + 1, first_above or one.weeks[i] end
  end
  t:ok(above > 3 and one.alarms == above and one.first_alarm == first_above, "alarms are counted from the first: " .. above)
  for k = 1, 26 do
    local i = n - 26 + k
    if loyalty[i] == loyalty[i] and (k == 1 or k == 26) then
      t:near(one.residual[k], loyalty[i] - one.predicted[k], { absolute = 1e-15 }, "residual of week " .. k)
    end
  end
  t:equal(one.window_used, 25, "25 weeks of the window have data")
  local p = one.false_alarm
  t:near(one.false_alarm_error, math.sqrt(p * (1 - p) / 500), { relative = 1e-12, absolute = 1e-15 }, "the binomial error of its rate")
  t:same(one.blocks, { 1, 13, 26 }, "blocks of a week, of half a window, of a window")
  t:equal(one.lambda, 0.25, "weight of the last week")
  t:raises(function() governance.detect_gaming(data, { lambda = 1.01 }) end, "lambda", "at most 1")
  t:ok(governance.detect_gaming(data, { targets = { { target = "T_loyalty", proxies = { "Search" } } }, replicates = 100 }).targets[1].limit, "one proxy is enough")
  local limit, blocks = gaming.limit(function(block) return array.linspace(0, 1, 11) * block end, 0.1, nil, 26, 78)
  t:near(limit, 0.9 * 26, { relative = 1e-14 }, "the limit is the largest over the blocks")
  t:same(blocks, { 1, 13, 26 }, "which are three")
end

do -- a week whose proxy is far off: the fit without it tells what it hides (tests/reference/monitor_reference.py)
  local n, late, x, y = 40, 12, {}, {}
  for i = 1, n + late do
    x[i] = i == 20 and 30.0 or math.sin(1.7 * i)
    y[i] = 0.5 * x[i] + 0.1 * math.cos(2.9 * i) + 0.05 * math.sin(7.3 * i) + (i == 20 and 1 or 0)
  end
  local proxy = array.zeros(n + late, 1)
  proxy:column(1):assign(array.new(x))
  for block, want in pairs { [1] = { 3.10, 9.43 }, [6] = { 3.24, 8.02 }, [12] = { 3.33, 8.14 } } do
    local drawn = native.follow(array.new(y), proxy, n, { weight = 0.25, block = block, seed = 1, replicates = 50000, first = 0 }).bootstrap
    t:near(array.quantile(drawn, 0.8), want[1], { absolute = 0.08 }, "80 % of the largest statistics, blocks of " .. block)
    t:near(array.quantile(drawn, 0.95), want[2], { absolute = 0.15 }, "95 % of them")
  end
end

do -- the published audit of simulated weeks sees the window and nothing else
  local power = governance.gaming_power { studies = 200, limit = 3.6, shifts = { 0.02 }, level = 0.75, noise = 0.04 }
  t:ok(power.rows[1].detected > 0.1 and power.rows[1].detected < 0.9 and power.rows[1].as_published > 0.1 and power.rows[1].as_published < 0.9,
    "both find some")
  t:ok(power.lines[1]:find("^shift %+0.020: found [%d.]+ %% %+%- [%d.]+, by the published audit [%d.]+ %%$"), power.lines[1])
  t:ok(power.lines[1]:find(string.format("found %.1f %% +- %.1f, by the published audit %.1f %%", 100 * power.rows[1].detected,
    100 * power.rows[1].detected_error, 100 * power.rows[1].as_published), 1, true), "told in percent")
  -- without noise in capacity and visibility the gap is that of the window's trust alone: 20 pp begin at a level of 0.7475
  local function flagged(level)
    return governance.gaming_power({ studies = 20, limit = 3.6, shifts = { 0.0 }, level = level, deviation = 0, noise = 1e-6, baseline = 20,
      window = 2 }).rows[1].as_published
  end
  t:same({ flagged(0.74), flagged(0.77) }, { 0.0, 1.0 }, "a gap of 20 pp is flagged")
end

-- ---- which argument was wrong ---------------------------------------------------------------------------------

do
  local data = series(3, steady(0.5))
  local run, detection, people = governance.run(data), governance.detect_gaming(data), governance.population { sigma_rate = 1 }
  for _, case in ipairs {
    { 2, "crisis_levels", function() governance.crisis_levels({ 1 }, { dwell = 0 }) end },
    { 2, "crisis_levels", function() governance.crisis_levels({ 1 }, { hysteresis = -1 }) end },
    { 3, "run", function() governance.run(data, nil, { hysteresis = -1 }) end },
    { 3, "run", function() governance.run(data, nil, { dwell = 521 }) end },
    { 3, "run", function() governance.run(data, nil, { sigma_cap = -1 }) end },
    { 3, "run", function() governance.run(data, nil, { gaming_threshold = 2 }) end },
    { 2, "validate", function() governance.validate(data, { smalest = 1 }) end },
    { 2, "validate", function() governance.validate(data, { threshold = -1 }) end },
    { 2, "validate", function() governance.validate(data, { smallest = 1.5 }) end },
    { 1, "series", function() governance.series { weeks = {} } end },
    { 1, "registry", function() governance.registry(1) end },
    { 2, "sigma", function() governance.sigma({ 1, 2 }, 521) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = 60 }, { sigma_from = "x" }) end },
    { 1, "stability_study", function() governance.stability_study(1, { 60 }) end },
    { 3, "stability_study", function() governance.stability_study({ "a" }, { 60 }, { disturbance = 1e6 + 1 }) end },
    { 1, "population", function() governance.population { sigma_rate = 1e10 } end },
    { 2, "uncertainty", function() governance.uncertainty(governance.population { sigma_rate = 1 }, { weekly_draws = (1 << 26) + 1 }) end },
    { 2, "calibrate", function() governance.calibrate(governance.hindcast(), { mu_width = 10.5 }) end },
    { 2, "calibrate_grid", function() governance.calibrate_grid(governance.hindcast(), { grid = { 11 } }) end },
    { 1, "hindcast", function() governance.hindcast { wekes = 3 } end },
    { 1, "hindcast", function() governance.hindcast { persistence = 1 } end },
    { 1, "gaming_power", function() governance.gaming_power { level = 0.95 } end },
    { 1, "gaming_power", function() governance.gaming_power { shift = 1 } end },
    { 1, "gaming_power", function() governance.gaming_power { shifts = 1 } end },
    { 1, "gaming_power", function() governance.gaming_power { parameters = { mu = -1 } } end },
    { 1, "parameters", function() governance.parameters { mu = -1 } end },
    { 1, "parameters", function() governance.parameters { nu = 1 } end },
    { 1, "parameters", function() governance.parameters { w_C = 0.3 } end },
    { 1, "load", function() governance.load(1) end },
    { 1, "series", function() governance.series() end },
    { 1, "series", function() governance.series { week = { "2024-W01" }, C = 1 } end },
    { 1, "series", function() governance.series(steady(0.5)) end },
    { 2, "registry", function() governance.registry("x", { deploy = true }) end },
    { 1, "compare_registries", function() governance.compare_registries({}, {}) end },
    { 1, "validate", function() governance.validate({}) end },
    { 2, "validate", function() governance.validate(data, { window = 1 }) end },
    { 1, "fill", function() governance.fill({}) end },
    { 2, "fill", function() governance.fill(data, { lamda = 1 }) end },
    { 2, "fill", function() governance.fill(data, { decay = "x" }) end },
    { 2, "fill", function() governance.fill(data, { lambda = 11 }) end },
    { 2, "fill", function() governance.fill(data, { prior = 2 }) end },
    { 2, "fill", function() governance.fill(data, { survey_days = -1 }) end },
    { 1, "sigma", function() governance.sigma(1) end },
    { 1, "crisis_level", function() governance.crisis_level("x") end },
    { 2, "crisis_level", function() governance.crisis_level(1, { band = {} }) end },
    { 1, "crisis_levels", function() governance.crisis_levels(1) end },
    { 2, "crisis_levels", function() governance.crisis_levels({ 1 }, { dwel = 1 }) end },
    { 2, "crisis_levels", function() governance.crisis_levels({ 1 }, { bands = { 1 } }) end },
    { 1, "claims", function() governance.claims(1) end },
    { 1, "run", function() governance.run({}) end },
    { 2, "run", function() governance.run(data, 1) end },
    { 2, "run", function() governance.run(data, { mu = -1 }) end },
    { 3, "run", function() governance.run(data, nil, { sigm = 1 }) end },
    { 3, "run", function() governance.run(data, nil, { sigma = "x" }) end },
    { 3, "run", function() governance.run(data, nil, { sigma = "reported" }) end },
    { 3, "run", function() governance.run(data, nil, { prior = 2 }) end },
    { 3, "run", function() governance.run(data, nil, { threshold = -1 }) end },
    { 3, "run", function() governance.run(data, nil, { bands = { 1 } }) end },
    { 1, "metrics", function() governance.metrics({}) end },
    { 2, "metrics", function() governance.metrics(run, 4) end },
    { 3, "metrics", function() governance.metrics(run, 2, 1) end },
    { 1, "audit", function() governance.audit({}) end },
    { 2, "audit", function() governance.audit(data, 1) end },
    { 3, "audit", function() governance.audit(data, nil, { week = 1 }) end },
    { 3, "audit", function() governance.audit(data, nil, { sigma = "x" }) end },
    { 3, "audit", function() governance.audit(data, nil, { sigma_cap = -1 }) end },
    { 3, "audit", function() governance.audit(data, nil, { weeks = 0 }) end },
    { 3, "audit", function() governance.audit(data, nil, { gaming_weeks = 1 }) end },
    { 1, "detect_gaming", function() governance.detect_gaming(1) end },
    { 1, "detect_gaming", function() governance.detect_gaming({}) end },
    { 2, "detect_gaming", function() governance.detect_gaming(data, { lamda = 1 }) end },
    { 2, "detect_gaming", function() governance.detect_gaming(data, { lambda = 2 }) end },
    { 2, "detect_gaming", function() governance.detect_gaming(data, { targets = 1 }) end },
    { 2, "detect_gaming", function() governance.detect_gaming(data, { targets = { 1 } }) end },
    { 1, "source_gaps", function() governance.source_gaps({}, run, detection) end },
    { 2, "source_gaps", function() governance.source_gaps(data, {}, detection) end },
    { 3, "source_gaps", function() governance.source_gaps(data, run, {}) end },
    { 2, "source_gaps", function() governance.source_gaps(series(4, steady(0.5)), run, detection) end },
    { 1, "reachable", function() governance.reachable { mu = -1 } end },
    { 1, "gate_as_published", function() governance.gate_as_published "x" end },
    { 1, "decayed_trust_as_published", function() governance.decayed_trust_as_published("x", 1) end },
    { 2, "decayed_trust_as_published", function() governance.decayed_trust_as_published(1, "x") end },
    { 1, "feedback_threshold", function() governance.feedback_threshold(1) end },
    { 2, "feedback_threshold", function() governance.feedback_threshold(24, { dof = 1 }) end },
    { 2, "feedback_threshold", function() governance.feedback_threshold(24, { ddof = 2 }) end },
    { 1, "stability", function() governance.stability(1) end },
    { 1, "stability", function() governance.stability { C = 0.5 } end },
    { 2, "stability", function() governance.stability({ core = 60 }, { dof = 1 }) end },
    { 2, "stability", function() governance.stability({ core = 60 }, { parameters = 1 }) end },
    { 2, "stability", function() governance.stability({ core = 60 }, { ddof = 2 }) end },
    { 1, "simulate_feedback", function() governance.simulate_feedback(1) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = 60 }, { week = 1 }) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = 60 }, { parameters = 1 }) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = 60 }, { ddof = 2 }) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = 60 }, { settled_within = -1 }) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = 60 }, { weeks = 0 }) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = { 60, 60 } }, { weeks = 3 }) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = 60 }, { past = { 1 } }) end },
    { 2, "simulate_feedback", function() governance.simulate_feedback({ core = 60 }, { disturbance = 1e7 }) end },
    { 2, "stability_study", function() governance.stability_study({ "a" }, { 60, 61 }) end },
    { 3, "stability_study", function() governance.stability_study({ "a" }, { 60 }, { disturb = 1 }) end },
    { 3, "stability_study", function() governance.stability_study({ "a" }, { 60 }, { parameters = 1 }) end },
    { 1, "stability_population", function() governance.stability_population { draw = 1 } end },
    { 1, "stability_population", function() governance.stability_population { draws = 0 } end },
    { 1, "stability_population", function() governance.stability_population { seed = 0.5 } end },
    { 1, "stability_population", function() governance.stability_population { ddof = 2 } end },
    { 1, "stability_population", function() governance.stability_population { parameters = 1 } end },
    { 1, "population", function() governance.population { sigma = 1 } end },
    { 1, "population", function() governance.population {} end },
    { 1, "uncertainty", function() governance.uncertainty(1) end },
    { 1, "uncertainty", function() governance.uncertainty { capacity = 2 } end },
    { 1, "uncertainty", function() governance.uncertainty { capacity = "x" } end },
    { 2, "uncertainty", function() governance.uncertainty(people, { draw = 1 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { draws = 1 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { nu = 0 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { rho = 2 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { rho_sigma = 2 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { seed = 0.5 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { sequence = "x" }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { centre = "x" }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { decay = 11 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { n_eff = 0 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { n_eff = { capacity = 0 } }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { n_eff = { capacty = 1 } }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { parameters = 1 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { keep = 1 }) end },
    { 2, "uncertainty", function() governance.uncertainty(people, { correlation = {}, rho = 0.1 }) end },
    { 2, "uncertainty", function() governance.uncertainty(run, { parameters = {} }) end },
    { 1, "sensitivity", function() governance.sensitivity { sed = 1 } end },
    { 1, "sensitivity", function() governance.sensitivity { parameters = 1 } end },
    { 1, "sensitivity", function() governance.sensitivity { change = 2 } end },
    { 1, "sensitivity", function() governance.sensitivity { base = { capacity = 2 } } end },
    { 1, "sensitivity", function() governance.sensitivity { ranges = { capacity = { 2, 1 } } } end },
    { 1, "calibrate", function() governance.calibrate(1) end },
    { 1, "calibrate", function() governance.calibrate(data) end },
    { 1, "calibrate", function() governance.calibrate(governance.hindcast { weeks = 7 }) end },
    { 2, "calibrate", function() governance.calibrate(governance.hindcast(), { blok = 1 }) end },
    { 2, "calibrate", function() governance.calibrate(governance.hindcast(), { interval = "x" }) end },
    { 2, "calibrate", function() governance.calibrate(governance.hindcast(), { parameters = 1 }) end },
    { 2, "calibrate", function() governance.calibrate(governance.hindcast(), { grid = 1 }) end },
    { 1, "calibrate_grid", function() governance.calibrate_grid(1) end },
    { 2, "calibrate_grid", function() governance.calibrate_grid(governance.hindcast(), { grit = 1 }) end },
    { 2, "calibrate_grid", function() governance.calibrate_grid(governance.hindcast(), { grid = {} }) end },
    { 2, "calibrate_grid", function() governance.calibrate_grid(governance.hindcast(), { parameters = 1 }) end },
    { 1, "hindcast", function() governance.hindcast { parameters = 1 } end },
    { 1, "hindcast", function() governance.hindcast { epsilon = 11 } end },
    { 1, "report", function() governance.report(1) end },
    { 1, "report", function() governance.report { rum = {} } end },
    { 1, "report", function() governance.report { run = { index = {} } } end },
    { 1, "report", function() governance.report { run = { weeks = {} } } end },
  } do
    t:raises(case[3], string.format("bad argument #%d to '%s'", case[1], case[2]), "the argument of " .. case[2])
  end
end

-- ---- bands, notes, blocks, shares, steps ------------------------------------------------------------------------

for _, bands in ipairs { { 30, 20, 120 }, { 30, 80, 50 }, { 80, 30, 120 }, { 30, 80 }, { 30, 80, 120, 140 } } do
  t:raises(function() governance.crisis_level(50, { bands = bands }) end, "bad argument #2 to 'crisis_level' (bands: three increasing numbers expected)",
    "bands " .. table.concat(bands, ", "))
end
do
  local rows = governance.reachable()
  t:ok(rows.gaming_score.note:find("(C 1, V 1, T = Z 1, sigma 3.5) and (C 1, V 0.424246, T = Z 1, sigma 0)", 1, true), "where the largest score is")
  t:ok(rows.average_gap.note:find("24.42", 1, true), "the gap of health")
  t:equal(rows.average_gap.threshold, 20, "and its threshold")
  t:same({ select(2, gaming.limit(function() return array.zeros(3) end, 0.1, nil, 26, 40)) }, { { 1, 13, 20 } }, "blocks of a short baseline")
  t:same({ select(2, gaming.limit(function() return array.zeros(3) end, 0.1, nil, 2, 3)) }, { { 1, 1, 1 } }, "and of the shortest")
  t:same({ select(2, gaming.limit(function() return array.zeros(3) end, 0.1, 50, 26, 40)) }, { { 40 } }, "a block given, at most the baseline")
end
do
  local power = governance.gaming_power { studies = 10, limit = 3.6 }
  local shifts = {}
  for i, row in ipairs(power.rows) do shifts[i] = row.shift end
  t:same(shifts, { 0.0, 0.02, 0.05, 0.10 }, "shifts of a study")
  t:same({ power.window, power.baseline, power.studies, power.limit_from }, { 26, 78, 10, "given" }, "and its weeks")
  t:near(power.mean_limit, 3.6, { relative = 1e-12 }, "the mean of one limit")
end
do
  local at = governance.stability { core = { 10, 150, 150.000001 } }
  t:same(at.verdicts, { "no growing solution", "unstable", "held by the clip" }, "at the scale the clip does not hold")
  t:equal(at.amplification[1], 1.0, "what only dies out is not amplified")
  local people = governance.stability_population { draws = 5000 }
  t:near(people.unstable_error, math.sqrt(people.unstable * (1 - people.unstable) / 5000), { relative = 1e-12 }, "error of a share")
  t:ok(people.unstable_error < 0.01, "which is small")
  local told = {}
  governance.calibrate(governance.hindcast { weeks = 30 }, { replicates = 19, progress = function(share) told[#told + 1] = share end })
  t:same(told, { 0.1, 0.3, 0.6, 1 }, "progress of a calibration ends at 1")
  local audit = governance.audit(series(30, steady(0.5)), nil, { replicates = 100 })
  for _, row in ipairs(audit.rows) do
    if row.step == 1 then t:ok(row.verdict == "not testable" and row.reachable, "step 1: " .. row.check) end
  end
  t:equal(#audit.rows, 12, "twelve checks")
  local steps = {}
  for i, row in ipairs(audit.rows) do steps[i] = row.step end
  t:same(steps, { 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4 }, "in four steps")
end
do -- weeks that C was carried are told in the singular and the plural
  local run = governance.run(series(30, steady(0.6, { C = function(i) return (i == 27 or i == 28) and NAN or 0.6 end })))
  t:ok(run.alerts[1].text:find("value of 1 week ago", 1, true) and run.alerts[2].text:find("value of 2 weeks ago", 1, true), "one week, two weeks")
end

-- ---- simulation of the feedback -----------------------------------------------------------------------------------

do
  local path = governance.simulate_feedback({ core = 60 }, { weeks = 400, disturbance = -1 })
  local expected
  for i = 400, 1, -1 do
    if math.abs(path.index[i] - 60) > 1 then
      expected = i + 1
      break
    end
  end
  t:equal(path.settled_week, expected, "settled from the week after the last that is a point off")
  t:equal(governance.simulate_feedback({ core = 60 }, { weeks = 401, disturbance = -1 }).settled_week, expected, "whatever the number of weeks")
end

-- ---- uncertainty ----------------------------------------------------------------------------------------------------

do
  local u = governance.uncertainty(governance.population { sigma_rate = 0.15 }, { draws = 4096, sequence = "philox", keep = true })
  local sorted, counts = array.sort(u.draws):totable(), {}
  for k = 1, 60 do counts[k] = 0 end
  for _, value in ipairs(sorted) do
    local bin = math.min(60, math.floor(value / 2.5) + 1)
    counts[bin] = counts[bin] + 1
  end
  t:same(u.histogram.counts:totable(), counts, "sixty bins of 2.5 points, the last with its end")
  for level = 0, 3 do
    local p = u.probability[level]
    t:near(u.probability_error[level], math.sqrt(p * (1 - p) / 4096), { relative = 1e-12 }, "binomial error of level " .. level)
  end
  -- one binomial standard deviation of ranks about 0.5 n: 2048 -+ 32
  t:near(u.q50_error, (sorted[2081] - sorted[2016]) / 2, { relative = 1e-12 }, "error of the median by order statistics")
  t:near(u.mean_error, array.standard_deviation(sorted) / 64, { relative = 1e-12 }, "error of the mean")
end
do -- an old survey and an old capacity count for less: n e^(-0.005 days)
  local function run(hole)
    return governance.run(series(40, steady(0.6, { C = function(i) return hole == "C" and i > 30 and NAN or 0.6 end,
      T_loyalty = function(i) return hole == "T_loyalty" and i > 30 and NAN or 0.6 end })), nil, { prior = 0.6 })
  end
  local function sizes(hole)
    local marginals = governance.uncertainty(run(hole), { weekly_draws = 64, draws = 64 }).last.marginals
    return marginals.capacity.a + marginals.capacity.b - 2, marginals.loyalty.a + marginals.loyalty.b - 2
  end
  local capacity, loyalty = sizes "none"
  t:near(capacity, 100, { relative = 1e-12 }, "a fresh capacity counts 100")
  t:near(loyalty, 100, { relative = 1e-12 }, "so does a fresh survey")
  capacity, loyalty = sizes "C"
  t:near(capacity, 100 * math.exp(-0.35), { relative = 1e-12 }, "one of ten weeks ago less")
  t:near(loyalty, 100, { relative = 1e-12 }, "the survey as before")
  capacity, loyalty = sizes "T_loyalty"
  t:near(loyalty, 100 * math.exp(-0.35), { relative = 1e-12 }, "and a survey of ten weeks ago")
  t:near(capacity, 100, { relative = 1e-12 }, "the capacity as before")
end

t:done()
