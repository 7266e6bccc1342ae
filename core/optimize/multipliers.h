/* multipliers.h - the Lagrange multipliers at a point, which NLopt does not report.
 *
 * At a minimum of s f (s = 1, or -1 when maximising) that satisfies a constraint qualification
 *
 *   s grad f + sum a_i grad c_i + sum b_k grad h_k - mu + nu = 0,   a, mu, nu >= 0
 *
 * with a_i = 0 where c_i < 0, mu_j = 0 where x_j > low_j, nu_j = 0 where x_j < high_j.  The a of
 * active inequalities and the b are computed by least squares over the coordinates that lie at no
 * bound; what remains in the others is mu or nu.  A negative a, mu or nu says that leaving that
 * constraint improves f; a remainder in a free coordinate that x is not stationary.
 *
 * A bound is active within 1e-6 max(1, |x_j|) of it, an inequality where c_i >= -1e-6.
 */
#ifndef SOLON_OPTIMIZE_MULTIPLIERS_H
#define SOLON_OPTIMIZE_MULTIPLIERS_H

#include "core/optimize/minimize.h"

typedef struct solon_multipliers {
  double *gradient;    /* [d] of f */
  double *low, *high;  /* [d] mu, nu; of a fixed coordinate the one that is positive */
  double *inequality;  /* [inequalities] a */
  double *equality;    /* [equalities] b */
  double stationarity; /* largest absolute remainder in a free coordinate; 0 if there is none */
} solon_multipliers;

/* Bytes of workspace. */
size_t solon_multipliers_workspace(const solon_minimize_options *options);

/* Computes the multipliers at x.  SOLON_SINGULAR, and NaN for all multipliers of constraints, their
 * bounds' and the stationarity, when the active constraints' gradients hold NaN or are dependent
 * in the free coordinates.
 * SOLON_CANCELLED when a function returned false.  Calls f and every constraint once, and 2 d times
 * more where it has no gradient; adds the calls of f to *evaluations. */
solon_status solon_multipliers_at(solon_context *context, const solon_minimize_options *options,
                                  const double *x, void *workspace, solon_multipliers *out,
                                  size_t *evaluations);

#endif
