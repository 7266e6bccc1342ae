-- relate.lua - sorting, grouping and joining, by queries over row numbers and key columns.
--
-- Every query runs on one thread and states its order, so equal input gives equal bits.

local native = require "solon.native.frame"
local check = require "solon.frame.check"

local function identifier(name) return '"' .. name:gsub('"', '""') .. '"' end

local function is_numeric(kind) return kind == "number" or kind == "integer" end

return function(_, parts)
  local Frame, find, check_frame = parts.Frame, parts.find, parts.check_frame

  local function counting(rows)
    local list = {}
    for i = 1, rows do list[i] = i end
    return native.integers(list)
  end

  -- The key columns of a frame as table `name` with columns row, k1, k2 …
  local function key_table(f, name, keys, caller, position)
    local source = { name = name, rows = f._rows, names = { "row" }, columns = { counting(f._rows) } }
    for i, key in ipairs(keys) do
      source.names[i + 1] = "k" .. i
      source.columns[i + 1] = find(f, key, position, caller, 4)
    end
    return source
  end

  local function run(statement, frames)
    local names, columns, rows = native.run { statement = statement, frames = frames }
    if not names then error(columns, 4) end -- DuckDB is not there: a chain of operations cannot go on
    return names, columns, rows
  end

  local function check_keys(keys, position, caller)
    if type(keys) == "string" then return { keys } end
    check.type(keys, "table of column names", position, caller, 3)
    return keys
  end

  -- ORDER BY terms: NaN after all numbers, missing values last, in both directions.
  local function order_term(column, kind, descending)
    local direction = descending and " DESC" or " ASC"
    local nan = kind == "number" and "isnan(" .. column .. ") ASC NULLS LAST, " or ""
    return nan .. column .. direction .. " NULLS LAST"
  end

  --- The rows in the order of the named columns; rows that are equal in them keep their order.
  function Frame:sort(names, options)
    check_frame(self, 0, "sort")
    names = check_keys(names, 1, "sort")
    if #names == 0 then check.fail(1, "sort", "at least one column name expected") end
    options = check.options(options, { descending = "any" }, 2, "sort")
    local descending = {}
    if type(options.descending) == "table" then
      for _, name in ipairs(options.descending) do
        local found = false
        for _, known in ipairs(names) do found = found or known == name end
        if not found then check.fail(2, "sort", string.format("option 'descending': '%s' is not sorted by", tostring(name))) end
        descending[name] = true
      end
    elseif type(options.descending) == "boolean" then
      for _, name in ipairs(names) do descending[name] = options.descending end
    elseif options.descending ~= nil then
      check.fail(2, "sort", "option 'descending': boolean or table of names expected, got " .. check.got(options.descending))
    end
    local source, terms = key_table(self, "t", names, "sort", 1), {}
    for i, name in ipairs(names) do
      terms[i] = order_term("k" .. i, find(self, name, 1, "sort"):type(), descending[name])
    end
    local _, columns = run("SELECT row FROM t ORDER BY " .. table.concat(terms, ", ") .. ", row", { source })
    return parts.take(self, columns[1]:numbers(), self._rows)
  end

  -- ---- groups ----------------------------------------------------------------------------------

  -- DuckDB refuses a variance of values that are not finite; ours is NaN then.
  local function spread(call)
    return function(x)
      x = "CAST(" .. x .. " AS DOUBLE)"
      return string.format("CASE WHEN bool_or(NOT isfinite(%s)) THEN CAST('nan' AS DOUBLE) ELSE %s(%s) FILTER (WHERE isfinite(%s)) END", x, call, x, x)
    end
  end

  local function simple(call) return function(x) return call .. "(" .. x .. ")" end end

  local aggregates = {
    count = simple "count", sum = simple "sum", mean = simple "avg", min = simple "min", max = simple "max", median = simple "median",
    sd = spread "stddev_samp", variance = spread "var_samp", distinct = function(x) return "count(DISTINCT " .. x .. ")" end,
    first = function(x) return "first(" .. x .. " ORDER BY row)" end, last = function(x) return "last(" .. x .. " ORDER BY row)" end,
  }
  local needs_numbers = { sum = true, mean = true, median = true, sd = true, variance = true }
  local aggregate_names = {}
  for name in pairs(aggregates) do aggregate_names[#aggregate_names + 1] = name end
  table.sort(aggregate_names)

  -- Checks { name, aggregate, column } and gives the SQL of the result column; adds the source column.
  local function aggregate_term(f, spec, i, source)
    check.type(spec, "table { name, aggregate, column }", 2, "group", 3)
    local name, kind, column_name = spec[1], spec[2], spec[3]
    if type(name) ~= "string" or name == "" then check.fail(2, "group", string.format("aggregate %d: name of the new column expected, got %s", i, check.got(name)), 3) end
    local make = aggregates[kind]
    if not make then
      check.fail(2, "group", string.format("aggregate '%s': unknown aggregate '%s'; known: %s", name, tostring(kind), table.concat(aggregate_names, ", ")), 3)
    end
    if kind == "count" and column_name == nil then return "count(*) AS " .. identifier(name) end
    local column = find(f, column_name, 2, "group", 3)
    if needs_numbers[kind] and not column:numbers() then
      check.fail(2, "group", string.format("aggregate '%s': %s of column '%s', which is %s", name, kind, column_name, column:type()), 3)
    end
    source.names[#source.names + 1] = "x" .. i
    source.columns[#source.columns + 1] = column
    local x = needs_numbers[kind] and column:type() == "boolean" and "CAST(x" .. i .. " AS INTEGER)" or "x" .. i
    return make(x) .. " AS " .. identifier(name)
  end

  --- One row per group of rows that are equal in the key columns, ordered by them.
  function Frame:group(keys, list)
    check_frame(self, 0, "group")
    keys = check_keys(keys, 1, "group")
    check.type(list, "table of aggregates", 2, "group")
    local source = key_table(self, "t", keys, "group", 1)
    local terms, groups, order, seen = {}, {}, {}, {}
    for i, key in ipairs(keys) do
      terms[i] = "k" .. i .. " AS " .. identifier(key)
      groups[i] = "k" .. i
      order[i] = order_term("k" .. i, find(self, key, 1, "group"):type(), false)
      if seen[key:lower()] then check.fail(1, "group", string.format("column '%s' appears twice", key)) end
      seen[key:lower()] = true
    end
    for i, spec in ipairs(list) do
      terms[#terms + 1] = aggregate_term(self, spec, i, source)
      if seen[spec[1]:lower()] then check.fail(2, "group", string.format("column '%s' appears twice", spec[1])) end
      seen[spec[1]:lower()] = true
    end
    if #terms == 0 then check.fail(2, "group", "at least one key or aggregate expected") end
    local statement = "SELECT " .. table.concat(terms, ", ") .. " FROM t"
    if #keys > 0 then statement = statement .. " GROUP BY " .. table.concat(groups, ", ") .. " ORDER BY " .. table.concat(order, ", ") end
    return parts.make(run(statement, { source }))
  end

  -- ---- joins -----------------------------------------------------------------------------------

  local function same_kind(a, b) return a == b or is_numeric(a) and is_numeric(b) end

  --- The rows of two frames that are equal in the key columns, side by side.
  function Frame:join(other, keys, options)
    check_frame(self, 0, "join")
    check_frame(other, 1, "join")
    keys = check_keys(keys, 2, "join")
    if #keys == 0 then check.fail(2, "join", "at least one column name expected") end
    options = check.options(options, { kind = { "inner", "left", "full" }, suffix = "string" }, 3, "join")
    local kind, suffix = options.kind or "inner", options.suffix or "_2"
    local left, right = key_table(self, "l", keys, "join", 2), key_table(other, "r", keys, "join", 2)
    local conditions, terms, is_key = {}, { "coalesce(l.row, 0)", "coalesce(r.row, 0)" }, {}
    for i, key in ipairs(keys) do
      local a, b = left.columns[i + 1]:type(), right.columns[i + 1]:type()
      if not same_kind(a, b) then check.fail(2, "join", string.format("column '%s' is %s in one frame and %s in the other", key, a, b)) end
      conditions[i] = string.format("l.k%d = r.k%d", i, i)
      terms[i + 2] = string.format("coalesce(l.k%d, r.k%d)", i, i)
      is_key[key] = i
    end
    local _, columns, rows = run(string.format("SELECT %s FROM l %s JOIN r ON %s ORDER BY l.row NULLS LAST, r.row NULLS LAST",
      table.concat(terms, ", "), kind:upper(), table.concat(conditions, " AND ")), { left, right })
    local from_left, from_right = columns[1]:numbers(), columns[2]:numbers()
    local names, list, seen = {}, {}, {}
    for j, name in ipairs(self._names) do
      names[j] = name
      list[j] = kind == "full" and is_key[name] and columns[is_key[name] + 2] or self._columns[j]:take(from_left)
      seen[name:lower()] = true
    end
    for j, name in ipairs(other._names) do
      if not is_key[name] then
        local unique = seen[name:lower()] and name .. suffix or name
        if seen[unique:lower()] then check.fail(3, "join", string.format("two columns would be called '%s'; choose another options.suffix", unique)) end
        seen[unique:lower()] = true
        names[#names + 1], list[#list + 1] = unique, other._columns[j]:take(from_right)
      end
    end
    return parts.make(names, list, rows)
  end
end
