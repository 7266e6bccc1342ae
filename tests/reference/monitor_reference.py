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
