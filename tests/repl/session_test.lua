-- session_test.lua - the session as a pipe sees it: inputs in, results out, errors aside, exit status.

package.preload.process = function() return dofile("tests/cli/process.lua") end
local tap = require "solon.tap"
local process = require "process"
local t = tap.new()

-- Each case: the input, what is printed, a part of the messages (nil: none), and the name.
local function check(input, output, part, name)
  local got = process.run("SOLON repl", { input = input })
  t:equal(got.output, output, name .. ": output")
  t:equal(got.status, part and 1 or 0, name .. ": status")
  if part then
    if not t:ok(got.errors:find(part, 1, true), name .. ": says " .. part) then t:note(got.errors) end
  else
    t:equal(got.errors, "", name .. ": no message")
  end
end

-- values
check("1 + 1\n", "2\n", nil, "an expression")
check("0.1 + 0.2\n1e15\n2^53\n", "0.30000000000000004\n1e+15\n9007199254740992.0\n", nil, "numbers read back")
check("'a\\n\\0b'\n", '"a\\n\\x00b"\n', nil, "a string is quoted")
check("nil\ntrue\n", "nil\ntrue\n", nil, "nil and true")
check("1, nil, 'x'\n", '1\tnil\t"x"\n', nil, "several values")
check("(function() end)()\n", "", nil, "no value prints nothing")
check("1 + 1;\n_ + 1\n_\n", "3\n3\n", nil, "a semicolon keeps quiet, _ is the last result")
check("x = 3\n", "", nil, "an assignment prints nothing")
check("print(1)\n", "1\n", nil, "a call without results prints only its own")
check("{ b = 1, a = { 1, 2, { 3 } }, 'z', [2.5] = 0, [true] = 1, ['end'] = 2 }\n",
  '{ "z", [2.5] = 0, a = { 1, 2, { 3 } }, b = 1, ["end"] = 2, [true] = 1 }\n', nil, "a table with sorted keys")
check("t = { 1 } t.self = t\nt\n", "{ 1, self = <contains itself> }\n", nil, "a table that contains itself")
check("{{{{{{}}}}}}\n{{{{{{1}}}}}}\n", "{ { { { { {} } } } } }\n{ { { { { {...} } } } } }\n", nil, "depth is limited")
check("t = {} for i = 1, 100 do t[i] = i end\n#tostring(t) > 0, t[100]\nt\n", "true\t100\n{\n  "
  .. (function() local s = {} for i = 1, 30 do s[i] = tostring(i) end return table.concat(s, ",\n  ") end)()
  .. ",\n  ... 70 more\n}\n", nil, "length is limited")
check("setmetatable({}, { __tostring = function() return 'own' end })\n", "own\n", nil, "__tostring")
check("\n  \n-- a comment\n1\n", "1\n", nil, "nothing gives nothing")
check("1", "1\n", nil, "a last line without its end")

-- variables of the session
check("local x = 1\nx\nlocal function f() return x end\nx = 2\nf()\n", "1\n2\n", nil, "locals live on, closures see them")
check("local x = 1\nlocal function f() return x end\nlocal x = 5\nf(), x\n", "1\t5\n", nil, "a new local leaves the old closure alone")
check("local x = 1\nlocal x = x + 1\nx\n", "2\n", nil, "the old value is visible while the new is made")
check("local print = print\nprint(1)\n", "1\n", nil, "a local named as a global begins with its value")
check("local a, b <const>, c = 1, 2\na, b, c\n", "1\t2\tnil\n", nil, "several names, attributes, missing values")
check("local y\ny\ny = 4\ny\n_G.y\n", "nil\n4\nnil\n", nil, "a session variable is no global")
check("do local x = 1 end\nx\n", "nil\n", nil, "a local in a block stays there")
check("for i = 1, 2 do local q = i end local z = 7\nz, q\n", "7\tnil\n", nil, "on one line too")
check("g = 5\nlocal h = function() g = g + 1 return g end\nh()\n_G.g\n", "6\n6\n", nil, "globals are globals")
check("local s = 0\nfor i = 1, 3 do\n  s = s + i\nend\ns\n", "6\n", nil, "an input of several lines")
check("local function f(n) if n == 0 then return 'done' end return f(n - 1) end f(3)\nf(5)\n", '"done"\n', nil, "a local function calls itself")
check("local t <close> = setmetatable({}, { __close = function() print('closed') end })\n", "closed\n", nil, "to be closed means at once")
check("goto out\ndo ::out:: end\n", "", "no visible label", "goto")

