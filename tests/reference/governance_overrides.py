"""Reference values for capacity set by hand, outliers and gaps of sources, by NumPy and pandas from their definitions: the
bundled weeks with columns added by the same arithmetic as in tests/lua/governance_overrides_test.lua.  Writes
governance_overrides.lua.

    /usr/bin/python3 tests/reference/governance_overrides.py > tests/reference/governance_overrides.lua
"""
import numpy as np
import pandas as pd
from scipy.special import expit

WINDOW = 26
data = pd.read_csv("scripts/governance/fixtures/weekly.csv")
n = len(data)
week = np.arange(1, n + 1)
data.index = week
data["C_payroll"] = data.C.fillna(0.75) + 0.01 * ((37 * week) % 11 - 5) / 5
data["V_third_party"] = 0.9 * data.V + 0.05 + 0.01 * ((53 * week) % 13 - 6) / 6
data["Z_consensus"] = 0.8 * data.Z_skepticism + 0.1 + 0.01 * ((29 * week) % 7 - 3) / 3
data.loc[[40, 107], "C_payroll"] = np.nan
data.loc[110, "V"] = np.nan
data.loc[[112, 116, 117, 118, 119], "T_loyalty"] = np.nan
data.loc[119, "FX"] = np.nan
data["C_override"] = np.nan
for t, value in {35: 0.65, 39: 0.9, 70: 0.9, 120: 0.95, 126: 0.8}.items():
    data.loc[t, "C_override"] = value
monday = {t: np.datetime64(pd.Timestamp.fromisocalendar(int(w[:4]), int(w[6:]), 1), "D") for t, w in data.week.items()}
WEIGHTS = {"Sentiment": 0.4, "Search": 0.3, "FX": 0.3}


def synthetic(row, names):
    return np.average([row[s] for s in names], weights=[WEIGHTS[s] for s in names])


def trust():
    value, tier, last = pd.Series(np.nan, week), pd.Series(0, week), None
    for t, row in data.iterrows():
        if pd.notna(row.T_loyalty):
            value[t], last = row.T_loyalty, t
            continue
        present = [s for s in WEIGHTS if pd.notna(row[s])]
        if len(present) >= 2:
            value[t], tier[t] = synthetic(row, present), 4 - len(present)
            continue
        days = (monday[t] - monday[last]).astype(int)
        tier[t] = 3 if days <= 140 else 4
        if tier[t] == 3:
            value[t] = 0.625 + (data.T_loyalty[last] - 0.625) * np.exp(-0.005 * days)
    return value, tier


def unpenalised(C, V, T_loyalty, Z):
    T = 0.6 * T_loyalty + 0.4 * Z
    g0, g1 = expit(-2 * 0.85), expit(2 * 0.15)
    gate = (expit(2 * (T - 0.85)) - g0) / (g1 - g0)
    with np.errstate(invalid="ignore"):
        return 150 * np.minimum(C**0.25 * T**0.40 * V**0.35, gate) * (1 + 0.35 * C * T)


T, tier = trust()
without = data.C.ffill()
C = data.C_override.fillna(without)
core = (unpenalised(C, data.V, T, data.Z_skepticism) / 1.35).ffill()
sigma = core.rolling(24).std(ddof=1).shift(1)


def index(C=C, V=data.V, T=T, Z=data.Z_skepticism):
    return np.minimum(150, unpenalised(C, V, T, Z) / (1 + 0.1 * np.minimum(sigma, 50)))


S, S_without = index(), index(C=without)
level = pd.cut(data.S_KPI_official.fillna(S), [-1, 30, 80, 120, 151], right=False, labels=[3, 2, 1, 0]).astype(float).ffill()

# ---- outliers: threshold 4, at least 0.02, 8 weeks of which at least 4
checked, outliers = 0, []
for t in week:
    for name in ["C", "V", "T_loyalty", "Z_skepticism", "Sentiment", "Search", "FX", "C_payroll", "V_third_party", "Z_consensus"]:
        before = data[name][(week < t) & (week >= t - 8)].dropna()
        if len(before) < 4 or pd.isna(data[name][t]):
            continue
        checked += 1
        mad = 1.4826022185056018 * np.median(np.abs(before - np.median(before)))
        distance = abs(data[name][t] - np.median(before)) / max(mad, 0.02)
        if distance > 4:
            outliers.append((t, name, distance))

# ---- gaps of sources
PROXIES = {"C": ["C_payroll"], "V": ["V_third_party"], "T_loyalty": list(WEIGHTS), "Z_skepticism": ["Z_consensus"]}
window = week[-WINDOW:]
gaps = {}
for name, proxies in PROXIES.items():
    x = np.column_stack([np.ones(n), data[proxies]])
    known = ~np.isnan(x).any(axis=1) & data[name].notna().to_numpy() & (week <= n - WINDOW)
    beta = np.linalg.lstsq(x[known], data[name].to_numpy()[known], rcond=None)[0]
    predicted = pd.Series(np.clip(x @ beta, 0, 1), week)
    own = data[name].notna() | (data.C_override.notna() if name == "C" else False)
    replaced = predicted.where(own)
    argument = {"C": "C", "V": "V", "T_loyalty": "T", "Z_skepticism": "Z"}[name]
    gaps[name] = S - index(**{argument: replaced})
for name in WEIGHTS:
    others = [s for s in WEIGHTS if s != name]
    replaced = pd.Series([synthetic(row, others) if tier[t] == 1 else np.nan for t, row in data.iterrows()], week)
    gaps[name] = S - index(T=replaced)


def lua(x):
    return "0/0" if np.isnan(x) else repr(float(x))


print("-- governance_overrides.lua - made by governance_overrides.py (NumPy %s, pandas %s)." % (np.__version__, pd.__version__))
print("return {")
print("  -- { week, S_KPI, S_KPI without what was set by hand, level of the week before }")
print("  overrides = {")
for t in week[data.C_override.notna()]:
    print("    { %d, %s, %s, %d }," % (t, lua(S[t]), lua(S_without[t]), level[t - 1]))
print("  },")
print("  checked = %d," % checked)
print("  outliers = {")
for one in outliers:
    print("    { %d, %r, %s }," % (one[0], one[1], lua(one[2])))
print("  },")
print("  gaps = {")
for name, gap in gaps.items():
    print("    %s = { %s }," % (name, ", ".join(lua(gap[t]) for t in window)))
print("  },")
print("}")
