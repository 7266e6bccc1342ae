/* interval.c - quantiles of replicates and the five intervals. */
#include "interval.h"

#include "core/array/order.h"
#include "core/array/quantile.h"
#include "core/array/reduce.h"
#include "core/random/elementary.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

const char *solon_interval_status_name(solon_interval_status status) {
  static const char *const names[] = {"ok", "partial", "extreme", "degenerate"};
  return names[status];
}

/* Values this near, relative to their size, differ by rounding only: sums of the same numbers in
 * another order. */
static const double ROUNDING = 8 * DBL_EPSILON;

/* ---- jackknife ------------------------------------------------------------------------------- */

static double mean_of(const double *x, size_t n) {
  double mean;
  solon_mean(NULL, x, n, &mean);
  return mean;
}

double solon_acceleration(const double *values, const size_t units[2]) {
  double cubes = 0, squares = 0, largest = 0;
  for (int sample = 0; sample < 2 && units[sample] > 0; sample++) {
    size_t n = units[sample];
    double mean = mean_of(values, n), sum2 = 0, sum3 = 0;
    if (n < 2)
      return NAN;
    for (size_t i = 0; i < n; i++) {
      double u = (double)(n - 1) / (double)n * (mean - values[i]);
      sum2 += u * u;
      sum3 += u * u * u;
      largest = fmax(largest, fabs(values[i]) * (double)(n - 1) / (double)n);
    }
    squares += sum2;
    cubes += sum3;
    values += n;
  }
  /* spread within what rounding of the values makes of a constant is no spread */
  if (!(sqrt(squares) > ROUNDING * largest))
    return NAN;
  return cubes / (6 * squares * sqrt(squares));
}

void solon_jackknife_summary(const double *values, const size_t units[2], double estimate,
                             double *bias, double *standard_error) {
  double variance = 0;
  *bias = 0;
  for (int sample = 0; sample < 2 && units[sample] > 0; sample++) {
    size_t n = units[sample];
    double mean = mean_of(values, n), squares = 0;
    for (size_t i = 0; i < n; i++)
      squares += (values[i] - mean) * (values[i] - mean);
    variance += n < 2 ? NAN : squares * (double)(n - 1) / (double)n;
    *bias += n < 2 ? NAN : (double)(n - 1) * (mean - estimate);
    values += n;
  }
  if (units[0] == 0)
    variance = *bias = NAN;
  *standard_error = sqrt(variance);
}

/* ---- quantiles of replicates ----------------------------------------------------------------- */

typedef struct replicates {
  const double *sorted;
  size_t count;
  solon_interpolation interpolation;
  bool extreme; /* an end was used for want of more replicates */
} replicates;

static double linear_quantile(replicates *r, double level) {
  return solon_quantile_sorted(r->sorted, r->count, level, 7);
}

/* Between the order statistics k and k+1 around (B + 1) level, on the scale of the normal quantile.
 */
static double normal_quantile(replicates *r, double level) {
  double among = (double)r->count + 1, rank = among * level;
  if (!(rank > 1 && rank < (double)r->count))
    r->extreme = true;
  size_t k = (size_t)rank;
  if (k == 0)
    return r->sorted[0];
  if (k >= r->count)
    return r->sorted[r->count - 1];
  double low = r->sorted[k - 1], high = r->sorted[k];
  if (low == high || rank == (double)k)
    return low;
  double z = solon_normal_quantile(level), z_low = solon_normal_quantile((double)k / among),
         z_high = solon_normal_quantile((double)(k + 1) / among);
  return low + (z - z_low) / (z_high - z_low) * (high - low);
}

static double quantile(replicates *r, double level) {
  return r->interpolation == SOLON_INTERPOLATE_LINEAR ? linear_quantile(r, level)
                                                      : normal_quantile(r, level);
}

/* ---- the methods ----------------------------------------------------------------------------- */

/* All replicates equal, but for rounding. */
static bool is_constant(const double *sorted, size_t count) {
  double low = sorted[0], high = sorted[count - 1];
  return high - low <= ROUNDING * fmax(fabs(low), fabs(high));
}

static void set_levels(solon_interval *out, double low, double high) {
  out->low_level = low;
  out->high_level = high;
}

static double bca_level(const solon_interval *out, double z) {
  double shifted = out->z0 + z, divisor = 1 - out->acceleration * shifted;
  return divisor > 0 ? gsl_cdf_ugaussian_P(out->z0 + shifted / divisor) : NAN;
}

