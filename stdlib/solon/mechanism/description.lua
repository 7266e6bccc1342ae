-- description.lua - a mechanism in words, from its parameters.

local parameters = require "solon.mechanism.parameters"

local description = {}

local fan_names = { [0] = "Score-Plurality", "Rank-Score", "Approval-Score" }

local function percent(x)
  return (string.format("%.4g", 100 * x):gsub("%.?0+$", function(zeros) return zeros:find("%.") and "" or zeros end)) .. "%"
end

--- A name such as "Weighted Rank-Score Hybrid".
function description.name(params)
  return "Weighted " .. fan_names[params.theta2] .. " Hybrid"
end

local function fans(params)
  if params.theta2 == 0 then return "each contestant's share of the votes" end
  if params.theta2 == 1 then return "Borda points of the ranking by votes" end
  return "approval (1 for a share of at least one over the number of contestants, else 0)"
end

local function memory(params)
  if params.theta3 == 1 then return "all weeks so far count alike" end
  return string.format("a week's votes lose %s of their weight with every further week", percent(1 - params.theta3))
end

local function save(params)
  if params.theta4 == 0 then return "there is no judges' save" end
  return string.format("when one contestant leaves and the two lowest are less than %s apart, the one with the lower judge score leaves",
    percent(params.theta4))
end

local ties = { [0] = "the fans", "the judges", "a seeded draw" }

--- One paragraph that says what the mechanism does.
function description.text(params)
  if not parameters.is(params) then
    error("bad argument #1 to 'describe' (mechanism parameters expected, got " .. type(params) .. ")", 2)
  end
  return string.format("The %s mechanism combines the judges' scores of the week (%s weight, scaled to 0 … 1 among those "
    .. "present) with the fans' part (%s weight): %s, cumulated over the season and scaled likewise; %s. The lowest "
    .. "combined score leaves; %s. Ties are decided by %s.", description.name(params), percent(params.theta1),
    percent(1 - params.theta1), fans(params), memory(params), save(params), ties[params.theta5])
end

--- The names of the categories.
function description.aggregation(params) return parameters.aggregation[params.theta2] end
function description.tiebreaker(params) return parameters.tiebreaker[params.theta5] end

return description
