-- rule.lua - certify.lua applied to the parameters of a mechanism: welfare of replayed seasons, averaged
-- over draws of the votes, as the objective.
--
-- One evaluation answers three questions, which differ only in what its errors are taken over (the scopes):
--
--   draws    is this a maximum of the average over the votes' distribution?  Monte Carlo error of the mean over draws
--   votes    ... of these seasons under their true votes?  The spread of single draws
--   seasons  ... of seasons like these?  Seasons are the sampling unit; each counts with its mean over the draws
--
-- Without draws of the votes the first has no error and the second is not asked.  Categories are enumerated: the best
-- point of each cell is compared within draws (seasons).  Along theta1 the best step of welfare is exact.

local arguments = require "solon.mechanism.arguments"
local certificate = require "solon.mechanism.certificate.record"
local certify = require "solon.mechanism.certificate.certify"
local flatness = require "solon.mechanism.certificate.flatness"
local parameters = require "solon.mechanism.parameters"
local published = require "solon.mechanism.published"
local sample = require "solon.mechanism.certificate.sample"
local smoothed = require "solon.mechanism.certificate.smoothed"
local verdict = require "solon.mechanism.certificate.verdict"

local rule_certificate = {}

local NAME = "certify_rule"
local coordinates = { 1, 3, 4 } -- theta1, theta3, theta4
local STEPS = { 0.025, 0.05, 0.1 }
local TINY = 1e-7 -- the step a reader of the published check would take
local utilities = { "engagement", "fairness", "producer" }

local function metatable_name(value) return type(value) == "userdata" and (getmetatable(value) or {}).__name end

-- Whatever votes were given, as an ensemble.
local function ensemble_of(value)
  if metatable_name(value) == "solon.ensemble" then return value end
  if metatable_name(value) == "solon.seasons" then return value:ensemble() end
  error(string.format("bad argument #1 to '%s' (seasons or ensemble expected, got %s)", NAME, type(value)), 3)
end

-- Welfare of a list of points (five numbers each) by draw and by season, as samples of the scopes.
local function evaluate(problem, points)
  local columns = { weights = problem.weights, seed = problem.seed, draws = problem.ties, threads = problem.threads,
    by_draw = true, by_season = true }
  for i, name in ipairs(parameters.names) do
    columns[name] = {}
    for k, point in ipairs(points) do columns[name][k] = point[i] end
  end
  local found = problem.ensemble:evaluate(columns)
  local by_season
  for j, name in ipairs(utilities) do
    local part = found[name .. "_by_season"] * problem.weights[j]
    by_season = by_season and by_season:axpy(1, part) or part
  end
  local by_draw, seasons = found.welfare_by_draw:totable(), by_season:totable()
  return { draws = sample.new(by_draw, { batched = true }), votes = sample.new(by_draw, { scale = "spread" }),
    seasons = sample.new(seasons) }
end

-- The five parameters of a point of the three coordinates.
local function full(problem, x) return { x[1], problem.point[2], x[2], x[3], problem.point[5] } end

