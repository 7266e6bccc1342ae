/* mean.h - the generalised mean of columns, row by row.
 *
 *   M = (sum_i w_i x_i^rho / W)^(1 / rho),  W = sum_i w_i
 *
 * the aggregator of constant elasticity of substitution 1 / (1 - rho) (CES): rho = 1 is the
 * arithmetic mean, 0 the geometric one, -1 the harmonic one, -inf the minimum and +inf the maximum
 * over the columns with a positive weight.  With two columns, equal weights and rho < 0 it is a
 * soft minimum: min <= M <= 2^(-1/rho) min.  Powers are taken of the ratios to the extreme column,
 * so that nothing overflows and a small rho cancels nothing; |rho| < 1e-12 is taken as 0.
 *
 * Domain: finite x_i >= 0; anything else, NaN too, gives NaN.  For rho <= 0 a zero gives 0.
 * Relative error below 1e-14, and the same bits on every CPU.  Cost: some 40 ns for each column and
 * row.
 */
#ifndef SOLON_INDEX_MEAN_H
#define SOLON_INDEX_MEAN_H

#include "index.h"

/* out[row] of `count` columns; weights are finite, >= 0 and not all 0 (else SOLON_BAD_ARGUMENT, as
 * for a rho that is NaN).  Polls for cancellation. */
solon_status solon_generalised_mean(solon_context *context, const solon_index_operand *columns,
                                    const double *weights, size_t count, double rho, size_t rows,
                                    double *out);

#endif
