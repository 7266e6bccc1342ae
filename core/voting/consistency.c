/* consistency.c - which draws explain which decisions; see consistency.h. */
#include "core/voting/consistency.h"

#include "core/voting/decision.h"
#include "core/voting/infer.h"

#include <math.h>
#include <string.h>

static size_t whole(size_t bytes) {
  return (bytes + 63) / 64 * 64;
}

static size_t most_decision_bytes(const solon_seasons *seasons) {
  size_t most = 0;
  for (size_t s = 0; s < seasons->seasons; s++) {
    size_t bytes = solon_decisions_bytes(seasons, s);
    most = bytes > most ? bytes : most;
  }
  return whole(most);
}

enum { WORTHS = SOLON_SEASON_FIELD * SOLON_SEASON_WEEKS };

size_t solon_consistency_workspace(const solon_seasons *seasons) {
  return most_decision_bytes(seasons) + whole(WORTHS * sizeof(double)) +
         whole(seasons->cells * sizeof(uint32_t));
}

/* Takes the shares of one draw of season s as worths, which they are up to a factor a week. */
static bool take_shares(const solon_seasons *seasons, size_t s, const uint32_t *column_of,
                        const double *share, double *worth) {
  size_t n = solon_season_field(seasons, s), cell = seasons->cell_start[s];
  for (size_t w = seasons->week_start[s]; w < seasons->week_start[s + 1];
       w++, cell += n, worth += n)
    for (uint64_t field = seasons->field[w]; field != 0; field &= field - 1) {
      size_t i = (size_t)__builtin_ctzll(field);
      worth[i] = share[column_of[cell + i]];
      if (!(worth[i] > 0 && isfinite(worth[i])))
        return false;
    }
  return true;
}

solon_status solon_draw_consistency(solon_context *context, const solon_seasons *seasons,
                                    const solon_rule *rule, bool order_final, size_t first,
                                    size_t last, const double *share, size_t draws, size_t columns,
                                    void *workspace, unsigned char *decision, int64_t *consistent) {
  char *block = workspace;
  double *worth = (double *)(block + most_decision_bytes(seasons));
  uint32_t *column_of = (uint32_t *)((char *)worth + whole(WORTHS * sizeof *worth));
  solon_number_columns(seasons, first, last, column_of, NULL);
  memset(decision, 0, seasons->weeks);
  memset(consistent, 0, seasons->weeks * sizeof *consistent);
  for (size_t s = first; s <= last; s++) {
    solon_decisions d;
    solon_status status =
        solon_decisions_build(context, seasons, s, &rule[s], 0, order_final, block, &d);
    if (status != SOLON_OK)
      return status;
    for (size_t k = 0; k < d.count; k++)
      decision[seasons->week_start[s] + d.decision[k].week] = 1;
    for (size_t draw = 0; draw < draws; draw++) {
      if (solon_context_cancelled(context))
        return SOLON_CANCELLED;
      if (!take_shares(seasons, s, column_of, share + draw * columns, worth))
        return solon_fail(context, SOLON_BAD_ARGUMENT,
                          "draw %zu of season %ld holds a share that is not positive", draw + 1,
                          (long)seasons->number[s]);
      for (size_t k = 0; k < d.count; k++) {
        size_t week = d.decision[k].week;
        consistent[seasons->week_start[s] + week] += solon_decision_likelihood(&d, worth, week) > 0;
      }
    }
  }
  return SOLON_OK;
}
