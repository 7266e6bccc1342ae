/* minimize_test.c - NLopt behind solon_minimize, multipliers, differences and Brent's methods: what
 * the Lua tests cannot see. */
#include "core/base/system.h"
#include "core/optimize/multipliers.h"
#include "core/optimize/scalar.h"
#include "tap.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { D = 3 };

static double workspace[400];

/* A goal that counts its calls, can stop the run, and notes points outside the box. */
typedef struct counter {
  int calls, last; /* false after `last` calls, if > 0 */
  bool outside;
  const double *low, *high;
  atomic_int *cancel; /* raised at call `last` instead */
} counter;

/* (x0 - 1)^2 + 2 (x1 - 2)^2 + exp(x2) */
static bool bowl(void *data, const double *x, double *value, double *gradient) {
  counter *c = data;
  c->calls++;
  for (int j = 0; c->low != NULL && j < D; j++)
    c->outside = c->outside || !(x[j] >= c->low[j] && x[j] <= c->high[j]);
  *value = (x[0] - 1) * (x[0] - 1) + 2 * (x[1] - 2) * (x[1] - 2) + exp(x[2]);
  if (gradient != NULL) {
    gradient[0] = 2 * (x[0] - 1);
    gradient[1] = 4 * (x[1] - 2);
    gradient[2] = exp(x[2]);
  }
  if (c->cancel != NULL && c->calls == c->last)
    atomic_store(c->cancel, 1);
  return c->cancel != NULL || c->last == 0 || c->calls < c->last;
}

/* x0 + x1 - 1 <= 0, or = 0 */
static bool plane(void *data, const double *x, double *value, double *gradient) {
  (void)data;
  *value = x[0] + x[1] - 1;
  if (gradient != NULL)
    gradient[0] = gradient[1] = 1, gradient[2] = 0;
  return true;
}

static const double low[D] = {-3, -3, -3}, high[D] = {3, 3, 3};

static solon_minimize_options usual(solon_method method, counter *c) {
  return (solon_minimize_options){.method = method,
                                  .dimensions = D,
                                  .low = low,
                                  .high = high,
                                  .objective = {bowl, c, true, 0},
                                  .x_tolerance = 1e-9,
                                  .target = NAN,
                                  .max_evaluations = 5000,
                                  .seed = 3};
}

static void test_stopping(void) {
  for (int m = 0; m < SOLON_METHOD_COUNT; m++) {
    const char *name = solon_method_about((solon_method)m)->name;
    double x[D] = {0.5, 0.5, 0.5};
    solon_minimize_result result;
    atomic_int cancel = 0;
    solon_context context = {.cancel = &cancel};
    counter c = {.last = 5};
    solon_minimize_options o = usual((solon_method)m, &c);
    tap_ok(solon_minimize_workspace(&o) <= sizeof workspace, "%s: workspace", name);
    tap_integer(solon_minimize(&context, &o, workspace, x, &result), SOLON_CANCELLED,
                "%s: false ends the run", name);
    tap_integer(c.calls, 5, "%s: at once", name);
    c = (counter){.last = 5, .cancel = &cancel};
    memcpy(x, (double[D]){0.5, 0.5, 0.5}, sizeof x);
    tap_integer(solon_minimize(&context, &o, workspace, x, &result), SOLON_CANCELLED,
                "%s: and so does the context", name);
    tap_integer(c.calls, 5, "%s: before the next call", name);
  }
}

static void test_differences(void) {
  double x[D] = {-3, 3, 0.25}, exact[D], gradient[D], point[D], value;
  size_t evaluations = 0;
  counter c = {.low = low, .high = high};
  solon_goal goal = {bowl, &c, true, 0};
  bowl(&c, x, &value, exact);
  goal.has_gradient = false;
  tap_ok(solon_goal_gradient(&goal, D, low, high, x, value, point, gradient, &evaluations),
         "differences");
  for (int j = 0; j < D; j++)
    tap_near(gradient[j], exact[j], 1e-8, 0, "derivative %d, at a lower, an upper and no bound", j);
  tap_ok(!c.outside && evaluations == 6, "inside the box, two calls each");
  const double narrow_high[D] = {-3, 3, 0.25 + 1e-9}, narrow_low[D] = {-3, 3 - 1e-13, 0.25};
  c = (counter){.low = narrow_low, .high = narrow_high};
  solon_goal_gradient(&goal, D, narrow_low, narrow_high, x, value, point, gradient, &evaluations);
  tap_ok(!c.outside && gradient[0] == 0, "a fixed coordinate gets 0");
  tap_near(gradient[2], exact[2], 1e-4, 0, "a narrow box leaves fewer digits");
  c = (counter){.last = 2};
  tap_ok(!solon_goal_gradient(&goal, D, low, high, x, value, point, gradient, &evaluations) &&
             c.calls == 2,
         "false ends it");
}

