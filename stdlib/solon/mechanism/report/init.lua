-- report/init.lua - the report of a study of a mechanism, from plain records.
--
-- A study is a table.  Only mechanisms is needed; each other part has its section when it is there:
--
--   title, subtitle     strings
--   lines               list of texts: what the data are
--   mechanisms          list of { name, role, theta1 .. theta5, welfare, engagement, fairness, producer, imputed }; role is
--                       "proposed", "status_quo", "published" or "historical"; utilities may have _low and _high
--   summary             list of texts: what was found, in words
--   surface             columns theta1 .. theta5, welfare, engagement, fairness, producer over a lattice (surface.lua)
--   pareto              rows with engagement, fairness, producer, or positions in the surface (pareto.lua)
--   seasons             rows { season, delta_welfare, delta_fairness, delta_engagement, elimination_changes } (seasons.lua)
--   timelines           { season, weeks, contestants } each (timelines.lua); timeline_seasons: which to show;
--                       timelines_note: with which votes
--   vote_summary        rows { season, week, celebrity_name, mean, low, high } (votes.lua); vote_seasons: which to show
--   votes_lines         list of texts about the inference
--   bootstrap           list of { name, theta1 .. theta5 } or { name, point } (uncertainty.lua)
--   gain, gain_rules    { mean, votes, seasons, joint } over the status quo, over the show's own rules (uncertainty.lua)
--   curse, curse_rules  gains on seasons that chose and that did not (uncertainty.lua)
--   weights             rows of a sweep of the stakeholders' weights (uncertainty.lua)
--   stability           list of texts: what else is known about it
--   certificate         as mechanism.certify gives (certificate.lua)
--   tests               as mechanism.run_statistical_tests gives, or rows (tests.lua)
--   nested              as mechanism.nested_tests gives (tests.lua)
--   axioms              list of tables { caption, columns, rows, note }, as mechanism.axioms gives by tables() (tables.lua);
--                       axioms_lines: texts before them
--   claims              records of claims as a protocol judges them
--   notes               list of texts: cautions
--
-- Lists of records may be frames.

local arguments = require "solon.mechanism.arguments"
local certificate = require "solon.mechanism.report.certificate"
local common = require "solon.mechanism.report.common"
local pareto = require "solon.mechanism.report.pareto"
local report = require "solon.report"
local seasons = require "solon.mechanism.report.seasons"
local surface = require "solon.mechanism.report.surface"
local tables = require "solon.mechanism.report.tables"
local tests = require "solon.mechanism.report.tests"
local timelines = require "solon.mechanism.report.timelines"
local uncertainty = require "solon.mechanism.report.uncertainty"
local votes = require "solon.mechanism.report.votes"

local study_report = { study = require("solon.mechanism.report.study").of }

local known = { "axioms", "axioms_lines", "bootstrap", "certificate", "claims", "curse", "curse_rules", "gain", "gain_rules", "lines", "mechanisms", "nested", "notes", "pareto",
  "seasons", "stability", "subtitle", "summary", "surface", "tests", "timeline_seasons", "timelines", "timelines_note", "title", "vote_seasons",
  "vote_summary", "votes_lines", "weights" }

-- Sentences as paragraphs; lines that a program has laid out, with blanks between columns, as they are.
local function paragraphs(r, lines)
  if not lines or #lines == 0 then return end
  local laid_out = false
  for _, line in ipairs(lines) do laid_out = laid_out or line:find("^ ") or line:find("%S   +%S") end
  if laid_out then
    r:verbatim(lines)
  else
    for _, line in ipairs(lines) do r:paragraph(common.worded(line)) end
  end
end

local function signed(...) return (string.format(...):gsub("%-(%d)", "−%1")) end

