/* variance.h - variance-based sensitivity indices (Sobol 1993) from the values of a function on
 * the pick-freeze design of Saltelli (2002, 2010).
 *
 * The design takes two samples A and B of n points in d independent inputs.  Block i (1 .. d) is A
 * with column i from B, written AB_i; for second order also BA_i, B with column i from A.  a_j,
 * b_j, c_ij, e_ij are the values of the function on row j of A, B, AB_i, BA_i; E is the mean over
 * the rows, V = (E a^2 + E b^2) / 2 - ((E a + E b) / 2)^2 the variance.
 *
 *   first order   saltelli  E b (c - a) / V                    Saltelli et al. (2010), table 2 (b)
 *                 jansen    1 - E (b - c)^2 / (2 V)            Jansen (1999)
 *                 janon     T(b, c)                            Janon, Klein, Lagnoux, Nodet and
 *                                                              Prieur (2014), equation 6
 *                 martinez  correlation of b and c             Martinez (2011)
 *   total         jansen    E (a - c)^2 / (2 V)                Jansen (1999)
 *                 sobol     E a (a - c) / V                    Sobol (2007)
 *                 janon     1 - T(a, c)
 *                 martinez  1 - correlation of a and c
 *   second order  E (e_i c_k - a b) / V - S_i - S_k            Saltelli (2002)
 *
 * with T(x, y) = (E xy - m^2) / ((E x^2 + E y^2) / 2 - m^2), m = (E x + E y) / 2.
 *
 * Every index is a function of means of per-row terms, so a bootstrap over rows (a base point and
 * all its blocks are drawn together) is a weighted mean of a table of terms: about one nanosecond a
 * term and row, and no value is gathered.  Values are first centred at the mean of A and B and
 * scaled by a power of two: indices do not depend on either, and squares neither overflow nor
 * cancel.
 *
 * An input without influence (c = a in every row) has a total index of exactly 0, and first order
 * exactly 0 by `saltelli`.  Estimates may lie outside [0, 1]; they are not clipped.
 *
 * Bits: the rows are summed in chunks of SOLON_CHUNK, chunks in order; replicate r draws from
 * stream (seed, "sobol bootstrap", r).  Nothing depends on the number of threads.
 */
#ifndef SOLON_SENSITIVITY_VARIANCE_H
#define SOLON_SENSITIVITY_VARIANCE_H

#include "core/base/context.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum solon_variance_first {
  SOLON_FIRST_SALTELLI,
  SOLON_FIRST_JANSEN,
  SOLON_FIRST_JANON,
  SOLON_FIRST_MARTINEZ
} solon_variance_first;

typedef enum solon_variance_total {
  SOLON_TOTAL_JANSEN,
  SOLON_TOTAL_SOBOL,
  SOLON_TOTAL_JANON,
  SOLON_TOTAL_MARTINEZ
} solon_variance_total;

typedef struct solon_variance_task {
  size_t rows, inputs; /* rows < 2^32, inputs >= 1 */
  bool second_order;
  solon_variance_first first;
  solon_variance_total total;
  /* `rows` finite values each: A, B, AB_1 .. AB_d and, for second order, BA_1 .. BA_d */
  const double *const *values;
} solon_variance_task;

/* The centre and the variance of the values on A and B.  SOLON_DEGENERATE when they do not vary:
 * largest - smallest <= 1e-13 largest magnitude (rounding of a constant); then there are no
 * indices. */
solon_status solon_variance_moments(const solon_variance_task *task, double *mean,
                                    double *variance);

/* Blocks of the design, indices estimated (first order 1 .. d, total 1 .. d, pairs (1,2), (1,3) ..
 * (d-1,d)), and doubles of a row of terms. */
size_t solon_variance_blocks(const solon_variance_task *task);
size_t solon_variance_indices(const solon_variance_task *task);
size_t solon_variance_terms(const solon_variance_task *task);

/* Fills the table of terms, rows x solon_variance_terms, row-major.  SOLON_DEGENERATE as above.
 * Errors: SOLON_CANCELLED. */
solon_status solon_variance_fill(solon_context *context, const solon_variance_task *task,
                                 double *terms);

/* The indices; work: 2 * solon_variance_terms doubles. */
void solon_variance_estimate(const solon_variance_task *task, const double *terms, double *work,
                             double *out);

/* Bytes of workspace of a bootstrap. */
size_t solon_variance_workspace(const solon_variance_task *task, int threads);

/* `replicates` resamples of the rows: out[k * replicates + r] is index k of replicate r; NaN where
 * a resample has no variance.  Errors: SOLON_CANCELLED. */
solon_status solon_variance_bootstrap(solon_context *context, const solon_variance_task *task,
                                      const double *terms, size_t replicates, uint64_t seed,
                                      void *work, double *out);

/* The indices of `batches` equal parts of the rows, one after the other: out[k * batches + b] is
 * index k of rows b m .. (b + 1) m - 1, m = rows / batches (rows must be a multiple of batches).
 * Where the parts are independent scramblings of a low-discrepancy sequence, their spread is the
 * error that the evenness of the points leaves; a bootstrap, which takes the points as independent,
 * overstates it.  work: 2 * solon_variance_terms doubles + solon_variance_indices.
 * Errors: SOLON_CANCELLED. */
solon_status solon_variance_batches(solon_context *context, const solon_variance_task *task,
                                    const double *terms, size_t batches, double *work, double *out);

#endif
