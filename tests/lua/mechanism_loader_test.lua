-- mechanism_loader_test.lua - the published table's twenty traps, each on a small file that has it and,
-- where the contest's own file is present, on that.

local tap = require "solon.tap"
local mechanism = require "solon.mechanism"
local tables = require "support.contest_table"
local t = tap.new()

local REAL = "../shared/data/dwts/2026_MCM_Problem_C_Data.csv"
local VOTES = "../shared/data/dwts/fan_votes_a.csv"
local SKIP = "the contest's own file is not at " .. REAL

local real
do
  local file = io.open(REAL, "rb")
  if file then
    file:close()
    real = assert(mechanism.load(REAL))
  else
    t:note("LOUD SKIP: " .. SKIP)
  end
end

local function load_table(spec)
  local path = tables.write(tables.temporary(), spec)
  local contest, message, code = mechanism.load(path)
  os.remove(path)
  return contest, message, code, path
end

-- The one message a file must be refused with: path, then the parts in order.
local function refused(spec, name, ...)
  local contest, message, code, path = load_table(spec)
  if not t:ok(contest == nil, name .. ": refused") then return end
  t:ok(code ~= nil, name .. ": with a code")
  local good = message:find(path, 1, true) ~= nil
  for _, part in ipairs { ... } do good = good and message:find(part, 1, true) ~= nil end
  if not t:ok(good, name .. ": " .. table.concat({ ... }, ", ")) then t:note("got: " .. message) end
end

local function base()
  return { weeks = 3, judges = 3, rows = {
    { "Ann", "1st Place", 1, "789", "888", "999" },
    { "Bob", "2nd Place", 2, "678", "777", "888" },
    { "Cid", "Eliminated Week 2", 3, "555", "666", "000" },
    { "Dee", "Eliminated Week 1", 4, "444", "000", "000" },
  } }
end

local function season_of(contest, number)
  for _, season in ipairs(contest.seasons) do
    if season.season == number then return season end
  end
end

local function person_of(contest, number, name)
  for i, person in ipairs(season_of(contest, number).contestants) do
    if person.name == name then return person, i end
  end
end

local function on_real(name, check)
  if real then check(real) else t:skip(SKIP, name .. ", real file") end
end

-- the small file as such
do
  local contest = assert(load_table(base()))
  t:same({ contest.counts.contestants, contest.counts.seasons, contest.counts.season_weeks, contest.counts.contestant_weeks,
    contest.counts.elimination_weeks, contest.counts.finalists }, { 4, 1, 3, 9, 2, 2 }, "counts of a small file")
  t:equal(contest.seasons[1].contestants[1].totals[1], 24.0, "a week's total")
  t:equal(tostring(contest):match("^[^\n]+"),
    "contest: 4 contestants in 1 seasons, 3 season-weeks, 9 contestant-weeks, 2 elimination weeks", "a contest prints")
end
on_real("shape", function(contest)
  local c = contest.counts
  t:same({ c.contestants, c.seasons, c.season_weeks, c.contestant_weeks, c.elimination_weeks },
    { 421, 34, 335, 2777, 260 }, "421 contestants, 34 seasons, 335 season-weeks, 2,777 contestant-weeks, 260 elimination weeks")
end)

-- 1
do
  local spec = base()
  spec.bom, spec.crlf = true, true
  t:ok(load_table(spec), "trap 1: byte-order mark and CRLF")
  spec.no_final_newline = true
  local contest = load_table(spec)
  t:equal(contest and contest.counts.contestants, 4, "trap 1: no final newline")
  on_real("trap 1", function(c)
    t:equal(c.seasons[1].contestants[1].name, "John O'Hurley", "trap 1: first name after the byte-order mark, real file")
    t:equal(c.seasons[1].contestants[1].result, "2nd Place", "trap 1: no carriage return in a cell")
  end)
end

