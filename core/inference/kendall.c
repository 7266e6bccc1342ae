/* kendall.c - Kendall's tau-b: pair counts, exact and normal p-values (declared in correlation.h).
 */
#include "correlation_interval.h"
#include "correlation.h"

#include <math.h>
#include <string.h>

enum { DIRECT_LIMIT = 16, EXACT_LIMIT = 50 };

/* ---- counting -------------------------------------------------------------------------------- */

static int sign(double a, double b) {
  return (a > b) - (a < b);
}

static void count_directly(const double *x, const double *y, size_t n, solon_pair_counts *counts) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = i + 1; j < n; j++) {
      int dx = sign(x[i], x[j]), dy = sign(y[i], y[j]);
      counts->concordant += dx * dy > 0;
      counts->discordant += dx * dy < 0;
      counts->tied_x += dx == 0;
      counts->tied_y += dy == 0;
      counts->tied_both += dx == 0 && dy == 0;
    }
  }
}

/* Pairs inside runs of equal values, or of values equal in both columns. */
static int64_t tied_pairs(const double *x, const double *y, size_t n) {
  int64_t pairs = 0, run = 0;
  for (size_t i = 1; i < n; i++) {
    bool same = x[i] == x[i - 1] && (y == NULL || y[i] == y[i - 1]);
    run = same ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/* The values at the positions that work holds, in its order. */
static solon_status gather(solon_context *context, const double *from, const solon_order_item *work,
                           size_t n, double *to) {
  for (size_t i = 0; i < n; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    to[i] = from[work[i].position];
  }
  return SOLON_OK;
}

/* Sorts values[0..n) by merging, other being workspace; returns the number of inversions, or -1
 * when cancelled. */
static int64_t sort_and_count(solon_context *context, double *values, double *other, size_t n) {
  double *from = values, *to = other;
  int64_t inversions = 0;
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t low = 0; low < n; low += 2 * width) {
      size_t middle = low + width < n ? low + width : n;
      size_t high = low + 2 * width < n ? low + 2 * width : n;
      size_t left = low, right = middle;
      for (size_t k = low; k < high; k++) {
        if (k % SOLON_CHUNK == 0 && solon_context_cancelled(context))
          return -1;
        bool take_left = right >= high || (left < middle && from[left] <= from[right]);
        if (!take_left)
          inversions += (int64_t)(middle - left);
        to[k] = take_left ? from[left++] : from[right++];
      }
    }
    double *swap = from;
    from = to;
    to = swap;
  }
  return inversions;
}

/* a and b in the ascending order of key. */
static solon_status sort_two(solon_context *context, const double *key, size_t n,
                             solon_order_item *work, const double *a, double *sorted_a,
                             const double *b, double *sorted_b) {
  solon_status status = solon_order(context, key, n, false, work);
  if (status == SOLON_OK)
    status = gather(context, a, work, n, sorted_a);
  return status == SOLON_OK ? gather(context, b, work, n, sorted_b) : status;
}

/* Directly up to DIRECT_LIMIT observations, else by sorting. */
static solon_status count_pairs(solon_context *context, const double *restrict x,
                                const double *restrict y, size_t n, double *restrict values,
                                solon_order_item *restrict work, solon_pair_counts *counts) {
  *counts = (solon_pair_counts){0};
  if (n <= DIRECT_LIMIT) {
    count_directly(x, y, n, counts);
    return SOLON_OK;
  }
  /* by y, then stably by x: sorted by (x, y) */
  double *by_x = values, *by_y = values + n;
  double *ordered = (double *)(work + n); /* the second half of the items is free after a sort */
  solon_status status = sort_two(context, y, n, work, x, by_x, y, by_y);
  if (status != SOLON_OK)
    return status;
  counts->tied_y = tied_pairs(by_y, NULL, n);
  status = sort_two(context, by_x, n, work, by_y, ordered, by_x, by_y);
  if (status != SOLON_OK)
    return status;
  counts->tied_x = tied_pairs(by_y, NULL, n);
  counts->tied_both = tied_pairs(by_y, ordered, n);
  counts->discordant = sort_and_count(context, ordered, by_y, n);
  if (counts->discordant < 0)
    return SOLON_CANCELLED;
  int64_t pairs = (int64_t)(n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n);
  counts->concordant =
      pairs - counts->tied_x - counts->tied_y + counts->tied_both - counts->discordant;
  return SOLON_OK;
}

