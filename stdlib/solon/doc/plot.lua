local picture = { "picture", "scene or grid", "what to draw" }
local small = [[
local s = plot.scene { layers = { { mark = "line", x = { 1, 2, 3 }, y = { 1, 4, 9 } } } }
]]

return {
  module = "solon.plot",
  summary = "Pictures of data: one description, written as SVG, as characters of a terminal or as Vega-Lite.",
  functions = {
    {
      name = "scene",
      signature = "plot.scene(description) -> scene",
      summary = "Checks the description of a picture and makes it plain data.",
      arguments = {
        { "description.title", "string", "above the picture", default = "" },
        { "description.x", "table", "axis: label, scale (linear, log, ordinal), limits { lower, upper }, categories" },
        { "description.y", "table", "axis, as x" },
        { "description.layers", "table", "list of layers { mark =, name =, fields }: line, points, step, bars take x, y; ribbon, interval take x, low, high; heat takes x, y, value; rule takes x or y; text takes x, y, text" },
        { "description.width", "integer", "pixels, 120 to 10000", default = 640 },
        { "description.height", "integer", "pixels, 120 to 10000", default = 400 },
      },
      returns = { { "scene", "for svg, text, vega, grid and save" } },
      nan = "A gap: nothing is drawn there.",
      notes = "Layers with a name appear in the legend. Strings as coordinates make an axis ordinal.",
      errors = {
        { [[plot.scene { layers = { { mark = "lin" } } }]], "did you mean 'line'?" },
        { [[plot.scene { layers = { { mark = "line", x = { 1, 2 }, y = { 1 } } } }]], "layer 1.y: 1 values, but x has 2" },
        { [[plot.scene { layers = { { mark = "line", x = { 1 }, y = { 1/0 } } } }]], "layer 1.y[1]: finite number" },
        { [[plot.scene { y = { scale = "log" }, layers = { { mark = "line", x = { 1 }, y = { 0 } } } }]], "a logarithmic axis needs positive numbers" },
      },
      example = small .. [[print(s)  --> plot scene: 1 layer]],
    },
    {
      name = "grid",
      signature = "plot.grid(options) -> grid",
      summary = "Small multiples: scenes side by side, in rows.",
      arguments = {
        { "options.scenes", "table", "list of scenes" },
        { "options.columns", "integer", "scenes per row", default = "the square root of their number" },
      },
      returns = { { "grid", "for svg, text, vega and save" } },
      errors = { { [[plot.grid { scenes = {} }]], "one scene or more expected" } },
      example = small .. [[print(plot.grid { scenes = { s, s }, columns = 2 })  --> plot grid: 2 scenes in 2 columns]],
    },
    {
      name = "svg",
      signature = "plot.svg(picture) -> string",
      summary = "Writes a picture as a self-contained SVG text; the same picture gives the same bytes.",
      arguments = { picture },
      returns = { { "string", "SVG with title and description" } },
      errors = { { [[plot.svg(1)]], "scene or grid expected, got number" } },
      example = small .. [[print(plot.svg(s):sub(1, 4))  --> <svg]],
    },
    {
      name = "text",
      signature = "plot.text(picture [, options]) -> string",
      summary = "Draws a picture with characters, in braille dots or ASCII.",
      arguments = {
        picture,
        { "options.width", "integer", "columns, 20 to 400", default = 72 },
        { "options.height", "integer", "rows of the panel, 3 to 200", default = 16 },
        { "options.ascii", "boolean", "true: plain characters", default = false },
        { "options.colour", "boolean", "true: colours of the terminal, unless NO_COLOR is set", default = false },
      },
      returns = { { "string", "lines without a last newline" } },
      errors = { { [[plot.text(plot.scene {}, { width = 5 })]], "option 'width': integer in [20, 400]" } },
      example = small .. [[print(#plot.text(s, { ascii = true }) > 0)  --> true]],
    },
    {
      name = "vega",
      signature = "plot.vega(picture) -> string",
      summary = "Writes a picture as a Vega-Lite 5 specification in JSON.",
      arguments = { picture },
      returns = { { "string", "JSON" } },
      errors = { { [[plot.vega("x")]], "scene or grid expected, got string" } },
      example = small .. [[print(require("solon.json").parse(plot.vega(s)).layer[1].mark.type)  --> line]],
    },
    {
      name = "save",
      signature = "plot.save(picture, path) -> true | nil, message, code",
      summary = "Writes a picture to a file, which appears whole or keeps its old content.",
      arguments = { picture, { "path", "string", "ends in .svg, .txt (braille) or .json (Vega-Lite)" } },
      returns = { { "boolean", "true; nil, message and the code io when the operating system refuses" } },
      errors = { { [[plot.save(plot.scene {}, "x.gif")]], "tells no format" } },
      example = small .. [[print(plot.save(s, "/nowhere/at/all.svg"))  --> nil	cannot write '/nowhere/at/all.svg': No such file or directory	io]],
    },
  },
}
