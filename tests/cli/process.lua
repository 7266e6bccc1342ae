-- process.lua - runs the executable for a test: what it printed, its exit status, how long it took.

local system = require "solon.native.system"

local process = { executable = os.getenv("SOLON") or "build/bin/solon" }

--- A directory for the test's files, removed by process.clean().
process.directory = assert(system.temporary_directory())

function process.clean()
  os.execute("rm -rf '" .. process.directory .. "'")
end

local function read(name)
  local file = assert(io.open(process.directory .. "/" .. name, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

--- Writes a file of the test; its path.
function process.write(name, text)
  local path = process.directory .. "/" .. name
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

--- A word of a shell command.
function process.quote(word)
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

--- Runs a shell command in which SOLON stands for the executable; options: input (text of standard
--- input, default empty), stdin
--- (a redirection instead, such as "</dev/null"), signal and after (sends the signal after so many seconds).
--- Gives { status, output, errors, seconds }; the status of a signal that killed is 128 + its number.
function process.run(command, options)
  options = options or {}
  local input = process.write("input", options.input or "")
  local solon = process.quote(process.executable)
  if options.signal then
    solon = string.format("timeout --preserve-status -s %s %s %s", options.signal, system.number_text(options.after), solon)
  end
  command = command:gsub("%f[%w_]SOLON%f[^%w_]", function() return solon end)
  local line = string.format("{ %s ; } %s >%s/output 2>%s/errors", command, options.stdin or "<" .. process.quote(input),
    process.directory, process.directory)
  local start = system.wall_clock()
  local _, kind, status = os.execute(line)
  return { status = kind == "signal" and 128 + status or status, output = read("output"), errors = read("errors"),
    seconds = system.wall_clock() - start }
end

return process
