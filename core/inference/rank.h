/* rank.h - midranks of a column and its ties, for every test that works on ranks. */
#ifndef SOLON_INFERENCE_RANK_H
#define SOLON_INFERENCE_RANK_H

#include "core/array/order.h"
#include "core/base/context.h"

/* What ties do to the variance of a rank statistic: sums over groups of t equal values. */
typedef struct solon_tie_sums {
  double cubic;    /* sum of t^3 - t */
  double pairs;    /* sum of t (t - 1) */
  double triples;  /* sum of t (t - 1) (t - 2) */
  double weighted; /* sum of t (t - 1) (2 t + 5) */
} solon_tie_sums;

/* Midranks: the smallest value has rank 1, equal values share the mean of their ranks.  x holds no
 * NaN.  work holds 2 n items; work[0 .. n-1].position is left in ascending order.  ties may be
 * NULL. */
solon_status solon_midranks(solon_context *context, const double *restrict x, size_t n,
                            double *restrict rank, solon_tie_sums *ties,
                            solon_order_item *restrict work);

/* SOLON_BAD_ARGUMENT, with the position in the detail, when an element is NaN or (finite = true)
 * infinite. */
solon_status solon_check_column(solon_context *context, const double *x, size_t n, bool finite);

#endif
