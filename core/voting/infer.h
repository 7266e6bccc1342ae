/* infer.h - the hidden votes of whole contests: chains of posterior.h over seasons, side by side.
 *
 * The columns of the draws are the rows of the seasons chosen (contestant-weeks) in the user's
 * order, so that with all seasons one draw is what solon_seasons_with_shares takes.  The rows of
 * the draws are chain by chain, draw by draw.
 */
#ifndef SOLON_VOTING_INFER_H
#define SOLON_VOTING_INFER_H

#include "core/voting/posterior.h"

typedef struct solon_infer_options {
  solon_vote_prior prior;
  uint64_t seed;
  size_t first_season, last_season; /* which seasons, from 0, both inclusive */
  size_t chains;                    /* 1 .. SOLON_VOTE_CHAINS */
  size_t draws;                     /* kept a chain, at least 4 */
  size_t warmup;                    /* sweeps before the first draw that are not kept */
  size_t thin;                      /* sweeps a draw, at least 1 */
} solon_infer_options;

typedef struct solon_infer_result {
  double *share;             /* [(chain * draws + draw) * columns + column] */
  double *r_hat;             /* [column] of the share, see core/inference/chain.h; NaN where it */
  double *effective_size;    /* [column]          never varies (one contestant in the field) */
  size_t *row;               /* [column] the user's row, from 0 */
  unsigned char *infeasible; /* [week of all seasons] 1: a decision that no shares explain */
} solon_infer_result;

/* Rows of the seasons chosen. */
size_t solon_infer_columns(const solon_seasons *seasons, const solon_infer_options *options);

/* Numbers the rows of seasons first..last (both inclusive) in the user's order, from 0:
 * column_of[cell], and row[column] unless NULL.  Returns how many. */
size_t solon_number_columns(const solon_seasons *seasons, size_t first_season, size_t last_season,
                            uint32_t *column_of, size_t *row);

/* Bytes of workspace for so many threads. */
size_t solon_infer_workspace(const solon_seasons *seasons, const solon_infer_options *options,
                             int threads);

/* Runs all chains, on the context's threads; `rule` has one entry for each of all the seasons.
 * The draws of a chain depend on its season, its number and the seed alone.  SOLON_BAD_ARGUMENT as
 * solon_vote_sampler_start; SOLON_CANCELLED.  Cost: chains * (warmup + thin * draws) sweeps. */
solon_status solon_infer_votes(solon_context *context, const solon_seasons *seasons,
                               const solon_rule *rule, const solon_infer_options *options,
                               void *workspace, const solon_infer_result *result);

#endif
