-- methods.lua - other ways to the best mechanism over draws of the votes: differential evolution, which knows nothing
-- of the lattices, and searches along one parameter after the other from the best point so far, that along theta1 by
-- its exact steps.  They say whether finer lattices around one point have missed something.
--
-- A method's record: method, theta1 .. theta5, welfare, evaluations (mechanisms evaluated over all draws), status.

local optimize = require "solon.optimize"
local parameters = require "solon.mechanism.parameters"

local methods = {}

local names = parameters.names
local CYCLES = 4      -- of the line search
local IMPROVED = 1e-9 -- a smaller gain is none
local DECIMALS = 8
local BOUND = { theta1 = 1, theta3 = 3, theta4 = 4 } -- places among the bounds
local steps = { theta3 = { 50000, 100000, 200 }, theta4 = { 0, 20000, 100 } } -- of lines, in units of 1e-5

local function record(method, point, welfare, evaluations, status)
  local row = { method = method, welfare = welfare, evaluations = evaluations, status = status }
  for _, name in ipairs(names) do row[name] = point[name] end
  return row
end

local function options_of(problem, thetas)
  local options = { weights = problem.weights, seed = problem.seed, draws = problem.draws, threads = problem.jobs }
  for _, name in ipairs(names) do options[name] = thetas[name] end
  return options
end

local function copy(point)
  local other = {}
  for _, name in ipairs(names) do other[name] = point[name] end
  return other
end

-- The number of fewest decimals strictly between low and high; their middle where not even 12 decimals fit.
local function shortest(low, high)
  for digits = 1, 12 do
    local scale = 10 ^ digits
    local value = math.floor((low + high) * 0.5 * scale + 0.5) / scale
    if value > low and value < high then return value end
  end
  return 0.5 * (low + high)
end

--- Welfare along theta1, the other parameters as at a point: every step of every season under every draw.
function methods.sweep(ensemble, problem, point)
  return ensemble:sweep { theta2 = point.theta2, theta3 = point.theta3, theta4 = point.theta4, theta5 = point.theta5,
    low = parameters.low[1], high = parameters.high[1], weights = problem.weights, seed = problem.seed, draws = problem.draws,
    threads = problem.jobs }
end

-- The best value of theta1, with its welfare.
local function exact_search(ensemble, problem, point)
  local line = methods.sweep(ensemble, problem, point)
  return shortest(line.best_low, line.best_high), line.best_welfare, line.count
end

