/* factor.c - LU and Cholesky factorisations in blocks of columns, and the systems they solve.
 *
 * They are written here rather than taken whole from a library because they must stop within a
 * moment of being asked to; all arithmetic of order n^3 is in BLAS.
 */
#include "linalg.h"

#include "panel.h"

#include <gsl/gsl_cblas.h>
#include <limits.h>
#include <math.h>
#include <string.h>

enum { PANEL = 64 };

static bool all_finite(const double *x, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (!isfinite(x[i]))
      return false;
  return true;
}

static void fill_nan(double *x, size_t size) {
  for (size_t i = 0; i < size; i++)
    x[i] = NAN;
}

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

/* ---- LU -------------------------------------------------------------------------------------- */

/* Factors columns first .. first + width - 1 below row `first`; false when a pivot is 0. */
static bool factor_panel(double *a, size_t n, size_t first, size_t width, size_t *pivots) {
  for (size_t c = first; c < first + width; c++) {
    size_t pivot = c;
    for (size_t r = c + 1; r < n; r++)
      if (fabs(a[r * n + c]) > fabs(a[pivot * n + c]))
        pivot = r;
    pivots[c] = pivot;
    if (a[pivot * n + c] == 0)
      return false;
    if (pivot != c)
      cblas_dswap((int)n, a + c * n, 1, a + pivot * n, 1);
    for (size_t r = c + 1; r < n; r++) {
      double factor = a[r * n + c] /= a[c * n + c];
      for (size_t k = c + 1; k < first + width; k++)
        a[r * n + k] -= factor * a[c * n + k];
    }
  }
  return true;
}

/* Replaces a by its factors L (unit diagonal) and U, rows exchanged as `pivots` tells. */
static solon_status factor_lu(solon_context *context, double *a, size_t n, size_t *pivots) {
  for (size_t j = 0; j < n; j += PANEL) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    size_t width = smaller(PANEL, n - j), next = j + width, rest = n - next;
    if (!factor_panel(a, n, j, width, pivots))
      return SOLON_SINGULAR;
    if (rest == 0)
      break;
    cblas_dtrsm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasUnit, (int)width,
                (int)rest, 1, a + j * n + j, (int)n, a + j * n + next, (int)n);
    solon_status status = solon_panel_product(context, rest, width, rest, -1, a + next * n + j, n,
                                              a + j * n + next, n, 1, a + next * n + next, n);
    if (status != SOLON_OK)
      return status;
  }
  return SOLON_OK;
}

/* x = a^-1 x or a'^-1 x, from the factors. */
static void apply_inverse(const double *lu, size_t n, const size_t *pivots, bool transposed,
                          double *x) {
  int size = (int)n;
  if (!transposed) {
    for (size_t i = 0; i < n; i++) {
      double value = x[pivots[i]];
      x[pivots[i]] = x[i];
      x[i] = value;
    }
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasNoTrans, CblasUnit, size, lu, size, x, 1);
    cblas_dtrsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, size, lu, size, x, 1);
    return;
  }
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasTrans, CblasNonUnit, size, lu, size, x, 1);
  cblas_dtrsv(CblasRowMajor, CblasLower, CblasTrans, CblasUnit, size, lu, size, x, 1);
  for (size_t i = n; i-- > 0;) {
    double value = x[pivots[i]];
    x[pivots[i]] = x[i];
    x[i] = value;
  }
}

static double sum_of_magnitudes(const double *x, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += fabs(x[i]);
  return sum;
}

static double norm_one(const double *a, size_t n) {
  double largest = 0;
  for (size_t j = 0; j < n; j++) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
      sum += fabs(a[i * n + j]);
    largest = fmax(largest, sum);
  }
  return largest;
}

/* A lower bound, nearly always within a factor of 3, of |a^-1|_1 [Higham 1988, algorithm 4.1].
 * work: 3 n. */
static double inverse_norm(const double *lu, size_t n, const size_t *pivots, double *work) {
  enum { MOST_STEPS = 5 };
  double *x = work, *y = work + n, *z = work + 2 * n, estimate = 0;
  for (size_t i = 0; i < n; i++)
    x[i] = 1 / (double)n;
  for (int step = 0; step < MOST_STEPS; step++) {
    memcpy(y, x, n * sizeof *y);
    apply_inverse(lu, n, pivots, false, y);
    double now = sum_of_magnitudes(y, n);
    if (step > 0 && now <= estimate)
      break;
    estimate = now;
    for (size_t i = 0; i < n; i++)
      z[i] = y[i] < 0 ? -1 : 1;
    apply_inverse(lu, n, pivots, true, z);
    size_t largest = 0;
    for (size_t i = 1; i < n; i++)
      if (fabs(z[i]) > fabs(z[largest]))
        largest = i;
    if (step > 0 && x[largest] == 1)
      break;
    memset(x, 0, n * sizeof *x);
    x[largest] = 1;
  }
  for (size_t i = 0; i < n; i++)
    y[i] = (i % 2 == 0 ? 1 : -1) * (1 + (n > 1 ? (double)i / (double)(n - 1) : 0));
  apply_inverse(lu, n, pivots, false, y);
  return fmax(estimate, 2 * sum_of_magnitudes(y, n) / (3 * (double)n));
}

static void exchange_rows(double *x, size_t columns, const size_t *pivots, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (pivots[i] != i)
      cblas_dswap((int)columns, x + i * columns, 1, x + pivots[i] * columns, 1);
}

