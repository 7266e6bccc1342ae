-- certify.lua - whether a point can be a maximum of an objective over a box, and how sure that is.
--
-- The objective is averaged over its noise; its derivatives (smoothed.lua), their errors (sample.lua), the conditions of
-- first and second order (conditions.lua) at several step sizes (judgement.lua), other cells of categories and, for a
-- step function, the plateaus around the point (alternatives.lua) each earn one of three answers (verdict.lua).
--
-- The errors of one and the same evaluation can be taken over several kinds of replicates ("scopes"): over draws the
-- verdict is about the objective as given, over seasons about the population they are a sample of.

local arguments = require "solon.mechanism.arguments"
local alternatives = require "solon.mechanism.certificate.alternatives"
local certificate = require "solon.mechanism.certificate.record"
local judgement = require "solon.mechanism.certificate.judgement"
local sample = require "solon.mechanism.certificate.sample"
local smoothed = require "solon.mechanism.certificate.smoothed"
local verdict = require "solon.mechanism.certificate.verdict"

local certify = {}

local NAME = "certify"
local known = { "names", "draws", "kernel", "kernel_pairs", "seed", "steps", "tol", "curvature_tol", "gain_tol", "confidence", "cells",
  "cell", "plateau" }

local function fail(position, format, ...)
  error(string.format("bad argument #%d to '%s' (%s)", position, NAME, string.format(format, ...)), 4)
end

local function is_list(values) return type(values) == "table" or type(values) == "userdata" end

