/* decision.h - the recorded decisions of one season as a function of the weekly worths.
 *
 * A decision is a week with exits by vote, or the final.  It looks at the shares of its own week
 * and, where the rule carries, of the weeks without exit before it (its window).  Every week lies
 * in the window of at most one decision.  The likelihoods are those of posterior.h; combination and
 * ties are those of replay.h.
 *
 * Worths are a matrix [week * contestants + contestant], positive and finite inside the week's
 * field and not looked at outside.  Only their ratios within a week count: a share of the vote is a
 * worth divided by the sum over the field.
 */
#ifndef SOLON_VOTING_DECISION_H
#define SOLON_VOTING_DECISION_H

#include "core/voting/replay.h"

typedef struct solon_decision {
  size_t first_week, week; /* window, from 0 */
  uint64_t field, out;     /* out: voted off in this week */
  bool final, save, feasible;
} solon_decision;

typedef struct solon_decisions {
  const solon_seasons *seasons;
  size_t season, contestants, weeks, count;
  solon_rule rule;
  double choice_slope;
  solon_decision *decision; /* [count] in order of weeks */
  int32_t *of_week;         /* [week] the decision whose window holds it; -1: none */
  double *judge;  /* [decision * contestants + contestant] judges' rank or percent of the window */
  double *choice; /* the same: with a save, the chance that the judges send the exit and not him */
} solon_decisions;

/* Bytes for the columns of the decisions of season s. */
size_t solon_decisions_bytes(const solon_seasons *seasons, size_t s);

/* Lists the decisions of season s; `block` (of the bytes above, aligned for double) holds their
 * columns.  order_final: the final is a decision.  All are marked feasible.  SOLON_BAD_ARGUMENT
 * when the rule's ties are neither the fans' nor the judges', or its judge_weight is not in [0, 1).
 */
solon_status solon_decisions_build(solon_context *context, const solon_seasons *seasons, size_t s,
                                   const solon_rule *rule, double choice_slope, bool order_final,
                                   void *block, solon_decisions *decisions);

/* Likelihood of the decision whose window holds week t; 1 when there is none or it is not feasible.
 * O(n^2) in rank rules, O(n) in percent rules, for a field of n. */
double solon_decision_likelihood(const solon_decisions *decisions, const double *worth, size_t t);

/* The factors f > 0 at which the likelihood of that decision may change when the worths of a group
 * of contestants in week t are multiplied by f, all else as it is: where two combined scores cross,
 * or where a tie rule changes its mind.  Unordered, with repeats.  Returns how many: no pair gives
 * more than two, so at most n (n - 1), which SOLON_DECISION_BREAKPOINTS holds. */
enum { SOLON_DECISION_BREAKPOINTS = SOLON_SEASON_FIELD * SOLON_SEASON_FIELD };
size_t solon_decision_breakpoints(const solon_decisions *decisions, const double *worth, size_t t,
                                  uint64_t group, double *out);

/* True when week t belongs to a decision that joins several weeks. */
bool solon_decision_joins_weeks(const solon_decisions *decisions, size_t t);

/* True when week t has a feasible decision of its own under a rank rule, which sees nothing of the
 * worths but their order. */
bool solon_decision_is_ranked(const solon_decisions *decisions, size_t t);

/* For such a week, the likelihood as a function of the worth of contestant i of its field, all else
 * as it is: writes the ascending points where it may change (the others' worths; n - 1 of them, as
 * returned) and the likelihood of each of the n pieces between them.  O(n^2): the ranks of one
 * piece differ by a swap from those of the piece before. */
size_t solon_decision_rank_pieces(const solon_decisions *decisions, const double *worth, size_t t,
                                  size_t i, double *cut, double *likelihood);

/* Sets all worths to a state in which every decision has a positive likelihood; decisions that no
 * shares can explain are marked not feasible, and their weeks start level.  The search is exact
 * (decision_start.c says why), but for the final under a rank rule: it tries all orders of up to
 * SOLON_FINALISTS fan ranks, and a larger final counts as not feasible. */
enum { SOLON_FINALISTS = 8 };
void solon_decisions_start(solon_decisions *decisions, double *worth);

#endif
