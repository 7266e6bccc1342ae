-- init.lua - the session at the prompt: reads an input, evaluates it, prints what it gives.
--
--   an expression       prints its value, which `_` then names; a `;` at its end keeps it quiet
--   statements          top-level locals live on
--   ?name               documentation of a module or function, or what a variable is
--   ??word              searches the documentation
--   array.sum{1, 2}     a documented module needs no require here
--
-- The loop holds no terminal code: `options` gives it a reader and writers, so tests drive it as pipes do.

local complete = require "solon.repl.complete"
local help = require "solon.help"
local host = require "solon.native.session"
local page = require "solon.help.page"
local session = require "solon.repl.session"
local show = require "solon.repl.show"
local system = require "solon.native.system"

local repl = {}

local Loop = {}
Loop.__index = Loop

-- Documented modules come by their short name; a global of that name, once set, hides the module.
local function make_modules_global(globals)
  setmetatable(globals, { __index = function(_, name)
    for _, known in ipairs(help.modules) do
      if known == name then return require(help.module(name).module) end
    end
    return nil
  end })
end

--- Starts a loop; options: read(prompt) -> line or nil and a reason; write(text) and write_error(text);
--- colour; add_history(text).
function repl.new(options)
  return setmetatable({ session = session.new(_G), failed = false, options = options }, Loop)
end

local function paint(self, text, code)
  return self.options.colour and "\27[" .. code .. "m" .. text .. "\27[0m" or text
end

