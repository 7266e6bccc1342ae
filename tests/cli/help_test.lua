-- help_test.lua - solon help and solon doctor: pages, search, suggestions, and the generated files.

local tap = require "solon.tap"
local help = require "solon.help"
local process = require "process"
local t = tap.new()
local run, quote = process.run, process.quote

local function says(command, status, part, name)
  local got = run(command)
  t:equal(got.status, status, name .. ": status")
  local text = status == 0 and got.output or got.errors
  if not t:ok(text:find(part, 1, true), name .. ": says " .. part) then t:note(text) end
  t:equal(status == 0 and got.errors or got.output, "", name .. ": nothing on the other stream")
  return got
end

local index = says("SOLON help", 0, "tap", "the index")
for _, name in ipairs(help.modules) do
  t:ok(index.output:find("\n  " .. name .. " ", 1, true), "the index has " .. name)
  for _, topic in ipairs(require "solon.help.topics") do
  t:ok(index.output:find("\n  " .. topic.name .. " ", 1, true), "the index has " .. topic.name)
  t:equal(run("SOLON help " .. topic.name).output, topic.text .. "\n", "solon help " .. topic.name)
end
local page = says("SOLON help " .. name, 0, help.module(name).module, "module " .. name).output
  for _, entry in ipairs(help.module(name).functions) do
    if not page:find(entry.signature, 1, true) then t:ok(false, name .. "." .. entry.name .. " is on its module's page") end
  end
end
says("SOLON help random", 0, "Draws an order of 1 .. n, all orders equally likely.", "the dots of 1 .. n end no sentence")
says("SOLON help tap.near", 1, "did you mean 'tap.new'?", "near is a method")
local page = says("SOLON help tap.test:near", 0, "Arguments", "a method").output
for _, part in ipairs { "test:near(got, want", "Compares numbers", "options.relative (number)", "default 1e-12", "Returns", "Errors", "number expected", "Example", "--> ok 1 - sum" } do
  t:ok(page:find(part, 1, true), "its page has " .. part)
end
t:equal(run("SOLON help solon.tap").output, run("SOLON help tap").output, "solon.tap and tap are one")
says("SOLON help near", 0, "test:near", "a name that one module has")
says("SOLON help tapp", 1, "no module or function 'tapp'; did you mean 'tap'?", "a mistyped module")
says("SOLON help zzzzzz", 1, "no module or function 'zzzzzz'", "an unknown name")
says("SOLON help --search points", 0, "tap: Test points", "search")
says("SOLON help --search POINT", 0, "tap.test:ok: Reports one point.", "search without case")
says("SOLON help --search zzzzzz", 1, "nothing about 'zzzzzz'", "a search without match")
says("SOLON help --serach x", 2, "unknown option '--serach'; did you mean '--search'?", "a mistyped option")
says("SOLON help --search", 2, "--search takes one value", "a missing value")
says("SOLON help tap.test:near tap.test:ok", 0, "Reports one point.", "two names")
t:equal(run("SOLON help zzzzzz tap.test:ok").status, 1, "two names, one unknown")
says("SOLON help --search geometric mean", 0, "mentioned in: index.ces", "several words, found in the text of an entry")
says("SOLON help --search stdev", 0, "array.standard_deviation", "another word for a standard term")
says("SOLON help --help", 0, "usage: solon help", "--help")

-- generated files
local function read(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return text
end
local directory = process.directory .. "/deep/reference"
says("SOLON help --reference " .. quote(directory), 0, (#help.modules + 1 + #require("solon.help.topics")) .. " files in", "--reference")
index = read(directory .. "/README.md")
for _, name in ipairs(help.modules) do
  t:ok(index:find("(" .. name .. ".md)", 1, true), "the reference's index has " .. name)
  local text, missing = read(directory .. "/" .. name .. ".md"), {}
  for _, entry in ipairs(help.module(name).functions) do
    if not text:find("## " .. name .. "." .. entry.name .. "\n", 1, true) or not text:find(entry.signature, 1, true) or not text:find(entry.example, 1, true) then
      missing[#missing + 1] = entry.name
    end
  end
  t:equal(table.concat(missing, " "), "", "the reference of " .. name .. " has every function")
end
local again = process.directory .. "/again"
run("SOLON help --reference " .. quote(again))
t:equal(os.execute("diff -r " .. quote(directory) .. " " .. quote(again)), true, "the same bytes every time")

directory = process.directory .. "/luacats"
says("SOLON help --luacats " .. quote(directory), 0, #help.modules .. " files in", "--luacats")
for _, name in ipairs(help.modules) do
  local text = read(directory .. "/" .. name .. ".lua")
  local chunk, message = load(text, "=" .. name)
  if t:ok(chunk, name .. ".lua is Lua") then
    t:ok(text:find("---@meta " .. help.module(name).module, 1, true), name .. ".lua is a definition file")
    local defined, missing = chunk(), {}
    for _, entry in ipairs(help.module(name).functions) do
      if not entry.name:find(":") and not entry.name:find("%.") and not defined[entry.name] then missing[#missing + 1] = entry.name end
      if entry.name:find(":") and not text:find("function " .. entry.name .. "(", 1, true) then missing[#missing + 1] = entry.name end
    end
    t:equal(table.concat(missing, " "), "", name .. ".lua has every function")
  else
    t:note(message)
  end
end
says("SOLON help --reference /proc/no/where", 1, "/proc/no", "a directory that cannot be made")

-- doctor
local doctor = says("SOLON doctor", 0, "ok      lua           5.4", "doctor").output
for _, name in ipairs { "solon", "gsl", "openblas", "duckdb", "readline", "processor", "memory", "numbers" } do
  t:ok(doctor:find("\n%a+ +" .. name) or doctor:find("^%a+ +" .. name), "doctor tells of " .. name)
end
says("SOLON doctor x", 2, "takes no arguments", "doctor with an argument")
local got = run("SOLON_DUCKDB_LIBRARY=/no/libduckdb.so SOLON doctor")
t:equal(got.status, 1, "without DuckDB the doctor is not content")
t:ok(got.output:find("MISSING duckdb") and got.output:find("/no/libduckdb.so", 1, true), "and says what was tried")
t:ok(run("SOLON --max-memory 1G doctor").output:find("limit 1.0 GiB", 1, true), "doctor tells the memory limit")

process.clean()
t:done()
