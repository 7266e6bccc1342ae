/* eigen.c - eigenvalues of symmetric matrices: reduction to tridiagonal form by reflections, then
 * implicit QR steps with Wilkinson's shift [Golub and Van Loan 2013, sections 8.3.1 to 8.3.3].
 *
 * Written here because it must stop within a moment of being asked to, which one call of a library
 * cannot.  Eigenvectors are kept as rows, so that a rotation runs over contiguous memory.
 */
#include "linalg.h"

#include <float.h>
#include <gsl/gsl_cblas.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* QR steps per eigenvalue before giving up; two or three are usual. */
enum { MOST_STEPS = 60 };

static solon_status no_information(double *values, double *vectors, size_t n) {
  for (size_t i = 0; i < n; i++)
    values[i] = NAN;
  for (size_t i = 0; vectors != NULL && i < n * n; i++)
    vectors[i] = NAN;
  return SOLON_DEGENERATE;
}

/* Largest magnitude; NaN when some element is not finite. */
static double largest_element(const double *a, size_t size) {
  double largest = 0;
  for (size_t i = 0; i < size; i++) {
    if (!isfinite(a[i]))
      return NAN;
    largest = fmax(largest, fabs(a[i]));
  }
  return largest;
}

/* The reflection I - tau v v' that maps x to (r, 0, ... 0); v, with v[0] = 1, replaces x.  Returns
 * r. */
static double reflector(double *x, size_t size, double *tau) {
  double rest = size > 1 ? cblas_dnrm2((int)size - 1, x + 1, 1) : 0, first = x[0];
  *tau = 0;
  x[0] = 1;
  if (rest == 0)
    return first;
  double r = -copysign(hypot(first, rest), first);
  *tau = (r - first) / r;
  cblas_dscal((int)size - 1, 1 / (first - r), x + 1, 1);
  return r;
}

/* Reduces a (lower triangle) to diagonal d and subdiagonal e.  Reflection k, which leaves the first
 * k + 1 coordinates alone, is left in row k of the upper triangle, from column k + 1 on; its factor
 * in tau[k].  work: n. */
static solon_status tridiagonal(solon_context *context, double *a, size_t n, double *d, double *e,
                                double *tau, double *work) {
  for (size_t k = 0; k < n; k++) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    d[k] = a[k * n + k];
    size_t size = n - k - 1;
    if (size == 0)
      break;
    double *v = a + k * n + k + 1, *rest = a + (k + 1) * n + k + 1;
    cblas_dcopy((int)size, a + (k + 1) * n + k, (int)n, v, 1);
    e[k] = reflector(v, size, &tau[k]);
    if (tau[k] == 0)
      continue;
    cblas_dsymv(CblasRowMajor, CblasLower, (int)size, tau[k], rest, (int)n, v, 1, 0, work, 1);
    double alpha = -0.5 * tau[k] * cblas_ddot((int)size, work, 1, v, 1);
    cblas_daxpy((int)size, alpha, v, 1, work, 1);
    cblas_dsyr2(CblasRowMajor, CblasLower, (int)size, -1, v, 1, work, 1, rest, (int)n);
  }
  return SOLON_OK;
}

/* q = the transposed product of the reflections: row j of q is the image of coordinate j.  work: n.
 */
static solon_status accumulate(solon_context *context, const double *a, size_t n, const double *tau,
                               double *q, double *work) {
  memset(q, 0, n * n * sizeof *q);
  for (size_t i = 0; i < n; i++)
    q[i * n + i] = 1;
  for (size_t k = n - 1; k-- > 0;) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    int size = (int)(n - k - 1);
    const double *v = a + k * n + k + 1;
    double *rest = q + (k + 1) * n + k + 1;
    /* rest (I - tau v v'): q is the transpose, so reflections come from the right */
    cblas_dgemv(CblasRowMajor, CblasNoTrans, size, size, 1, rest, (int)n, v, 1, 0, work, 1);
    cblas_dger(CblasRowMajor, size, size, -tau[k], work, 1, v, 1, rest, (int)n);
  }
  return SOLON_OK;
}

