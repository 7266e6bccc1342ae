-- manifest.lua - manifest.json of a run directory: what was run, on what, with what result.
--
-- The identity of a run is its protocol's hash, Solon's version, the parameters, the seed and the hashes of
-- the inputs: two runs of one identity give the same bytes on one class of processor.  Time, host and
-- paths stand in the manifest only.

local data = require "solon.protocol.data"
local head = require "solon.protocol.head"
local system = require "solon.native.system"

local manifest = {}

manifest.file = "manifest.json"

local LARGEST_COUNTED = 256 * 1024 * 1024

--- The number of rows of a table file that is text, or nil.
function manifest.count_rows(path, format)
  if format ~= "csv" and format ~= "jsonl" then return nil end
  local size = system.file_size(path)
  if not size or size > LARGEST_COUNTED then return nil end
  local text = system.read_file(path)
  if not text or text == "" then return text and 0 or nil end
  if format == "csv" and text:find('"', 1, true) then text = text:gsub('"[^"]*"', "") end
  local _, count = text:gsub("[^\r\n]+", "")
  return format == "csv" and count - 1 or count
end

--- What identifies a run, as a table of texts by label ("parameter alpha", …), and its hash.
function manifest.identity(protocol, params, seed, inputs)
  local parts = {
    ["protocol"] = protocol.head.name .. " " .. protocol.head.version .. " " .. protocol.source.hash,
    ["Solon's version"] = system.version,
    ["seed"] = data.encode(seed),
  }
  for name, value in pairs(params) do parts["parameter " .. name] = data.encode(value) end
  for name, input in pairs(inputs) do parts["input " .. name] = input.sha256 end
  return parts, system.sha256(data.encode(parts))
end

local function libraries()
  local list = {}
  for _, library in ipairs(system.libraries()) do list[library.name] = library.version end
  -- DuckDB is loaded on first use: where no table was read it had no part in the results
  local frame = package.loaded["solon.native.frame"]
  if frame then list.duckdb = frame.library_version() end
  return list
end

local function input_records(run)
  local records = {}
  for name, input in pairs(run.inputs) do
    local format = input.path and head.format_of(run.protocol.head.inputs[name].format, input.path)
    records[name] = {
      path = input.given_path, bundled = input.bundled, sha256 = input.sha256,
      bytes = input.bytes, rows = input.rows or input.path and manifest.count_rows(input.path, format) or nil,
    }
  end
  return records
end

--- The manifest of a run: status "running" or "complete"; outputs by name { sha256, bytes, rows }.
function manifest.build(run, status, outputs)
  local source = run.protocol.source
  return {
    solon = { version = system.version, api = head.api },
    protocol = {
      name = run.protocol.head.name, version = run.protocol.head.version, hash = source.hash,
      source = { kind = source.kind, path = source.kind == "file" and system.real_path(source.path) or source.path },
    },
    status = status,
    identity = run.identity,
    identity_parts = run.identity_parts,
    parameters = run.params,
    seed = run.seed,
    inputs = input_records(run),
    outputs = outputs,
    libraries = libraries(),
    cpu_class = system.cpu_class(),
    host = system.host_name(),
    jobs = run.jobs,
    started = run.started,
    finished = status == "complete" and system.date("%Y-%m-%dT%H:%M:%SZ") or nil,
    wall_seconds = system.wall_clock() - run.wall_start,
    cpu_seconds = system.cpu_clock() - run.cpu_start,
    resumed_units = run.journal and run.journal.resumed or 0,
  }
end

--- Writes it atomically; nil, message, code.
function manifest.write(directory, record)
  return require("solon.json").write_file(directory .. "/" .. manifest.file, record, { indent = 2 })
end

--- Reads it; nil, message, code ("absent" when the directory has none).
function manifest.read(directory)
  local path = directory .. "/" .. manifest.file
  if not system.exists(path) then return nil, string.format("'%s' has no %s", directory, manifest.file), "absent" end
  local record, message, code = require("solon.json").read_file(path)
  if record == nil and code ~= "bad_syntax" then return nil, message, code end
  if type(record) ~= "table" or type(record.protocol) ~= "table" or type(record.identity) ~= "string"
    or type(record.identity_parts) ~= "table" then
    return nil, string.format("%s is no manifest of a run%s", path, message and " (" .. message .. ")" or ""), "bad_syntax"
  end
  return record
end

--- How the identity of a manifest differs from the wanted one, as a text.
function manifest.difference(record, parts)
  local names, lines = {}, {}
  for name in pairs(parts) do names[name] = true end
  for name in pairs(record.identity_parts) do names[name] = true end
  for _, name in ipairs(head.sorted_keys(names)) do
    local was, is = record.identity_parts[name], parts[name]
    if was ~= is then
      lines[#lines + 1] = #tostring(was) + #tostring(is) <= 60
        and string.format("%s: there %s, here %s", name, tostring(was), tostring(is)) or name .. " differs"
    end
  end
  return table.concat(lines, "; ")
end

return manifest
