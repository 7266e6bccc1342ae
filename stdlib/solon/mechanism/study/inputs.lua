-- inputs.lua - what both protocols read: the contest, the votes, the rules.

local contest = require "solon.mechanism.data.contest"
local json = require "solon.json"
local rules_file = require "solon.mechanism.data.rules_file"
local votes = require "solon.mechanism.data.votes"

local run_inputs = {}

local function must(value, message)
  if not value then error(message, 0) end
  return value
end

--- The contest of a run; raises with the loader's message.
function run_inputs.contest(ctx) return must(contest.load(ctx.inputs.seasons.path)) end

-- What the parameters of a run say about a file of votes: of draws only how many.
local function vote_options(ctx, path)
  local p = ctx.params
  if (p.votes_low == nil) ~= (p.votes_high == nil) then
    error("--votes-low and --votes-high, the two ends of an interval, come together", 0)
  end
  if path:lower():find("%.parquet$") then return { draws = p.vote_draws } end
  local options = { column = p.votes_column, low = p.votes_low, high = p.votes_high }
  if p.votes_low then options.draws, options.seed = p.vote_draws, ctx.seed end
  return options
end

--- The votes of a run; without a file shares are equal.  Raises with the loader's message.
function run_inputs.votes(ctx, loaded)
  local path = ctx.inputs.votes and ctx.inputs.votes.path
  return must(votes.load(loaded, path, path and vote_options(ctx, path)))
end

local function notes_of(lines, source)
  for _, note in ipairs(source.notes) do lines[#lines + 1] = "  note: " .. note end
end

--- Where the contest comes from, for the summary: simulated, or given.
function run_inputs.contest_lines(ctx, loaded)
  local counts, lines = loaded.counts, {}
  if ctx.inputs.seasons.bundled then
    lines[1] = ctx.inputs.votes and ctx.inputs.votes.bundled and "Simulated seasons and votes that come with Solon (give --seasons and --votes for real ones)."
      or "Simulated seasons that come with Solon (give --seasons for real ones)."
  end
  lines[#lines + 1] = string.format("Contest: %d contestants, %d seasons, %d season-weeks, %d contestant-weeks, %d elimination weeks.",
    counts.contestants, counts.seasons, counts.season_weeks, counts.contestant_weeks, counts.elimination_weeks)
  notes_of(lines, loaded)
  return lines
end

--- Where the votes come from.
function run_inputs.vote_lines(shares)
  local lines = { "Votes: " .. shares.description .. "." }
  notes_of(lines, shares)
  return lines
end

-- A copy that JSON writes as a list, also when it is empty.
local function listed(values) return json.array(table.move(values, 1, #values, 1, {})) end

--- What an output says about its data: no paths, so that the bytes do not depend on where files lie.
function run_inputs.describe(loaded, shares)
  return {
    contest = { sha256 = loaded.sha256, counts = loaded.counts, notes = listed(loaded.notes) },
    votes = { id = shares.id, column = shares.column, sha256 = shares.sha256, description = shares.description,
      notes = listed(shares.notes) },
  }
end

--- The rules of a run as solon.voting takes them, and their name; raises when a file of rules is wrong or leaves a
--- season of the contest out.
function run_inputs.rules(ctx, loaded)
  if not ctx.inputs.rules_file then return ctx.params.rules, ctx.params.rules end
  local rules, message = rules_file.check(ctx.inputs.rules_file.path, ctx.read_json("rules_file"), loaded)
  if not rules then error(message, 0) end
  return rules, "file " .. ctx.inputs.rules_file.sha256
end

return run_inputs
