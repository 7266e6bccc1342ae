/* order.h - sorting, ranking and searching.
 *
 * All sorts are stable; -0 and 0 are equal to order and rank; NaN comes last, ascending or
 * descending, and has no rank (NaN).  Positions count from 0.
 *
 * Cost: least-significant-digit radix sort, about 12 ns an element to sort, 25 to order, linear in
 * size.  Workspace as stated; nothing is allocated.  Errors: only SOLON_CANCELLED.
 */
#ifndef SOLON_ARRAY_ORDER_H
#define SOLON_ARRAY_ORDER_H

#include "core/base/context.h"

#include <stdint.h>

/* The elements that sorting would put at positions `rank` and rank + 1 (the same one twice when
 * rank is the last), without sorting: the range that holds them is narrowed by 11 bits at a time.
 * x holds no NaN; rank < size.  work: 2 * size.  About 3 ns an element. */
solon_status solon_order_statistics(solon_context *context, const double *x, size_t size,
                                    size_t rank, uint64_t *work, double *at, double *next);

/* Element of the workspace of order and rank. */
typedef struct solon_order_item {
  uint64_t key;
  size_t position;
} solon_order_item;

/* x sorted into out (may be x).  Equal zeros may change places; a NaN loses sign and payload.
 * work: 2 * size. */
solon_status solon_sort(solon_context *context, const double *x, size_t size, bool descending,
                        uint64_t *work, double *out);

/* The permutation that sorts: work[0 .. size-1].position.  work: 2 * size. */
solon_status solon_order(solon_context *context, const double *x, size_t size, bool descending,
                         solon_order_item *work);

/* How equal values share the ranks r, r+1, ... they occupy. */
typedef enum solon_ties {
  SOLON_TIES_AVERAGE, /* the mean of those ranks */
  SOLON_TIES_MIN,     /* the smallest: "competition" ranks 1 2 2 4 */
  SOLON_TIES_MAX,     /* the largest: 1 3 3 4 */
  SOLON_TIES_DENSE,   /* the smallest, without gaps: 1 2 2 3 */
  SOLON_TIES_ORDINAL  /* one each, in order of position */
} solon_ties;

/* Ranks from 1; descending gives 1 to the largest.  work: 2 * size. */
solon_status solon_rank(solon_context *context, const double *x, size_t size, bool descending,
                        solon_ties ties, solon_order_item *work, double *out);

/* Where each value would go to keep `sorted` (ascending, NaN last) sorted: the number of elements
 * less than it (left: before equal ones) or not greater than it (right).  NaN sorts as the largest
 * value. */
solon_status solon_search(solon_context *context, const double *sorted, size_t size,
                          const double *values, size_t value_count, bool right, double *out);

/* Distinct elements of sorted data and how often each occurs (counts may be NULL); NaN is one
 * value. Returns their number.  values may be sorted. */
size_t solon_unique_sorted(const double *sorted, size_t size, double *values, double *counts);

#endif
