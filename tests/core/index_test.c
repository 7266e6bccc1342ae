/* index_test.c - the governance index: against 80-bit arithmetic at many points, level against
 * level, and its errors. */
#include "core/index/gradient.h"
#include "core/index/kernels.h"
#include "tap.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { ROWS = 20000, VALUES = SOLON_INDEX_INPUTS + SOLON_INDEX_PARAMETERS };

static double column[VALUES][ROWS], result[SOLON_INDEX_COLUMNS][ROWS],
    other[SOLON_INDEX_COLUMNS][ROWS];

/* A small generator of uniforms, so that the test depends on nothing else. */
static double uniform(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) * 0x1p-53;
}

/* Rows: 512 by 512 anywhere inside, near 0, anything down to far below; parameters free or not. */
static void draw(bool free_parameters) {
  uint64_t state = 42;
  for (size_t row = 0; row < ROWS; row++) {
    double depth = row / 512 % 3 == 0 ? 0 : row / 512 % 3 == 1 ? 10 : row % 5 == 0 ? 1000 : 50;
    for (int i = 0; i < SOLON_INDEX_SIGMA; i++)
      column[i][row] = depth == 0 ? uniform(&state) : exp2(-depth * uniform(&state));
    column[SOLON_INDEX_SIGMA][row] = 60 * uniform(&state);
    double *p[SOLON_INDEX_PARAMETERS];
    for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++) {
      p[i] = &column[SOLON_INDEX_INPUTS + i][row];
      *p[i] = free_parameters ? uniform(&state) : solon_index_parameter_infos[i].standard;
    }
    if (free_parameters) {
      for (int i = SOLON_INDEX_W_C; row % 7 < 3 && i <= SOLON_INDEX_W_V; i++)
        *p[i] = floor(*p[i] * 21) / 20; /* some rows by one root, in vectors with others */
      *p[SOLON_INDEX_W_SKEPTICISM] = (1 - *p[SOLON_INDEX_W_LOYALTY]) * uniform(&state);
      *p[SOLON_INDEX_K] = 0.01 + 10 * uniform(&state);
      *p[SOLON_INDEX_SCALE] = 100;
    }
  }
}

static solon_index_rows rows_of(bool parameters_by_row) {
  solon_index_rows rows = {.count = ROWS};
  for (int i = 0; i < SOLON_INDEX_INPUTS; i++)
    rows.inputs[i] = (solon_index_operand){column[i], 1};
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    rows.parameters[i] =
        (solon_index_operand){column[SOLON_INDEX_INPUTS + i], parameters_by_row ? 1 : 0};
  return rows;
}

/* ---- 80-bit arithmetic ----------------------------------------------------------------------- */

/* The weights of the pillars: doubles that stand for multiples of 1/20 are these multiples. */
static void exact_weights(long double *weights) {
  bool twentieths = rintl(20 * (weights[0] + weights[1] + weights[2])) <= 20;
  for (int i = SOLON_INDEX_W_C; i <= SOLON_INDEX_W_V; i++)
    twentieths = twentieths && (double)weights[i] == (double)(rintl(20 * weights[i]) / 20);
  for (int i = SOLON_INDEX_W_C; twentieths && i <= SOLON_INDEX_W_V; i++)
    weights[i] = rintl(20 * weights[i]) / 20;
}

static void exact_row(size_t row, long double *out) {
  long double x[VALUES];
  for (int i = 0; i < VALUES; i++)
    x[i] = column[i][row];
  exact_weights(x + SOLON_INDEX_INPUTS);
  const long double *p = x + SOLON_INDEX_INPUTS;
  long double t = p[SOLON_INDEX_W_LOYALTY] * x[SOLON_INDEX_LOYALTY] +
                  p[SOLON_INDEX_W_SKEPTICISM] * x[SOLON_INDEX_SKEPTICISM];
  long double e = expm1l(p[SOLON_INDEX_K] * t), e1 = expm1l(p[SOLON_INDEX_K]);
  long double d = expl(p[SOLON_INDEX_K] * p[SOLON_INDEX_THETA]) + 1;
  long double c = x[SOLON_INDEX_CAPACITY], scale = p[SOLON_INDEX_SCALE];
  long double potential = powl(c, p[SOLON_INDEX_W_C]) * powl(t, p[SOLON_INDEX_W_T]) *
                          powl(x[SOLON_INDEX_VISIBILITY], p[SOLON_INDEX_W_V]);
  long double gate = e * (d + e1) / (e1 * (d + e));
  long double volatility = 1 / (1 + p[SOLON_INDEX_MU] * x[SOLON_INDEX_SIGMA]);
  long double inflow = p[SOLON_INDEX_EPSILON] * c * t, core = fminl(potential, gate) * volatility;
  out[SOLON_INDEX_TRUST] = t;
  out[SOLON_INDEX_POTENTIAL] = potential;
  out[SOLON_INDEX_GATE] = gate;
  out[SOLON_INDEX_SYNERGY] = 1 + inflow;
  out[SOLON_INDEX_VOLATILITY] = volatility;
  out[SOLON_INDEX_RAW] = core * (1 + inflow);
  out[SOLON_INDEX_UNCLIPPED] = core * (1 + inflow) * scale;
  out[SOLON_INDEX_INDEX] = fminl(scale, core * (1 + inflow) * scale);
  out[SOLON_INDEX_RESILIENCE] = core * scale;
  out[SOLON_INDEX_GAMING] = fminl(core * inflow, 1 - core);
}

