-- help.lua - the registry of documentation: every public function of every module, as data.
--
-- One file of data per module lies in stdlib/solon/doc/.  It feeds `?name` in the REPL, `solon help`,
-- the generated reference, the files for editors, and three tests (every function documented, every
-- example runs as printed, every documented error is raised).  The shape of an entry:
--
--   { name = "sum",                                  -- or "stream:uniform" for a method of a class
--     signature = "array.sum(a [, options]) -> number",
--     summary = "One sentence in the present tense.",
--     arguments = { { "a", "array", "what it is, unit, domain" }, { "options.skipna", "boolean", "…", default = false } },
--     returns = { { "number", "what it is" } },      -- or fields of a record: { "p_value", "number", "…" }
--     nan = "what happens with NaN",                 -- where numbers go in
--     formula = "…", source = "…",                   -- where there is one
--     notes = "what else a caller should know",
--     errors = { { [[array.sum("x")]], "array expected" } },  -- call (module in scope), part of the message
--     example = [[print(array.sum{1, 2, 3})  --> 6.0]],       -- the module is in scope under its short name
--   }
--
-- A module may have a `guide`: a text for readers who begin, printed as it stands.

local help = {}

--- The documented modules, by short name, sorted: those with a file in stdlib/solon/doc/.
help.modules = {}
for _, name in ipairs(require("solon.native.embedded").names()) do
  help.modules[#help.modules + 1] = name:match("^solon%.doc%.([%w_]+)$")
end

--- The documentation of one module: { module =, summary =, functions = {...}, classes = {...} }.
function help.module(name)
  if type(name) ~= "string" then error("bad argument #1 to 'module' (string expected, got " .. type(name) .. ")", 2) end
  return require("solon.doc." .. name)
end

--- The entry of a function by its full name ("array.sum"), or nil.
function help.entry(full_name)
  if type(full_name) ~= "string" then error("bad argument #1 to 'entry' (string expected, got " .. type(full_name) .. ")", 2) end
  local module_name, name = full_name:match("^([%w_]+)%.(.+)$")
  if not module_name then return nil end
  for _, known in ipairs(help.modules) do
    if known == module_name then
      for _, entry in ipairs(help.module(known).functions) do
        if entry.name == name then return entry end
      end
    end
  end
  return nil
end

return help
