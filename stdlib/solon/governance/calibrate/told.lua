-- told.lua - a calibration as lines for a terminal and as rows of files.

local json = require "solon.json"
local records = require "solon.frame.records"

local told = {}

told.CIRCULAR = "the recorded index is the computed one within 0.5 pp: fitted to the formula's own values it tells nothing of the world"

--- Where intervals come from, in words, by the way they were found.
told.sources = {
  scores = function(result)
    return string.format("the values that tests of the signs of the misses do not reject at %g %%: misses may persist from week to week", 100 * result.confidence)
  end,
  ["standard-error"] = function(result)
    return string.format("t times standard errors over resampled blocks of %d weeks; for one parameter alone no less than over single weeks, by how many count",
      result.epsilon.block)
  end,
  percentile = function(result)
    return string.format("percentiles over resampled blocks of %d weeks, which are known to be too narrow", result.epsilon.block)
  end,
}

local function estimate_lines(name, found, result)
  local lines = {
    string.format("%-8s %.4f, MAE %.3f pp (%.3f at the default %g); %g %% interval %.4f to %.4f: %s", name,
      found.estimate, found.error, found.default_error, found.default, 100 * result.confidence, found.low, found.high, found.status),
    string.format("         %.0f of %d weeks count as independent; on weeks not fitted to MAE %.3f (%.3f at the default)",
      found.effective_weeks, result.weeks, found.validation.error, found.validation.default_error),
  }
  for _, doubt in ipairs(found.doubts) do lines[#lines + 1] = "         " .. doubt end
  return lines
end

--- For a terminal.
function told.lines(result)
  local lines = { string.format("%d weeks (%d incomplete left out), sigma %s", result.weeks, result.left_out, result.sigma_from) }
  local parts = {}
  for i, row in ipairs(result.grid.rows) do parts[i] = string.format("%g: %.3f", row.epsilon, row.error) end
  lines[2] = "grid     MAE by epsilon " .. table.concat(parts, ", ") .. string.format("; least at %g", result.grid.epsilon)
  for _, name in ipairs { "epsilon", "mu" } do
    for _, line in ipairs(estimate_lines(name, result[name], result)) do lines[#lines + 1] = line end
  end
  local joint = result.joint
  lines[#lines + 1] = string.format("both     epsilon %.4f [%.4f, %.4f] with mu %.4f [%.4f, %.4f], correlation %.2f, MAE %.3f pp: %s", joint.epsilon,
    joint.epsilon_low, joint.epsilon_high, joint.mu, joint.mu_low, joint.mu_high, joint.correlation, joint.error, joint.status)
  for _, doubt in ipairs(joint.doubts) do lines[#lines + 1] = "         " .. doubt end
  lines[#lines + 1] = "interval " .. told.sources[result.interval](result)
  if result.circular then lines[#lines + 1] = "caution  " .. told.CIRCULAR end
  return lines
end

local function all_splits(result)
  local rows = {}
  for _, name in ipairs { "epsilon", "mu" } do
    for _, row in ipairs(result[name].validation.rows) do
      local copy = { parameter = name }
      for key, value in pairs(row) do copy[key] = value end
      rows[#rows + 1] = copy
    end
  end
  return rows
end

local function all_points(result)
  local rows = {}
  for _, name in ipairs { "epsilon", "mu" } do
    local curve = result[name].curve
    for i = 1, #curve.grid do rows[#rows + 1] = { parameter = name, value = curve.grid[i], error = curve.error[i] } end
  end
  return rows
end

local FRAMES = {
  curves = { fields = { "parameter", "value", "error" }, rows = all_points },
  grid = { fields = { "epsilon", "error" }, rows = function(result) return result.grid.rows end },
  validation = { fields = { "parameter", "split", "weeks", "estimate", "fitted_error", "error", "default_error" }, rows = all_splits },
}

--- A frame of a calibration: "grid" (epsilon, error), "validation" (a row per parameter and split) or "curves".
function told.frame(result, which)
  return records.frame(FRAMES[which].rows(result), FRAMES[which].fields)
end

-- One curve as governance.report takes it.
local function curve(name, found)
  return { name = name, grid = found.curve.grid, mae = found.curve.error, best = found.estimate, best_mae = found.error,
    low = found.low, high = found.high, published = found.default, status = found.status, effective_size = found.effective_weeks,
    note = #found.doubts > 0 and table.concat(found.doubts, "; ") or nil }
end

--- Curves and folds for governance.report.
function told.curves(result)
  local folds = {}
  for i, row in ipairs(result.epsilon.validation.rows) do
    folds[i] = { fold = row.split, weeks = row.weeks, best = row.estimate, train_mae = row.fitted_error, test_mae = row.error }
  end
  return { curve("epsilon", result.epsilon), curve("mu", result.mu) }, folds
end

local function plain_joint(joint)
  return { epsilon = joint.epsilon, mu = joint.mu, error = joint.error, epsilon_low = joint.epsilon_low, epsilon_high = joint.epsilon_high,
    mu_low = joint.mu_low, mu_high = joint.mu_high, epsilon_error = joint.epsilon_error, mu_error = joint.mu_error,
    correlation = joint.correlation, status = joint.status, doubts = json.array(joint.doubts) }
end

--- Plain data for JSON.
function told.data(result)
  local function plain(found)
    return { estimate = found.estimate, flat_to = found.flat_to, error = found.error, default = found.default,
      default_error = found.default_error, low = found.low, high = found.high, standard_error = found.standard_error, effective_error = found.effective_error,
      block = found.block, effective_weeks = found.effective_weeks, near_low = found.near_low, near_high = found.near_high,
      validation_error = found.validation.error, validation_default_error = found.validation.default_error,
      status = found.status, doubts = json.array(found.doubts) }
  end
  return { weeks = result.weeks, left_out = result.left_out, sigma_from = result.sigma_from, circular = result.circular, confidence = result.confidence,
    grid = { epsilon = result.grid.epsilon, error = result.grid.error }, epsilon = plain(result.epsilon), mu = plain(result.mu),
    interval = result.interval, joint = plain_joint(result.joint) }
end

return told
