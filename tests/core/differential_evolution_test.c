/* differential_evolution_test.c - what every generation must satisfy: the box, the hypercube, the
 * streams, the order of values; and the minima of known functions. */
#include "core/optimize/differential_evolution.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 6, POPULATION = 60 };

static double workspace[(4 * MOST + 1) * POPULATION], values[POPULATION];

static solon_de_options usual(size_t d, const double *low, const double *high) {
  return (solon_de_options){.dimensions = d,
                            .low = low,
                            .high = high,
                            .population = POPULATION,
                            .generations = 1000,
                            .weight_low = 0.5,
                            .weight_high = 1,
                            .crossover = 0.7,
                            .x_tolerance = 1e-8,
                            .value_tolerance = -1,
                            .target = NAN,
                            .seed = 1};
}

/* ---- known functions ------------------------------------------------------------------------- */

static double rosenbrock(const double *x, size_t d) {
  double sum = 0;
  for (size_t j = 0; j + 1 < d; j++)
    sum += 100 * pow(x[j + 1] - x[j] * x[j], 2) + pow(1 - x[j], 2);
  return sum;
}

static double rastrigin(const double *x, size_t d) {
  double sum = 10 * (double)d;
  for (size_t j = 0; j < d; j++)
    sum += x[j] * x[j] - 10 * cos(2 * 3.14159265358979323846 * x[j]);
  return sum;
}

/* Dixon and Szego 1978: minimum -3.32237 at (0.20169, 0.150011, 0.476874, 0.275332, 0.311652,
 * 0.6573). */
static double hartmann6(const double *x, size_t d) {
  static const double weight[4] = {1, 1.2, 3, 3.2};
  static const double a[4][6] = {{10, 3, 17, 3.5, 1.7, 8},
                                 {0.05, 10, 17, 0.1, 8, 14},
                                 {3, 3.5, 1.7, 10, 17, 8},
                                 {17, 8, 0.05, 10, 0.1, 14}};
  static const double p[4][6] = {{1312, 1696, 5569, 124, 8283, 5886},
                                 {2329, 4135, 8307, 3736, 1004, 9991},
                                 {2348, 1451, 3522, 2883, 3047, 6650},
                                 {4047, 8828, 8732, 5743, 1091, 381}};
  double sum = 0;
  for (int i = 0; i < 4; i++) {
    double distance = 0;
    for (size_t j = 0; j < d; j++)
      distance += a[i][j] * pow(x[j] - 1e-4 * p[i][j], 2);
    sum -= weight[i] * exp(-distance);
  }
  return sum;
}

/* Integer lattice with steps: 0 on the plateau 2 <= x < 3 and at the integer -2. */
static double steps(const double *x, size_t d) {
  double sum = fabs(floor(x[0]) - 2);
  for (size_t j = 1; j < d; j++)
    sum += fabs(x[j] + 2);
  return sum;
}

typedef double (*objective)(const double *x, size_t d);

/* Searches; counts the points that leave the box or, where they must be integers, are none. */
static size_t search(solon_de *de, const solon_de_options *o, objective f) {
  size_t outside = 0;
  solon_de_start(NULL, o, workspace, de);
  do {
    const double *x = solon_de_ask(de);
    for (size_t i = 0; i < o->population; i++, x += o->dimensions) {
      for (size_t j = 0; j < o->dimensions; j++)
        outside += !(x[j] >= o->low[j] && x[j] <= o->high[j]) ||
                   (o->integer != NULL && o->integer[j] != 0 && x[j] != floor(x[j]));
      values[i] = f(x, o->dimensions);
    }
  } while (solon_de_tell(de, values) == SOLON_DE_SEARCHING);
  return outside;
}

static const double zeros[MOST], ones[MOST] = {1, 1, 1, 1, 1, 1};

static void test_known_minima(void) {
  static const struct {
    const char *name;
    objective f;
    size_t d;
    double low, high, minimum, at; /* `at`: every coordinate of the minimum; NaN: not checked */
  } known[] = {{"Rosenbrock", rosenbrock, 4, -5, 10, 0, 1},
               {"Rastrigin", rastrigin, 3, -5.12, 5.12, 0, 0},
               {"Hartmann 6", hartmann6, 6, 0, 1, -3.32237, NAN}};
  for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
    double low[MOST], high[MOST];
    for (size_t j = 0; j < known[k].d; j++)
      low[j] = known[k].low, high[j] = known[k].high;
    solon_de de;
    solon_de_options o = usual(known[k].d, low, high);
    tap_integer((int64_t)search(&de, &o, known[k].f), 0, "%s: never outside the box",
                known[k].name);
    tap_integer(de.state, SOLON_DE_CONVERGED, "%s: converges", known[k].name);
    tap_near(de.value[de.best], known[k].minimum, 0, 5e-6, "%s: minimum", known[k].name);
    if (!isnan(known[k].at))
      tap_near(de.point[de.best * o.dimensions], known[k].at, 0, 1e-5, "%s: where", known[k].name);
    tap_integer((int64_t)de.evaluations, (int64_t)((de.generation + 1) * POPULATION),
                "%s: evaluations", known[k].name);
  }
}

