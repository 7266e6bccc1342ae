-- resample_test.lua - statistics, designs, replicates and intervals of solon.resample, against R and
-- SciPy (tests/reference), against slow definitions written here, and in coverage simulations.

local array = require "solon.array"
local random = require "solon.random"
local resample = require "solon.resample"
local tap = require "solon.tap"
local t = tap.new()
local nan = 0 / 0

local x = { 1.2, 0.4, 3.9, 0, 8.7, 0.9, 1.7, 5.3, 2.8, 0, 12.1, 4.4, 3.3 }
local y = { 2.0, 1.1, 3.1, 3.9, 7.0, 0.2, 2.9, 4.1, 4.0, 1.6, 8.8, 3.3, 0.5 }
local ordered = { median = true, quantile = true }

local function two_columns(name)
  return name:find("co", 1, true) == 1 or name == "slope" or name:find("_of_means") or name == "weighted_mean"
end

local function options_for(name, options)
  options = options or {}
  if name == "quantile" then options.probability = 0.3 end
  return options
end

local function data_for(name) return two_columns(name) and { x, y } or x end

-- ---- statistics and jackknife against R -----------------------------------------------------------
local reference = dofile("tests/reference/resample_statistics.lua")
local names = {}
for i, case in ipairs(reference) do
  local name = case.name
  names[i] = name
  t:near(resample.statistic(data_for(name), name, options_for(name)), case.value, { relative = 1e-14 }, name .. " as in R")
  local j = resample.jackknife(data_for(name), name, options_for(name))
  t:near(j.standard_error, case.jackknife, { relative = 1e-12 }, name .. ": jackknife standard error as in R")
  t:near(j.bias, case.bias, { relative = 1e-11, absolute = 1e-13 }, name .. ": jackknife bias as in R")
  if not ordered[name] then
    local b = resample.bootstrap(data_for(name), name, options_for(name, { replicates = 20, method = "studentized" }))
    t:near(b.estimate_standard_error, case.infinitesimal, { relative = 1e-6 }, name .. ": standard error by influence as in R's boot")
  end
end

-- ---- intervals against R's boot and SciPy -----------------------------------------------------------
for _, case in ipairs(dofile("tests/reference/resample_intervals.lua")) do
  for _, method in ipairs { "normal", "basic", "percentile", "studentized", "bca" } do
    local ci = resample.interval(case.replicates, case.estimate, {
      method = method, confidence = case.confidence, jackknife = method == "bca" and case.jackknife or nil,
      standard_errors = method == "studentized" and case.standard_errors or nil,
      standard_error = method == "studentized" and case.standard_error or nil })
    t:near(ci.low, case[method][1], { relative = 1e-12 }, case.name .. ", " .. method .. ", low as in R's boot")
    t:near(ci.high, case[method][2], { relative = 1e-12 }, case.name .. ", " .. method .. ", high as in R's boot")
    t:equal(ci.status, "ok", case.name .. ", " .. method .. ", status")
    if method == "bca" then t:near(ci.acceleration, case.acceleration, { relative = 1e-11 }, case.name .. ", acceleration") end
  end
end
for _, case in ipairs(dofile("tests/reference/resample_intervals_scipy.lua")) do
  local jackknife = #case.jackknife == 1 and case.jackknife[1] or case.jackknife
  for _, method in ipairs { "basic", "percentile", "bca" } do
    local ci = resample.interval(case.replicates, case.estimate, {
      method = method, confidence = case.confidence, jackknife = method == "bca" and jackknife or nil,
      interpolation = "linear" })
    t:near(ci.low, case[method][1], { relative = 1e-12 }, case.name .. ", " .. method .. ", low as in SciPy")
    t:near(ci.high, case[method][2], { relative = 1e-12 }, case.name .. ", " .. method .. ", high as in SciPy")
    if method == "bca" then t:near(ci.acceleration, case.acceleration, { relative = 1e-11 }, case.name .. ", acceleration") end
  end
end

-- ---- designs ----------------------------------------------------------------------------------------
local labels = { "b", "a", "b", "c", "a", "b", "d", "d", "c", "a", "a", "e", "b" }
local function rows_of(options) return resample.indices(13, options):totable() end

