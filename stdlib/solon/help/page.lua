-- page.lua - documentation as text for a terminal: the list of modules, a module, a function, a search.

local help = require "solon.help"
local topics = require "solon.help.topics"

local page = {}

local WIDEST = 98

-- Characters of a line: those of the terminal, at most WIDEST.
local function line_width()
  local width = require("solon.native.system").terminal_width "stdout"
  return width > 0 and math.max(40, math.min(WIDEST, width - 1)) or WIDEST
end

local function wrapped(text, indent, first)
  local lines, line = {}, first or indent
  local width, empty, widest = utf8.len(line) or #line, true, line_width()
  for word in tostring(text):gmatch("%S+") do
    if not empty and width + 1 + (utf8.len(word) or #word) > widest then
      lines[#lines + 1] = line
      line, width, empty = indent, #indent, true
    end
    line = line .. (empty and "" or " ") .. word
    width = width + (utf8.len(word) or #word) + (empty and 0 or 1)
    empty = false
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

local function add(lines, text) lines[#lines + 1] = text end

-- Rows { name, type, text, default = } as an indented list.
local function add_rows(lines, title, rows)
  if #rows == 0 then return end
  add(lines, "")
  add(lines, title)
  for _, row in ipairs(rows) do
    local label = #row >= 3 and row[1] .. " (" .. row[2] .. ")" or row[1]
    local text = #row >= 3 and row[3] or row[2] or ""
    if row.default ~= nil then text = text .. "; default " .. tostring(row.default) end
    add(lines, wrapped(label .. ": " .. text, "      ", "  "))
  end
end

local function add_labelled(lines, label, text)
  if text == nil then return end
  add(lines, "")
  add(lines, wrapped(label .. ": " .. text, "  "  , ""))
end

--- The page of one entry.
function page.entry(entry)
  local lines = { entry.signature, "", wrapped(entry.summary, "") }
  add_rows(lines, "Arguments", entry.arguments or {})
  add_rows(lines, "Returns", entry.returns or {})
  add_rows(lines, "Fields", entry.fields or {})
  add_labelled(lines, "NaN", entry.nan)
  add_labelled(lines, "Formula", entry.formula)
  add_labelled(lines, "Source", entry.source)
  add_labelled(lines, "Notes", entry.notes)
  if entry.errors and #entry.errors > 0 then
    add(lines, "")
    add(lines, "Errors")
    for _, case in ipairs(entry.errors) do add(lines, "  " .. case[1]:gsub("\n", "\n  ") .. "\n      " .. case[2]) end
  end
  if entry.example then
    add(lines, "")
    add(lines, "Example")
    add(lines, "  " .. entry.example:gsub("\n", "\n  "))
  end
  return table.concat(lines, "\n")
end

-- The first sentence: a full stop before a blank ends it, the dots of "1 .. n" do not.
local function one_line(text) return (tostring(text):match("^(.-[^%s.]%.)%s") or tostring(text)) end

--- The page of a module: its summary and one line for each function.
function page.module(name)
  local document = help.module(name)
  local lines = { document.module .. "   (local " .. name .. ' = require "' .. document.module .. '")', "", wrapped(document.summary, ""), "" }
  for _, entry in ipairs(document.functions) do
    add(lines, "  " .. entry.signature)
    add(lines, wrapped(one_line(entry.summary), "      "))
  end
  if document.guide then
    add(lines, "")
    add(lines, document.guide)
  end
  add(lines, "")
  add(lines, "One function: solon help " .. name .. "." .. (document.functions[1] and document.functions[1].name or "NAME"))
  return table.concat(lines, "\n")
end

--- The list of documented modules and of the other pages.
function page.index()
  local lines = { "Modules of Solon", "" }
  for _, name in ipairs(help.modules) do
    add(lines, wrapped(one_line(help.module(name).summary), (" "):rep(16), string.format("  %-13s ", name)))
  end
  add(lines, "")
  add(lines, "Other pages")
  add(lines, "")
  for _, topic in ipairs(topics) do add(lines, wrapped(topic.summary, (" "):rep(16), string.format("  %-13s ", topic.name))) end
  add(lines, "")
  add(lines, "solon help MODULE, solon help MODULE.FUNCTION, solon help --search WORD")
  return table.concat(lines, "\n")
end

-- Other words for what the documentation names by the field's standard terms.
local SYNONYMS = {
  average = "mean", dataframe = "frame", median = "quantile", percentile = "quantile", sd = "standard deviation", std = "standard deviation",
  stddev = "standard deviation", stdev = "standard deviation",
}

--- The standard term for a word, as names write it ("standard_deviation" for "sd"), or nil.
function page.standard_term(word)
  local term = SYNONYMS[word:lower()]
  return term and term:gsub(" ", "_")
end

local function holds(text, words)
  for _, word in ipairs(words) do
    local term = SYNONYMS[word]
    if not text:find(word, 1, true) and not (term and text:find(term, 1, true)) then return false end
  end
  return true
end

-- What an entry says beyond its name and summary.
local function body_of(entry)
  local parts = { entry.formula or "", entry.notes or "", entry.nan or "" }
  for _, rows in ipairs { entry.arguments or {}, entry.returns or {}, entry.fields or {} } do
    for _, row in ipairs(rows) do
      for _, cell in ipairs(row) do parts[#parts + 1] = tostring(cell) end
    end
  end
  return table.concat(parts, " ")
end

--- One line for each module and function whose name and summary hold all the words (no case), then the names of those
--- that hold them elsewhere; nil when there is none.
function page.search(text)
  local lines, words, others = {}, {}, {}
  for word in text:lower():gmatch("%S+") do words[#words + 1] = word end
  local function look(name, summary, entry)
    local said = (name .. " " .. name:gsub("_", " ") .. " " .. tostring(summary)):lower()
    if holds(said, words) then add(lines, wrapped(one_line(summary), "      ", name .. ": "))
    elseif entry and holds(said .. " " .. body_of(entry):lower(), words) then others[#others + 1] = name end
  end
  for _, topic in ipairs(topics) do look(topic.name, topic.summary) end
  for _, name in ipairs(help.modules) do
    local document = help.module(name)
    look(name, document.summary)
    for _, entry in ipairs(document.functions) do look(name .. "." .. entry.name, entry.summary, entry) end
  end
  if #others > 0 then add(lines, wrapped(table.concat(others, ", "), "      ", "mentioned in: ")) end
  return #lines > 0 and table.concat(lines, "\n") or nil
end

local function names_of_everything()
  local names = {}
  for _, topic in ipairs(topics) do names[#names + 1] = topic.name end
  for _, name in ipairs(help.modules) do
    names[#names + 1] = name
    for _, entry in ipairs(help.module(name).functions) do names[#names + 1] = name .. "." .. entry.name end
  end
  return names
end

--- The page of a module ("array", "solon.array"), topic ("limits") or function ("array.sum", "array:sum", "sum" where
--- one module alone has it); nil and a message with the nearest name when there is none.
function page.find(name)
  local short = name:gsub("^solon%.", "")
  for _, known in ipairs(help.modules) do
    if known == short then return page.module(short) end
  end
  for _, topic in ipairs(topics) do
    if topic.name == name then return topic.text end
  end
  local entry = help.entry(short)
  if entry then return page.entry(entry) end
  local found = {}
  for _, known in ipairs(names_of_everything()) do
    if known:match("[.:]([%w_]+)$") == short or known:match("^[%w_]+%.(.*)$") == short then found[#found + 1] = known end
  end
  if #found == 1 then return page.entry(help.entry(found[1])) end
  if #found > 1 then return nil, "'" .. name .. "' is in several places: " .. table.concat(found, ", ") end
  local nearest = require("solon.native.system").nearest(short, names_of_everything())
  return nil, "no module or function '" .. name .. "'" .. (nearest and "; did you mean '" .. nearest .. "'?" or "")
end

return page
