-- context.lua - what a protocol's run function receives.
--
--   ctx.params, ctx.seed, ctx.jobs            values of the run; jobs never changes a result
--   ctx.defaults                              the values params have unless others are given
--   ctx.inputs.NAME = { path, sha256, name }  declared inputs; nil for an optional one that was not given
--   ctx.read_frame(name [, options]), ctx.read_text(name), ctx.read_json(name)
--   ctx.output(name) -> path to write to; ctx.write(name, text); ctx.write_json(name, value);
--   ctx.write_frame(name, frame)
--   ctx.random(purpose [, index]) -> stream of (seed, purpose, index)
--   ctx.progress(fraction, text), ctx.log(format, …), ctx.print(…)
--   ctx.once(key, compute) -> value, ctx.map{…} -> results: finished units survive a kill
--   ctx.claim(id, computed [, reason]) -> record
--   ctx.read_file(path), ctx.write_file(path, text) within permissions.read and permissions.write

local claims = require "solon.protocol.claims"
local head = require "solon.protocol.head"
local system = require "solon.native.system"

local context = {}

local function bad(position, name, expected, value, level)
  error(string.format("bad argument #%d to '%s' (%s expected, got %s)", position, name, expected, type(value)), (level or 1) + 2)
end

local function declared(run, kind, name, caller)
  if type(name) ~= "string" then bad(1, caller, "string", name, 2) end
  local entries = run.protocol.head[kind]
  if kind == "outputs" and head.output(entries, name) or kind ~= "outputs" and entries[name] then return end
  local known = head.sorted_keys(entries)
  error(string.format("bad argument #1 to '%s' ('%s' is not among the declared %s: %s%s)", caller, name, kind,
    #known > 0 and table.concat(known, ", ") or "none", head.suggestion(name, known)), 3)
end

local function must(value, message)
  if value == nil then error(message, 0) end
  return value
end

-- ---- inputs ----------------------------------------------------------------------------------------

local function given(run, name, caller)
  declared(run, "inputs", name, caller)
  local input = run.inputs[name]
  if not input then error(string.format("input '%s' was not given; test ctx.inputs.%s first", name, name), 3) end
  return input
end

-- The types a frame may have found for a declared one.
local FITS = {
  number = { number = true, integer = true }, integer = { integer = true }, string = { text = true },
  boolean = { boolean = true }, date = { date = true, timestamp = true }, timestamp = { timestamp = true, date = true },
}

local function types_by_name(frame)
  local types, list = {}, frame:types()
  for i, name in ipairs(frame:names()) do types[name] = list[i] end
  return types
end

-- A column declared as strings is text even when all of it looks like numbers ("007"): the types to read
-- the file with again, or nil.
local function text_columns(columns, types)
  local again
  for column, kind in pairs(columns) do
    if kind:find("^string") and types[column] and types[column] ~= "text" then
      again = again or {}
      again[column] = "text"
    end
  end
  return again
end

local function check_columns(name, input, columns, frame)
  local types, names = types_by_name(frame), frame:names()
  for _, column in ipairs(head.sorted_keys(columns)) do
    local kind, optional = columns[column]:gsub("%?$", "")
    local found = types[column]
    if not found and optional == 0 then
      error(string.format("input '%s' (%s) has no column '%s'; it has %s%s", name, input.path, column,
        table.concat(names, ", "), head.suggestion(column, names)), 0)
    end
    if found and FITS[kind] and not FITS[kind][found] then
      error(string.format("input '%s' (%s): column '%s' holds %s, not %s", name, input.path, column, found, kind), 0)
    end
  end
end

local function read_frame(run, name, options)
  local input, declaration = given(run, name, "read_frame"), run.protocol.head.inputs[name]
  local format = head.format_of(declaration.format, input.path)
  local settings = { format = format }
  for key, value in pairs(options or {}) do settings[key] = value end
  local frame_module = require "solon.frame"
  local frame = must(frame_module.read(input.path, settings))
  local columns = declaration.columns or {}
  local again = not settings.types and format == "csv" and text_columns(columns, types_by_name(frame))
  if again then
    settings.types = again
    frame = must(frame_module.read(input.path, settings))
  end
  check_columns(name, input, columns, frame)
  input.rows = frame:rows()
  return frame
end

local function add_inputs(ctx, run)
  function ctx.read_frame(name, options)
    if options ~= nil and type(options) ~= "table" then bad(2, "read_frame", "table of options", options) end
    return read_frame(run, name, options)
  end
  function ctx.read_text(name)
    return must(system.read_file(given(run, name, "read_text").path))
  end
  function ctx.read_json(name)
    local value, message = require("solon.json").read_file(given(run, name, "read_json").path)
    if value == nil then error(string.format("input '%s': %s", name, message), 0) end
    return value
  end
end

-- ---- outputs ---------------------------------------------------------------------------------------

local function add_outputs(ctx, run)
  local function path_of(name)
    run.written[name] = run.written[name] or {}
    return run.work .. "/outputs/" .. name
  end
  function ctx.output(name)
    declared(run, "outputs", name, "output")
    return path_of(name)
  end
  function ctx.write(name, text)
    declared(run, "outputs", name, "write")
    if type(text) ~= "string" then bad(2, "write", "string", text) end
    must(system.write_file(path_of(name), text))
  end
  function ctx.write_json(name, value)
    declared(run, "outputs", name, "write_json")
    must(require("solon.json").write_file(path_of(name), value, { indent = 2 }))
  end
  function ctx.write_frame(name, frame, options)
    declared(run, "outputs", name, "write_frame")
    local path = path_of(name)
    must(frame:write(path, options))
    run.written[name].rows = frame:rows()
  end
end

-- ---- work units ------------------------------------------------------------------------------------

local function once(run, key, compute)
  local found, value = run.journal:get(key)
  if found then return value end
  return run:finish_unit(key, compute())
end

-- The units of a map are "KEY/1", "KEY/2", …; only those not yet in the journal are farmed out.
local function map(run, ctx, options)
  local key, tasks = options.key, options.tasks
  local results, missing, which = {}, {}, {}
  for i = 1, #tasks do
    local found, value = run.journal:get(key .. "/" .. i)
    if found then results[i] = value else
      missing[#missing + 1] = tasks[i]
      which[#which + 1] = i
    end
  end
  local before = #tasks - #missing
  if #missing == 0 then return results end
  require("solon.farm").map {
    module = "solon.protocol.worker", call = "work", tasks = missing, jobs = math.min(run.jobs, #missing),
    shared = { protocol = run.protocol_name, module = options.module, call = options.call, shared = options.shared },
    progress = function(done) ctx.progress((before + done) / #tasks, options.text or key) end,
    on_result = function(index, value) results[which[index]] = run:finish_unit(key .. "/" .. which[index], value) end,
  }
  return results
end

local MAP_OPTIONS = { "call", "key", "module", "shared", "tasks", "text" }

local function check_map(options)
  if type(options) ~= "table" then bad(1, "map", "table of options", options) end
  for _, name in ipairs(head.sorted_keys(options)) do
    local known = false
    for _, one in ipairs(MAP_OPTIONS) do known = known or one == name end
    if not known then
      error(string.format("bad argument #1 to 'map' (unknown option '%s'; known: %s%s)", tostring(name),
        table.concat(MAP_OPTIONS, ", "), head.suggestion(name, MAP_OPTIONS)), 3)
    end
  end
  for name, kind in pairs { call = "string", key = "string", module = "string", tasks = "table" } do
    if type(options[name]) ~= kind then
      error(string.format("bad argument #1 to 'map' (option '%s': %s expected, got %s)", name, kind, type(options[name])), 3)
    end
  end
end

local function add_units(ctx, run)
  function ctx.once(key, compute)
    if type(key) ~= "string" and math.type(key) ~= "integer" then bad(1, "once", "string or integer", key) end
    if type(compute) ~= "function" then bad(2, "once", "function", compute) end
    return once(run, key, compute)
  end
  function ctx.map(options)
    check_map(options)
    return map(run, ctx, options)
  end
end

-- ---- messages, claims, other files -----------------------------------------------------------------

local function add_messages(ctx, run)
  function ctx.progress(fraction, text)
    if type(fraction) ~= "number" then bad(1, "progress", "number", fraction) end
    run.progress:show(fraction, text)
  end
  function ctx.log(format, ...)
    if type(format) ~= "string" then bad(1, "log", "string", format) end
    run.log(string.format(format, ...))
  end
  ctx.print = function(...)
    local parts = table.pack(...)
    for i = 1, parts.n do parts[i] = tostring(parts[i]) end
    run.print(table.concat(parts, "\t"))
  end
end

local function add_claims(ctx, run)
  function ctx.claim(id, computed, reason)
    if type(id) ~= "string" then bad(1, "claim", "string", id) end
    for _, claim in ipairs(run.protocol.head.claims) do
      if claim.id == id then
        run.claims[id] = claims.judge(claim, computed, reason)
        return run.claims[id]
      end
    end
    local known = {}
    for _, claim in ipairs(run.protocol.head.claims) do known[#known + 1] = claim.id end
    error(string.format("bad argument #1 to 'claim' ('%s' is not among the declared claims%s)", id,
      head.suggestion(id, known)), 2)
  end
end

local function permitted(run, kind, path, caller)
  if type(path) ~= "string" then bad(1, caller, "string", path, 2) end
  for _, allowed in ipairs(run.protocol.head.permissions[kind] or {}) do
    local below = allowed:gsub("/*$", "/")
    if path == allowed or path:sub(1, #below) == below and not (path .. "/"):find("/../", 1, true) then return end
  end
  error(string.format("permissions.%s of the protocol's head do not include '%s'", kind, path), 3)
end

local function add_files(ctx, run)
  function ctx.read_file(path)
    permitted(run, "read", path, "read_file")
    return system.read_file(path)
  end
  function ctx.write_file(path, text)
    permitted(run, "write", path, "write_file")
    if type(text) ~= "string" then bad(2, "write_file", "string", text) end
    return system.write_file(path, text)
  end
end

--- The context of a run in progress (see runner.lua for the fields of `run`).
function context.new(run)
  local ctx = { params = run.params, seed = run.seed, jobs = run.jobs, inputs = run.inputs, defaults = {} }
  for name, parameter in pairs(run.protocol.head.params) do ctx.defaults[name] = parameter.default end
  add_inputs(ctx, run)
  add_outputs(ctx, run)
  add_units(ctx, run)
  add_messages(ctx, run)
  add_claims(ctx, run)
  add_files(ctx, run)
  function ctx.random(purpose, index)
    if type(purpose) ~= "string" then bad(1, "random", "string", purpose) end
    if index ~= nil and (math.type(index) ~= "integer" or index < 0) then
      error("bad argument #2 to 'random' (integer >= 0 expected, got " .. tostring(index) .. ")", 2)
    end
    return require("solon.random").stream(run.seed, purpose, index or 0)
  end
  return ctx
end

return context
