/* array_test.c - elementwise functions against mpmath, and every kernel at every CPU level. */
#include "core/array/elementwise.h"
#include "core/array/expression.h"
#include "core/array/kernels.h"
#include "core/array/reduce.h"
#include "core/base/cpu.h"
#include "core/random/philox.h"
#include "tap.h"

#include "tests/reference/array_elementary.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t ordered(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static uint64_t distance(double a, double b) {
  uint64_t x = ordered(a), y = ordered(b);
  return x > y ? x - y : y - x;
}

static int operation_named(const char *const *names, int count, const char *name) {
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

/* The reference is rounded correctly, so an error below 1 unit shows as at most 1 step. */
static uint64_t tolerated(const char *name) {
  if (strcmp(name, "sigmoid") == 0 || strcmp(name, "logit") == 0)
    return 3;
  return strcmp(name, "sinh") == 0 || strcmp(name, "cosh") == 0 ? 2 : 1;
}

static void test_unary_accuracy(void) {
  enum { COUNT = sizeof unary_vectors / sizeof *unary_vectors };
  for (int i = 0; i < COUNT;) {
    const char *name = unary_vectors[i].name;
    int operation = operation_named(solon_unary_names, SOLON_UNARY_COUNT, name), worst = i;
    uint64_t largest = 0;
    for (; i < COUNT && strcmp(unary_vectors[i].name, name) == 0; i++) {
      double got;
      solon_unary(NULL, (solon_unary_operation)operation, &unary_vectors[i].x, 1, &got);
      if (distance(got, unary_vectors[i].value) > largest) {
        largest = distance(got, unary_vectors[i].value);
        worst = i;
      }
    }
    if (!tap_ok(largest <= tolerated(name), "%s agrees with mpmath to %d unit(s) in the last place",
                name, (int)tolerated(name)))
      tap_note("%" PRIu64 " units at %a (want %a)", largest, unary_vectors[worst].x,
               unary_vectors[worst].value);
  }
}

static void test_binary_accuracy(void) {
  enum { COUNT = sizeof binary_vectors / sizeof *binary_vectors };
  for (int i = 0; i < COUNT;) {
    const char *name = binary_vectors[i].name;
    int operation = operation_named(solon_binary_names, SOLON_BINARY_COUNT, name), worst = i;
    uint64_t largest = 0;
    for (; i < COUNT && strcmp(binary_vectors[i].name, name) == 0; i++) {
      double got;
      solon_binary(NULL, (solon_binary_operation)operation, &binary_vectors[i].x, 1,
                   &binary_vectors[i].y, 1, 1, &got);
      if (distance(got, binary_vectors[i].value) > largest) {
        largest = distance(got, binary_vectors[i].value);
        worst = i;
      }
    }
    if (!tap_ok(largest <= 1, "%s agrees with mpmath to 1 unit in the last place", name))
      tap_note("%" PRIu64 " units at %a, %a (want %a)", largest, binary_vectors[worst].x,
               binary_vectors[worst].y, binary_vectors[worst].value);
  }
}

/* ---- special values -------------------------------------------------------------------------- */

static double unary(solon_unary_operation operation, double x) {
  double got;
  solon_unary(NULL, operation, &x, 1, &got);
  return got;
}

static double binary(solon_binary_operation operation, double x, double y) {
  double got;
  solon_binary(NULL, operation, &x, 1, &y, 1, 1, &got);
  return got;
}

static void test_special_values(void) {
  double inf = (double)INFINITY, nan = (double)NAN;
  for (int i = 0; i < SOLON_UNARY_COUNT; i++)
    if (i != SOLON_UNARY_is_nan && i != SOLON_UNARY_is_finite)
      tap_same(unary((solon_unary_operation)i, nan), nan, "%s of NaN", solon_unary_names[i]);
  for (int i = 0; i < SOLON_BINARY_COUNT; i++) {
    bool comparison = i >= SOLON_BINARY_lt && i <= SOLON_BINARY_ne;
    double want = comparison ? i == SOLON_BINARY_ne : nan;
    tap_same(binary((solon_binary_operation)i, nan, 2), want, "%s of NaN and 2",
             solon_binary_names[i]);
    tap_same(binary((solon_binary_operation)i, 2, nan), want, "%s of 2 and NaN",
             solon_binary_names[i]);
  }
  tap_same(binary(SOLON_BINARY_power, nan, 0), 1, "NaN ^ 0");
  tap_same(binary(SOLON_BINARY_power, 1, nan), 1, "1 ^ NaN");
  tap_same(binary(SOLON_BINARY_power, -8, 1.0 / 3), nan, "root of a negative");
  tap_same(binary(SOLON_BINARY_power, 0, -1), inf, "0 ^ -1");
  tap_same(binary(SOLON_BINARY_power, 2, 5000), inf, "overflow of power");
  tap_same(unary(SOLON_UNARY_exp, 1000), inf, "overflow of exp");
  tap_same(unary(SOLON_UNARY_exp, -1000), 0, "underflow of exp");
  tap_same(unary(SOLON_UNARY_exp, -inf), 0, "exp of -inf");
  tap_same(unary(SOLON_UNARY_expm1, -inf), -1, "expm1 of -inf");
  tap_same(unary(SOLON_UNARY_log, 0), -inf, "log of 0");
  tap_same(unary(SOLON_UNARY_log, -1), nan, "log of -1");
  tap_same(unary(SOLON_UNARY_log, inf), inf, "log of inf");
  tap_same(unary(SOLON_UNARY_log1p, -1), -inf, "log1p of -1");
  tap_same(unary(SOLON_UNARY_log1p, -2), nan, "log1p of -2");
  tap_same(unary(SOLON_UNARY_log1p, inf), inf, "log1p of inf");
  tap_same(unary(SOLON_UNARY_sqrt, -1), nan, "sqrt of -1");
  tap_same(unary(SOLON_UNARY_sin, inf), nan, "sin of inf");
  tap_same(unary(SOLON_UNARY_sinh, 1000), inf, "overflow of sinh");
  tap_same(unary(SOLON_UNARY_cosh, -1000), inf, "overflow of cosh");
  tap_same(unary(SOLON_UNARY_sinh, -inf), -inf, "sinh of -inf");
  tap_same(unary(SOLON_UNARY_tanh, inf), 1, "tanh of inf");
  tap_same(unary(SOLON_UNARY_asin, 2), nan, "asin of 2");
  tap_same(unary(SOLON_UNARY_sigmoid, inf), 1, "sigmoid of inf");
  tap_same(unary(SOLON_UNARY_sigmoid, -inf), 0, "sigmoid of -inf");
  tap_same(unary(SOLON_UNARY_logit, 0), -inf, "logit of 0");
  tap_same(unary(SOLON_UNARY_logit, 1), inf, "logit of 1");
  tap_same(unary(SOLON_UNARY_logit, 0.5), 0, "logit of 1/2");
  tap_same(unary(SOLON_UNARY_logit, 1.5), nan, "logit of 3/2");
  tap_same(unary(SOLON_UNARY_logit, -0.5), nan, "logit of -1/2");
  tap_same(unary(SOLON_UNARY_round, 2.5), 2, "round to even");
  tap_same(unary(SOLON_UNARY_round, -0.25), -0.0, "round keeps the sign of zero");
  tap_same(unary(SOLON_UNARY_sign, -0.0), -0.0, "sign of -0");
  tap_same(unary(SOLON_UNARY_sign, -inf), -1, "sign of -inf");
  tap_same(binary(SOLON_BINARY_modulo, -1, inf), inf, "-1 modulo inf, as in Lua");
  tap_same(binary(SOLON_BINARY_modulo, 5, 0), nan, "modulo 0");
  tap_same(binary(SOLON_BINARY_hypot, 1e308, 1e308), 1.4142135623730951e308,
           "hypot of large values");
}

/* ---- levels ---------------------------------------------------------------------------------- */

enum { SIZE = 5003 }; /* a chunk and an odd rest */

static double draw(solon_stream *stream) {
  uint64_t bits = solon_stream_bits64(stream);
  double uniform = (double)(bits >> 11) * 0x1p-53;
  switch (bits & 15) {
  case 0:
    return NAN;
  case 1:
    return uniform < 0.5 ? (double)INFINITY : -(double)INFINITY;
  case 2:
    return uniform < 0.5 ? 0.0 : -0.0;
  case 3:
    return (uniform - 0.5) * 1e-310;
  case 4:
    return ldexp(uniform - 0.5, (int)(bits >> 4 & 1023) - 512);
  case 5:
    return floor(uniform * 20) - 10;
  default:
    return (uniform - 0.5) * 100;
  }
}

static bool same_bits(const double *a, const double *b, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (memcmp(&a[i], &b[i], sizeof *a) != 0 && !(isnan(a[i]) && isnan(b[i])))
      return false;
  return true;
}

typedef struct level {
  const char *name;
  const solon_kernels *kernels;
} level;

static void compare_levels(level a, level b, const double *x, const double *y) {
  static double first[SIZE], second[SIZE];
  for (int i = 0; i < SOLON_UNARY_COUNT; i++) {
    /* odd starts and lengths: a result must not depend on its place in a vector */
    a.kernels->unary[i](x, SIZE, first);
    b.kernels->unary[i](x, SIZE, second);
    bool same = same_bits(first, second, SIZE);
    b.kernels->unary[i](x + 3, 1001, second + 3);
    same = same && same_bits(first, second, SIZE);
    tap_ok(same, "%s has the same bits at %s and %s", solon_unary_names[i], a.name, b.name);
  }
  for (int i = 0; i < SOLON_BINARY_COUNT; i++) {
    bool same = true;
    for (int form = 0; form < SOLON_FORMS; form++) {
      a.kernels->binary[i][form](x + 7, y + 7, SIZE - 7, first);
      b.kernels->binary[i][form](x + 7, y + 7, SIZE - 7, second);
      same = same && same_bits(first, second, SIZE - 7);
    }
    tap_ok(same, "%s has the same bits at %s and %s", solon_binary_names[i], a.name, b.name);
  }
}

static void compare_reductions(level a, level b, const double *x, const double *y) {
  bool same = true;
  for (size_t size = 0; size < 300; size++) {
    double one[7], two[7];
    const level *levels[2] = {&a, &b};
    for (int k = 0; k < 2; k++) {
      const solon_kernels *kernels = levels[k]->kernels;
      double *out = k == 0 ? one : two;
      out[0] = kernels->sum(x, size);
      out[1] = kernels->dot(x, y, size);
      out[2] = kernels->minimum(x, size);
      out[3] = kernels->maximum(x, size);
      out[4] = kernels->product(x, size);
      kernels->deviations(x, 0.25, size, &out[5], &out[6]);
    }
    same = same && same_bits(one, two, 7);
  }
  tap_ok(same, "reductions of 0 .. 299 elements have the same bits at %s and %s", a.name, b.name);
}

static void test_levels(void) {
#if defined(__x86_64__)
  static double x[SIZE], y[SIZE], tame[SIZE], tame2[SIZE];
  solon_stream stream;
  solon_stream_start(&stream, 1, solon_purpose("array levels"), 0);
  for (int i = 0; i < SIZE; i++) {
    x[i] = draw(&stream);
    y[i] = draw(&stream);
    tame[i] = (double)(solon_stream_bits64(&stream) >> 11) * 0x1p-53 - 0.4;
    tame2[i] = (double)(solon_stream_bits64(&stream) >> 11) * 0x1p-53;
  }
  level baseline = {"baseline", &solon_kernels_baseline};
  const level others[] = {{"avx2", &solon_kernels_avx2}, {"avx512", &solon_kernels_avx512}};
  for (int i = 0; i < 2; i++) {
    if ((int)solon_cpu_level_get() < SOLON_CPU_AVX2 + i) {
      tap_skip("this CPU or SOLON_CPU_LEVEL does not allow it", others[i].name);
      continue;
    }
    compare_levels(baseline, others[i], x, y);
    compare_levels(baseline, others[i], tame, tame2);
    compare_reductions(baseline, others[i], x, y);
    compare_reductions(baseline, others[i], tame, tame2);
  }
#else
  tap_skip("another architecture", "levels");
#endif
}

/* ---- reductions ------------------------------------------------------------------------------ */

/* Sums in long double serve as a reference with 11 more bits. */
static void test_sums(void) {
  enum { N = 100001 };
  double *x = malloc(N * sizeof *x);
  solon_stream stream;
  solon_stream_start(&stream, 2, solon_purpose("array sums"), 0);
  long double exact = 0, magnitude = 0;
  for (int i = 0; i < N; i++) {
    x[i] = (double)(solon_stream_bits64(&stream) >> 11) * 0x1p-53 - 0.5 + 1e6 * (i % 2 ? 1 : -1);
    exact += x[i];
    magnitude += fabsl(x[i]);
  }
  double sum, variance, mean;
  solon_sum(NULL, x, N, &sum);
  tap_ok(fabsl(sum - exact) <= DBL_EPSILON * magnitude,
         "the sum of 100,001 values that cancel is close");
  for (int i = 0; i < N; i++)
    x[i] = 1e9 + i % 3;
  solon_variance(NULL, x, N, 1, &mean, &variance);
  /* N = 3 * 33333 + 2: values 0, 1 occur 33334 times and 2 occurs 33333 times */
  double n = N, first = 33334 + 2 * 33333.0, second = 33334 + 4 * 33333.0;
  tap_near(variance, (second - first * first / n) / (n - 1), 1e-12, 0,
           "variance of values around 1e9");
  tap_near(mean, 1e9 + first / n, 1e-15, 0, "their mean");
  for (int i = 0; i < N; i++)
    x[i] = i == 0 ? 1e16 : 1;
  solon_cumulative_sum(NULL, x, N, x);
  tap_same(x[N - 1], 1e16 + (N - 1), "the running sum carries what a plain one would lose");
  free(x);
}

static void test_cancel(void) {
  atomic_int flag = 1;
  solon_context context = {.cancel = &flag};
  double x[3] = {1, 2, 3}, out[3];
  tap_integer(solon_sum(&context, x, 3, out), SOLON_CANCELLED, "sum can be cancelled");
  tap_integer(solon_unary(&context, SOLON_UNARY_exp, x, 3, out), SOLON_CANCELLED,
              "exp can be cancelled");
  static solon_expression e;
  tap_integer(solon_expression_compile(NULL, "a + 1", 5, &e), SOLON_OK, "an expression compiles");
  solon_expression_value value = {x, 1};
  double work[SOLON_EXPRESSION_BLOCK];
  tap_integer(solon_expression_run(&context, &e, &value, 3, work, out), SOLON_CANCELLED,
              "an expression can be cancelled");
}

/* Threads take slabs of an expression in any order; the elements must not notice. */
static void test_expression_threads(void) {
  enum { N = 300007 };
  static const char text[] = "a*sigmoid(a) + where(a > 0.25, exp(a), a^3) - 2^10";
  double *x = malloc(3 * N * sizeof *x), *one = x + N, *many = one + N;
  for (int i = 0; i < N; i++)
    x[i] = (i % 1000) / 1000.0 - 0.3;
  static solon_expression e;
  solon_expression_compile(NULL, text, sizeof text - 1, &e);
  solon_expression_value value = {x, 1};
  double *work = malloc((size_t)(4 * e.block_count) * SOLON_EXPRESSION_BLOCK * sizeof *work);
  solon_context context = {.threads = 1};
  solon_expression_run(&context, &e, &value, N, work, one);
  context.threads = 4;
  solon_expression_run(&context, &e, &value, N, work, many);
  tap_ok(memcmp(one, many, N * sizeof *one) == 0, "one thread and four give the same elements");
  double a = x[777];
  tap_near(one[777], a / (1 + exp(-a)) + (a > 0.25 ? exp(a) : a * a * a) - 1024, 1e-14, 0,
           "and the right ones");
  free(work);
  free(x);
}

int main(void) {
  tap_note("CPU level %s", solon_cpu_level_name(solon_cpu_level_get()));
  test_unary_accuracy();
  test_binary_accuracy();
  test_special_values();
  test_levels();
  test_sums();
  test_cancel();
  test_expression_threads();
  return tap_done();
}
