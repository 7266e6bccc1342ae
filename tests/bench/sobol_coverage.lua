-- sobol_coverage.lua - how often the intervals of Sobol indices hold the true index, how wide they are and what they cost:
-- independent scramblings against bootstraps over the points, on two functions whose indices are known in closed form.
--
--   build/bin/solon tests/bench/sobol_coverage.lua [repetitions] [points]
--
-- Ishigami and Homma (1990): sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on [-pi, pi]^3; Sobol's g function of eight inputs,
-- prod (|4 x_i - 2| + a_i) / (1 + a_i) with a = 0, 1, 4.5, 9, 99, 99, 99, 99 (Saltelli et al. 2010).
--
-- Recorded, 400 repetitions each, intervals of 95 %, first and total of all inputs together, widths and errors times 1000:
--
--                               N = 8192                          N = 1024
--                               cover   width  rms error     ms   cover   width  rms error     ms
--   Ishigami   bootstrap, 100   100.0    38.2       1.06    7.2   100.0   108.0       6.88    1.1
--              4 scramblings     96.3    13.1       2.29    1.4    95.5   101.3      19.48    0.4
--              8 scramblings     95.4    10.7       2.51    1.4    95.6    84.0      20.04    0.4
--              16 scramblings    94.8    24.3       7.29    1.6    94.8    83.0      20.88    0.6
--              32 scramblings    94.9    25.4       6.86    1.8    95.4   106.5      26.38    0.8
--   Sobol g    bootstrap, 100    99.9    10.7       0.55   10.8    98.4    30.3       2.89    2.0
--              4 scramblings     96.3     3.7       1.19    4.1    96.3    25.3       7.70    1.2
--              8 scramblings     95.9     2.9       1.00    4.2    95.7    21.7       8.42    1.4
--              16 scramblings    95.8     7.0       3.25    4.5    95.0    26.5      12.13    1.7
--              32 scramblings    94.9     6.4       2.81    5.1    94.2    26.5      12.36    2.3
--
-- A bootstrap knows nothing of how even the points are: its intervals are 20 to 36 times the error where 4 would do.  Those of
-- scramblings hold what they say.  Dividing the points costs evenness, so the estimates of few scramblings are better, and with
-- too few the quantile of t grows: 8 are the default of the protocols.  A single scrambling estimates best but cannot tell
-- its error.

local array = require "solon.array"
local sensitivity = require "solon.sensitivity"

local repetitions, points = tonumber(arg[1] or 200), tonumber(arg[2] or 8192)

-- ---- functions whose indices are known -------------------------------------------------------------

local function uniform_inputs(count, low, high)
  local list = {}
  for i = 1, count do list[i] = { name = "x" .. i, distribution = "uniform", low = low, high = high } end
  return list
end

local function ishigami()
  local A, B = 7, 0.1
  local v1, v2, v13 = (1 + B * math.pi ^ 4 / 5) ^ 2 / 2, A * A / 8, B * B * math.pi ^ 8 * (1 / 18 - 1 / 50)
  local v = v1 + v2 + v13
  local function f(m)
    local s1, s2, x3 = array.sin(m:column(1)), array.sin(m:column(2)), m:column(3)
    return s1 + s2 * s2 * A + x3 * x3 * x3 * x3 * s1 * B
  end
  return { name = "Ishigami", f = f, inputs = uniform_inputs(3, -math.pi, math.pi), first = { v1 / v, v2 / v, 0 }, total = { (v1 + v13) / v, v2 / v, v13 / v } }
end

local function g_function()
  local a, parts, product = { 0, 1, 4.5, 9, 99, 99, 99, 99 }, {}, 1
  for i, ai in ipairs(a) do
    parts[i] = 1 / (3 * (1 + ai) ^ 2)
    product = product * (1 + parts[i])
  end
  local v, first, total = product - 1, {}, {}
  for i, part in ipairs(parts) do first[i], total[i] = part / v, part * product / (1 + part) / v end
  local function f(m)
    local y = array.ones(#m)
    for i, ai in ipairs(a) do y = y * ((array.abs(m:column(i) * 4 - 2) + ai) / (1 + ai)) end
    return y
  end
  return { name = "Sobol g", f = f, inputs = uniform_inputs(8, 0, 1), first = first, total = total }
end

-- ---- ways to an interval ---------------------------------------------------------------------------

local WAYS = {
  { "bootstrap, normal, 100", { bootstrap = 100 } },
  { "bootstrap, percentile, 100", { bootstrap = 100, interval = "percentile" } },
  { "4 scramblings", { scrambles = 4 } },
  { "8 scramblings", { scrambles = 8 } },
  { "16 scramblings", { scrambles = 16 } },
  { "32 scramblings", { scrambles = 32 } },
}

-- Share of intervals that hold the truth and their mean width, over all inputs and repetitions; seconds of one estimate.
local function measure(case, options)
  local clock = require("solon.native.system").wall_clock
  local hits, width, misses, count, seconds = 0, 0, 0, 0, math.huge
  for seed = 1, repetitions do
    local given = { n = points, seed = seed, threads = 1 }
    for key, value in pairs(options) do given[key] = value end
    local start = clock()
    local found = sensitivity.sobol(case.f, case.inputs, given)
    seconds = math.min(seconds, clock() - start)
    for _, kind in ipairs { "first", "total" } do
      for i, truth in ipairs(case[kind]) do
        local low, high = found[kind .. "_low"][i], found[kind .. "_high"][i]
        if low - 1e-12 <= truth and truth <= high + 1e-12 then hits = hits + 1 end
        width, misses, count = width + high - low, misses + (found[kind][i] - truth) ^ 2, count + 1
      end
    end
  end
  return hits / count, width / count, math.sqrt(misses / count), seconds
end

print(string.format("%d repetitions, N = %d, one thread", repetitions, points))
print(string.format("%-10s %-28s %9s %11s %11s %8s", "function", "intervals", "cover", "mean width", "rms error", "ms"))
for _, case in ipairs { ishigami(), g_function() } do
  for _, way in ipairs(WAYS) do
    local cover, width, rms, seconds = measure(case, way[2])
    print(string.format("%-10s %-28s %7.1f %% %11.6f %11.6f %8.2f", case.name, way[1], 100 * cover, width, rms, 1e3 * seconds))
  end
end
