/* tail_integrals.c - densities by deviance, integrals by continued fractions, quantiles by Newton
 * steps on the logarithm of a tail. */
#include "tail_integrals.h"

#include "elementary.h"

#include <math.h>
#include <stddef.h>

static const double HALF_LOG_2PI = 0.918938533204672741780;
static const double TINY = 1e-300;

static const double SMALL_MISS = 2e-6; /* a step of third order from here is exact */

enum { FRACTION_STEPS = 100000, MOST_STEPS = 100 };

/* ---- densities ------------------------------------------------------------------------------- */

/* log Gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2): Stirling's series, after steps upward. */
static double stirling_error(double x) {
  double sum = 0;
  while (x < 12) {
    sum += (x + 0.5) * solon_portable_log1p(1 / x) - 1;
    x += 1;
  }
  double z = 1 / (x * x);
  double series =
      1.0 / 12 -
      z * (1.0 / 360 -
           z * (1.0 / 1260 -
                z * (1.0 / 1680 - z * (1.0 / 1188 - z * (691.0 / 360360 - z * (1.0 / 156))))));
  return sum + series / x;
}

/* u - log(1 + u) for u = ratio - 1, without cancellation near 0. */
static double deviance(double u, double ratio) {
  if (u < -0.3 || u > 0.4)
    return u - solon_portable_log(ratio);
  double s = u / (2 + u), z = s * s, p = 1.0 / 23;
  for (int k = 21; k >= 3; k -= 2)
    p = p * z + 1.0 / k;
  return u * s - 2 * s * z * p;
}

/* log Gamma(b) - log Gamma(a + b) with an error in proportion to a, for a <= 1. */
static double gamma_difference(double b, double a) {
  double sum = 0;
  while (b < 12) {
    sum += solon_portable_log1p(a / b);
    b += 1;
  }
  double rest = a - (b - 0.5) * solon_portable_log1p(a / b) - a * solon_portable_log(a + b);
  return sum + rest + (stirling_error(b) - stirling_error(a + b));
}

/* log(a B(a, b)) for a <= 1: small with a. */
static double log_scaled_beta(double a, double b) {
  return gamma_difference(b, a) - gamma_difference(1, a);
}

solon_beta_law solon_beta_prepare(double a, double b) {
  double least = a < b ? a : b, larger = a < b ? b : a, n = a + b;
  double constant = least < 1
                        ? log_scaled_beta(least, larger)
                        : stirling_error(a) + stirling_error(b) - stirling_error(n) + HALF_LOG_2PI;
  return (solon_beta_law){a, b, constant};
}

solon_gamma_law solon_gamma_prepare(double shape) {
  double constant = shape < 1 ? -gamma_difference(1, shape) : stirling_error(shape) + HALF_LOG_2PI;
  return (solon_gamma_law){shape, constant};
}

/* log(x^a y^b / B(a, b)) */
static double beta_log_density(const solon_beta_law *law, double x, double y) {
  double a = law->a, b = law->b, n = a + b;
  if (a < 1 || b < 1)
    return solon_portable_log(a < b ? a : b) - law->constant +
           a * (x > 0.5 ? solon_portable_log1p(-y) : solon_portable_log(x)) +
           b * (y > 0.5 ? solon_portable_log1p(-x) : solon_portable_log(y));
  double away = a * y - b * x;
  return 0.5 * solon_portable_log(a * (b / n)) - law->constant -
         (a * deviance(-away / a, n * (x / a)) + b * deviance(away / b, n * (y / b)));
}

/* log(x^shape e^-x / Gamma(shape)) */
static double gamma_log_density(const solon_gamma_law *law, double x) {
  double shape = law->shape;
  if (shape < 1)
    return solon_portable_log(shape) - law->constant + shape * solon_portable_log(x) - x;
  return 0.5 * solon_portable_log(shape) - law->constant -
         shape * deviance((x - shape) / shape, x / shape);
}

