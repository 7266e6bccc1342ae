/* reduce.h - one number from a column, and running totals.
 *
 * Sums have a fixed shape: element i of a chunk of SOLON_CHUNK goes to partial result i % 32, the
 * 32 partial results are combined in a fixed tree, and so are the chunks (pairwise).  The bits
 * depend on the data and its length only.  The error bound of a sum is about (130 + log2(size)) *
 * 2^-53 * sum |x|, typically a few units in the last place of that.
 *
 * NaN: any NaN among the elements gives NaN (argmin, argmax: its position).  To leave missing
 * values out, compress first with solon_drop_nan.
 *
 * Empty input: sum 0, product 1, any other result NaN; positions are `size`.
 *
 * Cost: about 0.1 ns an element in cache (AVX2); variance reads the data twice.
 * Errors: only SOLON_CANCELLED.
 */
#ifndef SOLON_ARRAY_REDUCE_H
#define SOLON_ARRAY_REDUCE_H

#include "core/base/context.h"

solon_status solon_sum(solon_context *context, const double *x, size_t size, double *out);
solon_status solon_dot(solon_context *context, const double *x, const double *y, size_t size,
                       double *out);
solon_status solon_product(solon_context *context, const double *x, size_t size, double *out);
solon_status solon_min(solon_context *context, const double *x, size_t size, double *out);
solon_status solon_max(solon_context *context, const double *x, size_t size, double *out);

/* Position (from 0) of the first smallest or largest element; of the first NaN when there is one.
 */
solon_status solon_argmin(solon_context *context, const double *x, size_t size, size_t *out);
solon_status solon_argmax(solon_context *context, const double *x, size_t size, size_t *out);

solon_status solon_mean(solon_context *context, const double *x, size_t size, double *out);

/* Sum of squared deviations from the mean over size - freedom_lost (1: sample variance, 0:
 * population variance), in two passes with the second-order correction: (S2 - S1^2/n) / (n -
 * freedom_lost), where S1 and S2 are the sums of (x - mean) and its square [Chan, Golub, LeVeque
 * 1983].  NaN when size <= freedom_lost.  `mean` may be NULL. */
solon_status solon_variance(solon_context *context, const double *x, size_t size, int freedom_lost,
                            double *mean, double *variance);

/* Copies the elements that are not NaN, in order; returns their number.  out may be x. */
size_t solon_drop_nan(const double *x, size_t size, double *out);

/* Running results: out[i] from x[0] .. x[i]; out may be x.  The sum carries a correction
 * (Neumaier), so that out[size-1] is as good as a sum in twice the precision.  A NaN makes all
 * later ones NaN. */
solon_status solon_cumulative_sum(solon_context *context, const double *x, size_t size,
                                  double *out);
solon_status solon_cumulative_product(solon_context *context, const double *x, size_t size,
                                      double *out);
solon_status solon_cumulative_min(solon_context *context, const double *x, size_t size,
                                  double *out);
solon_status solon_cumulative_max(solon_context *context, const double *x, size_t size,
                                  double *out);

#endif
