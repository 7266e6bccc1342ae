-- pareto.lua - what can be had of each utility without giving up another.

local common = require "solon.mechanism.report.common"
local plot = require "solon.plot"

local pareto = {}

local BINS = 90 -- of the cloud of all points, per axis

-- Centres of the occupied bins of a grid over the points, so that hundreds of thousands make a small picture.
local function cloud(xs, ys)
  local x1, x2 = common.extent(xs)
  local y1, y2 = common.extent(ys)
  local wx, wy = math.max(x2 - x1, 1e-12) / BINS, math.max(y2 - y1, 1e-12) / BINS
  local seen, out = {}, { x = {}, y = {} }
  for i, x in ipairs(xs) do
    local y = ys[i]
    if x == x and y == y then
      local a, b = math.min(BINS - 1, (x - x1) // wx), math.min(BINS - 1, (y - y1) // wy)
      local key = a * BINS + b
      if not seen[key] then
        seen[key] = true
        out.x[#out.x + 1], out.y[#out.y + 1] = x1 + (a + 0.5) * wx, y1 + (b + 0.5) * wy
      end
    end
  end
  return out
end

-- The members as columns: given as rows, or as positions in the surface.
local function members(study)
  local out = { engagement = {}, fairness = {}, producer = {} }
  for k, one in ipairs(common.rows(study.pareto)) do
    for name, column in pairs(out) do
      column[k] = type(one) == "table" and one[name] or study.surface[name][math.tointeger(one)]
    end
  end
  return out
end

--- Adds the figure.  study.pareto: rows with engagement, fairness, producer, or positions in study.surface.
function pareto.add(report, study)
  local front, layers = members(study), {}
  if study.surface and study.surface.engagement then
    local all = cloud(common.column(study.surface.engagement), common.column(study.surface.fairness))
    layers[1] = { mark = "points", colour = "silver", size = 2.9, x = all.x, y = all.y, name = "all of the lattice" }
  end
  layers[#layers + 1] = { mark = "points", x = front.engagement, y = front.fairness, value = front.producer, size = 3.4,
    name = "producer's utility" }
  for _, role in ipairs(common.roles) do
    local m = common.of_role(study, role)
    if m then
      layers[#layers + 1] = { mark = "points", shape = common.shape[role], colour = common.colour[role], size = 7,
        x = { m.engagement }, y = { m.fairness },
        name = m.name .. (m.producer == m.producer and string.format(" (producer %.3f)", m.producer) or "") }
    end
  end
  report:figure(plot.scene { width = 860, height = 480, x = { label = "engagement (fans)" }, y = { label = "fairness (judges)" },
    layers = layers }, {
    caption = string.format("The %d mechanisms to which no other of the lattice is at least equal in all three utilities and better in "
      .. "one. The colour is the producer's utility. Grey: what all mechanisms of the lattice reach.", #front.engagement),
    description = "Scatter of fairness against engagement, coloured by the producer's utility." })
end

return pareto
