# hindcast_score.py - the tests of core/index/score.h and the intervals they give, by NumPy from the bundled weeks
# scripts/governance/fixtures/hindcast.csv; and how often both tests reject the true epsilon in hindcasts NumPy simulates.
#
#   python3 tests/reference/hindcast_score.py [hindcasts]
import csv
import sys

import numpy as np
from scipy import stats

SCALE = 150.0
EPSILON, MU = 0.35, 0.1


def g(x):
    return 1 / (1 + np.exp(-x))


def columns(C, V, L, Z, k=2.0, theta=0.85):
    """The index at epsilon 0 and mu 0, and what epsilon adds to it."""
    T = 0.6 * L + 0.4 * Z
    gate = (g(k * (T - theta)) - g(-k * theta)) / (g(k * (1 - theta)) - g(-k * theta))
    a = SCALE * np.minimum(C**.25 * T**.4 * V**.35, gate)
    return a, a * C * T


def test(y, a, b, sigma, epsilon, mu, which, K):
    """Both statistics of the scores, and phi."""
    n = len(y)
    m = (a + b * epsilon) / (1 + sigma * mu)
    clipped = m >= SCALE
    r = np.where(clipped, 0, y - m)
    slopes = np.array([b / (1 + sigma * mu), -m * sigma / (1 + sigma * mu)])
    G = np.where(clipped, 0, slopes)[list(which)]
    phi = min(max((r[1:] @ r[:-1]) / (r @ r), 0), 0.98)
    c = 2 / np.pi * np.arcsin(phi ** np.arange(n))
    c[0] = 1
    c[c < 1e-4] = 0
    lags = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    s = G * np.sign(r)
    S = s.sum(axis=1)
    j = np.arange(1, K + 1)
    cosines = np.sqrt(2 / n) * np.cos(np.pi * np.outer(np.arange(n) + 0.5, j) / n)
    l = s @ cosines
    by_series = n / K * (l @ l.T)
    by_signs = G @ c[lags] @ G.T
    return S @ np.linalg.solve(by_series, S), S @ np.linalg.solve(by_signs, S), phi


def interval(y, a, b, sigma, which, estimate, K, high=1.0):
    x = [EPSILON, MU]
    x[which] = estimate
    with np.errstate(divide="ignore", invalid="ignore"):
        if which == 0:
            share = 1 + sigma * x[1]
            turns = np.concatenate([(y * share - a) / b, (SCALE * share - a) / b])
        else:
            core = a + b * x[0]
            turns = np.concatenate([(core / y - 1) / sigma, (core / SCALE - 1) / sigma])
    turns = np.unique(np.concatenate([[0.0, high], turns[(turns > 0) & (turns < high)]]))
    t2, z2 = stats.t.ppf(.975, K)**2, stats.norm.ppf(.975)**2
    ends = [estimate, estimate]
    middles = (turns[1:] + turns[:-1]) / 2
    above, below = np.flatnonzero(middles > estimate), np.flatnonzero(middles < estimate)[::-1]
    for pieces, end in ((above, 1), (below, 0)):
        for p in pieces:
            x[which] = middles[p]
            series, signs, _ = test(y, a, b, sigma, x[0], x[1], [which], K)
            if series > t2 and signs > z2:
                break
            ends[end] = turns[p + end]
    return ends


def bundled():
    with open("scripts/governance/fixtures/hindcast.csv") as f:
        rows = [r for r in csv.DictReader(l for l in f if not l.startswith("#"))]
    names = ["C", "V", "T_loyalty", "Z_skepticism", "sigma_hist", "S_KPI_official"]
    rows = [r for r in rows if all(r[n] != "" for n in names)]
    C, V, L, Z, sigma, y = (np.array([float(r[n]) for r in rows]) for n in names)
    a, b = columns(C, V, L, Z)
    return y, a, b, sigma


def error(y, a, b, sigma, epsilon, mu):
    return np.abs(y - np.minimum(SCALE, (a + b * epsilon) / (1 + sigma * mu))).mean()


def best(y, a, b, sigma, which):
    grid = np.linspace(0, 1, 20001)
    f = [error(y, a, b, sigma, x if which == 0 else EPSILON, x if which == 1 else MU) for x in grid]
    return grid[np.argmin(f)]


def simulated(n, phi, r):
    C, V, L, Z = r.beta(4, 2, n), r.beta(3, 2, n), r.beta(5, 3, n), r.beta(5, 3, n)
    sigma, e = r.exponential(1 / 0.15, n), r.laplace(size=n)
    for i in range(1, n):
        e[i] = phi * e[i - 1] + np.sqrt(1 - phi**2) * e[i]
    a, b = columns(C, V, L, Z)
    y = np.minimum(SCALE, (a + b * EPSILON) / (1 + sigma * MU)) + e * 8.5 / np.abs(e).mean()
    return np.clip(y, 0, SCALE), a, b, sigma


def main():
    data = bundled()
    n = len(data[0])
    K = max(4, int(0.4 * n**(2 / 3) + 0.5))
    print(n, "weeks,", K, "terms")
    for which, name in ((0, "epsilon"), (1, "mu")):
        x = best(*data, which)
        print(name, "near", x, "interval %.12f %.12f" % tuple(interval(*data, which, x, K)))
    for epsilon, mu in ((0.35, 0.1), (0.3, 0.08), (0.5, 0.2)):
        print("both at", epsilon, mu, "series %.12g signs %.12g phi %.12g" % test(*data, epsilon, mu, [0, 1], K))
    count, r = int(sys.argv[1]) if len(sys.argv) > 1 else 500, np.random.default_rng(1)
    for n in (104, 208):
        K = max(4, int(0.4 * n**(2 / 3) + 0.5))
        t2, z2 = stats.t.ppf(.975, K)**2, stats.norm.ppf(.975)**2
        for phi in (0, 0.5, 0.8, 0.9, 0.95):
            held = 0
            for _ in range(count):
                series, signs, _ = test(*simulated(n, phi, r), EPSILON, MU, [0], K)
                held += series <= t2 or signs <= z2
            print(n, phi, "true epsilon not rejected in %.1f %%" % (100 * held / count))


main()
