-- governance_missing_test.lua - tiers of trust with exact decay, carried capacity, sigma with n - 1, crisis
-- levels at their edges, outliers.

local tap = require "solon.tap"
local array = require "solon.array"
local governance = require "solon.governance"
local week = require "solon.governance.data.week"
local t = tap.new()

local NAN = 0 / 0

-- `count` weeks from 2026-W02 on, all columns constant, some changed: changes.T_loyalty = { [3] = NAN }.
local function series(count, changes, also)
  local columns = { week = {} }
  local base = { C = 0.7, V = 0.6, T_loyalty = 0.6, Z_skepticism = 0.5 }
  for name, value in pairs(also or {}) do base[name] = value end
  local monday = week.parse("2026-W02").monday
  for i = 1, count do columns.week[i] = week.from_monday(monday + 7 * (i - 1)).label end
  for name, value in pairs(base) do
    columns[name] = {}
    for i = 1, count do columns[name][i] = value end
    for i, other in pairs(changes[name] or {}) do columns[name][i] = other end
  end
  return governance.series(columns)
end

local sources = { Sentiment = 0.5, Search = 0.6, FX = 0.8 }

local function holes(first, last)
  local out = {}
  for i = first, last do out[i] = NAN end
  return out
end

-- ---- tiers ----------------------------------------------------------------------------------------------

do
  local filled = governance.fill(series(6, {
    T_loyalty = holes(2, 6), Sentiment = { [3] = NAN, [6] = NAN }, Search = { [4] = NAN, [6] = NAN }, FX = { [5] = NAN } }, sources))
  t:same(filled.tier:totable(), { 0, 1, 2, 2, 2, 3 }, "tiers: survey, three sources, each pair, last survey")
  t:equal(filled.loyalty[1], 0.6, "the survey itself")
  -- 0.4 0.5 + 0.3 0.6 + 0.3 0.8 = 0.62
  t:near(filled.loyalty[2], 0.62, { relative = 1e-15 }, "three sources")
  t:near(filled.loyalty[3], 0.7, { relative = 1e-15 }, "without Sentiment: 1/2 and 1/2")
  t:near(filled.loyalty[4], 4 / 7 * 0.5 + 3 / 7 * 0.8, { relative = 1e-15 }, "without Search: 4/7 and 3/7")
  t:near(filled.loyalty[5], 4 / 7 * 0.5 + 3 / 7 * 0.6, { relative = 1e-15 }, "without FX: 4/7 and 3/7")
  -- 35 days: 0.625 - 0.025 e^-0.175; mpmath: e^-0.175 = 0.83945702076920735
  t:near(filled.loyalty[6], 0.625 - 0.025 * 0.83945702076920735, { relative = 1e-15 }, "35 days after the last survey")
  t:equal(filled.survey_age[6], 35, "its age in days")
end

do -- decay, to the prior and to zero; values of e^-x from mpmath with 30 digits
  local e = { [7] = 0.96560541625756646, [28] = 0.86935823539880582, [140] = 0.49658530379140951 }
  local data = series(22, { T_loyalty = holes(2, 22) })
  local prior, published = governance.fill(data), governance.fill(data, { decay = "published" })
  for days, factor in pairs(e) do
    local i = days // 7 + 1
    t:near(prior.loyalty[i], 0.625 + (0.6 - 0.625) * factor, { relative = 1e-15 }, days .. " days towards the prior")
    t:near(published.loyalty[i], 0.6 * factor, { relative = 1e-15 }, days .. " days towards zero, as published")
  end
  t:equal(prior.tier[21], 3, "140 days old: still carried")
  t:equal(prior.tier[22], 4, "147 days old: tier 4")
  t:equal(prior.loyalty[22], NAN, "without a value")
  t:equal(prior.frozen[22], "no T (tier 4)", "and frozen")
  t:equal(prior.frozen[21], false, "not before")
  local long = governance.fill(data, { survey_days = 1000, lambda = 0 })
  t:equal(long.loyalty[22], 0.6, "without decay the survey stays")
  local up = governance.fill(data, { prior = 1 })
  local rising = true
  for i = 2, 21 do rising = rising and up.loyalty[i] > up.loyalty[i - 1] and up.loyalty[i] < 1 end
  t:ok(rising, "towards a higher prior trust rises, never beyond it")
  -- half-life: ln 2 / 0.005 = 138.63 days, not the 140 printed
  local half = governance.fill(data, { decay = "published", lambda = math.log(2) / 140 })
  t:near(half.loyalty[21], 0.3, { relative = 1e-14 }, "ln 2 / 140 a day halves trust in 140 days")