-- 2
do
  local spec = base()
  spec.rows[2][1] = 'Ni, cole "Sno" Bob'
  t:equal(assert(load_table(spec)).seasons[1].contestants[2].name, 'Ni, cole "Sno" Bob', "trap 2: quotes doubled inside quotes, commas")
  on_real("trap 2", function(c)
    t:ok(person_of(c, 17, 'Nicole "Snooki" Polizzi'), "trap 2: Snooki")
    t:ok(person_of(c, 13, 'Mike "The Miz" Mizanin') or person_of(c, 29, 'Mike "The Miz" Mizanin')
      or person_of(c, 30, 'Mike "The Miz" Mizanin'), "trap 2: The Miz")
  end)
end

-- 3
do
  local spec = base()
  spec.rows[1][1], spec.rows[2][1], spec.rows[3][1], spec.rows[4][1] = "Ann\u{A0}", " Bob \u{2009}", "\u{FEFF}Cid?", "Dee"
  local people = assert(load_table(spec)).seasons[1].contestants
  t:same({ people[1].name, people[2].name, people[3].name }, { "Ann", "Bob", "Cid" }, "trap 3: Unicode blanks and a converted one at the end")
  on_real("trap 3", function(c)
    t:ok(person_of(c, 33, "Dwight Howard"), "trap 3: Dwight Howard without his no-break space")
    t:ok(person_of(c, 25, "Floyd Mayweather Jr.") or person_of(c, 5, "Floyd Mayweather Jr."), "trap 3: Floyd Mayweather Jr. without his blank")
  end)
end

-- 4
do
  local contest = assert(load_table(base()))
  local dee = contest.seasons[1].contestants[4]
  t:same({ dee.last_week, dee.totals }, { 1, { 12.0 } }, "trap 4: 0 means out, it is no score")
  local spec = base()
  spec.rows[1][4] = "780"
  refused(spec, "trap 4: a 0 among scores", ":2", "week1_judge3_score", "already out")
  on_real("trap 4", function(c)
    local least = math.huge
    for _, season in ipairs(c.seasons) do
      for _, person in ipairs(season.contestants) do
        for week = 1, person.last_week do least = math.min(least, person.totals[week]) end
      end
    end
    t:ok(least > 0, "trap 4: no total of 0 in the real file")
  end)
end

-- 5
do
  local spec = base()
  spec.rows[1][4], spec.rows[2][4], spec.rows[3][4], spec.rows[4][4] = "78-", "67-", "55-", "44-"
  local season = assert(load_table(spec)).seasons[1]
  t:same({ season.judges[1], season.judges[2] }, { 2, 3 }, "trap 5: two judges in a week")
  spec.rows[4][4] = "444"
  refused(spec, "trap 5: different numbers of judges in one week", ":5", "3 scores in week 1", "2")
  on_real("trap 5", function(c) t:equal(season_of(c, 34).judges[1], 2, "trap 5: two judges in week 1 of season 34") end)
end

-- 6
on_real("trap 6", function(c)
  local person = c.seasons[1].contestants[1]
  t:equal(type(person.totals[1]), "number", "trap 6: a week has one total, no series of a judge")
  t:equal(person.scores, nil, "trap 6: scores by judge are not kept")
end)

-- 7
do
  local spec = base()
  spec.rows[1][4] = { "6.3333", "6.3333", "6.3333" }
  spec.rows[2][4] = { "6", "6", "7" }
  local people = assert(load_table(spec)).seasons[1].contestants
  t:equal(people[1].totals[1], people[2].totals[1], "trap 7: totals equal in fact are equal as loaded")
  spec.rows[1][4] = { "6.35", "6", "6" }
  t:near(assert(load_table(spec)).seasons[1].contestants[1].totals[1], 18.35, 1e-15, "trap 7: other decimals stay")
  on_real("trap 7", function(c)
    local pairs_found = 0
    for _, case in ipairs { { 9, 1, "Macy Gray", "Michael Irvin" }, { 29, 8, "Skai Jackson", "Chrishell Stause" } } do
      local a, b = person_of(c, case[1], case[3]), person_of(c, case[1], case[4])
      if a and b and a.totals[case[2]] == b.totals[case[2]] then pairs_found = pairs_found + 1 end
    end
    t:equal(pairs_found, 2, "trap 7: false non-ties at the cut are ties")
  end)
