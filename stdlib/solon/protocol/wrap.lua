-- wrap.lua - lines of a summary on a terminal that is narrower than they are.

local wrap = {}

local LEAST = 40 -- columns of a terminal for which breaking lines makes sense
local INDENT = 4 -- blanks by which a line goes on further in than it begins

local function broken(text, width)
  if (utf8.len(text) or #text) <= width then return text end
  local indent = text:match("^ *") .. (" "):rep(INDENT)
  if #indent > width // 2 then indent = (" "):rep(INDENT) end
  local lines, line = {}, ""
  for blanks, word in text:gmatch("( *)([^ ]+)") do
    local longer = line .. blanks .. word
    if line:find("[^ ]") and (utf8.len(longer) or #longer) > width then
      lines[#lines + 1] = line
      line = indent .. word
    else
      line = longer
    end
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

--- The text, its lines broken at blanks where they have more than `width` characters (0: no terminal, nothing is broken);
--- what goes on is indented.  A word longer than the width stays whole.
function wrap.text(text, width)
  if width < LEAST then return text end
  return (text:gsub("[^\n]+", function(line) return broken(line, width) end))
end

return wrap
