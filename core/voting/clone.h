/* clone.h - does it matter to the others that a contestant is there twice?
 *
 * Every recorded week with an exit is taken by itself, with the recorded field (static mode of
 * replay.h).  One contestant a of the field is replaced by two clones, standing next to each other
 * in his position, in this and in all earlier weeks.  In each week both have his judges' total, and
 * his votes are split between them: lambda of them to one, 1 - lambda to the other.  Ranks, sums,
 * scales, Borda points, approval's average and what is carried are those of the enlarged field.
 *
 * Clones count as one: people leave in the rule's order until k different contestants have left, so
 * where both clones are among the first k one more leaves.  (A rule that always places clones next
 * to each other would let exactly the same contestants leave.)  The rule is independent of clones
 * of a in that week, at lambda, if the contestants who have left are those who leave without
 * cloning, a clone standing for a.  Else it fails as a
 *   spoiler  a stays, a clone of him leaves: the split vote harms him;
 *   team     a leaves, neither clone does: being two saves him, and somebody else goes;
 *   crowd    a fares as before, but another contestant leaves than without cloning.
 *
 * The names are those of the literature after T. N. Tideman, Independence of clones as a criterion
 * for voting rules, Social Choice and Welfare 4 (1987) 185-206.
 *
 * Each kind is a step function of lambda, symmetric about 1/2; its places in (0, 1/2) are found in
 * closed form: vote_line.h for ranks, percents and plurality; for Borda points and approval, in
 * every week whose points still count, where a clone's votes reach those of another contestant, or
 * the average.  So the lengths below are exact.  lambda = 1/2 is decided besides: the clones are
 * level there in everything.
 *
 * Random ties are not decided: the caller sees to it that ties are the fans', the judges' or by
 * position.  Cost: for each contestant and week O(n) to O(n^2) places and a cut for each; for Borda
 * and approval O(n w) places in week w.
 */
#ifndef SOLON_VOTING_CLONE_H
#define SOLON_VOTING_CLONE_H

#include "core/voting/replay.h"

typedef enum solon_clone_effect {
  SOLON_CLONE_NONE,
  SOLON_CLONE_SPOILER,
  SOLON_CLONE_TEAM,
  SOLON_CLONE_CROWD
} solon_clone_effect;

typedef struct solon_clone_failure {
  size_t season, week, contestant; /* season and week from 0; contestant among all seasons' */
  bool leaves;                     /* he leaves without cloning */
  solon_clone_effect even;         /* at lambda = 1/2 */
  double spoiler, team, crowd;     /* length of the lambdas in (0, 1) that fail so */
  double least; /* lower end of the first failing interval of (0, 1/2); 1/2: even split alone */
} solon_clone_failure;

/* Bytes of workspace, aligned for double. */
size_t solon_clone_workspace(const solon_seasons *seasons);

/* One entry for every contestant and week with an exit where some lambda fails, in order of season,
 * week, contestant; at most one per contestant-week, out[rows] holds them all.  *tested: how many
 * pairs of contestant and week were looked at.  SOLON_BAD_ARGUMENT when a season has
 * SOLON_SEASON_FIELD contestants: there is no room for a clone. */
solon_status solon_clones(solon_context *context, const solon_seasons *seasons,
                          const solon_rule *rules, const solon_mechanism *mechanism,
                          void *workspace, solon_clone_failure *out, size_t *count, size_t *tested);

#endif