/* One implicit QR step on rows low .. high; q (may be NULL) takes the rotations. */
static void qr_step(double *d, double *e, size_t low, size_t high, double *q, size_t n) {
  double half = (d[high - 1] - d[high]) / 2, last = e[high - 1];
  double shift = d[high] - last * last / (half + copysign(hypot(half, last), half));
  double x = d[low] - shift, z = e[low];
  for (size_t k = low; k < high; k++) {
    double r = hypot(x, z), c = r == 0 ? 1 : x / r, s = r == 0 ? 0 : z / r;
    if (k > low)
      e[k - 1] = r;
    double first = d[k], off = e[k], second = d[k + 1];
    double mixed = 2 * c * s * off;
    d[k] = c * c * first + mixed + s * s * second;
    d[k + 1] = s * s * first - mixed + c * c * second;
    e[k] = c * s * (second - first) + (c * c - s * s) * off;
    if (k + 1 < high) {
      x = e[k];
      z = s * e[k + 1];
      e[k + 1] *= c;
    }
    if (q != NULL)
      cblas_drot((int)n, q + k * n, 1, q + (k + 1) * n, 1, c, s);
  }
}

static bool negligible(const double *d, const double *e, size_t k) {
  return fabs(e[k]) <= DBL_EPSILON * (fabs(d[k]) + fabs(d[k + 1])) + DBL_MIN;
}

/* Diagonalises d, e. */
static solon_status diagonalise(solon_context *context, double *d, double *e, double *q, size_t n) {
  size_t high = n - 1, steps = 0;
  while (high > 0) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    if (negligible(d, e, high - 1)) {
      high--;
      steps = 0;
      continue;
    }
    size_t low = high - 1;
    while (low > 0 && !negligible(d, e, low - 1))
      low--;
    if (steps++ == MOST_STEPS)
      return SOLON_NOT_CONVERGED;
    qr_step(d, e, low, high, q, n);
  }
  return SOLON_OK;
}

/* Sorts the eigenvalues, and the rows of q with them. */
static void sort_pairs(double *d, double *q, size_t n) {
  for (size_t i = 0; i + 1 < n; i++) {
    size_t least = i;
    for (size_t j = i + 1; j < n; j++)
      if (d[j] < d[least])
        least = j;
    if (least == i)
      continue;
    double value = d[i];
    d[i] = d[least];
    d[least] = value;
    if (q != NULL)
      cblas_dswap((int)n, q + i * n, 1, q + least * n, 1);
  }
}

/* An eigenvector is fixed but for its sign: the one whose largest component is positive, where
 * components that differ by rounding only count as equal. */
static void fix_sign(double *vector, size_t n) {
  size_t largest = 0;
  for (size_t i = 1; i < n; i++)
    if (fabs(vector[i]) > fabs(vector[largest]) * (1 + 1e-12))
      largest = i;
  if (vector[largest] < 0)
    cblas_dscal((int)n, -1, vector, 1);
}

static void transpose(double *q, size_t n) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++) {
      double value = q[i * n + j];
      q[i * n + j] = q[j * n + i];
      q[j * n + i] = value;
    }
}

solon_status solon_eigen_symmetric(solon_context *context, const double *a, size_t n, double *work,
                                   double *values, double *vectors) {
  if (n == 0)
    return SOLON_OK;
  if (n > INT_MAX)
    return solon_fail(context, SOLON_BAD_SHAPE, "a dimension exceeds 2^31 - 1");
  double largest = largest_element(a, n * n);
  if (isnan(largest))
    return no_information(values, vectors, n);
  /* a power of two brings the elements to order 1, so that no square overflows or vanishes */
  int scale = largest == 0 ? 0 : ilogb(largest);
  double *copy = work, *e = work + n * n, *tau = e + n, *rest = tau + n;
  for (size_t i = 0; i < n * n; i++)
    copy[i] = ldexp(a[i], -scale);
  solon_status status = tridiagonal(context, copy, n, values, e, tau, rest);
  if (status == SOLON_OK && vectors != NULL)
    status = accumulate(context, copy, n, tau, vectors, rest);
  if (status == SOLON_OK)
    status = diagonalise(context, values, e, vectors, n);
  if (status == SOLON_CANCELLED)
    return status;
  sort_pairs(values, vectors, n);
  for (size_t i = 0; i < n; i++) {
    values[i] = ldexp(values[i], scale);
    if (vectors != NULL)
      fix_sign(vectors + i * n, n);
  }
  if (vectors != NULL)
    transpose(vectors, n);
  return status;
}
