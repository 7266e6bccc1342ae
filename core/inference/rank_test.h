/* rank_test.h - the sign test, Wilcoxon's signed-rank test and his rank-sum (Mann-Whitney) test.
 *
 * Values must be finite.  SOLON_P_AUTOMATIC is exact for fewer than 50 values in each
 * sample without ties (and zeros), else normal with the variance for ties and a continuity
 * correction of one half, as R.  SOLON_P_EXACT also works with ties: the distribution is then that
 * of the midranks at hand.  Nothing but zeros, or an empty sample, is SOLON_DEGENERATE with p_value
 * 1; so are rank sums of values that are all equal.
 *
 * Estimates are those of Hodges and Lehmann (1963): the median of all averages of two values, or of
 * all differences between the samples; the interval ends are order statistics of the same averages
 * or differences, chosen by the exact distribution without ties or by its normal limit (Hollander
 * and Wolfe, Nonparametric statistical methods, 3.3 and 4.3).
 */
#ifndef SOLON_INFERENCE_RANK_TEST_H
#define SOLON_INFERENCE_RANK_TEST_H

#include "correlation.h"
#include "tail.h"

#include "core/base/context.h"

enum { SOLON_RANK_EXACT_LIMIT = 50 }; /* exact for fewer values than this */

typedef struct solon_sign_result {
  int64_t positive, negative, zeros;
  double p_value;
  double estimate;     /* positive / (positive + negative) */
  double lower, upper; /* its exact interval (Clopper and Pearson) */
} solon_sign_result;

typedef struct solon_rank_result {
  double statistic; /* V, the sum of positive ranks; U, the pairs with x above y, ties half */
  double reference; /* z; NaN when exact */
  double p_value;
  double estimate;
  double lower, upper; /* one-sided: the other end is infinite */
  size_t used;         /* values that are not null_value (signed ranks), n + m (rank sums) */
  bool exact;
} solon_rank_result;

/* H0: x is as often above as below null_value; values equal to it are dropped. */
solon_status solon_sign_test(const double *restrict x, size_t n, double null_value,
                             solon_alternative alternative, double confidence,
                             solon_sign_result *result);

/* H0: x is symmetric about null_value.  Zeros are dropped (Wilcoxon 1945).  workspace: 3 n doubles,
 * work: 2 n items.  More than 49 values with SOLON_P_EXACT are SOLON_BAD_ARGUMENT. */
solon_status solon_wilcoxon_signed_rank(solon_context *context, const double *restrict x, size_t n,
                                        double null_value, solon_p_method method,
                                        solon_alternative alternative, double confidence,
                                        double *restrict workspace, solon_order_item *restrict work,
                                        solon_rank_result *result);

/* Doubles of workspace that solon_wilcoxon_rank_sum needs. */
size_t solon_rank_sum_workspace(size_t n, size_t m);

/* H0: x - null_value and y have the same distribution; SOLON_GREATER: x tends to be larger.  work:
 * 2 (n + m) items.  A sample of more than 49 values with SOLON_P_EXACT is SOLON_BAD_ARGUMENT. */
solon_status solon_wilcoxon_rank_sum(solon_context *context, const double *restrict x, size_t n,
                                     const double *restrict y, size_t m, double null_value,
                                     solon_p_method method, solon_alternative alternative,
                                     double confidence, double *restrict workspace,
                                     solon_order_item *restrict work, solon_rank_result *result);

#endif
