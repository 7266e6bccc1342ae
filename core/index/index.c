/* index.c - the governance index over columns: blocks of rows through the loops of this CPU. */
#include "index.h"

#include "kernels.h"

#include "core/base/cpu.h"

#include <math.h>

#define MOST_TRUST_WEIGHT (1 + 1e-9) /* of loyalty and skepticism together */

const solon_index_parameter_info solon_index_parameter_infos[SOLON_INDEX_PARAMETERS] = {
    [SOLON_INDEX_W_C] = {"w_C", 0, 1, 0.25},
    [SOLON_INDEX_W_T] = {"w_T", 0, 1, 0.40},
    [SOLON_INDEX_W_V] = {"w_V", 0, 1, 0.35},
    [SOLON_INDEX_W_LOYALTY] = {"w_loyalty", 0, 1, 0.6},
    [SOLON_INDEX_W_SKEPTICISM] = {"w_skepticism", 0, 1, 0.4},
    [SOLON_INDEX_K] = {"k", 1e-6, 200, 2},
    [SOLON_INDEX_THETA] = {"theta", 0, 1, 0.85},
    [SOLON_INDEX_EPSILON] = {"epsilon", 0, 1e6, 0.35},
    [SOLON_INDEX_MU] = {"mu", 0, 1e6, 0.10},
    [SOLON_INDEX_SCALE] = {"scale", 1e-9, 1e9, 150},
};

const char *const solon_index_input_names[SOLON_INDEX_INPUTS] = {
    [SOLON_INDEX_CAPACITY] = "capacity", [SOLON_INDEX_VISIBILITY] = "visibility",
    [SOLON_INDEX_LOYALTY] = "loyalty",   [SOLON_INDEX_SKEPTICISM] = "skepticism",
    [SOLON_INDEX_SIGMA] = "sigma",
};

const char *const solon_index_column_names[SOLON_INDEX_COLUMNS] = {
    [SOLON_INDEX_INDEX] = "index",           [SOLON_INDEX_RAW] = "raw",
    [SOLON_INDEX_UNCLIPPED] = "unclipped",   [SOLON_INDEX_RESILIENCE] = "resilience",
    [SOLON_INDEX_GAMING] = "gaming",         [SOLON_INDEX_TRUST] = "trust",
    [SOLON_INDEX_POTENTIAL] = "potential",   [SOLON_INDEX_GATE] = "gate",
    [SOLON_INDEX_SYNERGY] = "synergy",       [SOLON_INDEX_VOLATILITY] = "volatility",
    [SOLON_INDEX_BOTTLENECK] = "bottleneck", [SOLON_INDEX_SATURATED] = "saturated",
    [SOLON_INDEX_SLACK] = "slack",
};

const solon_index_options solon_index_default_options = {.power = -INFINITY};

const solon_index_kernels *solon_index_kernels_get(void) {
#if defined(__x86_64__)
  switch (solon_cpu_level_get()) {
  case SOLON_CPU_AVX512:
    return &solon_index_kernels_avx512;
  case SOLON_CPU_AVX2:
    return &solon_index_kernels_avx2;
  case SOLON_CPU_BASELINE:
    return &solon_index_kernels_baseline;
  case SOLON_CPU_PLAIN:
    break;
  }
#endif
  return &solon_index_kernels_plain;
}

/* ---- what is valid --------------------------------------------------------------------------- */

static solon_status check_options(solon_context *context, const solon_index_options *options) {
  if (isnan(options->rho))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "rho: number expected, got nan");
  if (!(options->power <= -0.01))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "power: number <= -0.01 expected, got %.15g",
                      options->power);
  for (int i = 0; i < SOLON_INDEX_FLOORS; i++)
    if (!(options->floors[i] >= 0 && options->floors[i] <= 1))
      return solon_fail(context, SOLON_BAD_ARGUMENT, "floor: number in [0, 1] expected, got %.15g",
                        options->floors[i]);
  return SOLON_OK;
}

static bool default_options(const solon_index_options *options) {
  return fabs(options->rho) < 1e-12 && isinf(options->power) && !options->normalised &&
         options->floors[0] == 0 && options->floors[1] == 0 && options->floors[2] == 0;
}

static bool input_valid(size_t input, double x) {
  return x >= 0 && (input == SOLON_INDEX_SIGMA ? x < INFINITY : x <= 1);
}

