-- describe.lua - a protocol's head as text for `solon info` and `solon run NAME --help`.

local head = require "solon.protocol.head"
local options = require "solon.protocol.options"

local describe = {}

local WIDTH = 96

--- Text in paragraphs broken to lines that begin with `indent`; lines that are indented themselves (tables,
--- lists, code) stay as they are.
function describe.wrap(text, indent)
  local lines, line = {}, ""
  local function flush()
    if #line > 0 then lines[#lines + 1] = indent .. line end
    line = ""
  end
  for source in (text:gsub("\r", "") .. "\n"):gmatch("([^\n]*)\n") do
    if source:find("^%s+%S") then
      flush()
      lines[#lines + 1] = indent .. source
    elseif not source:find("%S") then
      flush()
      lines[#lines + 1] = ""
    else
      for word in source:gmatch("%S+") do
        if #line > 0 and #indent + #line + 1 + #word > WIDTH then flush() end
        line = #line > 0 and line .. " " .. word or word
      end
    end
  end
  flush()
  while lines[#lines] == "" do lines[#lines] = nil end
  return lines
end

local function add(lines, more)
  for _, line in ipairs(more) do lines[#lines + 1] = line end
end

local function domain(parameter)
  local text = parameter.type
  if parameter.type == "enum" then text = table.concat(parameter.values, " | ") end
  if parameter.min and parameter.max then
    text = string.format("%s in [%s, %s]", text, head.show(parameter.min), head.show(parameter.max))
  elseif parameter.min then text = text .. " >= " .. head.show(parameter.min)
  elseif parameter.max then text = text .. " <= " .. head.show(parameter.max) end
  if parameter.unit then text = text .. " (" .. parameter.unit .. ")" end
  local default = parameter.default
  local state = default == nil and (parameter.optional and "optional" or "required")
    or "default " .. (default == "" and "empty" or type(default) == "string" and default or head.show(default))
  return text .. ", " .. state
end

local function columns_text(columns)
  local list = {}
  for _, name in ipairs(head.sorted_keys(columns)) do list[#list + 1] = name .. " " .. columns[name] end
  return "columns: " .. table.concat(list, ", ")
end

local function add_params(lines, h)
  if next(h.params) == nil then return end
  add(lines, { "", "Parameters:" })
  for _, name in ipairs(head.sorted_keys(h.params)) do
    local parameter = h.params[name]
    add(lines, { "  " .. options.dashed(name) .. "  " .. domain(parameter) })
    add(lines, describe.wrap(parameter.doc, "      "))
  end
end

local function add_inputs(lines, h)
  if next(h.inputs) == nil then return end
  add(lines, { "", "Inputs:" })
  for _, name in ipairs(head.sorted_keys(h.inputs)) do
    local input = h.inputs[name]
    local state = input.default and "default: the bundled " .. input.default or input.optional and "optional" or "required"
    add(lines, { string.format("  %s FILE  %s, %s", options.dashed(name), input.format, state) })
    add(lines, describe.wrap(input.doc, "      "))
    if input.columns then add(lines, describe.wrap(columns_text(input.columns), "      ")) end
  end
end

local function add_outputs(lines, h)
  add(lines, { "", "Outputs (type? = cells may be empty):" })
  for _, name in ipairs(head.sorted_keys(h.outputs)) do
    local output = h.outputs[name]
    local notes = { output.format }
    if output.optional then notes[#notes + 1] = "not always written" end
    if output.tolerance then notes[#notes + 1] = string.format("relative tolerance %s", head.show(output.tolerance)) end
    add(lines, { string.format("  %s  %s", name, table.concat(notes, ", ")) })
    add(lines, describe.wrap(output.doc, "      "))
    if output.columns then add(lines, describe.wrap(columns_text(output.columns), "      ")) end
  end
end

local COMMON = {
  "",
  "Every run:",
  "  --out DIR      the run directory (default runs/DATE-NAME-HASH; one of the same run is resumed)",
  "  --seed N       seed of every random stream",
  "  --jobs N       threads; never changes a result (default: all processors)",
  "  --input NAME=FILE, --quiet, --help",
}

local MOST_CLAIMS = 40 -- in a list; more are told in a line

--- The head as lines of text.
function describe.lines(protocol)
  local h = protocol.head
  local lines = { string.format("%s %s - %s", h.name, h.version, h.title), "" }
  add(lines, describe.wrap(h.description, "  "))
  add(lines, { "", "Usage: solon run " .. (protocol.source.kind == "file" and protocol.source.path or h.name) .. " [options]" })
  add_params(lines, h)
  add_inputs(lines, h)
  add_outputs(lines, h)
  if #h.claims > 0 then
    local shown = #h.claims <= MOST_CLAIMS and #h.claims or 0
    add(lines, { "", shown > 0 and "Claims checked:" or
      string.format("Claims checked: %d; a run writes them with their verdicts into claims.txt and claims.json", #h.claims) })
    for i = 1, shown do
      local claim = h.claims[i]
      add(lines, { string.format("  %s: %s = %s%s", claim.id, claim.quantity, head.show(claim.stated),
        claim.source and " (" .. claim.source .. ")" or "") })
    end
  end
  add(lines, COMMON)
  add(lines, { "", "Categories: " .. table.concat(h.categories, ", "), "Authors: " .. table.concat(h.authors, ", "),
    "License: " .. h.license, "Hash: " .. protocol.source.hash })
  return lines
end

return describe
