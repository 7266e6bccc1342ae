-- validate.lua - values that are possible but unlikely: outliers against the weeks before.
--
-- Hampel's rule, causal: the median of the values in the `window` weeks before (12; at least half of them must be there)
-- and their median absolute deviation times 1.4826, which is the standard deviation of normal data; a value more than
-- `threshold` (5) such deviations away is flagged.  The deviation counts as at least `smallest` (0.01), so that a column
-- that stood still is not flagged for its first rounding.  Nothing is replaced: a flag asks for a look, and a crisis begins
-- with one.

local arguments = require "solon.mechanism.arguments"
local data_module = require "solon.governance.data.series"

local validate = {}

local NORMAL = 1.4826022185056018 -- 1 / quantile of the standard normal distribution at 3/4

local CHECKED = { "C", "V", "T_loyalty", "Z_skepticism", "Sentiment", "Search", "FX", "C_payroll", "V_third_party", "Z_consensus" }

local function median(values)
  table.sort(values)
  local n = #values
  local half = n // 2
  if n % 2 == 1 then return values[half + 1] end
  return (values[half] + values[half + 1]) / 2
end

-- Median and deviation of the present values among column[i - window .. i - 1]; nil with fewer than half of them.
local function earlier(column, i, settings)
  local values, distances = {}, {}
  for j = math.max(1, i - settings.window), i - 1 do
    if column[j] == column[j] then values[#values + 1] = column[j] end
  end
  if #values < (settings.window + 1) // 2 then return nil end
  local centre = median(values)
  for j, value in ipairs(values) do distances[j] = math.abs(value - centre) end
  return centre, math.max(NORMAL * median(distances), settings.smallest)
end

local Validation = { __name = "validation" }

function Validation:__tostring()
  local lines = { string.format("%d values checked, %d outliers", self.checked, #self.outliers) }
  for _, one in ipairs(self.outliers) do
    lines[#lines + 1] = string.format("%s %s: %.4g, %.1f deviations from the median %.4g of the weeks before", one.week,
      one.column, one.value, one.distance, one.median)
  end
  return table.concat(lines, "\n")
end

validate.option_names = { "threshold", "smallest", "window" }

--- Options with their defaults, checked.
function validate.options(options, position, name)
  options = arguments.options(options, validate.option_names, position, name)
  return {
    threshold = arguments.number(options.threshold or 5, 0, 1e6, position, name, "threshold"),
    smallest = arguments.number(options.smallest or 0.01, 1e-12, 1, position, name, "smallest"),
    window = arguments.integer(options.window or 12, 2, 520, position, name, "window"),
  }
end

--- The rule in words.
function validate.rule(settings)
  return string.format("more than %.6g deviations (1.4826 MAD, at least %.6g) from the median of the %d weeks before",
    settings.threshold, settings.smallest, settings.window)
end

--- Outliers of a series: { settings, checked, outliers = { { row, week, column, value, median, deviation, distance } … } }.
function validate.run(data, options)
  if not data_module.is(data) then
    error(string.format("bad argument #1 to 'validate' (weekly data expected, got %s)", type(data)), 2)
  end
  local settings = validate.options(options, 2, "validate")
  local result = setmetatable({ settings = settings, checked = 0, outliers = {} }, Validation)
  for i = 1, data.count do
    for _, name in ipairs(CHECKED) do
      local column = data[name]
      local centre, deviation
      if column and column[i] == column[i] then centre, deviation = earlier(column, i, settings) end
      if centre then
        result.checked = result.checked + 1
        local distance = math.abs(column[i] - centre) / deviation
        if distance > settings.threshold then
          table.insert(result.outliers, { row = i, week = data.weeks[i], column = name, value = column[i], median = centre,
            deviation = deviation, distance = distance })
        end
      end
    end
  end
  return result
end

return validate
