-- environment.lua - the globals a protocol's chunk runs with.
--
-- What is missing is missing on purpose: results must depend on declared parameters, inputs and the seed
-- alone.  pairs visits keys in sorted order (numbers, then strings, then the rest), so that no order can
-- differ between runs.  This guards against accidents, not against a hostile author: Lua's own string
-- functions can still use all the time and memory that --max-seconds and --max-memory leave them.

local head = require "solon.protocol.head"

local environment = {}

local MISSING = {
  io = "files are reached through ctx.inputs, ctx.read_frame, ctx.read_text, ctx.output and ctx.write",
  os = "time and host do not belong in results; files are reached through ctx",
  debug = "not available in protocols",
  package = "modules are found by require: the standard library and the protocol's own folder",
  dofile = "use require for the protocol's own modules",
  loadfile = "use require for the protocol's own modules",
}

local COPIED = {
  "assert", "collectgarbage", "error", "getmetatable", "ipairs", "next", "pcall", "rawequal", "rawget", "rawlen",
  "rawset", "select", "setmetatable", "tonumber", "tostring", "type", "warn", "xpcall", "_VERSION",
}

local function copy(t)
  local result = {}
  for key, value in pairs(t) do result[key] = value end
  return result
end

local RANK = { number = 1, string = 2 }

--- pairs in sorted order of the keys; a __pairs metamethod still rules.
function environment.pairs(t)
  local metatable = getmetatable(t)
  if type(t) ~= "table" or type(metatable) == "table" and metatable.__pairs then return pairs(t) end
  local keys, count = {}, 0
  for key in next, t do
    count = count + 1
    keys[count] = key
  end
  table.sort(keys, function(a, b)
    local x, y = RANK[type(a)] or 3, RANK[type(b)] or 3
    if x ~= y then return x < y end
    return x < 3 and a < b
  end)
  local i = 0
  return function()
    while i < count do
      i = i + 1
      local value = t[keys[i]]
      if value ~= nil then return keys[i], value end
    end
  end
end

local function no_random()
  error("math.random has no seed that a run could repeat\n  hint: ctx.random(purpose, index) gives a seeded stream", 2)
end

local NET_MODULES = { ["solon.http"] = true, ["solon.llm"] = true }

-- require for the chunk: the standard library (not its internals), then the protocol's folder.
local function make_require(protocol, env)
  local loaded = {}
  local prefix = protocol.head.name .. "."
  return function(name)
    if type(name) ~= "string" then error("bad argument #1 to 'require' (string expected, got " .. type(name) .. ")", 2) end
    if name:find("^solon%.native%.") or name:find("^solon%.command%.") then
      error("module '" .. name .. "' is internal to Solon", 2)
    end
    if NET_MODULES[name] and #(protocol.head.permissions.net or {}) == 0 then
      error("module '" .. name .. "' needs permissions.net in the protocol's head", 2)
    end
    if name:find("^solon%.") then return require(name) end
    if loaded[name] ~= nil then return loaded[name] end
    local file = name:sub(1, #prefix) == prefix and name:sub(#prefix + 1):gsub("%.", "/") .. ".lua" or nil
    local text, path = nil, nil
    if file then text, path = protocol.source.bundled(file) end
    if not text then
      error(string.format("module '%s' not found: protocols use solon.* and their own folder (%s*)", name, prefix), 2)
    end
    local chunk_name = path and "@" .. path or protocol.source.chunk_name:gsub("%.lua$", "/") .. file
    local chunk = assert(load(text, chunk_name, "t", env))
    local value = chunk(name)
    loaded[name] = value == nil and true or value
    return loaded[name]
  end
end

--- A fresh environment; print_line receives each line that the protocol prints.
function environment.new(protocol, print_line)
  local env = { pairs = environment.pairs, protocol = function(definition) return definition end }
  for _, name in ipairs(COPIED) do env[name] = _G[name] end
  for _, name in ipairs { "coroutine", "math", "string", "table", "utf8" } do env[name] = copy(_G[name]) end
  env.math.random, env.math.randomseed = no_random, no_random
  env.string.dump = nil
  env._G = env
  env.print = function(...)
    local parts = table.pack(...)
    for i = 1, parts.n do parts[i] = tostring(parts[i]) end
    print_line(table.concat(parts, "\t"))
  end
  env.load = function(chunk, name, _, chunk_env)
    return load(chunk, name, "t", chunk_env or env)
  end
  env.require = make_require(protocol, env)
  return setmetatable(env, { __index = function(_, name)
    local known = {}
    for key in pairs(env) do known[#known + 1] = key end
    table.sort(known)
    local hint = MISSING[name] and "\n  hint: " .. MISSING[name] or head.suggestion(name, known)
    error(string.format("protocols have no global '%s'%s", tostring(name), hint), 2)
  end })
end

return environment
