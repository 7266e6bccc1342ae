/* sensitivity_test.c - estimators of Sobol indices, Morris designs and Shapley sums of core.
 * Reference values: tests/reference/sensitivity_reference.py (NumPy). */
#include "tap.h"

#include "core/sensitivity/morris.h"
#include "core/sensitivity/shapley.h"
#include "core/sensitivity/variance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Sobol ----------------------------------------------------------------------------------- */

enum { ROWS = 16, INPUTS = 3, BLOCKS = 2 + 2 * INPUTS };

static void fill_block(int k, double *out) {
  for (int i = 0; i < ROWS; i++)
    out[i] = (double)((i * (37 + 2 * k) + 11 * k * k + 5) % 101) / 7.0 + 1000.0;
}

static double storage[BLOCKS][ROWS];
static const double *blocks[BLOCKS];

static void make_blocks(void) {
  double other[ROWS];
  fill_block(0, storage[0]);
  fill_block(1, storage[1]);
  for (int i = 0; i < INPUTS; i++) {
    fill_block(2 + i, other);
    for (int j = 0; j < ROWS; j++)
      storage[2 + i][j] = 0.6 * storage[0][j] + 0.4 * other[j];
    fill_block(7 + i, other);
    for (int j = 0; j < ROWS; j++)
      storage[2 + INPUTS + i][j] = 0.3 * storage[1][j] + 0.7 * other[j];
  }
  for (int k = 0; k < BLOCKS; k++)
    blocks[k] = storage[k];
}

static void estimate(const solon_variance_task *task, double *out) {
  size_t stride = solon_variance_terms(task);
  double *terms = malloc(task->rows * stride * sizeof *terms);
  double *work = malloc(2 * stride * sizeof *work);
  tap_integer(solon_variance_fill(NULL, task, terms), SOLON_OK, "terms are filled");
  solon_variance_estimate(task, terms, work, out);
  free(terms);
  free(work);
}

static void test_estimators(void) {
  static const double first[4][INPUTS] = {
      {-0.13161582125330146, 0.1387693073113327, 0.14381872045952407},
      {0.0543822338813742, 0.3246182862570389, 0.3301760781564468},
      {-0.27118543487670377, 0.09336758038553257, 0.09945201434409093},
      {-0.29346630843980637, 0.1017713778256966, 0.11033104847125781}};
  static const double total[4][INPUTS] = {
      {0.15924810601777487, 0.18073823469549222, 0.16756742576720196},
      {0.4143974309685882, 0.4357384834573362, 0.4230760532802625},
      {0.22284603232470312, 0.2529011248060825, 0.23499950143593618},
      {0.16472492318022924, 0.19992270625469744, 0.17763721943497512}};
  static const double second[INPUTS] = {0.04195490626199766, 0.07405115448109303,
                                        -0.16173527216807337};
  double out[3 * INPUTS], mean, variance;
  for (int f = 0; f < 4; f++)
    for (int g = 0; g < 4; g++) {
      solon_variance_task task = {.rows = ROWS,
                                  .inputs = INPUTS,
                                  .second_order = true,
                                  .first = (solon_variance_first)f,
                                  .total = (solon_variance_total)g,
                                  .values = blocks};
      estimate(&task, out);
      for (int i = 0; i < INPUTS; i++) {
        tap_near(out[i], first[f][i], 1e-10, 1e-13, "first order %d, input %d", f, i);
        tap_near(out[INPUTS + i], total[g][i], 1e-10, 1e-13, "total %d, input %d", g, i);
        if (f == 0)
          tap_near(out[2 * INPUTS + i], second[i], 1e-10, 1e-13, "second order, pair %d", i);
      }
    }
  solon_variance_task task = {.rows = ROWS, .inputs = INPUTS, .values = blocks};
  tap_integer(solon_variance_moments(&task, &mean, &variance), SOLON_OK, "the values vary");
  tap_near(mean, 1007.0446428571429, 1e-15, 0, "mean");
  tap_near(variance, 17.625558035714256, 1e-13, 0, "variance");
}

static void scale_blocks(double factor, double shift) {
  for (int k = 0; k < BLOCKS; k++)
    for (int j = 0; j < ROWS; j++)
      storage[k][j] = storage[k][j] * factor + shift;
}