for replicate = 1, 20 do
  local seen = rows_of { clusters = labels, replicate = replicate }
  local members = { a = { 2, 5, 10, 11 }, b = { 1, 3, 6, 13 }, c = { 4, 9 }, d = { 7, 8 }, e = { 12 } }
  local at, drawn, whole = 1, 0, true
  while at <= #seen do
    local cluster = members[labels[seen[at]]]
    for k = 1, #cluster do whole = whole and seen[at + k - 1] == cluster[k] end
    at, drawn = at + #cluster, drawn + 1
  end
  if not (whole and drawn == 5) then t:ok(false, "replicate " .. replicate .. " draws five whole clusters") end
end
t:ok(true, "clusters are drawn whole, as many as there are")

for _, kind in ipairs { "moving", "circular" } do
  local good, starts = true, {}
  for replicate = 1, 400 do
    local rows = rows_of { block = 5, block_kind = kind, replicate = replicate }
    good = good and #rows == 13
    for i = 1, 13 do
      if i % 5 == 1 then starts[rows[i]] = true
      else good = good and rows[i] == (kind == "moving" and rows[i - 1] + 1 or rows[i - 1] % 13 + 1) end
      good = good and rows[i] >= 1 and rows[i] <= 13
    end
  end
  local count = 0
  for _ in pairs(starts) do count = count + 1 end
  t:ok(good, kind .. " blocks hold neighbouring rows")
  t:equal(count, kind == "moving" and 9 or 13, kind .. " blocks start everywhere they can")
end
do
  local jumps, total = 0, 0
  for replicate = 1, 2000 do
    local rows = rows_of { block = 4, block_kind = "stationary", replicate = replicate }
    for i = 2, 13 do
      total = total + 1
      if rows[i] ~= rows[i - 1] % 13 + 1 then jumps = jumps + 1 end
    end
  end
  -- a new block begins with probability 1/4 and by chance continues the old one with 1/13
  local want = total / 4 * 12 / 13
  t:ok(math.abs(jumps - want) < 4 * math.sqrt(want), "stationary blocks have geometric lengths: " .. jumps .. " near " .. want)
end
t:same(rows_of { block = 13 }, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 }, "one moving block of everything is everything")
t:same(rows_of { replicate = 3 }, rows_of { replicate = 3 }, "the same replicate has the same rows")
t:ok(rows_of { replicate = 3, seed = 1 }[1] ~= rows_of { replicate = 3, seed = 2 }[1]
  or rows_of { replicate = 3, seed = 1 }[2] ~= rows_of { replicate = 3, seed = 2 }[2], "seeds differ")

-- ---- kernels, callbacks and indices see the same resamples ---------------------------------------------
local designs = { rows = {}, clusters = { clusters = labels }, blocks = { block = 4 },
  circular = { block = 4, block_kind = "circular" }, stationary = { block = 3, block_kind = "stationary" } }
local design_names = { "rows", "clusters", "blocks", "circular", "stationary" }
local function with(design, more)
  local options = {}
  for k, v in pairs(designs[design]) do options[k] = v end
  for k, v in pairs(more) do options[k] = v end
  return options
end

