-- parts_test.lua - the parts of the session by themselves: tokens, rewriting, completion.

local tap = require "solon.tap"
local source = require "solon.repl.source"
local complete = require "solon.repl.complete"
local session = require "solon.repl.session"
local t = tap.new()

-- tokens
local function texts(code)
  local list = {}
  for i, token in ipairs(source.tokens(code)) do list[i] = token.text end
  return list
end
t:same(texts("a = 'it''s' .. [[x]] --c\nb=0x1p4 --[[ d\n ]] + 1e-3"), { "a", "=", "'it'", "'s'", ".", ".", "[[x]]", "b", "=", "0x1p4", "+", "1e-3" }, "tokens")
t:same(texts([["a\"b" 'x\'y']]), { [["a\"b"]], [['x\'y']] }, "escaped quotes")
t:same(texts("[==[ a ]] ]==] 1"), { "[==[ a ]] ]==]", "1" }, "long brackets of a level")
t:same(texts("'open"), { "'open" }, "an unfinished string ends with the text")
t:same(texts("[[open"), { "[[open" }, "an unfinished long string too")
t:same(texts("--[[open"), {}, "an unfinished comment")
t:same(texts("@ $"), { "@", "$" }, "what is no token")

-- rewriting: same lines, same meaning
local function rewritten(code, want, names)
  local got, declared = source.session_variables(code)
  t:equal(got, want, "rewritten: " .. code)
  t:equal(table.concat(declared, " "), names, "declares " .. names)
end
rewritten("local x = 1", "      x = 1", "x")
rewritten("local x", "      x = nil", "x")
rewritten("local a, b", "      a, b = nil", "a b")
rewritten("local a <const> , b = 1, 2", "      a  , b = 1, 2", "a b")
rewritten("local function f() local y end", "      function f() local y end", "f")
rewritten("if a then local x end", "if a then local x end", "")
rewritten("repeat local x until x local y = 1", "repeat local x until x       y = 1", "y")
rewritten("local f = function() local z = 1 end", "      f = function() local z = 1 end", "f")
rewritten("s = 'local x' -- local y", "s = 'local x' -- local y", "")
rewritten("local t <close> = f()", "local t <close> = f()", "")
rewritten("local a = 1\nlocal b = 2", "      a = 1\n      b = 2", "a b")

-- every program of one input means what it means as a script, apart from where locals live
local programs = {
  "local a, b = 1, 2 a, b = b, a return a, b",
  "local function f(n) return n < 2 and 1 or n * f(n - 1) end return f(10)",
  "local t = {} for i = 1, 3 do local j = i t[i] = function() return j end end return t[1](), t[3]()",
  "local x <const> = 3 local y = x while y < 10 do local x = y y = y + x end return x, y",
  "local a = 1 do local a = 2 end return a",
}
for _, code in ipairs(programs) do
  local want = table.pack(load(code)())
  t:same(table.pack(session.new({}):compile(code)()), want, code)
end

-- all of the standard library keeps its lines and stays valid
local embedded = require "solon.native.embedded"
local broken = {}
for _, name in ipairs(embedded.names()) do
  local text = embedded.source(name)
  local new = source.session_variables(text)
  local chunk = load(new, "=" .. name)
  if not chunk or select(2, text:gsub("\n", "")) ~= select(2, new:gsub("\n", "")) then broken[#broken + 1] = name end
end
t:equal(table.concat(broken, " "), "", "the standard library survives rewriting")

-- any bytes: tokens cover them without failing
local random = require("solon.random").stream(1, "tokens")
local alphabet = { "'", '"', "[[", "]]", "[=[", "--", "--[[", "\n", "\\", "local", " ", "x", "1", "0x", ".", "<", ">", "end", "\0", "\255", "=" }
local failures = 0
for _ = 1, 2000 do
  local parts = {}
  for i = 1, random:integer(1, 12) do parts[i] = alphabet[random:integer(1, #alphabet)] end
  local text = table.concat(parts)
  local ok, tokens = pcall(source.tokens, text)
  local last = 0
  for _, token in ipairs(ok and tokens or {}) do
    ok = ok and token.first > last and token.last >= token.first and token.last <= #text
    last = token.last
  end
  if ok and load(text) then ok = pcall(source.session_variables, text) end
  if not ok then failures = failures + 1 end
end
t:equal(failures, 0, "2000 random texts make tokens in order")

-- completion
local state = session.new({ print = print, string = string, counter = 1, count = { first = 1, second = print, ["not a name"] = 2 } })
state:set("column", setmetatable({}, { __index = { mean = print, max = print, size = 3 } }))
state:set("trap", setmetatable({}, { __index = function() error("completion must not call") end }))
local function candidates(line, want, name)
  local first = #line
  while first > 0 and not line:sub(first, first):find("[ \t\n\"'`@$><=;|&{(+*/%%^#~,%[%]-]") do first = first - 1 end
  t:equal(table.concat(complete.candidates(state, line, first + 1, #line), " "), want, name or line)
end
candidates("coun", "count counter", "globals")
candidates("col", "column", "session variables")
candidates("count.", "count.first count.second", "fields, names only")
candidates("1 + count.s", "count.second", "a prefix of a field")
candidates("column:m", "column:max column:mean", "methods by __index")
candidates("column:", "column:max column:mean", "methods are functions")
candidates("column.s", "column.size", "fields by __index")
candidates("trap.", "", "no function __index is called")
candidates("nothing.x", "", "an unknown name")
candidates("count.first.x", "", "a number has no fields")
candidates("retu", "return", "keywords")
candidates("tap", "tap", "modules")
candidates("?tap.ne", "?tap.new", "after ?")
candidates("tap.n", "tap.new", "a module not yet required")
candidates("require 'solon.ta", "solon.tap", "module names")
candidates("require('solon.repl.s", "solon.repl.session solon.repl.show solon.repl.source", "module names in a call")
candidates("farm.map { mod", "module", "options inside braces")
candidates("farm.map { module = 'x', jo", "jobs", "further options")
candidates("string.form", "string.format", "Lua's libraries")

t:done()
