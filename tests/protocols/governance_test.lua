-- governance_test.lua - governance-index as a command, on the weeks that come with it: outputs and their names, the
-- same bytes for any number of workers, verification, registry mismatch, bad input.

local tap = require "solon.tap"
local shell = require "support.shell"
local frame = require "solon.frame"
local json = require "solon.json"
local t = tap.new()

local root = shell.directory()
local WEEKLY = "scripts/governance/fixtures/weekly.csv"
local REGISTRY = "scripts/governance/fixtures/2026-01-09_SG-v4.0_Parameters.csv"

local says = shell.says(t)

local index = shell.runner "run governance-index --quiet"

-- ---- the protocol's own tests, its bundled files, its help ----------------------------------------------

do
  shell.passes(t, "governance-index")
  shell.generates(t, "scripts/governance/fixtures/generate.lua", { "weekly.csv" })
  local status, text = shell.solon_run "run governance-index --help"
  t:equal(status, 0, "help")
  says(text, "{week}_Raw_Data.csv", "names of outputs leave the week open")
  says(text, "--sigma-cap", "the cap is an option")
end

-- ---- outputs --------------------------------------------------------------------------------------------

local first
do
  for _, jobs in ipairs { 1, 2, 4 } do
    local status, text, out = index("--jobs " .. jobs)
    if not t:equal(status, 0, "runs with " .. jobs .. " workers") then t:note(text) end
    first = first or out
    for _, name in ipairs { "metrics.csv", "2026-Q1-Week1_Raw_Data.csv", "2026-Q1-Week1_Computed_Metrics.csv",
      "2026-Q1-Week1_Audit_Report.txt", "uncertainty.csv", "sobol.csv", "audit.csv", "stability.csv", "calibration.csv", "report.html",
      "summary.txt" } do
      t:ok(shell.read(out .. "/" .. name) and shell.read(out .. "/" .. name) == shell.read(first .. "/" .. name),
        name .. ": the same bytes with " .. jobs .. " workers")
    end
  end
  local manifest = json.parse(shell.read(first .. "/manifest.json"))
  t:equal(manifest.outputs["2026-Q1-Week1_Raw_Data.csv"].rows, 1, "the manifest knows outputs by their names")
  t:equal(manifest.outputs["2026-Q1-Week1_Computed_Metrics.csv"].tolerance, 1e-9, "and their tolerances")
  t:equal(manifest.outputs["metrics.csv"].rows, 128, "128 weeks")
  t:equal((shell.solon_run("verify " .. first)), 0, "and verifies")
end

-- the whole study, told and on one page
do
  local xml = dofile("tests/lua/support/xml.lua")
  local page, summary = shell.read(first .. "/report.html"), shell.read(first .. "/summary.txt")
  t:equal(xml.fault(page), nil, "the report is well-formed")
  t:ok(not page:find("%f[%a]nan%f[%A]") and not page:find("%f[%a]inf%f[%A]"), "without NaN in words or coordinates")
  for _, part in ipairs { "The index week by week", "What it is made of", "Missing data", "How well it is known", "What it depends on", "Whether it is stable",
    "Whether inputs are gamed", "Calibration", "Audit", "Claims of the source text", "tier 3: carried forward", "what holds the index down",
    "Sobol indices, the largest total first", "Shapley effects", "Morris screening", "threshold 4.0656", "printed grid" } do
    says(page, part, "the report has: " .. part)
  end
  for _, part in ipairs { "uncertainty    ", "depends on     T 0.68", "feedback       volatility from the published index: unstable, mu B = 10.862, threshold 4.0656", "gaming         T_loyalty: pass",
    "calibration    epsilon 0.3500 [0.350, 0.350], identified, but circular", "audit          12 checks" } do
    says(summary, part, "the summary tells: " .. part)
  end
  local fan = assert(frame.read(first .. "/uncertainty.csv"))
  local inside = 0
  for _, row in fan:each_row() do
    if row.q05 then
      local sum = row.level0 + row.level1 + row.level2 + row.level3
      if row.q05 < row.q50 and row.q50 < row.q95 and math.abs(sum - 1) < 1e-9 and row.q05 < row.index and row.index < row.q95 then inside = inside + 1 end
    end
  end
  t:equal(inside, 102, "every computed week lies within its quantiles, and its levels have probability 1")
  local status, text, out = index "--study weeks"
  t:equal(status, 0, "the weeks alone")
  t:equal(shell.read(out .. "/audit.csv"), nil, "without an audit")
  t:ok(shell.read(out .. "/metrics.csv") == shell.read(first .. "/metrics.csv"), "are the same weeks")
  says(text, "Alerts: 8", "and told")
  says(shell.read(out .. "/report.html"), "The index week by week", "with their report")
