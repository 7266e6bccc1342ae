-- verify.lua - running a finished run again and comparing what it wrote.

local compare = require "solon.protocol.compare"
local head = require "solon.protocol.head"
local library = require "solon.protocol.library"
local manifest = require "solon.protocol.manifest"
local runner = require "solon.protocol.runner"
local system = require "solon.native.system"

local verify = {}

-- The protocol a manifest names, if it still is the same.
local function same_protocol(record)
  local source = record.protocol.source or {}
  local protocol, message, code = library.load(source.kind == "file" and source.path or record.protocol.name)
  if not protocol then return nil, message, code end
  if protocol.source.hash ~= record.protocol.hash then
    return nil, string.format("protocol %s has changed since the run (%.12s… then, %.12s… now)", record.protocol.name,
      tostring(record.protocol.hash), protocol.source.hash), "changed"
  end
  return protocol
end

-- Numbers of the manifest in the types the protocol declares.
local function typed_parameters(protocol, parameters)
  local values = {}
  for name, parameter in pairs(protocol.head.params) do
    local value = parameters[name]
    if parameter.type == "integer" and value then value = math.tointeger(value) or value end
    values[name] = value
  end
  return values
end

-- The inputs of the run by name -> path, each with the content it had; bundled ones are found by the run.
local function find_inputs(protocol, record, given)
  local paths = {}
  local names = head.sorted_keys(record.inputs or {})
  for _, name in ipairs(head.sorted_keys(given)) do
    if not (record.inputs or {})[name] then
      return nil, string.format("'%s' is no input of this run%s", name, head.suggestion(name, names)), "bad_argument"
    end
  end
  for _, name in ipairs(names) do
    local input = record.inputs[name]
    local path = given[name] or input.path
    if input.bundled and not given[name] then
      local text = protocol.source.bundled(input.bundled)
      if not text or system.sha256(text) ~= input.sha256 then
        return nil, string.format("input '%s': the bundled file '%s' has changed since the run", name, input.bundled), "changed"
      end
    else
      local sha256, message, code = system.sha256_file(path)
      if not sha256 then
        return nil, string.format("input '%s': %s; --%s FILE names another place", name, message, name), code
      end
      if sha256 ~= input.sha256 then
        return nil, string.format("input '%s': '%s' has changed since the run", name, path), "changed"
      end
      paths[name] = path
    end
  end
  return paths
end

local function compare_output(directory, again, name, record, same_class)
  local want = directory .. "/" .. name
  local sha256, message = system.sha256_file(want)
  if not sha256 then return { name = name, verdict = "missing", detail = message } end
  if sha256 ~= record.sha256 then
    return { name = name, verdict = "altered", detail = "differs from its hash in the manifest" }
  end
  local verdict, detail = compare.files(want, again .. "/" .. name, not same_class and record.tolerance or nil)
  return { name = name, verdict = verdict, detail = detail }
end

local function compare_all(directory, again, record, done)
  local same_class = record.cpu_class == system.cpu_class()
  local result = { directory = directory, protocol = record.protocol.name, same_class = same_class,
    cpu_class = record.cpu_class, outputs = {}, passed = true }
  local names, outputs = {}, record.outputs or {}
  for name in pairs(outputs) do names[name] = true end
  for name in pairs(done.manifest.outputs) do names[name] = true end
  for _, name in ipairs(head.sorted_keys(names)) do
    local row = outputs[name] and compare_output(directory, again, name, outputs[name], same_class)
      or { name = name, verdict = "missing", detail = "the run did not have it" }
    result.outputs[#result.outputs + 1] = row
    if row.verdict ~= "same" and row.verdict ~= "within tolerance" then result.passed = false end
  end
  return result
end

--- Runs the run in `directory` again.  settings: inputs (name -> path, where they lie now), jobs, quiet.  Gives
--- { directory, protocol, same_class, cpu_class, outputs = { {name, verdict, detail} … }, passed }; nil,
--- message, code.
function verify.directory(directory, settings)
  local record, message, code = manifest.read(directory)
  if not record then return nil, message, code end
  if record.status ~= "complete" then
    return nil, string.format("the run in '%s' is not complete; the same command finishes it", directory), "incomplete"
  end
  local protocol, inputs, temporary
  protocol, message, code = same_protocol(record)
  if not protocol then return nil, message, code end
  inputs, message, code = find_inputs(protocol, record, settings.inputs or {})
  if not inputs then return nil, message, code end
  temporary, message, code = system.temporary_directory()
  if not temporary then return nil, message, code end
  local cleanup <close> = system.cleanup(temporary)
  local done
  done, message, code = runner.run(protocol, {
    params = typed_parameters(protocol, record.parameters or {}), inputs = inputs, seed = math.tointeger(record.seed),
    jobs = settings.jobs, out = temporary .. "/run", quiet = settings.quiet, print = function() end,
  })
  if not done then return nil, message, code end
  return compare_all(directory, temporary .. "/run", record, done)
end

return verify
