"""Split R-hat and effective sample size by NumPy, for tests/core/chain_test.c.

Independent of core/inference/chain.c: autocovariances by FFT, Geyer's sequence by array operations.
Prints the rows of the table in the test.
"""
import numpy as np


def draws(chains, n, slope, offset, seed):
    """AR(1) chains driven by a 64-bit linear congruential generator; the test makes the same."""
    state, out = seed, np.empty((chains, n))
    for c in range(chains):
        x = 0.0
        for i in range(n):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            x = slope * x + ((state >> 33) / 2.0**31 - 0.5)
            out[c, i] = x + offset * c
    return out


def split(x):
    half = x.shape[1] // 2
    return np.concatenate([x[:, :half], x[:, -half:]])


def diagnose(x):
    x = split(x)
    m, n = x.shape
    within = x.var(axis=1, ddof=1).mean()
    variance = (n - 1) / n * within + x.mean(axis=1).var(ddof=1)
    centred = x - x.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * n, axis=1)
    covariance = np.fft.irfft(np.abs(spectrum) ** 2, 2 * n, axis=1)[:, :n].mean(axis=0) / n
    rho = 1 - (within - covariance) / variance
    rho[0] = 1
    pairs = rho[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs <= 0)
    if len(negative):
        pairs = pairs[: negative[0]]
    tau = -1 + 2 * np.minimum.accumulate(pairs).sum()
    most = m * n * np.log10(m * n)
    size = m * n / tau if tau > 0 else most
    return np.sqrt(variance / within), min(size, most)


for case in [(4, 1000, 0.0, 0.0, 1), (4, 1000, 0.9, 0.0, 2), (2, 501, 0.5, 0.3, 3),
             (1, 400, 0.99, 0.0, 4), (3, 200, -0.8, 0.0, 5), (4, 4, 0.2, 0.0, 6)]:
    r_hat, size = diagnose(draws(*case))
    print("    {%d, %d, %g, %g, %d, %.15g, %.15g}," % (*case, r_hat, size))
