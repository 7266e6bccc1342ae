-- outcomes.lua - what the tests of two mechanisms compare besides the utilities: whether a week's exits
-- agree with the judges, and what skill a contestant has shown.

local outcomes = {}

local SCORE_TOLERANCE = 1e-3 -- judge totals closer than this are equal

-- Whether all who leave are among the k lowest judge values of the field, equal ones included.
local function judges_agree(cut)
  local values, sorted = {}, {}
  for i, name in ipairs(cut.field) do
    values[name], sorted[i] = cut.judge[i], cut.judge[i]
  end
  table.sort(sorted)
  local limit = sorted[cut.k] + SCORE_TOLERANCE
  for _, name in ipairs(cut.out) do
    if values[name] > limit then return false end
  end
  return true
end

--- [season number] -> { [week] = whether everybody voted off was among the k lowest of the judges }, from
--- the trace of a replay; the final is no such week.
function outcomes.weekly(trace)
  local seasons = {}
  for _, cut in ipairs(trace) do
    if not cut.final and cut.k > 0 then
      seasons[cut.season] = seasons[cut.season] or {}
      seasons[cut.season][cut.week] = judges_agree(cut)
    end
  end
  return seasons
end

--- Puts the weekly outcomes of another replay's trace into season results.
function outcomes.replace(results, trace)
  local weekly = outcomes.weekly(trace)
  for _, result in ipairs(results) do result.weekly = weekly[result.season_id] end
end

--- Skill of everybody in a season of a contest: the mean over his weeks of the z score of his judge total
--- in that week's field (0 in a week in which all totals are equal).
function outcomes.skills(season)
  local sums = {}
  for i in ipairs(season.contestants) do sums[i] = 0.0 end
  for week = 1, season.weeks do
    local n, mean, square = 0, 0.0, 0.0
    for _, person in ipairs(season.contestants) do
      if week <= person.last_week then n, mean = n + 1, mean + person.totals[week] end
    end
    mean = mean / n
    for _, person in ipairs(season.contestants) do
      if week <= person.last_week then square = square + (person.totals[week] - mean) ^ 2 end
    end
    local deviation = math.sqrt(square / n)
    for i, person in ipairs(season.contestants) do
      if week <= person.last_week and deviation > SCORE_TOLERANCE then
        sums[i] = sums[i] + (person.totals[week] - mean) / deviation
      end
    end
  end
  for i, person in ipairs(season.contestants) do sums[i] = sums[i] / person.last_week end
  return sums
end

return outcomes