static void test_extremes(void) {
  double plain[2 * INPUTS], scaled[2 * INPUTS], mean, variance;
  solon_variance_task task = {.rows = ROWS, .inputs = INPUTS, .values = blocks};
  estimate(&task, plain);
  static const double factors[] = {0x1p1000, 0x1p-1030, -0x1p-40};
  for (int f = 0; f < 3; f++) {
    scale_blocks(factors[f], 0);
    estimate(&task, scaled);
    for (int i = 0; i < 2 * INPUTS; i++)
      tap_near(scaled[i], plain[i], f == 1 ? 1e-6 : 1e-12, 0, "scaled by %g: index %d", factors[f],
               i);
    make_blocks();
  }
  for (int j = 0; j < ROWS; j++)
    storage[0][j] = storage[1][j] = j % 2 ? 0.1 + 0.2 : 0.3;
  tap_integer(solon_variance_moments(&task, &mean, &variance), SOLON_DEGENERATE,
              "rounding is no variance");
  tap_near(variance, 0, 0, 0, "and the variance is 0");
  for (int side = -1; side <= 1; side += 2) { /* a range of 1e-13 of the values is the limit */
    for (int j = 0; j < ROWS; j++)
      storage[0][j] = storage[1][j] = side * (j % 2 ? 1 + 1.02e-13 : 1);
    tap_integer(solon_variance_moments(&task, &mean, &variance), SOLON_OK,
                "above the limit values vary, sign %d", side);
    for (int j = 0; j < ROWS; j++)
      storage[0][j] = storage[1][j] = side * (j % 2 ? 1 + 0.98e-13 : 1);
    tap_integer(solon_variance_moments(&task, &mean, &variance), SOLON_DEGENERATE,
                "below they do not, sign %d", side);
  }
  double terms[ROWS * 16];
  tap_integer(solon_variance_fill(NULL, &task, terms), SOLON_DEGENERATE, "nor are there terms");
  make_blocks();
}

/* Replicates must not depend on threads, and their mean and spread must be those of the bootstrap.
 */
static void test_bootstrap(void) {
  enum { REPLICATES = 4000 };
  solon_variance_task task = {.rows = ROWS, .inputs = INPUTS, .values = blocks};
  size_t stride = solon_variance_terms(&task), indices = solon_variance_indices(&task);
  double *terms = malloc(ROWS * stride * sizeof *terms);
  solon_variance_fill(NULL, &task, terms);
  double *out[2];
  for (int threads = 1; threads <= 2; threads++) {
    solon_context context = {.threads = threads};
    void *work = malloc(solon_variance_workspace(&task, threads));
    out[threads - 1] = malloc(indices * REPLICATES * sizeof **out);
    tap_integer(
        solon_variance_bootstrap(&context, &task, terms, REPLICATES, 5, work, out[threads - 1]),
        SOLON_OK, "bootstrap on %d threads", threads);
    free(work);
  }
  tap_ok(memcmp(out[0], out[1], indices * REPLICATES * sizeof **out) == 0,
         "the same bits on one thread and two");
  double sum = 0, squares = 0, plain[2 * INPUTS];
  estimate(&task, plain);
  for (size_t r = 0; r < REPLICATES; r++)
    sum += out[0][INPUTS * REPLICATES + r];
  for (size_t r = 0; r < REPLICATES; r++)
    squares += pow(out[0][INPUTS * REPLICATES + r] - sum / REPLICATES, 2);
  double sd = sqrt(squares / REPLICATES);
  tap_near(sum / REPLICATES, plain[INPUTS], 0.1, 0, "replicates lie around the estimate");
  tap_ok(sd > 0.01 && sd < 0.2, "and vary, standard deviation %.3f", sd);
  atomic_int stop = 1;
  solon_context stopped = {.cancel = &stop};
  void *work = malloc(solon_variance_workspace(&task, 1));
  tap_integer(solon_variance_bootstrap(&stopped, &task, terms, 10, 5, work, out[0]),
              SOLON_CANCELLED, "a bootstrap can be stopped");
  tap_integer(solon_variance_fill(&stopped, &task, terms), SOLON_CANCELLED, "and the terms");
  free(work);
  free(terms);
  free(out[0]);
  free(out[1]);
}

/* Parts of the rows are as if they were all there is, but for the centre. */
static void test_batches(void) {
  const double *half[BLOCKS];
  double whole[2 * INPUTS * 2], part[2 * INPUTS], work[64];
  solon_variance_task task = {.rows = ROWS, .inputs = INPUTS, .values = blocks};
  double *terms = malloc(ROWS * solon_variance_terms(&task) * sizeof *terms);
  solon_variance_fill(NULL, &task, terms);
  tap_integer(solon_variance_batches(NULL, &task, terms, 2, work, whole), SOLON_OK, "two parts");
  for (int b = 0; b < 2; b++) {
    for (int k = 0; k < BLOCKS; k++)
      half[k] = storage[k] + b * ROWS / 2;
    solon_variance_task one = {.rows = ROWS / 2, .inputs = INPUTS, .values = half};
    estimate(&one, part);
    /* saltelli's first order depends on the centre, Jansen's total does not */
    for (int i = INPUTS; i < 2 * INPUTS; i++)
      tap_near(whole[i * 2 + b], part[i], 1e-12, 0, "part %d, total %d", b, i - INPUTS);
  }
  free(terms);
}

