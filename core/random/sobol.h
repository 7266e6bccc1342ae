/* sobol.h - Sobol's low-discrepancy sequence, plain or with nested uniform (Owen) scrambling.
 *
 * Sobol's points fill the unit cube more evenly than independent ones: of the points k 2^m ..
 * (k+1) 2^m - 1 exactly one lies in each interval [j, j+1) 2^-m of every dimension, and larger
 * elementary boxes are balanced in several dimensions at once (the first two form a (0,2)-sequence:
 * every box of volume 2^-m holds one).  Points come in the order of Antonov and Saleev (Gray code);
 * point 0 is the origin.  Directions are those of Joe and Kuo (2008), as in SciPy and
 * new-joe-kuo-6, continued by their recurrence to 64 bits.
 *
 * Scrambling (Owen, "Randomly permuted (t,m,s)-nets", 1995) flips binary digit i of a coordinate by
 * a random function of its digits before i.  Each scrambled point is uniform on the cube, every net
 * property is kept, and the error of a mean of n points of a smooth function falls like n^(-3/2)
 * against n^(-1/2) of independent draws.  Averages over several independent scrambles (seeds) give
 * unbiased estimates and an honest error bar.  The flips of the first nine digits are independent
 * random bits, one for each sequence of digits before; deeper ones add to random bits for each
 * first eight digits a hash whose bit i depends on lower bits only, applied to the digits in
 * reverse order (Laine and Karras, "Stratified sampling for stochastic transparency", 2011), here
 * of 64 bits.  All random bits and keys come from the stream (seed, "sobol", dimension).
 *
 * A coordinate is a pure function of (seed, dimension, point): any block can be made anywhere.
 * About 5 ns a coordinate plain, 7 ns scrambled.
 */
#ifndef SOLON_RANDOM_SOBOL_H
#define SOLON_RANDOM_SOBOL_H

#include "core/base/context.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  SOLON_SOBOL_DIMENSIONS = 128,
  SOLON_SOBOL_BITS = 64,
  SOLON_SOBOL_KEYS = 7,
  SOLON_SOBOL_FLIPS = 256
};

/* Points are numbered 0 .. SOLON_SOBOL_POINTS - 1: beyond, coordinates of 52 bits would repeat. */
#define SOLON_SOBOL_POINTS (UINT64_C(1) << 52)

/* One dimension, ready to give its coordinates. */
typedef struct solon_sobol {
  uint64_t direction[SOLON_SOBOL_BITS]; /* digits in reverse order: the first digit is bit 0 */
  uint64_t key[SOLON_SOBOL_KEYS];       /* of the hash */
  uint64_t flip[SOLON_SOBOL_FLIPS];     /* by the first eight digits */
  bool scrambled;
} solon_sobol;

/* Prepares dimension 0 .. SOLON_SOBOL_DIMENSIONS - 1; seed is read only when scrambled.  Errors:
 * SOLON_BAD_ARGUMENT for another dimension. */
solon_status solon_sobol_prepare(solon_sobol *sobol, size_t dimension, bool scrambled,
                                 uint64_t seed);

/* out[i * stride] = coordinate of point first + i, for i in 0 .. count-1; first + count <=
 * SOLON_SOBOL_POINTS.  Plain coordinates are the binary fractions themselves, 0 included; scrambled
 * ones (k + 1/2) / 2^52 with k the first 52 digits, so never 0 or 1. */
void solon_sobol_column(const solon_sobol *sobol, uint64_t first, size_t count, size_t stride,
                        double *restrict out);

/* The points first .. first + count - 1 in all of sobol[0 .. dimensions), row-major.  Polls the
 * cancel flag.  Errors: SOLON_BAD_ARGUMENT beyond the last point; SOLON_CANCELLED. */
solon_status solon_sobol_points(solon_context *context, const solon_sobol *sobol, size_t dimensions,
                                uint64_t first, size_t count, double *restrict out);

#endif
