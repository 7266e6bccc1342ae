-- library.lua - finding protocols: those inside the executable by name, any other by its path.
--
-- A source is { kind = "built-in" or "file", name, path, chunk_name, text, hash, bundled(name) -> text or
-- nil }; one from a file has its folder too.  The files of a
-- protocol are AREA/NAME.lua and whatever lies in AREA/NAME/: its own modules (require "NAME.part"),
-- bundled data, fixtures and golden outputs of its tests ("../FOLDER/…" names what several protocols
-- of an area share).  The hash covers NAME.lua and every Lua file in the folder.

local embedded = require "solon.native.embedded"
local system = require "solon.native.system"
local head = require "solon.protocol.head"

local library = {}

-- The hash of a protocol from the texts of its Lua files: name, length and text of each, in order.
local function protocol_hash(text, modules, read)
  local parts = { "main ", #text, "\n", text }
  for _, name in ipairs(modules) do
    local module = read(name)
    parts[#parts + 1] = name .. " " .. #module .. "\n" .. module
  end
  return system.sha256(table.concat(parts))
end

local function embedded_source(path)
  local area, name = path:match("^([^/]+)/([^/]+)%.lua$")
  local folder, modules = area .. "/" .. name .. "/", {}
  for _, file in ipairs(embedded.scripts()) do
    if file:sub(1, #folder) == folder and file:find("%.lua$") then modules[#modules + 1] = file:sub(#folder + 1) end
  end
  local function bundled(file)
    local path_of_file = (folder .. file):gsub("[^/]+/%.%./", "")
    return embedded.script(path_of_file)
  end
  local text = embedded.script(path)
  return {
    kind = "built-in", name = name, area = area, path = path, chunk_name = "@scripts/" .. path, text = text,
    bundled = bundled, hash = protocol_hash(text, modules, bundled),
  }
end

-- Lua files below a folder, as relative paths in byte order.
local function lua_files(folder, prefix, found)
  for _, name in ipairs(system.list_directory(folder) or {}) do
    local path = folder .. "/" .. name
    if system.is_directory(path) then lua_files(path, prefix .. name .. "/", found)
    elseif name:find("%.lua$") then found[#found + 1] = prefix .. name end
  end
  return found
end

local function file_source(path)
  local text, message, code = system.read_file(path, 16 * 1024 * 1024)
  if not text then return nil, message, code end
  local name = path:match("([^/]+)$"):gsub("%.lua$", "")
  local folder = path:gsub("%.lua$", "")
  local function bundled(file)
    local found = folder ~= path and folder .. "/" .. file or nil
    return found and system.exists(found) and system.read_file(found) or nil, found
  end
  local modules = folder ~= path and system.is_directory(folder) and lua_files(folder, "", {}) or {}
  return {
    kind = "file", name = name, path = path, folder = folder, chunk_name = "@" .. path, text = text, bundled = bundled,
    hash = protocol_hash(text, modules, bundled),
  }
end

--- Names and paths of the protocols inside the executable, sorted by name.
function library.names()
  local names, paths = {}, {}
  for _, path in ipairs(embedded.scripts()) do
    local name = path:match("^[^/]+/([^/]+)%.lua$")
    if name then
      names[#names + 1] = name
      paths[name] = path
    end
  end
  table.sort(names)
  return names, paths
end

--- The source of a protocol by name or path; nil, message, code when there is none.
function library.find(name)
  if name:find("/", 1, true) or name:find("%.lua$") then return file_source(name) end
  local names, paths = library.names()
  if paths[name] then return embedded_source(paths[name]) end
  local hint = system.exists(name) and "; a file is named with its path, as in ./" .. name or head.suggestion(name, names)
  return nil, string.format("no protocol '%s'; `solon list` shows all%s", name, hint), "unknown"
end

--- The protocol { head, source } by name or path; nil, message, code.
function library.load(name)
  local source, message, code = library.find(name)
  if not source then return nil, message, code end
  local found, problem = head.read(source.text, source.chunk_name)
  if not found then return nil, problem, "bad_head" end
  if found.name ~= source.name then
    return nil, string.format("%s: the name '%s' in the head differs from the file's", source.path, found.name), "bad_head"
  end
  return { head = found, source = source }
end

return library
