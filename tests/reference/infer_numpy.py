#!/usr/bin/python3
"""Hidden votes of one season by random-walk Metropolis in NumPy: the model of core/voting/posterior.h
(percent or rank rule, fans break ties, no save, no carried weeks, final in order), written the straightforward
way: one log-worth at a time, all chains side by side in one array.

  infer_numpy.py FILE RULE CHAINS SWEEPS WARMUP STEP

FILE: contestants and rows; per contestant placement; per row contestant, week (both from 1), total, judges,
starting share.  Prints processor seconds of the kept sweeps, least and mean effective size over the shares, then the mean of
each share in the order of the rows.  Effective size as core/inference/chain.h states it.
"""
import sys
import time

import numpy as np


def read(path):
    numbers = np.array(open(path).read().split(), float)
    n, rows = int(numbers[0]), int(numbers[1])
    placement = numbers[2:2 + n]
    table = numbers[2 + n:].reshape(rows, 5)
    return placement, table[:, 0].astype(int) - 1, table[:, 1].astype(int) - 1, table[:, 2], table[:, 4]


def effective_size(draws):
    """draws[chain, draw] -> effective number of independent draws of split chains."""
    half = draws.shape[1] // 2
    x = np.concatenate([draws[:, :half], draws[:, -half:]])
    m, n = x.shape
    centred = x - x.mean(axis=1, keepdims=True)
    size = 1 << (2 * n - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=1)
    autocovariance = np.fft.irfft(spectrum * spectrum.conj(), size, axis=1)[:, :n] / n
    within = (autocovariance[:, 0] * n / (n - 1)).mean()
    variance = (n - 1) / n * within + x.mean(axis=1).var(ddof=1)
    rho = 1 - (within - autocovariance.mean(axis=0)) / variance
    rho[0] = 1
    total, last = 0.0, np.inf
    for k in range(n // 2):
        pair = min(rho[2 * k] + rho[2 * k + 1], last)
        if pair <= 0:
            break
        total, last = total + pair, pair
    return min(m * n / (2 * total - 1), m * n * np.log10(m * n))


class Season:
    def __init__(self, rule, placement, who, week, total):
        self.rule, self.placement = rule, placement
        self.weeks = week.max() + 1
        self.last = np.array([week[who == i].max() for i in range(len(placement))])
        self.field = [np.sort(who[week == t]) for t in range(self.weeks)]
        self.judge, self.stay, self.out = [], [], []
        for t, field in enumerate(self.field):
            totals = np.array([total[(who == i) & (week == t)][0] for i in field])
            self.judge.append(totals / totals.sum() if rule == "percent" else
                              1 + (totals[None, :] > totals[:, None] + 1e-3).sum(axis=1))
            self.out.append(np.flatnonzero(self.last[field] == t))
            self.stay.append(np.flatnonzero(self.last[field] > t))
        self.order = np.argsort(placement[self.field[-1]])

    def explains(self, t, worth):
        """worth[chain, member of the field] -> whether each chain explains week t."""
        share = worth / worth.sum(axis=1, keepdims=True)
        if self.rule == "percent":
            score = self.judge[t] + share
        else:
            above = (share[:, None, :] > share[:, :, None]).sum(axis=2)
            score = -(self.judge[t] + above) + 1e-3 * share
        if t == self.weeks - 1:
            return (np.diff(score[:, self.order], axis=1) < 0).all(axis=1)
        if len(self.out[t]) == 0:
            return np.ones(len(worth), bool)
        return score[:, self.out[t]].max(axis=1) < score[:, self.stay[t]].min(axis=1)


def sweep(season, x, step, random):
    chains = len(x)
    for t, field in enumerate(season.field):
        for k, i in enumerate(field):
            now, new = x[:, t, i], x[:, t, i] + step * random.standard_normal(chains)
            before, deviation = (x[:, t - 1, i], 0.5) if t else (0.0, 1.0)
            change = ((now - before)**2 - (new - before)**2) / (2 * deviation**2)
            if t < season.last[i]:
                change += ((x[:, t + 1, i] - now)**2 - (x[:, t + 1, i] - new)**2) / (2 * 0.5**2)
            worth = np.exp(x[:, t, field])
            worth[:, k] = np.exp(new)
            accept = (np.log(random.random(chains)) < change) & season.explains(t, worth)
            x[accept, t, i] = new[accept]


def main():
    path, rule, chains, sweeps, warmup, step = sys.argv[1:]
    chains, sweeps, warmup = int(chains), int(sweeps), int(warmup)
    placement, who, week, total, share = read(path)
    season = Season(rule, placement, who, week, total)
    x = np.zeros((chains, season.weeks, len(placement)))
    x[:, week, who] = np.log(share)
    random = np.random.default_rng(1)
    for _ in range(warmup):
        sweep(season, x, float(step), random)
    draws = np.empty((chains, sweeps, len(who)))
    start = time.process_time()
    for k in range(sweeps):
        sweep(season, x, float(step), random)
        worth = np.exp(x)
        for t, field in enumerate(season.field):
            columns = week == t
            w = worth[:, t, who[columns]]
            draws[:, k, columns] = w / w.sum(axis=1, keepdims=True)
    seconds = time.process_time() - start
    sizes = [effective_size(draws[:, :, c]) for c in range(len(who))]
    print(seconds, min(sizes), sum(sizes) / len(sizes))
    print(*draws.mean(axis=(0, 1)))


if __name__ == "__main__":
    main()
