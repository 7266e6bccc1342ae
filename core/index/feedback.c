/* feedback.c - see feedback.h. */
#include "feedback.h"

#include "core/base/parallel.h"

#include <math.h>

/* ---- the threshold ----------------------------------------------------------------------------*/

/* Sums over i = 1 .. n of x^i and x^2i, and their derivatives in log x; x = 1 / growth. */
typedef struct lag_sums {
  double one, two, slope_one, slope_two;
} lag_sums;

static lag_sums sum_lags(double x, size_t n) {
  lag_sums s = {0};
  double power = 1;
  for (size_t i = 1; i <= n; i++) {
    power *= x;
    s.one += power;
    s.two += power * power;
    s.slope_one += (double)i * power;
    s.slope_two += (double)i * (power * power);
  }
  return s;
}

double solon_lag_deviation(double growth, size_t window, size_t ddof) {
  double n = (double)window, mean = sum_lags(1 / growth, window).one / n;
  double power = 1, squares = 0;
  for (size_t i = 0; i < window; i++) {
    power /= growth;
    squares += (power - mean) * (power - mean);
  }
  return sqrt(squares / (n - (double)ddof));
}

/* Sign of the derivative of the variance in log x. */
static double variance_slope(double x, size_t window) {
  lag_sums s = sum_lags(x, window);
  return s.slope_two - s.one * s.slope_one / (double)window;
}

/* With x = exp(-c / n) the largest deviation lies at c = 1.39 for n = 2 and at 3.2 for n to
 * infinity: the bracket [0.5, 6] holds it for every window. */
double solon_feedback_threshold(size_t window, size_t ddof, double *growth) {
  double low = 0.5, high = 6, n = (double)window;
  for (int step = 0; step < 100 && high - low > 1e-15; step++) {
    double middle = (low + high) / 2;
    if (variance_slope(exp(-middle / n), window) < 0)
      low = middle;
    else
      high = middle;
  }
  *growth = exp((low + high) / 2 / n);
  return 1 / solon_lag_deviation(*growth, window, ddof);
}

double solon_feedback_growth(double gain, size_t window, size_t ddof) {
  double low, high;
  if (!(gain > solon_feedback_threshold(window, ddof, &low)))
    return NAN;
  /* sd(...) < 1 / growth, so the deviation is below 1 / gain at growth = gain */
  high = gain > low ? gain : low;
  for (int step = 0; step < 200; step++) {
    double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high)
      break;
    if (gain * solon_lag_deviation(middle, window, ddof) > 1)
      low = middle;
    else
      high = middle;
  }
  return low;
}

double solon_deviation_bound(size_t window, size_t ddof) {
  double n = (double)window;
  double squares = window % 2 == 0 ? n : (n * n - 1) / n;
  return sqrt(squares / (n - (double)ddof));
}

/* ---- the recursion ----------------------------------------------------------------------------*/

static solon_status check_window(solon_context *context, size_t window, size_t ddof) {
  if (window < 2 || window > SOLON_FEEDBACK_LARGEST_WINDOW || ddof > 1)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "window %zu with ddof %zu", window, ddof);
  return SOLON_OK;
}

/* Of one window; exactly 0 for equal values. */
static double window_deviation(const double *past, size_t window, size_t ddof) {
  double sum = 0, squares = 0;
  for (size_t i = 1; i < window; i++)
    sum += past[i] - past[0];
  double mean = sum / (double)window;
  for (size_t i = 0; i < window; i++) {
    double gap = past[i] - past[0] - mean;
    squares += gap * gap;
  }
  return sqrt(squares / (double)(window - ddof));
}

solon_status solon_trailing_deviation(solon_context *context, const double *restrict x,
                                      size_t count, size_t window, size_t ddof,
                                      double *restrict out) {
  solon_status status = check_window(context, window, ddof);
  for (size_t t = 0; status == SOLON_OK && t < count; t++) {
    if (t % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    out[t] = t < window ? NAN : window_deviation(x + (t - window), window, ddof);
  }
  return status;
}

double solon_feedback_amplification(double gain, size_t window, size_t ddof, size_t weeks,
                                    double *restrict work) {
  double largest = 0;
  for (size_t t = 0; t < window; t++)
    work[t] = t == window - 1 ? 1 : 0;
  for (size_t t = window; t < window + weeks; t++) {
    work[t] = gain * window_deviation(work + (t - window), window, ddof);
    if (!isfinite(work[t]))
      return INFINITY;
    largest = fmax(largest, work[t]);
  }
  return largest;
}

/* Columns that run together: a window of them stays in the first-level cache. */
enum { LANES = 32 };

typedef struct run {
  solon_context *context;
  const solon_feedback *feedback;
  size_t weeks, paths, core_rows;
  const double *core;
  double *index;
} run;

/* One week of `lanes` neighbouring paths: the same arithmetic, in the same order, for each lane, so
 * that vectors of any width give the same bits. */
static inline __attribute__((always_inline)) void step(const solon_feedback *f, size_t paths,
                                                       size_t lanes, const double *past,
                                                       const double *core, double *out) {
  double mean[LANES] = {0}, squares[LANES] = {0};
  for (size_t i = 1; i < f->window; i++)
    for (size_t j = 0; j < lanes; j++)
      mean[j] += past[i * paths + j] - past[j];
  for (size_t j = 0; j < lanes; j++)
    mean[j] /= (double)f->window;
  for (size_t i = 0; i < f->window; i++)
    for (size_t j = 0; j < lanes; j++) {
      double gap = past[i * paths + j] - past[j] - mean[j];
      squares[j] += gap * gap;
    }
  for (size_t j = 0; j < lanes; j++) {
    double sigma = sqrt(squares[j] / (double)(f->window - f->ddof));
    double value = core[j] / (1 + f->mu * sigma);
    out[j] = value > f->scale ? f->scale : value; /* NaN stays NaN */
  }
}

/* Compiled for several widths of vectors; a constant number of lanes lets the loops be vectors. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
static void
run_week(const solon_feedback *f, size_t paths, size_t lanes, const double *past,
         const double *core, double *out) {
  if (lanes == LANES)
    step(f, paths, LANES, past, core, out);
  else
    step(f, paths, lanes, past, core, out);
}

static solon_status run_block(void *data, size_t block, int worker) {
  (void)worker;
  const run *r = data;
  size_t first = block * LANES, paths = r->paths;
  size_t lanes = paths - first < LANES ? paths - first : LANES;
  for (size_t week = 0; week < r->weeks; week++) {
    if (week % SOLON_CHUNK == 0 && solon_context_cancelled(r->context))
      return SOLON_CANCELLED;
    const double *core = r->core + (r->core_rows == 1 ? 0 : week * paths) + first;
    run_week(r->feedback, paths, lanes, r->index + week * paths + first, core,
             r->index + (week + r->feedback->window) * paths + first);
  }
  return SOLON_OK;
}

solon_status solon_feedback_run(solon_context *context, const solon_feedback *feedback,
                                size_t weeks, size_t paths, const double *restrict core,
                                size_t core_rows, double *restrict index) {
  solon_status status = check_window(context, feedback->window, feedback->ddof);
  if (status != SOLON_OK)
    return status;
  if (core_rows != 1 && core_rows != weeks)
    return solon_fail(context, SOLON_BAD_SHAPE, "core of %zu rows for %zu weeks", core_rows, weeks);
  run r = {context, feedback, weeks, paths, core_rows, core, index};
  return solon_parallel_for(context, (paths + LANES - 1) / LANES, run_block, &r);
}
