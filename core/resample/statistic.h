/* statistic.h - the named statistics that are resampled, their influence values and standard
 * errors.
 *
 * A statistic is computed from one column x, or from two columns x and y.  Two columns are either
 * paired (row i of x belongs to row i of y; resampled together) or independent samples of their own
 * lengths (only difference_of_means and ratio_of_means).
 *
 *   mean                 sum x / n
 *   proportion           share of nonzero x
 *   median               quantile at 1/2
 *   quantile             linear interpolation of the positions 1 + (n-1) p (type 7 of Hyndman and
 *                        Fan)
 *   variance             sum (x - mean)^2 / (n - 1)
 *   standard_deviation   its square root
 *   covariance           sum (x - mean x)(y - mean y) / (n - 1)
 *   correlation          Pearson's
 *   slope                least squares slope of y on x
 *   difference_of_means  mean x - mean y
 *   ratio_of_means       mean x / mean y
 *   weighted_mean        sum y x / sum y, the weights y >= 0 in the second column
 *
 * Undefined values are NaN: no rows, fewer than two rows where a divisor n - 1 is needed, a
 * correlation or slope of constant data, weights that sum to 0, any NaN among the data.  Sums have
 * a fixed shape (core/array/reduce.h), so the bits depend on the data and their order alone.
 */
#ifndef SOLON_RESAMPLE_STATISTIC_H
#define SOLON_RESAMPLE_STATISTIC_H

#include <stdbool.h>
#include <stddef.h>

typedef enum solon_statistic {
  SOLON_MEAN,
  SOLON_PROPORTION,
  SOLON_MEDIAN,
  SOLON_QUANTILE,
  SOLON_VARIANCE,
  SOLON_STANDARD_DEVIATION,
  SOLON_COVARIANCE,
  SOLON_CORRELATION,
  SOLON_SLOPE,
  SOLON_DIFFERENCE_OF_MEANS,
  SOLON_RATIO_OF_MEANS,
  SOLON_WEIGHTED_MEAN
} solon_statistic;

/* Their names in the order of the enumeration, ended by NULL. */
extern const char *const solon_statistic_names[];

/* 1 or 2. */
int solon_statistic_columns(solon_statistic statistic);

/* True when two independent samples make sense. */
bool solon_statistic_independent(solon_statistic statistic);

/* True when the statistic depends on the order of the values (median, quantile) and so has no
 * moments and no influence values here. */
bool solon_statistic_ordered(solon_statistic statistic);

/* The data: y is NULL for one column; y_rows == x_rows when paired. */
typedef struct solon_sample {
  const double *x, *y;
  size_t x_rows, y_rows;
  bool paired;
} solon_sample;

/* The value.  `probability` in [0, 1] is read for the quantile only.  `work` holds x_rows values,
 * used only by median and quantile (a selection, O(n)). */
double solon_statistic_value(solon_statistic statistic, double probability,
                             const solon_sample *sample, double *work);

/* ---- moments: what all but the ordered statistics are made of -------------------------------- */

/* Count (or sum of weights), means, and sums of squares and products about the means; of a weighted
 * mean only count and mean_x are used. */
typedef struct solon_moments {
  double count, mean_x, mean_y, xx, yy, xy;
} solon_moments;

/* Moments of row i alone; y may be NULL. */
solon_moments solon_moments_of_row(solon_statistic statistic, const double *x, const double *y,
                                   size_t i);

/* Moments of two sets of rows together (Chan, Golub and LeVeque's update: no cancellation, so a
 * constant column keeps a sum of squares of exactly 0). */
solon_moments solon_moments_merge(const solon_moments *a, const solon_moments *b);

/* The statistic from the moments of paired rows or of one column. */
double solon_statistic_from_moments(solon_statistic statistic, const solon_moments *m);

/* ---- standard error -------------------------------------------------------------------------- */

/* Standard error by the influence values u of the statistic (infinitesimal jackknife, Efron 1982):
 * sqrt(G / (G-1) sum over groups of (sum of u in the group)^2); for the mean of single rows this is
 * s / sqrt(n).  Groups are runs of rows: group g holds rows start[g] .. start[g+1]-1; start == NULL
 * means every row is a group.  Independent samples have no groups and add their variances.
 * NaN for the ordered statistics, for fewer than two groups, and where the statistic is NaN. */
double solon_statistic_standard_error(solon_statistic statistic, const solon_sample *sample,
                                      const size_t *start, size_t groups);

#endif
