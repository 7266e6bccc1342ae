-- runner.lua - one run of a protocol: inputs, run directory, the run itself, commit.
--
-- In the run directory: while running .work/ (outputs being written), .journal (finished units; its lock
-- keeps a second run out) and manifest.json with status "running"; after success the outputs,
-- summary.txt, log.txt and the complete manifest, which is written last.  Nothing appears under the name
-- of an output before run has returned and every output is safe on disk.

local claims = require "solon.protocol.claims"
local context = require "solon.protocol.context"
local environment = require "solon.protocol.environment"
local head = require "solon.protocol.head"
local manifest = require "solon.protocol.manifest"
local options = require "solon.protocol.options"
local open_journal = require("solon.protocol.journal").open
local new_progress = require("solon.protocol.progress").new
local system = require "solon.native.system"
local wrap = require "solon.protocol.wrap"

local runner = {}

-- ---- inputs ----------------------------------------------------------------------------------------

local function read_input(run, name, path)
  local input = run.protocol.head.inputs[name]
  local bundled = path == nil
  if bundled then
    local text, found = run.protocol.source.bundled(input.default)
    if not text then return nil, string.format("input '%s': the bundled file '%s' is missing", name, input.default), "io" end
    if not found then
      return { name = name, text = text, bundled = input.default, sha256 = system.sha256(text), bytes = #text }
    end
    path = found
  end
  local bytes, message, code = system.file_size(path)
  if not bytes then return nil, string.format("input '%s': %s", name, message), code end
  local sha256, problem, kind = system.sha256_file(path)
  if not sha256 then return nil, string.format("input '%s': %s", name, problem), kind end
  return { name = name, path = path, given_path = system.real_path(path), sha256 = sha256, bytes = bytes,
    bundled = bundled and input.default or nil }
end

local function read_inputs(run, given)
  local declared = run.protocol.head.inputs
  for _, name in ipairs(head.sorted_keys(given)) do
    if not declared[name] then
      return nil, string.format("'%s' is no input of %s%s", name, run.protocol.head.name,
        head.suggestion(name, head.sorted_keys(declared))), "bad_argument"
    end
  end
  for _, name in ipairs(head.sorted_keys(declared)) do
    local companion = declared[name].default_with
    local default = declared[name].default and not (companion and given[companion])
    if given[name] or default then
      local input, message, code = read_input(run, name, given[name])
      if not input then return nil, message, code end
      run.inputs[name] = input
    elseif not (declared[name].optional or companion) then
      return nil, string.format("input %s FILE is required (%s)", options.dashed(name), declared[name].doc), "bad_argument"
    end
  end
  return true
end

-- ---- the run directory -----------------------------------------------------------------------------

-- Temporary files of atomic writes that a kill left behind.
local LEFT_OVER = "^%..+%.%d+%.%d+%.tmp$"

local RUNNING_FILES = { [".journal"] = true, [".work"] = true, ["log.txt"] = true, [manifest.file] = true }

-- The first output of a complete run that is no longer there.
local function lost_output(directory, record)
  for _, name in ipairs(head.sorted_keys(record.outputs or {})) do
    if not system.exists(directory .. "/" .. name) then return name end
  end
end

-- What an existing directory holds: "new", "resume" or "complete"; nil, message, code when it is not ours.
local function examine(run, directory)
  local record, message, code = manifest.read(directory)
  if record then
    if record.identity ~= run.identity then
      return nil, string.format("'%s' holds another run: %s\n  choose another --out", directory,
        manifest.difference(record, run.identity_parts)), "exists"
    end
    if record.status ~= "complete" then return "resume", record end
    local lost = lost_output(directory, record)
    if lost then
      return nil, string.format("'%s' holds this run, but its output '%s' is gone\n"
        .. "  remove the directory or choose another --out", directory, lost), "exists"
    end
    return "complete", record
  end
  if code ~= "absent" then return nil, message, code end
  local names, problem, kind = system.list_directory(directory)
  if not names then return nil, problem, kind end
  for _, name in ipairs(names) do
    if not RUNNING_FILES[name] and not name:find(LEFT_OVER) then
      return nil, string.format("'%s' exists and is no run directory (it holds '%s')\n  choose another --out",
        directory, name), "exists"
    end
  end
  return "new"
end

-- Bundled inputs from inside the executable become files that anything can read.
local function unpack_bundled(run)
  for _, name in ipairs(head.sorted_keys(run.inputs)) do
    local input = run.inputs[name]
    if input.text then
      input.path = string.format("%s/inputs/%s", run.work, input.bundled:match("[^/]+$"))
      local ok, message, code = system.write_file(input.path, input.text)
      if not ok then return nil, message, code end
      input.text = nil
    end
  end
  return true
end

-- Empties .work and says in the manifest that the run is under way.
local function prepare_directory(run)
  run.work = run.directory .. "/.work"
  local ok, message, code = system.remove(run.work)
  for _, name in ipairs(system.list_directory(run.directory) or {}) do
    if name:find(LEFT_OVER) then system.remove(run.directory .. "/" .. name) end
  end
  if ok then ok, message, code = system.make_directory(run.work .. "/outputs") end
  if ok then ok, message, code = system.make_directory(run.work .. "/inputs") end
  if ok then ok, message, code = unpack_bundled(run) end
  if ok then ok, message, code = manifest.write(run.directory, manifest.build(run, "running", {})) end
  return ok, message, code
end

local function open_directory(run)
  local existed = system.exists(run.directory)
  local ok, message, code = system.make_directory(run.directory)
  if not ok then return nil, message, code end
  if not existed then run.cleanup = system.cleanup(run.directory) end
  local state, record, kind = examine(run, run.directory)
  if not state then return nil, record, kind end
  if state == "complete" then return state, record end
  run.journal, message, code = open_journal(run.directory .. "/.journal")
  if not run.journal then return nil, message, code end
  if state == "new" and run.journal.count > 0 then
    return nil, string.format("'%s' holds a journal without a manifest", run.directory), "exists"
  end
  if existed then run:keep_directory() end
  ok, message, code = prepare_directory(run)
  if not ok then return nil, message, code end
  return state
end

-- ---- the run itself --------------------------------------------------------------------------------

local function message_handler(problem)
  local text = tostring(problem)
  return { text = text, traceback = debug.traceback(text, 2) }
end

local function execute(run)
  local env = environment.new(run.protocol, run.print)
  local source = run.protocol.source
  local chunk = assert(load(source.text, source.chunk_name, "t", env))
  local definition = chunk()
  return xpcall(definition.run, message_handler, context.new(run))
end

-- A CSV output must have the columns its head declares.
local function check_header(output, name, path)
  if output.format ~= "csv" or not output.columns then return true end
  local text = system.read_file(path)
  local header = text and text:match("^[^\r\n]*") or ""
  local found = {}
  for column in (header .. ","):gmatch("([^,]*),") do found[column:gsub('^"(.*)"$', "%1")] = true end
  for _, column in ipairs(head.sorted_keys(output.columns)) do
    if not found[column] and not output.columns[column]:find("%?$") then
      return nil, string.format("output '%s' lacks the declared column '%s'", name, column), "bad_output"
    end
  end
  return true
end

local function check_outputs(run)
  local outputs, found = run.protocol.head.outputs, {}
  for _, name in ipairs(head.sorted_keys(run.written)) do
    local path = run.work .. "/outputs/" .. name
    local output, declared = head.output(outputs, name)
    if not system.exists(path) then
      return nil, string.format("the protocol ended without writing its output '%s'", name), "bad_output"
    end
    local ok, message, code = check_header(output, name, path)
    if not ok then return nil, message, code end
    found[declared] = true
  end
  for _, declared in ipairs(head.sorted_keys(outputs)) do
    if not found[declared] and not outputs[declared].optional then
      return nil, string.format("the protocol ended without writing its output '%s'", declared), "bad_output"
    end
  end
  return true
end

local function write_claims(run)
  if #run.protocol.head.claims == 0 then return true end
  local records = {}
  for _, claim in ipairs(run.protocol.head.claims) do
    records[#records + 1] = run.claims[claim.id] or claims.judge(claim, nil, "not computed in this run")
  end
  run.claim_records = records
  run.print("")
  local lines, long = claims.summary(records, "claims.txt")
  for _, line in ipairs(lines) do run.print(line) end
  if long then
    local ok, message, code = system.write_file(run.work .. "/outputs/claims.txt", table.concat(claims.lines(records), "\n") .. "\n")
    if not ok then return nil, message, code end
  end
  return require("solon.json").write_file(run.work .. "/outputs/claims.json", records, { indent = 2 })
end

-- The journal goes while its lock is still held, so that no other run begins in between.
local function clear_running_files(run)
  system.remove(run.directory .. "/.journal")
  system.remove(run.directory .. "/.work")
end

-- What the manifest says about each file in .work/outputs.
local function output_records(run)
  local records = {}
  for _, name in ipairs(assert(system.list_directory(run.work .. "/outputs"))) do
    local path, declared, written = run.work .. "/outputs/" .. name, head.output(run.protocol.head.outputs, name), run.written[name]
    local sha256, message, code = system.sha256_file(path)
    if not sha256 then return nil, message, code end
    records[name] = {
      sha256 = sha256, bytes = system.file_size(path), tolerance = declared and declared.tolerance,
      rows = written and written.rows or declared and manifest.count_rows(path, declared.format),
    }
  end
  return records
end

-- Moves the outputs to their names and then the manifest; when that fails half-way, what was moved goes.
local function move_outputs(run, records)
  local names, guards = head.sorted_keys(records), {}
  names[#names + 1] = manifest.file
  for i = 1, #names - 1 do guards[i] = system.cleanup(run.directory .. "/" .. names[i]) end
  local undo <close> = setmetatable({}, { __close = function()
    for _, guard in ipairs(guards) do guard:close() end
  end })
  for _, name in ipairs(names) do
    local from = (name == manifest.file and "/" or "/outputs/") .. name
    local ok, message, code = system.replace(run.work .. from, run.directory .. "/" .. name)
    if not ok then return nil, message, code end
  end
  for _, guard in ipairs(guards) do guard:release() end
  return true
end

local function commit(run)
  local ok, message, code = check_outputs(run)
  if ok then ok, message, code = write_claims(run) end
  if ok and #run.summary > 0 then
    ok, message, code = system.write_file(run.work .. "/outputs/summary.txt", table.concat(run.summary, "\n") .. "\n")
  end
  if not ok then return nil, message, code end
  local records, record
  records, message, code = output_records(run)
  if not records then return nil, message, code end
  record = manifest.build(run, "complete", records)
  ok, message, code = manifest.write(run.work, record)
  if ok then ok, message, code = move_outputs(run, records) end
  if not ok then return nil, message, code end
  run:keep_directory()
  clear_running_files(run)
  return record
end

-- ---- the parts together ----------------------------------------------------------------------------

local Run = {}
Run.__index = Run

--- From now on the directory stays when the run fails; only .work is removed.
function Run:keep_directory()
  if self.kept then return end
  if self.cleanup then self.cleanup:release() end
  self.cleanup = system.cleanup(self.directory .. "/.work")
  self.kept = true
end

--- Stores the value of a finished unit and returns it as it reads back.
function Run:finish_unit(key, value)
  value = self.journal:put(key, value)
  self:keep_directory()
  return value
end

local function default_directory(run)
  return string.format("runs/%s-%s-%s", system.date("%Y-%m-%d"), run.protocol.head.name, run.identity:sub(1, 8))
end

-- The log: lines with the time in log.txt, and on stderr unless the run is quiet.
local function make_log(run, quiet)
  return function(text)
    run.progress:clear()
    if not quiet then io.stderr:write(text, "\n") end
    run.log_file = run.log_file or system.journal(run.directory .. "/log.txt")
    for line in (run.log_file and text or ""):gmatch("[^\n]+") do
      run.log_file:append(system.date("%Y-%m-%dT%H:%M:%SZ ") .. line)
    end
  end
end

local function make_print(run, print_line)
  return function(text)
    run.progress:clear()
    run.summary[#run.summary + 1] = text
    print_line(text)
  end
end

local function new_run(protocol, settings)
  local run = setmetatable({
    protocol = protocol, seed = settings.seed or protocol.head.seed,
    jobs = settings.jobs or system.cpu_count(), inputs = {}, written = {}, claims = {}, summary = {},
    started = system.date("%Y-%m-%dT%H:%M:%SZ"), wall_start = system.wall_clock(), cpu_start = system.cpu_clock(),
    progress = new_progress { quiet = settings.quiet },
  }, Run)
  run.protocol_name = protocol.source.kind == "file" and protocol.source.path or protocol.head.name
  run.print = make_print(run, settings.print or function(line) io.stdout:write(wrap.text(line, system.terminal_width "stdout"), "\n") end)
  run.log = make_log(run, settings.quiet)
  return run
end

local function result(run, state, record)
  return { directory = run.directory, state = state, manifest = record, claims = run.claim_records, summary = run.summary }
end

local function failure(run, problem)
  -- without memory, or with a full stack, Lua gives a text of its own instead of calling the handler
  if type(problem) ~= "table" then problem = { text = problem, traceback = problem } end
  if problem.text == "not enough memory" then error(problem.text, 0) end
  if run.journal.count > 0 then
    run.log("failed: " .. problem.traceback)
    return nil, string.format("%s\n  %d finished units are kept in %s; the same command goes on from there",
      problem.text, run.journal.count, run.directory), "failed"
  end
  return nil, problem.text, "failed", problem.traceback
end

--- Runs a loaded protocol.  settings: params, inputs (name -> path), seed, jobs, out, quiet, print (takes each
--- line of the summary).  Gives { directory, state = "new" | "resume" | "complete", manifest, … }; nil,
--- message, code when something outside is wrong or the protocol fails.
function runner.run(protocol, settings)
  local run = new_run(protocol, settings)
  local ok, message, code, traceback
  run.params, message = options.complete(protocol, settings.params or {})
  if not run.params then return nil, message, "bad_argument" end
  ok, message, code = read_inputs(run, settings.inputs or {})
  if not ok then return nil, message, code end
  run.identity_parts, run.identity = manifest.identity(protocol, run.params, run.seed, run.inputs)
  run.directory = settings.out or default_directory(run)
  local cleanup <close> = setmetatable({}, { __close = function()
    if run.cleanup then run.cleanup:close() end
    if run.journal then run.journal:close() end
  end })
  local state, record, kind = open_directory(run)
  if not state then return nil, record, kind end
  if state == "complete" then
    clear_running_files(run) -- a kill may have come between the last two steps
    return result(run, state, record)
  end
  if run.journal.resumed > 0 then
    run.log(string.format("going on in %s with %d finished units of an earlier run", run.directory, run.journal.resumed))
  elseif state == "resume" then
    run.log(string.format("beginning again in %s: an earlier run ended there before its first unit was finished", run.directory))
  end
  local threads_before = system.threads(run.jobs)
  ok, message = execute(run)
  system.threads(threads_before)
  run.progress:clear()
  if ok then record, message, code = commit(run)
  else record, message, code, traceback = failure(run, message) end
  if not record then return nil, message, code, traceback end
  return result(run, state, record)
end

return runner
