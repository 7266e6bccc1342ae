#!/usr/bin/python3
"""Writes array_elementary.h: elementary functions rounded correctly from 60 digits of mpmath.

Run: /usr/bin/python3 tests/reference/array_elementary.py > tests/reference/array_elementary.h
"""
import math
import random

import mpmath
from mpmath import mp, mpf

mp.prec = 1200  # enough for the cancellation in tan and sin of large arguments
random.seed(20240601)


def wide(low, high, count):
    """Log-uniform magnitudes of both signs."""
    return [random.choice((-1, 1)) * math.exp(random.uniform(math.log(low), math.log(high)))
            for _ in range(count)]


def flat(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def positive(values):
    return [abs(v) for v in values]


trig = flat(-10, 10, 20) + wide(1e-10, 1e10, 15) + [math.pi, math.pi / 2, 1e15, 1e100, -1e300]
unary = {
    "exp": (mpmath.exp, flat(-700, 700, 20) + wide(1e-12, 1, 10) + [-745.0, -740.0, -708.5, 709.7, 1.0]),
    "exp2": (lambda x: mpf(2) ** x, flat(-1020, 1020, 20) + wide(1e-12, 1, 8) + [-1074.0, -1073.5, 10.0, 0.5]),
    "expm1": (mpmath.expm1, flat(-40, 700, 15) + wide(1e-15, 1, 20) + [1e-300, 709.7]),
    "log": (mpmath.log, positive(wide(1e-300, 1e300, 20)) + flat(0.5, 1.5, 15) + [5e-324, 1e-310, 1.7e308]),
    "log1p": (mpmath.log1p, flat(-0.99, 3, 15) + wide(1e-15, 1e-2, 15) + [1e10, 1e300, 1.7e308, 5e-324, -1 + 2**-53]),
    "log2": (lambda x: mpmath.log(x) / mpmath.log(2), positive(wide(1e-300, 1e300, 15)) + flat(0.5, 1.5, 10) + [8.0]),
    "log10": (mpmath.log10, positive(wide(1e-300, 1e300, 15)) + flat(0.5, 1.5, 10) + [1000.0]),
    "sin": (mpmath.sin, trig),
    "cos": (mpmath.cos, trig),
    "tan": (mpmath.tan, trig),
    "asin": (mpmath.asin, flat(-1, 1, 20) + wide(1e-10, 1e-3, 5) + [1.0, -1.0]),
    "acos": (mpmath.acos, flat(-1, 1, 20) + wide(1e-10, 1e-3, 5) + [-1.0, 1 - 1e-12]),
    "atan": (mpmath.atan, wide(1e-10, 1e10, 25) + [1e300]),
    "sinh": (mpmath.sinh, flat(-20, 20, 15) + wide(1e-10, 1, 10) + [700.0, -708.0, 709.9, 710.4]),
    "cosh": (mpmath.cosh, flat(-20, 20, 15) + wide(1e-10, 1, 5) + [700.0, -708.0, 709.9, 710.4]),
    "tanh": (mpmath.tanh, flat(-20, 20, 15) + wide(1e-10, 1, 10) + [1e300]),
    "cbrt": (lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), wide(1e-300, 1e300, 20) + [27.0, 5e-324]),
    "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), flat(-40, 40, 20) + wide(1e-12, 1, 8) + [-700.0, -740.0, 700.0]),
    "logit": (lambda x: mpmath.log(x) - mpmath.log(1 - x),
              flat(0, 1, 20) + flat(0.4999, 0.5001, 10) + positive(wide(1e-300, 1e-3, 8)) + [0.25, 0.75, 1 - 2**-53]),
}
power = ([(math.exp(random.uniform(-20, 20)), random.uniform(-20, 20)) for _ in range(25)]
         + [(-2.0, 3.0), (-1.5, 7.0), (1 + 2**-52, 1e15), (0.1, 300.0), (1e-300, 0.01), (0.1, 322.0), (2.0, 0.5), (10.0, -3.0)])
atan2 = [(random.uniform(-2, 2), random.uniform(-2, 2)) for _ in range(20)]
hypot = list(zip(wide(1e-300, 1e300, 10), wide(1e-300, 1e300, 10))) + [(3.0, 4.0), (1e300, 1e300), (1e-320, 1e-320)]


def rounded(value):
    """Correct rounding to double, through the subnormal range."""
    if value == 0:
        return 0.0
    exponent = max(int(mpmath.floor(mpmath.log(abs(value), 2))), -1022)
    scale = mpf(2) ** (exponent - 52)
    return float(mpmath.nint(value / scale) * scale)


print("/* Made by array_elementary.py with mpmath %s: do not edit. */" % mpmath.__version__)
print("static const struct {\n  const char *name;\n  double x, value;\n} unary_vectors[] = {")
for name, (function, points) in unary.items():
    for x in points:
        print('    {"%s", %s, %s},' % (name, float(x).hex(), rounded(function(mpf(x))).hex()))
print("};\nstatic const struct {\n  const char *name;\n  double x, y, value;\n} binary_vectors[] = {")
for name, function, points in (("power", lambda x, y: mpmath.re(mpf(x) ** mpf(y)), power),
                               ("atan2", lambda x, y: mpmath.atan2(x, y), atan2),
                               ("hypot", lambda x, y: mpmath.hypot(x, y), hypot)):
    for x, y in points:
        print('    {"%s", %s, %s, %s},' % (name, float(x).hex(), float(y).hex(), rounded(function(mpf(x), mpf(y))).hex()))
print("};")
