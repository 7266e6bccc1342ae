-- sample.lua - splitting a table into two groups, and counting relabellings in a worker.

local random = require "solon.random"

local sample = {}

local function mean(values, from, to)
  local sum = 0
  for i = from, to do sum = sum + values[i] end
  return sum / (to - from + 1)
end

--- The two groups { name, values, mean } in order of appearance.
function sample.split(names, values)
  local groups, by_name = {}, {}
  for i = 1, #names do
    local name, value = names[i], values[i]
    if not name or not value then error(string.format("row %d: a group or a value is missing", i), 0) end
    local group = by_name[name]
    if not group then
      group = { name = name, values = {} }
      groups[#groups + 1] = group
      by_name[name] = group
    end
    group.values[#group.values + 1] = value
  end
  if #groups ~= 2 then error(string.format("exactly two groups expected, got %d", #groups), 0) end
  for _, group in ipairs(groups) do group.mean = mean(group.values, 1, #group.values) end
  return groups
end

local shared

function sample.setup(given) shared = given end

local extreme = {
  ["two-sided"] = function(difference, observed, slack) return math.abs(difference) >= math.abs(observed) - slack end,
  greater = function(difference, observed, slack) return difference >= observed - slack end,
  less = function(difference, observed, slack) return difference <= observed + slack end,
}

--- How many of the permutations task.first … task.last give a difference at least as large as the observed.
function sample.count(task)
  local first, second = shared.groups[1], shared.groups[2]
  local pooled = table.move(second.values, 1, #second.values, #first.values + 1, table.move(first.values, 1, #first.values, 1, {}))
  local n, size = #pooled, #first.values
  local observed = first.mean - second.mean
  -- sums in another order differ in their last bits; what is equal on paper must count as equal
  local slack = 1e-12 * (math.abs(first.mean) + math.abs(second.mean))
  local counts, count = extreme[shared.alternative], 0
  for i = task.first, task.last do
    local values = random.stream(shared.seed, "permutation", i):shuffle(pooled)
    local difference = mean(values, 1, size) - mean(values, size + 1, n)
    if counts(difference, observed, slack) then count = count + 1 end
  end
  return count
end

local function cell(value)
  if type(value) == "string" then return value:find('[",\r\n]') and '"' .. value:gsub('"', '""') .. '"' or value end
  return math.type(value) == "integer" and string.format("%d", value) or string.format("%.15g", value)
end

--- A table of one row as CSV, from { {name, value}, … }.
function sample.csv_row(cells)
  local names, values = {}, {}
  for i, pair in ipairs(cells) do names[i], values[i] = pair[1], cell(pair[2]) end
  return table.concat(names, ",") .. "\n" .. table.concat(values, ",") .. "\n"
end

return sample
