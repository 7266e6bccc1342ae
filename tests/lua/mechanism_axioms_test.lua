-- mechanism_axioms_test.lua - the study of axioms: its rows against the kernel, its draws against one at a time.
local array = require "solon.array"
local mechanism = require "solon.mechanism"
local replay = require "solon.mechanism.replay"
local tap = require "solon.tap"
local voting = require "solon.voting"
local t = tap.new()

local contest, votes = mechanism.simulate { seasons = 3, seed = 5 }
local rules = { "comap", { name = "proposal", rule = mechanism.parameters(0.4, 0, 0.8, 0.15, 1) } }
local study = mechanism.axioms(contest, { votes = votes, rules = rules })
local columns = replay.columns(contest, votes)
local seasons = voting.seasons(columns)

-- ---- rows against the kernel -----------------------------------------------------------------------

local weeks = contest.counts.elimination_weeks
t:equal(#study.rows, 2 * weeks, "a row per rule and week with exits")
t:equal(study.draws, 0, "no draws")
local function rows_of(one, name)
  local out = {}
  for _, row in ipairs(one.rows) do if row.rule == name then out[row.season .. " " .. row.week] = row end end
  return out
end
for i, item in ipairs { { "comap", "comap" }, { "proposal", { 0.4, 0, 0.8, 0.15, 1 } } } do
  local name, rule = item[1], item[2]
  local rows, wrong = rows_of(study, name), 0
  for _, cut in ipairs(seasons:replay(rule, { mode = "static", trace = true }).trace) do
    local row = rows[math.tointeger(cut.season) .. " " .. math.tointeger(cut.week)]
    if not cut.final and cut.k > 0 then
      local out = table.move(cut.out, 1, #cut.out, 1, {})
      table.sort(out)
      local told = {}
      for one in row.eliminated:gmatch("[^;]+") do told[#told + 1] = one:match("^%s*(.*)$") end
      table.sort(told)
      if table.concat(out, "|") ~= table.concat(told, "|") or row.field ~= #cut.field then wrong = wrong + 1 end
    end
  end
  t:equal(wrong, 0, name .. ": exits and fields are those of the static replay")
  local margins, violations, clones = seasons:margins(rule), seasons:violations(rule), seasons:clones(rule)
  local least = {}
  for r = 1, margins.exits do
    local key = math.tointeger(margins.season:get(r)) .. " " .. math.tointeger(margins.week:get(r))
    least[key] = math.min(least[key] or math.huge, margins.votes_needed:get(r))
  end
  local by_votes, by_score, less, even, any, tested = 0, 0, 0, 0, 0, 0
  for key, row in pairs(rows) do
    if row.votes_needed ~= least[key] then wrong = wrong + 1 end
    by_votes, by_score, tested = by_votes + row.by_votes, by_score + row.by_score, tested + row.field
    less = less + row.by_fewer_votes + row.by_lower_score
    even, any = even + row.clones_even, any + row.clones_any
  end
  t:equal(wrong, 0, name .. ": the least number of extra votes that saves one")
  t:same({ by_votes, by_score, less, even, any, tested }, { violations.by_votes, violations.by_score,
    violations.by_fewer_votes + violations.by_lower_score, clones.fails_even,
    clones.fails, clones.tested }, name .. ": counts of violations and clones")
  t:near(study.summary[i].clones_even, clones.fails_even / clones.tested, { absolute = 1e-15 }, name .. ": their part in the summary")
end

-- ---- draws -----------------------------------------------------------------------------------------

local draws = {}
for d = 1, 24 do
  draws[d] = {}
  for k, share in ipairs(columns.share) do draws[d][k] = share * (0.6 + ((k * 37 + d * 101) % 83) / 83) end
end
votes.draws = array.new(draws)
local over = mechanism.axioms(contest, { votes = votes, rules = rules, draws = 24 })
t:equal(over.draws, 24, "all draws")
local needed, same, wrong = {}, {}, 0
local reference = rows_of(study, "proposal")
for d = 1, 24 do
  local one = mechanism.axioms(contest, { rules = { rules[2] },
    votes = setmetatable({ draws = false, shares = (function()
      local shares, row = {}, 0
      for s, season in ipairs(contest.seasons) do
        shares[s] = {}
        for i, person in ipairs(season.contestants) do
          shares[s][i] = {}
          for week = 1, person.last_week do
            row = row + 1
            shares[s][i][week] = draws[d][row]
          end
        end
      end
      return shares
    end)() }, getmetatable(votes)) })
  for key, row in pairs(rows_of(one, "proposal")) do
    needed[key], same[key] = needed[key] or {}, same[key] or 0
    needed[key][d] = row.votes_needed
    if row.eliminated == reference[key].eliminated then same[key] = same[key] + 1 end
  end
end
for key, row in pairs(rows_of(over, "proposal")) do
  local sum, finite = 0, 0
  for _, value in ipairs(needed[key]) do if value < math.huge then sum, finite = sum + value, finite + 1 end end
  table.sort(needed[key])
  if math.abs((row.votes_needed_mean or 0) - (finite > 0 and sum / finite or 0)) > 1e-12
    or row.votes_needed_low ~= needed[key][2] or row.votes_needed_high ~= needed[key][23]
    or math.abs(row.impossible_probability - (1 - finite / 24)) > 1e-12 or math.abs(row.same_probability - same[key] / 24) > 1e-12 then
    wrong = wrong + 1
  end
end
t:equal(wrong, 0, "means, 5 and 95 % points and probabilities, draw by draw")
t:equal(tostring(over), tostring(mechanism.axioms(contest, { votes = votes, rules = rules, draws = 24, jobs = 3 })), "three threads tell the same")
local part = mechanism.axioms(contest, { votes = votes, rules = rules, draws = 5 })
t:equal(part.draws, 5, "a part of the draws")

-- ---- ties by chance, frame, tables, misuse ---------------------------------------------------------

votes.draws = nil
local chance = mechanism.axioms(contest, { votes = votes, rules = {
  { name = "chance", rule = mechanism.parameters(0.5, 2, 0.7, 0.1, 2) }, { name = "fans", rule = mechanism.parameters(0.5, 2, 0.7, 0.1, 0) },
  { name = "ranks", rule = { combine = "rank", ties = "random" } } } })
t:equal(chance.summary[1].votes_needed, chance.summary[2].votes_needed, "ties by chance are taken as the fans'")
t:same({ chance.summary[1].ties, chance.summary[2].ties, chance.summary[3].ties },
  { "random, taken as the fans'", nil, "random, taken as the fans'" }, "and the summary says so")
t:ok(tostring(chance):find("ties are random, taken as the fans'", 1, true), "and the text")
local f = over:frame()
t:same({ f:rows(), #f:names() }, { 2 * weeks, 34 }, "a frame of the rows")
t:same({ study:frame():rows(), #study:frame():names() }, { 2 * weeks, 18 }, "without draws fewer columns")
local tables = over:tables()
t:same({ #tables[1].rows, #tables[1].columns, tables[1].columns[2].title, tables[1].rows[1].rule1 },
  { 13, 3, "comap", tostring(weeks) }, "a table of figures by rule")
local page = require("solon.report").new { title = "Axioms" }
for _, one in ipairs(tables) do page:table(one) end
t:ok(page:html():find("median week", 1, true), "a report takes the tables")
t:equal(#over:lines(), 3, "a line a rule, and what the brackets are")

t:raises(function() mechanism.axioms(contest, { draws = 0 }) end, "integer from 1", "no draws")
t:raises(function() mechanism.axioms(contest, { rules = "comap" }) end, "list of rules expected, got string", "rules as a string")
t:raises(function() mechanism.axioms(contest, { rules = { "histrical" } }) end, "did you mean 'historical'", "a misspelt preset")
votes.draws = array.new { { 1, 2 }, { 3, 4 } }
t:raises(function() mechanism.axioms(contest, { votes = votes }) end, "votes.draws: matrix with " .. #columns.share .. " columns expected",
  "draws of another contest")
votes.draws = "x"
t:raises(function() mechanism.axioms(contest, { votes = votes }) end, "columns expected, got string", "draws of another type")

t:done()
