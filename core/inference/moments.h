/* moments.h - sums, means and squared deviations of a column, as the tests of this folder need them. */
#ifndef SOLON_INFERENCE_MOMENTS_H
#define SOLON_INFERENCE_MOMENTS_H

#include "core/base/context.h"

typedef struct solon_moments {
  double mean;       /* NaN when n = 0 */
  double deviations; /* sum of (x - mean)^2 */
  double variance;   /* deviations / (n - 1); NaN when n < 2 */
  bool constant;     /* all values equal, or the standard deviation is at most 10 epsilon |mean|: what is
                        left is rounding, and a test on it would find "significance" in noise */
} solon_moments;

/* The compensated sum (Neumaier 1974) of x. */
double solon_compensated_sum(const double *x, size_t n);

/* Two passes; the second corrects the mean's rounding (Chan, Golub and LeVeque 1983).  Values must be
 * finite; squares beyond the largest double give inf. */
void solon_column_moments(const double *x, size_t n, solon_moments *moments);

#endif
