-- files.lua - parts of a study as frames for files.

local crisis = require "solon.governance.weekly.crisis"
local records = require "solon.frame.records"

local study_files = {}

-- Numbers to 1e-9 points, below which a difference is rounding.
local function rounded(value)
  return type(value) == "number" and crisis.rounded(value) or value
end

--- The blocks of a calibration's cross-validation.
function study_files.calibration(calibration)
  local rows = {}
  for _, name in ipairs { "epsilon", "mu" } do
    for _, row in ipairs(calibration[name].validation.rows) do
      rows[#rows + 1] = { parameter = name, split = row.split, weeks = row.weeks, estimate = row.estimate, fitted_error = rounded(row.fitted_error),
        error = rounded(row.error), default_error = rounded(row.default_error) }
    end
  end
  return records.frame(rows, { { "parameter", "text" }, { "split", "text" }, { "weeks", "integer" }, { "estimate", "number" },
    { "fitted_error", "number" }, { "error", "number" }, { "default_error", "number" } }, records.nan)
end

local function text(value)
  if value == nil or value ~= value then return nil end
  return type(value) == "number" and string.format("%.12g", value) or tostring(value)
end

--- The checks of an audit.
function study_files.audit(audit)
  local rows = {}
  for i, row in ipairs(audit.rows) do
    rows[i] = { step = row.step, check = row.check, basis = row.basis, tolerance = text(row.tolerance), value = text(rounded(row.value)), verdict = row.verdict, note = row.note }
  end
  return records.frame(rows, { { "step", "integer" }, { "check", "text" }, { "basis", "text" }, { "tolerance", "text" }, { "value", "text" },
    { "verdict", "text" }, { "note", "text" } }, records.nan)
end

-- Columns of numbers, one value a week.
local WEEKLY = { "q05", "q05_error", "q25", "q25_error", "q50", "q50_error", "q75", "q75_error", "q95", "q95_error", "level0", "level1", "level2", "level3" }

--- Quantiles of every week with their Monte Carlo errors and how many draws they are of, and the probabilities of the crisis levels.
function study_files.uncertainty(uncertainty)
  local rows = {}
  for i, week in ipairs(uncertainty.weeks) do
    rows[i] = { week = week, index = uncertainty.index[i], draws = math.tointeger(uncertainty.count[i]) }
    for _, name in ipairs(WEEKLY) do rows[i][name] = uncertainty[name][i] end
  end
  return records.frame(rows, { "week", "index", { "draws", "integer" }, table.unpack(WEEKLY) }, records.nan)
end

return study_files
