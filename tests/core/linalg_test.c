/* linalg_test.c - systems and factors larger than one panel, checked by their residuals. */
#include "core/linalg/linalg.h"
#include "core/random/philox.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

enum { N = 150, COLUMNS = 3 }; /* three panels, the last one incomplete */

static double a[N * N], b[N * COLUMNS], x[N * COLUMNS], product[N * N], work[N * N + 4 * N];
static double factor[N * N], values[N], vectors[N * N];
static size_t pivots[N];

static void fill(double *out, size_t size, uint64_t index) {
  solon_stream stream;
  solon_stream_start(&stream, 3, solon_purpose("linalg test"), index);
  for (size_t i = 0; i < size; i++)
    out[i] = (double)(solon_stream_bits64(&stream) >> 11) * 0x1p-53 - 0.5;
}

static double largest_difference(const double *p, const double *q, size_t size) {
  double largest = 0;
  for (size_t i = 0; i < size; i++)
    largest = fmax(largest, fabs(p[i] - q[i]));
  return largest;
}

static void multiply_plainly(const double *p, const double *q, size_t rows, size_t inner,
                             size_t columns, double *out) {
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) {
      long double sum = 0;
      for (size_t k = 0; k < inner; k++)
        sum += (long double)p[i * inner + k] * q[k * columns + j];
      out[i * columns + j] = (double)sum;
    }
}

static void test_product(void) {
  static double want[N * COLUMNS];
  fill(a, N * N, 0);
  fill(b, N * COLUMNS, 1);
  solon_matmul(NULL, a, b, N, N, COLUMNS, x);
  multiply_plainly(a, b, N, N, COLUMNS, want);
  tap_ok(largest_difference(x, want, N * COLUMNS) < 1e-14, "product");
}

static void test_solve(void) {
  double condition;
  tap_integer(solon_solve(NULL, a, N, b, COLUMNS, work, pivots, x, &condition), SOLON_OK, "solve");
  multiply_plainly(a, x, N, N, COLUMNS, product);
  tap_ok(largest_difference(product, b, N * COLUMNS) < 1e-11, "its residual");
  tap_ok(condition > 1e-7 && condition < 1e-1, "its condition");
  memcpy(x, b, sizeof x);
  solon_solve(NULL, a, N, x, COLUMNS, work, pivots, x, NULL);
  multiply_plainly(a, x, N, N, COLUMNS, product);
  tap_ok(largest_difference(product, b, N * COLUMNS) < 1e-11, "in place");
  for (size_t j = 0; j < N; j++)
    a[140 * N + j] = a[3 * N + j] - a[77 * N + j];
  solon_status status = solon_solve(NULL, a, N, b, COLUMNS, work, pivots, x, &condition);
  tap_integer(status, SOLON_SINGULAR, "a dependent row is found out");
  memset(a + 140 * N, 0, N * sizeof *a);
  status = solon_solve(NULL, a, N, b, COLUMNS, work, pivots, x, &condition);
  tap_ok(status == SOLON_SINGULAR && condition == 0 && isnan(x[0]), "a row of zeros gives NaN");
}

static void test_symmetric(void) {
  static double transposed[N * N], scaled[N * N];
  fill(a, N * N, 2);
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < N; j++)
      transposed[j * N + i] = a[i * N + j];
  static double s[N * N];
  multiply_plainly(a, transposed, N, N, N, s);
  tap_integer((int64_t)solon_asymmetry(s, N), N * N, "symmetric");
  tap_integer(solon_cholesky(NULL, s, N, factor), SOLON_OK, "cholesky");
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < N; j++)
      transposed[j * N + i] = factor[i * N + j];
  multiply_plainly(factor, transposed, N, N, N, product);
  tap_ok(largest_difference(product, s, N * N) < 1e-12, "its product");
  tap_ok(factor[1] == 0 && factor[N * N - 2] != 0, "lower triangular");
  tap_integer(solon_cholesky_solve(NULL, factor, N, b, COLUMNS, x), SOLON_OK, "cholesky_solve");
  multiply_plainly(s, x, N, N, COLUMNS, product);
  tap_ok(largest_difference(product, b, N * COLUMNS) < 1e-7, "its residual");

  tap_integer(solon_eigen_symmetric(NULL, s, N, work, values, vectors), SOLON_OK, "eigenvalues");
  bool ascending = true;
  for (size_t j = 0; j + 1 < N; j++)
    ascending = ascending && values[j] <= values[j + 1];
  tap_ok(ascending, "ascending");
  multiply_plainly(s, vectors, N, N, N, product);
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < N; j++)
      scaled[i * N + j] = vectors[i * N + j] * values[j];
  tap_ok(largest_difference(product, scaled, N * N) < 1e-12, "s v = v lambda");
  double alone[N];
  solon_eigen_symmetric(NULL, s, N, work, alone, NULL);
  tap_ok(largest_difference(alone, values, N) < 1e-12, "the same without vectors");
  s[120 * N + 120] = -1;
  tap_integer(solon_cholesky(NULL, s, N, factor), SOLON_SINGULAR, "not positive definite");
  s[120 * N + 120] = NAN;
  tap_integer(solon_cholesky(NULL, s, N, factor), SOLON_DEGENERATE, "NaN");
  s[5 * N + 120] += 1;
  tap_integer((int64_t)solon_asymmetry(s, N), 120 * N + 5, "asymmetric");
}

