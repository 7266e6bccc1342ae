-- governance_run_test.lua - the weekly run: warm-up, sigma from the core and from the published index, the cap,
-- frozen weeks, flags; the bundled weeks against NumPy.

local tap = require "solon.tap"
local governance = require "solon.governance"
local week = require "solon.governance.data.week"
local t = tap.new()

local NAN = 0 / 0

-- `count` weeks with C = V = T = Z = x; changes.C = { [3] = 0.5 } replaces single values, a key "all" all of them.
local function series(count, x, changes)
  changes = changes or {}
  local columns, monday = { week = {} }, week.parse("2024-W01").monday
  for i = 1, count do columns.week[i] = week.from_monday(monday + 7 * (i - 1)).label end
  local function column(name, value)
    columns[name] = {}
    for i = 1, count do
      columns[name][i] = value
      if changes[name] and changes[name][i] then columns[name][i] = changes[name][i] end
    end
  end
  for _, name in ipairs { "C", "V", "T_loyalty", "Z_skepticism" } do column(name, x) end
  for _, name in ipairs { "Sentiment", "Search", "FX", "S_KPI_official", "sigma_hist" } do
    if changes[name] then column(name, changes[name].all or NAN) end
  end
  return governance.series(columns)
end

-- S(.6, .6, .6, .6, 0) and S(.8, …) from the reference points of the index (mpmath, 60 digits)
local S6 = 89.7130392952534

-- ---- warm-up and constant weeks ---------------------------------------------------------------------------

