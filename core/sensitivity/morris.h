/* morris.h - elementary effects (Morris 1991) along random one-at-a-time trajectories.
 *
 * The unit cube is cut into `levels` values 0, 1/(p-1) .. 1 per input, p even.  A trajectory starts
 * at a random point of the grid and changes every input once, in random order, by delta =
 * p / (2 (p - 1)), up or down with equal probability: this choice of delta makes all levels equally
 * likely.  The elementary effect of an input is the change of the function over the signed step,
 * per unit of the cube.
 *
 * Trajectory t draws from stream (seed, "morris", t).
 */
#ifndef SOLON_SENSITIVITY_MORRIS_H
#define SOLON_SENSITIVITY_MORRIS_H

#include "core/base/context.h"

#include <stdint.h>

typedef struct solon_morris_design {
  size_t trajectories, inputs; /* both >= 1 */
  uint32_t levels;             /* even, 2 .. 2^31 */
  uint64_t seed;
} solon_morris_design;

/* The points: column i (of `inputs`) holds trajectories * (inputs + 1) coordinates of input i,
 * trajectory after trajectory; points[i * rows + row].  order[t * inputs + s] is the input that
 * step s of trajectory t changes.  Errors: SOLON_CANCELLED. */
solon_status solon_morris_points(solon_context *context, const solon_morris_design *design,
                                 double *points, uint32_t *order);

/* Elementary effects from the points, the orders and the values of the function on the points:
 * effects[i * trajectories + t]. */
void solon_morris_effects(const solon_morris_design *design, const double *points,
                          const uint32_t *order, const double *values, double *effects);

#endif
