/* kernels_body.h - the text of the index's loops.  Included once by each kernels_<level>.c, which
 * defines TABLE, SLEEF, WIDTH, VECTOR, BITS, MASK and the operations on them.
 *
 * Every row is the same sequence of IEEE operations at every level and in every loop, so the column
 * index has the same bits whichever loop computed it.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

#include "kernels_elementary.h"

#include "kernels_row.h"

/* ---- constants ------------------------------------------------------------------------------- */

INLINE VECTOR high_part(VECTOR w) {
  return (w + SPLAT(0x1.8p16)) - SPLAT(0x1.8p16); /* multiples of 2^-36 */
}

/* Twenty times the weights, and whether one root can take their place: they are multiples of 1/20
 * and sum to 1 at most, so that the product of the powers of usual rows does not underflow. */
INLINE void derive_root(const VECTOR *p, VECTOR *k) {
  const VECTOR whole = SPLAT(0x1.8p52);
  VECTOR root = SPLAT(1.0), sum = SPLAT(0.0);
  for (int i = 0; i < 3; i++) {
    VECTOR weight = p[SOLON_INDEX_W_C + i], count = (weight * SPLAT(20.0) + whole) - whole;
    VECTOR multiple = count / SPLAT(20.0);
    MASK same = AND(LESS_EQUAL(weight, multiple), LESS_EQUAL(multiple, weight));
    root = SELECT(same, root, SPLAT(0.0));
    k[SOLON_CONSTANT_TWENTIETHS_C + i] = count;
    sum += count;
  }
  k[SOLON_CONSTANT_ROOT] = SELECT(LESS_EQUAL(sum, SPLAT(20.0)), root, SPLAT(0.0));
}

INLINE void derive_vector(const VECTOR *p, VECTOR *k) {
  const VECTOR per_octave = SPLAT(0x1.71547652b82fep+0); /* 1 / ln 2 */
  k[SOLON_CONSTANT_W_C] = p[SOLON_INDEX_W_C];
  k[SOLON_CONSTANT_W_T] = p[SOLON_INDEX_W_T];
  k[SOLON_CONSTANT_W_V] = p[SOLON_INDEX_W_V];
  for (int i = 0; i < 3; i++) {
    k[SOLON_CONSTANT_HIGH_C + i] = high_part(k[SOLON_CONSTANT_W_C + i]);
    k[SOLON_CONSTANT_LOW_C + i] = k[SOLON_CONSTANT_W_C + i] - k[SOLON_CONSTANT_HIGH_C + i];
  }
  k[SOLON_CONSTANT_W_LOYALTY] = p[SOLON_INDEX_W_LOYALTY];
  k[SOLON_CONSTANT_W_SKEPTICISM] = p[SOLON_INDEX_W_SKEPTICISM];
  VECTOR slope = p[SOLON_INDEX_K] * per_octave;
  VECTOR full = expm1_slope(slope, SPLAT(1.0));
  VECTOR offset = expm1_slope(slope, p[SOLON_INDEX_THETA]) + SPLAT(2.0);
  VECTOR sum = offset + full, gain = sum / full;
  /* up by one place where E c / (D + E) would not reach 1 at T = 1 */
  VECTOR next = FROM_BITS(TO_BITS(gain) + SPLAT_BITS(1));
  k[SOLON_CONSTANT_SLOPE] = slope;
  k[SOLON_CONSTANT_OFFSET] = offset;
  k[SOLON_CONSTANT_GAIN] = SELECT(LESS(full * gain, sum), next, gain);
  k[SOLON_CONSTANT_EPSILON] = p[SOLON_INDEX_EPSILON];
  k[SOLON_CONSTANT_MU] = p[SOLON_INDEX_MU];
  k[SOLON_CONSTANT_SCALE] = p[SOLON_INDEX_SCALE];
}

