-- xml.lua - whether a text is well-formed XML with the five entities and character references, unique ids, and local
-- references that lead somewhere.  Stricter than needed where that is shorter: attributes in double quotes, no CDATA.

local xml = {}

local named = { amp = true, lt = true, gt = true, quot = true, apos = true }

local function text_fault(text)
  if text:find("[<>]") then return "bare < or >" end
  for entity in text:gmatch("&([^;]*;?)") do
    local name = entity:match("^(.*);$")
    if not name or not (named[name] or name:find("^#%d+$") or name:find("^#x%x+$")) then return "bad entity &" .. entity:sub(1, 20) end
  end
end

local function attributes(text, ids, references)
  local seen = {}
  while text:find("%S") do
    local name, value, rest = text:match('^%s+([%a_:][%w_:.-]*)="([^"<]*)"(.*)$')
    if not name then return "bad attribute at " .. text:sub(1, 40) end
    if seen[name] then return "attribute twice: " .. name end
    seen[name] = true
    local fault = text_fault((value:gsub(">", "&gt;")))
    if fault then return fault end
    if name == "id" then
      if ids[value] then return "id twice: " .. value end
      ids[value] = true
    end
    if name == "aria-labelledby" then for id in value:gmatch("%S+") do references[#references + 1] = id end end
    local link = name == "href" and value:match("^#(.+)$") or value:match("^url%(#(.+)%)$")
    if link then references[#references + 1] = link end
    text = rest
  end
end

--- nil when well-formed, else what is wrong.
function xml.fault(text)
  if not utf8.len(text) then return "not UTF-8" end
  if text:find("[%z\1-\8\11\12\14-\31]") or text:find("\xEF\xBF[\xBE\xBF]") then return "a character XML may not hold" end
  local stack, ids, references, at, roots = {}, {}, {}, 1, 0
  text = text:gsub("^<!DOCTYPE html>", "")
  while true do
    local open = text:find("<", at, true)
    local fault = text_fault(text:sub(at, (open or 0) - 1))
    if fault then return fault end
    if not open then break end
    if #stack == 0 and text:sub(at, open - 1):find("%S") then return "text outside the root" end
    local close = text:find(">", open, true)
    if not close then return "unclosed tag" end
    local tag = text:sub(open + 1, close - 1)
    local closing = tag:match("^/([%a][%w:-]*)%s*$")
    if closing then
      if table.remove(stack) ~= closing then return "unexpected </" .. closing .. ">" end
    else
      local name, rest, empty = tag:match("^([%a][%w:-]*)(.-)(/?)$")
      if not name then return "bad tag <" .. tag:sub(1, 40) end
      fault = attributes(rest, ids, references)
      if fault then return "<" .. name .. ">: " .. fault end
      if #stack == 0 then roots = roots + 1 end
      if empty == "" then stack[#stack + 1] = name end
    end
    at = close + 1
  end
  if #stack > 0 then return "unclosed <" .. stack[#stack] .. ">" end
  if roots ~= 1 then return roots .. " roots" end
  for _, id in ipairs(references) do if not ids[id] then return "reference to no id: " .. id end end
end

return xml
