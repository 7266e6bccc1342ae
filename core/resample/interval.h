/* interval.h - confidence intervals from bootstrap replicates.
 *
 * Notation: t is the estimate, t*_1 .. t*_B the replicates, q(a) their quantile at level a, z(p)
 * the normal quantile, alpha = (1 - confidence) / 2.
 *
 *   normal      t - bias -+ z(1 - alpha) se, bias = mean t* - t, se = standard deviation of t*
 *   percentile  q(alpha), q(1 - alpha)
 *   basic       2 t - q(1 - alpha), 2 t - q(alpha)
 *   bca         q(a1), q(a2) with a_i = Phi(z0 + (z0 + z) / (1 - a (z0 + z))) at z = z(alpha) and
 *               z(1 - alpha); z0 = z(share of t* below t, those equal (within rounding) counting
 *               half); a = acceleration from jackknife values (Efron 1987; Davison and Hinkley
 *               1997, section 5.3)
 *   studentized t - se(t) q_u(1 - alpha), t - se(t) q_u(alpha), u = (t* - t) / se(t*)
 *
 * Quantiles of the replicates interpolate either on the normal scale between the order statistics
 * around (B + 1) a (Davison and Hinkley, equation 5.8; R's boot), or linearly at 1 + (B - 1) a
 * (type 7; SciPy).
 *
 * Acceleration from the values t(i) without unit i, n units: U_i = (n - 1) (mean t(.) - t(i)),
 * a = sum U^3 / n^3 / (6 (sum U^2 / n^2)^(3/2)), with two independent samples both sums taken over
 * the samples, each with its own n.
 *
 * Replicates that are NaN or infinite are left out and counted in `undefined`.
 *
 * Bits: fixed on one class of CPU.  bca takes Phi from GSL, whose exp is the C library's, so its
 * levels may differ in the last digit between classes; the other methods use portable functions
 * only.
 */
#ifndef SOLON_RESAMPLE_INTERVAL_H
#define SOLON_RESAMPLE_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

typedef enum solon_interval_method {
  SOLON_INTERVAL_NORMAL,
  SOLON_INTERVAL_PERCENTILE,
  SOLON_INTERVAL_BASIC,
  SOLON_INTERVAL_BCA,
  SOLON_INTERVAL_STUDENTIZED
} solon_interval_method;

typedef enum solon_interpolation {
  SOLON_INTERPOLATE_NORMAL,
  SOLON_INTERPOLATE_LINEAR
} solon_interpolation;

typedef enum solon_interval_status {
  SOLON_INTERVAL_OK,
  SOLON_INTERVAL_PARTIAL, /* some replicates are undefined; the interval is that of the others */
  SOLON_INTERVAL_EXTREME, /* too few replicates for this level: an end is the smallest or largest */
  SOLON_INTERVAL_DEGENERATE /* constant or no replicates, or z0, a or a standard error undefined */
} solon_interval_status;

/* "ok", "partial", "extreme", "degenerate". */
const char *solon_interval_status_name(solon_interval_status status);

typedef struct solon_interval_input {
  const double *replicates;
  size_t count;
  double estimate, confidence; /* confidence in (0, 1) */
  solon_interval_method method;
  solon_interpolation interpolation;
  const double *jackknife;       /* for bca: the values of each sample one after the other */
  size_t units[2];               /* how many from the first and the second sample (0: only one) */
  const double *standard_errors; /* for studentized: of each replicate */
  double standard_error;         /* for studentized: of the estimate */
} solon_interval_input;

typedef struct solon_interval {
  double low, high; /* NaN where undefined; both the estimate when all replicates equal it and the
                       method is normal, percentile or basic */
  double mean, bias, standard_error; /* of the replicates */
  double z0, acceleration;           /* of bca, else NaN */
  double low_level, high_level;      /* levels at which the replicates' quantiles were taken */
  size_t undefined;
  solon_interval_status status;
} solon_interval;

/* Computes one interval.  `work` holds 3 * count doubles.  The estimate may be NaN (then the status
 * is degenerate).  O(B), by a radix sort. */
void solon_interval_compute(const solon_interval_input *input, double *work, solon_interval *out);

/* The jackknife estimates from the values without each unit: bias (n - 1)(mean t(.) - t) and
 * standard error sqrt((n - 1)/n sum (t(i) - mean t(.))^2); with two independent samples the sums
 * over both. NaN with fewer than two units in a sample or a NaN among the values. */
void solon_jackknife_summary(const double *values, const size_t units[2], double estimate,
                             double *bias, double *standard_error);

/* The acceleration above; NaN when the values do not vary or there are fewer than two units. */
double solon_acceleration(const double *values, const size_t units[2]);

#endif
