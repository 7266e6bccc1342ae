"""Checks the governance index against programs of its own: mpmath, NumPy, SciPy, pandas; of Solon it reads what
index_check.lua wrote.

    build/bin/solon tests/reference/index_check.lua DIR
    /usr/bin/python3 tests/reference/index_check.py DIR [reference_points.csv]

Run from the root of the project; one line a check, PASS or FAIL; exit status 1 where one fails.  Points and
gradients: 50 digits.  Draws: errors are given, and a difference of more than 4.5 of them fails.
"""
import json
import subprocess
import sys
from itertools import permutations
from math import factorial

import mpmath as mp
import numpy as np
import pandas as pd
from scipy import optimize, stats

mp.mp.dps = 50
directory, failures = sys.argv[1], 0
number = lambda x: float(x) if isinstance(x, str) and x in ("nan", "inf", "-inf") else x
load = lambda name: json.load(open(f"{directory}/{name}.json"))


def check(ok, what):
    global failures
    failures += not ok
    print("PASS" if ok else "FAIL", what)


def distance(got, want):
    got, want = mp.mpf(number(got)), mp.mpf(want)
    if mp.isnan(got) or mp.isnan(want):
        return mp.mpf(0) if mp.isnan(got) and mp.isnan(want) else mp.inf
    if mp.isinf(got) or mp.isinf(want):
        return mp.mpf(0) if got == want else mp.inf
    return abs(got - want) / abs(want) if want != 0 else abs(got)


# ---- the formula -----------------------------------------------------------------------------------
def columns(c, v, l, z, s, p):
    g = lambda x: 1 / (1 + mp.exp(-x))
    k, theta = p["k"], p["theta"]
    t = p["w_loyalty"] * l + p["w_skepticism"] * z
    power = lambda x, w: mp.mpf(1) if w == 0 else mp.mpf(0) if x == 0 else mp.exp(w * mp.log(x))
    pot = power(c, p["w_C"]) * power(t, p["w_T"]) * power(v, p["w_V"])
    low = g(-k * theta)
    gate = (g(k * (t - theta)) - low) / (g(k * (1 - theta)) - low)
    syn, vol = 1 + p["epsilon"] * c * t, 1 / (1 + p["mu"] * s)
    raw = min(pot, gate) * syn * vol
    scale = p["scale"]
    res = scale * min(pot, gate) * vol
    return dict(trust=t, potential=pot, gate=gate, synergy=syn, volatility=vol, raw=raw, unclipped=scale * raw,
                index=min(scale, scale * raw), resilience=res, gaming=(min(scale, scale * raw) - res) / scale, slack=pot - gate)


NAMES = ["capacity", "visibility", "loyalty", "skepticism", "sigma"]
groups, total = load("points"), 0
worst, worst_slope, kinds = {}, {}, dict(clipped=0, tie=0, pot=0, gate=0)
for group in groups:
    p = {name: mp.mpf(value) for name, value in group["parameters"].items()}
    for i in range(len(group["inputs"]["sigma"])):
        x = [mp.mpf(group["inputs"][name][i]) for name in NAMES]
        want = columns(*x, p)
        total += 1
        for name, value in want.items():
            # gaming and slack are differences: their errors are those of what they are differences of
            base = max(want["potential"], want["gate"]) if name == "slack" else want["index"] / p["scale"] if name == "gaming" else None
            got = group["columns"][name][i]
            d = abs(mp.mpf(got) - value) / max(base, mp.mpf("1e-300")) if base is not None else distance(got, value)
            worst[name] = max(worst.get(name, 0), d)
        clipped, tie = want["raw"] > 1 + mp.mpf("1e-12"), abs(want["slack"]) <= mp.mpf("1e-12") * max(want["potential"], want["gate"])
        kinds["clipped" if clipped else "tie" if tie else "pot" if want["slack"] < 0 else "gate"] += 1
        sign = 0 if tie else -1 if want["slack"] < 0 else 1
        if group["columns"]["bottleneck"][i] != sign or bool(group["columns"]["saturated"][i]) != clipped:
            check(False, f"bottleneck and saturation at {[float(v) for v in x]}")

        # the branch that counts, differentiated by mpmath; a factor of its own where the index is clipped
        def branch(x, q):
            v = columns(*x, q)
            m = v["gate"] if sign > 0 else v["potential"]
            return q["scale"] if clipped else q["scale"] * m * v["synergy"] * v["volatility"]

        for name, got in group["slopes"].items():
            if name in ("rows", "invalid", "missing"):
                continue
            if name in NAMES:
                k = NAMES.index(name)
                f = lambda y: branch(x[:k] + [y] + x[k + 1:], p)
                at = x[k]
            else:
                f = lambda y: branch(x, {**p, name: y})
                at = p[name]
            # exact at edges of the domain, too: the formulas go on beyond it
            value = mp.diff(f, at, h=mp.mpf("1e-20"))
            size = max(abs(value), want["index"] * mp.mpf("1e-3") if name == "k" else mp.mpf("1e-25"))
            worst_slope[name] = max(worst_slope.get(name, 0), abs(mp.mpf(number(got[i])) - value) / size if value != 0 else abs(mp.mpf(got[i])))
