-- run.lua - a whole study as mechanism-search runs it: votes, search, how sure its best is, certificate, tests on
-- seasons held out, axioms, claims, report.  Each step finds in `study` what the steps before it left, and writes its outputs.

local axioms = require "solon.mechanism.axioms"
local claims = require "solon.mechanism.claims"
local hidden_report = require "solon.mechanism.hidden.report"
local infer = require "solon.mechanism.hidden.infer"
local nested = require "solon.mechanism.difference.nested"
local nested_report = require "solon.mechanism.difference.nested_report"
local parameters = require "solon.mechanism.parameters"
local recommendation = require "solon.mechanism.study.recommendation"
local report = require "solon.mechanism.report"
local rule_certificate = require "solon.mechanism.certificate.rule"
local run_inputs = require "solon.mechanism.study.inputs"
local search = require "solon.mechanism.search"
local search_report = require "solon.mechanism.study.search_report"
local told = require "solon.mechanism.uncertain.told"
local uncertain = require "solon.mechanism.uncertain.run"

local run_study = {}

local function say(study, heading, lines)
  if heading then
    study.ctx.print("")
    study.ctx.print(heading)
  end
  for _, line in ipairs(lines) do study.ctx.print(line) end
end

-- ---- votes -------------------------------------------------------------------------------------------------

-- The posterior of the votes given the recorded exits, and its files.
local function infer_votes(study)
  local ctx, p = study.ctx, study.ctx.params
  local inferred = infer.run(study.contest, { rules = p.vote_rules, seed = ctx.seed, map = ctx.map, chains = p.chains,
    draws = p.posterior_draws, warmup = p.warmup, thin = p.thin, rounds = p.rounds })
  ctx.progress(1, "writing the votes")
  hidden_report.write(ctx, study.contest, inferred, p.vote_rules)
  study.votes, study.inferred = inferred.votes, inferred
  study.vote_lines = hidden_report.lines(study.contest, inferred, p.vote_rules)
end

local function find_votes(study)
  if study.ctx.inputs.votes then
    study.votes = run_inputs.votes(study.ctx, study.contest)
    study.vote_lines = run_inputs.vote_lines(study.votes)
  else
    infer_votes(study)
  end
  say(study, nil, study.vote_lines)
end

-- ---- search, and what is known about its best ------------------------------------------------------------------

local function find_best(study)
  local ctx, p = study.ctx, study.ctx.params
  study.search = search.run(study.contest, { votes = study.votes, weights = study.weights, seed = ctx.seed, draws = p.tie_draws,
    jobs = ctx.jobs, progress = ctx.progress, vote_draws = p.vote_draws, resamples = p.resamples, map = ctx.map, once = ctx.once })
  study.assessment = uncertain.assess(study.contest, study.search, { rules = study.rules, map = ctx.map, once = ctx.once })
  ctx.write_frame("results_6_v2.csv", search_report.results(study.search))
  for _, name in ipairs { "pareto", "weights", "stability" } do ctx.write_frame(name .. ".csv", told.frame(study.assessment, name)) end
end

local function certify(study)
  local a = study.assessment
  study.ctx.progress(0, "certificate")
  study.certificate = rule_certificate.for_search(study.search, { threads = study.ctx.jobs,
    statistics = { distributions = a.distributions, gain = a.gain.status_quo, curse = a.curse.status_quo } })
  study.ctx.write_json("certificate.json", rule_certificate.data(study.certificate))
end

-- Choices and judgements on different seasons; one season leaves nothing to choose on.
local function test_held_out(study)
  local ctx = study.ctx
  study.nested = nested.run(study.contest, study.assessment.surface, { votes = study.votes, weights = study.weights,
    seed = ctx.seed, draws = ctx.params.tie_draws, mode = study.mode, progress = function(done) ctx.progress(done, "tests on seasons held out") end })
end

