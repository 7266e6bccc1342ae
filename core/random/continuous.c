/* continuous.c - inversion for what must take a fixed number of draws, rejection for the gamma
 * family. */
#include "continuous.h"

#include "elementary.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

enum { BATCH = 256 }; /* 64-bit draws at a time: the buffer stays in the first-level cache */

/* Calls VALUE for each 64-bit draw `bits` of a column and stores it. */
#define FILL(VALUE)                                                                                \
  uint64_t draws[BATCH];                                                                           \
  while (count > 0) {                                                                              \
    size_t n = count < BATCH ? count : BATCH;                                                      \
    solon_stream_fill_bits64(stream, draws, n);                                                    \
    for (size_t i = 0; i < n; i++) {                                                               \
      uint64_t bits = draws[i];                                                                    \
      out[i] = VALUE;                                                                              \
    }                                                                                              \
    out += n;                                                                                      \
    count -= n;                                                                                    \
  }

/* The draws as probabilities (k + 1/2) / 2^64 in (0, 1/2], the upper half mirrored: *upper tells.
 * Neither the half nor the top bit, both random, is branched on: the two 32-bit halves of 2 k + 1
 * are exact doubles and their sum is rounded once, as the conversion of the whole would be. */
static double half_probability(uint64_t bits, bool *upper) {
  *upper = bits >> 63;
  uint64_t k = bits ^ (0 - (bits >> 63)), odd = 2 * k + 1;
  return ((double)(int64_t)(odd >> 32) * 0x1p32 + (double)(int64_t)(odd & 0xFFFFFFFF)) * 0x1p-65;
}

void solon_fill_uniform(solon_stream *stream, double low, double high, double *out, size_t count) {
  double width = high - low;
  FILL(low + width * (((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52))
}

/* ---- normal ---------------------------------------------------------------------------------- */

static double normal_from_bits(uint64_t bits) {
  bool upper;
  double z = solon_normal_quantile(half_probability(bits, &upper));
  return (1 - 2 * (int)upper) * z;
}

double solon_draw_normal(solon_stream *stream) {
  return normal_from_bits(solon_stream_bits64(stream));
}

void solon_fill_normal(solon_stream *stream, double mean, double sd, double *out, size_t count) {
  FILL(mean + sd * normal_from_bits(bits))
}

/* ---- exponential ----------------------------------------------------------------------------- */

static double exponential_from_bits(uint64_t bits) {
  /* monotone increasing in the bits, like the other inversions */
  bool upper;
  double p = half_probability(bits, &upper);
  return -solon_portable_log_complement(p, !upper);
}

double solon_draw_exponential(solon_stream *stream) {
  return exponential_from_bits(solon_stream_bits64(stream));
}

void solon_fill_exponential(solon_stream *stream, double mean, double *out, size_t count) {
  FILL(mean * exponential_from_bits(bits))
}

/* ---- gamma ----------------------------------------------------------------------------------- */

/* x^2/2 + d (1 - v + log v) with v = (1 + t)^3, x = t / c and 9 d c^2 = 1, which simplifies to
 * d (3 (log(1 + t) - t + t^2/2) - t^3): the log of Marsaglia and Tsang's acceptance probability. */
static double log_acceptance(double d, double t) {
  if (fabs(t) < 0.01) {
    double t4 = t * t * t * t;
    return 3 * d * t4 *
           (-1.0 / 4 + t * (1.0 / 5 + t * (-1.0 / 6 + t * (1.0 / 7 + t * (-1.0 / 8 + t / 9)))));
  }
  return d * (3 * (solon_portable_log1p(t) - t + t * t / 2) - t * t * t);
}

/* Gamma of shape >= 1: d v. */
static double draw_gamma_above_one(solon_stream *stream, double shape) {
  double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double x = solon_draw_normal(stream);
    double t = c * x;
    if (t <= -1)
      continue;
    double u = solon_stream_uniform(stream), square = x * x;
    double v = (1 + t) * (1 + t) * (1 + t);
    if (u < 1 - 0.0331 * square * square || solon_portable_log(u) < log_acceptance(d, t))
      return d * v;
  }
}

double solon_draw_gamma(solon_stream *stream, double shape) {
  if (shape >= 1)
    return draw_gamma_above_one(stream, shape);
  return solon_portable_exp(solon_draw_log_gamma(stream, shape));
}

double solon_draw_log_gamma(solon_stream *stream, double shape) {
  if (shape >= 1)
    return solon_portable_log(draw_gamma_above_one(stream, shape));
  double above = draw_gamma_above_one(stream, shape + 1);
  return solon_portable_log(above) - solon_draw_exponential(stream) / shape;
}

void solon_fill_gamma(solon_stream *stream, double shape, double scale, double *out, size_t count) {
  for (size_t i = 0; i < count; i++)
    out[i] = scale * solon_draw_gamma(stream, shape);
}

/* ---- beta and Dirichlet ---------------------------------------------------------------------- */

double solon_draw_beta(solon_stream *stream, double a, double b) {
  if (a >= 1 && b >= 1) {
    double x = draw_gamma_above_one(stream, a);
    return x / (x + draw_gamma_above_one(stream, b));
  }
  double x = solon_draw_log_gamma(stream, a), y = solon_draw_log_gamma(stream, b);
  return 1 / (1 + solon_portable_exp(y - x));
}

void solon_fill_beta(solon_stream *stream, double a, double b, double *out, size_t count) {
  for (size_t i = 0; i < count; i++)
    out[i] = solon_draw_beta(stream, a, b);
}

void solon_draw_dirichlet(solon_stream *stream, const double *restrict alpha, size_t size,
                          double *restrict out) {
  double largest = -INFINITY, sum = 0;
  for (size_t i = 0; i < size; i++) {
    out[i] = alpha[i] > 0 ? solon_draw_log_gamma(stream, alpha[i]) : -INFINITY;
    if (out[i] > largest)
      largest = out[i];
  }
  for (size_t i = 0; i < size; i++) {
    out[i] = solon_portable_exp(out[i] - largest);
    sum += out[i];
  }
  for (size_t i = 0; i < size; i++)
    out[i] /= sum;
}
