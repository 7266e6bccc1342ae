/* correlation.c - Pearson and Spearman. */
#include "correlation.h"

#include "correlation_interval.h"
#include "moments.h"

#include "core/array/reduce.h"

#include <math.h>

enum { SPEARMAN_EXACT_LIMIT = 10 };

/* Sums of u^2, v^2 and u v over one chunk, u and v being the columns about their means and scaled;
 * four partial sums each, so that the processor need not wait for one addition before the next. */
typedef struct product_sums {
  double xx[4], yy[4], xy[4];
} product_sums;

static double fold(const double part[4]) {
  return (part[0] + part[2]) + (part[1] + part[3]);
}

static void add_products(const double *x, const double *y, size_t n, double mean_x, double scale_x,
                         double mean_y, double scale_y, product_sums *sums) {
  for (size_t i = 0; i < n; i++) {
    double u = (x[i] - mean_x) * scale_x, v = (y[i] - mean_y) * scale_y;
    sums->xx[i % 4] += u * u;
    sums->yy[i % 4] += v * v;
    sums->xy[i % 4] += u * v;
  }
}

/* |u - v|^2 and |u + v|^2 take the place of xx and yy. */
static void add_distances(const double *x, const double *y, size_t n, double mean_x, double scale_x,
                          double mean_y, double scale_y, product_sums *sums) {
  for (size_t i = 0; i < n; i++) {
    double u = (x[i] - mean_x) * scale_x, v = (y[i] - mean_y) * scale_y;
    sums->xx[i % 4] += (u - v) * (u - v);
    sums->yy[i % 4] += (u + v) * (u + v);
  }
}

/* The largest distance from the mean: dividing by it keeps squares from overflow and from zero. */
static solon_status largest_deviation(solon_context *context, const double *x, size_t n,
                                      double mean, double *largest) {
  double low, high;
  solon_status status = solon_min(context, x, n, &low);
  if (status == SOLON_OK)
    status = solon_max(context, x, n, &high);
  if (status == SOLON_OK)
    *largest = fmax(mean - low, high - mean);
  return status;
}

typedef void (*chunk_sums)(const double *x, const double *y, size_t n, double mean_x,
                           double scale_x, double mean_y, double scale_y, product_sums *sums);

static solon_status sum_chunks(solon_context *context, chunk_sums add, const double *x,
                               const double *y, size_t n, double mean_x, double scale_x,
                               double mean_y, double scale_y, product_sums *sums) {
  *sums = (product_sums){{0}, {0}, {0}};
  for (size_t i = 0; i < n; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    product_sums part = {{0}, {0}, {0}};
    add(x + i, y + i, n - i < SOLON_CHUNK ? n - i : SOLON_CHUNK, mean_x, scale_x, mean_y, scale_y,
        &part);
    for (int lane = 0; lane < 4; lane++) {
      sums->xx[lane] += part.xx[lane];
      sums->yy[lane] += part.yy[lane];
      sums->xy[lane] += part.xy[lane];
    }
  }
  return SOLON_OK;
}

/* Pearson's r, and 1 - r^2 without cancellation: with u, v the standardised columns, 1 - r^2 =
 * |u - v|^2 |u + v|^2 / 4.  Both NaN when either column is constant or n < 2.  Four passes.  Fails
 * only with SOLON_CANCELLED. */
static solon_status pearson(solon_context *context, const double *restrict x,
                            const double *restrict y, size_t n, double *r, double *complement) {
  solon_moments mx, my;
  product_sums sums;
  double size_x, size_y;
  *r = *complement = NAN;
  solon_status status = solon_column_moments(context, x, n, &mx);
  if (status == SOLON_OK)
    status = solon_column_moments(context, y, n, &my);
  if (status != SOLON_OK || n < 2 || mx.constant || my.constant)
    return status;
  status = largest_deviation(context, x, n, mx.mean, &size_x);
  if (status == SOLON_OK)
    status = largest_deviation(context, y, n, my.mean, &size_y);
  if (status == SOLON_OK)
    status =
        sum_chunks(context, add_products, x, y, n, mx.mean, 1 / size_x, my.mean, 1 / size_y, &sums);
  if (status != SOLON_OK)
    return status;
  double norm_x = sqrt(fold(sums.xx)), norm_y = sqrt(fold(sums.yy));
  *r = fmax(-1, fmin(1, fold(sums.xy) / norm_x / norm_y));
  status = sum_chunks(context, add_distances, x, y, n, mx.mean, 1 / size_x / norm_x, my.mean,
                      1 / size_y / norm_y, &sums);
  *complement = fmin(1, fold(sums.xx) * fold(sums.yy) / 4);
  return status;
}