INLINE MASK parameters_valid(const VECTOR *p) {
  MASK valid = LESS_EQUAL(p[SOLON_INDEX_W_LOYALTY] + p[SOLON_INDEX_W_SKEPTICISM], SPLAT(1 + 1e-9));
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++) {
    valid = AND(valid, LESS_EQUAL(SPLAT(solon_index_parameter_infos[i].low), p[i]));
    valid = AND(valid, LESS_EQUAL(p[i], SPLAT(solon_index_parameter_infos[i].high)));
  }
  return valid;
}

static void derive(const double parameters[], double constants[]) {
  VECTOR p[SOLON_INDEX_PARAMETERS], k[SOLON_CONSTANT_COUNT];
  double lanes[WIDTH];
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    p[i] = SPLAT(parameters[i]);
  derive_vector(p, k);
  derive_root(p, k);
  for (int i = 0; i < SOLON_CONSTANT_COUNT; i++) {
    STORE(lanes, k[i]);
    constants[i] = lanes[0];
  }
}

/* ---- loops ----------------------------------------------------------------------------------- */

typedef struct inputs {
  VECTOR c, v, l, z, s;
} inputs;

INLINE inputs load_inputs(const double *const in[], size_t i) {
  return (inputs){LOAD(in[SOLON_INDEX_CAPACITY] + i), LOAD(in[SOLON_INDEX_VISIBILITY] + i),
                  LOAD(in[SOLON_INDEX_LOYALTY] + i), LOAD(in[SOLON_INDEX_SKEPTICISM] + i),
                  LOAD(in[SOLON_INDEX_SIGMA] + i)};
}

INLINE void splat_constants(const double constants[], VECTOR *k) {
#pragma GCC unroll 32 /* so that those not asked for are gone */
  for (int i = 0; i < SOLON_CONSTANT_COUNT; i++)
    k[i] = SPLAT(constants[i]);
}

static size_t index_vector(const double constants[], const double *const in[], size_t i,
                           double *out) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  plan how = plan_of(constants);
  splat_constants(constants, k);
  inputs x = load_inputs(in, i);
  row r = careful_row(k, &how, NULL, x.c, x.v, x.l, x.z, x.s);
  STORE(out, SELECT(r.valid, index_of(k, &r), SPLAT(NAN)));
  return COUNT(r.valid);
}

/* ---- the quick loop -------------------------------------------------------------------------- */

/* A row is a chain of some 180 cycles, too long for the CPU to have several in flight; in stages
 * over STAGE rows every chain is short. */
enum { STAGE = 128 };

typedef struct stage {
  double trust[STAGE], power[STAGE], high[STAGE], low[STAGE];
  bool usual[STAGE / WIDTH];
} stage;

/* The trust, the product of powers and which vectors are usual; false unless all are. */
INLINE bool stage_product_of(const double constants[], const int exponents[],
                             const double *const in[], stage *s) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  bool all = true;
  splat_constants(constants, k);
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    inputs x = load_inputs(in, i);
    VECTOR t = trust_of(k, x.l, x.z);
    bool usual = COUNT(IS_USUAL(x.c, x.v, x.l, x.z, t, x.s)) == WIDTH;
    s->usual[i / WIDTH] = usual;
    all = all && usual;
    STORE(s->trust + i, t);
    STORE(s->power + i, product_of_powers(x.c, t, x.v, exponents));
  }
  return all;
}

static __attribute__((noinline)) bool stage_product(const double constants[], const plan *how,
                                                    const double *const in[], stage *s) {
  const int standard[3] = {5, 8, 7}, none[3] = {0, 0, 0};
  if (how->method == METHOD_LOGARITHMS)
    return stage_product_of(constants, none, in, s);
  if (memcmp(how->exponents, standard, sizeof standard) == 0)
    return stage_product_of(constants, standard, in, s);
  return stage_product_of(constants, how->exponents, in, s);
}

static __attribute__((noinline)) void stage_root(stage *s) {
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    log2_sum sum = log2_of_root(log2_of(LOAD(s->power + i)));
    STORE(s->high + i, sum.high);
    STORE(s->low + i, sum.low);
  }
}

