/* kernels.h - the table of inner loops, one table per CPU level; private to core/array.
 *
 * kernels_body.h is the one text of all loops; kernels_<level>.c compile it with the instruction
 * set and the SLEEF functions of their level.  Loops see at most SOLON_CHUNK elements.
 */
#ifndef SOLON_ARRAY_KERNELS_H
#define SOLON_ARRAY_KERNELS_H

#include "core/array/elementwise.h"

/* How a binary loop takes its operands. */
enum { SOLON_COLUMN_COLUMN, SOLON_COLUMN_NUMBER, SOLON_NUMBER_COLUMN, SOLON_FORMS };

typedef void (*solon_unary_kernel)(const double *x, size_t size, double *out);
typedef void (*solon_binary_kernel)(const double *x, const double *y, size_t size, double *out);

typedef struct solon_kernels {
  solon_unary_kernel unary[SOLON_UNARY_COUNT];
  solon_binary_kernel binary[SOLON_BINARY_COUNT][SOLON_FORMS];
  void (*axpy)(double alpha, const double *x, size_t size, double *y);
  void (*clip)(const double *x, double low, double high, size_t size, double *out);
  void (*where)(const double *mask, const double *a, int a_step, const double *b, int b_step,
                size_t size, double *out);
  /* reductions of one chunk, each over 32 lanes combined in a fixed tree */
  double (*sum)(const double *x, size_t size);
  double (*dot)(const double *x, const double *y, size_t size);
  double (*minimum)(const double *x, size_t size);
  double (*maximum)(const double *x, size_t size);
  double (*product)(const double *x, size_t size);
  /* sums of (x - center) and of its square */
  void (*deviations)(const double *x, double center, size_t size, double *first, double *second);
} solon_kernels;

/* The table of the level in force. */
const solon_kernels *solon_kernels_get(void);

/* Which of the forms operands of these steps take; two numbers (size 1) take any. */
static inline int solon_binary_form(int x_step, int y_step) {
  return x_step == 0   ? SOLON_NUMBER_COLUMN
         : y_step == 0 ? SOLON_COLUMN_NUMBER
                       : SOLON_COLUMN_COLUMN;
}

/* x ^ 2 as x * x is rounded once, which the general power is not: it runs as the square of x. */
static inline bool solon_is_square(solon_binary_operation operation, const double *y, int y_step) {
  return operation == SOLON_BINARY_power && y_step == 0 && *y == 2;
}

extern const solon_kernels solon_kernels_plain;
#if defined(__x86_64__)
extern const solon_kernels solon_kernels_baseline, solon_kernels_avx2, solon_kernels_avx512;
#endif

#endif
