# Quantiles and tails for tests/core/tail_integrals_test.c, by mpmath with 50 digits: the distribution function of the
# beta by the continued fraction DLMF 8.17.22, of the gamma by mpmath's incomplete gamma, quantiles by Newton steps
# from SciPy's values.  Prints tests/reference/quantile_vectors.h.
import mpmath as mp
from scipy import special, stats

mp.mp.dps = 50


def beta_lower(x, y, a, b):
    """Lower tail; x and y = 1 - x given apart."""
    if x * (a + b + 2) > a + 1:
        return 1 - beta_lower(y, x, b, a)
    factor = mp.exp(a * mp.log(x) + b * mp.log(y) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)) / a
    c, d = mp.mpf(1), 1 / (1 - (a + b) * x / (a + 1))
    value, m = d, 1
    while True:
        term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + term * d)
        c = 1 + term / c
        value *= c * d
        term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + term * d)
        c = 1 + term / c
        value *= c * d
        if abs(c * d - 1) < mp.mpf(10) ** -35:
            return factor * value
        m += 1


def beta_quantile(p, upper, a, b):
    if upper:  # the mirror image
        a, b = b, a
    z = mp.log(a / b)
    start = special.betaincinv(float(a), float(b), float(p))
    if 0 < start < 1 - 1e-9:
        z = mp.log(mp.mpf(float(start))) - mp.log1p(-mp.mpf(float(start)))
    if a < 1:
        leading = mp.exp((mp.log(p) + mp.log(a) + mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)) / a)
        if leading < mp.mpf(10) ** -20:
            z = mp.log(leading)
    for _ in range(60):
        x, y = 1 / (1 + mp.exp(-z)), 1 / (1 + mp.exp(z))
        lower = beta_lower(x, y, a, b)
        density = mp.exp(a * mp.log(x) + b * mp.log(y) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b))
        step = mp.log(p / lower) * lower / density
        z += step
        if abs(step) < mp.mpf(10) ** -18:
            break
    x, y = 1 / (1 + mp.exp(-z)), 1 / (1 + mp.exp(z))
    return y if upper else x


def gamma_quantile(p, upper, a):
    z = mp.log(mp.mpf(float(special.gammainccinv(float(a), float(p)) if upper else special.gammaincinv(float(a), float(p)))))
    for _ in range(60):
        x = mp.exp(z)
        tail = mp.gammainc(a, x, mp.inf, regularized=True) if upper else mp.gammainc(a, 0, x, regularized=True)
        density = mp.exp(a * z - x - mp.loggamma(a))
        step = mp.log(p / tail) * tail / density
        z += -step if upper else step
        if abs(step) < mp.mpf(10) ** -18:
            break
    return mp.exp(z)


def show(value):
    return mp.nstr(value, 20) if abs(value) > mp.mpf(10) ** -307 else "0"


shapes = [(4, 2), (5, 3), (3, 2), (0.5, 0.5), (1, 1), (1, 5), (0.001, 0.001), (0.001, 1e7), (1e7, 0.001), (0.02, 40), (0.3, 7.5),
          (40, 20), (400, 200), (2, 1000), (1000, 0.4), (12345.5, 4321.25), (1e5, 1e5), (1e6, 1e6), (1e7, 1e7), (1e7, 3), (1e7, 3.7), (2e6, 1500.5), (5e4, 0.2), (3e6, 50000)]
print("/* quantile_vectors.h - made by tests/reference/quantile_reference.py with mpmath. */\n")
print("/* p, whether of the upper tail, a, b, quantile */\nstatic const double beta_quantiles[][5] = {")
for a, b in shapes:
    for p, upper in [(0.5, 0), (0.05, 0), (0.05, 1), (0.3, 0), (0.2, 1), (1e-3, 0), (1e-6, 1), (1e-12, 0)]:
        value = beta_quantile(mp.mpf(p), upper, mp.mpf(a), mp.mpf(b))
        print("    {%r, %d, %r, %r, %s}," % (p, upper, a, b, show(value)), flush=True)
print("};\n\n/* p, whether of the upper tail, shape, quantile */\nstatic const double gamma_quantiles[][4] = {")
for a in [0.05, 0.5, 1, 1.75, 2, 5, 30, 400, 5000]:
    for p, upper in [(0.5, 0), (0.05, 0), (0.05, 1), (1e-3, 0), (1e-6, 1), (1e-12, 0)]:
        print("    {%r, %d, %r, %s}," % (p, upper, a, show(gamma_quantile(mp.mpf(p), upper, mp.mpf(a)))), flush=True)
print("};\n\n/* t, nu, upper tail of Student's t */\nstatic const double student_tails[][3] = {")
for nu in [0.1, 1, 2.5, 4, 7, 30, 1000]:
    for t in [1e-9, 0.01, 0.5, 1, 2.776445105, 10, 1e5]:
        x = mp.mpf(nu) / (mp.mpf(nu) + mp.mpf(t) ** 2)
        y = mp.mpf(t) ** 2 / (mp.mpf(nu) + mp.mpf(t) ** 2)
        tail = beta_lower(x, y, mp.mpf(nu) / 2, mp.mpf("0.5")) / 2
        if tail > 1e-300:
            print("    {%r, %r, %s}," % (t, nu, show(tail)), flush=True)
print("};\n\n/* z, upper tail of the standard normal */\nstatic const double normal_tails[][2] = {")
for z in [1e-9, 0.1, 0.5, 1, 1.6448536269514722, 3, 6, 9, 20]:
    print("    {%r, %s}," % (z, show(mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2)), flush=True)
print("};")