static void test_box(void) {
  const double low[3] = {-1, 3, -4}, high[3] = {1, 3, 5};
  const unsigned char integer[3] = {0, 0, 1};
  solon_de de;
  solon_de_options o = usual(3, low, high);
  o.integer = integer;
  o.weight_low = o.weight_high = 2; /* mutants far outside */
  o.strategy = SOLON_DE_RAND1;
  o.crossover = 1;
  o.generations = 200;
  tap_integer((int64_t)search(&de, &o, rastrigin), 0, "weight 2: reflected, never outside");
  tap_integer(de.state, SOLON_DE_LIMIT, "and ends at the limit of generations");
  tap_integer((int64_t)de.generation, 200, "which it counts");
  double lattice_low[2] = {-10, -10}, lattice_high[2] = {10, 10};
  const unsigned char second[2] = {0, 1};
  o = usual(2, lattice_low, lattice_high);
  o.integer = second;
  o.patience = 20;
  tap_integer((int64_t)search(&de, &o, steps), 0, "integers are integers");
  tap_same(de.value[de.best], 0, "plateau found");
  tap_same(de.point[de.best * 2 + 1], -2, "integer optimum");
  tap_integer(de.state, SOLON_DE_STALLED, "on a plateau the search stalls");
  tap_ok(de.x_spread > 1e-3 && de.value_spread == 0, "and says that the point is not unique");
  o.value_tolerance = 0;
  search(&de, &o, steps);
  tap_integer(de.state, SOLON_DE_CONVERGED, "value_tolerance ends it when all values agree");
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void test_hypercube(void) {
  solon_de de;
  double column[POPULATION];
  solon_de_options o = usual(MOST, zeros, ones);
  solon_de_start(NULL, &o, workspace, &de);
  const double *x = solon_de_ask(&de);
  bool even = true;
  for (size_t j = 0; j < MOST; j++) {
    for (size_t i = 0; i < POPULATION; i++)
      column[i] = x[i * MOST + j];
    qsort(column, POPULATION, sizeof *column, ascending);
    for (size_t i = 0; i < POPULATION; i++)
      even = even && floor(column[i] * POPULATION) == (double)i;
  }
  tap_ok(even, "the first generation has one point in each cell of each coordinate");
  double given[2 * MOST] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1, 0, 1, 0, 1, 0};
  o.points = given;
  o.count = 2;
  solon_de_start(NULL, &o, workspace, &de);
  x = solon_de_ask(&de);
  tap_ok(memcmp(x, given, sizeof given) == 0, "given points come first, bit for bit");
}

/* ---- invariance ------------------------------------------------------------------------------ */

static double shifted(const double *x, size_t d) {
  double y[MOST];
  for (size_t j = 0; j < d; j++)
    y[j] = x[j] / 1024;
  return rosenbrock(y, d);
}

static double negated(const double *x, size_t d) {
  return -rosenbrock(x, d);
}

static double raised(const double *x, size_t d) {
  double y[MOST];
  for (size_t j = 0; j < d; j++)
    y[j] = x[j] - 7;
  return rosenbrock(y, d);
}

static void test_invariance(void) {
  double low[3] = {-2, -2, -2}, high[3] = {2, 2, 2}, point[3], members[3 * POPULATION];
  solon_de de;
  solon_de_options o = usual(3, low, high);
  o.generations = 60;
  search(&de, &o, rosenbrock);
  double value = de.value[de.best];
  memcpy(point, de.point + de.best * 3, sizeof point);
  memcpy(members, de.point, sizeof members);
  search(&de, &o, rosenbrock);
  tap_ok(memcmp(members, de.point, sizeof members) == 0, "the same seed gives the same bits");
  o.seed = 2;
  search(&de, &o, rosenbrock);
  tap_ok(memcmp(members, de.point, sizeof members) != 0, "another seed, another search");
  o.seed = 1;
  o.maximize = true;
  search(&de, &o, negated);
  tap_ok(memcmp(members, de.point, sizeof members) == 0, "maximising -f is minimising f");
  tap_same(de.value[de.best], -value, "and gives the value of f itself");
  o.maximize = false;
  for (int j = 0; j < 3; j++)
    low[j] = -2048, high[j] = 2048;
  search(&de, &o, shifted);
  tap_same(de.value[de.best], value, "a box 1024 times as wide: the same search");
  tap_same(de.point[de.best * 3], point[0] * 1024, "and the same point");
  for (int j = 0; j < 3; j++)
    low[j] = 5, high[j] = 9;
  search(&de, &o, raised);
  tap_near(de.point[de.best * 3] - 7, point[0], 0, 1e-6,
           "a box moved by 7: the same within rounding");
}

/* ---- values ---------------------------------------------------------------------------------- */

static double half_missing(const double *x, size_t d) {
  return x[0] < 0 ? NAN : rastrigin(x, d);
}

