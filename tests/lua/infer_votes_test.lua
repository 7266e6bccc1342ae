-- infer_votes_test.lua - mechanism.infer_votes, and votes read from files of draws and of intervals.

local array = require "solon.array"
local draws_file = require "solon.mechanism.hidden.draws"
local mechanism = require "solon.mechanism"
local contest_module = require "solon.mechanism.data.contest"
local random = require "solon.random"
local replay = require "solon.mechanism.replay"
local tap = require "solon.tap"
local t = tap.new()

local contest, true_votes = mechanism.simulate { seasons = 9 } -- the ninth is number 28: ranks and the judges' save
local quick = { chains = 2, draws = 30, warmup = 30, thin = 1, rounds = 1, seed = 3 }

local function with(changes)
  local all = {}
  for name, value in pairs(quick) do all[name] = value end
  for name, value in pairs(changes) do all[name] = value end
  return all
end

-- ---- the record ------------------------------------------------------------------------------------------

local inferred = mechanism.infer_votes(contest, quick)
local cells = contest.counts.contestant_weeks
t:same({ inferred.votes.draws:shape() }, { 60, cells }, "a row a draw, a column a contestant-week")
t:equal(#inferred.summary, cells, "a summary row for each")
t:equal(inferred.consistency.consistent, inferred.consistency.feasible, "every draw explains every feasible decision")
t:equal(inferred.consistency.decisions, contest.counts.elimination_weeks + contest.counts.seasons, "weeks with exits and finals")

local columns = replay.columns(contest)
local off_mean, off_order, names = 0, 0, true
for r, row in ipairs(inferred.summary) do
  local column = inferred.votes.draws:column(r):copy()
  off_mean = math.max(off_mean, math.abs(array.mean(column) - row.mean))
  local low, middle, high = table.unpack(array.quantile(column, { 0.025, 0.5, 0.975 }):totable())
  if low ~= row.low or middle ~= row.median or high ~= row.high or row.width ~= high - low then off_order = off_order + 1 end
  local who = columns.contestant[r]
  names = names and row.celebrity_name == columns.name[who] and row.season == columns.season[who] and row.week == columns.week[r]
end
t:ok(off_mean < 1e-15 and off_order == 0, "mean, median, interval and width are those of the draws")
t:ok(names, "in the row order of replay.columns")
local reproduced = mechanism.replay(contest, "historical", { votes = inferred.votes, mode = "static" })
t:same({ inferred.reproduced.count, inferred.reproduced.of }, { reproduced.reproduced, reproduced.elimination_weeks },
  "reproduction is a static replay of the means")

-- under rules without a save, a replay of each draw reproduces every exit: another code than the sampler's
local plain = mechanism.infer_votes(contest, with { rules = "historical" })
local seasons, all = replay.seasons(contest), true
for d = 1, 60, 7 do
  local run = seasons:with_shares(plain.votes.draws:row(d)):replay("historical", { mode = "static" })
  all = all and run.reproduced == run.elimination_weeks
end
t:ok(all, "and every draw without a save replays to the recorded exits")

-- ---- independence of workers, rounds, subsamples ----------------------------------------------------------

local two = mechanism.infer_votes(contest, with { jobs = 2 })
t:ok(two.votes.draws:equals(inferred.votes.draws), "the same bits with two workers")
t:ok(not mechanism.infer_votes(contest, with { seed = 4 }).votes.draws:equals(inferred.votes.draws), "another seed, other draws")
local kept = mechanism.infer_votes(contest, with { keep = 6 })
t:ok(kept.votes.draws:row(1):equals(inferred.votes.draws:row(6)) and kept.votes.draws:row(6):equals(inferred.votes.draws:row(56)),
  "kept draws are evenly spaced")
t:ok(kept.summary[5].mean == inferred.summary[5].mean, "and the means are of all")
local calls = {}
local more = mechanism.infer_votes(contest, with { rounds = 2, map = function(work)
  calls[#calls + 1] = { work.key, #work.tasks, work.tasks[1].thin }
  return require("solon.farm").map { module = work.module, call = work.call, tasks = work.tasks, shared = work.shared }
end })
t:same(calls, { { "chains round 1", 9, 1 }, { "chains round 2", 9, 4 } }, "seasons that miss run again, thinned four times")
t:ok(more.found[1].rounds == 2 and #more.exceptions == cells, "60 draws cannot be 400: every share is an exception, listed")

-- ---- infeasible decisions are reported, one by one ---------------------------------------------------------

local function header_of(weeks)
  local header = { "celebrity_name", "season", "results", "placement" }
  for week = 1, weeks do header[4 + week] = "week" .. week .. "_judge1_score" end
  return header
end
local hopeless = assert(contest_module.from_cells { path = "made up", header = header_of(3), rows = {
  { line = 2, "Ann", "5", "Eliminated Week 1", "4", "100", "0", "0" },
  { line = 3, "Bob", "5", "Eliminated Week 2", "3", "2", "7", "0" },
  { line = 4, "Cyd", "5", "1st Place", "1", "2", "8", "9" }, { line = 5, "Dee", "5", "2nd Place", "2", "1", "8", "8" } } })
local found = mechanism.infer_votes(hopeless, quick)
t:same({ found.infeasible[1].season, found.infeasible[1].week, found.infeasible[1].names, #found.infeasible }, { 5, 1, { "Ann" }, 1 },
  "who cannot have been voted off is named")
t:same({ found.consistency.decisions, found.consistency.feasible, found.consistency.consistent }, { 3, 2, 2 },
  "the season's other decisions stay and hold in every draw")
t:same({ found.reproduced.count, found.reproduced.of }, { 1, 2 }, "the infeasible week is missed by the replay too")

-- a contest of one: its shares cannot vary, and nothing stumbles over that
local lone = assert(contest_module.from_cells { path = "made up", header = header_of(1), rows = {
  { line = 2, "Ann", "1", "1st Place", "1", "7" } } })
local single = mechanism.infer_votes(lone, quick)
t:ok(single.worst_r_hat == nil and #single.exceptions == 0 and tostring(single):find("no share varies"), "one contestant: no diagnostics")
local told = require("solon.mechanism.hidden.report")
t:ok(require("solon.json").write(told.diagnostics(lone, single, "comap")):find('"count":0', 1, true), "and a report all the same")
t:equal(told.summary(single):is_null("r_hat")[1], 1, "with no R-hat in the summary")

-- ---- files of draws ---------------------------------------------------------------------------------------

local path = os.tmpname() .. ".parquet"
local table_of_draws = draws_file.frame(inferred.votes.draws, 2, inferred.summary)
assert(table_of_draws:write(path))
local back = assert(mechanism.votes(contest, path))
t:ok(back.draws:equals(inferred.votes.draws), "60 of 60 draws come back bit for bit")
local off = 0
for s in ipairs(contest.seasons) do
  for i, person in ipairs(contest.seasons[s].contestants) do
    for week = 1, person.last_week do
      off = math.max(off, math.abs(back.shares[s][i][week] - inferred.votes.shares[s][i][week]))
    end
  end
end
t:ok(off < 1e-15, "with their means as shares")
local few = assert(mechanism.votes(contest, path, { draws = 6 }))
t:ok(few.draws:equals(kept.votes.draws), "a subsample is the one infer_votes keeps")
local function problem(name, made, want, options)
  assert(made:write(path))
  local votes, message, code = mechanism.votes(contest, path, options)
  t:ok(votes == nil and message:find(want, 1, true) and code == "bad_data", name .. ": " .. tostring(message))
end
assert(table_of_draws:sort({ "share" }):write(path))
t:ok(assert(mechanism.votes(contest, path)).draws:equals(inferred.votes.draws), "the order of the rows does not matter")
t:ok(assert(mechanism.votes(contest, path, { draws = 61 })).draws:equals(inferred.votes.draws), "where more are asked for, all there are")
problem("a row is missing", table_of_draws:head(60 * cells - 1), "has no share")
problem("a row stands twice", table_of_draws:take(array.concatenate(array.range(1, 60 * cells), array.new { 5 })), "stands twice")
problem("a column is missing", table_of_draws:select { "chain", "season", "week", "celebrity_name", "share" }, "no column 'draw'")
local shares = table_of_draws:column("share")
problem("a share of 0", table_of_draws:with_column("share", array.where(array.eq(array.range(1, 60 * cells), 3), 0, shares)), "shares in (0, 1]")
problem("shares that do not sum to 1", table_of_draws:with_column("share", shares * 0.9), "not to 1")
local missing, message, code = mechanism.votes(contest, "no such file.parquet")
t:ok(missing == nil and message:find("no such file.parquet", 1, true) and code, "no file: " .. tostring(message))
os.remove(path)

-- ---- estimates with intervals -----------------------------------------------------------------------------

local csv = os.tmpname()
local function write_intervals(width, spoil)
  local lines = { "season,week,celebrity_name,point,low,high" }
  for s, season in ipairs(contest.seasons) do
    for i, person in ipairs(season.contestants) do
      for week = 1, person.last_week do
        local p = true_votes.shares[s][i][week]
        local low, high = p / width, math.min(1, p * width)
        if spoil and #lines == 1 then low = spoil end
        lines[#lines + 1] = string.format("%d,%d,%s,%.17g,%.17g,%.17g", season.season, week, person.name, p, low, high)
      end
    end
  end
  local file = assert(io.open(csv, "w"))
  file:write(table.concat(lines, "\n"), "\n")
  file:close()
end
local interval = { column = "point", low = "low", high = "high", draws = 4000, seed = 7 }
write_intervals(1.02)
local narrow = assert(mechanism.votes(contest, csv, interval))
t:same({ narrow.draws:shape() }, { 4000, cells }, "draws from intervals")
local sum = array.zeros(4000)
for r = 1, cells do
  if columns.season[columns.contestant[r]] == 1 and columns.week[r] == 1 then sum = sum + narrow.draws:column(r):copy() end
end
t:ok(math.abs(array.min(sum) - 1) < 1e-12 and math.abs(array.max(sum) - 1) < 1e-12, "sum to 1 in each week")
-- the ratio of two shares of a week does not see the normalising: it is the ratio of the two draws by definition
local rows, p = {}, {}
for r = 1, cells do
  if columns.season[columns.contestant[r]] == 1 and columns.week[r] == 1 then rows[#rows + 1], p[#p + 1] = r, columns.contestant[r] end
end
for k = 1, 2 do p[k] = true_votes.shares[1][p[k]][1] end
local deviation = math.log(1.02) / 1.959963984540054 -- scipy.stats.norm.ppf(0.975)
local function z(r) return random.stream(7, "votes interval", r - 1):normal(4000) end
local want = (z(rows[1]) - z(rows[2])) * deviation + math.log(p[1] / p[2])
local got = array.log(narrow.draws:column(rows[1]):copy() / narrow.draws:column(rows[2]):copy())
t:ok(array.max(array.abs(got - want)) < 1e-12, "log shares are normal about the point, 1.96 deviations to the ends")
t:ok(assert(mechanism.votes(contest, csv, interval)).draws:equals(narrow.draws), "the same seed, the same draws")
interval.seed = 8
t:ok(not assert(mechanism.votes(contest, csv, interval)).draws:equals(narrow.draws), "another seed, others")
write_intervals(1)
interval.draws = 3
local exact = assert(mechanism.votes(contest, csv, interval))
t:near(exact.draws:get(2, 1), p[1], { relative = 1e-6, absolute = 0 }, "an interval of no width gives the point")
for _, spoil in ipairs { 0, 0.999 } do
  write_intervals(1.5, spoil)
  local votes, text, why = mechanism.votes(contest, csv, interval)
  t:ok(votes == nil and text:find("0 < low <= share <= high expected", 1, true) and why == "bad_data", "low " .. spoil .. ": " .. tostring(text))
end
os.remove(csv)

-- ---- misuse -----------------------------------------------------------------------------------------------

t:raises(function() mechanism.votes(contest, "x.parquet", { column = "f" }) end, "no such choice", "a column of a file of draws")
t:raises(function() mechanism.votes(contest, "x.csv", { seed = 1 }) end, "option 'seed'", "a seed without intervals")
t:raises(function() mechanism.infer_votes(contest, { draws = 3 }) end, "draws: integer from 4", "too few draws")
t:raises(function() mechanism.infer_votes(contest, { choice_slope = 0 / 0 }) end, "choice_slope", "NaN")
t:raises(function() mechanism.infer_votes(contest, { rules = "histrical", rounds = 1 }) end, "historical", "an unknown preset")
t:raises(function() mechanism.infer_votes(contest, { keep = 5000 }) end, "keep", "more kept than drawn")
t:raises(function() mechanism.infer_votes(contest, { order_final = 1 }) end, "boolean expected", "not a boolean")

t:done()
