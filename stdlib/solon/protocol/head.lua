-- head.lua - reading and checking the head of a protocol: data only, in isolation, under limits.
--
-- head.read(text, chunk_name) gives the checked head, or nil and a message that names every missing,
-- ill-typed or unknown field, with the nearest known name.

local native = require "solon.native.head"
local system = require "solon.native.system"

local head = {}

head.api = 1                       -- the level of the interface between a protocol and Solon
local INSTRUCTIONS = 10000000      -- far more than any table constructor needs
local BYTES = 64 * 1024 * 1024

--- Names of options that every `solon run` has; a parameter or an input cannot take them.
head.reserved = { "help", "input", "jobs", "out", "quiet", "seed" }
-- Files that Solon itself writes into a run directory.
local RESERVED_OUTPUTS = { "claims.json", "claims.txt", "log.txt", "manifest.json", "summary.txt" }

local problems -- the messages of the head being checked

local function report(path, format, ...)
  problems[#problems + 1] = path .. ": " .. string.format(format, ...)
end

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) then return a < b end
    return type(a) == "number"
  end)
  return keys
end
head.sorted_keys = sorted_keys

--- "did you mean 'x'?" with a leading "; ", or "".
function head.suggestion(name, known)
  local nearest = system.nearest(tostring(name), known)
  return nearest and "; did you mean '" .. nearest .. "'?" or ""
end

local function show(value)
  if type(value) == "string" then return string.format("'%s'", value) end
  if math.type(value) == "float" then return system.number_text(value) end
  return type(value) == "table" and "a table" or value == native.callable and "a function" or tostring(value)
end
head.show = show

-- ---- checks of one value; each returns nothing or what was expected --------------------------------

local is = {}
function is.text(v) return type(v) ~= "string" and "string expected" or v == "" and "is empty" or nil end
function is.string(v) return type(v) ~= "string" and "string expected" or nil end
function is.line(v) return is.text(v) or v:find("\n") and "one line expected" or nil end
function is.boolean(v) return type(v) ~= "boolean" and "boolean expected" or nil end
function is.number(v) return type(v) ~= "number" and "number expected" or v ~= v and "NaN" or nil end
function is.positive(v) return is.number(v) or v < 0 and "number >= 0 expected" or nil end
function is.integer(v) return math.type(v) ~= "integer" and "integer expected" or nil end
function is.run(v) return v ~= native.callable and "function expected" or nil end
function is.table(v) return type(v) ~= "table" and "table expected" or nil end
function is.scalar(v)
  return type(v) ~= "number" and type(v) ~= "string" and type(v) ~= "boolean" and "number, string or boolean expected" or nil
end
function is.name(v)
  return is.text(v) or not v:find("^[a-z][a-z0-9-]*$") and "lower-case letters, digits and '-' expected" or nil
end
function is.version(v)
  return is.text(v) or not v:find("^%d+%.%d+%.%d+$") and "a version such as '1.0.0' expected" or nil
end
function is.api(v)
  return is.integer(v) or (v < 1 or v > head.api) and string.format("this Solon knows level %d", head.api) or nil
end
function is.texts(v)
  if type(v) ~= "table" then return "sequence of strings expected" end
  local count = 0
  for key, item in pairs(v) do
    count = count + 1
    if math.type(key) ~= "integer" or type(item) ~= "string" then return "sequence of strings expected" end
  end
  return count ~= #v and "sequence of strings expected" or nil
