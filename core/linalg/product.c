/* product.c - matrix products, in panels so that long ones can be interrupted. */
#include "panel.h"

#include "linalg.h"

#include <gsl/gsl_cblas.h>
#include <limits.h>
#include <string.h>

/* Panels wide enough that BLAS's copying of them into its own order does not count. */
enum { ROWS = 512, INNER = 2048 };

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

solon_status solon_panel_product(solon_context *context, size_t rows, size_t inner, size_t columns,
                                 double alpha, const double *a, size_t a_stride, const double *b,
                                 size_t b_stride, double beta, double *c, size_t c_stride) {
  size_t height = ROWS, depth = INNER, width = (size_t)(SOLON_LINALG_SLICE / ROWS / INNER);
  if ((double)rows * (double)inner * (double)columns <= SOLON_LINALG_SLICE) {
    height = rows;
    depth = inner;
    width = columns;
  }
  for (size_t k = 0; k < inner; k += depth)
    for (size_t j = 0; j < columns; j += width)
      for (size_t i = 0; i < rows; i += height) {
        if (solon_context_cancelled(context))
          return SOLON_CANCELLED;
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)smaller(height, rows - i),
                    (int)smaller(width, columns - j), (int)smaller(depth, inner - k), alpha,
                    a + i * a_stride + k, (int)a_stride, b + k * b_stride + j, (int)b_stride,
                    k == 0 ? beta : 1, c + i * c_stride + j, (int)c_stride);
      }
  return SOLON_OK;
}

solon_status solon_matmul(solon_context *context, const double *a, const double *b, size_t rows,
                          size_t inner, size_t columns, double *out) {
  if (rows > INT_MAX || inner > INT_MAX || columns > INT_MAX)
    return solon_fail(context, SOLON_BAD_SHAPE, "a dimension exceeds 2^31 - 1");
  if (inner == 0 || rows == 0 || columns == 0) {
    memset(out, 0, rows * columns * sizeof *out);
    return SOLON_OK;
  }
  return solon_panel_product(context, rows, inner, columns, 1, a, inner, b, columns, 0, out,
                             columns);
}
