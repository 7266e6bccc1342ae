# Percentile, basic and BCa intervals of SciPy (type 7 quantiles; two independent samples) on given
# replicates, for tests/lua/resample_test.lua.   python3 resample_intervals_scipy.py > resample_intervals_scipy.lua
import numpy as np
import scipy
from scipy import stats
from scipy.stats import _resampling

rng = np.random.default_rng(5)
x = np.array([1.2, 0.4, 3.9, 2.2, 8.7, 0.9, 1.7, 5.3, 2.8, 0.3, 12.1, 4.4])
y = np.array([2.0, 1.1, 3.1, 3.9, 7.0, 0.2, 2.9])


def lua(values):
    return "{ " + ", ".join(repr(float(v)) for v in values) + " }"


def difference(a, b, axis=-1):
    return np.mean(a, axis=axis) - np.mean(b, axis=axis)


def case(name, data, statistic, confidence):
    result = {}
    first = stats.bootstrap(data, statistic, n_resamples=150, confidence_level=confidence, method="percentile",
                            random_state=rng)
    for method in ["percentile", "basic", "bca"]:
        _resampling_result = stats.bootstrap(data, statistic, n_resamples=0, confidence_level=confidence, method=method,
                                             bootstrap_result=first)
        result[method] = _resampling_result.confidence_interval
    jackknife = []
    for j in range(len(data)):
        values = []
        for i in range(len(data[j])):
            parts = list(data)
            parts[j] = np.delete(data[j], i)
            values.append(statistic(*parts))
        jackknife.append(values)
    a = _resampling._bca_interval(data, statistic, -1, 0.05, first.bootstrap_distribution, None)[2]
    print('  { name = "%s", confidence = %r, estimate = %r, acceleration = %r,' % (name, confidence, float(statistic(*data)), float(a)))
    print("    replicates = %s," % lua(first.bootstrap_distribution))
    print("    jackknife = { %s }," % ", ".join(lua(v) for v in jackknife))
    print("    percentile = %s, basic = %s, bca = %s }," % tuple(lua(result[m]) for m in ["percentile", "basic", "bca"]))


print("-- Made by resample_intervals_scipy.py with SciPy " + scipy.__version__)
print("return {")
case("variance", (x,), lambda a, axis=-1: np.var(a, axis=axis, ddof=1), 0.9)
case("difference of means of two samples", (x, y), difference, 0.95)
print("}")