end

-- 8
do
  local spec = base()
  spec.rows[1][6] = { "13.3333", "12", "11.5" }
  t:ok(load_table(spec), "trap 8: scores above 10")
  on_real("trap 8", function(c)
    local above = 0
    for _, season in ipairs(c.seasons) do
      for week = 1, season.weeks do
        for _, person in ipairs(season.contestants) do
          if week <= person.last_week and person.totals[week] > 10 * season.judges[week] then
            above = above + 1
            break
          end
        end
      end
    end
    t:ok(above > 0, "trap 8: totals above 10 a judge in the real file")
  end)
end

-- 9
do
  local spec = base()
  spec.rows[1][4] = { "7.5", "8", "9.25" }
  t:equal(assert(load_table(spec)).seasons[1].contestants[1].totals[1], 24.75, "trap 9: fractions")
  spec.rows[1][4] = { "seven", "8", "9" }
  refused(spec, "trap 9: a word", ":2", "column 'week1_judge1_score'", "'seven'", "not a score")
  for _, token in ipairs { "nan", "inf", "-3", "1e3", "0x10", "7,5", "n/a" } do
    spec.rows[1][4] = { "7", token, "9" }
    refused(spec, "trap 9: token " .. token, ":2", "column 'week1_judge2_score'", "'" .. token .. "'")
  end
end

-- 10
on_real("trap 10", function(c)
  local season, kinds = season_of(c, 34), {}
  for week = 1, season.weeks do kinds[season.judges[week]] = true end
  t:ok(kinds[2] and (kinds[3] or kinds[4]), "trap 10: the number of judges, and so the scale, is kept by week")
end)

-- 11
do
  local spec = base()
  spec.rows[1][5], spec.rows[2][5], spec.rows[3][5] = "888", "888", "888"
  local contest = assert(load_table(spec))
  t:equal(contest.seasons[1].contestants[1].totals[2], contest.seasons[1].contestants[3].totals[2], "trap 11: equal totals are loaded")
  local run = mechanism.replay(contest, mechanism.status_quo())
  t:ok(run.welfare == run.welfare, "trap 11: a flat week gives a welfare, no NaN")
  on_real("trap 11", function(c)
    local season, flat = season_of(c, 3), 0
    for _, week in ipairs { 9, 10 } do
      local first, same = nil, true
      for _, person in ipairs(season.contestants) do
        if week <= person.last_week then
          first = first or person.totals[week]
          same = same and person.totals[week] == first
        end
      end
      if same then flat = flat + 1 end
    end
    t:equal(flat, 2, "trap 11: weeks 9 and 10 of season 3 are flat")
  end)
end

