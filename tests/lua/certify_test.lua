-- certify_test.lua - certificates of an optimum: the expected behaviours, noise, bad input, seasons.

local tap = require "solon.tap"
local mechanism = require "solon.mechanism"
local random = require "solon.random"
local t = tap.new()

local box = { low = { 0, 0 }, high = { 1, 1 } }

local function columns_of(f)
  return function(columns, draw)
    local values = {}
    for k = 1, #columns[1] do values[k] = f(columns[1][k], columns[2] and columns[2][k], draw) end
    return values
  end
end

local function certify(f, point, options) return mechanism.certify(columns_of(f), point, box, options) end

local function published(gradient, curvature)
  local rows = {}
  for i = 1, 5 do
    rows[i] = { 0, 0, 0, 0, 0 }
    rows[i][i] = curvature[i] or 0
  end
  return mechanism.verify_kkt_as_published(mechanism.parameters(0.9, 0, 0.75, 0.1, 0),
    { gradient[1], gradient[2] or 0, 0, 0, 0 }, rows).kkt_satisfied
end

-- ---- the expected behaviours ----------------------------------------------------------------------------

do
  local c = certify(function(a, b) return -(a - 0.5) ^ 2 - 2 * (b - 0.25) ^ 2 end, { 0.5, 0.25 })
  t:equal(c.verdict, "satisfied", "quadratic with its maximum inside: satisfied")
  t:near(c.eigenvalues[1].value, -4, { relative = 1e-6 }, "its curvature, least")
  t:near(c.eigenvalues[2].value, -2, { relative = 1e-6 }, "its curvature, greatest")
  t:equal(c.strict, true, "surely negative")
  t:equal(c.value_se, 0.0, "without draws there is no error")
  t:equal(certify(function(a, b) return -(a - 0.5) ^ 2 - (b - 0.25) ^ 2 end, { 0.4, 0.25 }).verdict, "violated", "a point off the maximum")
end

do
  local c = certify(function(a, b) return -(a - 1.5) ^ 2 - (b - 0.5) ^ 2 end, { 1, 0.5 })
  t:equal(c.verdict, "satisfied", "maximum beyond a bound: satisfied")
  t:near(c.coordinates[1].multiplier_upper, 1, { relative = 1e-9 }, "mu > 0 carries the slope, exact for a quadratic")
  t:same(c.cone, { "x2" }, "the critical cone leaves it out")
  t:same({ c.dual_violation, c.complementarity, c.residual < 1e-9 }, { 0.0, 0.0, true }, "dual sign and complementarity")
  t:equal(published({ c.coordinates[1].gradient }, { -2, -2 }), false, "which the published check refuses")
  local lower = certify(function(a, b) return -a - (b - 0.5) ^ 2 end, { 0, 0.5 })
  t:equal(lower.verdict, "satisfied", "and at a lower bound")
  t:near(lower.coordinates[1].multiplier_lower, 1, { relative = 1e-9 }, "with its multiplier")
end

