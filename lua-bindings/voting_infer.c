/* voting_infer.c - hidden votes from recorded exits, and whether draws of them explain the exits.
 */
#include "voting.h"

#include "core/voting/consistency.h"
#include "core/voting/infer.h"

#include <math.h>

/* Reads the prior and the sizes of the run. */
static void check_infer_options(lua_State *L, int arg, solon_infer_options *o) {
  static const char *const known[] = {"chains",
                                      "draws",
                                      "warmup",
                                      "thin",
                                      "seed",
                                      "threads",
                                      "initial_deviation",
                                      "step_deviation",
                                      "choice_slope",
                                      "order_final",
                                      "season",
                                      NULL};
  const double least = SOLON_PRIOR_LEAST_DEVIATION, most = SOLON_PRIOR_MOST_DEVIATION;
  solonL_check_options(L, arg, known);
  o->prior.initial_deviation = solonL_option_range(L, arg, "initial_deviation", 1, least, most);
  o->prior.step_deviation = solonL_option_range(L, arg, "step_deviation", 0.5, least, most);
  o->prior.choice_slope = solonL_option_range(L, arg, "choice_slope", 1, 0, SOLON_PRIOR_MOST_SLOPE);
  o->prior.order_final = solonL_option_boolean(L, arg, "order_final", true);
  o->seed = (uint64_t)solonL_option_integer(L, arg, "seed", 0, INT64_MIN, INT64_MAX);
  o->chains = (size_t)solonL_option_integer(L, arg, "chains", 4, 1, 1024);
  o->draws = (size_t)solonL_option_integer(L, arg, "draws", 1000, 4, 1000000);
  o->warmup = (size_t)solonL_option_integer(L, arg, "warmup", 500, 0, 1000000);
  o->thin = (size_t)solonL_option_integer(L, arg, "thin", 2, 1, 100000);
}

/* All seasons, or the one that options.season names. */
static void choose_seasons(lua_State *L, int arg, const solon_seasons *seasons, size_t *first,
                           size_t *last) {
  *first = 0;
  *last = seasons->seasons - 1;
  if (!solonL_option_given(L, arg, "season"))
    return;
  int64_t number = solonL_option_integer(L, arg, "season", 0, INT32_MIN, INT32_MAX);
  for (size_t s = 0; s < seasons->seasons; s++)
    if (seasons->number[s] == number) {
      *first = *last = s;
      return;
    }
  solonL_argument_error(L, arg, "option 'season': no season %lld", (long long)number);
}

/* A new column of the record on top. */
static double *record_column(lua_State *L, const char *name, size_t size) {
  double *data = solonL_push_vector(L, size)->data;
  solonL_set_value(L, name);
  return data;
}

/* The weeks whose recorded decision nothing explains. */
static void set_infeasible(lua_State *L, const solon_seasons *seasons,
                           const unsigned char *infeasible) {
  lua_newtable(L);
  lua_Integer count = 0;
  for (size_t s = 0; s < seasons->seasons; s++)
    for (size_t w = seasons->week_start[s]; w < seasons->week_start[s + 1]; w++) {
      if (!infeasible[w])
        continue;
      lua_createtable(L, 0, 2);
      lua_pushinteger(L, seasons->number[s]);
      lua_setfield(L, -2, "season");
      lua_pushinteger(L, (lua_Integer)(w - seasons->week_start[s]) + 1);
      lua_setfield(L, -2, "week");
      lua_rawseti(L, -2, ++count);
    }
  solonL_set_value(L, "infeasible");
}

/* The largest R-hat and the smallest effective size among shares that vary. */
static void set_worst(lua_State *L, const solon_infer_result *r, size_t columns) {
  double r_hat = NAN, size = NAN;
  for (size_t k = 0; k < columns; k++) {
    r_hat = fmax(r_hat, r->r_hat[k]);
    size = fmin(size, r->effective_size[k]);
  }
  solonL_set_number(L, "worst_r_hat", r_hat);
  solonL_set_number(L, "least_effective_size", size);
}

static const solon_rule *check_rules(lua_State *L, int arg, const solon_seasons *seasons) {
  solon_mechanism mechanism;
  const solon_rule *rules = solonL_check_rule(L, arg, seasons, &mechanism);
  if (rules == NULL)
    solonL_argument_error(L, arg, "rules expected, got theta");
  return rules;
}

