-- run.lua - all that a search can say about how sure its best mechanism is.
--
-- Tables for files, by their columns:
--
--   pareto     theta1 .. theta5, engagement, fairness, producer, welfare (means over seasons and draws), points (of the
--              lattice with these utilities), simplex_share (of the triangle of weights in which it is best)
--   weights    omega_fan, omega_judge, omega_producer, theta1 .. theta5 (best for these weights), welfare, status_quo
--              (its welfare with these weights), gain, gain_low, gain_high (2.5 and 97.5% over draws of the votes; NaN
--              with one)
--   stability  kind, item, theta1 .. theta5 (the best mechanism), welfare, gain_in, gain_all, gain_out: over the status
--              quo on the seasons (and draw) that chose it, on all, and on the seasons that had no say (NaN: none).  Kinds:
--              leave_one_out (item: the season left out), season_bootstrap (the resample), vote_draw (the draw), joint
--              (the resample, each under one draw of the votes)

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local gain = require "solon.mechanism.uncertain.gain"
local methods = require "solon.mechanism.uncertain.methods"
local over_draws = require "solon.mechanism.uncertain.over_draws"
local parameters = require "solon.mechanism.parameters"
local pareto = require "solon.mechanism.uncertain.pareto"
local search = require "solon.mechanism.search"
local stability = require "solon.mechanism.uncertain.stability"
local surface = require "solon.mechanism.uncertain.surface"
local told = require "solon.mechanism.uncertain.told"
local weights = require "solon.mechanism.uncertain.weights"

local run = {}

local utilities = { "engagement", "fairness", "producer" }

-- ---- tables ------------------------------------------------------------------------------------------

local function with_point(row, found, i)
  for _, name in ipairs(parameters.names) do row[name] = found[name][i] end
  row.theta2, row.theta5 = math.tointeger(row.theta2), math.tointeger(row.theta5)
  return row
end

local function pareto_rows(found)
  local members, points = pareto.set(found.engagement, found.fairness, found.producer)
  local shares, cells = weights.shares(found, members)
  local rows = {}
  for k, i in ipairs(members) do
    rows[k] = with_point({ engagement = found.engagement[i], fairness = found.fairness[i], producer = found.producer[i],
      welfare = found.welfare[i], points = points[k], simplex_share = shares[i] or 0.0 }, found, i)
  end
  return rows, members, cells
end

-- Utilities by draw of some points of the surface: { [position] = { engagement, fairness, producer: arrays } }.
local function utilities_by_draw(found, positions, ensemble, problem)
  local thetas = { weights = problem.weights, seed = problem.seed, draws = problem.draws, threads = problem.jobs,
    by_draw = true }
  for _, name in ipairs(parameters.names) do thetas[name] = found[name]:take(positions) end
  local values, by_point = ensemble:evaluate(thetas), {}
  for k, i in ipairs(positions) do
    by_point[i] = {}
    for _, name in ipairs(utilities) do by_point[i][name] = values[name .. "_by_draw"]:row(k) end
  end
  return by_point
end

local function weight_rows(found, members, status_quo, ensemble, problem, steps)
  local rows, seen, positions = weights.sweep(found, members, steps), {}, {}
  for _, row in ipairs(rows) do
    if not seen[row.point] then
      seen[row.point], positions[#positions + 1] = true, row.point
    end
  end
  local by_point = utilities_by_draw(found, positions, ensemble, problem)
  local thetas = status_quo.parameters
  thetas.weights, thetas.seed, thetas.draws, thetas.by_draw = problem.weights, problem.seed, problem.draws, true
  local base, several = ensemble:evaluate(thetas), found.draws > 1
  for _, row in ipairs(rows) do
    local omega, gains = { row.omega_fan, row.omega_judge, row.omega_producer }, 0
    row.status_quo = 0.0
    for j, name in ipairs(utilities) do
      row.status_quo = row.status_quo + omega[j] * base[name][1]
      gains = gains + omega[j] * (by_point[row.point][name] - base[name .. "_by_draw"]:row(1))
    end
    local q = array.quantile(gains, { 0.025, 0.975 })
    row.gain = row.welfare - row.status_quo
    row.gain_low, row.gain_high = several and q[1] or 0 / 0, several and q[2] or 0 / 0
    with_point(row, found, row.point)
  end
  return rows
end

local function choice_rows(rows, kind, items, found, points, welfare, gains)
  for r, point in ipairs(points) do
    rows[#rows + 1] = with_point({ kind = kind, item = items and items[r] or r, welfare = welfare[r], gain_in = gains.inside[r],
      gain_all = gains.all[r], gain_out = gains.outside and gains.outside[r] or 0 / 0 }, found, point)
  end
end

