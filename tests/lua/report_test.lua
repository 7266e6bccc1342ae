-- report_test.lua - pages are well-formed, escape what is put into them, and have the same bytes every time.

local tap = require "solon.tap"
local frame = require "solon.frame"
local plot = require "solon.plot"
local report = require "solon.report"
local xml = dofile("tests/lua/support/xml.lua")
local t = tap.new()
local nan = 0 / 0

-- the checker itself can fail
for _, bad in ipairs { "<a>", "<a></b>", "<a><b></a></b>", "<a>&nbsp;</a>", "<a>a & b</a>", '<a x="1" x="2"/>', "<a x=1/>",
  '<a><b id="i"/><b id="i"/></a>', '<a href="#no"/>', "<a/><a/>", "text", "<a>\1</a>", "<a>\xff</a>", "<a>></a>" } do
  t:ok(xml.fault(bad), "the checker refuses " .. bad:gsub("[^\32-\126]", "?"))
end
t:equal(xml.fault('<a x="1"><b id="i"/>&lt;<c href="#i">t</c></a>'), nil, "and takes what is right")

local nasty = [[</p><script>alert("1 & 2")</script> 'x' ]] .. "\0\27\xff\xc3 \u{FFFE} tail ]]> {{}} <!-- "

local function full()
  local r = report.new { title = nasty, subtitle = nasty, footer = nasty }
  r:paragraph("before any section")
  r:subsection("a part without a section")
  r:section(nasty):paragraph(nasty):note(nasty):verbatim({ nasty, "  two  blanks" }):list({ nasty, "b" }, { ordered = true }):list { "c" }
  r:facts { { nasty, nasty, nasty }, { "n", -0.25 }, { "v", report.badge(nasty, "good") } }
  r:subsection("part"):subsection("another")
  r:table { caption = nasty, note = nasty, rows = { { a = nasty, b = 1.5 }, { b = nan }, { a = "x", b = -3 } },
    columns = { "a", { name = "b", title = nasty, format = "%.2f" } } }
  local s = plot.scene { title = "a<b", x = { label = '"&"' }, layers = { { mark = "line", name = "<n>", x = { 1, 2 }, y = { 1, 2 } },
    { mark = "text", x = { 1 }, y = { 1 }, text = { "</text>" } } } }
  r:figure(s, { caption = nasty, description = nasty }):figure(plot.grid { scenes = { s, s } }):figure(plot.scene {})
  r:claims { { id = "a", quantity = nasty, stated = 1, computed = 1.25, verdict = "differs", reason = nasty },
    { id = "b", stated = true, verdict = "not_computable", reason = "no data" }, { stated = { 1, 2.5 }, computed = "x", verdict = "odd" } }
  return r
end

local page = full():html()
t:equal(xml.fault(page), nil, "a page with everything is well-formed, ids unique, links lead somewhere")
t:equal(full():html(), page, "the same bytes")
t:ok(not page:find("<script", 1, true), "no markup from texts")
t:ok(not page:find("http[s]?://[^\"]*%.%a+/[^w129]") and not page:find('src=', 1, true), "nothing from elsewhere")
for address in page:gmatch('"(https?://[^"]*)"') do
  t:ok(address == "http://www.w3.org/1999/xhtml" or address == "http://www.w3.org/2000/svg", "only names of XML: " .. address)
end
t:equal(select(2, page:gsub("<h1>", "")), 1, "one first heading")
t:equal(select(2, page:gsub("<caption>", "")), 2, "tables have captions")
t:equal(select(2, page:gsub("<figcaption>", "")), 3, "so have figures")
t:ok(page:find('<td class="right number">−3.00</td>', 1, true) and page:find('<td class="right number">–</td>', 1, true), "minus signs and dashes")
t:ok(page:find("\n  two  blanks</pre>", 1, true), "lines keep their blanks")
t:ok(page:find("3 claims: 1 differs, 1 not computable.", 1, true), "verdicts are counted")
t:ok(page:find('<span class="badge bad">differs</span>', 1, true), "and have badges")
t:equal(xml.fault(report.new({ title = "t" }):html()), nil, "an empty report")
t:equal(xml.fault(report.new({ title = "t" }):section("a"):section("b"):subsection("c"):html()), nil, "contents that end inside a section")

