/* kernels_body.h - the text of all loops.  Included once by each kernels_<level>.c, which defines
 * TABLE, WIDTH, VECTOR, LOAD, STORE, SPLAT and SLEEF for its level.
 *
 * Everything here is the same sequence of IEEE operations at every level: lanes are independent,
 * and the reductions keep 32 partial results whatever the width of the vectors.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

/* Elements do not depend on each other, even in place: lets the compiler vectorise without checks.
 */
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

/* ---- one operand ----------------------------------------------------------------------------- */

#define UNARY(name, expression)                                                                    \
  static void unary_##name(const double *x, size_t size, double *out) {                            \
    INDEPENDENT for (size_t i = 0; i < size; i++) {                                                \
      double a = x[i];                                                                             \
      out[i] = (expression);                                                                       \
    }                                                                                              \
  }

UNARY(negate, -a)
UNARY(abs, fabs(a))
UNARY(sqrt, sqrt(a))
UNARY(square, a *a)
UNARY(reciprocal, 1 / a)
UNARY(floor, floor(a))
UNARY(ceil, ceil(a))
UNARY(round, rint(a))
UNARY(truncate, trunc(a))
UNARY(sign, a > 0 ? 1 : a < 0 ? -1 : a)
UNARY(logical_not, a != a ? a : a == 0 ? 1 : 0)
UNARY(is_nan, a != a ? 1 : 0)
UNARY(is_finite, fabs(a) < INFINITY ? 1 : 0)

/* A vector function over a column; the last, incomplete vector goes through a padded copy. */
#define VECTOR_UNARY(name, function)                                                               \
  static void unary_##name(const double *x, size_t size, double *out) {                            \
    size_t i = 0;                                                                                  \
    for (; i + WIDTH <= size; i += WIDTH)                                                          \
      STORE(out + i, function(LOAD(x + i)));                                                       \
    if (i < size) {                                                                                \
      double rest[WIDTH] = {0};                                                                    \
      memcpy(rest, x + i, (size - i) * sizeof *rest);                                              \
      STORE(rest, function(LOAD(rest)));                                                           \
      memcpy(out + i, rest, (size - i) * sizeof *rest);                                            \
    }                                                                                              \
  }

VECTOR_UNARY(cbrt, SLEEF(cbrt, u10))
VECTOR_UNARY(exp, SLEEF(exp, u10))
VECTOR_UNARY(exp2, SLEEF(exp2, u10))
VECTOR_UNARY(expm1, SLEEF(expm1, u10))
VECTOR_UNARY(log, SLEEF(log, u10))
VECTOR_UNARY(log1p_moderate, SLEEF(log1p, u10))
VECTOR_UNARY(log2, SLEEF(log2, u10))
VECTOR_UNARY(log10, SLEEF(log10, u10))
VECTOR_UNARY(sin, SLEEF(sin, u10))
VECTOR_UNARY(cos, SLEEF(cos, u10))
VECTOR_UNARY(tan, SLEEF(tan, u10))
VECTOR_UNARY(asin, SLEEF(asin, u10))
VECTOR_UNARY(acos, SLEEF(acos, u10))
VECTOR_UNARY(atan, SLEEF(atan, u10))
VECTOR_UNARY(sinh_moderate, SLEEF(sinh, u10))
VECTOR_UNARY(cosh_moderate, SLEEF(cosh, u10))
VECTOR_UNARY(tanh, SLEEF(tanh, u10))

/* Composite functions work on small blocks that stay in the first-level cache. */
enum { BLOCK = 256 };

static bool any_beyond(const double *x, size_t size, double limit) {
  int found = 0;
  for (size_t i = 0; i < size; i++)
    found |= fabs(x[i]) > limit;
  return found != 0;
}