/* Adds the logarithm of one pillar. */
static __attribute__((noinline)) void stage_logarithm(const double constants[], int pillar,
                                                      const double *column, stage *s) {
  const VECTOR weight = SPLAT(constants[SOLON_CONSTANT_W_C + pillar]);
  const VECTOR high = SPLAT(constants[SOLON_CONSTANT_HIGH_C + pillar]);
  const VECTOR low = SPLAT(constants[SOLON_CONSTANT_LOW_C + pillar]);
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    log2_sum sum = {SPLAT(0.0), SPLAT(0.0)};
    if (pillar > 0)
      sum = (log2_sum){LOAD(s->high + i), LOAD(s->low + i)};
    sum = add_logarithm(sum, weight, high, low, log2_of(LOAD(column + i)));
    STORE(s->high + i, sum.high);
    STORE(s->low + i, sum.low);
  }
}

static __attribute__((noinline)) void stage_power(stage *s) {
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    STORE(s->power + i, power_of(LOAD(s->high + i), LOAD(s->low + i), 0));
  }
}

/* e^(k T) - 1, to `high` */
static __attribute__((noinline)) void stage_gate(const double constants[], stage *s) {
  const VECTOR slope = SPLAT(constants[SOLON_CONSTANT_SLOPE]);
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    STORE(s->high + i, expm1_slope(slope, LOAD(s->trust + i)));
  }
}

static __attribute__((noinline)) void
stage_finish(const double constants[], const double *const in[], const stage *s, double *out) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  splat_constants(constants, k);
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    row r;
    VECTOR e = LOAD(s->high + i);
    r.trust = LOAD(s->trust + i);
    finish(&r, k, NULL, LOAD(s->power + i), e * k[SOLON_CONSTANT_GAIN],
           k[SOLON_CONSTANT_OFFSET] + e, LOAD(in[SOLON_INDEX_CAPACITY] + i),
           LOAD(in[SOLON_INDEX_SIGMA] + i), 1);
    STORE(out + i, index_of(k, &r));
  }
}

/* Vectors with unusual rows once more, to `low`; gives the number of valid rows of the stage. */
static size_t stage_unusual(const double constants[], const double *const in[], stage *s) {
  size_t good = 0;
  for (size_t i = 0; i < STAGE; i += WIDTH)
    good += s->usual[i / WIDTH] ? WIDTH : index_vector(constants, in, i, s->low + i);
  return good;
}

static size_t index_stages(const double constants[], const plan *how, const double *const columns[],
                           size_t from, double *out) {
  const double *in[SOLON_INDEX_INPUTS];
  stage s;
  size_t good = STAGE;
  for (int j = 0; j < SOLON_INDEX_INPUTS; j++)
    in[j] = columns[j] + from;
  bool usual = stage_product(constants, how, in, &s);
  if (how->method == METHOD_ROOT) {
    stage_root(&s);
  } else {
    stage_logarithm(constants, 0, in[SOLON_INDEX_CAPACITY], &s);
    stage_logarithm(constants, 1, s.trust, &s);
    stage_logarithm(constants, 2, in[SOLON_INDEX_VISIBILITY], &s);
  }
  stage_power(&s);
  stage_gate(constants, &s);
  if (!usual) /* before `out` is written, which may be one of the inputs */
    good = stage_unusual(constants, in, &s);
  stage_finish(constants, in, &s, out);
  for (size_t i = 0; !usual && i < STAGE; i += WIDTH)
    if (!s.usual[i / WIDTH])
      memcpy(out + i, s.low + i, WIDTH * sizeof *out);
  return good;
}

/* Copies of the last, incomplete vector, filled up with rows that are valid. */
typedef struct rest {
  double values[SOLON_INDEX_INPUTS + SOLON_INDEX_PARAMETERS][WIDTH];
  const double *inputs[SOLON_INDEX_INPUTS], *parameters[SOLON_INDEX_PARAMETERS];
} rest;

