/* chain.h - have several Markov chains mixed, and how many independent draws are theirs worth?
 *
 * For one quantity drawn by `chains` chains of equal length, each cut into its first and its last
 * half (of an odd number of draws the middle one is left out), which makes m half chains of n draws
 * with means mean_j and variances s_j^2 (divisor n - 1):
 *
 *   W       mean of the s_j^2
 *   B / n   variance of the mean_j (divisor m - 1)
 *   V     = (n - 1) / n W + B / n
 *   R-hat = sqrt(V / W)
 *
 * near 1 when the halves agree, larger when a chain drifts or the chains differ (Gelman et al.,
 * Bayesian Data Analysis, 3rd ed. 2013, section 11.4).  With a_j(t) the autocovariance of half
 * chain j at lag t (divisor n), rho(t) = 1 - (W - mean of a_j(t)) / V, rho(0) = 1, and
 *
 *   P(k)  = rho(2k) + rho(2k + 1),  k = 0, 1, ... while positive, each at most the one before
 *   ESS   = m n / (-1 + 2 sum of P(k)),  at most m n log10(m n)
 *
 * which is Geyer's initial monotone sequence (Statistical Science 7, 1992, 473-483) over several
 * chains as in Vehtari et al., Bayesian Analysis 16 (2021) 667-718, eq. 10, without their
 * rank-normalisation: it is the effective sample size for the mean of the quantity itself, which
 * must have a finite variance (a share of a vote has).  The bound is theirs, for antithetic chains.
 */
#ifndef SOLON_INFERENCE_CHAIN_H
#define SOLON_INFERENCE_CHAIN_H

#include "core/base/context.h"

typedef struct solon_chain_summary {
  double r_hat, effective_size;
} solon_chain_summary;

/* Doubles of workspace for the function below. */
size_t solon_chain_workspace(size_t chains, size_t draws);

/* Summarises draw[(chain * draws + i) * stride], chains >= 1, draws >= 4.  SOLON_DEGENERATE, and
 * NaN in both, when a value is not finite or no half chain varies.  O(chains * draws * lags used).
 */
solon_status solon_chain_diagnose(const double *restrict draw, size_t chains, size_t draws,
                                  size_t stride, double *restrict workspace,
                                  solon_chain_summary *result);

#endif
