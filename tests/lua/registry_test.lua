-- registry_test.lua - every public function has an entry; every example prints what it says; every
-- documented error is raised; and every example survives an allocation failure at any point.
--
-- `solon tests/lua/registry_test.lua MODULE …` restricts the run to those modules.

local tap = require "solon.tap"
local help = require "solon.help"
local system = require "solon.native.system"
local testing = require "solon.native.testing"
local t = tap.new()

-- Examples write their files into TMPDIR: a folder of this run alone, so that two runs do not meet.
local folder = assert(system.temporary_directory())
local cleanup <close> = system.cleanup(folder)
local example_os = setmetatable({ getenv = function(name) return name == "TMPDIR" and folder or os.getenv(name) end }, { __index = os })

local function modules_to_test()
  if #arg > 0 then return arg end
  return help.modules
end

-- The example's text with its expected output: what follows "-->" on each line, in order.
local function expected_output(example)
  local lines = {}
  for line in example:gmatch("[^\n]+") do
    local text = line:match("%-%->%s?(.*)$")
    if text then lines[#lines + 1] = text end
  end
  return lines
end

local function load_example(code, short_name, module, print_line)
  local environment = setmetatable({ [short_name] = module, os = example_os, print = function(...)
    local parts = table.pack(...)
    for i = 1, parts.n do parts[i] = tostring(parts[i]) end
    for line in (table.concat(parts, "\t") .. "\n"):gmatch("([^\n]*)\n") do print_line(line) end
  end }, { __index = _G })
  return load(code, "=example", "t", environment)
end

local function check_example(entry, short_name, module, label)
  local got = {}
  local chunk, message = load_example(entry.example, short_name, module, function(line) got[#got + 1] = line end)
  if not chunk then return t:ok(false, label .. ": example compiles") or t:note(message) end
  local ok, err = pcall(chunk)
  if not ok then return t:ok(false, label .. ": example runs") or t:note(tostring(err)) end
  local want = expected_output(entry.example)
  t:ok(#want > 0, label .. ": example shows its output")
  t:equal(table.concat(got, "\n"), table.concat(want, "\n"), label .. ": example prints what it says")
end

local function check_errors(entry, short_name, module, label)
  -- a function that accepts every value has no bad input; it says so by accepts_anything
  if #(entry.arguments or {}) == 0 or entry.accepts_anything then return end
  if not t:ok(entry.errors and #entry.errors > 0, label .. ": documents what bad input raises") then return end
  for _, case in ipairs(entry.errors) do
    local chunk, message = load_example("return " .. case[1], short_name, module, function() end)
    if not chunk then chunk = load_example(case[1], short_name, module, function() end) end
    if not chunk then t:ok(false, label .. ": " .. case[1] .. " " .. message)
    else t:raises(chunk, case[2], label .. ": " .. case[1] .. " raises") end
  end
end

-- Fails the n-th allocation and all after it, for growing n, until the example gets through.
local function sweep_allocations(entry, short_name, module, label)
  if entry.sweep == false then return end
  local chunk = load_example(entry.example, short_name, module, function() end)
  if not chunk then return end
  pcall(chunk) -- modules and lazy libraries are loaded now
  local count, runs = 0, 0
  while true do
    collectgarbage()
    testing.fail_after(count)
    local ok, message = pcall(chunk)
    local refused = testing.fail_never()
    runs = runs + 1
    if not refused then
      return t:ok(ok, string.format("%s: survives a refused allocation at any of %d points", label, runs - 1))
    end
    if ok or not tostring(message):find("memory", 1, true) then
      -- a library may absorb a refusal and answer otherwise; a wrong answer is a failure, a clean error is not
      if ok and not entry.absorbs_refusal or not ok and not entry.environment_error then
        t:ok(false, label .. ": allocation " .. count .. " refused gives a memory error")
        return t:note(ok and "no error" or tostring(message))
      end
    end
    count = count + 1 + count // 40
  end
end

-- Public functions of the module table and of the classes it declares, as entry names.
local function public_names(document, module)
  local names = {}
  for name, value in pairs(module) do
    if type(value) == "function" and not tostring(name):find("^_") then names[#names + 1] = name end
  end
  for class, make in pairs(document.classes or {}) do
    local metatable = debug.getmetatable(make())
    local methods = metatable and metatable.__index
    if type(methods) == "table" and methods ~= module then
      for name, value in pairs(methods) do
        if type(value) == "function" and not tostring(name):find("^_") then names[#names + 1] = class .. ":" .. name end
      end
    end
  end
  table.sort(names)
  return names
end

for _, short_name in ipairs(modules_to_test()) do
  local document = help.module(short_name)
  local module = require(document.module)
  local documented = {}
  for _, entry in ipairs(document.functions) do
    local label = short_name .. "." .. entry.name
    t:ok(not documented[entry.name], label .. ": one entry")
    documented[entry.name] = true
    t:ok(entry.signature and entry.summary and entry.arguments and entry.returns and entry.example,
      label .. ": entry is complete")
    check_example(entry, short_name, module, label)
    check_errors(entry, short_name, module, label)
    sweep_allocations(entry, short_name, module, label)
  end
  for _, name in ipairs(public_names(document, module)) do
    t:ok(documented[name], short_name .. "." .. name .. " is documented")
  end
end
t:done()
