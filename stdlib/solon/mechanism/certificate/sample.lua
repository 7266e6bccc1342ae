-- sample.lua - values of an objective at a list of points, and estimates of linear combinations of them with
-- standard errors.
--
-- All points see the same noise (common random numbers).  A replicate is what one unit of that noise, such as a draw
-- of the votes or a season, gives at every point; a linear combination of the points' values (a difference, a
-- derivative, a curvature along a direction) is formed within each replicate, and its spread over the replicates
-- gives the standard error, whatever the correlation between points.  Noise that an objective reports of its own
-- (standard_errors) counts as independent between points and between draws, and is added.
--
--   se^2 = sum over batches n_b (mean_b - mean)^2 / ((B - 1) n) + sum over points c_j^2 e_j^2
--
-- Batches are consecutive replicates, at most 30, so that the errors stay right when neighbouring draws of a Markov
-- chain are alike; degrees of freedom are B - 1.

local inference = require "solon.inference"
local random = require "solon.random"

local sample = {}

local BATCHES = 30

local Sample = {}
Sample.__index = Sample

--- values[j][r]: of point j in replicate r.  options: own (standard error of each point's value), scale = "mean" (the
--- error of the mean over replicates) or "spread" (the deviation of one replicate: each is one possible truth),
--- batched = false.
function sample.new(values, options)
  options = options or {}
  local count = #values[1]
  local batches = options.batched and math.min(BATCHES, count) or count
  return setmetatable({ values = values, count = count, own = options.own, batches = batches, spread = options.scale == "spread",
    df = count > 1 and batches - 1 or math.huge }, Sample)
end

-- Batch k holds the replicates after first to last.
local function batch(self, k) return (k - 1) * self.count // self.batches, k * self.count // self.batches end

-- Coefficients are taken as multiples of the largest, so that differences of equal values are exactly 0 at any step.
local function largest_of(terms)
  local largest = 0.0
  for _, term in ipairs(terms) do largest = math.max(largest, math.abs(term[2])) end
  return largest > 0 and largest or 1.0
end

local function combination(self, terms, largest, r)
  local sum = 0.0
  for _, term in ipairs(terms) do sum = sum + term[2] / largest * self.values[term[1]][r] end
  return sum * largest
end

--- The mean over replicates of sum c_j value_j and its standard error; terms: { { j, c_j }, ... }.
function Sample:estimate(terms)
  local total, means, sizes, largest = 0.0, {}, {}, largest_of(terms)
  for k = 1, self.batches do
    local first, last = batch(self, k)
    local sum = 0.0
    for r = first + 1, last do sum = sum + combination(self, terms, largest, r) end
    total, means[k], sizes[k] = total + sum, sum / (last - first), last - first
  end
  local mean, square, own = total / self.count, 0.0, 0.0
  for k = 1, self.batches do square = square + sizes[k] * (means[k] - mean) ^ 2 end
  local variance = self.batches > 1 and square / (self.batches - 1) / (self.spread and 1 or self.count) or 0.0
  for _, term in ipairs(self.own and terms or {}) do own = own + (term[2] * self.own[term[1]]) ^ 2 end
  return mean, math.sqrt(variance + own)
end

--- Whether no replicate tells the points apart.
function Sample:flat(points)
  for r = 1, self.count do
    for _, j in ipairs(points) do
      if self.values[j][r] ~= self.values[points[1]][r] then return false end
    end
  end
  return not self.own
end

--- How many standard errors a one-sided statement of this confidence takes; with `questions` of a kind, how many it
--- takes for all of them to be right together (Bonferroni).
function Sample:critical(confidence, questions)
  return inference.t_quantile((1 - confidence) / (questions or 1), self.df)
end

-- ---- asking an objective -------------------------------------------------------------------------------------------

local function place(columns, j)
  local parts = {}
  for i, column in ipairs(columns) do parts[i] = string.format("%.12g", column[j]) end
  return "(" .. table.concat(parts, ", ") .. ")"
