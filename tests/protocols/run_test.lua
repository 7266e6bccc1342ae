-- run_test.lua - solon run, info, list, test as commands: options, directories, outputs, refusals.

local tap = require "solon.tap"
local shell = require "support.shell"
local json = require "solon.json"
local t = tap.new()

local root = shell.directory()
local units = "tests/protocols/fixtures/units.lua"

local says = shell.says(t)

local function run(arguments) return shell.solon_run("run " .. units .. " --quiet " .. arguments) end

-- ---- a run and its directory ----------------------------------------------------------------------

local _
local status, out, err = run("--out " .. root .. "/a --units 5 --verbose --label 'über: '")
t:equal(status, 0, "a run succeeds") ; if status ~= 0 then t:note(err) end
t:equal(err, "", "a quiet run is quiet")
says(out, "über: 5 units", "the summary is printed")
t:equal(shell.names(root .. "/a"), "extra.json manifest.json summary.txt units.csv", "the directory holds outputs and manifest only")
t:equal(shell.read(root .. "/a/summary.txt"), out, "summary.txt is what was printed")
local manifest = json.parse(shell.read(root .. "/a/manifest.json"))
t:equal(manifest.status, "complete", "manifest: status")
t:equal(manifest.parameters.units, 5, "manifest: given parameter")
t:equal(manifest.parameters.scale, 1, "manifest: default parameter")
t:equal(manifest.seed, 1, "manifest: seed")
t:equal(manifest.outputs["units.csv"].rows, 5, "manifest: rows of an output")
t:equal(#manifest.outputs["units.csv"].sha256, 64, "manifest: hash of an output")
t:equal(#manifest.protocol.hash, 64, "manifest: hash of the protocol")
for _, field in ipairs { "cpu_class", "host", "started", "finished", "wall_seconds", "cpu_seconds", "libraries", "jobs" } do
  t:ok(manifest[field] ~= nil, "manifest: " .. field)
end

-- ---- the same bytes -------------------------------------------------------------------------------

for _, jobs in ipairs { 1, 2, 4 } do
  local directory = root .. "/jobs" .. jobs
  run(string.format("--units 5 --verbose --label 'über: ' --jobs %d --out %s", jobs, directory))
  for _, name in ipairs { "units.csv", "extra.json", "summary.txt" } do
    t:equal(shell.read(directory .. "/" .. name), shell.read(root .. "/a/" .. name), string.format("%s with %d jobs", name, jobs))
  end
end
run("--units 5 --seed 2 --out " .. root .. "/seed2")
t:ok(shell.read(root .. "/seed2/units.csv") ~= shell.read(root .. "/a/units.csv"), "another seed, other numbers")

-- ---- an existing directory ------------------------------------------------------------------------

local before = shell.read(root .. "/a/manifest.json")
status, out, err = run("--out " .. root .. "/a --units 5 --verbose --label 'über: '")
t:equal(status, 0, "the same run again is no error")
says(err, "complete already", "it says so")
says(out, "5 units", "and shows the summary")
t:equal(shell.read(root .. "/a/manifest.json"), before, "and changes nothing")
status, _, err = run("--out " .. root .. "/a --units 6")
t:equal(status, 2, "another run is refused")
says(err, "parameter units: there 5, here 6")
shell.run("mkdir " .. root .. "/foreign && echo x > " .. root .. "/foreign/thesis.txt")
status, _, err = run("--out " .. root .. "/foreign")
t:equal(status, 2, "a foreign directory is refused")
says(err, "holds 'thesis.txt'")
t:equal(shell.names(root .. "/foreign"), "thesis.txt", "and left as it was")
shell.run("mkdir " .. root .. "/empty")
t:equal((run("--out " .. root .. "/empty --units 1")), 0, "an empty directory is used")
shell.run("mkdir " .. root .. "/killed && echo '{' > " .. root .. "/killed/.manifest.json.123.0.tmp && touch " .. root .. "/killed/.journal")
t:equal((run("--out " .. root .. "/killed --units 1")), 0, "a directory killed before its first manifest is used")
t:equal(shell.names(root .. "/killed"), "manifest.json summary.txt units.csv", "and the left-over is removed")
shell.run("mkdir " .. root .. "/broken && echo '{' > " .. root .. "/broken/manifest.json")
status, _, err = run("--out " .. root .. "/broken")
t:equal(status ~= 0, true, "a damaged manifest is refused")
says(err, "no manifest of a run")

status, out, err = shell.run(string.format("file=$PWD/%s; cd %s && %s %s run $file --units 2 --quiet && ls runs", units, root,
  shell.prefix, shell.solon))
t:ok(status == 0 and out:find("%d%d%d%d%-%d%d%-%d%d%-units%-%x%x%x%x%x%x%x%x"), "the default directory is dated")
if status ~= 0 then t:note(err) end

os.remove(root .. "/jobs1/units.csv")
status, _, err = run("--units 5 --verbose --label 'über: ' --out " .. root .. "/jobs1")
t:equal(status, 2, "a complete run whose output was deleted is no success")
says(err, "its output 'units.csv' is gone")

shell.write(root .. "/math.lua", "os.exit(7)")
status, out, err = shell.run(string.format("LUA_INIT='os.exit(7)' LUA_PATH='%s/?.lua' %s %s run %s --quiet --units 1 --out %s/environment",
  root, shell.prefix, shell.solon, units, root))
t:equal(status, 0, "LUA_INIT and LUA_PATH have no effect") ; if status ~= 0 then t:note(err) end

-- ---- limits and progress --------------------------------------------------------------------------

shell.write(root .. "/hog.lua", [[
return protocol { name = "hog", version = "1.0.0", api = 1, title = "T", description = "D", authors = { "A" }, license = "MIT",
  categories = { "test" }, outputs = { ["units.csv"] = { format = "csv", doc = "d" } },
  run = function(ctx)
    ctx.write("units.csv", "x")
    local kept = {}
    for i = 1, 100 do kept[i] = ("x"):rep(1000000) .. i end
  end }]])
local limited, _, refused = shell.solon_run("--max-memory 20M run " .. root .. "/hog.lua --quiet --out " .. root .. "/memory")
t:ok(limited == 1 and refused:find("not enough memory", 1, true), "too little memory is an error")
t:ok(not (shell.names(root .. "/memory") or ""):find("units.csv", 1, true), "and leaves no output")
limited = shell.solon_run("--max-seconds 0.3 run " .. units .. " --quiet --delay 20000000 --units 100 --out " .. root .. "/seconds")
t:equal(limited, 124, "too little time is an error")
t:ok(not (shell.names(root .. "/seconds") or ""):find("units.csv", 1, true), "and leaves no output")
local _, _, lines = shell.solon_run("run " .. units .. " --units 3 --out " .. root .. "/lines")
t:ok(lines:find("100 %% unit\n") and not lines:find("\r", 1, true), "progress goes to standard error as lines")
t:ok(lines:find("results: " .. root .. "/lines", 1, true), "and the directory is named at the end")
if shell.run("command -v script") == 0 then
  local _, bar = shell.run(string.format("script -qec '%s %s run %s --units 3 --out %s/bar' /dev/null", "env " .. shell.prefix,
    shell.solon, units, root))
  t:ok(bar:find("\r\27%[K%[#+%]"), "on a terminal it is a bar")
else
  t:skip("no program `script`", "progress on a terminal")
end

-- ---- an input that is a table of either kind ---------------------------------------------------------

shell.write(root .. "/either.lua", [[
return protocol { name = "either", version = "1.0.0", api = 1, title = "T", description = "D", authors = { "A" }, license = "MIT",
  categories = { "test" }, inputs = { data = { format = "table", columns = { v = "integer" }, doc = "d" } },
  outputs = { ["page.html"] = { format = "html", doc = "d" } },
  run = function(ctx) ctx.write("page.html", "<p>" .. ctx.read_frame("data"):rows() .. "</p>") end }]])
require("solon.frame").new({ { name = "v", values = { 1, 2, 3 } } }):write(root .. "/rows.parquet")
shell.write(root .. "/rows.csv", "v\n1\n2\n3\n")
for _, extension in ipairs { "csv", "parquet" } do
  local out_directory = root .. "/either-" .. extension
  local ran, _, problem = shell.solon_run(string.format("run %s/either.lua --quiet --data %s/rows.%s --out %s", root, root, extension, out_directory))
  if not t:equal(ran, 0, extension .. " is read as a table") then t:note(problem) end
  t:equal(shell.read(out_directory .. "/page.html"), "<p>3</p>", "with all rows")
end

-- ---- names of outputs that the run completes -----------------------------------------------------------

shell.write(root .. "/named.lua", [[
return protocol { name = "named", version = "1.0.0", api = 1, title = "T", description = "D", authors = { "A" }, license = "MIT",
  categories = { "test" }, params = { week = { type = "string", default = "W1", doc = "d" } },
  outputs = { ["{week}_rows.csv"] = { format = "csv", columns = { v = "integer" }, doc = "d", tolerance = 0.5 } },
  run = function(ctx)
    if ctx.params.week ~= "none" then ctx.write(ctx.params.week .. "_rows.csv", ctx.params.week == "bad" and "w\n1\n" or "v\n1\n") end
  end }]])
local function named(week) return shell.solon_run(string.format("run %s/named.lua --quiet --week '%s' --out %s/named-%s", root, week, root, week:sub(1, 4))) end
local named_status, _, named_problem = named "2026-Q1"
if not t:equal(named_status, 0, "an output named by the run") then t:note(named_problem) end
t:equal(shell.read(root .. "/named-2026/2026-Q1_rows.csv"), "v\n1\n", "is there")
local record = json.parse(shell.read(root .. "/named-2026/manifest.json")).outputs["2026-Q1_rows.csv"]
t:ok(record.rows == 1 and record.tolerance == 0.5, "with rows and tolerance in the manifest")
for week, part in pairs { none = "without writing its output '{week}_rows.csv'", bad = "output 'bad_rows.csv' lacks the declared column 'v'",
  ["a/b"] = "'a/b_rows.csv' is not among the declared outputs: {week}_rows.csv" } do
  named_status, _, named_problem = named(week)
  t:equal(named_status, 1, "refused: week " .. week)
  says(named_problem, part)
end

-- ---- options --------------------------------------------------------------------------------------

local function misuse(arguments, part)
  local code, _, message = run(arguments)
  t:equal(code, 2, arguments .. ": misuse")
  says(message, part)
end
misuse("--untis 3", "unknown option '--untis' of units")
misuse("--untis 3", "did you mean '--units'?")
misuse("--units", "--units: a value is missing")
misuse("--units --seed 3", "--units: a value is missing")
misuse("--units 0", "--units: integer in [1, 1000] expected, got 0")
misuse("--units x", "--units: integer expected, got 'x'")
misuse("--units 1 --units 2", "--units: given twice")
misuse("--verbose=maybe", "--verbose: true or false expected, got 'maybe'")
misuse("--seed -1", "--seed: integer in [0, 2^53] expected, got '-1'")
misuse("--jobs 0", "--jobs: integer in [1, 1024] expected, got '0'")
misuse("--input nonsense", "--input: NAME=FILE expected")
misuse("--input fators=x.csv", "did you mean 'factors'?")
misuse("stray", "unexpected argument 'stray'")
for _, case in ipairs {
  { "run", "usage: solon run" }, { "run nonesuch", "no protocol 'nonesuch'" }, { "run compare-group", "did you mean 'compare-groups'?" },
  { "run ./nonesuch.lua", "cannot read './nonesuch.lua': No such file" }, { "info", "usage: solon info" },
  { "info a b", "one protocol at a time" }, { "info --jsno x", "unknown option '--jsno'" }, { "list --jsno", "unknown option '--jsno'" },
  { "verify", "usage: solon verify" }, { "test --x", "unknown option '--x'" },
} do
  local code, _, message = shell.solon_run(case[1])
  t:equal(code, 2, "solon " .. case[1] .. ": misuse")
  says(message, case[2])
end

-- ---- inputs ---------------------------------------------------------------------------------------

shell.write(root .. "/factors.csv", "factor,name\n2,007\n")
status, _, err = run("--units 2 --factors " .. root .. "/factors.csv --out " .. root .. "/in")
t:equal(status, 0, "an input by its option") ; if status ~= 0 then t:note(err) end
manifest = json.parse(shell.read(root .. "/in/manifest.json"))
t:equal(manifest.inputs.factors.rows, 1, "manifest: rows of an input")
t:equal(manifest.inputs.factors.bytes, 18, "manifest: bytes of an input")
t:equal((run("--units 2 --input factors=" .. root .. "/factors.csv --out " .. root .. "/in")), 0, "the same by --input")
shell.write(root .. "/factors.csv", "factor,name\n3,007\n")
status, _, err = run("--units 2 --factors " .. root .. "/factors.csv --out " .. root .. "/in")
t:equal(status, 2, "a changed input is another run")
says(err, "input factors differs")
local function fails(arguments, part)
  local code, _, message = run(arguments .. " --out " .. root .. "/failed")
  t:equal(code, 1, "fails: " .. part)
  says(message, part)
  t:equal(shell.names(root .. "/failed"), nil, "and leaves no directory")
end
fails("--factors " .. root .. "/absent.csv", "input 'factors': cannot read")
fails("--factors " .. root, "not a regular file")
shell.write(root .. "/other.csv", "facto,name\n3,x\n")
fails("--units 1 --factors " .. root .. "/other.csv", "has no column 'factor'; it has facto, name; did you mean 'facto'?")
shell.write(root .. "/other.csv", "factor,name\nmany,x\n")
fails("--units 1 --factors " .. root .. "/other.csv", "column 'factor' holds text, not number")

-- ---- a failing run, and what the system refuses ---------------------------------------------------

local code, _, message = run("--fail_at 1 --jobs 1 --units 2 --out " .. root .. "/failed")
t:equal(code, 1, "a failing run")
says(message, "unit 1 fails")
t:equal(shell.names(root .. "/failed"), nil, "leaves no directory when nothing was finished")
code, _, message = run("--fail_at 2 --jobs 1 --units 2 --out " .. root .. "/kept")
t:equal(code, 1, "a run failing after a finished unit")
says(message, "1 finished units are kept in")
t:equal(shell.names(root .. "/kept"), ".journal log.txt manifest.json", "keeps its journal, no output")

for _, directory in ipairs { "/dev/full", "/dev/null/x", "/proc/nothing/x" } do
  code, _, message = run("--out " .. directory)
  t:equal(code, 1, "--out " .. directory .. " fails")
  says(message, "cannot make directory '" .. directory .. "'")
end
-- a limit on the size of files stands for a full disk: writes beyond it fail with EFBIG
code, _, message = shell.run(string.format("trap '' XFSZ; ulimit -f 4; %s %s run %s --quiet --units 1000 --out %s/full",
  shell.prefix, shell.solon, units, root))
t:equal(code, 1, "a full disk fails the run")
says(message, "File too large")
says(message, root .. "/full")
local left = shell.names(root .. "/full")
t:ok(left == nil or not left:find("units.csv", 1, true), "and leaves no half-written output")
code = run("--units 1000 --out " .. root .. "/full")
t:equal(code, 0, "with room again the same command succeeds")
code = shell.run(shell.prefix .. shell.solon .. " info " .. units .. " >/dev/full")
t:ok(code ~= 0, "standard output on a full disk is an error")

-- ---- info, list, test -----------------------------------------------------------------------------

status, out = shell.solon_run("info " .. units)
t:equal(status, 0, "info")
says(out, "--units  integer in [1, 1000], default 12")
says(out, "--delay  integer >= 0 (loops), default 0")
status, out = shell.solon_run("run " .. units .. " --help")
says(out, "--factors FILE  csv, optional", "--help comes from the head")
status, out = shell.solon_run("info --json " .. units)
t:equal(json.parse(out).params.units.max, 1000, "info --json")
status, out = shell.solon_run("list")
says(out, "compare-groups", "list")
status, out = shell.solon_run("list nonesuch")
t:equal(status == 0 and out, "", "list with a word nothing contains")
status, out = shell.solon_run("list --json permutation")
t:equal(json.parse(out)[1].name, "compare-groups", "list --json")
status, out = shell.solon_run("test " .. units)
t:equal(status, 0, "test") ; if status ~= 0 then t:note(out) end
says(out, "ok 4 - units, test small: units.csv is as expected")
shell.run("cp -r tests/protocols/fixtures/units.lua tests/protocols/fixtures/units " .. root)
shell.write(root .. "/units/small.csv", (shell.read(root .. "/units/small.csv"):gsub("2,5", "2,6")))
status, out = shell.solon_run("test " .. root .. "/units.lua")
t:equal(status, 1, "a wrong golden file fails the test")
says(out, "line 3:")
status, out = shell.solon_run("test --update " .. root .. "/units.lua")
t:equal(status, 0, "--update writes it anew") ; if status ~= 0 then t:note(out) end
t:equal(shell.read(root .. "/units/small.csv"), shell.read("tests/protocols/fixtures/units/small.csv"), "as it was")
t:equal((shell.solon_run("test --update compare-groups")), 2, "--update is for files")
t:equal((shell.solon_run("test --update")), 2, "--update names a file")
status, out, err = shell.solon_run("test")
t:equal(status, 0, "the tests of all protocols inside Solon pass") ; if status ~= 0 then t:note(out) t:note(err) end
t:done()
