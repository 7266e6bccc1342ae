/* marginal.h - one-dimensional distributions given by their quantile functions, for samples made by
 * inversion.
 *
 * A probability comes as a tail: p in (0, 1/2] and whether it is of the upper tail, so that values
 * near both ends keep their precision.  All arithmetic is portable (elementary.h).
 */
#ifndef SOLON_RANDOM_MARGINAL_H
#define SOLON_RANDOM_MARGINAL_H

#include "octave_table.h"
#include "tail_integrals.h"

#include "core/base/context.h"

typedef enum solon_marginal_kind {
  SOLON_CONSTANT,    /* parameter 0: the value */
  SOLON_UNIFORM,     /* low, high */
  SOLON_NORMAL,      /* mean, standard deviation > 0 */
  SOLON_EXPONENTIAL, /* mean (scale = 1 / rate) > 0 */
  SOLON_TRIANGULAR,  /* low, mode, high; low <= mode <= high, low < high */
  SOLON_BETA         /* a, b in [1e-3, 1e7] */
} solon_marginal_kind;

typedef struct solon_marginal {
  solon_marginal_kind kind;
  double parameter[3];
  solon_beta_law beta;
  solon_octave_table side[2]; /* beta: quantiles by the lower and by the upper tail */
  bool tabulated;
} solon_marginal;

/* Checks the parameters and prepares.  cells: NULL, or room for SOLON_MARGINAL_CELLS numbers where
 * a beta quantile is tabulated (1 to 2 ms for usual shapes, then 6 ns a value instead of 0.5 us;
 * relative error of values below 1e-13 either way).  The marginal must not move afterwards. Errors:
 * SOLON_BAD_ARGUMENT, with a detail that names the parameter. */
#define SOLON_MARGINAL_CELLS (2 * 23 * (size_t)SOLON_TABLE_CELLS * SOLON_TABLE_TERMS)
solon_status solon_marginal_prepare(solon_context *context, solon_marginal *marginal,
                                    double *cells);

/* out[i * stride] = the quantile of tail p[i], of the upper tail where upper[i] is not 0. */
void solon_marginal_quantiles(const solon_marginal *marginal, const double *restrict p,
                              const unsigned char *restrict upper, size_t count, size_t stride,
                              double *restrict out);

#endif
