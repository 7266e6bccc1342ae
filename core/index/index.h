/* index.h - the governance index: a non-compensatory composite of capacity, visibility, trust and
 * volatility, row by row over whole columns.
 *
 * With the inputs C capacity, V visibility, L loyalty, Z skepticism, all in [0, 1], and sigma >= 0,
 * the standard deviation of the index's past in points:
 *
 *   trust       T = w_loyalty L + w_skepticism Z
 *   potential   P = C^w_C T^w_T V^w_V                                  (0^0 = 1)
 *   gate        F = (g(k (T - theta)) - g(-k theta)) / (g(k (1 - theta)) - g(-k theta)),
 *               g(x) = 1 / (1 + e^-x); computed without cancellation as
 *               F = E c / (D + E), E = e^(kT) - 1, D = e^(k theta) + 1,
 *               c = (D + e^k - 1) / (e^k - 1);
 *               F(0) = 0 and F(1) = 1 exactly
 *   synergy     S = 1 + epsilon C T
 *   volatility  U = 1 / (1 + mu sigma)                                 (sigma is never capped here)
 *   raw         R = min(P, F) S U
 *   unclipped   scale R
 *   index       min(scale, scale R)
 *   resilience  scale min(P, F) U, the index without synergy
 *   gaming      (index - resilience) / scale, computed without cancellation
 *   slack       P - F
 *   bottleneck  -1: the potential binds, +1: the gate binds, 0: |slack| <= 1e-12, a tie
 *   saturated   1 where R > 1 + 1e-12 (the clip cuts something off), else 0
 *
 * Source: the specification of the SG index, version 4.0, sections 4 and 9, with the sign of the
 * gate as in its program (the printed constants belong to the mirrored sigmoid).
 *
 * Options change single steps; with all of them at their defaults the formulae above hold.
 *   rho         potential by the generalised mean (CES), P = M^W with W = w_C + w_T + w_V and
 *               M = ((w_C C^rho + w_T T^rho + w_V V^rho) / W)^(1/rho); 0 (and below 1e-12 in size)
 *               is the product above, -inf the smallest pillar, +inf the largest
 *   power       soft minimum M = ((P^p + F^p) / 2)^(1/p), p <= -0.01, in place of min(P, F):
 *               strictly increasing in both, min <= M <= 2^(-1/p) min; -inf is the minimum
 *   normalised  synergy divided by 1 + epsilon: R <= 1 always, nothing is ever clipped; resilience
 *               is divided by it too
 *   floors      of capacity, visibility, trust: a pillar x below its floor f multiplies the
 *               potential by x / f (the smallest such factor, once): a low pillar is not rescued by
 *               the others
 *
 * Weights w_C, w_T, w_V that are the doubles nearest to multiples of 1/20, of 1 in sum at most, are
 * these multiples exactly: 0.35 is 7/20.  (It makes a difference of 2e-15 where a pillar is 2^-50.)
 *
 * Missing and invalid rows: a row with a NaN among its inputs or parameters, or a value outside its
 * domain (an infinite sigma too), is NaN in every output column; the counts tell missing from
 * invalid rows.  Accuracy: relative error below 4e-15 for all valid inputs (subnormal results: plus
 * their spacing 2^-1074), zeros exact; with options rho and power 1e-13.
 *
 * The bits are the same at every CPU level with the default rho and power (fused operations and
 * polynomials of our own everywhere); with others, at every level that has fused multiply-add.
 * Elements do not depend on each other.
 */
#ifndef SOLON_INDEX_INDEX_H
#define SOLON_INDEX_INDEX_H

#include "core/base/context.h"

#include <stddef.h>

/* Inputs of a row. */
typedef enum solon_index_input {
  SOLON_INDEX_CAPACITY,
  SOLON_INDEX_VISIBILITY,
  SOLON_INDEX_LOYALTY,
  SOLON_INDEX_SKEPTICISM,
  SOLON_INDEX_SIGMA,
  SOLON_INDEX_INPUTS
} solon_index_input;

