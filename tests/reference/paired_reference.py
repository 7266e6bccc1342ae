"""Prints the reference values that tests/lua/nested_test.lua quotes for the paired tests over draws of votes.

Run:  /usr/bin/python3 tests/reference/paired_reference.py
Needs numpy, scipy, statsmodels.  The made-up results are those of the Lua test: 9 seasons, 3 draws.
"""
import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

SEASONS, DRAWS, WEEKS, PEOPLE = 9, 3, 6, 7


def fairness(s, d, which):
    return ((7 * s + 3 * d) % 11) / 20 if which == 0 else ((5 * s + d) % 13) / 16


def engagement(s, d, which):
    return ((4 * s + d) % 9) / 10 if which == 0 else ((3 * s + 2 * d) % 7) / 8


def producer(s, d, which):
    return ((2 * s + d) % 5) / 5 if which == 0 else 0.9


def weekly(s, d, which, w):
    return (s * w + d) % 3 == 0 if which == 0 else (2 * s + w + d) % 4 > 0


def place(s, d, which, i):
    return (5 * i + s) % PEOPLE + 1 if which == 0 else ((3 + d) * i + s) % PEOPLE + 1


def skill(s, i):
    return ((3 * i + s) % PEOPLE) ** 2 / 10 + i


def means(f):
    return np.array([np.mean([f(s, d, 1) - f(s, d, 0) for d in range(DRAWS)]) for s in range(1, SEASONS + 1)])


def flips(x):
    r = stats.permutation_test((x,), np.mean, permutation_type="samples", n_resamples=2**SEASONS, alternative="greater")
    null = np.abs(r.null_distribution)
    return np.mean(null >= abs(np.mean(x)) - 1e-14 * np.sum(np.abs(x)))


def welfare(s, d, which):
    return 0.4 * engagement(s, d, which) + 0.3 * fairness(s, d, which) + 0.3 * producer(s, d, which)


p = []
for name, f in (("welfare", welfare), ("fairness", fairness), ("engagement", engagement)):
    x = means(f)
    p.append(flips(x))
    print(name, repr(np.mean(x)), repr(p[-1]))

counts, season = [], np.zeros(SEASONS)
for d in range(DRAWS):
    b = c = 0
    for s in range(1, SEASONS + 1):
        for w in range(1, WEEKS + 1):
            before, after = weekly(s, d, 0, w), weekly(s, d, 1, w)
            b += after and not before
            c += before and not after
            season[s - 1] += (int(after) - int(before)) / DRAWS
    counts.append((b, c))
exact = [mcnemar([[0, b], [c, 0]], exact=True).pvalue for b, c in counts]
p.append(flips(season))
print("mcnemar", counts, "exact", exact, "median", repr(np.median(exact)), "by season", repr(p[-1]))


def standardise(x):
    x = np.array(x, float)
    return (x - x.mean()) / x.std()


q, u, rs = [], [], []
for d in range(DRAWS):
    parts = [[], [], []]
    for s in range(1, SEASONS + 1):
        people = range(1, PEOPLE + 1)
        parts[0].extend(standardise([skill(s, i) for i in people]))
        parts[1].extend(standardise([-place(s, d, 0, i) for i in people]))
        parts[2].extend(standardise([-place(s, d, 1, i) for i in people]))
    r = np.corrcoef(parts)
    n = SEASONS * PEOPLE - SEASONS + 1
    r_sq, r_opt, r_between = r[0, 1], r[0, 2], r[1, 2]
    m = (r_sq + r_opt) / 2
    psi = r_between * (1 - 2 * m**2) - 0.5 * m**2 * (1 - 2 * m**2 - r_between**2)
    q.append(np.arctanh(r_opt) - np.arctanh(r_sq))
    u.append((2 - 2 * psi / (1 - m**2) ** 2) / (n - 3))
    rs.append((r_sq, r_opt, r_between))
    if d == 0:
        z = q[0] / np.sqrt(u[0])
        print("first draw", rs[0], "n", n, "z", repr(z), "p", repr(2 * stats.norm.sf(abs(z))))
within, between = np.mean(u), np.var(q, ddof=1)
total = within + (1 + 1 / DRAWS) * between
t = np.mean(q) / np.sqrt(total)
df = (DRAWS - 1) * (1 + within / ((1 + 1 / DRAWS) * between)) ** 2
p.append(2 * stats.t.sf(abs(t), df))
print("Rubin: z", repr(t), "df", repr(df), "p", repr(p[-1]))
print("Holm", [repr(x) for x in multipletests(p, method="holm")[1]])
