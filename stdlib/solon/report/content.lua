-- content.lua - checks what is put into a report and makes it plain blocks that every writer reads.

local cell = require "solon.report.cell"
local check = require "solon.frame.check"

local content = {}

--- Text or a number; raises for anything else.
function content.text(value, what, name, level)
  if type(value) == "number" then return cell.number(value) end
  if type(value) ~= "string" then
    check.fail(1, name, what .. ": string expected, got " .. check.got(value), (level or 2) + 1)
  end
  return value
end

local function column_of(given, position, name)
  if type(given) == "string" then given = { name = given } end
  if type(given) ~= "table" then check.fail(1, name, "columns[" .. position .. "]: name or table expected, got " .. check.got(given), 4) end
  for key in pairs(given) do
    if key ~= "name" and key ~= "title" and key ~= "format" and key ~= "align" then
      check.fail(1, name, string.format("columns[%d]: unknown field '%s'; known: align, format, name, title", position, tostring(key)), 4)
    end
  end
  if given.align ~= nil and given.align ~= "left" and given.align ~= "right" then
    check.fail(1, name, string.format("columns[%d].align: left or right expected, got %s", position, tostring(given.align)), 4)
  end
  if given.name == nil and given.title == nil then check.fail(1, name, "columns[" .. position .. "]: name or title expected", 4) end
  cell.check_format(given.format, "columns[" .. position .. "].format", name, 4)
  return { name = given.name or position, title = tostring(given.title or given.name), format = given.format, align = given.align }
end

-- The rows as records or lists, and the columns asked for.
local function rows_of(options, name)
  local columns = options.columns
  if options.frame ~= nil then
    if check.got(options.frame) ~= "frame" then check.fail(1, name, "option 'frame': frame expected, got " .. check.got(options.frame), 3) end
    local rows = {}
    for i, row in options.frame:each_row() do rows[i] = row end
    return rows, columns or options.frame:names()
  end
  if options.rows == nil or columns == nil or #columns == 0 then
    check.fail(1, name, "rows with columns, or a frame, expected", 3)
  end
  return options.rows, columns
end

--- A table: { kind, caption, columns = { title, align }, rows = lists of cells, note }.
function content.table(given, name)
  local options = check.options(given, { caption = "string", columns = "table", frame = "any", rows = "table", note = "string" }, 1, name, 3)
  local rows, columns = rows_of(options, name)
  local out = { kind = "table", caption = options.caption or "", note = options.note, columns = {}, rows = {} }
  for j, one in ipairs(columns) do out.columns[j] = column_of(one, j, name) end
  for i, row in ipairs(rows) do
    if type(row) ~= "table" then check.fail(1, name, "rows[" .. i .. "]: table expected, got " .. check.got(row), 3) end
    out.rows[i] = {}
    for j, column in ipairs(out.columns) do
      local value = row[column.name]
      if value == nil then value = row[j] end
      out.rows[i][j] = cell.make(value, column.format, row)
    end
  end
  for j, column in ipairs(out.columns) do
    local numbers = false
    for _, row in ipairs(out.rows) do numbers = numbers or row[j].number end
    column.align = column.align or (numbers and "right" or "left")
  end
  return out
end

--- A list of texts.
function content.list(items, options, name)
  if type(items) ~= "table" then check.fail(1, name, "table of texts expected, got " .. check.got(items), 3) end
  options = check.options(options, { ordered = "boolean" }, 2, name, 3)
  local out = { kind = "list", ordered = options.ordered or false, items = {} }
  for i, item in ipairs(items) do out.items[i] = content.text(item, "item " .. i, name, 3) end
  return out
end

--- Labels with values, for the figures a reader wants first.
function content.facts(items, name)
  if type(items) ~= "table" then check.fail(1, name, "table of { label, value } expected, got " .. check.got(items), 3) end
  local out = { kind = "facts", items = {} }
  for i, item in ipairs(items) do
    if type(item) ~= "table" then check.fail(1, name, "item " .. i .. ": { label, value [, note] } expected, got " .. check.got(item), 3) end
    out.items[i] = { label = content.text(item[1], "item " .. i .. " label", name, 3), value = cell.make(item[2]),
      note = item[3] and content.text(item[3], "item " .. i .. " note", name, 3) }
  end
  return out
end

local TONE = { agrees = "good", differs = "bad", impossible = "warning", not_computable = "neutral" }
local WORDS = { "agrees", "differs", "impossible", "not_computable" }
local PLURAL = { agrees = "agree", differs = "differ" }

local function value_text(value)
  if value == nil then return cell.MISSING end
  if math.type(value) == "float" then return cell.number(value, "%.6g") end
  if type(value) == "table" then
    local parts = {}
    for i, one in ipairs(value) do parts[i] = value_text(one) end
    return table.concat(parts, ", ")
  end
  return type(value) == "number" and cell.number(value) or tostring(value)
end

--- Claims of a source text as solon.protocol judges them: a table with badges, and how many of each verdict.
function content.claims(records, options, name)
  if type(records) ~= "table" then check.fail(1, name, "table of claims expected, got " .. check.got(records), 3) end
  options = check.options(options, { caption = "string", note = "string" }, 2, name, 3)
  local out = { kind = "table", class = "claims", caption = options.caption or "Claims of the source text", note = options.note,
    columns = { { title = "Claim", align = "left" }, { title = "Stated", align = "right" }, { title = "Computed", align = "right" },
      { title = "Verdict", align = "left" }, { title = "Why", align = "left" } }, rows = {}, counts = {} }
  for i, r in ipairs(records) do
    if type(r) ~= "table" or type(r.verdict) ~= "string" then
      check.fail(1, name, "claim " .. i .. ": record with stated, computed, verdict expected, got " .. check.got(r), 3)
    end
    out.counts[r.verdict] = (out.counts[r.verdict] or 0) + 1
    out.rows[i] = { { text = tostring(r.quantity or r.id or i) }, { text = value_text(r.stated), number = true },
      { text = value_text(r.computed), number = true }, { text = (r.verdict:gsub("_", " ")), tone = TONE[r.verdict] or "neutral" },
      { text = r.reason and tostring(r.reason) or "" } }
  end
  local parts = {}
  for _, verdict in ipairs(WORDS) do
    local n = out.counts[verdict]
    if n then parts[#parts + 1] = n .. " " .. (n > 1 and PLURAL[verdict] or verdict:gsub("_", " ")) end
  end
  out.summary = string.format("%d claim%s: %s.", #records, #records == 1 and "" or "s", #parts > 0 and table.concat(parts, ", ") or "none")
  return out
end

return content
