"""Prints what the source text's run_statistical_tests gives on made-up results, for tests/lua/nested_test.lua.

Run:  /usr/bin/python3 tests/reference/published_tests_reference.py
Needs numpy, scipy.  The formulas are written out from the source text; the results are those of the Lua test.
"""
import numpy as np
from scipy import stats


def three(sq, opt, changed):
    n = len(sq)
    b = sum(1 for i in range(n) if changed[i] and opt[i] > sq[i])
    c = sum(1 for i in range(n) if changed[i] and opt[i] <= sq[i])
    chi2 = (abs(b - c) - 1) ** 2 / (b + c) if b + c > 0 else 0.0
    p = stats.chi2.sf(chi2, 1) if b + c > 0 else 1.0
    z = (np.arctanh(np.clip(np.mean(opt), -0.999, 0.999)) - np.arctanh(np.clip(np.mean(sq), -0.999, 0.999))) / np.sqrt(2 / (n - 3))
    pooled = stats.permutation_test((opt, sq), lambda x, y: np.mean(x) - np.mean(y), n_resamples=200000, random_state=1)
    null = np.mean(np.abs(pooled.null_distribution) >= abs(np.mean(opt) - np.mean(sq)) - 1e-12)
    print("b", b, "c", c, "chi2", repr(chi2), "p", repr(p), "z", repr(z), "p", repr(2 * stats.norm.sf(abs(z))), "pooled", null)


sq = np.array([((7 * s) % 11) / 20 for s in range(1, 10)])
opt = np.array([((5 * s) % 13) / 16 for s in range(1, 10)])
three(sq, opt, [s % 3 != 0 for s in range(1, 10)])
print("34 seasons, order changed, fairness the same:")
three(np.full(34, 0.5), np.full(34, 0.5), [True] * 34)
x = np.mean([[((5 * s + d) % 13) / 16 - ((7 * s + 3 * d) % 11) / 20 for s in range(1, 10)] for d in range(3)], axis=0)
print("sign test", stats.binomtest(int((x > 0).sum()), int((x != 0).sum())).pvalue, "Wilcoxon", stats.wilcoxon(x, mode="exact").pvalue)
