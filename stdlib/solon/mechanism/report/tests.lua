-- tests.lua - the tests of the difference as tables.

local badge = require("solon.report").badge
local paired = require "solon.mechanism.difference.paired"

local tests = {}

local titles = {
  permutation_welfare = "welfare by season, sign flips", permutation = "fairness by season, sign flips",
  permutation_engagement = "engagement by season, sign flips", mcnemar = "weekly outcomes, McNemar",
  fisher_z = "skill against place, dependent correlations",
}

-- A number, or nothing where a record has none (null, from a file).
local function number(value) return type(value) == "number" and value or nil end

-- The record of run_statistical_tests as rows: the tests by name, then their literal versions.
local function rows_of(found)
  if found[1] then return found end
  local rows = {}
  for _, suffix in ipairs { "", "_as_published" } do
    for _, name in ipairs(paired.names) do
      local test = found[name .. suffix]
      if test then
        rows[#rows + 1] = { test = titles[name] .. (suffix == "" and "" or ", as published"),
          statistic = number(test.chi2 or test.z or test.observed_diff), p_value = test.p_value, p_value_holm = number(test.p_value_holm),
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

local function significance(value)
  if value == nil then return nil end
  return value and badge("significant", "good") or badge("not significant", "neutral")
end

--- The tests of the difference.  study.tests: the record of run_statistical_tests (with or without the literal ones), or
--- rows { test, statistic, p_value, p_value_holm, significant, note }.
function tests.add(report, study)
  local rows, adjusted, notes = rows_of(study.tests), false, false
  for _, row in ipairs(rows) do
    adjusted = adjusted or row.p_value_holm ~= nil
    notes = notes or row.note ~= nil
  end
  local columns = { { name = "test", title = "Test" }, { name = "statistic", title = "Statistic", format = "%.4g" },
    { name = "p_value", title = "p", format = p_text, align = "right" } }
  if adjusted then columns[#columns + 1] = { name = "p_value_holm", title = "p, Holm", format = p_text, align = "right" } end
  columns[#columns + 1] = { name = "significant", title = "At 5%", format = significance }
  if notes then columns[#columns + 1] = { name = "note", title = "Remark" } end
  report:table { caption = "Proposal against status quo", rows = rows, columns = columns }
end


local function words_of(found)
  return string.format("Each season judged under the mechanism that is best for the others (%d choices, %d distinct): the gain in welfare is "
    .. "%+.4f on seasons held out, %+.4f where the same seasons choose and judge; the difference, %+.4f, is optimism.", found.folds,
    found.distinct_choices, found.gain_nested, found.gain_apparent, found.optimism):gsub("([ (])%-(%d)", "%1−%2")
end

--- The tests on seasons that did not choose the mechanism.  study.nested: as mechanism.nested_tests gives.
function tests.add_nested(report, study)
  local found, rows = study.nested, {}
  if found.status ~= "ok" then
    report:paragraph("Tests on seasons held out were not possible: " .. found.status .. ".")
    return
  end
  report:subsection("On seasons held out")
  report:paragraph((words_of(found)))
  for _, name in ipairs(paired.names) do
    local held, apparent = found.nested.tests[name], found.apparent.tests[name]
    if held then
      rows[#rows + 1] = { test = titles[name], effect = paired.effect(name, held), p_value = held.p_value, p_value_holm = held.p_value_holm,
        significant = held.significant, apparent = apparent and paired.effect(name, apparent), apparent_p = apparent and apparent.p_value }
    end
  end
  report:table { caption = "The tests on seasons that did not choose the mechanism, and on those that did", rows = rows, columns = {
    { name = "test", title = "Test" }, { name = "effect", title = "Effect, held out", format = "%+.4f" },
    { name = "p_value", title = "p", format = p_text, align = "right" }, { name = "p_value_holm", title = "p, Holm", format = p_text, align = "right" },
    { name = "significant", title = "At 5%", format = significance }, { name = "apparent", title = "Effect, same seasons", format = "%+.4f" },
    { name = "apparent_p", title = "p", format = p_text, align = "right" } },
    note = "Effect: mean difference by season; of McNemar's test, weeks in which only the proposal sends home the judges' lowest less weeks "
      .. "in which only the status quo does; of the correlations, their difference." }
end

return tests
