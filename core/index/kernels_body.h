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

/* Rows with a positive value below TINY, or a zero, take the careful way: with inputs, potential
 * and gate multiplied by LIFT, so that nothing underflows before the last multiplication.  For
 * other rows both ways give the same bits, since LIFT is a power of two. */
#define TINY 0x1p-300
#define LIFT 0x1p600
#define LIFT_EXPONENT 600

/* x + ROUNDING has in its last bits the integer nearest to x plus 1023: the exponent of 2^x. */
#define ROUNDING (0x1.8p52 + 1023)

/* ---- elementary functions -------------------------------------------------------------------- */

/* The polynomials are Chebyshev interpolations (tests/reference/index_polynomials.py), in Horner's
 * form: the fewest operations, and the quick loop has rows enough in flight to hide its long chain.
 */

/* (2^r - 1) / r for |r| <= 1/2; error 1.3e-17. */
INLINE VECTOR power_slope(VECTOR r) {
  VECTOR sum = FMA(SPLAT(0x1.e9d3fe3952179p-32), r, SPLAT(0x1.e6063f7217bc6p-28));
  sum = FMA(sum, r, SPLAT(0x1.b524fae627834p-24));
  sum = FMA(sum, r, SPLAT(0x1.62bfd47773353p-20));
  sum = FMA(sum, r, SPLAT(0x1.ffcbfc670dcd4p-17));
  sum = FMA(sum, r, SPLAT(0x1.430913096fd9fp-13));
  sum = FMA(sum, r, SPLAT(0x1.5d87fe78a5276p-10));
  sum = FMA(sum, r, SPLAT(0x1.3b2ab6fba1ddap-7));
  sum = FMA(sum, r, SPLAT(0x1.c6b08d704a0c2p-5));
  sum = FMA(sum, r, SPLAT(0x1.ebfbdff82c598p-3));
  sum = FMA(sum, r, SPLAT(0x1.62e42fefa39efp-1));
  return sum;
}

/* e^(k t) - 1 with slope = k / ln 2; k t in [0, 200]. */
INLINE VECTOR expm1_slope(VECTOR slope, VECTOR t) {
  VECTOR rounded = FMA(slope, t, SPLAT(ROUNDING));
  VECTOR r = FMA(slope, t, SPLAT(ROUNDING) - rounded);
  VECTOR power = FROM_BITS(TO_BITS(rounded) << 52);
  return FMA(power, r * power_slope(r), power - SPLAT(1.0));
}

/* A number x = 2^exponent m, m in [sqrt(1/2), sqrt(2)), as exponent, m - 1 and m + 1. */
typedef struct split {
  VECTOR exponent, below, above;
} split;

INLINE split split_of(VECTOR x) {
  const uint64_t root = 0x3FE6A09E667F3BCD; /* sqrt(1/2) */
  BITS bits = TO_BITS(x) + SPLAT_BITS(0x3FF0000000000000 - root);
  VECTOR exponent = EXPONENT(bits);
  VECTOR m = FROM_BITS((bits & SPLAT_BITS(0x000FFFFFFFFFFFFF)) + SPLAT_BITS(root));
  return (split){exponent, m - SPLAT(1.0), m + SPLAT(1.0)};
}

/* log2(m) of f = (m - 1) / (m + 1): 2 artanh(f) / ln 2, an odd polynomial of degree 13; error 1e-16
 * or less, 0 for f = 0. */
INLINE VECTOR log2_series(VECTOR f) {
  VECTOR z = f * f;
  VECTOR sum = FMA(SPLAT(0x1.f17dfd13ae0efp-3), z, SPLAT(0x1.0bb80a92c80ccp-2));
  sum = FMA(sum, z, SPLAT(0x1.484fa9965bc9cp-2));
  sum = FMA(sum, z, SPLAT(0x1.a61756810b0f8p-2));
  sum = FMA(sum, z, SPLAT(0x1.2776c516a083cp-1));
  sum = FMA(sum, z, SPLAT(0x1.ec709dc39ca40p-1));
  sum = FMA(sum, z, SPLAT(0x1.71547652b82ffp+1));
  return f * sum;
}

/* ---- one vector of rows ---------------------------------------------------------------------- */

