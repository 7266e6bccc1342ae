/* kernels.h - the inner loops of the index, one table per CPU level; private to core/index.
 *
 * kernels_body.h is the one text of them; kernels_<level>.c compile it with the instructions of
 * their level.  All loops give the number of rows that were inside the domain; the others are NaN.
 */
#ifndef SOLON_INDEX_KERNELS_H
#define SOLON_INDEX_KERNELS_H

#include "index.h"

/* A row is usual when all inputs are valid, C, V and the trust are at least LEAST and sigma is
 * below LARGE: then nothing underflows on the way, nor does LEAST to the twentieth.  Each level
 * defines IS_USUAL(c, v, l, z, t, s) in the instructions that suit it; it may say no to zeros with
 * a sign. */
#define SOLON_USUAL_LEAST 0x1p-50
#define SOLON_USUAL_LARGE 0x1p200

/* What the rows need of the parameters. */
typedef enum solon_index_constant {
  SOLON_CONSTANT_HIGH_C, /* weights as multiples of 2^-36 and the rest */
  SOLON_CONSTANT_HIGH_T,
  SOLON_CONSTANT_HIGH_V,
  SOLON_CONSTANT_LOW_C,
  SOLON_CONSTANT_LOW_T,
  SOLON_CONSTANT_LOW_V,
  SOLON_CONSTANT_W_C,
  SOLON_CONSTANT_W_T,
  SOLON_CONSTANT_W_V,
  SOLON_CONSTANT_TWENTIETHS_C, /* twenty times the weights, to the nearest whole number */
  SOLON_CONSTANT_TWENTIETHS_T,
  SOLON_CONSTANT_TWENTIETHS_V,
  SOLON_CONSTANT_ROOT, /* 1 where these are the weights, and 20 in sum at most; 0 elsewhere */
  SOLON_CONSTANT_W_LOYALTY,
  SOLON_CONSTANT_W_SKEPTICISM,
  SOLON_CONSTANT_SLOPE,  /* k / ln 2 */
  SOLON_CONSTANT_OFFSET, /* D */
  SOLON_CONSTANT_GAIN,   /* c */
  SOLON_CONSTANT_EPSILON,
  SOLON_CONSTANT_MU,
  SOLON_CONSTANT_SCALE,
  SOLON_CONSTANT_COUNT
} solon_index_constant;

typedef struct solon_index_kernels {
  /* constants of one set of parameters inside their domains */
  void (*derive)(const double parameters[], double constants[]);
  /* the column index only, the same parameters and default options for all rows */
  size_t (*index)(const double constants[], const double *const inputs[], size_t size, double *out);
  /* every column whose pointer is not NULL */
  size_t (*columns)(const double constants[], const double *const inputs[], size_t size,
                    double *const out[]);
  /* parameters row by row, options; same_weights: all rows have w_C, w_T, w_V of the first */
  size_t (*general)(const double *const parameters[], bool same_weights,
                    const solon_index_options *options, const double *const inputs[], size_t size,
                    double *const out[]);
} solon_index_kernels;

/* The table of the level in force. */
const solon_index_kernels *solon_index_kernels_get(void);

extern const solon_index_kernels solon_index_kernels_plain;
#if defined(__x86_64__)
extern const solon_index_kernels solon_index_kernels_baseline, solon_index_kernels_avx2,
    solon_index_kernels_avx512;
#endif

#endif
