/* reduce.c - reductions of fixed shape, chunk by chunk. */
#include "reduce.h"

#include "kernels.h"

#include <math.h>

/* Pairwise sums of a stream of chunk results: part[k] holds the sum of 2^k chunks, as the digits of
 * a binary counter. */
typedef struct sum_tree {
  double part[64];
  size_t count;
} sum_tree;

static void tree_add(sum_tree *tree, double value) {
  int level = 0;
  for (size_t digits = tree->count++; digits & 1; digits >>= 1)
    value = tree->part[level++] + value;
  tree->part[level] = value;
}

static double tree_total(const sum_tree *tree) {
  double total = 0;
  bool first = true;
  int level = 0;
  for (size_t digits = tree->count; digits != 0; digits >>= 1, level++)
    if (digits & 1) {
      total = first ? tree->part[level] : tree->part[level] + total;
      first = false;
    }
  return total;
}

static size_t chunk_at(size_t start, size_t size) {
  return size - start < SOLON_CHUNK ? size - start : SOLON_CHUNK;
}

solon_status solon_sum(solon_context *context, const double *x, size_t size, double *out) {
  const solon_kernels *kernels = solon_kernels_get();
  sum_tree tree = {.count = 0};
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    tree_add(&tree, kernels->sum(x + i, chunk_at(i, size)));
  }
  *out = tree_total(&tree);
  return SOLON_OK;
}

solon_status solon_dot(solon_context *context, const double *x, const double *y, size_t size,
                       double *out) {
  const solon_kernels *kernels = solon_kernels_get();
  sum_tree tree = {.count = 0};
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    tree_add(&tree, kernels->dot(x + i, y + i, chunk_at(i, size)));
  }
  *out = tree_total(&tree);
  return SOLON_OK;
}

solon_status solon_product(solon_context *context, const double *x, size_t size, double *out) {
  const solon_kernels *kernels = solon_kernels_get();
  double product = 1;
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    product *= kernels->product(x + i, chunk_at(i, size));
  }
  *out = product;
  return SOLON_OK;
}

/* The extreme of both ends: direction -1 the smallest, +1 the largest. */
static solon_status extreme(solon_context *context, int direction, const double *x, size_t size,
                            double *out) {
  const solon_kernels *kernels = solon_kernels_get();
  double best = size == 0 ? (double)NAN : x[0];
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    size_t n = chunk_at(i, size);
    double value = direction < 0 ? kernels->minimum(x + i, n) : kernels->maximum(x + i, n);
    if (isnan(value) || (direction < 0 ? value < best : value > best))
      best = value;
    if (isnan(best))
      break;
  }
  *out = best;
  return SOLON_OK;
}

solon_status solon_min(solon_context *context, const double *x, size_t size, double *out) {
  return extreme(context, -1, x, size, out);
}

solon_status solon_max(solon_context *context, const double *x, size_t size, double *out) {
  return extreme(context, 1, x, size, out);
}

static solon_status extreme_position(solon_context *context, int direction, const double *x,
                                     size_t size, size_t *out) {
  double best;
  solon_status status = extreme(context, direction, x, size, &best);
  if (status != SOLON_OK)
    return status;
  size_t i = 0;
  if (isnan(best))
    while (i < size && !isnan(x[i]))
      i++;
  else
    while (x[i] != best)
      i++;
  *out = i;
  return SOLON_OK;
}

solon_status solon_argmin(solon_context *context, const double *x, size_t size, size_t *out) {
  return extreme_position(context, -1, x, size, out);
}

solon_status solon_argmax(solon_context *context, const double *x, size_t size, size_t *out) {
  return extreme_position(context, 1, x, size, out);
}

solon_status solon_mean(solon_context *context, const double *x, size_t size, double *out) {
  double sum;
  solon_status status = solon_sum(context, x, size, &sum);
  if (status == SOLON_OK)
    *out = size == 0 ? (double)NAN : sum / (double)size;
  return status;
}

solon_status solon_variance(solon_context *context, const double *x, size_t size, int freedom_lost,
                            double *mean, double *variance) {
  const solon_kernels *kernels = solon_kernels_get();
  double center;
  solon_status status = solon_mean(context, x, size, &center);
  if (status != SOLON_OK)
    return status;
  sum_tree firsts = {.count = 0}, seconds = {.count = 0};
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    double first, second;
    kernels->deviations(x + i, center, chunk_at(i, size), &first, &second);
    tree_add(&firsts, first);
    tree_add(&seconds, second);
  }
  double first = tree_total(&firsts), second = tree_total(&seconds), n = (double)size;
  double spread = second - first * first / n;
  if (spread < 0)
    spread = 0; /* rounding of the correction where the data are constant */
  *variance = n > freedom_lost ? spread / (n - freedom_lost) : (double)NAN;
  if (mean != NULL)
    *mean = center;
  return SOLON_OK;
}

size_t solon_drop_nan(const double *x, size_t size, double *out) {
  size_t count = 0;
  for (size_t i = 0; i < size; i++) {
    double value = x[i];
    out[count] = value;
    count += !isnan(value);
  }
  return count;
}

/* ---- running results ------------------------------------------------------------------------- */

solon_status solon_cumulative_sum(solon_context *context, const double *x, size_t size,
                                  double *out) {
  double sum = 0, correction = 0;
  for (size_t i = 0; i < size; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    double value = x[i], total = sum + value;
    /* the exact error of the addition, whichever operand is larger (Knuth's two-sum) */
    double part = total - sum;
    double error = (sum - (total - part)) + (value - part);
    correction += isnan(error) ? 0 : error; /* infinities have no error to correct */
    sum = total;
    out[i] = sum + correction;
  }
  return SOLON_OK;
}

solon_status solon_cumulative_product(solon_context *context, const double *x, size_t size,
                                      double *out) {
  double product = 1;
  for (size_t i = 0; i < size; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    out[i] = product *= x[i];
  }
  return SOLON_OK;
}

static solon_status cumulative_extreme(solon_context *context, bool largest, const double *x,
                                       size_t size, double *out) {
  double best = size > 0 ? x[0] : (double)NAN;
  for (size_t i = 0; i < size; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    double value = x[i];
    if (isnan(value) || (largest ? value > best : value < best))
      best = value;
    out[i] = best;
  }
  return SOLON_OK;
}

solon_status solon_cumulative_min(solon_context *context, const double *x, size_t size,
                                  double *out) {
  return cumulative_extreme(context, false, x, size, out);
}

solon_status solon_cumulative_max(solon_context *context, const double *x, size_t size,
                                  double *out) {
  return cumulative_extreme(context, true, x, size, out);
}
