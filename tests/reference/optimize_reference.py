# Reference minima and roots for tests/lua/optimize_test.lua, by SciPy; prints optimize_values.lua.
import numpy as np
import scipy
from scipy import optimize as so

TIGHT = {"ftol": 1e-15, "maxiter": 2000}


def rosenbrock(x):
    x = np.asarray(x)
    return np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def hs71(x):
    return x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2]


def hs43(x):
    return x[0] ** 2 + x[1] ** 2 + 2 * x[2] ** 2 + x[3] ** 2 - 5 * x[0] - 5 * x[1] - 21 * x[2] + 7 * x[3]


HS43 = [lambda x: 8 - x[0] ** 2 - x[1] ** 2 - x[2] ** 2 - x[3] ** 2 - x[0] + x[1] - x[2] + x[3],
        lambda x: 10 - x[0] ** 2 - 2 * x[1] ** 2 - x[2] ** 2 - 2 * x[3] ** 2 + x[0] + x[3],
        lambda x: 5 - 2 * x[0] ** 2 - x[1] ** 2 - x[2] ** 2 - 2 * x[0] + x[1] + x[3]]

W = np.array([1, 1.2, 3, 3.2])
A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P = 1e-4 * np.array([[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
                     [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]])


def hartmann6(x):
    return -np.sum(W * np.exp(-np.sum(A * (x - P) ** 2, axis=1)))


def show(name, x, value):
    x = "{ " + ", ".join(repr(float(v)) for v in np.atleast_1d(x)) + " }"
    print("  %s = { x = %s, value = %r }," % (name, x, float(value)))


print("-- Written by optimize_reference.py with SciPy %s." % scipy.__version__)
print("return {")
r = so.minimize(hs71, [1, 5, 5, 1], bounds=[(1, 5)] * 4, method="SLSQP", options=TIGHT,
                constraints=[{"type": "ineq", "fun": lambda x: np.prod(x) - 25},
                             {"type": "eq", "fun": lambda x: np.sum(x ** 2) - 40}])
show("hs71", r.x, r.fun)
r = so.minimize(hs43, np.zeros(4), method="SLSQP", options=TIGHT,
                constraints=[{"type": "ineq", "fun": c} for c in HS43])
show("hs43", r.x, r.fun)
r = so.minimize(rosenbrock, [-1.2, 1, 0], bounds=[(-2, 0.5)] * 3, method="L-BFGS-B",
                options={"ftol": 1e-16, "gtol": 1e-12})
show("rosenbrock_in_box", r.x, r.fun)
r = so.differential_evolution(hartmann6, [(0, 1)] * 6, seed=2, tol=1e-10, popsize=40, strategy="rand1bin")
show("hartmann6", r.x, r.fun)
for name, f, a, b in [("cosine", lambda x: np.cos(x) - x, 0, 1), ("cubic", lambda x: x ** 3 - 2 * x - 5, 2, 3),
                      ("exponential", lambda x: np.exp(-x) - 1e-6, 0, 100)]:
    x = so.brentq(f, a, b, xtol=1e-14, rtol=1e-15)
    show("root_" + name, x, f(x))
for name, f, a, b in [("logarithm", lambda x: x * np.log(x), 0.01, 2), ("sine", lambda x: np.sin(x) + x / 4, 0.5, 6)]:
    r = so.minimize_scalar(f, bounds=(a, b), method="bounded", options={"xatol": 1e-12})
    show("minimum_" + name, r.x, r.fun)
print("}")
