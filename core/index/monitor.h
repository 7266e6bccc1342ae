/* monitor.h - is an input reported higher than its independent proxies say?
 *
 * A baseline of n weeks gives the regression of the input on its proxies; in the window of m weeks
 * that follows, standardised residuals are smoothed by an exponentially weighted moving average
 * (Roberts 1959, "Control chart tests based on geometric moving averages", Technometrics 1:239):
 *
 *   r_t = (y_t - x_t b) / s          b, s: coefficients and residual deviation of the baseline
 *   z_t = w r_t + (1 - w) z_{t-1}    z = 0 before the window
 *   statistic_t = z_t / sqrt(w / (2 - w) (1 - (1 - w)^(2 u)))    u: weeks used so far
 *
 * One-sided statistics look for inflation; two-sided ones are |.|.  An alarm is a statistic above a
 * limit.  The largest statistic of a window where nothing happens is drawn by a residual bootstrap
 * that estimates b and s anew from every resampled baseline, so that a limit taken from it accounts
 * for their error, for tails, and with blocks for serial dependence of the residuals.
 */
#ifndef SOLON_INDEX_MONITOR_H
#define SOLON_INDEX_MONITOR_H

#include "core/base/context.h"

#include <stdint.h>

/* Rows with NaN are left out: of the baseline altogether; in the window z stays as it was and the
 * statistic of the week is NaN, and so is what is predicted where a proxy is missing. */
typedef struct solon_monitor {
  size_t baseline, window, proxies; /* n, m, p */
  const double *value;              /* n + m */
  const double *proxy;              /* (n + m) x p, row-major */
  double weight;                    /* w in (0, 1] */
  bool two_sided;
} solon_monitor;

/* What the fit leaves for the bootstrap; its pointers lie in the workspace of the fit. */
typedef struct solon_monitor_fit {
  const solon_monitor *monitor;
  size_t used, rank;    /* baseline rows used; coefficients estimated */
  size_t window_used;   /* window weeks with data */
  double residual_sd;   /* s */
  double maximum;       /* the largest statistic of the window; NaN without any */
  double *basis;        /* used x rank: an orthonormal basis of the regressors, column-major */
  double *window_basis; /* m x rank: window rows in that basis */
  double *residual;     /* used */
  double *triangle;     /* (p + 1) x (p + 1): regressors = basis x triangle */
  double *coefficients; /* rank: of the value, in the basis */
  size_t *row, *source; /* used: baseline rows; rank: which regressor (0: the constant) */
  bool *present;        /* m: the week has data */
} solon_monitor_fit;

/* Bytes for a fit, and for a bootstrap on so many threads. */
size_t solon_monitor_workspace(const solon_monitor *monitor);
size_t solon_monitor_bootstrap_workspace(const solon_monitor *monitor, int threads);

/* Fits the baseline and follows the window.  Outputs of m elements: predicted, the input as its
 * proxies have it; statistic.  A proxy that the constant and earlier ones explain up to a relative
 * 1e-10 is set aside.  SOLON_DEGENERATE: fewer than two residual degrees of freedom, or residuals
 * that are only rounding; outputs are NaN then. */
solon_status solon_monitor_follow(solon_context *context, const solon_monitor *monitor,
                                  void *workspace, double *restrict predicted,
                                  double *restrict statistic, solon_monitor_fit *fit);

/* Largest statistics of `count` windows in which nothing happens: replicate i draws circular blocks
 * of `block` baseline residuals from stream (seed, "monitor", first + i), for baseline and window
 * both.  The residual of a week is the one that the fit without its block leaves: the baseline is
 * cut into blocks from its first week on.  Their scale does not matter.  Cost about
 * 4 (n + m) (p + 1) operations each. */
solon_status solon_monitor_bootstrap(solon_context *context, const solon_monitor_fit *fit,
                                     size_t block, uint64_t seed, uint64_t first, size_t count,
                                     void *workspace, double *restrict out);

#endif
