-- progress.lua - how far a run has come: a bar on a terminal, plain lines elsewhere, always on stderr.

local system = require "solon.native.system"

local Progress = {}
Progress.__index = Progress

local REDRAW_SECONDS, LINE_SECONDS = 0.1, 10

--- options.quiet: show nothing.
local function new(options)
  local width = options.quiet and 0 or system.terminal_width("stderr")
  return setmetatable({ quiet = options.quiet, width = width, shown_at = -math.huge, tenth = -1, drawn = false }, Progress)
end

local function draw_bar(self, fraction, text)
  local room = math.max(10, math.min(40, self.width - #text - 12))
  local full = math.floor(fraction * room)
  local line = string.format("[%s%s] %3d %% %s", ("#"):rep(full), ("."):rep(room - full), math.floor(100 * fraction), text)
  io.stderr:write("\r\27[K", line:sub(1, self.width - 1))
  io.stderr:flush()
  self.drawn = true
end

--- fraction in [0, 1]; text says what is being done.
function Progress:show(fraction, text)
  if self.quiet then return end
  fraction = math.max(0, math.min(1, fraction))
  local now, tenth = system.wall_clock(), math.floor(10 * fraction)
  if self.width > 0 then
    if now - self.shown_at < REDRAW_SECONDS and fraction < 1 then return end
    self.shown_at = now
    return draw_bar(self, fraction, text or "")
  end
  -- elsewhere a line for each tenth, but not more often than a reader can follow
  if tenth == self.tenth or now - self.shown_at < (tenth < 10 and 1 or 0) and now - self.shown_at < LINE_SECONDS then return end
  self.shown_at, self.tenth = now, tenth
  io.stderr:write(string.format("%3d %% %s\n", math.floor(100 * fraction), text or ""))
end

--- Removes the bar before other text is written to the terminal.
function Progress:clear()
  if self.drawn then
    io.stderr:write("\r\27[K")
    io.stderr:flush()
    self.drawn = false
  end
end

return { new = new }
