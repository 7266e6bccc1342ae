/* quantile.c - sample quantiles: two neighbouring order statistics and a weight. */
#include "quantile.h"

#include "order.h"

#include <math.h>

/* What rounding may take from or add to a position. */
#define FUZZ (4 * 0x1p-52)

/* Types 1 to 3 step at n p (- 1/2): the weight of the next statistic is 0, 1/2 or 1. */
static double step_weight(double rest, double j, int type) {
  if (rest >= FUZZ)
    return 1;
  if (type == 1)
    return 0;
  if (type == 2)
    return 0.5;
  return fmod(j, 2) == 0 ? 0 : 1;
}

/* Position j (from 1, may be 0 or n) and the weight of statistic j + 1. */
static double quantile_position(size_t size, double p, int type, double *weight) {
  double n = (double)size;
  if (type <= 3) {
    double target = n * p - (type == 3 ? 0.5 : 0), j = floor(target + FUZZ);
    *weight = step_weight(target - j, j, type);
    return j;
  }
  /* types 4 to 9: position a + p (n + 1 - a - b), interpolated */
  static const double first[] = {0, 0.5, 0, 1, 1.0 / 3, 3.0 / 8};
  double a = first[type - 4], b = type == 4 ? 1 : a, target = a + p * (n + 1 - a - b);
  double j = floor(target + FUZZ);
  *weight = fabs(target - j) < FUZZ ? 0 : target - j;
  return j;
}

/* Position from 0, ends repeated. */
static size_t clamp(double j, size_t size) {
  if (j < 1)
    return 0;
  return j >= (double)size ? size - 1 : (size_t)j - 1;
}

static double combine(double below, double above, double weight) {
  if (weight == 0 || below == above)
    return below;
  if (weight == 1)
    return above;
  double step = above - below;
  if (!isfinite(step)) /* an infinite neighbour, or a difference beyond the largest number */
    return (1 - weight) * below + weight * above;
  return below + weight * step;
}

double solon_quantile_sorted(const double *sorted, size_t size, double probability, int type) {
  if (size == 0)
    return NAN;
  double weight, j = quantile_position(size, probability, type, &weight);
  return combine(sorted[clamp(j, size)], sorted[clamp(j + 1, size)], weight);
}

solon_status solon_quantile(solon_context *context, const double *x, size_t size,
                            double probability, int type, uint64_t *work, double *out) {
  *out = NAN;
  if (size == 0)
    return SOLON_OK;
  double weight, j = quantile_position(size, probability, type, &weight), below, above;
  size_t first = clamp(j, size);
  solon_status status = solon_order_statistics(context, x, size, first, work, &below, &above);
  if (status != SOLON_OK)
    return status;
  if (clamp(j + 1, size) == first)
    above = below;
  *out = combine(below, above, weight);
  return SOLON_OK;
}
