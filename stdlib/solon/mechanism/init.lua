-- init.lua - solon.mechanism: the design of contests in which judges score and the public votes.  This is
-- the list of public functions; each lies in the file of its subject.  Beside the mechanism itself (parameters, replay,
-- welfare, counterfactual, description, published) there is a room for each kind of work:
--
--   data         contests and votes: read, checked, simulated
--   hidden       inference of the votes nobody published
--   search       the best mechanism
--   uncertain    how sure that is
--   certificate  whether it is an optimum
--   difference   whether it is better
--   axioms       what it does week by week
--   claims       what the source text says
--   report       all of it as a page
--   study        all of it as one run

local axioms = require "solon.mechanism.axioms"
local certify = require "solon.mechanism.certificate.certify"
local comparison = require "solon.mechanism.difference.comparison"
local contest = require "solon.mechanism.data.contest"
local counterfactual = require "solon.mechanism.counterfactual"
local description = require "solon.mechanism.description"
local infer = require "solon.mechanism.hidden.infer"
local nested = require "solon.mechanism.difference.nested"
local optimality = require "solon.mechanism.certificate.optimality"
local parameters = require "solon.mechanism.parameters"
local published = require "solon.mechanism.published"
local replay = require "solon.mechanism.replay"
local report = require "solon.mechanism.report"
local rule_certificate = require "solon.mechanism.certificate.rule"
local search = require "solon.mechanism.search"
local simulate = require "solon.mechanism.data.simulate"
local uncertain = require "solon.mechanism.uncertain.run"
local votes = require "solon.mechanism.data.votes"
local welfare = require "solon.mechanism.welfare"

return {
  load = contest.load,
  votes = votes.load,
  infer_votes = infer.run,
  simulate = simulate.contest,
  parameters = parameters.new,
  status_quo = parameters.status_quo,
  optimal_as_published = parameters.optimal_as_published,
  from_array = parameters.from_array,
  from_array_as_published = parameters.from_array_as_published,
  weights = parameters.weights,
  season_result = welfare.season_result,
  compute_welfare = welfare.compute_welfare,
  replay = replay.run,
  search = search.run,
  assess = uncertain.assess,
  verify_optimum = optimality.verify,
  certify = certify.run,
  axioms = axioms.run,
  certify_rule = rule_certificate.run,
  verify_kkt_as_published = published.verify_kkt,
  run_statistical_tests = comparison.run_statistical_tests,
  run_statistical_tests_as_published = published.run_statistical_tests,
  nested_tests = nested.run,
  counterfactual_table = counterfactual.table,
  counterfactual_table_as_published = counterfactual.table_as_published,
  describe = description.text,
  report = report.build,
}
