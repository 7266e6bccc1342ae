-- governance_report_test.lua - the report of a governance index: whole with every part, whole without any one of them.

local tap = require "solon.tap"
local array = require "solon.array"
local governance = require "solon.governance"
local xml = dofile("tests/lua/support/xml.lua")
local t = tap.new()
local nan = 0 / 0

-- A run of 30 weeks: a warm-up, a frozen week without a value, imputed ones, every crisis level.
local function run()
  local r = { weeks = {}, index = {}, resilience = {}, official = {}, trust = {}, potential = {}, gate = {}, synergy = {}, volatility = {},
    sigma = {}, level = {}, tier = {}, status = {}, flags = {} }
  for i = 1, 30 do
    r.weeks[i] = string.format("2024-W%02d", i)
    r.index[i] = i == 20 and nan or 5 * i
    r.resilience[i] = 4 * i
    r.official[i] = i == 28 and 140.25 or nan
    r.trust[i], r.potential[i], r.gate[i], r.synergy[i] = i / 30, 0.5, i / 30, 1 + i / 100
    r.volatility[i], r.sigma[i] = i > 24 and 0.8 or nan, i > 24 and 2.5 or nan
    r.tier[i] = ({ [18] = 2, [19] = 2, [20] = 4, [21] = 3 })[i] or i % 2
    r.status[i], r.flags[i] = i <= 24 and "warm-up" or "computed", i == 20 and { "no survey <since> W01", "C carried forward" } or {}
  end
  return r
end

local function study()
  local weeks = run().weeks
  local q05, q95, flat = {}, {}, {}
  for i = 1, 30 do q05[i], q95[i], flat[i] = 5 * i - 5, i == 20 and nan or 5 * i + 5, 5 * i end
  return {
    title = "An <index>", subtitle = "weeks & years", lines = { "30 weeks & more" }, summary = { "It rose." }, notes = { "beware" },
    run = run(),
    uncertainty = { weeks = weeks, q05 = q05, q25 = flat, q50 = flat, q75 = flat, q95 = q95, index = flat, lines = { "nu = 4" },
      last = { week = weeks[30], index = 100, draws = array.new { 85, 85, 125, 20 }, probability = { [0] = 0.25, 0.5, 0.0001, 0.2499 }, q05 = 20.5,
        q05_error = 0.75, q95 = 125 } },
    sensitivity = { lines = { "ranges as stated" },
      sobol = { rows = { { name = "epsilon", first = 0.1, total = 0.2, total_low = 0.1, total_high = 0.3 },
        { name = "capacity", first = 0.6, total = 0.7, total_low = 0.6, total_high = 0.8 }, { name = "mu", first = nan, total = nan } },
        first_estimator = "saltelli", total_estimator = "jansen", n = 8, runs = 40, bootstrap = 100, confidence = 0.9, converged = false,
        problems = { "too few", "b", "c", "d" } },
      shapley = { rows = { { name = "epsilon", share = 0.3 }, { name = "capacity", share = 0.75, low = 0.7, high = 0.8 }, { name = "mu", share = -0.05 } },
        nu = 4, converged = true },
      morris = { rows = { { name = "epsilon", mu_star = 1, sigma = 0 }, { name = "capacity", mu_star = 2, sigma = 1 },
        { name = "mu", mu_star = 2.01, mu_star_low = 1.9, mu_star_high = 2.2, sigma = 1.01 } }, trajectories = 10, levels = 4 },
      one_way = { value = 95, base = { { "epsilon", 0.35 }, { "mu", 0.1 } }, rows = { { name = "epsilon", low = 0.3, high = 0.4, value_low = 94, value_high = 96 },
        { name = "mu", low = 0.05, high = 0.15, value_low = 99, value_high = 90 } } },
      two_way = { first = { name = "epsilon", values = { 0.3, 0.4 } }, second = { name = "mu", values = { 0.1, 0.2 } }, values = { { 90, 95 }, { nan, 85 } },
        base = { { "k", 2 } } } },
    gaming = { targets = { { target = "T_loyalty", proxies = { "Search", "FX" }, weeks = { weeks[28], weeks[29], weeks[30] }, statistic = { 1, nan, 4 }, limit = 3.6,
      lambda = 0.25, alarms = 1, first_alarm = weeks[30], false_alarm = 0.068, false_alarm_error = 0.002, verdict = "fail", reason = "largest 4" },
      { target = "C", proxies = {}, verdict = "not testable", reason = "no proxy" } } },
    stability = { verdict = "unstable", last = { gain = 14.01, core = 140.1 }, gain = flat, weeks = weeks, threshold = 4.0656,
      counts = { unstable = 29, ["no growing solution"] = 1 }, lines = { "feeds back" }, paths = { { name = "constant inputs", values = { 140, nan, 22 } } } },
    calibration = { epsilon = { estimate = 0.352, low = 0.21, high = 0.48, error = 8.49, default = 0.35, default_error = 8.5, effective_weeks = 12.4,
        curve = { grid = { 0.3, 0.35, 0.4 }, error = { 8.6, 8.5, 8.7 } }, status = "weakly identified", doubts = { "its interval is wide" }, validation = { rows = { { split = "fold 1", weeks = 10, estimate = 0.3,
          fitted_error = 8, error = 9, default_error = 9.1 } } } },
      mu = { estimate = 0.0, low = 0.0, high = 0.1, status = "identified" }, joint = { epsilon = 0.4, mu = 0.05, error = 8.4, epsilon_low = 0.3, epsilon_high = 0.5, mu_low = 0.01, mu_high = 0.09,
        correlation = 0.5, status = "weakly identified" }, confidence = 0.9,
      grid = { rows = { { epsilon = 0.3, error = 8.6 }, { epsilon = 0.4, error = 8.7 } } } },
    audit = { rows = { { step = 1, check = "registry", basis = "exact", verdict = "pass", value = ("ab"):rep(32) },
        { step = 3, check = "gaming score", tolerance = 0.3, value = 0.1, reachable = false, verdict = "not testable", note = "nothing can cross it" },
        { step = 4, check = "sigma", value = 0.2, verdict = "fail" } },
      reachable = { { check = "gaming score > 0.30", reachable = false, extreme = 7 / 27, note = "at most 7/27" }, { check = "gap", reachable = true } } },
    claims = { { quantity = "g0", stated = 0.1544, computed = 0.8455, verdict = "differs" } },
  }
