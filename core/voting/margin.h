/* margin.h - how far each recorded cut is from another result, and cuts that punish support.
 *
 * Every week is taken by itself, with the recorded field (static mode of replay.h) and what the
 * recorded weeks before it carry.  Votes are fractions of all votes cast that week for its field.
 *
 * With t extra votes for i the shares are (p + t e_i) / (1 + t); with t moved from j to i they are
 * p + t (e_i - e_j), t < p_j; with t votes fewer, (p - t e_i) / (1 - t), t < p_i.  vote_line.h says
 * where such a cut can change and how the places are found.  A margin is the lower end of the first
 * interval: anything a little more than it saves him.  Where a rule is not monotone still more
 * votes may hurt him again.
 *
 * Random ties have no margin: the caller sees to it that ties are the fans', the judges' or by
 * position.  Cost: for each contestant asked O(n) lines, a line O(n) to O(n^2) places and a cut for
 * each.
 */
#ifndef SOLON_VOTING_MARGIN_H
#define SOLON_VOTING_MARGIN_H

#include "core/voting/replay.h"

typedef struct solon_margin {
  size_t season, week, contestant; /* season and week from 0; contestant among all seasons' */
  bool recorded;                   /* the record voted him off in this week too */
  double votes_needed;             /* infinite: no number of votes saves him */
  double transfer;                 /* least moved from one survivor; infinite: none is enough */
  size_t from;                     /* whose, among all; SIZE_MAX when transfer is infinite */
} solon_margin;

/* Support hurts: he stays as things are and would leave with more of it; or he leaves and would
 * stay with less, which is the same fault met from the other side. */
typedef struct solon_violation {
  size_t season, week, contestant;
  bool by_votes; /* else by the judges */
  bool less;     /* he leaves, and stays with less; else he stays, and leaves with more */
  double change; /* lower end of the first interval of such votes (a fraction of all cast), or the
                    least such points */
  double at;     /* a number of votes inside that interval, or the same points */
} solon_violation;

/* Bytes of workspace, aligned for double. */
size_t solon_margin_workspace(void);

/* One entry for everybody who leaves under the rules ([season]) or the mechanism, in order of
 * season, week, contestant; at most one per contestant-week, out[rows] holds them all. */
solon_status solon_margins(solon_context *context, const solon_seasons *seasons,
                           const solon_rule *rules, const solon_mechanism *mechanism,
                           void *workspace, solon_margin *out, size_t *count);

/* Everybody who stays, but would leave with more votes, or with a judges' total raised by step,
 * 2 step, ... to at most `most` a judge; and everybody who leaves, but would stay with fewer votes,
 * or a total lowered so to at least `least` a judge; all else equal.  In order of season, week,
 * contestant, judges before votes.  out[2 rows].  step > 0. */
solon_status solon_violations(solon_context *context, const solon_seasons *seasons,
                              const solon_rule *rules, const solon_mechanism *mechanism,
                              double step, double least, double most, void *workspace,
                              solon_violation *out, size_t *count);

#endif