-- Gains of the choices of single draws, and of resamples under single draws.
local function draw_gains(found, choices, base, counts)
  local draws, seasons = base.by_season:shape()
  local per_draw = #choices.point // draws
  local gains = { inside = {}, all = {} }
  for r, point in ipairs(choices.point) do
    local row = base.by_season:row(1 + (r - 1) // per_draw)
    gains.inside[r] = choices.welfare[r] - (counts and array.dot(row, counts:row(r)) / seasons or row:mean())
    gains.all[r] = found.welfare[point] - base.welfare.mean
  end
  return gains
end

-- ---- the whole ---------------------------------------------------------------------------------------

-- Choices without each season, of resamples, of draws, of both, and what each gains over the baselines.
local function add_stability(result, baselines)
  local found = result.surface
  local by_season, seasons = surface.welfare_by_season(found), #found.season
  local without, rows = stability.leave_one_out(seasons), {}
  local left_points, left_welfare
  if seasons > 1 then left_points, left_welfare = stability.choices(by_season, without) end
  local boot_points, boot_welfare = stability.choices(by_season, found.counts)
  result.curse = {}
  for name, base in pairs(baselines) do
    local mean = base.by_season:mean { by = "column" }
    local left = left_points and stability.gains(by_season, left_points, mean, without) or nil
    local boot = stability.gains(by_season, boot_points, mean, found.counts)
    local apparent = result.proposed.by_season:mean { by = "column" }:mean() - mean:mean()
    result.curse[name] = stability.curse(apparent, boot, left)
    if name == "status_quo" then
      if left then choice_rows(rows, "leave_one_out", found.season, found, left_points, left_welfare, left) end
      choice_rows(rows, "season_bootstrap", nil, found, boot_points, boot_welfare, boot)
    end
  end
  if found.draws > 1 then
    choice_rows(rows, "vote_draw", nil, found, found.by_draw.point, found.by_draw.welfare,
      draw_gains(found, found.by_draw, baselines.status_quo))
    choice_rows(rows, "joint", nil, found, found.joint.point, found.joint.welfare,
      draw_gains(found, found.joint, baselines.status_quo, found.counts))
  end
  result.stability = rows
  result.distributions = { leave_one_out = left_points and stability.distribution(found, left_points) or nil,
    season_bootstrap = stability.distribution(found, boot_points) }
  if found.draws > 1 then
    result.distributions.vote_draw = stability.distribution(found, found.by_draw.point)
    result.distributions.joint = stability.distribution(found, found.joint.point)
    -- what knowing the votes would be worth: the best of each draw less the one best for all
    result.perfect_information = array.mean(found.by_draw.welfare) - found.welfare[found.best]
  end
end

-- The surface of a search without draws of the votes, whose one draw is the shares it used.
local function prepare(found, options)
  local problem = {}
  for name, value in pairs(found.problem) do problem[name] = value end
  for _, name in ipairs { "map", "once", "progress" } do problem[name] = options[name] or problem[name] end
  if found.surface then return found.surface, found.ensemble, problem end
  local share = array.new(problem.columns.share)
  local shares = share:reshape(1, #share)
  local ensemble = found.seasons:ensemble(shares)
  problem.shared = search.shared(problem.columns, shares, problem, options.resamples)
  return search.surface(problem, options.thin), ensemble, problem
end

local function check(contest, found, options)
  local name = "assess"
  if type(contest) ~= "table" or not contest.seasons then
    error("bad argument #1 to 'assess' (contest expected, got " .. type(contest) .. ")", 3)
  end
  if type(found) ~= "table" or not found.problem then
    error("bad argument #2 to 'assess' (result of search expected, got " .. type(found) .. ")", 3)
  end
  options = arguments.options(options, { "rules", "resamples", "thin", "steps", "map", "once", "progress" }, 3, name)
  return {
    rules = options.rules or "historical", map = options.map, once = options.once, progress = options.progress,
    resamples = arguments.integer(options.resamples or 2000, 1, 1000000, 3, name, "resamples"),
    thin = arguments.integer(options.thin or 2, 1, 20, 3, name, "thin"),
    steps = arguments.integer(options.steps or 10, 1, 100, 3, name, "steps"),
  }
end

local Assessment = { __name = "assessment" }
function Assessment:__tostring() return table.concat(told.lines(self), "\n") end

--- Says how sure the best mechanism of a search is: see the documentation of solon.mechanism.assess.
function run.assess(contest, found, options)
  options = check(contest, found, options)
  local lattice, ensemble, problem = prepare(found, options)
  local result = setmetatable({ surface = lattice, best = found.best, draws = lattice.draws, seasons = #lattice.season,
    weights_of_welfare = problem.weights }, Assessment)
  local status_quo = parameters.status_quo()
  result.proposed = over_draws.replay(found.best:to_array(), ensemble, problem)
  result.status_quo = over_draws.replay(status_quo:to_array(), ensemble, problem)
  result.rules = over_draws.replay(options.rules, ensemble, problem)
  local baselines = { status_quo = result.status_quo, rules = result.rules }
  result.methods = found.methods or methods.compare(ensemble, problem, found.lattice_best, found.rows[1], found.cells,
    { found.lattice_points, found.evaluated - found.lattice_points })
  local members
  result.pareto, members, result.cells = pareto_rows(lattice)
  local thetas = {}
  for _, name in ipairs(parameters.names) do thetas[name] = status_quo[name] end
  result.weights = weight_rows(lattice, members, { parameters = thetas }, ensemble, problem, options.steps)
  add_stability(result, baselines)
  result.sweep = methods.sweep(ensemble, problem, found.best)
  result.gain = {}
  for name, base in pairs(baselines) do
    result.gain[name] = gain.intervals(result.proposed.by_season - base.by_season, lattice.counts, problem.seed)
  end
  return result
end

return run
