-- run_study.lua - a whole study as governance-index runs it: the weeks, then everything there is to know about them, then
-- the report.  Each step finds in `study` what the steps before it left, and writes its outputs.

local claims = require "solon.governance.claims"
local report = require "solon.governance.report"
local run_weekly = require "solon.governance.run_weekly"

local run_study = {}

local CAUTIONS = {
  "The index is a choice of inputs, weights and forms; what it says of a country is not more certain than they are.",
  "Crisis levels are edges on a scale; a week near one may be on either side of it by what is not known of its measurements.",
}

-- What the data and the parameters are.
local function lines_of(study)
  local data, registry, run = study.data, study.registry, study.run
  local lines = { string.format("%d weeks, %s to %s", run.count, run.weeks[1], run.weeks[run.count]),
    "volatility taken from " .. ({ core = "the unpenalised core", published = "the published index, which feeds back",
      reported = "the column sigma_hist" })[run.settings.sigma] }
  if study.ctx.inputs.data.bundled then table.insert(lines, 1, "made-up weeks that come with Solon") end
  if data.sha256 then lines[#lines + 1] = "data: sha256 begins " .. data.sha256:sub(1, 16) end
  if registry.sha256 then lines[#lines + 1] = "registry: sha256 begins " .. registry.sha256:sub(1, 16) end
  for _, note in ipairs(data.notes) do lines[#lines + 1] = note end
  for _, note in ipairs(registry.notes) do lines[#lines + 1] = note end
  return lines
end

-- The study as the report takes it.
local function parts_of(study)
  return { title = "A governance index, week by week", subtitle = string.format("%s to %s", study.run.dates[1], study.run.dates[study.run.count]),
    lines = lines_of(study), run = study.run, claims = study.claims, notes = CAUTIONS }
end

-- Computes the claims of the source text and keeps their records for the report.
local function compute_claims(study)
  study.claims = {}
  claims.compute(function(...)
    local record = study.ctx.claim(...)
    study.claims[#study.claims + 1] = record
    return record
  end)
end

local function write_report(study)
  local parts = parts_of(study)
  study.ctx.write("report.html", report.build(parts):html())
  parts.run, parts.claims = nil, nil -- their lines are those of the weekly run and of the host
  for _, line in ipairs(report.told(parts)) do study.ctx.print(line) end
end

--- The whole study of a run of governance-index.
function run_study.run(ctx)
  local study = run_weekly.run(ctx)
  study.ctx = ctx
  compute_claims(study)
  write_report(study)
end

return run_study
