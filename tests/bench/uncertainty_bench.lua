-- uncertainty_bench.lua - a million draws of five dependent inputs (four beta, one exponential, t copula with nu 4), their
-- index and its quantiles, on one thread; against NumPy and scipy.stats in the same run.
--
--   build/bin/solon tests/bench/uncertainty_bench.lua
--
-- Then Sobol points and a whole uncertainty of one week.

local array = require "solon.array"
local governance = require "solon.governance"
local index = require "solon.index"
local measure = require "support.measure"
local random = require "solon.random"

local N = 1000000

local function beta(a, b) return { distribution = "beta", a = a, b = b } end
local marginals = { beta(4, 2), beta(3, 2), beta(5, 3), beta(5, 3), { distribution = "exponential", rate = 0.15 } }
local correlation = {}
for i = 1, 5 do
  correlation[i] = {}
  for j = 1, 5 do correlation[i][j] = i == j and 1 or (i == 5 or j == 5) and -0.3 or 0.3 end
end

-- Seconds for draws, index and quantiles, best of five; the quantiles.
local function ours(sequence, nu)
  local best, quantiles = { math.huge, math.huge, math.huge }, nil
  for seed = 1, 5 do
    local start = os.clock()
    local x = random.copula { n = N, seed = seed, marginals = marginals, nu = nu, correlation = correlation, sequence = sequence, threads = 1 }
    local drawn = os.clock()
    local values = index.evaluate { capacity = x:column(1), visibility = x:column(2), loyalty = x:column(3), skepticism = x:column(4),
      sigma = x:column(5), out = "index" }.index
    local computed = os.clock()
    quantiles = array.quantile(values, { 0.05, 0.5, 0.95 })
    local done = os.clock()
    best[1], best[2], best[3] = math.min(best[1], drawn - start), math.min(best[2], computed - drawn), math.min(best[3], done - computed)
    x, values = nil, nil
    collectgarbage()
  end
  return best, quantiles
end

local function tell(name, seconds, quantiles)
  print(string.format("%-24s draws %6.3f s, index %6.3f s, quantiles %6.3f s, together %6.3f s; %.2f %.2f %.2f", name, seconds[1], seconds[2],
    seconds[3], seconds[1] + seconds[2] + seconds[3], quantiles[1], quantiles[2], quantiles[3]))
  return seconds[1] + seconds[2] + seconds[3]
end

local total = tell("philox, nu 4", ours("philox", 4))
tell("sobol, nu 4", ours("sobol", 4))
tell("philox, nu 7.5", ours("philox", 7.5))
tell("philox, normal", ours("philox", math.huge))

local python = measure.python("scipy")
if python then
  local pipe = assert(io.popen(string.format("%s tests/reference/copula_numpy.py %d", python, N)))
  local found = {}
  for k = 1, 6 do found[k] = pipe:read("n") end
  pipe:close()
  local theirs = tell("NumPy and SciPy, nu 4", found, { found[4], found[5], found[6] })
  print(string.format("ratio %.1f (philox, nu 4)", theirs / total))
else
  print("SciPy is not here: no peer")
end

local start = os.clock()
random.sobol(1 << 17, 16, { seed = 1 })
print(string.format("scrambled Sobol: %.1f ns a coordinate", (os.clock() - start) / 2 ^ 21 * 1e9))
start = os.clock()
governance.uncertainty({ capacity = 0.7, visibility = 0.65, loyalty = 0.6, skepticism = 0.55, sigma = 3 })
print(string.format("governance.uncertainty of a week, 65536 draws: %.1f ms", (os.clock() - start) * 1e3))
