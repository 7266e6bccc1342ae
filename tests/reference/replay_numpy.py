#!/usr/bin/python3
"""The replay of core/voting/replay.h once more, in Python and NumPy, from its definitions.

  replay_numpy.py write    makes up seasons, replays them, writes voting_values.lua beside this file
  replay_numpy.py time FILE  reads a contest (format of tests/bench/voting_bench.lua) and prints the time
                           of one replay of all its seasons, and its welfare

Written before and without the C kernel; sums run in the order of contestants so that even ties by
rounding agree.
"""
import math
import os
import sys
import time

import numpy as np

TOLERANCE = 1e-3


def total(x):
    return np.cumsum(x)[-1]  # one after the other


def truncate(x):
    return math.floor(x * 1e4 + 1e-6) / 1e4


# ---- Philox4x32-10 and the streams of core/random/philox.h -------------------------------------------


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & 0xFFFFFFFF, (a >> 32) ^ c[3] ^ k[1], a & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


class Draws:
    def __init__(self, seed, season, draw):
        purpose = 2166136261
        for ch in b"voting tie":
            purpose = ((purpose ^ ch) * 16777619) & 0xFFFFFFFF
        self.key = [seed & 0xFFFFFFFF, seed >> 32]
        self.high = [draw, purpose ^ season]
        self.block, self.words = 0, []

    def bits32(self):
        if not self.words:
            self.words = philox([self.block, 0] + self.high, self.key)
            self.block += 1
        return self.words.pop(0)

    def below(self, bound):
        while True:
            low = self.bits32()
            product = (low | self.bits32() << 32) * bound
            if product % 2**64 >= 2**64 % bound:
                return product >> 64


# ---- a season ----------------------------------------------------------------------------------------


class Season:
    """score[week, contestant], share[week, contestant]: NaN where he took no part."""

    def __init__(self, number, score, share, judges, withdrew):
        self.number, self.judges, self.withdrew = number, judges, withdrew
        self.weeks, self.n = score.shape
        self.present = ~np.isnan(score)
        self.last = self.present.sum(axis=0) - 1
        nearest = np.round(score * 72) / 72
        score = np.where(np.abs(nearest - score) <= TOLERANCE, nearest, score)
        self.score, self.vote = score.copy(), share.copy()
        self.skill, self.popularity = np.zeros(self.n), np.zeros(self.n)
        means, deviations = [], []
        for w in range(self.weeks):
            x = score[w, self.present[w]] / judges[w]
            means.append(total(x) / len(x))
            flat = np.ptp(score[w, self.present[w]]) <= TOLERANCE
            deviations.append(0.0 if flat else math.sqrt(total((x - means[w]) ** 2) / len(x)))
        for i in range(self.n):
            z, r = 0.0, 0.0
            for w in range(self.last[i] + 1):
                deviation = score[w, i] / judges[w] - means[w]
                z += deviation / deviations[w] if deviations[w] > 0 else 0.0
                r += share[w, i] / total(share[w, self.present[w]]) * self.present[w].sum()
            self.skill[i], self.popularity[i] = z / (self.last[i] + 1), r / (self.last[i] + 1)
            for w in range(self.last[i] + 1, self.weeks):  # what a phantom is given
                self.score[w, i] = judges[w] * (means[w] + deviation)
                self.vote[w, i] = share[self.last[i], i]

    def voted_off(self, w):
        return (self.last == w) & ~self.withdrew & (w < self.weeks - 1)


def tau_b(x, y):
    dx, dy = np.sign(x[:, None] - x[None, :]), np.sign(y[:, None] - y[None, :])
    pairs = math.sqrt((dx != 0).sum() / 2 * ((dy != 0).sum() / 2))
    return (dx * dy).sum() / 2 / pairs if pairs > 0 else 0.0


def scale(x, flat, weight=None):
    low, high = x.min(), x.max()
    return np.full(len(x), 0.5) if high - low <= flat else (x - low) / (high - low)