end
function is.range(v)
  return (type(v) ~= "table" or #v ~= 2 or is.number(v[1]) or is.number(v[2]) or v[1] > v[2])
    and "two numbers {low, high} expected" or nil
end
function is.map(v)
  if type(v) ~= "table" then return "table expected" end
  for key in pairs(v) do if type(key) ~= "string" then return "table with names as keys expected" end end
end

-- Checks a table against fields {name = {check, required}}; reports unknown ones.
local function check_fields(path, value, fields)
  if type(value) ~= "table" then return report(path, "table expected, got %s", show(value)) end
  local known = sorted_keys(fields)
  for _, key in ipairs(sorted_keys(value)) do
    if not fields[key] then
      report(path, "unknown field '%s'; known: %s%s", key, table.concat(known, ", "), head.suggestion(key, known))
    end
  end
  for _, key in ipairs(known) do
    local field, item = fields[key], value[key]
    if item == nil then
      if field.required then report(path, "missing field '%s'", key) end
    else
      local wrong = field[1](item)
      if wrong then report(path .. "." .. key, "%s, got %s", wrong, show(item)) end
    end
  end
end

local function choice(...)
  local known = { ... }
  return function(v)
    for _, one in ipairs(known) do if v == one then return nil end end
    return "one of " .. table.concat(known, ", ") .. " expected"
  end
end

-- ---- the parts of a head ---------------------------------------------------------------------------

local HEAD = {
  name = { is.name, required = true },
  version = { is.version, required = true },
  api = { is.api, required = true },
  title = { is.line, required = true },
  description = { is.text, required = true },
  authors = { is.texts, required = true },
  license = { is.line, required = true },
  categories = { is.texts, required = true },
  seed = { is.integer },
  params = { is.map },
  inputs = { is.map },
  outputs = { is.map, required = true },
  permissions = { is.map },
  claims = { is.table },
  tests = { is.map },
  run = { is.run, required = true },
}

local PARAMETER = {
  type = { choice("boolean", "enum", "integer", "number", "string"), required = true },
  doc = { is.text, required = true },
  default = { is.scalar },
  optional = { is.boolean },
  unit = { is.line },
  min = { is.number },
  max = { is.number },
  values = { is.texts },
}

local COLUMN_TYPES = { any = true, boolean = true, date = true, integer = true, number = true, string = true, timestamp = true }

local function is_columns(v)
  local wrong = is.map(v)
  if wrong then return wrong end
  for _, name in ipairs(sorted_keys(v)) do
    if type(v[name]) ~= "string" or not COLUMN_TYPES[v[name]:gsub("%?$", "")] then
      return string.format("type of column '%s': one of any, boolean, date, integer, number, string, timestamp"
        .. " (followed by '?' when it may be missing) expected", name)
    end
  end
end

local INPUT = {
  format = { choice("csv", "json", "jsonl", "parquet", "table", "text"), required = true },
  doc = { is.text, required = true },
  columns = { is_columns },
  default = { is.text },
  default_with = { is.text }, -- the default holds only while that input has its own default
  optional = { is.boolean },
}

local OUTPUT = {
  format = { choice("csv", "html", "json", "jsonl", "parquet", "svg", "text"), required = true },
  doc = { is.text, required = true },
  columns = { is_columns },
  tolerance = { is.positive },
  optional = { is.boolean },
}

local CLAIM = {
  id = { is.name, required = true },
  quantity = { is.text, required = true },
  stated = { is.scalar, required = true },
  source = { is.text },
  tolerance = { is.positive },
  possible = { is.range },
}

local TEST = { params = { is.map }, inputs = { is.map }, golden = { is.map }, seed = { is.integer } }
local PERMISSIONS = { net = { is.texts }, read = { is.texts }, write = { is.texts } }

--- The format of a file given for an input or output: a declared "table" is what the extension says, csv when
--- it says nothing else.
function head.format_of(declared, path)
  if declared ~= "table" then return declared end
  local extension = (path:match("%.(%w+)$") or ""):lower()
  return (extension == "parquet" or extension == "jsonl") and extension or "csv"
end

--- What is wrong with a value for a parameter, or nil.  `value` has the parameter's type already.
function head.value_problem(parameter, value)
  local kind = parameter.type
  if kind == "number" or kind == "integer" then
    if kind == "integer" and math.type(value) ~= "integer" or type(value) ~= "number" then
      return string.format("%s expected, got %s", kind, show(value))
    end
    if value ~= value then return "a number expected, got nan" end
    local low, high = parameter.min, parameter.max
    if low and value < low or high and value > high then
      local range = low and high and string.format("in [%s, %s]", show(low), show(high))
        or low and ">= " .. show(low) or "<= " .. show(high)
      return string.format("%s %s expected, got %s", kind, range, show(value))
    end
  elseif kind == "enum" then
    for _, known in ipairs(parameter.values) do if value == known then return nil end end
    return string.format("one of %s expected, got %s%s", table.concat(parameter.values, ", "), show(value),
      head.suggestion(value, parameter.values))
  elseif type(value) ~= kind then
    return string.format("%s expected, got %s", kind, show(value))
  end
end

local function check_parameter(path, parameter)
  local before = #problems
  check_fields(path, parameter, PARAMETER)
  if #problems > before then return end
  local kind = parameter.type
  local numeric = kind == "number" or kind == "integer"
  if (parameter.min or parameter.max) and not numeric then report(path, "min and max belong to numbers and integers") end
  if parameter.min and parameter.max and parameter.min > parameter.max then report(path, "min is above max") end
  if kind == "enum" and (not parameter.values or #parameter.values == 0) then report(path, "missing field 'values'") return end
  if kind ~= "enum" and parameter.values then report(path, "values belong to type enum") end
  if parameter.default ~= nil then
    local wrong = head.value_problem(parameter, parameter.default)
    if wrong then report(path .. ".default", "%s", wrong) end
    if parameter.optional then report(path, "a parameter with a default is not optional") end
  end
end

local function check_option_name(path, name, taken)
  if not name:find("^[a-z][a-z0-9_]*$") then report(path, "lower-case letters, digits and '_' expected in a name") end
  for _, reserved in ipairs(head.reserved) do
    if name == reserved then report(path, "the name is an option of every run") end
  end
  if taken[name] then report(path, "the name is used twice") end
  taken[name] = true
end

-- A declared output name as a pattern: {week} in it stands for letters, digits, '-' and '.', chosen by the run.
local function output_pattern(declared)
  local escaped = declared:gsub("[%^%$%(%)%%%.%[%]%*%+%-%?]", "%%%0")
  return "^" .. escaped:gsub("{%a+}", "[%%w%%-.]+") .. "$"
end

--- The declaration of an output by the name of its file, and the name it is declared by; nil for another file.
function head.output(outputs, name)
  for _, reserved in ipairs(RESERVED_OUTPUTS) do
    if name == reserved then return nil end
  end
  for _, declared in ipairs(sorted_keys(outputs)) do
    if name:find(output_pattern(declared)) then return outputs[declared], declared end
  end
end

local function check_output_name(path, name)
  if name:gsub("{%a+}", ""):find("[{}]") then report(path, "{name} with letters in the braces expected") end
  if name:find("[/\\%c]") or name:find("^%.") then report(path, "a file name without folder expected") end
  for _, reserved in ipairs(RESERVED_OUTPUTS) do
    if name == reserved then report(path, "Solon writes this file itself") end
  end
end

-- Calls check(path, item, name) for the entries of a map, in order of their names.
local function each(raw, field, check)
  if type(raw[field]) ~= "table" then return end
  for _, name in ipairs(sorted_keys(raw[field])) do
    check(string.format("%s.%s", field, name), raw[field][name], name)
  end
end

local function check_claims(raw)
  local seen = {}
  for i, claim in ipairs(raw.claims or {}) do
    local path = string.format("claims[%d]", i)
    check_fields(path, claim, CLAIM)
    if type(claim) == "table" and claim.id then
      if seen[claim.id] then report(path, "id '%s' is used twice", tostring(claim.id)) end
      seen[claim.id] = true
    end
  end
end

local function check_test(raw, path, test)
  check_fields(path, test, TEST)
  if type(test) ~= "table" then return end
  for field, declared in pairs { params = raw.params, inputs = raw.inputs, golden = raw.outputs } do
    each(test, field, function(_, _, name)
      local known = type(declared) == "table"
      if known and field == "golden" then known = head.output(declared, name) else known = known and declared[name] end
      if not known then
        report(path .. "." .. field, "'%s' is not declared%s", name, head.suggestion(name, sorted_keys(declared or {})))
      end
    end)
  end
end

local function check(raw)
  problems = {}
  check_fields("head", raw, HEAD)
  if #problems > 0 and type(raw) ~= "table" then return end
  local taken = {}
  each(raw, "params", function(path, item, name)
    check_option_name(path, name, taken)
    check_parameter(path, item)
  end)
  each(raw, "inputs", function(path, item, name)
    check_option_name(path, name, taken)
    check_fields(path, item, INPUT)
    local other = type(item) == "table" and item.default_with
    if other and not (type(raw.inputs[other]) == "table" and raw.inputs[other].default) then
      report(path .. ".default_with", "an input with a default expected, got %s", show(other))
    end
  end)
  each(raw, "outputs", function(path, item, name)
    check_output_name(path, name)
    check_fields(path, item, OUTPUT)
  end)
  if type(raw.permissions) == "table" then check_fields("permissions", raw.permissions, PERMISSIONS) end
  if type(raw.claims) == "table" then check_claims(raw) end
  each(raw, "tests", function(path, item) check_test(raw, path, item) end)
end

--- Reads and checks a head; the head with empty tables for absent parts, or nil, message.
function head.read(text, chunk_name)
  local raw, detail = native.read(text, chunk_name, INSTRUCTIONS, BYTES)
  if raw == nil and type(detail) == "string" then
    local hint = detail:find("nil value %(global") and
      "\n  the head is read where nothing but 'protocol' exists; code belongs into run" or ""
    return nil, detail .. hint
  end
  local label = chunk_name:gsub("^[@=]", "")
  if detail ~= true then return nil, label .. ": a protocol file ends with 'return protocol { … }'" end
  check(raw)
  if #problems > 0 then
    local more = #problems > 20 and string.format("\n  and %d more", #problems - 20) or ""
    return nil, label .. ": the head is not valid\n  " .. table.concat(problems, "\n  ", 1, math.min(#problems, 20)) .. more
  end
  for _, part in ipairs { "params", "inputs", "permissions", "claims", "tests" } do raw[part] = raw[part] or {} end
  raw.seed = raw.seed or 1
  raw.run = nil
  return raw
end

return head
