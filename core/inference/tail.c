/* tail.c - tails by erfc and by one continued fraction for the incomplete beta function. */
#include "tail.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <math.h>
#include <stdbool.h>

/* ---- normal ---------------------------------------------------------------------------------- */

double solon_normal_upper(double z) {
  /* z / sqrt(2) in two parts: at z = 37 the rounding of the first alone would cost 1e-13 */
  static const double high = 0x1.6a09e667f3bcdp-1, low = -0x1.bdd3413b26456p-55;
  static const double half_density = 0.56418958354775628695; /* 1 / sqrt(pi) */
  double x = z * high;
  if (!isfinite(x))
    return isnan(x) ? x : x > 0 ? 0.0 : 1.0;
  double rest = fma(z, high, -x) + z * low;
  double tail = 0.5 * erfc(x);
  return tail - half_density * exp(-x * x) * rest;
}

double solon_normal_p_value(double z, solon_alternative alternative) {
  switch (alternative) {
  case SOLON_LESS:
    return solon_normal_upper(-z);
  case SOLON_GREATER:
    return solon_normal_upper(z);
  default:
    return isnan(z) ? z : fmin(1.0, 2 * solon_normal_upper(fabs(z))); /* fmin would drop the NaN */
  }
}

/* Newton steps on log P, where a tail is nearly a parabola, from GSL's value of about 1e-7. */
double solon_normal_upper_quantile(double p) {
  if (!(p > 0 && p < 1))
    return NAN;
  if (p > 0.5)
    return -solon_normal_upper_quantile(1 - p);
  double z = gsl_cdf_ugaussian_Qinv(p);
  for (int step = 0; step < 3; step++) {
    double tail = solon_normal_upper(z), density = 0.39894228040143267794 * exp(-0.5 * z * z);
    z += tail * log(tail / p) / density;
  }
  return z;
}

/* ---- incomplete beta ------------------------------------------------------------------------- */

/* log r - u for r = 1 + u known both ways, without cancellation near r = 1. */
static double log_minus(double r, double u) {
  return r > 0.5 && r < 2 ? gsl_sf_log_1plusx_mx(u) : log(r) - u;
}

/* x^a y^b / B(a, b) with y = 1 - x and lambda = a y - b x, all accurate on their own.  With
 * n = a + b, x = (a/n)(1 - lambda/a) and y = (b/n)(1 + lambda/b): what is left after Stirling's
 * formula for B is exp(a log(1 - lambda/a) + b log(1 + lambda/b)), and the linear terms cancel. */
static double beta_prefix(double a, double b, double x, double y, double lambda) {
  double n = a + b;
  double exponent =
      a * log_minus(x * (n / a), -lambda / a) + b * log_minus(y * (n / b), lambda / b);
  double stirling = gsl_sf_gammastar(n) / (gsl_sf_gammastar(a) * gsl_sf_gammastar(b));
  return stirling * sqrt(a / n * b * (1 / (2 * M_PI))) * exp(exponent);
}

/* The denominator b0 + a1/(b1 + a2/(b2 + ...)) of I_x(a, b) / prefix, by modified Lentz steps. */
static double beta_fraction(double a, double b, double x, double lambda) {
  const double tiny = 1e-300;
  double value = a * (lambda + 1) / (a + 1);
  if (value == 0)
    value = tiny;
  double c = value, d = 0;
  for (int m = 1; m < 1000000; m++) {
    double k = a + 2.0 * m;
    double numerator = (a + m - 1) / (k - 1) * ((a + b + m - 1) / (k - 1)) * m * (b - m) * x * x;
    double term = m + m * (b - m) * x / (k - 1) + (a + m) * (lambda + 1 + m * (2 - x)) / (k + 1);
    d = term + numerator * d;
    c = term + numerator / c;
    d = 1 / (d == 0 ? tiny : d);
    if (c == 0)
      c = tiny;
    double factor = c * d;
    value *= factor;
    if (fabs(factor - 1) < 2 * DBL_EPSILON)
      break;
  }
  return value;
}

/* I_x(a, b).  Below the mean (lambda > 0) the fraction converges fast; above it the other side is
 * the smaller one, and one minus it loses nothing. */
static double beta_lower(double a, double b, double x, double y, double lambda) {
  if (isnan(x) || isnan(y) || isnan(lambda) || !(a > 0 && b > 0))
    return NAN;
  if (x <= 0)
    return 0;
  if (y <= 0)
    return 1;
  if (lambda < 0)
    return 1 - beta_lower(b, a, y, x, -lambda);
  return beta_prefix(a, b, x, y, lambda) / beta_fraction(a, b, x, lambda);
}

double solon_beta_lower(double x, double a, double b) {
  if (!(x >= 0 && x <= 1))
    return NAN;
  return beta_lower(a, b, x, 1 - x, a - (a + b) * x);
}

/* ---- F and Student --------------------------------------------------------------------------- */

double solon_f_upper(double f, double d1, double d2) {
  if (isnan(f) || !(d1 > 0 && d2 > 0))
    return NAN;
  if (f <= 0)
    return 1;
  double sum = d2 + d1 * f;
  if (isinf(sum))
    return 0;
  double lambda = 0.5 * d1 * (d2 / sum) * (f - 1);
  return beta_lower(0.5 * d2, 0.5 * d1, d2 / sum, d1 * f / sum, lambda);
}

