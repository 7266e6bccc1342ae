/* scalar.h - functions of one variable on an interval: a root, a minimum.  Brent's methods
 * (Algorithms for Minimization without Derivatives, 1973, chapters 4 and 5) as GSL has them.
 */
#ifndef SOLON_OPTIMIZE_SCALAR_H
#define SOLON_OPTIMIZE_SCALAR_H

#include "core/base/context.h"
#include "core/optimize/goal.h"

typedef enum solon_scalar_reason {
  SOLON_SCALAR_CONVERGED,
  SOLON_SCALAR_EXACT,     /* root: the value is 0 */
  SOLON_SCALAR_BOUND,     /* minimum: at an end of the interval, or of where f is a number */
  SOLON_SCALAR_PLATEAU,   /* minimum: the values around it are equal */
  SOLON_SCALAR_LIMIT,     /* max_evaluations */
  SOLON_SCALAR_NO_CHANGE, /* root: the values at the ends have the same sign; x is NaN */
  SOLON_SCALAR_UNDEFINED  /* a NaN (or, for a root, an infinity) met on the way, or values alone */
} solon_scalar_reason;

typedef struct solon_scalar_options {
  solon_goal goal;           /* d = 1; its gradient is not asked for */
  double low, high;          /* finite, low < high */
  double absolute, relative; /* >= 0: |high - low| <= absolute + relative min |x| at the end; at
                                least 2^-50 |x| is used (a minimum: 2^-24 |x|) */
  size_t max_evaluations;    /* >= 3 */
  size_t grid;               /* minimum: intervals of the scan, >= 2 */
  bool maximize;             /* minimum: of -f */
} solon_scalar_options;

typedef struct solon_scalar_result {
  double x, value;  /* where f was evaluated, and what it was */
  double low, high; /* the bracket left at the end; it contains x */
  size_t evaluations;
  solon_scalar_reason reason;
} solon_scalar_result;

/* A root of f between low and high, where its signs differ.  SOLON_BAD_ARGUMENT, SOLON_NO_MEMORY,
 * SOLON_CANCELLED when f returned false or the context was cancelled. */
solon_status solon_root(solon_context *context, const solon_scalar_options *options,
                        solon_scalar_result *result);

/* A minimum of f in [low, high].  f is scanned at grid + 1 equal distances, ends included; Brent's
 * method then works between the neighbours of the best of these points (the first of equals). Where
 * that is an end, the interval beside it is divided towards the end until it brackets a minimum or
 * nothing is left of it.  f with one minimum in the interval needs no more than grid = 2; with
 * several, the scan decides which one is found.  A NaN in the scan is passed over.
 * The same errors. */
solon_status solon_minimum(solon_context *context, const solon_scalar_options *options,
                           solon_scalar_result *result);

#endif
