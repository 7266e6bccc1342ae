-- show.lua - a frame as text: size, names, types, missing values, the first rows.

local system = require "solon.native.system"

local MOST_ROWS, MOST_COLUMNS, WIDTH, CELL = 10, 12, 100, 24

local function cell_text(value)
  if value == nil then return "-" end
  if math.type(value) == "float" then return system.number_text(value) end
  local text = tostring(value):gsub("%c", " ")
  if utf8.len(text) and utf8.len(text) > CELL then
    text = text:sub(1, utf8.offset(text, CELL) - 1) .. "…"
  end
  return text
end

local function width_of(text) return utf8.len(text) or #text end

local function column_cells(f, j, rows)
  local column, name = f._columns[j], f._names[j]
  local nulls = column:nulls()
  local cells = { cell_text(name), column:type(), nulls > 0 and nulls .. " missing" or "" }
  for i = 1, rows do cells[#cells + 1] = cell_text(column:element(i)) end
  local width = 0
  for _, text in ipairs(cells) do width = math.max(width, width_of(text)) end
  return cells, width, column:numbers() ~= nil
end

local function pad(text, width, right)
  local blanks = string.rep(" ", width - width_of(text))
  return right and blanks .. text or text .. blanks
end

return function(_, parts)
  --- The first rows as a table of text.
  function parts.Frame.__tostring(f)
    local rows = math.min(f._rows, MOST_ROWS)
    local lines = { string.format("frame: %d rows, %d columns", f._rows, #f._names) }
    local shown, total = {}, 0
    for j = 1, math.min(#f._names, MOST_COLUMNS) do
      local cells, width, right = column_cells(f, j, rows)
      if j > 1 and total + width + 2 > WIDTH then break end
      total = total + width + 2
      shown[j] = { cells = cells, width = width, right = right }
    end
    local any_missing = false
    for _, column in ipairs(shown) do any_missing = any_missing or column.cells[3] ~= "" end
    for i = 1, rows + 3 do
      if i ~= 3 or any_missing then
        local texts = {}
        for j, column in ipairs(shown) do texts[j] = pad(column.cells[i], column.width, column.right) end
        lines[#lines + 1] = ("  " .. table.concat(texts, "  ")):gsub("%s+$", "")
      end
    end
    if f._rows > rows then lines[#lines + 1] = string.format("  … %d more rows", f._rows - rows) end
    if #f._names > #shown then
      local line, j = string.format("  … %d more columns: %s", #f._names - #shown, cell_text(f._names[#shown + 1])), #shown + 2
      while j <= #f._names and width_of(line) + width_of(cell_text(f._names[j])) + 5 <= WIDTH do
        line = line .. ", " .. cell_text(f._names[j])
        j = j + 1
      end
      lines[#lines + 1] = line .. (j <= #f._names and ", …" or "")
    end
    return table.concat(lines, "\n")
  end
end
