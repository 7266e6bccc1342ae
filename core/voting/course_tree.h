/* course_tree.h - one season under many mechanisms at once.
 *
 * Mechanisms that differ in theta1, theta4 and theta5 alone share what depends on neither: as long
 * as the same contestants have left, judges' and fans' values are the same.  So their courses form
 * a tree: a node is a week with a field and what is accumulated so far, its children the fields
 * that some mechanism leads to.  A node's values are computed once; then C for each theta1, the
 * split of the theta4 by "gap < theta4", and after a tie the split by tie rule.  Utilities rest on
 * integer sums, so every mechanism gets the bits of its own replay (replay.h).
 *
 * Random ties: the draws of ties part at each tie by what they pick, and each part goes its own
 * way; the mean is then taken over draws in their order, as solon_replay_average takes it.  A
 * course with more than SOLON_COURSE_TIES random ties, more than SOLON_COURSE_DRAWS draws, or more
 * parts than the workspace holds is left to solon_replay_utilities: the same value, only slower.
 */
#ifndef SOLON_VOTING_COURSE_TREE_H
#define SOLON_VOTING_COURSE_TREE_H

#include "core/voting/batch.h"

enum { SOLON_COURSE_TIES = 16, SOLON_COURSE_DRAWS = 1024 };

/* The mechanisms: one theta2 and theta3, all combinations of the rest. */
typedef struct solon_course_slice {
  solon_fan_value fan_value;
  double discount;
  size_t weights, thresholds, rules;
  const double *weight;    /* theta1, any order */
  const double *threshold; /* theta4, ascending */
  solon_tie_rule rule[3];  /* theta5: fan, judge, random, each at most once */
} solon_course_slice;

/* The first bits of every draw's tie stream: [season][draw][SOLON_COURSE_TIES]; 0 words when no
 * rule is random or there are too many draws. */
size_t solon_course_words(const solon_course_slice *slice, size_t seasons, size_t draws);
void solon_course_fill_words(uint64_t seed, size_t seasons, size_t draws, uint64_t *words);

/* Bytes of workspace for seasons of at most so many weeks, aligned for double. */
size_t solon_course_workspace(const solon_course_slice *slice, size_t weeks, size_t draws);

/* value[(rule * weights + weight) * thresholds + threshold] = {engagement, fairness, producer,
 * imputed} of season s, means over draws of random ties.  41 theta1 x 11 theta4 x 3 theta5 of a
 * season of ten weeks cost 40 to 100 us. */
void solon_course_tree(const solon_seasons *seasons, size_t s, const solon_course_slice *slice,
                       const solon_batch_options *options, const uint64_t *words, void *workspace,
                       double (*value)[4]);

#endif
