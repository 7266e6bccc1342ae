/* permutation.c - exact and Monte Carlo permutation tests. */
#include "permutation.h"

#include "permutation_kernel.h"

#include "core/array/reduce.h"
#include "core/base/parallel.h"
#include "core/random/philox.h"

#include <math.h>

#define TIE_TOLERANCE 1e-14
enum { ITEM_WORK = 1 << 18 }; /* values touched between two looks at the cancel flag */

/* ---- shared ---------------------------------------------------------------------------------- */

static bool options_valid(const solon_permutation_options *options) {
  return options->permutations >= 1 && options->exact_limit >= 0 &&
         options->exact_limit <= INT64_C(1) << 30;
}

static double tail_fraction(int64_t count, int64_t total, bool exact) {
  return exact ? (double)count / (double)total : ((double)count + 1) / ((double)total + 1);
}

/* The p-value from the three counts, by alternative and rule. */
static void conclude(const solon_tail_counts *counts, int64_t total, bool exact,
                     const solon_permutation_options *options, solon_permutation_result *result) {
  int64_t count = counts->extreme;
  bool doubled =
      options->alternative == SOLON_TWO_SIDED && options->two_sided_rule == SOLON_TWO_SIDED_DOUBLED;
  if (options->alternative == SOLON_LESS)
    count = counts->lower;
  else if (options->alternative == SOLON_GREATER)
    count = counts->upper;
  else if (doubled)
    count = counts->lower < counts->upper ? counts->lower : counts->upper;
  double p = tail_fraction(count, total, exact);
  result->p_value = doubled ? fmin(1, 2 * p) : p;
  result->standard_error = exact ? 0 : sqrt(p * (1 - p) / (double)total) * (doubled ? 2 : 1);
  result->permutations = total;
  result->count = count;
  result->exact = exact;
}

static solon_status no_information(solon_permutation_result *result, double estimate) {
  *result = (solon_permutation_result){0, estimate, 1, 0, 0, 0, false};
  return SOLON_DEGENERATE;
}

/* The power of two that brings the largest value near 1, so that no sum overflows or loses digits.
 */
static int scale_exponent(const double *values, size_t n) {
  double largest = 0;
  int exponent;
  for (size_t i = 0; i < n; i++)
    largest = fmax(largest, fabs(values[i]));
  frexp(largest, &exponent);
  return largest == 0 ? 0 : -exponent;
}

/* Without a context: one pass over values that fit the cache, or that a check has just read. */
static double total_of(const double *values, size_t n) {
  double sum;
  solon_sum(NULL, values, n, &sum);
  return sum;
}

static double absolute_sum(const double *values, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += fabs(values[i]);
  return sum;
}

/* ---- Monte Carlo ----------------------------------------------------------------------------- */

typedef struct simulation {
  solon_permutation_job job;
  solon_permutation_kernel kernel;
  int64_t permutations;
  int64_t slice; /* permutations of one work item, a multiple of SOLON_LANES */
  _Atomic int64_t lower, upper, extreme;
} simulation;

static solon_status simulate_slice(void *data, size_t index, int worker) {
  (void)worker;
  simulation *s = data;
  solon_tail_counts counts = {0, 0, 0};
  int64_t first = (int64_t)index * s->slice, last = first + s->slice;
  s->kernel(&s->job, first, last < s->permutations ? last : s->permutations, &counts);
  s->lower += counts.lower;
  s->upper += counts.upper;
  s->extreme += counts.extreme;
  return SOLON_OK;
}

static solon_status simulate(solon_context *context, const solon_permutation_job *job,
                             solon_permutation_kernel kernel,
                             const solon_permutation_options *options, solon_tail_counts *counts) {
  int64_t slice = ITEM_WORK / (int64_t)(job->total + 1) / SOLON_LANES * SOLON_LANES;
  simulation s = {.job = *job,
                  .kernel = kernel,
                  .permutations = options->permutations,
                  .slice = slice < SOLON_LANES ? SOLON_LANES : slice};
  int64_t slices = (options->permutations - 1) / s.slice + 1;
  solon_status status = solon_parallel_for(context, (size_t)slices, simulate_slice, &s);
  *counts = (solon_tail_counts){s.lower, s.upper, s.extreme};
  return status;
}

