-- rule_certificate.lua - certify.lua applied to the parameters of a mechanism: welfare of replayed seasons as
-- the objective, one draw per set of votes, categories enumerated on a lattice, exact plateaus.

local arguments = require "solon.mechanism.arguments"
local certify = require "solon.mechanism.certify"
local parameters = require "solon.mechanism.parameters"

local rule_certificate = {}

local NAME = "certify_rule"
local coordinates = { 1, 3, 4 } -- theta1, theta3, theta4

local function is_seasons(value)
  return type(value) == "userdata" and (getmetatable(value) or {}).__name == "solon.seasons"
end

local function list_of(seasons)
  local list = is_seasons(seasons) and { seasons } or seasons
  if type(list) ~= "table" or #list == 0 then
    error(string.format("bad argument #1 to '%s' (seasons expected, got %s)", NAME, type(seasons)), 3)
  end
  for k, one in ipairs(list) do
    if not is_seasons(one) then
      error(string.format("bad argument #1 to '%s' (seasons expected at %d, got %s)", NAME, k, type(one)), 3)
    end
  end
  return list
end

local function thinned(low, high, count, thin)
  local grid = {}
  for k = 0, count, thin do grid[#grid + 1] = low + (high - low) * k / count end
  if grid[#grid] < high then grid[#grid + 1] = high end
  return grid
end

-- The best mean welfare over draws of each cell of categories, on the thinned lattice and at the point itself.
local function cells_of(list, point, own_value, common, thin)
  local cells = {}
  for theta2 = 0, 2 do
    for theta5 = 0, 2 do
      local sums
      for _, seasons in ipairs(list) do
        local lattice = seasons:lattice { theta1 = thinned(0.1, 0.9, 80, thin), theta2 = { theta2 }, theta3 = thinned(0.5, 1.0, 25, thin),
          theta4 = thinned(0.0, 0.2, 20, thin), theta5 = { theta5 }, weights = common.weights, seed = common.seed, draws = common.draws }
        sums = sums and sums + lattice.welfare or lattice.welfare
      end
      local best = sums:max() / #list
      if theta2 == point[2] and theta5 == point[5] then best = math.max(best, own_value) end
      cells[#cells + 1] = { label = theta2 .. "/" .. theta5, value = best }
    end
  end
  return cells
end

-- Where welfare stays what it is under every draw of the votes: the intersection of their plateaus.
local function plateau_of(list, point, seed)
  return function(_, k)
    local i = coordinates[k]
    local low, high = parameters.low[i], parameters.high[i]
    for _, seasons in ipairs(list) do
      local one = seasons:plateau(point, i, { seed = seed })
      low, high = math.max(low, one.low), math.min(high, one.high)
    end
    -- ends are exact to rounding only
    return math.min(low, point[i]), math.max(high, point[i])
  end
end

--- certify_rule(seasons, parameters [, options]): see doc/mechanism.lua.
function rule_certificate.run(seasons, params, options)
  local list = list_of(seasons)
  if not parameters.is(params) then
    error(string.format("bad argument #2 to '%s' (mechanism parameters expected, got %s)", NAME, type(params)), 2)
  end
  options = arguments.options(options, { "weights", "seed", "draws", "thin", "kernel", "steps", "tol" }, 3, NAME)
  local point, box = params:to_array(), { low = {}, high = {} }
  local common = { weights = options.weights, seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 3, NAME, "seed"),
    draws = arguments.integer(options.draws or 20, 1, 1000000, 3, NAME, "draws") }
  local thin = arguments.integer(options.thin or 10, 1, 80, 3, NAME, "thin")
  if not params:feasible() then
    error(string.format("bad argument #2 to '%s' (every parameter in its domain expected, got %s)", NAME, tostring(params)), 2)
  end
  local x, names = {}, {}
  for k, i in ipairs(coordinates) do
    x[k], names[k], box.low[k], box.high[k] = point[i], parameters.names[i], parameters.low[i], parameters.high[i]
  end
  local function objective(columns, draw)
    -- a point may leave the box by a rounding error of its step
    local clamped = {}
    for k = 1, 3 do
      clamped[k] = {}
      for j, value in ipairs(columns[k]) do clamped[k][j] = math.max(box.low[k], math.min(box.high[k], value)) end
    end
    return list[draw]:evaluate { theta1 = clamped[1], theta2 = point[2], theta3 = clamped[2], theta4 = clamped[3], theta5 = point[5],
      weights = common.weights, seed = common.seed, draws = common.draws }.welfare:totable()
  end
  local own = 0.0
  for draw = 1, #list do own = own + objective({ { x[1] }, { x[2] }, { x[3] } }, draw)[1] / #list end
  -- the kernel's plateau looks at one draw of random ties only
  local exact = point[5] ~= 2 or common.draws == 1
  return certify.run(objective, x, box, { names = names, draws = #list, kernel = options.kernel, steps = options.steps,
    tol = options.tol, seed = common.seed, cells = cells_of(list, point, own, common, thin), cell = point[2] .. "/" .. point[5],
    plateau = exact and plateau_of(list, point, common.seed) or nil })
end

return rule_certificate
