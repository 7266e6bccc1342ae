/* replay.h - a season run again under another rule.
 *
 * Two families of rules.
 *
 * A. solon_rule, the show's own kind, one per season: judges and fans combined by rank or percent.
 *      rank     C_i = -(w rank of i's total + (1 - w) rank of i's share), rank 1 the best, ranks
 *               within the field; totals closer than SOLON_SCORE_TOLERANCE share a rank, shares
 *               only if equal.
 *      percent  C_i = w total_i / sum of totals + (1 - w) share_i / sum of shares, in the field.
 *    w is 1/2 in every preset.  carry: totals and shares of weeks without an elimination are added
 *    to those of the following weeks up to and including the next cut (or the final).  save: the
 *    judges choose who leaves of the bottom two (below).
 *
 * B. solon_mechanism, five parameters (theta1 .. theta5) for all seasons alike, week by week:
 *      J_i  judges' value: (total - min) / (max - min) within the field, 0.5 for all when the range
 *           is no larger than SOLON_SCORE_TOLERANCE;
 *      v_i  fans' value by theta2, with p_i = share_i / sum within the field of n:
 *             0 plurality  p_i
 *             1 Borda      points of the ranking by shares, (number below + half the number level)
 *                          / (n - 1), in [0, 1], to the nearest multiple of 2^-44 so that equal
 *                          sums of points are equal bits; 1 if n = 1
 *             2 approval   1 if n p_i >= 1 - 1e-12, else 0
 *      A_i  accumulated: A_i := theta3 A_i + v_i, every week, from 0;
 *      V_i  (A - min) / (max - min) within the field, 0.5 when the range is at most 1e-12;
 *      C_i = theta1 J_i + (1 - theta1) V_i; save when C_(2) - C_(1) < theta4.
 *
 * The week.  Field = those still in.  k = the number recorded as voted off that week (at most the
 * field less one).  The k lowest C leave, one after the other.  Tied are equal C, as doubles; the
 * tie rule picks who leaves first: fan - the smaller share of this week, then the smaller total,
 * then the earlier position; judge - the smaller total of this week, then the smaller share, then
 * the earlier position; random - a draw; position - the earlier position.  Totals are compared with
 * SOLON_SCORE_TOLERANCE.  The same rule orders those who leave together, and the final.
 *
 * Save, only with k = 1 before the final: the lowest (after the tie rule) and the next lowest C are
 * the bottom two; where several are level for the second of these places, a rule (A) lets its tie
 * rule pick, a mechanism (B) takes the earlier position.  The judges are asked, and the one with
 * the smaller total of that week leaves (equal totals: the lower C).
 *
 * Withdrawals are exogenous: he takes part in the cut of his last recorded week and is gone after
 * it.  If another rule has already voted him off, the number of later exits stays as recorded, so
 * one more contestant survives.  In the final all who are left are ordered by C.
 *
 * Places: 1 for the winner; a contestant who leaves has the place "number still in", so places are
 * unique, and those who withdraw take the worst of their week.
 *
 * Modes.  dynamic: the field follows the rule; contestants alive here and out in the record are
 * phantoms with the imputed score and vote of season.h, each such contestant-week is counted.
 * first_divergence: the same until the first week whose set of exits is not the recorded one, then
 * stop.  static: the recorded field in every week; each cut is compared with the record.
 *
 * Utilities (dynamic mode; those who withdrew left out of tau):
 *   fairness    tau_b(skill, -place)
 *   engagement  (1 + tau_b(popularity, -place)) / 2
 *   producer    1 - (cuts in which the judges were asked) / (cuts with k = 1); 1 without such cuts
 *
 * tau_b = (concordant - discordant) / sqrt(pairs not tied in x * pairs not tied in place), and 0
 * when x is constant or fewer than two remain.  Places are never tied.
 *
 * Cost of B: about 1 us a season of 10 weeks.
 */
#ifndef SOLON_VOTING_REPLAY_H
#define SOLON_VOTING_REPLAY_H

#include "core/random/philox.h"
#include "core/voting/season.h"

typedef enum solon_combination { SOLON_COMBINE_RANK, SOLON_COMBINE_PERCENT } solon_combination;
typedef enum solon_rank_ties {
  SOLON_RANK_COMPETITION,
  SOLON_RANK_AVERAGE,
  SOLON_RANK_DENSE
} solon_rank_ties;
typedef enum solon_tie_rule {
  SOLON_TIE_FAN,
  SOLON_TIE_JUDGE,
  SOLON_TIE_RANDOM,
  SOLON_TIE_POSITION
} solon_tie_rule;
typedef enum solon_fan_value {
  SOLON_FAN_PLURALITY,
  SOLON_FAN_BORDA,
  SOLON_FAN_APPROVAL
} solon_fan_value;
typedef enum solon_replay_mode {
  SOLON_REPLAY_DYNAMIC,
  SOLON_REPLAY_STATIC,
  SOLON_REPLAY_FIRST_DIVERGENCE
} solon_replay_mode;

