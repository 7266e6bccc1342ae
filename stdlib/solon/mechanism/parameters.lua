-- parameters.lua - the control variables of a mechanism and the weights of its stakeholders.
--
--   theta1  weight of the judges' part of the combined score            [0.1, 0.9]
--   theta2  how shares become fan values: 0 plurality, 1 Borda, 2 approval
--   theta3  discount of a fan value per week of age                     [0.5, 1.0]
--   theta4  save: below this gap between the two lowest, judges choose  [0, 0.2]
--   theta5  who decides ties: 0 fans, 1 judges, 2 chance

local arguments = require "solon.mechanism.arguments"

local parameters = {}

parameters.names = { "theta1", "theta2", "theta3", "theta4", "theta5" }
parameters.low = { 0.1, 0, 0.5, 0.0, 0 }
parameters.high = { 0.9, 2, 1.0, 0.2, 2 }
parameters.aggregation = { [0] = "plurality", "borda", "approval" }
parameters.tiebreaker = { [0] = "fan", "judge", "random" }

local Parameters = {}
Parameters.__index = Parameters
Parameters.__name = "mechanism parameters"

function Parameters:__tostring()
  return string.format("theta1 %s (judges), theta2 %s (%s), theta3 %s (discount), theta4 %s (save), theta5 %s (ties: %s)",
    self.theta1, self.theta2, parameters.aggregation[self.theta2] or "no such rule", self.theta3, self.theta4,
    self.theta5, parameters.tiebreaker[self.theta5] or "no such rule")
end

function Parameters.__eq(a, b)
  for _, name in ipairs(parameters.names) do
    if a[name] ~= b[name] then return false end
  end
  return true
end

--- The five numbers as a sequence.
function Parameters:to_array()
  return { self.theta1, self.theta2, self.theta3, self.theta4, self.theta5 }
end

--- True where every value lies in its domain.
function Parameters:feasible()
  for i, name in ipairs(parameters.names) do
    local value = self[name]
    if not (value >= parameters.low[i] and value <= parameters.high[i]) then return false end
  end
  return math.type(self.theta2) == "integer" and math.type(self.theta5) == "integer"
end

local function make(theta1, theta2, theta3, theta4, theta5)
  return setmetatable({ theta1 = theta1, theta2 = theta2, theta3 = theta3, theta4 = theta4, theta5 = theta5 }, Parameters)
end

-- Five checked values; `position` tells the argument each came from.
local function checked(values, position, name)
  local out = {}
  for i, label in ipairs(parameters.names) do
    local at, low, high = position(i), parameters.low[i], parameters.high[i]
    local check = (i == 2 or i == 5) and arguments.integer or arguments.number
    out[i] = check(values[i], low, high, at, name, label)
  end
  return make(table.unpack(out))
end

--- Parameters from five numbers, each in its domain.
function parameters.new(theta1, theta2, theta3, theta4, theta5)
  return checked({ theta1, theta2, theta3, theta4, theta5 }, function(i) return i end, "parameters")
end

local function five_numbers(values, name)
  if type(values) == "table" or type(values) == "userdata" then
    local size = #values
    if size ~= 5 then
      error(string.format("bad argument #1 to '%s' (5 numbers expected, got %d)", name, size), 3)
    end
  else
    arguments.type(values, "table", 1, name)
  end
  return { values[1], values[2], values[3], values[4], values[5] }
end

--- Parameters from a sequence or an array of five numbers, each in its domain; categories must be whole.
function parameters.from_array(values)
  return checked(five_numbers(values, "from_array"), function() return 1 end, "from_array")
end

-- Rounding to the nearest even integer at halves, as Python's round().
local function half_even(x)
  local floor = math.floor(x)
  local rest = x - floor
  if rest > 0.5 or (rest == 0.5 and floor % 2 == 1) then floor = floor + 1 end
  return math.tointeger(floor)
end

--- The source text's from_array: categories by half-even rounding, nothing checked against its domain,
--- so 2.6 becomes the category 3 that does not exist.
function parameters.from_array_as_published(values)
  local five = five_numbers(values, "from_array_as_published")
  for i = 1, 5 do
    arguments.number(five[i], -math.huge, math.huge, 1, "from_array_as_published", parameters.names[i])
  end
  return make(five[1] + 0.0, half_even(five[2]), five[3] + 0.0, five[4] + 0.0, half_even(five[5]))
end

--- The source text's status quo (0.5, 0, 1.0, 0.15, 0).  It is no rule the show ever had.
function parameters.status_quo() return make(0.5, 0, 1.0, 0.15, 0) end

--- The optimum the source text prints, (0.35, 1, 0.85, 0.08, 1).
function parameters.optimal_as_published() return make(0.35, 1, 0.85, 0.08, 1) end

--- True for a value made here.
function parameters.is(value) return getmetatable(value) == Parameters end

local Weights = {}
Weights.__index = Weights
Weights.__name = "stakeholder weights"

function Weights:__tostring()
  return string.format("weights: fans %s, judges %s, producer %s", self.omega_fan, self.omega_judge, self.omega_producer)
end

local weight_names = { "omega_fan", "omega_judge", "omega_producer" }
local weight_defaults = { omega_fan = 0.4, omega_judge = 0.3, omega_producer = 0.3 }

--- Weights of the three utilities: each at least 0, together 1 (within 1e-6).
function parameters.weights(options)
  local given = arguments.options(options, weight_names, 1, "weights")
  local self, sum = {}, 0.0
  for _, name in ipairs(weight_names) do
    local value = given[name]
    if value == nil then value = weight_defaults[name] end
    self[name] = arguments.number(value, 0, 1, 1, "weights", name)
    sum = sum + self[name]
  end
  if math.abs(sum - 1) >= 1e-6 then
    error(string.format("bad argument #1 to 'weights' (weights that sum to 1 expected, got %s)", sum), 2)
  end
  return setmetatable(self, Weights)
end

--- True for weights made here.
function parameters.is_weights(value) return getmetatable(value) == Weights end

return parameters
