-- governance_stability_test.lua - what becomes of an index that feeds on its own past.
-- Reference values: tests/reference/stability_reference.py (mpmath, 50 digits).

local array = require "solon.array"
local governance = require "solon.governance"
local index = require "solon.index"
local tap = require "solon.tap"
local t = tap.new()

local function all(x) return { C = x, V = x, T_loyalty = x, Z_skepticism = x } end

-- threshold
local limits = governance.feedback_threshold()
t:near(limits.threshold, 4.0655986852404781, { relative = 1e-14 }, "threshold of 24 weeks")
t:near(limits.growth, 1.1272980720829365, { relative = 1e-10 }, "growth there")
t:near(governance.feedback_threshold(12).threshold, 4.2347313795923593, { relative = 1e-14 }, "of 12 weeks")
t:near(governance.feedback_threshold(24, { ddof = 0 }).threshold, 4.1530409187061666, { relative = 1e-14 }, "divisor n")
t:ok(governance.feedback_threshold(5000).threshold < governance.feedback_threshold(500).threshold, "longer windows are no safer")

-- verdicts
local s = governance.stability { core = { 5, 38, 41, 140.1, 160, 0 / 0 } }
t:same(s.verdicts, { "contracts", "no growing solution", "unstable", "unstable", "held by the clip", "not testable" }, "verdicts")
t:ok(tostring(governance.stability({ C = { 0.5 }, V = { 0.5 }, T_loyalty = { 0.5 }, Z_skepticism = { 0.5 } }, { parameters = { mu = 0 } })):find("which mu = 0 never is", 1, true),
  "without a penalty nothing feeds back")
t:near(s.critical_core, 40.655986852404781, { relative = 1e-14 }, "critical core")
t:near(s.critical_mu, 0.027103991234936, { relative = 1e-12 }, "critical mu at B = 150")
t:near(s.contracting_mu, 0.0065263, { relative = 1e-5 }, "mu below which every past is forgotten")
t:near(s.growth[4], 2.96938199008753, { relative = 1e-12 }, "growth at 140.1")
t:near(s.amplification[2], 177.19395820778, { relative = 1e-9 }, "amplification at mu B = 3.8")
t:equal(s.amplification[3], math.huge, "none ends above the threshold")
t:near(s.release[5], (160 / 150 - 1) / 0.1, { relative = 1e-12 }, "the sigma that lets the clip go")
t:equal(s.verdict, "not testable", "a missing last week has no verdict")
t:equal(s.counts.unstable, 2, "counted")
t:ok(tostring(s):find("4.0655987", 1, true), "the threshold is printed")
t:equal(governance.stability({ core = 140 }, { parameters = { mu = 0.005 } }).verdict, "contracts", "a small mu contracts")
t:equal(governance.stability({ core = 100 }, { parameters = { mu = 0.04 } }).verdict, "no growing solution", "mu counts")
t:equal(governance.stability({ core = 40 }, { parameters = { sigma_window = 2 } }).last.verdict, "no growing solution", "so does the window")
t:near(governance.stability(all(0.8)).core[1], 140.1361580117898, { relative = 1e-14 }, "core of inputs")
t:ok(governance.stability(all(0.8)).core[1] == index.evaluate { capacity = 0.8, visibility = 0.8, loyalty = 0.8, skepticism = 0.8, sigma = 0,
  out = "unclipped" }.unclipped, "is the kernel's")

-- the recursion as the kernel of the index has it
local path = governance.simulate_feedback(all(0.8), { weeks = 40, disturbance = -1e-9 })
local history = array.concatenate(path.past, path.index)
local sigma = governance.sigma(history, 24)[{ 25, 64 }]
local made = index.evaluate { capacity = 0.8, visibility = 0.8, loyalty = 0.8, skepticism = 0.8, sigma = sigma, out = "index" }.index
t:ok((made - path.index):abs():max() < 1e-9, "each week is index.evaluate with the deviation of the 24 before")
t:near(path.index[36], 22.317557213, { relative = 1e-6 }, "1e-9 pp takes 140.1 to 22.3 in 36 weeks")
t:equal(governance.crisis_level(path.index[36]), 3, "level 3")

