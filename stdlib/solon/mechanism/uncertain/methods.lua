-- methods.lua - other ways to the best mechanism over draws of the votes, started where the lattices ended: line searches
-- along one parameter after the other, and differential evolution in the best cells of the categories.  They
-- say whether finer lattices around one point have missed something.
--
-- A method's record: method, theta1 .. theta5, welfare, evaluations (mechanisms evaluated over all draws), status.

local optimize = require "solon.optimize"
local parameters = require "solon.mechanism.parameters"

local methods = {}

local names = parameters.names
local CYCLES = 4    -- of the line search
local CELLS = 3     -- in which differential evolution searches
local IMPROVED = 1e-9 -- a smaller gain is none
local steps = { theta1 = { 10000, 90000, 100 }, theta3 = { 50000, 100000, 200 }, theta4 = { 0, 20000, 100 } } -- of lines, in units of 1e-5

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

-- The best of a line of evenly spaced values of one parameter, with its welfare.
local function line_search(ensemble, problem, point, name)
  local first, last, step = table.unpack(steps[name])
  local values, thetas = {}, {}
  for unit = first, last, step do values[#values + 1] = unit / 1e5 end
  for _, other in ipairs(names) do thetas[other] = { point[other] } end
  thetas[name] = values
  local line = ensemble:lattice(options_of(problem, thetas))
  return values[line.best], line.welfare[line.best], #values
end

local function welfare_of(ensemble, problem, point) return ensemble:evaluate(options_of(problem, point)).welfare[1] end

--- Line searches along theta1, theta3 and theta4 in turn from a point, until none improves it.
function methods.lines(ensemble, problem, start)
  local point, welfare = copy(start), welfare_of(ensemble, problem, start)
  local evaluations, status = 1, "cycles used up"
  for _ = 1, CYCLES do
    local before = welfare
    for _, name in ipairs { "theta1", "theta3", "theta4" } do
      local value, best, count = line_search(ensemble, problem, point, name)
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
  return record("lines", point, welfare, evaluations, status)
end

--- Differential evolution over theta1, theta3, theta4 in the cell of a point, which is in the first generation.
function methods.evolution(ensemble, problem, start)
  local function evaluate(points)
    local thetas = { theta1 = points:column(1):copy(), theta3 = points:column(2):copy(), theta4 = points:column(3):copy(),
      theta2 = start.theta2, theta5 = start.theta5 }
    return ensemble:evaluate(options_of(problem, thetas)).welfare
  end
  local found = optimize.differential_evolution(evaluate, { parameters.low[1], parameters.low[3], parameters.low[4] },
    { parameters.high[1], parameters.high[3], parameters.high[4] },
    { maximize = true, seed = problem.seed, population = 30, generations = 80, patience = 30,
      points = { start.theta1, start.theta3, start.theta4 } })
  local point = { theta1 = found.x[1], theta2 = start.theta2, theta3 = found.x[2], theta4 = found.x[3], theta5 = start.theta5 }
  return record("differential evolution", point, found.value, found.evaluations, found.status)
end

-- The best points of the best cells; a cell that is only as good as one chosen before adds nothing.
local function best_cells(cells)
  local order = {}
  for i, cell in ipairs(cells) do order[i] = { i, cell } end
  table.sort(order, function(a, b)
    if a[2].welfare ~= b[2].welfare then return a[2].welfare > b[2].welfare end
    return a[1] < b[1]
  end)
  local chosen = {}
  for _, entry in ipairs(order) do
    local last = chosen[#chosen]
    if #chosen < CELLS and not (last and last.welfare - entry[2].welfare <= IMPROVED) then chosen[#chosen + 1] = entry[2] end
  end
  return chosen
end

--- All methods side by side, in the order they were used.  lattice, refined: points with their welfare; cells: the best
--- point of each cell; evaluated: points of the lattice and of the refinement.
function methods.compare(ensemble, problem, lattice, refined, cells, evaluated)
  local rows = { record("lattice", lattice, lattice.welfare, evaluated[1], "every point"),
    record("finer lattices", refined, refined.welfare, evaluated[2], "every point") }
  rows[3] = problem.once("lines", function() return methods.lines(ensemble, problem, refined) end)
  for k, cell in ipairs(best_cells(cells)) do
    local start = cell.theta2 == refined.theta2 and cell.theta5 == refined.theta5 and refined or cell
    rows[#rows + 1] = problem.once("differential evolution " .. k, function()
      return methods.evolution(ensemble, problem, start)
    end)
  end
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
