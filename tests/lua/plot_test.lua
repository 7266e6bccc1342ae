-- plot_test.lua - ticks, checks of scenes and the bytes of the three writers.

local tap = require "solon.tap"
local json = require "solon.json"
local plot = require "solon.plot"
local scale = require "solon.plot.scale"
local t = tap.new()
local nan = 0/0

local function one(layer, more)
  local d = { layers = { layer } }
  for k, v in pairs(more or {}) do d[k] = v end
  return plot.scene(d)
end

local function ticks_hold(kind, low, high)
  local ticks, labels = scale.ticks({ scale = kind, low = low, high = high }, 6)
  local fine, seen = #ticks >= 2 and #ticks <= 20 and #ticks == #labels, {}
  for i, v in ipairs(ticks) do
    local slack = 1e-6 * (high - low)
    fine = fine and v >= low - slack and v <= high + slack and (i == 1 or v > ticks[i - 1]) and not seen[labels[i]]
    seen[labels[i]] = true
  end
  t:ok(fine, string.format("%s ticks of [%g, %g]: %s", kind, low, high, table.concat(labels, " ")))
end
for _, e in ipairs { -200, -12, -3, 0, 4, 9, 200 } do
  for _, m in ipairs { 1, 1.7, 3.3, 9.9 } do
    local s = m * 10.0 ^ e
    ticks_hold("linear", 0.0, s)
    ticks_hold("linear", -s, 2.1 * s)
    ticks_hold("log", s, 1000 * s)
  end
end
local _, labels = scale.ticks({ scale = "linear", low = 0.0, high = 1.0 }, 6)
t:equal(table.concat(labels, " "), "0 0.2 0.4 0.6 0.8 1.0", "ticks of the unit interval")
_, labels = scale.ticks({ scale = "log", low = 1.0, high = 1e5 }, 6)
t:equal(table.concat(labels, " "), "1 10 100 1000 10000 100000", "decades")

