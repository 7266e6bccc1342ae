-- command_line_test.lua - the ways to start Solon, its exit statuses and its messages.

local tap = require "solon.tap"
local process = require "process"
local t = tap.new()
local run, write, quote = process.run, process.write, process.quote

local function check(command, options, want, name)
  local got = run(command, options)
  t:equal(got.status, want.status or 0, name .. ": status")
  if want.output then t:equal(got.output, want.output, name .. ": output") end
  for _, part in ipairs(want.errors or {}) do
    if not t:ok(got.errors:find(part, 1, true), name .. ": says " .. part) then t:note(got.errors) end
  end
  if not want.errors then t:equal(got.errors, "", name .. ": no message") end
  return got
end

-- code from everywhere
local script = write("script.lua", "#!/usr/bin/env solon\nprint(arg[0] ~= nil, #arg, ...)\n")
check("SOLON -e 'print(1 + 1, ...)' a 'b c'", nil, { output = "2\ta\tb c\n" }, "-e with arguments")
check("SOLON " .. quote(script) .. " x y", nil, { output = "true\t2\tx\ty\n" }, "a script with #! and arguments")
check("SOLON - 1 2", { input = "print('stdin', ...)" }, { output = "stdin\t1\t2\n" }, "standard input by -")
check("SOLON", { input = "print(#arg, arg[0])" }, { output = "0\t-\n" }, "a pipe without arguments")
check("SOLON -e ''", nil, { output = "" }, "nothing to do")
check("SOLON -e 'os.exit(7)'", nil, { status = 7 }, "os.exit")
check("SOLON --version", nil, { output = "Solon 0.1.0\n" }, "--version")
local help = check("SOLON --help", nil, {}, "--help")
for _, word in ipairs { "solon run", "solon doctor", "--max-memory", "exit status" } do
  t:ok(help.output:find(word, 1, true), "--help tells of " .. word)
end
for _, command in ipairs { "run", "info", "list", "test", "verify", "help", "doctor", "repl" } do
  local words = command == "verify" and "verify runs/x --help" or command .. " --help"
  local got = check("SOLON " .. words, nil, {}, words)
  t:ok(got.output:find("usage: solon " .. command, 1, true), words .. " prints its usage")
end
local executable = process.executable:sub(1, 1) == "/" and process.executable or os.getenv("PWD") .. "/" .. process.executable
local file = write("hashbang", "#!" .. executable .. "\nprint('run by its #! line', ...)\n")
check("chmod +x " .. quote(file) .. " && " .. quote(file) .. " one", nil, { output = "run by its #! line\tone\n" }, "#! line")

-- the script's directory holds its modules; the standard library cannot be shadowed; no LUA_ variables
os.execute("mkdir -p " .. quote(process.directory .. "/solon") .. " " .. quote(process.directory .. "/data/solon/lua"))
write("neighbour.lua", "return { name = 'beside the script' }")
write("solon/tap.lua", "return 'shadowed'")
write("data/solon/lua/mine.lua", "return 'the user\\'s'")
write("data/solon/lua/neighbour.lua", "return 'not reached'")
local user = "XDG_DATA_HOME=" .. quote(process.directory .. "/data") .. " "
script = write("modules.lua", [[print(require("neighbour").name, type(require "solon.tap"), (require "mine"))]])
check(user .. "SOLON " .. quote(script), nil, { output = "beside the script\ttable\tthe user's\n" }, "order of modules")
check("LUA_INIT='print(1)' LUA_PATH='" .. process.directory .. "/?.lua' SOLON -e 'print(pcall(require, \"neighbour\"))'", nil,
  { output = run("SOLON -e 'print(pcall(require, \"neighbour\"))'").output }, "LUA_PATH and LUA_INIT have no effect")
t:ok(run("SOLON -e 'print(pcall(require, \"neighbour\"))'").output:find("^false"), "a module elsewhere is not found")

-- mistakes on the command line
check("SOLON rnu x", nil, { status = 2, errors = { "no command or file 'rnu'", "did you mean 'run'?" } }, "a mistyped command")
check("SOLON zzzzzz", nil, { status = 2, errors = { "no command or file 'zzzzzz'", "--help" } }, "an unknown command")
check("SOLON --versoin", nil, { status = 2, errors = { "unknown option '--versoin'", "did you mean '--version'?" } }, "a mistyped option")
check("SOLON -e", nil, { status = 2, errors = { "-e: a piece of code expected" } }, "-e without code")
check("SOLON missing.lua", nil, { status = 1, errors = { "missing.lua", "No such file or directory" } }, "a missing script")
check("SOLON /", nil, { status = 1, errors = { "cannot read /" } }, "a directory")
for _, case in ipairs { "--max-memory x", "--max-memory -1", "--max-memory 0", "--max-memory 1T", "--max-seconds x", "--max-seconds 0",
  "--max-seconds nan", "--max-memory", "--max-seconds" } do
  check("SOLON " .. case, nil, { status = 2, errors = { case:match("^%S+") .. ": a" } }, case)
end

-- failing scripts
local failed = check("SOLON -e 'local function inner() error(\"boom\") end inner()'", nil,
  { status = 1, output = "", errors = { "solon: (-e):1: boom", "stack traceback:", "in local 'inner'" } }, "an error")
t:ok(not failed.errors:find("[C]: in ?", 1, true), "the traceback leaves the host out")
check("SOLON -e 'error({})'", nil, { status = 1, errors = { "error with a table as its value" } }, "a table as error")
check("SOLON -e 'error()'", nil, { status = 1, errors = { "error with value nil" } }, "nil as error")
check("SOLON -e 'error(setmetatable({}, { __tostring = function() return \"mine\" end }))'", nil, { status = 1, errors = { "solon: mine" } }, "an error object")
check("SOLON -e 'x ='", nil, { status = 1, errors = { "(-e):1: unexpected symbol near <eof>" } }, "a syntax error")
check("SOLON -e 'print(array.sum { 1 })'", nil, { status = 1, errors = { 'hint: local array = require "solon.array"' } }, "a module without require")
check("SOLON -e 'require \"solon.aray\"'", nil, { status = 1, errors = { "no module 'solon.aray' in the standard library; did you mean 'solon.array'?" } }, "a mistyped module")
local bytecode = write("chunk.luac", "")
run("SOLON -e 'io.open(" .. quote('"' .. bytecode .. '"'):sub(2, -2) .. ", \"wb\"):write(string.dump(function() end)):close()'")
check("SOLON " .. quote(bytecode), nil, { status = 1, errors = { "attempt to load a binary chunk" } }, "a precompiled chunk")

-- output that cannot be written
for _, code in ipairs { "print(1)", "print(1) os.exit(0)", "print(1) os.exit(true, true)", "io.write(1)" } do
  check("SOLON -e '" .. code .. "' >/dev/full", nil, { status = 1, errors = { "standard output" } }, code .. " to a full disk")
end

process.clean()
t:done()
