-- frame.lua - tables of named, typed columns.
--
-- A frame never changes after it was made: each operation gives a new one, and columns are shared.
-- Reading, SQL, sorting, grouping and joining are DuckDB's work (frame/read.lua, frame/sql.lua,
-- frame/relate.lua); columns are C objects (solon.native.frame).

local native = require "solon.native.frame"
local array = require "solon.array"
local check = require "solon.frame.check"
local system = require "solon.native.system"

local frame = {}
local Frame = { __name = "frame" }
Frame.__index = Frame
native.register_class(Frame)

-- A field that is none of the methods is most often a column's name.
setmetatable(Frame, { __index = function(_, name)
  if type(name) == "string" and name:find("^__") then return nil end -- metamethods that a frame does without
  local methods = {}
  for method in pairs(Frame) do
    if not method:find("^_") then methods[#methods + 1] = method end
  end
  table.sort(methods)
  local near = type(name) == "string" and system.nearest(name, methods)
  error(string.format("a frame has no field or method '%s'; %scolumns are taken with f:column(name), f:strings(name), f:values(name)",
    tostring(name), near and "did you mean '" .. near .. "'? " or ""), 2)
end })

function Frame.__newindex(_, name)
  error(string.format("a frame never changes: f:with_column(\"%s\", values) gives another one", tostring(name)), 2)
end

-- ---- making ------------------------------------------------------------------------------------

-- A frame from parallel lists; the names were checked by whoever made them.
local function make(names, columns, rows)
  local position = {}
  for j, name in ipairs(names) do position[name] = j end
  return setmetatable({ _names = names, _columns = columns, _rows = rows, _position = position }, Frame)
end

local function is_frame(value) return getmetatable(value) == Frame end

local function check_frame(value, position, name, level)
  if not is_frame(value) then check.fail(position, name, "frame expected, got " .. check.got(value), (level or 2) + 1) end
  return value
end

-- Where a value of a list would be a column of this kind: the kind, or nil and what is wrong.
local function kind_of(values)
  if type(values) == "userdata" then return "number" end
  local kind
  for i = 1, #values do
    local value = values[i]
    local this = math.type(value) or type(value)
    if this == "float" then this = "number" elseif this == "boolean" and value == false and kind == "string" then this = "string" end
    if kind == nil then kind = this
    elseif kind == "integer" and this == "number" or kind == "number" and this == "integer" then kind = "number"
    elseif kind == "boolean" and this == "string" then kind = "string"
    elseif kind ~= this then return nil, string.format("value %d is a %s among values of type %s", i, this, kind) end
  end
  return kind == "string" and "text" or kind or "number"
end

local types = { "number", "integer", "boolean", "text", "date", "timestamp" }

-- The column for { values =, type =, null = }; errors blame argument `position` of function `name`.
local function make_column(spec, position, name, level)
  level = level + 1
  local values = spec.values
  if type(values) ~= "table" and getmetatable(values) ~= debug.getmetatable(array.new {}) then
    check.fail(position, name, string.format("column '%s': array or table of values expected, got %s", spec.name, check.got(values)), level)
  end
  local kind, wrong = spec.type, nil
  if kind == nil then kind, wrong = kind_of(values) end
  if kind == nil then check.fail(position, name, string.format("column '%s': %s", spec.name, wrong), level) end
  local null = spec.null
  if type(null) == "table" then
    local numbers = {}
    for i, value in ipairs(null) do numbers[i] = value == true and 1 or value == false and 0 or value end
    null = numbers
  end
  local makers = {
    number = native.numbers, integer = native.integers, boolean = native.booleans,
    text = native.texts, date = native.texts, timestamp = native.texts,
  }
  if not makers[kind] then
    check.fail(position, name, string.format("column '%s': unknown type '%s'; known: %s", spec.name, tostring(kind), table.concat(types, ", ")), level)
  end
  local ok, column = pcall(makers[kind], values, null, makers[kind] == native.texts and kind or nil)
  if ok then return column end
  if type(column) ~= "table" or column.code ~= "bad_argument" then error(column, 0) end
  check.fail(position, name, string.format("column '%s': %s", spec.name, column.message:match("%((.*)%)$") or column.message), level)
end

local function check_name(name, seen, position, caller, level)
  if type(name) ~= "string" or name == "" or name:find("\0", 1, true) then
    check.fail(position, caller, "column name expected, got " .. (name == "" and "an empty string" or check.got(name)), level + 1)
  end
  local folded = name:lower()
  if seen[folded] then
    check.fail(position, caller, string.format("column '%s' appears twice (names must differ by more than case)", name), level + 1)
  end
  seen[folded] = true
end

--- A frame from a list of columns { name =, values = [, type =] [, null =] }.
function frame.new(columns)
  check.type(columns, "table of columns", 1, "new")
  if #columns == 0 then check.fail(1, "new", "at least one column expected") end
  local names, list, seen = {}, {}, {}
  for j, spec in ipairs(columns) do
    check.type(spec, "table with name and values", 1, "new")
    for key in pairs(spec) do
      if key ~= "name" and key ~= "values" and key ~= "type" and key ~= "null" then
        check.fail(1, "new", string.format("column %d: unknown field '%s'; known: name, values, type, null", j, tostring(key)))
      end
    end
    check_name(spec.name, seen, 1, "new", 2)
    names[j], list[j] = spec.name, make_column(spec, 1, "new", 2)
    if list[j]:rows() ~= list[1]:rows() then
      check.fail(1, "new", string.format("column '%s' has %d rows, column '%s' has %d", spec.name, list[j]:rows(), names[1], list[1]:rows()))
    end
  end
  return make(names, list, list[1]:rows())
end

-- ---- looking -----------------------------------------------------------------------------------

-- The column of that name; raises and suggests.
local function find(f, name, position, caller, level)
  if type(name) ~= "string" then check.fail(position, caller, "column name expected, got " .. check.got(name), (level or 2) + 1) end
  local j = f._position[name]
  if not j then
    local near = system.nearest(name, f._names)
    check.fail(position, caller, string.format("no column '%s'%s", name, near and "; did you mean '" .. near .. "'?" or ""), (level or 2) + 1)
  end
  return f._columns[j], j
end

--- Number of rows.
function Frame:rows() return check_frame(self, 0, "rows")._rows end

--- The column names in order, as a new table.
function Frame:names() return table.move(check_frame(self, 0, "names")._names, 1, #self._names, 1, {}) end

--- The column types in order: number, integer, boolean, text, date or timestamp.
function Frame:types()
  check_frame(self, 0, "types")
  local list = {}
  for j, column in ipairs(self._columns) do list[j] = column:type() end
  return list
end

--- Whether there is a column of that name.
function Frame:has(name) return check_frame(self, 0, "has")._position[check.type(name, "string", 1, "has")] ~= nil end

--- The numbers of a column as an array of its own; missing values are NaN.
function Frame:column(name)
  check_frame(self, 0, "column")
  local column = find(self, name, 1, "column")
  local numbers = column:numbers()
  if not numbers then
    check.fail(1, "column", string.format("column '%s' is %s, not numbers; use strings or codes", name, column:type()))
  end
  return numbers
end

--- The strings of a text, date or timestamp column as a table; missing values are false or `missing`.
function Frame:strings(name, missing)
  check_frame(self, 0, "strings")
  local column = find(self, name, 1, "strings")
  if column:numbers() then
    check.fail(1, "strings", string.format("column '%s' is %s, not text; use column or values", name, column:type()))
  end
  return column:values(missing or false)
end

--- The values of any column as a table of Lua values (integers stay exact); missing ones are false or `missing`.
function Frame:values(name, missing)
  check_frame(self, 0, "values")
  return (find(self, name, 1, "values")):values(missing or false)
end

--- A text column as an array of codes (NaN where missing) and the list of strings they point at.
function Frame:codes(name)
  check_frame(self, 0, "codes")
  local column = find(self, name, 1, "codes")
  local codes = column:codes()
  if not codes then check.fail(1, "codes", string.format("column '%s' is %s, not text", name, column:type())) end
  return codes, column:dictionary()
end

--- 1 where the column's value is missing, else 0.
function Frame:is_null(name)
  check_frame(self, 0, "is_null")
  return (find(self, name, 1, "is_null")):is_null()
end

local function row_number(f, i, caller)
  if math.type(i) ~= "integer" then check.fail(1, caller, "integer expected, got " .. check.got(i), 3) end
  local row = i < 0 and f._rows + 1 + i or i
  if row < 1 or row > f._rows then
    check.fail(1, caller, string.format("row %d of a frame with %d rows", i, f._rows), 3)
  end
  return row
end

local function row_table(f, row)
  local values = {}
  for j, name in ipairs(f._names) do values[name] = f._columns[j]:element(row) end
  return values
end

--- One row as a table by column name; missing values are nil; negative counts from the end.
function Frame:row(i)
  check_frame(self, 0, "row")
  return row_table(self, row_number(self, i, "row"))
end

--- Iterates over row number and row table.
function Frame:each_row()
  check_frame(self, 0, "each_row")
  return function(f, i) if i < f._rows then return i + 1, row_table(f, i + 1) end end, self, 0
end

-- ---- new frames from old -----------------------------------------------------------------------

-- The frame of the rows at 1-based positions (an array; 0 gives missing values).
local function take(f, positions, count)
  local columns = {}
  for j, column in ipairs(f._columns) do columns[j] = column:take(positions) end
  return make(f._names, columns, count)
end

--- The named columns, in that order.
function Frame:select(names)
  check_frame(self, 0, "select")
  check.type(names, "table of names", 1, "select")
  if #names == 0 then check.fail(1, "select", "at least one column name expected") end
  local columns, seen = {}, {}
  for j, name in ipairs(names) do
    columns[j] = find(self, name, 1, "select")
    check_name(name, seen, 1, "select", 2)
  end
  return make(table.move(names, 1, #names, 1, {}), columns, self._rows)
end

--- The frame with a column added at the end, or replaced in its place.
function Frame:with_column(name, values, options)
  check_frame(self, 0, "with_column")
  check.type(name, "string", 1, "with_column")
  options = check.options(options, { type = types, null = "any" }, 3, "with_column")
  local column = make_column({ name = name, values = values, type = options.type, null = options.null }, 2, "with_column", 2)
  if column:rows() ~= self._rows then
    check.fail(2, "with_column", string.format("%d values for a frame with %d rows", column:rows(), self._rows))
  end
  local names, columns = self:names(), table.move(self._columns, 1, #self._columns, 1, {})
  local j = self._position[name] or #names + 1
  if j > #names then
    local seen = {}
    for _, known in ipairs(names) do seen[known:lower()] = true end
    check_name(name, seen, 1, "with_column", 2)
  end
  names[j], columns[j] = name, column
  return make(names, columns, self._rows)
end

--- The rows where the mask (one number per row) is not 0; NaN in the mask raises.
function Frame:filter(mask)
  check_frame(self, 0, "filter")
  local positions = native.positions(mask)
  if #mask ~= self._rows then
    check.fail(1, "filter", string.format("mask of %d elements for a frame with %d rows", #mask, self._rows))
  end
  return take(self, positions, #positions)
end

--- The rows at the given positions, in that order; a position may repeat.
function Frame:take(positions)
  check_frame(self, 0, "take")
  if type(positions) == "table" then positions = array.new(positions) end
  if type(positions) ~= "userdata" then check.fail(1, "take", "array or table of positions expected, got " .. check.got(positions)) end
  for i = 1, #positions do
    if positions[i] == 0 then check.fail(1, "take", "positions start at 1, got 0") end
  end
  return take(self, positions, #positions)
end

--- The first rows (default 6).
function Frame:head(count)
  check_frame(self, 0, "head")
  if count == nil then count = 6 end
  if math.type(count) ~= "integer" or count < 0 then check.fail(1, "head", "integer >= 0 expected, got " .. tostring(count)) end
  local positions = {}
  for i = 1, math.min(count, self._rows) do positions[i] = i end
  return take(self, array.new(positions), #positions)
end

-- ---- the rest ----------------------------------------------------------------------------------

local parts = { make = make, is_frame = is_frame, check_frame = check_frame, find = find, take = take, Frame = Frame }
for _, part in ipairs { "read", "write", "sql", "relate", "show" } do
  require("solon.frame." .. part)(frame, parts)
end

return frame
