"""Reference values of tests/lua/governance_claims_test.lua: mpmath with 40 digits; draws with NumPy and SciPy.

Run with python3 (mpmath, numpy, scipy); prints one figure a line, by the id of its claim.
"""
import mpmath as mp
import numpy as np
from scipy import stats

mp.mp.dps = 40
D = dict(eps=mp.mpf("0.35"), mu=mp.mpf("0.1"), k=mp.mpf(2), theta=mp.mpf("0.85"))
q = mp.mpf


def g(x):
    return 1 / (1 + mp.exp(-x))


def gate(t, k=D["k"], theta=D["theta"]):
    g0, g1 = g(k * theta), g(-k * (1 - theta))
    return (g(-k * (t - theta)) - g0) / (g1 - g0)


def pot(c, v, t):
    return mp.power(c, q("0.25")) * mp.power(t, q("0.4")) * mp.power(v, q("0.35"))


def unclipped(c, v, t, s=0, **p):
    p = {**D, **{key: q(value) for key, value in p.items()}}
    c, v, t, s = map(q, (c, v, t, s))
    m = min(pot(c, v, t), gate(t, p["k"], p["theta"]))
    return 150 * m * (1 + p["eps"] * c * t) / (1 + p["mu"] * s)


def index(*a, **p):
    return min(q(150), unclipped(*a, **p))


def say(name, value):
    print(f"{name:45s} {mp.nstr(mp.mpf(value), 18)}")


t = mp.findroot(lambda x: gate(x) - q("0.1"), q("0.15"))
say("low-trust-example", index(1, 1, t))
say("low-capacity", index("0.1", 1, 1))
say("very-low-capacity", index("0.01", 1, 1))
say("very-low-visibility", index(1, "0.01", 1))
say("gate-g0", g(q("1.7")))
say("gate-g0-of-other-sign", g(-q("1.7")))
say("gate-g1", g(-q("0.3")))
say("gate-g1-of-other-sign", g(q("0.3")))
say("gate-delta-g", g(-q("0.3")) - g(q("1.7")))
say("gate-at-threshold", gate(q("0.85")))
for x in ("0.85", "1"):
    say("gate-with-printed-constants-at-" + x, (g(-2 * (q(x) - q("0.85"))) - q("0.1544")) / q("0.42"))
say("synergy-exponential", mp.exp(q("0.35")))
sd = mp.sqrt(24 * q(75) ** 2 / 23)
say("sigma-maximum", sd)
say("volatility-minimum", 1 / (1 + sd / 10))
say("plateau-trust", mp.findroot(lambda x: unclipped(1, 1, x) - 150, q("0.81")))
say("plateau-capacity", mp.findroot(lambda x: unclipped(x, 1, 1) - 150, q("0.51")))
say("plateau-visibility", mp.findroot(lambda x: unclipped(1, x, 1) - 150, q("0.42")))
say("plateau-diagonal", mp.findroot(lambda x: unclipped(x, x, x) - 150, q("0.83")))
say("check-trust-threshold-without-synergy", index(1, 1, "0.85", eps=0))
say("check-trust-threshold-potential", pot(1, 1, q("0.85")))
say("check-low-trust", index(1, 1, "0.5"))
for x in ("0.2", "0.4", "0.6", "0.8"):
    say("test-1-capacity-" + x, index(x, 1, 1))
    say("test-2-visibility-" + x, index(1, x, 1))
    say("test-3-trust-" + x, index(1, 1, x))
gaming = index("0.95", "0.85", "0.3")
resilience = 150 * min(pot(q("0.95"), q("0.85"), q("0.3")), gate(q("0.3")))
say("gaming-example-index", gaming)
say("gaming-example-resilience", resilience)
say("gaming-example-gap", gaming - resilience)
say("half-life", mp.log(2) / q("0.005"))
say("half-life-lambda", mp.log(2) / 140)
MEAN = (q(2) / 3, q("0.6"), q("0.625"), 1 / q("0.15"))
for days in (30, 90, 365):
    decayed = q("0.625") * (q("0.6") * mp.exp(-q("0.005") * days) + q("0.4"))
    say(f"carried-forward-{days}", index(MEAN[0], MEAN[1], decayed, MEAN[3]))
