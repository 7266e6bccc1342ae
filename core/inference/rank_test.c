/* rank_test.c - sign test and Wilcoxon's tests. */
#include "rank_test.h"

#include "pairwise_order.h"
#include "rank_distribution.h"

#include <math.h>

/* ---- shared ---------------------------------------------------------------------------------- */

static bool arguments_valid(double null_value, double confidence) {
  return isfinite(null_value) && confidence > 0 && confidence < 1;
}

static solon_status no_information(solon_rank_result *result, size_t used) {
  *result = (solon_rank_result){0, NAN, 1, NAN, NAN, NAN, used, false};
  return SOLON_DEGENERATE;
}

static solon_status refuse_exact(solon_context *context, size_t n) {
  return solon_fail(context, SOLON_BAD_ARGUMENT,
                    "an exact p-value needs fewer than %d values in a sample, got %zu",
                    SOLON_RANK_EXACT_LIMIT, n);
}

static double combine_tails(double below, double above, solon_alternative alternative) {
  if (alternative == SOLON_LESS)
    return below;
  return alternative == SOLON_GREATER ? above : fmin(1, 2 * fmin(below, above));
}

/* z of a sum of ranks, moved half a unit towards its mean. */
static void normal_tail(double excess, double deviation, solon_alternative alternative,
                        solon_rank_result *result) {
  double correction = 0.5;
  if (alternative == SOLON_LESS)
    correction = -0.5;
  else if (alternative == SOLON_TWO_SIDED)
    correction = excess > 0 ? 0.5 : excess < 0 ? -0.5 : 0;
  result->exact = false;
  result->reference = (excess - correction) / deviation;
  result->p_value = solon_normal_p_value(result->reference, alternative);
}

/* Doubled ranks as integers where any is not whole; returns the unit, 1 or 2. */
static int64_t whole_ranks(const double *rank, size_t n, const solon_order_item *work,
                           int64_t *whole) {
  int64_t unit = 1;
  for (size_t i = 0; i < n; i++)
    if (rank[i] != floor(rank[i]))
      unit = 2;
  for (size_t i = 0; i < n; i++)
    whole[i] = (int64_t)((double)unit * rank[work[i].position]);
  return unit;
}

/* The largest k with P(S <= k - 1) <= outside, or (from_top) P(S >= count - (k - 1)) <= outside. */
static int64_t tail_rank(const double *mass, int64_t largest, int64_t unit, double outside,
                         bool from_top) {
  double sum = 0;
  int64_t k = 0;
  for (int64_t s = 0; s <= largest; s++) {
    sum += mass[from_top ? largest - s : s];
    if (sum > outside)
      break;
    if (s % unit == 0)
      k = s / unit + 1;
  }
  return k;
}

/* The estimate, and the interval of null values that are not rejected: a small one makes S large,
 * so the lower end comes from the upper tail.  By mass (exact) or by the normal limit (mass NULL).
 */
static solon_status estimate_and_interval(solon_context *context, const solon_pairwise *pairs,
                                          const double *mass, int64_t largest, int64_t unit,
                                          double deviation, solon_alternative alternative,
                                          double confidence, solon_rank_result *result) {
  double outside = alternative == SOLON_TWO_SIDED ? 0.5 * (1 - confidence) : 1 - confidence;
  int64_t count = solon_pairwise_count(pairs), low, high;
  if (mass != NULL) {
    low = tail_rank(mass, largest, unit, outside, true);
    high = tail_rank(mass, largest, unit, outside, false);
  } else {
    double k = 0.5 * (double)count + 0.5 - solon_normal_upper_quantile(outside) * deviation;
    low = high = k < 0 ? 0 : (int64_t)k;
  }
  if (alternative == SOLON_LESS)
    low = 0;
  if (alternative == SOLON_GREATER)
    high = 0;
  solon_status status = solon_pairwise_median(context, pairs, &result->estimate);
  if (status == SOLON_OK)
    status = solon_pairwise_order(context, pairs, low, &result->lower);
  if (status == SOLON_OK)
    status = solon_pairwise_order(context, pairs, count + 1 - high, &result->upper);
  return status;
}

