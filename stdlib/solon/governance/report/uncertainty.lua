-- uncertainty.lua - how well the index is known: its fan of quantiles over the weeks, and the distribution of one week.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"

local uncertainty = {}

local BINS = 60 -- of 2.5 points on the usual scale: 30, 80 and 120 are edges

-- The fan: two ribbons around the median.
local function add_fan(report, given, scale)
  local at, axis = common.week_axis(given.weeks)
  local n = #at
  local function q(name) return common.column(given[name], n) end
  local layers = common.bands(axis, scale, 0.14)
  local q05, q25, q50, q75, q95 = q "q05", q "q25", q "q50", q "q75", q "q95"
  if q05 and q95 then
    layers[#layers + 1] = { mark = "ribbon", colour = "blue", opacity = 0.25, x = at, low = q05, high = q95, name = "5 % to 95 %" }
  end
  if q25 and q75 then
    layers[#layers + 1] = { mark = "ribbon", colour = "blue", opacity = 0.45, x = at, low = q25, high = q75, name = "25 % to 75 %" }
  end
  if q50 then layers[#layers + 1] = { mark = "line", colour = "blue", width = 1.6, x = at, y = q50, name = "median" } end
  local index = q "index"
  if index then layers[#layers + 1] = { mark = "line", colour = "black", width = 1.2, x = at, y = index, name = "as measured" } end
  report:figure(plot.scene { width = common.WIDTH, height = 380, x = axis, y = common.index_axis(scale), layers = layers }, {
    caption = "Uncertainty of the index week by week, given what is not known of that week's measurements.",
    description = "Ribbons of quantiles of the index over weeks." })
end

-- Shares of draws in bins, as the outline of a histogram: its area is 1.
local function outline(last, scale)
  local counts, total, width = {}, 0, scale / BINS
  for k = 1, BINS do counts[k] = 0.0 end
  if last.draws then
    for _, v in ipairs(common.column(last.draws)) do
      if v == v then
        local k = math.max(1, math.min(#counts, math.floor(v / width) + 1))
        counts[k], total = counts[k] + 1, total + 1
      end
    end
  end
  local x, y, zero = {}, {}, {}
  for k = 1, #counts do
    local height = total > 0 and counts[k] / total / width or 0
    x[2 * k - 1], x[2 * k], y[2 * k - 1], y[2 * k] = (k - 1) * width, k * width, height, height
    zero[2 * k - 1], zero[2 * k] = 0, 0
  end
  return x, y, zero
end

-- The density of a week over the bands of the levels.
local function add_density(report, last, scale)
  local x, y, zero
  if last.density then
    x, y, zero = common.column(last.density.x), common.column(last.density.y), {}
    for i = 1, #x do zero[i] = 0 end
  else
    x, y, zero = outline(last, scale)
  end
  local _, top = common.extent(y)
  top = 1.18 * math.max(top or 0, 1e-9)
  local layers = {}
  for k, band in ipairs(common.bands_of(scale)) do
    layers[k] = { mark = "ribbon", colour = band.level.colour, opacity = 0.22, name = common.level_text(band.level, scale), x = { band.low, band.high },
      low = { 0, 0 }, high = { top, top } }
  end
  layers[#layers + 1] = { mark = "ribbon", colour = "blue", opacity = 0.55, x = x, low = zero, high = y }
  layers[#layers + 1] = { mark = "line", colour = "blue", width = 1.2, x = x, y = y, name = "density" }
  local labels = { mark = "text", x = {}, y = {}, text = {} }
  for _, band in ipairs(common.bands_of(scale)) do
    local p = last.probability and last.probability[band.level.level]
    if type(p) == "number" and band.high - band.low >= 0.1 * scale then -- else there is no room; the summary and uncertainty.csv have it
      local k, middle = #labels.x + 1, (band.low + band.high) / 2
      -- not across the line of the measured value
      if last.index and math.abs(last.index - middle) < 0.06 * scale then
        middle = last.index + (last.index < middle and 1 or -1) * scale / 15
      end
      labels.x[k], labels.y[k], labels.text[k] = middle, 0.91 * top, string.format(p > 0 and p < 0.0005 and "< 0.1 %%" or "%.1f %%", 100 * p)
    end
  end
  if last.index then layers[#layers + 1] = { mark = "rule", colour = "black", x = last.index, name = "as measured" } end
  layers[#layers + 1] = labels
  local axis = common.index_axis(scale)
  report:figure(plot.scene { width = common.WIDTH, height = 330, x = axis, layers = layers,
    y = { label = "density per point", limits = { 0, top } } }, {
    caption = string.format("What the index may be in %s; above, the probability of each crisis level.", tostring(last.week or "the last week")),
    description = "Density of the index in one week over the bands of the crisis levels." })
end

local QUANTILES = { { "q05", "5 %" }, { "q25", "25 %" }, { "q50", "50 %" }, { "q75", "75 %" }, { "q95", "95 %" } }

-- Quantiles of the week with their Monte Carlo errors.
local function add_quantiles(report, last)
  local rows = {}
  for _, one in ipairs(QUANTILES) do
    local value = last[one[1]]
    if type(value) == "number" then rows[#rows + 1] = { name = one[2], value = value, error = last[one[1] .. "_error"] } end
  end
  if #rows == 0 then return end
  report:table { caption = "Quantiles of the index in " .. tostring(last.week or "the last week"), rows = rows, columns = { { name = "name", title = "Quantile" },
    { name = "value", title = "Index", format = "%.2f" }, { name = "error", title = "Monte Carlo error", format = "%.3f" } } }
end

--- Adds the figures.  Each optional: weeks with q05, q25, q50, q75, q95 (columns) and index; last { week, index, draws or density
--- { x, y }, probability = { [0] = .. [3] }, q05 .. q95, each with _error }; lines.  scale: of the index.
function uncertainty.add(report, given, scale)
  common.paragraphs(report, given.lines)
  if given.weeks and #given.weeks > 0 and given.q50 then add_fan(report, given, scale) end
  if given.last then
    if given.last.draws or given.last.density then add_density(report, given.last, scale) end
    add_quantiles(report, given.last)
  end
end

return uncertainty
