/* decision_start.c - shares that explain the recorded decisions, or the finding that none do.
 *
 * Percent rule.  In units of shares a contestant stands at p_i + r judge_i with r = w / (1 - w).
 * Those who left can be given next to nothing, so those who stayed need at least the difference of
 * the judges' parts to the highest of them; the decision can be explained exactly when these needs
 * sum to less than 1.  A final adds the needs up from the last place to the first.
 *
 * Rank rule.  Those who left take the worst fan ranks.  Among them the judges' favourite takes the
 * very worst, among those who stayed the judges' last takes the best: whoever needs a rank within
 * some limit, the limit is tighter the further he stands on the other side with the judges, so if
 * any assignment meets all limits, this one does.
 *
 * A save has the recorded exit among the lowest two: alone the lowest, or with one of the others.
 */
#include "core/voting/decision.h"

#include "core/voting/members.h"

#include <math.h>

/* From one fan rank to the next the starting shares fall by this factor. */
#define RANK_STEP 0.75

static double share_per_percent(const solon_decisions *d) {
  return d->rule.judge_weight / (1 - d->rule.judge_weight);
}

static const double *judge_of(const solon_decisions *d, const solon_decision *decision) {
  return d->judge + (size_t)(decision - d->decision) * d->contestants;
}

/* Puts p, in proportion, into every week of the window; those no longer in the decision's field get
 * its smallest. */
static void put_shares(const solon_decisions *d, const solon_decision *decision, const double *p,
                       double *worth) {
  const uint64_t *field = d->seasons->field + d->seasons->week_start[d->season];
  double least = INFINITY;
  SOLON_EACH (i, decision->field) {
    least = fmin(least, p[i]);
  }
  for (size_t t = decision->first_week; t <= decision->week; t++)
    SOLON_EACH (i, field[t]) {
      worth[t * d->contestants + i] = decision->field >> i & 1 ? p[i] : least;
    }
}

/* ---- cuts ----------------------------------------------------------------------------------- */

/* Shares under which `out` are the lowest in the percent rule: what those who stay need and a
 * little more, and the rest shared among them.  False when they need all. */
static bool percent_cut(const solon_decisions *d, const solon_decision *decision,
                        const double *judge, uint64_t out, double *p) {
  double ratio = share_per_percent(d), highest = -INFINITY, need = 0, given = 0;
  uint64_t stay = decision->field & ~out;
  SOLON_EACH (e, out) {
    highest = fmax(highest, ratio * judge[e]);
  }
  SOLON_EACH (i, stay) {
    need += fmax(0, highest - ratio * judge[i]);
  }
  double little = (1 - need) / (4 * (double)__builtin_popcountll(decision->field));
  if (!(little > 0))
    return false;
  SOLON_EACH (e, out) {
    given += p[e] = little;
  }
  SOLON_EACH (i, stay) {
    given += p[i] = fmax(0, highest + little - ratio * judge[i]);
  }
  double each = (1 - given) / __builtin_popcountll(stay);
  SOLON_EACH (i, stay) {
    p[i] += each;
  }
  return true;
}

/* Gives the members of a set falling shares, the judges' last first; returns the next share. */
static double give_falling(uint64_t set, const double *judge_rank, double share, double *p) {
  while (set != 0) {
    uint64_t last = (uint64_t)__builtin_ctzll(set);
    SOLON_EACH (i, set) {
      if (judge_rank[i] > judge_rank[last])
        last = i;
    }
    set &= ~(UINT64_C(1) << last);
    p[last] = share;
    share *= RANK_STEP;
  }
  return share;
}

static bool try_cut(const solon_decisions *d, const solon_decision *decision, uint64_t out,
                    double *worth) {
  const double *judge = judge_of(d, decision);
  double p[SOLON_SEASON_FIELD];
  if (d->rule.combine == SOLON_COMBINE_RANK)
    give_falling(out, judge, give_falling(decision->field & ~out, judge, 1, p), p);
  else if (!percent_cut(d, decision, judge, out, p))
    return false;
  put_shares(d, decision, p, worth);
  return solon_decision_likelihood(d, worth, decision->week) > 0;
}

