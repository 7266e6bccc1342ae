-- search_report.lua - a search told: its table, the table of seasons, the summary a person reads.

local counterfactual = require "solon.mechanism.counterfactual"
local describe = require "solon.protocol.describe"
local description = require "solon.mechanism.description"
local records = require "solon.frame.records"

local search_report = {}

--- The content of results_6_v2.csv.
function search_report.results(found)
  return records.frame(found.rows, { "rank", "theta1", "theta2", "theta3", "theta4", "theta5", "welfare", "engagement", "fairness",
    "producer", "imputed" })
end

--- The content of counterfactual_analysis_6_v2.csv.
function search_report.counterfactual(seasons) return records.frame(seasons, counterfactual.columns) end

local function line_of(name, run)
  return string.format("  %-26s %8.4f %11.4f %9.4f %9.4f %8.1f", name, run.welfare, run.engagement, run.fairness,
    run.producer, run.imputed)
end

-- The four rules: numbers, or means over draws of the votes with 95% intervals.
local function rule_lines(found)
  local names = { { "proposed", "proposed" }, { "status quo (source text)", "status_quo" },
    { "optimum printed there", "optimal_as_published" }, { "the show's own rules", "historical" } }
  local over, lines = found.over_draws, {}
  if not over then
    lines[1] = string.format("  %-26s %8s %11s %9s %9s %8s", "", "welfare", "engagement", "fairness", "producer", "imputed")
    for _, entry in ipairs(names) do lines[#lines + 1] = line_of(entry[1], found[entry[2]]) end
    return lines
  end
  local function cell(v) return string.format("%.3f (%.3f %.3f)", v.mean, v.low, v.high) end
  lines[1] = string.format("  %-26s %-20s %-20s %-20s %-20s", "mean (95% of the draws)", "welfare", "engagement", "fairness",
    "producer")
  for _, entry in ipairs(names) do
    local run = over[entry[2]]
    lines[#lines + 1] = string.format("  %-26s %-20s %-20s %-20s %-20s", entry[1], cell(run.welfare), cell(run.engagement),
      cell(run.fairness), cell(run.producer))
  end
  return lines
end

local function plateau_lines(found)
  local lines = {}
  for i, plateau in ipairs(found.plateaus) do
    lines[i] = string.format("  nothing changes for %s from %.6g to %.6g", plateau.coordinate, plateau.low, plateau.high)
  end
  return lines
end

local function test_lines(tests)
  local m, z, p, w = tests.mcnemar, tests.fisher_z, tests.permutation, tests.permutation_welfare
  local function verdict(test) return test.significant and "significant" or "not significant" end
  return {
    string.format("  welfare differs by %+.4f a season, sign flips p = %.4g (%s)", w.observed_diff, w.p_value, verdict(w)),
    string.format("  fairness differs by %+.4f a season, sign flips p = %.4g (%s)", p.observed_diff, p.p_value, verdict(p)),
    string.format("  weeks in which only one agrees with the judges: %.4g proposal, %.4g status quo, p = %.4g by seasons, %.4g by weeks (%s)",
      m.b, m.c, m.p_value, m.p_value_exact, verdict(m)),
    type(z.z) == "number"
      and string.format("  skill against place, dependent correlations: z = %.4g, p = %.4g (%s)", z.z, z.p_value, verdict(z))
      or "  skill against place: too few exits to correlate",
  }
end

local function append(lines, more)
  table.move(more, 1, #more, #lines + 1, lines)
end

--- The summary a person reads.
function search_report.lines(found, advice)
  local best = found.search.best
  local lines = {
    string.format("Best of %d points: theta1 %.6g, theta2 %d (%s), theta3 %.6g, theta4 %.6g, theta5 %d (ties: %s)",
      found.search.evaluated, best.theta1, best.theta2, description.aggregation(best), best.theta3, best.theta4, best.theta5,
      description.tiebreaker(best)),
  }
  append(lines, describe.wrap(advice.mechanism_description, "  "))
  lines[#lines + 1] = ""
  append(lines, rule_lines(found))
  lines[#lines + 1] = ""
  append(lines, plateau_lines(found.search))
  append(lines, { "", "Proposal against status quo, on the seasons that chose it" })
  local summary = advice.counterfactual_summary
  lines[#lines + 1] = string.format("  exit week differs for %d contestants in %d of %d seasons",
    summary.total_elimination_changes, summary.seasons_with_changes, summary.seasons_analyzed)
  append(lines, test_lines(advice.statistical_tests))
  return lines
end

return search_report
