/* hindcast.h - the epsilon, or the mu, with which an index misses recorded values least.
 *
 * Both minimise the mean absolute error over weeks i with weights w_i >= 0 (NULL: all 1),
 *
 *   F(x) = sum_i w_i |y_i - min(scale, m_i(x))| / sum_i w_i
 *
 *   synergy      m_i(x) = a_i + b_i x          x = epsilon; a the index at epsilon 0 before the
 *                                              clip, b = a C T, what epsilon adds to it
 *   volatility   m_i(x) = a_i / (1 + b_i x)    x = mu; a the index at mu 0 before the clip,
 *                                              b = sigma
 *
 * with a_i, b_i, y_i >= 0 finite, over low <= x <= high.  F is piecewise smooth: it turns where a
 * model meets its y (x = (y - a) / b, or (a / y - 1) / b) and where it meets the clip.
 *
 * Synergy: F is piecewise linear, convex where nothing is clipped (the minimiser is then the
 * weighted median of (y - a) / b with weights w b), and its minima lie on turns: all local ones are
 * evaluated, so the minimum is exact.  Cost O(n log n), and O(n) for each local minimum.
 *
 * Volatility: between turns F is a convex plus a concave function; tangents of the one and the
 * chord of the other bound it from below, and intervals whose bound is above the best value found
 * are discarded, others halved.  The minimum is the global one to 1e-12 of its value.  Cost O(n)
 * for each of up to 2n + 1 intervals and their halves.
 */
#ifndef SOLON_INDEX_HINDCAST_H
#define SOLON_INDEX_HINDCAST_H

#include "core/base/context.h"

typedef struct solon_hindcast {
  const double *actual, *base, *gain; /* y, a, b */
  const double *weight;               /* w, or NULL */
  size_t weeks;
  double scale;
} solon_hindcast;

typedef struct solon_least_error {
  double x;     /* the minimiser; of several the smallest */
  double error; /* F there */
  double flat;  /* F is the same from x to here (x itself where it is not flat) */
} solon_least_error;

typedef struct solon_turn {
  double x;      /* where */
  double change; /* of the slope of F, times the sum of the weights */
} solon_turn;

/* Sorts by x, then by change; in place, nothing is allocated. */
void solon_sort_turns(solon_turn *turns, size_t count);

/* F(x); NaN when the weights sum to 0. */
double solon_synergy_error(const solon_hindcast *hindcast, double x);
double solon_volatility_error(const solon_hindcast *hindcast, double x);

/* work: 2 weeks turns (2 weeks + 2 for volatility).  SOLON_DEGENERATE when no week depends on x (x
 * and flat are then low and high), SOLON_BAD_ARGUMENT unless low <= high are finite, low >= 0 and
 * there is a week with weight, SOLON_CANCELLED. */
solon_status solon_fit_synergy(solon_context *context, const solon_hindcast *hindcast, double low,
                               double high, solon_turn *work, solon_least_error *result);
solon_status solon_fit_volatility(solon_context *context, const solon_hindcast *hindcast,
                                  double low, double high, solon_turn *work,
                                  solon_least_error *result);

/* The weighted median of x[n]: all m with sum of weights below m <= half and above m <= half are
 * [lower, upper].  w_i >= 0 (NULL: 1) and finite; work: n turns.  SOLON_DEGENERATE (NaN) when the
 * weights sum to 0. */
solon_status solon_weighted_median(const double *x, const double *weight, size_t n,
                                   solon_turn *work, double *lower, double *upper);

#endif
