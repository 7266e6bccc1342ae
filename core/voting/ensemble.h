/* ensemble.h - welfare when the votes are uncertain: many draws of them over the same seasons.
 *
 * An ensemble is D draws of the votes (rows of a posterior, say).  A mechanism's welfare is the
 * mean over the draws of its welfare under each (batch.h):
 *
 *     W(theta) = (1 / D) sum_d weight . (mean over seasons s of utilities U(theta, d, s))
 *
 * Order of addition: within a draw over seasons in their order, then W_d, then over draws in their
 * order, then one division by D.  A plain loop over the draws has the same bits; threads and the
 * grouping of mechanisms never change them.  Random ties use the streams of
 * solon_tie_draws_start(seed, season, draw of ties) in every draw of the votes, so that comparisons
 * share their luck.
 *
 * Draws share the columns that do not depend on votes: one draw of 34 seasons takes 170 kB.
 */
#ifndef SOLON_VOTING_ENSEMBLE_H
#define SOLON_VOTING_ENSEMBLE_H

#include "core/voting/batch.h"

typedef struct solon_ensemble {
  const solon_seasons *base;
  size_t draws;
  const solon_seasons *draw; /* [draws] overlays of base (season.h) */
} solon_ensemble;

/* Bytes of the block of an ensemble, SIZE_MAX if that overflows. */
size_t solon_ensemble_size(const solon_seasons *base, size_t draws);

/* Fills `block` (aligned for double): the record at its start.  share is [draws x rows], a row a
 * draw in the user's order of rows.  The block must not be moved, nor base.  SOLON_BAD_ARGUMENT
 * with the draw in the detail for shares that solon_seasons_build would refuse; SOLON_CANCELLED. */
solon_status solon_ensemble_build(solon_context *context, const solon_seasons *base, size_t draws,
                                  const double *share, void *block);

/* Where results go, a point an entry.  The pointers of by_season and by_draw may be NULL. */
typedef struct solon_ensemble_out {
  double *mean[5];      /* welfare, engagement, fairness, producer, imputed: [count] */
  double *by_season[3]; /* engagement, fairness, producer, means over draws: [count x seasons] */
  double *by_draw[4];   /* welfare, engagement, fairness, producer: [count x draws] */
} solon_ensemble_out;

/* Doubles of workspace of solon_ensemble_evaluate. */
size_t solon_ensemble_workspace(const solon_ensemble *ensemble, size_t count);

/* A list of mechanisms.  200 draws of 34 seasons cost about 6 ms each.  SOLON_OK or
 * SOLON_CANCELLED. */
solon_status solon_ensemble_evaluate(solon_context *context, const solon_ensemble *ensemble,
                                     size_t count, const solon_mechanism *mechanism,
                                     const solon_batch_options *options, double *workspace,
                                     const solon_ensemble_out *out);

/* Adds the welfare of draw d, whose sums over seasons are total = {engagement, fairness, producer,
 * imputed}, to the sums of a point in out->mean and to its by_draw; and divides the sums at the
 * end. For those who compute totals another way, so that the order of addition is one. */
void solon_ensemble_add_draw(const solon_ensemble *ensemble, const double total[4],
                             const solon_batch_options *options, size_t point, size_t d,
                             const solon_ensemble_out *out);
void solon_ensemble_divide(const solon_ensemble *ensemble, size_t point,
                           const solon_ensemble_out *out);

#endif