end

local whole = governance.report(study())
local page = whole:html()
t:equal(xml.fault(page), nil, "a page with every part is well-formed")
t:equal(governance.report(study()):html(), page, "the same bytes")
t:ok(not page:find("%f[%a]nan%f[%A]") and not page:find("%f[%a]inf%f[%A]"), "no NaN in words or coordinates")
t:ok(page:find("An &lt;index&gt;", 1, true) and page:find("no survey &lt;since&gt; W01; C carried forward", 1, true), "texts escaped")
for _, part in ipairs { ">Jan 2024</text>", "0 normal [120, 150]", "3 emergency [0, 30)", "warm-up: σ not known", "tier 2: a source dropped",
  "tier 3: carried forward", "tier 4: frozen", "differ by at most 0.25 points (2024-W28; 1 week with both)",
  "The potential is the bottleneck in 15 weeks, the gate of trust in 14 weeks, and 1 is tied.", "index in 2024-W30", "level 0: [120, 150]",
  "20.5\u{A0}to\u{A0}125.0", "&lt; 0.1 %", "25.0 %", "First order by the estimator of Saltelli; total by that of Jansen; n = 8; 100 bootstrap resamples; 40 runs; NOT converged. Too few; b; c; and more.", "90 % intervals", "over ε and μ at k = 2.", "10 trajectories; 4 levels", "ν = 4",
  "Not named, beside others: capacity.", "around 95.00 points at ε = 0.35, μ = 0.1", "6.8 % (s.e. 0.2)", "T_loyalty against Search, FX", "limit 3.60", "a disturbance grows", '<span class="badge bad">unstable</span>',
  "weakly identified", "ε: its interval is wide", "Both at once: ε 0.4000 with μ 0.0500", "printed grid", "3 checks: 1 pass, 1 fail, 1 not testable.", '<span class="badge warning">not testable</span>', "never", "0.259259", "abababababab…", "1 claim: 1 differs." } do
  if not t:ok(page:find(part, 1, true), "the page says " .. part) then t:note(part) end
end
local lines = whole:text { width = 100 }
t:ok(utf8.len(lines) and lines:find("Weeks at each crisis level", 1, true), "the same for a terminal")

