/* regression.c - Householder QR that sets dependent columns aside, then errors from R alone. */
#include "regression.h"

#include "moments.h"
#include "tail.h"

#include "core/array/elementwise.h"
#include "core/array/reduce.h"

#include <math.h>
#include <string.h>

#define DEPENDENT 1e-10
#define ROUNDING 1e-28 /* of the sum of squares: a relative residual of 1e-14 */

size_t solon_regression_workspace(size_t n, size_t k) {
  return n * k + n + 2 * k * k + 3 * k;
}

/* The length of x; scaled where squares would overflow or vanish. */
static solon_status norm(solon_context *context, const double *x, size_t n, double *length) {
  double squares, low, high;
  solon_status status = solon_dot(context, x, x, n, &squares);
  *length = sqrt(squares);
  if (status != SOLON_OK || (squares > 1e-280 && squares < 1e280))
    return status;
  status = solon_min(context, x, n, &low);
  if (status == SOLON_OK)
    status = solon_max(context, x, n, &high);
  if (status != SOLON_OK || n == 0 || (low == 0 && high == 0))
    return status;
  double largest = fmax(-low, high), sum = 0;
  for (size_t i = 0; i < n; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    sum += x[i] / largest * (x[i] / largest);
  }
  *length = largest * sqrt(sum);
  return SOLON_OK;
}

/* x - 2 v (v' x) for a unit vector v. */
static solon_status reflect(solon_context *context, const double *restrict v, size_t n,
                            double *restrict x) {
  double product;
  solon_status status = solon_dot(context, v, x, n, &product);
  return status == SOLON_OK ? solon_axpy(context, -2 * product, v, n, x) : status;
}

/* The columns of the design, each contiguous. */
static solon_status fill_design(solon_context *context, const solon_regressor *regressors, size_t p,
                                bool intercept, size_t n, double *design) {
  if (intercept) {
    for (size_t i = 0; i < n; i++)
      design[i] = 1;
    design += n;
  }
  for (size_t j = 0; j < p; j++) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    for (size_t i = 0; i < n; i++)
      design[j * n + i] = regressors[j].data[i * regressors[j].stride];
  }
  return SOLON_OK;
}

/* QR of the design in place, one column after the other: kept column c has the unit Householder
 * vector of step c in the place of column kept[c] (a position, held as a double), its R entries in
 * r[c * k + 0..c].  effects becomes Q' y. */
static solon_status factor(solon_context *context, double *design, size_t n, size_t k, double *r,
                           double *kept, double *effects, size_t *rank) {
  *rank = 0;
  for (size_t j = 0; j < k; j++) {
    double *column = design + j * n, length, rest;
    size_t c = *rank;
    solon_status status = norm(context, column, n, &length);
    for (size_t i = 0; i < c && status == SOLON_OK; i++)
      status = reflect(context, design + (size_t)kept[i] * n + i, n - i, column + i);
    if (status == SOLON_OK)
      status = norm(context, column + c, n - c, &rest);
    if (status != SOLON_OK)
      return status;
    if (!(rest > DEPENDENT * length))
      continue;
    memcpy(r + c * k, column, c * sizeof *r);
    double head = column[c] > 0 ? -rest : rest, unit;
    r[c * k + c] = head;
    column[c] -= head;
    status = norm(context, column + c, n - c, &unit);
    for (size_t i = c; i < n; i++)
      column[i] /= unit;
    if (status == SOLON_OK)
      status = reflect(context, column + c, n - c, effects + c);
    if (status != SOLON_OK)
      return status;
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
static solon_status find_residuals(solon_context *context, const double *design, size_t n,
                                   size_t rank, const double *kept, const double *effects,
                                   double *residuals) {
  solon_status status = SOLON_OK;
  for (size_t i = 0; i < n; i++)
    residuals[i] = i < rank ? 0 : effects[i];
  for (size_t c = rank; c-- > 0 && status == SOLON_OK;)
    status = reflect(context, design + (size_t)kept[c] * n + c, n - c, residuals + c);
  return status;
}

/* What the summary is made of: lengths, which may be interrupted, apart from the arithmetic. */
typedef struct fit_lengths {
  double response, residual, explained;
  solon_moments moments; /* of the response */
} fit_lengths;

static solon_status measure(solon_context *context, const double *y, size_t n,
                            const double *effects, const double *residuals, size_t rank,
                            bool intercept, fit_lengths *lengths) {
  /* the effects after the intercept's hold what the slopes explain, without a difference of sums */
  size_t first = intercept && rank > 0 ? 1 : 0;
  solon_status status = norm(context, y, n, &lengths->response);
  if (status == SOLON_OK)
    status = norm(context, residuals, n, &lengths->residual);
  if (status == SOLON_OK)
    status = norm(context, effects + first, rank - first, &lengths->explained);
  if (status == SOLON_OK)
    status = solon_column_moments(context, y, n, &lengths->moments);
  return status;
}

/* R^2, F and the residual standard deviation; false when residuals say nothing about errors. */
static bool summarise(const fit_lengths *lengths, size_t n, size_t rank, bool intercept,
                      solon_regression_result *result) {
  const solon_moments *moments = &lengths->moments;
  double raw = lengths->response * lengths->response, count = (double)n;
  double total = intercept ? moments->deviations : raw;
  double rss = lengths->residual * lengths->residual;
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
  result->residual_sd = lengths->residual / sqrt(df);
  if (constant || rss <= ROUNDING * raw)
    return false;
  if (model_df > 0) {
    double ratio = lengths->explained / lengths->residual;
    result->f_statistic = ratio * ratio / model_df * df;
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
  solon_status status = fill_design(context, regressors, p, intercept, n, design);
  if (status != SOLON_OK)
    return status;
  memcpy(effects, y, n * sizeof *effects);
  status = factor(context, design, n, k, r, kept, effects, &rank);
  if (status != SOLON_OK)
    return status;
  back_substitute(r, k, rank, effects, b);
  for (size_t c = 0; c < rank; c++)
    coefficients[(size_t)kept[c]] = b[c];
  fit_lengths lengths;
  status = find_residuals(context, design, n, rank, kept, effects, residuals);
  if (status == SOLON_OK)
    status = measure(context, y, n, effects, residuals, rank, intercept, &lengths);
  if (status != SOLON_OK)
    return status;
  if (!summarise(&lengths, n, rank, intercept, result))
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
