/* rank.c - midranks, ties, and the check for NaN. */
#include "rank.h"

#include <math.h>

solon_status solon_midranks(solon_context *context, const double *restrict x, size_t n,
                            double *restrict rank, solon_tie_sums *ties,
                            solon_order_item *restrict work) {
  solon_status status = solon_order(context, x, n, false, work);
  if (status != SOLON_OK)
    return status;
  solon_tie_sums sums = {0};
  for (size_t start = 0, end; start < n; start = end) {
    for (end = start + 1; end < n && x[work[end].position] == x[work[start].position]; end++)
      ;
    double middle = 0.5 * (double)(start + 1 + end), t = (double)(end - start);
    for (size_t i = start; i < end; i++)
      rank[work[i].position] = middle;
    if (end / SOLON_CHUNK != start / SOLON_CHUNK && solon_context_cancelled(context))
      return SOLON_CANCELLED;
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
                        i + 1,
                        isnan(x[i]) ? "nan"
                        : x[i] > 0  ? "inf"
                                    : "-inf");
  }
  return SOLON_OK;
}