/* ---- sign test ------------------------------------------------------------------------------- */

solon_status solon_sign_test(const double *restrict x, size_t n, double null_value,
                             solon_alternative alternative, double confidence,
                             solon_sign_result *result) {
  if (!arguments_valid(null_value, confidence))
    return SOLON_BAD_ARGUMENT;
  *result = (solon_sign_result){0, 0, 0, 1, NAN, 0, 1};
  for (size_t i = 0; i < n; i++) {
    result->positive += x[i] > null_value;
    result->negative += x[i] < null_value;
    result->zeros += x[i] == null_value;
  }
  int64_t used = result->positive + result->negative;
  if (used == 0)
    return SOLON_DEGENERATE;
  result->p_value = solon_half_binomial_p_value(result->positive, used, alternative);
  result->estimate = (double)result->positive / (double)used;
  solon_binomial_interval(result->positive, used, confidence, alternative, &result->lower,
                          &result->upper);
  return SOLON_OK;
}

/* ---- signed ranks ---------------------------------------------------------------------------- */

solon_status solon_wilcoxon_signed_rank(solon_context *context, const double *restrict x, size_t n,
                                        double null_value, solon_p_method method,
                                        solon_alternative alternative, double confidence,
                                        double *restrict workspace, solon_order_item *restrict work,
                                        solon_rank_result *result) {
  if (!arguments_valid(null_value, confidence))
    return SOLON_BAD_ARGUMENT;
  double *difference = workspace, *size = workspace + n, *rank = workspace + 2 * n;
  size_t used = 0;
  solon_tie_sums ties;
  for (size_t i = 0; i < n; i++) {
    if (x[i] != null_value) {
      difference[used] = x[i] - null_value;
      size[used] = fabs(difference[used]);
      used++;
    }
  }
  if (used == 0)
    return no_information(result, 0);
  solon_status status = solon_midranks(context, size, used, rank, &ties, work);
  if (status != SOLON_OK)
    return status;
  double count = (double)used, sum = 0;
  for (size_t i = 0; i < used; i++)
    sum += difference[i] > 0 ? rank[i] : 0;
  bool few = used < SOLON_RANK_EXACT_LIMIT;
  if (method == SOLON_P_EXACT && !few)
    return refuse_exact(context, used);
  double deviation = sqrt(count * (count + 1) * (2 * count + 1) / 24 - ties.cubic / 48);
  result->statistic = sum;
  result->used = used;
  result->reference = NAN;
  result->exact = method == SOLON_P_EXACT ||
                  (method == SOLON_P_AUTOMATIC && few && ties.pairs == 0 && used == n);
  double mass[SOLON_SIGNED_RANK_MASS];
  int64_t whole[SOLON_RANK_EXACT_LIMIT], largest = 0, unit = 1;
  if (result->exact) {
    unit = whole_ranks(rank, used, work, whole);
    largest = solon_signed_rank_mass(whole, used, mass);
    int64_t observed = (int64_t)((double)unit * sum);
    result->p_value = combine_tails(solon_mass_lower(mass, largest, observed),
                                    solon_mass_upper(mass, largest, observed), alternative);
  } else {
    normal_tail(sum - count * (count + 1) / 4, deviation, alternative, result);
  }
  /* the values that count, ascending, in place of the ranks' workspace */
  status = solon_sort(context, difference, used, false, (uint64_t *)(void *)work, size);
  for (size_t i = 0; i < used; i++)
    size[i] += null_value;
  const solon_pairwise pairs = {size, used, NULL, 0};
  if (status == SOLON_OK)
    status = estimate_and_interval(context, &pairs, result->exact ? mass : NULL, largest, unit,
                                   deviation, alternative, confidence, result);
  return status;
}

/* ---- rank sums ------------------------------------------------------------------------------- */

