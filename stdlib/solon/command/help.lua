-- help.lua - `solon help`: documentation on the terminal, and as files.

local page = require "solon.help.page"
local system = require "solon.native.system"

local usage = [[
usage: solon help                      the modules
       solon help MODULE               its functions
       solon help MODULE.FUNCTION …    arguments, results, errors, formula, example
       solon help --search WORD        what has the words in its name, its summary or its text
       solon help --reference DIR      writes the reference as Markdown files
       solon help --luacats DIR        writes definition files for language servers
]]

local function misuse(message)
  io.stderr:write("solon help: ", message, "\n")
  return 2
end

local function write_files(directory, files)
  local done, message = system.make_directory(directory)
  for _, file in ipairs(done and files or {}) do
    done, message = system.write_file(directory .. "/" .. file[1], file[2])
    if not done then break end
  end
  if not done then
    io.stderr:write("solon help: ", message, "\n")
    return 1
  end
  print(#files .. " files in " .. directory)
  return 0
end

local function search(word)
  local found = page.search(word)
  if not found then
    io.stderr:write("solon help: nothing about '", word, "'\n")
    return 1
  end
  print(found)
  return 0
end

local options = {
  ["--search"] = search,
  ["--reference"] = function(directory) return write_files(directory, require("solon.help.reference").files()) end,
  ["--luacats"] = function(directory) return write_files(directory, require("solon.help.luacats").files()) end,
}

local function run(arguments)
  local first = arguments[1]
  if first == nil then
    print(page.index())
    return 0
  elseif first == "--help" then
    io.write(usage)
    return 0
  elseif options[first] then
    if first == "--search" and #arguments > 2 then arguments = { first, table.concat(arguments, " ", 2) } end
    if #arguments ~= 2 then return misuse(first .. " takes one value") end
    return options[first](arguments[2])
  elseif first:sub(1, 1) == "-" then
    local nearest = system.nearest(first, { "--help", "--luacats", "--reference", "--search" })
    return misuse("unknown option '" .. first .. "'" .. (nearest and "; did you mean '" .. nearest .. "'?" or ""))
  end
  local status = 0
  for i, name in ipairs(arguments) do
    local text, message = page.find(name)
    if text then print((i > 1 and "\n" or "") .. text)
    else
      io.stderr:write("solon help: ", message, "\n")
      status = 1
    end
  end
  return status
end

return run
