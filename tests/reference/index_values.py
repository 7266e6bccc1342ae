#!/usr/bin/python3
"""Writes index_values.lua: the governance index and its gradient at points of our own choice, by mpmath
with 700 digits, from the formulae of the specification (the gate as a difference of sigmoids).

Run: /usr/bin/python3 tests/reference/index_values.py > tests/reference/index_values.lua
"""
import random

from mpmath import mp, mpf, exp, expm1, diff, inf

mp.dps = 700  # the gate of a trust of 1e-300 as a difference
random.seed(20260109)

INPUTS = ["capacity", "visibility", "loyalty", "skepticism", "sigma"]
PARAMETERS = ["w_C", "w_T", "w_V", "w_loyalty", "w_skepticism", "k", "theta", "epsilon", "mu", "scale"]
STANDARD = dict(zip(PARAMETERS, [0.25, 0.40, 0.35, 0.6, 0.4, 2.0, 0.85, 0.35, 0.10, 150.0]))
COLUMNS = ["index", "raw", "unclipped", "resilience", "gaming", "trust", "potential", "gate", "synergy", "volatility", "slack"]


def mean(values, weights, rho):
    """(sum w x^rho / W)^(W / rho), W the sum of the weights; rho = 0: the product of powers."""
    total = sum(weights)
    if rho == 0:
        product = mpf(1)
        for x, w in zip(values, weights):
            product *= x ** w
        return product
    if rho == -inf:
        return min(values) ** total
    if rho < 0 and min(values) == 0:
        return mpf(0)
    return (sum(w * x ** rho for x, w in zip(values, weights)) / total) ** (total / rho)


def evaluate(x, p, options):
    c, v, l, z, s = x
    q = dict(zip(PARAMETERS, p))
    t = q["w_loyalty"] * l + q["w_skepticism"] * z
    pillars = [c, v, t]
    potential = mean(pillars, [q["w_C"], q["w_V"], q["w_T"]], options.get("rho", 0))
    factor = mpf(1)
    for value, name in zip(pillars, ["capacity", "visibility", "trust"]):
        bound = options.get("floors", {}).get(name, 0)
        if bound > 0:
            factor = min(factor, value / mpf(bound))
    potential *= factor
    k, theta = q["k"], q["theta"]
    g = lambda y: 1 / (1 + exp(-y))
    gate = (g(k * (t - theta)) - g(-k * theta)) / (g(k * (1 - theta)) - g(-k * theta))
    if "power" in options:
        power = mpf(options["power"])
        least = mpf(0) if min(potential, gate) == 0 else ((potential ** power + gate ** power) / 2) ** (1 / power)
    else:
        least = min(potential, gate)
    synergy = 1 + q["epsilon"] * c * t
    most = 1 + q["epsilon"] if options.get("normalised") else 1
    volatility = 1 / (1 + q["mu"] * s)
    core = least * volatility / most
    raw = core * synergy
    index = min(raw, mpf(1)) * q["scale"]
    return {
        "index": index, "raw": raw, "unclipped": raw * q["scale"], "resilience": core * q["scale"],
        "gaming": min(raw, mpf(1)) - core, "trust": t, "potential": potential, "gate": gate,
        "synergy": synergy / most, "volatility": volatility, "slack": potential - gate,
    }


def gradient(x, p, options):
    """Central differences of the index with a step of 1e-25: error about 1e-48."""
    values = []
    step = mpf(10) ** -25
    for i in range(len(x) + len(p)):
        def at(shift):
            point = [v + shift if j == i else v for j, v in enumerate(x + p)]
            return evaluate(point[:5], point[5:], options)["index"]
        values.append((at(step) - at(-step)) / (2 * step))
    return values


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {text(v)}" for k, v in value.items()) + " }"
    if value == -inf:
        return "-math.huge"
    return repr(float(value))


def show(numbers):
    return "{ " + ", ".join(repr(float(n)) for n in numbers) + " }"


def draw_inputs(kind):
    if kind == "tiny":
        return [10 ** random.uniform(-300, 0) for _ in range(4)] + [random.expovariate(0.1)]
    if kind == "low":
        return [10 ** random.uniform(-12, 0) for _ in range(4)] + [random.expovariate(0.1)]
    return [random.random() for _ in range(4)] + [random.expovariate(0.2)]


def draw_parameters(kind):
    if kind == "standard":
        return [STANDARD[name] for name in PARAMETERS]
    loyalty = random.random()
    return [random.random(), random.random(), random.random(), loyalty, (1 - loyalty) * random.random(),
            10 ** random.uniform(-2, 1.3), random.random(), random.random(), random.random(), random.choice([1.0, 100.0, 150.0])]


def meant(p):
    """The parameters as numbers: pillar weights that are the doubles nearest to multiples of 1/20, of 1 in sum
    at most, are these multiples."""
    twentieths = [round(20 * w) for w in p[:3]]
    exact = all(n / 20 == w for n, w in zip(twentieths, p[:3])) and sum(twentieths) <= 20
    return ([mpf(n) / 20 for n in twentieths] if exact else [mpf(w) for w in p[:3]]) + [mpf(v) for v in p[3:]]


def main():
    cases = [("inside", "standard", {}, 60), ("tiny", "standard", {}, 40), ("low", "standard", {}, 30), ("inside", "free", {}, 40)]
    options = [{"rho": -1.0}, {"rho": 0.5}, {"rho": -20.0}, {"rho": 1e-7}, {"rho": -inf}, {"power": -8.0}, {"power": -1.0},
               {"normalised": True}, {"floors": {"capacity": 0.5, "visibility": 0.25, "trust": 0.75}},
               {"rho": -2.0, "power": -4.0, "normalised": True, "floors": {"trust": 0.9}}]
    cases += [("inside", "standard", o, 6) for o in options] + [("low", "free", o, 4) for o in options]
    print("-- index_values.lua - made by index_values.py: mpmath, 700 digits. Do not edit.")
    print("-- x: capacity, visibility, loyalty, skepticism, sigma; p: " + ", ".join(PARAMETERS) + ";")
    print("-- columns: " + ", ".join(COLUMNS) + ";")
    print("-- gradient: of the inputs, then of the parameters.")
    print("return {")
    for inputs, parameters, option, count in cases:
        for _ in range(count):
            x, p = draw_inputs(inputs), draw_parameters(parameters)
            xs, ps = [mpf(v) for v in x], meant(p)
            row = evaluate(xs, ps, option)
            fields = [f"x = {show(x)}", f"p = {show(p)}", f"columns = {show(row[c] for c in COLUMNS)}"]
            if option:
                fields.append(f"options = {text(option)}")
            if inputs == "inside":
                fields.append(f"gradient = {show(gradient(xs, ps, option))}")
            print("  { " + ", ".join(fields) + " },")
    print("}")


main()