static const int compared[] = {SOLON_INDEX_INDEX,      SOLON_INDEX_RAW,    SOLON_INDEX_UNCLIPPED,
                               SOLON_INDEX_RESILIENCE, SOLON_INDEX_GAMING, SOLON_INDEX_TRUST,
                               SOLON_INDEX_POTENTIAL,  SOLON_INDEX_GATE,   SOLON_INDEX_SYNERGY,
                               SOLON_INDEX_VOLATILITY};

static void check_accuracy(const char *what, bool free_parameters) {
  double *out[SOLON_INDEX_COLUMNS];
  long double exact[SOLON_INDEX_COLUMNS];
  solon_index_counts counts;
  double worst = 0;
  draw(free_parameters);
  solon_index_rows rows = rows_of(free_parameters);
  for (int i = 0; i < SOLON_INDEX_COLUMNS; i++)
    out[i] = result[i];
  solon_index_evaluate(NULL, &rows, &solon_index_default_options, out, &counts);
  tap_ok(counts.invalid == 0 && counts.missing == 0, "%s: all rows are valid", what);
  for (size_t row = 0; row < ROWS; row++) {
    exact_row(row, exact);
    for (size_t j = 0; j < sizeof compared / sizeof *compared; j++) {
      double got = result[compared[j]][row];
      long double want = exact[compared[j]];
      long double error = fabsl(got - want);
      if (error > 0x1p-1074L) /* the spacing of subnormal numbers */
        worst = fmax(worst, (double)(error / want));
    }
  }
  tap_ok(worst < 2e-15, "%s: relative error %.2g below 2e-15", what, worst);
}

/* ---- levels ---------------------------------------------------------------------------------- */

/* Weights with the standard powers 5, 8, 7, with other multiples of 1/20, one of them large, above
 * 1 in sum, with others. */
static const double weight_sets[][3] = {
    {0.25, 0.40, 0.35}, {0.45, 0, 0.55}, {0.05, 0.85, 0.1}, {1, 0.2, 0.60}, {0.3, 0.4, 0.33}};

static void compare_weights(const char *name, const solon_index_kernels *kernels,
                            const double weights[], const double *const inputs[]) {
  const solon_index_kernels *plain = &solon_index_kernels_plain;
  double *out[SOLON_INDEX_COLUMNS], *expected[SOLON_INDEX_COLUMNS];
  double parameters[SOLON_INDEX_PARAMETERS], a[SOLON_CONSTANT_COUNT], b[SOLON_CONSTANT_COUNT];
  const size_t size = ROWS - 3, bytes = size * sizeof(double);
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    parameters[i] = solon_index_parameter_infos[i].standard;
  memcpy(parameters + SOLON_INDEX_W_C, weights, 3 * sizeof *weights);
  for (int i = 0; i < SOLON_INDEX_COLUMNS; i++) {
    out[i] = result[i];
    expected[i] = other[i];
  }
  memset(result, 0, sizeof result);
  memset(other, 0, sizeof other);
  plain->derive(parameters, a);
  kernels->derive(parameters, b);
  tap_ok(memcmp(a, b, sizeof a) == 0, "%s, w_V %g: constants", name, weights[2]);
  size_t good = plain->columns(a, inputs, size, expected);
  tap_ok(kernels->columns(a, inputs, size, out) == good &&
             memcmp(result, other, sizeof result) == 0,
         "%s, w_V %g: columns have the bits of plain", name, weights[2]);
  tap_ok(kernels->index(a, inputs, size, result[1]) == good &&
             memcmp(result[1], other[SOLON_INDEX_INDEX], bytes) == 0,
         "%s, w_V %g: the index alone has the bits of plain", name, weights[2]);
  memcpy(result[1], inputs[SOLON_INDEX_CAPACITY], bytes);
  const double *in_place[SOLON_INDEX_INPUTS];
  memcpy(in_place, inputs, sizeof in_place);
  in_place[SOLON_INDEX_CAPACITY] = result[1];
  kernels->index(a, in_place, size, result[1]);
  tap_ok(memcmp(result[1], other[SOLON_INDEX_INDEX], bytes) == 0, "%s, w_V %g: also in place", name,
         weights[2]);
}

