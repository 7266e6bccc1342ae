/* correlation_comparison.h - tests of given correlations: one against a value, two independent
 * ones, and two that share a variable.
 *
 * Correlations lie in [-1, 1].  Too few observations, or a coefficient of exactly -1 or 1 (whose z
 * is infinite), give SOLON_DEGENERATE with statistic and p_value NaN: no information, hence never
 * significant.  Values outside [-1, 1] or NaN are SOLON_BAD_ARGUMENT.
 */
#ifndef SOLON_INFERENCE_CORRELATION_COMPARISON_H
#define SOLON_INFERENCE_CORRELATION_COMPARISON_H

#include "tail.h"

#include "core/base/context.h"

/* The coefficient decides the variance of z = atanh r: 1 / (n - 3), 1.06 / (n - 3), 0.437 / (n - 4)
 * (Fisher 1921; Fieller, Hartley and Pearson 1957). */
typedef enum solon_coefficient {
  SOLON_PEARSON = 0,
  SOLON_SPEARMAN = 1,
  SOLON_KENDALL = 2
} solon_coefficient;

typedef enum solon_dependent_method {
  SOLON_WILLIAMS = 0, /* t with n - 3 degrees of freedom (Williams 1959; Steiger 1980, eq. 7) */
  SOLON_STEIGER = 1,  /* z with pooled r (Steiger 1980, Psychological Bulletin 87, eq. 14) */
  SOLON_MENG = 2      /* z of Meng, Rosenthal and Rubin (1992, Psychological Bulletin 111) */
} solon_dependent_method;

typedef struct solon_comparison_result {
  double statistic;          /* z, or t for Williams */
  double degrees_of_freedom; /* n - 3 for Williams, inf for z */
  double p_value;
  double estimate;     /* r, or the first minus the second correlation */
  double lower, upper; /* its interval */
} solon_comparison_result;

/* H0: rho = null_value, from r of n observations: z = (atanh r - atanh null) / sqrt(variance).
 * Needs n > 3 (Kendall n > 4) and |null_value| < 1. */
solon_status solon_fisher_z(double r, int64_t n, double null_value, solon_coefficient coefficient,
                            solon_alternative alternative, double confidence,
                            solon_comparison_result *result);

/* H0: rho1 = rho2 in two independent samples; the interval of r1 - r2 is Zou's (2007, Psychological
 * Methods 12) from the two Fisher intervals. */
solon_status solon_fisher_z_two(double r1, int64_t n1, double r2, int64_t n2,
                                solon_coefficient coefficient, solon_alternative alternative,
                                double confidence, solon_comparison_result *result);

/* H0: rho12 = rho13, both from the same n observations of three variables, with r23 the correlation
 * of the two that are compared.  The interval of r12 - r13 is Zou's for overlapping correlations,
 * whatever the method.  Needs n > 3.  Three values that no data can have (determinant of the
 * correlation matrix below -1e-12) are SOLON_BAD_ARGUMENT; a statistic 0/0 is SOLON_DEGENERATE. */
solon_status solon_dependent_correlations(double r12, double r13, double r23, int64_t n,
                                          solon_dependent_method method,
                                          solon_alternative alternative, double confidence,
                                          solon_comparison_result *result);

#endif
