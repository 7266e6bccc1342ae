-- weights.lua - which mechanism is best for which weights of the stakeholders.
--
-- The weights (omega_fan, omega_judge, omega_producer) fill a triangle.  The sweep looks at its lattice of steps of 1/n;
-- shares of the triangle are counted on a subdivision into 10,000 equal triangles, at whose centres all three weights are
-- positive.  Only members of the Pareto set can be best there; on the edges, where a weight is 0, a member of the set is
-- preferred to a point that is merely as good.  Of equal members the first point of the surface is chosen.

local array = require "solon.array"
local choose = require "solon.mechanism.uncertain.choose"

local weights = {}

local FINE = 100

--- The lattice of the triangle: a matrix of (n + 1)(n + 2) / 2 rows in ascending order of the first, then the second.
function weights.lattice(n)
  local rows = {}
  for i = 0, n do
    for j = 0, n - i do rows[#rows + 1] = { i / n, j / n, (n - i - j) / n } end
  end
  return array.new(rows)
end

--- Centres of n^2 equal triangles that fill the triangle.
function weights.centres(n)
  local rows, unit = {}, 3 * n
  for i = 0, n - 1 do
    for j = 0, n - 1 - i do
      rows[#rows + 1] = { (3 * i + 1) / unit, (3 * j + 1) / unit, (3 * (n - i - j) - 2) / unit }
      if i + j < n - 1 then
        rows[#rows + 1] = { (3 * i + 2) / unit, (3 * j + 2) / unit, (3 * (n - i - j) - 4) / unit }
      end
    end
  end
  return array.new(rows)
end

-- Members in the order of the surface, and their utilities.
local function members_of(surface, members)
  local positions = array.new(members):sort():totable()
  local rows = {}
  for k, i in ipairs(positions) do
    i = math.tointeger(i)
    positions[k] = i
    rows[k] = { surface.engagement[i], surface.fairness[i], surface.producer[i] }
  end
  return positions, array.new(rows)
end

--- Best members over the lattice of weights of step 1/n: for each, { omega_fan, omega_judge, omega_producer, welfare,
--- point (position in the surface) }.
function weights.sweep(surface, members, n)
  local positions, utilities = members_of(surface, members)
  local lattice, rows = weights.lattice(n), {}
  local best, place = choose.best(utilities, lattice)
  for r = 1, #best do
    rows[r] = { omega_fan = lattice:get(r, 1), omega_judge = lattice:get(r, 2), omega_producer = lattice:get(r, 3),
      welfare = best[r], point = positions[place[r]] }
  end
  return rows
end

--- The share of the triangle in which each point is best: { [position] = share }, and the shares of the cells of
--- categories in the order of theta2 and theta5: { theta2, theta5, share, points (how many of it are best somewhere) }.
function weights.shares(surface, members)
  local positions, utilities = members_of(surface, members)
  local centres = weights.centres(FINE)
  local _, place = choose.best(utilities, centres)
  local won, shares, cells, order = {}, {}, {}, {}
  for _, k in ipairs(place) do won[positions[k]] = (won[positions[k]] or 0) + 1 end
  for _, theta2 in ipairs(surface.grid.theta2) do
    for _, theta5 in ipairs(surface.grid.theta5) do
      local cell = { theta2 = theta2, theta5 = theta5, share = 0, points = 0 }
      cells[theta2 * 3 + theta5], order[#order + 1] = cell, cell
    end
  end
  for _, i in ipairs(positions) do
    if won[i] then
      shares[i] = won[i] / #place
      local cell = cells[surface.theta2[i] * 3 + surface.theta5[i]]
      cell.share, cell.points = cell.share + won[i], cell.points + 1
    end
  end
  for _, cell in ipairs(order) do cell.share = cell.share / #place end
  return shares, order
end

return weights
