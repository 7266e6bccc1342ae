"""Reference values for the stability of an index that feeds on its own past: the threshold of mu B with 50 digits
(mpmath), growth rates, and simulations of the recursion in 50-digit arithmetic.

    python3 tests/reference/stability_reference.py
"""

from mpmath import mp, mpf, sqrt, findroot, diff, exp, nstr

mp.dps = 50


def deviation(values, ddof=1):
    n = len(values)
    mean = sum(values) / n
    return sqrt(sum((v - mean) ** 2 for v in values) / (n - ddof))


def lag_deviation(growth, n, ddof):
    return deviation([growth ** -i for i in range(1, n + 1)], ddof)


def threshold(n, ddof):
    # the maximum lies near growth = exp(c / n), c between 1.3 and 3.3
    grid = [exp(mpf(k) / 20 / n) for k in range(10, 121)]
    start = max(grid, key=lambda g: lag_deviation(g, n, ddof))
    growth = findroot(lambda g: diff(lambda x: lag_deviation(x, n, ddof), g), start)
    return 1 / lag_deviation(growth, n, ddof), growth


def growth_of(gain, n, ddof):
    return findroot(lambda g: gain * lag_deviation(g, n, ddof) - 1, gain * mpf("0.2") + mpf("0.15"))


def core(x):
    """B at C = V = T = Z = x for the published parameters."""
    x = mpf(x)
    k, theta = mpf(2), mpf("0.85")
    g = lambda z: 1 / (1 + exp(-z))
    gate = (g(k * (x - theta)) - g(-k * theta)) / (g(k * (1 - theta)) - g(-k * theta))
    potential = x
    return 150 * min(gate, potential) * (1 + mpf("0.35") * x * x)


def simulate(x, weeks, disturbance, mu="0.1"):
    b = core(x)
    path = [b] * 23 + [b + mpf(disturbance)]
    for _ in range(weeks):
        path.append(min(mpf(150), b / (1 + mpf(mu) * deviation(path[-24:]))))
    return b, path[24:]


for n, ddof in ((2, 1), (3, 1), (5, 0), (12, 1), (24, 1), (24, 0), (52, 1)):
    value, growth = threshold(n, ddof)
    print(f"threshold n={n} ddof={ddof}: {nstr(value, 17)} at growth {nstr(growth, 17)}")
for b in ("50.8", "89.7", "140.1"):
    print(f"growth at B={b}: {nstr(growth_of(mpf(b) / 10, 24, 1), 15)}")
b, path = simulate("0.8", 36, "-1e-9")
print(f"x=0.8, -1e-9 pp: B={nstr(b, 17)}, week 36: {nstr(path[-1], 12)}")
for x in ("0.8", "0.6", "0.4"):
    b, path = simulate(x, 400, "-1e-6")
    print(f"x={x}, -1e-6 pp: largest excursion {nstr(max(abs(b - s) for s in path), 12)}")


def amplification(gain, n, weeks):
    """Largest gap in `weeks` weeks after a unit disturbance of the linearised recursion d = gain sd(last n of d)."""
    path = [mpf(0)] * (n - 1) + [mpf(1)]
    for _ in range(weeks):
        path.append(mpf(gain) * deviation(path[-n:]))
    return max(path[n:])


for gain in ("3", "3.8", "4"):
    print(f"amplification at mu B = {gain}: {nstr(amplification(gain, 24, 1500), 15)}")
