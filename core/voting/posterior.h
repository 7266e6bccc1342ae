/* posterior.h - what recorded exits tell about votes that were never published.
 *
 * The unknowns of a season are worths w_it > 0, one per contestant and week in which he took part;
 * his share of the week's vote is w_it / sum of the worths in that week's field.
 *
 * Prior: a random walk on log-worths x = log w, contestants independent,
 *     x_i,first ~ N(0, initial_deviation^2),   x_i,t+1 ~ N(x_it, step_deviation^2).
 * Only differences of log-worths within a week matter to the shares.
 *
 * Likelihood of one decision (a week with exits by vote, or the final), given the shares, under a
 * solon_rule (replay.h: rank or percent, carried weeks, fans' or judges' tie rule):
 *   cut     1 if the k recorded exits are the k lowest, else 0;
 *   save    (rule.save, k = 1, before the final) with e the recorded exit: 0 unless e is one of the
 *           lowest two; else the probability that the judges send e home rather than o, the other,
 *               1 / (1 + exp(choice_slope (mean_e - mean_o))),
 *           mean = judges' total / number of judges that week.  choice_slope = 0: a coin;
 *   final   (order_final) 1 if the combined scores order the finalists as placed, else 0.
 *           Contestants of equal place may stand in either order.
 * A decision that no share vector can explain is reported as infeasible and left out of the
 * likelihood; the others stay.
 *
 * Sampler.  One sweep is a fixed sequence of moves, each of which leaves the posterior invariant:
 *   worth   every log-worth from its full conditional (Gibbs).  Given all else it is normal by the
 *           prior and the likelihood is piecewise constant in it, with breakpoints where two
 *           combined scores cross; these are solved for exactly, so a draw picks a piece by its
 *           probability and then draws from a truncated normal.  Nothing is rejected or tuned.
 *   shift   the log-worths of a group over a stretch of weeks move by one common amount.  The prior
 *           of that amount is normal; it is drawn from this normal cut to the stretch of constant
 *           likelihood that holds the present state, which is the same stretch from wherever in it
 *           one looks.  Decisions that join several weeks are not cut for: they accept or refuse
 *           the move by the ratio of their likelihoods (Metropolis).  Groups: each contestant over
 *           all his weeks, then single contestants and coin-tossed groups over random stretches.
 *   swap    two contestants exchange their log-worths over a stretch of weeks; accepted by the
 *           Metropolis ratio of prior and likelihood.  In rank rules this is how two fans' ranks
 *           change places without passing through a forbidden order.
 *   level   all log-worths of a week move together, from their conditional: the likelihood does
 *           not see it.
 * Which groups, stretches and pairs are tried is drawn without a look at the state.
 *
 * Every draw reproduces every feasible decision without exception: a move whose result would break
 * one in the last bit (a point on a breakpoint) is taken back.
 *
 * Streams: purpose "posterior", index = season number * 65536 + chain; so a chain depends on
 * nothing but the season, seed and chain number.
 */
#ifndef SOLON_VOTING_POSTERIOR_H
#define SOLON_VOTING_POSTERIOR_H

#include "core/voting/replay.h"

/* The prior's numbers have to keep exp(log-worth) within doubles, and a choice of the judges above
 * a probability of 0: deviations in [0.001, 10], slope in [0, 50]. */
#define SOLON_PRIOR_LEAST_DEVIATION 1e-3
#define SOLON_PRIOR_MOST_DEVIATION 10.0
#define SOLON_PRIOR_MOST_SLOPE 50.0

typedef struct solon_vote_prior {
  double initial_deviation, step_deviation;
  double choice_slope; /* per judges' point */
  bool order_final;
} solon_vote_prior;

enum { SOLON_VOTE_CHAINS = 65536 }; /* chain numbers are below this */

typedef struct solon_vote_sampler solon_vote_sampler;

/* Bytes of the sampler's workspace for season s; it is one block, nothing else to free. */
size_t solon_vote_sampler_bytes(const solon_seasons *seasons, size_t s);

/* Prepares `block` (of that many bytes, aligned for double) as a sampler at a state that satisfies
 * every feasible decision.  infeasible receives one entry per week of the season: 1 where the
 * recorded decision cannot be explained.  SOLON_BAD_ARGUMENT for a prior outside its domain, a
 * chain number that is too large, and the rules that solon_decisions_build refuses. */
solon_status solon_vote_sampler_start(solon_context *context, const solon_seasons *seasons,
                                      size_t s, const solon_rule *rule,
                                      const solon_vote_prior *prior, uint64_t seed, uint32_t chain,
                                      void *block, unsigned char *infeasible);

/* One sweep over all moves.  With m contestant-weeks in fields of n: O(m n) likelihoods, each
 * O(n) by percent; by rank O(n), or O(n^2) in moves of several; for a season of twelve contestants
 * and 85 contestant-weeks about 0.13 ms by percent; one of fourteen and 105 by rank 0.35 ms. */
void solon_vote_sampler_sweep(solon_vote_sampler *sampler);

/* Writes the current shares: one per row of season s, week by week and within the week by
 * contestant (solon_vote_sampler_rows of them). */
size_t solon_vote_sampler_rows(const solon_vote_sampler *sampler);
void solon_vote_sampler_shares(const solon_vote_sampler *sampler, double *share);

/* log of the unnormalised density of the current state: prior times likelihood; -infinity if some
 * feasible decision is violated (which the sampler never reaches). */
double solon_vote_sampler_log_density(const solon_vote_sampler *sampler);

#endif
