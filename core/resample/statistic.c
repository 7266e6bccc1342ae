/* statistic.c - values, moments and influence values of the named statistics. */
#include "statistic.h"

#include "core/array/gather.h"
#include "core/array/reduce.h"

#include <math.h>
#include <string.h>

const char *const solon_statistic_names[] = {
    "mean",     "proportion",          "median",         "quantile",
    "variance", "standard_deviation",  "covariance",     "correlation",
    "slope",    "difference_of_means", "ratio_of_means", "weighted_mean",
    NULL};

int solon_statistic_columns(solon_statistic statistic) {
  return statistic >= SOLON_COVARIANCE ? 2 : 1;
}

bool solon_statistic_independent(solon_statistic statistic) {
  return statistic == SOLON_DIFFERENCE_OF_MEANS || statistic == SOLON_RATIO_OF_MEANS;
}

bool solon_statistic_ordered(solon_statistic statistic) {
  return statistic == SOLON_MEDIAN || statistic == SOLON_QUANTILE;
}

/* ---- order ----------------------------------------------------------------------------------- */

static void swap(double *a, double *b) {
  double t = *a;
  *a = *b;
  *b = t;
}

/* Puts the median of the first, middle and last value of v[low..high] at `low`. */
static void choose_pivot(double *v, size_t low, size_t high) {
  size_t middle = low + (high - low) / 2;
  if (v[middle] > v[high])
    swap(v + middle, v + high);
  if (v[low] > v[high])
    swap(v + low, v + high);
  if (v[middle] > v[low])
    swap(v + middle, v + low);
}

/* Hoare's selection: afterwards v[k] is the k-th smallest, nothing after it is smaller.  No NaN. */
static double select_value(double *v, size_t size, size_t k) {
  size_t low = 0, high = size - 1;
  while (low < high) {
    choose_pivot(v, low, high);
    double pivot = v[low];
    size_t i = low, j = high + 1;
    for (;;) {
      do
        i++;
      while (i <= high && v[i] < pivot);
      do
        j--;
      while (v[j] > pivot);
      if (i >= j)
        break;
      swap(v + i, v + j);
    }
    swap(v + low, v + j);
    if (j == k)
      return v[k];
    if (j > k)
      high = j - 1;
    else
      low = j + 1;
  }
  return v[k];
}

static double quantile(const double *x, size_t size, double probability, double *work) {
  if (size == 0)
    return NAN;
  for (size_t i = 0; i < size; i++) {
    if (isnan(x[i]))
      return NAN;
    work[i] = x[i];
  }
  double position = (double)(size - 1) * probability;
  size_t k = (size_t)position;
  double below = select_value(work, size, k), fraction = position - (double)k;
  if (k + 1 == size || fraction == 0)
    return below;
  double above = work[k + 1];
  for (size_t i = k + 2; i < size; i++)
    if (work[i] < above)
      above = work[i];
  return below == above ? below : below + fraction * (above - below);
}

/* ---- moments --------------------------------------------------------------------------------- */

/* The share of nonzero values counts 1 and 0; everything else the value itself. */
static double datum(solon_statistic statistic, double x) {
  return statistic == SOLON_PROPORTION && !isnan(x) ? x != 0 : x;
}

solon_moments solon_moments_of_row(solon_statistic statistic, const double *x, const double *y,
                                   size_t i) {
  solon_moments m = {.count = 1, .mean_x = datum(statistic, x[i])};
  if (statistic == SOLON_WEIGHTED_MEAN)
    m.count = y[i];
  else if (y != NULL)
    m.mean_y = y[i];
  return m;
}

solon_moments solon_moments_merge(const solon_moments *a, const solon_moments *b) {
  if (a->count == 0)
    return *b;
  solon_moments m;
  m.count = a->count + b->count;
  double dx = b->mean_x - a->mean_x, dy = b->mean_y - a->mean_y;
  double share = b->count / m.count, both = a->count * share;
  m.mean_x = a->mean_x + dx * share;
  m.mean_y = a->mean_y + dy * share;
  m.xx = a->xx + b->xx + dx * dx * both;
  m.yy = a->yy + b->yy + dy * dy * both;
  m.xy = a->xy + b->xy + dx * dy * both;
  return m;
}

