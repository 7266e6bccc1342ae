-- certify_rates_test.lua - how often certificates err, over many synthetic problems with independent noise.
--
-- W(a, b) = -(a - 1/2)^2 + c (b - 2/5)^2 and in every draw noise of size s times a random quadratic with independent
-- normal coefficients, so that the slopes, the curvatures and their mixed term are all noisy and the truth is known.
-- Seeds are fixed: the counts below never change.

local tap = require "solon.tap"
local mechanism = require "solon.mechanism"
local random = require "solon.random"
local t = tap.new()

local box = { low = { 0, 0 }, high = { 1, 1 } }
local RUNS, DRAWS = 120, 40

local function noise(run, draw)
  local stream, z = random.stream(11, "test.certify.rates", run * 1000 + draw), {}
  for k = 1, 5 do z[k] = stream:normal() end
  return z
end

local function certificate(run, size, curvature, point)
  local drawn = {}
  for draw = 1, DRAWS do drawn[draw] = noise(run, draw) end
  return mechanism.certify(function(columns, draw)
    local z, values = drawn[draw], {}
    for k, a in ipairs(columns[1]) do
      local b = columns[2][k]
      local u, v = a - 0.5, b - 0.5
      values[k] = -(a - 0.5) ^ 2 + curvature * (b - 0.4) ^ 2
        + size * (z[1] * u + z[2] * v + z[3] * u * u + z[4] * v * v + z[5] * u * v)
    end
    return values
  end, point, box, { draws = DRAWS })
end

-- Shares of verdicts, of "second order" answers, and of passes by residual <= tol + 2 standard errors.
local function rates(size, curvature, point)
  local count = { satisfied = 0, violated = 0, ["no information"] = 0, lenient = 0, bend = 0 }
  for run = 1, RUNS do
    local c = certificate(run, size, curvature, point)
    count[c.verdict] = count[c.verdict] + 1
    local pass = true
    for _, entry in ipairs(c.coordinates) do pass = pass and entry.residual <= c.tolerance + 2 * entry.slope_se end
    if pass then count.lenient = count.lenient + 1 end
    for _, condition in ipairs(c.conditions) do
      if condition.name == "second order" and condition.verdict == "violated" then count.bend = count.bend + 1 end
    end
  end
  for name, n in pairs(count) do count[name] = n / RUNS end
  return count
end

-- 5 % and three standard errors of a share of 120
local LIMIT = 0.05 + 3 * math.sqrt(0.05 * 0.95 / RUNS)

local function show(what, size, r)
  t:note(string.format("%s, noise %g: satisfied %.3f, violated %.3f, no information %.3f; residual <= tol + 2 se passes %.3f",
    what, size, r.satisfied, r.violated, r["no information"], r.lenient))
end

for _, size in ipairs { 0.003, 0.03, 0.3, 3 } do
  local top = rates(size, -1, { 0.5, 0.4 })
  show("at the maximum", size, top)
  t:ok(top.violated <= LIMIT, string.format("noise %g: a maximum is seldom called violated", size))
  local edge = rates(size, -1, { 0.4948, 0.4 }) -- slope 0.0104 where 0.01 is tolerated
  show("just off it", size, edge)
  t:ok(edge.satisfied <= LIMIT, string.format("noise %g: a slope just beyond tolerance is seldom called satisfied", size))
  local off = rates(size, -1, { 0.4, 0.4 }) -- slope 0.2
  show("well off it", size, off)
  t:ok(off.satisfied <= LIMIT, string.format("noise %g: a slope of 0.2 is seldom called satisfied", size))
  local saddle = rates(size, 0.02, { 0.5, 0.4 })
  show("on a saddle", size, saddle)
  t:ok(saddle.satisfied <= LIMIT, string.format("noise %g: a saddle is seldom called satisfied", size))
  local ridge = rates(size, 0, { 0.5, 0.4 })
  show("on a ridge", size, ridge)
  t:ok(ridge.bend <= LIMIT, string.format("noise %g: a ridge is seldom said to bend upwards", size))
  if size == 0.003 then
    t:ok(top.satisfied > 0.9, "little noise: the maximum is told")
    t:ok(off.violated > 0.9, "little noise: so is the slope")
    t:ok(saddle.violated > 0.9, "little noise: so is the saddle")
  elseif size == 3 then
    t:ok(off.lenient > 0.5, "the lenient rule passes a slope of 0.2 once the noise is large")
    t:ok(off["no information"] > 0.8, "where this one says that it cannot tell")
  end
end

-- The errors themselves: (estimate - truth) / error of slopes and curvatures has the spread of Student's t.
do
  local square, count, bent = 0.0, 0, 0.0
  for run = 1, RUNS do
    local c = certificate(run, 0.3, -1, { 0.3, 0.6 })
    for i, truth in ipairs { 0.4, -0.4 } do
      square = square + ((c.coordinates[i].gradient - truth) / c.coordinates[i].gradient_se) ^ 2
      count = count + 1
    end
    bent = bent + ((c.coordinates[1].curvature + 2) / c.coordinates[1].curvature_se) ^ 2
  end
  local expected = 29 / 27 -- the variance of t with 29 degrees of freedom, those of 30 batches
  t:ok(math.abs(square / count - expected) < 3 * math.sqrt(2 / count), "standard errors of slopes are right")
  t:ok(math.abs(bent / RUNS - expected) < 3 * math.sqrt(2 / RUNS), "and those of curvatures")
end

-- An objective that reports the standard errors of its values, with noise that is not shared between points.
do
  local answers, size = { satisfied = 0, violated = 0, ["no information"] = 0 }, 1e-5
  for run = 1, RUNS do
    local stream = random.stream(12, "test.certify.own", run)
    local c = mechanism.certify(function(columns)
      local values, errors = {}, {}
      for k, a in ipairs(columns[1]) do
        values[k] = -(a - 0.5) ^ 2 - (columns[2][k] - 0.4) ^ 2 + size * stream:normal()
        errors[k] = size
      end
      return values, errors
    end, { 0.5, 0.4 }, box, { steps = { 0.05 } })
    answers[c.verdict] = answers[c.verdict] + 1
  end
  t:ok(answers.satisfied > 0.9 * RUNS, "its own standard errors: small ones leave the answer")
  local c = mechanism.certify(function(columns)
    local values, errors = {}, {}
    for k, a in ipairs(columns[1]) do values[k], errors[k] = -(a - 0.5) ^ 2, 0.1 end
    return values, errors
  end, { 0.5 }, { low = { 0 }, high = { 1 } }, { steps = { 0.05 } })
  t:equal(c.verdict, "no information", "large ones take it away")
  t:near(c.coordinates[1].gradient_se, 0.1 * math.sqrt(2) / 0.1, { relative = 1e-9 }, "se of a difference of two points over 2h")
  t:near(c.eigenvalues[1].standard_error, 0.1 * math.sqrt(6) / 0.0025, { relative = 1e-9 }, "and of a second difference")
  t:raises(function()
    mechanism.certify(function(columns) return { columns[1][1], 0, 0 }, { -1, 0, 0 } end, { 0.5 }, { low = { 0 }, high = { 1 } },
      { steps = { 0.05 } })
  end, "finite number >= 0 expected", "a negative standard error")
end

t:done()
