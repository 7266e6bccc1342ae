-- index_bench.lua - the governance index of many rows: nanoseconds a row and rows a second on one core,
-- at every CPU level, against NumPy in the same run.
--
--   build/bin/solon tests/bench/index_bench.lua [ROWS]
--
-- The peers are NumPy with the document's code on whole arrays and in blocks, and tuned by hand
-- (logarithms and exponentials in place of powers, no temporaries, in blocks).  The floor is
-- array.eval of the sum of the five columns: the same memory traffic with next to no arithmetic.
-- Each figure is the best of several runs.

local level = arg[1] == "--level"
local rows = tonumber(arg[level and 2 or 1] or "10000000")

-- One process measures one level: solon … --level ROWS.
local function measure_level()
  local array, index, random = require "solon.array", require "solon.index", require "solon.random"
  local measure = require "support.measure"
  local s = random.stream(1)
  local columns = { capacity = s:uniform(rows), visibility = s:uniform(rows), loyalty = s:uniform(rows), skepticism = s:uniform(rows),
    sigma = s:uniform(rows) * 50 }
  local out = array.zeros(rows)
  local function evaluate(from, count, more)
    local arguments = { out = { index = out:slice(1, count) } }
    for name, column in pairs(columns) do arguments[name] = column:slice(from, from + count - 1) end
    for name, value in pairs(more or {}) do arguments[name] = value end
    return function() index.evaluate(arguments) end
  end
  local cached = math.min(rows, 16384)
  local function nanoseconds(work, count, runs, enough) return measure.best(work, runs, enough) / count * 1e9 end
  print(nanoseconds(evaluate(1, rows), rows, 15))
  print(nanoseconds(evaluate(1, cached), cached, 20, 0.3))
  print(nanoseconds(evaluate(1, cached, { parameters = { k = array.zeros(cached) + 2 } }), cached, 20, 0.3))
  print(nanoseconds(evaluate(1, cached, { out = "gate" }), cached, 20, 0.3))
  print(nanoseconds(function()
    array.eval("c + v + l + z + s", { c = columns.capacity, v = columns.visibility, l = columns.loyalty, z = columns.skepticism, s = columns.sigma },
      { out = out })
  end, rows, 5))
end

if level then return measure_level() end

local program = [[
import time
import numpy as np
n = ROWS
rng = np.random.default_rng(1)
C, V, L, Z, S = (rng.random(n) for _ in range(5))
S *= 50
k, theta, eps, mu = 2.0, 0.85, 0.35, 0.10
out, a, b, d = (np.zeros(n) for _ in range(4))

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def document(C, V, L, Z, S):
    T = 0.6 * L + 0.4 * Z
    pot = (C ** 0.25) * (T ** 0.40) * (V ** 0.35)
    g0, g1 = sigmoid(-k * theta), sigmoid(k * (1 - theta))
    gate = np.clip((sigmoid(k * (T - theta)) - g0) / (g1 - g0), 0, 1)
    syn = 1 + eps * C * T
    vol = 1 / (1 + mu * S)
    return np.clip(150 * np.minimum(pot, gate) * syn * vol, 0, 150)

def tuned(C, V, L, Z, S, out, a, b, d):
    E1, D = np.expm1(k), np.exp(k * theta) + 1
    np.multiply(L, 0.6, out=a); np.multiply(Z, 0.4, out=b); np.add(a, b, out=a)
    np.log(C, out=b); np.multiply(b, 0.25, out=b)
    np.log(a, out=d); np.multiply(d, 0.40, out=d); np.add(b, d, out=b)
    np.log(V, out=d); np.multiply(d, 0.35, out=d); np.add(b, d, out=b)
    np.exp(b, out=b)
    np.multiply(a, k, out=d); np.exp(d, out=d); np.subtract(d, 1, out=d)
    np.add(d, D, out=out); np.multiply(d, (D + E1) / E1, out=d); np.divide(d, out, out=d)
    np.minimum(b, d, out=b)
    np.multiply(a, C, out=a); np.multiply(a, eps, out=a); np.add(a, 1, out=a); np.multiply(b, a, out=b); np.multiply(b, 150, out=b)
    np.multiply(S, mu, out=d); np.add(d, 1, out=d); np.divide(b, d, out=b)
    np.minimum(b, 150, out=out)

def blocks(work, size):
    def run():
        for i in range(0, n, size):
            work(slice(i, i + size))
    return run

def best(work, runs=3):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(repr(min(times) / n * 1e9))

def document_block(s):
    out[s] = document(C[s], V[s], L[s], Z[s], S[s])

def tuned_block(s):
    m = len(C[s])
    tuned(C[s], V[s], L[s], Z[s], S[s], out[s], a[:m], b[:m], d[:m])

best(lambda: document(C, V, L, Z, S))
best(blocks(document_block, 8192))
best(lambda: tuned(C, V, L, Z, S, out, a, b, d))
best(blocks(tuned_block, 16384))
]]

local measure = require "support.measure"
local solon = os.getenv("SOLON") or "build/bin/solon"
local levels, results = { "avx512", "avx2", "baseline" }, {}
for _, name in ipairs(levels) do
  local pipe = assert(io.popen(("SOLON_CPU_LEVEL=%s %s tests/bench/index_bench.lua --level %d"):format(name, solon, rows)))
  results[name] = {}
  for line in pipe:lines() do table.insert(results[name], tonumber(line)) end
  pipe:close()
end
local peers = measure.peer("numpy", (program:gsub("ROWS", ("%d"):format(rows)))) or {}

local peer_names = { "NumPy, document's code", "NumPy, document's code, blocks", "NumPy, tuned in place", "NumPy, tuned, blocks" }
print(("%-34s %9s %12s"):format(("%d rows"):format(rows), "ns a row", "million/s"))
for i, name in ipairs(peer_names) do
  if peers[i] then print(("%-34s %9.2f %12.1f"):format(name, peers[i], 1e3 / peers[i])) end
end
if not peers[1] then print("no Python with NumPy: peers SKIPPED") end
local cases = { "index", "index, 16384 rows in cache", "with a column of k, in cache", "another column, in cache", "floor: memory traffic alone" }
for _, name in ipairs(levels) do
  for i, case in ipairs(cases) do
    local ours = results[name][i]
    local ratios = ""
    for j = 1, i == 1 and #peers or 0 do ratios = ratios .. ("  x%.1f"):format(peers[j] / ours) end
    print(("%-34s %9.2f %12.1f%s"):format(name .. ": " .. case, ours, 1e3 / ours, ratios))
  end
end