-- 12
do
  local spec = base()
  spec.rows[4][2] = "Eliminated Week 2"
  local contest = assert(load_table(spec))
  t:same(contest.seasons[1].eliminated[1], { 4 }, "trap 12: the exit is the last scored week")
  t:ok(contest.notes[1] and contest.notes[1]:find("Dee", 1, true), "trap 12: and a note says so")
  on_real("trap 12", function(c)
    local person = person_of(c, 18, "Diana Nyad")
    t:same({ person.last_week, person.exit, #c.notes }, { 1, "eliminated", 1 }, "trap 12: Diana Nyad, the only one")
  end)
end

-- 13
do
  local spec = base()
  spec.rows[2][2] = "Eliminated Week 3"
  local contest = assert(load_table(spec))
  t:same(contest.seasons[1].finalists, { 1, 2 }, "trap 13: a finalist labelled 'Eliminated Week 3'")
  on_real("trap 13", function(c)
    local count = 0
    for _, season in ipairs(c.seasons) do
      for _, i in ipairs(season.finalists) do
        if season.contestants[i].result_kind == "eliminated" then count = count + 1 end
      end
    end
    t:equal(count, 7, "trap 13: seven finalists carry an elimination label")
    t:equal(#season_of(c, 1).finalists, 2, "trap 13: third place of season 1 left before the final")
  end)
end

-- 14
do
  local spec = base()
  spec.rows[3][2] = "Withdrew"
  local season = assert(load_table(spec)).seasons[1]
  t:same({ season.withdrew[2], season.eliminated[2] }, { { 3 }, {} }, "trap 14: a withdrawal is no elimination")
  on_real("trap 14", function(c)
    t:equal(c.counts.withdrawals, 10, "trap 14: ten withdrawals")
    local alone = 0
    for _, each in ipairs(c.seasons) do
      for week = 1, each.weeks do
        if #each.withdrew[week] > 0 and #each.eliminated[week] == 0 then alone = alone + 1 end
      end
    end
    t:equal(alone, 1, "trap 14: in one week nobody was voted off beside it")
  end)
end

-- 15, 16
do
  local spec = base()
  spec.rows[4][2], spec.rows[4][5] = "Eliminated Week 2", "444"
  local season = assert(load_table(spec)).seasons[1]
  t:same(season.eliminated, { {}, { 4, 3 }, {} }, "traps 15, 16: a week without and one with two, the worse placed first")
  on_real("traps 15, 16", function(c)
    local numbers = { [0] = 0, 0, 0, 0 }
    for _, each in ipairs(c.seasons) do
      for week = 1, each.weeks - 1 do numbers[#each.eliminated[week]] = numbers[#each.eliminated[week]] + 1 end
    end
    t:same(numbers, { [0] = 41, 228, 31, 1 }, "traps 15, 16: 41 weeks without, 228 with one, 31 with two, 1 with three")
    t:equal(#season_of(c, 26).eliminated[3], 3, "trap 16: three in week 3 of season 26")
  end)
end

-- 17
do
  local spec = base()
  spec.rows[1].partner, spec.rows[2].partner = "Maksim Chmerkoskiy", "Valentin Chmerkovskiy"
  spec.rows[3].partner = "Emma Slater/Kaitlyn Bristowe (week 9)"
  spec.rows[1].industry, spec.rows[2].industry = "Social Media Personality", "Social media personality"
  local people = assert(load_table(spec)).seasons[1].contestants
  t:same({ people[1].partner_key, people[2].partner_key, people[3].partner_key },
    { "Maksim Chmerkovskiy", "Val Chmerkovskiy", "Emma Slater" }, "trap 17: one key per partner")
  t:equal(people[1].industry_key, people[2].industry_key, "trap 17: one key per industry")
  t:equal(people[1].partner, "Maksim Chmerkoskiy", "trap 17: and the text as published beside it")
end

-- 18
do
  local spec = base()
  spec.weeks = 5
  t:equal(assert(load_table(spec)).seasons[1].weeks, 3, "trap 18: columns of weeks never aired")
  spec = base()
  spec.rows[1][5] = "000"
  refused(spec, "trap 18: a hole in a run", ":2", "'Ann'", "week 3", "week 2")
end

-- 19
do
  local spec = base()
  local text = tables.text(spec):gsub("N/A", "")
  t:ok(load_table(text), "trap 19: empty cells for N/A")
  t:ok(load_table((tables.text(spec):gsub("(\n[^\n]+),555,", "%1,5,"))), "trap 19: cells as such")
  on_real("trap 19", function(c)
    t:equal(c.sha256, "ea99caec6ea243bdb450a1971a95ba8a95701a93be7ff29f0ba3c57d72ddff52", "trap 19: the file is the pinned one")
  end)
end

-- 20
on_real("trap 20", function(c)
  local function lowest_weeks(number, name)
    local season, person = season_of(c, number), person_of(c, number, name)
    local weeks = 0
    for week = 1, person.last_week do
      local least = math.huge
      for _, other in ipairs(season.contestants) do
        if week <= other.last_week then least = math.min(least, other.totals[week]) end
      end
      if person.totals[week] == least then weeks = weeks + 1 end
    end
    return weeks
  end
  t:same({ lowest_weeks(2, "Jerry Rice"), lowest_weeks(4, "Billy Ray Cyrus"), lowest_weeks(11, "Bristol Palin") }, { 3, 3, 5 },
    "trap 20: weeks with the lowest total are those of the table, not of the stories told about it")
end)

-- what else can be wrong with a file
do
  local _, message, code = mechanism.load("no such file.csv")
  t:ok(message:find("no such file.csv", 1, true) and code ~= nil, "a missing file")
  refused("", "an empty file", "")
  refused("celebrity_name,season\nAnn,1\n", "wrong columns", ":1", "no column 'results'")
  local text = tables.text(base())
  refused(text:sub(1, #text - 40), "a file cut inside a row", "")
  refused((text:gsub("\nDee[^\n]*", "")):gsub("\nAnn[^\n]*", ""), "a file without the winner", "placement", "season 1")
  refused(text:match("^[^\n]+\n"), "a header alone", "no rows")
  local spec = base()
  spec.rows[2][1] = "Ann"
  refused(spec, "a contestant twice", ":3", "'Ann'", "line 2")
  spec = base()
  spec.rows[2].season = "1.5"
  refused(spec, "a season that is no number", ":3", "column 'season'", "'1.5'")
  spec = base()
  spec.rows[2][2] = "Second"
  refused(spec, "an unknown result", ":3", "column 'results'", "'Second'")
  spec = base()
  spec.rows[2][3] = "first"
  refused(spec, "a placement that is no number", ":3", "column 'placement'", "'first'")
  local plain = "celebrity_name,season,results,placement,week1_judge1_score"
  refused(plain .. ",season\nAnn,1,1st Place,1,5,2\n", "a column twice", ":1", "column 'season' is there twice")
  refused("celebrity_name,season,results,placement,week1_judge1_score,week3_judge1_score\nAnn,1,1st Place,1,5,6\n",
    "a week without columns", ":1", "week 2")
  refused(plain .. ",week1_judgeX_score\nAnn,1,1st Place,1,5,2\n", "a misspelt column of scores", ":1",
    "column 'week1_judgeX_score': is not of the form weekN_judgeM_score")
  refused(plain .. ",week1_judge1_score\nAnn,1,1st Place,1,5,2\n", "a judge twice", ":1", "week1_judge1_score_2")
  refused(plain .. ",week1_judge3_score\nAnn,1,1st Place,1,5,2\n", "a judge left out", ":1",
    "column 'week1_judge2_score' is missing")
  refused(plain .. "\n\nAnn,1,1st Place,1,5\n\nBob,1,2nd Place,2,x\n", "a line counted past empty ones", ":5", "'x'")
  refused(plain .. "\n\"Ann\nLee\",1,1st Place,1,5\nBob,1,2nd Place,2,x\n", "a line counted past a quoted line end", ":4", "'x'")
  refused(plain .. "\nAnn,1,1st Place,1,1001\n", "a score beyond all bonus", ":2", "'1001'")
  refused(plain .. "\nAnn,99999999999999999999,1st Place,1,5\n", "a season beyond all numbers", ":2", "column 'season'")
  local crowd = { plain }
  for i = 1, 65 do crowd[i + 1] = string.format("P%d,1,2nd Place,%d,5", i, i) end
  refused(table.concat(crowd, "\n") .. "\n", "a season of 65", "65 contestants", "at most 64")
  t:raises(function() mechanism.load(1) end, "string expected, got number", "a path that is no string")
end

-- votes
do
  local path = tables.write(tables.temporary(), base())
  local contest = assert(mechanism.load(path))
  os.remove(path)
  local function rows()
    return { { 1, 1, "Ann", 0.4 }, { 1, 1, "Bob", 0.3 }, { 1, 1, "Cid", 0.2 }, { 1, 1, "Dee", 0.1 }, { 1, 2, "Ann", 0.5 },
      { 1, 2, "Bob", 0.3 }, { 1, 2, "Cid", 0.2 }, { 1, 3, "Ann", 0.6 }, { 1, 3, "Bob", 0.4 } }
  end
  local function votes(list, options, text)
    local file = tables.write(tables.temporary(), text or tables.votes_text(list))
    local v, message, code = mechanism.votes(contest, file, options)
    os.remove(file)
    return v, message, code
  end
  local function vote_error(list, name, ...)
    local v, message = votes(list)
    local good = v == nil
    for _, part in ipairs { ... } do good = good and message:find(part, 1, true) ~= nil end
    if not t:ok(good, "votes: " .. name) then t:note(tostring(message)) end
  end
  t:equal(assert(votes(rows())).shares[1][2][2], 0.3, "votes: by season, week and name")
  local v = rows()
  v[1][3] = " Ann\u{A0}"
  t:ok(votes(v), "votes: names are trimmed")
  table.insert(v, { 7, 1, "Zoe", 0.5 })
  t:ok(assert(votes(v)).notes[1]:find("1 rows of seasons", 1, true), "votes: other seasons are ignored, and that is said")
  v = rows()
  table.remove(v, 3)
  vote_error(v, "a missing share", "1 of 9", "season 1 week 1 Cid")
  v = rows()
  v[10] = { 1, 3, "Bob", 0.4 }
  vote_error(v, "a share twice", ":11", "'Bob'", "line 10")
  for _, token in ipairs { "1.5", "-0.1", "nan", "inf", "x", "" } do
    v = rows()
    v[2][4] = token
    vote_error(v, "share '" .. token .. "'", ":3", "column 'f_mean'", "'" .. token .. "'")
  end
  v = rows()
  v[2][3] = "Zoe"
  vote_error(v, "an unknown name", ":3", "'Zoe'", "season 1")
  v = rows()
  v[10] = { 1, 3, "Cid", 0.1 }
  vote_error(v, "a share after the exit", ":11", "'Cid'", "week 3")
  v = rows()
  v[10] = { 1, 3, "Cid", 0 }
  t:ok(votes(v), "votes: a share of 0 after the exit is ignored")
  v = rows()
  v[1][4] = 0.2
  local scaled = assert(votes(v))
  t:near(scaled.shares[1][1][1], 0.25, "votes: a week that sums to 0.8 is divided by it")
  t:ok(scaled.notes[1]:find("S1W1", 1, true), "votes: and that is said")
  v[1][4], v[2][4] = 0.05, 0.05
  vote_error(v, "a week that sums to 0.4", "season 1 week 1", "0.4")
  local _, message = votes(rows(), { column = "f_median" })
  t:ok(message:find("no column 'f_median'", 1, true), "votes: a column that is not there")
  t:ok(votes(nil, { column = "share" }, tables.votes_text(rows(), "share")), "votes: another column")
  t:raises(function() mechanism.votes(contest, "x", { colum = "x" }) end, "did you mean 'column'?", "votes: unknown option")
  t:raises(function() mechanism.votes(7) end, "contest expected, got number", "votes: no contest")
  local equal = mechanism.votes(contest)
  t:equal(equal.shares[1][1][2], 1 / 3, "votes: without a file shares are 1/n")
  t:ok(tostring(equal):find("1/n", 1, true), "votes: and they say so")
end
on_real("votes A", function(c)
  local v = assert(mechanism.votes(c, VOTES))
  t:equal(#v.notes, 0, "votes A: every contestant-week, sums of 1")
  t:ok(mechanism.votes(c, VOTES, { column = "f_median" }).notes[1]:find("of 335 season-weeks", 1, true),
    "votes A: medians do not sum to 1 and are divided")
end)

t:done()
