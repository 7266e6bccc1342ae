/* batch.h - the welfare of many mechanisms over all seasons.
 *
 * Each mechanism is replayed dynamically (replay.h) on every season.  With the random tie rule a
 * season in which a tie occurs is replayed once per draw d = 0 .. draws-1 with the stream of
 * solon_replay_stream(seed, season, d) and averaged; a season without ties needs no draw and is the
 * same under every tie rule.  Utilities are plain means over seasons (added in the order of
 * seasons); imputed is the sum over seasons.  Results never depend on threads, nor on which of the
 * two functions computed them.
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

/* The product of five grids: grid[j][0 .. count[j]-1] are the values of theta(j+1); those of theta2
 * and theta5 are the numbers of solon_fan_value and solon_tie_rule. */
typedef struct solon_lattice {
  const double *grid[5];
  size_t count[5];
} solon_lattice;

/* The source text's box as a lattice of 81 x 3 x 26 x 21 x 3: theta1 = 0.10 .. 0.90 by 0.01, theta3
 * = 0.50 .. 1.00 by 0.02, theta4 = 0.00 .. 0.20 by 0.01, theta2 and theta5 = 0, 1, 2.  Writes the
 * grid of theta k (1 .. 5), at most SOLON_STANDARD_GRID values, and returns their number. */
enum { SOLON_STANDARD_GRID = 81 };
size_t solon_standard_grid(int k, double *grid);

/* Number of points, SIZE_MAX if that overflows; doubles of workspace for a number of threads. */
size_t solon_lattice_size(const solon_lattice *lattice);
size_t solon_lattice_workspace(const solon_lattice *lattice, int threads);

/* All points, theta2 slowest, then theta5, theta4, theta3, theta1 fastest, so that with ascending
 * grids the first of equal maxima is the smallest (theta2, theta5, theta4, theta3, theta1).  Much
 * cheaper than a list: theta4 acts only by comparison with a few gaps, theta5 only after a tie. */
solon_status solon_replay_lattice(solon_context *context, const solon_seasons *seasons,
                                  const solon_lattice *lattice, const solon_batch_options *options,
                                  double *workspace, solon_welfare *out);

/* The position in each grid of a point (from 0) of that order. */
void solon_lattice_indices(const solon_lattice *lattice, size_t point, size_t index[5]);

/* The first of the largest welfares; NaN never wins.  count >= 1. */
size_t solon_first_best(const solon_welfare *welfare, size_t count);

#endif
