/* elementary.c - functions from IEEE 754 arithmetic alone; see the header for why. */
#include "elementary.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const double LN2_HIGH =
    0x1.62e42fee00000p-1; /* ln 2 rounded down to 32 bits: k * it is exact */
static const double LN2_LOW = 0x1.a39ef35793c76p-33; /* ln 2 minus that */
static const double LOG2_E = 0x1.71547652b82fep+0;

/* 2^k for k in the normal range -1022 .. 1023. */
static double power_of_two(int k) {
  uint64_t bits = (uint64_t)(k + 1023) << 52;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

double solon_portable_exp(double x) {
  /* 1/3! .. 1/13! */
  static const double inverse_factorial[] = {
      1.0 / 6,      1.0 / 24,      1.0 / 120,      1.0 / 720,       1.0 / 5040,      1.0 / 40320,
      1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
  if (x != x)
    return x;
  if (x > 709.8)
    return INFINITY;
  if (x < -745.2)
    return 0;
  int k = (int)(x * LOG2_E + (x < 0 ? -0.5 : 0.5));
  double high = x - k * LN2_HIGH, low = k * LN2_LOW;
  double r = high - low;
  double lost = (high - r) - low; /* what rounding r lost */
  double p = inverse_factorial[10];
  for (int i = 9; i >= 0; i--)
    p = p * r + inverse_factorial[i];
  double tail = r * r * (0.5 + r * p);
  double value = 1 + (r + (tail + lost));
  if (k > 1023)
    return value * power_of_two(1023) * power_of_two(k - 1023);
  if (k < -1022)
    return value * power_of_two(k + 54) * 0x1p-54; /* one rounding, into the subnormals */
  return value * power_of_two(k);
}

/* log(1 + f) + k ln 2 for f in [sqrt(1/2) - 1, sqrt(2) - 1]. */
static double log_near_one(double f, int k) {
  /* 2/3, 2/5 .. 2/23: log(1 + f) = 2 s + s (2/3 s^2 + 2/5 s^4 + ...) with s = f / (2 + f) */
  static const double odd[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11, 2.0 / 13,
                               2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23};
  double s = f / (2 + f), z = s * s;
  double p = odd[10];
  for (int i = 9; i >= 0; i--)
    p = p * z + odd[i];
  double r = z * p;
  /* 2 s = f - s f, and f itself is exact: f is added last, so that only small terms are rounded */
  double half_square = 0.5 * f * f;
  double small = half_square - (s * (half_square + r) + k * LN2_LOW);
  return k * LN2_HIGH - (small - f);
}

/* x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), for normal x, without a branch. */
static double reduce(double x, int *k) {
  const uint64_t root_of_half = UINT64_C(0x3FE6A09E667F3BCD);
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int64_t exponent = (int64_t)(bits - root_of_half) >> 52;
  bits -= (uint64_t)exponent << 52;
  memcpy(&x, &bits, sizeof x);
  *k += (int)exponent;
  return x - 1;
}

double solon_portable_log(double x) {
  if (!(x > 0))
    return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY)
    return x;
  int k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  double f = reduce(x, &k);
  return log_near_one(f, k);
}

double solon_portable_log_complement(double p, bool of_complement) {
  /* 1 - p loses what log(1 - p) needs only near 1, where it is not reduced and -p is f itself */
  int k = 0;
  double x = of_complement ? 1 - p : p, f = reduce(x, &k);
  return log_near_one(of_complement && p < 0.2928 ? -p : f, k);
}

double solon_portable_log1p(double x) {
  if (x > -0.2928 && x < 0.4142)
    return log_near_one(x, 0);
  return solon_portable_log(1 + x);
}

/* Ratio of two polynomials of degree 7, coefficients from the constant term upward. */
static double rational(const double numerator[8], const double denominator[8], double r) {
  double n = numerator[7], d = denominator[7];
  for (int i = 6; i >= 0; i--) {
    n = n * r + numerator[i];
    d = d * r + denominator[i];
  }
  return n / d;
}

double solon_normal_quantile(double p) {
  static const double a[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                              1.9715909503065514427e+3, 1.3731693765509461125e+4,
                              4.5921953931549871457e+4, 6.7265770927008700853e+4,
                              3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static const double b[8] = {1.0,
                              4.2313330701600911252e+1,
                              6.8718700749205790830e+2,
                              5.3941960214247511077e+3,
                              2.1213794301586595867e+4,
                              3.9307895800092710610e+4,
                              2.8729085735721942674e+4,
                              5.2264952788528545610e+3};
  static const double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                              5.76949722146069140550e0,  3.64784832476320460504e0,
                              1.27045825245236838258e0,  2.41780725177450611770e-1,
                              2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static const double d[8] = {1.0,
                              2.05319162663775882187e0,
                              1.67638483018380384940e0,
                              6.89767334985100004550e-1,
                              1.48103976427480074590e-1,
                              1.51986665636164571966e-2,
                              5.47593808499534494600e-4,
                              1.05075007164441684324e-9};
  static const double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                              1.78482653991729133580e0,  2.96560571828504891230e-1,
                              2.65321895265761230930e-2, 1.24266094738807843860e-3,
                              2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static const double f[8] = {1.0,
                              5.99832206555887937690e-1,
                              1.36929880922735805310e-1,
                              1.48753612908506148525e-2,
                              7.86869131145613259100e-4,
                              1.84631831751005468180e-5,
                              1.42151175831644588870e-7,
                              2.04426310338993978564e-15};
  double q = p - 0.5;
  if (fabs(q) <= 0.425)
    return q * rational(a, b, 0.180625 - q * q);
  double tail = q < 0 ? p : 1 - p;
  if (!(tail > 0))
    return tail == 0 ? (q < 0 ? -INFINITY : INFINITY) : NAN;
  double r = sqrt(-solon_portable_log(tail));
  double z = r <= 5 ? rational(c, d, r - 1.6) : rational(e, f, r - 5);
  return q < 0 ? -z : z;
}
