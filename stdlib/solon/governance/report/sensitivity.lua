-- sensitivity.lua - which inputs and parameters the index depends on: Sobol, Shapley, Morris over their ranges.

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

-- The axis of the rows' names, the first on top.
local function name_axis(rows, order)
  local ticks, labels = {}, {}
  for k, i in ipairs(order) do ticks[k], labels[k] = #order + 1 - k, sign(rows[i].name) end
  return { limits = { 0.4, #order + 0.6 }, ticks = ticks, labels = labels }
end

-- A field of every row as a column.
local function column(rows, field)
  local out = {}
  for i, row in ipairs(rows) do out[i] = type(row[field]) == "number" and row[field] or common.NAN end
  return out
end

-- A measure with its interval, or nil where no row has it.
local function measure(rows, field, low, high)
  local value = column(rows, field)
  return common.any(value) and { value = value, low = column(rows, low), high = column(rows, high) } or nil
end

-- The layers of one measure: bars from 0, and its intervals.
local function bars(given, order, offset, colour, name)
  local y, zero, value, low, high = {}, {}, {}, {}, {}
  for k, i in ipairs(order) do
    y[k], zero[k], value[k], low[k], high[k] = #order + 1 - k + offset, 0, given.value[i], given.low[i], given.high[i]
  end
  return { mark = "span", colour = colour, width = 8, y = y, low = zero, high = value, name = name },
    { mark = "span", colour = "black", width = 1.5, y = y, low = low, high = high }
end

local function height_of(rows) return math.max(150, 80 + 30 * #rows) end

local function limits_of(...)
  local low, high = 0, 0
  for _, one in ipairs { ... } do
    local a, b = common.extent(one.value, one.low, one.high)
    low, high = math.min(low, a or 0), math.max(high, b or 0)
  end
  if high <= low then high = low + 1 end
  return { low < 0 and low - 0.03 * (high - low) or 0, high + 0.03 * (high - low) }
end

-- What a reader must know before reading the numbers: parts that are there, and whether they may be believed.
local function said(record, ...)
  local parts = {}
  for _, part in ipairs { ... } do parts[#parts + 1] = part ~= "" and part or nil end
  if record.runs then parts[#parts + 1] = string.format("%d runs", record.runs) end
  if record.converged ~= nil then parts[#parts + 1] = record.converged and "converged" or "NOT converged" end
  local text = #parts > 0 and " " .. (table.concat(parts, "; "):gsub("^%l", string.upper)) .. "." or ""
  if record.converged == false and record.problems and #record.problems > 0 then
    local first = {}
    for k = 1, math.min(3, #record.problems) do first[k] = record.problems[k] end
    text = text .. " " .. (table.concat(first, "; "):gsub("^%l", string.upper)) .. (#record.problems > 3 and "; and more." or ".")
  end
  return text
end

local function when(form, value, ...) return value and string.format(form, value, ...) or "" end

local function named(estimator) return estimator and estimator:gsub("^%l", string.upper) end

local function intervals(record) return record.confidence and string.format("%g %%", 100 * record.confidence) or "95 %" end

local function add_sobol(report, sobol)
  local rows = common.rows(sobol.rows)
  local first, total = measure(rows, "first", "first_low", "first_high"), measure(rows, "total", "total_low", "total_high")
  if not (first or total) then return report:paragraph("Sobol indices: " .. tostring(sobol.status or "none") .. ".") end
  local order, layers = ranked((total or first).value), {}
  if total then layers[1], layers[2] = bars(total, order, first and 0.17 or 0, "blue", "total") end
  if first then layers[#layers + 1], layers[#layers + 2] = bars(first, order, total and -0.17 or 0, "amber", "first order") end
  layers[#layers + 1] = { mark = "rule", colour = "grey", x = 0 }
  report:figure(plot.scene { width = common.WIDTH, height = height_of(rows), y = name_axis(rows, order), layers = layers,
    x = { label = "share of the variance of the index", limits = limits_of(first or total, total or first) } }, {
    caption = string.format("Sobol indices, the largest total first; thin lines are %s intervals.", intervals(sobol))
      .. said(sobol, when("first order by the estimator of %s", named(sobol.first_estimator)), when("total by that of %s", named(sobol.total_estimator)),
        when("n = %d", sobol.n), when("intervals by %d independent scramblings", sobol.scrambles),
        not sobol.scrambles and when("%d bootstrap resamples", sobol.bootstrap) or ""),
    description = "Bars of first-order and total Sobol indices by input." })
end

-- Shares estimated below 0, with their standard errors.
local function below_zero(rows)
  local parts = {}
  for _, row in ipairs(rows) do
    if type(row.share) == "number" and row.share < 0 then
      parts[#parts + 1] = string.format("%s %.4f%s", sign(row.name), row.share, row.error and string.format(" ± %.4f", row.error) or "")
    end
  end
  return #parts > 0 and " A share near 0 may be estimated below it within its error; here, with standard errors, " .. table.concat(parts, ", ") .. "." or ""
end

local function add_shapley(report, shapley)
  local rows = common.rows(shapley.rows)
  local share = measure(rows, "share", "low", "high")
  if not share then return report:paragraph("Shapley effects: " .. tostring(shapley.status or "none") .. ".") end
  local order = ranked(share.value)
  local bar, interval = bars(share, order, 0, "green")
  report:figure(plot.scene { width = common.WIDTH, height = height_of(rows), y = name_axis(rows, order),
    layers = { bar, interval, { mark = "rule", colour = "grey", x = 0 } },
    x = { label = "share of the variance of the index", limits = limits_of(share) } }, {
    caption = string.format("Shapley effects, which add up to one even where inputs depend on each other; thin lines are %s intervals.",
      intervals(shapley)) .. said(shapley, when("t copula with ν = %g", shapley.nu), when("%d conditions", shapley.outer), when("%d draws under each", shapley.inner))
      .. below_zero(rows),
    description = "Bars of Shapley effects by input." })
end

-- Names above their points; where points crowd at the origin they would cover each other, so only the large ones are named.
local function add_morris(report, morris)
  local rows = common.rows(morris.rows)
  local star, sigma = column(rows, "mu_star"), column(rows, "sigma")
  local low, high = column(rows, "mu_star_low"), column(rows, "mu_star_high")
  local _, widest = common.extent(star, high)
  local _, highest = common.extent(sigma)
  widest, highest = math.max(widest or 0, 1e-12), math.max(highest or 0, 1e-12)
  local x, y, text, unnamed = {}, {}, {}, {}
  for _, i in ipairs(ranked(star)) do
    local free = star[i] == star[i] and sigma[i] == sigma[i]
    for k = 1, #x do
      if math.abs(x[k] - star[i]) < 0.08 * widest and math.abs(y[k] - sigma[i]) < 0.07 * highest then free = false end
    end
    local name = sign(rows[i].name)
    if free then x[#x + 1], y[#y + 1], text[#text + 1] = star[i], sigma[i], name else unnamed[#unnamed + 1] = name end
  end
  report:figure(plot.scene { width = 640, height = 380, layers = { { mark = "span", colour = "sky", width = 2, y = sigma, low = low, high = high },
    { mark = "points", colour = "blue", size = 4, x = star, y = sigma }, { mark = "text", x = x, y = y, text = text } },
    x = { label = "μ*: mean |effect|, points of the index", limits = { -0.04 * widest, 1.06 * widest } },
    y = { label = "standard deviation of effects, points", limits = { -0.04 * highest, 1.14 * highest } } }, {
    caption = "Morris screening: further right moves the index more, further up does so unevenly (interactions, curvature)."
      .. said(morris, when("%d trajectories", morris.trajectories), when("%d levels", morris.levels))
      .. (#unnamed > 0 and " Not named, beside others: " .. table.concat(unnamed, ", ") .. "." or ""),
    description = "Points of the mean size of effects against their standard deviation by input." })
end

--- Adds the figures.  Each record optional, as solon.sensitivity gives them: sobol { rows = { name, first, total, each with _low
--- and _high }, n, runs, first_estimator, total_estimator, bootstrap, confidence, converged, problems }, shapley { rows = { name,
--- share, error, low, high }, runs, nu, converged }, morris { rows = { name, mu_star, sigma }, trajectories, levels, runs }.
function sensitivity.add(report, given)
  if given.sobol then add_sobol(report, given.sobol) end
  if given.shapley then add_shapley(report, given.shapley) end
  if given.morris then add_morris(report, given.morris) end
end

sensitivity.ranked, sensitivity.column, sensitivity.name_axis, sensitivity.sign = ranked, column, name_axis, sign

return sensitivity
