-- study_files.lua - parts of a study as frames for files.

local frame = require "solon.frame"

local study_files = {}

-- A column of records as texts or numbers with a mask of what is missing.
local function column(name, rows, kind)
  local values, null = {}, {}
  for i, row in ipairs(rows) do
    local value = row[name]
    local absent = value == nil or value ~= value
    null[i] = absent and 1 or 0
    if kind == "text" then
      values[i] = absent and "" or type(value) == "number" and string.format("%.12g", value) or tostring(value)
    else
      values[i] = absent and 0 or value
    end
  end
  return { name = name, values = values, null = null, type = kind }
end

-- To 1e-9 points, below which a difference is rounding.
local function rounded(value)
  return type(value) == "number" and math.floor(value * 1e9 + 0.5) / 1e9 or value
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
  return frame.new { column("parameter", rows, "text"), column("split", rows, "text"), column("weeks", rows, "integer"),
    column("estimate", rows, "number"), column("fitted_error", rows, "number"), column("error", rows, "number"), column("default_error", rows, "number") }
end

--- The checks of an audit.
function study_files.audit(audit)
  local rows = {}
  for i, row in ipairs(audit.rows) do
    rows[i] = { step = row.step, check = row.check, basis = row.basis, tolerance = row.tolerance, value = rounded(row.value), verdict = row.verdict, note = row.note }
  end
  return frame.new { column("step", rows, "integer"), column("check", rows, "text"), column("basis", rows, "text"),
    column("tolerance", rows, "text"), column("value", rows, "text"), column("verdict", rows, "text"), column("note", rows, "text") }
end

-- Columns of numbers, one value a week.
local WEEKLY = { "q05", "q05_error", "q25", "q25_error", "q50", "q50_error", "q75", "q75_error", "q95", "q95_error", "level0", "level1", "level2", "level3" }

--- Quantiles of every week with their Monte Carlo errors, and the probabilities of the crisis levels.
function study_files.uncertainty(uncertainty)
  local rows = {}
  for i, week in ipairs(uncertainty.weeks) do
    rows[i] = { week = week, index = uncertainty.index[i] }
    for _, name in ipairs(WEEKLY) do rows[i][name] = uncertainty[name][i] end
  end
  local columns = { column("week", rows, "text"), column("index", rows, "number") }
  for _, name in ipairs(WEEKLY) do columns[#columns + 1] = column(name, rows, "number") end
  return frame.new(columns)
end

--- The verdict of stability of every week.
function study_files.stability(stability)
  local rows = {}
  for i, week in ipairs(stability.weeks) do
    rows[i] = { week = week, core = stability.core[i], mu_core = stability.gain[i], verdict = stability.verdicts[i], growth = stability.growth[i] }
  end
  return frame.new { column("week", rows, "text"), column("core", rows, "number"), column("mu_core", rows, "number"),
    column("verdict", rows, "text"), column("growth", rows, "number") }
end

return study_files
