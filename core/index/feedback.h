/* feedback.h - an index that is divided by the deviation of its own past: when it is unstable, and
 * how it moves.
 *
 * Week t of the recursion, with core B_t >= 0 (the index before volatility and clip):
 *
 *   sigma_t = standard deviation of S_{t-n} ... S_{t-1}   (n = window, divisor n - ddof)
 *   S_t     = min(scale, B_t / (1 + mu sigma_t))
 *
 * With B constant, S = B is a fixed point.  Near it the gap d = B - S follows d_t = mu B sd(window
 * of d), which is positively homogeneous: d_t = g^t solves it if and only if mu B = 1 / sd(g^-1 ...
 * g^-n).  So growing solutions exist if and only if the gain mu B exceeds
 *
 *   threshold = 1 / max over g > 1 of sd(g^-1 ... g^-n)     (4.0655987 for n = 24, ddof = 1).
 *
 * Where B > scale the clip holds S at scale until sigma exceeds (B / scale - 1) / mu.  The
 * deviation is Lipschitz in the largest change of its values with constant solon_deviation_bound,
 * so the recursion contracts, whatever the start, if mu min(B, scale) bound < 1.
 *
 * The source text's appendix C states that a lagged deviation gives no feedback; it does.
 */
#ifndef SOLON_INDEX_FEEDBACK_H
#define SOLON_INDEX_FEEDBACK_H

#include "core/base/context.h"

enum { SOLON_FEEDBACK_LARGEST_WINDOW = 100000 };

typedef struct solon_feedback {
  size_t window; /* n, in [2, SOLON_FEEDBACK_LARGEST_WINDOW] */
  size_t ddof;   /* 0 or 1 */
  double mu, scale;
} solon_feedback;

/* sd(growth^-1 ... growth^-window), growth > 0. */
double solon_lag_deviation(double growth, size_t window, size_t ddof);

/* The least gain mu B with a growing solution, and the growth a week at which it is reached. */
double solon_feedback_threshold(size_t window, size_t ddof, double *growth);

/* The growth a week of the fastest growing solution; NaN unless gain > threshold. */
double solon_feedback_growth(double gain, size_t window, size_t ddof);

/* How far a unit disturbance of the last week of the past grows before it dies out: the largest d
 * of d_t = gain sd(window of d) in `weeks` weeks; infinite where it overflows.  Below the threshold
 * every small disturbance dies out in the end, but near it this is large: 177 at gain 3.8, 6e5
 * at 4. work holds window + weeks numbers. */
double solon_feedback_amplification(double gain, size_t window, size_t ddof, size_t weeks,
                                    double *restrict work);

/* The largest standard deviation of `window` values in [-1, 1]. */
double solon_deviation_bound(size_t window, size_t ddof);

/* out[t] = standard deviation of x[t-window] ... x[t-1]; NaN for t < window and where one of these
 * is NaN.  Exactly zero where they are equal (deviations are taken from the first of them). */
solon_status solon_trailing_deviation(solon_context *context, const double *restrict x,
                                      size_t count, size_t window, size_t ddof,
                                      double *restrict out);

/* Runs `paths` recursions side by side.  index has window + weeks rows of `paths` columns; the
 * first `window` rows hold the past on entry, the rest is written.  core has `core_rows` rows of
 * `paths` columns: `weeks`, or 1 for a constant core.  NaN in a core makes that week and the n + 1
 * that look back on it NaN.  Cost about 3 window operations per path and week; paths are spread
 * over threads in blocks, with the same bits for any number. */
solon_status solon_feedback_run(solon_context *context, const solon_feedback *feedback,
                                size_t weeks, size_t paths, const double *restrict core,
                                size_t core_rows, double *restrict index);

#endif
