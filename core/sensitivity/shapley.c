/* shapley.c - conditional points under a copula, costs of sets, and effects from costs. */
#include "shapley.h"

#include "core/linalg/linalg.h"
#include "core/random/continuous.h"
#include "core/random/octave_table.h"
#include "core/random/philox.h"
#include "core/random/tail_integrals.h"

#include <math.h>

/* The upper tail of |z| is tabulated over [2^-10, 4); beyond, the rare values are computed. */
enum { TAIL_LOWEST = -10, TAIL_OCTAVES = 12 };

size_t solon_shapley_workspace(const solon_shapley_sets *sets) {
  size_t d = sets->inputs;
  return (2 * d * d + solon_octave_table_size(TAIL_OCTAVES)) * sizeof(double);
}

/* ---- points ---------------------------------------------------------------------------------- */

/* The factor of the correlation matrix with its inputs in the given order. */
static solon_status ordered_factor(solon_context *context, const solon_shapley_sets *sets,
                                   const uint32_t *order, double *ordered, double *factor) {
  size_t d = sets->inputs;
  for (size_t i = 0; i < d; i++)
    for (size_t k = 0; k <= i; k++) {
      size_t row = order[i] > order[k] ? order[i] : order[k];
      size_t column = order[i] > order[k] ? order[k] : order[i];
      ordered[i * d + k] = ordered[k * d + i] = sets->correlation[row * d + column];
    }
  solon_status status = solon_cholesky(context, ordered, d, factor);
  return status == SOLON_DEGENERATE ? SOLON_SINGULAR : status;
}

static void draw_normals(solon_stream *stream, double *e, size_t count) {
  for (size_t i = 0; i < count; i++)
    e[i] = solon_draw_normal(stream);
}

/* sqrt(nu / W), W chi-square with nu degrees of freedom. */
static double t_scale(solon_stream *stream, double nu) {
  return sqrt(nu / (2 * solon_draw_gamma(stream, nu / 2)));
}

static double exact_tail(const void *law, double z, double *guess) {
  double nu = *(const double *)law;
  (void)guess;
  return nu > 0 ? solon_student_tail(z, nu) : solon_normal_tail(z);
}

/* The probability of z under the margins of the copula. */
static double margin(const solon_octave_table *table, double z) {
  double tail = z == 0 ? 0.5 : solon_octave_table_value(table, fabs(z));
  double p = z > 0 ? 1 - tail : tail;
  /* quantiles at exactly 0 or 1 may be infinite */
  return p < 0x1p-54 ? 0x1p-54 : p > 1 - 0x1p-53 ? 1 - 0x1p-53 : p;
}

static double combine(const double *row, const double *e, size_t count) {
  double z = 0;
  for (size_t i = 0; i < count; i++)
    z += row[i] * e[i];
  return z;
}

/* One outer draw and its inner draws, rows row .. row + inner - 1 of the columns. */
static void draw_group(const solon_shapley_sets *sets, size_t set, solon_stream *stream,
                       const double *factor, const solon_octave_table *tail, size_t rows,
                       size_t row, double *out) {
  const size_t d = sets->inputs, k = sets->given[set];
  const uint32_t *order = sets->order + set * d;
  double e[SOLON_SHAPLEY_INPUTS], outer_scale = 1, spread = 1;
  draw_normals(stream, e, k);
  if (sets->nu > 0 && k > 0) {
    outer_scale = t_scale(stream, sets->nu);
    double q = 0;
    for (size_t i = 0; i < k; i++) {
      e[i] *= outer_scale;
      q += e[i] * e[i];
    }
    spread = sqrt((sets->nu + q) / (sets->nu + (double)k));
  }
  for (size_t i = 0; i < k; i++) {
    double p = margin(tail, combine(factor + i * d, e, i + 1));
    for (size_t r = 0; r < sets->inner; r++)
      out[order[i] * rows + row + r] = p;
  }
  for (size_t r = 0; r < sets->inner; r++) {
    draw_normals(stream, e + k, d - k);
    double scale = sets->nu > 0 ? spread * t_scale(stream, sets->nu + (double)k) : 1;
    for (size_t i = k; i < d; i++)
      e[i] *= scale;
    for (size_t i = k; i < d; i++)
      out[order[i] * rows + row + r] = margin(tail, combine(factor + i * d, e, i + 1));
  }
}

