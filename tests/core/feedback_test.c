/* feedback_test.c - the threshold of the feedback against mpmath; the recursion, its bits and
 * limits. */
#include "core/index/feedback.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* tests/reference/stability_reference.py: mpmath, 50 digits. */
static const struct {
  size_t window, ddof;
  double threshold, growth;
} known[] = {
    {2, 1, 5.6568542494923802, 2.0},
    {3, 1, 5.1336126127028972, 1.7567257407868507},
    {5, 0, 5.2270643127554773, 1.5112937484848533},
    {12, 1, 4.2347313795923593, 1.2414633961578214},
    {24, 1, 4.0655986852404781, 1.1272980720829365},
    {24, 0, 4.1530409187061666, 1.1272980720829365},
    {52, 1, 3.9712876977797338, 1.0606250539589966},
};

static void test_threshold(void) {
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    double growth, got = solon_feedback_threshold(known[i].window, known[i].ddof, &growth);
    tap_near(got, known[i].threshold, 1e-14, 0, "threshold, window %zu ddof %zu", known[i].window,
             known[i].ddof);
    tap_near(growth, known[i].growth, 1e-10, 0, "growth there");
    bool least = true;
    for (double g = 1.001; g < 4; g += 0.001)
      least = least && 1 / solon_lag_deviation(g, known[i].window, known[i].ddof) > got - 1e-12;
    tap_ok(least, "no growth needs a smaller gain");
  }
}

static void test_growth(void) {
  tap_near(solon_feedback_growth(5.08, 24, 1), 1.34276676518839, 1e-13, 0, "growth at 50.8");
  tap_near(solon_feedback_growth(8.97, 24, 1), 2.01635932575147, 1e-13, 0, "growth at 89.7");
  tap_near(solon_feedback_growth(14.01, 24, 1), 2.96938199008753, 1e-13, 0, "growth at 140.1");
  tap_ok(isnan(solon_feedback_growth(4.0655, 24, 1)), "none below the threshold");
  tap_ok(isnan(solon_feedback_growth(NAN, 24, 1)), "none of NaN");
  double huge = solon_feedback_growth(1e9, 24, 1);
  tap_near(1e9 * solon_lag_deviation(huge, 24, 1), 1, 1e-12, 0, "growth of a huge gain");
}

/* Below the threshold a disturbance dies out, but first it grows. */
static void test_amplification(void) {
  static double work[24 + 20000];
  /* mpmath with 50 digits */
  tap_near(solon_feedback_amplification(3, 24, 1, 1500, work), 2.61260362311977, 1e-12, 0,
           "amplification at gain 3");
  tap_near(solon_feedback_amplification(3.8, 24, 1, 1500, work), 177.19395820778, 1e-12, 0,
           "at 3.8");
  tap_near(solon_feedback_amplification(4, 24, 1, 1500, work), 566088.568312674, 1e-11, 0, "at 4");
  tap_ok(solon_feedback_amplification(4.0657, 24, 1, 20000, work) > 1e250,
         "above the threshold it never stops");
  solon_feedback_amplification(4.06, 24, 1, 20000, work);
  tap_ok(work[24 + 19999] < 1e-20, "just below it has died out in the end");
}

static void test_bound(void) {
  double half[24];
  for (int i = 0; i < 24; i++)
    half[i] = i < 12 ? 150 : 0;
  double sigma[25], x[25];
  memcpy(x, half, sizeof half);
  x[24] = 0;
  tap_integer(solon_trailing_deviation(NULL, x, 25, 24, 1, sigma), SOLON_OK, "deviations");
  tap_near(sigma[24], 76.613087768287389, 1e-15, 0, "largest sigma is 75 sqrt(24 / 23)");
  tap_near(75 * solon_deviation_bound(24, 1), sigma[24], 1e-15, 0, "and the bound");
  tap_near(solon_deviation_bound(3, 1), 2 / sqrt(3), 1e-15, 0, "odd windows: 1, 1, -1");
  tap_ok(isnan(sigma[23]), "too short a past is NaN");
}

static void test_trailing(void) {
  double x[8] = {0.1, 0.1, 0.1, 0.4, NAN, 1, 2, 3}, out[8];
  solon_trailing_deviation(NULL, x, 8, 3, 1, out);
  tap_same(out[3], 0, "equal values deviate by exactly 0");
  tap_near(out[4], 0.17320508075688773, 1e-15, 0, "one of three moved by 0.3");
  tap_ok(isnan(out[5]) && isnan(out[6]) && isnan(out[7]), "a missing value in the window is NaN");
  tap_integer(solon_trailing_deviation(NULL, x, 8, 1, 1, out), SOLON_BAD_ARGUMENT, "window of one");
}

enum { PATHS = 70, WEEKS = 40, WINDOW = 24 };

