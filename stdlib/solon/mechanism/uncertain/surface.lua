-- surface.lua - utilities over a whole lattice, season by season, averaged over draws of the votes: what Pareto sets,
-- sweeps of weights, leave-one-out choices and bootstraps are computed from, with no further replay.
--
-- Points are in the order theta2 (slowest), theta5, theta4, theta3, theta1, each ascending, so that the first of equal
-- points is the one a search prefers.  A surface has
--
--   count                       P points
--   theta1 .. theta5            columns of P numbers
--   engagement, fairness, producer, welfare, imputed
--                               columns of P numbers: means over draws and (but for imputed) seasons
--   engagement_by_season, fairness_by_season, producer_by_season
--                               matrices P x S: means over draws
--   season                      the S numbers of the seasons
--   weights, grid               of welfare; the values of each theta
--   draws                       D, of the votes
--   best                        the position of the best point
--   counts, per_draw            R x S: resamples of the seasons (resamples.lua), R = D per_draw
--   by_draw   { welfare, point }  D numbers each: the best point under each draw alone
--   joint     { welfare, point }  R numbers each: the best point of resample r under draw 1 + (r - 1) // per_draw

local array = require "solon.array"
local choose = require "solon.mechanism.uncertain.choose"
local parameters = require "solon.mechanism.parameters"

local surface = {}

local columns_of_slice = { "welfare", "engagement", "fairness", "producer", "imputed" }
local matrices_of_slice = { "engagement_by_season", "fairness_by_season", "producer_by_season" }

-- One task per theta2 and theta3: what the kernel shares between theta4 and theta5 stays together.
local function tasks_of(grid)
  local tasks = {}
  for i2, theta2 in ipairs(grid.theta2) do
    for i3, theta3 in ipairs(grid.theta3) do
      tasks[#tasks + 1] = { theta1 = grid.theta1, theta2 = { theta2 }, theta3 = { theta3 }, theta4 = grid.theta4,
        theta5 = grid.theta5, at2 = i2, at3 = i3 }
    end
  end
  return tasks
end

-- The position in the surface of the first of a run of #grid.theta1 points.
local function start_of(grid, task, i5, i4)
  return ((((task.at2 - 1) * #grid.theta5 + i5 - 1) * #grid.theta4 + i4 - 1) * #grid.theta3 + task.at3 - 1) * #grid.theta1
end

-- Copies the rows of a slice, runs of theta1, to their places in the surface.
local function place_slice(into, part, grid, task)
  local n1, at = #grid.theta1, 0
  for i5 = 1, #grid.theta5 do
    for i4 = 1, #grid.theta4 do
      local to = start_of(grid, task, i5, i4)
      into[{ to + 1, to + n1 }] = part[{ at + 1, at + n1 }]
      at = at + n1
    end
  end
end

-- The position in the surface of the i-th point of a slice.
local function position_of(grid, task, i)
  local n1, n4 = #grid.theta1, #grid.theta4
  local run = (i - 1) // n1
  return start_of(grid, task, run // n4 + 1, run % n4 + 1) + (i - 1) % n1 + 1
end

-- The best of weighting k under draw d over all slices.
local function merge(slices, tasks, grid, d, k)
  local values, positions = {}, {}
  for j, slice in ipairs(slices) do
    values[j] = slice.best[d][k]
    positions[j] = position_of(grid, tasks[j], math.tointeger(slice.place[d][k]))
  end
  return choose.merge(values, positions)
end

local function add_choices(result, slices, tasks)
  result.by_draw, result.joint = { welfare = {}, point = {} }, { welfare = {}, point = {} }
  for d = 1, result.draws do
    result.by_draw.welfare[d], result.by_draw.point[d] = merge(slices, tasks, result.grid, d, 1)
    for k = 1, result.per_draw do
      local r = (d - 1) * result.per_draw + k
      result.joint.welfare[r], result.joint.point[r] = merge(slices, tasks, result.grid, d, k + 1)
    end
  end
end

local function add_columns(result)
  local grid, n = result.grid, result.count
  local columns = {}
  for j = 1, #parameters.names do columns[j] = {} end
  local i = 0
  for _, theta2 in ipairs(grid.theta2) do
    for _, theta5 in ipairs(grid.theta5) do
      for _, theta4 in ipairs(grid.theta4) do
        for _, theta3 in ipairs(grid.theta3) do
          for _, theta1 in ipairs(grid.theta1) do
            i = i + 1
            columns[1][i], columns[2][i], columns[3][i], columns[4][i], columns[5][i] = theta1, theta2, theta3, theta4, theta5
          end
        end
      end
    end
  end
  assert(i == n)
  for j, name in ipairs(parameters.names) do result[name] = array.new(columns[j]) end
end

--- The numbers of the seasons in columns of solon.voting.seasons, in the order of the kernel.
function surface.season_numbers(columns)
  local numbers = {}
  for _, number in ipairs(columns.season) do
    if number ~= numbers[#numbers] then numbers[#numbers + 1] = number end
  end
  return numbers
end

--- Computes a surface.  problem: weights, map (what runs the work, as ctx.map of a protocol does) and shared (what
--- slice.setup takes); grid: lists of numbers theta1 .. theta5, each ascending.
function surface.compute(problem, grid)
  local tasks = tasks_of(grid)
  local slices = problem.map { key = "surface", module = "solon.mechanism.uncertain.slice", call = "surface", tasks = tasks,
    shared = problem.shared, text = "surface" }
  local count = #tasks * #grid.theta1 * #grid.theta4 * #grid.theta5
  local numbers = surface.season_numbers(problem.shared.columns)
  local result = { count = count, grid = grid, season = numbers, weights = problem.weights, per_draw = problem.shared.per_draw,
    counts = problem.shared.counts, draws = (problem.shared.shares:shape()) }
  for _, name in ipairs(columns_of_slice) do result[name] = array.zeros(count) end
  for _, name in ipairs(matrices_of_slice) do result[name] = array.zeros(count, #numbers) end
  for j, slice in ipairs(slices) do
    for _, name in ipairs(columns_of_slice) do place_slice(result[name], slice[name], grid, tasks[j]) end
    for _, name in ipairs(matrices_of_slice) do place_slice(result[name], slice[name], grid, tasks[j]) end
  end
  result.best = result.welfare:argmax()
  add_columns(result)
  add_choices(result, slices, tasks)
  return result
end

--- The i-th point as parameters.
function surface.parameters(result, i)
  return parameters.from_array { result.theta1[i], result.theta2[i], result.theta3[i], result.theta4[i], result.theta5[i] }
end

--- Welfare by season (points x seasons) with the surface's weights.
function surface.welfare_by_season(result)
  local welfare = result.engagement_by_season * result.weights[1]
  welfare:axpy(result.weights[2], result.fairness_by_season)
  return welfare:axpy(result.weights[3], result.producer_by_season)
end

return surface
