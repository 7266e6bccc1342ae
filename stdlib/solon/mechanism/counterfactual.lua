-- counterfactual.lua - what changes, season by season, when another mechanism decides.

local welfare = require "solon.mechanism.welfare"

local counterfactual = {}

--- The columns of the table, in order.
counterfactual.columns = { "season", "elimination_changes", "delta_fairness", "delta_engagement", "sq_eliminations",
  "opt_eliminations", "elimination_changes_as_published" }

-- Positions at which two ordered lists differ, up to the shorter one: the source text's count.  One
-- early swap shifts everybody behind it, so it counts moves, not changes.
local function positional(a, b)
  local differ = 0
  for i = 1, math.min(#a, #b) do
    if a[i] ~= b[i] then differ = differ + 1 end
  end
  return differ
end

-- Contestants who leave in another week.
local function exits_changed(a, b)
  local differ = 0
  for name, week in pairs(a) do
    if b[name] ~= week then differ = differ + 1 end
  end
  return differ
end

local function first_three(names)
  return table.concat(names, ",", 1, math.min(3, #names))
end

local function check(sq_results, opt_results, season_ids, name)
  welfare.check_pair(sq_results, opt_results, name)
  if season_ids == nil then
    season_ids = {}
    for i, result in ipairs(sq_results) do season_ids[i] = result.season_id end
  elseif type(season_ids) ~= "table" or #season_ids ~= #sq_results then
    error(string.format("bad argument #3 to '%s' (%d season numbers expected, got %s)", name, #sq_results,
      type(season_ids) == "table" and #season_ids or type(season_ids)), 3)
  end
  return season_ids
end

local function row(sq, opt, id, changes)
  return {
    season = id,
    elimination_changes = changes,
    delta_fairness = opt.fairness_score - sq.fairness_score,
    delta_engagement = opt.engagement_score - sq.engagement_score,
    sq_eliminations = first_three(sq.eliminations),
    opt_eliminations = first_three(opt.eliminations),
  }
end

--- One row per season; elimination_changes counts contestants whose exit week differs (both lists need
--- exit_weeks), elimination_changes_as_published differing positions of the two lists.
function counterfactual.table(sq_results, opt_results, season_ids)
  season_ids = check(sq_results, opt_results, season_ids, "counterfactual_table")
  local rows = {}
  for i, sq in ipairs(sq_results) do
    local opt = opt_results[i]
    if not sq.exit_weeks or not opt.exit_weeks then
      error(string.format("bad argument #%d to 'counterfactual_table' (season results with exit_weeks expected; entry %d has none)",
        sq.exit_weeks and 2 or 1, i), 2)
    end
    rows[i] = row(sq, opt, season_ids[i], exits_changed(sq.exit_weeks, opt.exit_weeks))
    rows[i].elimination_changes_as_published = positional(sq.eliminations, opt.eliminations)
  end
  return rows
end

--- The source text's table, literally: elimination_changes counts differing positions.
function counterfactual.table_as_published(sq_results, opt_results, season_ids)
  season_ids = check(sq_results, opt_results, season_ids, "counterfactual_table_as_published")
  local rows = {}
  for i, sq in ipairs(sq_results) do
    rows[i] = row(sq, opt_results[i], season_ids[i], positional(sq.eliminations, opt_results[i].eliminations))
  end
  return rows
end

--- Totals over a table: { seasons_analyzed, total_elimination_changes, seasons_with_changes,
--- average_changes_per_season }, counting the named column.
function counterfactual.summary(rows, column)
  column = column or "elimination_changes"
  local total, with = 0, 0
  for _, entry in ipairs(rows) do
    total = total + entry[column]
    if entry[column] > 0 then with = with + 1 end
  end
  return { seasons_analyzed = #rows, total_elimination_changes = total, seasons_with_changes = with,
    average_changes_per_season = total / #rows }
end

return counterfactual