/* b becomes t^-1 b (or t'^-1 b) for a triangle of order n, in groups of columns. */
static solon_status solve_triangle(solon_context *context, const double *t, size_t n,
                                   enum CBLAS_UPLO half, enum CBLAS_TRANSPOSE transposed,
                                   enum CBLAS_DIAG diagonal, double *b, size_t columns) {
  size_t width = (size_t)(SOLON_LINALG_SLICE / ((double)n * (double)n)) + 16;
  for (size_t j = 0; j < columns; j += width) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    cblas_dtrsm(CblasRowMajor, CblasLeft, half, transposed, diagonal, (int)n,
                (int)smaller(width, columns - j), 1, t, (int)n, b + j, (int)columns);
  }
  return SOLON_OK;
}

static solon_status check_dimensions(solon_context *context, size_t n, size_t columns) {
  if (n > INT_MAX || columns > INT_MAX)
    return solon_fail(context, SOLON_BAD_SHAPE, "a dimension exceeds 2^31 - 1");
  return solon_context_cancelled(context) ? SOLON_CANCELLED : SOLON_OK;
}

solon_status solon_solve(solon_context *context, const double *a, size_t n, const double *b,
                         size_t columns, double *work, size_t *pivots, double *x,
                         double *reciprocal_condition) {
  double *lu = work, ignored;
  if (reciprocal_condition == NULL)
    reciprocal_condition = &ignored;
  *reciprocal_condition = 1;
  solon_status status = check_dimensions(context, n, columns);
  if (status != SOLON_OK || n == 0)
    return status;
  bool usable = all_finite(a, n * n) && all_finite(b, n * columns);
  if (!usable) {
    fill_nan(x, n * columns);
    *reciprocal_condition = NAN;
    return SOLON_DEGENERATE;
  }
  memcpy(lu, a, n * n * sizeof *lu);
  status = factor_lu(context, lu, n, pivots);
  if (status == SOLON_SINGULAR) {
    fill_nan(x, n * columns);
    *reciprocal_condition = 0;
  }
  if (status != SOLON_OK)
    return status;
  if (x != b)
    memcpy(x, b, n * columns * sizeof *x);
  exchange_rows(x, columns, pivots, n);
  status = solve_triangle(context, lu, n, CblasLower, CblasNoTrans, CblasUnit, x, columns);
  if (status == SOLON_OK)
    status = solve_triangle(context, lu, n, CblasUpper, CblasNoTrans, CblasNonUnit, x, columns);
  if (status != SOLON_OK)
    return status;
  *reciprocal_condition = 1 / (norm_one(a, n) * inverse_norm(lu, n, pivots, work + n * n));
  return *reciprocal_condition >= 0x1p-52 ? SOLON_OK : SOLON_SINGULAR;
}

/* ---- Cholesky -------------------------------------------------------------------------------- */

size_t solon_asymmetry(const double *a, size_t n) {
  double largest = 0;
  for (size_t i = 0; i < n * n; i++)
    largest = fmax(largest, fabs(a[i]));
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++)
      if (fabs(a[i * n + j] - a[j * n + i]) > 1e-10 * largest)
        return i * n + j;
  return n * n;
}

/* The factor of a diagonal block, in place; false when it is not positive definite. */
static bool factor_block(double *a, size_t n, size_t width) {
  for (size_t j = 0; j < width; j++) {
    double pivot = a[j * n + j];
    for (size_t k = 0; k < j; k++)
      pivot -= a[j * n + k] * a[j * n + k];
    /* what is left of the diagonal element must exceed its rounding error */
    if (!(pivot > 0x1p-52 * (double)width * fabs(a[j * n + j]) * 0.5))
      return false;
    pivot = a[j * n + j] = sqrt(pivot);
    for (size_t i = j + 1; i < width; i++) {
      double value = a[i * n + j];
      for (size_t k = 0; k < j; k++)
        value -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = value / pivot;
    }
  }
  return true;
}

static solon_status factor_cholesky(solon_context *context, double *a, size_t n) {
  for (size_t j = 0; j < n; j += PANEL) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    size_t width = smaller(PANEL, n - j), next = j + width, rest = n - next;
    if (!factor_block(a + j * n + j, n, width))
      return SOLON_SINGULAR;
    if (rest == 0)
      break;
    cblas_dtrsm(CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, (int)rest,
                (int)width, 1, a + j * n + j, (int)n, a + next * n + j, (int)n);
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, (int)rest, (int)width, -1,
                a + next * n + j, (int)n, 1, a + next * n + next, (int)n);
  }
  return SOLON_OK;
}

solon_status solon_cholesky(solon_context *context, const double *a, size_t n, double *factor) {
  solon_status status = check_dimensions(context, n, 0);
  if (status != SOLON_OK)
    return status;
  if (!all_finite(a, n * n)) {
    fill_nan(factor, n * n);
    return SOLON_DEGENERATE;
  }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      factor[i * n + j] = j <= i ? a[i * n + j] : 0;
  status = factor_cholesky(context, factor, n);
  if (status == SOLON_SINGULAR)
    fill_nan(factor, n * n);
  return status;
}

solon_status solon_cholesky_solve(solon_context *context, const double *factor, size_t n,
                                  const double *b, size_t columns, double *x) {
  solon_status status = check_dimensions(context, n, columns);
  if (status != SOLON_OK || n == 0 || columns == 0)
    return status;
  if (x != b)
    memcpy(x, b, n * columns * sizeof *x);
  status = solve_triangle(context, factor, n, CblasLower, CblasNoTrans, CblasNonUnit, x, columns);
  if (status != SOLON_OK)
    return status;
  return solve_triangle(context, factor, n, CblasLower, CblasTrans, CblasNonUnit, x, columns);
}