/* A tail as its logarithm, so that Newton's steps may pass where it underflows, and divided by the
 * density. */
typedef struct log_tail {
  double log, ratio;
} log_tail;

/* From the logarithm of the density and the integral of one tail over it. */
static log_tail tail_of(double log_density, double ratio, bool integrated) {
  if (integrated)
    return (log_tail){log_density + solon_portable_log(ratio), ratio};
  double density = solon_portable_exp(log_density), other = 1 - density * ratio;
  return (log_tail){solon_portable_log(other), other / density};
}

static solon_tails tails_of(double log_density, double ratio, bool lower) {
  double density = solon_portable_exp(log_density), tail = density * ratio;
  return lower ? (solon_tails){tail, 1 - tail, density} : (solon_tails){1 - tail, tail, density};
}

/* ---- beta ------------------------------------------------------------------------------------ */

/* 1 + sum over k of a (1 - b) .. (k - b) / (k! (a + k)) x^k: the lower tail is this times
 * x^a / (a B). */
static double power_series(double x, double a, double b) {
  double term = 1, sum = 1;
  for (int k = 1; k < FRACTION_STEPS; k++) {
    term *= (k - b) / k * x;
    double add = term * a / (a + k);
    sum += add;
    if (fabs(add) <= 1e-17 * sum)
      break;
  }
  return sum;
}

/* Lower tail divided by the density of the logit, for x not much above the mean: the continued
 * fraction of Didonato and Morris, by its three-term recurrence scaled at every step. */
static double beta_fraction(double x, double y, double a, double b) {
  double away = a * y - b * x + 1;
  double before = 0, now = 1;                          /* numerators */
  double under_before = 1, under = a / (a + 1) * away; /* denominators */
  double value = now / under;
  for (int m = 1; m < FRACTION_STEPS; m++) {
    double k = m, odd = a + 2 * k - 1;
    double alpha = (a + k - 1) / odd * ((a + b + k - 1) / odd) * (k * (b - k)) * x * x;
    double beta = k + k * (b - k) * x / odd + (a + k) / (a + 2 * k + 1) * (away + k * (1 + y));
    double next = beta * now + alpha * before, under_next = beta * under + alpha * under_before;
    double scale = 1 / under_next, last = value;
    before = now * scale;
    under_before = under * scale;
    now = next * scale;
    under = 1;
    value = now;
    if (fabs(value - last) <= 5e-16 * fabs(value))
      break;
  }
  return value;
}

/* e^s - 1 */
static double exp_minus_one(double s) {
  if (fabs(s) > 0.35)
    return solon_portable_exp(s) - 1;
  double p = 1;
  for (int k = 13; k >= 2; k--)
    p = 1 + p * s / k;
  return p * s;
}

/* The same where y is small, so that the fraction converges slowly: the integral over s > 0 of the
 * density of the logit at s below the point, over the density there, exp(b s - (a + b) log(1 + y
 * (e^s - 1))), by the trapezoidal rule after s = scale exp(u - e^-u) (Takahasi and Mori 1974). */
static double beta_quadrature(double x, double y, double a, double b) {
  double n = a + b, slope = a * y - b * x, sum = 0;
  double scale = 1 / ((slope > 0 ? slope : 0) + sqrt(n * x * y));
  const double step = 1.0 / 16;
  for (int k = -60; k <= 96; k++) {
    double u = k * step, shrink = solon_portable_exp(-u);
    double s = scale * solon_portable_exp(u - shrink);
    double exponent = b * s - n * solon_portable_log1p(y * exp_minus_one(s));
    if (!(exponent > -750))
      break;
    sum += s * (1 + shrink) * solon_portable_exp(exponent);
  }
  return sum * step;
}

/* Which tail to integrate, and whether by the series: the one towards which x lies; but one shape
 * at most 1 bends the density up at its end, where the series of that end serves until the
 * fraction of the other does. */
