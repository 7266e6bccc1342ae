-- certificate.lua - the certificate of an optimum as tables.

local badge = require("solon.report").badge
local common = require "solon.mechanism.report.common"

local certificate = {}

local tone = { satisfied = "good", violated = "bad", ["no information"] = "neutral" }

--- An answer of three as a badge.
function certificate.badge(value) return badge(value, tone[value] or "neutral") end

local verdict = certificate.badge

-- Slopes and multipliers; the conditions of single parameters where the record has them.
local function coordinates(report, c)
  local columns = {
    { name = "name", title = "Parameter", format = function(v) return common.theta[v] or v end }, { name = "value", title = "Value", format = "%.6g" },
    { name = "distance_lower", title = "Above lower bound", format = "%.4g" }, { name = "distance_upper", title = "Below upper bound", format = "%.4g" },
    { name = "gradient", title = "Slope", format = "%+.4f" }, { name = "gradient_se", title = "Standard error", format = "%.4f" },
    { name = "multiplier_lower", title = "Multiplier, lower", format = "%.4f" }, { name = "multiplier_upper", title = "Multiplier, upper", format = "%.4f" },
  }
  if c.coordinates[1] and c.coordinates[1].first_order then
    columns[#columns + 1] = { name = "first_order", title = "Condition", format = function(v) return v and verdict(v) end }
  end
  report:table { caption = "First order: slope of the smoothed objective at the proposal", rows = c.coordinates, columns = columns,
    note = "A slope that points out of the box at a bound is carried by its multiplier." }
end

local function eigenvalues(report, c)
  if not c.eigenvalues or #c.eigenvalues == 0 then return end
  report:table { caption = "Second order: curvature on the critical cone", rows = c.eigenvalues, columns = {
    { name = "value", title = "Eigenvalue", format = "%+.4f" }, { name = "standard_error", title = "Standard error", format = "%.4f" },
    { name = "vector", title = "Direction", format = function(vector)
      local parts = {}
      for k, name in ipairs(c.cone or {}) do parts[k] = string.format("%+.2f %s", vector[k], common.theta[name] or name) end
      return (table.concat(parts, " "):gsub("%-(%d)", "−%1"))
    end } } }
end

local function categories(report, record)
  local c = record.categories
  if not c then return end
  report:table { caption = "Categories by enumeration: best value found in each cell θ₂/θ₅", rows = c.order, columns = {
    { name = "label", title = "Cell", format = function(label)
      return label .. (label == c.own and " (the proposal's)" or "")
    end },
    { name = "value", title = "Best welfare", format = "%.4f" },
    { title = "Behind the best", name = "behind", format = function(_, row) return string.format("%.4f", c.order[1].value - row.value) end,
      align = "right" } } }
end

local function plateaus(report, c)
  local hard = c.hard
  if not hard then return end
  report:table { caption = "The plateau of the exact objective around the proposal", rows = hard.plateaus, columns = {
    { name = "name", title = "Parameter", format = function(v) return common.theta[v] or v end },
    { name = "low", title = "Constant from", format = "%.6f" }, { name = "high", title = "to", format = "%.6f" } } }
end

-- How many points of the lattice are about as good.
local function flatness(report, flat)
  local rows = {}
  for k, row in ipairs(flat.within or {}) do
    rows[k] = { within = row.epsilon, count = row.count, share = row.share and 100 * row.share }
  end
  if #rows == 0 then return end
  report:table { caption = "How flat the welfare is: points of the lattice about as good as the best", rows = rows, columns = {
    { name = "within", title = "Within", format = "%.4g" }, { name = "count", title = "Points", format = "%d" },
    { name = "share", title = "Of the lattice, %", format = "%.3g" } },
    note = flat.not_surely_worse and string.format("%d of %d points are not surely worse over seasons.", flat.not_surely_worse, flat.points) }
end

-- Each condition with its answer and figures; the answers for the other scopes (true votes, other seasons) beside them.
local function conditions(report, c)
  if not c.conditions then return end
  local rows, columns = {}, { { name = "name", title = "Condition", format = common.worded }, { name = "verdict", title = "Answer", format = verdict } }
  for k, condition in ipairs(c.conditions) do
    rows[k] = { name = condition.name, verdict = condition.verdict, text = common.worded(condition.text) }
  end
  local meanings = {}
  for s, scope in ipairs(c.scopes or {}) do
    if scope.meaning then meanings[#meanings + 1] = (s == 1 and "answer" or scope.name) .. ": " .. scope.meaning end
    if s > 1 then
      columns[#columns + 1] = { name = scope.name, title = "For " .. scope.name, format = function(v) return v and verdict(v) end }
      local answers = {}
      for _, condition in ipairs(scope.conditions or {}) do answers[condition.name] = condition.verdict end
      for _, row in ipairs(rows) do row[scope.name] = answers[row.name] end
    end
  end
  columns[#columns + 1] = { name = "text", title = "Figures" }
  report:table { caption = "The conditions one by one", rows = rows, columns = columns,
    note = #meanings > 0 and table.concat(meanings, ". ") .. "." or nil }
end

--- The certificate of mechanism.certify or certify_rule.  study.certificate: that record.
function certificate.add(report, study)
  local c = study.certificate
  report:facts { { "verdict", verdict(c.verdict) }, { "smoothed objective", verdict(c.smoothed or c.verdict) },
    { "exact objective", c.hard and verdict(c.hard.verdict) or "not looked at" },
    { "categories", c.categories and verdict(c.categories.verdict) or "not compared" } }
  conditions(report, c)
  if c.reasons and #c.reasons > 0 then
    local reasons = {}
    for k, reason in ipairs(c.reasons) do reasons[k] = common.worded(reason) end
    report:paragraph("What speaks against it or keeps the answer open:"):list(reasons)
  end
  if c.coordinates then coordinates(report, c) end
  eigenvalues(report, c)
  categories(report, c)
  plateaus(report, c)
  if c.flatness then flatness(report, c.flatness) end
end

return certificate
