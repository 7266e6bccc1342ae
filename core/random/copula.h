/* copula.h - draws of dependent variables: a normal or Student t copula with given marginals.
 *
 * Draw i.  Independent standard normals z and one variable s give t = s L z, where L L' = R is the
 * correlation matrix and s = sqrt(nu / W) with W chi-square of nu degrees of freedom (s = 1 for the
 * normal copula, nu infinite).  Each t_j is turned into its probability under Student's
 * distribution with nu degrees of freedom and that into the quantile of marginal j.  R is the
 * correlation of the t; the rank correlation of the draws is a little smaller (Demarta and McNeil,
 * "The t copula and related copulas", International Statistical Review 73 (2005)).  Small nu makes
 * extremes come together, in both tails.
 *
 * Everything is by inversion: variable j of draw i uses uniform j of draw i and nothing else,
 * the uniforms being streams (seed, "copula", j) of philox.h at position 2 i, or coordinate j of
 * point i of the scrambled Sobol sequence (of several independent scramblings one after the other,
 * whose spread is an error bar, if block is set); the last one is that of s.  So draw i is a pure
 * function of (seed, i), results do not depend on threads or blocks, and common random numbers
 * work.
 *
 * Bits: portable arithmetic throughout, the same on every machine.
 * Cost: about 25 ns a variable and draw for nu = 4, 40 ns otherwise, and once 1.5 ms for each beta
 * marginal and 1 ms for nu.
 */
#ifndef SOLON_RANDOM_COPULA_H
#define SOLON_RANDOM_COPULA_H

#include "marginal.h"
#include "sobol.h"

/* At most so many variables: one Sobol dimension is kept for s. */
enum { SOLON_COPULA_VARIABLES = SOLON_SOBOL_DIMENSIONS - 1 };

typedef struct solon_copula {
  size_t variables;
  const double *correlation; /* variables x variables; NULL: the identity */
  double nu;                 /* in [0.5, 1e6], or infinite for the normal copula */
  solon_marginal *marginals; /* variables of them, kind and parameters set */
  bool sobol;                /* scrambled Sobol points instead of independent uniforms */
  uint64_t block;            /* points of a scrambling: draw i is point i % block of scrambling
                                i / block; 0: all of one */
  size_t scramblings;        /* how many of them are prepared; 0 means 1 */
  uint64_t seed;
  /* set by solon_copula_prepare */
  double *factor;               /* L, or NULL for the identity */
  solon_sobol *points;          /* variables + 1 dimensions of each scrambling, if sobol */
  solon_gamma_law chi_square;   /* W / 2 */
  solon_octave_table mixing[2]; /* s by the lower and the upper tail of its uniform */
  solon_octave_table normal;    /* minus the normal quantile of a tail */
  solon_octave_table tail;      /* log of the upper tail of |t| */
} solon_copula;

/* Bytes that solon_copula_prepare needs. */
size_t solon_copula_size(const solon_copula *copula);

/* Checks and prepares; memory (aligned as by malloc) and the copula stay where they are while it is
 * used.  Errors: SOLON_BAD_ARGUMENT with a detail that names the marginal, the element of the
 * correlation matrix or the leading minor that is not positive. */
solon_status solon_copula_prepare(solon_context *context, solon_copula *copula, void *memory);

/* Bytes of workspace for draws on context->threads threads. */
size_t solon_copula_workspace(const solon_context *context, const solon_copula *copula);

/* Draws first .. first + count - 1 into out, row-major, count x variables.  Errors:
 * SOLON_BAD_ARGUMENT beyond draw 2^52 or the last scrambling; SOLON_CANCELLED. */
solon_status solon_copula_draws(solon_context *context, const solon_copula *copula, uint64_t first,
                                size_t count, void *workspace, double *restrict out);

#endif
