/* quantile.h - sample quantiles by the nine definitions of Hyndman and Fan (1996), numbered as in
 * R.
 *
 * Type 7 (linear between the order statistics, at position 1 + (n-1) p) is the usual default.  A
 * position n p (+ m) that misses a whole number by rounding only counts as that number, as in R.
 * Data without NaN; probability in [0, 1], type in 1 .. 9; NaN for no data.
 */
#ifndef SOLON_ARRAY_QUANTILE_H
#define SOLON_ARRAY_QUANTILE_H

#include "core/base/context.h"

#include <stdint.h>

/* Of data in ascending order.  Constant time. */
double solon_quantile_sorted(const double *sorted, size_t size, double probability, int type);

/* Of data in any order, without sorting them: about 3 ns an element.  work: 2 * size.  The same
 * bits as of the sorted data.  Errors: SOLON_CANCELLED. */
solon_status solon_quantile(solon_context *context, const double *x, size_t size,
                            double probability, int type, uint64_t *work, double *out);

#endif