-- The last parts of documented names: those of one module, else of all methods and of the functions over arrays.
local function documented(module)
  local names = {}
  for _, known in ipairs(help.modules) do
    for _, entry in ipairs(module == nil and help.module(known).functions or known == module and help.module(known).functions or {}) do
      if module or entry.name:find(":", 1, true) or known == "array" then names[#names + 1] = entry.name:match("[%w_]+$") end
    end
  end
  table.sort(names)
  return names
end

-- A name near one that is none: a function of the module before it in the line of source, or a method.
local function near_function(message, line)
  local kind, name = message:match("^[^\n]-attempt to call a nil value %((%a+) '([%w_]+)'%)")
  if kind ~= "field" and kind ~= "method" then return nil end
  local module = kind == "field" and (line or ""):match("([%w_]+)%." .. name .. "%f[^%w_]") or nil
  if kind == "field" and not module then return nil end
  local names = documented(module)
  local term = page.standard_term(name)
  for _, known in ipairs(names) do
    if known == term then return term end
  end
  return #names > 0 and system.nearest(name, names) or nil
end

-- A name near the undefined one that a message is about.
local function hint(self, message, line)
  local name = message:match("^[^\n]-%(global '([%w_]+)'%)")
  local nearest
  if name then
    local names = self.session:names()
    for _, known in ipairs(help.modules) do names[#names + 1] = known end
    for known in pairs(self.session.globals) do
      if type(known) == "string" then names[#names + 1] = known end
    end
    table.sort(names)
    nearest = system.nearest(name, names)
  else
    nearest = near_function(message, line)
  end
  return nearest and "  hint: did you mean '" .. nearest .. "'?"
end

-- The message, the line of source it is about, a hint, the rest of the traceback.
function Loop:report(message)
  self.failed = true
  message = message:gsub("^solon/repl/%w+%.lua:%d+: ", "") -- error(text, 2) blames whoever ran the input
  local first, rest = message:match("^([^\n]*)(.*)$")
  local lines = { paint(self, first, "31") }
  local line = self.session:source_line(first)
  if line and line:find("%S") then lines[#lines + 1] = "  | " .. line end
  lines[#lines + 1] = hint(self, first, line)
  -- a traceback of one frame says no more than the message
  local frames = 0
  for frame in rest:gmatch("\n\t([^\n]+)") do
    if not frame:find("^%[C%]") and not frame:find("^%(") then frames = frames + 1 end
  end
  if frames > 1 then lines[#lines + 1] = rest:sub(2):gsub("in upvalue 'chunk'", "in main chunk")
  elseif rest:find("^\n[^\n]") then lines[#lines + 1] = rest:gsub("\nstack traceback:.*", ""):match("^\n(.+)") end
  self.options.write_error(table.concat(lines, "\n") .. "\n")
end

local function keep_and_show(self, quiet, ...)
  local results = table.pack(...)
  if results.n == 0 then return end
  self.session:set("_", results[1])
  if not quiet then self.options.write(show.results(results) .. "\n") end
end

-- What a session variable or global is, for a name that has no entry.
local function describe(self, name)
  local value = self.session:value(name:match("^[%w_]+"))
  for field in name:gmatch("[.:]([%w_]+)") do
    value = type(value) == "table" and rawget(value, field) or nil
  end
  if value == nil then return nil end
  if type(value) ~= "function" then return name .. ": " .. type(value) .. "\n" .. show.value(value) end
  local info = debug.getinfo(value, "S")
  if info.what == "C" then return name .. ": function of the host or of Lua itself, see the Lua 5.4 manual" end
  return string.format("%s: function defined at %s:%d", name, info.short_src, info.linedefined)
end

function Loop:document(name)
  if name == "" then return self.options.write(page.index() .. "\n") end
  local text, message = page.find(name)
  text = text or describe(self, name)
  if text then return self.options.write(text .. "\n") end
  self.failed = true
  self.options.write_error(message .. "\n")
end

function Loop:search(word)
  local text = page.search(word)
  if text then return self.options.write(text .. "\n") end
  self.failed = true
  self.options.write_error("nothing about '" .. word .. "'\n")
end

-- Runs f(...) so that Ctrl-C ends it alone; false when the session must end.
function Loop:guarded(f, ...)
  local ok, message, reason = host.call(f, ...)
  if ok then return true end
  self:report(message)
  self.out_of_time = reason == "time_limit"
  return not self.out_of_time
end

--- Takes one input.  Returns "more" when it goes on in the next line, "leave" to end the session.
function Loop:input(code)
  local search, name = code:match("^%s*%?%?%s*(.-)%s*$"), code:match("^%s*%?%s*(.-)%s*$")
  if search then return self:guarded(self.search, self, search) and "done" or "leave" end
  if name then return self:guarded(self.document, self, name) and "done" or "leave" end
  if code:find("^%s*exit%s*$") or code:find("^%s*quit%s*$") then return "leave" end
  local bare, semicolon = code:match("^(.-)%s*(;?)%s*$")
  if bare == "" then return "done" end
  local chunk, kind, message = self.session:compile(semicolon == ";" and load("return " .. bare) and bare or code)
  if not chunk then
    if kind == "incomplete" then return "more" end
    self:report(message)
    return "done"
  end
  local function evaluate() keep_and_show(self, semicolon == ";" or not kind, chunk()) end
  return self:guarded(evaluate) and "done" or "leave"
end

--- Reads and evaluates to the end of input; the exit status: 0, 1 when an input failed, 124 when the
--- time limit ended the session.
function Loop:run()
  local read, pending, last = self.options.read, nil, nil
  while true do
    local line, reason = read(pending and ">> " or "> ")
    if line then
      local code = pending and pending .. "\n" .. line or line
      local outcome = self:input(code)
      pending = outcome == "more" and code or nil
      if not pending and code:find("%S") and code ~= last then
        self.options.add_history(code)
        last = code
      end
      if outcome == "leave" then break end
    elseif reason == "end" then
      if pending then self:report(select(2, load(pending, "=input " .. self.session.inputs + 1))) end
      break
    elseif reason == "time_limit" then
      self.out_of_time = true
      self.options.write_error("time limit reached\n")
      break
    else
      pending = nil
    end
  end
  return self.out_of_time and 124 or self.failed and 1 or 0
end

local function history_file()
  local state, home = system.environment("XDG_STATE_HOME"), system.environment("HOME")
  local directory = state and state:find("^/") and state .. "/solon" or home and home .. "/.local/state/solon"
  if directory and system.make_directory(directory) then return directory .. "/history" end
  return nil
end

-- At a terminal: line editing, history, completion, colour.
local function run_at_terminal(options)
  local loop, file = repl.new(options), history_file()
  options.colour = not system.environment("NO_COLOR") and system.environment("TERM") ~= "dumb"
  host.set_completer(function(line, first, last) return complete.candidates(loop.session, line, first, last) end)
  if file then host.load_history(file) end
  options.write("Solon " .. system.version .. ", " .. _VERSION .. ".  ?name explains, ??word searches, Ctrl-D leaves.\n")
  local status = loop:run()
  options.write("\n")
  if file then host.save_history(file) end
  return status == 124 and status or 0 -- a slip at the prompt is no failure
end

--- The whole session on standard input and output: the exit status.
function repl.main()
  make_modules_global(_G)
  local options = {
    read = host.read,
    write = function(text) io.stdout:write(text) end,
    write_error = function(text)
      io.stdout:flush()
      io.stderr:write(text)
    end,
    add_history = host.add_history,
  }
  if host.is_terminal(0) and host.is_terminal(1) then return run_at_terminal(options) end
  return repl.new(options):run()
end

return repl
