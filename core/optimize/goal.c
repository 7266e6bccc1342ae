/* goal.c - see goal.h. */
#include "core/optimize/goal.h"

#include <math.h>
#include <string.h>

typedef struct difference {
  const solon_goal *goal;
  double *point;
  size_t *evaluations;
  bool stopped;
} difference;

/* The value with coordinate j moved by h. */
static double moved(difference *run, size_t j, double h) {
  double x = run->point[j], value = NAN;
  run->point[j] = x + h;
  if (!run->stopped) {
    ++*run->evaluations;
    run->stopped = !run->goal->function(run->goal->data, run->point, &value, NULL);
  }
  run->point[j] = x;
  return value;
}

static double derivative(difference *run, size_t j, double low, double high, double value) {
  double x = run->point[j];
  double h = fmin(6e-6 * fmax(1, fabs(x)), (high - low) / 4);
  if (!(h > 0))
    return 0;
  double step = x + h - x; /* what the doubles really step */
  if (!(step > 0))
    return 0;
  if (x - step >= low && x + step <= high)
    return (moved(run, j, step) - moved(run, j, -step)) / (2 * step);
  if (x - step < low)
    step = -step;
  return (3 * value - 4 * moved(run, j, -step) + moved(run, j, -2 * step)) / (2 * step);
}

bool solon_goal_gradient(const solon_goal *goal, size_t d, const double *low, const double *high,
                         const double *x, double value, double *point, double *gradient,
                         size_t *evaluations) {
  if (goal->has_gradient) {
    ++*evaluations;
    return goal->function(goal->data, x, &value, gradient);
  }
  difference run = {.goal = goal, .point = point, .evaluations = evaluations};
  memcpy(point, x, d * sizeof *x);
  for (size_t j = 0; j < d && !run.stopped; j++)
    gradient[j] = derivative(&run, j, low[j], high[j], value);
  return !run.stopped;
}
