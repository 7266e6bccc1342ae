/* regression.c - Householder QR that sets dependent columns aside, then errors from R alone. */
#include "regression.h"

#include "moments.h"
#include "tail.h"

#include <math.h>
#include <string.h>

#define DEPENDENT 1e-10
#define ROUNDING 1e-28 /* of the sum of squares: a relative residual of 1e-14 */

size_t solon_regression_workspace(size_t n, size_t k) {
  return n * k + n + 2 * k * k + 3 * k;
}

static double norm(const double *x, size_t n) {
  double largest = 0, sum = 0;
  for (size_t i = 0; i < n; i++)
    largest = fmax(largest, fabs(x[i]));
  if (largest == 0)
    return 0;
  for (size_t i = 0; i < n; i++)
    sum += x[i] / largest * (x[i] / largest);
  return largest * sqrt(sum);
}

/* x - 2 v (v' x) for a unit vector v. */
static void reflect(const double *restrict v, size_t n, double *restrict x) {
  double product = 0;
  for (size_t i = 0; i < n; i++)
    product += v[i] * x[i];
  product *= 2;
  for (size_t i = 0; i < n; i++)
    x[i] -= product * v[i];
}

/* The columns of the design, each contiguous. */
static void fill_design(const solon_regressor *regressors, size_t p, bool intercept, size_t n,
                        double *design) {
  if (intercept) {
    for (size_t i = 0; i < n; i++)
      design[i] = 1;
    design += n;
  }
  for (size_t j = 0; j < p; j++)
    for (size_t i = 0; i < n; i++)
      design[j * n + i] = regressors[j].data[i * regressors[j].stride];
}

/* QR of the design in place, one column after the other: kept column c has the unit Householder
 * vector of step c in the place of column kept[c] (a position, held as a double), its R entries in
 * r[c * k + 0..c].  effects becomes Q' y. */
static solon_status factor(solon_context *context, double *design, size_t n, size_t k, double *r,
                           double *kept, double *effects, size_t *rank) {
  *rank = 0;
  for (size_t j = 0; j < k; j++) {
    double *column = design + j * n;
    double length = norm(column, n);
    for (size_t c = 0; c < *rank; c++) {
      if (solon_context_cancelled(context))
        return SOLON_CANCELLED;
      reflect(design + (size_t)kept[c] * n + c, n - c, column + c);
    }
    size_t c = *rank;
    double rest = c < n ? norm(column + c, n - c) : 0;
    if (!(rest > DEPENDENT * length))
      continue;
    memcpy(r + c * k, column, c * sizeof *r);
    double head = column[c] > 0 ? -rest : rest;
    r[c * k + c] = head;
    column[c] -= head;
    double scale = 1 / norm(column + c, n - c);
    for (size_t i = c; i < n; i++)
      column[i] *= scale;
    reflect(column + c, n - c, effects + c);
    kept[c] = (double)j;
    (*rank)++;
  }
  return SOLON_OK;
}

/* Solves R b = effects from the bottom; r holds columns. */
static void back_substitute(const double *r, size_t k, size_t rank, const double *effects,
                            double *b) {
  for (size_t c = rank; c-- > 0;) {
    double value = effects[c];
    for (size_t j = c + 1; j < rank; j++)
      value -= r[j * k + c] * b[j];
    b[c] = value / r[c * k + c];
  }
}

/* inverse[c * k + i] = (R^-1)_ic, upper triangular. */
static void invert(const double *r, size_t k, size_t rank, double *inverse) {
  for (size_t c = 0; c < rank; c++) {
    for (size_t i = c + 1; i-- > 0;) {
      double value = i == c ? 1 : 0;
      for (size_t j = i + 1; j <= c; j++)
        value -= r[j * k + i] * inverse[c * k + j];
      inverse[c * k + i] = value / r[i * k + i];
    }
  }
}

static void fill_nan(double *x, size_t n) {
  for (size_t i = 0; i < n; i++)
    x[i] = NAN;
}

/* Residuals: Q times the effects with the first `rank` of them set to zero. */
static void find_residuals(const double *design, size_t n, size_t rank, const double *kept,
                           const double *effects, double *residuals) {
  for (size_t i = 0; i < n; i++)
    residuals[i] = i < rank ? 0 : effects[i];
  for (size_t c = rank; c-- > 0;)
    reflect(design + (size_t)kept[c] * n + c, n - c, residuals + c);
}

