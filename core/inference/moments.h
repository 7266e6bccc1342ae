/* moments.h - mean and squared deviations of a column, and whether it is constant. */
#ifndef SOLON_INFERENCE_MOMENTS_H
#define SOLON_INFERENCE_MOMENTS_H

#include "core/base/context.h"

typedef struct solon_moments {
  double mean;       /* NaN when n = 0 */
  double deviations; /* sum of (x - mean)^2 */
  double variance;   /* deviations / (n - 1); NaN when n < 2 */
  bool constant; /* all values equal, or the standard deviation is at most 10 epsilon |mean|: what
                    is left is rounding, and a test on it would find "significance" in noise */
} solon_moments;

/* By the reductions of core/array/reduce.h.  Values must be finite; squares beyond the largest
 * double give inf.  Errors: only SOLON_CANCELLED. */
solon_status solon_column_moments(solon_context *context, const double *x, size_t n,
                                  solon_moments *moments);

#endif