double solon_student_upper(double t, double df) {
  if (isnan(t) || !(df > 0))
    return NAN;
  if (isinf(df))
    return solon_normal_upper(t);
  double size = fabs(t), two_tails;
  if (size > 1e100) {
    /* t^2 would overflow: the tail is the power law x^(df/2) / (df/2 B(df/2, 1/2)), x = df / t^2 */
    double a = 0.5 * df;
    double gamma_ratio = gsl_sf_gammastar(a + 0.5) / gsl_sf_gammastar(a) *
                         exp(a * log1p(0.5 / a) - 0.5) / sqrt(M_PI) * sqrt(a);
    two_tails = isinf(size) ? 0 : exp(df * (0.5 * log(df) - log(size))) * gamma_ratio / a;
  } else {
    two_tails = solon_f_upper(size * size, 1, df);
  }
  return t >= 0 ? 0.5 * two_tails : 1 - 0.5 * two_tails;
}

double solon_student_p_value(double t, double df, solon_alternative alternative) {
  switch (alternative) {
  case SOLON_LESS:
    return solon_student_upper(-t, df);
  case SOLON_GREATER:
    return solon_student_upper(t, df);
  default:
    return isnan(t) ? t : fmin(1.0, 2 * solon_student_upper(fabs(t), df));
  }
}

double solon_student_upper_quantile(double p, double df) {
  if (!(p > 0 && p < 1) || !(df > 0))
    return NAN;
  if (isinf(df))
    return solon_normal_upper_quantile(p);
  if (p == 0.5)
    return 0;
  if (p > 0.5)
    return -solon_student_upper_quantile(1 - p, df);
  double t = gsl_cdf_tdist_Qinv(p, df);
  if (!isfinite(t))
    return t;
  double a = 0.5 * df; /* log of the density's constant, Gamma(a + 1/2) / (Gamma(a) sqrt(pi df)) */
  double constant = gsl_sf_gammastar(a + 0.5) / gsl_sf_gammastar(a) *
                    exp(a * log1p(0.5 / a) - 0.5) / sqrt(2 * M_PI);
  for (int step = 0; step < 3; step++) {
    double density = constant * exp(-(a + 0.5) * log1p(t * (t / df)));
    double tail = solon_student_upper(t, df);
    t += tail * log(tail / p) / density;
  }
  return t;
}

/* ---- binomial -------------------------------------------------------------------------------- */

/* C(n, k) for n <= 62: exact, each division leaves no rest. */
static uint64_t choose(int64_t n, int64_t k) {
  uint64_t value = 1;
  for (int64_t i = 1; i <= k; i++) {
    __uint128_t product = (__uint128_t)value * (uint64_t)(n - k + i);
    value = (uint64_t)(product / (uint64_t)i);
  }
  return value;
}

double solon_half_binomial_point(int64_t k, int64_t n) {
  if (k < 0 || k > n)
    return 0;
  if (n <= 62)
    return ldexp((double)choose(n, k), -(int)n);
  /* C(n, k) / 2^n = x^a y^b / B(a, b) / (a b / n) with a = k, b = n - k; the ends apart */
  if (k == 0 || k == n)
    return n > 2000 ? 0 : ldexp(1, -(int)n);
  double a = (double)k, b = (double)(n - k);
  return beta_prefix(a, b, 0.5, 0.5, 0.5 * (a - b)) * ((double)n / a / b);
}

double solon_half_binomial_lower(int64_t k, int64_t n) {
  if (k < 0)
    return 0;
  if (k >= n)
    return 1;
  if (n <= 62) {
    uint64_t count = 0;
    for (int64_t i = 0; i <= k; i++)
      count += choose(n, i);
    return ldexp((double)count, -(int)n);
  }
  double a = (double)(n - k), b = (double)(k + 1);
  return beta_lower(a, b, 0.5, 0.5, 0.5 * (a - b));
}

double solon_half_binomial_p_value(int64_t k, int64_t n, solon_alternative alternative) {
  if (n == 0)
    return 1;
  double below = solon_half_binomial_lower(k, n), above = solon_half_binomial_lower(n - k, n);
  switch (alternative) {
  case SOLON_LESS:
    return below;
  case SOLON_GREATER:
    return above;
  default:
    return fmin(1, 2 * fmin(below, above));
  }
}

/* The x with I_x(a, b) = p, by halving: the function is monotone, and 1,080 steps reach the
 * smallest number; some 60 are enough for one of ordinary size. */
static double beta_quantile(double p, double a, double b) {
  double low = 0, high = 1;
  for (;;) {
    double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high)
      return middle;
    if (solon_beta_lower(middle, a, b) < p)
      low = middle;
    else
      high = middle;
  }
}

void solon_binomial_interval(int64_t k, int64_t n, double confidence, solon_alternative alternative,
                             double *lower, double *upper) {
  double outside = alternative == SOLON_TWO_SIDED ? 0.5 * (1 - confidence) : 1 - confidence;
  bool low_end = alternative != SOLON_LESS && k > 0;
  bool high_end = alternative != SOLON_GREATER && k < n;
  *lower = low_end ? beta_quantile(outside, (double)k, (double)(n - k + 1)) : 0;
  *upper = high_end ? 1 - beta_quantile(outside, (double)(n - k), (double)(k + 1)) : 1;
}
