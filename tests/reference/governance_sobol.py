# governance_sobol.py - total Sobol indices of the governance index over the ranges of governance.sensitivity, by NumPy and
# SciPy: Jansen's estimator on 16 independent scramblings of 2^17 Sobol points; mean and standard error of each.
#
#   python3 tests/reference/governance_sobol.py
import numpy as np
from scipy.stats import qmc

LOW = np.array([.1, .1, .1, 0, .2, .05, 1, .7])
HIGH = np.array([1, 1, 1, 20, .5, .15, 4, .95])
D = 8


def g(x):
    return 1 / (1 + np.exp(-x))


def f(x):
    C, V, T, sigma, epsilon, mu, k, theta = x.T
    pot = C**.25 * T**.4 * V**.35
    gate = (g(k * (T - theta)) - g(-k * theta)) / (g(k * (1 - theta)) - g(-k * theta))
    return np.minimum(150, 150 * np.minimum(pot, gate) * (1 + epsilon * C * T) / (1 + mu * sigma))


def totals(seed):
    u = qmc.Sobol(2 * D, seed=seed).random(2**17)
    A, B = LOW + (HIGH - LOW) * u[:, :D], LOW + (HIGH - LOW) * u[:, D:]
    a, b = f(A), f(B)
    v = np.var(np.concatenate([a, b]))
    out = []
    for i in range(D):
        M = A.copy()
        M[:, i] = B[:, i]
        out.append(((a - f(M))**2).mean() / 2 / v)
    return out


t = np.array([totals(seed) for seed in range(16)])
for name, mean, error in zip("C V T sigma epsilon mu k theta".split(), t.mean(0), t.std(0, ddof=1) / 4):
    print("%-8s %.6f %.6f" % (name, mean, error))