-- What the proposal gains over a baseline, where both are known.
local function gain_fact(facts, label, gain, best, baseline)
  local value = gain and gain.mean or baseline and baseline.welfare and best.welfare - baseline.welfare
  if not value then return end
  local part = gain and (gain.joint or gain.votes or gain.seasons)
  facts[#facts + 1] = { label, signed("%+.4f", value), part and signed("95%%: %+.4f\u{A0}to\u{A0}%+.4f", part.low, part.high) or nil }
end

-- The figures a reader wants first.
local function headline(r, study)
  local best, before = common.of_role(study, "proposed"), common.of_role(study, "status_quo")
  if not best or not best.welfare then return end
  local facts = { { "welfare of the proposal", string.format("%.4f", best.welfare) } }
  gain_fact(facts, "gain over the status quo (source text)", study.gain, best, before)
  gain_fact(facts, "gain over the show's own rules", study.gain_rules, best, common.of_role(study, "historical"))
  if study.certificate then
    facts[#facts + 1] = { "certificate of the optimum", certificate.badge(study.certificate.verdict) }
  end
  if best.theta1 then
    facts[#facts + 1] = { "proposal", string.format("θ₁ %s, %s", common.short(best.theta1), common.aggregation[best.theta2]),
      string.format("θ₃ %s, θ₄ %s, %s", common.short(best.theta3), common.short(best.theta4), common.ties_go[best.theta5]) }
  end
  r:facts(facts)
end

-- The sections: what each needs, its title, and what fills it.
local sections = {
  { { "mechanisms" }, "What was compared", function(r, study)
    tables.mechanisms(r, study)
    paragraphs(r, study.summary)
  end },
  { { "surface" }, "The welfare surface", function(r, study) surface.add(r, study) end },
  { { "pareto" }, "What can be had of each utility", function(r, study) pareto.add(r, study) end },
  { { "seasons", "timelines" }, "Season by season", function(r, study)
    if study.seasons then seasons.add(r, study) end
    if study.timelines then timelines.add(r, study) end
  end },
  { { "vote_summary", "votes_lines" }, "The hidden votes", function(r, study)
    paragraphs(r, study.votes_lines)
    if study.vote_summary then votes.add(r, study) end
  end },
  { { "gain", "gain_rules", "curse", "curse_rules", "bootstrap", "weights", "stability" }, "How sure the proposal is", function(r, study)
    if study.gain or study.gain_rules then uncertainty.add_gain(r, study) end
    if study.curse or study.curse_rules then uncertainty.add_curse(r, study) end
    if study.bootstrap then uncertainty.add_choices(r, study) end
    if study.weights then uncertainty.add_weights(r, study) end
    paragraphs(r, study.stability)
  end },
  { { "certificate" }, "Certificate of the optimum", certificate.add },
  { { "tests", "nested" }, "Tests of the difference", function(r, study)
    if study.tests then tests.add(r, study) end
    if study.nested then tests.add_nested(r, study) end
  end },
  { { "axioms", "axioms_lines" }, "Axioms and manipulability", function(r, study)
    paragraphs(r, study.axioms_lines)
    if study.axioms then tables.axioms(r, study) end
  end },
  { { "claims" }, "Claims of the source text", function(r, study) r:claims(study.claims) end },
  { { "notes" }, "Cautions", function(r, study)
    for _, note in ipairs(study.notes) do r:note(note) end
  end },
}

--- The report of a study: a report of solon.report, for :html(), :text() and :save(path).
function study_report.build(study)
  if type(study) ~= "table" then
    error("bad argument #1 to 'report' (study expected, got " .. type(study) .. ")", 2)
  end
  arguments.options(study, known, 2, "report")
  if type(study.mechanisms) ~= "table" or #study.mechanisms == 0 then
    error("bad argument #1 to 'report' (mechanisms: list of one or more expected, got " .. type(study.mechanisms) .. ")", 2)
  end
  local r = report.new { title = study.title or "Study of a mechanism", subtitle = study.subtitle,
    footer = "Written by Solon. All pictures are part of this page; it loads nothing." }
  headline(r, study)
  if study.lines then r:list(study.lines) end
  for _, section in ipairs(sections) do
    local present = false
    for _, name in ipairs(section[1]) do present = present or study[name] ~= nil end
    if present then
      r:section(section[2])
      section[3](r, study)
    end
  end
  return r
end

return study_report
