/* bootstrap.h - replicates of a named statistic, and its jackknife values.
 *
 * Replicate r is drawn from stream (seed, purpose, r), so replicates do not depend on the number of
 * threads, and a caller who needs the rows of one replicate can draw them again with
 * solon_design_draw.  Two independent samples are both drawn from that stream, x first.
 */
#ifndef SOLON_RESAMPLE_BOOTSTRAP_H
#define SOLON_RESAMPLE_BOOTSTRAP_H

#include "core/base/context.h"
#include "design.h"
#include "statistic.h"

typedef struct solon_bootstrap {
  solon_statistic statistic;
  double probability;  /* for the quantile */
  solon_sample sample; /* the data, arranged as the design says */
  solon_design design; /* of the rows of x (and y, when paired); independent samples: SOLON_ROWS */
  uint64_t seed;
  uint32_t purpose;
  size_t inner; /* inner replicates for the standard error of an ordered statistic, >= 2 */
} solon_bootstrap;

/* Bytes of workspace for solon_bootstrap_run with so many threads; 0 when they exceed size_t. */
size_t solon_bootstrap_workspace(const solon_bootstrap *task, int threads);

/* Fills replicates[0..count).  standard_errors (may be NULL) gets the standard error of the
 * statistic in each resample, for the bootstrap-t: by the influence values summed over the drawn
 * rows, clusters or blocks (statistic.h); for median and quantile, which have none, the standard
 * deviation of `inner` resamples of the resample's rows, clusters or blocks (a second level,
 * `inner` times the cost).  Undefined values are NaN.  Errors: SOLON_CANCELLED. Cost of a
 * replicate: one random word, one gather and the statistic, about 1.5 ns a row for a mean. */
solon_status solon_bootstrap_run(solon_context *context, const solon_bootstrap *task, size_t count,
                                 void *work, double *replicates, double *standard_errors);

/* The standard error of the statistic in the data themselves, by influence values; NaN for ordered
 * statistics.  `start` holds solon_design_units + 1 values. */
double solon_bootstrap_standard_error(const solon_bootstrap *task, size_t *start);

/* Bytes of workspace for solon_jackknife; 0 when they exceed size_t. */
size_t solon_jackknife_workspace(const solon_bootstrap *task);

/* The statistic without each unit of the design (a row, a cluster, a block of neighbouring rows) in
 * turn: values[0 .. solon_design_units).  For independent samples the rows of x are left out first
 * (x_rows values), then those of y (y_rows values).  O(n) for every statistic with single rows and
 * for all but median and quantile with clusters and blocks, else O(n) a unit.
 * Errors: SOLON_CANCELLED. */
solon_status solon_jackknife(solon_context *context, const solon_bootstrap *task, void *work,
                             double *values);

#endif