/* NaN when a column is constant. */
static double tau_b(const solon_pair_counts *counts, size_t n) {
  double pairs = 0.5 * (double)n * ((double)n - 1);
  double free_x = pairs - (double)counts->tied_x, free_y = pairs - (double)counts->tied_y;
  if (n < 2 || free_x == 0 || free_y == 0)
    return NAN;
  double difference = (double)(counts->concordant - counts->discordant);
  /* one root where the two are equal, so that perfect agreement is exactly 1 */
  double scale = free_x == free_y ? free_x : sqrt(free_x) * sqrt(free_y);
  return fmax(-1, fmin(1, difference / scale));
}

/* ---- exact ----------------------------------------------------------------------------------- */

/* P(inversions of a random order of n items <= k): the count is a sum of independent uniforms on
 * 0 .. i - 1 for i = 1 .. n, convolved one by one; only additions, so no cancellation. */
static double inversions_lower(int64_t k, int n) {
  double mass[EXACT_LIMIT * (EXACT_LIMIT - 1) / 2 + 1] = {1};
  int64_t largest = (int64_t)n * (n - 1) / 2;
  if (k >= largest)
    return 1;
  for (int i = 2; i <= n; i++) {
    for (int64_t j = k; j >= 0; j--) {
      double sum = 0;
      for (int64_t m = j; m >= 0 && m > j - i; m--)
        sum += mass[m];
      mass[j] = sum / i;
    }
  }
  double sum = 0;
  for (int64_t j = 0; j <= k; j++)
    sum += mass[j];
  return fmin(1, sum);
}

static double kendall_exact(const solon_pair_counts *counts, size_t n,
                            solon_alternative alternative) {
  double positive = inversions_lower(counts->discordant, (int)n);
  double negative = inversions_lower(counts->concordant, (int)n);
  if (alternative == SOLON_GREATER)
    return positive;
  return alternative == SOLON_LESS ? negative : fmin(1, 2 * fmin(positive, negative));
}

/* ---- asymptotic ------------------------------------------------------------------------------ */

/* Tie sums of a column; ranks are not needed, only its sorted order. */
static solon_status tie_sums(solon_context *context, const double *x, size_t n, double *values,
                             solon_order_item *work, solon_tie_sums *ties) {
  return solon_midranks(context, x, n, values, ties, work);
}

static double kendall_z(const solon_pair_counts *counts, size_t n, const solon_tie_sums *tx,
                        const solon_tie_sums *ty) {
  double m = (double)n, pairs = m * (m - 1);
  double variance = (pairs * (2 * m + 5) - tx->weighted - ty->weighted) / 18 +
                    tx->pairs * ty->pairs / (2 * pairs);
  if (n > 2)
    variance += tx->triples * ty->triples / (9 * pairs * (m - 2));
  return (double)(counts->concordant - counts->discordant) / sqrt(variance);
}

solon_status solon_kendall_test(solon_context *context, const double *restrict x,
                                const double *restrict y, size_t n, solon_p_method method,
                                solon_alternative alternative, double confidence,
                                double *restrict values, solon_order_item *restrict work,
                                solon_pair_counts *counts, solon_correlation_result *result) {
  if (!(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  solon_status status = count_pairs(context, x, y, n, values, work, counts);
  if (status != SOLON_OK)
    return status;
  bool ties = counts->tied_x > 0 || counts->tied_y > 0;
  if (method == SOLON_P_EXACT && (ties || n >= EXACT_LIMIT))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "an exact Kendall p-value needs n < %d without ties (n is %zu%s)",
                      EXACT_LIMIT, n, ties ? ", with ties" : "");
  *result = (solon_correlation_result){NAN, NAN, NAN, NAN, NAN, NAN, false};
  result->estimate = tau_b(counts, n);
  if (isnan(result->estimate))
    return SOLON_DEGENERATE;
  result->statistic = (double)(counts->concordant - counts->discordant);
  result->exact = !ties && n < EXACT_LIMIT && method != SOLON_P_ASYMPTOTIC;
  if (result->exact) {
    result->p_value = kendall_exact(counts, n, alternative);
  } else {
    solon_tie_sums tx = {0}, ty = {0};
    if (counts->tied_x > 0)
      status = tie_sums(context, x, n, values, work, &tx);
    if (status == SOLON_OK && counts->tied_y > 0)
      status = tie_sums(context, y, n, values, work, &ty);
    if (status != SOLON_OK)
      return status;
    result->reference = kendall_z(counts, n, &tx, &ty);
    result->p_value = solon_normal_p_value(result->reference, alternative);
  }
  solon_correlation_interval(result->estimate, (double)n - 4, 0.437, confidence, alternative,
                             &result->lower, &result->upper);
  return SOLON_OK;
}
