/* permutation.h - permutation tests: sign flips of paired differences, and the difference of two
 * means.
 *
 * Exact when all arrangements are few enough to visit (options.exact_limit), else Monte Carlo with
 * p = (count + 1) / (permutations + 1), which is never 0 (Phipson and Smyth 2010).  Permutation i
 * draws from Philox stream (seed, purpose, i) and counts are integers, so the result depends on the
 * seed and the data alone, never on threads or the instruction set.
 *
 * Sums of the same values in another order differ in their last digits; a permuted statistic within
 * 1e-14 times the sum of absolute values of the observed one counts as equal to it.
 */
#ifndef SOLON_INFERENCE_PERMUTATION_H
#define SOLON_INFERENCE_PERMUTATION_H

#include "tail.h"

#include "core/base/context.h"

typedef enum solon_permutation_method {
  SOLON_PERMUTATION_AUTOMATIC = 0, /* exact up to exact_limit arrangements */
  SOLON_PERMUTATION_EXACT = 1,     /* SOLON_BAD_ARGUMENT beyond exact_limit */
  SOLON_PERMUTATION_MONTE_CARLO = 2
} solon_permutation_method;

/* What "at least as extreme" means in a two-sided test: |T| >= |observed|, or twice the smaller
 * one-sided p-value (as SciPy).  They agree where the null distribution is symmetric. */
typedef enum solon_two_sided_rule {
  SOLON_TWO_SIDED_ABSOLUTE = 0,
  SOLON_TWO_SIDED_DOUBLED = 1
} solon_two_sided_rule;

typedef struct solon_permutation_options {
  solon_permutation_method method;
  solon_alternative alternative;
  solon_two_sided_rule two_sided_rule;
  int64_t permutations; /* of Monte Carlo, >= 1 */
  int64_t exact_limit;  /* most arrangements visited one by one, at most 2^30 */
  uint64_t seed;
} solon_permutation_options;

typedef struct solon_permutation_result {
  double statistic; /* sum of differences; difference of means */
  double estimate;  /* mean difference; difference of means */
  double p_value;
  double
      standard_error; /* of p_value, by Monte Carlo sqrt(p (1 - p) / permutations); 0 when exact */
  int64_t permutations; /* arrangements visited */
  int64_t count;        /* of those at least as extreme (of the smaller tail when doubled) */
  bool exact;
} solon_permutation_result;

enum { SOLON_SIGN_FLIP_TABLE = 1 << 11, SOLON_PERMUTATION_MOST_VALUES = 1 << 20 };

/* Sign flips of n paired differences, H0: each is symmetric about 0.  Zeros change nothing and are
 * left out of the 2^n arrangements.  n = 0 or all zero: SOLON_DEGENERATE, p_value 1.  workspace:
 * n + SOLON_SIGN_FLIP_TABLE doubles.  Cost: 1 ns per 10 values and permutation. */
solon_status solon_sign_flip_test(solon_context *context, const double *restrict differences,
                                  size_t n, const solon_permutation_options *options,
                                  double *restrict workspace, solon_permutation_result *result);

/* Mean of x minus mean of y, H0: all n + m values are exchangeable.  Every permutation chooses the
 * first sample by selection sampling (Knuth, TAOCP 2, 3.4.2 S) with 32-bit numbers, which is within
 * n 2^-32 of uniform.  n = 0, m = 0 or all values equal: SOLON_DEGENERATE, p_value 1.  At most
 * SOLON_PERMUTATION_MOST_VALUES values, else SOLON_BAD_SHAPE.  workspace: 2 (n + m) + 1 doubles,
 * positions: n + m. */
solon_status solon_two_sample_permutation_test(solon_context *context, const double *restrict x,
                                               size_t n, const double *restrict y, size_t m,
                                               const solon_permutation_options *options,
                                               double *restrict workspace,
                                               size_t *restrict positions,
                                               solon_permutation_result *result);

#endif