do
  local run = governance.run(series(60, 0.6))
  t:equal(run.status[1], "warm-up", "week 1 is warm-up")
  t:equal(run.status[24], "warm-up", "week 24, too")
  t:equal(run.index[24], NAN, "without an index")
  t:same(run.flags[24], { "warm-up" }, "and the row says so")
  t:equal(run.level[24], NAN, "nor a level")
  for _, name in ipairs { "trust", "potential", "gate", "synergy", "bottleneck", "slack" } do
    t:equal(run[name][1], run[name][60], name .. " needs no sigma: there from the first week")
  end
  t:near(run.synergy[1], 1.126, { relative = 1e-15 }, "the synergy of C = T = 0.6")
  for _, name in ipairs { "sigma", "volatility", "raw", "unclipped", "resilience", "gaming" } do t:equal(run[name][24], NAN, name .. " does") end
  t:equal(run.status[25], "ok", "week 25 has its sigma")
  t:equal(run.sigma[25], 0, "which is 0")
  t:near(run.index[25], S6, { relative = 1e-13 }, "and the index of the reference point")
  t:near(run.core[1], S6 / 1.35, { relative = 1e-13 }, "the core is there from the first week, over 1 + epsilon")
  t:near(run.resilience[60], S6 / 1.126, { relative = 1e-13 }, "resilience: without the synergy 1 + 0.35 0.36")
  t:near(run.gaming[60], S6 * (1 - 1 / 1.126) / 150, { relative = 1e-12 }, "gaming score")
  t:equal(run.level[60], 1, "level 1")
  t:equal(run.index[60], run.index[25], "constant weeks give a constant index")
  t:same(run.counts, { ok = 36, ["warm-up"] = 24, ["no sigma"] = 0, frozen = 0, missing = 0 }, "counts")
  t:equal(#run.alerts, 0, "nothing to act on")
  local short = governance.run(series(12, 0.6), governance.parameters { sigma_window = 10 })
  t:equal(short.status[10] .. short.status[11], "warm-upok", "a window of 10 weeks")
end

do -- from the published index: constant weeks stay where they are for ever, no rounding error grows
  local run = governance.run(series(200, 0.75, { sigma_hist = { all = 0 } }), nil, { sigma = "published" })
  t:equal(run.status[1], "ok", "sigma_hist is used until there are 24 weeks")
  t:equal(run.index[200], run.index[1], "and constant weeks are constant")
  run = governance.run(series(40, 0.6), nil, { sigma = "published" })
  t:equal(run.counts["warm-up"], 40, "without sigma_hist or S_KPI_official the published index can never begin")
  run = governance.run(series(26, 0.6, { S_KPI_official = { all = 90, [3] = 100 } }), nil, { sigma = "published" })
  t:near(run.sigma[25], 10 / math.sqrt(24), { relative = 1e-14 }, "sigma of what was published: 10 / sqrt 24")
  t:near(run.index[25], S6 / (1 + 1 / math.sqrt(24)), { relative = 1e-13 }, "and its penalty")
  t:equal(run.difference[25], 90 - run.index[25], "published less computed")
  -- a bad week 30 of a published series is remembered by 24 later ones and changes them
  local calm = governance.run(series(120, 0.8, { sigma_hist = { all = 0 } }), nil, { sigma = "published" })
  local hit = governance.run(series(120, 0.8, { sigma_hist = { all = 0 }, T_loyalty = { [30] = 0.79 } }), nil, { sigma = "published" })
  local core = governance.run(series(120, 0.8, { T_loyalty = { [30] = 0.79 } }))
  t:ok(calm.index[110] - hit.index[110] > 20, "published: eighty weeks later the index is still far down")
  t:equal(core.index[110], core.index[25], "core: back to the same bits")
  t:ok(core.index[31] < core.index[25] and core.index[54] < core.index[25], "after 24 weeks of penalty")
  t:equal(core.index[55], core.index[25], "exactly")
end

-- ---- cap, reported sigma ----------------------------------------------------------------------------------

do
  local data = series(30, 0.6, { sigma_hist = { all = 10, [26] = 60, [27] = NAN } })
  local run = governance.run(data, nil, { sigma = "reported" })
  t:near(run.index[25], S6 / 2, { relative = 1e-13 }, "sigma 10 halves the index")
  t:equal(run.sigma[26], 50, "60 is cut to 50")
  t:equal(run.sigma_uncapped[26], 60, "and kept beside")
  t:near(run.index[26], S6 / 6, { relative = 1e-13 }, "penalty 1 / 6")
  t:same(run.flags[26], { "sigma capped" }, "flagged")
  t:equal(#run.alerts, 1, "and alerted")
  t:equal(run.alerts[1].text, "sigma 60.00 above the cap 50.0: verify the data, alert governance", "in words")
  t:equal(run.status[27], "no sigma", "a missing reported sigma is no warm-up")
  t:same(run.flags[27], { "no sigma" }, "and flagged")
  t:ok(run.lines[1]:find("29 computed, 1 without a sigma", 1, true), "and counted")
  t:near(governance.run(data, nil, { sigma = "reported", sigma_cap = 100 }).index[26], S6 / 7, { relative = 1e-13 }, "another cap")
  t:near(governance.run(data, { mu = 0 }, { sigma = "reported" }).index[25], S6, { relative = 1e-13 }, "mu = 0: no penalty")
end

-- ---- frozen weeks -----------------------------------------------------------------------------------------

do
  local run = governance.run(series(40, 0.6, { V = { [5] = NAN, [30] = NAN, [31] = NAN }, C = { [33] = NAN } }))
  t:equal(run.status[30], "frozen", "no V: frozen")
  t:equal(run.index[31], run.index[29], "at the last index")
  t:equal(run.potential[30], NAN, "its parts are missing")
  t:same(run.flags[30], { "frozen" }, "flag")
  t:equal(run.alerts[2].text, "index frozen (no V): alert the steering committee", "alert")
  t:equal(run.status[5], "missing", "before the first index there is nothing to freeze")
  t:same(run.flags[5], { "no index" }, "and the row says so")
  t:equal(run.core[5], run.core[4], "the core is kept for sigma")
  t:equal(run.status[25], "ok", "so that warm-up is not longer")
  t:same(run.flags[33], { "C carried 1" }, "capacity carried")
  t:equal(run.status[33], "ok", "which is no reason to freeze")
  t:near(run.index[33], S6, { relative = 1e-13 }, "at the last value")
end

-- ---- gaming, levels, options ------------------------------------------------------------------------------

do
  local run = governance.run(series(26, 1))
  t:equal(run.index[25], 150, "all ones: 150")
  t:equal(run.gaming[25], 0, "whose gaming score the clip hides")
  -- u = 1 / 1.35 at V = 1.35^(-1/0.35): the largest score there is, 7/27
  local most = governance.run(series(26, 1, { V = (function()
    local v = {}
    for i = 1, 26 do v[i] = 1.35 ^ (-1 / 0.35) end
    return v
  end)() }))
  t:near(most.gaming[25], 7 / 27, { relative = 1e-12 }, "the largest score is 7/27")
  t:same(most.flags[25], {}, "below 0.30: no flag, ever")
  local flagged = governance.run(series(26, 0.6), nil, { gaming_threshold = 0.05 })
  t:same(flagged.flags[25], { "gaming" }, "a threshold that can be reached")
  t:ok(flagged.alerts[1].text:find("above 0.05: investigate", 1, true), "and its alert")
  local outlier = governance.run(series(30, 0.6, { V = { [28] = 0.9 } }))
  t:same(outlier.flags[28], { "outlier V" }, "an outlier is flagged")
  t:equal(outlier.visibility[28], 0.9, "and not changed")
end
do -- decay to zero makes a crisis out of silence: the source text's own population (C 2/3, V 0.6, T and Z 5/8, sigma 20/3)
  local columns = { week = {}, C = {}, V = {}, T_loyalty = {}, Z_skepticism = {}, sigma_hist = {} }
  for i = 1, 53 do
    columns.week[i] = week.from_monday(week.parse("2024-W01").monday + 7 * (i - 1)).label
    columns.C[i], columns.V[i], columns.T_loyalty[i], columns.Z_skepticism[i] = 2 / 3, 0.6, i == 1 and 0.625 or NAN, 0.625
    columns.sigma_hist[i] = 20 / 3
  end
  local data = governance.series(columns)
  local zero = governance.run(data, nil, { sigma = "reported", decay = "published", survey_days = 400 })
  local prior = governance.run(data, nil, { sigma = "reported", survey_days = 400 })
  t:near(zero.index[1], 57.68, { absolute = 0.005 }, "with the survey")
  t:ok(zero.index[5] < 51.7 and zero.index[5] > 51.1, "28 days later by a decay to zero")
  t:ok(zero.index[53] < 23 and zero.index[53] > 22.7, "after 364 days an emergency")
  t:equal(zero.level[53], 3, "of level 3")
  t:near(prior.index[53], prior.index[1], { relative = 1e-12 }, "towards the prior nothing happens where nothing is known")
end

do
  local run = governance.run(series(26, 0.6, { S_KPI_official = { all = 90, [26] = 151 } }))
  t:same(run.flags[26], { "official beyond scale" }, "a published index above the scale is flagged")
end

for _, case in ipairs {
  { function() governance.run({}) end, "weekly data expected, got table" },
  { function() governance.run(series(3, 1), 7) end, "bad argument #2 to 'run' (registry or table of parameters expected, got number)" },
  { function() governance.run(series(3, 1), { epsilom = 1 }) end, "bad argument #2 to 'run' (unknown option 'epsilom'" },
  { function() governance.run(series(3, 1), nil, { sigma = "index" }) end, "sigma: core, published, reported expected, got 'index'" },
  { function() governance.run(series(3, 1), nil, { sigmacap = 1 }) end, "did you mean 'sigma_cap'?" },
  { function() governance.run(series(3, 1), nil, { sigma = "reported" }) end, "'reported' needs the column sigma_hist" },
  { function() governance.run(series(3, 1), nil, { sigma_cap = -1 }) end, "sigma_cap: number from 0" },
  { function() governance.run(series(3, 1), nil, { decay = "none" }) end, "decay: prior, published expected, got 'none'" },
} do
  t:raises(case[1], case[2], "raises: " .. case[2])
end

-- ---- the bundled weeks against NumPy ----------------------------------------------------------------------

do
  local data = assert(governance.load "scripts/governance/fixtures/weekly.csv")
  local registry = assert(governance.registry "scripts/governance/fixtures/2026-01-09_SG-v4.0_Parameters.csv")
  local runs = {
    core = governance.run(data, registry),
    published = governance.run(data, registry, { sigma = "published", decay = "published" }),
  }
  local reference = dofile "tests/reference/governance_weekly.lua"
  for _, name in ipairs { "core", "published" } do
    local run = runs[name]
    for _, want in ipairs(reference[name]) do
      local i = want[1]
      local label = string.format("%s, week %d: ", name, i)
      t:equal(run.tier[i], want[2], label .. "tier")
      t:near(run.loyalty[i], want[3], { relative = 1e-14 }, label .. "trust")
      t:near(run.sigma_uncapped[i], want[4], { relative = 1e-11, absolute = 1e-12 }, label .. "sigma")
      t:near(run.index[i], want[5], { relative = 1e-11 }, label .. "index")
    end
  end
  -- the deviations the generator states, and no others
  local published = runs.published
  for i = 1, data.count do
    local off = math.abs(published.difference[i])
    if i == 122 then t:near(published.difference[i], 1.5, { absolute = 1e-8 }, "2025-W47 is published 1.5 above the rules")
    elseif off > 1e-9 then t:ok(false, data.weeks[i] .. " differs by " .. off) end
    if i > 24 then
      local ratio = data.sigma_hist[i] / published.sigma_uncapped[i]
      if i == 125 then t:near(ratio, math.sqrt(23 / 24), { relative = 1e-8 }, "sigma of 2025-W50 has divisor n")
      elseif math.abs(ratio - 1) > 1e-8 then t:ok(false, data.weeks[i] .. ": sigma ratio " .. ratio) end
    end
  end
  t:equal(runs.core.stems[data.count], "2026-Q1-Week1", "the last week names its files")
  local metrics = governance.metrics(runs.core)
  t:equal(metrics:rows(), 128, "a row a week")
  t:equal(metrics:row(128).S_KPI, runs.core.index[128], "with its index")
  t:equal(metrics:row(1).S_KPI, nil, "missing in warm-up")
  t:equal(metrics:row(1).S_pot, runs.core.potential[1], "beside the components, which are not")
  t:equal(metrics:row(1).F_vol, nil, "but for the volatility")
  t:equal(metrics:row(104).T_comp, nil, "a frozen week has none")
  t:equal(metrics:row(104).flags, "frozen; T tier 4", "and its flags")
end

t:done()