/* SLEEF's log1p is infinite a little before it should be; there 1 + x is x. */
static void log1p_block(const double *x, size_t size, double *out) {
  const double limit = 1e300;
  double copy[BLOCK];
  bool large = any_beyond(x, size, limit);
  if (large)
    memcpy(copy, x, size * sizeof *copy);
  unary_log1p_moderate(x, size, out);
  for (size_t i = 0; large && i < size; i++)
    if (copy[i] > limit)
      unary_log(&copy[i], 1, &out[i]);
}

/* So are its sinh and cosh; there they are e^|x| / 2 = e^(|x| - 1) (e / 2), with |x| - 1 exact and
 * e / 2 in two parts. */
static double half_exp(double x) {
  double power = fabs(x) - 1;
  unary_exp(&power, 1, &power);
  return power * 0x1.5bf0a8b145769p+0 + power * 0x1.4d57ee2b1013ap-54;
}

static void hyperbolic_block(solon_unary_kernel moderate, bool odd, const double *x, size_t size,
                             double *out) {
  const double limit = 708;
  double copy[BLOCK];
  bool large = any_beyond(x, size, limit);
  if (large)
    memcpy(copy, x, size * sizeof *copy);
  moderate(x, size, out);
  for (size_t i = 0; large && i < size; i++)
    if (fabs(copy[i]) > limit)
      out[i] = odd && copy[i] < 0 ? -half_exp(copy[i]) : half_exp(copy[i]);
}

static void sinh_block(const double *x, size_t size, double *out) {
  hyperbolic_block(unary_sinh_moderate, true, x, size, out);
}

static void cosh_block(const double *x, size_t size, double *out) {
  hyperbolic_block(unary_cosh_moderate, false, x, size, out);
}

static void sigmoid_block(const double *x, size_t size, double *out) {
  double e[BLOCK];
  for (size_t i = 0; i < size; i++)
    e[i] = -fabs(x[i]);
  unary_exp(e, size, e); /* exp(-|x|) cannot overflow */
  INDEPENDENT for (size_t i = 0; i < size; i++) {
    double numerator = x[i] < 0 ? e[i] : 1;
    out[i] = numerator / (1 + e[i]);
  }
}

/* log(p) - log(1-p) loses everything near 1/2; there log1p((2p-1)/(1-p)) is used: 2p-1 is exact. */
static void logit_block(const double *x, size_t size, double *out) {
  double inner[BLOCK], outer[BLOCK];
  for (size_t i = 0; i < size; i++) {
    double p = x[i];
    inner[i] = p >= 0.25 && p <= 0.75 ? (2 * p - 1) / (1 - p) : -p;
    outer[i] = p;
  }
  unary_log1p_moderate(inner, size, inner);
  unary_log(outer, size, outer);
  INDEPENDENT for (size_t i = 0; i < size; i++) {
    double p = x[i];
    out[i] = p >= 0.25 && p <= 0.75 ? inner[i] : outer[i] - inner[i];
  }
}

#define BLOCKWISE_UNARY(name)                                                                      \
  static void unary_##name(const double *x, size_t size, double *out) {                            \
    for (size_t i = 0; i < size; i += BLOCK)                                                       \
      name##_block(x + i, size - i < BLOCK ? size - i : BLOCK, out + i);                           \
  }

BLOCKWISE_UNARY(log1p)
BLOCKWISE_UNARY(sinh)
BLOCKWISE_UNARY(cosh)
BLOCKWISE_UNARY(sigmoid)
BLOCKWISE_UNARY(logit)

/* ---- two operands ---------------------------------------------------------------------------- */

#define BINARY_FORM(name, form, a_value, b_value, expression)                                      \
  static void binary_##name##_##form(const double *x, const double *y, size_t size, double *out) { \
    double x0 = x[0], y0 = y[0];                                                                   \
    (void)x0, (void)y0;                                                                            \
    INDEPENDENT for (size_t i = 0; i < size; i++) {                                                \
      double a = (a_value), b = (b_value);                                                         \
      out[i] = (expression);                                                                       \
    }                                                                                              \
  }
