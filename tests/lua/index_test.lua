-- index_test.lua - solon.index against the reference points, and properties of the index.

local tap = require "solon.tap"
local index = require "solon.index"
local array = require "solon.array"
local random = require "solon.random"
local t = tap.new()

local columns = { "index", "raw", "unclipped", "resilience", "gaming", "trust", "potential", "gate", "synergy", "volatility", "bottleneck",
  "saturated", "slack" }

local function evaluate(c, v, l, z, s, more)
  local arguments = { capacity = c, visibility = v, loyalty = l, skepticism = z, sigma = s }
  for name, value in pairs(more or {}) do arguments[name] = value end
  return index.evaluate(arguments)
end

local function relative(got, want)
  return want == 0 and math.abs(got) or math.abs(got - want) / math.abs(want)
end

-- ---- the reference points: mpmath, 60 digits ------------------------------------------------------

local function reference_points(path)
  local file = io.open(path)
  if not file then return nil end
  local names, data = nil, {}
  for line in file:lines() do
    local fields = {}
    for value in (line:gsub('"[^"]*"', "quoted") .. ","):gmatch("([^,]*),") do fields[#fields + 1] = value end
    if names then
      for i, name in ipairs(names) do table.insert(data[name], tonumber(fields[i]) or fields[i]) end
    else
      names = fields
      for _, name in ipairs(names) do data[name] = {} end
    end
  end
  file:close()
  return data
end

local points = reference_points("../shared/data/index/reference_points.csv")
if points then
  local r = evaluate(points.C, points.V, points.T, points.Z, points.sigma)
  local named = { T_comp = "trust", S_pot = "potential", F_gate = "gate", F_syn = "synergy", F_vol = "volatility", S_raw = "raw",
    S_KPI = "index", S_resilience = "resilience", gaming = "gaming", S_unclipped = "unclipped" }
  t:equal(#points.C, 62, "62 reference points")
  for _, column in ipairs { "T_comp", "S_pot", "F_gate", "F_syn", "F_vol", "S_raw", "S_KPI", "S_resilience", "gaming", "S_unclipped" } do
    local worst = 0
    for i, want in ipairs(points[column]) do worst = math.max(worst, relative(r[named[column]][i], want)) end
    t:ok(worst <= 1e-13, ("%s agrees with its reference points: %.2g"):format(column, worst))
  end
  local sign, agree = { pot = -1, tie = 0, gate = 1 }, true
  for i, name in ipairs(points.bottleneck) do
    agree = agree and r.bottleneck[i] == sign[name] and r.saturated[i] == points.saturated[i]
  end
  t:ok(agree, "bottleneck and saturation agree with the reference points")
else
  t:skip("../shared/data/index/reference_points.csv is absent", "reference points")
end

-- ---- exact values ---------------------------------------------------------------------------------

t:equal(index.gate(0), 0.0, "the gate is 0 at trust 0")
t:equal(index.gate(1), 1.0, "the gate is 1 at trust 1")
t:equal(evaluate(1, 1, 1, 1, 0).index, 150.0, "150 at the corner of ones")
t:equal(evaluate(0, 1, 1, 1, 0).index, 0.0, "0 without capacity")
t:equal(evaluate(1, 0, 1, 1, 0).index, 0.0, "0 without visibility")
t:equal(evaluate(1, 1, 0, 0, 0).index, 0.0, "0 without trust")
t:equal(evaluate(1, 1, 1, 1, 60).volatility, 1 / 7, "sigma is not capped at 50")

t:done()
