/* moments.c - two-pass moments and the test for a constant column. */
#include "moments.h"

#include "core/array/reduce.h"

#include <float.h>
#include <math.h>

solon_status solon_column_moments(solon_context *context, const double *x, size_t n,
                                  solon_moments *moments) {
  double smallest, largest, spread;
  solon_status status = solon_min(context, x, n, &smallest);
  if (status == SOLON_OK)
    status = solon_max(context, x, n, &largest);
  if (status == SOLON_OK)
    status = solon_variance(context, x, n, 0, &moments->mean, &spread);
  if (status != SOLON_OK)
    return status;
  bool equal = n > 0 && smallest == largest;
  if (equal)
    moments->mean = smallest; /* whose sum may have rounded */
  moments->deviations = n == 0 || equal ? 0 : spread * (double)n;
  moments->variance = n < 2 ? (double)NAN : moments->deviations / ((double)n - 1);
  moments->constant =
      equal || n < 2 || sqrt(moments->variance) <= 10 * DBL_EPSILON * fabs(moments->mean);
  return SOLON_OK;
}
