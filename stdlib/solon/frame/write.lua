-- write.lua - frames to files, which appear whole or not at all.

local native = require "solon.native.frame"
local system = require "solon.native.system"
local check = require "solon.frame.check"

local formats = { "csv", "parquet", "jsonl" }
local extensions = { csv = "csv", tsv = "csv", tab = "csv", parquet = "parquet", jsonl = "jsonl", ndjson = "jsonl" }

local known = { format = formats, delimiter = "string", header = "boolean", null = "string", nan = { "error", "null" } }
local meant_for = { delimiter = "csv", header = "csv", null = "csv", nan = "jsonl" }

local function quote(text) return "'" .. text:gsub("'", "''") .. "'" end

-- DuckDB writes to a hidden file beside the path, which is then fsynced and renamed.
local function write_parquet(path, source)
  if system.exists(path) and not system.file_size(path) then
    return nil, string.format("cannot write '%s': Parquet needs a regular file", path), "io"
  end
  local directory, name = path:match("^(.*/)([^/]*)$")
  local temporary = string.format("%s.%s.%d.parquet", directory or "", name or path, system.process_id())
  source.name = "t"
  local names, message, code = native.run {
    statement = "COPY (SELECT * FROM t) TO " .. quote(temporary) .. " (FORMAT parquet, COMPRESSION zstd)", frames = { source },
    return_failures = true,
  }
  if not names then
    system.remove(temporary)
    return nil, string.format("cannot write '%s': %s", path, (message:gsub("^[%a ]+ Error: ", ""))), code
  end
  local done
  done, message, code = system.replace(temporary, path)
  if not done then system.remove(temporary) end
  return done, message, code
end

return function(_, parts)
  --- Writes the frame to a file; the format is that of the extension or options.format.
  function parts.Frame:write(path, options)
    parts.check_frame(self, 0, "write")
    check.type(path, "string", 1, "write")
    options = check.options(options, known, 2, "write")
    local extension = path:match("%.(%w+)$")
    local format = options.format or extension and extensions[extension:lower()]
    if not format then
      check.fail(1, "write", string.format("the extension of '%s' tells no format; set options.format to one of %s", path, table.concat(formats, ", ")))
    end
    for option, wanted in pairs(meant_for) do
      if options[option] ~= nil and wanted ~= format then
        check.fail(2, "write", string.format("option '%s' is for %s files, this is %s", option, wanted, format))
      end
    end
    local source = { names = self._names, columns = self._columns, rows = self._rows }
    if format == "csv" then
      local delimiter = options.delimiter or (extension == "tsv" or extension == "tab") and "\t" or ","
      if #delimiter ~= 1 or delimiter:find('["\r\n]') then check.fail(2, "write", string.format("option 'delimiter': one byte expected, got %q", delimiter)) end
      return native.write_csv(path, source, delimiter, options.header ~= false, options.null or "")
    elseif format == "jsonl" then
      local ok, done, message, code = pcall(native.write_json_lines, path, source, options.nan == "null")
      if ok then return done, message, code end
      if type(done) ~= "table" or done.code ~= "bad_argument" then error(done, 0) end
      check.fail(1, "write", done.message .. " (options.nan = \"null\" writes null for NaN)")
    end
    return write_parquet(path, source)
  end
end
