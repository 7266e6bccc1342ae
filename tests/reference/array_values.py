#!/usr/bin/python3
"""Writes array_values.lua: statistics, ranks and linear algebra of fixed data, by R (quantiles),
SciPy (ranks), NumPy (search) and mpmath (sums, systems, eigenvalues; 50 digits).

Run: /usr/bin/python3 tests/reference/array_values.py > tests/reference/array_values.lua
"""
import subprocess

import mpmath
import numpy as np
import scipy.stats

mpmath.mp.dps = 50
x = [3.25, -1.5, 7.125, 0.0, 3.25, 12.75, -8.0, 0.5, 3.25, 1.0, -1.5, 6.0, 2.2]
p = [0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.75, 0.9, 0.999, 1]


def table(values):
    return "{ " + ", ".join("%.17g" % float(v) for v in values) + " }"


def matrix(rows):
    return "{ " + ", ".join(table(row) for row in rows) + " }"


def r(expression):
    """One number a line, 17 digits."""
    code = "x <- c(%s); p <- c(%s); cat(sprintf('%%.17g', %s), sep='\\n')" % (
        ",".join("%.17g" % v for v in x), ",".join("%.17g" % v for v in p), expression)
    return [float(v) for v in subprocess.run(["Rscript", "-e", code], check=True, capture_output=True,
                                             text=True).stdout.split()]


print("-- Made by array_values.py with R, SciPy, NumPy and mpmath: do not edit.")
print("return {")
print("  x = %s,\n  p = %s," % (table(x), table(p)))
print("  quantiles = { -- R's quantile(x, p, type = 1 .. 9)")
for kind in range(1, 10):
    print("    %s," % table(r("quantile(x, p, type=%d, names=FALSE)" % kind)))
print("  },\n  ranks = { -- scipy.stats.rankdata")
for name in ("average", "min", "max", "dense", "ordinal"):
    print("    %s = %s," % (name, table(scipy.stats.rankdata(x, method=name))))
print("  },")
exact = [mpmath.mpf(v) for v in x]
mean = mpmath.fsum(exact) / len(exact)
print("  sum = %.17g, mean = %.17g, product = %.17g, median = %.17g," % (
    float(mpmath.fsum(exact)), float(mean), float(mpmath.fprod(exact[:3])), float(np.median(x))))
variance = mpmath.fsum((v - mean) ** 2 for v in exact) / (len(exact) - 1)
print("  variance = %.17g, standard_deviation = %.17g," % (float(variance), float(mpmath.sqrt(variance))))
probes = [-9.0, -8.0, 0.25, 3.25, 3.3, 12.75, 13.0]
print("  probes = %s," % table(probes))
for side in ("left", "right"):
    print("  search_%s = %s, -- numpy.searchsorted + 1" % (side, table(np.searchsorted(np.sort(x), probes, side=side) + 1)))

n = 6
a = mpmath.matrix(n, n)
for i in range(n):
    for j in range(n):
        a[i, j] = mpmath.mpf(((i * 7 + j * 3) % 11) - 5) + (8 if i == j else 0)
b = mpmath.matrix([1, -2, 3, -4, 5, -6])
print("  system = %s,\n  right_hand_side = %s," % (matrix(a.tolist()), table(b)))
print("  solution = %s," % table(mpmath.lu_solve(a, b)))
inverse = a ** -1
print("  reciprocal_condition = %.17g, -- exact, 1-norm" % float(1 / (mpmath.mnorm(a, 1) * mpmath.mnorm(inverse, 1))))
spd = a * a.T
print("  positive_definite = %s," % matrix(spd.tolist()))
print("  cholesky = %s," % matrix(mpmath.cholesky(spd).tolist()))
values, vectors = mpmath.eigsy(spd)
order = sorted(range(n), key=lambda k: values[k])
print("  eigenvalues = %s," % table([values[k] for k in order]))
columns = []
for k in order:
    column = [vectors[i, k] for i in range(n)]
    sign = mpmath.sign(max(column, key=abs))
    columns.append([sign * v for v in column])
print("  eigenvectors = %s, -- one eigenvector a row" % matrix(columns))
print("}")