/* ---- Morris ---------------------------------------------------------------------------------- */

static void test_morris(void) {
  enum { TRAJECTORIES = 500, D = 4, POINTS = TRAJECTORIES * (D + 1), LEVELS = 6 };
  solon_morris_design design = {
      .trajectories = TRAJECTORIES, .inputs = D, .levels = LEVELS, .seed = 3};
  double *points = malloc(POINTS * D * sizeof *points), *values = malloc(POINTS * sizeof *values);
  double *effects = malloc(TRAJECTORIES * D * sizeof *effects);
  uint32_t *order = malloc(TRAJECTORIES * D * sizeof *order);
  tap_integer(solon_morris_points(NULL, &design, points, order), SOLON_OK, "Morris points");
  int level_count[D][LEVELS] = {{0}}, wrong = 0, up = 0;
  double delta = LEVELS / (2.0 * (LEVELS - 1));
  for (int t = 0; t < TRAJECTORIES; t++) {
    int seen = 0;
    for (int s = 0; s < D; s++) {
      uint32_t changed = order[t * D + s];
      seen |= 1 << changed;
      for (int i = 0; i < D; i++) {
        const double *x = points + i * POINTS + t * (D + 1) + s;
        double step = x[1] - x[0];
        wrong += (uint32_t)i == changed ? fabs(fabs(step) - delta) > 1e-15 : step != 0;
        up += (uint32_t)i == changed && step > 0;
      }
    }
    wrong += seen != (1 << D) - 1;
  }
  for (int i = 0; i < D; i++)
    for (int r = 0; r < POINTS; r++) {
      double level = points[i * POINTS + r] * (LEVELS - 1);
      wrong += !(level > -1e-9 && level < LEVELS - 1 + 1e-9) || fabs(level - round(level)) > 1e-12;
      level_count[i][(int)round(level)]++;
    }
  tap_integer(wrong, 0, "every trajectory changes every input once, by delta, on the grid");
  tap_ok(abs(up - TRAJECTORIES * D / 2) < 120, "up and down alike: %d of %d", up, TRAJECTORIES * D);
  for (int i = 0; i < D; i++)
    for (int l = 0; l < LEVELS; l++)
      tap_ok(abs(level_count[i][l] - POINTS / LEVELS) < 150, "input %d, level %d: %d points", i, l,
             level_count[i][l]);
  for (int r = 0; r < POINTS; r++)
    values[r] = 3 * points[r] - 2 * points[POINTS + r] + 0 * points[2 * POINTS + r] + 5;
  solon_morris_effects(&design, points, order, values, effects);
  static const double slope[D] = {3, -2, 0, 0};
  double worst = 0;
  for (int i = 0; i < D; i++)
    for (int t = 0; t < TRAJECTORIES; t++)
      worst = fmax(worst, fabs(effects[i * TRAJECTORIES + t] - slope[i]));
  tap_ok(worst < 1e-13, "effects of a linear function are its slopes");
  free(points);
  free(values);
  free(effects);
  free(order);
}

/* ---- Shapley --------------------------------------------------------------------------------- */

static void test_shapley_sums(void) {
  enum { D = 4 };
  static const double share[D] = {0.2704166666666667, 0.24291666666666675, 0.23208333333333334,
                                  0.2545833333333333};
  double cost[1 << D], error[1 << D], got[D], got_error[D];
  for (int m = 0; m < 1 << D; m++) {
    cost[m] = ((m * 29 + 3 * m * m) % 53) / 5.0;
    error[m] = 0;
  }
  cost[(1 << D) - 1] = 40;
  solon_shapley_exact(D, cost, error, got, got_error);
  for (int i = 0; i < D; i++) {
    tap_near(got[i], share[i], 1e-14, 0, "share %d from the costs of all sets", i);
    tap_near(got_error[i], 0, 0, 0, "exact costs leave no error");
  }
  /* the 24 orders in turn give the same */
  uint32_t order[24 * D];
  double by_order[24 * (D - 1)], work[2 * D];
  int count = 0;
  for (int code = 0; code < 256; code++) {
    uint32_t o[D] = {code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3};
    int seen = 1 << o[0] | 1 << o[1] | 1 << o[2] | 1 << o[3];
    if (seen != 15)
      continue;
    memcpy(order + count * D, o, sizeof o);
    for (int k = 1; k < D; k++) {
      int set = 0;
      for (int i = D - k; i < D; i++)
        set |= 1 << o[i];
      by_order[count * (D - 1) + k - 1] = cost[set];
    }
    count++;
  }
  tap_integer(count, 24, "24 orders");
  solon_shapley_random(D, 24, order, by_order, 40, 0, work, got, got_error);
  for (int i = 0; i < D; i++)
    tap_near(got[i], share[i], 1e-13, 0, "share %d from every order", i);
}