for name, d in worst.items():
    check(d <= 2e-14, f"{name}: {total} points, worst relative difference {float(d):.1e}")
check(kinds["clipped"] > 30 and kinds["tie"] >= 2 and kinds["pot"] > 50 and kinds["gate"] > 50, f"kinds of points {kinds}")
for name, d in worst_slope.items():
    check(d <= (1e-11 if name == "k" else 1e-12), f"derivative by {name}: worst relative difference {float(d):.1e}")

if len(sys.argv) > 2:
    table = pd.read_csv(sys.argv[2], dtype=str)
    defaults = dict(w_C="0.25", w_T="0.4", w_V="0.35", w_loyalty="0.6", w_skepticism="0.4", k="2", theta="0.85", epsilon="0.35", mu="0.1", scale="150")
    p = {name: mp.mpf(value) for name, value in defaults.items()}
    named = dict(T_comp="trust", S_pot="potential", F_gate="gate", F_syn="synergy", F_vol="volatility", S_raw="raw", S_KPI="index",
                 S_resilience="resilience", gaming="gaming", S_unclipped="unclipped")
    script = "local i = require 'solon.index'; local d = {}; for l in io.lines(arg[1]) do local f = {}; for v in l:gmatch '[^,]+' do " \
        "f[#f + 1] = tonumber(v) end; d[#d + 1] = f end; for _, f in ipairs(d) do local r = i.evaluate { capacity = f[1], visibility = f[2], " \
        "loyalty = f[3], skepticism = f[4], sigma = f[5] }; local o = {}; for _, n in ipairs { %s } do o[#o + 1] = ('%%.17g'):format(r[n]) end; " \
        "print(table.concat(o, ' ')) end" % ", ".join(f"'{name}'" for name in [*named.values(), "bottleneck", "saturated"])
    open(f"{directory}/points.lua", "w").write(script)
    open(f"{directory}/points.csv", "w").write("\n".join(",".join(row) for row in table[["C", "V", "T", "Z", "sigma"]].values) + "\n")
    out = subprocess.run(["build/bin/solon", f"{directory}/points.lua", f"{directory}/points.csv"], capture_output=True, text=True, check=True).stdout
    got = np.array([line.split() for line in out.splitlines()])
    for k, column in enumerate(named):
        d = max(distance(mp.mpf(a), b) for a, b in zip(got[:, k], table[column]))
        check(d <= 1e-13, f"reference points, {column}: worst relative difference {float(d):.1e}")
        mine = max(distance(columns(*map(mp.mpf, row[["C", "V", "T", "Z", "sigma"]]), p)[named[column]], row[column]) for _, row in table.iterrows())
        check(mine <= 1e-15, f"and mine of the file, {column}: {float(mine):.1e}")
    sign = {"pot": -1, "tie": 0, "gate": 1}
    check(all(float(a) == sign[b] for a, b in zip(got[:, -2], table.bottleneck)), "reference points: bottleneck")
    check(all(float(a) == float(b) for a, b in zip(got[:, -1], table.saturated)), "reference points: saturated")

# ---- feedback --------------------------------------------------------------------------------------
feedback = load("feedback")


def deviation(values, ddof):
    mean = mp.fsum(values) / len(values)
    return mp.sqrt(mp.fsum((v - mean) ** 2 for v in values) / (len(values) - ddof))


