-- csv_fuzz_test.lua - frame.read over mutations of the CSV corpus, the same ones in every run: it gives a
-- frame or nil, message and code; the good and the bad rows are those of a second read; what is written
-- reads back the same.
local tap = require "solon.tap"
local frame = require "solon.frame"
local system = require "solon.native.system"
local t = tap.new()

local corpus = "tests/fuzz/corpus/csv"
local seeds = {}
for _, name in ipairs(system.list_directory(corpus)) do
  local file <close> = assert(io.open(corpus .. "/" .. name, "rb"))
  seeds[#seeds + 1] = file:read("a")
end
t:ok(#seeds >= 4, "the corpus has seeds")

-- Marsaglia's xorshift, so that the mutations need nothing that is under test elsewhere.
local state = 88172645463325252
local function below(n)
  state = state ~ (state << 13); state = state ~ (state >> 7); state = state ~ (state << 17)
  return (state >> 1) % n
end

local likely = '",;\n\r\t 0123456789.-+eEaN\\/\0\x80\xff\xef\xbb\xbf'
local function mutate()
  local text = seeds[1 + below(#seeds)]
  for _ = 1, 1 + below(4) do
    local at, k = below(#text + 1), below(4)
    local byte = likely:sub(1 + below(#likely), -1):sub(1, 1)
    if k == 0 then text = text:sub(1, at) .. byte .. text:sub(at + 2)
    elseif k == 1 then text = text:sub(1, at) .. byte .. text:sub(at + 1)
    elseif k == 2 then text = text:sub(1, at)
    else
      local other = seeds[1 + below(#seeds)]
      text = text:sub(1, at) .. other:sub(1 + below(#other + 1))
    end
  end
  return text
end

local directory = assert(system.temporary_directory())
local path, copy, second = directory .. "/x.csv", directory .. "/y.csv", directory .. "/z.csv"
local function bytes(name) local file <close> = assert(io.open(name, "rb")) return file:read("a") end

local frames, failures, wrong = 0, 0, nil
for _ = 1, 400 do
  local text = mutate()
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  local ok, f, bad, code = pcall(frame.read, path, { bad_rows = "report" })
  if not ok then wrong = "raised " .. tostring(f)
  elseif f == nil then
    failures = failures + 1
    if type(bad) ~= "string" or code ~= "bad_syntax" then wrong = "failed without message and code" end
  else
    frames = frames + 1
    local strict, message = frame.read(path)
    if (strict ~= nil) ~= (#bad == 0) then wrong = "bad rows " .. #bad .. ", strict read: " .. tostring(strict or message) end
    for _, row in ipairs(bad) do
      if not (row.line or row.row) or type(row.text) ~= "string" or type(row.message) ~= "string" then wrong = "a bad row without line or text" end
    end
    assert(f:write(copy))
    local again = frame.read(copy, { quoted_null = false })
    if not again then wrong = "what was written does not read back"
    else
      again:write(second)
      if bytes(copy) ~= bytes(second) then wrong = "what was written reads back otherwise" end
    end
  end
  if wrong then
    t:note(string.format("%q", text))
    break
  end
end
t:ok(wrong == nil, "400 mutated files: " .. (wrong or string.format("%d frames, %d failures", frames, failures)))
system.remove(directory)
t:done()
