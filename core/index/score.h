/* score.h - which values of epsilon or mu weekly records are compatible with: tests of the scores
 * of the mean absolute error, in series of weeks whose errors persist.
 *
 * The index of week i is m_i = min(scale, (a_i + b_i epsilon) / (1 + sigma_i mu)), the recorded one
 * y_i, the residual r_i = y_i - m_i.  Where the recorded index has the computed one as its median,
 * the signs of the residuals are as often + as -, and the scores
 *
 *   s_i = sign(r_i) g_i,   g_i = (dm_i / depsilon, dm_i / dmu), 0 where m_i is clipped
 *
 * sum to about 0: S' V^-1 S, with V the variance of the sum S of the scores of one parameter or
 * both, is about chi-square.  No density of errors need be estimated, as a standard error of an
 * estimate needs, and no estimate be resampled.  What is hard is V when a week's score resembles
 * the last's; two ways that err differently:
 *
 *   series       n times the mean of l_j l_j' over j = 1 .. K, l_j = sqrt(2/n) sum_i s_i cos(pi j
 *                (i - 1/2) / n): for any stationary scores, if K is small enough; then S / sqrt(V)
 *                has t with K degrees of freedom (Lazarus, Lewis, Stock and Watson, Journal of
 *                Business & Economic Statistics 36, 2018, with K = 0.4 n^(2/3))
 *   persistence  sum_ik g_i g_k' c(|i - k|), c(k) = (2 / pi) asin(phi^k), what a Gaussian error
 *                that keeps phi of the last gives signs (Sheppard 1899); phi = sum r_i r_(i-1) /
 *                sum r_i^2 held in [0, 0.98], at the tested values and about zero, so not lowered
 *                by a fit as autocorrelations about a mean are.  Lags with c < 1e-4 are left out
 *
 * Values are compatible unless both reject them.  With limits for one degree of freedom, the values
 * of one parameter for which some value of the other is compatible are its interval with the other
 * unknown.  Weeks are taken as following each other.
 */
#ifndef SOLON_INDEX_SCORE_H
#define SOLON_INDEX_SCORE_H

#include "hindcast.h"

typedef enum solon_score_parameter {
  SOLON_SCORE_EPSILON,
  SOLON_SCORE_MU,
  SOLON_SCORE_BOTH
} solon_score_parameter;

typedef struct solon_score_task {
  const double *actual, *base, *gain, *sigma; /* y, a, b, sigma, all >= 0 and finite */
  size_t weeks;                               /* >= 2 */
  double scale;
  size_t terms;                    /* K, 1 .. weeks - 1 */
  solon_score_parameter parameter; /* which is tested */
  double series_limit, phi_limit;  /* rejected where both statistics are above these */
} solon_score_task;

typedef struct solon_score_test {
  double series, persistence; /* S' V^-1 S by both; 0 where S is 0, infinite where V is singular */
  double phi;
  bool rejected;
} solon_score_test;

/* Doubles of workspace. */
size_t solon_score_workspace(const solon_score_task *task);

/* Fills the part of the workspace that depends on the task alone; before the calls below. */
void solon_score_prepare(const solon_score_task *task, double *work);

/* The test of one pair of values.  Cost O(weeks (K + lags)), lags about -9 / log(phi). */
void solon_score_at(const solon_score_task *task, double epsilon, double mu, double *work,
                    solon_score_test *result);

/* The interval of the one tested parameter (not both) around its value in x = { epsilon, mu }, the
 * other fixed: all values up to the first, on each side, that is rejected, within [low, high],
 * where the value of x lies too.  The statistic changes only where a model meets its y or the clip;
 * between two such turns (for mu: nearly) it is constant, so each piece is tested at its middle.
 * turns: 2 weeks + 2.  Errors: SOLON_CANCELLED. */
solon_status solon_score_interval(solon_context *context, const solon_score_task *task,
                                  const double x[2], double low, double high, double *work,
                                  solon_turn *turns, double interval[2]);

#endif
