-- sensitivity.lua - which inputs and parameters the index hangs on: Sobol, Shapley, Morris over their ranges.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"

local sensitivity = {}

local function sign(name) return common.signs[name] or name end

-- Positions from the largest value down.
local function ranked(values)
  local order = {}
  for i = 1, #values do order[i] = i end
  table.sort(order, function(a, b)
    local va, vb = values[a], values[b]
    if va ~= vb and va == va and vb == vb then return va > vb end
    if (va == va) ~= (vb == vb) then return va == va end
    return a < b
  end)
  return order
end

-- The axis of names, the first on top.
local function name_axis(names, order)
  local ticks, labels = {}, {}
  for k, i in ipairs(order) do ticks[k], labels[k] = #order + 1 - k, sign(names[i]) end
  return { limits = { 0.4, #order + 0.6 }, ticks = ticks, labels = labels }
end

-- The layers of one measure: bars from 0, and its interval.
local function bars(given, order, offset, colour, name)
  local y, zero, value, low, high = {}, {}, {}, {}, {}
  for k, i in ipairs(order) do
    y[k], zero[k], value[k] = #order + 1 - k + offset, 0, given.value[i]
    low[k], high[k] = given.low and given.low[i] or common.NAN, given.high and given.high[i] or common.NAN
  end
  return { mark = "span", colour = colour, width = 8, y = y, low = zero, high = value, name = name },
    { mark = "span", colour = "black", width = 1.5, y = y, low = low, high = high }
end

local function measure(record, name)
  local value = common.column(record[name])
  return value and { value = value, low = common.column(record[name .. "_low"]), high = common.column(record[name .. "_high"]) }
end

local function height_of(names) return math.max(150, 80 + 30 * #names) end

local function limits_of(...)
  local low, high = 0, 0
  for _, one in ipairs { ... } do
    local a, b = common.extent(one.value, one.low or {}, one.high or {})
    low, high = math.min(low, a or 0), math.max(high, b or 0)
  end
  if high <= low then high = low + 1 end
  return { low < 0 and low - 0.03 * (high - low) or 0, high + 0.03 * (high - low) }
end

-- What a reader must know before reading the numbers.
local function said(record)
  local parts = {}
  if record.estimator then parts[#parts + 1] = "estimator " .. tostring(record.estimator) end
  if record.samples then parts[#parts + 1] = string.format("N = %d", record.samples) end
  if record.evaluations then parts[#parts + 1] = string.format("%d evaluations", record.evaluations) end
  if record.replicates then parts[#parts + 1] = string.format("%d bootstrap resamples", record.replicates) end
  if record.converged ~= nil then parts[#parts + 1] = record.converged and "converged" or "NOT converged" end
  return #parts > 0 and " " .. (table.concat(parts, "; "):gsub("^%l", string.upper)) .. "." or ""
end

local function add_sobol(report, sobol)
  local first, total = measure(sobol, "first"), measure(sobol, "total")
  local order = ranked((total or first).value)
  local layers = {}
  if total then layers[1], layers[2] = bars(total, order, first and 0.17 or 0, "blue", "total") end
  if first then layers[#layers + 1], layers[#layers + 2] = bars(first, order, total and -0.17 or 0, "amber", "first order") end
  layers[#layers + 1] = { mark = "rule", colour = "grey", x = 0 }
  report:figure(plot.scene { width = common.WIDTH, height = height_of(sobol.names), y = name_axis(sobol.names, order), layers = layers,
    x = { label = "share of the variance of the index", limits = limits_of(first or total, total or first) } }, {
    caption = "Sobol indices, the largest total first; thin lines are " .. (sobol.level or "95 %") .. " intervals." .. said(sobol),
    description = "Bars of first-order and total Sobol indices by input." })
end

local function add_shapley(report, shapley)
  local effect = measure(shapley, "value")
  local order = ranked(effect.value)
  local bar, interval = bars(effect, order, 0, "green")
  report:figure(plot.scene { width = common.WIDTH, height = height_of(shapley.names), y = name_axis(shapley.names, order),
    layers = { bar, interval, { mark = "rule", colour = "grey", x = 0 } },
    x = { label = "share of the variance of the index", limits = limits_of(effect) } }, {
    caption = "Shapley effects, which add up to one even where inputs depend on each other." .. said(shapley),
    description = "Bars of Shapley effects by input." })
end

-- Names beside their points; where points crowd at the origin they would cover each other, so only the large ones are named.
local function add_morris(report, morris)
  local star, sigma = common.column(morris.mu_star), common.column(morris.sigma)
  local _, widest = common.extent(star)
  local _, highest = common.extent(sigma)
  widest, highest = math.max(widest or 0, 1e-12), math.max(highest or 0, 1e-12)
  local x, y, text, unnamed = {}, {}, {}, {}
  for _, i in ipairs(ranked(star)) do
    local free = star[i] == star[i] and sigma[i] == sigma[i]
    for k = 1, #x do
      if math.abs(x[k] - star[i]) < 0.12 * widest and math.abs(y[k] - sigma[i]) < 0.06 * highest then free = false end
    end
    if free then x[#x + 1], y[#y + 1], text[#text + 1] = star[i], sigma[i], sign(morris.names[i]) else unnamed[#unnamed + 1] = sign(morris.names[i]) end
  end
  report:figure(plot.scene { width = 640, height = 380, layers = { { mark = "points", colour = "blue", size = 4, x = star, y = sigma },
    { mark = "text", align = "left", x = x, y = y, text = text } },
    x = { label = "μ*, mean size of an elementary effect, points", limits = { -0.03 * widest, 1.22 * widest } },
    y = { label = "σ of the effects, points", limits = { -0.04 * highest, 1.1 * highest } } }, {
    caption = "Morris screening: further right moves the index more, further up does so unevenly (interactions, curvature)." .. said(morris)
      .. (#unnamed > 0 and " Not named, beside others: " .. table.concat(unnamed, ", ") .. "." or ""),
    description = "Points of Morris mu star against sigma by input." })
end

--- Adds the figures.  Each record optional: sobol { names, first, total, each with _low and _high, estimator, samples,
--- evaluations, replicates, converged }, shapley { names, value, value_low, value_high }, morris { names, mu_star, sigma }.
function sensitivity.add(report, given)
  if given.sobol then add_sobol(report, given.sobol) end
  if given.shapley then add_shapley(report, given.shapley) end
  if given.morris then add_morris(report, given.morris) end
end

sensitivity.ranked, sensitivity.name_axis, sensitivity.sign = ranked, name_axis, sign

return sensitivity