say("sensitivity-mu", abs(index(*MEAN, mu="0.11") - index(*MEAN, mu="0.09")) / 2)
say("sensitivity-k", abs(index(*MEAN, k="2.2") - index(*MEAN, k="1.8")) / 2)
sigma = mp.findroot(lambda s: unclipped("0.9", "0.9", "0.9", s) - 148, q("1.4"))
say("multi-way-0-30-of-148", index("0.9", "0.9", "0.9", sigma, eps="0.3"))
say("convergence-slope-sigma", 10 * (mp.sqrt(15) - 1))


def lag_deviation(x):
    values = [x ** -i for i in range(1, 25)]
    mean = sum(values) / 24
    return mp.sqrt(sum((v - mean) ** 2 for v in values) / 23)


growth = mp.findroot(lambda x: mp.diff(lag_deviation, x), q("1.127"))
say("convergence-largest-stable", 10 / lag_deviation(growth))
fixed = index("0.8", "0.8", "0.8")
past = [fixed] * 23 + [fixed + q("1e-9")]
least = fixed
for week in range(104):
    mean = sum(past) / 24
    now = index("0.8", "0.8", "0.8", mp.sqrt(sum((s - mean) ** 2 for s in past) / 23))
    past, least = past[1:] + [now], min(least, now)
say("convergence-shock", least)
say("interval-point", index(MEAN[0], MEAN[1], MEAN[2], "0.15"))
say("trust-symmetric", 2 * (3 - 5) * mp.sqrt(9) / (10 * mp.sqrt(15)))

# ---- draws: standard error of a quantile of 1e6 about 0.05 pp ------------------------------------------
rng = np.random.default_rng(20260109)
N = 1_000_000


def columns(c, v, t, s):
    f = lambda x: 1 / (1 + np.exp(-x))
    a = (f(-2 * (t - 0.85)) - f(1.7)) / (f(-0.3) - f(1.7))
    return np.clip(150 * np.minimum(c**0.25 * t**0.4 * v**0.35, a) * (1 + 0.35 * c * t) / (1 + 0.1 * s), 0, 150)


u = rng.random((5, N))
c, v, loyal, z = u[:4]
t = 0.6 * loyal + 0.4 * z
a = (1 / (1 + np.exp(2 * (t - 0.85))) - 1 / (1 + np.exp(-1.7))) / (1 / (1 + np.exp(0.3)) - 1 / (1 + np.exp(-1.7)))
p = c**0.25 * t**0.4 * v**0.35
say("visibility-matters", np.mean((p < a) & (p * (1 + 0.35 * c * t) < 1)))


def interval(name, correlation, mean):
    x = rng.multivariate_normal(np.zeros(4), correlation, N) / np.sqrt(rng.chisquare(4, N) / 4)[:, None]
    u = stats.t(4).cdf(x)
    s = columns(stats.beta(4, 2).ppf(u[:, 0]), stats.beta(3, 2).ppf(u[:, 1]), stats.beta(5, 3).ppf(u[:, 2]), -mean * np.log1p(-u[:, 3]))
    for part, value in zip(("low", "middle", "high"), np.quantile(s, [0.05, 0.5, 0.95])):
        say(f"interval-{part}{name}", value)


R = np.array([[1, 0.3, 0.3, -0.3], [0.3, 1, 0.3, -0.3], [0.3, 0.3, 1, -0.3], [-0.3, -0.3, -0.3, 1]])
interval("", np.eye(4), 0.15)
interval("-of-rate", np.eye(4), 1 / 0.15)
interval("-of-correlated", R, 1 / 0.15)
