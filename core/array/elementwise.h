/* elementwise.h - arithmetic, elementary functions, comparisons and selection, element by element.
 *
 * Shapes: `size` elements in, `size` elements out.  `out` may be one of the inputs (in place) but
 * must not overlap one partially.  Operands with a `..._step` of 0 are one number used for every
 * element; 1 means a column.
 *
 * NaN: a NaN operand gives NaN, with three exceptions that are part of the definition: comparisons
 * are false with NaN (0; `ne` is 1), is_nan and is_finite answer 0 or 1, and x ^ 0 = 1 ^ y = 1 for
 * every x and y as in C.  Logical operations take nonzero for true and give NaN when an operand is
 * NaN, so a mask cannot lose a missing value by accident.
 *
 * Accuracy: + - * / sqrt abs floor ceil round truncate are exact or correctly rounded; exp, log,
 * sin
 * ... err by at most 1 unit in the last place (SLEEF's u10 functions), sigmoid and logit by at
 * most 3. Every result depends on its own operands alone, never on its neighbours or the CPU level
 * (cpu.h).
 *
 * Cost: about 0.2 ns an element for arithmetic in cache, 0.5 to 2 ns for elementary functions.
 *
 * Errors: only SOLON_CANCELLED (the flag is polled every SOLON_CHUNK elements).
 */
#ifndef SOLON_ARRAY_ELEMENTWISE_H
#define SOLON_ARRAY_ELEMENTWISE_H

#include "core/base/context.h"

/* X(name): one operand.
 *   square x*x   reciprocal 1/x   cbrt cube root   round half to even   truncate towards zero
 *   sign -1, 0 or 1 (keeps the sign of a zero)   sigmoid 1/(1+exp(-x))   logit log(p/(1-p)), NaN
 *   outside [0,1]   logical_not, is_nan, is_finite 0 or 1
 * sin, cos, tan in radians, any magnitude; asin, acos outside [-1,1], log of a negative: NaN. */
/* a row for each kind */
/* clang-format off */
#define SOLON_UNARY_OPERATIONS(X)                                                                  \
  X(negate)                                                                                        \
  X(abs) X(sqrt) X(cbrt) X(square) X(reciprocal) X(exp) X(exp2) X(expm1) X(log) X(log1p) X(log2)   \
      X(log10) X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(floor)       \
          X(ceil) X(round) X(truncate) X(sign) X(sigmoid) X(logit) X(logical_not) X(is_nan)        \
              X(is_finite)
/* clang-format on */

/* X(name): two operands.
 *   floor_divide floor(x/y)   modulo x - floor(x/y)*y as in Lua (sign of y)   power x^y
 *   minimum, maximum: NaN if either is   atan2(y, x)   hypot sqrt(x*x+y*y) without overflow */
/* clang-format off */
#define SOLON_BINARY_OPERATIONS(X)                                                                 \
  X(add) X(subtract) X(multiply) X(divide) X(floor_divide) X(modulo) X(power)                      \
  X(minimum) X(maximum) X(atan2) X(hypot)                                                          \
  X(lt) X(le) X(gt) X(ge) X(eq) X(ne)                                                              \
  X(logical_and) X(logical_or) X(logical_xor)
/* clang-format on */

#define SOLON_ENUM_UNARY(name) SOLON_UNARY_##name,
#define SOLON_ENUM_BINARY(name) SOLON_BINARY_##name,
typedef enum solon_unary_operation {
  SOLON_UNARY_OPERATIONS(SOLON_ENUM_UNARY) SOLON_UNARY_COUNT
} solon_unary_operation;
typedef enum solon_binary_operation {
  SOLON_BINARY_OPERATIONS(SOLON_ENUM_BINARY) SOLON_BINARY_COUNT
} solon_binary_operation;

/* The names above, for tables of functions and parsers. */
extern const char *const solon_unary_names[SOLON_UNARY_COUNT];
extern const char *const solon_binary_names[SOLON_BINARY_COUNT];

solon_status solon_unary(solon_context *context, solon_unary_operation operation, const double *x,
                         size_t size, double *out);

solon_status solon_binary(solon_context *context, solon_binary_operation operation, const double *x,
                          int x_step, const double *y, int y_step, size_t size, double *out);

/* y = y + alpha * x, each product rounded before it is added.  x must not overlap y partially. */
solon_status solon_axpy(solon_context *context, double alpha, const double *x, size_t size,
                        double *y);

/* x limited to [low, high]; NaN stays; low <= high is the caller's duty. */
solon_status solon_clip(solon_context *context, const double *x, double low, double high,
                        size_t size, double *out);

/* a where mask is nonzero, b where it is 0, NaN where it is NaN. */
solon_status solon_where(solon_context *context, const double *mask, int mask_step, const double *a,
                         int a_step, const double *b, int b_step, size_t size, double *out);

/* from + step * i for i = 0 .. size-1: each element rounded once, no accumulated error. */
void solon_range(double from, double step, size_t size, double *out);

#endif