static size_t mass_size(size_t n, size_t m) {
  if (n >= SOLON_RANK_EXACT_LIMIT || m >= SOLON_RANK_EXACT_LIMIT)
    return 0;
  return ((n < m ? n : m) + 1) * (2 * n * m + 1);
}

size_t solon_rank_sum_workspace(size_t n, size_t m) {
  return 3 * (n + m) + mass_size(n, m);
}

/* The exact distribution of U of the first sample in mass[0..largest]: of the smaller sample's
 * ranks, mirrored when that is the second. */
static int64_t rank_sum_mass(const double *rank, size_t n, size_t m, const solon_order_item *work,
                             double *mass, int64_t *unit) {
  int64_t whole[2 * SOLON_RANK_EXACT_LIMIT];
  *unit = whole_ranks(rank, n + m, work, whole);
  int64_t largest = solon_rank_sum_mass(whole, n + m, n < m ? n : m, *unit, mass);
  for (int64_t low = 0, high = largest; n > m && low < high; low++, high--) {
    double swap = mass[low];
    mass[low] = mass[high];
    mass[high] = swap;
  }
  return largest;
}

solon_status solon_wilcoxon_rank_sum(solon_context *context, const double *restrict x, size_t n,
                                     const double *restrict y, size_t m, double null_value,
                                     solon_p_method method, solon_alternative alternative,
                                     double confidence, double *restrict workspace,
                                     solon_order_item *restrict work, solon_rank_result *result) {
  if (!arguments_valid(null_value, confidence))
    return SOLON_BAD_ARGUMENT;
  size_t total = n + m;
  if (n == 0 || m == 0)
    return no_information(result, total);
  double *pooled = workspace, *rank = workspace + total, *sorted = workspace + 2 * total;
  double *mass = workspace + 3 * total;
  solon_tie_sums ties;
  for (size_t i = 0; i < total; i++)
    pooled[i] = i < n ? x[i] - null_value : y[i - n];
  solon_status status = solon_midranks(context, pooled, total, rank, &ties, work);
  if (status != SOLON_OK)
    return status;
  double size_x = (double)n, size_y = (double)m, size = (double)total, sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += rank[i];
  bool few = n < SOLON_RANK_EXACT_LIMIT && m < SOLON_RANK_EXACT_LIMIT;
  if (method == SOLON_P_EXACT && !few)
    return refuse_exact(context, n > m ? n : m);
  double spread = size + 1 - ties.cubic / (size * (size - 1));
  if (!(spread > 0) || ties.pairs == size * (size - 1))
    return no_information(result, total);
  double deviation = sqrt(size_x * size_y / 12 * spread);
  result->statistic = sum - size_x * (size_x + 1) / 2;
  result->used = total;
  result->reference = NAN;
  result->exact =
      method == SOLON_P_EXACT || (method == SOLON_P_AUTOMATIC && few && ties.pairs == 0);
  int64_t largest = 0, unit = 1;
  if (result->exact) {
    largest = rank_sum_mass(rank, n, m, work, mass, &unit);
    int64_t observed = (int64_t)((double)unit * result->statistic);
    result->p_value = combine_tails(solon_mass_lower(mass, largest, observed),
                                    solon_mass_upper(mass, largest, observed), alternative);
  } else {
    normal_tail(result->statistic - size_x * size_y / 2, deviation, alternative, result);
  }
  /* differences are of x itself, so that the estimate is of the shift and not of what is left of it
   */
  uint64_t *keys = (uint64_t *)(void *)work;
  status = solon_sort(context, x, n, false, keys, sorted);
  if (status == SOLON_OK)
    status = solon_sort(context, y, m, false, keys, sorted + n);
  const solon_pairwise pairs = {sorted, n, sorted + n, m};
  if (status == SOLON_OK)
    status = estimate_and_interval(context, &pairs, result->exact ? mass : NULL, largest, unit,
                                   deviation, alternative, confidence, result);
  return status;
}
