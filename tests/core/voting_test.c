/* voting_test.c - the pieces of core/voting that Lua does not reach directly: tie trees, plateaus,
 * fields at their limits, cancellation. */
#include "core/voting/combine.h"
#include "core/voting/plateau.h"
#include "core/voting/tie_tree.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One season of `n` contestants, one voted off a week, everybody's score and share from a stream.
 */
static solon_seasons *make_season(size_t n, double *columns, size_t *bytes) {
  double *season = columns, *placement = season + n, *contestant = placement + n;
  size_t rows = 0, most = n * (n + 1) / 2;
  double *week = contestant + most, *total = week + most, *judges = total + most;
  double *share = judges + most;
  solon_stream stream;
  solon_stream_start(&stream, 1, solon_purpose("voting test"), n);
  for (size_t i = 0; i < n; i++) {
    season[i] = 1;
    placement[i] = (double)i + 1;
    for (size_t w = 0; w + i < n && w + 1 < n; w++, rows++) {
      contestant[rows] = (double)i + 1;
      week[rows] = (double)w + 1;
      total[rows] = 15 + (double)solon_stream_below(&stream, 16);
      judges[rows] = 3;
      share[rows] = solon_stream_uniform(&stream);
    }
  }
  solon_season_columns c = {n,    season, placement, NULL,  rows, contestant,
                            week, total,  judges,    share, 72};
  int32_t last_week[SOLON_SEASON_FIELD];
  solon_context context = {0};
  tap_integer(solon_seasons_measure(&context, &c, last_week, bytes), SOLON_OK,
              "%zu contestants measured", n);
  solon_seasons *seasons = malloc(*bytes);
  tap_integer(solon_seasons_build(&context, &c, last_week, seasons), SOLON_OK,
              "%zu contestants built", n);
  return seasons;
}

static void test_full_field(void) {
  size_t n = SOLON_SEASON_FIELD, bytes;
  double *columns = calloc(3 * n + 5 * n * (n + 1) / 2, sizeof *columns);
  solon_seasons *seasons = make_season(n, columns, &bytes);
  int32_t exit_week[SOLON_SEASON_FIELD], place[SOLON_SEASON_FIELD], seen = 0;
  solon_mechanism m = {0.5, SOLON_FAN_BORDA, 0.8, 0.1, SOLON_TIE_FAN};
  solon_outcome o;
  solon_replay_season(seasons, 0, NULL, &m, SOLON_REPLAY_DYNAMIC, NULL, exit_week, place, NULL, &o);
  for (int32_t p = 1; p <= (int32_t)n; p++)
    for (size_t i = 0; i < n; i++)
      seen += place[i] == p;
  tap_integer(seen, (int64_t)n, "64 contestants take the places 1 .. 64");
  tap_integer(o.elimination_weeks, (int64_t)n - 2, "62 weeks vote off one");
  tap_ok(fabs(o.fairness) <= 1 && o.engagement >= 0 && o.engagement <= 1,
         "utilities in their ranges");

  /* welfare is 0.4 engagement + 0.3 fairness + 0.3 producer of this one season */
  solon_batch_options options = {{0.4, 0.3, 0.3}, 0, 10};
  solon_welfare w;
  solon_replay_evaluate(NULL, seasons, 1, &m, &options, &w);
  tap_same(w.welfare, 0.4 * o.engagement + 0.3 * o.fairness + 0.3 * o.producer,
           "welfare of one season");

  atomic_int stop = 1;
  solon_context context = {.cancel = &stop};
  tap_integer(solon_replay_evaluate(&context, seasons, 1, &m, &options, &w), SOLON_CANCELLED,
              "a raised flag stops the batch");
  double low, high;
  void *workspace = malloc(solon_plateau_workspace(seasons));
  tap_integer(solon_plateau(&context, seasons, &m, 3, 0.5, 1, 0, workspace, &low, &high),
              SOLON_CANCELLED, "a raised flag stops the walk along theta3");
  tap_integer(solon_plateau(NULL, seasons, &m, 2, 0.5, 1, 0, workspace, &low, &high),
              SOLON_BAD_ARGUMENT, "no plateau along a category");
  free(workspace), free(seasons), free(columns);
}

/* Averages by the tree are those of replaying every draw, also when more courses exist than it
 * holds. */
static void test_random_ties(size_t n, size_t draws) {
  size_t bytes;
  double *columns = calloc(3 * n + 5 * n * (n + 1) / 2, sizeof *columns);
  solon_seasons *seasons = make_season(n, columns, &bytes);
  solon_mechanism m = {0, SOLON_FAN_APPROVAL, 1, 0.05, SOLON_TIE_RANDOM};
  solon_batch_options options = {{0.4, 0.3, 0.3}, 11, draws};
  solon_welfare w;
  solon_replay_evaluate(NULL, seasons, 1, &m, &options, &w);
  double engagement = 0, imputed = 0;
  for (size_t d = 0; d < draws; d++) {
    solon_tie_draws drawn;
    solon_outcome o;
    solon_tie_draws_start(&drawn, options.seed, 0, d);
    solon_replay_season(seasons, 0, NULL, &m, SOLON_REPLAY_DYNAMIC, &drawn, NULL, NULL, NULL, &o);
    engagement += o.engagement;
    imputed += o.imputed;
  }
  tap_same(w.engagement, engagement / (double)draws, "%zu contestants: mean engagement over draws",
           n);
  tap_same(w.imputed, imputed / (double)draws, "%zu contestants: mean imputed over draws", n);
  free(seasons), free(columns);
}

static void test_tie_tree(void) {
  static solon_tie_tree tree;
  solon_tie_draws draws;
  const double value[4] = {1, 2, 3, 4};
  solon_tie_tree_start(&tree);
  solon_tie_draws_start(&draws, 3, 0, 0);
  tap_ok(solon_tie_tree_find(&tree, &draws.stream) == NULL, "an empty tree knows nothing");
  draws.count = 2;
  draws.size[0] = 3, draws.size[1] = 2;
  solon_tie_draws again;
  solon_tie_draws_start(&again, 3, 0, 0);
  draws.pick[0] = (unsigned char)solon_stream_below(&again.stream, 3);
  draws.pick[1] = (unsigned char)solon_stream_below(&again.stream, 2);
  solon_tie_tree_add(&tree, &draws, value);
  solon_tie_draws_start(&again, 3, 0, 0);
  const double *found = solon_tie_tree_find(&tree, &again.stream);
  tap_ok(found != NULL && found[3] == 4, "a known course is found by its stream");
  draws.pick[1] ^= 1;
  draws.count = SOLON_TIE_PICKS + 1;
  solon_tie_tree_add(&tree, &draws, value);
  tap_integer(tree.leaves, 1, "a course with more picks than are kept is not remembered");
}

static void test_ranks(void) {
  const double x[6] = {3, 9, 3, 9, 1, 9};
  size_t order[6];
  double rank[6];
  const double want[3][6] = {{4, 1, 4, 1, 6, 1}, {4.5, 2, 4.5, 2, 6, 2}, {2, 1, 2, 1, 3, 1}};
  for (int ties = 0; ties < 3; ties++) {
    solon_rank_scores(x, 6, (solon_rank_ties)ties, 0, order, rank);
    for (int i = 0; i < 6; i++)
      tap_same(rank[i], want[ties][i], "rank rule %d, score %d", ties, i);
  }
}

int main(void) {
  test_full_field();
  test_random_ties(12, 40);
  test_random_ties(30, 400);
  test_tie_tree();
  test_ranks();
  return tap_done();
}