local layers = {
  { mark = "line", x = { 1, 2, 3 }, y = { 1, nan, 3 } }, { mark = "points", x = { 1 }, y = { 1 } },
  { mark = "step", x = { 1, 2 }, y = { 1, 2 } }, { mark = "bars", x = { "a", "b" }, y = { 2, -1 } },
  { mark = "ribbon", x = { 1, 2 }, low = { 0, 1 }, high = { 2, 3 } },
  { mark = "interval", x = { 1, 2 }, low = { 0, 1 }, high = { 2, 3 } },
  { mark = "heat", x = { 1, 2 }, y = { 1, 1 }, value = { 0, 1 } }, { mark = "rule", y = 2 }, { mark = "rule", x = { 1, 2 } },
  { mark = "text", x = { 1 }, y = { 2 }, text = { "a<b" } }, { mark = "line", x = {}, y = {} },
  { mark = "line", x = { 1, 2 }, y = { 5, 5 } }, { mark = "line", x = { 1, 2 }, y = { -1e300, 1e300 } },
  { mark = "line", x = { 1, 2 }, y = { 0, 5e-324 } }, { mark = "line", x = { 1, 2 }, y = { 1e-280, 2e-280 } },
  { mark = "points", x = { nan }, y = { nan } }, { mark = "span", y = { 1, 2, 3 }, low = { 0, 1, nan }, high = { 2, 1, 3 } },
  { mark = "ribbon", x = { 1, 2 }, low = { 0, nan }, high = { 2, 3 }, opacity = 0.1 },
}
for i, layer in ipairs(layers) do
  local s, label = one(layer), layer.mark .. " " .. i
  local picture = plot.svg(s)
  t:ok(not picture:find("%f[%a]nan%f[%A]") and not picture:find("%f[%a]inf%f[%A]"), label .. ": coordinates are numbers")
  t:equal(plot.svg(one(layer)), picture, label .. ": the same bytes")
  local drawing = plot.text(s, { width = 50, height = 8, ascii = true })
  t:ok(not drawing:find("[\128-\255]"), label .. ": ASCII")
  local fits = true
  for line in (plot.text(s, { width = 50 }) .. "\n"):gmatch("(.-)\n") do fits = fits and utf8.len(line) <= 50 end
  t:ok(fits, label .. ": lines fit the width")
  t:equal(#json.parse(plot.vega(s)).layer, 1, label .. ": Vega-Lite parses")
end

local picture = plot.svg(one({ mark = "line", name = '"q"', x = { 0, 1, 2, 3 }, y = { 0, 1, nan, 3 } },
  { title = "a<b & c>d", x = { limits = { 0, 3 } }, y = { limits = { 0, 3 } } }))
t:ok(picture:find(">a&lt;b &amp; c&gt;d</title>", 1, true), "title escaped")
t:ok(picture:find("&quot;q&quot;", 1, true) and not picture:find('>"q"', 1, true), "names escaped")
local path = picture:match('<path d="(M[^"]*)" fill="none" stroke="#0072B2"')
t:ok(path and path:find("^M[%d.]+,[%d.]+L[%d.]+,[%d.]+M[%d.]+,[%d.]+$"), "NaN breaks the line")
t:equal(plot.text(one { mark = "line", x = { 0, 1 }, y = { 0, 1 } }, { height = 3, width = 20 }):find("\27", 1, true), nil, "no colour unless asked")

t:raises(function() one { mark = "line", x = { 1 }, y = { 1, 2 } } end, "layer 1.y: 2 values, but x has 1", "lengths")
t:raises(function() one { mark = "line", x = { 1 }, y = { -1/0 } } end, "layer 1.y[1]: finite", "infinite")
t:raises(function() one { mark = "pionts", x = { 1 }, y = { 1 } } end, "did you mean 'points'?", "mark")
t:raises(function() one { mark = "line", x = { 1 }, y = { 1 }, nam = "x" } end, "did you mean 'name'?", "option")
t:raises(function() one({ mark = "line", x = { 1 }, y = { -1 } }, { y = { scale = "log" } }) end, "needs positive numbers", "log")
t:raises(function() one { mark = "rule" } end, "a rule takes x or y", "rule")

local s = one(layers[1])
local g = plot.grid { scenes = { s, s, s }, columns = 2 }
t:ok(plot.svg(g):find('width="1280" height="800"', 1, true), "grid of two rows")
t:equal(json.parse(plot.vega(g)).columns, 2, "columns in Vega-Lite")
-- arrays and tables draw the same picture
do
  local array = require "solon.array"
  local function drawn(x, y) return plot.svg(plot.scene { layers = { { mark = "line", x = x, y = y } } }) end
  t:equal(drawn(array.new { 1, 2, 4 }, array.new { 3, 0 / 0, 5 }), drawn({ 1, 2, 4 }, { 3, 0 / 0, 5 }), "arrays as columns")
end

-- style
do
  local xml = dofile("tests/lua/support/xml.lua")
  local list = {}
  for i, layer in ipairs(layers) do list[i] = one(layer, { title = "t" .. i }) end
  local sheet = plot.svg(plot.grid { scenes = list, columns = 3 }, { id = "a-1", title = "<x>", description = "y & z" })
  t:equal(xml.fault(sheet), nil, "a sheet of every mark is well-formed, ids unique")
  t:ok(sheet:find('<title id="a-1-title">&lt;x&gt;</title>', 1, true), "title and id of the caller")
  for _, shape in ipairs { "circle", "cross", "diamond", "ring", "square", "triangle" } do
    local s1 = one { mark = "points", x = { 1 }, y = { 1 }, shape = shape, size = 5, colour = "green", name = "n" }
    t:ok(plot.svg(s1):find("#009E73", 1, true) and xml.fault(plot.svg(s1)) == nil, "shape " .. shape)
    t:ok(not plot.text(s1, { ascii = true }):find("[\128-\255]"), "shape " .. shape .. " in ASCII")
    t:ok(json.parse(plot.vega(s1)).layer[1].mark.type == "point", "shape " .. shape .. " in Vega-Lite")
  end
  local valued = one { mark = "points", x = { 1, 2, 3 }, y = { 1, 2, 3 }, value = { 0, nan, 10 }, range = { 0, 5 }, name = "v", size = 4 }
  t:equal(select(2, plot.svg(valued):gsub("<circle", "")), 2, "a value that is NaN draws no point")
  t:ok(plot.svg(valued):find(">2.5</text>", 1, true), "the range of colours is the one given")
  t:equal(json.parse(plot.vega(valued)).layer[1].encoding.color.scale.domain[2], 5, "and in Vega-Lite")
  local ticked = one({ mark = "line", x = { 1, 2 }, y = { 1, 2 } }, { y = { ticks = { 1, 2 }, labels = { "low <", "high" } } })
  t:ok(plot.svg(ticked):find(">low &lt;</text>", 1, true) and plot.text(ticked):find("high", 1, true), "labels of ticks")
  t:ok(json.parse(plot.vega(ticked)).layer[1].encoding.y.axis.labelExpr:find("indexof", 1, true), "labels of ticks in Vega-Lite")
  t:ok(not plot.svg(one({ mark = "line", name = "hidden", x = { 1 }, y = { 1 } }, { legend = false })):find(">hidden<", 1, true), "no legend")
  -- cells of an uneven grid meet half way
  local uneven = one { mark = "heat", x = { 0, 1, 4 }, y = { 0, 0, 0 }, value = { 1, 2, 3 } }
  t:same(uneven.layers[1].edges_x[1.0], { 0.5, 2.5 }, "cells of a map meet half way")
  t:same({ uneven.x.low, uneven.x.high }, { -0.5, 5.5 }, "the axis shows all of them")
  t:raises(function() one { mark = "line", x = { 1 }, y = { 1 }, shape = "ring" } end, "unknown option 'shape'", "shape of a line")
  t:raises(function() one { mark = "points", x = { 1 }, y = { 1 }, shape = "star" } end, "layer 1.shape: one of circle", "shape")
  t:raises(function() one { mark = "points", x = { 1 }, y = { 1 }, colour = "red" } end, "layer 1.colour: one of amber", "colour")
  t:raises(function() one { mark = "points", x = { 1 }, y = { 1 }, value = { 1, 2 } } end, "layer 1.value: 2 values", "values")
  t:raises(function() one { mark = "heat", x = { 1 }, y = { 1 }, value = { 1 }, range = { 2, 1 } } end, "{ least, greatest }", "range")
  t:raises(function() one({ mark = "rule", y = 1 }, { y = { ticks = { 1 } } }) end, "ticks and labels come together", "ticks alone")
  t:raises(function() one({ mark = "rule", y = 1 }, { y = { ticks = { 1 }, labels = {} } }) end, "0 texts, but there are 1 ticks", "labels")
  t:raises(function() one({ mark = "rule", y = 1 }, { legend = 1 }) end, "legend: boolean expected", "legend")
  t:raises(function() plot.svg(valued, { title = "a\1" }) end, "option 'title'", "title of an SVG")
end

-- dates: reference days from the calendar of Python's datetime (date.toordinal() - 719163, date.fromisocalendar)
do
  local time = require "solon.plot.time"
  for _, case in ipairs { { "1970-01-01", 0 }, { "2000-02-29", 11016 }, { "1900-03-01", -25508 }, { "2024-12-31", 20088 }, { "0001-01-01", -719162 },
    { "2024-W01", 19723 }, { "2020-W53", 18624 }, { "2026-W01", 20451 }, { "2021-W01", 18631 } } do
    t:equal(time.parse(case[1]), case[2], case[1] .. " is day " .. case[2])
  end
  for _, bad in ipairs { "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2021-W53", "2024-W00", "2024-1-1", "today", "2024-01-01T00:00" } do
    t:equal(time.parse(bad), nil, bad .. " is no day")
  end
  local same = true
  for days = time.first, time.last, 61 do same = same and time.of_date(time.date(days)) == days end
  t:ok(same, "dates and days are each other's inverse")
  t:equal(time.iso(19723.25), "2024-01-01T06:00:00Z", "a quarter of a day is six hours")
  for _, case in ipairs { { 12, 8, "1 Jan 2024 8 Jan" }, { 5, 8, "1 Jan 2024 2 Jan 3 Jan 4 Jan 5 Jan 6 Jan" },
    { 62, 5, "8 Jan 2024 22 Jan 5 Feb 19 Feb" }, { 150, 6, "Jan 2024 Feb Mar Apr May" }, { 729, 9, "Jan 2024 Apr Jul Oct Jan 2025 Apr Jul Oct" },
    { 731, 5, "Jan 2024 Jul Jan 2025 Jul Jan 2026" }, { 2000, 8, "2024 2025 2026 2027 2028 2029" }, { 9000, 6, "2025 2030 2035 2040 2045" } } do
    local ticks, dates = scale.ticks({ scale = "time", low = 19723.0, high = 19723.0 + case[1] }, case[2])
    t:equal(table.concat(dates, " "), case[3], "ticks of " .. case[1] .. " days")
    local fine = #ticks == #dates
    for i = 2, #ticks do fine = fine and ticks[i] > ticks[i - 1] end
    t:ok(fine, "which rise")
  end
  local dated = one({ mark = "line", x = { "2024-W01", "2024-01-08", 19737 }, y = { 1, 2, 3 } },
    { x = { scale = "time", limits = { "2024-01-01", "2024-02-01" }, ticks = { "2024-01-15" }, labels = { "Ides" } } })
  t:same(dated.layers[1].x, { 19723.0, 19730.0, 19737.0 }, "dates, weeks and days are days")
  t:same({ dated.x.low, dated.x.high, dated.x.ticks[1] }, { 19723.0, 19754.0, 19737.0 }, "so are limits and ticks")
  dated = one({ mark = "line", x = { "2024-01-01", "2024-12-01" }, y = { 1, 2 } }, { x = { scale = "time" } })
  t:ok(plot.svg(dated):find(">Jan 2024</text>", 1, true), "labels in SVG")
  t:ok(plot.text(dated, { ascii = true }):find("Jan 2024", 1, true), "labels on a terminal")
  local spec = json.parse(plot.vega(dated)).layer[1]
  t:same({ spec.encoding.x.type, spec.encoding.x.scale.type, spec.data.values[1].x }, { "temporal", "utc", "2024-01-01T00:00:00Z" }, "dates in Vega-Lite")
  t:raises(function() one({ mark = "line", x = { "soon" }, y = { 1 } }, { x = { scale = "time" } }) end,
    "layer 1.x[1]: date as 2024-03-04 or week as 2024-W10 expected, got 'soon'", "no date")
  t:raises(function() one({ mark = "line", x = { 1e9 }, y = { 1 } }, { x = { scale = "time" } }) end, "years 1 to 9999", "a day too far")
  t:raises(function() one({ mark = "line", x = { 1 }, y = { 1 } }, { x = { scale = "date" } }) end, "linear, log, ordinal, time", "scale")
  -- spans lie along x, whose axis may be of time too
  local lying = one({ mark = "span", y = { "a", "b" }, low = { 1, 2 }, high = { 3, 5 }, width = 6 }, { x = { limits = { 0, 5 } } })
  t:equal(lying.y.scale, "ordinal", "the names of spans are on y")
  t:ok(plot.svg(lying):find('stroke-width="6"', 1, true), "a span has its width")
  spec = json.parse(plot.vega(lying)).layer[1]
  t:same({ spec.mark.type, spec.encoding.x.field, spec.encoding.x2.field, spec.data.values[2].y }, { "rule", "low", "high", "b" }, "spans in Vega-Lite")
  lying = one({ mark = "span", y = { 1 }, low = { "2024-01-01" }, high = { "2024-01-08" } }, { x = { scale = "time" } })
  t:same({ lying.layers[1].low[1], json.parse(plot.vega(lying)).layer[1].data.values[1].high }, { 19723.0, "2024-01-08T00:00:00Z" }, "spans of time")
  t:ok(plot.svg(one { mark = "ribbon", x = { 1, 2 }, low = { 1, 1 }, high = { 2, 2 }, opacity = 0.1 }):find('fill-opacity="0.1"', 1, true), "opacity")
end

t:done()
