-- common.lua - names and small helpers of the figures of a study.

local records = require "solon.frame.records"

local common = {}

common.theta = { theta1 = "θ₁", theta2 = "θ₂", theta3 = "θ₃", theta4 = "θ₄", theta5 = "θ₅" }
common.meaning = { theta1 = "θ₁, weight of the judges", theta2 = "θ₂, how votes count", theta3 = "θ₃, discount of past weeks",
  theta4 = "θ₄, threshold of the save", theta5 = "θ₅, who decides ties" }
common.aggregation = { [0] = "plurality", [1] = "Borda", [2] = "approval" }
common.ties = { [0] = "fans", [1] = "judges", [2] = "chance" }
common.ties_go = { [0] = "ties go to the fans", [1] = "ties go to the judges", [2] = "ties go by chance" }

-- How a mechanism of each role is drawn, and the order of drawing.
common.roles = { "historical", "published", "status_quo", "proposed" }
common.shape = { proposed = "circle", status_quo = "diamond", published = "square", historical = "triangle" }
common.colour = { proposed = "orange", status_quo = "pink", published = "amber", historical = "green" }

--- A column as a sequence: arrays and sequences alike.
function common.column(values)
  if type(values) == "userdata" then return values:totable() end
  return values
end

--- Rows of a frame or a list of records.
common.rows = records.list

--- The mechanism of a role, or nil.
function common.of_role(study, role)
  for _, one in ipairs(study.mechanisms or {}) do if one.role == role then return one end end
end

--- A text of the records with the names of the parameters as the report writes them.
function common.worded(text)
  return (text:gsub("theta([1-5])", function(k) return common.theta["theta" .. k] end):gsub("([ (])%-(%.?%d)", "%1−%2"))
end

--- A parameter: at most five decimals, none needless.
function common.short(value)
  return (string.format("%.5f", value):gsub("0+$", ""):gsub("%.$", ""):gsub("^%-0$", "0"))
end

--- The least and greatest of several lists.
function common.extent(...)
  local low, high = math.huge, -math.huge
  for _, list in ipairs { ... } do
    for _, v in ipairs(list) do if v == v then low, high = math.min(low, v), math.max(high, v) end end
  end
  return low, high
end

--- The p-quantile of a sorted list (linear between order statistics, R's type 7).
function common.quantile(sorted, p)
  local at = 1 + (#sorted - 1) * p
  local i = math.floor(at)
  if i >= #sorted then return sorted[#sorted] end
  return sorted[i] + (at - i) * (sorted[i + 1] - sorted[i])
end

return common
