"""Prints the reference values that tests/lua/inference_test.lua quotes from SciPy, statsmodels and mpmath.

Run:  /usr/bin/python3 tests/reference/inference_reference.py
Needs numpy, scipy, statsmodels, mpmath.  The formulas for dependent correlations are written out here a second
time, from the papers; R's psych::r.test agrees with Williams's t.
"""
import mpmath as mp
import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar


def table(b, c):
    return [[10, b], [c, 10]]


print("McNemar: exact, corrected, chi-square, mid-p")
for b, c in ((150, 86), (10, 2), (25, 4), (6, 0), (1, 0)):
    exact = mcnemar(table(b, c), exact=True).pvalue
    corrected = mcnemar(table(b, c), exact=False, correction=True)
    plain = mcnemar(table(b, c), exact=False, correction=False)
    mid = 2 * stats.binom.cdf(min(b, c), b + c, 0.5) - stats.binom.pmf(min(b, c), b + c, 0.5)
    print((b, c), exact, corrected.statistic, corrected.pvalue, plain.statistic, plain.pvalue, mid)
print("chi-square tail of (1000, 0):", mp.erfc(mp.sqrt(500)))

a, b = [1, 2, 3.5, 4, 9, 10], [3, 5, 8, 11, 12.5]


def difference(x, y):
    return np.mean(x) - np.mean(y)


print("two-sample permutations of", a, b)
for alternative in ("two-sided", "less", "greater"):
    print(alternative, stats.permutation_test((a, b), difference, n_resamples=10**6, alternative=alternative).pvalue)

darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
print("Darwin's maize: sign flips, one- and two-sided")
for alternative in ("greater", "two-sided"):
    result = stats.permutation_test((darwin,), np.sum, permutation_type="samples", n_resamples=2**15, alternative=alternative)
    print(alternative, result.pvalue, result.pvalue * 2**15)
print("t", stats.ttest_1samp(darwin, 0).pvalue, "signed ranks", stats.wilcoxon(darwin).pvalue)

seven, mixed = [1, 2, 3, 4, 5, 6, 7], [1, 3, 2, 4, 6, 5, 7]
print("Kendall", stats.kendalltau(seven, mixed), "Spearman", stats.spearmanr(seven, mixed))
print("tau-b with ties", stats.kendalltau([1, 2, 2, 4, 5], [2, 1, 3, 3, 5]))


def dependent(r12, r13, r23, n):
    m = (r12 + r13) / 2
    d = 1 - r12**2 - r13**2 - r23**2 + 2 * r12 * r13 * r23
    t = (r12 - r13) * np.sqrt((n - 1) * (1 + r23) / (2 * (n - 1) / (n - 3) * d + m**2 * (1 - r23) ** 3))
    z = np.arctanh(r12) - np.arctanh(r13)
    psi = r23 * (1 - 2 * m**2) - 0.5 * m**2 * (1 - 2 * m**2 - r23**2)
    steiger = z * np.sqrt((n - 3) / (2 - 2 * psi / (1 - m**2) ** 2))
    q = (r12**2 + r13**2) / 2
    f = min(1, (1 - r23) / (2 * (1 - q)))
    meng = z * np.sqrt((n - 3) / (2 * (1 - r23) * (1 - f * q) / (1 - q)))
    print("Williams", t, 2 * stats.t.sf(abs(t), n - 3), "Steiger", steiger, 2 * stats.norm.sf(abs(steiger)),
          "Meng", meng, 2 * stats.norm.sf(abs(meng)))


dependent(0.4, 0.6, 0.1, 103)
dependent(0.62, 0.55, 0.80, 12)
for r1, n1, r2, n2 in ((0.5, 103, 0.3, 103), (0.484, 34, 0.427, 34)):
    z = (np.arctanh(r1) - np.arctanh(r2)) / np.sqrt(1 / (n1 - 3) + 1 / (n2 - 3))
    print("Fisher z", z, 2 * stats.norm.sf(abs(z)))
