-- verify_test.lua - solon verify: the same, altered, changed, within tolerance.

local tap = require "solon.tap"
local shell = require "support.shell"
local compare = require "solon.protocol.compare"
local t = tap.new()

local root = shell.directory()
shell.run("cp -r tests/protocols/fixtures/units.lua tests/protocols/fixtures/units " .. root)
shell.write(root .. "/factors.csv", "factor,name\n2,x\n")
local directory = root .. "/run"
local manifest_path = directory .. "/manifest.json"

local says = shell.says(t)

local function verify(more)
  local code, out, err = shell.solon_run("verify " .. directory .. " " .. (more or ""))
  return code, out .. err
end

local code, _, err = shell.solon_run(string.format("run %s/units.lua --quiet --units 4 --scale 3 --out %s --factors %s/factors.csv", root, directory, root))
t:equal(code, 0, "a run") ; if code ~= 0 then t:note(err) end
local out
code, out = verify()
t:equal(code, 0, "verifies") ; if code ~= 0 then t:note(out) end
says(out, "units.csv    same")
says(out, ": verified")
t:equal((verify("--jobs 1")), 0, "with another number of threads too")
code, out = verify("--no-such-input x")
t:equal(code, 1, "an input the run did not have is not ignored")
says(out, "'no_such_input' is no input of this run")

-- an output that was edited by hand
local whole, manifest = shell.read(directory .. "/units.csv"), shell.read(manifest_path)
shell.write(directory .. "/units.csv", (whole:gsub("1,(%d)", "1,9%1", 1)))
code, out = verify()
t:equal(code, 1, "an edited output fails")
says(out, "altered")
says(out, "NOT verified")
os.remove(directory .. "/units.csv")
code, out = verify()
t:equal(code, 1, "a missing output fails")
says(out, "missing")

-- an output that this processor computes a little differently: fails on one class, passes between classes
local system = require "solon.native.system"
local changed = whole:gsub("(%d%d%d)\n", function(digits) return string.format("%03d\n", (tonumber(digits) + 7) % 1000) end)
shell.write(directory .. "/units.csv", changed)
local with_hash = manifest:gsub(system.sha256(whole), system.sha256(changed))
shell.write(manifest_path, with_hash)
code, out = verify()
t:equal(code, 1, "other bits on the same class of processor fail")
says(out, "largest relative difference")
shell.write(manifest_path, (with_hash:gsub('"cpu_class": "[^"]*"', '"cpu_class": "other"')))
code, out = verify()
t:equal(code, 0, "on another class they pass within the declared tolerance") ; if code ~= 0 then t:note(out) end
says(out, "within tolerance")
says(out, "by tolerance: the run was on other")
shell.write(directory .. "/units.csv", whole)
shell.write(manifest_path, manifest)

-- what makes it impossible to verify
shell.write(root .. "/factors.csv", "factor,name\n3,x\n")
code, out = verify()
t:equal(code, 1, "a changed input")
says(out, "has changed since the run")
os.remove(root .. "/factors.csv")
code, out = verify()
t:equal(code, 1, "an input that is gone")
says(out, "--factors FILE names another place")
shell.write(root .. "/moved.csv", "factor,name\n2,x\n")
t:equal((verify("--factors " .. root .. "/moved.csv")), 0, "an input that moved")
t:equal((verify("--input factors=" .. root .. "/moved.csv --quiet")), 0, "the same, as solon run takes it")
t:equal((verify("--factors=" .. root .. "/moved.csv")), 0, "and with an equals sign")
t:equal((verify("--input factors")), 2, "an input without a file")
local source = shell.read(root .. "/units/work.lua")
shell.write(root .. "/units/work.lua", source .. "-- changed\n")
code, out = verify("--factors " .. root .. "/moved.csv")
t:equal(code, 1, "a changed module of the protocol")
says(out, "protocol units has changed since the run")
shell.write(root .. "/units/work.lua", source)
shell.write(manifest_path, (manifest:gsub('"complete"', '"running"')))
code, out = verify()
t:equal(code, 1, "an unfinished run")
says(out, "is not complete")
shell.write(manifest_path, manifest:sub(1, 200))
code, out = verify()
t:equal(code, 1, "a truncated manifest")
says(out, "no manifest of a run")
code, out = shell.solon_run("verify " .. root .. "/nowhere")
t:equal(code, 1, "no directory")

shell.run("cp -r scripts/inference " .. root)
shell.solon_run("run " .. root .. "/inference/compare-groups.lua --quiet --permutations 9 --out " .. root .. "/bundled")
code, out = shell.solon_run("verify " .. root .. "/bundled")
t:equal(code, 0, "a run on a bundled input")
shell.run("echo 'second drug,1' >> " .. root .. "/inference/compare-groups/sleep.csv")
code, _, err = shell.solon_run("verify " .. root .. "/bundled")
t:equal(code, 1, "the bundled input was changed")
says(err, "the bundled file 'sleep.csv' has changed")

-- ---- comparing texts ------------------------------------------------------------------------------

local function verdict(a, b, tolerance) return (compare.texts(a, b, tolerance)) end
t:equal(verdict("a,1.5\n", "a,1.5\n"), "same", "equal texts")
t:equal(verdict("a,1.5\n", "a,1.5000001\n"), "differs", "no tolerance")
t:equal(verdict("a,1.5\n", "a,1.5000001\n", 1e-6), "within tolerance", "close numbers")
t:equal(verdict("a,1.5\n", "a,1.5000001\n", 1e-9), "differs", "not close enough")
t:equal(verdict("a,1.5\n", "b,1.5\n", 1), "differs", "other words")
t:equal(verdict("x1,2\n", "x2,2\n", 10), "differs", "a digit in a name is no number")
t:equal(verdict("1e-300", "1.0000001e-300", 1e-6), "within tolerance", "small numbers are relative")
t:equal(verdict("0", "1e-300", 1e-6), "differs", "nothing is near zero but zero")
t:equal(verdict("1,2\n", "1,2\n3\n", 1), "differs", "more rows")
t:equal(verdict("-0.5", "0.5", 1e-6), "differs", "the sign counts")
t:equal(verdict("", "", 1), "same", "empty")
t:equal(verdict("2024-01-02", "2024-01-03", 1e-12), "differs", "dates")
local _, detail = compare.texts("a\nb 1\nc\n", "a\nb 2\nc\n")
says(detail, "line 2: 'b 1' became 'b 2'; largest relative difference 0.5")
t:done()