end

do
  local metrics = assert(frame.read(first .. "/metrics.csv"))
  local last = assert(frame.read(first .. "/2026-Q1-Week1_Computed_Metrics.csv"))
  t:equal(last:rows(), 1, "computed metrics: the last week")
  t:same(last:row(1), metrics:row(128), "as in the series")
  local counts, tiers = {}, {}
  for _, row in metrics:each_row() do
    counts[row.status] = (counts[row.status] or 0) + 1
    tiers[row.tier] = (tiers[row.tier] or 0) + 1
  end
  t:same(counts, { ok = 102, ["warm-up"] = 24, frozen = 2 }, "weeks by status")
  t:same(tiers, { [0] = 99, 4, 3, 20, 2 }, "every tier occurs")
  local raw = assert(frame.read(first .. "/2026-Q1-Week1_Raw_Data.csv"))
  local source = assert(frame.read(WEEKLY))
  t:same(raw:row(1), source:row(128), "raw data: the last week as given")
  local report = shell.read(first .. "/2026-Q1-Week1_Audit_Report.txt")
  says(report, "the flag at 0.30 cannot be raised: the score is at most epsilon / (1 + epsilon) = 0.259259", "the report says what the score can reach")
  says(report, "index frozen (no T (tier 4)): alert the steering committee", "and lists the alerts")
  says(shell.read(first .. "/summary.txt"), "Made-up weeks that come with Solon", "the summary says that the weeks are made up")
end

