/* multiple.c - Holm and Benjamini-Hochberg. */
#include "multiple.h"

#include "rank.h"

#include <math.h>

/* Leaves in order[0..*count) the positions of the values that are not NaN, ascending; out is NaN. */
static solon_status sorted_tests(solon_context *context, const double *p, size_t n, size_t *order,
                                 double *out, size_t *count) {
  *count = 0;
  for (size_t i = 0; i < n; i++) {
    if (p[i] < 0 || p[i] > 1)
      return solon_fail(context, SOLON_BAD_ARGUMENT, "element %zu is %.15g; a p-value lies in [0, 1]",
                        i + 1, p[i]);
    if (!isnan(p[i]))
      order[(*count)++] = i;
    out[i] = NAN;
  }
  return solon_sort_order_from(context, p, *count, order, order + *count);
}

solon_status solon_holm(solon_context *context, const double *restrict p, size_t n,
                        size_t *restrict order, double *restrict out) {
  size_t count;
  solon_status status = sorted_tests(context, p, n, order, out, &count);
  double largest = 0;
  for (size_t i = 0; status == SOLON_OK && i < count; i++) {
    largest = fmax(largest, fmin(1, (double)(count - i) * p[order[i]]));
    out[order[i]] = largest;
  }
  return status;
}

solon_status solon_benjamini_hochberg(solon_context *context, const double *restrict p, size_t n,
                                      size_t *restrict order, double *restrict out) {
  size_t count;
  solon_status status = sorted_tests(context, p, n, order, out, &count);
  double smallest = 1;
  for (size_t i = count; status == SOLON_OK && i-- > 0;) {
    smallest = fmin(smallest, (double)count / ((double)i + 1) * p[order[i]]);
    out[order[i]] = smallest;
  }
  return status;
}