static void compare_level(const char *name, const solon_index_kernels *kernels) {
  const double *inputs[SOLON_INDEX_INPUTS], *parameters[SOLON_INDEX_PARAMETERS];
  double *out[SOLON_INDEX_COLUMNS], *expected[SOLON_INDEX_COLUMNS];
  for (int i = 0; i < SOLON_INDEX_INPUTS; i++)
    inputs[i] = column[i];
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    parameters[i] = column[SOLON_INDEX_INPUTS + i];
  for (int i = 0; i < SOLON_INDEX_COLUMNS; i++) {
    out[i] = result[i];
    expected[i] = other[i];
  }
  for (size_t i = 0; i < sizeof weight_sets / sizeof *weight_sets; i++)
    compare_weights(name, kernels, weight_sets[i], inputs);
  memset(result, 0, sizeof result);
  memset(other, 0, sizeof other);
  size_t good = solon_index_kernels_plain.general(parameters, false, &solon_index_default_options,
                                                  inputs, ROWS - 3, expected);
  tap_ok(kernels->general(parameters, false, &solon_index_default_options, inputs, ROWS - 3, out) ==
                 good &&
             memcmp(result, other, sizeof result) == 0,
         "%s: parameters by rows have the bits of plain", name);
}

/* Parameters as columns, all alike, give the bits of parameters given once. */
static void check_ways(void) {
  double *out[SOLON_INDEX_COLUMNS] = {NULL};
  solon_index_counts counts;
  for (size_t i = 0; i < sizeof weight_sets / sizeof *weight_sets; i++) {
    draw(false);
    for (int j = 0; j < 3; j++)
      for (size_t row = 0; row < ROWS; row++)
        column[SOLON_INDEX_INPUTS + SOLON_INDEX_W_C + j][row] = weight_sets[i][j];
    for (int by_row = 0; by_row < 2; by_row++) {
      solon_index_rows rows = rows_of(by_row == 1);
      out[SOLON_INDEX_INDEX] = result[by_row];
      solon_index_evaluate(NULL, &rows, &solon_index_default_options, out, &counts);
    }
    tap_ok(memcmp(result[0], result[1], sizeof result[0]) == 0,
           "w_V %g: parameters by rows give the same bits", weight_sets[i][2]);
  }
}