static bool integrate_lower(double x, double y, double a, double b) {
  if (a <= 1 && b <= 1)
    return x <= 0.5;
  if (b <= 1)
    return x <= 0.7 || a * y > 0.7;
  if (a <= 1)
    return y > 0.7 && b * x <= 0.7;
  return a * y >= b * x;
}

/* Lower tail over density, by the form that serves. */
static double beta_tail_ratio(double x, double y, double a, double b) {
  if (x <= 0.7 && (b <= 1 || b * x <= 0.7))
    return power_series(x, a, b) / (a * solon_portable_exp(b * solon_portable_log1p(-x)));
  return y < (b < 1 ? 0.05 : 1e-3) ? beta_quadrature(x, y, a, b) : beta_fraction(x, y, a, b);
}

solon_tails solon_beta_tails(const solon_beta_law *law, double x, double y) {
  double a = law->a, b = law->b;
  bool lower = integrate_lower(x, y, a, b);
  double ratio = lower ? beta_tail_ratio(x, y, a, b) : beta_tail_ratio(y, x, b, a);
  return tails_of(beta_log_density(law, x, y), ratio, lower);
}

static log_tail beta_log_lower(const solon_beta_law *law, double x, double y) {
  double a = law->a, b = law->b;
  bool lower = integrate_lower(x, y, a, b);
  double ratio = lower ? beta_tail_ratio(x, y, a, b) : beta_tail_ratio(y, x, b, a);
  return tail_of(beta_log_density(law, x, y), ratio, lower);
}

/* A start for the lower tail p: the leading term of x^a / (a B) for a shape below 1 unless the mean
 * lies further left, else the normal approximation of the logit. */
static double beta_start(double p, const solon_beta_law *law) {
  double a = law->a, b = law->b, mean = a / (a + b);
  if (a < 1) {
    double log_scaled = law->constant + (b < a ? solon_portable_log(a / b) : 0);
    double leading = solon_portable_exp((solon_portable_log(p) + log_scaled) / a);
    return leading < mean ? leading : mean;
  }
  double logit = solon_portable_log(a / b);
  if (b >= 1)
    logit += solon_normal_quantile(p) * sqrt(1 / a + 1 / b);
  return 1 / (1 + solon_portable_exp(-logit));
}

/* Halley's step of log tail = log p, where miss = log(p / tail), ratio = tail / density and slope
 * is that of the log density: Newton's, miss times ratio, over a factor kept within 2. */
static double step_towards(double miss, double ratio, double slope) {
  double factor = 1 + 0.5 * miss * (slope * ratio - 1);
  return miss * ratio / (factor < 0.5 ? 0.5 : factor > 2 ? 2 : factor);
}

/* The lower-tail quantile as x and 1 - x, p in (0, 1/2]. */
static void beta_solve(double p, const solon_beta_law *law, double *x, double *y) {
  double log_p = solon_portable_log(p);
  for (int step = 0; step < MOST_STEPS; step++) {
    if (!(*x > TINY && *y > TINY)) /* the leading term is exact here; beyond is only the end */
      return;
    log_tail tail = beta_log_lower(law, *x, *y);
    double miss = log_p - tail.log, slope = law->a * *y - law->b * *x;
    double factor = solon_portable_exp(step_towards(miss, tail.ratio, slope));
    double whole = *y + *x * factor;
    *x *= factor / whole;
    *y /= whole;
    if (!(fabs(miss) > SMALL_MISS))
      return;
  }
}

double solon_beta_quantile(const solon_beta_law *law, double p, bool upper, double *guess) {
  if (!(p > 0))
    return upper ? 1 : 0;
  solon_beta_law near = *law; /* the upper tail is the lower one of the mirror image */
  if (upper) {
    near.a = law->b;
    near.b = law->a;
  }
  double x = guess != NULL && *guess > 0 ? *guess : beta_start(p, &near), y = 1 - x;
  if (!(y > 0)) { /* a start too close to the other end */
    x = 1 - 0x1p-53;
    y = 0x1p-53;
  }
  beta_solve(p, &near, &x, &y);
  if (guess != NULL)
    *guess = x;
  return upper ? y : x;
}

