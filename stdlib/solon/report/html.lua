-- html.lua - writes a report as one page that needs nothing else: no script, no network, no font.  The page is well-formed
-- XML too, so that strict readers can check it.

local plot = require "solon.plot"
local style = require "solon.report.style"
local write = require "solon.plot.write"

local html = {}

-- Text that is not UTF-8, or that no XML may hold, shown as U+FFFD.
local function clean(text)
  local at = 1
  while true do
    local good, bad = utf8.len(text, at)
    if good then break end
    text = text:sub(1, bad - 1) .. "\u{FFFD}" .. text:sub(bad + 1)
    at = bad
  end
  return (text:gsub("[%z\1-\8\11\12\14-\31\127]", "\u{FFFD}"):gsub("\xEF\xBF[\xBE\xBF]", "\u{FFFD}"))
end

local function escape(text) return write.escape(clean(text)) end

html.clean = clean

local draw = {}

function draw.section(block, add)
  add(string.format('<h%d id="%s">%s</h%d>', block.level + 1, block.id, escape(block.text), block.level + 1))
end

function draw.paragraph(block, add) add("<p>" .. escape(block.text) .. "</p>") end
function draw.note(block, add) add("<aside><p>" .. escape(block.text) .. "</p></aside>") end

-- Lines keep their blanks, so their ends come from the text alone.
function draw.verbatim(block, add)
  local lines = {}
  for i, line in ipairs(block.lines) do lines[i] = escape(line) end
  add("<pre>" .. table.concat(lines, "\n") .. "</pre>")
end

function draw.list(block, add)
  local tag = block.ordered and "ol" or "ul"
  add("<" .. tag .. ">")
  for _, item in ipairs(block.items) do add("<li>" .. escape(item) .. "</li>") end
  add("</" .. tag .. ">")
end

local function cell_text(cell)
  if not cell.tone then return escape(cell.text) end
  return string.format('<span class="badge %s">%s</span>', cell.tone, escape(cell.text))
end

function draw.facts(block, add)
  add("<dl>")
  for _, item in ipairs(block.items) do
    add(string.format("<div><dt>%s</dt><dd>%s%s</dd></div>", escape(item.label), cell_text(item.value),
      item.note and "<small>" .. escape(item.note) .. "</small>" or ""))
  end
  add("</dl>")
end

local function label(word, block)
  return string.format("<b>%s %d.</b>%s", word, block.number, block.caption ~= "" and " " .. escape(block.caption) or "")
end

-- How wide a column is at least: short cells stay on one line, long ones have room beside the others.
local function width_class(block, j)
  local longest = 0
  for _, row in ipairs(block.rows) do longest = math.max(longest, utf8.len(clean(row[j].text))) end
  if longest <= 14 then return "short" end
  if longest >= 48 then return "long" end
  return longest >= 20 and "middle" or nil
end

local FEW_ROWS = 14 -- of a table that print does not break

local function class_attribute(...)
  local names = {}
  for i = 1, select("#", ...) do names[#names + 1] = select(i, ...) or nil end
  return #names > 0 and ' class="' .. table.concat(names, " ") .. '"' or ""
end

function draw.table(block, add)
  if block.summary then add("<p>" .. escape(block.summary) .. "</p>") end
  add(string.format('<div%s><table%s id="table-%d">', class_attribute("wide", #block.rows <= FEW_ROWS and "whole"), class_attribute(block.class),
    block.number))
  add("<caption>" .. label("Table", block) .. "</caption>")
  add("<thead><tr>")
  local width = {}
  for j, column in ipairs(block.columns) do
    width[j] = width_class(block, j)
    add(string.format('<th scope="col"%s>%s</th>', class_attribute(column.align == "right" and "right"), escape(column.title)))
  end
  add("</tr></thead>\n<tbody>")
  for _, row in ipairs(block.rows) do
    local parts = {}
    for j, cell in ipairs(row) do
      local number = cell.number and (width[j] == "short" or width[j] == nil)
      local class = class_attribute(block.columns[j].align == "right" and "right", number and "number" or width[j])
      parts[j] = string.format('<%s%s>%s</%s>', j == 1 and 'th scope="row"' or "td", class, cell_text(cell), j == 1 and "th" or "td")
    end
    add("<tr>" .. table.concat(parts) .. "</tr>")
  end
  add("</tbody></table>")
  if block.note then add('<p class="note">' .. escape(block.note) .. "</p>") end
  add("</div>")
end

function draw.figure(block, add)
  add(string.format('<figure id="figure-%d"><div class="picture">', block.number))
  add((plot.svg(block.picture, { id = "figure-" .. block.number .. "-svg", title = block.caption ~= "" and block.caption or nil,
    description = block.description }):gsub("\n$", "")))
  add("</div><figcaption>" .. label("Figure", block) .. "</figcaption></figure>")
end

-- Nested lists of links.
local function contents(report, add)
  if #report.headings < 2 then return end
  add('<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>\n<ol>')
  local open, inner = false, false
  for _, heading in ipairs(report.headings) do
    local link = string.format('<a href="#%s">%s</a>', heading.id, escape(heading.text))
    if heading.level == 1 then
      if inner then add("</ol>") inner = false end
      if open then add("</li>") end
      add("<li>" .. link)
      open = true
    else
      if not open then add("<li>") open = true end
      if not inner then add("<ol>") inner = true end
      add("<li>" .. link .. "</li>")
    end
  end
  if inner then add("</ol>") end
  add("</li>\n</ol></nav>")
end

--- The page.
function html.write(report)
  local out = {}
  local function add(line) out[#out + 1] = line end
  add("<!DOCTYPE html>")
  add(string.format('<html lang="%s" xmlns="http://www.w3.org/1999/xhtml">', escape(report.language)))
  add('<head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>')
  add('<meta name="color-scheme" content="light dark"/>')
  add([[<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>]])
  add("<title>" .. escape(report.title) .. "</title>")
  add("<style>\n" .. style.sheet() .. "</style></head>")
  add("<body>\n<header><h1>" .. escape(report.title) .. "</h1>")
  if report.subtitle then add('<p class="subtitle">' .. escape(report.subtitle) .. "</p>") end
  add("</header>")
  contents(report, add)
  add("<main>")
  for _, block in ipairs(report.blocks) do draw[block.kind](block, add) end
  add("</main>")
  if report.footer then add("<footer><p>" .. escape(report.footer) .. "</p></footer>") end
  add("</body></html>\n")
  return table.concat(out, "\n")
end

return html
