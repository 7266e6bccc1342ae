-- components.lua - what the index is made of, one panel each over the same weeks, and which part holds it down.

local common = require "solon.governance.report.common"
local plot = require "solon.plot"

local components = {}

local PANELS = {
  { "trust", "composite trust T", { 0, 1 } }, { "potential", "potential S_pot", { 0, 1 } }, { "gate", "gate F_gate", { 0, 1 } },
  { "synergy", "synergy F_syn", { 1, 1.35 } }, { "volatility", "volatility F_vol", { 0, 1 } }, { "sigma", "σ, points", { 0, 10 } },
}

-- The usual limits, wider where values need it.
local function limits_of(usual, values)
  local low, high = common.extent(values)
  return { math.min(usual[1], low), math.max(usual[2], high) }
end

local TIE = 1e-12

-- -1 where the potential is the smaller, 1 where the gate is, 0 at a tie; NaN where either is not known.
local function bottleneck(run, i)
  local potential, gate = run.potential[i], run.gate[i]
  if not (potential == potential and gate == gate) then return nil end
  if math.abs(potential - gate) <= TIE then return 0 end
  return potential < gate and -1 or 1
end

local KINDS = { { -1, "potential", "blue" }, { 0, "tie", "black" }, { 1, "gate", "orange" } }

-- One mark per week in the row of what holds the index down.
local function bottleneck_scene(run, at, axis)
  local layers, counts, known = {}, {}, 0
  for k, kind in ipairs(KINDS) do
    local x, y = {}, {}
    for i, week in ipairs(at) do
      if bottleneck(run, i) == kind[1] then x[#x + 1], y[#y + 1] = week, kind[2] end
    end
    layers[k] = { mark = "points", shape = "square", size = 2.6, colour = kind[3], x = x, y = y }
    counts[k], known = #x, known + #x
  end
  local scene = plot.scene { title = "what holds the index down", width = common.WIDTH, height = 130, layers = layers,
    x = axis, y = { categories = { "gate", "tie", "potential" } } }
  return scene, counts, known
end

--- Adds the figure.  run: weeks, and any of trust, potential, gate, synergy, volatility, sigma.
function components.add(report, run)
  local at, axis = common.week_axis(run.weeks)
  local scenes = {}
  for _, one in ipairs(PANELS) do
    if common.any(run[one[1]]) then
      scenes[#scenes + 1] = plot.scene { title = one[2], width = common.WIDTH, height = 145, x = axis, y = { limits = limits_of(one[3], run[one[1]]) },
        layers = { { mark = "line", colour = "blue", width = 1.8, x = at, y = run[one[1]] } } }
    end
  end
  local counts, known
  if run.potential and run.gate then
    scenes[#scenes + 1], counts, known = bottleneck_scene(run, at, axis)
  end
  if #scenes == 0 then return end
  report:figure(plot.grid { scenes = scenes, columns = 1 }, {
    caption = "The parts of the index over the same weeks." .. (counts and " The last panel shows which of potential and gate is the smaller, and so binds." or ""),
    description = "Lines of the components over weeks, one panel each." })
  if known and known > 0 then
    report:paragraph(string.format("The potential is the bottleneck in %s, the gate of trust in %s, and %s tied.", common.count(counts[1], "week"),
      common.count(counts[3], "week"), counts[2] == 1 and "1 is" or counts[2] .. " are"))
  end
end

--- Whether a run has any of the parts.
function components.present(run)
  for _, one in ipairs(PANELS) do if common.any(run[one[1]]) then return true end end
  return false
end

return components