typedef struct row {
  MASK valid;
  VECTOR trust, potential, gate, volatility;
  VECTOR core;    /* min(P, F) U, divided by 1 + epsilon where normalised; divided by unlift */
  VECTOR unlift;  /* 1 or 1 / LIFT: to be multiplied last, so that tiny results are rounded once */
  VECTOR inflow;  /* epsilon C T */
  VECTOR synergy; /* 1 + epsilon C T */
} row;

/* (m - 1) / (m + 1) of the three pillars and their share of the exponents in log2 P. */
typedef struct quotients {
  VECTOR c, t, v, high, low;
} quotients;

/* Of positive normal numbers; the weights' high parts make an exact sum, so that exponents of any
 * size cost no accuracy.  Exponents are too large by `lift`. */
INLINE quotients split_pillars(const VECTOR *k, VECTOR c, VECTOR t, VECTOR v, double lift) {
  split sc = split_of(c), st = split_of(t), sv = split_of(v);
  quotients q;
  /* one division for the three quotients */
  VECTOR cv = sc.above * sv.above;
  VECTOR inverse = SPLAT(1.0) / (cv * st.above);
  VECTOR share = inverse * st.above;
  q.c = sc.below * (share * sv.above);
  q.v = sv.below * (share * sc.above);
  q.t = st.below * (inverse * cv);
  if (lift != 0) {
    sc.exponent -= SPLAT(lift);
    st.exponent -= SPLAT(lift);
    sv.exponent -= SPLAT(lift);
  }
  q.high = FMA(k[SOLON_CONSTANT_HIGH_V], sv.exponent,
               FMA(k[SOLON_CONSTANT_HIGH_T], st.exponent, k[SOLON_CONSTANT_HIGH_C] * sc.exponent));
  q.low = FMA(k[SOLON_CONSTANT_LOW_V], sv.exponent,
              FMA(k[SOLON_CONSTANT_LOW_T], st.exponent, k[SOLON_CONSTANT_LOW_C] * sc.exponent));
  return q;
}

/* log2 P as high + low. */
INLINE VECTOR low_logarithm(const VECTOR *k, const quotients *q) {
  VECTOR low = FMA(k[SOLON_CONSTANT_W_V], log2_series(q->v), q->low);
  low = FMA(k[SOLON_CONSTANT_W_C], log2_series(q->c), low);
  return FMA(k[SOLON_CONSTANT_W_T], log2_series(q->t), low);
}

/* 2^(high + low); the result is larger by 2^lift than it should be. */
INLINE VECTOR power_of(VECTOR high, VECTOR low, double lift) {
  VECTOR rounded = (high + low) + SPLAT(ROUNDING);
  VECTOR whole = rounded - SPLAT(ROUNDING);
  VECTOR r = (high - whole) + low;
  if (lift != 0) /* below: nothing is left of it anyway */
    rounded = MAX(whole + SPLAT(lift), SPLAT(-1020.0)) + SPLAT(ROUNDING);
  return FMA(r, power_slope(r), SPLAT(1.0)) * FROM_BITS(TO_BITS(rounded) << 52);
}

/* C^w_C T^w_T V^w_V for positive normal c, t, v; they and the result are larger by 2^lift than they
 * should be. */
INLINE VECTOR product(const VECTOR *k, VECTOR c, VECTOR t, VECTOR v, double lift) {
  quotients q = split_pillars(k, c, t, v, lift);
  return power_of(q.high, low_logarithm(k, &q), lift);
}

INLINE MASK inputs_valid(VECTOR c, VECTOR v, VECTOR l, VECTOR z, VECTOR s) {
  const VECTOR zero = SPLAT(0.0), one = SPLAT(1.0);
  MASK low = AND(AND(LESS_EQUAL(zero, c), LESS_EQUAL(zero, v)),
                 AND(LESS_EQUAL(zero, l), LESS_EQUAL(zero, z)));
  MASK high =
      AND(AND(LESS_EQUAL(c, one), LESS_EQUAL(v, one)), AND(LESS_EQUAL(l, one), LESS_EQUAL(z, one)));
  return AND(AND(low, high), AND(LESS_EQUAL(zero, s), LESS(s, SPLAT(INFINITY))));
}

/* ---- options --------------------------------------------------------------------------------- */