/* Parameters, with domain and default. */
typedef enum solon_index_parameter {
  SOLON_INDEX_W_C,          /* [0, 1], 0.25 */
  SOLON_INDEX_W_T,          /* [0, 1], 0.40 */
  SOLON_INDEX_W_V,          /* [0, 1], 0.35; that the three sum to 1 is not asked for */
  SOLON_INDEX_W_LOYALTY,    /* [0, 1], 0.6 */
  SOLON_INDEX_W_SKEPTICISM, /* [0, 1], 0.4; the two sum to at most 1 (plus 1e-9) */
  SOLON_INDEX_K,            /* [1e-6, 200], 2 */
  SOLON_INDEX_THETA,        /* [0, 1], 0.85 */
  SOLON_INDEX_EPSILON,      /* [0, 1e6], 0.35 */
  SOLON_INDEX_MU,           /* [0, 1e6], 0.10 */
  SOLON_INDEX_SCALE,        /* [1e-9, 1e9], 150 */
  SOLON_INDEX_PARAMETERS
} solon_index_parameter;

/* Output columns. */
typedef enum solon_index_column {
  SOLON_INDEX_INDEX,
  SOLON_INDEX_RAW,
  SOLON_INDEX_UNCLIPPED,
  SOLON_INDEX_RESILIENCE,
  SOLON_INDEX_GAMING,
  SOLON_INDEX_TRUST,
  SOLON_INDEX_POTENTIAL,
  SOLON_INDEX_GATE,
  SOLON_INDEX_SYNERGY,
  SOLON_INDEX_VOLATILITY,
  SOLON_INDEX_BOTTLENECK,
  SOLON_INDEX_SATURATED,
  SOLON_INDEX_SLACK,
  SOLON_INDEX_COLUMNS
} solon_index_column;

/* A column of values (step 1), or one value for every row (step 0). */
typedef struct solon_index_operand {
  const double *values;
  size_t step;
} solon_index_operand;

typedef struct solon_index_rows {
  size_t count;
  solon_index_operand inputs[SOLON_INDEX_INPUTS];
  solon_index_operand parameters[SOLON_INDEX_PARAMETERS];
} solon_index_rows;

enum { SOLON_INDEX_FLOORS = 3 };

typedef struct solon_index_options {
  double rho;      /* default 0 */
  double power;    /* default -INFINITY */
  bool normalised; /* default false */
  double
      floors[SOLON_INDEX_FLOORS]; /* of capacity, visibility, trust, in [0, 1]; default 0: none */
} solon_index_options;

typedef struct solon_index_counts {
  size_t invalid; /* rows with a number outside its domain */
  size_t missing; /* other rows with a NaN */
} solon_index_counts;

/* Name, domain and default of a parameter, as in the registry of the specification. */
typedef struct solon_index_parameter_info {
  const char *name;
  double low, high, standard;
} solon_index_parameter_info;

extern const solon_index_parameter_info solon_index_parameter_infos[SOLON_INDEX_PARAMETERS];
extern const char *const solon_index_input_names[SOLON_INDEX_INPUTS];
extern const char *const solon_index_column_names[SOLON_INDEX_COLUMNS];
extern const solon_index_options solon_index_default_options;

/* Computes the columns whose pointer in out is not NULL; each has rows->count elements and
 * overlaps no input.  SOLON_BAD_ARGUMENT for an option outside its domain (see above),
 * SOLON_CANCELLED.  Cost: 80 multiplications and two divisions a row, about 3 ns for the index
 * alone with vectors; other columns half as much again, columns of parameters three times as much.
 */
solon_status solon_index_evaluate(solon_context *context, const solon_index_rows *rows,
                                  const solon_index_options *options,
                                  double *const out[SOLON_INDEX_COLUMNS],
                                  solon_index_counts *counts);

#endif