-- numbers
local function cells(rows, columns)
  local out = {}
  for text in report.new({ title = "t" }):table({ rows = rows, columns = columns }):html():gmatch("<t[dh][^>]*>([^<]*)</t[dh]>") do
    out[#out + 1] = text
  end
  return table.concat(out, " ", #columns + 1)
end
t:equal(cells({ { 1, 2.0, -0.0001 } }, { { title = "a" }, { title = "b" }, { title = "c", format = "%.2f" } }), "1 2 0.00", "rows as lists; no minus zero")
t:equal(cells({ { 1/0, -1/0, nan } }, { { title = "a" }, { title = "b" }, { title = "c", format = "%d" } }), "∞ −∞ –", "infinities")
t:equal(cells({ { x = 2.5, y = -1e-9 } }, { { name = "x", format = "%d" }, "y" }), "3 −1e−09", "whole numbers round; exponents")
t:equal(cells({ { x = 2 } }, { { name = "x", format = function(v, row) return v + row.x .. "!" end } }), "4!", "functions of the row")
local f = frame.new { { name = "season", values = { 1, 2 } }, { name = "who", values = { "a&b", "c" } } }
t:ok(report.new({ title = "t" }):table({ frame = f }):html():find('<td class="short">a&amp;b</td>', 1, true), "frames")

-- widths: short cells on one line, long ones with room, short tables whole in print
do
  local words = { ("word "):rep(12), "word and word again and", "0.5" }
  local html = report.new({ title = "t" }):table({ rows = { words, words }, columns = { { title = "a" }, { title = "b" }, { title = "c" } } }):html()
  t:ok(html:find('<th scope="row" class="long">', 1, true) and html:find('<td class="middle">', 1, true) and html:find('<td class="short">', 1, true),
    "columns have the room their texts take")
  t:ok(html:find('<div class="wide whole">', 1, true), "a short table is not broken in print")
  local rows = {}
  for i = 1, 15 do rows[i] = words end
  t:ok(report.new({ title = "t" }):table({ rows = rows, columns = { { title = "a" } } }):html():find('<div class="wide"><table', 1, true), "a long one is")
end

-- the terminal
local lines, long = full():text { width = 60 }, 0
for line in (lines .. "\n"):gmatch("(.-)\n") do
  if line:find("<!--", 1, true) and line:find("script", 1, true) then line = "" end -- a verbatim line is never broken
  long = math.max(long, utf8.len(line))
end
t:ok(long <= 60, "lines fit the width: " .. long)
t:ok(utf8.len(lines) and not lines:find("[%z\1-\9\11-\31]"), "no control characters reach the terminal")
t:equal(full():text { width = 60 }, lines, "the same lines")
t:ok(not report.new({ title = "t" }):figure(plot.scene {}):text({ figures = false }):find("│", 1, true), "figures left out")

t:raises(function() report.new { title = "t" }.section(1, "x") end, "report expected, got number", "methods of something else")
t:raises(function() report.new({ title = "t" }):table { frame = 1 } end, "frame expected, got number", "frame")
t:raises(function() report.new({ title = "t" }):table { rows = { 1 }, columns = { "a" } } end, "rows[1]: table expected", "row")
t:raises(function() report.new({ title = "t" }):table { rows = {}, columns = { { name = "a", fmt = 1 } } } end, "unknown field 'fmt'", "column")
for _, form in ipairs { "%s%s", "%d %d", "none", "%q%", 3 } do
  t:raises(function() report.new({ title = "t" }):table { rows = {}, columns = { { name = "a", format = form } } } end,
    "form for one number", "form " .. tostring(form))
end
t:raises(function() report.new { title = "t", language = '"' } end, "option 'language'", "language")
t:done()