static void test_costs(void) {
  static const double values[] = {1, 3, 2, 2, 0, 10, 5, 5};
  double cost[4], error[4], variance, of_variance;
  solon_shapley_costs(values, 2, 2, 2, cost, error);
  tap_near(cost[0], 1, 1e-15, 0, "mean of the inner variances 2 and 0");
  tap_near(error[0], 1, 1e-15, 0, "the variance of that mean");
  tap_near(cost[1], 25, 1e-15, 0, "mean of 50 and 0");
  solon_shapley_costs(values, 4, 1, 2, cost, error);
  tap_ok(isnan(error[0]), "one outer draw says nothing of its error");
  solon_shapley_variance(values, 8, &variance, &of_variance);
  tap_near(variance, 10, 1e-14, 0, "variance"); /* sum of squares 168, sum 28: (168 - 98) / 7 */
  /* fourth powers sum to 1994.5: (1994.5 / 8 - 10^2) / 8 */
  tap_near(of_variance, 18.6640625, 1e-14, 0, "and its own variance");
  static const double two[] = {-1, 1, -1, 1};
  solon_shapley_variance(two, 4, &variance, &of_variance);
  tap_near(variance, 4.0 / 3, 1e-15, 0, "variance of two values");
  tap_near(of_variance, 0, 0, 0, "whose own, 1 - 16/9 by the formula, is not below 0");
}

/* Correlations of the points, with some inputs fixed: by Pearson's sine rule the correlation of
 * uniform margins under a normal copula is 6 / pi asin(r / 2). */
static void test_points(void) {
  enum { D = 3, OUTER = 20000, INNER = 2 };
  static const double correlation[D * D] = {1, 0.8, 0, 0.8, 1, -0.5, 0, -0.5, 1};
  static const uint32_t order[2 * D] = {0, 1, 2, 2, 0, 1}, given[2] = {0, 1};
  solon_shapley_sets sets = {.count = 2,
                             .inputs = D,
                             .order = order,
                             .given = given,
                             .outer = OUTER,
                             .inner = INNER,
                             .correlation = correlation,
                             .seed = 4};
  size_t rows = (size_t)2 * OUTER * INNER, half = rows / 2;
  double *out = malloc(rows * D * sizeof *out), *work = malloc(solon_shapley_workspace(&sets));
  for (int t = 0; t < 2; t++) {
    sets.nu = t == 0 ? 0 : 5;
    tap_integer(solon_shapley_points(NULL, &sets, work, out), SOLON_OK, "points, nu = %g", sets.nu);
    size_t outside = 0, moved = 0;
    for (size_t i = 0; i < rows * D; i++)
      outside += !(out[i] > 0 && out[i] < 1);
    tap_integer((int64_t)outside, 0, "uniform margins lie within (0, 1)");
    for (size_t r = half; r < rows; r += INNER)
      moved += out[2 * rows + r] != out[2 * rows + r + 1] || out[r] == out[r + 1];
    tap_integer((int64_t)moved, 0, "the given input stays and the others move");
    for (int s = 0; s < 2; s++)
      for (int i = 0; i < D; i++)
        for (int k = 0; k < i; k++) {
          double product = 0, mean = 0;
          for (size_t r = s * half; r < (s + 1) * half; r++) {
            product += (out[i * rows + r] - 0.5) * (out[k * rows + r] - 0.5);
            mean += out[i * rows + r];
          }
          double wanted = 6 / acos(-1) * asin(correlation[i * D + k] / 2) / 12;
          tap_near(product / (double)half, wanted, 0, t == 0 ? 2.5e-3 : 6e-3,
                   "nu = %g, set %d: covariance of inputs %d and %d", sets.nu, s, i, k);
          tap_near(mean / (double)half, 0.5, 0, 6e-3, "mean of input %d", i);
        }
  }
  static const double singular[D * D] = {1, 1, 0, 1, 1, 0, 0, 0, 1};
  sets.correlation = singular;
  tap_integer(solon_shapley_points(NULL, &sets, work, out), SOLON_SINGULAR,
              "a singular correlation is told");
  atomic_int stop = 1;
  solon_context stopped = {.cancel = &stop};
  sets.correlation = correlation;
  tap_integer(solon_shapley_points(&stopped, &sets, work, out), SOLON_CANCELLED,
              "the points can be stopped");
  free(work);
  free(out);
}

int main(void) {
  make_blocks();
  test_estimators();
  test_extremes();
  test_bootstrap();
  test_batches();
  test_morris();
  test_shapley_sums();
  test_costs();
  test_points();
  return tap_done();
}
