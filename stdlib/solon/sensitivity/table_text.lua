-- table_text.lua - results as lines for a terminal.

local table_text = {}

--- A number in `digits` significant places, or decimals when the format says so; "-" for none.
function table_text.number(value, format)
  if value == nil or value ~= value then return "-" end
  return (string.format(format or "%.4f", value):gsub("^%-(0%.?0*)$", "%1"))
end

--- A format that gives the largest of some values `digits` significant places and the others as many decimals.
function table_text.format(digits, values)
  local largest = 0.0
  for _, value in pairs(values) do
    if math.abs(value) < math.huge then largest = math.max(largest, math.abs(value)) end
  end
  local places = largest > 0 and math.floor(math.log(largest, 10) + 1e-9) or 0
  if places < -4 or places > 8 then return string.format("%%.%de", digits - 1) end
  return string.format("%%.%df", math.max(0, digits - 1 - places))
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
