/* correlation_interval.c - Fisher's z interval. */
#include "correlation_interval.h"

#include <math.h>

void solon_correlation_interval(double r, double information, double variance, double confidence,
                                solon_alternative alternative, double *lower, double *upper) {
  if (!(information > 0)) {
    *lower = *upper = NAN;
    return;
  }
  double outside = alternative == SOLON_TWO_SIDED ? 0.5 * (1 - confidence) : 1 - confidence;
  double width = solon_normal_upper_quantile(outside) * sqrt(variance / information);
  double z = atanh(r);
  *lower = alternative == SOLON_LESS ? -1 : tanh(z - width);
  *upper = alternative == SOLON_GREATER ? 1 : tanh(z + width);
}
