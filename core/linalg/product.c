/* product.c - matrix products, in slabs of rows so that long ones can be interrupted. */
#include "linalg.h"

#include <gsl/gsl_cblas.h>
#include <limits.h>
#include <string.h>

/* Multiplications between two looks at the cancel flag: some 10 ms. */
#define SLAB 1e8

solon_status solon_matmul(solon_context *context, const double *a, const double *b, size_t rows,
                          size_t inner, size_t columns, double *out) {
  if (rows > INT_MAX || inner > INT_MAX || columns > INT_MAX)
    return solon_fail(context, SOLON_BAD_SHAPE, "a dimension exceeds 2^31 - 1");
  if (inner == 0 || rows == 0 || columns == 0) {
    memset(out, 0, rows * columns * sizeof *out);
    return SOLON_OK;
  }
  size_t slab = (size_t)(SLAB / ((double)inner * (double)columns)) + 1;
  for (size_t i = 0; i < rows; i += slab) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    size_t height = rows - i < slab ? rows - i : slab;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)height, (int)columns, (int)inner, 1,
                a + i * inner, (int)inner, b, (int)columns, 0, out + i * columns, (int)columns);
  }
  return SOLON_OK;
}
