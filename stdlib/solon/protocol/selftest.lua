-- selftest.lua - the tests in the head of a protocol: each runs with one worker and with two, which must
-- give the same bytes, and its outputs are compared with the golden files beside the protocol.

local compare = require "solon.protocol.compare"
local head = require "solon.protocol.head"
local runner = require "solon.protocol.runner"
local system = require "solon.native.system"

local selftest = {}

-- Fixture inputs as files; nil, message when one is missing.
local function place_inputs(protocol, files, directory)
  local paths = {}
  for _, name in ipairs(head.sorted_keys(files or {})) do
    local text = protocol.source.bundled(files[name])
    if not text then return nil, string.format("fixture '%s' is missing", files[name]) end
    paths[name] = directory .. "/" .. files[name]:match("[^/]+$")
    assert(system.write_file(paths[name], text))
  end
  return paths
end

local function check_golden(t, protocol, test, directory, label)
  for _, output in ipairs(head.sorted_keys(test.golden or {})) do
    local file = test.golden[output]
    local want = protocol.source.bundled(file)
    local got, message = system.read_file(directory .. "/" .. output)
    if not want or not got then
      t:ok(false, string.format("%s: %s", label, output))
      t:note(want and message or "golden file '" .. file .. "' is missing")
    else
      local verdict, detail = compare.texts(want, got, head.output(protocol.head.outputs, output).tolerance)
      t:ok(verdict ~= "differs", string.format("%s: %s is as expected", label, output))
      if verdict == "differs" then t:note(detail) end
    end
  end
end

-- Writes the golden files anew, for an author who has looked at the outputs.
local function update_golden(t, protocol, test, directory, label)
  assert(system.make_directory(protocol.source.folder))
  for _, output in ipairs(head.sorted_keys(test.golden or {})) do
    local path = protocol.source.folder .. "/" .. test.golden[output]
    local text, message = system.read_file(directory .. "/" .. output)
    if text then text, message = system.write_file(path, text) end
    t:ok(text, string.format("%s: wrote %s", label, path))
    if not text then t:note(message) end
  end
end

local function run_test(t, protocol, name, test, update)
  local label = protocol.head.name .. ", test " .. name
  local temporary = assert(system.temporary_directory())
  local cleanup <close> = system.cleanup(temporary)
  local inputs, missing = place_inputs(protocol, test.inputs, temporary)
  if not inputs then return t:ok(false, label .. ": " .. missing) end
  local done = {}
  for jobs = 1, 2 do
    local result, message, _, traceback = runner.run(protocol, { params = test.params, inputs = inputs, seed = test.seed,
      jobs = jobs, out = temporary .. "/jobs" .. jobs, quiet = true, print = function() end })
    t:ok(result ~= nil, string.format("%s: runs with %d worker%s", label, jobs, jobs == 1 and "" or "s"))
    if not result then return t:note(traceback or message) end
    done[jobs] = result
  end
  local same = true
  for _, output in ipairs(head.sorted_keys(done[1].manifest.outputs)) do
    same = same and done[2].manifest.outputs[output]
      and done[1].manifest.outputs[output].sha256 == done[2].manifest.outputs[output].sha256
  end
  t:ok(same, label .. ": the same bytes with one worker and two")
  local settle = update and same and update_golden or check_golden
  settle(t, protocol, test, temporary .. "/jobs1", label)
end

--- Runs the tests of a loaded protocol, reporting to a TAP counter; with update the golden files of a
--- protocol in a file are written instead of compared.
function selftest.run(protocol, t, update)
  local names = head.sorted_keys(protocol.head.tests)
  if #names == 0 then t:skip("the head has no tests", protocol.head.name) end
  for _, name in ipairs(names) do run_test(t, protocol, name, protocol.head.tests[name], update) end
end

return selftest
