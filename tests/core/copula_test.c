/* copula_test.c - draws have their marginals and their dependence, by exact distributions; they are
 * a function of seed and number alone; bad input. */
#include "core/random/copula.h"
#include "core/random/elementary.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { D = 5, N = 50000 };

static double draws[N * D], again[N * D], column[N];
static const double correlation[D * D] = {1,    0.3,  0.3,  0.3,  -0.3, 0.3,  1,   0.3, 0.3,
                                          -0.3, 0.3,  0.3,  1,    0.3,  -0.3, 0.3, 0.3, 0.3,
                                          1,    -0.3, -0.3, -0.3, -0.3, -0.3, 1};

static void source_marginals(solon_marginal m[D]) {
  static const solon_marginal marginals[D] = {{.kind = SOLON_BETA, .parameter = {4, 2}},
                                              {.kind = SOLON_BETA, .parameter = {5, 3}},
                                              {.kind = SOLON_TRIANGULAR, .parameter = {1, 2, 5}},
                                              {.kind = SOLON_NORMAL, .parameter = {-1, 2}},
                                              {.kind = SOLON_EXPONENTIAL, .parameter = {0.15}}};
  memcpy(m, marginals, sizeof marginals);
}

/* Prepares, draws first .. first + count - 1 and gives the status; detail holds what went wrong. */
static char detail[SOLON_DETAIL_SIZE];
static solon_status draw(solon_copula *copula, int threads, uint64_t first, size_t count,
                         double *out) {
  solon_context context = {.threads = threads};
  void *memory = malloc(solon_copula_size(copula));
  solon_status status = solon_copula_prepare(&context, copula, memory);
  if (status == SOLON_OK) {
    void *work = malloc(solon_copula_workspace(&context, copula));
    status = solon_copula_draws(&context, copula, first, count, work, out);
    free(work);
  }
  free(memory);
  memcpy(detail, context.detail, sizeof detail);
  return status;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static double normal_cdf(double z) {
  return z > 0 ? 1 - solon_normal_tail(z) : solon_normal_tail(-z);
}

/* The distribution function of marginal j of source_marginals. */
static double cdf(size_t j, double x) {
  solon_beta_law law = solon_beta_prepare(j == 0 ? 4 : 5, j == 0 ? 2 : 3);
  switch (j) {
  case 0:
  case 1:
    return solon_beta_tails(&law, x, 1 - x).lower;
  case 2:
    return x < 2 ? (x - 1) * (x - 1) / 4 : 1 - (5 - x) * (5 - x) / 12;
  case 3:
    return normal_cdf((x + 1) / 2);
  default:
    return 1 - exp(-x / 0.15);
  }
}

/* Kolmogorov and Smirnov's distance times the root of n; 1.95 is passed by one in a thousand. */
static double distance(size_t j) {
  double worst = 0;
  for (size_t i = 0; i < N; i++)
    column[i] = draws[i * D + j];
  qsort(column, N, sizeof *column, compare);
  for (size_t i = 0; i < N; i++) {
    double f = cdf(j, column[i]);
    worst = fmax(worst, fmax(f - (double)i / N, (double)(i + 1) / N - f));
  }
  return worst * sqrt(N);
}

static void test_marginals(double nu, bool sobol) {
  solon_marginal m[D];
  source_marginals(m);
  solon_copula copula = {
      .variables = D, .correlation = correlation, .nu = nu, .marginals = m, .sobol = sobol};
  copula.seed = 42;
  tap_integer(draw(&copula, 1, 0, N, draws), SOLON_OK, "nu %g: draws", nu);
  for (size_t j = 0; j < D; j++) {
    double k = distance(j);
    tap_ok(k < (sobol ? 0.6 : 1.95), "nu %g, sobol %d: marginal %zu has its distribution (%.2f)",
           nu, sobol, j, k);
  }
}

/* Kendall's tau of an elliptical copula is 2/pi asin(rho), whatever nu (Lindskog, McNeil and
 * Schmock 2003); the tail dependence of the t copula is 2 T_(nu+1)(-sqrt((nu+1)(1-rho)/(1+rho))).
 */
static void test_dependence(double nu) {
  enum { PAIRS = 4000 };
  const double rho = 0.5, r[4] = {1, rho, rho, 1};
  solon_marginal m[2] = {{.kind = SOLON_UNIFORM, .parameter = {0, 1}},
                         {.kind = SOLON_EXPONENTIAL, .parameter = {1}}};
  solon_copula copula = {.variables = 2, .correlation = r, .nu = nu, .marginals = m, .seed = 3};
  draw(&copula, 1, 0, N, draws);
  int64_t concordant = 0;
  for (size_t i = 0; i < PAIRS; i++)
    for (size_t k = 0; k < i; k++) {
      double product = (draws[2 * i] - draws[2 * k]) * (draws[2 * i + 1] - draws[2 * k + 1]);
      concordant += product > 0 ? 1 : -1;
    }
  double tau = (double)concordant / (PAIRS * (PAIRS - 1.0) / 2);
  tap_near(tau, 1.0 / 3, 0, 0.03, "nu %g: Kendall's tau is 2/pi asin(rho)", nu);
  size_t both = 0, bound = 0;
  for (size_t i = 0; i < N; i++) {
    bool low = draws[2 * i] < 0.01;
    bound += low;
    both += low && draws[2 * i + 1] < -log(0.99);
  }
  double share = (double)both / (double)bound;
  if (nu == 4) /* limit 0.2531; at 1 % somewhat above: 0.286 by 4e6 draws of NumPy's */
    tap_ok(share > 0.23 && share < 0.36, "nu 4: lower extremes come together (%.3f)", share);
  else /* bivariate normal at 1 %: 0.129 (SciPy's multivariate_normal) */
    tap_ok(share > 0.08 && share < 0.18, "normal copula: they do not (%.3f)", share);
}

static void test_exact_inversion(void) {
  /* without dependence a variable is the quantile of its own uniform */
  solon_marginal m[2] = {{.kind = SOLON_UNIFORM, .parameter = {0, 1}},
                         {.kind = SOLON_BETA, .parameter = {17.3, 4.4}}};
  solon_copula copula = {.variables = 2, .nu = INFINITY, .marginals = m, .seed = 8};
  solon_marginal same[2];
  memcpy(same, m, sizeof m);
  same[1] = same[0];
  solon_copula plain = copula;
  plain.marginals = same;
  draw(&copula, 1, 0, N, draws);
  draw(&plain, 1, 0, N, again);
  solon_beta_law law = solon_beta_prepare(17.3, 4.4);
  double worst = 0;
  for (size_t i = 0; i < 20000; i++) {
    double u = again[2 * i + 1];
    double want = solon_beta_quantile(&law, u > 0.5 ? 1 - u : u, u > 0.5, NULL);
    worst = fmax(worst, fabs(draws[2 * i + 1] - want) / want);
  }
  tap_ok(worst < 1e-14, "tabulated quantiles are the exact ones (worst %.1e)", worst);
}

/* With the identity as correlation matrix the way through normals and back changes nothing. */
static void test_there_and_back(void) {
  static const double identity[4] = {1, 0, 0, 1};
  solon_marginal m[2] = {{.kind = SOLON_UNIFORM, .parameter = {0, 1}},
                         {.kind = SOLON_EXPONENTIAL, .parameter = {1}}};
  solon_copula copula = {.variables = 2, .nu = INFINITY, .marginals = m, .seed = 8};
  draw(&copula, 1, 0, N, draws);
  copula.correlation = identity;
  draw(&copula, 1, 0, N, again);
  double worst = 0;
  for (size_t i = 0; i < 2 * N; i++)
    worst = fmax(worst, fabs(again[i] - draws[i]) / draws[i]);
  tap_ok(worst < 1e-13, "normals there and back give the uniforms (worst %.1e)", worst);
}

static void test_function_of_number(bool sobol, double nu) {
  solon_marginal m[D];
  source_marginals(m);
  solon_copula copula = {
      .variables = D, .correlation = correlation, .nu = nu, .marginals = m, .sobol = sobol};
  copula.seed = 5;
  draw(&copula, 1, 0, N, draws);
  draw(&copula, 4, 0, N, again);
  tap_ok(memcmp(draws, again, sizeof draws) == 0, "sobol %d: one thread and four give one result",
         sobol);
  draw(&copula, 2, 12345, 10000, again);
  tap_ok(memcmp(draws + 12345 * D, again, 10000 * D * sizeof *again) == 0,
         "sobol %d: a block by itself is the same draws", sobol);
  copula.seed = 6;
  draw(&copula, 1, 0, N, again);
  int same = 0;
  for (size_t i = 0; i < N * D; i++)
    same += draws[i] == again[i];
  tap_integer(same, 0, "sobol %d: another seed gives other draws", sobol);
}

/* Blocks are scramblings of their own: each stratified, none like another. */
static void test_scramblings(void) {
  enum { BLOCK = 512, BLOCKS = 8 };
  solon_marginal m[2] = {{.kind = SOLON_UNIFORM, .parameter = {0, 1}},
                         {.kind = SOLON_UNIFORM, .parameter = {0, 1}}};
  solon_copula copula = {.variables = 2, .nu = INFINITY, .marginals = m, .sobol = true, .seed = 1};
  copula.block = BLOCK;
  copula.scramblings = BLOCKS;
  tap_integer(draw(&copula, 1, 0, BLOCK * BLOCKS, draws), SOLON_OK, "several scramblings");
  int wrong = 0, alike = 0;
  for (size_t b = 0; b < BLOCKS; b++) {
    unsigned char seen[BLOCK] = {0};
    for (size_t i = 0; i < BLOCK; i++)
      wrong += seen[(size_t)(draws[2 * (b * BLOCK + i)] * BLOCK)]++ != 0;
    alike += b > 0 && draws[2 * b * BLOCK] == draws[0];
  }
  tap_integer(wrong, 0, "every block is stratified");
  tap_integer(alike, 0, "and scrambled anew");
  draw(&copula, 1, 700, 900, again);
  tap_ok(memcmp(again, draws + 1400, 1800 * sizeof *again) == 0, "blocks cut anywhere agree");
  tap_integer(draw(&copula, 1, 0, BLOCK * BLOCKS + 1, draws), SOLON_BAD_ARGUMENT,
              "draws beyond the last scrambling are refused");
}

static void refuse(const double *r, double nu, const solon_marginal *first, const char *says,
                   const char *name) {
  solon_marginal m[D];
  source_marginals(m);
  if (first != NULL)
    m[1] = *first;
  solon_copula copula = {.variables = D, .correlation = r, .nu = nu, .marginals = m};
  solon_status status = draw(&copula, 1, 0, 1, draws);
  tap_ok(status == SOLON_BAD_ARGUMENT && strstr(detail, says) != NULL, "%s: %s", name, detail);
}

static void test_bad(void) {
  double r[D * D];
  memcpy(r, correlation, sizeof r);
  r[1] = 0.2;
  refuse(r, 4, NULL, "symmetric matrix expected, got 0.3 at row 2, column 1",
         "an asymmetric matrix");
  r[1] = r[5] = 2;
  refuse(r, 4, NULL, "[-1, 1] expected, got 2 at row 2", "a correlation of 2");
  r[1] = r[5] = NAN;
  refuse(r, 4, NULL, "row 2, column 1", "a correlation of NaN");
  r[1] = r[5] = 0.3;
  r[12] = 1.1;
  refuse(r, 4, NULL, "got 1.1 at row 3", "a variance");
  r[12] = 1;
  r[1] = r[5] = 0.95;
  r[2] = r[10] = -0.95;
  refuse(r, 4, NULL, "leading 3 x 3 part", "an indefinite matrix");
  refuse(NULL, 0.1, NULL, "'nu'", "nu too small");
  refuse(NULL, NAN, NULL, "'nu'", "nu of NaN");
  refuse(NULL, -INFINITY, NULL, "'nu'", "nu of minus infinity");
  static const struct {
    solon_marginal marginal;
    const char *says;
  } bad[] = {
      {{.kind = SOLON_BETA, .parameter = {1, 0}}, "marginal 2: 'b': number in [0.001, 1e7]"},
      {{.kind = SOLON_BETA, .parameter = {NAN, 1}}, "marginal 2: 'a'"},
      {{.kind = SOLON_UNIFORM, .parameter = {1, 1}}, "'low' below 'high'"},
      {{.kind = SOLON_NORMAL, .parameter = {0, 0}}, "'standard_deviation'"},
      {{.kind = SOLON_NORMAL, .parameter = {INFINITY, 1}}, "'mean'"},
      {{.kind = SOLON_EXPONENTIAL, .parameter = {-1}}, "mean above 0"},
      {{.kind = SOLON_TRIANGULAR, .parameter = {0, 2, 1}}, "'mode'"},
      {{.kind = SOLON_CONSTANT, .parameter = {NAN}}, "'value'"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    refuse(NULL, 4, &bad[i].marginal, bad[i].says, "a bad marginal");
  atomic_int stop = 1;
  solon_context context = {.cancel = &stop};
  solon_marginal m[1] = {{.kind = SOLON_UNIFORM, .parameter = {0, 1}}};
  solon_copula copula = {.variables = 1, .nu = INFINITY, .marginals = m};
  void *memory = malloc(solon_copula_size(&copula) + 1);
  void *work = malloc(solon_copula_workspace(&context, &copula));
  solon_copula_prepare(&context, &copula, memory);
  tap_integer(solon_copula_draws(&context, &copula, 0, N, work, draws), SOLON_CANCELLED,
              "cancellation is heard");
  context.cancel = NULL;
  tap_integer(solon_copula_draws(&context, &copula, SOLON_SOBOL_POINTS, 1, work, draws),
              SOLON_BAD_ARGUMENT, "draws beyond the last are refused");
  free(memory);
  free(work);
}

int main(void) {
  test_marginals(4, false);
  test_marginals(INFINITY, false);
  test_marginals(1.7, false);
  test_marginals(30, true);
  test_dependence(4);
  test_dependence(INFINITY);
  test_exact_inversion();
  test_there_and_back();
  test_function_of_number(false, 4);
  test_function_of_number(true, 7.5);
  test_scramblings();
  test_bad();
  return tap_done();
}