static void copy_rest(rest *copy, const double *const in[], const double *const parameters[],
                      size_t from, size_t size) {
  for (size_t j = 0; j < SOLON_INDEX_INPUTS + SOLON_INDEX_PARAMETERS; j++) {
    bool is_input = j < SOLON_INDEX_INPUTS;
    size_t p = is_input ? 0 : j - SOLON_INDEX_INPUTS;
    const double *source = is_input ? in[j] : parameters != NULL ? parameters[p] : NULL;
    for (size_t i = 0; i < WIDTH; i++)
      copy->values[j][i] = is_input ? 0.5 : solon_index_parameter_infos[p].standard;
    if (source != NULL)
      memcpy(copy->values[j], source + from, size * sizeof *source);
    if (is_input)
      copy->inputs[j] = copy->values[j];
    else
      copy->parameters[p] = copy->values[j];
  }
}

static size_t loop_index(const double constants[], const double *const in[], size_t size,
                         double *out) {
  plan how = plan_of(constants);
  size_t i = 0, good = 0;
  for (; i + STAGE <= size; i += STAGE)
    good += index_stages(constants, &how, in, i, out + i);
  for (; i + WIDTH <= size; i += WIDTH)
    good += index_vector(constants, in, i, out + i);
  if (i < size) {
    rest copy;
    double result[WIDTH];
    copy_rest(&copy, in, NULL, i, size - i);
    good += index_vector(constants, copy.inputs, 0, result) - (WIDTH - (size - i));
    memcpy(out + i, result, (size - i) * sizeof *out);
  }
  return good;
}

INLINE VECTOR bottleneck_of(VECTOR slack) {
  const VECTOR tie = SPLAT(1e-12);
  VECTOR sign = SELECT(LESS(tie, slack), SPLAT(1.0), SPLAT(0.0));
  return SELECT(LESS(slack, -tie), SPLAT(-1.0), sign);
}

/* Stores the columns that are wanted. */
INLINE void store_row(const VECTOR *k, const row *r, const solon_index_options *options,
                      double *const out[], size_t i) {
  const VECTOR one = SPLAT(1.0);
  VECTOR columns[SOLON_INDEX_COLUMNS];
  VECTOR scale = k[SOLON_CONSTANT_SCALE], raw = r->core * r->synergy;
  VECTOR core = r->core * r->unlift;
  columns[SOLON_INDEX_INDEX] = index_of(k, r);
  columns[SOLON_INDEX_RAW] = raw * r->unlift;
  columns[SOLON_INDEX_UNCLIPPED] = raw * scale * r->unlift;
  columns[SOLON_INDEX_RESILIENCE] = r->core * scale * r->unlift;
  columns[SOLON_INDEX_GAMING] = MIN(r->core * r->inflow * r->unlift, one - core);
  columns[SOLON_INDEX_TRUST] = r->trust;
  columns[SOLON_INDEX_POTENTIAL] = r->potential;
  columns[SOLON_INDEX_GATE] = r->gate;
  columns[SOLON_INDEX_SYNERGY] = r->synergy;
  if (options != NULL && options->normalised)
    columns[SOLON_INDEX_SYNERGY] /= one + k[SOLON_CONSTANT_EPSILON];
  columns[SOLON_INDEX_VOLATILITY] = r->volatility;
  columns[SOLON_INDEX_SLACK] = r->potential - r->gate;
  columns[SOLON_INDEX_BOTTLENECK] = bottleneck_of(columns[SOLON_INDEX_SLACK]);
  columns[SOLON_INDEX_SATURATED] = SELECT(LESS(SPLAT(1 + 1e-12), raw * r->unlift), one, SPLAT(0.0));
  for (int j = 0; j < SOLON_INDEX_COLUMNS; j++)
    if (out[j] != NULL)
      STORE(out[j] + i, SELECT(r->valid, columns[j], SPLAT(NAN)));
}

