-- resume_test.lua - kill -9 in the middle, then the same command: it goes on and gives the same bytes.

local tap = require "solon.tap"
local shell = require "support.shell"
local json = require "solon.json"
local t = tap.new()

local root = shell.directory()
local units = "tests/protocols/fixtures/units.lua"

local function command(directory, more)
  return string.format("%s %s run %s --quiet --units 40 --delay 2000000 --out %s %s", shell.prefix, shell.solon, units, directory, more or "")
end

-- Starts the command in the background and kills it once `lines` units are in the journal.
local function kill_after(directory, lines, more)
  local script = string.format([[
    %s & process=$!
    for i in $(seq 500); do
      [ "$(cat %s/.journal 2>/dev/null | wc -l)" -ge %d ] && break
      sleep 0.01
    done
    kill -9 $process; wait $process]], command(directory, more):gsub("^", "exec env ", 1), directory, lines)
  return shell.run("sh -c '" .. script:gsub("'", "'\\''") .. "'")
end

local status = shell.run(command(root .. "/whole"))
t:equal(status, 0, "an uninterrupted run")
local want = shell.read(root .. "/whole/units.csv")

for round, jobs in ipairs { 1, 2 } do
  local directory = root .. "/killed" .. jobs
  kill_after(directory, 5, "--jobs " .. jobs)
  local names = shell.names(directory)
  t:ok(names and not names:find("units.csv", 1, true) and names:find(".journal", 1, true), "killed: no output, but a journal")
  t:equal(json.parse(shell.read(directory .. "/manifest.json")).status, "running", "the manifest says running")
  local finished = select(2, shell.read(directory .. "/.journal"):gsub("\n", ""))
  t:ok(finished >= 5 and finished < 40, "some units were finished")
  -- a second kill, a torn last line, and a damaged one: each only costs the units it hits
  if round == 2 then
    kill_after(directory, finished + 3, "--jobs 2")
    local journal = shell.read(directory .. "/.journal")
    shell.write(directory .. "/.journal", journal .. '{"unit/3')
  end
  local code, _, err = shell.run(command(directory, "--jobs " .. 3 - round):gsub("%-%-quiet", ""))
  t:equal(code, 0, "the same command finishes it") ; if code ~= 0 then t:note(err) end
  t:ok(err:find("going on in .* with %d+ finished units"), "and says that it goes on")
  t:equal(shell.read(directory .. "/units.csv"), want, "with the same bytes")
  t:equal(shell.read(directory .. "/summary.txt"), shell.read(root .. "/whole/summary.txt"), "and the same summary")
  t:equal(shell.names(directory), "log.txt manifest.json summary.txt units.csv", "and nothing left over")
  t:ok(json.parse(shell.read(directory .. "/manifest.json")).resumed_units >= 5, "the manifest counts the resumed units")
end

-- a damaged line in the middle: what follows it is done again
local directory = root .. "/damaged"
kill_after(directory, 6, "--jobs 1")
local lines = {}
for line in shell.read(directory .. "/.journal"):gmatch("[^\n]+") do lines[#lines + 1] = line end
lines[3] = "{\"unit/3\",0x1.8p+5\0\0\0"
shell.write(directory .. "/.journal", table.concat(lines, "\n") .. "\n")
local code, _, err = shell.run(command(directory):gsub("%-%-quiet", ""))
t:equal(code, 0, "a damaged journal")
t:ok(err:find("with 2 finished units", 1, true), "counts up to the damage")
t:equal(shell.read(directory .. "/units.csv"), want, "and gives the same bytes")

-- a journal without a whole unit: begun again, and said
directory = root .. "/begun"
kill_after(directory, 6, "--jobs 1")
shell.write(directory .. "/.journal", "{")
code, _, err = shell.run(command(directory):gsub("%-%-quiet", ""))
t:equal(code, 0, "nothing finished")
t:ok(err:find("beginning again in ", 1, true), "says that it begins again")
t:equal(shell.read(directory .. "/units.csv"), want, "and gives the same bytes too")

-- Ctrl-C: status 130, nothing half-written, finished units kept
local interrupted = root .. "/interrupted"
-- background commands of a shell start with SIGINT ignored; perl (prove is written in it) resets that
shell.write(root .. "/interrupt.sh", string.format([[
  perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' %s & process=$!
  for i in $(seq 500); do [ "$(cat %s/.journal 2>/dev/null | wc -l)" -ge 3 ] && break; sleep 0.01; done
  kill -INT $process; wait $process]], command(interrupted, "--jobs 1"):gsub("^%S+=%S+ ", "env %0"), interrupted))
code = shell.run("sh " .. root .. "/interrupt.sh")
t:equal(code, 130, "interrupted: status 130")
t:equal(shell.names(interrupted), ".journal manifest.json", "interrupted: only journal and manifest stay")
code = shell.run(command(interrupted))
t:equal(code == 0 and shell.read(interrupted .. "/units.csv"), want, "and the run can go on")

-- two at once in one directory: one works, the other is refused
local both = root .. "/both"
local _, _, second = shell.run(string.format("sh -c '%s & sleep 0.15; %s; status=$?; wait; exit $status'",
  command(both, "--jobs 1"), command(both, "--jobs 1")))
t:ok(second:find("another process is using it", 1, true), "a second run in the same directory is refused")
t:equal(shell.read(both .. "/units.csv"), want, "and does not disturb the first")
t:done()