static void test_multipliers(void) {
  double x[D] = {0, 0, 0}, gradient[D], lower[D], upper[D], a[2], b[1];
  counter c = {0};
  solon_minimize_result result;
  solon_minimize_options o = usual(SOLON_SLSQP, &c);
  solon_goal constraint[2] = {{plane, NULL, true, 1e-9}, {plane, NULL, true, 1e-9}};
  solon_multipliers m = {gradient, lower, upper, a, b, 0};
  size_t evaluations = 0;
  o.inequality = constraint;
  o.inequalities = 1;
  tap_integer(solon_minimize(NULL, &o, workspace, x, &result), SOLON_OK, "slsqp runs");
  /* on x0 + x1 = 1: x0 = -1/3, x1 = 4/3, multiplier 8/3; x2 at its lower bound */
  tap_near(x[0], -1.0 / 3, 1e-7, 0, "the known point");
  tap_ok(solon_multipliers_workspace(&o) <= sizeof workspace, "workspace of the multipliers");
  tap_integer(solon_multipliers_at(NULL, &o, x, workspace, &m, &evaluations), SOLON_OK,
              "multipliers");
  tap_near(a[0], 8.0 / 3, 1e-7, 0, "of the plane");
  tap_near(lower[2], exp(-3), 1e-12, 0, "of the bound");
  tap_ok(upper[2] == 0 && lower[0] == 0 && m.stationarity < 1e-6 && evaluations == 2,
         "nothing else");
  o.inequalities = 2;
  tap_integer(solon_multipliers_at(NULL, &o, x, workspace, &m, &evaluations), SOLON_SINGULAR,
              "the same constraint twice");
  tap_ok(isnan(a[0]) && isnan(a[1]) && isnan(m.stationarity), "has no unique multipliers");
  o.inequalities = 0;
  o.equality = constraint;
  o.equalities = 1;
  o.maximize = true;
  x[2] = 3;
  solon_multipliers_at(NULL, &o, x, workspace, &m, &evaluations);
  tap_near(b[0], -8.0 / 3, 1e-7, 0, "maximising changes the sign");
  tap_near(upper[2], exp(3), 1e-12, 0, "and the bound that holds");
}

static void test_misuse(void) {
  double x[D] = {0};
  counter c = {0};
  solon_minimize_result result;
  solon_minimize_options good = usual(SOLON_SLSQP, &c), o;
  solon_goal bad = {plane, NULL, true, -1};
#define REFUSE(change, part)                                                                       \
  do {                                                                                             \
    solon_context context = {0};                                                                   \
    o = good;                                                                                      \
    change;                                                                                        \
    solon_status status = solon_minimize(&context, &o, workspace, x, &result);                     \
    tap_ok(status == SOLON_BAD_ARGUMENT && strstr(context.detail, part) != NULL, "refused: %s",    \
           part);                                                                                  \
  } while (0)
  REFUSE(o.dimensions = 0, "coordinates expected");
  REFUSE(o.x_tolerance = NAN, "tolerances >= 0");
  REFUSE(o.max_evaluations = 0, "evaluations expected");
  REFUSE(o.max_seconds = NAN, "seconds >= 0");
  REFUSE((o.inequality = &bad, o.inequalities = 1), "tolerance >= 0");
  REFUSE((o.high = low, x[0] = 0), "start");
#undef REFUSE
}

static bool cosine(void *data, const double *x, double *value, double *gradient) {
  counter *c = data;
  (void)gradient;
  *value = cos(*x);
  return ++c->calls != c->last;
}

static void test_scalar(void) {
  counter c = {0};
  solon_scalar_result r;
  solon_scalar_options o = {.goal = {cosine, &c, false, 0},
                            .low = 1,
                            .high = 6,
                            .absolute = 1e-12,
                            .max_evaluations = 100,
                            .grid = 4};
  o.high = 2;
  tap_integer(solon_root(NULL, &o, &r), SOLON_OK, "root");
  tap_near(r.x, 1.57079632679489662, 1e-14, 0, "pi / 2");
  tap_integer((int64_t)r.evaluations, c.calls, "every call is counted");
  o.high = 6;
  c.calls = 0;
  tap_integer(solon_minimum(NULL, &o, &r), SOLON_OK, "minimum");
  tap_near(r.x, 3.14159265358979324, 1e-7, 0, "pi");
  tap_integer((int64_t)r.evaluations, c.calls, "every call is counted");
  for (int last = 1; last < 12; last++) {
    c = (counter){.last = last};
    o.high = 2;
    bool root = last >= 5 || solon_root(NULL, &o, &r) == SOLON_CANCELLED;
    c = (counter){.last = last};
    o.high = 6;
    tap_ok(root && solon_minimum(NULL, &o, &r) == SOLON_CANCELLED && c.calls == last,
           "false at call %d ends both", last);
  }
  solon_context context = {0};
  o.max_evaluations = 2;
  tap_integer(solon_root(&context, &o, &r), SOLON_BAD_ARGUMENT, "two evaluations are too few");
  o.max_evaluations = 100, o.absolute = -1;
  tap_integer(solon_root(&context, &o, &r), SOLON_BAD_ARGUMENT, "a negative tolerance");
  o.absolute = 0, o.grid = 100;
  tap_integer(solon_minimum(&context, &o, &r), SOLON_BAD_ARGUMENT, "a scan beyond the limit");
}

int main(void) {
  solon_quiet_libraries();
  test_stopping();
  test_differences();
  test_multipliers();
  test_misuse();
  test_scalar();
  return tap_done();
}
