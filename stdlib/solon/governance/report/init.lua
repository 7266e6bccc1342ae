-- report/init.lua - the report of a study of the governance index, from plain records.
--
-- A study is a table; each part has its section when it is there:
--
--   title, subtitle     strings
--   lines               list of texts: what the data are;  summary: what was found;  notes: cautions
--   run                 { weeks = labels (dates or weeks of ISO 8601), index, and per week optionally resilience, official, trust,
--                       potential, gate, synergy, volatility, sigma, level, tier, status, flags }, and optionally overrides and parameters
--                       as governance.run gives them (series, components, missing.lua)
--   uncertainty         { weeks, q05, q25, q50, q75, q95, index, last, lines } (uncertainty.lua)
--   sensitivity         { sobol, shapley, morris, one_way, two_way, lines } (sensitivity.lua, ways.lua)
--   gaming              as governance.detect_gaming gives (gaming.lua)
--   source_gaps         as governance.source_gaps gives (gaming.lua)
--   stability           as governance.stability_study gives (stability.lua)
--   calibration         as governance.calibrate gives (calibration.lua)
--   audit               rows of checks, or { rows, lines } (audit.lua)
--   claims              records of claims as a protocol judges them
--
-- The shape of each record is told where it is drawn.

local audit = require "solon.governance.report.audit"
local calibration = require "solon.governance.report.calibration"
local check = require "solon.frame.check"
local common = require "solon.governance.report.common"
local components = require "solon.governance.report.components"
local gaming = require "solon.governance.report.gaming"
local missing = require "solon.governance.report.missing"
local report = require "solon.report"
local sensitivity = require "solon.governance.report.sensitivity"
local series = require "solon.governance.report.series"
local stability = require "solon.governance.report.stability"
local told = require "solon.governance.report.told"
local uncertainty = require "solon.governance.report.uncertainty"
local ways = require "solon.governance.report.ways"

local study_report = {}

local KNOWN = { audit = "any", calibration = "table", claims = "table", gaming = "table", lines = "table", notes = "table", run = "table",
  sensitivity = "table", source_gaps = "table", stability = "table", subtitle = "string", summary = "table", title = "string", uncertainty = "table" }

local COLUMNS = { "index", "resilience", "official", "trust", "potential", "gate", "synergy", "volatility", "sigma" }

-- The run with its columns as sequences of one length.
local function plain_run(run)
  local weeks = {}
  for i, week in ipairs(run.weeks) do weeks[i] = week end
  local out = { weeks = weeks, source = run.source, status = run.status, flags = run.flags, overrides = run.overrides, scale = run.parameters and run.parameters.scale or common.SCALE, tier = run.tier and {}, level = run.level and {} }
  for _, name in ipairs(COLUMNS) do out[name] = common.column(run[name], #weeks) end
  for _, name in ipairs { "tier", "level" } do
    for i, v in ipairs(common.column(run[name], #weeks) or {}) do out[name][i] = v == v and math.tointeger(v) or nil end
  end
  return out
end

-- The figures a reader wants first.
local function headline(r, study, run)
  local facts = {}
  local last = run and common.last(run.index)
  if last then
    local level = common.level_of(run, last)
    facts[#facts + 1] = { "index in " .. tostring(run.weeks[last]), string.format("%.2f", run.index[last]), string.format("of %.6g points", run.scale) }
    local tone = ({ [0] = "good", "neutral", "warning", "bad" })[level.level]
    facts[#facts + 1] = { "crisis level", report.badge(level.name, tone), string.format("level %d: %s", level.level, common.band_text(level, run.scale)) }
  end
  local known = study.uncertainty and study.uncertainty.last
  if known and known.q05 and known.q95 then
    facts[#facts + 1] = { "uncertainty of it", string.format("%.1f\u{A0}to\u{A0}%.1f", known.q05, known.q95), "5 % and 95 % quantiles" }
  end
  if study.stability and type(study.stability.verdict) == "string" then
    facts[#facts + 1] = { "feedback of the published index", study.stability.verdict, stability.product(study.stability) }
  end
  if #facts > 0 then r:facts(facts) end
end

-- The sections: what each needs, its title, and what fills it.
local SECTIONS = {
  { "run", "The index week by week", function(r, _, run)
    series.add(r, run)
    if components.present(run) then
      r:subsection("What it is made of")
      components.add(r, run)
    end
    if run.tier then
      r:subsection("Missing data")
      missing.add(r, run)
    end
  end },
  { "uncertainty", "How well it is known", function(r, part, run) uncertainty.add(r, part, run and run.scale or common.SCALE) end },
  { "sensitivity", "What it depends on", function(r, part)
    common.paragraphs(r, part.lines)
    sensitivity.add(r, part)
    ways.add(r, part)
  end },
  { "stability", "Whether it is stable", function(r, part, run) stability.add(r, part, run and run.scale or common.SCALE) end },
  { "gaming", "Whether inputs are gamed", function(r, part) gaming.add(r, part) end },
  { "source_gaps", "What each source is worth", function(r, part) gaming.add_sources(r, part) end },
  { "calibration", "Calibration", function(r, part) calibration.add(r, part) end },
  { "audit", "Audit", function(r, part) audit.add(r, part) end },
  { "claims", "Claims of the source text", function(r, part) r:claims(part) end },
  { "notes", "Cautions", function(r, part) for _, note in ipairs(part) do r:note(note) end end },
}

-- The checked study's run with plain columns, or nil.  `name` is the function that was called.
local function checked(study, name)
  check.type(study, "table", 1, name, 3)
  check.options(study, KNOWN, 1, name, 3)
  if study.run == nil then return nil end
  if type(study.run.weeks) ~= "table" then check.fail(1, name, "run.weeks: list of labels expected, got " .. check.got(study.run.weeks), 3) end
  if study.run.index == nil then check.fail(1, name, "run.index: array or list of numbers expected, got no value", 3) end
  return plain_run(study.run)
end

--- The report of a study: a report of solon.report, for :html(), :text() and :save(path).
function study_report.build(study)
  local run = checked(study, "report")
  local r = report.new { title = study.title or "A governance index", subtitle = study.subtitle,
    footer = "Written by Solon. All pictures are part of this page; it loads nothing." }
  headline(r, study, run)
  if study.lines then r:list(study.lines) end
  common.paragraphs(r, study.summary)
  for _, section in ipairs(SECTIONS) do
    local part = study[section[1]]
    if part ~= nil then
      r:section(section[2])
      section[3](r, part, run)
    end
  end
  return r
end

--- A study in at most 25 lines of a terminal.
function study_report.told(study)
  local run = checked(study, "told")
  local plain = {}
  for name, part in pairs(study) do plain[name] = part end
  plain.run = run
  return told.lines(plain)
end

return study_report