local function excursion(x) return governance.simulate_feedback(all(x), { weeks = 12000, disturbance = -1e-6 }) end
t:near(excursion(0.8).excursion, 117.843477067, { relative = 1e-9 }, "excursion at 0.8")
t:near(excursion(0.6).excursion, 65.9436200822, { relative = 1e-9 }, "at 0.6")
t:near(excursion(0.4).excursion, 22.3116290233, { relative = 1e-9 }, "at 0.4")
t:ok(excursion(0.8).settled_week > 200, "it takes years to settle")

for _, x in ipairs { 0.4, 0.6, 0.75, 0.8 } do
  local still = governance.simulate_feedback(all(x), { weeks = 1000 })
  t:equal(still.excursion, 0.0, "undisturbed, nothing moves: no rounding feeds it at " .. x)
end

-- one bad week, .75 -> .30 -> .75: below 45 for 23 weeks although inputs are back to normal
local inputs = array.full(0.75, 61)
inputs[1] = 0.30
local bad = governance.simulate_feedback({ C = inputs, V = inputs, T_loyalty = inputs, Z_skepticism = inputs },
  { past = array.full(index.evaluate { capacity = 0.75, visibility = 0.75, loyalty = 0.75, skepticism = 0.75, sigma = 0, out = "index" }.index, 24) })
t:ok(bad.index[{ 2, 24 }]:max() < 45, "one bad week holds the index below 45 for 23 weeks")
t:near(bad.index[{ 2, 24 }]:min(), 20.9, { absolute = 0.1 }, "down to 20.9")

-- feed-forward
local safe = governance.simulate_feedback(all(0.8), { sigma_from = "core", disturbance = -10 })
t:equal(safe.settled_week, 25, "sigma from the core forgets in 24 weeks")
t:equal(safe.index[25], safe.core[25], "exactly")
t:ok(safe.index[1] < safe.core[1] - 10, "having felt it")
t:near(governance.simulate_feedback(all(0.8), { sigma_from = "core", disturbance = -1e-9 }).excursion, 0, { absolute = 1e-7 },
  "and amplifies nothing")

-- smallest contraction: bounded excursion whatever the past
local wild = {}
for i = 1, 24 do wild[i] = i % 2 * 150.0 end
local tamed = governance.simulate_feedback({ core = 150 }, { parameters = { mu = 0.0065 }, past = wild, weeks = 20000, settled_within = 1e-6 })
t:ok(tamed.settled_week, "below the contracting mu the wildest past is forgotten")

-- missing values and one-week series
local holed = governance.simulate_feedback { core = { 100, 0 / 0, 100 } }
t:ok(holed.index[2] ~= holed.index[2] and holed.index[3] ~= holed.index[3], "a missing week is missing, and so is what looks back on it")
t:equal(holed.settled_week, nil, "and never settles")

-- population and study
local population = governance.stability_population { draws = 200000, seed = 3 }
t:near(population.unstable, 0.942, { absolute = 0.004 }, "94 % of the source text's population is unstable")
t:near(population.above_threshold, population.unstable + population.held_by_clip, { relative = 1e-12 }, "the rest above is held by the clip")
t:same(governance.stability_population { draws = 1000 }, governance.stability_population { draws = 1000 }, "the same draws twice")
local study = governance.stability_study({ "a", "b", "c" }, { 100, 120, 0 / 0 })
t:equal(study.verdict, "not testable", "the last week is missing")
t:equal(#study.paths, 2, "but the simulation starts from the last there is")
t:ok(study.feed_back.minimum < 30 and study.feed_forward.minimum > 119.99, "one falls, the other stands")
t:equal(study.paths[1].values:size(), 60, "60 weeks")
t:equal(governance.stability_study({ "a" }, { 0 / 0 }).paths, nil, "nothing to start from")

t:raises(function() governance.stability { core = { "x" } } end, "number", "a core that is no number")
t:raises(function() governance.simulate_feedback(all(0.5), { past = { 1, 2 } }) end, "24 values expected", "a short past")
t:raises(function() governance.stability(all(0.5), { parameters = { mu = -1 } }) end, "mu", "a negative mu")

t:done()
