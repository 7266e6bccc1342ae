-- index_calibrate_test.lua - index-calibrate as a command, on the weeks that come with it: the same bytes for any number of
-- workers, verification, a recorded index that is the formula's own, bad input.

local tap = require "solon.tap"
local shell = require "support.shell"
local frame = require "solon.frame"
local json = require "solon.json"
local t = tap.new()

local root = shell.directory()

local says = shell.says(t)

local calibrate = shell.runner "run index-calibrate --replicates 49"

shell.passes(t, "index-calibrate")
shell.generates(t, "scripts/governance/fixtures/generate_hindcast.lua", { "hindcast.csv" })

local first
for _, jobs in ipairs { 1, 2, 4 } do
  local status, text, out = calibrate("--jobs " .. jobs)
  if not t:equal(status, 0, "runs with " .. jobs .. " workers") then t:note(text) end
  says(text, "weakly identified", "and says how well epsilon is known")
  first = first or out
  for _, name in ipairs { "grid.csv", "validation.csv", "curves.csv", "calibration.json", "claims.json" } do
    t:ok(shell.read(out .. "/" .. name) and shell.read(out .. "/" .. name) == shell.read(first .. "/" .. name),
      name .. ": the same bytes with " .. jobs .. " workers")
  end
end
t:equal((shell.solon_run("verify " .. first)), 0, "and verifies")
t:equal(assert(frame.read(first .. "/grid.csv")):rows(), 8, "the printed grid")
t:equal(assert(frame.read(first .. "/validation.csv")):rows(), 12, "five folds and the forward split, of both parameters")
local found = json.parse(shell.read(first .. "/calibration.json"))
t:equal(found.weeks, 205, "weeks used")
t:equal(found.left_out, 3, "weeks with something missing")

do
  local status, text, out = calibrate "--data scripts/governance/fixtures/weekly.csv"
  t:equal(status, 0, "an index that is the formula's own output")
  says(text, "tells nothing of the world", "is told")
  t:near(json.parse(shell.read(out .. "/calibration.json")).epsilon.estimate, 0.35, { absolute = 1e-3 }, "and gives back its epsilon")
end

local bare = root .. "/bare.csv"
local file = assert(io.open(bare, "wb"))
file:write("week,C,V,T_loyalty,Z_skepticism\n2026-W01,0.5,0.5,0.5,0.5\n")
file:close()
local status, text = calibrate("--data " .. bare)
t:ok(status ~= 0, "data without a recorded index")
says(text, "has no column S_KPI_official", "are refused")
for _, case in ipairs { { "151,1", "S_KPI_official is above 150 in 2026-W01" }, { "100,1", "1 week has everything it takes, 8 are needed" } } do
  shell.write(bare, "week,C,V,T_loyalty,Z_skepticism,S_KPI_official,sigma_hist\n2026-W01,0.5,0.5,0.5,0.5," .. case[1] .. "\n")
  status, text = calibrate("--data " .. bare)
  t:equal(status, 1, "weeks that allow no calibration")
  says(text, "solon run: '" .. bare .. "' allows no calibration: " .. case[2])
end
status, text = calibrate "--grid 0.1,high"
t:ok(status ~= 0, "a grid that is no list of numbers")
says(text, "--grid: numbers from 0 to 10 with commas expected", "is refused")
status, text = calibrate "--fold 3"
t:ok(status ~= 0, "an unknown parameter")
says(text, "folds", "names the nearest")

t:done()