/* log2 of the generalised mean of size rho to the power W; logarithms may be -inf. */
INLINE VECTOR log2_generalised_mean(const VECTOR *k, double rho, VECTOR lc, VECTOR lt, VECTOR lv) {
  const VECTOR zero = SPLAT(0.0), none = SPLAT(rho < 0 ? INFINITY : -INFINITY);
  VECTOR wc = k[SOLON_CONSTANT_W_C], wt = k[SOLON_CONSTANT_W_T], wv = k[SOLON_CONSTANT_W_V];
  VECTOR sum = (wc + wt) + wv;
  VECTOR c = SELECT(LESS(zero, wc), lc, none), t = SELECT(LESS(zero, wt), lt, none),
         v = SELECT(LESS(zero, wv), lv, none);
  VECTOR extreme = rho < 0 ? MIN(MIN(c, t), v) : MAX(MAX(c, t), v);
  VECTOR mean = extreme;
  if (!isinf(rho)) {
    /* about the extreme: every exponent is <= 0, and small rho cancels nothing */
    const VECTOR factor = SPLAT(rho * 0.69314718055994530942);
    VECTOR parts = wc * SLEEF(expm1)(factor * (c - extreme));
    parts += wt * SLEEF(expm1)(factor * (t - extreme));
    parts += wv * SLEEF(expm1)(factor * (v - extreme));
    mean = extreme + SLEEF(log1p)(parts / sum) / factor;
  }
  mean = SELECT(LESS(SPLAT(-INFINITY), extreme), mean, SPLAT(-INFINITY));
  return SELECT(LESS(zero, sum), sum * mean, zero);
}

/* log2 of x / LIFT */
INLINE VECTOR unlifted_log2(VECTOR x) {
  MASK tiny = LESS(x, SPLAT(1.0));
  VECTOR y = SLEEF(log2)(SELECT(tiny, x, x * SPLAT(1 / LIFT)));
  return y - SELECT(tiny, SPLAT(LIFT_EXPONENT), SPLAT(0.0));
}

/* Of pillars multiplied by LIFT, like the result. */
INLINE VECTOR generalised_mean(const VECTOR *k, double rho, VECTOR c, VECTOR t, VECTOR v) {
  VECTOR y = log2_generalised_mean(k, rho, unlifted_log2(c), unlifted_log2(t), unlifted_log2(v));
  VECTOR p = SLEEF(exp2)(MAX(y, SPLAT(-LIFT_EXPONENT))) * SPLAT(LIFT);
  VECTOR tiny = SLEEF(exp2)(MAX(y + SPLAT(LIFT_EXPONENT), SPLAT(-1020.0)));
  p = SELECT(LESS(y, SPLAT(-LIFT_EXPONENT)), tiny, p);
  return SELECT(LESS(SPLAT(-1600.0), y), p, SPLAT(0.0));
}

/* The smallest of 1 and pillar / floor. */
INLINE VECTOR floor_factor(const double floors[], VECTOR c, VECTOR v, VECTOR t) {
  VECTOR factor = SPLAT(1.0);
  if (floors[0] > 0)
    factor = MIN(factor, c / SPLAT(floors[0]));
  if (floors[1] > 0)
    factor = MIN(factor, v / SPLAT(floors[1]));
  if (floors[2] > 0)
    factor = MIN(factor, t / SPLAT(floors[2]));
  return factor;
}

INLINE VECTOR soft_minimum(VECTOR a, VECTOR b, double power) {
  VECTOR low = MIN(a, b), high = MAX(a, b);
  VECTOR ratio = SELECT(LESS(SPLAT(0.0), high), low / high, SPLAT(1.0));
  VECTOR term = SLEEF(exp2)(SPLAT(-power) * SLEEF(log2)(ratio));
  VECTOR mean = SLEEF(log2)(SPLAT(1.0) + term) - SPLAT(1.0);
  return low * SLEEF(exp2)(mean / SPLAT(power));
}

/* ---- the rows -------------------------------------------------------------------------------- */

