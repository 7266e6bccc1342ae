/* rank.h - order and midranks of a column, for every test that works on ranks. */
#ifndef SOLON_INFERENCE_RANK_H
#define SOLON_INFERENCE_RANK_H

#include "core/base/context.h"

/* What ties do to the variance of a rank statistic: sums over groups of t equal values. */
typedef struct solon_ties {
  double cubic;     /* sum of t^3 - t */
  double pairs;     /* sum of t (t - 1) */
  double triples;   /* sum of t (t - 1) (t - 2) */
  double weighted;  /* sum of t (t - 1) (2 t + 5) */
} solon_ties;

/* Writes to order[0..n) the positions of x in ascending order, equal values in their old order (merge
 * sort, n log2 n comparisons); other[0..n) is workspace.  NaN must not occur. */
solon_status solon_sort_order(solon_context *context, const double *restrict x, size_t n,
                              size_t *restrict order, size_t *restrict other);

/* The same from a given permutation in order[], whose order equal values keep: sorting by y and then
 * by x from there sorts by (x, y). */
solon_status solon_sort_order_from(solon_context *context, const double *restrict x, size_t n,
                                   size_t *restrict order, size_t *restrict other);

/* Midranks: the smallest value has rank 1, equal values share the mean of their ranks.  order and
 * other hold n elements each, order is left sorted; ties may be NULL. */
solon_status solon_midranks(solon_context *context, const double *restrict x, size_t n,
                            double *restrict rank, solon_ties *ties, size_t *restrict order,
                            size_t *restrict other);

/* SOLON_BAD_ARGUMENT, with the position in the detail, when an element is NaN or (finite = true)
 * infinite. */
solon_status solon_check_column(solon_context *context, const double *x, size_t n, bool finite);

#endif
