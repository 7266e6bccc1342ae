/* mcnemar.c - exact, mid-p and chi-square tests of discordant pairs. */
#include "mcnemar.h"

#include <math.h>

solon_status solon_mcnemar_count(solon_context *context, const double *restrict first,
                                 const double *restrict second, size_t n, int64_t cells[4]) {
  for (int i = 0; i < 4; i++)
    cells[i] = 0;
  for (size_t i = 0; i < n; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    if ((first[i] != 0 && first[i] != 1) || (second[i] != 0 && second[i] != 1))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "pair %zu is (%.15g, %.15g); each outcome must be 0 or 1", i + 1, first[i],
                        second[i]);
    cells[(first[i] == 1 ? 2 : 0) + (second[i] == 1 ? 1 : 0)]++;
  }
  return SOLON_OK;
}

static double mid_p(int64_t b, int64_t n, solon_alternative alternative) {
  int64_t smaller = b < n - b ? b : n - b;
  double half = 0.5 * solon_half_binomial_point(b, n);
  switch (alternative) {
  case SOLON_LESS:
    return solon_half_binomial_lower(b - 1, n) + half;
  case SOLON_GREATER:
    return solon_half_binomial_lower(n - b - 1, n) + half;
  default:
    return fmin(1, 2 * solon_half_binomial_lower(smaller - 1, n) + 2 * half);
  }
}

static void chi_square(int64_t b, int64_t c, double correction, solon_alternative alternative,
                       solon_mcnemar_result *result) {
  double difference = (double)b - (double)c, root = sqrt((double)b + (double)c);
  double distance = b == c ? 0 : fabs(difference) - correction;
  result->statistic = distance / root * (distance / root);
  if (alternative == SOLON_TWO_SIDED)
    result->p_value = solon_normal_p_value(distance / root, SOLON_TWO_SIDED);
  else if (alternative == SOLON_LESS)
    result->p_value = solon_normal_p_value((difference + correction) / root, SOLON_LESS);
  else
    result->p_value = solon_normal_p_value((difference - correction) / root, SOLON_GREATER);
}

solon_status solon_mcnemar(int64_t b, int64_t c, solon_mcnemar_method method,
                           solon_alternative alternative, double confidence,
                           solon_mcnemar_result *result) {
  if (b < 0 || c < 0 || b > INT64_MAX - c || !(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  int64_t n = b + c;
  if (n == 0) {
    *result = (solon_mcnemar_result){0, 1, NAN, 0, INFINITY};
    return SOLON_DEGENERATE;
  }
  double low, high;
  solon_binomial_interval(b, n, confidence, alternative, &low, &high);
  result->estimate = (double)b / (double)c;
  result->lower = low / (1 - low);
  result->upper = high / (1 - high);
  result->statistic = (double)(alternative == SOLON_TWO_SIDED && c < b ? c : b);
  switch (method) {
  case SOLON_MCNEMAR_EXACT:
    result->p_value = solon_half_binomial_p_value(b, n, alternative);
    break;
  case SOLON_MCNEMAR_MID_P:
    result->p_value = mid_p(b, n, alternative);
    break;
  default:
    chi_square(b, c, method == SOLON_MCNEMAR_CORRECTED ? 1 : 0, alternative, result);
  }
  return SOLON_OK;
}