static solon_status no_information(solon_correlation_result *result, double estimate) {
  *result = (solon_correlation_result){estimate, NAN, NAN, NAN, NAN, NAN, false};
  return SOLON_DEGENERATE;
}

solon_status solon_pearson_test(solon_context *context, const double *restrict x,
                                const double *restrict y, size_t n, solon_alternative alternative,
                                double confidence, solon_correlation_result *result) {
  if (!(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  double complement, r;
  solon_status status = pearson(context, x, y, n, &r, &complement);
  if (status != SOLON_OK)
    return status;
  if (isnan(r) || n < 3)
    return no_information(result, r);
  double df = (double)n - 2;
  result->estimate = r;
  result->exact = false;
  result->statistic = result->reference = r * sqrt(df / complement);
  result->p_value = solon_student_p_value(result->statistic, df, alternative);
  solon_correlation_interval(r, (double)n - 3, 1, confidence, alternative, &result->lower,
                             &result->upper);
  return SOLON_OK;
}

/* ---- Spearman -------------------------------------------------------------------------------- */

/* Orders of the free ranks over positions position..n whose squared differences add up to at most
 * left.  A branch is left as soon as it exceeds the sum, so small tails are quick. */
static double count_orders(int position, int n, unsigned free_ranks, int left) {
  if (position == n)
    return 1;
  double count = 0;
  for (int rank = 0; rank < n; rank++) {
    int square = (rank - position) * (rank - position);
    if ((free_ranks >> rank & 1) && square <= left)
      count += count_orders(position + 1, n, free_ranks & ~(1u << rank), left - square);
  }
  return count;
}

static double factorial(size_t n) {
  double product = 1;
  for (size_t i = 2; i <= n; i++)
    product *= (double)i;
  return product;
}

/* P(D <= d) with D the sum of squared rank differences over all n! orders. */
static double spearman_lower(int d, int n) {
  return d < 0 ? 0 : count_orders(0, n, (1u << n) - 1, d) / factorial((size_t)n);
}

static double spearman_exact(int d, int n, solon_alternative alternative) {
  int largest = n * (n * n - 1) / 3; /* D and largest - D have the same distribution */
  double positive = spearman_lower(d, n), negative = spearman_lower(largest - d, n);
  if (alternative == SOLON_GREATER)
    return positive;
  return alternative == SOLON_LESS ? negative : fmin(1, 2 * fmin(positive, negative));
}

solon_status solon_spearman_test(solon_context *context, const double *restrict x,
                                 const double *restrict y, size_t n, solon_p_method method,
                                 solon_alternative alternative, double confidence,
                                 double *restrict ranks, solon_order_item *restrict work,
                                 solon_correlation_result *result) {
  if (!(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  solon_tie_sums tx, ty;
  solon_status status = solon_midranks(context, x, n, ranks, &tx, work);
  if (status == SOLON_OK)
    status = solon_midranks(context, y, n, ranks + n, &ty, work);
  if (status != SOLON_OK)
    return status;
  bool exact_possible = n <= SPEARMAN_EXACT_LIMIT && tx.pairs == 0 && ty.pairs == 0;
  if (method == SOLON_P_EXACT && !exact_possible)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "an exact Spearman p-value needs n <= %d without ties (n is %zu%s)",
                      SPEARMAN_EXACT_LIMIT, n, tx.pairs + ty.pairs > 0 ? ", with ties" : "");
  double complement, r;
  status = pearson(context, ranks, ranks + n, n, &r, &complement);
  if (status != SOLON_OK)
    return status;
  if (isnan(r))
    return no_information(result, NAN);
  double squares = 0, df = (double)n - 2;
  for (size_t i = 0; i < n; i++)
    squares += (ranks[i] - ranks[n + i]) * (ranks[i] - ranks[n + i]);
  result->estimate = r;
  result->statistic = squares;
  result->exact = exact_possible && method != SOLON_P_ASYMPTOTIC;
  if (!result->exact && n < 3)
    return no_information(result, r);
  result->reference = result->exact ? NAN : r * sqrt(df / complement);
  if (result->exact) {
    result->p_value = spearman_exact((int)squares, (int)n, alternative);
  } else {
    double smallest =
        (alternative == SOLON_TWO_SIDED ? 2 : 1) / (n > 170 ? INFINITY : factorial(n));
    result->p_value = fmax(smallest, solon_student_p_value(result->reference, df, alternative));
  }
  solon_correlation_interval(r, (double)n - 3, 1.06, confidence, alternative, &result->lower,
                             &result->upper);
  return SOLON_OK;
}