-- The best of a line of evenly spaced values of theta3 or theta4, with its welfare.
local function line_search(ensemble, problem, point, name)
  local first, last, step = table.unpack(steps[name])
  local values, thetas = {}, {}
  for unit = first, last, step do values[#values + 1] = unit / 1e5 end
  for _, other in ipairs(names) do thetas[other] = { point[other] } end
  thetas[name] = values
  local line = ensemble:lattice(options_of(problem, thetas))
  return values[line.best], line.welfare[line.best], #values
end

-- The best of the categories of theta2 or theta5, with its welfare.
local function category_search(ensemble, problem, point, name)
  local thetas = copy(point)
  thetas[name] = { 0, 1, 2 }
  local welfare = ensemble:evaluate(options_of(problem, thetas)).welfare
  local best = welfare:argmax()
  return best - 1, welfare[best], 3
end

local searches = { { "theta1", exact_search }, { "theta3", line_search }, { "theta4", line_search },
  { "theta2", category_search }, { "theta5", category_search } }

local function welfare_of(ensemble, problem, point) return ensemble:evaluate(options_of(problem, point)).welfare[1] end

--- Searches along one parameter after the other from a point, until none improves it; that along theta1 is exact.
function methods.lines(ensemble, problem, start)
  local point, welfare = copy(start), welfare_of(ensemble, problem, start)
  local evaluations, status = 1, "cycles used up"
  for _ = 1, CYCLES do
    local before = welfare
    for _, search in ipairs(searches) do
      local name = search[1]
      local value, best, count = search[2](ensemble, problem, point, name)
      evaluations = evaluations + count
      if best > welfare + IMPROVED then
        point[name] = value
        welfare, evaluations = welfare_of(ensemble, problem, point), evaluations + 1
      end
    end
    if welfare <= before + IMPROVED then
      status = "no line improves"
      break
    end
  end
  return record("exact theta1 and lines", point, welfare, evaluations, status)
end

-- Gives each coordinate of a point the fewest decimals with which welfare is no less; the welfare, and how many
-- mechanisms were evaluated.
local function rounded(ensemble, problem, point, welfare)
  local thetas = { theta2 = point.theta2, theta5 = point.theta5 }
  for _, name in ipairs { "theta4", "theta3", "theta1" } do
    local values = {}
    for digits = 0, DECIMALS do
      local value = math.floor(point[name] * 10 ^ digits + 0.5) / 10 ^ digits
      values[digits + 1] = math.max(parameters.low[BOUND[name]], math.min(value, parameters.high[BOUND[name]]))
    end
    for _, other in ipairs { "theta1", "theta3", "theta4" } do thetas[other] = point[other] end
    thetas[name] = values
    local tried = ensemble:evaluate(options_of(problem, thetas)).welfare
    for k, value in ipairs(values) do
      if tried[k] >= welfare then
        point[name], welfare = value, tried[k]
        break
      end
    end
  end
  return welfare, 3 * (DECIMALS + 1)
end

-- Differential evolution over theta1, theta3, theta4 in a cell of categories.  It knows nothing of other methods.
local function evolution(ensemble, problem, cell)
  local function evaluate(points)
    local thetas = { theta1 = points:column(1):copy(), theta3 = points:column(2):copy(), theta4 = points:column(3):copy(),
      theta2 = cell.theta2, theta5 = cell.theta5 }
    return ensemble:evaluate(options_of(problem, thetas)).welfare
  end
  local found = optimize.differential_evolution(evaluate, { parameters.low[1], parameters.low[3], parameters.low[4] },
    { parameters.high[1], parameters.high[3], parameters.high[4] },
    { maximize = true, seed = problem.seed, population = 30, generations = 50, patience = 25,
      progress = function(done) problem.progress(done, "differential evolution") end })
  local point = { theta1 = found.x[1], theta2 = cell.theta2, theta3 = found.x[2], theta4 = found.x[3], theta5 = cell.theta5 }
  local welfare, more = rounded(ensemble, problem, point, found.value)
  return record("differential evolution", point, welfare, found.evaluations + more, found.status)
end

--- Which cells are worth a closer look, by their best points with welfare: the best one of each theta2, best first.
--- (theta5 acts only where combined scores are equal.)
function methods.best_cells(cells)
  local best, order = {}, {}
  for i, cell in ipairs(cells) do
    local k = best[cell.theta2]
    if not k then order[#order + 1] = cell.theta2 end
    if not k or cell.welfare > cells[k].welfare then best[cell.theta2] = i end
  end
  for k, theta2 in ipairs(order) do order[k] = best[theta2] end
  table.sort(order, function(i, j)
    if cells[i].welfare ~= cells[j].welfare then return cells[i].welfare > cells[j].welfare end
    return i < j
  end)
  return order
end

--- All methods side by side, in the order they were used.  lattice, refined: points with their welfare; cells: the best
--- lattice point of each cell; evaluated: points of the lattice and of the refinement.
function methods.compare(ensemble, problem, lattice, refined, cells, evaluated)
  local rows = { record("lattice", lattice, lattice.welfare, evaluated[1], "every point"),
    record("finer lattices", refined, refined.welfare, evaluated[2], "every point") }
  for _, i in ipairs(methods.best_cells(cells)) do
    rows[#rows + 1] = problem.once(string.format("differential evolution %d/%d", cells[i].theta2, cells[i].theta5), function()
      return evolution(ensemble, problem, cells[i])
    end)
  end
  local start = methods.best(rows)
  rows[#rows + 1] = problem.once("lines", function() return methods.lines(ensemble, problem, start) end)
  return rows
end

--- The first of the best rows.  The rows before are preferred to gains below IMPROVED.
function methods.best(rows)
  local best = rows[1]
  for _, row in ipairs(rows) do
    if row.welfare > best.welfare + IMPROVED then best = row end
  end
  return best
end

return methods