/* Largest departure of v' v from the identity. */
static double disorder(const double *v, size_t n) {
  double largest = 0;
  for (size_t j = 0; j < n; j++)
    for (size_t k = 0; k <= j; k++) {
      double sum = j == k ? -1 : 0;
      for (size_t i = 0; i < n; i++)
        sum += v[i * n + j] * v[i * n + k];
      largest = fmax(largest, fabs(sum));
    }
  return largest;
}

/* Eigenvalues known in closed form: 2 - 2 cos(k pi / (n + 1)) of the second difference, also scaled
 * far up and down; constant, diagonal, zero and tiny matrices. */
static void test_known_eigenvalues(void) {
  enum { M = 40 };
  static double s[M * M], v[M * M];
  double w[M];
  for (int power = -600; power <= 600; power += 600) {
    double worst = 0;
    for (int i = 0; i < M * M; i++)
      s[i] = ldexp(i / M == i % M ? 2 : abs(i / M - i % M) == 1 ? -1 : 0, power);
    tap_integer(solon_eigen_symmetric(NULL, s, M, work, w, v), SOLON_OK, "scale 2^%d", power);
    for (int k = 0; k < M; k++)
      worst = fmax(worst, fabs(ldexp(w[k], -power) - (2 - 2 * cos((k + 1) * PI / (M + 1)))));
    tap_ok(worst < 1e-14, "eigenvalues of the second difference");
    tap_ok(disorder(v, M) < 1e-13, "vectors are orthonormal");
  }
  for (int i = 0; i < M * M; i++)
    s[i] = 1;
  solon_eigen_symmetric(NULL, s, M, work, w, v);
  tap_near(w[M - 1], M, 1e-14, 0, "the constant matrix has one eigenvalue n");
  tap_ok(fabs(w[0]) < 2e-13 && fabs(w[M - 2]) < 2e-13, "the others are 0");
  tap_ok(disorder(v, M) < 1e-13, "vectors of a repeated eigenvalue are orthonormal");
  for (int i = 0; i < M * M; i++)
    s[i] = i / M == i % M ? M - i % M : 0;
  solon_eigen_symmetric(NULL, s, M, work, w, v);
  tap_ok(w[0] == 1 && w[M - 1] == M && v[M - 1] != 0 && v[0] == 0, "a diagonal matrix is sorted");
  memset(s, 0, sizeof s);
  tap_integer(solon_eigen_symmetric(NULL, s, M, work, w, v), SOLON_OK, "the zero matrix");
  tap_ok(w[0] == 0 && w[M - 1] == 0 && disorder(v, M) == 0, "has eigenvalues 0");
  const double two[4] = {1, 2, 2, 1};
  solon_eigen_symmetric(NULL, two, 2, work, w, v);
  tap_near(w[0], -1, 1e-15, 0, "order 2, first");
  tap_near(w[1], 3, 1e-15, 0, "order 2, second");
  solon_eigen_symmetric(NULL, &two[1], 1, work, w, v);
  tap_ok(w[0] == 2 && v[0] == 1, "order 1");
}

static void test_cancel(void) {
  atomic_int flag = 1;
  solon_context context = {.cancel = &flag};
  tap_integer(solon_matmul(&context, a, a, N, N, N, product), SOLON_CANCELLED, "matmul cancelled");
  tap_integer(solon_solve(&context, a, N, b, COLUMNS, work, pivots, x, NULL), SOLON_CANCELLED,
              "solve cancelled");
  tap_integer(solon_cholesky(&context, a, N, factor), SOLON_CANCELLED, "cholesky cancelled");
  tap_integer(solon_eigen_symmetric(&context, a, N, work, values, vectors), SOLON_CANCELLED,
              "eigenvalues cancelled");
}

int main(void) {
  test_product();
  test_solve();
  test_symmetric();
  test_known_eigenvalues();
  test_cancel();
  return tap_done();
}
