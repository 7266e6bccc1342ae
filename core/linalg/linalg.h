/* linalg.h - dense matrices: products, linear systems, Cholesky factor, symmetric eigenvalues.
 *
 * Matrices are row-major without gaps: element (i, j) of an r x c matrix is a[i * c + j].  Outputs
 * must not overlap inputs.  Work is done by BLAS (serial OpenBLAS), so results are repeatable on
 * one CPU class but may differ in the last bits between classes.
 *
 * Values: solve, cholesky and eigen_symmetric answer SOLON_DEGENERATE and fill their outputs with
 * NaN when an input element is NaN or infinite; matmul lets NaN through by the rules of arithmetic.
 *
 * Cancellation is polled about every 5 * 10^8 multiplications (20 ms).
 */
#ifndef SOLON_LINALG_LINALG_H
#define SOLON_LINALG_LINALG_H

#include "core/base/context.h"

/* out = a b for a: rows x inner, b: inner x columns. */
solon_status solon_matmul(solon_context *context, const double *a, const double *b, size_t rows,
                          size_t inner, size_t columns, double *out);

/* Solves a x = b for `columns` right-hand sides (b, x: n x columns; x may be b) by LU factorisation
 * with partial pivoting.  SOLON_SINGULAR when a pivot is 0 (x is NaN) or when the reciprocal
 * condition number is below 2^-52 (x is computed but has no certain digit).  *reciprocal_condition
 * (may be NULL) is 1 / (|a|_1 |a^-1|_1) with the inverse's norm estimated [Higham 1988], 0 when a
 * pivot is 0.  work: n * n + 3 * n doubles; pivots: n.  Cost 2/3 n^3. */
solon_status solon_solve(solon_context *context, const double *a, size_t n, const double *b,
                         size_t columns, double *work, size_t *pivots, double *x,
                         double *reciprocal_condition);

/* Position of the first element that breaks symmetry, |a_ij - a_ji| > 1e-10 max |a|, or n * n when
 * a is symmetric.  NaN is not judged. */
size_t solon_asymmetry(const double *a, size_t n);

/* The lower triangular factor: a = factor factor'.  Reads the lower triangle of a only; the upper
 * triangle of the factor is 0.  SOLON_SINGULAR (factor NaN) when a is not positive definite to
 * working precision.  factor may be a.  Cost n^3 / 3. */
solon_status solon_cholesky(solon_context *context, const double *a, size_t n, double *factor);

/* Solves factor factor' x = b, with the factor of solon_cholesky; x may be b. */
solon_status solon_cholesky_solve(solon_context *context, const double *factor, size_t n,
                                  const double *b, size_t columns, double *x);

/* Eigenvalues of a symmetric matrix in ascending order, and unit eigenvectors as columns of
 * `vectors` (n x n, may be NULL) in the same order, each with its largest component (the first of
 * equals) positive.  Only the lower triangle enters the result.  SOLON_NOT_CONVERGED
 * when an eigenvalue needs more than 60 QR steps (not seen in practice).  Errors: about
 * n * 2^-53 * |a|.  work: n * n + 3 * n doubles.  Cost about 9 n^3 with vectors, 4/3 n^3 without.
 */
solon_status solon_eigen_symmetric(solon_context *context, const double *a, size_t n, double *work,
                                   double *values, double *vectors);

#endif
