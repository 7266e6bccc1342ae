/* continuous.h - continuous distributions drawn from a stream, one value or a whole column.
 *
 * Bits: every sampler uses the portable elementary functions of elementary.h and sqrt, so one
 * stream gives the same values on every machine.  A column of n values holds exactly what n single
 * draws would have given.
 *
 * Draws: uniform, normal and exponential take exactly two words (64 bits) a value and are monotone
 * in them, so value i of a column lies at a known place of the stream, and common or antithetic
 * random numbers work.  Gamma, beta and Dirichlet take a varying number (rejection).
 *
 * Domain: parameters are checked by the caller (the bindings do); outside the stated domain the
 * samplers give NaN or loop no more than inside it.  Nothing allocates, nothing fails.
 */
#ifndef SOLON_RANDOM_CONTINUOUS_H
#define SOLON_RANDOM_CONTINUOUS_H

#include "philox.h"

#include <stddef.h>

/* Uniform on (0, 1), 52 bits: solon_stream_uniform in philox.h.  A column of it, low + (high - low)
 * u; with low = 0 and high = 1 exactly the values of solon_stream_uniform; otherwise rounding may
 * give low or high themselves.  About 3 ns each. */
void solon_fill_uniform(solon_stream *stream, double low, double high, double *out, size_t count);

/* Standard normal by inversion: z = quantile(p), p = (k + 1/2) / 2^64 with k the 64 bits (the upper
 * half by symmetry, so both tails reach 9.1 standard deviations with full relative precision).
 * Distribution exact to the accuracy of solon_normal_quantile.  About 15 ns each. */
double solon_draw_normal(solon_stream *stream);

/* mean + sd * standard normal; sd >= 0. */
void solon_fill_normal(solon_stream *stream, double mean, double sd, double *out, size_t count);

/* Exponential with mean 1 by inversion, -log(p) with p as above (for p > 1/2 as -log1p(-(1 - p)),
 * so small values keep full relative precision); between 2.7e-20 and 45.1, never 0.  About 15 ns
 * each. */
double solon_draw_exponential(solon_stream *stream);

/* mean * exponential; mean > 0. */
void solon_fill_exponential(solon_stream *stream, double mean, double *out, size_t count);

/* Gamma with density x^(shape-1) e^-x / Gamma(shape): the rejection of Marsaglia and Tsang, ACM
 * TOMS 26 (2000) 363-372; for shape < 1 by Gamma(shape + 1) U^(1/shape).  shape in (0, 1e15]; the
 * acceptance test is evaluated by series where the textbook form cancels (large shapes).
 * Values below 5e-324 come out as 0: half of them at shape = 0.001.  Where that matters use the
 * logarithm. */
double solon_draw_gamma(solon_stream *stream, double shape);

/* The logarithm of a gamma variate, from the same draws; exact where the variate would underflow.
 */
double solon_draw_log_gamma(solon_stream *stream, double shape);

/* scale * gamma; shape as above, scale > 0. */
void solon_fill_gamma(solon_stream *stream, double shape, double scale, double *out, size_t count);

/* Beta on [0, 1] with density proportional to x^(a-1) (1-x)^(b-1): X / (X + Y) of two gammas, by
 * their logarithms when a or b is below 1.  a, b in (0, 1e15].  With small parameters values closer
 * to an end than a double can show come out as 0 or 1. */
double solon_draw_beta(solon_stream *stream, double a, double b);
void solon_fill_beta(solon_stream *stream, double a, double b, double *out, size_t count);

/* Dirichlet: `size` gammas of shapes alpha[0..size), divided by their sum; by logarithms, so small
 * alphas (0.001) give corners and never 0/0.  alpha[i] in [0, 1e15], at least one positive; a zero
 * alpha gives a share of exactly 0.  Every share is >= 0 and they sum to 1 within rounding.
 */
void solon_draw_dirichlet(solon_stream *stream, const double *restrict alpha, size_t size,
                          double *restrict out);

#endif
