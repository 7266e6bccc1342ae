#!/usr/bin/python3
"""The tables and coefficients of core/index/kernels_elementary.h, as hexadecimal constants, by mpmath with 40 digits:
Chebyshev interpolations, lowest power first, with the largest error they leave.

Run: /usr/bin/python3 tests/reference/index_polynomials.py
"""
import struct

from mpmath import chebyfit, log, mp, mpf, nstr

mp.dps = 40
EIGHTHS = range(8)


def hexadecimal(x):
    return float(x).hex()


def show_polynomial(name, function, low, high, count):
    coefficients, error = chebyfit(function, [low, high], count, error=True)
    print(name, "error", nstr(error, 3), "times", nstr(max(abs(low), abs(high)), 3))
    print(" ".join(hexadecimal(c) for c in reversed(coefficients)))


def show_table(name, values):
    print(name, ", ".join(values))


def power_slope(r):
    """(2^r - 1) / r"""
    return log(2) if abs(r) < mpf(10) ** -25 else (mpf(2) ** r - 1) / r


def log2_slope(r):
    """log2(1 + r) / r"""
    return 1 / log(2) if abs(r) < mpf(10) ** -25 else log(1 + r) / r / log(2)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


# 2^r for |r| <= 1/16: 2^(n / 8 + r) = 2^(n / 8) (1 + r power_slope(r))
show_polynomial("power_slope", power_slope, mpf(-1) / 16, mpf(1) / 16, 7)
powers = [mpf(2) ** (mpf(j) / 8) for j in EIGHTHS]
show_table("power_bits", ["0x%016X" % (bits(float(p)) - (j << 49)) for j, p in enumerate(powers)])
show_table("power_rest", [hexadecimal((p - mpf(float(p))) / mpf(float(p))) for p in powers])

# m in [LEAST, 2 LEAST): eight intervals of equal length in the bits of the number, the first about 1
# with 1/24 on either side, so that |r| <= 1/24 there
LEAST = float(1 - mpf(1) / 24)
show_table("LEAST", [hexadecimal(LEAST), "0x%016X" % bits(LEAST)])


def from_bits(i):
    return struct.unpack("<d", struct.pack("<Q", i))[0]


ends = [from_bits(bits(LEAST) + (j << 49)) for j in range(9)]
reciprocals = [1.0] + [float(2 / (mpf(ends[j]) + mpf(ends[j + 1]))) for j in range(1, 8)]
show_table("reciprocals", [hexadecimal(x) for x in reciprocals])
show_table("logarithms", [hexadecimal(-log(mpf(x), 2)) for x in reciprocals])
widest = max(abs(mpf(ends[j + i]) * reciprocals[j] - 1) for j in EIGHTHS for i in (0, 1))
show_polynomial("log2_slope", log2_slope, -widest, widest, 9)
high = mp.floor(mpf(2) ** 36 / 20 + mpf(1) / 2) / mpf(2) ** 36
show_table("1/20", [hexadecimal(high), hexadecimal(mpf(1) / 20 - high)])