/* The part after potential p and gate = E c: both times `lift`. */
INLINE void finish(row *r, const VECTOR *k, const solon_index_options *options, VECTOR p, VECTOR ec,
                   VECTOR d, VECTOR c, VECTOR s, double unlift) {
  const VECTOR one = SPLAT(1.0);
  VECTOR spread = FMA(k[SOLON_CONSTANT_MU], s, one);
  VECTOR core = MIN(p * d, ec) / (d * spread);
  r->potential = p * SPLAT(unlift);
  r->gate = MIN(ec / d * SPLAT(unlift), one);
  r->volatility = one / spread;
  if (options != NULL && !isinf(options->power))
    core = soft_minimum(p, MIN(ec / d, SPLAT(1 / unlift)), options->power) / spread;
  VECTOR inflow = k[SOLON_CONSTANT_EPSILON] * c;
  r->synergy = FMA(inflow, r->trust, one);
  r->inflow = inflow * r->trust;
  if (options != NULL && options->normalised) {
    VECTOR most = one + k[SOLON_CONSTANT_EPSILON];
    core /= most;
  }
  r->core = core;
  r->unlift = SPLAT(unlift);
}

/* Any row: zeros, tiny and invalid values, options (NULL: none). */
INLINE row careful_row(const VECTOR *k, const solon_index_options *options, VECTOR c, VECTOR v,
                       VECTOR l, VECTOR z, VECTOR s) {
  const VECTOR zero = SPLAT(0.0), lift = SPLAT(LIFT), unlift = SPLAT(1 / LIFT), tiny = SPLAT(TINY);
  const VECTOR wl = k[SOLON_CONSTANT_W_LOYALTY], wz = k[SOLON_CONSTANT_W_SKEPTICISM];
  row r;
  r.valid = inputs_valid(c, v, l, z, s);
  VECTOR lifted = FMA(wz, z * lift, wl * (l * lift));
  VECTOR t = FMA(wz, z, wl * l);
  VECTOR tl = SELECT(LESS(MAX(l, z), tiny), lifted, t * lift) + zero; /* -0 becomes 0 */
  VECTOR cl = c * lift, vl = v * lift;
  r.trust = MIN(tl * unlift, SPLAT(1.0));
  tl = MIN(tl, lift);
  VECTOR p;
  if (options != NULL && !(fabs(options->rho) < 1e-12)) {
    p = generalised_mean(k, options->rho, cl, tl, vl);
  } else {
    p = product(k, cl, tl, vl, LIFT_EXPONENT);
    MASK none = OR(OR(AND(LESS_EQUAL(c, zero), LESS(zero, k[SOLON_CONSTANT_W_C])),
                      AND(LESS_EQUAL(v, zero), LESS(zero, k[SOLON_CONSTANT_W_V]))),
                   AND(LESS_EQUAL(tl, zero), LESS(zero, k[SOLON_CONSTANT_W_T])));
    p = SELECT(none, zero, p);
  }
  if (options != NULL)
    p *= floor_factor(options->floors, c, v, tl * unlift);
  VECTOR e = expm1_slope(k[SOLON_CONSTANT_SLOPE], r.trust);
  VECTOR linear = (k[SOLON_CONSTANT_SLOPE] * tl) * power_slope(zero);
  VECTOR el = SELECT(LESS(r.trust, tiny), linear, e * lift);
  finish(&r, k, options, p, el * k[SOLON_CONSTANT_GAIN], k[SOLON_CONSTANT_OFFSET] + e, c, s,
         1 / LIFT);
  return r;
}

INLINE VECTOR trust_of(const VECTOR *k, VECTOR l, VECTOR z) {
  VECTOR t = FMA(k[SOLON_CONSTANT_W_SKEPTICISM], z, k[SOLON_CONSTANT_W_LOYALTY] * l);
  return MIN(t, SPLAT(1.0));
}

/* Rows all of whose values are valid and at least TINY, with default options. */
INLINE row usual_row(const VECTOR *k, VECTOR c, VECTOR v, VECTOR l, VECTOR z, VECTOR s) {
  row r;
  r.valid = LESS_EQUAL(c, c);
  r.trust =
      MIN(FMA(k[SOLON_CONSTANT_W_SKEPTICISM], z, k[SOLON_CONSTANT_W_LOYALTY] * l), SPLAT(1.0));
  VECTOR p = product(k, c, r.trust, v, 0);
  VECTOR e = expm1_slope(k[SOLON_CONSTANT_SLOPE], r.trust);
  finish(&r, k, NULL, p, e * k[SOLON_CONSTANT_GAIN], k[SOLON_CONSTANT_OFFSET] + e, c, s, 1);
  return r;
}

#ifndef IS_USUAL
/* All inputs valid, none of c, v, t below TINY.  MIN and MAX give the second operand where one is
 * NaN; the order is such that no NaN is lost. */
