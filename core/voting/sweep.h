/* sweep.h - welfare as a step function of theta1, every step of it.
 *
 * With the other parameters fixed, C_i = theta1 J_i + (1 - theta1) V_i is affine in theta1 as long
 * as the same contestants have left, so who is lowest, who is next and whether their gap is below
 * theta4 change at roots of affine functions only.  A season is run once on the whole of [low,
 * high] and parts wherever a decision changes; the steps of all seasons and draws are then merged.
 * Nothing is sampled: every break is there, exact to rounding.
 *
 * On an interval welfare is what solon_replay_evaluate (mean over an ensemble's draws:
 * solon_ensemble_evaluate) gives at any point inside; at a break itself a tie rule decides and it
 * may have another value.  Lines no farther apart than SOLON_SWEEP_LEVEL at both ends of an
 * interval are the same line: the interval's middle decides who is lower, ties by the tie rule.
 * Breaks no farther apart than SOLON_SWEEP_WIDTH are one.  Sums are kept to twice the precision, so
 * equal sums of equal utilities are equal.
 *
 * Random ties: the draws part at each tie as in course_tree.h, with the same streams. (Of the words
 * that solon_stream_below would refuse, one in 2^58, the first is taken.)
 */
#ifndef SOLON_VOTING_SWEEP_H
#define SOLON_VOTING_SWEEP_H

#include "core/voting/ensemble.h"

#define SOLON_SWEEP_LEVEL 1e-13
#define SOLON_SWEEP_WIDTH 1e-12

/* Draws of random ties at most. */
enum { SOLON_SWEEP_DRAWS = 65536 };

/* What happens at a value of theta1: changes of the sums; after merging, the welfare and utilities
 * from there to the next step. */
typedef struct solon_sweep_step {
  double from, welfare, engagement, fairness, producer;
} solon_sweep_step;

/* The sweep: mechanism->judge_weight is not looked at.  high - low > 1e-9, options->draws <=
 * SOLON_SWEEP_DRAWS. */
typedef struct solon_sweep {
  const solon_ensemble *ensemble;
  const solon_mechanism *mechanism;
  const solon_batch_options *options;
  double low, high;
} solon_sweep;

/* Bytes of workspace, aligned for double. */
size_t solon_sweep_workspace(const solon_sweep *sweep, int threads);

/* How many steps each draw has: count[draws].  About 2 ms a draw of 34 seasons.  SOLON_OK or
 * SOLON_CANCELLED. */
solon_status solon_sweep_count(solon_context *context, const solon_sweep *sweep, void *workspace,
                               size_t *count);

/* The steps, draw d's from the sum of the counts before it on. */
solon_status solon_sweep_steps(solon_context *context, const solon_sweep *sweep, void *workspace,
                               size_t *count, solon_sweep_step *step);

/* Merges n steps into intervals: step[i].from .. step[i+1].from (the last one ends at high) with
 * welfare and utilities; returns their number, at least 1.  other[n] is workspace. */
size_t solon_sweep_merge(const solon_sweep *sweep, solon_sweep_step *step, size_t n,
                         solon_sweep_step *other);

#endif
