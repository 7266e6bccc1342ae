/* score.c - tests of the scores of a hindcast, and the interval of values they do not reject. */
#include "score.h"

#include <math.h>

static const double PI = 3.14159265358979323846;
static const double LARGEST_PHI = 0.98, LEAST_CORRELATION = 1e-4;

/* The workspace: cosines (terms x weeks), slopes in epsilon and in mu, residuals. */
static double *slopes_of(const solon_score_task *task, double *work, int parameter) {
  return work + (task->terms + (size_t)parameter) * task->weeks;
}

static double *residuals_of(const solon_score_task *task, double *work) {
  return work + (task->terms + 2) * task->weeks;
}

size_t solon_score_workspace(const solon_score_task *task) {
  return (task->terms + 3) * task->weeks;
}

void solon_score_prepare(const solon_score_task *task, double *work) {
  const double n = (double)task->weeks;
  for (size_t j = 0; j < task->terms; j++)
    for (size_t i = 0; i < task->weeks; i++)
      work[j * task->weeks + i] = sqrt(2 / n) * cos(PI * (double)(j + 1) * ((double)i + 0.5) / n);
}

/* sum x_i y_(i + lag) */
static double lagged(const double *x, const double *y, size_t n, size_t lag) {
  double part[4] = {0, 0, 0, 0};
  size_t i = 0;
  for (; i + lag + 4 <= n; i += 4)
    for (size_t k = 0; k < 4; k++)
      part[k] += x[i + k] * y[i + k + lag];
  for (; i + lag < n; i++)
    part[0] += x[i] * y[i + lag];
  return (part[0] + part[1]) + (part[2] + part[3]);
}

/* Residuals and slopes at the values tested; 0 where the model is clipped. */
static void linearise(const solon_score_task *task, double epsilon, double mu, double *work) {
  double *by_epsilon = slopes_of(task, work, 0), *by_mu = slopes_of(task, work, 1);
  double *residual = residuals_of(task, work);
  for (size_t i = 0; i < task->weeks; i++) {
    double share = 1 / (1 + task->sigma[i] * mu);
    double model = (task->base[i] + task->gain[i] * epsilon) * share;
    bool clipped = model >= task->scale;
    residual[i] = clipped ? 0 : task->actual[i] - model;
    by_epsilon[i] = clipped ? 0 : task->gain[i] * share;
    by_mu[i] = clipped ? 0 : -model * share * task->sigma[i];
  }
}

static double sign_of(double x) {
  return (double)(x > 0) - (double)(x < 0);
}

static double persistence(const double *residual, size_t n) {
  double square = lagged(residual, residual, n, 0);
  double phi = square > 0 ? lagged(residual, residual, n, 1) / square : 0;
  return phi > 0 ? fmin(phi, LARGEST_PHI) : 0;
}

/* Of sums of scores: variance of epsilon's, covariance, variance of mu's; 0 if it is not tested. */
typedef struct covariance {
  double ee, em, mm;
} covariance;

static bool tests_epsilon(const solon_score_task *task) {
  return task->parameter != SOLON_SCORE_MU;
}

static bool tests_mu(const solon_score_task *task) {
  return task->parameter != SOLON_SCORE_EPSILON;
}

/* Where the signs of scores are those of a Gaussian error. */
static covariance of_signs(const solon_score_task *task, double phi, double *work) {
  const double *e = slopes_of(task, work, 0), *m = slopes_of(task, work, 1);
  const size_t n = task->weeks;
  covariance v = {0, 0, 0};
  double power = 1;
  for (size_t lag = 0; lag < n; lag++, power *= phi) {
    double correlation = 2 / PI * asin(power), weight = lag == 0 ? 1 : 2 * correlation;
    if (correlation < LEAST_CORRELATION)
      break;
    if (tests_epsilon(task))
      v.ee += weight * lagged(e, e, n, lag);
    if (tests_mu(task))
      v.mm += weight * lagged(m, m, n, lag);
    if (task->parameter == SOLON_SCORE_BOTH)
      v.em += weight * (lagged(e, m, n, lag) + lagged(m, e, n, lag)) / 2;
  }
  return v;
}

static covariance of_series(const solon_score_task *task, double *work) {
  const double *e = slopes_of(task, work, 0), *m = slopes_of(task, work, 1);
  covariance v = {0, 0, 0};
  for (size_t j = 0; j < task->terms; j++) {
    const double *cosine = work + j * task->weeks;
    double in_e = tests_epsilon(task) ? lagged(cosine, e, task->weeks, 0) : 0;
    double in_m = tests_mu(task) ? lagged(cosine, m, task->weeks, 0) : 0;
    v.ee += in_e * in_e;
    v.em += in_e * in_m;
    v.mm += in_m * in_m;
  }
  const double factor = (double)task->weeks / (double)task->terms;
  return (covariance){v.ee * factor, v.em * factor, v.mm * factor};
}

