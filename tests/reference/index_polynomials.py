#!/usr/bin/python3
"""The coefficients of the polynomials in core/index/kernels_body.h, as hexadecimal constants, lowest first:
Chebyshev interpolation by mpmath with 40 digits, with the largest error it leaves.

Run: /usr/bin/python3 tests/reference/index_polynomials.py
"""
from mpmath import atanh, chebyfit, log, mp, mpf, nstr, sqrt

mp.dps = 40


def show(name, function, low, high, count):
    coefficients, error = chebyfit(function, [low, high], count, error=True)
    print(name, "error", nstr(error, 3))
    print(" ".join(float(c).hex() for c in reversed(coefficients)))


def power_slope(r):
    """(2^r - 1) / r"""
    return log(2) if abs(r) < mpf(10) ** -25 else (mpf(2) ** r - 1) / r


def log2_series(z):
    """log2((1 + f) / (1 - f)) / f with z = f^2"""
    f = sqrt(z)
    return 2 / log(2) * (1 + z / 3) if z < mpf(10) ** -30 else 2 * atanh(f) / f / log(2)


show("power_slope", power_slope, mpf(-1) / 2, mpf(1) / 2, 11)
largest = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2
show("log2_series", log2_series, mpf(0), largest, 7)
