/* tail.h - tail probabilities and quantiles of the reference distributions of tests.
 *
 * Tails are computed as tails, never as 1 - P, so a probability of 1e-300 is as accurate as one of
 * 0.1: relative error below 1e-12 wherever the result is at least 1e-300 (tests/core/tail_test.c
 * holds them against 50-digit values of mpmath).  Student, F and binomial tails are one regularised
 * incomplete beta function, by the continued fraction of Didonato and Morris (1992, TOMS 18, eq. 9)
 * behind a prefix in which no two large logarithms cancel (Loader 2000, "Fast and accurate
 * computation of binomial probabilities").  GSL 2.7 takes that prefix from lgamma and loses digits
 * where the parameters are large: relative error 9e-12 in gsl_cdf_fdist_Q (10,000 and 10,000
 * degrees of freedom), 7e-10 in gsl_cdf_binomial_P (a million trials).
 *
 * NaN in gives NaN out.  Nothing here fails; a value outside a domain gives NaN.
 */
#ifndef SOLON_INFERENCE_TAIL_H
#define SOLON_INFERENCE_TAIL_H

#include <stdint.h>

/* Which departures count against the null hypothesis: from it in either direction, or only a
 * statistic (difference, correlation, first count) below or above what it says. */
typedef enum solon_alternative {
  SOLON_TWO_SIDED = 0,
  SOLON_LESS = 1,
  SOLON_GREATER = 2
} solon_alternative;

/* P(Z > z) of the standard normal. */
double solon_normal_upper(double z);

/* The p-value of a standard normal statistic: 2 P(Z > |z|), P(Z < z) or P(Z > z). */
double solon_normal_p_value(double z, solon_alternative alternative);

/* The z with P(Z > z) = p, 0 < p < 1. */
double solon_normal_upper_quantile(double p);

/* P(T > t) of Student's t with df > 0 degrees of freedom (any real number; inf is the normal). */
double solon_student_upper(double t, double df);
double solon_student_p_value(double t, double df, solon_alternative alternative);

/* The t with P(T > t) = p, 0 < p < 1. */
double solon_student_upper_quantile(double p, double df);

/* P(F > f) of the F distribution with d1, d2 > 0 degrees of freedom. */
double solon_f_upper(double f, double d1, double d2);

/* The regularised incomplete beta function I_x(a, b), a, b > 0, 0 <= x <= 1. */
double solon_beta_lower(double x, double a, double b);

/* P(X <= k) and P(X = k) for X binomial with n trials of probability one half; the upper tail is
 * P(X >= k) = P(X <= n - k).  Up to n = 62 the value is the correctly rounded fraction. */
double solon_half_binomial_lower(int64_t k, int64_t n);
double solon_half_binomial_point(int64_t k, int64_t n);

/* The p-value of k successes in n trials of probability one half: twice the smaller tail, at most
 * 1; P(X <= k); P(X >= k).  1 when n = 0. */
double solon_half_binomial_p_value(int64_t k, int64_t n, solon_alternative alternative);

/* The exact interval of Clopper and Pearson (1934) for a probability after k successes in n >= 1
 * trials.  One-sided alternatives give a one-sided interval (for SOLON_GREATER the upper end is 1).
 */
void solon_binomial_interval(int64_t k, int64_t n, double confidence, solon_alternative alternative,
                             double *lower, double *upper);

#endif
