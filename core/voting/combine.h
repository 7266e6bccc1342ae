/* combine.h - judges and fans combined for one week: ranks, percents, points.
 *
 * Fields are 64-bit masks over a season's contestants as in season.h; entries outside are
 * untouched.
 */
#ifndef SOLON_VOTING_COMBINE_H
#define SOLON_VOTING_COMBINE_H

#include "core/voting/replay.h"

/* Combines totals and shares within the field under a rule (definitions in replay.h). judge and fan
 * receive ranks (1 = best) or percents as fractions; combined: larger is better. O(n^2) for ranks.
 */
void solon_combine_field(const solon_rule *rule, const double *score, const double *vote,
                         uint64_t field, double *judge, double *fan, double *combined);

/* ---- whole columns, for one contest of any size ---------------------------------------------- */

/* Ranks of x, 1 for the largest.  Values are tied with a neighbour in order when they differ by at
 * most `tolerance`, so a chain of near values is one tie.  competition 1,2,2,4; average
 * 1,2.5,2.5,4; dense 1,2,2,3.  `order` is workspace.  x without NaN.  O(n log n). */
void solon_rank_scores(const double *x, size_t n, solon_rank_ties ties, double tolerance,
                       size_t *order, double *rank);

/* x / sum of x. SOLON_DEGENERATE (and 1/n everywhere) when the sum is not positive. */
solon_status solon_percent(const double *x, size_t n, double *out);

/* Borda points (number below + half the number level) / (n - 1), 1 if n = 1.  O(n log n). */
void solon_borda(const double *x, size_t n, size_t *order, double *out);

/* 1 where x / sum of x >= 1/n (to 1e-12 relative), else 0. */
void solon_approval(const double *x, size_t n, double *out);

/* Judges and fans combined by ranks or percents as in replay.h, for a field of any size; judge
 * scores within `tolerance` share a rank (as solon_rank_scores).  order[n] and parts[2 n] are
 * workspace. */
void solon_combine_columns(const solon_rule *rule, double tolerance, const double *judges,
                           const double *fans, size_t n, size_t *order, double *parts, double *out);

/* The k of n who leave: the lowest combined values; values within `tolerance` of the lowest left
 * are tied and the tie rule picks (fan, judge, position as in replay.h; random from the stream).
 * out[k] receives positions from 0 in the order of leaving.  *tied_count and tied[n] receive those
 * level at the cut when there were more of them than places, else 0.  1 <= k <= n; fan and judge
 * may be NULL unless the rule needs them. O(k n). */
typedef struct solon_cut_options {
  solon_tie_rule ties;
  double tolerance;
  const double *fan, *judge;
  solon_stream *stream;
} solon_cut_options;

void solon_cut(const double *combined, size_t n, size_t k, const solon_cut_options *options,
               unsigned char *gone, size_t *out, size_t *tied, size_t *tied_count);

#endif
