"""Reference values for the weekly run on the bundled weeks, by NumPy and pandas: tiers of trust, carried capacity, sigma
from the core and from the published index, the index.  Writes governance_weekly.lua.

    /usr/bin/python3 tests/reference/governance_weekly.py > tests/reference/governance_weekly.lua
"""
import numpy as np
import pandas as pd
from scipy.special import expit

data = pd.read_csv("scripts/governance/fixtures/weekly.csv")
n = len(data)
monday = np.array([np.datetime64(pd.Timestamp.fromisocalendar(int(w[:4]), int(w[6:]), 1), "D") for w in data.week])
WEIGHTS = {"Sentiment": 0.4, "Search": 0.3, "FX": 0.3}


def trust(decay):
    value, tier, last = np.full(n, np.nan), np.zeros(n, int), None
    for i, row in data.iterrows():
        if pd.notna(row.T_loyalty):
            value[i], last = row.T_loyalty, i
            continue
        present = [s for s in WEIGHTS if pd.notna(row[s])]
        if len(present) >= 2:
            value[i] = np.average([row[s] for s in present], weights=[WEIGHTS[s] for s in present])
            tier[i] = 4 - len(present)
            continue
        days = (monday[i] - monday[last]).astype(int)
        tier[i] = 3 if days <= 140 else 4
        if tier[i] == 3:
            centre = {"prior": 0.625, "published": 0.0}[decay]
            value[i] = centre + (data.T_loyalty[last] - centre) * np.exp(-0.005 * days)
    return value, tier


def parts(T_loyalty):
    C, V = data.C.ffill().to_numpy(), data.V.to_numpy()
    T = 0.6 * T_loyalty + 0.4 * data.Z_skepticism.to_numpy()
    g0, g1 = expit(-2 * 0.85), expit(2 * 0.15)
    gate = (expit(2 * (T - 0.85)) - g0) / (g1 - g0)
    return np.minimum(C**0.25 * T**0.40 * V**0.35, gate), 1 + 0.35 * C * T


def core_run():
    T, tier = trust("prior")
    bottleneck, synergy = parts(T)
    core = pd.Series(150 * bottleneck * synergy / 1.35).ffill().to_numpy()
    sigma, index = np.full(n, np.nan), np.full(n, np.nan)
    for t in range(n):
        if t >= 24:
            sigma[t] = np.std(core[t - 24:t], ddof=1)
        index[t] = index[t - 1] if tier[t] == 4 else np.minimum(150, 150 * bottleneck[t] * synergy[t] / (1 + 0.1 * sigma[t]))
    return T, tier, sigma, index


def published_run():
    T, tier = trust("published")
    bottleneck, synergy = parts(T)
    official, sigma, index = data.S_KPI_official.to_numpy(), data.sigma_hist.to_numpy().copy(), np.full(n, np.nan)
    for t in range(n):
        if t >= 24:
            sigma[t] = np.std(official[t - 24:t], ddof=1)
        index[t] = index[t - 1] if tier[t] == 4 else np.minimum(150, 150 * bottleneck[t] * synergy[t] / (1 + 0.1 * sigma[t]))
    return T, tier, sigma, index


def lua(x):
    return "0/0" if np.isnan(x) else repr(float(x))


print("-- governance_weekly.lua - made by governance_weekly.py (NumPy %s, pandas %s): the bundled weeks, every seventh and" % (
    np.__version__, pd.__version__))
print("-- those with something missing: { week, tier, T, sigma, S_KPI } by the core and as published.")
print("return {")
for name, run in (("core", core_run()), ("published", published_run())):
    print("  %s = {" % name)
    T, tier, sigma, index = run
    for t in range(n):
        if t % 7 == 0 or tier[t] > 0 or np.isnan(data.C[t]) or t >= n - 8:
            print("    { %d, %d, %s, %s, %s }," % (t + 1, tier[t], lua(T[t]), lua(sigma[t]), lua(index[t])))
    print("  },")
print("}")
