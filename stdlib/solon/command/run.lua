-- run.lua - `solon run NAME|FILE [options]`.

local describe = require "solon.protocol.describe"
local library = require "solon.protocol.library"
local options = require "solon.protocol.options"
local runner = require "solon.protocol.runner"
local system = require "solon.native.system"
local wrap = require "solon.protocol.wrap"

local USAGE = [[
usage: solon run NAME|FILE.lua [--PARAMETER VALUE …] [--INPUT FILE …] [--out DIR] [--seed N] [--jobs N] [--quiet]
`solon list` shows the protocols inside Solon, `solon run NAME --help` what one takes.  The run directory (default
runs/DATE-NAME-HASH) gets the outputs and manifest.json; one left by an interrupted run is resumed.]]

local function fail(status, message)
  io.stderr:write("solon run: ", message, "\n")
  return status
end

local MISUSE = { bad_argument = true, unknown = true, exists = true }

-- What a finished directory says about itself, for a run that was complete already.
local function report_complete(result)
  local summary = system.read_file(result.directory .. "/summary.txt")
  if summary then io.stdout:write(wrap.text(summary, system.terminal_width "stdout")) end
  io.stderr:write("complete already: ", result.directory, "\n")
  return 0
end

return function(arguments)
  local name = arguments[1]
  if name == "--help" then
    print(USAGE)
    return 0
  end
  if not name or name:find("^%-") then return fail(2, USAGE) end
  local protocol, message = library.load(name)
  if not protocol then return fail(2, message) end
  local settings, problem = options.read(protocol, table.pack(table.unpack(arguments, 2)))
  if not settings then return fail(2, problem) end
  if settings.help then
    print(table.concat(describe.lines(protocol), "\n"))
    return 0
  end
  local result, failure, code, traceback = runner.run(protocol, settings)
  if not result then
    -- an error that names a line of code is the author's to find; one without is meant for the reader
    local unexpected = traceback and failure:find("^[^\n]-%.lua:%d+: ")
    return fail(MISUSE[code] and 2 or 1, unexpected and traceback or failure)
  end
  if result.state == "complete" then return report_complete(result) end
  if not settings.quiet then io.stderr:write("results: ", result.directory, "\n") end
  return 0
end
