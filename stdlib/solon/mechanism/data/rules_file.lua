-- rules_file.lua - a file of rules per season: every field checked by the place where it stands, so that what is
-- wrong with a file is told as that and not as misuse of the replay.

local problem = require "solon.mechanism.data.problem"
local system = require "solon.native.system"

local rules_file = {}

local choices = {
  combine = { "rank", "percent" },
  ranks = { "competition", "average", "dense" },
  ties = { "fan", "judge", "random", "position" },
}
local names = { "from", "to", "combine", "save", "carry", "ties", "ranks", "judge_weight" }

local function suggestion(name, known)
  local nearest = system.nearest(name, known)
  return table.concat(known, ", ") .. (nearest and "; did you mean '" .. nearest .. "'?" or "")
end

local function whole(value) return type(value) == "number" and math.tointeger(value) ~= nil and value >= 1 end

local function flag(value) return type(value) == "boolean" end

local function share(value) return type(value) == "number" and value >= 0 and value <= 1 end

local checks = {
  from = { whole, "season number (a whole number of at least 1)" },
  to = { whole, "season number (a whole number of at least 1)" },
  save = { flag, "true or false" },
  carry = { flag, "true or false" },
  judge_weight = { share, "number from 0 to 1" },
}

local function check_field(where, rule, name)
  local value, check, known = rule[name], checks[name], choices[name]
  if check and not check[1](value) then
    problem.raise(where, "%s: %s expected, got %s", name, check[2], tostring(value))
  end
  if not known then return end
  for _, choice in ipairs(known) do
    if value == choice then return end
  end
  problem.raise(where, "%s: unknown choice '%s'; known: %s", name, tostring(value), suggestion(tostring(value), known))
end

local function check_rule(where, rule)
  if type(rule) ~= "table" then problem.raise(where, "an object expected, got %s", type(rule)) end
  local given = {}
  for name in pairs(rule) do given[#given + 1] = tostring(name) end
  table.sort(given)
  for _, name in ipairs(given) do
    if not checks[name] and not choices[name] then
      problem.raise(where, "unknown field '%s'; known: %s", name, suggestion(name, names))
    end
  end
  for _, name in ipairs(names) do
    if rule[name] ~= nil then check_field(where, rule, name) end
  end
  if rule.combine == nil then problem.raise(where, "combine is missing (\"rank\" or \"percent\")") end
  if rule.from and rule.to and rule.from > rule.to then
    problem.raise(where, "from season %d to season %d covers none", rule.from, rule.to)
  end
end

local function check(path, rules, contest)
  if type(rules) ~= "table" or (next(rules) ~= nil and rules[1] == nil) then
    problem.raise({ path = path }, "a list of rules expected")
  end
  for i, rule in ipairs(rules) do check_rule({ path = path .. ": rule " .. i }, rule) end
  for _, season in ipairs(contest.seasons) do
    local covered = false
    for _, rule in ipairs(rules) do
      covered = covered or (season.season >= (rule.from or 1) and season.season <= (rule.to or math.huge))
    end
    if not covered then problem.raise({ path = path }, "no rule covers season %d", season.season) end
  end
  return rules
end

--- The rules, or nil, message, code: each a table of the fields of voting.rules, every season of the contest covered.
function rules_file.check(path, rules, contest) return problem.guard(check, path, rules, contest) end

return rules_file
