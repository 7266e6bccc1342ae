-- crisis.lua - levels of the crisis protocol: half-open bands of the index, the better level at an edge.
--
--   level 3  emergency     [0, 30)
--   level 2  high alert    [30, 80)
--   level 1  alert         [80, 120)
--   level 0  normal        [120, 150]
--
-- The index is rounded to 1e-9 first, so that a 120 that arithmetic left at 119.99999999999999 is 120.  The
-- source text's bands overlap at 80 and leave out 120; these do neither.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"

local crisis = {}

local NAN = 0 / 0

crisis.bands = { 30, 80, 120 }
crisis.names = { [0] = "normal operations", "alert", "high alert", "emergency" }
crisis.actions = {
  [0] = "routine reporting, monthly audit",
  "weekly reporting, escalated monitoring, contingency review",
  "daily reporting, hourly monitoring of key metrics, contingency activation",
  "continuous reporting, manual overrides enabled, steering committee convened",
}

--- The index as levels see it: to the nearest 1e-9.
function crisis.rounded(index) return math.floor(index * 1e9 + 0.5) / 1e9 end

local function level_of(index, bands)
  local value = crisis.rounded(index)
  for i = 1, 3 do
    if value < bands[i] then return 4 - i end
  end
  return 0
end

local function check_bands(bands, name)
  if bands == nil then return crisis.bands end
  if type(bands) ~= "table" or #bands ~= 3 or not (bands[1] < bands[2] and bands[2] < bands[3]) then
    error(string.format("bad argument #2 to '%s' (bands: three increasing numbers expected)", name), 3)
  end
  return bands
end

--- The level of one index, 0 to 3; nil for NaN.
function crisis.level(index, options)
  if type(index) ~= "number" then
    error(string.format("bad argument #1 to 'crisis_level' (number expected, got %s)", type(index)), 2)
  end
  local bands = check_bands(arguments.options(options, { "bands" }, 2, "crisis_level").bands, "crisis_level")
  if index ~= index then return nil end
  return level_of(index, bands)
end

-- The level after one more week: worse at once; better only when the index is `margin` above the edge of the
-- better band and the level has stood `dwell` weeks.
local function follow(level, held, index, bands, margin, dwell)
  local plain = level_of(index, bands)
  if not level or plain >= level then return plain end
  if held < dwell then return level end
  return math.min(level, level_of(math.max(index - margin, 0), bands))
end

--- The levels of a series, as an array (NaN where the index is missing).  options: hysteresis (pp, default 0), dwell
--- (weeks a level stands before a better one, default 1), bands.
function crisis.levels(values, options)
  if type(values) ~= "table" and not array.is_array(values) then
    error(string.format("bad argument #1 to 'crisis_levels' (array or table of numbers expected, got %s)", type(values)), 2)
  end
  options = arguments.options(options, { "hysteresis", "dwell", "bands" }, 2, "crisis_levels")
  local margin = arguments.number(options.hysteresis or 0, 0, 1e6, 2, "crisis_levels", "hysteresis")
  local dwell = arguments.integer(options.dwell or 1, 1, 520, 2, "crisis_levels", "dwell")
  local bands = check_bands(options.bands, "crisis_levels")
  local out, level, held = {}, nil, 0
  for i, index in ipairs(values) do
    if index ~= index then
      out[i], held = NAN, held + 1
    else
      local new = follow(level, held, index, bands, margin, dwell)
      held = new == level and held + 1 or 1
      level, out[i] = new, new
    end
  end
  return array.new(out)
end

return crisis
