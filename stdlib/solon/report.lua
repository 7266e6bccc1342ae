-- report.lua - a document of sections, tables and pictures: one self-contained HTML page, or lines for a terminal.

local cell = require "solon.report.cell"
local check = require "solon.frame.check"
local content = require "solon.report.content"
local html = require "solon.report.html"
local plot = require "solon.plot"
local system = require "solon.native.system"
local text = require "solon.report.text"

local report = {}
local Report = { __name = "report" }
Report.__index = Report

function Report:__tostring()
  local function count(n, word) return string.format("%d %s%s", n, word, n == 1 and "" or "s") end
  return string.format("report: %s (%s, %s, %s)", self.title, count(#self.headings, "section"), count(self.figures, "figure"),
    count(self.tables, "table"))
end

local function itself(value, name)
  if debug.getmetatable(value) ~= Report then check.fail(0, name, "report expected, got " .. check.got(value), 3) end
  return value
end

--- An empty report.
function report.new(options)
  options = check.options(options, { title = "string", subtitle = "string", footer = "string", language = "string" }, 1, "new")
  if not options.title or options.title == "" then check.fail(1, "new", "option 'title': string expected, got no value") end
  if options.language and not options.language:find("^%a[%w-]*$") then
    check.fail(1, "new", "option 'language': a tag as en or de-CH expected, got '" .. options.language .. "'")
  end
  return setmetatable({ title = options.title, subtitle = options.subtitle, footer = options.footer,
    language = options.language or "en", blocks = {}, headings = {}, figures = 0, tables = 0 }, Report)
end

--- A short word with a tone, for cells and facts.
function report.badge(word, tone)
  check.type(word, "string", 1, "badge")
  for _, known in ipairs(cell.tones) do
    if known == tone then return setmetatable({ text = word, tone = tone }, cell.badge) end
  end
  check.fail(2, "badge", "one of " .. table.concat(cell.tones, ", ") .. " expected, got " .. tostring(tone))
end

local function append(self, block)
  self.blocks[#self.blocks + 1] = block
  return self
end

local function heading(self, title, level, name)
  local block = { kind = "section", level = level, text = content.text(title, "title", name, 3) }
  block.id = "section-" .. #self.headings + 1
  self.headings[#self.headings + 1] = block
  return append(self, block)
end

local function numbered(self, block, kind)
  self[kind] = self[kind] + 1
  block.number = self[kind]
  return append(self, block)
end

function Report:section(title) return heading(itself(self, "section"), title, 1, "section") end

function Report:subsection(title) return heading(itself(self, "subsection"), title, 2, "subsection") end

function Report:paragraph(words)
  return append(itself(self, "paragraph"), { kind = "paragraph", text = content.text(words, "paragraph", "paragraph") })
end

function Report:note(words)
  return append(itself(self, "note"), { kind = "note", text = content.text(words, "note", "note") })
end

function Report:verbatim(lines)
  itself(self, "verbatim")
  if type(lines) == "string" then lines = { lines } end
  check.type(lines, "table of lines", 1, "verbatim")
  local block = { kind = "verbatim", lines = {} }
  for i, line in ipairs(lines) do block.lines[i] = content.text(line, "line " .. i, "verbatim") end
  return append(self, block)
end

function Report:list(items, options) return append(itself(self, "list"), content.list(items, options, "list")) end

function Report:facts(items) return append(itself(self, "facts"), content.facts(items, "facts")) end

function Report:table(options) return numbered(itself(self, "table"), content.table(options, "table"), "tables") end

function Report:claims(records, options)
  return numbered(itself(self, "claims"), content.claims(records, options, "claims"), "tables")
end

function Report:figure(picture, options)
  itself(self, "figure")
  if not plot.is_picture(picture) then check.fail(1, "figure", "scene or grid of solon.plot expected, got " .. check.got(picture)) end
  options = check.options(options, { caption = "string", description = "string" }, 2, "figure")
  return numbered(self, { kind = "figure", picture = picture, caption = html.clean(options.caption or ""):gsub("%s+", " "),
    description = options.description and html.clean(options.description):gsub("%s+", " ") }, "figures")
end

function Report:html() return html.write(itself(self, "html")) end

function Report:text(options)
  itself(self, "text")
  options = check.options(options, { width = "integer", figures = "boolean", ascii = "boolean" }, 1, "text")
  local width = options.width or 80
  if width < 40 or width > 400 then check.fail(1, "text", "option 'width': integer in [40, 400] expected, got " .. width) end
  return text.write(self, width, options)
end

function Report:save(path)
  itself(self, "save")
  check.type(path, "string", 1, "save")
  local writers = { html = Report.html, txt = function(r) return r:text() .. "\n" end }
  local writer = writers[path:match("%.(%w+)$")]
  if not writer then check.fail(1, "save", "the extension of '" .. path .. "' tells no format; known: html, txt") end
  return system.write_file(path, writer(self))
end

return report