-- continuation
check("x = {\n1,\n2\n}\nx\n", "{ 1, 2 }\n", nil, "a table over lines")
check("s = [[a\nb]]\ns\n", '"a\\nb"\n', nil, "a long string over lines")
check("function f()\n\nreturn 3\nend\nf()\n", "3\n", nil, "a function with an empty line")
check("if true then\n", "", "'end' expected near <eof>", "the end comes too early")

-- errors
check("error('boom')\n1\n", "1\n", "input 1:1: boom\n  | error('boom')", "an error shows its line, the session goes on")
check("x = = 1\n", "", "unexpected symbol near '='\n  | x = = 1", "a syntax error")
check("for i = 1, 2 do\n  local z = nil + i\nend\n", "", "input 1:2: attempt to perform arithmetic on a nil value\n  |   local z = nil + i", "the right line of several")
check("error('level two', 2)\nstring.rep()\n1 -- one\n", "1\n", "input 2:1: bad argument #1 to 'rep'", "an expression is blamed itself")
check("pritn(1)\n", "", "hint: did you mean 'print'?", "a hint for a mistyped global")
check("local value = 1\nvalu.x = 1\n", "", "hint: did you mean 'value'?", "a hint for a mistyped variable")
check("array.maen({})\n", "", "hint: did you mean 'mean'?", "a hint for a mistyped function of a module")
check("x = array.new { 1 }\nx:sd()\n", "", "hint: did you mean 'standard_deviation'?", "a hint for a method under another name")
check("local t = {}\nt.maen()\n", "", "attempt to call a nil value (field 'maen')\n  | t.maen()\n", "none for a field of a plain table")
check("local function f() error('deep') end\nlocal function g() f() end\ng()\n", "", "in upvalue 'f'", "a traceback of the user's own frames")
check("error({ code = 1 })\n", "", "error with a table as its value", "a table as error")
check("setmetatable({}, { __tostring = function() error('in tostring') end })\n", "", "in tostring", "an error while showing")
local got = process.run("SOLON repl", { input = "local function f() error('deep') end\nlocal function g() f() end\ng()\n" })
t:equal(process.run("SOLON repl", { input = "error('a', 2)\n" }).errors, "a\n", "an error that blames its caller")
t:ok(not got.errors:find("solon/repl") and not got.errors:find("session.call"), "no frame of the session itself")

-- documentation
check("?tap.new\n", process.run("SOLON help tap.new").output, nil, "?name")
check("? tap\n", process.run("SOLON help tap").output, nil, "?module")
check("??\n", process.run("SOLON help --search ''").output, nil, "?? finds everything")
check("??points\n", process.run("SOLON help --search points").output, nil, "??word")
check("?tap.nwe\n", "", "did you mean 'tap.new'?", "?name mistyped")
check("??zzzz\n", "", "nothing about 'zzzz'", "??word without a match")
check("local x = 5\n?x\n", "x: number\n5\n", nil, "?variable")
check("function f() end\n?f\n", "f: function defined at input 1:1\n", nil, "?function")

-- modules by their short names, and hidden by a variable
check("tap\n", "module solon.tap: ?tap lists its functions, Tab after tap. names them\n", nil, "a module is told in a line")
check("type(tap.new)\ntap = 1\ntap\n", '"function"\n1\n', nil, "a module needs no require")
check("local tap = 2\ntap\n", "2\n", nil, "a local hides it")

-- leaving
check("exit\n1\n", "", nil, "exit")
check("quit\n1\n", "", nil, "quit")
got = process.run("SOLON repl", { input = "os.exit(3)\n" })
t:equal(got.status, 3, "os.exit")
got = process.run("SOLON repl x")
t:equal(got.status, 2, "arguments are a mistake")
got = process.run("SOLON --max-seconds 0.2 repl", { input = "while true do end\nprint('never')\n" })
t:equal(got.status, 124, "the time limit ends the session")
t:ok(got.errors:find("time limit reached") and got.output == "", "and says so")
os.execute("mkfifo " .. process.quote(process.directory .. "/pipe"))
got = process.run("SOLON --max-seconds 0.2 repl", { stdin = "<>" .. process.quote(process.directory .. "/pipe") })
t:equal(got.status, 124, "also while it waits for input")
t:equal(got.errors, "time limit reached\n", "and says so there")
got = process.run("SOLON repl", { input = "while true do pcall(function() while true do end end) end\n'alive'\n", signal = "INT", after = 0.3 })
t:equal(got.output, '"alive"\n', "Ctrl-C ends the input, not the session")
t:ok(got.errors:find("input 1:1: interrupted", 1, true), "and says where it was")
t:ok(not process.run("SOLON repl", { input = "error('x')\n" }).errors:find("\27"), "no colour away from a terminal")

process.clean()
t:done()
