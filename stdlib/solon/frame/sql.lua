-- sql.lua - queries over frames and files.
--
-- A result must not depend on chance: queries run on one thread, must state the order of their rows
-- (or say that it does not matter), and may use neither random numbers nor the clock.

local native = require "solon.native.frame"
local json = require "solon.json"
local check = require "solon.frame.check"

local volatile = {}
for name in ([[random setseed uuid gen_random_uuid uuidv4 uuidv7 now get_current_timestamp transaction_timestamp today
  get_current_time current_localtime current_localtimestamp current_timestamp current_date current_time localtime localtimestamp
  nextval currval txid_current getenv]]):gmatch("%S+") do
  volatile[name] = true
end

-- Calls visit for every table inside a syntax tree.
local function walk(node, visit)
  visit(node)
  for _, child in pairs(node) do
    if type(child) == "table" then walk(child, visit) end
  end
end

-- What DuckDB's parser says about a query: whether its outermost level has an ORDER BY, and the name of
-- something in it that depends on chance or the clock.  Nothing is known of a query that it cannot
-- parse (running it tells why).  Without DuckDB: nil, message, code.
local function analyse(query)
  -- constants and places of more digits than 64 bits hold do not matter here
  local statement = "SELECT regexp_replace(json_serialize_sql(CAST($1 AS VARCHAR)), ':-?[0-9]{19,}', ':0', 'g')"
  local names, columns, rows = native.run { statement = statement, parameters = { { value = query } } }
  if not names then return nil, columns, rows end
  local tree = json.parse(columns[1]:element(1), { max_depth = 512 })
  if tree.error or #tree.statements ~= 1 then return {} end
  local result = { ordered = false }
  for _, modifier in ipairs(tree.statements[1].node.modifiers or {}) do
    if modifier.type == "ORDER_MODIFIER" then result.ordered = true end
    if modifier.type:find("LIMIT", 1, true) then result.limited = true end
  end
  local mentioned = {}
  walk(tree.statements[1], function(node)
    if type(node.function_name) == "string" then mentioned[node.function_name:lower()] = true end
    if node.class == "COLUMN_REF" and #(node.column_names or {}) == 1 then mentioned[node.column_names[1]:lower()] = true end
    if type(node.sample) == "table" then result.sample = true end
  end)
  local refused = {}
  for name in pairs(mentioned) do
    if volatile[name] then refused[#refused + 1] = name end
  end
  table.sort(refused)
  result.volatile = refused[1]
  return result
end

local function parameter_list(parameters)
  local list = {}
  local function add(name, value)
    if value == json.null then value = nil
    elseif type(value) ~= "number" and type(value) ~= "string" and type(value) ~= "boolean" then
      check.fail(2, "sql", string.format("parameter %s: number, string, boolean or json.null expected, got %s",
        tostring(name or #list + 1), check.got(value)), 4)
    end
    list[#list + 1] = { name = name, value = value }
  end
  for _, value in ipairs(parameters) do add(nil, value) end
  local names = {}
  for name in pairs(parameters) do
    if type(name) == "string" then names[#names + 1] = name
    elseif math.type(name) ~= "integer" or name < 1 or name > #list then
      check.fail(2, "sql", "option 'parameters': names or positions 1..n without holes expected, got " .. tostring(name), 3)
    end
  end
  if #names > 0 and #list > 0 then check.fail(2, "sql", "option 'parameters': names and positions cannot be mixed", 3) end
  table.sort(names)
  for _, name in ipairs(names) do add(name, parameters[name]) end
  return list
end

return function(frame, parts)
  local function frame_list(tables)
    local names, list = {}, {}
    for name, f in pairs(tables) do
      check.type(name, "string", 2, "sql", 3)
      if not parts.is_frame(f) then
        check.fail(2, "sql", string.format("option 'tables': '%s' is a %s, not a frame", name, check.got(f)), 3)
      end
      names[#names + 1] = name
    end
    table.sort(names)
    for i, name in ipairs(names) do
      local f = tables[name]
      list[i] = { name = name, rows = f._rows, names = f._names, columns = f._columns }
    end
    return list
  end

  --- Runs one query over the given frames and over files.
  function frame.sql(query, options)
    check.type(query, "string", 1, "sql")
    options = check.options(options, { tables = "table", parameters = "table", unordered = "boolean" }, 2, "sql")
    local known, message, code = analyse(query)
    if not known then return nil, message, code end
    if known.volatile then
      check.fail(1, "sql", string.format("'%s' makes the result depend on chance or the clock; draw with solon.random or pass a parameter", known.volatile))
    elseif known.sample then
      check.fail(1, "sql", "a SAMPLE makes the result depend on chance; draw with solon.random")
    end
    local names, columns, rows = native.run {
      statement = query, query_only = true, return_failures = true, parameters = parameter_list(options.parameters or {}), frames = frame_list(options.tables or {}),
    }
    if not names and (rows == "bad_argument" or rows == "bad_syntax") then check.fail(1, "sql", columns) end
    if not names then return nil, columns, rows end
    if (rows > 1 or known.limited) and not options.unordered and not known.ordered then
      check.fail(1, "sql", string.format("the query gives %d rows in no stated order: add ORDER BY at its end, or set options.unordered", rows))
    end
    local seen = {}
    for _, name in ipairs(names) do
      if seen[name:lower()] then check.fail(1, "sql", string.format("two columns of the result are called '%s'; give one another name with AS", name)) end
      seen[name:lower()] = true
    end
    return parts.make(names, columns, rows)
  end
end