do
  local c = certify(function(a, b) return -a - (b - 0.5) ^ 2 end, { 1, 0.5 })
  t:equal(c.verdict, "violated", "gradient inward at a bound: violated")
  t:near(c.dual_violation, 1, { relative = 1e-9 }, "by the slope into the box")
  t:ok(#c.reasons > 0 and c.reasons[1]:find("at the upper bound", 1, true) ~= nil, "the reason names the bound")
end

do
  local c = certify(function(a, b) return -(a - 0.5) ^ 2 + 0.0045 * (b - 0.5) ^ 2 end, { 0.5, 0.5 })
  t:equal(c.verdict, "violated", "saddle of curvature 0.009: violated")
  t:near(c.eigenvalues[2].value, 0.009, { relative = 1e-6 }, "the upward curvature")
  t:equal(published({ 0 }, { -2, 0.009 }), true, "which the published check accepts")
end

do
  local c = certify(function() return 0.7 end, { 0.5, 0.5 })
  t:same({ c.verdict, c.smoothed }, { "no information", "no information" }, "constant function: no information")
  t:ok(c.reasons[1]:find("does not change", 1, true) ~= nil, "and says why")
  t:equal(published({ 0 }, {}), true, "which the published check calls an optimum")
  local hard = certify(function() return 0.7 end, { 0.5, 0.5 }, { plateau = function() return 0, 1 end })
  t:equal(hard.verdict, "no information", "a plateau as wide as the box: nothing either")
end

do
  local function step(a) return a >= 0.49 and a < 0.51 and 1 or 0.9 end
  local function plateau(x, i)
    if i == 2 then return 0, 1 end
    if x[1] < 0.49 then return 0, 0.49 - 1e-12 end
    return 0.49, 0.51 - 1e-12
  end
  local top = certify(step, { 0.5, 0.5 }, { plateau = plateau })
  t:equal(top.verdict, "satisfied", "step function on its top: satisfied")
  t:equal(top.hard.verdict, "satisfied", "no neighbouring plateau is better")
  t:equal(top.coordinates[2].flat, true, "the other coordinate is flat")
  local off = certify(step, { 0.3, 0.5 })
  t:equal(off.verdict, "no information", "step function far off its top: no information from differences")
  local refuted = certify(step, { 0.3, 0.5 }, { plateau = plateau })
  t:equal(refuted.verdict, "violated", "but its plateau's neighbour refutes the point")
  t:near(refuted.hard.neighbours[1].gain, 0.1, { relative = 1e-9 }, "by the gain")
end

-- The six again, by the check as published, fed with differences over 1e-4 as a reader would take them.
do
  local function step(a) return a >= 0.49 and a < 0.51 and 1 or 0.9 end
  local six = {
    { "maximum inside", function(a, b) return -(a - 0.5) ^ 2 - 2 * (b - 0.25) ^ 2 end, { 0.5, 0.25 }, "satisfied", true },
    { "maximum beyond a bound", function(a, b) return -(a - 1.5) ^ 2 - (b - 0.5) ^ 2 end, { 1, 0.5 }, "satisfied", false },
    { "inward slope at a bound", function(a, b) return -a - (b - 0.5) ^ 2 end, { 1, 0.5 }, "violated", false },
    { "saddle", function(a, b) return -(a - 0.5) ^ 2 + 0.0045 * (b - 0.5) ^ 2 end, { 0.5, 0.5 }, "violated", true },
    { "constant", function() return 0.7 end, { 0.5, 0.5 }, "no information", true },
    { "step function off its top", step, { 0.3, 0.5 }, "no information", true },
  }
  for _, case in ipairs(six) do
    local what, f, x, verdict, fooled = table.unpack(case)
    local h, slope, bend = 1e-4, {}, {}
    for i = 1, 2 do
      local function at(shift) return f(x[1] + (i == 1 and shift or 0), x[2] + (i == 2 and shift or 0)) end
      slope[i], bend[i] = (at(h) - at(-h)) / (2 * h), (at(h) - 2 * at(0) + at(-h)) / h ^ 2
    end
    t:equal(certify(f, x).verdict, verdict, what .. ": " .. verdict)
    t:equal(published(slope, bend), fooled, what .. ": the published check says " .. tostring(fooled))
  end
end

-- ---- multipliers and curvature by SciPy (tests/reference/certify_reference.py) -----------------------------------

do
  local function f(columns)
    local values = {}
    for k, x in ipairs(columns[1]) do
      local y, z = columns[2][k], columns[3][k]
      values[k] = math.sin(2 * x) + x * y - y * y + z / 2 - math.exp(z * y) / 4
    end
    return values
  end
  local function at(point, width)
    return mechanism.certify(f, point, { low = { 0, 0, 0 }, high = { 1, width, 1 } }, { steps = { 0.001, 0.002, 0.004 } })
  end
  local one = at({ 0.851355274987, 0.263063905203, 1 }, 0.5)
  t:equal(one.verdict, "satisfied", "one bound active: satisfied")
  t:same(one.cone, { "x1", "x2" }, "its cone")
  t:near(one.coordinates[3].multiplier_upper, 0.4144444, { relative = 1e-5 }, "its multiplier, by trust-constr")
  t:near(one.eigenvalues[1].value, -4.037579961, { relative = 1e-5 }, "least eigenvalue in units of the box, by mpmath")
  t:near(one.eigenvalues[2].value, -0.5089746185, { relative = 1e-5 }, "greatest")
  t:near(one.hessian[1][2], 1, { absolute = 1e-6 }, "mixed derivative")
  local two = at({ 0.835481874005, 0.2, 1 }, 0.2)
  t:equal(two.verdict, "satisfied", "two bounds active: satisfied")
  t:near(two.coordinates[2].multiplier_upper, 0.13013118, { relative = 1e-5 }, "first multiplier")
  t:near(two.coordinates[3].multiplier_upper, 0.43892986, { relative = 1e-5 }, "second multiplier")
  t:near(two.eigenvalues[1].value, -3.979949748, { relative = 1e-5 }, "the free curvature")
  t:same({ #two.eigenvalues[1].vector, #one.eigenvalues[1].vector }, { 1, 2 }, "vectors in the order of the cone")
  t:equal(at({ 0.82, 0.2, 1 }, 0.2).verdict, "violated", "a point beside it: violated")
end

-- ---- curvature within the cone ------------------------------------------------------------------------------------

do
  -- both coordinates at a bound with slope 0: only u, v >= 0 can be moved to
  local function at_corner(uu, uv, vv)
    return certify(function(a, b) return uu * a * a + uv * a * b + vv * b * b end, { 0, 0 })
  end
  t:equal(at_corner(-3, -10, -3).verdict, "satisfied", "upward along (1, -1) only: satisfied")
  t:near(at_corner(-3, -10, -3).curvature.value, -6, { relative = 1e-9 }, "the largest curvature is along an edge")
  t:equal(at_corner(-3, 10, -3).verdict, "violated", "upward along (1, 1): violated")
  t:near(at_corner(-3, 10, -3).curvature.value, 4, { relative = 1e-9 }, "by that curvature")
  t:equal(at_corner(1, -10, -3).verdict, "violated", "upward along an edge: violated")
end

-- ---- noise, kernel, steps, cells -----------------------------------------------------------------------------

do
  local slopes, mean, square = {}, 0.0, 0.0
  local stream = random.stream(7, "test.certify", 0)
  for k = 1, 30 do
    slopes[k] = 0.02 + stream:normal()
    mean = mean + slopes[k] / 30
  end
  for _, s in ipairs(slopes) do square = square + (s - mean) ^ 2 end
  local function noisy(size)
    return function(a, b, draw) return -(a - 0.5) ^ 2 - (b - 0.5) ^ 2 + size * slopes[draw] * a end
  end
  local little = certify(noisy(0.01), { 0.5, 0.5 }, { draws = 30 })
  t:equal(little.verdict, "satisfied", "little noise: satisfied")
  t:near(little.coordinates[1].gradient, 0.01 * mean, { absolute = 1e-12 }, "slope averaged over draws")
  t:near(little.coordinates[1].gradient_se, 0.01 * math.sqrt(square / 29 / 30), { relative = 1e-8 }, "with its standard error")
  t:ok(little.eigenvalues[1].standard_error < 1e-9, "common draws leave no noise in the curvature of this objective")
  t:equal(certify(noisy(10), { 0.5, 0.5 }, { draws = 30 }).verdict, "no information", "noise that drowns the slope: no information")
  t:equal(certify(noisy(0.01), { 0.2, 0.5 }, { draws = 30 }).verdict, "violated", "a slope well beyond the noise: violated")
end

do
  local function f(a, b) return -(a - 0.5) ^ 2 - (b - 0.5) ^ 2 end
  local c = certify(f, { 0.5, 0.5 }, { kernel = { 0.1, 0.1 }, kernel_pairs = 400 })
  t:equal(c.verdict, "satisfied", "a kernel keeps a symmetric maximum")
  t:ok(math.abs(c.value + 2 * 0.01 / 3) < 4 * c.value_se, "its mean is that of the uniform kernel, -2 w^2 / 3")
  local again = certify(f, { 0.5, 0.5 }, { kernel = { 0.1, 0.1 }, kernel_pairs = 400 })
  t:equal(tostring(again), tostring(c), "the same seed gives the same certificate")
  -- a ripple seen by small steps, a slope seen by large ones
  local function ripple(a) return -math.abs(a - 0.5) * (math.abs(a - 0.5) < 0.02 and -1 or 1) end
  t:equal(mechanism.certify(columns_of(ripple), { 0.5 }, { low = { 0 }, high = { 1 } }, { steps = { 0.01, 0.1 } }).verdict,
    "no information", "step sizes that contradict each other")
  local lowest = math.huge
  mechanism.certify(function(columns)
    local values = {}
    for k, a in ipairs(columns[1]) do
      lowest = math.min(lowest, a, 1 - a)
      values[k] = a
    end
    return values
  end, { 1 }, { low = { 0 }, high = { 1 } }, { kernel = { 0.1 } })
  t:ok(lowest >= -1e-15, "no point outside the bounds is asked for")
end

do
  local function f(a, b) return 1 - (a - 0.5) ^ 2 - (b - 0.5) ^ 2 end
  local cells = { { label = "a", value = 1.0 }, { label = "b", value = 0.8 }, { label = "c", value = 0.9 } }
  local c = certify(f, { 0.5, 0.5 }, { cells = cells, cell = "a" })
  t:same({ c.verdict, c.categories.best, c.categories.runner_up, c.categories.own_rank }, { "satisfied", "a", "c", 1 }, "the best cell")
  t:near(c.categories.gap, 0.1, { relative = 1e-9 }, "and the gap to the runner-up")
  cells[2].value = 1.2
  c = certify(f, { 0.5, 0.5 }, { cells = cells, cell = "a" })
  t:same({ c.verdict, c.smoothed }, { "violated", "satisfied" }, "a better cell refutes the point")
  t:ok(tostring(c):find("because cell b reaches 1.2", 1, true) ~= nil, "the text gives the reason")
  t:raises(function() certify(f, { 0.5, 0.5 }, { cells = cells }) end, "label of one of the cells", "no own cell")
end

do
  -- degenerate at two bounds: upward only along (1, -1), which leaves the box
  local c = certify(function(a, b) return -(a - b) ^ 2 * -1 - 4 * (a + b) ^ 2 end, { 0, 0 }, { steps = { 0.0005 } })
  t:equal(c.verdict == "violated", false, "upward curvature along a direction out of the box is no objection")
end

-- ---- bad input ---------------------------------------------------------------------------------------------------

do
  local function f(a) return a end
  local one = { low = { 0 }, high = { 1 } }
  local function bad(pattern, what, ...)
    local list = table.pack(...)
    t:raises(function() mechanism.certify(table.unpack(list, 1, list.n)) end, pattern, what)
  end
  bad("point[1]: number from 0.0 to 1.0", "point outside", columns_of(f), { 1.5 }, one)
  bad("finite number expected, got", "NaN point", columns_of(f), { 0 / 0 }, one)
  bad("at least 1", "empty point", columns_of(f), {}, one)
  bad("low: 1 numbers expected, got 2", "bounds of another length", columns_of(f), { 0.5 }, { low = { 0, 0 }, high = { 1 } })
  bad("high: 1 numbers expected, got nil", "no upper bounds", columns_of(f), { 0.5 }, { low = { 0 } })
  bad("bounds: table", "no bounds", columns_of(f), { 0.5 })
  bad("low[1] < high[1] expected", "empty box", columns_of(f), { 0.5 }, { low = { 1 }, high = { 0 } })
  bad("finite number expected at (", "NaN objective", columns_of(function() return 0 / 0 end), { 0.5 }, one)
  bad("number expected at (", "objective of strings", columns_of(function() return "1" end), { 0.5 }, one)
  bad("values expected, got 1", "too few values", function() return { 1 } end, { 0.5 }, one)
  bad("sequence of", "no values", function() end, { 0.5 }, one)
  bad("did you mean 'draws'?", "unknown option", columns_of(f), { 0.5 }, one, { draw = 3 })
  bad("kernel[1]", "kernel too wide", columns_of(f), { 0.5 }, one, { kernel = { 0.3 } })
  bad("steps[1]", "step too small", columns_of(f), { 0.5 }, one, { steps = { 0 } })
  bad("names: 1 strings", "names of another length", columns_of(f), { 0.5 }, one, { names = { "a", "b" } })
  bad("plateau: an interval around", "a plateau elsewhere", columns_of(f), { 0.5 }, one, { plateau = function() return 0.6, 0.7 end })
  bad("broken on purpose", "an error of the objective", function() error("broken on purpose") end, { 0.5 }, one)
end

-- ---- seasons --------------------------------------------------------------------------------------------------------

do
  local contest, votes = mechanism.simulate { seasons = 3, seed = 4 }
  local found = mechanism.search(contest, { votes = votes, thin = 10 })
  local c = mechanism.certify_rule(found.seasons, found.best)
  t:near(c.value, found.welfare, { absolute = 1e-12 }, "welfare of the certificate is that of the search")
  t:equal(c.categories.best, found.best.theta2 .. "/" .. found.best.theta5, "the best cell is that of the search")
  t:equal(#c.categories.order, 9, "nine cells")
  for i, plateau in ipairs(c.hard and c.hard.plateaus or {}) do
    t:ok(plateau.low <= c.coordinates[i].value and c.coordinates[i].value <= plateau.high, plateau.name .. " lies in its plateau")
  end
  t:ok(tostring(c):find("certificate: ", 1, true) == 1, "a certificate prints")
  t:equal(mechanism.certify_rule(found.seasons, mechanism.status_quo()).verdict, "violated", "the status quo is no optimum")
  t:raises(function() mechanism.certify_rule({ 1 }, found.best) end, "seasons or ensemble expected", "no seasons")
  t:raises(function() mechanism.certify_rule(found.seasons, found.best, { thin = 0 }) end, "thin", "no lattice")
end

-- ---- plain data ------------------------------------------------------------------------------------------------------

do
  local json = require "solon.json"
  local rules = require "solon.mechanism.certificate.rule"
  local contest, votes = mechanism.simulate { seasons = 3, seed = 4 }
  local found = mechanism.search(contest, { votes = votes, thin = 10 })
  local c = rules.for_search(found, { statistics = { interval = { 0.1, 0.2 } } })
  local back = json.parse(json.write(rules.data(c)))
  t:equal(back.verdict, c.verdict, "a certificate becomes JSON")
  t:equal(#back.conditions, #c.conditions, "with all conditions")
  t:near(back.statistics.interval[2], 0.2, { relative = 1e-15 }, "and what was handed in")
  local function finite(value)
    if type(value) == "table" then
      for _, inner in pairs(value) do
        if not finite(inner) then return false end
      end
      return true
    end
    return type(value) ~= "number" or value == value and math.abs(value) < math.huge
  end
  t:ok(finite(rules.data(c)), "no NaN and nothing infinite in it")
  local anywhere = mechanism.certify_rule(found.seasons, mechanism.parameters(0.4321, 0, 0.7654, 0.0987, 0))
  t:equal(anywhere.verdict, "violated", "a point anywhere is no optimum")
  t:ok(anywhere.published[1].gradient_norm == 0 and anywhere.published[1].kkt_satisfied,
    "but the published check passes there when its step is tiny")
  t:equal(c.line.gain <= 1e-12, c.line.verdict == "satisfied", "the line of theta1 has nothing better, or says so")
  local status_quo = mechanism.certify_rule(found.seasons, mechanism.status_quo())
  t:ok(status_quo.line.gain >= 0, "the best step of a line is no worse than the point")
end

t:done()
