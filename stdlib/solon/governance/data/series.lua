-- series.lua - the weekly series: one row a week, without gaps; an empty cell is a missing value, everything
-- else is a number in its range or an error that names row and column.

local array = require "solon.array"
local arguments = require "solon.mechanism.arguments"
local cells = require "solon.mechanism.data.cells"
local check = require "solon.frame.check"
local decimal = require "solon.governance.data.decimal"
local problem = require "solon.mechanism.data.problem"
local system = require "solon.native.system"
local text = require "solon.mechanism.data.text"
local week = require "solon.governance.data.week"

local data = {}

local NAN = 0 / 0

-- The largest scale a registry may have: no index and no volatility is beyond it.
local MOST = 1000000

--- The columns of numbers in their order.  Values lie in [0, high].  C_override is the capacity set by hand; why stands in
--- the column of texts C_override_reason.  The last three are proxies: what the quality checks of the source text say.
data.columns = {
  { name = "C", high = 1, required = true },
  { name = "V", high = 1, required = true },
  { name = "T_loyalty", high = 1, required = true },
  { name = "Z_skepticism", high = 1, required = true },
  { name = "Sentiment", high = 1 },
  { name = "Search", high = 1 },
  { name = "FX", high = 1 },
  { name = "S_KPI_official", high = MOST },
  { name = "sigma_hist", high = MOST },
  { name = "C_override", high = 1 },
  { name = "C_payroll", high = 1 },
  { name = "V_third_party", high = 1 },
  { name = "Z_consensus", high = 1 },
}

local REASON = "C_override_reason"