end

local function is_list(value) return type(value) == "table" or type(value) == "userdata" end

-- What is wrong with the numbers of a list, or nothing.
local function complaint(label, values, columns, least)
  local count = #columns[1]
  if not is_list(values) then
    return string.format("%s: sequence of %d numbers expected, got %s", label, count, type(values))
  elseif #values ~= count then
    return string.format("%s: %d values expected, got %d", label, count, #values)
  end
  for j = 1, count do
    local value = values[j]
    if type(value) ~= "number" then
      return string.format("%s: number expected at %s, got %s", label, place(columns, j), type(value))
    elseif value ~= value or value == math.huge or value == -math.huge or value < least then
      return string.format("%s: finite number%s expected at %s, got %s", label, least == 0 and " >= 0" or "", place(columns, j), value)
    end
  end
end

-- Offsets of the kernel for one draw: pairs of opposite sign, which leave the kernel's mean at the point.
local function offsets_of(problem, draw, bare)
  local all, d = {}, #problem.x
  if bare or not problem.kernel then
    all[1] = {}
    for i = 1, d do all[1][i] = 0.0 end
    return all
  end
  local stream = random.stream(problem.seed, "mechanism.certify.kernel", draw - 1)
  for k = 1, 2 * problem.kernel_pairs, 2 do
    all[k], all[k + 1] = {}, {}
    for i = 1, d do
      all[k][i] = problem.kernel[i] * (2 * stream:uniform() - 1)
      all[k + 1][i] = -all[k][i]
    end
  end
  return all
end

local function columns_of(problem, points, offsets)
  local columns = {}
  for i = 1, #problem.x do
    local column = {}
    for _, offset in ipairs(offsets) do
      for _, point in ipairs(points) do column[#column + 1] = point[i] + offset[i] end
    end
    columns[i] = column
  end
  return columns
end

-- Values of the points under one draw: means of `size` successive offsets each, and the points' own error variances.
local function fold(values, errors, points, offsets, size)
  local rows, variances = {}, {}
  for first = 0, offsets - 1, size do
    local row = {}
    for j = 1, points do
      local sum = 0.0
      for k = first, first + size - 1 do sum = sum + values[k * points + j] end
      row[j] = sum / size
    end
    rows[#rows + 1] = row
  end
  for j = 1, errors and points or 0 do
    variances[j] = 0.0
    for k = 0, offsets - 1 do variances[j] = variances[j] + (errors[k * points + j] / offsets) ^ 2 end
  end
  return rows, variances
end

--- Asks objective(columns, draw) for values [, standard_errors] of all points under every draw: a sample, or nil and a
--- message.  Replicates are the draws; with a kernel and a single draw, the pairs of its offsets; bare: no kernel.
function sample.ask(problem, points, bare)
  local values, variance = {}, nil
  for j = 1, #points do values[j] = {} end
  for draw = 1, problem.draws do
    local offsets = offsets_of(problem, draw, bare)
    local columns = columns_of(problem, points, offsets)
    local answer, errors = problem.objective(columns, draw)
    local message = complaint("objective", answer, columns, -math.huge)
      or (errors ~= nil and complaint("objective: standard errors", errors, columns, 0) or nil)
    if message then return nil, message end
    local size = problem.draws == 1 and #offsets > 1 and 2 or #offsets
    local rows, variances = fold(answer, errors, #points, #offsets, size)
    for _, row in ipairs(rows) do
      for j, value in ipairs(row) do values[j][#values[j] + 1] = value end
    end
    for j, v in ipairs(variances) do
      variance = variance or {}
      variance[j] = (variance[j] or 0.0) + v
    end
  end
  local own
  for j, v in ipairs(variance or {}) do
    own = own or {}
    own[j] = math.sqrt(v) / problem.draws
  end
  -- with several draws the spread between them holds the objective's own noise already
  return sample.new(values, { own = problem.draws == 1 and own or nil, batched = problem.draws > 1 })
end

return sample
