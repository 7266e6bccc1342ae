/* combine.c - ranks, percents, points and cuts. */
#include "core/voting/combine.h"

#include "core/voting/fan_value.h"

#include <math.h>

/* ---- within a field -------------------------------------------------------------------------- */

/* How many different values above x[i] there are, those within the tolerance of one another as one.
 */
static int distinct_above(const double *x, uint64_t field, int i, double tolerance) {
  int distinct = 0;
  for (uint64_t other = field; other != 0; other &= other - 1) {
    int j = __builtin_ctzll(other);
    if (fabs(x[j] - x[i]) <= tolerance || x[j] < x[i])
      continue;
    bool seen = false; /* an earlier contestant with the same value */
    for (uint64_t e = field & ((UINT64_C(1) << j) - 1); e != 0 && !seen; e &= e - 1)
      seen = fabs(x[__builtin_ctzll(e)] - x[j]) <= tolerance;
    distinct += !seen;
  }
  return distinct;
}

/* Ranks by counting. The tolerance is pairwise here: fields are small and scores lie on a grid. */
static void rank_field(const double *x, uint64_t field, solon_rank_ties ties, double tolerance,
                       double *rank) {
  for (uint64_t rest = field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest), above = 0, level = 0;
    for (uint64_t other = field; other != 0; other &= other - 1) {
      double gap = x[__builtin_ctzll(other)] - x[i];
      level += fabs(gap) <= tolerance;
      above += gap > tolerance;
    }
    rank[i] = ties == SOLON_RANK_DENSE     ? distinct_above(x, field, i, tolerance) + 1
              : ties == SOLON_RANK_AVERAGE ? above + (level + 1) / 2.0
                                           : above + 1;
  }
}

void solon_combine_field(const solon_rule *rule, const double *score, const double *vote,
                         uint64_t field, double *judge, double *fan, double *combined) {
  double sign = 1;
  if (rule->combine == SOLON_COMBINE_RANK) {
    rank_field(score, field, rule->ranks, SOLON_SCORE_TOLERANCE, judge);
    rank_field(vote, field, rule->ranks, 0, fan);
    sign = -1; /* rank 1 is the best */
  } else {
    solon_share_of_field(score, field, judge);
    solon_share_of_field(vote, field, fan);
  }
  for (uint64_t rest = field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    combined[i] = sign * (rule->judge_weight * judge[i] + (1 - rule->judge_weight) * fan[i]);
  }
}

/* ---- whole columns --------------------------------------------------------------------------- */

/* Heap sort of positions by descending value, ties by ascending position: needs no memory. */
static bool comes_before(const double *x, size_t a, size_t b) {
  return x[a] > x[b] || (x[a] == x[b] && a < b);
}

static void sift_down(const double *x, size_t *order, size_t root, size_t n) {
  for (;;) {
    size_t child = 2 * root + 1;
    if (child >= n)
      return;
    if (child + 1 < n && comes_before(x, order[child], order[child + 1]))
      child++;
    if (!comes_before(x, order[root], order[child]))
      return;
    size_t swap = order[root];
    order[root] = order[child], order[child] = swap;
    root = child;
  }
}

static void sort_descending(const double *x, size_t n, size_t *order) {
  for (size_t i = 0; i < n; i++)
    order[i] = i;
  for (size_t i = n / 2; i-- > 0;)
    sift_down(x, order, i, n);
  for (size_t end = n; end-- > 1;) {
    size_t swap = order[0];
    order[0] = order[end], order[end] = swap;
    sift_down(x, order, 0, end);
  }
}

void solon_rank_scores(const double *x, size_t n, solon_rank_ties ties, double tolerance,
                       size_t *order, double *rank) {
  sort_descending(x, n, order);
  size_t group = 0;
  for (size_t start = 0, end; start < n; start = end, group++) {
    for (end = start + 1; end < n && x[order[end - 1]] - x[order[end]] <= tolerance;)
      end++;
    double value = ties == SOLON_RANK_DENSE     ? (double)group + 1
                   : ties == SOLON_RANK_AVERAGE ? ((double)start + 1 + (double)end) / 2
                                                : (double)start + 1;
    for (size_t r = start; r < end; r++)
      rank[order[r]] = value;
  }
}