double solon_statistic_from_moments(solon_statistic statistic, const solon_moments *m) {
  if (!(m->count > 0))
    return NAN;
  bool constant = !(m->xx > 0), single = m->count < 2;
  switch (statistic) {
  case SOLON_VARIANCE:
    return single ? NAN : m->xx / (m->count - 1);
  case SOLON_STANDARD_DEVIATION:
    return single ? NAN : sqrt(m->xx / (m->count - 1));
  case SOLON_COVARIANCE:
    return single ? NAN : m->xy / (m->count - 1);
  case SOLON_CORRELATION: {
    double scale = sqrt(m->xx) * sqrt(m->yy);
    return constant || !(scale > 0) ? NAN : fmax(-1, fmin(1, m->xy / scale));
  }
  case SOLON_SLOPE:
    return constant ? NAN : m->xy / m->xx;
  case SOLON_DIFFERENCE_OF_MEANS:
    return m->mean_x - m->mean_y;
  case SOLON_RATIO_OF_MEANS:
    return m->mean_x / m->mean_y;
  default:
    return m->mean_x;
  }
}

static bool needs_squares(solon_statistic statistic) {
  return statistic == SOLON_VARIANCE || statistic == SOLON_STANDARD_DEVIATION ||
         statistic == SOLON_COVARIANCE || statistic == SOLON_CORRELATION ||
         statistic == SOLON_SLOPE;
}

static double mean_of(const double *x, size_t size) {
  double mean;
  solon_mean(NULL, x, size, &mean);
  return mean;
}

enum { BATCH = 256 };

/* Sums of squares and products about the means, a batch of deviations at a time. */
static void add_squares(solon_moments *m, const double *x, const double *y, size_t size) {
  double dx[BATCH], dy[BATCH] = {0}, sum;
  for (size_t from = 0; from < size; from += BATCH) {
    size_t n = size - from < BATCH ? size - from : BATCH;
    for (size_t i = 0; i < n; i++)
      dx[i] = x[from + i] - m->mean_x;
    solon_dot(NULL, dx, dx, n, &sum);
    m->xx += sum;
    if (y == NULL)
      continue;
    for (size_t i = 0; i < n; i++)
      dy[i] = y[from + i] - m->mean_y;
    solon_dot(NULL, dy, dy, n, &sum);
    m->yy += sum;
    solon_dot(NULL, dx, dy, n, &sum);
    m->xy += sum;
  }
}

/* Moments of whole columns, in two passes. */
static solon_moments moments_of(solon_statistic statistic, const double *x, const double *y,
                                size_t size) {
  solon_moments m = {.count = (double)size};
  if (size == 0)
    return m;
  if (statistic == SOLON_WEIGHTED_MEAN) {
    double sum;
    solon_sum(NULL, y, size, &m.count);
    solon_dot(NULL, x, y, size, &sum);
    m.mean_x = sum / m.count;
    return m;
  }
  if (statistic == SOLON_PROPORTION) {
    size_t nan_at, nonzero;
    solon_count_nonzero(NULL, x, size, &nonzero, &nan_at);
    m.mean_x = nan_at < size ? NAN : (double)nonzero / (double)size;
    return m;
  }
  m.mean_x = mean_of(x, size);
  if (y != NULL)
    m.mean_y = mean_of(y, size);
  if (needs_squares(statistic))
    add_squares(&m, x, y, size);
  return m;
}

/* Two independent samples: only their means. */
static solon_moments means_of(const solon_sample *s) {
  solon_moments m = {.count = s->x_rows > 0 && s->y_rows > 0,
                     .mean_x = s->x_rows > 0 ? mean_of(s->x, s->x_rows) : NAN,
                     .mean_y = s->y_rows > 0 ? mean_of(s->y, s->y_rows) : NAN};
  return m;
}

double solon_statistic_value(solon_statistic statistic, double probability,
                             const solon_sample *sample, double *work) {
  if (solon_statistic_ordered(statistic))
    return quantile(sample->x, sample->x_rows, statistic == SOLON_MEDIAN ? 0.5 : probability, work);
  solon_moments m = sample->y != NULL && !sample->paired
                        ? means_of(sample)
                        : moments_of(statistic, sample->x, sample->y, sample->x_rows);
  return solon_statistic_from_moments(statistic, &m);
}

