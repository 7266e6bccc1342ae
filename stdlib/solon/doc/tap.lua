return {
  module = "solon.tap",
  summary = "Test points in the Test Anything Protocol, for the tests of scripts and protocols.",
  classes = { test = function() return require("solon.tap").new() end },
  functions = {
    {
      name = "new",
      signature = "tap.new([options]) -> test",
      summary = "Starts a test file.",
      arguments = { { "options.output", "function", "takes each line of output", default = "standard output" } },
      returns = { { "test", "the counter of points" } },
      errors = { { [[tap.new(1)]], "table of options expected, got number" } },
      example = [[
local t = tap.new { output = print }
t:equal(1 + 1, 2, "sum")  --> ok 1 - sum
t:done { exit = false }   --> 1..1]],
    },
    {
      name = "test:ok",
      signature = "test:ok(passed, name) -> boolean",
      summary = "Reports one point.",
      arguments = {
        { "passed", "any", "true passes, false and nil fail" },
        { "name", "string", "what the point shows" },
      },
      returns = { { "boolean", "whether it passed" } },
      accepts_anything = true,
      example = [[
local t = tap.new { output = print }
t:ok(2 > 1, "order")  --> ok 1 - order]],
    },
    {
      name = "test:equal",
      signature = "test:equal(got, want, name) -> boolean",
      summary = "Compares by ==; NaN agrees with NaN.",
      arguments = {
        { "got", "any", "the value found" },
        { "want", "any", "the value expected" },
        { "name", "string", "what the point shows" },
      },
      returns = { { "boolean", "whether it passed" } },
      accepts_anything = true,
      example = [[
local t = tap.new { output = print }
t:equal(0/0, 0/0, "NaN")  --> ok 1 - NaN]],
    },
    {
      name = "test:near",
      signature = "test:near(got, want [, options], name) -> boolean",
      summary = "Compares numbers within |got - want| <= absolute + relative |want|; equal infinities and two NaNs agree.",
      arguments = {
        { "got", "number", "the value found" },
        { "want", "number", "the value expected" },
        { "options.relative", "number", "relative tolerance, default 1e-12" },
        { "options.absolute", "number", "absolute tolerance, default 0" },
        { "name", "string", "what the point shows" },
      },
      returns = { { "boolean", "whether it passed" } },
      errors = { { [[tap.new():near(1, "x")]], "number expected" } },
      example = [[
local t = tap.new { output = print }
t:near(0.1 + 0.2, 0.3, "sum")  --> ok 1 - sum]],
    },
    {
      name = "test:same",
      signature = "test:same(got, want, name) -> boolean",
      summary = "Compares tables by content, to any depth.",
      arguments = {
        { "got", "any", "the value found" },
        { "want", "any", "the value expected" },
        { "name", "string", "what the point shows" },
      },
      returns = { { "boolean", "whether it passed" } },
      accepts_anything = true,
      example = [[
local t = tap.new { output = print }
t:same({1, {2}}, {1, {2}}, "tables")  --> ok 1 - tables]],
    },
    {
      name = "test:raises",
      signature = "test:raises(call, part, name) -> boolean",
      summary = "Passes when the call raises an error whose text contains a part.",
      arguments = {
        { "call", "function", "called without arguments" },
        { "part", "string", "plain text to find; nil: any error" },
        { "name", "string", "what the point shows" },
      },
      returns = { { "boolean", "whether it passed" } },
      errors = { { [[tap.new():raises(1)]], "function expected" } },
      example = [[
local t = tap.new { output = print }
t:raises(function() error("no such file") end, "no such", "error")  --> ok 1 - error]],
    },
    {
      name = "test:skip",
      signature = "test:skip(reason, name)",
      summary = "Counts one point as skipped and says why.",
      arguments = {
        { "reason", "string", "why" },
        { "name", "string", "what was to be shown" },
      },
      returns = {},
      errors = { { [[tap.new():skip()]], "string expected" } },
      example = [[
local t = tap.new { output = print }
t:skip("no network", "download")  --> ok 1 - download # SKIP no network]],
    },
    {
      name = "test:note",
      signature = "test:note(text)",
      summary = "Prints a comment, one line or several.",
      arguments = {
        { "text", "any", "converted by tostring" },
      },
      returns = {},
      accepts_anything = true,
      example = [[
local t = tap.new { output = print }
t:note("seen 3 rows")  --> # seen 3 rows]],
    },
    {
      name = "test:done",
      signature = "test:done([options])",
      summary = "Prints the plan and ends the program with status 0 or 1.",
      arguments = {
        { "options.exit", "boolean", "false: return whether all passed instead of ending the program" },
      },
      returns = { { "boolean", "only with exit = false" } },
      accepts_anything = true,
      example = [[
local t = tap.new { output = print }
t:done { exit = false }  --> 1..0]],
    },
  },
}
