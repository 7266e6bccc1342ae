/* mean.c - generalised means. */
#include "mean.h"

#include "portable.h"

static solon_status check_mean(solon_context *context, const double *weights, size_t count,
                               double rho, double *sum) {
  *sum = 0;
  for (size_t i = 0; i < count; i++) {
    if (!(weights[i] >= 0 && weights[i] < INFINITY))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "weight %zu: finite number of at least 0 expected, got %.15g", i + 1,
                        weights[i]);
    *sum += weights[i];
  }
  if (!(*sum > 0 && *sum < INFINITY))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "a positive weight expected");
  if (isnan(rho))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "rho: number expected, got nan");
  return SOLON_OK;
}

/* The value about which powers are taken: the smallest for rho <= 0, else the largest; NaN where a
 * value is outside the domain. */
static double extreme_value(const solon_index_operand *columns, const double *weights, size_t count,
                            double rho, size_t row) {
  double extreme = rho <= 0 ? INFINITY : 0;
  for (size_t i = 0; i < count; i++) {
    double x = columns[i].values[row * columns[i].step];
    if (!(x >= 0 && x < INFINITY))
      return NAN;
    if (weights[i] > 0 && (rho <= 0 ? x < extreme : x > extreme))
      extreme = x;
  }
  return extreme;
}

static double mean_of_row(const solon_index_operand *columns, const double *weights, size_t count,
                          double sum, double rho, size_t row) {
  double extreme = extreme_value(columns, weights, count, rho, row);
  if (!(extreme > 0) || isinf(rho))
    return extreme;
  const double log_extreme = solon_portable_log(extreme);
  const bool geometric = fabs(rho) < 1e-12;
  double total = 0;
  for (size_t i = 0; i < count; i++) {
    double x = columns[i].values[row * columns[i].step];
    if (weights[i] == 0 || x == extreme)
      continue;
    double ratio = solon_portable_log(x) - log_extreme; /* -inf for a 0, where rho > 0 */
    total += weights[i] / sum * (geometric ? ratio : portable_expm1(rho * ratio));
  }
  return extreme * solon_portable_exp(geometric ? total : solon_portable_log1p(total) / rho);
}

solon_status solon_generalised_mean(solon_context *context, const solon_index_operand *columns,
                                    const double *weights, size_t count, double rho, size_t rows,
                                    double *out) {
  double sum;
  solon_status status = check_mean(context, weights, count, rho, &sum);
  for (size_t row = 0; status == SOLON_OK && row < rows; row++) {
    if (row % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    out[row] = mean_of_row(columns, weights, count, sum, rho, row);
  }
  return status;
}
