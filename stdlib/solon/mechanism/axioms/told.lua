-- axioms/told.lua - a study of axioms told: a frame for a file, tables for a report, lines for a terminal.

local records = require "solon.frame.records"

local told = {}

local always = { { "season", "integer" }, { "week", "integer" }, { "rule", "text" }, { "eliminated", "text" },
  { "recorded", "boolean" }, { "field", "integer" }, { "votes_needed", "number" }, { "transfer", "number" }, { "transfer_from", "text" },
  { "by_votes", "integer" }, { "by_score", "integer" },
  { "by_fewer_votes", "integer" }, { "by_lower_score", "integer" }, { "clones_even", "integer" }, { "clones_any", "integer" },
  { "spoiler", "number" }, { "team", "number" }, { "crowd", "number" } }
local with_draws = { "same_probability", "votes_needed_mean", "votes_needed_low", "votes_needed_high", "impossible_probability",
  "transfer_mean", "transfer_low", "transfer_high", "by_votes_probability", "by_score_probability",
  "by_fewer_votes_probability", "by_lower_score_probability", "clones_even_probability", "clones_even_mean",
  "clones_even_low", "clones_even_high" }

--- The rows as a frame: what is infinite stays so, what there is none of is missing.
function told.frame(study)
  local columns = table.move(always, 1, #always, 1, {})
  if study.draws > 0 then
    for _, name in ipairs(with_draws) do columns[#columns + 1] = { name, "number" } end
  end
  return records.frame(study.rows, columns)
end

local function percent(value)
  if value == math.huge then return "none" end
  return string.format("%.1f%%", 100 * value)
end

local function count(value) return string.format("%d", math.floor(value + 0.5)) end

-- "3" or, over draws, "3 (2.1: 1 to 4)": at the votes given, then mean and 5 % to 95 % points.
local function over_draws(one, name, show)
  local text = show(one[name])
  if one.draws == 0 or one[name .. "_low"] == nil then return text end
  local mean = one[name .. "_mean"]
  local shown = not mean and "none" or show == count and string.format("%.1f", mean) or show(mean)
  return string.format("%s (%s: %s to %s)", text, shown, show(one[name .. "_low"]), show(one[name .. "_high"]))
end

local figures = {
  { "extra votes that save the loser (median week)", "votes_needed", percent },
  { "votes moved that save him", "transfer", percent },
  { "weeks in which more votes can hurt", "by_votes_weeks", count },
  { "weeks in which fewer would save the loser", "by_fewer_votes_weeks", count },
  { "weeks in which a higher score can hurt", "by_score_weeks", count },
  { "weeks in which a lower one would save the loser", "by_lower_score_weeks", count },
  { "weeks in which an even clone matters", "clones_even_weeks", count },
  { "contestants whose even clone matters", "clones_even", percent },
  { "contestants with a split that matters", "clones_any", percent },
  { "uniform split spoils", "spoiler", percent },
  { "uniform split saves the loser", "team", percent },
  { "uniform split changes who else leaves", "crowd", percent },
}

local note = "Each recorded week by itself with its recorded field. Fractions of votes are of all votes cast that week. "
  .. "Clones share a contestant's votes and have his judges' totals; they count as one."

--- Two tables, as solon.report takes them: figures by rule, and the weeks in which support can hurt.
function told.tables(study)
  local columns, rows = { { name = "figure", title = "" } }, { { figure = "weeks with an exit" } }
  for f, figure in ipairs(figures) do rows[f + 1] = { figure = figure[1] } end
  for i, one in ipairs(study.summary) do
    local key = "rule" .. i
    columns[i + 1] = { name = key, title = one.rule }
    rows[1][key] = tostring(one.weeks)
    for f, figure in ipairs(figures) do
      rows[f + 1][key] = one.weeks > 0 and over_draws(one, figure[2], figure[3]) or ""
    end
  end
  local draws = study.draws > 0
    and string.format(" In brackets mean and 5%% to 95%% points over %d draws of the votes.", study.draws) or ""
  local hurt = {}
  for _, row in ipairs(study.rows) do
    if row.by_votes + row.by_score + row.by_fewer_votes + row.by_lower_score > 0 then
      hurt[#hurt + 1] = { rule = row.rule, season = row.season, week = row.week, eliminated = row.eliminated,
        by_votes = row.by_votes, by_score = row.by_score, by_fewer_votes = row.by_fewer_votes, by_lower_score = row.by_lower_score }
    end
  end
  local out = { { caption = "Axioms and manipulability by rule", columns = columns, rows = rows, note = note .. draws } }
  if #hurt > 0 then
    out[2] = { caption = "Weeks in which support can hurt", rows = hurt,
      note = "How many contestants stay, but would leave with more votes or a higher score; how many leave, but would "
        .. "stay with less.",
      columns = { { name = "rule", title = "rule" }, { name = "season", title = "season" }, { name = "week", title = "week" },
        { name = "eliminated", title = "eliminated" }, { name = "by_votes", title = "hurt by votes" },
        { name = "by_score", title = "hurt by score" }, { name = "by_fewer_votes", title = "saved by fewer votes" },
        { name = "by_lower_score", title = "saved by a lower score" } } }
  end
  return out
end

-- One rule in words.
local function sentence(one)
  if one.weeks == 0 then return one.rule .. ": no week with an exit" end
  return string.format("%s: %s more votes save the loser in the median week; more votes can hurt in %s of %d weeks, fewer "
    .. "would save the loser in %s; the same of scores %s and %s; an even clone matters in %s weeks, for %s of "
    .. "contestants%s", one.rule, over_draws(one, "votes_needed", percent),
    over_draws(one, "by_votes_weeks", count), one.weeks, over_draws(one, "by_fewer_votes_weeks", count),
    over_draws(one, "by_score_weeks", count), over_draws(one, "by_lower_score_weeks", count),
    over_draws(one, "clones_even_weeks", count), over_draws(one, "clones_even", percent),
    one.ties and " (ties are " .. one.ties .. ")" or "")
end

--- What was found, a line a rule.
function told.lines(study)
  local out = {}
  for i, one in ipairs(study.summary) do out[i] = sentence(one) end
  if study.draws > 0 then
    out[#out + 1] = string.format("(in brackets: mean and 5 %% to 95 %% points over %d draws of the votes)", study.draws)
  end
  return out
end

--- A table for a terminal: at the votes given or, with draws, means over them.
function told.brief(study)
  local drawn = study.draws > 0
  local function value(one, name, show)
    local number = one[name]
    if drawn then number = one[name .. "_mean"] end
    if not number then return "none" end
    return show == count and drawn and string.format("%.1f", number) or show(number)
  end
  local out = { string.format("  %-26s %12s %12s %12s %12s %12s", drawn and string.format("mean of %d draws", study.draws) or "",
    "votes needed", "votes hurt", "scores hurt", "clone weeks", "cloned") }
  for _, one in ipairs(study.summary) do
    if one.weeks > 0 then
      out[#out + 1] = string.format("  %-26s %12s %12s %12s %12s %12s", one.rule, value(one, "votes_needed", percent),
        value(one, "by_votes_weeks", count), value(one, "by_score_weeks", count), value(one, "clones_even_weeks", count),
        value(one, "clones_even", percent))
    end
  end
  out[#out + 1] = "  (extra votes that save the loser of the median week, of all cast; weeks in which more votes, a higher score hurt;"
  out[#out + 1] = "  weeks in which an even clone of somebody changes what happens to the others, and of how many contestants)"
  return out
end

local Study = { __index = { frame = told.frame, tables = told.tables, lines = told.lines, brief = told.brief }, __name = "axioms" }

function Study:__tostring() return table.concat(self:lines(), "\n") end

--- Gives a study its methods.
function told.attach(study) return setmetatable(study, Study) end

return told
