# The peer of tests/bench/uncertainty_bench.lua: a t copula by NumPy and scipy.stats, the index, three quantiles.
# Prints seconds of processor time (best of two) for draws, index and quantiles, then the quantiles; argument: draws.
import sys
import time

import numpy as np
from scipy import special, stats
from scipy.special import expit

n = int(sys.argv[1])
r = np.full((5, 5), 0.3)
r[4, :], r[:, 4] = -0.3, -0.3
np.fill_diagonal(r, 1)
factor = np.linalg.cholesky(r)


def draws(rng):
    z = rng.standard_normal((n, 5)) @ factor.T
    u = special.stdtr(4, z * np.sqrt(4 / rng.chisquare(4, (n, 1))))
    shapes = [(4, 2), (3, 2), (5, 3), (5, 3)]
    return [stats.beta.ppf(u[:, j], a, b) for j, (a, b) in enumerate(shapes)] + [stats.expon.ppf(u[:, 4], scale=1 / 0.15)]


def index(c, v, loyalty, skepticism, sigma):
    t = 0.6 * loyalty + 0.4 * skepticism
    potential = c**0.25 * t**0.40 * v**0.35
    g0, g1 = expit(-2 * 0.85), expit(2 * 0.15)
    gate = (expit(2 * (t - 0.85)) - g0) / (g1 - g0)
    return np.clip(150 * np.minimum(potential, gate) * (1 + 0.35 * c * t) / (1 + 0.10 * sigma), 0, 150)


best = [float("inf")] * 3
for repeat in range(2):
    rng = np.random.default_rng(repeat)
    start = time.process_time()
    inputs = draws(rng)
    drawn = time.process_time()
    values = index(*inputs)
    computed = time.process_time()
    quantiles = np.quantile(values, [0.05, 0.5, 0.95])
    done = time.process_time()
    best = [min(a, b) for a, b in zip(best, [drawn - start, computed - drawn, done - computed])]
print(*best, *quantiles)
