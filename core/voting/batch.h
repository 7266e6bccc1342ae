/* batch.h - the welfare of many mechanisms over all seasons.
 *
 * Each mechanism is replayed dynamically (replay.h) on every season.  With the random tie rule a
 * season in which a tie occurs is replayed once per draw d = 0 .. draws-1 with the stream of
 * solon_tie_draws_start(seed, season, d) and averaged; a season without ties needs no draw and is
 * the same under every tie rule.  Utilities are plain means over seasons (added in the order of
 * seasons); imputed is the sum over seasons.  Results never depend on threads.
 */
#ifndef SOLON_VOTING_BATCH_H
#define SOLON_VOTING_BATCH_H

#include "core/voting/replay.h"

typedef struct solon_batch_options {
  double weight[3]; /* W = weight[0] engagement + weight[1] fairness + weight[2] producer */
  uint64_t seed;
  size_t draws; /* >= 1 */
} solon_batch_options;

typedef struct solon_welfare {
  double welfare, engagement, fairness, producer, imputed;
} solon_welfare;

/* mean = {engagement, fairness, producer, imputed} of season s over the draws, given the outcome of
 * its dynamic replay with draw 0 and what that drew.  The other draws matter only where it met a
 * tie under the random rule, and are replayed only where their course is new (tie_tree.h); first's
 * save_above and save_below are narrowed to the thresholds that leave every draw's course as it is.
 */
void solon_replay_average(const solon_seasons *seasons, size_t s, const solon_rule *rule,
                          const solon_mechanism *mechanism, const solon_batch_options *options,
                          const solon_tie_draws *first_draws, solon_outcome *first, double mean[4]);

/* The same from the start: replays season s and averages. */
void solon_replay_utilities(const solon_seasons *seasons, size_t s,
                            const solon_mechanism *mechanism, const solon_batch_options *options,
                            solon_outcome *first, double mean[4]);

/* The welfare from sums over seasons, total = {engagement, fairness, producer, imputed}. */
solon_welfare solon_welfare_of(const double total[4], size_t seasons, const double weight[3]);

/* out[i] for mechanism[i], i < count.  One replay of 34 seasons costs about 30 us.
 * SOLON_OK or SOLON_CANCELLED. */
solon_status solon_replay_evaluate(solon_context *context, const solon_seasons *seasons,
                                   size_t count, const solon_mechanism *mechanism,
                                   const solon_batch_options *options, solon_welfare *out);

#endif
