-- doc/report.lua - documentation of solon.report.

local small = [[
local r = report.new { title = "Rain" }
r:section("Months"):paragraph("It rained.")
]]

local returns_itself = { { "report", "itself, so that calls can be chained" } }

return {
  module = "solon.report",
  summary = "Reports: sections, tables, pictures and claims as one self-contained HTML page, or as lines of a terminal.",
  classes = { report = function() return require("solon.report").new { title = "t" } end },
  functions = {
    {
      name = "new",
      signature = "report.new(options) -> report",
      summary = "Begins a report; sections, paragraphs, tables and figures are added in order.",
      arguments = {
        { "options.title", "string", "of the page" },
        { "options.subtitle", "string", "below it", default = "none" },
        { "options.footer", "string", "at the end", default = "none" },
        { "options.language", "string", "of the texts, as a tag", default = "en" },
      },
      returns = { { "report", "empty" } },
      notes = "Every text is escaped; bytes that are not UTF-8 and control characters show as U+FFFD.",
      errors = { { [[report.new {}]], "option 'title': string expected" },
        { [[report.new { title = "t", subtitel = "s" }]], "did you mean 'subtitle'?" } },
      example = [[print(report.new { title = "Rain" })  --> report: Rain (0 sections, 0 figures, 0 tables)]],
    },
    {
      name = "badge",
      signature = "report.badge(word, tone) -> badge",
      summary = "Makes a word stand out in a cell or a fact, by colour and by a sign.",
      arguments = { { "word", "string", "what it says" }, { "tone", "string", "good, bad, warning or neutral" } },
      returns = { { "badge", "a value of a cell" } },
      errors = { { [[report.badge("x", "green")]], "one of bad, good, neutral, warning expected, got green" } },
      example = [==[print(report.badge("satisfied", "good"))  --> [satisfied]]==],
    },
    {
      name = "report:section",
      signature = "r:section(title) -> report",
      summary = "Begins a section, listed in the contents.",
      arguments = { { "title", "string", "its heading" } },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):section()]], "title: string expected, got no value" } },
      example = small .. [[print(r:html():match('<h2 id="section%-1">(.-)</h2>'))  --> Months]],
    },
    {
      name = "report:subsection",
      signature = "r:subsection(title) -> report",
      summary = "Begins a part of a section, listed below it in the contents.",
      arguments = { { "title", "string", "its heading" } },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):subsection({})]], "title: string expected, got table" } },
      example = small .. [[
r:subsection("May")
print(r:html():match('<h3 id="section%-2">(.-)</h3>'))  --> May]],
    },
    {
      name = "report:paragraph",
      signature = "r:paragraph(text) -> report",
      summary = "Adds a paragraph of plain text.",
      arguments = { { "text", "string", "shown as it stands" } },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):paragraph(print)]], "paragraph: string expected, got function" } },
      example = small .. [[
r:paragraph("a < b & c")
print(r:html():match("<p>(a .-)</p>"))  --> a &lt; b &amp; c]],
    },
    {
      name = "report:note",
      signature = "r:note(text) -> report",
      summary = "Adds a remark set apart from the text, as a caution.",
      arguments = { { "text", "string", "shown as it stands" } },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):note()]], "note: string expected, got no value" } },
      example = small .. [[
r:note("Gauges differ.")
print(r:text():match("| [^\n]+"))  --> | Gauges differ.]],
    },
    {
      name = "report:verbatim",
      signature = "r:verbatim(lines) -> report",
      summary = "Adds lines that keep their blanks, in letters of one width, as a program printed them.",
      arguments = { { "lines", "table or string", "texts, one a line" } },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):verbatim(1)]], "table of lines expected, got number" } },
      example = small .. [[
r:verbatim { "a  1", "b  2" }
print(r:html():match("<pre>(.-)</pre>"))  --> a  1
--> b  2]],
    },
    {
      name = "report:list",
      signature = "r:list(items [, options]) -> report",
      summary = "Adds a list of texts.",
      arguments = { { "items", "table", "texts" }, { "options.ordered", "boolean", "true: numbered", default = false } },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):list("a")]], "table of texts expected, got string" },
        { [[report.new({ title = "t" }):list({ "a" }, { orderd = true })]], "did you mean 'ordered'?" } },
      example = small .. [[
r:list { "wet", "dry" }
print(r:html():match("<li>(wet)</li>"))  --> wet]],
    },
    {
      name = "report:facts",
      signature = "r:facts(items) -> report",
      summary = "Adds the few figures a reader wants first, each with its label.",
      arguments = { { "items", "table", "list of { label, value [, note] }; a value is a text, a number or a badge" } },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):facts { "a" }]], "item 1: { label, value [, note] } expected, got string" } },
      example = small .. [[
r:facts { { "rain", "31 mm", "in May" } }
print(r:html():match("<dt>(.-)</dt>"))  --> rain]],
    },
    {
      name = "report:table",
      signature = "r:table(options) -> report",
      summary = "Adds a table from records, lists or a frame; columns of numbers stand to the right.",
      arguments = {
        { "options.rows", "table", "list of records by column name, or of lists" },
        { "options.frame", "frame", "in place of rows" },
        { "options.columns", "table", "names, or { name =, title =, format =, align = }; format is a form of string.format for numbers, or function(value, row) that gives a text, a number or a badge; align is left or right", default = "all of the frame" },
        { "options.caption", "string", "above it", default = "none" },
        { "options.note", "string", "below it", default = "none" },
      },
      returns = returns_itself,
      nan = "NaN and values that are absent show as a dash.",
      errors = { { [[report.new({ title = "t" }):table { rows = {} }]], "rows with columns, or a frame, expected" },
        { [[report.new({ title = "t" }):table { rows = {}, columns = { { name = "a", format = "x" } } }]], "columns[1].format: form for one number" } },
      example = small .. [[
r:table { rows = { { month = "May", rain = 31.26 } }, columns = { "month", { name = "rain", title = "mm", format = "%.1f" } } }
print(r:html():match('<td class="right number">(.-)</td>'))  --> 31.3]],
    },
    {
      name = "report:claims",
      signature = "r:claims(records [, options]) -> report",
      summary = "Adds what a source text states beside what was computed, with a verdict each, and how many there are of each.",
      arguments = {
        { "records", "table", "list of { quantity =, stated =, computed =, verdict =, reason = } as claims of a protocol give" },
        { "options.caption", "string", "above the table", default = "Claims of the source text" },
        { "options.note", "string", "below the table", default = "none" },
      },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):claims { 1 }]], "claim 1: record with stated, computed, verdict expected, got number" } },
      example = small .. [[
r:claims { { quantity = "rain", stated = 30, computed = 31, verdict = "differs" } }
print(r:text():match("1 claim[^\n]+"))  --> 1 claim: 1 differs.]],
    },
    {
      name = "report:figure",
      signature = "r:figure(picture [, options]) -> report",
      summary = "Adds a picture of solon.plot as inline SVG.",
      arguments = {
        { "picture", "scene or grid", "what to draw" },
        { "options.caption", "string", "below it", default = "none" },
        { "options.description", "string", "what it shows, for readers who do not see it", default = "its marks" },
      },
      returns = returns_itself,
      errors = { { [[report.new({ title = "t" }):figure("x")]], "scene or grid of solon.plot expected, got string" } },
      example = small .. [[
local plot = require "solon.plot"
r:figure(plot.scene { layers = { { mark = "line", x = { 1, 2 }, y = { 3, 1 } } } }, { caption = "Rain by month" })
print(r)  --> report: Rain (1 section, 1 figure, 0 tables)]],
    },
    {
      name = "report:html",
      signature = "r:html() -> string",
      summary = "Writes the report as one HTML page with style and pictures inside; the same report gives the same bytes.",
      arguments = {},
      returns = { { "string", "HTML that is well-formed XML too; no script, nothing from the network" } },
      example = small .. [[print(r:html():sub(1, 15))  --> <!DOCTYPE html>]],
    },
    {
      name = "report:text",
      signature = "r:text([options]) -> string",
      summary = "Writes the report as lines for a terminal, pictures in characters.",
      arguments = {
        { "options.width", "integer", "columns, 40 to 400", default = 80 },
        { "options.figures", "boolean", "false: captions only", default = true },
        { "options.ascii", "boolean", "true: pictures in plain characters", default = false },
      },
      returns = { { "string", "lines without a last newline" } },
      errors = { { [[report.new({ title = "t" }):text { width = 3 }]], "option 'width': integer in [40, 400]" } },
      example = small .. [[print(r:text():match("^[^\n]+"))  --> Rain]],
    },
    {
      name = "report:save",
      signature = "r:save(path) -> true | nil, message, code",
      summary = "Writes the report to a file, which appears whole or keeps its old content.",
      arguments = { { "path", "string", "ends in .html or .txt" } },
      returns = { { "boolean", "true; nil, message and the code io when the operating system refuses" } },
      errors = { { [[report.new({ title = "t" }):save("x.pdf")]], "tells no format" } },
      example = small .. [[print(r:save("/nowhere/at/all.html"))  --> nil	cannot write '/nowhere/at/all.html': No such file or directory	io]],
    },
  },
}
