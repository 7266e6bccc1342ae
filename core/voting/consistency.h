/* consistency.h - under how many draws of the votes could the recorded decisions have come about?
 *
 * Starts from the shares alone, as anybody has them who reads them from a file: for every draw and
 * every recorded decision (decision.h) of the chosen seasons it asks whether the decision's
 * likelihood under the rule is positive: the recorded exits are the lowest; with a save, the exit
 * is one of the lowest two; with order_final, the final's scores stand in the order of the places.
 */
#ifndef SOLON_VOTING_CONSISTENCY_H
#define SOLON_VOTING_CONSISTENCY_H

#include "core/voting/replay.h"

/* Bytes of workspace for the function below. */
size_t solon_consistency_workspace(const solon_seasons *seasons);

/* share[draw * columns + column], the columns being the rows of seasons first..last (from 0, both
 * inclusive) in the user's order, `columns` of them (infer.h); every share positive.  Writes per
 * week of all seasons: decision 1 where the week has one (else 0), and consistent, the number of
 * draws that explain it.  `rule` has an entry for each of all the seasons; its ties are the fans'
 * or the judges' and its judge_weight is below 1, else SOLON_BAD_ARGUMENT; the same, naming the
 * draw, for a share that is not positive.  SOLON_CANCELLED.  O(draws * contestant-weeks) in percent
 * rules, times the field in rank rules. */
solon_status solon_draw_consistency(solon_context *context, const solon_seasons *seasons,
                                    const solon_rule *rule, bool order_final, size_t first,
                                    size_t last, const double *share, size_t draws, size_t columns,
                                    void *workspace, unsigned char *decision, int64_t *consistent);

#endif
