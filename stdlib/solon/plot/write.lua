-- write.lua - text of SVG: escapes, coordinates with two decimals so that bytes are stable, widths of words.

local write = {}

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

--- Text as content or attribute of XML.
function write.escape(text) return (text:gsub("[&<>\"]", entities)) end

--- A coordinate.
function write.number(v)
  local text = string.format("%.2f", math.max(-1e6, math.min(1e6, v)))
  return text == "-0.00" and "0.00" or text
end

--- A size, without needless zeros.
function write.short(v) return string.format("%.4g", v) end

--- Appends an element: %n in the form stands for a coordinate, %s for text.
function write.put(out, form, ...)
  local arguments, k = { ... }, 0
  out[#out + 1] = form:gsub("%%([ns])", function(kind)
    k = k + 1
    return kind == "n" and write.number(arguments[k]) or tostring(arguments[k])
  end)
end

--- About how wide a text is at a font size.
function write.width(text, size) return 0.58 * size * utf8.len(text) end

return write
