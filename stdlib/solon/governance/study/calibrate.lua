-- calibrate.lua - the protocol index-calibrate: reads the weeks and the registry, calibrates, writes.

local calibrate = require "solon.governance.calibrate"
local claims = require "solon.governance.claims.calibration"
local data_module = require "solon.governance.data.series"
local hindcast = require "solon.governance.calibrate.hindcast"
local registry_module = require "solon.governance.data.registry"
local told = require "solon.governance.calibrate.told"

local run_calibrate = {}

local function must(value, message)
  if not value then error(message, 0) end
  return value
end

-- "0, 0.1, 0.2" as numbers.
local function grid_of(text)
  local points = {}
  for part in (text .. ","):gmatch "([^,]*)," do
    local value = tonumber(part)
    if not value or value < 0 or value > 10 or value ~= value then
      error(string.format("--grid: numbers from 0 to 10 with commas expected, got '%s'", text), 0)
    end
    points[#points + 1] = value
  end
  return points
end

--- The calibration of a run of index-calibrate.
function run_calibrate.run(ctx)
  local p = ctx.params
  local grid = grid_of(p.grid)
  local registry = must(registry_module.load(ctx.inputs.registry.path))
  local data = must(data_module.load(ctx.inputs.data.path))
  if not data.S_KPI_official then
    error(string.format("'%s' has no column S_KPI_official, the recorded index to calibrate against", ctx.inputs.data.path), 0)
  end
  local reason = hindcast.why_not(data, registry.parameters)
  if reason then error(string.format("'%s' allows no calibration: %s", ctx.inputs.data.path, reason), 0) end
  if ctx.inputs.data.bundled then ctx.print "Made-up weeks that come with Solon (give --data for real ones)." end
  for _, note in ipairs(data.notes) do ctx.print("Note: " .. note .. ".") end
  local result = calibrate.run(data, { parameters = registry, grid = grid, epsilon_high = p.epsilon_high, mu_high = p.mu_high,
    epsilon_width = p.epsilon_width, mu_width = p.mu_width, folds = p.folds, interval = p.interval, block = p.block, replicates = p.replicates,
    confidence = p.confidence, seed = ctx.seed, progress = function(done) ctx.progress(done, "calibration") end })
  ctx.write_frame("grid.csv", told.frame(result, "grid"))
  ctx.write_frame("validation.csv", told.frame(result, "validation"))
  ctx.write_frame("curves.csv", told.frame(result, "curves"))
  ctx.write_json("calibration.json", told.data(result))
  for _, line in ipairs(result.lines) do ctx.print(line) end
  claims.compute(ctx.claim)
end

return run_calibrate
