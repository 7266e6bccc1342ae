-- text.lua - writes a report as plain lines for a terminal.

local html = require "solon.report.html"
local plot = require "solon.plot"

local text = {}

-- Lines of at most `width` characters; words longer than a line are cut.
local function wrap(words, width)
  local lines, line, size = {}, nil, 0
  local function add(word, n)
    if line and size + 1 + n <= width then
      line, size = line .. " " .. word, size + 1 + n
    else
      if line then lines[#lines + 1] = line end
      line, size = word, n
    end
  end
  for word in html.clean(words):gmatch("%S+") do
    local n = utf8.len(word)
    while n > width do
      local cut = utf8.offset(word, width + 1)
      add(word:sub(1, cut - 1), width)
      word, n = word:sub(cut), n - width
    end
    add(word, n)
  end
  lines[#lines + 1] = line or ""
  return lines
end

local function widest(lines)
  local size = 0
  for _, line in ipairs(lines) do size = math.max(size, utf8.len(line)) end
  return size
end

local function pad(line, width, align)
  local gap = string.rep(" ", math.max(0, width - utf8.len(line)))
  return align == "right" and gap .. line or line .. gap
end

local draw = {}

function draw.section(block, add, width)
  local title = wrap(block.text, width)
  add("")
  for _, line in ipairs(title) do add(line) end
  add(string.rep(block.level == 1 and "=" or "-", widest(title)))
end

function draw.paragraph(block, add, width)
  for _, line in ipairs(wrap(block.text, width)) do add(line) end
end

function draw.note(block, add, width)
  for _, line in ipairs(wrap(block.text, width - 2)) do add("| " .. line) end
end

function draw.verbatim(block, add)
  for _, line in ipairs(block.lines) do add((html.clean(line):gsub("[\t\n]", " "))) end
end

function draw.list(block, add, width)
  for i, item in ipairs(block.items) do
    local bullet = block.ordered and string.format("%2d. ", i) or "  - "
    for k, line in ipairs(wrap(item, width - 4)) do add((k == 1 and bullet or "    ") .. line) end
  end
end

local function shown(cell) return cell.tone and cell.text ~= "" and "[" .. cell.text .. "]" or cell.text end

function draw.facts(block, add, width)
  local size = 0
  for _, item in ipairs(block.items) do size = math.max(size, math.min(utf8.len(html.clean(item.label)), width // 2)) end
  for _, item in ipairs(block.items) do
    local labels = wrap(item.label, size)
    local values = wrap(shown(item.value) .. (item.note and "  (" .. item.note .. ")" or ""), width - size - 4)
    for k = 1, math.max(#labels, #values) do
      add(("  " .. pad(labels[k] or "", size) .. "  " .. (values[k] or "")):gsub(" +$", "") .. "")
    end
  end
end

-- Columns of texts share the width that numbers leave.
local function column_widths(block, width)
  local sizes, total, flexible = {}, 0, {}
  for j, column in ipairs(block.columns) do
    sizes[j] = 0
    for word in html.clean(column.title):gmatch("%S+") do sizes[j] = math.max(sizes[j], math.min(utf8.len(word), 16)) end
    for _, row in ipairs(block.rows) do sizes[j] = math.max(sizes[j], utf8.len(html.clean(shown(row[j])))) end
    total = total + sizes[j] + (j > 1 and 2 or 0)
    if column.align == "left" then flexible[#flexible + 1] = j end
  end
  while total > width do
    local largest
    for _, j in ipairs(flexible) do if not largest or sizes[j] > sizes[largest] then largest = j end end
    if not largest or sizes[largest] <= 12 then break end
    sizes[largest], total = sizes[largest] - 1, total - 1
  end
  return sizes
end

local function add_row(add, texts, sizes, columns)
  local cells, height = {}, 1
  for j, one in ipairs(texts) do
    cells[j] = wrap(one, sizes[j])
    height = math.max(height, #cells[j])
  end
  for k = 1, height do
    local parts = {}
    for j in ipairs(texts) do parts[j] = pad(cells[j][k] or "", sizes[j], columns[j].align) end
    add((table.concat(parts, "  "):gsub(" +$", "")))
  end
end

local function caption(word, block, add, width)
  for _, line in ipairs(wrap(string.format("%s %d. %s", word, block.number, block.caption), width)) do add(line) end
end

function draw.table(block, add, width)
  if block.summary then draw.paragraph({ text = block.summary }, add, width) add("") end
  caption("Table", block, add, width)
  local sizes, titles, total = column_widths(block, width), {}, -2
  for j, column in ipairs(block.columns) do titles[j], total = column.title, total + sizes[j] + 2 end
  add_row(add, titles, sizes, block.columns)
  add(string.rep("-", math.max(total, 0)))
  for _, row in ipairs(block.rows) do
    local texts = {}
    for j, one in ipairs(row) do texts[j] = shown(one) end
    add_row(add, texts, sizes, block.columns)
  end
  if block.note then draw.paragraph({ text = block.note }, add, width) end
end

function draw.figure(block, add, width, options)
  if options.figures ~= false then
    add(plot.text(block.picture, { width = math.max(20, math.min(width, 400)), height = 14, ascii = options.ascii }))
  end
  caption("Figure", block, add, width)
end

--- The lines, joined by newlines.
function text.write(report, width, options)
  local out = {}
  local function add(line) out[#out + 1] = line end
  for _, line in ipairs(wrap(report.title, width)) do add(line) end
  if report.subtitle then draw.paragraph({ text = report.subtitle }, add, width) end
  for _, block in ipairs(report.blocks) do
    add("")
    draw[block.kind](block, add, width, options)
  end
  if report.footer then
    add("")
    draw.paragraph({ text = report.footer }, add, width)
  end
  return table.concat(out, "\n")
end

return text
