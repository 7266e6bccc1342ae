-- morris.lua - Morris's screening: elementary effects along random trajectories.

local check = require "solon.frame.check"
local inputs_of = require "solon.sensitivity.inputs"
local model = require "solon.sensitivity.model"
local native = require "solon.native.sensitivity"
local resample = require "solon.resample"
local settings = require "solon.sensitivity.settings"
local text = require "solon.sensitivity.table_text"

local morris = {}

local options_known = {
  trajectories = "any", levels = "any", seed = "any", confidence = "any", bootstrap = "any", tail = "any", strict = "boolean",
}

local function read_options(options)
  options = check.options(options, options_known, 3, "morris", 3)
  local o = {
    trajectories = settings.integer(options, "trajectories", 100, 2, 1 << 24, "morris", 3),
    levels = settings.integer(options, "levels", 4, 2, 1 << 31, "morris", 3),
    seed = settings.seed(options, "morris", 3),
    confidence = settings.number(options, "confidence", 0.95, 0, 1, "morris", 3),
    bootstrap = settings.integer(options, "bootstrap", 1000, 2, 1 << 20, "morris", 3),
    tail = settings.number(options, "tail", 0.005, 0, 0.5, "morris", 3),
    strict = options.strict,
  }
  if o.levels % 2 == 1 then check.fail(3, "morris", "option 'levels': even integer expected, got " .. o.levels, 3) end
  return o
end

-- The points with the inputs' own values; without bounds an input runs between its quantiles at the tails.
local function design_of(points, list, o)
  local design = points:copy()
  for i, input in ipairs(list) do
    local u = points[i]
    if not input.bounded then u = u * (1 - 2 * o.tail) + o.tail end
    design[i] = input.quantile(u)
  end
  return design
end

-- Mean, mean magnitude and spread of one input's effects, with intervals.
local function row_of(name, effects, o)
  local row = { name = name }
  for _, part in ipairs { { "mu", effects, "mean" }, { "mu_star", effects:abs(), "mean" }, { "sigma", effects, "standard_deviation" } } do
    local b = resample.bootstrap(part[2], part[3], {
      replicates = o.bootstrap, seed = o.seed, confidence = o.confidence, method = "percentile",
    })
    row[part[1]], row[part[1] .. "_error"], row[part[1] .. "_low"], row[part[1] .. "_high"] = b.estimate, b.standard_error, b.low, b.high
  end
  return row
end

local Result = {}
Result.__index = Result
Result.__name = "morris effects"

--- The result as lines for a terminal.
function Result:lines()
  local lines = {
    string.format("Morris effects: %d inputs, %d trajectories on %d levels, %d runs, seed %d", #self.names, self.trajectories,
      self.levels, self.runs, self.seed),
    string.format("percentile intervals at %g %% from %d bootstrap resamples of the trajectories; effects per whole range of an input",
      100 * self.confidence, self.bootstrap),
  }
  local cells, all = {}, {}
  for _, row in ipairs(self.rows) do
    for _, part in ipairs { "mu_star", "mu_star_high", "mu_low", "sigma_high" } do all[#all + 1] = row[part] end
  end
  local format = text.format(4, all)
  for i, row in ipairs(self.rows) do
    cells[i] = { row.name }
    for _, part in ipairs { "mu_star", "mu", "sigma" } do
      cells[i][#cells[i] + 1] = text.interval(row[part], row[part .. "_low"], row[part .. "_high"], format)
    end
  end
  for _, line in ipairs(text.lines({ "input", "mu*: mean |effect|", "mean effect", "deviation of effects" }, cells)) do lines[#lines + 1] = line end
  if self.status ~= "ok" then lines[#lines + 1] = self.status .. ": no input has an effect" end
  return lines
end

function Result:__tostring() return table.concat(self:lines(), "\n") end

--- sensitivity.morris(f, inputs [, options])
function morris.run(f, inputs, options)
  model.check(f, "morris")
  local list, names = inputs_of.read(inputs, "morris")
  local o = read_options(options)
  local points, order = native.morris_points(o.trajectories, #list, o.levels, o.seed)
  local values = model.values(f, design_of(points, list, o), names, "morris")
  local effects = native.morris_effects(points, order, values)
  local result = setmetatable({
    names = names, trajectories = o.trajectories, levels = o.levels, runs = values:size(), seed = o.seed,
    confidence = o.confidence, bootstrap = o.bootstrap, tail = o.tail, rows = {}, status = "no effects",
  }, Result)
  for i, name in ipairs(names) do
    result.rows[i] = row_of(name, effects[i], o)
    if result.rows[i].mu_star > 0 then result.status = "ok" end
  end
  settings.strict(o, result.status == "ok", "morris", "no input has an effect")
  return result
end

return morris