#define BINARY(name, expression)                                                                   \
  BINARY_FORM(name, column_column, x[i], y[i], expression)                                         \
  BINARY_FORM(name, column_number, x[i], y0, expression)                                           \
  BINARY_FORM(name, number_column, x0, y[i], expression)

BINARY(add, a + b)
BINARY(subtract, a - b)
BINARY(multiply, a *b)
BINARY(divide, a / b)
BINARY(floor_divide, floor(a / b))
BINARY(minimum, ((a < b) | (a != a)) ? a : b)
BINARY(maximum, ((a > b) | (a != a)) ? a : b)
BINARY(lt, a < b ? 1 : 0)
BINARY(le, a <= b ? 1 : 0)
BINARY(gt, a > b ? 1 : 0)
BINARY(ge, a >= b ? 1 : 0)
BINARY(eq, a == b ? 1 : 0)
BINARY(ne, a != b ? 1 : 0)
BINARY(logical_and, ((a != a) | (b != b)) ? a + b : ((a != 0) & (b != 0)) ? 1 : 0)
BINARY(logical_or, ((a != a) | (b != b)) ? a + b : ((a != 0) | (b != 0)) ? 1 : 0)
BINARY(logical_xor, ((a != a) | (b != b)) ? a + b : ((a != 0) ^ (b != 0)) ? 1 : 0)

/* Lua's definition: the remainder has the sign of the divisor. */
static inline double modulo(double a, double b) {
  double m = fmod(a, b);
  return (m > 0 ? b < 0 : m < 0 && b > 0) ? m + b : m;
}
BINARY(modulo, modulo(a, b))

#define VECTOR_BINARY_FORM(name, form, x_step, y_step, function)                                   \
  static void binary_##name##_##form(const double *x, const double *y, size_t size, double *out) { \
    VECTOR x0 = SPLAT(x[0]), y0 = SPLAT(y[0]);                                                     \
    size_t i = 0;                                                                                  \
    for (; i + WIDTH <= size; i += WIDTH)                                                          \
      STORE(out + i, function(x_step ? LOAD(x + i) : x0, y_step ? LOAD(y + i) : y0));              \
    if (i < size) {                                                                                \
      double a[WIDTH] = {0}, b[WIDTH] = {0};                                                       \
      memcpy(a, x + (x_step ? i : 0), (x_step ? size - i : 1) * sizeof *a);                        \
      memcpy(b, y + (y_step ? i : 0), (y_step ? size - i : 1) * sizeof *b);                        \
      STORE(a, function(x_step ? LOAD(a) : x0, y_step ? LOAD(b) : y0));                            \
      memcpy(out + i, a, (size - i) * sizeof *a);                                                  \
    }                                                                                              \
  }
#define VECTOR_BINARY(name, function)                                                              \
  VECTOR_BINARY_FORM(name, column_column, 1, 1, function)                                          \
  VECTOR_BINARY_FORM(name, column_number, 1, 0, function)                                          \
  VECTOR_BINARY_FORM(name, number_column, 0, 1, function)

VECTOR_BINARY(power, SLEEF(pow, u10))
VECTOR_BINARY(atan2, SLEEF(atan2, u10))
VECTOR_BINARY(hypot, SLEEF(hypot, u05))

/* ---- several operands ------------------------------------------------------------------------ */

static void axpy(double alpha, const double *x, size_t size, double *y) {
  INDEPENDENT for (size_t i = 0; i < size; i++) y[i] += alpha * x[i];
}

static void clip(const double *x, double low, double high, size_t size, double *out) {
  INDEPENDENT for (size_t i = 0; i < size; i++) {
    double a = x[i] < low ? low : x[i];
    out[i] = a > high ? high : a;
  }
}

static void where(const double *mask, const double *a, int a_step, const double *b, int b_step,
                  size_t size, double *out) {
  if (a_step && b_step) {
    INDEPENDENT for (size_t i = 0; i < size; i++) {
      double m = mask[i], x = a[i], y = b[i];
      out[i] = m != m ? m : m != 0 ? x : y;
    }
    return;
  }
  for (size_t i = 0; i < size; i++) {
    double m = mask[i], x = a[a_step ? i : 0], y = b[b_step ? i : 0];
    out[i] = m != m ? m : m != 0 ? x : y;
  }
}

