/* multiple.c - Holm and Benjamini-Hochberg. */
#include "multiple.h"

#include <math.h>

/* Leaves in work[0..*count) the positions of the values that are not NaN, ascending; out is NaN. */
static solon_status sorted_tests(solon_context *context, const double *p, size_t n,
                                 solon_order_item *work, double *out, size_t *count) {
  *count = 0;
  for (size_t i = 0; i < n; i++) {
    if (p[i] < 0 || p[i] > 1)
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "element %zu is %.15g; a p-value lies in [0, 1]", i + 1, p[i]);
    *count += !isnan(p[i]);
    out[i] = NAN;
  }
  return solon_order(context, p, n, false, work); /* NaN come last */
}

solon_status solon_holm(solon_context *context, const double *restrict p, size_t n,
                        solon_order_item *restrict work, double *restrict out) {
  size_t count;
  solon_status status = sorted_tests(context, p, n, work, out, &count);
  double largest = 0;
  for (size_t i = 0; status == SOLON_OK && i < count; i++) {
    largest = fmax(largest, fmin(1, (double)(count - i) * p[work[i].position]));
    out[work[i].position] = largest;
  }
  return status;
}

solon_status solon_benjamini_hochberg(solon_context *context, const double *restrict p, size_t n,
                                      solon_order_item *restrict work, double *restrict out) {
  size_t count;
  solon_status status = sorted_tests(context, p, n, work, out, &count);
  double smallest = 1;
  for (size_t i = count; status == SOLON_OK && i-- > 0;) {
    smallest = fmin(smallest, (double)count / ((double)i + 1) * p[work[i].position]);
    out[work[i].position] = smallest;
  }
  return status;
}
