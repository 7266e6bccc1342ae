/* pairwise_order.c - selection by counting. */
#include "pairwise_order.h"

#include <math.h>
#include <string.h>

int64_t solon_pairwise_count(const solon_pairwise *pairs) {
  int64_t n = (int64_t)pairs->n;
  return pairs->y == NULL ? n * (n + 1) / 2 : n * (int64_t)pairs->m;
}

static int64_t averages_up_to(const solon_pairwise *pairs, double limit) {
  int64_t count = 0;
  size_t end = pairs->n; /* partners x[i .. end) give averages <= limit */
  for (size_t i = 0; i < pairs->n && end > i; i++) {
    while (end > i && 0.5 * pairs->x[i] + 0.5 * pairs->x[end - 1] > limit)
      end--;
    count += (int64_t)(end - i);
  }
  return count;
}

static int64_t differences_up_to(const solon_pairwise *pairs, double limit) {
  int64_t count = 0;
  size_t start = 0; /* partners y[start .. m) give differences <= limit */
  for (size_t i = 0; i < pairs->n && start < pairs->m; i++) {
    while (start < pairs->m && pairs->x[i] - pairs->y[start] > limit)
      start++;
    count += (int64_t)(pairs->m - start);
  }
  return count;
}

/* Doubles as integers in the same order. */
static int64_t to_key(double value) {
  int64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits < 0 ? INT64_MIN - bits : bits;
}

static double from_key(int64_t key) {
  int64_t bits = key < 0 ? INT64_MIN - key : key;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

solon_status solon_pairwise_order(solon_context *context, const solon_pairwise *pairs, int64_t k,
                                  double *value) {
  *value = k < 1 ? -INFINITY : INFINITY;
  if (k < 1 || k > solon_pairwise_count(pairs))
    return SOLON_OK;
  /* the answer lies in (low, high] */
  int64_t low = to_key(-INFINITY), high = to_key(INFINITY);
  while (low < high - 1) {
    int64_t middle = (low & high) + ((low ^ high) >> 1); /* the mean, without overflow */
    double limit = from_key(middle);
    int64_t count =
        pairs->y == NULL ? averages_up_to(pairs, limit) : differences_up_to(pairs, limit);
    if (count >= k)
      high = middle;
    else
      low = middle;
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
  }
  *value = from_key(high);
  return SOLON_OK;
}

solon_status solon_pairwise_median(solon_context *context, const solon_pairwise *pairs,
                                   double *value) {
  int64_t count = solon_pairwise_count(pairs);
  double below, above;
  solon_status status = solon_pairwise_order(context, pairs, (count + 1) / 2, &below);
  if (status == SOLON_OK)
    status = solon_pairwise_order(context, pairs, count / 2 + 1, &above);
  if (status == SOLON_OK)
    *value = below == above ? below : 0.5 * below + 0.5 * above;
  return status;
}
