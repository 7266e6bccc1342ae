-- shell.lua - running the executable under test, and small files, for tests of commands.

local system = require "solon.native.system"

local shell = { solon = assert(system.real_path(os.getenv "SOLON" or "build/bin/solon")) }

-- Protocols and farms see the same standard library whatever the user has in his own directory.
shell.prefix = "XDG_DATA_HOME=/nonexistent "

--- A fresh directory that is removed when the program ends.
function shell.directory()
  local path = assert(system.temporary_directory())
  shell.kept = shell.kept or {}
  table.insert(shell.kept, system.cleanup(path))
  return path
end

local scratch = shell.directory()

--- A function that tests whether a text holds a part and shows the text where it does not.
function shell.says(t)
  return function(text, part, name)
    if not t:ok(text:find(part, 1, true), name or part) then t:note(text) end
  end
end

--- Runs a shell command; exit status, standard output, standard error.
function shell.run(command)
  local _, _, status = os.execute(string.format("(%s) >%s/out 2>%s/err </dev/null", command, scratch, scratch))
  return status, shell.read(scratch .. "/out"), shell.read(scratch .. "/err")
end

--- Runs solon with arguments as one text.
function shell.solon_run(arguments) return shell.run(shell.prefix .. shell.solon .. " " .. arguments) end

--- A function that runs a command of solon with more arguments and a directory of outputs of its own: exit status, all it
--- printed, the directory.
function shell.runner(command)
  local root, number = shell.directory(), 0
  return function(arguments)
    number = number + 1
    local out = root .. "/run" .. number
    local status, text, err = shell.solon_run(string.format("%s --out %s %s", command, out, arguments or ""))
    return status, text .. err, out
  end
end

--- Tests that the tests of a protocol's head pass.
function shell.passes(t, protocol)
  local status, text, err = shell.solon_run("test " .. protocol)
  if not t:equal(status, 0, "solon test " .. protocol) then t:note(text .. err) end
end

--- Tests that a generator writes the fixtures beside it.
function shell.generates(t, generator, names)
  local root = shell.directory()
  local status, _, err = shell.run(shell.solon .. " " .. generator .. " " .. root)
  if not t:equal(status, 0, "the generator runs") then t:note(err) end
  for _, name in ipairs(names) do
    local bundled = shell.read(generator:match "^(.*/)" .. name)
    t:ok(bundled and shell.read(root .. "/" .. name) == bundled, "it writes the bundled " .. name)
  end
end

function shell.read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text
end

function shell.write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

--- The contest's own files of these names; a test that lacks one skips `what`, loudly, and ends.
function shell.real_contest(t, what, ...)
  local paths = {}
  for i, name in ipairs { ... } do
    paths[i] = "../shared/data/dwts/" .. name
    if not shell.read(paths[i]) then
      t:note("LOUD SKIP: no " .. paths[i] .. "; not tested: " .. what)
      t:skip("no " .. paths[i], what)
      t:done()
    end
  end
  return table.unpack(paths)
end

--- Names in a directory joined by blanks, hidden ones too; nil when it is absent.
function shell.names(path)
  local names = system.list_directory(path)
  return names and table.concat(names, " ")
end

return shell