solon_status solon_percent(const double *x, size_t n, double *out) {
  double sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += x[i];
  bool positive = sum > 0 && sum <= 1.7e308;
  for (size_t i = 0; i < n; i++)
    out[i] = positive ? x[i] / sum : 1.0 / (double)n;
  return positive ? SOLON_OK : SOLON_DEGENERATE;
}

void solon_borda(const double *x, size_t n, size_t *order, double *out) {
  solon_rank_scores(x, n, SOLON_RANK_AVERAGE, 0, order, out);
  for (size_t i = 0; i < n; i++)
    out[i] = n > 1 ? ((double)n - out[i]) / ((double)n - 1) : 1;
}

void solon_approval(const double *x, size_t n, double *out) {
  solon_percent(x, n, out);
  for (size_t i = 0; i < n; i++)
    out[i] = out[i] * (double)n >= 1 - 1e-12 ? 1 : 0;
}

void solon_combine_columns(const solon_rule *rule, double tolerance, const double *judges,
                           const double *fans, size_t n, size_t *order, double *parts,
                           double *out) {
  double *judge = parts, *fan = parts + n, sign = 1;
  if (rule->combine == SOLON_COMBINE_RANK) {
    solon_rank_scores(judges, n, rule->ranks, tolerance, order, judge);
    solon_rank_scores(fans, n, rule->ranks, 0, order, fan);
    sign = -1; /* rank 1 is the best */
  } else {
    solon_percent(judges, n, judge);
    solon_percent(fans, n, fan);
  }
  for (size_t i = 0; i < n; i++)
    out[i] = sign * (rule->judge_weight * judge[i] + (1 - rule->judge_weight) * fan[i]);
}

/* ---- the cut --------------------------------------------------------------------------------- */

static int compare_by(const double *x, double tolerance, size_t i, size_t j) {
  if (x == NULL || fabs(x[i] - x[j]) <= tolerance)
    return 0;
  return x[i] < x[j] ? -1 : 1;
}

/* Which of tied[0 .. count-1] (ascending positions) that is not gone leaves; `left` of them are
 * not. */
static size_t pick(const solon_cut_options *o, const unsigned char *gone, const size_t *tied,
                   size_t count, size_t left) {
  uint64_t skip = o->ties == SOLON_TIE_RANDOM ? solon_stream_below(o->stream, left) : 0;
  size_t chosen = SIZE_MAX;
  for (size_t r = 0; r < count; r++) {
    if (gone[tied[r]])
      continue;
    if (o->ties == SOLON_TIE_RANDOM && skip-- == 0)
      return tied[r];
    if (chosen == SIZE_MAX) {
      chosen = tied[r];
      continue;
    }
    int by_fans = compare_by(o->fan, 0, tied[r], chosen);
    int by_judges = compare_by(o->judge, SOLON_SCORE_TOLERANCE, tied[r], chosen);
    int first = o->ties == SOLON_TIE_FAN ? by_fans : o->ties == SOLON_TIE_JUDGE ? by_judges : 0;
    int second = o->ties == SOLON_TIE_FAN ? by_judges : o->ties == SOLON_TIE_JUDGE ? by_fans : 0;
    if (first < 0 || (first == 0 && second < 0))
      chosen = tied[r];
  }
  return chosen;
}

/* Lists those not gone within the tolerance of the lowest of them; returns their number. */
static size_t list_lowest(const double *combined, size_t n, double tolerance,
                          const unsigned char *gone, size_t *list) {
  double low = INFINITY;
  for (size_t i = 0; i < n; i++)
    if (!gone[i] && combined[i] < low)
      low = combined[i];
  size_t count = 0;
  for (size_t i = 0; i < n; i++)
    if (!gone[i] && combined[i] <= low + tolerance)
      list[count++] = i;
  return count;
}

void solon_cut(const double *combined, size_t n, size_t k, const solon_cut_options *o,
               unsigned char *gone, size_t *out, size_t *tied, size_t *tied_count) {
  for (size_t i = 0; i < n; i++)
    gone[i] = 0;
  bool decisive = false; /* more are level than places remain: the rest comes from this list */
  size_t count = 0, left = 0;
  for (size_t r = 0; r < k; r++) {
    if (!decisive) {
      count = left = list_lowest(combined, n, o->tolerance, gone, tied);
      decisive = count > k - r;
    }
    out[r] = pick(o, gone, tied, count, left);
    gone[out[r]] = 1;
    left--;
  }
  *tied_count = decisive ? count : 0;
}