static void check_levels(void) {
  draw(true);
  for (size_t row = 0; row < ROWS; row += 1000) { /* zeros, subnormal numbers; some rows are bad */
    column[SOLON_INDEX_CAPACITY][row] = 0;
    column[SOLON_INDEX_LOYALTY][row + 7] = column[SOLON_INDEX_SKEPTICISM][row + 7] = 0;
    column[SOLON_INDEX_VISIBILITY][row + 130] = 0x1p-1074;
    column[SOLON_INDEX_VISIBILITY][row + 300] = 1.5;
    column[SOLON_INDEX_CAPACITY][row + 301] = -0x1p-1074;
    column[SOLON_INDEX_SIGMA][row + 500] = INFINITY;
    /* the ends of what is usual; below, the product of twenty powers would be subnormal */
    for (int j = 0; j < SOLON_INDEX_SIGMA; j++) {
      column[j][row + 20] = SOLON_USUAL_LEAST;
      column[j][row + 40] = nextafter(SOLON_USUAL_LEAST, 0);
      /* where the potential binds, so that the index shows it */
      bool trust = j == SOLON_INDEX_LOYALTY || j == SOLON_INDEX_SKEPTICISM;
      column[j][row + 60] = trust ? 0x1.1p-51 : 0x1.1p-52;
      column[j][row + 65] = trust ? 0x1.1p-51 : 0x1.1p-54;
      column[j][row + 80] = 0x1p-300;
    }
    column[SOLON_INDEX_SIGMA][row + 30] = SOLON_USUAL_LARGE;
    column[SOLON_INDEX_SIGMA][row + 50] = nextafter(SOLON_USUAL_LARGE, 0);
    column[SOLON_INDEX_SIGMA][row + 70] = 0x1.1p1019;
    column[SOLON_INDEX_SIGMA][row + 90] = DBL_MAX;
    /* one value each that is not a number or outside, in vectors that are usual otherwise */
    for (int j = 0; j < SOLON_INDEX_INPUTS; j++) {
      column[j][row + 700 + 16 * j] = NAN;
      column[j][row + 701 + 16 * j] = -0x1p-3;
      column[j][row + 710 + 16 * j] = j == SOLON_INDEX_SIGMA ? -0x1p-60 : 1 + 0x1p-52;
    }
    column[SOLON_INDEX_INPUTS + SOLON_INDEX_K][row + 600] = -1;
  }
#if defined(__x86_64__)
  if (__builtin_cpu_supports("fma"))
    compare_level("baseline", &solon_index_kernels_baseline);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    compare_level("avx2", &solon_index_kernels_avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    compare_level("avx512", &solon_index_kernels_avx512);
#endif
  compare_level("plain", &solon_index_kernels_plain);
}

/* ---- edges ----------------------------------------------------------------------------------- */

/* Whether one root takes the place of three logarithms: only for multiples of 1/20 to the last bit
 * that sum to 1 at most. */
static void check_roots(void) {
  static const struct {
    double weights[3], root;
  } cases[] = {{{0.25, 0.40, 0.35}, 1},
               {{1, 0, 0}, 1},
               {{0, 0, 0}, 1},
               {{0.5, 0.3, 0.25}, 0},
               {{0.3, 0.4, 0.33}, 0},
               {{0.25 + 0x1p-54, 0.40, 0.35}, 0},
               {{0.25, 0.4 - 0x1p-54, 0.35}, 0},
               {{0.25, 0.40, 0.35 + 0x1p-54}, 0},
               {{0.1, 0.05, 0.15}, 1},
               {{0x1p-1074, 0.5, 0.5}, 0}};
  double parameters[SOLON_INDEX_PARAMETERS], constants[SOLON_CONSTANT_COUNT];
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    parameters[i] = solon_index_parameter_infos[i].standard;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    memcpy(parameters + SOLON_INDEX_W_C, cases[i].weights, sizeof cases[i].weights);
    solon_index_kernels_get()->derive(parameters, constants);
    tap_ok(constants[SOLON_CONSTANT_ROOT] == cases[i].root, "weights %a, %a, %a: root %g",
           cases[i].weights[0], cases[i].weights[1], cases[i].weights[2], cases[i].root);
  }
}

static void evaluate_first(size_t count, bool parameters_by_row, solon_index_counts *counts) {
  double *out[SOLON_INDEX_COLUMNS];
  solon_index_rows rows = rows_of(parameters_by_row);
  rows.count = count;
  for (int i = 0; i < SOLON_INDEX_COLUMNS; i++)
    out[i] = result[i];
  solon_index_evaluate(NULL, &rows, &solon_index_default_options, out, counts);
}

/* Full pillars: the gate is 1 for every k and theta, and what is told to be equal is. */
static void check_full(void) {
  enum { SOME = 400 };
  solon_index_counts counts;
  size_t ones = 0;
  draw(true);
  for (size_t row = 0; row < SOME; row++) {
    for (int i = 0; i < SOLON_INDEX_SIGMA; i++)
      column[i][row] = 1;
    column[SOLON_INDEX_INPUTS + SOLON_INDEX_W_LOYALTY][row] = 0.6;
    column[SOLON_INDEX_INPUTS + SOLON_INDEX_W_SKEPTICISM][row] = 0.4;
  }
  evaluate_first(SOME, true, &counts);
  for (size_t row = 0; row < SOME; row++)
    ones += result[SOLON_INDEX_GATE][row] == 1;
  tap_integer((long long)ones, SOME, "at full trust the gate is 1");
  draw(false);
  static const double below[5] = {0, 4e-13, 4e-11, 4e-9, 4e-7};
  static const double raw[5] = {1, 1 + 1e-13, 1 + 1e-11, 1 + 1e-9, 1 - 1e-9};
  for (size_t row = 0; row < 10; row++) {
    for (int i = 0; i < SOLON_INDEX_SIGMA; i++)
      column[i][row] = 1;
    column[SOLON_INDEX_CAPACITY][row] = row < 5 ? 1 - below[row] : 1;
    column[SOLON_INDEX_SIGMA][row] = row < 5 ? 0 : (1.35 / raw[row - 5] - 1) / 0.1;
  }
  evaluate_first(10, false, &counts);
  for (size_t row = 0; row < 5; row++) {
    tap_ok(result[SOLON_INDEX_BOTTLENECK][row] == (row < 2 ? 0 : -1),
           "a capacity of 1 - %g is the bottleneck, or a tie", below[row]);
    tap_ok(result[SOLON_INDEX_SATURATED][row + 5] == (row == 2 || row == 3 ? 1 : 0),
           "raw value 1 + %g: saturated or not", raw[row] - 1);
  }
}

