-- doctor.lua - `solon doctor`: is everything here that Solon needs, and which versions are it?

local host = require "solon.native.session"
local system = require "solon.native.system"

local function row(mark, name, text) print(string.format("%-7s %-13s %s", mark, name, text)) end

local function bytes(number)
  if number == 0 then return "none" end
  return string.format("%.1f GiB", number / 2 ^ 30)
end

local function libraries()
  for _, library in ipairs(system.libraries()) do row("ok", library.name, library.version) end
end

-- What is opened on first use.  Readline is a comfort, DuckDB a need.
local function opened_on_use()
  local version, reason = host.readline()
  row(version and "ok" or "absent", "readline", version or reason .. " (lines are read without editing)")
  version, reason = host.duckdb()
  row(version and "ok" or "MISSING", "duckdb", version or reason .. " (solon.frame needs it; scripts/solon fetches it)")
  return version ~= nil
end

local function numbers()
  local good = os.setlocale(nil, "numeric") == "C" and 0.1 + 0.2 ~= 0.3 and tostring(0.1) == "0.1"
  row(good and "ok" or "WRONG", "numbers", "locale of numbers " .. os.setlocale(nil, "numeric")
    .. ", of characters " .. os.setlocale(nil, "ctype"))
  return good
end

return function(arguments)
  if arguments[1] == "--help" then
    print("usage: solon doctor\nTells what Solon found of what it needs; exit status 1 when something is missing.")
    return 0
  end
  if #arguments > 0 then
    io.stderr:write("solon doctor: takes no arguments, got '", arguments[1], "'\n")
    return 2
  end
  row("ok", "solon", system.version)
  libraries()
  row("ok", "processor", system.cpu_class() .. ", " .. system.cpu_count() .. " to use")
  row("ok", "memory", "limit " .. bytes(host.memory_limit()) .. "; address space limit " .. bytes(host.address_space_limit()))
  local found, right = opened_on_use(), numbers()
  return found and right and 0 or 1
end