/* ---- reductions of one chunk ----------------------------------------------------------------- */

/* Thirty-two partial results, as eight vectors of four whatever the level; element i of a chunk
 * belongs to partial result i % 32. */
typedef double lanes __attribute__((vector_size(32)));
typedef double loose_lanes __attribute__((vector_size(32), aligned(8), may_alias));
typedef long long lane_mask __attribute__((vector_size(32)));
enum { LANES = 4, STRIDE = 32 };

#define AT(p) (*(const loose_lanes *)(p))
#define CHOOSE(condition, yes, no)                                                                 \
  ((lanes)(((lane_mask)(condition) & (lane_mask)(yes)) |                                           \
           (~(lane_mask)(condition) & (lane_mask)(no))))
/* The same statement for each of the eight vectors. */
#define EACH(STEP) STEP(0) STEP(1) STEP(2) STEP(3) STEP(4) STEP(5) STEP(6) STEP(7)

/* Combines the partial results in the fixed tree 32 -> 16 -> ... -> 1. */
#define FOLD(result, part, COMBINE)                                                                \
  do {                                                                                             \
    for (int k_ = STRIDE / 2; k_ >= 1; k_ /= 2)                                                    \
      for (int j_ = 0; j_ < k_; j_++)                                                              \
        (part)[j_] = COMBINE((part)[j_], (part)[j_ + k_]);                                         \
    (result) = (part)[0];                                                                          \
  } while (0)
#define PLUS(a, b) ((a) + (b))
#define TIMES(a, b) ((a) * (b))
#define LESS(a, b) ((a) < (b) || (a) != (a) ? (a) : (b))
#define MORE(a, b) ((a) > (b) || (a) != (a) ? (a) : (b))

#define ZERO(k) lanes a##k = {0};
#define SPILL(k) memcpy(part + LANES * k, &a##k, sizeof a##k);

static double sum(const double *x, size_t size) {
#define ADD_ELEMENTS(k) a##k += AT(x + i + LANES * k);
  EACH(ZERO)
  size_t i = 0;
  for (; i + STRIDE <= size; i += STRIDE) {
    EACH(ADD_ELEMENTS)
  }
  double part[STRIDE], result;
  EACH(SPILL)
  for (size_t k = 0; i + k < size; k++)
    part[k] += x[i + k];
  FOLD(result, part, PLUS);
  return result;
}

static double dot(const double *x, const double *y, size_t size) {
#define ADD_PRODUCTS(k) a##k += AT(x + i + LANES * k) * AT(y + i + LANES * k);
  EACH(ZERO)
  size_t i = 0;
  for (; i + STRIDE <= size; i += STRIDE) {
    EACH(ADD_PRODUCTS)
  }
  double part[STRIDE], result;
  EACH(SPILL)
  for (size_t k = 0; i + k < size; k++)
    part[k] += x[i + k] * y[i + k];
  FOLD(result, part, PLUS);
  return result;
}

static double product(const double *x, size_t size) {
#define MULTIPLY_ELEMENTS(k) a##k *= AT(x + i + LANES * k);
#define ONE(k) lanes a##k = {1, 1, 1, 1};
  EACH(ONE)
  size_t i = 0;
  for (; i + STRIDE <= size; i += STRIDE) {
    EACH(MULTIPLY_ELEMENTS)
  }
  double part[STRIDE], result;
  EACH(SPILL)
  for (size_t k = 0; i + k < size; k++)
    part[k] *= x[i + k];
  FOLD(result, part, TIMES);
  return result;
}

/* The smaller or larger of two lanes, the second when they are equal or the first is NaN; and
 * whether a lane is NaN.  The instructions of the vector levels do just that; the compiler does not
 * find them. */
