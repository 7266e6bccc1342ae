-- read.lua - files to frames: CSV, Parquet, JSON lines.
--
-- CSV goes through DuckDB's parser with every part of the dialect stated, so that nothing is guessed
-- but the types, and those by the rules of core/data/classify.h:
--   1. the names come from the first record;
--   2. the first `sample` rows, read as text, give each column's narrowest type;
--   3. the whole file is read; where a later row does not fit, its column is widened and the file read
--      again, so that the type holds for every row.
-- DuckDB would round 2.5 to 3 in a BIGINT column, cut the time off in a DATE column and take "yes" in a
-- BOOLEAN column.  So whole numbers are read as floats, checked, and turned into integers (from 2^53 on
-- they are read as text and parsed exactly), dates are read as timestamps, booleans as text.

local native = require "solon.native.frame"
local array = require "solon.array"
local check = require "solon.frame.check"

-- As what DuckDB reads a column of each type: loosely where its own conversion would lose something.
local duckdb_types = { number = "DOUBLE", integer = "DOUBLE", date = "TIMESTAMP", timestamp = "TIMESTAMP", boolean = "VARCHAR", text = "VARCHAR" }
local type_names = { "number", "integer", "boolean", "text", "date", "timestamp" }
local formats = { "csv", "parquet", "jsonl", "json" }
local extensions = { csv = "csv", tsv = "csv", tab = "csv", txt = "csv", parquet = "parquet", jsonl = "jsonl", ndjson = "jsonl", json = "json" }

local known_options = {
  format = formats, delimiter = "string", header = "boolean", columns = "table", types = "table", all_text = "boolean",
  null = "any", decimal = { ".", "," }, quote = "string", skip = "integer", sample = "integer", quoted_null = "boolean",
  encoding = { "utf-8", "utf-16", "latin-1" }, bad_rows = { "error", "report" }, threads = "integer",
}
local csv_only = { "delimiter", "header", "columns", "types", "all_text", "null", "decimal", "quote", "skip", "sample", "quoted_null", "encoding", "bad_rows" }

local function quote(text) return "'" .. text:gsub("'", "''") .. "'" end
local function identifier(name) return '"' .. name:gsub('"', '""') .. '"' end

-- ---- statements --------------------------------------------------------------------------------

local function run(statement, threads)
  return native.run { statement = statement, threads = threads, return_failures = true }
end

-- DuckDB's message without the kind in front and its advice behind.
local function plain(message)
  return (message:gsub("^[%a ]+ Error: ", ""):gsub(" Possible fixes:.*", ""):gsub(" Possible [Ss]olution.*", ""):gsub(" LINE %d+: .*", ""))
end

local function failure(path, message, code)
  return nil, string.format("cannot read '%s': %s", path, plain(message)), code == "bad_argument" and "bad_syntax" or code
end

-- ---- the CSV dialect ---------------------------------------------------------------------------

