-- mechanism_small_test.lua - mechanism-search where little or nothing can be said: one season, two contestants, a decision
-- that no votes explain, votes that do not vary; and files of votes that are none.

local tap = require "solon.tap"
local shell = require "support.shell"
local json = require "solon.json"
local t = tap.new()

local root = shell.directory()
local SEASONS, VOTES = "scripts/mechanism/fixtures/seasons.csv", "scripts/mechanism/fixtures/votes.csv"
local FEW = "--chains 2 --posterior-draws 60 --warmup 50 --rounds 1 --vote-draws 10 --axiom-draws 5 --resamples 50 "

local function search(name, arguments)
  local out = root .. "/" .. name:gsub(" ", "-")
  local status, text, err = shell.solon_run(string.format("run mechanism-search --quiet --out %s %s", out, arguments))
  return status, text .. err, out
end

local function says(text, part, name)
  if not t:ok(text:find(part, 1, true), name .. ": " .. part) then t:note(text) end
end

local function file(name, text)
  shell.write(root .. "/" .. name, text)
  return root .. "/" .. name
end

local text = shell.read(SEASONS)
local header, first_season = text:match("^[^\n]*\n"), {}
for line in text:gmatch("[^\n]+\n") do
  if line:find(",1,[^,]*,%d+,") and line:match("^[^\"]-,[^,]*,[^,]*,[^,]*,[^,]*,%d+,1,") or line:find('^"[^\n]-,%d+,1,[^,]*,%d+,') then
    first_season[#first_season + 1] = line
  end
end

-- Two who dance twice; both stay to the end.
local function couple(season)
  local function row(name, place, second)
    return string.format("%s,Partner,Athlete,,United States,30,%d,%s,%d,7,7,7,N/A,%d,%d,%d,N/A%s\n", name, season,
      place == 1 and "1st Place" or "2nd Place", place, second, second, second, (",N/A"):rep(36))
  end
  return row("Ann Able", 1, 8) .. row("Bob Baker", 2, 7)
end

-- Everything a person reads has words where there is no number.
local function complete(name, arguments)
  local status, told, out = search(name, FEW .. arguments)
  if not t:equal(status, 0, name .. ": runs to its end") then t:note(told) end
  local page, certificate = shell.read(out .. "/report.html") or ">nan<", shell.read(out .. "/certificate.json") or "{}"
  t:ok(not told:find("%f[%w]nan%f[%W]") and not told:find("null", 1, true), name .. ": no NaN on the terminal")
  t:ok(not told:find("not_computable", 1, true), name .. ": no words with underscores for verdicts")
  t:ok(not page:find(">%s*[-+]?nan%s*<") and not page:find('"[-+]?nan"'), name .. ": none in the report")
  t:ok(json.parse(certificate).verdict, name .. ": a certificate")
  return told, out
end

do
  t:equal(#first_season, 10, "the first season has ten contestants")
  local told = complete("one season", "--seasons " .. file("one.csv", header .. table.concat(first_season)))
  says(told, "Tests on seasons held out: not possible", "one season")
  says(told, "one season: it chose and it judges", "one season")
  t:ok(not told:find("over resampled seasons", 1, true), "one season: no interval over seasons")
  t:ok(not shell.read(root .. "/one-season/stability.csv"):find("leave_one_out", 1, true), "one season: none is left out")
end

do
  complete("two contestants", "--seasons " .. file("couple.csv", header .. couple(1)))
  local told = complete("two of them beside a season", "--seasons " .. file("couples.csv", header .. table.concat(first_season) .. couple(2)))
  says(told, "12 contestants, 2 seasons", "two of them beside a season")
end

do -- the third season counts percents: the judges' best leaves although his percent exceeds any vote for the others
  local changed = text:gsub("[^\n]+", function(line)
    local before, week, scores = line:match("^(.-,3,[^,]*,%d+,)(" .. ("[^,]*,"):rep(12) .. ")(.*)$")
    if not before then return line end
    local left = line:find("Eliminated Week 4", 1, true) and "10,10,10," or "1,1,1,"
    return before .. week .. scores:gsub("^[%d.]+,[%d.]+,[%d.]+,", function(old) return old:find("^0,") and old or left end)
  end)
  local told, out = complete("infeasible", "--seasons " .. file("infeasible.csv", changed))
  says(told, "1 that no shares explain: S3W4", "infeasible")
  local diagnostics = shell.read(out .. "/diagnostics.json")
  t:ok(diagnostics:find('"infeasible"', 1, true) and not diagnostics:find('"infeasible": []', 1, true), "infeasible: listed by season and week")
end

do -- one set of votes has no spread over draws
  local told, out = complete("point votes", "--votes " .. VOTES)
  t:ok(not told:find("over both", 1, true), "point votes: nothing varies but the seasons")
  t:ok(not shell.read(out .. "/report.html"):find(">both<", 1, true), "point votes: nor in the report")
end

-- ---- votes that are none ---------------------------------------------------------------------------------------

local function refused(name, arguments, ...)
  local status, told = search("refused", arguments)
  t:ok(status ~= 0, name .. ": exit status not zero")
  t:ok(not told:find("stack traceback", 1, true), name .. ": no traceback")
  for _, part in ipairs { ... } do says(told, part, name) end
end

refused("one end of an interval", "--votes " .. VOTES .. " --votes-low low", "--votes-low and --votes-high", "come together")
refused("no Parquet", "--votes " .. file("text.parquet", "hello"), "text.parquet", "not a table of draws in Parquet")
refused("draws of another contest", "--votes " .. root .. "/one-season/draws.parquet", "season 2 week 1", "has no share")

t:done()
