/* tail_integrals_test.c - tails and quantiles against mpmath, over shapes from 1e-3 to 1e7; none of
 * them takes long. */
#include "core/random/octave_table.h"
#include "core/random/tail_integrals.h"
#include "tap.h"
#include "tests/reference/quantile_vectors.h"

#include <math.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static double error_of(double got, double want) {
  /* below 1e-300 only that it is about there counts: p itself is not that exact */
  return fabs(want) < 1e-300 ? (fabs(got) < 1e-290 ? 0 : 1) : fabs(got - want) / fabs(want);
}

static void test_beta_quantiles(void) {
  double worst = 0, worst_small = 0;
  for (size_t i = 0; i < COUNT(beta_quantiles); i++) {
    const double *v = beta_quantiles[i];
    solon_beta_law law = solon_beta_prepare(v[2], v[3]);
    double got = solon_beta_quantile(&law, v[0], v[1] != 0, NULL), error = error_of(got, v[4]);
    double *where = fmin(v[2], v[3]) < 0.5 ? &worst_small : &worst;
    if (!(error < 1e-12))
      tap_ok(false, "beta(%g, %g) at %g, upper %g: %.17g, not %.17g", v[2], v[3], v[0], v[1], got,
             v[4]);
    *where = fmax(*where, error);
    double guess = 0, again = solon_beta_quantile(&law, v[0] * 0.9, v[1] != 0, &guess);
    again = solon_beta_quantile(&law, v[0], v[1] != 0, &guess);
    *where = fmax(*where, error_of(again, v[4]));
  }
  tap_ok(worst < 1e-14, "beta quantiles for shapes from 1/2 (worst %.1e)", worst);
  tap_ok(worst_small < 1e-12, "beta quantiles for smaller shapes (worst %.1e)", worst_small);
}

static void test_other_tails(void) {
  double gamma = 0, student = 0, normal = 0;
  for (size_t i = 0; i < COUNT(gamma_quantiles); i++) {
    const double *v = gamma_quantiles[i];
    solon_gamma_law law = solon_gamma_prepare(v[2]);
    gamma = fmax(gamma, error_of(solon_gamma_quantile(&law, v[0], v[1] != 0, NULL), v[3]));
  }
  for (size_t i = 0; i < COUNT(student_tails); i++)
    student = fmax(student, error_of(solon_student_tail(student_tails[i][0], student_tails[i][1]),
                                     student_tails[i][2]));
  for (size_t i = 0; i < COUNT(normal_tails); i++)
    normal = fmax(normal, error_of(solon_normal_tail(normal_tails[i][0]), normal_tails[i][1]));
  tap_ok(gamma < 1e-13, "gamma quantiles (worst %.1e)", gamma);
  tap_ok(student < 5e-14, "tails of Student's t (worst %.1e)", student);
  tap_ok(normal < 5e-14, "tails of the normal (worst %.1e)", normal);
  double closed = 0;
  for (double t = 0.001; t < 1e6; t *= 1.3) {
    solon_beta_law law = solon_beta_prepare(2, 0.5);
    double general = 0.5 * solon_beta_tails(&law, 4 / (4 + t * t), t * t / (4 + t * t)).lower;
    closed = fmax(closed, error_of(solon_student_tail(t, 4), general));
  }
  tap_ok(closed < 1e-14, "the closed form for 4 degrees is the general one (%.1e)", closed);
}

/* Every pair of shapes and every tail ends soon, inverts the tail, and rises with p. */
static void test_everywhere(void) {
  static const double shapes[] = {1e-3, 0.02, 0.7, 1, 1.5, 4, 33, 1e3, 5e4, 1e6, 3e6, 1e7};
  static const double tails[] = {1e-15, 1e-9, 1e-4, 0.05, 0.31, 0.5};
  int wrong = 0, falling = 0;
  clock_t start = clock();
  for (size_t i = 0; i < COUNT(shapes); i++)
    for (size_t j = 0; j < COUNT(shapes); j++)
      for (int upper = 0; upper < 2; upper++) {
        solon_beta_law law = solon_beta_prepare(shapes[i], shapes[j]);
        double last = upper ? 1 : 0;
        for (size_t k = 0; k < COUNT(tails); k++) {
          double x = solon_beta_quantile(&law, tails[k], upper, NULL);
          falling += !(upper ? x <= last : x >= last);
          last = x;
          if (!(x > 1e-290 && x < 0.9)) /* 1 - x is not known well enough from x near 1 */
            continue;
          solon_tails t = solon_beta_tails(&law, x, 1 - x);
          double tail = upper ? t.upper : t.lower;
          /* half a unit in x moves the tail by this much */
          double moved = 4 * 0x1p-53 * t.density / (1 - x) + 1e-12 * tail;
          if (!(fabs(tail - tails[k]) <= moved)) {
            wrong++;
            tap_note("beta(%g, %g) upper %d: tail %g of %.17g is %.17g", shapes[i], shapes[j],
                     upper, tails[k], x, tail);
          }
        }
      }
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  tap_integer(wrong, 0, "quantiles invert the tails for every pair of shapes");
  tap_integer(falling, 0, "quantiles rise with p");
  tap_ok(seconds < 5, "and none hangs (%.2f s for %d)", seconds, 12 * 12 * 2 * 6);
}

static double cube_root(const void *law, double x, double *guess) {
  (void)law, (void)guess;
  return cbrt(x);
}

static int calls;
static double kink(const void *law, double x, double *guess) {
  (void)law, (void)guess;
  calls++;
  return fabs(x - 1.3) + 1;
}

static void test_table(void) {
  static double cells[6 * SOLON_TABLE_CELLS * SOLON_TABLE_TERMS];
  solon_octave_table table;
  double worst = 0;
  solon_octave_table_build(&table, cube_root, NULL, false, -4, 6, cells);
  for (double x = 0.01; x < 8; x *= 1.0007)
    worst = fmax(worst, error_of(solon_octave_table_value(&table, x), cbrt(x)));
  tap_ok(worst < 2e-15, "a table gives its function, inside and outside (worst %.1e)", worst);
  solon_octave_table_build(&table, kink, NULL, false, -4, 6, cells);
  calls = 0;
  tap_same(solon_octave_table_value(&table, 1.29), 1.3 - 1.29 + 1, "a cell with a kink");
  tap_integer(calls, 1, "is left to the function");
  tap_near(solon_octave_table_value(&table, 3), 2.7, 1e-14, 0, "a straight cell");
  tap_integer(calls, 1, "is not");
}

int main(void) {
  test_beta_quantiles();
  test_other_tails();
  test_everywhere();
  test_table();
  return tap_done();
}
