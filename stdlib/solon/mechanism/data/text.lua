-- text.lua - names as they come from published tables: trimming Unicode blanks, spellings known to vary.

local system = require "solon.native.system"

local text = {}

--- The text without Unicode blanks at both ends.  Bytes that are not UTF-8 stay.
text.trim = system.trim

--- The name of a contestant as a key: trimmed, and without the "?" that a copy converted to ASCII
--- leaves in place of a blank at the end.
function text.name(s)
  return text.trim((text.trim(s):gsub("%?+$", "")))
end

-- Spellings of one and the same in the published table; everything else is taken as it stands.
local partners = {
  ["Maksim Chmerkoskiy"] = "Maksim Chmerkovskiy",
  ["Valentin Chmerkovskiy"] = "Val Chmerkovskiy",
}
local industries = { ["beauty pagent"] = "beauty pageant" }

--- The partner as a key: the first of several, without the week in brackets, in one spelling.
function text.partner_key(s)
  local first = text.trim((text.trim(s):gsub("/.*$", ""):gsub("%s*%(.*$", "")))
  return partners[first] or first
end

--- The industry as a key: lower case, known misspellings mended.
function text.industry_key(s)
  local lower = text.trim(s):lower()
  return industries[lower] or lower
end

--- The beginning of a line that may be long, whole characters only.
function text.shorten(s)
  if #s <= 80 then return s end
  local last = 80
  while last > 1 and s:byte(last + 1) >= 0x80 and s:byte(last + 1) < 0xC0 do last = last - 1 end
  return s:sub(1, last) .. "…"
end

--- The text with control characters written out ("\\x1b"), so that what a file holds cannot steer a terminal.
function text.printable(s)
  return (s:gsub("%c", function(c) return string.format("\\x%02x", c:byte()) end))
end

--- At most `limit` items of a list in one line: "a, b, c and 4 more".
function text.some(list, limit)
  if #list <= limit then return table.concat(list, ", ") end
  return string.format("%s and %d more", table.concat(list, ", ", 1, limit), #list - limit)
end

return text
