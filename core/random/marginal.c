/* marginal.c - quantile functions; the beta's by table. */
#include "marginal.h"

#include "elementary.h"

#include <math.h>

enum { LOWEST = -24, OCTAVES = 23 }; /* tail probabilities from 6e-8 to 1/2 */
_Static_assert(SOLON_MARGINAL_CELLS == 2 * OCTAVES * SOLON_TABLE_CELLS * SOLON_TABLE_TERMS,
               "room for two sides");

static double lower_quantile(const void *law, double p, double *guess) {
  return solon_beta_quantile(law, p, false, guess);
}

static double upper_quantile(const void *law, double p, double *guess) {
  return solon_beta_quantile(law, p, true, guess);
}

static solon_status check(solon_context *context, const solon_marginal *m) {
  const double *x = m->parameter;
  switch (m->kind) {
  case SOLON_CONSTANT:
    if (!isfinite(x[0]))
      return solon_fail(context, SOLON_BAD_ARGUMENT, "'value': finite number expected, got %g",
                        x[0]);
    return SOLON_OK;
  case SOLON_UNIFORM:
    if (!isfinite(x[0]) || !isfinite(x[1]) || !(x[0] < x[1]) || !isfinite(x[1] - x[0]))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "finite 'low' below 'high' expected, got %.15g and %.15g", x[0], x[1]);
    return SOLON_OK;
  case SOLON_NORMAL:
    if (!isfinite(x[0]))
      return solon_fail(context, SOLON_BAD_ARGUMENT, "'mean': finite number expected, got %g",
                        x[0]);
    if (!(x[1] > 0 && isfinite(x[1])))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "'standard_deviation': number above 0 expected, got %.15g", x[1]);
    return SOLON_OK;
  case SOLON_EXPONENTIAL:
    if (!(x[0] > 0 && isfinite(x[0])))
      return solon_fail(context, SOLON_BAD_ARGUMENT, "mean above 0 expected, got %.15g", x[0]);
    return SOLON_OK;
  case SOLON_TRIANGULAR:
    if (!isfinite(x[0]) || !isfinite(x[2]) || !(x[0] <= x[1] && x[1] <= x[2] && x[0] < x[2]) ||
        !isfinite(x[2] - x[0]))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "finite 'low' <= 'mode' <= 'high', low < high, expected, got %.15g, "
                        "%.15g, %.15g",
                        x[0], x[1], x[2]);
    return SOLON_OK;
  case SOLON_BETA:
    for (int i = 0; i < 2; i++)
      if (!(x[i] >= 1e-3 && x[i] <= 1e7))
        return solon_fail(context, SOLON_BAD_ARGUMENT,
                          "'%c': number in [0.001, 1e7] expected, got %.15g", 'a' + i, x[i]);
    return SOLON_OK;
  }
  return solon_fail(context, SOLON_BAD_ARGUMENT, "unknown distribution");
}

solon_status solon_marginal_prepare(solon_context *context, solon_marginal *marginal,
                                    double *cells) {
  solon_status status = check(context, marginal);
  marginal->tabulated = false;
  if (status != SOLON_OK || marginal->kind != SOLON_BETA)
    return status;
  marginal->beta = solon_beta_prepare(marginal->parameter[0], marginal->parameter[1]);
  if (cells == NULL)
    return SOLON_OK;
  solon_octave_table_build(&marginal->side[0], lower_quantile, &marginal->beta, false, LOWEST,
                           OCTAVES, cells);
  solon_octave_table_build(&marginal->side[1], upper_quantile, &marginal->beta, false, LOWEST,
                           OCTAVES, cells + solon_octave_table_size(OCTAVES));
  marginal->tabulated = true;
  return SOLON_OK;
}

static double triangular(const double x[3], double p, bool upper) {
  double width = x[2] - x[0], left = (x[1] - x[0]) / width;
  double below = upper ? 1 - p : p;
  if (below <= left)
    return x[0] + width * sqrt(below * left);
  return x[2] - width * sqrt((upper ? p : 1 - p) * (1 - left));
}

#define EACH(VALUE)                                                                                \
  for (size_t i = 0; i < count; i++)                                                               \
    out[i * stride] = VALUE;                                                                       \
  return

void solon_marginal_quantiles(const solon_marginal *marginal, const double *restrict p,
                              const unsigned char *restrict upper, size_t count, size_t stride,
                              double *restrict out) {
  const double *x = marginal->parameter;
  switch (marginal->kind) {
  case SOLON_CONSTANT:
    EACH(x[0]);
  case SOLON_UNIFORM:
    EACH(upper[i] ? x[1] - (x[1] - x[0]) * p[i] : x[0] + (x[1] - x[0]) * p[i]);
  case SOLON_NORMAL:
    EACH(x[0] + x[1] * ((1 - 2 * upper[i]) * solon_normal_quantile(p[i])));
  case SOLON_EXPONENTIAL:
    EACH(-x[0] * (p[i] > 0   ? solon_portable_log_complement(p[i], !upper[i])
                  : upper[i] ? -INFINITY
                             : 0));
  case SOLON_TRIANGULAR:
    EACH(triangular(x, p[i], upper[i]));
  case SOLON_BETA:
    if (marginal->tabulated) {
      EACH(solon_octave_table_value(&marginal->side[upper[i]], p[i]));
    }
    EACH(solon_beta_quantile(&marginal->beta, p[i], upper[i], NULL));
  }
}
