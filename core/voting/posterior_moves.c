/* posterior_moves.c - moves of several log-worths at once: shifts, swaps and levels (posterior.h).
 */
#include "core/voting/posterior_state.h"

#include "core/random/elementary.h"
#include "core/voting/members.h"

#include <math.h>
#include <string.h>

/* ---- shifts --------------------------------------------------------------------------------- */

/* Mean and deviation of a common shift of the group's log-worths in weeks from..to by the prior:
 * only the steps into the stretch and out of it change. */
static void shift_conditional(const solon_vote_sampler *s, uint64_t group, size_t from, size_t to,
                              double *mean, double *deviation) {
  size_t n = s->contestants;
  double weight = from == 0 ? s->initial_precision : s->step_precision, precision = 0, sum = 0;
  SOLON_EACH (i, group) {
    size_t end = (size_t)s->last_week[i] < to ? (size_t)s->last_week[i] : to;
    precision += weight;
    sum += weight * ((from == 0 ? 0 : s->x[(from - 1) * n + i]) - s->x[from * n + i]);
    if ((int32_t)end < s->last_week[i]) {
      precision += s->step_precision;
      sum += s->step_precision * (s->x[(end + 1) * n + i] - s->x[end * n + i]);
    }
  }
  *mean = sum / precision;
  *deviation = 1 / sqrt(precision);
}

/* Likelihood of week t's decision with the group's worths of that week multiplied by `factor`. */
static double scaled_likelihood(solon_vote_sampler *s, size_t t, uint64_t group, double factor) {
  size_t n = s->contestants;
  double *worth = s->worth + t * n, before[SOLON_SEASON_FIELD];
  memcpy(before, worth, n * sizeof *worth);
  SOLON_EACH (i, group & solon_vote_field(s, t)) {
    worth[i] *= factor;
  }
  double likelihood = solon_decision_likelihood(&s->decisions, s->worth, t);
  memcpy(worth, before, n * sizeof *worth);
  return likelihood;
}

/* Keeps the cuts of 1 .. factor (above 1, or at most 1), the nearest to 1 first. */
static size_t cuts_on_the_way(double *cut, size_t count, double factor) {
  size_t kept = 0;
  for (size_t k = 0; k < count; k++)
    if (factor > 1 ? cut[k] > 1 && cut[k] <= factor : cut[k] <= 1 && cut[k] >= factor)
      cut[kept++] = cut[k];
  solon_vote_sort(cut, kept);
  if (!(factor > 1))
    for (size_t k = 0; k < kept / 2; k++) {
      double swapped = cut[k];
      cut[k] = cut[kept - 1 - k], cut[kept - 1 - k] = swapped;
    }
  return kept;
}

/* Whether the likelihood of week t's decision changes while the group's worths are multiplied by 1
 * .. exp(shift); *end is then the first shift at which it does. */
static bool changes_on_the_way(solon_vote_sampler *s, size_t t, uint64_t group, double shift,
                               double *end) {
  double *cut = s->cuts, factor = solon_portable_exp(shift);
  size_t count = solon_decision_breakpoints(&s->decisions, s->worth, t, group, cut);
  count = cuts_on_the_way(cut, count, factor);
  if (count == 0)
    return false;
  double likelihood = solon_decision_likelihood(&s->decisions, s->worth, t);
  for (size_t k = 0; k < count; k++) {
    double next = k + 1 < count ? cut[k + 1] : factor;
    if (cut[k] != next && scaled_likelihood(s, t, group, sqrt(cut[k]) * sqrt(next)) != likelihood) {
      *end = solon_portable_log(cut[k]);
      return true;
    }
  }
  return false;
}

/* The same over all weeks of the stretch that have a decision of their own. */
static bool stretch_changes(solon_vote_sampler *s, uint64_t group, size_t from, size_t to,
                            double shift, double *end) {
  for (size_t t = from; t <= to; t++)
    if ((group & solon_vote_field(s, t)) != 0 && !solon_decision_joins_weeks(&s->decisions, t) &&
        changes_on_the_way(s, t, group, shift, end))
      return true;
  return false;
}

/* Adds `shift` to the group's log-worths in weeks from..to, keeping the old ones. */
static void add_shift(solon_vote_sampler *s, uint64_t group, size_t from, size_t to, double shift) {
  size_t n = s->contestants;
  memcpy(s->kept + from * n, s->x + from * n, (to + 1 - from) * n * sizeof *s->x);
  for (size_t t = from; t <= to; t++)
    SOLON_EACH (i, group & solon_vote_field(s, t)) {
      s->x[t * n + i] += shift;
      s->worth[t * n + i] = solon_portable_exp(s->x[t * n + i]);
    }
}

