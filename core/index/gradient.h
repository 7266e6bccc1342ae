/* gradient.h - partial derivatives of the governance index by its inputs and parameters.
 *
 * Of index = min(scale, scale R), R as in index.h with its options.  Where R is clipped (saturated,
 * R > 1 + 1e-12) every derivative is 0 but that by scale, which is 1.  Where potential and gate tie
 * (bottleneck 0) the minimum follows the potential.  With A = e^(kT), G = e^k:
 *
 *   dP/dx   = w P / x, and with rho: W P s / x, s the pillar's share of the sum of powers
 *   dP/dw   = P ln x, and with rho: P (ln M + ((x / M)^rho - 1) / rho)
 *   dF/dT   = k A c D / (D + E)^2
 *   dF/dtheta = F k (D - 1) (E - E1) / ((D + E1) (D + E)),  E1 = G - 1
 *   dF/dk   = c T A D / (D + E)^2 - F G D / (E1 (D + E1))
 *             + F theta (D - 1) (E - E1) / ((D + E1) (D + E))
 *
 * At a pillar of 0 the derivative is the limit from above, which is infinite where the potential
 * binds and rises like a power below 1.  Of equal pillars under rho = -inf or inf, and of equal
 * floor factors, the first of capacity, visibility, trust counts.  Parameters are differentiated as
 * if they were free (the weights' sum is not held).
 *
 * Rows with missing or invalid values are NaN and counted as by solon_index_evaluate.  Relative
 * error below 1e-12, for k the error is absolute, 1e-15 max(1, 1 / k).  The bits are the same at
 * every CPU level with default rho.  Cost: some 200 ns a row.
 */
#ifndef SOLON_INDEX_GRADIENT_H
#define SOLON_INDEX_GRADIENT_H

#include "index.h"

enum { SOLON_INDEX_SLOPES = SOLON_INDEX_INPUTS + SOLON_INDEX_PARAMETERS };

/* Names: those of the inputs, then those of the parameters. */
extern const char *const solon_index_slope_names[SOLON_INDEX_SLOPES];

/* Computes the derivatives whose pointer in out is not NULL; each has rows->count elements and
 * overlaps no operand.  Errors as solon_index_evaluate. */
solon_status solon_index_gradient(solon_context *context, const solon_index_rows *rows,
                                  const solon_index_options *options,
                                  double *const out[SOLON_INDEX_SLOPES],
                                  solon_index_counts *counts);

#endif
