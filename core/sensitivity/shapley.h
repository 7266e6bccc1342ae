/* shapley.h - Shapley effects (Owen 2014; Song, Nelson and Staum 2016): the variance of a function
 * shared out among inputs that may depend on each other.
 *
 * The cost of a set J of inputs is c(J) = E Var(Y | the inputs outside J): what stays uncertain
 * when all others are known; c(empty) = 0, c(all) = Var Y.  The effect of input i is its mean
 * increment c(P + i) - c(P) over all orders of the inputs, P those before i.  Effects are not
 * negative and add up to Var Y, whatever the dependence; with independent inputs an effect lies
 * between the first-order and the total Sobol index.
 *
 * c(J) is estimated by a double loop: `outer` draws of the inputs outside J, for each `inner` draws
 * of those in J given them; the sample variance of the inner values (divisor inner - 1) is
 * unbiased.
 *
 * Dependence is that of a normal or a Student t copula with a correlation matrix R.  With the
 * inputs ordered as outside J, then J, and L the Cholesky factor of R so ordered, z = L e has the
 * wanted law for e of independent normals, and fixing the leading part of e fixes the inputs
 * outside J: conditioning needs no other algebra.  The t copula with nu degrees of freedom
 * multiplies e by sqrt(nu / W), W chi-square with nu; given the leading k components, of squared
 * length q, the others are sqrt((nu + q) / (nu + k)) times a t vector of nu + k degrees of freedom.
 */
#ifndef SOLON_SENSITIVITY_SHAPLEY_H
#define SOLON_SENSITIVITY_SHAPLEY_H

#include "core/base/context.h"

#include <stdint.h>

enum { SOLON_SHAPLEY_INPUTS = 64, SOLON_SHAPLEY_EXACT_INPUTS = 16 };

/* Sets for which points are wanted: set s fixes the first given[s] inputs of the order
 * order[s * inputs ..] and redraws the others. */
typedef struct solon_shapley_sets {
  size_t count, inputs; /* inputs <= SOLON_SHAPLEY_INPUTS */
  const uint32_t *order, *given;
  size_t outer, inner;
  const double *correlation; /* inputs x inputs; the lower triangle is read */
  double nu;                 /* degrees of freedom of a t copula, up to 1e6; 0: the normal copula */
  uint64_t seed, first;      /* set s draws from stream (seed, "shapley", first + s) */
} solon_shapley_sets;

/* Bytes of workspace of solon_shapley_points. */
size_t solon_shapley_workspace(const solon_shapley_sets *sets);

/* Uniform margins of the points: column i of `inputs` at out + i * rows, rows = count * outer *
 * inner, set after set, outer draw after outer draw.  About 25 ns a coordinate that is drawn.
 * SOLON_SINGULAR when the correlation is not positive definite.  Errors: SOLON_CANCELLED. */
solon_status solon_shapley_points(solon_context *context, const solon_shapley_sets *sets,
                                  double *work, double *out);

/* Costs of `count` sets from the values on their points: cost[s] = mean of the inner variances,
 * error[s] = the variance of that mean (NaN for outer = 1).  inner >= 2. */
void solon_shapley_costs(const double *values, size_t count, size_t outer, size_t inner,
                         double *cost, double *error);

/* The variance of `count` >= 2 values and the variance of that estimate, (m4 - s^4) / n. */
void solon_shapley_variance(const double *values, size_t count, double *variance, double *error);

/* Shares effect / Var Y from the costs of all subsets: cost[m] and error[m] belong to the set whose
 * members are the bits of m, m = 1 .. 2^inputs - 2; the last is Var Y itself.  Costs of different
 * sets are independent estimates.  error_out[i] is the standard error of share i by the delta
 * method.  inputs <= SOLON_SHAPLEY_EXACT_INPUTS. */
void solon_shapley_exact(size_t inputs, const double *cost, const double *error, double *share,
                         double *error_out);

/* The same from random orders: order[p * inputs ..] of `orders` >= 2 orders, cost[p * (inputs - 1)
 * + k - 1] the cost of the last k inputs of order p.  work: 2 * inputs doubles. */
void solon_shapley_random(size_t inputs, size_t orders, const uint32_t *order, const double *cost,
                          double variance, double variance_error, double *work, double *share,
                          double *error_out);

#endif