static bool parameter_valid(size_t parameter, double x) {
  const solon_index_parameter_info *info = &solon_index_parameter_infos[parameter];
  return x >= info->low && x <= info->high;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

enum {
  OPERANDS = SOLON_INDEX_INPUTS + SOLON_INDEX_PARAMETERS,
  BLOCK = 512 /* rows, so that the copies of single values fit on the stack */
};

typedef struct job {
  const solon_index_rows *rows;
  const solon_index_options *options;
  const solon_index_kernels *kernels;
  bool constant;     /* the same parameters and default options for all rows */
  bool same_weights; /* the same w_C, w_T, w_V for all rows */
  bool single;       /* the column index and no other */
  double constants[SOLON_CONSTANT_COUNT];
  double filled[OPERANDS][BLOCK]; /* single values, repeated */
} job;

static const solon_index_operand *operand(const solon_index_rows *rows, size_t i) {
  return i < SOLON_INDEX_INPUTS ? &rows->inputs[i] : &rows->parameters[i - SOLON_INDEX_INPUTS];
}

static bool index_alone(double *const out[]) {
  for (int i = 0; i < SOLON_INDEX_COLUMNS; i++)
    if ((out[i] != NULL) != (i == SOLON_INDEX_INDEX))
      return false;
  return true;
}

static void prepare(job *j, const solon_index_rows *rows, const solon_index_options *options,
                    double *const out[]) {
  double parameters[SOLON_INDEX_PARAMETERS];
  j->rows = rows;
  j->options = options;
  j->kernels = solon_index_kernels_get();
  j->single = index_alone(out);
  j->constant = default_options(j->options);
  for (size_t i = 0; i < SOLON_INDEX_PARAMETERS; i++) {
    parameters[i] = j->rows->parameters[i].values[0];
    if (j->rows->parameters[i].step != 0 || !parameter_valid(i, parameters[i]))
      j->constant = false;
  }
  j->same_weights = true;
  for (size_t i = SOLON_INDEX_W_C; i <= SOLON_INDEX_W_V; i++)
    j->same_weights = j->same_weights && j->rows->parameters[i].step == 0;
  if (parameters[SOLON_INDEX_W_LOYALTY] + parameters[SOLON_INDEX_W_SKEPTICISM] > MOST_TRUST_WEIGHT)
    j->constant = false;
  if (j->constant)
    j->kernels->derive(parameters, j->constants);
  for (size_t i = 0; i < OPERANDS; i++) {
    const solon_index_operand *o = operand(j->rows, i);
    if (o->step == 0 && (i < SOLON_INDEX_INPUTS || !j->constant))
      for (size_t row = 0; row < BLOCK; row++)
        j->filled[i][row] = o->values[0];
  }
}

static void block_operands(const job *j, size_t from, const double *columns[]) {
  for (size_t i = 0; i < OPERANDS; i++) {
    const solon_index_operand *o = operand(j->rows, i);
    columns[i] = o->step == 0 ? j->filled[i] : o->values + from;
  }
}

/* Tells missing from invalid rows of a block that has some. */
static void count_block(const double *const columns[], size_t operands, size_t size,
                        solon_index_counts *counts) {
  const double *const *parameters = columns + SOLON_INDEX_INPUTS;
  for (size_t row = 0; row < size; row++) {
    bool invalid = false, missing = false;
    for (size_t i = 0; i < operands; i++) {
      double x = columns[i][row];
      if (isnan(x))
        missing = true;
      else
        invalid |= i < SOLON_INDEX_INPUTS ? !input_valid(i, x)
                                          : !parameter_valid(i - SOLON_INDEX_INPUTS, x);
    }
    if (operands == OPERANDS)
      invalid |=
          parameters[SOLON_INDEX_W_LOYALTY][row] + parameters[SOLON_INDEX_W_SKEPTICISM][row] >
          MOST_TRUST_WEIGHT;
    counts->invalid += invalid;
    counts->missing += missing && !invalid;
  }
}

static void run_block(const job *j, size_t from, size_t size, double *const out[],
                      solon_index_counts *counts) {
  const double *columns[OPERANDS];
  double *results[SOLON_INDEX_COLUMNS];
  const double *const *parameters = columns + SOLON_INDEX_INPUTS;
  size_t good;
  block_operands(j, from, columns);
  for (int i = 0; i < SOLON_INDEX_COLUMNS; i++)
    results[i] = out[i] != NULL ? out[i] + from : NULL;
  if (!j->constant)
    good = j->kernels->general(parameters, j->same_weights, j->options, columns, size, results);
  else if (j->single)
    good = j->kernels->index(j->constants, columns, size, results[SOLON_INDEX_INDEX]);
  else
    good = j->kernels->columns(j->constants, columns, size, results);
  if (good != size)
    count_block(columns, j->constant ? SOLON_INDEX_INPUTS : OPERANDS, size, counts);
}

solon_status solon_index_evaluate(solon_context *context, const solon_index_rows *rows,
                                  const solon_index_options *options,
                                  double *const out[SOLON_INDEX_COLUMNS],
                                  solon_index_counts *counts) {
  job j;
  *counts = (solon_index_counts){0};
  solon_status status = check_options(context, options);
  if (status != SOLON_OK || rows->count == 0)
    return status;
  prepare(&j, rows, options, out);
  for (size_t from = 0; from < rows->count; from += BLOCK) {
    size_t size = rows->count - from < BLOCK ? rows->count - from : BLOCK;
    if (from % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    run_block(&j, from, size, out, counts);
  }
  return SOLON_OK;
}
