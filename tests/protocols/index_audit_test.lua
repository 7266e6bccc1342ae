-- index_audit_test.lua - index-audit as a command, on the weeks that come with it: it finds the two deviations that the
-- generator of those weeks planted, and nothing it cannot test passes.

local tap = require "solon.tap"
local shell = require "support.shell"
local json = require "solon.json"
local t = tap.new()

local root = shell.directory()
local WEEKLY = "scripts/governance/fixtures/weekly.csv"
local REGISTRY = "scripts/governance/fixtures/2026-01-09_SG-v4.0_Parameters.csv"
local REPORT = "2026-Q1-Week1_Audit_Report.txt"

local run = shell.runner "run index-audit --quiet --replicates 1000 --power-studies 20"
local function audit(arguments)
  local status, text, out = run(arguments)
  if status ~= 0 then return status, text end
  return status, text, json.parse(shell.read(out .. "/audit.json")), out
end

local function find(found, what, basis)
  for _, row in ipairs(found.checks) do
    if row.check:find(what, 1, true) and row.basis == basis then return row end
  end
  error("no check " .. what)
end

local function write(name, text)
  local file = assert(io.open(root .. "/" .. name, "w"))
  file:write(text)
  file:close()
  return root .. "/" .. name
end

do
  shell.passes(t, "index-audit")
  local status, text = shell.solon_run "run index-audit --help"
  t:equal(status, 0, "help")
  t:ok(text:find("{week}_Audit_Report.txt", 1, true), "the report is named by its week")
end

-- ---- the planted deviations ------------------------------------------------------------------------

local status, text, found, first = audit()
if not t:equal(status, 0, "runs on the bundled weeks") then t:note(text) end
t:equal(found.verdict, "fail", "the audit fails")
local reproduced = find(found, "derived anew", "exact")
t:equal(reproduced.verdict, "fail", "an index 1.5 above the rules")
t:near(reproduced.value, 1.5, { absolute = 1e-8 }, "by 1.5")
t:ok(reproduced.note:find("1 of 13 weeks differ, most in 2025-W47", 1, true), "in its week")
local sigma = find(found, "sigma of every audited week", "exact")
t:ok(sigma.verdict == "fail" and sigma.note:find("most in 2025-W50", 1, true), "and a sigma with the wrong divisor, in its week")
t:equal(find(found, "sigma of the last week", "published").verdict, "pass", "which the published check of one week misses")
t:equal(find(found, "largest gaming score", "published").reachable, false, "a gaming score of 0.30 can never be")
t:equal(find(found, "largest gaming score", "published").verdict, "not testable", "and so is not testable")
t:equal(#found.weeks, 13, "13 weeks reproduced")
t:near(found.stability.threshold, 4.0655986852404781, { relative = 1e-12 }, "the threshold of stability")
t:equal(found.stability.verdict, "unstable", "the published index is unstable")
t:ok(text:find("4.0655987", 1, true), "and that is printed")
t:equal(#found.power, 4, "power at four sizes")
t:ok(shell.read(first .. "/" .. REPORT):find("never  gaming score > 0.30", 1, true), "the report names thresholds that cannot be crossed")

for _, jobs in ipairs { 1, 3 } do
  local _, _, _, out = audit("--jobs " .. jobs)
  for _, name in ipairs { "audit.json", REPORT, "gaming.csv", "stability.csv" } do
    t:ok(shell.read(out .. "/" .. name) == shell.read(first .. "/" .. name), name .. ": the same bytes with " .. jobs .. " workers")
  end
end
t:equal((shell.solon_run("verify " .. first)), 0, "verifies")

-- ---- deployed parameters, hashes -------------------------------------------------------------------

local same = select(3, audit("--deployed " .. REGISTRY .. " --data-sha256 " .. found.hashes.data .. " --registry-sha256 " .. string.rep("0", 64)))
t:equal(find(same, "as decimals", "exact").verdict, "pass", "the registry equals itself")
t:equal(find(same, "hash of the data", "exact").verdict, "pass", "the sealed hash of the data")
t:equal(find(same, "hash of the registry", "exact").verdict, "fail", "another hash of the registry")
local drifted = write("drifted.csv", (shell.read(REGISTRY):gsub("epsilon,0.35", "epsilon,0.37")))
local drift = select(3, audit("--deployed " .. drifted))
t:equal(find(drift, "as decimals", "exact").verdict, "fail", "a deployed epsilon that differs")
t:ok(find(drift, "as decimals", "exact").note:find("epsilon: 0.35 in the registry, 0.37 deployed", 1, true), "both values are named")
local padded = write("padded.csv", (shell.read(REGISTRY):gsub("epsilon,0.35", "epsilon,0.350000000000000001")))
local digits = select(3, audit("--deployed " .. padded))
t:equal(find(digits, "as numbers", "published").verdict, "pass", "the same double")
t:equal(find(digits, "as decimals", "exact").verdict, "fail", "is not the same decimal")

-- ---- nothing published -----------------------------------------------------------------------------

local lines = {}
for line in shell.read(WEEKLY):gmatch("[^\n]+") do lines[#lines + 1] = line:match("^(.*),[^,]*,[^,]*$") end
local bare = select(3, audit("--data " .. write("bare.csv", table.concat(lines, "\n") .. "\n")))
t:equal(find(bare, "reported sigma", "published").verdict, "not testable", "without a published index nothing is reproduced")
t:equal(find(bare, "sigma of the last", "published").verdict, "not testable", "nor sigma")
t:ok(bare.verdict ~= "pass", "and that is not a pass")

status, text = audit("--data " .. write("short.csv", table.concat(lines, "\n", 1, 4) .. "\n"))
t:equal(status, 0, "three weeks are audited, too")
status, text = audit("--limt 3")
t:ok(status ~= 0 and text:find("limit", 1, true), "an unknown option names the nearest")
status, text = audit("--data " .. write("bad.csv", (shell.read(WEEKLY):gsub("0.7293", "1.7293", 1))))
t:ok(status ~= 0 and text:find("1.7293", 1, true), "a value outside its range stops the audit and is named")

t:done()