/* ---- gamma ----------------------------------------------------------------------------------- */

/* Lower tail over density: 1/a + x/(a (a + 1)) + ... */
static double gamma_series(double x, double a) {
  double term = 1 / a, sum = term;
  for (double k = 1; k < FRACTION_STEPS && term > 1e-17 * sum; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/* Upper tail over density: Legendre's continued fraction, by Lentz's method as modified by Thompson
 * and Barnett. */
static double gamma_fraction(double x, double a) {
  double b = x + 1 - a, c = 1 / TINY, d = 1 / b, value = d;
  for (double k = 1; k < FRACTION_STEPS; k++) {
    double term = -k * (k - a);
    b += 2;
    d = term * d + b;
    d = 1 / (fabs(d) < TINY ? TINY : d);
    c = b + term / c;
    c = fabs(c) < TINY ? TINY : c;
    value *= d * c;
    if (fabs(d * c - 1) < 5e-16)
      break;
  }
  return value;
}

/* The tail towards which x lies, over the density. */
static double gamma_tail_ratio(double x, double shape) {
  return x < shape + 1 ? gamma_series(x, shape) : gamma_fraction(x, shape);
}

solon_tails solon_gamma_tails(const solon_gamma_law *law, double x) {
  return tails_of(gamma_log_density(law, x), gamma_tail_ratio(x, law->shape), x < law->shape + 1);
}

/* Wilson and Hilferty's cube, or where that is small or negative the leading term of the lower
 * tail, x^a / Gamma(a + 1). */
static double gamma_start(double p, bool upper, double shape) {
  double z = solon_normal_quantile(p), ninth = 1 / (9 * shape);
  double root = 1 - ninth + (upper ? -z : z) * sqrt(ninth);
  if (shape >= 1 && root > 0.3)
    return shape * root * root * root;
  double log_lower = upper ? solon_portable_log1p(-p) : solon_portable_log(p);
  double log_gamma =
      (shape + 0.5) * solon_portable_log(shape) - shape + HALF_LOG_2PI + stirling_error(shape);
  return solon_portable_exp((log_lower + log_gamma) / shape);
}

double solon_gamma_quantile(const solon_gamma_law *law, double p, bool upper, double *guess) {
  if (!(p > 0))
    return upper ? INFINITY : 0;
  double x = guess != NULL && *guess > 0 ? *guess : gamma_start(p, upper, law->shape);
  double log_p = solon_portable_log(p);
  for (int step = 0; step < MOST_STEPS && x > TINY; step++) {
    log_tail tail = tail_of(gamma_log_density(law, x), gamma_tail_ratio(x, law->shape),
                            upper != (x < law->shape + 1));
    double miss = log_p - tail.log, slope = upper ? x - law->shape : law->shape - x;
    double change = step_towards(miss, tail.ratio, slope);
    x *= solon_portable_exp(upper ? -change : change);
    if (!(fabs(miss) > SMALL_MISS))
      break;
  }
  if (guess != NULL)
    *guess = x;
  return x;
}

/* ---- Student and normal ---------------------------------------------------------------------- */

double solon_student_tail(double t, double nu) {
  if (nu == 4)
    return solon_student_tail_of_4(t);
  double q = sqrt(nu + t * t);
  if (q == INFINITY)
    return 0;
  double below = nu / (q * (q + t)); /* 1 - t / q */
  double x = below * (2 - below), y = t / q * (t / q);
  if (!(y > 0))
    return 0.5;
  if (!(x > 0))
    return 0;
  solon_beta_law law = solon_beta_prepare(nu / 2, 0.5);
  return 0.5 * solon_beta_tails(&law, x, y).lower;
}

double solon_normal_tail(double z) {
  if (z == 0)
    return 0.5;
  solon_gamma_law law = solon_gamma_prepare(0.5);
  return 0.5 * solon_gamma_tails(&law, z * z / 2).upper;
}
