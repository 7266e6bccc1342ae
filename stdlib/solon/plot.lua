-- plot.lua - pictures of data: one description (a scene), three writers (SVG, terminal, Vega-Lite).

local check = require "solon.frame.check"
local scene = require "solon.plot.scene"
local svg = require "solon.plot.svg"
local system = require "solon.native.system"
local text = require "solon.plot.text"
local vega = require "solon.plot.vega"

local plot = {}

local grid_metatable = { __name = "solon.plot.grid", __tostring = function(g)
  return string.format("plot grid: %d scenes in %d columns", #g.scenes, g.columns)
end }

local function is_picture(value)
  local metatable = debug.getmetatable(value)
  return metatable == scene.metatable or metatable == grid_metatable
end

local function picture(value, name)
  if not is_picture(value) then check.fail(1, name, "scene or grid expected, got " .. check.got(value), 3) end
  return value.scenes or { value }, value.columns
end

--- Checks a description and makes it a scene.
function plot.scene(description) return scene.new(description) end

--- Small multiples: scenes in rows of `columns`.
function plot.grid(given)
  check.options(given, { scenes = "table", columns = "integer" }, 1, "grid")
  if given == nil or not given.scenes or #given.scenes == 0 then check.fail(1, "grid", "option 'scenes': one scene or more expected") end
  local scenes = {}
  for i, s in ipairs(given.scenes) do
    if debug.getmetatable(s) ~= scene.metatable then check.fail(1, "grid", "scenes[" .. i .. "]: scene expected, got " .. check.got(s)) end
    scenes[i] = s
  end
  local columns = given.columns or math.ceil(math.sqrt(#scenes))
  if columns < 1 then check.fail(1, "grid", "option 'columns': positive integer expected, got " .. columns) end
  return setmetatable({ scenes = scenes, columns = math.min(columns, #scenes) }, grid_metatable)
end

-- The text of an option that is written into the SVG.
local function plain(options, name)
  local value = options[name]
  if value == nil then return nil end
  if not utf8.len(value) or value:find("[%z\1-\31\127]") then
    check.fail(2, "svg", "option '" .. name .. "': text in UTF-8 without control characters expected", 3)
  end
  return value
end

--- The picture as SVG.
function plot.svg(value, options)
  local scenes, columns = picture(value, "svg")
  options = check.options(options, { id = "string", title = "string", description = "string" }, 2, "svg")
  if options.id and not options.id:find("^%a[%w_-]*$") then
    check.fail(2, "svg", "option 'id': a letter, then letters, digits, - and _ expected, got '" .. options.id .. "'")
  end
  return svg.write(scenes, columns or 1,
    { id = options.id, title = plain(options, "title"), description = plain(options, "description") })
end

--- Whether a value is a scene or a grid.
function plot.is_picture(value) return is_picture(value) end

--- The picture as lines of characters.
function plot.text(value, options)
  local scenes = picture(value, "text")
  options = check.options(options, { width = "integer", height = "integer", ascii = "boolean", colour = "boolean" }, 2, "text")
  local width, height = options.width or 72, options.height or 16
  if width < 20 or width > 400 then check.fail(2, "text", "option 'width': integer in [20, 400] expected, got " .. width) end
  if height < 3 or height > 200 then check.fail(2, "text", "option 'height': integer in [3, 200] expected, got " .. height) end
  local silent = os.getenv("NO_COLOR")
  local colour = options.colour and not (silent and silent ~= "")
  local parts = {}
  for i, s in ipairs(scenes) do parts[i] = text.write(s, width, height, options.ascii, colour) end
  return table.concat(parts, "\n\n")
end

--- The picture as a Vega-Lite specification.
function plot.vega(value) return vega.write(picture(value, "vega")) end

--- Writes the picture to a file by its extension: svg, txt or json.
function plot.save(value, path)
  picture(value, "save")
  check.type(path, "string", 2, "save")
  local extension = path:match("%.(%w+)$")
  local writers = { svg = plot.svg, json = plot.vega, txt = function(v) return plot.text(v) .. "\n" end }
  if not writers[extension] then
    check.fail(2, "save", "the extension of '" .. path .. "' tells no format; known: json, svg, txt")
  end
  return system.write_file(path, writers[extension](value))
end

return plot