static double missing(const double *x, size_t d) {
  (void)x, (void)d;
  return NAN;
}

static double infinite(const double *x, size_t d) {
  return x[0] > 0 ? -INFINITY : x[d - 1];
}

static void test_values(void) {
  const double low[2] = {-3, -3}, high[2] = {3, 3};
  solon_de de;
  solon_de_options o = usual(2, low, high);
  o.patience = 50;
  search(&de, &o, half_missing);
  tap_integer(de.state, SOLON_DE_CONVERGED, "half of the box NaN: converges in the other half");
  tap_near(de.value[de.best], 0, 0, 1e-12, "to the minimum at the edge");
  search(&de, &o, missing);
  tap_integer(de.state, SOLON_DE_UNDEFINED, "NaN everywhere: undefined");
  tap_integer((int64_t)de.generation, 50, "after `patience` generations");
  tap_ok(isnan(de.value[de.best]), "with the value NaN");
  search(&de, &o, infinite);
  tap_ok(de.value[de.best] == -INFINITY, "-inf is the best value");
  o.target = 1e-3;
  tap_integer((int64_t)search(&de, &o, rastrigin), 0, "a target");
  tap_ok(de.state == SOLON_DE_TARGET && de.value[de.best] <= 1e-3, "ends the search when reached");
  size_t evaluations = de.evaluations;
  tap_ok(solon_de_tell(&de, values) == SOLON_DE_TARGET && de.evaluations == evaluations,
         "telling after the end changes nothing");
  o.generations = 0;
  o.target = NAN;
  search(&de, &o, rastrigin);
  tap_ok(de.state == SOLON_DE_LIMIT && de.evaluations == POPULATION, "the first generation alone");
}

static void test_asking_twice(void) {
  double points[2 * POPULATION];
  const double low[2] = {-3, -3}, high[2] = {3, 3};
  solon_de de;
  solon_de_options o = usual(2, low, high);
  solon_de_start(NULL, &o, workspace, &de);
  for (int round = 0; round < 3; round++) {
    memcpy(points, solon_de_ask(&de), sizeof points);
    tap_ok(memcmp(points, solon_de_ask(&de), sizeof points) == 0,
           "generation %d: asking twice gives the same points", round);
    for (size_t i = 0; i < POPULATION; i++)
      values[i] = rastrigin(points + 2 * i, 2);
    solon_de_tell(&de, values);
  }
}

/* ---- misuse ---------------------------------------------------------------------------------- */

static void refuse(const solon_de_options *o, const char *part) {
  solon_de de;
  solon_context context = {0};
  solon_status status = solon_de_start(&context, o, workspace, &de);
  if (!tap_ok(status == SOLON_BAD_ARGUMENT && strstr(context.detail, part) != NULL, "refused: %s",
              part))
    tap_note("%s", context.detail);
}

static void test_misuse(void) {
  double low[2] = {0, 0}, high[2] = {1, 1}, wide[2] = {1e308, 1};
  const double outside[2] = {0.5, 1.5};
  const unsigned char integer[2] = {1, 0};
  solon_de_options good = usual(2, low, high), o = good;
#define REFUSE(change, part)                                                                       \
  o = good;                                                                                        \
  change;                                                                                          \
  refuse(&o, part)
  REFUSE(o.dimensions = 0, "at least one coordinate");
  REFUSE(o.population = 3, "population in [4, 100000]");
  REFUSE(o.population = 100001, "population in [4, 100000]");
  REFUSE(o.weight_low = 0, "weights 0 < low <= high <= 2");
  REFUSE(o.weight_high = 2.5, "weights");
  REFUSE(o.weight_low = NAN, "weights");
  REFUSE(o.crossover = 1.5, "crossover in [0, 1]");
  REFUSE(o.crossover = NAN, "crossover");
  REFUSE(o.x_tolerance = -1, "tolerances");
  REFUSE(o.value_tolerance = NAN, "tolerances");
  REFUSE((o.points = outside, o.count = 1), "coordinate 2 of point 1");
  REFUSE((o.points = outside, o.count = POPULATION + 1), "at most population = 60 points");
  REFUSE((o.points = outside, o.count = 1, o.integer = integer), "integer in [0, 1] expected");
  low[1] = 2;
  REFUSE(, "coordinate 2: finite bounds");
  low[1] = NAN;
  REFUSE(, "coordinate 2: finite bounds");
  low[1] = 0, low[0] = -1e308;
  REFUSE(o.high = wide, "coordinate 1: finite bounds");
  low[0] = 0.5;
  REFUSE(o.integer = integer, "whole bounds");
#undef REFUSE
  good.dimensions = SIZE_MAX / 4;
  tap_integer((int64_t)solon_de_workspace(&good), 0, "a workspace beyond memory");
}

int main(void) {
  test_known_minima();
  test_box();
  test_hypercube();
  test_invariance();
  test_values();
  test_asking_twice();
  test_misuse();
  return tap_done();
}
