/* monitor_test.c - the monitoring of an input against its proxies, against NumPy; its bootstrap. */
#include "core/index/monitor.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BASELINE = 30, WINDOW = 12, PROXIES = 2, TOTAL = BASELINE + WINDOW, COUNT = 4000 };

static double value[TOTAL], proxy[TOTAL * PROXIES], predicted[WINDOW], statistic[WINDOW];
static double drawn[COUNT], again[COUNT];

/* The series of tests/reference/monitor_reference.py. */
static solon_monitor make_series(double shift) {
  uint64_t state = 7;
  for (int t = 0; t < TOTAL; t++) {
    double u[PROXIES + 1];
    for (int j = 0; j <= PROXIES; j++) {
      state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
      u[j] = (double)(state >> 33) / 2147483648.0 - 0.5;
    }
    value[t] = 0.5 + 0.3 * u[0] - 0.2 * u[1] + 0.1 * u[2] + (t >= BASELINE ? shift : 0);
    memcpy(proxy + (size_t)t * PROXIES, u, sizeof *u * PROXIES);
  }
  return (solon_monitor){BASELINE, WINDOW, PROXIES, value, proxy, 0.25, false};
}

static void test_complete(void) {
  static const double known[WINDOW] = {2.2169429743518982, 3.056077446487461,  3.1742419265958635,
                                       4.572522893718552,  5.1061997592834585, 4.931435655554592,
                                       5.579931952693167,  4.252672729418985,  4.370872297210899,
                                       5.117318415109215,  5.908621228753835,  5.890622475322766};
  solon_monitor m = make_series(0.05);
  solon_monitor_fit fit;
  void *work = malloc(solon_monitor_workspace(&m));
  tap_integer(solon_monitor_follow(NULL, &m, work, predicted, statistic, &fit), SOLON_OK, "fits");
  tap_near(fit.residual_sd, 0.02904081237914045, 1e-13, 0, "residual deviation");
  tap_near(predicted[0], 0.5168381381040487, 1e-13, 0, "first prediction");
  for (int t = 0; t < WINDOW; t++)
    tap_near(statistic[t], known[t], 1e-12, 0, "statistic %d", t);
  tap_same(fit.maximum, statistic[10], "the largest");
  tap_integer((int64_t)fit.used, BASELINE, "all of the baseline is used");
  free(work);
}

static void test_holes(void) {
  static const double known[WINDOW] = {2.1682902218273994,
                                       3.006190873647575,
                                       3.083309694120679,
                                       4.444737774761769,
                                       NAN,
                                       4.451218169248994,
                                       5.150082426668594,
                                       3.8839107696145754,
                                       4.0442004101549145,
                                       4.773099199949591,
                                       5.587485629671886,
                                       5.599980841467114};
  solon_monitor m = make_series(0.05);
  solon_monitor_fit fit;
  void *work = malloc(solon_monitor_workspace(&m));
  value[3] = proxy[17 * PROXIES + 1] = proxy[(BASELINE + 4) * PROXIES] = NAN;
  solon_monitor_follow(NULL, &m, work, predicted, statistic, &fit);
  tap_near(fit.residual_sd, 0.02979770417122602, 1e-13, 0, "with holes: residual deviation");
  for (int t = 0; t < WINDOW; t++)
    tap_near(statistic[t], known[t], 1e-12, 0, "with holes: statistic %d", t);
  tap_integer((int64_t)fit.used, BASELINE - 2, "two baseline rows are left out");
  tap_integer((int64_t)fit.window_used, WINDOW - 1, "and a week");
  tap_ok(isnan(predicted[4]), "without a proxy nothing is predicted");
  double before = predicted[2];
  value[BASELINE + 2] = NAN;
  solon_monitor_follow(NULL, &m, work, predicted, statistic, &fit);
  tap_ok(predicted[2] == before, "without the value its prediction is the same");
  tap_ok(isnan(statistic[2]), "and has no statistic");
  tap_integer((int64_t)fit.window_used, WINDOW - 2, "one week fewer");
  free(work);
}

static void test_degenerate(void) {
  solon_monitor m = make_series(0);
  solon_monitor_fit fit;
  void *work = malloc(solon_monitor_workspace(&m));
  for (int t = 0; t < TOTAL; t++)
    proxy[t * PROXIES + 1] = 3 * proxy[t * PROXIES] - 1;
  tap_integer(solon_monitor_follow(NULL, &m, work, predicted, statistic, &fit), SOLON_OK,
              "a proxy that repeats another");
  tap_integer((int64_t)fit.rank, 2, "is set aside");
  for (int t = 0; t < TOTAL; t++)
    value[t] = 2 + proxy[t * PROXIES];
  tap_integer(solon_monitor_follow(NULL, &m, work, predicted, statistic, &fit), SOLON_DEGENERATE,
              "residuals that are rounding");
  tap_ok(isnan(fit.maximum) && isnan(statistic[0]), "have no statistic");
  m = make_series(0);
  m.baseline = 4;
  m.window = TOTAL - 4;
  double more[2 * TOTAL];
  work = realloc(work, solon_monitor_workspace(&m));
  tap_integer(solon_monitor_follow(NULL, &m, work, more, more + TOTAL, &fit), SOLON_DEGENERATE,
              "one residual degree of freedom is too few");
  m.weight = 0;
  tap_integer(solon_monitor_follow(NULL, &m, work, more, more + TOTAL, &fit), SOLON_BAD_ARGUMENT,
              "a weight of zero");
  free(work);
}

static double rate_above(double limit) {
  int count = 0;
  for (int i = 0; i < COUNT; i++)
    count += drawn[i] > limit;
  return (double)count / COUNT;
}

static void test_bootstrap(void) {
  solon_monitor m = make_series(0.05);
  solon_monitor_fit fit;
  solon_context threads = {.threads = 4};
  void *work = malloc(solon_monitor_workspace(&m));
  void *scratch = malloc(solon_monitor_bootstrap_workspace(&m, 4));
  solon_monitor_follow(NULL, &m, work, predicted, statistic, &fit);
  solon_monitor_bootstrap(NULL, &fit, 3, 9, 0, COUNT, scratch, drawn);
  solon_monitor_bootstrap(&threads, &fit, 3, 9, 0, COUNT, scratch, again);
  tap_ok(memcmp(drawn, again, sizeof drawn) == 0, "the same bits on four threads");
  solon_monitor_bootstrap(NULL, &fit, 3, 9, 1000, 10, scratch, again);
  tap_same(again[0], drawn[1000], "replicates are addressed by number");
  /* the largest of 12 dependent normal statistics lies above 2 in some 15 %, with coefficients
   * estimated from 30 weeks somewhat more often */
  double rate = rate_above(2);
  tap_ok(rate > 0.08 && rate < 0.35, "above 2: %.3f", rate);
  tap_ok(rate_above(fit.maximum) < 0.01, "the shifted window stands out");
  m.two_sided = true;
  solon_monitor_bootstrap(NULL, &fit, 3, 9, 0, COUNT, scratch, drawn);
  tap_ok(rate_above(2) > 1.5 * rate, "two sides are crossed more often than one");
  tap_integer(solon_monitor_bootstrap(NULL, &fit, 0, 9, 0, 1, scratch, drawn), SOLON_BAD_ARGUMENT,
              "blocks of nothing");
  free(work);
  free(scratch);
}

int main(void) {
  test_complete();
  test_holes();
  test_degenerate();
  test_bootstrap();
  return tap_done();
}
