/* moments.c - two-pass means and variances. */
#include "moments.h"

#include <float.h>
#include <math.h>

double solon_compensated_sum(const double *x, size_t n) {
  double sum = 0, lost = 0;
  for (size_t i = 0; i < n; i++) {
    double next = sum + x[i];
    lost += fabs(sum) >= fabs(x[i]) ? (sum - next) + x[i] : (x[i] - next) + sum;
    sum = next;
  }
  return sum + lost;
}

void solon_column_moments(const double *x, size_t n, solon_moments *moments) {
  double mean = solon_compensated_sum(x, n) / (double)n, squares = 0, rest = 0;
  bool equal = true;
  for (size_t i = 0; i < n; i++) {
    double d = x[i] - mean;
    squares += d * d;
    rest += d;
    equal = equal && x[i] == x[0];
  }
  moments->mean = mean;
  moments->deviations = squares - rest * (rest / (double)n);
  if (equal || moments->deviations < 0)
    moments->deviations = 0;
  moments->variance = n < 2 ? NAN : moments->deviations / ((double)n - 1);
  moments->constant =
      equal || n < 2 || sqrt(moments->variance) <= 10 * DBL_EPSILON * fabs(mean);
}