static int seasons_infer(lua_State *L) {
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  solon_infer_options options;
  lua_settop(L, 3);
  check_infer_options(L, 3, &options);
  choose_seasons(L, 3, seasons, &options.first_season, &options.last_season);
  solon_context *context = solonL_context(L);
  context->threads = (int)solonL_option_integer(L, 3, "threads", context->threads, 1, 1024);
  const solon_rule *rules = check_rules(L, 2, seasons);
  size_t columns = solon_infer_columns(seasons, &options), total = options.chains * options.draws;
  solon_infer_result result = {
      .row = solonL_scratch(L, columns * sizeof *result.row),
      .infeasible = solonL_scratch_zero(L, seasons->weeks, sizeof *result.infeasible)};
  void *workspace = solonL_scratch(L, solon_infer_workspace(seasons, &options, context->threads));
  solonL_push_record(L, "hidden votes");
  solonL_set_integer(L, "chains", (int64_t)options.chains);
  solonL_set_integer(L, "draws_per_chain", (int64_t)options.draws);
  result.share = solonL_push_matrix(L, total, columns)->data;
  solonL_set_value(L, "draws");
  double *row = record_column(L, "row", columns);
  result.r_hat = record_column(L, "r_hat", columns);
  result.effective_size = record_column(L, "effective_size", columns);
  solonL_check_status(L, solon_infer_votes(context, seasons, rules, &options, workspace, &result));
  for (size_t k = 0; k < columns; k++)
    row[k] = (double)result.row[k] + 1;
  set_worst(L, &result, columns);
  set_infeasible(L, seasons, result.infeasible);
  return 1;
}

/* The decisions and how many draws explain each, as columns of the record on top. */
static void set_explained(lua_State *L, const solon_seasons *seasons, const unsigned char *decision,
                          const int64_t *consistent) {
  size_t count = 0, k = 0;
  for (size_t w = 0; w < seasons->weeks; w++)
    count += decision[w];
  double *season = record_column(L, "season", count), *week = record_column(L, "week", count);
  double *explained = record_column(L, "consistent", count);
  for (size_t s = 0; s < seasons->seasons; s++)
    for (size_t w = seasons->week_start[s]; w < seasons->week_start[s + 1]; w++) {
      if (!decision[w])
        continue;
      season[k] = (double)seasons->number[s];
      week[k] = (double)(w - seasons->week_start[s]) + 1;
      explained[k++] = (double)consistent[w];
    }
}

static int seasons_consistency(lua_State *L) {
  static const char *const known[] = {"season", "order_final", NULL};
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  size_t draws, columns, first, last;
  lua_settop(L, 4);
  const double *share = solonL_check_matrix(L, 3, &draws, &columns);
  solonL_check_options(L, 4, known);
  choose_seasons(L, 4, seasons, &first, &last);
  bool order_final = solonL_option_boolean(L, 4, "order_final", true);
  solon_infer_options chosen = {.first_season = first, .last_season = last};
  if (columns != solon_infer_columns(seasons, &chosen))
    solonL_argument_error(L, 3, "a column for each of %zu contestant-weeks expected, got %zu",
                          solon_infer_columns(seasons, &chosen), columns);
  const solon_rule *rules = check_rules(L, 2, seasons);
  unsigned char *decision = solonL_scratch(L, seasons->weeks);
  int64_t *consistent = solonL_scratch(L, seasons->weeks * sizeof *consistent);
  void *workspace = solonL_scratch(L, solon_consistency_workspace(seasons));
  solonL_check_status(L, solon_draw_consistency(solonL_context(L), seasons, rules, order_final,
                                                first, last, share, draws, columns, workspace,
                                                decision, consistent));
  solonL_push_record(L, "consistency");
  solonL_set_integer(L, "draws", (int64_t)draws);
  set_explained(L, seasons, decision, consistent);
  return 1;
}

void solonL_add_voting_infer(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"infer", seasons_infer}, {"consistency", seasons_consistency}, {NULL, NULL}};
  lua_getfield(L, -2, "__index");
  luaL_setfuncs(L, methods, 0);
  lua_pop(L, 1);
}
