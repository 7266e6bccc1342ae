-- registry.lua - the registry of parameters as a CSV file, and its comparison with what is deployed.
--
-- Columns Parameter, Value, Class (A fundamental, B theory-fixed, C data-calibrated, D policy-defined),
-- Source, Update; others are kept as they stand.  The file is the only source of the parameters: one that
-- is missing is an error, except the two trust weights, which the source text states outside its registry.

local arguments = require "solon.mechanism.arguments"
local cells = require "solon.mechanism.data.cells"
local crisis = require "solon.governance.weekly.crisis"
local decimal = require "solon.governance.data.decimal"
local parameters = require "solon.governance.parameters"
local problem = require "solon.mechanism.data.problem"
local system = require "solon.native.system"

local registry = {}

local CLASSES = { A = "fundamental", B = "theory-fixed", C = "data-calibrated", D = "policy-defined" }
registry.classes = CLASSES

local OUTSIDE = { w_loyalty = true, w_skepticism = true }

local function check_name(where, name, seen)
  where.column, where.value = "Parameter", name
  if not parameters.by_name[name] then
    local near = system.nearest(name, parameters.names)
    problem.raise(where, "is no parameter; known: %s%s", table.concat(parameters.names, ", "),
      near and "; did you mean '" .. near .. "'?" or "")
  end
  if seen[name] then problem.raise(where, "stands already in line %d", seen[name]) end
  seen[name] = where.line
end

-- The number of a cell; `limits` false leaves the domain unchecked.
local function read_value(where, spec, text, limits)
  where.column, where.value = "Value", text
  local value = decimal.number(text)
  if not value then problem.raise(where, "of %s is not a decimal number", spec.name) end
  if not limits then return value end
  if value < spec.low or value > spec.high then
    problem.raise(where, "of %s is outside [%s, %s]", spec.name, spec.low, spec.high)
  end
  if spec.integer then
    value = math.tointeger(value) or problem.raise(where, "of %s is not a whole number", spec.name)
  end
  return value
end

local function read_row(where, row, position, columns, seen, deployed)
  local function cell(name) return position[name] and system.trim(row[position[name]]) or "" end
  local name = cell "Parameter"
  check_name(where, name, seen)
  local entry = { parameter = name, text = cell "Value", line = row.line, class = cell "Class" }
  entry.value = read_value(where, parameters.by_name[name], entry.text, not deployed)
  where.column, where.value = "Class", entry.class
  if not deployed and not CLASSES[entry.class] then
    problem.raise(where, "of %s is no class; known: A (%s), B (%s), C (%s), D (%s)", name, CLASSES.A, CLASSES.B, CLASSES.C, CLASSES.D)
  end
  for _, column in ipairs(columns) do
    if column ~= "Parameter" and column ~= "Value" and column ~= "Class" then entry[column:lower()] = cell(column) end
  end
  return entry
end

-- Every parameter from its row; raises when one is missing or weights do not add to 1.
local function complete(result, path)
  local values = {}
  for _, entry in ipairs(result.rows) do values[entry.parameter] = entry.value end
  for _, spec in ipairs(parameters.list) do
    if values[spec.name] == nil then
      if not OUTSIDE[spec.name] then problem.raise({ path = path }, "parameter '%s' is missing", spec.name) end
      values[spec.name] = spec.default
      result.notes[#result.notes + 1] = string.format("%s is not in the registry; %s as the source text's formula states it",
        spec.name, spec.default)
    end
  end
  local wrong = parameters.wrong_sum(values)
  if wrong then problem.raise({ path = path, column = "Value" }, "%s", wrong) end
  result.parameters = parameters.new(values)
  local usual = parameters.by_name.scale.default
  if values.scale ~= usual then
    local best = crisis.level(values.scale)
    result.notes[#result.notes + 1] = string.format("scale is %.6g: the levels keep their edges %g, %g and %g points%s", values.scale,
      crisis.bands[1], crisis.bands[2], crisis.bands[3], best > 0 and string.format(", so that none better than %d can be reached", best) or "")
  end
end

local Registry = { __name = "governance registry" }

function Registry:__tostring()
  local lines = {}
  for i, entry in ipairs(self.rows) do
    lines[i] = string.format("%-13s %-8s %s", entry.parameter, entry.text, entry.class)
  end
  return table.concat(lines, "\n")
end

local function read(path, deployed)
  local table_read = cells.read(path)
  local needed = deployed and { "Parameter", "Value" } or { "Parameter", "Value", "Class", "Source", "Update" }
  local position = cells.columns(table_read, needed)
  local result, seen = setmetatable({ rows = {}, notes = {} }, Registry), {}
  for i, row in ipairs(table_read.rows) do
    result.rows[i] = read_row({ path = path, line = row.line }, row, position, table_read.header, seen, deployed)
  end
  if #result.rows == 0 then problem.raise({ path = path }, "the table has no rows") end
  if not deployed then complete(result, path) end
  result.sha256 = system.sha256_file(path)
  return result
end

--- Reads a registry: { parameters, rows, notes, sha256 }, or nil, message, code.  With deployed = true a list of
--- deployed values, of which only names and numbers are checked.
function registry.load(path, options)
  arguments.type(path, "string", 1, "registry")
  options = arguments.options(options, { "deployed" }, 2, "registry")
  return problem.guard(read, path, options.deployed)
end

local Comparison = { __name = "comparison of registries" }

function Comparison:__tostring()
  if self.equal then return string.format("%d parameters, all equal as decimals", self.compared) end
  local lines = {}
  for i, one in ipairs(self.differences) do lines[i] = one.text end
  return table.concat(lines, "\n")
end

local function texts_of(source, position)
  if getmetatable(source) ~= Registry then
    error(string.format("bad argument #%d to 'compare_registries' (registry expected, got %s)", position, type(source)), 3)
  end
  local texts = {}
  for _, entry in ipairs(source.rows) do texts[entry.parameter] = entry.text end
  return texts
end

--- Compares what is deployed with the registry, as exact decimals: { equal, compared, differences = { { parameter,
--- registered, deployed, text } … } }.
function registry.compare(registered, deployed)
  local want, got = texts_of(registered, 1), texts_of(deployed, 2)
  local result = setmetatable({ equal = true, compared = 0, differences = {} }, Comparison)
  for _, name in ipairs(parameters.names) do
    local a, b = want[name], got[name]
    if a or b then
      result.compared = result.compared + 1
      if not (a and b) or decimal.canonical(a) ~= decimal.canonical(b) then
        result.equal = false
        table.insert(result.differences, { parameter = name, registered = a, deployed = b,
          text = string.format("%s: %s in the registry, %s deployed", name, a or "not", b or "not") })
      end
    end
  end
  return result
end

return registry