/* ---- influence and standard error ------------------------------------------------------------ */

/* The influence of a row is constant + x dx + y dy + xx dx^2 + yy dy^2 + xy dx dy, dx and dy being
 * its deviations from the means. */
typedef struct influence {
  double constant, x, y, xx, yy, xy;
} influence;

static influence influence_of(solon_statistic statistic, const solon_moments *m) {
  double n = m->count, unbiased = n / (n - 1);
  influence u = {0};
  switch (statistic) {
  case SOLON_STANDARD_DEVIATION:
  case SOLON_VARIANCE: {
    double chain =
        statistic == SOLON_VARIANCE ? 1 : 0.5 / solon_statistic_from_moments(statistic, m);
    u.xx = chain * unbiased / n;
    u.constant = -chain * unbiased * m->xx / n / n;
    break;
  }
  case SOLON_COVARIANCE:
    u.xy = unbiased / n;
    u.constant = -unbiased * m->xy / n / n;
    break;
  case SOLON_CORRELATION: {
    double r = solon_statistic_from_moments(statistic, m);
    u.xy = 1 / (sqrt(m->xx) * sqrt(m->yy));
    u.xx = -0.5 * r / m->xx;
    u.yy = -0.5 * r / m->yy;
    break;
  }
  case SOLON_SLOPE:
    u.xy = 1 / m->xx;
    u.xx = -(m->xy / m->xx) / m->xx;
    break;
  case SOLON_DIFFERENCE_OF_MEANS:
    u.x = 1 / n;
    u.y = -1 / n;
    break;
  case SOLON_RATIO_OF_MEANS:
    u.x = 1 / (n * m->mean_y);
    u.y = -(m->mean_x / m->mean_y) / (n * m->mean_y);
    break;
  case SOLON_WEIGHTED_MEAN:
    u.xy = 1 / n; /* mean_y is 0 here, so that dy is the weight itself */
    break;
  default:
    u.x = 1 / n;
    break;
  }
  return u;
}

static double influence_at(const influence *u, double dx, double dy) {
  return u->constant + dx * (u->x + u->xx * dx + u->xy * dy) + dy * (u->y + u->yy * dy);
}

static double sum_of_squared_groups(solon_statistic statistic, const influence *u,
                                    const solon_moments *m, const solon_sample *s,
                                    const size_t *start, size_t groups) {
  double total = 0;
  for (size_t g = 0; g < groups; g++) {
    size_t from = start == NULL ? g : start[g], to = start == NULL ? g + 1 : start[g + 1];
    double sum = 0;
    for (size_t i = from; i < to; i++)
      sum += influence_at(u, datum(statistic, s->x[i]) - m->mean_x,
                          s->y == NULL ? 0 : s->y[i] - m->mean_y);
    total += sum * sum;
  }
  return total;
}

/* Variance of a mean of independent rows. */
static double variance_of_mean(const double *x, size_t size) {
  double variance;
  solon_variance(NULL, x, size, 1, NULL, &variance);
  return variance / (double)size;
}

double solon_statistic_standard_error(solon_statistic statistic, const solon_sample *sample,
                                      const size_t *start, size_t groups) {
  if (solon_statistic_ordered(statistic))
    return NAN;
  if (sample->y != NULL && !sample->paired) {
    solon_moments m = means_of(sample);
    double ratio = statistic == SOLON_RATIO_OF_MEANS ? m.mean_x / m.mean_y : 1;
    double scale = statistic == SOLON_RATIO_OF_MEANS ? m.mean_y : 1;
    return sqrt(variance_of_mean(sample->x, sample->x_rows) +
                ratio * ratio * variance_of_mean(sample->y, sample->y_rows)) /
           fabs(scale);
  }
  if (groups < 2)
    return NAN;
  solon_moments m = moments_of(statistic, sample->x, sample->y, sample->x_rows);
  if (isnan(solon_statistic_from_moments(statistic, &m)))
    return NAN;
  influence u = influence_of(statistic, &m);
  double total = sum_of_squared_groups(statistic, &u, &m, sample, start, groups);
  return sqrt(total * (double)groups / (double)(groups - 1));
}
