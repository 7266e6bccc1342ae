/* regression.h - ordinary least squares with standard errors.
 *
 * y = X beta + e by Householder QR (Golub 1965): the normal equations are never formed, so that
 * collinear data keep their digits (Longley's come out to 1e-9).  A column that the earlier ones
 * explain up to a relative 1e-10 of its length is set aside, as is R's habit: its coefficient is
 * NaN, the others are those of the fit without it.
 */
#ifndef SOLON_INFERENCE_REGRESSION_H
#define SOLON_INFERENCE_REGRESSION_H

#include "core/base/context.h"

/* One regressor: element i lies at data[i * stride], so that rows of a matrix need no copy. */
typedef struct solon_regressor {
  const double *data;
  size_t stride;
} solon_regressor;

typedef struct solon_regression_result {
  size_t rank;               /* coefficients estimated */
  double degrees_of_freedom; /* n - rank */
  double residual_sd;        /* sqrt(RSS / df) */
  double r_squared; /* 1 - RSS / TSS; TSS about the mean with an intercept, about 0 without */
  double adjusted_r_squared;     /* 1 - (1 - R^2) (n - 1) / df; n without an intercept */
  double f_statistic, f_p_value; /* all slopes zero */
  double f_degrees_of_freedom;   /* rank - 1, or rank without an intercept */
} solon_regression_result;

/* Doubles of workspace for n observations and k coefficients. */
size_t solon_regression_workspace(size_t n, size_t k);

/* Fits n observations on p regressors.  With intercept the first of the k = p + 1 coefficients is
 * the constant; else k = p.  Outputs of k elements: coefficients, standard errors, t values,
 * two-sided p-values, interval ends; covariance k x k (rows and columns set aside are NaN);
 * residuals n.  Values must be finite, k >= 1.  Cost 2 n k^2.
 *
 * SOLON_SINGULAR: columns were set aside.  SOLON_DEGENERATE: no residual degrees of freedom,
 * constant y (with intercept; zero y without), or residuals that are only rounding (RSS <= 1e-28 of
 * the uncentred sum of squares): coefficients and residuals are those of the fit; standard errors,
 * t, p and intervals are NaN. */
solon_status solon_linear_regression(solon_context *context, const double *restrict y, size_t n,
                                     const solon_regressor *regressors, size_t p, bool intercept,
                                     double confidence, double *restrict workspace,
                                     double *restrict coefficients,
                                     double *restrict standard_errors, double *restrict t_values,
                                     double *restrict p_values, double *restrict lower,
                                     double *restrict upper, double *restrict covariance,
                                     double *restrict residuals, solon_regression_result *result);

#endif
