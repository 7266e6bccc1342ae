/* vote_line.h - one week's cut along a line of votes: where it can change, and what it is between.
 *
 * The votes of a week are share_i + t direction_i, t >= 0, and what earlier weeks left is
 * carried_i + t carried_slope_i; growth is the sum of direction.  Who leaves is a step function of
 * t.  It can change only where
 *   - two contestants' votes are level, or reach approval's average: n v = sum of v;
 *   - two accumulated votes are level (ranks; the ends of a mechanism's scale);
 *   - two combined scores are level, or theta4 apart, among those near the cut.
 * Times (1 + growth t) each of these equations is linear in t between changes of the scale's ends,
 * so all places are found in closed form, and the cut is decided once between any two neighbours.
 * Intervals shorter than SOLON_MARGIN_WIDTH (relative to 1 + t) are passed over, and so is what an
 * exact tie alone would do.
 *
 * Of combined scores only pairs that can be near the cut are looked at: the `depth` lowest at the
 * start of an interval stay below some value U on all of it, because each is linear there; whoever
 * is above U at both ends is never among the depth lowest.
 *
 * Borda points and approvals that earlier weeks left must not depend on t (carried_slope 0).
 */
#ifndef SOLON_VOTING_VOTE_LINE_H
#define SOLON_VOTING_VOTE_LINE_H

#include "core/voting/replay.h"

#define SOLON_MARGIN_WIDTH 1e-12

enum { SOLON_LINE_PAIRS = SOLON_SEASON_FIELD * (SOLON_SEASON_FIELD - 1) / 2 };

typedef struct solon_vote_line {
  /* set by the caller; columns are [n], entries outside the field are not read */
  const solon_rule *rule; /* or NULL, and the mechanism */
  const solon_mechanism *mechanism;
  size_t n;
  uint64_t field;
  int k, depth;        /* who leaves; how many of the lowest the caller tells apart, > k */
  uint64_t watched;    /* whose leaving matters; 0: everybody's */
  const double *score; /* judges' totals of the week */
  double share[SOLON_SEASON_FIELD], direction[SOLON_SEASON_FIELD];
  double carried_score[SOLON_SEASON_FIELD]; /* rules only */
  double carried_vote[SOLON_SEASON_FIELD], carried_slope[SOLON_SEASON_FIELD];
  /* made by solon_vote_line_judge and _aim */
  double judge[SOLON_SEASON_FIELD], growth;
  double level[SOLON_SEASON_FIELD],
      slope[SOLON_SEASON_FIELD]; /* accumulated votes times (1 + growth t) */
  double outer[3 * SOLON_LINE_PAIRS + SOLON_SEASON_FIELD + 1], inner[3 * SOLON_LINE_PAIRS + 1];
} solon_vote_line;

/* Sets the judges' part of the combination; once a week. */
void solon_vote_line_judge(solon_vote_line *line);

/* Prepares the line after share, direction or carried columns were set. */
void solon_vote_line_aim(solon_vote_line *line);

/* Who are the k lowest at t, with other totals of the judges (line->score: the week's own). */
uint64_t solon_vote_line_decide(const solon_vote_line *line, int k, const double *score, double t);

/* Sees one interval (low, high) without changes, and a point inside it; false ends the walk. */
typedef bool solon_vote_line_visitor(void *data, double low, double high, double point);

/* Visits the intervals of (0, limit) from the left; limit may be infinite. */
void solon_vote_line_walk(solon_vote_line *line, double limit, solon_vote_line_visitor *visit,
                          void *data);

#endif
