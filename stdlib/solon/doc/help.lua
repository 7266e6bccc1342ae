return {
  module = "solon.help",
  summary = "Documentation of every public function, as data.",
  functions = {
    {
      name = "module",
      signature = "help.module(name) -> table",
      summary = "Gives the documentation of one module.",
      arguments = { { "name", "string", "short module name, such as \"array\"" } },
      returns = { { "table", "fields module, summary, functions, classes" } },
      errors = { { [[help.module(1)]], "string expected, got number" } },
      example = [[print(help.module("help").module)  --> solon.help]],
    },
    {
      name = "entry",
      signature = "help.entry(full_name) -> table or nil",
      summary = "Gives the entry of one function.",
      arguments = { { "full_name", "string", "module and function, such as \"array.sum\"" } },
      returns = { { "table", "the entry; nil when there is none" } },
      errors = { { [[help.entry(nil)]], "string expected, got nil" } },
      example = [[print(help.entry("help.entry").signature)  --> help.entry(full_name) -> table or nil]],
    },
  },
}
