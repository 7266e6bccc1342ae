-- search/init.lua - the best mechanism by exhaustion: every point of a lattice in every cell of categories,
-- then finer lattices around the best.
--
-- With draws of the votes welfare is the mean over the draws.  The lattice then is coarser, and its values come from a
-- surface (uncertain/surface.lua); an exact line search and differential evolution (uncertain/methods.lua) look whether
-- the refinement has missed something.
--
-- Coordinates are counted in units of 1e-5, so that every value is the double nearest to its decimal and
-- points of two lattices can be told equal.  Points are ordered by welfare, the larger first; equal ones
-- by (theta2, theta5, theta4, theta3, theta1), the smaller first.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local parameters = require "solon.mechanism.parameters"
local plateau = require "solon.mechanism.search.plateau"
local replay = require "solon.mechanism.replay"
local resamples = require "solon.mechanism.uncertain.resamples"
local methods = require "solon.mechanism.uncertain.methods"
local surface = require "solon.mechanism.uncertain.surface"
local voting = require "solon.voting"
local workers = require "solon.mechanism.workers"

local search = {}

local UNIT = 1e5
local coordinates = { "theta1", "theta3", "theta4" }

-- first, last and step in units: 81 x 26 x 21 points a cell
local lattice = {
  theta1 = { first = 10000, last = 90000, step = 1000 },
  theta3 = { first = 50000, last = 100000, step = 2000 },
  theta4 = { first = 0, last = 20000, step = 1000 },
}
-- Each round lays 21 x 21 x 21 points around the best so far, one step of the round before to each side.
local rounds = {
  { theta1 = 100, theta3 = 200, theta4 = 100 },
  { theta1 = 10, theta3 = 20, theta4 = 10 },
  { theta1 = 1, theta3 = 2, theta4 = 1 },
}