typedef struct solon_rule {
  solon_combination combine;
  solon_rank_ties ranks;
  solon_tie_rule ties;
  bool save, carry;
  double judge_weight; /* w, in [0, 1] */
} solon_rule;

typedef struct solon_mechanism {
  double judge_weight;       /* theta1 in [0, 1] */
  solon_fan_value fan_value; /* theta2 */
  double discount;           /* theta3 in [0, 1] */
  double save_threshold;     /* theta4 >= 0 */
  solon_tie_rule ties;       /* theta5: fan, judge, random */
} solon_mechanism;

/* How the set of a cut was found. */
typedef enum solon_decided {
  SOLON_DECIDED_SCORE,
  SOLON_DECIDED_TIE_RULE,
  SOLON_DECIDED_JUDGES
} solon_decided;

enum { SOLON_TIE_PICKS = 32 };

/* Where random ties draw from, and what they drew: the k-th tie was among size[k] and its
 * pick[k]-th (from 0, by position) left first.  count may exceed SOLON_TIE_PICKS; the rest is not
 * kept. */
typedef struct solon_tie_draws {
  solon_stream stream;
  size_t count;
  unsigned char size[SOLON_TIE_PICKS], pick[SOLON_TIE_PICKS];
} solon_tie_draws;

/* Begins draw d of season s: the same for all rules, so that comparisons share their luck. */
void solon_tie_draws_start(solon_tie_draws *draws, uint64_t seed, size_t s, size_t d);

/* One week of one season, for the trace. Sets are masks over the season's contestants. */
typedef struct solon_replay_cut {
  bool seen;         /* true in every week written */
  bool final, asked; /* asked: the judges' save was considered */
  int32_t k;
  solon_decided decided;
  uint64_t field, imputed, tied, bottom_two, out, recorded;
} solon_replay_cut;

/* Where a replay writes the weeks; NULL pointers are not written, nor are the weeks after a stop:
 * zero the cuts first. */
typedef struct solon_replay_trace {
  solon_replay_cut *cut;          /* [week] of all seasons */
  double *judge, *fan, *combined; /* [cell] of all seasons; NaN outside the week's field.  Rules:
                                     ranks or percent; mechanisms: J, V, C */
} solon_replay_trace;

typedef struct solon_outcome {
  double engagement, fairness, producer; /* NaN in modes that give no places */
  int32_t imputed;                       /* contestant-weeks */
  int32_t single_cuts, asked;            /* cuts with k = 1; those in which the judges were asked */
  int32_t elimination_weeks,
      reproduced;                /* weeks with k > 0; those with the recorded set of exits */
  int32_t changed;               /* contestants whose last week differs from the record (dynamic) */
  int32_t first_divergence;      /* first week (from 0) with another set; -1: none */
  bool tie;                      /* a tie rule was needed: theta5 has effect */
  double save_above, save_below; /* the same course holds for save_above < theta4 <= save_below */
} solon_outcome;

/* Replays season s under rule or mechanism (exactly one not NULL).  `draws` is needed only with
 * random ties, and must have been started.  exit_week and place are [contestant] of all seasons
 * (0-based last week, place), or NULL; trace may be NULL. */
void solon_replay_season(const solon_seasons *seasons, size_t s, const solon_rule *rule,
                         const solon_mechanism *mechanism, solon_replay_mode mode,
                         solon_tie_draws *draws, int32_t *exit_week, int32_t *place,
                         const solon_replay_trace *trace, solon_outcome *outcome);

/* Who leaves of one week by itself: the k lowest of the field, 1 <= k < size of the field, with the
 * judges asked where the rule says so.  score and vote are this week's; carried_score (rules only)
 * and carried_vote are what the weeks before left: sums of the carried weeks, or a mechanism's A.
 * All columns are [n].  draws as above. */
uint64_t solon_replay_decide(const solon_rule *rule, const solon_mechanism *mechanism, size_t n,
                             uint64_t field, int k, const double *score, const double *vote,
                             const double *carried_score, const double *carried_vote,
                             solon_tie_draws *draws);

#endif
