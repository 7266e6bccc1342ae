/* multiple.h - p-values adjusted for the number of tests.
 *
 * p holds n values in [0, 1]; NaN (a degenerate test) stays NaN and does not count as a test, as in
 * R's p.adjust.  Other values are SOLON_BAD_ARGUMENT.  work holds 2 n items; out may not overlap p.
 * Cost n log2 n.
 */
#ifndef SOLON_INFERENCE_MULTIPLE_H
#define SOLON_INFERENCE_MULTIPLE_H

#include "core/array/order.h"
#include "core/base/context.h"

/* Family-wise error (Holm 1979): running maximum of (m - i + 1) p_(i), at most 1. */
solon_status solon_holm(solon_context *context, const double *restrict p, size_t n,
                        solon_order_item *restrict work, double *restrict out);

/* False discovery rate (Benjamini and Hochberg 1995): running minimum from above of m p_(i) / i. */
solon_status solon_benjamini_hochberg(solon_context *context, const double *restrict p, size_t n,
                                      solon_order_item *restrict work, double *restrict out);

#endif
