# Reference values of tests/core/sensitivity_test.c: the estimators of Sobol indices as their papers print them, and
# Shapley effects from costs of all sets by averaging over every order, in NumPy.
#
#   /usr/bin/python3 tests/reference/sensitivity_reference.py
#
# The values are those of a formula of integers, so that the test can make the same ones.
import itertools
import numpy as np

N, D = 16, 3


def block(k):
    i = np.arange(N)
    return ((i * (37 + 2 * k) + 11 * k * k + 5) % 101) / 7.0 + 1000.0


a, b = block(0), block(1)
ab = [0.6 * a + 0.4 * block(2 + i) for i in range(D)]
ba = [0.3 * b + 0.7 * block(7 + i) for i in range(D)]
pooled = np.concatenate([a, b])
mean, variance = pooled.mean(), pooled.var()
a, b, ab, ba = a - mean, b - mean, [x - mean for x in ab], [x - mean for x in ba]


def janon(x, y):
    m = (x.mean() + y.mean()) / 2
    return ((x * y).mean() - m * m) / (((x * x).mean() + (y * y).mean()) / 2 - m * m)


first = {
    "saltelli": [np.mean(b * (c - a)) / variance for c in ab],
    "jansen": [1 - np.mean((b - c) ** 2) / (2 * variance) for c in ab],
    "janon": [janon(b, c) for c in ab],
    "martinez": [np.corrcoef(b, c)[0, 1] for c in ab],
}
total = {
    "jansen": [np.mean((a - c) ** 2) / (2 * variance) for c in ab],
    "sobol": [np.mean(a * (a - c)) / variance for c in ab],
    "janon": [1 - janon(a, c) for c in ab],
    "martinez": [1 - np.corrcoef(a, c)[0, 1] for c in ab],
}
second = [np.mean(ba[i] * ab[k] - a * b) / variance - first["saltelli"][i] - first["saltelli"][k]
          for i in range(D) for k in range(i + 1, D)]
print("mean, variance", repr(float(mean)), repr(float(variance)))
for name, values in first.items():
    print("first", name, ", ".join(repr(float(v)) for v in values))
for name, values in total.items():
    print("total", name, ", ".join(repr(float(v)) for v in values))
print("second", ", ".join(repr(float(v)) for v in second))

# Shapley effects of 4 inputs: cost of the set with bits m
COUNT = 4
cost = [((m * 29 + 3 * m * m) % 53) / 5.0 for m in range(1 << COUNT)]
cost[-1] = 40.0
share = np.zeros(COUNT)
orders = list(itertools.permutations(range(COUNT)))
for order in orders:
    members = 0
    for i in order:
        share[i] += cost[members | 1 << i] - cost[members]
        members |= 1 << i
print("shapley", ", ".join(repr(float(v)) for v in share / len(orders) / cost[-1]))
