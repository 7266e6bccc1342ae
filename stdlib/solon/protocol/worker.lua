-- worker.lua - calls a function of a module in a farm's worker, where the module may be a protocol's own.

local environment = require "solon.protocol.environment"
local library = require "solon.protocol.library"

local worker = {}
local call

--- shared: { protocol (name or path), module, call, shared }.
function worker.setup(shared)
  local protocol = assert(library.load(shared.protocol))
  local env = environment.new(protocol, function(line) io.stderr:write(line, "\n") end)
  local module = env.require(shared.module)
  if type(module) ~= "table" or type(module[shared.call]) ~= "function" then
    error(string.format("module '%s' has no function '%s'", shared.module, shared.call), 0)
  end
  if shared.shared ~= nil and type(module.setup) == "function" then module.setup(shared.shared) end
  call = module[shared.call]
end

function worker.work(task) return call(task) end

return worker
