-- records.lua - lists of records and frames: how the library makes the tables that it writes, and reads those it is given.

local check = require "solon.frame.check"
local frame = require "solon.frame"

local records = {}

--- What else than nil may count as missing.
function records.nan(value) return value ~= value end
function records.not_finite(value) return value ~= value or value == math.huge or value == -math.huge end

local function never() return false end

-- What stands under the mask is a value of the column's kind: the first there is.
local EMPTY = { text = "", boolean = false, integer = 0 }

local function column(list, name, kind, missing)
  local values, null, any, present = {}, {}, false, nil
  for i, record in ipairs(list) do
    local value = record[name]
    local absent = value == nil or missing(value)
    if present == nil and not absent then present = value end
    values[i], null[i], any = value, absent, any or absent
  end
  if present == nil then present = EMPTY[kind] or 0.0 end
  for i, absent in ipairs(null) do if absent then values[i] = present end end
  return { name = name, values = values, type = kind, null = any and null or nil }
end

--- A column for each of `columns`, names of fields or { name, type }.  A field that is nil, or of which missing(value) holds, is a
--- missing value.
function records.frame(list, columns, missing)
  local specs = {}
  for i, one in ipairs(columns) do
    local name, kind = one, nil
    if type(one) == "table" then name, kind = one[1], one[2] end
    specs[i] = column(list, name, kind, missing or never)
  end
  return frame.new(specs)
end

--- The rows of a frame, or the list of records that it is already.
function records.list(given)
  if check.got(given) ~= "frame" then return given end
  local list = {}
  for i, row in given:each_row() do list[i] = row end
  return list
end

return records
