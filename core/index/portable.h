/* portable.h - e^x - 1 and powers with the same bits on every CPU, from the functions of
 * core/random/elementary.h; private to core/index. */
#ifndef SOLON_INDEX_PORTABLE_H
#define SOLON_INDEX_PORTABLE_H

#include "core/random/elementary.h"

#include <math.h>

/* e^x - 1, relative error below 4e-16: Taylor's series to the 15th power below 1/2. */
static inline double portable_expm1(double x) {
  if (!(fabs(x) < 0.5))
    return solon_portable_exp(x) - 1;
  double sum = 1;
  for (int n = 15; n >= 2; n--)
    sum = 1 + x / n * sum;
  return x * sum;
}

/* x^exponent for x >= 0; 0^0 = 1, and 0 to a negative power gives 0 too: its uses exclude it. */
static inline double portable_power(double x, double exponent) {
  if (x == 0)
    return exponent == 0 ? 1 : 0;
  return solon_portable_exp(exponent * solon_portable_log(x));
}

#endif
