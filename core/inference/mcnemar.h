/* mcnemar.h - McNemar's test of paired binary outcomes (McNemar 1947, Psychometrika 12).
 *
 * Of n pairs (first, second) only the discordant ones speak: b pairs with first 1 and second 0, c
 * with first 0 and second 1.  Under the null hypothesis b is binomial with b + c trials and
 * probability one half.  SOLON_GREATER is the alternative that b is larger: first succeeds more
 * often.
 */
#ifndef SOLON_INFERENCE_MCNEMAR_H
#define SOLON_INFERENCE_MCNEMAR_H

#include "tail.h"

#include "core/base/context.h"

typedef enum solon_mcnemar_method {
  SOLON_MCNEMAR_EXACT = 0,     /* binomial; p = min(1, 2 P(X <= min(b, c))) */
  SOLON_MCNEMAR_MID_P = 1,     /* the observed count weighs half (Fagerland et al. 2013) */
  SOLON_MCNEMAR_CORRECTED = 2, /* chi-square (|b - c| - 1)^2 / (b + c); 0 where b = c (as R) */
  SOLON_MCNEMAR_CHI_SQUARE = 3 /* chi-square (b - c)^2 / (b + c) */
} solon_mcnemar_method;

typedef struct solon_mcnemar_result {
  double statistic; /* chi-square; min(b, c) for exact and mid-p two-sided, b one-sided */
  double p_value;
  double estimate;     /* the conditional odds ratio b / c (inf when c = 0, NaN when both are) */
  double lower, upper; /* its exact interval, from Clopper and Pearson's for b of b + c */
} solon_mcnemar_result;

/* Counts the four cells of n pairs of 0 and 1: cells[2 * first + second].  SOLON_BAD_ARGUMENT, with
 * the position in the detail, for any other value. */
solon_status solon_mcnemar_count(solon_context *context, const double *restrict first,
                                 const double *restrict second, size_t n, int64_t cells[4]);

/* The test from the discordant counts b, c >= 0; 0 < confidence < 1.  One-sided chi-square tests
 * use the signed root z = (b - c) / sqrt(b + c), with correction (b - c -+ 1) / sqrt(b + c).  With
 * b + c = 0 the outcome is SOLON_DEGENERATE: statistic 0, p_value 1, interval [0, inf]. */
solon_status solon_mcnemar(int64_t b, int64_t c, solon_mcnemar_method method,
                           solon_alternative alternative, double confidence,
                           solon_mcnemar_result *result);

#endif
