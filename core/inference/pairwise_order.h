/* pairwise_order.h - order statistics of all averages or all differences of pairs, without making
 * them.
 *
 * The k-th smallest is found by halving the range of doubles and counting the pairs at or below the
 * middle, which sorted samples allow in one sweep: at most 64 sweeps of n + m steps, no memory.
 */
#ifndef SOLON_INFERENCE_PAIRWISE_ORDER_H
#define SOLON_INFERENCE_PAIRWISE_ORDER_H

#include "core/base/context.h"

#include <stdint.h>

typedef struct solon_pairwise {
  const double *x; /* ascending, finite */
  size_t n;
  const double *y; /* ascending: differences x_i - y_j; NULL: averages of x_i, x_j with i <= j */
  size_t m;
} solon_pairwise;

/* How many pairs there are. */
int64_t solon_pairwise_count(const solon_pairwise *pairs);

/* The k-th smallest, 1 <= k <= count; below that -inf, above inf.  SOLON_CANCELLED when asked to
 * stop. */
solon_status solon_pairwise_order(solon_context *context, const solon_pairwise *pairs, int64_t k,
                                  double *value);

/* The median: the middle one, or the mean of the two in the middle. */
solon_status solon_pairwise_median(solon_context *context, const solon_pairwise *pairs,
                                   double *value);

#endif