def fan_value(kind, vote):
    n = len(vote)
    if kind == 1:
        below = (vote[None, :] < vote[:, None]).sum(axis=1)
        level = (vote[None, :] == vote[:, None]).sum(axis=1) - 1
        return (2 * below + level) / (2.0 * (n - 1)) if n > 1 else np.ones(1)
    p = vote / total(vote)
    return p if kind == 0 else (p * n >= 1 - 1e-12).astype(float)


def leaves_first(rule, tied, score, vote, draws):
    """Which of tied positions leaves."""
    if len(tied) == 1:
        return tied[0]
    if rule == 2:
        return tied[draws.below(len(tied))]
    chosen = tied[0]
    for i in tied[1:]:
        fans = np.sign(vote[i] - vote[chosen])
        judges = 0 if abs(score[i] - score[chosen]) <= TOLERANCE else np.sign(score[i] - score[chosen])
        first, second = (fans, judges) if rule == 0 else (judges, fans)
        if first < 0 or first == 0 and second < 0:
            chosen = i
    return chosen


def take_lowest(combined, left, rule, score, vote, draws):
    low = combined[left].min()
    return leaves_first(rule, [i for i in left if combined[i] == low], score, vote, draws)


def ranks(x, tolerance):
    return 1 + (x[None, :] > x[:, None] + tolerance).sum(axis=1)


def replay(season, theta=None, rule=None, draws=None, static=False):
    """theta = (theta1 .. theta5), or rule = dict(combine=, save=, carry=, ties=)."""
    n = season.n
    alive = np.ones(n, bool)
    fans, scores = np.zeros(n), np.zeros(n)
    place, exit_week = np.zeros(n, int), np.zeros(n, int)
    imputed = asked = single = reproduced = 0
    ties = theta[4] if theta else rule["ties"]
    for w in range(season.weeks):
        field = np.flatnonzero(season.present[w] if static else alive)
        score, vote = season.score[w], season.vote[w]
        imputed += (~season.present[w, field]).sum()
        combined = np.full(n, np.nan)
        if theta:
            fans[field] = theta[2] * fans[field] + fan_value(theta[1], vote[field])
            judge, fan = scale(score[field], TOLERANCE), scale(fans[field], 1e-12)
            combined[field] = theta[0] * judge + (1 - theta[0]) * fan
        else:
            fans[field] += vote[field] / total(vote[field])
            scores[field] += score[field]
            if rule["combine"] == "rank":
                combined[field] = -(0.5 * ranks(scores[field], TOLERANCE) + 0.5 * ranks(fans[field], 0))
            else:
                combined[field] = 0.5 * (scores[field] / total(scores[field])) + 0.5 * (
                    fans[field] / total(fans[field]))
        recorded = np.flatnonzero(season.voted_off(w))
        k = min(len(recorded), len(field) - 1)
        left, out = list(field), []
        if w == season.weeks - 1:
            while left and not static:
                i = take_lowest(combined, left, ties, score, vote, draws)
                left.remove(i)
                place[i], exit_week[i] = len(left) + 1, w
            break
        for _ in range(k):
            i = take_lowest(combined, left, ties, score, vote, draws)
            left.remove(i)
            out.append(i)
        if k == 1:
            single += 1
            if theta:
                other = min(left, key=lambda j: (combined[j], j))
                ask = combined[other] - combined[out[0]] < theta[3]
            else:
                ask = rule["save"]
                other = take_lowest(combined, left, ties, score, vote, draws) if ask else None
            if ask:
                asked += 1
                if score[other] < score[out[0]] - TOLERANCE:
                    out = [other]
        if len(recorded):
            reproduced += set(out) == set(recorded)
        if rule and (k > 0 or not rule["carry"]):
            fans[:], scores[:] = 0, 0
        if static:
            continue
        gone = [i for i in np.flatnonzero((season.last == w) & season.withdrew & alive) if i not in out]
        for i in gone + out:
            alive[i] = False
            place[i], exit_week[i] = alive.sum() + 1, w
    if static:
        return reproduced
    stay = ~season.withdrew
    fairness = tau_b(season.skill[stay], -place[stay])
    engagement = (1 + tau_b(season.popularity[stay], -place[stay])) / 2
    producer = 1 - asked / single if single else 1.0
    return engagement, fairness, producer, imputed, exit_week, place


