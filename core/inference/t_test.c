/* t_test.c - t tests from means and standard errors. */
#include "t_test.h"

#include "moments.h"

#include <float.h>
#include <math.h>

static solon_status no_information(solon_t_result *result, double estimate) {
  *result = (solon_t_result){NAN, NAN, NAN, estimate, NAN, NAN, NAN};
  return SOLON_DEGENERATE;
}

/* Values whose squares or sums overflow leave no standard error to compare with. */
static solon_status conclude(double estimate, double standard_error, double df, double null_value,
                             solon_alternative alternative, double confidence,
                             solon_t_result *result) {
  if (!isfinite(standard_error) || !isfinite(estimate))
    return no_information(result, estimate);
  double outside = alternative == SOLON_TWO_SIDED ? 0.5 * (1 - confidence) : 1 - confidence;
  double width = solon_student_upper_quantile(outside, df) * standard_error;
  result->estimate = estimate;
  result->standard_error = standard_error;
  result->degrees_of_freedom = df;
  result->statistic = (estimate - null_value) / standard_error;
  result->p_value = solon_student_p_value(result->statistic, df, alternative);
  result->lower = alternative == SOLON_LESS ? -INFINITY : estimate - width;
  result->upper = alternative == SOLON_GREATER ? INFINITY : estimate + width;
  return SOLON_OK;
}

static bool arguments_valid(double null_value, double confidence) {
  return isfinite(null_value) && confidence > 0 && confidence < 1;
}

solon_status solon_t_one_sample(solon_context *context, const double *restrict x, size_t n,
                                double null_value, solon_alternative alternative, double confidence,
                                solon_t_result *result) {
  solon_moments moments;
  if (!arguments_valid(null_value, confidence))
    return SOLON_BAD_ARGUMENT;
  solon_status status = solon_column_moments(context, x, n, &moments);
  if (status != SOLON_OK)
    return status;
  if (n < 2 || moments.constant)
    return no_information(result, moments.mean);
  return conclude(moments.mean, sqrt(moments.variance / (double)n), (double)n - 1, null_value,
                  alternative, confidence, result);
}

solon_status solon_t_paired(solon_context *context, const double *restrict x,
                            const double *restrict y, size_t n, double null_value,
                            solon_alternative alternative, double confidence,
                            double *restrict differences, solon_t_result *result) {
  double largest = 0;
  for (size_t i = 0; i < n; i++) {
    differences[i] = x[i] - y[i];
    largest = fmax(largest, fmax(fabs(x[i]), fabs(y[i])));
  }
  solon_status status =
      solon_t_one_sample(context, differences, n, null_value, alternative, confidence, result);
  /* differences that are only the rounding of x - y carry no information either */
  if (status == SOLON_OK && result->standard_error * sqrt((double)n) <= 10 * DBL_EPSILON * largest)
    return no_information(result, result->estimate);
  return status;
}

solon_status solon_t_two_samples(solon_context *context, const double *restrict x, size_t n,
                                 const double *restrict y, size_t m, bool pooled, double null_value,
                                 solon_alternative alternative, double confidence,
                                 solon_t_result *result) {
  solon_moments mx, my;
  if (!arguments_valid(null_value, confidence))
    return SOLON_BAD_ARGUMENT;
  solon_status status = solon_column_moments(context, x, n, &mx);
  if (status == SOLON_OK)
    status = solon_column_moments(context, y, m, &my);
  if (status != SOLON_OK)
    return status;
  double estimate = mx.mean - my.mean, size_x = (double)n, size_y = (double)m;
  double standard_error, df;
  if (n < 1 || m < 1 || n + m < 3 || (!pooled && (n < 2 || m < 2)))
    return no_information(result, estimate);
  if (pooled) {
    df = size_x + size_y - 2;
    standard_error = sqrt((mx.deviations + my.deviations) / df) * sqrt(1 / size_x + 1 / size_y);
  } else {
    double error_x = sqrt(mx.variance / size_x), error_y = sqrt(my.variance / size_y);
    standard_error = hypot(error_x, error_y);
    /* ratios, so that squares of squares cannot underflow */
    double share_x = error_x / standard_error, share_y = error_y / standard_error;
    df = 1 / (pow(share_x, 4) / (size_x - 1) + pow(share_y, 4) / (size_y - 1));
  }
  if (!(standard_error > 10 * DBL_EPSILON * fmax(fabs(mx.mean), fabs(my.mean))))
    return no_information(result, estimate);
  return conclude(estimate, standard_error, df, null_value, alternative, confidence, result);
}
