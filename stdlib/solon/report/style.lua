-- style.lua - the style sheet of a report: one column of text, rules instead of boxes, digits under digits; dark
-- surroundings by the reader's choice; ink on paper in print.

local colour = require "solon.plot.colour"

local style = {}

-- What the colours of pictures become in dark surroundings.  The ramp of values stays: it is the same scale.
local dark = {
  ["#0072B2"] = "#58b4ee", ["#D55E00"] = "#ff8f4f", ["#009E73"] = "#35c79c", ["#CC79A7"] = "#e6a1c6", ["#E69F00"] = "#f0b443",
  ["#56B4E9"] = "#9bd8fa", ["#000000"] = "#f2f0ea", ["#8a8a8a"] = "#9c9a94", ["#cfcfcf"] = "#55534f",
  ["#222222"] = "#e8e6e0", ["#444444"] = "#b4b1a9", ["#e4e4e4"] = "#383735", ["#ffffff"] = "#191918",
}

local base = [[
:root { color-scheme: light dark; --ink: #1d1d1b; --soft: #62605a; --paper: #ffffff; --rule: #d9d6cf; --strong: #1d1d1b;
  --good: #00694c; --bad: #a63c00; --warning: #7a3b6a; --neutral: #5b5953; --link: #0b5c93; --shade: #0000002e; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 17px/1.55 "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif; }
main, header, footer, nav { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 3.5rem; }
h1, h2, h3 { font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { font-size: 2.1rem; margin: 0 0 .4rem; max-width: 44rem; }
h2 { font-size: 1.45rem; margin: 3.2rem 0 .8rem; padding-top: .9rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.12rem; margin: 2.2rem 0 .5rem; }
.subtitle { font-size: 1.12rem; color: var(--soft); margin: 0; max-width: 44rem; }
p, ul, ol, aside { max-width: 44rem; margin: .7rem 0; overflow-wrap: break-word; }
li { margin: .25rem 0; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
nav { margin-top: 2rem; }
nav h2 { font-size: 1rem; margin: 0; padding: 0; border: 0; color: var(--soft); }
nav ol { list-style: none; margin: .3rem 0; padding: 0; columns: 2; column-gap: 3rem; max-width: none; }
nav ol ol { columns: 1; margin: 0 0 .3rem 1.1rem; font-size: .92rem; }
nav li { break-inside: avoid; margin: 0 0 .2rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1.2rem 1.4rem; margin: 1.6rem 0; }
dl div { border-top: 2px solid var(--strong); padding-top: .45rem; }
dt { font: .82rem/1.35 "Helvetica Neue", Helvetica, Arial, sans-serif; color: var(--soft); }
dd { margin: .1rem 0 0; font-size: 1.35rem; line-height: 1.25; font-variant-numeric: lining-nums tabular-nums; }
dd small { display: block; font-size: .85rem; line-height: 1.35; color: var(--soft); }
figure { margin: 1.8rem 0; }
.picture, .wide { overflow-x: auto; background: linear-gradient(90deg, var(--paper) 40%, transparent) left / 2rem 100% no-repeat local,
  linear-gradient(270deg, var(--paper) 40%, transparent) right / 2rem 100% no-repeat local,
  linear-gradient(90deg, var(--shade), transparent) left / .7rem 100% no-repeat scroll,
  linear-gradient(270deg, var(--shade), transparent) right / .7rem 100% no-repeat scroll; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption, caption, .note, aside { font: .88rem/1.5 "Helvetica Neue", Helvetica, Arial, sans-serif; color: var(--soft); }
figcaption { max-width: 44rem; margin-top: .5rem; }
figcaption b, caption b { color: var(--ink); font-weight: 600; }
.wide { margin: 1.6rem 0; }
table { border-collapse: collapse; min-width: min(28rem, 100%); font: .86rem/1.4 "Helvetica Neue", Helvetica, Arial, sans-serif;
  font-variant-numeric: lining-nums tabular-nums; border-top: 2px solid var(--strong); border-bottom: 2px solid var(--strong); }
caption { text-align: left; padding: 0 0 .5rem; caption-side: top; }
th, td { text-align: left; vertical-align: baseline; padding: .28rem 1.1rem .28rem 0; font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid var(--strong); font-weight: 600; vertical-align: bottom; }
tbody tr + tr th, tbody tr + tr td { border-top: 1px solid var(--rule); }
.right { text-align: right; } .number, .short { white-space: nowrap; } .middle { min-width: 8rem; } .long { min-width: 13rem; }
thead .right { max-width: 7rem; }
.claims tbody th { max-width: 22rem; }
.claims td:last-child { color: var(--soft); max-width: 20rem; }
pre { font: .76rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-x: auto; margin: 1rem 0;
  padding: .7rem 0; border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule); }
.note { margin: .4rem 0 0; }
aside { border-left: 3px solid var(--rule); padding: .1rem 0 .1rem 1rem; margin: 1.2rem 0; }
.badge { white-space: nowrap; font-weight: 600; color: var(--neutral); }
.badge::before { content: "\25CB\A0"; }
dd .badge { font-size: 1.05rem; } .badge.good { color: var(--good); } .badge.good::before { content: "\2713\A0"; }
.badge.bad { color: var(--bad); } .badge.bad::before { content: "\2717\A0"; } .claims .badge.bad::before { content: "\2260\A0"; }
.badge.warning { color: var(--warning); } .badge.warning::before { content: "\25B2\A0"; }
footer { margin-top: 4rem; padding-top: .8rem; padding-bottom: 3rem; color: var(--soft); font-size: .88rem; }
@media (max-width: 40rem) { body { font-size: 16px; } nav ol { columns: 1; } h1 { font-size: 1.7rem; } .picture svg { min-width: 34rem; } }
@media (max-width: 36rem) { figcaption::after { content: " The picture goes on to the right."; } }
@media print {
  @page { margin: 16mm 15mm; }
  :root { --link: inherit; } body { font-size: 10pt; line-height: 1.45; } main, header, footer, nav { max-width: none; padding: 0; }
  header { padding-top: 0; } h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 1.6rem; } h3 { font-size: 11.5pt; }
  p, ul, ol, aside, figcaption { max-width: none; orphans: 3; widows: 3; }
  a { color: inherit; text-decoration: none; } h2, h3, caption { break-after: avoid; }
  figure, tr, dl, dl div, aside, .whole, thead { break-inside: avoid; } figure svg { max-height: 230mm; }
  figcaption, caption, .note, aside { font-size: 8.5pt; } dt, dd small { font-size: 8pt; } dd { font-size: 13pt; } dd .badge { font-size: 11pt; }
  table { font-size: 8pt; } th, td { padding: .16rem .8rem .16rem 0; } .middle { min-width: 6.5rem; } .long { min-width: 11rem; }
  .wide, .picture { overflow: visible; background: none; } pre { font-size: 7pt; white-space: pre-wrap; } thead { display: table-header-group; }
}
]]

--- The style sheet; the same bytes each time.
function style.sheet()
  local out = { base, "@media screen and (prefers-color-scheme: dark) {\n",
    ":root { --ink: #e8e6e0; --soft: #a5a29a; --paper: #191918; --rule: #3a3936; --strong: #cfccc4;\n",
    "  --good: #57c9a1; --bad: #ff9a63; --warning: #dba3cc; --neutral: #b4b1a9; --link: #7fc1ee; --shade: #ffffff38; }\n" }
  local seen, list = {}, {}
  local function add(value)
    if not seen[value] then list[#list + 1], seen[value] = value, true end
  end
  for _, value in ipairs(colour.palette) do add(value) end
  for _, set in ipairs { colour.named, colour.ink } do
    local names = {}
    for name in pairs(set) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do add(set[name]) end
  end
  for _, value in ipairs(list) do
    out[#out + 1] = string.format('figure svg [fill="%s"], figure svg[fill="%s"] { fill: %s; }\n', value, value, dark[value] or value)
    out[#out + 1] = string.format('figure svg [stroke="%s"] { stroke: %s; }\n', value, dark[value] or value)
  end
  out[#out + 1] = "}\n"
  return table.concat(out)
end

return style
