-- system_test.lua - solon.native.system: bad input, what the operating system refuses, refused memory.

local tap = require "solon.tap"
local system = require "solon.native.system"
local testing = require "solon.native.testing"
local t = tap.new()

local root = assert(system.temporary_directory())
local cleanup <close> = system.cleanup(root)
local file, absent = root .. "/file", root .. "/no/such"
assert(system.write_file(file, "content"))

-- every function that takes a path refuses what is none
for _, name in ipairs { "read_file", "write_file", "replace", "make_directory", "list_directory",
  "exists", "is_directory", "file_size", "remove", "real_path", "sha256_file", "journal", "cleanup" } do
  t:raises(function() system[name](1, "x") end, "string expected, got number", name .. " of a number")
  t:raises(function() system[name]("a\0b", "x") end, "zero byte", name .. " of a path with a zero byte")
end
t:raises(function() system.write_file(file, 1) end, "bad argument #2", "write_file of a number")
t:raises(function() system.sha256() end, "string expected", "sha256 of nothing")
t:raises(function() system.terminal_width("x") end, "known: stdin, stdout, stderr", "unknown stream")
t:raises(function() system.nearest("x", { 1 }) end, "sequence of strings", "nearest among numbers")
t:raises(function() system.threads(0) end, "[1, 1024]", "no threads")
t:raises(function() system.number_text("1") end, "number expected", "number_text of a string")

-- what the operating system refuses returns nil, message with the path, code
for _, call in ipairs { { "read_file", absent }, { "write_file", absent, "x" }, { "list_directory", absent },
  { "file_size", absent }, { "real_path", absent }, { "sha256_file", absent }, { "journal", absent },
  { "make_directory", file .. "/x" }, { "write_file", "/dev/full", "x" }, { "read_file", root } } do
  local value, message, code = system[call[1]](call[2], call[3])
  t:ok(value == nil and message:find(call[2], 1, true) and code == "io", call[1] .. " of " .. call[2]:gsub(root, "…"))
end
t:equal(select(3, system.read_file(file, 3)), "io", "a file beyond the limit")

-- journals
local journal = assert(system.journal(root .. "/journal"))
t:equal(journal:append("one"), true, "append")
t:raises(function() journal:append("a\nb") end, "cannot contain a newline", "a line is one line")
t:raises(function() journal:truncate(99) end, "[0, 4]", "truncate beyond the end")
journal:close()
t:raises(function() journal:append("x") end, "the journal is closed", "append after close")
t:raises(function() journal.append(1) end, "solon.native.journal expected", "append to something else")

-- cleanup
local place = assert(system.temporary_directory())
do local gone <close> = system.cleanup(place) end
t:equal(system.exists(place), false, "a cleanup removes its path at the end of the block")
local kept = system.cleanup(file)
kept:release()
kept:close()
t:ok(system.exists(file), "a released cleanup does not")

-- facts
t:equal(system.sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "sha256 of abc (FIPS 180-4)")
t:equal(system.sha256_file(file), system.sha256("content"), "the same for a file")
t:ok(system.cpu_class():find("^[%w_.-]+/[%w_/]+$"), "class of processor: " .. system.cpu_class())
t:ok(system.cpu_count() >= 1 and system.wall_clock() <= system.wall_clock() and system.cpu_clock() > 0, "clocks")
t:equal(system.environment("SOLON_NO_SUCH_VARIABLE"), nil, "an absent variable")
t:ok(#system.libraries() > 5 and system.libraries()[1].version:find("%d"), "libraries")
t:equal(system.nearest("aplha", { "beta", "alpha" }), "alpha", "nearest")
t:equal(system.nearest("x", {}), nil, "nearest of none")
t:equal(system.number_text(0.1 + 0.2), "0.30000000000000004", "number_text")

-- memory refused at any point gives a memory error and leaves nothing behind
local function work()
  assert(system.write_file(root .. "/m", "x"))
  local j <close> = assert(system.journal(root .. "/j"))
  assert(j:append("x"))
  assert(system.read_file(root .. "/m"))
  assert(system.list_directory(root))
  assert(system.real_path(root))
  assert(system.sha256_file(root .. "/m"))
  system.nearest("a", { "b", "c" })
  system.libraries()
  system.date("%Y")
end
work()
local count, clean = 0, true
repeat
  collectgarbage()
  testing.fail_after(count)
  local ok, message = pcall(work)
  local refused = testing.fail_never()
  if not ok and not tostring(message):find("memory", 1, true) then
    clean = false
    t:note(message)
  end
  count = count + 1
until not refused
t:ok(clean and count > 20, "memory refused at any of " .. count .. " points gives a memory error")
collectgarbage()
t:equal(table.concat(system.list_directory(root), " "), "file j journal m", "and no temporary file stays")
t:done()
