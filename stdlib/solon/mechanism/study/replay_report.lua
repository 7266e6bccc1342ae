-- replay_report.lua - a replay told: how many weeks it reproduces, which it misses and why, every cut.

local frame = require "solon.frame"
local json = require "solon.json"
local run_inputs = require "solon.mechanism.study.inputs"

local replay_report = {}

local function set_of(names)
  local set = {}
  for _, name in ipairs(names) do set[name] = true end
  return set
end

local function missing_from(names, set)
  local out = {}
  for _, name in ipairs(names) do
    if not set[name] then out[#out + 1] = name end
  end
  return out
end

-- "Ann 0.3412" for every name that took part in the cut.
local function scored(cut, names)
  local position, out = {}, {}
  for i, name in ipairs(cut.field) do position[name] = i end
  for i, name in ipairs(names) do
    local at = position[name]
    out[i] = at and string.format("%s %.6g", name, cut.combined[at]) or name .. " (no longer in)"
  end
  return table.concat(out, ", ")
end

-- Why the cut is not the recorded one.
local function reason(cut)
  local spared = missing_from(cut.recorded, set_of(cut.out))
  local instead = missing_from(cut.out, set_of(cut.recorded))
  if #instead == 0 then return "fewer left than recorded: " .. scored(cut, spared) .. " had gone before" end
  if cut.decided == "judges" then
    return string.format("the judges sent %s of the bottom two (%s)", table.concat(cut.out, ", "), scored(cut, cut.bottom_two))
  end
  if #cut.tied > 0 then
    return string.format("tie at the cut (%s): the tie rule sends %s, recorded is %s", scored(cut, cut.tied),
      table.concat(instead, ", "), table.concat(spared, ", "))
  end
  return string.format("combined score of %s is lower than of %s", scored(cut, instead), scored(cut, spared))
end

local function misses(trace)
  local list = {}
  for _, cut in ipairs(trace) do
    if not cut.final and cut.k > 0 then
      local recorded = set_of(cut.recorded)
      if #missing_from(cut.out, recorded) > 0 or #cut.out ~= #cut.recorded then
        list[#list + 1] = { season = cut.season, week = cut.week, recorded = cut.recorded,
          replayed = json.array(cut.out),
          why = reason(cut) }
      end
    end
  end
  return list
end

--- The content of replay.json.
function replay_report.summary(contest, votes, run, named)
  local summary = run_inputs.describe(contest, votes)
  summary.rules, summary.replay, summary.seed = named.rules, named.replay, named.seed
  summary.elimination_weeks, summary.reproduced = run.elimination_weeks, run.reproduced
  summary.misses = json.array(misses(run.trace))
  if named.replay == "dynamic" then
    summary.imputed_contestant_weeks = run.imputed
    summary.changed_contestants, summary.changed_seasons = run.changed_contestants, run.changed_seasons
    summary.welfare = { welfare = run.welfare, engagement = run.engagement, fairness = run.fairness, producer = run.producer }
  end
  return summary
end

local columns = { "season", "week", "final", "k", "contestant", "judge", "fan", "combined", "imputed", "tied", "decided",
  "save", "out", "recorded" }

--- Every contestant of every cut, as a frame.
function replay_report.cuts(run)
  local data, n = {}, 0
  for _, name in ipairs(columns) do data[name] = {} end
  for _, cut in ipairs(run.trace) do
    local imputed, tied, out, recorded = set_of(cut.imputed), set_of(cut.tied), set_of(cut.out), set_of(cut.recorded)
    for i, name in ipairs(cut.field) do
      n = n + 1
      data.season[n], data.week[n], data.final[n], data.k[n] = cut.season, cut.week, cut.final and 1 or 0, cut.k
      data.contestant[n] = name
      data.judge[n], data.fan[n], data.combined[n] = cut.judge[i], cut.fan[i], cut.combined[i]
      data.imputed[n], data.tied[n] = imputed[name] and 1 or 0, tied[name] and 1 or 0
      data.decided[n], data.save[n] = cut.decided, cut.save and 1 or 0
      data.out[n], data.recorded[n] = out[name] and 1 or 0, recorded[name] and 1 or 0
    end
  end
  local ordered = {}
  for i, name in ipairs(columns) do ordered[i] = { name = name, values = data[name] } end
  return frame.new(ordered)
end

--- The summary a person reads.
function replay_report.lines(summary)
  local lines = { string.format("Rules %s, %s replay: the recorded exits in %d of %d elimination weeks.", summary.rules,
    summary.replay, summary.reproduced, summary.elimination_weeks) }
  for i, miss in ipairs(summary.misses) do
    if i > 12 then
      lines[#lines + 1] = string.format("  … and %d more in replay.json", #summary.misses - 12)
      break
    end
    lines[#lines + 1] = string.format("  S%dW%d recorded %s, replayed %s: %s", miss.season, miss.week,
      table.concat(miss.recorded, " + "), table.concat(miss.replayed, " + "), miss.why)
  end
  if summary.welfare then
    local w = summary.welfare
    lines[#lines + 1] = string.format("Exit week differs for %d contestants in %d seasons; %d contestant-weeks imputed.",
      summary.changed_contestants, summary.changed_seasons, math.tointeger(summary.imputed_contestant_weeks) or summary.imputed_contestant_weeks)
    lines[#lines + 1] = string.format("Welfare %.4f: engagement %.4f, fairness %.4f, producer %.4f.", w.welfare,
      w.engagement, w.fairness, w.producer)
  end
  return lines
end

return replay_report
