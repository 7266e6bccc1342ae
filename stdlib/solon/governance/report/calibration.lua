-- calibration.lua - the error of the index over the parameter that is calibrated, and how well the best value is known.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"
local sign = require("solon.governance.report.sensitivity").sign

local calibration = {}

local function scene(curve)
  local x, y = common.column(curve.grid), common.column(curve.mae)
  local low, high = common.extent(y)
  low, high = low or 0, high or 1
  local pad = math.max(0.08 * (high - low), 1e-3)
  local layers = {}
  if curve.low and curve.high then
    layers[1] = { mark = "ribbon", colour = "amber", opacity = 0.25, x = { curve.low, curve.high }, low = { low - pad, low - pad },
      high = { high + pad, high + pad }, name = (curve.interval or "95 % interval") }
  end
  layers[#layers + 1] = { mark = "line", colour = "blue", width = 2, x = x, y = y, name = "MAE" }
  if curve.published then layers[#layers + 1] = { mark = "rule", colour = "grey", x = curve.published, name = "published" } end
  if curve.best then layers[#layers + 1] = { mark = "rule", colour = "orange", x = curve.best, name = "best" } end
  local left, right = common.extent(x, { curve.low or common.NAN, curve.high or common.NAN, curve.best or common.NAN, curve.published or common.NAN })
  left, right = left or 0, right or 1
  if right <= left then left, right = left - 0.5, right + 0.5 end
  local margin = 0.02 * (right - left)
  return plot.scene { width = common.WIDTH, height = 300, layers = layers, x = { label = sign(curve.name or "epsilon"), limits = { left - margin, right + margin } },
    y = { label = "mean absolute error, points", limits = { low - pad, high + pad } } }
end

local function row_of(curve)
  return { name = sign(curve.name or "epsilon"), best = curve.best, low = curve.low, high = curve.high, published = curve.published,
    mae = curve.best_mae, effective = curve.effective_size, status = curve.status }
end

--- Adds the figures and the table.  given: curves = list of { name, grid, mae, best, best_mae, low, high, published, status,
--- effective_size, note }; folds = rows { fold, weeks, best, train_mae, test_mae }; lines.
function calibration.add(report, given)
  common.paragraphs(report, given.lines)
  local rows = {}
  for k, curve in ipairs(given.curves or {}) do
    rows[k] = row_of(curve)
    if curve.grid and #curve.grid > 1 then
      report:figure(scene(curve), { caption = string.format("Mean absolute error over %s. The axis of errors does not begin at 0: how little the curve "
        .. "rises around its best is what the interval says.%s", sign(curve.name or "epsilon"), curve.note and " " .. curve.note or ""),
        description = "Curve of the mean absolute error." })
    end
  end
  if #rows > 0 then
    report:table { caption = "What calibration finds", rows = rows, columns = { { name = "name", title = "Parameter" }, { name = "best", title = "Best", format = "%.4f" },
      { name = "low", title = "From", format = "%.4f" }, { name = "high", title = "To", format = "%.4f" },
      { name = "published", title = "Published", format = "%.4f" }, { name = "mae", title = "MAE", format = "%.3f" },
      { name = "effective", title = "Effective weeks", format = "%.0f" }, { name = "status", title = "Status" } } }
  end
  local folds = given.folds and common.rows(given.folds)
  if folds and #folds > 0 then
    report:table { caption = "Blocked cross-validation", rows = folds, columns = { { name = "fold", title = "Block" }, { name = "weeks", title = "Weeks" },
      { name = "best", title = "Best without it", format = "%.4f" }, { name = "train_mae", title = "MAE, others", format = "%.3f" },
      { name = "test_mae", title = "MAE, block", format = "%.3f" } } }
  end
end

return calibration