/* ---- sign flips ------------------------------------------------------------------------------ */

/* table[bits] = sum of +-values, a set bit meaning minus. */
static void fill_table(const double *values, size_t n, double *table) {
  table[0] = 0;
  for (size_t i = 0; i < n; i++) {
    size_t half = (size_t)1 << i;
    for (size_t j = 0; j < half; j++) {
      double sum = table[j];
      table[half + j] = sum - values[i];
      table[j] = sum + values[i];
    }
  }
}

/* All 2^n patterns as the sum of two tables, the low one of up to 1,024 entries (in cache). */
static solon_status visit_sign_flips(solon_context *context, const solon_permutation_job *job,
                                     double *table, solon_tail_counts *counts) {
  size_t low_bits = job->total < 10 ? job->total : 10, high_bits = job->total - low_bits;
  size_t table_bits = high_bits < 10 ? high_bits : 10;
  double *low = table, *high = table + 1024;
  fill_table(job->values, low_bits, low);
  const double *rest = job->values + low_bits + table_bits;
  size_t rest_bits = high_bits - table_bits;
  fill_table(job->values + low_bits, table_bits, high);
  for (size_t r = 0; r < (size_t)1 << rest_bits; r++) {
    double base = 0;
    for (size_t i = 0; i < rest_bits; i++)
      base += r >> i & 1 ? -rest[i] : rest[i];
    for (size_t h = 0; h < (size_t)1 << table_bits; h++) {
      if (h % 4 == 0 && solon_context_cancelled(context))
        return SOLON_CANCELLED;
      for (size_t l = 0; l < (size_t)1 << low_bits; l++)
        solon_count_tails(job, base + high[h] + low[l], counts);
    }
  }
  return SOLON_OK;
}

solon_status solon_sign_flip_test(solon_context *context, const double *restrict differences,
                                  size_t n, const solon_permutation_options *options,
                                  double *restrict workspace, solon_permutation_result *result) {
  if (!options_valid(options))
    return SOLON_BAD_ARGUMENT;
  int exponent = scale_exponent(differences, n);
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (differences[i] != 0)
      workspace[kept++] = ldexp(differences[i], exponent);
  double observed = total_of(workspace, kept);
  double estimate = n == 0 ? NAN : ldexp(observed / (double)n, -exponent);
  if (kept == 0)
    return no_information(result, estimate);
  double tolerance = TIE_TOLERANCE * absolute_sum(workspace, kept);
  solon_permutation_job job = {workspace,
                               kept,
                               0,
                               solon_purpose("sign flip"),
                               options->seed,
                               observed - tolerance,
                               observed + tolerance,
                               fabs(observed) - tolerance};
  result->statistic = ldexp(observed, -exponent);
  result->estimate = estimate;
  bool few = kept < 31 && INT64_C(1) << kept <= options->exact_limit;
  if (options->method == SOLON_PERMUTATION_EXACT && !few)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "2^%zu sign patterns are more than the exact limit of %lld", kept,
                      (long long)options->exact_limit);
  bool exact = few && options->method != SOLON_PERMUTATION_MONTE_CARLO;
  solon_tail_counts counts = {0, 0, 0};
  solon_status status = exact ? visit_sign_flips(context, &job, workspace + n, &counts)
                              : simulate(context, &job, solon_sign_flip_kernel, options, &counts);
  if (status == SOLON_OK)
    conclude(&counts, exact ? INT64_C(1) << kept : options->permutations, exact, options, result);
  return status;
}

/* ---- two samples ----------------------------------------------------------------------------- */

/* C(n, k), or limit + 1 when that is exceeded. */
static int64_t choose_up_to(size_t n, size_t k, int64_t limit) {
  unsigned __int128 value = 1;
  for (size_t i = 1; i <= k; i++) {
    value = value * (n - k + i) / i; /* exact: a product of i neighbours is divisible by i! */
    if (value > (unsigned __int128)limit)
      return limit + 1;
  }
  return (int64_t)value;
}

/* Visits every choice of k of the values in lexicographic order; sums[i] is the sum of the first i
 * chosen, so a step costs one addition for each position that changed, nearly always one.  sign =
 * -1 when the chosen values are the second sample: all values sum to zero. */
