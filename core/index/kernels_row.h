/* kernels_row.h - one vector of rows: the potential, the options, and all columns of a row, for
 * kernels_body.h. */

/* Rows that are not usual (kernels.h) take the careful way: inputs, potential and gate multiplied
 * by LIFT, so that nothing underflows before the last multiplication.  For usual rows both ways
 * give the same bits, since LIFT is a power of two.  Below TINY e^x - 1 is x. */
#define TINY 0x1p-300
#define LIFT 0x1p600
#define LIFT_EXPONENT 600

/* ---- the potential --------------------------------------------------------------------------- */

/* How the weights' powers are multiplied: by one twentieth root where all weights are multiples of
 * 1/20 (index.h), by three logarithms otherwise, or as each row wants it. */
typedef enum method { METHOD_ROOT, METHOD_LOGARITHMS, METHOD_BY_ROW } method;

typedef struct plan {
  method method;
  int exponents[3]; /* twenty times the weights of C, T, V */
} plan;

static const plan plan_by_row = {METHOD_BY_ROW, {0, 0, 0}};

INLINE plan plan_of(const double constants[]) {
  plan how = {constants[SOLON_CONSTANT_ROOT] != 0 ? METHOD_ROOT : METHOD_LOGARITHMS, {0, 0, 0}};
  for (int i = 0; i < 3; i++) {
    double count = constants[SOLON_CONSTANT_TWENTIETHS_C + i];
    how.exponents[i] = count >= 0 && count <= 20 ? (int)count : 0; /* rows of others are NaN */
  }
  return how;
}

INLINE log2_sum log2_by_logarithms(const VECTOR *k, VECTOR c, VECTOR t, VECTOR v, double lift) {
  const VECTOR x[3] = {c, t, v};
  log2_sum sum = {SPLAT(0.0), SPLAT(0.0)};
  for (int i = 0; i < 3; i++) {
    logarithm l = log2_of(x[i]);
    if (lift != 0)
      l.exponent -= SPLAT(lift);
    sum = add_logarithm(sum, k[SOLON_CONSTANT_W_C + i], k[SOLON_CONSTANT_HIGH_C + i],
                        k[SOLON_CONSTANT_LOW_C + i], l);
  }
  return sum;
}

/* The mantissas, in [1, 2), are multiplied and the exponents added: the bits of the fraction are
 * those of the product itself where that does not underflow. */
INLINE log2_sum log2_by_root(const VECTOR *k, const plan *how, VECTOR c, VECTOR t, VECTOR v,
                             double lift) {
  VECTOR x[3] = {c, t, v}, exponent = SPLAT(0.0);
  for (int i = 0; i < 3; i++) {
    BITS bits = TO_BITS(x[i]);
    VECTOR whole = EXPONENT(bits | SPLAT_BITS(1)); /* of 0 too a finite one */
    exponent = FMA(k[SOLON_CONSTANT_TWENTIETHS_C + i], whole - SPLAT(lift), exponent);
    x[i] = FROM_BITS((bits & SPLAT_BITS(FRACTION_BITS)) + SPLAT_BITS(ONE_BITS));
  }
  VECTOR product = how->method == METHOD_ROOT
                       ? product_of_powers(x[0], x[1], x[2], how->exponents)
                       : product_of_row_powers(x[0], x[1], x[2], k + SOLON_CONSTANT_TWENTIETHS_C);
  logarithm l = log2_of(product);
  l.exponent += exponent;
  return log2_of_root(l);
}

/* C^w_C T^w_T V^w_V for positive normal c, t, v; they and the result are larger by 2^lift than they
 * should be. */
INLINE VECTOR potential_of(const VECTOR *k, const plan *how, VECTOR c, VECTOR t, VECTOR v,
                           double lift) {
  const VECTOR zero = SPLAT(0.0);
  MASK root = LESS(zero, k[SOLON_CONSTANT_ROOT]);
  size_t roots = how->method == METHOD_BY_ROW ? COUNT(root)
                 : how->method == METHOD_ROOT ? WIDTH
                                              : 0;
  log2_sum by_root = {zero, zero}, sum = by_root;
  if (roots > 0)
    by_root = log2_by_root(k, how, c, t, v, lift);
  if (roots < WIDTH)
    sum = log2_by_logarithms(k, c, t, v, lift);
  return power_of(SELECT(root, by_root.high, sum.high), SELECT(root, by_root.low, sum.low), lift);
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

typedef struct row {
  MASK valid;
  VECTOR trust, potential, gate, volatility;
  VECTOR core;    /* min(P, F) U, divided by 1 + epsilon where normalised; divided by unlift */
  VECTOR unlift;  /* 1 or 1 / LIFT: to be multiplied last, so that tiny results are rounded once */
  VECTOR inflow;  /* epsilon C T */
  VECTOR synergy; /* 1 + epsilon C T */
} row;

INLINE MASK inputs_valid(VECTOR c, VECTOR v, VECTOR l, VECTOR z, VECTOR s) {
  const VECTOR zero = SPLAT(0.0), one = SPLAT(1.0);
  MASK low = AND(AND(LESS_EQUAL(zero, c), LESS_EQUAL(zero, v)),
                 AND(LESS_EQUAL(zero, l), LESS_EQUAL(zero, z)));
  MASK high =
      AND(AND(LESS_EQUAL(c, one), LESS_EQUAL(v, one)), AND(LESS_EQUAL(l, one), LESS_EQUAL(z, one)));
  return AND(AND(low, high), AND(LESS_EQUAL(zero, s), LESS(s, SPLAT(INFINITY))));
}

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
INLINE row careful_row(const VECTOR *k, const plan *how, const solon_index_options *options,
                       VECTOR c, VECTOR v, VECTOR l, VECTOR z, VECTOR s) {
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
    p = potential_of(k, how, cl, tl, vl, LIFT_EXPONENT);
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

INLINE VECTOR index_of(const VECTOR *k, const row *r) {
  VECTOR scale = k[SOLON_CONSTANT_SCALE];
  return MIN(scale, r->core * r->synergy * scale * r->unlift);
}
