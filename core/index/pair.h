/* pair.h - the epsilon and the mu with which an index misses recorded values least, together.
 *
 *   F(epsilon, mu) = sum_i w_i |y_i - min(scale, (a_i + b_i epsilon) / (1 + sigma_i mu))|
 *                    / sum_i w_i
 *
 * For every mu the best epsilon is exact (hindcast.h); over mu the best of `scan` + 1 equally
 * spaced values, then golden sections between its neighbours until they are `tolerance` apart.  The
 * profile over mu need not have one minimum alone; a second one narrower than the scan's step may
 * be missed.  Cost O(n log n) for each mu.
 */
#ifndef SOLON_INDEX_PAIR_H
#define SOLON_INDEX_PAIR_H

#include "hindcast.h"

typedef struct solon_pair_task {
  const double *actual, *base, *gain, *sigma; /* y, a, b, sigma, all >= 0 and finite */
  const double *weight;                       /* w, or NULL: all 1 */
  size_t weeks;
  double scale;
  double epsilon_high;    /* sought from 0 to this */
  double mu_low, mu_high; /* 0 <= low < high */
  size_t scan;            /* >= 2 */
  double tolerance;       /* > 0 */
} solon_pair_task;

typedef struct solon_pair {
  double epsilon, mu, error;
} solon_pair;

/* work: 2 weeks doubles; turns: 2 weeks.  Errors: SOLON_BAD_ARGUMENT (see solon_fit_synergy),
 * SOLON_CANCELLED. */
solon_status solon_fit_pair(solon_context *context, const solon_pair_task *task, double *work,
                            solon_turn *turns, solon_pair *result);

#endif
