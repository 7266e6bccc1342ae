-- tap.lua - a small producer of the Test Anything Protocol, read by `prove`.
--
--   local tap = require "solon.tap"
--   local t = tap.new()
--   t:equal(1 + 1, 2, "one and one")
--   t:done()

local tap = {}
local Test = {}
Test.__index = Test

local function show(value)
  if math.type(value) == "float" then return string.format("%.17g", value) end
  if type(value) == "string" then return string.format("%q", value) end
  return tostring(value)
end

--- Starts a test file; options.output is a function that takes a line (default: standard output).
function tap.new(options)
  if options ~= nil and type(options) ~= "table" then
    error("bad argument #1 to 'new' (table of options expected, got " .. type(options) .. ")", 2)
  end
  for name in pairs(options or {}) do
    if name ~= "output" then error("bad argument #1 to 'new' (unknown option '" .. tostring(name) .. "'; known: output)", 2) end
  end
  options = options or {}
  local write = options.output or function(line) io.stdout:write(line, "\n") end
  return setmetatable({ points = 0, failures = 0, write = write }, Test)
end

--- Reports one point; returns whether it passed.
function Test:ok(passed, name)
  self.points = self.points + 1
  if not passed then self.failures = self.failures + 1 end
  self.write(string.format("%sok %d - %s", passed and "" or "not ", self.points,
    (tostring(name or "(no name)"):gsub("[\n#]", " "))))
  if not passed then
    local where = debug.getinfo(2, "Sl")
    if where and where.source == "@solon/tap.lua" then where = debug.getinfo(3, "Sl") end
    if where then self:note(string.format("  failed at %s:%d", where.short_src, where.currentline)) end
  end
  return passed and true or false
end

--- A comment, one line or several.
function Test:note(text)
  for line in tostring(text):gmatch("[^\n]+") do self.write("# " .. line) end
end

--- got == want; NaN agrees with NaN.
function Test:equal(got, want, name)
  local same = got == want or (got ~= got and want ~= want)
  if not self:ok(same, name) then self:note("  got " .. show(got) .. ", want " .. show(want)) end
  return same
end

--- |got - want| <= absolute + relative |want|; options relative (default 1e-12), absolute (default 0).
function Test:near(got, want, options, name)
  if type(options) ~= "table" then options, name = {}, options end
  if type(want) ~= "number" then
    error("bad argument #2 to 'near' (number expected, got " .. type(want) .. ")", 2)
  end
  local relative, absolute = options.relative or 1e-12, options.absolute or 0
  local close = type(got) == "number" and (got == want or (got ~= got and want ~= want)
    or math.abs(got - want) <= absolute + relative * math.abs(want))
  if not self:ok(close, name) then
    self:note(string.format("  got %s, want %s", show(got), show(want)))
    if type(got) == "number" and want ~= 0 then
      self:note(string.format("  relative error %.3g", math.abs(got / want - 1)))
    end
  end
  return close
end

local function difference(got, want, path)
  if type(got) == "table" and type(want) == "table" then
    for key, value in pairs(want) do
      local found = difference(got[key], value, path .. "." .. tostring(key))
      if found then return found end
    end
    for key in pairs(got) do
      if want[key] == nil then return path .. "." .. tostring(key) .. ": not wanted" end
    end
    return nil
  end
  if got == want or (got ~= got and want ~= want) then return nil end
  return string.format("%s: got %s, want %s", path, show(got), show(want))
end

--- Tables are compared by content, to any depth.
function Test:same(got, want, name)
  local found = difference(got, want, "value")
  if not self:ok(found == nil, name) then self:note("  " .. found) end
  return found == nil
end

--- call() must raise, and the message (tostring of the error) must contain `part` (plain text).
function Test:raises(call, part, name)
  if type(call) ~= "function" then
    error("bad argument #1 to 'raises' (function expected, got " .. type(call) .. ")", 2)
  end
  local ok, message = pcall(call)
  message = tostring(message)
  local good = not ok and (part == nil or message:find(part, 1, true) ~= nil)
  if not self:ok(good, name) then
    self:note(ok and "  did not raise" or "  raised: " .. message)
    if part then self:note("  wanted: " .. part) end
  end
  return good
end

--- Counts one point as skipped, with the reason.
function Test:skip(reason, name)
  if type(reason) ~= "string" then
    error("bad argument #1 to 'skip' (string expected, got " .. type(reason) .. ")", 2)
  end
  self.points = self.points + 1
  self.write(string.format("ok %d - %s # SKIP %s", self.points, name or "", reason))
end

--- Prints the plan and, unless options.exit is false, ends the program with 0 or 1.
function Test:done(options)
  self.write("1.." .. self.points)
  if options and options.exit == false then return self.failures == 0 end
  os.exit(self.failures == 0, true)
end

return tap