for _, design in ipairs(design_names) do
  for _, name in ipairs(names) do
    local options = options_for(name, with(design, { replicates = 25, seed = 3 }))
    local kernel = resample.bootstrap(data_for(name), name, options)
    local of = options_for(name)
    options.probability = nil
    local callback = resample.bootstrap(data_for(name), function(a, b) return resample.statistic(b and { a, b } or a, name, of) end, options)
    local label = design .. ", " .. name
    t:same(kernel.replicates:totable(), callback.replicates:totable(), label .. ": a callback gets the kernel's resamples")
    local worst = 0
    for i = 1, #kernel.jackknife do
      worst = math.max(worst, math.abs(kernel.jackknife[i] - callback.jackknife[i]) / math.abs(callback.jackknife[i]))
    end
    t:ok(#kernel.jackknife == #callback.jackknife and worst < 1e-12, label .. ": fast jackknife is the plain one")
    options.indices = true
    local by_index = resample.bootstrap(data_for(name), function(rows)
      local a, b = {}, {}
      for i = 1, #rows do a[i], b[i] = x[rows[i]], y[rows[i]] end
      return resample.statistic(two_columns(name) and { a, b } or a, name, of)
    end, options)
    t:same(by_index.replicates:totable(), kernel.replicates:totable(), label .. ": row numbers give the same replicates")
  end
end
do
  local got = {}
  resample.bootstrap(x, function(rows) got[#got + 1] = rows:totable() return 1 end,
    { indices = true, replicates = 4, seed = 9, method = "percentile", clusters = labels })
  t:same(got[4], rows_of { replicate = 3, seed = 9, clusters = labels }, "resample.indices gives the rows of a replicate")
  local whole = got[1]
  table.sort(whole)
  t:same(whole, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 }, "the first call gets the data themselves")
end

-- independent samples
do
  local short = { 2.0, 1.1, 3.1, 3.9 }
  for _, name in ipairs { "difference_of_means", "ratio_of_means" } do
    local options = { paired = false, replicates = 50 }
    local kernel = resample.bootstrap({ x, short }, name, options)
    local callback = resample.bootstrap({ x, short }, function(a, b)
      return name == "ratio_of_means" and a:mean() / b:mean() or a:mean() - b:mean()
    end, options)
    t:same(kernel.replicates:totable(), callback.replicates:totable(), name .. " of independent samples: replicates")
    t:near(kernel.acceleration, callback.acceleration, { relative = 1e-10 }, name .. " of independent samples: acceleration")
    t:near(kernel.low, callback.low, name .. " of independent samples: bca")
    t:equal(#kernel.jackknife, 17, name .. " of independent samples: one value per row of each")
  end
  local b = resample.bootstrap({ x, short }, "difference_of_means", { paired = false, replicates = 9, method = "studentized" })
  local function variance_of_mean(v) return resample.statistic(v, "variance") / #v end
  t:near(b.estimate_standard_error, math.sqrt(variance_of_mean(x) + variance_of_mean(short)), "standard error of a difference (Welch)")
  b = resample.bootstrap({ x, short }, "ratio_of_means", { paired = false, replicates = 9, method = "studentized" })
  local mx, my = resample.statistic(x, "mean"), resample.statistic(short, "mean")
  t:near(b.estimate_standard_error, math.abs(mx / my) * math.sqrt(variance_of_mean(x) / mx ^ 2 + variance_of_mean(short) / my ^ 2),
    "standard error of a ratio (delta method)")
end

-- studentized: standard errors of the replicates by hand
do
  local b = resample.bootstrap(x, "mean", { method = "studentized", replicates = 10 })
  local ok = true
  for r = 1, 10 do
    local drawn = {}
    for i, row in ipairs(rows_of { replicate = r }) do drawn[i] = x[row] end
    ok = ok and math.abs(b.standard_errors[r] - resample.statistic(drawn, "standard_deviation") / math.sqrt(13)) < 1e-14
  end
  t:ok(ok, "the standard error of a mean is s / sqrt(n) in every resample")
  local clustered = resample.bootstrap(x, "mean", { method = "studentized", replicates = 10, clusters = labels })
  local m, sums = resample.statistic(x, "mean"), {}
  for i, label in ipairs(labels) do sums[label] = (sums[label] or 0) + (x[i] - m) / 13 end
  local total = 0
  for _, label in ipairs { "a", "b", "c", "d", "e" } do total = total + sums[label] ^ 2 end
  t:near(clustered.estimate_standard_error, math.sqrt(total * 5 / 4), "clusters sum their influence")
  local median = resample.bootstrap(x, "median", { method = "studentized", replicates = 99, inner = 30 })
  t:ok(median.low < median.estimate and median.estimate < median.high, "bootstrap-t of a median, by inner resampling")
  t:equal(median.estimate_standard_error, median.standard_error, "whose standard error is that of the replicates")
end

-- ---- the same bits for any number of threads ------------------------------------------------------------
for _, name in ipairs { "mean", "median", "correlation" } do
  local function run(threads)
    return resample.bootstrap(data_for(name), name, { threads = threads, replicates = 1000, method = ordered[name] and "bca" or "studentized" })
  end
  local one, two, four = run(1), run(2), run(4)
  t:ok(one.replicates:equals(two.replicates) and one.replicates:equals(four.replicates) and one.low == two.low
    and one.low == four.low and one.high == four.high, name .. ": 1, 2 and 4 threads give the same bits")
end

-- golden bits: a change here changes every seeded result
t:same(rows_of { seed = 42 }, { 12, 9, 10, 9, 6, 5, 11, 9, 9, 10, 13, 3, 6 }, "golden rows")
t:equal(string.format("%a", resample.bootstrap(x, "mean", { seed = 42, replicates = 100, method = "percentile" }).low), "0x1.ac84069267ecfp+0", "golden interval")

-- ---- properties ----------------------------------------------------------------------------------------
do
  local b = resample.bootstrap(x, "mean", { replicates = 4000 })
  local want = resample.statistic(x, "standard_deviation") * math.sqrt(12 / 13) / math.sqrt(13)
  t:near(b.standard_error, want, { relative = 0.05 }, "the bootstrap standard error of a mean is sigma / sqrt(n)")
  local shifted, scaled = {}, {}
  for i, v in ipairs(x) do shifted[i], scaled[i] = v + 100, v * 4 end
  for _, method in ipairs { "normal", "percentile", "basic", "bca", "studentized" } do
    local o = { replicates = 500, method = method }
    local base, up, four = resample.bootstrap(x, "mean", o), resample.bootstrap(shifted, "mean", o), resample.bootstrap(scaled, "mean", o)
    t:near(up.low - 100, base.low, { absolute = 1e-11 }, method .. ": shifts with the data")
    t:near(four.high, 4 * base.high, { relative = 1e-12 }, method .. ": scales with the data")
  end
  local r = resample.bootstrap(x, "variance", { replicates = 800 })
  local logs = array.log(r.replicates)
  local values = array.log(r.jackknife)
  local direct = resample.interval(logs, math.log(r.estimate), { method = "percentile", interpolation = "linear" })
  local base = resample.interval(r.replicates, r.estimate, { method = "percentile", interpolation = "linear" })
  t:near(math.exp(direct.low), base.low, { relative = 1e-3 }, "percentile intervals respect monotone maps")
  t:equal(#values, 13, "one jackknife value per row")
end

-- ---- degenerate data ----------------------------------------------------------------------------------------
for _, name in ipairs(names) do
  for _, method in ipairs { "normal", "percentile", "basic", "bca", "studentized" } do
    for label, data in pairs { ["no rows"] = {}, ["one row"] = { 3 }, constant = { 0.1, 0.1, 0.1, 0.1, 0.1 }, ["NaN"] = { 1, nan, 2, 3 } } do
      local b = resample.bootstrap(two_columns(name) and { data, data } or data, name, options_for(name, { method = method, replicates = 60 }))
      -- NaN may be missed by a resample: then some replicates are defined, but the estimate is not
      local narrow = b.low == b.high or b.low ~= b.low or math.abs(b.high - b.low) < 1e-14
      if not (b.status == "degenerate" and narrow) then
        t:ok(false, name .. ", " .. method .. ", " .. label .. " is degenerate")
        t:note(tostring(b))
      end
    end
  end
end
t:ok(true, "no, one, constant and NaN rows are degenerate in every statistic and method")
t:raises(function() resample.bootstrap({ 1, 1, 1 }, "mean", { strict = true }) end, "the interval is degenerate", "strict raises")
do
  local b = resample.bootstrap({ 5, 5, 5, 5 }, "mean", { method = "percentile", replicates = 99 })
  t:ok(b.low == 5 and b.high == 5 and b.status == "degenerate", "constant data: the percentile interval is the point")
  local out = resample.interval({ 1, 2, 3, 4, 5 }, 9, { method = "bca", jackknife = { 1, 2, 4 } })
  t:ok(out.status == "degenerate" and out.low ~= out.low and out.z0 == math.huge, "an estimate beyond all replicates leaves bca undefined")
  out = resample.interval({ 1, 2, 3, 4, 5 }, 3, { method = "bca", jackknife = { 2, 2, 2 } })
  t:ok(out.status == "degenerate" and out.acceleration ~= out.acceleration, "equal jackknife values leave bca undefined")
  local replicates = {}
  for i = 1, 99 do replicates[i] = i end
  replicates[100], replicates[101] = nan, 1 / 0
  out = resample.interval(replicates, 50, { interpolation = "linear" })
  t:ok(out.status == "partial" and out.undefined == 2 and math.abs(out.low - 3.45) < 1e-12, "undefined replicates are left out and counted")
  out = resample.interval(replicates, 50, { confidence = 0.999 })
  t:ok(out.status == "extreme" and out.low == 1 and out.high == 99, "too few replicates for the level")
  out = resample.interval({}, 1)
  t:ok(out.status == "degenerate" and out.low ~= out.low, "no replicates")
  out = resample.interval({ 1, 2, 3 }, nan)
  t:equal(out.status, "degenerate", "no estimate")
  out = resample.interval({ 1, 2, 3 }, 2, { method = "studentized", standard_errors = { 0, nan, 1 }, standard_error = 1 })
  t:ok(out.status == "degenerate" and out.undefined == 2, "standard errors of 0 and NaN are undefined")
  local j = resample.jackknife({ 4, 4, 4 }, "mean")
  t:ok(j.status == "degenerate" and j.standard_error == 0 and j.acceleration ~= j.acceleration, "a jackknife of constant data")
  t:equal(resample.jackknife({ 4 }, "mean").status, "degenerate", "a jackknife of one row")
  local one = resample.bootstrap(x, "mean", { clusters = array.zeros(13), replicates = 20 })
  t:equal(one.status, "degenerate", "one cluster carries no information")
end

-- ---- callbacks -----------------------------------------------------------------------------------------------
do
  local thrown = { "my error" }
  local calls = 0
  local ok, err = pcall(resample.bootstrap, x, function() calls = calls + 1 if calls == 5 then error(thrown) end return calls end)
  t:ok(not ok and err == thrown and calls == 5, "an error in a function stops the work and is passed on as it is")
  t:raises(function() resample.bootstrap(x, function() end) end, "returns a number expected, it returned nil", "a function must return a number")
  t:raises(function() resample.bootstrap(x, function() return 1 end, { method = "studentized" }) end, "its standard error expected",
    "a studentized function must return its standard error")
  local b = resample.bootstrap(x, function(a) return a:mean(), resample.statistic(a, "standard_deviation") / math.sqrt(#a) end, { method = "studentized", replicates = 200 })
  local kernel = resample.bootstrap(x, "mean", { method = "studentized", replicates = 200 })
  t:near(b.low, kernel.low, { relative = 1e-12 }, "a studentized function gives the kernel's interval")
  local kept = {}
  resample.bootstrap(x, function(a) kept[#kept + 1] = a return a:mean() end, { replicates = 3, method = "normal" })
  t:ok(not kept[2]:equals(kept[3]), "a function may keep what it gets")
  local three = resample.bootstrap({ x, y, x }, function(a, c, d) return a:mean() + c:mean() - d:mean() end, { replicates = 30, method = "percentile" })
  t:near(three.estimate, resample.statistic(y, "mean"), "a function of three columns")
  local co = coroutine.wrap(function()
    return resample.bootstrap(x, function(a) return a:mean() end, { replicates = 5, method = "normal" }).estimate
  end)
  t:near(co(), resample.statistic(x, "mean"), "inside a coroutine")
end

-- ---- bad input ---------------------------------------------------------------------------------------------
local function refused(part, name, ...)
  local arguments = table.pack(...)
  t:raises(function() resample.bootstrap(table.unpack(arguments, 1, arguments.n)) end, part, name)
end
refused("table of columns expected, got nil", "no data")
refused("got string", "a string for data", "x", "mean")
refused("number expected at position 2, got string", "a string among the data", { 1, "2" }, "mean")
refused("column 2: array or table of numbers expected, got number", "a number for a column", { x, 3 }, "correlation")
refused("column 1: array of one dimension", "a matrix", array.zeros(2, 2), "mean")
refused("name of a statistic or function expected, got number", "a number for the statistic", x, 3)
refused("unknown choice 'medain'", "an unknown statistic", x, "medain")
refused("one column of 'mean' expected, got 2", "too many columns", { x, y }, "mean")
refused("columns of one length expected, got 13 and 2", "columns of different lengths", { x, { 1, 2 } }, "correlation")
refused("the correlation has no independent samples", "independent correlation", { x, y }, "correlation", { paired = false })
refused("unknown option 'replicate'; known", "a misspelt option", x, "mean", { replicate = 3 })
refused("option 'replicates': integer in [1,", "no replicates", x, "mean", { replicates = 0 })
refused("option 'seed': integer expected", "half a seed", x, "mean", { seed = 0.5 })
refused("number in (0, 1) expected, got 1", "confidence 1", x, "mean", { confidence = 1 })
refused("unknown choice 'bcaa'", "an unknown method", x, "mean", { method = "bcaa" })
refused("integer in [1, 13] expected, got 14", "a block longer than the data", x, "mean", { block = 14 })
refused("needs option 'block'", "a kind without a block", x, "mean", { block_kind = "moving" })
refused("excludes option 'clusters'", "blocks and clusters", x, "mean", { block = 2, clusters = labels })
refused("13 labels expected, got 2", "too few labels", x, "mean", { clusters = { 1, 2 } })
refused("a label is NaN", "a NaN label", { 1, 2 }, "mean", { clusters = { 1, nan } })
refused("number or string expected at position 2, got boolean", "a boolean label", { 1, 2 }, "mean", { clusters = { 1, true } })
refused("independent samples have no clusters", "clusters of independent samples", { x, y }, "difference_of_means", { paired = false, clusters = labels })
refused("only the quantile takes it", "a probability for a mean", x, "mean", { probability = 0.5 })
refused("number in [0, 1] expected, got 2", "a probability of 2", x, "quantile", { probability = 2 })
refused("weights >= 0 expected, got -1 at position 2", "a negative weight", { { 1, 2 }, { 1, -1 } }, "weighted_mean")
refused("only a function takes indices", "indices for a kernel", x, "mean", { indices = true })
refused("only for the studentized median", "inner for a mean", x, "mean", { inner = 10 })
refused("on the calling thread alone", "threads for a function", x, function() return 1 end, { threads = 2 })
t:raises(function() resample.interval({ 1, 2 }, 1, { method = "studentized" }) end, "needed for method 'studentized'", "studentized without standard errors")
t:raises(function() resample.interval({ 1, 2 }, 1, { method = "studentized", standard_errors = { 1 }, standard_error = 1 }) end,
  "length 2 expected, got 1", "too few standard errors")
t:raises(function() resample.jackknife({ x, y, x }, function() return 1 end, { paired = false }) end, "at most two independent samples", "a jackknife of three samples")

-- ---- coverage: nominal 90% intervals of the mean, 400 data sets each ------------------------------------------
local function coverage(method, truth, make, options)
  local sets, hits = 400, 0
  for set = 1, sets do
    local data, extra = make(random.stream(2024, method, set))
    local o = { method = method, confidence = 0.9, replicates = 399, seed = set }
    for k, v in pairs(options or {}) do o[k] = v end
    for k, v in pairs(extra or {}) do o[k] = v end
    local b = resample.bootstrap(data, "mean", o)
    if b.low <= truth and truth <= b.high then hits = hits + 1 end
  end
  return hits / sets
end
-- simulation error is 0.015; known shortfalls at these sizes are a few points (Efron and Tibshirani, chapter 14)
local function covers(got, low, high, name) t:ok(got >= low and got <= high, string.format("%s covers %.3f of the time", name, got)) end
local function normals(s) return s:normal(30) end
local function exponentials(s) return s:exponential(30) end
covers(coverage("percentile", 0, normals), 0.83, 0.94, "percentile, normal data")
covers(coverage("basic", 0, normals), 0.83, 0.94, "basic, normal data")
covers(coverage("bca", 0, normals), 0.83, 0.94, "bca, normal data")
covers(coverage("studentized", 0, normals), 0.86, 0.94, "studentized, normal data")
covers(coverage("bca", 1, exponentials), 0.82, 0.94, "bca, exponential data")
covers(coverage("studentized", 1, exponentials), 0.85, 0.94, "studentized, exponential data")
-- clusters: 20 groups of 5 with a shared effect; treating rows as independent must fail, clusters must not
local groups = {}
for i = 1, 100 do groups[i] = (i - 1) // 5 end
local function grouped(s)
  local shared, noise, data = s:normal(20), s:normal(100), {}
  for i = 1, 100 do data[i] = shared[(i - 1) // 5 + 1] + noise[i] end
  return data
end
covers(coverage("studentized", 0, grouped, { clusters = groups }), 0.85, 0.94, "clusters, clustered data")
covers(coverage("studentized", 0, grouped), 0.4, 0.75, "rows wrongly taken as independent: clustered data")
-- a moving average of order 4: blocks see the dependence, rows do not
local function series(s)
  local e, data = s:normal(204), {}
  for i = 1, 200 do data[i] = e[i] + e[i + 1] + e[i + 2] + e[i + 3] + e[i + 4] end
  return data
end
covers(coverage("percentile", 0, series, { block = 15 }), 0.78, 0.93, "moving blocks, dependent series")
covers(coverage("percentile", 0, series, { block = 15, block_kind = "stationary" }), 0.78, 0.93, "stationary blocks, dependent series")
covers(coverage("percentile", 0, series), 0.3, 0.7, "rows wrongly taken as independent: dependent series")

-- ---- options a method would not look at -------------------------------------------------------------
for option, method in pairs { jackknife = "basic", standard_errors = "bca", standard_error = "normal", interpolation = "normal" } do
  t:raises(function() resample.interval({ 1, 2, 3 }, 2, { method = method, [option] = option == "interpolation" and "linear" or { 1 } }) end,
    "option '" .. option .. "': only for", option .. " with method " .. method .. " is refused")
end
t:raises(function() resample.bootstrap({ 1, 2, 3 }, "mean", { method = "normal", interpolation = "linear" }) end,
  "option 'interpolation': only for", "bootstrap refuses interpolation for method normal")

t:done()