INLINE MASK is_usual_vector(VECTOR c, VECTOR v, VECTOR l, VECTOR z, VECTOR t, VECTOR s) {
  const VECTOR zero = SPLAT(0.0), one = SPLAT(1.0);
  VECTOR low = MIN(t, MIN(c, v)), low_trust = MIN(l, z);
  VECTOR high = MAX(v, c), high_trust = MAX(z, l);
  MASK inside = AND(AND(LESS_EQUAL(SPLAT(TINY), low), LESS_EQUAL(zero, low_trust)),
                    AND(LESS_EQUAL(high, one), LESS_EQUAL(high_trust, one)));
  return AND(inside, AND(LESS_EQUAL(zero, s), LESS(s, SPLAT(INFINITY))));
}
#define IS_USUAL(c, v, l, z, t, s) is_usual_vector((c), (v), (l), (z), (t), (s))
#endif

INLINE VECTOR index_of(const VECTOR *k, const row *r) {
  VECTOR scale = k[SOLON_CONSTANT_SCALE];
  return MIN(scale, r->core * r->synergy * scale * r->unlift);
}

/* ---- constants ------------------------------------------------------------------------------- */

INLINE VECTOR high_part(VECTOR w) {
  return (w + SPLAT(0x1.8p16)) - SPLAT(0x1.8p16); /* multiples of 2^-36 */
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
  for (int i = 0; i < SOLON_CONSTANT_COUNT; i++)
    k[i] = SPLAT(constants[i]);
}

/* Not inlined: the loop of the index keeps its registers. */
static __attribute__((noinline)) size_t
index_vector_careful(const double constants[], const double *const in[], size_t i, double *out) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  splat_constants(constants, k);
  inputs x = load_inputs(in, i);
  row r = careful_row(k, NULL, x.c, x.v, x.l, x.z, x.s);
  STORE(out, SELECT(r.valid, index_of(k, &r), SPLAT(NAN)));
  return COUNT(r.valid);
}

INLINE size_t index_vector(const double constants[], const VECTOR *k, const double *const in[],
                           size_t i, double *out) {
  inputs x = load_inputs(in, i);
  if (COUNT(IS_USUAL(x.c, x.v, x.l, x.z, trust_of(k, x.l, x.z), x.s)) != WIDTH)
    return index_vector_careful(constants, in, i, out);
  row r = usual_row(k, x.c, x.v, x.l, x.z, x.s);
  STORE(out, index_of(k, &r));
  return WIDTH;
}

/* ---- the quick loop -------------------------------------------------------------------------- */

/* A row is a chain of some 150 cycles, too long for the CPU to have several in flight; in stages
 * over STAGE rows every chain is short. */
enum { STAGE = 128 };

typedef struct stage {
  double trust[STAGE], c[STAGE], t[STAGE], v[STAGE], high[STAGE], low[STAGE];
} stage;

static __attribute__((noinline)) bool stage_split(const double constants[],
                                                  const double *const in[], size_t from, stage *s) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  size_t usual = 0;
  splat_constants(constants, k);
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    inputs x = load_inputs(in, from + i);
    VECTOR t = trust_of(k, x.l, x.z);
    usual += COUNT(IS_USUAL(x.c, x.v, x.l, x.z, t, x.s));
    quotients q = split_pillars(k, x.c, t, x.v, 0);
    STORE(s->trust + i, t);
    STORE(s->c + i, q.c);
    STORE(s->t + i, q.t);
    STORE(s->v + i, q.v);
    STORE(s->high + i, q.high);
    STORE(s->low + i, q.low);
  }
  return usual == STAGE;
}

static __attribute__((noinline)) void stage_logarithm(const double constants[], stage *s) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  splat_constants(constants, k);
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    quotients q = {LOAD(s->c + i), LOAD(s->t + i), LOAD(s->v + i), SPLAT(0.0), LOAD(s->low + i)};
    STORE(s->low + i, low_logarithm(k, &q));
  }
}

static __attribute__((noinline)) void stage_powers(const double constants[], stage *s) {
  const VECTOR slope = SPLAT(constants[SOLON_CONSTANT_SLOPE]);
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    STORE(s->c + i, power_of(LOAD(s->high + i), LOAD(s->low + i), 0));
    STORE(s->t + i, expm1_slope(slope, LOAD(s->trust + i)));
  }
}

