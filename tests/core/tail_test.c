/* tail_test.c - tail probabilities against mpmath (tests/reference/tail_reference.py), quantiles
 * against the tails, and edges. */
#include "core/inference/tail.h"
#include "tap.h"

#include <gsl/gsl_errno.h>
#include <math.h>

enum kind { NORMAL, STUDENT, F, BINOMIAL, POINT, KINDS };

static const char *const kind_name[] = {"normal", "Student", "F", "binomial tail",
                                        "binomial point"};

static const struct {
  enum kind kind;
  double argument[3], value;
} vectors[] = {
#include "tests/reference/tail_vectors.h"
};

static double compute(enum kind kind, const double *a) {
  switch (kind) {
  case NORMAL:
    return solon_normal_upper(a[0]);
  case STUDENT:
    return solon_student_upper(a[0], a[1]);
  case F:
    return solon_f_upper(a[0], a[1], a[2]);
  case BINOMIAL:
    return solon_half_binomial_lower((int64_t)a[0], (int64_t)a[1]);
  default:
    return solon_half_binomial_point((int64_t)a[0], (int64_t)a[1]);
  }
}

static void test_vectors(void) {
  double worst[KINDS] = {0};
  int count[KINDS] = {0};
  size_t n = sizeof vectors / sizeof *vectors;
  for (size_t i = 0; i < n; i++) {
    const double *a = vectors[i].argument;
    double got = compute(vectors[i].kind, a);
    double error = fabs(got / vectors[i].value - 1);
    if (!(error <= 1e-12))
      tap_near(got, vectors[i].value, 1e-12, 0, "%s(%.17g, %.17g, %.17g)",
               kind_name[vectors[i].kind], a[0], a[1], a[2]);
    worst[vectors[i].kind] = fmax(worst[vectors[i].kind], isnan(error) ? INFINITY : error);
    count[vectors[i].kind]++;
  }
  for (int kind = 0; kind < KINDS; kind++) {
    tap_ok(count[kind] > 5 && worst[kind] <= 1e-12, "%s: %d values within 1e-12 of mpmath",
           kind_name[kind], count[kind]);
    tap_note("largest relative error %.2g", worst[kind]);
  }
}

static void test_quantiles(void) {
  static const double levels[] = {1e-300, 1e-100, 1e-10, 0.005, 0.025, 0.3, 0.5, 0.9, 0.975};
  static const double df[] = {1, 2.5, 9, 33, 1000, 1e6};
  for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
    double p = levels[i], worst = 0;
    /* a quantile of 37 rounded to a double moves the tail by 1e-13 and more */
    tap_near(solon_normal_upper(solon_normal_upper_quantile(p)), p, 4e-13, 0,
             "the normal quantile of %g inverts the tail", p);
    for (size_t j = 0; j < sizeof df / sizeof *df; j++)
      if (p >= 1e-10)
        worst =
            fmax(worst,
                 fabs(solon_student_upper(solon_student_upper_quantile(p, df[j]), df[j]) / p - 1));
    tap_ok(worst < 1e-12, "Student's quantiles of %g invert the tail (%.2g)", p, worst);
  }
  /* R 4.2.2: qnorm(0.975), qt(0.975, 9), qt(0.975, 33.5) */
  tap_near(solon_normal_upper_quantile(0.025), 1.9599639845400542355, 1e-14, 0, "qnorm(0.975)");
  tap_near(solon_student_upper_quantile(0.025, 9), 2.2621571627982053, 1e-13, 0, "qt(0.975, 9)");
}

static void test_symmetry(void) {
  for (double t = 0; t < 5; t += 0.37)
    tap_near(solon_student_upper(t, 7.3) + solon_student_upper(-t, 7.3), 1, 1e-15, 0,
             "both tails of t = %g add up to 1", t);
  tap_near(solon_student_upper(3, 1e300), solon_normal_upper(3), 1e-12, 0, "df -> inf is normal");
  tap_near(solon_beta_lower(0.3, 2, 5) + solon_beta_lower(0.7, 5, 2), 1, 1e-15, 0,
           "the beta function mirrors");
}

static void test_edges(void) {
  tap_ok(isnan(solon_normal_upper(NAN)) && isnan(solon_student_upper(NAN, 3)) &&
             isnan(solon_student_upper(1, NAN)) && isnan(solon_student_upper(1, 0)) &&
             isnan(solon_f_upper(1, -1, 3)) && isnan(solon_beta_lower(1.5, 1, 1)),
         "NaN and impossible parameters give NaN");
  tap_same(solon_normal_upper(INFINITY), 0, "nothing beyond inf");
  tap_same(solon_normal_upper(-INFINITY), 1, "everything beyond -inf");
  tap_same(solon_student_upper(INFINITY, 3), 0, "nothing beyond t = inf");
  tap_same(solon_student_upper(-INFINITY, 3), 1, "everything beyond t = -inf");
  tap_same(solon_f_upper(0, 2, 3), 1, "everything beyond F = 0");
  tap_same(solon_f_upper(INFINITY, 2, 3), 0, "nothing beyond F = inf");
  tap_same(solon_half_binomial_lower(-1, 5), 0, "no count below 0");
  tap_same(solon_half_binomial_lower(5, 5), 1, "every count is at most n");
  tap_same(solon_half_binomial_p_value(0, 0, SOLON_TWO_SIDED), 1, "no trials, no evidence");
  tap_same(solon_half_binomial_p_value(5, 10, SOLON_TWO_SIDED), 1, "the middle has p = 1");
  tap_ok(isnan(solon_normal_upper_quantile(0)) && isnan(solon_student_upper_quantile(1, 3)),
         "quantiles of 0 and 1 are NaN");
}

static void test_interval(void) {
  double low, high;
  /* R 4.2.2: binom.test(7, 20)$conf.int; binom.test(7, 20, alternative = "greater")$conf.int */
  solon_binomial_interval(7, 20, 0.95, SOLON_TWO_SIDED, &low, &high);
  tap_near(low, 0.1539092047845411, 1e-12, 0, "lower end for 7 of 20");
  tap_near(high, 0.5921885345328282, 1e-12, 0, "upper end for 7 of 20");
  solon_binomial_interval(0, 10, 0.95, SOLON_TWO_SIDED, &low, &high);
  tap_same(low, 0, "0 of 10 reaches down to 0");
  tap_near(high, 1 - pow(0.025, 0.1), 1e-14, 0, "0 of 10 has the closed form above");
}

int main(void) {
  gsl_set_error_handler_off();
  test_vectors();
  test_quantiles();
  test_symmetry();
  test_edges();
  test_interval();
  return tap_done();
}
