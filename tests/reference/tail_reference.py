"""Tail probabilities to 20 digits by mpmath, as rows of tests/reference/tail_vectors.h.

Run:  /usr/bin/python3 tests/reference/tail_reference.py > tests/reference/tail_vectors.h
Needs mpmath.  The incomplete beta function is summed from its hypergeometric series of positive
terms; Student's t below 12 with 10^5 and more degrees of freedom, where that series is long, is integrated.
"""
import math
import mpmath as mp

mp.mp.dps = 40
SMALLEST = mp.mpf("1e-300")


def beta_series(a, b, x):
    if x == 0:
        return mp.mpf(0)
    prefix = mp.exp(a * mp.log(x) + b * mp.log1p(-x) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)) / a
    if prefix < mp.mpf("1e-340"):
        return prefix
    term = total = mp.mpf(1)
    k = 0
    while term > total * mp.mpf(10) ** -25:
        term *= (a + b + k) * x / (a + 1 + k)
        total += term
        k += 1
    return prefix * total


def beta_lower(a, b, x):
    a, b = mp.mpf(a), mp.mpf(b)
    return beta_series(a, b, x) if x <= a / (a + b) else 1 - beta_series(b, a, 1 - x)


def student(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    if df < 1e5 or t >= 12:
        return beta_lower(df / 2, 0.5, df / (df + t * t)) / 2
    constant = mp.exp(mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2)) / mp.sqrt(mp.pi * df)
    steps = [t + mp.mpf(k) / 4 * min(1, 4 / max(t, 1)) for k in range(0, 161, 4)]
    return mp.quad(lambda u: constant * mp.exp(-(df + 1) / 2 * mp.log1p(u * u / df)), steps + [mp.inf])


def f_upper(f, d1, d2):
    f, d1, d2 = mp.mpf(f), mp.mpf(d1), mp.mpf(d2)
    return beta_lower(d2 / 2, d1 / 2, d2 / (d2 + d1 * f))


def binomial_lower(k, n):
    term = total = mp.mpf(math.comb(n, k)) / mp.mpf(2) ** n
    j = k
    while j > 0 and term > total * mp.mpf(10) ** -25:
        term *= mp.mpf(j) / (n - j + 1)
        total += term
        j -= 1
    return total


def row(kind, arguments, value):
    if value >= SMALLEST:
        numbers = ", ".join(repr(float(a)) for a in arguments + (0,) * (3 - len(arguments)))
        print("    {%s, {%s}, %s}," % (kind, numbers, mp.nstr(value, 20, min_fixed=0, max_fixed=0)))


print("/* Made by tests/reference/tail_reference.py (mpmath %s, 40 digits): kind, arguments, value. */" % mp.__version__)
for z in (-5, 0, 0.1, 1, 2, 5, 10, 20, 30, 37, 37.04):
    row("NORMAL", (z,), mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2)
for df in (0.5, 1, 1.7, 2, 3, 10, 31.4, 100, 1000, 12345.6, 1e5, 1e6):
    for t in (0.1, 0.9, 1, 1.1, 2, 5, 12, 20, 36, 100, 1e6, 1e90, 1e120):
        if df < 1e5 or t <= 37:
            row("STUDENT", (t, df), student(t, df))
for d1 in (1, 2, 3.5, 10, 100, 10000):
    for d2 in (1, 2, 3.5, 10, 100, 10000):
        for f in (1e-6, 0.5, 0.99, 1, 1.1, 2, 10, 100, 1e4):
            row("F", (f, d1, d2), f_upper(f, d1, d2))
for n in (10, 62, 63, 260, 1000, 10000, 1000000):
    for part in (0, 0.01, 0.1, 0.3, 0.45, 0.49, 0.5):
        k = int(n * part)
        row("BINOMIAL", (k, n), binomial_lower(k, n))
        row("POINT", (k, n), mp.mpf(math.comb(n, k)) / mp.mpf(2) ** n)