end

do -- without any survey, and one source only
  local filled = governance.fill(series(3, { T_loyalty = holes(1, 3), Sentiment = { [2] = NAN, [3] = NAN }, Search = { [3] = NAN } }, sources))
  t:same(filled.tier:totable(), { 1, 2, 4 }, "no survey ever: sources, then tier 4 with one source")
  t:equal(filled.survey_age[1], NAN, "no age without a survey")
  -- tier 3 decays from the survey, not from a synthetic value after it
  filled = governance.fill(series(3, { T_loyalty = holes(2, 3), Sentiment = { [3] = NAN }, Search = { [3] = NAN } }, sources), { decay = "published" })
  t:near(filled.loyalty[3], 0.6 * math.exp(-0.07), { relative = 1e-15 }, "the last survey counts, not the last synthetic value")
end

do -- capacity
  local filled = governance.fill(series(6, { C = { [1] = NAN, [3] = NAN, [4] = NAN, [5] = 0.9 }, V = { [6] = NAN }, Z_skepticism = { [6] = NAN } }))
  t:same({ filled.capacity:get(2), filled.capacity[3], filled.capacity[4], filled.capacity[5] }, { 0.7, 0.7, 0.7, 0.9 }, "the last known capacity")
  t:same({ filled.capacity_age[2], filled.capacity_age[3], filled.capacity_age[4], filled.capacity_age[5] }, { 0, 1, 2, 0 }, "and its age")
  t:equal(filled.frozen[1], "no C", "no capacity was ever known")
  t:equal(filled.frozen[6], "no V, Z", "nothing stands in for visibility and skepticism")
end
t:raises(function() governance.fill(series(2, {}), { lamda = 1 }) end, "did you mean 'lambda'?", "unknown option")
t:raises(function() governance.fill(series(2, {}), { prior = 2 }) end, "prior: number from 0 to 1", "prior outside [0, 1]")

-- ---- sigma ----------------------------------------------------------------------------------------------

do
  local values = { 90, 85, 100, 110, 95 }
  local sigma = governance.sigma(values, 4)
  t:ok(sigma[4] ~= sigma[4], "four values before are needed")
  -- sample standard deviation of 90, 85, 100, 110 by hand: mean 96.25, squares 368.75, divisor 3
  t:near(sigma[5], math.sqrt(368.75 / 3), { relative = 1e-15 }, "divisor n - 1")
  t:ok(math.abs(sigma[5] - math.sqrt(368.75 / 4)) > 1, "not n")
  local constant = {}
  for i = 1, 30 do constant[i] = 126.4 + 1 / 3 end
  local zero = governance.sigma(constant)
  t:equal(zero[24], NAN, "week 24 is warm-up")
  t:equal(zero[25], 0.0, "equal values have sigma exactly 0")
  t:equal(governance.sigma({ 1, 2, NAN, 4, 5, 6 }, 2)[4], NAN, "a missing value among the weeks before")
  t:equal(governance.sigma({ 1, 2, NAN, 4, 5, 6 }, 2)[6], governance.sigma({ 4, 5, 0 }, 2)[3], "and after it has left")
  -- the largest sigma of 24 values in [0, 150]: half at each end, 75 sqrt(24 / 23)
  local ends = {}
  for i = 1, 25 do ends[i] = i % 2 == 0 and 150 or 0 end
  t:near(governance.sigma(ends)[25], 76.61308776, { relative = 1e-8 }, "the largest possible sigma")
  local a = array.new { 3, 1, 4, 1, 5, 9, 2, 6 }
  local shifted = governance.sigma((a + 1e6), 5)
  t:near(shifted[8], governance.sigma(a, 5)[8], { relative = 1e-9 }, "a constant added does not matter")
  t:near(governance.sigma(a * 3, 5)[8], 3 * governance.sigma(a, 5)[8], { relative = 1e-14 }, "a factor scales it")
  local other = array.new { 3, 1, 4, 1, 5, 9, 2, 1000 }
  t:equal(governance.sigma(other, 5)[8], governance.sigma(a, 5)[8], "a week never sees its own value")
