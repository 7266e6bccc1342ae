-- table_text.lua - results as lines for a terminal.

local table_text = {}

--- A number in `digits` significant places, or decimals when the format says so; "-" for none.
function table_text.number(value, format)
  if value == nil or value ~= value then return "-" end
  return (string.format(format or "%.4f", value):gsub("^%-(0%.?0*)$", "%1"))
end

--- Lines of columns: the first to the left, the others to the right.
function table_text.lines(head, rows)
  local width = {}
  for _, row in ipairs { head, table.unpack(rows) } do
    for i, cell in ipairs(row) do width[i] = math.max(width[i] or 0, utf8.len(cell) or #cell) end
  end
  local lines = {}
  for r = 0, #rows do
    local row, parts = r == 0 and head or rows[r], {}
    for i, cell in ipairs(row) do
      local blanks = string.rep(" ", width[i] - (utf8.len(cell) or #cell))
      parts[i] = i == 1 and cell .. blanks or blanks .. cell
    end
    lines[#lines + 1] = "  " .. (table.concat(parts, "  "):gsub("%s+$", ""))
  end
  return lines
end

--- "0.1234 [0.1000, 0.1500]".
function table_text.interval(value, low, high, format)
  return string.format("%s [%s, %s]", table_text.number(value, format), table_text.number(low, format),
    table_text.number(high, format))
end

return table_text