/* S' V^-1 S for what is tested. */
static double quadratic(const solon_score_task *task, double e, double m, covariance v) {
  double form, size;
  if (task->parameter == SOLON_SCORE_BOTH) {
    form = e * e * v.mm - 2 * e * m * v.em + m * m * v.ee;
    size = v.ee * v.mm - v.em * v.em;
  } else {
    form = tests_epsilon(task) ? e * e : m * m;
    size = tests_epsilon(task) ? v.ee : v.mm;
  }
  return form == 0 ? 0 : size > 0 ? form / size : INFINITY;
}

void solon_score_at(const solon_score_task *task, double epsilon, double mu, double *work,
                    solon_score_test *result) {
  linearise(task, epsilon, mu, work);
  double *e = slopes_of(task, work, 0), *m = slopes_of(task, work, 1);
  const double *residual = residuals_of(task, work);
  result->phi = persistence(residual, task->weeks);
  covariance signs = of_signs(task, result->phi, work);
  double sum_e = 0, sum_m = 0;
  for (size_t i = 0; i < task->weeks; i++) { /* slopes become scores */
    double sign = sign_of(residual[i]);
    sum_e += e[i] *= sign;
    sum_m += m[i] *= sign;
  }
  result->persistence = quadratic(task, sum_e, sum_m, signs);
  result->series = quadratic(task, sum_e, sum_m, of_series(task, work));
  result->rejected = result->series > task->series_limit && result->persistence > task->phi_limit;
}

/* Where the models meet y and the clip as the tested parameter moves from low to high. */
static size_t find_turns(const solon_score_task *task, const double x[2], double low, double high,
                         solon_turn *turns) {
  size_t count = 0;
  turns[count++] = (solon_turn){low, 0};
  turns[count++] = (solon_turn){high, 0};
  for (size_t i = 0; i < task->weeks; i++) {
    const double level[2] = {fmin(task->actual[i], task->scale), task->scale};
    double core = task->base[i] + task->gain[i] * x[0], share = 1 + task->sigma[i] * x[1];
    for (int k = 0; k < 2; k++) {
      double at = task->parameter == SOLON_SCORE_EPSILON
                      ? (level[k] * share - task->base[i]) / task->gain[i]
                      : (core / level[k] - 1) / task->sigma[i];
      if (at > low && at < high) /* no for the NaN and infinities of a slope of 0 */
        turns[count++] = (solon_turn){at, 0};
    }
  }
  solon_sort_turns(turns, count);
  return count;
}

/* The end of the pieces from `at` on, in steps of `step`, that are not rejected. */
static solon_status walk(solon_context *context, const solon_score_task *task, const double x[2],
                         const solon_turn *turns, size_t count, size_t at, int step, double *work,
                         double *end) {
  for (size_t k = at; k < count - 1; k += (size_t)step) { /* wraps below 0 */
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    double left = turns[k].x, right = turns[k + 1].x, middle = left + (right - left) / 2;
    if (!(middle > left && middle < right))
      continue;
    solon_score_test test;
    bool epsilon = task->parameter == SOLON_SCORE_EPSILON;
    solon_score_at(task, epsilon ? middle : x[0], epsilon ? x[1] : middle, work, &test);
    if (test.rejected)
      break;
    *end = step > 0 ? right : left;
  }
  return SOLON_OK;
}

solon_status solon_score_interval(solon_context *context, const solon_score_task *task,
                                  const double x[2], double low, double high, double *work,
                                  solon_turn *turns, double interval[2]) {
  const double estimate = x[task->parameter];
  size_t count = find_turns(task, x, low, high, turns), at = 0;
  while (at + 1 < count && turns[at + 1].x <= estimate)
    at++; /* the piece above the estimate; the estimate is itself a turn, or within a piece */
  interval[0] = interval[1] = estimate;
  solon_status status = walk(context, task, x, turns, count, at, 1, work, &interval[1]);
  if (status == SOLON_OK && at > 0 && turns[at].x >= estimate)
    at--;
  if (status == SOLON_OK)
    status = walk(context, task, x, turns, count, at, -1, work, &interval[0]);
  interval[0] = fmin(interval[0], estimate);
  interval[1] = fmax(interval[1], estimate);
  return status;
}
