/* season.h - seasons of a contest in which judges score and the public votes, as flat columns.
 *
 * A season is a rectangle of weeks x contestants.  A contestant takes part in consecutive weeks 1
 * .. last week; then he has been voted off, has withdrawn, or the season is over.  The last week
 * with any score is the final: nobody is voted off, the final orders those who are left.
 *
 * Derived from the rows, never asked for:
 *   last_week   the last week in which a contestant has a row;
 *   voted_off   the contestants with last_week = w before the final who did not withdraw; their
 *               number k is what every rule has to remove in week w;
 *   withdrawn   those with last_week = w who withdrew: gone after week w whatever the rule.
 *
 * Weeks and contestants count from 0 in C; season numbers are as the user gave them.  Placement 1
 * is the winner; equal placements are allowed (shared places).
 *
 * Judge scores enter as the total over the judges of that week.  Published tokens are decimals
 * truncated to four places of fractions k/72, so equal totals differ by up to 4e-4 as read.  With
 * snap = 72 a total within SOLON_SCORE_TOLERANCE of a multiple of 1/72 becomes that multiple, so
 * that equal totals are equal bits; snap = 0 keeps every total as given.
 *
 * Derived columns, made once because every replay needs them:
 *
 *   score, vote  total and share for every week of the season.  After a contestant's last week they
 *     are imputed, for replays in which he is still there (a phantom): the judges' score keeps his
 *     deviation from the field's mean,
 *         score = judges_w (mean_w + total_l / judges_l - mean_l),
 *     where mean_w is the mean over the recorded field of week w of total/judges, and l his last
 *     week; the share keeps its last value.  A replay renormalises shares within its own field.
 *   judge_value  (total - min) / (max - min) over the recorded field, 0.5 where all are equal
 *     within SOLON_SCORE_TOLERANCE.
 *   fan_value    for the three meanings of theta2 over the recorded field, see replay.h.
 *   skill        of a contestant: mean over his recorded weeks of the z-score of total/judges in
 *     the recorded field (population standard deviation; 0 where all are equal).
 *   popularity   mean over his recorded weeks of n_w share / (sum of shares): 1 is average.
 *   skill_above ... popularity_below  the sets of contestants of the season with a strictly larger
 *     and strictly smaller value, without the withdrawn: what Kendall's tau needs (replay.h).
 */
#ifndef SOLON_VOTING_SEASON_H
#define SOLON_VOTING_SEASON_H

#include "core/base/context.h"

#include <stdint.h>

enum {
  SOLON_SEASON_FIELD = 64, /* contestants of one season at most: sets of them are 64-bit masks */
  SOLON_SEASON_WEEKS = 64  /* weeks of one season at most */
};

/* Two judge totals no farther apart than this are the same score. */
#define SOLON_SCORE_TOLERANCE 1e-3

/* What the user gives: numbers as doubles, so that they come straight from columns. */
typedef struct solon_season_columns {
  size_t contestants;       /* one entry per contestant, seasons in ascending order */
  const double *season;     /* season number, an integer */
  const double *placement;  /* final place, an integer >= 1 */
  const double *withdrew;   /* 0 or 1; NULL: nobody */
  size_t rows;              /* one entry per contestant-week in which the contestant took part */
  const double *contestant; /* 1-based position in the contestant columns */
  const double *week;       /* 1, 2, ... */
  const double *total;      /* judges' total, finite */
  const double *judges;     /* how many judges gave it, >= 1, the same for all of a season-week */
  const double *share;      /* share of the public vote, >= 0; NULL: equal shares */
  double snap;              /* denominator of the fractions scores are made of; 0: none */
} solon_season_columns;

typedef struct solon_seasons {
  size_t seasons, contestants, weeks, cells, rows;    /* totals; rows = contestant-weeks */
  int32_t *number;                                    /* [season] as given */
  size_t *contestant_start, *week_start, *cell_start; /* [season + 1] offsets into what follows */
  int32_t *last_week;                                 /* [contestant] within the season, from 0 */
  int32_t *placement;                                 /* [contestant] */
  uint64_t *field, *voted_off, *withdrawn; /* [week] sets: bit i = the season's contestant i */
  int32_t *judges;                         /* [week] */
  uint32_t *row_cell; /* [row] the cell of each row given, in the user's order */
  /* [cell]: cell_start[s] + week * field size + contestant */
  double *total, *share; /* NaN where the contestant has no row */
  double *score, *vote;  /* the same, imputed after the last week */
  double *judge_value, *fan_value[3];
  double *skill, *popularity;                                                /* [contestant] */
  uint64_t *skill_above, *skill_below, *popularity_above, *popularity_below; /* [contestant] */
  double *skill_pairs, *popularity_pairs; /* [season] tau_b's denominator, 0 when undefined */
  uint64_t *never_withdrew;               /* [season] set of contestants */
} solon_seasons;

/* Looks over the columns: fills last_week[contestants] (from 0) and sets *bytes to the size of the
 * block that solon_seasons_build fills.  SOLON_BAD_ARGUMENT with a detail that names column, entry
 * and value when something is out of its domain or a contestant has no row.  O(rows). */
solon_status solon_seasons_measure(solon_context *context, const solon_season_columns *columns,
                                   int32_t *last_week, size_t *bytes);

/* Fills `block` (aligned for double, of the size measured on the same columns): the record at its
 * start, its columns behind it; there is nothing else to free, and it must not be moved.
 * SOLON_BAD_ARGUMENT, with a detail naming season and week, for two rows of one contestant-week, a
 * gap in a contestant's run, different numbers of judges in one week, or shares that sum to 0. */
solon_status solon_seasons_build(solon_context *context, const solon_season_columns *columns,
                                 const int32_t *last_week, void *block);

/* Copies `from` (a block of `bytes`) into `block` with new shares, one per row in the user's order.
 * The errors of shares as above. */
solon_status solon_seasons_with_shares(solon_context *context, const solon_seasons *from,
                                       size_t bytes, const double *share, void *block);

/* The same without the copy: *out looks at the columns of `from`, which must stay where it is, and
 * has in `block` (aligned for double) only those that shares change: vote, fan_value and popularity
 * with its order.  It keeps no `share` (NULL): in a recorded week vote is the share. */
size_t solon_seasons_overlay_size(const solon_seasons *from);
solon_status solon_seasons_overlay(solon_context *context, const solon_seasons *from,
                                   const double *share, void *block, solon_seasons *out);

/* How many weeks before the finals vote off one, two, more, none; and how many contestants
 * withdrew. */
typedef struct solon_season_counts {
  int64_t single, two, more, none, withdrawals;
} solon_season_counts;

void solon_seasons_count(const solon_seasons *seasons, solon_season_counts *out);

/* Contestants and weeks of season s. */
static inline size_t solon_season_field(const solon_seasons *seasons, size_t s) {
  return seasons->contestant_start[s + 1] - seasons->contestant_start[s];
}
static inline size_t solon_season_weeks(const solon_seasons *seasons, size_t s) {
  return seasons->week_start[s + 1] - seasons->week_start[s];
}

#endif
