-- mechanism_test.lua - mechanism-replay and mechanism-search as commands, on the simulated seasons that come
-- with them: outputs, the same bytes for any number of workers, resumption, verification, bad input.

local tap = require "solon.tap"
local shell = require "support.shell"
local json = require "solon.json"
local frame = require "solon.frame"
local t = tap.new()

local root = shell.directory()
local SEASONS, VOTES = "scripts/mechanism/fixtures/seasons.csv", "scripts/mechanism/fixtures/votes.csv"

local says = shell.says(t)

local number = 0
local function fresh()
  number = number + 1
  return root .. "/run" .. number
end

local run_replay = shell.runner "run mechanism-replay --quiet"
local function replay(arguments)
  local status, text, out = run_replay(arguments)
  return status, status == 0 and json.parse(shell.read(out .. "/replay.json")) or nil, text, out
end

-- ---- the protocols' own tests -----------------------------------------------------------------------

for _, name in ipairs { "mechanism-replay", "mechanism-search" } do shell.passes(t, name) end
shell.generates(t, "scripts/mechanism/fixtures/generate.lua", { "seasons.csv", "votes.csv" })

-- ---- replay ---------------------------------------------------------------------------------------------

do
  local status, found, text = replay ""
  t:equal(status, 0, "replay without arguments")
  says(text, "Simulated seasons and votes that come with Solon", "it says that the seasons are simulated")
  t:equal(found.replay, "dynamic", "dynamic unless told otherwise")
  local _, given, same = replay("--seasons " .. SEASONS .. " --votes " .. VOTES)
  t:same(given, found, "the same files given by name give the same replay")
  local modes = {}
  for _, mode in ipairs { "static", "first-divergence", "dynamic" } do
    _, same = replay("--replay " .. mode)
    modes[mode] = same
    t:equal(same.elimination_weeks - same.reproduced, #same.misses, mode .. ": as many misses as weeks not reproduced")
    for _, miss in ipairs(same.misses) do
      if not t:ok(#miss.why > 20 and #miss.recorded > 0, mode .. ": a miss has a reason") then break end
    end
  end
  t:ok(modes["first-divergence"].elimination_weeks < modes.static.elimination_weeks, "first-divergence stops early")
  t:equal(modes.static.welfare, nil, "only a dynamic replay has a welfare")
  for _, rules in ipairs { "historical", "comap", "broadcast" } do
    _, same = replay("--rules " .. rules)
    t:equal(same.rules, rules, "rules " .. rules)
  end
end

do
  local status, found, text = replay("--seasons " .. SEASONS)
  t:equal(status, 0, "seasons without votes")
  says(text, "every share is 1/n", "the output says that shares are 1/n")
  t:equal(found.votes.id, "equal", "and so does replay.json")
end

do
  local path = root .. "/rules.json"
  shell.write(path, '[{"from": 1, "to": 2, "combine": "rank"}, {"from": 3, "combine": "percent", "save": true}]')
  local _
  local status, found, text = replay("--replay static --rules-file " .. path)
  if not t:equal(status, 0, "a file of rules") then t:note(text) end
  says(found.rules, "file ", "and it is named by its hash")
  shell.write(path, '[{"from": 3, "combine": "percent"}]')
  status, _, text = replay("--rules-file " .. path)
  t:ok(status ~= 0, "rules that leave a season out are refused")
  says(text, "no rule covers season 1")
  for _, case in ipairs {
    { '{"from": 1, "combine": "rank"}', ": a list of rules expected" },
    { '[{"from": 1, "combine": "rank"}, {"from": 2, "combine": "rnk"}]', ": rule 2: combine: unknown choice 'rnk'; known: rank, percent; did you mean 'rank'?" },
    { '[{"form": 1, "combine": "rank"}]', ": rule 1: unknown field 'form'; known: from, to, combine, save, carry, ties, ranks, judge_weight; did you mean 'from'?" },
    { '[{"from": 1.5, "combine": "rank"}]', ": rule 1: from: season number (a whole number of at least 1) expected, got 1.5" },
    { '[{"from": 9, "to": 2, "combine": "rank"}]', ": rule 1: from season 9 to season 2 covers none" },
    { '[{"from": 1, "combine": "rank", "save": "yes"}]', ": rule 1: save: true or false expected, got yes" },
    { '[{"combine": "rank", "judge_weight": 2}]', ": rule 1: judge_weight: number from 0 to 1 expected, got 2" },
    { '[{"from": 1}]', ": rule 1: combine is missing" },
    { '[1]', ": rule 1: an object expected, got number" },
    { '[]', ": no rule covers season 1" },
  } do
    shell.write(path, case[1])
    status, _, text = replay("--rules-file " .. path)
    t:equal(status, 1, "refused: rules " .. case[1])
    says(text, "solon run: " .. path .. case[2])
    t:ok(not text:find("traceback", 1, true), "told as a mistake in the file, not in a program")
  end
  shell.write(path, '{"from": ')
  status, _, text = replay("--rules-file " .. path)
  t:ok(status ~= 0, "rules that are no JSON are refused")
  says(text, "rules.json")
end

do
  local status, _, _, out = replay "--replay static"
  local cuts = assert(frame.read(out .. "/replay.csv"))
  t:equal(status, 0, "static replay")
  t:equal(cuts:rows(), 448, "a row for every contestant of every cut")
  local out_sum, recorded_sum = 0, 0
  for _, row in cuts:each_row() do
    if row.final == 0 then out_sum, recorded_sum = out_sum + row.out, recorded_sum + row.recorded end
  end
  t:equal(out_sum, recorded_sum, "as many leave as on the show")
end

-- ---- search ---------------------------------------------------------------------------------------------

local OUTPUTS = { "results_6_v2.csv", "counterfactual_analysis_6_v2.csv", "results_6_v2_recommendation.json", "summary.txt",
  "claims.json", "pareto.csv", "weights.csv", "stability.csv", "certificate.json", "axioms.csv", "report.html", "draws.parquet",
  "vote_summary.csv", "diagnostics.json" }

-- Few draws: every part runs, none of it for its figures.
local FEW = "--chains 2 --posterior-draws 60 --warmup 50 --rounds 1 --vote-draws 10 --axiom-draws 5 --resamples 50 "

local function search(arguments, out)
  return shell.solon_run(string.format("run mechanism-search --quiet --out %s %s%s", out, FEW, arguments))
end

local function outputs_of(directory)
  local texts = {}
  for _, name in ipairs(OUTPUTS) do texts[name] = shell.read(directory .. "/" .. name) or "missing" end
  return texts
end

do
  local first
  for _, jobs in ipairs { 1, 2, 4 } do
    local out = root .. "/search" .. jobs
    local status, _, err = search("--jobs " .. jobs, out)
    if not t:equal(status, 0, "search with " .. jobs .. " workers") then t:note(err) end
    if first then t:same(outputs_of(out), first, "the same bytes with " .. jobs .. " workers") else first = outputs_of(out) end
  end
  local _
  local status, text, err = shell.solon_run("verify " .. root .. "/search1")
  if not t:equal(status, 0, "solon verify") then t:note(text .. err) end
  says(text, "verified")
  status = search("", root .. "/search1")
  t:equal(status, 0, "a finished run is not run again")
  t:same(outputs_of(root .. "/search1"), first, "and keeps its outputs")
  status, _, err = search("--tie-draws 7", root .. "/search1")
  t:ok(status ~= 0, "another run does not overwrite it")
  says(err, "holds another run")
  t:same(outputs_of(root .. "/search1"), first, "nothing of it is touched")
end

do
  local out = root .. "/killed"
  shell.run(string.format("%s%s run mechanism-search %s --quiet --jobs 1 --out %s & pid=$!; while [ ! -s %s/.journal ]; do sleep 0.02; "
    .. "kill -0 $pid || exit; done; sleep 0.3; kill -9 $pid; wait $pid", shell.prefix, shell.solon, FEW, out, out))
  t:equal(shell.read(out .. "/results_6_v2.csv"), nil, "a killed run has no output")
  local status, _, err = shell.solon_run(string.format("run mechanism-search %s --jobs 2 --out %s", FEW, out))
  t:equal(status, 0, "the same command goes on")
  says(err, "finished units", "from what was finished")
  t:same(outputs_of(out), outputs_of(root .. "/search1"), "and gives the same bytes")
end

do
  local advice = json.parse(shell.read(root .. "/search1/results_6_v2_recommendation.json"))
  -- every key of the source text's schema
  local schema = {
    optimal_parameters = { "theta1_judge_weight", "theta2_aggregation", "theta3_discount", "theta4_save_threshold", "theta5_tiebreaker" },
    performance = { "welfare_status_quo", "welfare_proposed", "welfare_improvement", "fairness_delta", "engagement_delta" },
    kkt_verification = { "stationarity", "gradient_norm", "primal_feasibility", "second_order", "hessian_eigenvalues", "kkt_satisfied" },
    counterfactual_summary = { "seasons_analyzed", "total_elimination_changes", "seasons_with_changes", "average_changes_per_season" },
  }
  for _, part in ipairs { "optimal_parameters", "performance", "kkt_verification", "counterfactual_summary" } do
    for _, key in ipairs(schema[part]) do t:ok(advice[part][key] ~= nil, part .. "." .. key) end
  end
  for _, part in ipairs { "kkt_verification" } do
    for _, key in ipairs(schema[part]) do t:ok(advice[part][key .. "_as_published"] ~= nil, part .. "." .. key .. "_as_published") end
  end
  for _, key in ipairs { "total_elimination_changes", "seasons_with_changes", "average_changes_per_season" } do
    t:ok(advice.counterfactual_summary[key .. "_as_published"] ~= nil, "counterfactual_summary." .. key .. "_as_published")
  end
  for name, keys in pairs { mcnemar = { "chi2", "p_value", "significant" }, fisher_z = { "z", "p_value", "significant" },
    permutation = { "observed_diff", "p_value", "significant" } } do
    for _, suffix in ipairs { "", "_as_published" } do
      for _, key in ipairs(keys) do
        local value = advice.statistical_tests[name .. suffix][key]
        t:equal(math.type(value) or type(value), key == "significant" and "boolean" or "float",
          "statistical_tests." .. name .. suffix .. "." .. key)
      end
    end
  end
  for _, key in ipairs { "model_version", "mechanism_name", "mechanism_description", "method" } do t:ok(advice[key] ~= nil, key) end
  t:equal(advice.model_version, "6_v2", "model_version")

  local p = advice.performance
  t:near(p.welfare_improvement, p.welfare_proposed - p.welfare_status_quo, "the improvement is the difference")
  t:ok(p.welfare_improvement >= 0, "the proposal is no worse than the status quo, a point of its own search")
  t:ok(p.historical_rules.welfare ~= nil, "the show's own rules are beside it")
  for _, plateau in ipairs(advice.kkt_verification.plateaus) do
    t:ok(plateau.low <= plateau.high, "a plateau of " .. plateau.coordinate)
  end

  local results = assert(frame.read(root .. "/search1/results_6_v2.csv"))
  t:ok(results:rows() >= 1000 and results:rows() <= 1009, "the best 1,000 points and the best of each cell")
  local cells = {}
  for _, row in results:each_row() do cells[row.theta2 * 3 + row.theta5] = true end
  local count = 0
  for _ in pairs(cells) do count = count + 1 end
  t:equal(count, 9, "every cell is there")
  local first = results:row(1)
  t:same({ first.rank, first.theta1, first.theta3, first.theta4 }, { 1, advice.optimal_parameters.theta1_judge_weight,
    advice.optimal_parameters.theta3_discount, advice.optimal_parameters.theta4_save_threshold }, "the first row is the proposal")
  t:near(first.welfare, p.welfare_proposed, "with its welfare")

  local seasons = assert(frame.read(root .. "/search1/counterfactual_analysis_6_v2.csv"))
  t:equal(seasons:rows(), 10, "one row per season")
  local changes = 0
  for _, row in seasons:each_row() do changes = changes + row.elimination_changes end
  t:equal(changes, advice.counterfactual_summary.total_elimination_changes, "the summary adds up the seasons")
end

do
  local out = fresh()
  local status, _, err = search("--replay static", out)
  if not t:equal(status, 0, "weekly outcomes of a static replay") then t:note(err) end
  local static = json.parse(shell.read(out .. "/results_6_v2_recommendation.json"))
  local dynamic = json.parse(shell.read(root .. "/search1/results_6_v2_recommendation.json"))
  t:same(static.optimal_parameters, dynamic.optimal_parameters, "do not change the optimum")
  t:ok(static.statistical_tests.mcnemar.weeks == 57, "every elimination week is compared")
  t:equal(static.method.weekly_outcomes, "static replay", "and the output says which replay")
end

do -- weights of one's own
  local out = fresh()
  local status, _, err = search("--omega-fan 0.2 --omega-judge 0.8 --omega-producer 0", out)
  if not t:equal(status, 0, "other weights of the stakeholders") then t:note(err) end
  local advice = json.parse(shell.read(out .. "/results_6_v2_recommendation.json"))
  local u = advice.performance.proposed
  t:near(u.welfare, 0.2 * u.engagement + 0.8 * u.fairness, "welfare is made of them")
  t:ok(u.fairness >= json.parse(shell.read(root .. "/search1/results_6_v2_recommendation.json")).performance.proposed.fairness,
    "and who weighs fairness more gets no less of it")
  status, _, err = search("--omega-fan 0.9", fresh())
  t:equal(status, 1, "weights that do not sum to 1 are refused")
  says(err, "weights that sum to 1 expected, got 0.9 + 0.3 + 0.3")
end

-- ---- bad input ------------------------------------------------------------------------------------------

local function refused(name, arguments, ...)
  local status, text, out = run_replay(arguments)
  t:ok(status ~= 0, name .. ": exit status not zero")
  for _, part in ipairs { ... } do says(text, part, name .. ": " .. part) end
  t:ok(not text:find("stack traceback", 1, true), name .. ": no traceback")
  t:equal(shell.read(out .. "/replay.json"), nil, name .. ": no output")
end

local seasons, votes = shell.read(SEASONS), shell.read(VOTES)
local function file(name, text)
  shell.write(root .. "/" .. name, text)
  return root .. "/" .. name
end

refused("missing seasons", "--seasons " .. root .. "/none.csv", "none.csv", "No such file")
refused("missing votes", "--seasons " .. SEASONS .. " --votes " .. root .. "/none.csv", "none.csv", "No such file")
refused("a directory for seasons", "--seasons " .. root, root)
refused("wrong columns", "--seasons " .. VOTES, "votes.csv:1", "no column 'results'")
refused("a wrong votes column", "--seasons " .. SEASONS .. " --votes " .. VOTES .. " --votes-column share", "no column 'share'", "f_mean")
refused("cut inside a row", "--seasons " .. file("cut.csv", seasons:sub(1, 15000)), "cut.csv")
refused("cut between rows", "--seasons " .. file("rows.csv", seasons:match("^(.-\n)[^\n]*1st Place.*$")), "rows.csv", "placement")
refused("a score that is NaN", "--seasons " .. file("nan.csv", (seasons:gsub(",3,7,8,7,", ",3,7,NaN,7,", 1))), "nan.csv:2",
  "column 'week1_judge2_score'", "'NaN'")
refused("an infinite score", "--seasons " .. file("inf.csv", (seasons:gsub(",3,7,8,7,", ",3,7,inf,7,", 1))), "inf.csv:2", "'inf'")
refused("a share that is NaN", "--seasons " .. SEASONS .. " --votes " .. file("nanv.csv", (votes:gsub("0%.219591972", "nan"))),
  "nanv.csv:2", "column 'f_mean'", "'nan'")
refused("votes cut short", "--seasons " .. SEASONS .. " --votes " .. file("short.csv", votes:match("^(.-\n)31,.*$") or votes:sub(1, 6001)),
  "short.csv")
refused("an unknown option", "--season x", "did you mean '--seasons'?")
refused("an unknown mode", "--replay statik", "did you mean 'static'?")
refused("rules that do not exist", "--rules historic", "did you mean 'historical'?")

do
  local good = file("bom.csv", "\u{FEFF}" .. seasons:gsub("\n", "\r\n"))
  local with_bom = select(2, replay("--seasons " .. good .. " --votes " .. VOTES))
  local without = select(2, replay("--seasons " .. SEASONS .. " --votes " .. VOTES))
  t:same(with_bom.misses, without.misses, "byte-order mark and CRLF change nothing")
  local status, _, err = shell.solon_run("run mechanism-search --quiet --out " .. root .. "/bom.csv/run")
  t:ok(status ~= 0, "an output path below a file is refused")
  says(err, "bom.csv")
  status, _, err = shell.solon_run("run mechanism-replay --quiet --out " .. root .. "/bom.csv")
  t:ok(status ~= 0, "an output path that is a file is refused")
  says(err, "bom.csv")
end

t:done()
