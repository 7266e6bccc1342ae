-- slice.lua - what one worker of a search does: welfare over one slice of a lattice.

local voting = require "solon.voting"

local slice = {}

local seasons

--- Called once in each worker: the columns of solon.voting.seasons.
function slice.setup(columns) seasons = voting.seasons(columns) end

--- Welfare over the product of the task's grids (theta1 … theta5, lists of numbers), as a
--- sequence in the order theta2, theta5, theta4, theta3, theta1 (the fastest).
function slice.welfare(task)
  return seasons:lattice {
    theta1 = task.theta1, theta2 = task.theta2, theta3 = task.theta3, theta4 = task.theta4, theta5 = task.theta5,
    weights = task.weights, seed = task.seed, draws = task.draws, threads = 1,
  }.welfare:totable()
end

return slice