/* The weights of trust may sum to 1 and 1e-9 more; every parameter has its domain, row by row. */
static void check_domains(void) {
  solon_index_counts counts;
  draw(true);
  column[SOLON_INDEX_INPUTS + SOLON_INDEX_W_LOYALTY][3] = 0.5;
  column[SOLON_INDEX_INPUTS + SOLON_INDEX_W_SKEPTICISM][3] = 0.5 + 0.9e-9;
  evaluate_first(50, true, &counts);
  tap_integer((long long)counts.invalid, 0, "weights of trust that sum to 1 + 0.9e-9");
  column[SOLON_INDEX_INPUTS + SOLON_INDEX_W_SKEPTICISM][3] = 0.5 + 1.1e-9;
  evaluate_first(50, true, &counts);
  tap_ok(counts.invalid == 1 && isnan(result[SOLON_INDEX_INDEX][3]), "and to 1 + 1.1e-9");
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    for (int end = 0; end < 2; end++) {
      const solon_index_parameter_info *info = &solon_index_parameter_infos[i];
      draw(true);
      column[SOLON_INDEX_INPUTS + i][5] =
          end == 0 ? nextafter(info->low, -INFINITY) : nextafter(info->high, INFINITY);
      evaluate_first(50, true, &counts);
      tap_ok(counts.invalid == 1 && isnan(result[SOLON_INDEX_INDEX][5]),
             "parameter %d just outside its domain, end %d", i, end);
    }
}

/* ---- errors ---------------------------------------------------------------------------------- */

static void check_errors(void) {
  atomic_int cancel = 1;
  solon_context context = {.cancel = &cancel};
  double *out[SOLON_INDEX_SLOPES] = {result[0]};
  solon_index_counts counts;
  solon_index_options options = solon_index_default_options;
  draw(false);
  solon_index_rows rows = rows_of(false);
  tap_ok(solon_index_evaluate(&context, &rows, &options, out, &counts) == SOLON_CANCELLED,
         "the cancel flag is looked at");
  tap_ok(solon_index_gradient(&context, &rows, &options, out, &counts) == SOLON_CANCELLED,
         "by the gradient too");
  cancel = 0;
  options.power = 1;
  tap_ok(solon_index_evaluate(&context, &rows, &options, out, &counts) == SOLON_BAD_ARGUMENT &&
             strstr(context.detail, "power") != NULL,
         "a positive power is refused");
  options = solon_index_default_options;
  options.floors[1] = NAN;
  tap_ok(solon_index_evaluate(&context, &rows, &options, out, &counts) == SOLON_BAD_ARGUMENT,
         "a floor that is NaN is refused");
  options = solon_index_default_options;
  rows.count = 0;
  tap_ok(solon_index_evaluate(&context, &rows, &options, out, &counts) == SOLON_OK,
         "no rows are no error");
}

/* Weights outside their domain that all rows share, beyond what an exponent can be. */
static void check_impossible_weights(void) {
  static const double weights[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, -0.05, 1.05};
  double *out[SOLON_INDEX_COLUMNS] = {result[0]};
  solon_context context = {0};
  solon_index_counts counts;
  draw(false);
  for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
    solon_index_rows rows = rows_of(false);
    rows.parameters[SOLON_INDEX_W_C].values = &weights[i];
    bool refused = solon_index_evaluate(&context, &rows, &solon_index_default_options, out,
                                        &counts) == SOLON_OK &&
                   counts.invalid + counts.missing == rows.count;
    for (size_t row = 0; row < rows.count; row++)
      refused = refused && isnan(result[0][row]);
    tap_ok(refused, "with the weight %g no row has an index", weights[i]);
  }
}

int main(void) {
  if (LDBL_MANT_DIG >= 64) {
    check_accuracy("standard parameters", false);
    check_accuracy("free parameters", true);
  }
  check_levels();
  check_ways();
  check_roots();
  check_full();
  check_domains();
  check_errors();
  check_impossible_weights();
  return tap_done();
}
