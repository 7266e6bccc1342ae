# Quantiles of the governance index over the source text's population, for tests/lua/governance_uncertainty_test.lua, by
# NumPy and SciPy: 4e6 draws of a t copula, or independent ones, through scipy.stats; nothing of Solon's.
import numpy as np
from scipy import stats
from scipy.special import expit

N, BLOCK = 4_000_000, 500_000


def index(c, v, t, sigma):
    potential = c**0.25 * t**0.40 * v**0.35
    g0, g1 = expit(-2 * 0.85), expit(2 * 0.15)
    gate = (expit(2 * (t - 0.85)) - g0) / (g1 - g0)
    return np.clip(150 * np.minimum(potential, gate) * (1 + 0.35 * c * t) / (1 + 0.10 * sigma), 0, 150)


def case(name, mean, nu, rho, rho_sigma):
    rng = np.random.default_rng(20260109)
    r = np.full((4, 4), rho)
    r[3, :], r[:, 3] = rho_sigma, rho_sigma
    np.fill_diagonal(r, 1)
    factor, values = np.linalg.cholesky(r), []
    for _ in range(N // BLOCK):
        z = rng.standard_normal((BLOCK, 4)) @ factor.T
        u = stats.norm.cdf(z) if nu is None else stats.t.cdf(z * np.sqrt(nu / rng.chisquare(nu, (BLOCK, 1))), nu)
        values.append(index(stats.beta.ppf(u[:, 0], 4, 2), stats.beta.ppf(u[:, 1], 3, 2), stats.beta.ppf(u[:, 2], 5, 3),
                            stats.expon.ppf(u[:, 3], scale=mean)))
    s = np.concatenate(values)
    q = np.quantile(s, [0.05, 0.5, 0.95])
    levels = [np.mean(s >= 120), np.mean((s >= 80) & (s < 120)), np.mean((s >= 30) & (s < 80)), np.mean(s < 30)]
    print(name, "quantiles", ["%.3f" % x for x in q], "mean %.4f" % s.mean(), "levels", ["%.5f" % x for x in levels])


case("scale 0.15, independent", 0.15, None, 0, 0)
case("rate 0.15, independent", 1 / 0.15, None, 0, 0)
case("rate 0.15, nu 4, rho 0.3, rho_sigma -0.3", 1 / 0.15, 4, 0.3, -0.3)