static bool start_cut(const solon_decisions *d, const solon_decision *decision, double *worth) {
  if (try_cut(d, decision, decision->out, worth))
    return true;
  if (decision->save)
    SOLON_EACH (other, decision->field & ~decision->out) {
      if (try_cut(d, decision, decision->out | UINT64_C(1) << other, worth))
        return true;
    }
  return false;
}

/* ---- the final ------------------------------------------------------------------------------ */

/* Finalists from the last place up, each with just enough to pass all of worse place by `gap`; what
 * is left is shared.  False when they need all.  order: by falling place number. */
static bool percent_final(const solon_decisions *d, const double *judge, const int32_t *placement,
                          const uint64_t *order, size_t n, double gap, double *p) {
  double ratio = share_per_percent(d), sum = 0, highest = -INFINITY, passed = -INFINITY;
  for (size_t k = 0; k < n; k++) {
    uint64_t i = order[k];
    if (k > 0 && placement[order[k - 1]] != placement[i])
      passed = highest;
    sum += p[i] = fmax(gap, passed + gap - ratio * judge[i]);
    highest = fmax(highest, p[i] + ratio * judge[i]);
  }
  for (size_t k = 0; k < n; k++)
    p[order[k]] += (1 - sum) / (double)n;
  return sum < 1;
}

/* Fan ranks by trying all orders, the best first for the winner: gives the k-th finalist each of
 * the ranks not `used`, and so on down. */
static bool rank_final(const solon_decisions *d, const solon_decision *decision,
                       const uint64_t *order, size_t n, size_t k, uint64_t used, double *p,
                       double *worth) {
  if (k == n) {
    put_shares(d, decision, p, worth);
    return solon_decision_likelihood(d, worth, decision->week) > 0;
  }
  for (size_t r = n; r-- > 0;) {
    if (used >> r & 1)
      continue;
    p[order[k]] = pow(RANK_STEP, (double)r);
    if (rank_final(d, decision, order, n, k + 1, used | UINT64_C(1) << r, p, worth))
      return true;
  }
  return false;
}

/* The field by falling place number. */
static size_t order_by_place(uint64_t field, const int32_t *placement, uint64_t *order) {
  size_t n = 0;
  SOLON_EACH (i, field) {
    size_t j = n++;
    for (; j > 0 && placement[order[j - 1]] < placement[i]; j--)
      order[j] = order[j - 1];
    order[j] = i;
  }
  return n;
}

static bool start_final(const solon_decisions *d, const solon_decision *decision, double *worth) {
  const double *judge = judge_of(d, decision);
  const int32_t *placement = d->seasons->placement + d->seasons->contestant_start[d->season];
  uint64_t order[SOLON_SEASON_FIELD];
  double p[SOLON_SEASON_FIELD];
  size_t n = order_by_place(decision->field, placement, order);
  if (d->rule.combine == SOLON_COMBINE_RANK)
    return n <= SOLON_FINALISTS && rank_final(d, decision, order, n, 0, 0, p, worth);
  if (!percent_final(d, judge, placement, order, n, 0, p))
    return false;
  /* how much the bare minimum leaves decides how wide the gaps may be */
  for (double gap = 0.1 / (double)(n * n); gap > 1e-12; gap /= 4)
    if (percent_final(d, judge, placement, order, n, gap, p)) {
      put_shares(d, decision, p, worth);
      if (solon_decision_likelihood(d, worth, decision->week) > 0)
        return true;
    }
  return false;
}

/* ---- all decisions -------------------------------------------------------------------------- */

static void put_level(const solon_decisions *d, size_t first, size_t last, double *worth) {
  const uint64_t *field = d->seasons->field + d->seasons->week_start[d->season];
  for (size_t t = first; t <= last; t++)
    SOLON_EACH (i, field[t]) {
      worth[t * d->contestants + i] = 1;
    }
}

void solon_decisions_start(solon_decisions *d, double *worth) {
  put_level(d, 0, d->weeks - 1, worth);
  for (size_t k = 0; k < d->count; k++) {
    solon_decision *decision = &d->decision[k];
    decision->feasible =
        decision->final ? start_final(d, decision, worth) : start_cut(d, decision, worth);
    if (!decision->feasible)
      put_level(d, decision->first_week, decision->week, worth);
  }
}