for one in feedback["thresholds"]:
    n, ddof = one["window"], one["ddof"]
    gain = lambda x: -float(deviation([mp.mpf(x) ** -i for i in range(1, n + 1)], ddof))
    grid = np.exp(np.linspace(1e-3, 6, 400) / n) if n > 2 else np.linspace(1.01, 6, 400)
    start = grid[int(np.argmin([gain(x) for x in grid]))]
    found = optimize.minimize_scalar(gain, bounds=(1 + (start - 1) / 2, 1 + (start - 1) * 2), method="bounded", options=dict(xatol=1e-13))
    # the bound: sd of the window under values of size 1, the largest over corners
    best = max(float(deviation([mp.mpf(1)] * k + [mp.mpf(-1)] * (n - k), ddof)) for k in range(n + 1))
    check(abs(-1 / found.fun - one["threshold"]) < 1e-9 * one["threshold"] and abs(best - one["bound"]) < 1e-12 * best,
          f"threshold {one['threshold']:.10f} and bound {one['bound']:.6f} of window {n}, ddof {ddof}")
for one in feedback["paths"]:
    core = mp.mpf(one["core"])
    past, largest = [core] * 23 + [core - mp.mpf("0.5")], 0
    for got in one["index"]:
        now = min(mp.mpf(150), core / (1 + mp.mpf(0.1) * deviation(past, 1)))
        past, largest = past[1:] + [now], max(largest, abs(now - mp.mpf(got)))
    grows = one["verdict"] == "unstable"
    check(largest < 1e-6 and grows == (one["core"] > 40.6559868524), f"feedback at B {one['core']}: 150 weeks to {float(largest):.1e}, {one['verdict']}")

# ---- what audits can reach: by search -----------------------------------------------------------------
rng = np.random.default_rng(7)


def index_of(c, v, t, s, eps=0.35, mu=0.10, k=2.0, theta=0.85, scale=150.0, clip=True):
    f = lambda x: 1 / (1 + np.exp(-x))
    low, high = f(-k * theta), f(k * (1 - theta))
    bottleneck = np.minimum(c**0.25 * t**0.40 * v**0.35, (f(k * (t - theta)) - low) / (high - low))
    value = scale * bottleneck * (1 + eps * c * t) / (1 + mu * s)
    return (np.minimum(value, scale) if clip else value), scale * bottleneck / (1 + mu * s)


for one in load("reach"):
    change = one.get("change") or {}
    p = dict(eps=change.get("epsilon", 0.35), mu=change.get("mu", 0.10), scale=change.get("scale", 150.0))
    window, rows = change.get("sigma_window", 24), one["rows"]
    score = lambda x: -float(np.subtract(*index_of(*x, **p)) / p["scale"])
    best = optimize.differential_evolution(score, [(0, 1)] * 3 + [(0, 40)], seed=1, tol=1e-12, maxiter=2000)
    largest = -best.fun
    check(abs(largest - rows["gaming_score"]["extreme"]) < 1e-6 and rows["gaming_score"]["reachable"] == (largest > 0.30),
          f"reach {change}: largest gaming score {rows['gaming_score']['extreme']:.6f}, searched {largest:.6f}")
    check(rows["gap_points"]["reachable"] == (largest * p["scale"] > 30) and rows["average_gap"]["reachable"] == (largest * p["scale"] > 20),
          f"reach {change}: gaps of 30 and 20 pp")
    for level, edge in enumerate((120, 80, 30)):
        row = rows[f"level_{level}"]
        if row["reachable"]:
            at, after = (index_of(1.0, 1.0, 1.0, row["extreme"] + d, **p, clip=False)[0] for d in (-1e-6, 1e-6))
            check(at > edge > after, f"reach {change}: level {level} up to sigma {row['extreme']:.4f}")
        else:
            check(p["scale"] <= edge, f"reach {change}: level {level} never")
    corner = max(np.std([0.0] * k + [p["scale"]] * (window - k), ddof=1) for k in range(window + 1))
    check(abs(corner - rows["sigma_cap"]["extreme"]) < 1e-9, f"reach {change}: sigma up to {corner:.4f}")
    n = 26
    a, b = index_of(np.linspace(0.6, 1.0, n), 1.0, 0.6 + np.where(np.arange(1, n + 1) % 2 == 0, 1e-4, -1e-4), 0.0, **p)
    check(abs(np.corrcoef(a, b)[0, 1] - rows["correlation"]["extreme"]) < 1e-7, f"reach {change}: honest correlation {rows['correlation']['extreme']:.4f}")

