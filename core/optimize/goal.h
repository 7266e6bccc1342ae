/* goal.h - a function that a solver calls: the objective, or a constraint. */
#ifndef SOLON_OPTIMIZE_GOAL_H
#define SOLON_OPTIMIZE_GOAL_H

#include <stdbool.h>
#include <stddef.h>

/* Writes the value at x and, unless `gradient` is NULL, the partial derivatives there.  False ends
 * the run: the solver answers SOLON_CANCELLED.  It must return: nothing may jump over a solver. */
typedef bool (*solon_function)(void *data, const double *x, double *value, double *gradient);

typedef struct solon_goal {
  solon_function function;
  void *data;
  bool has_gradient; /* false: `function` never gets a gradient to write */
  double tolerance;  /* of a constraint: by how much it may be violated, >= 0 */
} solon_goal;

/* The gradient of a goal at x, where its value is `value`: its own, or second-order differences
 * that stay inside the box.  The step in coordinate j is 6e-6 max(1, |x_j|), at most a quarter of
 * the box; where there is no room on both sides of x, three points on one side are used; a fixed
 * coordinate gets 0.  Error about 1e-10 of the third derivative and 1e-11 of the value.
 * `point`: d doubles of workspace.  Adds to *evaluations; false when the function said so. */
bool solon_goal_gradient(const solon_goal *goal, size_t d, const double *low, const double *high,
                         const double *x, double value, double *point, double *gradient,
                         size_t *evaluations);

#endif