static void take_back(solon_vote_sampler *s, uint64_t group, size_t from, size_t to) {
  size_t n = s->contestants;
  for (size_t t = from; t <= to; t++)
    SOLON_EACH (i, group & solon_vote_field(s, t)) {
      s->x[t * n + i] = s->kept[t * n + i];
      s->worth[t * n + i] = solon_portable_exp(s->x[t * n + i]);
    }
}

/* The normal cut to the stretch of constant likelihood, by rejection: a shift drawn within ends
 * that are known to enclose the stretch is kept if it lies inside; else the first change on the way
 * to it is a closer end.  What is kept has the same law wherever the ends were.  False when
 * rounding leaves no room. */
static bool draw_shift(solon_vote_sampler *s, uint64_t group, size_t from, size_t to,
                       double *shift) {
  double mean, deviation, low = -INFINITY, high = INFINITY;
  shift_conditional(s, group, from, to, &mean, &deviation);
  while (low < high) {
    double end, z = solon_vote_truncated_normal(&s->stream, (low - mean) / deviation,
                                                (high - mean) / deviation);
    *shift = mean + deviation * z;
    if (!stretch_changes(s, group, from, to, *shift, &end))
      return true;
    double *bound = *shift > 0 ? &high : &low;
    if (!(fabs(end) < fabs(*bound)))
      return false;
    *bound = end;
  }
  return false;
}

void solon_vote_shift(solon_vote_sampler *s, uint64_t group, size_t from, size_t to) {
  double shift;
  if (!draw_shift(s, group, from, to, &shift))
    return;
  double before = solon_vote_likelihood(s, from, to);
  add_shift(s, group, from, to, shift);
  double after = solon_vote_likelihood(s, from, to);
  if (!(after >= before || solon_stream_uniform(&s->stream) * before < after))
    take_back(s, group, from, to);
}

/* A random stretch, and a group of those present at its start: one, or each by a coin.  All of them
 * are no group: that is a level in each week. */
void solon_vote_random_shift(solon_vote_sampler *s) {
  size_t from = (size_t)solon_stream_below(&s->stream, s->weeks);
  size_t to = from + (size_t)solon_stream_below(&s->stream, s->weeks - from);
  uint64_t there = solon_vote_field(s, from), group = there & solon_stream_bits64(&s->stream);
  if (solon_stream_bits32(&s->stream) & 1) {
    uint64_t skip = solon_stream_below(&s->stream, (uint64_t)__builtin_popcountll(there));
    for (group = there; skip > 0; skip--)
      group &= group - 1;
    group &= ~group + 1;
  }
  if (group != 0 && group != there)
    solon_vote_shift(s, group, from, to);
}

/* ---- swaps ---------------------------------------------------------------------------------- */

/* log prior of the steps into week from and out of week to, for contestant i. */
static double ends_density(const solon_vote_sampler *s, size_t from, size_t to, size_t i) {
  return solon_vote_step_density(s, from, i) +
         ((int32_t)to < s->last_week[i] ? solon_vote_step_density(s, to + 1, i) : 0);
}

static void swap_worths(solon_vote_sampler *s, size_t from, size_t to, size_t i, size_t j) {
  for (size_t t = from; t <= to; t++) {
    double *x = s->x + t * s->contestants, *w = s->worth + t * s->contestants, kept = x[i];
    x[i] = x[j], x[j] = kept;
    kept = w[i], w[i] = w[j], w[j] = kept;
  }
}

void solon_vote_random_swap(solon_vote_sampler *s) {
  size_t i = (size_t)solon_stream_below(&s->stream, s->contestants);
  size_t j = (size_t)solon_stream_below(&s->stream, s->contestants);
  if (i == j)
    return;
  int32_t shorter = s->last_week[i] < s->last_week[j] ? s->last_week[i] : s->last_week[j];
  size_t weeks = (size_t)shorter + 1, from = (size_t)solon_stream_below(&s->stream, weeks);
  size_t to = from + (size_t)solon_stream_below(&s->stream, weeks - from);
  double before = ends_density(s, from, to, i) + ends_density(s, from, to, j);
  double likelihood = solon_vote_likelihood(s, from, to);
  swap_worths(s, from, to, i, j);
  double after = ends_density(s, from, to, i) + ends_density(s, from, to, j);
  double now = solon_vote_likelihood(s, from, to), u = solon_stream_uniform(&s->stream);
  if (!(u * likelihood < now * solon_portable_exp(after - before)))
    swap_worths(s, from, to, i, j);
}

/* ---- levels --------------------------------------------------------------------------------- */

void solon_vote_level(solon_vote_sampler *s, size_t t) {
  double mean, deviation;
  uint64_t field = solon_vote_field(s, t);
  shift_conditional(s, field, t, t, &mean, &deviation);
  double z = solon_normal_quantile(solon_stream_uniform(&s->stream));
  add_shift(s, field, t, t, mean + deviation * z);
  if (!(solon_decision_likelihood(&s->decisions, s->worth, t) > 0))
    take_back(s, field, t, t); /* rounding closed a gap of a last bit */
}
