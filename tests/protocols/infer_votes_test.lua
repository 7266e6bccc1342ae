-- infer_votes_test.lua - the protocol infer-votes: golden, the same bytes with any number of workers, kill -9 and on,
-- files of draws read back, bad input, and the contest's own file.

local tap = require "solon.tap"
local shell = require "support.shell"
local json = require "solon.json"
local frame = require "solon.frame"
local mechanism = require "solon.mechanism"
local t = tap.new()

local root = shell.directory()
local QUICK = "--chains 2 --draws 40 --warmup 20 --thin 1 --rounds 1 --quiet "
local OUTPUTS = { "draws.parquet", "vote_summary.csv", "diagnostics.json", "summary.txt" }

local function run(name, arguments)
  local status, _, err = shell.solon_run(string.format("run infer-votes --out %s/%s %s", root, name, arguments))
  if not t:equal(status, 0, "infer-votes " .. arguments) then t:note(err) end
end

local function same_outputs(a, b, name)
  for _, file in ipairs(OUTPUTS) do
    t:ok(shell.read(root .. "/" .. a .. "/" .. file) == shell.read(root .. "/" .. b .. "/" .. file), name .. ": " .. file)
  end
end

shell.passes(t, "infer-votes")

-- ---- workers ----------------------------------------------------------------------------------------------

run("one", QUICK .. "--jobs 1")
for _, jobs in ipairs { 2, 4 } do
  run("jobs" .. jobs, QUICK .. "--jobs " .. jobs)
  same_outputs("one", "jobs" .. jobs, jobs .. " workers, the same bytes")
end
local code, out, message = shell.solon_run("verify " .. root .. "/jobs2 --jobs 1")
if not t:equal(code, 0, "solon verify") then t:note(out .. message) end

-- ---- outputs ----------------------------------------------------------------------------------------------

local fixture = "scripts/mechanism/fixtures/seasons.csv"
local contest = assert(mechanism.load(fixture))
local draws = assert(frame.read(root .. "/one/draws.parquet"))
t:same(draws:names(), { "chain", "draw", "season", "week", "celebrity_name", "share" }, "columns of the draws")
t:equal(draws:rows(), 80 * contest.counts.contestant_weeks, "a row per draw and contestant-week")
local votes = assert(mechanism.votes(contest, root .. "/one/draws.parquet", { draws = 10 }))
t:same({ votes.draws:shape() }, { 10, contest.counts.contestant_weeks }, "read back as votes")
local summary = assert(frame.read(root .. "/one/vote_summary.csv"))
t:equal(summary:rows(), contest.counts.contestant_weeks, "a summary row per contestant-week")
local found = json.parse(shell.read(root .. "/one/diagnostics.json"))
t:equal(found.consistency.explained_by_every_draw, found.consistency.feasible, "every draw explains every feasible decision")
t:equal(found.exceptions.count, #found.exceptions.list, "exceptions are counted and listed")

-- ---- kill -9 ----------------------------------------------------------------------------------------------

local SLOW = "--chains 2 --draws 100 --warmup 100 --thin 1 --rounds 2 --quiet "
run("whole", SLOW .. "--jobs 2")
local killed = root .. "/killed"
local script = string.format([[
  exec env %s %s run infer-votes %s --jobs 1 --out %s & process=$!
  for i in $(seq 2000); do
    [ "$(cat %s/.journal 2>/dev/null | wc -l)" -ge 3 ] && break
    sleep 0.01
  done
  kill -9 $process; wait $process]], shell.prefix, shell.solon, SLOW, killed, killed)
shell.run("sh -c '" .. script:gsub("'", "'\\''") .. "'")
t:ok((shell.names(killed) or ""):find(".journal", 1, true) and not shell.read(killed .. "/draws.parquet"), "killed: a journal, no draws")
run("killed", SLOW .. "--jobs 2")
same_outputs("whole", "killed", "after a kill the same bytes")
t:ok(json.parse(shell.read(killed .. "/manifest.json")).resumed_units >= 3, "finished seasons were not done again")

-- ---- bad input --------------------------------------------------------------------------------------------

local function refused(arguments, want)
  local failed, _, why = shell.solon_run("run infer-votes --out " .. root .. "/bad " .. arguments)
  if not t:ok(failed ~= 0 and why:find(want, 1, true), "refused: " .. arguments) then t:note(why) end
end
refused("--chains 1", "chains")
refused("--step_deviation 0", "step_deviation")
refused("--rules fair", "rules")
refused("--seasons no_such_file.csv", "no_such_file.csv")

-- ---- the contest's own file -------------------------------------------------------------------------------

local SEASONS = shell.real_contest(t, "inference on the real seasons", "2026_MCM_Problem_C_Data.csv")
run("real", "--seasons " .. SEASONS .. " --chains 2 --draws 50 --warmup 100 --thin 1 --rounds 1 --quiet --jobs 2")
local real = json.parse(shell.read(root .. "/real/diagnostics.json"))
t:same({ real.shares, real.consistency.decisions, real.infeasible.count }, { 2777, 294, 0 },
  "2,777 shares, 260 weeks with exits and 34 finals, all of them explicable")
t:equal(real.consistency.explained_by_every_draw, 294, "every draw explains every decision")
t:equal(real.reproduced_by_mean.historical.of, 260, "260 weeks to reproduce")
t:ok(real.reproduced_by_mean.historical.count >= 230, "the means reproduce most: " .. real.reproduced_by_mean.historical.count)
local real_votes = assert(mechanism.votes(assert(mechanism.load(SEASONS)), root .. "/real/draws.parquet"))
t:same({ real_votes.draws:shape() }, { 100, 2777 }, "the draws read back as votes")

t:done()
