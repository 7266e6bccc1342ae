/* correlation.c - Pearson and Spearman. */
#include "correlation.h"

#include "correlation_interval.h"
#include "moments.h"

#include <math.h>

enum { SPEARMAN_EXACT_LIMIT = 10 };

static double largest_deviation(const double *x, size_t n, double mean) {
  double largest = 0;
  for (size_t i = 0; i < n; i++)
    largest = fmax(largest, fabs(x[i] - mean));
  return largest;
}

double solon_pearson(const double *restrict x, const double *restrict y, size_t n,
                     double *complement) {
  solon_moments mx, my;
  solon_column_moments(x, n, &mx);
  solon_column_moments(y, n, &my);
  if (complement != NULL)
    *complement = NAN;
  if (n < 2 || mx.constant || my.constant)
    return NAN;
  /* scaled by the largest deviation, so that squares neither overflow nor vanish */
  double scale_x = 1 / largest_deviation(x, n, mx.mean), scale_y = 1 / largest_deviation(y, n, my.mean);
  double xx = 0, yy = 0, xy = 0;
  for (size_t i = 0; i < n; i++) {
    double u = (x[i] - mx.mean) * scale_x, v = (y[i] - my.mean) * scale_y;
    xx += u * u;
    yy += v * v;
    xy += u * v;
  }
  double norm_x = scale_x / sqrt(xx), norm_y = scale_y / sqrt(yy);
  double r = xy / sqrt(xx) / sqrt(yy);
  if (complement != NULL) {
    double difference = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
      double u = (x[i] - mx.mean) * norm_x, v = (y[i] - my.mean) * norm_y;
      difference += (u - v) * (u - v);
      sum += (u + v) * (u + v);
    }
    *complement = fmin(1, difference * sum / 4);
  }
  return fmax(-1, fmin(1, r));
}

static solon_status no_information(solon_correlation_result *result, double estimate) {
  *result = (solon_correlation_result){estimate, NAN, NAN, NAN, NAN, NAN, false};
  return SOLON_DEGENERATE;
}

solon_status solon_pearson_test(const double *restrict x, const double *restrict y, size_t n,
                                solon_alternative alternative, double confidence,
                                solon_correlation_result *result) {
  if (!(confidence > 0 && confidence < 1))
    return SOLON_BAD_ARGUMENT;
  double complement, r = solon_pearson(x, y, n, &complement);
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

/* ---- Spearman ---------------------------------------------------------------------------------- */

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
  double complement, r = solon_pearson(ranks, ranks + n, n, &complement);
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
    double smallest = (alternative == SOLON_TWO_SIDED ? 2 : 1) / (n > 170 ? INFINITY : factorial(n));
    result->p_value =
        fmax(smallest, solon_student_p_value(result->reference, df, alternative));
  }
  solon_correlation_interval(r, (double)n - 3, 1.06, confidence, alternative, &result->lower,
                             &result->upper);
  return SOLON_OK;
}
