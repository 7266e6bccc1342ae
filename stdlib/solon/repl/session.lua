-- session.lua - evaluation with memory: locals declared at the top level live on.
--
-- Every such local is a cell of its own.  Code is compiled as a function inside `local a, b; ...` for
-- the cells it names, and each of these upvalues is then joined to its cell.  So a closure keeps the
-- variable it captured, a later `local x` makes a new one, and loops run at the speed of upvalues.

local source = require "solon.repl.source"

local Session = {}
Session.__index = Session

local session = {}

--- Starts a session; `globals` is the table of globals (default: _G).
function session.new(globals)
  return setmetatable({ globals = globals or _G, cells = {}, inputs = 0, sources = {} }, Session)
end

-- A variable: a function that reads it (its only upvalue is the variable) and one that writes it.
local function new_cell(value)
  return { get = function() return value end, set = function(new) value = new end }
end

--- The value of a session variable or global, without calling metamethods.
function Session:value(name)
  local cell = self.cells[name]
  if cell then return cell.get() end
  return rawget(self.globals, name)
end

--- Gives a session variable a value, making it if need be.
function Session:set(name, value)
  if self.cells[name] then self.cells[name].set(value) else self.cells[name] = new_cell(value) end
end

--- The names of the session's variables, sorted.
function Session:names()
  local names = {}
  for name in pairs(self.cells) do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- The code as an expression if it is one, else as statements; nil and the message when neither.  An
-- expression is handed to a function, for `return f()` would be a tail call: the input would be missing
-- from tracebacks, and errors would be blamed on the session.
local function parse(code, chunk_name)
  if load("return " .. code, chunk_name) then return "return __values(" .. code .. "\n)", {}, true end
  local chunk, message = load(code, chunk_name)
  if not chunk then return nil, message end
  return source.session_variables(code)
end

local function wrap(self, body, names, chunk_name)
  local prefix = #names > 0 and "local " .. table.concat(names, ",") .. "; " or ""
  local maker = assert(load("local __values = ...; " .. prefix .. "return function(...) " .. body .. "\nend", chunk_name, "t", self.globals))
  local chunk = maker(function(...) return ... end)
  for i = 1, math.huge do
    local name = debug.getupvalue(chunk, i)
    if not name then return chunk end
    if self.cells[name] then debug.upvaluejoin(chunk, i, self.cells[name].get, 1) end
  end
end

--- Compiles one input.  Returns a function, and whether it is an expression; or nil and "incomplete";
--- or nil, "error" and the message.
function Session:compile(code)
  local chunk_name = "=input " .. self.inputs + 1
  local body, declared, is_expression = parse(code, chunk_name)
  if not body then
    if source.incomplete(declared) then return nil, "incomplete" end
    self:remember(code)
    return nil, "error", declared
  end
  self:remember(code)
  for _, name in ipairs(declared) do self.cells[name] = new_cell(self:value(name)) end
  local names = {}
  for name in pairs(source.names(body)) do
    if self.cells[name] then names[#names + 1] = name end
  end
  table.sort(names)
  return wrap(self, body, names, chunk_name), is_expression or false
end

-- Inputs are numbered, so that a message can be shown with its line.
function Session:remember(code)
  self.inputs = self.inputs + 1
  self.sources[self.inputs] = code
end

--- The line of source that a message such as "input 3:1: ..." is about, or nil.
function Session:source_line(message)
  local input, line = message:match("^input (%d+):(%d+):")
  local code = input and self.sources[tonumber(input)]
  if not code then return nil end
  local number = 0
  for text in (code .. "\n"):gmatch("([^\n]*)\n") do
    number = number + 1
    if number == tonumber(line) then return text end
  end
  return nil
end

return session
