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
      errors = { { [[tap.new(1)]], "attempt to index" } },
      example = [[
local t = tap.new { output = print }
t:equal(1 + 1, 2, "sum")  --> ok 1 - sum
t:done { exit = false }   --> 1..1]],
    },
  },
}