static double core[WEEKS * PATHS], index_a[(WINDOW + WEEKS) * PATHS],
    index_b[(WINDOW + WEEKS) * PATHS];

static void fill(double *index) {
  for (size_t t = 0; t < WINDOW; t++)
    for (size_t j = 0; j < PATHS; j++)
      index[t * PATHS + j] = 2.5 * (double)j + 0.01 * (double)((t * 7 + j) % 5);
  for (size_t t = 0; t < WEEKS; t++)
    for (size_t j = 0; j < PATHS; j++)
      core[t * PATHS + j] = 2.5 * (double)j + 0.02 * (double)((t * 3 + j) % 7);
}

static void test_recursion(void) {
  solon_feedback f = {WINDOW, 1, 0.1, 150};
  fill(index_a);
  tap_integer(solon_feedback_run(NULL, &f, WEEKS, PATHS, core, WEEKS, index_a), SOLON_OK, "runs");
  double worst = 0;
  for (size_t j = 0; j < PATHS; j++) {
    double path[WINDOW + WEEKS], sigma[WINDOW + WEEKS];
    for (size_t t = 0; t < WINDOW + WEEKS; t++)
      path[t] = index_a[t * PATHS + j];
    solon_trailing_deviation(NULL, path, WINDOW + WEEKS, WINDOW, 1, sigma);
    for (size_t t = WINDOW; t < WINDOW + WEEKS; t++) {
      double want = fmin(150, core[(t - WINDOW) * PATHS + j] / (1 + 0.1 * sigma[t]));
      worst = fmax(worst, fabs(path[t] - want));
    }
  }
  tap_ok(worst < 1e-12, "every week obeys the recursion (worst %.3g)", worst);
  solon_context threads = {.threads = 4};
  fill(index_b);
  solon_feedback_run(&threads, &f, WEEKS, PATHS, core, WEEKS, index_b);
  tap_ok(memcmp(index_a, index_b, sizeof index_a) == 0, "the same bits on four threads");
  double single[WINDOW + WEEKS], one[WEEKS];
  fill(index_b);
  for (size_t t = 0; t < WEEKS; t++)
    one[t] = core[t * PATHS + 41];
  for (size_t t = 0; t < WINDOW; t++)
    single[t] = index_b[t * PATHS + 41];
  solon_feedback_run(NULL, &f, WEEKS, 1, one, WEEKS, single);
  bool same = true;
  for (size_t t = 0; t < WINDOW + WEEKS; t++)
    same = same && single[t] == index_a[t * PATHS + 41];
  tap_ok(same, "a path alone has the bits it has among others");
  tap_integer(solon_feedback_run(NULL, &f, WEEKS, PATHS, core, 2, index_a), SOLON_BAD_SHAPE,
              "a core of neither one row nor all");
}

/* A disturbed constant core: B with the last of the past lower by `gap`. */
static double lowest(double b, double gap, double mu, size_t weeks) {
  solon_feedback f = {WINDOW, 1, mu, 150};
  double *path = malloc((WINDOW + weeks) * sizeof *path), least = INFINITY;
  for (size_t t = 0; t < WINDOW; t++)
    path[t] = fmin(b, 150) - (t == WINDOW - 1 ? gap : 0);
  solon_feedback_run(NULL, &f, weeks, 1, &b, 1, path);
  for (size_t t = WINDOW; t < WINDOW + weeks; t++)
    least = fmin(least, path[t]);
  free(path);
  return least;
}

static void test_stability(void) {
  /* B at C = V = T = Z = 0.8; mpmath with 50 digits has 22.317557213 */
  tap_near(lowest(140.1361580117898, 1e-9, 0.1, 36), 22.317557213, 1e-6, 0,
           "1e-9 pp takes 140.1 to 22.3 in 36 weeks");
  tap_near(140.1361580117898 - lowest(140.1361580117898, 1e-6, 0.1, 400), 117.843477067, 1e-9, 0,
           "the largest excursion from there");
  tap_same(lowest(140.1361580117898, 0, 0.1, 1000), 140.1361580117898, "undisturbed it stands");
  tap_ok(lowest(38, 1e-6, 0.1, 5000) > 38 - 2e-4, "well below the threshold it stays near");
  tap_ok(lowest(41.2, 1e-6, 0.1, 5000) < 35, "above it does not");
  tap_ok(lowest(150, 1, 0.0065, 1000) > 149.5, "a contraction forgets a point of disturbance");
  tap_same(lowest(160, 1e-6, 0.1, 1000), 150, "the clip holds an index above it");
  tap_ok(lowest(160, 20, 0.1, 1000) < 100, "unless the disturbance is large");
}

int main(void) {
  test_threshold();
  test_growth();
  test_amplification();
  test_bound();
  test_trailing();
  test_recursion();
  test_stability();
  return tap_done();
}