do -- a shorter series names its files by its own last week
  local lines = {}
  for line in shell.read(WEEKLY):gmatch "[^\n]+" do lines[#lines + 1] = line end
  shell.write(root .. "/short.csv", table.concat(lines, "\n", 1, 41) .. "\n")
  local status, text, out = index("--weekly-draws 256 --data " .. root .. "/short.csv")
  if not t:equal(status, 0, "forty weeks") then t:note(text) end
  t:ok(shell.read(out .. "/2024-Q2-Week4_Audit_Report.txt"), "2024-W17 is week 4 of the second quarter")
  t:ok(not text:find("Made-up", 1, true), "nothing is said to be made up")
  -- what is computed of a week does not depend on later ones
  local short, long = assert(frame.read(out .. "/metrics.csv")), assert(frame.read(first .. "/metrics.csv"))
  t:equal(short:row(40).S_KPI, long:row(40).S_KPI, "its weeks are those of the longer series")
end

do
  local _, text = index "--study weeks --sigma published --decay published"
  says(text, "Published: 1 of 128 weeks differ", "by the published rules only the stated deviation differs")
  says(text, "most in 2025-W47, by 1.50", "and is named")
  local status, capped, out = index "--study weeks --sigma-cap 0.5"
  t:equal(status, 0, "another cap")
  local metrics = assert(frame.read(out .. "/metrics.csv"))
  t:equal(metrics:row(128).sigma_hist, 0.5, "sigma is cut")
  says(metrics:row(128).flags, "sigma capped", "and flagged")
  says(capped, "sigma capped", "in the summary, too")
end

-- ---- registry -------------------------------------------------------------------------------------------

local registered = shell.read(REGISTRY)
do
  shell.write(root .. "/deployed.csv", (registered:gsub("epsilon,0.35,", "epsilon,0.350,")))
  local status, text = index("--study weeks --deployed " .. root .. "/deployed.csv")
  t:equal(status, 0, "0.350 is 0.35")
  says(text, "Deployed parameters: 11 parameters, all equal as decimals.")
  shell.write(root .. "/deployed.csv", (registered:gsub("epsilon,0.35,", "epsilon,0.36,"):gsub("mu,0.10,", "mu,0.1000000000000000001,")))
  local out
  status, text, out = index("--deployed " .. root .. "/deployed.csv")
  t:equal(status, 1, "a difference is refused")
  says(text, "differs from the registry that comes with Solon", "and from which registry")
  says(text, "epsilon: 0.35 in the registry, 0.36 deployed", "naming both values")
  says(text, "mu: 0.10 in the registry, 0.1000000000000000001 deployed", "to the last digit")
  t:equal(shell.names(out), nil, "and nothing is written")
  for _, case in ipairs {
    { "epsilon,0.35,C", "epsilom,0.35,C", ":9: column 'Parameter': value 'epsilom' is no parameter" },
    { "w_T,0.40", "w_T,0.41", "weights that sum to 1 expected" },
    { "k,2.0,B", "k,2.0,F", ":7: column 'Class': value 'F' of k is no class" },
    { "theta,0.85", "theta,85%%", ":8: column 'Value': value '85%' of theta is not a decimal number" },
    { "scale,150,D", "mu,150,D", ":12: column 'Parameter': value 'mu' stands already in line 10" },
  } do
    shell.write(root .. "/registry.csv", (registered:gsub(case[1], case[2])))
    status, text = index("--registry " .. root .. "/registry.csv")
    t:equal(status, 1, "registry with " .. case[2])
    says(text, "solon run: " .. root .. "/registry.csv" .. (case[3]:sub(1, 1) == ":" and case[3] or ""))
    says(text, case[3])
    t:ok(not text:find("traceback", 1, true), "told as a mistake in the file, not in a program")
  end
end

-- ---- bad weeks ------------------------------------------------------------------------------------------

do
  local weekly = shell.read(WEEKLY)
  for _, case in ipairs {
    { "\n2023%-W30,[%d.]+", "\n2023-W30,1.3", ":2: column 'C': value '1.3' is outside [0, 1]" },
    { "\n2023%-W30,[%d.]+", "\n2023-W30,nan", ":2: column 'C': value 'nan' is not a decimal number" },
    { "\n2023%-W32[^\n]+", "", ":4: column 'week': value '2023-W33' follows 2023-W31: 1 week (2023-W32) missing" },
    { "\n2023%-W32,", "\n2023-W31,", ":4: column 'week': value '2023-W31' stands already in line 3" },
    { "0.000000000\n2023%-W31", "-1\n2023-W31", ":2: column 'sigma_hist': value '-1' is outside [0, 1000000]" },
    { "T_loyalty", "Trust", ":1: no column 'T_loyalty'" },
    { "Sentiment", "Sentimant", ":1: column 'Sentimant': is unknown; did you mean 'Sentiment'?" },
  } do
    shell.write(root .. "/bad.csv", (weekly:gsub(case[1], case[2], 1)))
    local status, text = index("--data " .. root .. "/bad.csv")
    t:equal(status, 1, "refused: " .. case[3])
    says(text, "solon run: " .. root .. "/bad.csv" .. case[3])
    t:ok(not text:find("traceback", 1, true), "told as a mistake in the file, not in a program")
  end
  shell.write(root .. "/plain.csv", "week,C,V,T_loyalty,Z_skepticism\n2026-W02,1,1,1,1\n")
  local status, text = index("--data " .. root .. "/plain.csv")
  t:equal(status, 0, "a single week is warm-up")
  says(text, "no index, status warm-up", "and says so")
  says(text, "No calibration: the data have no S_KPI_official.", "what cannot be done is said")
  says(text, "12 checks: 0 pass, 0 fail, 12 not testable.", "and nothing passes for want of data")
  status, text = index("--sigma reported --data " .. root .. "/plain.csv")
  t:equal(status, 1, "reported sigma without the column")
  says(text, "has no column sigma_hist")
  for _, case in ipairs {
    { "--sigma-cap -1", "--sigma-cap" }, { "--decay none", "one of prior, published expected" },
    { "--sigma-cup 3", "did you mean '--sigma-cap'" }, { "--data " .. root .. "/none.csv", "none.csv" },
  } do
    status, text = index(case[1])
    t:ok(status ~= 0, "refused: " .. case[1])
    says(text, case[2])
  end
end

-- ---- capacity set by hand, outliers, options beside others -----------------------------------------------

do
  -- a column for the reason of week 126, where C is missing, and of week 120, where it is not
  local lines, number_of = {}, 0
  for line in shell.read(WEEKLY):gmatch "[^\n]+" do
    local add = number_of == 0 and ",C_override,C_override_reason" or number_of == 126 and ',0.8,"estimate, by the committee"'
      or number_of == 120 and ",0.95," or ",,"
    lines[#lines + 1], number_of = line .. add, number_of + 1
  end
  shell.write(root .. "/override.csv", table.concat(lines, "\n") .. "\n")
  local status, text, out = index("--study weeks --outlier-threshold 4 --outlier-window 8 --outlier-smallest 0.02 --data " .. root .. "/override.csv")
  t:equal(status, 0, "capacity set by hand")
  says(text, "Capacity set by hand: 2 weeks, 1 outside the rules, 1 without a reason", "is told on the terminal")
  local metrics = assert(frame.read(out .. "/metrics.csv"))
  t:equal(metrics:row(126).C, 0.8, "is used")
  t:equal(metrics:row(126).C_override_reason, "estimate, by the committee", "with its reason")
  t:equal(metrics:row(126).flags, "C set by hand", "and flagged")
  local report = shell.read(out .. "/2026-Q1-Week1_Audit_Report.txt")
  says(report, "2025-W51  C set by hand to 0.8 in place of 0.7766 of 1 week ago (C unavailable)", "the weekly report lists it")
  says(report, "(outside the rules: C measured, no level 3 the week before)", "and the one outside the rules")
  says(report, "more than 4 deviations (1.4826 MAD, at least 0.02) from the median of the 8 weeks before", "and the rule of the outliers")
  says(shell.read(out .. "/report.html"), "Weeks whose capacity was set by hand", "and the page")
  local manifest = json.parse(shell.read(out .. "/manifest.json"))
  t:same({ manifest.parameters.outlier_threshold, manifest.parameters.outlier_window, manifest.parameters.outlier_smallest }, { 4, 8, 0.02 },
    "the manifest has the parameters of the outliers")
  t:equal((shell.solon_run("verify " .. out)), 0, "and the run verifies")
  status, text = shell.solon_run("run index-audit --quiet --replicates 200 --power-studies 0 --out " .. root .. "/audit --data " .. root .. "/override.csv")
  t:equal(status, 0, "the audit of such weeks")
  says(text, "FAIL, step 3, capacity set by hand outside the rules, weeks: 2 in the window; 2025-W45", "fails the one outside the rules")
end

for _, case in ipairs {
  { "--rho -0.9", "solon run: --rho -0.9, --rho-sigma -0.3: no 4 measures have a correlation of -0.9 each: more than -1/3 and less than 1 expected" },
  { "--rho-sigma -1", "less than 0.689202 from 0 expected" },
  { "--outlier-window 1", "--outlier-window" }, { "--outlier-smallest 0", "--outlier-smallest" }, { "--outlier-threshold -1", "--outlier-threshold" },
} do
  local status, text, out = index(case[1])
  t:ok(status ~= 0, "refused: " .. case[1])
  says(text, case[2])
  t:ok(not text:find("traceback", 1, true), "in a line")
  t:equal(shell.read(out .. "/manifest.json"), nil, "and nothing is written")
end
do
  local _, text = index "--study weeks --draws 100 --decay published --prior-trust 0.5"
  says(text, "Note: with --study weeks no effect: --draws.", "an option without effect is told")
  says(text, "Note: with --decay published no effect: --prior-trust.", "as is another")
end

t:done()
