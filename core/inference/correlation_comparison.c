/* correlation_comparison.c - Fisher z tests and the comparison of overlapping correlations. */
#include "correlation_comparison.h"

#include "correlation_interval.h"

#include <math.h>

static bool is_correlation(double r) {
  return r >= -1 && r <= 1;
}

/* The variance of z is factor / (n - lost). */
static void coefficient_variance(solon_coefficient coefficient, double *factor, int64_t *lost) {
  static const double factors[] = {1, 1.06, 0.437};
  *factor = factors[coefficient];
  *lost = coefficient == SOLON_KENDALL ? 4 : 3;
}

static solon_status no_information(solon_comparison_result *result, double estimate) {
  *result = (solon_comparison_result){NAN, NAN, NAN, estimate, NAN, NAN};
  return SOLON_DEGENERATE;
}

static void normal_result(solon_comparison_result *result, double z,
                          solon_alternative alternative) {
  result->statistic = z;
  result->degrees_of_freedom = INFINITY;
  result->p_value = solon_normal_p_value(z, alternative);
}

solon_status solon_fisher_z(double r, int64_t n, double null_value, solon_coefficient coefficient,
                            solon_alternative alternative, double confidence,
                            solon_comparison_result *result) {
  double factor;
  int64_t lost;
  if (!is_correlation(r) || n < 0 || !(fabs(null_value) < 1) || !(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  coefficient_variance(coefficient, &factor, &lost);
  if (n <= lost || fabs(r) == 1)
    return no_information(result, r);
  double information = (double)(n - lost);
  normal_result(result, (atanh(r) - atanh(null_value)) / sqrt(factor / information), alternative);
  result->estimate = r;
  solon_correlation_interval(r, information, factor, confidence, alternative, &result->lower,
                             &result->upper);
  return SOLON_OK;
}

/* Zou's interval of r1 - r2 from the intervals of each and the correlation between the two. */
static void zou_interval(double r1, double information1, double r2, double information2,
                         double factor, double correlation, double confidence,
                         solon_alternative alternative, solon_comparison_result *result) {
  double level = alternative == SOLON_TWO_SIDED ? confidence : 2 * confidence - 1;
  double l1 = r1, u1 = r1, l2 = r2, u2 = r2;
  if (level > 0) {
    solon_correlation_interval(r1, information1, factor, level, SOLON_TWO_SIDED, &l1, &u1);
    solon_correlation_interval(r2, information2, factor, level, SOLON_TWO_SIDED, &l2, &u2);
  }
  double a = r1 - l1, b = u2 - r2, c = u1 - r1, d = r2 - l2;
  result->lower = r1 - r2 - sqrt(fmax(0, a * a + b * b - 2 * correlation * a * b));
  result->upper = r1 - r2 + sqrt(fmax(0, c * c + d * d - 2 * correlation * c * d));
  if (alternative == SOLON_LESS)
    result->lower = -2;
  if (alternative == SOLON_GREATER)
    result->upper = 2;
}

solon_status solon_fisher_z_two(double r1, int64_t n1, double r2, int64_t n2,
                                solon_coefficient coefficient, solon_alternative alternative,
                                double confidence, solon_comparison_result *result) {
  double factor;
  int64_t lost;
  if (!is_correlation(r1) || !is_correlation(r2) || n1 < 0 || n2 < 0 ||
      !(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  coefficient_variance(coefficient, &factor, &lost);
  if (n1 <= lost || n2 <= lost || fabs(r1) == 1 || fabs(r2) == 1)
    return no_information(result, r1 - r2);
  double information1 = (double)(n1 - lost), information2 = (double)(n2 - lost);
  double variance = factor / information1 + factor / information2;
  normal_result(result, (atanh(r1) - atanh(r2)) / sqrt(variance), alternative);
  result->estimate = r1 - r2;
  zou_interval(r1, information1, r2, information2, factor, 0, confidence, alternative, result);
  return SOLON_OK;
}

/* ---- overlapping ----------------------------------------------------------------------------- */

static void williams(double r12, double r13, double r23, double determinant, double n,
                     solon_alternative alternative, solon_comparison_result *result) {
  double mean = 0.5 * (r12 + r13), rest = 1 - r23;
  double scale = 2 * (n - 1) / (n - 3) * determinant + mean * mean * rest * rest * rest;
  result->statistic = (r12 - r13) * sqrt((n - 1) * (1 + r23) / scale);
  result->degrees_of_freedom = n - 3;
  result->p_value = solon_student_p_value(result->statistic, n - 3, alternative);
}

/* The asymptotic covariance of the two z with both correlations at their mean. */
static double steiger_z(double r12, double r13, double r23, double n) {
  double square = 0.25 * (r12 + r13) * (r12 + r13);
  double psi = r23 * (1 - 2 * square) - 0.5 * square * (1 - 2 * square - r23 * r23);
  double covariance = psi / ((1 - square) * (1 - square));
  return (atanh(r12) - atanh(r13)) * sqrt((n - 3) / (2 - 2 * covariance));
}

static double meng_z(double r12, double r13, double r23, double n) {
  double square = 0.5 * (r12 * r12 + r13 * r13);
  double f = fmin(1, (1 - r23) / (2 * (1 - square)));
  double h = (1 - f * square) / (1 - square);
  return (atanh(r12) - atanh(r13)) * sqrt((n - 3) / (2 * (1 - r23) * h));
}

/* The correlation between r12 and r13 as estimates (Zou 2007, eq. 11). */
static double overlap_correlation(double r12, double r13, double r23) {
  double a = 1 - r12 * r12, b = 1 - r13 * r13;
  double covariance = (r23 - 0.5 * r12 * r13) * (a - r13 * r13 - r23 * r23) + r23 * r23 * r23;
  return covariance / (a * b);
}

solon_status solon_dependent_correlations(double r12, double r13, double r23, int64_t n,
                                          solon_dependent_method method,
                                          solon_alternative alternative, double confidence,
                                          solon_comparison_result *result) {
  if (!is_correlation(r12) || !is_correlation(r13) || !is_correlation(r23) || n < 0 ||
      !(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  double determinant = (1 - r23) * (1 + r23 - 2 * r12 * r13) - (r12 - r13) * (r12 - r13);
  if (determinant < -1e-12)
    return SOLON_BAD_ARGUMENT;
  if (n <= 3 || fabs(r12) == 1 || fabs(r13) == 1 || fabs(r23) == 1)
    return no_information(result, r12 - r13);
  double count = (double)n;
  if (method == SOLON_WILLIAMS)
    williams(r12, r13, r23, fmax(0, determinant), count, alternative, result);
  else if (method == SOLON_STEIGER)
    normal_result(result, steiger_z(r12, r13, r23, count), alternative);
  else
    normal_result(result, meng_z(r12, r13, r23, count), alternative);
  result->estimate = r12 - r13;
  zou_interval(r12, count - 3, r13, count - 3, 1, overlap_correlation(r12, r13, r23), confidence,
               alternative, result);
  return isnan(result->statistic) ? no_information(result, r12 - r13) : SOLON_OK;
}