end

-- ---- levels ---------------------------------------------------------------------------------------------

for _, case in ipairs {
  { 0, 3 }, { 29.999999, 3 }, { 30, 2 }, { 30 - 1e-12, 2 }, { 30 - 1e-8, 3 }, { 79.999999, 2 }, { 80, 1 }, { 80 - 4e-10, 1 },
  { 80 - 6e-10, 2 }, { 119.99999999999999, 0 }, { 119.999999, 1 }, { 120, 0 }, { 150, 0 },
} do
  t:equal(governance.crisis_level(case[1]), case[2], string.format("%.12g is level %d", case[1], case[2]))
end
t:equal(governance.crisis_level(NAN), nil, "no level without an index")
t:equal(governance.crisis_level(90, { bands = { 22.2, 59.3, 88.9 } }), 0, "other bands")

do
  local function levels(values, options) return governance.crisis_levels(values, options):totable() end
  local values = { 85, 79, 81, 84.9, 85, 79, 130, 29 }
  t:same(levels(values), { 1, 2, 1, 1, 1, 2, 0, 3 }, "without hysteresis each week by itself")
  t:same(levels(values, { hysteresis = 5 }), { 1, 2, 2, 2, 1, 2, 0, 3 }, "a better level needs the edge plus 5")
  t:same(levels({ 85, 79, 81, 81, 81, 81 }, { dwell = 3 }), { 1, 2, 2, 2, 1, 1 }, "a level stands three weeks before a better one")
  t:same(levels({ 125, 85, 20, 125 }, { dwell = 5, hysteresis = 10 }), { 0, 1, 3, 3 }, "a worse level holds at once")
  t:same(levels({ 20, 90, 90 }, { hysteresis = 15 }), { 3, 2, 2 }, "part of the way where only part is clear")
  local gaps = levels { 20, NAN, 90 }
  t:ok(gaps[1] == 3 and gaps[2] ~= gaps[2] and gaps[3] == 1, "no level in a week without index")
  t:same(levels({ 20, NAN, 90 }, { dwell = 3 })[3], 3, "and the level stands through it")
  t:raises(function() levels({ 1 }, { hysteresis = -1 }) end, "hysteresis: number from 0", "negative hysteresis")
end

-- ---- outliers -------------------------------------------------------------------------------------------

do
  local found = governance.validate(series(13, { V = { [13] = 0.655 } }))
  t:equal(#found.outliers, 1, "one outlier")
  t:near(found.outliers[1].distance, 5.5, { relative = 1e-12 }, "0.055 over the smallest deviation 0.01")
  t:equal(found.outliers[1].week .. found.outliers[1].column, "2026-W14V", "with its week and column")
  t:equal(#governance.validate(series(13, { V = { [13] = 0.649 } })).outliers, 0, "0.049 is none")
  t:equal(#governance.validate(series(6, { V = { [6] = 0.9 } })).outliers, 0, "five values before are too few")
  t:equal(#governance.validate(series(7, { V = { [7] = 0.9 } })).outliers, 1, "six are enough")
  -- after the spike the median is as before: the next ordinary week is not flagged
  t:equal(#governance.validate(series(14, { V = { [13] = 0.9 } })).outliers, 1, "a spike does not hide or cause others")
  -- 0.1, 0.2 … 0.9: median 0.5, MAD 0.2, deviation 0.29652; x = 0.5 + 0.29652 > threshold 0.99
  local ramp = {}
  for i = 1, 9 do ramp[i] = i / 10 end
  ramp[10] = 0.8
  local record = governance.validate(series(10, { C = ramp }), { threshold = 1 }).outliers
  t:near(record[#record].deviation, 0.2 * 1.4826022185056018, { relative = 1e-12 }, "1.4826 MAD")
  t:near(record[#record].median, 0.5, { relative = 1e-15 }, "median")
end

t:done()