#if defined(__AVX__)
#define LESSER(v, a) _mm256_min_pd((v), (a))
#define GREATER(v, a) _mm256_max_pd((v), (a))
#define UNORDERED(v) ((lane_mask)_mm256_cmp_pd((v), (v), _CMP_UNORD_Q))
#else
#define LESSER(v, a) CHOOSE((v) < (a), (v), (a))
#define GREATER(v, a) CHOOSE((v) > (a), (v), (a))
#define UNORDERED(v) ((lane_mask)((v) != (v)))
#endif

#define EXTREME(name, empty, TAKE, COMBINE)                                                        \
  static double name(const double *x, size_t size) {                                               \
    const lanes start = {(empty), (empty), (empty), (empty)};                                      \
    lane_mask unordered = {0};                                                                     \
    EACH(START)                                                                                    \
    size_t i = 0;                                                                                  \
    for (; i + STRIDE <= size; i += STRIDE) {                                                      \
      EACH(TAKE)                                                                                   \
    }                                                                                              \
    if ((unordered[0] | unordered[1] | unordered[2] | unordered[3]) != 0)                          \
      return NAN;                                                                                  \
    double part[STRIDE], result;                                                                   \
    EACH(SPILL)                                                                                    \
    for (size_t k = 0; i + k < size; k++)                                                          \
      part[k] = COMBINE(x[i + k], part[k]);                                                        \
    FOLD(result, part, COMBINE);                                                                   \
    return result;                                                                                 \
  }
#define START(k) lanes a##k = start;
#define TAKE_LESSER(k)                                                                             \
  {                                                                                                \
    lanes v = AT(x + i + LANES * k);                                                               \
    unordered |= UNORDERED(v);                                                                     \
    a##k = LESSER(v, a##k);                                                                        \
  }
#define TAKE_GREATER(k)                                                                            \
  {                                                                                                \
    lanes v = AT(x + i + LANES * k);                                                               \
    unordered |= UNORDERED(v);                                                                     \
    a##k = GREATER(v, a##k);                                                                       \
  }

EXTREME(minimum, INFINITY, TAKE_LESSER, LESS)
EXTREME(maximum, -INFINITY, TAKE_GREATER, MORE)

static void deviations(const double *x, double center, size_t size, double *first, double *second) {
#define ZERO_SQUARES(k) lanes s##k = {0};
#define ADD_DEVIATIONS(k)                                                                          \
  {                                                                                                \
    lanes v = AT(x + i + LANES * k) - middle;                                                      \
    a##k += v;                                                                                     \
    s##k += v * v;                                                                                 \
  }
#define SPILL_SQUARES(k) memcpy(squares + LANES * k, &s##k, sizeof s##k);
  const lanes middle = {center, center, center, center};
  EACH(ZERO) EACH(ZERO_SQUARES) size_t i = 0;
  for (; i + STRIDE <= size; i += STRIDE) {
    EACH(ADD_DEVIATIONS)
  }
  double part[STRIDE], squares[STRIDE];
  EACH(SPILL) EACH(SPILL_SQUARES) for (size_t k = 0; i + k < size; k++) {
    double v = x[i + k] - center;
    part[k] += v;
    squares[k] += v * v;
  }
  FOLD(*first, part, PLUS);
  FOLD(*second, squares, PLUS);
}

/* ---- the table ------------------------------------------------------------------------------- */

#define UNARY_ENTRY(name) unary_##name,
#define BINARY_ENTRY(name)                                                                         \
  {binary_##name##_column_column, binary_##name##_column_number, binary_##name##_number_column},

const solon_kernels TABLE = {
    .unary = {SOLON_UNARY_OPERATIONS(UNARY_ENTRY)},
    .binary = {SOLON_BINARY_OPERATIONS(BINARY_ENTRY)},
    .axpy = axpy,
    .clip = clip,
    .where = where,
    .sum = sum,
    .dot = dot,
    .minimum = minimum,
    .maximum = maximum,
    .product = product,
    .deviations = deviations,
};