local function range(first, last, step)
  local values = {}
  for unit = first, last, step do values[#values + 1] = unit end
  return values
end

local function decimals(units)
  local values = {}
  for i, unit in ipairs(units) do values[i] = unit / UNIT end
  return values
end

-- A lattice with fewer points: every k-th of each coordinate, the bounds kept.
local function thinned(k)
  local grid = {}
  for _, name in ipairs(coordinates) do
    local g = lattice[name]
    grid[name] = range(g.first, g.last, g.step * k)
    if grid[name][#grid[name]] ~= g.last then table.insert(grid[name], g.last) end
  end
  return grid
end

local THETA3_PER_TASK = 2 -- the kernel shares work between values of theta4 and theta5, so they stay together

-- The tasks of a grid: one per theta2 and few values of theta3.
local function tasks_of(problem, theta2s, theta5s, grid)
  local tasks = {}
  for _, theta2 in ipairs(theta2s) do
    for from = 1, #grid.theta3, THETA3_PER_TASK do
      local theta3 = table.move(grid.theta3, from, math.min(from + THETA3_PER_TASK - 1, #grid.theta3), 1, {})
      tasks[#tasks + 1] = { theta1 = decimals(grid.theta1), theta2 = { theta2 }, theta3 = decimals(theta3),
        theta4 = decimals(grid.theta4), theta5 = theta5s, weights = problem.weights, seed = problem.seed,
        draws = problem.draws, first_theta3 = from }
    end
  end
  return tasks
end

-- Copies the welfare a task gave (order theta5, theta4, theta3, theta1) into the cells.
local function place_slice(cells, task, values, grid)
  local n1, n3, at = #grid.theta1, #grid.theta3, 0
  for _, theta5 in ipairs(task.theta5) do
    local welfare = cells[task.theta2[1] * 3 + theta5]
    for i4 = 1, #grid.theta4 do
      local to = ((i4 - 1) * n3 + task.first_theta3 - 1) * n1
      local count = #task.theta3 * n1
      table.move(values, at + 1, at + count, to + 1, welfare)
      at = at + count
    end
  end
end

-- Welfare over a grid in the product of categories: [3 theta2 + theta5] -> sequence in the order theta4,
-- theta3, theta1 (the fastest).
local function evaluate(problem, key, theta2s, theta5s, grid)
  local cells, tasks = {}, tasks_of(problem, theta2s, theta5s, grid)
  local size = #grid.theta1 * #grid.theta3 * #grid.theta4
  for _, theta2 in ipairs(theta2s) do
    for _, theta5 in ipairs(theta5s) do
      local welfare = {}
      for i = 1, size do welfare[i] = 0.0 end
      cells[theta2 * 3 + theta5] = welfare
    end
  end
  local slices = problem.map { key = key, module = problem.module, call = "welfare", tasks = tasks, shared = problem.shared,
    text = key }
  for i, slice in ipairs(slices) do place_slice(cells, tasks[i], slice, grid) end
  return cells
end

-- The units of the i-th point of a grid.
local function units_at(grid, i)
  local n1, n3 = #grid.theta1, #grid.theta3
  i = i - 1
  return grid.theta1[i % n1 + 1], grid.theta3[i // n1 % n3 + 1], grid.theta4[i // (n1 * n3) + 1]
end

local function better(a, b)
  if a.welfare ~= b.welfare then return a.welfare > b.welfare end
  if a.theta2 ~= b.theta2 then return a.theta2 < b.theta2 end
  if a.theta5 ~= b.theta5 then return a.theta5 < b.theta5 end
  if a.theta4 ~= b.theta4 then return a.theta4 < b.theta4 end
  if a.theta3 ~= b.theta3 then return a.theta3 < b.theta3 end
  return a.theta1 < b.theta1
end

local function point(theta2, theta5, grid, i, welfare)
  local theta1, theta3, theta4 = units_at(grid, i)
  return { theta1 = theta1, theta2 = theta2, theta3 = theta3, theta4 = theta4, theta5 = theta5, welfare = welfare }
end

-- All nine cells with their best points, in the order of theta2 and theta5; cells.best is the best of all.
-- values[3 theta2 + theta5] is the welfare over the grid.
local function best_of_cells(values, grid)
  local cells = {}
  for theta2 = 0, 2 do
    for theta5 = 0, 2 do
      local welfare, best = values[theta2 * 3 + theta5], 1
      for i = 2, #welfare do
        if welfare[i] > welfare[best] then best = i end
      end
      cells[#cells + 1] = { theta2 = theta2, theta5 = theta5, welfare = welfare, grid = grid,
        best = point(theta2, theta5, grid, best, welfare[best]) }
      if not cells.best or better(cells[#cells].best, cells.best) then cells.best = cells[#cells].best end
    end
  end
  return cells
end

local function to_decimals(p)
  return { rank = p.rank, theta1 = p.theta1 / UNIT, theta2 = p.theta2, theta3 = p.theta3 / UNIT,
    theta4 = p.theta4 / UNIT, theta5 = p.theta5, welfare = p.welfare }
end

local function cell_bests(cells)
  local bests = {}
  for i, cell in ipairs(cells) do bests[i] = to_decimals(cell.best) end
  return bests
end

-- Finer lattices around a point: the best of all, and how many points were evaluated.
local function refine_around(problem, best, key)
  local evaluated = 0
  for round = 1, problem.rounds do
    local steps, grid = rounds[round], {}
    for _, name in ipairs(coordinates) do
      local g, step = lattice[name], steps[name] * problem.coarser
      local low, high = math.max(g.first, best[name] - 10 * step), math.min(g.last, best[name] + 10 * step)
      grid[name] = range(low, high, step)
    end
    local values = evaluate(problem, key .. round, { best.theta2 }, { best.theta5 }, grid)
    local welfare = values[best.theta2 * 3 + best.theta5]
    evaluated = evaluated + #welfare
    for i, value in ipairs(welfare) do
      if value >= best.welfare then
        local candidate = point(best.theta2, best.theta5, grid, i, value)
        if better(candidate, best) then best = candidate end
      end
    end
  end
  return best, evaluated
end

-- Finer lattices around the best point, with draws of the votes around the best of several cells.
local function refine(problem, cells)
  if not problem.ensemble then return refine_around(problem, cells.best, "refinement round ") end
  local best, evaluated = cells.best, 0
  for _, i in ipairs(methods.best_cells(cell_bests(cells))) do
    local cell = cells[i]
    local found, count = refine_around(problem, cell.best, string.format("refinement theta2 %d theta5 %d round ", cell.theta2, cell.theta5))
    evaluated = evaluated + count
    if better(found, best) then best = found end
  end
  return best, evaluated
end

-- The welfare of the keep-th best of all lattice points.
local function threshold(cells, keep)
  local all = {}
  for _, cell in ipairs(cells) do table.move(cell.welfare, 1, #cell.welfare, #all + 1, all) end
  local sorted = array.new(all):sort()
  return sorted[math.max(1, #all - keep + 1)]
end

-- The best `keep` points of the lattice with their ranks.
local function ranked(cells, keep)
  local least, rows = threshold(cells, keep), {}
  for _, cell in ipairs(cells) do
    for i, welfare in ipairs(cell.welfare) do
      if welfare >= least then rows[#rows + 1] = point(cell.theta2, cell.theta5, cell.grid, i, welfare) end
    end
  end
  table.sort(rows, better)
  for i = #rows, keep + 1, -1 do rows[i] = nil end
  for rank, p in ipairs(rows) do p.rank = rank end
  return rows
end

-- The rank of a point among all of the lattice.
local function rank_of(p, cells)
  local ahead = 0
  for _, cell in ipairs(cells) do
    for i, welfare in ipairs(cell.welfare) do
      if welfare > p.welfare or (welfare == p.welfare and better(point(cell.theta2, cell.theta5, cell.grid, i, welfare), p)) then
        ahead = ahead + 1
      end
    end
  end
  return ahead + 1
end

-- Adds the best of each cell that has no point among the rows.
local function add_cell_bests(rows, cells)
  local present, missing = {}, {}
  for _, p in ipairs(rows) do present[p.theta2 * 3 + p.theta5] = true end
  for _, cell in ipairs(cells) do
    if not present[cell.theta2 * 3 + cell.theta5] then
      cell.best.rank = rank_of(cell.best, cells)
      missing[#missing + 1] = cell.best
    end
  end
  table.sort(missing, better)
  table.move(missing, 1, #missing, #rows + 1, rows)
end

-- The best points with their ranks: the refined one, where it is better than the lattice, then those of
-- the lattice, and the best of each cell.
local function best_points(cells, refined, keep)
  local improved = better(refined, cells.best)
  local rows = ranked(cells, improved and keep - 1 or keep)
  add_cell_bests(rows, cells)
  if improved then
    for _, p in ipairs(rows) do p.rank = p.rank + 1 end
    refined.rank = 1
    table.insert(rows, 1, refined)
  end
  return rows
end

-- Utilities and imputed contestant-weeks of the rows, by one more evaluation.
local function add_utilities(rows, seasons, problem)
  local columns = {}
  for _, name in ipairs(parameters.names) do
    columns[name] = {}
    for i, row in ipairs(rows) do columns[name][i] = row[name] end
  end
  columns.weights, columns.seed, columns.draws, columns.threads = problem.weights, problem.seed, problem.draws, problem.jobs
  local values = seasons:evaluate(columns)
  for i, row in ipairs(rows) do
    row.engagement, row.fairness, row.producer = values.engagement[i], values.fairness[i], values.producer[i]
    row.imputed = values.imputed[i]
  end
end

-- A function from a list of points (five numbers each) to a list of their welfare on these seasons, with
-- weights, seed and draws of a search.
local function evaluator_of(seasons, problem)
  return function(points)
    local columns = { weights = problem.weights, seed = problem.seed, draws = problem.draws, threads = problem.jobs }
    for i, name in ipairs(parameters.names) do
      columns[name] = {}
      for k, values in ipairs(points) do columns[name][k] = values[i] end
    end
    return seasons:evaluate(columns).welfare:totable()
  end
end

-- `count` draws of the votes, evenly spaced over all there are: a matrix draws x rows.
local function some_draws(draws, count)
  local positions = resamples.spread((draws:shape()), count)
  local shares = array.zeros(#positions, select(2, draws:shape()))
  for d, position in ipairs(positions) do shares[d] = draws[position] end
  return shares
end

-- The surface of a grid of units, with all nine cells.
local function surface_of(problem, grid)
  return surface.compute(problem, { theta1 = decimals(grid.theta1), theta2 = { 0, 1, 2 }, theta3 = decimals(grid.theta3),
    theta4 = decimals(grid.theta4), theta5 = { 0, 1, 2 } })
end

-- Welfare of a surface by cell, as evaluate gives it.
local function welfare_by_cell(found)
  local values, size = {}, found.count // 9
  for cell = 0, 8 do values[cell] = found.welfare[{ cell * size + 1, (cell + 1) * size }]:totable() end
  return values
end

--- What a search over draws of the votes tells its workers (uncertain/slice.lua).  shares: draws x rows.
function search.shared(columns, shares, problem, resampled)
  local draws = shares:shape()
  local per_draw = math.max(1, resampled // draws)
  local seasons = surface.season_numbers(columns)
  return { columns = columns, shares = shares, weights = problem.weights, seed = problem.seed, draws = problem.draws,
    per_draw = per_draw, counts = resamples.counts(#seasons, draws * per_draw, problem.seed) }
end

--- The surface of the lattice of which every k-th value is taken.  problem: as surface.compute takes it.
function search.surface(problem, thin) return surface_of(problem, thinned(thin)) end

local known_options = { "votes", "seed", "draws", "jobs", "weights", "keep", "thin", "rounds", "map", "vote_draws", "resamples",
  "once", "progress" }

-- The kernel's seasons, the ensemble of their votes where there is one, and who does the work of a task.
local function prepare(problem, contest, votes, vote_draws, resampled)
  problem.columns = replay.columns(contest, votes)
  problem.seasons = voting.seasons(problem.columns)
  problem.module, problem.shared, problem.coarser = "solon.mechanism.search.slice", problem.columns, 1
  problem.evaluated_by = problem.seasons
  if vote_draws then
    local shares = some_draws(votes.draws, vote_draws)
    problem.ensemble = problem.seasons:ensemble(shares)
    problem.module, problem.coarser = "solon.mechanism.uncertain.slice", problem.thin
    problem.shared = search.shared(problem.columns, shares, problem, resampled)
    problem.evaluated_by = problem.ensemble
  end
end

local function new_problem(options, name)
  local weights = options.weights or parameters.weights()
  local drawn = options.votes and options.votes.draws
  local jobs = arguments.integer(options.jobs or 1, 1, 256, 3, name, "jobs")
  return {
    seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 3, name, "seed"),
    draws = arguments.integer(options.draws or 20, 1, 100000, 3, name, "draws"),
    weights = { weights.omega_fan, weights.omega_judge, weights.omega_producer },
    rounds = arguments.integer(options.rounds or #rounds, 0, #rounds, 3, name, "rounds"),
    thin = arguments.integer(options.thin or (drawn and 2 or 1), 1, 20, 3, name, "thin"),
    map = options.map or workers.map(jobs), jobs = jobs,
    once = options.once or function(_, compute) return compute() end,
    progress = options.progress or function() end,
  }
end

local function lattice_size(grid) return #grid.theta1 * #grid.theta3 * #grid.theta4 * 9 end

-- Puts the best point of all methods before the rows where it is none of the lattices'; gives it.
local function add_better(rows, row, best, problem)
  if row.welfare <= best.welfare then return best end
  for _, p in ipairs(rows) do p.rank = p.rank + 1 end
  local better_one = { rank = 1, theta1 = row.theta1, theta2 = row.theta2, theta3 = row.theta3, theta4 = row.theta4,
    theta5 = row.theta5, welfare = row.welfare }
  add_utilities({ better_one }, problem.evaluated_by, problem)
  table.insert(rows, 1, better_one)
  return better_one
end

--- Searches the parameters for the largest welfare of a contest.  options:
---   votes, weights   as for replay; with draws of the votes welfare is the mean over them
---   seed, draws      of ties decided by chance (theta5 = 2): welfare is the mean over `draws` (default 20)
---   jobs             threads; never changes a result
---   keep = 1000      how many of the best points to give
---   thin = 1         every k-th value of each coordinate of the lattice only (with draws of the votes: 2)
---   rounds = 3       of refinement around the best, 0 to 3
---   vote_draws = 200 at most so many draws of the votes, evenly spaced
---   resamples = 2000 of the seasons, shared out among the draws of the votes
---   map, once, progress  what runs the tasks, keeps what is done and is told how far a part has come, as those of a
---                    protocol's ctx (default: farm.map, nothing, nothing)
--- Gives { best = parameters, welfare, rows (the best points: the refined best, then those of the lattice,
--- and the best of each cell), cells, plateaus, evaluated, lattice_points, draws, seed, seasons, evaluate } and, with
--- draws of the votes, { ensemble, surface, methods, vote_draws }.
function search.run(contest, options)
  local name = "search"
  if type(contest) ~= "table" or not contest.seasons then
    error("bad argument #1 to 'search' (contest expected, got " .. type(contest) .. ")", 2)
  end
  options = arguments.options(options, known_options, 2, name)
  local problem = new_problem(options, name)
  local keep = arguments.integer(options.keep or 1000, 10, 1000000, 2, name, "keep")
  local vote_draws = arguments.integer(options.vote_draws or 200, 1, 100000, 2, name, "vote_draws")
  local resampled = arguments.integer(options.resamples or 2000, 1, 1000000, 2, name, "resamples")
  prepare(problem, contest, options.votes, options.votes and options.votes.draws and vote_draws, resampled)

  local grid = thinned(problem.thin)
  local over_draws = problem.ensemble and surface_of(problem, grid)
  local cells = best_of_cells(over_draws and welfare_by_cell(over_draws)
    or evaluate(problem, "lattice", { 0, 1, 2 }, { 0, 1, 2 }, grid), grid)
  local best, refined = refine(problem, cells)
  local rows = best_points(cells, best, keep)
  for i, p in ipairs(rows) do rows[i] = to_decimals(p) end
  add_utilities(rows, problem.evaluated_by, problem)

  best = to_decimals(best)
  local others
  if problem.ensemble then
    others = methods.compare(problem.ensemble, problem, to_decimals(cells.best), best, cell_bests(cells),
      { lattice_size(grid), refined })
    best = add_better(rows, methods.best(others), best, problem)
  end

  local found = parameters.from_array { best.theta1, best.theta2, best.theta3, best.theta4, best.theta5 }
  local evaluator = evaluator_of(problem.evaluated_by, problem)
  local plateaus = {}
  for i, coordinate in ipairs { 1, 3, 4 } do plateaus[i] = plateau.around(found, coordinate, evaluator) end
  return { best = found, welfare = best.welfare, lattice_best = to_decimals(cells.best), rows = rows, cells = cell_bests(cells),
    plateaus = plateaus, evaluated = lattice_size(grid) + refined, lattice_points = lattice_size(grid), draws = problem.draws,
    seed = problem.seed, seasons = problem.seasons, evaluate = evaluator, problem = problem, surface = over_draws,
    ensemble = problem.ensemble, methods = others, vote_draws = over_draws and over_draws.draws }
end

return search
