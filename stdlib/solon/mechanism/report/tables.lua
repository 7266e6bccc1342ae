-- tables.lua - the tables of a study: mechanisms, certificate, tests.

local badge = require("solon.report").badge
local common = require "solon.mechanism.report.common"

local tables = {}

local tone = { satisfied = "good", violated = "bad", ["no information"] = "neutral" }

local function verdict(value) return badge(value, tone[value] or "neutral") end

-- A utility with its interval, where it has one.
local function interval(name)
  return function(value, row)
    if not value or value ~= value then return nil end
    local low, high = row[name .. "_low"], row[name .. "_high"]
    local text = string.format("%.3f", value) .. (low and high and string.format(" (%.3f to %.3f)", low, high) or "")
    return (text:gsub("%-(%d)", "−%1"))
  end
end

local function category(words)
  return function(value) return value and words[math.tointeger(value)] end
end

local function parameter(value) return value and common.short(value) end

--- The mechanisms compared.  study.mechanisms: list of { name, role, theta1 .. theta5, welfare, engagement, fairness, producer,
--- imputed }, each utility with _low and _high where there is an interval.
function tables.mechanisms(report, study)
  local rules = { { name = "name", title = "Mechanism" }, { name = "theta1", title = "θ₁", format = parameter, align = "right" },
    { name = "theta2", title = "Votes", format = category(common.aggregation) }, { name = "theta3", title = "θ₃", format = parameter, align = "right" },
    { name = "theta4", title = "θ₄", format = parameter, align = "right" }, { name = "theta5", title = "Ties", format = category(common.ties) } }
  local values, intervals = {}, false
  for _, one in ipairs(study.mechanisms) do intervals = intervals or one.welfare_low ~= nil end
  for _, name in ipairs { "welfare", "engagement", "fairness", "producer" } do
    values[#values + 1] = { name = name, title = name:gsub("^%l", string.upper), format = interval(name), align = "right" }
  end
  values[#values + 1] = { name = "imputed", title = "Imputed", format = "%.1f" }
  if intervals then -- too wide for one table
    report:table { caption = "The mechanisms compared: parameters", rows = study.mechanisms, columns = rules }
    table.insert(values, 1, { name = "name", title = "Mechanism" })
    rules = values
  else
    table.move(values, 1, #values, #rules + 1, rules)
  end
  report:table { caption = "The mechanisms compared: utilities" .. (intervals and " with 95% intervals over the draws of the votes, where they were replayed" or ""),
    rows = study.mechanisms, columns = rules,
    note = "Imputed: contestant-weeks of those who stay longer than on the show, whose scores and votes had to be carried on." }
end

local function coordinates(report, certificate)
  report:table { caption = "First order: slope of the smoothed objective at the proposal", rows = certificate.coordinates, columns = {
    { name = "name", title = "Parameter", format = function(v) return common.theta[v] or v end }, { name = "value", title = "Value", format = "%.6g" },
    { name = "distance_lower", title = "Above lower bound", format = "%.4g" }, { name = "distance_upper", title = "Below upper bound", format = "%.4g" },
    { name = "gradient", title = "Slope", format = "%+.4f" }, { name = "gradient_se", title = "Standard error", format = "%.4f" },
    { name = "multiplier_lower", title = "Multiplier, lower", format = "%.4f" }, { name = "multiplier_upper", title = "Multiplier, upper", format = "%.4f" },
    { name = "first_order", title = "Condition", format = function(v) return v and verdict(v) end } },
    note = "A slope that points out of the box at a bound is carried by its multiplier." }
end

local function eigenvalues(report, certificate)
  if not certificate.eigenvalues or #certificate.eigenvalues == 0 then return end
  report:table { caption = "Second order: curvature on the critical cone", rows = certificate.eigenvalues, columns = {
    { name = "value", title = "Eigenvalue", format = "%+.4f" }, { name = "standard_error", title = "Standard error", format = "%.4f" },
    { name = "vector", title = "Direction", format = function(vector)
      local parts = {}
      for k, name in ipairs(certificate.cone or {}) do parts[k] = string.format("%+.2f %s", vector[k], common.theta[name] or name) end
      return (table.concat(parts, " "):gsub("%-(%d)", "−%1"))
    end } } }
end

local function categories(report, certificate)
  local c = certificate.categories
  if not c then return end
  report:table { caption = "Categories by enumeration: best value found in each cell θ₂/θ₅", rows = c.order, columns = {
    { name = "label", title = "Cell", format = function(label, row)
      return label .. (label == c.own and " (the proposal's)" or "")
    end },
    { name = "value", title = "Best welfare", format = "%.4f" },
    { title = "Behind the best", name = "behind", format = function(_, row) return string.format("%.4f", c.order[1].value - row.value) end,
      align = "right" } } }
end

local function plateaus(report, certificate)
  local hard = certificate.hard
  if not hard then return end
  report:table { caption = "The plateau of the exact objective around the proposal", rows = hard.plateaus, columns = {
    { name = "name", title = "Parameter", format = function(v) return common.theta[v] or v end },
    { name = "low", title = "Constant from", format = "%.6f" }, { name = "high", title = "to", format = "%.6f" } } }
end

--- The certificate of mechanism.certify or certify_rule.  study.certificate: that record.
function tables.certificate(report, study)
  local c = study.certificate
  report:facts { { "verdict", verdict(c.verdict) }, { "smoothed objective", verdict(c.smoothed or c.verdict) },
    { "exact objective", c.hard and verdict(c.hard.verdict) or "not looked at" },
    { "categories", c.categories and verdict(c.categories.verdict) or "not compared" } }
  if c.reasons and #c.reasons > 0 then
    local reasons = {}
    for k, reason in ipairs(c.reasons) do reasons[k] = common.worded(reason) end
    report:paragraph("What speaks against it or keeps the answer open:"):list(reasons)
  end
  if c.coordinates then coordinates(report, c) end
  eigenvalues(report, c)
  categories(report, c)
  plateaus(report, c)
end

local titles = {
  mcnemar = "McNemar, weekly outcomes", fisher_z = "skill against place, dependent correlations", permutation = "sign flips of fairness by season",
}
local order = { "mcnemar", "fisher_z", "permutation" }

-- The record of run_statistical_tests as rows: the tests by name, then their literal versions.
local function rows_of(tests)
  if tests[1] then return tests end
  local rows = {}
  for _, suffix in ipairs { "", "_as_published" } do
    for _, name in ipairs(order) do
      local test = tests[name .. suffix]
      if test then
        rows[#rows + 1] = { test = titles[name] .. (suffix == "" and "" or ", as published"),
          statistic = test.chi2 or test.z or test.observed_diff, p_value = test.p_value, p_value_holm = test.p_value_holm,
          significant = test.significant }
      end
    end
  end
  return rows
end

local function p_text(p)
  if type(p) ~= "number" or p ~= p then return nil end
  if p < 1e-4 then return "< 0.0001" end
  return string.format("%.4f", p)
end

--- The tests of the difference.  study.tests: the record of run_statistical_tests (with or without the literal ones), or
--- rows { test, statistic, p_value, p_value_holm, significant, note }.
function tables.tests(report, study)
  local rows, adjusted, notes = rows_of(study.tests), false, false
  for _, row in ipairs(rows) do
    adjusted = adjusted or row.p_value_holm ~= nil
    notes = notes or row.note ~= nil
  end
  local columns = { { name = "test", title = "Test" }, { name = "statistic", title = "Statistic", format = "%.4g" },
    { name = "p_value", title = "p", format = p_text, align = "right" } }
  if adjusted then columns[#columns + 1] = { name = "p_value_holm", title = "p, Holm", format = p_text, align = "right" } end
  columns[#columns + 1] = { name = "significant", title = "At 5%", format = function(v)
    if v == nil then return nil end
    return v and badge("significant", "good") or badge("not significant", "neutral")
  end }
  if notes then columns[#columns + 1] = { name = "note", title = "Remark" } end
  report:table { caption = "Proposal against status quo", rows = rows, columns = columns }
end

return tables