static void bca(const solon_interval_input *in, replicates *r, solon_interval *out, double alpha) {
  size_t below = 0, equal = 0;
  double rounding = ROUNDING * fabs(in->estimate);
  for (size_t i = 0; i < r->count; i++) {
    bool same = fabs(r->sorted[i] - in->estimate) <= rounding;
    equal += same;
    below += !same && r->sorted[i] < in->estimate;
  }
  out->z0 = solon_normal_quantile(((double)below + 0.5 * (double)equal) / (double)r->count);
  out->acceleration = solon_acceleration(in->jackknife, in->units);
  double z = solon_normal_quantile(alpha);
  set_levels(out, bca_level(out, z), bca_level(out, -z));
  if (!isfinite(out->z0) || isnan(out->low_level) || isnan(out->high_level)) {
    out->status = SOLON_INTERVAL_DEGENERATE;
    return;
  }
  out->low = quantile(r, out->low_level);
  out->high = quantile(r, out->high_level);
}

static void studentized(const solon_interval_input *in, replicates *r, solon_interval *out) {
  if (!(in->standard_error > 0) || !isfinite(in->standard_error) || r->count < 2) {
    out->status = SOLON_INTERVAL_DEGENERATE;
    return;
  }
  out->low = in->estimate - in->standard_error * quantile(r, out->high_level);
  out->high = in->estimate - in->standard_error * quantile(r, out->low_level);
}

static void simple_methods(const solon_interval_input *in, replicates *r, solon_interval *out) {
  if (in->method == SOLON_INTERVAL_NORMAL) {
    double margin = -solon_normal_quantile(out->low_level) * out->standard_error;
    out->low = in->estimate - out->bias - margin;
    out->high = in->estimate - out->bias + margin;
    return;
  }
  double low = quantile(r, out->low_level), high = quantile(r, out->high_level);
  bool basic = in->method == SOLON_INTERVAL_BASIC;
  out->low = basic ? 2 * in->estimate - high : low;
  out->high = basic ? 2 * in->estimate - low : high;
}

/* The finite replicates, or their t values; returns how many. */
static size_t collect(const solon_interval_input *in, bool as_t, double *out) {
  size_t n = 0;
  for (size_t i = 0; i < in->count; i++) {
    double value = in->replicates[i];
    if (as_t) {
      value = (value - in->estimate) / in->standard_errors[i];
      if (!(in->standard_errors[i] > 0))
        continue;
    }
    if (isfinite(value))
      out[n++] = value;
  }
  return n;
}

static void summarize(const solon_interval_input *in, const double *values, size_t count,
                      solon_interval *out) {
  double variance = NAN;
  if (count > 0)
    solon_variance(NULL, values, count, 1, &out->mean, &variance);
  out->standard_error = sqrt(variance);
  out->bias = out->mean - in->estimate;
}

static void sort(double *values, size_t count) {
  solon_sort(NULL, values, count, false, (uint64_t *)(values + count), values);
}

static solon_interval_status outcome(const solon_interval *out, const replicates *r) {
  if (out->status != SOLON_INTERVAL_OK)
    return out->status;
  if (r->extreme)
    return SOLON_INTERVAL_EXTREME;
  return out->undefined > 0 ? SOLON_INTERVAL_PARTIAL : SOLON_INTERVAL_OK;
}

void solon_interval_compute(const solon_interval_input *in, double *work, solon_interval *out) {
  double alpha = (1 - in->confidence) / 2;
  bool simple = in->method != SOLON_INTERVAL_STUDENTIZED && in->method != SOLON_INTERVAL_BCA;
  *out = (solon_interval){NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, 0, SOLON_INTERVAL_OK};
  set_levels(out, alpha, 1 - alpha);
  replicates r = {work, collect(in, false, work), in->interpolation, false};
  summarize(in, work, r.count, out);
  sort(work, r.count);
  if (r.count < 2 || !isfinite(in->estimate) || is_constant(work, r.count))
    out->status = SOLON_INTERVAL_DEGENERATE;
  if (in->method == SOLON_INTERVAL_STUDENTIZED && out->status == SOLON_INTERVAL_OK) {
    r.count = collect(in, true, work);
    sort(work, r.count);
  }
  out->undefined = in->count - r.count;
  if (simple && r.count > 0 && isfinite(in->estimate))
    simple_methods(in, &r, out);
  else if (out->status == SOLON_INTERVAL_OK && in->method == SOLON_INTERVAL_BCA)
    bca(in, &r, out, alpha);
  else if (out->status == SOLON_INTERVAL_OK)
    studentized(in, &r, out);
  out->status = outcome(out, &r);
}
