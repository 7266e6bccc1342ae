"""Multipliers and curvature at a bound-constrained maximum, by SciPy: the reference of certify_test.lua.

f(x, y, z) = sin(2 x) + x y - y^2 + z / 2 - exp(z y) / 4 on [0, 1] x [0, w] x [0, 1]: z ends at its upper bound,
and so does y where w = 0.2.  SLSQP finds the point, trust-constr gives the multipliers, mpmath the Hessian.
"""
import mpmath
import numpy as np
from scipy.optimize import Bounds, minimize


def f(p):
    x, y, z = p
    return np.sin(2 * x) + x * y - y**2 + z / 2 - np.exp(z * y) / 4


def gradient(p):
    x, y, z = p
    return np.array([2 * np.cos(2 * x) + y, x - 2 * y - z * np.exp(z * y) / 4, 0.5 - y * np.exp(z * y) / 4])


def reference(width):
    low, high = np.zeros(3), np.array([1.0, width, 1.0])
    start = [0.5, width / 2, 0.5]
    slsqp = minimize(lambda p: -f(p), start, jac=lambda p: -gradient(p), method="SLSQP", bounds=Bounds(low, high),
                     options={"ftol": 1e-15, "maxiter": 500})
    trust = minimize(lambda p: -f(p), start, jac=lambda p: -gradient(p), method="trust-constr", bounds=Bounds(low, high),
                     options={"gtol": 1e-12, "xtol": 1e-14, "barrier_tol": 1e-13, "maxiter": 5000})
    print("width of y", width)
    print("  SLSQP x", *("%.12g" % v for v in slsqp.x), "f", "%.12g" % -slsqp.fun)
    print("  trust-constr multipliers of the bounds", *("%.8g" % v for v in trust.v[0]))

    def g(x, y, z):
        return mpmath.sin(2 * x) + x * y - y**2 + z / 2 - mpmath.exp(z * y) / 4

    at = tuple(mpmath.mpf(v) for v in slsqp.x)
    hessian = [[float(mpmath.diff(g, at, tuple((i == k) + (j == k) for k in range(3)))) for j in range(3)] for i in range(3)]
    free = [i for i in range(3) if high[i] - slsqp.x[i] > 1e-6]
    scaled = np.array(hessian) * np.outer(high, high)
    print("  Hessian", *("%.10g" % v for row in hessian for v in row))
    print("  eigenvalues over the free coordinates, in units of the box",
          *("%.10g" % v for v in np.linalg.eigvalsh(scaled[np.ix_(free, free)])))


reference(0.5)
reference(0.2)
