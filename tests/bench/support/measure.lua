-- measure.lua - how the benchmarks time work and run their peers in Python.

local clock = require("solon.native.system").wall_clock

local measure = {}

-- The least wall-clock seconds of one run of work(): `runs` runs, and more until `enough` seconds
-- (default 0) are spent.
function measure.best(work, runs, enough)
  local best, done, start = math.huge, 0, clock()
  repeat
    local before = clock()
    work()
    best = math.min(best, clock() - before)
    done = done + 1
  until done >= runs and clock() - start >= (enough or 0)
  return best
end

-- The first of $PYTHON (or python3) and /usr/bin/python3 that imports these modules ("numpy, scipy");
-- nil if none does.
function measure.python(modules)
  for _, name in ipairs { os.getenv("PYTHON") or "python3", "/usr/bin/python3" } do
    if os.execute(name .. " -c 'import " .. modules .. "' 2>/dev/null") then return name end
  end
end

-- The numbers a Python program prints, one a line; nil without a Python that has the modules.
function measure.peer(modules, program)
  local python = measure.python(modules)
  if not python then return nil end
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(program)
  file:close()
  local numbers, pipe = {}, assert(io.popen(python .. " " .. path))
  for line in pipe:lines() do numbers[#numbers + 1] = tonumber(line) end
  pipe:close()
  os.remove(path)
  return numbers
end

return measure