/* R^2, F and the residual standard deviation; false when residuals say nothing about errors. */
static bool summarise(const double *y, const solon_moments *moments, size_t n,
                      const double *effects, const double *residuals, size_t rank, bool intercept,
                      solon_regression_result *result) {
  double raw = norm(y, n), rest = norm(residuals, n), count = (double)n;
  double total = intercept ? moments->deviations : raw * raw, rss = rest * rest;
  double df = count - (double)rank, model_df = (double)rank - (intercept ? 1 : 0);
  *result = (solon_regression_result){rank, df, NAN, NAN, NAN, NAN, NAN, model_df};
  bool constant = n < 1 || (intercept ? moments->constant && n > 1 : raw == 0);
  if (!constant && total > 0) {
    result->r_squared = 1 - rss / total;
    if (df > 0)
      result->adjusted_r_squared = 1 - rss / df / (total / (count - (intercept ? 1 : 0)));
  }
  if (!(df > 0))
    return false;
  result->residual_sd = rest / sqrt(df);
  if (constant || rss <= ROUNDING * raw * raw)
    return false;
  if (model_df > 0) {
    /* the effects after the intercept's hold what the slopes explain, without a difference of sums
     */
    double explained = norm(effects + (intercept ? 1 : 0), (size_t)model_df);
    result->f_statistic = explained * explained / model_df / (rss / df);
    result->f_p_value = solon_f_upper(result->f_statistic, model_df, df);
  }
  return true;
}

solon_status solon_linear_regression(solon_context *context, const double *restrict y, size_t n,
                                     const solon_regressor *regressors, size_t p, bool intercept,
                                     double confidence, double *restrict workspace,
                                     double *restrict coefficients,
                                     double *restrict standard_errors, double *restrict t_values,
                                     double *restrict p_values, double *restrict lower,
                                     double *restrict upper, double *restrict covariance,
                                     double *restrict residuals, solon_regression_result *result) {
  size_t k = p + (intercept ? 1 : 0), rank;
  if (k < 1 || !(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  double *design = workspace, *effects = design + n * k, *r = effects + n, *inverse = r + k * k;
  double *kept = inverse + k * k, *b = kept + k;
  double *const outputs[] = {coefficients, standard_errors, t_values, p_values, lower, upper};
  for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
    fill_nan(outputs[i], k);
  fill_nan(covariance, k * k);
  fill_design(regressors, p, intercept, n, design);
  memcpy(effects, y, n * sizeof *effects);
  solon_status status = factor(context, design, n, k, r, kept, effects, &rank);
  if (status != SOLON_OK)
    return status;
  back_substitute(r, k, rank, effects, b);
  for (size_t c = 0; c < rank; c++)
    coefficients[(size_t)kept[c]] = b[c];
  find_residuals(design, n, rank, kept, effects, residuals);
  solon_moments moments;
  status = solon_column_moments(context, y, n, &moments);
  if (status != SOLON_OK)
    return status;
  if (!summarise(y, &moments, n, effects, residuals, rank, intercept, result))
    return SOLON_DEGENERATE;
  invert(r, k, rank, inverse);
  double width = solon_student_upper_quantile(0.5 * (1 - confidence), result->degrees_of_freedom);
  double variance = result->residual_sd * result->residual_sd;
  for (size_t i = 0; i < rank; i++) {
    size_t row = (size_t)kept[i];
    for (size_t j = 0; j < rank; j++) {
      double sum = 0;
      for (size_t c = i > j ? i : j; c < rank; c++)
        sum += inverse[c * k + i] * inverse[c * k + j];
      covariance[row * k + (size_t)kept[j]] = variance * sum;
    }
    double error = sqrt(covariance[row * k + row]), estimate = coefficients[row];
    standard_errors[row] = error;
    t_values[row] = estimate / error;
    p_values[row] =
        solon_student_p_value(t_values[row], result->degrees_of_freedom, SOLON_TWO_SIDED);
    lower[row] = estimate - width * error;
    upper[row] = estimate + width * error;
  }
  return rank < k ? SOLON_SINGULAR : SOLON_OK;
}
