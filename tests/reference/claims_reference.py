"""Prints the reference values of tests/lua/claims_test.lua: what the printed numbers of the mechanism text say about
each other.

Run:  /usr/bin/python3 tests/reference/claims_reference.py
Needs numpy, scipy.
"""
import math

import numpy as np
from scipy import stats

values = {(abs(b - c) - 1) ** 2 / (b + c): (b, c) for n in range(1, 35) for b in range(n + 1) for c in [n - b]}
print("chi-square within 0.005 of 12.45:", [v for v in values if abs(v - 12.45) <= 0.005])
nearest = min(values, key=lambda v: abs(v - 12.45))
print("nearest", nearest, values[nearest])
of_28 = [(abs(b - (28 - b)) - 1) ** 2 / 28 for b in range(29)]
print("with b + c = 28:", min(of_28, key=lambda v: abs(v - 12.45)))
print("p of chi-square 12.45:", stats.chi2.sf(12.45, 1))
d = np.arctanh(0.484) - np.arctanh(0.427)
z = d / math.sqrt(2 / 31)
print("z", z, "p", 2 * stats.norm.sf(z), "p of 2.31", 2 * stats.norm.sf(2.31), "n", 3 + 2 * (2.31 / d) ** 2)
print("norm", np.linalg.norm([0.002, -0.001, 0.003, -0.001, 0]))
print("162/34", 162 / 34, "deltas", 0.4 * 0.035 + 0.3 * 0.057, "producer", (0.612 - 0.558 - 0.4 * 0.035 - 0.3 * 0.057) / 0.3)