local function measure_axioms(study)
  local list = { "historical", "comap", "broadcast" }
  if study.ctx.inputs.rules_file then table.insert(list, 1, { name = "rules of the file", rule = study.rules }) end
  list[#list + 1] = { name = "status quo (source text)", rule = parameters.status_quo() }
  list[#list + 1] = { name = "optimum (source text)", rule = parameters.optimal_as_published() }
  list[#list + 1] = { name = "proposal", rule = study.search.best }
  study.axioms = axioms.run(study.contest, { votes = study.votes, rules = list, draws = study.ctx.params.axiom_draws,
    map = study.ctx.map })
  study.ctx.write_frame("axioms.csv", study.axioms:frame())
end

-- ---- recommendation, claims, report ------------------------------------------------------------------------------

local function recommend(study)
  local ctx = study.ctx
  local found = recommendation.compare(study.contest, study.search, { votes = study.votes, weights = study.weights,
    rules = study.rules, seed = ctx.seed, draws = ctx.params.tie_draws, mode = study.mode })
  found.rules, found.data = study.rules_name, run_inputs.describe(study.contest, study.votes)
  found.assessment, found.certificate, found.nested = study.assessment, study.certificate, study.nested
  study.found, study.advice = found, recommendation.build(found)
  ctx.write_frame("counterfactual_analysis_6_v2.csv", search_report.counterfactual(found.table))
  ctx.write_json("results_6_v2_recommendation.json", study.advice)
end

-- Computes the claims and keeps their records for the report.
local function compute_claims(study)
  study.claims = {}
  local function claim(...)
    local record = study.ctx.claim(...)
    study.claims[#study.claims + 1] = record
    return record
  end
  claims.compute(claim, study.contest, study.found)
end

local CAUTIONS = {
  "Votes are not observed: they are inferred or estimated, and another estimate may turn the sign of a difference.",
  "Welfare is a choice: utilities and weights are those stated; the sweep of weights says how much depends on the latter.",
  "Voters and judges would react to other rules; the replays hold their votes and scores fixed.",
}

local function write_report(study)
  local parts = report.study { contest = study.contest, found = study.found, assessment = study.assessment,
    votes = study.inferred and { summary = study.inferred.summary } or study.votes }
  parts.title = "A mechanism for a judged and voted contest"
  parts.subtitle = study.advice.mechanism_name
  parts.lines, parts.votes_lines = study.contest_lines, study.vote_lines
  parts.summary = { study.advice.mechanism_description }
  parts.stability, parts.certificate = told.lines(study.assessment), study.certificate
  parts.tests, parts.nested = study.advice.statistical_tests, study.nested
  parts.axioms, parts.axioms_lines = study.axioms:tables(), study.axioms:lines()
  parts.claims, parts.notes = study.claims, CAUTIONS
  study.ctx.write("report.html", report.build(parts):html())
end

-- The stakeholders' weights of a run, as its parameters give them.
local function weights_of(params)
  local given = { omega_fan = params.omega_fan, omega_judge = params.omega_judge, omega_producer = params.omega_producer }
  local good, weights = pcall(parameters.weights, given)
  if not good then
    error(string.format("--omega-fan, --omega-judge and --omega-producer: weights that sum to 1 expected, got %s + %s + %s",
      given.omega_fan, given.omega_judge, given.omega_producer), 0)
  end
  return weights
end

--- The whole study of a run of mechanism-search.
function run_study.run(ctx)
  local weights = weights_of(ctx.params)
  local contest = run_inputs.contest(ctx)
  local study = { ctx = ctx, contest = contest, weights = weights, mode = ctx.params.replay:gsub("%-", "_") }
  study.rules, study.rules_name = run_inputs.rules(ctx, contest)
  study.contest_lines = run_inputs.contest_lines(ctx, contest)
  say(study, nil, study.contest_lines)
  find_votes(study)
  find_best(study)
  certify(study)
  test_held_out(study)
  recommend(study)
  measure_axioms(study)
  say(study, "The proposal", search_report.lines(study.found, study.advice))
  say(study, "How sure it is", told.summary(study.assessment))
  say(study, "Whether it is an optimum", rule_certificate.summary(study.certificate))
  say(study, "Whether it is better", nested_report.lines(study.nested))
  say(study, "What rules do week by week", study.axioms:brief())
  say(study, "Mind", CAUTIONS)
  compute_claims(study)
  write_report(study)
end

return run_study