solon_status solon_shapley_points(solon_context *context, const solon_shapley_sets *sets,
                                  double *work, double *out) {
  const size_t d = sets->inputs, rows = sets->count * sets->outer * sets->inner;
  double *ordered = work, *factor = work + d * d;
  solon_octave_table tail;
  solon_octave_table_build(&tail, exact_tail, &sets->nu, false, TAIL_LOWEST, TAIL_OCTAVES,
                           factor + d * d);
  for (size_t s = 0, row = 0; s < sets->count; s++) {
    solon_status status = ordered_factor(context, sets, sets->order + s * d, ordered, factor);
    if (status != SOLON_OK)
      return status;
    solon_stream stream;
    solon_stream_start(&stream, sets->seed, solon_purpose("shapley"), sets->first + s);
    for (size_t o = 0; o < sets->outer; o++, row += sets->inner) {
      if (o % 256 == 0 && solon_context_cancelled(context))
        return SOLON_CANCELLED;
      draw_group(sets, s, &stream, factor, &tail, rows, row, out);
    }
  }
  return SOLON_OK;
}

/* ---- costs ----------------------------------------------------------------------------------- */

static double sample_variance(const double *x, size_t count) {
  double mean = 0, squares = 0;
  for (size_t i = 0; i < count; i++)
    mean += (x[i] - mean) / (double)(i + 1);
  for (size_t i = 0; i < count; i++)
    squares += (x[i] - mean) * (x[i] - mean);
  return squares / (double)(count - 1);
}

void solon_shapley_costs(const double *values, size_t count, size_t outer, size_t inner,
                         double *cost, double *error) {
  for (size_t s = 0; s < count; s++) {
    double mean = 0, squares = 0; /* Welford's recurrence over the outer draws */
    for (size_t o = 0; o < outer; o++, values += inner) {
      double v = sample_variance(values, inner), step = v - mean;
      mean += step / (double)(o + 1);
      squares += step * (v - mean);
    }
    cost[s] = mean;
    error[s] = outer < 2 ? NAN : squares / (double)(outer - 1) / (double)outer;
  }
}

void solon_shapley_variance(const double *values, size_t count, double *variance, double *error) {
  double mean = 0, fourth = 0, n = (double)count;
  *variance = sample_variance(values, count);
  for (size_t i = 0; i < count; i++)
    mean += (values[i] - mean) / (double)(i + 1);
  for (size_t i = 0; i < count; i++) {
    double square = (values[i] - mean) * (values[i] - mean);
    fourth += square * square;
  }
  double wanted = (fourth / n - *variance * *variance) / n;
  *error = wanted > 0 ? wanted : 0;
}

/* ---- effects --------------------------------------------------------------------------------- */

/* k! (n - 1 - k)! / n!: the share of orders in which a given set of k comes just before an input.
 */
static double order_weight(size_t n, size_t k) {
  double weight = 1 / (double)n;
  for (size_t i = 1; i <= k; i++)
    weight *= (double)i / (double)(n - i);
  return weight;
}

void solon_shapley_exact(size_t inputs, const double *cost, const double *error, double *share,
                         double *error_out) {
  const size_t all = ((size_t)1 << inputs) - 1;
  double weight[SOLON_SHAPLEY_EXACT_INPUTS];
  for (size_t k = 0; k < inputs; k++)
    weight[k] = order_weight(inputs, k);
  for (size_t i = 0; i < inputs; i++) {
    double sum = 0, variance = 0;
    for (size_t m = 1; m < all; m++) {
      size_t members = (size_t)__builtin_popcountll(m);
      bool with = m >> i & 1;
      double w = with ? weight[members - 1] : -weight[members];
      sum += w * cost[m];
      variance += w * w * error[m];
    }
    double part = sum / cost[all];
    share[i] = weight[inputs - 1] + part;
    error_out[i] = sqrt(variance + part * part * error[all]) / cost[all];
  }
}

void solon_shapley_random(size_t inputs, size_t orders, const uint32_t *order, const double *cost,
                          double variance, double variance_error, double *work, double *share,
                          double *error_out) {
  double *mean = work, *squares = work + inputs;
  for (size_t i = 0; i < inputs; i++)
    mean[i] = squares[i] = 0;
  for (size_t p = 0; p < orders; p++) {
    double before = 0;
    for (size_t k = 1; k <= inputs; k++) { /* from the last of the order to the first */
      size_t i = order[p * inputs + inputs - k];
      double now = k == inputs ? variance : cost[p * (inputs - 1) + k - 1];
      double step = now - before - mean[i];
      mean[i] += step / (double)(p + 1);
      squares[i] += step * (now - before - mean[i]);
      before = now;
    }
  }
  double n = (double)orders;
  for (size_t i = 0; i < inputs; i++) {
    share[i] = mean[i] / variance;
    double slope = 1 / (double)inputs - share[i]; /* of the share in Var Y, times Var Y */
    error_out[i] = sqrt(squares[i] / (n - 1) / n + slope * slope * variance_error) / variance;
  }
}