static __attribute__((noinline)) void stage_finish(const double constants[],
                                                   const double *const in[], size_t from,
                                                   const stage *s, double *out) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  splat_constants(constants, k);
  for (size_t i = 0; i < STAGE; i += WIDTH) {
    row r;
    VECTOR e = LOAD(s->t + i);
    r.trust = LOAD(s->trust + i);
    finish(&r, k, NULL, LOAD(s->c + i), e * k[SOLON_CONSTANT_GAIN], k[SOLON_CONSTANT_OFFSET] + e,
           LOAD(in[SOLON_INDEX_CAPACITY] + from + i), LOAD(in[SOLON_INDEX_SIGMA] + from + i), 1);
    STORE(out + i, index_of(k, &r));
  }
}

static bool index_stages(const double constants[], const double *const in[], size_t from,
                         double *out) {
  stage s;
  if (!stage_split(constants, in, from, &s))
    return false;
  stage_logarithm(constants, &s);
  stage_powers(constants, &s);
  stage_finish(constants, in, from, &s, out);
  return true;
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
  VECTOR k[SOLON_CONSTANT_COUNT];
  size_t i = 0, good = 0;
  splat_constants(constants, k);
  while (i + WIDTH <= size) {
    if (i + STAGE <= size && index_stages(constants, in, i, out + i)) {
      good += STAGE;
      i += STAGE;
    } else {
      for (size_t end = i + STAGE; i < end && i + WIDTH <= size; i += WIDTH)
        good += index_vector(constants, k, in, i, out + i);
    }
  }
  if (i < size) {
    rest copy;
    double result[WIDTH];
    copy_rest(&copy, in, NULL, i, size - i);
    good += index_vector(constants, k, copy.inputs, 0, result) - (WIDTH - (size - i));
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

INLINE size_t columns_vector(const VECTOR *k, const double *const in[], size_t i,
                             double *const out[], size_t to) {
  inputs x = load_inputs(in, i);
  row r = careful_row(k, NULL, x.c, x.v, x.l, x.z, x.s);
  store_row(k, &r, NULL, out, to);
  return COUNT(r.valid);
}

static size_t loop_columns(const double constants[], const double *const in[], size_t size,
                           double *const out[]) {
  VECTOR k[SOLON_CONSTANT_COUNT];
  size_t i = 0, good = 0;
  splat_constants(constants, k);
  for (; i + WIDTH <= size; i += WIDTH)
    good += columns_vector(k, in, i, out, i);
  if (i < size) {
    rest copy;
    results last;
    copy_rest(&copy, in, NULL, i, size - i);
    make_results(&last, out);
    good += columns_vector(k, copy.inputs, 0, last.out, 0) - (WIDTH - (size - i));
    copy_results(&last, out, i, size - i);
  }
  return good;
}

INLINE size_t general_vector(const double *const parameters[], const solon_index_options *options,
                             const double *const in[], size_t i, double *const out[], size_t to) {
  VECTOR p[SOLON_INDEX_PARAMETERS], k[SOLON_CONSTANT_COUNT];
  for (int j = 0; j < SOLON_INDEX_PARAMETERS; j++)
    p[j] = LOAD(parameters[j] + i);
  MASK valid = parameters_valid(p);
  derive_vector(p, k);
  inputs x = load_inputs(in, i);
  row r = careful_row(k, options, x.c, x.v, x.l, x.z, x.s);
  r.valid = AND(r.valid, valid);
  store_row(k, &r, options, out, to);
  return COUNT(r.valid);
}

static size_t loop_general(const double *const parameters[], const solon_index_options *options,
                           const double *const in[], size_t size, double *const out[]) {
  size_t i = 0, good = 0;
  for (; i + WIDTH <= size; i += WIDTH)
    good += general_vector(parameters, options, in, i, out, i);
  if (i < size) {
    rest copy;
    results last;
    copy_rest(&copy, in, parameters, i, size - i);
    make_results(&last, out);
    good += general_vector(copy.parameters, options, copy.inputs, 0, last.out, 0) -
            (WIDTH - (size - i));
    copy_results(&last, out, i, size - i);
  }
  return good;
}

const solon_index_kernels TABLE = {derive, loop_index, loop_columns, loop_general};