local function dialect(o)
  local nulls = { "''" }
  for _, text in ipairs(o.null) do nulls[#nulls + 1] = quote(text) end
  return string.format("delim = %s, quote = %s, escape = %s, header = %s, skip = %d, nullstr = [%s], allow_quoted_nulls = %s, "
    .. "decimal_separator = %s, encoding = %s, comment = '', strict_mode = true, null_padding = false, auto_detect = false",
    quote(o.delimiter), quote(o.quote), quote(o.quote), tostring(o.header), o.skip, table.concat(nulls, ", "),
    tostring(o.quoted_null), quote(o.decimal), quote(o.encoding))
end

-- FROM read_csv(…) for columns of the given types; `store` keeps refused rows in reject_errors.
local function source(path, o, names, types, store)
  local columns = {}
  for j, name in ipairs(names) do columns[j] = quote(name) .. ": " .. quote(types[j]) end
  return string.format(" FROM read_csv(%s, %s, columns = {%s}%s)", quote(path), dialect(o), table.concat(columns, ", "),
    store and ", store_rejects = true" or "")
end

-- ---- rows that were refused --------------------------------------------------------------------

-- Physical line numbers (quoted fields may hold line ends) of byte offsets in increasing order.
local function line_numbers(path, offsets)
  local file = io.open(path, "rb")
  local lines, line, at, k = {}, 1, 0, 1
  while file and k <= #offsets do
    local block = file:read(65536)
    if not block then break end
    local from = 1
    while k <= #offsets and offsets[k] <= at + #block do
      local to = offsets[k] - at
      line = line + select(2, block:sub(from, to):gsub("\n", ""))
      from = to + 1
      lines[k] = line
      k = k + 1
    end
    line = line + select(2, block:sub(from):gsub("\n", ""))
    at = at + #block
  end
  if file then file:close() end
  return lines
end

local function is_compressed(path) return path:find("%.gz$") or path:find("%.zst$") end

-- The list of { line, column, text, message, conversion } that the last read left in reject_errors.
local function take_rejects(path, o)
  local names, columns, rows = run("SELECT line, line_byte_position, column_name, csv_line, error_message, "
    .. "error_type = 'CAST' FROM reject_errors ORDER BY line, line_byte_position, column_idx", 1)
  run("DROP TABLE IF EXISTS reject_errors", 1)
  run("DROP TABLE IF EXISTS reject_scans", 1)
  if not names then return {} end
  local offsets, rejects = {}, {}
  for i = 1, rows do offsets[i] = columns[2]:element(i) end
  local lines = (is_compressed(path) or o.encoding ~= "utf-8") and {} or line_numbers(path, offsets)
  -- a row with a wrong number of fields or an open quote says nothing about types, and breaks once
  local broken, first = {}, {}
  for i = 1, rows do
    local offset = offsets[i]
    if not columns[6]:element(i) and not broken[offset] then broken[offset], first[i] = true, true end
  end
  for i = 1, rows do
    if first[i] or not broken[offsets[i]] then
      rejects[#rejects + 1] = {
        line = lines[i] or columns[1]:element(i), column = columns[3]:element(i),
        text = (columns[4]:element(i) or ""):gsub("^[\r\n]+", ""):gsub("[\r\n]+$", ""), message = columns[5]:element(i),
        conversion = columns[6]:element(i),
      }
    end
  end
  return rejects
end

-- ---- names ----------------------------------------------------------------------------------------

-- The fields of the first record in `text`; or nil when a quoted field does not end in it; or nil and
-- what is wrong.
local function split_record(text, delimiter, mark)
  local stops = "[" .. delimiter:gsub("%W", "%%%0") .. "\r\n]"
  local fields, at = {}, 1
  while true do
    local field
    if mark ~= "" and text:sub(at, at) == mark then
      local parts, from = {}, at + 1
      while true do
        local close = text:find(mark, from, true)
        if not close then return nil end
        parts[#parts + 1] = text:sub(from, close - 1)
        from = close + 2
        if text:sub(close + 1, close + 1) ~= mark then break end
        parts[#parts + 1] = mark
      end
      at = from - 1
      field = table.concat(parts)
      if at <= #text and not text:find("^" .. stops, at) then return nil, "the first record has text after a closing quote" end
    else
      local stop = text:find(stops, at) or #text + 1
      field = text:sub(at, stop - 1)
      at = stop
    end
    fields[#fields + 1] = field
    if text:sub(at, at) ~= delimiter then return fields end
    at = at + 1
  end
end

-- The beginning of a file, decoded, without byte-order mark and skipped lines; at most this many bytes.
local MOST_HEADER = 1 << 20

local function plain_beginning(path, o)
  local file <close> = assert(io.open(path, "rb"))
  local text = file:read(MOST_HEADER) or ""
  text = text:gsub("^\xef\xbb\xbf", "")
  for _ = 1, o.skip do text = text:gsub("^[^\r\n]*\r?\n?", "", 1) end
  if o.encoding == "latin-1" then text = text:gsub("[\x80-\xff]", function(c) return utf8.char(c:byte()) end) end
  return text
end

-- The same for a compressed or UTF-16 file: DuckDB reads whole lines as one field each.
local function decoded_beginning(path, o)
  local raw = { delimiter = "\1", quote = "", header = false, skip = o.skip, null = {}, quoted_null = false, decimal = ".", encoding = o.encoding }
  local names, columns, rows = run("SELECT line" .. source(path, raw, { "line" }, { "VARCHAR" }, true) .. " LIMIT 200", 1)
  take_rejects(path, o)
  if not names then return nil, columns, rows end
  return table.concat(columns[1]:values(""), "\n")
end

-- The fields of the first record, or nil, message and code.
local function first_record(path, o)
  local encoded = is_compressed(path) or o.encoding == "utf-16"
  local text, message, code = (encoded and decoded_beginning or plain_beginning)(path, o)
  if not text then return nil, message, code end
  if text == "" then return nil, "the file is empty", "bad_syntax" end
  if text:find("^[\r\n]") then return nil, string.format("line %d is blank; set options.skip", o.skip + 1), "bad_syntax" end
  local fields
  fields, message = split_record(text, o.delimiter, o.quote)
  if not fields then return nil, message or "the first record has a quoted field without an end", "bad_syntax" end
  for j, field in ipairs(fields) do
    if not utf8.len(field) or field:find("\0", 1, true) then
      return nil, string.format("line %d, field %d is not %s or holds a zero byte", o.skip + 1, j, o.encoding), "bad_syntax"
    end
  end
  return fields
end

-- Column names from the header: an empty one becomes columnN, a repeated one gets _2, _3 …
local function column_names(fields, header)
  local names, seen = {}, {}
  for j, field in ipairs(fields) do
    local name = header and field ~= "" and field or "column" .. j
    local unique, k = name, 1
    while seen[unique:lower()] do
      k = k + 1
      unique = name .. "_" .. k
    end
    seen[unique:lower()] = true
    names[j] = unique
  end
  return names
end

-- DuckDB's parser stops at line ends that differ from the first without a place: find it.
local function explain(path, o, message)
  if not message:find("invalid state", 1, true) or is_compressed(path) or o.encoding ~= "utf-8" then return message end
  local first, number = nil, 0
  for line in io.lines(path, "L") do
    number = number + 1
    local ending = line:match("\r?\n$")
    first = first or ending
    if ending and ending ~= first then
      return string.format("line %d ends in %s, the lines before in %s; all line ends must be alike", number,
        ending == "\n" and "LF alone" or "CR LF", first == "\n" and "LF alone" or "CR LF")
    end
  end
  return message
end

-- ---- reading CSV -------------------------------------------------------------------------------

-- The types of columns that were not declared, from the first rows read as text.
local function sample_types(path, o, names, declared)
  local texts = {}
  for j in ipairs(names) do texts[j] = "VARCHAR" end
  local found, columns, rows = run("SELECT *" .. source(path, o, names, texts, true) .. " LIMIT " .. o.sample, 1)
  take_rejects(path, o)
  if not found then return nil, columns, rows end
  local types = {}
  for j in ipairs(names) do types[j] = declared[j] or columns[j]:kind(o.decimal) or "unknown" end
  return types
end

local function read_as(path, o, names, types)
  local wanted = {}
  for j, kind in ipairs(types) do wanted[j] = duckdb_types[kind] or "VARCHAR" end
  local found, columns, rows = run("SELECT *" .. source(path, o, names, wanted, true), o.threads)
  local rejects = take_rejects(path, o)
  if not found then return nil, columns, rows end
  return columns, rejects, rows
end

-- Widens the type of every undeclared column that refused a value or proved too narrow; true when the
-- file must be read again.
local function widen(names, types, declared, columns, rejects, decimal)
  local again, position = false, {}
  for j, name in ipairs(names) do position[name] = j end
  for _, reject in ipairs(rejects) do
    local j = reject.conversion and position[reject.column]
    if j and not declared[j] and types[j] ~= "text" then
      types[j], again = "text", true
    end
  end
  for j in ipairs(names) do
    if types[j] == "unknown" then
      local kind = columns[j]:kind(decimal)
      types[j] = kind or "text"
      again = again or types[j] ~= "text"
    end
  end
  return again
end

-- How a column that was read loosely becomes its type, and what to say of a value that does not fit.
local exact = {
  integer = { convert = "to_integers", message = "not an integer of 64 bits" },
  wide = { convert = "to_integers", message = "not an integer of 64 bits" },
  boolean = { convert = "to_booleans", message = "not a boolean" },
  date = { convert = "to_dates", message = "not a date" },
}

-- The type of an undeclared column that did not become what its sample promised; true when the file
-- must be read again for it.
local function fall_back(kind, column, decimal)
  if kind == "integer" then return "number", false end
  if kind == "date" then return "timestamp", false end
  local narrowest = column:kind(decimal) -- a wide integer was read as text
  return narrowest == "number" and "number" or "text", narrowest == "number"
end

-- Whether a value of a column read as floats may be an integer that floats cannot hold.
local function is_large(value) return value % 1 == 0 and math.abs(value) >= 2^53 and math.abs(value) < 2^64 end

-- Gives loosely read columns their exact types.  Rows that do not fit a declared type are added to the
-- rejects and returned as a set.
local function make_exact(names, types, declared, columns, rejects, decimal)
  local again, dropped = false, {}
  for j, name in ipairs(names) do
    local rule, column = exact[types[j]], columns[j]
    if rule and (declared[j] or types[j] ~= "boolean" or column:kind(decimal) == "boolean") then
      local converted, misfits = column[rule.convert](column)
      local large = false
      for i = 1, misfits and types[j] == "integer" and #misfits or 0 do
        large = large or is_large(column:element(math.tointeger(misfits[i])))
      end
      if not misfits then
        columns[j] = converted
      elseif large then
        types[j], again = "wide", true
      elseif not declared[j] then
        local reread
        types[j], reread = fall_back(types[j], column, decimal)
        again = again or reread
      else
        for i = 1, #misfits do
          local row = math.tointeger(misfits[i])
          rejects[#rejects + 1] = { row = row, column = name, text = tostring(column:element(row)), message = rule.message }
          dropped[row] = true
        end
        columns[j] = converted
      end
    end
  end
  return again, dropped
end

-- One row may have several values that do not fit.
local function count_rows(rejects)
  local seen, count = {}, 0
  for _, r in ipairs(rejects) do
    local row = r.line and "line " .. r.line or "row " .. r.row
    if not seen[row] then seen[row], count = true, count + 1 end
  end
  return count
end

local function describe(reject)
  local where = reject.line and "line " .. reject.line or "data row " .. reject.row
  if not reject.line then where = where .. ", column '" .. reject.column .. "'" end
  local text = #reject.text > 80 and reject.text:sub(1, 80) .. "…" or reject.text
  return string.format("%s: %s: %q", where, reject.message, text)
end

local function report(rejects)
  local list = {}
  for i, r in ipairs(rejects) do list[i] = { line = r.line, row = r.row, column = r.column, text = r.text, message = r.message } end
  return list
end

return function(frame, parts)
  local function finish_csv(path, o, names, columns, rejects, dropped, rows)
    if #rejects > 0 and o.bad_rows == "error" then
      local more = count_rows(rejects) - 1
      return failure(path, describe(rejects[1]) .. (more > 0 and string.format(
        " (and %d more bad row%s; bad_rows = \"report\" keeps the good ones)", more, more > 1 and "s" or "") or ""),
        "bad_syntax")
    end
    local f = parts.make(names, columns, rows)
    if next(dropped) then
      local keep = {}
      for i = 1, rows do if not dropped[i] then keep[#keep + 1] = i end end
      f = parts.take(f, array.new(keep), #keep)
    end
    if o.bad_rows == "report" then return f, report(rejects) end
    return f
  end

  local function read_csv(path, o, names, declared)
    local types, undeclared = {}, false
    for j in ipairs(names) do
      types[j] = declared[j]
      undeclared = undeclared or not declared[j]
    end
    if undeclared then
      local message, code
      types, message, code = sample_types(path, o, names, declared)
      if not types then return failure(path, explain(path, o, message), code) end
    end
    while true do
      local columns, rejects, rows = read_as(path, o, names, types)
      if not columns then return failure(path, explain(path, o, rejects), rows) end
      if not widen(names, types, declared, columns, rejects, o.decimal) then
        local again, dropped = make_exact(names, types, declared, columns, rejects, o.decimal)
        if not again then return finish_csv(path, o, names, columns, rejects, dropped, rows) end
      end
    end
  end

  -- Names and declared types from options.columns, options.types, options.all_text and the header.
  local function columns_of_csv(path, o)
    local fields, message, code = first_record(path, o)
    if not fields then return failure(path, explain(path, o, message), code) end
    local names, declared = column_names(fields, o.header), {}
    if o.columns then
      local given = {}
      for j, column in ipairs(o.columns) do given[j], declared[j] = column[1], column[2] end
      if #given ~= #names then
        return failure(path, string.format("the first record has %d fields, options.columns has %d", #names, #given), "bad_syntax")
      end
      for j, name in ipairs(given) do
        if o.header and name ~= names[j] then
          return failure(path, string.format("column %d is '%s', options.columns says '%s'", j, names[j], name), "bad_syntax")
        end
      end
      names = given
    end
    local position = {}
    for j, name in ipairs(names) do
      position[name] = j
      if o.all_text then declared[j] = "text" end
    end
    for name, kind in pairs(o.types) do
      if not position[name] then return failure(path, string.format("options.types names column '%s', which is not there", name), "bad_syntax") end
      declared[position[name]] = kind
    end
    return names, declared
  end

  -- Types that no column can hold are read as text: nested ones as JSON.
  local function read_table(path, call, threads)
    local names, columns, rows = run("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " .. call .. ")", 1)
    if not names then return failure(path, columns, rows) end
    local list = {}
    for i = 1, rows do
      local name, kind = identifier(columns[1]:element(i)), columns[2]:element(i)
      if kind:find("%]$") or kind:find("^STRUCT") or kind:find("^MAP") then
        list[i] = string.format("CAST(to_json(%s) AS VARCHAR) AS %s", name, name)
      elseif kind:find("^TIME$") or kind:find("^TIME ") or kind:find("^UUID") or kind:find("^INTERVAL") or kind:find("^B") and not kind:find("^B[OI]")
        or kind:find("^BIT") or kind:find("^UNION") then
        list[i] = string.format("CAST(%s AS VARCHAR) AS %s", name, name)
      else
        list[i] = name
      end
    end
    names, columns, rows = run("SELECT " .. table.concat(list, ", ") .. " FROM " .. call, threads)
    if not names then return failure(path, columns, rows) end
    return parts.make(names, columns, rows)
  end

  local function check_null(null)
    if null == nil then return {} end
    if type(null) == "string" then return { null } end
    check.type(null, "table", 2, "read", 4)
    for _, text in ipairs(null) do
      if type(text) ~= "string" then check.fail(2, "read", "option 'null': strings expected, got " .. check.got(text), 4) end
    end
    return null
  end

  local function check_kind(kind, option)
    for _, known in ipairs(type_names) do if kind == known then return kind end end
    check.fail(2, "read", string.format("option '%s': unknown type '%s'; known: %s", option, tostring(kind), table.concat(type_names, ", ")), 5)
  end

  local function csv_options(path, options)
    local tabbed = path:find("%.tsv") or path:find("%.tab")
    local o = {
      delimiter = options.delimiter or tabbed and "\t" or ",", header = options.header ~= false, quote = options.quote or '"',
      skip = options.skip or 0, sample = options.sample or 20000, quoted_null = options.quoted_null or false,
      decimal = options.decimal or ".", encoding = options.encoding or "utf-8", null = check_null(options.null),
      bad_rows = options.bad_rows or "error", all_text = options.all_text, types = options.types or {}, columns = options.columns,
      threads = options.threads or 1,
    }
    if #o.delimiter ~= 1 then check.fail(2, "read", "option 'delimiter': one byte expected, got " .. string.format("%q", o.delimiter), 4) end
    if #o.quote > 1 then check.fail(2, "read", "option 'quote': one byte or an empty string expected", 4) end
    if o.delimiter == o.decimal then check.fail(2, "read", "option 'decimal': the decimal mark is the delimiter; set options.delimiter", 4) end
    if o.skip < 0 then check.fail(2, "read", "option 'skip': integer >= 0 expected, got " .. o.skip, 4) end
    if o.sample < 1 then check.fail(2, "read", "option 'sample': integer >= 1 expected, got " .. o.sample, 4) end
    for name, kind in pairs(o.types) do
      check.type(name, "string", 2, "read", 4)
      check_kind(kind, "types")
    end
    for j, column in ipairs(o.columns or {}) do
      if type(column) ~= "table" or type(column[1]) ~= "string" then
        check.fail(2, "read", string.format("option 'columns': { name, type } expected at position %d", j), 4)
      end
      if column[2] ~= nil then check_kind(column[2], "columns") end
    end
    return o
  end

  local function find_format(path, options)
    if options.format then return options.format end
    local extension = path:gsub("%.gz$", ""):gsub("%.zst$", ""):match("%.(%w+)$")
    local format = extension and extensions[extension:lower()]
    if not format then
      check.fail(1, "read", string.format("the extension of '%s' tells no format; set options.format to one of %s", path, table.concat(formats, ", ")), 4)
    end
    return format
  end

  -- Missing files and directories are told apart here: DuckDB would take the path for a pattern.
  local function cannot_open(path)
    local file, message = io.open(path, "rb")
    if file then
      local _, reason = file:read(0)
      file:close()
      if reason == nil then return nil end
      message = reason
    end
    return (message or "cannot be read"):gsub("^" .. path:gsub("%W", "%%%0") .. ": ", "")
  end

  --- Reads a CSV, Parquet or JSON-lines file.
  function frame.read(path, options)
    check.type(path, "string", 1, "read")
    options = check.options(options, known_options, 2, "read")
    local format = find_format(path, options)
    local o = csv_options(path, options)
    if format ~= "csv" then
      for _, name in ipairs(csv_only) do
        if options[name] ~= nil then check.fail(2, "read", string.format("option '%s' is for CSV files, this is %s", name, format)) end
      end
    end
    local reason = cannot_open(path)
    if reason then return nil, string.format("cannot read '%s': %s", path, reason), "io" end
    if format == "csv" then
      local names, declared, code = columns_of_csv(path, o)
      if not names then return nil, declared, code end
      return read_csv(path, o, names, declared)
    elseif format == "parquet" then
      return read_table(path, "read_parquet(" .. quote(path) .. ")", o.threads)
    end
    return read_table(path, string.format("read_json(%s, format = '%s', records = true, sample_size = -1, convert_strings_to_integers = false)",
      quote(path), format == "jsonl" and "newline_delimited" or "auto"), o.threads)
  end
end