static solon_status visit_choices(solon_context *context, const solon_permutation_job *job,
                                  size_t k, double sign, double *sums, size_t *chosen,
                                  solon_tail_counts *counts) {
  size_t total = job->total, last = k - 1, steps = 0;
  sums[0] = 0;
  for (size_t i = 0; i < last; i++) {
    chosen[i] = i;
    sums[i + 1] = sums[i] + job->values[i];
  }
  for (;;) {
    for (size_t i = last == 0 ? 0 : chosen[last - 1] + 1; i < total; i++)
      solon_count_tails(job, sign * (sums[last] + job->values[i]), counts);
    if (++steps % 64 == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    size_t position = last;
    while (position > 0 && chosen[position - 1] == total - k + position - 1)
      position--;
    if (position == 0)
      return SOLON_OK;
    chosen[position - 1]++;
    for (size_t i = position - 1; i < last; i++) {
      if (i >= position)
        chosen[i] = chosen[i - 1] + 1;
      sums[i + 1] = sums[i] + job->values[chosen[i]];
    }
  }
}

/* The pooled values, scaled and centred on their mean, so that the sum over the first sample is
 * proportional to the difference of means.  Returns false when all are equal. */
static bool pool(const double *x, size_t n, const double *y, size_t m, double *pooled,
                 int *exponent) {
  size_t total = n + m;
  bool equal = true;
  for (size_t i = 0; i < total; i++) {
    pooled[i] = i < n ? x[i] : y[i - n];
    equal = equal && pooled[i] == pooled[0];
  }
  *exponent = scale_exponent(pooled, total);
  for (size_t i = 0; i < total; i++)
    pooled[i] = ldexp(pooled[i], *exponent);
  double mean = total_of(pooled, total) / (double)total;
  for (size_t i = 0; i < total; i++)
    pooled[i] -= mean;
  return !equal;
}

solon_status solon_two_sample_permutation_test(solon_context *context, const double *restrict x,
                                               size_t n, const double *restrict y, size_t m,
                                               const solon_permutation_options *options,
                                               double *restrict workspace,
                                               size_t *restrict positions,
                                               solon_permutation_result *result) {
  if (!options_valid(options))
    return SOLON_BAD_ARGUMENT;
  if (n > SOLON_PERMUTATION_MOST_VALUES || m > SOLON_PERMUTATION_MOST_VALUES - n)
    return solon_fail(context, SOLON_BAD_SHAPE, "%zu + %zu values are more than %d", n, m,
                      SOLON_PERMUTATION_MOST_VALUES);
  size_t total = n + m;
  int exponent;
  if (n == 0 || m == 0)
    return no_information(result, NAN);
  if (!pool(x, n, y, m, workspace, &exponent))
    return no_information(result, 0);
  double observed = total_of(workspace, n);
  double tolerance = TIE_TOLERANCE * absolute_sum(workspace, total);
  solon_permutation_job job = {workspace,
                               total,
                               n,
                               solon_purpose("two-sample permutation"),
                               options->seed,
                               observed - tolerance,
                               observed + tolerance,
                               fabs(observed) - tolerance};
  double weight = (double)total / ((double)n * (double)m);
  result->statistic = result->estimate = ldexp(observed * weight, -exponent);
  size_t k = n < m ? n : m;
  int64_t arrangements = choose_up_to(total, k, options->exact_limit);
  bool few = arrangements <= options->exact_limit;
  if (options->method == SOLON_PERMUTATION_EXACT && !few)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "the choices of %zu of %zu values are more than the exact limit of %lld", k,
                      total, (long long)options->exact_limit);
  bool exact = few && options->method != SOLON_PERMUTATION_MONTE_CARLO;
  solon_tail_counts counts = {0, 0, 0};
  solon_status status = exact ? visit_choices(context, &job, k, k == n ? 1 : -1, workspace + total,
                                              positions, &counts)
                              : simulate(context, &job, solon_two_sample_kernel, options, &counts);
  if (status == SOLON_OK)
    conclude(&counts, exact ? arrangements : options->permutations, exact, options, result);
  return status;
}
