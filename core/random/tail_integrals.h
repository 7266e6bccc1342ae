/* tail_integrals.h - distribution functions of the beta, gamma, Student and normal distributions,
 * each tail with its own relative precision, and the quantiles of beta and gamma.
 *
 * They exist beside GSL's for three reasons: GSL's Beta quantile never returns for shapes of about
 * a million and its distribution function is NaN there; quantiles here end after a bounded number
 * of steps whatever the arguments; and they use only portable arithmetic (elementary.h), so the
 * samples made of them have the same bits on every machine.
 *
 * Method.  The density is taken in Loader's form, exp(-deviance) with Stirling errors, which loses
 * nothing for large shapes.  Its integral is that times a continued fraction (Didonato and Morris,
 * ACM TOMS 18 (1992) 360-373, formula of BFRAC; Legendre's for the gamma) or a power series.  The
 * logarithm of either tail is concave in logit x (log x for the gamma), so Newton's method on it
 * converges from every start, on one side after the first step; the steps taken are Halley's, which
 * are at most twice Newton's.
 *
 * Accuracy, against mpmath (tests/reference/quantile_reference.py): relative error of tails below
 * 1e-13 and of quantiles below 1e-13 for shapes 1e-3 .. 1e7; with a shape s < 1 a quantile near the
 * end it belongs to is x = p^(1/s) ..., which magnifies the last bit of p by 1/s.
 * Cost: 0.1 to 0.5 us for shapes up to 100, growing with the square root of the larger shape
 * (about 20 us at 1e7); quantiles three to five times that.
 */
#ifndef SOLON_RANDOM_TAIL_INTEGRALS_H
#define SOLON_RANDOM_TAIL_INTEGRALS_H

#include <math.h>
#include <stdbool.h>

/* Beta(a, b) and Gamma(shape) with scale 1, with what does not depend on the point; a, b and shape
 * in [1e-3, 1e7]. */
typedef struct solon_beta_law {
  double a, b, constant;
} solon_beta_law;
typedef struct solon_gamma_law {
  double shape, constant;
} solon_gamma_law;

solon_beta_law solon_beta_prepare(double a, double b);
solon_gamma_law solon_gamma_prepare(double shape);

/* Both tails at a point, and the density of the logit (beta) or logarithm (gamma) of the variate
 * there: x (1 - x) times the density of x, or x times it.  The smaller tail has full relative
 * precision, the other is 1 minus it. */
typedef struct solon_tails {
  double lower, upper, density;
} solon_tails;

/* At x with y = 1 - x, given apart so that x near 1 keeps its precision; x and y in (0, 1). */
solon_tails solon_beta_tails(const solon_beta_law *law, double x, double y);
/* At x > 0. */
solon_tails solon_gamma_tails(const solon_gamma_law *law, double x);

/* x with lower tail p, or upper tail p where `upper`, for p in (0, 1/2]; p = 0 gives the end.
 * `guess`, if not NULL, holds a starting value (left by the call for a neighbouring p and the same
 * tail; 0: none) and receives one. */
double solon_beta_quantile(const solon_beta_law *law, double p, bool upper, double *guess);
double solon_gamma_quantile(const solon_gamma_law *law, double p, bool upper, double *guess);

/* P(T > t) for Student's t with nu degrees of freedom, nu in [0.002, 2e7], t >= 0. */
double solon_student_tail(double t, double nu);

/* The same for nu = 4, in closed form: c^2 (3 - c) / 4 with c = 1 - t / sqrt(4 + t^2), written
 * without cancellation. */
static inline double solon_student_tail_of_4(double t) {
  double q = sqrt(4 + t * t), c = 4 / (q * (q + t));
  return c * c * (3 - c) * 0.25;
}

/* P(Z > z) of the standard normal, z >= 0. */
double solon_normal_tail(double z);

#endif