-- the same in a few lines
do
  local told = governance.told(study())
  local text = table.concat(told, "\n")
  t:ok(#told <= 25 and #told >= 12, "at most 25 lines")
  for _, part in ipairs { "weeks          30, 2024-W01 to 2024-W30; 1 without a value", "index          150.00 in 2024-W30: level 0, normal",
    "lowest         5.00 in 2024-W01", "normal 7, alert 7, high alert 10, emergency 5 (weeks)", "warm-up 24, trust imputed 3, frozen 1",
    "20.5 to 125.0 (5 % and 95 %) in 2024-W30", "capacity 0.70, epsilon 0.20, mu", "not converged", "volatility from the published index: unstable, mu B = 14.010, threshold 4.0656",
    "T_loyalty: fail, 1 week beyond the limit since 2024-W30", "C: not testable", "epsilon 0.3520 [0.210, 0.480], weakly identified",
    "together epsilon 0.4000 [0.300, 0.500], mu 0.0500 [0.010, 0.090], weakly identified", "3 checks: 1 pass, 1 fail, 1 not testable.",
    "fail: step ", "claims         1: 1 differs" } do
    if not t:ok(text:find(part, 1, true), "told: " .. part) then t:note(text) end
  end
  t:same(governance.told {}, {}, "nothing to tell")
  local narrow = true
  for _, line in ipairs(told) do narrow = narrow and utf8.len(line) <= 100 end
  t:ok(narrow, "lines of at most 100 characters")
end

-- weeks at each level: those of the run, else by the half-open bands
do
  local function rows_of(html) return html:match("Weeks at each crisis level.-</table>") end
  local bare = { run = { weeks = { "a", "b", "c", "d", "e" }, index = { 120, 119.9, 80, 30, 0 } } }
  local html = governance.report(bare):html()
  local counts = {}
  for _, _, weeks in rows_of(html):gmatch('<tr><th scope="row"[^>]*>(.-)</th><td[^>]*>(.-)</td><td class="right number">(%d+)</td>') do counts[#counts + 1] = weeks end
  t:same(counts, { "1", "2", "1", "1" }, "an edge belongs to the better level")
  t:ok(html:find(">a</text>", 1, true), "labels that are no dates stand as they are")
  bare.run.level = { 3, 3, 3, 3, 3 }
  t:ok(rows_of(governance.report(bare):html()):find('%[0, 30%)</td><td class="right number">5</td>'), "levels given are those shown")
end

-- another scale: the axis ends with it, the bands stay where they are
for _, case in ipairs {
  { 100, { "1 alert [80, 100]", "<td>beyond the scale</td>" }, { "[120", "0 normal" } },
  { 120, { "[120, 120]</td>", "1 alert [80, 120)" }, { "0 normal" } },
  { 1000, { "0 normal [120, 1000]", "1 alert [80, 120)", ">500</text>", ">1000</text>" }, { ">30</text>" } },
  { 20, { "3 emergency [0, 20]" }, { "[80", "[30" } },
  { 150, { "0 normal [120, 150]", ">30</text>", ">150</text>" }, { "beyond" } },
} do
  local scale, r = case[1], { weeks = { "2024-W01", "2024-W02" }, index = { case[1], case[1] / 4 }, parameters = { scale = case[1] } }
  local html = governance.report({ run = r, uncertainty = { weeks = r.weeks, q05 = { 1, 2 }, q50 = r.index, q95 = r.index,
    last = { index = scale / 4, draws = { scale / 4, scale }, probability = { [0] = 0.25, 0.25, 0.25, 0.25 } } } }):html()
  for _, part in ipairs(case[2]) do t:ok(html:find(part, 1, true), string.format("scale %d says %s", scale, part)) end
  for _, part in ipairs(case[3]) do t:ok(not html:find(part, 1, true), string.format("scale %d does not say %s", scale, part)) end
  t:equal(xml.fault(html), nil, "well-formed")
end

do
  local r = { weeks = { "2024-W01" }, index = { 80 }, official = { 80 + 4e-10 } }
  t:ok(governance.report({ run = r }):html():find("agree to 1e-9 points (1 week with both)", 1, true), "official values that agree")
  local checks = { { step = 4, check = "sigma", value = 4e-10, verdict = "pass" } }
  t:ok(governance.report({ audit = checks }):html():find("&lt; 1e-9", 1, true), "rounding is told as such")
end

do
  local given = study().sensitivity
  given.sobol.scrambles = 16
  local html = governance.report({ sensitivity = given }):html()
  t:ok(html:find("intervals by 16 independent scramblings; 40 runs", 1, true) and not html:find("bootstrap resamples", 1, true), "what intervals come from")
end

-- arrays and tables make the same page
do
  local given = study()
  for _, name in ipairs { "index", "official", "trust", "potential", "gate", "sigma", "tier" } do given.run[name] = array.new(given.run[name]) end
  given.sensitivity.two_way.values = array.new { { 90, 95 }, { nan, 85 } }
  given.gaming.targets[1].statistic = array.new(given.gaming.targets[1].statistic)
  t:ok(governance.report(given):html() == page, "arrays as columns")
end

-- without any one part, or field of a part
local function without(part, field)
  local less = study()
  if field then less[part][field] = nil else less[part] = nil end
  return xml.fault(governance.report(less):html())
end
local function sorted(of)
  local names = {}
  for name in pairs(of) do if type(name) == "string" then names[#names + 1] = name end end
  table.sort(names)
  return names
end
for _, part in ipairs(sorted(study())) do
  t:equal(without(part), nil, "whole without " .. part)
  local value = study()[part]
  for _, field in ipairs(type(value) == "table" and sorted(value) or {}) do
    if not (part == "run" and (field == "weeks" or field == "index")) then t:equal(without(part, field), nil, "whole without " .. part .. "." .. field) end
  end
end
t:equal(xml.fault(governance.report({}):html()), nil, "nothing at all")

-- parts with nothing, or little, in them
local function with(part, value)
  local html = governance.report({ [part] = value }):html()
  return xml.fault(html) or html:find("%f[%a]nan%f[%A]")
end
for _, case in ipairs {
  { "run", { weeks = {}, index = {} } }, { "run", { weeks = { "2024-W01" }, index = { nan }, tier = { 1 } } },
  { "run", { weeks = { "2024-W01" }, index = { 50 }, status = { "warm-up" }, trust = { 0.5 }, potential = { nan }, gate = { 0.5 } } },
  { "uncertainty", { weeks = {}, q50 = {} } }, { "uncertainty", { last = { draws = {} } } }, { "uncertainty", { last = { draws = { nan, -1, 151 } } } },
  { "uncertainty", { last = { density = { x = { 0, 75, 150 }, y = { 0, 0.01, 0 } } } } },
  { "sensitivity", { sobol = { rows = { { name = "a", total = 0 } } } } }, { "sensitivity", { sobol = { rows = {}, status = "no variance", converged = false } } },
  { "sensitivity", { shapley = { rows = {} } } }, { "sensitivity", { morris = { rows = { { name = "a", mu_star = 0, sigma = 0 } } } } },
  { "sensitivity", { one_way = { value = 0, rows = { { name = "a", value_low = 0, value_high = 0 } } } } }, { "sensitivity", { one_way = { value = 0, rows = {} } } },
  { "sensitivity", { two_way = { { first = { name = "a", values = { 1 } }, second = { name = "b", values = { 1 } }, values = { { 1 } } } } } },
  { "gaming", {} }, { "gaming", { targets = { { target = "x", weeks = { "w" }, statistic = { nan }, limit = 1 } } } },
  { "stability", { weeks = { "2024-W01", "2024-W02" }, gain = { 5, 3 } } }, { "stability", { paths = { { name = "one", values = { 1 } } } } },
  { "calibration", {} }, { "calibration", { grid = { rows = { { epsilon = 0.3, error = 8 } } } } },
  { "calibration", { mu = { curve = { grid = { 1, 2 }, error = { nan, nan } } } } }, { "calibration", { epsilon = { estimate = 0.3 } } },
  { "audit", {} }, { "audit", { { step = 1, check = "plain rows", verdict = true } } }, { "claims", {} }, { "notes", {} }, { "lines", {} },
} do t:equal(with(case[1], case[2]), nil, "little of " .. case[1]) end

t:raises(function() governance.report(1) end, "table expected, got number", "no study")
t:raises(function() governance.report { rum = {} } end, "did you mean 'run'?", "unknown part")
t:raises(function() governance.report { run = { index = {} } } end, "run.weeks: list of labels expected", "no weeks")
t:raises(function() governance.report { run = { weeks = {} } } end, "run.index: array or list of numbers expected", "no index")

-- the study of the module's guide runs as it stands there
do
  local system = require "solon.native.system"
  local place = assert(system.temporary_directory())
  local cleanup <close> = system.cleanup(place)
  local code = require("solon.help").module("governance").guide:match("\n(  local governance.-)\n\n")
  for name, path in pairs { ["weekly.csv"] = "scripts/governance/fixtures/weekly.csv", ["study.html"] = place .. "/study.html",
    ["parameters.csv"] = "scripts/governance/fixtures/2026-01-09_SG-v4.0_Parameters.csv" } do
    code = code:gsub('"' .. name:gsub("%p", "%%%0") .. '"', '"' .. path .. '"')
  end
  local printed = 0
  local ok, message = pcall(assert(load(code, "=guide", "t", setmetatable({ print = function() printed = printed + 1 end }, { __index = _G }))))
  if not t:ok(ok, "the guide runs") then t:note(message) end
  t:ok(printed > 12 and (system.read_file(place .. "/study.html") or ""):find("Whether inputs are gamed", 1, true), "it tells and writes its study")
end

t:done()