# ---- false alarms: the whole procedure again, in NumPy --------------------------------------------------
W, BASE, WINDOW = 0.25, 78, 26
alarms = load("alarms")


def largest_statistic(y, x):
    q_, r = np.linalg.qr(x[:BASE])
    beta = np.linalg.solve(r, q_.T @ y[:BASE])
    s = np.sqrt(np.sum((y[:BASE] - x[:BASE] @ beta) ** 2) / (BASE - x.shape[1]))
    z, best = 0.0, -np.inf
    for u, e in enumerate((y[BASE:] - x[BASE:] @ beta) / s, 1):
        z = W * e + (1 - W) * z
        best = max(best, z / np.sqrt(W / (2 - W) * (1 - (1 - W) ** (2 * u))))
    return best


def study(shifts):
    latent = np.empty(BASE + WINDOW)
    state = 0.05 * rng.standard_normal()
    for i in range(len(latent)):
        latent[i] = 0.6 + state
        state = 0.9 * state + 0.05 * np.sqrt(1 - 0.81) * rng.standard_normal()
    x = np.column_stack([np.ones(len(latent)), latent[:, None] + 0.03 * rng.standard_normal((len(latent), 3))])
    y = latent + 0.02 * rng.standard_normal(len(latent))
    late = np.arange(len(latent)) >= BASE
    return x, [np.where(late, np.clip(y + d, 0, 1), y) for d in shifts]


