/* rank_distribution.c - convolution over items; only additions of positive numbers. */
#include "rank_distribution.h"

#include <string.h>

int64_t solon_signed_rank_mass(const int64_t *rank, size_t n, double mass[SOLON_SIGNED_RANK_MASS]) {
  int64_t largest = 0;
  memset(mass, 0, SOLON_SIGNED_RANK_MASS * sizeof *mass);
  mass[0] = 1;
  for (size_t i = 0; i < n; i++) {
    largest += rank[i];
    for (int64_t s = largest; s >= 0; s--)
      mass[s] = 0.5 * (mass[s] + (s >= rank[i] ? mass[s - rank[i]] : 0));
  }
  return largest;
}

int64_t solon_rank_sum_mass(const int64_t *rank, size_t total, size_t k, int64_t unit,
                            double *mass) {
  int64_t largest = unit * (int64_t)k * (int64_t)(total - k);
  size_t width = (size_t)largest + 1;
  double choices = 0;
  memset(mass, 0, (k + 1) * width * sizeof *mass);
  mass[0] = 1;
  /* row c: ways to have chosen c items so far, by their sum above the least possible; rows from
   * which k can no longer be reached, and sums beyond the c largest ranks so far, are left out */
  for (size_t i = 0; i < total; i++) {
    size_t lowest = k + i + 1 > total ? k + i + 1 - total : 1, most = i + 1 < k ? i + 1 : k;
    int64_t top = 0;
    for (size_t c = 1; c <= most; c++)
      top += rank[i + 1 - c] - unit * (int64_t)c;
    for (size_t c = most; c >= lowest && c >= 1; c--) {
      const double *from = mass + (c - 1) * width;
      double *to = mass + c * width;
      int64_t step = rank[i] - unit * (int64_t)c;
      int64_t last = top < largest ? top : largest;
      for (int64_t s = step > 0 ? step : 0; s <= last && s - step <= largest; s++)
        to[s] += from[s - step];
      top -= rank[i + 1 - c] - unit * (int64_t)c;
    }
  }
  memmove(mass, mass + k * width, width * sizeof *mass);
  for (size_t s = 0; s < width; s++)
    choices += mass[s];
  for (size_t s = 0; s < width; s++)
    mass[s] /= choices;
  return largest;
}

double solon_mass_lower(const double *mass, int64_t largest, int64_t s) {
  double sum = 0;
  for (int64_t i = 0; i <= s && i <= largest; i++)
    sum += mass[i];
  return sum < 1 ? sum : 1;
}

double solon_mass_upper(const double *mass, int64_t largest, int64_t s) {
  double sum = 0;
  for (int64_t i = largest; i >= s && i >= 0; i--)
    sum += mass[i];
  return sum < 1 ? sum : 1;
}
