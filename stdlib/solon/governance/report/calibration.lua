-- calibration.lua - the error of the index over the parameter that is calibrated, and how well the best value is known.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"
local sensitivity = require "solon.governance.report.sensitivity"

local calibration = {}

local PARAMETERS = { "epsilon", "mu" }

local function percent(given) return string.format("%g %%", 100 * (given.confidence or 0.95)) end

-- The mean absolute error over a parameter, the best value with its interval, the registry's; for epsilon the grid's points.
local function scene(given, name)
  local found, grid = given[name], name == "epsilon" and given.grid and common.rows(given.grid.rows) or {}
  local gx, gy = sensitivity.column(grid, "epsilon"), sensitivity.column(grid, "error")
  local x, y = common.column(found.curve.grid), common.column(found.curve.error)
  local low, high = common.extent(y, gy)
  low, high = low or 0, high or 1
  local pad = math.max(0.08 * (high - low), 1e-3)
  local layers, floor = {}, math.max(0, low - pad)
  if found.low and found.high then
    layers[1] = { mark = "ribbon", colour = "amber", opacity = 0.25, x = { found.low, found.high }, low = { floor, floor },
      high = { high + pad, high + pad }, name = percent(given) .. " interval" }
  end
  layers[#layers + 1] = { mark = "line", colour = "blue", width = 2, x = x, y = y, name = "MAE" }
  if #gx > 0 then layers[#layers + 1] = { mark = "points", shape = "circle", size = 3.6, colour = "blue", x = gx, y = gy, name = "printed grid" } end
  if found.default then layers[#layers + 1] = { mark = "rule", colour = "grey", x = found.default, name = "in the registry" } end
  if found.estimate then layers[#layers + 1] = { mark = "rule", colour = "orange", x = found.estimate, name = "best" } end
  local left, right = common.extent(x, gx, { found.low or common.NAN, found.high or common.NAN, found.estimate or common.NAN, found.default or common.NAN })
  left, right = left or 0, right or 1
  if right <= left then left, right = left - 0.5, right + 0.5 end
  local margin = 0.02 * (right - left)
  return plot.scene { width = common.WIDTH, height = 300, layers = layers, x = { label = sensitivity.sign(name), limits = { left - margin, right + margin } },
    y = { label = "mean absolute error, points", limits = { floor, high + pad } } }, floor > 0
end

-- Where intervals come from.
local SOURCES = {
  scores = ": the values that tests of the signs of the misses, which may persist from week to week, do not reject",
  ["standard-error"] = " by standard errors over resampled blocks of weeks", percentile = " by percentiles over resampled blocks of weeks",
}

local function both(joint)
  local text = string.format("Both at once: ε %.4f with μ %.4f, MAE %.3f", joint.epsilon, joint.mu, joint.error)
  if not joint.epsilon_low then return text .. "." end
  return text .. string.format("; intervals with the other unknown %.4f to %.4f and %.4f to %.4f, correlation of the estimates %.2f: %s.",
    joint.epsilon_low, joint.epsilon_high, joint.mu_low, joint.mu_high, joint.correlation, joint.status)
end

local function add_estimates(report, given)
  local rows, doubts = {}, {}
  for _, name in ipairs(PARAMETERS) do
    local found = given[name]
    if found then
      rows[#rows + 1] = { name = sensitivity.sign(name), estimate = found.estimate, low = found.low, high = found.high, default = found.default,
        error = found.error, default_error = found.default_error, effective = found.effective_weeks, status = found.status }
      for _, doubt in ipairs(found.doubts or {}) do doubts[#doubts + 1] = sensitivity.sign(name) .. ": " .. doubt end
    end
  end
  if #rows == 0 then return end
  report:table { caption = string.format("What calibration finds, with %s intervals", percent(given)) .. (SOURCES[given.interval] or ""), rows = rows, columns = {
    { name = "name", title = "Parameter" }, { name = "estimate", title = "Best", format = "%.4f" }, { name = "low", title = "From", format = "%.4f" },
    { name = "high", title = "To", format = "%.4f" }, { name = "default", title = "Registry", format = "%.4f" },
    { name = "error", title = "MAE, best", format = "%.3f" }, { name = "default_error", title = "MAE, registry", format = "%.3f" },
    { name = "effective", title = "Effective weeks", format = "%.0f" }, { name = "status", title = "Status" } },
    note = given.joint and both(given.joint) }
  if #doubts > 0 then report:list(doubts) end
end

local function add_validation(report, given)
  local rows = {}
  for _, name in ipairs(PARAMETERS) do
    local validation = given[name] and given[name].validation
    for _, row in ipairs(validation and common.rows(validation.rows) or {}) do
      rows[#rows + 1] = { name = sensitivity.sign(name), split = row.split, weeks = row.weeks, estimate = row.estimate, fitted_error = row.fitted_error,
        error = row.error, default_error = row.default_error }
    end
  end
  if #rows == 0 then return end
  report:table { caption = "Cross-validation by contiguous blocks", rows = rows, columns = { { name = "name", title = "Parameter" }, { name = "split", title = "Held out" },
    { name = "weeks", title = "Weeks" }, { name = "estimate", title = "Best on the others", format = "%.4f" },
    { name = "fitted_error", title = "MAE there, pp", format = "%.3f" }, { name = "error", title = "MAE held out, pp", format = "%.3f" },
    { name = "default_error", title = "Registry's MAE held out, pp", format = "%.3f" } } }
end

--- Adds the figures and the tables, of what governance.calibrate gives: epsilon and mu, each { estimate, low, high, error, default,
--- default_error, effective_weeks, status, doubts, validation, curve = { grid, error } }, grid.rows, joint, confidence, circular.
function calibration.add(report, given)
  if given.circular then
    report:paragraph("The official values are the formula's own to within 0.5 points: what is found below is the formula again, and tells nothing of the world.")
  end
  for _, name in ipairs(PARAMETERS) do
    if given[name] and given[name].curve and #given[name].curve.grid > 1 then
      local picture, cut = scene(given, name)
      report:figure(picture, { caption = string.format("Mean absolute error over %s%s", sensitivity.sign(name), cut and ". The axis of errors does not begin "
        .. "at 0: how little the curve rises around its best is what the interval says." or "."), description = "Curve of the mean absolute error." })
    end
  end
  add_estimates(report, given)
  add_validation(report, given)
end

return calibration
