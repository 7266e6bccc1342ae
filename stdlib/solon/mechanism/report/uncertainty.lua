-- uncertainty.lua - how sure the proposal is: the best point of resamples, and the interval of the gain.

local common = require "solon.mechanism.report.common"
local plot = require "solon.plot"

local uncertainty = {}

local names = { "theta1", "theta3", "theta4", "theta2", "theta5" }
local words = { theta2 = common.aggregation, theta5 = common.ties }

-- The choices as columns: given so, or as positions in the surface.
local function columns_of(study, set)
  if not set.point then return set end
  local columns = {}
  for _, name in ipairs(names) do
    columns[name] = {}
    for k, at in ipairs(common.column(set.point)) do columns[name][k] = study.surface[name][math.tointeger(at)] end
  end
  return columns
end

-- Shares of the values of a column: bars where they are few, else 24 bins over their range.
local function shares(values, low, high)
  local width, counts, n = math.max(high - low, 1e-12) / 24, {}, 0
  for _, v in ipairs(values) do
    local bin = math.max(0, math.min(23, (v - low) // width))
    counts[bin], n = (counts[bin] or 0) + 1, n + 1
  end
  local x, y = {}, {}
  for bin = 0, 23 do x[bin + 1], y[bin + 1] = low + (bin + 0.5) * width, (counts[bin] or 0) / n end
  return x, y
end

local ends = { theta1 = { 0.1, 0.9 }, theta3 = { 0.5, 1.0 }, theta4 = { 0.0, 0.2 } }

local function number_panel(name, values, mark)
  local low, high = ends[name][1], ends[name][2]
  local x, y = shares(values, low, high)
  local layers = { { mark = "bars", colour = "blue", x = x, y = y } }
  if mark then layers[2] = { mark = "rule", colour = "orange", x = mark } end
  return plot.scene { width = 286, height = 210, title = common.meaning[name], x = { limits = { low, high } }, layers = layers }
end

local function category_panel(name, values)
  local labels, counts = {}, { 0, 0, 0 }
  for code = 0, 2 do labels[code + 1] = words[name][code] end
  for _, v in ipairs(values) do counts[math.tointeger(v) + 1] = counts[math.tointeger(v) + 1] + 1 end
  for k = 1, 3 do counts[k] = counts[k] / math.max(#values, 1) end
  return plot.scene { width = 286, height = 210, title = common.meaning[name], x = { categories = labels }, y = { limits = { 0, 1 } },
    layers = { { mark = "bars", colour = "blue", x = labels, y = counts } } }
end

--- Adds one figure per set.  study.bootstrap: list of { name, theta1 .. theta5 (columns) } or { name, point (positions in
--- study.surface) }.
function uncertainty.add_choices(report, study)
  local best = common.of_role(study, "proposed") or {}
  for _, set in ipairs(study.bootstrap) do
    local columns, scenes = columns_of(study, set), {}
    for _, name in ipairs(names) do
      local values = columns[name] and common.column(columns[name])
      if values and #values > 0 then
        scenes[#scenes + 1] = ends[name] and number_panel(name, values, best[name]) or category_panel(name, values)
      end
    end
    if #scenes > 0 then
      report:figure(plot.grid { scenes = scenes, columns = 3 }, {
        caption = string.format("The best mechanism when the search is done again over %s: share of the choices.%s", set.name,
          best.theta1 and " Dashed: the proposal." or ""),
        description = "Histograms of each parameter of the best mechanism." })
    end
  end
end

local gains = { { "votes", "votes" }, { "seasons", "seasons" }, { "joint", "both" } }

-- One panel of intervals; their rows are added to the table.
local function gain_panel(baseline, gain, rows)
  local labels, mean, low, high = {}, {}, {}, {}
  for _, one in ipairs(gains) do
    local part = gain[one[1]]
    if part then
      local k = #labels + 1
      labels[k], mean[k], low[k], high[k] = one[2], gain.mean, part.low, part.high
      rows[#rows + 1] = { baseline = baseline, source = one[2], mean = gain.mean, low = part.low, high = part.high,
        standard_error = part.standard_error, positive = part.positive and 100 * part.positive }
    end
  end
  if #labels == 0 then return nil end
  return plot.scene { title = "over " .. baseline, width = 425, height = 270, x = { label = "what varies", categories = labels },
    y = { label = "gain in welfare" }, layers = { { mark = "rule", colour = "grey", y = 0 },
      { mark = "interval", colour = "blue", x = labels, low = low, high = high },
      { mark = "points", colour = "blue", size = 4, x = labels, y = mean } } }
end

--- Adds the figure and the table of the gain.  study.gain (over the status quo) and study.gain_rules (over the show's own
--- rules): { mean, votes, seasons, joint }, each but the mean { low, high, standard_error, positive }.
function uncertainty.add_gain(report, study)
  local rows, scenes = {}, {}
  for _, one in ipairs { { "the status quo (source text)", study.gain }, { "the show's own rules", study.gain_rules } } do
    if one[2] then scenes[#scenes + 1] = gain_panel(one[1], one[2], rows) end
  end
  if #scenes == 0 then return end
  report:figure(plot.grid { scenes = scenes, columns = #scenes }, {
    caption = "Welfare of the proposal less that of a baseline, with 95% intervals." .. (#scenes > 1 and " The panels have scales of their own." or ""),
    description = "Intervals of the gain." })
  report:table { caption = "The gain and how sure it is", rows = rows, columns = {
    { name = "baseline", title = "Over" }, { name = "source", title = "What varies" }, { name = "mean", title = "Gain", format = "%+.4f" },
    { name = "low", title = "2.5%", format = "%+.4f" }, { name = "high", title = "97.5%", format = "%+.4f" },
    { name = "standard_error", title = "Standard error", format = "%.4f" }, { name = "positive", title = "Above 0, %", format = "%.1f" } },
    note = "The intervals do not know that the proposal was chosen on these seasons." }
end

local curses = { { "apparent", "as found on all seasons" }, { "in_bag", "chosen again on each resample: on the seasons that chose" },
  { "out_of_bag", "on the seasons that had no say" }, { "corrected", "corrected for the winner's curse" },
  { "left_out", "each season under the choice of the others" } }

--- Adds the table of the gain on seasons that did and did not choose.  study.curse and study.curse_rules: as an assessment
--- gives.
function uncertainty.add_curse(report, study)
  local rows = {}
  for _, baseline in ipairs { { "the status quo (source text)", study.curse }, { "the show's own rules", study.curse_rules } } do
    for _, one in ipairs(curses) do
      local value = baseline[2] and baseline[2][one[1]]
      if value then
        local whole = type(value) == "table" and value or { mean = value }
        rows[#rows + 1] = { baseline = baseline[1], label = one[2], mean = whole.mean, low = whole.low, high = whole.high,
          standard_error = whole.standard_error }
      end
    end
  end
  report:table { caption = "The gain on seasons that chose the proposal and on seasons that did not", rows = rows, columns = {
    { name = "baseline", title = "Over" }, { name = "label", title = "Measured" }, { name = "mean", title = "Gain", format = "%+.4f" },
    { name = "low", title = "5%", format = "%+.4f" }, { name = "high", title = "95%", format = "%+.4f" },
    { name = "standard_error", title = "Standard error", format = "%.4f" } } }
end

--- Adds the map of the best gain over the weights of the stakeholders.  study.weights: rows omega_fan, omega_judge,
--- omega_producer (multiples of a step), gain, gain_low.
function uncertainty.add_weights(report, study)
  local x, y, value, sure = {}, {}, {}, { x = {}, y = {} }
  for k, row in ipairs(common.rows(study.weights)) do
    x[k], y[k], value[k] = row.omega_fan, row.omega_judge, row.gain
    if row.gain_low and row.gain_low > 0 then sure.x[#sure.x + 1], sure.y[#sure.y + 1] = row.omega_fan, row.omega_judge end
  end
  local layers = { { mark = "heat", name = "gain", x = x, y = y, value = value } }
  if #sure.x > 0 then
    layers[2] = { mark = "points", shape = "circle", colour = "orange", size = 2.4, x = sure.x, y = sure.y, name = "above 0 in 97.5% of draws" }
  end
  report:figure(plot.scene { width = 720, height = 440, x = { label = "weight of engagement (fans)" }, y = { label = "weight of fairness (judges)" },
    layers = layers }, {
    caption = "What the best mechanism for other weights of the stakeholders gains over the status quo; the producer has the rest of the weight.",
    description = "Triangle of weights coloured by the gain." })
end

return uncertainty
