/* rank.c - stable merge sort of positions, and midranks. */
#include "rank.h"

#include <math.h>
#include <string.h>

/* Merges order[low..middle) and order[middle..high) into other[low..high). */
static solon_status merge(solon_context *context, const double *x, const size_t *order,
                          size_t *other, size_t low, size_t middle, size_t high) {
  size_t left = low, right = middle;
  for (size_t k = low; k < high; k++) {
    if (k % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    bool take_left = right >= high || (left < middle && x[order[left]] <= x[order[right]]);
    other[k] = take_left ? order[left++] : order[right++];
  }
  return SOLON_OK;
}

solon_status solon_sort_order_from(solon_context *context, const double *restrict x, size_t n,
                                   size_t *restrict order, size_t *restrict other) {
  size_t *from = order, *to = other;
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t low = 0; low < n; low += 2 * width) {
      size_t middle = low + width < n ? low + width : n;
      size_t high = low + 2 * width < n ? low + 2 * width : n;
      solon_status status = merge(context, x, from, to, low, middle, high);
      if (status != SOLON_OK)
        return status;
    }
    size_t *swap = from;
    from = to;
    to = swap;
  }
  if (from != order)
    memcpy(order, from, n * sizeof *order);
  return SOLON_OK;
}

solon_status solon_sort_order(solon_context *context, const double *restrict x, size_t n,
                              size_t *restrict order, size_t *restrict other) {
  for (size_t i = 0; i < n; i++)
    order[i] = i;
  return solon_sort_order_from(context, x, n, order, other);
}

solon_status solon_midranks(solon_context *context, const double *restrict x, size_t n,
                            double *restrict rank, solon_ties *ties, size_t *restrict order,
                            size_t *restrict other) {
  solon_status status = solon_sort_order(context, x, n, order, other);
  if (status != SOLON_OK)
    return status;
  solon_ties sums = {0};
  for (size_t start = 0, end; start < n; start = end) {
    for (end = start + 1; end < n && x[order[end]] == x[order[start]]; end++)
      ;
    double middle = 0.5 * (double)(start + 1 + end), t = (double)(end - start);
    for (size_t i = start; i < end; i++)
      rank[order[i]] = middle;
    sums.cubic += t * (t * t - 1);
    sums.pairs += t * (t - 1);
    sums.triples += t * (t - 1) * (t - 2);
    sums.weighted += t * (t - 1) * (2 * t + 5);
  }
  if (ties != NULL)
    *ties = sums;
  return SOLON_OK;
}

solon_status solon_check_column(solon_context *context, const double *x, size_t n, bool finite) {
  for (size_t i = 0; i < n; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    if (isnan(x[i]) || (finite && isinf(x[i])))
      return solon_fail(context, SOLON_BAD_ARGUMENT, "element %zu is %s; remove or replace it",
                        i + 1, isnan(x[i]) ? "nan" : x[i] > 0 ? "inf" : "-inf");
  }
  return SOLON_OK;
}
