-- told.lua - an assessment of a search told: tables for files, lines for a person.

local records = require "solon.frame.records"

local told = {}

local columns = {
  pareto = { "theta1", "theta2", "theta3", "theta4", "theta5", "engagement", "fairness", "producer", "welfare", "points",
    "simplex_share" },
  weights = { "omega_fan", "omega_judge", "omega_producer", "theta1", "theta2", "theta3", "theta4", "theta5", "welfare",
    "status_quo", "gain", "gain_low", "gain_high" },
  stability = { "kind", "item", "theta1", "theta2", "theta3", "theta4", "theta5", "welfare", "gain_in", "gain_all",
    "gain_out" },
}

--- The frame of one of the tables "pareto", "weights", "stability" of an assessment (columns: see run.lua).
function told.frame(assessment, name) return records.frame(assessment[name], columns[name]) end

local function line(lines, format, ...) lines[#lines + 1] = string.format(format, ...) end

local function method_lines(lines, assessment)
  line(lines, "The best by each method (mean over %d draw%s of the votes)", assessment.draws,
    assessment.draws == 1 and "" or "s")
  for _, row in ipairs(assessment.methods) do
    line(lines, "  %-23s W %.6f  theta %.6g, %d, %.6g, %.6g, %d  (%d mechanisms, %s)", row.method, row.welfare, row.theta1,
      row.theta2, row.theta3, row.theta4, row.theta5, row.evaluations, row.status)
  end
end

local function sweep_lines(lines, assessment)
  local sweep = assessment.sweep
  line(lines, "  along theta1, W has %d exact steps; the best lies between %.8g and %.8g (W %.6f)", sweep.count - 1,
    sweep.best_low, sweep.best_high, sweep.best_welfare)
end

local function utility_lines(lines, assessment)
  local several = assessment.draws > 1
  line(lines, "  %-23s %-20s %-20s %-20s %-20s", several and "mean (95% of the draws)" or "", "welfare", "engagement",
    "fairness", "producer")
  local function cell(v)
    return several and string.format("%.3f (%.3f %.3f)", v.mean, v.low, v.high) or string.format("%.4f", v.mean)
  end
  for _, entry in ipairs { { "proposed", "proposed" }, { "status quo", "status_quo" }, { "the show's own rules", "rules" } } do
    local run = assessment[entry[2]]
    line(lines, "  %-23s %-20s %-20s %-20s %-20s", entry[1], cell(run.welfare), cell(run.engagement), cell(run.fairness),
      cell(run.producer))
  end
end

local function gain_lines(lines, assessment)
  for _, entry in ipairs { { "the status quo", "status_quo" }, { "the show's own rules", "rules" } } do
    local gain, curse = assessment.gain[entry[2]], assessment.curse[entry[2]]
    line(lines, "Gain over %s: %+.4f", entry[1], gain.mean)
    if gain.votes then line(lines, "  95%% over draws of the votes      %+.4f to %+.4f", gain.votes.low, gain.votes.high) end
    if gain.seasons then line(lines, "  95%% over resampled seasons       %+.4f to %+.4f", gain.seasons.low, gain.seasons.high) end
    if gain.joint then line(lines, "  95%% over both                    %+.4f to %+.4f", gain.joint.low, gain.joint.high) end
    if curse.left_out then
      line(lines, "  chosen again on each resample: %+.4f on the seasons that chose, %+.4f (90%%: %+.4f to %+.4f) on the others",
        curse.in_bag.mean, curse.out_of_bag.mean, curse.out_of_bag.low, curse.out_of_bag.high)
      line(lines, "  winner's curse %.4f: corrected gain %+.4f", curse.optimism, curse.corrected)
      line(lines, "  mean over seasons left out of the choice %+.4f (standard error %.4f)", curse.left_out.mean,
        curse.left_out.standard_error)
    else
      line(lines, "  one season: it chose and it judges, and nothing says how much that flatters")
    end
  end
end

local function percents(shares)
  local parts = {}
  for i, share in ipairs(shares) do parts[i] = string.format("%d: %.0f%%", i - 1, 100 * share) end
  return table.concat(parts, " ")
end

local function distribution_lines(lines, assessment)
  line(lines, "Where the best mechanism lies (5%%, median, 95%%; shares of the categories)")
  for _, entry in ipairs { { "each season left out", "leave_one_out" }, { "resampled seasons", "season_bootstrap" },
    { "draws of the votes", "vote_draw" }, { "both", "joint" } } do
    local d = assessment.distributions[entry[2]]
    if d then
      local function range(v) return string.format("%.3g %.3g %.3g", v.low, v.median, v.high) end
      line(lines, "  %-21s theta1 %s; theta3 %s; theta4 %s", entry[1], range(d.theta1), range(d.theta3), range(d.theta4))
      line(lines, "  %-21s theta2 %s; theta5 %s", "", percents(d.theta2), percents(d.theta5))
    end
  end
  if assessment.perfect_information then
    line(lines, "  knowing the votes before choosing would be worth %.4f of welfare", assessment.perfect_information)
  end
end

local function weight_lines(lines, assessment)
  line(lines, "Stakeholders: %d of %d lattice points are on the Pareto front of the three utilities", #assessment.pareto,
    assessment.surface.count)
  for _, cell in ipairs(assessment.cells) do
    if cell.points > 0 then
      line(lines, "  theta2 %d, theta5 %d is best for %.1f%% of all weights (%d mechanisms)", cell.theta2, cell.theta5,
        100 * cell.share, cell.points)
    end
  end
  local least, gaining = math.huge, 0
  if assessment.draws == 1 then return end
  for _, row in ipairs(assessment.weights) do
    least = math.min(least, row.gain)
    if row.gain_low > 0 then gaining = gaining + 1 end
  end
  line(lines, "  for %d of %d weights the best gains over the status quo in 97.5%% of the draws; the least gain is %+.4f",
    gaining, #assessment.weights, least)
end

--- What it gains and where it lies: the part for a terminal.
function told.summary(assessment)
  local lines = {}
  gain_lines(lines, assessment)
  distribution_lines(lines, assessment)
  return lines
end

--- Everything a person reads.
function told.lines(assessment)
  local lines = {}
  method_lines(lines, assessment)
  sweep_lines(lines, assessment)
  utility_lines(lines, assessment)
  gain_lines(lines, assessment)
  distribution_lines(lines, assessment)
  weight_lines(lines, assessment)
  return lines
end

return told