local function numbers(values, count, position, label)
  if not is_list(values) then fail(position, "%s: %s numbers expected, got %s", label, count or "a list of", type(values)) end
  if #values == 0 or (count and #values ~= count) then
    fail(position, "%s: %s numbers expected, got %d", label, count or "at least 1", #values)
  end
  local out = {}
  for i = 1, #values do
    local value = values[i]
    if type(value) ~= "number" or value ~= value or value == math.huge or value == -math.huge then
      fail(position, "%s[%d]: finite number expected, got %s", label, i, type(value) == "number" and value or type(value))
    end
    out[i] = value + 0.0
  end
  return out
end

-- The point and its box, checked against each other.
local function geometry(point, box)
  local x = numbers(point, nil, 2, "point")
  if type(box) ~= "table" then fail(3, "bounds: table with low and high expected, got %s", type(box)) end
  local low, high = numbers(box.low, #x, 3, "low"), numbers(box.high, #x, 3, "high")
  for i = 1, #x do
    if not (low[i] < high[i]) then fail(3, "low[%d] < high[%d] expected, got %s and %s", i, i, low[i], high[i]) end
    if x[i] < low[i] or x[i] > high[i] then
      fail(2, "point[%d]: number from %s to %s expected, got %s", i, low[i], high[i], x[i])
    end
  end
  return x, low, high
end

local function kernel_of(options, d, low, high)
  if options.kernel == nil then return nil end
  local kernel = numbers(options.kernel, d, 4, "kernel")
  for i = 1, d do
    if kernel[i] < 0 or kernel[i] > (high[i] - low[i]) / 4 then
      fail(4, "kernel[%d]: number from 0 to a quarter of the bounds' width expected, got %s", i, kernel[i])
    end
  end
  return kernel
end

--- The step sizes of options.steps, ascending.
function certify.steps_of(options)
  local steps = numbers(options.steps or { 0.0125, 0.025, 0.05 }, nil, 4, "steps")
  for i, step in ipairs(steps) do
    if step < 1e-6 or step > 0.2 then fail(4, "steps[%d]: number from 1e-06 to 0.2 expected, got %s", i, step) end
  end
  table.sort(steps)
  return steps
end

local function names_of(options, d)
  local names = {}
  if options.names ~= nil and (type(options.names) ~= "table" or #options.names ~= d) then
    fail(4, "names: %d strings expected, got %s", d, type(options.names) == "table" and #options.names or type(options.names))
  end
  for i = 1, d do names[i] = options.names and tostring(options.names[i]) or "x" .. i end
  return names
end

local function cells_of(options)
  if options.cells == nil then return nil end
  if type(options.cells) ~= "table" then fail(4, "cells: table expected, got %s", type(options.cells)) end
  local own
  for k, cell in ipairs(options.cells) do
    if type(cell) ~= "table" or type(cell.label) ~= "string" then fail(4, "cells[%d]: label and value expected", k) end
    numbers({ cell.value, cell.standard_error }, cell.standard_error and 2 or 1, 4, "cells." .. cell.label)
    if cell.label == options.cell then own = cell end
  end
  if not own then fail(4, "cell: the label of one of the cells expected, got %s", tostring(options.cell)) end
  return options.cells
end

-- Cells against the point, whose values come first in the sample: those with points follow it there and are compared
-- within replicates, the others by the values and errors they were given.
local function entries_of(problem, own)
  local entries = {}
  for k, cell in ipairs(problem.cells) do
    local entry = { label = cell.label, value = cell.value, point = cell.point }
    if cell.point then
      entry.value = own:estimate { { k + 1, 1 } }
      entry.gain, entry.standard_error = own:estimate { { k + 1, 1 }, { 1, -1 } }
    else
      local value, se = own:estimate { { 1, 1 } }
      entry.gain, entry.standard_error = cell.value - value, math.sqrt(se ^ 2 + (cell.standard_error or 0.0) ^ 2)
    end
    entries[k] = entry
  end
  return entries
end

-- Samples of every scope at all the places a certificate looks at.
local function evaluate(problem)
  local asked = { steps = {} }
  for k, share in ipairs(problem.step_list) do
    local steps = judgement.steps(problem, share)
    local plan = smoothed.stencil(problem, steps)
    local samples, message = problem.ask(plan.points)
    if not samples then return nil, message end
    asked.steps[k] = { share = share, steps = steps, plan = plan, samples = samples }
  end
  if problem.plateau then
    local plateaus, neighbours, points = alternatives.plateaus(problem, problem.plateau)
    if not plateaus then return nil, neighbours end
    asked.plateaus, asked.neighbours = plateaus, neighbours
    local samples, message = problem.ask(points, true)
    if not samples then return nil, message end
    asked.hard = samples
  end
  if problem.cells then
    local samples, message = problem.ask_cells()
    if not samples then return nil, message end
    asked.cells = samples
  end
  return asked
end

-- The judgement of one scope.
local function judge(problem, asked, name)
  local results = {}
  for k, at in ipairs(asked.steps) do
    results[k] = judgement.at_step(problem, at.share, at.steps, at.plan, at.samples[name])
  end
  local out = judgement.settle(problem, results)
  out.name, out.verdict = name, out.smoothed
  local against = { scale = out.first.scale, confidence = problem.confidence, gain_tol = problem.gain_tol }
  if asked.hard then
    out.hard = alternatives.hard(asked.plateaus, asked.neighbours, asked.hard[name], against, out.reasons)
    if out.hard.verdict == verdict.VIOLATED then out.verdict = verdict.VIOLATED end
  end
  if asked.cells then
    out.categories = alternatives.categories(entries_of(problem, asked.cells[name]), problem.cell, asked.cells[name], against, out.reasons)
    out.verdict = verdict.both(out.verdict, out.categories.verdict)
  end
  return out
end

--- The certificate of a problem whose parts are checked: x, low, high, names, step_list, tol, curvature_tol,
--- gain_tol, confidence, scopes (names, the first is the verdict's), ask(points [, hard]) -> { scope = sample } or nil and a message;
--- optional kernel, plateau, cells with cell and ask_cells().  Or nil and a message.
function certify.judge(problem)
  local asked, message = evaluate(problem)
  if not asked then return nil, message end
  local scopes = {}
  for k, name in ipairs(problem.scopes) do scopes[k] = judge(problem, asked, name) end
  return certificate.new(problem, scopes)
end

local function prepare(objective, point, box, options)
  local x, low, high = geometry(point, box)
  if options.plateau ~= nil and type(options.plateau) ~= "function" then
    fail(4, "plateau: function expected, got %s", type(options.plateau))
  end
  local problem = { objective = objective, x = x, low = low, high = high, names = names_of(options, #x), cell = options.cell,
    kernel = kernel_of(options, #x, low, high), cells = cells_of(options), step_list = certify.steps_of(options),
    plateau = options.plateau, scopes = { "draws" } }
  function problem.ask(points, bare)
    local one, message = sample.ask(problem, points, bare)
    return one and { draws = one }, message
  end
  function problem.ask_cells() return problem.ask({ x }, true) end
  return problem
end

--- certify(objective, point, bounds [, options]): see doc/mechanism.lua.
function certify.run(objective, point, box, options)
  arguments.type(objective, "function", 1, NAME)
  options = arguments.options(options, known, 4, NAME)
  local problem = prepare(objective, point, box, options)
  problem.draws = arguments.integer(options.draws or 1, 1, 1000000, 4, NAME, "draws")
  problem.kernel_pairs = arguments.integer(options.kernel_pairs or 32, 2, 100000, 4, NAME, "kernel_pairs")
  problem.seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 4, NAME, "seed")
  problem.tol = arguments.number(options.tol or 0.01, 0, math.huge, 4, NAME, "tol")
  problem.curvature_tol = arguments.number(options.curvature_tol or 1e-4, 0, math.huge, 4, NAME, "curvature_tol")
  problem.gain_tol = arguments.number(options.gain_tol or 1e-3, 0, math.huge, 4, NAME, "gain_tol")
  problem.confidence = arguments.number(options.confidence or 0.95, 0.5, 0.9999, 4, NAME, "confidence")
  local result, message = certify.judge(problem)
  if not result then error(string.format("bad argument #1 to '%s' (%s)", NAME, message), 2) end
  return result
end

return certify
