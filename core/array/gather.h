/* gather.h - choosing elements by a mask or by position.
 *
 * Errors: SOLON_CANCELLED (polled every SOLON_CHUNK elements); those named below.
 */
#ifndef SOLON_ARRAY_GATHER_H
#define SOLON_ARRAY_GATHER_H

#include "core/base/context.h"

/* Number of nonzero elements of a mask; *nan_at is the position (from 0) of the first NaN, where
 * the count stops, or `size`. */
solon_status solon_count_nonzero(solon_context *context, const double *mask, size_t size,
                                 size_t *count, size_t *nan_at);

/* The elements of x where the mask is nonzero, in order; out holds as many as solon_count_nonzero
 * counted and may be x. */
solon_status solon_select(solon_context *context, const double *x, const double *mask, size_t size,
                          double *out);

/* The positions, from 1, where the mask is nonzero. */
solon_status solon_positions(solon_context *context, const double *mask, size_t size, double *out);

/* out[i] = the element of x at positions[i]: whole numbers from 1, or negative from the end.
 * SOLON_BAD_ARGUMENT with *bad set to the index of the first that is neither. */
solon_status solon_take(solon_context *context, const double *x, size_t size,
                        const double *positions, size_t count, double *out, size_t *bad);

#endif