def bootstrap_limit(y, x, wanted, replicates):
    q_, r = np.linalg.qr(x[:BASE])
    late = np.linalg.solve(r.T, x[BASE:].T).T
    limits = []
    for block in (1, WINDOW // 2, WINDOW):
        # what a fit to the other weeks leaves in each block, by fitting it
        residual = np.empty(BASE)
        for first in range(0, BASE, block):
            inside = (np.arange(BASE) >= first) & (np.arange(BASE) < first + block)
            beta = np.linalg.lstsq(x[:BASE][~inside], y[:BASE][~inside], rcond=None)[0]
            residual[inside] = y[:BASE][inside] - x[:BASE][inside] @ beta
        count = -(-(BASE + WINDOW) // block)
        start = rng.integers(0, BASE, (replicates, count))
        e = residual[((start[:, :, None] + np.arange(block)) % BASE).reshape(replicates, -1)[:, :BASE + WINDOW]]
        coefficients = e[:, :BASE] @ q_
        fitted = e[:, :BASE] - coefficients @ q_.T
        s = np.sqrt((fitted**2).sum(axis=1) / (BASE - x.shape[1]))
        r_ = (e[:, BASE:] - coefficients @ late.T) / s[:, None]
        z, best = np.zeros(replicates), np.full(replicates, -np.inf)
        for u in range(1, WINDOW + 1):
            z = W * r_[:, u - 1] + (1 - W) * z
            best = np.maximum(best, z / np.sqrt(W / (2 - W) * (1 - (1 - W) ** (2 * u))))
        limits.append(np.quantile(best, 1 - wanted))
    return max(limits)


shifts, studies = (0.0, 0.02, 0.05, 0.10), 4000
found = np.zeros(4)
for _ in range(studies):
    x, ys = study(shifts)
    found += [largest_statistic(y, x) > 3.6 for y in ys]
for shift, mine, row in zip(shifts, found / studies, alarms["fixed"]):
    error = np.sqrt(mine * (1 - mine) / studies + row["detected_error"] ** 2)
    check(abs(mine - row["detected"]) < 4.5 * error + 1e-9, f"limit 3.6, shift {shift}: found {row['detected']:.4f}, here {mine:.4f} +- {error:.4f}")
for case in alarms["calibrated"]:
    shifts, studies = (0.0, 0.02, 0.05), 1000
    found, mean_limit = np.zeros(3), 0.0
    for _ in range(studies):
        x, ys = study(shifts)
        limit = bootstrap_limit(ys[0], x, case["wanted"], 499)
        mean_limit += limit / studies
        found += [largest_statistic(y, x) > limit for y in ys]
    for shift, mine, row in zip(shifts, found / studies, case["rows"]):
        error = np.sqrt(mine * (1 - mine) / studies + row["detected_error"] ** 2)
        check(abs(mine - row["detected"]) < 4.5 * error, f"wanted {case['wanted']}, shift {shift}: found {row['detected']:.4f}, here {mine:.4f} +- {error:.4f}")
    check(abs(mean_limit - case["limit"]) < 0.03, f"wanted {case['wanted']}: mean limit {case['limit']:.4f}, here {mean_limit:.4f}")
    # the wanted rate is a bound in the mean: the largest of three limits is taken
    check(case["rows"][0]["detected"] <= case["wanted"] + 2 * case["rows"][0]["detected_error"],
          f"wanted {case['wanted']}: false alarms {case['rows'][0]['detected']:.4f} +- {case['rows'][0]['detected_error']:.4f} do not exceed it")

# ---- quantiles under copulas -----------------------------------------------------------------------------
copulas = load("copulas")
factor = np.linalg.cholesky(np.array(copulas["correlation"]))
PROBABILITIES = dict(q05=0.05, q25=0.25, q50=0.5, q75=0.75, q95=0.95)
for case in copulas["cases"]:
    nu, n = number(case["nu"]), 1_000_000
    z = rng.standard_normal((n, 5)) @ factor.T
    u = stats.norm.cdf(z) if np.isinf(nu) else stats.t.cdf(z / np.sqrt(rng.chisquare(nu, n) / nu)[:, None], nu)
    t = 0.6 * stats.beta.ppf(u[:, 2], 5, 3) + 0.4 * stats.beta.ppf(u[:, 3], 2, 5)
    s = index_of(stats.beta.ppf(u[:, 0], 4, 2), stats.beta.ppf(u[:, 1], 3, 2), t, -np.log1p(-u[:, 4]) / 0.15)[0]
    what = f"copula nu {nu}, {case['sequence']}"
    for name, p in PROBABILITIES.items():
        mine = np.quantile(s, p)
        error = np.hypot(np.subtract(*np.quantile(s, [p + np.sqrt(p * (1 - p) / n), p - np.sqrt(p * (1 - p) / n)])) / 2, case[name + "_error"])
        check(abs(mine - case[name]) < 4.5 * error, f"{what}: {name} {case[name]:.3f}, SciPy {mine:.3f} +- {error:.3f}")
    error = np.hypot(s.std() / np.sqrt(n), case["mean_error"])
    check(abs(s.mean() - case["mean"]) < 4.5 * error, f"{what}: mean {case['mean']:.4f}, SciPy {s.mean():.4f}")
    mine = [np.mean(s >= 120), np.mean((s >= 80) & (s < 120)), np.mean((s >= 30) & (s < 80)), np.mean(s < 30)]
    check(max(abs(np.array(mine) - case["probability"])) < 4.5 * np.sqrt(0.5 / n), f"{what}: levels {np.round(case['probability'], 4)}")

# ---- sensitivity -------------------------------------------------------------------------------------------
sensitivity = load("sensitivity")
ranges = np.array([(0.1, 1), (0.1, 1), (0.1, 1), (0, 20), (0.2, 0.5), (0.05, 0.15), (1, 4), (0.7, 0.95)])
of_unit = lambda u: index_of(*(ranges[:4, 0] + np.diff(ranges[:4]).T * u[:, :4]).T,
                             *(ranges[4:, 0] + np.diff(ranges[4:]).T * u[:, 4:]).T)[0]
N, d, blocks = 1 << 17, 8, 16
firsts, totals, seconds = np.zeros((blocks, d)), np.zeros((blocks, d)), np.zeros((blocks, d, d))
means, variances = np.zeros(blocks), np.zeros(blocks)
for block in range(blocks):
    # independent points, not Sobol's; estimators: Saltelli 2010 first, Jansen total, both centred
    A, B = rng.random((N, d)), rng.random((N, d))
    fa, fb = of_unit(A), of_unit(B)
    mean = np.concatenate([fa, fb]).mean()
    fa, fb = fa - mean, fb - mean
    v = (np.mean(fa**2) + np.mean(fb**2)) / 2
    means[block], variances[block] = mean, v
    ab = []
    for i in range(d):
        m = A.copy()
        m[:, i] = B[:, i]
        ab.append(of_unit(m) - mean)
        firsts[block, i], totals[block, i] = np.mean(fb * (ab[i] - fa)) / v, np.mean((fa - ab[i]) ** 2) / (2 * v)
    for i in range(d):
        for j in range(i):
            # closed second order, from a sample where i and j come from B
            m = A.copy()
            m[:, [i, j]] = B[:, [i, j]]
            seconds[block, i, j] = np.mean(fb * (of_unit(m) - mean - fa)) / v - firsts[block, i] - firsts[block, j]
spread = lambda x: x.std(axis=0, ddof=1) / np.sqrt(blocks)
for what, rows, mine in (("first", sensitivity["sobol"], firsts), ("total", sensitivity["sobol"], totals)):
    for i, row in enumerate(rows):
        error = np.hypot(spread(mine)[i], row[what + "_error"])
        check(abs(mine.mean(axis=0)[i] - row[what]) < 4.5 * error + 1e-5, f"Sobol {what} of {row['name']}: {row[what]:.5f}, NumPy {mine.mean(axis=0)[i]:.5f} +- {error:.5f}")
names = [row["name"] for row in sensitivity["sobol"]]
far = 0.0
for a, b, value, error in sensitivity["second"]:
    i, j = sorted((names.index(a), names.index(b)), reverse=True)
    far = max(far, abs(seconds.mean(axis=0)[i, j] - value) / np.hypot(spread(seconds)[i, j], error))
check(far < 4.5, f"Sobol second order: {len(sensitivity['second'])} pairs, the furthest by {far:.1f} errors")
check(abs(variances.mean() - sensitivity["variance"]) < 4.5 * spread(variances) + 0.3, f"variance {sensitivity['variance']:.2f}, NumPy {variances.mean():.2f}")

# Morris: elementary effects on 4 levels, delta 2/3, by their definition at random base points and not along trajectories
levels, delta, count = 4, 2 / 3, 40000
for i, row in enumerate(sensitivity["morris"]):
    base = rng.integers(0, levels, (count, d)) / (levels - 1)
    base[:, i] = rng.integers(0, levels // 2, count) / (levels - 1)
    up = base.copy()
    up[:, i] += delta
    effect = (of_unit(up) - of_unit(base)) / delta
    for name, mine in (("mu", effect.mean()), ("mu_star", np.abs(effect).mean()), ("sigma", effect.std(ddof=1))):
        error = np.hypot(effect.std() / np.sqrt(count) * (1 if name != "sigma" else 1.5), row[name + "_error"])
        check(abs(mine - row[name]) < 4.5 * error + 1e-9, f"Morris {name} of {row['name']}: {row[name]:.4f}, here {mine:.4f} +- {error:.4f}")

# Shapley effects of a linear function of normals: the closed form, over all orders (Owen and Prieur 2017)
R, deviations, beta = np.array([[1, 0.5, -0.3], [0.5, 1, 0.4], [-0.3, 0.4, 1]]), np.array([1, 2, 0.5]), np.array([1, 2, 3])
S = R * np.outer(deviations, deviations)


def explained(given):
    given = sorted(given)
    rest = [i for i in range(3) if i not in given]
    if not rest:
        return beta @ S @ beta
    left = S[np.ix_(rest, rest)] - (S[np.ix_(rest, given)] @ np.linalg.solve(S[np.ix_(given, given)], S[np.ix_(given, rest)]) if given else 0)
    return beta @ S @ beta - beta[rest] @ left @ beta[rest]


linear, V = sensitivity["linear"], beta @ S @ beta
for i, row in enumerate(linear["shares"]):
    exact = sum(explained(set(order[:order.index(i) + 1])) - explained(set(order[:order.index(i)])) for order in permutations(range(3))) / factorial(3) / V
    check(abs(exact - row["share"]) < 4.5 * row["error"], f"Shapley share x{i + 1} of a linear function: {row['share']:.4f} +- {row['error']:.4f}, exact {exact:.4f}")
    first, total_ = explained({i}) / V, 1 - explained(set(range(3)) - {i}) / V
    check(abs(first - row["first"]) < 0.02 and abs(total_ - row["total"]) < 0.02, f"and its first {row['first']:.4f} and total {row['total']:.4f}: {first:.4f}, {total_:.4f}")
check(abs(linear["variance"] - V) < 0.02 * V, f"its variance {linear['variance']:.3f}, exact {V:.3f}")

# Shapley effects of the index, four dependent inputs: c(J) = Var E(f | J) by pairs that share the inputs of J (pick and freeze
# from the conditional normal), not by inner means
G = np.full((4, 4), 0.3)
G[3, :], G[:, 3] = -0.3, -0.3
np.fill_diagonal(G, 1)
of_normal = lambda z: index_of(stats.beta.ppf(stats.norm.cdf(z[:, 0]), 4, 2), stats.beta.ppf(stats.norm.cdf(z[:, 1]), 3, 2),
                               stats.beta.ppf(stats.norm.cdf(z[:, 2]), 5, 3), -stats.norm.logsf(z[:, 3]) / 0.15)[0]
n, root, cost = 400_000, np.linalg.cholesky(G), {(): 0.0}
for bits in range(1, 15):
    J = [i for i in range(4) if bits >> i & 1]
    rest = [i for i in range(4) if i not in J]
    x = rng.standard_normal((n, 4)) @ root.T
    slope = G[np.ix_(rest, J)] @ np.linalg.inv(G[np.ix_(J, J)])
    left = np.linalg.cholesky(G[np.ix_(rest, rest)] - slope @ G[np.ix_(J, rest)])
    y = x.copy()
    y[:, rest] = x[:, J] @ slope.T + rng.standard_normal((n, len(rest))) @ left.T
    cost[tuple(J)] = np.cov(of_normal(x), of_normal(y))[0, 1]
values = of_normal(rng.standard_normal((4 * n, 4)) @ root.T)
cost[(0, 1, 2, 3)] = values.var()
for i, row in enumerate(sensitivity["shapley"]["shares"]):
    mine = sum(cost[tuple(sorted(o[:o.index(i) + 1]))] - cost[tuple(sorted(o[:o.index(i)]))] for o in permutations(range(4))) / 24 / cost[(0, 1, 2, 3)]
    check(abs(mine - row["share"]) < 4.5 * np.hypot(row["error"], 0.0025), f"Shapley share of {row['name']}: {row['share']:.4f} +- {row['error']:.4f}, NumPy {mine:.4f}")
check(abs(values.var() - sensitivity["shapley"]["variance"]) < 0.01 * values.var(), f"variance {sensitivity['shapley']['variance']:.1f}, NumPy {values.var():.1f}")

# ---- weekly runs, row by row -------------------------------------------------------------------------------
data = pd.read_csv("scripts/governance/fixtures/weekly.csv")
monday = pd.to_datetime([f"{w[:4]} {w[6:]} 1" for w in data.week], format="%G %V %u")
weights = pd.Series(dict(Sentiment=0.4, Search=0.3, FX=0.3))


def trust_of(decay, rate=0.005, prior=0.625, days=140):
    own, sources = data.T_loyalty, data[weights.index]
    present = sources.notna()
    synthetic = (sources.fillna(0) @ weights) / (present @ weights)
    last = own.ffill()
    age = pd.Series((monday - pd.Series(monday).where(own.notna()).ffill().to_numpy()).days, index=data.index, dtype=float)
    centre = prior if decay == "prior" else 0.0
    carried = (centre + (last - centre) * np.exp(-rate * age)).where(age <= days)
    tier = np.where(own.notna(), 0, np.where(present.sum(axis=1) == 3, 1, np.where(present.sum(axis=1) == 2, 2, np.where(age <= days, 3, 4))))
    return own.where(tier == 0, synthetic.where((tier == 1) | (tier == 2), carried)), tier, age


def levels(values, hysteresis=0.0, dwell=1):
    """A worse level at once; a better one only `hysteresis` above its edge, after `dwell` weeks at the level before."""
    out, level, since = [], None, 0
    plain = lambda x: 3 - sum(round(x, 9) >= edge for edge in (30, 80, 120))
    for x in values:
        if np.isnan(x):
            out.append(np.nan)
            since += 1
            continue
        now = plain(x)
        if level is not None and now < level:
            now = level if since < dwell else min(level, plain(max(x - hysteresis, 0)))
        since = since + 1 if now == level else 1
        level = now
        out.append(level)
    return out


def run(sigma_from, decay="prior", cap=50.0, hysteresis=0.0, dwell=1, **fill):
    frame = pd.DataFrame()
    frame["loyalty"], frame["tier"], frame["survey_age"] = trust_of(decay, **fill)
    frame["capacity"] = data.C.ffill()
    frame["trust"] = 0.6 * frame.loyalty + 0.4 * data.Z_skepticism
    frame["potential"] = frame.capacity**0.25 * frame.trust**0.40 * data.V**0.35
    f = lambda x: 1 / (1 + np.exp(-x))
    frame["gate"] = (f(2 * (frame.trust - 0.85)) - f(-1.7)) / (f(0.3) - f(-1.7))
    frame["synergy"] = 1 + 0.35 * frame.capacity * frame.trust
    m = np.minimum(frame.potential, frame.gate)
    frozen = frame.tier.eq(4) | frame.capacity.isna() | data.V.isna() | data.Z_skepticism.isna()
    frame["core"] = (150 * m * frame.synergy / 1.35).where(~frozen).ffill()
    if sigma_from == "core":
        sigma = frame.core.rolling(24).std(ddof=1).shift(1)
    elif sigma_from == "reported":
        sigma = data.sigma_hist.astype(float)
    else:  # the published index is complete in these weeks; before there are 24 of it the file's own sigma
        assert data.S_KPI_official.notna().sum() > 100
        history, sigma, last = [], [], np.nan
        for i in range(len(data)):
            window = history[i - 24:i]
            now = np.std(window, ddof=1) if i >= 24 else np.nan
            if np.isnan(now):
                now = data.sigma_hist[i]
            official = data.S_KPI_official[i]
            if not frozen[i] and not np.isnan(now) and np.isnan(official):
                last = min(150.0, 150 * m[i] * frame.synergy[i] / (1 + 0.1 * min(now, cap)))
            last = official if not np.isnan(official) else last
            history.append(last)
            sigma.append(now)
        sigma = pd.Series(sigma)
    frame["sigma_uncapped"], frame["sigma"] = sigma, sigma.clip(upper=cap)
    # a row with an input missing has no components at all; one without sigma has those that do not need it
    known = frame[["trust", "potential"]].notna().all(axis=1)
    frame["slack"] = frame.potential - frame.gate
    frame["bottleneck"] = np.sign(frame.slack.where(frame.slack.abs() > 1e-12, 0.0 * frame.slack))
    for column in ("trust", "potential", "gate", "synergy", "slack", "bottleneck"):
        frame[column] = frame[column].where(known)
    frame["volatility"] = (1 / (1 + 0.1 * frame.sigma)).where(known)
    frame["raw"] = m * frame.synergy * frame.volatility
    computed = (150 * frame.raw).clip(upper=150).where(~frozen)
    frame["resilience"] = 150 * m * frame.volatility
    frame["gaming"] = (computed - frame.resilience) / 150
    frame["index"] = computed.where(~frozen, computed.ffill())
    frame["status"] = np.where(frozen, np.where(frame["index"].notna(), "frozen", "missing"), np.where(computed.isna(), "warm-up", "ok"))
    frame["level"] = levels(frame["index"], hysteresis, dwell)
    return frame


products = load("weekly")
for name, mine in (("core", run("core")), ("published", run("published", "published")), ("reported", run("reported", cap=12.0)),
                   ("other", run("core", hysteresis=5.0, dwell=3, rate=0.02, prior=0.4, days=30))):
    product = products[name]
    for column in mine:
        if column == "status":
            check(list(mine[column]) == product[column], f"weekly {name}: status {dict(mine[column].value_counts())}")
            continue
        got, want = np.array([number(x) for x in product[column]], float), mine[column].to_numpy(float)
        far = np.nanmax(np.abs(got - want)) if np.isfinite(want).any() else 0
        check((np.isnan(got) == np.isnan(want)).all() and far < 1e-10, f"weekly {name}: {column}, {np.isfinite(want).sum()} weeks to {far:.1e}")

print(f"{failures} failures")
sys.exit(failures > 0)
