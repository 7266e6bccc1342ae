/* octave_table.h - a smooth function of a positive number, tabulated once and then read at 5 ns.
 *
 * Every octave [2^e, 2^(e+1)) is cut into eight cells of equal width, and in each stands the
 * polynomial of degree 9 through Chebyshev's nodes.  A function that behaves like a power of x, as
 * quantiles do near their ends, is so reproduced to about 1e-15 of its value.  The table judges
 * itself: a cell whose last Chebyshev coefficients do not show an error below 1e-13 is left to the
 * function itself, as is every x outside the octaves, so that a value read is never worse than
 * that.
 */
#ifndef SOLON_RANDOM_OCTAVE_TABLE_H
#define SOLON_RANDOM_OCTAVE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SOLON_TABLE_CELLS = 8, SOLON_TABLE_TERMS = 10 };

/* The function itself; guess may be NULL or hold what a solver left at a neighbouring x. */
typedef double (*solon_table_function)(const void *law, double x, double *guess);

typedef struct solon_octave_table {
  solon_table_function exact;
  const void *law;
  uint64_t first;      /* place of the first cell among those of all octaves */
  uint64_t count;      /* cells */
  const double *cells; /* SOLON_TABLE_TERMS coefficients each; the first NaN: no polynomial */
} solon_octave_table;

/* Numbers that a table of so many octaves takes. */
static inline size_t solon_octave_table_size(int octaves) {
  return (size_t)octaves * SOLON_TABLE_CELLS * SOLON_TABLE_TERMS;
}

/* Tabulates `exact` over [2^low, 2^(low + octaves)) into cells[0 .. size); calls it ten times a
 * cell, in ascending order of x.  The error allowed is relative to the value, or, for a function
 * that is a logarithm, absolute. */
void solon_octave_table_build(solon_octave_table *table, solon_table_function exact,
                              const void *law, bool logarithm, int low, int octaves, double *cells);

/* The function at x > 0. */
static inline double solon_octave_table_value(const solon_octave_table *table, double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint64_t place = (bits >> 49) - table->first;
  if (place >= table->count)
    return table->exact(table->law, x, NULL);
  const double *c = table->cells + place * SOLON_TABLE_TERMS;
  bits = (bits << 3 & UINT64_C(0x000FFFFFFFFFFFFF)) | UINT64_C(0x4000000000000000);
  double s;
  memcpy(&s, &bits, sizeof s);
  s -= 3; /* from -1 to 1 across the cell */
  /* even and odd terms apart: two chains of half the length */
  double q = s * s;
  double even = (((c[8] * q + c[6]) * q + c[4]) * q + c[2]) * q + c[0];
  double odd = (((c[9] * q + c[7]) * q + c[5]) * q + c[3]) * q + c[1];
  double value = even + s * odd;
  return value == value ? value : table->exact(table->law, x, NULL);
}

#endif
