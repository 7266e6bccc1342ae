/* eigen.c - symmetric eigenvalues, by GSL (tridiagonal reduction and implicit QR). */
#include "linalg.h"

#include <gsl/gsl_eigen.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static solon_status no_information(double *values, double *vectors, size_t n) {
  for (size_t i = 0; i < n; i++)
    values[i] = NAN;
  for (size_t i = 0; vectors != NULL && i < n * n; i++)
    vectors[i] = NAN;
  return SOLON_DEGENERATE;
}

static bool lower_finite(const double *a, size_t n) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++)
      if (!isfinite(a[i * n + j]))
        return false;
  return true;
}

/* An eigenvector is fixed but for its sign: take the one whose largest component is positive. */
static void fix_signs(double *vectors, size_t n) {
  for (size_t j = 0; j < n; j++) {
    size_t largest = 0;
    for (size_t i = 1; i < n; i++)
      if (fabs(vectors[i * n + j]) > fabs(vectors[largest * n + j]) * (1 + 1e-12))
        largest = i;
    if (vectors[largest * n + j] < 0)
      for (size_t i = 0; i < n; i++)
        vectors[i * n + j] = -vectors[i * n + j];
  }
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

solon_status solon_eigen_symmetric(solon_context *context, const double *a, size_t n, double *work,
                                   double *values, double *vectors) {
  if (solon_context_cancelled(context))
    return SOLON_CANCELLED;
  if (n == 0)
    return SOLON_OK;
  if (!lower_finite(a, n))
    return no_information(values, vectors, n);
  memcpy(work, a, n * n * sizeof *work);
  double *rest = work + n * n;
  gsl_matrix_view matrix = gsl_matrix_view_array(work, n, n);
  gsl_vector_view eigenvalues = gsl_vector_view_array(values, n);
  int failed;
  /* GSL's workspaces are four and two columns: here they lie in the caller's memory */
  if (vectors == NULL) {
    gsl_eigen_symm_workspace workspace = {.size = n, .d = rest, .sd = rest + n};
    failed = gsl_eigen_symm(&matrix.matrix, &eigenvalues.vector, &workspace);
    qsort(values, n, sizeof *values, compare);
  } else {
    gsl_eigen_symmv_workspace workspace = {
        .size = n, .d = rest, .sd = rest + n, .gc = rest + 2 * n, .gs = rest + 3 * n};
    gsl_matrix_view columns = gsl_matrix_view_array(vectors, n, n);
    failed = gsl_eigen_symmv(&matrix.matrix, &eigenvalues.vector, &columns.matrix, &workspace);
    gsl_eigen_symmv_sort(&eigenvalues.vector, &columns.matrix, GSL_EIGEN_SORT_VAL_ASC);
    fix_signs(vectors, n);
  }
  return failed ? SOLON_NOT_CONVERGED : SOLON_OK;
}
