/* t_test.h - Student's t tests of means: one sample, paired, two samples (Welch or pooled).
 *
 * Values must be finite (solon_check_column).  Fewer than two values, or values that are constant
 * up to rounding (standard error at most 10 epsilon times the mean), give SOLON_DEGENERATE: the
 * estimate is defined where it can be, statistic, p_value and interval are NaN.
 */
#ifndef SOLON_INFERENCE_T_TEST_H
#define SOLON_INFERENCE_T_TEST_H

#include "tail.h"

#include "core/base/context.h"

typedef struct solon_t_result {
  double statistic;          /* (estimate - null value) / standard error */
  double degrees_of_freedom; /* n - 1; n + m - 2; for Welch a real number (Satterthwaite 1946) */
  double p_value;
  double estimate;     /* mean, mean difference, or difference of means */
  double lower, upper; /* its interval; one-sided: the other end is infinite */
  double standard_error;
} solon_t_result;

/* H0: the mean of x is null_value. */
solon_status solon_t_one_sample(solon_context *context, const double *restrict x, size_t n,
                                double null_value, solon_alternative alternative, double confidence,
                                solon_t_result *result);

/* H0: the mean of x - y is null_value; differences[0..n) is workspace. */
solon_status solon_t_paired(solon_context *context, const double *restrict x,
                            const double *restrict y, size_t n, double null_value,
                            solon_alternative alternative, double confidence,
                            double *restrict differences, solon_t_result *result);

/* H0: mean of x minus mean of y is null_value, with variances of their own (Welch 1947) or one
 * pooled variance.  A pooled test needs n + m >= 3, n, m >= 1; Welch's n, m >= 2. */
solon_status solon_t_two_samples(solon_context *context, const double *restrict x, size_t n,
                                 const double *restrict y, size_t m, bool pooled, double null_value,
                                 solon_alternative alternative, double confidence,
                                 solon_t_result *result);

#endif
