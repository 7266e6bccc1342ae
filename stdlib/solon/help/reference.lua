-- reference.lua - the reference as Markdown files: an index and one file a module.

local help = require "solon.help"
local topics = require "solon.help.topics"

local reference = {}

local function cell(text) return (tostring(text):gsub("|", "\\|"):gsub("\n", " ")) end

local function add_table(lines, title, header, rows)
  if #rows == 0 then return end
  lines[#lines + 1] = "\n" .. title .. "\n\n" .. header
  for _, row in ipairs(rows) do
    local text = #row >= 3 and row[3] or row[2] or ""
    if row.default ~= nil then text = text .. "; default " .. tostring(row.default) end
    lines[#lines + 1] = "| " .. (#row >= 3 and "`" .. row[1] .. "` | " .. cell(row[2]) or " | " .. cell(row[1])) .. " | " .. cell(text) .. " |"
  end
end

local function add_entry(lines, short_name, entry)
  local header = "| name | type | meaning |\n|---|---|---|"
  lines[#lines + 1] = "\n## " .. short_name .. "." .. entry.name .. "\n\n```lua\n" .. entry.signature .. "\n```\n\n" .. entry.summary
  add_table(lines, "**Arguments**", header, entry.arguments or {})
  add_table(lines, "**Returns**", header, entry.returns or {})
  add_table(lines, "**Fields**", header, entry.fields or {})
  for _, part in ipairs { { "NaN", entry.nan }, { "Formula", entry.formula }, { "Source", entry.source }, { "Notes", entry.notes } } do
    if part[2] then lines[#lines + 1] = "\n**" .. part[1] .. ":** " .. part[2] end
  end
  if entry.errors and #entry.errors > 0 then
    lines[#lines + 1] = "\n**Errors**\n"
    for _, case in ipairs(entry.errors) do lines[#lines + 1] = "- `" .. case[1] .. "`: " .. case[2] end
  end
  lines[#lines + 1] = "\n**Example**\n\n```lua\n" .. entry.example .. "\n```"
end

--- The Markdown text of one module.
function reference.module(short_name)
  local document = help.module(short_name)
  local lines = { "# " .. document.module .. "\n\n" .. document.summary }
  if document.guide then lines[#lines + 1] = "\n```text\n" .. document.guide .. "\n```" end
  for _, entry in ipairs(document.functions) do add_entry(lines, short_name, entry) end
  return table.concat(lines, "\n") .. "\n"
end

--- The Markdown text of the index.
function reference.index()
  local lines = { "# Solon reference\n\n| module | |\n|---|---|" }
  for _, name in ipairs(help.modules) do
    lines[#lines + 1] = "| [" .. name .. "](" .. name .. ".md) | " .. cell(help.module(name).summary) .. " |"
  end
  lines[#lines + 1] = "\n| other page | |\n|---|---|"
  for _, topic in ipairs(topics) do
    lines[#lines + 1] = "| [" .. topic.name .. "](topic-" .. topic.name .. ".md) | " .. cell(topic.summary) .. " |"
  end
  return table.concat(lines, "\n") .. "\n"
end

--- All files as a sequence of { name, text }.
function reference.files()
  local files = { { "README.md", reference.index() } }
  for _, name in ipairs(help.modules) do files[#files + 1] = { name .. ".md", reference.module(name) } end
  for _, topic in ipairs(topics) do files[#files + 1] = { "topic-" .. topic.name .. ".md", "# " .. topic.summary .. "\n\n" .. topic.text .. "\n" } end
  return files
end

return reference
