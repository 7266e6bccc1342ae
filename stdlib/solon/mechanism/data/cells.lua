-- cells.lua - a CSV file as cells of text with the line each row begins on, so that a loader decides
-- itself what every token means and can name the place of a bad one.

local frame = require "solon.frame"
local problem = require "solon.mechanism.data.problem"
local system = require "solon.native.system"
local text = require "solon.mechanism.data.text"

local cells = {}

-- The line on which each data row begins, and the text of the header: quoted cells may hold line ends, empty lines are no rows.
local function row_lines(path)
  local bytes, message, code = system.read_file(path)
  if not bytes then problem.raise({ path = path, code = code }, "%s", message) end
  local lines, head, number, inside = {}, {}, 0, false
  for line in bytes:gmatch("([^\n]*)\n?") do
    number = number + 1
    if not inside and line:find("[^\r]") then lines[#lines + 1] = number end
    if #lines == 1 then head[#head + 1] = line end
    local _, quotes = line:gsub('"', "")
    if quotes % 2 == 1 then inside = not inside end
  end
  table.remove(lines, 1) -- the header
  return lines, table.concat(head, "\n")
end

-- Positions of the columns that have no name: frames call them columnN, which the header does not say.
local function without_name(header, written)
  local out = {}
  for j, name in ipairs(header) do
    if name == "" or name == "column" .. j and not written:find("column" .. j .. "%f[%D]") then out[j] = true end
  end
  return out
end

-- Names of columns without blanks at their ends.  A single name that holds another separator is a table of other habits.
local function header_of(read, path)
  local header = read:names()
  for j, name in ipairs(header) do header[j] = system.trim(name) end
  local other = #header == 1 and header[1]:match("[;\t|]")
  if other then
    problem.raise({ path = path, line = 1, code = "bad_syntax" }, "columns are separated by %s; commas expected, and decimal points",
      other == "\t" and "tabs" or "'" .. other .. "'")
  end
  return header
end

-- What is wrong with a row, in words of the table.
local function row_fault(message)
  local expected, found = message:match("Expected Number of Columns: (%d+) Found: (%d+)")
  if expected then return string.format("%s cell%s, %s expected as in the header", found, found == "1" and "" or "s", expected) end
  if message:find("unterminated quote", 1, true) then return "a quote that is never closed" end
  if message:find("not utf-8", 1, true) then return "text that is not UTF-8" end
  return message
end

--- Reads a file: { path, header = {names}, nameless = { [position] = true }, rows = { { line =, cells … } } }; missing cells are "".
--- Raises a problem (see problem.lua).
function cells.read(path)
  local read, bad, code = frame.read(path, { format = "csv", all_text = true, bad_rows = "report" })
  if not read then
    error(problem.new((bad:gsub("line 1 is blank; set options%.skip$", "line 1 is blank; the names of the columns are expected there")), code), 0)
  end
  local header = header_of(read, path)
  if bad[1] then
    problem.raise({ path = path, line = bad[1].line, code = "bad_syntax" }, '%s: "%s"%s', row_fault(bad[1].message),
      text.printable(text.shorten(bad[1].text)), #bad > 1 and string.format(" (and %d more bad row%s)", #bad - 1, #bad > 2 and "s" or "") or "")
  end
  local lines, written = row_lines(path)
  local rows = {}
  for i = 1, read:rows() do rows[i] = { line = lines[i] } end
  for j, name in ipairs(read:names()) do
    for i, value in ipairs(read:strings(name, "")) do rows[i][j] = value end
  end
  return { path = path, header = header, nameless = without_name(header, written), rows = rows }
end

--- Positions of the columns by name; raises when one of `needed` is missing, or when one of them or of `optional` is
--- there twice (frames call the second one NAME_2).
function cells.columns(table_read, needed, optional)
  local where, position, twice = { path = table_read.path, line = 1 }, {}, {}
  for j, name in ipairs(table_read.header) do
    twice[name] = position[name] ~= nil
    position[name] = j
  end
  local function once(name)
    if twice[name] or position[name] and position[name .. "_2"] then problem.raise(where, "column '%s' is there twice", name) end
  end
  for _, name in ipairs(needed) do
    if not position[name] then
      problem.raise(where, "no column '%s'; the table has: %s", name, text.printable(text.some(table_read.header, 16)))
    end
    once(name)
  end
  for _, name in ipairs(optional or {}) do once(name) end
  return position
end

return cells