/* Where the results of the last, incomplete vector go first. */
typedef struct results {
  double values[SOLON_INDEX_COLUMNS][WIDTH];
  double *out[SOLON_INDEX_COLUMNS];
} results;

static void make_results(results *copy, double *const out[]) {
  for (int j = 0; j < SOLON_INDEX_COLUMNS; j++)
    copy->out[j] = out[j] != NULL ? copy->values[j] : NULL;
}

static void copy_results(const results *copy, double *const out[], size_t from, size_t size) {
  for (int j = 0; j < SOLON_INDEX_COLUMNS; j++)
    if (out[j] != NULL)
      memcpy(out[j] + from, copy->values[j], size * sizeof *out[j]);
}

INLINE size_t columns_vector(const VECTOR *k, const plan *how, const double *const in[], size_t i,
                             double *const out[], size_t to) {
  inputs x = load_inputs(in, i);
  row r = careful_row(k, how, NULL, x.c, x.v, x.l, x.z, x.s);
  store_row(k, &r, NULL, out, to);
  return COUNT(r.valid);
}

static size_t loop_columns(const double constants[], const double *const in[], size_t size,
                           double *const out[]) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  plan how = plan_of(constants);
  size_t i = 0, good = 0;
  splat_constants(constants, k);
  for (; i + WIDTH <= size; i += WIDTH)
    good += columns_vector(k, &how, in, i, out, i);
  if (i < size) {
    rest copy;
    results last;
    copy_rest(&copy, in, NULL, i, size - i);
    make_results(&last, out);
    good += columns_vector(k, &how, copy.inputs, 0, last.out, 0) - (WIDTH - (size - i));
    copy_results(&last, out, i, size - i);
  }
  return good;
}

/* Weights that all rows share are looked at once: how and constants tell them. */
INLINE size_t general_vector(const double *const parameters[], const plan *how,
                             const double constants[], const solon_index_options *options,
                             const double *const in[], size_t i, double *const out[], size_t to) {
  VECTOR p[SOLON_INDEX_PARAMETERS], k[SOLON_CONSTANT_COUNT];
  for (int j = 0; j < SOLON_INDEX_PARAMETERS; j++)
    p[j] = LOAD(parameters[j] + i);
  MASK valid = parameters_valid(p);
  derive_vector(p, k);
  if (how->method == METHOD_BY_ROW)
    derive_root(p, k);
  else
    for (int j = SOLON_CONSTANT_TWENTIETHS_C; j <= SOLON_CONSTANT_ROOT; j++)
      k[j] = SPLAT(constants[j]);
  inputs x = load_inputs(in, i);
  row r = careful_row(k, how, options, x.c, x.v, x.l, x.z, x.s);
  r.valid = AND(r.valid, valid);
  store_row(k, &r, options, out, to);
  return COUNT(r.valid);
}

static size_t loop_general(const double *const parameters[], bool same_weights,
                           const solon_index_options *options, const double *const in[],
                           size_t size, double *const out[]) {
  double first[SOLON_INDEX_PARAMETERS], constants[SOLON_CONSTANT_COUNT];
  size_t i = 0, good = 0;
  for (int j = 0; j < SOLON_INDEX_PARAMETERS; j++)
    first[j] = parameters[j][0];
  derive(first, constants);
  plan how = same_weights ? plan_of(constants) : plan_by_row;
  for (; i + WIDTH <= size; i += WIDTH)
    good += general_vector(parameters, &how, constants, options, in, i, out, i);
  if (i < size) {
    rest copy;
    results last;
    copy_rest(&copy, in, parameters, i, size - i);
    make_results(&last, out);
    good += general_vector(copy.parameters, &how, constants, options, copy.inputs, 0, last.out, 0) -
            (WIDTH - (size - i));
    copy_results(&last, out, i, size - i);
  }
  return good;
}

const solon_index_kernels TABLE = {derive, loop_index, loop_columns, loop_general};
