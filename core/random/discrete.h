/* discrete.h - discrete distributions, permutations and samples drawn from a stream.
 *
 * The same bits on every machine (see elementary.h); a column of n values holds exactly what n
 * single draws would have given.  Kernels do not allocate: tables and workspace come from the
 * caller.
 */
#ifndef SOLON_RANDOM_DISCRETE_H
#define SOLON_RANDOM_DISCRETE_H

#include "core/base/context.h"
#include "philox.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Binomial: successes in `trials` with probability p.  Hormann's transformed rejection BTRS
 * (Journal of Statistical Computation and Simulation 46, 1993, 101-110) when trials * min(p, 1-p)
 * >= 10, else inversion by search.  trials in 0 .. 2^40, p in [0, 1]. */
int64_t solon_draw_binomial(solon_stream *stream, int64_t trials, double p);

/* Poisson: Hormann's PTRS (Insurance: Mathematics and Economics 12, 1993, 39-45) when mean >= 10,
 * else inversion by search.  mean in [0, 2^50]. */
int64_t solon_draw_poisson(solon_stream *stream, double mean);

/* ---- categories: Walker's alias method with Vose's set-up (IEEE TSE 17, 1991, 972-975) ----------
 * A draw takes 64 bits and constant time whatever the number of categories. */
typedef struct solon_alias {
  size_t size;
  uint64_t *keep;  /* size values: a draw of column i gives i when its fraction is below keep[i] */
  uint32_t *other; /* size values: else other[i] */
} solon_alias;

/* Fills a table whose arrays the caller has set; weights need not sum to 1.  `work` holds `size`
 * values.  SOLON_BAD_SHAPE when size is 0 or above 2^31; SOLON_BAD_ARGUMENT when a weight is
 * negative or not finite, or all are 0, or their sum overflows.  A category of weight 0 is never
 * drawn. O(size). */
solon_status solon_alias_prepare(solon_alias *table, const double *weights, uint32_t *work,
                                 double *scaled);
size_t solon_draw_category(solon_stream *stream, const solon_alias *table);

/* ---- permutations and samples ------------------------------------------------------------------
 * Fisher and Yates from the front: position i gets a uniform choice of what is left. */

/* Shuffles count values in place; about 10 ns each.  Errors: SOLON_CANCELLED (values partly
 * shuffled). */
solon_status solon_shuffle(solon_context *context, solon_stream *stream, double *values,
                           size_t count);

/* `taken` different integers of 0 .. size-1, in random order: the first `taken` places of a Fisher-
 * Yates shuffle.  `work` holds solon_sample_workspace(size, taken) values: either the whole
 * permutation or, when the sample is small, a hash table of the places that moved; both give the
 * same result.  taken <= size < 2^53.  Errors: SOLON_CANCELLED. */
size_t solon_sample_workspace(uint64_t size, size_t taken);
solon_status solon_sample(solon_context *context, solon_stream *stream, uint64_t size, size_t taken,
                          uint64_t *work, double *out);

/* Weighted sample without replacement: successive draws with probability proportional to the
 * weights of what is left, by exponential arrival times (Efraimidis and Spirakis, Information
 * Processing Letters 97, 2006, 181-185).  Writes 0-based places in the order drawn.  `work` holds 2
 * * size values.  The caller sees to it that the weights are finite and >= 0 and that at least
 * `taken` are positive. */
void solon_sample_weighted(solon_stream *stream, const double *weights, size_t size, size_t taken,
                           double *work, double *out);

#endif
