"""Reference values for the monitoring of an input against proxies: least squares by numpy.linalg.lstsq, the moving
average of the standardised residuals by its definition.

    python3 tests/reference/monitor_reference.py
"""

import numpy as np

BASELINE, WINDOW, PROXIES, WEIGHT = 30, 12, 2, 0.25


def series():
    """The series of tests/core/monitor_test.c: a linear congruential generator, a shift in the window."""
    state, rows = 7, []
    for t in range(BASELINE + WINDOW):
        u = []
        for _ in range(PROXIES + 1):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            u.append((state >> 33) / 2147483648.0 - 0.5)
        value = 0.5 + 0.3 * u[0] - 0.2 * u[1] + 0.1 * u[2] + (0.05 if t >= BASELINE else 0.0)
        rows.append((value, u[0], u[1]))
    return np.array(rows)


def follow(data, two_sided):
    present = ~np.isnan(data).any(axis=1)
    y, x = data[:, 0], np.column_stack([np.ones(len(data)), data[:, 1:]])
    first = present.copy()
    first[BASELINE:] = False
    beta = np.linalg.lstsq(x[first], y[first], rcond=None)[0]
    residual = y - x @ beta
    s = np.sqrt((residual[first] ** 2).sum() / (first.sum() - x.shape[1]))
    z, used, out = 0.0, 0, []
    for t in range(BASELINE, len(data)):
        if not present[t]:
            out.append(float("nan"))
            continue
        z, used = WEIGHT * residual[t] / s + (1 - WEIGHT) * z, used + 1
        value = z / np.sqrt(WEIGHT / (2 - WEIGHT) * (1 - (1 - WEIGHT) ** (2 * used)))
        out.append(abs(value) if two_sided else value)
    return s, x[BASELINE:] @ beta, np.array(out)


for holes in (False, True):
    data = series()
    if holes:
        data[3, 0] = data[17, 2] = data[BASELINE + 4, 1] = float("nan")
    s, predicted, statistic = follow(data, False)
    print("holes" if holes else "complete", repr(s), repr(np.nanmax(statistic)))
    print("  predicted", [float(v) for v in predicted[:2]])
    print("  statistic", [float(v) for v in statistic])


# ---- the largest statistics of windows in which nothing happens, where one week of the baseline has a proxy far off:
# residuals of fits without each block, redrawn in circular blocks, 200,000 times (tests/lua/governance_edges_test.lua) ----
n, late = 40, 12
i = np.arange(1, n + late + 1)
x = np.where(i == 20, 30.0, np.sin(1.7 * i))
y = 0.5 * x + 0.1 * np.cos(2.9 * i) + 0.05 * np.sin(7.3 * i) + (i == 20)
x, rng = np.column_stack([np.ones(len(x)), x]), np.random.default_rng(1)
for block in (1, 6, 12):
    left_out = np.empty(n)
    for first in range(0, n, block):
        inside = (np.arange(n) >= first) & (np.arange(n) < first + block)
        left_out[inside] = y[:n][inside] - x[:n][inside] @ np.linalg.lstsq(x[:n][~inside], y[:n][~inside], rcond=None)[0]
    q, r = np.linalg.qr(x[:n])
    start = rng.integers(0, n, (200000, -(-(n + late) // block)))
    e = left_out[((start[:, :, None] + np.arange(block)) % n).reshape(len(start), -1)[:, : n + late]]
    c = e[:, :n] @ q
    s = np.sqrt(((e[:, :n] - c @ q.T) ** 2).sum(axis=1) / (n - 2))
    residual = (e[:, n:] - c @ np.linalg.solve(r.T, x[n:].T)) / s[:, None]
    z, largest = np.zeros(len(e)), np.full(len(e), -np.inf)
    for used in range(1, late + 1):
        z = WEIGHT * residual[:, used - 1] + (1 - WEIGHT) * z
        largest = np.maximum(largest, z / np.sqrt(WEIGHT / (2 - WEIGHT) * (1 - (1 - WEIGHT) ** (2 * used))))
    print("blocks of", block, "quantiles 0.8, 0.95", [round(float(v), 3) for v in np.quantile(largest, [0.8, 0.95])])