def welfare(seasons, theta, seed=0, draws=100):
    sums = np.zeros(4)
    for s, season in enumerate(seasons):
        count = draws if theta[4] == 2 else 1
        each = [replay(season, theta, draws=Draws(seed, s, d))[:4] for d in range(count)]
        sums += [total(np.array(column, float)) / count for column in zip(*each)]
    means = sums / len(seasons)
    return 0.4 * means[0] + 0.3 * means[1] + 0.3 * means[2], means[0], means[1], means[2], sums[3]


# ---- made-up seasons ---------------------------------------------------------------------------------


def make_season(rng, number):
    n, judges_base = int(rng.integers(6, 14)), int(rng.integers(3, 5))
    talent, appeal = rng.normal(0, 1, n), rng.normal(0, 0.6, n)
    alive, out_week = np.ones(n, bool), np.full(n, -1)
    place, withdrew = np.zeros(n, int), np.zeros(n, bool)
    scores, shares, judges = [], [], []
    while True:
        w = len(scores)
        final = alive.sum() <= rng.integers(3, 5) or w == 12
        count = judges_base if w % 4 else 3
        score, share = np.full(n, np.nan), np.full(n, np.nan)
        for i in np.flatnonzero(alive):
            parts = rng.integers(1, 4)  # dances of the week: halves and thirds
            level = np.clip(6 + 0.25 * w + 1.2 * talent[i] + rng.normal(0, 0.8, (count, parts)), 1, 10)
            score[i] = sum(truncate(x) for x in np.round(level).mean(axis=1))
        weight = np.exp(appeal[alive] + rng.normal(0, 0.3, alive.sum()))
        share[alive] = np.round(weight / weight.sum(), 2) + 0.01  # coarse: equal shares occur
        share[alive] /= share[alive].sum()
        scores.append(score), shares.append(share), judges.append(count)
        strength = score / np.nansum(score) + share + rng.normal(0, 0.03, n)
        order = sorted(np.flatnonzero(alive), key=lambda i: strength[i])
        if final:
            for r, i in enumerate(reversed(order)):
                place[i] = r + 1
            break
        k = int(rng.choice([0, 1, 1, 1, 1, 2])) if alive.sum() > 4 else 1
        if rng.random() < 0.05 and alive.sum() > 5:
            gone = order.pop()
            withdrew[gone], place[gone], alive[gone] = True, alive.sum(), False
        for i in order[:k]:
            place[i], alive[i] = alive.sum(), False
    return dict(number=number, score=np.array(scores), share=np.array(shares), judges=judges,
                place=place, withdrew=withdrew)


# ---- writing -----------------------------------------------------------------------------------------


def lua_list(values):
    return "{" + ",".join(repr(float(v)) if isinstance(v, float) else str(int(v)) for v in values) + "}"