local function thinned(low, high, count, thin)
  local grid = {}
  for k = 0, count, thin do grid[#grid + 1] = low + (high - low) * k / count end
  if grid[#grid] < high then grid[#grid + 1] = high end
  return grid
end

-- The best point of each cell of categories: those given, or of a lattice.
local function best_of_cells(problem, given, thin)
  local cells = {}
  if given then
    for k, cell in ipairs(given) do
      cells[k] = {}
      for i, name in ipairs(parameters.names) do cells[k][i] = cell[name] end
    end
    return cells
  end
  local grids = { theta1 = thinned(0.1, 0.9, 80, thin), theta2 = { 0, 1, 2 }, theta3 = thinned(0.5, 1.0, 25, thin),
    theta4 = thinned(0.0, 0.2, 20, thin), theta5 = { 0, 1, 2 }, weights = problem.weights, seed = problem.seed,
    draws = problem.ties, threads = problem.threads }
  local lattice = problem.ensemble:lattice(grids)
  local size = #grids.theta1 * #grids.theta3 * #grids.theta4
  for cell = 0, 8 do
    local best = lattice.welfare[{ cell * size + 1, (cell + 1) * size }]:argmax() - 1
    local n1, n3 = #grids.theta1, #grids.theta3
    cells[cell + 1] = { grids.theta1[best % n1 + 1], cell // 3, grids.theta3[best // n1 % n3 + 1],
      grids.theta4[best // (n1 * n3) + 1], cell % 3 }
  end
  return cells
end

local function label(point) return string.format("%d/%d", point[2], point[5]) end

-- Cells for certify.judge; the point's own is the point itself where that is better.
local function set_cells(problem, cells)
  local points = { problem.point }
  problem.cells, problem.cell = {}, label(problem.point)
  for k, point in ipairs(cells) do
    problem.cells[k] = { label = label(point), point = point }
    points[k + 1] = point
  end
  local samples = evaluate(problem, points)
  for k, cell in ipairs(problem.cells) do
    if cell.label == problem.cell and samples.draws:estimate { { k + 1, 1 }, { 1, -1 } } <= 0 then
      cell.point, points[k + 1] = problem.point, problem.point
      samples = evaluate(problem, points)
    end
  end
  problem.ask_cells = function() return samples end
end

-- Where welfare stays what it is under every draw of the votes: the intersection of their plateaus.
local function plateau_of(problem)
  local count = problem.ensemble:info().count
  return function(_, k)
    local i = coordinates[k]
    local low, high = parameters.low[i], parameters.high[i]
    for draw = 1, count do
      local one = problem.ensemble:draw(draw):plateau(problem.point, i, { seed = problem.seed })
      low, high = math.max(low, one.low), math.min(high, one.high)
    end
    -- ends are exact to rounding only
    return math.min(low, problem.point[i]), math.max(high, problem.point[i])
  end
end

-- The best step of welfare along theta1 through the point: exact, no grid.  Its gain over the point is judged like one of
-- as many rivals as there are steps.
local function line_of(problem, result)
  local point = problem.point
  local found = problem.ensemble:sweep { theta2 = point[2], theta3 = point[3], theta4 = point[4], theta5 = point[5],
    low = parameters.low[1], high = parameters.high[1], weights = problem.weights, seed = problem.seed, draws = problem.ties,
    threads = problem.threads }
  local best = { 0.5 * (found.best_low + found.best_high), point[2], point[3], point[4], point[5] }
  local own = evaluate(problem, { point, best }).draws
  local line = { plateaus = #found.welfare, best_low = found.best_low, best_high = found.best_high }
  line.best_welfare = own:estimate { { 2, 1 } }
  line.gain, line.standard_error = own:estimate { { 2, 1 }, { 1, -1 } }
  line.verdict = verdict.at_most(line.gain, line.standard_error, problem.gain_tol * math.max(1.0, math.abs(result.value)),
    own:critical(problem.confidence), own:critical(problem.confidence, line.plateaus))
  return line
end

-- Gradient and Hessian of the five parameters as the published check takes them: categories have differences of 0.
local function published_at(problem, params, share)
  local steps = {}
  for i = 1, 3 do steps[i] = share * (problem.high[i] - problem.low[i]) end
  local plan = smoothed.stencil(problem, steps)
  local at = smoothed.derivatives(plan, problem.ask(plan.points).draws)
  local gradient, hessian = { 0.0, 0.0, 0.0, 0.0, 0.0 }, {}
  for i = 1, 5 do hessian[i] = { 0.0, 0.0, 0.0, 0.0, 0.0 } end
  for a, i in ipairs(coordinates) do
    gradient[i] = at.gradient[a]
    for b, j in ipairs(coordinates) do hessian[i][j] = at.hessian[a][b] end
  end
  local result = published.verify_kkt(params, gradient, hessian)
  result.step, result.gradient, result.hessian = share, gradient, hessian
  return result
end

local function prepare(ensemble, params, options)
  local weights = options.weights
  if weights and weights.omega_fan then weights = { weights.omega_fan, weights.omega_judge, weights.omega_producer } end
  local point = params:to_array()
  local problem = { ensemble = ensemble, point = point, weights = weights or { 0.4, 0.3, 0.3 }, x = {}, names = {}, low = {}, high = {},
    seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 3, NAME, "seed"),
    ties = arguments.integer(options.draws or 20, 1, 1000000, 3, NAME, "draws"),
    threads = options.threads and arguments.integer(options.threads, 1, 1024, 3, NAME, "threads"),
    tol = arguments.number(options.tol or 0.01, 0, math.huge, 3, NAME, "tol"),
    curvature_tol = arguments.number(options.curvature_tol or 1e-4, 0, math.huge, 3, NAME, "curvature_tol"),
    gain_tol = arguments.number(options.gain_tol or 1e-3, 0, math.huge, 3, NAME, "gain_tol"),
    confidence = arguments.number(options.confidence or 0.95, 0.5, 0.9999, 3, NAME, "confidence"),
    step_list = certify.steps_of { steps = options.steps or STEPS } }
  for k, i in ipairs(coordinates) do
    problem.x[k], problem.names[k], problem.low[k], problem.high[k] = point[i], parameters.names[i], parameters.low[i], parameters.high[i]
  end
  problem.draws = ensemble:info().count
  problem.scopes = problem.draws > 1 and { "draws", "votes" } or { "draws" }
  if ensemble:info().seasons > 1 then problem.scopes[#problem.scopes + 1] = "seasons" end
  function problem.ask(points)
    local all = {}
    for k, x in ipairs(points) do all[k] = full(problem, x) end
    return evaluate(problem, all)
  end
  return problem
end

local known = { "weights", "seed", "draws", "thin", "steps", "tol", "curvature_tol", "gain_tol", "confidence", "threads", "cells", "surface",
  "statistics" }

--- certify_rule(seasons, parameters [, options]): see doc/mechanism.lua.
function rule_certificate.run(seasons, params, options)
  local ensemble = ensemble_of(seasons)
  if not parameters.is(params) then
    error(string.format("bad argument #2 to '%s' (mechanism parameters expected, got %s)", NAME, type(params)), 2)
  end
  options = arguments.options(options, known, 3, NAME)
  if not params:feasible() then
    error(string.format("bad argument #2 to '%s' (every parameter in its domain expected, got %s)", NAME, tostring(params)), 2)
  end
  local problem = prepare(ensemble, params, options)
  set_cells(problem, best_of_cells(problem, options.cells, arguments.integer(options.thin or 10, 1, 80, 3, NAME, "thin")))
  -- the kernel's plateau looks at one draw of random ties only
  if params.theta5 ~= 2 or problem.ties == 1 then problem.plateau = plateau_of(problem) end
  local result = certify.judge(problem)
  certificate.add_line(result, line_of(problem, result))
  result.point, result.statistics, result.published = problem.point, options.statistics, {}
  result.flatness = options.surface and flatness.of(options.surface, problem.confidence) or nil
  for k, share in ipairs { TINY, table.unpack(problem.step_list) } do
    result.published[k] = published_at(problem, params, share)
  end
  return result
end

--- The certificate of the best mechanism of a search (the result of mechanism.search): options: statistics (plain data
--- of resampling to be kept beside it), steps, tol, curvature_tol, confidence, threads.
function rule_certificate.for_search(found, options)
  local problem, all = found.problem, {}
  for name, value in pairs(options or {}) do all[name] = value end
  all.weights, all.seed, all.draws = problem.weights, problem.seed, problem.draws
  all.cells, all.surface = found.cells, found.surface
  return rule_certificate.run(found.ensemble or found.seasons, found.best, all)
end

rule_certificate.data, rule_certificate.lines, rule_certificate.summary = certificate.data, certificate.lines, certificate.summary

return rule_certificate
