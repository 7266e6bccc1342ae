/* lattice.h - welfare on the product of five grids, for an ensemble of votes or one set of them.
 *
 * The same numbers, to the bit, as the list of all points (batch.h, ensemble.h); far cheaper, since
 * a season's courses under all theta1, theta4 and theta5 are found together (course_tree.h).
 */
#ifndef SOLON_VOTING_LATTICE_H
#define SOLON_VOTING_LATTICE_H

#include "core/voting/ensemble.h"

/* grid[j][0 .. count[j]-1] are the values of theta(j+1), in any order; those of theta2 and theta5
 * are the numbers of solon_fan_value and solon_tie_rule (fan, judge, random). */
typedef struct solon_lattice {
  const double *grid[5];
  size_t count[5];
} solon_lattice;

/* The source text's box as a lattice of 81 x 3 x 26 x 21 x 3: theta1 = 0.10 .. 0.90 by 0.01, theta3
 * = 0.50 .. 1.00 by 0.02, theta4 = 0.00 .. 0.20 by 0.01, theta2 and theta5 = 0, 1, 2.  Writes the
 * grid of theta k (1 .. 5), at most SOLON_STANDARD_GRID values, and returns their number. */
enum { SOLON_STANDARD_GRID = 81 };
size_t solon_standard_grid(int k, double *grid);

/* Number of points, SIZE_MAX if that overflows. */
size_t solon_lattice_size(const solon_lattice *lattice);

/* The position in each grid of a point (from 0): theta2 slowest, then theta5, theta4, theta3,
 * theta1 fastest, so that with ascending grids the first of equal maxima is the smallest (theta2,
 * theta5, theta4, theta3, theta1). */
void solon_lattice_indices(const solon_lattice *lattice, size_t point, size_t index[5]);

/* The first of the largest welfares; NaN never wins.  count >= 1. */
size_t solon_first_best(const double *welfare, size_t count);

/* Bytes of workspace, aligned for double. */
size_t solon_lattice_workspace(const solon_ensemble *ensemble, const solon_lattice *lattice,
                               const solon_batch_options *options, int threads);

/* All points in that order.  41 x 3 x 14 x 11 x 3 points over 200 draws of 34 seasons take about 10
 * s on one thread.  SOLON_OK or SOLON_CANCELLED. */
solon_status solon_lattice_evaluate(solon_context *context, const solon_ensemble *ensemble,
                                    const solon_lattice *lattice,
                                    const solon_batch_options *options, void *workspace,
                                    const solon_ensemble_out *out);

#endif