def write():
    rng = np.random.default_rng(20240607)
    made = [make_season(rng, number) for number in (1, 2, 3, 5, 8, 27, 28, 30, 31, 32, 33, 34)]
    columns = {name: [] for name in ("season", "placement", "withdrew", "contestant", "week", "total", "judges", "share")}
    for s in made:
        for i in range(len(s["place"])):
            columns["season"].append(s["number"])
            columns["placement"].append(s["place"][i])
            columns["withdrew"].append(s["withdrew"][i])
            for w in range(len(s["judges"])):
                if not np.isnan(s["score"][w, i]):
                    for name, value in (("contestant", len(columns["season"])), ("week", w + 1),
                                        ("total", float(s["score"][w, i])), ("judges", s["judges"][w]),
                                        ("share", float(s["share"][w, i]))):
                        columns[name].append(value)
    seasons = [Season(s["number"], s["score"], s["share"], s["judges"], s["withdrew"]) for s in made]
    lines = ["-- Made by tests/reference/replay_numpy.py (NumPy %s): seasons, and what its own replay makes of them."
             % np.__version__, "return {", "  columns = {"]
    lines += ["    %s = %s," % (name, lua_list(values)) for name, values in columns.items()]
    lines += ["  },", "  -- theta, {welfare, engagement, fairness, producer, imputed}; seed 5, 20 draws", "  mechanisms = {"]
    grid = [(0.5, 0, 1.0, 0.15, 0), (0.35, 1, 0.85, 0.08, 1), (0.6, 0, 0.56, 0.0, 0)]
    grid += [(t1, t2, t3, t4, t5) for t1 in (0.1, 0.5, 0.9) for t2 in (0, 1, 2)
             for t3, t4 in ((0.5, 0.0), (0.8, 0.05), (1.0, 0.2)) for t5 in (0, 1, 2)]
    for theta in grid:
        lines.append("    { %s, %s }," % (lua_list(theta), lua_list(map(float, welfare(seasons, theta, 5, 20)))))
    lines += ["  },", "  -- the course of the first mechanism", "  exit_week = %s," % lua_list(
        np.concatenate([replay(s, grid[0])[4] + 1 for s in seasons])), "  place = %s," % lua_list(
            np.concatenate([replay(s, grid[0])[5] for s in seasons]))]
    lines += ["  -- preset, weeks reproduced (static), utilities summed and imputed (dynamic)", "  presets = {"]
    for preset in ("historical", "comap", "broadcast"):
        reproduced, sums = 0, np.zeros(4)
        for s in seasons:
            rule = dict(combine="percent" if 3 <= s.number <= 27 else "rank", carry=preset == "broadcast", ties=0,
                        save=preset == "comap" and s.number >= 28 or preset == "broadcast" and 28 <= s.number <= 31)
            reproduced += replay(s, rule=rule, static=True)
            sums += np.array(replay(s, rule=rule)[:4], float)
        lines.append("    { %r, %d, %s }," % (preset, reproduced, lua_list(sums)))
    lines += ["  },", "}"]
    with open(os.path.join(os.path.dirname(__file__), "voting_values.lua"), "w") as f:
        f.write("\n".join(lines).replace("'", '"') + "\n")


# ---- timing ------------------------------------------------------------------------------------------


def read(path):
    """One line of two counts, then lines `season placement withdrew`, then `contestant week total judges share`."""
    with open(path) as f:
        contestants, rows = map(int, f.readline().split())
        people = [list(map(float, f.readline().split())) for _ in range(contestants)]
        cells = [list(map(float, f.readline().split())) for _ in range(rows)]
    seasons = []
    for number in sorted({p[0] for p in people}):
        index = {i + 1: k for k, i in enumerate(i for i, p in enumerate(people) if p[0] == number)}
        mine = [c for c in cells if int(c[0]) in index]
        weeks = int(max(c[1] for c in mine))
        score, share = np.full((weeks, len(index)), np.nan), np.full((weeks, len(index)), np.nan)
        judges = [0] * weeks
        for i, week, points, count, votes in mine:
            w, k = int(week) - 1, index[int(i)]
            score[w, k], share[w, k], judges[w] = points, votes, count
        withdrew = np.array([people[i - 1][2] == 1 for i in index])
        seasons.append(Season(number, score, share, judges, withdrew))
    return seasons


def measure(path):
    seasons = read(path)
    theta, best = (0.5, 0, 1.0, 0.15, 0), math.inf
    for _ in range(5):
        begin = time.perf_counter()
        result = welfare(seasons, theta)
        best = min(best, time.perf_counter() - begin)
    print("%.9g %.17g" % (best, result[0]))


if __name__ == "__main__":
    if sys.argv[1:] == ["write"]:
        write()
    elif len(sys.argv) == 3 and sys.argv[1] == "time":
        measure(sys.argv[2])
    else:
        sys.exit(__doc__)
