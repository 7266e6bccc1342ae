/* correlation.h - Pearson's, Spearman's and Kendall's coefficients and their tests of no
 * association.
 *
 * x and y hold n finite values (ranks: also infinite ones; no NaN; see solon_check_column).  A
 * constant column has no correlation: SOLON_DEGENERATE, estimate and p_value NaN.  SOLON_GREATER is
 * the alternative of positive association.
 */
#ifndef SOLON_INFERENCE_CORRELATION_H
#define SOLON_INFERENCE_CORRELATION_H

#include "rank.h"
#include "tail.h"

#include "core/base/context.h"

typedef struct solon_correlation_result {
  double estimate;
  double statistic; /* t, sum of squared rank differences, concordant - discordant pairs */
  double reference; /* the value looked up in a table: t or z; NaN when the p-value is exact */
  double p_value;
  double lower, upper; /* by Fisher's z with variance 1 / (n - 3), 1.06 / (n - 3), 0.437 / (n - 4)
                          for Pearson, Spearman, Kendall (Fieller, Hartley and Pearson 1957); NaN
                          where that has no value */
  bool exact;
} solon_correlation_result;

/* Pairs of observations by how their two differences agree. */
typedef struct solon_pair_counts {
  int64_t concordant, discordant;
  int64_t tied_x, tied_y; /* tied in x (y), including those tied in both */
  int64_t tied_both;
} solon_pair_counts;

/* How the p-value is found.  AUTOMATIC is exact where that is quick and right (no ties; n <= 10 for
 * Spearman, n < 50 for Kendall), else asymptotic. */
typedef enum solon_p_method {
  SOLON_P_AUTOMATIC = 0,
  SOLON_P_EXACT = 1,
  SOLON_P_ASYMPTOTIC = 2
} solon_p_method;

/* r with t = r sqrt((n - 2) / (1 - r^2)) on n - 2 degrees of freedom.  n < 3: SOLON_DEGENERATE. */
solon_status solon_pearson_test(solon_context *context, const double *restrict x,
                                const double *restrict y, size_t n, solon_alternative alternative,
                                double confidence, solon_correlation_result *result);

/* Pearson's r of midranks.  Exact: all n! orders, counted.  Asymptotic: t on n - 2 degrees of
 * freedom, but never below the smallest p-value n! orders allow.  EXACT with ties or n > 10 is
 * SOLON_BAD_ARGUMENT.  Workspace: ranks of 2 n doubles, 2 n items. */
solon_status solon_spearman_test(solon_context *context, const double *restrict x,
                                 const double *restrict y, size_t n, solon_p_method method,
                                 solon_alternative alternative, double confidence,
                                 double *restrict ranks, solon_order_item *restrict work,
                                 solon_correlation_result *result);

/* tau-b = (C - D) / sqrt((P - Tx)(P - Ty)) of concordant and discordant pairs, all pairs P and tied
 * ones; pairs are counted by Knight's merge sort (1966, JASA 61), n log n.  Exact: the distribution
 * of inversions (no ties).  Asymptotic: the normal with the variance for ties (Kendall 1970, Rank
 * correlation methods, ch. 4), no continuity correction.  EXACT with ties or n >= 50 is
 * SOLON_BAD_ARGUMENT.  Workspace: 2 n doubles, 2 n items. */
solon_status solon_kendall_test(solon_context *context, const double *restrict x,
                                const double *restrict y, size_t n, solon_p_method method,
                                solon_alternative alternative, double confidence,
                                double *restrict values, solon_order_item *restrict work,
                                solon_pair_counts *counts, solon_correlation_result *result);

#endif