local names, REQUIRED, OPTIONAL = { "week" }, { "week" }, {}
for _, column in ipairs(data.columns) do
  names[#names + 1] = column.name
  table.insert(column.required and REQUIRED or OPTIONAL, column.name)
end
names[#names + 1], OPTIONAL[#OPTIONAL + 1] = REASON, REASON

local MISSING = { [""] = true, NA = true, ["N/A"] = true }

local function check_range(where, column, value)
  if value >= 0 and value <= column.high then return end
  where.value = where.value or value
  problem.raise(where, "is outside [0, %d]", column.high)
end

local function read_number(where, column, written)
  where.column, where.value = column.name, written
  if MISSING[written] then return NAN end
  local value = decimal.number(written)
  if not value then problem.raise(where, "is not a decimal number in [0, %d] (an empty cell is a missing value)", column.high) end
  check_range(where, column, value)
  return value
end

-- The week of a row, which must be the one after the row before.
local function next_week(where, label, before, seen)
  where.column, where.value = "week", label
  local found, wrong = week.parse(label)
  if not found then problem.raise(where, "%s", wrong) end
  if seen[found.number] then problem.raise(where, "stands already in %s %d", where.unit, seen[found.number]) end
  if before and found.number < before.number then
    problem.raise(where, "stands after %s; weeks must be in order", before.label)
  elseif before and found.number ~= before.number + 1 then
    local missing = found.number - before.number - 1
    problem.raise(where, "follows %s: %d week%s (%s%s) missing; a week without values is a row of empty cells", before.label,
      missing, missing == 1 and "" or "s", week.from_monday(before.monday + 7).label, missing > 1 and " …" or "")
  end
  seen[found.number] = where.place
  return found
end

local Data = { __name = "weekly data" }

function Data:__tostring()
  local missing = {}
  for _, column in ipairs(data.columns) do
    local count = 0
    for _, value in ipairs(self[column.name] or {}) do
      if value ~= value then count = count + 1 end
    end
    if count > 0 then missing[#missing + 1] = string.format("%s %d", column.name, count) end
  end
  return string.format("weekly data: %d weeks, %s to %s; missing values: %s", self.count, self.weeks[1],
    self.weeks[self.count], #missing > 0 and table.concat(missing, ", ") or "none")
end

--- True for data made here.
function data.is(value) return getmetatable(value) == Data end

-- The reason of an override, false where there is none; a reason without an override is a slip.
local function reason_of(where, value, reason)
  where.column, where.value = REASON, reason
  if not reason or reason == "" then return false end
  if value ~= value then problem.raise(where, "stands without a C_override") end
  return (reason:gsub("%c+", " ")) -- a line of a report holds it
end

-- A series from `count` rows of which the callers tell the place (for messages), the week and the values; without a
-- path they lie in memory.
local function build(path, count, place_of, week_of, value_of, text_of, present)
  local result = setmetatable({ count = count, weeks = {}, dates = {}, stems = {}, mondays = {}, notes = {} }, Data)
  if count == 0 then problem.raise({ path = path or "week" }, "no weeks") end
  local columns = {}
  for _, column in ipairs(data.columns) do
    if present(column.name) then columns[#columns + 1], result[column.name] = column, {} end
  end
  if present(REASON) then
    if not result.C_override then
      problem.raise({ path = path or REASON, line = path and 1, column = path and REASON }, "stands without a column C_override")
    end
    result[REASON] = {}
  end
  local before, seen = nil, {}
  for i = 1, count do
    local where = { path = path or "row " .. i, unit = path and "line" or "row", place = place_of(i), line = path and place_of(i) }
    local found = next_week(where, week_of(i), before, seen)
    result.weeks[i], result.dates[i], result.stems[i], result.mondays[i] = found.label, found.date, found.stem, found.monday
    before = found
    for _, column in ipairs(columns) do
      where.value = nil
      result[column.name][i] = value_of(i, column, where)
    end
    if result[REASON] then result[REASON][i] = reason_of(where, result.C_override[i], text_of(i, where)) end
  end
  for _, column in ipairs(columns) do result[column.name] = array.new(result[column.name]) end
  return result
end

-- Columns the file has and we do not know: ignored and noted, unless they look like a slip for one we know.
local function unknown_columns(table_read, notes)
  local known, unused, nameless = {}, {}, {}
  for _, name in ipairs(names) do known[name] = true end
  for position, name in ipairs(table_read.header) do
    if table_read.nameless[position] then
      nameless[#nameless + 1] = tostring(position)
    elseif not known[name] then
      local near = system.nearest(name, names)
      if near then
        problem.raise({ path = table_read.path, line = 1, column = name }, "is unknown; did you mean '%s'? known: %s", near,
          table.concat(names, ", "))
      end
      unused[#unused + 1] = "'" .. text.printable(name) .. "'"
    end
  end
  if #unused > 0 then
    notes[#notes + 1] = string.format("column%s %s %s not used", #unused > 1 and "s" or "", text.some(unused, 8),
      #unused > 1 and "are" or "is")
  end
  if #nameless > 0 then
    notes[#notes + 1] = string.format("column%s %s %s no name and %s not used", #nameless > 1 and "s" or "", text.some(nameless, 8),
      #nameless > 1 and "have" or "has", #nameless > 1 and "are" or "is")
  end
end

local function read(path)
  local table_read = cells.read(path)
  local notes = {}
  local position = cells.columns(table_read, REQUIRED, OPTIONAL)
  unknown_columns(table_read, notes)
  local rows = table_read.rows
  local function cell(i, name) return system.trim(rows[i][position[name]]) end
  local result = build(path, #rows, function(i) return rows[i].line end, function(i) return cell(i, "week") end,
    function(i, column, where) return read_number(where, column, cell(i, column.name)) end,
    function(i) return cell(i, REASON) end,
    function(name) return position[name] ~= nil end)
  result.notes, result.sha256 = notes, system.sha256_file(path)
  return result
end

--- Reads a weekly CSV file: data, or nil, message, code.
function data.load(path)
  arguments.type(path, "string", 1, "load")
  return problem.guard(read, path)
end

local function from_columns(columns)
  local count = #columns.week
  return build(nil, count, function(i) return i end, function(i) return tostring(columns.week[i]) end,
    function(i, column, where)
      where.column = column.name
      local value = columns[column.name][i]
      if value == nil or value == false then return NAN end
      if type(value) ~= "number" then problem.raise(where, "number expected, got %s", type(value)) end
      if value == value then check_range(where, column, value) end
      return value
    end, function(i, where)
      local value = columns[REASON][i]
      where.column = REASON
      if value and type(value) ~= "string" then problem.raise(where, "string expected, got %s", type(value)) end
      return value
    end, function(name) return columns[name] ~= nil end)
end

--- The same from columns in memory: { week = {labels}, C =, V =, T_loyalty =, Z_skepticism =, … }; NaN, false and nil
--- are missing values, in C_override_reason (texts) false and nil.
function data.series(columns)
  arguments.options(columns, names, 1, "series")
  for _, name in ipairs(REQUIRED) do
    if columns == nil or columns[name] == nil then check.fail(1, "series", "column '" .. name .. "' is missing") end
  end
  for _, name in ipairs(names) do
    local kind = type(columns[name])
    if columns[name] ~= nil and kind ~= "table" and kind ~= "userdata" then
      check.fail(1, "series", string.format("column '%s': array or table expected, got %s", name, kind))
    end
  end
  local made, message = problem.guard(from_columns, columns)
  if not made then check.fail(1, "series", message) end
  return made
end

return data
