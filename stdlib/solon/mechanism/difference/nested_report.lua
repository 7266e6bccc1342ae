-- nested_report.lua - the tests on seasons held out as lines of text.

local paired = require "solon.mechanism.difference.paired"

local nested_report = {}

local labels = {
  permutation_welfare = "welfare, sign flips", permutation = "fairness, sign flips",
  permutation_engagement = "engagement, sign flips", mcnemar = "weekly outcomes, McNemar",
  fisher_z = "correlation with skill",
}

local function number(value, format)
  return value and value == value and string.format(format, value) or "-"
end

local function row(name, evidence)
  local test = evidence.tests[name]
  local effect = paired.effect(name, test)
  return string.format("%+9.4f %9s %9s", effect == effect and effect or 0.0, number(test.p_value, "%.2g"),
    number(test.p_value_holm, "%.2g") .. (test.significant and "*" or ""))
end

-- What each draw of the votes alone would have shown.
local function draw_lines(lines, spread)
  lines[#lines + 1] = ""
  lines[#lines + 1] = string.format("Held out, each of %d draws of the votes alone: 5%%, median and 95%% of the effect and of p", spread.draws)
  for _, name in ipairs(paired.names) do
    local e, p = spread[name].effect, spread[name].p_value
    lines[#lines + 1] = string.format("  %-26s %+8.4f %+8.4f %+8.4f   p %.2g %.2g %.2g   favours status quo %3.0f%%", labels[name],
      e.low, e.median, e.high, p.low, p.median, p.high, 100 * spread[name].share_favouring_status_quo)
  end
end

--- What nested.run found, as lines of at most 110 characters.
function nested_report.lines(found)
  if found.status ~= "ok" then return { "Tests on seasons held out: not possible (" .. found.status .. ")." } end
  local part = found.gain_nested_by_utility
  local lines = {
    string.format("Tests on seasons held out: %d choices of theta without the season(s) they are judged on, %d distinct",
      found.folds, found.distinct_choices),
    string.format("(%d points, %s of the votes). Gain in welfare over the status quo: apparent %+.4f, held out %+.4f,",
      found.points, found.vote_draws == 1 and "one set" or found.vote_draws .. " draws", found.gain_apparent, found.gain_nested),
    string.format("so choosing and judging on the same seasons flatters it by %.4f.  Of the gain held out, %+.4f comes from", found.optimism,
      part.engagement),
    string.format("engagement, %+.4f from fairness, %+.4f from the producer's utility (weighted as in W).", part.fairness, part.producer),
    "",
    string.format("  %-26s %9s %9s %9s   %9s %9s %9s", "", "held out", "p", "p (Holm)", "apparent", "p", "p (Holm)"),
  }
  for _, name in ipairs(paired.names) do
    lines[#lines + 1] = string.format("  %-26s %s   %s", labels[name], row(name, found.nested), row(name, found.apparent))
  end
  local m = found.nested.tests.mcnemar
  lines[#lines + 1] = string.format("  McNemar held out: b = %.4g, c = %.4g, ties %.4g, favours the %s; p by seasons, weeks as independent: %s",
    m.b, m.c, m.ties, m.favours, number(m.p_value_exact, "%.2g"))
  if found.nested.over_draws then draw_lines(lines, found.nested.over_draws) end
  return lines
end

return nested_report
