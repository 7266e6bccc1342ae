/* octave_table.c - interpolation at Chebyshev's nodes, turned into powers. */
#include "octave_table.h"

#include <math.h>

enum { TERMS = SOLON_TABLE_TERMS };

/* cos((2 k + 1) pi / 20) */
static const double node[TERMS] = {-0.98768834059513772619, -0.89100652418836786236,
                                   -0.70710678118654752440, -0.45399049973954679156,
                                   -0.15643446504023086901, 0.15643446504023086901,
                                   0.45399049973954679156,  0.70710678118654752440,
                                   0.89100652418836786236,  0.98768834059513772619};

/* Chebyshev coefficients of the polynomial through value[] at the nodes. */
static void transform(const double value[TERMS], double chebyshev[TERMS]) {
  double now[TERMS], before[TERMS];
  for (int k = 0; k < TERMS; k++) {
    now[k] = 1;
    before[k] = node[k]; /* T_1 = T_-1 */
  }
  for (int j = 0; j < TERMS; j++) {
    double sum = 0;
    for (int k = 0; k < TERMS; k++) {
      sum += value[k] * now[k];
      double next = 2 * node[k] * now[k] - before[k];
      before[k] = now[k];
      now[k] = next;
    }
    chebyshev[j] = sum * (j == 0 ? 1.0 : 2.0) / TERMS;
  }
}

/* The same polynomial in powers: T_j = 2 s T_(j-1) - T_(j-2), coefficient by coefficient. */
static void to_powers(const double chebyshev[TERMS], double power[TERMS]) {
  double now[TERMS] = {1}, before[TERMS] = {0, 1}; /* T_0 and T_-1 = T_1 */
  for (int i = 0; i < TERMS; i++)
    power[i] = 0;
  for (int j = 0; j < TERMS; j++) {
    double next[TERMS];
    for (int i = 0; i < TERMS; i++) {
      power[i] += chebyshev[j] * now[i];
      next[i] = (i > 0 ? 2 * now[i - 1] : 0) - before[i];
    }
    memcpy(before, now, sizeof now);
    memcpy(now, next, sizeof now);
  }
}

void solon_octave_table_build(solon_octave_table *table, solon_table_function exact,
                              const void *law, bool logarithm, int low, int octaves,
                              double *cells) {
  const double allowed = 1e-13;
  table->exact = exact;
  table->law = law;
  table->first = (uint64_t)(1023 + low) * SOLON_TABLE_CELLS;
  table->count = (uint64_t)octaves * SOLON_TABLE_CELLS;
  table->cells = cells;
  double guess = 0;
  for (uint64_t i = 0; i < table->count; i++) {
    double value[TERMS], chebyshev[TERMS], least = INFINITY;
    double octave = ldexp(1, low + (int)(i / SOLON_TABLE_CELLS));
    double centre = (double)(i % SOLON_TABLE_CELLS) + 0.5;
    for (int k = 0; k < TERMS; k++) {
      double x = octave * (1 + (centre + 0.5 * node[k]) / SOLON_TABLE_CELLS);
      value[k] = exact(law, x, &guess);
      least = fmin(least, fabs(value[k]));
    }
    transform(value, chebyshev);
    to_powers(chebyshev, cells + i * TERMS);
    double last = fabs(chebyshev[TERMS - 1]) + fabs(chebyshev[TERMS - 2]) / 16;
    if (!(last <= allowed / 4 * (logarithm ? 1 : least)))
      cells[i * TERMS] = NAN;
  }
}
